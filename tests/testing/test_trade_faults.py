from collections.abc import Iterable
from fractions import Fraction
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.quantities import Quantity
from centralasia.records import evolve, from_row
from centralasia.testing import (
    TRADE_CORRUPTIONS,
    clean_trade,
    targets,
    trade_datasets,
    trade_deals,
    trade_flows,
)
from centralasia.testing.faults import CorruptedRows
from centralasia.trade import Target, TradeDeal, TradeFlow, mirrors_of, total_of_deals, unit_value

KAZAKHSTAN = clean_trade("KZ", seed=1)
IN_ROWS = {"hs-not-valid", "partner-is-reporter"}


def a_flow(**options: Any) -> TradeFlow:
    facts: dict[str, Any] = {
        "reporter": "KZ",
        "partner": "CN",
        "period": "2023-01",
        "flow": "export",
        "commodity": "1001",
        "value": Money.of(240_000, "USD"),
        "quantity": Quantity.of(1_000, "t"),
        "source": "made up",
    }
    return TradeFlow(**facts | options)


def choices(code: str, records: Iterable[object]) -> list[list[Any]]:
    """What a corruption may put in each place."""
    corruption = TRADE_CORRUPTIONS[code]
    given_ = corruption.taken(records)
    way = corruption.way(given_)
    return [list(way.choices(place)) for place in range(len(given_))]


SIX = [a_flow(period=f"2023-{month:02}") for month in range(1, 7)]


@pytest.mark.parametrize(
    ("commodity", "expected"),
    [
        ("1001", ["7701"]),
        ("H6:0207", ["H6:7707", "H6:207"]),
        ("100119", ["770119", "H2:100119", "H3:100119"]),
        ("TOTAL", []),
    ],
)
def test_codes_that_are_not_valid(commodity: str, expected: list[str]) -> None:
    (found,) = choices("hs-not-valid", [a_flow(commodity=commodity)])
    assert [row["commodity"] for row in found] == expected


def test_a_country_trades_with_itself() -> None:
    (found,) = choices("partner-is-reporter", [a_flow()])
    assert [row["partner"] for row in found] == ["KZ"]


def test_a_price_is_out_of_line_among_others_of_the_good() -> None:
    assert [str(each.value) for each in choices("unit-value-outlier", SIX)[0]] == ["960000 USD", "60000 USD"]
    assert [str(each.quantity) for each in choices("mass-unit-slip", SIX)[0]] == ["1000000 t", "1 t"]
    for code in ("unit-value-outlier", "mass-unit-slip"):
        assert choices(code, SIX[:5]) == [[]] * 5
        assert choices(code, [*SIX[:5], a_flow(commodity="1101")]) == [[]] * 6
        assert choices(code, [*SIX[:5], a_flow(quantity=None)]) == [[]] * 6
        assert choices(code, [*SIX[:5], a_flow(quantity=Quantity(Estimate.about(5), "t"))]) == [[]] * 6


SOLD = a_flow()
BOUGHT = a_flow(reporter="CN", partner="KZ", flow="import", value=Money.of(255_000, "USD"))


def test_an_importer_reports_something_else() -> None:
    assert choices("mirror-gap", [SOLD])[0] == []
    sold, bought = choices("mirror-gap", [SOLD, BOUGHT])
    assert sold == []
    assert [(str(each.value), str(each.quantity)) for each in bought] == [
        ("459000 USD", "1800 t"),
        ("141666.67 USD", "555.556 t"),
    ]
    assert choices("re-export-asymmetry", [SOLD, BOUGHT]) == [[], []]
    assert choices("unit-value-outlier", [*SIX, BOUGHT])[0] == []


@pytest.mark.parametrize(
    "options",
    [
        {"value": Money.of(400_000, "USD")},
        {"value": Money.of(255_000, "EUR")},
        {"period": "2023-02"},
        {"commodity": "1101"},
        {"product": "durum"},
        {"flow": "re_import"},
        {"value": MoneyEstimate.of(Estimate.about(255_000), "USD")},
    ],
)
def test_reports_that_do_not_agree_are_left_alone(options: dict[str, Any]) -> None:
    assert choices("mirror-gap", [SOLD, evolve(BOUGHT, **options)]) == [[], []]


