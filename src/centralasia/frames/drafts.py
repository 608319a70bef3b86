"""Files of tables, written in batches: Parquet, Arrow and CSV, beside their place until they are whole."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import starmap
from pathlib import Path
from secrets import token_hex
from shutil import rmtree
from typing import Any, Final, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import ipc

from centralasia.errors import InvalidValueError
from centralasia.frames.formats import Text, suffix_of

__all__ = ["Write", "draft_of", "written"]

_ODD: Final = '["\r\n{}]'  # what a cell of a CSV is put in quotes for

Write: TypeAlias = Callable[[pa.RecordBatch], object]
"""Writes rows behind those that are written."""


@contextmanager
def draft_of(target: Path) -> Iterator[Path]:
    """Give a place beside a file or folder to write to, which takes its place once all went well, or goes.

    Args:
        target: The file or folder.
    """
    draft = target.with_name(f".{target.name[:100]}-{token_hex(8)}.part")
    try:
        yield draft
        draft.replace(target)
    finally:
        if draft.is_dir():
            rmtree(draft)
        draft.unlink(missing_ok=True)


@contextmanager
def written(path: Path, schema: pa.Schema, *, like: Path, text: Text) -> Iterator[Write]:
    """Give what writes rows to a file.

    Args:
        path: Where it is written.
        schema: Its columns.
        like: A file whose name tells the form.
        text: How a CSV is written.

    Raises:
        InvalidValueError: The form has no way to write some column.
    """
    with _WRITTEN[suffix_of(like)](path, schema, text) as write:
        yield write


@contextmanager
def _to_parquet(path: Path, schema: pa.Schema, _: Text) -> Iterator[Write]:
    with pq.ParquetWriter(path, schema) as file:
        yield file.write_batch


@contextmanager
def _to_arrow(path: Path, schema: pa.Schema, _: Text) -> Iterator[Write]:
    options = ipc.IpcWriteOptions(compression="lz4", emit_dictionary_deltas=True)
    seen: dict[int, pa.DictionaryArray] = {}

    def with_all_seen(place: int, column: pa.Array) -> pa.Array:
        """A file has one dictionary for a column, to which values may be added."""
        if not pa.types.is_dictionary(column.type):
            return column
        *_, found = pa.chunked_array([seen.get(place, column[:0]), column]).unify_dictionaries().chunks
        seen[place] = found[:0]
        return found

    def write(rows: pa.RecordBatch) -> None:
        columns = list(starmap(with_all_seen, enumerate(rows.columns)))
        writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))

    with pa.OSFile(str(path), "wb") as file, ipc.new_file(file, schema, options=options) as writer:
        yield write


@contextmanager
def _to_csv(path: Path, schema: pa.Schema, text: Text, packing: str | None = None) -> Iterator[Write]:
    for field in schema:
        if not _has_cells(field.type):
            raise InvalidValueError("target", "CSV", f"a form that has columns of {field.type}, such as {field.name!r}")
    with pa.output_stream(str(path), compression=packing) as file:
        header = pa.RecordBatch.from_pylist([dict(zip(schema.names, schema.names, strict=True))])
        file.write(_lines(header, text.delimiter))
        yield lambda rows: file.write(_lines(rows, text.delimiter))


def _has_cells(kind: pa.DataType) -> bool:
    try:
        _plain(pa.array([], kind))
    except pa.ArrowException:
        return False
    return not (pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def _plain(column: pa.Array) -> pa.Array:
    column = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
    return column.cast(pa.large_string())


def _lines(rows: pa.RecordBatch, delimiter: str) -> pa.Buffer:
    """Write rows as lines: an array of lines lies in the memory of Arrow as it shall stand in the file."""
    cells = [_quoted(_plain(column), delimiter) for column in rows.columns]
    if len(cells) == 1:
        cells = [cells[0].fill_null('""')]  # since an empty line is no row for many who read it
    cells[-1] = _joined(cells[-1], "\n")
    return _joined(*cells, between=delimiter).buffers()[2]


def _joined(*parts: Any, between: str = "") -> pa.Array:  # noqa: ANN401 - arrays of texts, and texts
    texts = [pa.scalar(part, pa.large_string()) if isinstance(part, str) else part for part in (*parts, between)]
    return pc.binary_join_element_wise(*texts, null_handling="replace", null_replacement="")


def _quoted(cells: pa.Array, delimiter: str) -> pa.Array:
    letters = (cells.buffers()[2] or pa.py_buffer(b"")).to_pybytes()
    if not any(sign.encode() in letters for sign in ('"', "\r", "\n", delimiter)):  # ten times as fast as the pattern
        return cells
    odd = pc.match_substring_regex(cells, _ODD.format(re.escape(delimiter)))
    return pc.if_else(odd, _joined('"', pc.replace_substring(cells, '"', '""'), '"'), cells)


_Writer = Callable[[Path, pa.Schema, Text], AbstractContextManager[Write]]
_WRITTEN: Final[Mapping[str, _Writer]] = {
    ".parquet": _to_parquet,
    ".arrow": _to_arrow,
    ".feather": _to_arrow,
    ".ipc": _to_arrow,
    ".csv": _to_csv,
    ".csv.gz": partial(_to_csv, packing="gzip"),
}
