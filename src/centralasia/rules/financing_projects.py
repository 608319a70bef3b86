"""Projects that several pay for: totals of all that stand as the amount of one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, Final

from centralasia.financing import Contribution, FinancingOperation, Memorandum
from centralasia.financing.breakdowns import sum_of
from centralasia.financing.shares import check_contributions
from centralasia.financing.stages import exceeds, total_of
from centralasia.money import Amount, as_money_estimate
from centralasia.numbers import Estimate
from centralasia.rules.data import Context, Data, Located
from centralasia.rules.financing_rows import by_lender, drafts, folded, given, hits_by_row, is_same, refusal, told_of
from centralasia.rules.hits import Hits, Told

__all__ = ["check_co_financing"]


def check_co_financing(data: Data, context: Context) -> Iterator[Hits]:
    """Find amounts that are those of a whole project, of which others bring in a part.

    Args:
        data: The table, of operations or of memoranda.
        context: May have `memoranda`.
    """
    if data.kind.name == "memoranda":
        yield from hits_by_row((row, _mobilised_twice(each)) for row, each in data.records)
        return
    yield from hits_by_row((each.row, _beyond_the_cost(each.record)) for each in drafts(data))
    memoranda = by_lender(given(context, "memoranda", Memorandum))
    projects = _projects(data.records)
    yield from hits_by_row(
        (
            row,
            _whole_as_own(each, each.amount, projects)
            or _mobilised_as_own(each, memoranda.get(folded(each.lender), [])),
        )
        for row, each in data.records
        if each.amount is not None
    )


def _beyond_the_cost(operation: FinancingOperation) -> Told | None:
    """Tell of an operation that the constructor refuses because it and others bring in more than there is to pay."""
    error = refusal(
        lambda: check_contributions(operation.contributions, operation.amount, total_cost=operation.total_cost)
    )
    if error is None:
        return None
    own, cost = operation.amount, operation.total_cost
    others = total_of([each.amount for each in operation.contributions if each.amount is not None])
    itself = tuple([each for each in operation.contributions if folded(each.financier) == folded(operation.lender)])
    if itself and own is not None:
        kept = tuple([each for each in operation.contributions if each not in itself])
        if refusal(lambda: check_contributions(kept, own, total_cost=cost)) is None:
            cause = f"the amount of {operation.lender} is among the contributions of others"
            return told_of(error, cause, column="contributions", change={"contributions": kept})
    if others is not None and is_same(own, cost) and cost is not None and exceeds(cost, others):
        rest = cost - others
        cause = "the amount is that of the whole project"
        return told_of(error, cause, column="amount", fix=f"state {rest}, what is left", change={"amount": rest})
    return told_of(error, column="amount" if error.field == "amount" else "contributions")


def _projects(records: Iterable[Located]) -> dict[str, list[FinancingOperation]]:
    found: dict[str, list[FinancingOperation]] = defaultdict(list)
    for _, each in records:
        if each.project:
            found[each.project].append(each)
    return found


def _whole_as_own(
    operation: FinancingOperation, own: Amount, projects: dict[str, list[FinancingOperation]]
) -> Told | None:
    """Find an amount that is what the whole project costs, where others pay for it too."""
    return _beside_shares(operation, own) or (
        _beside_others(operation, own, projects[operation.project]) if operation.project else None
    )


def _beside_shares(operation: FinancingOperation, own: Amount) -> Told | None:
    """Hold the amount against what shares of others leave of the cost."""
    cost = operation.total_cost
    if cost is None or cost.currency is not own.currency:
        return None
    others = [_brought(each, cost) for each in operation.contributions]
    known = [each for each in others if each is not None]
    if not known:
        return None
    together = sum_of([own, *known])
    if not exceeds(together, cost):
        return None
    names = ", ".join(each.financier for each in operation.contributions)
    message = f"{own} and what {names} contribute are {together}, of a total cost of {cost}"
    cause = "the amount is that of the whole project" if is_same(own, cost) else "others are in the amount too"
    return Told(message, cause, "state what the lender itself finances", column="amount")


def _brought(contribution: Contribution, cost: Amount) -> Amount | None:
    """Give what somebody contributes, by a share where no amount is stated."""
    if contribution.amount is not None:
        return contribution.amount if contribution.amount.currency is cost.currency else None
    printed: Any = Estimate.printed(contribution.percent) if contribution.percent is not None else None
    return None if printed is None else as_money_estimate(cost) * (printed * Fraction(1, 100))


def _beside_others(operation: FinancingOperation, own: Amount, project: list[FinancingOperation]) -> Told | None:
    """Hold the amount against the whole figures that operations of the project state."""
    others = [
        each
        for each in project
        if each is not operation and not _is_part(each, operation) and _says_more(each.amount, own)
    ]
    for each in (operation, *others):
        for what, whole in _wholes(each):
            if others and is_same(own, whole):
                paying = ", ".join(f"{other.reference} pays {other.amount}" for other in others[:_MOST_NAMED])
                message = f"{own} is {what} of project {operation.project}, as {each.reference} states it; {paying}"
                fix = "state what the lender itself finances"
                return Told(message, "the amount is that of the whole project", fix, column="amount")
    return None


_MOST_NAMED: Final = 3


def _is_part(one: FinancingOperation, other: FinancingOperation) -> bool:
    return one.part_of == other.reference or other.part_of == one.reference


def _says_more(amount: Amount | None, beside: Amount) -> bool:
    """Tell whether an amount is something that comes on top of another one."""
    return (
        amount is not None and amount.currency is beside.currency and not as_money_estimate(amount).estimate.contains(0)
    )


def _wholes(operation: FinancingOperation) -> Iterator[tuple[str, Amount]]:
    """List the figures for a whole project that an operation states."""
    if operation.total_cost is not None:
        yield "the total cost", operation.total_cost
    amounts = [each.amount for each in operation.contributions if each.amount is not None]
    if amounts and operation.amount is not None and {each.currency for each in amounts} == {operation.amount.currency}:
        yield "the amount and all contributions", sum_of([operation.amount, *amounts])


def _mobilised_twice(memorandum: Memorandum) -> Told | None:
    """Find a total that is the own amount, and is said not to have it in it."""
    if memorandum.mobilised_includes_own or not is_same(memorandum.amount, memorandum.mobilised):
        return None
    message = f"{memorandum.mobilised} are mobilised from others, and the own amount is {memorandum.amount}"
    cause = "one figure stands for the own amount and for the total, and counts twice"
    fix = "leave out the one that is not stated, or say that the total includes the own amount"
    return Told(message, cause, fix, column="mobilised")


def _mobilised_as_own(operation: FinancingOperation, memoranda: list[Memorandum]) -> Told | None:
    """Find an amount that is the total a memorandum of the lender expects from all."""
    for each in memoranda:
        if is_same(operation.amount, each.mobilised) and not is_same(each.amount, each.mobilised):
            message = f"{operation.amount} is the total that memorandum {each.reference} expects from all"
            fix = "state what the lender itself finances" + ("" if each.amount is None else f": {each.amount} there")
            return Told(message, "what is mobilised from all counts as one lender's amount", fix, column="amount")
    return None
