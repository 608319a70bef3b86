"""The ends of intervals, where the tests of estimates do not reach them."""

from decimal import Decimal

import pytest

from centralasia.numbers.ends import CEILING, FLOOR, INFINITY, End, describe, product, quotient, shown, total


def test_what_overflows_outward_is_open_and_infinite_and_inward_is_not() -> None:
    large = End(Decimal("9e99999"))
    assert total(large, large, CEILING) == End(INFINITY, is_open=True)
    assert total(large, large, FLOOR) == End(Decimal("9." + "9" * 33 + "E+99999"))


def test_zero_has_no_sign() -> None:
    results = [
        total(End(Decimal(1)), End(Decimal(-1)), FLOOR),
        product(End(Decimal(-1)), End(Decimal(0)), FLOOR),
        quotient(End(Decimal("-0")), End(Decimal(1)), FLOOR),
        product(End(Decimal("-1e-99999")), End(Decimal("0.1")), CEILING),
    ]
    assert not any(result.value.is_signed() for result in results)


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (End(Decimal(3)), End(Decimal(3)), "3"),
        (End(Decimal(1), is_open=True), End(Decimal("2.50")), "over 1 to 2.50"),
        (End(-INFINITY, is_open=True), End(Decimal(2)), "at most 2"),
        (End(Decimal(1), is_open=True), End(INFINITY, is_open=True), "over 1"),
        (End(-INFINITY, is_open=True), End(INFINITY, is_open=True), "any value"),
    ],
)
def test_an_interval_is_described_in_words(low: End, high: End, text: str) -> None:
    assert describe(low, high) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("1.2E+3", "1200"), ("1E-7", "0.0000001"), ("1E+40", "1E+40"), ("1E-40", "1E-40"), ("0", "0")],
)
def test_a_value_is_written_in_full_unless_that_takes_a_line_of_zeros(value: str, text: str) -> None:
    assert shown(Decimal(value)) == text
