"""Finding the rate, or the chain of rates, that leads from one currency to another on one day."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache, partial
from itertools import pairwise
from operator import itemgetter
from typing import final

import attrs

from centralasia.periods import Frequency, Period, period_of
from centralasia.rates.policies import LastKnown, Policy, Timeline
from centralasia.rates.quotes import OVER_A_PERIOD, ExchangeRate, RateKind, SeriesKey, Side
from centralasia.rates.routes import LEGAL_RATIO, Leg, Route
from centralasia.rates.search import best_path
from centralasia.rates.series import Series, average_over
from centralasia.reference import Currency

__all__ = ["READ_A_BULLETIN", "TAKE_THE_AVERAGE", "Finder", "Request", "attempts", "family", "is_current"]

_ATTEMPTS: tuple[tuple[RateKind, ...], ...] = (
    (RateKind.OFFICIAL,),
    (RateKind.MARKET,),
    (RateKind.OFFICIAL, RateKind.MARKET),
    (RateKind.CASH,),
)
_RANKS = {kind: place for place, kind in enumerate(RateKind)}
_WITHIN = (Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.HALF_YEARLY, Frequency.ANNUAL)
_SERIES_SHOWN = 4
TAKE_THE_AVERAGE = "pass kind='average' to take the average of the period around it"
READ_A_BULLETIN = "for daily rates read a bulletin with read_rates and convert with its table"
_EVER = LastKnown(days=date.max.toordinal())

_Edge = Callable[[Currency, Currency], Sequence[Leg]]
"""Gives the legs that join two currencies, the best first; as many as the limit on skew may have to choose from."""


@final
@attrs.frozen
class Request:
    """What is asked of a table."""

    source: Currency
    target: Currency
    on: date | Period
    policy: Policy
    kind: RateKind | None

    @property
    def pair(self) -> str:
        """The pair, for messages."""
        return f"{self.source}/{self.target}"


@final
@attrs.frozen(slots=False)
class Finder:
    """Answers requests from the series of one table."""

    _series: Mapping[SeriesKey, Series]
    _ways: dict[tuple[Currency, Currency], tuple[Currency, ...] | None] = attrs.field(init=False, factory=dict)

    @property
    def series(self) -> Mapping[SeriesKey, Series]:
        """The series of the table."""
        return self._series

    @cached_property
    def _pairs(self) -> Mapping[tuple[Currency, Currency], list[tuple[Series, bool]]]:
        """For each ordered pair the series that lead from the one to the other, and whether forward."""
        pairs: defaultdict[tuple[Currency, Currency], list[tuple[Series, bool]]] = defaultdict(list)
        for key, series in self._series.items():
            if key.side is not Side.ASK:
                pairs[key.base, key.quote].append((series, True))
            if key.side is not Side.BID:
                pairs[key.quote, key.base].append((series, False))
        return dict(pairs)

    @cached_property
    def _beside(self) -> Mapping[Currency, set[Currency]]:
        """For each currency those it is quoted in, or that are quoted in it."""
        found: defaultdict[Currency, set[Currency]] = defaultdict(set)
        for key in self._series:
            found[key.base].add(key.quote)
            found[key.quote].add(key.base)
        return dict(found)

    @cached_property
    def _onward(self) -> Mapping[Currency, list[Currency]]:
        """For each currency those beside it from which a chain can go on, and not only end."""
        beside = self._beside
        return {each: [other for other in others if len(beside[other]) > 1] for each, others in beside.items()}

    def direct(self, wanted: Request) -> Leg | None:
        """Find the one rate of this very pair."""
        for edge in self._edges(wanted):
            legs = edge(wanted.source, wanted.target)
            if legs:
                return legs[0]
        return None

    def route(self, wanted: Request, table: str = "") -> Route | None:
        """Find the chain of rates with the freshest worst leg, then the fewest legs, then the first names."""
        legs = [] if wanted.source is wanted.target else self._legs(wanted)
        if legs is None:
            return None
        return Route(source=wanted.source, target=wanted.target, on=wanted.on, legs=tuple(legs), table=table)

    def _legs(self, wanted: Request) -> list[Leg] | None:
        skew = wanted.policy.skew
        only = self.only_way(wanted.source, wanted.target) if skew is None else None
        for edge in self._edges(wanted):
            if only is None:
                legs = best_path(wanted.source, wanted.target, self._around(wanted, edge), skew)
            elif all(is_current(each, wanted.on) for each in only[1:-1]):
                found = [edge(one, other) for one, other in pairwise(only)]
                legs = [each[0] for each in found] if all(found) else None
            else:
                legs = None
            if legs is not None:
                return legs
        return None

    def only_way(self, source: Currency, target: Currency) -> tuple[Currency, ...] | None:
        """Give the currencies of the one path there can be, whatever the day, or None where there is a choice.

        In a table of one publisher every currency is quoted in the same one, and nothing has to be searched for. The
        path is there on days on which what stands in the middle of it `is_current`.

        Args:
            source: Where it starts.
            target: Where it ends.
        """
        pair = source, target
        if pair not in self._ways:
            self._ways[pair] = self._found_only_way(*pair)
        return self._ways[pair]

    def _found_only_way(self, source: Currency, target: Currency) -> tuple[Currency, ...] | None:
        first, last = family(source), family(target)
        others = {*first, *last} - {source, target}
        if target in first or not others.isdisjoint(self._beside):
            return None
        before, after = self._beside.get(source, set()), self._beside.get(target, set())
        if before == {target} or after == {source}:
            return source, target
        if before == after and len(before) == 1:
            return source, *before, target
        return None

    def _around(self, wanted: Request, edge: _Edge) -> Callable[[Currency], Iterator[Leg]]:
        """Give the legs that lead away from a currency.

        Old and new units of one money are tied by the legal ratio alone, at the ends of a chain; in the middle stands
        only the unit that was current, so that a quote of the old money never meets one of the new.
        """
        first, last = family(wanted.source), family(wanted.target)

        def legs(here: Currency) -> Iterator[Leg]:
            if here in last:
                yield _ratio_leg(here, wanted.target)
                return
            if here is wanted.source:
                yield from (_ratio_leg(here, other) for other in first if other is not here)
            for there in self._onward.get(here, ()):
                if there not in first and there not in last and is_current(there, wanted.on):
                    yield from edge(here, there)
            for there in last:
                yield from edge(here, there)

        return legs

    def _edges(self, wanted: Request) -> Iterator[_Edge]:
        """Give, in order of preference, ways of telling which leg joins two currencies."""
        on, kind, policy = wanted.on, wanted.kind, wanted.policy
        if isinstance(on, Period):
            yield from self._edges_of_period(on, kind, policy)
        elif kind not in OVER_A_PERIOD:
            for kinds in attempts(kind):
                yield self._on_day(on, kinds, policy)
        if kind is RateKind.AVERAGE or (kind is RateKind.END_OF_PERIOD and not isinstance(on, Period)):
            for span in _around(on):
                if kind is RateKind.AVERAGE or span.end == on:
                    yield partial(self._over, span=span, kind=kind)

    def _edges_of_period(self, on: Period, kind: RateKind | None, policy: Policy) -> Iterator[_Edge]:
        if kind is RateKind.END_OF_PERIOD:
            yield partial(self._over, span=on, kind=kind)
            for kinds in _ATTEMPTS:
                yield self._on_day(on.end, kinds, policy)
            return
        published = kind in (None, RateKind.AVERAGE)
        if published:
            yield partial(self._over, span=on, kind=RateKind.AVERAGE)
        for kinds in attempts(None if published else kind):
            yield self._averaged(on, kinds, policy, published=published)

    def _on_day(self, on: date, kinds: tuple[RateKind, ...], policy: Policy) -> _Edge:
        day = on.toordinal()

        def edge(one: Currency, other: Currency) -> Sequence[Leg]:
            answers: list[tuple[tuple[int, int, str, str], Series, int, bool]] = []
            for series, forward in self._pairs.get((one, other), ()):
                key = series.key
                if key.over_period or key.kind not in kinds:
                    continue
                found = policy.pick(series, day)
                if found is None:
                    continue
                place, age = found
                rank = age, _RANKS[key.kind], key.source, key.side
                answers.append((rank, series, place, forward))
            answers.sort(key=itemgetter(0))
            wanted = answers[:1] if policy.skew is None else answers
            return [_leg(series, series.rates[place], forward=way, age=rank[0]) for rank, series, place, way in wanted]

        return edge

    def _over(self, one: Currency, other: Currency, *, span: Period, kind: RateKind) -> Sequence[Leg]:
        """Find the rate printed for a period, or one fixed for all of it."""
        for series, forward in self.by_source(one, other):
            rate = series.over(span) if series.key.kind is kind else _fixed(series, span)
            if rate is not None:
                return (_leg(series, rate, forward=forward),)
        return ()

    def _averaged(self, span: Period, kinds: tuple[RateKind, ...], policy: Policy, *, published: bool) -> _Edge:
        def edge(one: Currency, other: Currency) -> Sequence[Leg]:
            legs = self._over(one, other, span=span, kind=RateKind.AVERAGE) if published else ()
            if legs:
                return legs
            for series, forward in self.by_source(one, other):
                if series.key.kind in kinds and not series.key.over_period:
                    rate = average_over(series, span, policy)
                    if rate is not None:
                        return (_leg(series, rate, forward=forward),)
            return ()

        return edge

    def by_source(self, one: Currency, other: Currency) -> list[tuple[Series, bool]]:
        """Give the series that lead from one currency to another, best first, and whether each does so forward.

        Args:
            one: The first currency.
            other: The second.
        """
        found = self._pairs.get((one, other), ())
        return sorted(found, key=lambda each: (_RANKS[each[0].key.kind], each[0].key.source, each[0].key.side))

    def hint(self, wanted: Request, find: Callable[[Request], Leg | Route | None]) -> str:
        """Say what the table has for the two currencies, and what would be found if it were asked for."""
        source, target, skew = wanted.source, wanted.target, wanted.policy.skew
        parts = [self._known(source, target), self._known(target, source)]
        if skew is not None and find(attrs.evolve(wanted, policy=_Unskewed(wanted.policy))) is not None:
            parts.append(f"there are quotes, more than {skew} days apart")
        elif isinstance(wanted.on, date) and (older := find(attrs.evolve(wanted, policy=_EVER))) is not None:
            parts.append(f"quotes of {older.age} days ago are the latest, pass policy=LastKnown(days={older.age})")
        if wanted.kind is None and find(attrs.evolve(wanted, kind=RateKind.AVERAGE)) is not None:
            parts.append(TAKE_THE_AVERAGE)
        parts.append(READ_A_BULLETIN)
        return "; ".join(parts)

    def _known(self, money: Currency, other: Currency) -> str:
        """Say what there is of a currency, first what leads towards the other."""
        near = {other, *self._beside.get(other, ())}
        keys = [key for key in self._series if money in (key.base, key.quote)]
        keys.sort(key=lambda key: near.isdisjoint({key.base, key.quote} - {money}))
        if not keys:
            return f"there is no rate of {money} at all"
        shown = [_extent(self._series[key]) for key in keys[:_SERIES_SHOWN]]
        more = f" and {len(keys) - _SERIES_SHOWN} more series" if len(keys) > _SERIES_SHOWN else ""
        return f"{money} has " + ", ".join(shown) + more


def _extent(series: Series) -> str:
    key = series.key
    if key.over_period:
        spans = list(_runs([rate.on for rate in series.rates if isinstance(rate.on, Period)]))
    else:
        spans = [_from_to(date.fromordinal(series.days[0]), date.fromordinal(series.lasts[-1]))]
    earlier = "… " if len(spans) > _SERIES_SHOWN else ""
    shown = earlier + ", ".join(spans[-_SERIES_SHOWN:])
    return f"{key.kind.value.replace('_', ' ')} {key.base}/{key.quote} of {shown} ({key.source})"


def _runs(periods: list[Period]) -> Iterator[str]:
    """Write periods that follow each other without a gap as one span."""
    first = last = periods[0]
    for each in periods[1:]:
        if each.start.toordinal() != last.end.toordinal() + 1:
            yield _from_to(first, last)
            first = each
        last = each
    yield _from_to(first, last)


def _from_to(first: date | Period, last: date | Period) -> str:
    return f"{first}" if first == last else f"{first} to {last}"


def attempts(kind: RateKind | None) -> tuple[tuple[RateKind, ...], ...]:
    """Give the kinds of rates that one chain may be made of, in order of preference.

    Args:
        kind: The one kind that is wanted, None for the usual order.
    """
    return _ATTEMPTS if kind is None else ((kind,),)


def _around(on: date | Period) -> Iterator[Period]:
    """Give the months, quarters, halves and years that a day or period lies in, shortest first."""
    for frequency in _WITHIN:
        span = period_of(on.start if isinstance(on, Period) else on, frequency)
        if on in span and on != span:
            yield span


@final
@attrs.frozen
class _Unskewed:
    """A policy without its limit on skew."""

    policy: Policy
    skew: None = None

    def pick(self, line: Timeline, on: int) -> tuple[int, int] | None:
        return self.policy.pick(line, on)


def _leg(series: Series, rate: ExchangeRate, *, forward: bool, age: int = 0) -> Leg:
    stated = rate.decimals is not None or rate.margin is not None
    return Leg(rate=rate, forward=forward, age=age, decimals=None if stated else series.decimals)


def _fixed(series: Series, span: Period) -> ExchangeRate | None:
    """Give the official rate of a series that was in force, by its publisher's own word, on every day of a period."""
    if series.key.over_period or series.key.kind is not RateKind.OFFICIAL:
        return None
    place = bisect_right(series.days, span.start.toordinal()) - 1
    return series.rates[place] if place >= 0 and series.lasts[place] >= span.end.toordinal() else None


