"""Corruptions that only show beside other quotes of the day, another kind of rate, or a calendar."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Final, TypeAlias

import centralasia as ca
from centralasia.testing.changes import moved, price_of, with_figure
from centralasia.testing.corruptions import series_of
from centralasia.testing.extra import shown_as_called, st
from centralasia.testing.faults import Corrupted, Fault, Way, grouped
from centralasia.testing.mixups import Rates, corrupted_by

__all__ = [
    "inconsistent_pairs",
    "inconsistent_triangles",
    "inverse_pair_inconsistent",
    "kinds_mixed",
    "missing_bulletins",
    "no_bulletin",
    "official_quotes",
    "triangle_inconsistent",
]

_Limits: TypeAlias = tuple[Fraction, Fraction]

_SLIGHT: Final = (Fraction(51, 50), Fraction(49, 50))  # less than a spike is
_APART: Final = Fraction(11, 10)  # how many times the official figure another one is at least, or the reverse
_PAIR: Final = 2


@shown_as_called
def no_bulletin(rates: "Iterable[ca.ExchangeRate]") -> st.SearchStrategy[Corrupted]:
    """Leave a bulletin out, all of its quotes, though the calendar of its publisher has one of that day.

    A bulletin is of a `source` and a day, and has others before and after it. Publishers without a calendar, and days
    of which theirs does not tell, are left alone. `rows` are the quotes that come next in the same series.

    Source:
        The calendars are those of `centralasia.reference.publication_calendars`.

    Raises:
        MissingExtraError: Days off matter to a calendar and the package holidays is not installed.

    Example:
        >>> from hypothesis import find
        >>> dollar = [ca.ExchangeRate(base="USD", quote="KZT", value="450", on=f"2024-03-0{day}", source="nbk")
        ...     for day in (1, 2, 3)]
        >>> find(no_bulletin(dollar), lambda _: True).rates == (dollar[0], dollar[2])
        True
    """
    return corrupted_by(missing_bulletins, rates, "no-bulletin")


@shown_as_called
def inverse_pair_inconsistent(rates: "Iterable[ca.ExchangeRate]") -> st.SearchStrategy[Corrupted]:
    """Move one of two quotes of a pair that are printed the one way and the other, by a fiftieth.

    The two are of one source, kind, side and day; only such are moved as agree by their printed precision and will not
    afterwards.

    Example:
        >>> from hypothesis import find
        >>> both = [ca.ExchangeRate(base="USD", quote="KZT", value="400.00", on="2019-03-01"),
        ...     ca.ExchangeRate(base="KZT", quote="USD", value="0.00250", on="2019-03-01")]
        >>> find(inverse_pair_inconsistent(both), lambda _: True).rates[0].value
        Decimal('408.00')
    """
    return corrupted_by(inconsistent_pairs, rates, "inverse-pair-inconsistent")


@shown_as_called
def triangle_inconsistent(rates: "Iterable[ca.ExchangeRate]") -> st.SearchStrategy[Corrupted]:
    """Move one of three quotes that lead from a currency over two others back to it, by a fiftieth.

    The three are of one source, kind, side and day; only such are moved as agree by their printed precision and will
    not afterwards. A quote that is printed the other way round, too, is left alone: the two would tell.

    Example:
        >>> from hypothesis import find
        >>> three = [ca.ExchangeRate(base=base, quote=quote, value=value, on="2019-03-01")
        ...     for base, quote, value in (("USD", "KZT", "400.00"), ("EUR", "KZT", "450.00"), ("EUR", "USD", "1.125"))]
        >>> find(triangle_inconsistent(three), lambda _: True).rates[0].value
        Decimal('408.00')
    """
    return corrupted_by(inconsistent_triangles, rates, "triangle-inconsistent")


@shown_as_called
def kinds_mixed(rates: "Iterable[ca.ExchangeRate]") -> st.SearchStrategy[Corrupted]:
    """Put the official figure into a market, cash or parallel series of the same pair and day.

    Figures within a tenth of each other are left alone.

    Example:
        >>> from hypothesis import find
        >>> sum_ = [ca.ExchangeRate(base="USD", quote="UZS", value=value, kind=kind, on="2017-08-30")
        ...     for kind, value in (("official", "4210.35"), ("parallel", "7700"))]
        >>> str(find(kinds_mixed(sum_), lambda _: True).rates[1].value)
        '4210.35'
    """
    return corrupted_by(official_quotes, rates, "kinds-mixed")


def missing_bulletins(given: Rates) -> Way:
    """Leave bulletins out that a calendar expects, each from the place of its first quote on."""
    calendars = ca.reference.publication_calendars()
    bulletins = grouped(given, lambda rate: (rate.source, rate.on))
    first = {places[0]: places for places in bulletins.values()}
    later = {places[at]: places[at + 1] for places in series_of(given) for at in range(len(places) - 1)}
    preceded = set(later.values())

    def choices(place: int) -> tuple[int, ...]:
        places, rate = first.get(place, []), given[place]
        is_inside = any(each in later and each in preceded for each in places)
        if not is_inside or rate.source not in calendars or not isinstance(rate.on, date):
            return ()
        return (0,) if calendars[rate.source].publishes_on(rate.on) else ()

    def fault(place: int, _: int) -> "Fault[ca.ExchangeRate]":
        nexts = [later[each] for each in first[place] if each in later]
        return {each: (given[each],) for each in nexts} | dict.fromkeys(first[place], ())

    return Way(choices, fault)


def inconsistent_pairs(given: Rates) -> Way:
    """Move quotes away from what the quote the other way round says."""
    others = _pairs(given)

    def changes(place: int) -> "list[ca.ExchangeRate]":
        if place not in others:
            return []
        other = given[others[place]]
        return _no_longer(given[place], _between(other, given[place].base, given[place].quote))

    return Way.of_changes(changes)


def inconsistent_triangles(given: Rates) -> Way:
    """Move quotes away from what two others make."""
    reports = grouped(given, _report_of)
    paired = _pairs(given)
    pairs = {
        report: {frozenset([given[place].base, given[place].quote]): place for place in places}
        for report, places in reports.items()
    }

    def crosses(rate: "ca.ExchangeRate") -> Iterator[_Limits]:
        known = pairs[_report_of(rate)]
        over = dict.fromkeys(money for pair in known for money in pair if money not in {rate.base, rate.quote})
        for money in over:
            legs = [known.get(frozenset([rate.base, money])), known.get(frozenset([money, rate.quote]))]
            if None not in legs:
                one, other = [given[leg] for leg in legs if leg is not None]
                here, there = _between(one, rate.base, money), _between(other, money, rate.quote)
                yield here[0] * there[0], here[1] * there[1]

    def changes(place: int) -> "list[ca.ExchangeRate]":
        if place in paired:
            return []
        found = [_no_longer(given[place], limits) for limits in crosses(given[place])]
        return found[0] if found else []

    return Way.of_changes(changes)


def official_quotes(given: Rates) -> Way:
    """Give the quotes of other kinds the official figure of their day."""
    official = ca.rates.RateKind.OFFICIAL
    known = grouped(given, lambda rate: (rate.base, rate.quote, rate.inverted, rate.on))

    def changes(place: int) -> "list[ca.ExchangeRate]":
        rate = given[place]
        if rate.kind is official:
            return []
        beside = [given[each] for each in known[rate.base, rate.quote, rate.inverted, rate.on]]
        others = [each for each in beside if each.kind is official]
        return [with_figure(rate, each.value, each.nominal) for each in others if _are_apart(rate, each)]

    return Way.of_changes(changes)


def _pairs(given: Rates) -> dict[int, int]:
    """Give the place of the quote the other way round, where a report has the two."""
    found: dict[int, int] = {}
    for places in grouped(given, lambda rate: (_report_of(rate), frozenset([rate.base, rate.quote]))).values():
        if len(places) == _PAIR and _priced(given[places[0]]) is not _priced(given[places[1]]):
            found |= {places[0]: places[1], places[1]: places[0]}
    return found


def _report_of(rate: "ca.ExchangeRate") -> tuple[object, ...]:
    return rate.source, rate.kind, rate.side, rate.on


def _priced(rate: "ca.ExchangeRate") -> "ca.Currency":
    """Give the currency of which the printed figure is the price."""
    return rate.quote if rate.inverted else rate.base


def _between(rate: "ca.ExchangeRate", base: "ca.Currency", quote: "ca.Currency") -> _Limits:
    """Give the bounds of a price as that of one currency in another, whichever way round the rate has them."""
    return (rate if (rate.base, rate.quote) == (base, quote) else rate.inverse()).limits()


def _no_longer(rate: "ca.ExchangeRate", limits: _Limits) -> "list[ca.ExchangeRate]":
    """Move a rate that agrees with bounds to where it does not."""
    if not _meet(rate.limits(), limits):
        return []
    wrong = [moved(rate, factor) for factor in _SLIGHT]
    return [each for each in wrong if each is not None and not _meet(each.limits(), limits)]


def _meet(one: _Limits, other: _Limits) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _are_apart(one: "ca.ExchangeRate", other: "ca.ExchangeRate") -> bool:
    prices = price_of(one), price_of(other)
    return max(prices) >= _APART * min(prices)
