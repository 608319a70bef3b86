"""Tables: the strict reading of a CSV that ships with the package."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import pairwise
from operator import itemgetter
from typing import TypeVar

from centralasia.errors import CentralAsiaError, ReferenceDataError
from centralasia.records.declarations import columns_of, declaration_of
from centralasia.records.rows import make_from_cells

__all__ = ["read_csv"]

T = TypeVar("T")
_Line = tuple[int, list[str]]


def read_csv(
    cls: type[T],
    data: str | bytes,
    *,
    table: str,
    key: tuple[str, ...] = (),
    span: tuple[str, str] | None = ("valid_from", "valid_until"),
    in_order: bool = True,
) -> tuple[T, ...]:
    r"""Read a whole table strictly: a table that ships with the package is right, or it is not read.

    It is UTF-8 with LF; the header is exactly the columns of the class; a column named ``source`` has no blank;
    rows are in the order of their key, compared as texts, and no key comes twice. Where the class has the columns of
    `span`, the first day included and the last one not, the spans of one thing are not empty and do not overlap.

    Args:
        cls: The record class.
        data: The content of the file.
        table: Its name, for errors.
        key: The columns that identify a row; by default the key of the class.
        span: The columns of validity; blank is open. A first day that is in the key tells apart rows of one thing.
            None where spans may overlap.
        in_order: Whether rows must be in the order of their key.

    Raises:
        ReferenceDataError: Something is wrong; the line is named.

    Example:
        >>> from centralasia.records import column, record
        >>> @record(key=("code",))
        ... class Unit:
        ...     code: str = column(title="UN/ECE code")
        ...     kilograms: int = column(title="weight")
        >>> read_csv(Unit, "code,kilograms\nKGM,1\nTNE,1000\n", table="units")[1]
        Unit(code='TNE', kilograms=1000)
    """
    names = [spec.name for spec in columns_of(cls)]
    lines = list(_lines(_text(data, table), names, table))
    records = _records(cls, lines, table)
    indexes = [names.index(name) for name in key or declaration_of(cls).key]
    if indexes:
        _check_keys(lines, indexes, table, in_order=in_order)
    if indexes and span is not None and set(span) <= set(names):
        first, last = map(names.index, span)
        things = [index for index in indexes if index not in {first, last}]
        _check_spans(lines, things, (first, last), table)
    if "source" in names:
        _check_sources(lines, names.index("source"), table)
    return records


def _text(data: str | bytes, table: str) -> str:
    if isinstance(data, bytes):
        try:
            return _text(data.decode(), table)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise ReferenceDataError(table, line, "expected UTF-8") from None
    for refused, name in (("\r", "a carriage return"), ("\ufeff", "a byte order mark")):
        if refused in data:
            line = data.count("\n", 0, data.index(refused)) + 1
            raise ReferenceDataError(table, line, f"{name} does not belong here")
    return data


def _lines(text: str, names: Sequence[str], table: str) -> Iterator[_Line]:
    """Give the rows with their lines, after the header is checked."""
    rows = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        header = next(rows, [])
        if header != list(names):
            raise ReferenceDataError(table, 1, _difference(header, names))
        line = rows.line_num + 1
        for cells in rows:
            if len(cells) != len(names):
                raise ReferenceDataError(table, line, f"expected {len(names)} cells, got {len(cells)}")
            yield line, cells
            line = rows.line_num + 1
    except csv.Error as error:
        raise ReferenceDataError(table, rows.line_num, str(error)) from error


def _difference(header: Sequence[str], names: Sequence[str]) -> str:
    unknown = [name for name in header if name not in names]
    missing = [name for name in names if name not in header]
    if unknown:
        return f"unknown column {unknown[0]!r}"
    if missing:
        return f"no column {missing[0]!r}"
    return f"expected the columns {','.join(names)} in this order, each once"


def _records(cls: type[T], lines: Sequence[_Line], table: str) -> tuple[T, ...]:
    read = make_from_cells(cls)
    records = []
    for line, cells in lines:
        try:
            records.append(read(cells))
        except CentralAsiaError as error:
            raise ReferenceDataError(table, line, str(error)) from error
    return tuple(records)


def _check_keys(lines: Sequence[_Line], indexes: Sequence[int], table: str, *, in_order: bool) -> None:
    key_of = itemgetter(*indexes)
    seen = set()
    before = None
    for line, cells in lines:
        key = key_of(cells)
        if key in seen:
            raise ReferenceDataError(table, line, f"the key {_shown(key)} stands in an earlier row too")
        if in_order and before is not None and key < before:
            raise ReferenceDataError(table, line, f"the key {_shown(key)} belongs before {_shown(before)}")
        seen.add(key)
        before = key


def _shown(key: str | tuple[str, ...]) -> str:
    return key if isinstance(key, str) else ", ".join([part or "blank" for part in key])


def _check_spans(lines: Sequence[_Line], things: Sequence[int], span: tuple[int, int], table: str) -> None:
    """Refuse empty and overlapping spans; days in ISO form compare as texts."""
    first, last = span
    spans: dict[tuple[str, ...], list[tuple[str, str, int]]] = {}
    for line, cells in lines:
        since, until = cells[first], cells[last]
        if until and until <= since:
            raise ReferenceDataError(table, line, f"the span from {since} until {until} is empty")
        spans.setdefault(tuple([cells[index] for index in things]), []).append((since, until, line))
    for of_one_thing in spans.values():
        of_one_thing.sort()
        for (_, until, earlier), (since, _, line) in pairwise(of_one_thing):
            if not until or until > since:
                reason = f"the span from {since or 'ever'} overlaps that of line {earlier}"
                raise ReferenceDataError(table, line, reason)


def _check_sources(lines: Sequence[_Line], index: int, table: str) -> None:
    for line, cells in lines:
        if not cells[index]:
            raise ReferenceDataError(table, line, "source is blank: every fact has one")
