"""Reading of the text that a command names, as a stream: where it is, in which encoding, and how far it is read."""

import codecs
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from typing import IO, Final, final

import attrs
import click

from centralasia.cli.output import complain
from centralasia.errors import ReaderError, UnknownCodeError
from centralasia.languages import as_language
from centralasia.numbers import shortened
from centralasia.readers.documents import MARKS, UNREADABLE

__all__ = ["Source", "check_encoding", "check_language", "opened", "pieces_of"]

_PIECE: Final = 65_536  # bytes read at a time, and looked at to tell the encoding
_MARK: Final = "\ufeff"  # a byte order mark, decoded
_FALLBACK: Final = "windows-1251"
_MANY: Final = 2  # characters beyond ASCII for each that is damaged: then a text is UTF-8, as in documents


@final
@attrs.frozen
class Source:
    """A text that is open for reading.

    Attributes:
        name: What it goes by in messages.
        file: Its bytes.
        size: How many there are, 0 where that is not known.
    """

    name: str
    file: IO[bytes]
    size: int


@contextmanager
def opened(path: str) -> Iterator[Source]:
    """Open a file, or standard input for ``-``.

    Raises:
        ReaderError: It cannot be opened.
    """
    name = "standard input" if path == "-" else str(shortened(path))
    try:
        file = click.open_file(path, "rb")
    except OSError as error:
        raise ReaderError(name, "file", (error.strerror or "cannot be read").lower()) from None
    with file:
        yield Source(name, file, _size(file))


def _size(file: IO[bytes]) -> int:
    try:
        return os.fstat(file.fileno()).st_size  # pipes and terminals have none
    except OSError:  # no file of the system
        return 0


def check_encoding(_: click.Context, __: click.Parameter, encoding: str | None) -> str | None:
    """Refuse an encoding that is not known, or that is none of texts.

    Raises:
        click.BadParameter: It is.
    """
    if encoding is not None:
        try:
            " ".encode(encoding)
            codecs.getincrementaldecoder(encoding)("replace").decode(b"    ")
        except (LookupError, ValueError):
            message = f"{encoding!r} is no encoding of a text; say utf-8, utf-16, windows-1251 or the like."
            raise click.BadParameter(message) from None
    return encoding


def check_language(_: click.Context, __: click.Parameter, tag: str | None) -> str | None:
    """Give the tag of a language as the library writes it.

    Raises:
        click.BadParameter: It is none that is read.
    """
    try:
        return None if tag is None else as_language(tag)
    except UnknownCodeError as error:
        raise click.BadParameter(str(error)) from None


def pieces_of(source: Source, encoding: str | None, progress: Callable[[str, int, int], None] | None) -> Iterator[str]:
    """Decode a text piece by piece.

    Without an encoding, its byte order mark decides, else it is UTF-8; what is not UTF-8 where it first goes beyond
    ASCII is taken for Windows-1251, and that is told. Ends of lines are left as they are. What cannot be read is
    replaced by U+FFFD, and is told at the end.

    Raises:
        ReaderError: There are null characters in it, which no text has.
    """
    data = _told(source, progress)
    place, gaps, first_gap = 0, 0, 0
    for piece in _decoded(data, source.name, encoding):
        text = piece if place else piece.removeprefix(_MARK)
        if "\0" in text:
            reason = "binary, or in another encoding: there are null characters in it; name it with --encoding"
            raise ReaderError(source.name, f"character {place + text.index(chr(0)) + 1:,}", reason)
        if UNREADABLE in text:
            first_gap = first_gap or place + text.index(UNREADABLE) + 1
            gaps += text.count(UNREADABLE)
        yield text
        place += len(text)
    if gaps:
        places = "1 place" if gaps == 1 else f"{gaps:,} places"
        complain(f"{source.name}: {places} cannot be read, the first at character {first_gap:,}; is --encoding right?")


def _told(source: Source, progress: Callable[[str, int, int], None] | None) -> Iterator[bytes]:
    """Read the bytes, and tell how far they are read."""
    done = 0
    for data in iter(partial(source.file.read, _PIECE), b""):
        yield data
        done += len(data)
        if progress is not None:
            progress(source.name, done, max(done, source.size))


def _decoded(data: Iterator[bytes], name: str, encoding: str | None) -> Iterator[str]:
    head = next(data, b"")
    if encoding is None:
        encoding = next((found for mark, found in MARKS if head.startswith(mark)), None)
    while encoding is None and head.isascii():  # which is the same in UTF-8 and in Windows-1251
        if not head:
            return
        yield head.decode("ascii")
        head = next(data, b"")
    if encoding is None:
        head += next(data, b"")  # enough to look at, where the first letter is the last of a piece
        encoding = "utf-8" if _is_utf8(head) else _FALLBACK
        if encoding == _FALLBACK:
            complain(f"{name}: not in UTF-8, read as {_FALLBACK}; another encoding is named with --encoding")
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    yield from map(decoder.decode, chain([head], data))
    yield decoder.decode(b"", final=True)


def _is_utf8(data: bytes) -> bool:
    """Tell whether bytes are UTF-8, if damaged in places; they may end within a character."""
    decoder = codecs.getincrementaldecoder("utf-8")
    try:
        decoder().decode(data)
    except UnicodeDecodeError:
        text = decoder("replace").decode(data)
        beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
        return beyond_ascii > _MANY * text.count(UNREADABLE)
    return True
