"""Tables of anybody: CSV of any delimiter, JSON arrays and JSON lines, in columns that their owner declares.

Without a declaration a table is known by its header: base, quote, value and on, as this library itself writes rates.
Those come back to the digit, in all their fields. Where several lines say when they were learnt, the last holds.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, final, get_args

import attrs

from centralasia.errors import InvalidValueError, ReaderError, WrongTypeError
from centralasia.numbers import shortened
from centralasia.rates import ExchangeRate
from centralasia.readers.cells import CellError, DecimalMark, Order, stated_in
from centralasia.readers.contents import Document
from centralasia.readers.delimited import DELIMITERS, Delimited, header_of, read_delimited
from centralasia.readers.documents import SAY_WHICH_DAY
from centralasia.readers.forms import Form, Reader, Readout
from centralasia.readers.gatherings import Gathering
from centralasia.records import columns_of
from centralasia.reference import near
from centralasia.validation import Severity

__all__ = ["READER", "Columns", "parse", "read_table"]

_FIELDS: Final = tuple(column.name for column in columns_of(ExchangeRate))
_NEEDED: Final = ("base", "quote", "value", "on")
_LEARNT: Final = "learnt"
_ONE_RATE: Final = ("base", "quote", "on", "kind", "side", "source", "inverted")  # what tells rates apart
_KEY: Final = re.compile(r'"([a-z]{2,5})"\s*:')

_Cells = Mapping[str, str | None]
_Record = tuple[int, _Cells]


def _check_name(_: object, field: "attrs.Attribute[str | None]", value: object) -> None:
    if value is not None and not (isinstance(value, str) and value.strip()):
        raise WrongTypeError(field.name, shortened(value), "the name of a column, as its header has it")


def _constants(given: Mapping[str, object]) -> Mapping[str, str]:
    if not isinstance(given, Mapping):
        raise WrongTypeError("constants", given, "a mapping of fields to values")
    return {_field(name): _constant(name, value) for name, value in given.items()}


def _field(name: object) -> str:
    if name in _FIELDS:
        return str(name)
    tried = near(str(name)[:64], _FIELDS)
    hint = f"did you mean {' or '.join(map(repr, tried))}?" if tried else ""
    raise InvalidValueError("constants", shortened(name), f"one of {', '.join(_FIELDS)}", hint)


def _constant(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) or value is None:
        raise WrongTypeError(name, value, "a text, a day, a Decimal or a whole number")
    return str(value)


@final
@attrs.frozen(kw_only=True)
class Columns:
    r"""What the columns of a table are, as its owner declares.

    A field is in the column that is named here, or a constant, or in a column that has the name of the field itself.
    What is nowhere takes the default of `ExchangeRate`; base, quote and value have none, and the day may be said by
    the caller.

    Units:
        A value is units of the quote currency for `nominal` units of the base.

    Args:
        base: The column of the currency that is priced.
        quote: The column of the currency of the price.
        value: The column of the figure.
        nominal: The column of how many units it is for.
        on: The column of the day, or of the period of an average or a rate at the end of one.
        kind: The column of the kind of rate.
        side: The column of the side of the market.
        source: The column of the publisher.
        decimals: The column of the decimals that a series has, where final zeros are dropped.
        until: The column of the first day on which a rate no longer holds.
        margin: The column of how much the figure can be off.
        change: The column of the change as printed.
        inverted: The column that says, by true or false, whether the figure was printed the other way round.
        constants: Fields that are the same in all lines, and have no column.
        day_order: Which figure stands first in a day such as 03/04/2030, "dmy" or "mdy". When not given, days that can
            be read both ways are a finding; those with points begin with the day.
        decimal: The decimal mark, a point or a comma; the other one then parts groups. When not given, either may be,
            and ``12,500`` is a finding.
        delimiter: What stands between the cells of a text; found out from its header when not given.

    Raises:
        InvalidValueError: A constant of a field that does not exist or has a column, or a mark that is none.
        WrongTypeError: A name that is no text, or a float.

    Example:
        >>> columns = Columns(base="Валюта", value="Курс", on="Дата", decimal=",",
        ...     constants={"quote": "KZT", "source": "bank X"})
        >>> rates, report = read_table(Document("Дата;Валюта;Курс\n14.02.2030;USD;501,20\n".encode()), columns)
        >>> [str(rate) for rate in rates]
        ['501.20 KZT per 1 USD (official, 2030-02-14, bank X)']
    """

    base: str | None = attrs.field(default=None, validator=_check_name)
    quote: str | None = attrs.field(default=None, validator=_check_name)
    value: str | None = attrs.field(default=None, validator=_check_name)
    nominal: str | None = attrs.field(default=None, validator=_check_name)
    on: str | None = attrs.field(default=None, validator=_check_name)
    kind: str | None = attrs.field(default=None, validator=_check_name)
    side: str | None = attrs.field(default=None, validator=_check_name)
    source: str | None = attrs.field(default=None, validator=_check_name)
    decimals: str | None = attrs.field(default=None, validator=_check_name)
    until: str | None = attrs.field(default=None, validator=_check_name)
    margin: str | None = attrs.field(default=None, validator=_check_name)
    change: str | None = attrs.field(default=None, validator=_check_name)
    inverted: str | None = attrs.field(default=None, validator=_check_name)
    constants: Mapping[str, str] = attrs.field(factory=dict, converter=_constants, hash=False)
    day_order: Order | None = None
    decimal: DecimalMark | None = None
    delimiter: str | None = None

    def __attrs_post_init__(self) -> None:
        """Check what no single field can."""
        for name in self.constants:
            if getattr(self, name) is not None:
                raise InvalidValueError(
                    "constants", name, f"without {name}, which is the column {getattr(self, name)!r}"
                )
        if self.day_order not in (None, *get_args(Order)):
            raise InvalidValueError("day_order", shortened(self.day_order), "'dmy' or 'mdy'")
        if self.decimal not in (None, *get_args(DecimalMark)):
            raise InvalidValueError("decimal", shortened(self.decimal), "'.' or ','")
        if self.delimiter not in (None, *DELIMITERS):
            raise InvalidValueError("delimiter", shortened(self.delimiter), "a comma, a semicolon, a tab or '|'")


@final
@attrs.frozen(eq=False)
class _Table:
    """A table as its text has it: names, and cells by them, None where a record has no such field."""

    form: str
    row: int
    names: tuple[str, ...]
    records: Iterable[_Record]
    facts: Mapping[str, object]


def read_table(document: Document, columns: Columns) -> Readout:
    r"""Read a table in columns that are declared.

    Args:
        document: CSV, TSV or other delimited text with a header, an array of JSON objects, or lines of them.
        columns: What its columns are.

    Returns:
        The rates, and the report: columns that are not declared, lines with too few or too many cells, blank ones, and
        cells that cannot be read are findings.

    Raises:
        ReaderError: No table; a column that is declared or needed is not there; or no day, and the caller says none.

    Example:
        >>> text = '{"currency": "USD", "rate": 501.20, "day": "2030-02-14"}\n'
        >>> columns = Columns(base="currency", value="rate", on="day", constants={"quote": "KZT"})
        >>> [str(rate.value) for rate in read_table(Document(text.encode()), columns)[0]]
        ['501.20']
    """
    gathering = Gathering(document)
    table = _objects(gathering) if document.is_json else _text(gathering, columns)
    places = _places(document, columns, table)
    learnt = _LEARNT if _LEARNT in table.names and _LEARNT not in places.values() else None
    strangers = [name for name in table.names if name and name != learnt and name not in places.values()]
    gathering.whole.knows(table.row, dict.fromkeys(strangers, ""), frozenset())
    records = table.records if learnt is None else _last_learnt(gathering, table.records, places, learnt)
    constants = dict(columns.constants)
    if "on" not in places and document.on is not None:
        constants.setdefault("on", document.on.isoformat())
    for row, cells in records:
        _take(gathering, row, constants | {field: cells.get(name) for field, name in places.items()}, columns)
    return gathering.result(table.form, **table.facts)


def _places(document: Document, columns: Columns, table: _Table) -> dict[str, str]:
    """Find the column of each field that has one."""
    names = set(table.names)
    places: dict[str, str] = {}
    for field in _FIELDS:
        declared = getattr(columns, field)
        if declared is not None and declared not in names:
            there = ", ".join(map(repr, table.names[:40]))
            raise ReaderError(document.name, f"line {table.row}", f"no column {declared!r}; there are: {there}"[:400])
        if declared is not None or (field in names and field not in columns.constants):
            places[field] = declared or field
    for field in _NEEDED:
        if field not in places and field not in columns.constants and (field != "on" or document.on is None):
            way_out = f"; {SAY_WHICH_DAY}" if field == "on" else ""
            reason = f"no column {field!r}, and none is declared to hold it; pass columns=Columns({field}=…){way_out}"
            raise ReaderError(document.name, f"line {table.row}", reason)
    return places


def _last_learnt(
    gathering: Gathering,
    records: Iterable[_Record],
    places: Mapping[str, str],
    learnt: str,
) -> Iterable[_Record]:
    """Keep of the records of one rate the last that was learnt; ISO 8601 in one zone compares as text."""
    kept: dict[tuple[str | None, ...], _Record] = {}
    count = 0
    for count, record in enumerate(records, 1):  # noqa: B007 - the last is how many there were
        key = tuple(record[1].get(places.get(field, "")) for field in _ONE_RATE)
        before = kept.get(key)
        if before is None or (before[1].get(learnt) or "") <= (record[1].get(learnt) or ""):
            kept[key] = record
    gathering.whole.facts["superseded"] = count - len(kept)
    return kept.values()


def _text(gathering: Gathering, columns: Columns) -> _Table:
    table = read_delimited(gathering.whole, columns.delimiter)
    return _Table(
        "table in delimited text", table.row, table.names, _named(gathering, table), {"delimiter": table.delimiter}
    )


def _named(gathering: Gathering, table: Delimited) -> Iterator[_Record]:
    """Give the cells of each line by the names of their columns; what stands in one without a name is a finding."""
    nameless = [place for place, name in enumerate(table.names) if not name]
    for row, cells in table.lines:
        for place in nameless:
            if place < len(cells) and cells[place].strip():
                message = f"column {place + 1} has no name, and what it holds is not read"
                gathering.whole.note(
                    "unknown-field", Severity.WARNING, message, about=place, row=row, value=cells[place]
                )
        yield row, dict(zip(table.names, cells, strict=False))


def _objects(gathering: Gathering) -> _Table:
    document = gathering.whole.document
    lines = _json_lines(gathering)
    if lines is None:
        found = document.json
        lines = list(enumerate(found if isinstance(found, list) else [found], 1))
    records = []
    for row, record in lines:
        if isinstance(record, dict):
            records.append((row, {name: _cell(value) for name, value in record.items()}))
        else:
            message = f"expected an object; record {row} is not taken"
            gathering.whole.note("garbled-line", Severity.ERROR, message, row=row, value=_cell(record))
    names = tuple(dict.fromkeys(name for _, cells in records for name in cells))
    return _Table("table in JSON", 1, names, records, {})


def _json_lines(gathering: Gathering) -> list[tuple[int, object]] | None:
    """Read an object a line; None where the first line is none."""
    text = gathering.whole.document.decoded.text
    if not text.lstrip().startswith("{"):
        return None
    lines: list[tuple[int, object]] = []
    for row, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            lines.append((row, json.loads(line, parse_float=str, parse_int=str, parse_constant=str)))
        except (ValueError, RecursionError):
            if not lines:
                return None
            message = "expected an object of JSON on a line of its own; the line is not taken"
            gathering.whole.note("garbled-line", Severity.ERROR, message, row=row, value=line.strip())
    return lines


def _cell(value: object) -> str:
    """Give a value of JSON as the text of a cell; null is a blank one."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else f"<{type(value).__name__}>"


