from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.quantities import Quantity
from centralasia.records import evolve, from_json, from_row, to_json, to_row
from centralasia.reference import WORLD, country
from centralasia.testing import trade_flows
from centralasia.trade import TOTAL, Flow, TradeFlow, Valuation, hs_code
from centralasia.trade.flows import added, amount_of, validate_disjoint


def a_flow(**changed: object) -> TradeFlow:
    fields: dict[str, object] = {
        "reporter": "KZ",
        "partner": "CN",
        "period": "2030",
        "flow": "export",
        "value": Money.of(100, "USD"),
        "source": "made up",
    }
    return TradeFlow(**(fields | changed))  # type: ignore[arg-type]  # tables of fields, good and bad


def test_the_facts_of_a_flow_are_kept() -> None:
    flow = a_flow(
        partner="W0",
        period="Jan-Sep 2030",
        flow="Re-Export",
        commodity="10.01",
        value=MoneyEstimate.of(Estimate.over(5), "USD"),
        valuation="FOB",
        quantity=Quantity.of(2, "kt"),
    )
    assert flow.partner is WORLD
    assert flow.flow is Flow.RE_EXPORT
    assert flow.commodity is hs_code("1001")
    assert flow.valuation is Valuation.FOB
    assert str(flow) == "re-export of HS 1001 from KZ to the world in 2030-01/2030-09: over 5 USD, 2 kt"


@pytest.mark.parametrize("estimate", [Estimate.at_most(0), Estimate.under(3), Estimate.between(-1, 1)])
def test_an_estimate_that_may_be_positive_is_kept(estimate: Estimate) -> None:
    assert a_flow(value=MoneyEstimate.of(estimate, "USD"), quantity=Quantity(estimate, "t")).value is not None


def test_what_is_not_said_is_not_assumed() -> None:
    flow = a_flow(flow="import")
    assert flow.valuation is None
    assert flow.commodity is TOTAL
    assert flow.is_total


@pytest.mark.parametrize(
    ("changed", "goods", "is_total"),
    [
        ({}, "all goods", True),
        ({"product": "grain"}, "grain", False),
        ({"commodity": "10"}, "HS 10", False),
        ({"commodity": "10", "product": "grain"}, "grain", False),
    ],
)
def test_goods_are_named(changed: dict[str, object], goods: str, *, is_total: bool) -> None:
    flow = a_flow(**changed)
    assert (flow.goods, flow.is_total) == (goods, is_total)


