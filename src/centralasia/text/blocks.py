"""Texts of any size: read in blocks that cut no figure, with memory for one block only."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple, TextIO, TypeAlias, final

import attrs

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.languages import as_language
from centralasia.text.mentions import Mention, find_mentions

__all__ = ["Block", "Passage", "TextStream", "iter_mentions", "iter_passages", "read_blocks"]

TextStream: TypeAlias = TextIO | Iterable[str]
"""A file opened as text, or the pieces of a text in order, such as its lines, however they are cut."""

_MOST: Final = 65_536  # characters of a block
_AROUND: Final = 2_000  # characters that are read on either side of it: more than any figure, and its sentence, have
_PARAGRAPH_ENDS: Final = ("\n\n", "\n\r\n")


class Block(NamedTuple):
    """A stretch of a text, with as much around it as its figures can depend on.

    Attributes:
        start: Where `text` begins in the whole text.
        text: The stretch, with what stands before and after it.
        first: Where the stretch begins in `text`.
        last: Where it ends in `text`.

    Example:
        >>> [block] = read_blocks(["5 млн ", "тенге"])
        >>> block
        Block(start=0, text='5 млн тенге', first=0, last=11)
    """

    start: int
    text: str
    first: int
    last: int


@final
@attrs.frozen(kw_only=True)
class Passage:
    """A stretch of a text, with the figures in it; all passages together are the text.

    Attributes:
        start: Where it begins in the whole text.
        text: What is written there.
        mentions: The figures in it, their places counted in the whole text.

    Example:
        >>> [passage] = iter_passages(["5 млн ", "тенге"])
        >>> passage.start, passage.text, len(passage.mentions)
        (0, '5 млн тенге', 1)
    """

    start: int
    text: str
    mentions: tuple[Mention, ...]


def read_blocks(stream: TextStream, most: int = _MOST) -> Iterator[Block]:
    r"""Part a text into blocks, holding one at a time.

    A block ends with a paragraph where it can, else with a line, else where it is full. It comes with what stands
    around it, so that a figure which lies across its end is there as a whole.

    Args:
        stream: The text.
        most: The most characters of a block, without what is around it.

    Yields:
        The blocks in order.

    Raises:
        InvalidValueError: `most` is no positive number.
        WrongTypeError: The stream gives something other than text.

    Example:
        >>> lines = ["A paragraph of a text.\n", "\n"] * 600
        >>> for block in read_blocks(lines, most=8_000):
        ...     print(block.start, block.first, block.last)
        0 0 7992
        5992 2000 8408
    """
    if isinstance(most, bool) or not isinstance(most, int) or most < 1:
        raise InvalidValueError("most", most, "a positive number of characters")
    start, held, first = 0, "", 0
    for piece in _pieces(stream, most):
        held += piece
        while len(held) - first >= most + _AROUND:
            last = _cut(held, first, most)
            yield Block(start, held, first, last)
            before = max(0, last - _AROUND)
            start, held, first = start + before, held[before:], last - before
    if first < len(held):
        yield Block(start, held, first, len(held))


def iter_passages(stream: TextStream, lang: str | None = None, *, counts: bool = False) -> Iterator[Passage]:
    """Find the figures of a text of any size, and give them with the text around them.

    Args:
        stream: The text.
        lang: As in `find_mentions`.
        counts: As in `find_mentions`.

    Returns:
        The passages in order. No figure lies in two of them.

    Raises:
        UnknownCodeError: No language that is read.
        WrongTypeError: The stream gives something other than text.

    Example:
        >>> for passage in iter_passages(["Exports rose ", "by 5% to $3.6", " bn."], "en"):
        ...     print(passage.text, *(mention.unit or mention.currency for mention in passage.mentions))
        Exports rose by 5% to $3.6 bn. % USD
    """
    if not isinstance(stream, Iterable):  # a file is one, too
        raise WrongTypeError("stream", stream, "a stream of text")
    return _passages(stream, None if lang is None else as_language(lang), counts=counts, most=_MOST)


def iter_mentions(stream: TextStream, lang: str | None = None, *, counts: bool = False) -> Iterator[Mention]:
    """Find the figures of a text of any size, in memory that does not grow with it.

    The figures are those of `find_mentions`, with their places in the whole text. The language of a sentence that
    tells too little of itself is taken from the text near it, not from the whole.

    Args:
        stream: The text: a file opened as text, or pieces of it. Open a file with ``newline=""`` to count places as
            they are in the file.
        lang: As in `find_mentions`.
        counts: As in `find_mentions`.

    Returns:
        The mentions in order, none overlapping, each as soon as it is read.

    Raises:
        UnknownCodeError: No language that is read.
        WrongTypeError: The stream gives something other than text.

    Example:
        >>> from io import StringIO
        >>> for mention in iter_mentions(StringIO("Exports rose by 5% to more than $3.6 bn."), "en"):
        ...     print(mention.start, mention.surface)
        16 5%
        22 more than $3.6 bn
    """
    return (mention for passage in iter_passages(stream, lang, counts=counts) for mention in passage.mentions)


def _passages(stream: TextStream, lang: str | None, *, counts: bool, most: int) -> Iterator[Passage]:
    done = 0
    for block in read_blocks(stream, most):
        end = block.start + block.last
        own = tuple(
            attrs.evolve(mention, start=mention.start + block.start, end=mention.end + block.start)
            for mention in find_mentions(block.text, lang, counts=counts)
            if done <= mention.start + block.start < end
        )
        end = max(done, end, *(mention.end for mention in own))
        yield Passage(start=done, text=block.text[done - block.start : end - block.start], mentions=own)
        done = end


def _pieces(stream: TextStream, most: int) -> Iterator[str]:
    """Give the pieces of a stream, none larger than a block: a file by its size, since a line can be the whole file."""
    read: Any = getattr(stream, "read", None)
    pieces = iter(stream) if read is None else iter(lambda: read(most), "")
    for piece in pieces:
        if not isinstance(piece, str):
            raise WrongTypeError("stream", piece, "a stream of text")
        if len(piece) <= most:
            yield piece
        else:
            for place in range(0, len(piece), most):
                yield piece[place : place + most]


def _cut(text: str, first: int, most: int) -> int:
    """Find where a block ends: with a paragraph in its second half, else with a line there, else where it is full."""
    half, full = first + most // 2, first + most
    ends = [text.rfind(end, half, full) + len(end) for end in _PARAGRAPH_ENDS if end in text[half:full]]
    return max(ends, default=0) or text.rfind("\n", half, full) + 1 or full
