from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError
from centralasia.numbers import Ratio, Rounding, round_fraction


@pytest.mark.parametrize(
    ("amount", "numerator", "denominator", "mode", "expected"),
    [
        ("100", "1", "3", Rounding.HALF_EVEN, "33.33"),
        ("1", "1", "8", Rounding.HALF_EVEN, "0.12"),
        ("1", "0.1", "0.8", Rounding.HALF_UP, "0.13"),
        ("-1", "1", "800", Rounding.HALF_EVEN, "0.00"),
        ("1e90", "1", "3", Rounding.DOWN, "3" * 90 + ".33"),
        ("0", "7", "3", Rounding.UP, "0.00"),
    ],
)
def test_a_product_is_rounded_once(
    amount: str, numerator: str, denominator: str, mode: Rounding, expected: str
) -> None:
    assert str(Ratio(Decimal(numerator), Decimal(denominator), places=2).times(Decimal(amount), mode)) == expected


def test_a_product_that_is_too_large_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="product must be finite"):
        Ratio(Decimal("1e60000"), Decimal(1), places=2).times(Decimal("1e60000"), "ROUND_DOWN")


FIGURES = st.decimals(-(10**30), 10**30, allow_nan=False, places=6)


class TestLaws:
    @given(FIGURES, FIGURES, FIGURES.filter(bool), st.integers(-3, 60), st.sampled_from(list(Rounding)))
    def test_it_is_the_exact_product_rounded(
        self, amount: Decimal, numerator: Decimal, denominator: Decimal, places: int, mode: Rounding
    ) -> None:
        expected = round_fraction(Fraction(amount) * Fraction(numerator) / Fraction(denominator), places, mode)
        assert str(Ratio(numerator, denominator, places=places).times(amount, mode)) == str(expected)
