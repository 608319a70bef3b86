"""Growth of flows, and targets: from where to where by when, the growth they need, and how far a year has come."""

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, final

import attrs

from centralasia.errors import InvalidValueError, PeriodMismatchError
from centralasia.money import Amount
from centralasia.numbers import Estimate, shortened
from centralasia.periods import Frequency, Period, period, period_of
from centralasia.quantities import Quantity
from centralasia.records import column, evolve, record
from centralasia.reference import Source, as_source
from centralasia.series import Remaining, annualise, before_fold, fold, growth, remaining, required_growth
from centralasia.series import share as share_of
from centralasia.series.figures import Rate, as_estimate
from centralasia.series.words import briefly, percent
from centralasia.trade.flows import AmountKind, TradeFlow, all_of, check_amounts, stated_amount

__all__ = ["Target", "TargetProgress", "flow_before", "growth_between", "target_progress"]

_MONTHS_A_YEAR = 12


@final
@record(key=("title",))
class Target:
    """What is to be reached: a value or a quantity in a period, from a baseline, by a date or "in the near future".

    Units:
        Values are in their own currency, quantities carry their unit.

    Args:
        title: What it is called.
        subject: What is to grow or to fall.
        baseline_value: The value it is counted from.
        baseline_quantity: The quantity it is counted from.
        baseline_period: The period of the baseline.
        goal_value: The value to reach.
        goal_quantity: The quantity to reach.
        by: The period of the goal, or the day by which it is to be reached; None where no date is given.
        source: Where it is said.
        note: What the fields do not say.

    Raises:
        InvalidValueError: No goal; a baseline of something that is no goal, in another currency or of another
            dimension; a date that is not after the baseline; a negative amount.

    Example:
        >>> from centralasia import Money
        >>> exports = Target(title="farm exports", subject="exports of farm goods", baseline_period="2023", by="2028",
        ...     baseline_value=Money.of(5_400_000_000, "USD"), goal_value=Money.of(10_000_000_000, "USD"),
        ...     source="well-known")
        >>> f"{exports.required_growth().best:.1%}"
        '13.1%'
    """

    title: str = column(title="what the target is called")
    subject: str = column(title="what is to grow or to fall")
    baseline_value: Amount | None = column(title="value it is counted from", default=None)
    baseline_quantity: Quantity | None = column(title="quantity it is counted from", default=None)
    baseline_period: Period | None = column(title="period of the baseline", default=None)
    goal_value: Amount | None = column(title="value to reach", default=None)
    goal_quantity: Quantity | None = column(title="quantity to reach", default=None)
    by: date | Period | None = column(title="period or last day of the goal, blank when no date is given", default=None)
    source: Source = column(title="source", converter=as_source)
    note: str = column(title="what the columns do not say", default="")

    if TYPE_CHECKING:  # what the converters take, which checkers cannot see for themselves

        def __init__(  # noqa: PLR0913, D107 - one argument a field
            self,
            *,
            title: str,
            subject: str,
            baseline_value: Amount | None = None,
            baseline_quantity: Quantity | None = None,
            baseline_period: Period | str | None = None,
            goal_value: Amount | None = None,
            goal_quantity: Quantity | None = None,
            by: date | Period | str | None = None,
            source: Source | str,
            note: str = "",
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        """Check what no single field can."""
        if self.goal_value is None and self.goal_quantity is None:
            raise InvalidValueError("goal_value", None, "given where there is no goal_quantity")
        _check_value(self.baseline_value, self.goal_value)
        _check_quantity(self.baseline_quantity, self.goal_quantity)
        check_amounts(
            baseline_value=self.baseline_value,
            baseline_quantity=self.baseline_quantity,
            goal_value=self.goal_value,
            goal_quantity=self.goal_quantity,
        )
        if self.by is not None and self.baseline_period is not None and _last(self.by) <= self.baseline_period.end:
            raise InvalidValueError("by", str(self.by), f"after the baseline, {self.baseline_period}")

    @property
    def measured(self) -> AmountKind:
        """Whether the goal is a value or a quantity; a value where it is both."""
        return "value" if self.goal_value is not None else "quantity"

    def goal(self, measured: AmountKind | None = None) -> Amount | Quantity:
        """Give what is to be reached.

        Args:
            measured: The value or the quantity, where the goal is both.

        Raises:
            InvalidValueError: The goal is none of that.

        Example:
            >>> Target(title="grain", subject="grain to China", goal_quantity=Quantity.of(2, "Mt"),
            ...     source="S-KZ-CN1").goal() == Quantity.of(2, "Mt")
            True
        """
        return _chosen("goal", measured or self.measured, self.goal_value, self.goal_quantity)

    def baseline(self, measured: AmountKind | None = None) -> Amount | Quantity:
        """Give what it is counted from.

        Raises:
            InvalidValueError: There is no baseline of that sort.

        Example:
            >>> Target(title="grain", subject="grain to China", goal_quantity=Quantity.of(2, "Mt"),
            ...     baseline_quantity=Quantity.of(1, "Mt"), source="made up").baseline() == Quantity.of(1, "Mt")
            True
        """
        return _chosen("baseline", measured or self.measured, self.baseline_value, self.baseline_quantity)

    def fold(self, measured: AmountKind | None = None) -> "Fraction | Estimate":
        """Say how many times the baseline the goal is.

        Raises:
            InvalidValueError: There is no baseline, or it may be zero.

        Example:
            >>> Target(title="exports", subject="exports", baseline_quantity=Quantity.of(4, "Mt"), source="made up",
            ...     goal_quantity=Quantity.of(10, "Mt")).fold()
            Fraction(5, 2)
        """
        return fold(self.baseline(measured), self.goal(measured))

    def required_growth(self, measured: AmountKind | None = None) -> "Fraction | Estimate":
        """Give the growth a year that leads from the baseline to the goal.

        Units:
            A pure number a year: 0.05 is +5 % a year.

        Raises:
            InvalidValueError: No baseline, no period of it, or no date of the goal.
            PeriodMismatchError: The periods of the two are of different lengths, or the day of the goal is not the last
                one of such a period.

        Example:
            >>> Target(title="exports", subject="exports", baseline_quantity=Quantity.of(100, "t"), source="made up",
            ...     goal_quantity=Quantity.of(144, "t"), baseline_period="2030", by="2032-12-31").required_growth()
            Fraction(1, 5)
        """
        since = self.baseline_period
        if since is None or self.by is None:
            name = "baseline_period" if since is None else "by"
            raise InvalidValueError(name, None, "given, to reckon the growth a year")
        until = self.by if isinstance(self.by, Period) else _ending(self.by, since.frequency)
        return required_growth(self.baseline(measured), self.goal(measured), since=since, until=until)


@final
@attrs.frozen(kw_only=True)
class TargetProgress:
    """How far a part of a year has come.

    Attributes:
        target: The target.
        so_far: What there was in the part of the year.
        done: That part.
        annual: What a year at that pace brings.
        remaining: What the rest of the year has to bring, if the goal is one for this year; None where the goal is for
            another year, or nothing of the year is left. Without a date of the goal it is reckoned as if for this year.

    Example:
        >>> grain = Target(title="grain", subject="exports", goal_quantity=Quantity.of(2, "Mt"), source="made up")
        >>> target_progress(grain, Quantity.of("1.1", "Mt"), done="2024-01/2024-09").done
        period('2024-01/2024-09')
    """

    target: Target
    so_far: Amount | Quantity
    done: Period
    annual: Amount | Quantity
    remaining: Remaining[Any] | None

    @property
    def share(self) -> "Fraction | Estimate | None":
        """The part of the goal that a year at this pace brings; None where the goal may be zero."""
        goal = self.target.goal(_sort_of(self.annual))
        return None if as_estimate(goal).contains(0) else share_of(self.annual, goal)

    def explain(self) -> str:
        """Say it in words."""
        title, due = self.target.title, self.target.by
        if self.remaining is None:
            pace = f"{briefly(self.so_far)} in {self.done}, a pace of {briefly(self.annual)} a year"
            goal = briefly(self.target.goal(_sort_of(self.annual)))
            part = "beside" if self.share is None else f"which is {percent(self.share)} of"
            return f"{title}: {pace}, {part} the goal of {goal} {'without a date' if due is None else f'by {due}'}"
        dated = "" if due is not None else " (the goal has no date; if it is meant for this year)"
        return f"{title}{dated}: {self.remaining.explain()}"


def target_progress(
    target: Target, so_far: TradeFlow | Amount | Quantity, *, done: Period | str | None = None
) -> TargetProgress:
    """Compare a part of a year with a target.

    Args:
        target: The target.
        so_far: What there was: an amount, or a flow whose value or quantity is what the goal is.
        done: In which part of the year; that of the flow when not given.

    Raises:
        InvalidValueError: No period for an amount; a flow that does not state the figure; an amount of another sort
            than the goal.
        PeriodMismatchError: The part is not made of whole months, or not from the beginning of the year of the goal on;
            the goal is that of a part of a year, or of several years.
        CurrencyMismatchError: Amounts of two currencies; convert one of them first.

    Example:
        >>> grain = Target(title="grain", subject="grain to China", goal_quantity=Quantity.of(2, "Mt"),
        ...     source="S-KZ-CN1")
        >>> progress = target_progress(grain, Quantity.of("1.1", "Mt"), done="2024-01/2024-09")
        >>> print(progress.remaining.needed)
        0.9 Mt
    """
    amount, span = _so_far(target, so_far, done)
    goal: Any = target.goal(_sort_of(amount))
    year = _year_of(target, span)
    left: Remaining[Any] | None = None
    if span in year and span.end < year.end:
        left = remaining(goal, amount, done=span, starts_month=year.start.month)
    return TargetProgress(target=target, so_far=amount, done=span, annual=annualise(amount, span), remaining=left)


def growth_between(earlier: TradeFlow, later: TradeFlow, *, measured: AmountKind = "value") -> "Fraction | Estimate":
    """Give the relative change from one flow to a later one of the same sort.

    Units:
        A pure number: 0.5 is +50 %.

    Args:
        earlier: The earlier flow.
        later: The later flow.
        measured: Whether of values or of quantities.

    Raises:
        InvalidValueError: Flows of different countries, directions, goods or valuations; periods of different lengths
            or in the wrong order; a figure that is not stated, or one that may be zero to begin with.
        CurrencyMismatchError: Values in two currencies; convert one of them first.

    Example:
        >>> first, second = (TradeFlow(reporter="KZ", partner="CN", period=year, flow="export", source="made up",
        ...     quantity=Quantity.of(amount, "Mt")) for year, amount in (("2030", 2), ("2031", 3)))
        >>> growth_between(first, second, measured="quantity")
        Fraction(1, 2)
    """
    all_of((earlier, later), TradeFlow)
    same = ("reporter", "partner", "flow", "commodity", "product")
    for name in (*same, "valuation") if measured == "value" else same:
        one, other = getattr(earlier, name), getattr(later, name)
        if one != other:
            raise InvalidValueError(name, None if other is None else str(other), f"that of the earlier flow, {one}")
    before, after = earlier.period, later.period
    if before.frequency is not after.frequency or (before.frequency is None and before.months != after.months):
        raise InvalidValueError("period", str(after), f"as long as {before}")
    if after.start <= before.end:
        raise InvalidValueError("period", str(after), f"after {before}")
    return growth(stated_amount(earlier, measured), stated_amount(later, measured))


def flow_before(flow: TradeFlow, times: Rate, *, measured: AmountKind | None = None) -> TradeFlow:
    """Give the flow of a year earlier that a flow and its fold leave: "up 5.5-fold to 1.4 Mt".

    Args:
        flow: The later flow.
        times: How many times the earlier figure it is; 5.5-fold is a ratio, and not a growth of 550 %.
        measured: Of which figure it is, where the flow states both a value and a quantity.

    Returns:
        A flow of the year before with that figure alone, whose note says besides that it was reckoned.

    Raises:
        InvalidValueError: The ratio is not certainly greater than zero, or may be of the value or the quantity; the
            figure is not stated; the year before has no such period.

    Example:
        >>> grain = TradeFlow(reporter="KZ", partner="CN", period="2023", flow="export", product="grain",
        ...     quantity=Quantity(Estimate.printed("1.4"), "Mt"), source="S-KZ-CN1")
        >>> earlier = flow_before(grain, Estimate.printed("5.5")).quantity.estimate
        >>> f"{earlier.low:.3f} to {earlier.high:.3f}"
        '0.243 to 0.266'
    """
    all_of((flow,), TradeFlow)
    if measured is None and flow.value is not None and flow.quantity is not None:
        hint = "prices change too, so that a ratio is of one of the two"
        raise InvalidValueError("measured", None, "'value' or 'quantity' for a flow that states both", hint)
    sort = measured or ("quantity" if flow.value is None else "value")
    earlier = before_fold(stated_amount(flow, sort), times)
    return evolve(
        flow,
        period=flow.period.year_ago(),
        value=earlier if sort == "value" else None,
        valuation=flow.valuation if sort == "value" else None,
        quantity=earlier if sort == "quantity" else None,
        note="; ".join([*filter(None, [flow.note]), f"reckoned from {flow.period} and a ratio of {briefly(times)}"]),
    )


def _ending(day: date, frequency: Frequency | None) -> Period:
    """Give the period of a frequency that ends on a day; the day itself where there is no frequency."""
    if frequency is None:
        return period(day)
    found = period_of(day, frequency)
    if found.end != day:
        hint = "say which period the goal is of, such as by='2025'"
        raise PeriodMismatchError(f"a goal due on the last day of a period ({frequency.label})", day.isoformat(), hint)
    return found


def _year_of(target: Target, done: Period) -> Period:
    """Give the year that a goal is for: its own, or that of the day it is due, or else that of the part done."""
    due = target.by
    if isinstance(due, Period):
        if due.months != _MONTHS_A_YEAR:
            raise PeriodMismatchError("a goal of a year", str(due), "compare the goal of another span as it is")
        year = due
    else:
        year = period_of(due or done.end, Frequency.ANNUAL)
        if due is not None and done in year:
            _ending(due, Frequency.ANNUAL)
    if done in year and done.start != year.start:
        hint = "where the year of the goal begins in another month name it: by='2024-07/2025-06'"
        raise PeriodMismatchError(f"a part of {year} from its beginning on", str(done), hint)
    return year


def _so_far(
    target: Target, so_far: TradeFlow | Amount | Quantity, done: Period | str | None
) -> tuple[Amount | Quantity, Period]:
    if not isinstance(so_far, TradeFlow):
        if done is None:
            raise InvalidValueError("done", None, "the period of the amount", "only a flow knows its own")
        return so_far, period(done)
    return stated_amount(so_far, target.measured), so_far.period if done is None else period(done)


def _sort_of(amount: object) -> AmountKind:
    return "quantity" if isinstance(amount, Quantity) else "value"


def _chosen(name: str, measured: AmountKind, value: Amount | None, quantity: Quantity | None) -> Amount | Quantity:
    if measured not in ("value", "quantity"):  # compared, not hashed: anything may come
        raise InvalidValueError("measured", shortened(measured), "'value' or 'quantity'")
    found = value if measured == "value" else quantity
    if found is None:
        raise InvalidValueError(f"{name}_{measured}", None, "stated")
    return found


def _check_value(baseline: Amount | None, goal: Amount | None) -> None:
    if baseline is None:
        return
    if goal is None:
        raise InvalidValueError("goal_value", None, "given where there is a baseline_value")
    if goal.currency is not baseline.currency:
        hint = "convert one of them first"
        raise InvalidValueError("goal_value", str(goal), f"in {baseline.currency.code}, as the baseline is", hint)


def _check_quantity(baseline: Quantity | None, goal: Quantity | None) -> None:
    if baseline is None:
        return
    if goal is None:
        raise InvalidValueError("goal_quantity", None, "given where there is a baseline_quantity")
    if not goal.unit.converts_to(baseline.unit):
        raise InvalidValueError(
            "goal_quantity", str(goal), f"in a unit of the kind of {baseline.unit}, as the baseline is"
        )


def _last(by: date | Period) -> date:
    return by.end if isinstance(by, Period) else by
