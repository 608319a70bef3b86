"""Figures: a number with its sign and its currency or unit, on either side of it."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, final

import attrs

from centralasia.numbers.exact import EXACT
from centralasia.grammar.numerals import Number, is_glued, read_number
from centralasia.grammar.ratios import read_part
from centralasia.grammar.tokens import BREAK, DASH, NUMBER, WORD, Token

__all__ = ["Figure", "Unit", "is_money", "read_figure", "read_unit"]

MONEY: Final = "money"
_CODE: Final = 3  # letters, of KZT as of RMB
_CENT: Final = 2  # places of a minor unit
_MULTIPLIED: Final = {"bcm": ("m3", 9), "mcm": ("m3", 6)}
_NO_NOUNS: Final = (
    "change",
    "equals",
    "function",
    "and",
    "hedge:after",
    "hedge:after_abl",
    "hedge:verb_after",
    "to:after_dat",
)


@final
@attrs.define(slots=True, eq=False)
class Unit:
    """What a number counts.

    Attributes:
        kind: The kind of the figure: money, percent, multiple, quantity, ratio.
        name: The code of the currency or unit, None where a kind has none.
        last: The place of its last token.
        power: The power of ten in it, as in bcm.
    """

    kind: str
    name: str | None
    last: int
    power: int = 0


@final
@attrs.define(slots=True, eq=False)
class Figure:
    """A figure while it is being read.

    Attributes:
        first, last: The places of its first and last tokens.
        value: The figure; the lower end of a range.
        high: The upper end of a range, else None.
        kind: The kind of mention, blank as long as no unit is known.
        unit: The currency or unit.
        digits, power: The figure before its scale, and the scale.
        left: Whether the currency stands before the number.
        hedge: The hedge, blank for none.
        number: The place of the first token of the number itself.
        is_word: Whether a word or a code, rather than a sign, names the unit.
    """

    first: int
    last: int
    value: Decimal
    number: int
    kind: str = ""
    unit: str | None = None
    digits: Decimal = Decimal(0)
    power: int = 0
    high: Decimal | None = None
    left: bool = False
    hedge: str = ""
    in_words: bool = False
    money: int = -1
    """The place of the token that names the currency."""
    base: str = ""
    exact: Fraction | None = None
    is_single: bool = True
    fixed: bool = False
    """Whether no hedge may be added: one end of "from 7 to 9"."""
    shares: "Figure | None" = None
    """The figure that has the unit and base for both: the next of a list, the point reached."""


def is_money(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a token names a currency; a single letter does with a point only, as in "500 р."."""
    if not 0 <= place < len(tokens):
        return False
    token = tokens[place]
    return token.has("currency") and (len(token.text) > 1 or token.dot or not token.text.isalpha())


def read_figure(tokens: Sequence[Token], place: int, after: int) -> Figure | None:
    """Read the figure whose number begins at a token.

    Args:
        tokens: The text.
        place: Where the number would begin.
        after: The last token that belongs to another figure.

    Returns:
        The figure; its kind is blank if no unit stands beside the number. None if there is no number, or one that is
        part of a name or a reference: G7, COVID-19, No 15.
    """
    part = read_part(tokens, place)
    if part is not None:
        return Figure(place, part.last, part.value, place, kind=part.kind, exact=part.exact, in_words=True)
    signs = _Left.of(tokens, place, after)
    number = read_number(tokens, place, has_currency=signs.money >= 0)
    if number is None:
        return None
    if number.value is None or _is_named(tokens, place, signs):
        return None
    return _with_unit(tokens, place, number, signs)


def _with_unit(tokens: Sequence[Token], place: int, number: Number, signs: "_Left") -> Figure | None:
    value = number.value or Decimal(0)
    found = Figure(
        signs.first,
        number.last,
        value,
        place,
        digits=number.digits,
        power=number.power,
        in_words=number.in_words,
        hedge=number.hedge,
    )
    following, closed = number.last + 1, False
    if signs.bracket and following < len(tokens) and tokens[following].text == ")":
        following, closed = following + 1, True
        found.last += 1
        power, found.last = _scale_after(tokens, following, found.last)
        found.value, following = EXACT.multiply(value, Decimal(10) ** power), found.last + 1
        found.power = found.power or power
    if signs.money >= 0:
        found.kind, found.unit, found.left = MONEY, tokens[signs.money].value_of("currency"), True
        found.money = signs.money
    else:
        following = _skip_hedge(tokens, found, following)
        unit = read_unit(tokens, following, number)
        if unit is not None:
            _apply(tokens, found, unit)
        elif _is_run_on(tokens, found.last + 1):
            return None
    if closed and found.kind == MONEY:
        signs.minus = True
    elif signs.bracket and not signs.minus_written:
        found.first = signs.without_bracket
        if closed:
            found.last = number.last
            found.value, found.power = value, number.power
            if signs.money < 0:
                found.kind, found.unit = "", None
    if signs.minus or signs.minus_written:
        found.value, found.digits = -found.value, -found.digits
    return found


