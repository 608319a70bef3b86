"""Lines: the series that a bulletin prints, when its currencies were money, and what they were worth about then."""

from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import inf, prod
from typing import Final, NamedTuple, final

from centralasia.rates import RateKind, Side
from centralasia.rates.quotes import SeriesKey, series_key
from centralasia.readers.comparisons import level_about
from centralasia.reference import Currency, currencies

__all__ = [
    "HIGH",
    "LOW",
    "METALS",
    "Line",
    "Passage",
    "in_use",
    "level",
    "older_unit",
    "passage",
    "plain_series",
]

LOW: Final = 0.51
HIGH: Final = 1.96
"""How many times what is known a quote may be; one beyond is looked at closely, and within nothing could be found."""
METALS: Final = frozenset({"XAU", "XAG", "XPT", "XPD"})
"""Codes of ISO 4217 that are no money."""

_LATER_THAN_ANY: Final = date.max.toordinal() + 1


Passage = tuple[SeriesKey, int, int, float, float]
"""Key, numbers of the first day and of the first day after, and the prices of one unit between which all is well."""


@final
class Line(NamedTuple):
    """One series of a bulletin, and when both of its currencies were money.

    Attributes:
        key: What its quotes share.
        first: The number of the first day on which both currencies were valid.
        end: The number of the first day on which they are not any more.
    """

    key: SeriesKey
    first: int
    end: int


@lru_cache(maxsize=4_096)
def plain_series(code: str | None, quote: str, kind: RateKind, side: Side, source: str) -> Line | None:
    """Give what `_in_use` does for two codes of money as ISO 4217 writes them; None for all others."""
    known = currencies()
    if code is None or code not in known or quote not in known or code == quote or code in METALS or quote in METALS:
        return None
    return in_use(known[code], known[quote], kind, side, source)


def in_use(base: Currency, quote: Currency, kind: RateKind, side: Side, source: str) -> Line:
    """Give the key of a series, and between which day numbers both of its currencies were valid."""
    both = (base, quote)
    starts = [each.valid_from.toordinal() for each in both if each.valid_from is not None]
    ends = [each.valid_until.toordinal() + 1 for each in both if each.valid_until is not None]
    key = series_key(base, quote, False, kind, side, source, False)  # noqa: FBT003 (the fields of a key)
    return Line(key, max(starts, default=0), min(ends, default=_LATER_THAN_ANY))


def older_unit(money: Currency, on: date) -> Currency | None:
    """Give the older unit of a money that was valid on a day before it was introduced itself."""
    older = money.predecessor
    while older is not None and not older.is_valid(on):
        older = older.predecessor
    return older


@lru_cache(maxsize=65_536)
def level(base: Currency, quote: Currency, about: int) -> float | None:
    """Give what a pair was worth about the day numbers that begin at 128 times `about`; None where nobody knows."""
    known = level_about(base, quote, about << 7)
    return None if not known else float(prod((each.per_unit for each in known), start=Fraction(1)))


@lru_cache(maxsize=65_536)
def passage(code: str | None, quote: str, source: str, about: int, kind: RateKind, side: Side) -> Passage | None:
    """Give the days and the prices between which nothing is to be found about a quote; None where that is not known.

    Args:
        code: The currency that is priced.
        quote: The currency of the price.
        source: The publisher.
        about: A day number divided by 128.
        kind: What it is a price of.
        side: Mid, or the side of the market.
    """
    line = plain_series(code, quote, kind, side, source)
    if line is None:
        return None
    known = level(line.key.base, line.key.quote, about)
    low, high = (0.0, inf) if known is None else (LOW * known, HIGH * known)
    return line.key, max(about << 7, line.first), min((about + 1) << 7, line.end), low, high
