"""How figures are written and how far two are apart."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from centralasia.claims.figures import digits_between, percent, relative_distance, said
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.quantities import Quantity
from centralasia.testing import decimals, estimates

ANYTHING = Estimate.over(0) | Estimate.under(0)


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Money.of("5700000000", "USD"), "5.7 bn USD"),
        (Money.of("5700000", "KZT"), "5.7 mn KZT"),
        (Money.of("9300000000000", "KZT"), "9.3 trn KZT"),
        (Money.of("0.05", "USD"), "0.05 USD"),
        (Money.zero("USD"), "0 USD"),
        (MoneyEstimate.of(Estimate.over(14_500_000_000), "USD"), "over 14.5 bn USD"),
        (Quantity.of(Estimate.printed("1.4"), "Mt"), "1.4 (1.35 to 1.45) Mt"),
        (Estimate.nearly(2), "nearly 2 (1.8 to under 2)"),
        (Estimate.nearly(-2), "nearly -2 (over -2 to -1.8)"),
        (Estimate.at_least(2), "at least 2"),
        (Estimate.at_most(2), "at most 2"),
        (Estimate.under(2), "under 2"),
        (Estimate.about(20), "about 20 (18 to 22)"),
        (Estimate.between(1, 2), "1 to 2"),
        (ANYTHING, "any value"),
        (Decimal("1E+99999"), "1E+99999"),
        (Decimal("4210.35"), "4210.35"),
        (12_345_678, "12350000"),
        (Money.of("4633754222.3", "USD"), "4.634 bn USD"),
        (Estimate.between("46.14444", "46.96111"), "46.14444 to 46.96111"),
        (Estimate.between("46.1444444", "46.9611111"), "46.14 to 46.97"),
        (Estimate.spanning(Fraction(1, 3), Fraction(1, 3)), "0.3333"),
    ],
)
def test_a_figure_is_written_in_few_digits_and_its_bounds_outward(figure: Any, words: str) -> None:
    assert said(figure) == words


@pytest.mark.parametrize(
    ("one", "other", "digits", "words"),
    [
        (Estimate.exactly(15), "15.0004", 4, "15.0004"),
        (Estimate.exactly(15), "15.0000123", 7, "15.00001"),
        (Estimate.exactly(2_850_000_000), "2850000001", 12, "2850000001"),
        (Estimate.exactly(1), "1.00000000000000000001", 34, "1.00000000000000000001"),
        (Estimate.over(2), "2", 4, "2"),
        (Estimate.about(2), "2.1111111111", 4, "2.111"),
    ],
)
def test_two_figures_that_differ_are_written_so_that_it_shows(
    one: Estimate, other: str, digits: int, words: str
) -> None:
    known = Estimate.exactly(other)
    assert digits_between(one, [known]) == digits
    assert said(known, digits) == words


def test_a_fraction_is_written_in_percent() -> None:
    assert percent(Estimate.exactly("0.378")) == "37.8 %"


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        (Estimate.exactly(0), Estimate.exactly(0), "0"),
        (Estimate.exactly(1), Estimate.exactly(2), "0.5"),
        (Estimate.over(2), Estimate.between(1, 3), "0"),
        (Estimate.at_most(2), Estimate.about(4), "0.5"),
        (ANYTHING, Estimate.about(4), "1"),
    ],
)
def test_distance_is_relative_to_the_larger(one: Estimate, other: Estimate, distance: str) -> None:
    assert relative_distance(one, other) == Decimal(distance)


class TestLaws:
    @given(estimates(), estimates())
    def test_distance_is_the_same_from_both_sides(self, one: Estimate, other: Estimate) -> None:
        assert relative_distance(one, other) == relative_distance(other, one) >= 0

    @given(estimates())
    def test_a_figure_is_written_in_one_short_line(self, estimate: Estimate) -> None:
        assert 0 < len(said(estimate)) < 160
        assert percent(estimate).endswith(" %")

    @given(decimals(), decimals())
    def test_different_figures_are_never_written_alike(self, one: Decimal, other: Decimal) -> None:
        left, right = Estimate.exactly(one), Estimate.exactly(other)
        digits = digits_between(left, [right])
        assert (said(left, digits) == said(right, digits)) is (one == other)
