"""What everything that is known says of each quote: its neighbours, other quotes, and what its pair was worth."""

from collections.abc import Iterator, Sequence
from datetime import date
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
from centralasia.errors import MissingExtraError
from centralasia.rates import RateKind, RateTable, Side
from centralasia.reference import Peg, PublicationCalendar, pegs, publication_calendars
from centralasia.rules.data import Context, Data
from centralasia.rules.quotes import EPOCH, Key, Quotes, factor_of, quotes_of, ratios_of

__all__ = ["Judged", "at_pegs", "judged_of", "mixed_kinds_of"]

_UNNAMED: Final = (Cause.SPIKE, Cause.LEVEL_SHIFT, Cause.DOUBTFUL, Cause.REGIME_BREAK)
_NONE: Final = Verdicts.of([], Cause.OK)


@final
@attrs.frozen(eq=False)
class Judged:
    """What is said of the quotes of a table.

    Attributes:
        own: What one thing each quote is found to be: by its neighbours, by what it was mixed up with, by references.
        inverses: Quotes that cannot be true together with the same pair the other way round.
        triangles: Quotes that contradict the crosses of their day.
        stale: Runs of quotes that stand still.
    """

    own: Verdicts
    inverses: Verdicts
    triangles: Verdicts
    stale: Runs


def judged_of(data: Data, context: Context) -> Judged:
    """Say what is known against each quote; once for all rules.

    Of a quote of which several things can be said, the one that explains most holds: what it was mixed up with before
    what its neighbours tell. A pair or a triangle of which one quote is explained says nothing more of the others.

    Args:
        data: A table of rates.
        context: May have rates to compare with.
    """
    return data.once("judged", lambda: _judged(data, quotes_of(data), context.rates))


def _judged(data: Data, quotes: Quotes, rates: RateTable | None) -> Judged:
    series, keys = quotes.series, quotes.keys
    if not len(series):
        return Judged(_NONE, _NONE, _NONE, find_stale(series))
    steps = steps_of([(key.base, key.quote) for key in keys])
    groups = _groups(keys)
    days, columns = find_swapped_days(series, positions=quotes.rows), find_swapped_columns(series, groups=groups)
    righted = _put_right(series, columns)
    beside = judge_quotes(righted, steps=steps, events=quotes.events)
    named = beside.where(~np.isnan(beside.corrected))
    stale = _stale(quotes, _put_right(righted, named))
    sides = find_swapped_sides(series, _sides(keys))
    elsewhere = np.concatenate((stale.rows, days.rows, named.rows))
    own = Verdicts.joined(
        (
            beside,
            sides.where(~(np.isin(sides.rows, elsewhere) | np.isin(sides.links, elsewhere))),
            _early(series, keys, rates),
            find_wrong_currencies(righted, beside, groups=groups),
            columns,
            days,
        )
    )
    known = own.where(~np.isnan(own.corrected))
    own = own.under(_whole_series(quotes, _put_right(series, known), rates, steps=steps, groups=groups))
    mixed = np.flatnonzero(np.isin(quotes.rows, mixed_kinds_of(data))) if len(mixed_kinds_of(data)) else _NONE.rows
    own = own.where(~np.isin(own.rows, mixed)) if len(mixed) else own
    explained = np.concatenate((own.rows[~np.isin(own.causes, _UNNAMED)], stale.rows, mixed))
    inverses, triangles = _crossed(quotes, explained)
    return Judged(_contradicted(own, triangles), inverses, triangles, stale)


def _contradicted(own: Verdicts, triangles: Verdicts) -> Verdicts:
    """Tell a slip from the beginning of a shift: by the crosses of its day that speak against it."""
    slips = np.isin(own.causes, (Cause.DOUBTFUL, Cause.REGIME_BREAK)) & np.isin(own.rows, triangles.rows)
    if not slips.any():
        return own
    causes = np.where(slips, Cause.SPIKE, own.causes).astype(np.int8)
    return attrs.evolve(own, causes=causes, events=np.where(slips, -1, own.events))


def _put_right(series: Series, found: Verdicts) -> Series:
    if not len(found):
        return series
    logs = series.logs.copy()
    logs[found.rows] = found.corrected
    return attrs.evolve(series, logs=logs)


