"""The European Central Bank: reference rates of a day, of 90 days and of all days, in XML, in CSV, and zipped.

Figures are units of the foreign currency for one euro, on working days of its T2 calendar. The history in CSV drops
final zeros. Not verified: how the short CSV of one day writes its day; both ways known are read.
"""

import re
import zipfile
import zlib
from contextlib import suppress
from datetime import date
from functools import partial
from io import BytesIO
from itertools import islice
from typing import Final

import attrs

from centralasia.errors import InvalidValueError, ParseError, ReaderError
from centralasia.periods import period
from centralasia.readers.bulletins import Bulletin
from centralasia.readers.contents import Document
from centralasia.readers.documents import LIMIT, RAISE_THE_LIMIT, one_ending
from centralasia.readers.figures import read_day
from centralasia.readers.forms import Form, Reader, Readout, filled
from centralasia.readers.wide import in_columns
from centralasia.validation import Severity

__all__ = ["READER", "parse"]

_SOURCE: Final = "ecb"
_EURO: Final = "EUR"
_CSV: Final = re.compile(r"Date\s*,\s*[A-Z]{3}\s*,")
_SPACE: Final = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}"
_PIECE: Final = 65_536  # bytes unpacked at once: more would be held twice
_ZIP: Final = b"PK\x03\x04"
_IN_CSV: Final = "reference rates, CSV"


def _is_xml(document: Document) -> bool:
    return document.tag == "Envelope" and "eurofxref" in document.head


def _xml(bulletin: Bulletin) -> None:
    row = 0
    for cube in bulletin.document.root.iter(f"{_SPACE}Cube"):
        if "time" in cube.attrib:
            on = bulletin.day(row + 1, cube.get("time"), "time")
            for row, each in enumerate(cube, row + 1):  # noqa: B020 (rates are counted through all days)
                if on is not None:
                    bulletin.take(row, _EURO, each.get("rate"), units=1, on=on, quote=each.get("currency", "none"))


def _is_csv(document: Document) -> bool:
    return _CSV.match(document.head) is not None


def _csv(document: Document) -> Readout:
    """Read a table of days and currencies: by columns where all is in order, else cell by cell."""
    return in_columns(document, _SOURCE, base=_EURO, title=_IN_CSV) or _BY_CELLS.read(document)


def _cells(bulletin: Bulletin) -> None:
    lines = one_ending(bulletin.document.decoded.text).split("\n")
    codes = [code.strip() for code in lines[0].split(",")]
    for row, line in enumerate(lines[1:], 2):
        first, *cells = line.split(",")
        if not line.strip():
            continue
        on = _day(first) or bulletin.day(row, first, "Date")
        if on is None:
            continue
        if len(cells) != len(codes) - 1:
            message = f"line {row} has {len(cells)} cells for {len(codes) - 1} columns; it is read as far as it goes"
            bulletin.note("ragged-line", Severity.ERROR, message, row=row)
        for code, cell in zip(codes[1:], cells, strict=False):
            if code:
                bulletin.take(row, _EURO, cell.strip(), units=1, on=on, quote=code)


def _day(text: str) -> date | None:
    """Read a day in figures, or in the words of the short file."""
    found = read_day(text)
    if found is None:
        with suppress(ParseError, InvalidValueError):
            named = period(text.strip())
            return named.start if named.days == 1 else None
    return found


_BY_CELLS: Final = filled(_SOURCE, _EURO, _IN_CSV, detect=_is_csv, fill=_cells)


def _is_zip(document: Document) -> bool:
    if not document.data.startswith(_ZIP):
        return False
    try:
        return _is_csv(Document(_unzipped(document, _PIECE - 1)))
    except ReaderError:
        return False


def _zip(document: Document) -> Readout:
    inside = attrs.evolve(document, data=_unzipped(document, LIMIT))
    return _csv(inside)


def _unzipped(document: Document, most: int) -> bytes:
    """Take the one table out of an archive, and no more of it than `most` bytes.

    Raises:
        ReaderError: It is damaged, holds no table or several, or one that is too large.
    """
    try:
        with zipfile.ZipFile(BytesIO(document.data)) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
            with archive.open(names[0] if len(names) == 1 else "") as file:
                data = b"".join(islice(iter(partial(file.read, _PIECE), b""), most // _PIECE + 1))
    except KeyError:
        reason = f"one table in CSV expected, and there are {len(names)}"
        raise ReaderError(document.name, "archive", reason) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise ReaderError(document.name, "archive", f"damaged, or not to be opened: {error}") from None
    if most == LIMIT < len(data):
        raise ReaderError(document.name, "archive", f"larger than {LIMIT:,} bytes when unpacked; {RAISE_THE_LIMIT}")
    return data


READER: Final = Reader(
    name=_SOURCE,
    title="European Central Bank",
    forms=(
        filled(_SOURCE, _EURO, "reference rates, XML", detect=_is_xml, fill=_xml),
        Form(title=_IN_CSV, detect=_is_csv, read=_csv),
        Form(title="reference rates, CSV in a zip archive", detect=_is_zip, read=_zip),
    ),
)
parse = READER.parse
