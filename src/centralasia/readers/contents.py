"""What a document is made of: text in its declared encoding, XML that cannot harm, JSON with its figures as printed."""

import codecs
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import cached_property
from typing import Any, Final, NoReturn, cast, final
from xml.etree.ElementTree import XML, Element, ParseError, XMLPullParser

import attrs

from centralasia.errors import ReaderError
from centralasia.rates.inversions import InvertedQuotes
from centralasia.readers.documents import LIMIT, MARKS, Text, decode, with_gaps

__all__ = ["Document"]

_HEAD: Final = 4_096  # bytes that tell what a document is
_MOST_PARTS: Final = 1_000_000  # tags of XML, or values of JSON: three times the longest history there is
_DECLARED: Final = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_BEFORE_ROOT: Final = re.compile(r"\s*(?:<\?[^>]*\?>\s*|<!--[^>]*-->\s*)*")
_TAG: Final = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_A_PAGE: Final = "a page of HTML, and no bulletin; save what its link for data gives"
_GZIP: Final = b"\x1f\x8b"
_PARQUET: Final = b"PAR1"
_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HTML: Final = re.compile(r"\s*(?:<\?[^>]*\?>\s*|<!--[^>]*-->\s*)*<(?:!doctype\s+)?html\b", re.IGNORECASE)
_ENCODINGS: Final = frozenset(
    codecs.lookup(name).name
    for name in ("ascii", "utf-8", "utf-16", "cp1250", "cp1251", "cp1252", "cp1254", "cp866", "koi8-r")
) | {f"iso8859-{part}" for part in range(1, 16)}


