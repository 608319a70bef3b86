"""Tokens: the words, numerals and signs of a text, each in its place, with what it can mean in a language."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final, NamedTuple, final

import attrs

from centralasia.errors import ParseError
from centralasia.grammar.currencies import money_senses, phrases_of_money
from centralasia.languages import Lexicon, fold
from centralasia.languages.lexicons import Phrase, Sense
from centralasia.numbers import parse_number

__all__ = ["ABLATIVE", "BREAK", "DASH", "DATIVE", "MARK", "NUMBER", "WORD", "Token", "tokenize"]

NUMBER: Final = "number"
WORD: Final = "word"
DASH: Final = "dash"
MARK: Final = "mark"
"""Signs of currencies, %, punctuation and whatever else stands alone."""
BREAK: Final = "break"
"""An empty line, or the point of a list: nothing goes on beyond it."""

ABLATIVE: Final = frozenset({"abl", "posabl"})
DATIVE: Final = frozenset({"dat", "posdat"})
"""Cases, with the possessive and without, as endings show them."""

_TOKEN: Final = re.compile(
    r"(?P<number>\d{1,3}(?:[ \n]\d{3}){1,6}(?![ \n]?\d)(?:[.,]\d+)?"
    r"|(?:(?<![\w.,])[.,](?=\d))?\d+(?:[.,'٫٬]\d+)*(?:e[+-]?\d{1,2}(?!\w)|[½¼¾⅓⅔⅛⅜⅝⅞⅕⅖⅗⅘])?|[½¼¾⅓⅔⅛⅜⅝⅞⅕⅖⅗⅘])"
    r"|(?P<word>(?<![^\W\d_])(?:us|au|ca|hk|nz|cn|[acrs])[$¥]|\$us(?![^\W\d_])|(?:км|km|м|m)[23](?!\w)"
    r"|[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<break>\n *\n\s*|[•▪●◦‣]|\n *[-*] )"
    r"|(?P<dash>-)"
    r"|(?P<mark>[^\s])"
)
_CODE: Final = 3  # letters of a currency
_LONGEST_NUMBER: Final = 40  # characters: no figure of an economy is as long
_LONGEST_ENDING: Final = 17  # characters, with an apostrophe
_MOST_KEPT: Final = 50_000  # words, marks and pairs of words that are remembered
_ENDS: Final = frozenset(".!?…")
_CAPITAL: Final = re.compile(r"\s{1,8}([^\W\d_]{1,40})")
_OF_FIGURES: Final = frozenset({"currency", "unit", "country"})
"""What goes on with a figure after the point of an abbreviation: "5 млрд. USD"."""
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

    Example:
        >>> from centralasia.languages import lexicon
        >>> number, scale = tokenize("6,2млрд", lexicon("ru"))
        >>> number.value, scale.has("scale"), scale.value_of("scale"), scale.start
        (Decimal('6.2'), True, '9', 3)
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
        """Tell whether it can play one of these roles.

        Args:
            roles: The roles, those of hedges and the like with their position: ``hedge:before``.
        """
        return bool(self.senses) and not self.senses.keys().isdisjoint(roles)

    def value_of(self, role: str) -> str | None:
        """Give which one it is in a role, None where it cannot play it.

        Args:
            role: The role.
        """
        sense = self.senses.get(role)
        return None if sense is None else sense.value


def tokenize(text: str, lexicon: Lexicon) -> list[Token]:
    """Take a text apart.

    Args:
        text: The text.
        lexicon: The words of its language.

    Returns:
        The tokens in order; white space and the points of abbreviations are none.

    Example:
        >>> from centralasia.languages import lexicon
        >>> [(token.text, token.case) for token in tokenize("7%-дан жоғары", lexicon("kk"))]
        [('7', ''), ('%', 'abl'), ('жоғары', '')]
    """
    return _joined(_attached(_raw(text, lexicon), lexicon), lexicon)


class _Meaning(NamedTuple):
    """What a word or mark says wherever it stands."""

    senses: Mapping[str, Sense] = _EMPTY
    case: str = ""
    upper: bool = False


_NO_MEANING: Final = _Meaning()


def _raw(text: str, lexicon: Lexicon) -> list[Token]:
    """Find words, numerals and marks, each for itself."""
    folded = fold(text)
    found: list[Token] = []
    sentence = 0
    for match in _TOKEN.finditer(folded):
        kind, (start, end) = str(match.lastgroup), match.span()
        plain, meaning, value = match.group(), _NO_MEANING, None
        if kind == WORD:
            meaning = _word(lexicon, text[start:end])
        elif kind == NUMBER:
            value = _value(plain, lexicon.tag)
        elif kind == MARK:
            if plain in _ENDS:
                sentence += _ends_sentence(text, found, start, lexicon)
                if plain == "." and found and found[-1].end == start:
                    found[-1].dot = True
                    continue
            meaning = _mark(lexicon.tag, text[start:end])
        elif kind == BREAK:
            sentence += 1
        senses, case, upper = meaning
        found.append(Token(kind, start, end, plain, senses, sentence, case, value=value, upper=upper))
    return found


@lru_cache(maxsize=_MOST_KEPT)
def _word(lexicon: Lexicon, written: str) -> _Meaning:
    senses = _with_money(lexicon, written)
    return _Meaning(senses, _case(senses), written.isupper())


@lru_cache(maxsize=_MOST_KEPT)
def _mark(tag: str, written: str) -> _Meaning:
    return _Meaning(_PERCENT if fold(written) == "%" else money_senses(tag, written))


def _with_money(lexicon: Lexicon, written: str) -> Mapping[str, Sense]:
    """Add to what a word can mean the currency it names; a code in capitals is nothing else."""
    senses = lexicon.senses(written)
    money = money_senses(lexicon.tag, written) or _code_with_ending(lexicon, written)
    if not money or "currency" in senses:
        return senses
    if len(written) == _CODE and written.isupper() and written.isascii():
        return money
    return {**senses, **money}


def _code_with_ending(lexicon: Lexicon, written: str) -> Mapping[str, Sense]:
    """Read "USD'ga"."""
    case = lexicon.attachable.get(fold(written[_CODE + 1 :])) if fold(written[_CODE : _CODE + 1]) == "'" else None
    if case is None or not written[:_CODE].isupper():
        return _EMPTY
    money = money_senses(lexicon.tag, written[:_CODE])
    return {role: sense._replace(case=case) for role, sense in money.items()}


def _case(senses: Mapping[str, Sense]) -> str:
    """Give the case of a word: of what counts in a figure first."""
    return next((sense.case for role, sense in senses.items() if sense.case and role not in _IDLE), "")


def _ends_sentence(text: str, before: Sequence[Token], start: int, lexicon: Lexicon) -> bool:
    """Tell whether a mark ends a sentence: white space and a capital follow, and no abbreviation stands before."""
    end = start + 1
    if before and text[start] == "." and before[-1].end == start:
        last = before[-1]
        if last.has("scale") or (last.kind == WORD and last.end - last.start == 1):
            return last.has("scale", "unit", "currency") and _begins_anew(text, end, lexicon)
    rest = text[end : end + 8].lstrip()
    return not rest or (text[end : end + 1].isspace() and not rest[0].islower())


def _begins_anew(text: str, end: int, lexicon: Lexicon) -> bool:
    """Tell whether a sentence begins after the point of "5 млрд.": with a capital, but not with money or a country."""
    following = _CAPITAL.match(text, end)
    if following is None or not following[1][0].isupper():
        return False
    return _word(lexicon, following[1]).senses.keys().isdisjoint(_OF_FIGURES)


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
    found: list[Token] = []
    place = 0
    while place < len(tokens):
        joined = _phrase_at(tokens, place, lexicon)
        if joined is not None and joined[0].has("hedge:after") and _phrase_at(tokens, joined[1] - 1, lexicon):
            joined = None  # in ", and more than 5" the hedge is "more than", not "and more" of what stands before
        if joined is not None and joined[0].has("plus_half") and _is_part(found, tokens[joined[1] : joined[1] + 1]):
            joined = None
        if joined is None:
            found.append(tokens[place])
            place += 1
        else:
            found.append(joined[0])
            place = joined[1]
    return found


def _is_part(before: Sequence[Token], after: Sequence[Token]) -> bool:
    """Tell whether "and three quarters" adds nothing to a number but is a part of what follows: "of borrowers"."""
    is_number = bool(before) and (before[-1].kind == NUMBER or before[-1].has("number", "scale"))
    return not is_number and bool(after) and after[0].has("of")


def _phrase_at(tokens: Sequence[Token], place: int, lexicon: Lexicon) -> tuple[Token, int] | None:
    """Read the longest phrase that begins at a token: the token that it makes, and the place after it."""
    token = tokens[place]
    if token.kind != WORD or place + 1 >= len(tokens) or token.text not in _phrases(lexicon):
        return None
    return _phrase(tokens, place, _candidates(lexicon, token.text, tokens[place + 1].text), lexicon)


@cache
def _phrases(lexicon: Lexicon) -> Mapping[str, Mapping[str, Sequence[Phrase]]]:
    """Give the phrases of a language and those of money by their first word, and then by their second."""
    found: dict[str, dict[str, list[Phrase]]] = {}
    for table in (lexicon.phrases, phrases_of_money(lexicon.tag)):
        for first, phrases in table.items():
            seconds = found.setdefault(first, {})
            for phrase in phrases:
                seconds.setdefault(phrase.rest[0], []).append(phrase)
    return found


@lru_cache(maxsize=_MOST_KEPT)
def _candidates(lexicon: Lexicon, first: str, second: str) -> Sequence[Phrase]:
    """Give the phrases that begin with two words, the longest first; the second may carry an ending if it is the last.

    A word such as "не" begins hundreds of phrases: to try them all would make every text slow.
    """
    seconds = _phrases(lexicon)[first]
    found: list[Phrase] = []
    for length in range(max(1, len(second) - _LONGEST_ENDING), len(second)):
        stems = seconds.get(second[:length], ())
        found += [phrase for phrase in stems if phrase.endings and len(phrase.rest) == 1]
    found += seconds.get(second, ())
    return sorted(found, key=lambda phrase: -len(phrase.rest))


def _phrase(
    tokens: Sequence[Token], place: int, phrases: Sequence[Phrase], lexicon: Lexicon
) -> tuple[Token, int] | None:
    """Give the longest phrase that stands at a place, with all it can mean, and the place after it."""
    senses: dict[str, Sense] = {}
    words: tuple[str, ...] = ()
    third = tokens[place + 2].text if place + 2 < len(tokens) else ""
    for phrase in phrases:
        if len(phrase.rest) > 1 and not third.startswith(phrase.rest[1]):
            continue  # a hundred phrases begin with "аз сад"
        if len(phrase.rest) < len(words):
            break
        case = _fits(tokens[place + 1 : place + 1 + len(phrase.rest)], phrase, lexicon)
        if case is None:
            continue
        words = words or phrase.rest
        sense = phrase.sense._replace(case=case)
        key = f"{sense.role}:{sense.position}" if sense.position else sense.role
        if key not in senses or (case and not senses[key].case):  # a form that is listed whole hides no case
            senses[key] = sense
    if not words:
        return None
    first, last = tokens[place], tokens[place + len(words)]
    text = " ".join([first.text, *words])
    case = next((sense.case for sense in senses.values() if sense.case), last.case)
    return Token(WORD, first.start, last.end, text, senses, first.sentence, case, dot=last.dot), place + 1 + len(words)


def _fits(tokens: Sequence[Token], phrase: Phrase, lexicon: Lexicon) -> str | None:
    """Tell in which case tokens are the words of a phrase after its first; None if they are others."""
    words = phrase.rest
    if len(tokens) < len(words):
        return None
    if any(token.text != word for token, word in zip(tokens[:-1], words[:-1], strict=True)):
        return None
    last, stem = tokens[-1], words[-1]
    if last.text == stem:
        return ""
    if not phrase.endings or last.kind != WORD or not last.text.startswith(stem):
        return None
    return lexicon.ending(last.text[len(stem) :], phrase.endings)
