"""Encodings: how the bytes of a text stand for characters, told by a mark, by trying, or by evidence."""

import codecs
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, Final, NamedTuple, TypeAlias, final

from centralasia.errors import InvalidValueError, ReaderError, WrongTypeError
from centralasia.readers.documents import MARKS, decode, with_gaps

__all__ = ["Open", "Scan", "Stream", "blocks_of", "codec_named", "lines_of", "scan"]

Open: TypeAlias = Callable[[], BinaryIO]

_BLOCK: Final = 1 << 20
_SAMPLE: Final = 1 << 16  # bytes beyond ASCII, with their lines, that are looked at to tell an encoding
_HEAD: Final = 1 << 16
_BINARY: Final = 200  # one control character in so many bytes is too many for a text
_FEW: Final = 3
_CONTROLS: Final = bytes({*range(32), 127} - {*b"\t\n\v\f\r\x1a\x1b"})
_UTF_8: Final = "utf-8"
_UNLIKELY: Final = ("koi8-r", "cp866")  # each must be much likelier than windows-1251
_USUAL: Final = "windows-1251"
_FREQUENT: Final = frozenset("оеаинтсрвлк")  # the letters of which two thirds of a Russian text are made
_MARGIN: Final = 0.2
_ENOUGH: Final = 20  # letters
_CYRILLIC: Final = re.compile(r"[А-яЁё]")
_MISCASED: Final = re.compile(r"[а-яё][А-ЯЁ]")


@final
class Scan(NamedTuple):
    """What the bytes of a text tell.

    Attributes:
        encoding: The name of its encoding, as Python has it.
        told_by: What told it: "mark", "declared", "bytes" or "letters".
        quotes: How many double quotes there are.
        damaged: Whether some bytes are no characters of the encoding, or a null character.
        binary: The line of the first control character, where there are so many that this is no text.
    """

    encoding: str
    told_by: str
    quotes: int = 0
    damaged: bool = False
    binary: int | None = None


def codec_named(encoding: object) -> str:
    """Check the name of an encoding.

    Args:
        encoding: What the caller says.

    Raises:
        InvalidValueError: There is none of this name, or it is not one of texts.
        WrongTypeError: It is no text.

    Example:
        >>> codec_named("CP1251")
        'cp1251'
    """
    if not isinstance(encoding, str):
        raise WrongTypeError("encoding", encoding, "the name of an encoding, such as 'utf-8'")
    try:
        found = codecs.lookup(encoding)
        b"ab".decode(encoding, "replace")
        codecs.getincrementaldecoder(encoding)
    except (LookupError, ValueError):
        raise InvalidValueError("encoding", encoding, "the name of an encoding, such as 'utf-8'") from None
    return found.name


def scan(open_: Open, encoding: str | None = None) -> Scan:
    """Read a whole file once, and tell how its text is encoded.

    A byte order mark tells it. Without one, it is UTF-8 where all bytes fit, or nearly all; else Windows-1251, or
    KOI8-R or code page 866 where the letters speak for it, which are not all as frequent in a language.

    Args:
        open_: Opens the file.
        encoding: The encoding by the caller's word.

    Example:
        >>> from io import BytesIO
        >>> scan(lambda: BytesIO("Дата;Курс".encode("cp1251"))).encoding
        'windows-1251'
    """
    with open_() as file:
        head = file.read(_HEAD)
        named = None if encoding is None else Scan(codec_named(encoding), "declared")
        found = named or _marked(head) or _wide(head)
        binary = None if found is not None and found.encoding.startswith("utf-16") else _binary_line(head)
        if binary is not None:
            return Scan("binary", "bytes", binary=binary)
        if found is None or found.encoding == _UTF_8:
            file.seek(0)
            return _scanned(file, found)
    return found._replace(quotes=_quotes(open_, found.encoding), damaged=True)


def _marked(head: bytes) -> Scan | None:
    return next((Scan(encoding, "mark") for mark, encoding in MARKS if head.startswith(mark)), None)


def _wide(head: bytes) -> Scan | None:
    """Tell UTF-16 without a mark: every other byte of what is mostly digits and marks is null."""
    if len(head) < 4 or b"\0" not in head:  # noqa: PLR2004 - two characters
        return None
    even, odd = head[::2].count(0) * 4 / len(head), head[1::2].count(0) * 4 / len(head)
    if min(even, odd) < 0.1 and max(even, odd) > 0.6:  # noqa: PLR2004 - shares of all characters
        return Scan("utf-16-le" if odd > even else "utf-16-be", "bytes")
    return None


