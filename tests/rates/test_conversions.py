"""What comes out of a conversion."""

import decimal
import pickle
from copy import deepcopy
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import (
    CurrencyMismatchError,
    InvalidValueError,
    RateNotFoundError,
    RoundingNeededError,
    UnknownCodeError,
    WrongTypeError,
)
from centralasia.money import Money
from centralasia.numbers import Rounding, round_fraction
from centralasia.periods import period
from centralasia.rates import ExchangeRate, LastKnown, MoneyRange, RateTable

DAY = date(2024, 3, 8)


def quote(pair: str, value: object, **more: Any) -> ExchangeRate:
    base, other = pair.split("/")
    facts: dict[str, Any] = {"on": DAY, "source": "made up"} | more
    return ExchangeRate(base=base, quote=other, value=value, **facts)  # type: ignore[arg-type]


TABLE = RateTable.of([quote("USD/KZT", "450.25"), quote("USD/UZS", "12500.00"), quote("KGS/USD", "0.0112")])


def test_one_product_one_division_one_rounding() -> None:
    done = TABLE.convert(Money.of("1000000", "KZT"), "UZS", on="2024-03-10")
    assert done.exact == Fraction(1_000_000 * 12_500 * 100, 45_025)
    assert done.money == Money.of("27762354.25", "UZS")
    assert done.original == Money.of(1_000_000, "KZT")
    assert [(leg.source.code, leg.target.code, leg.forward) for leg in done.legs] == [
        ("KZT", "USD", False),
        ("USD", "UZS", True),
    ]
    assert (done.on, done.age) == (date(2024, 3, 10), 2)


def test_the_bounds_are_those_of_the_printed_digits() -> None:
    bounds = TABLE.convert(Money.of("1000000", "KZT"), "UZS", on=DAY).bounds
    assert bounds.low.amount == round_fraction(10**6 * Fraction("12499.995") / Fraction("450.255"), 2, Rounding.FLOOR)
    assert bounds.high.amount == round_fraction(
        10**6 * Fraction("12500.005") / Fraction("450.245"), 2, Rounding.CEILING
    )
    assert Money.of("27762354.25", "UZS") in bounds
    assert str(bounds) == f"{bounds.low} to {bounds.high}"
    minus = TABLE.convert(Money.of("-1000000", "KZT"), "UZS", on=DAY).bounds
    assert (minus.low, minus.high) == (-bounds.high, -bounds.low)


def test_a_range_has_ends() -> None:
    low = Money.of(1, "USD")
    with pytest.raises(InvalidValueError, match="high must be at least 1 USD"):
        MoneyRange(low, Money.of(0, "USD"))
    with pytest.raises(CurrencyMismatchError):
        MoneyRange(low, Money.of(2, "KZT"))


def test_a_conversion_explains_itself() -> None:
    done = TABLE.convert(Money.of("1000000", "KZT"), "UZS", on="2024-03-09")
    assert done.explain().splitlines() == [
        "1,000,000 KZT = 27,762,354.25 UZS on 2024-03-09",
        "  1. KZT → USD: 450.25 KZT per 1 USD (official, 2024-03-08, made up), 1 day off",
        "  2. USD → UZS: 12500.00 UZS per 1 USD (official, 2024-03-08, made up), 1 day off",
        "  by the printed digits of the rates: 27,762,034.84 to 27,762,673.66 UZS".replace(" to", " UZS to"),
        "  the least fresh rate is 1 day off",
    ]
    assert str(done) == done.explain()
    same = TABLE.convert(Money.of("1.005", "KZT"), "KZT", on=DAY)
    assert "the same currency: no rate was used" in same.explain()
    assert "exact: no rate was rounded" in same.explain()
    assert same.money == Money.of("1.00", "KZT")
    assert "2 days off" in TABLE.convert(Money.of(1, "KZT"), "UZS", on="2024-03-10").explain()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"rounding": "ROUND_UP"}, "0.01"),
        ({"rounding": "half-even"}, "0.00"),
        ({"rounding": Rounding.DOWN}, "0.00"),
        ({"places": 4}, "0.0022"),
        ({"places": 0, "rounding": "ceiling"}, "1"),
    ],
)
def test_rounding_is_named(options: dict[str, Any], expected: str) -> None:
    assert str(TABLE.convert(Money.of(1, "KZT"), "USD", on=DAY, **options).money.amount) == expected


