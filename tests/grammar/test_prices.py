import pytest

import centralasia as ca


def _read(lang: str, text: str) -> list[tuple[str, str]]:
    return [
        (
            f"{found.value:f}" if found.value is not None else f"{found.low:f}..{found.high:f}",
            found.currency or found.unit or "",
        )
        for found in ca.text.find_mentions(text, lang)
        if found.kind != "date_period"
    ]


@pytest.mark.parametrize(
    ("lang", "text", "value", "unit"),
    [
        ("en", "EUR/KZT 610", "610", "KZT per EUR"),
        ("en", "EURKZT = 610", "610", "KZT per EUR"),
        ("en", "USD/KZT closed at 525.1", "525.1", "KZT per USD"),
        ("en", "EUR/KZT 610 tenge", "610", "KZT per EUR"),
        ("en", "EUR/USD1.08", "1.08", "USD per EUR"),
        ("ru", "USD/KZT составил 525,1", "525.1", "KZT per USD"),
        ("kk", "USDKZT 519,2", "519.2", "KZT per USD"),
    ],
)
def test_a_market_pair_gives_the_second_for_one_of_the_first(lang: str, text: str, value: str, unit: str) -> None:
    assert _read(lang, text) == [(value, unit)]


@pytest.mark.parametrize(
    ("lang", "text", "value", "unit"),
    [
        ("en", "1 EUR = 610 KZT", "610", "KZT per EUR"),
        ("en", "100 JPY = 345 KZT", "3.45", "KZT per JPY"),
        ("en", "100 JPY = 345-350 KZT", "3.45..3.50", "KZT per JPY"),
        ("ru", "За 1 доллар — 450 тенге", "450", "KZT per USD"),
        ("ru", "1 доллар США стоил 525 тенге", "525", "KZT per USD"),
        ("kk", "1 доллар үшін 450 теңге", "450", "KZT per USD"),
        ("kk", "1 доллар 450 теңге", "450", "KZT per USD"),
        ("uz-Latn", "1 kvadrat metr uy 12 mln so'm", "12000000", "UZS per m2"),
        ("uz-Latn", "Bir tonna paxta uchun 500 dollar", "500", "USD per t"),
    ],
)
def test_one_of_something_is_no_item_beside_its_price(lang: str, text: str, value: str, unit: str) -> None:
    assert _read(lang, text) == [(value, unit)]


@pytest.mark.parametrize(
    ("lang", "text", "value", "unit"),
    [
        ("tg", "Нархи як баррел нафт 58 доллар буд.", "58", "USD per bbl"),
        ("tg", "Ҳар килограмм гандум 4 сомонӣ арзиш дорад.", "4", "TJS per kg"),
        ("kk", "Бір баррель мұнай 58 доллар тұрады.", "58", "USD per bbl"),
        ("kk", "Әр килограмм бидай 120 теңге болды.", "120", "KZT per kg"),
        ("ky", "Ар бир килограмм буудай 25 сом.", "25", "KGS per kg"),
        ("uz-Latn", "Har bir kilogramm bug'doy 4 ming so'm turadi.", "4000", "UZS per kg"),
        ("uz-Cyrl", "Бир баррель нефть 58 доллар бўлди.", "58", "USD per bbl"),
        ("tk", "Her kilogram bugdaý 4 manat.", "4", "TMT per kg"),
        ("ru", "Каждый килограмм пшеницы обходится в 20 сомов.", "20", "KGS per kg"),
        ("ru", "Цена за баррель нефти составила 58 долларов.", "58", "USD per bbl"),
        ("ru", "Тонна пшеницы стоит 250 долларов.", "250", "USD per t"),
        ("en", "A barrel of Brent cost $58.", "58", "USD per bbl"),
    ],
)
def test_the_commodity_may_stand_between_what_is_counted_and_its_price(
    lang: str, text: str, value: str, unit: str
) -> None:
    assert _read(lang, text) == [(value, unit)]


