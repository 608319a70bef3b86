"""Reading amounts as people write them."""

import time
from decimal import Decimal, localcontext

import pytest
from babel.localedata import locale_identifiers
from hypothesis import assume, example, given
from hypothesis import strategies as st

from centralasia import testing
from centralasia.errors import (
    AmbiguousNumberError,
    CentralAsiaError,
    CurrencyMismatchError,
    InvalidValueError,
    ParseError,
    UnknownCodeError,
    WrongTypeError,
)
from centralasia.money import Money
from centralasia.money.formatting import Style
from centralasia.reference import Currency

CLDR = sorted(name for name in locale_identifiers() if max(map(len, name.split("_"))) <= len("Cyrl"))
NEIGHBOURS = ("en_US", "az", "az_Cyrl", "tr", "ka", "hy", "mn", "fa", "fa_AF", "zh", "ur", "ps", "kk_Arab", "uz_Arab")
REGION = testing.locales() | st.sampled_from(NEIGHBOURS)
LOSSLESS: tuple[Style, ...] = ("symbol", "code", "name", "accounting")
amounts = testing.decimals() | st.integers(-(10**24), 10**24).map(lambda n: Decimal(n).scaleb(-2))


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("1 234,50 ₸", "kk_KZ", "1234.50 KZT"),
        ("1\u202f234,50\u2009₸", "kk_KZ", "1234.50 KZT"),
        ("₸ 1 234,50", "kk_KZ", "1234.50 KZT"),
        ("₸1234,5", "kk_KZ", "1234.5 KZT"),
        ("  KZT 1,000,000 ", "en", "1000000 KZT"),
        ("1,000,000 KZT", None, "1000000 KZT"),
        ("KZT 1.50", None, "1.50 KZT"),
        ("kzt 5", None, "5 KZT"),
        ("−5,5 сўм", "uz_Cyrl", "-5.5 UZS"),
        ("5,5- сўм", "uz_Cyrl", "-5.5 UZS"),
        ("5,5 сўм -", "uz_Cyrl", "-5.5 UZS"),
        ("+5 $", "ru", "5 USD"),
        ("$ -5", "en", "-5 USD"),
        ("-$5", "en", "-5 USD"),
        ("$-5", "en", "-5 USD"),
        ("($1,250.50)", "en", "-1250.50 USD"),
        ("$(640.25)", "en", "-640.25 USD"),
        ("(640,5) млн сомов", "ru", "-640500000 KGS"),
        ("(5 USD)", "en", "-5 USD"),
        ("-0.00 USD", "en", "0.00 USD"),
        ("$.25", "en", "0.25 USD"),
        ("Rs.25", "en_PK", "25 PKR"),
        ("۱٬۲۳۴٫۵ ریال", "fa", "1234.5 IRR"),
        ("1.234,50 ₺", "tr", "1234.50 TRY"),
        ("₺1.234", "tr", "1234 TRY"),
        ("12'345.60 USD", "de_CH", "12345.60 USD"),
        ("12,34,567 INR", "en_IN", "1234567 INR"),
        ("1,2 млрд ₸", "kk_KZ", "1200000000 KZT"),
        ("1.2 bn USD", None, "1200000000 USD"),
        ("$1.2B", "en", "1200000000 USD"),
        ("US$ 1.25bn", "en", "1250000000 USD"),
        ("$7.5K", "en", "7500 USD"),
        ("K5K", "en_ZM", "5000 ZMW"),
        ("1.25 thousand USD", "en", "1250 USD"),
        ("0.0012345 bn USD", "en", "1234500 USD"),
        ("1,2 mlrd so'm", "uz", "1200000000 UZS"),
        ("1.4亿元", "zh", "140000000 CNY"),
        ("12,50 азербайджанских манатов", "ru", "12.50 AZN"),
        ("$5 USD", "en", "5 USD"),
        ("1,000.00 Yugoslavian hard dinars (1966–1990)", "en", "1000.00 YUD"),
        ("Ruble za Belarusi (2000–2016) 5", "sw", "5 BYR"),
        ("us ga dollar 1,099.98", "ee", "1099.98 USD"),
        ("1000 sum-coupon", None, "1000 sum-coupon"),
        ("5000 TMM", None, "5000 TMM"),
        ("5 manat", "az", "5 AZN"),
        ("2 min manat", "az", "2000 AZN"),
        ("5 ман.", "az", "5 AZN"),
        ("5 манат", "ru_AZ", "5 AZN"),
        ("5 манат", "ru_TM", "5 TMT"),
        ("5 manat", "az_TM", "5 TMT"),
        ("5 manat", "tk", "5 TMT"),
        ("5 som", "uz", "5 UZS"),
        ("5 сом", "uz_Cyrl", "5 UZS"),
        ("5 сом", "ru_UZ", "5 UZS"),
        ("5 сом", "ky", "5 KGS"),
        ("5 с.", "tg", "5 TJS"),
        ("5 Т", "kk", "5 KZT"),
        ("5 Rs", "ur", "5 PKR"),
        ("5 ₨", "ur_PK", "5 PKR"),
        ("5 ₨", "en_PK", "5 PKR"),
        ("5 روپے", "ur", "5 PKR"),
        ("5 р.", "ru", "5 RUB"),
        ("5 руб.", "ru", "5 RUB"),
        ("5 р.", "ru_KZ", "5 RUB"),
        ("5 р.", "kk", "5 RUB"),
        ("5 р.", None, "5 RUB"),
        ("5 р.", "ru_BY", "5 BYN"),
    ],
)
def test_amounts(text: str, locale: str | None, expected: str) -> None:
    assert str(Money.parse(text, locale)) == expected


