"""Days of the calendar: read strictly, made from checked numbers, and counted in months.

Months are counted from the year 0, so that January of the year 1 has the index 12; `first_of_month` and `last_of_month`
undo `month_index`. What lies outside the calendar of `datetime.date`, the years 1 to 9999, is refused by each function.
"""

from datetime import date, datetime

from centralasia.errors import InvalidValueError, WrongTypeError

__all__ = [
    "as_date",
    "day_at",
    "first_of_month",
    "last_of_month",
    "length_of_month",
    "month_index",
    "nth_day",
    "nth_week",
    "whole_months",
]

_MONTHS_A_YEAR = 12
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY = 2
_FOUR_CENTURIES_OF_YEARS = 400
_ISO_LENGTH = 10
_PRINTABLE_BITS = 200  # far below the 4,300 digits past which Python refuses to print an integer


def as_date(value: date | str, field: str = "on") -> date:
    """Read a day: a date, or its ISO 8601 text in the one form ``YYYY-MM-DD``.

    Args:
        value: The day. A datetime is refused, since its day depends on a time zone that only the caller knows.
        field: The name of what is being read, for the message.

    Returns:
        The day.

    Raises:
        InvalidValueError: The text is written otherwise, or names no day of the calendar.
        WrongTypeError: The value is neither a date nor a text.

    Example:
        >>> as_date("2024-09-15")
        datetime.date(2024, 9, 15)
        >>> as_date("20240915", "signed")
        Traceback (most recent call last):
            ...
        centralasia.errors.InvalidValueError: signed must be a day written YYYY-MM-DD, got '20240915'
    """
    if type(value) is date:
        return value
    if isinstance(value, str):
        return _read_date(value, field)
    if isinstance(value, datetime):
        raise WrongTypeError(field, value, "a day", "pass its .date() in the time zone you mean")
    if isinstance(value, date):
        return value
    raise WrongTypeError(field, value, "a day", "pass a datetime.date or the text 'YYYY-MM-DD'")


def _read_date(text: str, field: str) -> date:
    if len(text) != _ISO_LENGTH or text[4] != "-" or text[7] != "-":
        raise InvalidValueError(field, text[:80], "a day written YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidValueError(field, text, "a day of the calendar written YYYY-MM-DD") from None


def month_index(day: date) -> int:
    """Count the months from the year 0 to the month of a day."""
    return day.year * 12 + day.month - 1


def first_of_month(index: int) -> date:
    """Give the first day of the month with this index."""
    year, month = divmod(index, _MONTHS_A_YEAR)
    return date(_checked_year(year), month + 1, 1)


def last_of_month(index: int) -> date:
    """Give the last day of the month with this index."""
    year, month = divmod(index, _MONTHS_A_YEAR)
    return date(_checked_year(year), month + 1, length_of_month(year, month + 1))


def length_of_month(year: int, month: int) -> int:
    """Count the days of a month."""
    leap = month == _FEBRUARY and year % 4 == 0 and (year % 100 != 0 or year % _FOUR_CENTURIES_OF_YEARS == 0)
    return _MONTH_LENGTHS[month - 1] + leap


def whole_months(start: date, end: date) -> int:
    """Count the calendar months that a span is made of; 0 if it is not made of whole ones."""
    if start.day != 1 or end.day != length_of_month(end.year, end.month):
        return 0
    return month_index(end) - month_index(start) + 1


def nth_day(year: int, month: int, day: int) -> date:
    """Give a day of a month, or say how many days that month has."""
    if not 1 <= month <= _MONTHS_A_YEAR:
        raise InvalidValueError("month", month, "from 1 to 12")
    length = length_of_month(_checked_year(year), month)
    if not 1 <= day <= length:
        raise InvalidValueError("day", day, f"from 1 to {length} in {year:04}-{month:02}")
    return date(year, month, day)


def nth_week(year: int, week: int) -> date:
    """Give the Monday of an ISO 8601 week, or say how many weeks that ISO year has."""
    weeks = date(_checked_year(year), 12, 28).isocalendar().week  # 28 December is always in the last week
    if not 1 <= week <= weeks:
        raise InvalidValueError("week", week, f"from 1 to {weeks} in {year:04}")
    return date.fromisocalendar(year, week, 1)


def day_at(ordinal: int) -> date:
    """Give the day with this proleptic Gregorian ordinal, as `datetime.date.toordinal` counts it."""
    if 1 <= ordinal <= date.max.toordinal():
        return date.fromordinal(ordinal)
    raise InvalidValueError("day", _printable(ordinal), f"from 1 to {date.max.toordinal()}, counted from 0001-01-01")


def _checked_year(year: int) -> int:
    if date.min.year <= year <= date.max.year:
        return year
    raise InvalidValueError("year", _printable(year), "from 1 to 9999")


def _printable(number: int) -> int | str:
    bits = number.bit_length()
    return number if bits <= _PRINTABLE_BITS else f"an integer of {bits} bits"
