"""Numerals as people write them: every rule, every locale, and nothing guessed."""

import time
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import AmbiguousNumberError, CentralAsiaError, ParseError, UnknownCodeError, WrongTypeError
from centralasia.numbers import Marks, marks, parse_number, parse_strict

REGION = ["ru", "kk", "ky", "uz", "uz-Latn", "uz-Cyrl", "tg", "tk"]
LOCALES = [*REGION, "en", "en-IN", "de", "de-CH", "az", "tr", "fa", "ka", "hy", "zh", "mn", "ur", "fr", "und"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", "0"),
        ("007", "7"),
        (" 12 \u00a0", "12"),
        ("\t12\n", "12"),
        # 1. Spaces and apostrophes part groups.
        ("1 234", "1234"),
        ("12 345 678", "12345678"),
        ("1\u00a0234", "1234"),
        ("1\u2007234", "1234"),
        ("1\u2009234", "1234"),
        ("1\u202f234\u00a0567", "1234567"),
        ("1'234", "1234"),
        ("1\u2019234\u2019567.8", "1234567.8"),
        ("1\u02bc234,5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1 234.50", "1234.50"),
        ("1 234,567", "1234.567"),
        # 2. Of a point and a comma the last is the decimal mark.
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234,567.8", "1234567.8"),
        ("1.234.567,891", "1234567.891"),
        ("1,234.", "1234"),
        # 3. One mark several times parts groups.
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        # 5. One mark once is decimal unless it has two readings.
        ("0,918", "0.918"),
        ("0.918", "0.918"),
        ("012,345", "12.345"),
        ("3127.5", "3127.5"),
        ("1234,567", "1234.567"),
        ("1,5", "1.5"),
        ("1.2345", "1.2345"),
        (".25", "0.25"),
        (",250", "0.250"),
        ("25.", "25"),
        # 6. Signs and exponents.
        ("-5", "-5"),
        ("+5", "5"),
        ("\u22125", "-5"),
        ("\u20135", "-5"),
        ("- 5", "-5"),
        ("\u2212\u00a05", "-5"),
        ("5-", "-5"),
        ("5\u2212", "-5"),
        ("(640.25)", "-640.25"),
        ("(1 234,5)", "-1234.5"),
        ("1e5", "1E+5"),
        ("1,5E-3", "0.0015"),
        ("2.5e+2", "2.5E+2"),
        ("1e5-", "-1E+5"),
        ("-0", "-0"),
        # 7. Digits and marks of other scripts, and fractions.
        ("٣٫٥", "3.5"),
        ("۱٬۲۳۴", "1234"),
        ("۱٬۲۳۴٬۵۶۷٫۸۹", "1234567.89"),
        ("۱٫۲۳۴", "1.234"),
        ("۱۲۳۴", "1234"),
        ("-۵", "-5"),
        ("１２３４．５".replace("．", "."), "1234.5"),
        ("1٬234.5", "1234.5"),
        ("½", "0.5"),
        ("-¼", "-0.25"),
        ("1½", "1.5"),
        ("1 234¾", "1234.75"),
        ("(⅛)", "-0.125"),
    ],
)
def test_what_has_one_reading_has_it_in_every_locale(text: str, expected: str) -> None:
    assert {str(parse_number(text, locale)) for locale in LOCALES} == {expected}


@pytest.mark.parametrize(
    ("text", "locales", "expected"),
    [
        # 4. One mark before exactly three digits.
        ("1,234", ["en", "en-IN", "zh", "mn", "ur", "fa"], "1234"),
        ("1.234", ["en", "en-IN", "zh", "mn", "ur", "fa", "de-CH"], "1.234"),
        ("1,234", ["de", "az", "tr", "fr", "ka", "hy", *REGION], "1.234"),
        ("1.234", ["de", "az", "tr"], "1234"),
        ("1.234", ["fr", "ka", "hy", "und", *REGION], None),
        ("1,234", ["und", "de-CH"], None),
        ("-123.456", ["kk_KZ", "uz_Cyrl_UZ"], None),
        ("(12,500)", ["ru"], "-12.500"),
        ("12,500", ["en"], "12500"),
        ("۱,۲۳۴", ["und"], None),
        ("1,234e2", ["en"], "1.234E+5"),
        # 3. Lakh in India only.
        ("12,34,567", ["en-IN", "en_IN"], "1234567"),
        ("1,00,000.50", ["en-IN"], "100000.50"),
        ("1,234,567", ["en-IN"], "1234567"),
    ],
)
def test_the_locale_decides_between_two_readings_or_nothing_does(
    text: str, locales: list[str], expected: str | None
) -> None:
    for locale in locales:
        if expected is None:
            with pytest.raises(AmbiguousNumberError, match="expected a mark with one meaning") as caught:
                parse_number(text, locale)
            assert caught.value.text[caught.value.position] in ".,"
        else:
            assert parse_number(text, locale) == Decimal(expected)


