"""Legs and routes: the rates a conversion uses, in order, each with the direction in which it is used."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Final, final

import attrs

from centralasia.numbers import Ratio, multiply
from centralasia.periods import Period
from centralasia.rates.quotes import ExchangeRate
from centralasia.reference import Currency

__all__ = ["LEGAL_RATIO", "Leg", "Route"]

LEGAL_RATIO: Final = "legal ratio"
"""The source of what ties old and new units of one money."""


@final
@attrs.frozen(kw_only=True)
class Leg:
    """One rate in use.

    Units:
        `age` is in days between the day asked and the day for which the rate was printed.

    Args:
        rate: The rate as its publisher printed it.
        forward: True when the amount goes from the base of the rate to its quote currency.
        age: How many days off the rate is.
        decimals: Printed decimals of its series, where the rate itself states none.

    Example:
        >>> leg = Leg(rate=ExchangeRate(base="USD", quote="KZT", value=500, on="2024-03-01"), forward=False)
        >>> leg.source, leg.target, leg.factor
        (currency('KZT'), currency('USD'), Fraction(1, 500))
    """

    rate: ExchangeRate
    forward: bool
    age: int = 0
    decimals: int | None = None

    @property
    def source(self) -> Currency:
        """The currency that goes in."""
        return self.rate.base if self.forward else self.rate.quote

    @property
    def target(self) -> Currency:
        """The currency that comes out."""
        return self.rate.quote if self.forward else self.rate.base

    @property
    def factor(self) -> Fraction:
        """What an amount is multiplied by, exactly."""
        return self.rate.per_unit if self.forward else 1 / self.rate.per_unit

    @property
    def ratio(self) -> tuple[Decimal, Decimal]:
        """The factor as two figures, the one to be divided by the other."""
        rate = self.rate
        figures = rate.value, Decimal(rate.nominal)
        return figures if self.forward is not rate.inverted else figures[::-1]

    @property
    def limits(self) -> tuple[Fraction, Fraction]:
        """The least and the most the factor can be, by the printed digits of the rate."""
        low, high = self.rate.limits(self.decimals)
        return (low, high) if self.forward else (1 / high, 1 / low)

    def __str__(self) -> str:
        """Write the leg for people."""
        aged = f", {self.age} day{'s' if self.age > 1 else ''} off" if self.age else ""
        return f"{self.source} → {self.target}: {self.rate}{aged}"


@final
@attrs.frozen(kw_only=True, slots=False)
class Route:
    """The way from one currency to another on one day: what is the same for every amount that takes it."""

    source: Currency
    target: Currency
    on: date | Period
    legs: tuple[Leg, ...]
    table: str = ""

    def __getstate__(self) -> dict[str, object]:
        """Travel without what can be worked out again."""
        return {field.name: getattr(self, field.name) for field in attrs.fields(Route)}

    @cached_property
    def factor(self) -> Fraction:
        """What an amount is multiplied by, exactly."""
        return prod((leg.factor for leg in self.legs), start=Fraction(1))

    @cached_property
    def limits(self) -> tuple[Fraction, Fraction]:
        """The least and the most the factor can be, by the printed digits of every rate."""
        lows, highs = zip(*(leg.limits for leg in self.legs), strict=True) if self.legs else ((), ())
        return prod(lows, start=Fraction(1)), prod(highs, start=Fraction(1))

    @cached_property
    def age(self) -> int:
        """Days between the day asked and the day of the least fresh leg."""
        return max((leg.age for leg in self.legs), default=0)

    @cached_property
    def oldest(self) -> int | None:
        """The number of the oldest day for which a rate in use was printed; None where no rate of a day was used."""
        days = [leg.rate.day for leg in self.legs if leg.rate.source != LEGAL_RATIO and not leg.rate.key.over_period]
        return min(days, default=None)

    @cached_property
    def to_minor_unit(self) -> Ratio | None:
        """The factor, ready for many amounts and rounded to the minor unit; None where the target has none."""
        places = self.target.minor_unit
        return None if places is None else self.to_places(places)

    def to_places(self, places: int) -> Ratio:
        """Give the factor, ready for many amounts and rounded to so many decimal places."""
        numerator = denominator = Decimal(1)
        for leg in self.legs:
            above, below = leg.ratio
            numerator, denominator = multiply(numerator, above), multiply(denominator, below)
        return Ratio(numerator, denominator, places=places)
