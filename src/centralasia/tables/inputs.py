"""Inputs: what a caller hands over, told apart and opened as a table."""

import gzip
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from io import BytesIO
from itertools import chain, islice
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias, cast, final

import attrs
import pyarrow as pa
from pyarrow import ipc
from pyarrow import parquet as pq

from centralasia.errors import InvalidValueError, ReaderError, WrongTypeError
from centralasia.frames.formats import suffix_of
from centralasia.numbers import shortened
from centralasia.readers.documents import LIMIT
from centralasia.readers.workbooks import rows_of
from centralasia.records import columns_of, declaration_of
from centralasia.tables.delimited import Delimited
from centralasia.tables.dialects import Heading, check_delimiter, dialect_of, named
from centralasia.tables.encodings import Open, Scan, blocks_of, lines_of, scan
from centralasia.tables.frames import of_arrow, of_file, of_frame
from centralasia.tables.rows import (
    AHEAD,
    Items,
    headers_in,
    json_items,
    line_items,
    mapped,
    parts_of,
    recorded,
    sheet_of,
)
from centralasia.tables.sources import Findings, Part, Progress, Source, checked
from centralasia.validation import Severity

__all__ = ["opened"]

_GZIP: Final = b"\x1f\x8b"
_PARQUET: Final = b"PAR1"
_ARROW: Final = b"ARROW1"
_WORKBOOK: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_NO_TABLES: Final = {
    re.compile(rb"%PDF"): "a PDF, which has no tables; ask for the figures as CSV or a workbook",
    re.compile(rb"\s*<(!doctype html|html|table)", re.IGNORECASE): "a page of HTML; open it and save it as CSV",
    re.compile(
        rb"PK\x03\x04(?!.{26}(\[Content|_rels|xl/|docProps|customXml|mimetype))", re.DOTALL
    ): "an archive; unpack it first",
}
"""What is taken for tables at times, by its first bytes, and the way out."""
_SAMPLE: Final = 1 << 18  # bytes of text that tell how it is written, and as many more as a line goes on
_HEAD: Final = 64  # bytes that tell what a file is
_LONGEST: Final = 16  # MiB of a first line that is looked at
_LONGEST_JSON: Final = 256  # MiB
_FEWEST: Final = 50  # lines
_MOST_COLUMNS: Final = 100_000
_Tell: TypeAlias = Callable[[int], None]
_JSON: Final = re.compile(r'\s*(?:\{\s*["}]|\[\s*[{\]])')
_UNPACKING: Final = (OSError, EOFError, zlib.error)


@final
@attrs.frozen(kw_only=True)
class _Asked:
    """What the caller says of the table."""

    delimiter: str | None
    encoding: str | None
    sheet: str | int | None
    header: int | None
    progress: Progress | None


def opened(
    data: Any,  # noqa: ANN401 - whatever holds rows
    *,
    delimiter: str | None = None,
    encoding: str | None = None,
    sheet: str | int | None = None,
    header: int | None = None,
    progress: Progress | None = None,
) -> Source:
    r"""Open a table, wherever its rows come from; what is not said of it is found out, and stands in its facts.

    A path leads to a delimited text, a workbook, JSON lines, a JSON array of objects, Parquet or Arrow, told by what is
    in it; texts may be compressed by gzip. Contents are passed as bytes. A folder holds files of one table. Besides,
    every frame or lazy frame that narwhals knows, a stream of Arrow, and iterables of mappings or of records.

    What is wrong with the table as such is a finding with its line: rows of another width, quotes that are never
    closed, bytes of another encoding, headers that stand there twice, formulas. A row that cannot be taken is counted.

    Args:
        data: The table.
        delimiter: What parts the cells of a text: a comma, a semicolon, a tab or "|".
        encoding: The encoding of a text.
        sheet: The sheet of a workbook by its name or number, counted from 0.
        header: The line of the header, counted from 1; 0 where there is none.
        progress: Is told the name of the file, and how many bytes or rows are read of how many.

    Raises:
        ReaderError: There is no such file, or it cannot be read at all.
        InvalidValueError: What is said of the table cannot be.
        WrongTypeError: This is nothing that holds rows.
        MissingExtraError: A library it needs is not installed.

    Example:
        >>> source = opened("Дата;Курс\n01.03.2024;501,20\n".encode("cp1251"))
        >>> source.facts["encoding"], source.facts["delimiter"], source.facts["header_line"]
        ('windows-1251', ';', 1)
        >>> [dict(part.columns)["Курс"].to_pylist() for part in source.parts()]
        [['501,20']]
    """
    check_delimiter(delimiter)
    asked = _Asked(delimiter=delimiter, encoding=encoding, sheet=sheet, header=header, progress=progress)
    if isinstance(data, bytes | bytearray | memoryview):
        contents = bytes(data)
        return _of_file(_File("bytes", lambda: BytesIO(contents), len(contents)), asked)
    if isinstance(data, str | PathLike):
        return _of_path(data, asked)
    found = of_frame(data)
    if found is not None:
        return found
    if isinstance(data, Mapping) or not isinstance(data, Iterable):
        raise WrongTypeError("data", shortened(data), "a path, bytes, a frame, or an iterable of mappings or records")
    return _of_iterable(data)


