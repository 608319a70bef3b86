"""Hedges: what stands beside a figure to say how well it is known, and whether "to" is a ceiling or a point reached."""

from collections.abc import Sequence
from typing import Final

from centralasia.grammar.figures import Figure
from centralasia.grammar.numerals import is_glued, is_plus
from centralasia.grammar.tokens import ABLATIVE, BREAK, DATIVE, WORD, Token

__all__ = [
    "ABLATIVE",
    "DATIVE",
    "FAR",
    "VERB_LAST",
    "case_at",
    "changes",
    "is_step",
    "moves",
    "qualify",
    "qualify_before",
]

VERB_LAST: Final = frozenset({"kk", "ky", "uz-Latn", "uz-Cyrl", "tg", "tk"})
"""Languages whose verb ends the clause."""

_SIGNS: Final = {
    "~": "approx",
    "≈": "approx",
    "±": "approx",
    ">": "over",
    "<": "under",
    "≥": "at_least",
    "≤": "at_most",
}
_BACK: Final = 12  # tokens in which a verb of change is looked for before a figure
_AHEAD: Final = 8  # and after it
_BY: Final = {"en": "by", "ru": "на", "tg": "ба"}
"""The word before how much something changes."""
_REACHED: Final = "reached"
_EITHER: Final = "either"
"""The values of verbs of change that say which point is reached, and of those that may say it: "tushdi", fell to or by.
"""
FAR: Final = 5  # times: the point reached is as much larger than the step to it
_BETWEEN: Final = 3  # words between a hedge and its figure: "более чем на 5%"


def case_at(tokens: Sequence[Token], place: int) -> str:
    """Give the case that a token shows, blank for none and beyond the text.

    Args:
        tokens: The text.
        place: The place of the token.
    """
    return tokens[place].case if 0 <= place < len(tokens) else ""


def changes(tokens: Sequence[Token], first: int, last: int, tag: str) -> bool:
    """Tell whether a verb or a noun of change governs what stands between two places.

    Args:
        tokens: The text.
        first: Where the figure begins, its preposition included.
        last: Where it ends.
        tag: The language.

    Returns:
        Whether one does: after the figure where the verb ends the clause, else before it.
    """
    sentence = tokens[first].sentence
    if tag in VERB_LAST:
        for place in range(last + 1, min(len(tokens), last + 1 + _AHEAD)):
            token = tokens[place]
            if token.sentence != sentence or token.kind == BREAK or token.text in {";", "("}:
                break
            if token.has("change"):
                return True
        return False
    for place in range(first - 1, max(-1, first - 1 - _BACK), -1):
        token = tokens[place]
        if token.sentence != sentence or token.kind == BREAK or token.text == ";" or token.has("size"):
            return False
        if token.has("change"):
            return True
    return False


def is_step(tokens: Sequence[Token], figures: Sequence[Figure], place: int, tag: str) -> bool:
    """Tell whether an amount or a percentage says by how much something changes, and not the point reached.

    Args:
        tokens: The text.
        figures: The figures in order.
        place: Which of them it is.
        tag: The language.
    """
    figure = figures[place]
    if figure.kind not in {"money", "percent"}:
        return False
    before = max(0, figure.first - 1)
    led = any(token.text == _BY.get(tag) for token in tokens[before : figure.number])
    if tag not in VERB_LAST:
        return changes(tokens, figure.first, figure.last, tag) if led else tag == "en" and moves(tokens, before) == ""
    case, following = case_at(tokens, figure.last), figure.last + 1
    if not led and (tokens[before].has("to:before") or (case and (case not in DATIVE or tag == "tk"))):
        return False  # in Turkmen the dative is of the point reached
    moved = moves(tokens, following + _is_idle(tokens, following))
    other = figures[place + 1] if place + 1 < len(figures) else None
    return moved == "" or (moved == _EITHER and other is not None and _is_level(tokens, figure, other))


def moves(tokens: Sequence[Token], place: int) -> str | None:
    """Tell what a word of change at a place says: a step if blank; None where there is none, or one of a point reached.

    Args:
        tokens: The text.
        place: The place of the token.
    """
    if not 0 <= place < len(tokens) or tokens[place].has("equals"):
        return None
    said = tokens[place].value_of("change")
    return None if said == _REACHED else "" if said == "noun" else said


