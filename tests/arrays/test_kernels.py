"""The kernels, against whole numbers of any size."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from centralasia.arrays.kernels import (
    BLOCK,
    MOST_DENOMINATOR,
    Fractions,
    Indices,
    ReadWholes,
    multiply_exactly,
    multiply_floats,
)
from centralasia.numbers import Rounding, round_fraction

LARGEST = 2**61  # results beyond may be left to others
# Edges of the widths of whole numbers and of floats, where estimates and remainders go wrong if they do.
EDGES = sorted({sign * (2**power + off) for power in (0, 31, 52, 53, 61, 62) for off in (-1, 0, 1) for sign in (1, -1)})


def fractions_of(numerators: list[int], denominators: list[int]) -> Fractions:
    """Flattened fractions; those with a denominator of 0 are none."""
    above, below = np.array(numerators, np.int64), np.array(denominators, np.int64)
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = np.where(below > 0, above / below, np.nan)
    return Fractions(above, np.where(below > 0, below, 1), factors)


def reading(values: list[int], odd: list[bool] | None = None) -> ReadWholes:
    whole, flags = np.array(values, np.int64), None if odd is None else np.array(odd)
    return lambda start, stop: (whole[start:stop], None if flags is None else flags[start:stop])


def one_each() -> Indices:
    """Every row has a fraction of its own."""
    return Indices(np.arange, lambda start, stop: np.zeros(stop - start, np.int8), 1)


def wholes_of(halves: NDArray[np.int64]) -> list[int]:
    return [(high << 64) | (low & (2**64 - 1)) for low, high in halves.tolist()]


def check(rows: list[tuple[int, int, int]], rounding: Rounding) -> None:
    """Every result of a·n/d is the exact one, or is named as left; and only those are left that may be."""
    amounts, numerators, denominators = ([row[place] for row in rows] for place in range(3))
    halves = np.full((len(amounts), 2), 7, np.int64)
    left = multiply_exactly(
        reading(amounts),
        fractions_of(numerators, denominators),
        one_each(),
        rounding=rounding,
        out=halves,
    )
    skipped, found = set(left.tolist()), wholes_of(halves)
    for row, (a, n, d) in enumerate(rows):
        if row in skipped:
            assert d == 0 or abs(Fraction(a * n, d)) > LARGEST - LARGEST // 2**40
        else:
            assert found[row] == int(round_fraction(Fraction(a * n, d), 0, rounding)), (a, n, d)


def planted(quotient: int, denominator: int, off: int) -> tuple[int, int, int]:
    """A product that lies a little beside a half."""
    return quotient * denominator + denominator // 2 + off, 1, denominator


amounts = st.sampled_from(EDGES) | st.integers(-(2**63), 2**63 - 1) | st.integers(-1000, 1000)
numerators = st.sampled_from([each for each in EDGES if each > 0]) | st.integers(1, 2**62 - 1) | st.integers(1, 1000)
denominators = st.sampled_from((1, 2, 3, 10**15, MOST_DENOMINATOR - 1, MOST_DENOMINATOR)) | st.integers(1, 1000)


class TestLaws:
    @given(
        st.lists(st.tuples(amounts, numerators, denominators), min_size=1, max_size=40), st.sampled_from(list(Rounding))
    )
    def test_the_exact_kernel_rounds_the_true_product(
        self, rows: list[tuple[int, int, int]], rounding: Rounding
    ) -> None:
        check(rows, rounding)

    @given(
        st.lists(
            st.builds(
                planted,
                st.integers(-(2**61) // 2**20, 2**61 // 2**20) | st.integers(-99, 99),
                st.integers(1, 2**20).map(lambda half: 2 * half) | st.sampled_from((2, 10**6, 2**21)),
                st.sampled_from((-1, 0, 0, 0, 1)),
            ),
            min_size=1,
            max_size=40,
        ),
        st.sampled_from(list(Rounding)),
    )
    def test_halves_and_what_lies_beside_them(self, rows: list[tuple[int, int, int]], rounding: Rounding) -> None:
        check(rows, rounding)


@pytest.mark.parametrize("rounding", list(Rounding))
def test_the_joint_corners(rounding: Rounding) -> None:
    """Results near 2^61 over denominators near 2^50, as halves and beside them: all that can go wrong at once."""
    random, rows = np.random.default_rng(6), []
    for _ in range(600):
        d = int(random.integers(MOST_DENOMINATOR - 2**20, MOST_DENOMINATOR)) & ~1
        n = int(random.integers(2**40, 2**62))
        size = int(random.integers(2**58, 2**61))
        a = size * d // n * int(random.choice((-1, 1)))
        rows.append((a, n, d))
        rows.append((2 * a + 1, d // 2, d))  # exactly a half
        rows.append((a, int(random.integers(1, 2**11)) * d // 2, d) if d % 4 else (a, d // 2, d))
    fitting = [row for row in rows if abs(row[0]) < 2**63 and row[1] < 2**62]
    check(fitting, rounding)


@pytest.mark.parametrize("rounding", list(Rounding))
@pytest.mark.parametrize("twentieths", range(-45, 46))
def test_small_numbers_in_every_mode(rounding: Rounding, twentieths: int) -> None:
    check([(twentieths, 1, 20)], rounding)


def test_rows_without_a_whole_amount_or_a_fraction_are_left() -> None:
    halves = np.zeros((4, 2), np.int64)
    left = multiply_exactly(
        reading([10, 10, 10, 2**62], [False, True, False, False]),
        fractions_of([3, 3, 3, 3], [1, 1, 0, 1]),
        one_each(),
        rounding=Rounding.HALF_EVEN,
        out=halves,
    )
    assert left.tolist() == [1, 2, 3]
    assert halves[0].tolist() == [30, 0]


def test_negative_results_fill_the_upper_half() -> None:
    halves = np.zeros((1, 2), np.int64)
    multiply_exactly(reading([-3]), fractions_of([1], [2]), one_each(), rounding=Rounding.UP, out=halves)
    assert halves.tolist() == [[-2, -1]]


def test_all_blocks_are_worked_on() -> None:
    count = 2 * BLOCK + 5
    at = Indices(
        lambda start, stop: np.arange(start, stop) % 3, lambda start, stop: np.arange(start, stop) + 100, 1, 100
    )
    at = Indices(at.rows, lambda start, stop: np.full(stop - start, 100), 1, 100)
    out = np.empty(count)
    amounts_ = np.arange(count)
    odd = multiply_floats(lambda start, stop: amounts_[start:stop], np.array([1.0, 2.0, 3.0]), at, out=out)
    assert odd == []
    assert np.array_equal(out, amounts_ * (amounts_ % 3 + 1.0))


def test_blocks_with_odd_products_are_named() -> None:
    count = 2 * BLOCK + 5
    amounts_ = np.ones(count)
    amounts_[BLOCK + 1] = np.nan
    at = Indices(
        lambda start, stop: np.zeros(stop - start, np.int8), lambda start, stop: np.zeros(stop - start, int), 1
    )
    factors: Any = np.array([2.0])
    assert multiply_floats(lambda start, stop: amounts_[start:stop], factors, at, out=np.empty(count)) == [BLOCK]
