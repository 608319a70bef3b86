"""Files of tables, read in batches: Parquet, Arrow and CSV, told apart by how their names end."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias, final

import attrs
import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq
from pyarrow import ipc

from centralasia.errors import InvalidValueError, ReaderError

__all__ = ["BATCH", "ENDINGS", "Batch", "Table", "Text", "opened", "parts_of", "suffix_of"]

BATCH: Final = 262_144
"""Rows that are alive at a time: they fill some tens of megabytes, and what is done once for each batch is little."""
_COLUMNS: Final = 8  # of so many rows; of more columns fewer rows are taken
_BYTES: Final = 1 << 25  # of so many rows, as a file of Parquet has them
_FEWEST: Final = 16_384  # rows, however wide: a file is slow to write, and to read, in smaller parts
_BLOCK: Final = 1 << 21  # bytes of a CSV that are read at a time; Arrow reads some more of them ahead
_BUFFER: Final = 1 << 20  # bytes of a column of Parquet that are read at a time
_RAGGED: Final = re.compile(r"Row #([0-9]+): Expected ([0-9]+) columns, got ([0-9]+)")
"""What Arrow says of a row; it counts the header, and no blank lines."""
_NO_DELIMITER: Final = "\"\r\n+-.:_' "


@final
@attrs.frozen
class Text:
    """How a CSV is written.

    Attributes:
        delimiter: What parts its cells.
        encoding: The encoding of what is read; what is written is UTF-8.
    """

    delimiter: str = ","
    encoding: str = "utf-8"

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot part cells, and an encoding that is not known."""
        each = self.delimiter
        if len(each) != 1 or not each.isascii() or each.isalnum() or each in _NO_DELIMITER:
            raise InvalidValueError("delimiter", self.delimiter, "one character of ASCII, such as ',' or ';'")
        try:
            "".encode(self.encoding)
        except LookupError:
            raise InvalidValueError("encoding", self.encoding, "the name of an encoding, such as 'utf-8'") from None


@final
class Batch(NamedTuple):
    """Some rows of a file.

    Attributes:
        rows: The rows.
        file: The name of the file, where there are several.
        first: How many rows of the file come before.
        done: How much of all is read now, of the `size` of the table.
    """

    rows: pa.RecordBatch
    first: int
    done: int
    file: str | None = None


def suffix_of(path: Path) -> str:
    """Tell how the name of a file of a table ends; nothing for the name of something else.

    Args:
        path: A file that need not be there.
    """
    return next((suffix for suffix in _OPENED if path.name.lower().endswith(suffix)), "")


