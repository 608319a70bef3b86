from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.rates import ExchangeRate
from centralasia.readers.doubts import Change, doubts_about, figure
from centralasia.validation import Problem, Severity

DAY = date(2025, 12, 9)


def doubts(
    pair: str,
    value: str,
    *,
    change: Change | None = None,
    on: date = DAY,
    decimals: int | None = None,
    nominal: int = 1,
) -> list[Problem]:
    base, quote = pair.split("/")
    rate = ExchangeRate(
        base=base, quote=quote, value=value, nominal=nominal, on=on, kind="market", decimals=decimals, change="printed"
    )
    return list(doubts_about(rate, on, row=7, change=change))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(1, 3), "0.33333"),
        (Fraction(40000, 3), "13,333"),
        (Fraction(7, 2), "3.5"),
        (Fraction(10) ** 9, "1,000,000,000"),
        (Fraction(123456), "123,460"),
        (1 / Fraction("0.000085"), "11,765"),
    ],
)
def test_figures_are_shown_to_five_digits(value: Fraction, shown: str) -> None:
    assert figure(value) == shown


@pytest.mark.parametrize(
    ("pair", "value", "decimals", "nominal", "range_"),
    [
        ("UZS/USD", "0.00008", 5, 1, "11,765 to 13,333 UZS per USD"),
        ("UZS/USD", "0.0008", 4, 10, "11,765 to 13,333 UZS per USD"),
        ("USD/EUR", "0.9", 1, 1, "1.0526 to 1.1765 USD per EUR"),
        ("USD/TMT", "4", 0, 1, "3.5 to 4.5 TMT per USD"),
    ],
)
def test_one_significant_digit_is_not_fit_for_conversion(
    pair: str, value: str, decimals: int, nominal: int, range_: str
) -> None:
    (found,) = doubts(pair, value, decimals=decimals, nominal=nominal)
    assert (found.code, found.severity, found.row, found.column) == (
        "too-few-significant-digits",
        Severity.WARNING,
        7,
        "value",
    )
    assert found.value == value
    assert found.message == f"one significant digit stands for {range_} and is not fit for conversion"


@pytest.mark.parametrize(("value", "decimals"), [("0.00012", 5), ("0.0001", 5), ("12", 0)])
def test_two_significant_digits_are_enough(value: str, decimals: int) -> None:
    assert doubts("UZS/USD", value, decimals=decimals) == []


@pytest.mark.parametrize(
    ("pair", "value", "change", "before"),
    [
        ("TMT/USD", "0.28571", ("0.28", True), "3.5096 to 3.5101"),
        ("USD/TMT", "3.51", ("0.29", True), "3.4947 to 3.5050"),
        ("TMT/USD", "0.28571", ("-0.28", True), "3.4900 to 3.4905"),
        ("USD/TMT", "3.51", ("0.01", False), "3.49 to 3.51"),
        ("TMT/USD", "0.28571", ("-100", True), None),
        ("USD/TMT", "3.51", ("4", False), None),
        ("USD/TMT", "3.51", ("3.509", False), None),
    ],
)
def test_a_change_on_a_pegged_pair_is_an_artefact(
    pair: str, value: str, change: tuple[str, bool], before: str | None
) -> None:
    (found,) = doubts(pair, value, change=(Decimal(change[0]), change[1]))
    assert (found.code, found.severity, found.row, found.column, found.value) == (
        "change-on-peg",
        Severity.WARNING,
        7,
        "change",
        "printed",
    )
    moved = "" if before is None else f", and the change puts the quote before at {before}"
    assert found.cause == (
        f"TMT is fixed at 3.50 per USD since 2015-01-01{moved}: the feed goes back and forth between rounded quotes"
    )


@pytest.mark.parametrize(
    ("pair", "value", "change", "on"),
    [
        ("TMT/USD", "0.28571", ("0", True), DAY),
        ("TMT/USD", "0.28571", ("-0.00", True), DAY),
        ("TMT/USD", "0.28571", ("0.001", True), DAY),
        ("USD/TMT", "3.50", ("0.005", False), DAY),
        ("KZT/USD", "0.00194", ("5", True), DAY),
        ("TMT/KZT", "147.13", ("5", True), DAY),
    ],
)
def test_a_change_within_rounding_or_off_a_peg_is_none(
    pair: str, value: str, change: tuple[str, bool], on: date
) -> None:
    assert doubts(pair, value, change=(Decimal(change[0]), change[1]), on=on) == []


@pytest.mark.parametrize(
    ("pair", "on", "code", "message"),
    [
        ("TMM/USD", DAY, "TMM", "TMM was not in use on 2025-12-09: it was valid until 2010-01-01"),
        ("USD/TMT", date(2008, 5, 1), "TMT", "TMT was not in use on 2008-05-01: it was valid from 2009-01-01 on"),
    ],
)
def test_a_currency_of_another_day_is_doubtful(pair: str, on: date, code: str, message: str) -> None:
    (found,) = doubts(pair, "14.25", on=on)
    assert (found.code, found.severity, found.value, found.message) == (
        "currency-not-valid",
        Severity.WARNING,
        code,
        message,
    )


class TestLaws:
    @given(
        st.decimals(min_value="0.00001", max_value=10**6, places=5),
        st.decimals(min_value=-200, max_value=200, places=2),
        st.booleans(),
        st.sampled_from(["TMT/USD", "USD/TMT", "UZS/USD"]),
    )
    def test_any_rate_and_change_is_looked_at(self, value: Decimal, size: Decimal, percent: bool, pair: str) -> None:  # noqa: FBT001 - drawn
        codes = [found.code for found in doubts(pair, f"{value:f}", change=(size, percent), decimals=5)]
        assert codes == sorted(set(codes), reverse=True)
        if size == 0:
            assert "change-on-peg" not in codes
