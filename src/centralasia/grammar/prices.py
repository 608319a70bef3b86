"""Prices of one thing in another: exchange rates as pairs, equations and in words, and prices of a unit."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Final

from centralasia.grammar.figures import Figure, is_money
from centralasia.grammar.hedges import VERB_LAST, is_step
from centralasia.grammar.numerals import is_glued, read_number, scaled
from centralasia.grammar.tokens import BREAK, DASH, DATIVE, NUMBER, WORD, Token
from centralasia.reference import currencies

__all__ = ["price"]

_PRICED: Final = frozenset(
    {"bbl", "t", "kg", "kWh", "MWh", "L", "m3", "oz", "share", "ha", "m2", "c", "g", "lb", "Gcal"}
)
"""What has a price a unit."""
_NOMINALS: Final = frozenset(map(Decimal, (1, 10, 100, 1000, 10000)))
_PAIR: Final = 6  # letters of EURKZT
_SLASHED: Final = 2  # tokens from the quote of "EUR/KZT" back to its base
_BACK: Final = 10  # tokens in which the other currency of a rate is looked for
_NEAR: Final = 6  # tokens between a pair and its rate
_BESIDE: Final = 3  # tokens between a currency and the word for its rate
_FILLERS: Final = 2  # words that say which oil or wheat: "a barrel of Brent"
_DEAREST: Final = 100_000  # units of a currency for one of another
_SHORT: Final = 2  # letters of an abbreviation, which no sentence says without a number
_THOUSANDS: Final = 3  # powers of ten: no currency costs millions of another
_MILLIONS: Final = 6
_ENDS: Final = ("from:before", "to:before")
_IDLE: Final = frozenset({"function", "subject", "of"})
"""Roles of words that may stand between what is priced and its price."""


def price(tokens: Sequence[Token], figures: list[Figure], tag: str) -> list[Figure]:
    """Turn amounts into prices where they are the price of something.

    Args:
        tokens: The text.
        figures: The figures in order, which are changed.
        tag: The language.

    Returns:
        The figures without those that are the "1 EUR" of a price.
    """
    steps = {place for place in range(len(figures)) if is_step(tokens, figures, place, tag)}
    dropped = {
        place - 1
        for place, figure in enumerate(figures)
        if place and place not in steps and _as_equation(tokens, figures[place - 1], figure, tag)
    }
    for place, figure in enumerate(figures):
        after = figures[place - 1].last if place else -1
        if figure.kind not in {"", "money"} or place in dropped:
            continue
        if place in steps:
            _per_after(tokens, figures, place, dropped)
        elif not (
            _as_pair(tokens, figure, after)
            or _per_after(tokens, figures, place, dropped)
            or _counted_after(tokens, figures, place, dropped, tag=tag)
            or _base_before(tokens, figure, after, tag)
            or _in_words(tokens, figure, _before_steps(figures, place, steps), tag)
        ):
            _as_before(figures, place)
    return [figure for place, figure in enumerate(figures) if place not in dropped]


def _before_steps(figures: Sequence[Figure], place: int, steps: Collection[int]) -> int:
    """Give the last token of the figure before another, apart from those that say by how much something changed."""
    while place and place - 1 in steps:
        place -= 1
    return figures[place - 1].last if place else -1


def _as_before(figures: Sequence[Figure], place: int) -> None:
    """Make the second of two points a rate as the first is: "курс доллара вырос с 520 до 525 тенге"."""
    figure, previous = figures[place], figures[place - 1] if place else None
    if previous is None or previous.shares is not figure or previous.kind != "rate":
        return
    figure.kind, figure.unit = previous.kind, previous.unit


def _priced(figure: Figure, quote: str | None, base: str, nominal: Decimal = Decimal(1)) -> bool:
    """Make a figure the price of so many of something; tell whether that can be."""
    if quote is None or quote == base:
        return False
    figure.kind, figure.unit = "rate", f"{quote} per {base}"
    if nominal != 1:  # a power of ten
        figure.value = scaled(figure.value, -nominal.adjusted())
        figure.high = None if figure.high is None else scaled(figure.high, -nominal.adjusted())
    return True


def _as_pair(tokens: Sequence[Token], figure: Figure, after: int) -> bool:
    """Read "EUR/KZT 610", "EURKZT = 610", "USD/KZT составил 525,1"."""
    start = figure.first
    if figure.left and figure.money == start and _pair_at(tokens, start) and start - _SLASHED > after:
        figure.first = start - _SLASHED
        return _priced(figure, figure.unit, str(tokens[figure.first].value_of("currency")))
    for here in range(start - 1, max(after, start - 1 - _NEAR), -1):
        token = tokens[here]
        if token.kind == BREAK or token.sentence != tokens[start].sentence:
            return False
        pair = _pair_at(tokens, here)
        if pair is not None:
            if pair[2] <= after or figure.unit not in {None, pair[1]}:
                return False
            if here == start - 1 or (here == start - 2 and tokens[start - 1].text in {"=", ":", "-", "("}):
                figure.first = pair[2]
            return _priced(figure, pair[1], pair[0])
    return False


def _pair_at(tokens: Sequence[Token], last: int) -> tuple[str, str, int] | None:
    """Read the pair of currencies that ends at a token: base, quote and where it begins."""
    token = tokens[last]
    if token.kind != WORD:
        return None
    if token.has("currency") and tokens[last - 1].text in {"/", "-"} and is_money(tokens, last - _SLASHED):
        base, quote = tokens[last - _SLASHED].value_of("currency"), token.value_of("currency")
        if base and quote and is_glued(tokens, last) == is_glued(tokens, last - 1):
            return base, quote, last - _SLASHED
    return _whole_pair(token.text, last) if token.upper else None


def _whole_pair(text: str, place: int) -> tuple[str, str, int] | None:
    """Read EURKZT as two codes."""
    if len(text) != _PAIR or not text.isascii():
        return None
    base, quote = text[: _PAIR // 2].upper(), text[_PAIR // 2 :].upper()
    return (base, quote, place) if base in currencies() and quote in currencies() else None


def _as_equation(tokens: Sequence[Token], one: Figure, figure: Figure, tag: str) -> bool:
    """Read "1 EUR = 610 KZT", "за 1 доллар — 450 тенге", "1 доллар үшін 450 теңге"."""
    if figure.kind != "money" or not _is_nominal(one) or figure.unit == one.unit:
        return False
    if figure.power > (_THOUSANDS if one.kind == "money" else _MILLIONS):
        return False
    if tokens[one.last].sentence != tokens[figure.first].sentence:
        return False
    between = tokens[one.last + 1 : figure.first]
    fillers = [token for token in between if not _links(token, tag)]
    if len(fillers) == len(between):
        named = len(fillers) <= _FILLERS and all(map(_is_idle, fillers)) and one.value == 1
        if tag not in VERB_LAST or (between and not named):
            return False
    elif len(between) > _FILLERS + 1:
        return False
    figure.first = one.first
    return _priced(figure, figure.unit, str(one.unit), one.value)


def _is_nominal(figure: Figure) -> bool:
    """Tell whether a figure is so many of what has a price: "1 EUR", "100 KZT", "1 tonna"."""
    if figure.value not in _NOMINALS or figure.power or figure.high is not None or figure.hedge:
        return False
    return figure.kind == "money" or (figure.kind == "quantity" and figure.unit in _PRICED)


def _is_idle(token: Token) -> bool:
    """Tell whether a word plays no part in a figure, as the name of what is sold."""
    return token.kind == WORD and not token.senses.keys() - _IDLE


def _links(token: Token, tag: str) -> bool:
    """Tell whether a token stands between what is priced and its price: "=", a dash, "equals", "үшін"."""
    return (
        token.text in {"=", "≈", ":"}
        or token.kind == DASH
        or token.has("equals")
        or (tag in VERB_LAST and token.has("per"))
    )


def _per_after(tokens: Sequence[Token], figures: Sequence[Figure], place: int, dropped: set[int]) -> bool:
    """Read "$81 a barrel", "450 тенге за доллар", "285 USD per 1,000 m3", "525 per dollar"."""
    figure = figures[place]
    here = figure.last + 1
    if here >= len(tokens):
        return False
    token = tokens[here]
    if not (token.text == "/" or token.has("per") or (token.has("article") and figure.kind)):
        return False
    nominal, here = _nominal_at(tokens, here + 1)
    base = _base_at(tokens, here)
    if base is None:
        return False
    quote = figure.unit if figure.kind else _other_money(tokens, figure, base)
    if not _priced(figure, quote, base, nominal):
        return False
    figure.last = here
    for following in range(place + 1, len(figures)):
        if figures[following].first > here:
            break
        dropped.add(following)
    return True


def _nominal_at(tokens: Sequence[Token], here: int) -> tuple[Decimal, int]:
    """Read of how many the price is, "1,000", "each", "a thousand", and where what is priced stands."""
    nominal = Decimal(1)
    if here < len(tokens) and tokens[here].kind == NUMBER:
        number = read_number(tokens, here)
        if number is not None and number.value in _NOMINALS:
            nominal, here = Decimal(number.value), number.last + 1
    while here < len(tokens) and tokens[here].has("each", "every", "article") and not tokens[here].has("unit"):
        here += 1
    if here + 1 < len(tokens) and tokens[here].has("scale") and tokens[here + 1].has("unit"):
        nominal, here = scaled(Decimal(1), int(tokens[here].senses["scale"].value)), here + 1
    return nominal, here


def _counted_after(
    tokens: Sequence[Token], figures: Sequence[Figure], place: int, dropped: set[int], *, tag: str
) -> bool:
    """Read "3,5 manat bir dollar üçin", "450 теңге 1 доллар үшін": the price, then what it is of, then "per"."""
    figure, other = figures[place], figures[place + 1] if place + 1 < len(figures) else None
    if tag not in VERB_LAST or figure.kind != "money" or other is None or place + 1 in dropped:
        return False
    following = other.last + 1
    if other.first != figure.last + 1 or following >= len(tokens) or not tokens[following].has("per"):
        return False
    if not _is_nominal(other) or not _priced(figure, figure.unit, str(other.unit), other.value):
        return False
    figure.last = other.last
    dropped.add(place + 1)
    return True


def _base_at(tokens: Sequence[Token], place: int) -> str | None:
    """Give what is priced at a token: a unit that has a price, or a currency."""
    if place >= len(tokens):
        return None
    unit = tokens[place].value_of("unit")
    if unit in _PRICED:
        return unit
    return tokens[place].value_of("currency") if is_money(tokens, place) else None


def _other_money(tokens: Sequence[Token], figure: Figure, base: str) -> str | None:
    """Find the currency of which a sentence speaks: "the tenge weakened to 525 per dollar"."""
    for here in range(figure.first - 1, max(-1, figure.first - 1 - _BACK), -1):
        token = tokens[here]
        if token.kind == BREAK or token.sentence != tokens[figure.first].sentence:
            return None
        code = token.value_of("currency")
        if code and code != base and is_money(tokens, here):
            return code
    return None


def _base_before(tokens: Sequence[Token], figure: Figure, after: int, tag: str) -> bool:
    """Read "баррелі 58 доллардан", "бір доллар үшін 450 теңге", "ҳар тонна 500 доллар", "за доллар — 450 тенге"."""
    if not figure.kind:
        return False
    link = figure.first
    while link - 1 > after and _links(tokens[link - 1], tag):
        link -= 1
    here = link - 1
    while here > after and link - here <= _FILLERS and _base_at(tokens, here) is None and _is_idle(tokens[here]):
        here -= 1
    base = _base_at(tokens, here) if here > after else None
    if base is None or tokens[here].sentence != tokens[figure.first].sentence:
        return False
    before = tokens[here - 1] if here - 1 > after else None
    counted = before is not None and before.has("each", "every")
    if not (counted or _is_priced(tokens, figure, here, link, before=before, tag=tag)):
        return False
    if not _priced(figure, figure.unit, base):
        return False
    is_one = before is not None and (counted or before.has("article"))
    figure.first = here - is_one
    return True


def _is_priced(
    tokens: Sequence[Token], figure: Figure, here: int, link: int, *, before: Token | None, tag: str
) -> bool:
    """Tell whether an amount is the price of what no word counts: "баррелі 58 доллар", "тонна стоит 250 долларов".

    Args:
        tokens: The text.
        figure: The amount.
        here: What may be priced.
        link: The first of the words that link it to the amount, the amount itself without any.
        before: The token before it.
        tag: The language.
    """
    token = tokens[here]
    is_unit, is_next = token.has("unit"), here == link - 1
    if (
        tag in VERB_LAST
        and is_next
        and (is_unit or token.case in DATIVE or (link < figure.first and tokens[link].has("per")))
    ):
        return True
    if link == figure.first or figure.power > _THOUSANDS:
        return False
    if before is not None and before.has("per"):
        return is_unit or is_next
    if tag in VERB_LAST or not is_unit or len(token.text) <= _SHORT:
        return False
    # Units in the plural are counted elsewhere, and a share may be a part: in English an article says that it is one.
    alone = before is None or not before.has("scale", "number")
    alone = alone if tag != "en" else before is not None and before.has("article")
    return alone and any(tokens[place].has("equals") for place in range(link, figure.first))


def _in_words(tokens: Sequence[Token], figure: Figure, after: int, tag: str) -> bool:
    """Read "курс доллара составил 450,5 тенге", "the dollar rose to 525 tenge": only the amount is the figure."""
    if figure.kind != "money" or figure.power > _THOUSANDS or figure.value.copy_abs() >= _DEAREST:
        return False
    start = max(after, figure.first - 1 - _BACK)
    told = False
    for here in range(figure.first - 1, start, -1):
        token = tokens[here]
        if token.kind == BREAK or token.sentence != tokens[figure.first].sentence or token.text == ";":
            return False
        told = told or token.has("rate")
        code = token.value_of("currency")
        if code and is_money(tokens, here) and code != figure.unit:
            near = range(max(after + 1, here - _BESIDE), min(here + _BESIDE + 1, figure.first))
            is_rate = told or any(tokens[each].has("rate") for each in near) or _equates(tokens, figure, here, tag)
            return is_rate and _priced(figure, figure.unit, code)
    return False


def _equates(tokens: Sequence[Token], figure: Figure, here: int, tag: str) -> bool:
    """Tell whether a sentence says of a currency that it is, or has come to, an amount of another one."""
    if here and tokens[here - 1].has("per", "and", "one_in", *_ENDS):  # "in dollars" is of something else
        return False
    between = tokens[here + 1 : figure.first]
    if not between:
        following = figure.last + 1
        return tag in VERB_LAST and following < len(tokens) and tokens[following].has("equals")
    others = [token for token in between if not token.has("equals", "change", *_ENDS)]
    if len(others) > 1 or not all(map(_is_idle, others)):
        return False
    end = "from:before" if figure.fixed else "to:before"
    reached = between[-1].has(end) and any(token.has("change") for token in between)
    return reached or any(token.has("equals") for token in between)
