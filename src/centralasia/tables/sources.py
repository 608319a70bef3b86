"""Sources: a table that was opened, its parts, and what was found wrong with it as a table."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias, final

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from centralasia.numbers import shortened
from centralasia.validation import Problem, Severity

__all__ = ["SHOWN", "Findings", "Lines", "Part", "Progress", "Source", "checked"]

SHOWN: Final = 20
"""Findings of a code that are kept as examples; all are counted."""

Lines: TypeAlias = NDArray[np.int64]
Progress: TypeAlias = Callable[[str, int, int], None]
"""Is told the name of the table, how much of it is read, and how much there is."""
_Look: TypeAlias = Callable[[pa.Array], NDArray[np.intp] | None]
_LEADS: Final = np.isin(np.arange(256), list(b"=+-@"))
# A figure, which may begin with a sign, or dashes that stand for nothing.
_NO_FORMULA: Final = (
    r"^(?:[+\-]\s?\(?[0-9][0-9 .,'\x{a0}\x{2009}\x{202f}\x{2019}]*(?:[eE][+\-]?[0-9]+)?\s?%?\)?|[\-\s]+)$"
)
_LOST: Final = "bytes that are no characters of the encoding of the file; each of them is shown as \ufffd"
_MARKS: Final = (
    ("undecodable-bytes", "\N{REPLACEMENT CHARACTER}", _LOST, "lines in another encoding"),
    ("null-character", "\0", "null characters in a text", "a damaged file"),
)


@final
class Part(NamedTuple):
    r"""Some rows of a table, in their order.

    Attributes:
        columns: The columns by header. Those of texts are strings, null where a cell is empty; in other tables a column
            that is all null in a part may have another type there.
        first: How many rows of the table come before.
        lines: The line of the file on which each row starts; None where row `i` is number ``first + i + 1``.

    Example:
        >>> from centralasia.tables import opened
        >>> part = next(opened(b"code,value\nUSD,501.20\n").parts())
        >>> part.columns["value"].to_pylist(), part.number(0), len(part)
        (['501.20'], 2, 1)
    """

    columns: Mapping[str, pa.ChunkedArray]
    first: int
    lines: Lines | None

    def __len__(self) -> int:
        """Count the rows."""
        return next((len(column) for column in self.columns.values()), 0)

    def number(self, row: int) -> int:
        """Give the number by which people find a row: its line in the file, or its place in the table.

        Args:
            row: Its place in this part, counted from 0.
        """
        return self.first + row + 1 if self.lines is None else int(self.lines[row])


@final
class Findings:
    """What was found in one reading of a table: some examples of each code, and how many there are."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        self.counts: Counter[str] = Counter()
        self.examples: list[Problem] = []
        self.rows = 0
        self.left_out = 0

    def copy(self) -> "Findings":
        """Give the same findings, to go on from."""
        other = Findings()
        other.counts, other.examples = Counter(self.counts), [*self.examples]
        return other

    def note(self, code: str, severity: Severity, message: str, **where: Any) -> None:  # noqa: ANN401 - as `Problem` has it
        """Take a finding down.

        Args:
            code: Its kind.
            severity: How much it weighs.
            message: What is wrong.
            where: The row, column, value, cause and fix of a `Problem`.
        """
        self.counts[code] += 1
        if self.counts[code] <= SHOWN:
            if "value" in where:
                where["value"] = str(shortened(where["value"]))
            self.examples.append(Problem(code=code, severity=severity, message=message, **where))

    def note_rows(
        self,
        code: str,
        severity: Severity,
        message: str,
        rows: Sequence[int] | Lines,
        where: Callable[[int], dict[str, Any]],
    ) -> None:
        """Take the same finding down for several rows; what is not shown is only counted.

        Args:
            code: Its kind.
            severity: How much it weighs.
            message: What is wrong.
            rows: The rows.
            where: Gives what `note` takes for one of them.
        """
        shown = max(0, SHOWN - self.counts[code])
        for row in rows[:shown]:
            self.note(code, severity, message, **where(int(row)))
        if len(rows) > shown:
            self.counts[code] += len(rows) - shown


Read: TypeAlias = Callable[[Findings], Iterator[Part]]


