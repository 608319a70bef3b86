"""Exact reading, exact arithmetic, and division rounded once."""

import enum
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, WrongTypeError
from centralasia.numbers import (
    EXACT,
    Rounding,
    add,
    as_decimal,
    as_fraction,
    divide_to_unit,
    exact_decimal,
    multiply,
    round_to_step,
    shortened,
    significant_digits,
    subtract,
)

BILLION_DIGITS = "1e1000000000"


def kind(value: object) -> str:
    """Name a parameter that is too large to be printed."""
    return type(value).__name__


class Level(enum.IntEnum):
    HIGH = 3


class Word(str):
    __slots__ = ()


class Figure(Decimal):
    pass


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1250.50", "1250.50"),
        ("+3", "3"),
        ("-.5", "-0.5"),
        ("5.", "5"),
        ("1e5", "1E+5"),
        ("1E-5", "0.00001"),
        ("-0", "-0"),
        ("0.00", "0.00"),
        (12, "12"),
        (-(10**40), "-1" + "0" * 40),
        (Decimal("1.50"), "1.50"),
        (Decimal("-0.0"), "-0.0"),
        ("1e99999", "1E+99999"),
        ("1e-99999", "1E-99999"),
        (Level.HIGH, "3"),
        (Word("2.50"), "2.50"),
        (Figure("2.50"), "2.50"),
    ],
)
def test_figures_are_read_as_they_stand(value: str | int | Decimal, expected: str) -> None:
    number = as_decimal(value, "amount")
    assert str(number) == expected
    assert type(number) is Decimal


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        " 1",
        "1 ",
        "1_000",
        "1,5",
        "1.2.3",
        "١٢",
        "１２",
        "0x10",
        "1e",
        "e5",
        "--1",
        "½",
        "\u22125",
        "1\n",
        "١٢" * 99,
    ],
)
def test_text_that_is_no_plain_numeral_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError, match="amount must be an int, a Decimal or a text of ASCII digits") as caught:
        as_decimal(text, "amount")
    assert "parse_number" in caught.value.hint


@pytest.mark.parametrize("text", ["NaN", "nan", "sNaN", "-NaN123", "inf", "-Infinity"])
def test_text_of_no_finite_figure_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError, match="amount must be"):
        as_decimal(text, "amount")


@pytest.mark.parametrize(
    "value",
    [
        BILLION_DIGITS,
        "1e-1000000000",
        "1e" + "9" * 1000,
        "0e-999999",
        "9" * 1_000_000,
        10**1_000_000,
        -(10**200_000),
        10**150_000,
        Decimal(BILLION_DIGITS),
        Decimal("Infinity"),
        Decimal("-Infinity"),
        Decimal("NaN"),
        Decimal("sNaN"),
    ],
    ids=kind,
)
def test_figures_without_bounds_are_refused_with_a_message_that_can_be_printed(value: str | int | Decimal) -> None:
    with pytest.raises(
        InvalidValueError, match=r"amount must be finite, below 10\^100000 and of at most 200,000 digits"
    ) as caught:
        as_decimal(value, "amount")
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        (1.5, "pass Decimal('1.5') or the text '1.5'"),
        (float("nan"), ""),
        (True, "a truth value is no figure"),
        (Fraction(1, 3), "round it first"),
        (None, ""),
        (b"12", ""),
        (1j, ""),
    ],
)
def test_types_that_are_not_exact_are_refused_with_a_way_out(value: object, hint: str) -> None:
    with pytest.raises(WrongTypeError, match="amount must be an int, a Decimal or a text") as caught:
        as_decimal(value, "amount")  # type: ignore[arg-type]  # the point of the test
    assert hint in caught.value.hint
    assert bool(hint) == bool(caught.value.hint)


@pytest.mark.parametrize(
    ("value", "expected"), [("0.75", Fraction(3, 4)), (3, Fraction(3)), (Fraction(1, 3), Fraction(1, 3))]
)
def test_fractions_are_read_exactly(value: str | int | Fraction, expected: Fraction) -> None:
    assert as_fraction(value, "share") == expected


def test_a_text_with_a_slash_is_no_figure() -> None:
    with pytest.raises(InvalidValueError, match="share must be"):
        as_fraction("3/4", "share")


