from decimal import Decimal
from fractions import Fraction

import pytest

from centralasia.grammar.ratios import Part, read_part, share
from centralasia.grammar.tokens import tokenize
from centralasia.languages import lexicon


def _read(lang: str, text: str) -> Part | None:
    """Read the first ratio or multiple of a text."""
    tokens = tokenize(text, lexicon(lang))
    parts = (read_part(tokens, place) for place in range(len(tokens)))
    return next((part for part in parts if part is not None), None)


@pytest.mark.parametrize(
    ("parts", "whole", "expected"),
    [(1, 5, "0.2"), (3, 4, "0.75"), (1, 3, "0.3333"), (2, 3, "0.6667"), (1, 60, "0.01667"), (7, 3, "2.333")],
)
def test_a_ratio_is_one_decimal_of_four_digits_where_it_does_not_end(parts: int, whole: int, expected: str) -> None:
    assert str(share(parts, whole)) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "half of exports", "1/2"),
        ("en", "two-thirds of the gas", "2/3"),
        ("en", "three quarters of firms", "3/4"),
        ("en", "a fifth of output", "1/5"),
        ("en", "one in ten", "1/10"),
        ("en", "two out of five", "2/5"),
        ("en", "every third household", "1/3"),
        ("en", "each fifth", "1/5"),
        ("en", "mixed in a ratio of 2:5", "2/5"),
        ("ru", "три четверти вкладов", "3/4"),
        ("ru", "пятая часть", "1/5"),
        ("ru", "одна пятая часть", "1/5"),
        ("ru", "две седьмых", "2/7"),
        ("en", "11-twentieths", "11/20"),
        ("ru", "каждый третий житель", "1/3"),
        ("ru", "соотношение составило 3:1", "3/1"),
        ("kk", "бестен бір бөлігі", "1/5"),
        ("kk", "әрбір үшінші", "1/3"),
        ("ky", "үчтөн эки", "2/3"),
        ("ky", "ар бир үчүнчү", "1/3"),
        ("uz-Latn", "beshdan bir qismi", "1/5"),
        ("uz-Latn", "yarmi", "1/2"),
        ("uz-Cyrl", "учдан икки", "2/3"),
        ("uz-Cyrl", "ҳар учинчи", "1/3"),
        ("tg", "сеяк", "1/3"),
        ("tg", "ҳар сеюм", "1/3"),
        ("tg", "аз панҷ як ҳисса", "1/5"),
        ("tk", "bäşden bir bölegi", "1/5"),
        ("tk", "her üçünji", "1/3"),
    ],
)
def test_parts_of_a_whole_are_ratios(lang: str, text: str, expected: str) -> None:
    part = _read(lang, text)
    assert part is not None
    assert (part.kind, part.exact) == ("ratio", Fraction(expected))
    assert part.value == share(*Fraction(expected).as_integer_ratio())


@pytest.mark.parametrize(
    ("lang", "text", "last"),
    [
        ("kk", "бестен бір бөлігі", 2),
        ("ru", "одна пятая часть", 1),
        ("en", "two-thirds", 0),
        ("ru", "семь двадцатых", 1),
    ],
)
def test_the_noun_for_a_part_belongs_to_it(lang: str, text: str, last: int) -> None:
    part = read_part(tokenize(text, lexicon(lang)), 0)
    assert part is not None
    assert part.last == last


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "exports doubled", "2"),
        ("en", "output tripled", "3"),
        ("ru", "выросли вдвое", "2"),
        ("ru", "выросли втрое", "3"),
    ],
)
def test_words_for_a_factor_are_multiples(lang: str, text: str, expected: str) -> None:
    part = _read(lang, text)
    assert part is not None
    assert (part.kind, part.value, part.exact) == ("multiple", Decimal(expected), None)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "met twice a week"),
        ("en", "paid twice a year"),
        ("en", "a third party"),
        ("en", "a"),
        ("en", "the third"),
        ("en", "five quarters"),
        ("en", "half a million"),
        ("en", "the first half"),
        ("en", "two -"),
        ("en", "every first"),
        ("en", "every"),
        ("en", "every third year"),
        ("en", "every firm"),
        ("en", "5 in 10"),
        ("en", "ten in two"),
        ("en", "some in ten"),
        ("en", "won 2:5"),
        ("en", "a ratio of 2: 5"),
        ("en", "a ratio of 0:5"),
        ("en", "a ratio of 2.5:5"),
        ("en", "The ratio fell. They won 2:5"),
        ("ru", "пятая"),
        ("kk", "бестен 1"),
        ("kk", "бестен"),
        ("kk", "бестен алты"),
        ("kk", "теңгеден бір"),
    ],
)
def test_what_looks_like_a_part_is_none(lang: str, text: str) -> None:
    assert _read(lang, text) is None
