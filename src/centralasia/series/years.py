"""Parts of a year and the year: annual rates, the pace of a period, and what is still needed to reach a goal."""

from fractions import Fraction
from typing import Any, Generic, Literal, TypeAlias, cast, final, overload

import attrs

from centralasia.errors import InvalidValueError, PeriodMismatchError
from centralasia.money import Amount
from centralasia.numbers import Estimate
from centralasia.periods import Frequency, Period, as_frequency, fiscal_year, period
from centralasia.series.figures import (
    F,
    Figure,
    M,
    Number,
    Rate,
    as_estimate,
    checked,
    divided,
    minus,
    ratio,
    scaled,
)
from centralasia.series.observations import year_with
from centralasia.series.words import briefly, percent

__all__ = ["CountBy", "Remaining", "annualise", "part_of_year", "remaining", "run_rate"]

CountBy: TypeAlias = Literal["months", "days"]
"""How a part of a year is measured."""

_MONTHS_A_YEAR = 12
_DAYS_EACH = {Frequency.DAILY: 1, Frequency.WEEKLY: 7}


@overload
def annualise(figure: Number, of: Period | str, *, by: CountBy = ...) -> Fraction: ...
@overload
def annualise(figure: Number | Estimate, of: Period | str, *, by: CountBy = ...) -> Fraction | Estimate: ...
@overload
def annualise(figure: Amount, of: Period | str, *, by: CountBy = ...) -> Amount: ...
@overload
def annualise(figure: M, of: Period | str, *, by: CountBy = ...) -> M: ...
def annualise(figure: Figure, of: Period | str, *, by: CountBy = "months") -> Figure:
    """Give the annual rate of a flow over a period: what a year at that pace would bring, seasons disregarded.

    Units:
        That of the figure, a year.

    Args:
        figure: The flow over the period; not a stock, and not an annual rate already.
        of: The period.
        by: Count in months, so that all months are equal, or in days. The days are those of the calendar year that
            the period lies in, or else of the twelve months that begin with its first month.

    Returns:
        The rate: a fraction for an exact number; money that is no finite decimal is a `MoneyEstimate`.

    Raises:
        PeriodMismatchError: Counted in months, the period is not made of whole ones; in days, it is over a year long.
        InvalidValueError: There is no such way to count.

    Example:
        >>> annualise(Fraction("1.1"), "2024-01/2024-09")
        Fraction(22, 15)
        >>> annualise(274, "2024-01/2024-09", by="days")
        Fraction(366, 1)
    """
    return divided(checked(figure, "figure"), _part(period(of), by))


@overload
def part_of_year(annual: Number, of: Period | str, *, by: CountBy = ...) -> Fraction: ...
@overload
def part_of_year(annual: Number | Estimate, of: Period | str, *, by: CountBy = ...) -> Fraction | Estimate: ...
@overload
def part_of_year(annual: Amount, of: Period | str, *, by: CountBy = ...) -> Amount: ...
@overload
def part_of_year(annual: M, of: Period | str, *, by: CountBy = ...) -> M: ...
def part_of_year(annual: Figure, of: Period | str, *, by: CountBy = "months") -> Figure:
    """Give what falls on a period at an annual rate; undoes `annualise`.

    Example:
        >>> part_of_year(Fraction(22, 15), "2024-01/2024-09")
        Fraction(11, 10)
    """
    return scaled(checked(annual, "annual"), _part(period(of), by))


def _part(span: Period, by: CountBy) -> Fraction:
    """Give the part of a year that a period is."""
    if by == "months":
        return Fraction(_months(span, "count by='days'"), _MONTHS_A_YEAR)
    if by != "days":
        raise InvalidValueError("by", by, "'months' or 'days'")
    is_within = span.start.year == span.end.year
    year = fiscal_year(span.start.year, starts_month=1 if is_within else span.start.month)
    if span.days > year.days:
        raise PeriodMismatchError("a period of at most a year", str(span), "count by='months'")
    return Fraction(span.days, year.days)


def _months(span: Period, way_out: str) -> int:
    try:
        return span.months
    except PeriodMismatchError as error:
        raise PeriodMismatchError(error.expected, error.actual, way_out) from None


@overload
def run_rate(figure: Number, of: Period | str, *, per: Frequency | str) -> Fraction: ...
@overload
def run_rate(figure: Number | Estimate, of: Period | str, *, per: Frequency | str) -> Fraction | Estimate: ...
@overload
def run_rate(figure: Amount, of: Period | str, *, per: Frequency | str) -> Amount: ...
@overload
def run_rate(figure: M, of: Period | str, *, per: Frequency | str) -> M: ...
def run_rate(figure: Figure, of: Period | str, *, per: Frequency | str) -> Figure:
    """Give the pace of a flow: how much of it falls on a month, a quarter or another length, on the average.

    Args:
        figure: The flow over the period.
        of: The period.
        per: The length: "M", "Q", "S", "A", or "D" and "W", which count days.

    Raises:
        PeriodMismatchError: The period is not made of whole months, and the length asked for is.

    Example:
        >>> run_rate(Fraction("1.1"), "2024-01/2024-09", per="Q")
        Fraction(11, 30)
    """
    span, each = period(of), as_frequency(per, "per")
    checked(figure, "figure")
    days = _DAYS_EACH.get(each)
    if days is not None:
        return scaled(figure, Fraction(days, span.days))
    return scaled(figure, Fraction(each.months_each, _months(span, "ask for per='D'")))


