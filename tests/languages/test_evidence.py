"""What words say of their language."""

import pytest

from centralasia.languages import LANGUAGES, evidence
from centralasia.languages.evidence import points_of, total
from centralasia.languages.folding import fold


def said(text: str) -> dict[str, int]:
    """The languages for which a text speaks, with their points."""
    points = points_of(fold(text), 0, len(text))
    return {tag: each for tag, each in zip(LANGUAGES, points, strict=True) if each}


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("және", "kk"),
        ("жана", "ky"),
        ("soʻnggi", "uz-Latn"),
        ("кўпайди", "uz-Cyrl"),
        ("ҷумҳурӣ", "tg"),
        ("göterim", "tk"),
        ("the", "en"),
        ("чтобы", "ru"),
        ("пайызының", "kk"),  # a figure with an ending
        ("фоизлик", "uz-Cyrl"),
        ("ýylda", "tk"),
    ],
)
def test_a_word_speaks_most_for_its_language(text: str, tag: str) -> None:
    points = said(text)
    assert max(points, key=lambda each: points[each]) == tag


@pytest.mark.parametrize("text", ["", "USD", "kzt 5", "ў" * 61, "増加", "მილიონი"])
def test_codes_and_what_is_no_word_say_nothing(text: str) -> None:
    assert said(text) == {}


def test_letters_of_others_speak_against_a_language() -> None:
    assert said("ӯҷ") == {"tg": said("ӯҷ")["tg"]}
    assert said("банк ӯҷ").keys() == {"tg"}  # what is said against a language weighs as much as what is said for it
    assert said("ӯө") == {}  # of no language


def test_one_cyrillic_word_to_two_others_makes_a_sentence_cyrillic() -> None:
    assert said("банк Visa Gold").keys() == {"ru", "kk", "ky", "uz-Cyrl", "tg"}
    assert said("банк Nord Line Air").keys() == {"en", "uz-Latn", "tk"}


def test_only_the_part_that_is_asked_for_counts() -> None:
    assert points_of("the банк", 0, 4) == points_of("the", 0, 3)


def test_points_add_up_language_by_language() -> None:
    assert total([[1, 2], [3, 4]]) == [4, 6]
    assert total([]) == [0] * len(LANGUAGES)


def test_words_are_kept_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "_MOST_KEPT", 3)
    memory = evidence._Memory()
    for word in ("бир", "эки", "үч", "төрт", "ө" * 61):
        assert memory[word] == memory[word]
    assert list(memory) == ["төрт"]


def test_an_ending_of_one_language_says_nothing_about_a_stem_of_another() -> None:
    known = evidence._Known(words={}, stems={"тенге": {"ru": 2}}, endings={"ден": {"ky"}}, codes=set())
    assert known.points_of("тенгеден") == {}
