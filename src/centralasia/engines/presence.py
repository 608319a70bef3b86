"""What stands in a frame, as far as it decides which rates are needed: found by one aggregate, wherever the frame is.

Texts of currencies, days and periods are taken as they stand in the cells: each distinct one is read once, here, and
nothing is cast or parsed in an engine, where a bad text would be an error.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final, TypeAlias, final

import attrs
import narwhals as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from centralasia.arrays.columns import EPOCH, Column, days_of
from centralasia.engines.eager import Asked, roles_of
from centralasia.errors import WrongTypeError
from centralasia.periods import Period
from centralasia.reference import Currency

__all__ = [
    "CURRENCY",
    "DAY",
    "TARGET",
    "Found",
    "Integers",
    "Present",
    "answer_of",
    "asks_bounds",
    "distinct",
    "found_in",
    "present",
    "present_of",
]

CURRENCY: Final = "currency"
TARGET: Final = "target"
DAY: Final = "day"
_FIRST, _LAST = "first", "last"

Integers: TypeAlias = NDArray[np.int64]

_MOST_DAYS: Final = 40_000  # from the first to the last: beyond, only days that are there are taken
_NEVER: Final = np.iinfo(np.int64).min
_BOUNDS: Final = frozenset({"low", "high"})


@final
@attrs.frozen(eq=False)
class Found:
    """Which columns of a frame are meant, and how an engine gets at them.

    Attributes:
        source: The column of currencies, or the currency of all rows.
        target: The same of those to convert to.
        time: The column of days or periods, or what all rows have.
        keys: The columns that decide which rate a row needs: texts, and days or texts of them.
        is_moment: Whether the column of days has moments, which have a time zone.
        has_days: Whether it has days or moments rather than texts.
    """

    source: str | Currency
    target: str | Currency
    time: str | date | Period
    keys: Mapping[str, nw.Expr]
    has_days: bool
    is_moment: bool


@final
@attrs.frozen(eq=False, kw_only=True)
class Present:
    """What stands in the cells of a frame, as far as it decides which rates are needed.

    Attributes:
        found: The columns.
        sources: The distinct texts of currencies.
        targets: Those of currencies to convert to.
        pairs: Those that come together, as they stand in the cells.
        times: Days in order, or distinct texts of days and periods, or what all rows have.
        spans: Which pair has which of the times: the place of the pair, of the first and of the last time.
    """

    found: Found
    sources: Sequence[str]
    targets: Sequence[str]
    pairs: Sequence[tuple[str, str]]
    times: Sequence[str | date | Period]
    spans: tuple[Integers, Integers, Integers]

    def cells(self) -> tuple[Integers, Integers]:
        """Give the places of pair and time of each row of the table; no two are the same."""
        pairs, first, last = self.spans
        counts = last - first + 1
        starts = np.cumsum(counts) - counts
        return np.repeat(pairs, counts), np.arange(counts.sum()) - np.repeat(starts - first, counts)


def found_in(schema: Mapping[str, Any], asked: Asked) -> Found:
    """Find the columns that are asked for.

    Args:
        schema: The types of narwhals by the names of the columns.
        asked: The columns, and what is wanted.

    Raises:
        InvalidValueError: A column is not there.
        WrongTypeError: A column is of something else.
    """
    roles = roles_of(asked, list(schema))
    source, target, time = roles["currency"], roles["to"], roles["on"]
    keys = {
        key: _text(name, schema[name], field)
        for key, name, field in ((CURRENCY, source, "currency"), (TARGET, target, "to"))
        if isinstance(name, str)
    }
    kind = schema[time] if isinstance(time, str) else None
    is_moment = isinstance(kind, nw.Datetime)
    if isinstance(time, str):
        day = nw.col(time).dt.date() if is_moment else nw.col(time)
        keys[DAY] = day if is_moment or kind == nw.Date else _text(time, kind, "on")
    return Found(source, target, time, keys, has_days=is_moment or kind == nw.Date, is_moment=is_moment)


def _text(name: str, kind: Any, field: str) -> nw.Expr:  # noqa: ANN401 - a type of narwhals
    """Give a column of texts or categories as texts."""
    if kind == nw.String:
        return nw.col(name)
    if isinstance(kind, nw.Categorical | nw.Enum | nw.Object | nw.Unknown):
        return nw.col(name).cast(nw.String)
    wanted = "days, or of texts of days and periods" if field == "on" else "texts or categories"
    raise WrongTypeError(field, Column(name, str(kind)), f"a column of {wanted}")


def present(given: "nw.LazyFrame[Any]", asked: Asked) -> Present:
    """Find out by one aggregate which pairs of currencies and days stand in a frame.

    A second one is needed where days are more than a century apart, which is mostly one day mistyped.

    Args:
        given: The frame.
        asked: The columns, and what is wanted.

    Raises:
        InvalidValueError: A column is not there.
        WrongTypeError: A column is of something else.
    """
    found = found_in(given.collect_schema(), asked)
    return present_of(found, partial(distinct, given, found), by_day=asks_bounds(asked))


def asks_bounds(asked: Asked) -> bool:
    """Tell whether bounds are wanted, which cost a search for every pair and day.

    Args:
        asked: What is wanted.
    """
    return not _BOUNDS.isdisjoint(asked.details)


def distinct(given: "nw.LazyFrame[Any]", found: Found, by_day: bool) -> pa.Table:  # noqa: FBT001 - asked with both
    """Run the aggregate: one row for each pair of currencies with its first and last day, or for each day or text.

    Args:
        given: The frame.
        found: Its columns.
        by_day: Whether to give each day rather than the first and the last.
    """
    keys, ends = dict(found.keys), dict[str, nw.Expr]()
    if found.has_days and not by_day:
        del keys[DAY]
        ends = {_FIRST: nw.col(str(found.time)), _LAST: nw.col(str(found.time))}
    if not keys and not ends:
        return pa.table({})
    cells = given.select(**keys, **ends)
    low_and_high = [nw.col(_FIRST).min(), nw.col(_LAST).max()] if ends else [nw.len().alias("rows")]
    aggregate = cells.group_by(*keys).agg(*low_and_high) if keys else cells.select(*low_and_high)
    return answer_of(aggregate)


def answer_of(aggregate: "nw.LazyFrame[Any]") -> pa.Table:
    """Run an aggregate in memory that does not grow with the frame.

    Args:
        aggregate: Few rows, made of all those of a frame.
    """
    how = {"engine": "streaming"} if aggregate.implementation.is_polars() else {}
    return aggregate.collect("pyarrow", **how).to_native()


def present_of(found: Found, ask: Callable[[bool], pa.Table], *, by_day: bool) -> Present:
    """Read the answer of an aggregate, or of several, one below the other.

    Args:
        found: The columns of the frame.
        ask: Runs the aggregate, given whether it is to be by day.
        by_day: Whether each day is wanted, rather than the first and the last of each pair.
    """
    table = ask(by_day)
    count = max(table.num_rows, 1)
    (ones, sources), (others, targets) = (
        _codes(table, key) if isinstance(name, str) else (np.zeros(count, np.int64), [name.code])
        for key, name in ((CURRENCY, found.source), (TARGET, found.target))
    )
    both = np.where((ones < 0) | (others < 0), -1, ones * len(targets) + others)
    kinds = np.unique(both[both >= 0])
    places = np.where(both < 0, -1, np.searchsorted(kinds, both))
    timed = _timed(found, table, places, by_day=by_day)
    if timed is None:
        return present_of(found, ask, by_day=True)
    pairs = [(sources[kind // len(targets)], targets[kind % len(targets)]) for kind in kinds.tolist()]
    return Present(found=found, sources=sources, targets=targets, pairs=pairs, times=timed[0], spans=timed[1])


_Spans: TypeAlias = tuple[Integers, Integers, Integers]


def _timed(
    found: Found, table: pa.Table, places: Integers, *, by_day: bool
) -> tuple[Sequence[str | date | Period], _Spans] | None:
    """Give the times there are, and which pair has which; None where days must be asked for one by one."""
    if not isinstance(found.time, str):
        there = np.unique(places[places >= 0])
        return [found.time], (there, 0 * there, 0 * there)
    if not found.has_days:
        codes, texts = _codes(table, DAY)
        return texts, _each(places, codes, len(texts))
    if by_day:
        days = _numbers(table, DAY)
        times = np.unique(days[_is_day(days)])
        codes = np.where(_is_day(days), np.searchsorted(times, days), -1)
        return _dates(times), _each(places, codes, len(times))
    return _ranges(found, table, places)


def _codes(table: pa.Table, name: str) -> tuple[Integers, list[str]]:
    """Give the texts of a column and the place of that of each row, -1 where there is none."""
    column = table[name].cast(pa.large_string()).combine_chunks().dictionary_encode()
    return column.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64), column.dictionary.to_pylist()


def _numbers(table: pa.Table, name: str) -> Integers:
    """Give the days of a column as numbers, 0 where there is none."""
    column = table[name]
    days = days_of(column) if len(column) else None
    if days is None:
        return np.zeros(table.num_rows, np.int64)
    numbers = days.numbers(0, table.num_rows).astype(np.int64) + EPOCH
    return numbers if days.missing is None else np.where(days.missing, 0, numbers)


def _is_day(numbers: Integers) -> NDArray[np.bool_]:
    return (numbers >= 1) & (numbers <= date.max.toordinal())


def _dates(numbers: Integers) -> list[date]:
    return [date.fromordinal(number) for number in numbers.tolist()]


def _each(places: Integers, codes: Integers, count: int) -> _Spans:
    """Give the spans of single times, each pair and time once."""
    there = (places >= 0) & (codes >= 0)
    cells = np.unique(places[there] * count + codes[there])
    return cells // max(count, 1), cells % max(count, 1), cells % max(count, 1)


def _ranges(found: Found, table: pa.Table, places: Integers) -> tuple[Sequence[date], _Spans] | None:
    """Give for each pair the days from the first to the last; None where they are too far apart."""
    first, last = _numbers(table, _FIRST), _numbers(table, _LAST)
    there = (places >= 0) & (first != 0)
    if not there.any():
        return [], _each(places[:0], places[:0], 0)
    count = int(places.max()) + 1
    low, high = np.full(count, date.max.toordinal()), np.full(count, _NEVER)
    np.minimum.at(low, places[there], first[there] - found.is_moment)  # the day of a moment may begin before or end
    np.maximum.at(high, places[there], last[there] + found.is_moment)  # after those of the first and last of them
    kinds = np.flatnonzero(high > _NEVER)
    start, end = int(low[kinds].min()), int(high[kinds].max())
    if end - start > _MOST_DAYS or start < 1 or end > date.max.toordinal():
        return None
    return _dates(np.arange(start, end + 1)), (kinds, low[kinds] - start, high[kinds] - start)
