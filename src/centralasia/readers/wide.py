"""Wide tables, a line a day and a column a currency: read whole, column by column, without a rate being made of a cell.

What is asked of a long history is mostly one pair. So its text is checked as a whole, and its cells become rates when
somebody looks at them.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from itertools import accumulate, groupby
from operator import gt, lt
from typing import Final, final, overload

import attrs

from centralasia.rates import RateKind, RateTable, Side
from centralasia.rates.series import PrintedQuotes, Series
from centralasia.readers.contents import Document
from centralasia.readers.documents import MARKS
from centralasia.readers.findings import Findings
from centralasia.readers.forms import Readout
from centralasia.readers.lines import passage, plain_series
from centralasia.validation import Report, Severity

__all__ = ["in_columns"]

_DIGITS: Final = b"0123456789"
_NO_RATE: Final = b"N/A"
_DAY: Final = len("2030-02-14")


@final
@attrs.frozen(eq=False)
class _Cells(Sequence[str]):
    """The figures of one column, cut out of the text when they are asked for."""

    _data: bytes
    _starts: "array[int]"
    _rows: "array[int]"
    _column: int

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        start = self._starts[self._rows[place]]
        line = self._data[start : self._data.index(b"\n", start)]
        return line.split(b",", self._column + 1)[self._column].decode("ascii")


@final
@attrs.frozen(eq=False)
class _Table:
    """A table whose every cell is known to be a figure above zero or N/A, its lines in rising order of days.

    Attributes:
        data: The text.
        codes: The head of each column.
        starts: Where the lines begin.
        days: The numbers of their days.
        rows: Their own numbers, from 0 on.
        runs: From which line on to before which one the same columns have figures, and which do.
    """

    data: bytes
    codes: list[str]
    starts: "array[int]"
    days: "array[int]"
    rows: "array[int]"
    runs: list[tuple[int, int, tuple[bool, ...]]]


def in_columns(document: Document, source: str, *, base: str, title: str) -> Readout | None:
    """Read a table by its columns, or give None where anything in it is out of the ordinary.

    Args:
        document: Lines of days, newest first or last, and figures with a decimal point, under a line of codes.
        source: The publisher.
        base: The currency that is priced, one unit of it.
        title: What the form is, for people.
    """
    table = _checked(document.data)
    if table is None or document.normalize or not (document.on is None or document.on.toordinal() in table.days):
        return None
    findings = Findings(document.name)
    series: list[Series] = []
    shared: dict[tuple[bool, ...], tuple[array[int], array[int]]] = {}
    for column, code in enumerate(table.codes):
        if not column or not code:
            continue
        plain = plain_series(base, code, RateKind.OFFICIAL, Side.MID, source)
        if plain is None:
            return None
        held = tuple(figures[column] for _, _, figures in table.runs)
        if held not in shared:
            shared[held] = _rows_of(table, column)
        rows, days = shared[held]
        key, first, end = plain
        if days and not first <= days[0] <= days[-1] < end:
            return None
        if len(days) < len(table.days):
            _no_rates(findings, table, code, days)
        if days:
            cells = _Cells(table.data, table.starts, rows, column)
            if not _all_is_well(cells, days, base=base, code=code, source=source):
                return None
            series.append(Series(key, PrintedQuotes(key, days, values=cells), days))
    span = {
        "first_day": date.fromordinal(table.days[0]).isoformat(),
        "last_day": date.fromordinal(table.days[-1]).isoformat(),
    }
    facts = {"form": title, "encoding": "utf-8", "duplicates": 0, **span}
    return RateTable.of_series(series), Report.of(findings.told(), **facts)


def _all_is_well(cells: _Cells, days: Sequence[int], *, base: str, code: str, source: str) -> bool:
    """Compare the first figure of a column, one in the middle and the last with what is known about their time."""
    for place in (0, len(days) // 2, len(days) - 1):
        known = passage(base, code, source, days[place] >> 7, RateKind.OFFICIAL, Side.MID)
        if known is None or not known[3] < float(cells[place]) < known[4]:
            return False
    return True


def _checked(data: bytes) -> _Table | None:
    """Check a table as a whole: what is left of it without its digits has few shapes, and each is looked at once."""
    for mark, _ in MARKS:
        data = data.removeprefix(mark)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    if not data.endswith(b"\n"):
        return None  # it may be cut short
    codes = [code.strip().decode("latin-1") for code in data[: data.index(b"\n")].split(b",")]
    named = [code for code in codes if code]
    if len(set(named)) < len(named) or not _above_zero(data, closed=not codes[-1]):
        return None
    shapes = data.translate(None, _DIGITS).split(b"\n")[1:-1]
    figures = {shape: _figures(shape, codes) for shape in dict.fromkeys(shapes)}
    if not shapes or not all(figures.values()):
        return None
    lines = _lines(data)
    if lines is None:
        return None
    starts, days = lines
    if all(map(gt, days, days[1:])):
        starts.reverse()
        days.reverse()
        shapes.reverse()
    elif not all(map(lt, days, days[1:])):
        return None
    rows = array("i", range(len(days)))
    return _Table(data, codes, starts, days, rows, _runs(map(figures.__getitem__, shapes)))


def _above_zero(data: bytes, *, closed: bool) -> bool:
    """Say whether something is left of each cell when zeros and points are taken away.

    Args:
        data: The text.
        closed: Whether its lines end in a comma, after which there is no cell.
    """
    rest = data.translate(None, b"0.")
    return b",," not in rest and (closed or b",\n" not in rest)


def _figures(shape: bytes, codes: Sequence[str]) -> tuple[bool, ...]:
    """Say for each column of a shape whether there is a figure in it; nothing where it has the wrong cells."""
    first, *cells = shape.split(b",")
    last = len(cells) - (not codes[-1])
    regular = first == b"--" and len(cells) == len(codes) - 1 and set(cells[:last]) <= {b".", b"", _NO_RATE}
    return (False, *(cell != _NO_RATE for cell in cells)) if regular and not any(cells[last:]) else ()


def _lines(data: bytes) -> "tuple[array[int], array[int]] | None":
    """Find where the lines after the first begin, and their days; None where one does not begin with a day."""
    starts = array("i", accumulate(map(len, BytesIO(data))))
    del starts[-1]
    texts = (data[start : start + _DAY].decode("ascii") for start in starts)
    try:
        return starts, array("i", map(date.toordinal, map(date.fromisoformat, texts)))
    except ValueError:
        return None


def _runs(figures: Iterable[tuple[bool, ...]]) -> list[tuple[int, int, tuple[bool, ...]]]:
    """Put lines together that follow each other and have figures in the same columns."""
    runs = []
    start = 0
    for held, lines in groupby(figures):
        end = start + sum(1 for _ in lines)
        runs.append((start, end, held))
        start = end
    return runs


def _rows_of(table: _Table, column: int) -> "tuple[array[int], array[int]]":
    """Give the lines with a figure in a column, and their days."""
    rows, days = array("i"), array("i")
    for start, end, figures in table.runs:
        if figures[column]:
            rows += table.rows[start:end]
            days += table.days[start:end]
    return rows, days


def _no_rates(findings: Findings, table: _Table, code: str, days: Sequence[int]) -> None:
    """Note on how many days there is no rate for a currency, and when it has rates."""
    message = f"no rate for {code} on {len(table.days) - len(days):,} of {len(table.days):,} days"
    if days:
        between = bisect_left(table.days, days[-1]) - bisect_left(table.days, days[0]) + 1 - len(days)
        message += f"; there are rates from {date.fromordinal(days[0])} to {date.fromordinal(days[-1])}"
        message += f", on all days but {between:,}" if between else ""
    findings.note("no-rate", Severity.INFO, message, about=code, column=code, value=_NO_RATE.decode())
