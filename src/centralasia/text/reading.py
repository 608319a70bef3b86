"""From the tokens of a text to its figures: dates first, then numbers with units, ranges, hedges, prices, bases."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from centralasia.grammar.figures import Figure, read_figure
from centralasia.grammar.hedges import VERB_LAST, qualify, qualify_before
from centralasia.grammar.joins import join
from centralasia.grammar.prices import price
from centralasia.grammar.tokens import ABLATIVE, DATIVE, NUMBER, WORD, Token
from centralasia.text.dates import find_dates

__all__ = ["COUNT", "DATE", "Found", "read"]

COUNT: Final = "count"
DATE: Final = "date"
_NOUNS: Final = frozenset({"subject"})
_STARTERS: Final = ("number", "hundred", "half", "article", "alone", "ratio", "multiple", "part", "every")
_PER_TIME: Final[dict[tuple[str | None, str | None], str]] = {("t", "y"): "t/y", ("bbl", "d"): "bbl/d"}
_FILLERS: Final = 4  # words between "of" and "GDP"
_NO_BASE: Final = frozenset({"", "acc", "loc", "poss"})
"""Cases in which GDP is what grows, not that of which something is a share."""
_BEFORE_BASE: Final = ("per", "from:before", "ratio_word")
"""Roles of the Tajik words that say what their cases say in the Turkic languages."""
_BASES: Final = frozenset({"%GDP", "%pa"})


class Found(NamedTuple):
    """What was found: a figure, or the text of a date, from one token to another."""

    first: int
    last: int
    figure: Figure | None
    date: str


def read(tokens: list[Token], tag: str, *, counts: bool = False) -> tuple[list[Token], list[Found]]:
    """Find all figures and dates.

    Args:
        tokens: The text.
        tag: The language.
        counts: Whether to give counts of other things too, "a billion points", of a kind of their own.

    Returns:
        The tokens, each stretch of time as one, and what was found, in order.
    """
    tokens, dates = _without_dates(tokens, tag)
    figures = join(tokens, _figures(tokens), tag)
    figures = [figure for figure in figures if figure.kind or not figure.in_words or (counts and figure.power)]
    for place, figure in enumerate(figures):
        after = figures[place - 1].last if place else -1
        before = figures[place + 1].first if place + 1 < len(figures) else len(tokens)
        qualify(tokens, figure, after=after, before=before, tag=tag)
    figures = price(tokens, figures, tag)
    for place, figure in enumerate(figures):
        after, first = figures[place - 1].last if place else -1, figure.first
        _base(tokens, figure, after, tag)
        if figure.first < first and not figure.fixed:
            qualify_before(tokens, figure, after=after, tag=tag)
    if counts:
        for place, figure in enumerate(figures):
            _count(tokens, figure, figures[place + 1].first if place + 1 < len(figures) else len(tokens))
    _share_bases(tokens, figures)
    found = [Found(figure.first, figure.last, figure, "") for figure in figures if figure.kind]
    found += [Found(place, place, None, value) for place, value in dates]
    return tokens, sorted(found)


def _without_dates(tokens: list[Token], tag: str) -> tuple[list[Token], list[tuple[int, str]]]:
    """Put one token in the place of each stretch of time, so that nothing reads its numbers again."""
    kept: list[Token] = []
    dates: list[tuple[int, str]] = []
    here = 0
    for first, last, value in find_dates(tokens, tag):
        kept += tokens[here:first]
        if value:
            dates.append((len(kept), value))
        start, end = tokens[first], tokens[last]
        kept.append(Token(DATE, start.start, end.end, "", {}, start.sentence, end.case, end.dot))
        here = last + 1
    return kept + tokens[here:], dates


def _figures(tokens: Sequence[Token]) -> list[Figure]:
    found: list[Figure] = []
    place, after = 0, -1
    while place < len(tokens):
        token = tokens[place]
        figure = None
        if token.kind == NUMBER or (token.kind == WORD and token.has(*_STARTERS)):
            figure = read_figure(tokens, place, after)
        if figure is None:
            place += 1
            continue
        found.append(figure)
        after = figure.last
        place = figure.last + 1
    return found


def _count(tokens: Sequence[Token], figure: Figure, before: int) -> None:
    """Take the noun after a number with a scale as what it counts."""
    following = figure.last + 1
    if figure.kind or not figure.power or following >= before:
        return
    token = tokens[following]
    if token.kind == WORD and not token.senses.keys() - _NOUNS:
        figure.kind, figure.last = COUNT, following


def _base(tokens: Sequence[Token], figure: Figure, after: int, tag: str) -> None:
    """Find what a figure is of or per: a share of GDP, a rate a year, barrels a day, centners from a hectare."""
    if figure.kind == "percent" and figure.unit == "%":
        _base_of_percent(tokens, figure, after, tag)
    elif figure.kind == "quantity" and figure.unit in {"t", "bbl", "c"}:
        _base_of_quantity(tokens, figure, after)


def _share_bases(tokens: Sequence[Token], figures: Sequence[Figure]) -> None:
    """Give those that share a unit, or are two points of a change, one base: "жылдық 12%-дан 14%-ға"."""
    for figure, following in pairwise(figures):
        if figure.unit not in _BASES or following.unit != "%":
            continue
        is_next = figure.last + 1 == following.first and tokens[figure.last].case in ABLATIVE
        if figure.shares is following or (is_next and tokens[following.last].case in DATIVE):
            following.unit = figure.unit
    for figure in reversed(figures):
        if figure.shares is not None and figure.shares.unit != figure.unit:
            figure.kind, figure.unit = figure.shares.kind, figure.shares.unit


def _base_of_percent(tokens: Sequence[Token], figure: Figure, after: int, tag: str) -> None:
    last = _gdp_after(tokens, figure.last + 1, tag)
    here = figure.first - 1
    first = _gdp_before(tokens, here, after, tag) if tag in VERB_LAST else None
    if last is not None:
        figure.unit, figure.last = "%GDP", last
    elif first is not None:
        figure.unit, figure.first = "%GDP", first
    elif figure.last + 1 < len(tokens) and tokens[figure.last + 1].has("per_year"):
        figure.unit, figure.last = "%pa", figure.last + 1
    elif here > after and tokens[here].has("per_year") and not (tag == "tg" and _is_owned(tokens, here)):
        figure.unit, figure.first = "%pa", here


def _is_owned(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a Tajik word belongs to a noun before it, other than percent: "таваррумии солона", inflation."""
    before = tokens[place - 1] if place else None
    if before is None or before.kind != WORD or before.sentence != tokens[place].sentence:
        return False
    return before.text.endswith("и") and not before.has("percent", "interest")


