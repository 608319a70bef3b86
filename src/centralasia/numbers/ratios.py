"""Ratios made ready for many amounts: each product is exact and rounded once."""

from decimal import Decimal, DecimalException
from typing import final

from centralasia.numbers.exact import _NARROW, _WIDE, EXACT, divide_to_unit, multiply
from centralasia.numbers.rounding import Rounding

__all__ = ["Ratio"]

_times = EXACT.multiply
_over = _WIDE.divide


@final
class Ratio:
    """A ratio of two figures to multiply amounts with, each product rounded once to so many decimal places.

    What does not depend on the amount is done when the ratio is made. The result is that of `divide_to_unit`.

    Args:
        numerator: What amounts are multiplied with.
        denominator: What they are divided by; not zero.
        places: The decimal places of the results.

    Example:
        >>> Ratio(Decimal(1), Decimal(3), places=2).times(Decimal(100), Rounding.HALF_EVEN)
        Decimal('33.33')
    """

    __slots__ = ("_denominator", "_numerator", "_unit", "_zero")

    def __init__(self, numerator: Decimal, denominator: Decimal, *, places: int) -> None:
        """Prepare what does not depend on the amount."""
        self._numerator = numerator
        self._denominator = denominator
        self._unit = Decimal((0, (1,), -places))
        self._zero = Decimal((0, (0,), -places))

    def times(self, amount: Decimal, mode: str) -> Decimal:
        """Multiply an amount, and round the product once.

        Args:
            amount: A finite amount.
            mode: The value of a `Rounding`; as plain text it is read by the decimal module in half the time.

        Raises:
            InvalidValueError: The product is beyond what `EXACT` holds.
        """
        try:
            product = _over(_times(amount, self._numerator), self._denominator).quantize(self._unit, mode, _NARROW)
        except DecimalException:
            product = divide_to_unit(multiply(amount, self._numerator), self._denominator, self._unit, Rounding(mode))
        return product or self._zero  # a zero has no sign
