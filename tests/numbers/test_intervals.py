"""What can be said about estimates as intervals."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.numbers import Estimate, certainly_less, midpoint, relative_half_width


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (Estimate.under(3), Estimate.at_least(3), True),
        (Estimate.at_most(3), Estimate.over(3), True),
        (Estimate.at_most(3), Estimate.at_least(3), False),
        (Estimate.between(1, 2), Estimate.between(3, 4), True),
        (Estimate.between(3, 4), Estimate.between(1, 2), False),
        (Estimate.between(1, 4), Estimate.between(3, 5), False),
    ],
)
def test_an_estimate_is_less_only_if_no_truth_can_deny_it(left: Estimate, right: Estimate, *, expected: bool) -> None:
    assert certainly_less(left, right) is expected


@pytest.mark.parametrize(
    ("estimate", "expected"),
    [
        (Estimate.between(12, 15), "13.5"),
        (Estimate.exactly("7.25"), "7.25"),
        (Estimate.between("9e99999", "9e99999"), "9E+99999"),
        (Estimate.over(3), None),
        (Estimate.under(3), None),
    ],
)
def test_a_bounded_interval_has_a_middle(estimate: Estimate, expected: str | None) -> None:
    assert midpoint(estimate) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("estimate", "expected"),
    [
        (Estimate.printed("0.00008"), "0.0625"),  # five decimals of USD per UZS are good to 6.25 %
        (Estimate.printed("-0.00008"), "0.0625"),
        (Estimate.between(9, 11), "0.1"),
        (Estimate.exactly(5), "0"),
        (Estimate.exactly(0), "0"),
        (Estimate.printed("0.0"), "Infinity"),
        (Estimate.between(-1, 1), "Infinity"),
        (Estimate.over(3), "Infinity"),
    ],
)
def test_the_relative_half_width_says_how_well_a_figure_is_known(estimate: Estimate, expected: str) -> None:
    assert relative_half_width(estimate) == Decimal(expected)


figures = st.decimals(-1000, 1000, places=3)


class TestLaws:
    @given(figures, figures, figures, figures)
    def test_estimates_that_meet_are_not_less_and_others_are_on_one_side(
        self, a: Decimal, b: Decimal, c: Decimal, d: Decimal
    ) -> None:
        left, right = Estimate.between(min(a, b), max(a, b)), Estimate.between(min(c, d), max(c, d))
        assert left.meets(right) + certainly_less(left, right) + certainly_less(right, left) == 1

    @given(figures, figures)
    def test_the_middle_lies_inside_and_halves_the_width(self, a: Decimal, b: Decimal) -> None:
        estimate = Estimate.between(min(a, b), max(a, b))
        middle = midpoint(estimate)
        assert middle is not None
        assert estimate.contains(middle)
        assert Fraction(middle) - Fraction(estimate.low) == Fraction(estimate.width) / 2
