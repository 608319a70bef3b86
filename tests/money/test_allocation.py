"""Sharing out increments: nothing is lost, and nobody is short by a whole one."""

import time
from decimal import Decimal
from fractions import Fraction
from itertools import repeat
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, RoundingNeededError, WrongTypeError
from centralasia.money import allocation
from centralasia.money.allocation import MAX_PARTS, MAX_PLACES, Ratio, Remainder, as_weights, share_out, shares

RULES: tuple[Remainder, ...] = get_args(Remainder)
rules = st.sampled_from(RULES)
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any)
units = st.integers(-(10**9), 10**9) | st.integers(-(10**60), 10**60)


@pytest.mark.parametrize(
    ("units", "weights", "remainder", "expected"),
    [
        (100, [1, 1, 1], "largest", [34, 33, 33]),
        (100, [1, 1, 1], "first", [34, 33, 33]),
        (100, [1, 1, 1], "last", [33, 33, 34]),
        (100, [1, 1, 1], "spread", [33, 34, 33]),
        (-100, [1, 1, 1], "last", [-33, -33, -34]),
        (5, [3, 7], "largest", [2, 3]),
        (5, [2, 1, 1], "largest", [3, 1, 1]),
        (11, [10, 55, 35], "largest", [1, 6, 4]),
        (11, [10, 55, 35], "first", [2, 6, 3]),
        (11, [10, 55, 35], "last", [1, 6, 4]),
        (7, [1] * 10, "spread", [1, 0, 1, 1, 1, 0, 1, 1, 0, 1]),
        (10, [3, 1, 2], "first", [5, 2, 3]),  # the first has its fair share, 5, and gets no more
        (1, [0, 0, 1], "first", [0, 0, 1]),
        (0, [1, 2], "spread", [0, 0]),
    ],
)
def test_who_gets_what(units: int, weights: list[int], remainder: Remainder, expected: list[int]) -> None:
    assert share_out(units, weights, remainder=remainder) == expected


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="remainder must be one of largest, first, last, spread, got 'middle'"):
        share_out(1, [1], remainder="middle")  # type: ignore[arg-type]  # the checker sees it too


@pytest.mark.parametrize(
    ("ratios", "expected"),
    [([1, 2], [1, 2]), (["0.5", "0.25"], [2, 1]), ([Decimal("1e2"), Fraction(1, 3)], [300, 1]), ([0, 1], [0, 1])],
)
def test_ratios_become_whole_numbers(ratios: list[Ratio], expected: list[int]) -> None:
    assert as_weights(ratios) == expected


@pytest.mark.parametrize(
    ("ratios", "message"),
    [
        ([], r"ratios must be not all zero, got \[\]"),
        ([0, "0.00"], r"ratios must be not all zero, got \['0', '0'\]"),
        ([1, -1], "ratio must be zero or more, got -1$"),
        ([1, "-0.5"], "ratio must be zero or more, got '-0.5'$"),
        ([1, Decimal("-1.0")], r"ratio must be zero or more, got Decimal\('-1.0'\)$"),
        ([1, -(10**5000)], "ratio must be zero or more, got 'an int of 16610 bits'"),
        (["1/2"], "ratio must be an int, a Decimal or a text"),
        ([Decimal("NaN")], "ratio must be finite"),
    ],
)
def test_ratios_that_divide_nothing(ratios: list[Ratio], message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        as_weights(ratios)


@pytest.mark.parametrize("ratios", [5, None, "123", b"12", 0.5])
def test_what_is_no_sequence_of_ratios_is_refused(ratios: list[Ratio]) -> None:
    with pytest.raises(WrongTypeError, match=r"ratios must be a sequence of numbers, such as \[1, 2\], got "):
        as_weights(ratios)


def test_ratios_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allocation, "MAX_PARTS", 1000)
    with pytest.raises(InvalidValueError, match="ratios must be 1,000 ratios at most, got 'more than 1,000'"):
        as_weights(repeat(1))


def test_a_float_is_no_ratio() -> None:
    with pytest.raises(WrongTypeError, match=r"pass Decimal\('0.5'\)"):
        as_weights([0.5])  # type: ignore[list-item]  # the checker sees it too