def _binary_line(head: bytes) -> int | None:
    found = len(head) - len(head.translate(None, _CONTROLS))
    if found <= max(_FEW, len(head) // _BINARY):
        return None
    place = next(place for place, byte in enumerate(head) if byte in _CONTROLS)
    return head.count(b"\n", 0, place) + 1


def _scanned(file: BinaryIO, found: Scan | None) -> Scan:
    """Read all bytes: whether they are UTF-8, how many quotes there are, and some with letters to judge by."""
    decoder = codecs.getincrementaldecoder(_UTF_8)()
    quotes, fits, nulls, sample = 0, True, False, bytearray()
    while block := file.read(_BLOCK):
        quotes += block.count(b'"')
        nulls = nulls or b"\0" in block
        if block.isascii() and decoder.getstate()[0] == b"":
            continue
        if len(sample) < _SAMPLE:
            sample += _lines_beyond_ascii(block)
        fits = fits and _is_decoded(decoder, block)
        if not fits:
            decoder.reset()
    if fits and _is_decoded(decoder, b"", final=True):
        return (found or Scan(_UTF_8, "bytes"))._replace(quotes=quotes, damaged=nulls)
    return (found or _told(bytes(sample)))._replace(quotes=quotes, damaged=True)


def _lines_beyond_ascii(block: bytes) -> bytes:
    """Give lines that are not ASCII; those that begin or end outside of a block may have a character cut in two."""
    lines = block.split(b"\n")
    inner = lines[1:-1] if len(block) == _BLOCK and len(lines) > 2 else lines  # noqa: PLR2004 - one between two
    found, size = list[bytes](), 0
    for line in inner:
        if not line.isascii():
            found.append(line)
            size += len(line)
        if size >= _SAMPLE:
            break
    return b"\n".join([*found, b""])


def _is_decoded(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _told(sample: bytes) -> Scan:
    """Choose an encoding for bytes that are not UTF-8 throughout."""
    try:
        usual = decode(sample.replace(b"\0", b" "))
    except ReaderError:  # neither without gaps
        usual = min(with_gaps(sample, _USUAL), with_gaps(sample, _UTF_8), key=lambda text: text.unreadable)
    if usual.encoding != _USUAL:
        return Scan(_UTF_8, "bytes")
    likely = _likelihood(usual.text)
    others = {encoding: _likelihood(with_gaps(sample, encoding).text) for encoding in _UNLIKELY}
    best = max(others, key=others.__getitem__)
    if others[best] > likely + _MARGIN:
        return Scan(best, "letters")
    return Scan(_USUAL, "letters" if likely else "bytes")


def _likelihood(text: str) -> float:
    """Tell how much a text looks like one in Cyrillic letters: its frequent letters, less capitals within words."""
    letters = _CYRILLIC.findall(text)
    if len(letters) < _ENOUGH:
        return 0.0
    frequent = sum(letter in _FREQUENT for letter in map(str.lower, letters))
    return (frequent - 2 * len(_MISCASED.findall(text))) / len(letters)


def _quotes(open_: Open, encoding: str) -> int:
    found = Scan(encoding, "", damaged=True)
    return sum(block.count(b'"') for block in blocks_of(open_, found))


def blocks_of(open_: Open, found: Scan) -> Iterator[bytes]:
    """Give a text in UTF-8, block by block, without its byte order mark.

    Args:
        open_: Opens the file.
        found: How it is encoded; bytes that are no character become a replacement character.

    Example:
        >>> from io import BytesIO
        >>> def open_(): return BytesIO("Дата".encode("cp1251"))
        >>> b"".join(blocks_of(open_, scan(open_, "cp1251"))).decode()
        'Дата'
    """
    with open_() as file:
        if found.encoding == _UTF_8 and not found.damaged:
            yield file.read(_BLOCK).removeprefix(codecs.BOM_UTF8)
            while block := file.read(_BLOCK):
                yield block
            return
        decoder = codecs.getincrementaldecoder(found.encoding)("replace")
        yield decoder.decode(file.read(_BLOCK)).removeprefix("\ufeff").encode("utf-8", "replace")
        while block := file.read(_BLOCK):
            yield decoder.decode(block).encode("utf-8", "replace")
        yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def lines_of(blocks: Iterable[bytes]) -> Iterator[str]:
    r"""Give the lines of a text with their ends, which are CR, LF or both.

    Args:
        blocks: The text in UTF-8.

    Example:
        >>> list(lines_of([b"a\r", b"\nb\rc"]))
        ['a\r\n', 'b\r', 'c']
    """
    return iter(io.TextIOWrapper(io.BufferedReader(Stream(blocks)), "utf-8", newline=""))


@final
class Stream(io.RawIOBase):
    """Blocks of bytes as a file."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        """Begin before the first block."""
        self._blocks, self._left = iter(blocks), memoryview(b"")

    def readable(self) -> bool:
        """Say that it is read from."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a buffer of any kind
        """Fill a buffer."""
        while not self._left:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._left = memoryview(block)
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size
