"""Rows: one record as the texts of one line of a table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from types import NoneType
from typing import Any, TypeVar

from attrs import NOTHING

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.numbers.exact import shortened
from centralasia.records.columns import Column, Layout, make_read
from centralasia.records.declarations import columns_of, declaration_of, parts_of
from centralasia.records.documents import to_json
from centralasia.records.kinds import Scalar

__all__ = ["from_row", "make_from_cells", "to_row"]

T = TypeVar("T")
_MISSING = object()
_MOST_KNOWN = 1_000
_TEXT_OR_NONE: frozenset[type] = frozenset({str, NoneType})
_SELDOM_TWICE: frozenset[Any] = frozenset({str, int, bool, Decimal, Fraction})
_writers: dict[type[Any], tuple[tuple[str, ...], Callable[[Any], list[str]]]] = {}
_readers: dict[type[Any], tuple[tuple[str, ...], Callable[[Sequence[Any]], Any]]] = {}


class _Known(dict[Any, Any]):
    """What was read of cells: codes, periods and sources come again and again, and no value of a record changes."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self._read = read

    def __missing__(self, cell: object) -> object:
        value = self._read(cell)
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[cell] = value
        return value


def to_row(record: object) -> dict[str, str]:
    """Write a record as one row: header to text, a blank text where there is no value.

    Raises:
        WrongTypeError: The value is no record.

    Example:
        >>> from centralasia.records import column, record
        >>> @record
        ... class Sack:
        ...     grain: str = column(title="grain")
        ...     kilograms: int | None = column(title="weight", default=None)
        >>> to_row(Sack(grain="wheat"))
        {'grain': 'wheat', 'kilograms': ''}
    """
    names, write = _writer(type(record))
    return dict(zip(names, write(record), strict=True))


def from_row(cls: type[T], row: Mapping[str, Any], *, strict: bool = True) -> T:
    """Read a record from one row.

    A cell is a text, or a ready value such as a frame gives; a blank text and None are no value, and take the default
    where there is one.

    Args:
        cls: The record class.
        row: Header to cell.
        strict: Refuse headers that are not declared; and columns left out, unless they have a default.

    Raises:
        InvalidValueError: A cell cannot be read, or a column is missing or unknown; the column is named.

    Example:
        >>> from centralasia.records import column, record
        >>> @record
        ... class Sack:
        ...     grain: str = column(title="grain")
        ...     kilograms: int | None = column(title="weight", default=None)
        >>> from_row(Sack, {"grain": "wheat", "kilograms": "50"})
        Sack(grain='wheat', kilograms=50)
        >>> from_row(Sack, {"grain": "wheat", "kilograms": "fifty"})
        Traceback (most recent call last):
        centralasia.errors.InvalidValueError: kilograms must be a whole number in ASCII digits, got 'fifty'
    """
    if type(row) is not dict and not isinstance(row, Mapping):
        raise WrongTypeError("row", shortened(row), "a mapping of headers to cells")
    names, read = _reader(cls)
    cells: list[Any] = [None] * len(names)
    for index, name in _placed[cls, strict, tuple(row)]:
        cells[index] = row[name]
    return read(cells)


def make_from_cells(cls: type[T]) -> Callable[[Sequence[Any]], T]:
    """Give the function that reads a record from cells in the order of `columns_of`; for reading many rows.

    Raises:
        WrongTypeError: The class is no record.

    Example:
        >>> from centralasia.records import column, record
        >>> @record
        ... class Sack:
        ...     grain: str = column(title="grain")
        ...     kilograms: int | None = column(title="weight", default=None)
        >>> make_from_cells(Sack)(["wheat", "50"])
        Sack(grain='wheat', kilograms=50)
    """
    return _reader(cls)[1]


def _refuse_unknown(names: Sequence[str], headers: Sequence[str]) -> None:
    for name in headers:
        if name not in names:
            near = " or ".join(map(repr, get_close_matches(str(name)[:64], names, n=2)))
            hint = f"did you mean {near}?" if near else ""
            raise InvalidValueError("column", shortened(name), f"one of {', '.join(names)}", hint)


def _place(row: tuple[type[Any], bool, tuple[str, ...]]) -> tuple[tuple[int, str], ...]:
    """Say which cell of a row goes where; refuse headers that are not declared and rows that lack a column."""
    cls, strict, headers = row
    columns = columns_of(cls)
    if strict:
        _refuse_unknown([spec.name for spec in columns], headers)
        spared = {field.name for field in declaration_of(cls).fields if field.default is not NOTHING}
        for spec in columns:
            if spec.name not in headers and spec.default is NOTHING and spec.path[0] not in spared:
                raise InvalidValueError(spec.name, None, "given: the row has no such column")
    return tuple([(index, spec.name) for index, spec in enumerate(columns) if spec.name in headers])


_placed = _Known(_place)


def _writer(cls: type[Any]) -> tuple[tuple[str, ...], Callable[[Any], list[str]]]:
    found = _writers.get(cls)
    if found is None:
        found = _writers[cls] = tuple([spec.name for spec in columns_of(cls)]), _make_writer(cls)
    return found