def _is_level(tokens: Sequence[Token], step: Figure, other: Figure) -> bool:
    """Tell whether a figure of the sentence is of the same currency and so large that another may be a step to it."""
    if tokens[step.last].sentence != tokens[other.first].sentence:
        return False
    return step.unit == other.unit and step.value.copy_abs() * FAR <= other.value.copy_abs()


def _is_idle(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a word says nothing about figures."""
    return place < len(tokens) and tokens[place].kind == WORD and not tokens[place].senses


def qualify(tokens: Sequence[Token], figure: Figure, *, after: int, before: int, tag: str) -> None:
    """Find the hedge of a figure, and make it part of it.

    Args:
        tokens: The text.
        figure: The figure, which is changed.
        after: The last token that belongs to the figure before.
        before: The first token that belongs to the figure after.
        tag: The language.
    """
    if figure.fixed:
        return
    _after(tokens, figure, before, tag)
    qualify_before(tokens, figure, after=after, tag=tag)


def _set(figure: Figure, hedge: str) -> None:
    if not figure.hedge and figure.high is None:
        figure.hedge = hedge


def qualify_before(tokens: Sequence[Token], figure: Figure, *, after: int, tag: str) -> None:
    """Find the hedge that stands before a figure, and make it part of it.

    Args:
        tokens: The text.
        figure: The figure, which is changed.
        after: The last token that belongs to the figure before.
        tag: The language.
    """
    here = figure.first - 1
    skipped = 0
    while here > after and skipped <= _BETWEEN:
        token = tokens[here]
        if token.kind == BREAK or token.sentence != tokens[figure.first].sentence:
            return
        said = token.value_of("hedge:before") or token.value_of("hedge:verb_before") or _SIGNS.get(token.text)
        if said:
            if said == "at_most" and token.text.endswith(" to") and _is_reached(tokens, here, tag):
                return
            figure.first, skipped = here, 0
            _set(figure, said)
        elif token.has("to:before") and token.value_of("to:before") != "point" and tag != "en" and not skipped:
            if changes(tokens, here, figure.last, tag):
                skipped += 1  # the point reached, perhaps with a hedge of its own: "почти до 7%"
            else:
                figure.first = here
                _set(figure, "at_most")
        elif token.value_of("from:before") == "at_least" and not skipped:
            figure.first = here
            _set(figure, "at_least")
        elif token.has("per", "article", "to:before", "from:before", "of"):
            skipped += 1
        else:
            return
        here -= 1


def _is_reached(tokens: Sequence[Token], place: int, tag: str) -> bool:
    """Tell whether "up to" follows a verb of change: "went up to 7%"."""
    return tag == "en" and place > 0 and tokens[place - 1].has("change")


def _after(tokens: Sequence[Token], figure: Figure, before: int, tag: str) -> None:
    """Find the hedge that follows a figure, as its ending or as a word."""
    here = figure.last + 1
    case = case_at(tokens, figure.last)
    if case == "approx":
        _set(figure, "approx")
    elif case == "to":
        if not changes(tokens, figure.first, figure.last, tag):
            _set(figure, "at_most")
    elif is_plus(tokens, here):
        figure.last = here + 1
        _set(figure, "at_least")
    elif here < min(before, len(tokens)) and not _word_after(tokens, figure, tag):
        if tokens[here].has("to:after_dat") and (case in DATIVE or not case):
            if not changes(tokens, figure.first, here, tag):
                figure.last = here
                _set(figure, "at_most")
        elif tokens[here].text == "+" and is_glued(tokens, here):
            figure.last = here
            _set(figure, "at_least")


def _word_after(tokens: Sequence[Token], figure: Figure, tag: str) -> bool:
    """Take the word after a figure as its hedge where it stands in the case that the word asks for."""
    case = case_at(tokens, figure.last)
    # "аз 5 фоиз зиёд": the preposition is half of the hedge, as the ablative is elsewhere.
    opened = tag == "tg" and figure.first > 0 and tokens[figure.first - 1].has("from:before")
    for role, fits in (
        ("hedge:after_abl", case in ABLATIVE or opened),
        ("hedge:verb_after", case in ABLATIVE or opened),
        ("hedge:after_dat", case in DATIVE),
        ("hedge:after", True),
        ("from:after_abl", case in ABLATIVE),
    ):
        said = tokens[figure.last + 1].value_of(role)
        if said and fits:
            figure.last += 1
            figure.first -= opened
            _set(figure, said)
            return True
    return False
