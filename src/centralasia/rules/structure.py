"""Rules that follow from the declaration of a record, whatever its family: cells, records, keys and days."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from centralasia.periods import Period
from centralasia.rules.columns import Judged, is_day
from centralasia.rules.data import Context, Data, Refused, field_of
from centralasia.rules.figures import Numbers
from centralasia.rules.hits import Hits, Told, hits_of
from centralasia.rules.kinds import Kind
from centralasia.tables import read_days

__all__ = ["check_cells", "check_date_forms", "check_future", "check_keys", "check_records", "keys_of", "refused_hits"]

_MOST: Final = 2**62
_ISO: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}", re.ASCII)


def check_cells(code: str) -> Callable[[Data, Context], Iterator[Hits]]:
    """Give the check for cells that cannot be read for one reason.

    Args:
        code: The code of the finding.
    """
    return partial(_check_cells, code)


def _check_cells(code: str, data: Data, _: Context) -> Iterator[Hits]:
    for field, column in data.columns.items():
        rows = column.faulty
        if isinstance(column, Judged) and len(rows):
            flags = np.array([fault is not None and fault.code == code for fault in column.faults], bool)
            rows = rows[flags[column.codes[rows]]]
        elif len(rows):
            rows = np.array([row for row in rows.tolist() if _code_at(column, row) == code], np.intp)
        if len(rows):
            yield Hits(rows, partial(_tell_cell, column, rows), field)


def _code_at(column: Judged | Numbers, row: int) -> str | None:
    fault = column.fault(row)
    return None if fault is None else fault.code


def _tell_cell(column: Judged | Numbers, rows: NDArray[np.intp], place: int) -> Told:
    fault = column.fault(int(rows[place]))
    return Told("") if fault is None else Told(fault.message, fix=fault.fix)


def check_records(data: Data, _: Context) -> Iterator[Hits]:
    """Find rows of which every cell can be read and that still are no records.

    Args:
        data: The table.
    """
    yield from refused_hits(data.refused)


def refused_hits(refused: Sequence[Refused]) -> Iterator[Hits]:
    """Tell of rows that are no records.

    Args:
        refused: The rows, and why.
    """
    if refused:
        yield hits_of((row, Told(str(error), column=field_of(error))) for row, error in refused)


def check_date_forms(data: Data, _: Context) -> Iterator[Hits]:
    """Find columns in which days are written in several ways; each was read as it stands.

    Args:
        data: The table.
    """
    for field, column in data.columns.items():
        if not (isinstance(column, Judged) and is_day(column.spec)):
            continue
        texts = [cell for cell in column.cells if isinstance(cell, str)]
        if not all(map(_ISO.fullmatch, texts)):
            for problem in read_days(texts).problems(texts, column.header):
                if problem.code == "mixed-date-forms":
                    yield hits_of([(-1, Told(problem.message, problem.cause, problem.fix))], field)


def check_future(data: Data, context: Context) -> Iterator[Hits]:
    """Find days that had not come when the table was looked at.

    Args:
        data: The table.
        context: Has the day.
    """
    for field, column in data.columns.items():
        if isinstance(column, Judged) and field in _PAST.get(data.kind.name, ()):
            rows = np.flatnonzero(column.where(lambda on: _start_of(on) > context.today))
            if len(rows):
                message = f"is later than {context.today}, when the table was looked at"
                yield Hits(rows, lambda _, message=message: Told(message, fix="look at the year"), field)  # type: ignore[misc]


_PAST: Final = {
    "rates": ("on",),
    "remittances": ("period", "source_day"),
    "trade": ("period", "source_day"),
    "costs": ("on",),
}
"""Columns of what has happened: an agreement or a loan may well have days to come."""


def _start_of(on: date | Period) -> date:
    return on.start if isinstance(on, Period) else on


def keys_of(data: Data, fields: Sequence[str]) -> NDArray[np.int64] | None:
    """Give a number for each row, the same for rows that have the same in some columns; None for no columns.

    Cells that cannot be read count as they stand there: two rows that share an unknown code share a key.

    Args:
        data: The table.
        fields: The columns; those that are not there are the same in all rows.
    """
    keys: NDArray[np.int64] | None = None
    size = 1
    for field in fields:
        codes, width = _codes_of(data.judged(field))
        if codes is None:
            continue
        if keys is None:
            keys, size = codes.astype(np.int64), width
            continue
        if size * width >= _MOST:
            keys, size = _renumbered(keys)
        keys *= width
        keys += codes
        size *= width
    return keys


def _codes_of(column: Judged | None) -> tuple[NDArray[Any] | None, int]:
    """Give the distinct cells of a column as numbers: equal values that are written differently have the same."""
    if column is None:
        return None, 1
    known: dict[Any, int] = {}
    places = [
        known.setdefault((value is None, cell if value is None else value), len(known))
        for value, cell in zip(column.values, column.cells, strict=True)
    ]
    same = all(place == number for number, place in enumerate(places))
    return column.codes if same else np.array(places, np.int64)[column.codes], max(1, len(known))


def _renumbered(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    values, numbers = np.unique(keys, return_inverse=True)
    return numbers.reshape(-1).astype(np.int64), max(1, len(values))


def check_keys(data: Data, _: Context, *, same: bool) -> Iterator[Hits]:
    """Find rows with the key of an earlier row.

    Args:
        data: The table.
        same: Whether to find those that say the same as the earlier one, or those that say something else.
    """
    kind = data.kind
    rows, firsts = data.once("repeated", lambda: _repeated(keys_of(data, kind.key)))
    is_same = np.array([_says_the_same(data, kind, *pair) for pair in zip(rows.tolist(), firsts.tolist(), strict=True)])
    chosen = np.flatnonzero(is_same == same) if len(rows) else rows
    if not same:  # a cell that cannot be read is a finding already, and no other value
        chosen = np.array(
            [at for at in chosen.tolist() if not _has_fault(data, int(rows[at]), int(firsts[at]))], np.intp
        )
    if len(chosen):
        yield Hits(
            rows[chosen],
            partial(_tell_pair, data, kind, rows[chosen], firsts=firsts[chosen]),
            next(iter(kind.values), None),
        )


def _has_fault(data: Data, *rows: int) -> bool:
    columns = [data.columns[field] for field in data.kind.values if field in data.columns]
    return any(column.fault(row) is not None for column in columns for row in rows)


def _repeated(keys: NDArray[np.int64] | None) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give the rows whose key an earlier row has, in order, and the first such row of each."""
    ordered = np.sort(np.empty(0, np.int64) if keys is None else keys)
    twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    del ordered
    if keys is None or not len(twice):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    places = np.searchsorted(twice, keys)  # they are few; np.isin would sort all again
    places[places == len(twice)] = 0
    rows = np.flatnonzero(twice[places] == keys)
    _, first, groups = np.unique(keys[rows], return_index=True, return_inverse=True)
    firsts = rows[first][groups.reshape(-1)]
    again = rows != firsts
    return rows[again], firsts[again]


def _says_the_same(data: Data, kind: Kind, row: int, first: int) -> bool:
    return all(data.value(field, row) == data.value(field, first) for field in kind.values) and all(
        data.text(field, row) == data.text(field, first) for field in kind.values if data.value(field, row) is None
    )


def _tell_pair(data: Data, kind: Kind, rows: NDArray[np.intp], place: int, *, firsts: NDArray[np.intp]) -> Told:
    row, first = int(rows[place]), int(firsts[place])
    field = next((each for each in kind.values if data.value(each, row) != data.value(each, first)), None)
    line = data.line(first)
    if field is None:
        return Told(f"says the same as row {line}", "a row that was loaded twice", "keep one of them")
    there, here = data.text(field, first), data.text(field, row)
    message = f"row {line} has {there!r} for the same {', '.join(_there(data, kind))}; this one has {here!r}"
    return Told(message, "a correction, or two rows of which one is wrong", "ask the source which holds", column=field)


def _there(data: Data, kind: Kind) -> list[str]:
    return [field for field in kind.key if field in data.columns]
