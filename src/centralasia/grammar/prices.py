"""Prices of one thing in another: exchange rates as pairs, equations and in words, and prices of a unit."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import Final

from centralasia.numbers.exact import EXACT
from centralasia.reference import currencies
from centralasia.grammar.figures import Figure, is_money
from centralasia.grammar.hedges import VERB_LAST
from centralasia.grammar.numerals import is_glued, read_number
from centralasia.grammar.tokens import BREAK, DASH, WORD, Token

__all__ = ["price"]

_PRICED: Final = frozenset(
    {"bbl", "t", "kg", "kWh", "MWh", "L", "m3", "oz", "share", "ha", "m2", "c", "g", "lb", "Gcal"}
)
"""What has a price a unit."""
_NOMINALS: Final = frozenset(map(Decimal, (1, 10, 100, 1000, 10000)))
_PAIR: Final = 6  # letters of EURKZT
_BACK: Final = 10  # tokens in which the other currency of a rate is looked for
_NEAR: Final = 6  # tokens between a pair and its rate
_THOUSAND: Final = 1000


def price(tokens: Sequence[Token], figures: list[Figure], tag: str) -> list[Figure]:
    """Turn amounts into prices where they are the price of something.

    Args:
        tokens: The text.
        figures: The figures in order, which are changed.
        tag: The language.

    Returns:
        The figures without those that are the "1 EUR" of a price.
    """
    dropped = {
        place - 1
        for place, figure in enumerate(figures)
        if place and _as_equation(tokens, figures[place - 1], figure, tag)
    }
    for place, figure in enumerate(figures):
        after = figures[place - 1].last if place else -1
        if figure.kind not in {"", "money"} or place in dropped:
            continue
        if not (
            _as_pair(tokens, figure, after)
            or _per_after(tokens, figures, place, dropped, tag)
            or _base_before(tokens, figure, after, tag)
        ):
            _in_words(tokens, figure, after)
    return [figure for place, figure in enumerate(figures) if place not in dropped]


def _priced(figure: Figure, quote: str | None, base: str, nominal: Decimal = Decimal(1)) -> bool:
    """Make a figure the price of so many of something; tell whether that can be."""
    if quote is None or quote == base:
        return False
    figure.kind, figure.unit = "rate", f"{quote} per {base}"
    if nominal != 1:
        with localcontext(EXACT) as context:
            context.prec = 34
            figure.value = figure.value / nominal
            figure.high = None if figure.high is None else figure.high / nominal
    return True


def _as_pair(tokens: Sequence[Token], figure: Figure, after: int) -> bool:
    """Read "EUR/KZT 610", "EURKZT = 610", "USD/KZT составил 525,1"."""
    start = figure.first
    if figure.left and figure.money == figure.first and start >= 2 and tokens[start - 1].text in {"/", "-"}:  # noqa: PLR2004
        if is_money(tokens, start - 2) and start - 2 > after and is_glued(tokens, start):
            base = tokens[start - 2].value_of("currency")
            figure.first = start - 2
            return base is not None and _priced(figure, figure.unit, base)
    for here in range(start - 1, max(after, start - 1 - _NEAR), -1):
        token = tokens[here]
        if token.kind == BREAK or token.sentence != tokens[start].sentence:
            return False
        pair = _pair_at(tokens, here)
        if pair is not None:
            if figure.unit not in {None, pair[1]}:
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
    if last >= 2 and token.has("currency") and tokens[last - 1].text in {"/", "-"} and is_money(tokens, last - 2):  # noqa: PLR2004
        base, quote = tokens[last - 2].value_of("currency"), token.value_of("currency")
        if base and quote and is_glued(tokens, last) == is_glued(tokens, last - 1):
            return base, quote, last - 2
    return _whole_pair(token.text, last)


def _whole_pair(text: str, place: int) -> tuple[str, str, int] | None:
    """Read EURKZT as two codes."""
    if len(text) != _PAIR or not text.isascii():
        return None
    base, quote = text[: _PAIR // 2].upper(), text[_PAIR // 2 :].upper()
    return (base, quote, place) if base in currencies() and quote in currencies() else None


def _as_equation(tokens: Sequence[Token], one: Figure, figure: Figure, tag: str) -> bool:
    """Read "1 EUR = 610 KZT", "за 1 доллар — 450 тенге", "1 доллар үшін 450 теңге"."""
    if (
        one.value not in _NOMINALS
        or one.power
        or one.high is not None
        or one.hedge
        or one.kind not in {"money", "quantity"}
    ):
        return False
    if one.unit is None or (one.kind == "quantity" and one.unit not in _PRICED):
        return False
    between = tokens[one.last + 1 : figure.first]
    marks = [token for token in between if _links(token, tag)]
    loose = tag in VERB_LAST and not between
    if not (loose or (marks and len(between) <= 3)):  # noqa: PLR2004
        return False
    if figure.kind == "" or figure.power > 3 or (one.kind == "money" and one.unit == figure.unit):  # noqa: PLR2004
        return False
    figure.first = one.first
    return _priced(figure, figure.unit, one.unit, one.value)


def _links(token: Token, tag: str) -> bool:
    """Tell whether a token stands between what is priced and its price: "=", a dash, "equals", "үшін"."""
    return (
        token.text in {"=", "≈", ":"}
        or token.kind == DASH
        or token.has("equals")
        or (tag in VERB_LAST and token.has("per"))
    )


def _per_after(tokens: Sequence[Token], figures: Sequence[Figure], place: int, dropped: set[int], tag: str) -> bool:
    """Read "$81 a barrel", "450 тенге за доллар", "285 USD per 1,000 m3", "525 per dollar"."""
    figure = figures[place]
    here = figure.last + 1
    if here >= len(tokens) or tokens[here].kind == BREAK:
        return False
    token = tokens[here]
    is_article = token.has("article")
    if not (token.text == "/" or token.has("per") or (is_article and figure.kind)):
        return False
    here += 1
    nominal = Decimal(1)
    if here < len(tokens) and tokens[here].kind != WORD:
        number = read_number(tokens, here)
        if number is not None and number.value in _NOMINALS and number.value is not None:
            nominal, here = number.value, number.last + 1
    while here < len(tokens) and tokens[here].has("each", "every", "article") and not tokens[here].has("unit"):
        here += 1
    if here < len(tokens) and tokens[here].has("scale") and here + 1 < len(tokens) and tokens[here + 1].has("unit"):
        nominal, here = Decimal(10) ** int(tokens[here].senses["scale"].value), here + 1
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
    here, joined = figure.first - 1, False
    while here > after and _links(tokens[here], tag):
        joined, here = True, here - 1
    if here <= after or here < 0:
        return False
    base = _base_at(tokens, here)
    if base is None or tokens[here].sentence != tokens[figure.first].sentence:
        return False
    before = tokens[here - 1] if here - 1 > after else None
    counted = before is not None and before.has("each", "every")
    is_unit = tokens[here].has("unit")
    possessed = tag in VERB_LAST and is_unit
    given = tag in VERB_LAST and not is_unit and tokens[here].case in {"dat", "posdat"}
    priced = joined and before is not None and before.has("per")
    marked = joined and tag in VERB_LAST and tokens[here + 1].has("per")
    if not (counted or possessed or given or priced or marked):
        return False
    if not _priced(figure, figure.unit, base):
        return False
    figure.first = here - 1 if counted else here
    return True


def _in_words(tokens: Sequence[Token], figure: Figure, after: int) -> bool:
    """Read "курс доллара составил 450,5 тенге", "the dollar rose to 525 tenge"."""
    if figure.kind != "money" or figure.power or abs(figure.value) >= 100 * _THOUSAND:
        return False
    told = False
    for here in range(figure.first - 1, max(after, figure.first - 1 - _BACK), -1):
        token = tokens[here]
        if token.kind == BREAK or token.sentence != tokens[figure.first].sentence or token.text in {";"}:
            return False
        told = told or token.has("rate")
        code = token.value_of("currency")
        if code and is_money(tokens, here) and code != figure.unit:
            is_rate = told or any(
                tokens[each].has("rate") for each in range(max(after + 1, here - 3), min(here + 4, figure.first))
            )
            return is_rate and _priced(figure, figure.unit, code)
    return False
