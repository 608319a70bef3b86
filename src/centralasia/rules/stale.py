"""Quotes that stand still where they should move, and pegs, by which they should not."""

from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from centralasia.diagnosis import Runs, Series, find_stale
from centralasia.errors import MissingExtraError
from centralasia.reference import Peg, PublicationCalendar, pegs, publication_calendars
from centralasia.rules.quotes import EPOCH, Quotes

__all__ = ["at_pegs", "pegged_of", "stale_of"]


def stale_of(quotes: Quotes, series: Series) -> Runs:
    """Find what stands still; shorter runs where others of the publisher move, or his calendar has a bulletin.

    Args:
        quotes: The quotes.
        series: The same with what is known to be wrong put right.
    """
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