def _crossed(quotes: Quotes, explained: NDArray[np.intp]) -> tuple[Verdicts, Verdicts]:
    """Find what contradicts the same pair the other way round, and the crosses of its day; not what is explained."""
    series, pairs = quotes.series, _pairs(quotes.keys)
    left_out = np.zeros(len(series), bool)
    left_out[explained] = True
    triangles = find_inconsistent_triangles(series, pairs, left_out=left_out)
    left_out[_twice(quotes)] = True
    triangles = _unexplained(triangles, left_out)
    return _unexplained(find_inconsistent_inverses(series, pairs, blamed=triangles.rows), left_out), triangles


def _unexplained(crossed: Verdicts, left_out: NDArray[np.bool_]) -> Verdicts:
    """Leave out quotes that are explained already, and the other sides of those."""
    beside = (crossed.links >= 0) & left_out[crossed.links]
    return crossed.where(~(left_out[crossed.rows] | beside))


def _twice(quotes: Quotes) -> NDArray[np.intp]:
    """Give the quotes of days of which their series has several."""
    same = np.diff(quotes.series.days) == 0
    same[quotes.series.starts[1:] - 1] = False
    places = np.flatnonzero(same)
    return np.union1d(places, places + 1)


def _stale(quotes: Quotes, series: Series) -> Runs:
    """Find what stands still; shorter runs where others of the publisher move, or his calendar has a bulletin."""
    pegged = pegged_of(quotes)
    runs = find_stale(series, pegged=pegged, least=_SHORTEST)
    if not len(runs.rows):
        return runs
    resting, working = np.zeros(len(series), bool), np.zeros(len(series), bool)
    calendars = publication_calendars()
    for first, last in zip(runs.first.tolist(), runs.last.tolist(), strict=True):
        rows, key = np.arange(first + 1, last + 1), quotes.key(first)
        working[rows] = _others_move(quotes, series, rows)
        due = _due(calendars.get(key.source), series.days[rows])
        working[rows] |= due > 0
        resting[rows] = due < 0
    return find_stale(series, pegged=pegged, resting=resting, working=working)


_SHORTEST: Final = 5


def _due(calendar: PublicationCalendar | None, days: NDArray[np.int32]) -> NDArray[np.int8]:
    """Tell the days on which a publisher has a bulletin (1) from those on which he has none (-1); 0 is unknown."""
    found = np.zeros(len(days), np.int8)
    if calendar is not None:
        try:
            due = [calendar.publishes_on(date.fromordinal(day + EPOCH)) for day in days.tolist()]
        except MissingExtraError:
            return found
        found[:] = [0 if each is None else 1 if each else -1 for each in due]
    return found


def _others_move(quotes: Quotes, series: Series, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell the days on which other quotes of the same publisher move: a good part of them, as one may be wrong."""
    owner = int(series.owners_of(rows[0]))
    days = series.days[rows]
    there, moved = np.zeros(len(rows), np.intp), np.zeros(len(rows), np.intp)
    for other in np.flatnonzero(quotes.publishers == quotes.publishers[owner]).tolist():
        first, end = int(series.starts[other]), int(series.ends[other])
        if other == owner or end - first < _PAIR:
            continue
        places = np.clip(np.searchsorted(series.days[first + 1 : end], days), 0, end - first - 2) + first + 1
        same = series.days[places] == days
        there += same
        moved += same & (series.logs[places] != series.logs[places - 1])
    return np.asarray((moved > 0) & (moved * _PART >= there))


_PAIR: Final = 2
_PART: Final = 4


def at_pegs(quotes: Quotes) -> Iterator[tuple[Peg, int, NDArray[np.intp]]]:
    """Give each peg, the number of each series of its pair, and the quotes of the days on which it was in force.

    Args:
        quotes: The quotes.
    """
    series = quotes.series
    for peg in pegs():
        first = peg.valid_from.toordinal() - EPOCH
        end = np.iinfo(np.int32).max if peg.valid_until is None else peg.valid_until.toordinal() - EPOCH
        for number, key in enumerate(quotes.keys):
            if {peg.currency, peg.per} == {key.base, key.quote}:
                places = np.arange(series.starts[number], series.ends[number])
                days = series.days[places]
                yield peg, number, places[(days >= first) & (days < end)]


def pegged_of(quotes: Quotes) -> NDArray[np.bool_]:
    """Tell which quotes are of days on which their pair was pegged.

    Args:
        quotes: The quotes.
    """
    pegged = np.zeros(len(quotes.series), bool)
    for _, _, places in at_pegs(quotes):
        pegged[places] = True
    return pegged


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
