"""The words of periods."""

import subprocess
import sys

import pytest
from babel.dates import get_month_names

from centralasia.periods import lexicon as module
from centralasia.periods.lexicon import LANGUAGES, Word, fold, lexicon


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", ["wide", "abbreviated"])
@pytest.mark.parametrize("context", ["format", "stand-alone"])
def test_every_month_name_of_the_cldr_is_known(language: str, width: str, context: str) -> None:
    names = get_month_names(width, context, language)  # type: ignore[arg-type] # the words are Babel's own
    assert {month: lexicon().get(fold(name)) for month, name in names.items()} == {
        month: Word("M", month) for month in range(1, 13)
    }


@pytest.mark.parametrize(
    ("written", "folded"), [("Янв.", "янв"), ("MAÝ", "may"), ("Четвёртый", "четвертый"), ("q", "q"), ("г.", "г")]
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


def test_the_lexicon_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        lexicon()["вчера"] = Word("w")  # type: ignore[index] # what a type checker would stop


def test_babel_is_not_loaded_for_a_period_in_sdmx_form() -> None:
    code = "import sys; from centralasia.periods import period; period('2024-Q3'); print('babel' in sys.modules)"
    command = [sys.executable, "-c", code]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "False\n"
