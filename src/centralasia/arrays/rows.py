"""The rows of a frame as places in a calendar: which pair of currencies and which day each row asks for."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Final, Protocol, final

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from centralasia.arrays.calendars import Calendar, Pair, Question, Slot, Used, compile_calendar, compile_limits
from centralasia.arrays.columns import EPOCH, Days, codes_of, days_of, plain_of
from centralasia.arrays.kernels import BLOCK, Indices, Read
from centralasia.errors import CentralAsiaError, WrongTypeError
from centralasia.periods import Period, day_or_period
from centralasia.reference import Currency, currencies

__all__ = ["Moneys", "Times", "Work", "moneys_of", "times_of"]

_MOST_SLOTS: Final = 150_000  # days: four centuries
_MANY: Final = 1_000  # more texts than there are currencies
_FEW_CELLS: Final = 100_000  # of a calendar: fewer are worked out whether or not any row asks for them


@final
@attrs.frozen(eq=False)
class Moneys:
    """The currencies of rows.

    Attributes:
        codes: Reads for each row the place of its currency.
        known: The currency of each place, None for one that is missing or not known.
        missing: Which places stand for a missing one.
    """

    codes: Read
    known: Sequence[Currency | None]
    missing: Sequence[bool]


@final
@attrs.frozen(eq=False)
class Times:
    """The days or periods of rows.

    Attributes:
        columns: Reads for each row the slot, before `first` is taken from it; one past the last where there is none.
        first: What the number of the first slot is.
        slots: The days or periods.
        missing: Tells of rows whether nothing stands in them, None where something does in all.
    """

    columns: Read
    first: int
    slots: Sequence[date | Period]
    missing: Read | None = None


def _constant(start: int, stop: int) -> NDArray[np.int8]:
    """Read rows that are all the same."""
    return np.zeros(stop - start, np.int8)


def moneys_of(column: pa.ChunkedArray | Currency) -> Moneys:
    """Read currencies: one for all rows, or those of a column.

    Args:
        column: A currency, or texts.

    Raises:
        WrongTypeError: A column of something else.
    """
    if isinstance(column, Currency):
        return Moneys(_constant, [column], [False])
    plain = _without_nan(plain_of(column))
    if pa.types.is_null(plain.type):
        return Moneys(_constant, [None], [True])
    try:
        codes, values = codes_of(plain)
    except WrongTypeError:
        raise WrongTypeError("currency", str(column.type), "a column of texts or categories") from None
    there = currencies()
    known, missing = [there.get(value) for value in values], list(map(_is_blank, values))
    return _narrowed(codes, known, missing) if len(values) > _MANY else Moneys(codes, known, missing)


def _narrowed(codes: Read, known: Sequence[Currency | None], missing: Sequence[bool]) -> Moneys:
    """Give one place to all texts that are no currency, and one to those that are missing."""
    places: dict[tuple[Currency | None, bool], int] = {}
    table = np.array([places.setdefault(each, len(places)) for each in zip(known, missing, strict=True)], np.int32)
    return Moneys(lambda start, stop: table[codes(start, stop)], [each for each, _ in places], [no for _, no in places])


def _is_blank(value: str | None) -> bool:
    return value is None or not value.strip()


def _without_nan(array: pa.ChunkedArray) -> pa.ChunkedArray:
    """Take a column of floats of which none is a number for an empty one, which is what readers of files make of it."""
    is_empty = pa.types.is_floating(array.type) and pc.all(pc.is_nan(array)).as_py()
    return pa.chunked_array([pa.nulls(len(array))]) if is_empty else array


def times_of(column: pa.ChunkedArray | date | Period, count: int) -> Times:
    """Read days or periods: one for all rows, or those of a column.

    Args:
        column: A day, a period, or a column of days, moments or texts.
        count: How many rows there are.

    Raises:
        WrongTypeError: A column of something else.
    """
    if not isinstance(column, pa.ChunkedArray):
        return Times(_constant, 0, [column])
    plain = _without_nan(plain_of(column))
    days = days_of(plain)
    if days is not None:
        return _dense(days, count)
    if pa.types.is_null(plain.type):
        return Times(_constant, 0, [], missing=lambda start, stop: np.ones(stop - start, bool))
    try:
        codes, values = codes_of(plain)
    except WrongTypeError:
        raise WrongTypeError("on", str(column.type), "a column of days, or of texts of days and periods") from None
    read = [_read(value) for value in values]
    slots = sorted({each for each in read if each is not None}, key=lambda each: (isinstance(each, Period), str(each)))
    place = {slot: number for number, slot in enumerate(slots)}
    table = np.array([len(slots) if each is None else place[each] for each in read], np.int32)
    blank = np.array(list(map(_is_blank, values)))
    return Times(
        lambda start, stop: table[codes(start, stop)], 0, slots, missing=lambda start, stop: blank[codes(start, stop)]
    )


@lru_cache(maxsize=1 << 16)  # the batches of a file have the same days
def _read(value: str | None) -> date | Period | None:
    try:
        return None if value is None else day_or_period(value)
    except CentralAsiaError:
        return None


def _dense(days: Days, count: int) -> Times:
    """Take every day from the first to the last, or only those that are there where they are far apart."""
    low, high = _ends(days, count)
    last, missing = high - low + 1, days.missing
    if last > _MOST_SLOTS or low + EPOCH < 1 or high + EPOCH > date.max.toordinal():
        return _sparse(days, count)
    slots = [date.fromordinal(number) for number in range(low + EPOCH, high + EPOCH + 1)]
    if missing is None:
        return Times(days.numbers, low, slots)

    def columns(start: int, stop: int) -> NDArray[Any]:
        return np.where(missing[start:stop], high + 1, days.numbers(start, stop))

    return Times(columns, low, slots, missing=_some_of(missing))


def _some_of(flags: NDArray[np.bool_] | None) -> Read | None:
    return None if flags is None else lambda start, stop: flags[start:stop]


def _sparse(days: Days, count: int) -> Times:
    blocks = [days.numbers(start, stop) for start, stop in _blocks(count)]
    found = np.unique(np.concatenate([np.unique(block) for block in blocks]))
    inside = found[(found >= 1 - EPOCH) & (found <= date.max.toordinal() - EPOCH)]
    slots = [date.fromordinal(number + EPOCH) for number in inside.tolist()]
    missing = days.missing

    def columns(start: int, stop: int) -> NDArray[Any]:
        numbers = days.numbers(start, stop)
        places = np.searchsorted(inside, numbers)
        there = inside[np.minimum(places, len(inside) - 1)] == numbers if len(inside) else np.zeros(len(numbers), bool)
        if missing is not None:
            there = there & ~missing[start:stop]
        return np.where(there, places, len(slots))

    return Times(columns, 0, slots, missing=_some_of(missing))


def _ends(days: Days, count: int) -> tuple[int, int]:
    """Give the first and the last day."""
    low, high = np.iinfo(np.int32).max, np.iinfo(np.int32).min
    for start, stop in _blocks(count):
        block = days.numbers(start, stop)
        if days.missing is not None:
            block = block[~days.missing[start:stop]]
        if len(block):
            low, high = min(low, int(block.min())), max(high, int(block.max()))
    return low, high


def _blocks(count: int) -> Iterator[tuple[int, int]]:
    for start in range(0, count, BLOCK):
        yield start, min(start + BLOCK, count)


class _Compile(Protocol):
    def __call__(self, asked: Question, pairs: Sequence[Pair], *, slots: Sequence[Slot], used: Used) -> Calendar: ...


class _Limit(Protocol):
    def __call__(
        self, asked: Question, pairs: Sequence[Pair], *, slots: Sequence[Slot], used: Used
    ) -> tuple[Calendar, Calendar]: ...


@final
@attrs.frozen(slots=False)
class Work:
    """The rows of a frame and the calendar they ask.

    Attributes:
        asked: The rates, and how they answer.
        count: How many rows there are.
        sources: The currencies that go in.
        targets: The currencies that come out.
        times: The days or periods.
        compile: What works the factors out, if not for these rows alone.
        limit: What works out the least and the most of each factor, likewise.
    """

    asked: Question
    count: int
    sources: Moneys
    targets: Moneys
    times: Times
    compile: _Compile = compile_calendar
    limit: _Limit = compile_limits

    @cached_property
    def _pairs(self) -> tuple[list[Pair], NDArray[np.int32]]:
        """Give the pairs of currencies that can come, and the row of the calendar for every two codes."""
        together, pairs = self._together(), list[Pair]()
        table = np.full(together.shape, -1, np.int32)
        for one, other in np.argwhere(together).tolist():
            source, target = self.sources.known[one], self.targets.known[other]
            if source is not None and target is not None:
                table[one, other] = len(pairs)
                pairs.append((source, target))
        table[table < 0] = len(pairs)
        return pairs, table

    def _together(self) -> NDArray[np.bool_]:
        """Tell which two codes come together in some row; all, where looking would take longer than it could save."""
        sources, targets = len(self.sources.known), len(self.targets.known)
        if sources * targets * len(self.times.slots) <= max(_FEW_CELLS, self.count):
            return np.ones((sources, targets), bool)
        found = np.zeros(sources * targets, bool)
        for start, stop in _blocks(self.count):
            rows = np.multiply(self.sources.codes(start, stop), targets, dtype=np.intp, casting="unsafe")
            found[np.add(rows, self.targets.codes(start, stop), out=rows, casting="unsafe")] = True
        return found.reshape(sources, targets)

    @cached_property
    def rows(self) -> Read:
        """Reads the row of the calendar for each row of the frame."""
        _, table = self._pairs
        sources, targets = self.sources.codes, self.targets.codes
        if len(self.targets.known) > 1:
            return lambda start, stop: table[sources(start, stop), targets(start, stop)]
        flat = table[:, 0]
        if np.array_equal(flat, np.arange(len(flat))):  # the last stands for what is missing
            return sources
        return lambda start, stop: flat[sources(start, stop)]

    @cached_property
    def indices(self) -> Indices:
        """Where the factor of each row stands in the flattened calendar."""
        return Indices(self.rows, self.times.columns, len(self.times.slots) + 1, self.times.first)

    @cached_property
    def calendar(self) -> Calendar:
        """The factors of all pairs and days."""
        return self.compile(self.asked, self._pairs[0], slots=self.times.slots, used=self.used)

    @cached_property
    def limits(self) -> tuple[Calendar, Calendar]:
        """The least and the most of each factor that some row needs, by the printed digits of the rates."""
        is_there = self.calendar.legs[:-1, :-1] >= 0
        return self.limit(self.asked, self._pairs[0], slots=self.times.slots, used=lambda: self.used() & is_there)

    def used(self) -> NDArray[np.bool_]:
        """Tell which cells of the calendar some row asks for."""
        width = self.indices.width
        used = np.zeros((len(self._pairs[0]) + 1) * width, bool)
        places = np.empty(BLOCK, np.intp)
        for start, stop in _blocks(self.count):
            used[self.indices.block(start, stop, places)] = True
        return used.reshape(-1, width)[:-1, :-1]