@pytest.mark.parametrize("value", [Fraction(1, 3**500_000), Fraction(3**500_000)], ids=kind)
def test_fractions_without_bounds_are_refused(value: Fraction) -> None:
    with pytest.raises(InvalidValueError, match="share must be finite"):
        as_fraction(value, "share")


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1/8", "0.125"), ("1/25", "0.04"), ("100", "100"), ("-7/20", "-0.35"), ("0", "0"), ("1/3", None), ("1/30", None)],
)
def test_a_fraction_has_a_finite_decimal_or_none(value: str, expected: str | None) -> None:
    result = exact_decimal(Fraction(value))
    assert (None if result is None else str(result)) == expected


@pytest.mark.parametrize(
    "value",
    [Fraction(1, 2**400_000), Fraction(3**500_000), Fraction(1, 10**99_999 * 2), Fraction(10**150_000)],
    ids=kind,
)
def test_a_finite_decimal_that_is_too_large_is_refused(value: Fraction) -> None:
    with pytest.raises(InvalidValueError, match="fraction must be finite"):
        exact_decimal(value)


def test_a_denominator_of_many_threes_has_no_finite_decimal() -> None:
    assert exact_decimal(Fraction(1, 3**500_000)) is None


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [("0.00008", None, 1), ("0.1090", None, 4), ("100", None, 3), ("0.109", 5, 5), ("0.00", None, 0), ("3", -1, 0)],
)
def test_significant_digits_are_counted(value: str, decimals: int | None, expected: int) -> None:
    assert significant_digits(Decimal(value), decimals) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a" * 80, "a" * 80), ("a" * 81, "a" * 80 + "…"), (10**5000, "an int of 16610 bits"), (7, 7)],
    ids=kind,
)
def test_what_an_error_keeps_is_short(value: object, expected: object) -> None:
    assert shortened(value) == expected


def test_sums_and_products_of_any_size_are_exact() -> None:
    long = Decimal("1234567890123456789012345678901234567890.12")
    assert add(long, Decimal("0.001")) == Decimal("1234567890123456789012345678901234567890.121")
    assert subtract(long, long) == 0
    assert Fraction(multiply(long, long)) == Fraction(long) ** 2


@pytest.mark.parametrize(
    ("operation", "left", "right", "field"),
    [
        (add, "9e99999", "9e99999", "sum"),
        (add, "1e99999", "0e-150000", "sum"),
        (subtract, "9e99999", "-9e99999", "difference"),
        (multiply, "1e99999", "1e99999", "product"),
        (multiply, "1e-99999", "1e-99999", "product"),
    ],
)
def test_results_beyond_bounds_are_errors_of_ours(
    operation: Callable[[Decimal, Decimal], Decimal], left: str, right: str, field: str
) -> None:
    with pytest.raises(InvalidValueError, match=f"{field} must be finite"):
        operation(Decimal(left), Decimal(right))


@pytest.mark.parametrize(
    ("numerator", "denominator", "unit", "mode", "expected"),
    [
        ("100", "3", "0.01", "HALF_EVEN", "33.33"),
        ("1", "8", "0.01", "HALF_EVEN", "0.12"),
        ("1", "8", "0.01", "HALF_UP", "0.13"),
        ("-1", "8", "0.01", "HALF_UP", "-0.13"),
        ("12.38", "1", "0.05", "HALF_UP", "12.40"),
        ("-1", "1000", "1", "HALF_EVEN", "0"),
        ("1250", "1", "1E+2", "HALF_EVEN", "1.2E+3"),
        ("1e99999", "1e-99999", "1e90000", "HALF_EVEN", "1E+199998"),
        ("2" + "0" * 80, "3", "0.1", "FLOOR", "6" * 80 + ".6"),
    ],
)
def test_a_quotient_is_rounded_to_a_unit(numerator: str, denominator: str, unit: str, mode: str, expected: str) -> None:
    result = divide_to_unit(Decimal(numerator), Decimal(denominator), Decimal(unit), Rounding[mode])
    assert result == Decimal(expected)
    assert result.as_tuple().exponent == Decimal(unit).as_tuple().exponent
    assert not (result == 0 and result.is_signed())


