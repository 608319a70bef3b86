"""Delimited text: a header and lines of cells, in CSV of any delimiter, and what is wrong with its lines."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import StringIO
from typing import Final, final

import attrs

from centralasia.errors import ReaderError
from centralasia.readers.bulletins import Bulletin
from centralasia.readers.contents import Document
from centralasia.validation import Severity

__all__ = ["DELIMITERS", "Delimited", "header_of", "read_delimited"]

DELIMITERS: Final = (",", ";", "\t", "|")
"""What may stand between cells."""

_QUOTED: Final = re.compile(r'"[^"]*"?')
_FIRST: Final = re.compile(r"[\s\ufeff]*+([^\r\n]{1,65536})")
_LONGEST: Final = 131_072  # characters of a line
_Line = tuple[int, list[str]]


@final
@attrs.frozen(eq=False)
class Delimited:
    """A table as its text has it.

    Attributes:
        names: The header, without blanks around its names.
        row: The line on which it stands.
        delimiter: What stands between cells.
        lines: The lines after it, each with its number and as many cells as the header has.
    """

    names: tuple[str, ...]
    row: int
    delimiter: str
    lines: Iterator[_Line]


def header_of(document: Document) -> tuple[str, ...]:
    """Give the names in the first line of a document, as far as its beginning shows; none of XML and JSON."""
    return () if document.tag or document.is_html or document.is_json else _names(document.head)


@lru_cache(maxsize=16)
def _names(head: str) -> tuple[str, ...]:
    found = _FIRST.match(head)
    if found is None:
        return ()
    return tuple(name.strip(' \t"') for name in found[1].split(_delimiter_of(found[1])))


def _delimiter_of(line: str) -> str:
    """Find what parts the names of a header: the mark that stands there most often outside of quotes."""
    bare = _QUOTED.sub("", line)
    return max(DELIMITERS, key=bare.count)


def read_delimited(bulletin: Bulletin, delimiter: str | None = None) -> Delimited:
    """Read the header of a delimited text, and its lines as they are asked for.

    Lines that are blank, have too few or too many cells, or a cell that no table has, are noted and left out. Text that
    breaks off inside of quotes is read up to there.

    Args:
        bulletin: Where findings go.
        delimiter: What stands between cells; found out from the header when not given.

    Raises:
        ReaderError: There is no header, or a name stands twice in it.
    """
    document = bulletin.document
    text = document.decoded.text
    first = _FIRST.match(text)
    mark = delimiter or _delimiter_of(first[1] if first else "")
    lines = _lines(bulletin, text, mark)
    row, header = next(((row, cells) for row, cells in lines if any(cell.strip() for cell in cells)), (1, []))
    names = tuple(cell.strip().removeprefix("\ufeff") for cell in header)
    if not names:
        raise ReaderError(document.name, "document", document.cut or "no line in it")
    twice = next((name for name, count in Counter(filter(None, names)).items() if count > 1), None)
    if twice is not None:
        raise ReaderError(document.name, f"line {row}", f"the column {twice[:80]!r} stands there twice")
    return Delimited(names, row, mark, _regular(bulletin, lines, len(names)))


def _lines(bulletin: Bulletin, text: str, delimiter: str) -> Iterator[_Line]:
    """Give the lines with the numbers of the lines of text that they begin on."""
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 1
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            if "end of data" in str(error):
                bulletin.document.cut = f"the quotes that open on line {row} are never closed"
            else:
                _note_garbled(bulletin, row, str(error))
        else:
            # the limit of the csv module is one for the whole process, and anybody may move it
            if sum(map(len, cells)) > _LONGEST:
                _note_garbled(bulletin, row, f"longer than {_LONGEST:,} characters")
            else:
                yield row, cells
        row = rows.line_num + 1


def _note_garbled(bulletin: Bulletin, row: int, reason: str) -> None:
    message = f"cannot be told into cells: {reason}; it is not taken"
    bulletin.note("garbled-line", Severity.ERROR, message, row=row, cause="quotes inside of a cell")


def _regular(bulletin: Bulletin, lines: Iterator[_Line], width: int) -> Iterator[_Line]:
    for row, cells in lines:
        if not any(cells) or (len(cells) == 1 < width and not cells[0].strip()):
            bulletin.note("blank-line", Severity.INFO, "a blank line, left out", about="line", row=row)
        elif len(cells) != width and (len(cells) < width or any(cells[width:])):
            _note_ragged(bulletin, row, cells, width)
        else:
            yield row, cells


def _note_ragged(bulletin: Bulletin, row: int, cells: Sequence[str], width: int) -> None:
    bulletin.note(
        "ragged-line",
        Severity.ERROR,
        f"{len(cells)} cells where the header has {width}; the line is not taken",
        row=row,
        value=" … ".join(cells[:3]),
        cause="a mark inside of a cell that is not quoted, or a line cut short",
    )
