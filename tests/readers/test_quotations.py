from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, ParseError, UnknownCodeError
from centralasia.readers.quotations import (
    Quotation,
    change_of,
    figures_of,
    locale_of,
    looks_like_a_quotation,
    parted,
    read_quotation,
)
from centralasia.reference import currency


def quotation(pair: str, value: str, change: str | None = None, nominal: int = 1) -> Quotation:
    base, quote = map(currency, pair.split("/"))
    return Quotation(base, quote, nominal, Decimal(value), change)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("• KGS/USD = 0.01144 0%", quotation("KGS/USD", "0.01144", "0%")),
        ("• KZT/USD = 0.00194 -0%", quotation("KZT/USD", "0.00194", "-0%")),
        ("KZT/USD=0.00190", quotation("KZT/USD", "0.00190")),
        ("- KZT / USD = 0.00194\t0.28 %", quotation("KZT/USD", "0.00194", "0.28 %")),
        ("*\u00a0KZT/USD\u00a0=\u00a00.00194\u00a0\u22120.28%", quotation("KZT/USD", "0.00194", "\u22120.28%")),
        ("· 100 KZT/USD = 0.194 ▲ 0.28%", quotation("KZT/USD", "0.194", "▲ 0.28%", 100)),
        ("10 KZT/USD = 0.0194 (+0.28%)", quotation("KZT/USD", "0.0194", "(+0.28%)", 10)),
        ("KZT/USD = 0.00194 0.28% ▼", quotation("KZT/USD", "0.00194", "0.28% ▼")),
        ("KZT/USD = 0.00194 ▲", quotation("KZT/USD", "0.00194", "▲")),
        ("KZT/USD = 0.00194 +0.00001", quotation("KZT/USD", "0.00194", "+0.00001")),
        ("KZT/USD = 0.00194 —", quotation("KZT/USD", "0.00194", "—")),
        ("USD/UZS = 12 010.81 0.5%", quotation("USD/UZS", "12010.81", "0.5%")),
        ("USD/UZS = 12,010.81", quotation("USD/UZS", "12010.81")),
        ("USD/KZT = 515.464", quotation("USD/KZT", "515.464")),
        ("kgs/usd = 0.01144", quotation("KGS/USD", "0.01144")),
        ("• Kgs/USD = 0.01144", quotation("KGS/USD", "0.01144")),
    ],
)
def test_a_line_says_a_rate(line: str, expected: Quotation) -> None:
    assert read_quotation(line, "en") == expected


def test_a_decimal_comma_is_read_where_the_column_shows_it() -> None:
    assert read_quotation("USD/KZT = 515,464 -0,5%", "ru") == quotation("USD/KZT", "515.464", "-0,5%")


@pytest.mark.parametrize(
    ("line", "position", "expected"),
    [
        ("• KZT USD = 0.00194", 0, "a pair of currencies"),
        ("• KZT/USD 0.00194 -0%", 9, "'=' after the pair"),
        ("• KZT/USD = 0.0O194 -0%", 15, "the end of the numeral"),
        ("• KZT/USD = 0.00 194", 16, "groups parted by one mark"),
        ("• KZT/USD = 0.00194 0% 0%", 21, "the end of the numeral"),
        ("• KZT/USD =", 11, "a digit"),
        ("• KZT/USD = -", 13, "a digit"),
        ("• KZT/USD = N/A", 12, "a digit"),
        ("• KZT/USD = 1e-5", 13, "a figure without an exponent"),
        ("• KZT/USD = " + "0" * 200, 200, "a line of at most 200 characters"),
    ],
)
def test_a_garbled_line_is_refused_with_the_place(line: str, position: int, expected: str) -> None:
    with pytest.raises(ParseError) as caught:
        read_quotation(line, "en")
    assert caught.value.expected.startswith(expected)
    assert caught.value.position == position


