"""Documents: what a reader is given, taken from a path or from bytes, and its text, decoded and said how."""

import codecs
import errno
import os
from pathlib import Path
from typing import Final, final

import attrs

from centralasia.errors import InvalidValueError, ReaderError, WrongTypeError
from centralasia.numbers import shortened

__all__ = [
    "LIMIT",
    "MARKS",
    "RAISE_THE_LIMIT",
    "SAY_WHICH_DAY",
    "UNREADABLE",
    "Text",
    "decode",
    "load",
    "one_ending",
    "with_gaps",
]

LIMIT: Final = 64 * 1024 * 1024
"""The most bytes a document may have unless the caller says otherwise: fifty times the longest bulletin known."""

RAISE_THE_LIMIT: Final = "pass limit= to raise it"
SAY_WHICH_DAY: Final = "say which with on="

_LONGEST_PATH: Final = 1_000  # characters; what is longer and no file is taken for contents
_FROM_MEMORY: Final = "bytes"
_WHOLE: Final = "document"
MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
"""Byte order marks, and the encodings that they tell."""
UNREADABLE: Final = "\N{REPLACEMENT CHARACTER}"
"""What stands for bytes that are no character of the encoding."""


@final
@attrs.frozen
class Text:
    """The text of a document, and what was found out about it on the way."""

    text: str
    encoding: str
    unreadable: int
    """How many bytes, or sequences of them, stand for no character of the encoding."""


def load(source: "str | os.PathLike[str] | bytes", limit: int = LIMIT) -> tuple[bytes, str]:
    """Take the bytes of a document and the name it goes by in messages.

    Args:
        source: A path, or the contents as bytes.
        limit: The most bytes it may have.

    Raises:
        ReaderError: No such file, no file at all, an empty one, or one beyond the limit.
        WrongTypeError: `source` is neither a path nor bytes.
    """
    if isinstance(limit, bool) or not isinstance(limit, int):
        raise WrongTypeError("limit", limit, "a whole number of bytes")
    if limit < 1:
        raise InvalidValueError("limit", limit, "at least 1 byte")
    if isinstance(source, bytes):
        data, name = source, _FROM_MEMORY
    elif isinstance(source, str | os.PathLike):
        name = str(shortened(os.fsdecode(source)))
        data = _contents(source, name, limit)
    else:
        raise WrongTypeError("source", source, "a path as text or PathLike, or the contents as bytes")
    if not data:
        raise ReaderError(name, _WHOLE, "empty")
    if len(data) > limit:
        raise ReaderError(name, _WHOLE, f"larger than the limit of {limit:,} bytes; {RAISE_THE_LIMIT}")
    return data, name


def _contents(path: "str | os.PathLike[str]", name: str, limit: int) -> bytes:
    """Read a file, and no more of it than shows that it is too large."""
    try:
        with Path(path).open("rb") as file:
            size = os.fstat(file.fileno()).st_size or limit  # pipes have none; a buffer as long as asked for is made
            return file.read(min(size, limit) + 1)
    except IsADirectoryError:
        raise ReaderError(name, "file", "a directory, not a file") from None
    except OSError as error:
        if isinstance(path, str) and (_is_contents(path) or error.errno == errno.ENAMETOOLONG):
            start = " ".join(name.split())
            raise ReaderError(start, "source", "that is a text, not a path; pass its bytes: text.encode()") from None
        if isinstance(error, FileNotFoundError):
            raise ReaderError(name, "file", "no such file") from None
        raise ReaderError(name, "file", (error.strerror or "cannot be read").lower()) from None
    except ValueError:  # a null character, or one the file system cannot write
        raise ReaderError(name, "file", "no name of a file; contents are passed as bytes") from None


def _is_contents(text: str) -> bool:
    """Say whether a text that is no file is a document: of XML or JSON, of several lines, or long."""
    if text.lstrip().startswith(("<", "{", "[")):
        return True
    return len(text) > _LONGEST_PATH or len(text.splitlines()) > 1 or text.endswith(("\n", "\r"))


def decode(data: bytes, name: str = _FROM_MEMORY) -> Text:
    """Decode a text document: by its byte order mark, else as UTF-8, else as Windows-1251.

    A page in UTF-8 that is damaged in places stays UTF-8: the sequences of UTF-8 outnumber what cannot be read, which
    they never do in Windows-1251, where two letters in a row seldom happen to make one.

    Args:
        data: The document.
        name: What it goes by in messages.

    Raises:
        ReaderError: The document is binary, or in neither encoding.

    Example:
        >>> decode("курс".encode("cp1251"))
        Text(text='курс', encoding='windows-1251', unreadable=0)
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            decoded = with_gaps(data[len(mark) :], encoding)
            break
    else:
        decoded = _unmarked(data, name)
    if "\0" in decoded.text:
        raise ReaderError(name, _WHOLE, "binary: there are null characters in it")
    return decoded


def with_gaps(data: bytes, encoding: str) -> Text:
    """Decode, with a mark in place of each sequence of bytes that is no character of the encoding."""
    try:
        return Text(data.decode(encoding), encoding, 0)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return Text(text, encoding, text.count(UNREADABLE))


def _unmarked(data: bytes, name: str) -> Text:
    decoded = with_gaps(data, "utf-8")
    if not decoded.unreadable:
        return decoded
    beyond_ascii = len(decoded.text) - len(decoded.text.encode("ascii", "ignore"))
    if beyond_ascii > 2 * decoded.unreadable:
        return decoded
    try:
        return Text(data.decode("cp1251"), "windows-1251", 0)
    except UnicodeDecodeError as error:
        place = f"byte {error.start + 1}"
        raise ReaderError(name, place, "neither UTF-8 nor windows-1251") from None


def one_ending(text: str) -> str:
    r"""Bring the ends of lines together: CR, LF and CRLF end a line, as editors count them, and become LF.

    Example:
        >>> one_ending("a\r\nb\rc")
        'a\nb\nc'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")