def _take(gathering: Gathering, row: int, cells: _Cells, columns: Columns) -> None:
    """Take one record, or note which of its cells cannot be read."""
    blank = [field for field in ("base", "quote", "on") if not (cells.get(field) or "").strip()]
    if blank:
        for field in blank:
            gathering.whole.missing(row, getattr(columns, field) or field)
        return
    try:
        stated = stated_in(cells, columns.day_order, columns.decimal)
    except CellError as error:
        gathering.whole.note(
            error.code,
            Severity.ERROR,
            f"expected {error.expected}; record {row} is not taken",
            about=(row, error.field),
            row=row,
            column=getattr(columns, error.field) or error.field,
            value=cells[error.field],
            fix=error.fix or None,
        )
        return
    gathering.take(row, cells["base"], **stated)


def _has_own_header(document: Document) -> bool:
    return {*_NEEDED} <= set(header_of(document))


def _has_own_keys(document: Document) -> bool:
    return document.is_json and {*_NEEDED} <= set(_KEY.findall(document.head.partition("}")[0]))


def _read_own(document: Document) -> Readout:
    return read_table(document, Columns())


READER: Final = Reader(
    name="table",
    title="tables in the columns of this library",
    forms=(
        Form(title="table in delimited text", detect=_has_own_header, read=_read_own),
        Form(title="table in JSON", detect=_has_own_keys, read=_read_own),
    ),
)
parse = READER.parse
