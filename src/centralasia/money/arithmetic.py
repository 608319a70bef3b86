"""What `Money` multiplies and divides by, and how an exact quotient becomes an amount again."""

from decimal import Decimal, DecimalException
from fractions import Fraction
from typing import Final

from centralasia.errors import InvalidValueError, RoundingNeededError, WrongTypeError
from centralasia.numbers.exact import EXACT, as_decimal, as_fraction, exact_decimal, multiply
from centralasia.numbers.rounding import Rounding, round_fraction

__all__ = ["NUMBERS", "Factor", "as_divisor", "as_factor", "exactly", "product", "rounded"]

Factor = int | Decimal | Fraction
"""What an amount can be multiplied with and divided by."""

NUMBERS: Final = (int, float, Decimal, Fraction)
"""What is a number at all: floats are told the way round, where other strangers are left to Python."""

_ONE: Final = Decimal(1)
_A_WORD: Final = 64  # bits of an integer that is turned into a decimal at once
_times: Final = EXACT.multiply
_LONGEST_SHOWN: Final = 200  # bits of a fraction that an error shows
_WAYS_OUT: Final = "round once with .divide(…), or keep every part with .split(…) or .allocate(…)"


def as_factor(value: Factor, field: str = "factor") -> Fraction:
    """Take a number to multiply with.

    Raises:
        WrongTypeError: A float or a bool.
        InvalidValueError: NaN, Infinity, or a number too large.

    Example:
        >>> as_factor(Decimal("1.5"))
        Fraction(3, 2)
    """
    if isinstance(value, bool | float):
        way_out = f"pass Decimal('{value}')" if isinstance(value, float) else ""
        raise WrongTypeError(field, value, "an int, a Decimal or a Fraction", way_out)
    return as_fraction(value, field)


def product(amount: Decimal, factor: int | Decimal) -> Decimal:
    """Multiply exactly, by the shortest way where all is well; zero has no sign.

    Raises:
        InvalidValueError: NaN, Infinity, or a factor or product too large.

    Example:
        >>> product(Decimal("1.10"), 3)
        Decimal('3.30')
    """
    if isinstance(factor, Decimal) or factor.bit_length() <= _A_WORD:
        try:
            found = _times(amount, factor)
            if found.is_finite():
                return found or found.copy_abs()
        except DecimalException:
            pass
    found = multiply(amount, as_decimal(factor, "factor"))  # bounds the factor, and says what is wrong
    return found or found.copy_abs()


def as_divisor(value: Factor) -> Fraction:
    """Take a number to divide by.

    Raises:
        WrongTypeError: A float or a bool.
        InvalidValueError: Zero, NaN, Infinity, or a number too large.

    Example:
        >>> as_divisor(3)
        Fraction(3, 1)
    """
    divisor = as_factor(value, "divisor")
    if not divisor:
        raise InvalidValueError("divisor", value, "other than zero")
    return divisor


def exactly(value: Fraction, like: Decimal) -> Decimal:
    """Write a fraction as a decimal, with the decimals of `like` at least.

    Raises:
        RoundingNeededError: It has no finite decimal form.
        InvalidValueError: It is too large.

    Example:
        >>> exactly(Fraction(5), Decimal("10.00")), exactly(Fraction(1, 8), Decimal("1.0"))
        (Decimal('5.00'), Decimal('0.125'))
    """
    found = exact_decimal(value)
    if found is None:
        is_short = max(value.numerator.bit_length(), value.denominator.bit_length()) <= _LONGEST_SHOWN
        raise RoundingNeededError(value if is_short else "the result", None, _WAYS_OUT)
    if int(like.as_tuple().exponent) >= int(found.as_tuple().exponent):
        return found
    try:
        return EXACT.quantize(found, like)
    except DecimalException:  # the zeros would not fit
        return found


def rounded(value: Fraction, places: int, mode: Rounding | str) -> Decimal:
    """Round an exact amount once; tens and hundreds are written with their zeros, not with an exponent.

    Raises:
        InvalidValueError: Too many places, no such mode, or the result is too large.

    Example:
        >>> rounded(Fraction(1250), -2, "half_even"), rounded(Fraction(2, 3), 2, "half_even")
        (Decimal('1200'), Decimal('0.67'))
    """
    found = as_decimal(round_fraction(value, places, mode), "amount")
    return found if places >= 0 else EXACT.quantize(found, _ONE)
