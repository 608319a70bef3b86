"""The words with which figures are written, one file a language, and what each word can mean."""

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, final

import attrs

from centralasia.errors import ReferenceDataError, UnknownCodeError
from centralasia.languages.folding import fold

__all__ = ["LANGUAGES", "Lexicon", "Phrase", "Row", "Sense", "as_language", "lexicon", "rows_of", "words_of"]

LANGUAGES: Final = ("en", "ru", "kk", "ky", "uz-Latn", "uz-Cyrl", "tg", "tk")
"""The languages that are read, by their BCP 47 tags."""

_DATA: Final = Path(__file__).parent / "data"
_COLUMNS: Final = ["role", "value", "forms", "endings", "position", "certainty", "note"]
_CERTAINTIES: Final = frozenset({"CLDR", "verified-in-source", "well-known", "not-verified"})
_LONGEST: Final = 60  # characters of a word; longer ones are none
_LONGEST_ENDING: Final = 16
_MOST_KEPT: Final = 50_000  # analysed words; then the memory starts anew
_PERIOD: Final = "period"  # the position of words that mean this only where the whole text is a period
_SHORT: Final = {"uz": "uz-Latn", "uz-latn": "uz-Latn", "uz-cyrl": "uz-Cyrl"}


class Sense(NamedTuple):
    """One thing that a word can mean.

    Attributes:
        role: What the word does, such as ``scale`` or ``hedge``.
        value: Which one, such as ``6`` or ``over``.
        position: On which side of a figure it stands, where that matters; ``period`` where it means this only in a
            text that is nothing but a period.
        case: The case its ending shows, blank for none.

    Example:
        >>> lexicon("kk").senses("теңгеден")["currency"].case
        'abl'
    """

    role: str
    value: str
    position: str = ""
    case: str = ""


Senses = Mapping[str, Sense]
_NOTHING: Final[Senses] = {}


class Phrase(NamedTuple):
    """Words that mean something together.

    Attributes:
        rest: The words after the first.
        sense: What they mean.
        endings: The class of endings the last word may carry, blank for none.

    Example:
        >>> next(each.rest for each in lexicon("ru").phrases["не"] if each.sense.value == "at_least")[:1]
        ('менее',)
    """

    rest: tuple[str, ...]
    sense: Sense
    endings: str


@final
@attrs.define(slots=True, eq=False, repr=False, kw_only=True)
class Lexicon:
    """The words of one language.

    A word is found whole, or as a stem with one ending of its closed list: never by how it begins.

    Attributes:
        tag: The language.
        phrases: Phrases by their first word, the longest first.
        endings: The case that each ending shows, by class.
        attachable: Endings that may follow a figure, a sign or a code, with their cases.

    Example:
        >>> words = lexicon("ru")
        >>> words.senses("миллиардов")["scale"].value, words.senses("сомнение")
        ('9', {})
    """

    tag: str
    phrases: Mapping[str, Sequence[Phrase]]
    endings: Mapping[str, Mapping[str, str]]
    attachable: Mapping[str, str]
    _whole: Mapping[str, Senses]
    _as_written: Mapping[str, Senses]
    _stems: Mapping[str, Sequence[tuple[Sense, str]]]
    _known: dict[str, Senses] = attrs.field(factory=dict, init=False)

    def senses(self, written: str) -> Senses:
        """Tell what a word can mean, by role; hedges and the like by role and position, as in ``hedge:before``."""
        known = self._known.get(written)
        if known is not None:
            return known
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        found = self._known[written] = self._analyse(written)
        return found

    def _analyse(self, written: str) -> Senses:
        if len(written) > _LONGEST:
            return _NOTHING
        word = fold(written)
        found = self._with_ending(word)
        for senses in (self._whole.get(word, {}), self._as_written.get(written, {})):
            for key, sense in senses.items():
                known = found.get(key)
                if known is None or known.value != sense.value:
                    found[key] = sense._replace(case=self._case_of(word, key, sense))
        if not found and "'" in word:
            stem, _, ending = word.rpartition("'")
            case = self.attachable.get(ending)
            if case:
                plain = {**self._whole.get(stem, {}), **self._as_written.get(written[: len(stem)], {})}
                return {key: sense._replace(case=case) for key, sense in plain.items()}
        return found

    def _case_of(self, word: str, key: str, sense: Sense) -> str:
        """Tell the case of a form that is listed whole, if it is another listed form with an ending."""
        for cut in range(len(word) - 1, max(1, len(word) - _LONGEST_ENDING), -1):
            case = self.attachable.get(word[cut:])
            if case and self._whole.get(word[:cut], {}).get(key) == sense:
                return case
        return ""

    def _with_ending(self, word: str) -> dict[str, Sense]:
        found: dict[str, Sense] = {}
        for cut in range(max(1, len(word) - _LONGEST_ENDING), len(word) + 1):
            for sense, endings in self._stems.get(word[:cut], ()):
                case = self.ending(word[cut:], endings)
                key = _key(sense)
                known = found.get(key)
                if case is not None and not (known and known.case and known.value == sense.value):
                    found[key] = sense._replace(case=case)
        return found

    def ending(self, rest: str, endings: str) -> str | None:
        """Tell which case an ending of a class shows: blank for no ending at all, None if it is none of them."""
        return self.endings.get(endings, {}).get(rest.removeprefix("'")) if rest else ""


def _key(sense: Sense) -> str:
    return f"{sense.role}:{sense.position}" if sense.position else sense.role


