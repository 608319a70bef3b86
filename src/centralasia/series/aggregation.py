"""Series compared and added up: sums over longer periods, the change on a year before, and the seasons of a year."""

from datetime import timedelta
from fractions import Fraction
from functools import reduce
from typing import Literal, TypeAlias

from centralasia.errors import InvalidValueError, PeriodMismatchError
from centralasia.numbers import Estimate
from centralasia.periods import Frequency, Period, as_frequency
from centralasia.series.changes import growth
from centralasia.series.figures import F, not_negative, plus, positive, proportion
from centralasia.series.observations import Series, in_order, one_frequency, year_with
from centralasia.series.words import briefly

__all__ = ["Incomplete", "aggregate", "missing_periods", "seasonal_ratio", "year_on_year"]

Incomplete: TypeAlias = Literal["refuse", "omit"]
"""What to do with a longer period of which figures are missing."""

_DAY = timedelta(days=1)
_SHOWN = 3  # periods that a message lists


def aggregate(
    series: Series[F], frequency: Frequency | str, *, starts_month: int = 1, incomplete: Incomplete = "refuse"
) -> dict[Period, F]:
    """Add the figures of a series up over longer periods: months to quarters, quarters to years.

    Only complete periods are added up; `missing_periods` lists what the others lack.

    Args:
        series: The figures of flows; stocks and rates have no sum.
        frequency: That of the sums.
        starts_month: The month in which years begin, where years are asked for.
        incomplete: Refuse the series where a longer period is incomplete, or leave that period out.

    Returns:
        The sums.

    Raises:
        PeriodMismatchError: A longer period is incomplete; figures overlap, as those of a quarter and one of its
            months; or a figure belongs to two of the longer periods.
        InvalidValueError: The series is empty, or there is no such frequency or way.
        CurrencyMismatchError: Amounts of different currencies.

    Example:
        >>> aggregate({"2024-01": 5, "2024-02": 7, "2024-03": 1, "2024-04": 8}, "Q", incomplete="omit")
        {period('2024-Q1'): 13}
    """
    if incomplete not in ("refuse", "omit"):
        raise InvalidValueError("incomplete", incomplete, "'refuse' or 'omit'")
    figures = in_order(series)
    sums: dict[Period, F] = {}
    for whole, parts in _grouped(figures, frequency, starts_month).items():
        missing = _gaps(whole, parts)
        if not missing:
            sums[whole] = reduce(plus, (figures[part] for part in parts))
        elif incomplete == "refuse":
            hint = "pass incomplete='omit' to leave such periods out; missing_periods lists them"
            raise PeriodMismatchError(f"figures for all of {whole}", f"none for {_listed(missing)}", hint)
    return sums


def missing_periods(
    series: Series[F], frequency: Frequency | str, *, starts_month: int = 1
) -> dict[Period, tuple[Period, ...]]:
    """List what keeps longer periods from being complete: the parts of each for which a series has no figure.

    Longer periods without any figure are not listed.

    Args:
        series: The figures.
        frequency: That of the longer periods.
        starts_month: The month in which years begin, where years are asked for.

    Raises:
        PeriodMismatchError: Figures overlap, or one belongs to two of the longer periods.
        InvalidValueError: The series is empty, or there is no such frequency.

    Example:
        >>> missing_periods({"2024-01": 5, "2024-02": 7, "2024-04": 8}, "Q")
        {period('2024-Q1'): (period('2024-03'),), period('2024-Q2'): (period('2024-05/2024-06'),)}
    """
    groups = _grouped(in_order(series), frequency, starts_month)
    found = {whole: _gaps(whole, parts) for whole, parts in groups.items()}
    return {whole: missing for whole, missing in found.items() if missing}


def _grouped(figures: dict[Period, F], frequency: Frequency | str, starts_month: int) -> dict[Period, list[Period]]:
    """Sort periods, which must not overlap, by the longer periods that they are parts of."""
    wanted = as_frequency(frequency)
    if starts_month != 1 and wanted is not Frequency.ANNUAL:
        raise InvalidValueError("starts_month", starts_month, f"left out where {wanted.label} sums are asked for")
    groups: dict[Period, list[Period]] = {}
    last: Period | None = None
    for span in figures:
        if last is not None and last.overlaps(span):
            hint = "keep one of them; cumulative figures go through decumulate first"
            raise PeriodMismatchError("periods that do not overlap", f"{last} and {span}", hint)
        last = span
        whole = year_with(span, starts_month) if wanted is Frequency.ANNUAL else span.to(wanted)
        if span not in whole:
            raise PeriodMismatchError(f"a period inside one year, such as {whole}", str(span))
        groups.setdefault(whole, []).append(span)
    return groups