@pytest.mark.parametrize(
    ("text", "locale", "error", "message"),
    [
        ("", "en", ParseError, "expected digits at position 0 of ''"),
        ("  abc", "en", ParseError, "expected digits at position 2 of '  abc'"),
        ("5", "en", ParseError, "expected a currency code, symbol or name at position 1 of '5'; or name it with curr"),
        ("5 apples", "en", ParseError, "expected a currency code, symbol or name at position 2 of '5 apples'"),
        ("apples 5 USD", "en", ParseError, "expected a currency code, symbol or name at position 0"),
        ("5 KZR", "en", UnknownCodeError, "'KZR' is not in the table of currencies; did you mean "),
        ("1.234 ₽", "ru", AmbiguousNumberError, "expected a mark with one meaning at position 1 of '1.234 ₽'; it is"),
        ("$1.2.3", "en", ParseError, "at position 4 of"),
        ("USD 1,23,4", "en", ParseError, "expected groups of three digits at position 8 of 'USD 1,23,4'"),
        ("1,234 USD", None, AmbiguousNumberError, "at position 1 of '1,234 USD'"),
        ("$5 CAD", "en", ParseError, "expected one sign, one currency and one word of scale at most at position 2"),
        ("(5 USD", "en", ParseError, "expected one sign, one currency and one word of scale at most at position 2"),
        ("--5 USD", "en", ParseError, "expected one sign"),
        ("-(5) USD", "en", ParseError, "expected one sign"),
        ("mln 5 mln USD", "uz", ParseError, "expected one sign, one currency and one word of scale at most"),
        ("2024-01-05 USD", "en", ParseError, "at position 4 of"),
        ("5 KZTT", "en", ParseError, "expected a currency code"),
        ("Yugoslavian dinar 1994", "en", ParseError, "expected a currency code, symbol or name at position 0"),
        ("5 % USD", "en", ParseError, "expected a currency code"),
        ("1e5 USD", "en", ParseError, "expected a currency code"),
        ("5 USD\0", "en", ParseError, "expected a currency code"),
        ("5 " + "x" * 10**5, "en", ParseError, "expected a currency code, symbol or name at position 2 of"),
        ("9" * 200_001 + " USD", "en", ParseError, "of at most 200,000 digits"),
        ("5 tenge", "tk", ParseError, "expected a currency code, symbol or name at position 2 of '5 tenge'"),
        ("5 teňňe", "tk", ParseError, "expected a currency code, symbol or name at position 2 of '5 teňňe'"),
        ("5 тенге", "ru_TM", ParseError, "expected a currency code, symbol or name at position 2"),
        ("5 Rs", "en", ParseError, "expected a currency code, symbol or name at position 2 of '5 Rs'"),
        ("5 USD", "kk_QQ", UnknownCodeError, "'kk_QQ' is not in the table of locales"),
    ],
)
def test_no_amounts(text: str, locale: str | None, error: type[CentralAsiaError], message: str) -> None:
    with pytest.raises(error, match=message.replace("(", r"\(")) as caught:
        Money.parse(text, locale)
    assert getattr(caught.value, "text", text) == text


