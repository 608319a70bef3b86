"""Rounding by name and on exact integers: one step, never two."""

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, InvalidOperation
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction

from centralasia.errors import InvalidValueError, WrongTypeError

__all__ = ["MAX_PLACES", "UNBOUNDED", "Rounding", "round_fraction", "round_to_step", "rounding"]

MAX_PLACES = 99_999
"""The most decimal places, on either side of the mark, that anything is rounded to."""

UNBOUNDED = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, flags=[], traps=[InvalidOperation])
"""The context without limits, for reading and for shifting a coefficient by a power of ten; never for arithmetic."""


class Rounding(StrEnum):
    """The eight rounding modes; each value is the constant of :mod:`decimal`, so a member can be passed there.

    Example:
        >>> from decimal import Decimal
        >>> Decimal("2.5").quantize(Decimal(1), rounding=Rounding.HALF_EVEN)
        Decimal('2')
    """

    CEILING = "ROUND_CEILING"
    FLOOR = "ROUND_FLOOR"
    DOWN = "ROUND_DOWN"
    UP = "ROUND_UP"
    HALF_UP = "ROUND_HALF_UP"
    HALF_DOWN = "ROUND_HALF_DOWN"
    HALF_EVEN = "ROUND_HALF_EVEN"
    ZERO_FIVE_UP = "ROUND_05UP"


_MAX_NAME = 40  # near misses of a megabyte are not looked for
_BY_NAME = {mode.name: mode for mode in Rounding} | {mode.removeprefix("ROUND_"): mode for mode in Rounding}


def rounding(value: Rounding | str) -> Rounding:
    """Look a rounding mode up by its name, however it is spelt.

    Raises:
        InvalidValueError: No mode has that name; the message suggests near ones.

    Example:
        >>> rounding("half-even") is rounding("ROUND_HALF_EVEN") is Rounding.HALF_EVEN
        True
    """
    if isinstance(value, Rounding):
        return value
    if not isinstance(value, str):
        raise WrongTypeError("rounding", value, "a Rounding or its name")
    name = value.strip().upper().replace("-", "_").replace(" ", "_").removeprefix("ROUND_")
    mode = _BY_NAME.get(name)
    if mode is None:
        near = " or ".join(get_close_matches(name[:_MAX_NAME], [mode.name for mode in Rounding])).lower()
        expected = "one of " + ", ".join(mode.name.lower() for mode in Rounding)
        raise InvalidValueError("rounding", value, expected, f"did you mean {near}?" if near else "")
    return mode


def round_fraction(value: Fraction, places: int, /, mode: Rounding | str) -> Decimal:
    """Round an exact fraction once, to `places` decimal places.

    The exponent of the result is exactly ``-places``; negative places round to tens, hundreds and so on. Zero has no
    sign, whichever side it was reached from.

    Raises:
        InvalidValueError: `places` is beyond ±99,999, or the mode is unknown.

    Example:
        >>> round_fraction(Fraction(2, 3), 2, Rounding.HALF_EVEN)
        Decimal('0.67')
        >>> round_fraction(Fraction(1250), -2, "half_even")
        Decimal('1.2E+3')
    """
    if not -MAX_PLACES <= places <= MAX_PLACES:
        raise InvalidValueError("places", places, f"between -{MAX_PLACES} and {MAX_PLACES}")
    if places >= 0:
        count = _round_quotient(value.numerator * 10**places, value.denominator, rounding(mode))
    else:
        count = _round_quotient(value.numerator, value.denominator * 10**-places, rounding(mode))
    return Decimal(count).scaleb(-places, context=UNBOUNDED)


def round_to_step(value: Fraction, step: Decimal, /, mode: Rounding | str) -> Decimal:
    """Round an exact fraction once, to the nearest multiple of `step`; "half" and "even" count in steps.

    The result has the exponent of `step`.

    Raises:
        InvalidValueError: `step` is not greater than zero, or the mode is unknown.

    Example:
        >>> round_to_step(Fraction("12.37"), Decimal("0.05"), Rounding.HALF_UP)
        Decimal('12.35')
    """
    if not (step.is_finite() and step > 0):
        raise InvalidValueError("step", step, "finite and greater than zero")
    exponent = int(step.as_tuple().exponent)
    coefficient = int(step.scaleb(-exponent, context=UNBOUNDED))
    numerator, denominator = value.numerator, value.denominator * coefficient
    if exponent >= 0:
        denominator *= 10**exponent
    else:
        numerator *= 10**-exponent
    return Decimal(_round_quotient(numerator, denominator, rounding(mode)) * coefficient).scaleb(
        exponent, context=UNBOUNDED
    )


def _round_quotient(numerator: int, denominator: int, mode: Rounding) -> int:
    """Round a quotient with a positive denominator to an integer."""
    whole, rest = divmod(abs(numerator), denominator)
    negative = numerator < 0
    if rest and _goes_up(whole, 2 * rest - denominator, negative=negative, mode=mode):
        whole += 1
    return -whole if negative else whole


def _goes_up(whole: int, above_half: int, *, negative: bool, mode: Rounding) -> bool:
    """Tell whether an inexact magnitude is rounded away from zero; `above_half` has the sign of (rest - 1/2)."""
    match mode:
        case Rounding.CEILING | Rounding.FLOOR:
            return negative == (mode is Rounding.FLOOR)
        case Rounding.UP | Rounding.DOWN:
            return mode is Rounding.UP
        case Rounding.ZERO_FIVE_UP:
            return whole % 5 == 0
        case _:
            tie_goes_up = mode is Rounding.HALF_UP or (mode is Rounding.HALF_EVEN and whole % 2 == 1)
            return above_half > 0 or (above_half == 0 and tie_goes_up)
