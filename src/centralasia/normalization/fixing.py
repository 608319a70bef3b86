"""What rules propose: changes of cells that look wrong, and rows that are there twice."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final, Literal, TypeAlias, get_args

import attrs
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from centralasia.normalization.drafts import Draft, Places, taken, text_of
from centralasia.records import Layout, columns_of, declaration_of, to_row
from centralasia.records.declarations import parts_of
from centralasia.rules.columns import reader_of
from centralasia.rules.data import Context, Data
from centralasia.rules.hits import Hits
from centralasia.rules.rules import Rule
from centralasia.rules.structure import keys_of
from centralasia.rules.validating import found_by
from centralasia.validation import Severity

__all__ = ["SAME", "Duplicates", "Fix", "drop_duplicates", "forgiving", "put_suspected"]

Fix: TypeAlias = Literal["none", "sure", "suspected"]
"""How far to go: nothing that a rule proposes, only what cannot be meant otherwise, or what is probably meant, too."""

Duplicates: TypeAlias = Literal["refuse", "first", "last"]
"""Which of several rows about the same is kept where they do not say the same: all of them, or one."""

SAME: Final = "duplicate-row"
OTHER: Final = "duplicate-with-other-value"
_WITHDRAWN: Final = "withdrawn-code"


def put_suspected(draft: Draft, rules: Iterable[Rule], context: Context, *, spared: frozenset[int]) -> set[int]:
    """Change what error rules name a cause for, and how it should be; give the places of the rows in the input.

    Args:
        draft: The table.
        rules: The rules.
        context: What is known besides.
        spared: Rows that are left alone, by their places in the input.
    """
    data = draft.data
    taken: set[int] = set()  # rows: what two rules say of one may be the same fault
    changes: dict[tuple[str, str], list[tuple[int, Any]]] = {}
    for rule, hits in found_by(tuple(rules), data, context):
        for row, change in _changes(data, hits) if rule.severity is Severity.ERROR else ():
            if row in taken or int(draft.kept[row]) in spared:
                continue
            taken.add(row)
            for field, value in change.items():
                changes.setdefault((field, rule.code), []).append((row, value))
    moved: set[int] = set()
    for (field, code), cells in changes.items():
        moved |= _put(draft, field, sorted(cells, key=_row_of), code)
    return moved


def _row_of(cell: tuple[int, Any]) -> int:
    return cell[0]


def _put(draft: Draft, field: str, cells: Sequence[tuple[int, Any]], code: str) -> set[int]:
    before = draft.logbook.counts[code]
    rows = np.array([row for row, _ in cells], np.intp)
    draft.put(field, rows, [value for _, value in cells], code)
    return set(draft.kept[rows].tolist()) if draft.logbook.counts[code] > before else set()


def _changes(data: Data, hits: Iterable[Hits]) -> Iterator[tuple[int, dict[str, Any]]]:
    for each in hits:
        for place, row in enumerate(each.rows.tolist()):
            change = each.tell(place).change
            if change and row >= 0:
                yield row, _in_columns(data, change)


def _in_columns(data: Data, change: Mapping[str, Any]) -> dict[str, Any]:
    """Give what fields should have as what their columns should have: an amount of money is in several."""
    specs = {spec.name: spec for spec in columns_of(data.kind.cls)}
    fields = {field.name: field for field in declaration_of(data.kind.cls).fields}
    found: dict[str, Any] = {}
    for name, value in change.items():
        kind = fields[name].kind if name in fields else None
        if isinstance(kind, Layout) and not fields[name].many and isinstance(value, get_args(kind.cls) or kind.cls):
            row = to_row(kind.pack(value))
            for outer, text in zip(parts_of(fields[name]), row.values(), strict=True):
                if text or outer.name in data.columns:
                    found[outer.name] = reader_of(specs[outer.name])(text) if text else None
        elif name in specs:
            found[name] = value
    return found


def forgiving(rule: Rule, on: date | None) -> Rule:
    """Give a rule as it is to be held against amounts that were restated: new money on old days is meant.

    Args:
        rule: The rule.
        on: The day whose money amounts were restated in; None where they were not.
    """
    if on is None or rule.code != _WITHDRAWN:
        return rule
    return attrs.evolve(rule, check=partial(_forgiving, rule.check, on))


def _forgiving(
    check: Callable[[Data, Context], Iterable[Hits]], on: date, data: Data, context: Context
) -> Iterator[Hits]:
    for hits in check(data, context):
        column = data.judged(hits.column or "")
        meant = np.zeros(data.count, bool) if column is None else column.where(lambda money: money.is_valid(on))
        yield hits.without(np.flatnonzero(meant))


def drop_duplicates(draft: Draft, keep: Duplicates) -> None:
    """Leave out rows that are there twice.

    A row goes when another one has the same in every column, so that nothing is lost with it, and all of its cells can
    be read. Of rows about the same thing that differ, one is kept only where the caller says which.

    Args:
        draft: The table.
        keep: Which of those that differ.
    """
    data = draft.data
    keys = keys_of(data, draft.kind.key) if draft.kind.key else None
    if keys is None or not len(keys):
        return
    rows, groups = _repeated(keys, data.sound)
    if not len(rows):
        return
    cells = _cells(draft, rows)
    dropped: dict[int, str] = {}
    for places in _grouped(groups):
        order = places[::-1] if keep == "last" else places
        seen = {cells[order[0]]}
        for place in order[1:]:
            is_same = cells[place] in seen
            seen.add(cells[place])
            if is_same or keep != "refuse":
                dropped[int(rows[place])] = SAME if is_same else OTHER
    if dropped:
        gone = sorted(dropped)
        draft.drop(np.array(gone, np.intp), [dropped[row] for row in gone])


def _repeated(keys: NDArray[np.int64], sound: NDArray[np.bool_]) -> tuple[Places, NDArray[np.intp]]:
    """Give the rows whose key another row has, too, and the number of each key.

    Rows with a cell that cannot be read are none of them: two without a day need not be about the same one.
    """
    ordered = np.sort(keys[sound])
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    rows = np.flatnonzero(sound & np.isin(keys, twice)) if len(twice) else np.empty(0, np.intp)
    return rows, np.unique(keys[rows], return_inverse=True)[1].reshape(-1)


def _grouped(groups: NDArray[np.intp]) -> Iterator[list[int]]:
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order])) + 1
    for part in np.split(order, starts):
        yield part.tolist()


def _cells(draft: Draft, rows: Places) -> list[tuple[Any, ...]]:
    """Give what stands in some rows: values where they can be read, so that 450.10 is 450.1, else the cells."""
    data, columns = draft.data, []
    for field in draft.names:
        column, spec = data.columns[field], draft.specs[field]
        columns.append([_cell(spec, column.value(row), column.cell(row)) for row in rows.tolist()])
    index = pa.array(rows)
    columns += [list(map(repr, taken(column, index).to_pylist())) for column in draft.others.values()]
    return list(zip(*columns, strict=True))


def _cell(spec: Any, value: Any, cell: Any) -> Any:  # noqa: ANN401 - of any column
    return (False, str(cell)) if value is None else (True, text_of(spec, value))
