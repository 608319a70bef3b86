"""Columns of the caller's frame as numbers: currencies as codes, days as numbers, amounts as floats or whole numbers.

Every column becomes an Arrow array first, mostly without a copy. Texts are judged once for each distinct value.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import accumulate
from typing import Any, Final, NamedTuple, final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from centralasia.arrays.kernels import Read
from centralasia.errors import WrongTypeError

__all__ = [
    "EPOCH",
    "Coded",
    "Column",
    "Days",
    "arrow_of",
    "codes_of",
    "days_of",
    "is_missing",
    "is_text",
    "numbers_of",
    "plain_of",
    "read_all",
]

EPOCH: Final = date(1970, 1, 1).toordinal()
_CODE: Final = 3  # bytes of the code of a currency
_KEYS: Final = 1 << (8 * _CODE)
_LENGTH: Final = np.uint64(0xFFFFFFFF)
_BITS: Final = np.uint64(32)
_BLOCK: Final = 16_384
_LAST_MINUTE: Final = (23, 59)


@final
class Column(NamedTuple):
    """A column that is of the wrong type, for the error that says so."""

    name: object
    type: object


@final
class Coded(NamedTuple):
    """A column of few values.

    Attributes:
        codes: Reads the place of each row's value among the values.
        values: The values, None for a missing one.
    """

    codes: Read
    values: Sequence[Any]


@final
class Days(NamedTuple):
    """A column of days.

    Attributes:
        numbers: Reads the number of each day, as Arrow counts them from 1970; anything where `missing` says so.
        missing: The rows without one, None for none.
    """

    numbers: Read
    missing: NDArray[np.bool_] | None


def arrow_of(column: Any) -> pa.ChunkedArray:  # noqa: ANN401 - a series of narwhals
    """Give a column as Arrow has it, without a copy where that can be.

    Args:
        column: A series of narwhals.
    """
    native = column.to_native()
    if column.implementation.is_polars():
        polars = column.implementation.to_native_namespace()
        if native.dtype in {polars.Int128, polars.UInt128}:  # which Arrow does not have
            native = native.cast(polars.String)
        return pa.chunked_array([native.to_arrow(compat_level=polars.CompatLevel.newest())])
    if column.implementation.is_pyarrow():
        return native
    found = _of_pandas(native, from_pandas=not column.dtype.is_float())
    return found if isinstance(found, pa.ChunkedArray) else pa.chunked_array([found])


def _of_pandas(native: Any, *, from_pandas: bool) -> pa.Array | pa.ChunkedArray:  # noqa: ANN401 - of pandas
    """Take a series; periods, and objects of several types, become texts, which are judged one by one."""
    if str(native.dtype).startswith("period["):
        codes, periods = native.factorize()
        texts = pa.array(map(_span, periods), pa.string())
        return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), texts)
    try:
        found = pa.array(native, from_pandas=from_pandas)
    except (pa.ArrowException, TypeError, OverflowError):
        found = None
    if found is not None and not _is_extension(found.type):
        return found
    cells = zip(native, native.isna(), strict=True)
    return pa.array([None if is_missing else _as_text(each) for each, is_missing in cells], pa.string())


def _is_extension(kind: pa.DataType) -> bool:
    return isinstance(kind.value_type if pa.types.is_dictionary(kind) else kind, pa.BaseExtensionType)


def _as_text(cell: Any) -> str:  # noqa: ANN401 - whatever stands in a cell
    if isinstance(cell, datetime):
        return str(cell.date())
    return _span(cell) if hasattr(cell, "start_time") else str(cell)


def _span(period: Any) -> str:  # noqa: ANN401 - of pandas
    """Write a period by its days, since it prints as one of the calendar even where its year ends in March."""
    try:
        start, end = period.start_time, period.end_time
        days = start.date(), end.date()
    except (ValueError, OverflowError, NotImplementedError):  # no day that Python has
        return str(period)
    if days[0] == days[1]:
        return str(days[0])
    is_of_days = start == start.normalize() and (end.hour, end.minute) == _LAST_MINUTE
    return f"{days[0]}/{days[1]}" if is_of_days else str(period)


def plain_of(array: pa.ChunkedArray) -> pa.ChunkedArray:
    """Give a column as plain numbers, days or texts, or as a dictionary of texts; nulls where nothing stands in it.

    Args:
        array: A column.
    """
    kind = array.type
    if pa.types.is_run_end_encoded(kind):
        array, kind = pc.run_end_decode(array), kind.value_type
    if pa.types.is_dictionary(kind) and not is_text(kind.value_type):
        array, kind = array.cast(kind.value_type), kind.value_type
    return pa.chunked_array([pa.nulls(len(array))]) if array.null_count == len(array) else array


def is_missing(array: pa.ChunkedArray) -> NDArray[np.bool_] | None:
    """Tell which rows are missing, None where none is.

    Args:
        array: A column.
    """
    if not array.null_count:
        return None
    missing: NDArray[np.bool_] = array.is_null().to_numpy()
    return missing


def numbers_of(array: pa.ChunkedArray, dtype: Any) -> Read:  # noqa: ANN401 - whatever numpy takes for one
    """Read the numbers of a column as they lie in memory; where one is missing stands anything.

    Args:
        array: Numbers of one width, in any number of chunks.
        dtype: What they are.
    """
    return read_all([_buffer(chunk, dtype) for chunk in array.chunks])


def read_all(parts: Sequence[NDArray[Any]]) -> Read:
    """Read arrays one after the other, as if they were one.

    Args:
        parts: The arrays.
    """
    if len(parts) == 1:
        (only,) = parts
        return lambda start, stop: only[start:stop]
    ends = list(accumulate(map(len, parts)))

    def read(start: int, stop: int) -> NDArray[Any]:
        found = []
        for place in range(bisect_right(ends, start), bisect_left(ends, stop) + 1):
            before = ends[place] - len(parts[place])
            found.append(parts[place][max(0, start - before) : stop - before])
        return found[0] if len(found) == 1 else np.concatenate(found)

    return read


def _buffer(chunk: pa.Array, dtype: type[np.generic], *, of: int = 1) -> NDArray[Any]:
    buffer = chunk.buffers()[of]
    if buffer is None:
        return np.empty(0, dtype)
    return np.frombuffer(buffer, dtype)[chunk.offset : chunk.offset + len(chunk)]


def codes_of(array: pa.ChunkedArray) -> Coded:
    """Give a column of texts as codes.

    Codes of currencies are read as packed letters, which takes a fifth of the time of a dictionary.

    Args:
        array: Texts, or a dictionary of them.

    Raises:
        WrongTypeError: Something else.
    """
    if pa.types.is_dictionary(array.type):
        return _of_dictionary(array)
    if not is_text(array.type):
        raise WrongTypeError("column", str(array.type), "of texts or categories")
    packed = None if array.null_count else _packed(array)
    return _of_dictionary(_as_dictionary(array)) if packed is None else packed


def is_text(kind: pa.DataType) -> bool:
    """Tell whether a type is one of texts.

    Args:
        kind: The type.
    """
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or _is_view(kind)


def _is_view(kind: pa.DataType) -> bool:
    return str(kind) == "string_view"


def _as_dictionary(array: pa.ChunkedArray) -> pa.ChunkedArray:
    plain = array.cast(pa.large_string()) if _is_view(array.type) else array
    return plain.dictionary_encode()


def _of_dictionary(array: pa.ChunkedArray) -> Coded:
    array = array.unify_dictionaries()
    if not array.num_chunks:
        return Coded(read_all([np.empty(0, np.int8)]), [None])
    values = array.chunk(0).dictionary.to_pylist()
    parts = []
    for chunk in array.chunks:
        indices = chunk.indices
        codes = _buffer(indices, indices.type.to_pandas_dtype())
        if indices.null_count:
            valid = indices.is_valid().to_numpy(zero_copy_only=False)
            codes = np.where(valid, codes, np.int64(len(values)))  # which the type of the codes may be too small for
        parts.append(codes)
    return Coded(read_all(parts), [*values, None])


def _packed(array: pa.ChunkedArray) -> Coded | None:
    """Read texts of three bytes as numbers; None where some are others, or there are more than fit a byte."""
    table = np.zeros(_KEYS, np.uint8)  # only what is looked up takes memory
    codes, place = np.empty(len(array), np.uint8), 0
    values: list[str] = []
    for chunk in array.chunks:
        keys_of = _keys(chunk)
        if keys_of is None:
            return None
        for start in range(0, len(chunk), _BLOCK):
            keys = keys_of(start, min(start + _BLOCK, len(chunk)))
            if keys is None or not _code(keys, table, values, out=codes[place : place + len(keys)]):
                return None
            place += len(keys)
    codes -= 1
    return Coded(read_all([codes]), [*values, None])


def _code(keys: NDArray[np.intp], table: NDArray[np.uint8], values: list[str], *, out: NDArray[np.uint8]) -> bool:
    """Look keys up, and learn new ones; tell whether there was room for all."""
    np.take(table, keys, out=out, mode="clip")
    if out.min() == 0:
        for key in np.unique(keys[out == 0]).tolist():
            if len(values) == np.iinfo(np.uint8).max:
                return False
            values.append(int(key).to_bytes(_CODE, "little").decode())
            table[key] = len(values)
        np.take(table, keys, out=out, mode="clip")
    return True


_ReadKeys = Callable[[int, int], NDArray[np.intp] | None]


def _keys(chunk: pa.Array) -> _ReadKeys | None:
    """Give what reads the bytes of a block of texts as numbers; None where some text has not three of them."""
    if _is_view(chunk.type):
        views = np.frombuffer(chunk.buffers()[1], np.uint64)[2 * chunk.offset : 2 * (chunk.offset + len(chunk)) : 2]
        return lambda start, stop: _keys_of_views(views[start:stop])
    width = np.int64 if pa.types.is_large_string(chunk.type) else np.int32
    offsets = np.frombuffer(chunk.buffers()[1], width)[chunk.offset : chunk.offset + len(chunk) + 1]
    if offsets[-1] - offsets[0] != _CODE * len(chunk) or not _are_as_long(offsets):
        return None
    data = np.frombuffer(chunk.buffers()[2] or b"", np.uint8)[offsets[0] : offsets[-1]]
    return lambda start, stop: _keys_of_bytes(data[_CODE * start : _CODE * stop])


def _are_as_long(offsets: NDArray[Any]) -> bool:
    """Tell whether no text is shorter than a code; as they are as long on the whole, then none is longer either."""
    space = np.empty(_BLOCK, offsets.dtype)
    for start in range(0, len(offsets) - 1, _BLOCK):
        block = offsets[start : start + _BLOCK + 1]
        if np.subtract(block[1:], block[:-1], out=space[: len(block) - 1]).min() < _CODE:
            return False
    return True


def _keys_of_views(views: NDArray[np.uint64]) -> NDArray[np.intp] | None:
    """Read the length and the first bytes of texts, which lie beside each other."""
    words = views.copy()
    if ((words & _LENGTH) != _CODE).any():
        return None
    words >>= _BITS
    return words.view(np.intp)


def _keys_of_bytes(data: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Read three bytes at a time as the lower ones of a word of four, of which the last would lie beyond the end."""
    count = len(data) // _CODE
    words = np.empty(count, np.intp)
    if count > 1:
        words[:-1] = np.ndarray((count - 1,), "<u4", data, strides=(_CODE,))
    words[-1:] = int.from_bytes(data[-_CODE:].tobytes(), "little")
    words &= _KEYS - 1
    return words


def days_of(array: pa.ChunkedArray) -> Days | None:
    """Give a column of days, or of moments on the calendar of their own time zone; None for something else.

    Args:
        array: Dates, or timestamps.
    """
    if pa.types.is_timestamp(array.type):
        array = pc.cast(pc.local_timestamp(array) if array.type.tz else array, pa.date32(), safe=False)
    elif pa.types.is_date64(array.type):
        array = array.cast(pa.date32())
    if not pa.types.is_date32(array.type):
        return None
    return Days(numbers_of(array, np.int32), is_missing(array))
