"""What comes in: a table read whole, its columns by the names that they will have."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, final

import attrs
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from centralasia.errors import InvalidValueError
from centralasia.normalization.asked import Asked
from centralasia.normalization.cells import canonical_of, currency_named
from centralasia.normalization.drafts import Draft, as_texts
from centralasia.normalization.figures import HEADER_UNIT, header_units
from centralasia.normalization.logs import Change, Log
from centralasia.records import Column, columns_of
from centralasia.reference import Currency
from centralasia.rules.columns import reader_of
from centralasia.tables import Matched, Source, matched, opened
from centralasia.validation import Problem

__all__ = ["Table", "read_whole", "replay"]


def read_whole(source: Source) -> tuple[dict[str, pa.ChunkedArray], NDArray[np.int64]]:
    """Read all rows of a table; give its columns by header, and the numbers of its rows.

    Args:
        source: The table.
    """
    parts = list(source.parts())
    columns = {name: _joined([part.columns[name] for part in parts]) for name in source.headers}
    numbers = [
        np.arange(part.first + 1, part.first + len(part) + 1) if part.lines is None else part.lines for part in parts
    ]
    return columns, np.concatenate([np.empty(0, np.int64), *numbers])


@final
class Table:
    """A table that was read, from which drafts are made.

    Attributes:
        found: Which header is which field.
        units: What headers say of the figures in their columns.
        headers: What each column was called, by what it will be called.
        lines: The number of each row.
    """

    def __init__(
        self, source: Source, asked: Asked, *, columns: Mapping[str, str] | None, constants: Mapping[str, Any]
    ) -> None:
        """Read a table.

        Args:
            source: The table.
            asked: How it is to be normalised.
            columns: Field to its header, by the caller's word.
            constants: What stands in all rows.

        Raises:
            InvalidValueError: A constant cannot be read, or columns named are not there.
        """
        found = matched(source.headers, asked.kind.cls, columns=columns, constants=constants)
        self._asked = asked
        self._columns, self.lines = read_whole(source)
        if source.facts.get("form") in _ROWS:
            self._columns = {name: _with_own_digits(column) for name, column in self._columns.items()}
        specs = {spec.name: spec for spec in columns_of(asked.kind.cls)}
        self._constants = {name: _constant(specs[name], value, asked.country) for name, value in constants.items()}
        self.units, problems = header_units(found, self._columns, asked, self._constants)
        self.found = self._without(found, problems, source.headers, columns=columns)
        self._fields = dict(self.found.fields)
        self._others = _renamed([name for name in source.headers if name not in self._fields.values()], specs)
        self.headers = {**self._fields, **self._others}

    def _without(
        self, found: Matched, problems: Sequence[Problem], headers: Sequence[str], *, columns: Mapping[str, str] | None
    ) -> Matched:
        """Leave columns alone whose units cannot be applied, and say so; of the others nothing is to be said."""
        filled = [str(unit.beside) for unit in self.units if unit.is_new]
        found = matched(
            headers,
            self._asked.kind.cls,
            columns=columns,
            constants=[*self._constants, *filled],
            left=[str(problem.column) for problem in problems],
        )
        applied = {found.fields[unit.field] for unit in self.units}
        said = [each for each in found.problems if each.code != "header-with-unit" or each.column not in applied]
        return attrs.evolve(found, problems=(*problems, *said))

    def draft(self) -> Draft:
        """Begin with the table as it was read; its columns have their names, and constants stand in columns."""
        draft = Draft(
            self._asked.kind,
            {name: self._columns[header] for name, header in self._fields.items()},
            {name: self._columns[header] for name, header in self._others.items()},
            lines=self.lines,
            locale=self._asked.locale,
        )
        for name, header in self.headers.items():
            if name != header:
                draft.logbook.note(Change(row=None, column=name, before=header, after=name, rule="header"))
        for name, value in self._constants.items():
            draft.add(name, value)
        for unit in self.units:
            if unit.is_new:
                draft.add(str(unit.beside), unit.unit, HEADER_UNIT)
        return draft


def _renamed(headers: Sequence[str], specs: Mapping[str, Column]) -> dict[str, str]:
    """Give the other columns names that are no fields, now or once a column of that name is made."""
    found: dict[str, str] = {}
    for header in headers:
        name, number = header, 1
        while name in specs or name in found or (name != header and name in headers):
            number += 1
            name = f"{header} ({number})"
        found[name] = header
    return found


def _constant(spec: Column, value: Any, country: str | None) -> Any:  # noqa: ANN401 - as the caller says it
    """Read what stands in all rows as a cell would be.

    Raises:
        InvalidValueError: It cannot be read.
    """
    read = reader_of(spec)
    if not isinstance(value, str):
        return read(value)
    text = value.strip()
    named = currency_named(text, None, country) if spec.kind.cls is Currency else None
    return read(named or canonical_of(spec, text, None, is_read=False) or text)


_ROWS: Final = frozenset({"records", "mappings"})


def _with_own_digits(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Give decimals as texts: in a column of Arrow one with more digits would give zeros to all others."""
    return column.cast(pa.string()) if pa.types.is_decimal(column.type) else column


