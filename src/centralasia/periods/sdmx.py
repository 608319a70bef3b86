"""The SDMX forms of time periods, read strictly.

Source:
    SDMX 2.1, section 6, technical notes on time: Gregorian, reporting and distinct-range periods. Beyond it stand
    ``2024-H1`` for ``2024-S1``, a reporting period without its hyphen (``2024Q3``), and ISO 8601 ranges between two
    periods (``2024-01/2024-09``). Reporting years begin in January. Months that a duration adds keep the day, or take
    the last day of a shorter month, as XML Schema adds durations.
"""

import re
from datetime import date, timedelta

from centralasia.errors import InvalidValueError, ParseError
from centralasia.periods.days import (
    day_at,
    first_of_month,
    last_of_month,
    length_of_month,
    month_index,
    nth_day,
    nth_week,
)
from centralasia.periods.periods import Period

__all__ = ["parse_sdmx"]

_POINT = r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?|-?([ASHTQMWD])([0-9]{1,3}))?"
_DURATION = r"P(?=[0-9])(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)W)?(?:([0-9]+)D)?"
_FORM = re.compile(rf"{_POINT}(?:/{_POINT}|(?:T00:00:00)?/(?P<duration>{_DURATION}))?", re.ASCII | re.IGNORECASE)
_YEAR, _MONTH, _DAY, _CODE, _NUMBER = range(1, 6)
_SECOND = 5  # groups of one point
_DURATION_START = 2 * _SECOND + 2
_CODE_MONTHS = {"A": 12, "S": 6, "H": 6, "T": 4, "Q": 3, "M": 1}
_CODE_NAMES = {"A": "reporting year", "S": "half", "H": "half", "T": "trimester", "Q": "quarter", "M": "month"}
_TO_SUNDAY = timedelta(days=6)
_GROUP_OF = {"year": _YEAR, "month": _MONTH, "day": _DAY}


def parse_sdmx(text: str) -> Period | None:
    """Read an SDMX time period.

    Args:
        text: The text, without spaces around it.

    Returns:
        The period; None if the text is not written in an SDMX form.

    Raises:
        ParseError: The form is right and a number in it is not, such as a month 13 or a week 53 of a short year.

    Example:
        >>> parse_sdmx("2024-01-01/P9M")
        period('2024-01/2024-09')
        >>> parse_sdmx("III кв. 2024") is None
        True
    """
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    start, end = _bounds(match, 0)
    if match["duration"]:
        end = _end_of_duration(match, start)
    elif match[_SECOND + _YEAR]:
        _, end = _bounds(match, _SECOND)
    if end < start:
        position = text.index("/") + 1
        raise ParseError(text, position, "a range that does not run backwards")
    return Period(start, end)


def _bounds(match: re.Match[str], offset: int) -> tuple[date, date]:
    """Give the first and last day of one point, whose groups begin after `offset`."""
    year, month, day, code, number = (match[offset + group] for group in (_YEAR, _MONTH, _DAY, _CODE, _NUMBER))
    try:
        if code:
            return _reporting_period(int(year), code.upper(), int(number))
        if day:
            start = nth_day(int(year), int(month), int(day))
            return start, start
        start = nth_day(int(year), int(month or 1), 1)
    except InvalidValueError as error:
        group = _NUMBER if code and error.field != "year" else _GROUP_OF[error.field]
        raise ParseError(match.string, match.start(offset + group), f"a {error.field} {error.expected}") from None
    index = month_index(start)
    return start, last_of_month(index if month else index + 11)


def _reporting_period(year: int, code: str, number: int) -> tuple[date, date]:
    if code == "W":
        start = nth_week(year, number)
        if start > date.max - _TO_SUNDAY:
            raise InvalidValueError("week", number, "that ends by 9999-12-31")
        return start, start + _TO_SUNDAY
    first = nth_day(year, 1, 1)
    if code == "D":
        length = 337 + length_of_month(year, 2)
        if not 1 <= number <= length:
            raise InvalidValueError("day", number, f"from 1 to {length} in {year:04}")
        day = day_at(first.toordinal() + number - 1)
        return day, day
    each = _CODE_MONTHS[code]
    if not 1 <= number <= 12 // each:
        raise InvalidValueError(_CODE_NAMES[code], number, f"from 1 to {12 // each}")
    index = month_index(first) + (number - 1) * each
    return first_of_month(index), last_of_month(index + each - 1)


def _end_of_duration(match: re.Match[str], start: date) -> date:
    years, months, weeks, days = (int(match[group] or 0) for group in range(_DURATION_START, _DURATION_START + 4))
    text, position = match.string, match.start("duration")
    if not match[_DAY]:
        raise ParseError(text, 0, "a day before the duration, such as 2024-01-01")
    if not years + months + weeks + days:
        raise ParseError(text, position, "a duration of at least one day")
    try:
        return day_at(_ordinal_before(start, years * 12 + months) + weeks * 7 + days)
    except InvalidValueError:
        raise ParseError(text, position, "a duration that ends by 9999-12-31") from None


def _ordinal_before(start: date, months: int) -> int:
    """Give the ordinal of the day before the day that is some months after the start."""
    if not months:
        return start.toordinal() - 1
    index = month_index(start) + months
    if start.day == 1:
        return last_of_month(index - 1).toordinal()  # never the day after it, which may lie past the calendar
    first = first_of_month(index)
    return first.toordinal() + min(start.day, length_of_month(first.year, first.month)) - 2
