"""Quotes that look inverted: 0.0022 KZT per USD where everybody else says 456 is somebody's USD per KZT."""

from collections.abc import Iterable
from fractions import Fraction
from math import log
from typing import Literal, Protocol
from warnings import warn

from centralasia.errors import CentralAsiaWarning, InvalidValueError
from centralasia.rates.quotes import ExchangeRate
from centralasia.reference import Currency

__all__ = ["InvertedQuotes", "InvertedRateWarning", "check_direction", "looks_inverted"]

InvertedQuotes = Literal["refuse", "flag"]
"""What to do with a quote that looks inverted."""

_FAR = 3
"""How many times closer to the inverse than to the reference itself a quote must lie, in log terms."""
_APART = 2
"""How many times more or less than the reference a quote must at least be: near parity nothing can be told."""


class InvertedRateWarning(CentralAsiaWarning):
    """A quote looks inverted against a reference."""


class _Rates(Protocol):
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
    level, mine = log(known), log(rate.per_unit)
    return abs(mine - level) > max(_FAR * abs(mine + level), log(_APART))


def check_direction(rates: Iterable[ExchangeRate], reference: _Rates, inverted: InvertedQuotes) -> None:
    """Compare each quote with the quote of a reference nearest to it in time.

    Raises:
        InvalidValueError: a quote looks inverted, and `inverted` is "refuse".
    """
    known: dict[tuple[Currency, Currency], tuple[ExchangeRate, ...]] = {}
    for rate in rates:
        pair = rate.base, rate.quote
        if pair not in known:
            known[pair] = reference.series(*pair)
        if not known[pair]:
            continue
        nearest = min(known[pair], key=lambda each: abs(each.day - rate.day))
        if looks_inverted(rate, nearest):
            if inverted == "refuse":
                hint = f"it looks inverted beside {nearest}; swap base and quote, or say inverted='flag'"
                raise InvalidValueError("rates", str(rate), "in the direction of the reference", hint)
            warn(f"{rate} looks inverted beside {nearest}", InvertedRateWarning, stacklevel=4)
