"""Dialects: what parts the cells of a text, on which line its header stands, and what its records are."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple, final

from centralasia.errors import InvalidValueError
from centralasia.readers.delimited import DELIMITERS
from centralasia.readers.figures import read_day
from centralasia.tables.headers import is_known
from centralasia.tables.sources import Findings
from centralasia.validation import Severity

__all__ = [
    "Dialect",
    "Heading",
    "Record",
    "Records",
    "check_delimiter",
    "check_header",
    "dialect_of",
    "heading_of",
    "named",
]

_LONGEST: Final = 131_072  # letters of a cell: what csv takes by default, which other libraries raise for the process
_MOST_LINES: Final = 1_000  # of one record; more of them are quotes that were never closed
_FEW: Final = 2
_LOOKED_AT: Final = 100  # records that tell a dialect
_FIGURE: Final = re.compile(r"[+-]?[0-9][0-9 .,\u00a0\u202f]*%?")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_SEPARATOR: Final = re.compile(r"\s*sep=(.)\s*")  # which Excel writes and reads


@final
class Record(NamedTuple):
    """A record of a text, which may run over several lines.

    Attributes:
        line: The line on which it starts.
        cells: Its cells; None where they cannot be told apart.
        text: The lines as they stand there.
    """

    line: int
    cells: list[str] | None
    text: str


class _UnclosedError(Exception):
    """Quotes go on for too long."""


@final
class Records:
    r"""The records of lines of text. Quotes that are never closed spoil their own line only, and are noted.

    Example:
        >>> findings = Findings()
        >>> [record.cells for record in Records(['1,"2\n', "3,4\n"], ",", line=2, findings=findings)]
        [['1', '"2'], ['3', '4']]
        >>> findings.counts
        Counter({'unclosed-quote': 1})
    """

    def __init__(self, lines: Iterable[str], delimiter: str, *, line: int, findings: Findings, width: int = 0) -> None:
        """Begin before the first line.

        Args:
            lines: The lines with their ends.
            delimiter: What parts cells.
            line: The number of the first.
            findings: Where findings go.
            width: The cells of a row, where that is known: lines that all have as many are no cell of another row.
        """
        self.line, self._width = line, width
        self._lines, self._delimiter, self._findings = iter(lines), delimiter, findings
        self._again: list[str] = []
        self._used: list[str] = []
        self._is_over = False
        self._rows = self._reader()

    def _reader(self) -> Any:  # noqa: ANN401 - the csv module does not say its type
        return csv.reader(self._taken(), delimiter=self._delimiter)

    def _taken(self) -> Iterator[str]:
        while True:
            if len(self._used) >= _MOST_LINES:
                raise _UnclosedError
            line = self._again.pop() if self._again else next(self._lines, None)
            if line is None:
                self._is_over = True
                return
            self._used.append(line)
            yield line

    def __iter__(self) -> Iterator[Record]:
        return self

    def __next__(self) -> Record:
        self._used.clear()
        cells: list[str] | None
        try:
            cells = _next_of(self._rows)
        except _UnclosedError:
            cells = self._unquoted()
        except csv.Error:  # a cell is too long, mostly since quotes are not closed
            cells = self._unquoted()
        else:
            # Over, and nevertheless it asked for one more line: it was within quotes.
            if self._is_over or (len(self._used) > 1 and not self._is_one_row(self._used)):
                cells = self._unquoted()
        line, self.line = self.line, self.line + len(self._used)
        return Record(line, cells, "".join(self._used))

    def _is_one_row(self, lines: Sequence[str]) -> bool:
        """Tell whether quotes over several lines are as they should be, and hold no rows of the width of the table."""
        try:
            next(csv.reader(lines, delimiter=self._delimiter, strict=True))
        except csv.Error:
            return False
        inner = lines[1:-1]
        return not (inner and self._width > 1) or any(line.count(self._delimiter) != self._width - 1 for line in inner)

    def _unquoted(self) -> list[str] | None:
        """Take the quotes of a line as letters, and what follows as lines of their own."""
        first, *rest = self._used
        self._again.extend(reversed(rest))
        self._used[1:] = []
        self._is_over = False
        self._rows = self._reader()
        try:
            cells = _next_of(csv.reader([first], delimiter=self._delimiter, quoting=csv.QUOTE_NONE))
        except csv.Error:
            self._note("garbled-row", "it cannot be told into cells, one of which is too long; the row is left out")
            return None
        self._note("unclosed-quote", "the quotes that open here are never closed; they are taken as letters")
        return cells

    def _note(self, code: str, message: str) -> None:
        cause = "quotes inside of a cell, or a line cut short"
        self._findings.note(code, Severity.ERROR, message, row=self.line, cause=cause)


def _next_of(rows: Iterator[list[str]]) -> list[str]:
    cells = next(rows)
    if any(len(cell) > _LONGEST for cell in cells):
        raise csv.Error("field larger than field limit")
    return cells


@final
class Heading(NamedTuple):
    """The header of a table.

    Attributes:
        place: Which of the rows looked at it is; None where there is none.
        names: The names as they stand there, or are made up.
        told_by: What told it: "declared" or "rows".
        added: How many names were made up at its end for cells that rows have beyond it.
    """

    place: int | None
    names: tuple[str, ...]
    told_by: str
    added: int = 0


@final
class Dialect(NamedTuple):
    """How a delimited text is written.

    Attributes:
        delimiter: What parts its cells.
        heading: Its header.
        line: The line on which the header stands, None where there is none.
        last: The last line before the rows.
    """

    delimiter: str
    heading: Heading
    line: int | None
    last: int


def check_delimiter(delimiter: object) -> None:
    """Refuse what cannot part cells.

    Args:
        delimiter: What the caller says.

    Raises:
        InvalidValueError: It is none of those that are read.
    """
    if delimiter is not None and delimiter not in DELIMITERS:
        raise InvalidValueError("delimiter", delimiter, "a comma, a semicolon, a tab or '|'")


def check_header(header: object) -> None:
    """Refuse what is no line.

    Args:
        header: What the caller says.

    Raises:
        InvalidValueError: It is no whole number from 0 on.
    """
    if isinstance(header, bool) or not isinstance(header, int) or header < 0:
        raise InvalidValueError("header", header, "the line of the header, counted from 1, or 0 for none")


def dialect_of(sample: Sequence[str], delimiter: str | None = None, header: int | None = None) -> Dialect:
    r"""Tell how a delimited text is written from its first lines.

    Args:
        sample: The lines with their ends.
        delimiter: What parts cells, by the caller's word.
        header: The line of the header by the caller's word, 0 for none.

    Raises:
        InvalidValueError: The header is said to be where there is no line.

    Example:
        >>> found = dialect_of(["Курсы\n", "\n", "Дата;Курс\n", "01.03.2024;501,20\n"])
        >>> found.delimiter, found.heading.names, found.line
        (';', ('Дата', 'Курс'), 3)
    """
    first, declared = 1, _SEPARATOR.fullmatch(sample[0]) if sample else None
    if declared is not None and header is None:
        sample, first = sample[1:], 2
        delimiter = delimiter or (declared[1] if declared[1] in DELIMITERS else None)
    read = {mark: _records(sample, mark, first) for mark in ([delimiter] if delimiter else DELIMITERS)}
    # Of marks that do as well, the first one counts: for a table of one column that is the comma.
    mark = max(read, key=lambda each: _evenness([record.cells or [] for record in read[each]]))
    records = read[mark]
    rows = [record.cells or [] for record in records]
    heading = _declared(records, rows, header) if header is not None else heading_of(rows)
    if heading.place is None:
        return Dialect(mark, heading, None, first - 1)
    line = records[heading.place].line
    return Dialect(mark, heading, line, line + _lines_in(records[heading.place].text) - 1)


def _records(sample: Sequence[str], delimiter: str, first: int) -> list[Record]:
    records = Records(sample, delimiter, line=first, findings=Findings())
    return [record for record, _ in zip(records, range(_LOOKED_AT), strict=False)]


def _lines_in(text: str) -> int:
    return len(text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n"))


def _evenness(rows: Sequence[Sequence[str]]) -> tuple[float, int]:
    """Tell how well a mark parts lines into cells: how many lines have as many as most, and how many those are."""
    widths = Counter(len(row) for row in rows if any(row))
    widest = max(widths, key=lambda width: (width > 1, widths[width], width), default=0)
    if widest <= 1:
        return 0.0, 0
    return widths[widest] / widths.total(), widest


def _declared(records: Sequence[Record], rows: Sequence[Sequence[str]], header: int) -> Heading:
    check_header(header)
    if header == 0:
        return Heading(None, _made_up(_width(rows)), "declared")
    place = next((place for place, record in enumerate(records) if record.line == header), None)
    if place is None:
        most = records[-1].line if records else 0
        raise InvalidValueError("header", header, f"a line of the table, from 1 to {most}")
    return _with_names(place, rows, "declared")


def heading_of(rows: Sequence[Sequence[str]]) -> Heading:
    """Find the header of a table: the first row that is as wide as the table, and no row of figures.

    Args:
        rows: The first rows.

    Example:
        >>> heading_of([["Курсы", ""], ["Дата", "Курс"], ["01.03.2024", "501,20"]]).place
        1
        >>> heading_of([["01.03.2024", "501,20"], ["02.03.2024", "501,30"]]).names
        ('column 1', 'column 2')
    """
    width = _width(rows)
    wanted = max(1, min(width, width // 2 + 1))
    for place, row in enumerate(rows):
        there = [cell for cell in row if cell.strip()]
        if len(there) >= wanted:
            if any(map(is_known, there)) or not any(map(_is_figure, there)):
                return _with_names(place, rows, "rows")
            break
    return Heading(None, _made_up(width), "rows")


def _with_names(place: int, rows: Sequence[Sequence[str]], told_by: str) -> Heading:
    row, after = rows[place], rows[place + 1 :]
    names = _whole(row, after)
    has_more = any(cell.strip() for each in after for cell in each[len(row) :])
    return Heading(place, names, told_by, max(0, len(names) - len(row)) if has_more else 0)


def _width(rows: Sequence[Sequence[str]]) -> int:
    """Count the columns: as many cells as most rows have with something in one of them."""
    widths = Counter(len(row) for row in rows if any(row))
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _is_figure(cell: str) -> bool:
    """Tell whether a cell is a figure or a day; a year may be the header of its column."""
    text = cell.strip()
    if _YEAR.fullmatch(text):
        return False
    return _FIGURE.fullmatch(text) is not None or read_day(text) is not None


def _whole(row: Sequence[str], after: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Give the header as many names as most rows after it have cells; more of them are its own."""
    names = [cell.strip() for cell in row]
    widths = Counter(len(row) for row in after if any(row))
    width = max(widths, key=widths.__getitem__, default=0)
    if widths.total() < _FEW or widths[width] * 2 <= widths.total():
        width = len(names)
    while len(names) > width and not names[-1]:
        names.pop()
    return tuple(names + [""] * (width - len(names)))


def _made_up(width: int) -> tuple[str, ...]:
    return tuple(f"column {place}" for place in range(1, width + 1))


def named(names: Sequence[str], line: int | None, findings: Findings) -> tuple[str, ...]:
    """Give each column a name of its own, and note those that have none or one that stands there before.

    Args:
        names: The header.
        line: Its line.
        findings: Where findings go.

    Example:
        >>> named(["rate", "rate", ""], 1, Findings())
        ('rate', 'rate (2)', 'column 3')
    """
    taken: dict[str, None] = {}
    times: Counter[str] = Counter()
    for place, name in enumerate(names, 1):
        given = plain = name or f"column {place}"
        while given in taken:
            times[plain] += 1
            given = f"{plain} ({times[plain] + 1})"
        if not name:
            message = f"the header of column {place} is blank; it is called {given!r}"
            findings.note("blank-header", Severity.WARNING, message, row=line)
        elif given != name:
            message = f"the header {name!r} stands there before; this column is called {given!r}"
            findings.note(
                "duplicate-header",
                Severity.ERROR,
                message,
                row=line,
                column=given,
                cause="two tables side by side, or a column copied",
                fix="give each column a header of its own",
            )
        taken[given] = None
    return tuple(taken)