def opened(path: Path, text: Text) -> "Table":
    """Look into a file, or into a folder of files.

    Args:
        path: Where it is.
        text: How a CSV is written.

    Raises:
        InvalidValueError: The name does not tell which form the table has.
        ReaderError: It cannot be read as such, or files of a folder do not go together.
    """
    if path.is_dir():
        return _Folder.of(path, text)
    suffix = suffix_of(path)
    if not path.exists():
        raise ReaderError(path.name, "file", "there is none")
    if not suffix:
        raise InvalidValueError("source", str(path), f"a folder, or a file whose name ends in {ENDINGS}")
    with _reading(path):
        found = _OPENED[suffix](path, text)
    names = found.schema.names
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ReaderError(path.name, "columns", f"two are called {twice!r}")
    return found


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Tell what Arrow and the system say of a file as an error of ours."""
    try:
        yield
    except pa.ArrowCancelled:
        raise KeyboardInterrupt from None
    except UnicodeError as error:
        raise ReaderError(path.name, "file", f"{error}; name its encoding") from None
    except (pa.ArrowException, OSError) as error:
        ragged = _RAGGED.search(str(error))
        if ragged is not None:
            reason = f"there are {ragged[3]} cells, and {ragged[2]} columns"
            raise ReaderError(path.name, f"row {int(ragged[1]) - 1:,} below the header", reason) from None
        hint = "; name its encoding" if "UTF8" in str(error) else ""
        raise ReaderError(path.name, "file", _first_line(error) + hint) from None


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].strip()


def _rows_of(schema: pa.Schema, rows: int = 0, filled: int = 0) -> int:
    """Tell how many rows to take at a time: few of a table that is wide or has long texts."""
    by_columns = BATCH * _COLUMNS // max(len(schema), _COLUMNS)
    by_bytes = rows * _BYTES // filled if filled else BATCH
    return min(BATCH, max(_FEWEST, min(by_columns, by_bytes)))


@final
@attrs.frozen
class _Parquet:
    path: Path
    schema: pa.Schema
    size: int
    bytes: int

    @classmethod
    def of(cls, path: Path, _: Text) -> "_Parquet":
        with pq.ParquetFile(path) as file:
            groups = map(file.metadata.row_group, range(file.metadata.num_row_groups))
            filled = sum(group.total_byte_size for group in groups)
            return cls(path, file.schema_arrow, file.metadata.num_rows, filled)

    def batches(self, columns: Sequence[str] | None = None) -> Iterator[Batch]:
        first = 0
        # Without `buffer_size` a row group is read as a whole, and with `pre_buffer` those after it, too.
        with _reading(self.path), pq.ParquetFile(self.path, pre_buffer=False, buffer_size=_BUFFER) as file:
            for rows in file.iter_batches(_rows_of(self.schema, self.size, self.bytes), columns=columns):
                yield Batch(rows, first, first + len(rows))
                first += len(rows)


@final
@attrs.frozen
class _Arrow:
    path: Path
    schema: pa.Schema
    size: int

    @classmethod
    def of(cls, path: Path, _: Text) -> "_Arrow":
        with pa.OSFile(str(path)) as file, ipc.open_file(file) as reader:
            return cls(path, reader.schema, reader.num_record_batches)

    def batches(self, columns: Sequence[str] | None = None) -> Iterator[Batch]:
        first, size = 0, _rows_of(self.schema)
        fields = None if columns is None else [self.schema.names.index(name) for name in columns]
        options = ipc.IpcReadOptions(included_fields=fields)
        # Not mapped into memory: the pages of a mapped file count as memory of the process that has looked at them.
        with _reading(self.path), pa.OSFile(str(self.path)) as file, ipc.open_file(file, options=options) as reader:
            for number in range(reader.num_record_batches):
                stored = reader.get_batch(number)
                for start in range(0, len(stored), size):
                    rows = stored.slice(start, size)
                    yield Batch(rows, first, number + 1)
                    first += len(rows)


@final
@attrs.frozen
class _Csv:
    path: Path
    text: Text
    schema: pa.Schema
    size: int

    @classmethod
    def of(cls, path: Path, text: Text) -> "_Csv":
        with _bytes(path) as (_, file), _reader(file, text) as reader:
            schema = pa.schema([(name, pa.string()) for name in reader.schema.names])
            return cls(path, text, schema, path.stat().st_size)

    def batches(self, columns: Sequence[str] | None = None) -> Iterator[Batch]:
        first = 0
        names = self.schema.names
        with _reading(self.path), _bytes(self.path) as (raw, file), _reader(file, self.text, names, columns) as reader:
            for number, rows in enumerate(reader, 1):
                # Arrow has read more, of a packed file nobody knows how much more.
                done = raw.tell() if raw is not file else min(raw.tell(), number * _BLOCK)
                yield Batch(rows, first, done)
                first += len(rows)


@contextmanager
def _bytes(path: Path) -> Iterator[tuple[pa.NativeFile, pa.NativeFile]]:
    """Open a file; give it as it is, and what is in it where it is packed."""
    with pa.OSFile(str(path)) as raw:
        if path.name.lower().endswith(".gz"):
            with pa.CompressedInputStream(raw, "gzip") as unpacked:
                yield raw, unpacked
        else:
            yield raw, raw


def _reader(file: Any, text: Text, names: Sequence[str] = (), columns: Sequence[str] | None = None) -> Any:  # noqa: ANN401 - of Arrow
    """Read a CSV as texts: what stands in a cell is judged by us, and goes on as it came."""
    return pcsv.open_csv(
        file,
        # One thread of its own parses at the same speed, and knows the number of a row that is wrong.
        read_options=pcsv.ReadOptions(use_threads=False, block_size=_BLOCK, encoding=text.encoding),
        parse_options=pcsv.ParseOptions(
            delimiter=text.delimiter,
            newlines_in_values=True,
            ignore_empty_lines=len(names) != 1,  # one that is empty is a row of a table with one column
        ),
        convert_options=pcsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            include_columns=[*(columns or ())],
            null_values=[""],  # alone: NA is a country, and what else stands in a cell is told
            strings_can_be_null=True,
        ),
    )


@final
@attrs.frozen
class _Folder:
    path: Path
    parts: Sequence["_Parquet | _Arrow | _Csv | _Folder"]
    schema: pa.Schema
    size: int
    before: int = 0

    @classmethod
    def of(cls, path: Path, text: Text) -> "_Folder":
        files = sorted(each for each in path.iterdir() if not each.name.startswith((".", "_")))
        folder = next((each.name for each in files if each.is_dir()), None)
        if folder is not None:
            reason = f"{folder} is a folder; what is inside of folders is not read: name the one with the files"
            raise ReaderError(path.name, "files", reason)
        wrong = next((each.name for each in files if not suffix_of(each)), None)
        if wrong is not None or not files:
            reason = "there is none in it"
            if wrong is not None:
                reason = (
                    f"{wrong} is none: move it, or let its name begin with a point, as names that are passed over do"
                )
            raise ReaderError(path.name, "files", f"files of tables are read, whose names end in {ENDINGS}; {reason}")
        parts = [opened(each, text) for each in files]
        for file, part in zip(files, parts, strict=True):
            if part.schema.names != parts[0].schema.names:
                there = ", ".join(part.schema.names)
                raise ReaderError(file.name, "columns", f"not those of {files[0].name}, but {there}")
        try:
            schema = pa.unify_schemas([part.schema for part in parts])
        except pa.ArrowException as error:
            raise ReaderError(path.name, "columns", _first_line(error)) from None
        return cls(path, parts, schema, sum(each.stat().st_size for each in files))

    def batches(self, columns: Sequence[str] | None = None) -> Iterator[Batch]:
        before, names = self.before, self.schema.names if columns is None else columns
        schema = pa.schema([self.schema.field(name) for name in names])
        for part in self.parts:
            size = part.path.stat().st_size
            for batch in part.batches(columns):
                done = before + size * batch.done // part.size
                yield batch._replace(rows=batch.rows.cast(schema), file=part.path.name, done=done)
            before += size


Table: TypeAlias = _Parquet | _Arrow | _Csv | _Folder
"""A table in a file, or in several: its columns are `schema`; `size` counts its rows, batches or bytes."""


def parts_of(table: Table) -> Iterator[Table]:
    """Give the files of a folder one by one, with the columns that all of them have; a file alone is one.

    Args:
        table: What is read.
    """
    if not isinstance(table, _Folder):
        yield table
        return
    before = 0
    for part in table.parts:
        yield attrs.evolve(table, path=part.path, parts=[part], before=before)
        before += part.path.stat().st_size


_OPENED: Final[Mapping[str, Callable[[Path, Text], Table]]] = {
    ".parquet": _Parquet.of,
    ".arrow": _Arrow.of,
    ".feather": _Arrow.of,
    ".ipc": _Arrow.of,
    ".csv": _Csv.of,
    ".csv.gz": _Csv.of,
}
ENDINGS: Final = ", ".join(_OPENED)
