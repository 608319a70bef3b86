from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings

from centralasia.errors import InvalidValueError, UnknownCodeError
from centralasia.periods import Period
from centralasia.rates import Conversion, ExchangeRate, RateKind, RateTable, Side
from centralasia.readers import read_rates
from centralasia.reference import currency
from centralasia.testing import Ticker, conversions, rate_tables, tickers


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"currencies": ["KZT"]}, "currencies must be two currencies or more, got 'KZT'"),
        ({"min_size": 5, "max_size": 4}, "max_size must be at least the min_size of 5"),
        ({"min_size": -1}, "max_size must be at least the min_size of -1, which is not negative"),
        ({"currencies": ["ALK", "EUR"]}, "currencies must be currencies that were in use on one day"),
        (
            {"currencies": ["TMM", "TMT"], "min_size": 400, "max_size": 400},
            "until must be late enough for 400 daily periods since 2009-01-01",
        ),
        ({"frequency": "A", "since": "2024-02-01", "until": "2025-01-01"}, "late enough for 1 annual periods"),
    ],
)
def test_tables_that_cannot_be(options: dict[str, int], message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        rate_tables(**options)  # type: ignore[arg-type]  # a table of keywords


def test_a_currency_that_is_none() -> None:
    with pytest.raises(UnknownCodeError, match="'KZR'"):
        rate_tables(currencies=["KZT", "KZR"])


@pytest.mark.parametrize(
    "condition",
    [
        lambda table: len(table) == 20,
        lambda table: len(table.publishers) == 3,
        lambda table: len(table.currencies) == 5,
        lambda table: any(rate.inverted for rate in table),
        lambda table: any(rate.nominal == 1000 for rate in table),
        lambda table: any(rate.decimals is None for rate in table),
        lambda table: any(rate.decimals is not None for rate in table),
        lambda table: any(rate.kind is RateKind.MARKET for rate in table),
        lambda table: len({rate.on for rate in table}) > 3,
        lambda table: currency("UZS") in table.currencies,
    ],
)
def test_tables_of_every_sort_come(condition: object, reached: Callable[..., object]) -> None:
    reached(rate_tables(), condition)


@pytest.mark.parametrize("frequency", ["M", "Q", "A", "W"])
def test_averages_come_for_any_frequency(frequency: str) -> None:
    @given(rate_tables(frequency=frequency, since="1996-01-01", until="2020-01-01"))
    def are_of_it(table: RateTable) -> None:
        for rate in table:
            assert isinstance(rate.on, Period)
            assert rate.on.frequency == frequency
            assert date(1996, 1, 1) <= rate.on.start < date(2020, 1, 1)

    are_of_it()


def test_an_empty_table_comes_when_it_may(reached: Callable[..., object]) -> None:
    reached(rate_tables(min_size=0), lambda table: len(table) == 0)


def test_both_sides_come_when_they_may(reached: Callable[..., object]) -> None:
    reached(rate_tables(two_sided=True), lambda table: {rate.side for rate in table} == set(Side))


def test_large_tables_are_no_trouble() -> None:
    @settings(max_examples=5)
    @given(rate_tables(currencies=["KZT", "UZS", "KGS", "USD"], min_size=2_000, max_size=2_000))
    def are_of_that_size(table: RateTable) -> None:
        assert len(table) == 2_000

    are_of_that_size()


@pytest.mark.parametrize(
    "condition",
    [
        lambda page: page.text.count("•") > len(page.rates),
        lambda page: len(page.rates) == 6,
        lambda page: "A headline" in page.text,
        lambda page: any(rate.change is None for rate in page.rates),
        lambda page: any(rate.nominal > 1 for rate in page.rates),
        lambda page: page.on.isoformat() in page.text,
        lambda page: f"{page.on:%d} " in page.text.splitlines()[page.text.count("•")],
    ],
)
def test_tickers_of_every_sort_come(condition: object, reached: Callable[..., object]) -> None:
    reached(tickers(), condition)


def _limits(rate: ExchangeRate) -> tuple[Fraction, Fraction]:
    """Bounds of the price of the currency that comes first in order of codes."""
    low, high = rate.limits()
    return (low, high) if rate.base.code < rate.quote.code else (1 / high, 1 / low)


class TestLaws:
    @given(rate_tables(min_size=3, max_size=9))
    def test_a_table_has_the_size_asked_for(self, table: RateTable) -> None:
        assert 3 <= len(table) <= 9
        assert RateTable.of(reversed(list(table))) == table

    @given(rate_tables(currencies=["KZT", "TMT", "USD"], since="2016-01-01"))
    def test_only_the_currencies_and_days_asked_for_come(self, table: RateTable) -> None:
        assert set(table.currencies) <= {currency("KZT"), currency("TMT"), currency("USD")}
        assert all(isinstance(rate.on, date) and rate.on >= date(2016, 1, 1) for rate in table)

    @given(rate_tables(currencies=["TMT", "USD"], since="2016-01-01"))
    def test_a_peg_is_kept(self, table: RateTable) -> None:
        for rate in table:
            low, high = rate.limits()
            assert low <= (Fraction(7, 2) if rate.quote.code == "TMT" else Fraction(2, 7)) <= high

    @given(rate_tables(currencies=["TMM", "TMT", "USD"]))
    def test_old_money_is_worth_its_legal_ratio(self, table: RateTable) -> None:
        for rate in table:
            if {rate.base.code, rate.quote.code} == {"TMM", "TMT"}:
                low, high = rate.limits()
                assert low <= (Fraction(5000) if rate.quote.code == "TMM" else Fraction(1, 5000)) <= high

    @given(rate_tables())
    def test_currencies_were_tender_and_old_money_does_not_mix_with_new(self, table: RateTable) -> None:
        for rate in table:
            assert isinstance(rate.on, date)
            assert rate.base.is_tender(rate.on)
            assert rate.quote.is_tender(rate.on)
        assert not any(each.successor in table.currencies for each in table.currencies)

    @given(rate_tables(min_size=6, max_size=30))
    def test_two_ways_to_a_price_never_contradict_each_other(self, table: RateTable) -> None:
        known: dict[tuple[object, str, str], list[tuple[Fraction, Fraction]]] = {}
        for rate in table:
            first, second = sorted([rate.base.code, rate.quote.code])
            known.setdefault((rate.on, first, second), []).append(_limits(rate))
        for spans in known.values():
            assert max(low for low, _ in spans) <= min(high for _, high in spans)
        for (on, a, b), (direct, *_) in known.items():
            for c in {code for day, *pair in known if day == on for code in pair} - {a, b}:
                legs = [known.get((on, *sorted(pair))) for pair in ((a, c), (c, b))]  # type: ignore[arg-type]  # a key
                if all(legs):
                    (low, high), (more, most) = (leg[0] for leg in legs if leg)
                    if a > c:
                        low, high = 1 / high, 1 / low
                    if c > b:
                        more, most = 1 / most, 1 / more
                    assert low * more <= direct[1]
                    assert direct[0] <= high * most

    @given(rate_tables(two_sided=True))
    def test_the_dealer_pays_less_than_he_takes(self, table: RateTable) -> None:
        for one, other in combinations(table, 2):
            if (one.base, one.quote, one.on, one.source) == (other.base, other.quote, other.on, other.source):
                rank = {Side.BID: 0, Side.MID: 1, Side.ASK: 2}
                assert (rank[one.side] < rank[other.side]) == (one.per_unit < other.per_unit)

    @given(rate_tables(min_size=12, max_size=40))
    def test_figures_have_five_digits_or_more_and_steady_decimals(self, table: RateTable) -> None:
        for rate in table:
            decimals = rate.decimals if rate.decimals is not None else -int(rate.value.as_tuple().exponent)
            assert rate.value * 10**decimals >= 9_900  # five digits at the usual price, which moves by up to a percent

    @given(tickers())
    def test_a_ticker_is_read_as_what_it_holds(self, page: Ticker) -> None:
        table, report = read_rates(page.text.encode())
        assert table == RateTable.of(page.rates)
        assert [rate.decimals for rate in table] == [rate.decimals for rate in RateTable.of(page.rates)]
        assert {rate.change for rate in table} == {rate.change for rate in page.rates}
        assert report.ok

    @given(conversions())
    def test_a_conversion_used_the_rates_of_its_day(self, done: Conversion) -> None:
        assert done.age == 0
        assert all(leg.rate.on == done.on for leg in done.legs)
