"""Powers with a fraction for an exponent: exact where the root is, and enclosed to 34 digits elsewhere."""

from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from fractions import Fraction

from centralasia.errors import InvalidValueError
from centralasia.numbers import Estimate, shortened
from centralasia.numbers.ends import CEILING, FLOOR, NEAREST, rounded

__all__ = ["MAX_EXPONENT", "raised"]

MAX_EXPONENT = 1_200
"""The largest numerator and denominator of an exponent: a hundred years of months."""

_MAX_BITS = 200_000
_NEAR = Context(prec=60, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX, flags=[], traps=[InvalidOperation])
_JUST_ABOVE = 1 + Fraction(1, 10**40)  # by far more than `_near` is off, and far less than Newton needs


def raised(base: Fraction | Estimate, exponent: Fraction) -> Fraction | Estimate:
    """Raise a base that is not negative to a positive exponent.

    Args:
        base: The base.
        exponent: The exponent; its numerator and denominator are at most `MAX_EXPONENT`.

    Returns:
        A fraction where base and power are exact, and otherwise an estimate that encloses the power.

    Raises:
        InvalidValueError: The power has more digits than are worked with.

    Example:
        >>> raised(Fraction("1.44"), Fraction(1, 2))
        Fraction(6, 5)
        >>> raised(Fraction(2), Fraction(1, 2)).best
        Decimal('1.414213562373095048801688724209698')
    """
    if isinstance(base, Fraction):
        low, high, best = _bracket(base, exponent)
        return low if low == high else Estimate.spanning(low, high, best=best)
    low, _, _ = _bracket(Fraction(base.low), exponent)
    if base.high.is_infinite():
        least = rounded(low, FLOOR)
        return Estimate.over(least) if base.low_open else Estimate.at_least(least)
    _, high, _ = _bracket(Fraction(base.high), exponent)
    return Estimate.spanning(
        low,
        high,
        best=None if base.best is None else _bracket(Fraction(base.best), exponent)[2],
        low_open=base.low_open,
        high_open=base.high_open,
    )


def _bracket(base: Fraction, exponent: Fraction) -> tuple[Fraction, Fraction, Fraction]:
    """Find what lies just below and just above a power, and nearest to it: thrice the power where it is exact."""
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if bits * exponent.numerator > _MAX_BITS:
        hint = "round it outward first, with Estimate.spanning(base, base)"
        raise InvalidValueError("base", shortened(base.numerator), "a figure whose power has fewer digits", hint)
    power, degree = base**exponent.numerator, exponent.denominator
    upper, lower = _whole_root(power.numerator, degree), _whole_root(power.denominator, degree)
    if upper is not None and lower is not None:
        exact = Fraction(upper, lower)
        return exact, exact, exact
    near = _near(power, degree)
    best = NEAREST.plus(near)  # half a unit of the 34th digit off, and the root is no decimal of so few digits
    is_above = Fraction(best) ** degree > power
    other = FLOOR.next_minus(best) if is_above else CEILING.next_plus(best)
    low, high = sorted(map(Fraction, (best, other)))
    return low, high, Fraction(best)


def _whole_root(value: int, degree: int) -> int | None:
    """Give the root of a whole number that is not negative, or None where it is no whole number."""
    if value <= 1 or degree == 1:
        return value
    if degree >= value.bit_length():
        return None
    # From above, Newton's steps fall until they have arrived; so near to the root each step doubles the digits.
    root = int(Fraction(_near(Fraction(value), degree)) * _JUST_ABOVE) + 1
    while (better := ((degree - 1) * root + value // root ** (degree - 1)) // degree) < root:
        root = better
    return root if root**degree == value else None


def _near(value: Fraction, degree: int) -> Decimal:
    """Take a root to some 50 digits, which is no proof of any of them."""
    quotient = _NEAR.divide(Decimal(value.numerator), Decimal(value.denominator))
    return _NEAR.exp(_NEAR.divide(_NEAR.ln(quotient), Decimal(degree)))