@final
@attrs.frozen(eq=False)
class _File:
    """A file, or its contents."""

    name: str
    open: Open
    size: int
    path: Path | None = None

    def unpacked(self, told: _Tell | None = None) -> BinaryIO:
        """Open what is in it, and tell how much of it is read."""
        raw: Any = self.open() if told is None else _Told(self.open(), told)
        return cast("BinaryIO", _Unpacked(fileobj=raw) if self.is_packed else raw)

    @property
    def is_packed(self) -> bool:
        return self._head(self.open) == _GZIP

    def _head(self, open_: Open, size: int = 2) -> bytes:
        with open_() as file:
            return file.read(size)

    def head(self) -> bytes:
        """Give the first bytes of what is in it."""
        return self._head(self.unpacked, _HEAD)


@final
class _Unpacked(gzip.GzipFile):
    """What is in a file, which is closed with it."""

    def close(self) -> None:
        packed: Any = self.fileobj
        super().close()
        if packed is not None:
            packed.close()


@final
class _Told:
    """A file that tells how much of it is read."""

    def __init__(self, file: BinaryIO, told: _Tell) -> None:
        self._file, self._told = file, told

    def read(self, size: int = -1) -> bytes:
        found = self._file.read(size)
        self._told(self._file.tell())
        return found

    def __enter__(self) -> "_Told":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as the file has it
        return getattr(self._file, name)


def _of_path(data: str | PathLike[str], asked: _Asked) -> Source:
    try:
        path = Path(data)
        is_folder, size = path.is_dir(), path.stat().st_size
    except (OSError, ValueError) as error:
        is_text = isinstance(data, str) and (len(data.splitlines()) > 1 or data.lstrip().startswith(("{", "[")))
        reason = "that is a text, not a path; pass its bytes: text.encode()" if is_text else "there is no such file"
        if isinstance(error, PermissionError):
            reason = "it may not be read"
        raise ReaderError(" ".join(str(shortened(str(data))).split()), "file", reason) from None
    if data == "":
        raise InvalidValueError("data", data, "the path of a file")
    if is_folder:
        return of_file(path, asked.progress)
    return _of_file(_File(path.name, lambda: path.open("rb"), size, path), asked)


def _of_file(file: _File, asked: _Asked) -> Source:
    """Tell by its first bytes what a file is."""
    try:
        head = file.head()
        for first, reason in _NO_TABLES.items():
            if first.match(head):
                raise ReaderError(file.name, "file", reason)
        if head.startswith((_PARQUET, _ARROW)):
            return _of_columns(file, asked, head)
        if head.startswith(_WORKBOOK):
            return _of_workbook(file, asked)
        return _of_text(file, asked)
    except _UNPACKING as error:
        raise _unreadable(file.name, error) from None


def _unreadable(name: str, error: Exception) -> ReaderError:
    return ReaderError(name, "file", f"it cannot be read: {str(error).partition(chr(10))[0].strip()}")


def _of_columns(file: _File, asked: _Asked, head: bytes) -> Source:
    if file.path is not None and suffix_of(file.path) and not file.is_packed:
        return of_file(file.path, asked.progress)
    is_parquet = head.startswith(_PARQUET)
    with file.unpacked() as opened_:
        contents = BytesIO(opened_.read())
    try:
        table = pq.read_table(contents) if is_parquet else ipc.open_file(contents).read_all()
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(file.name, error) from None
    return of_arrow(table, file.name, "parquet" if is_parquet else "arrow")


def _of_workbook(file: _File, asked: _Asked) -> Source:
    with file.unpacked() as opened_:
        data = opened_.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise ReaderError(file.name, "workbook", f"larger than {LIMIT:,} bytes; save it as CSV")
    table = sheet_of(rows_of(data, file.name, sheet=asked.sheet or 0), asked.header)
    findings = Findings()
    headers = named(table.names, table.line, findings)
    _note_header(table.heading, headers, findings)

    def read(findings: Findings) -> Iterator[Part]:
        return checked(parts_of(table.cells(findings), headers, texts=True), findings)

    heading = {"header_line": table.line, "header_told_by": table.heading.told_by}
    facts = {"form": "workbook", "sheet": asked.sheet or 0, **heading}
    return Source(name=file.name, headers=headers, facts=facts, opening=findings, read=read)


def _note_header(heading: Heading, headers: Sequence[str], findings: Findings) -> None:
    if not headers:
        findings.note("empty-table", Severity.ERROR, "there is nothing in it")
    elif heading.place is None and heading.told_by != "declared":
        findings.note(
            "no-header",
            Severity.WARNING,
            f"the first row is no header, since it has figures; columns are called {headers[0]!r} and so on",
            fix="say with header= on which line the header stands, 0 for none, and with columns= what they are",
        )
    elif heading.added:
        findings.note(
            "narrow-header",
            Severity.ERROR,
            f"rows have {len(headers)} cells and the header {len(headers) - heading.added}: what stands beyond it is in"
            f" {headers[-heading.added]!r}, and cells before it may be parts of one figure",
            cause="a decimal comma between cells that commas part, or a header that lacks a name",
            fix="put such figures into quotes, part the cells by another mark, or name all columns",
        )


