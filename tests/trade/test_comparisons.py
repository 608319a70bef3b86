from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from centralasia.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.quantities import Quantity
from centralasia.records import evolve
from centralasia.reference import WORLD
from centralasia.testing import trade_flows
from centralasia.trade import CIF_FOB, Flow, TradeDeal, TradeFlow, deals_against_flows, mirror_flows, mirrors_of


def a_deal(title: str = "wheat", **changed: object) -> TradeDeal:
    fields: dict[str, object] = {
        "kind": "contract",
        "seller": "KZ",
        "buyer": "CN",
        "value": Money.of(1000, "USD"),
        "delivery": "2030",
        "source": "made up",
    }
    return TradeDeal(title=title, **(fields | changed))  # type: ignore[arg-type]  # tables of fields


def a_flow(**changed: object) -> TradeFlow:
    fields: dict[str, object] = {
        "reporter": "KZ",
        "partner": "CN",
        "period": "2030",
        "flow": "export",
        "value": Money.of(250, "USD"),
        "source": "made up",
    }
    return TradeFlow(**(fields | changed))  # type: ignore[arg-type]  # tables of fields


def the_import(**changed: object) -> TradeFlow:
    return a_flow(reporter="CN", partner="KZ", flow="import", **changed)


def test_a_framework_of_a_thousand_million_is_not_a_thousand_million_shipped() -> None:
    frame = a_deal("farm deals", kind="framework", value=Money.of(1_000_000_000, "USD"), product="farm goods")
    poultry = a_deal("poultry", value=Money.of(100_000_000, "USD"), product="poultry", part_of="farm deals")
    shipped = a_flow(product="Poultry", value=Money.of(40_000_000, "USD"))
    found = deals_against_flows([frame, poultry], [shipped])
    assert found.contracts.signed.amount == Money.of(100_000_000, "USD")
    assert found.contracts.ratio == Estimate.exactly("0.4")
    assert found.plans.signed.amount == Money.of(1_000_000_000, "USD")
    assert found.plans.shipped is None
    assert found.plans.ratio is None
    assert found.everything.signed.amount == Money.of(1_000_000_000, "USD")
    assert found.everything.signed.included == (poultry,)
    assert found.everything.ratio == Estimate.exactly("0.04")
    assert found.left_out == ()


@pytest.mark.parametrize(
    ("deal", "flow", "belongs"),
    [
        ({}, {}, True),
        ({}, {"period": "2030-03"}, True),
        ({}, {"period": "2029-12"}, False),
        ({"delivery": "2030-06/2031-05"}, {}, False),
        ({}, {"partner": "UZ"}, False),
        ({}, {"reporter": "CN", "partner": "KZ"}, False),
        ({}, {"reporter": "CN", "partner": "KZ", "flow": "import"}, False),
        ({"commodities": ("10",)}, {"commodity": "1001"}, True),
        ({"commodities": ("1001", "1003")}, {"commodity": "1003"}, True),
        ({"commodities": ("1001",)}, {"commodity": "10"}, False),
        ({"commodities": ("1001",)}, {}, False),
        ({"product": "Grain"}, {"product": "grain"}, True),
        ({"product": "grain"}, {"product": "oil"}, False),
        ({}, {"flow": "re_export"}, False),
        ({}, {"value": None, "quantity": Quantity.of(1, "t")}, False),
    ],
)
def test_a_flow_belongs_to_a_deal_of_its_countries_goods_and_span(
    deal: dict[str, object], flow: dict[str, object], *, belongs: bool
) -> None:
    given = a_flow(**flow)
    found = deals_against_flows([a_deal("deal", **deal)], [given])
    assert found.contracts.flows == ((given,) if belongs else ())
    assert found.left_out == (() if belongs else (given,))


def test_the_buyers_report_counts_where_that_is_asked_for() -> None:
    sold, bought = a_flow(), the_import(value=Money.of(265, "USD"))
    found = deals_against_flows([a_deal()], [sold, bought], reported="Import")
    assert found.contracts.shipped == Money.of(265, "USD")
    assert found.left_out == (sold,)


def test_a_span_given_takes_the_place_of_those_of_the_deals() -> None:
    found = deals_against_flows([a_deal(delivery=None)], [a_flow(period="2030-Q1"), a_flow()], over="2030-Q1")
    assert found.contracts.ratio == Estimate.exactly("0.25")
    assert len(found.left_out) == 1


def test_goods_with_nothing_in_common_may_come_by_years_and_by_months() -> None:
    deals = [a_deal("wheat", commodities=("1001",)), a_deal("oil", commodities=("27",))]
    flows = [a_flow(commodity="1001"), a_flow(commodity="2709", period="2030-01"), a_flow(commodity="2710")]
    assert deals_against_flows(deals, flows).contracts.shipped == Money.of(750, "USD")