def test_an_amount_beyond_all_bounds_is_refused() -> None:
    with pytest.raises(ParseError, match="expected an amount below 10"):
        Money.parse("9" * 99_999 + " trn USD")


def test_what_is_no_text_is_told() -> None:
    with pytest.raises(WrongTypeError, match=r"text must be a text, got 5 of type int; Money.of takes figures"):
        Money.parse(5)  # type: ignore[arg-type]  # the checker sees it too


def test_a_currency_can_be_expected() -> None:
    assert str(Money.parse("1 234,50", "ru", currency="KZT")) == "1234.50 KZT"
    assert str(Money.parse("1,2 млрд", "ru", currency="KZT")) == "1200000000 KZT"
    assert str(Money.parse("5 KZT", currency="KZT")) == "5 KZT"
    with pytest.raises(CurrencyMismatchError, match="expected KGS, got KZT"):
        Money.parse("5 KZT", currency="KGS")
    with pytest.raises(UnknownCodeError):
        Money.parse("5 KZT", currency="KZX")


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("1\u00a0234,50\u00a0₸", "symbol"),
        ("1\u00a0234,50\u00a0KZT", "code"),
        ("1\u00a0234,50 Қазақстан теңгесі", "name"),
        ("1,2\u00a0мың\u00a0₸", "compact"),
    ],
)
def test_a_style_can_be_demanded(text: str, style: Style) -> None:
    assert Money.parse(text, "kk_KZ", style=style) == Money.parse(text, "kk_KZ")
    with pytest.raises(ParseError, match="as printed in the style"):
        Money.parse(text.replace("\u00a0", " "), "kk_KZ", style=style)
    with pytest.raises(InvalidValueError, match="locale must be given where a style is, got None"):
        Money.parse("5 KZT", style=style)


@pytest.mark.parametrize(
    ("amount", "code", "locale", "style"),
    [
        ("-0.00", "USD", "en", "symbol"),
        ("1.00", "AFN", "en_GB", "name"),
        ("1.000", "USD", "en", "name"),
        ("0.00", "IRR", "ru", "name"),
        ("1E+3", "USD", "en", "name"),
        ("999999", "KZT", "kk", "compact"),
        ("-1234.56", "RON", "ro", "compact"),
        ("12500", "UZS", "ru", "compact"),
        ("1129", "EUR", "lv", "compact"),
        ("1E+99999", "USD", "en", "compact"),
        ("1E-99999", "USD", "en", "compact"),
        ("1E-99999", "USD", "en", "name"),
    ],
)
def test_what_a_style_wrote_it_reads(amount: str, code: str, locale: str, style: Style) -> None:
    text = Money.of(amount, code).format(locale, style=style)
    with localcontext(prec=1, Emax=1, Emin=-1):
        assert Money.parse(text, locale, style=style) == Money.parse(text, locale)


def test_a_wrong_style_of_many_digits_takes_a_moment() -> None:
    began = time.perf_counter()
    with pytest.raises(ParseError, match="as printed in the style 'compact'"):
        Money.parse("5" * 50_000 + "  USD", "en", style="compact")
    assert time.perf_counter() - began < 5


