from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError
from centralasia.numbers import Ratio, Rounding, round_fraction


@pytest.mark.parametrize(
    ("amount", "fraction", "mode", "expected"),
    [
        ("100", Fraction(1, 3), Rounding.HALF_EVEN, "33.33"),
        ("1", Fraction(1, 8), Rounding.HALF_EVEN, "0.12"),
        ("1", Fraction(1, 8), Rounding.HALF_UP, "0.13"),
        ("-1", Fraction(1, 800), Rounding.HALF_EVEN, "0.00"),
        ("1e90", Fraction(1, 3), Rounding.DOWN, "3" * 90 + ".33"),
    ],
)
def test_a_product_is_rounded_once(amount: str, fraction: Fraction, mode: Rounding, expected: str) -> None:
    assert str(Ratio(fraction, Decimal("0.01")).times(Decimal(amount), mode)) == expected


def test_a_product_that_is_too_large_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="product must be finite"):
        Ratio(Fraction(10**60_000), Decimal("0.01")).times(Decimal("1e60000"), "ROUND_DOWN")


class TestLaws:
    @given(
        st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**30), max_value=10**30),
        st.fractions(Fraction(-(10**6)), Fraction(10**6)),
        st.integers(0, 6),
        st.sampled_from(list(Rounding)),
    )
    def test_it_is_the_exact_product_rounded(
        self, amount: Decimal, fraction: Fraction, places: int, mode: Rounding
    ) -> None:
        unit = Decimal((0, (1,), -places))
        expected = round_fraction(Fraction(amount) * fraction, places, mode)
        assert str(Ratio(fraction, unit).times(amount, mode)) == str(expected)
