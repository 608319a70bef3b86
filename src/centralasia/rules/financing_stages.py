"""Stages of operations out of their order, and days that cannot follow one another."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations, pairwise
from typing import Final, TypeAlias

from centralasia.errors import InvalidValueError
from centralasia.financing import FinancingOperation, Memorandum, Stage, StageEvent, Tranche
from centralasia.financing.stages import check_history, first_day, last_day
from centralasia.periods import Period
from centralasia.records import evolve
from centralasia.reference import Source
from centralasia.rules.data import Context, Data
from centralasia.rules.financing_rows import (
    broken_parts,
    hits_by_row,
    hits_in,
    refusal,
    refused_part,
    stated,
    told_of,
    values_in,
)
from centralasia.rules.hits import Hits, Told

__all__ = ["check_date_order", "check_stage_order"]

_On: TypeAlias = date | Period
_DAYS: Final = ("signed_on", "available_on", "disbursed_on")
_BEFORE_THE_PARTS: Final = (Stage.SIGNED, Stage.APPROVED, Stage.IDENTIFIED, Stage.PROPOSED)
_EXCHANGED: Final = {"on": "days", "stage": "names"}
_LOOK: Final = "look both up in the source"
_SLIP: Final = "two days are swapped, or a year is a slip"


def check_stage_order(data: Data, _: Context) -> Iterator[Hits]:
    """Find histories that do not list stages in their order, or one of them twice.

    Args:
        data: The table.
    """
    column = data.judged("stages")
    if column is not None:
        yield from hits_in(column, _out_of_order)


def _out_of_order(value: object, text: str) -> Told | None:
    history = values_in(StageEvent, "stages", value=value, text=text)
    error = refusal(lambda: check_history(history))
    ordered = tuple(sorted(history, key=lambda event: event.stage.rank))
    if error is None or _is_listed_in_order(history):
        return None
    if refusal(lambda: check_history(ordered)) is None:
        fix = "list them as " + " → ".join(event.stage.value for event in ordered)
        return told_of(error, "the stages are listed in another order", fix=fix, change={"stages": ordered})
    return _with_exchanged(error, history, "stage") or told_of(error, "a stage is a slip", fix=_LOOK)


def _is_listed_in_order(history: Sequence[StageEvent]) -> bool:
    return all(earlier.stage.rank < later.stage.rank for earlier, later in pairwise(history))


def _backward_stages(value: object, text: str) -> Told | None:
    """Tell of stages that are listed in their order, on days that are not."""
    history = values_in(StageEvent, "stages", value=value, text=text)
    error = refusal(lambda: check_history(history)) if _is_listed_in_order(history) else None
    if error is None:
        return None
    return _with_exchanged(error, history, "on") or told_of(error, "a day or a year is a slip", fix=_LOOK)


def _with_exchanged(error: InvalidValueError, history: Sequence[StageEvent], field: str) -> Told | None:
    """Name two stages that have each other's day or name, where they are the only two of which that may be so."""
    found = []
    for first, second in combinations(range(len(history)), 2):
        one, other = history[first], history[second]
        better = list(history)
        better[first] = evolve(one, **{field: getattr(other, field)})
        better[second] = evolve(other, **{field: getattr(one, field)})
        if refusal(lambda better=better: check_history(tuple(better))) is None:  # type: ignore[misc]
            found.append((f"{one.stage.value} and {other.stage.value}", tuple(better)))
    if len(found) != 1:
        return None
    ((names, right),) = found
    return told_of(error, f"the {_EXCHANGED[field]} of {names} are exchanged", fix=_LOOK, change={"stages": right})


def check_date_order(data: Data, context: Context) -> Iterator[Hits]:
    """Find days of tranches, top-ups and stages that cannot be after, or before, others.

    Args:
        data: The table, of operations or of memoranda.
        context: Has the day on which it is looked at.
    """
    if data.kind.name == "memoranda":
        found = ((row, _early_memorandum(memorandum, context.today)) for row, memorandum in data.records)
        yield from hits_by_row(found)
        return
    for field, tell in (("stages", _backward_stages), ("tranches", _backward_tranches)):
        column = data.judged(field)
        if column is not None:
            yield from hits_in(column, tell)
    yield from hits_by_row((row, _misplaced(operation, context.today)) for row, operation in stated(data))


