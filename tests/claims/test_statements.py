"""The record of a claim."""

import pickle
from typing import Any

import pytest
from hypothesis import given

from centralasia.claims import Claim, Denominator, Subject
from centralasia.errors import CentralAsiaError, InvalidValueError, WrongTypeError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.records import columns_of, from_json, from_row, json_schema, table_schema, to_json, to_row
from centralasia.reference import WORLD, country
from centralasia.testing import claims
from centralasia.validation import read_records

AMOUNT = Money.of(5_700_000_000, "USD")


def a_claim(**fields: Any) -> Claim:
    return Claim(**{"about": "TJ", "subject": "remittances_received", "amount": AMOUNT, "source": "news", **fields})


def test_codes_and_periods_are_read_from_text() -> None:
    claim = a_claim(
        about="TJK", subject="Remittances received", counterpart="RU", period="2023", measure="Bank transfers"
    )
    assert (claim.about, claim.counterpart) == (country("TJ"), country("RU"))
    assert claim.subject is Subject.REMITTANCES_RECEIVED
    assert (str(claim.period), claim.measure) == ("2023", "bank_transfers")


def test_all_countries_are_the_counterpart_when_none_is_named() -> None:
    assert a_claim().counterpart is WORLD


def test_a_measure_of_something_else_is_any_text() -> None:
    assert a_claim(subject="exports", measure="FOB").measure == "FOB"


def test_a_share_may_exceed_gdp_for_trade_only() -> None:
    fields = {"share": Estimate.about("1.03"), "denominator": "gdp"}
    assert a_claim(subject="trade", **fields).denominator is Denominator.GDP
    with pytest.raises(InvalidValueError, match="share must be from 0 to 1 somewhere"):
        a_claim(share=Estimate.about("1.3"), denominator="gdp")


def test_a_target_can_be_exceeded_but_not_tenfold() -> None:
    assert a_claim(share=Estimate.printed("1.12"), denominator="target").share is not None
    with pytest.raises(InvalidValueError, match="share must be from 0 to 10 somewhere, got '112'"):
        a_claim(share=Estimate.exactly(112), denominator="target")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"amount": None}, "claim must be one with a figure: amount, quantity, share, growth, fold, got None"),
        ({"counterpart": "TJ"}, "counterpart must be another country than TJ, got 'TJ'"),
        ({"about": "XX"}, "about must be the code of a country, such as 'KZ', got 'XX'"),
        ({"subject": "rain"}, "subject must be .* got 'rain'"),
        ({"period": "2023-13"}, "period must be a month from 1 to 12, got '2023-13'"),
        ({"measure": "love"}, "measure must be .* got 'love'"),
        ({"share": Estimate.between("0.1", "0.2")}, "denominator must be given, since there is a share, got None"),
        ({"denominator": "gdp"}, "share must be given, since there is a denominator, got None"),
        ({"denominator_amount": AMOUNT}, "share must be given, since there is a denominator, got None"),
        (
            {"share": Estimate.between(12, 15), "denominator": "gdp"},
            "share must be from 0 to 1 somewhere, got '12 to 15'; it is a fraction: 0.12 for 12 %",
        ),
        (
            {"subject": "trade", "share": Estimate.exactly(103), "denominator": "gdp"},
            "share must be from 0 to 10 somewhere, got '103'",
        ),
        ({"share": Estimate.under(-1), "denominator": "gdp"}, "share must be from 0 to 1 somewhere, got 'under -1'"),
        (
            {"share": Estimate.about("0.1"), "denominator": "target", "denominator_amount": Money.zero("USD")},
            r"denominator_amount must be certainly greater than zero, got Money.of\('0', 'USD'\)",
        ),
        (
            {"growth": Estimate.exactly(-12)},
            "growth must be -1 or more somewhere, got '-12'; a fraction: -0.12 for a fall",
        ),
        ({"fold": Estimate.exactly(-1)}, "fold must be 0 or more somewhere, got '-1'$"),
        ({"source": ""}, "source"),
    ],
)
def test_what_cannot_be_a_claim_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        a_claim(**fields)


@pytest.mark.parametrize("fields", [{"amount": 5.7}, {"share": 0.5, "denominator": "gdp"}, {"source": 3}])
def test_floats_and_strangers_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(WrongTypeError):
        a_claim(**fields)


def test_the_columns_are_those_of_a_flat_table() -> None:
    names = [spec.name for spec in columns_of(Claim)]
    assert names[:6] == ["about", "subject", "item", "amount", "amount_currency", "amount_low"]
    assert {"share", "share_qualifier", "denominator_amount_currency", "quantity_unit", "source", "source_title"} <= {
        *names
    }


def test_the_schemas_can_be_made() -> None:
    assert {each["name"] for each in table_schema(Claim)["fields"]} == {spec.name for spec in columns_of(Claim)}
    assert "amount" in json_schema(Claim)["properties"]


def test_a_row_of_text_is_a_claim() -> None:
    row = {
        "about": "UZ",
        "subject": "remittances_received",
        "amount_currency": "USD",
        "amount_low": "14500000000",
        "amount_low_open": "true",
        "amount_high_open": "true",
        "amount_qualifier": "over",
        "source": "news",
    }
    assert from_row(Claim, row).amount == MoneyEstimate.of(Estimate.over(14_500_000_000), "USD")


def test_rows_that_cannot_be_claims_become_findings() -> None:
    rows = [
        {"about": "KG", "subject": "remittances received", "share_low": low, "share_high": "0.34", "denominator": "gdp"}
        | {"share_qualifier": "range", "period": "2023", "source": "news"}
        for low in ("0.32", "0.5")
    ]
    read, report = read_records(Claim, rows)
    assert [str(each.share) for each in read] == ["0.32 to 0.34"]
    assert [problem.row for problem in report] == [2]


class TestLaws:
    @given(claims())
    def test_rows_and_documents_give_the_claim_back(self, claim: Claim) -> None:
        assert from_row(Claim, to_row(claim)) == claim
        assert from_json(Claim, to_json(claim)) == claim
        assert pickle.loads(pickle.dumps(claim)) == claim

    @given(claims())
    def test_every_claim_has_a_figure_and_a_source(self, claim: Claim) -> None:
        figures = (claim.amount, claim.quantity, claim.share, claim.growth, claim.fold)
        assert any(each is not None for each in figures)
        assert claim.source.key

    @given(claims(about="UZ", subjects="gdp"))
    def test_the_strategy_keeps_to_what_is_asked_for(self, claim: Claim) -> None:
        assert (claim.about, claim.subject) == (country("UZ"), Subject.GDP)


def test_the_strategy_refuses_an_unknown_country() -> None:
    with pytest.raises(CentralAsiaError):
        claims(about="XX")
