"""Frames, streams, and files of Parquet and Arrow."""

from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv as pcsv
import pytest
from narwhals.exceptions import NarwhalsError
from pyarrow import feather
from pyarrow import parquet as pq

from centralasia.errors import InvalidValueError, MissingExtraError, ReaderError
from centralasia.frames import formats
from centralasia.tables import frames, opened

ROWS = {"a": [1, 2, 3], "b": ["x", "y", None]}


def rows_of(data: Any) -> list[tuple[Any, ...]]:
    source = opened(data)
    rows: list[tuple[Any, ...]] = []
    for part in source.parts():
        assert tuple(part.columns) == source.headers
        assert (part.first, part.lines) == (len(rows), None)
        rows += zip(*[values.to_pylist() for values in part.columns.values()], strict=True)
    return rows


class Streamed:
    """Something with Arrow's interface for streams and nothing else."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return pa.table(ROWS).__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize(
    ("data", "library"),
    [
        (pd.DataFrame(ROWS), "pandas"),
        (pl.DataFrame(ROWS), "polars"),
        (pl.LazyFrame(ROWS), "polars"),
        (pa.table(ROWS), "pyarrow"),
        (duckdb.from_arrow(pa.table(ROWS)), "duckdb"),
        (pa.table(ROWS).to_reader(), "pyarrow"),
        (Streamed(), "pyarrow"),
    ],
    ids=lambda each: str(type(each).__name__),
)
def test_frames(data: Any, library: str) -> None:
    source = opened(data)
    assert source.facts["library"] == library
    assert rows_of(data) == [(1, "x"), (2, "y"), (3, None)]


def test_frames_are_given_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "BATCH", 2)
    for data in (pd.DataFrame(ROWS), pl.DataFrame(ROWS), pa.table(ROWS)):
        assert [len(part) for part in opened(data).parts()] == [2, 1]


@pytest.mark.filterwarnings("ignore:Dask support:FutureWarning")
def test_a_lazy_frame_that_gives_no_batches_is_collected() -> None:
    dask = pytest.importorskip("dask.dataframe")
    source = opened(dask.from_pandas(pd.DataFrame({"a": [1, 2]}), npartitions=2))
    assert source.facts["form"] == "lazy frame"
    assert [part.columns["a"].to_pylist() for part in source.parts()] == [[1, 2]]


def test_a_stream_goes_by_once() -> None:
    source = opened(pa.table(ROWS).to_reader())
    assert len(list(source.parts())) == 1
    with pytest.raises(InvalidValueError, match="read it again"):
        list(source.parts())


def test_headers_that_stand_there_twice() -> None:
    for data in (pd.DataFrame([[1, 2]], columns=["a", "a"]), pa.table([[1], [2]], names=["a", "a"])):
        source = opened(data)
        assert source.headers == ("a", "a (2)")
        assert source.counts == {"duplicate-header": 1}
        assert rows_of(data) == [(1, 2)]


def test_headers_that_are_no_texts() -> None:
    assert opened(pd.DataFrame({1: [2]})).headers == ("1",)


def test_an_empty_frame() -> None:
    source = opened(pl.DataFrame({"a": []}))
    assert list(source.parts()) == []
    assert source.counts == {"empty-table": 1}


def test_what_has_columns_and_is_no_frame() -> None:
    class Other:
        columns = ("a",)

    assert frames.of_frame(Other()) is None


@pytest.mark.parametrize(
    ("error", "ours", "message"),
    [
        (ModuleNotFoundError(name="ibis"), MissingExtraError, "ibis is not installed"),
        (NarwhalsError("broken"), InvalidValueError, "a frame that can be read, got 'DataFrame'; broken"),
    ],
)
def test_a_frame_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, error: Exception, ours: type[Exception], message: str
) -> None:
    def refuse(*_: object, **__: object) -> object:
        raise error

    monkeypatch.setattr(nw, "from_native", refuse)
    with pytest.raises(ours, match=message):
        opened(pl.DataFrame(ROWS))


class TestFiles:
    def write(self, path: Path) -> Path:
        table = pa.table(ROWS)
        if path.suffix == ".csv":
            pcsv.write_csv(table, path)
        elif path.suffix == ".arrow":
            feather.write_feather(table, path, compression="uncompressed")
        else:
            pq.write_table(table, path)
        return path

    @pytest.mark.parametrize("name", ["a.parquet", "a.arrow"])
    def test_by_their_path(self, tmp_path: Path, name: str) -> None:
        path = self.write(tmp_path / name)
        told: list[tuple[str, int, int]] = []
        source = opened(path, progress=lambda *each: told.append(each))
        assert source.name == name
        assert source.facts["form"] == name.removeprefix("a.")
        assert rows_of(path) == rows_of(str(path)) == [(1, "x"), (2, "y"), (3, None)]
        assert len(list(source.parts())) == 1
        assert [each[0] for each in told] == [name]
        assert told[-1][1] == told[-1][2]

    @pytest.mark.parametrize("name", ["a.parquet", "a.arrow"])
    def test_by_their_contents(self, tmp_path: Path, name: str) -> None:
        path = self.write(tmp_path / name)
        assert rows_of(path.read_bytes()) == [(1, "x"), (2, "y"), (3, None)]
        renamed = path.rename(tmp_path / "a.bin")
        assert rows_of(renamed) == [(1, "x"), (2, "y"), (3, None)]

    def test_damaged(self) -> None:
        with pytest.raises(ReaderError, match="bytes, file: it cannot be read"):
            opened(b"PAR1" + b"x" * 100)
        with pytest.raises(ReaderError, match="bytes, file: it cannot be read"):
            opened(b"ARROW1" + b"x" * 100)

    def test_a_folder(self, tmp_path: Path) -> None:
        self.write(tmp_path / "a.parquet")
        self.write(tmp_path / "b.parquet")
        source = opened(tmp_path)
        assert source.facts["form"] == "folder"
        assert [(part.first, len(part)) for part in source.parts()] == [(0, 3), (3, 3)]
        empty = tmp_path / "empty"
        empty.mkdir()
        with pytest.raises(ReaderError, match="there is none in it"):
            opened(empty)
