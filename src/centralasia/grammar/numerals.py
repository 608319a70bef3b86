"""Numbers in a text: numerals, words of scale and numbers in words, alone and together."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, final

import attrs

from centralasia.numbers.exact import EXACT
from centralasia.grammar.tokens import NUMBER, WORD, Token

__all__ = ["Number", "is_glued", "read_number"]

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
_HUNDRED: Final = Decimal(100)
_CLOSED: Final = frozenset({"abl", "dat", "loc", "to", "posabl", "posdat", "posloc"})
"""Cases after which an amount does not go on; an izofat or the Tajik "and" does not end it."""
_OF_OTHERS: Final = frozenset({"gen", "acc", "posgen", "posacc"})
"""Cases of a number word that is somebody's or something's: "altynyň" is of six, and of gold."""
_MOST_WORDS: Final = 24  # of one number
_AFTER_SCALE: Final = ("currency", "unit", "percent", "minor", "points", "times", "country")
_SINGLE_FRACTIONS: Final = {"⅓": Decimal("0.3333"), "⅔": Decimal("0.6667")}


@final
@attrs.define(slots=True, eq=False)
class Number:
    """A number and where it stands.

    Attributes:
        last: The place of its last token.
        value: The figure, scales multiplied out; None where the numeral has no one reading.
        digits: The figure before the scale.
        power: The power of ten of the scale, 0 without one.
        in_words: Whether it has no digits.
        hedge: The hedge inside it: "10 с лишним млрд".
    """

    last: int
    value: Decimal | None
    digits: Decimal
    power: int = 0
    in_words: bool = False
    hedge: str = ""


def is_glued(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a token follows the one before without white space."""
    return 0 < place < len(tokens) and tokens[place - 1].end == tokens[place].start


def read_number(tokens: Sequence[Token], place: int, *, has_currency: bool = False) -> Number | None:
    """Read the number that begins at a token.

    Args:
        tokens: The text.
        place: Where it would begin.
        has_currency: Whether the sign of a currency stands before, so that "m" is a million and no metre.

    Returns:
        The number, or None where none begins there.
    """
    token = tokens[place]
    if token.kind == NUMBER:
        return _in_digits(tokens, place, has_currency=has_currency)
    if token.kind == WORD and token.has("number", "hundred", "half", "article", "alone"):
        return _in_words(tokens, place)
    return None


def _in_digits(tokens: Sequence[Token], place: int, *, has_currency: bool) -> Number:
    token = tokens[place]
    value = _SINGLE_FRACTIONS.get(token.text, token.value)
    found = Number(place, value, value or _ZERO)
    if value is None:
        found.last = _scales_from(tokens, place + 1, has_currency=has_currency)[1]
        return found
    following = place + 1
    if following < len(tokens) and not token.case:
        more = tokens[following]
        if more.kind == NUMBER and len(more.text) == 1 and not more.text.isdigit() and more.value is not None:
            value, found.last = EXACT.add(value, more.value), following
        elif more.has("plus_half"):
            value, found.last = EXACT.add(value, Decimal(more.senses["plus_half"].value)), following
    found.digits = value
    after = found.last + 1
    if after + 1 < len(tokens) and tokens[after].has("hedge:after") and tokens[after + 1].has("scale"):
        found.hedge, found.last = tokens[after].senses["hedge:after"].value, after
    _scale(tokens, found, value, has_currency=has_currency)
    return found


def _scale(tokens: Sequence[Token], found: Number, value: Decimal, *, has_currency: bool) -> None:
    """Multiply by the words of scale that follow, and add what follows them at a lower scale: "5 trn 120 bn"."""
    power, last = _scales_from(tokens, found.last + 1, has_currency=has_currency)
    found.value = _times(value, power)
    if not power:
        return
    found.last, found.power = last, power
    _half_after(tokens, found, power)
    lowest = power
    while lowest and tokens[found.last].case not in _CLOSED and found.last + 1 < len(tokens):
        part = _part(tokens, found.last + 1, lowest)
        if part is None:
            return
        found.value = EXACT.add(found.value, part[0])
        found.digits, found.power = found.value, 0
        lowest, found.last = part[1], part[2]


def _half_after(tokens: Sequence[Token], found: Number, power: int) -> None:
    """Add the half of "2 million yarim"."""
    after = found.last + 1
    if found.value is not None and after < len(tokens) and not tokens[found.last].case:
        half = tokens[after].value_of("plus_half")
        if half and not tokens[after].has("half", "ratio"):
            found.value = EXACT.add(found.value, _times(Decimal(half), power))
            found.digits, found.last = EXACT.add(found.digits, Decimal(half)), after


def _part(tokens: Sequence[Token], place: int, below: int) -> tuple[Decimal, int, int] | None:
    """Read a further part of an amount, of a lower scale: its value, its power and its last token."""
    token = tokens[place]
    if token.kind != NUMBER or token.value is None or token.value != token.value.to_integral_value():
        return None
    power, last = _scales_from(tokens, place + 1, has_currency=False)
    value = _times(token.value, power)
    if not power:
        last = place
        follows = place + 1 < len(tokens) and tokens[place + 1].has(*_AFTER_SCALE)
        if not follows and not token.case:
            return None
    if power >= below or value >= _times(_ONE, below) or (len(token.text) > 1 and token.text.startswith("0")):
        return None
    return value, power, last


