"""Quantities: their making, arithmetic, comparison, writing and reading."""

import copy
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from centralasia import testing
from centralasia.errors import (
    AmbiguousNumberError,
    CentralAsiaError,
    InvalidValueError,
    RoundingNeededError,
    UnknownCodeError,
    WrongTypeError,
)
from centralasia.numbers import Estimate, Qualifier
from centralasia.quantities import Quantity, unit, units
from centralasia.quantities.figures import as_estimate

RANGE = Estimate.between(200, 220)


def t(value: Any) -> Quantity:
    return Quantity.of(value, "t")


FIVE: Any = 5
ONE: Any = t(1)  # of any type, so that what a type checker refuses can be tried


@pytest.mark.parametrize(
    ("quantity", "value", "written", "repeated"),
    [
        (t("1.40"), Decimal("1.40"), "1.40 t", "Quantity.of('1.40', 't')"),
        (t(5), Decimal(5), "5 t", "Quantity.of('5', 't')"),
        (t(Decimal("-0.5")), Decimal("-0.5"), "-0.5 t", "Quantity.of('-0.5', 't')"),
        (t(Fraction(1, 4)), Decimal("0.25"), "0.25 t", "Quantity.of('0.25', 't')"),
        (Quantity.of("12", "ц/га"), Decimal(12), "12 centner/ha", "Quantity.of('12', 'centner/ha')"),
        (Quantity(Estimate.exactly(7), unit("головы")), Decimal(7), "7 head", "Quantity.of('7', 'head')"),
    ],
)
def test_an_exact_quantity_has_a_value(quantity: Quantity, value: Decimal, written: str, repeated: str) -> None:
    assert (quantity.value, str(quantity), repr(quantity)) == (value, written, repeated)
    assert quantity.low == quantity.high == quantity.best == value
    assert quantity.exact == Fraction(value)


def test_an_estimate_is_kept_as_it_was_stated() -> None:
    bales = Quantity.of(Estimate.about(215, within=5), "kg")
    assert (bales.low, bales.high, bales.best, bales.exact) == (Decimal(210), Decimal(220), Decimal(215), None)
    assert str(bales) == "about 215 (210 to 220) kg"
    assert bales.to("t").estimate.qualifier is Qualifier.APPROX


def test_a_fraction_whose_decimals_never_end_is_kept() -> None:
    third = t(Fraction(1, 3))
    assert third.exact == Fraction(1, 3)
    assert third * 3 == t(1)
    assert str(third) == "0.3333333333333333333333333333333333… t"
    assert repr(third) == "Quantity.of(Fraction(1, 3), 't')"
    assert third.estimate.contains(Fraction(1, 3))
    with pytest.raises(RoundingNeededError, match=r"1/3 does not fit a finite decimal exactly; take \.exact"):
        _ = third.value
    assert third.round(2).value == Decimal("0.33")


