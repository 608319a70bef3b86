"""Projects that several pay for: totals of all that stand as the amount of one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import islice
from typing import Any, Final, final

import attrs

from centralasia.financing import Contribution, FinancingOperation, Memorandum
from centralasia.financing.breakdowns import sum_of
from centralasia.financing.shares import check_contributions
from centralasia.financing.stages import total_of
from centralasia.money import Amount, as_money_estimate
from centralasia.numbers import Estimate
from centralasia.rules.data import Context, Data, Located
from centralasia.rules.financing_rows import (
    Figure,
    drafts,
    figure_of,
    folded,
    given,
    hits_by_row,
    is_more,
    is_same,
    refusal,
    told_of,
)
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
    totals: dict[tuple[str, Figure], Memorandum] = {}
    for each in given(context, "memoranda", Memorandum):
        if each.mobilised is not None and not is_same(each.amount, each.mobilised):
            totals[folded(each.lender), figure_of(each.mobilised)] = each
    projects = _projects(data.records)
    yield from hits_by_row(
        (row, _whole_as_own(each, each.amount, projects) or (_mobilised(each, each.amount, totals) if totals else None))
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
    if others is not None and is_same(own, cost) and cost is not None and is_more(cost, others):
        rest = cost - others
        cause = "the amount is that of the whole project"
        return told_of(error, cause, column="amount", fix=f"state {rest}, what is left", change={"amount": rest})
    return told_of(error, column="amount" if error.field == "amount" else "contributions")


@final
@attrs.frozen
class _Project:
    """The operations of a project, and what is said of the whole: the figure to what it is and who states it."""

    operations: list[FinancingOperation] = attrs.field(factory=list)
    wholes: dict[Figure, tuple[str, str]] = attrs.field(factory=dict)


def _projects(records: Iterable[Located]) -> dict[str, _Project]:
    found: dict[str, _Project] = defaultdict(_Project)
    for _, each in records:
        if each.project:
            project = found[each.project]
            project.operations.append(each)
            for what, whole in _wholes(each):
                project.wholes.setdefault(figure_of(whole), (what, each.reference))
    return found


def _whole_as_own(operation: FinancingOperation, own: Amount, projects: dict[str, _Project]) -> Told | None:
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
    if not is_more(together, cost):
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


def _beside_others(operation: FinancingOperation, own: Amount, project: _Project) -> Told | None:
    """Hold the amount against the whole figures that operations of the project state."""
    stated = project.wholes.get(figure_of(own))
    if stated is None:
        return None
    others = list(islice((each for each in project.operations if _pays_too(each, operation, own)), _MOST_NAMED))
    if not others:
        return None
    paying = ", ".join(f"{each.reference} pays {each.amount}" for each in others)
    message = f"{own} is {stated[0]} of project {operation.project}, as {stated[1]} states it; {paying}"
    fix = "state what the lender itself finances"
    return Told(message, "the amount is that of the whole project", fix, column="amount")


_MOST_NAMED: Final = 3


def _pays_too(other: FinancingOperation, operation: FinancingOperation, own: Amount) -> bool:
    """Tell whether another operation brings in something on top, of which this one is no part, nor the reverse."""
    amount = other.amount
    if amount is None or amount.currency is not own.currency or as_money_estimate(amount).estimate.contains(0):
        return False
    return other is not operation and other.part_of != operation.reference and operation.part_of != other.reference


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


def _mobilised(
    operation: FinancingOperation, own: Amount, totals: Mapping[tuple[str, Figure], Memorandum]
) -> Told | None:
    """Find an amount that is the total a memorandum of the lender expects from all."""
    found = totals.get((folded(operation.lender), figure_of(own)))
    if found is None:
        return None
    message = f"{own} is the total that memorandum {found.reference} expects from all"
    fix = "state what the lender itself finances" + ("" if found.amount is None else f": {found.amount} there")
    return Told(message, "what is mobilised from all counts as one lender's amount", fix, column="amount")