def _times(value: Decimal, power: int) -> Decimal:
    return EXACT.multiply(value, Decimal(10) ** power) if power else value


def _scales_from(tokens: Sequence[Token], place: int, *, has_currency: bool) -> tuple[int, int]:
    """Read words of scale: their power together, and the last of them."""
    power, last = 0, place - 1
    while place < len(tokens) and (last < 0 or not tokens[last].case or last == place - 1):
        after_dash = tokens[place].text == "-" and is_glued(tokens, place) and is_glued(tokens, place + 1)
        word = place + 1 if after_dash else place
        if word >= len(tokens) or not _is_scale(tokens, word, has_currency=has_currency):
            break
        power += int(tokens[word].senses["scale"].value)
        last = word
        if tokens[word].case or power > 15:  # noqa: PLR2004 - no figure has more than "thousand trillion"
            break
        place = word + 1
    return power, last


def _is_scale(tokens: Sequence[Token], place: int, *, has_currency: bool) -> bool:
    """Tell whether a word is one of scale here: "5 m" alone is metres, "$5 m" and "5 m tonnes" are millions."""
    token = tokens[place]
    if not token.has("scale"):
        return False
    if not token.has("unit", "currency"):
        return True
    following = place + 1
    return has_currency or (following < len(tokens) and tokens[following].has("currency", "unit"))


def _in_words(tokens: Sequence[Token], place: int) -> Number | None:
    total, current, power, last = _ZERO, _ZERO, 0, -1
    digits = _ZERO
    here = place
    token = tokens[here]
    if token.has("half") or token.has("article"):
        return _half_or_article(tokens, here)
    many = place > 0 and tokens[place - 1].has("many")
    while here < len(tokens) and here - place < _MOST_WORDS:
        token = tokens[here]
        step = token.value_of("number")
        if step is not None and _fits(current, Decimal(step)):
            current, last = EXACT.add(current, Decimal(step)), here
        elif token.has("hundred") and current < _HUNDRED:
            current, last = EXACT.multiply(current or _ONE, _HUNDRED), here
        elif token.has("plus_half") and current and here - 1 == last:
            current, last = EXACT.add(current, Decimal(token.senses["plus_half"].value)), here
        elif token.has("scale") and (current or token.has("alone")) and not (many and here == place):
            raised = int(token.senses["scale"].value)
            if total and raised >= power:
                break
            digits, power = current or _ONE, raised
            total, current, last = EXACT.add(total, _times(digits, raised)), _ZERO, here
        elif not (last == here - 1 and (total or current) and _joins(tokens, here)):
            break
        here += 1
        if last == here - 1 and tokens[last].case in _CLOSED:
            break
    return _made(tokens, total, current, digits, power=power, last=last)


def _made(
    tokens: Sequence[Token], total: Decimal, current: Decimal, digits: Decimal, *, power: int, last: int
) -> Number | None:
    if last < 0 or (not power and tokens[last].case in _OF_OTHERS):
        return None
    value = EXACT.add(total, current)
    is_plain = bool(power) and value == _times(digits, power)
    return Number(last, value, digits if is_plain else value, power if is_plain else 0, in_words=True)


def _fits(current: Decimal, step: Decimal) -> bool:
    """Tell whether a number word goes on with what was read: twenty five, but not two three."""
    if not current:
        return True
    room = Decimal(10) ** len(str(int(step)))
    return current % room == 0 and current >= room


def _joins(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a word or a hyphen stands between two words of one number."""
    following = place + 1
    if following >= len(tokens) or not tokens[following].has("number", "hundred"):
        return False
    token = tokens[place]
    return token.has("joiner") or (token.text == "-" and is_glued(tokens, place) and is_glued(tokens, following))


def _half_or_article(tokens: Sequence[Token], place: int) -> Number | None:
    """Read "half a million", "half million", "a million", "a hundred thousand"."""
    token, here = tokens[place], place + 1
    value = Decimal(token.senses["half"].value) if token.has("half") else _ONE
    if token.has("half") and here < len(tokens) and (tokens[here].has("article") or tokens[here].text == "-"):
        here += 1
    if here < len(tokens) and token.has("article") and tokens[here].has("half"):
        value, here = Decimal(tokens[here].senses["half"].value), here + 1
    if here < len(tokens) and token.has("article") and tokens[here].has("hundred"):
        value, here = _HUNDRED, here + 1
        if here >= len(tokens) or not tokens[here].has("scale"):
            return Number(here - 1, value, value, in_words=True)
    if here >= len(tokens) or not _is_scale(tokens, here, has_currency=False):
        return None
    power, last = _scales_from(tokens, here, has_currency=False)
    found = Number(last, _times(value, power), value, power, in_words=True)
    _half_after(tokens, found, power)
    return found
