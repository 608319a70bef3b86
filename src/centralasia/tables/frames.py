"""Frames: tables of dataframe libraries and of Arrow, and files of Parquet and Arrow, in parts."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import pyarrow as pa

from centralasia.arrays.columns import arrow_of
from centralasia.errors import InvalidValueError, MissingExtraError
from centralasia.frames import formats
from centralasia.records.frames import narwhals
from centralasia.tables.dialects import named
from centralasia.tables.sources import Findings, Part, Progress, Source

__all__ = ["of_arrow", "of_file", "of_frame"]


def of_frame(data: Any) -> Source | None:  # noqa: ANN401 - of a library that may not be there
    """Open a frame; None for what is none.

    Args:
        data: A frame, lazy frame, relation, or anything with Arrow's interface for streams.

    Raises:
        InvalidValueError: A frame that cannot be read.
        MissingExtraError: A library it needs is not installed.
    """
    if not (hasattr(type(data), "columns") or hasattr(type(data), "__arrow_c_stream__")):
        return None
    nw = narwhals()
    findings = Findings()
    try:
        frame = nw.from_native(_with_own_names(data, findings), pass_through=True)
        if isinstance(frame, nw.DataFrame):
            return _of_eager(frame, _sort_of(data), findings)
        if isinstance(frame, nw.LazyFrame):
            return _of_lazy(frame, _sort_of(data), findings)
        if isinstance(data, pa.RecordBatchReader):
            return _of_stream(data)
        if hasattr(type(data), "__arrow_c_stream__"):
            return of_arrow(pa.table(data), _sort_of(data))
    except (nw.exceptions.NarwhalsError, pa.ArrowException) as error:  # such as of a single column
        raise InvalidValueError("data", type(data).__name__, "a frame that can be read", str(error)) from error
    except ModuleNotFoundError as error:
        raise MissingExtraError("frames", error.name or "pyarrow") from error
    return None


def _sort_of(data: object) -> str:
    return f"{type(data).__module__.partition('.')[0]} {type(data).__name__}"


def _with_own_names(data: Any, findings: Findings) -> Any:  # noqa: ANN401 - see above
    """Give columns of a name that stands there before one of their own, and note them; narwhals takes no such frame."""
    if isinstance(data, pa.Table):
        if len({*data.column_names}) < len(data.column_names):
            return data.rename_columns(named(data.column_names, None, findings))
    elif hasattr(data, "set_axis") and hasattr(data, "columns"):
        names = [str(name) for name in data.columns]
        if len({*names}) < len(names):
            return data.set_axis(list(named(names, None, findings)), axis=1)
    return data


def _of_eager(frame: Any, sort: str, findings: Findings) -> Source:  # noqa: ANN401 - of narwhals
    names = list(frame.columns)

    def read(_: Findings) -> Iterator[Part]:
        for first in range(0, len(frame), formats.BATCH):
            rows = frame[first : first + formats.BATCH]
            yield Part({str(name): _chunked(arrow_of(rows.get_column(name))) for name in names}, first, None)

    facts = {"form": "frame", "library": str(frame.implementation.value), "rows": len(frame)}
    return Source(name=sort, headers=tuple(map(str, names)), facts=facts, opening=findings, read=read)


def _of_lazy(frame: Any, sort: str, findings: Findings) -> Source:  # noqa: ANN401 - of narwhals
    """Read a lazy frame in batches where its library gives them, else collect it."""
    native = frame.to_native()
    facts = {"form": "lazy frame", "library": str(frame.implementation.value)}
    batches: Callable[[], Iterator[pa.RecordBatch]]
    if hasattr(type(native), "__arrow_c_stream__"):

        def batches() -> Iterator[pa.RecordBatch]:
            yield from pa.RecordBatchReader.from_stream(native)
    elif hasattr(native, "collect_batches"):

        def batches() -> Iterator[pa.RecordBatch]:
            for each in native.collect_batches(chunk_size=formats.BATCH):
                yield from each.to_arrow().to_batches()
    else:
        return attrs.evolve(_of_eager(frame.collect(), sort, findings), facts=facts)
    names = tuple(map(str, frame.collect_schema().names()))
    read = _reads(lambda: ((each, None) for each in batches()), names)
    return Source(name=sort, headers=names, facts=facts, opening=findings, read=read)


def _of_stream(data: pa.RecordBatchReader) -> Source:
    """Read a stream, which goes by once."""
    findings = Findings()
    names = named(data.schema.names, None, findings)
    left = [data]

    def batches() -> Iterator[tuple[pa.RecordBatch, None]]:
        if not left:
            raise InvalidValueError("data", "a stream", "read once only", "pass a table or a file to read it again")
        yield from ((each, None) for each in left.pop())

    facts = {"form": "stream", "library": "pyarrow"}
    return Source(name=_sort_of(data), headers=names, facts=facts, opening=findings, read=_reads(batches, names))


def of_arrow(table: pa.Table, name: str, form: str = "frame") -> Source:
    """Open a table of Arrow.

    Args:
        table: The table.
        name: What it goes by.
        form: What it was read from.
    """
    findings = Findings()
    names = named(table.column_names, None, findings)

    def batches() -> Iterator[tuple[pa.RecordBatch, None]]:
        yield from ((each, None) for each in table.to_batches(formats.BATCH))

    facts = {"form": form, "library": "pyarrow", "rows": len(table)}
    return Source(name=name, headers=names, facts=facts, opening=findings, read=_reads(batches, names))


def of_file(path: Path, progress: Progress | None) -> Source:
    """Open a file of Parquet or Arrow, or a folder of files.

    Args:
        path: Where it is.
        progress: Is told how much is read.

    Raises:
        ReaderError: It cannot be read.
    """
    table = formats.opened(path, formats.Text())
    findings = Findings()
    names = named(table.schema.names, None, findings)

    def batches() -> Iterator[tuple[pa.RecordBatch, int]]:
        yield from ((each.rows, each.done) for each in table.batches())

    form = "folder" if path.is_dir() else "parquet" if formats.suffix_of(path) == ".parquet" else "arrow"
    read = _reads(batches, names, lambda done: progress(path.name, done, table.size) if progress else None)
    return Source(name=path.name, headers=names, facts={"form": form}, opening=findings, read=read)


def _reads(
    batches: Callable[[], Iterator[tuple[pa.RecordBatch, int | None]]],
    names: Sequence[str],
    told: Callable[[int], None] | None = None,
) -> Callable[[Findings], Iterator[Part]]:
    def read(_: Findings) -> Iterator[Part]:
        first = 0
        for rows, done in batches():
            yield Part(dict(zip(names, map(_chunked, rows.columns), strict=True)), first, None)
            first += len(rows)
            if told is not None and done is not None:
                told(done)

    return read


def _chunked(column: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    return column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
