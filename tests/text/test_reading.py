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
