"""Finding the one quote that answers for a pair and a day, by a single step into the index for each series."""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias, final

from centralasia.rates import ExchangeRate, RateKind, RateTable, Side
from centralasia.reference import Currency
from centralasia.store.rows import Figures, Line, lines, made, newest, places_in, read_line, series_of, versions

__all__ = ["IN_ORDER", "Finder", "Question", "pair_table"]

Question: TypeAlias = tuple[tuple[Currency, Currency], int, int, tuple[RateKind, ...]]
"""A pair, the number of a day, how many days old a quote may be, and kinds of daily rates by preference."""

_Pair: TypeAlias = tuple[Currency, Currency]
_Candidates: TypeAlias = Mapping[RateKind, list[tuple[Line, bool]]]

IN_ORDER: Final = (RateKind.OFFICIAL, RateKind.MARKET, RateKind.CASH)
"""Kinds of daily rates, the first that answers taken, where none is named."""

_LAST: Final = """
    SELECT (SELECT max(id) FROM addition), day, value, nominal, decimals, until, margin, change FROM quote
    WHERE series = ? AND day <= ?
    ORDER BY day DESC, days DESC, learnt DESC, addition DESC LIMIT 1
"""
_OF_A_PAIR: Final = """
    SELECT id, places, base, quote, inverted, kind, side, source FROM series
    WHERE base IN (:one, :other) AND quote IN (:one, :other)
"""
_STATE: Final = "SELECT max(id) FROM addition"
_EDGES: Final = "SELECT min(day), max(day) FROM quote WHERE series = ?"
_TRIES: Final = 3


@final
class Finder:
    """Finds quotes, and remembers which series there are for a pair as long as nothing is added to the store.

    Every answer comes with the number of the last addition, so that what another process adds is noticed at no cost.
    """

    __slots__ = ("_known",)

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: tuple[int | None, dict[_Pair, _Candidates]] = (None, {})

    def find(self, connection: sqlite3.Connection, wanted: Question) -> ExchangeRate | None:
        """Find the latest quote at most so many days old, or None; then a table says what there is."""
        pair, day, within, kinds = wanted
        for _ in range(_TRIES):
            state, known = self._known
            candidates = known.get(pair)
            if candidates is None:
                state, candidates = self._learn(connection, pair)
            try:
                for kind in kinds:
                    found = _latest(connection, candidates.get(kind, ()), day=day, within=within, state=state)
                    if found is not None:
                        return found
            except _AddedToError:
                self._known = (None, {})
            else:
                return None
        return None

    def _learn(self, connection: sqlite3.Connection, pair: _Pair) -> tuple[int | None, _Candidates]:
        connection.execute("BEGIN")
        (state,) = connection.execute(_STATE).fetchone()
        rows = connection.execute(_OF_A_PAIR, {"one": pair[0].code, "other": pair[1].code}).fetchall()
        connection.execute("COMMIT")
        found: dict[RateKind, list[tuple[Line, bool]]] = {}
        for line in sorted(map(read_line, rows), key=lambda line: line.key.order):
            forward = line.key.base is pair[0]
            if line.key.side is not (Side.ASK if forward else Side.BID):
                found.setdefault(line.key.kind, []).append((line, forward))
        known = self._known
        if known[0] != state:
            known = self._known = (state, {})
        known[1][pair] = found
        return state, found


class _AddedToError(Exception):
    """The store was added to: there can be other series for a pair, and other decimals."""


def _latest(
    connection: sqlite3.Connection,
    candidates: Iterable[tuple[Line, bool]],
    *,
    day: int,
    within: int,
    state: int | None,
) -> ExchangeRate | None:
    """Find the freshest quote of several series; of those as fresh, the first by name."""
    best: tuple[int, tuple[Any, ...], Line, bool] | None = None
    for line, forward in candidates:
        row = connection.execute(_LAST, (line.number, day)).fetchone()
        if row is None:
            continue
        if row[0] != state:
            raise _AddedToError
        last = row[1] if row[5] is None else max(row[1], row[5] - 1)  # the day it holds until, by its own word
        age = day - last if day > last else 0
        if age <= within and (best is None or (age, *_name(line)) < (best[0], *_name(best[2]))):
            best = age, row, line, forward
    return None if best is None else _rate(*best[1:])


def _name(line: Line) -> tuple[str, str]:
    return line.key.source, line.key.side


def _rate(row: tuple[Any, ...], line: Line, forward: bool) -> ExchangeRate:  # noqa: FBT001 - as they come
    _, day, value, nominal, decimals, until, margin, change = row
    if decimals is None and margin is None and line.places > max(places_in(value), -1):
        decimals = line.places
    rate = made(line.key, (day, 1, value, nominal, decimals, until, margin, change))
    return rate if forward else rate.inverse()


def pair_table(connection: sqlite3.Connection, pair: _Pair, name: str) -> RateTable:
    """Give all that there is of a pair, and of whatever else has one of its currencies what a message names of it."""
    found = []
    for line in lines(connection):
        key = line.key
        if key.base in pair and key.quote in pair:
            rows = versions(connection, line)
        elif key.base in pair or key.quote in pair:
            rows = versions(connection, line) if key.over_period else _edges(connection, line)
        else:
            continue
        found.append(series_of(key, rows))
    return RateTable.of_series(found, name)


def _edges(connection: sqlite3.Connection, line: Line) -> list[Figures]:
    first, last = connection.execute(_EDGES, (line.number,)).fetchone()
    return newest([row for day in (first, last) for row in versions(connection, line, low=day, high=day + 1)])
