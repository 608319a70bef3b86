"""Tokens: the words, numerals and signs of a text, each in its place, with what it can mean in a language."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final, final

import attrs

from centralasia.errors import ParseError
from centralasia.languages import Lexicon, Sense, fold
from centralasia.numbers import parse_number
from centralasia.grammar.currencies import money_senses, phrases_of_money

__all__ = ["BREAK", "DASH", "MARK", "NUMBER", "WORD", "Token", "tokenize"]

NUMBER: Final = "number"
WORD: Final = "word"
DASH: Final = "dash"
MARK: Final = "mark"
"""Signs of currencies, %, punctuation and whatever else stands alone."""
BREAK: Final = "break"
"""An empty line, or the point of a list: nothing goes on beyond it."""

_TOKEN: Final = re.compile(
    r"(?P<number>\d{1,3}(?:[ \n]\d{3}){1,6}(?![ \n]?\d)(?:[.,]\d+)?"
    r"|(?:(?<![\w.,])[.,](?=\d))?\d+(?:[.,']\d+)*[½¼¾⅓⅔⅛⅜⅝⅞⅕⅖⅗⅘]?|[½¼¾⅓⅔⅛⅜⅝⅞⅕⅖⅗⅘])"
    r"|(?P<word>(?<![^\W\d_])(?:us|au|ca|hk|nz|cn|[acrs])[$¥]|\$us(?![^\W\d_])|(?:км|km|м|m)[23](?!\w)"
    r"|[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<break>\n *\n\s*|[•▪●◦‣]|\n *[-*] )"
    r"|(?P<dash>-)"
    r"|(?P<mark>[^\s])"
)
_CODE: Final = 3  # letters of a currency
_LONGEST_NUMBER: Final = 40  # characters: no figure of an economy is as long
_ENDS: Final = frozenset(".!?…")
_EMPTY: Final[Mapping[str, Sense]] = {}
_IDLE: Final = frozenset({"function", "subject", "change"})
"""Roles that do not keep a word from being an ending that is written apart."""
_PERCENT: Final = {"percent": Sense("percent", "")}


@final
@attrs.define(slots=True, eq=False)
class Token:
    """A word, phrase, numeral or sign.

    Attributes:
        kind: Which of these.
        start, end: Its place in the text; an ending that is attached belongs to it.
        text: The folded text, without an attached ending.
        senses: What it can mean, by role, see `Lexicon.senses`.
        sentence: The number of its sentence.
        case: The case that its ending shows, blank for none.
        dot: Whether a point follows immediately.
        value: The figure, where it is a numeral with one reading.
        upper: Whether it is written in capitals.
    """

    kind: str
    start: int
    end: int
    text: str
    senses: Mapping[str, Sense]
    sentence: int
    case: str = ""
    dot: bool = False
    value: Decimal | None = None
    upper: bool = False

    def has(self, *roles: str) -> bool:
        """Tell whether it can play one of these roles."""
        senses = self.senses
        return any(role in senses for role in roles)

    def value_of(self, role: str) -> str | None:
        """Give which one it is in a role, None where it cannot play it."""
        sense = self.senses.get(role)
        return None if sense is None else sense.value


def tokenize(text: str, lexicon: Lexicon) -> list[Token]:
    """Take a text apart.

    Args:
        text: The text.
        lexicon: The words of its language.

    Returns:
        The tokens in order; white space and the points of abbreviations are none.
    """
    return _joined(_attached(_raw(text, lexicon), lexicon), lexicon)


def _raw(text: str, lexicon: Lexicon) -> list[Token]:
    folded = fold(text)
    found: list[Token] = []
    sentence = 0
    for match in _TOKEN.finditer(folded):
        kind, (start, end) = str(match.lastgroup), match.span()
        senses, value, case = _EMPTY, None, ""
        if kind == WORD:
            written = text[start:end]
            senses = _with_money(lexicon, written)
            case = _case(senses)
        elif kind == NUMBER:
            value = _value(folded[start:end], lexicon.tag)
        elif kind == MARK:
            mark = folded[start:end]
            if mark in _ENDS:
                if _ends_sentence(text, found, start, end):
                    sentence += 1
                if mark == "." and found and found[-1].end == start:
                    found[-1].dot = True
                    continue
            senses = _PERCENT if mark == "%" else money_senses(lexicon.tag, text[start:end])
        elif kind == BREAK:
            sentence += 1
        found.append(
            Token(kind, start, end, folded[start:end], senses, sentence, case, False, value, text[start:end].isupper())
        )
    return found


def _with_money(lexicon: Lexicon, written: str) -> Mapping[str, Sense]:
    """Add to what a word can mean the currency it names; a code in capitals is nothing else."""
    senses = lexicon.senses(written)
    money = money_senses(lexicon.tag, written)
    if not money or "currency" in senses:
        return senses
    if len(written) == _CODE and written.isupper() and written.isascii():
        return money
    return {**senses, **money}


def _case(senses: Mapping[str, Sense]) -> str:
    """Give the case of a word: of what counts in a figure first."""
    return next((sense.case for role, sense in senses.items() if sense.case and role not in _IDLE), "")


def _ends_sentence(text: str, before: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a mark ends a sentence: white space and a capital follow, and no abbreviation stands before."""
    if before and text[start] == "." and before[-1].end == start:
        last = before[-1]
        if last.has("scale") or (last.kind == WORD and last.end - last.start == 1):
            return False
    rest = text[end : end + 8].lstrip()
    return not rest or (text[end : end + 1].isspace() and not rest[0].islower())