REFUSED: list[tuple[Callable[[], object], type[CentralAsiaError], str]] = [
    (lambda: t(1.5), WrongTypeError, "pass Decimal('1.5') or the text '1.5'"),
    (lambda: t(value=True), WrongTypeError, "a truth value is no figure"),
    (lambda: t("NaN"), InvalidValueError, "value must be an int, a Decimal or a text of ASCII digits with a point"),
    (lambda: t(Decimal("Infinity")), InvalidValueError, "value must be finite"),
    (lambda: t("1e999999999"), InvalidValueError, "value must be finite"),
    (lambda: t("5 t"), InvalidValueError, "value must be an int"),
    (lambda: Quantity.of(5, "foo"), UnknownCodeError, "'foo' is not in the table of units"),
    (lambda: Quantity(FIVE, "t"), WrongTypeError, "estimate must be an Estimate, got 5 of type int; Quantity.of"),
    (lambda: t(RANGE).value, InvalidValueError, "quantity must be exact to have one value, got '200 to 220 t'"),
    (lambda: t(1) + Quantity.of(1, "bbl"), InvalidValueError, "unit must be one of the same dimension as bbl, got 't'"),
    (lambda: t(1) - Quantity.of(1, "head"), InvalidValueError, "state one of your own, of t per head, as in conv"),
    (lambda: ONE * 1.5, WrongTypeError, "factor must be an int, a Decimal, a Fraction or an Estimate"),
    (lambda: ONE / True, WrongTypeError, "factor must be"),
    (lambda: t(1) / 0, InvalidValueError, "divisor must be other than zero"),
    (lambda: t(1) / t(0), InvalidValueError, "divisor must be other than zero"),
    (lambda: t(1) / t(Estimate.between(-1, 1)), InvalidValueError, "an estimate that does not contain zero"),
    (lambda: t(1) / Quantity.of(1, "ha"), InvalidValueError, "per() divides quantities of any two"),
    (lambda: t(1) < Quantity.of(RANGE, "kg"), InvalidValueError, "quantity must be exact to be compared"),
    (lambda: t(RANGE) >= t(1), InvalidValueError, "take .low, .high or .best, or .meets()"),
    (lambda: t(1) > Quantity.of(1, "ha"), InvalidValueError, "same dimension"),
    (lambda: t(1).meets(Quantity.of(1, "ha")), InvalidValueError, "same dimension"),
    (lambda: t(RANGE).to_pint(), InvalidValueError, "exact to be given to pint"),
    (lambda: Quantity.parse("1 234.5 t"), UnknownCodeError, "'234 5 t' is not"),
    (lambda: Quantity.parse("1,234 t", locale="und"), CentralAsiaError, ""),
    (lambda: Quantity.parse("t"), InvalidValueError, "text must be a figure and a unit, such as '1.4 Mt', got 't'"),
    (lambda: Quantity.parse("5"), InvalidValueError, "text must be a figure and a unit, such as '1.4 Mt', got '5'"),
    (lambda: Quantity.parse("about 5 t", locale="en"), InvalidValueError, "text must be a figure and a unit"),
    (lambda: Quantity.parse("1,4 Mt"), InvalidValueError, "got '1,4'; name the locale it is written in, such as lo"),
    (lambda: t(1).meets(FIVE), WrongTypeError, "other must be a Quantity, got 5 of type int; such as Quantity.of("),
    (lambda: t(1).per(FIVE), WrongTypeError, "divisor must be a Quantity, got 5 of type int"),
    (lambda: Quantity.parse(FIVE), WrongTypeError, "text must be a figure and a unit, such as '1.4 Mt'"),
]


@pytest.mark.parametrize(("make", "error", "message"), REFUSED)
def test_what_is_no_quantity_is_refused_with_the_way_out(
    make: Callable[[], object], error: type[CentralAsiaError], message: str
) -> None:
    with pytest.raises(error) as caught:
        make()
    assert message in str(caught.value)


@pytest.mark.parametrize("operate", [lambda: ONE + 1, lambda: ONE - 1, lambda: 1 + ONE, lambda: ONE < 1])
def test_strangers_are_left_to_python(operate: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        operate()


@pytest.mark.parametrize("operate", ["__le__", "__gt__", "__ge__", "__mul__", "__truediv__", "__eq__", "__radd__"])
def test_operators_do_not_know_everything(operate: str) -> None:
    assert getattr(t(1), operate)(object()) is NotImplemented


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("1.4 Mt", None, "1.4 Mt"),
        ("1.4Mt", None, "1.4 Mt"),
        ("  -12 ц/га ", None, "-12 centner/ha"),
        ("5 million m3", None, "5 million m3"),
        ("1,4 млн т", "ru", "1.4 Mt"),
        ("1 234,5 тыс. т", "ru", "1234.5 kt"),
        ("3 1/ha", None, "3 1/ha"),
    ],
)
def test_a_figure_and_a_unit_are_read(text: str, locale: str | None, expected: str) -> None:
    assert str(Quantity.parse(text, locale=locale)) == expected


def test_a_figure_with_two_readings_is_refused() -> None:
    with pytest.raises(AmbiguousNumberError):
        Quantity.parse("1,234 т", locale="und")


def test_arithmetic_keeps_to_the_left_unit() -> None:
    assert str(t("1.5") + Quantity.of(500, "kg")) == "2 t"
    assert str(Quantity.of(500, "kg") + t("1.5")) == "2000 kg"
    assert str(t(2) - Quantity.of(500, "kg")) == "1.5 t"
    assert sum([t(1), t(2)]) == t(3)
    assert -t(1) == t(-1)
    assert str(3 * t(2)) == "6 t"
    assert str(t(2) / 4) == "0.5 t"
    assert t(2) / Quantity.of(500, "kg") == 4
    assert t(1) * Decimal("0.5") == t("0.5")


