from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate, Marks, Qualifier, Ratio, as_decimal, parse_number
from centralasia.rates import MoneyRange
from centralasia.testing import (
    amounts,
    currencies,
    decimals,
    estimates,
    locales,
    marks,
    money,
    money_estimates,
    money_ranges,
    numerals,
    ratios,
)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_value": 2, "max_value": 1}, "max_value must be reached from 2 by a figure of 0 or 1"),
        ({"min_value": "0.01", "max_value": "0.09", "places": 1}, "by a figure of 1 decimal places"),
        ({"places": -1}, "places must be a whole number from 0 to 1,000"),
        ({"places": True}, "places must be a whole number"),
        ({"places": 1_001}, "places must be a whole number"),
        ({"min_value": "a lot"}, "min_value must be"),
    ],
)
def test_figures_that_cannot_be(options: dict[str, int | str], message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        decimals(**options)  # type: ignore[arg-type]  # some are wrong on purpose


def test_floats_are_no_bounds() -> None:
    with pytest.raises(WrongTypeError, match="max_value must be"):
        decimals(max_value=0.5)  # type: ignore[arg-type]  # on purpose


@pytest.mark.parametrize("places", range(7))
def test_figures_have_up_to_six_decimals(places: int, reached: Callable[..., object]) -> None:
    reached(decimals(), lambda figure: figure.as_tuple().exponent == -places)


def test_figures_have_any_size_and_sign(reached: Callable[..., object]) -> None:
    reached(decimals(), lambda figure: figure > 10**30)
    reached(decimals(), lambda figure: figure < -(10**9))


@pytest.mark.parametrize(
    ("code", "exponents"), [("KZT", {0, -2}), ("JPY", {0}), ("KWD", {0, -3}), ("XAU", {0, -2, -4})]
)
def test_amounts_are_whole_or_in_minor_units(code: str, exponents: set[int], reached: Callable[..., object]) -> None:
    for exponent in exponents:
        reached(amounts(code), lambda amount: amount.as_tuple().exponent == exponent)  # noqa: B023 - used at once

    @given(amounts(code))
    def no_others(amount: Decimal) -> None:
        assert amount.as_tuple().exponent in exponents

    no_others()


def test_amounts_of_no_currency_have_up_to_four_decimals(reached: Callable[..., object]) -> None:
    reached(amounts(), lambda amount: amount.as_tuple().exponent == -4)


def test_amounts_of_an_unknown_currency() -> None:
    with pytest.raises(UnknownCodeError, match="'KZR'"):
        amounts("KZR")


def test_money_is_of_the_currencies_named_and_all_of_them_come(reached: Callable[..., object]) -> None:
    for code in ("KZT", "TJR"):
        reached(money(currencies=["KZT", "TJR"]), lambda each: each.currency.code == code)  # noqa: B023 - used at once
    reached(money(), lambda each: each.currency.minor_unit == 3)


def test_money_that_cannot_be() -> None:
    with pytest.raises(InvalidValueError, match="max_value"):
        money(min_value="0.1", max_value="0.9", places=0)
    with pytest.raises(InvalidValueError, match="at least one currency"):
        money(currencies=[])


@pytest.mark.parametrize("qualifier", list(Qualifier))
def test_every_hedge_comes_and_can_be_had_alone(qualifier: Qualifier, reached: Callable[..., object]) -> None:
    reached(estimates(), lambda estimate: estimate.qualifier is qualifier)

    @given(estimates(qualifiers=qualifier))
    def alone(estimate: Estimate) -> None:
        assert estimate.qualifier is qualifier

    alone()


@pytest.mark.parametrize(
    "condition",
    [
        lambda each: each.best is not None and each.low_open,
        lambda each: each.best is None and each.high_open and not each.low_open,
        lambda each: each.best not in {None, each.low, each.high},
    ],
)
def test_ranges_are_open_or_closed_with_and_without_a_best_value(
    condition: object, reached: Callable[..., object]
) -> None:
    assert callable(condition)
    reached(estimates(qualifiers=["range"]), condition)


def test_a_hedge_that_is_none() -> None:
    with pytest.raises(InvalidValueError, match="qualifiers must be some of exact, approx"):
        estimates(qualifiers=["roughly"])


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("ru", "1\u00a0000"),
        ("en", "1,000"),
        ("de", "1.000"),
        ("kk", "(1)"),
        ("und", "0.1"),
        ("und", "0,1"),
        ("fa", "۱٬۰۰۰"),
    ],
)
def test_numerals_are_written_as_people_write_them(locale: str, text: str, reached: Callable[..., object]) -> None:
    reached(numerals(locale).map(lambda pair: _like(pair[0], text)), lambda alike: alike)