def _make_writer(cls: type[Any]) -> Callable[[Any], list[str]]:
    fields = [(field.name, *_cell_writer(field)) for field in declaration_of(cls).fields]

    def write(value: object) -> list[str]:
        cells: list[str] = []
        for name, width, write_cells in fields:
            part = getattr(value, name)
            cells += [""] * width if part is None else write_cells(part)
        return cells

    return write


def _cell_writer(field: Column) -> tuple[int, Callable[[Any], list[str]]]:
    """Give the number of columns of a field and the function that writes them."""
    kind = field.kind
    if isinstance(kind, Layout):
        if field.many:
            return 1, _write_documents
        write, pack = _make_writer(kind.layout), kind.pack
        return len(columns_of(kind.layout)), lambda value: write(pack(value))
    to_text, separator = kind.to_text, field.separator
    if field.many:
        return 1, lambda values: [separator.join([to_text(value) for value in values])]
    return 1, lambda value: [to_text(value)]


def _write_documents(values: tuple[Any, ...]) -> list[str]:
    return [to_json(values) if values else ""]


def _reader(cls: type[T]) -> tuple[tuple[str, ...], Callable[[Sequence[Any]], T]]:
    found = _readers.get(cls)
    if found is None:
        found = _readers[cls] = tuple([spec.name for spec in columns_of(cls)]), _make_reader(cls)
    return found


def _make_reader(cls: type[Any]) -> Callable[[Sequence[Any]], Any]:
    """Make the function that reads a record from its cells."""
    places = list(_places(cls))
    reading = declaration_of(cls).reading
    scalars = [
        (spec.name, place.start, _make_text_reader(spec, by_constructor=spec.name in reading), _blank(spec))
        for spec, place in places
        if _is_one(spec)
    ]
    parts = [(spec, place, _make_part_reader(spec)) for spec, place in places if not _is_one(spec)]

    def read(cells: Sequence[Any]) -> object:
        given = {}
        for name, index, read_text, blank in scalars:
            cell = cells[index]
            if isinstance(cell, str) and cell:
                given[name] = cell if read_text is None else read_text(cell)
            elif _is_given(cell):
                given[name] = cell
            elif blank is _MISSING:
                raise InvalidValueError(name, "", "given: the column is never blank")
            elif blank is not NOTHING:
                given[name] = blank
        for field, place, read_part in parts:
            part = cells[place]
            if (field.optional or field.default is not NOTHING) and not any(map(_is_given, part)):
                if field.optional:
                    given[field.name] = None
            else:
                given[field.name] = read_part(part)
        return cls(**given)

    return read


def _make_text_reader(field: Column, *, by_constructor: bool) -> Callable[[str], Any] | None:
    """Make the function that reads the text of a cell, or None where the constructor does."""
    if not field.many and field.kind.cls not in _SELDOM_TWICE:
        return _Known(make_read(field)).__getitem__
    if not by_constructor:
        return make_read(field)
    return _make_list_reader(make_read(field)) if field.many else None


def _make_list_reader(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """Read JSON, and leave other texts to the constructor."""
    return lambda text: read(text) if text.startswith("[") else text


def _is_given(cell: object) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell)  # == could raise, or give an array


def _is_one(field: Column) -> bool:
    """Whether a field takes one column."""
    return field.many or isinstance(field.kind, Scalar)


def _places(cls: type[Any]) -> Iterator[tuple[Column, slice]]:
    first = 0
    for field in declaration_of(cls).fields:
        width = len(columns_of(field.kind.layout)) if isinstance(field.kind, Layout) and not field.many else 1
        yield field, slice(first, first + width)
        first += width


def _blank(field: Column) -> object:
    """Say what a blank cell stands for: a value, NOTHING for the default, or _MISSING where there has to be one."""
    if field.optional:
        return None
    if field.many:
        return ()
    return NOTHING if field.default is not NOTHING else _MISSING


def _make_part_reader(field: Column) -> Callable[[Sequence[Any]], Any]:
    """Make the function that reads a field of several columns; errors come out with the column named."""
    kind: Any = field.kind
    read, unpack, quick = _make_reader(kind.layout), kind.unpack, kind.quick
    names = {part.name: outer.name for part, outer in zip(columns_of(kind.layout), parts_of(field), strict=True)}

    def read_part(cells: Sequence[Any]) -> object:
        found = None if quick is None else quick(cells)
        if found is not None:
            return found
        try:
            return unpack(read(cells))
        except InvalidValueError as error:
            if error.field not in names:
                raise
            raise type(error)(names[error.field], error.value, error.expected, error.hint) from error

    if quick is not None:
        return read_part
    known = _Known(read_part)

    def read_or_recall(cells: Sequence[Any]) -> object:
        if not _TEXT_OR_NONE.issuperset(map(type, cells)):
            return read_part(cells)  # ready values may be equal and of different types
        return known[tuple(cells)]

    return read_or_recall
