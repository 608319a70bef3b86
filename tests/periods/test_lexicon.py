"""The words of periods."""

import subprocess
import sys
from textwrap import dedent

import pytest
from babel.dates import get_month_names

from centralasia.languages import LANGUAGES
from centralasia.languages import lexicon as words_in_texts
from centralasia.languages.lexicons import rows_of, words_of
from centralasia.periods import lexicon as module
from centralasia.periods import period
from centralasia.periods.lexicon import Word, fold, lexicon
from centralasia.periods.wording import parse_wording


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", ["wide", "abbreviated"])
@pytest.mark.parametrize("context", ["format", "stand-alone"])
def test_every_month_name_of_the_cldr_is_known(language: str, width: str, context: str) -> None:
    names = get_month_names(width, context, language.replace("-", "_"))  # type: ignore[arg-type] # the words are Babel's own
    assert {month: lexicon().get(fold(name)) for month, name in names.items()} == {
        month: Word("M", month, checked=True) for month in range(1, 13)
    }


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Янв.", "янв"),
        ("MAÝ", "may"),
        ("Четвёртый", "четвертый"),
        ("q", "q"),
        ("г.", "г"),
        ("TO‘RT", "to'rt"),
        ("toʻrt", "to'rt"),
        ("По \u00a0итогам", "по_итогам"),
        ("п. г.", "п_г"),
        ("П / Г", "п/г"),
    ],
)
def test_spellings_are_brought_together(written: str, folded: str) -> None:
    assert fold(written) == folded


def entries(language: str) -> list[module._Entry]:
    return list(module._entries(tuple(rows_of(language, {"ending", *module._LETTERS}))))


def test_few_words_have_two_meanings() -> None:
    meanings: dict[str, set[tuple[str, int]]] = {}
    for language in LANGUAGES:
        for word, forms, endings in entries(language):
            for form in (form + ending for form in forms for ending in ("", *endings)):
                meanings.setdefault(form, set()).add(word[:2])
    several = {form: {letter for letter, _ in found} for form, found in meanings.items() if len(found) > 1}
    fiscal = {"fy": {"f", "k"}, "фг": {"f", "k"}, "my": {"g", "k"}, "мг": {"g", "k"}}
    seasons = {word: {"g", "k"} for word in ("сезон", "сезона", "сезоне")}
    assert several == fiscal | seasons | {"м": {"m", "s"}, "й": {"k", "s"}, "ой": {"m", "s"}}


def test_joining_words_are_none_of_the_tables_but_a_tajik_abbreviation() -> None:
    joining = {word for words in (*module._JOINING.values(), *module._ROMAN) for word in words.split()}
    assert joining <= set(lexicon())
    listed = {form for language in LANGUAGES for _, forms, _ in entries(language) for form in forms}
    assert joining & listed == {"с"}
    assert lexicon()["с"] == Word("F")


def test_only_words_of_the_cldr_count_as_checked() -> None:
    assert lexicon()["сентябрь"].checked
    assert not lexicon()["сентябрю"].checked
    assert lexicon()["қыркүйек"].checked
    assert not lexicon()["қыркүйегінде"].checked
    assert {word.role for word in lexicon().values() if word.checked} == {"M"}


def test_phrases_are_words_of_the_lexicon() -> None:
    assert {"по_итогам", "он_бір", "п/г", "п_г", "o'n_bir"} <= set(lexicon())


@pytest.mark.parametrize("word", ["жылдан", "yilgacha", "maydan", "майга", "бірінен", "мамырға", "aýdan"])
def test_words_in_cases_that_lead_away_from_a_period_are_none(word: str) -> None:
    assert fold(word) not in lexicon()


def test_words_of_periods_alone_are_none_in_texts() -> None:
    rows = [
        (language, row, form)
        for language in LANGUAGES
        for row in rows_of(language, module._LETTERS)
        if row.sense.position == "period"
        for form in row.forms
    ]
    assert ("kk", "month", "қыр") in {(language, row.sense.role, form) for language, row, form in rows}
    for language, row, form in rows:
        assert all(sense.position != "period" for sense in words_in_texts(language).senses(form).values())
        assert all((row.sense, row.endings, list(row.forms)) != each for each in words_of(language))


