"""Factors, divisors, and exact quotients."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, RoundingNeededError, WrongTypeError
from centralasia.money.arithmetic import Factor, as_divisor, as_factor, exactly, product


@pytest.mark.parametrize(
    ("value", "expected"), [(3, Fraction(3)), (Decimal("1.5"), Fraction(3, 2)), (Fraction(1, 3), Fraction(1, 3))]
)
def test_what_multiplies(value: Factor, expected: Fraction) -> None:
    assert as_factor(value) == as_divisor(value) == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (1.5, r"factor must be an int, a Decimal or a Fraction, got 1.5 of type float; pass Decimal\('1.5'\)"),
        (True, "factor must be an int, a Decimal or a Fraction, got True of type bool"),
    ],
)
def test_what_does_not(value: Factor, message: str) -> None:
    with pytest.raises(WrongTypeError, match=message):
        as_factor(value)


@pytest.mark.parametrize(
    ("amount", "factor", "message"),
    [
        ("2", Decimal("NaN"), "factor must be finite"),
        ("0", Decimal("Infinity"), "factor must be finite"),
        ("2", Decimal("-Infinity"), "factor must be finite"),
        ("2", Decimal("sNaN"), "factor must be finite"),
        ("9e99999", 2, "product must be finite"),
        pytest.param("1", 1 << 10**8, "factor must be finite", id="an int of 10^8 bits"),
    ],
)
def test_what_is_no_product(amount: str, factor: int | Decimal, message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        product(Decimal(amount), factor)


@pytest.mark.parametrize("zero", [0, Decimal("0.00"), Fraction(0)])
def test_nothing_is_divided_by_zero(zero: Factor) -> None:
    with pytest.raises(InvalidValueError, match="divisor must be other than zero, got "):
        as_divisor(zero)


@pytest.mark.parametrize(
    ("value", "like", "expected"),
    [
        (Fraction(5), "10.00", "5.00"),
        (Fraction(1, 8), "1.0", "0.125"),
        (Fraction(250), "1E+3", "250"),
    ],
)
def test_the_zeros_of_an_amount_are_kept(value: Fraction, like: str, expected: str) -> None:
    assert str(exactly(value, Decimal(like))) == expected


def test_zeros_are_not_kept_where_there_is_no_room_for_them() -> None:
    assert exactly(Fraction(10) ** 99_999, Decimal("1.2345E-99999")) == Decimal("1E+99999")


@pytest.mark.parametrize(
    ("value", "shown"), [(Fraction(10, 3), "10/3"), (Fraction(10**5000, 3), "the result"), (Fraction(1, 7**400), "the")]
)
def test_an_endless_decimal_is_refused(value: Fraction, shown: str) -> None:
    with pytest.raises(RoundingNeededError, match=rf"^{shown}.* does not fit a finite decimal exactly; round once"):
        exactly(value, Decimal(1))


class TestLaws:
    @given(st.fractions() | st.decimals(-(10**9), 10**9, places=6).map(Fraction), st.integers(0, 9))
    def test_what_is_written_is_the_fraction(self, value: Fraction, places: int) -> None:
        rest = value.denominator
        while rest % 2 == 0 or rest % 5 == 0:
            rest //= 2 if rest % 2 == 0 else 5
        like = Decimal(f"1E-{places}")
        if rest > 1:
            with pytest.raises(RoundingNeededError):
                exactly(value, like)
        else:
            written = exactly(value, like)
            assert Fraction(written) == value
            assert -int(written.as_tuple().exponent) >= places
