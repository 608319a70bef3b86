"""Figures and ratios as a sentence needs them: short, and never more precise than they are."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from centralasia.numbers import EXACT, Estimate, Rounding, midpoint, relative_half_width, round_fraction
from centralasia.numbers.ends import End, describe, shown
from centralasia.series.figures import Figure, as_estimate

__all__ = ["briefly", "centre", "percent"]

_DIGITS = 6
_LONGEST = 15  # digits of an exact figure that is written in full
_AS_GOOD_AS_EXACT = Decimal("1e-9")
_DOWN, _UP, _NEAREST = (
    Context(prec=_DIGITS, rounding=mode, Emin=EXACT.Emin, Emax=EXACT.Emax, flags=[], traps=[])
    for mode in (ROUND_FLOOR, ROUND_CEILING, ROUND_HALF_EVEN)
)


def briefly(figure: Figure) -> str:
    """Write a figure with its currency or unit, in few digits; ends of intervals are rounded outward.

    Example:
        >>> print(briefly(Fraction(22, 15)), briefly(Estimate.over("14.5")), sep=", ")
        about 1.46667, over 14.5
        >>> briefly(Estimate.printed("0.2545"))
        'about 0.2545 (0.25445 to 0.25455)'
    """
    currency = getattr(figure, "currency", None)
    unit = getattr(figure, "unit", None) if currency is None else currency.code
    number = _number(as_estimate(figure))
    return number if unit is None else f"{number} {unit}"


def _number(interval: Estimate) -> str:
    if interval.low == interval.high and len(interval.low.as_tuple().digits) <= _LONGEST:
        return shown(interval.low)
    middle = centre(interval)
    if middle is not None:
        return f"about {shown(_NEAREST.plus(middle))}"
    low = End(_DOWN.plus(interval.low), interval.low_open)
    high = End(_UP.plus(interval.high), interval.high_open)
    span = describe(low, high)
    return span if interval.best is None else f"about {shown(_NEAREST.plus(interval.best))} ({span})"


def centre(interval: Estimate) -> Decimal | None:
    """Give the one value that an interval amounts to, or None where it is wider than a reader can overlook.

    Example:
        >>> centre(Estimate.spanning(Fraction(1, 3), Fraction(1, 3))), centre(Estimate.printed("0.3"))
        (Decimal('0.3333333333333333333333333333333333'), None)
    """
    if relative_half_width(interval) > _AS_GOOD_AS_EXACT:
        return None
    return midpoint(interval) if interval.best is None else interval.best


def percent(ratio: Fraction | Estimate) -> str:
    """Write a ratio in percent, to a tenth.

    Example:
        >>> percent(Fraction(9, 11)), percent(Estimate.between("0.75474", "0.76792"))
        ('81.8 %', '75.4 to 76.8 %')
    """
    interval = as_estimate(ratio)
    middle = centre(interval)
    if middle is not None:
        return f"{shown(_tenths(middle, Rounding.HALF_EVEN))} %"
    low = End(_tenths(interval.low, Rounding.FLOOR), interval.low_open)
    high = End(_tenths(interval.high, Rounding.CEILING), interval.high_open)
    return f"{describe(low, high)} %"


def _tenths(value: Decimal, mode: Rounding) -> Decimal:
    return round_fraction(Fraction(value) * 100, 1, mode) if value.is_finite() else value