def _of_text(file: _File, asked: _Asked) -> Source:
    found = scan(file.unpacked, asked.encoding)
    told = None if asked.progress is None else partial(_tell, asked.progress, file)
    if found.binary is not None:
        return _nothing(file.name, "binary-content", "no text, but binary", found.binary)
    sample = _sample(file, found)
    facts: dict[str, Any] = {"encoding": found.encoding, "encoding_told_by": found.told_by}
    start = "".join(sample[:_FEWEST]).split(maxsplit=1)
    if start and _JSON.match("".join(sample[:_FEWEST])):
        return _of_json(file, found, sample, facts, told)
    dialect = dialect_of(sample, asked.delimiter, asked.header)
    if len(dialect.heading.names) > _MOST_COLUMNS:
        raise ReaderError(file.name, "header", f"more than {_MOST_COLUMNS:,} columns")
    findings = Findings()
    headers = named(dialect.heading.names, dialect.line, findings)
    _note_header(dialect.heading, headers, findings)
    table = Delimited(open=partial(file.unpacked, told), scan=found, dialect=dialect, headers=headers)
    facts |= {"form": "delimited text", "delimiter": dialect.delimiter, "header_line": dialect.line}
    facts["header_told_by"] = dialect.heading.told_by
    return Source(
        name=file.name, headers=headers, facts=facts, opening=findings, read=table.read if headers else _no_parts
    )


def _tell(progress: Progress, file: _File, done: int) -> None:
    progress(file.name, done, file.size)


def _no_parts(_: Findings) -> Iterator[Part]:
    return iter(())


def _nothing(name: str, code: str, message: str, line: int) -> Source:
    findings = Findings()
    findings.note(code, Severity.ERROR, f"{message}; nothing of it is read", row=line)
    findings.note("empty-table", Severity.ERROR, "there is no table in it")
    return Source(name=name, headers=(), facts={"form": "binary"}, opening=findings, read=_no_parts)


def _sample(file: _File, found: Scan) -> list[str]:
    """Give the first lines; of a file of one endless line its beginning."""
    sample, size = list[str](), 0
    for line in lines_of(islice(blocks_of(file.unpacked, found), _LONGEST)):
        sample.append(line)
        size += len(line)
        if size >= _SAMPLE and len(sample) >= _FEWEST:
            break
    return sample


def _of_json(file: _File, found: Scan, sample: Sequence[str], facts: dict[str, Any], told: _Tell | None) -> Source:
    def items(findings: Findings, told: _Tell | None = None) -> Items:
        blocks = blocks_of(partial(file.unpacked, told), found)
        if is_lines:
            return line_items(lines_of(blocks), findings)
        text = b"".join(islice(blocks, _LONGEST_JSON + 1))
        if len(text) > _LONGEST_JSON << 20:
            raise ReaderError(file.name, "document", f"a JSON array of more than {_LONGEST_JSON} MiB; write JSON lines")
        return json_items(text.decode(), findings)

    is_lines = next(line_items(sample[:1], Findings()), (0, None))[1] is not None and not sample[0].lstrip().startswith(
        "["
    )
    headers, _ = headers_in(items(Findings()))

    def read(findings: Findings) -> Iterator[Part]:
        rows = mapped(items(findings, told), headers, findings, texts=True)
        return checked(parts_of(rows, headers, texts=True), findings)

    findings = Findings()
    facts |= {"form": "JSON lines" if is_lines else "JSON"}
    return Source(name=file.name, headers=headers, facts=facts, opening=findings, read=read)


def _of_iterable(data: Iterable[Any]) -> Source:
    is_passing = iter(data) is data
    ahead = list(islice(iter(data), AHEAD))
    first = next(iter(ahead), None)
    left = [chain(ahead, data)]

    def items() -> Iterable[Any]:
        if not is_passing:
            return data
        if not left:
            raise InvalidValueError("data", type(data).__name__, "read once only", "pass a list to read it again")
        return left.pop()

    cls = type(first)
    is_records = _is_record(cls)
    if is_records:
        headers = tuple(spec.name for spec in columns_of(cls))
    else:
        headers, _ = headers_in((None, item) for item in ahead)

    def read(findings: Findings) -> Iterator[Part]:
        if is_records:
            return parts_of(recorded(items(), cls, findings), headers)
        return parts_of(mapped(((None, item) for item in items()), headers, findings, texts=False), headers)

    facts = {"form": "records" if is_records else "mappings"}
    return Source(name=type(data).__name__, headers=headers, facts=facts, opening=Findings(), read=read)


def _is_record(cls: type) -> bool:
    try:
        return bool(declaration_of(cls))
    except WrongTypeError:
        return False