def _backward_tranches(value: object, text: str) -> Told | None:
    """Tell of a tranche whose own days run backwards."""
    for part in broken_parts(value, text):
        error = refused_part(Tranche, part)
        if error is not None and error.field in _DAYS:
            named = {name: part[name] for name in _DAYS if part.get(name)}
            if all(refused_part(Tranche, {"number": 1, name: on}) is None for name, on in named.items()):
                return told_of(error, _SLIP)
    return None


def _misplaced(operation: FinancingOperation, today: date) -> Told | None:
    """Give the first fault of the days of an operation."""
    days = {event.stage: event.on for event in operation.stages if event.on is not None}
    return next(_of_parts(operation, days), None) or next(filter(None, _of_reached(operation, today)), None)


def _of_parts(operation: FinancingOperation, days: dict[Stage, _On]) -> Iterator[Told]:
    """Hold tranches and top-ups against the signature and the end of their operation."""
    begin = next(((stage, days[stage]) for stage in _BEFORE_THE_PARTS if stage in days), None)
    end = next(((stage, days[stage]) for stage in (Stage.COMPLETED, Stage.CANCELLED) if stage in days), None)
    for tranche in operation.tranches:
        for what in _DAYS:
            on = getattr(tranche, what)
            ended = None if what == "disbursed_on" else end  # accounts stay open for a while after the end
            wrong = _against(on, begin, ended) if on is not None else None
            if wrong is not None:
                said = f"tranche {tranche.number or tranche.title} has {what} {on}, {wrong}"
                yield Told(said, _SLIP, _LOOK, column="tranches")
    for top_up in operation.top_ups:
        wrong = _against(top_up.on, begin, end) if top_up.on is not None and top_up.stage.is_binding else None
        if wrong is not None:
            said = f"a top-up of {top_up.amount} was {top_up.stage.value} {top_up.on}, {wrong}"
            yield Told(said, _SLIP, _LOOK, column="top_ups")


def _against(on: _On, begin: tuple[Stage, _On] | None, end: tuple[Stage, _On] | None) -> str | None:
    """Say on which side of an operation's time a day is, None where it may be within."""
    if begin is not None and last_day(on) < first_day(begin[1]):
        return f"before the operation was {begin[0].value}, {begin[1]}"
    if end is not None and first_day(on) > last_day(end[1]):
        return f"after the operation was {end[0].value}, {end[1]}"
    return None


def _of_reached(operation: FinancingOperation, today: date) -> Iterator[Told | None]:
    """Hold what has happened against the day of the source and today."""
    for event in operation.stages:
        yield _not_yet(f"the operation was {event.stage.value}", event.on, today, operation.source, column="stages")
    for tranche in operation.tranches:
        if tranche.disbursed is not None:
            said = f"tranche {tranche.number or tranche.title} was paid out"
            yield _not_yet(said, tranche.disbursed_on, today, operation.source, column="tranches")


def _not_yet(said: str, on: _On | None, today: date, source: Source, *, column: str) -> Told | None:
    if on is None:
        return None
    if first_day(on) > today:
        message = f"{said} {on}, which had not come on {today}, when the table was looked at"
        return Told(message, "a plan, or a slip of the year", "leave the stage out until it is reached", column=column)
    published = source.day or source.retrieved
    if published is not None and first_day(on) > published:
        message = f"{said} {on}, and the source that says so is of {published}"
        return Told(message, "a plan, or a slip of one of the days", "look at the day of the source", column=column)
    return None


def _early_memorandum(memorandum: Memorandum, today: date) -> Told | None:
    return _not_yet("the memorandum was signed", memorandum.signed, today, memorandum.source, column="signed")
