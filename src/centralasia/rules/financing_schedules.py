"""Schedules of operations: the principal that comes back is what was paid out."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, final

import attrs

from centralasia.errors import WrongTypeError
from centralasia.financing import FinancingOperation, Stage, position, stage_of
from centralasia.financing.breakdowns import sum_of
from centralasia.financing.stages import total_of
from centralasia.loans import LoanSchedule
from centralasia.money import Amount, Money, MoneyEstimate, as_money_estimate
from centralasia.reference import Currency
from centralasia.rules.data import Context, Data
from centralasia.rules.financing_rows import hits_by_row, is_more, is_same
from centralasia.rules.hits import Hits, Told

__all__ = ["check_schedules"]

_FIELDS: Final = ("principal", "capitalised", "interest")


@final
@attrs.frozen(kw_only=True)
class _Plan:
    """What a schedule says in all."""

    parts: tuple[Amount, ...]
    """What is repaid with each payment."""
    principal: Amount
    added: Amount | None
    """Interest that is owed from some day on, and repaid as principal."""
    interest: Amount | None
    left: Amount | None
    """What is owed after the last payment."""


def check_schedules(data: Data, context: Context) -> Iterator[Hits]:
    """Find operations whose schedule repays something else than was paid out.

    Args:
        data: The table.
        context: May have `schedules`: reference to a `LoanSchedule`, to instalments, or to mappings with `principal`
            and perhaps `capitalised`, `interest` and `closing`.

    Raises:
        WrongTypeError: They are something else.
    """
    schedules = context.more.get("schedules")
    if not schedules:
        return
    if not isinstance(schedules, Mapping):
        raise WrongTypeError("schedules", schedules, "a mapping of references to schedules")
    yield from hits_by_row(
        (row, _repays(each, schedules[each.reference])) for row, each in data.records if each.reference in schedules
    )


def _repays(operation: FinancingOperation, schedule: object) -> Told | None:
    stands = position(operation)
    owed = [each for each in (stands.disbursed, stands.committed, stands.amount) if each is not None]
    if not owed:
        return None
    plan = _plan(schedule, owed[0].currency)
    if plan is None:
        return None
    if plan.principal.currency is not owed[0].currency:
        message = f"the schedule repays {plan.principal}, and the operation is in {owed[0].currency}"
        return Told(message, "a schedule of another operation, or a wrong label", column="amount")
    if plan.left is not None and is_more(plan.left, Money.zero(plan.left.currency)):
        return Told(f"{plan.left} is owed after the last payment", "a payment is missing", column="disbursed")
    repaid = plan.principal if plan.added is None else as_money_estimate(plan.principal) - plan.added
    is_over = stage_of(operation) is Stage.COMPLETED or _is_paid_out(stands.undisbursed)
    allowed = owed[:1] if is_over else owed
    if any(as_money_estimate(repaid).meets(each) for each in allowed):
        return None
    name = "disbursed" if stands.disbursed is not None else "amount"
    message = (
        f"the schedule repays {repaid}, and {owed[0]} {'was paid out' if name == 'disbursed' else 'is the amount'}"
    )
    return Told(message, _cause(operation, plan, owed), "make the schedule anew from what was paid out", column=name)


def _is_paid_out(undisbursed: Amount | None) -> bool:
    return undisbursed is not None and is_same(undisbursed, Money.zero(undisbursed.currency))


def _cause(operation: FinancingOperation, plan: _Plan, owed: list[Amount]) -> str | None:
    """Name what the difference is: the first of these of which the figures are exactly so."""
    repaid, paid_out = as_money_estimate(plan.principal), as_money_estimate(owed[0])
    signed = [each.amount for each in operation.top_ups if each.stage.is_binding]
    every = [each.amount for each in operation.top_ups]
    causes: dict[str, list[Amount]] = {
        "interest is in the column of principal": [] if plan.interest is None else [paid_out + plan.interest],
        "the schedule is of what was committed, of which not all was paid out": owed[1:],
        "the schedule was made before the top-up": [paid_out - each for each in signed],
        "the top-up is in the schedule twice, or is not signed": [paid_out + each for each in every],
        "a payment is missing": [paid_out - part for part in plan.parts],
        "a payment is there twice": [paid_out + part for part in plan.parts],
    }
    return next((cause for cause, wholes in causes.items() if any(is_same(repaid, each) for each in wholes)), None)


def _plan(schedule: object, currency: Currency) -> _Plan | None:
    """Add up a schedule; None where it has no payments."""
    if isinstance(schedule, LoanSchedule):
        return _Plan(
            parts=tuple([schedule.money(units) for units in schedule.columns.principal]),
            principal=schedule.total_principal,
            added=schedule.money(sum(schedule.columns.capitalised)),
            interest=schedule.total_interest,
            left=None,
        )
    if isinstance(schedule, str | Mapping) or not isinstance(schedule, Iterable):
        raise WrongTypeError("schedules", schedule, "made of LoanSchedule objects or of several payments")
    rows = list(schedule)
    sums = {name: _amounts(rows, name, currency) for name in _FIELDS}
    if not sums["principal"]:
        return None
    closing = _amounts(rows[-1:], "closing", currency)
    return _Plan(
        parts=tuple(sums["principal"]),
        principal=sum_of(sums["principal"]),
        added=total_of(sums["capitalised"]),
        interest=total_of(sums["interest"]),
        left=closing[0] if closing else None,
    )


def _amounts(rows: Iterable[object], name: str, currency: Currency) -> list[Amount]:
    """List what payments have under a name; figures without a currency are in that of the operation."""
    found = [row.get(name) if isinstance(row, Mapping) else getattr(row, name, None) for row in rows]
    return [
        each if isinstance(each, Money | MoneyEstimate) else Money.of(each, currency)  # floats are refused there
        for each in found
        if each is not None and each != ""
    ]
