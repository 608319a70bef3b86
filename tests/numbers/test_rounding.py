"""Rounding by name, and exactly once."""

from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.numbers import Rounding, round_fraction, round_to_step, rounding

WIDE = Context(prec=400, Emax=MAX_EMAX, Emin=MIN_EMIN)


@pytest.mark.parametrize(
    "name", ["half_even", "half-even", "Half Even", "HALF_EVEN", " half_even ", "ROUND_HALF_EVEN", Rounding.HALF_EVEN]
)
def test_a_mode_is_known_by_any_spelling_of_its_name(name: str) -> None:
    assert rounding(name) is Rounding.HALF_EVEN


def test_the_mode_for_rounding_twice_has_two_names() -> None:
    assert rounding("zero_five_up") is rounding("ROUND_05UP") is rounding("05up") is Rounding.ZERO_FIVE_UP


@pytest.mark.parametrize(
    ("name", "hint"),
    [("half_evn", "did you mean half_even"), ("bankers!", ""), ("", ""), ("half_even" + "x" * 1_000_000, "")],
)
def test_an_unknown_mode_is_refused_with_near_ones(name: str, hint: str) -> None:
    with pytest.raises(InvalidValueError, match="rounding must be one of ceiling, floor") as caught:
        rounding(name)
    assert hint in caught.value.hint
    assert caught.value.value == name


def test_what_is_no_name_is_refused() -> None:
    with pytest.raises(WrongTypeError, match="a Rounding or its name, got 3 of type int"):
        rounding(3)  # type: ignore[arg-type]  # the point of the test


@pytest.mark.parametrize(
    ("value", "places", "mode", "expected"),
    [
        ("1/2", 0, "half_even", "0"),
        ("3/2", 0, "half_even", "2"),
        ("1/2", 0, "half_up", "1"),
        ("1/2", 0, "half_down", "0"),
        ("-1/2", 0, "half_up", "-1"),
        ("-1/3", 2, "floor", "-0.34"),
        ("-1/3", 2, "ceiling", "-0.33"),
        ("1/3", 2, "up", "0.34"),
        ("1/3", 2, "down", "0.33"),
        ("11/100", 1, "zero_five_up", "0.1"),
        ("51/100", 1, "zero_five_up", "0.6"),
        ("1/100", 1, "zero_five_up", "0.1"),
        ("1250", -2, "half_even", "1.2E+3"),
        ("-1/1000", 1, "half_even", "0.0"),
        ("5", 3, "half_even", "5.000"),
    ],
)
def test_a_fraction_is_rounded_to_places(value: str, places: int, mode: str, expected: str) -> None:
    assert str(round_fraction(Fraction(value), places, mode)) == expected


@pytest.mark.parametrize("places", [100_000, -100_000, 10**30])
def test_places_are_bounded(places: int) -> None:
    with pytest.raises(InvalidValueError, match="places must be between -99999 and 99999"):
        round_fraction(Fraction(1, 3), places, Rounding.UP)


@pytest.mark.parametrize(
    ("value", "step", "mode", "expected"),
    [
        ("12.37", "0.05", "half_up", "12.35"),
        ("12.375", "0.05", "half_up", "12.40"),
        ("12.375", "0.05", "half_even", "12.40"),
        ("12.325", "0.05", "half_even", "12.30"),
        ("-7", "5", "half_even", "-5"),
        ("149", "1E+2", "half_up", "1E+2"),
        ("0.001", "0.05", "half_up", "0.00"),
    ],
)
def test_a_fraction_is_rounded_to_multiples_of_a_step(value: str, step: str, mode: str, expected: str) -> None:
    assert str(round_to_step(Fraction(value), Decimal(step), mode)) == expected


@pytest.mark.parametrize("step", ["0", "-0.05", "NaN", "Infinity"])
def test_a_step_is_positive_and_finite(step: str) -> None:
    with pytest.raises(InvalidValueError, match="step must be finite and greater than zero"):
        round_to_step(Fraction(1), Decimal(step), Rounding.UP)


decimals = st.decimals(min_value=-(10**30), max_value=10**30, allow_nan=False, places=8)
modes = st.sampled_from(Rounding)


class TestLaws:
    @given(decimals, st.integers(-12, 12), modes)
    def test_decimals_are_rounded_as_the_decimal_module_does(self, value: Decimal, places: int, mode: Rounding) -> None:
        expected = value.quantize(Decimal((0, (1,), -places)), mode, WIDE)
        result = round_fraction(Fraction(value), places, mode)
        assert result == expected
        assert result.as_tuple().exponent == -places

    @given(st.fractions(), st.integers(-3, 12), modes)
    def test_a_rounded_value_is_the_value_or_one_of_its_neighbours(
        self, value: Fraction, places: int, mode: Rounding
    ) -> None:
        unit = Fraction(10) ** -places
        result = Fraction(round_fraction(value, places, mode))
        assert abs(result - value) < unit
        if mode.name.startswith("HALF"):
            assert abs(result - value) <= unit / 2

    @given(st.fractions(), st.decimals("0.01", 50, places=2), modes)
    def test_rounding_to_a_step_is_rounding_to_places_in_steps(
        self, value: Fraction, step: Decimal, mode: Rounding
    ) -> None:
        in_steps = round_fraction(value / Fraction(step), 0, mode)
        assert Fraction(round_to_step(value, step, mode)) == Fraction(in_steps) * Fraction(step)

    @given(st.fractions(), st.integers(-3, 12))
    def test_opposite_modes_mirror_each_other(self, value: Fraction, places: int) -> None:
        for mode, opposite in (("floor", "ceiling"), ("half_even", "half_even"), ("half_down", "half_down")):
            mirrored = round_fraction(-value, places, opposite)
            assert Fraction(round_fraction(value, places, mode)) == -Fraction(mirrored)
