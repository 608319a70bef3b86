"""What records say, in the one form that claims are compared with."""

from typing import Any

import pytest

from centralasia.claims import Claim, check_claim
from centralasia.claims.evidence import Known, known_of
from centralasia.errors import WrongTypeError
from centralasia.money import Money
from centralasia.numbers import Estimate
from centralasia.quantities import Quantity
from centralasia.reference import indicator
from centralasia.remittances import RemittanceFlow
from centralasia.trade import TradeFlow


def a_trade_flow(**fields: Any) -> TradeFlow:
    return TradeFlow(
        **{"reporter": "KZ", "partner": "CN", "period": "2023", "flow": "export", "source": "customs", **fields}
    )


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (indicator("NY.GDP.MKTP.CD", "TJ", 2023), ["12.24 bn USD (2023, WDI-2026-05)"]),
        (
            indicator("BX.TRF.PWKR.CD.DT", "TJ", 2023),
            ["4.634 bn USD (all countries, personal remittances, 2023, WDI-2025-07-01)"],
        ),
        (indicator("SP.POP.TOTL", "KZ", 2023), ["20330000 person (2023, datasets-population)"]),
        (indicator("PA.NUS.FCRF", "KZ", 2023), []),
        (
            RemittanceFlow(
                origin="RU",
                destination="TJ",
                period="2023",
                amount=Money.of(5, "USD"),
                measure="bank transfers",
                source="made up",
                vintage="2024-04",
            ),
            ["5 USD (RU, bank transfers, 2023, 2024-04)", "5 USD (TJ, bank transfers, 2023, 2024-04)"],
        ),
        (
            a_trade_flow(
                value=Money.of(2_000_000, "USD"), valuation="fob", quantity=Quantity.of("1.4", "Mt"), product="grain"
            ),
            ["2 mn USD (CN, fob, 2023, customs)", "1.4 Mt (CN, 2023, customs)"],
        ),
        (
            a_trade_flow(flow="import", quantity=Quantity.of(1, "t"), partner="W0"),
            ["1 t (all countries, 2023, customs)"],
        ),
        (a_trade_flow(flow="re-export", quantity=Quantity.of(1, "t")), []),
        (
            Claim(
                about="KZ",
                subject="exports",
                period="2023",
                amount=Money.of(1, "USD"),
                share=Estimate.about("0.1"),
                denominator="gdp",
                denominator_amount=Money.of(10, "USD"),
                source="news",
            ),
            ["1 USD (all countries, 2023, news)", "10 USD (2023, news)"],
        ),
        (Claim(about="KZ", subject="exports", amount=Money.of(1, "USD"), source="news"), []),
    ],
)
def test_a_record_says_what_it_says(record: Any, told: list[str]) -> None:
    assert [known.told() for known in known_of(record)] == told


def test_anything_else_says_nothing() -> None:
    with pytest.raises(
        WrongTypeError, match="flows must be records of type RemittanceFlow, TradeFlow, Claim or Indicator"
    ):
        list(known_of("a figure"))


def test_goods_are_compared_with_the_same_goods() -> None:
    claim = Claim(
        about="KZ",
        subject="exports",
        item="Grain",
        counterpart="CN",
        period="2023",
        source="news",
        quantity=Quantity.of(Estimate.printed("1400"), "kt"),
    )
    grain = a_trade_flow(quantity=Quantity.of("1.4", "Mt"), product="grain")
    oil = a_trade_flow(quantity=Quantity.of(64, "Mt"), product="oil")
    assert check_claim(claim, flows=[oil, grain]).facts["verdict"] == "consistent"
    assert check_claim(claim, flows=[oil]).facts["verdict"] == "cannot be checked"


def test_what_has_another_dimension_is_not_compared() -> None:
    claim = Claim(about="KZ", subject="exports", period="2023", source="news", quantity=Quantity.of(3, "TWh"))
    known = a_trade_flow(partner="W0", quantity=Quantity.of(3, "t"), value=Money.of(3, "USD"))
    assert check_claim(claim, flows=[known]).facts["verdict"] == "cannot be checked"


def test_a_quantity_is_no_share_of_money_and_has_none_told() -> None:
    known = a_trade_flow(partner="W0", quantity=Quantity.of(3, "t"))
    claim = Claim(
        about="KZ",
        subject="exports",
        period="2023",
        source="news",
        quantity=Quantity.of(3, "t"),
        amount=Money.of(10**9, "KZT"),
        share=Estimate.about("0.1"),
        denominator="gdp",
    )
    in_tenge = a_trade_flow(partner="W0", value=Money.of(10**9, "KZT"))
    report = check_claim(claim, flows=[known, in_tenge])
    assert report.facts["quantity"] == report.facts["amount"] == "consistent"
    assert "of 261.8 bn USD" not in next(each.message for each in report if each.column == "quantity")


def test_figures_of_one_thing_are_parts_of_it_in_the_same_sense_only() -> None:
    known = [
        RemittanceFlow(
            origin=origin,
            destination="AM",
            period="2023",
            amount=Money.of(amount, "USD"),
            measure=measure,
            source="made up",
        )
        for origin, amount, measure in (("W0", 57, "bank transfers"), ("W0", 14, "personal transfers"))
    ]
    claim = Claim(
        about="AM",
        subject="remittances_received",
        counterpart="RU",
        measure="bank transfers",
        period="2023",
        amount=Money.of(47, "USD"),
        share=Estimate.printed("0.82"),
        denominator="total_inflow",
        source="news",
    )
    assert check_claim(claim, flows=known, indicators=[]).facts["share"] == "consistent"


def test_the_order_of_knowledge_is_total() -> None:
    one, other = (next(known_of(indicator("NY.GDP.MKTP.CD", code, 2023))) for code in ("TJ", "KG"))
    assert isinstance(one, Known)
    assert one.order != other.order