def test_a_contract_that_is_part_of_another_by_way_of_a_framework_counts_once() -> None:
    deals = [a_deal("all"), a_deal("frame", kind="framework", part_of="all"), a_deal("some", part_of="frame")]
    signed = deals_against_flows(deals, []).contracts.signed
    assert signed.amount == Money.of(1000, "USD")
    assert [each.title for each in signed.included] == ["some"]


@pytest.mark.parametrize("value", [Money.of(0, "USD"), MoneyEstimate.of(Estimate.at_least(0), "USD")])
def test_there_is_no_ratio_to_what_may_be_nothing(value: object) -> None:
    assert deals_against_flows([a_deal(value=value)], [a_flow()]).contracts.ratio is None


def test_quantities_are_compared_across_units_and_estimates_stay_estimates() -> None:
    deal = a_deal(quantity=Quantity.of(1, "Mt"))
    flow = a_flow(quantity=Quantity(Estimate.between(200, 300), "kt"))
    ratio = deals_against_flows([deal], [flow], measured="quantity").contracts.ratio
    assert ratio is not None
    assert (str(ratio.low), str(ratio.high)) == ("0.2", "0.3")
    hedged = a_flow(value=MoneyEstimate.of(Estimate.over(500), "USD"))
    over = deals_against_flows([a_deal()], [hedged]).contracts.ratio
    assert over is not None
    assert over.contains("0.51")
    assert not over.contains("0.5")


