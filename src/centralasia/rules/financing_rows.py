"""Rows of operations: records, and what is told by rows that cannot be one."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias, TypeVar, final

import attrs
import numpy as np

from centralasia.errors import CentralAsiaError, InvalidValueError
from centralasia.financing import FinancingOperation, Memorandum
from centralasia.financing.shares import as_parts
from centralasia.financing.stages import exceeds, several
from centralasia.money import Amount, Money
from centralasia.records import from_dict
from centralasia.records.columns import Column, Layout
from centralasia.records.declarations import declaration_of, parts_of
from centralasia.records.rows import make_from_cells
from centralasia.reference import Currency
from centralasia.rules.columns import Judged
from centralasia.rules.data import Context, Data, Located
from centralasia.rules.found import found_in
from centralasia.rules.hits import Hits, Told

__all__ = [
    "Draft",
    "alike",
    "broken_parts",
    "by_likeness",
    "currency_in",
    "drafts",
    "figure_of",
    "folded",
    "given",
    "hits_by_row",
    "hits_in",
    "is_more",
    "is_same",
    "refusal",
    "refused_part",
    "stated",
    "told_of",
    "values_in",
]

T = TypeVar("T")
Figure: TypeAlias = tuple[Currency, Decimal, Decimal]
Lent = TypeVar("Lent", FinancingOperation, Memorandum)


@final
@attrs.frozen
class Draft:
    """A row of which every cell can be read and that still is no operation.

    Attributes:
        row: The place of the row.
        record: What it says, in the class of an operation; nothing was held against anything.
        error: Why it is no operation.
    """

    row: int
    record: FinancingOperation
    error: CentralAsiaError


def drafts(data: Data) -> list[Draft]:
    """Give the rows that are refused, as operations whose fields were not held against each other.

    Args:
        data: The table.
    """
    return data.once("drafts of operations", lambda: list(_drafts(data)))


def _drafts(data: Data) -> Iterator[Draft]:
    for row, error in data.refused:
        draft = _draft(data, row)
        if draft is not None:
            yield Draft(row, draft, error)


def stated(data: Data) -> Iterator[Located]:
    """Give all operations that rows state, those that are refused too.

    Args:
        data: The table.
    """
    yield from data.records
    for each in drafts(data):
        yield Located(each.row, each.record)


def _draft(data: Data, row: int) -> FinancingOperation | None:
    """Take what a row says past the constructor, which would refuse it; None where a field alone cannot be."""
    made = object.__new__(FinancingOperation)
    cls: Any = FinancingOperation
    fields = attrs.fields_dict(cls)
    try:
        for spec in declaration_of(FinancingOperation).fields:
            value = _value(data, row, spec)
            converter: Any = fields[spec.name].converter
            object.__setattr__(made, spec.name, converter(value))
    except CentralAsiaError:
        return None
    return made


def _value(data: Data, row: int, spec: Column) -> object:
    if spec.many or not isinstance(spec.kind, Layout):
        found = data.value(spec.name, row)
        return () if found is None and spec.many else found
    cells = [data.value(part.name, row) for part in parts_of(spec)]
    if all(cell is None or cell == "" for cell in cells):
        return None
    return spec.kind.unpack(make_from_cells(spec.kind.layout)(cells))


def refusal(check: Callable[[], object]) -> InvalidValueError | None:
    """Give the error that a check of the room of financing raises, None where it passes.

    Args:
        check: The check.
    """
    try:
        check()
    except InvalidValueError as error:
        return error
    return None


def refused_part(cls: type[Any], part: Mapping[str, Any]) -> InvalidValueError | None:
    """Give the error for which an object of a cell is no record, None where it is one.

    Args:
        cls: The class of the record.
        part: The object.
    """
    return refusal(lambda: from_dict(cls, part))


def told_of(error: InvalidValueError, cause: str | None = None, **more: Any) -> Told:  # noqa: ANN401 - fields of Told
    """Tell of an error as a finding.

    Args:
        error: The error.
        cause: What probably led to it.
        more: Other fields of what is told.
    """
    message = f"{error.field} must be {error.expected}, got {error.value!r}"
    return Told(message, cause, **{"fix": error.hint or None, **more})


def hits_in(column: Judged, tell: Callable[[Any, str], Told | None]) -> Iterator[Hits]:
    """Find the rows whose cell in a column of parts is wrong by itself; each distinct cell is judged once.

    Args:
        column: The column.
        tell: Tells of a cell, None where nothing is wrong; it gets what was read, None if that failed, and the text.
    """
    found = [
        None if cell is None else tell(value, str(cell))
        for value, cell in zip(column.values, column.cells, strict=True)
    ]
    if not any(found):
        return
    flags = np.array([told is not None for told in found], bool)
    rows = np.flatnonzero(flags[column.codes])
    yield Hits(rows, lambda place: found[column.codes[rows[place]]] or Told(""), column.spec.name)


def values_in(cls: type[T], field: str, *, value: object, text: str) -> tuple[T, ...]:
    """Give the parts that a cell has, by its text where they could not be read together; none where that fails too.

    Args:
        cls: What the parts are.
        field: The field.
        value: What was read.
        text: The text of the cell.
    """
    if value is not None:
        ready: Any = value
        parts: tuple[T, ...] = tuple(ready)
        return parts
    if text.lstrip().startswith("["):
        return ()
    try:
        return as_parts(cls, field, text)
    except CentralAsiaError:
        return ()


def broken_parts(value: object, text: str) -> list[Mapping[str, Any]]:
    """Give the objects of a cell that could not be read, as they stand there; none of one that could.

    Args:
        value: What was read.
        text: The text of the cell.
    """
    if value is not None:
        return []
    try:
        found = json.loads(text, parse_float=str)
    except (ValueError, RecursionError):
        return []
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def currency_in(part: object) -> str | None:
    """Give the code of the currency of an amount as it stands in a cell, None where there is none.

    Args:
        part: The object of the amount.

    Example:
        >>> currency_in({"amount": "20", "currency": "EUR"})
        'EUR'
    """
    code = part.get("currency") if isinstance(part, Mapping) else None
    return code if isinstance(code, str) else None


def hits_by_row(found: Iterable[tuple[int, Told | None]]) -> Iterator[Hits]:
    """Give what was found of rows, leaving out those of which nothing is told.

    Args:
        found: The place of each row, and what is told of it.
    """
    return found_in((row, told) for row, told in found if told is not None)


def given(context: Context, name: str, cls: type[T]) -> list[T]:
    """Give the records that `validate` got beside the table, none where it got none.

    Args:
        context: Has them.
        name: The name of the keyword.
        cls: What they are.

    Raises:
        WrongTypeError: They are something else.
    """
    return list(several(name, context.more.get(name) or (), cls))


def folded(text: str) -> str:
    """Write a name as it is compared: spaces and case do not count.

    Example:
        >>> folded(" Demo  Bank")
        'demo bank'
    """
    return " ".join(text.split()).casefold()


def by_likeness(items: Iterable[Lent]) -> dict[object, list[Lent]]:
    """Put operations or memoranda where one that may be the same is looked for: by lender with reference, or amount.

    Args:
        items: The operations or memoranda.
    """
    found: dict[object, list[Lent]] = defaultdict(list)
    for each in items:
        for key in _likeness(each):
            found[key].append(each)
    return found


def alike(item: FinancingOperation | Memorandum, places: Mapping[object, list[Lent]]) -> list[Lent]:
    """Give those of the same lender that have the reference or the amount of an operation or memorandum.

    Args:
        item: The operation or memorandum.
        places: Those that there are, as `by_likeness` puts them.
    """
    return [each for key in _likeness(item) for each in places.get(key, ())] if places else []


def _likeness(item: FinancingOperation | Memorandum) -> list[object]:
    lender = folded(item.lender)
    return [(lender, item.reference)] + ([] if item.amount is None else [(lender, figure_of(item.amount))])


def figure_of(amount: Amount) -> Figure:
    """Give what tells amounts apart: the currency, and the least and the most that was stated.

    Args:
        amount: The amount.
    """
    if isinstance(amount, Money):
        return amount.currency, amount.amount, amount.amount
    return amount.currency, amount.estimate.low, amount.estimate.high


def is_same(one: Amount | None, other: Amount | None) -> bool:
    """Tell whether two amounts were stated alike: the same figure, or the same bounds, in one currency.

    Args:
        one: An amount.
        other: Another one.
    """
    return one is not None and other is not None and figure_of(one) == figure_of(other)


def is_more(amount: Amount, limit: Amount) -> bool:
    """Tell whether an amount is greater than another one of its currency, wherever within their bounds the truths lie.

    Args:
        amount: The amount.
        limit: The other one.
    """
    if isinstance(amount, Money) and isinstance(limit, Money):
        return amount.amount > limit.amount  # most are exact, and there are many
    return exceeds(amount, limit)
