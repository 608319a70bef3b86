"""How much something changes, and the point that it reaches."""

import pytest

import centralasia as ca


def _read(lang: str, text: str) -> list[str]:
    return [
        f"{found.value:f} {found.currency or found.unit}"
        if found.value is not None
        else f"{found.low:f}..{found.high:f} {found.currency or found.unit}"
        for found in ca.text.find_mentions(text, lang)
    ]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("ru", "Курс доллара снизился на 2 сома, до 87,5 сома.", ["2 KGS", "87.5 KGS per USD"]),
        ("ru", "Курс доллара снизился на 2 сома и составил 87,5 сома.", ["2 KGS", "87.5 KGS per USD"]),
        ("ru", "Курс доллара вырос на 2%, до 87,5 сома.", ["2 %", "87.5 KGS per USD"]),
        ("ru", "USD/KZT вырос на 2 тенге.", ["2 KZT"]),
        ("ru", "Доллар продают на 87 сомов.", ["87 KGS"]),
        ("en", "The dollar exchange rate rose 3.15 tenge, reaching 525.11 tenge.", ["3.15 KZT", "525.11 KZT per USD"]),
        ("en", "The dollar rate hit 525 tenge.", ["525 KZT per USD"]),
        ("kk", "Доллар бағамы 5 теңгеге өсіп, 525 теңгені құрады.", ["5 KZT", "525 KZT per USD"]),
        ("kk", "Доллар бағамы 5 теңгеге көтеріліп, 530 теңгені құрады.", ["5 KZT", "530 KZT per USD"]),
        ("kk", "Доллар бағамы 530 теңгеге көтерілді.", ["530 KZT per USD"]),
        ("kk", "Доллар бағамы 525 теңгеге жетті.", ["525 KZT per USD"]),
        ("ky", "Доллардын курсу 2 сомго төмөндөп, 87,5 сомду түздү.", ["2 KGS", "87.5 KGS per USD"]),
        ("ky", "Доллардын курсу 2 сомго кескин төмөндөдү.", ["2 KGS"]),
        ("uz-Latn", "Dollar kursi 25 soʻmga oshib, 12 845 soʻmni tashkil etdi.", ["25 UZS", "12845 UZS per USD"]),
        ("uz-Latn", "Dollar kursi 12 845 soʻmga tushdi. Yana 90 000 soʻm.", ["12845 UZS per USD", "90000 UZS"]),
        ("uz-Latn", "Bir barrel neft 2 dollarga qimmatlashdi.", ["1 bbl", "2 USD"]),
        ("uz-Cyrl", "Доллар курси 25 сўмга ошиб, 12 845 сўмни ташкил этди.", ["25 UZS", "12845 UZS per USD"]),
        ("tg", "Қурби доллар ба 0,5 сомонӣ боло рафта, 11,3 сомониро ташкил дод.", ["0.5 TJS", "11.3 TJS per USD"]),
        ("tg", "Қурби доллар 0,5 сомонӣ афзуд.", ["0.5 TJS"]),
        ("tg", "Қурби доллар то 11,3 сомонӣ афзуд.", ["11.3 TJS per USD"]),
        ("tk", "Dollaryň kursy 0,5 manat ýokarlanyp, 3,5 manada ýetdi.", ["0.5 TMT", "3.5 TMT per USD"]),
        ("tk", "Dollaryň kursy 3,5 manada ýokarlandy.", ["3.5 TMT per USD"]),
    ],
)
def test_the_change_of_a_rate_is_money_and_its_level_is_the_rate(lang: str, text: str, expected: list[str]) -> None:
    assert _read(lang, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Brent rose $1.20 to $74.35 a barrel.", ["1.20 USD", "74.35 USD per bbl"]),
        ("The rate rose by 3.15 tenge to 525.11 tenge per dollar.", ["3.15 KZT", "525.11 KZT per USD"]),
        ("The debt fell by 3% to 40% of GDP.", ["3 %", "40 %GDP"]),
        ("The debt fell 3% to 40% of GDP.", ["3 %", "40 %GDP"]),
        ("Reserves rose by about $1.2bn to $42bn.", ["1200000000 USD", "42000000000 USD"]),
        ("Prices rose 5% to 7%.", ["5..7 %"]),
        ("Prices rose 7 to 9%.", ["7..9 %"]),
        ("Prices will rise by 5% to 7%.", ["5..7 %"]),
        ("It is expected that prices rise by 5% to 70%.", ["5..70 %"]),
        ("Growth of 7% to 9%.", ["7..9 %"]),
        ("Growth 7% to 9%.", ["7..9 %"]),
        ("$5 to $7 was asked.", ["5..7 USD"]),
    ],
)
def test_english_to_after_a_change_is_no_range(text: str, expected: list[str]) -> None:
    assert _read("en", text) == expected