class Row(NamedTuple):
    """One row of a table.

    Attributes:
        line: Where it stands.
        sense: What its forms mean.
        forms: The forms, those that are written just so with ``=`` before them.
        endings: The class of endings they may carry, blank for none.
        certainty: How it is known.

    Example:
        >>> next(rows_of("ky", ["hundred"])).certainty
        'well-known'
    """

    line: int
    sense: Sense
    forms: tuple[str, ...]
    endings: str
    certainty: str


def as_language(tag: str) -> str:
    """Give the tag of a language as this library writes it.

    Raises:
        UnknownCodeError: No language that is read.

    Example:
        >>> as_language("uz_cyrl"), as_language("uz"), as_language("RU")
        ('uz-Cyrl', 'uz-Latn', 'ru')
    """
    plain = tag.replace("_", "-").lower()
    found = _SHORT.get(plain) or next((each for each in LANGUAGES if each.lower() == plain), None)
    if found is None:
        raise UnknownCodeError(tag, "languages", LANGUAGES)
    return found


def lexicon(tag: str) -> Lexicon:
    """Give the words of a language.

    Args:
        tag: One of `LANGUAGES`.

    Raises:
        UnknownCodeError: No language that is read.

    Source:
        ``data/<tag>.csv``, a certainty per row.

    Example:
        >>> lexicon("uz-Latn").senses("so'mdan")["currency"].value
        'UZS'
    """
    return _lexicon(as_language(tag))


@cache
def _lexicon(tag: str) -> Lexicon:
    return _compiled(tag, tuple(row for row in _table(tag) if row.sense.position != _PERIOD))


def words_of(tag: str) -> Iterator[tuple[Sense, str, list[str]]]:
    """Give what is written in the table of a language, row by row: much faster than its lexicon.

    Words that mean something only in a text that is nothing but a period are left out, as in the lexicon.

    Args:
        tag: One of `LANGUAGES`.

    Returns:
        What a row means, the class of endings that its forms may carry, and the forms: folded, those that are
        written just so with ``=`` before them.

    Example:
        >>> next((endings, forms) for sense, endings, forms in words_of("kk") if sense.role == "hundred")
        ('num', ['жүз'])
    """
    for row in _table(as_language(tag)):
        if row.sense.position != _PERIOD:
            yield row.sense, row.endings, _folded(row)


def rows_of(tag: str, roles: Collection[str]) -> Iterator[Row]:
    """Give the rows of some roles, their forms folded; those too that mean this only in a period.

    Args:
        tag: One of `LANGUAGES`.
        roles: The roles, such as ``month``.

    Example:
        >>> [row.forms for row in rows_of("kk", ["scale"]) if row.sense.value == "3" and row.certainty == "CLDR"]
        [('мың',)]
    """
    for row in _table(as_language(tag)):
        if row.sense.role in roles:
            yield row._replace(forms=tuple(_folded(row)))


def _table(tag: str) -> Iterator[Row]:
    return _rows(f"{tag}.csv", (_DATA / f"{tag}.csv").read_text("utf-8"))


def _folded(row: Row) -> list[str]:
    return fold("|".join(row.forms)).split("|")  # many at once cost less than one by one


def _rows(table: str, text: str) -> Iterator[Row]:
    reader = csv.reader(text.splitlines())
    try:
        lines = list(reader)
    except csv.Error as error:  # such as a cell of more than 131,072 characters
        raise ReferenceDataError(table, reader.line_num, str(error)) from error
    if lines[:1] != [_COLUMNS]:
        raise ReferenceDataError(table, 1, f"the columns must be {', '.join(_COLUMNS)}")
    for line, cells in enumerate(lines[1:], 2):
        if len(cells) != len(_COLUMNS):
            raise ReferenceDataError(table, line, f"{len(_COLUMNS)} cells are needed, there are {len(cells)}")
        role, value, forms, endings, position, certainty, _ = cells
        if not role or not forms or certainty not in _CERTAINTIES:
            raise ReferenceDataError(table, line, "a row needs a role, forms and a certainty")
        yield Row(line, Sense(role, value, position), tuple(forms.split("|")), endings, certainty)


def _compiled(tag: str, rows: Sequence[Row]) -> Lexicon:
    endings = _classes(rows)
    whole: dict[str, Senses] = {}
    as_written: dict[str, Senses] = {}
    stems: dict[str, list[tuple[Sense, str]]] = {}
    phrases: dict[str, list[Phrase]] = {}
    for row in rows:
        if row.sense.role == "ending":
            continue
        if row.endings and row.endings not in endings:
            raise ReferenceDataError(f"{tag}.csv", row.line, f"no class of endings is called {row.endings!r}")
        meant = {_key(row.sense): row.sense}  # shared by the forms of the row
        for form, plain in zip(row.forms, _folded(row), strict=True):
            if " " in plain:
                first, *rest = plain.removeprefix("=").split(" ")
                phrases.setdefault(first, []).append(Phrase(tuple(rest), row.sense, row.endings))
            elif form.startswith("="):
                as_written[form[1:]] = {**as_written.get(form[1:], _NOTHING), **meant}
            elif row.endings:
                stems.setdefault(plain, []).append((row.sense, row.endings))
            else:
                whole[plain] = {**whole[plain], **meant} if plain in whole else meant
    for found in phrases.values():
        found.sort(key=lambda phrase: -len(phrase.rest))
    return Lexicon(
        tag=tag,
        phrases=phrases,
        endings=endings,
        attachable=endings.get("noun", {}),
        whole=whole,
        as_written=as_written,
        stems=stems,
    )


def _classes(rows: Sequence[Row]) -> dict[str, dict[str, str]]:
    endings: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.sense.role == "ending":
            name, _, case = row.sense.value.partition(".")
            endings.setdefault(name, {}).update(dict.fromkeys(_folded(row), case))
    return endings
