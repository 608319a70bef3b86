"""Tokens: the words, numerals and signs of a text, each in its place, with what it can mean in a language."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final, final

import attrs

from centralasia.errors import ParseError
from centralasia.grammar.currencies import phrases_of_money
from centralasia.grammar.words import IDLE, Meaning, meaning_of, meaning_of_mark
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
    r"|(?P<mark>\.{2,3}|[^\s])"
)
_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)\S*[\w/]|(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,4}/\S*[\d-]\S*"
)
"""An address on the web, with the figures in it: example.com/5-mln-tenge."""
_LONGEST_NUMBER: Final = 40  # characters: no figure of an economy is as long
_LONGEST_ENDING: Final = 17  # characters, with an apostrophe
_MOST_KEPT: Final = 50_000  # words, marks and pairs of words that are remembered
_ENDS: Final = frozenset(".!?…")
_CAPITAL: Final = re.compile(r"\s{1,8}([^\W\d_]{1,40})")
_SHORT: Final = 4  # letters of an abbreviation: долл., млрд., Sept.
_OF_FIGURES: Final = frozenset({"currency", "unit"})
"""What goes on with a figure in capitals after the point of an abbreviation or a line break: "5 млрд. USD"."""
_FIGURED: Final = ("scale", "unit", "percent", "points", "currency", "minor", "times")
"""What ends a figure, and may stand before a line break inside one."""
_ROW: Final = 50  # characters: a line of a table is shorter, a line of prose longer
_EMPTY: Final[Mapping[str, Sense]] = {}


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
    return _joined(_attached(_parted(text, _raw(text, lexicon), lexicon), lexicon), lexicon)


_NO_MEANING: Final = Meaning()


def _raw(text: str, lexicon: Lexicon) -> list[Token]:
    """Find words, numerals and marks, each for itself."""
    folded = _without_addresses(fold(text))
    found: list[Token] = []
    sentence = 0
    for match in _TOKEN.finditer(folded):
        kind, (start, end) = str(match.lastgroup), match.span()
        plain, meaning, value = match.group(), _NO_MEANING, None
        if kind == WORD:
            meaning = meaning_of(lexicon, text[start:end])
        elif kind == NUMBER:
            value = _value(plain, lexicon.tag)
        elif kind == MARK:
            if plain[0] in _ENDS:
                ends = _ends_sentence(text, found, match.span(), lexicon)
                if plain == "." and found and found[-1].end == start:
                    found[-1].dot = True
                    if ends and _is_stop(text, found[-1], end):
                        found.append(Token(MARK, start, end, plain, _EMPTY, sentence))
                    sentence += ends
                    continue
                sentence += ends
            meaning = meaning_of_mark(lexicon.tag, text[start:end])
        elif kind == BREAK:
            sentence += 1
        senses, case, upper = meaning
        found.append(Token(kind, start, end, plain, senses, sentence, case, value=value, upper=upper))
    return found


def _without_addresses(folded: str) -> str:
    """Put one mark and spaces in the place of each address, so that nothing in it is read."""
    if "/" not in folded:
        return folded
    return _ADDRESS.sub(lambda match: "_" + " " * (match.end() - match.start() - 1), folded)


def _ends_sentence(text: str, before: Sequence[Token], span: tuple[int, int], lexicon: Lexicon) -> bool:
    """Tell whether a mark ends a sentence: white space and a capital follow, and no abbreviation stands before."""
    start, end = span
    if before and text[start:end] == "." and before[-1].end == start:
        last = before[-1]
        if _is_short(last) and (last.has("scale") or last.end - last.start == 1):
            return last.has("scale", "unit", "currency") and _begins_anew(text, end, last, lexicon)
        if _is_short(last) and last.has("currency") and _CAPITAL.match(text, end):
            return _begins_anew(text, end, last, lexicon)
    rest = text[end : end + 8].lstrip()
    return not rest or (text[end : end + 1].isspace() and not rest[0].islower())


def _is_short(token: Token) -> bool:
    """Tell whether a word may be an abbreviation."""
    return token.kind == WORD and token.end - token.start <= _SHORT


def _begins_anew(text: str, end: int, last: Token, lexicon: Lexicon) -> bool:
    """Tell whether a sentence begins after the point of "5 млрд.": with a capital, but not with USD or a country."""
    following = _CAPITAL.match(text, end)
    return following is not None and following[1][0].isupper() and not _goes_on(following[1], last, lexicon)


def _goes_on(written: str, last: Token, lexicon: Lexicon) -> bool:
    """Tell whether a word with a capital goes on with a figure: "5 млрд. USD", "5 млрд. казахстанских", "долл. США"."""
    senses = meaning_of(lexicon, written).senses
    is_code = len(written) > 1 and written.isupper()
    if "country" in senses:
        return is_code or last.has("scale")
    return is_code and not senses.keys().isdisjoint(_OF_FIGURES) and not last.has("currency")


def _is_stop(text: str, last: Token, end: int) -> bool:
    """Tell whether nothing goes on beyond the point that ends a sentence; what is short may be "No. 15", "Sept. 2"."""
    rest = text[end : end + 8].lstrip()
    return bool(rest) and (rest[0].isupper() or not _is_short(last))


def _parted(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """Put a mark between a figure that ends a line and a word with a capital that begins the next one.

    A line break inside an amount is a space, but the next line of a table has nothing to do with the figure before.
    """
    if "\n" not in text:
        return tokens
    found: list[Token] = []
    end = 0
    for place, token in enumerate(tokens):
        if "\n" in text[end : token.start] and place and _begins_row(text, tokens, place, lexicon):
            at = text.index("\n", end)
            found.append(Token(MARK, at, at + 1, "\n", _EMPTY, tokens[place - 1].sentence))
        found.append(token)
        end = token.end
    return found


def _begins_row(text: str, tokens: Sequence[Token], place: int, lexicon: Lexicon) -> bool:
    """Tell whether a word with a capital, which begins a line after a figure, does not go on with it."""
    last, token = tokens[place - 1], tokens[place]
    if token.kind != WORD or not (last.kind == NUMBER or last.has(*_FIGURED)) or token.has("month"):
        return False
    return text[token.start].isupper() and not _runs_over(text, tokens, place, lexicon)


def _runs_over(text: str, tokens: Sequence[Token], place: int, lexicon: Lexicon) -> bool:
    """Tell whether a figure goes on with the word that begins a line: a code or a country, or GDP in prose."""
    last, token = tokens[place - 1], tokens[place]
    if place + 1 < len(tokens) and tokens[place + 1].kind == NUMBER:
        return False
    if token.has("gdp"):
        return token.upper and last.end - text.rfind("\n", 0, last.end) > _ROW
    return _goes_on(text[token.start : token.end], last, lexicon)


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


def _attached(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
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
    is_idle = not ending.senses.keys() - IDLE
    return ending is token and is_idle and (last.kind == NUMBER or last.has("unit", "percent", "scale"))


def _joined(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
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
