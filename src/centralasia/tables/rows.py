"""Rows: tables that come row by row, from JSON, workbooks, mappings and records."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from json import JSONDecodeError
from typing import Any, Final, TypeAlias, final

import attrs
import numpy as np
import pyarrow as pa

from centralasia.errors import InvalidValueError
from centralasia.numbers import shortened
from centralasia.records import Layout, columns_of, declaration_of, to_json
from centralasia.records.kinds import find_scalar
from centralasia.tables.dialects import Heading, check_header, heading_of
from centralasia.tables.sources import Findings, Part
from centralasia.validation import Severity

__all__ = [
    "AHEAD",
    "Cells",
    "Item",
    "Items",
    "headers_in",
    "json_items",
    "line_items",
    "mapped",
    "of_records",
    "parts_of",
    "recorded",
]

AHEAD: Final = 10_000
"""Rows that are looked at for the names of columns, before any is given."""
_CELLS: Final = 1_000_000  # of a part
_LOOKED_AT: Final = 50  # rows of a sheet, for the header
_WHOLE: Final = 2**53
_PLAIN: Final = frozenset({str, int, float, bool, Decimal, date, datetime})
_MISSING_KINDS: Final = frozenset({"NAType", "NaTType"})  # of pandas

Item: TypeAlias = tuple[int | None, Any]
"""A row and its line, None where it has none."""
Items: TypeAlias = Iterator[Item]


def line_items(lines: Iterable[str], findings: Findings) -> Items:
    r"""Read JSON lines: an object on each.

    Args:
        lines: The lines.
        findings: Where findings go.

    Example:
        >>> findings = Findings()
        >>> list(line_items(['{"value": 501.20}\n', "{\n"], findings)), findings.left_out
        ([(1, {'value': '501.20'})], 1)
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield number, _DECODER.decode(line)
        except (JSONDecodeError, RecursionError) as error:
            _note_unreadable(error, number, line, findings)


def json_items(text: str, findings: Findings) -> Items:
    r"""Read objects of JSON that stand in an array, or one after the other.

    After one that cannot be read, it goes on with the next that begins on a line of its own.

    Args:
        text: The text.
        findings: Where findings go.

    Example:
        >>> list(json_items('[\n {"value": 1},\n {"value": 2}\n]', Findings()))
        [(2, {'value': '1'}), (3, {'value': '2'})]
    """
    place, line = 0, 1
    while True:
        start = place
        while place < len(text) and text[place] in _BETWEEN:
            place += 1
        line += text.count("\n", start, place)
        if place == len(text):
            return
        start = place
        try:
            found, place = _DECODER.raw_decode(text, start)
        except (JSONDecodeError, RecursionError) as error:
            _note_unreadable(error, line, text[start : start + 100], findings)
            after = text.find("\n", start)
            place = text.find("{", after) if after >= 0 else -1
            if place < 0:
                return
        else:
            yield line, found
        line += text.count("\n", start, place)


_BETWEEN: Final = " \t\r\n,[]"
# Figures stay as they were printed.
_DECODER: Final = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


def _note_unreadable(error: Exception, line: int, text: str, findings: Findings) -> None:
    findings.left_out += 1
    reason = error.msg.lower() if isinstance(error, JSONDecodeError) else "nested too deep"
    message = f"no JSON: {reason}; it is left out"
    findings.note("unreadable-json", Severity.ERROR, message, row=line, value=text.strip(), cause="a line cut short")


Cells: TypeAlias = tuple[int | None, Sequence[Any]]
"""The line of a row and its cells, as many as there are headers."""


def recorded(items: Iterable[Any], cls: type, findings: Findings) -> Iterator[Cells]:
    """Give the cells of records; what is no record of the class is noted.

    Args:
        items: Records.
        cls: Their class.
        findings: Where findings go.
    """
    cells_of = of_records(cls)
    for number, item in enumerate(items, 1):
        if isinstance(item, cls):
            yield number, cells_of(item)
        else:
            _note_no_row(item, number, f"no {cls.__name__} as the first", findings)


def _note_no_row(item: object, row: int, expected: str, findings: Findings) -> None:
    findings.left_out += 1
    message = f"{expected}, but of type {type(item).__name__}; it is left out"
    findings.note("not-a-row", Severity.ERROR, message, row=row, value=shortened(item))