def test_estimates_calculate_outward() -> None:
    assert (t(RANGE) + t(10)).estimate == Estimate.between(210, 230)
    assert (t(RANGE) * Estimate.between(1, 2)).estimate == Estimate.between(200, 440)
    assert (2 * t(RANGE)).estimate == Estimate.between(400, 440)
    assert (-t(RANGE)).estimate == Estimate.between(-220, -200)
    assert (t(RANGE) * 0).estimate == Estimate.exactly(0)
    assert (t(RANGE) * -1).estimate == Estimate.between(-220, -200)
    assert (Estimate.between(1, 2) * t(3)).estimate == Estimate.between(3, 6)
    ratio = t(RANGE) / t(Estimate.between(10, 20))
    assert isinstance(ratio, Estimate)
    assert ratio == Estimate.between(10, 22)
    assert t(1) / Quantity.of(RANGE, "kg") == Estimate.exactly(1000) / RANGE


def test_a_harvest_by_an_area_is_a_yield_and_back() -> None:
    harvest, area = Quantity.of("14.1", "Mt"), Quantity.of(12, "млн га")
    crop = harvest.per(area)
    assert str(crop) == "1.175 Mt/million ha"
    assert crop.to("ц/га").value == Decimal("11.75")
    assert (crop * area).unit == unit("Mt")
    assert crop * area == harvest
    assert (Quantity.of("12", "ц/га") * Quantity.of(2, "ha")).to("t").value == Decimal("2.4")


def test_a_flow_over_days_is_a_volume() -> None:
    day = Quantity.of("1.5", "million bbl/d")
    year = (day * Quantity.of(365, "d")).to("Mt", blend=Quantity.of("7.6", "bbl/t"))
    assert year.exact is not None
    assert 70 < year.exact < 75


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [(t(1), Quantity.of(999, "kg"), 1), (t(1), Quantity.of(1000, "kg"), 0), (t(1), Quantity.of(2204, "lb"), 1)],
)
def test_exact_quantities_have_an_order(one: Quantity, other: Quantity, order: int) -> None:
    assert (one > other, one >= other, one < other, one <= other) == (order > 0, order >= 0, order < 0, order <= 0)


def test_quantities_are_equal_if_they_are_as_much() -> None:
    assert t(1) == Quantity.of(1000, "kg")
    assert hash(t(1)) == hash(Quantity.of(1000, "kg"))
    assert t(RANGE) == Quantity.of(Estimate.between(200_000, 220_000), "kg")
    assert t(Estimate.over(1)) == Quantity.of(Estimate.over(1000), "kg")
    assert t(Estimate.over(1)) != t(Estimate.at_least(1))
    assert t(1) != Quantity.of(1, "t@live")
    assert t(1) != 1
    assert len({t(1), Quantity.of(1000, "kg"), t(RANGE)}) == 2


def test_estimates_round_outward() -> None:
    rough = Quantity.of(Estimate.spanning(Fraction(1, 3), Fraction(2, 3), best=Fraction(1, 2)), "t").round(1)
    assert str(rough) == "about 0.5 (0.3 to 0.7) t"
    assert Quantity.of(Estimate.over("1.25"), "t").round(1).estimate == Estimate.at_least("1.2")
    assert Quantity.of(Estimate.under("1.25"), "t").round(1, mode="up").estimate == Estimate.at_most("1.3")
    assert t("1.25").round(1, mode="half_up").value == Decimal("1.3")
    assert t("1.5").round().value == 2


def test_quantities_meet_where_both_can_be_true() -> None:
    assert Quantity.of(RANGE, "kg").meets(t("0.215"))
    assert not Quantity.of(RANGE, "kg").meets(t(1))


def test_an_end_rounded_onto_its_own_best_value_drops_it() -> None:
    ends = Estimate(
        low=Decimal(1),
        high=Decimal(2),
        best=Decimal(f"1.{'0' * 40}1"),
        low_open=True,
        high_open=False,
        qualifier=Qualifier.RANGE,
    )
    assert t(ends).to("kg").best is None


exact_quantities = st.builds(
    Quantity.of,
    st.one_of(
        testing.decimals(min_value=-(10**12), max_value=10**12),
        st.fractions(max_denominator=10**6, min_value=-(10**6), max_value=10**6),
    ),
    st.sampled_from(sorted(units())),
)
estimated = st.builds(
    Quantity.of,
    testing.estimates(min_value=-(10**12), max_value=10**12),
    st.sampled_from(sorted(units())),
)
SAME = [(a, b) for a, b in product(sorted(units()), repeat=2) if unit(a).converts_to(b)]
pairs_of_units = st.sampled_from(SAME)