def _joined(chunks: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
    """Put the parts of a column together; where they are of several types, as texts."""
    kinds = dict.fromkeys([chunk.type for chunk in chunks if not pa.types.is_null(chunk.type)])
    if len(kinds) > 1:
        texts: Iterable[Any] = (None if cell is None else str(cell) for chunk in chunks for cell in chunk.to_pylist())
        return pa.chunked_array([pa.array(texts, pa.string())])
    kind = next(iter(kinds), pa.string() if not chunks else pa.null())
    arrays = [array for chunk in chunks for array in (chunk if chunk.type == kind else chunk.cast(kind)).chunks]
    return pa.chunked_array(arrays, kind)


def replay(data: Any, log: Log, **reading: Any) -> pa.Table:  # noqa: ANN401 - as `normalize` takes them
    """Make the changes of a log again on the table it tells of; every cell comes out as a text.

    Args:
        data: What `normalize` was given.
        log: What it gave, or a part of it.
        reading: How the table is to be read: delimiter, encoding and sheet.

    Raises:
        ReaderError: The file is none that can be read.
        WrongTypeError: `data` is no table.
        InvalidValueError: The log is that of another table.

    Example:
        >>> from centralasia.normalization import log_of, normalize
        >>> rows = [{"base": "usd", "quote": "KZT", "on": "01.03.2024", "value": "450,12"}]
        >>> _, report = normalize(rows, "rates")
        >>> replay(rows, log_of(report)).to_pylist()
        [{'base': 'USD', 'quote': 'KZT', 'on': '2024-03-01', 'value': '450.12'}]
    """
    columns, lines = read_whole(opened(data, **reading))
    renamed = {change.before: change.after for change in log if change.rule == "header"}
    if not {*renamed} <= {*columns}:
        raise InvalidValueError("log", next(name for name in renamed if name not in columns), "a header of the table")
    cells = {renamed.get(name) or name: as_texts(column) for name, column in columns.items()}
    places = {number: place for place, number in enumerate(lines.tolist())}
    gone: set[int] = set()
    for change in log:
        if change.row is None:
            if change.rule in {"constant", "default", HEADER_UNIT}:
                cells[str(change.column)] = [change.after] * len(lines)
        elif change.row not in places:
            raise InvalidValueError("log", change.row, "the number of a row of the table")
        elif change.column is None:
            gone.add(places[change.row])
        else:
            cells.setdefault(change.column, [None] * len(lines))[places[change.row]] = change.after
    kept = [place for place in range(len(lines)) if place not in gone]
    return pa.table({name: pa.array([column[place] for place in kept], pa.string()) for name, column in cells.items()})
