"""Amounts as people of a locale write them: the bytes of Babel, without its rounding."""

from decimal import Decimal, localcontext
from itertools import count

import pytest
from babel.localedata import locale_identifiers
from babel.numbers import format_compact_currency, format_currency, get_currency_precision
from hypothesis import assume, given
from hypothesis import strategies as st

from centralasia import testing
from centralasia.errors import InvalidValueError, RoundingNeededError, UnknownCodeError, WrongTypeError
from centralasia.money.formatting import Style, name_texts, symbol_text, writer, written_by_spec
from centralasia.reference import Currency, currencies, currency
from centralasia.reference.names import find_locale

# The few locales with a variant, such as ca_ES_VALENCIA, are not looked up.
CLDR = sorted(name for name in locale_identifiers() if max(map(len, name.split("_"))) <= len("Cyrl"))
NEIGHBOURS = ("en_US", "az", "az_Cyrl", "tr", "ka", "hy", "mn", "fa", "fa_AF", "zh", "ur", "ps", "kk_Arab", "uz_Arab")
locales = testing.locales() | st.sampled_from(NEIGHBOURS) | st.sampled_from(CLDR)
shown = st.integers(-(10**24), 10**24) | st.integers(-(10**6), 10**6)


@pytest.mark.parametrize(
    ("amount", "code", "locale", "style", "expected"),
    [
        ("1234.5", "KZT", "kk_KZ", "symbol", "1\u00a0234,50\u00a0₸"),
        ("-1234.5", "KZT", "kk_KZ", "code", "-1\u00a0234,50\u00a0KZT"),
        ("1234567.5", "USD", "en_US", "symbol", "$1,234,567.50"),
        ("-1234.5", "USD", "en_US", "accounting", "($1,234.50)"),
        ("-1234.5", "USD", "en_US", "code", "-USD\u00a01,234.50"),  # Babel leaves letters and digits run together
        ("1", "USD", "en_US", "name", "1.00 US dollar"),
        ("1.00", "USD", "en_US", "name", "1.00 US dollars"),
        ("5", "RUB", "ru", "name", "5,00 российских рублей"),
        ("12345678.9", "INR", "hi", "symbol", "₹1,23,45,678.90"),
        ("12345678.9", "IRR", "fa", "symbol", "\u200eریال\u00a012,345,678.9"),  # CLDR shows no decimals of the rial
        ("0.125", "KZT", "kk", "symbol", "0,125\u00a0₸"),  # nothing is lost
        ("1250.5000", "KZT", "kk", "symbol", "1\u00a0250,50\u00a0₸"),
        ("1E+3", "JPY", "en", "symbol", "¥1,000"),
        ("5", "UZS", "bn", "code", "5.00\u00a0UZS"),
        ("1000", "sum-coupon", "ru", "symbol", "1\u00a0000,00\u00a0sum-coupon"),
        ("1234567890", "KZT", "kk_KZ", "compact", "1,2\u00a0млрд\u00a0₸"),
        ("-1234567890", "USD", "en", "compact", "-$1.2B"),
        ("999.99", "USD", "en", "compact", "$999.99"),
        ("1000000", "USD", "en", "compact", "$1M"),
        ("1000000", "EUR", "sr", "compact", "1\u00a0мил.\u00a0€"),
        ("0", "UZS", "uz", "compact", "0\u00a0soʻm"),
        ("1000", "RON", "ro", "compact", "1\u00a0mie\u00a0RON"),
        ("2000", "RON", "ro", "compact", "2\u00a0mii\u00a0RON"),
    ],
)
def test_styles(amount: str, code: str, locale: str, style: Style, expected: str) -> None:
    assert writer(locale, code, style=style)(Decimal(amount)) == expected


@pytest.mark.parametrize(
    ("digits", "expected"), [(0, "$1M"), (1, "$1.2M"), (2, "$1.24M"), (6, "$1.235M"), (30, "$1.235M")]
)
def test_the_compact_style_rounds_as_far_as_asked(digits: int, expected: str) -> None:
    assert writer("en", "USD", style="compact", digits=digits)(Decimal(1_235_000)) == expected