def _gaps(whole: Period, parts: list[Period]) -> tuple[Period, ...]:
    gaps = []
    start = whole.start
    for part in parts:
        if part.start > start:
            gaps.append(Period(start, part.start - _DAY))
        if part.end == whole.end:
            return tuple(gaps)
        start = part.until
    return (*gaps, Period(start, whole.end))


def _listed(spans: tuple[Period, ...]) -> str:
    shown = ", ".join(map(str, spans[:_SHOWN]))
    return shown if len(spans) <= _SHOWN else f"{shown} and {len(spans) - _SHOWN} more"


def year_on_year(series: Series[F]) -> dict[Period, Fraction | Estimate]:
    """Give the growth of each figure on that of the same period a year before.

    The same period has the same months, the same ISO week number or the same days of the month; cumulative periods
    such as January to September are compared like all others.

    Units:
        Pure numbers: 0.048 is +4.8 %.

    Args:
        series: The figures.

    Returns:
        The growth, by the later period; periods without a figure of a year before are not among them.

    Raises:
        PeriodMismatchError: No period has a figure of a year before.
        InvalidValueError: A figure that another is compared with is not certainly greater than zero; the series is
            empty.
        CurrencyMismatchError: Amounts of different currencies.

    Example:
        >>> year_on_year({"2023-01": 4, "2024-01": 5, "2024-02": 7})
        {period('2024-01'): Fraction(1, 4)}
    """
    figures = in_order(series)
    bases = {span: base for span in figures if (base := _year_ago(span)) in figures}
    if not bases:
        hint = "only the same months, weeks or days of two years can be compared"
        raise PeriodMismatchError("a period and the same period a year before", _listed(tuple(figures)), hint)
    positives = {base: positive(figures[base], f"figure of {base}") for base in bases.values()}
    return {span: growth(positives[base], figures[span]) for span, base in bases.items()}


def _year_ago(span: Period) -> Period | None:
    """Give the same period a year before, or None: not every year has a 29 February or a 53rd week."""
    try:
        return span.year_ago()
    except InvalidValueError:
        return None


def seasonal_ratio(
    series: Series[F], *, starts_month: int = 1, incomplete: Incomplete = "refuse"
) -> dict[Period, Fraction | Estimate]:
    """Give the ratio of each month or quarter to the average one of its year.

    Units:
        Pure numbers, 1 on the average of a year. Divided by 12, or 4, they are shares in the year.

    Args:
        series: Figures that are not negative, of one frequency.
        starts_month: The month in which years begin.
        incomplete: Refuse the series where a year is incomplete, or leave that year out.

    Returns:
        The ratios, by period.

    Raises:
        PeriodMismatchError: A year is incomplete, or the periods are of several lengths.
        InvalidValueError: A figure may be negative, or all of a year may be zero; the series is empty.
        CurrencyMismatchError: Amounts of different currencies.

    Example:
        >>> from centralasia.periods import period
        >>> seasonal_ratio({"2024-Q1": 3, "2024-Q2": 5, "2024-Q3": 8, "2024-Q4": 4})[period("2024-Q3")]
        Fraction(8, 5)
    """
    figures = in_order(series)
    if one_frequency(figures) is Frequency.ANNUAL:
        raise PeriodMismatchError("months, quarters or halves", _listed(tuple(figures)), "a year has no seasons in it")
    sums = aggregate(figures, Frequency.ANNUAL, starts_month=starts_month, incomplete=incomplete)
    ratios: dict[Period, Fraction | Estimate] = {}
    for year in sums:
        parts = {span: not_negative(figures[span], f"figure of {span}") for span in figures if span in year}
        for span, figure in parts.items():
            rest = reduce(plus, (other for each, other in parts.items() if each != span))
            part = proportion(figure, rest)
            if part is None:
                raise InvalidValueError(f"sum of {year}", briefly(sums[year]), "certainly greater than zero")
            ratios[span] = part * len(parts)
    return ratios
