"""Figures that belong together: ranges, one point and another of a change, and lists that share unit and scale."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from centralasia.grammar.figures import Figure
from centralasia.grammar.hedges import FAR, VERB_LAST, case_at, changes, moves
from centralasia.grammar.numerals import is_glued, scaled
from centralasia.grammar.tokens import ABLATIVE, DASH, DATIVE, Token
from centralasia.grammar.units import read_unit

__all__ = ["join"]

_LARGE: Final = 1000  # a figure as large has no share in the scale of its neighbour
_TO_COME: Final = frozenset({"to", "will", "would", "could", "may", "might", "can", "should"})
"""Words before a verb of change that make of what follows a range: "will rise by 5% to 7%"."""
_COMMAS: Final = frozenset({",", ";"})
_ELLIPSES: Final = frozenset({"…", "...", ".."})
_BACK: Final = 8  # tokens in which a word of forecasting is looked for before a figure
_AHEAD: Final = 10  # and after it


def join(tokens: Sequence[Token], figures: list[Figure], tag: str) -> list[Figure]:
    """Join the ends of ranges, and hand units and scales to those that share them.

    Args:
        tokens: The text.
        figures: The figures in order; those without a unit have a blank kind.
        tag: The language.

    Returns:
        The figures, one for each range.
    """
    return _listed(tokens, _ranged(tokens, figures, tag))


def _ranged(tokens: Sequence[Token], figures: Sequence[Figure], tag: str) -> list[Figure]:
    found: list[Figure] = []
    place = 0
    while place < len(figures):
        figure = figures[place]
        other = figures[place + 1] if place + 1 < len(figures) else None
        if other is not None and _is_apart(figure, other):
            other = None
        joined = None if other is None else _pair(tokens, figure, other, tag)
        if joined is None or other is None:
            found.append(figure)
            place += 1
        else:
            found += joined
            place += 2
    return found


def _is_apart(one: Figure, other: Figure) -> bool:
    """Tell whether two figures cannot be the ends of one range: a part of a whole, or a range already."""
    return "ratio" in {one.kind, other.kind} or one.high is not None


def _pair(tokens: Sequence[Token], one: Figure, other: Figure, tag: str) -> list[Figure] | None:
    """Make one range of two figures, or two figures of one change; None if they have nothing to do with each other."""
    between = tokens[one.last + 1 : other.first]
    before = tokens[one.first - 1] if one.first else None
    opened = before is not None and before.has("from:before")
    if (
        len(between) == 1
        and between[0].kind == DASH
        and not (is_glued(tokens, one.last + 1) != is_glued(tokens, other.first) and one.kind and other.kind)
    ):
        return _range(one, other, one.first)
    if len(between) == 1 and between[0].text in _ELLIPSES:
        return _range(one, other, one.first)
    if before is not None and before.has("between") and len(between) == 1 and between[0].has("and"):
        return _range(one, other, one.first - 1)
    following = other.last + 1
    if len(between) == 1 and between[0].has("and") and following < len(tokens) and tokens[following].has("between"):
        joined = _range(one, other, one.first)
        if joined is not None:
            joined[0].last = following
        return joined
    if opened and len(between) > 1 and between[0].has("and"):  # "от 5 и до 7"
        between = between[1:]
    if len(between) == 1 and between[0].has("to:before"):
        return _from_to(tokens, one, other, opened=opened, tag=tag)
    return _turkic(tokens, one, other, between, tag)


def _from_to(tokens: Sequence[Token], one: Figure, other: Figure, *, opened: bool, tag: str) -> list[Figure] | None:
    """Read "from 7 to 9": two points of a change, or one range."""
    if not opened:
        is_plain = tokens[other.first - 1].senses["to:before"].value != "point"
        return _range(one, other, one.first) if tag == "en" and is_plain and not _is_step(tokens, one, other) else None
    preposition = tokens[one.first - 1].senses["from:before"]
    to_point = tokens[other.first - 1].senses["to:before"].value == "point"
    is_change = preposition.value == "exact" or (
        preposition.value != "at_least"
        and changes(tokens, one.first - 1, other.last, tag)
        and not _is_forecast(tokens, one.first - 2, other.last, tag)
    )
    if to_point and not is_change:
        return None
    return _points(one, other) if is_change else _range(one, other, one.first - 1)


def _is_step(tokens: Sequence[Token], one: Figure, other: Figure) -> bool:
    """Tell a change and the point reached from a range: "rose $1.20 to $74.35", "fell by 3% to 40% of GDP"."""
    verb = one.first - 1
    while verb > 0 and tokens[verb].has("hedge:before"):
        verb -= 1
    is_by = verb > 0 and tokens[verb].text == "by"
    verb -= is_by
    if not (one.kind and other.kind) or moves(tokens, verb) != "" or tokens[verb].value_of("change") == "noun":
        return False
    near = tokens[max(0, verb - _BACK) : verb]
    if near and (near[-1].text in _TO_COME or any(token.has("forecast") for token in near)):
        return False
    return is_by or one.kind != "percent" or one.value.copy_abs() * FAR <= other.value.copy_abs()


def _is_forecast(tokens: Sequence[Token], place: int, last: int, tag: str) -> bool:
    """Tell whether a change is foreseen: "predicts growth from 5 to 6%", "5 foizdan 6 foizgacha o'sishi kutilmoqda".

    Args:
        tokens: The text.
        place: Where a noun of change may stand before the figures.
        last: Where they end.
        tag: The language: where the verb ends the clause, it is the verb that tells.
    """
    if tag in VERB_LAST:
        near = range(last + 1, min(len(tokens), last + 1 + _AHEAD))
    elif place >= 1 and tokens[place].value_of("change") == "noun":
        near = range(max(0, place - _BACK), place)
    else:
        return False
    return any(tokens[each].has("forecast") and tokens[each].sentence == tokens[last].sentence for each in near)


def _turkic(
    tokens: Sequence[Token], one: Figure, other: Figure, between: Sequence[Token], tag: str
) -> list[Figure] | None:
    """Read "7%-дан 9%-ға дейін" and "7 dan 9 gacha foiz": from in the ablative, to in the dative or with a word."""
    if between or case_at(tokens, one.last) not in ABLATIVE:
        return None
    following = other.last + 1
    case = case_at(tokens, other.last)
    closed = following < len(tokens) and tokens[following].has("to:after_dat")
    if not (closed or case == "to" or case in DATIVE):
        return None
    last = following if closed else other.last
    is_change, is_ceiling = changes(tokens, one.first, last, tag), closed or case == "to"
    if is_change and not (is_ceiling and _is_forecast(tokens, one.first, last, tag)):
        return _points(one, other)
    joined = _range(one, other, one.first) if is_ceiling else None
    if joined is None and is_change:  # foreseen to fall
        return _points(one, other)
    if joined is not None and closed:
        joined[0].last = last
        _unit_behind(tokens, joined[0])
    return joined


def _unit_behind(tokens: Sequence[Token], figure: Figure) -> None:
    """Give a range the unit that follows its last word: "7 dan 9 gacha foiz"."""
    unit = None if figure.kind else read_unit(tokens, figure.last + 1)
    if unit is None or figure.high is None:
        return
    figure.kind, figure.unit, figure.last = unit.kind, unit.name, unit.last
    figure.value, figure.high = scaled(figure.value, unit.power), scaled(figure.high, unit.power)


def _share_unit(one: Figure, other: Figure) -> bool:
    """Give both figures one unit and scale; tell whether they have one."""
    if one.kind and other.kind and (one.kind, one.unit) != (other.kind, other.unit):
        return False
    if not one.kind:
        one.kind, one.unit = other.kind, other.unit
    elif not other.kind:
        other.kind, other.unit = one.kind, one.unit
    return True


def _scaled(one: Figure, other: Figure) -> Decimal:
    """Give the first of two figures in the scale of the second, where it has none of its own."""
    return scaled(one.value, other.power) if _takes_scale(one, other) else one.value


def _takes_scale(one: Figure, other: Figure) -> bool:
    return not one.power and other.power > 0 and one.digits.copy_abs() < _LARGE and one.is_single


def _range(one: Figure, other: Figure, first: int) -> list[Figure] | None:
    had = one.kind, one.unit, other.kind, other.unit
    if not _share_unit(one, other):
        return None
    low = _scaled(one, other)
    if low >= other.value:
        low = one.value
    if low >= other.value:
        one.kind, one.unit, other.kind, other.unit = had
        return None
    one.first, one.last, one.value, one.high = first, other.last, low, other.value
    one.digits, one.power, one.hedge = other.digits, other.power, ""
    one.money = max(one.money, other.money)
    return [one]


def _points(one: Figure, other: Figure) -> list[Figure] | None:
    if not _share_unit(one, other):
        return None
    one.value, one.power = _scaled(one, other), one.power or other.power
    one.fixed = other.fixed = True
    one.shares = other
    return [one, other]


def _listed(tokens: Sequence[Token], figures: list[Figure]) -> list[Figure]:
    """Hand the unit and the scale of the last member of a list to those before it."""
    for place in range(len(figures) - 2, -1, -1):
        one, other = figures[place], figures[place + 1]
        if not other.kind or other.kind == "ratio" or not _belong(tokens, one, other):
            continue
        if not one.kind:
            one.kind, one.unit, one.shares = other.kind, other.unit, other
        elif (one.kind, one.unit, one.left) != (other.kind, other.unit, True):
            continue
        if one.kind == other.kind and _takes_scale(one, other):
            one.value, one.power = scaled(one.value, other.power), other.power
            one.high = None if one.high is None else scaled(one.high, other.power)
    return figures


def _belong(tokens: Sequence[Token], one: Figure, other: Figure) -> bool:
    """Tell whether two figures are members of one list, so that the last one's unit and scale are for both."""
    between = tokens[one.last + 1 : other.first]
    if not one.kind and other.left:  # "3 of 5 and $2 million": the sign is of its own number only
        return False
    if one.power and between and between[0].text == ";":  # "7 million; 5 m wide"
        return False
    return _is_list(between) or _is_series(tokens, one, other)


def _is_list(between: Sequence[Token]) -> bool:
    match between:
        case [mark]:
            return mark.text in _COMMAS or mark.has("and")
        case [mark, word]:
            return mark.text in _COMMAS and word.has("and")
        case _:
            return False


def _is_series(tokens: Sequence[Token], one: Figure, other: Figure) -> bool:
    """Tell whether a stroke joins two sizes, as in "220/110 kV"; the smaller first is a fraction, or something else."""
    stroke = one.last + 1
    if stroke + 1 != other.first or tokens[stroke].text != "/":
        return False
    return is_glued(tokens, stroke) and is_glued(tokens, other.first) and one.value > other.value