def test_an_ambiguous_numeral_is_told_with_both_readings() -> None:
    with pytest.raises(AmbiguousNumberError) as caught:
        parse_number(" -1.234", "ru")
    assert str(caught.value) == (
        "expected a mark with one meaning at position 3 of ' -1.234'; "
        "it is 1234 if the mark parts groups, 1.234 if it is decimal"
    )


@pytest.mark.parametrize(
    ("text", "position"),
    [
        # Nothing, or a sign alone
        ("", 0),
        ("  ", 0),
        ("-", 1),
        ("- ", 1),
        ("()", 1),
        (".", 1),
        (",", 1),
        ("e5", 0),
        # Groups of other sizes
        ("12 34", 5),
        ("1234 567", 4),
        ("1 2345", 5),
        ("1  234", 2),
        ("1,23,456", 4),
        ("1.2.3", 3),
        ("1234,567,890", 4),
        ("1,234.56.78", 8),
        (",123,456", 0),
        ("12,34.5", 5),
        ("1,2345.6", 5),
        # Marks out of order
        ("1.234 567", 5),
        ("1,234'567", 5),
        ("1 234'567", 5),
        ("1.5,000.5", 3),
        ("1٫234.5", 5),
        ("1٫2٫3", 3),
        ("1.234,567.8", 9),
        ("1 234 567,8 9", 11),
        ("0.123 456", 5),
        # Signs and brackets
        ("--5", 1),
        ("+-5", 1),
        ("-5-", 2),
        ("+5-", 2),
        ("5+", 1),
        ("5--", 2),
        ("(5", 2),
        ("5)", 1),
        ("(5-", 2),
        ("-(5)", 1),
        ("(-5)", 1),
        ("((5))", 1),
        ("( 5)", 1),
        ("-  5", 2),
        ("5 -", 2),
        # Exponents
        ("1e", 1),
        ("1e+", 1),
        ("1e5.5", 3),
        ("1 e5", 2),
        ("1e5e5", 3),
        # Other characters
        ("12O", 2),
        ("1l", 1),
        ("О5", 0),  # a Cyrillic letter
        ("5%", 1),
        ("$5", 0),
        ("5 ₸", 2),
        ("1_000", 1),
        ("NaN", 0),
        ("inf", 0),
        ("-Infinity", 1),
        ("2024-01-02", 5),
        ("01/02", 2),
        ("0x1F", 1),
        ("1\t234", 1),
        ("1‘234", 1),
        ("१२", 0),  # Devanagari
        ("𝟏𝟐", 0),
        ("5²", 1),
        ("1٢", 1),
        ("۱٢", 1),
        ("１2", 1),
        # Fractions
        ("⅓", 0),
        ("1.5½", 3),
        ("1.½", 2),
        ("½½", 1),
        ("½5", 1),
        ("1 ½", 2),
        ("½e5", 1),
    ],
)
def test_what_is_no_numeral_is_refused_at_the_first_character_that_does_not_fit(text: str, position: int) -> None:
    for locale in LOCALES:
        if locale == "en-IN" and text == "1,23,456":
            continue
        with pytest.raises(ParseError) as caught:
            parse_number(text, locale)
        assert not isinstance(caught.value, AmbiguousNumberError)
        assert (caught.value.text, caught.value.position) == (text, position)


@pytest.mark.parametrize("text", ["1e100000", "1e-100000", "1e999999999", "1E-" + "9" * 1000, "1" * 100_001])
def test_numerals_without_bounds_are_refused(text: str) -> None:
    with pytest.raises(ParseError, match=r"expected a figure below 10\^100000 and of at most 200,000 digits"):
        parse_number(text, "en")


@pytest.mark.parametrize(
    "text",
    [
        "1" * 1_000_000,
        "٣" * 1_000_000,
        "1 " * 500_000,
        "1," * 500_000,
        "1" + ",111" * 250_000,
        "1" + " 111" * 20_000,
        "1.1" + "٬111" * 250_000,
        " " * 1_000_000,
        "(" * 1_000_000,
        "-" * 1_000_000,
        "1e" + "9" * 1_000_000,
        "½" * 1_000_000,
        "\u00a0" * 500_000 + "1" + "\u00a0" * 500_000,
    ],
    ids=lambda text: f"{text[:4]}…",
)
def test_a_megabyte_is_read_or_refused_at_once(text: str) -> None:
    started = time.perf_counter()
    with suppress(ParseError):
        parse_number(text, "en")
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("locale", ["kz", "", "xx"])
def test_an_unknown_locale_is_refused(locale: str) -> None:
    with pytest.raises(UnknownCodeError, match="is not in the table of locales"):
        parse_number("5", locale)


