"""Years that do not begin in January: fiscal, marketing and crop years, written over two calendar years."""

from centralasia.errors import InvalidValueError, PeriodMismatchError, WrongTypeError
from centralasia.periods.days import last_of_month, month_index, nth_day, whole_months
from centralasia.periods.periods import Period

__all__ = ["DEFAULT_FISCAL_START", "as_month", "fiscal_year", "format_fiscal_year"]

DEFAULT_FISCAL_START = 7
"""The month in which "2024/25" begins where nobody says otherwise: July.

Source:
    July to June is the year in which the world's wheat trade is counted, and wheat is what the region writes such years
    about. Well known, not verified against a publication. The five states' own fiscal years are calendar years; cotton
    years begin in August, and other crops' in other months: name the month for those.
"""

_MONTHS_A_YEAR = 12


def fiscal_year(year: int, *, starts_month: int) -> Period:
    """Give the twelve months that begin in a month of a year.

    Args:
        year: The calendar year in which the fiscal year begins, whatever its publisher calls it.
        starts_month: The month in which it begins, from 1 to 12.

    Returns:
        The period.

    Raises:
        InvalidValueError: The year or the month is out of range.
        WrongTypeError: The year or the month is no integer.

    Example:
        >>> fiscal_year(2024, starts_month=7)
        period('2024-07/2025-06')
        >>> fiscal_year(2024, starts_month=1)
        period('2024')
    """
    if not isinstance(year, int) or isinstance(year, bool):
        raise WrongTypeError("year", year, "an integer")
    start = nth_day(year, as_month(starts_month, "starts_month"), 1)
    return Period(start, last_of_month(month_index(start) + _MONTHS_A_YEAR - 1))


def format_fiscal_year(period: Period) -> str:
    """Write a period of twelve months as a fiscal year: ``2024/25``, or ``2024`` for a calendar year.

    Args:
        period: The period.

    Returns:
        The text, which `period` reads back when it is given the month as its `fiscal_start`.

    Raises:
        PeriodMismatchError: The period is not made of twelve whole months.

    Example:
        >>> format_fiscal_year(fiscal_year(1999, starts_month=8))
        '1999/00'
    """
    if whole_months(period.start, period.end) != _MONTHS_A_YEAR:
        raise PeriodMismatchError("a period of twelve whole months", str(period))
    years = f"{period.start.year:04}"
    return years if period.start.month == 1 else f"{years}/{period.end.year % 100:02}"


def as_month(value: int, field: str) -> int:
    """Read the number of a month."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongTypeError(field, value, "the number of a month")
    if not 1 <= value <= _MONTHS_A_YEAR:
        raise InvalidValueError(field, value, "from 1 to 12")
    return value
