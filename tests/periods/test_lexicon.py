"""The words of periods."""

import subprocess
import sys

import pytest
from babel.dates import get_month_names

from centralasia.periods import lexicon as module
from centralasia.periods import period
from centralasia.periods.lexicon import LANGUAGES, Word, fold, lexicon
from centralasia.periods.wording import parse_wording


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", ["wide", "abbreviated"])
@pytest.mark.parametrize("context", ["format", "stand-alone"])
def test_every_month_name_of_the_cldr_is_known(language: str, width: str, context: str) -> None:
    names = get_month_names(width, context, language)  # type: ignore[arg-type] # the words are Babel's own
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
    ],
)
def test_spellings_are_brought_together(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_no_word_has_two_meanings() -> None:
    months: dict[str, int] = {}
    for name, month in module._months():
        assert months.setdefault(fold(name), month) == month
    words = [fold(word) for listed in module._WORDS.values() for word in listed.split()]
    words += [fold(word) for rows in module._NUMBERED.values() for row in rows for word in row.split()]
    assert sorted(set(words)) == sorted(set(words) - set(months))
    repeated = {word for word in words if words.count(word) > 1}
    assert not {word for word in repeated if len({role for role, _ in _meanings(word)}) > 1}


def _meanings(word: str) -> set[tuple[str, int]]:
    listed = {(role, 0) for role, text in module._WORDS.items() if word in map(fold, text.split())}
    numbered = {
        (role, number)
        for role, rows in module._NUMBERED.items()
        for number, row in enumerate(rows, 1)
        if word in map(fold, row.split())
    }
    return listed | numbered


def test_only_words_of_the_cldr_count_as_checked() -> None:
    assert lexicon()["сентябрь"].checked
    assert not lexicon()["сентябрю"].checked
    assert {word.role for word in lexicon().values() if word.checked} == {"M"}


def test_phrases_are_words_of_the_lexicon() -> None:
    assert {"по_итогам", "он_бір", "п/г"} <= set(module.phrases())
    assert set(module.phrases()) <= set(lexicon())


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


def test_babel_is_not_loaded_for_a_period_in_sdmx_form() -> None:
    code = "import sys; from centralasia.periods import period; period('2024-Q3'); print('babel' in sys.modules)"
    command = [sys.executable, "-c", code]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "False\n"
