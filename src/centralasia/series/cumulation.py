"""Cumulative figures (January, January to February, …) and single ones, and how to tell the first from the second."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from centralasia.errors import InvalidValueError, PeriodMismatchError
from centralasia.numbers import midpoint
from centralasia.periods import Frequency, Period, as_frequency
from centralasia.series.figures import F, as_estimate, minus, plus
from centralasia.series.observations import Series, in_order, one_frequency, year_with
from centralasia.series.words import briefly

__all__ = ["cumulate", "decumulate", "looks_cumulative"]

_FEWEST = 4  # figures of a year, below which its shape says nothing


def cumulate(series: Series[F], *, starts_month: int = 1) -> dict[Period, F]:
    """Add the figures of single months up from the beginning of each year on.

    Out of January, February and March come January, January to February, and January to March.
    Quarters and halves are added up in the same way.

    Args:
        series: The single figures, of one frequency, without a gap from the beginning of each year on.
        starts_month: The month in which years begin.

    Returns:
        The sums, by the period from the beginning of the year to the end of each single period.

    Raises:
        PeriodMismatchError: A gap, a year that does not start with its first period, or periods of several lengths.
        CurrencyMismatchError: Amounts of different currencies.
        InvalidValueError: The series is empty.

    Example:
        >>> cumulate({"2024-01": 5, "2024-02": 7, "2025-01": 6})
        {period('2024-01'): 5, period('2024-01/2024-02'): 12, period('2025-01'): 6}
    """
    figures = in_order(series)
    frequency = one_frequency(figures)
    sums: dict[Period, F] = {}
    last: Period | None = None
    for span, figure in figures.items():
        year = year_with(span, starts_month)
        expected = year.start if last is None or last.start != year.start else last.until
        if span.start != expected:
            hint = f"a sum needs every {frequency.label} figure since {year.start}"
            raise PeriodMismatchError(f"the {frequency.label} period that begins on {expected}", str(span), hint)
        sum_so_far = figure if last is None or last.start != year.start else plus(sums[last], figure)
        last = Period(year.start, span.end)
        sums[last] = sum_so_far
    return sums


def decumulate(
    series: Series[F], *, starts_month: int = 1, frequency: Frequency | str | None = None, signed: bool = False
) -> dict[Period, F]:
    """Take cumulative figures (January, January to February, …) apart into single ones; undo `cumulate`.

    Estimates are taken as independent of one another, so that single figures are known less well than their sums.

    Args:
        series: The cumulative figures, each by its whole period, without a gap.
        starts_month: The month in which years begin.
        frequency: That of the single figures; when not given, the shortest step there is.
        signed: Whether single figures may be negative, as those of net flows are; a sum that falls is
            refused otherwise.

    Returns:
        The single figures.

    Raises:
        PeriodMismatchError: A gap, or a period that does not run from the beginning of a year.
        InvalidValueError: A sum is less than the one before it; the series is empty.
        CurrencyMismatchError: Amounts of different currencies.

    Example:
        >>> decumulate({"2024-01": 5, "2024-01/2024-02": 12, "2024-Q1": 13})
        {period('2024-01'): 5, period('2024-02'): 7, period('2024-03'): 1}
    """
    figures = in_order(series)
    steps = {span: _step(span, last, starts_month) for span, last in _with_last(figures)}
    _check_steps(steps, None if frequency is None else as_frequency(frequency))
    singles: dict[Period, F] = {}
    for span, last in _with_last(figures):
        single = figures[span] if last is None else minus(figures[span], figures[last])
        if not signed and _is_negative(single):
            least = "zero or more" if last is None else f"no less than the figure of {last}, {briefly(figures[last])}"
            hint = "compare revisions of one day only, or pass signed=True for net flows"
            raise InvalidValueError(f"figure of {span}", figures[span], least, hint)
        singles[steps[span]] = single
    return singles


def _is_negative(figure: F) -> bool:
    """Tell whether a figure is certainly less than zero."""
    interval = as_estimate(figure)
    return interval.high < 0 or (not interval.high and interval.high_open)


def _with_last(figures: Mapping[Period, F]) -> Iterator[tuple[Period, Period | None]]:
    """Go through periods, each with the one before it that begins on the same day."""
    last: Period | None = None
    for span in figures:
        yield span, last if last is not None and last.start == span.start else None
        last = span


def _step(span: Period, last: Period | None, starts_month: int) -> Period:
    """Give the part of a cumulative period that the one before it does not have."""
    year = year_with(span, starts_month)
    if span.start != year.start or span.end > year.end:
        hint = "single figures are no sums; say starts_month= if years do not begin in January"
        raise PeriodMismatchError(f"a part of {year} from its beginning on", str(span), hint)
    return span if last is None else Period(last.until, span.end)


def _check_steps(steps: Mapping[Period, Period], wanted: Frequency | None) -> None:
    if wanted is None:
        wanted = min(steps.values(), key=_days).frequency
    label = "monthly" if wanted is None else wanted.label
    for span, step in steps.items():
        if wanted is None or not wanted.months_each or step.frequency is not wanted:
            what = str(span) if step == span else f"{span}, which adds {step}"
            hint = f"give every sum since {step.start}, or say the frequency of those there are"
            raise PeriodMismatchError(f"sums in {label} steps", what, hint)


def _days(span: Period) -> int:
    return span.days


def looks_cumulative(series: Series[F], *, starts_month: int = 1) -> bool:
    """Tell whether figures that are given as of single periods look like sums since the beginning of the year.

    A year of such sums never falls, and ends at some `n` times its first figure after `n` periods. Single figures may
    rise throughout a year, too, but hardly so much. A year is judged if it has at least four figures, its first period
    among them; it looks cumulative if no figure is less than the one before and the last is more than the first, and
    at least ``n / 2`` times it. The series does if every year that can be judged does, there is one at least, and from
    year to year the figures fall at the beginning.

    That is a reason to ask, not a proof: a harvest that comes in month by month, or a flow that has just begun, looks
    the same. Neither does False prove anything: sums of net flows fall, and fewer than four figures are never judged.
    Of estimates the best value counts, or else the middle; a year with a figure that has neither is not judged.

    Args:
        series: The figures, by the single period each is labelled with, all of one frequency.
        starts_month: The month in which years begin.

    Raises:
        PeriodMismatchError: Periods of several lengths, or of none that is made of months.
        InvalidValueError: The series is empty, or its quantities are in several units.

    Example:
        >>> looks_cumulative({"2024-01": 5, "2024-02": 12, "2024-03": 18, "2024-04": 27})
        True
        >>> looks_cumulative({"2024-01": 5, "2024-02": 7, "2024-03": 6, "2024-04": 9})
        False
    """
    figures = in_order(series)
    one_frequency(figures)
    _check_unit(figures)
    years: dict[date, dict[Period, Decimal | None]] = {}
    for span, figure in figures.items():
        years.setdefault(year_with(span, starts_month).start, {})[span] = _value(figure)
    judged = [values for start, year in years.items() if (values := _judged(year, start))]
    restarts = all(later[0] < earlier[-1] for earlier, later in pairwise(judged))
    return bool(judged) and restarts and all(map(_is_like_sums, judged))


def _check_unit(figures: Mapping[Period, F]) -> None:
    """Refuse quantities whose numbers alone cannot be compared."""
    units = [getattr(figure, "unit", None) for figure in figures.values()]
    others = [unit for unit in units if unit != units[0]]
    if others:
        raise InvalidValueError("series", f"{others[0]}", f"in one unit, {units[0]}", "convert its quantities first")


def _value(figure: F) -> Decimal | None:
    interval = as_estimate(figure)
    return midpoint(interval) if interval.best is None else interval.best


def _judged(year: Mapping[Period, Decimal | None], start: date) -> list[Decimal]:
    """Give the values of a year whose shape says something; none otherwise."""
    values = [value for value in year.values() if value is not None]
    begins = next(iter(year)).start == start
    return values if begins and len(values) == len(year) >= _FEWEST else []


def _is_like_sums(values: list[Decimal]) -> bool:
    rises = all(later >= earlier for earlier, later in pairwise(values))
    return rises and values[-1] > values[0] and 2 * Fraction(values[-1]) >= len(values) * Fraction(values[0])
