"""Which language a text is in, sentence by sentence: by its letters, by how its words end, by words that tell.

A sentence in which one language leads clearly is in that one. For another, its paragraph counts too; where that says
nothing, its neighbours; where there are none, the whole text.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Final, NamedTuple, final

from centralasia.languages.evidence import Points, points_of, total
from centralasia.languages.folding import fold
from centralasia.languages.lexicons import LANGUAGES

__all__ = ["detect_language", "split_by_language"]

_CLEAR: Final = 7  # points by which a language leads clearly: a word of its own, or a few letters and endings
_NOTHING: Final = [0] * len(LANGUAGES)
_AROUND: Final = 6  # points that the languages around share out
_END: Final = re.compile(r"""[.!?…]+["'»”’)\]]*\s*|\n\s*""")
_ABBREVIATION: Final = re.compile(  # one letter, small letters without a vowel, or a known one
    r"(?<![^\W\d_])(?:[^\W\d_]|[бвгджзйклмнпрстфхцчшщғқңҳҷbcdfghjklmnpqrstvwxzňşžç]{2,4}"
    r"|(?i:тыс|руб|долл?|стр|им|ул|куб|мес|янв|февр?|апр|авг|сент?|окт|ноя|нояб|дек|чел|обл|напр"
    r"|mrs?|drs?|no|nos|art|vol|fig|approx|est|inc|ltd|co|corp|prof|gen|gov|sen|st"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec))$"
)
_LONGEST_ABBREVIATION: Final = 6


def detect_language(text: str) -> str | None:
    """Tell the main language of a text.

    Args:
        text: The text.

    Returns:
        The tag of the language in which most of it is, None where nothing tells: there are no words, or only codes
        of currencies and words in other scripts.

    Example:
        >>> detect_language("Биыл экспорт 5 млрд теңгеге өсті."), detect_language("Eksport 5 mlrd so‘mga oshdi.")
        ('kk', 'uz-Latn')
        >>> detect_language("1,250 (USD)")
    """
    whole = total(each.says for each in _sentences(text))
    return LANGUAGES[whole.index(max(whole))] if any(whole) else None


def split_by_language(text: str) -> list[tuple[int, int, str]]:
    """Part a text into stretches of one language each, between sentences.

    Args:
        text: The text.

    Returns:
        Start, end and tag of each stretch, which cover the text without gaps. A text in which nothing tells is one
        stretch of English: figures that stand alone are there to be read too, and English is the one language here in
        which a point and a comma before three digits, as in ``$1,250``, both have one reading.

    Example:
        >>> split_by_language("Курс доллара снизился. Доллар бағамы төмендеді.")
        [(0, 23, 'ru'), (23, 47, 'kk')]
        >>> split_by_language("")
        [(0, 0, 'en')]
    """
    sentences = _sentences(text)
    stretches: list[tuple[int, int, str]] = []
    start = 0
    for place, same in groupby(zip(_languages(sentences), sentences, strict=True), itemgetter(0)):
        *_, (_, last) = same
        stretches.append((start, last.end, LANGUAGES[place]))
        start = last.end
    return stretches


@final
class _Sentence(NamedTuple):
    """A sentence and what it says of its language.

    Attributes:
        paragraph: The number of its paragraph.
        end: Where the next one starts.
        points: What speaks for each language.
        clear: The one that leads clearly.
    """

    paragraph: int
    end: int
    points: Points
    clear: int | None

    @property
    def says(self) -> Points:
        """What it says of the language of others: the points of the one that leads clearly, or else of all."""
        if self.clear is None:
            return self.points
        return [each if place == self.clear else 0 for place, each in enumerate(self.points)]


def _sentences(text: str) -> list[_Sentence]:
    """Part a text into sentences, at least one."""
    folded = fold(text)
    found: list[_Sentence] = []
    start = paragraph = 0
    certain = True
    for mark in _END.finditer(text):
        end = mark.end()
        if end < len(text) and _may_end(text, mark):
            _add(found, paragraph, end, points_of(folded, start, end), certain=certain)
            certain = _surely_ends(text, mark)
            paragraph += mark[0].count("\n") > 1
            start = end
    _add(found, paragraph, len(text), points_of(folded, start, len(text)), certain=certain)
    return found


def _add(found: list[_Sentence], paragraph: int, end: int, points: Points, *, certain: bool) -> None:
    """Add what follows a mark; where it is not certain that a sentence ended, only another language tells that."""
    clear = _clear(points)
    if found and not certain:
        last = found[-1]
        if clear is None or last.clear is None or clear == last.clear:
            found.pop()
            if any(points):
                points = [one + other for one, other in zip(last.points, points, strict=True)]
                clear = _clear(points)
            else:
                points, clear = last.points, last.clear
    found.append(_Sentence(paragraph, end, points, clear))


def _may_end(text: str, mark: re.Match[str]) -> bool:
    """Tell whether a sentence may end: at white space before anything but a small letter, and at an empty line."""
    end = mark.end()
    return mark[0].count("\n") > 1 or (text[end - 1].isspace() and not text[end].islower())


def _surely_ends(text: str, mark: re.Match[str]) -> bool:
    """Tell whether there is more than the end of a line, or a point that may be that of an abbreviation."""
    sign, start = mark[0].rstrip(), mark.start()
    if sign == ".":
        sign = "" if _ABBREVIATION.search(text, max(0, start - _LONGEST_ABBREVIATION), start) else sign
    return bool(sign) or mark[0].count("\n") > 1


def _clear(points: Points) -> int | None:
    """Give the language that leads clearly."""
    second, first = sorted(points)[-2:]
    return points.index(first) if first - second >= _CLEAR else None


def _languages(sentences: Sequence[_Sentence]) -> list[int]:
    """Decide on the language of each sentence."""
    whole = total(each.says for each in sentences)
    if not any(whole):
        return [LANGUAGES.index("en")] * len(sentences)
    by_paragraph = groupby(sentences, attrgetter("paragraph"))
    paragraphs = [total(each.says for each in same if each.clear is not None) for _, same in by_paragraph]
    before = _last_clear(sentences)
    after = _last_clear(sentences[::-1])[::-1]
    return [
        _decided(each, (paragraphs[each.paragraph], total(neighbours), whole))
        for each, *neighbours in zip(sentences, before, after, strict=True)
    ]


def _last_clear(sentences: Iterable[_Sentence]) -> list[Points]:
    """Give what the nearest sentence before each says that has a clear language."""
    found: list[Points] = []
    last = _NOTHING
    for each in sentences:
        found.append(last)
        last = last if each.clear is None else each.says
    return found


def _decided(sentence: _Sentence, contexts: Sequence[Points]) -> int:
    """Choose the language of a sentence; where it is not clear, what stands around it counts too.

    Args:
        sentence: The sentence.
        contexts: What the clear sentences of its paragraph say, its neighbours, the whole text: the first that says
            anything counts, and the last where all are equal.
    """
    if sentence.clear is not None:
        return sentence.clear
    points, whole = sentence.points, contexts[-1]
    context = next(each for each in contexts if any(each))
    weight = _AROUND / sum(context)
    possible = [place for place, each in enumerate(points) if each] or range(len(LANGUAGES))
    return max(possible, key=lambda place: (points[place] + weight * context[place], whole[place]))
