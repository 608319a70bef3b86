"""Numbers in a text: numerals, words of scale and numbers in words, alone and together."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, final

import attrs

from centralasia.grammar.tokens import DASH, NUMBER, WORD, Token
from centralasia.numbers.exact import EXACT

__all__ = ["Number", "is_glued", "is_plus", "read_number", "scaled"]

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
_HUNDRED: Final = Decimal(100)
_CLOSED: Final = frozenset({"abl", "dat", "loc", "to", "posabl", "posdat", "posloc"})
"""Cases after which an amount does not go on; an izofat or the Tajik "and" does not end it."""
_OF_OTHERS: Final = frozenset({"gen", "acc", "posgen", "posacc"})
"""Cases of a number word that is somebody's or something's: "altynyň" is of six, and of gold."""
_MOST_WORDS: Final = 24  # of one number
_HIGHEST: Final = 15  # power of ten: no figure has more than "thousand trillion"
_AFTER_SCALE: Final = ("currency", "unit", "percent", "minor", "points", "times", "country")
_MOST_LISTED: Final = 8  # figures that share a unit
_TO_SAME: Final = 3  # tokens from the "m" of "5m to 7m tonnes" to the other
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

    Example:
        >>> from centralasia.grammar import tokenize
        >>> from centralasia.languages import lexicon
        >>> number = read_number(tokenize("5 trn 120 bn", lexicon("en")), 0)
        >>> number.last, int(number.value), number.in_words
        (3, 5120000000000, False)
    """

    last: int
    value: Decimal | None
    digits: Decimal
    power: int = 0
    in_words: bool = False
    hedge: str = ""


