"""Unit prices: money per unit, and what a price and a quantity make of each other."""

import copy
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from centralasia import testing
from centralasia.errors import CentralAsiaError, InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate, Qualifier
from centralasia.quantities import Quantity, UnitPrice, money_per, unit, units
from centralasia.reference import currency

WHEAT = UnitPrice.of(Money.of("235.50", "USD"), per="t")
FIVE: Any = 5
ANY: Any = WHEAT  # of any type, so that what a type checker refuses can be tried
GAS = UnitPrice.of(MoneyEstimate.of(Estimate.between(300, 320), "USD"), per="thousand m3@20C")


def test_a_price_is_money_for_one_unit() -> None:
    assert (WHEAT.amount, WHEAT.currency.code, WHEAT.per) == (Money.of("235.5", "USD"), "USD", unit("t"))
    assert (WHEAT.exact, WHEAT.estimate) == (Fraction("235.5"), Estimate.exactly("235.5"))
    assert (str(WHEAT), repr(WHEAT)) == ("235.5 USD/t", "UnitPrice.of(Money.of('235.5', 'USD'), per='t')")
    assert (str(GAS), GAS.exact) == ("300 to 320 USD/thousand m3@20C", None)


def test_a_price_and_a_quantity_make_money() -> None:
    assert WHEAT * Quantity.of("1.4", "Mt") == Money.of(329_700_000, "USD")
    assert Quantity.of(10, "ц") * WHEAT == Money.of("235.5", "USD")
    assert GAS * Quantity.of(2, "bcm@20C") == MoneyEstimate.of(Estimate.between(600_000_000, 640_000_000), "USD")
    assert WHEAT * Quantity.of(Estimate.between(1, 2), "t") == MoneyEstimate.of(Estimate.between("235.5", 471), "USD")


def test_a_price_times_a_number_is_a_price() -> None:
    assert str(WHEAT * 2) == "471 USD/t"
    assert str(Decimal("0.5") * WHEAT) == "117.75 USD/t"
    assert str(WHEAT * Estimate.between(1, 2)) == "235.5 to 471 USD/t"


def test_money_whose_decimals_never_end_is_an_estimate_of_it() -> None:
    paid = WHEAT * Quantity.of(Fraction(1, 7), "t")
    assert isinstance(paid, MoneyEstimate)
    assert paid.contains(paid.best or Money.zero("USD"))
    third = UnitPrice(Fraction(1, 3), "USD", per="t")
    assert isinstance(third.amount, MoneyEstimate)
    assert str(third) == "0.3333333333333333333333333333333333… USD/t"
    assert repr(third) == "UnitPrice(Fraction(1, 3), 'USD', per='t')"
    assert third * Quantity.of(3, "t") == Money.of(1, "USD")


def test_a_price_per_barrel_is_one_per_tonne_of_a_blend() -> None:
    brent = UnitPrice.of(Money.of(80, "USD"), per="bbl")
    assert brent.to("t", blend="world") == UnitPrice.of(Money.of("586.4", "USD"), per="t")
    assert brent.to("t", blend="world").to("bbl", blend="world") == brent
    assert str(brent.to("t", blend="CPC")) == "628 to 632 USD/t"
    assert str(UnitPrice.of(Money.of(600, "USD"), per="t").to("bbl", blend="CPC").round()) == "75.94 to 76.44 USD/bbl"


def test_prices_round() -> None:
    assert UnitPrice.of(Money.of(100, "USD"), per="t").to("lb").round(4).amount == Money.of("0.0454", "USD")
    assert WHEAT.round(0, mode="half_up").amount == Money.of(236, "USD")
    assert UnitPrice(Fraction(1, 3), "XAU", per="t").round().amount == Money.of(0, "XAU")


def test_money_by_a_quantity_is_a_unit_value() -> None:
    paid = Money.of(353_250_000, "USD")
    assert money_per(paid, Quantity.of("1.5", "Mt"), unit="t") == WHEAT
    assert money_per(paid, Quantity.of("1.5", "Mt")).per == unit("Mt")
    about = money_per(MoneyEstimate.of(Estimate.over(300), "USD"), Quantity.of(2, "t"))
    assert about == UnitPrice.of(MoneyEstimate.of(Estimate.over(150), "USD"), per="t")
    barrel = money_per(Money.of(733, "USD"), Quantity.of(1, "t"), unit="bbl", blend="world")
    assert barrel.amount == Money.of(100, "USD")


def test_prices_are_equal_if_they_are_as_much_for_as_much() -> None:
    per_kilogram = UnitPrice.of(Money.of("0.2355", "USD"), per="kg")
    assert per_kilogram == WHEAT
    assert hash(per_kilogram) == hash(WHEAT)
    assert UnitPrice.of(Money.of("235.5", "EUR"), per="t") != WHEAT
    assert UnitPrice.of(Money.of("235.5", "USD"), per="t@clean") != WHEAT
    assert WHEAT != 1


