"""Sentences: their words, figures and countries, the clauses they are parted into, and the times they speak of."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, takewhile
from typing import Final, NamedTuple, final

import attrs

from centralasia.errors import InvalidValueError
from centralasia.grammar.hedges import VERB_LAST
from centralasia.grammar.tokens import ABLATIVE, BREAK, DATIVE, WORD, Token, tokenize
from centralasia.languages import Lexicon, as_language, fold, lexicon, split_by_language
from centralasia.languages.lexicons import Phrase
from centralasia.periods import Period
from centralasia.periods.days import whole_months
from centralasia.text.mentions import Mention

__all__ = ["Clause", "Place", "Said", "Sentence", "Topic", "When", "is_yearly", "leads_to", "read_sentences", "when_of"]

_MOST: Final = 300  # tokens of a sentence; what is longer is a table or a list
_GAP: Final = 4  # tokens between a figure and what belongs to it
_HALF: Final = 6  # months
_YEAR: Final = 12
_OTHER_TIMES: Final = ("elsewhen", "year_on_year", "open_end")
_ENDS: Final = ABLATIVE | DATIVE | {"to", "ins"}
"""Cases of a time that is not the time of the figure: since, until, against."""
_PIECE: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|\S")
_OF_CLAIMS: Final = "claim_"
_MARK: Final = "@"
"""What the language files set before words that tie figures, so that they never are words of a figure itself: "a year
earlier" must not be one word where figures and dates are read."""


class Said(NamedTuple):
    """A mention, in its place among the tokens of a sentence."""

    start: int
    end: int
    mention: Mention

    @property
    def is_date(self) -> bool:
        """Whether it says when, not how much."""
        return self.mention.kind == "date_period"


