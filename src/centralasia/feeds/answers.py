"""What comes back: an answer or a fault, and its body, which is unpacked while it comes and refused once too large."""

import zlib
from typing import Final, final

import attrs

__all__ = ["Answer", "Body", "BodyError", "Fault"]

_GZIP: Final = 31  # window bits: the largest window, with the header of gzip
_PLAIN: Final = frozenset({"", "identity"})
_PACKED: Final = frozenset({"gzip", "x-gzip"})
_SHOWN: Final = 40


@final
@attrs.frozen
class Answer:
    """A document, or the word that there is none.

    Attributes:
        data: What came; None where the publisher says that there is no such document.
        content_type: What it says it is.
        half: How it broke off, where it did.
    """

    data: bytes | None
    content_type: str = ""
    half: str = ""


@final
@attrs.frozen
class Fault:
    """Why there is no answer.

    Attributes:
        code: The code of the finding.
        message: What happened.
        cause: What probably led to it.
        again: Whether another attempt may help.
        wait: Seconds that the publisher asks to wait before it.
        part: What came before it broke off.
        unreached: Whether the publisher could not be reached at all.
    """

    code: str
    message: str
    cause: str | None = None
    again: bool = False
    wait: float | None = None
    part: bytes | None = None
    unreached: bool = False


class BodyError(Exception):
    """Why a body is not taken; the first argument is the code of the finding, the second says what happened."""


@final
class Body:
    """Takes pieces as they come, and keeps what they unpack to.

    A document of some kilobytes can unpack to gigabytes: no more is ever unpacked than may be kept.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        """Begin.

        Args:
            encoding: How the body is packed, by the header of the answer.
            limit: The most bytes that it may have, packed and unpacked.

        Raises:
            BodyError: It is packed in a way that was not asked for.
        """
        named = encoding.strip().lower()
        if named not in _PLAIN | _PACKED:
            raise BodyError("wrong-content", f"packed as {encoding[:_SHOWN]!r}, which was not asked for")
        self._packed = named in _PACKED
        self._unpacker = zlib.decompressobj(_GZIP)
        self._limit = limit
        self._came = 0
        self._pieces: list[bytes] = []
        self._size = 0

    @property
    def data(self) -> bytes:
        """What has come up to now."""
        return b"".join(self._pieces)

    @property
    def is_whole(self) -> bool:
        """Whether nothing of what is packed is missing."""
        return not self._packed or self._unpacker.eof

    def feed(self, piece: bytes) -> None:
        """Take a piece.

        Raises:
            BodyError: It is one too many, or damaged.
        """
        self._came += len(piece)
        if not self._packed:
            self._keep(piece)
        while self._packed and piece:
            if self._unpacker.eof:  # several of them in a row make one
                self._unpacker = zlib.decompressobj(_GZIP)
            try:
                self._keep(self._unpacker.decompress(piece, self._limit - self._size + 1))
            except zlib.error:
                raise BodyError("wrong-content", "packed with gzip, and damaged") from None
            piece = self._unpacker.unconsumed_tail or self._unpacker.unused_data

    def _keep(self, piece: bytes) -> None:
        self._pieces.append(piece)
        self._size += len(piece)
        if max(self._size, self._came) > self._limit:
            raise BodyError("too-large", f"larger than the limit of {self._limit:,} bytes")