def _scale_after(tokens: Sequence[Token], place: int, last: int) -> tuple[int, int]:
    if place < len(tokens) and tokens[place].has("scale"):
        return int(tokens[place].senses["scale"].value), place
    return 0, last


def _apply(tokens: Sequence[Token], found: Figure, unit: Unit) -> None:
    found.kind, found.unit, found.last = unit.kind, unit.name, unit.last
    if unit.power:
        found.value = EXACT.multiply(found.value, Decimal(10) ** unit.power)
        found.power += unit.power if unit.power > 0 else 0
    if unit.kind == MONEY and not unit.power:
        found.money = unit.last
        _minor(tokens, found)


def _minor(tokens: Sequence[Token], found: Figure) -> None:
    """Add the minor unit: "8 сомов 40 тыйынов"."""
    here = found.last + 1
    if here < len(tokens) and tokens[here].has("and"):
        here += 1
    if here + 1 >= len(tokens) or tokens[here].kind not in {NUMBER, WORD}:
        return
    part = read_number(tokens, here)
    if part is None or part.value is None or part.last + 1 >= len(tokens) or not 0 <= part.value < 100:  # noqa: PLR2004
        return
    if tokens[part.last + 1].value_of("minor") == found.unit:
        found.value = EXACT.add(found.value, part.value.scaleb(-_CENT))
        found.last = part.last + 1
        found.is_single = False


def _skip_hedge(tokens: Sequence[Token], found: Figure, following: int) -> int:
    """Take a hedge between the number and its unit: "500 мыңнан астам теңге"."""
    if following >= len(tokens):
        return following
    token = tokens[following]
    case = tokens[found.last].case
    for role, cases in (("hedge:after_abl", ("abl", "posabl")), ("hedge:after_dat", ("dat", "posdat"))):
        if token.has(role) and case in cases:
            unit = read_unit(tokens, following + 1, None)
            if unit is not None:
                found.hedge = token.senses[role].value
                return following + 1
    return following


def read_unit(tokens: Sequence[Token], place: int, number: Number | None) -> Unit | None:
    """Read the unit that begins at a token, after a number: a currency, a percent sign, a physical unit, "-fold"."""
    if place >= len(tokens):
        return None
    if tokens[place].kind == DASH and is_glued(tokens, place) and is_glued(tokens, place + 1):
        place += 1
        if tokens[place].kind != WORD:
            return None
    token = tokens[place]
    if token.kind == BREAK:
        return None
    if token.has("points"):
        return Unit("percent", token.value_of("points"), place)
    if token.has("percent"):
        following = place + 1
        if following < len(tokens) and tokens[following].has("points"):
            return Unit("percent", tokens[following].value_of("points"), following)
        return Unit("percent", "%", place)
    if token.has("times"):
        return _times_unit(tokens, place)
    return _money_or_unit(tokens, place, number)


def _times_unit(tokens: Sequence[Token], place: int) -> Unit | None:
    """Read "times" and "-fold", but not "three times a week"."""
    following = place + 1
    if following < len(tokens) and tokens[following].has("article", "per", "every", "per_year"):
        if tokens[following].has("per_year"):
            return None
        beyond = following + 1
        if beyond < len(tokens) and tokens[beyond].has("year", "months", "quarter", "time"):
            return None
    return Unit("multiple", None, place)


def _money_or_unit(tokens: Sequence[Token], place: int, number: Number | None) -> Unit | None:
    token = tokens[place]
    if token.has("country") and is_money(tokens, place + 1):
        return Unit(MONEY, tokens[place + 1].value_of("currency"), place + 1)
    if token.has("unit") and not (token.has("currency") and number is not None and number.power):
        return _physical(tokens, place)
    if is_money(tokens, place):
        return Unit(MONEY, token.value_of("currency"), place)
    if token.has("counter") and _counts_people(tokens, place):
        following = place + 1
        has_noun = following < len(tokens) and tokens[following].value_of("unit") == token.value_of("counter")
        return Unit("quantity", token.value_of("counter"), following if has_noun else place)
    if token.has("minor"):
        return Unit(MONEY, token.value_of("minor"), place, power=-_CENT)
    return None


