"""A table while it is normalised: its columns by field, and the log of what was done to them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import NOTHING
from numpy.typing import NDArray

from centralasia.arrays.columns import is_text
from centralasia.normalization.logs import Change, Logbook
from centralasia.records import Column, Scalar, columns_of, to_json
from centralasia.rules.data import Data, Lines
from centralasia.rules.kinds import Kind
from centralasia.rules.validating import gathered
from centralasia.tables import Matched, Part, Source
from centralasia.tables.sources import Findings

__all__ = ["Draft", "Places", "as_texts", "figure_text", "taken", "text_of"]

Places = NDArray[np.intp]
_NATURAL: Final[Mapping[type, pa.DataType]] = {bool: pa.bool_(), int: pa.int64()}
_REFUSED: Final = (pa.ArrowException, TypeError, ValueError, OverflowError)


@final
class Draft:
    """A table of one kind while it is brought to one form.

    Attributes:
        kind: What its rows are.
        specs: The declarations of its columns, by field.
        columns: What stands in the columns that are fields.
        others: The other columns, which are left alone, by the names that they will have.
        given: Its columns as they were.
        kept: The places of its rows in the input.
        touched: The places in the input of the rows that were changed, by field; of a field with another type all.
        logbook: What was changed.
    """

    def __init__(
        self,
        kind: Kind,
        columns: Mapping[str, pa.ChunkedArray],
        others: Mapping[str, pa.ChunkedArray],
        *,
        lines: NDArray[np.int64],
        locale: str | None,
    ) -> None:
        """Take the columns as they were read."""
        self.kind, self.locale = kind, locale
        self.specs: dict[str, Column] = {spec.name: spec for spec in columns_of(kind.cls)}
        self.columns = {name: plain(column, is_figure=name in kind.figures) for name, column in columns.items()}
        self.others = dict(others)
        self.kept: Places = np.arange(len(lines))
        self.logbook = Logbook()
        self.touched: dict[str, list[Places]] = {}
        self.given = dict(columns)
        self._lines = lines
        self._data: Data | None = None
        kinds = [column.type for column in self.columns.values()]
        self._is_text = all(is_text(kind) or pa.types.is_null(kind) for kind in kinds)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.kept)

    @property
    def lines(self) -> NDArray[np.int64]:
        """The numbers of the rows in the input."""
        return self._lines[self.kept]

    @property
    def names(self) -> list[str]:
        """The fields that have a column, in the order of the declaration."""
        return [name for name in self.specs if name in self.columns]

    @property
    def data(self) -> Data:
        """The table as rules look at it."""
        if self._data is None:
            self._data = self._gathered()
        return self._data

    def _gathered(self) -> Data:
        names = self.names
        part = Part({name: self.columns[name] for name in names}, 0, self.lines)
        source = Source(name="", headers=tuple(names), facts={}, opening=Findings(), read=lambda _: iter([part]))
        fields = {name: name for name in names}
        found = Matched(fields=fields, unknown=(), missing=(), ambiguous={}, problems=())
        if names:
            return gathered(source, self.kind, found, constants={}, locale=self.locale)
        lines = Lines()
        lines.add(self.lines)
        return Data(self.kind, count=len(self), columns={}, lines=lines)

    def put(self, field: str, places: Places, values: Sequence[Any] | pa.Array, rule: str) -> None:
        """Put values into cells, and take down what was there; those that have them already stay.

        Args:
            field: The column, which is made where there is none.
            places: The rows, in order.
            values: A value for each, or an array of texts.
            rule: Why.
        """
        if not len(places):
            return
        column = self._column(field, values)
        after, kind = self._cells(field, values, column.type)
        if kind != column.type:
            self.retype(field, kind)
            column = self.columns[field]
        index = pa.array(places)
        before, written = _written(column.take(index)), _written(after)
        moved = pc.not_equal(before.fill_null(""), written.fill_null("")).to_numpy(zero_copy_only=False)
        if not moved.any():
            return
        if not moved.all():
            chosen = pa.array(np.flatnonzero(moved))
            places, after = places[moved], after.take(chosen)
            before, written = before.take(chosen), written.take(chosen)
        mask = np.zeros(len(self), bool)
        mask[places] = True
        whole = column.combine_chunks()
        self._set(field, pc.replace_with_mask(whole, pa.array(mask), after))
        self.touched[field].append(self.kept[places])
        self.logbook.note_rows(rule, field, self.lines[places], before=before, after=written)

    def _column(self, field: str, values: Sequence[Any] | pa.Array) -> pa.ChunkedArray:
        """Give a column; one that is not there, or in which nothing stands, takes the type of what comes."""
        found = self.columns.get(field)
        if found is not None and not pa.types.is_null(found.type):
            return found
        kind = pa.string() if self._is_text else self._natural(values)
        self._set(field, pa.nulls(len(self), kind))
        default = self.specs[field].default
        if found is None and default is not NOTHING and default is not None:
            self.add(field, default, "default")
        return self.columns[field]

    def _natural(self, values: Sequence[Any] | pa.Array) -> pa.DataType:
        """Give the type of a new column: that of figures is that of the prices there are."""
        kind = next((type(value) for value in values if value is not None), str)
        price = self.columns.get("value")
        is_float = kind is Decimal and price is not None and pa.types.is_floating(price.type)
        return pa.float64() if is_float else _NATURAL.get(kind, pa.string())

    def _cells(self, field: str, values: Sequence[Any] | pa.Array, kind: pa.DataType) -> tuple[pa.Array, pa.DataType]:
        """Give values as a column has them, or in a type that the whole column can have."""
        if isinstance(values, pa.Array):
            return values, pa.string()
        spec = self.specs[field]
        if is_text(kind):
            return pa.array([text_of(spec, value) for value in values], pa.string()), kind
        for other in _wider(kind):
            try:
                return pa.array([_fitting(value, other) for value in values], other), other
            except _REFUSED:
                continue
        return pa.array([text_of(spec, value) for value in values], pa.string()), pa.string()

    def retype(self, field: str, kind: pa.DataType) -> None:
        """Give a column another type, in which every cell says the same.

        Args:
            field: The column.
            kind: The type.
        """
        column = self.columns[field]
        self.logbook.note(Change(row=None, column=field, before=str(column.type), after=str(kind), rule="column-type"))
        self._set(field, column.cast(kind))
        self.touched[field].append(self.kept)

    def _set(self, field: str, column: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
        found = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
        self.columns[field] = found
        self.touched.setdefault(field, [])
        self._data = None
        return found

    def add(self, field: str, value: object, rule: str = "constant") -> None:
        """Make a column in which all rows have the same.

        Args:
            field: The column.
            value: The value.
            rule: Why.
        """
        text = text_of(self.specs[field], value)
        natural = isinstance(value, bool | int | float) and not self._is_text
        self._set(field, pa.repeat(pa.scalar(value if natural else text), len(self)))
        self.touched[field].append(self.kept)
        self.logbook.note(Change(row=None, column=field, before=None, after=text, rule=rule))

    def drop(self, places: Places, rules: Sequence[str]) -> None:
        """Leave rows out.

        Args:
            places: The rows, in order.
            rules: Why, for each.
        """
        gone = zip(self.lines[places].tolist(), self._rows(places), rules, strict=True)
        for line, row, rule in gone:
            self.logbook.note(Change(row=line, column=None, before=row, after=None, rule=rule))
        keep = np.ones(len(self), bool)
        keep[places] = False
        index = pa.array(np.flatnonzero(keep))
        self.columns = {name: column.take(index) for name, column in self.columns.items()}
        self.others = {name: taken(column, index) for name, column in self.others.items()}
        self.kept = self.kept[keep]
        self._data = None

    def _rows(self, places: Places) -> Iterator[str]:
        """Write rows as JSON, each cell in which something stands as a text by the name of its column."""
        index = pa.array(places)
        columns = {name: as_texts(taken(column, index)) for name, column in (self.columns | self.others).items()}
        for cells in zip(*columns.values(), strict=True):
            row = {name: cell for name, cell in zip(columns, cells, strict=True) if cell is not None}
            yield json.dumps(row, ensure_ascii=False)

    def column(self, name: str) -> pa.ChunkedArray:
        """Give a column as it is to be handed back: one that was not touched as it was, others as near to it.

        Args:
            name: A field, or another column.
        """
        if name in self.others:
            return self.others[name]
        found, before = self.columns[name], self.given.get(name)
        if before is None or not is_text(found.type):
            return found
        if name not in self.touched:
            return before if len(before) == len(found) else taken(before, pa.array(self.kept))
        if pa.types.is_dictionary(before.type):
            return found.dictionary_encode()
        return found.cast(before.type) if is_text(before.type) else found

    def texts(self) -> Iterator[tuple[str, pa.ChunkedArray]]:
        """Give the columns of texts."""
        for name, column in list(self.columns.items()):
            if is_text(column.type):
                yield name, column


def text_of(spec: Column, value: object) -> str | None:
    """Write a value as a cell of a text.

    Args:
        spec: The declaration of the column.
        value: The value, read, or a text.

    Example:
        >>> from centralasia import ExchangeRate
        >>> text_of(columns_of(ExchangeRate)[-1], True)
        'true'
    """
    if value is None or (isinstance(value, str) and type(value) is str):
        return value
    if isinstance(value, Decimal):
        return figure_text(value)
    if isinstance(value, float) or not isinstance(spec.kind, Scalar):
        return to_json(value) if isinstance(value, tuple) else str(value)
    return spec.separator.join(map(spec.kind.to_text, value)) if isinstance(value, tuple) else spec.kind.to_text(value)


_MOST_PLACES: Final = 60


def figure_text(value: Decimal) -> str:
    """Write a figure without an exponent, unless that would take very many zeros.

    Args:
        value: The figure.
    """
    return f"{value:f}" if abs(int(value.as_tuple().exponent)) <= _MOST_PLACES else str(value)


def plain(column: pa.ChunkedArray, *, is_figure: bool) -> pa.ChunkedArray:
    """Give a column in a type that can be judged: texts as plain strings; lists, times and the like as texts.

    Args:
        column: Any column.
        is_figure: Whether figures stand in it.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if is_text(kind):
        return column if kind == pa.string() else column.cast(pa.string())
    is_number = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    is_other = pa.types.is_boolean(kind) or pa.types.is_date(kind) or pa.types.is_timestamp(kind)
    if pa.types.is_null(kind) or is_number or (is_other and not is_figure):
        return column
    return pa.chunked_array([pa.array(as_texts(column), pa.string())])


