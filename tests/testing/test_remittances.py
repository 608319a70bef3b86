from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from centralasia.errors import InvalidValueError, UnknownCodeError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Qualifier
from centralasia.periods import period
from centralasia.reference import WORLD, country, currency
from centralasia.remittances import Basis, RemittanceFlow, RemittanceMeasure, Reporter, SendingCost, TransferQuote
from centralasia.testing import remittance_flows, sending_costs, transfer_quotes


@pytest.mark.parametrize("measure", list(RemittanceMeasure))
def test_every_measure_comes(measure: RemittanceMeasure, reached: Callable[..., object]) -> None:
    reached(remittance_flows(), lambda flow: flow.measure is measure)


@pytest.mark.parametrize(
    "condition",
    [
        lambda flow: flow.reporter is Reporter.SENDER,
        lambda flow: flow.origin is WORLD,
        lambda flow: flow.destination is WORLD,
        lambda flow: flow.basis is Basis.NET and isinstance(flow.amount, Money) and flow.amount.amount < 0,
        lambda flow: isinstance(flow.amount, MoneyEstimate) and flow.amount.qualifier is Qualifier.OVER,
        lambda flow: flow.basis is Basis.GROSS and isinstance(flow.amount, MoneyEstimate),
        lambda flow: flow.vintage and flow.note,
        lambda flow: flow.period.frequency is None,
        lambda flow: flow.source.publisher,
    ],
)
def test_every_sort_of_flow_comes(condition: object, reached: Callable[..., object]) -> None:
    reached(remittance_flows(), condition)


@given(remittance_flows(origin="RU", destination="KG", period="2023", bases="gross", currencies="USD", exact=True))
def test_flows_are_what_is_asked_for(flow: RemittanceFlow) -> None:
    assert (flow.origin, flow.destination, flow.period) == (country("RU"), country("KG"), period("2023"))
    assert isinstance(flow.amount, Money)
    assert (flow.basis, flow.amount.currency) == (Basis.GROSS, currency("USD"))


@given(remittance_flows(destination="W0"))
def test_one_end_alone_may_be_asked_for(flow: RemittanceFlow) -> None:
    assert flow.destination is WORLD


@pytest.mark.parametrize(
    ("wanted", "error", "message"),
    [
        (
            {"origin": "KG", "destination": "KGZ"},
            InvalidValueError,
            "destination must be another country than the origin KG",
        ),
        ({"origin": "XX"}, UnknownCodeError, "'XX' is not in the table of countries"),
        ({"bases": "clean"}, InvalidValueError, "bases must be some of gross, net"),
        ({"currencies": "USX"}, UnknownCodeError, "'USX' is not in the table of currencies"),
    ],
)
def test_what_no_flow_can_be_is_refused(wanted: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        remittance_flows(**wanted)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "condition",
    [
        lambda cost: cost.payout is None,
        lambda cost: cost.payout is cost.amount.currency,
        lambda cost: cost.is_exchanged and cost.rate is None,
        lambda cost: cost.is_exchanged and cost.mid_rate is None,
        lambda cost: cost.is_exchanged and cost.total_percent is not None and cost.margin_percent < 0,
        lambda cost: cost.is_exchanged and cost.total_percent is not None and cost.margin_percent > 0,
    ],
)
def test_every_sort_of_cost_comes(condition: object, reached: Callable[..., object]) -> None:
    reached(sending_costs(), condition)


@given(sending_costs(currency="RUB"))
def test_costs_are_in_the_currency_asked_for(cost: SendingCost) -> None:
    assert cost.amount.currency is currency("RUB")


@pytest.mark.parametrize(
    "condition",
    [
        lambda quote: quote.at_200 is None,
        lambda quote: quote.at_500 is None,
        lambda quote: quote.at_200 is not None and quote.at_500 is not None,
    ],
)
def test_every_sort_of_quote_comes(condition: Callable[[TransferQuote], bool], reached: Callable[..., object]) -> None:
    reached(transfer_quotes(), condition)
