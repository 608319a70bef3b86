"""What each word of a text says of the language it is in: by its letters, by how it ends, by being known.

Every word gives points to the languages of its script.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final, NamedTuple, final

from centralasia.languages.lexicons import LANGUAGES, words_of

__all__ = ["Points", "points_of", "total"]

Points = list[int]
"""What speaks for each of `LANGUAGES`, in their order."""


_PLAIN: Final = 2
_OWN_LETTER: Final = 6
_FOREIGN_LETTER: Final = -4
_GROUP: Final = 2
_CLOSED_CLASS: Final = 6
_OF_FIGURES: Final = 4


@final
class _Spelling(NamedTuple):
    """What the words of a language look like.

    Attributes:
        own: Letters beyond those of all languages of the script, of which the language makes much use.
        also: Such letters that do not tell it from others, or stand in loan words only. All further ones are foreign.
        groups: Groups of letters that are frequent in it and less so in the others.
        plain: Points of a word without a letter of its own; fewer where most words have one.
    """

    own: str
    also: str
    groups: str
    plain: int = _PLAIN


_CYRILLIC: Final = {
    "ru": _Spelling(
        own="",
        also="ыщцьъэ",
        groups=r"[щъ]|[тнлсв]ь|ств|ени|ци[ияюе]|ост|стр|^пр|^вы|^об|^под|^ра[сз]|[ыоие][йе]$|[аоуеия][яю]$|[ое]го$"
        r"|[ыиоа]ми?$|[ыиа]х$|[ое]в$|[аяуюоие]л[аои]?$|[еиюуа]т$|ку$|ся$",
    ),
    "kk": _Spelling(
        own="әғқңөұүһі",
        also="ыщцьъэ",
        groups=r"[а-я]i|i[а-я]|[лдт][ае]р|[дтн][ае]н|[дт][ыі]$|[дтн]ың$|лық|ып|[ае]н$|[аерт]у$|у[шыл]"
        r"|[өүі][^аоыуеиөүі]+[еі]|[ыі]н[ае]$|[дт][ае]$|стан",
        plain=1,
    ),
    "ky": _Spelling(
        own="ңөү",
        also="ыщцьъэ",
        groups=r"оо|уу|ээ|аа|өө|үү|[өү].*[өү]|[аоуы]г[аоуы]|[лдт][ао]р|[дтнг][ао]н|[дтл][ыу]$|[дтн][ыу]н|[ыуа]п$"
        r"|ч[аеыиүу]|[дт]и[нк]|[ыуи]н[ае]$|рг[ао]$|[дт][аео]$|к[ао]й",
    ),
    "uz-Cyrl": _Spelling(
        own="ўқғҳ",
        also="цьъэ",
        groups=r"йи|инг|лар|[дг]а$|[дг]а[ги]|дан|ган|[дт]и$|и[шб]|ли[кг]|ни$|моқ|син$|[ас]и$|сон|^ян|нг[аи]$|гача$"
        r"|[аеио]в[аи]$",
    ),
    "tg": _Spelling(
        own="ҷӣӯ",
        also="ҳқғъэ",
        groups=r"[ҳқғ]|ҳои|[аиоуеюя]?и$|^н?а?ме|ва[днм]|анд$|[аи]д$|шт|[аое]ст|^бар|ро$|гоҳ",
    ),
}
_LATIN: Final = {
    "en": _Spelling(
        own="",
        also="cjqvwx",
        groups=r"th|w|ck|ti|ing$|ed$|[oe]u|ea|ee|oo|ly$|ss|'s$|c[aeioutlr]|s$|e$|[^aeiou]y$|^y|f|i[eo]|gr|pr|rt",
    ),
    "uz-Latn": _Spelling(
        own="qx",
        also="cjv",
        groups=r"[og]'|sh|ch|q|x|lar|ning|[dg]a|dan|gan|di|li[kg]|ni|yi|ib$|agi|inch|^y|ngi$",
    ),
    "tk": _Spelling(
        own="äňöşüýžç",
        also="jw",
        groups=r"y[lnrşmdg]|[dgnlks]y$|yj|ly[kg]|l[ae]r|[dt][ae]n|[dg][ae]|[dt]i|w[aei]|ji|[nl][ae]n$|gy|n[ae]$|dy|ik$"
        r"|sy$",
    ),
}
_MOST_GROUPS: Final = 3  # of a word: long words say no more


_UNTOLD: Final = frozenset({"currency", "ending", "id", "ordinal_ending", "points"})
"""Roles of what many languages write alike: names of money, which letters tell apart, marks and abbreviations."""

_SHORTEST: Final = {"function": 1, "unit": 4}  # letters of a word that tells
_LONGEST: Final = 60
_MOST_KEPT: Final = 50_000  # words; then the memory starts anew

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


@final
class _Spelled(NamedTuple):
    """A language of a script, ready for use: its place among all, its letters and groups."""

    tag: str
    place: int
    plain: int
    own: frozenset[str]
    foreign: frozenset[str]
    groups: re.Pattern[str]


def _script(spellings: dict[str, _Spelling]) -> tuple[_Spelled, ...]:
    letters = frozenset("".join(each.own + each.also for each in spellings.values()))
    return tuple(
        _Spelled(
            tag,
            LANGUAGES.index(tag),
            each.plain,
            frozenset(each.own),
            letters.difference(each.own + each.also),
            re.compile(each.groups),
        )
        for tag, each in spellings.items()
    )


_SCRIPTS: Final = ((re.compile("[а-яѐ-ӿ]"), _script(_CYRILLIC)), (re.compile("[a-z]"), _script(_LATIN)))
_WIDTH: Final = len(LANGUAGES) + len(_SCRIPTS)


def total(rows: Iterable[Sequence[int]]) -> Points:
    """Add points up, language by language.

    Example:
        >>> total([[1, 2], [3, 4]])
        [4, 6]
    """
    return list(map(sum, zip(*rows, strict=True))) or [0] * len(LANGUAGES)


def points_of(folded: str, start: int, end: int) -> Points:
    """Add up what the words of a part of a folded text say.

    Western names and codes stand in Cyrillic sentences, hardly ever the other way round: one Cyrillic word to two
    others makes a sentence Cyrillic.

    Example:
        >>> points = points_of("түзөт", 0, 5)
        >>> LANGUAGES[points.index(max(points))]
        'ky'
    """
    words = _WORD.findall(folded, start, end)
    if not words:
        return [0] * len(LANGUAGES)
    *points, cyrillic, latin = (max(0, each) for each in total(map(_WORDS.__getitem__, words)))
    if cyrillic and latin:
        for each in _SCRIPTS[cyrillic * 2 >= latin][1]:
            points[each.place] = 0
    return points


@final
class _Memory(dict[str, Sequence[int]]):
    """What each word says: points for all languages, and 1 where it is Cyrillic or Latin."""

    def __missing__(self, word: str) -> Sequence[int]:
        if len(self) >= _MOST_KEPT:
            self.clear()
        found = _evidence(word)
        if len(word) <= _LONGEST:
            self[word] = found
        return found


_WORDS: Final = _Memory()


def _evidence(word: str) -> Sequence[int]:
    points = [0] * _WIDTH
    known = _known()
    if len(word) > _LONGEST or word in known.codes:
        return points
    for number, (letters, spelled) in enumerate(_SCRIPTS):
        if letters.search(word):
            points[len(LANGUAGES) + number] = 1
            telling = known.points_of(word)
            for each in spelled:
                points[each.place] = _spelling_points(word, each) + telling.get(each.tag, 0)
            break
    return points


def _spelling_points(word: str, spelled: _Spelled) -> int:
    if not spelled.foreign.isdisjoint(word):
        return _FOREIGN_LETTER
    points = spelled.plain if spelled.own.isdisjoint(word) else _OWN_LETTER
    return points + _GROUP * min(_MOST_GROUPS, len(spelled.groups.findall(word)))


@final
class _Known(NamedTuple):
    """Words that tell, with their points for each language.

    Attributes:
        words: Whole words.
        stems: Those that may carry an ending.
        endings: The languages that have an ending.
        codes: Codes of currencies, which are of no language.
    """

    words: dict[str, dict[str, int]]
    stems: dict[str, dict[str, int]]
    endings: dict[str, set[str]]
    codes: set[str]

    def points_of(self, word: str) -> dict[str, int]:
        """Give the points of a word, or else of the longest stem in it that carries an ending of its language."""
        found = self.words.get(word)
        if found is not None:
            return found
        for cut in range(len(word) - 1, 1, -1):
            stem, languages = self.stems.get(word[:cut]), self.endings.get(word[cut:])
            if stem and languages:
                found = {tag: points for tag, points in stem.items() if tag in languages}
                if found:
                    return found
        return {}


@cache
def _known() -> _Known:
    known = _Known({}, {}, {}, set())
    for tag in LANGUAGES:
        for sense, ending_class, forms in words_of(tag):
            if sense.role == "ending":
                for ending in forms:
                    known.endings.setdefault(ending, set()).add(tag)
            elif sense.role == "currency":
                known.codes.add(sense.value.lower())
            if sense.role in _UNTOLD:
                continue
            points = _CLOSED_CLASS if sense.role == "function" else _OF_FIGURES
            shortest = _SHORTEST.get(sense.role, 2)
            for form in forms:
                if len(form) >= shortest and form[0].isalpha() and " " not in form:
                    for words in (known.words, known.stems) if ending_class else (known.words,):
                        telling = words.setdefault(form, {})
                        telling[tag] = max(points, telling.get(tag, 0))
    return known