def is_glued(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a token follows the one before without white space.

    Args:
        tokens: The text.
        place: The place of the token.

    Example:
        >>> from centralasia.grammar import tokenize
        >>> from centralasia.languages import lexicon
        >>> tokens = tokenize("6,2млн тонн", lexicon("ru"))
        >>> is_glued(tokens, 1), is_glued(tokens, 2)
        (True, False)
    """
    return 0 < place < len(tokens) and tokens[place - 1].end == tokens[place].start


def is_plus(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether "-plus" is written on to a figure: "$5bn-plus".

    Args:
        tokens: The text.
        place: The place of the hyphen.
    """
    following = place + 1
    return (
        following < len(tokens)
        and tokens[place].kind == DASH
        and tokens[following].text == "plus"
        and is_glued(tokens, place)
        and is_glued(tokens, following)
    )


def read_number(tokens: Sequence[Token], place: int, *, has_currency: bool = False) -> Number | None:
    """Read the number that begins at a token.

    Args:
        tokens: The text.
        place: Where it would begin.
        has_currency: Whether the sign of a currency stands before, so that "m" is a million and no metre.

    Returns:
        The number, or None where none begins there.

    Example:
        >>> from centralasia.grammar import tokenize
        >>> from centralasia.languages import lexicon
        >>> print(read_number(tokenize("бір жарым миллион", lexicon("kk")), 0).value)
        1500000
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
        fraction = _SINGLE_FRACTIONS.get(more.text, more.value)
        if more.kind == NUMBER and len(more.text) == 1 and not more.text.isdigit() and fraction is not None:
            value, found.last = EXACT.add(value, fraction), following
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
    found.value = scaled(value, power)
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
    """Add the half of "2 million yarim tonna"."""
    after = found.last + 1
    if found.value is None or after >= len(tokens) or tokens[found.last].case:
        return
    half = tokens[after].value_of("plus_half")
    if half is None or (tokens[after].has("half", "ratio") and not _comes_after_scale(tokens, after + 1)):
        return  # "2 million, half of them"
    found.value = EXACT.add(found.value, scaled(Decimal(half), power))
    found.digits, found.last = EXACT.add(found.digits, Decimal(half)), after


def _comes_after_scale(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether there is what figures are of: a currency, a unit."""
    return place < len(tokens) and tokens[place].has(*_AFTER_SCALE)


def _part(tokens: Sequence[Token], place: int, below: int) -> tuple[Decimal, int, int] | None:
    """Read a further part of an amount, of a lower scale: its value, its power and its last token."""
    token = tokens[place]
    if token.kind != NUMBER or token.value is None or token.value != token.value.to_integral_value():
        return None
    power, last = _scales_from(tokens, place + 1, has_currency=False)
    value = scaled(token.value, power)
    if not power:
        last = place
        if not token.case and not _comes_after_scale(tokens, place + 1):
            return None
    if power >= below or value >= scaled(_ONE, below) or (len(token.text) > 1 and token.text.startswith("0")):
        return None
    return value, power, last


def scaled(value: Decimal, power: int) -> Decimal:
    """Multiply by a power of ten, exactly.

    Args:
        value: The figure.
        power: The power; not above zero for the hundredths of a currency.

    Example:
        >>> scaled(Decimal("6.2"), 9), scaled(Decimal(40), -2)
        (Decimal('6.2E+9'), Decimal('0.40'))
    """
    return EXACT.scaleb(value, power) if power else value


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
        if tokens[word].case or power > _HIGHEST:
            break
        place = word + 1
    return power, last


def _is_scale(tokens: Sequence[Token], place: int, *, has_currency: bool) -> bool:
    """Tell whether a word is one of scale here: "5 m" alone is metres, "$5 m" and "5 m tonnes" are millions.

    In "5m to 7m tonnes" the first is what the second is.
    """
    token = tokens[place]
    if not token.has("scale"):
        return False
    if has_currency or not token.has("unit", "currency"):
        return True
    for here in range(place, place + _MOST_LISTED * _TO_SAME, _TO_SAME):
        if _counts_what_follows(tokens, here):
            return True
        if not _comes_again(tokens, here):
            return False
    return False


def _counts_what_follows(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a unit or currency follows a letter, and is not the sign of the number after it."""
    following = place + 1
    if following >= len(tokens) or not tokens[following].has("currency", "unit"):
        return False
    return following + 1 >= len(tokens) or tokens[following + 1].kind != NUMBER


def _comes_again(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a letter stands behind the next number of a range or list too."""
    joint, other = place + 1, place + _TO_SAME
    if other >= len(tokens) or tokens[other - 1].kind != NUMBER or tokens[other].text != tokens[place].text:
        return False
    return tokens[joint].kind == DASH or tokens[joint].text == "," or tokens[joint].has("to:before", "and")


@attrs.define(slots=True, eq=False)
class _Words:
    """A number in words, as far as it is read: what has its scale, what has none yet, and the last words of both."""

    current: Decimal
    total: Decimal = _ZERO
    digits: Decimal = _ZERO
    power: int = 0
    last: int = -1
    last_scale: int = -1

    def take(self, tokens: Sequence[Token], place: int) -> bool:
        """Go on with a word; tell whether it belongs to the number."""
        token = tokens[place]
        step = token.value_of("number")
        if step is not None and _fits(self.current, Decimal(step)):
            self.current = EXACT.add(self.current, Decimal(step))
        elif token.has("hundred") and self.current < _HUNDRED:
            self.current = EXACT.multiply(self.current or _ONE, _HUNDRED)
        elif token.has("plus_half") and self.current and place - 1 == self.last:
            self.current = EXACT.add(self.current, Decimal(token.senses["plus_half"].value))
        elif _is_scale(tokens, place, has_currency=False):
            return self._raise(int(token.senses["scale"].value), place, is_alone=token.has("alone"))
        else:
            return False
        self.last = place
        return True

    def _raise(self, power: int, place: int, *, is_alone: bool) -> bool:
        """Multiply by a scale: what has none, or all with a higher one, as in "five hundred thousand million"."""
        is_higher = self.total != 0 and power >= self.power
        if not self.current and not is_higher:
            if not is_alone:
                return False
            self.current = _ONE
        if self.current and self.total and power == self.power:  # "two thousand, three thousand": another number
            self.current, self.last = _ZERO, self.last_scale
            return False
        if is_higher:
            self.current, self.total = EXACT.add(self.total, self.current), _ZERO
        self.digits, self.power = self.current, power
        self.total, self.current = EXACT.add(self.total, scaled(self.current, power)), _ZERO
        self.last = self.last_scale = place
        return True


def _in_words(tokens: Sequence[Token], place: int) -> Number | None:
    token, following = tokens[place], place + 1
    if token.has("half"):
        return _half(tokens, place)
    if not token.has("article"):
        return _words(tokens, place, _ZERO)
    if following < len(tokens) and tokens[following].has("hundred"):
        return _words(tokens, following, _ZERO)
    if following < len(tokens) and _is_scale(tokens, following, has_currency=False):
        return _words(tokens, following, _ONE)
    return None


def _words(tokens: Sequence[Token], place: int, start: Decimal) -> Number | None:
    """Read number words from a place on, after an article that counts as one or as nothing."""
    if place > 0 and tokens[place - 1].has("many") and tokens[place].has("scale"):
        return None  # "tens of millions"
    words = _Words(start)
    for here in range(place, min(len(tokens), place + _MOST_WORDS)):
        if words.take(tokens, here):
            if tokens[here].case in _CLOSED:
                break
        elif words.last < place or words.last != here - 1 or not _joins(tokens, here):
            break
    return _made(tokens, words)


def _made(tokens: Sequence[Token], words: _Words) -> Number | None:
    last = words.last
    if last < 0 or (not words.power and tokens[last].case in _OF_OTHERS):
        return None
    value = EXACT.add(words.total, words.current)
    if not words.power or value != scaled(words.digits, words.power):
        return Number(last, value, value, in_words=True)
    found = Number(last, value, words.digits, words.power, in_words=True)
    _half_after(tokens, found, words.power)
    return found


def _fits(current: Decimal, step: Decimal) -> bool:
    """Tell whether a number word goes on with what was read: twenty five, but not two three."""
    if not current:
        return True
    room = scaled(_ONE, len(str(int(step))))
    return EXACT.remainder(current, room) == 0 and current >= room


def _joins(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a word or a hyphen stands between two words of one number."""
    following = place + 1
    if following >= len(tokens) or not tokens[following].has("number", "hundred"):
        return False
    token = tokens[place]
    return token.has("joiner") or (token.text == "-" and is_glued(tokens, place) and is_glued(tokens, following))


def _half(tokens: Sequence[Token], place: int) -> Number | None:
    """Read "half a million", "half-million"."""
    here = place + 1
    while here < len(tokens) and (tokens[here].text == "-" or tokens[here].has("article")):
        here += 1
    if here >= len(tokens) or not _is_scale(tokens, here, has_currency=False):
        return None
    value = Decimal(tokens[place].senses["half"].value)
    power, last = _scales_from(tokens, here, has_currency=False)
    return Number(last, scaled(value, power), value, power, in_words=True)
