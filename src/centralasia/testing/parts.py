"""Parts of financing operations: amounts and what is said of them, histories, tranches, top-ups, contributions."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Final

import centralasia as ca
from centralasia.testing.calendar import days, periods
from centralasia.testing.extra import st
from centralasia.testing.reference import chosen, favouring_first

_CURRENCIES: Final = ("EUR", "USD", "KZT", "KGS", "UZS", "TJS", "TMT", "JPY", "BHD")
LENDERS: Final = st.sampled_from(("Demo Bank", "Demo Fund", "Demo Agency"))
NOTES: Final = st.sampled_from(("", "", "as announced"))
MINOR: Final = st.integers(0, 1000) | st.integers(0, 10**14)  # minor units
THOUSANDTHS: Final = st.integers(0, 1000)
FLAGS: Final = st.booleans()
SAYING: Final = st.tuples(st.integers(0, 6), st.integers(1, 10**6))  # which hedge, and how far it reaches
PERHAPS: Final = st.none() | SAYING
_GAPS: Final = st.lists(st.none() | st.integers(0, 1500), min_size=8, max_size=8)  # days between stages
_DAYS: Final = st.deferred(days)
TIMES: Final = st.none() | _DAYS | st.deferred(periods)


def pool_of(
    currencies: "Iterable[ca.Currency | str] | ca.Currency | str | None" = None,
) -> "st.SearchStrategy[ca.Currency]":
    """Generate currencies: those given, or some that a demo may have."""
    return _pool(chosen(currencies) or tuple([ca.currency(code) for code in _CURRENCIES]))


@cache
def _pool(currencies: "tuple[ca.Currency, ...]") -> "st.SearchStrategy[ca.Currency]":
    return favouring_first(currencies)


def money_of(currency: "ca.Currency", minor: int) -> "ca.Money":
    """Make money of so many minor units."""
    return ca.Money(ca.numbers.EXACT.scaleb(Decimal(minor), -(currency.minor_unit or 0)), currency)


def said_of(whole: "ca.Money", saying: tuple[int, int] | None, *, exact: bool = False) -> Any:  # noqa: ANN401 - either
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


def in_order(draw: st.DrawFn, count: int) -> list[date | None]:
    """Draw days of which none is before an earlier one, some of them unknown."""
    day, found = draw(_DAYS), []
    for gap in draw(_GAPS)[:count]:
        day += timedelta(gap or 0)
        found.append(None if gap is None else day)
    return found


def history_of(
    draw: st.DrawFn, reached: "list[ca.financing.Stage]", amounts: "dict[Any, Any]"
) -> "tuple[ca.financing.StageEvent, ...]":
    """Draw the days of the stages reached, with the amounts there are for them."""
    return tuple(
        [
            ca.financing.StageEvent(stage=each, on=on, amount=amounts.get(each))
            for each, on in zip(reached, in_order(draw, len(reached)), strict=True)
        ]
    )


@cache
def stages_reached() -> "st.SearchStrategy[list[ca.financing.Stage]]":
    """Generate some of the stages in their order."""
    stage = ca.financing.Stage
    before = st.sets(st.sampled_from([each for each in stage if not each.is_last]), max_size=4)
    last = st.sampled_from(([], [], [stage.COMPLETED], [stage.CANCELLED]))
    return st.builds(lambda found, end: sorted(found, key=lambda each: each.rank) + end, before, last)


def tranche_of(
    draw: st.DrawFn, currency: "ca.Currency", truth: tuple[int, int, int], *, number: int | None, exact: bool
) -> "ca.financing.Tranche":
    """Draw what is said of a tranche: of the amount, of what was paid out, and of what was withdrawn."""
    said = [said_of(money_of(currency, minor), draw(PERHAPS), exact=exact) for minor in truth]
    signed_on, available_on, disbursed_on = in_order(draw, 3)
    return ca.financing.Tranche(
        number=number,
        title="part",
        amount=said[0],
        disbursed=said[1],
        cancelled=said[2],
        signed_on=signed_on,
        available_on=available_on,
        disbursed_on=disbursed_on,
        note=draw(NOTES),
    )


def split(draw: st.DrawFn, whole: int, reached: "Sequence[ca.financing.Stage]" = ()) -> tuple[int, int, int]:
    """Say what of an amount was paid out, nothing before the signature, and what was withdrawn, all in the end."""
    paid = 0 if ends_unsigned(reached) else whole * draw(THOUSANDTHS) // 1000
    cancelled = bool(reached) and reached[-1] is ca.financing.Stage.CANCELLED
    return whole, paid, (whole - paid) * (1000 if cancelled else draw(THOUSANDTHS)) // 1000


def ends_unsigned(reached: "Sequence[ca.financing.Stage]") -> bool:
    """Tell whether a history ends before anything is signed."""
    return bool(reached) and reached[-1].rank < ca.financing.Stage.SIGNED.rank


def top_up_of(
    draw: st.DrawFn, currency: "ca.Currency", history: "tuple[ca.financing.StageEvent, ...]", *, exact: bool
) -> "ca.financing.TopUp":
    """Draw a top-up that is not signed before its operation, so far as the history tells."""
    stage, on = draw(any_of("Stage")), draw(TIMES)
    if stage.is_binding and ends_unsigned([event.stage for event in history]):
        stage = history[-1].stage
    latest = max([event.on for event in history if isinstance(event.on, date)], default=None)
    if stage.is_binding and latest is not None and on is not None:
        on = latest + timedelta(draw(THOUSANDTHS))
    return ca.financing.TopUp(
        stage=stage,
        amount=said_of(money_of(currency, draw(MINOR)), draw(SAYING), exact=exact),
        on=on,
        note=draw(NOTES),
    )


@cache
def any_of(enum: str) -> st.SearchStrategy[Any]:
    """Generate the members of an enumeration of the room of financing."""
    return st.sampled_from(list(getattr(ca.financing, enum)))


def contribution_of(draw: st.DrawFn, whole: "ca.Money") -> "ca.financing.Contribution":
    """Draw what is said of a contribution."""
    amount = said_of(whole, draw(PERHAPS))
    percent = Decimal(1 + draw(THOUSANDTHS) // 45)
    return ca.financing.Contribution(
        financier=draw(LENDERS),
        amount=amount,
        percent=percent if amount is None or draw(FLAGS) else None,
        role=draw(any_of("OrganisationRole")),
        note=draw(NOTES),
    )
