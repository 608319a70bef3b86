"""Exact decimals: one context for all exact work, strict reading of values, and division rounded once.

Whatever is done in `EXACT` is exact, or an error: it never rounds, whatever the size. The ambient decimal context is
never used.
"""

from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_05UP,
    ROUND_HALF_EVEN,
    Clamped,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
    Rounded,
    Subnormal,
    Underflow,
)
from fractions import Fraction
from math import isfinite, log2

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.numbers.rounding import UNBOUNDED, Rounding, round_to_step

__all__ = [
    "EXACT",
    "MAX_DIGITS",
    "add",
    "as_decimal",
    "as_fraction",
    "divide_to_unit",
    "exact_decimal",
    "multiply",
    "shortened",
    "significant_digits",
    "subtract",
]

MAX_DIGITS = 200_000
"""The most significant digits an exact value may have; its size is below 10^100,000."""

EXACT = Context(
    prec=MAX_DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-99_999,
    Emax=99_999,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[Clamped, DivisionByZero, Inexact, InvalidOperation, Overflow, Rounded, Subnormal, Underflow],
)
"""The context of exact work: a result that would have to be rounded raises instead."""

_MAX_BITS = int(MAX_DIGITS * log2(10))  # an integer beyond this has more than MAX_DIGITS digits
_MAX_PLACES = MAX_DIGITS - EXACT.Emin  # below that, the first digit would be smaller than `EXACT` reaches
_MAX_SHOWN = 80  # characters of a refused text that its error keeps
_MAX_SHOWN_BITS = 10_000  # Python refuses to print integers beyond 4,300 digits, about 14,000 bits
_EXPECTED = "an int, a Decimal or a text of ASCII digits with a point"
_TOO_LARGE = f"finite, below 10^{EXACT.Emax + 1} and of at most {MAX_DIGITS:,} digits"
_ZERO = Decimal(0)
_ONE = Decimal(1)
_NAN = Decimal("NaN")

# A quotient kept to 60 digits under ROUND_05UP never ends in 0 or 5 unless it is exact, so that rounding it a second
# time, to 59 digits or fewer, is as right as rounding the true quotient once. That is what this mode was made for.
_WIDE = Context(
    prec=60, rounding=ROUND_05UP, Emin=MIN_EMIN, Emax=MAX_EMAX, flags=[], traps=[DivisionByZero, InvalidOperation]
)
_NARROW = Context(prec=59, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX, flags=[], traps=[InvalidOperation])

_create = EXACT.create_decimal
_plus = EXACT.plus


def as_decimal(value: int | str | Decimal, field: str) -> Decimal:
    """Read an exact figure strictly: what is written is what comes out, trailing zeros and the sign of zero included.

    Text is a plain numeral: ASCII digits, an optional sign, point and exponent; no spaces, no groups. Text as people
    write it is read by `parse_number`.

    Args:
        value: The figure.
        field: What it stands for, named in errors.

    Raises:
        WrongTypeError: A float, a bool, a Fraction or anything else that is no exact decimal.
        InvalidValueError: Text that is no numeral, NaN, Infinity, or a figure beyond 10^100,000 or 200,000 digits.

    Example:
        >>> as_decimal("1250.50", "amount")
        Decimal('1250.50')
    """
    try:
        if type(value) is str:
            number = _create(value) if value.isascii() else _NAN
        elif type(value) is Decimal:
            _plus(value)
            number = value
        elif type(value) is int:
            number = _create(value) if value.bit_length() <= _MAX_BITS else _NAN
        else:
            return as_decimal(_without_subclass(value, field), field)
    except DecimalException:
        number = _NAN
    if not number.is_finite():
        raise _refusal(value, field)
    return number


def _without_subclass(value: object, field: str) -> int | str | Decimal:
    """Reduce a value of a subclass (an IntEnum, a text of NumPy) to its builtin type; refuse whatever is not exact."""
    if not isinstance(value, bool):
        for exact in (int, str, Decimal):
            if isinstance(value, exact):
                return exact(value)
    raise WrongTypeError(field, value, _EXPECTED, _way_out(value))


def _way_out(value: object) -> str:
    """Say what to pass instead of a value of a wrong type."""
    match value:
        case bool():
            return "a truth value is no figure"
        case float():
            return f"pass Decimal('{value}') or the text '{value}'" if isfinite(value) else ""
        case Fraction():
            return "round it first, with round_fraction"
        case _:
            return ""


def _refusal(value: int | str | Decimal, field: str) -> InvalidValueError:
    """Tell a figure that is too large from what is no figure at all."""
    if isinstance(value, int):
        return InvalidValueError(field, shortened(value), _TOO_LARGE)
    if isinstance(value, Decimal):
        return InvalidValueError(field, value, _TOO_LARGE)
    try:
        is_numeral = value.isascii() and not UNBOUNDED.create_decimal(value).is_nan()
    except DecimalException:
        is_numeral = False
    if is_numeral:
        return InvalidValueError(field, shortened(value), _TOO_LARGE)
    return InvalidValueError(field, shortened(value), _EXPECTED, "parse_number reads figures as people write them")