def test_the_place_of_a_fault_of_style_is_told() -> None:
    with pytest.raises(ParseError, match="at position 8") as caught:
        Money.parse("$1,234.5", "en", style="symbol")
    assert caught.value.expected == "'$1,234.50', as printed in the style 'symbol'"


@pytest.mark.parametrize(
    "text",
    [
        "1" * 10**6,
        "1," * 10**6,
        "1 " * 10**6,
        " " * 10**6,
        "(" * 10**6,
        "." * 10**6,
        "-" * 10**6 + "5 USD",
        "5 USD" + " " * 10**6,
        "5 " + "млн " * 10**6,
        "$" * 10**6 + "1",
        "٣" * 10**6,
    ],
    ids=lambda text: text[-8:],
)
def test_a_megabyte_of_anything_takes_a_moment(text: str) -> None:
    began = time.perf_counter()
    with pytest.raises(CentralAsiaError):
        Money.parse(text, "ru")
    assert time.perf_counter() - began < 5


class TestLaws:
    @given(REGION, testing.currencies(iso_only=False), amounts, st.sampled_from(LOSSLESS))
    @example("fa", Money.zero("IRR").currency, Decimal("-1234567.125"), "accounting")
    def test_parse_undoes_format_in_the_region(
        self, locale: str, unit: Currency, amount: Decimal, style: Style
    ) -> None:
        money = Money(amount, unit)
        text = money.format(locale, style=style)
        assert Money.parse(text, locale) == money
        assert Money.parse(text, locale, style=style) == money
        assert Money.parse(text, locale, currency=unit) == money

    @given(st.sampled_from(CLDR), testing.currencies(), amounts, st.sampled_from(LOSSLESS))
    def test_parse_undoes_format_in_all_of_cldr(
        self, locale: str, unit: Currency, amount: Decimal, style: Style
    ) -> None:
        assume((locale[:2], unit.code) not in {("so", "BAD"), ("yo", "FKP")})  # CLDR's names hold several names
        money = Money(amount, unit)
        text = money.format(locale, style=style)
        assert Money.parse(text, locale) == Money.parse(text, locale, style=style) == money

    @given(REGION, testing.currencies(), st.integers(-(10**15), 10**15).map(Decimal), st.integers(0, 4))
    def test_the_compact_style_is_read_as_it_says(
        self, locale: str, unit: Currency, amount: Decimal, digits: int
    ) -> None:
        text = Money(amount, unit).format(locale, style="compact", digits=digits)
        read = Money.parse(text, locale)
        assert read.currency is unit
        assert Money.parse(text, locale, style="compact") == read
        assert abs(read.amount - amount) * 2 * 10**digits <= abs(amount)  # half a unit of the last digit shown
        again = read.format(locale, style="compact", digits=digits)
        assert Money.parse(again, locale) == read  # "1000M" comes back as "1B"

    @given(testing.locales().flatmap(lambda locale: st.tuples(st.just(locale), testing.numerals(locale))))
    def test_numerals_are_read_as_everywhere(self, case: tuple[str, tuple[str, Decimal]]) -> None:
        locale, (numeral, expected) = case
        try:
            assert Money.parse(f"{numeral} KZT", locale).amount == expected
        except ParseError:
            assert any(sign in numeral for sign in "eE½¼¾") or numeral.strip()[:1] in "(+-\u2212\u2013"

    @given(st.text() | st.text("0123456789.,'- \u00a0()+$₸KZTмлрд\u2212٣"), testing.locales() | st.none())
    def test_garbage_raises_only_our_errors(self, text: str, locale: str | None) -> None:
        try:
            money = Money.parse(text, locale)
        except CentralAsiaError:
            return
        assert money.amount.is_finite()

    @given(REGION, testing.money())
    def test_the_ambient_context_has_no_influence(self, locale: str, money: Money) -> None:
        with localcontext(prec=1):
            assert Money.parse(money.format(locale), locale) == money