@pytest.mark.parametrize(
    ("lang", "text", "value", "unit"),
    [
        ("kk", "Мұнайдың баррелі 58 доллардан", "58", "USD per bbl"),
        ("uz-Latn", "litri 9 000 so'm", "9000", "UZS per L"),
        ("ky", "Урал баррелине 55–57 доллардан", "55..57", "USD per bbl"),
        ("kk", "бұл доллар үшін 450 теңге", "450", "KZT per USD"),
        ("kk", "долларға 450 теңгеден", "450", "KZT per USD"),
        ("ru", "за доллар — 450 тенге", "450", "KZT per USD"),
        ("ru", "За доллар дают 12,5 тыс. сумов", "12500", "UZS per USD"),
    ],
)
def test_what_is_priced_may_stand_before_the_price(lang: str, text: str, value: str, unit: str) -> None:
    assert _read(lang, text) == [(value, unit)]


@pytest.mark.parametrize(
    ("lang", "text", "value", "unit"),
    [
        ("en", "$81 a barrel", "81", "USD per bbl"),
        ("en", "610 tenge per euro", "610", "KZT per EUR"),
        ("en", "285 USD per 1,000 m3", "0.285", "USD per m3"),
        ("en", "285 USD per thousand m3", "0.285", "USD per m3"),
        ("en", "$81 for every barrel", "81", "USD per bbl"),
        ("en", "$81 / each barrel", "81", "USD per bbl"),
        ("en", "The tenge weakened to 525 per dollar", "525", "KZT per USD"),
        ("en", "KZT 525/USD", "525", "KZT per USD"),
        ("ru", "450 тенге за доллар", "450", "KZT per USD"),
        ("ru", "450 тенге за 1 доллар", "450", "KZT per USD"),
        ("tg", "10,9 сомонӣ барои як доллар", "10.9", "TJS per USD"),
        ("tk", "3,5 manat bir dollar üçin.", "3.5", "TMT per USD"),
        ("kk", "450 теңге 1 доллар үшін берілді.", "450", "KZT per USD"),
    ],
)
def test_what_is_priced_may_stand_after_the_price(lang: str, text: str, value: str, unit: str) -> None:
    assert _read(lang, text) == [(value, unit)]