def test_a_country_that_sends_goods_on_counts_few_of_them() -> None:
    on = a_flow(reporter="CN", partner="RU", flow="re_export")
    assert choices("mirror-gap", [SOLD, BOUGHT, on]) == [[], [], []]
    found = choices("re-export-asymmetry", [SOLD, BOUGHT, on])[1]
    assert [str(each.value) for each in found] == ["85000 USD", "51000 USD"]
    without = evolve(BOUGHT, quantity=None)
    assert choices("re-export-asymmetry", [SOLD, without, on])[1][0].quantity is None


def test_all_goods_are_worth_less_than_their_chapters() -> None:
    chapters = [a_flow(commodity=code, quantity=None) for code in ("10", "52")]
    whole = a_flow(commodity="TOTAL", quantity=None, value=Money.of(500_000, "USD"))
    found = choices("chapters-exceed-total", [*chapters, whole])
    assert [str(each.value) for each in found[2]] == ["408000 USD", "360000 USD"]
    assert found[:2] == [[], []]
    assert choices("chapters-exceed-total", [whole]) == [[]]
    assert choices("chapters-exceed-total", [*chapters, evolve(whole, value=Money.of(5, "USD"))])[2] == []
    assert choices("chapters-exceed-total", [*chapters, evolve(whole, period="2023-02")])[2] == []
    assert choices("chapters-exceed-total", [a_flow(commodity="TOTAL", value=None)]) == [[]]


def a_target(**options: Any) -> Target:
    return Target(**{"title": "grain", "subject": "exports", "source": "made up"} | options)


def test_goals_and_baselines_slip() -> None:
    goal = a_target(goal_value=Money.of(10, "USD"), baseline_value=Money.of(5, "USD"))
    assert [(str(each.goal_value), str(each.baseline_value)) for each in choices("target-arithmetic", [goal])[0]] == [
        ("10000 USD", "5 USD"),
        ("0.010 USD", "5 USD"),
        ("10 USD", "5000 USD"),
        ("10 USD", "0.005 USD"),
    ]
    tonnes = a_target(goal_quantity=Quantity.of(10, "t"), baseline_quantity=Quantity.of(5, "t"))
    assert len(choices("target-arithmetic", [tonnes])[0]) == 4
    assert choices("target-arithmetic", [a_target(goal_value=Money.of(10, "USD")), a_flow()]) == [[], []]


def a_deal(**options: Any) -> TradeDeal:
    facts: dict[str, Any] = {"title": "wheat", "kind": "contract", "seller": "KZ", "buyer": "CN", "source": "made up"}
    return TradeDeal(**facts | {"value": Money.of(10, "USD"), "delivery": "2024", "commodities": "1001"} | options)


def test_a_deal_is_counted_as_a_flow() -> None:
    ((flow,),) = choices("deal-as-flow", [a_deal()])
    assert str(flow) == "export of HS 1001 from KZ to CN in 2024: 10 USD"
    ((flow,),) = choices("deal-as-flow", [a_deal(commodities=(), product="durum", delivery=None, signed="2023-05-18")])
    assert str(flow) == "export of durum from KZ to CN in 2023: 10 USD"
    assert choices("deal-as-flow", [a_deal(delivery=None)]) == [[]]
    assert choices("deal-as-flow", [a_deal(value=None)]) == [[]]
    assert choices("deal-as-flow", [a_deal(), flow_of := a_flow(period="2024")]) == [[], []]
    assert flow_of.period != flow.period


@pytest.mark.parametrize("reporter", ["CN", "KG", "RU", "TR"])
def test_who_is_in_the_data_set_besides_is_not_the_seller(reporter: str) -> None:
    with pytest.raises(InvalidValueError, match="reporter must be none of KG, CN, TR, RU"):
        clean_trade(reporter)


def prices(records: Iterable[object]) -> dict[Any, list[tuple[int, float]]]:
    """The dollars a tonne of the flows of each good, with their places."""
    found: dict[Any, list[tuple[int, float]]] = {}
    for place, flow in enumerate(records):
        if isinstance(flow, TradeFlow) and flow.value and flow.quantity:
            price: Any = unit_value(flow)
            found.setdefault(flow.commodity.code, []).append((place, float(price.estimate.best)))
    return found