@final
@attrs.frozen(kw_only=True)
class Remaining(Generic[F]):
    """What is still needed in the rest of a year to reach its goal.

    Attributes:
        goal: The goal of the year.
        so_far: The figure of the part of the year that has passed.
        done: That part.
        rest: The rest.
        needed: What is still needed in the rest; negative where more than the goal is reached.

    Units:
        The three figures are of one currency or unit.

    Example:
        >>> grain = remaining(2, Fraction("1.1"), done="2024-01/2024-09")
        >>> grain.needed, grain.rest
        (Fraction(9, 10), period('2024-Q4'))
        >>> print(grain.explain())
        2 by the end of 2024: 1.1 in 2024-01/2024-09 leaves 0.9 for 2024-Q4, which is 0.3 a month
          that is 81.8 % of the figure so far, and 245.5 % of its monthly pace
    """

    goal: F
    so_far: F
    done: Period
    rest: Period
    needed: F

    @property
    def is_reached(self) -> bool:
        """Whether the goal is certainly reached already."""
        return as_estimate(self.needed).high <= 0

    def needed_per(self, frequency: Frequency | str) -> F:
        """Spread what is needed evenly over the rest: per month, quarter and so on.

        Example:
            >>> remaining(2, Fraction("1.1"), done="2024-01/2024-09").needed_per("M")
            Fraction(3, 10)
        """
        return cast(F, run_rate(cast(Amount, self.needed), self.rest, per=frequency))

    @property
    def times_so_far(self) -> Fraction | Estimate | None:
        """What is needed, divided by the figure so far; None where that may be zero."""
        so_far = as_estimate(self.so_far)
        return ratio(self.needed, self.so_far) if so_far.low > 0 else None

    @property
    def times_pace(self) -> Fraction | Estimate | None:
        """What is needed a month, divided by the monthly figure so far; None where that may be zero."""
        times = self.times_so_far
        return None if times is None else times * Fraction(self.done.months, self.rest.months)

    def explain(self) -> str:
        """Say in words what is needed, a month too, and how that stands to what was done so far."""
        year = Period(self.done.start, self.rest.end)
        so_far = f"{briefly(self.goal)} by the end of {year}: {briefly(self.so_far)} in {self.done}"
        if self.is_reached:
            return f"{so_far} has reached it"
        lines = [
            f"{so_far} leaves {briefly(self.needed)} for {self.rest}, which is {briefly(self.needed_per('M'))} a month"
        ]
        if self.times_so_far is not None and self.times_pace is not None:
            pace = percent(self.times_pace)
            lines.append(f"  that is {percent(self.times_so_far)} of the figure so far, and {pace} of its monthly pace")
        return "\n".join(lines)


@overload
def remaining(goal: Rate, so_far: Rate, *, done: Period | str, starts_month: int = ...) -> Remaining[Rate]: ...
@overload
def remaining(goal: Amount, so_far: Amount, *, done: Period | str, starts_month: int = ...) -> Remaining[Amount]: ...
@overload
def remaining(goal: M, so_far: M, *, done: Period | str, starts_month: int = ...) -> Remaining[M]: ...
def remaining(goal: Figure, so_far: Figure, *, done: Period | str, starts_month: int = 1) -> Remaining[Any]:
    """Find what is still needed in the rest of a year to reach its goal.

    Args:
        goal: The goal of the whole year.
        so_far: The figure of the part that has passed.
        done: That part: whole months from the first of the year on.
        starts_month: The month in which the year begins.

    Raises:
        PeriodMismatchError: `done` does not begin with the year, leaves nothing of it, or is not made of whole months.
        CurrencyMismatchError: Amounts of different currencies.

    Example:
        >>> remaining(2, Fraction("1.1"), done="2024-01/2024-09").times_so_far
        Fraction(9, 11)
    """
    checked(goal, "goal")
    checked(so_far, "so_far", ("goal", goal))
    span = period(done)
    year = year_with(span, starts_month)
    if span.start != year.start or span.end >= year.end:
        hint = f"the year begins on {year.start}; say starts_month= if it does not"
        raise PeriodMismatchError(f"a part of {year} from its beginning on", str(span), hint)
    _months(span, "whole months are compared")
    rest = Period(span.until, year.end)
    return Remaining(goal=goal, so_far=so_far, done=span, rest=rest, needed=minus(goal, so_far))