@pytest.mark.parametrize(
    ("deals", "flows", "options", "message"),
    [
        ([a_deal(delivery=None)], [], {}, "delivery must be known for 'wheat', got None; give the span with over="),
        ([a_deal()], [a_flow(), a_flow(period="2030-03")], {}, "period must be one that no other overlaps"),
        (
            [a_deal("a", commodities=("10",)), a_deal("b", commodities=("1001",))],
            [a_flow(commodity="10", period="2030-03"), a_flow(commodity="1001")],
            {},
            "period must be one that no other overlaps",
        ),
        ([a_deal(), a_deal()], [], {}, "title must be a title that no other deal has"),
        ([a_deal()], [], {"reported": "re_export"}, "reported must be an export or an import, got 're_export'"),
        ([a_deal()], [], {"reported": "outward"}, "reported must be one of import, export, re_import, re_export"),
        ([a_deal()], [], {"measured": "weight"}, "measured must be 'value' or 'quantity', got 'weight'"),
    ],
)
def test_a_comparison_that_cannot_be_made_says_why(
    deals: Sequence[TradeDeal], flows: Sequence[TradeFlow], options: dict[str, str], message: str
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        deals_against_flows(deals, flows, **options)  # type: ignore[arg-type]  # options good and bad
    assert message in str(caught.value)


def test_flows_in_two_currencies_are_not_added_up() -> None:
    flows = [a_flow(commodity="10"), a_flow(commodity="11", value=Money.of(1, "EUR"))]
    with pytest.raises(CurrencyMismatchError):
        deals_against_flows([a_deal()], flows)


def test_both_reports_of_a_flow_are_kept_and_brought_to_one_valuation() -> None:
    sold, bought = (
        a_flow(value=Money.of(900, "USD"), valuation="fob"),
        the_import(value=Money.of(1060, "USD"), valuation="cif"),
    )
    for pair in ((sold, bought), (bought, sold)):
        found = mirror_flows(*pair)
        assert (found.exported, found.imported) == (sold, bought)
        assert found.comparison.adjusted == Money.of(1000, "USD")
        assert found.comparison.gap == Money.of(100, "USD")
        assert found.comparison.asymmetry == Fraction(2, 19)
    assert mirror_flows(sold, bought, factor=Fraction("1.10")).comparison.factor == Fraction("1.1")
    wide = mirror_flows(sold, bought, factor=Estimate.between("1.06", "1.10")).comparison.adjusted
    assert wide.high == Money.of(1000, "USD")


@pytest.mark.parametrize(
    ("at_export", "at_import", "factor"),
    [("fob", "cif", CIF_FOB), ("fob", "fob", 1), ("cif", "cif", 1), ("cif", "fob", 1 / CIF_FOB)],
)
def test_the_factor_is_used_only_where_the_valuations_differ(at_export: str, at_import: str, factor: Fraction) -> None:
    found = mirror_flows(a_flow(valuation=at_export), the_import(valuation=at_import))
    assert found.comparison.factor == factor


def test_a_valuation_that_is_not_stated_is_not_assumed_unless_that_is_said() -> None:
    with pytest.raises(InvalidValueError, match=r"valuation must be stated, as it is not for the export of all goods"):
        mirror_flows(a_flow(), the_import(valuation="cif"))
    assert mirror_flows(a_flow(), the_import(), assume_usual=True).comparison.factor == CIF_FOB


@pytest.mark.parametrize("factor", [1.06, "1.06", True, None, Money.of(1, "USD"), 0, -1, Estimate.between(0, 2)])
@pytest.mark.parametrize(("at_export", "at_import"), [("fob", "cif"), ("cif", "fob"), ("fob", "fob")])
def test_a_factor_that_is_none_is_refused_whether_it_is_used_or_not(
    factor: Any, at_export: str, at_import: str
) -> None:
    with pytest.raises(InvalidValueError, match="factor must be"):
        mirror_flows(a_flow(valuation=at_export), the_import(valuation=at_import), factor=factor)


@pytest.mark.parametrize(
    ("at_export", "at_import", "passes"),
    [("1001", "H6:1001", True), ("H5:1001", "H5:1001", True), ("H5:1001", "H6:1001", False), ("TOTAL", "TOTAL", True)],
)
def test_codes_of_two_revisions_are_no_mirror(at_export: str, at_import: str, *, passes: bool) -> None:
    sold, bought = a_flow(commodity=at_export), the_import(commodity=at_import)
    if passes:
        assert mirror_flows(sold, bought, assume_usual=True).exported is sold
    else:
        with pytest.raises(InvalidValueError, match=r"commodity must be codes of one revision, got .*evolve"):
            mirror_flows(sold, bought, assume_usual=True)


def test_only_flows_have_mirrors() -> None:
    mistake: Any = 1
    for refused in (lambda: mirror_flows(a_flow(), mistake), lambda: mirrors_of([mistake])):
        with pytest.raises(WrongTypeError, match="record must be a TradeFlow, got 1 of type int"):
            refused()


def test_quantities_have_no_factor() -> None:
    sold, bought = a_flow(quantity=Quantity.of(2, "kt")), the_import(quantity=Quantity.of(2500, "t"))
    found = mirror_flows(sold, bought, measured="quantity").comparison
    assert found.gap == Quantity.of(500, "t")


@pytest.mark.parametrize(
    ("one", "other", "options", "message"),
    [
        (a_flow(), a_flow(), {}, "flow must be an export and an import, got 'export, export'"),
        (the_import(), a_flow(flow="re_export"), {}, "flow must be an export and an import"),
        (a_flow(), the_import(period="2031"), {}, "flows must be two reports of the same goods, countries and period"),
        (a_flow(), the_import(commodity="10"), {}, "flows must be two reports of the same goods"),
        (a_flow(), the_import(product="grain"), {}, "flows must be two reports of the same goods"),
        (a_flow(), the_import(), {"measured": "quantity"}, "quantity must be stated, as it is not for the export"),
    ],
)
def test_two_flows_that_are_no_mirror_are_refused(
    one: TradeFlow, other: TradeFlow, options: dict[str, str], message: str
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        mirror_flows(one, other, **options)  # type: ignore[arg-type]  # options good and bad
    assert message in str(caught.value)


def test_mirrors_are_found_among_many_flows() -> None:
    sold, bought = a_flow(), the_import()
    alone = a_flow(period="2031")
    total = a_flow(partner="W0")
    transit = a_flow(flow="re_export")
    weighed = a_flow(period="2032", value=None, quantity=Quantity.of(1, "t"))
    found = mirrors_of([alone, bought, total, transit, weighed, sold], assume_usual=True)
    assert [(each.exported, each.imported) for each in found.pairs] == [(sold, bought)]
    assert set(found.alone) == {alone, total, transit, weighed}
    with pytest.raises(InvalidValueError, match="there once"):
        mirrors_of([sold, evolve(sold, vintage="2031")])


class TestLaws:
    @given(trade_flows(flows="export", currency="USD"), st.integers(0, 10**9))
    def test_a_mirror_keeps_both_reports(self, sold: TradeFlow, amount: int) -> None:
        assume(sold.partner is not WORLD)
        bought = evolve(
            sold, reporter=sold.partner, partner=sold.reporter, flow=Flow.IMPORT, value=Money.of(amount, "USD")
        )
        found = mirror_flows(bought, sold, assume_usual=True)
        assert (found.exported, found.imported) == (sold, bought)
        assert (found.comparison.sender_report, found.comparison.receiver_report) == (sold.value, bought.value)

    @given(st.integers(1, 10**9), st.integers(0, 10**9))
    def test_what_was_signed_times_the_ratio_is_what_was_shipped(self, signed: int, shipped: int) -> None:
        deal, flow = a_deal(value=Money.of(signed, "USD")), a_flow(value=Money.of(shipped, "USD"))
        ratio = deals_against_flows([deal], [flow]).contracts.ratio
        assert ratio is not None
        assert (ratio * signed).contains(shipped)