@pytest.mark.parametrize(
    ("line", "error", "message"),
    [
        ("XQZ/USD = 1", UnknownCodeError, "'XQZ' is not in the table of currencies"),
        ("KZT/UDS = 1", UnknownCodeError, "did you mean"),
        ("ınr/USD = 1", UnknownCodeError, "'ınr' is not in the table of currencies"),
        ("xxx/USD = 1", UnknownCodeError, "'XXX' is not in the table of currencies that have a price"),
        ("XXX/USD = 1", UnknownCodeError, "'XXX' is not in the table of currencies that have a price"),
        ("KZT/USD = 0.000", InvalidValueError, "value must be greater than zero, got '0.000'"),
        ("KZT/USD = -0.1 0%", InvalidValueError, "value must be greater than zero, got '-0.1'"),
        ("0 KZT/USD = 1", InvalidValueError, "nominal must be at least 1, got '0'"),
        ("USD/USD = 1", InvalidValueError, "quote must be another currency than the base, got 'USD'"),
    ],
)
def test_what_cannot_be_a_rate_is_refused(line: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        read_quotation(line, "en")


@pytest.mark.parametrize(
    ("line", "strictly", "loosely"),
    [
        ("• KZT/USD = 0.00194", True, True),
        ("KZT/USD 0.00194", True, True),
        ("• KZT/US 0.00194", True, True),
        ("kzt/usd = 0.00194", True, True),
        ("KZ/USD 0.00194", False, False),
        ("and/or the like", False, False),
        ("• KZT USD = 0.00194", False, True),
        ("• KZT 0.00194", False, True),
        ("• Home", False, False),
        ("• The price rose to 3.5 percent, as was said at the time by everyone", False, False),
        ("09 December 2025", False, False),
    ],
)
def test_a_line_of_a_ticker_is_told_from_others(line: str, *, strictly: bool, loosely: bool) -> None:
    assert looks_like_a_quotation(line) is strictly
    assert looks_like_a_quotation(line, loosely=True) is loosely


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("", [""]),
        ("• KGS/USD = 0.1 0%", ["• KGS/USD = 0.1 0%"]),
        ("9 May 2031 | 14:30", ["9 May 2031 | 14:30"]),
        ("• KGS/USD = 0.1 0% • KZT/USD = 0.2", ["• KGS/USD = 0.1 0%", "• KZT/USD = 0.2"]),
        ("KGS/USD = 0.1|KZT/USD = 0.2|", ["KGS/USD = 0.1", "KZT/USD = 0.2"]),
        ("KGS/USD=0.1;100 KZT/USD=0.2", ["KGS/USD=0.1", "100 KZT/USD=0.2"]),
        ("KGS/USD = 0,1, KZT/USD = 0,2", ["KGS/USD = 0,1", "KZT/USD = 0,2"]),
        ("KGS/USD = 0.1 -0% 100 KZT/USD = 0.2", ["KGS/USD = 0.1 -0%", "100 KZT/USD = 0.2"]),
        ("- KGS/USD = 0.1 -1% - KZT/USD = 0.2 -1%", ["- KGS/USD = 0.1 -1%", "- KZT/USD = 0.2 -1%"]),
        ("• KGS/USD = 0.1 • KZT USD = 0.2 • A/B", ["• KGS/USD = 0.1 • KZT USD = 0.2 • A/B"]),
        ("• KGS/USD = 1 • KZT USD = 2 • UZS/USD = 3", ["• KGS/USD = 1", "• KZT USD = 2", "• UZS/USD = 3"]),
        ("KGS/USD = 1 0%; KZT/USD = 2 0% 9 May 2031", ["KGS/USD = 1 0%", "KZT/USD = 2 0%", "9 May 2031"]),
        ("USD/UZS = 12 010 USD/KZT = 515", ["USD/UZS = 12 010 USD/KZT = 515"]),
    ],
)
def test_quotations_on_one_line_are_parted_at_marks(line: str, parts: list[str]) -> None:
    assert parted(line) == parts


@pytest.mark.parametrize(
    ("figures", "locale"),
    [
        ([], "und"),
        (["12010"], "und"),
        (["515.464"], "und"),
        (["1.234.567"], "und"),
        (["0.00194", "515.464"], "en"),
        (["12,010.81"], "en"),
        (["515,464", "0,28"], "ru"),
        (["12.010,81"], "ru"),
        (["0,28", "0.28"], "und"),
        (["1.2,3.4"], "und"),
    ],
)
def test_a_column_shows_how_it_is_to_be_read(figures: list[str], locale: str) -> None:
    assert locale_of(figures) == locale


def test_figures_stand_in_a_line() -> None:
    assert figures_of("• 100 KZT/USD = 0.194, -0.28%.") == ["100", "0.194", "0.28"]


@pytest.mark.parametrize(
    ("change", "locale", "expected"),
    [
        ("0%", "en", (Decimal(0), True)),
        ("-0.28%", "en", (Decimal("-0.28"), True)),
        ("\u22120,28 %", "ru", (Decimal("-0.28"), True)),
        ("▼ 0.28%", "en", (Decimal("-0.28"), True)),
        ("0.28% ▲", "en", (Decimal("0.28"), True)),
        ("+0.00001", "en", (Decimal("0.00001"), False)),
        ("▲", "en", None),
        ("1.280%", "und", None),
        ("1.2.3%", "en", None),
    ],
)
def test_a_change_is_read(change: str, locale: str, expected: tuple[Decimal, bool] | None) -> None:
    assert change_of(change, locale) == expected


class TestLaws:
    @given(st.text(), st.sampled_from(["en", "ru", "und"]))
    def test_any_line_is_read_or_refused(self, line: str, locale: str) -> None:
        looks_like_a_quotation(line, loosely=True)
        parted(line)
        with suppress(CentralAsiaError):
            read_quotation(line, locale)

    @given(
        st.decimals(min_value="0.00001", max_value=10**9, places=5),
        st.integers(1, 10**9 - 1),
        st.none() | st.decimals(min_value=-99, max_value=99, places=2).map(lambda change: f"{change}%"),
    )
    def test_what_is_printed_is_read(self, value: Decimal, nominal: int, change: str | None) -> None:
        line = f"• {nominal} KZT/USD = {value:f} {change or ''}".strip()
        assert read_quotation(line, "en") == quotation("KZT/USD", f"{value:f}", change, nominal)

    @pytest.mark.parametrize(
        "piece", [" ", "0", "-", "(", "▲ ", "%", "1 ", "KZT/", ".", "• ", "% ", ", ", "| 1", "A/B="]
    )
    @pytest.mark.parametrize("head", ["", "KZT/USD", "• KZT/USD = ", "• KZT/USD = 1 ", "KZT/USD=1% KGS/USD=1%"])
    def test_a_long_line_takes_no_longer_than_it_must(self, head: str, piece: str) -> None:
        for times in (150, 200_000):
            line = head + piece * (times // len(piece))
            looks_like_a_quotation(line, loosely=True)
            locale_of(figures_of(line))
            parted(line)
            with suppress(CentralAsiaError):
                read_quotation(line, "en")
