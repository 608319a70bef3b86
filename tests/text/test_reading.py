"""From tokens to figures: what percentages and quantities are of or per, and what shares a unit."""

from typing import Any

import pytest

from centralasia.grammar import tokenize
from centralasia.languages import lexicon
from centralasia.text import find_mentions
from centralasia.text.reading import read


def units(lang: str, text: str) -> list[tuple[Any, ...]]:
    return [
        (item["value"] if "value" in item else (item["low"], item["high"]), item.get("unit"), item["surface"])
        for item in (each.to_dict() for each in find_mentions(text, lang))
    ]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "12-15% of its GDP", [(("12", "15"), "%GDP", "12-15% of its GDP")]),
        ("en", "5% of the country's official GDP", [("5", "%GDP", "5% of the country's official GDP")]),
        ("en", "5% of trade and GDP", [("5", "%", "5%")]),
        ("en", "5% of it", [("5", "%", "5%")]),
        ("en", "5% of", [("5", "%", "5%")]),
        ("en", "up from 3 to 5% of GDP", [("3", "%GDP", "3"), ("5", "%GDP", "5% of GDP")]),
        ("en", "2, 3 and 5% a year", [("2", "%pa", "2"), ("3", "%pa", "3"), ("5", "%pa", "5% a year")]),
        ("ru", "дефицит 3,2% к ВВП", [("3.2", "%GDP", "3,2% к ВВП")]),
        ("ru", "дефицит 3,2% ВВП", [("3.2", "%GDP", "3,2% ВВП")]),
        ("ru", "14% годовых", [("14", "%pa", "14% годовых")]),
        ("kk", "ЖІӨ-нің 5 пайызы", [("5", "%GDP", "ЖІӨ-нің 5 пайызы")]),
        ("kk", "ЖІӨ 5 пайызға өсті", [("5", "%", "5 пайызға")]),
        ("kk", "ЖІӨ-сі 5 пайызға өсті", [("5", "%", "5 пайызға")]),
        ("kk", "жылдық 14 пайыз", [("14", "%pa", "жылдық 14 пайыз")]),
        ("kk", "шамамен ЖІӨ-нің 4%-ын", [("4", "%GDP", "шамамен ЖІӨ-нің 4%-ын")]),
        ("uz-Latn", "YaIMga nisbatan 23,1 foiz", [("23.1", "%GDP", "YaIMga nisbatan 23,1 foiz")]),
        ("tg", "12 фоизи ММД", [("12", "%GDP", "12 фоизи ММД")]),
        ("kk", "Жалпы ішкі өнім 4,8%-ға өсті", [("4.8", "%", "4,8%-ға")]),
        ("kk", "жалпы ішкі өнімнің 4,8%-ы", [("4.8", "%GDP", "жалпы ішкі өнімнің 4,8%-ы")]),
        ("kk", "жалпы ішкі өнімге шаққанда 3%", [("3", "%GDP", "жалпы ішкі өнімге шаққанда 3%")]),
        ("ky", "Ички дүң продукция 9%га өстү", [("9", "%", "9%га")]),
        ("uz-Latn", "Yalpi ichki mahsulot 6,5 foizga o‘sdi", [("6.5", "%", "6,5 foizga")]),
        (
            "uz-Latn",
            "yalpi ichki mahsulotga nisbatan 6,5 foiz",
            [("6.5", "%GDP", "yalpi ichki mahsulotga nisbatan 6,5 foiz")],
        ),
        ("uz-Cyrl", "Ялпи ички маҳсулот 6,5 фоизга ўсди", [("6.5", "%", "6,5 фоизга")]),
        ("uz-Cyrl", "ЯИМга нисбатан 6,5 фоиз", [("6.5", "%GDP", "ЯИМга нисбатан 6,5 фоиз")]),
        ("tg", "Маҷмӯи маҳсулоти дохилӣ 8 фоиз афзуд", [("8", "%", "8 фоиз")]),
        ("tg", "ММД 8 фоиз афзуд", [("8", "%", "8 фоиз")]),
        ("tg", "қарз нисбат ба ММД 8 фоиз", [("8", "%GDP", "ММД 8 фоиз")]),
        ("tg", "аз маҷмӯи маҳсулоти дохилӣ 8 фоиз", [("8", "%GDP", "маҷмӯи маҳсулоти дохилӣ 8 фоиз")]),
        ("tk", "Jemi içerki önüm 6,3 göterim ösdi", [("6.3", "%", "6,3 göterim")]),
        ("tk", "jemi içerki önümiň 6,3 göterimi", [("6.3", "%GDP", "jemi içerki önümiň 6,3 göterimi")]),
        (
            "uz-Latn",
            "yillik 13,5 foizdan 14 foizga oshirildi",
            [("13.5", "%pa", "yillik 13,5 foizdan"), ("14", "%pa", "14 foizga")],
        ),
        ("kk", "Жылдық 12%-дан 14%-ға", [("12", "%pa", "Жылдық 12%-дан"), ("14", "%pa", "14%-ға")]),
        ("kk", "жылдық 10, 11 және 12%", [("10", "%pa", "жылдық 10"), ("11", "%pa", "11"), ("12", "%pa", "12%")]),
        ("ky", "Жылдык 12 пайыздан 14 пайызга", [("12", "%pa", "Жылдык 12 пайыздан"), ("14", "%pa", "14 пайызга")]),
        (
            "tk",
            "ýyllyk 20 göterimden 22 göterime",
            [("20", "%pa", "ýyllyk 20 göterimden"), ("22", "%pa", "22 göterime")],
        ),
        (
            "uz-Latn",
            "YaIMning 3,1 foizidan 2,6 foiziga tushdi",
            [("3.1", "%GDP", "YaIMning 3,1 foizidan"), ("2.6", "%GDP", "2,6 foiziga")],
        ),
        ("uz-Latn", "yillik 20 foizdan 5 foizi", [("20", "%pa", "yillik 20 foizdan"), ("5", "%", "5 foizi")]),
        ("kk", "жылдық 10%, ал өсім 5%", [("10", "%pa", "жылдық 10%"), ("5", "%", "5%")]),
        ("tg", "Таваррумии солона 3,6 фоиз", [("3.6", "%", "3,6 фоиз")]),
        ("tg", "афзоиши солона 5 фоиз", [("5", "%", "5 фоиз")]),
        ("tg", "солона 24 фоиз", [("24", "%pa", "солона 24 фоиз")]),
        ("tg", "дар Душанбе солона 24 фоиз", [("24", "%pa", "солона 24 фоиз")]),
        ("tg", "Ин қарзи хурд. Солона 24 фоиз", [("24", "%pa", "Солона 24 фоиз")]),
        ("tg", "бо меъёри солона 24 фоиз", [("24", "%pa", "солона 24 фоиз")]),
        ("tg", "бо ставкаи солона 24 фоиз", [("24", "%pa", "солона 24 фоиз")]),
        ("uz-Latn", "kuniga 45 ming barrel", [("45000", "bbl/d", "kuniga 45 ming barrel")]),
        ("kk", "жылына 6 млн тонна", [("6000000", "t/y", "жылына 6 млн тонна")]),
        ("uz-Latn", "gektaridan 52,4 sentner", [("52.4", "c/ha", "gektaridan 52,4 sentner")]),
        ("en", "45 barrels a day", [("45", "bbl/d", "45 barrels a day")]),
    ],
)
def test_bases(lang: str, text: str, expected: list[Any]) -> None:
    assert units(lang, text) == expected


def test_a_stretch_of_time_is_one_token_and_its_numbers_are_not_read_again() -> None:
    tokens, found = read(tokenize("3 тонны 15 апреля 2023 года, в 14:30", lexicon("ru")), "ru")
    assert [each.date for each in found] == ["", "2023-04-15"]
    assert [token.kind for token in tokens].count("date") >= 1


@pytest.mark.parametrize(
    ("text", "surface"),
    [("more than a thousand trees", "more than a thousand trees"), ("3 million jobs", "3 million jobs")],
)
def test_counts_take_the_noun(text: str, surface: str) -> None:
    assert [each.surface for each in find_mentions(text, "en", counts=True)] == [surface]
