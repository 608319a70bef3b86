"""Prices in one direction and for one unit, and amounts in other money: exact, and known as well as before."""

from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centralasia.money import Money
from centralasia.normalization import log_of, normalize
from centralasia.rates import ExchangeRate

TODAY = "2026-06-01"
rates = partial(normalize, kind="rates", today=TODAY)


def a_rate(**fields: Any) -> ExchangeRate:
    return ExchangeRate(**{"base": "USD", "quote": "KZT", "value": "450.10", "on": "2024-03-01", **fields})


def the_one(found: tuple[ExchangeRate, ...]) -> ExchangeRate:
    (rate,) = found
    return rate


class TestOneUnit:
    @pytest.mark.parametrize(
        ("fields", "value", "decimals", "margin"),
        [
            ({"nominal": 100}, "4.5010", None, None),
            ({"nominal": 100, "decimals": 2}, "4.5010", 4, None),
            ({"nominal": 100, "decimals": 4}, "4.5010", 6, None),
            ({"nominal": 100, "margin": "0.05"}, "4.5010", None, "0.0005"),
            ({"nominal": 100, "margin": "0.05", "decimals": 2}, "4.5010", 4, "0.0005"),
            ({"nominal": 50}, "9.002", None, "0.0001"),
            ({"nominal": 50, "decimals": 3}, "9.002", None, "0.00001"),
            ({"nominal": 5, "value": "45.5"}, "9.1", None, "0.01"),
            ({"nominal": 8, "value": "1"}, "0.125", None, "0.0625"),
            ({"nominal": 1000, "inverted": True}, "0.45010", None, None),
        ],
    )
    def test_is_exact_and_known_as_well_as_before(
        self, fields: dict[str, Any], value: str, decimals: int | None, margin: str | None
    ) -> None:
        before = a_rate(**fields)
        rate = the_one(rates([before], nominal=1)[0])
        assert (str(rate.value), rate.nominal, rate.decimals) == (value, 1, decimals)
        assert rate.margin == (None if margin is None else Decimal(margin))
        assert (rate.per_unit, rate.bounds) == (before.per_unit, before.bounds)

    def test_is_left_where_it_is_no_finite_decimal(self) -> None:
        found, report = rates([a_rate(nominal=3), a_rate(nominal=7, on="2024-03-02")], nominal=1)
        assert found == (a_rate(nominal=3), a_rate(nominal=7, on="2024-03-02"))
        assert (report.counts["nominal-kept"], len(log_of(report))) == (2, 0)
        assert str(report.where(code="nominal-kept").problems[0]).startswith(
            "row 1, nominal '3': the price of one is no finite decimal: that of 3 stays"
        )

    def test_is_left_as_published_unless_asked_for(self) -> None:
        assert rates([a_rate(nominal=100)])[0] == (a_rate(nominal=100),)

    def test_is_nothing_where_there_is_no_nominal(self) -> None:
        row = {"base": "USD", "quote": "KZT", "value": "450", "on": "2024-03-01"}
        assert rates([row], nominal=1)[0] == [row]

    def test_of_floats_says_nothing_about_digits(self) -> None:
        frame = pd.DataFrame({"base": ["USD"], "quote": "KZT", "value": 450.5, "nominal": 50, "on": "2024-03-01"})
        found, _ = rates(frame, nominal=1)
        assert found.to_dict("records") == [
            {"base": "USD", "quote": "KZT", "value": 9.01, "nominal": 1, "on": "2024-03-01"}
        ]

    def test_of_whole_numbers_makes_floats(self) -> None:
        frame = pl.DataFrame({"base": ["USD"], "quote": "KZT", "value": 455, "nominal": 100, "on": "2024-03-01"})
        found, report = rates(frame, nominal=1)
        assert found["value"].to_list() == [4.55]
        assert report.facts["changes"] == {"column-type": 1, "nominal": 2}

    def test_of_decimals_keeps_them(self) -> None:
        row = {"base": "USD", "quote": "KZT", "value": Decimal("450.10"), "nominal": 100, "on": "2024-03-01"}
        found, _ = rates(pa.Table.from_pylist([row]), nominal=1)
        assert found["value"].to_pylist() == [Decimal("4.5010")]


