"""What stands beside the digits."""

import pytest

from centralasia.errors import AmbiguousNumberError, ParseError, UnknownCodeError
from centralasia.money.lexicons import _regional_scales, lexicon, plain
from centralasia.reference import find_currency


@pytest.mark.parametrize(
    ("locale", "text", "meanings"),
    [
        ("kk_KZ", "₸", [("KZT", 0)]),
        ("kk_KZ", "KZT", [("KZT", 0)]),
        ("kk_KZ", "теңге", [("KZT", 0)]),
        ("kk_KZ", "ҚАЗАҚСТАН ТЕҢГЕСІ", [("KZT", 0)]),
        ("kk_KZ", "млрд ₸", [("KZT", 9)]),
        ("kk_KZ", "млрд", [(None, 9)]),
        ("ru", "млн. тенге", [("KZT", 6)]),
        ("ru", "миллиардов сумов", [("UZS", 9)]),
        ("ru", "", [(None, 0)]),
        ("uz", "mlrd so‘m", [("UZS", 9)]),
        ("tr", "B", [(None, 3)]),
        ("en", "B", [(None, 9)]),
        ("en", "m", [(None, 6)]),  # no symbol of the manat beside a word of scale
        ("en_ZM", "K", [("ZMW", 0), (None, 3)]),
        ("en", "MUSD", []),
        ("en", "USDM", []),
        ("en", "M$", [("USD", 6)]),
        ("en", "USD mn", [("USD", 6)]),
        ("en", "mn apples", []),
        ("zh", "亿元", [("CNY", 8)]),
        ("zh", "万美元", [("USD", 4)]),
        ("sw", "elfu", [(None, 3)]),
        ("tk_TM", "manat", [("TMT", 0)]),
        ("az_AZ", "manat", [("AZN", 0)]),
        ("az", "manat", [("AZN", 0)]),
        ("ru_AZ", "манат", [("AZN", 0)]),
        ("tk", "tenge", []),
        ("uz_UZ", "som", [("UZS", 0)]),
        ("ky_KG", "сом", [("KGS", 0)]),
        ("en_001", "som", [("KGS", 0)]),  # a territory without money of its own
        ("en_CA", "$", [("CAD", 0)]),
        (None, "$", [("USD", 0)]),
        (None, "bn USD", [("USD", 9)]),
        (None, "B", []),
        (None, "миллионов тенге", [("KZT", 6)]),
        (None, "минг сўм", [("UZS", 3)]),
        ("en", "ҳазор TJS", [("TJS", 3)]),
        ("az_AZ", "миллиардов USD", [("USD", 9)]),
        ("de", "миллиардов USD", []),  # no language of the region
        (None, "trl", [("TRL", 0)]),
        (None, "K USD", []),
        ("de", "billion", [(None, 12)]),
        ("fr", "mille", []),  # CLDR has it for a thousand and for ten thousand
        ("en", "ß", []),
        ("en", "apples", []),
    ],
)
def test_meanings(locale: str | None, text: str, meanings: list[tuple[str | None, int]]) -> None:
    found = [
        (meaning.currency.code if meaning.currency else None, meaning.power)
        for meaning in lexicon(locale).meanings(text)
    ]
    assert found == meanings


@pytest.mark.parametrize(
    ("locale", "text", "expected"),
    [
        ("ru", "1\u00a0234,50", "1234.50"),
        ("ru", "1 234,50", "1234.50"),
        ("ru", "1234,5", "1234.5"),
        ("tr", "1.234", "1234"),
        ("hi", "12,34,567.8", "1234567.8"),
        ("fa", "۱٬۲۳۴٫۵", "1234.5"),
        (None, "1,000,000", "1000000"),
    ],
)
def test_numerals(locale: str | None, text: str, expected: str) -> None:
    assert str(lexicon(locale).numeral(text)) == expected


@pytest.mark.parametrize(
    ("locale", "text", "error"),
    [("ru", "1.234", AmbiguousNumberError), (None, "1,234", AmbiguousNumberError), ("en", "1,2,3", ParseError)],
)
def test_no_numerals(locale: str | None, text: str, error: type[ParseError]) -> None:
    with pytest.raises(error):
        lexicon(locale).numeral(text)


def test_words_of_scale_are_of_all_languages_and_name_no_currency() -> None:
    words = _regional_scales()
    assert {word: words[word] for word in ("thousand", "тысяч", "мың", "миң", "ming", "минг", "ҳазор", "müň")} == (
        dict.fromkeys(("thousand", "тысяч", "мың", "миң", "ming", "минг", "ҳазор", "müň"), 3)
    )
    assert (words["млн"], words["млн."], words["mlrd"], words["трлн."]) == (6, 6, 9, 12)
    assert [word for word in words if find_currency(word) is not None] == []
    assert [word for word in words if len(word.removesuffix(".")) == 1] == []


def test_a_locale_there_is_not() -> None:
    with pytest.raises(UnknownCodeError, match="'kk_QQ' is not in the table of locales"):
        lexicon("kk_QQ")


@pytest.mark.parametrize(
    ("text", "expected"), [("\u200e\u00a0ریال\u202f", "ریال"), ("\u2212 $", "- $"), ("млрд\u00a0\u2009₸", "млрд ₸")]
)
def test_plain_texts(text: str, expected: str) -> None:
    assert plain(text) == expected