def shortened(value: object) -> object:
    """Cut what an error keeps of a refused value: a text of a megabyte, an integer that Python refuses to print.

    Example:
        >>> shortened(10**5000)
        'an int of 16610 bits'
    """
    if isinstance(value, int) and value.bit_length() > _MAX_SHOWN_BITS:
        return f"an int of {value.bit_length()} bits"
    if isinstance(value, str) and len(value) > _MAX_SHOWN:
        return value[:_MAX_SHOWN] + "…"
    return value


def as_fraction(value: int | str | Decimal | Fraction, field: str) -> Fraction:
    """Read an exact figure as a fraction; what `as_decimal` takes, and fractions as they are.

    Raises:
        WrongTypeError: A float, a bool or anything else that is not exact.
        InvalidValueError: Text that is no numeral, or a figure too large.

    Example:
        >>> as_fraction("0.75", "share")
        Fraction(3, 4)
    """
    if isinstance(value, Fraction):
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > _MAX_BITS:
            raise InvalidValueError(field, shortened(value.numerator), _TOO_LARGE)
        return value
    return Fraction(as_decimal(value, field))


def exact_decimal(value: Fraction) -> Decimal | None:
    """Write a fraction as a decimal with as few places as it needs, or give None where no finite one exists.

    Raises:
        InvalidValueError: The decimal exists and is too large.

    Example:
        >>> exact_decimal(Fraction(1, 8)), exact_decimal(Fraction(1, 3))
        (Decimal('0.125'), None)
    """
    denominator = value.denominator
    twos = (denominator & -denominator).bit_length() - 1
    odd = denominator >> twos
    fives = round((odd.bit_length() - 1) / log2(5))
    if fives > _MAX_PLACES or 5**fives != odd:
        return None
    places = max(twos, fives)
    if places <= _MAX_PLACES:
        coefficient = value.numerator * 2 ** (places - twos) * 5 ** (places - fives)
        if coefficient.bit_length() <= _MAX_BITS:
            try:
                return EXACT.scaleb(Decimal(coefficient), -places)
            except DecimalException:
                pass
    raise InvalidValueError("fraction", shortened(value.numerator), _TOO_LARGE)


def significant_digits(value: Decimal, decimals: int | None = None) -> int:
    """Count the significant digits of a printed figure: those from the first that is not zero to the last printed.

    Args:
        value: The figure as printed.
        decimals: The decimal places of its series, where the figure itself dropped trailing zeros.

    Example:
        >>> significant_digits(Decimal("0.00008")), significant_digits(Decimal("0.1090"))
        (1, 4)
        >>> significant_digits(Decimal("0.109"), decimals=5)
        5
    """
    if not value:
        return 0
    last = int(value.as_tuple().exponent) if decimals is None else -decimals
    return max(0, value.adjusted() - last + 1)


def add(left: Decimal, right: Decimal) -> Decimal:
    """Add exactly.

    Raises:
        InvalidValueError: The sum is beyond what `EXACT` holds.

    Example:
        >>> add(Decimal("1e30"), Decimal("1e-3"))
        Decimal('1000000000000000000000000000000.001')
    """
    try:
        return EXACT.add(left, right)
    except DecimalException:
        raise InvalidValueError("sum", (left, right), _TOO_LARGE) from None


def subtract(left: Decimal, right: Decimal) -> Decimal:
    """Subtract exactly.

    Raises:
        InvalidValueError: The difference is beyond what `EXACT` holds.

    Example:
        >>> subtract(Decimal("1.10"), Decimal("0.1"))
        Decimal('1.00')
    """
    try:
        return EXACT.subtract(left, right)
    except DecimalException:
        raise InvalidValueError("difference", (left, right), _TOO_LARGE) from None


def multiply(left: Decimal, right: Decimal) -> Decimal:
    """Multiply exactly.

    Raises:
        InvalidValueError: The product is beyond what `EXACT` holds.

    Example:
        >>> multiply(Decimal("0.1"), Decimal("0.30"))
        Decimal('0.030')
    """
    try:
        return EXACT.multiply(left, right)
    except DecimalException:
        raise InvalidValueError("product", (left, right), _TOO_LARGE) from None


def divide_to_unit(numerator: Decimal, denominator: Decimal, /, unit: Decimal, mode: Rounding) -> Decimal:
    """Divide and round once, to the nearest multiple of `unit`.

    The result has the exponent of `unit`, and zero has no sign. Quotients of up to 59 digits take two steps in
    C; longer ones are divided in integers. Both are rounded correctly, ties included.

    Raises:
        InvalidValueError: The denominator is zero, the unit is not greater than zero, or a figure is not finite.

    Example:
        >>> divide_to_unit(Decimal(100), Decimal(3), Decimal("0.01"), Rounding.HALF_EVEN)
        Decimal('33.33')
        >>> divide_to_unit(Decimal("12.38"), Decimal(1), Decimal("0.05"), Rounding.HALF_UP)
        Decimal('12.40')
    """
    if denominator and numerator.is_finite() and denominator.is_finite() and unit.is_finite() and unit > 0:
        try:
            count = _WIDE.divide(numerator, EXACT.multiply(denominator, unit)).quantize(_ONE, mode, _NARROW)
            return EXACT.multiply(count or _ZERO, unit)
        except DecimalException:
            pass
    divisor = as_fraction(denominator, "denominator")
    if not divisor:
        raise InvalidValueError("denominator", denominator, "other than zero")
    return round_to_step(as_fraction(numerator, "numerator") / divisor, unit, mode)
