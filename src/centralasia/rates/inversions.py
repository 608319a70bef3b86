"""Quotes that look inverted: 0.0022 KZT per USD where everybody else says 456 is somebody's USD per KZT."""

from bisect import bisect_left
from collections.abc import Iterable
from fractions import Fraction
from math import log, prod
from typing import Literal, Protocol, final
from warnings import warn

from centralasia.errors import CentralAsiaWarning, InvalidValueError
from centralasia.periods import Period
from centralasia.rates.quotes import ExchangeRate
from centralasia.reference import Currency

__all__ = ["InvertedQuotes", "InvertedRateWarning", "Levels", "check_direction", "looks_inverted"]

InvertedQuotes = Literal["refuse", "flag"]
"""What to do with a quote that looks inverted."""

_FAR = 3
"""How many times closer to the inverse than to the reference itself a quote must lie, in log terms."""
_APART = 2
"""How many times more or less than the reference a quote must at least be: near parity nothing can be told."""


class InvertedRateWarning(CentralAsiaWarning):
    """A quote looks inverted against a reference."""


class _Rates(Protocol):
    @property
    def currencies(self) -> tuple[Currency, ...]: ...

    def series(self, base: Currency, quote: Currency) -> tuple[ExchangeRate, ...]: ...


def looks_inverted(rate: ExchangeRate, reference: ExchangeRate | Fraction) -> bool:
    """Say whether a rate lies much closer to the inverse of a reference than to the reference.

    A pair near parity cannot be told apart and never looks inverted.

    Args:
        rate: The rate in doubt.
        reference: A rate of the same pair, or units of its quote currency per unit of its base.

    Example:
        >>> wrong = ExchangeRate(base="USD", quote="KZT", value="0.00216", on="2022-03-01", source="made up")
        >>> looks_inverted(wrong, Fraction(460))
        True
    """
    known = reference.per_unit if isinstance(reference, ExchangeRate) else reference
    level, mine = _log(known), _log(rate.per_unit)
    return abs(mine - level) > max(_FAR * abs(mine + level), log(_APART))


def _log(value: Fraction) -> float:
    """Take the logarithm of a fraction of any size, beyond that of floats."""
    return log(value.numerator) - log(value.denominator)


@final
class Levels:
    """What a table of rates takes a pair to be worth about a day: the nearest quotes, crossed once if need be.

    Example:
        >>> from centralasia import embedded_rates
        >>> from centralasia.reference import currency
        >>> levels = Levels(embedded_rates())
        >>> [str(rate.on) for rate in levels.near(currency("EUR"), currency("KZT"), 738644)]
        ['2023', '2023']
    """

    def __init__(self, reference: _Rates) -> None:
        """Take the table to compare with; its series are read when they are first needed."""
        self._reference = reference
        self._known: dict[tuple[Currency, Currency], tuple[list[int], list[ExchangeRate]]] = {}
        self._between: dict[tuple[Currency, Currency], Currency | None] = {}

    def near(self, base: Currency, quote: Currency, day: int) -> tuple[ExchangeRate, ...]:
        """Give the one or two quotes that lead from base to quote, nearest in time; none where nothing leads there."""
        direct = self._nearest(base, quote, day)
        if direct is not None:
            return (direct,)
        if (base, quote) not in self._between:
            self._between[base, quote] = self._found_between(base, quote)
        between = self._between[base, quote]
        if between is None:
            return ()
        legs = self._nearest(base, between, day), self._nearest(between, quote, day)
        return tuple(leg for leg in legs if leg is not None)

    def _found_between(self, base: Currency, quote: Currency) -> Currency | None:
        """Find the first currency by name that is quoted with both; it is the same on all days."""
        for between in self._reference.currencies:
            if self._nearest(base, between, 1) is not None and self._nearest(between, quote, 1) is not None:
                return between
        return None

    def _nearest(self, base: Currency, quote: Currency, day: int) -> ExchangeRate | None:
        if (base, quote) not in self._known:
            found = sorted(self._reference.series(base, quote), key=_middle)
            self._known[base, quote] = [_middle(rate) for rate in found], found
        days, rates = self._known[base, quote]
        place = bisect_left(days, day)
        around = range(max(place - 1, 0), min(place + 1, len(days)))
        return min((rates[each] for each in around), key=lambda rate: abs(_middle(rate) - day), default=None)


def _middle(rate: ExchangeRate) -> int:
    return rate.day + rate.on.days // 2 if isinstance(rate.on, Period) else rate.day


def check_direction(rates: Iterable[ExchangeRate], reference: _Rates, inverted: InvertedQuotes) -> None:
    """Compare each quote with the quotes of a reference nearest to it in time.

    Raises:
        InvalidValueError: a quote looks inverted, and `inverted` is "refuse".
    """
    levels = Levels(reference)
    for rate in rates:
        known = levels.near(rate.base, rate.quote, rate.day)
        if not known or not looks_inverted(rate, prod((each.per_unit for each in known), start=Fraction(1))):
            continue
        beside = " and ".join(map(str, known))
        if inverted == "refuse":
            hint = f"it looks inverted beside {beside}; swap base and quote, or say inverted='flag'"
            raise InvalidValueError("rates", str(rate), "in the direction of the reference", hint)
        warn(f"{rate} looks inverted beside {beside}", InvertedRateWarning, stacklevel=4)
