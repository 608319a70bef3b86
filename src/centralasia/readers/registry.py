"""The readers there are, as a literal table: a new publisher is a module and a line here."""

from typing import Final

from centralasia.errors import ReaderError, UnknownCodeError, WrongTypeError
from centralasia.numbers import shortened
from centralasia.readers import (
    bis,
    cba,
    cbar,
    cbr,
    cbt,
    cbu,
    cfets,
    ecb,
    imf,
    mapped,
    nbg,
    nbk,
    nbkr,
    nbt,
    sdmx,
    tcmb,
    tickers,
)
from centralasia.readers.contents import Document
from centralasia.readers.documents import decode
from centralasia.readers.forms import Form, Reader
from centralasia.reference import near

__all__ = ["READERS", "reader", "recognize"]

_HEAD: Final = 65_536  # bytes that tell text from what is binary
_WAYS_OUT: Final = "a publisher is named with publisher=, and a table of your own is read with columns=Columns(...)"

READERS: Final = (
    nbk.READER,
    nbkr.READER,
    nbt.READER,
    cbt.READER,
    cbu.READER,
    cbr.READER,
    ecb.READER,
    tcmb.READER,
    nbg.READER,
    cbar.READER,
    cba.READER,
    cfets.READER,
    imf.READER,
    bis.READER,
    sdmx.READER,
    mapped.READER,
    tickers.READER,
)
"""Every reader, in the order in which they are asked whether a document is theirs."""


def reader(name: str) -> Reader:
    """Look a reader up by its name.

    Raises:
        UnknownCodeError: No such reader; near misses are suggested.

    Example:
        >>> reader("ticker").title
        'tickers of news pages'
    """
    if not isinstance(name, str):
        raise WrongTypeError("publisher", name, "the name of a reader, such as 'ticker'")
    for each in READERS:
        if each.name == name:
            return each
    names = [each.name for each in READERS]
    raise UnknownCodeError(str(shortened(name)), "publishers", near(name, names), f"there are: {', '.join(names)}")


def recognize(document: Document) -> tuple[Reader, Form]:
    """Find the reader of a document, and the form that it is of, by its contents.

    Raises:
        ReaderError: It is binary, hostile, or nobody's; the message says what can be read.

    Example:
        >>> reader, form = recognize(Document("• KGS/USD = 0.01144".encode()))
        >>> reader.name, form.title
        ('ticker', 'ticker of a news page')
    """
    for each in READERS:
        form = each.form_of(document)
        if form is not None:
            return each, form
    document.refuse_others()
    decode(document.data[:_HEAD], document.name)  # says so of what is binary
    known = ", ".join(f"{each.name} ({each.title})" for each in READERS)
    raise ReaderError(document.name, "document", f"in no form that is known; known are: {known}; {_WAYS_OUT}")
