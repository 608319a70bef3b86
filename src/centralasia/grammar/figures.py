"""Figures: a number with its sign and its currency or unit, on either side of it."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, final

import attrs

from centralasia.grammar.currencies import is_known_by_name
from centralasia.grammar.numerals import Number, is_glued, is_plus, read_number, scaled
from centralasia.grammar.ratios import read_part
from centralasia.grammar.tokens import ABLATIVE, BREAK, DASH, DATIVE, NUMBER, WORD, Token
from centralasia.grammar.units import MINOR, MONEY, Unit, is_money, is_nominal, plays, read_unit
from centralasia.numbers.exact import EXACT

__all__ = ["Figure", "is_money", "read_figure"]

_CODE: Final = 3  # letters, of KZT as of RMB
_SMALL: Final = 2  # figures of the number in a name
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100
_OF_MONEY: Final = frozenset({"in", "constant", "current", "real"})
"""Words before the year of which money is."""
_MINORS: Final = 100  # in one of the currency
_SHARED_MINORS: Final = (frozenset({"USD", "EUR"}), frozenset({"KZT", "KGS", "UZS"}), frozenset({"RUB", "BYN"}))
"""Currencies whose minor units share a name: the cent, the tiyn, the kopeck."""
_LEFT: Final = 4  # what may stand before a number: a sign, a currency, a bracket, a word for minus
_OPENING: Final = frozenset({"(", "«", '"', "“", "[", ":", "="})
_OF_NAMES: Final = frozenset({"#", "№", "_", "&", "@"})
_INSIDE_NUMBERS: Final = frozenset({".", ",", "'"})
_OF_FIGURES: Final = ("scale", "unit", "percent", "currency", "number")
"""Roles of words that a dash may join to a figure: what it joins to another word is a name, as COVID-19 is."""


@final
@attrs.define(slots=True, eq=False)
class Figure:
    """A figure while it is being read.

    Attributes:
        first: The place of its first token.
        last: The place of its last token.
        value: The figure; the lower end of a range.
        number: The place of the first token of the number itself.
        kind: The kind of mention, blank as long as no unit is known.
        unit: The currency or unit.
        digits: The figure before its scale.
        power: The power of ten of its scale.
        high: The upper end of a range, else None.
        left: Whether the currency stands before the number.
        hedge: The hedge, blank for none.
        in_words: Whether the number has no digits.
        money: The place of the token that names the currency, -1 for none.
        exact: A ratio as the fraction that it is.
        is_single: Whether it is one number, rather than several joined, as in "8 soms 40 tyiyn".
        fixed: Whether no hedge may be added: one end of "rose from 7 to 9%".
        shares: The figure that has the unit for both: the next of a list, the point reached.

    Examples:
        >>> from centralasia.grammar import tokenize
        >>> from centralasia.languages import lexicon
        >>> figure = read_figure(tokenize("-€2.5 bn", lexicon("en")), 2, -1)
        >>> figure.kind, figure.unit, int(figure.value), figure.digits, figure.power, figure.left
        ('money', 'EUR', -2500000000, Decimal('-2.5'), 9, True)
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
    exact: Fraction | None = None
    is_single: bool = True
    fixed: bool = False
    shares: "Figure | None" = None


def read_figure(tokens: Sequence[Token], place: int, after: int) -> Figure | None:
    """Read the figure whose number begins at a token.

    Args:
        tokens: The text.
        place: Where the number would begin.
        after: The last token that belongs to another figure.

    Returns:
        The figure; its kind is blank if no unit stands beside the number. None if there is no number, or one that is
        part of a name or a reference: G7, COVID-19, No 15.

    Examples:
        >>> from centralasia.grammar import tokenize
        >>> from centralasia.languages import lexicon
        >>> figure = read_figure(tokenize("долг 8 сомов 40 тыйынов", lexicon("ru")), 1, -1)
        >>> figure.value, figure.unit, figure.first, figure.last
        (Decimal('8.40'), 'KGS', 1, 4)
    """
    part = read_part(tokens, place)
    if part is not None:
        return Figure(place, part.last, part.value, place, kind=part.kind, exact=part.exact, in_words=True)
    signs = _Left.of(tokens, place, after)
    number = read_number(tokens, place, has_currency=signs.money >= 0)
    if number is None or number.value is None or _is_named(tokens, place, signs.first):
        return None
    if not signs.bracket:
        return _plain(tokens, place, number, signs)
    return _in_brackets(tokens, place, number, signs) or _plain(tokens, place, number, _Left(place))