def test_amounts_of_any_size_are_written() -> None:
    huge = Decimal("1E+99999")
    assert len(writer("kk_KZ", "KZT", style="symbol")(huge)) == 100_000 + 33_333 + 5
    assert len(writer("ru", "RUB", style="name")(huge)) > 100_000
    assert writer("en", "USD", style="compact")(huge).endswith("0T")


@pytest.mark.parametrize("style", ["symbol", "code", "name", "accounting", "compact"])
def test_the_ambient_context_has_no_influence(style: Style) -> None:
    writer.cache_clear()
    with localcontext(prec=1):
        written = [writer(locale, "RUB", style=style)(Decimal("1234567.89")) for locale in ("ru", "en", "pl", "sr")]
    assert written == [writer(locale, "RUB", style=style)(Decimal("1234567.89")) for locale in ("ru", "en", "pl", "sr")]


@pytest.mark.parametrize(
    ("locale", "style", "digits", "message"),
    [
        ("en", "long", 1, "style must be one of symbol, code, name, accounting, compact, got 'long'"),
        ("en", "compact", -1, "digits must be an int from 0 to 30, got -1"),
        ("en", "compact", 31, "digits must be an int from 0 to 30, got 31"),
        ("en", "compact", 1.5, "digits must be an int from 0 to 30, got 1.5"),
    ],
)
def test_styles_there_are_not(locale: str, style: Style, digits: int, message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        writer(locale, "USD", style=style, digits=digits)


def test_locales_there_are_not() -> None:
    with pytest.raises(UnknownCodeError, match="'kk_QQ' is not in the table of locales"):
        writer("kk_QQ", "KZT", style="symbol")
    with pytest.raises(WrongTypeError, match="locale must be a tag such as 'kk_KZ', got 5 of type int"):
        writer(5, "KZT", style="symbol")


def test_a_symbol_or_name_that_is_another_currencys_code_is_not_used() -> None:
    assert find_locale("zh").currency_symbols["ILR"] == "ILS"
    assert symbol_text(find_locale("zh"), "ILR") == "ILR"
    assert name_texts(find_locale("en_IN"), "VES")["other"] == ("", " VES")


def test_a_symbol_that_is_read_as_the_successor_is_not_used() -> None:
    for locale in ("ru", "ru_KZ"):
        assert currency("RUR").symbol(locale) == "р."
        assert writer(locale, "RUR", style="symbol")(Decimal(5)) == "5,00\u00a0RUR"
        assert writer(locale, "RUR", style="compact")(Decimal(5000)) == "5\u00a0тыс.\u00a0RUR"
    assert writer("ru", "RUB", style="symbol")(Decimal(5)) == "5,00\u00a0₽"
    assert writer("en_CA", "CAD", style="symbol")(Decimal(5)) == "$5.00"


def test_no_other_symbol_is_lost_to_a_successor() -> None:
    replaced = [each for each in currencies().values() if each.successor is not None]
    lost = {
        (locale, each.code)
        for locale in CLDR
        for each in replaced
        if symbol_text(find_locale(locale), each.code) != (shown := each.symbol(locale)) and shown not in currencies()
    }
    assert {code for _, code in lost} == {"RUR"}
    assert {locale[:2] for locale, _ in lost} == {"ru"}


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (",", "-1,250.50 USD"),
        ("_", "-1_250.50 USD"),
        (",.2f", "-1,250.50 USD"),
        (".3", "-1250.500 USD"),
        (".1f", "-1250.5 USD"),
        ("f", "-1250.50 USD"),
        (">16", "    -1250.50 USD"),
        ("*^16", "**-1250.50 USD**"),
        ("16,", "-1,250.50 USD   "),
        ("kk_KZ", "-1\u00a0250,50\u00a0$"),
        ("en-US:accounting", "($1,250.50)"),
        ("en:name", "-1,250.50 US dollars"),
    ],
)
def test_format_specifications(spec: str, expected: str) -> None:
    assert written_by_spec(Decimal("-1250.50"), "USD", spec) == expected