@pytest.mark.parametrize(
    ("lang", "text", "value", "unit"),
    [
        ("ru", "Курс доллара составил 525,4 тенге.", "525.4", "KZT per USD"),
        ("ru", "Курс доллара — 89,45 сома.", "89.45", "KGS per USD"),
        ("ru", "Доллар равен 525 тенге.", "525", "KZT per USD"),
        ("ru", "Доллар подорожал до 525 тенге.", "525", "KZT per USD"),
        ("ru", "Курс доллара составил 12,6 тыс. сумов.", "12600", "UZS per USD"),
        ("en", "The dollar exchange rate stood at 525 tenge.", "525", "KZT per USD"),
        ("en", "The official exchange rate of the dollar was 525 tenge.", "525", "KZT per USD"),
        ("en", "The dollar was 525 tenge on Monday.", "525", "KZT per USD"),
        ("kk", "Доллар бағамы 525 теңге болды.", "525", "KZT per USD"),
        ("kk", "Доллар 525 теңге болды.", "525", "KZT per USD"),
        ("ky", "Доллардын курсу 89,45 сом болду.", "89.45", "KGS per USD"),
        ("uz-Latn", "Dollar kursi 12 650 so'm bo'ldi.", "12650", "UZS per USD"),
        ("uz-Cyrl", "Доллар курси 12 650 сўм бўлди.", "12650", "UZS per USD"),
        ("tk", "Dollaryň bahasy 3,5 manat boldy.", "3.5", "TMT per USD"),
    ],
)
def test_a_rate_may_be_told_in_words(lang: str, text: str, value: str, unit: str) -> None:
    assert _read(lang, text) == [(value, unit)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", "Курс доллара вырос с 520 до 525 тенге."),
        ("en", "The dollar rose from 520 to 525 tenge."),
        ("kk", "Доллар бағамы 520 теңгеден 525 теңгеге дейін көтерілді."),
    ],
)
def test_both_points_of_a_change_are_rates(lang: str, text: str) -> None:
    assert _read(lang, text) == [("520", "KZT per USD"), ("525", "KZT per USD")]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("kk", "1 тонна көмір, 500 доллар", [("1", "t"), ("500", "USD")]),
        ("kk", "1 кг 5% болды", [("1", "kg"), ("5", "%")]),
        ("kk", "3 тонна көмір 500 доллар", [("3", "t"), ("500", "USD")]),
        ("kk", "10 тонна көмір 500 доллар", [("10", "t"), ("500", "USD")]),
        ("kk", "1 км жол 500 доллар", [("1", "km"), ("500", "USD")]),
        ("kk", "1 доллар 2 млрд теңге", [("1", "USD"), ("2000000000", "KZT")]),
        ("kk", "Бағасы 1 доллар. 450 теңге бар.", [("1", "USD"), ("450", "KZT")]),
        ("kk", "450 теңге 2 доллар үшін", [("450", "KZT"), ("2", "USD")]),
        ("kk", "450 теңге 1 теңге үшін", [("450", "KZT"), ("1", "KZT")]),
        ("kk", "450 теңге 1 доллар", [("450", "KZT"), ("1", "USD")]),
        ("kk", "450 теңге мен 1 доллар үшін", [("450", "KZT"), ("1", "USD")]),
        ("kk", "Доллар. 450 теңге", [("450", "KZT")]),
        ("en", "1 EUR and then perhaps 610 KZT", [("1", "EUR"), ("610", "KZT")]),
        ("en", "1 EUR that is now here worth 610 KZT", [("1", "EUR"), ("610", "KZT")]),
        ("en", "$5 per dollar", [("5", "USD")]),
        ("en", "$5 per child", [("5", "USD")]),
        ("en", "$5 per 12 children", [("5", "USD")]),
        ("en", "It cost $5 per", [("5", "USD")]),
        ("en", "525 per dollar", []),
        ("en", "The tenge fell. Then 525 per dollar", []),
        ("en", "The bank's share was $500.", [("500", "USD")]),
        ("en", "Wages in dollars were 525 tenge.", [("525", "KZT")]),
        ("en", "The dollar rose 5 tenge.", [("5", "KZT")]),
        ("en", "The dollar is used by many banks; 5 tenge", [("5", "KZT")]),
        ("en", "The dollar of the same old bank was 5 tenge", [("5", "KZT")]),
        ("en", "EUR/KZT for $5", [("5", "USD")]),
        ("en", "EUR/KZT.\n\n5 tonnes", [("5", "t")]),
        ("en", "EUR/ KZT 610", [("610", "KZT")]),
        ("en", "$5 a barrel, 6 tonnes", [("5", "USD per bbl"), ("6", "t")]),
        ("ru", "За доллар — 5 долларов", [("5", "USD")]),
        ("en", "abcdef 5 tenge", [("5", "KZT")]),
        ("ru", "Вклады в долларах населения составили 450 тыс. тенге.", [("450000", "KZT")]),
        ("ru", "Доллар подорожал на 5 тенге.", [("5", "KZT")]),
        ("ru", "Тысячи тонн зерна стоят 250 долларов.", [("250", "USD")]),
        ("ru", "Тонна стоит 2 млн долларов.", [("2000000", "USD")]),
        ("ru", "Курс доллара и бюджет 5 млрд тенге.", [("5000000000", "KZT")]),
    ],
)
def test_amounts_that_are_no_price_stay_amounts(lang: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert _read(lang, text) == expected


def test_what_is_priced_belongs_to_the_surface() -> None:
    (found,) = ca.text.find_mentions("Ҳар килограмм гандум 4 сомонӣ арзиш дорад.", "tg")
    assert found.surface == "Ҳар килограмм гандум 4 сомонӣ"


@pytest.mark.parametrize(
    "text", ["$5 a " * 1500, "dollar " * 5000 + "5 tenge", "1 EUR = " * 1500, "each " * 5000 + "$5"]
)
def test_repetition_is_read_in_proportion(text: str) -> None:
    assert isinstance(len(ca.text.find_mentions(text, "en")), int)
