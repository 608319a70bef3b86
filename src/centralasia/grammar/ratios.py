"""Ratios and multiples that words make without a unit: "half", "one-third", "doubled", "one in ten", "бестен бір"."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple, final

from centralasia.grammar.numerals import is_glued
from centralasia.grammar.tokens import DASH, NUMBER, WORD, Token
from centralasia.numbers.exact import EXACT

__all__ = ["Part", "read_part", "share"]

_DIGITS: Final = 4  # significant ones of a ratio that does not end
_ONE: Final = Decimal(1)
_MOST: Final = 10**9
_AROUND: Final = 12  # tokens in which "2:5" needs a word for a ratio


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


def share(parts: int, whole: int) -> Decimal:
    """Give a part of a whole as one decimal, of four digits where it does not end."""
    fraction = Fraction(parts, whole)
    ends = fraction.denominator
    for prime in (2, 5):
        while ends % prime == 0:
            ends //= prime
    quotient = EXACT.divide(Decimal(parts), Decimal(whole)) if ends == 1 else None
    if quotient is not None:
        return quotient
    rounded = Decimal(parts) / Decimal(whole)
    return rounded.quantize(_ONE.scaleb(rounded.adjusted() - _DIGITS + 1))


def read_part(tokens: Sequence[Token], place: int) -> Part | None:
    """Read the ratio or the multiple that words make from a token on, or None.

    Args:
        tokens: The text.
        place: Where it would begin.
    """
    token = tokens[place]
    if token.kind not in {WORD, NUMBER}:
        return None
    multiple = token.value_of("multiple")
    if multiple:
        following = place + 1
        is_often = following < len(tokens) and tokens[following].has("per_year", "per_time")
        return None if is_often else Part("multiple", Decimal(multiple), None, place)
    for reader in (_fraction_in_words, _one_of_many, _ablative_fraction, _every_nth, _colon):
        found = reader(tokens, place)
        if found is not None:
            parts, whole, last = found
            return Part("ratio", share(parts, whole), Fraction(parts, whole), last)
    return None


def _fraction_in_words(tokens: Sequence[Token], place: int) -> tuple[int, int, int] | None:
    """Read "half", "a third", "two-thirds", "три четверти", "пятая часть"."""
    token = tokens[place]
    following = place + 1
    if token.has("ratio") and not (following < len(tokens) and tokens[following].has("scale", "year", "article")):
        if place and tokens[place - 1].has("ordinal"):
            return None
        parts, _, whole = token.senses["ratio"].value.partition("/")
        return int(parts), int(whole), _with_noun(tokens, place)
    numerator = _whole(token)
    if numerator is None and token.has("article"):
        numerator = 1
    here = following
    if numerator is not None and here < len(tokens):
        if tokens[here].kind == DASH and is_glued(tokens, here):
            here += 1
        denominator = tokens[here].value_of("part") if here < len(tokens) else None
        if denominator and (token.has("number") or token.kind == NUMBER or _goes_on(tokens, here)):
            return numerator, int(denominator), _with_noun(tokens, here)
    denominator = token.value_of("part")
    if denominator and following < len(tokens) and tokens[following].has("part_noun"):
        return 1, int(denominator), following
    return None


def _goes_on(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether "a third" is a part: "of" follows, or the noun for a part."""
    following = place + 1
    return following < len(tokens) and tokens[following].has("of", "part_noun")


def _with_noun(tokens: Sequence[Token], place: int) -> int:
    following = place + 1
    return following if following < len(tokens) and tokens[following].has("part_noun") else place


def _whole(token: Token) -> int | None:
    """Give the small whole number that a token is, in digits or as a word."""
    if token.kind == NUMBER:
        value = token.value
    else:
        said = token.value_of("number")
        value = None if said is None else Decimal(said)
    if value is None or value != value.to_integral_value() or not 0 < value < _MOST:
        return None
    return int(value)


def _one_of_many(tokens: Sequence[Token], place: int) -> tuple[int, int, int] | None:
    """Read "one in ten", "two out of five"."""
    if place + 2 >= len(tokens) or not tokens[place + 1].has("one_in"):
        return None
    parts, whole = _whole(tokens[place]), _whole(tokens[place + 2])
    if parts is None or whole is None or parts >= whole or tokens[place].kind == NUMBER:
        return None
    return parts, whole, place + 2


def _ablative_fraction(tokens: Sequence[Token], place: int) -> tuple[int, int, int] | None:
    """Read "бестен бір", "beshdan bir": of so many, in the ablative, so many."""
    token = tokens[place]
    if place + 1 >= len(tokens) or token.case not in {"abl", "posabl"} and _case(token) not in {"abl", "posabl"}:
        return None
    whole, parts = _whole(token), _whole(tokens[place + 1])
    if whole is None or parts is None or parts >= whole or tokens[place + 1].kind == NUMBER:
        return None
    return parts, whole, _with_noun(tokens, place + 1)


def _case(token: Token) -> str:
    sense = token.senses.get("number")
    return "" if sense is None else sense.case


def _every_nth(tokens: Sequence[Token], place: int) -> tuple[int, int, int] | None:
    """Read "every third", "каждый пятый"."""
    if not tokens[place].has("every") or place + 1 >= len(tokens):
        return None
    ordinal = tokens[place + 1].value_of("ordinal") or tokens[place + 1].value_of("part")
    following = place + 2
    if (
        not ordinal
        or int(ordinal) < 2
        or (following < len(tokens) and tokens[following].has("year", "months", "per_time"))
    ):  # noqa: PLR2004
        return None
    return 1, int(ordinal), place + 1


def _colon(tokens: Sequence[Token], place: int) -> tuple[int, int, int] | None:
    """Read "2:5" where the sentence speaks of a ratio."""
    if place + 2 >= len(tokens) or tokens[place + 1].text != ":":
        return None
    if not (is_glued(tokens, place + 1) and is_glued(tokens, place + 2)):
        return None
    parts, whole = _whole(tokens[place]), _whole(tokens[place + 2])
    if parts is None or whole is None:
        return None
    sentence = tokens[place].sentence
    near = range(max(0, place - _AROUND), min(len(tokens), place + _AROUND))
    if not any(tokens[each].has("ratio_word") and tokens[each].sentence == sentence for each in near):
        return None
    return parts, whole, place + 2
