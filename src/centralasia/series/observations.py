"""A series as it is handed in: periods and their figures, read, checked and put in order."""

from collections.abc import Mapping
from typing import TypeAlias

from centralasia.errors import CurrencyMismatchError, InvalidValueError, PeriodMismatchError, WrongTypeError
from centralasia.periods import Frequency, Period, fiscal_year, period
from centralasia.series.figures import F, checked

__all__ = ["Series", "in_order", "one_frequency", "year_with"]

Series: TypeAlias = Mapping[Period, F] | Mapping[str, F] | Mapping[Period | str, F]
"""Figures by the period they are of; a period may be its text."""


def in_order(series: Series[F]) -> dict[Period, F]:
    """Read the periods of a series, check its figures, and put it in the order of periods.

    Raises:
        InvalidValueError: The series is empty.
        WrongTypeError: It is no mapping, or its figures are no figures, or of different kinds.
        PeriodMismatchError: Two figures of one period.
        CurrencyMismatchError: Amounts of different currencies.
        ParseError: A text that is no period.

    Example:
        >>> in_order({"Feb 2024": 2, "2024-01": 1})
        {period('2024-01'): 1, period('2024-02'): 2}
    """
    if not isinstance(series, Mapping):
        raise WrongTypeError("series", series, "a mapping of periods to figures", "dict() makes one of pairs")
    if not series:
        raise InvalidValueError("series", {}, "a mapping of at least one period to its figure")
    found: dict[Period, F] = {}
    first: tuple[str, F] | None = None
    for key, figure in series.items():
        span = period(key)
        name = f"figure of {span}"
        if span in found:
            raise PeriodMismatchError("one figure a period", f"two of {span}", "keep one of them, or add them up")
        found[span] = checked(figure, name, first)
        if first is None:
            first = name, figure
        _check_currency(first[1], figure)
    return {span: found[span] for span in sorted(found)}


def _check_currency(first: object, other: object) -> None:
    wanted, currency = (getattr(each, "currency", None) for each in (first, other))
    if wanted != currency:
        raise CurrencyMismatchError(_code(wanted), _code(currency), "convert the figures to one currency first")


def _code(currency: object) -> str:
    return str(getattr(currency, "code", currency))


def one_frequency(figures: Mapping[Period, F]) -> Frequency:
    """Give the frequency that all periods have: months, quarters, halves or years.

    Raises:
        PeriodMismatchError: A period is of another frequency than the first, or of none that is made of months.

    Example:
        >>> one_frequency(in_order({"2024-Q1": 1, "2024-Q2": 2})).label
        'quarterly'
    """
    first = next(iter(figures))
    wanted = first.frequency
    if wanted is None or not wanted.months_each:
        hint = "cumulative figures go through decumulate first"
        raise PeriodMismatchError("a month, a quarter, a half or a year", str(first), hint)
    for span in figures:
        if span.frequency is not wanted:
            raise PeriodMismatchError(f"a {wanted.label} period, as {first} is", str(span), "keep the series apart")
    return wanted


def year_with(span: Period, starts_month: int) -> Period:
    """Give the fiscal year in which a period begins.

    Args:
        span: The period.
        starts_month: The month in which years begin.

    Raises:
        InvalidValueError: No such month.

    Example:
        >>> year_with(period("2024-03"), 7)
        period('2023-07/2024-06')
    """
    year = fiscal_year(span.start.year, starts_month=starts_month)
    if year.start <= span.start:
        return year
    return fiscal_year(span.start.year - 1, starts_month=starts_month)
