"""Memoranda that are recorded as operations, and would count as commitments, which they are not."""

import re
from collections.abc import Iterator
from typing import Any, Final

from centralasia.financing import FinancingOperation, Memorandum, Stage
from centralasia.financing.stages import first_day, last_day
from centralasia.money import Money
from centralasia.rules.data import Context, Data
from centralasia.rules.financing_rows import alike, by_likeness, folded, given, hits_by_row, hits_in, is_more
from centralasia.rules.hits import Hits, Told

__all__ = ["check_memoranda"]

_AT_THE_HEAD: Final = re.compile(r"(?:\W|_)*(?:memorandum|меморандум|mou\b)", re.IGNORECASE)
"""How a title of a memorandum begins; Russian, Kazakh, Kyrgyz and Tajik have one word for it."""
_ANYWHERE: Final = re.compile(r"memorandum|меморандум|\bmou\b", re.IGNORECASE)
_BEYOND: Final = frozenset({Stage.EFFECTIVE, Stage.DISBURSING, Stage.COMPLETED, Stage.CANCELLED})
_FIX: Final = "record it as a memorandum, and the operation once it is signed"


def check_memoranda(data: Data, context: Context) -> Iterator[Hits]:
    """Find operations of which nothing is known but a memorandum.

    Args:
        data: The table, of operations or of memoranda.
        context: May have `memoranda`; beside a table of memoranda, `operations`.
    """
    if data.kind.name == "memoranda":
        operations = by_likeness(given(context, "operations", FinancingOperation))
        yield from hits_by_row((row, _counted(each, alike(each, operations))) for row, each in data.records)
        return
    stages = data.judged("stages")
    if stages is not None:
        yield from hits_in(stages, _as_a_stage)
    memoranda = by_likeness(given(context, "memoranda", Memorandum))
    yield from hits_by_row((row, _hoped(each, alike(each, memoranda))) for row, each in data.records)


def _as_a_stage(value: object, text: str) -> Told | None:
    if value is not None or _ANYWHERE.search(text) is None:
        return None
    return Told("a memorandum is no stage of an operation", "a memorandum is recorded as an operation", _FIX)


def _hoped(operation: FinancingOperation, memoranda: list[Memorandum]) -> Told | None:
    """Tell of an operation that is a memorandum, by its own title or by those that are known."""
    if not _may_be_one(operation):
        return None
    for each in memoranda:
        said = _match(operation, each)
        if said is not None:
            message = f"{said} as memorandum {each.reference}, and nothing came after the signature"
            return Told(message, "a memorandum is recorded as an operation", _FIX, column=_blamed(operation, each))
    if _AT_THE_HEAD.match(operation.title):
        message = "is a memorandum by its title, and nothing came after the signature"
        return Told(message, "a memorandum is recorded as an operation", _FIX, column="title")
    return None


def _counted(memorandum: Memorandum, operations: list[FinancingOperation]) -> Told | None:
    """Tell of a memorandum that is among the operations too."""
    for each in operations:
        said = _match(each, memorandum) if _may_be_one(each) else None
        if said is not None:
            message = f"{said} as operation {each.reference}, of which nothing is known after the signature"
            return Told(message, "a memorandum is recorded as an operation", _FIX, column=_blamed(each, memorandum))
    return None


def _may_be_one(operation: FinancingOperation) -> bool:
    """Tell whether an operation is counted, and nothing happened that no memorandum leads to by itself."""
    reached = {event.stage for event in operation.stages}
    if reached & _BEYOND or (reached and Stage.SIGNED not in reached):
        return False
    paid: Any = operation.disbursed
    return paid is None or not is_more(paid, Money.zero(paid.currency))


def _match(operation: FinancingOperation, memorandum: Memorandum) -> str | None:
    """Say in what an operation is like a memorandum of its lender, None where it is another thing."""
    if operation.reference == memorandum.reference:
        return "has the same reference"
    signed = next((event.on for event in operation.stages if event.stage is Stage.SIGNED), None)
    if signed is not None and memorandum.signed is not None:
        is_one_day = first_day(signed) <= last_day(memorandum.signed) and first_day(memorandum.signed) <= last_day(
            signed
        )
        return f"has the same amount, {operation.amount}, and day, {memorandum.signed}," if is_one_day else None
    if folded(operation.title) == folded(memorandum.title):
        return f"has the same amount, {operation.amount}, and title"
    return None


def _blamed(operation: FinancingOperation, memorandum: Memorandum) -> str:
    return "reference" if operation.reference == memorandum.reference else "amount"