def _gdp_before(tokens: Sequence[Token], here: int, after: int, tag: str) -> int | None:
    """Find the GDP before a percentage: "ЖІӨ-нің 5 пайызы", "YaIMga nisbatan 5 foiz"."""
    if here > after and tokens[here].has("gdp"):
        if tag == "tg":
            return here if here - 1 > after and tokens[here - 1].has(*_BEFORE_BASE) else None
        return None if tokens[here].case in _NO_BASE else here
    first = here - 1
    if first > after and tokens[here].kind == WORD and tokens[first].has("gdp"):
        return first if tokens[first].case in DATIVE else None
    return None


def _base_of_quantity(tokens: Sequence[Token], figure: Figure, after: int) -> None:
    """Find the time or area beside a quantity: "kuniga 45 ming barrel", "45 000 barrels a day"."""
    for here in (figure.first - 1, figure.last + 1):
        if not after < here < len(tokens):
            continue
        token = tokens[here]
        time = "y" if token.has("per_year") else token.value_of("per_time")
        name = _PER_TIME.get((figure.unit, time))
        if figure.unit == "c" and here < figure.first and token.value_of("unit") == "ha":
            name = "c/ha"
        if name is not None:
            figure.unit = name
            figure.first, figure.last = min(here, figure.first), max(here, figure.last)
            return


def _gdp_after(tokens: Sequence[Token], place: int, tag: str) -> int | None:
    """Find the GDP that a percentage is of: at once, or after "of" and a few words."""
    if place >= len(tokens):
        return None
    fillers, sentence = 0, tokens[place].sentence
    if tokens[place].has("of"):
        place, fillers = place + 1, _FILLERS
    elif tag == "ru" and (tokens[place].has("to:before", "per", "from:before") or tokens[place].text in {"к", "от"}):
        place, fillers = place + 1, 2
    for here in range(place, min(len(tokens), place + fillers + 1)):
        token = tokens[here]
        if token.has("gdp"):
            return here
        if token.kind != WORD or token.sentence != sentence or token.has("and"):
            return None
    return None