@pytest.mark.parametrize("value", [5, 1.5, None, b"5"])
def test_only_text_is_read(value: object) -> None:
    with pytest.raises(WrongTypeError, match=r"text must be text, got .* of type"):
        parse_number(value, "en")  # type: ignore[arg-type]  # the point of the test


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1 234 567,50", "1234567.50"), ("1234567,50", "1234567.50"), ("0,5", "0.5"), ("12", "12"), ("1 234", "1234")],
)
def test_strict_reading_knows_one_convention(text: str, expected: str) -> None:
    assert str(parse_strict(text, decimal=",", group=" ")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 23",
        "1  234",
        "1\u00a0234",
        "1,",
        ",5",
        "1.5",
        "-5",
        "1 234 5678",
        "1234 567",
        "٣",
        "1,5\n",
        "1" * 100_001,
    ],
)
def test_strict_reading_knows_no_other(text: str) -> None:
    with pytest.raises(ParseError, match="at position 0 of"):
        parse_strict(text, decimal=",", group=" ")


def test_strict_reading_takes_the_sizes_of_groups() -> None:
    assert parse_strict("12,34,567.8", decimal=".", group=",", sizes=(3, 2)) == Decimal("1234567.8")
    with pytest.raises(ParseError, match="before decimals and ',' between groups"):
        parse_strict("1,234,567.8", decimal=".", group=",", sizes=(3, 2))


figures = st.decimals(-(10**15), 10**15, allow_nan=False, places=2) | st.decimals(-100, 100, places=6)
native_digits = st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９"])
spaces = st.sampled_from([" ", "\u00a0", "\u2007", "\u2009", "\u202f", "'", "\u2019", "\u02bc"])
scraps = st.text(st.sampled_from("0123456789 .,'-+()eE½٣۵\u066b\u066c\u00a0\u2212x%"), max_size=12)


def written(figure: Decimal, convention: Marks, space: str) -> str:
    """Write a figure with groups as the locale does, or with a space where it has no mark for them."""
    text = f"{figure:,f}"
    return text.translate({ord(","): convention.group or space, ord("."): convention.decimal or "."})


class TestLaws:
    @pytest.mark.parametrize("locale", LOCALES)
    @given(figures, spaces, native_digits)
    def test_reading_undoes_writing(self, locale: str, figure: Decimal, space: str, digits: str) -> None:
        text = written(figure, marks(locale), space).translate(str.maketrans("0123456789", digits))
        assert str(parse_number(text, locale)) == str(figure)

    @given(figures, st.sampled_from(["-{}", "- {}", "{}-", "({})", "\u2212{}", "\u2013{}"]))
    def test_every_sign_negates(self, figure: Decimal, form: str) -> None:
        text = f"{figure.copy_abs():f}".replace(".", ",")
        assert parse_number(form.format(text), "ru") == -figure.copy_abs()

    @given(st.text() | scraps, st.sampled_from(LOCALES))
    def test_garbage_raises_only_our_errors_and_points_into_the_text(self, text: str, locale: str) -> None:
        try:
            assert parse_number(text, locale).is_finite()
        except ParseError as error:
            place = error.position
        else:
            place = 0
        assert 0 <= place <= len(text)

    @given(st.text(), st.text())
    def test_any_locale_is_known_or_refused(self, text: str, locale: str) -> None:
        with suppress(CentralAsiaError):
            parse_number(text, locale)

    @given(scraps)
    def test_locales_never_differ_but_over_one_mark_and_three_digits(self, text: str) -> None:
        readings = set()
        for locale in ("en", "de", "ru"):
            with suppress(ParseError):
                readings.add(parse_number(text, locale))
        assert len(readings) <= 1 or sum(map(text.count, ".,")) == 1

    @given(scraps)
    def test_what_is_read_without_a_locale_is_read_the_same_with_one(self, text: str) -> None:
        with suppress(ParseError):
            figure = parse_number(text, "und")
            assert all(parse_number(text, locale) == figure for locale in LOCALES)

    @given(st.decimals(0, 10**12, places=2), spaces)
    def test_strict_reading_undoes_writing(self, figure: Decimal, group: str) -> None:
        text = f"{figure:,f}".translate({ord(","): group, ord("."): ","})
        assert str(parse_strict(text, decimal=",", group=group)) == str(figure)
