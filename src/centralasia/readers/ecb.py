"""The European Central Bank: reference rates of a day, of 90 days and of all days, in XML, in CSV, and zipped.

Figures are units of the foreign currency for one euro, on working days of its T2 calendar. The history in CSV drops
final zeros. Not verified: how the short CSV of one day writes its day; both ways known are read.
"""

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence
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
from centralasia.readers.documents import RAISE_THE_LIMIT, one_ending
from centralasia.readers.figures import read_day
from centralasia.readers.findings import SHOWN
from centralasia.readers.forms import Form, Reader, Readout, filled
from centralasia.readers.wide import in_columns
from centralasia.validation import Severity

__all__ = ["READER", "parse"]

_SOURCE: Final = "ecb"
_EURO: Final = "EUR"
_CSV: Final = re.compile(r"Date\s*,\s*[A-Z]{3}\s*,")
_SPACE: Final = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}"
_PIECE: Final = 65_536  # bytes unpacked at once: more would be held twice
_ZIPS: Final = (b"PK\x03\x04", b"PK\x05\x06")  # the second has nothing in it
_ENTRY: Final = b"PK\x01\x02"
_MOST_ENTRIES: Final = 1_000  # files; there is one
_BOUNDED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others unpack as much as they like at a time
_OF_A_WORKBOOK: Final = re.compile(rb"PK\x03\x04.{26}xl/", re.DOTALL)  # the name is there when its end is cut
_NO_CODE: Final = " "  # an empty text would be taken for the currency of the bulletin
_CUT_OR_COMMA: Final = "a line cut short, or a figure with a comma in it"
_IN_CSV: Final = "reference rates, CSV"


def _is_xml(document: Document) -> bool:
    return document.tag == "Envelope" and "eurofxref" in document.head


def _xml(bulletin: Bulletin) -> None:
    row = 0
    for cube in bulletin.document.root.iter(f"{_SPACE}Cube"):
        if "time" in cube.attrib:
            on = bulletin.day(row + 1, cube.get("time"), "time")
        elif len(cube) and any("currency" in each.attrib for each in cube):
            on = None
            message = f"the rates from record {row + 1} on have no 'time', and are not taken"
            bulletin.missing(row + 1, "time", message)
        else:
            continue
        for row, each in enumerate(cube, row + 1):  # noqa: B020 (rates are counted through all days)
            code = each.get("currency")
            if on is not None and code is None:
                bulletin.missing(row, "currency")
            elif on is not None:
                bulletin.take(row, _EURO, each.get("rate"), units=1, on=on, quote=code or _NO_CODE)


def _is_csv(document: Document) -> bool:
    return _CSV.match(document.head) is not None


def _csv(document: Document) -> Readout:
    """Read a table of days and currencies: by columns where all is in order, else cell by cell."""
    return in_columns(document, _SOURCE, base=_EURO, title=_IN_CSV) or _BY_CELLS.read(document)


def _cells(bulletin: Bulletin) -> None:
    lines = one_ending(bulletin.document.decoded.text).split("\n")
    codes = [code.strip() for code in lines[0].split(",")]
    twice = next((code for code, count in Counter(filter(None, codes)).items() if count > 1), None)
    if twice is not None:
        raise ReaderError(bulletin.document.name, "line 1", f"the column {twice[:SHOWN]!r} stands there twice")
    for row, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        first, *cells = line.split(",")
        fault = _fault(cells, codes, is_open=row == len(lines))
        if fault:
            bulletin.note("ragged-line", Severity.ERROR, fault, row=row, value=line, cause=_CUT_OR_COMMA)
            continue
        on = _day(first) or bulletin.day(row, first, "Date")
        if on is None:
            continue
        for code, cell in zip(codes[1:], cells, strict=False):
            if code:
                bulletin.take(row, _EURO, cell.strip(), units=1, on=on, quote=code)


def _fault(cells: Sequence[str], codes: Sequence[str], *, is_open: bool) -> str:
    """Say why a line is not taken: its figures may stand in other columns than their own, or be cut.

    Args:
        cells: Those after the day.
        codes: The header.
        is_open: Whether it is the last line, and has no end.
    """
    if len(cells) + 1 == len(codes):
        return ""
    if len(cells) + 2 != len(codes) or codes[-1] or not cells[-1:] or not cells[-1].strip():
        return f"{len(cells) + 1} cells where the header has {len(codes)}; the line is not taken"
    if is_open:
        return "the last line has neither its comma nor an end: its last figure may lack digits, and it is not taken"
    return ""  # all figures are there, and only the comma after the last of them is not


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
    """Say whether it is an archive, damaged or not, but no workbook."""
    return document.data.startswith(_ZIPS) and _OF_A_WORKBOOK.search(document.data) is None


def _zip(document: Document) -> Readout:
    inside = attrs.evolve(document, data=_unzipped(document))
    if not _is_csv(inside):
        raise ReaderError(document.name, "archive", "its table is none of reference rates; unpack it first")
    return _csv(inside)


def _unzipped(document: Document) -> bytes:
    """Take the one table out of an archive.

    Raises:
        ReaderError: It is damaged, holds no table or several, or one beyond the limit of the document.
    """
    limit, fail = document.limit, partial(ReaderError, document.name, "archive")
    if document.data.count(_ENTRY) > _MOST_ENTRIES:
        raise fail(f"more than {_MOST_ENTRIES:,} files in it; one table in CSV expected")
    try:
        with zipfile.ZipFile(BytesIO(document.data)) as archive:
            tables = [each for each in archive.infolist() if each.filename.lower().endswith(".csv")]
            if len(tables) != 1:
                raise fail(f"one table in CSV expected, and there are {len(tables)}")
            if tables[0].compress_type not in _BOUNDED:
                raise fail("compressed otherwise than by deflate; unpack it first")
            with archive.open(tables[0]) as file:
                data = b"".join(islice(iter(partial(file.read, _PIECE), b""), limit // _PIECE + 1))
    except ReaderError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise fail(f"damaged, or not to be opened: {error}") from None
    if len(data) > limit:
        raise fail(f"larger than {limit:,} bytes when unpacked; {RAISE_THE_LIMIT}")
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
