"""Columns as numbers."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from centralasia.arrays.columns import arrow_of, codes_of, days_of, is_missing, is_text, numbers_of, plain_of, read_all
from centralasia.errors import WrongTypeError


def series(native: Any) -> Any:
    return nw.from_native(native, series_only=True)


def values_of(array: pa.ChunkedArray) -> list[Any]:
    """What a column of texts is read as."""
    codes, values = codes_of(array)
    return [values[place] for place in codes(0, len(array)).tolist()]


@pytest.mark.parametrize(
    ("native", "expected"),
    [
        (pl.Series([1, None]), pa.array([1, None])),
        (pl.Series([2**100, None], dtype=pl.Int128), pa.array([str(2**100), None])),
        (pa.chunked_array([[1], [2]]), pa.array([1, 2])),
        (pd.Series([1.0, float("nan")]), pa.array([1.0, float("nan")])),
        (pd.Series([1, None], dtype="Int64"), pa.array([1, None])),
        (pd.Series(["a", None]), pa.array(["a", None])),
        (pd.Series([1, None], dtype="int64[pyarrow]"), pa.array([1, None])),
        (pd.Series([Decimal("1.5"), None]), pa.array([Decimal("1.5"), None])),
        (pd.Series([1, "x", None, Decimal(2), 10**30, pd.NaT]), pa.array(["1", "x", None, "2", str(10**30), None])),
        (pd.Series([date(2024, 3, 1), "2024-03-02"]), pa.array(["2024-03-01", "2024-03-02"])),
        (pd.Series(["x", datetime(2024, 3, 1, 12)]), pa.array(["x", "2024-03-01"])),  # noqa: DTZ001 - without a zone
        (pd.Series(pd.PeriodIndex(["2024-03", None], freq="M")), pa.array(["2024-03-01/2024-03-31", None])),
    ],
)
def test_columns_as_arrow_has_them(native: Any, expected: pa.Array) -> None:
    found = arrow_of(series(native))
    assert isinstance(found, pa.ChunkedArray)
    assert str(found.to_pylist()) == str(expected.to_pylist())  # as text: NaN is not itself


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (pa.array([1, 2]), pa.array([1, 2])),
        (pa.array([None, None], pa.float64()), pa.nulls(2)),
        (pa.array([], pa.string()), pa.nulls(0)),
        (pa.array([1.5, 2.5, 1.5]).dictionary_encode(), pa.array([1.5, 2.5, 1.5])),
        (pa.array(["a", "b"]).dictionary_encode(), pa.array(["a", "b"]).dictionary_encode()),
        (pa.RunEndEncodedArray.from_arrays([2, 3], ["a", "b"]), pa.array(["a", "a", "b"])),
    ],
    ids=str,
)
def test_plain_columns(array: pa.Array, expected: pa.Array) -> None:
    found = plain_of(pa.chunked_array([array]))
    assert found.type == expected.type
    assert found.to_pylist() == expected.to_pylist()


def test_missing_rows_are_told() -> None:
    assert is_missing(pa.chunked_array([[1, 2]])) is None
    missing = is_missing(pa.chunked_array([[1, None], [3]]))
    assert missing is not None
    assert missing.tolist() == [False, True, False]


def test_numbers_are_read_across_chunks_and_from_the_middle_of_buffers() -> None:
    array = pa.chunked_array(
        [pa.array([9, 1, 2], pa.int16()).slice(1), pa.array([], pa.int16()), pa.array([3, 4, 5], pa.int16())]
    )
    read = numbers_of(array, np.int16)
    for start in range(5):
        for stop in range(start + 1, 6):
            assert read(start, stop).tolist() == [1, 2, 3, 4, 5][start:stop]


def test_a_column_without_a_buffer_is_empty() -> None:
    empty = pa.Array.from_buffers(pa.int8(), 0, [None, None])
    assert numbers_of(pa.chunked_array([empty]), np.int8)(0, 0).tolist() == []
    assert read_all([np.arange(3)])(1, 2).tolist() == [1]


SMALL = ["KZT", "USD", "KZT", "UZS"]


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())], ids=str
)
@pytest.mark.parametrize(
    "texts",
    [
        SMALL,
        [*SMALL, None],
        [*SMALL, "usd"],
        [*SMALL, ""],
        [*SMALL, "KZ", "USDT"],  # three bytes on average
        [*SMALL, "тг"],
        [*SMALL, "\x00\x00\x00"],
        [*SMALL, "a text of more than twelve bytes"],
        [f"{number:03}" for number in range(400)],  # more than fit a byte
        [f"{number % 200:03}" for number in range(40_000)],
    ],
    ids=lambda texts: str(texts[-1]),
)
def test_texts_are_read_as_they_are(kind: pa.DataType, texts: list[str | None]) -> None:
    array = pa.array(texts).cast(kind) if not pa.types.is_dictionary(kind) else pa.array(texts).dictionary_encode()
    padded = pa.concat_arrays([array, array])
    assert values_of(pa.chunked_array([padded.slice(len(array)), array.slice(0, 2)])) == [*texts, *texts[:2]]


def test_texts_of_one_row() -> None:
    assert values_of(pa.chunked_array([["KZT"]])) == ["KZT"]


def test_a_dictionary_as_full_as_its_indices_allow_has_room_for_what_is_missing() -> None:
    known = [f"{number}" for number in range(128)]
    array = pa.DictionaryArray.from_arrays(pa.array([0, None, 127], pa.int8()), pa.array(known))
    assert values_of(pa.chunked_array([array])) == ["0", None, "127"]


def test_dictionaries_of_chunks_are_put_together() -> None:
    chunks = [pa.array(["a", "b"]).dictionary_encode(), pa.array(["b", None, "c"]).dictionary_encode()]
    assert values_of(pa.chunked_array(chunks)) == ["a", "b", "b", None, "c"]


def test_no_chunks_have_no_values() -> None:
    codes, values = codes_of(pa.chunked_array([], pa.dictionary(pa.int8(), pa.string())))
    assert codes(0, 0).tolist() == []
    assert values == [None]


def test_other_columns_are_no_texts() -> None:
    with pytest.raises(WrongTypeError, match="must be of texts or categories, got 'int64'"):
        codes_of(pa.chunked_array([[1]]))
    assert not is_text(pa.binary())


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (pa.array([date(2024, 3, 1), None]), [19783, None]),
        (pa.array([date(2024, 3, 1)], pa.date64()), [19783]),
        (pa.array([datetime(2024, 2, 29, 22)], pa.timestamp("ns")), [19782]),  # noqa: DTZ001 - without a zone
        (pa.array([datetime(2024, 2, 29, 22)], pa.timestamp("s", "Asia/Almaty")), [19783]),  # noqa: DTZ001 - in UTC
        (pa.array([datetime(1969, 12, 31, 23)], pa.timestamp("us")), [-1]),  # noqa: DTZ001 - without a zone
        (pa.array(["2024-03-01"]), None),
    ],
    ids=str,
)
def test_days(array: pa.Array, expected: list[int | None] | None) -> None:
    found = days_of(pa.chunked_array([array]))
    if expected is None:
        assert found is None
    else:
        assert found is not None
        numbers = found.numbers(0, len(array)).tolist()
        missing = [False] * len(array) if found.missing is None else found.missing.tolist()
        assert [None if none else number for number, none in zip(numbers, missing, strict=True)] == expected
