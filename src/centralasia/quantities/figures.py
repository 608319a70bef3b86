"""Figures: exact fractions as long as all is exact, estimates as soon as something is not."""

from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.numbers import Estimate, Qualifier, Rounding, as_fraction, exact_decimal, round_fraction
from centralasia.numbers.ends import CEILING, FLOOR, NEAREST, End, is_inside, rounded

__all__ = [
    "Figure",
    "Number",
    "as_estimate",
    "as_figure",
    "as_number",
    "measure",
    "quotient",
    "rounded_outward",
    "times",
    "total",
    "written",
]

_MOST_BITS: Final = 14_000  # about 4,200 decimal digits: Python prints no integer of more than 4,300

Figure: TypeAlias = Fraction | Estimate
"""A figure of which everything is known, or an estimate that is not exact."""

Number: TypeAlias = int | Decimal | Fraction | Estimate
"""What quantities and prices are multiplied by."""


def as_figure(estimate: Estimate) -> Figure:
    """Take an exact estimate as the fraction it is."""
    return Fraction(estimate.low) if estimate.qualifier is Qualifier.EXACT else estimate


def as_estimate(figure: Figure) -> Estimate:
    """Give a figure as an estimate: exact if its decimals end, else the closest ends of 34 digits.

    Example:
        >>> print(as_estimate(Fraction(1, 8)), as_estimate(Fraction(1, 3)).width)
        0.125 1E-34
    """
    if isinstance(figure, Estimate):
        return figure
    decimal = exact_decimal(figure)
    return Estimate.spanning(figure, figure, best=figure) if decimal is None else Estimate.exactly(decimal)


def written(figure: Fraction) -> str:
    """Write a fraction as it can be pasted back; in base sixteen where Python refuses to print decimal digits.

    Example:
        >>> written(Fraction(1, 3))
        'Fraction(1, 3)'
    """
    if max(figure.numerator.bit_length(), figure.denominator.bit_length()) > _MOST_BITS:
        return f"Fraction({figure.numerator:#x}, {figure.denominator:#x})"
    return repr(figure)


def as_number(value: object) -> Figure | None:
    """Read what a quantity is multiplied by; None for strangers, whose own operators may know better.

    Raises:
        WrongTypeError: A float, a bool or a text.
    """
    if isinstance(value, Estimate):
        return as_figure(value)
    if isinstance(value, bool | float | str):
        raise WrongTypeError("factor", value, "an int, a Decimal, a Fraction or an Estimate", "wrap text in Decimal")
    return as_fraction(value, "factor") if isinstance(value, int | Decimal | Fraction) else None


def measure(figure: Figure, factor: Fraction) -> tuple[object, ...]:
    """Give all that tells a figure from others, in base units and exactly."""
    if isinstance(figure, Fraction):
        return (figure * factor,)
    ends = [Fraction(end) * factor if end.is_finite() else end for end in (figure.low, figure.high)]
    best = None if figure.best is None else Fraction(figure.best) * factor
    return *ends, best, figure.low_open, figure.high_open, figure.qualifier


def total(left: Figure, right: Figure) -> Figure:
    """Add."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left + right
    return as_figure(as_estimate(left) + as_estimate(right))


def times(left: Figure, right: Figure) -> Figure:
    """Multiply; an estimate times an exact figure keeps the hedge it was stated with."""
    if isinstance(left, Fraction):
        if isinstance(right, Fraction):
            return left * right
        left, right = right, left
    if isinstance(right, Fraction) and right > 0:
        return _scaled(left, right)
    return as_figure(left * right)


def quotient(left: Figure, right: Figure) -> Figure:
    """Divide.

    Raises:
        InvalidValueError: The divisor is zero, or may be.
    """
    if isinstance(right, Estimate):
        return as_figure(left / right)
    if not right:
        raise InvalidValueError("divisor", 0, "other than zero")
    return times(left, 1 / right)


def _scaled(estimate: Estimate, factor: Fraction) -> Estimate:
    """Multiply all of an estimate by a positive figure, each end rounded outward once."""
    if factor == 1:
        return estimate
    low, high = estimate.low, estimate.high
    low = rounded(Fraction(low) * factor, FLOOR) if low.is_finite() else low
    high = rounded(Fraction(high) * factor, CEILING) if high.is_finite() else high
    best = None if estimate.best is None else rounded(Fraction(estimate.best) * factor, NEAREST)
    if best is not None and not is_inside(best, End(low, estimate.low_open), End(high, estimate.high_open)):
        best = None  # it was rounded onto an end that is excluded
    return Estimate(
        low=low,
        high=high,
        best=best,
        low_open=estimate.low_open or low.is_infinite(),
        high_open=estimate.high_open or high.is_infinite(),
        qualifier=estimate.qualifier,
    )


_CLOSED: Final = {Qualifier.OVER: Qualifier.AT_LEAST, Qualifier.UNDER: Qualifier.AT_MOST}


def rounded_outward(estimate: Estimate, places: int, mode: Rounding | str) -> Estimate:
    """Round the ends of an estimate outward, and its best value as asked; finite ends are included from then on."""
    low, high, best = estimate.low, estimate.high, estimate.best
    return Estimate(
        low=round_fraction(Fraction(low), places, Rounding.FLOOR) if low.is_finite() else low,
        high=round_fraction(Fraction(high), places, Rounding.CEILING) if high.is_finite() else high,
        best=None if best is None else round_fraction(Fraction(best), places, mode),
        low_open=low.is_infinite(),
        high_open=high.is_infinite(),
        qualifier=_CLOSED.get(estimate.qualifier, estimate.qualifier),
    )