@final
@attrs.define(slots=True, eq=False)
class _Left:
    """What stands before a number: signs, a currency, an opening bracket."""

    first: int
    money: int = -1
    minus: bool = False
    bracket: bool = False

    @classmethod
    def of(cls, tokens: Sequence[Token], place: int, after: int) -> "_Left":
        found = cls(place)
        for here in range(place - 1, max(after, place - 1 - _LEFT), -1):
            token = tokens[here]
            if found.money < 0 and _may_lead(token):
                found.money = here
            elif token.text == "(" and here == place - 1 and is_glued(tokens, place):
                found.bracket = True
            elif not found.minus and (token.has("minus") or _is_sign(tokens, here, after)):
                found.minus = token.text != "+"
            else:
                break
            found.first = here
            if token.text == "+":
                break
        return found


def _may_lead(token: Token) -> bool:
    """Tell whether a token is a currency that may stand before the number: a sign or a code, no name."""
    if not token.has("currency") or token.case:
        return False
    if " " in token.text and token.text[-1].isalpha():
        return False
    return not token.text.isalpha() or (token.upper and len(token.text) == _CODE)


def _is_sign(tokens: Sequence[Token], place: int, after: int) -> bool:
    """Tell whether a dash or a plus is a sign: it touches what follows, and nothing before it."""
    if tokens[place].text not in {"-", "+"} or not is_glued(tokens, place + 1):
        return False
    if not is_glued(tokens, place) or tokens[place - 1].kind == BREAK:
        return True
    before = place - 1
    return before > after and (tokens[before].text in _OPENING or tokens[before].has("currency"))


def _is_named(tokens: Sequence[Token], place: int, first: int) -> bool:
    """Tell whether the number belongs to a name or a reference: G7, COVID-19, No 15, статья 5."""
    if not first:
        return False
    if first == place and is_glued(tokens, place) and _is_tail(tokens, place):
        return True
    before = tokens[first - 1]
    if tokens[first].kind == WORD and is_glued(tokens, first) and before.kind in {NUMBER, WORD}:
        return True  # KZ86125KZT5004100100
    is_plain = tokens[place].text.isdigit() and not plays(tokens, place + 1, "scale")
    return (before.has("id") and is_plain) or before.text in {"№", "#"}


