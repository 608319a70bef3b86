"""Units: what a number counts, as the words and signs after it say: a currency, percent, "-fold", tonnes."""

from collections.abc import Sequence
from typing import Final, final

import attrs

from centralasia.grammar.numerals import is_glued
from centralasia.grammar.tokens import DASH, NUMBER, WORD, Token

__all__ = ["MINOR", "MONEY", "Unit", "is_money", "is_nominal", "plays", "read_unit"]

MONEY: Final = "money"
MINOR: Final = -2
"""The power of ten of a minor unit: cents, tiyn."""

_MULTIPLIED: Final = {"bcm": ("m3", 9)}
_DAY: Final = "d"
_FLOWING: Final = frozenset({"km", "m", "m3", "L"})
"""What goes or flows so much an hour, in words too: "60 km an hour"."""
_BELOW: Final = frozenset({"kg", "g", "t", "L", "m", "m2", "m3", "km", "ha", "kWh", "person"})
"""What may stand below the stroke of a unit, and above it."""
_ABOVE: Final = _BELOW - {"person"} | {"MW", "GW", "MWh", "GWh", "TWh", "Gcal"}
_NOMINALS: Final = frozenset({"10", "100", "1000"})
_CROSSES: Final = frozenset({"x", "×"})
_BY: Final = frozenset({"в", "во", "на", "от", "до"})
_OF_ORDINALS: Final = frozenset({"м", "х", "т", "г"})
"""Letters that end an ordinal behind a hyphen: "под 10-м номером"."""
_IN_A_COUNT: Final = ("number", "and", "plus_half", "scale", "hedge:before")
"""Roles of words between "в" and "раза"."""
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
"""Roles of words that may follow a counter of people without saying who they are."""


@final
@attrs.frozen
class Unit:
    """What a number counts.

    Attributes:
        kind: The kind of the figure: money, percent, multiple, quantity.
        name: The code of the currency or unit, None for a multiple.
        last: The place of its last token.
        power: The power of ten in it, as in bcm or cents.
    """

    kind: str
    name: str | None
    last: int
    power: int = 0


def plays(tokens: Sequence[Token], place: int, *roles: str) -> bool:
    """Tell whether there is a token at a place, and whether it can play one of these roles."""
    return 0 <= place < len(tokens) and tokens[place].has(*roles)