def taken(column: pa.ChunkedArray, index: pa.Array) -> pa.ChunkedArray:
    """Take some rows of a column; Arrow has no way to do so with texts as polars gives them.

    Args:
        column: Any column.
        index: The rows.
    """
    is_view = is_text(column.type) and column.type not in {pa.string(), pa.large_string()}
    return (column.cast(pa.large_string()) if is_view else column).take(index)


def as_texts(column: pa.ChunkedArray) -> list[str | None]:
    """Write every cell as a text, None for nothing.

    Args:
        column: Any column.

    Example:
        >>> as_texts(pa.chunked_array([[1.5, None]])), as_texts(pa.chunked_array([[["KZ", "UZ"]]]))
        (['1.5', None], ['KZ|UZ'])
    """
    kind = column.type
    is_simple = is_text(kind) or pa.types.is_primitive(kind) or pa.types.is_decimal(kind) or pa.types.is_null(kind)
    if is_simple and not (pa.types.is_duration(kind) or pa.types.is_interval(kind)):
        found: list[str | None] = column.cast(pa.string()).to_pylist()
        return found
    return [_as_text(cell) for cell in column.to_pylist()]


def _as_text(cell: Any) -> str | None:  # noqa: ANN401 - whatever stands in a cell
    if cell is None:
        return None
    return "|".join(map(str, cell)) if isinstance(cell, list) else str(cell)


def _written(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    found = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return found if pa.types.is_string(found.type) else found.cast(pa.string())


def _wider(kind: pa.DataType) -> Iterator[pa.DataType]:
    """Give types that a column may have without saying anything else: whole numbers may become floats."""
    yield kind
    if pa.types.is_integer(kind):
        yield pa.float64()
    if pa.types.is_decimal(kind):
        for scale in range(kind.scale + 1, 39):
            yield pa.decimal128(38, scale)


def _fitting(value: Any, kind: pa.DataType) -> Any:  # noqa: ANN401 - as the column has it
    if value is None:
        return None
    if pa.types.is_floating(kind):
        return float(value)
    if pa.types.is_integer(kind):
        if value != int(value):
            raise ValueError(value)
        return int(value)
    return value