@final
@attrs.define(slots=True, eq=False, kw_only=True)
class Sentence:
    """One sentence, with what its words can mean.

    Attributes:
        tag: The language.
        text: The folded text of which it is a part; all places are counted in it.
        written: The same text as it is written.
        offset: Where that text begins in the whole.
        paragraph: The number of its paragraph.
        tokens: Its tokens.
        said: Its mentions.
    """

    tag: str
    text: str
    written: str
    offset: int
    paragraph: int
    tokens: Sequence[Token]
    said: Sequence[Said]
    _starts: list[int] = attrs.field(init=False)
    _ends: list[int] = attrs.field(init=False)
    _words: Lexicon = attrs.field(init=False)
    _found: Mapping[str, list[tuple[int, int]]] | None = attrs.field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        """Note where the tokens begin and end, and the words of the language."""
        self._words = lexicon(self.tag)
        self._starts = [token.start for token in self.tokens]
        self._ends = [token.end for token in self.tokens]

    @property
    def start(self) -> int:
        """Where it begins."""
        return self._starts[0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self._ends[-1]

    @property
    def is_readable(self) -> bool:
        """Whether it is short enough for a sentence."""
        return len(self.tokens) <= _MOST

    def between(self, start: int, end: int) -> Sequence[Token]:
        """Give the tokens that lie between two places."""
        return self.tokens[bisect_left(self._starts, start) : max(0, bisect_right(self._ends, end))]

    def before(self, place: int, count: int = 1) -> Sequence[Token]:
        """Give the last tokens before a place, the last of them first."""
        here = bisect_right(self._ends, place)
        return self.tokens[max(0, here - count) : here][::-1]

    def after(self, place: int, count: int = 1) -> Sequence[Token]:
        """Give the first tokens after a place."""
        here = bisect_left(self._starts, place)
        return self.tokens[here : here + count]

    def find(self, role: str) -> list[tuple[int, int]]:
        """Find the words of a role, where they start and end."""
        if self._found is None:
            self._found = _found_in(self.text, self.start, self.end, words=self._words)
        return self._found.get(role, [])

    def has(self, role: str, start: int, end: int) -> bool:
        """Tell whether there is a word of a role between two places."""
        found = self.find(role)
        here = bisect_left(found, (start, 0))
        return here < len(found) and found[here][1] <= end

    def has_word(self, role: str) -> bool:
        """Tell whether there is a word of a role in it."""
        return bool(self.find(role))

    def is_a(self, role: str, tokens: Sequence[Token]) -> bool:
        """Tell whether the first of some tokens is a word of a role."""
        return bool(tokens) and _OF_CLAIMS + role in self._words.senses(_MARK + tokens[0].text)

    def leads(self, role: str, place: int) -> bool:
        """Tell whether words of a role stand right before a place."""
        found = self.find(role)
        here = bisect_left(found, (place, 0)) - 1
        return here >= 0 and not self.between(found[here][1], place)

    def denies(self, said: Said) -> bool:
        """Tell whether it says that a figure is not so: "did not receive", "алған жоқ"; "no less than" is a hedge."""
        has_verb_last = self.tag in VERB_LAST
        before = () if has_verb_last else takewhile(self._goes_on, self.before(said.start, _MOST))
        after = takewhile(self._goes_on, self.after(said.end, _MOST if has_verb_last else _GAP))
        return any(self._is_not(token) for token in chain(before, after))

    def _goes_on(self, token: Token) -> bool:
        return token.kind == WORD or self.mention_at(token.start) is not None

    def _is_not(self, token: Token) -> bool:
        if self.mention_at(token.start) is not None:
            return False
        found = [end for start, end in self.find("not") if token.start <= start < token.end]
        if found:
            return not self.is_a("only", self.after(found[0]))
        return token.text.endswith(tuple(self._words.endings.get("denied", ())))

    def mention_at(self, place: int) -> Said | None:
        """Give the mention in which a place lies, if there is one."""
        here = bisect_right(self.said, place, key=_start) - 1
        return self.said[here] if here >= 0 and place < self.said[here].end else None


class Place(NamedTuple):
    """A country that is named.

    Attributes:
        start, end: Where.
        code: ISO 3166-1 alpha-2.
        role: own, by, in, from, to or with; or, of what is not tied to, adjective, source and owner.
        owned: The start of the mention that is a share of its GDP, if its role is owner.
    """

    start: int
    end: int
    code: str
    role: str
    owned: int = -1


class Topic(NamedTuple):
    """A noun or verb that says what a figure is of.

    Attributes:
        start, end: Where.
        value: What it is, as in the role ``subject`` of the languages, or other.
        item: What exactly, blank where nothing says it, None where it is several things.
        is_growth: Whether it can only grow: "the economy", which is no amount.
        is_weighed: Whether it is only of quantities: money that is gathered is no harvest.
    """

    start: int
    end: int
    value: str
    item: str | None = ""
    is_growth: bool = False
    is_weighed: bool = False


@final
@attrs.define(slots=True, eq=False, kw_only=True)
class Clause:
    """A part of a sentence that says something of one country, or of two and what passes between them.

    Attributes:
        sentence: The sentence.
        start, end: Which part of it.
        said: The mentions in it.
        places: The countries in it.
        topics: What it speaks of.
        bases: The GDP of which a mention is a share, by the start of the mention.
        is_part: Whether its figures are parts of one before: "of which", "including".
    """

    sentence: Sentence
    start: int
    end: int
    said: Sequence[Said]
    places: Sequence[Place]
    topics: Sequence[Topic]
    bases: Mapping[int, tuple[int, int]]
    is_part: bool = False

    def has(self, role: str) -> bool:
        """Tell whether there is a word of a role in it."""
        return self.sentence.has(role, self.start, self.end)


class When(NamedTuple):
    """When.

    Attributes:
        period: The period, None if it is not said.
        mention: Where it is said.
        is_carried: Whether that is in an earlier sentence.
    """

    period: Period | None = None
    mention: Mention | None = None
    is_carried: bool = False


def _start(said: Said) -> int:
    return said.start


def _found_in(text: str, start: int, end: int, *, words: Lexicon) -> dict[str, list[tuple[int, int]]]:
    """Find the words of all roles in a part of a text: where they start and end, by role."""
    pieces = [(match.group(), *match.span()) for match in _PIECE.finditer(text, start, end)]
    found: dict[str, list[tuple[int, int]]] = {}
    for place, (_, first, _) in enumerate(pieces):
        for role, count in _roles_at(pieces, place, words).items():
            spans = found.setdefault(role, [])
            if not spans or spans[-1][1] <= first:
                spans.append((first, pieces[place + count - 1][2]))
    return found


def _roles_at(pieces: Sequence[tuple[str, int, int]], place: int, words: Lexicon) -> dict[str, int]:
    """Give the roles of the words that begin at a place, each with how many words they are at most."""
    marked = _MARK + pieces[place][0]
    found: dict[str, int] = {}
    for phrase in words.phrases.get(marked, ()):  # the longest first
        rest = [piece[0] for piece in pieces[place + 1 : place + 1 + len(phrase.rest)]]
        if _goes_on(rest, phrase, words):
            found.setdefault(phrase.sense.role.removeprefix(_OF_CLAIMS), len(rest) + 1)
    for role in words.senses(marked):
        found.setdefault(role.removeprefix(_OF_CLAIMS), 1)
    return found


def _goes_on(rest: Sequence[str], phrase: Phrase, words: Lexicon) -> bool:
    """Tell whether words are those of a phrase after its first; the last may carry an ending."""
    *inner, last = phrase.rest
    if len(rest) < len(phrase.rest) or list(rest[:-1]) != inner or not rest[-1].startswith(last):
        return False
    return words.ending(rest[-1][len(last) :], phrase.endings) is not None


def read_sentences(text: str, mentions: Sequence[Mention], lang: str | None) -> Iterator[Sentence]:
    """Take a text apart into sentences.

    Args:
        text: The text.
        mentions: Its mentions, in order.
        lang: Its language, None to find out.

    Yields:
        The sentences in order; empty ones are none.
    """
    parts = [(0, len(text), as_language(lang))] if lang is not None else split_by_language(text)
    paragraph = place = 0
    for start, end, tag in parts:
        written = text[start:end]
        folded = fold(written)
        for tokens in _runs(tokenize(written, lexicon(tag))):
            if tokens[0].kind == BREAK:
                paragraph += 1
                continue
            said: list[Said] = []
            while place < len(mentions) and mentions[place].start < tokens[-1].end + start:
                mention = mentions[place]
                said.append(Said(mention.start - start, mention.end - start, mention))
                place += 1
            yield Sentence(
                tag=tag, text=folded, written=written, offset=start, paragraph=paragraph, tokens=tokens, said=said
            )


def _runs(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Part tokens into sentences, and breaks by themselves."""
    start = 0
    for place in range(1, len(tokens) + 1):
        if place == len(tokens) or _parts(tokens[place - 1], tokens[place]):
            yield tokens[start:place]
            start = place


def _parts(last: Token, token: Token) -> bool:
    """Tell whether a sentence ends between two tokens."""
    return token.sentence != last.sentence or BREAK in {last.kind, token.kind}


def leads_to(sentence: Sentence, end: int, start: int) -> bool:
    """Tell whether a few words, and nothing else, lie between the end of a figure and the start of something."""
    gap = sentence.between(end, start)
    return end <= start and len(gap) <= _GAP and all(token.kind == WORD and not token.has("and") for token in gap)


def when_of(clause: Clause, said: Said, *, before: When) -> When:
    """Find the time of a figure: what stands right after it, else the last time before it, else the only one.

    Args:
        clause: Where the figure stands.
        said: The figure.
        before: The time that goes on where a sentence names none.
    """
    sentence = clause.sentence
    dates = [each for each in sentence.said if each.is_date]
    if not dates:
        goes_on = before.period is not None and not any(sentence.has_word(role) for role in _OTHER_TIMES)
        return before._replace(is_carried=True) if goes_on else When()
    if clause.has("open_end"):
        return When()
    dates = [date for date in dates if not _is_compared(sentence, date)]
    beside = [date for date in dates if leads_to(sentence, said.end, date.start)]
    earlier = [date for date in dates if date.start < said.start]
    chosen = beside[:1] or earlier[-1:] or (dates if len(dates) == 1 else [])
    period = _time_of(sentence, chosen[0]) if chosen else None
    return When() if period is None else When(period, chosen[0].mention)


def _is_compared(sentence: Sentence, date: Said) -> bool:
    """Tell whether a time is only what another is compared with: "up 5% from 2022"."""
    if _is_span(date):
        return False
    return sentence.leads("base", date.start) or sentence.is_a("base_after", sentence.after(date.end))


def _is_span(date: Said) -> bool:
    return "/" in date.mention.when


def _time_of(sentence: Sentence, date: Said) -> Period | None:
    """Give the period of a time, unless it is only one end of another, or a day."""
    period = date.mention.period
    if period is None or period.start == period.end or _is_span(date):
        return period if _is_span(date) else None
    if sentence.leads("not_when", date.start) or sentence.is_a("not_when_after", sentence.after(date.end)):
        return None
    has_endings = sentence.tag in VERB_LAST - {"tg"}
    return None if has_endings and sentence.before(date.end)[0].case in _ENDS else period


def is_yearly(clause: Clause, when: When) -> bool:
    """Tell whether a growth is one against a year earlier.

    It is where that is said, and goes without saying for a year and for months from January on; not for one month or
    one quarter, which are compared with the one before as well.

    Args:
        clause: Where it stands.
        when: Its time.
    """
    sentence, period = clause.sentence, when.period
    if sentence.has_word("elsewhen"):
        return False
    others = {each.mention.period for each in clause.said if each.is_date} - {period}
    is_said = sentence.has_word("year_on_year")
    if period is None or when.mention is None or when.is_carried:
        return is_said and not others
    if others - {_year_before(period)}:
        return False
    months = whole_months(period.start, period.end)
    is_cumulated = period.start.month == 1 and (months >= _HALF or "/" in when.mention.when)
    return is_said or (is_cumulated and months <= _YEAR)


def _year_before(period: Period) -> Period | None:
    try:
        return period.year_ago()
    except InvalidValueError:  # there is no such day
        return None