@final
@attrs.define(slots=False, eq=False)
class Document:
    """A document as a reader gets it, with what the caller wants of it; each of its faces is made once.

    Attributes:
        data: The bytes.
        name: What it goes by in messages.
        on: The day by the caller's word.
        inverted: What to do with a quote that looks inverted.
        normalize: Whether quotes of an old money under its new code are put under the old one.
        limit: The most bytes it may have when it is unpacked.
        cut: What is wrong with XML of which only the beginning could be read.
    """

    data: bytes
    name: str = "bytes"
    on: date | None = None
    inverted: InvertedQuotes = "flag"
    normalize: bool = False
    limit: int = LIMIT
    cut: str | None = None

    @cached_property
    def head(self) -> str:
        """The beginning, without a byte order mark; what is no ASCII in it may be wrong."""
        for mark, encoding in MARKS:
            if self.data.startswith(mark):
                return self.data[len(mark) : _HEAD].decode(encoding, "replace")
        return self.data[:_HEAD].decode("latin-1")

    @cached_property
    def is_html(self) -> bool:
        """Whether it begins as a page of HTML does."""
        return _HTML.match(self.head) is not None

    @cached_property
    def tag(self) -> str:
        """The name of the root element without its prefix; an empty text where the document is no XML."""
        if self.is_html:
            return ""
        found = _TAG.match(self.head, _BEFORE_ROOT.match(self.head).end())  # type: ignore[union-attr]  # it always matches
        return "" if found is None else found[1]

    @cached_property
    def is_json(self) -> bool:
        """Whether it begins as an array or object of JSON does."""
        return self.head.lstrip()[:1] in ("[", "{")

    @property
    def is_lines(self) -> bool:
        """Whether it is none of these, but lines of text."""
        return not (self.tag or self.is_html or self.is_json)

    @cached_property
    def decoded(self) -> Text:
        """The text, decoded as its XML declaration says, else as `decode` finds.

        Raises:
            ReaderError: Binary, or in an encoding that is not read.
        """
        if len(self.data) > _MOST_PARTS and self.data.count(b"\n") > _MOST_PARTS:
            raise ReaderError(self.name, "document", f"more than {_MOST_PARTS:,} lines in it")
        declared = _DECLARED.match(self.data)
        if declared is None or self.data.startswith(tuple(mark for mark, _ in MARKS)):
            return decode(self.data, self.name)
        encoding = declared[1].decode("ascii")
        try:
            known = codecs.lookup(encoding).name
        except LookupError:
            known = ""
        if known not in _ENCODINGS or known == "utf-16":
            raise ReaderError(self.name, "line 1", f"declared as {encoding!r}, which is no encoding of a bulletin")
        decoded = with_gaps(self.data, "ascii" if self.data.isascii() else known)  # which is the quickest of all
        if b"\0" in self.data:
            raise ReaderError(self.name, "document", "binary: there are null characters in it")
        return Text(decoded.text, encoding.lower(), decoded.unreadable)

    def refuse_others(self) -> None:
        """Refuse what is no bulletin of anybody: a page of HTML, what is compressed, what has declarations of types.

        Raises:
            ReaderError: It is one of these.
        """
        if self.is_html:
            raise ReaderError(self.name, "document", _A_PAGE)
        if self.data.startswith(_GZIP):
            raise ReaderError(self.name, "document", "compressed by gzip; unpack it first")
        if self.data.startswith(_PARQUET):
            reason = "a Parquet file; read it into a data frame and pass that to RateTable.of"
            raise ReaderError(self.name, "document", reason)
        if self.head.lstrip().startswith("<"):
            self.refuse_declarations()

    def refuse_declarations(self) -> None:
        """Refuse a document type declaration: all that makes XML dangerous, bombs and external entities, needs one.

        Raises:
            ReaderError: There is one.
        """
        if b"<!" not in self.data and not self.data.startswith(_WIDE):
            return  # bytes are looked through ten times as fast as text
        text = self.decoded.text
        place = max(text.find("<!DOCTYPE"), text.find("<!ENTITY"))
        if place >= 0:
            line = text.count("\n", 0, place) + 1
            reason = "a document type declaration, which may carry entities; no bulletin has one, and it is refused"
            raise ReaderError(self.name, f"line {line}", reason)

    @cached_property
    def root(self) -> Element:
        """The root element. Of XML that breaks off, what came before is there, and `cut` says where it broke off.

        The parser is that of the standard library, which is safe once document type declarations are refused.

        Raises:
            ReaderError: A document type declaration, no XML at all, or more than a million tags.
        """
        self.refuse_declarations()
        text = self.decoded.text
        self._check_size(text, "<", "tags")
        bare = text.lstrip()  # parsers refuse blanks before an XML declaration
        try:
            return XML(bare)
        except ParseError as error:
            line, column = error.position
            line += text.count("\n", 0, len(text) - len(bare))
            self.cut = f"not well-formed at line {line}, character {column + 1}: {str(error).partition(':')[0]}"
        found = _complete(bare)
        if found is None:
            raise ReaderError(self.name, "document", self.cut)
        return found

    @cached_property
    def json(self) -> Any:  # noqa: ANN401 - whatever the document holds
        """The value that it is in JSON; figures with a decimal point stay texts, as printed.

        Raises:
            ReaderError: No JSON, too deep, or more than a million values.
        """
        text = self.decoded.text
        self._check_size(text, ",[{", "values")
        try:
            return json.loads(text, parse_float=str, parse_constant=self._no_constant)
        except ReaderError:
            raise
        except RecursionError:
            raise ReaderError(self.name, "document", "nested deeper than any bulletin") from None
        except json.JSONDecodeError as error:
            reason = f"not JSON: {error.msg.lower()}"
            raise ReaderError(self.name, f"line {error.lineno}, character {error.colno}", reason) from None
        except ValueError:  # an integer of thousands of digits
            raise ReaderError(self.name, "document", "an integer of thousands of digits in it") from None

    def _no_constant(self, constant: str) -> NoReturn:
        raise ReaderError(self.name, "document", f"{constant} in it, which is no JSON")

    def _check_size(self, text: str, marks: str, what: str) -> None:
        if len(text) > _MOST_PARTS:
            parts = sum(map(text.count, marks))
            if parts > _MOST_PARTS:
                raise ReaderError(self.name, "document", f"{parts:,} {what} in it, more than {_MOST_PARTS:,}")


def _complete(text: str) -> Element | None:
    """Build the tree as far as XML goes, without the element in which it breaks off."""
    parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
    inside: list[Element] = []
    parser.feed(text)
    with suppress(ParseError):
        parser.close()
    with suppress(ParseError):
        for event, element in cast("Iterator[tuple[str, Element]]", parser.read_events()):
            if event == "start":
                inside.append(element)
            else:
                inside.pop()
    if len(inside) > 1 and not len(inside[-1]):
        inside[-2].remove(inside[-1])
    return inside[0] if inside else None
