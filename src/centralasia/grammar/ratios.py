"""Ratios and multiples that words make without a unit: "half", "one-third", "doubled", "one in ten", "бестен бір"."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Final, NamedTuple, final

from centralasia.grammar.numerals import is_glued
from centralasia.grammar.tokens import ABLATIVE, DASH, NUMBER, WORD, Token
from centralasia.grammar.units import plays
from centralasia.numbers.exact import EXACT

__all__ = ["Part", "read_part", "share"]

_ROUNDED: Final = Context(prec=4, rounding=ROUND_HALF_EVEN, traps=[])
"""A ratio that does not end has four digits."""
_MOST: Final = 10**9
_AROUND: Final = 12  # tokens in which "2:5" needs a word for a ratio
_ADVERBS: Final = frozenset({"twice", "thrice"})
"""Multiples that are how often before an article: "twice a week", but "doubled a stake"."""
_NO_PART: Final = ("scale", "year", "article")
"""Roles after "half" that make it something else: half a million, half a year."""


@final
class Part(NamedTuple):
    """A part of a whole, or a multiple of it, that words alone state.

    Attributes:
        kind: ratio or multiple.
        value: The figure, of four digits where a ratio does not end.
        exact: The ratio itself, None for a multiple.
        last: The place of the last token.
    """

    kind: str
    value: Decimal
    exact: Fraction | None
    last: int


class _Ratio(NamedTuple):
    """So many parts of a whole, and the place of the last token that says so."""

    parts: int
    whole: int
    last: int


def share(parts: int, whole: int) -> Decimal:
    """Give a part of a whole as one decimal, of four digits where it does not end.

    Args:
        parts: The parts taken.
        whole: The parts there are.

    Examples:
        >>> share(3, 4), share(2, 3)
        (Decimal('0.75'), Decimal('0.6667'))
    """
    rest = Fraction(parts, whole).denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1:
        return EXACT.divide(Decimal(parts), Decimal(whole))
    return _ROUNDED.divide(Decimal(parts), Decimal(whole))


def read_part(tokens: Sequence[Token], place: int) -> Part | None:
    """Read the ratio or the multiple that words make from a token on.

    Args:
        tokens: The text.
        place: Where it would begin.

    Returns:
        The ratio or multiple, or None where none begins there.

    Examples:
        >>> from centralasia.grammar import tokenize
        >>> from centralasia.languages import lexicon
        >>> read_part(tokenize("two-thirds of exports", lexicon("en")), 0)
        Part(kind='ratio', value=Decimal('0.6667'), exact=Fraction(2, 3), last=0)
    """
    token = tokens[place]
    if token.kind not in {WORD, NUMBER}:
        return None
    multiple = token.value_of("multiple")
    if multiple is not None:
        is_often = plays(tokens, place + 1, "per_year", "per_time") or (
            token.text in _ADVERBS and plays(tokens, place + 1, "article", "every")
        )
        return None if is_often else Part("multiple", Decimal(multiple), None, place)
    for reader in (_named, _numerator, _part_alone, _one_of_many, _ablative, _every_nth, _colon):
        found = reader(tokens, place)
        if found is not None:
            exact = Fraction(found.parts, found.whole)
            return Part("ratio", share(found.parts, found.whole), exact, found.last)
    return None


def _named(tokens: Sequence[Token], place: int) -> _Ratio | None:
    """Read "half", "треть": a word that is a ratio of its own; not "первая половина", which is a time."""
    said = tokens[place].value_of("ratio")
    if said is None or plays(tokens, place + 1, *_NO_PART) or plays(tokens, place - 1, "ordinal"):
        return None
    parts, _, whole = said.partition("/")
    return _Ratio(int(parts), int(whole), _with_noun(tokens, place))


def _numerator(tokens: Sequence[Token], place: int) -> _Ratio | None:
    """Read "two-thirds", "три четверти", and "a third" where something says what it is of."""
    token, here = tokens[place], place + 1
    is_article = token.has("article") and not token.has("number")
    parts = 1 if is_article else _whole(token)
    if parts is None or here >= len(tokens):
        return None
    if tokens[here].kind == DASH and is_glued(tokens, here):
        here += 1
    if not plays(tokens, here, "part") or (is_article and not plays(tokens, here + 1, "of", "part_noun")):
        return _of_named(tokens, token, parts, here)
    return _proper(parts, int(tokens[here].senses["part"].value), _with_noun(tokens, here))


def _of_named(tokens: Sequence[Token], token: Token, parts: int, place: int) -> _Ratio | None:
    """Read "две пятые части", where the denominator and its noun are a ratio of their own."""
    said = tokens[place].value_of("ratio") if place < len(tokens) and token.has("number") else None
    if said is None or not said.startswith("1/"):
        return None
    return _proper(parts, int(said.removeprefix("1/")), place)


def _part_alone(tokens: Sequence[Token], place: int) -> _Ratio | None:
    """Read "пятая часть": the noun says that no ordinal is meant."""
    whole = tokens[place].value_of("part")
    return _Ratio(1, int(whole), place + 1) if whole is not None and plays(tokens, place + 1, "part_noun") else None


def _with_noun(tokens: Sequence[Token], place: int) -> int:
    """Give the place of the noun for a part after a token, or of the token where there is none."""
    return place + 1 if plays(tokens, place + 1, "part_noun") else place


def _whole(token: Token) -> int | None:
    """Give the small whole number that a token is, in digits or as a word."""
    said = token.value_of("number")
    value = token.value if token.kind == NUMBER or said is None else Decimal(said)
    if value is None or not 0 < value < _MOST or value != value.to_integral_value():
        return None
    return int(value)


def _one_of_many(tokens: Sequence[Token], place: int) -> _Ratio | None:
    """Read "one in ten", "two out of five"; with digits, "5 in 2024", it is none."""
    if place + 2 >= len(tokens) or tokens[place].kind == NUMBER or not tokens[place + 1].has("one_in"):
        return None
    return _proper(_whole(tokens[place]), _whole(tokens[place + 2]), place + 2)


def _ablative(tokens: Sequence[Token], place: int) -> _Ratio | None:
    """Read "бестен бір", "beshdan bir": of so many, in the ablative, so many."""
    token, following = tokens[place], place + 1
    if following >= len(tokens) or tokens[following].kind == NUMBER:
        return None
    if token.case not in ABLATIVE and not (token.has("number") and token.senses["number"].case in ABLATIVE):
        return None
    return _proper(_whole(tokens[following]), _whole(token), _with_noun(tokens, following))


def _proper(parts: int | None, whole: int | None, last: int) -> _Ratio | None:
    return None if parts is None or whole is None or parts >= whole else _Ratio(parts, whole, last)


def _every_nth(tokens: Sequence[Token], place: int) -> _Ratio | None:
    """Read "every third", "каждый пятый"; "every third year" is how often."""
    following = place + 1
    if not tokens[place].has("every") or following >= len(tokens):
        return None
    said = tokens[following].value_of("ordinal") or tokens[following].value_of("part")
    if said is None or said == "1" or plays(tokens, following + 1, "year", "months", "per_time"):
        return None
    return _Ratio(1, int(said), following)


def _colon(tokens: Sequence[Token], place: int) -> _Ratio | None:
    """Read "2:5" where the sentence speaks of a ratio."""
    last = place + 2
    if last >= len(tokens) or tokens[place + 1].text != ":":
        return None
    parts, whole = _whole(tokens[place]), _whole(tokens[last])
    if parts is None or whole is None or not (is_glued(tokens, place + 1) and is_glued(tokens, last)):
        return None
    sentence = tokens[place].sentence
    near = tokens[max(0, place - _AROUND) : place + _AROUND]
    if not any(token.has("ratio_word") and token.sentence == sentence for token in near):
        return None
    return _Ratio(parts, whole, last)
