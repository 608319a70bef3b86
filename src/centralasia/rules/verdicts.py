"""What everything that is known says of each quote: its neighbours, other quotes, and what its pair was worth."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Final, final

import attrs
import numpy as np
from numpy.typing import NDArray

from centralasia.arrays.lines import line_of
from centralasia.diagnosis import (
    Cause,
    Pairs,
    Runs,
    Series,
    Verdicts,
    find_inconsistent_inverses,
    find_inconsistent_triangles,
    find_look_ahead,
    find_stale,
    find_swapped_columns,
    find_swapped_days,
    find_swapped_series,
    find_swapped_sides,
    find_wrong_currencies,
    judge_levels,
    judge_quotes,
    known_levels,
    steps_of,
)
from centralasia.diagnosis.breaks import Steps
from centralasia.rates import RateKind, RateTable, Side
from centralasia.rules.data import Context, Data
from centralasia.rules.quotes import EPOCH, Key, Quotes, factor_of, quotes_of, ratios_of
from centralasia.rules.stale import stale_of

__all__ = ["Judged", "judged_of", "mixed_kinds_of"]

_UNNAMED: Final = (Cause.SPIKE, Cause.LEVEL_SHIFT, Cause.DOUBTFUL, Cause.REGIME_BREAK)
_NONE: Final = Verdicts.of([], Cause.OK)


@final
@attrs.frozen(eq=False, slots=False)
class Judged:
    """What is said of the quotes of a table, each part found when it is asked for.

    Attributes:
        quotes: The quotes.
        rates: Rates to compare with.
        mixed: Places of quotes of other kinds that have the official figure of their day.
        is_asked: Tells whether a rule is to be held against the table: what nobody asks for says nothing of others.
    """

    quotes: Quotes
    rates: RateTable | None
    mixed: NDArray[np.intp]
    is_asked: Callable[[str], bool]

    @cached_property
    def own(self) -> Verdicts:
        """What one thing each quote is found to be: by its neighbours, by mix-ups, by references."""
        return _contradicted(self._alone[0], self.triangles)

    @property
    def stale(self) -> Runs:
        """Runs of quotes that stand still."""
        return self._alone[1]

    @cached_property
    def moved(self) -> Verdicts:
        """Quotes of which day and month were exchanged."""
        return find_swapped_days(self.quotes.series, positions=self.quotes.rows)

    @cached_property
    def triangles(self) -> Verdicts:
        """Quotes that contradict the crosses of their day; not what is explained."""
        if not len(self.quotes.series):
            return _NONE
        found = find_inconsistent_triangles(self.quotes.series, _pairs(self.quotes.keys), left_out=self._explained)
        return _unexplained(found, self._left_out)

    @cached_property
    def inverses(self) -> Verdicts:
        """Quotes that cannot be true together with the same pair the other way round; not what is explained."""
        blamed = self.triangles.rows if self.is_asked(Cause.TRIANGLE_INCONSISTENT.code) else None
        found = find_inconsistent_inverses(self.quotes.series, _pairs(self.quotes.keys), blamed=blamed)
        return _unexplained(found, self._left_out)

    @cached_property
    def _left_out(self) -> NDArray[np.bool_]:
        return self._explained | _twice(self.quotes)

    @cached_property
    def _explained(self) -> NDArray[np.bool_]:
        """The quotes that a rule which is asked for explains."""
        explained = np.zeros(len(self.quotes.series), bool)
        if any(map(self.is_asked, _NAMED)):
            own = self._alone[0]
            named = [cause for code, cause in _NAMED.items() if self.is_asked(code)]
            explained[own.rows[np.isin(own.causes, named)]] = True
        if self.is_asked("stale-run"):
            explained[self.stale.rows] = True
        if self.is_asked("kinds-mixed"):
            explained[self.mixed] = True
        return explained

    @cached_property
    def _alone(self) -> tuple[Verdicts, Runs]:
        return _judged(self.quotes, self.rates, moved=self.moved, mixed=self.mixed)


_CROSSED: Final = (Cause.INVERSE_PAIR_INCONSISTENT, Cause.TRIANGLE_INCONSISTENT)
_NAMED: Final = {cause.code: cause for cause in Cause if cause not in {Cause.OK, *_UNNAMED, *_CROSSED}}
"""Causes that explain why a quote contradicts others, by their codes."""


def judged_of(data: Data, context: Context) -> Judged:
    """Say what is known against each quote; once for all rules.

    Of a quote of which several things can be said, the one that explains most holds: what it was mixed up with before
    what its neighbours tell. A pair or a triangle of which one quote is explained says nothing more of the others.

    Args:
        data: A table of rates.
        context: May have rates to compare with.
    """
    return data.once("judged", lambda: _judged_of(data, context))


def _judged_of(data: Data, context: Context) -> Judged:
    quotes, mixed = quotes_of(data), mixed_kinds_of(data)
    places = np.flatnonzero(np.isin(quotes.rows, mixed)) if len(mixed) else _NONE.rows
    return Judged(quotes, context.rates, places, context.is_asked)


def _judged(
    quotes: Quotes, rates: RateTable | None, *, moved: Verdicts, mixed: NDArray[np.intp]
) -> tuple[Verdicts, Runs]:
    series, keys = quotes.series, quotes.keys
    if not len(series):
        return _NONE, find_stale(series)
    steps = steps_of([(key.base, key.quote) for key in keys])
    groups = _groups(keys)
    columns = find_swapped_columns(series, groups=groups)
    righted = columns.put_right(series)
    beside = judge_quotes(righted, steps=steps, events=quotes.events)
    named = beside.where(~np.isnan(beside.corrected))
    stale = stale_of(quotes, named.put_right(righted))
    sides = find_swapped_sides(series, _sides(keys))
    elsewhere = np.concatenate((stale.rows, moved.rows, named.rows))
    own = Verdicts.joined(
        (
            beside,
            sides.where(~(np.isin(sides.rows, elsewhere) | np.isin(sides.links, elsewhere))),
            _early(series, keys, rates),
            find_wrong_currencies(righted, beside, groups=groups),
            columns,
            moved,
        )
    )
    known = own.where(~np.isnan(own.corrected))
    own = own.under(_whole_series(quotes, known.put_right(series), rates, steps=steps, groups=groups))
    return (own.where(~np.isin(own.rows, mixed)) if len(mixed) else own), stale


def _contradicted(own: Verdicts, triangles: Verdicts) -> Verdicts:
    """Tell a slip from the beginning of a shift: by the crosses of its day that speak against it."""
    slips = np.isin(own.causes, (Cause.DOUBTFUL, Cause.REGIME_BREAK)) & np.isin(own.rows, triangles.rows)
    if not slips.any():
        return own
    causes = np.where(slips, Cause.SPIKE, own.causes).astype(np.int8)
    return attrs.evolve(own, causes=causes, events=np.where(slips, -1, own.events))


def _unexplained(crossed: Verdicts, left_out: NDArray[np.bool_]) -> Verdicts:
    """Leave out quotes that are explained already, and the other sides of those."""
    beside = (crossed.links >= 0) & left_out[crossed.links]
    return crossed.where(~(left_out[crossed.rows] | beside))


def _twice(quotes: Quotes) -> NDArray[np.bool_]:
    """Tell the quotes of days of which their series has several."""
    series = quotes.series
    twice = np.zeros(len(series), bool)
    same = np.diff(series.days) == 0
    same[series.starts[1:] - 1] = False
    twice[1:] |= same
    twice[:-1] |= same
    return twice


def mixed_kinds_of(data: Data) -> NDArray[np.intp]:
    """Give the rows of other kinds that have the official figure of their day, where their series is elsewhere.

    Args:
        data: A table of rates.
    """
    return data.once("mixed kinds", lambda: _mixed_kinds(quotes_of(data)))


def _mixed_kinds(quotes: Quotes) -> NDArray[np.intp]:
    series = quotes.series
    official: dict[Any, list[int]] = {}
    for number, key in enumerate(quotes.keys):
        if key.kind is RateKind.OFFICIAL:
            official.setdefault((key.base, key.quote), []).append(number)
    found = [np.empty(0, np.intp)]
    for number, key in enumerate(quotes.keys):
        for other in official.get((key.base, key.quote), ()) if key.kind is not RateKind.OFFICIAL else ():
            here = np.arange(series.starts[number], series.ends[number])
            there = np.arange(series.starts[other], series.ends[other])
            _, mine, theirs = np.intersect1d(series.days[here], series.days[there], return_indices=True)
            apart = np.abs(series.logs[here[mine]] - series.logs[there[theirs]])
            if len(apart) and float(np.median(apart)) > _ELSEWHERE:
                found.append(quotes.rows[here[mine[apart < _SAME]]])
    return np.unique(np.concatenate(found))


_ELSEWHERE: Final = 0.02  # in logarithms: how far a market usually is from the official rate, to be told from it
_SAME: Final = 1e-9


def _numbered(values: Sequence[Any]) -> NDArray[np.intp]:
    known: dict[Any, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values], np.intp)


def _groups(keys: Sequence[Key]) -> NDArray[np.intp]:
    """Number what each series was printed in: the prices of a publisher in one currency, or of one."""
    homes: dict[tuple[Any, ...], tuple[set[Any], set[Any]]] = {}
    for key in keys:
        bases, prices = homes.setdefault((key.source, key.kind), (set(), set()))
        bases.add(key.base)
        prices.add(key.quote)
    of_one = {each for each, (bases, prices) in homes.items() if len(bases) == 1 < len(prices)}
    return _numbered(
        [
            (key.source, key.base if (key.source, key.kind) in of_one else key.quote, key.kind, key.side, key.inverted)
            for key in keys
        ]
    )


def _pairs(keys: Sequence[Key]) -> Pairs:
    numbers = _numbered([money for key in keys for money in (key.base, key.quote)])
    return Pairs(
        bases=numbers[::2], quotes=numbers[1::2], groups=_numbered([(key.source, key.kind, key.side) for key in keys])
    )


def _sides(keys: Sequence[Key]) -> NDArray[np.intp]:
    """Give the numbers of the series of bids and of asks that belong together."""
    numbers = {key: number for number, key in enumerate(keys)}
    found = [
        (number, numbers[other])
        for key, number in numbers.items()
        if key.side is Side.BID and (other := key._replace(side=Side.ASK)) in numbers
    ]
    return np.array(found, np.intp).reshape(-1, 2)


def _whole_series(
    quotes: Quotes, series: Series, rates: RateTable | None, *, steps: Steps, groups: NDArray[np.intp]
) -> Verdicts:
    """Find series that are wrong from their first day to their last, single faults being put right."""
    keys = quotes.keys
    references = known_levels(series, [(key.base, key.quote) for key in keys])
    if rates is not None:
        references = _levels_in(series, keys, rates, references)
    swapped = find_swapped_series(series, references, groups=groups)
    found = judge_levels(series, references, steps=steps).under(swapped)
    return Verdicts.joined(_spread(quotes, found, place) for place in range(len(found)))


def _spread(quotes: Quotes, found: Verdicts, place: int) -> Verdicts:
    """Say of the quotes of a series what was found of it; of one that is far off only, of the first."""
    number, cause = int(found.rows[place]), Cause(int(found.causes[place]))
    series = quotes.series
    rows = np.arange(series.starts[number], series.ends[number])
    logs, expected = series.logs[rows], float(found.expected[place])
    if cause is Cause.FAR_FROM_REFERENCE:
        return Verdicts.of(rows[:1], cause, expected=expected)
    if cause is Cause.INVERTED:
        corrected = -logs
    else:
        factor = factor_of(expected - float(np.median(logs)), ratios_of(quotes.keys[number]))
        corrected = logs + (np.nan if factor is None else float(np.log(float(factor))))
    return Verdicts.of(rows, cause, also=int(found.also[place]), corrected=corrected, expected=expected)


def _levels_in(
    series: Series, keys: Sequence[Key], rates: RateTable, known: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give what the rates to compare with say at the first, middle and last quotes, and else what is known."""
    reference, matches = _references(keys, rates)
    levels = known.copy()
    for number, match in enumerate(matches.tolist()):
        if match < 0:
            continue
        first, end = int(reference.starts[match]), int(reference.ends[match])
        here = np.array(
            [series.starts[number], (series.starts[number] + series.ends[number] - 1) // 2, series.ends[number] - 1]
        )
        places = np.searchsorted(reference.days[first:end], series.days[here], side="right") - 1
        is_there = (places >= 0) & (np.abs(series.days[here] - reference.days[first:end][places]) <= _WEEK)
        levels[number] = np.where(is_there, reference.logs[first:end][places], levels[number])
    return levels


_WEEK: Final = 7


def _early(series: Series, keys: Sequence[Key], rates: RateTable | None) -> Verdicts:
    """Find quotes that were known a day too early, by the rates to compare with."""
    if rates is None:
        return _NONE
    reference, matches = _references(keys, rates)
    return find_look_ahead(series, reference, matches=matches) if len(reference) else _NONE


def _references(keys: Sequence[Key], rates: RateTable) -> tuple[Series, NDArray[np.intp]]:
    """Give the series of rates to compare with, and the number of that of each series, -1 for none."""
    days: list[NDArray[Any]] = []
    logs: list[NDArray[np.float64]] = []
    matches, starts, count = np.full(len(keys), -1, np.intp), list[int](), 0
    for number, key in enumerate(keys):
        quoted = [each for each in rates.finder.by_source(key.base, key.quote) if not each[0].key.over_period]
        quoted.sort(key=lambda each: [getattr(each[0].key, name) != getattr(key, name) for name in _ALIKE])
        line = line_of(quoted[0][0]) if quoted else None
        if line is None:
            continue
        chosen, forward = quoted[0]
        worth = np.log(line.figures / line.nominals)
        matches[number] = len(starts)
        starts.append(count)
        days.append(np.array(chosen.days, np.int64) - EPOCH)
        logs.append(worth if forward != chosen.key.inverted else -worth)
        count += len(worth)
    half = np.zeros(count)
    return Series(days=_joined(days), logs=_joined(logs), half=half, starts=starts), matches


_ALIKE: Final = ("source", "kind", "side")


def _joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate([np.empty(0), *parts])
