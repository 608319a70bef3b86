from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import UnknownCodeError
from centralasia.numbers import Estimate
from centralasia.reference import Regime, country, currency, pegs, regimes
from centralasia.reference.regimes import RegimeKind
from centralasia.reference.sources import table


@pytest.mark.parametrize(
    ("code", "period", "kind", "before", "after", "percent"),
    [
        ("KZT", "2015-08-20", "float", "188.38", "255.26", "35.5"),
        ("UZS", "2017-09-05", "unification", "4210.35", "8100", "92.4"),
        ("TMT", "2015-01-01", "devaluation", "2.85", "3.50", "22.8"),
        ("TMT", "2009-01-01", "redenomination", "14200", "2.85", "0.4"),
        ("AZN", "2015-12-21", "float", "1.0499", "1.55", "47.6"),
        ("RUB", "2022-02-28", "capital-controls", "83.86", "105.01", "25.2"),
    ],
)
def test_breaks(code: str, period: str, kind: str, before: str, after: str, percent: str) -> None:
    (row,) = [each for each in regimes(code, kind=kind) if str(each.period) == period]
    figures = (row.official_before, row.official_after, row.dollar_change_percent)
    assert figures == (Decimal(before), Decimal(after), Decimal(percent))


@pytest.mark.parametrize(
    ("period", "low", "high", "qualifier"),
    [
        ("2018-01-23", "12", "12", "exact"),
        ("2018-12-28", "18", "18.5", "range"),
        ("2021", "36.0", "44.0", "approx"),
        ("2022-05-15", "19.5", "19.7", "range"),
        ("None", "17.7", "18.2", "range"),
    ],
)
def test_parallel_rates_are_as_exact_as_they_were_stated(period: str, low: str, high: str, qualifier: str) -> None:
    (row,) = [each for each in regimes("TMT", kind="parallel-observation") if str(each.period) == period]
    assert row.parallel_rate is not None
    found = row.parallel_rate
    assert (found.low, found.high, found.qualifier.value) == (Decimal(low), Decimal(high), qualifier)


def test_where_no_parallel_rate_was_stated_there_is_none() -> None:
    assert regimes("KZT")[0].parallel_rate is None


def test_rows_are_chosen_by_currency_country_and_kind() -> None:
    assert len(regimes()) == len(table(Regime, "regimes")) == 55
    assert {each.currency.code for each in regimes(country="TM")} == {"TMM", "TMT"}
    assert regimes(currency("KZT")) == regimes("KZT") == regimes(country=country("KZ"))
    assert regimes("KZT", country="UZ") == ()
    assert {each.kind for each in regimes(kind=RegimeKind.FLOAT)} == {RegimeKind.FLOAT}


@pytest.mark.parametrize(
    ("code", "on", "expected"),
    [
        ("KZT", "1993-11-14", []),
        ("KZT", "1999-04-04", ["introduction"]),
        ("KZT", "2015-08-19", ["devaluation"]),
        ("KZT", "2015-08-20", ["float"]),
        ("TMT", "2018-12-28", ["restriction", "parallel-observation"]),
        ("TMT", "2021-06-15", ["restriction", "feed-artefact", "parallel-observation"]),
        ("TMT", "2014-12-31", ["redenomination"]),
        ("GEL", "2023-10-16", ["float", "feed-error"]),
        ("GEL", "2023-10-17", ["float"]),
    ],
)
def test_what_holds_on_a_day(code: str, on: str, expected: list[str]) -> None:
    assert [each.kind.value for each in regimes(code, on=on)] == expected


def test_unknown_codes_are_refused() -> None:
    with pytest.raises(
        UnknownCodeError, match="'floating' is not in the table of kinds of breaks; did you mean 'float'"
    ):
        regimes(kind="floating")
    with pytest.raises(UnknownCodeError, match="did you mean 'KZT'"):
        regimes("kzt")
    with pytest.raises(UnknownCodeError, match="did you mean 'KZ'"):
        regimes(country="kz")


def test_the_peg_of_the_manat() -> None:
    old, new = pegs()
    assert (old.value, old.valid_from, old.valid_until) == (Decimal("2.85"), date(2009, 1, 1), date(2015, 1, 1))
    assert (new.value, new.valid_from, new.valid_until) == (Decimal("3.50"), date(2015, 1, 1), None)
    assert {(peg.currency, peg.per) for peg in pegs()} == {(currency("TMT"), currency("USD"))}
    assert new.confirmed_until == date(2026, 8, 22)


@pytest.mark.parametrize(
    ("on", "value"),
    [
        ("2008-12-31", None),
        ("2009-01-01", "2.85"),
        ("2014-12-31", "2.85"),
        ("2015-01-01", "3.50"),
        ("2025-06-01", "3.50"),
    ],
)
def test_the_peg_on_a_day(on: str, value: str | None) -> None:
    assert [str(peg.value) for peg in pegs(on)] == ([] if value is None else [value])


class TestLaws:
    def test_a_change_in_percent_agrees_with_its_rates(self) -> None:
        for row in regimes():
            if row.official_before and row.official_after and row.dollar_change_percent is not None:
                ratio = row.currency.ratio if row.kind is RegimeKind.REDENOMINATION else None
                exact = (row.official_after * (ratio or 1) / row.official_before - 1) * 100
                assert abs(exact - row.dollar_change_percent) <= Decimal("0.051"), row

    def test_an_observation_that_says_nothing_of_the_regime_is_one(self) -> None:
        for row in regimes():
            if row.kind.is_observation:
                assert row.kind.value.startswith(("feed-", "parallel-"))
            if row.parallel_rate is not None:
                assert isinstance(row.parallel_rate, Estimate)
                assert row.parallel

    def test_a_peg_is_a_tender_of_its_day(self) -> None:
        assert all(peg.currency.is_tender(peg.valid_from) for peg in pegs())

    @given(st.dates())
    def test_at_most_one_break_holds_for_a_currency(self, on: date) -> None:
        holding = [row.currency for row in regimes(on=on) if not row.kind.is_observation]
        assert len(holding) == len(set(holding))
        assert all(row.period is not None and row.period.start <= on for row in regimes(on=on))


def test_what_has_no_day_comes_last() -> None:
    periods = [each.period for each in regimes("TMT")]
    assert periods[0] is not None
    assert periods[-1] is None
