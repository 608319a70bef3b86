from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, UnknownCodeError
from centralasia.rates import ExchangeRate, RateTable
from centralasia.reference import publication_calendar, regimes
from centralasia.testing import CORRUPTIONS, clean_rates, rate_datasets
from centralasia.testing.consistency import inconsistent_pairs, inconsistent_triangles


def figures(rates: tuple[ExchangeRate, ...]) -> list[Fraction]:
    return [rate.per_unit for rate in rates]


def test_bulletins_come_on_the_days_of_the_calendar() -> None:
    for publisher in ("nbk", "cbr", "cbu", "nbkr"):
        rates = clean_rates(["USD"], publishers=[publisher], since="2024-02-01", days=60)
        have = {str(rate.on) for rate in rates}
        assert publication_calendar(publisher).gaps(have, since="2024-02-01", until="2024-04-01") == ()


def test_where_no_calendar_tells_they_come_on_workdays() -> None:
    rates = clean_rates(["USD"], publishers=["cbu"], since="2017-08-21", days=7)
    assert [rate.on.isoweekday() for rate in rates if isinstance(rate.on, date)] == [1, 2, 3, 4, 5]


def test_figures_have_the_decimals_of_the_bank_and_a_nominal() -> None:
    rates = clean_rates(["USD", "JPY", "UZS", "KZT"], publishers=["nbk"], days=1)
    assert [rate.base.code for rate in rates] == ["USD", "JPY", "UZS"]
    assert {-int(rate.value.as_tuple().exponent) for rate in rates} == {2}
    assert [rate.nominal for rate in rates] == [1, 1, 100]


def test_a_peg_stands_still() -> None:
    rates = clean_rates(["USD"], publishers=["cbt"], since="2014-12-29", days=7)
    assert sorted({str(rate.value) for rate in rates}) == ["2.8500", "3.5000"]


@pytest.mark.parametrize(
    ("publisher", "money", "since", "dollar_change"),
    [
        ("nbk", "KZT", "2015-08-19", "0.355"),
        ("cbu", "UZS", "2017-09-04", "0.924"),
        ("cbar", "AZN", "2015-12-18", "0.476"),
        ("cbr", "RUB", "2022-02-25", "0.252"),
    ],
)
def test_crises_have_the_size_and_the_day_that_they_had(
    publisher: str, money: str, since: str, dollar_change: str
) -> None:
    calm, crisis = [
        figures(clean_rates(["USD"], publishers=[publisher], since=since, days=12, crises=crises))
        for crises in (False, True)
    ]
    jump = crisis[-1] / calm[-1]
    assert abs(jump - 1 - Fraction(dollar_change)) < Fraction(1, 200)
    assert crisis[0] == calm[0]
    assert [row for row in regimes(money) if row.period is not None and str(row.period)[:4] == since[:4]]


def test_dollars_cost_more_beside_the_bank() -> None:
    bank, bid, ask, parallel = clean_rates(["USD"], days=1, beside=["cash", "parallel"])
    assert bid.per_unit < bank.per_unit < ask.per_unit < parallel.per_unit
    assert [rate.source for rate in (bid, ask, parallel)] == ["offices", "offices", "bazaar"]


def test_markets_are_closed_on_weekends() -> None:
    rates = clean_rates(["USD"], since="2024-03-01", days=7, beside=["crosses"])
    days = {rate.on.isoweekday() for rate in rates if rate.kind == "market" and isinstance(rate.on, date)}
    assert days == {1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"publishers": ["nbq"]}, "'nbq' is not in the table of banks to make bulletins of; did you mean 'nbg'"),
        ({"beside": ["cross"]}, "'cross' is not in the table of things beside banks; did you mean 'crosses'"),
        ({"days": 0}, "days must be a whole number, 1 or more"),
        ({"currencies": ["USX"]}, "'USX' is not"),
    ],
)
def test_what_cannot_be_made(options: dict[str, Any], message: str) -> None:
    with pytest.raises(CentralAsiaError, match=message) as caught:
        clean_rates(**options)
    assert isinstance(caught.value, InvalidValueError | UnknownCodeError)


class TestLaws:
    @given(st.integers(0, 99))
    @settings(max_examples=10)
    def test_one_seed_gives_one_table_that_shows_as_its_call(self, seed: int) -> None:
        rates = clean_rates(["USD"], days=3, seed=seed)
        assert eval(repr(rates), {"clean_rates": clean_rates}) == rates  # noqa: S307 - our own text

    @given(rate_datasets())
    @settings(max_examples=10)
    def test_a_data_set_is_a_table_without_a_contradiction(self, rates: tuple[ExchangeRate, ...]) -> None:
        assert len(RateTable.of(rates)) == len(rates)
        market = tuple(rate for rate in rates if rate.kind == "market")
        pairs, triangles = inconsistent_pairs(market), inconsistent_triangles(market)
        for place, rate in enumerate(market[:30]):
            is_both_ways = "USD" in {rate.base.code, rate.quote.code}
            assert (bool(pairs.choices(place)), bool(triangles.choices(place))) == (is_both_ways, not is_both_ways)

    @given(rate_datasets())
    @settings(max_examples=2)
    def test_every_corruption_can_happen_to_a_data_set(self, rates: tuple[ExchangeRate, ...]) -> None:
        assert [code for code, corruption in CORRUPTIONS.items() if corruption(rates).is_empty] == []

    @given(st.integers(0, 99))
    @settings(max_examples=10)
    def test_prices_change_by_no_more_than_markets_do(self, seed: int) -> None:
        steps = [later / earlier - 1 for earlier, later in pairwise(figures(clean_rates(["USD"], days=60, seed=seed)))]
        assert max(map(abs, steps)) < Fraction(3, 100)
