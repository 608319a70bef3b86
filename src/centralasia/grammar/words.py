"""What a word or a mark can mean wherever it stands: as its language lists it, and as the name of a currency."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple, final

from centralasia.grammar.currencies import money_senses
from centralasia.languages import Lexicon, fold
from centralasia.languages.lexicons import Sense

__all__ = ["IDLE", "Meaning", "meaning_of", "meaning_of_mark"]

IDLE: Final = frozenset({"function", "subject", "change"})
"""Roles that do not keep a word from being an ending that is written apart."""

_CODE: Final = 3  # letters of a currency
_MOST_KEPT: Final = 50_000  # words and marks that are remembered
_EMPTY: Final[Mapping[str, Sense]] = {}
_PERCENT: Final = {"percent": Sense("percent", "")}


@final
class Meaning(NamedTuple):
    """What a word or mark says wherever it stands.

    Attributes:
        senses: What it can mean, by role.
        case: The case that its ending shows, blank for none.
        upper: Whether it is written in capitals.
    """

    senses: Mapping[str, Sense] = _EMPTY
    case: str = ""
    upper: bool = False


@lru_cache(maxsize=_MOST_KEPT)
def meaning_of(lexicon: Lexicon, written: str) -> Meaning:
    """Tell what a word can mean in a language.

    Args:
        lexicon: The words of the language.
        written: The word, as written.

    Example:
        >>> from centralasia.languages import lexicon
        >>> meaning_of(lexicon("kk"), "теңгеден").case, meaning_of(lexicon("en"), "USD").upper
        ('abl', True)
    """
    senses = _with_money(lexicon, written)
    return Meaning(senses, _case(senses), written.isupper())


@lru_cache(maxsize=_MOST_KEPT)
def meaning_of_mark(tag: str, written: str) -> Meaning:
    """Tell what a mark can mean in a language: a currency, percent, or nothing.

    Args:
        tag: The language.
        written: The mark, as written.

    Example:
        >>> meaning_of_mark("en", "€").senses["currency"].value
        'EUR'
    """
    return Meaning(_PERCENT if fold(written) == "%" else money_senses(tag, written))


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
    return next((sense.case for role, sense in senses.items() if sense.case and role not in IDLE), "")