@lru_cache(maxsize=1024)
def family(money: Currency) -> tuple[Currency, ...]:
    """Give the units of one money, oldest first: those tied by a redenomination of its own.

    Args:
        money: Any of them.
    """
    oldest = money
    while oldest.predecessor is not None and oldest.predecessor.successor is oldest:
        oldest = oldest.predecessor
    found = [oldest]
    while found[-1].successor is not None and found[-1].successor.predecessor is found[-1]:
        found.append(found[-1].successor)
    return tuple(found)


def is_current(money: Currency, on: date | Period) -> bool:
    """Say whether this is the unit of its family that was current: the newest that had been introduced.

    Args:
        money: A currency.
        on: A day, or a period, whose end decides.
    """
    units = family(money)
    day = on.end if isinstance(on, Period) else on
    introduced = [each for each in units if each.introduced is None or each.introduced <= day]
    return len(units) == 1 or (bool(introduced) and introduced[-1] is money)


@lru_cache(maxsize=1024)
def _ratio_leg(source: Currency, target: Currency) -> Leg:
    """Tie two units of one money at the legal ratio."""
    units = family(source)
    forward = units.index(source) > units.index(target)
    new, old = (source, target) if forward else (target, source)
    ratio = 1
    for each in units[units.index(old) + 1 : units.index(new) + 1]:
        ratio *= each.ratio or 1
    rate = ExchangeRate(
        base=new, quote=old, value=ratio, on=new.introduced or date.min, until=date.max, source=LEGAL_RATIO, margin=0
    )
    return Leg(rate=rate, forward=forward)