def outlying(records: Iterable[object]) -> list[int]:
    """The places of flows that cost twice as much as usual, or half."""
    return [
        place
        for group in prices(records).values()
        for place, price in group
        if not 0.5 < price / median([each for _, each in group]) < 2
    ]


def off_mirror(records: Iterable[object]) -> list[TradeFlow]:
    flows = [each for each in records if isinstance(each, TradeFlow)]
    pairs: Any = mirrors_of(flows).pairs
    return [
        pair.imported
        for pair in pairs
        if not Fraction(3, 4) < pair.imported.value / pair.exported.value < Fraction(4, 3)
    ]


def noticed(code: str, wrong: Any) -> bool:
    """Whether it shows where the corruption says that it does."""
    record = wrong.data[wrong.places[0]]
    if code in {"unit-value-outlier", "mass-unit-slip"}:
        return outlying(wrong.records) == list(wrong.places)
    if code in {"mirror-gap", "re-export-asymmetry"}:
        return off_mirror(wrong.records) == [record]
    if code == "chapters-exceed-total":
        same = [each for each in wrong.records if isinstance(each, TradeFlow) and each.commodity.digits == 2]
        parts: Any = [each.value for each in same if each.period == record.period]
        return bool(sum(each.amount for each in parts) > record.value.amount)
    if code == "target-arithmetic":
        return not 0.1 < float(record.fold()) < 10
    deals = [each for each in wrong.records if isinstance(each, TradeDeal)]
    return any((each.value, each.quantity) == (record.value, record.quantity) for each in deals)


class TestLaws:
    @pytest.mark.parametrize("code", sorted(set(TRADE_CORRUPTIONS) - IN_ROWS))
    def test_a_corruption_of_a_clean_set_can_be_noticed(self, code: str) -> None:
        strategy: Any = TRADE_CORRUPTIONS[code](KAZAKHSTAN)

        @given(strategy)
        @settings(max_examples=10)
        def is_noticed(wrong: Any) -> None:
            assert wrong.code == code
            assert noticed(code, wrong)

        is_noticed()

    @pytest.mark.parametrize("code", sorted(IN_ROWS))
    def test_a_corrupted_row_is_no_flow(self, code: str) -> None:
        strategy: Any = TRADE_CORRUPTIONS[code](KAZAKHSTAN)

        @given(strategy)
        @settings(max_examples=10)
        def is_refused(wrong: CorruptedRows) -> None:
            for place, row in enumerate(wrong.rows[: wrong.places[0] + 1]):
                if place in wrong.places:
                    with pytest.raises(CentralAsiaError):
                        from_row(TradeFlow, row)
                else:
                    from_row(TradeFlow, row)

        is_refused()

    @given(trade_datasets())
    @settings(max_examples=5)
    def test_a_clean_set_has_nothing_to_be_noticed(self, records: tuple[Any, ...]) -> None:
        assert outlying(records) == []
        assert off_mirror(records) == []
        deals = [each for each in records if isinstance(each, TradeDeal)]
        assert total_of_deals(deals).exceeded == ()
        assert eval(repr(records), {"clean_trade": clean_trade}) == records  # noqa: S307 - our own text

    @given(trade_datasets())
    @settings(max_examples=3)
    def test_every_corruption_can_happen_to_a_data_set(self, records: tuple[Any, ...]) -> None:
        assert {code for code, corruption in TRADE_CORRUPTIONS.items() if corruption(records).is_empty} == set()

    @given(
        st.lists(st.one_of(trade_flows(), trade_deals(), targets()), max_size=6),
        st.sampled_from(sorted(TRADE_CORRUPTIONS)),
        st.data(),
    )
    def test_records_of_any_sort_are_corrupted_or_nothing_comes(
        self, records: list[Any], code: str, data: st.DataObject
    ) -> None:
        strategy: Any = TRADE_CORRUPTIONS[code](records)
        if not strategy.is_empty:
            wrong = data.draw(strategy)
            assert wrong.code == code
            assert wrong.places
