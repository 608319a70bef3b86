"""Magnitudes: figures as decimals of their logarithm, what is usual among neighbours, and what digits were printed."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import log10
from typing import Any, Final, NamedTuple, final

import numpy as np
from numpy.typing import NDArray

from centralasia.money import Amount, Money, add_up
from centralasia.numbers import EXACT, midpoint
from centralasia.series.figures import as_estimate, minus

__all__ = [
    "Level",
    "Magnitudes",
    "Steps",
    "digits_of",
    "excess_of",
    "levels_of",
    "magnitude_of",
    "said",
    "scaled_cells",
    "spread_of",
    "step_of",
]

Magnitudes = NDArray[np.float64]
"""Decimal logarithms."""

_OF_MEDIAN: Final = 1.4826  # a standard deviation for one median absolute deviation, of a normal distribution
_LEAST: Final = 0.03  # by which neighbours differ anyhow: 7 percent
_AROUND: Final = 3  # neighbours to each side
_FEWEST: Final = 3  # neighbours that say what is usual
_SHOWN: Final = 4  # digits of a figure that was reckoned
_MOST: Final = 30  # decimals above which nobody reads a figure


@final
class Level(NamedTuple):
    """Where a figure stands among its neighbours.

    Units:
        Decimal logarithms: 0.3 is twice as much.

    Attributes:
        off: How far it is from what is usual.
        spread: How far the others of its series are from it, as a rule.
    """

    off: float
    spread: float


def magnitude_of(figure: Any) -> float | None:  # noqa: ANN401 - money, a quantity or an estimate of either
    """Give the decimal logarithm of a figure; None for zero, for less, and for what is open to one side.

    Of estimates the best value counts, or else the middle.

    Args:
        figure: The figure.

    Example:
        >>> magnitude_of(Money.of(1000, "USD")), magnitude_of(Money.of(0, "USD"))
        (3.0, None)
    """
    if isinstance(figure, Money):
        value: Decimal | None = figure.amount
    else:
        interval = as_estimate(figure)
        value = midpoint(interval) if interval.best is None else interval.best
    return None if value is None or value <= 0 else _log(value)


def _log(value: Decimal) -> float:
    """Give a logarithm without making a float of figures that are too large for one."""
    power = value.adjusted()
    return log10(EXACT.scaleb(value, -power)) + power


def levels_of(logs: "Sequence[float] | Magnitudes") -> list[Level | None]:
    """Say of each figure of a series, in order, where it stands among the three before and after it.

    Args:
        logs: The decimal logarithms of the figures.

    Returns:
        None for all of them where there are fewer than four.

    Example:
        >>> [round(level.off, 2) for level in levels_of([1.0, 1.0, 4.0, 1.0, 1.0]) if level]
        [0.0, 0.0, 3.0, 0.0, 0.0]
    """
    if len(logs) <= _FEWEST:
        return [None] * len(logs)
    values = np.array(logs)
    width = min(len(values), 2 * _AROUND + 1)
    places = np.arange(len(values))
    first = np.clip(places - _AROUND, 0, len(values) - width)
    around = values[first[:, None] + np.arange(width)]
    around[places, places - first] = np.inf  # the figure itself, which ends up behind its neighbours
    around.sort(axis=1)
    offs = values - (around[:, (width - 2) // 2] + around[:, (width - 1) // 2]) / 2
    spread = spread_of(offs)
    return [Level(off, spread) for off in offs.tolist()]


def spread_of(offs: "Sequence[float] | Magnitudes") -> float:
    """Give how far figures are from what is usual, as a rule: the scaled median of how far they are, 7 % at least.

    Example:
        >>> spread_of([0.0, 0.0, 3.0]), round(spread_of([0.1, -0.2, 0.3]), 4)
        (0.03, 0.2965)
    """
    return max(_LEAST, _OF_MEDIAN * float(np.median(np.abs(offs)))) if len(offs) else _LEAST


def step_of(figures: Iterable[Decimal], *, digits: int = 1) -> int:
    """Give the power of ten of the last digit that some figures are printed to: that of the finest of them.

    Zeros at the end of whole numbers may stand for digits that nobody printed.

    Args:
        figures: The figures.
        digits: To how many digits each is printed at least.

    Example:
        >>> step_of([Decimal(5_700_000), Decimal(141_500_000)]), step_of([Decimal("0.50")]), step_of([])
        (5, -1, 0)
    """
    steps = [
        min(int(EXACT.normalize(figure).as_tuple().exponent), figure.adjusted() + 1 - digits)
        for figure in figures
        if figure
    ]
    return min(steps, default=0)


@final
class Steps(NamedTuple):
    """To which digits a source prints figures: to two at least, since nobody rounds a million to one.

    Attributes:
        totals: The power of ten of the last digit of totals.
        parts: That of their parts.
    """

    totals: int
    parts: int

    @classmethod
    def of(cls, totals: Iterable[Decimal], parts: Iterable[Decimal]) -> "Steps":
        """Give the steps of figures.

        Args:
            totals: Totals.
            parts: Their parts.

        Example:
            >>> Steps.of([Decimal(1_000_000)], [Decimal(800_000), Decimal(712_500)])
            Steps(totals=5, parts=2)
        """
        return cls(*(step_of(each, digits=2) for each in (totals, parts)))


def excess_of(total: Amount, parts: Sequence[Amount], steps: Steps) -> Amount | None:
    """Give by how much parts are certainly more than their total; None where rounding may have made that.

    Rounding makes half a unit of the last printed digit for each exact figure; estimates carry their own bounds.

    Args:
        total: The total.
        parts: Its parts, of the same currency.
        steps: The powers of ten of the last digits to which such totals and such parts are printed.

    Example:
        >>> dollars = [Money.of(amount, "USD") for amount in (5_695, 4_700, 663, 400)]
        >>> excess_of(dollars[0], dollars[1:], Steps(0, 0)), excess_of(dollars[0], dollars[2:], Steps(0, 0))
        (Money.of('68', 'USD'), None)
        >>> excess_of(Money.of(5_720, "USD"), dollars[1:], Steps(2, 0)) is None
        True
    """
    excess = minus(add_up(parts), total)
    exact = sum(isinstance(each, Money) for each in parts)
    reach = EXACT.scaleb(Decimal(5 * exact), steps.parts - 1)
    if isinstance(total, Money):
        reach = EXACT.add(reach, EXACT.scaleb(Decimal(5), steps.totals - 1))
    return excess if as_estimate(excess).low > reach else None


def digits_of(figure: Decimal) -> int:
    """Count the digits of a figure without the zeros at its ends.

    Example:
        >>> digits_of(Decimal(14_500_000)), digits_of(Decimal("0.0250"))
        (3, 2)
    """
    return len(EXACT.normalize(figure).as_tuple().digits)


def said(log: float, unit: object = "") -> str:
    """Write a figure that was reckoned, by its logarithm, in four digits.

    Example:
        >>> said(9.6659, "USD"), said(-2.0)
        ('4,633,000,000 USD', '0.01')
    """
    if abs(log) > _MOST:
        return f"10^{log:.0f} {unit}".strip()
    value = float(f"{10.0**log:.{_SHOWN - 1}e}")
    figure = f"{value:,.0f}" if value >= 10 ** (_SHOWN - 1) else f"{value:g}"
    return f"{figure} {unit}".strip()


def scaled_cells(cells: Iterable[tuple[str, Any]], power: int) -> dict[str, object]:
    """Give what cells have instead when their decimal mark is shifted; blank ones are left out.

    Args:
        cells: Fields with their figures.
        power: How many places to shift it, to the right.

    Example:
        >>> scaled_cells([("amount", Decimal("1.5")), ("amount_low", None)], 3)
        {'amount': Decimal('1500')}
    """
    return {field: _plain(EXACT.scaleb(value, power)) for field, value in cells if value is not None}


def _plain(value: Decimal) -> Decimal:
    """Write whole numbers without exponent and decimals."""
    return Decimal(int(value)) if value == int(value) else value