@lru_cache(maxsize=8192)
def _value(numeral: str, locale: str) -> Decimal | None:
    if numeral.isascii() and numeral.isdigit() and len(numeral) <= _LONGEST_NUMBER:
        return Decimal(numeral)
    if len(numeral) > _LONGEST_NUMBER:
        return None
    try:
        return parse_number(numeral.replace("\n", " "), locale)
    except ParseError:  # two readings, or none
        return None


def _attached(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Join endings to what carries them: "7%-дан", "млрд.-тан", "15-ке", "USD-ga", "100gacha", "38 dan"."""
    endings = lexicon.attachable
    if not endings:
        return tokens
    found: list[Token] = []
    place, count = 0, len(tokens)
    while place < count:
        token = tokens[place]
        last = found[-1] if found else None
        place += 1
        if last is not None and not last.case and (last.kind == NUMBER or last.senses):
            ending = token
            if token.text in {"-", "'"} and place < count and token.end == tokens[place].start:
                ending = tokens[place]
            case = endings.get(ending.text) if ending.kind == WORD else None
            if case and _carries(last, token, ending):
                last.case, last.end, last.dot = case, ending.end, ending.dot
                place += ending is not token
                continue
        found.append(token)
    return found


def _carries(last: Token, token: Token, ending: Token) -> bool:
    """Tell whether an ending belongs to what stands before: it touches it, or is written apart behind a figure."""
    if token.start == last.end + last.dot:
        return ending is not token or last.kind != WORD
    is_idle = not ending.senses.keys() - _IDLE
    return ending is token and is_idle and (last.kind == NUMBER or last.has("unit", "percent", "scale"))


def _joined(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Join the words of phrases, of the longest that fits."""
    phrases, money = lexicon.phrases, phrases_of_money(lexicon.tag)
    found: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        joined = None
        if token.kind == WORD:
            for table in (phrases, money):
                candidates = table.get(token.text)
                if candidates:
                    joined = _phrase(tokens, place, candidates, lexicon, joined)
        if joined is None:
            found.append(token)
            place += 1
        else:
            found.append(joined[0])
            place = joined[1]
    return found


def _phrase(
    tokens: Sequence[Token],
    place: int,
    phrases: Sequence[tuple[tuple[str, ...], Sense, str]],
    lexicon: Lexicon,
    best: tuple[Token, int] | None,
) -> tuple[Token, int] | None:
    first = tokens[place]
    for rest, sense, endings in phrases:
        after = place + 1 + len(rest)
        if after > len(tokens) or (best is not None and after < best[1]):
            continue
        case = _fits(tokens[place + 1 : after], rest, lexicon, endings)
        if case is None:
            continue
        last = tokens[after - 1]
        key = f"{sense.role}:{sense.position}" if sense.position else sense.role
        senses = {key: sense._replace(case=case)}
        if best is not None and after == best[1]:
            senses |= best[0].senses
        text = " ".join([first.text, *rest])
        best = Token(WORD, first.start, last.end, text, senses, first.sentence, case or last.case, last.dot), after
    return best


def _fits(tokens: Sequence[Token], words: Sequence[str], lexicon: Lexicon, endings: str) -> str | None:
    """Tell in which case tokens are the words of a phrase; None if they are others."""
    case: str | None = ""
    for place, (token, word) in enumerate(zip(tokens, words, strict=True)):
        if token.text != word:
            is_last = place == len(words) - 1
            if not (is_last and endings and token.kind == WORD and token.text.startswith(word)):
                return None
            case = lexicon.ending(token.text[len(word) :], endings)
    return case
