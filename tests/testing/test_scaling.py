from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.money import Money
from centralasia.testing import money
from centralasia.testing.scaling import are_apart, are_near, scaled, shifted


@pytest.mark.parametrize(
    ("amount", "factor", "expected"),
    [
        ("120", Fraction(3, 2), "180"),
        ("1000", Fraction(3, 2), "1500"),
        ("0.333", Fraction(1, 2), "0.166"),
        ("1", Fraction(1, 3), "0.33"),
    ],
)
def test_an_amount_keeps_its_digits_or_has_cents(amount: str, factor: Fraction, expected: str) -> None:
    assert str(scaled(Money.of(amount, "USD"), factor)) == f"{expected} USD"


@pytest.mark.parametrize(("power", "expected"), [(3, "120500"), (-3, "0.1205"), (6, "120500000")])
def test_a_mark_is_shifted_exactly(power: int, expected: str) -> None:
    assert str(shifted(Money.of("120.5", "USD"), power).amount) == expected


@pytest.mark.parametrize(
    ("one", "others", "near"),
    [(10, [12], False), (10, [11], True), (10, [3, 9], True), (10, [], False), (0, [0], False), (10, [-10], False)],
)
def test_what_is_near_is_less_than_a_fifth_away(one: int, others: list[int], near: bool) -> None:  # noqa: FBT001 - a parameter of a test
    assert are_near(Fraction(one), map(Fraction, others)) is near


def test_what_is_apart_is_so_many_times_the_other() -> None:
    assert are_apart(Fraction(2), Fraction(4), Fraction(2))
    assert not are_apart(Fraction(3), Fraction(4), Fraction(2))


class TestLaws:
    @given(money(currencies=["USD", "KRW"], min_value=1), st.sampled_from([3, 6, -3, -6]))
    def test_there_and_back_is_the_same(self, amount: Money, power: int) -> None:
        assert shifted(shifted(amount, power), -power) == amount