class TestDirection:
    def test_into_one_currency_keeps_the_figure(self) -> None:
        given = [
            a_rate(),
            a_rate(base="KZT", quote="EUR", value="0.0021", side="bid"),
            a_rate(base="KZT", quote="RUB", value="5.1", inverted=True, side="ask"),
            a_rate(base="EUR", quote="USD", value="1.08"),
        ]
        found, report = rates(given, direction="KZT")
        assert found == (given[0], given[1].inverse(), given[2].inverse(), given[3])
        assert report.facts["changes"] == {"direction": 8}

    def test_as_printed_leaves_no_figure_inverted(self) -> None:
        given = [a_rate(inverted=True, value="0.0022"), a_rate(base="EUR")]
        found, _ = rates(given, direction="base")
        assert found == (given[0].inverse(), given[1])
        assert not any(rate.inverted for rate in found)

    @pytest.mark.parametrize("direction", ["base", "USD"])
    def test_makes_the_column_that_it_needs(self, direction: str) -> None:
        row = {"base": "USD", "quote": "KZT", "value": "450", "on": "2024-03-01"}
        found, _ = rates([row, {**row, "base": "EUR"}], direction=direction)
        assert [each.get("inverted") for each in found] == ([None] * 2 if direction == "base" else ["true", "false"])

    def test_leaves_what_cannot_be_read(self) -> None:
        row = {"base": "USD", "quote": "ZZZ", "value": "450", "on": "2024-03-01", "inverted": "maybe"}
        for rows in ([row], [{**row, "quote": "KZT"}], [{"base": "USD", "value": "450"}]):
            assert rates(rows, direction="USD")[0] == rows


class TestRestated:
    @pytest.mark.parametrize(
        ("fields", "base", "quote", "value", "margin"),
        [
            ({"quote": "TMM", "value": "14250", "on": "2008-10-01"}, "USD", "TMT", "2.85", "0.0001"),
            ({"base": "TMM", "value": "0.0308", "on": "2008-10-01"}, "TMT", "KZT", "154", "0.25"),
            (
                {"base": "TMM", "value": "0.0308", "on": "2008-10-01", "inverted": True},
                "TMT",
                "KZT",
                "0.00000616",
                None,
            ),
            ({"quote": "RUR", "value": "5960.00", "on": "1997-12-01"}, "USD", "RUB", "5.96000", None),
            ({"base": "RUR", "value": "0.0126", "on": "1997-12-01"}, "RUB", "KZT", "12.6", None),
            ({"base": "RUR", "value": "12.60", "on": "1997-12-01"}, "RUB", "KZT", "12600", "5"),
            ({}, "USD", "KZT", "450.10", None),
        ],
    )
    def test_prices_are_exact_and_known_as_well_as_before(
        self, fields: dict[str, Any], base: str, quote: str, value: str, margin: str | None
    ) -> None:
        before = a_rate(**fields)
        found, report = rates([before], restate=True)
        rate = the_one(found)
        assert (rate.base.code, rate.quote.code, str(rate.value)) == (base, quote, value)
        ratio = rate.per_unit / before.per_unit
        assert rate.limits() == tuple(end * ratio for end in before.limits())
        assert margin is None or rate.margin == Decimal(margin)
        assert "withdrawn-code" not in report.counts  # new money on an old day is what was asked for

    def test_old_money_is_told_where_it_is_not_restated(self) -> None:
        wrong = a_rate(base="TMM", on="2024-03-01")
        assert rates([wrong])[1].counts["withdrawn-code"] == 1
        found, report = rates([wrong], restate="2008-06-01")
        assert (found, report.counts.get("withdrawn-code")) == ((wrong,), None)
        assert rates([a_rate(base="DEM", on="2024-03-01")], restate=True)[1].counts["withdrawn-code"] == 1

    def test_two_units_of_one_money_have_no_price(self) -> None:
        given = a_rate(base="TMT", quote="TMM", value="5000", on="2009-03-01")
        assert rates([given], restate=True)[0] == (given,)

    def test_amounts_and_their_ends(self) -> None:
        row = {
            "origin": "RU",
            "destination": "TM",
            "period": "2008",
            "measure": "inflow",
            "amount": "5000000",
            "amount_currency": "TMM",
            "amount_low": "4500000",
            "amount_high": "",
        }
        found, report = normalize([row], "remittances", restate=True)
        assert found == [row | {"amount": "1000", "amount_currency": "TMT", "amount_low": "900"}]
        assert report.facts["changes"] == {"restated": 3}
        assert normalize(found, "remittances", restate=True)[0] == found
        assert normalize(found, "remittances", restate="2005-01-01")[0] == [row]

    @pytest.mark.parametrize("amount", ["n/a", "1E+999990"])
    def test_amounts_that_cannot_be_scaled_stay(self, amount: str) -> None:
        row = {"origin": "RU", "destination": "TJ", "period": "1998", "measure": "inflow", "amount": amount}
        rows = [row | {"amount_currency": "RUR"}]
        assert normalize(rows, "remittances", restate=True)[0] == rows

    def test_money_of_several_successors_stays(self) -> None:
        given = a_rate(base="SUR", on="1991-03-01")
        assert rates([given], restate=True)[0] == (given,)