@final
@attrs.frozen(eq=False, repr=False, kw_only=True)
class Source:
    r"""A table that was opened.

    Attributes:
        name: The name of the file, or what sort of table it is.
        headers: The headers of its columns, each once.

    Example:
        >>> from centralasia.tables import opened
        >>> source = opened(b"code,value\nUSD,501.20\nEUR\n")
        >>> source
        Source(name='bytes', headers=('code', 'value'))
        >>> [part.columns["code"].to_pylist() for part in source.parts()]
        [['USD']]
        >>> [str(problem) for problem in source.problems]
        ["row 3, 'EUR': 1 cell where there are 2 headers; the row is left out; cause: a line cut short"]
    """

    name: str
    headers: tuple[str, ...]
    _facts: Mapping[str, Any]
    _opening: Findings
    _read: Read
    _latest: list[Findings] = attrs.field(factory=list, init=False)

    def __repr__(self) -> str:
        return f"Source(name={self.name!r}, headers={self.headers!r})"

    @property
    def facts(self) -> Mapping[str, Any]:
        """What was detected or declared: form, encoding, delimiter, header; and rows, once they are read."""
        found = self._latest[-1] if self._latest else None
        read = {} if found is None else {"rows": found.rows, "rows_left_out": found.left_out}
        return MappingProxyType({**self._facts, **read})

    @property
    def problems(self) -> Sequence[Problem]:
        """What was found so far in the latest reading, at most twenty of a code; `counts` has all."""
        return tuple(self._found.examples)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many findings of each code there are so far."""
        return MappingProxyType(dict(self._found.counts))

    @property
    def _found(self) -> Findings:
        return self._latest[-1] if self._latest else self._opening

    def parts(self) -> Iterator[Part]:
        """Read the table from its beginning, in parts that fit into memory.

        What is found on the way replaces what an earlier reading found.

        Raises:
            ReaderError: It cannot be read to its end.
            InvalidValueError: It can be read once only, such as a generator, and was.
        """
        findings = self._opening.copy()
        self._latest[:] = [findings]
        return _counted(self._read(findings), findings)


def _counted(parts: Iterator[Part], findings: Findings) -> Iterator[Part]:
    for part in parts:
        findings.rows += len(part)
        yield part
    if not (findings.rows or findings.left_out or findings.counts["empty-table"]):
        findings.note("empty-table", Severity.WARNING, "there is no row in it")


def checked(parts: Iterator[Part], findings: Findings, *, damaged: bool = True) -> Iterator[Part]:
    """Look at the texts of parts as they pass.

    Args:
        parts: The parts of a table.
        findings: Where findings go.
        damaged: Whether characters may have been lost.
    """
    for part in parts:
        for name, column in part.columns.items():
            _note_formulas(part, name, column, findings)
            if damaged:
                _note_lost(part, name, column, findings)
        yield part


def _note_formulas(part: Part, name: str, column: pa.ChunkedArray, findings: Findings) -> None:
    rows = _rows_of(column, _leading)
    if not len(rows):
        return
    cells = column.take(pa.array(rows))
    rows = rows[~pc.match_substring_regex(cells, _NO_FORMULA).to_numpy()]
    message = "a spreadsheet takes this text for a formula; it is read as a text, and never evaluated"

    def where(row: int) -> dict[str, Any]:
        return {"row": part.number(row), "column": name, "value": column[row].as_py()}

    findings.note_rows("formula", Severity.WARNING, message, rows, where)


def _note_lost(part: Part, name: str, column: pa.ChunkedArray, findings: Findings) -> None:
    for code, mark, message, cause in _MARKS:
        rows = _rows_of(column, partial(_containing, mark))

        def where(row: int, cause: str = cause) -> dict[str, Any]:
            return {"row": part.number(row), "column": name, "value": column[row].as_py(), "cause": cause}

        findings.note_rows(code, Severity.ERROR, message, rows, where)


def _rows_of(column: pa.ChunkedArray, look: _Look) -> NDArray[np.int64]:
    """Give the rows of a column in which something is, chunk by chunk."""
    found, before = [np.empty(0, np.int64)], 0
    for chunk in column.chunks:
        rows = look(chunk)
        if rows is not None:
            found.append(rows.astype(np.int64) + before)
        before += len(chunk)
    return np.concatenate(found)


def _leading(chunk: pa.Array) -> NDArray[np.intp] | None:
    """Give the rows whose text begins as formulas do; one byte of each text is looked at."""
    _, lengths, data = chunk.buffers()
    if data is None or not data.size:
        return None
    ends = np.frombuffer(lengths, np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
    starts = ends[:-1]
    # An empty text at the end starts where there is nothing more; its byte is that of another, and its length 0.
    heads = np.frombuffer(data, np.uint8).take(starts, mode="clip")
    rows = np.flatnonzero(_LEADS[heads])
    return rows[ends[rows + 1] > starts[rows]] if len(rows) else None


def _containing(mark: str, chunk: pa.Array) -> NDArray[np.intp] | None:
    data = chunk.buffers()[2]
    if data is None or mark.encode() not in data.to_pybytes():
        return None
    return np.flatnonzero(pc.match_substring(chunk, mark).fill_null(False).to_numpy(zero_copy_only=False))  # noqa: FBT003 - of Arrow
