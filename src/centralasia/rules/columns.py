"""Columns of a table, judged: each distinct value is read once, however many rows have it."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import isfinite
from typing import Any, Final, NamedTuple, TypeAlias, final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from centralasia.arrays.columns import codes_of, is_text, plain_of
from centralasia.errors import CentralAsiaError, UnknownCodeError
from centralasia.periods import Period
from centralasia.records.columns import Column, make_check, make_read
from centralasia.reference import Currency

__all__ = ["BLANK", "Fault", "Judge", "Judged", "ReadAll", "Stack", "fault_of", "is_day", "looked_up", "reader_of"]

_EXACT: Final = frozenset({Decimal, Fraction})
Codes: TypeAlias = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.int32]
"""The places of the values of rows."""


@final
class Fault(NamedTuple):
    """Why a cell cannot be read.

    Attributes:
        code: The code of the finding.
        message: What is wrong.
        fix: The way out, None where it is not known.
    """

    code: str
    message: str
    fix: str | None = None


@final
class Judged:
    """A column of which each distinct value was read once.

    Attributes:
        spec: Its declaration.
        header: What it is called in the table.
        codes: The place of each row's value among `values`.
        values: The distinct values, read; None for blanks and for those that cannot be read.
        cells: The distinct values as found, None for a blank.
        faults: Why a value cannot be read, None for those that can.
    """

    def __init__(
        self,
        spec: Column,
        header: str,
        *,
        codes: Codes,
        values: Sequence[Any],
        cells: Sequence[Any],
        faults: Sequence[Fault | None],
    ) -> None:
        """Take what a judge found."""
        self.spec, self.header, self.codes = spec, header, codes
        self.values, self.cells, self.faults = values, cells, faults

    def value(self, row: int) -> Any:  # noqa: ANN401 - as the field has it
        """Give the value of a row, None for none."""
        return self.values[self.codes[row]]

    def cell(self, row: int) -> Any:  # noqa: ANN401 - as found
        """Give the cell of a row as found."""
        return self.cells[self.codes[row]]

    def fault(self, row: int) -> Fault | None:
        """Say why the cell of a row cannot be read."""
        return self.faults[int(self.codes[row])]

    def where(self, holds: Callable[[Any], object]) -> NDArray[np.bool_]:
        """Tell which rows have a value of which something holds; it is asked once for each distinct value.

        Args:
            holds: Is asked of values that could be read and are no blanks.
        """
        flags = np.array([value is not None and bool(holds(value)) for value in self.values], bool)
        return looked_up(flags, self.codes)

    def mapped(
        self,
        give: Callable[[Any], Any],
        dtype: Any,  # noqa: ANN401 - any number
        blank: Any,  # noqa: ANN401 - the same
        *,
        rows: NDArray[Any] | None = None,
    ) -> NDArray[Any]:
        """Give a number for each row, worked out once for each distinct value.

        Args:
            give: Gives the number of a value.
            dtype: What the numbers are.
            blank: What stands where there is no value.
            rows: The rows; all of them when not given.
        """
        numbers = np.array([blank if value is None else give(value) for value in self.values], dtype)
        return looked_up(numbers, self.codes if rows is None else self.codes[rows])

    @cached_property
    def faulty(self) -> NDArray[np.intp]:
        """The rows whose cell cannot be read."""
        if not any(self.faults):
            return np.empty(0, np.intp)
        return np.flatnonzero(looked_up(np.array([fault is not None for fault in self.faults], bool), self.codes))


def reader_of(spec: Column, convert: Callable[[Any], Any] | None = None) -> Callable[[Any], Any]:
    """Give what reads a cell of a column, a text or a ready value; it raises our errors only.

    Args:
        spec: The declaration.
        convert: Reads the short form of a list that people write, where the record has one.
    """
    read, check = make_read(spec), make_check(spec)
    if convert is not None:

        def read_list(cell: Any) -> Any:  # noqa: ANN401 - as below
            return read(cell) if isinstance(cell, str) and cell.startswith("[") else convert(cell)

        return read_list

    def read_cell(cell: Any) -> Any:  # noqa: ANN401 - whatever stands in a cell
        if isinstance(cell, str):
            return read(cell)
        if isinstance(cell, datetime):
            cell = cell.date()
        if isinstance(cell, float) and spec.kind.cls in _EXACT:
            cell = Decimal(repr(cell))
        if isinstance(cell, float | Decimal) and spec.kind.cls is int and isfinite(cell) and cell == int(cell):
            cell = int(cell)
        return check(cell)

    return read_cell


def fault_of(error: CentralAsiaError, spec: Column) -> Fault:
    """Say what an error of reading is as a finding.

    Args:
        error: The error.
        spec: The declaration of the column.
    """
    unit = str(getattr(error, "value", "")).strip().casefold()
    if spec.kind.cls is Currency and unit in _UNITS:
        return Fault("unit-of-account", _UNITS[unit][0], _UNITS[unit][1])
    is_listed = isinstance(error.__cause__, UnknownCodeError) or _has_list(spec)
    expected, hint = (getattr(error, name, "") for name in ("expected", "hint"))
    message = f"must be {expected}" if expected else str(error)
    return Fault("unknown-code" if is_listed else _unread(spec, error), message, hint or None)


_RIGHTS: Final = ("is not its ISO 4217 code: special drawing rights of the IMF are XDR", "did you mean XDR?")
_POINTS: Final = ("counts points, which are no money and have no rate", None)
_UNITS: Final = {
    **dict.fromkeys(("sdr", "сдр", "спз"), _RIGHTS),
    **dict.fromkeys(("point", "points", "балл", "баллы", "ball", "балдар"), _POINTS),
}
"""Units of account that stand where currencies should."""


def _has_list(spec: Column) -> bool:
    return spec.codes is not None or getattr(spec.kind, "codes", None) is not None


def _unread(spec: Column, error: CentralAsiaError) -> str:
    if str(getattr(error, "expected", "")).startswith(("greater than", "less than", "at least", "at most")):
        return "impossible-value"
    return "unreadable-day" if is_day(spec) else "unreadable-value"


def is_day(spec: Column) -> bool:
    """Tell whether days or periods stand in a column.

    Args:
        spec: The declaration.
    """
    return not spec.many and spec.kind.cls in {date, Period, date | Period}


BLANK: Final = Fault("missing-value", "there is nothing in the cell", "fill it in, or leave the row out")


def _width_of(count: int) -> type[np.uint8] | type[np.uint16] | type[np.int32]:
    """Give the narrowest numbers for the places of so many values: rows are many, and memory is not."""
    if count <= np.iinfo(np.uint8).max:
        return np.uint8
    return np.uint16 if count <= np.iinfo(np.uint16).max else np.int32


def looked_up(table: NDArray[Any], codes: NDArray[Any]) -> NDArray[Any]:
    """Give what stands at some places of a small table, in blocks: numpy widens the places of all rows otherwise.

    Args:
        table: The table.
        codes: The places, of which each is in the table.
    """
    found = np.empty(len(codes), table.dtype)
    for start in range(0, len(codes), _BLOCK):
        np.take(table, codes[start : start + _BLOCK], out=found[start : start + _BLOCK], mode="clip")
    return found


_BLOCK: Final = 1 << 16


@final
class Stack:
    """Numbers of rows that come in parts, put one behind the other.

    A file comes in thousands of parts, and the memory of so many small arrays would not go back to the system when they
    are put together: all but the first are copied to large blocks at once.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._blocks: list[NDArray[Any]] = []
        self._filled: list[int] = []

    def add(self, part: NDArray[Any]) -> None:
        """Take the numbers of the next rows, which may be wider than those before."""
        if not self._blocks:
            self._open(part, len(part))
        elif len(part):
            if self._blocks[-1].dtype != part.dtype or len(self._blocks[-1]) - self._filled[-1] < len(part):
                self._open(np.empty(max(len(part), _LARGE // part.itemsize), part.dtype), 0)
            filled = self._filled[-1]
            self._blocks[-1][filled : filled + len(part)] = part
            self._filled[-1] += len(part)

    def _open(self, block: NDArray[Any], filled: int) -> None:
        self._blocks.append(block)
        self._filled.append(filled)

    def whole(self, dtype: Any) -> NDArray[Any]:  # noqa: ANN401 - any numbers
        """Give all numbers as one array, and let go of each block once it is copied.

        Args:
            dtype: What they become.
        """
        found, start = np.empty(sum(self._filled), dtype), 0
        self._blocks.reverse()
        for filled in self._filled:
            found[start : start + filled] = self._blocks.pop()[:filled]
            start += filled
        self._filled.clear()
        return found

    def __bool__(self) -> bool:
        return bool(self._blocks)


_LARGE: Final = 1 << 25  # bytes: so much is taken from the system, and goes back to it at once


def _heads_of(array: pa.ChunkedArray) -> NDArray[np.intp] | None:
    """Give the rows whose text is not that of the row before, where these are few; None where they are not.

    Bulletins come day by day: the day and the publisher of a row are mostly those of the row before.
    """
    if array.num_chunks != 1 or array.null_count or len(array) < _LOOKED_AT or not is_text(array.type):
        return None
    chunk = array.chunk(0)
    if np.count_nonzero(_changes(chunk.slice(0, _LOOKED_AT))) > _LOOKED_AT // _SELDOM:
        return None
    return np.append(0, np.flatnonzero(_changes(chunk)) + 1)


def _changes(chunk: pa.Array) -> NDArray[np.bool_]:
    """Tell of each text but the first whether it differs from the one before."""
    if str(chunk.type) != _VIEW:
        differ = pc.not_equal(chunk.slice(1), chunk.slice(0, len(chunk) - 1))
        return np.asarray(differ.to_numpy(zero_copy_only=False), np.bool_)
    views = _views_of(chunk)  # where they are equal the texts are, and seldom else: short texts stand in them
    one, other = views[:, 0], views[:, 1]
    return np.asarray((one[1:] != one[:-1]) | (other[1:] != other[:-1]))


def _taken(chunk: pa.Array, rows: NDArray[np.intp]) -> pa.ChunkedArray:
    """Take some texts, also of a type of which Arrow cannot."""
    if str(chunk.type) != _VIEW:
        return pa.chunked_array([chunk.take(pa.array(rows))])
    views = pa.py_buffer(_views_of(chunk)[rows])
    return pa.chunked_array([pa.Array.from_buffers(chunk.type, len(rows), [None, views, *chunk.buffers()[2:]])])


def _views_of(chunk: pa.Array) -> NDArray[np.uint64]:
    views = np.frombuffer(chunk.buffers()[1], np.uint64)
    return views[2 * chunk.offset : 2 * (chunk.offset + len(chunk))].reshape(-1, 2)


_VIEW: Final = "string_view"
_LOOKED_AT: Final = 4096  # rows that tell whether it is worth it
_SELDOM: Final = 8

_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII).fullmatch

ReadAll: TypeAlias = Callable[[Sequence[str]], Sequence[Any]]
"""Reads the texts of a whole column, of which some tell how the others are meant: a value or a `Fault` each."""


@final
class Judge:
    """Gathers the distinct values of a column part by part, and judges each of them once."""

    def __init__(
        self,
        spec: Column,
        header: str,
        *,
        required: bool,
        otherwise: ReadAll | None = None,
        convert: Callable[[Any], Any] | None = None,
    ) -> None:
        """Begin a column.

        Args:
            spec: Its declaration.
            header: What it is called in the table.
            required: Whether a blank is a fault.
            otherwise: Reads all texts together, where some are no days as ISO 8601 has them.
            convert: Reads the short form of a list, where the record has one.
        """
        self._spec, self._header, self._required, self._otherwise = spec, header, required, otherwise
        self._convert = convert
        self._known: dict[Any, int] = {}
        self._cells: list[Any] = []
        self._codes = Stack()

    def take(self, array: pa.ChunkedArray) -> None:
        """Take the rows of a part."""
        array = plain_of(array)
        if pa.types.is_null(array.type):
            array = array.cast(pa.string())
        if not (is_text(array.type) or pa.types.is_dictionary(array.type)):
            array = array.dictionary_encode()
        heads = _heads_of(array)
        coded = codes_of(array if heads is None else _taken(array.chunk(0), heads))
        places = np.array([self._place(cell) for cell in coded.values]).astype(_width_of(len(self._cells)))
        codes = looked_up(places, coded.codes(0, len(array) if heads is None else len(heads)))
        self._codes.add(codes if heads is None else np.repeat(codes, np.diff(heads, append=len(array))))

    def _place(self, cell: object) -> int:
        if (isinstance(cell, str) and not cell.strip()) or cell != cell:  # noqa: PLR0124 - NaN
            cell = None
        key = cell if type(cell) is str else (type(cell), cell)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self._cells)
            self._cells.append(cell)
        return found

    def finished(self) -> Judged:
        """Give the column."""
        read = reader_of(self._spec, self._convert)
        judged = [self._judged(read, cell) for cell in self._cells]
        values, faults = [value for value, _ in judged], [fault for _, fault in judged]
        texts = [place for place, cell in enumerate(self._cells) if isinstance(cell, str)]
        if self._otherwise is not None and any(not _ISO(self._cells[place]) for place in texts):
            found = self._otherwise([self._cells[place] for place in texts])
            for place, value in zip(texts, found, strict=True):
                own = faults[place]
                if not isinstance(value, Fault):
                    values[place], faults[place] = value, None
                elif own is None or own.code != value.code:  # or what the declaration says of it is more exact
                    values[place], faults[place] = None, value
        codes = self._codes.whole(_width_of(len(self._cells)))
        return Judged(self._spec, self._header, codes=codes, values=values, cells=self._cells, faults=faults)

    def _judged(self, read: Callable[[Any], Any], cell: object) -> tuple[Any, Fault | None]:
        if cell is None:
            return None, BLANK if self._required else None
        try:
            return read(cell), None
        except CentralAsiaError as error:
            return None, fault_of(error, self._spec)
