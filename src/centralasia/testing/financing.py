"""Financing operations, their parts, memoranda and rules of lenders, each as somebody could have stated it."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Final

import centralasia as ca
from centralasia.testing.calendar import days, periods
from centralasia.testing.extra import shown_as_called, st
from centralasia.testing.reference import chosen, countries, dac_sectors, favouring_first

__all__ = [
    "contributions",
    "eligibility_rules",
    "financing_operations",
    "memoranda",
    "stage_histories",
    "top_ups",
    "tranches",
]

_CURRENCIES: Final = ("EUR", "USD", "KZT", "KGS", "UZS", "TJS", "TMT", "JPY", "BHD")
_LENDERS: Final = st.sampled_from(("Demo Bank", "Demo Fund", "Demo Agency"))
_TITLES: Final = st.sampled_from(("Power lines", "Water supply", "Dairy", "Road", "Health insurance"))
_REFERENCES: Final = st.integers(1, 10**6).map(lambda number: f"demo-{number}")
_PROJECTS: Final = st.sampled_from(("", "", "Power lines", "Road"))
_BORROWERS: Final = st.sampled_from(("", "Demo Ministry"))
_PARTIES: Final = st.lists(st.sampled_from(("Demo Bank", "Demo Ministry", "Demo Republic")), unique=True)
_SECTORS: Final = st.deferred(dac_sectors)
_SOURCES: Final = st.sampled_from(("made up", "WDI-2025-07-01"))
_NOTES: Final = st.sampled_from(("", "", "as announced"))
_CONSEQUENCES: Final = st.sampled_from(("direct", "through intermediary"))
_NUMBERS: Final = st.none() | st.integers(1, 9)
_COUNTS: Final = st.integers(1, 10**9)
_MINOR: Final = st.integers(0, 1000) | st.integers(0, 10**14)  # minor units
_PARTS: Final = st.lists(_MINOR, max_size=3)
_THOUSANDTHS: Final = st.integers(0, 1000)
_FLAGS: Final = st.booleans()
_SAYING: Final = st.tuples(st.integers(0, 6), st.integers(1, 10**6))  # which hedge, and how far it reaches
_PERHAPS: Final = st.none() | _SAYING
_GAPS: Final = st.lists(st.none() | st.integers(0, 1500), min_size=8, max_size=8)  # days between stages
_DAYS: Final = st.deferred(days)
_TIMES: Final = st.none() | _DAYS | st.deferred(periods)
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
    return _tranches(_currencies(currencies), exact)


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
    return _top_ups(_currencies(currencies), exact)


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
    return _operations(_currencies(currencies), exact)


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


def _currencies(
    currencies: "Iterable[ca.Currency | str] | ca.Currency | str | None" = None,
) -> "st.SearchStrategy[ca.Currency]":
    return _pool(chosen(currencies) or tuple([ca.currency(code) for code in _CURRENCIES]))


@cache
def _pool(currencies: "tuple[ca.Currency, ...]") -> "st.SearchStrategy[ca.Currency]":
    return favouring_first(currencies)


def _money(currency: "ca.Currency", minor: int) -> "ca.Money":
    return ca.Money(ca.numbers.EXACT.scaleb(Decimal(minor), -(currency.minor_unit or 0)), currency)


def _amount(whole: "ca.Money", saying: tuple[int, int] | None, *, exact: bool = False) -> Any:  # noqa: ANN401 - either
    """Say something of an amount: nothing, itself, or bounds and hedges that all have it inside."""
    if saying is None:
        return None
    hedge, reach = saying
    if exact or hedge == 0:
        return whole
    figure, low = whole.amount, max(whole.amount - reach, Decimal(0))
    makers = (
        lambda: ca.Estimate.exactly(figure),
        lambda: ca.Estimate.printed(figure),
        lambda: ca.Estimate.about(figure, within=reach),
        lambda: ca.Estimate.between(low, figure + reach),
        lambda: ca.Estimate.at_least(low),
        lambda: ca.Estimate.at_most(figure + reach),
    )
    return ca.MoneyEstimate(makers[hedge - 1](), whole.currency)


def _in_order(draw: st.DrawFn, count: int) -> list[date | None]:
    """Draw days of which none is before an earlier one, some of them unknown."""
    day, found = draw(_DAYS), []
    for gap in draw(_GAPS)[:count]:
        day += timedelta(gap or 0)
        found.append(None if gap is None else day)
    return found


@st.composite
def _histories(draw: st.DrawFn) -> Any:  # noqa: ANN401 - a composite
    return _history(draw, {})


def _history(draw: st.DrawFn, amounts: "dict[Any, Any]") -> "tuple[ca.financing.StageEvent, ...]":
    reached = draw(_stages())
    return tuple(
        [
            ca.financing.StageEvent(stage=each, on=on, amount=amounts.get(each))
            for each, on in zip(reached, _in_order(draw, len(reached)), strict=True)
        ]
    )


@cache
def _stages() -> "st.SearchStrategy[list[ca.financing.Stage]]":
    stage = ca.financing.Stage
    before = st.sets(st.sampled_from([each for each in stage if not each.is_last]), max_size=4)
    last = st.sampled_from(([], [], [stage.COMPLETED], [stage.CANCELLED]))
    return st.builds(lambda found, end: sorted(found, key=lambda each: each.rank) + end, before, last)


@st.composite
def _tranches(draw: st.DrawFn, currencies: "st.SearchStrategy[ca.Currency]", exact: bool) -> Any:  # noqa: ANN401, FBT001 - a composite
    return _tranche(draw, draw(currencies), _split(draw, draw(_MINOR)), exact=exact)


def _tranche(
    draw: st.DrawFn, currency: "ca.Currency", truth: tuple[int, int, int], *, exact: bool
) -> "ca.financing.Tranche":
    said = [_amount(_money(currency, minor), draw(_PERHAPS), exact=exact) for minor in truth]
    signed_on, available_on, disbursed_on = _in_order(draw, 3)
    return ca.financing.Tranche(
        number=draw(_NUMBERS),
        title="part",
        amount=said[0],
        disbursed=said[1],
        cancelled=said[2],
        signed_on=signed_on,
        available_on=available_on,
        disbursed_on=disbursed_on,
        note=draw(_NOTES),
    )


def _split(draw: st.DrawFn, whole: int) -> tuple[int, int, int]:
    """Say what of an amount was paid out, and what was withdrawn."""
    paid = whole * draw(_THOUSANDTHS) // 1000
    return whole, paid, (whole - paid) * draw(_THOUSANDTHS) // 1000


@st.composite
def _top_ups(draw: st.DrawFn, currencies: "st.SearchStrategy[ca.Currency]", exact: bool) -> Any:  # noqa: ANN401, FBT001 - a composite
    return _top_up(draw, draw(currencies), exact=exact)


def _top_up(draw: st.DrawFn, currency: "ca.Currency", *, exact: bool) -> "ca.financing.TopUp":
    return ca.financing.TopUp(
        stage=draw(_any_of("Stage")),
        amount=_amount(_money(currency, draw(_MINOR)), draw(_SAYING), exact=exact),
        on=draw(_TIMES),
        note=draw(_NOTES),
    )


@cache
def _any_of(enum: str) -> st.SearchStrategy[Any]:
    return st.sampled_from(list(getattr(ca.financing, enum)))


@st.composite
def _contributions(draw: st.DrawFn) -> Any:  # noqa: ANN401 - a composite
    return _contribution(draw)


def _contribution(draw: st.DrawFn) -> "ca.financing.Contribution":
    amount = _amount(_money(draw(_currencies()), draw(_MINOR)), draw(_PERHAPS))
    percent = Decimal(1 + draw(_THOUSANDTHS) // 45)
    return ca.financing.Contribution(
        financier=draw(_LENDERS),
        amount=amount,
        percent=percent if amount is None or draw(_FLAGS) else None,
        role=draw(_any_of("OrganisationRole")),
        note=draw(_NOTES),
    )


def _shares(draw: st.DrawFn, pool: "st.SearchStrategy[Any]", least: int) -> dict[Any, Decimal | None]:
    """Draw things with shares: all of them, all but one, or none."""
    things = draw(st.lists(pool, min_size=least, max_size=_MOST_PARTS, unique=True))
    if not things or draw(_FLAGS):
        return dict.fromkeys(things)
    percents: list[Decimal | None] = []
    left = _WHOLE
    for others in range(len(things) - 1, 0, -1):
        percent = 1 + (left - others - 1) * draw(_THOUSANDTHS) // 1000
        left -= percent
        percents.append(Decimal(percent))
    return dict(zip(things, [*percents, None if draw(_FLAGS) else Decimal(left)], strict=True))


def _described(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "reference": draw(_REFERENCES),
        "title": draw(_TITLES),
        "lender": draw(_LENDERS),
        "source": draw(_SOURCES),
        "note": draw(_NOTES),
    }


@st.composite
def _operations(draw: st.DrawFn, currencies: "st.SearchStrategy[ca.Currency]", exact: bool) -> Any:  # noqa: ANN401, FBT001 - a composite
    instrument = draw(_any_of("Instrument"))
    if instrument.value in _IN_KIND:
        quantity = ca.quantities.Quantity.of(draw(_COUNTS), "point") if draw(_FLAGS) else None
        given: dict[str, Any] = {"in_kind": quantity, "stages": _history(draw, {})}
    else:
        given = _amounts(draw, draw(currencies), exact=exact)
    return ca.financing.FinancingOperation(
        **_described(draw),
        **given,
        borrower=draw(_BORROWERS),
        countries=_shares(draw, _COUNTRIES, 1),
        sectors=_shares(draw, _SECTORS, 0),
        instrument=instrument,
        total_cost=_amount(_money(draw(_currencies()), draw(_MINOR)), draw(_PERHAPS)),
        contributions=[_contribution(draw)] if draw(_FLAGS) else [],
        project=draw(_PROJECTS),
    )


def _amounts(draw: st.DrawFn, currency: "ca.Currency", *, exact: bool) -> dict[str, Any]:
    """Draw how an operation stands, and then what is said of it: everything said has the truth inside."""
    truths = [_split(draw, part) for part in draw(_PARTS)]
    sums = [sum(each) for each in zip(*truths, strict=True)] if truths else _split(draw, draw(_MINOR))
    whole, paid, gone = [_money(currency, minor) for minor in sums]
    stage = ca.financing.Stage

    def said(truth: "ca.Money") -> Any:  # noqa: ANN401 - money, an estimate or nothing
        return _amount(truth, draw(_PERHAPS), exact=exact)

    by_stage = {
        stage.SIGNED: said(whole),
        stage.EFFECTIVE: said(whole),
        stage.DISBURSING: said(paid),
        stage.COMPLETED: said(paid),
        stage.CANCELLED: said(whole - paid),
    }
    return {
        "stages": _history(draw, by_stage),
        "amount": said(whole),
        "disbursed": said(paid),
        "cancelled": said(gone),
        "tranches": [_tranche(draw, currency, truth, exact=exact) for truth in truths],
        "top_ups": [_top_up(draw, currency, exact=exact)] if draw(_FLAGS) else [],
    }


@st.composite
def _memoranda(draw: st.DrawFn) -> Any:  # noqa: ANN401 - a composite
    currency, own, more = draw(_currencies()), draw(_MINOR), draw(_MINOR)
    total = _amount(_money(currency, more), draw(_PERHAPS))
    inside = None if total is None else draw(_FLAGS)
    if inside:
        total = total + _money(currency, own)
    return ca.financing.Memorandum(
        **_described(draw),
        parties=draw(_PARTIES),
        countries=list(_shares(draw, _COUNTRIES, 0)),
        signed=draw(_TIMES),
        amount=_amount(_money(currency, own), draw(_PERHAPS)),
        mobilised=total,
        mobilised_includes_own=inside,
    )


@st.composite
def _rules(draw: st.DrawFn) -> Any:  # noqa: ANN401 - a composite
    first, last = _in_order(draw, 2)
    return ca.financing.EligibilityRule(
        lender=draw(_LENDERS),
        criterion=draw(_any_of("Criterion")),
        comparison=draw(_any_of("Comparison")),
        threshold=_amount(_money(draw(_currencies()), draw(_MINOR)), draw(_SAYING)),
        consequence=draw(_CONSEQUENCES),
        valid_from=first,
        valid_until=last and last + timedelta(1),
        source=draw(_SOURCES),
        note=draw(_NOTES),
    )