def _counts_people(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a counter such as "nafar" stands for people, and not before a noun that says who they are."""
    following = place + 1
    if tokens[place].case or following >= len(tokens) or tokens[following].kind != WORD:
        return True
    token = tokens[following]
    if token.value_of("unit") == tokens[place].value_of("counter") or token.has(*_NO_NOUNS):
        return True
    return following + 1 < len(tokens) and tokens[following + 1].has("light_verb")


def _physical(tokens: Sequence[Token], place: int) -> Unit:
    code = tokens[place].senses["unit"].value
    name, power = _MULTIPLIED.get(code, (code, 0))
    found = Unit("quantity", name, place, power)
    here = place + 1
    if here < len(tokens) and (tokens[here].has("per") or tokens[here].text == "/"):
        here += 1
        while here < len(tokens) and tokens[here].has("each", "every", "article"):
            here += 1
        if here < len(tokens):
            of = tokens[here].value_of("unit")
            if name == "c" and of == "ha":
                found.name, found.last = "c/ha", here
            elif name == "bbl" and of == "d":
                found.name, found.last = "bbl/d", here
            elif name == "t" and tokens[here].has("year"):
                found.name, found.last = "t/y", here
    elif here < len(tokens) and name == "t" and tokens[here].has("per_year"):
        found.name, found.last = "t/y", here
    return found


def _is_run_on(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a number goes on without a space, as part of a name or a word: 5G, 15-летний, 3.5.1-a."""
    if not is_glued(tokens, place):
        return False
    token = tokens[place]
    if token.kind == WORD:
        return True
    if token.kind != DASH or not is_glued(tokens, place + 1):
        return False
    return tokens[place + 1].kind == WORD and not tokens[place + 1].has("number")


@final
@attrs.define(slots=True, eq=False)
class _Left:
    """What stands before a number: signs, a currency, an opening bracket."""

    first: int
    money: int = -1
    minus: bool = False
    minus_written: bool = False
    bracket: bool = False
    without_bracket: int = -1

    @classmethod
    def of(cls, tokens: Sequence[Token], place: int, after: int) -> "_Left":
        found = cls(place)
        for _ in range(4):  # a sign, a currency, a bracket, a word for minus
            here = found.first - 1
            if here <= after or here < 0:
                break
            token = tokens[here]
            if found.money < 0 and _may_lead(tokens, here):
                found.money = found.first = here
            elif not found.minus_written and _is_sign(tokens, here, after):
                found.minus_written = token.text != "+"
                found.first = here
                if token.text == "+":
                    break
            elif token.text == "(" and not found.bracket and is_glued(tokens, here + 1):
                found.bracket, found.without_bracket, found.first = True, found.first, here
            elif token.has("minus") and not found.minus_written:
                found.minus_written, found.first = True, here
            else:
                break
        return found


def _may_lead(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a token is a currency that may stand before the number: a sign or a code, no name."""
    token = tokens[place]
    if not token.has("currency") or token.case:
        return False
    return not token.text.isalpha() or (token.upper and len(token.text) == _CODE)


def _is_sign(tokens: Sequence[Token], place: int, after: int) -> bool:
    """Tell whether a dash or a plus is a sign: it touches what follows, and nothing before it."""
    token = tokens[place]
    if token.text not in {"-", "+"} or not is_glued(tokens, place + 1):
        return False
    before = place - 1
    if not is_glued(tokens, place):
        return True
    return before > after and (
        tokens[before].text in {"(", "«", '"', "“", "[", ":", "="} or tokens[before].has("currency")
    )


def _is_named(tokens: Sequence[Token], place: int, signs: _Left) -> bool:
    """Tell whether the number belongs to a name or a reference: G7, COVID-19, No 15, статья 5."""
    here = signs.first - 1
    if here < 0:
        return False
    token = tokens[here]
    if signs.first == place and is_glued(tokens, place):
        if token.kind == WORD or token.text in {"#", "№", "_", "&", "@"}:
            return True
        if token.kind == DASH and here and is_glued(tokens, here):
            return tokens[here - 1].kind == WORD and not tokens[here - 1].has(
                "scale", "unit", "percent", "currency", "number"
            )
        if (
            token.text in {".", ",", ":", "/", "'"}
            and here
            and is_glued(tokens, here)
            and tokens[here - 1].kind == NUMBER
        ):
            return token.text != "/" and token.text != ":"
    is_plain = tokens[place].text.isdigit() and not (place + 1 < len(tokens) and tokens[place + 1].has("scale"))
    return (token.has("id") and is_plain) or token.text in {"№", "#"}