@pytest.mark.parametrize(
    ("numerator", "denominator", "unit", "field"),
    [
        ("1", "0", "1", "denominator"),
        ("0", "0", "1", "denominator"),
        ("1", "1", "0", "step"),
        ("1", "1", "-1", "step"),
        ("1", "1", "Infinity", "step"),
        ("Infinity", "1", "1", "numerator"),
        ("NaN", "1", "1", "numerator"),
        ("1", "NaN", "1", "denominator"),
        ("1", "Infinity", "1", "denominator"),
        ("1", "1", "NaN", "step"),
    ],
)
def test_a_division_without_sense_is_refused(numerator: str, denominator: str, unit: str, field: str) -> None:
    with pytest.raises(InvalidValueError, match=f"{field} must be"):
        divide_to_unit(Decimal(numerator), Decimal(denominator), Decimal(unit), Rounding.UP)


figures = st.decimals(allow_nan=False, allow_infinity=False).filter(lambda figure: abs(figure.adjusted()) < 200)
short_figures = st.builds(
    lambda digits, places: Decimal((0, (1,), -places)) * digits, st.integers(-2000, 2000), st.integers(-4, 6)
)
units = st.sampled_from([Decimal(text) for text in ("1", "0.01", "0.001", "0.05", "1E+2", "0.5", "25")])


class TestLaws:
    @given(figures)
    def test_the_text_of_a_decimal_reads_back(self, figure: Decimal) -> None:
        assert str(as_decimal(str(figure), "figure")) == str(as_decimal(figure, "figure")) == str(figure)

    @given(st.text())
    def test_any_text_is_a_figure_or_an_error_of_ours(self, text: str) -> None:
        with suppress(CentralAsiaError):
            assert as_decimal(text, "figure").is_finite()

    @given(figures, figures)
    def test_arithmetic_agrees_with_fractions(self, left: Decimal, right: Decimal) -> None:
        assert Fraction(add(left, right)) == Fraction(left) + Fraction(right)
        assert Fraction(subtract(left, right)) == Fraction(left) - Fraction(right)
        assert Fraction(multiply(left, right)) == Fraction(left) * Fraction(right)

    @given(figures)
    def test_a_fraction_made_of_a_decimal_is_that_decimal(self, figure: Decimal) -> None:
        assert exact_decimal(Fraction(figure)) == figure

    @given(st.fractions())
    def test_a_fraction_without_a_finite_decimal_has_another_prime_below(self, value: Fraction) -> None:
        rest = value.denominator
        for prime in (2, 5):
            while rest % prime == 0:
                rest //= prime
        result = exact_decimal(value)
        assert (result is None) == (rest > 1)
        assert result is None or Fraction(result) == value

    @given(short_figures, short_figures.filter(bool), units, st.sampled_from(Rounding))
    @example(Decimal(1), Decimal(8), Decimal("0.01"), Rounding.HALF_EVEN)
    def test_short_quotients_are_rounded_as_fractions_are(
        self, numerator: Decimal, denominator: Decimal, unit: Decimal, mode: Rounding
    ) -> None:
        result = divide_to_unit(numerator, denominator, unit, mode)
        assert str(result) == str(round_to_step(Fraction(numerator) / Fraction(denominator), unit, mode))

    @given(figures, figures.filter(bool), units, st.sampled_from(Rounding))
    def test_long_quotients_are_rounded_as_fractions_are(
        self, numerator: Decimal, denominator: Decimal, unit: Decimal, mode: Rounding
    ) -> None:
        result = divide_to_unit(numerator, denominator, unit, mode)
        assert str(result) == str(round_to_step(Fraction(numerator) / Fraction(denominator), unit, mode))

    @given(st.integers(0, 10**58), st.integers(-1, 1), st.sampled_from(["1", "-1"]), st.sampled_from(Rounding))
    def test_ties_and_their_closest_neighbours_fall_on_the_right_side(
        self, whole: int, step: int, sign: str, mode: Rounding
    ) -> None:
        tie = EXACT.add(Decimal(whole), Decimal("0.5"))
        near = EXACT.multiply(EXACT.add(tie, EXACT.multiply(Decimal(step), Decimal("1e-90"))), Decimal(sign))
        result = divide_to_unit(near, Decimal(1), Decimal(1), mode)
        assert result == round_to_step(Fraction(near), Decimal(1), mode)

    def test_nothing_is_taken_from_the_ambient_context(self) -> None:
        with localcontext() as context:
            context.prec = 1
            assert add(Decimal("1.25"), Decimal("1.25")) == Decimal("2.50")
            assert divide_to_unit(Decimal(10), Decimal(3), Decimal("0.01"), Rounding.UP) == Decimal("3.34")
