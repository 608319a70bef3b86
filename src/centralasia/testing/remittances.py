"""Remittances: flows as somebody could have reported them, and what services ask for sending money."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

import centralasia as ca
from centralasia.testing.calendar import days, periods
from centralasia.testing.extra import shown_as_called, st
from centralasia.testing.figures import decimals, estimates, money
from centralasia.testing.reference import chosen, favouring_first, members, with_minor_unit

__all__ = ["remittance_flows", "sending_costs", "transfer_quotes"]

_SOURCES: Final = ("made up", "nbkr", "WDI-2025-07-01")
_VINTAGES: Final = ("", "2024-05", "2025-07-01")
_NOTES: Final = ("", "", "converted from RUB")
_SERVICES: Final = ("made up", "a bank", "an app")
_USUAL: Final = ("RU", "KZ", "KG", "TJ", "TM", "UZ", "GE", "AM", "US", "W0")
_MOST: Final = 10**12


@shown_as_called
def remittance_flows(
    *,
    origin: "ca.Country | str | None" = None,
    destination: "ca.Country | str | None" = None,
    period: "ca.Period | str | None" = None,
    bases: "Iterable[ca.remittances.Basis | str] | str | None" = None,
    currencies: "Iterable[ca.Currency | str] | ca.Currency | str | None" = None,
    exact: bool = False,
) -> "st.SearchStrategy[ca.remittances.RemittanceFlow]":
    """Generate remittance flows: of all measures, by senders and receivers, gross and net, exact and estimated.

    Args:
        origin: The country the money is sent from, W0 for all; any when not given.
        destination: The country it is sent to, W0 for all; any when not given.
        period: The period; any when not given.
        bases: Gross or net; both when not given.
        currencies: The currency or currencies; every one with an ISO code and a minor unit when not given.
        exact: Only amounts that are money.

    Raises:
        InvalidValueError: The same country twice, or no such basis.
        UnknownCodeError: No such country or currency.

    Example:
        >>> from hypothesis import find
        >>> flow = find(remittance_flows(origin="RU", period="2023", currencies="USD", exact=True),
        ...     lambda each: each.amount.amount > 5)
        >>> print(flow)
        RU-KZ 2023: 6 USD (personal remittances, gross, by the sender; made up)
    """
    one, other = (None if code is None else ca.country(code) for code in (origin, destination))
    if one is not None and one is other:
        raise ca.InvalidValueError("destination", one.alpha2, f"another country than the origin {one.alpha2}")
    wish = _Wish(
        one,
        other,
        periods() if period is None else st.just(ca.period(period)),
        st.sampled_from(members(ca.remittances.Basis, bases, "bases")),
        favouring_first(chosen(currencies) or with_minor_unit()),
        exact,
    )
    return _flows(wish)


@shown_as_called
def sending_costs(*, currency: "ca.Currency | str | None" = None) -> "st.SearchStrategy[ca.remittances.SendingCost]":
    """Generate what services ask for sending an amount: with an exchange or without, the rate disclosed or not.

    Args:
        currency: The currency that is sent; any when not given.

    Raises:
        UnknownCodeError: No such currency.

    Example:
        >>> from hypothesis import find
        >>> find(sending_costs(currency="USD"), lambda cost: cost.fee_percent > 1).fee
        Money.of('1', 'USD')
    """
    return _costs(favouring_first(chosen(currency) or with_minor_unit()))


@shown_as_called
def transfer_quotes() -> "st.SearchStrategy[ca.remittances.TransferQuote]":
    """Generate quotes of services: for one amount or for both.

    Example:
        >>> from hypothesis import given
        >>> @given(transfer_quotes())
        ... def there_is_a_cost(quote: ca.remittances.TransferQuote) -> None:
        ...     assert quote.at_200 or quote.at_500
        >>> there_is_a_cost()
    """
    return _quotes()


class _Wish(NamedTuple):
    """What a caller wants, read."""

    origin: "ca.Country | None"
    destination: "ca.Country | None"
    periods: "st.SearchStrategy[ca.Period]"
    bases: "st.SearchStrategy[ca.remittances.Basis]"
    currencies: "st.SearchStrategy[ca.Currency]"
    exact: bool


@cache
def _places() -> "tuple[ca.Country, ...]":
    """List all countries and the world, those of the region and its partners first."""
    return tuple(dict.fromkeys([*map(ca.country, _USUAL), *ca.reference.countries().values()]))


def _other_than(known: "ca.Country") -> "st.SearchStrategy[ca.Country]":
    return favouring_first(tuple([each for each in _places() if each is not known]))


@st.composite
def _flows(draw: st.DrawFn, wish: _Wish) -> "ca.remittances.RemittanceFlow":
    room = ca.remittances
    origin = wish.origin
    if origin is None:
        origin = draw(favouring_first(_places()) if wish.destination is None else _other_than(wish.destination))
    destination = draw(_other_than(origin)) if wish.destination is None else wish.destination
    basis, currency = draw(wish.bases), draw(wish.currencies)
    least = 0 if basis is room.Basis.GROSS else -_MOST
    amounts: st.SearchStrategy[ca.Money | ca.MoneyEstimate] = money(
        currencies=currency, min_value=least, max_value=_MOST
    )
    if not wish.exact:
        stated = estimates(min_value=least, max_value=_MOST)
        if not least:
            stated = stated.filter(lambda estimate: estimate.high > 0 or estimate.contains(0))  # "under 0" is negative
        amounts |= stated.map(lambda estimate: ca.MoneyEstimate.of(estimate, currency))
    return room.RemittanceFlow(
        origin=origin,
        destination=destination,
        period=draw(wish.periods),
        amount=draw(amounts),
        measure=draw(st.sampled_from(room.RemittanceMeasure)),
        reporter=draw(st.sampled_from(room.Reporter)),
        basis=basis,
        source=draw(st.sampled_from(_SOURCES)),
        vintage=draw(st.sampled_from(_VINTAGES)),
        note=draw(st.sampled_from(_NOTES)),
    )


@st.composite
def _costs(draw: st.DrawFn, currencies: "st.SearchStrategy[ca.Currency]") -> "ca.remittances.SendingCost":
    sent = draw(currencies)
    payout = draw(st.none() | st.just(sent) | favouring_first(with_minor_unit()))
    is_exchanged = payout is not None and payout is not sent
    rates = st.none() | decimals(min_value=Decimal("0.0001"), max_value=100_000, places=4)
    return ca.remittances.SendingCost(
        amount=draw(money(currencies=sent, min_value=1, max_value=1_000_000)),
        fee=draw(money(currencies=sent, min_value=0, max_value=10_000)),
        payout=payout,
        rate=draw(rates) if is_exchanged else None,
        mid_rate=draw(rates) if is_exchanged else None,
    )


@st.composite
def _quotes(draw: st.DrawFn) -> "ca.remittances.TransferQuote":
    known = tuple([each for each in _places() if each is not ca.reference.WORLD])
    origin = draw(favouring_first(known))
    costs = sending_costs()
    first = draw(st.none() | costs)
    return ca.remittances.TransferQuote(
        service=draw(st.sampled_from(_SERVICES)),
        origin=origin,
        destination=draw(favouring_first(tuple([each for each in known if each is not origin]))),
        on=draw(days() | periods(frequency="Q")),
        at_200=first,
        at_500=draw(costs if first is None else st.none() | costs),
        source=draw(st.sampled_from(_SOURCES)),
        note=draw(st.sampled_from(_NOTES)),
    )
