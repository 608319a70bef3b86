"""Readers and the forms of document they read."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import final

import attrs

from centralasia.errors import ReaderError, WrongTypeError
from centralasia.rates import ExchangeRate
from centralasia.rates.inversions import InvertedQuotes
from centralasia.readers.bulletins import Bulletin
from centralasia.readers.contents import Document
from centralasia.readers.documents import LIMIT
from centralasia.validation import Report

__all__ = ["Form", "Reader", "Readout", "filled"]

Readout = tuple[Collection[ExchangeRate], Report]
"""The rates of a document, and what was found on the way."""


@final
@attrs.frozen(kw_only=True)
class Form:
    """One form of document: how it is recognised, by its beginning, and how it is read.

    Example:
        >>> from centralasia.readers import READERS
        >>> [form.title for form in READERS[0].forms]
        ['rates of one day, XML', 'rates of all currencies, RSS', 'report over a span, CSV']
    """

    title: str
    detect: Callable[[Document], bool]
    read: Callable[[Document], Readout]


def filled(
    source: str,
    local: str,
    title: str,
    *,
    detect: Callable[[Document], bool],
    fill: Callable[[Bulletin], None],
    names: Mapping[str, str] = MappingProxyType({}),
) -> Form:
    """Make a form of a function that takes the records of a document into a bulletin.

    Args:
        source: The publisher, as rates are to carry it.
        local: The currency in which it prices others.
        title: What the form is, for people.
        detect: Says whether a document is of this form.
        fill: Takes the records.
        names: What the layout calls the fields currency, value and nominal, where messages name them.
    """

    def read(document: Document) -> Readout:
        bulletin = Bulletin(document, source, local)
        bulletin.findings.names = names
        fill(bulletin)
        return bulletin.result(title)

    return Form(title=title, detect=detect, read=read)


@final
@attrs.frozen(kw_only=True)
class Reader:
    """What one publisher publishes, in all its forms.

    Attributes:
        name: The key, as in ``read_rates(path, publisher="nbk")``.
        title: Who it is, for people.
        forms: The forms of its documents, in the order in which they are tried.
        otherwise: Reads what is in none of them where the publisher is named, such as an empty array, which by itself
            does not tell whose it is; gives None where it cannot.

    Example:
        >>> from centralasia.readers import READERS
        >>> READERS[0].name, READERS[0].detect(b"<rates><date>14.02.2030</date></rates>")
        ('nbk', True)
    """

    name: str
    title: str
    forms: tuple[Form, ...]
    otherwise: Callable[[Document], Readout | None] = lambda _: None

    def form_of(self, document: Document) -> Form | None:
        """Find the form of a document, by its beginning; None where it is not one of this publisher."""
        return next((form for form in self.forms if form.detect(document)), None)

    def detect(self, data: bytes) -> bool:
        """Say whether a document is one of this publisher."""
        return self.form_of(Document(_checked(data))) is not None

    def parse(
        self,
        data: bytes,
        *,
        on: date | None = None,
        inverted: InvertedQuotes = "flag",
        normalize: bool = False,
        name: str = "bytes",
        limit: int = LIMIT,
    ) -> Readout:
        """Read a document of this publisher; what comes out depends on the arguments alone.

        Args:
            data: The document.
            on: Its day, where it states none.
            inverted: What to do with a quote that looks inverted.
            normalize: Whether quotes in an old money under the code of the new one are put under the old one.
            name: What it goes by in messages.
            limit: The most bytes it may have when it is unpacked.

        Raises:
            ReaderError: It is in no form of this publisher, damaged beyond reading, or without a day.
        """
        return self.read(Document(_checked(data), name, on, inverted, normalize, limit))

    def read(self, document: Document) -> Readout:
        """Read a document; see `parse`."""
        form = self.form_of(document)
        found = self.otherwise(document) if form is None else form.read(document)
        if found is None:
            document.refuse_others()
            known = "; ".join(each.title for each in self.forms)
            raise ReaderError(document.name, "document", f"in no form of {self.title}; known are: {known}")
        return found


def _checked(data: object) -> bytes:
    if not isinstance(data, bytes):
        raise WrongTypeError("data", data, "the bytes of a document", "read_rates takes paths too")
    return data
