"""Magnitudes: figures of any size as logarithms, what is usual among neighbours, and what rounding leaves open."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.quantities import Quantity
from centralasia.rules.magnitudes import (
    Steps,
    digits_of,
    excess_of,
    levels_of,
    magnitude_of,
    said,
    scaled_cells,
    spread_of,
    step_of,
)

logs = st.lists(st.floats(-9, 12), max_size=40)


def usd(amount: object) -> Money:
    return Money.of(str(amount), "USD")


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (usd("0.01"), -2),
        (usd("1E+2000"), 2000),
        (usd(-5), None),
        (Quantity.of(100, "t"), 2),
        (Fraction(1, 1000), -3),
        (MoneyEstimate.of(Estimate.between(50, 150), "USD"), 2),
        (MoneyEstimate.of(Estimate.over(5), "USD"), None),
        (MoneyEstimate.of(Estimate.between(-5, 5), "USD"), None),
    ],
)
def test_the_magnitude_of_a_figure(figure: Any, expected: float | None) -> None:
    assert magnitude_of(figure) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("log", "expected"),
    [(2.0, "100"), (4.5, "31,620"), (-1.30103, "0.05"), (99.0, "10^99"), (12.0, "1,000,000,000,000")],
)
def test_a_reckoned_figure_is_said_in_four_digits(log: float, expected: str) -> None:
    assert said(log) == expected


def test_three_figures_say_nothing_of_each_other() -> None:
    assert levels_of([1.0, 2.0, 1.0]) == [None] * 3
    assert spread_of([]) == pytest.approx(0.03)


@pytest.mark.parametrize(
    ("total", "parts", "steps", "excess"),
    [
        ("100", ["60", "50"], (0, 0), "10"),
        ("100", ["60", "41"], (0, 0), None),  # three halves of a unit
        ("100", ["60", "42"], (0, 0), "2"),
        ("1000", ["600", "440"], (2, 0), None),
        ("1000", ["600", "440"], (0, 2), None),
        ("1000.00", ["600.00", "400.04"], (-2, -2), "0.04"),
        ("0", ["0"], (0, 0), None),
    ],
)
def test_parts_exceed_a_total_by_more_than_rounding(
    total: str, parts: list[str], steps: tuple[int, int], excess: str | None
) -> None:
    found = excess_of(usd(total), [usd(each) for each in parts], Steps(*steps))
    assert found == (None if excess is None else usd(excess))


def test_estimates_carry_their_own_bounds() -> None:
    about = MoneyEstimate.of(Estimate.between(95, 105), "USD")
    assert excess_of(about, [usd(60), usd(44)], Steps(0, 0)) is None
    assert str(excess_of(about, [usd(60), usd(50)], Steps(0, 0))) == "5 to 15 USD"


def test_shifted_cells_are_plain_numerals() -> None:
    assert [str(each) for each in scaled_cells([("a", Decimal("1.50")), ("b", Decimal("2E+3"))], 3).values()] == [
        "1500",
        "2000000",
    ]
    assert str(scaled_cells([("a", Decimal(1))], -6)["a"]) == "0.000001"


class TestLaws:
    @given(logs)
    def test_every_figure_has_a_level_where_there_are_four(self, values: list[float]) -> None:
        assert all((level is None) is (len(values) < 4) for level in levels_of(values))

    @given(logs.filter(lambda values: len(values) > 3), st.floats(-3, 3))
    def test_levels_do_not_depend_on_the_unit(self, values: list[float], shift: float) -> None:
        moved = [level.off for level in levels_of([value + shift for value in values]) if level]
        assert moved == pytest.approx([level.off for level in levels_of(values) if level], abs=1e-9)

    @given(st.decimals(min_value="0.001", max_value="1e12", places=3), st.integers(-9, 9))
    def test_a_shifted_cell_comes_back(self, value: Decimal, power: int) -> None:
        there = scaled_cells([("amount", value)], power)
        assert scaled_cells(there.items(), -power) == {"amount": value}

    @given(st.integers(1, 10**9), st.integers(0, 6))
    def test_zeros_at_the_end_are_no_digits(self, value: int, zeros: int) -> None:
        assert digits_of(Decimal(value * 10**zeros)) == digits_of(Decimal(value))
        assert step_of([Decimal(value * 10**zeros)]) >= zeros