@pytest.mark.parametrize("value", ["1e20000", "-1e-20000"])
def test_figures_of_any_size_are_calculated_with_and_written(value: str) -> None:
    large = t(value).to("lb")
    assert large.to("t") == t(value)
    assert hash(large) == hash(t(value).to("kg").to("lb"))
    assert len(str(large)) < 200
    assert eval(repr(large), {"Quantity": Quantity, "Fraction": Fraction}) == large  # noqa: S307 - as in TestLaws
    assert large.unit == unit("lb")


def test_what_no_figure_can_hold_is_one_of_our_errors() -> None:
    with pytest.raises(InvalidValueError):
        t("1e99999").to("lb")
    assert t("1e9999").to("lb") == t("1e9999")


class TestLaws:
    @given(exact_quantities)
    def test_there_and_back_is_the_same(self, quantity: Quantity) -> None:
        for other in units():
            if quantity.unit.converts_to(other):
                back = quantity.to(other).to(quantity.unit)
                assert (back.exact, back.unit) == (quantity.exact, quantity.unit)

    @given(testing.estimates(), pairs_of_units)
    def test_bounds_enclose(self, estimate: Estimate, pair: tuple[str, str]) -> None:
        one, other = pair
        quantity = Quantity.of(estimate, one)
        back = quantity.to(other).to(one)
        assert back.low <= quantity.low
        assert back.high >= quantity.high
        for end in (quantity.low, quantity.high):
            if end.is_finite() and estimate.contains(end):
                assert quantity.to(other).estimate.contains(Quantity.of(end, one).to(other).exact or Fraction(0))

    @given(testing.decimals(min_value=-(10**15), max_value=10**15), st.sampled_from(sorted(units())))
    def test_reading_undoes_writing(self, value: Decimal, code: str) -> None:
        quantity = Quantity.of(value, code)
        again = Quantity.parse(str(quantity))
        assert (again.value, again.unit) == (quantity.value, quantity.unit)

    @given(exact_quantities, exact_quantities)
    def test_the_unit_of_a_product_is_read_back_from_its_code(self, one: Quantity, other: Quantity) -> None:
        assume(other.exact != 0)
        for made in (one * other, one.per(other)):
            assert unit(made.unit.code) == made.unit
            assert unit(made.unit.code).factor == made.unit.factor

    @given(st.one_of(exact_quantities, estimated))
    def test_the_repr_can_be_pasted_back(self, quantity: Quantity) -> None:
        names = {"Quantity": Quantity, "Estimate": Estimate, "Decimal": Decimal, "Fraction": Fraction}
        again = eval(repr(quantity), names | {"Qualifier": Qualifier})  # noqa: S307 - that is what a repr is for
        assert again == quantity
        assert again.unit == quantity.unit

    @given(st.one_of(exact_quantities, estimated))
    def test_a_quantity_outlives_pickling_and_copying(self, quantity: Quantity) -> None:
        assert pickle.loads(pickle.dumps(quantity)) == copy.deepcopy(quantity) == quantity

    @given(exact_quantities, st.data())
    def test_addition_of_mixed_units_is_addition_in_base_units(self, quantity: Quantity, data: st.DataObject) -> None:
        others = [code for code in units() if quantity.unit.converts_to(code)]
        other = Quantity.of(data.draw(testing.decimals()), data.draw(st.sampled_from(others)))
        total, base = quantity + other, quantity.unit.factor
        assert total.exact is not None
        assert quantity.exact is not None
        assert total.exact * base == quantity.exact * base + Fraction(other.value) * other.unit.factor
        assert total - other == quantity
        assert hash(total - other) == hash(quantity)

    @given(exact_quantities, st.fractions(max_denominator=1000).filter(bool))
    def test_multiplication_and_division_are_inverse(self, quantity: Quantity, factor: Fraction) -> None:
        assert (quantity * factor) / factor == quantity
        assume(quantity.exact)
        assert (quantity * factor) / quantity == factor

    @given(exact_quantities, exact_quantities)
    def test_per_undoes_multiplication(self, one: Quantity, other: Quantity) -> None:
        assume(other.exact)
        assert one.per(other) * other == one

    @given(st.one_of(exact_quantities, estimated), st.integers(-3, 6))
    def test_rounding_twice_is_rounding_once(self, quantity: Quantity, places: int) -> None:
        assert quantity.round(places).round(places) == quantity.round(places)

    @given(st.fractions(max_denominator=10**9))
    def test_an_exact_figure_lies_in_its_estimate(self, figure: Fraction) -> None:
        assert as_estimate(figure).contains(figure)
        assert as_estimate(as_estimate(figure)) == as_estimate(figure)