amounts = st.decimals(min_value=1, max_value=10**9, places=2)


class TestLaws:
    @settings(max_examples=20)
    @given(amounts, st.sampled_from([("TMM", "TMT"), ("RUR", "RUB"), ("TJR", "TJS"), ("AZM", "AZN")]))
    def test_amounts_are_restated_as_money_is(self, amount: Decimal, moneys: tuple[str, str]) -> None:
        row = {"origin": "RU", "destination": "TJ", "period": "2001", "measure": "inflow"}
        found, _ = normalize(
            [row | {"amount": str(amount), "amount_currency": moneys[0]}], "remittances", today=TODAY, restate=True
        )
        money = Money.of(amount, moneys[0]).restate(on=TODAY)
        assert (Decimal(found[0]["amount"]), found[0]["amount_currency"]) == (money.amount, moneys[1])

    @settings(max_examples=20)
    @given(
        st.decimals(min_value=1, max_value=10**6, places=3),
        st.sampled_from([1, 2, 5, 8, 10, 25, 100, 1000]),
        st.none() | st.integers(3, 6),
        st.booleans(),
    )
    def test_bounds_stay(self, value: Decimal, nominal: int, decimals: int | None, inverted: bool) -> None:  # noqa: FBT001 - of Hypothesis
        before = a_rate(value=value, nominal=nominal, decimals=decimals, inverted=inverted)
        rate = the_one(rates([before], nominal=1)[0])
        assert (rate.per_unit, rate.bounds) == (before.per_unit, before.bounds)
        assert Fraction(rate.nominal) == 1


class TestFiguresThatAreTooLarge:
    def test_of_prices_stay(self) -> None:
        row = {"base": "RUB", "quote": "KZT", "value": "9E+99998", "on": "1999-03-01", "inverted": "true"}
        assert rates([row], restate="1995-01-01", only=["unknown-code"])[0] == [row]

    def test_of_amounts_stay(self) -> None:
        row = {"origin": "RU", "destination": "TJ", "period": "1998", "measure": "inflow", "amount": "9E+99998"}
        rows = [row | {"amount_currency": "RUB"}]
        assert normalize(rows, "remittances", restate="1995-01-01")[0] == rows
