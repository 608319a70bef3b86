"""The days of a loan: how time between two of them is counted, and on which of them payments fall."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias, final

import attrs

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.numbers import shortened
from centralasia.periods import as_date
from centralasia.periods.days import day_at, length_of_month
from centralasia.records.kinds import as_scalar

if TYPE_CHECKING:
    from dateutil.relativedelta import relativedelta

__all__ = [
    "BusinessDayRule",
    "BusinessDays",
    "DayCount",
    "Timetable",
    "day_count",
    "step_months",
    "year_fraction",
]


Holidays: TypeAlias = Collection[date] | Callable[[date], bool]
"""The days off: a set of them, or a function that says whether a day is one."""

_A_DAY: Final = timedelta(days=1)
_LONGEST_CLOSURE: Final = 366  # days in a row without business, past which something is wrong with the calendar
_WEEK: Final = frozenset(range(1, 8))
_FEBRUARY: Final = 2
_LAST_OF_30: Final = 30
_LONGEST_MONTH: Final = 31
_MONTHS_A_YEAR: Final = 12


class DayCount(StrEnum):
    """How the time between two days becomes a fraction of a year.

    Source:
        The 2006 ISDA Definitions, section 4.16, and ICMA rule 251.1, from general knowledge: not compared with a
        stored copy. The examples that ISDA published in 1998 are among the tests.

    Example:
        >>> day_count("30E/360")
        <DayCount.THIRTY_E_360: '30e_360'>
    """

    ACT_360 = "act_360"
    """Days over 360."""
    ACT_365 = "act_365"
    """Days over 365, in leap years too ("fixed")."""
    ACT_ACT_ISDA = "act_act_isda"
    """Days of leap years over 366 and other days over 365."""
    ACT_ACT_ICMA = "act_act_icma"
    """Equal periods: a regular period is one over the payments a year, a part of it its share of the days."""
    THIRTY_360 = "30_360"
    """Months of 30 days ("bond basis"): a 31st becomes a 30th; the last one only after a 30th."""
    THIRTY_360_US = "30_360_us"
    """As `THIRTY_360`, and the last days of February count as 30ths."""
    THIRTY_E_360 = "30e_360"
    """Months of 30 days ("Eurobond basis"): every 31st becomes a 30th."""


_SPELLINGS: Final = {
    "act_365f": DayCount.ACT_365,
    "act_365_fixed": DayCount.ACT_365,
    "act_act": DayCount.ACT_ACT_ISDA,
    "30u_360": DayCount.THIRTY_360_US,
}


def day_count(value: DayCount | str) -> DayCount:
    """Read a day count by its name, in any case, with slashes, spaces, hyphens or underscores.

    Raises:
        WrongTypeError: It is no text.
        InvalidValueError: There is no such day count.

    Example:
        >>> day_count("Actual/360").value, day_count("act/365 (fixed)").value
        ('act_360', 'act_365')
    """
    if isinstance(value, DayCount):
        return value
    if not isinstance(value, str):
        raise WrongTypeError("day_count", value, "a DayCount or its name")
    name = value.strip().lower().replace("actual", "act").translate(_MARKS)
    found = _SPELLINGS.get(name) or next((each for each in DayCount if each == name), None)
    if found is None:
        raise InvalidValueError("day_count", shortened(value), "one of " + ", ".join(DayCount))
    return found


_MARKS: Final = str.maketrans(dict.fromkeys("/- ", "_") | dict.fromkeys("()"))


def year_fraction(
    start: date | str,
    end: date | str,
    *,
    by: DayCount | str,
    frequency: int | None = None,
    period: tuple[date | str, date | str] | None = None,
) -> Fraction:
    """Give the time between two days as an exact fraction of a year.

    Args:
        start: The first day, which counts.
        end: The last day, which does not.
        by: How days are counted.
        frequency: Payments a year, which `ACT_ACT_ICMA` needs.
        period: The first and last day of the regular period around them, for `ACT_ACT_ICMA`; both days themselves when
            not given.

    Raises:
        InvalidValueError: The end lies before the start; no such day count; what `ACT_ACT_ICMA` needs is missing.

    Example:
        >>> year_fraction("2003-11-01", "2004-05-01", by="ACT/360")
        Fraction(91, 180)
        >>> year_fraction("2003-11-01", "2004-05-01", by="ACT/ACT ICMA", frequency=2)
        Fraction(1, 2)
    """
    since, until, way = as_date(start, "start"), as_date(end, "end"), day_count(by)
    if until < since:
        raise InvalidValueError("end", until.isoformat(), f"on or after the start, {since}")
    if way is not DayCount.ACT_ACT_ICMA:
        return _FRACTIONS[way](since, until)
    if type(frequency) is not int or frequency < 1:
        raise InvalidValueError("frequency", frequency, "the payments a year", "ACT/ACT ICMA counts by periods")
    if not isinstance(period, tuple | list | None) or (period is not None and len(period) != len(("first", "last"))):
        raise WrongTypeError("period", period, "a pair of days")
    first, last = (since, until) if period is None else (as_date(day, "period") for day in period)
    if not (first <= since and until <= last) or first == last:
        raise InvalidValueError("period", (str(first), str(last)), f"around {since} to {until}, and not empty")
    return Fraction((until - since).days, frequency * (last - first).days)


def _isda(start: date, end: date) -> Fraction:
    if start.year == end.year:
        return Fraction((end - start).days, _days_in(start.year))
    opening = Fraction((date(start.year + 1, 1, 1) - start).days, _days_in(start.year))
    closing = Fraction((end - date(end.year, 1, 1)).days, _days_in(end.year))
    return opening + (end.year - start.year - 1) + closing


def _days_in(year: int) -> int:
    return 337 + length_of_month(year, _FEBRUARY)


def _months_of_30(start: date, end: date, first: int, last: int) -> Fraction:
    months = (end.year - start.year) * _MONTHS_A_YEAR + end.month - start.month
    return Fraction(months * 30 + last - first, 360)


def _bond(start: date, end: date) -> Fraction:
    first = min(start.day, _LAST_OF_30)
    last = min(end.day, _LAST_OF_30) if first == _LAST_OF_30 else end.day
    return _months_of_30(start, end, first, last)


def _us(start: date, end: date) -> Fraction:
    if not _ends_february(start):
        return _bond(start, end)
    last = _LAST_OF_30 if _ends_february(end) else min(end.day, _LAST_OF_30)
    return _months_of_30(start, end, _LAST_OF_30, last)


def _ends_february(day: date) -> bool:
    return day.month == _FEBRUARY and day.day == length_of_month(day.year, _FEBRUARY)


def _eurobond(start: date, end: date) -> Fraction:
    return _months_of_30(start, end, min(start.day, _LAST_OF_30), min(end.day, _LAST_OF_30))


_FRACTIONS: Final[dict[DayCount, Callable[[date, date], Fraction]]] = {
    DayCount.ACT_360: lambda start, end: Fraction((end - start).days, 360),
    DayCount.ACT_365: lambda start, end: Fraction((end - start).days, 365),
    DayCount.ACT_ACT_ISDA: _isda,
    DayCount.THIRTY_360: _bond,
    DayCount.THIRTY_360_US: _us,
    DayCount.THIRTY_E_360: _eurobond,
}


class BusinessDayRule(StrEnum):
    """Where a payment goes that falls on a day without business.

    Example:
        >>> BusinessDayRule("modified_following")
        <BusinessDayRule.MODIFIED_FOLLOWING: 'modified_following'>
    """

    NONE = "none"
    FOLLOWING = "following"
    MODIFIED_FOLLOWING = "modified_following"
    """The next business day, or the one before where the next is in another month."""
    PRECEDING = "preceding"


def _rule(value: BusinessDayRule | str) -> BusinessDayRule:
    return as_scalar(BusinessDayRule, value, "rule")


def _weekdays(value: Collection[int]) -> frozenset[int]:
    if not isinstance(value, Collection) or not all(type(day) is int for day in value):
        raise WrongTypeError("weekend", value, "a set of weekdays from 1 to 7")
    return frozenset(value)


def _days_off(value: Holidays) -> Holidays:
    if callable(value) or isinstance(value, Mapping):  # a mapping may count years only when asked for one
        return value
    if not isinstance(value, Collection):
        raise WrongTypeError("holidays", value, "a set of days, or a function of a day")
    return frozenset(as_date(day, "holidays") for day in value)


@final
@attrs.frozen
class BusinessDays:
    """The days on which payments can be made, and where a payment goes that falls on another.

    Args:
        rule: Where it goes.
        holidays: The days off besides weekends: a set, a calendar of the package holidays, or a function of a day.
        weekend: The weekdays without business, 1 for Monday to 7 for Sunday.
        moves_interest: Interest runs to the day of payment, where it was moved, and not to the day it fell on.

    Example:
        >>> nauryz = {date(2024, 3, day) for day in (21, 22, 23)}
        >>> BusinessDays("following", holidays=nauryz).adjusted("2024-03-21")
        datetime.date(2024, 3, 25)
    """

    rule: BusinessDayRule = attrs.field(converter=_rule)
    holidays: Holidays = attrs.field(default=frozenset(), converter=_days_off, hash=False, kw_only=True)
    weekend: frozenset[int] = attrs.field(default=frozenset({6, 7}), converter=_weekdays, kw_only=True)
    moves_interest: bool = attrs.field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        """Check the days off."""
        if not self.weekend < _WEEK:
            raise InvalidValueError("weekend", sorted(self.weekend), "some weekdays from 1 to 7, and not all of them")
        if type(self.moves_interest) is not bool:
            raise WrongTypeError("moves_interest", self.moves_interest, "True or False")

    def is_open(self, on: date | str) -> bool:
        """Whether payments can be made on a day.

        Example:
            >>> BusinessDays("following").is_open("2024-03-02")
            False
        """
        day = as_date(on)
        if day.isoweekday() in self.weekend:
            return False
        return not (self.holidays(day) if callable(self.holidays) else day in self.holidays)

    def adjusted(self, on: date | str) -> date:
        """Give the day on which a payment is made that falls on a day.

        Raises:
            InvalidValueError: There is no business for over a year, or the calendar ends.

        Example:
            >>> BusinessDays("modified following").adjusted("2024-03-31")
            datetime.date(2024, 3, 29)
        """
        day = as_date(on)
        if self.rule is BusinessDayRule.NONE:
            return day
        if self.rule is BusinessDayRule.PRECEDING:
            return self._search(day, -1)
        found = self._search(day, 1)
        is_moved_back = self.rule is BusinessDayRule.MODIFIED_FOLLOWING and found.month != day.month
        return self._search(day, -1) if is_moved_back else found

    def _search(self, day: date, step: int) -> date:
        for count in range(_LONGEST_CLOSURE):
            found = day_at(day.toordinal() + step * count)
            if self.is_open(found):
                return found
        expected = "such that there is a business day within a year"
        raise InvalidValueError("holidays", f"days off around {day}", expected)


@lru_cache(maxsize=4096)
def _delta(months: int, day: int | None) -> "relativedelta":
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 - only loans with dates need it

    return relativedelta(months=months, day=day)


def step_months(day: date, months: int, *, end_of_month: bool = False) -> date:
    """Go on by months from a day; where a month has no such day, to its last.

    Args:
        day: The day to begin with.
        months: How many months on, or back where negative.
        end_of_month: Give the last day of the month, whatever the day.

    Raises:
        InvalidValueError: It leads out of the years 1 to 9999.

    Example:
        >>> step_months(date(2024, 1, 31), 1), step_months(date(2024, 6, 30), 6, end_of_month=True)
        (datetime.date(2024, 2, 29), datetime.date(2024, 12, 31))
    """
    try:
        return day + _delta(months, _LONGEST_MONTH if end_of_month else None)
    except (ValueError, OverflowError):
        raise InvalidValueError("months", months, f"a step from {day} inside the years 1 to 9999") from None


@final
@attrs.frozen(kw_only=True)
class Timetable:
    """When the periods of a loan end, before any payment is moved to a business day.

    Periods are counted from 0; those before were none of the loan, and measure a first period of another length.

    Example:
        >>> table = Timetable(start=date(2024, 1, 31), anchor=date(2024, 1, 31), offset=1, months=6, count=3, grace=1)
        >>> [str(table.end(number)) for number in range(3)], table.years_to(date(2024, 7, 31))
        (['2024-07-31', '2025-01-31', '2025-07-31'], Fraction(1, 2))
    """

    start: date
    anchor: date
    """The day from which the others are reached: the start itself, or the first payment."""
    offset: int
    """1 where the anchor is the start, 0 where it is the first payment."""
    months: int
    """How long a period is."""
    count: int
    """How many payments there are."""
    grace: int
    """How many of them come before the first repayment."""
    end_of_month: bool = False

    def end(self, number: int) -> date:
        """Give the last day of a period."""
        return step_months(self.anchor, (number + self.offset) * self.months, end_of_month=self.end_of_month)

    def share(self, since: date, until: date, number: int) -> Fraction:
        """Give the time between two days as equal periods count it, the second not after the end of a period."""
        years = Fraction(0)
        end = self.end(number)
        while until > since:
            begin, number = self.end(number - 1), number - 1
            first = max(since, begin)
            if first < until:
                years += Fraction((until - first).days * self.months, (end - begin).days * _MONTHS_A_YEAR)
                until = first
            end = begin
        return years

    @property
    def is_regular(self) -> bool:
        """Whether the first period is as long as the others."""
        return self.offset == 1

    def years_to(self, day: date) -> Fraction:
        """Give the time from the start to a day, as equal periods count it."""
        number = (day.year - self.anchor.year) * _MONTHS_A_YEAR + day.month - self.anchor.month
        number = number // self.months - self.offset
        return self.share(self.start, day, number if self.end(number) >= day else number + 1)
