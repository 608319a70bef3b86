"""The rates that ship with the package."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import testing
from centralasia.errors import RateNotFoundError, WrongTypeError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.periods import period
from centralasia.rates import ExactDay, ExchangeRate, LastKnown, RateTable, convert, convert_estimate, embedded_rates
from centralasia.reference import pegs, source

REGION = ["KZT", "KGS", "TJS", "TMT", "UZS"]
PARTNERS = ["RUB", "GEL", "AMD", "AZN", "EUR", "CNY", "TRY", "GBP", "JPY", "CHF"]


@pytest.mark.parametrize(
    ("pair", "year", "value"),
    [
        ("KZT", "2023", "456.165"),
        ("KGS", "2000", "47.703833"),
        ("TJS", "2024", "10.799492"),
        ("UZS", "2000", "236.608333"),
        ("UZS", "2024", "12652.286821"),
        ("TMM", "2001", "5200"),
        ("RUB", "2023", "85.162008"),
        ("TMT", "2010", "2.85"),
        ("TMT", "2024", "3.5"),
        ("CNY", "2023", "7.084631"),
    ],
)
def test_figures_are_those_of_the_source(pair: str, year: str, value: str) -> None:
    rate = embedded_rates().lookup("USD", pair, on=year)
    assert rate.value == Decimal(value)
    assert source(rate.source)


@pytest.mark.parametrize("code", [*REGION, *PARTNERS])
def test_every_currency_of_the_region_meets_every_partner(code: str) -> None:
    for other in (*REGION, *PARTNERS):
        if code != other:
            done = convert(Money.of(1000, code), other, on="2023", places=6)
            assert done.bounds.low <= done.money <= done.bounds.high
            assert 1 <= len(done.legs) <= 2


def test_a_day_takes_an_average_only_when_allowed() -> None:
    million = Money.of("1000000", "KZT")
    with pytest.raises(RateNotFoundError, match="pass kind='average'") as caught:
        convert(million, "UZS", on="2023-05-04")
    assert "read_rates" in str(caught.value)
    assert "2000 to 2024" in str(caught.value)
    assert "from the rates that ship with centralasia" in convert(million, "UZS", on="2023").explain()
    assert convert(million, "UZS", on="2023-05-04", kind="average").money == convert(million, "UZS", on="2023").money


def test_what_no_source_has_is_not_there() -> None:
    for code, year in [("UZS", "2005"), ("TMT", "2005"), ("TMM", "2005"), ("RUB", "2024"), ("KZT", "1999")]:
        with pytest.raises(RateNotFoundError):
            convert(Money.of(1, "USD"), code, on=year)
    with pytest.raises(RateNotFoundError, match="average USD/UZS of 2000, 2013 to 2024"):
        convert(Money.of(1, "USD"), "UZS", on="2005")


def test_old_manats_stay_old_manats() -> None:
    assert convert(Money.of(1, "USD"), "TMM", on="2000").exact == 5200
    done = convert(Money.of(1, "USD"), "TMT", on="2000")
    assert done.money == Money.of("1.04", "TMT")
    assert [leg.rate.source for leg in done.legs][-1] == "legal ratio"


def test_the_peg_answers_for_a_day() -> None:
    done = convert(Money.of(7, "TMT"), "USD", on="2025-12-09", policy=ExactDay())
    assert (done.money, done.age) == (Money.of("2.00", "USD"), 0)
    assert convert(Money.of("2.85", "TMT"), "USD", on=date(2014, 12, 31)).exact == 1


def test_a_peg_ages_from_the_day_it_was_last_confirmed() -> None:
    seen = pegs(on="2020-01-01")[0].confirmed_until
    assert convert(Money.of(1, "USD"), "TMT", on=seen).age == 0
    assert convert(Money.of(1, "USD"), "TMT", on=seen + timedelta(3)).age == 3
    with pytest.raises(RateNotFoundError, match=f"official USD/TMT of 2009-01-01 to {seen}"):
        convert(Money.of(1, "USD"), "TMT", on="2099-01-01")
    late = seen + timedelta(93)
    with pytest.raises(
        RateNotFoundError, match=r"quotes of 93 days ago are the latest, pass policy=LastKnown\(days=93\)"
    ):
        convert(Money.of(1, "USD"), "TMT", on=late)
    assert convert(Money.of(1, "USD"), "TMT", on=late, policy=LastKnown(days=93)).age == 93


def test_part_of_a_year_takes_the_average_of_the_year_only_when_allowed() -> None:
    for on in ("2023-Q2", "2023-04", "2023-03/2023-05"):
        with pytest.raises(RateNotFoundError, match="pass kind='average'"):
            convert(Money.of(1, "USD"), "KZT", on=on)
        assert convert(Money.of(1, "USD"), "KZT", on=on, kind="average").legs[0].rate.on == period("2023")
    with pytest.raises(RateNotFoundError):
        convert(Money.of(1, "USD"), "KZT", on="2022-12/2023-01", kind="average")


def test_the_printed_ticker_is_as_wide_as_it_was_printed() -> None:
    done = convert(Money.of(100, "USD"), "UZS", on="2025-12-09")
    assert (done.legs[0].rate.source, done.legs[0].rate.change) == ("ticker-2025-12-09", "0%")
    assert (done.bounds.low.amount, done.bounds.high.amount) == (Decimal("1176470.58"), Decimal("1333333.34"))
    assert len(embedded_rates().filter(source="ticker-2025-12-09")) == 5
    assert convert(Money.of(7, "TMT"), "USD", on="2025-12-09").exact == 2


def test_own_rates_are_used_when_given() -> None:
    with pytest.raises(WrongTypeError, match="rates must be a RateTable"):
        convert(Money.of(1, "USD"), "KZT", on="2024-01-01", rates=5)  # type: ignore[arg-type]
    table = RateTable.of([ExchangeRate(base="USD", quote="KZT", value=500, on="2024-01-01")])
    assert convert(Money.of(1, "USD"), "KZT", on="2024-01-01", rates=table).exact == 500


class TestEstimatesOfAmounts:
    def test_the_bounds_of_the_amount_and_of_the_rate_both_count(self) -> None:
        table = RateTable.of([ExchangeRate(base="USD", quote="KZT", value="500", on="2024-03-01", source="made up")])
        amount = MoneyEstimate.of(Estimate.between(100, 200), "USD")
        found = convert_estimate(amount, "KZT", on="2024-03-01", rates=table)
        assert (found.low, found.high) == (Money.of("49950", "KZT"), Money.of("100100", "KZT"))

    def test_one_currency_needs_no_rate(self) -> None:
        amount = MoneyEstimate.of(Estimate.over(100), "USD")
        assert convert_estimate(amount, "USD", on="2024-03-01") == amount

    def test_what_no_rate_answers_is_told(self) -> None:
        with pytest.raises(RateNotFoundError, match="USD/KZT"):
            convert_estimate(Money.of(1, "USD"), "KZT", on="1980-03-01")

    @given(testing.money(currencies="USD", min_value=0, max_value=10**12), st.sampled_from(["KZT", "UZS", "TJS"]))
    def test_it_encloses_what_money_converts_to(self, amount: Money, to: str) -> None:
        found = convert_estimate(amount, to, on="2023")
        assert found.estimate.contains(convert(amount, to, on="2023").exact)
