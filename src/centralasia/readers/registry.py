"""The readers there are, as a literal table: a new publisher is a module and a line here."""

from collections.abc import Callable
from datetime import date
from typing import Final, Protocol, final

import attrs

from centralasia.errors import ReaderError, UnknownCodeError, WrongTypeError
from centralasia.numbers import shortened
from centralasia.rates import ExchangeRate
from centralasia.rates.inversions import InvertedQuotes
from centralasia.readers import tickers
from centralasia.readers.documents import decode
from centralasia.reference import near
from centralasia.validation import Report

__all__ = ["READERS", "Reader", "reader", "recognize"]

_HEAD: Final = 65_536  # bytes that tell text from what is binary


class Parse(Protocol):
    """Reads a document: what it gives depends on the bytes alone, and on what is passed."""

    def __call__(
        self, data: bytes, *, on: date | None = None, inverted: InvertedQuotes = ..., name: str = ...
    ) -> tuple[list[ExchangeRate], Report]:
        """Give the rates and what was found on the way."""


@final
@attrs.frozen(kw_only=True)
class Reader:
    """One publisher's form of document, or one standard's, and how it is recognised and read.

    Attributes:
        name: The key, as in ``read_rates(path, publisher="ticker")``.
        title: What it reads, for people.
        detect: Says from the contents whether a document is one of its own; looks at the beginning only.
        parse: Reads a document.

    Example:
        >>> [each.name for each in READERS]
        ['ticker']
    """

    name: str
    title: str
    detect: Callable[[bytes], bool]
    parse: Parse


READERS: Final = (Reader(name=tickers.NAME, title=tickers.TITLE, detect=tickers.detect, parse=tickers.parse),)
"""Every reader, in the order in which they are asked whether a document is theirs."""


def reader(name: str) -> Reader:
    """Look a reader up by its name.

    Raises:
        UnknownCodeError: No such reader; near misses are suggested.

    Example:
        >>> reader("ticker").title
        'ticker of a news page'
    """
    if not isinstance(name, str):
        raise WrongTypeError("publisher", name, "the name of a reader, such as 'ticker'")
    for each in READERS:
        if each.name == name:
            return each
    names = [each.name for each in READERS]
    raise UnknownCodeError(str(shortened(name)), "publishers", near(name, names), f"there are: {', '.join(names)}")


def recognize(data: bytes, name: str) -> Reader:
    """Find the reader of a document by its contents.

    Raises:
        ReaderError: It is binary, or nobody's; the message says what can be read.

    Example:
        >>> recognize("• KGS/USD = 0.01144".encode(), "page.txt").name
        'ticker'
    """
    for each in READERS:
        if each.detect(data):
            return each
    decode(data[:_HEAD], name)  # says so of what is binary
    known = ", ".join(f"{each.name} ({each.title})" for each in READERS)
    raise ReaderError(name, "document", f"in no form that is known; known are: {known}")
