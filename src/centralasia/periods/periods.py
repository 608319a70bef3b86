"""Periods of time as statistics know them: years, halves, quarters, months, weeks, days, and spans of them."""

from collections.abc import Iterator
from datetime import date
from typing import final, overload

import attrs

from centralasia.errors import InvalidValueError, PeriodMismatchError, WrongTypeError
from centralasia.periods.days import (
    as_date,
    day_at,
    first_of_month,
    last_of_month,
    month_index,
    nth_day,
    nth_week,
    whole_months,
)
from centralasia.periods.frequencies import Frequency, as_frequency

__all__ = ["Period", "period_of"]

_DAYS_A_WEEK = 7
_MONTHS_A_YEAR = 12
_BY_MONTHS = {each.months_each: each for each in Frequency if each.months_each}


@final
@attrs.frozen(order=True, repr=False)
class Period:
    """A span of whole days, from `start` to `end`, both included.

    Two periods are equal when they have the same days, however they were written: January to March 2024 is the first
    quarter. `frequency` follows from the days. Periods are ordered by their start, then by their length. The text of a
    period is its SDMX form, or two of them with a slash between for a span; `period` reads it back.

    Example:
        >>> quarter = Period(date(2024, 7, 1), date(2024, 9, 30))
        >>> quarter
        period('2024-Q3')
        >>> date(2024, 8, 15) in quarter
        True
        >>> [str(month) for month in quarter]
        ['2024-07', '2024-08', '2024-09']
        >>> str(quarter + 2), quarter - quarter.year_ago()
        ('2025-Q1', 4)
    """

    start: date
    """The first day."""
    end: date
    """The last day, included."""
    frequency: Frequency | None = attrs.field(init=False, eq=False)
    """The SDMX frequency of which this is one period; None for any other span."""

    def __attrs_post_init__(self) -> None:
        """Check the bounds, and find the frequency they make.

        Raises:
            InvalidValueError: The end lies before the start.
            WrongTypeError: A bound is not a date, or is a datetime.
        """
        if type(self.start) is not date or type(self.end) is not date:
            _check_day("start", self.start)
            _check_day("end", self.end)
        if self.end < self.start:
            raise InvalidValueError("end", self.end, f"on or after the start, {self.start}")
        object.__setattr__(self, "frequency", _frequency(self.start, self.end))

    @property
    def until(self) -> date:
        """The first day after the period.

        Raises:
            InvalidValueError: The period ends with the last day of the calendar, 9999-12-31.
        """
        return day_at(self.end.toordinal() + 1)

    @property
    def days(self) -> int:
        """The number of days."""
        return self.end.toordinal() - self.start.toordinal() + 1

    @property
    def months(self) -> int:
        """The number of calendar months.

        Raises:
            PeriodMismatchError: The period is not made of whole calendar months, as a week or a day.
        """
        months = whole_months(self.start, self.end)
        if not months:
            raise PeriodMismatchError("a period of whole calendar months", str(self))
        return months

    def contains(self, other: "date | Period") -> bool:
        """Tell whether a day, or every day of a period, lies in this period; `in` does the same."""
        if isinstance(other, Period):
            return self.start <= other.start and other.end <= self.end
        _check_day("day", other)
        return self.start <= other <= self.end

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two periods have a day in common."""
        return self.start <= other.end and other.start <= self.end

    def split(self, frequency: Frequency | str) -> Iterator["Period"]:
        """Cut into the periods of a frequency, first to last, each made when it is asked for.

        Args:
            frequency: The frequency of the pieces.

        Returns:
            An iterator over pieces that leave no gap and no overlap.

        Raises:
            PeriodMismatchError: Periods of this frequency do not fill the period exactly.

        Example:
            >>> nine_months = Period(date(2024, 1, 1), date(2024, 9, 30))
            >>> [str(quarter) for quarter in nine_months.split("Q")]
            ['2024-Q1', '2024-Q2', '2024-Q3']
        """
        wanted = as_frequency(frequency)
        if not _fills(self.start, self.end, wanted):
            raise PeriodMismatchError(f"a period that {wanted.label} periods fill exactly", str(self))
        return _pieces(self.start, self.end, wanted)

    def to(self, frequency: Frequency | str) -> "Period":
        """Give the one period of a frequency that encloses this period.

        Raises:
            PeriodMismatchError: The period lies in more than one.

        Example:
            >>> Period(date(2024, 8, 1), date(2024, 8, 31)).to("Q")
            period('2024-Q3')
        """
        wanted = as_frequency(frequency)
        enclosing = period_of(self.start, wanted)
        if self.end > enclosing.end:
            raise PeriodMismatchError(f"a period inside one {wanted.label} period", str(self), "split it instead")
        return enclosing

    def shift(self, steps: int) -> "Period":
        """Move by a number of steps, each as long as the period itself; `+` and `-` do the same.

        A year moves by years, a quarter by quarters, a span of nine months by nine months.

        Raises:
            InvalidValueError: The result lies outside the years 1 to 9999.
            PeriodMismatchError: The period is a span of days that is neither a day, nor a week, nor whole months: no
                step of such a span is sure to lead back.

        Example:
            >>> Period(date(2024, 1, 1), date(2024, 9, 30)).shift(-1)
            period('2023-04/2023-12')
        """
        if not isinstance(steps, int) or isinstance(steps, bool):
            raise WrongTypeError("steps", steps, "an integer")
        if months := whole_months(self.start, self.end):
            return self._moved_by_months(steps * months)
        if self.frequency is None:
            hint = "move both bounds and make a new Period"
            raise PeriodMismatchError("a day, a week or whole months to step by", str(self), hint)
        days = steps * self.days
        return Period(day_at(self.start.toordinal() + days), day_at(self.end.toordinal() + days))

    def previous(self) -> "Period":
        """Give the period one step earlier, as `shift` steps."""
        return self.shift(-1)

    def next(self) -> "Period":
        """Give the period one step later, as `shift` steps."""
        return self.shift(1)

    def year_ago(self) -> "Period":
        """Give the same period one year earlier: the same months, the same ISO week number, the same days of the month.

        Raises:
            InvalidValueError: The year before has no such week (53) or day (29 February), or is before the year 1.

        Example:
            >>> Period(date(2024, 1, 1), date(2024, 9, 30)).year_ago()
            period('2023-01/2023-09')
        """
        if whole_months(self.start, self.end):
            return self._moved_by_months(-_MONTHS_A_YEAR)
        if self.frequency is Frequency.WEEKLY:
            year, week, _ = self.start.isocalendar()
            return period_of(nth_week(year - 1, week), Frequency.WEEKLY)
        start, end = (nth_day(day.year - 1, day.month, day.day) for day in (self.start, self.end))
        return Period(start, end)

    def _moved_by_months(self, months: int) -> "Period":
        start = first_of_month(month_index(self.start) + months)
        return Period(start, last_of_month(month_index(self.end) + months))

    def __contains__(self, other: "date | Period") -> bool:
        """Tell whether a day, or every day of a period, lies in this period."""
        return self.contains(other)

    def __iter__(self) -> Iterator["Period"]:
        """Go through the months, or the days where the period is not made of whole months."""
        whole = whole_months(self.start, self.end)
        return _pieces(self.start, self.end, Frequency.MONTHLY if whole else Frequency.DAILY)

    def __add__(self, steps: int) -> "Period":
        """Move later."""
        if not isinstance(steps, int) or isinstance(steps, bool):
            return NotImplemented
        return self.shift(steps)

    @overload
    def __sub__(self, other: int) -> "Period": ...

    @overload
    def __sub__(self, other: "Period") -> int: ...

    def __sub__(self, other: "int | Period") -> "int | Period":
        """Move earlier, or count the steps from another period of the same frequency."""
        if isinstance(other, Period):
            return _steps_between(other, self)
        if not isinstance(other, int) or isinstance(other, bool):
            return NotImplemented
        return self.shift(-other)

    def __str__(self) -> str:
        """Write the SDMX form."""
        if self.frequency is None:
            return _span_text(self.start, self.end)
        return _text(self.start, self.frequency)

    def __repr__(self) -> str:
        """Write the call that gives this period."""
        return f"period({str(self)!r})"


def period_of(day: date | str, frequency: Frequency | str) -> Period:
    """Give the period of a frequency that a day lies in.

    Args:
        day: The day.
        frequency: The frequency, as a member, code or name.

    Returns:
        The period.

    Raises:
        InvalidValueError: The day or the frequency cannot be read, or the period runs past 9999-12-31.

    Example:
        >>> period_of("2024-12-30", "W")
        period('2025-W01')
    """
    day = as_date(day, "day")
    wanted = as_frequency(frequency)
    if wanted.months_each:
        index = month_index(day)
        index -= index % wanted.months_each
        return Period(first_of_month(index), last_of_month(index + wanted.months_each - 1))
    if wanted is Frequency.DAILY:
        return Period(day, day)
    monday = day.toordinal() - day.weekday()
    return Period(day_at(monday), day_at(monday + _DAYS_A_WEEK - 1))


def _check_day(field: str, value: object) -> None:
    if not isinstance(value, date):
        raise WrongTypeError(field, value, "a date", "period() and as_date() read texts")
    as_date(value, field)  # refuses a datetime


def _frequency(start: date, end: date) -> Frequency | None:
    if start == end:
        return Frequency.DAILY
    if months := whole_months(start, end):
        frequency = _BY_MONTHS.get(months)
        return frequency if (start.month - 1) % months == 0 else None
    is_week = start.weekday() == 0 and end.toordinal() - start.toordinal() == _DAYS_A_WEEK - 1
    return Frequency.WEEKLY if is_week else None


def _fills(start: date, end: date, frequency: Frequency) -> bool:
    """Tell whether whole periods of a frequency fill the span."""
    if each := frequency.months_each:
        months = whole_months(start, end)
        return months > 0 and months % each == 0 and (start.month - 1) % each == 0
    return frequency is Frequency.DAILY or (start.weekday() == 0 and end.weekday() == _DAYS_A_WEEK - 1)


def _pieces(start: date, end: date, frequency: Frequency) -> Iterator[Period]:
    if each := frequency.months_each:
        for index in range(month_index(start), month_index(end) + 1, each):
            yield Period(first_of_month(index), last_of_month(index + each - 1))
    else:
        length = 1 if frequency is Frequency.DAILY else _DAYS_A_WEEK
        for ordinal in range(start.toordinal(), end.toordinal() + 1, length):
            yield Period(day_at(ordinal), day_at(ordinal + length - 1))


def _steps_between(earlier: Period, later: Period) -> int:
    """Count the steps from one period to another of the same frequency."""
    frequency = earlier.frequency
    if frequency is None or frequency is not later.frequency:
        hint = "only periods of one frequency are a number of steps apart"
        raise PeriodMismatchError(_described(earlier), _described(later), hint)
    if each := frequency.months_each:
        return (month_index(later.start) - month_index(earlier.start)) // each
    return (later.start.toordinal() - earlier.start.toordinal()) // earlier.days


def _described(span: Period) -> str:
    return f"{span} ({span.frequency.label if span.frequency else 'no frequency'})"


def _text(start: date, frequency: Frequency) -> str:
    match frequency:
        case Frequency.ANNUAL:
            return f"{start.year:04}"
        case Frequency.MONTHLY:
            return f"{start.year:04}-{start.month:02}"
        case Frequency.WEEKLY:
            year, week, _ = start.isocalendar()
            return f"{year:04}-W{week:02}"
        case Frequency.DAILY:
            return start.isoformat()
        case _:
            return f"{start.year:04}-{frequency}{(start.month - 1) // frequency.months_each + 1}"


def _span_text(start: date, end: date) -> str:
    months = whole_months(start, end)
    if months and months % _MONTHS_A_YEAR == 0 and start.month == 1:
        frequency = Frequency.ANNUAL
    else:
        frequency = Frequency.MONTHLY if months else Frequency.DAILY
    return f"{_text(start, frequency)}/{_text(end, frequency)}"
