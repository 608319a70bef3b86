from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, UnknownCodeError
from centralasia.periods import Period, period
from centralasia.rates import ExactDay, ExchangeRate, LastKnown, Leg, NextKnown, Policy, Published, RateKind, Side
from centralasia.records import from_json, from_row, to_json, to_row
from centralasia.reference import currency
from centralasia.testing import currencies, days, exchange_rates, legs, periods, policies, printed_rates
from centralasia.testing.rates import is_over_a_period, without_zeros

OVER_A_PERIOD = [RateKind.AVERAGE, RateKind.END_OF_PERIOD]


@pytest.mark.parametrize("kind", list(RateKind))
def test_every_kind_comes(kind: RateKind, reached: Callable[..., object]) -> None:
    reached(exchange_rates(), lambda rate: rate.kind is kind)


@pytest.mark.parametrize(
    "condition",
    [
        lambda leg: leg.forward,
        lambda leg: not leg.forward,
        lambda leg: leg.age == 0,
        lambda leg: leg.age > 300,
        lambda leg: leg.decimals is None and leg.rate.decimals is None,
        lambda leg: leg.decimals is not None and leg.decimals > -leg.rate.value.as_tuple().exponent,
    ],
)
def test_every_sort_of_leg_comes(condition: object, reached: Callable[..., object]) -> None:
    reached(legs(), condition)


@pytest.mark.parametrize("side", list(Side))
def test_every_side_comes(side: Side, reached: Callable[..., object]) -> None:
    reached(exchange_rates(), lambda rate: rate.side is side)


@pytest.mark.parametrize("nominal", [1, 10, 100, 1000])
def test_every_nominal_comes(nominal: int, reached: Callable[..., object]) -> None:
    reached(exchange_rates(), lambda rate: rate.nominal == nominal)


@pytest.mark.parametrize(
    "condition",
    [
        lambda rate: rate.inverted,
        lambda rate: rate.until is not None,
        lambda rate: rate.margin == 0,
        lambda rate: rate.margin is not None and rate.margin > 0,
        lambda rate: rate.change == "-0%",
        lambda rate: rate.decimals is not None and rate.decimals > -rate.value.as_tuple().exponent,
        lambda rate: rate.decimals is None and rate.value.as_tuple().exponent == -6,
        lambda rate: rate.value > 100_000,
        lambda rate: rate.source == "a news page",
        lambda rate: rate.base.successor is not None,
        lambda rate: isinstance(rate.on, Period) and rate.on.months == 12,
    ],
)
def test_everything_a_publisher_may_print_comes(condition: object, reached: Callable[..., object]) -> None:
    reached(exchange_rates(), condition)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"base": "KZT", "quote": "KZT"}, "quote must be another currency than the base KZT, got 'KZT'"),
        ({"on": "2024", "kinds": "official"}, "on must be a day, got '2024'; official rates are for a day"),
        ({"on": "2024-03-01", "kinds": ["average"]}, "on must be a period, got '2024-03-01'"),
        ({"kinds": "free"}, "kinds must be some of official, market"),
        ({"sides": "middle"}, "sides must be some of mid, bid, ask"),
        ({"base": "ALK", "quote": "EUR"}, "currencies must be currencies that were in use on one day"),
    ],
)
def test_rates_that_cannot_be(options: dict[str, str], message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        exchange_rates(**options)


def test_a_currency_that_is_none() -> None:
    with pytest.raises(UnknownCodeError, match="'KZR'"):
        exchange_rates(base="KZR")


@pytest.mark.parametrize("on", [date(9999, 12, 31), "9999-12-30"])
def test_the_end_of_the_calendar_leaves_no_room_for_until(on: date | str, reached: Callable[..., object]) -> None:
    reached(exchange_rates(on=on, base="KZT", quote="USD"), lambda rate: rate.until is None)


@pytest.mark.parametrize("kind", [ExactDay, LastKnown, NextKnown, Published])
def test_every_policy_comes_and_can_be_had_alone(kind: type[Policy], reached: Callable[..., object]) -> None:
    reached(policies(), lambda policy: type(policy) is kind)

    @given(policies(kind))
    def alone(policy: Policy) -> None:
        assert type(policy) is kind

    alone()


def test_the_protocol_stands_for_all_policies(reached: Callable[..., object]) -> None:
    reached(policies(Policy), lambda policy: isinstance(policy, NextKnown) and policy.skew is not None)


def test_what_is_no_policy_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="some of ExactDay, Published, LastKnown, NextKnown"):
        policies(int)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [("120.00", "120"), ("0.10", "0.1"), ("100", "100"), ("0.00001", "0.00001"), ("1E+2", "1E+2")],
)
def test_final_zeros_of_decimals_are_dropped(figure: str, expected: str) -> None:
    assert str(without_zeros(Decimal(figure))) == expected


