"""Amounts of operations: by stage, with their top-ups, and in the currency of the operation."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise, product
from typing import Any, Final

from centralasia.errors import InvalidValueError, RateNotFoundError
from centralasia.financing import FinancingOperation, Stage, TopUp, Tranche
from centralasia.financing.breakdowns import sum_of
from centralasia.financing.operations import base_commitment, currency_of
from centralasia.financing.stages import first_day, last_day, less, total_of
from centralasia.money import Amount, Money, MoneyEstimate, as_money_estimate
from centralasia.rates import RateTable, convert_estimate
from centralasia.records import evolve
from centralasia.reference import Currency
from centralasia.rules.data import Context, Data, Located
from centralasia.rules.financing_rows import (
    Draft,
    broken_parts,
    currency_in,
    drafts,
    figure_of,
    hits_by_row,
    hits_in,
    is_more,
    is_same,
    refused_part,
    told_of,
)
from centralasia.rules.hits import Hits, Told

__all__ = ["check_stage_amounts", "check_top_ups", "check_tranche_currency"]

_SCALES: Final = {1_000: "thousands", 1_000_000: "millions", 1_000_000_000: "billions"}
_LEAST_SLIP: Final = 50  # what is taken for millions is of another order: fifty times more is no overrun
_BALANCED: Final = ("disbursed", "cancelled")


def check_stage_amounts(data: Data, _: Context) -> Iterator[Hits]:
    """Find more paid out or withdrawn than was committed, and commitments that grew or shrank without a reason.

    Args:
        data: The table.
    """
    tranches = data.judged("tranches")
    if tranches is not None:
        yield from hits_in(tranches, _overdrawn)
    yield from hits_by_row((each.row, _refused_amounts(each)) for each in drafts(data))
    yield from hits_by_row((row, _unexplained(operation)) for row, operation in data.records)


def _overdrawn(value: object, text: str) -> Told | None:
    """Tell of a tranche of which more was paid out and withdrawn than there is."""
    for part in broken_parts(value, text):
        error = refused_part(Tranche, part)
        amounts = [part.get(name) for name in ("amount", *_BALANCED)]
        if error and error.field in _BALANCED and len({currency_in(each) for each in amounts if each}) == 1:
            return told_of(error, column="tranches")
    return None


def _refused_amounts(refused: Draft) -> Told | None:
    """Tell of an operation whose amounts contradict each other, by the field that its constructor names."""
    operation, error = refused.record, refused.error
    if not isinstance(error, InvalidValueError) or isinstance(error.value, int) or _foreign(operation):
        return None
    if error.field.endswith(_BALANCED) or error.field == "tranches":
        column = next((name for name in (*_BALANCED, "tranches") if error.field.startswith(name)), "stages")
        return told_of(error, _slip(operation), column=column)
    return None


def _slip(operation: FinancingOperation) -> str | None:
    """Say in which scale the smaller figure may be, where the larger one is of another order."""
    limit = base_commitment(operation) or operation.amount
    paid = operation.disbursed or total_of([each.disbursed for each in operation.tranches if each.disbursed])
    if limit is None or paid is None:
        return None
    return _scale(limit, paid)


def _scale(smaller: Amount, larger: Amount) -> str | None:
    for scale, name in _SCALES.items():
        if is_more(larger, as_money_estimate(smaller) * _LEAST_SLIP) and not is_more(
            larger, as_money_estimate(smaller) * scale
        ):
            return f"{smaller} may be meant in {name}"
    return None


def _unexplained(operation: FinancingOperation) -> Told | None:
    """Find a commitment beyond what was approved, or an amount that is not the one signed."""
    if not operation.stages:
        return None
    amounts = {event.stage: event.amount for event in operation.stages if event.amount is not None}
    signed = next(((stage, amounts[stage]) for stage in (Stage.SIGNED, Stage.EFFECTIVE) if stage in amounts), None)
    return _grown(operation, amounts) or (None if signed is None else _differing(operation, *signed))


def _grown(operation: FinancingOperation, amounts: Mapping[Stage, Amount]) -> Told | None:
    more = total_of([each.amount for each in operation.top_ups if each.stage is not Stage.CANCELLED])
    known = [(stage, amounts[stage]) for stage in (Stage.APPROVED, Stage.SIGNED, Stage.EFFECTIVE) if stage in amounts]
    for (earlier, limit), (later, amount) in pairwise(known):
        if limit.currency is not amount.currency:
            continue
        if is_more(amount, limit) and (more is None or is_more(amount, sum_of([limit, more]))):
            message = f"{amount} {later.value} is more than the {limit} {earlier.value}"
            if more is not None:
                message += f" and the {more} of top-ups"
            fix = "add the top-up that explains it, or look both amounts up"
            return Told(message, _scale(limit, amount), fix, column="stages")
    return None


def _differing(operation: FinancingOperation, stage: Stage, signed: Amount) -> Told | None:
    """Tell of an amount that is not the one signed, where neither top-ups nor what was withdrawn explain it."""
    amount = operation.amount
    if amount is None or is_same(amount, signed) or as_money_estimate(amount).meets(signed):
        return None
    parts = [operation.cancelled, *(each.amount for each in operation.top_ups)]
    higher, lower = (amount, signed) if is_more(amount, signed) else (signed, amount)
    gap = as_money_estimate(less(higher, lower))
    known = [part for part in parts if part is not None]
    every = [*known, *([sum_of(known)] if len(known) > 1 else []), *(as_money_estimate(part) * 2 for part in known)]
    if any(gap.meets(part) for part in every):
        return None
    message = f"the amount is {amount}, and {signed} was {stage.value}"
    return Told(message, _scale(lower, higher), "look both up in the source", column="amount")


def check_top_ups(data: Data, _: Context) -> Iterator[Hits]:
    """Find top-ups that are in the amount already, or in another row too.

    Args:
        data: The table.
    """
    yield from hits_by_row((row, _topped_up_twice(operation)) for row, operation in data.records if operation.top_ups)
    yield from _recorded_again(data.records)


def _topped_up_twice(operation: FinancingOperation) -> Told | None:
    signed = [each.amount for each in operation.top_ups if each.stage.is_binding]
    hoped = [each.amount for each in operation.top_ups if each.stage is not Stage.CANCELLED]
    for more in (total_of(signed), total_of(hoped)):
        if more is not None and is_more(more, Money.zero(more.currency)):
            told = _in_the_amount(operation, more) or _in_the_tranches(operation, more)
            if told is not None:
                return told
    return _listed_twice(operation)


def _in_the_amount(operation: FinancingOperation, more: Amount) -> Told | None:
    """Find a figure that is another one with the top-up in it, and to which the top-up is added again."""
    amounts = {event.stage: event.amount for event in operation.stages if event.amount is not None}
    signed = next((each for each in (Stage.SIGNED, Stage.EFFECTIVE) if each in amounts), None)
    figures = [("amount", operation.amount), *((stage.value, amounts.get(stage)) for stage in (signed,) if stage)]
    bases = [*figures, (Stage.APPROVED.value, amounts.get(Stage.APPROVED))]
    for whole, figure in figures:
        for name, base in bases:
            if base is None or figure is None or base.currency is not more.currency or not is_more(figure, base):
                continue
            for times, counted in (1, "twice"), (2, "three times"):
                if is_same(figure, sum_of([base, *[more] * times])):
                    message = f"{whole} is {figure}, which has the top-up of {more} in it: {name} is {base}"
                    cause = f"the top-up is in the figure and among the top-ups, so that it counts {counted}"
                    change = {"amount": base} if whole == "amount" else None
                    column = "amount" if whole == "amount" else "stages"
                    return Told(message, cause, f"state {base}, without top-ups", column=column, change=change)
    return None


def _in_the_tranches(operation: FinancingOperation, more: Amount) -> Told | None:
    """Find a tranche that is the top-up, in an amount that is the sum of the tranches."""
    parts = [each.amount for each in operation.tranches]
    known = [each for each in parts if each is not None]
    for tranche, top_up in product(operation.tranches, operation.top_ups):
        if not is_same(tranche.amount, top_up.amount) or not _is_one_day(tranche.signed_on, top_up.on):
            continue
        if len(known) == len(parts) and is_same(sum_of(known), operation.amount):
            name = f"tranche {tranche.number or tranche.title}"
            message = f"{name} is the top-up of {more} of {top_up.on}, and is in the amount of {operation.amount}"
            base = less(sum_of(known), more)
            fix = f"state {base}, the amount without top-ups"
            cause = "the top-up is in the amount and among the top-ups, so that it counts twice"
            return Told(message, cause, fix, column="amount", change={"amount": base})
    return None


def _is_one_day(one: Any, other: Any) -> bool:  # noqa: ANN401 - days, periods or None
    if one is None or other is None:
        return False
    return bool(first_day(one) <= last_day(other) and first_day(other) <= last_day(one))


def _listed_twice(operation: FinancingOperation) -> Told | None:
    seen: list[TopUp] = []
    for top_up in operation.top_ups:
        if top_up.on is not None and any(_is_one_top_up(top_up, each) for each in seen):
            message = f"a top-up of {top_up.amount}, {top_up.stage.value} {top_up.on}, is listed twice"
            return Told(message, "one top-up that was entered twice", "leave one of them out", column="top_ups")
        seen.append(top_up)
    return None


def _is_one_top_up(one: TopUp, other: TopUp) -> bool:
    return (one.stage, one.on) == (other.stage, other.on) and is_same(one.amount, other.amount)


def _recorded_again(records: list[Located]) -> Iterator[Hits]:
    """Find top-ups that are operations of their own too: of the same lender and project, amount and day."""
    top_ups: dict[object, list[tuple[str, TopUp]]] = defaultdict(list)
    for _, each in records:
        for top_up in each.top_ups:
            if each.project and top_up.stage.is_binding and top_up.on is not None:
                top_ups[each.lender, each.project, figure_of(top_up.amount)].append((each.reference, top_up))
    if top_ups:
        yield from hits_by_row(
            (row, _again(each, top_ups.get((each.lender, each.project, figure_of(each.amount)), [])))
            for row, each in records
            if each.amount is not None
        )


def _again(operation: FinancingOperation, top_ups: list[tuple[str, TopUp]]) -> Told | None:
    signed = next((event.on for event in operation.stages if event.stage is Stage.SIGNED), None)
    for reference, top_up in top_ups:
        if reference not in {operation.reference, operation.part_of} and _is_one_day(signed, top_up.on):
            message = f"is the top-up of {top_up.amount} of {top_up.on} that {reference} states, too"
            fix = f"state part_of {reference}, or leave the top-up out there"
            return Told(message, "the top-up is recorded twice", fix, column="amount")
    return None


def check_tranche_currency(data: Data, context: Context) -> Iterator[Hits]:
    """Find parts of an operation that are in another currency than it is.

    Args:
        data: The table.
        context: Has rates, to say what the part is worth.
    """
    tranches = data.judged("tranches")
    if tranches is not None:
        yield from hits_in(tranches, _mixed)
    yield from hits_by_row((each.row, _foreign_part(each, context.rates)) for each in drafts(data))


def _mixed(value: object, text: str) -> Told | None:
    """Tell of a tranche whose own amounts are of several currencies."""
    for part in broken_parts(value, text):
        codes = [code for name in ("amount", *_BALANCED) if (code := currency_in(part.get(name)))]
        if len(set(codes)) > 1:
            message = f"amounts of one tranche are in {' and '.join(sorted(set(codes)))}"
            return Told(message, "a wrong label, or an amount that was converted", "state all in one currency")
    return None


def _foreign(operation: FinancingOperation) -> list[tuple[str, Amount, Any]]:
    """List the parts in another currency than the operation: the column, the amount, and the part."""
    own = currency_of(operation)
    found: list[tuple[str, Amount | None, Any]] = [
        *(("tranches", amount, each) for each in operation.tranches for amount in (each.amount, each.disbursed)),
        *(("top_ups", each.amount, each) for each in operation.top_ups),
        *(("stages", each.amount, each) for each in operation.stages if each.stage.is_binding or each.stage.is_last),
        *((name, getattr(operation, name), None) for name in _BALANCED),
    ]
    return [(name, amount, part) for name, amount, part in found if amount is not None and amount.currency is not own]


def _foreign_part(refused: Draft, rates: RateTable | None) -> Told | None:
    operation = refused.record
    foreign, own = _foreign(operation), currency_of(operation)
    if not foreign or own is None:
        return None
    column, amount, part = foreign[0]
    message = f"{amount} in {column} of an operation in {own}, without a rate"
    relabelled = _relabelled(operation, own)
    if relabelled is not None:
        cause = f"the label is wrong: as {own} the tranches add up to {operation.amount}"
        return Told(message, cause, f"label it {own}", column=column, change={"tranches": relabelled})
    cause = "a part in another currency, or a wrong label"
    return Told(message, cause, _worth(amount, own, part, rates), column=column)


def _relabelled(operation: FinancingOperation, own: Currency) -> tuple[Tranche, ...] | None:
    """Give the tranches in the currency of the operation, where their figures add up to its amount as they stand."""
    tranches = tuple([evolve(each, **_in_currency(each, own)) for each in operation.tranches])
    known = [each.amount for each in tranches if each.amount is not None]
    return tranches if len(known) == len(tranches) and is_same(total_of(known), operation.amount) else None


def _in_currency(tranche: Tranche, own: Currency) -> dict[str, Amount]:
    amounts = {name: getattr(tranche, name) for name in ("amount", *_BALANCED)}
    return {name: _as(amount, own) for name, amount in amounts.items() if amount is not None}


def _as(amount: Amount, own: Currency) -> Amount:
    return Money.of(amount.amount, own) if isinstance(amount, Money) else MoneyEstimate(amount.estimate, own)


def _worth(amount: Amount, own: Currency, part: Any, rates: RateTable | None) -> str:  # noqa: ANN401 - any part
    """Say what an amount is worth on its day, where there are rates."""
    usual = f"convert it into {own} at a rate that is named, or record an operation of its own"
    day = next((on for name in ("disbursed_on", "signed_on", "on") if (on := getattr(part, name, None))), None)
    if rates is None or day is None:
        return usual
    try:
        worth = convert_estimate(amount, own, on=day, rates=rates)
    except RateNotFoundError:
        return usual
    return f"{usual}: on {day} it was worth {worth.best.round(0) if worth.best else worth}"
