"""Delimited texts: CSV, TSV and the like, read by Arrow in blocks, with the line of the file on which each row starts.

What Arrow takes for a row of another width is looked at here, and put back in its place where it can be read. Where
Arrow gives up, at quotes that are never closed, the rest of the text is read by the csv module.
"""

import io
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple, final

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
from numpy.typing import NDArray

from centralasia.tables.dialects import Dialect, Record, Records
from centralasia.tables.encodings import Open, Scan, Stream, blocks_of, lines_of
from centralasia.tables.sources import Findings, Lines, Part, checked
from centralasia.validation import Severity

__all__ = ["Delimited"]

_BLOCK: Final = 1 << 21  # bytes that Arrow parses at a time
_ROWS: Final = 64  # of the width of the header, that shall fit into a block
_LARGEST: Final = 1 << 26
_CELLS: Final = 1_000_000  # of a part that is read by the csv module
_NEW_LINE, _RETURN = b"\n", b"\r"


@final
@attrs.frozen(kw_only=True, eq=False)
class Delimited:
    """A delimited text, as it was found out to be written.

    Attributes:
        open: Opens the file.
        scan: How it is encoded.
        dialect: How it is written.
        headers: The headers of its columns.
    """

    open: Open
    scan: Scan
    dialect: Dialect
    headers: tuple[str, ...]

    def read(self, findings: Findings) -> Iterator[Part]:
        """Read the rows.

        Args:
            findings: Where findings go.
        """
        return checked(self._parts(findings), findings, damaged=self.scan.damaged)

    def _parts(self, findings: Findings) -> Iterator[Part]:
        reading = _Reading(self, findings)
        if self.scan.quotes % 2 == 0:  # else some are never closed
            try:
                yield from reading.quickly()
            except (pa.ArrowInvalid, _SwallowedError):  # a row longer than a block, or one that has others in it
                reading.forget_what_was_not_given()
            else:
                return
        yield from reading.slowly()


def _after(blocks: Iterable[bytes], lines: int) -> Iterator[bytes]:
    """Leave out the first lines of a text; the blocks that follow stay as they are."""
    blocks = iter(blocks)
    text = b""
    while lines:
        block = next(blocks, None)
        if block is None:
            return
        text += block
        place = 0
        while lines and (end := _end_of_line(text, place)):
            place, lines = end, lines - 1
        text = text[place:]
    yield from chain((text,) if text else (), blocks)


def _end_of_line(text: bytes, start: int) -> int:
    """Give the place after the end of a line, 0 where it is not there yet."""
    line, back = text.find(_NEW_LINE, start), text.find(_RETURN, start)
    if back < 0 or 0 <= line < back:
        return line + 1
    if back + 1 == len(text):
        return 0
    return back + 2 if text[back + 1 : back + 2] == _NEW_LINE else back + 1


class _SwallowedError(Exception):
    """Quotes that are never closed hold rows of their own."""


@final
class _Bad(NamedTuple):
    """A row that Arrow took for one of another width."""

    number: int
    text: str


