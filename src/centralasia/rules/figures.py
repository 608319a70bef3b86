"""Columns of figures, of which most are distinct: read at once where Python would read them, and together where not."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from math import isnan
from typing import Any, Final, final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from centralasia.arrays.columns import is_text, plain_of
from centralasia.errors import CentralAsiaError
from centralasia.records.columns import Column
from centralasia.rules.columns import BLANK, Fault, ReadAll, Stack, fault_of, reader_of

__all__ = ["Numbers", "Weigher"]


_MOST_PLACES: Final = 8  # that a float is looked at for
_NEAR: Final = 1e-9  # how far a float may be from a decimal of so many places, in parts of itself
_TIDY: Final = r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,14})?$"
"""Figures that come back to the letter from the nearest float and the number of their decimals."""
_LONGEST: Final = 16  # characters of them: fifteen digits and the point
_PLAIN: Final = re.compile(r"[+-]?([0-9]{1,300}\.?[0-9]*|\.[0-9]+)", re.ASCII).fullmatch
_GROUP: Final = 3  # digits that a mark parts
_FEWEST: Final = np.iinfo(np.int8).max


@final
class Numbers:
    """A column of figures, of which most are distinct.

    Attributes:
        spec: Its declaration.
        header: What it is called in the table.
        floats: The figures as the nearest floats, NaN for blanks and for what cannot be read.
    """

    def __init__(
        self,
        spec: Column,
        header: str,
        *,
        floats: NDArray[np.float64],
        shown: "_Typed | _Texts",
        faults: Mapping[int, Fault],
    ) -> None:
        """Take what a weigher found."""
        self.spec, self.header, self.floats = spec, header, floats
        self._shown, self._faults = shown, faults

    def cell(self, row: int) -> Any:  # noqa: ANN401 - as found
        """Give the cell of a row as found, None for a blank."""
        return self._shown.cell(row)

    def value(self, row: int) -> Decimal | None:
        """Give the figure of a row exactly, None for none."""
        return None if row in self._faults else self._shown.value(row)

    def fault(self, row: int) -> Fault | None:
        """Say why the cell of a row cannot be read."""
        return self._faults.get(row)

    @cached_property
    def faulty(self) -> NDArray[np.intp]:
        """The rows whose cell cannot be read."""
        return np.array(sorted(self._faults), np.intp)

    @property
    def is_printed(self) -> bool:
        """Whether decimals are those that were printed: floats have lost their final zeros."""
        return self._shown.is_printed

    @cached_property
    def places(self) -> NDArray[np.int8]:
        """The decimals that each figure is printed with; of a float, those of the shortest numeral for it."""
        return self._shown.places(self.floats)


@final
class _Typed:
    """Figures that are numbers in the table already."""

    def __init__(self, raw: pa.ChunkedArray) -> None:
        self._raw = raw
        self.is_printed = not pa.types.is_floating(raw.type)

    def cell(self, row: int) -> Any:  # noqa: ANN401 - a number of any type
        found = self._raw[row].as_py()
        return None if found is None or found != found else found  # noqa: PLR0124 - NaN

    def value(self, row: int) -> Decimal | None:
        found = self.cell(row)
        return None if found is None else Decimal(repr(found)) if isinstance(found, float) else Decimal(found)

    def keep(self, _row: int) -> None:
        """Keep a cell as it is, whatever its figure becomes: all of them are kept."""

    def places(self, floats: NDArray[np.float64]) -> NDArray[np.int8]:
        kind = self._raw.type
        if pa.types.is_integer(kind):
            return np.zeros(len(floats), np.int8)
        return _places_of(floats, most=kind.scale if pa.types.is_decimal(kind) else _MOST_PLACES)


@final
class _Texts:
    """Figures that are texts: the few that are not tidy as they are, all others as floats and their decimals."""

    is_printed = True

    def __init__(
        self, floats: NDArray[np.float64], places: NDArray[np.int8], odd: dict[int, tuple[str, Decimal | None]]
    ) -> None:
        self._floats, self._places, self._odd = floats, places, odd
        for row, (_, value) in odd.items():
            exponent = 0 if value is None else int(value.as_tuple().exponent)
            places[row] = min(_FEWEST, max(0, -exponent))

    def cell(self, row: int) -> str | None:
        if row in self._odd:
            return self._odd[row][0]
        value = float(self._floats[row])
        return None if isnan(value) else f"{value:.{self._places[row]}f}"

    def value(self, row: int) -> Decimal | None:
        if row in self._odd:
            return self._odd[row][1]
        cell = self.cell(row)
        return None if cell is None else Decimal(cell)

    def keep(self, row: int) -> None:
        """Keep a cell as it is, whatever its figure becomes."""
        cell = self.cell(row)
        if cell is not None:
            self._odd[row] = cell, self.value(row)

    def places(self, _: NDArray[np.float64]) -> NDArray[np.int8]:
        return self._places


def _places_of(floats: NDArray[np.float64], *, most: int) -> NDArray[np.int8]:
    """Find the fewest decimals that a float can be printed with, by counting the numbers of them that are too few."""
    places = np.zeros(len(floats), np.int8)
    for start in range(0, len(floats), _BLOCK):
        block, found = floats[start : start + _BLOCK], places[start : start + _BLOCK]
        for count in range(most):
            scaled = block * 10.0**count
            with np.errstate(invalid="ignore"):
                too_few = ~(np.abs(scaled - np.rint(scaled)) <= _NEAR * np.abs(scaled))
            if not too_few.any():
                break
            found += too_few
    return places


_BLOCK: Final = 1 << 14  # so many floats stay near the processor


@final
class Weigher:
    """Reads a column of figures part by part."""

    def __init__(
        self, spec: Column, header: str, *, required: bool, said: Mapping[str, Any], numerals: ReadAll
    ) -> None:
        """Begin a column.

        Args:
            spec: Its declaration.
            header: What it is called in the table.
            required: Whether a blank is a fault.
            said: Knows, once `numerals` was asked, which mark is before decimals.
            numerals: Reads the numerals of a whole column that Python would not read: a `Decimal` or a `Fault` each.
        """
        self._spec, self._header, self._required = spec, header, required
        self._said, self._numerals = said, numerals
        self._floats, self._places = Stack(), Stack()
        self._raw: list[pa.ChunkedArray] = []
        self._odd: dict[int, str] = {}
        self._count = 0

    def take(self, array: pa.ChunkedArray) -> None:
        """Take the rows of a part."""
        array = plain_of(array)
        if pa.types.is_dictionary(array.type):
            array = pa.chunked_array([_decoded(chunk) for chunk in array.chunks], _value_of(array.type))
        if is_text(array.type) or not _is_figure(array.type) or self._is_of_other(array.type):
            raw, self._raw = self._raw, []
            if raw:  # parts of records may be of several types: then all are texts, as they are within a part
                self._floats, self._count = Stack(), 0
            for part in (*raw, array):
                self._take_texts(_texts_of(part))
        else:
            self._raw.append(array)
            self._floats.add(array.cast(pa.float64(), safe=False).fill_null(np.nan).to_numpy())

    def _is_of_other(self, kind: pa.DataType) -> bool:
        return bool(self._places) or any(part.type != kind for part in self._raw[:1])

    def _take_texts(self, array: pa.ChunkedArray) -> None:
        length = pc.binary_length(array)
        tidy = pc.and_(pc.match_substring_regex(array, _TIDY), pc.less_equal(length, _LONGEST))
        self._floats.add(pc.if_else(tidy, array, None).cast(pa.float64()).fill_null(np.nan).to_numpy())
        point = pc.find_substring(array, ".")
        shown = pc.if_else(
            pc.less(point, 0), 0, pc.min_element_wise(pc.subtract(pc.subtract(length, point), 1), _FEWEST)
        )
        self._places.add(shown.cast(pa.int8()).fill_null(0).to_numpy())
        rows = np.flatnonzero(pc.fill_null(pc.invert(tidy), False).to_numpy())  # noqa: FBT003 - Arrow's own
        for row, text in zip(rows.tolist(), array.take(pa.array(rows)).to_pylist(), strict=True):
            if text.strip():
                self._odd[row + self._count] = text
        self._count += len(array)

    def finished(self) -> Numbers:
        """Give the column."""
        floats = self._floats.whole(np.float64)
        faults: dict[int, Fault] = {}
        if self._raw:
            raw = pa.chunked_array([chunk for part in self._raw for chunk in part.chunks], self._raw[0].type)
            shown: _Typed | _Texts = _Typed(raw)
        else:
            places = self._places.whole(np.int8)
            shown = _Texts(floats, places, self._read_odd(floats, places, faults))
        self._bound(floats, shown, faults)
        return Numbers(self._spec, self._header, floats=floats, shown=shown, faults=faults)

    def _read_odd(
        self, floats: NDArray[np.float64], places: NDArray[np.int8], faults: dict[int, Fault]
    ) -> dict[int, tuple[str, Decimal | None]]:
        """Read numerals that are written in another way."""
        read = self._read([text for text in self._odd.values() if not _PLAIN(text)])
        if read and self._said.get("decimal") == ",":  # then a point may part groups in those that looked plain
            rows = np.flatnonzero((places == _GROUP) & ~np.isnan(floats)).tolist()
            self._odd |= {row: f"{floats[row]:.{_GROUP}f}" for row in rows}
            read = self._read([*self._odd.values()])
        odd: dict[int, tuple[str, Decimal | None]] = {}
        for row, text in self._odd.items():
            value = read[text] if text in read else Decimal(text)
            if isinstance(value, Fault):
                faults[row], value = value, None
            odd[row] = text, value
            floats[row] = np.nan if value is None else float(value)
        return odd

    def _read(self, texts: Sequence[str]) -> dict[str, Any]:
        distinct = list(dict.fromkeys(texts))
        return dict(zip(distinct, self._numerals(distinct), strict=True)) if distinct else {}

    def _bound(self, floats: NDArray[np.float64], shown: "_Typed | _Texts", faults: dict[int, Fault]) -> None:
        """Find blanks where none may be, and figures that are none or outside of what the declaration allows."""
        check = reader_of(self._spec)
        for start in range(0, len(floats), _BLOCK):
            block = floats[start : start + _BLOCK]
            for row in (np.flatnonzero(_is_doubtful(self._spec, block)) + start).tolist():
                if row not in faults:
                    fault = self._fault(check, shown.value(row), shown.cell(row))
                    if fault is not None:
                        shown.keep(row)
                        faults[row], floats[row] = fault, np.nan

    def _fault(self, check: Callable[[Any], Any], value: Decimal | None, cell: Any) -> Fault | None:  # noqa: ANN401
        if cell is None:
            return BLANK if self._required else None
        try:
            check(value)
        except CentralAsiaError as error:
            return fault_of(error, self._spec)
        return None


def _value_of(kind: pa.DataType) -> pa.DataType:
    return pa.large_string() if is_text(kind.value_type) else kind.value_type


def _decoded(chunk: pa.Array) -> pa.Array:
    return chunk.dictionary.cast(_value_of(chunk.type)).take(
        chunk.indices
    )  # views of texts can be taken in no other way


def _is_figure(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _texts_of(array: pa.ChunkedArray) -> pa.ChunkedArray:
    if str(array.type) == "string_view":  # of which Arrow cannot tell the length
        return array.cast(pa.large_string())
    if is_text(array.type):
        return array
    cells = [None if cell is None or cell != cell else str(cell) for cell in array.to_pylist()]  # noqa: PLR0124 - NaN
    return pa.chunked_array([cells], pa.string())


def _is_doubtful(spec: Column, floats: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which figures are none, or at a bound or beyond it; those are looked at exactly."""
    found = ~np.isfinite(floats)
    for bound, sign in (
        (spec.minimum, 1),
        (spec.exclusive_minimum, 1),
        (spec.maximum, -1),
        (spec.exclusive_maximum, -1),
    ):
        if bound is not None:
            with np.errstate(invalid="ignore"):
                found |= sign * floats <= sign * float(bound)
    return found