@pytest.mark.parametrize(
    ("amount", "places", "minor_unit", "expected"),
    [
        ("10", None, 2, ["5.00", "5.00"]),
        ("0.01", None, 2, ["0.01", "0.00"]),
        ("0.125", None, 2, ["0.063", "0.062"]),  # the amount is finer than the minor unit
        ("0.100000", None, 2, ["0.05", "0.05"]),  # zeros at the end are not
        ("3", None, None, ["2", "1"]),  # no minor unit
        ("3", 1, 2, ["1.5", "1.5"]),
        ("1E+99999", 0, 0, ["5E+99998", "5E+99998"]),
        ("1E-99999", None, 2, ["1E-99999", "0"]),
        ("1E+3", None, None, ["500", "500"]),
        ("300", -2, 2, ["200", "100"]),
        ("0.00", -2, 2, ["0", "0"]),
    ],
)
def test_the_size_of_an_increment(amount: str, places: int | None, minor_unit: int | None, expected: list[str]) -> None:
    parts = shares(Decimal(amount), [1, 1], remainder="largest", places=places, minor_unit=minor_unit)
    assert parts == [Decimal(part) for part in expected]
    assert places is None or all(part.as_tuple().exponent == -max(places, 0) for part in parts)


def test_what_is_no_whole_number_of_increments_is_not_rounded() -> None:
    with pytest.raises(RoundingNeededError, match=r"0.125 does not fit 2 decimal places exactly; round it first"):
        shares(Decimal("0.125"), [1], remainder="first", places=2, minor_unit=2)
    with pytest.raises(RoundingNeededError, match=r"150 does not fit -2 decimal places exactly; round it first"):
        shares(Decimal(150), [1], remainder="first", places=-2, minor_unit=2)


@pytest.mark.parametrize(
    "places", [1_001, -1_001, 200_000, 10**9, 10**5000], ids=["1001", "-1001", "2e5", "1e9", "huge"]
)
def test_increments_without_bounds_are_refused(places: int) -> None:
    began = time.perf_counter()
    with pytest.raises(InvalidValueError, match="places must be between -1,000 and 1,000, got "):
        shares(Decimal(1), [1, 1], remainder="first", places=places, minor_unit=2)
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("places", [-MAX_PLACES, MAX_PLACES])
def test_increments_within_bounds_take_a_moment(places: int) -> None:
    began = time.perf_counter()
    parts = shares(Decimal("1E+1000"), [1] * 100, remainder="first", places=places, minor_unit=2)
    assert time.perf_counter() - began < 1
    assert sum(map(Fraction, parts)) == 10**1000


def test_a_million_parts_are_made() -> None:
    assert sum(share_out(10**6 + 1, [1] * MAX_PARTS, remainder="spread")) == 10**6 + 1


class TestLaws:
    @given(units, weights, rules)
    def test_parts_add_up_to_the_whole(self, units: int, weights: list[int], remainder: Remainder) -> None:
        assert sum(share_out(units, weights, remainder=remainder)) == units

    @given(units, weights, rules)
    def test_each_part_is_within_one_increment_of_its_fair_share(
        self, units: int, weights: list[int], remainder: Remainder
    ) -> None:
        total = sum(weights)
        for part, weight in zip(share_out(units, weights, remainder=remainder), weights, strict=True):
            assert abs(part * total - units * weight) < total

    @given(units, weights, rules)
    def test_a_debt_is_shared_as_a_claim_is(self, units: int, weights: list[int], remainder: Remainder) -> None:
        mirrored = [-part for part in share_out(-units, weights, remainder=remainder)]
        assert share_out(units, weights, remainder=remainder) == mirrored

    @given(units, weights, rules)
    def test_a_ratio_of_zero_gets_nothing(self, units: int, weights: list[int], remainder: Remainder) -> None:
        parts = share_out(units, weights, remainder=remainder)
        assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)

    @given(units, weights, rules, st.integers(1, 10**6))
    def test_only_proportions_count(self, units: int, weights: list[int], remainder: Remainder, factor: int) -> None:
        larger = [weight * factor for weight in weights]
        assert share_out(units, weights, remainder=remainder) == share_out(units, larger, remainder=remainder)