def _is_tail(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a number without a space before it goes on with a word, a name, or another number."""
    joint = tokens[place - 1]
    if joint.kind == WORD or joint.text in _OF_NAMES:
        return True
    if not is_glued(tokens, place - 1):
        return False
    before = tokens[place - 2]
    if joint.text == "/" and is_nominal(tokens[place]) and before.has("unit"):
        return True  # 5 L/100 km
    if joint.kind == DASH:
        return before.kind == WORD and not before.has(*_OF_FIGURES)
    return joint.text in _INSIDE_NUMBERS and before.kind == NUMBER


def _plain(tokens: Sequence[Token], place: int, number: Number, signs: _Left) -> Figure | None:
    """Read a number with the currency before it, or with its unit after it."""
    found = _numbered(place, number)
    found.first = signs.first
    if signs.money >= 0:
        if _is_numbered_name(tokens, place, number, signs):
            return None
        _lead(tokens, found, signs)
    else:
        following = _skip_hedge(tokens, found)
        unit = read_unit(tokens, following)
        if unit is not None:
            if unit.kind == MONEY and _is_base_year(tokens, place, number):
                return None
            _apply(tokens, found, unit)
        elif _is_run_on(tokens, found.last + 1):
            return None
        if _is_site(tokens, number.last):
            return None
    return _negative(found) if signs.minus else found


def _is_numbered_name(tokens: Sequence[Token], place: int, number: Number, signs: _Left) -> bool:
    """Tell whether what looks like a code is a name with a number: COP29, World CUP 2024, ALL 5.

    Codes of currencies that have a name here are none; the others are, before a small number or a year.
    """
    token = tokens[signs.money]
    if token.kind != WORD or len(token.text) != _CODE or number.last != place or not tokens[place].text.isdigit():
        return False
    is_short = len(tokens[place].text) <= _SMALL or _is_year(tokens[place])
    return is_short and not is_known_by_name(str(token.value_of("currency")))


def _is_base_year(tokens: Sequence[Token], place: int, number: Number) -> bool:
    """Tell whether a year says of when the money is: "constant 2015 US$", "in 2023 dollars"."""
    if not place or number.last != place or not _is_year(tokens[place]):
        return False
    return tokens[place - 1].text in _OF_MONEY


def _is_year(token: Token) -> bool:
    return token.text.isdigit() and token.value is not None and _FIRST_YEAR <= token.value <= _LAST_YEAR


def _in_brackets(tokens: Sequence[Token], place: int, number: Number, signs: _Left) -> Figure | None:
    """Read an amount that accountants write as negative: "$(640.25)", "(640,5) млн сомов"; None if it is none."""
    found = _numbered(place, number)
    found.first, found.last = signs.first, number.last + 1
    if found.last >= len(tokens) or tokens[found.last].text != ")":
        return None
    if plays(tokens, found.last + 1, "scale"):
        found.last += 1
        found.power = int(tokens[found.last].senses["scale"].value)
        found.value = scaled(found.value, found.power)
    if signs.money >= 0:
        _lead(tokens, found, signs)
        return _negative(found)
    unit = read_unit(tokens, found.last + 1)
    if unit is None or unit.kind != MONEY:
        return None
    _apply(tokens, found, unit)
    return _negative(found)


def _numbered(place: int, number: Number) -> Figure:
    return Figure(
        place,
        number.last,
        number.value or Decimal(0),
        place,
        digits=number.digits,
        power=number.power,
        in_words=number.in_words,
        hedge=number.hedge,
    )


def _lead(tokens: Sequence[Token], found: Figure, signs: _Left) -> None:
    """Give a figure the currency that stands before it."""
    found.kind, found.unit, found.left = MONEY, tokens[signs.money].value_of("currency"), True
    found.money = signs.money


def _negative(found: Figure) -> Figure:
    found.value, found.digits = found.value.copy_negate(), found.digits.copy_negate()
    return found


def _apply(tokens: Sequence[Token], found: Figure, unit: Unit) -> None:
    """Give a figure the unit that stands after it."""
    found.kind, found.unit, found.last = unit.kind, unit.name, unit.last
    if unit.power:
        found.value = scaled(found.value, unit.power)
        found.power += max(0, unit.power)
    elif unit.kind == MONEY:
        found.money = unit.last
        _add_minor(tokens, found)


def _add_minor(tokens: Sequence[Token], found: Figure) -> None:
    """Add the minor unit: "8 сомов 40 тыйынов"."""
    here = found.last + 1
    if plays(tokens, here, "and"):
        here += 1
    part = read_number(tokens, here) if here < len(tokens) else None
    if part is None or part.value is None or not 0 <= part.value < _MINORS:
        return
    last = part.last + 1
    minor = tokens[last].value_of("minor") if last < len(tokens) else None
    if minor is None or not (minor == found.unit or any({minor, found.unit} <= shared for shared in _SHARED_MINORS)):
        return
    found.value = EXACT.add(found.value, scaled(part.value, MINOR))
    found.last, found.is_single = last, False


def _skip_hedge(tokens: Sequence[Token], found: Figure) -> int:
    """Take a hedge between the number and its unit: "500 мыңнан астам теңге"; give where the unit begins."""
    following = found.last + 1
    case = tokens[found.last].case
    if is_plus(tokens, following) and read_unit(tokens, following + 2) is not None:
        found.hedge = "at_least"
        return following + 2
    roles = (
        ("hedge:after_abl", ABLATIVE),
        ("hedge:after_dat", DATIVE),
        ("hedge:after", frozenset[str]()),
    )
    for role, cases in roles:
        if (
            (case in cases or not cases)
            and plays(tokens, following, role)
            and read_unit(tokens, following + 1) is not None
        ):
            found.hedge = tokens[following].senses[role].value
            return following + 1
    return following


def _is_site(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a numeral goes on behind a point, as in the name of a site: 24.kg."""
    token, following = tokens[place], place + 1
    if token.kind != NUMBER or not token.dot or following >= len(tokens):
        return False
    return tokens[following].kind == WORD and tokens[following].start == token.end + 1


def _is_run_on(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a number goes on without a space, as part of a name or a word: 5G, 15-летний, 3.5.1-a."""
    if not is_glued(tokens, place):
        return False
    if tokens[place].kind == WORD:
        return True
    if tokens[place].kind != DASH or not is_glued(tokens, place + 1):
        return False
    return tokens[place + 1].kind == WORD and not tokens[place + 1].has("number")