def test_no_rounding_is_exact_or_an_error() -> None:
    assert str(TABLE.convert(Money.of("3.5", "KGS"), "USD", on=DAY, rounding=None).money.amount) == "0.0392"
    with pytest.raises(RoundingNeededError, match=r"name a rounding, or take \.exact"):
        TABLE.convert(Money.of(1, "KZT"), "USD", on=DAY, rounding=None)
    with pytest.raises(RoundingNeededError, match="does not fit 2 decimal places exactly"):
        TABLE.convert(Money.of("3.5", "KGS"), "USD", on=DAY, rounding=None, places=2)


def test_a_currency_without_a_minor_unit_needs_places() -> None:
    table = RateTable.of([quote("XDR/USD", "1.33")])
    with pytest.raises(RoundingNeededError, match="an amount of XDR, which has no minor unit"):
        table.convert(Money.of(1, "USD"), "XDR", on=DAY)
    assert str(table.convert(Money.of("1.33", "USD"), "XDR", on=DAY, places=6).money.amount) == "1.000000"


@pytest.mark.parametrize(
    ("arguments", "options", "error", "words"),
    [
        (("1 KZT", "UZS"), {}, WrongTypeError, "money must be Money, got '1 KZT'"),
        ((Money.of(1, "KZT"), "UZX"), {}, UnknownCodeError, "UZX"),
        ((Money.of(1, "KZT"), "EUR"), {}, RateNotFoundError, "no rate for KZT/EUR on 2024-03-08"),
        ((Money.of(1, "KZT"), "UZS"), {"places": 2.0}, InvalidValueError, "places must be a whole number"),
        ((Money.of(1, "KZT"), "UZS"), {"places": "2", "rounding": None}, InvalidValueError, "places must be a whole"),
        ((Money.of(1, "KZT"), "UZS"), {"places": True, "rounding": None}, InvalidValueError, "places must be a whole"),
        ((Money.of(1, "KZT"), "UZS"), {"places": 10**9}, InvalidValueError, "places must be a whole number"),
        ((Money.of(1, "KZT"), "UZS"), {"rounding": "nearest"}, InvalidValueError, "rounding"),
        ((Money.of(1, "KZT"), "UZS"), {"kind": "guess"}, InvalidValueError, "kind must be one of"),
        ((Money.of(1, "KZT"), []), {}, WrongTypeError, "currency"),
    ],
)
def test_what_cannot_be_converted(
    arguments: tuple[Any, Any], options: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        TABLE.convert(*arguments, on=DAY, **options)


def test_the_ambient_context_has_no_say() -> None:
    expected = TABLE.convert(Money.of("123456789.12", "KZT"), "UZS", on=DAY)
    with decimal.localcontext(decimal.Context(prec=3, rounding=decimal.ROUND_UP, traps=[])):
        table = RateTable.of(list(TABLE))
        done = table.convert(Money.of("123456789.12", "KZT"), "UZS", on=DAY)
        assert (done.money, done.bounds) == (expected.money, expected.bounds)


def test_a_period_takes_its_average_and_its_end() -> None:
    table = RateTable.of([
        quote("USD/KZT", "456.17", on="2023", kind="average"),
        quote("USD/KZT", "454.56", on="2023", kind="end of period"),
        quote("USD/KZT", "470", on="2023-12-29"),
    ])  # fmt: skip
    dollar = Money.of(1, "USD")
    assert table.convert(dollar, "KZT", on="2023").money.amount == Decimal("456.17")
    assert table.convert(dollar, "KZT", on="2023", kind="end of period").money.amount == Decimal("454.56")
    assert table.convert(dollar, "KZT", on="2023-12", kind="end_of_period").money.amount == Decimal(470)
    assert table.convert(dollar, "KZT", on="2023-05-04", kind="average").money.amount == Decimal("456.17")
    assert table.convert(dollar, "KZT", on="2023-12-31", kind="end_of_period").money.amount == Decimal("454.56")
    for on in ("2023-05-04", "2023-05"):
        with pytest.raises(RateNotFoundError):
            table.convert(dollar, "KZT", on=on, kind="end_of_period")
    assert table.convert(dollar, "KZT", on=period("2023")).on == period("2023")
    with pytest.raises(RateNotFoundError):
        table.convert(dollar, "KZT", on="2024")
    with pytest.raises(RateNotFoundError):
        table.convert(dollar, "KZT", on="2022", kind="average")


def test_daily_quotes_are_averaged_over_the_days_of_a_period() -> None:
    daily = [
        quote("USD/KZT", "400", on="2024-02-01"),
        quote("USD/KZT", "460.5", on="2024-02-08"),
        quote("USD/KZT", "43.00", on="2024-02-15", nominal=10),
        quote("USD/KZT", "440", on="2024-02-22"),
    ]
    table = RateTable.of(daily)
    done = table.convert(Money.of(29, "USD"), "KZT", on="2024-02")
    assert done.exact == 400 * 7 + Fraction("460.5") * 7 + Fraction("4.3") * 7 + 440 * 8
    low, high = done.legs[0].rate.limits()
    assert high - low == Fraction(1, 100) * Fraction(22, 29) + Fraction(1, 1000) * Fraction(7, 29)
    assert done.legs[0].rate.kind == "average"
    assert table.convert(Money.of(29, "USD"), "KZT", on="2024-02", kind="average").exact == done.exact
    for limits in ({"policy": LastKnown(6)}, {"kind": "market"}):
        with pytest.raises(RateNotFoundError):
            table.convert(Money.of(1, "USD"), "KZT", on="2024-02", **limits)
    assert RateTable.of([quote("USD/KZT", "4", on="2024-02-01", margin=0, until="2024-03-01")]).convert(
        Money.of(1, "USD"), "KZT", on="2024-02", kind="official"
    ).bounds.high == Money.of("4.00", "KZT")


def test_a_published_average_goes_with_one_that_is_worked_out() -> None:
    days = [quote("USD/KZT", "450", on="2024-02-01"), quote("USD/KZT", "460", on="2024-02-15")]
    table = RateTable.of([*days, quote("USD/UZS", "12450", on="2024-02", kind="average")])
    done = table.convert(Money.of(1, "KZT"), "UZS", on="2024-02", policy=LastKnown(15))
    assert done.exact == Fraction(12450) / Fraction(450 * 14 + 460 * 15, 29)
    with pytest.raises(RateNotFoundError):
        table.convert(Money.of(1, "KZT"), "UZS", on="2020", kind="end_of_period")


def test_a_fixed_rate_is_its_own_average() -> None:
    peg = quote("USD/TMT", "3.5", on="2015-01-01", until=date.max, margin=0)
    table = RateTable.of([peg, quote("USD/TMT", "3.51", kind="market")])
    for on in ("2023", "2023-05"):
        assert table.convert(Money.of(7, "TMT"), "USD", on=on).legs[0].rate == peg
    assert table.convert(Money.of(7, "TMT"), "USD", on="2023-05-04", kind="average").exact == 2
    assert table.convert(Money.of(7, "TMT"), "USD", on="2023", kind="end of period").exact == 2
    with pytest.raises(RateNotFoundError):
        table.convert(Money.of(7, "TMT"), "USD", on="2014")


AMOUNTS = st.decimals(-(10**12), 10**12, places=4)
PRICES = st.decimals("0.01", "20000", places=4).filter(bool)


class TestLaws:
    @given(AMOUNTS, PRICES, PRICES, st.sampled_from(list(Rounding)))
    def test_a_conversion_is_the_exact_product_rounded_once(
        self, amount: Decimal, first: Decimal, second: Decimal, mode: Rounding
    ) -> None:
        table = RateTable.of([quote("USD/KZT", first), quote("USD/UZS", second, nominal=10)])
        done = table.convert(Money.of(amount, "KZT"), "UZS", on=DAY, rounding=mode)
        assert done.exact == Fraction(amount) / Fraction(first) * Fraction(second) / 10
        assert done.money.amount == round_fraction(done.exact, 2, mode)

    @given(AMOUNTS, PRICES, PRICES)
    def test_there_and_back_returns(self, amount: Decimal, first: Decimal, second: Decimal) -> None:
        table = RateTable.of([quote("USD/KZT", first), quote("USD/UZS", second)])
        there = table.convert(Money.of(amount, "KZT"), "UZS", on=DAY)
        back = table.convert(there.money, "KZT", on=DAY)
        assert there.exact * back.route.factor == Fraction(amount)
        low, high = sorted((there.exact - Fraction(1, 200), there.exact + Fraction(1, 200)))
        assert low * back.route.factor <= back.exact <= high * back.route.factor

    @given(AMOUNTS, PRICES, PRICES, st.fractions(-1, 1), st.fractions(-1, 1))
    def test_every_combination_of_what_could_have_been_printed_is_inside(
        self, amount: Decimal, first: Decimal, second: Decimal, one: Fraction, other: Fraction
    ) -> None:
        table = RateTable.of([quote("USD/KZT", first, decimals=4), quote("USD/UZS", second, decimals=4)])
        bounds = table.convert(Money.of(amount, "KZT"), "UZS", on=DAY).bounds
        half = Fraction(1, 20_000)
        truth = Fraction(amount) / (Fraction(first) + one * half) * (Fraction(second) + other * half)
        assert Fraction(bounds.low.amount) <= truth <= Fraction(bounds.high.amount)

    @given(AMOUNTS, PRICES, PRICES)
    def test_a_triangle_closes(self, amount: Decimal, first: Decimal, second: Decimal) -> None:
        table = RateTable.of([quote("USD/KZT", first), quote("USD/UZS", second)])
        money = Money.of(amount, "USD")
        one = (
            table.convert(money, "KZT", on=DAY).route.factor
            * table.convert(Money.of(1, "KZT"), "UZS", on=DAY).route.factor
        )
        assert one == table.convert(money, "UZS", on=DAY).route.factor

    @given(AMOUNTS, PRICES)
    def test_restating_commutes_with_converting(self, amount: Decimal, price: Decimal) -> None:
        table = RateTable.of([quote("USD/TMT", price, on=date(2009, 6, 1))])
        old = Money.of(amount, "TMM")
        on = "2009-06-01"
        assert table.convert(old, "USD", on=on).exact == table.convert(old.restate(on=on), "USD", on=on).exact
        dollars = Money.of(amount, "USD")
        as_old = table.convert(dollars, "TMM", on=on).exact
        assert as_old == 5000 * table.convert(dollars, "TMT", on=on).exact


@pytest.mark.parametrize("protocol", range(6))
def test_a_conversion_travels(protocol: int) -> None:
    done = TABLE.convert(Money.of(1000, "KZT"), "UZS", on=DAY)
    assert done.bounds.low < done.money < done.bounds.high
    again = pickle.loads(pickle.dumps(done, protocol))
    assert again == done == deepcopy(done)
    assert again.explain() == done.explain()


def test_bounds_are_never_coarser_than_the_minor_unit() -> None:
    bounds = RateTable.of([quote("KZT/USD", "0.5")]).convert(Money.of(10, "KZT"), "USD", on=DAY, rounding=None).bounds
    assert (str(bounds.low.amount), str(bounds.high.amount)) == ("4.50", "5.50")