def mapped(items: Items, headers: Sequence[str], findings: Findings, *, texts: bool) -> Iterator[Cells]:
    """Bring rows to the columns of a table.

    Args:
        items: Rows that should be mappings.
        headers: The columns.
        findings: Where findings go.
        texts: Whether cells are texts, as of a file.
    """
    known = frozenset(headers)
    for number, (line, item) in enumerate(items, 1):
        row = number if line is None else line
        if not isinstance(item, Mapping):
            _note_no_row(item, row, "no mapping of headers to cells", findings)
            continue
        cells = item if texts else {str(name): cell for name, cell in item.items()}
        if not known.issuperset(cells):
            _note_late(sorted(set(cells) - known), row, findings)
        found = [cells.get(name) for name in headers]
        yield row, [_text_of(cell) for cell in found] if texts else found


def _note_late(names: Sequence[str], row: int, findings: Findings) -> None:
    for name in names:
        findings.note(
            "late-column",
            Severity.ERROR,
            f"{str(shortened(name))!r} is no column of the first {AHEAD:,} rows; its cell is not taken",
            row=row,
            cause="rows that have not all the same columns",
            fix="give every row all columns, or the first one",
        )


def _text_of(cell: object) -> str | None:
    """Give a cell of JSON as a text, figures as printed; None for none."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return None if cell is None else json.dumps(cell, ensure_ascii=False)


@final
@attrs.frozen(eq=False)
class Sheet:
    """A sheet of a workbook as a table.

    Attributes:
        heading: Its header.
        names: The names of the columns in which anything stands.
        places: Where these columns are.
        rows: The rows after the header, without blank cells at their ends.
    """

    heading: Heading
    names: tuple[str, ...]
    places: Sequence[int]
    rows: Sequence[Sequence[str]]

    @property
    def line(self) -> int | None:
        """The number of the row of the header, None where there is none."""
        return None if self.heading.place is None else self.heading.place + 1

    def cells(self, findings: Findings) -> Iterator[Cells]:
        """Give the rows with their numbers, without those in which nothing stands.

        Args:
            findings: Where findings go.
        """
        for number, row in enumerate(self.rows, (self.line or 0) + 1):
            if row:
                yield number, [(row[place] or None) if place < len(row) else None for place in self.places]
            else:
                findings.note("blank-row", Severity.INFO, "a blank row, left out", row=number)


def sheet_of(cells: Sequence[Sequence[str | float]], header: int | None = None) -> Sheet:
    """Find the table in a sheet.

    Args:
        cells: All cells, row by row.
        header: The row of the header, counted from 1; 0 where there is none.

    Raises:
        InvalidValueError: There is no such row.

    Example:
        >>> sheet_of([["Курсы", ""], ["Дата", "Курс"], ["2024-03-01T00:00:00", 501.0]]).rows
        [['2024-03-01', '501']]
    """
    rows = [_trimmed([_of_cell(cell) for cell in row]) for row in cells]
    heading = _heading(rows, header)
    after = rows if heading.place is None else rows[heading.place + 1 :]
    width = max(map(len, after), default=0)
    filled = {place for row in after for place, cell in enumerate(row) if cell}
    names = dict(enumerate(heading.names))
    places = [place for place in range(max(width, len(names))) if names.get(place) or place in filled]
    return Sheet(heading, tuple(names.get(place, "") for place in places), places, after)


def _heading(rows: Sequence[Sequence[str]], header: int | None) -> Heading:
    if header is None:
        return heading_of(rows[:_LOOKED_AT])
    check_header(header)
    if header > len(rows):
        raise InvalidValueError("header", header, f"a row of the sheet, from 1 to {len(rows)}")
    return Heading(header - 1, tuple(rows[header - 1]), "declared") if header else Heading(None, (), "declared")


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _of_cell(cell: str | float) -> str:
    """Write a cell of a workbook, in which all figures are floats, and days have a time."""
    if isinstance(cell, str):
        return cell.removesuffix("T00:00:00").strip()
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() and abs(cell) < _WHOLE else str(cell)


def headers_in(items: Items) -> tuple[tuple[str, ...], list[Item]]:
    """Give the names of columns in the first rows, and these rows.

    Args:
        items: Rows.
    """
    ahead = list(islice(items, AHEAD))
    names = dict.fromkeys(str(name) for _, item in ahead if isinstance(item, Mapping) for name in item)
    return tuple(names), ahead


def of_records(cls: type) -> Callable[[Any], list[Any]]:
    """Make the function that gives the cells of a record, as in a row; figures and days stay what they are.

    Args:
        cls: The record class.

    Example:
        >>> from centralasia.records import columns_of
        >>> from centralasia.records.declarations import EstimateColumns
        >>> from centralasia import Estimate
        >>> cells = of_records(EstimateColumns)(EstimateColumns(best=Decimal("1.5")))
        >>> cells[:2]
        [Decimal('1.5'), None]
    """
    fields = [(field.name, _cells_of(field)) for field in declaration_of(cls).fields]

    def cells(value: Any) -> list[Any]:  # noqa: ANN401 - a record
        return list(chain.from_iterable(read(getattr(value, name)) for name, read in fields))

    return cells


def _cells_of(field: Any) -> Callable[[Any], Sequence[Any]]:  # noqa: ANN401 - a column
    kind = field.kind
    if isinstance(kind, Layout) and not field.many:
        read, pack, blank = of_records(kind.layout), kind.pack, [None] * len(columns_of(kind.layout))
        return lambda value: blank if value is None else read(pack(value))
    if isinstance(kind, Layout):
        return lambda values: [to_json(values) if values else None]
    if field.many:
        return lambda values: [field.separator.join(map(kind.to_text, values)) or None]
    return lambda value: [value if value is None or type(value) in _PLAIN else kind.to_text(value)]


def parts_of(rows: Iterable[Cells], headers: Sequence[str], *, texts: bool = False) -> Iterator[Part]:
    """Gather rows into parts.

    Args:
        rows: Rows of as many cells as there are headers, and their lines.
        headers: The columns.
        texts: Whether all cells are texts.

    Example:
        >>> [(part.columns["a"].type, part.lines) for part in parts_of([(None, [1]), (None, [2])], ["a"])]
        [(DataType(int64), None)]
    """
    rows, first = iter(rows), 0
    most = max(1, _CELLS // max(1, len(headers)))
    while some := list(islice(rows, most)):
        columns = zip(*[cells for _, cells in some], strict=True)
        arrays = {
            name: pa.chunked_array([_array(cells, texts=texts)]) for name, cells in zip(headers, columns, strict=True)
        }
        has_lines = some[0][0] is not None
        yield Part(arrays, first, np.array([line for line, _ in some], np.int64) if has_lines else None)
        first += len(some)


def _array(cells: Sequence[Any], *, texts: bool = False) -> pa.Array:
    """Make a column: of one type where all cells have it, else of texts, in which no figure is changed.

    Arrow would write decimals of several scales with the most decimals of all: digits that nobody printed.
    """
    if texts:
        return pa.array([_writable(cell) for cell in cells], pa.string())
    values = [_plain(cell) for cell in cells]
    kinds = {type(value) for value in values} - {type(None)}
    if len(kinds) <= 1 and (kinds != {Decimal} or _have_one_scale(values)):
        try:
            return pa.array(values, pa.string() if kinds == {str} else None)
        except (pa.ArrowException, OverflowError, ValueError):  # too large, or not finite, or lone surrogates
            pass
    return pa.array([None if value is None else _writable(str(value)) for value in values], pa.string())


def _writable(text: str | None) -> str | None:
    """Escape what UTF-8 cannot write: JSON may have halves of characters."""
    return text if text is None or text.isascii() else text.encode(errors="backslashreplace").decode()


def _have_one_scale(values: Iterable[Decimal | None]) -> bool:
    scales = {value.as_tuple().exponent for value in values if value is not None}
    return len(scales) <= 1 and not scales & {"n", "N", "F"}


def _plain(cell: Any) -> Any:  # noqa: ANN401 - whatever stands in a cell
    kind = type(cell)
    if cell is None or kind in _PLAIN:
        return cell
    if kind.__name__ in _MISSING_KINDS:
        return None
    if kind.__module__ == "numpy" and hasattr(cell, "item"):
        return _plain(cell.item())
    if isinstance(cell, str):
        return str.__str__(cell)
    scalar = find_scalar(kind)
    return str(cell) if scalar is None else scalar.to_text(cell)
