"""The ways out that the library's errors name, in the words of the command line."""

import re
from collections.abc import Mapping
from typing import Final

from centralasia.rates.crosses import READ_A_BULLETIN, TAKE_THE_AVERAGE
from centralasia.readers.documents import RAISE_THE_LIMIT, SAY_WHICH_DAY

__all__ = ["in_our_words"]

_WORDS: Final[Mapping[str, str]] = {
    TAKE_THE_AVERAGE: "add --kind average to take the average of the period around it",
    READ_A_BULLETIN: "for daily rates name a bulletin with --rates FILE",
    SAY_WHICH_DAY: "say which with --on DAY",
    RAISE_THE_LIMIT: "the library reads larger ones",
    "or name it with currency=": "such as '5 KZT'",
    "say places=": "say --places N",
}
_OLDER: Final = re.compile(r"pass policy=LastKnown\(days=([0-9]+)\)")
_WORDS_OF: Final[Mapping[str, Mapping[str, str]]] = {"convert": {SAY_WHICH_DAY: "say which with --rates-on DAY"}}


def in_our_words(message: str, command: str | None) -> str:
    """Put options in the place of keywords.

    Args:
        message: What an error of the library says.
        command: The command that ran, whose options may have names of their own.

    Example:
        >>> in_our_words("no day is stated; say which with on=", "convert")
        'no day is stated; say which with --rates-on DAY'
    """
    for words, ours in {**_WORDS, **_WORDS_OF.get(command or "", {})}.items():
        message = message.replace(words, ours)
    return _OLDER.sub(r"add --days \1", message)