@pytest.mark.parametrize(
    ("flow", "exporter", "importer"),
    [("export", "KZ", "CN"), ("re_export", "KZ", "CN"), ("import", "CN", "KZ"), ("re_import", "CN", "KZ")],
)
def test_goods_leave_one_country_for_the_other(flow: str, exporter: str, importer: str) -> None:
    found = a_flow(flow=flow)
    assert (found.exporter, found.importer) == (country(exporter), country(importer))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"reporter": "W0"}, "reporter must be one country, got 'W0'; a total over partners has the world as its"),
        ({"partner": "KAZ"}, "partner must be another country than the reporter KZ, got 'KZ'"),
        ({"value": None}, "value must be given where there is no quantity, got None"),
        (
            {"value": None, "quantity": Quantity.of(1, "t"), "valuation": "cif"},
            "valuation must be left out where there is no value, got 'cif'",
        ),
        ({"value": Money.of(-1, "USD")}, "value must be zero or more, got '-1 USD'"),
        ({"value": MoneyEstimate.of(Estimate.at_most(-2), "USD")}, "value must be zero or more"),
        ({"value": MoneyEstimate.of(Estimate.under(0), "USD")}, "value must be zero or more, got 'under 0 USD'"),
        ({"quantity": Quantity.of(-1, "t")}, "quantity must be zero or more, got '-1 t'"),
        ({"commodity": "1009"}, "did you mean '1001'"),
        ({"period": "2024-13"}, "period must be"),
        ({"period": "2024-09/2024-01"}, "period must be"),
        ({"flow": "inward"}, "flow must be one of import, export, re_import, re_export"),
        ({"partner": "XX"}, "partner must be the code of a country"),
    ],
)
def test_a_flow_that_cannot_be_is_refused(changed: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        a_flow(**changed)
    assert message in str(caught.value)


@pytest.mark.parametrize("amount", [100, 1.5, "100 USD"])
def test_a_value_is_money_and_nothing_else(amount: object) -> None:
    with pytest.raises(WrongTypeError):
        a_flow(value=amount)


def test_the_value_or_the_quantity_is_given_as_asked() -> None:
    flow = a_flow(quantity=Quantity.of(2, "t"))
    assert amount_of(flow) == Money.of(100, "USD")
    assert amount_of(flow, "quantity") == Quantity.of(2, "t")
    with pytest.raises(InvalidValueError, match="measured must be 'value' or 'quantity', got 'weight'"):
        amount_of(flow, "weight")  # type: ignore[arg-type]  # what may come from a command line


def test_amounts_of_two_currencies_are_not_added_up() -> None:
    assert added([]) is None
    with pytest.raises(CurrencyMismatchError, match="convert one of them first"):
        added([Money.of(1, "USD"), Money.of(1, "EUR")])


@pytest.mark.parametrize(
    "flows",
    [
        [],
        [{}],
        [{}, {"partner": "UZ"}],
        [{}, {"partner": "W0", "flow": "import"}],
        [{}, {"partner": "CN", "reporter": "KG", "period": "2030-03"}],
        [{"commodity": "1001"}, {"commodity": "1003"}, {"commodity": "11"}],
        [{"product": "grain"}, {"product": "oil"}],
        [{"commodity": "H6:1001"}, {"commodity": "1003"}],
        [{"period": "2030-Q1"}, {"period": "2030-04"}, {"period": "2031"}],
    ],
)
def test_flows_that_do_not_contain_each_other_are_given_back(flows: Sequence[dict[str, object]]) -> None:
    given = [a_flow(**each) for each in flows]
    assert validate_disjoint(given) == tuple(given)


@pytest.mark.parametrize(
    ("flows", "message"),
    [
        (
            [{}, {"partner": "W0"}],
            "partner must be left out beside single countries, got 'W0'; it contains CN; leave out the total or its",
        ),
        (
            [{}, {"period": "2030-03"}],
            "period must be one that no other overlaps, got '2030'; it overlaps 2030-03; leave out the",
        ),
        (
            [{"period": "2030-01/2030-03"}, {"period": "2030-01/2030-06"}],
            "period must be one that no other overlaps, got '2030-Q1'; it overlaps 2030-S1",
        ),
        (
            [{"commodity": "100119"}, {"commodity": "10"}],
            "commodity must be left out beside its parts, got 'HS 10'; these contain HS 100119; leave out the whole",
        ),
        (
            [{"commodity": "10"}, {}],
            "commodity must be left out beside its parts, got 'all goods'; these contain HS 10",
        ),
        (
            [{"product": "grain"}, {}],
            "commodity must be left out beside its parts, got 'all goods'; these contain grain",
        ),
        (
            [{"product": "grain"}, {"commodity": "1001"}],
            "product must be known to be no other flow's goods, got 'grain'; it may be the same as HS 1001; give it a",
        ),
        ([{"commodity": "H6:100119"}, {"commodity": "1001"}], "got 'HS 1001'; these contain HS 100119"),
        (
            [{"commodity": "H6:1001"}, {"commodity": "H5:1003"}],
            "commodity must be codes of one revision, got ('H5', 'H6'); digits may mean other goods; where they do not",
        ),
        ([{}, {"vintage": "2031"}], "flow must be a flow that is there once, got 'export of all goods from KZ to CN"),
        ([{"commodity": "1001"}, {"commodity": "H6:1001"}], "flow must be a flow that is there once"),
        ([{"product": "grain"}, {"product": "Grain"}], "flow must be a flow that is there once"),
    ],
)
def test_flows_that_contain_each_other_are_refused(flows: Sequence[dict[str, object]], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        validate_disjoint(a_flow(**each) for each in flows)
    assert message in str(caught.value)


def test_only_flows_are_looked_at() -> None:
    with pytest.raises(WrongTypeError, match="record must be a TradeFlow, got 'grain'"):
        validate_disjoint([a_flow(), "grain"])  # type: ignore[list-item]  # the mistake itself


class TestLaws:
    @given(trade_flows())
    def test_a_flow_comes_back_from_a_row_and_from_json(self, flow: TradeFlow) -> None:
        assert from_row(TradeFlow, to_row(flow)) == flow
        assert from_json(TradeFlow, to_json(flow)) == flow

    @given(trade_flows(flows=["import", "export"]))
    def test_the_mirror_of_a_flow_moves_goods_the_same_way(self, flow: TradeFlow) -> None:
        if flow.partner is not WORLD:
            other = evolve(flow, reporter=flow.partner, partner=flow.reporter, flow=flow.flow.mirrored)
            assert (other.exporter, other.importer) == (flow.exporter, flow.importer)

    @given(st.lists(trade_flows(reporter="KZ", period="2030", flows="export"), max_size=4))
    def test_disjointness_does_not_depend_on_the_order(self, flows: list[TradeFlow]) -> None:
        def passes(given: Sequence[TradeFlow]) -> bool:
            try:
                validate_disjoint(given)
            except InvalidValueError:
                return False
            return True

        assert passes(flows) == passes(flows[::-1])