@final
class _Reading:
    """One reading of a text."""

    def __init__(self, table: Delimited, findings: Findings) -> None:
        self._table, self._findings = table, findings
        self._names = [str(place) for place in range(len(table.headers))]
        self._bad: deque[_Bad] = deque()
        self._line = table.dialect.last + 1  # of the next row
        self._number = 1  # of the next row, as Arrow counts them
        self._first = 0

    def quickly(self) -> Iterator[Part]:
        blocks = _after(blocks_of(self._table.open, self._table.scan), self._line - 1)
        first = next(blocks, b"")
        if not first:
            return
        last = self._part(None)
        with pa.PythonFile(io.BufferedReader(Stream(chain((first,), blocks))), mode="r") as file:
            try:
                for rows in self._reader(file):
                    yield from self._given(last)
                    last = self._part(rows)
            except (pa.ArrowInvalid, _SwallowedError):
                yield from self._given(last)
                raise
        yield from self._given(last.with_rows(self._part(None)))

    def _reader(self, file: Any) -> Any:  # noqa: ANN401 - of Arrow
        size = sum(map(len, self._table.headers)) * _ROWS
        return pcsv.open_csv(
            file,
            # One thread of its own parses at the same speed, and knows the number of a row that is wrong.
            read_options=pcsv.ReadOptions(
                use_threads=False, block_size=min(_LARGEST, max(_BLOCK, size)), column_names=self._names
            ),
            parse_options=pcsv.ParseOptions(
                delimiter=self._table.dialect.delimiter,
                newlines_in_values=self._table.scan.quotes > 0,
                ignore_empty_lines=False,  # or lines could not be counted
                invalid_row_handler=self._put_aside,
            ),
            convert_options=pcsv.ConvertOptions(
                column_types=dict.fromkeys(self._names, pa.string()),
                null_values=[""],  # alone: NA is a country
                strings_can_be_null=True,
                check_utf8=False,  # which it is by now
            ),
        )

    def _put_aside(self, row: Any) -> str:  # noqa: ANN401 - of Arrow
        self._bad.append(_Bad(row.number, row.text))
        return "skip"

    def forget_what_was_not_given(self) -> None:
        self._bad.clear()

    def slowly(self) -> Iterator[Part]:
        """Read on from the next line."""
        lines = lines_of(_after(blocks_of(self._table.open, self._table.scan), self._line - 1))
        width = len(self._names)
        delimiter = self._table.dialect.delimiter
        records = Records(lines, delimiter, line=self._line, findings=self._findings, width=width)
        most = max(1, _CELLS // max(width, 1))
        numbers, rows = list[int](), list[Sequence[str | None]]()
        for record in records:
            cells = self._fitted(record.cells, record.line, record.text)
            if cells is not None:
                numbers.append(record.line)
                rows.append(cells)
            if len(rows) == most:
                yield from self._given(_Rows(np.array(numbers, np.int64), _columns(rows, width)))
                numbers.clear()
                rows.clear()
        yield from self._given(_Rows(np.array(numbers, np.int64), _columns(rows, width)))

    def _given(self, rows: "_Rows") -> Iterator[Part]:
        count = len(rows.lines)
        if count:
            columns = dict(zip(self._table.headers, rows.columns, strict=True))
            yield Part(columns, self._first, rows.lines)
            self._first += count

    def _part(self, rows: pa.RecordBatch | None) -> "_Rows":
        """Give rows of Arrow with their lines, and those between them that it could not tell."""
        columns = [] if rows is None else rows.columns
        bad, numbers = self._numbered(0 if rows is None else len(rows))
        lines, bad_lines = self._lined(numbers, bad, columns)
        good = _Rows(lines, [pa.chunked_array([each], pa.string()) for each in columns])
        good = self._without_blanks(good)
        kept_lines, kept = list[int](), list[Sequence[str | None]]()
        for line, each in zip(bad_lines, bad, strict=True):
            for record in self._told(line, each.text):
                fitted = self._fitted(record.cells, record.line, record.text)
                if fitted is not None:
                    kept_lines.append(record.line)
                    kept.append(fitted)
        return good.with_rows(_Rows(np.array(kept_lines, np.int64), _columns(kept, len(self._names))))

    def _numbered(self, count: int) -> tuple[list[_Bad], NDArray[np.int64]]:
        """Number rows as Arrow counts them, which have those that it could not tell between them."""
        bad, pieces, at = list[_Bad](), list[NDArray[np.int64]](), self._number
        is_end, left = not count, count
        while self._bad and (is_end or self._bad[0].number < at + left):
            each = self._bad.popleft()
            pieces.append(np.arange(at, each.number, dtype=np.int64))
            left -= each.number - at
            at = each.number + 1
            bad.append(each)
        pieces.append(np.arange(at, at + left, dtype=np.int64))
        return bad, np.concatenate(pieces)

    def _lined(
        self, numbers: NDArray[np.int64], bad: Sequence[_Bad], columns: Sequence[pa.Array]
    ) -> tuple[Lines, list[int]]:
        """Give the lines on which rows start, and rows that could not be told; line breaks within quotes count."""
        start, count = self._number, len(numbers) + len(bad)
        breaks = _breaks(columns) if self._table.scan.quotes else None
        if breaks is not None and self._has_rows_within(columns, breaks):
            raise _SwallowedError
        long = [(each.number - start, _breaks_in(each.text)) for each in bad if _breaks_in(each.text)]
        lines = np.arange(self._line, self._line + count)
        if breaks is not None or long:
            more = np.zeros(count + 1, np.int64)
            if breaks is not None:
                more[1 + numbers - start] = breaks
            for place, lines_in in long:
                more[1 + place] = lines_in
            more = np.cumsum(more)
            lines += more[:-1]
            self._line += int(more[-1])
        self._line += count
        self._number += count
        return lines[numbers - start], [int(lines[each.number - start]) for each in bad]

    def _has_rows_within(self, columns: Sequence[pa.Array], breaks: NDArray[np.int64]) -> bool:
        """Tell whether some cells over several lines have nearly as many delimiters in them as rows would have."""
        rows = np.flatnonzero(breaks)
        places, within = pa.array(rows), np.zeros(len(rows), np.int64)
        for column in columns:
            counts = pc.count_substring(column.take(places), self._table.dialect.delimiter)
            within += counts.fill_null(0).to_numpy(zero_copy_only=False)
        return bool(len(columns) > 1 and (within * 2 > (len(columns) - 1) * breaks[rows]).any())

    def _without_blanks(self, rows: "_Rows") -> "_Rows":
        """Leave out rows in which nothing stands; a table of one column may have them."""
        blank = _blank(rows.columns) if len(rows.columns) > 1 else None
        if blank is None:
            return rows
        self._note_blank(rows.lines[blank])
        kept = pa.array(~blank)
        return _Rows(rows.lines[~blank], [column.filter(kept) for column in rows.columns])

    def _note_blank(self, lines: Sequence[int] | Lines) -> None:
        message = "a blank row, left out"
        self._findings.note_rows("blank-row", Severity.INFO, message, lines, lambda line: {"row": line})

    def _told(self, line: int, text: str) -> Iterable[Record]:
        """Tell what a row of another width is: itself, or several of the right width with quotes as letters."""
        lines = lines_of([text.encode()]) if _breaks_in(text) else [text]
        delimiter = self._table.dialect.delimiter
        return Records(lines, delimiter, line=line, findings=self._findings, width=len(self._names))

    def _fitted(self, cells: list[str] | None, line: int, text: str) -> Sequence[str | None] | None:
        """Give a row the width of the table, None where it is left out."""
        width = len(self._names)
        if cells is None:
            self._findings.left_out += 1
            return None
        if width > 1 and not (any(cells) and (len(cells) > 1 or cells[0].strip())):
            self._note_blank([line])
            return None
        if len(cells) > width and not any(cells[width:]):
            cells = cells[:width]
        short = width - len(cells)
        if short:
            keeps = 0 < short <= width // 2 and len(cells) > 1
            if width > 1 or cells:
                self._note_ragged(len(cells), line, text, keeps=keeps)
                if not keeps:
                    self._findings.left_out += 1
                    return None
        return [cell or None for cell in cells] + [None] * short

    def _note_ragged(self, count: int, line: int, text: str, *, keeps: bool) -> None:
        width = len(self._names)
        left = "those that are missing are taken as blank" if keeps else "the row is left out"
        cells = "1 cell" if count == 1 else f"{count} cells"
        self._findings.note(
            "ragged-row",
            Severity.WARNING if keeps else Severity.ERROR,
            f"{cells} where there are {width} headers; {left}",
            row=line,
            value=text.strip("\r\n"),
            cause="a line cut short" if count < width else "a delimiter inside of a cell that is not quoted",
        )


@final
@attrs.frozen(eq=False)
class _Rows:
    """Rows with the lines on which they start."""

    lines: Lines
    columns: Sequence[pa.ChunkedArray]

    def with_rows(self, others: "_Rows") -> "_Rows":
        """Put others in between, in the order of lines."""
        if not (len(self.lines) and len(others.lines)):
            return self if len(self.lines) else others
        lines = np.concatenate([self.lines, others.lines])
        order = np.argsort(lines, kind="stable")
        places = pa.array(order)
        pairs = zip(self.columns, others.columns, strict=True)
        return _Rows(lines[order], [pa.chunked_array(one.chunks + two.chunks).take(places) for one, two in pairs])


def _columns(rows: Sequence[Sequence[str | None]], width: int) -> list[pa.ChunkedArray]:
    cells: Sequence[Sequence[str | None]] = list(zip(*rows, strict=True)) or [()] * width
    return [pa.chunked_array([pa.array(each, pa.string())]) for each in cells]


def _blank(columns: Sequence[pa.ChunkedArray]) -> NDArray[np.bool_] | None:
    """Tell which rows are all null, None where none is."""
    blank: NDArray[np.bool_] | None = None
    for column in columns:
        if not column.null_count:
            return None
        nulls = column.is_null().to_numpy()
        blank = nulls if blank is None else blank & nulls
        if not blank.any():
            return None
    return blank


def _breaks_in(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _breaks(columns: Sequence[pa.Array]) -> NDArray[np.int64] | None:
    """Count the line breaks in the cells of each row, None where there are none at all."""
    found: NDArray[np.int64] | None = None
    for column in columns:
        data = column.buffers()[2]
        if data is None or not _has_breaks(data):
            continue
        counts = pc.subtract(
            pc.add(pc.count_substring(column, "\n"), pc.count_substring(column, "\r")),
            pc.count_substring(column, "\r\n"),
        )
        here = counts.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
        found = here if found is None else found + here
    return found


def _has_breaks(data: pa.Buffer) -> bool:
    text = data.to_pybytes()
    return _NEW_LINE in text or _RETURN in text
