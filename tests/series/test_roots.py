from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError
from centralasia.numbers import Estimate
from centralasia.series.roots import raised

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("base", "exponent", "expected"),
    [
        (Fraction(0), HALF, Fraction(0)),
        (Fraction(1), Fraction(7, 1200), Fraction(1)),
        (Fraction("1.44"), HALF, Fraction("1.2")),
        (Fraction(8, 27), Fraction(2, 3), Fraction(4, 9)),
        (Fraction(3), Fraction(2), Fraction(9)),
        (Fraction(10**400), Fraction(1, 400), Fraction(10)),
        (Fraction(2**1200), Fraction(1, 1200), Fraction(2)),
        (Fraction((10**3000 + 7) ** 2), HALF, Fraction(10**3000 + 7)),
        (Estimate.exactly("1.44"), HALF, Estimate.exactly("1.2")),
        (Estimate.between(1, 4), HALF, Estimate.between(1, 2)),
        (Estimate.over(4), HALF, Estimate.over(2)),
        (Estimate.at_least(4), HALF, Estimate.at_least(2)),
        (
            Estimate.spanning(4, 16, best=9, high_open=True),
            HALF,
            Estimate.spanning(2, 4, best=3, high_open=True),
        ),
    ],
)
def test_a_root_is_exact_where_there_is_one(
    base: Fraction | Estimate, exponent: Fraction, expected: Fraction | Estimate
) -> None:
    assert raised(base, exponent) == expected


def test_an_irrational_root_is_enclosed_to_34_digits() -> None:
    root = raised(Fraction(2), HALF)
    assert isinstance(root, Estimate)
    assert str(root.low) == "1.414213562373095048801688724209698"
    assert str(root.high) == "1.414213562373095048801688724209699"
    assert root.best == Decimal("1.414213562373095048801688724209698")


@pytest.mark.parametrize("sign", [1, -1])
def test_a_root_beside_a_short_decimal_is_on_its_right_side(sign: int) -> None:
    root = raised(Fraction(9) + Fraction(sign, 10**200), HALF)
    assert isinstance(root, Estimate)
    assert (root.low < 3 <= root.high) if sign < 0 else (root.low <= 3 < root.high)
    assert root.width <= Decimal("1e-33")


def test_a_power_of_too_many_digits_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="base must be a figure whose power has fewer digits"):
        raised(Fraction(10**10_000), Fraction(1200))


BASES = st.fractions(0, 10**9, max_denominator=10**9)
EXPONENTS = st.builds(Fraction, st.integers(1, 60), st.integers(1, 60))


class TestLaws:
    @given(BASES, EXPONENTS)
    def test_the_power_lies_between_the_ends(self, base: Fraction, exponent: Fraction) -> None:
        found = raised(base, exponent)
        power = base**exponent.numerator
        if isinstance(found, Fraction):
            assert found**exponent.denominator == power
        else:
            assert Fraction(found.low) ** exponent.denominator < power < Fraction(found.high) ** exponent.denominator
            assert found.width <= found.high.scaleb(-33)

    @given(BASES, EXPONENTS)
    def test_the_root_of_a_power_is_the_base(self, base: Fraction, exponent: Fraction) -> None:
        whole = Fraction(exponent.numerator)
        power = raised(base, whole)
        assert isinstance(power, Fraction)
        assert raised(power, 1 / whole) == base