@pytest.mark.parametrize("spec", ["%", "e", ".2e", "+", "kk_KZ:", "99999", "kk_KZ:name:x", "=10", ".f"])
def test_format_specifications_there_are_not(spec: str) -> None:
    with pytest.raises(InvalidValueError, match="format specification must be such as ''"):
        written_by_spec(Decimal(1), "USD", spec)


def test_a_format_specification_does_not_round() -> None:
    with pytest.raises(RoundingNeededError, match=r"1250.55 does not fit 1 decimal places exactly; round it first"):
        written_by_spec(Decimal("1250.55"), "USD", ".1f")
    with pytest.raises(InvalidValueError, match="style must be one of"):
        written_by_spec(Decimal(1), "USD", "kk_KZ:long")


def with_shown_places(number: int, code: str) -> Decimal:
    return Decimal(number).scaleb(-get_currency_precision(code))


class TestLaws:
    @given(locales, testing.currencies(), shown)
    def test_symbols_and_brackets_are_those_of_babel(self, locale: str, unit: Currency, number: int) -> None:
        assume(symbol_text(find_locale(locale), unit.code) == unit.symbol(locale))
        amount = with_shown_places(number, unit.code)
        assert writer(locale, unit.code, style="symbol")(amount) == format_currency(amount, unit.code, locale=locale)
        accounting = format_currency(amount, unit.code, locale=locale, format_type="accounting")
        assert writer(locale, unit.code, style="accounting")(amount) == accounting

    @given(locales, testing.currencies(), shown | st.integers(-300, 300))
    def test_names_are_those_of_babel(self, locale: str, unit: Currency, number: int) -> None:
        assume(unit.name(locale) == unit.code or not set(unit.name(locale).split()) & set(currencies()))
        for amount in (with_shown_places(number, unit.code), Decimal(number)):
            expected = format_currency(amount, unit.code, locale=locale, format_type="name")
            assert writer(locale, unit.code, style="name")(amount) == expected

    @given(locales, testing.currencies(), shown, st.integers(0, 4))
    def test_compact_forms_are_those_of_babel(self, locale: str, unit: Currency, number: int, digits: int) -> None:
        assume(not locale.startswith("bs_Cyrl"))  # where Babel writes 1 as 01
        assume(symbol_text(find_locale(locale), unit.code) == unit.symbol(locale))
        amount = with_shown_places(number, unit.code)
        expected = format_compact_currency(amount, unit.code, locale=locale, fraction_digits=digits)
        assert writer(locale, unit.code, style="compact", digits=digits)(amount) == expected

    @given(locales, testing.currencies(), shown)
    def test_codes_stand_where_symbols_do_apart_from_the_digits(self, locale: str, unit: Currency, number: int) -> None:
        pattern = find_locale(locale).currency_formats["standard"].pattern.replace("¤", "¤¤")
        amount = with_shown_places(number, unit.code)
        expected = format_currency(amount, unit.code, pattern, locale=locale)
        written = writer(locale, unit.code, style="code")(amount)
        assert written.replace("\u00a0", "") == expected.replace("\u00a0", "")
        assert unit.code not in {written[place - 3 : place] for place in _places_of_digits(written)}

    @given(testing.currencies(), testing.decimals(), st.sampled_from(["", ",", "_"]))
    def test_specifications_lose_nothing(self, unit: Currency, amount: Decimal, group: str) -> None:
        number, _, code = written_by_spec(amount, unit.code, group).partition(" ")
        assert (Decimal(number.replace(group or " ", "")), code) == (amount, unit.code)


def _places_of_digits(text: str) -> list[int]:
    return [place for place, character in zip(count(), text, strict=False) if character.isdigit()]
