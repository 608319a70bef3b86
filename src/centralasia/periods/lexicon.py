"""The words that periods are written with, in the eight languages of the region and its readers.

Source:
    The tables of `centralasia.languages`, a certainty per row: names of months are from the Unicode CLDR, their cases
    and all other words are known from the languages, and `Word.checked` tells the two apart. Only the words that join
    others, and Roman numerals, stand here.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from centralasia.languages.lexicons import Row

__all__ = ["Word", "fold", "lexicon"]


class Word(NamedTuple):
    """What a word does in a period, as one letter, and the number it stands for.

    Attributes:
        role: The letter.
        value: The number, 0 where there is none.
        checked: Whether the word was read from the Unicode CLDR; the others are known from the language alone.
    """

    role: str
    value: int = 0
    checked: bool = False


# Letters: M month, q quarter, h half, m "months", k "year", f fiscal year, g marketing year, o ordinal, n number, R
# Roman numeral, s ending of an ordinal, - up to, F from, w nothing. A word of several roles has the letter of the first
# of them: fy is a year too, and the endings й and м are words as well.
_LETTERS = {
    "fiscal_year": "f",
    "marketing_year": "g",
    "month": "M",
    "quarter": "q",
    "half_year": "h",
    "months": "m",
    "year": "k",
    "ordinal": "o",
    "number": "n",
    "ordinal_ending": "s",
}
_JOINING = {
    "-": "to through thru по",
    "F": "from с со",
    "w": "the of in for during за в во по_итогам по_результатам итоги в_течение дар дар_давоми",
}
_ROMAN = ("i і ⅰ", "ii іі ⅱ", "iii ііі ⅲ", "iv іv ⅳ")
_LARGEST = 12  # no year has more of anything that is counted
_ELSEWHERE = frozenset({"abl", "dat", "ins", "posabl", "posdat", "to", "approx"})
"""Cases in which a word names no period, but says since when, until when or about how long."""


def fold(word: str) -> str:
    """Bring spellings of one word together: as for all texts, without points, and Turkmen ý as y.

    The words of a phrase are joined by underscores.
    """
    from centralasia.languages import fold as plain  # noqa: PLC0415 - loads on the first period in words

    return _key(plain(word).replace(".", " "))


def _key(folded: str) -> str:
    return "_".join(folded.replace("ý", "y").replace("_", " ").replace(" / ", "/").split())


@cache
def lexicon() -> Mapping[str, Word]:
    """Give every known word and phrase, folded; the tables of the languages are read with the first call."""
    from centralasia.languages.lexicons import LANGUAGES, rows_of  # noqa: PLC0415 - as above

    rank = {letter: place for place, letter in enumerate(_LETTERS.values())}
    entries = [entry for tag in LANGUAGES for entry in _entries(tuple(rows_of(tag, {"ending", *_LETTERS})))]
    entries.sort(key=lambda entry: (rank[entry.word.role], not entry.word.checked))
    words: dict[str, Word] = {}
    for word, forms, endings in entries:
        inflected = word._replace(checked=False)
        for form in forms:
            words.setdefault(form, word)
            for ending in endings:
                words.setdefault(form + ending, inflected)
    for letter, listed in _JOINING.items():
        words |= dict.fromkeys(listed.split(), Word(letter))
    for number, listed in enumerate(_ROMAN, 1):
        words |= dict.fromkeys(listed.split(), Word("R", number))
    return MappingProxyType(words)


class _Entry(NamedTuple):
    word: Word
    forms: Sequence[str]
    endings: Sequence[str]


def _entries(rows: "Sequence[Row]") -> Iterator[_Entry]:
    """Give the words of one language with the endings they may carry."""
    endings: dict[str, list[str]] = {}
    away: set[str] = set()
    for row in rows:
        if row.sense.role == "ending":
            name, _, case = row.sense.value.partition(".")
            if case in _ELSEWHERE:
                away.update(map(_key, row.forms))
            else:
                endings.setdefault(name, []).extend(map(_key, row.forms))
    entries = [_Entry(word, _forms(row), endings.get(row.endings, ())) for row in rows if (word := _word(row))]
    alike: dict[tuple[str, int], set[str]] = {}
    for word, forms, _ in entries:
        alike.setdefault(word[:2], set()).update(forms)
    for word, forms, carried in entries:
        kept = [form for form in forms if not _leads_away(form, alike[word[:2]], away)]
        yield _Entry(word, kept, carried)


def _word(row: "Row") -> Word | None:
    value = row.sense.value or "0"
    if row.sense.role == "ending" or not value.isdecimal() or int(value) > _LARGEST:
        return None
    return Word(_LETTERS[row.sense.role], int(value), checked=row.certainty == "CLDR")


def _forms(row: "Row") -> list[str]:
    """Give the forms of a row, without phrases such as "academic year", which begins when no other year does."""
    keys = [_key(form.removeprefix("=")) for form in row.forms]
    return [key for key in keys if "_" not in key] if row.sense.role == "year" else keys


def _leads_away(form: str, alike: Collection[str], away: Collection[str]) -> bool:
    """Tell whether a form that is listed whole is another one in a case that names no period."""
    return any(form[cut:] in away and form[:cut] in alike for cut in range(1, len(form)))