def test_points_become_money_only_at_a_stated_price() -> None:
    points = Quantity.of(10**9, "баллов")
    with pytest.raises(UnknownCodeError, match="money is no unit: state a price"):
        points.to("UZS")
    with pytest.raises(InvalidValueError, match="same dimension as point, got 't'"):
        _ = WHEAT * points
    stated = UnitPrice.of(Money.of(1, "UZS"), per="point")
    assert stated * points == Money.of(10**9, "UZS")


REFUSED: list[tuple[Callable[[], object], type[CentralAsiaError], str]] = [
    (lambda: UnitPrice.of(FIVE, per="t"), WrongTypeError, "amount must be Money or a MoneyEstimate, got 5 of type int"),
    (lambda: UnitPrice(FIVE, "USD", per="t"), WrongTypeError, "figure must be a Fraction or an Estimate"),
    (lambda: UnitPrice(Fraction(5), "USX", per="t"), UnknownCodeError, "'USX' is not in the table of currencies"),
    (lambda: UnitPrice.of(Money.of(5, "USD"), per="ton"), UnknownCodeError, "several readings"),
    (lambda: ANY * 1.5, WrongTypeError, "factor must be an int, a Decimal, a Fraction or an Estimate"),
    (lambda: WHEAT * Quantity.of(1, "bbl"), InvalidValueError, "state blend="),
    (lambda: WHEAT.to("bu"), InvalidValueError, "state crop="),
    (lambda: WHEAT.to("ha"), InvalidValueError, "no factor is known"),
    (lambda: money_per(Money.of(5, "USD"), Quantity.of(0, "t")), InvalidValueError, "divisor must be other than zero"),
    (lambda: money_per(FIVE, Quantity.of(1, "t")), WrongTypeError, "amount must be Money"),
    (lambda: money_per(Money.of(5, "USD"), FIVE), WrongTypeError, "quantity must be a Quantity, got 5 of type int"),
]


@pytest.mark.parametrize(("make", "error", "message"), REFUSED)
def test_what_is_no_price_is_refused_with_the_way_out(
    make: Callable[[], object], error: type[CentralAsiaError], message: str
) -> None:
    with pytest.raises(error) as caught:
        make()
    assert message in str(caught.value)


def test_strangers_are_left_to_python() -> None:
    assert ANY.__mul__(object()) is NotImplemented
    assert WHEAT.__eq__(object()) is NotImplemented


exact_prices = st.builds(
    UnitPrice,
    st.fractions(max_denominator=10**6),
    st.sampled_from(["USD", "KZT", "UZS"]),
    per=st.sampled_from(sorted(units())),
)
estimated_prices = st.builds(
    UnitPrice, testing.estimates(), st.sampled_from(["USD", "KZT"]), per=st.sampled_from(sorted(units()))
)


class TestLaws:
    @given(exact_prices, testing.decimals(), st.data())
    def test_what_is_paid_does_not_depend_on_the_units(
        self, price: UnitPrice, value: Decimal, data: st.DataObject
    ) -> None:
        others = st.sampled_from([code for code in units() if price.per.converts_to(code)])
        quantity = Quantity.of(value, price.per)
        paid = price * quantity
        assert price.to(data.draw(others)) * quantity.to(data.draw(others)) == paid

    @given(exact_prices, st.data())
    def test_prices_there_and_back_are_the_same(self, price: UnitPrice, data: st.DataObject) -> None:
        other = data.draw(st.sampled_from([code for code in units() if price.per.converts_to(code)]))
        back = price.to(other).to(price.per)
        assert back == price
        assert (back.figure, hash(back)) == (price.figure, hash(price))

    @given(testing.money(), testing.decimals(), st.sampled_from(sorted(units())))
    def test_a_unit_value_times_its_quantity_is_the_money(self, paid: Money, value: Decimal, code: str) -> None:
        assume(value)
        quantity = Quantity.of(value, code)
        assert money_per(paid, quantity) * quantity == paid

    @given(st.one_of(exact_prices, estimated_prices))
    def test_the_repr_can_be_pasted_back(self, price: UnitPrice) -> None:
        names: dict[str, Any] = {"UnitPrice": UnitPrice, "Money": Money, "MoneyEstimate": MoneyEstimate}
        names |= {"Estimate": Estimate, "Decimal": Decimal, "Fraction": Fraction, "Qualifier": Qualifier}
        again = eval(repr(price), names)  # noqa: S307 - that is what a repr is for
        assert again == price
        assert again.per == price.per
        assert pickle.loads(pickle.dumps(price)) == copy.copy(price) == price
        assert again.currency is currency(price.currency)
