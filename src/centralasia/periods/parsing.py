"""The one way from a text, a day or a period to a period."""

import re
from datetime import date
from functools import lru_cache

from centralasia.errors import ParseError, WrongTypeError
from centralasia.periods.days import as_date
from centralasia.periods.fiscal import as_month, fiscal_year
from centralasia.periods.periods import Period
from centralasia.periods.sdmx import parse_sdmx
from centralasia.periods.wording import parse_wording

__all__ = ["day_or_period", "period"]

_LONGEST = 200
_TWO_YEARS = re.compile(r"(?!0000)([0-9]{4})/([0-9]{4})")


def period(value: Period | date | str, *, fiscal_start: int | None = None) -> Period:
    """Read a period of time: in an SDMX form, or as people write it in the languages of the region.

    Read are SDMX periods and ranges of them ("2024", "2024-S1", "2024-Q3", "2024-09", "2024-W05", "2024-09-15",
    "2024-01/2024-09", "2024-01-01/P9M"), months, quarters, halves and days in words and figures ("Jan–Sep 2024",
    "9 мес. 2024", "III кв. 2024", "2024 жылдың бірінші тоқсаны", "2024-nji ýylyň 9 aýy", "15.09.2024"), and years
    written over two calendar years.

    What could mislead: "2024/25" is a fiscal year, and begins in **July** unless `fiscal_start` names another month,
    while "2024/2025" is the SDMX range of two calendar years unless `fiscal_start` is given. "FY2024" is the calendar
    year. "9M2024" is nine months, "2024M9" the ninth. A date with slashes is read only where one order of day and month
    is possible; years of two digits, "2008/09", which may be a month, and "2024.1", which may be October with its zero
    lost, are refused.

    Args:
        value: A period, which is given back; a date, which is a period of one day; or a text.
        fiscal_start: The month, 1 to 12, in which a year written over two calendar years begins.

    Returns:
        The period.

    Raises:
        InvalidValueError: `fiscal_start` is no month.
        ParseError: The text cannot be read, has two readings, or names what the calendar has not.
        WrongTypeError: The value is a datetime, whose day depends on a time zone, or nothing of the kind.

    Example:
        >>> period("2024-01/2024-09") == period("Jan–Sep 2024") == period("9 мес. 2024")
        True
        >>> period("2024/25"), period("2024/25", fiscal_start=8)
        (period('2024-07/2025-06'), period('2024-08/2025-07'))
        >>> period("03/04/2024")
        Traceback (most recent call last):
            ...
        centralasia.errors.ParseError: expected a date whose day and month cannot change places at position 0 of \
'03/04/2024'; write '2024-04-03' or '2024-03-04'
    """
    if isinstance(value, str):
        if len(value) > _LONGEST:
            raise ParseError(value, _LONGEST, f"a period in at most {_LONGEST} characters")
        if fiscal_start is not None:
            as_month(fiscal_start, "fiscal_start")
        return _parsed(value, fiscal_start)
    if isinstance(value, Period):
        return value
    if not isinstance(value, date):
        raise WrongTypeError("period", value, "a period, a date or a text")
    day = as_date(value, "period")
    return Period(day, day)


def day_or_period(value: date | Period | str, field: str = "on") -> date | Period:
    """Read what holds on a day or over a period; a period of one day is that day, so that each has one form.

    Args:
        value: A day, a period, or the text of either.
        field: The name of what is being read, for the message.

    Raises:
        ParseError: The text is neither.
        WrongTypeError: The value is a datetime, whose day depends on a time zone, or nothing of the kind.

    Example:
        >>> day_or_period("2024-09-15"), day_or_period("2024-Q3")
        (datetime.date(2024, 9, 15), period('2024-Q3'))
    """
    if isinstance(value, Period | str):
        found = period(value)
        return found.start if found.start == found.end else found
    return as_date(value, field)


@lru_cache(maxsize=4096)
def _parsed(text: str, fiscal_start: int | None) -> Period:
    """Read a text; the same few hundred periods come back in every column of a table."""
    text = text.strip()
    if fiscal_start is not None and fiscal_start > 1 and (years := _TWO_YEARS.fullmatch(text)):
        first, second = int(years[1]), int(years[2])
        if second == first + 1:
            return fiscal_year(first, starts_month=fiscal_start)
    return parse_sdmx(text) or parse_wording(text, fiscal_start)
