import pytest

import centralasia as ca


def _read(lang: str, text: str) -> list[str]:
    return [
        " ".join(
            filter(
                None,
                [
                    f"{found.value:f}" if found.value is not None else f"{found.low:f}..{found.high:f}",
                    found.currency or found.unit,
                ],
            )
        )
        for found in ca.text.find_mentions(text, lang)
        if found.kind != "date_period"
    ]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "Growth of 7-9%.", "7..9 %"),
        ("en", "Growth of 7% - 9%.", "7..9 %"),
        ("en", "Growth of 7 to 9%.", "7..9 %"),
        ("en", "Growth of 5 … 7%.", "5..7 %"),
        ("en", "Growth between 7 and 9%.", "7..9 %"),
        ("en", "The bank predicts growth from 5 to 6%.", "5..6 %"),
        ("en", "A 2-3-fold rise.", "2..3"),
        ("ru", "Рост от 7 до 9%.", "7..9 %"),
        ("ru", "Рост между 7 и 9%.", "7..9 %"),
        ("ru", "Больше в 3–4 раза.", "3..4"),
        ("kk", "7 мен 9 пайыз аралығында", "7..9 %"),
        ("kk", "7-ден 9-ға дейін пайыз", "7..9 %"),
        ("ky", "7 менен 9 пайыздын ортосунда", "7..9 %"),
        ("ky", "7ден 9 пайызга чейин", "7..9 %"),
        ("uz-Latn", "7 dan 9 gacha foiz", "7..9 %"),
        ("uz-Latn", "50 dan 60 gacha tiyin", "0.50..0.60 UZS"),
        ("uz-Cyrl", "7 дан 9 гача фоиз", "7..9 %"),
        ("tg", "аз 7 то 9 фоиз", "7..9 %"),
        ("tk", "7-den 9 göterime çenli", "7..9 %"),
    ],
)
def test_two_ends_are_one_range(lang: str, text: str, expected: str) -> None:
    assert _read(lang, text) == [expected]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "It rose from 7 to 9%.", ["7 %", "9 %"]),
        ("en", "It fell from 9 to 7%.", ["9 %", "7 %"]),
        ("ru", "Вырос с 40 до 55 млн евро.", ["40000000 EUR", "55000000 EUR"]),
        ("ru", "Ставка снижена с 7 до 5%.", ["7 %", "5 %"]),
        ("kk", "7%-дан 9%-ға өсті.", ["7 %", "9 %"]),
        ("ky", "7 пайыздан 9 пайызга чейин өстү.", ["7 %", "9 %"]),
        ("uz-Latn", "7 foizdan 9 foizgacha ko'tarildi", ["7 %", "9 %"]),
        ("uz-Cyrl", "7 фоиздан 9 фоизгача кўтарилди", ["7 %", "9 %"]),
        ("tg", "аз 7 то 9 фоиз афзуд", ["7 %", "9 %"]),
        ("tk", "7 göterimden 9 göterime çenli ösdi", ["7 %", "9 %"]),
    ],
)
def test_from_and_to_of_a_change_are_two_items(lang: str, text: str, expected: list[str]) -> None:
    assert _read(lang, text) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "$5 bn-$7 bn", ["5000000000..7000000000 USD"]),
        ("en", "$5-7 billion", ["5000000000..7000000000 USD"]),
        ("en", "300-500 million tenge", ["300000000..500000000 KZT"]),
        ("en", "900 thousand to 1.2 million tenge", ["900000..1200000 KZT"]),
        ("en", "2,000 to 3 million tenge", ["2000..3000000 KZT"]),
        ("en", "$5 bn to €7 bn", ["5000000000 USD", "7000000000 EUR"]),
        ("en", "one-third to one-half of loans", ["0.3333", "0.5"]),
    ],
)
def test_each_end_may_carry_its_own_currency_and_scale(lang: str, text: str, expected: list[str]) -> None:
    assert _read(lang, text) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "€2.1, €2.6 and €3.3 million", ["2100000 EUR", "2600000 EUR", "3300000 EUR"]),
        ("en", "5, 6, and 7%", ["5 %", "6 %", "7 %"]),
        ("en", "5-6 and 7-8 million tenge", ["5000000..6000000 KZT", "7000000..8000000 KZT"]),
        ("en", "$5 million and $6 billion", ["5000000 USD", "6000000000 USD"]),
        ("en", "$5 and 6 tenge", ["5 USD", "6 KZT"]),
        ("en", "5%, 6 tonnes", ["5 %", "6 t"]),
        ("en", "5 dry, wet 6%", ["6 %"]),
        ("ru", "2, 3 и 4 млн тонн", ["2000000 t", "3000000 t", "4000000 t"]),
    ],
)
def test_the_last_of_a_list_has_unit_and_scale_for_all(lang: str, text: str, expected: list[str]) -> None:
    assert _read(lang, text) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "Sales of 9-7%.", ["7 %"]),
        ("en", "5% - 7%, $3 -5%", ["5..7 %", "3 USD", "-5 %"]),
        ("en", "7-8-9%", ["9 %"]),
        ("en", "From $5 bn to 7%.", ["5000000000 USD", "7 %"]),
        ("en", "It rose from $5 bn to 7%.", ["5000000000 USD", "7 %"]),
        ("kk", "9 бен 7 пайыз аралығында", ["9 %", "7 %"]),
        ("kk", "5 доллардан 7 теңге", ["5 USD", "7 KZT"]),
        ("kk", "5 доллардан 7 теңгеге", ["5 USD", "7 KZT"]),
        ("kk", "5 доллардан 7 теңгеге дейін", ["5 USD", "7 KZT"]),
        ("uz-Latn", "5 dan 6 gacha kitob", []),
        ("ru", "5 до 7%", ["7 %"]),
        ("tg", "Аз 5 фоиз ба 7 фоиз қарз.", ["5 %", "7 %"]),
    ],
)
def test_what_does_not_belong_together_stays_apart(lang: str, text: str, expected: list[str]) -> None:
    assert _read(lang, text) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "It lost 3 of 5 and $2 million.", ["2000000 USD"]),
        ("en", "Apollo 11 and $3 bn.", ["3000000000 USD"]),
        ("en", "a belt of 7 million; 5 m wide", ["5 m"]),
        ("en", "€2.1, €2.6 and €3.3 million", ["2100000 EUR", "2600000 EUR", "3300000 EUR"]),
        ("tg", "1,4; 2,2 ва 3,8 миллион евро", ["1400000 EUR", "2200000 EUR", "3800000 EUR"]),
    ],
)
def test_a_member_of_a_list_keeps_what_is_its_own(lang: str, text: str, expected: list[str]) -> None:
    assert _read(lang, text) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "a 220/110/10 kV line", ["220 kV", "110 kV", "10 kV"]),
        ("ru", "ЛЭП 500/220 кВ", ["500 kV", "220 kV"]),
        ("en", "a 110/220 kV line", ["220 kV"]),
        ("en", "a 220 / 110 kV line", ["110 kV"]),
        ("ru", "рост 5...7%", ["5..7 %"]),
        ("ru", "рост от 5 и до 7 процентов", ["5..7 %"]),
    ],
)
def test_strokes_dots_and_and_join_figures(lang: str, text: str, expected: list[str]) -> None:
    assert _read(lang, text) == expected
