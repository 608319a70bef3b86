"""Conversions: the amount that comes out, exactly and rounded, how wide it is, and which rates made it."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any, Final, final

import attrs

from centralasia.errors import InvalidValueError, RoundingNeededError
from centralasia.money import Money
from centralasia.money.amounts import make_money
from centralasia.numbers import MAX_PLACES, Rounding, exact_decimal, round_fraction, rounding
from centralasia.periods import Period
from centralasia.rates.quotes import places_of
from centralasia.rates.routes import Leg, Route

__all__ = ["Conversion", "MoneyRange", "converted"]

_HALF_EVEN: Final = Rounding.HALF_EVEN


@final
@attrs.frozen
class MoneyRange:
    """The least and the most an amount can be.

    Example:
        >>> MoneyRange(Money.of("1.10", "USD"), Money.of("1.20", "USD"))
        MoneyRange(low=Money.of('1.10', 'USD'), high=Money.of('1.20', 'USD'))
    """

    low: Money
    high: Money

    def __attrs_post_init__(self) -> None:
        """Check that these are ends.

        Raises:
            CurrencyMismatchError: the ends are of two currencies.
            InvalidValueError: the high end lies below the low one.
        """
        if self.high < self.low:
            raise InvalidValueError("high", self.high, f"at least {self.low}")

    def __contains__(self, money: Money) -> bool:
        """Say whether an amount lies between the ends, both included."""
        return self.low <= money <= self.high

    def __str__(self) -> str:
        """Write the ends."""
        return f"{self.low} to {self.high}"


@final
@attrs.frozen(kw_only=True, weakref_slot=False)
class Conversion:
    """An amount in another currency, with everything needed to defend it.

    Example:
        >>> from centralasia import convert
        >>> done = convert(Money.of("1000000", "KZT"), "USD", on="2023")
        >>> done.money, done.age, [leg.rate.source for leg in done.legs]
        (Money.of('2192.19', 'USD'), 0, ['WDI-2025-07-01'])
    """

    money: Money
    """The amount, rounded as asked."""
    original: Money
    """The amount that was converted."""
    route: Route
    """The way it took, the same for every amount."""

    @property
    def exact(self) -> Fraction:
        """The amount before rounding."""
        return Fraction(self.original.amount) * self.route.factor

    @property
    def bounds(self) -> MoneyRange:
        """The least and the most the amount can be by the printed digits of every rate, rounded outward."""
        low, high = sorted(Fraction(self.original.amount) * limit for limit in self.route.limits)
        places = max(places_of(self.money.amount), self.money.currency.minor_unit or 0)
        ends = round_fraction(low, places, Rounding.FLOOR), round_fraction(high, places, Rounding.CEILING)
        return MoneyRange(*(Money(end, self.money.currency) for end in ends))

    @property
    def legs(self) -> tuple[Leg, ...]:
        """The rates used, in order, each with the direction in which it was used."""
        return self.route.legs

    @property
    def on(self) -> date | Period:
        """The day or period asked for."""
        return self.route.on

    @property
    def age(self) -> int:
        """Days between the day asked and the day of the least fresh rate."""
        return self.route.age

    def explain(self) -> str:
        """Say in words which rates were used, of which day, and how wide the answer is."""
        lines = [f"{self.original:,} = {self.money:,} on {self.on}"]
        lines += [f"  {place}. {leg}" for place, leg in enumerate(self.legs, 1)]
        if not self.legs:
            lines.append("  the same currency: no rate was used")
        low, high = self.route.limits
        if low == high:
            lines.append("  exact: no rate was rounded")
        else:
            bounds = self.bounds
            lines.append(f"  by the printed digits of the rates: {bounds.low:,} to {bounds.high:,}")
        if self.route.table:
            lines.append(f"  from {self.route.table}")
        if self.age:
            lines.append(f"  the least fresh rate is {self.age} day{'s' if self.age > 1 else ''} off")
        return "\n".join(lines)

    def __str__(self) -> str:
        """Explain."""
        return self.explain()


class _Draft:
    """The layout of `Conversion` without the lock: setting its fields takes a tenth of what a frozen class needs."""

    __slots__ = ("money", "original", "route")


def converted(money: Money, route: Route, mode: Rounding | str | None, places: int | None) -> Conversion:
    """Take an amount along a route: one exact product, one rounding.

    Raises:
        RoundingNeededError: no rounding and no finite result, or no minor unit and no places.
    """
    if mode is None:
        amount = _unrounded(Fraction(money.amount) * route.factor, None if places is None else _checked(places))
    else:
        ratio = route.to_minor_unit if places is None else route.to_places(_checked(places))
        if ratio is None:
            raise RoundingNeededError(f"an amount of {route.target}, which has no minor unit,", 0, "say places=")
        amount = ratio.times(money.amount, ROUND_HALF_EVEN if mode is _HALF_EVEN else rounding(mode).value)
    done: Any = _Draft()
    done.money = make_money(amount, route.target)
    done.original = money
    done.route = route
    done.__class__ = Conversion
    return done  # type: ignore[no-any-return]  # it has just become one


def _checked(places: int) -> int:
    if isinstance(places, bool) or not isinstance(places, int) or abs(places) > MAX_PLACES:
        raise InvalidValueError("places", places, f"a whole number of decimals, at most {MAX_PLACES:,}")
    return places


def _unrounded(value: Fraction, places: int | None) -> Decimal:
    amount = exact_decimal(value)
    if amount is None or (places is not None and round_fraction(value, places, Rounding.DOWN) != value):
        hint = "name a rounding, or take .exact of a rounded conversion"
        raise RoundingNeededError(value, places, hint)
    return amount
