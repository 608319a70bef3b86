"""Financing operations, their parts, memoranda and rules of lenders, each as somebody could have stated it."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

import centralasia as ca
from centralasia.testing.extra import shown_as_called, st
from centralasia.testing.parts import (
    FLAGS,
    LENDERS,
    MINOR,
    NOTES,
    PERHAPS,
    SAYING,
    THOUSANDTHS,
    TIMES,
    any_of,
    contribution_of,
    history_of,
    in_order,
    money_of,
    pool_of,
    said_of,
    split,
    stages_reached,
    top_up_of,
    tranche_of,
)
from centralasia.testing.reference import countries, dac_sectors

__all__ = [
    "contributions",
    "eligibility_rules",
    "financing_operations",
    "memoranda",
    "stage_histories",
    "top_ups",
    "tranches",
]

_TITLES: Final = st.sampled_from(("Power lines", "Water supply", "Dairy", "Road", "Health insurance"))
_REFERENCES: Final = st.integers(1, 10**6).map(lambda number: f"demo-{number}")
_PROJECTS: Final = st.sampled_from(("", "", "Power lines", "Road"))
_BORROWERS: Final = st.sampled_from(("", "Demo Ministry"))
_PARTIES: Final = st.lists(st.sampled_from(("Demo Bank", "Demo Ministry", "Demo Republic")), unique=True)
_SECTORS: Final = st.deferred(dac_sectors)
_SOURCES: Final = st.sampled_from(("made up", "WDI-2025-07-01"))
_CONSEQUENCES: Final = st.sampled_from(("direct", "through intermediary"))
_NUMBERS: Final = st.none() | st.integers(1, 9)
_COUNTS: Final = st.integers(1, 10**9)
_PARTS: Final = st.lists(MINOR, max_size=3)
_COUNTRIES: Final = st.deferred(countries)
_WHOLE: Final = 100
_MOST_PARTS: Final = 3
_IN_KIND: Final = ("in_kind", "loyalty_points")


@shown_as_called
def stage_histories() -> "st.SearchStrategy[tuple[ca.financing.StageEvent, ...]]":
    """Generate histories: some of the stages in their order, with days that do not run backwards, or without.

    Example:
        >>> from hypothesis import find
        >>> [event.stage.value for event in find(stage_histories(), lambda history: len(history) > 1)]
        ['proposed', 'identified']
    """
    return _histories()


@shown_as_called
def tranches(
    *, currencies: "Iterable[ca.Currency | str] | ca.Currency | str | None" = None, exact: bool = False
) -> "st.SearchStrategy[ca.financing.Tranche]":
    """Generate tranches, of which something was paid out, withdrawn, both or neither, or that do not say.

    Args:
        currencies: The currency or currencies; several when not given.
        exact: Whether every amount is money, and none an estimate.

    Example:
        >>> from hypothesis import given
        >>> @given(tranches(currencies="EUR", exact=True))
        ... def no_more_is_withdrawn_than_there_is(tranche: ca.Tranche) -> None:
        ...     assert not (tranche.amount and tranche.cancelled) or tranche.cancelled <= tranche.amount
        >>> no_more_is_withdrawn_than_there_is()
    """
    return _tranches(pool_of(currencies), exact)


@shown_as_called
def top_ups(
    *, currencies: "Iterable[ca.Currency | str] | ca.Currency | str | None" = None, exact: bool = False
) -> "st.SearchStrategy[ca.financing.TopUp]":
    """Generate top-ups at every stage.

    Args:
        currencies: The currency or currencies; several when not given.
        exact: Whether every amount is money, and none an estimate.

    Example:
        >>> from hypothesis import find
        >>> find(top_ups(currencies="EUR"), lambda each: each.stage.is_binding).stage.value
        'signed'
    """
    return _top_ups(pool_of(currencies), exact)


@shown_as_called
def contributions() -> "st.SearchStrategy[ca.financing.Contribution]":
    """Generate contributions of others: amounts, shares of up to 25 percent, or both.

    Example:
        >>> from hypothesis import find
        >>> find(contributions(), lambda each: each.amount is None).percent
        Decimal('1')
    """
    return _contributions()


@shown_as_called
def financing_operations(
    *, currencies: "Iterable[ca.Currency | str] | ca.Currency | str | None" = None, exact: bool = False
) -> "st.SearchStrategy[ca.financing.FinancingOperation]":
    """Generate operations: at every stage, with and without amounts, shares, tranches, top-ups, and in kind.

    Args:
        currencies: The currency or currencies of the operations; several when not given. Total costs and what others
            contribute are in any.
        exact: Whether the amounts of the operation are money, and none an estimate.

    Example:
        >>> from hypothesis import given
        >>> @given(financing_operations(currencies="EUR", exact=True))
        ... def nothing_is_lost(operation: ca.financing.FinancingOperation) -> None:
        ...     stands = ca.financing.position(operation)
        ...     if stands.undisbursed is not None:
        ...         assert stands.committed == stands.disbursed + stands.undisbursed + stands.cancelled
        >>> nothing_is_lost()
    """
    return _operations(pool_of(currencies), exact)


@shown_as_called
def memoranda() -> "st.SearchStrategy[ca.financing.Memorandum]":
    """Generate memoranda of understanding: with and without amounts, own ones in the total or beside it.

    Example:
        >>> from hypothesis import find
        >>> find(memoranda(), lambda each: each.mobilised_includes_own).mobilised is None
        False
    """
    return _memoranda()


@shown_as_called
def eligibility_rules() -> "st.SearchStrategy[ca.financing.EligibilityRule]":
    """Generate rules of lenders.

    Example:
        >>> from hypothesis import given
        >>> @given(eligibility_rules())
        ... def a_threshold_is_not_negative(rule: ca.financing.EligibilityRule) -> None:
        ...     assert ca.money.as_money_estimate(rule.threshold).estimate.high >= 0
        >>> a_threshold_is_not_negative()
    """
    return _rules()


@st.composite
def _histories(draw: st.DrawFn) -> Any:  # noqa: ANN401 - a composite
    return history_of(draw, draw(stages_reached()), {})


@st.composite
def _tranches(draw: st.DrawFn, currencies: "st.SearchStrategy[ca.Currency]", exact: bool) -> Any:  # noqa: ANN401, FBT001 - a composite
    return tranche_of(draw, draw(currencies), split(draw, draw(MINOR)), number=draw(_NUMBERS), exact=exact)


@st.composite
def _top_ups(draw: st.DrawFn, currencies: "st.SearchStrategy[ca.Currency]", exact: bool) -> Any:  # noqa: ANN401, FBT001 - a composite
    return top_up_of(draw, draw(currencies), (), exact=exact)


@st.composite
def _contributions(draw: st.DrawFn) -> Any:  # noqa: ANN401 - a composite
    return contribution_of(draw, money_of(draw(pool_of()), draw(MINOR)))


def _shares(draw: st.DrawFn, pool: "st.SearchStrategy[Any]", least: int) -> dict[Any, Decimal | None]:
    """Draw things with shares: all of them, all but one, or none."""
    things = draw(st.lists(pool, min_size=least, max_size=_MOST_PARTS, unique=True))
    if not things or draw(FLAGS):
        return dict.fromkeys(things)
    percents: list[Decimal | None] = []
    left = _WHOLE
    for others in range(len(things) - 1, 0, -1):
        percent = 1 + (left - others - 1) * draw(THOUSANDTHS) // 1000
        left -= percent
        percents.append(Decimal(percent))
    return dict(zip(things, [*percents, None if draw(FLAGS) else Decimal(left)], strict=True))


def _described(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "reference": draw(_REFERENCES),
        "title": draw(_TITLES),
        "lender": draw(LENDERS),
        "source": draw(_SOURCES),
        "note": draw(NOTES),
    }


@st.composite
def _operations(draw: st.DrawFn, currencies: "st.SearchStrategy[ca.Currency]", exact: bool) -> Any:  # noqa: ANN401, FBT001 - a composite
    instrument, reached = draw(any_of("Instrument")), draw(stages_reached())
    whole, others = 0, [draw(MINOR)] if draw(FLAGS) else []  # minor units, whatever the currency
    if instrument.value in _IN_KIND:
        quantity = ca.quantities.Quantity.of(draw(_COUNTS), "point") if draw(FLAGS) else None
        given: dict[str, Any] = {"in_kind": quantity, "stages": history_of(draw, reached, {})}
    else:
        whole, given = _amounts(draw, draw(currencies), reached, exact=exact)
    return ca.financing.FinancingOperation(
        **_described(draw),
        **given,
        borrower=draw(_BORROWERS),
        countries=_shares(draw, _COUNTRIES, 1),
        sectors=_shares(draw, _SECTORS, 0),
        instrument=instrument,
        total_cost=said_of(money_of(draw(pool_of()), whole + sum(others) + draw(MINOR)), draw(PERHAPS)),
        contributions=[contribution_of(draw, money_of(draw(pool_of()), minor)) for minor in others],
        project=draw(_PROJECTS),
    )


def _amounts(
    draw: st.DrawFn, currency: "ca.Currency", reached: "list[ca.financing.Stage]", *, exact: bool
) -> tuple[int, dict[str, Any]]:
    """Draw how an operation stands, and then what is said of it: everything said has the truth inside."""
    truths = [split(draw, part, reached) for part in draw(_PARTS)]
    sums = [sum(each) for each in zip(*truths, strict=True)] if truths else split(draw, draw(MINOR), reached)
    whole, paid, gone = [money_of(currency, minor) for minor in sums]
    stage = ca.financing.Stage

    def said(truth: "ca.Money") -> Any:  # noqa: ANN401 - money, an estimate or nothing
        return said_of(truth, draw(PERHAPS), exact=exact)

    by_stage = {
        stage.SIGNED: said(whole),
        stage.EFFECTIVE: said(whole),
        stage.DISBURSING: said(paid),
        stage.COMPLETED: said(paid),
        stage.CANCELLED: said(whole - paid),
    }
    history = history_of(draw, reached, by_stage)
    return sums[0], {
        "stages": history,
        "amount": said(whole),
        "disbursed": said(paid),
        "cancelled": said(gone),
        "tranches": [
            tranche_of(draw, currency, truth, number=number if draw(FLAGS) else None, exact=exact)
            for number, truth in enumerate(truths, 1)
        ],
        "top_ups": [top_up_of(draw, currency, history, exact=exact)] if draw(FLAGS) else [],
    }


@st.composite
def _memoranda(draw: st.DrawFn) -> Any:  # noqa: ANN401 - a composite
    currency, own, more = draw(pool_of()), draw(MINOR), draw(MINOR)
    total = said_of(money_of(currency, more), draw(PERHAPS))
    inside = None if total is None else draw(FLAGS)
    if inside:
        total = total + money_of(currency, own)
    return ca.financing.Memorandum(
        **_described(draw),
        parties=draw(_PARTIES),
        countries=list(_shares(draw, _COUNTRIES, 0)),
        signed=draw(TIMES),
        amount=said_of(money_of(currency, own), draw(PERHAPS)),
        mobilised=total,
        mobilised_includes_own=inside,
    )


@st.composite
def _rules(draw: st.DrawFn) -> Any:  # noqa: ANN401 - a composite
    first, last = in_order(draw, 2)
    return ca.financing.EligibilityRule(
        lender=draw(LENDERS),
        criterion=draw(any_of("Criterion")),
        comparison=draw(any_of("Comparison")),
        threshold=said_of(money_of(draw(pool_of()), draw(MINOR)), draw(SAYING)),
        consequence=draw(_CONSEQUENCES),
        valid_from=first,
        valid_until=last and last + timedelta(1),
        source=draw(_SOURCES),
        note=draw(NOTES),
    )
