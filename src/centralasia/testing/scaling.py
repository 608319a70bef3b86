"""Amounts and quantities made larger or smaller, as slips make them, and whether two figures are near each other."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final

import centralasia as ca

__all__ = ["are_apart", "are_near", "scaled", "shifted"]

_NEAR: Final = Fraction(6, 5)


def scaled(amount: "ca.Money", factor: Fraction) -> "ca.Money":
    """Give so many times an amount, in the digits it is printed with or the minor unit.

    Example:
        >>> scaled(ca.Money.of("120.5", "USD"), Fraction(2, 3)), scaled(ca.Money.of(3, "KRW"), Fraction(1, 2))
        (Money.of('80.33', 'USD'), Money.of('2', 'KRW'))
    """
    printed = -int(amount.amount.as_tuple().exponent)
    places = max(printed, amount.currency.minor_unit or 0)
    value = ca.numbers.round_fraction(Fraction(amount.amount) * factor, places, ca.Rounding.HALF_EVEN)
    exact = ca.numbers.exact_decimal(Fraction(value))
    return ca.Money(value if exact is None else exact, amount.currency)


def shifted(amount: "ca.Money", power: int) -> "ca.Money":
    """Give an amount with its decimal mark shifted, exactly.

    Example:
        >>> shifted(ca.Money.of("120.5", "USD"), 3), shifted(ca.Money.of(3, "USD"), -6)
        (Money.of('120500', 'USD'), Money.of('0.000003', 'USD'))
    """
    return ca.Money(Decimal(f"{ca.numbers.EXACT.scaleb(amount.amount, power):f}"), amount.currency)


def are_near(one: Fraction, others: Iterable[Fraction], times: Fraction = _NEAR) -> bool:
    """Tell whether a figure lies within a factor of one of several, a fifth more or less when no factor is given.

    Example:
        >>> are_near(Fraction(10), [Fraction(3), Fraction(11)]), are_near(Fraction(10), [Fraction(13)])
        (True, False)
    """
    return any(one > 0 and other > 0 and not are_apart(one, other, times) for other in others)


def are_apart(one: Fraction, other: Fraction, times: Fraction) -> bool:
    """Tell whether one figure is so many times the other at least.

    Example:
        >>> are_apart(Fraction(2), Fraction(1), Fraction(2))
        True
    """
    return max(one, other) >= times * min(one, other)
