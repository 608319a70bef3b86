"""Intake: records of rows, wherever rows come from."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain
from types import NoneType
from typing import Any, NoReturn, Protocol, TypeAlias, TypeVar, cast

import attrs

from centralasia.errors import CentralAsiaError, InvalidValueError, MissingExtraError, WrongTypeError
from centralasia.numbers.exact import shortened
from centralasia.periods import Period
from centralasia.records.columns import Column
from centralasia.records.declarations import columns_of, declaration_of
from centralasia.records.frames import narwhals
from centralasia.records.rows import make_from_cells

__all__ = ["Rows", "records_of"]


class Tabular(Protocol):
    """A frame of pandas, polars, pyarrow or DuckDB, or of any other library that narwhals knows."""

    @property
    def columns(self) -> Any:  # noqa: ANN401 - as the library has it
        """Its columns, or their names."""


class Cursor(Protocol):
    """A cursor of the Python database interface (PEP 249), after a query."""

    @property
    def description(self) -> Any:  # noqa: ANN401 - as the driver has it
        """What the columns of the result are."""

    def fetchmany(self, size: int, /) -> Any:  # noqa: ANN401 - as the driver has it
        """Give some more rows."""


class Row(Protocol):
    """A row whose cells are found by name: a dictionary, or a row of sqlite3."""

    def keys(self) -> Iterable[str]:
        """Give the names."""

    def __getitem__(self, name: str, /) -> Any:  # noqa: ANN401 - whatever stands in a cell
        """Give a cell."""


Rows: TypeAlias = Tabular | Cursor | Iterable[Row]
"""Where rows come from."""

T = TypeVar("T")
_Cells: TypeAlias = Iterator[Any]
_Source: TypeAlias = tuple[list[Any], _Cells]
_Refused: TypeAlias = Callable[[int, InvalidValueError], object]
_NOTHING: Any = object()
_DAYS = frozenset({date, date | Period})
_READY: dict[Any, frozenset[Any]] = {  # what needs no look, by the type of a column; it is for the record to refuse
    int: frozenset({int, str, NoneType}),
    bool: frozenset({bool, str, NoneType}),
    **dict.fromkeys(_DAYS, frozenset({date, Period, NoneType})),
}
_READY_ELSE: frozenset[Any] = frozenset({str, Decimal, int, NoneType})
_AT_ONCE = 10_000  # rows that a cursor is asked for at a time
_MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?")
_ISO_LENGTH = len("2024-03-01")
_MISSING_KINDS = frozenset({"NAType", "NaTType"})  # of pandas, which says a missing value in four ways
_CAST = "cast the column to text or decimal in the query, or read it with dtype=str; a float has lost its digits"


def records_of(
    cls: type[T],
    data: Iterable[T] | Rows,
    *,
    columns: Mapping[str, str] | None = None,
    constants: Mapping[str, Any] | None = None,
    besides: Collection[str] = (),
    refused: _Refused | None = None,
) -> Iterable[T]:
    """Take records from wherever rows come from; what is made of records already is given back.

    Rows are a frame or lazy frame of pandas, polars, pyarrow or any library that narwhals knows, a relation of DuckDB,
    a cursor of a database after its query, or an iterable of mappings. Nothing is changed on the way: a float is
    refused, a time of day too, and a column that nobody knows. A default stands where there is no column. Where a cell
    is blank, None does, and a field that may not be None is an error.

    Args:
        cls: The record class.
        data: The rows, or records.
        columns: Field to the header of its column, where that is not the name of the field.
        constants: Field to its value, where it is the same in all rows and has no column.
        besides: Columns that may be there and are left alone.
        refused: Is told of each row that cannot be read, by its number and the error, which is then not raised.

    Raises:
        InvalidValueError: A column is missing, unknown or there twice, or a cell cannot be read; its row is named.
        WrongTypeError: A float or a time of day, or `data` is no rows at all.
        MissingExtraError: A frame, and narwhals is not installed.

    Example:
        >>> from decimal import Decimal
        >>> from centralasia.records import column, record
        >>> @record
        ... class Price:
        ...     good: str = column(title="good")
        ...     value: Decimal = column(title="price", unit="USD/t")
        >>> list(records_of(Price, [{"what": "wheat", "value": "240.50"}], columns={"good": "what"}))
        [Price(good='wheat', value=Decimal('240.50'))]
    """
    found = _of_frame(data) or _of_cursor(data)
    if found is None and isinstance(data, Iterable):
        items = iter(data)
        first: Any = next(items, _NOTHING)
        if first is _NOTHING:
            return ()
        data = chain((first,), items)
        if callable(getattr(type(first), "keys", None)) and hasattr(type(first), "__getitem__"):
            found = (names := list(first.keys())), _cells_of(names, data)
    if found is not None:
        plan = _planned(cls, found[0], columns or {}, constants or {})
        _check_known(found[0], plan, besides)
        return _read(cls, found[1], plan, refused or _raise)
    if columns is None and constants is None:
        return cast("Iterable[T]", data)
    raise WrongTypeError("data", shortened(data), "rows, since it is said what their columns are")


def _of_frame(data: Any) -> _Source | None:  # noqa: ANN401 - of a library that may not be there
    if not (hasattr(type(data), "columns") or hasattr(type(data), "__arrow_c_stream__")):
        return None
    nw = narwhals()
    try:
        frame = nw.from_native(data, pass_through=True)
        if not isinstance(frame, nw.DataFrame | nw.LazyFrame):
            if not hasattr(type(data), "__arrow_c_stream__"):
                return None
            frame = nw.from_arrow(data, backend="pyarrow")
        if isinstance(frame, nw.LazyFrame):
            frame = frame.collect()
        names = list(frame.columns)
        return names, zip(*[frame[name].to_list() for name in names], strict=True)
    except nw.exceptions.NarwhalsError as error:
        raise InvalidValueError("data", type(data).__name__, "a frame that can be read", str(error)) from error
    except ModuleNotFoundError as error:
        raise MissingExtraError("frames", error.name or "pyarrow") from error


def _of_cursor(data: Any) -> _Source | None:  # noqa: ANN401 - of a driver that may not be there
    if not (callable(getattr(data, "fetchmany", None)) and hasattr(data, "description")):
        return None
    if data.description is None:
        raise InvalidValueError("data", type(data).__name__, "a cursor with the result of a query", "execute one first")
    names = [each[0] for each in data.description]
    return names, _fetched(data, names)


def _fetched(cursor: Any, names: Sequence[str]) -> _Cells:  # noqa: ANN401 - of a driver that may not be there
    while rows := cursor.fetchmany(_AT_ONCE):
        if isinstance(rows[0], Mapping):
            yield from ([row[name] for name in names] for row in rows)
        else:
            yield from rows


@attrs.frozen
class _Other:
    """A row that has not the columns of the first."""

    row: object

    def refuse(self, names: Sequence[str]) -> NoReturn:
        raise InvalidValueError("columns", shortened(self.row), f"those of row 1: {', '.join(names)}")


def _cells_of(names: Sequence[str], rows: Iterable[Any]) -> _Cells:
    for row in rows:
        try:
            cells = [row[name] for name in names]
            other = len(row) != len(names)
        except (KeyError, IndexError, TypeError):
            other = True
        yield _Other(row) if other else cells


@attrs.frozen
class _Plan:
    """How the cells of a record are made of those of a row.

    Attributes:
        names: The headers of the rows.
        headers: Field to the header of its column.
        places: For each field that has a column: where its cell stands in the row and in the record, the types in
            which it needs no look, and its declaration.
        template: The cells of a record without them: those that are the same in all rows.
    """

    names: Sequence[str]
    headers: Mapping[str, str]
    places: list[tuple[int, int, frozenset[Any], Column]]
    template: list[Any]


def _planned(
    record: type[Any], names: Sequence[Any], columns: Mapping[str, str], constants: Mapping[str, Any]
) -> _Plan:
    """Find the column of each field, and refuse what is missing or said twice."""
    specs = columns_of(record)
    known = [spec.name for spec in specs]
    _check_fields("columns", columns, known)
    _check_fields("constants", constants, known)
    headers = {field: columns.get(field, field) for field in known}
    there = ", ".join(map(str, names))
    spared = {field.name for field in declaration_of(record).fields if field.default is not attrs.NOTHING}
    for spec in specs:
        field, header = spec.name, headers[spec.name]
        if field in columns and header not in names:
            raise InvalidValueError("columns", shortened(header), f"one of the columns there are: {there}")
        if field in constants and header in names:
            raise InvalidValueError("constants", field, f"without {field}, which is the column {header!r}")
        given = header in names or field in constants or field in spared or spec.path[0] in spared
        if not given and spec.default is attrs.NOTHING:
            way_out = f"there are: {there}; say with columns= which it is, or its value with constants="
            raise InvalidValueError(field, None, "given: there is no such column", way_out)
    places = [
        (names.index(headers[spec.name]), place, _READY.get(spec.kind.cls, _READY_ELSE), spec)
        for place, spec in enumerate(specs)
        if headers[spec.name] in names
    ]
    return _Plan(names, headers, places, [constants.get(field) for field in known])


def _check_fields(keyword: str, given: Iterable[object], known: Sequence[str]) -> None:
    for field in given:
        if field not in known:
            expected = f"of the fields {', '.join(known)}"
            raise InvalidValueError(keyword, shortened(field), expected, _meant(field, known))


def _check_known(names: Sequence[Any], plan: _Plan, besides: Collection[str]) -> None:
    """Refuse a column that nobody knows: it may be a misspelt one, such as a nominal that would be lost."""
    for name in names:
        if names.count(name) > 1:
            way_out = "say in the query which it is, or give one another name"
            raise InvalidValueError("column", shortened(name), "the only one of its name", way_out)
        if name not in plan.headers.values() and name not in besides:
            way_out = "leave it out of the query, or say with columns= what it is"
            near = _meant(name, [*plan.headers])
            hint = f"{near} otherwise {way_out}" if near else way_out
            raise InvalidValueError("column", shortened(name), f"one of {', '.join(plan.headers.values())}", hint)


def _meant(name: object, known: Sequence[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - needed for errors only, and not light

    near = " or ".join(map(repr, get_close_matches(str(name)[:64].lower(), known, n=2)))
    return f"did you mean {near}?" if near else ""


def _raise(number: int, error: InvalidValueError) -> NoReturn:
    raise type(error)(f"{error.field} in row {number}", error.value, error.expected, error.hint) from error


def _read(cls: type[T], rows: _Cells, plan: _Plan, refused: _Refused) -> Iterator[T]:
    read, template, places = make_from_cells(cls), plan.template, plan.places
    for number, row in enumerate(rows, 1):
        cells = template.copy()
        try:
            if type(row) is _Other:
                row.refuse(plan.names)
            for here, there, ready, spec in places:
                cell = row[here]
                known = type(cell) in ready or (type(cell) is str and len(cell) == _ISO_LENGTH)
                cells[there] = cell if known and (cell or not spec.required) else _taken(cell, spec)
            record = read(cells)
        except InvalidValueError as error:
            name = plan.headers.get(error.field, error.field)
            refused(number, type(error)(name, error.value, error.expected, error.hint))
        except CentralAsiaError as error:  # of fields that do not go together, such as amounts in two currencies
            refused(number, InvalidValueError("record", shortened(row), f"one whose fields go together: {error}"))
        else:
            yield record


def _taken(cell: object, spec: Column) -> object:
    """Give a cell as a plain value; a blank one is not for a default to fill, which nobody would see."""
    plain = _plain(cell, spec)
    if not spec.required or (plain is not None and plain != ""):
        return plain
    known = str(spec.default) if isinstance(spec.default, str) else spec.default
    how = f", such as constants={ {spec.name: known} }" if isinstance(known, str | int) else " with constants="
    way_out = f"fill it in, or leave the column out and pass its value in all rows{how}"
    raise InvalidValueError(spec.name, plain, "given: the column is never blank", way_out)


def _plain(cell: Any, spec: Column) -> object:  # noqa: ANN401 - whatever stands in a cell
    """Give a cell of another library, or of a wider type, as the plain value it is exactly."""
    kind: Any = spec.kind.cls
    if isinstance(cell, str) and kind in _DAYS:
        found = _MIDNIGHT.fullmatch(cell)
        return found[1] if found else cell
    if type(cell).__module__ == "numpy":
        cell = cell.item()
    if type(cell).__name__ in _MISSING_KINDS or (isinstance(cell, float) and cell != cell):  # noqa: PLR0124 - NaN
        return None
    if isinstance(cell, float):
        raise WrongTypeError(spec.name, cell, "a text, a Decimal or a whole number", _CAST)
    if isinstance(cell, datetime):
        if cell.time() != time.min:
            raise WrongTypeError(spec.name, cell, "a day, without a time of day", "cast the column to a date")
        return cell.date()
    if kind is int and isinstance(cell, Decimal) and cell == cell.to_integral_value():
        return int(cell)
    if kind is bool and cell in (0, 1):
        return bool(cell)
    return cell
