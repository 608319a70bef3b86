"""Fractions made ready for many amounts: each is multiplied exactly and rounded once."""

from decimal import Decimal, DecimalException
from fractions import Fraction
from typing import final

from centralasia.numbers.exact import _NARROW, _ONE, _WIDE, _ZERO, EXACT, divide_to_unit, multiply
from centralasia.numbers.rounding import Rounding

__all__ = ["Ratio"]

_times = EXACT.multiply
_over = _WIDE.divide


@final
class Ratio:
    """A fraction to multiply amounts with, each product rounded once to a multiple of a unit.

    What does not depend on the amount is done when the ratio is made. The result is that of `divide_to_unit`.

    Args:
        fraction: What amounts are multiplied with.
        unit: What products are rounded to, such as ``Decimal("0.01")``.

    Example:
        >>> third = Ratio(Fraction(1, 3), Decimal("0.01"))
        >>> third.times(Decimal(100), Rounding.HALF_EVEN)
        Decimal('33.33')
    """

    __slots__ = ("_denominator", "_numerator", "_per_unit", "_unit")

    def __init__(self, fraction: Fraction, unit: Decimal) -> None:
        """Prepare what does not depend on the amount."""
        self._numerator = Decimal(fraction.numerator)
        self._denominator = Decimal(fraction.denominator)
        self._per_unit = multiply(self._denominator, unit)
        self._unit = unit

    def times(self, amount: Decimal, mode: str) -> Decimal:
        """Multiply an amount, and round the product once.

        Args:
            amount: A finite amount.
            mode: The value of a `Rounding`; as plain text it is read by the decimal module in half the time.

        Raises:
            InvalidValueError: The product is beyond what `EXACT` holds.
        """
        try:
            count = _over(_times(amount, self._numerator), self._per_unit).quantize(_ONE, mode, _NARROW)
            return _times(count or _ZERO, self._unit)
        except DecimalException:
            return divide_to_unit(multiply(amount, self._numerator), self._denominator, self._unit, Rounding(mode))