def is_money(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a token names a currency; a single letter does with a point only, as in "500 р."."""
    if not plays(tokens, place, "currency"):
        return False
    token = tokens[place]
    return len(token.text) > 1 or token.dot or not token.text.isalpha()


def read_unit(tokens: Sequence[Token], place: int) -> Unit | None:
    """Read the unit that begins at a token, or behind a hyphen there: "5 сомов", "15-percent", "3-fold".

    Args:
        tokens: The text.
        place: Where it would begin.

    Returns:
        The unit, or None where none begins there.
    """
    is_hyphen = place < len(tokens) and tokens[place].kind == DASH
    if is_hyphen and is_glued(tokens, place) and is_glued(tokens, place + 1) and tokens[place + 1].kind == WORD:
        place += 1
        if tokens[place].text in _OF_ORDINALS:
            return None
    if place >= len(tokens):
        return None
    return (
        _percent(tokens, place)
        or _times(tokens, place)
        or _of_country(tokens, place)
        or _physical(tokens, place)
        or _money(tokens, place)
        or _people(tokens, place)
    )


def _percent(tokens: Sequence[Token], place: int) -> Unit | None:
    """Read percent and points; "5% points" are points."""
    token, following = tokens[place], place + 1
    if token.has("points"):
        return Unit("percent", token.value_of("points"), place)
    if not token.has("percent"):
        return None
    if plays(tokens, following, "points"):
        return Unit("percent", tokens[following].value_of("points"), following)
    return Unit("percent", "%", place)


def _times(tokens: Sequence[Token], place: int) -> Unit | None:
    """Read "times" and "-fold", but not "three times a week" and "3 x 4 m"."""
    following = place + 1
    if not tokens[place].has("times") or plays(tokens, following, "per_year", "article"):
        return None
    is_often = plays(tokens, following, "per", "every") and plays(tokens, following + 1, "year", "months", "quarter")
    is_product = tokens[place].text in _CROSSES and following < len(tokens) and tokens[following].kind == NUMBER
    return None if is_often or is_product or _counts_occasions(tokens, place) else Unit("multiple", None, place)


def _counts_occasions(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether Russian "раза" counts occasions, as in "снизил три раза": a factor has "в" or "на" before it."""
    if tokens[place].text not in {"раз", "раза"}:
        return False
    here = place - 1
    while here >= 0 and tokens[here].text not in _BY and not tokens[here].text.endswith(" в"):
        if tokens[here].kind not in {NUMBER, DASH} and not tokens[here].has(*_IN_A_COUNT):
            return True
        here -= 1
    return here < 0


def _of_country(tokens: Sequence[Token], place: int) -> Unit | None:
    """Read a currency behind the country it is of: "5 млн казахстанских тенге"."""
    following = place + 1
    if not tokens[place].has("country") or not is_money(tokens, following):
        return None
    return Unit(MONEY, tokens[following].value_of("currency"), following)


def _money(tokens: Sequence[Token], place: int) -> Unit | None:
    token = tokens[place]
    if is_money(tokens, place):
        return Unit(MONEY, token.value_of("currency"), place)
    return Unit(MONEY, token.value_of("minor"), place, MINOR) if token.has("minor") else None


def _people(tokens: Sequence[Token], place: int) -> Unit | None:
    """Read a counter such as "nafar", alone or with the noun for people; not before a noun that says who they are."""
    counted, following = tokens[place].value_of("counter"), place + 1
    if counted is None:
        return None
    if plays(tokens, following, "unit") and tokens[following].value_of("unit") == counted:
        return Unit("quantity", counted, following)
    is_last = bool(tokens[place].case) or following >= len(tokens) or tokens[following].kind != WORD
    if is_last or plays(tokens, following, *_NO_NOUNS) or plays(tokens, following + 1, "light_verb"):
        return Unit("quantity", counted, place)
    return None


def _physical(tokens: Sequence[Token], place: int) -> Unit | None:
    """Read a unit of measure with what it is per."""
    code, following = tokens[place].value_of("unit"), place + 1
    if code is None:
        return None
    name, power = _MULTIPLIED.get(code, (code, 0))
    is_stroke = following < len(tokens) and tokens[following].text == "/"
    if not is_stroke and not plays(tokens, following, "per"):
        return Unit("quantity", name, place, power)
    here = following + 1
    while plays(tokens, here, "each", "every", "article"):
        here += 1
    is_stroke = is_stroke and is_glued(tokens, following) and is_glued(tokens, here)
    if is_stroke and is_nominal(tokens[here]):
        return None
    rate = _rate(tokens, here, code) or _compound(tokens, here, name, is_stroke=is_stroke)
    return Unit("quantity", name, place, power) if rate is None else Unit("quantity", rate, here, power)


def is_nominal(token: Token) -> bool:
    """Tell whether a numeral says how much of something a figure is for, as in "5 L/100 km".

    Args:
        token: The token after the stroke.
    """
    return token.text in _NOMINALS


def _rate(tokens: Sequence[Token], place: int, code: str) -> str | None:
    """Give the unit that a quantity becomes by what it is per: tonnes a year, centners a hectare."""
    if code == "t" and plays(tokens, place, "year"):
        return "t/y"
    return "c/ha" if code == "c" and plays(tokens, place, "unit") and tokens[place].value_of("unit") == "ha" else None


def _compound(tokens: Sequence[Token], place: int, name: str, *, is_stroke: bool) -> str | None:
    """Give the unit of a speed, a flow or a density, which is no length, volume or mass: km/h, m3/s, kg/m2."""
    if place >= len(tokens):
        return None
    time, below = tokens[place].value_of("clock"), tokens[place].value_of("unit")
    if time is not None and (is_stroke or (name in _FLOWING and time != _DAY)):
        return f"{name}/{time}"
    return f"{name}/{below}" if is_stroke and below in _BELOW and name in _ABOVE else None
