"""Calendars kept from one batch of rows to the next, so that no cell is worked out twice.

A file in the order of its days brings new days with every batch. They are taken in spans that double: a calendar that
is worked out in whole columns costs little for each day, and much for each time that it is begun.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from centralasia.arrays.calendars import NO_DAY, Calendar, Pair, Question, Slot, Used, compile_calendar, compile_limits

__all__ = ["Kept"]

_LEAST: Final = 366  # days that are added at a time
_MOST: Final = 150_000  # days in one span: four centuries
_BLANK: Final[dict[str, np.generic]] = {
    "numerators": np.int64(0),
    "denominators": np.int64(0),
    "factors": np.float64("nan"),
    "ages": np.int32(0),
    "days": np.int32(NO_DAY),
    "legs": np.int8(-1),
}
"""The parts of a calendar, and what stands in them where there is no rate."""

_Fill: TypeAlias = Callable[[Question, Sequence[Pair], Sequence[Slot], Used], Sequence[Calendar]]
_Places: TypeAlias = NDArray[np.intp]


@final
class Kept:
    """What was worked out for earlier rows."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._calendars = _Sheets(lambda *asked: (compile_calendar(*asked[:2], slots=asked[2], used=asked[3]),), 1)
        self._limits = _Sheets(lambda *asked: compile_limits(*asked[:2], slots=asked[2], used=asked[3]), 2)

    def calendar(self, asked: Question, pairs: Sequence[Pair], *, slots: Sequence[Slot], used: Used) -> Calendar:
        """Give what `compile_calendar` gives, in the cells that are wanted.

        Args:
            asked: The rates, and how they answer; the same in each call.
            pairs: The pairs.
            slots: Days and periods.
            used: Gives the cells that are wanted.
        """
        return self._calendars.give(asked, pairs, slots, used)[0]

    def limits(
        self, asked: Question, pairs: Sequence[Pair], *, slots: Sequence[Slot], used: Used
    ) -> tuple[Calendar, Calendar]:
        """Give what `compile_limits` gives.

        Args:
            asked: The rates, and how they answer; the same in each call.
            pairs: The pairs.
            slots: Days and periods.
            used: Gives the cells that are wanted.
        """
        least, most = self._limits.give(asked, pairs, slots, used)
        return least, most


@final
class _Sheets:
    """Calendars of the same cells that grow with what is asked for."""

    def __init__(self, fill: _Fill, count: int) -> None:
        self._fill = fill
        self._rows: dict[Pair, int] = {}
        self._columns: dict[Slot, int] = {}
        self._known = np.zeros((0, 0), bool)
        self._sheets = [_Sheet() for _ in range(count)]

    def give(self, asked: Question, pairs: Sequence[Pair], slots: Sequence[Slot], used: Used) -> Sequence[Calendar]:
        self._make_room(pairs, slots)
        rows = np.array([self._rows[pair] for pair in pairs], np.intp)
        columns = np.array([self._columns[slot] for slot in slots], np.intp)
        here = np.ix_(rows, columns)
        new = used() & ~self._known[here]
        if new.any():
            wanted = np.zeros_like(self._known)
            np.logical_or.at(wanted, here, new)  # two codes may stand for one currency
            self._work_out(asked, wanted)
        return [sheet.cut(pairs, slots, here) for sheet in self._sheets]

    def _make_room(self, pairs: Sequence[Pair], slots: Sequence[Slot]) -> None:
        for pair in pairs:
            self._rows.setdefault(pair, len(self._rows))
        for slot in _widened([slot for slot in slots if slot not in self._columns], self._columns):
            self._columns.setdefault(slot, len(self._columns))
        shape = len(self._rows), len(self._columns)
        if shape != self._known.shape:
            self._known = _padded(self._known, shape, np.bool_(False))  # noqa: FBT003 - what is put there
            for sheet in self._sheets:
                sheet.grow(shape)

    def _work_out(self, asked: Question, wanted: NDArray[np.bool_]) -> None:
        """Work out the cells that are wanted, and with them what comes without a search."""
        pairs, slots = [*self._rows], [*self._columns]
        rows = np.flatnonzero(wanted.any(axis=1))
        columns = np.flatnonzero(~self._known[rows].all(axis=0))
        columns = np.array(sorted(columns.tolist(), key=lambda column: str(slots[column])), np.intp)
        here, searched = np.ix_(rows, columns), False

        def used() -> NDArray[np.bool_]:
            nonlocal searched
            searched = True
            return wanted[here]

        fresh = self._fill(asked, [pairs[row] for row in rows], [slots[column] for column in columns], used)
        new = ~self._known[here]
        for sheet, found in zip(self._sheets, fresh, strict=True):
            sheet.put(found, rows, columns, new)
        self._known[here] |= wanted[here] | (fresh[0].legs[:-1, :-1] >= 0) if searched else True


@final
class _Sheet:
    """The cells of one calendar."""

    def __init__(self) -> None:
        self._cells: dict[str, NDArray[Any]] = {name: np.empty((0, 0), blank.dtype) for name, blank in _BLANK.items()}
        self._wide: dict[int, dict[int, Fraction]] = {}

    def grow(self, shape: tuple[int, int]) -> None:
        self._cells = {name: _padded(cells, shape, _BLANK[name]) for name, cells in self._cells.items()}

    def put(self, found: Calendar, rows: _Places, columns: _Places, new: NDArray[np.bool_]) -> None:
        here = np.ix_(rows, columns)
        for name, cells in self._cells.items():
            cells[here] = np.where(new, getattr(found, name)[:-1, :-1], cells[here])
        for (row, column), wide in found.wide.items():
            self._wide.setdefault(int(rows[row]), {})[int(columns[column])] = wide

    def cut(self, pairs: Sequence[Pair], slots: Sequence[Slot], here: tuple[_Places, ...]) -> Calendar:
        shape = len(pairs) + 1, len(slots) + 1
        cells = {name: _padded(kept[here], shape, _BLANK[name]) for name, kept in self._cells.items()}
        rows, columns = (places.ravel().tolist() for places in here)
        places = {kept: place for place, kept in enumerate(columns)}
        wide = {
            (place, places[column]): fraction
            for place, row in enumerate(rows)
            for column, fraction in self._wide.get(row, {}).items()
            if column in places
        }
        return Calendar(pairs=tuple(pairs), slots=slots, wide=wide, **cells)


def _padded(cells: NDArray[Any], shape: tuple[int, int], blank: np.generic) -> NDArray[Any]:
    padded = np.full(shape, blank, cells.dtype)
    padded[: cells.shape[0], : cells.shape[1]] = cells
    return padded


def _widened(missing: Sequence[Slot], kept: Collection[Slot]) -> Sequence[Slot]:
    """Take as many days more as there are already, on the side to which they grow; no more periods than are asked."""
    days = [slot.toordinal() for slot in missing if isinstance(slot, date)]
    before = [slot.toordinal() for slot in kept if isinstance(slot, date)]
    if not days or len(days) < len(missing):
        return missing
    low, high, reach = min(days), max(days), max(_LEAST, len(before))
    if before:
        first, last = min(before), max(before)
        low, high = (low - reach if low < first else first), (high + reach if high > last else last)
    else:
        high += reach
    low, high = max(1, low), min(date.max.toordinal(), high)
    return missing if high - low > _MOST else [date.fromordinal(day) for day in range(low, high + 1)]
