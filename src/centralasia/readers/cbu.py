"""The Central Bank of Uzbekistan: tables in JSON and XML, and the history of many currencies as a workbook or as text.

Figures are sum for the units printed. Each row has the day from which it holds, so that a document may be of many days.
Asked for a day without a table, the publisher answers with the one in force, under its own day. The history has a line
a day, and for each currency a column of units and one of figures under a title that ends in the numeric code. Cells of
a workbook that are numbers have lost their final zeros, which a finding tells; their shortest form is taken.

Not verified: the layout of the XML after 2017, and that of the history but for what is said of it here.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from io import StringIO
from itertools import islice
from typing import Final

import attrs

from centralasia.errors import ReaderError
from centralasia.readers.answers import compare_days, error_answer, picker, records_of, texts_of
from centralasia.readers.bulletins import Bulletin, Record
from centralasia.readers.contents import Document
from centralasia.readers.forms import Form, Reader, Readout, filled
from centralasia.readers.workbooks import Cell, mentions, rows_of
from centralasia.reference import Currency, currencies
from centralasia.validation import Severity

__all__ = ["READER", "parse"]

_SOURCE: Final = "cbu"
_LOCAL: Final = "UZS"
_NAMES: Final = frozenset({"CcyNm_RU", "CcyNm_UZ", "CcyNm_UZC", "CcyNm_EN"})
_FIELDS: Final = _NAMES | {"id", "Code", "Ccy", "Nominal", "Rate", "Diff", "Date"}
_ENTRY_FIELDS: Final = _NAMES | {"CcyMnrUnts", "Ccy", "Nominal", "Rate", "Diff", "Date", "date"}
_FIELD_NAMES: Final = {"currency": "Ccy", "value": "Rate", "nominal": "Nominal"}
_TITLE: Final = re.compile(r"\(([0-9]{3})\)\s*\Z")
_MARKS: Final = ";\t,"
_LINES_ABOVE: Final = 10  # before the line of titles, at most; there is one
_FEWEST_CELLS: Final = 3
_WORKBOOK: Final = "history of many currencies, workbook"

_texts: Final = picker("Date", "Ccy", "Rate", "Nominal", "Diff")
_NO_CHANGE: Final = frozenset({None, "", "null"})


def _is_table(document: Document) -> bool:
    return document.is_json and '"Ccy"' in document.head and '"Nominal"' in document.head


def _table(bulletin: Bulletin) -> None:
    bulletin.take_all(_rows(bulletin))
    compare_days(bulletin)


def _rows(bulletin: Bulletin) -> Iterator[Record]:
    on, before = None, None
    for row, record in records_of(bulletin, bulletin.document.json, "document"):
        if not _FIELDS.issuperset(record):
            bulletin.knows(row, texts_of(record), _FIELDS)
        day, code, figure, units, change = _texts(record)
        if day != before or on is None:
            on, before = bulletin.day(row, day, "Date"), day
        if on is not None:
            yield row, code, figure, units, on, None, None if change in _NO_CHANGE else change


def _is_entries(document: Document) -> bool:
    return document.tag == "CBU_Curr"


def _entries(bulletin: Bulletin) -> None:
    for row, entry in bulletin.records(bulletin.document.root, "CcyNtry"):
        found = bulletin.fields(row, entry, _ENTRY_FIELDS)
        on = bulletin.day(row, found.get("date", found.get("Date")), "date")
        if on is not None:
            bulletin.take(
                row,
                found.get("Ccy"),
                found.get("Rate"),
                units=found.get("Nominal"),
                on=on,
                change=found.get("Diff", "").strip() or None,
            )
    compare_days(bulletin)


def _is_text(document: Document) -> bool:
    return not document.is_json and not document.tag and _mark_of(document.head) is not None


def _mark_of(text: str) -> str | None:
    """Find what parts the cells of a text with a line of titles near its beginning."""
    for line in text[:4096].splitlines()[:_LINES_ABOVE]:
        for mark in _MARKS:
            cells = [cell.strip(' "') for cell in line.split(mark)]
            if len(cells) >= _FEWEST_CELLS and _titles(cells):
                return mark
    return None


def _titles(cells: Sequence[Cell]) -> dict[int, str]:
    """Give the numeric codes by the columns in whose titles they stand last; the second of a pair may repeat it."""
    found: dict[int, str] = {}
    for place, cell in enumerate(cells[1:], 1):
        code = _TITLE.search(_written(cell))
        if code is not None and found.get(place - 1) != code[1]:
            found[place] = code[1]
    return found


def _lines(bulletin: Bulletin) -> None:
    text = bulletin.document.decoded.text
    lines = csv.reader(StringIO(text, newline=""), delimiter=_mark_of(text) or _MARKS[0])
    try:
        _history(bulletin, ((lines.line_num, cells) for cells in lines))
    except csv.Error as error:
        raise ReaderError(bulletin.document.name, f"line {lines.line_num}", f"no line of cells: {error}") from None


def _is_workbook(document: Document) -> bool:
    return mentions(document.data, "(840)") or mentions(document.data, "(978)")


def _workbook(document: Document) -> Readout:
    rows = rows_of(document.data, document.name)
    # The bytes of a workbook are no text, in which a bulletin would look for what is damaged.
    bulletin = Bulletin(attrs.evolve(document, data=b"\n"), _SOURCE, _LOCAL)
    numbers = _history(bulletin, enumerate(rows, 1))
    if numbers:
        message = f"{numbers:,} figures are numbers in their cells; their shortest form is taken, without final zeros"
        bulletin.note("figures-from-cells", Severity.INFO, message, about="numbers")
    return bulletin.result(_WORKBOOK, encoding="binary")


def _history(bulletin: Bulletin, lines: Iterable[tuple[int, Sequence[Cell]]]) -> int:
    """Take the lines of a history; give how many of the figures are numbers, not texts."""
    lines = iter(lines)
    columns = [(place, *_of_number(code)) for place, code in _columns(bulletin, lines).items()]
    numbers = 0
    for row, cells in lines:
        if not any(cells):
            continue
        on = bulletin.day(row, _written(cells[0]), "day")
        if on is None:
            continue
        for place, code, shared in columns:
            units, figure = cells[place : place + 2] if place + 1 < len(cells) else ("", "")
            numbers += type(figure) is not str
            bulletin.take(
                row,
                _on_day(shared, on) if shared else code,
                _written(figure),
                units="1" if figure == "" else _written(units),  # units of nothing are not missed
                on=on,
            )
    compare_days(bulletin)
    return numbers


def _columns(bulletin: Bulletin, lines: Iterator[tuple[int, Sequence[Cell]]]) -> dict[int, str]:
    """Read on to the line of titles, and give the columns of units with their codes."""
    for row, cells in islice(lines, _LINES_ABOVE):
        columns = _titles(cells)
        if any(place + 1 in columns for place in columns):
            reason = "expected two columns for each currency, units and figure, got one"
            raise ReaderError(bulletin.document.name, f"line {row}", reason)
        if columns:
            return columns
    reason = "no line of titles that end in numeric codes, such as (840)"
    raise ReaderError(bulletin.document.name, "document", reason)


def _written(cell: Cell) -> str:
    """Write a cell; a whole number without a point, whatever type the workbook keeps it in."""
    return f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() else str(cell)


@cache
def _of_number(number: str) -> tuple[str, tuple[Currency, ...]]:
    """Give the code for a numeric one, which may be that of nothing; and the currencies, where several share it."""
    found = tuple(each for each in currencies().values() if each.numeric == number)
    return (found[0].code if found else number, found if len(found) > 1 else ())


def _on_day(shared: tuple[Currency, ...], on: date) -> str:
    """Choose among currencies with one numeric code: the newest that was valid on the day, or the newest there is."""
    return max(shared, key=lambda each: (each.is_valid(on), each.valid_from or date.min)).code


def _otherwise(document: Document) -> Readout | None:
    if document.is_json:
        raise error_answer(document)
    return None


READER: Final = Reader(
    name=_SOURCE,
    title="Central Bank of Uzbekistan",
    forms=(
        filled(_SOURCE, _LOCAL, "tables of days, JSON", detect=_is_table, fill=_table, names=_FIELD_NAMES),
        filled(_SOURCE, _LOCAL, "tables of days, XML", detect=_is_entries, fill=_entries, names=_FIELD_NAMES),
        Form(title=_WORKBOOK, detect=_is_workbook, read=_workbook),
        filled(_SOURCE, _LOCAL, "history of many currencies, text", detect=_is_text, fill=_lines),
    ),
    otherwise=_otherwise,
)
parse = READER.parse