# How quarters, and halves, are counted out in each language of the region: with the year, as its publications have it.
COUNTED = [
    (
        "2024 жылдың {}",
        "бірінші тоқсаны|екінші тоқсаны|үшінші тоқсаны|төртінші тоқсаны",
        "бірінші жартыжылдығы|екінші жартысы",
    ),
    (
        "2024-жылдын {}",
        "биринчи чейреги|экинчи чейреги|үчүнчү чейреги|төртүнчү чейреги",
        "биринчи жарымы|экинчи жарым жылдыгы",
    ),
    (
        "2024-yilning {}",
        "birinchi choragi|ikkinchi choragi|uchinchi choragi|toʻrtinchi choragi",
        "birinchi yarmi|ikkinchi yarim yilligi",
    ),
    (
        "2024 йилнинг {}",
        "биринчи чораги|иккинчи чораги|учинчи чораги|тўртинчи чораги",
        "биринчи ярми|иккинчи ярим йиллиги",
    ),
    (
        "{} соли 2024",
        "семоҳаи якуми|семоҳаи дуюми|семоҳаи сеюми|семоҳаи чоруми",
        "нимсолаи якуми|нимсолаи дуввуми",
    ),
    (
        "2024-nji ýylyň {}",
        "birinji çärýegi|ikinji çärýegi|üçünji çärýegi|dördünji çärýegi",
        "birinji ýarymy|ikinji ýarym ýyllygy",
    ),
    (
        "{} 2024 года",
        "первый квартал|второй квартал|третий квартал|четвертый квартал",
        "первое полугодие|вторая половина",
    ),
    (
        "{} of 2024",
        "the first quarter|the second quarter|the third quarter|the fourth quarter",
        "the first half|the second half-year",
    ),
]


@pytest.mark.parametrize(("sentence", "quarters", "halves"), COUNTED)
def test_quarters_and_halves_are_counted_in_every_language(sentence: str, quarters: str, halves: str) -> None:
    for code, parts in (("Q", quarters), ("S", halves)):
        for number, words in enumerate(parts.split("|"), 1):
            assert parse_wording(sentence.format(words)) == period(f"2024-{code}{number}")


COUNTED_MONTHS = [
    "2024 жылдың {} айы: бір екі үш төрт бес алты жеті сегіз тоғыз он он_бір он_екі",
    "2024-жылдын {} айы: бир эки үч төрт беш алты жети сегиз тогуз он он_бир он_эки",
    "2024-yilning {} oyi: bir ikki uch to'rt besh olti yetti sakkiz to’qqiz o`n oʻn_bir oʼn_ikki",
    "2024 йилнинг {} ойи: бир икки уч тўрт беш олти етти саккиз тўққиз ўн ўн_бир ўн_икки",
    "{} моҳи соли 2024: як ду се чор панҷ шаш ҳафт ҳашт нӯҳ даҳ ёздаҳ дувоздаҳ",
    "2024-nji ýylyň {} aýy: bir iki üç dört bäş alty ýedi sekiz dokuz on on_bir on_iki",
    "{} месяцев 2024 года: один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
    "{} months of 2024: one two three four five six seven eight nine ten eleven twelve",
]


@pytest.mark.parametrize("counted", COUNTED_MONTHS)
def test_months_are_counted_in_every_language(counted: str) -> None:
    sentence, _, words = counted.partition(": ")
    for number, word in enumerate(words.split(), 1):
        assert parse_wording(sentence.format(word.replace("_", " "))) == period(f"2024-01/2024-{number:02}")


def test_the_lexicon_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        lexicon()["вчера"] = Word("w")  # type: ignore[index] # what a type checker would stop


def test_no_table_is_read_for_a_period_in_sdmx_form() -> None:
    code = """
        import sys
        from centralasia.periods import period
        period("2024-Q3")
        print("centralasia.languages" in sys.modules)
        period("9 мес. 2024")
        print("centralasia.languages" in sys.modules, "babel" in sys.modules)
    """
    command = [sys.executable, "-c", dedent(code)]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert found.split() == ["False", "True", "False"]
