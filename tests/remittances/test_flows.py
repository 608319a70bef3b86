import pickle
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate, Qualifier
from centralasia.periods import period
from centralasia.records import from_json, from_row, to_json, to_row
from centralasia.reference import WORLD, country, source
from centralasia.remittances import Basis, Corridor, RemittanceFlow, RemittanceMeasure, Reporter
from centralasia.remittances.flows import sense_of
from centralasia.testing import remittance_flows
from centralasia.testing.records import records

FACTS: dict[str, Any] = {
    "origin": "RU",
    "destination": "TJ",
    "period": "2023",
    "amount": Money.of("5.7e9", "USD"),
    "measure": "personal_remittances",
    "source": "made up",
}


def test_a_flow_reads_codes_periods_and_names() -> None:
    flow = RemittanceFlow(**FACTS | {"origin": "643", "destination": "TJK", "measure": "Personal remittances"})
    assert flow.corridor == Corridor(country("RU"), country("TJ"))
    assert flow.period == period("2023")
    assert flow.measure is RemittanceMeasure.PERSONAL_REMITTANCES
    assert (flow.reporter, flow.basis, flow.vintage, flow.note) == (Reporter.RECEIVER, Basis.GROSS, "", "")
    assert flow.source.key == "made up"


def test_the_source_may_be_the_key_of_one_that_ships() -> None:
    assert RemittanceFlow(**FACTS | {"source": "WDI-2025-07-01"}).source is source("WDI-2025-07-01")


def test_all_origins_are_the_world() -> None:
    flow = RemittanceFlow(**FACTS | {"origin": "W0"})
    assert flow.origin is WORLD
    assert to_row(flow)["origin"] == "W0"


@pytest.mark.parametrize(
    ("vintage", "written"),
    [
        ("", "RU-TJ 2023: 5700000000 USD (personal remittances, gross, by the receiver; made up)"),
        ("2024-05", "RU-TJ 2023: 5700000000 USD (personal remittances, gross, by the receiver; made up, 2024-05)"),
    ],
)
def test_a_flow_says_what_it_is(vintage: str, written: str) -> None:
    assert str(RemittanceFlow(**FACTS | {"vintage": vintage})) == written


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Money.of("5.6953", "USD"), "5.6953 USD"),  # as stated
        (MoneyEstimate.of(Estimate.printed("5.7"), "USD"), "5.7 (5.65 to 5.75) USD"),
        (MoneyEstimate.of(Estimate.over("2192.1892"), "USD"), "over 2192.18 USD"),
        (MoneyEstimate.of(Estimate.under("2192.1892"), "JPY"), "under 2193 JPY"),
        (MoneyEstimate.of("2192.1892", "USD"), "2192.19 USD"),
        (MoneyEstimate.of(Estimate.over("2192.1892"), "XAU"), "over 2192.1892 XAU"),  # has no minor unit
        (
            MoneyEstimate.of(Estimate.printed("2.18933"), "USD"),
            "2.19 (2.18 to 2.19) USD",
        ),
        (  # the figure meets an end that was excluded, once rounded
            MoneyEstimate.of(
                Estimate(
                    low=Decimal("2.56"),
                    high=Decimal(3),
                    best=Decimal("2.5601"),
                    low_open=True,
                    high_open=True,
                    qualifier=Qualifier.APPROX,
                ),
                "USD",
            ),
            "about 2.56 (2.56 to under 3) USD",
        ),
    ],
)
def test_a_flow_is_written_in_minor_units(amount: Money | MoneyEstimate, written: str) -> None:
    flow = RemittanceFlow(**FACTS | {"amount": amount})
    assert str(flow).startswith(f"RU-TJ 2023: {written} (personal")
    assert flow.amount is amount


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        (
            {"origin": "RUS1"},
            InvalidValueError,
            "origin must be the code of a country, such as 'KZ', got 'RUS1'; did you mean 'RUS'",
        ),
        ({"origin": "TJ"}, InvalidValueError, "destination must be another country than the origin TJ, got 'TJ'"),
        (
            {"origin": "W0", "destination": WORLD},
            InvalidValueError,
            "destination must be another country than the origin W0, got 'W0'",
        ),
        ({"period": "2023-05/2023-01"}, InvalidValueError, "period must be"),
        ({"period": "last year"}, InvalidValueError, "period must be a period such as"),
        ({"amount": 5.7}, WrongTypeError, "amount must be a Money or a MoneyEstimate, got 5.7 of type float"),
        ({"amount": Decimal(5)}, WrongTypeError, "amount must be a Money or a MoneyEstimate"),
        (
            {"amount": Money.of(-1, "USD")},
            InvalidValueError,
            "amount must be not negative, got '-1 USD'; only a net flow is, with basis='net'",
        ),
        (
            {"amount": MoneyEstimate.of(Estimate.under(0), "USD")},
            InvalidValueError,
            "amount must be not negative, got 'under 0 USD'",
        ),
        ({"measure": "workers' remittances"}, InvalidValueError, "measure must be"),
        ({"reporter": "both"}, InvalidValueError, "reporter must be"),
        ({"basis": "gros"}, InvalidValueError, "basis must be"),
        ({"source": ""}, InvalidValueError, "source must be a source with a key, title, publisher or link"),
        ({"source": 5}, WrongTypeError, "source must be a Source, or the text that names one"),
    ],
)
def test_a_bad_field_is_refused(changes: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        RemittanceFlow(**FACTS | changes)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "amount",
    [
        Money.zero("USD"),
        MoneyEstimate.of(Estimate.under(3), "USD"),  # as stated: nobody said that it is negative
        MoneyEstimate.of(Estimate.at_most(0), "USD"),
    ],
)
def test_what_may_be_zero_is_no_negative_amount(amount: Money | MoneyEstimate) -> None:
    assert RemittanceFlow(**FACTS | {"amount": amount}).amount == amount


def test_a_net_flow_may_be_negative() -> None:
    assert RemittanceFlow(**FACTS | {"amount": Money.of(-1, "USD"), "basis": "net"}).amount == Money.of(-1, "USD")


def test_two_flows_of_one_sense_may_be_added_up() -> None:
    one, other = RemittanceFlow(**FACTS), RemittanceFlow(**FACTS | {"origin": "KZ", "period": "2022"})
    assert sense_of(one) == sense_of(other)
    assert sense_of(one) != sense_of(RemittanceFlow(**FACTS | {"reporter": "sender"}))


def test_a_corridor_is_written_as_two_codes() -> None:
    assert str(RemittanceFlow(**FACTS).corridor) == "RU-TJ"


class TestLaws:
    @given(remittance_flows())
    def test_a_row_gives_the_flow_back(self, flow: RemittanceFlow) -> None:
        assert from_row(RemittanceFlow, to_row(flow)) == flow

    @given(remittance_flows())
    def test_json_gives_the_flow_back(self, flow: RemittanceFlow) -> None:
        assert from_json(RemittanceFlow, to_json(flow)) == flow

    @given(records(RemittanceFlow))
    def test_what_the_declaration_allows_gives_itself_back(self, flow: RemittanceFlow) -> None:
        assert from_row(RemittanceFlow, to_row(flow)) == flow
        assert from_json(RemittanceFlow, to_json(flow)) == flow

    @given(remittance_flows())
    def test_every_flow_can_be_written(self, flow: RemittanceFlow) -> None:
        assert str(flow).startswith(f"{flow.corridor} {flow.period}: ")

    @given(remittance_flows())
    def test_a_flow_pickles(self, flow: RemittanceFlow) -> None:
        assert pickle.loads(pickle.dumps(flow)) == flow
