from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.series.figures import Figure
from centralasia.series.words import briefly, percent
from centralasia.testing import decimals, estimates


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (2, "2"),
        (Decimal("1.10"), "1.10"),
        (Fraction(1, 8), "0.125"),
        (Fraction(1, 3), "about 0.333333"),
        (123456789012345, "123456789012345"),
        (1234567890123456, "about 1234570000000000"),
        (Estimate.between("1.23456789", "1.3"), "1.23456 to 1.3"),
        (Estimate.over("14.5"), "over 14.5"),
        (Estimate.printed("5.7"), "about 5.7 (5.65 to 5.75)"),
        (Money.of("1250.50", "USD"), "1250.50 USD"),
        (MoneyEstimate.of(Estimate.at_most(2), "KZT"), "at most 2 KZT"),
    ],
)
def test_figures_are_written_in_few_digits(figure: Figure, words: str) -> None:
    assert briefly(figure) == words


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (Fraction(1, 3), "33.3 %"),
        (Fraction(-1, 20), "-5.0 %"),
        (Estimate.between("0.1201", "0.15"), "12.0 to 15.0 %"),
        (Estimate.over("0.4541"), "over 45.4 %"),
        (Estimate.nearly("0.5"), "45.0 to under 50.0 %"),
    ],
)
def test_ratios_are_written_in_percent(ratio: Fraction | Estimate, words: str) -> None:
    assert percent(ratio) == words


class TestLaws:
    @given(estimates())
    def test_every_figure_can_be_written(self, figure: Estimate) -> None:
        assert briefly(figure)
        assert percent(figure).endswith(" %")

    @given(decimals(min_value=-(10**8), max_value=10**8))
    def test_a_short_figure_is_written_as_it_is(self, figure: Decimal) -> None:
        assert Decimal(briefly(figure)) == figure
