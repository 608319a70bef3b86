"""The arithmetic of the ends of intervals: directed rounding, and whether an end is itself a possible value.

An end is a bound and a mark that says whether the bound itself is excluded ("open"). Infinite ends are always open.
Low ends are rounded down and high ends up, to 34 digits, so that an interval of results loses no value it should hold.
"""

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from fractions import Fraction
from typing import NamedTuple

from centralasia.numbers.exact import EXACT

__all__ = [
    "CEILING",
    "DIGITS",
    "FLOOR",
    "INFINITY",
    "NEAREST",
    "End",
    "agreed",
    "common",
    "describe",
    "highest",
    "is_empty",
    "is_inside",
    "lowest",
    "negated",
    "product",
    "quotient",
    "rounded",
    "shown",
    "total",
]

DIGITS = 34
"""The significant digits that results of interval arithmetic are kept to."""

INFINITY = Decimal("Infinity")
_MAX_ZEROS = 40


def _context(mode: str) -> Context:
    """Keep results readable by `EXACT`: no exponent below its own. What overflows outward becomes infinite."""
    return Context(
        prec=DIGITS, rounding=mode, Emin=EXACT.Emin + DIGITS - 1, Emax=EXACT.Emax, flags=[], traps=[InvalidOperation]
    )


FLOOR = _context(ROUND_FLOOR)
CEILING = _context(ROUND_CEILING)
NEAREST = _context(ROUND_HALF_EVEN)


class End(NamedTuple):
    """One end of an interval."""

    value: Decimal
    is_open: bool = False


def _end(value: Decimal, *, is_open: bool) -> End:
    """Make an end of a rounded result: zero loses its sign, and infinity is never reached."""
    return End(value or value.copy_abs(), is_open or value.is_infinite())


def total(left: End, right: End, context: Context) -> End:
    """Add two low ends or two high ends; infinities of opposite sign never meet."""
    return _end(context.add(left.value, right.value), is_open=left.is_open or right.is_open)


def product(left: End, right: End, context: Context) -> End:
    """Multiply two corners. Zero times anything is zero, and is reached if the zero is: that holds for 0 × ∞ too."""
    zeros = [end for end in (left, right) if not end.value]
    if zeros:
        return End(Decimal(0), all(zero.is_open for zero in zeros))
    return _end(context.multiply(left.value, right.value), is_open=left.is_open or right.is_open)


def quotient(left: End, right: End, context: Context) -> End:
    """Divide two corners, the second of a positive interval, which may approach zero from above."""
    if not left.value:
        return End(Decimal(0), left.is_open)
    if not right.value:
        return End(INFINITY.copy_sign(left.value), is_open=True)
    if right.value.is_infinite():
        return End(Decimal(0), is_open=True)
    return _end(context.divide(left.value, right.value), is_open=left.is_open or right.is_open)


def negated(end: End) -> End:
    """Mirror an end at zero, which keeps no sign."""
    return _end(end.value.copy_negate(), is_open=end.is_open)


def rounded(fraction: Fraction, context: Context) -> Decimal:
    """Write an exact rational with the digits and the direction of a context."""
    return context.divide(Decimal(fraction.numerator), Decimal(fraction.denominator))


def lowest(ends: Iterable[End]) -> End:
    """Choose the lowest end; of equal ones a closed one, since one of them reaches the bound."""
    return min(ends)


def highest(ends: Iterable[End]) -> End:
    """Choose the highest end; of equal ones a closed one."""
    return max(ends, key=lambda end: (end.value, not end.is_open))


def is_empty(low: End, high: End) -> bool:
    """Tell whether nothing lies between two ends: they are in the wrong order, or equal with one of them excluded."""
    return low.value > high.value or (low.value == high.value and (low.is_open or high.is_open))


def common(left: tuple[End, End], right: tuple[End, End]) -> tuple[End, End]:
    """Choose the inner ends of two intervals, which may leave nothing; of equal ones an open one."""
    (left_low, left_high), (right_low, right_high) = left, right
    return max(left_low, right_low), min(left_high, right_high, key=lambda end: (end.value, not end.is_open))


def is_inside(value: Decimal, low: End, high: End) -> bool:
    """Tell whether a finite value lies between two ends."""
    return value.is_finite() and not is_empty(low, End(value)) and not is_empty(End(value), high)


def agreed(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    """Keep a best value that the other side does not contradict by one of its own."""
    if left is None or right is None:
        return right if left is None else left
    return left if left == right else None


def describe(low: End, high: End) -> str:
    """Write an interval in words.

    Example:
        >>> describe(End(Decimal(12)), End(Decimal(15), is_open=True))
        '12 to under 15'
    """
    if low.value == high.value:
        return shown(low.value)
    match low.value.is_infinite(), high.value.is_infinite():
        case True, True:
            return "any value"
        case True, False:
            return f"{'under' if high.is_open else 'at most'} {shown(high.value)}"
        case False, True:
            return f"{'over' if low.is_open else 'at least'} {shown(low.value)}"
        case _:
            return f"{'over ' * low.is_open}{shown(low.value)} to {'under ' * high.is_open}{shown(high.value)}"


def shown(value: Decimal) -> str:
    """Write a value in full, unless that takes a line of zeros."""
    return f"{value:f}" if -_MAX_ZEROS < value.adjusted() < _MAX_ZEROS else str(value)