def _like(text: str, pattern: str) -> bool:
    """Whether both have the same signs and marks, whatever the digits."""

    def shape(numeral: str) -> list[str]:
        return [each for each in numeral.strip() if not each.isdigit()]

    def script(numeral: str) -> set[str]:
        return {(each.isascii() and "ascii") or "native" for each in numeral if each.isdigit()}

    return shape(text) == shape(pattern) and script(text) == script(pattern)


def test_a_locale_that_is_none() -> None:
    with pytest.raises(UnknownCodeError, match="'xx-Xxxx' is not in the table of locales"):
        numerals("xx-Xxxx")


@pytest.mark.parametrize("convention", [Marks(",", ""), Marks(".", ","), Marks(",", "."), Marks("", "")])
def test_marks_of_every_sort_come(convention: Marks, reached: Callable[..., object]) -> None:
    reached(marks(), lambda each: each == convention)


def test_ranges_of_money_are_of_any_currency_and_width(reached: Callable[..., object]) -> None:
    reached(money_ranges(), lambda ends: ends.low == ends.high)
    reached(money_ranges(), lambda ends: ends.low < ends.high and ends.low.currency.code == "UZS")


def test_estimates_of_money_come_in_every_currency(reached: Callable[..., object]) -> None:
    reached(money_estimates(), lambda each: each.currency.code == "UZS" and each.qualifier is Qualifier.RANGE)
    with pytest.raises(InvalidValueError, match="max_value must be reached from 2"):
        money_estimates(min_value=2, max_value=1)
    with pytest.raises(UnknownCodeError, match="'USX'"):
        money_estimates(currencies="USX")


class TestLaws:
    @given(money_estimates(currencies="KGS", min_value=1, max_value=5))
    def test_an_estimate_of_money_is_within_what_is_asked_for(self, each: MoneyEstimate) -> None:
        assert each.currency.code == "KGS"
        assert each.best is None or 1 <= each.best.amount <= 5

    @given(money_ranges(currencies=["KZT", "USD"]))
    def test_both_ends_of_a_range_are_in_it(self, ends: MoneyRange) -> None:
        assert ends.low in ends
        assert ends.high in ends
        assert ends.low.currency.code in {"KZT", "USD"}

    @given(ratios(), decimals(places=2))
    def test_a_ratio_multiplies_amounts(self, ratio: Ratio, amount: Decimal) -> None:
        assert ratio.times(amount.copy_negate(), "ROUND_UP") == ratio.times(amount, "ROUND_UP").copy_negate()

    @given(st.data(), decimals(), decimals())
    def test_figures_lie_between_their_bounds(self, data: st.DataObject, one: Decimal, other: Decimal) -> None:
        low, high = min(one, other), max(one, other)
        figure = data.draw(decimals(min_value=low, max_value=high))
        assert low <= figure <= high

    @given(decimals(places=3))
    def test_figures_have_the_decimals_asked_for(self, figure: Decimal) -> None:
        assert figure.as_tuple().exponent == -3

    @given(decimals())
    def test_figures_are_exact_decimals(self, figure: Decimal) -> None:
        assert as_decimal(figure, "figure") is figure

    @given(money(min_value=-5, max_value="7.5"))
    def test_money_fits_its_minor_unit(self, amount: Money) -> None:
        assert amount.round() == amount
        assert Decimal(-5) <= amount.amount <= Decimal("7.5")

    @given(st.data(), currencies())
    def test_any_currency_has_amounts(self, data: st.DataObject, currency: object) -> None:
        assert isinstance(data.draw(amounts(currency)), Decimal)  # type: ignore[arg-type]  # a currency

    @given(estimates(min_value=-10, max_value=10))
    def test_a_stated_figure_lies_between_the_bounds(self, estimate: Estimate) -> None:
        stated = [estimate.best] if estimate.best is not None else [estimate.low, estimate.high]
        assert any(-10 <= figure <= 10 for figure in stated) or estimate.qualifier is Qualifier.APPROX
        assert estimate.best is None or estimate.contains(estimate.best)

    @given(st.data(), locales() | st.sampled_from(["und", "en-IN", "de", "fr", "fa", "az", "de-CH"]))
    def test_numerals_are_read_as_the_figure_they_stand_for(self, data: st.DataObject, locale: str) -> None:
        text, figure = data.draw(numerals(locale))
        assert Fraction(parse_number(text, locale)) == Fraction(figure)

    @given(numerals("und"))
    def test_what_has_one_reading_anywhere_is_read_so_everywhere(self, pair: tuple[str, Decimal]) -> None:
        text, figure = pair
        assert {parse_number(text, locale) for locale in ("en", "ru", "de", "de-CH")} == {figure}