class TestLaws:
    @given(exchange_rates())
    def test_a_daily_kind_has_a_day_and_any_other_a_period(self, rate: ExchangeRate) -> None:
        assert isinstance(rate.on, Period) == is_over_a_period(rate.kind) == (rate.kind in OVER_A_PERIOD)

    @given(exchange_rates())
    def test_both_currencies_were_tender_on_the_day(self, rate: ExchangeRate) -> None:
        day = rate.on.start if isinstance(rate.on, Period) else rate.on
        assert rate.base.is_tender(day)
        assert rate.quote.is_tender(day)

    @given(exchange_rates())
    def test_a_rate_is_written_and_read_again(self, rate: ExchangeRate) -> None:
        assert from_json(ExchangeRate, to_json(rate)) == rate
        assert from_row(ExchangeRate, to_row(rate)) == rate

    @given(exchange_rates(base="UZS", on="2024-03-01", sides=["bid", "ask"], source="cbu", kinds=["cash", "market"]))
    def test_what_was_asked_for_is_kept(self, rate: ExchangeRate) -> None:
        assert (rate.base, rate.on, rate.source) == (currency("UZS"), date(2024, 3, 1), "cbu")
        assert rate.side is not Side.MID
        assert rate.kind in {RateKind.CASH, RateKind.MARKET}

    @given(st.data(), days(since="1994-01-01", until="2009-01-01"))
    def test_the_other_currency_is_of_the_time_of_the_first(self, data: st.DataObject, day: date) -> None:
        rate = data.draw(exchange_rates(quote="TMM", on=day))
        assert rate.base.is_tender(day)

    @given(st.data(), currencies().filter(lambda each: bool(each.is_tender("2003-01-01"))))
    def test_the_days_are_of_the_time_of_the_currency_named(self, data: st.DataObject, money: object) -> None:
        rate = data.draw(exchange_rates(quote=money))  # type: ignore[arg-type]  # a currency
        assert rate.quote.is_valid(rate.on.start if isinstance(rate.on, Period) else rate.on)

    @given(st.data(), periods(since="2000-01-01"))
    def test_any_period_will_do(self, data: st.DataObject, span: Period) -> None:
        assert data.draw(exchange_rates(base="KZT", quote="USD", on=span)).on == (
            span.start if span.days == 1 else span
        )

    @given(legs(exchange_rates(base="USD", quote="KZT")))
    def test_the_factor_of_a_leg_lies_within_its_limits(self, leg: Leg) -> None:
        low, high = leg.limits
        assert low <= leg.factor <= high
        assert {leg.source.code, leg.target.code} == {"USD", "KZT"}
        assert leg.rate.decimals is None or leg.decimals is None

    @given(printed_rates())
    def test_bounds_contain_every_price_that_prints_so(self, pair: tuple[Fraction, ExchangeRate]) -> None:
        price, rate = pair
        assert rate.bounds.contains(price)

    @given(printed_rates(exchange_rates(base="USD", quote="KZT", on=period("2024"))))
    def test_prices_can_be_had_for_rates_of_any_sort(self, pair: tuple[Fraction, ExchangeRate]) -> None:
        price, rate = pair
        low, high = rate.limits()
        assert low <= price <= high
