"""Workbooks: the cells of the first sheet, read by python-calamine in a process of its own.

Its native code ends the whole process on some damaged workbooks: a single cell that says it stands in the last row and
column makes it ask for half a terabyte. So it works where that does no harm, with bounded memory and time.
"""

import json
import sys
from contextlib import suppress
from datetime import date
from functools import partial
from importlib.util import find_spec
from io import BytesIO
from subprocess import TimeoutExpired, run
from typing import Any, Final
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - an error by its name

from centralasia.errors import InvalidValueError, MissingExtraError, ReaderError

__all__ = ["Cell", "cells_of", "mentions", "rows_of", "serve", "sheets_of"]

Cell = str | int | float
"""What stands in a cell: a text, empty where there is nothing, or a figure. Days are texts as of ISO 8601."""

_LIBRARY: Final = "python_calamine"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_ENTRY: Final = b"PK\x01\x02"
_MOST_ENTRIES: Final = 1_000  # parts; a workbook with a sheet has ten
_PARTS: Final = ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")
_LOOKED_AT: Final = 262_144  # bytes of a part: a line of titles for all currencies has 10,000
_NO_ZIP: Final = (BadZipFile, ZlibError, OSError, EOFError, ValueError, LookupError, RuntimeError)  # as zipfile raises
_MOST_CELLS: Final = 4_000_000  # three times those of a sheet with 160 columns and all days since 1994
_MEMORY: Final = 4 << 30  # bytes, of the other process
_SECONDS: Final = 120
_PROGRAM: Final = (
    "import sys; sheet = sys.argv[1]; sys.path[:] = sys.argv[2:]; "
    "from centralasia.readers.workbooks import serve; serve(sheet)"
)


def mentions(data: bytes, text: str) -> bool:
    """Say whether a document is a workbook with a text in it, without reading it whole.

    Args:
        data: The document.
        text: Some ASCII.
    """
    if data.startswith(_OLE):
        return text.encode() in data or text.encode("utf-16-le") in data
    if not data.startswith(_ZIP) or data.count(_ENTRY) > _MOST_ENTRIES:
        return False
    try:
        with ZipFile(BytesIO(data)) as packed:
            for part in set(_PARTS).intersection(packed.namelist()):
                with packed.open(part) as file:
                    if text.encode() in file.read(_LOOKED_AT):
                        return True
    except _NO_ZIP:
        return False
    return False


def rows_of(data: bytes, name: str, *, sheet: str | int = 0) -> list[list[Cell]]:
    """Read the rows of a sheet, in a process of its own.

    Args:
        data: The workbook.
        name: What it goes by in messages.
        sheet: The sheet, by its name or number, counted from 0.

    Raises:
        MissingExtraError: python-calamine is not installed.
        ReaderError: It is damaged or too large, or no process can be started here.
        InvalidValueError: It has no such sheet.
    """
    if find_spec(_LIBRARY) is None:
        raise MissingExtraError("excel", _LIBRARY)
    fail = partial(ReaderError, name, "workbook")
    if not sys.executable or getattr(sys, "frozen", False):
        raise fail("read in a process of its own, and there is no interpreter to start; save it as CSV")
    command = [sys.executable, "-I", "-c", _PROGRAM, json.dumps(sheet), *sys.path]
    try:
        done = run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - our own
    except TimeoutExpired:
        raise fail(f"not read within {_SECONDS} seconds") from None
    if done.returncode:
        raise fail(f"damaged, or with more than {_MOST_CELLS:,} cells in its first sheet")
    found: dict[str, Any] = json.loads(done.stdout)
    if found["rows"] is None:
        raise InvalidValueError("sheet", sheet, f"one of {', '.join(map(repr, found['sheets']))}")
    rows: list[list[Cell]] = found["rows"]
    return rows


def serve(sheet: str) -> None:
    """Be the other process: a workbook comes in, the rows of a sheet go out as JSON, or the names of those there are.

    Args:
        sheet: The name or number of the sheet, as JSON.
    """
    _bound_memory()
    data, wanted = sys.stdin.buffer.read(), json.loads(sheet)
    sheets = sheets_of(data)
    is_there = wanted in sheets if isinstance(wanted, str) else 0 <= wanted < len(sheets)
    json.dump({"sheets": sheets, "rows": cells_of(data, wanted) if is_there else None}, sys.stdout)


def sheets_of(data: bytes) -> list[str]:
    """Give the names of the sheets.

    Args:
        data: The workbook.
    """
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - an extra

    return list(CalamineWorkbook.from_filelike(BytesIO(data)).sheet_names)


def cells_of(data: bytes, sheet: str | int = 0) -> list[list[Cell]]:
    """Read the rows of a sheet, here and now.

    Args:
        data: The workbook.
        sheet: The sheet, by its name or number.

    Raises:
        ReaderError: There are more than four million cells in it.
    """
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - an extra

    book = CalamineWorkbook.from_filelike(BytesIO(data))
    found = book.get_sheet_by_name(sheet) if isinstance(sheet, str) else book.get_sheet_by_index(sheet)
    height, width = found.end or (0, 0)
    if (height + 1) * (width + 1) > _MOST_CELLS:
        raise ReaderError("bytes", "workbook", f"more than {_MOST_CELLS:,} cells in it")
    return [[_cell(each) for each in row] for row in found.to_python(skip_empty_area=False)]


def _cell(value: Any) -> Cell:  # noqa: ANN401 - whatever the library finds
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return str(value)
    return value


def _bound_memory() -> None:
    if find_spec("resource") is not None:  # not on Windows
        import resource  # noqa: PLC0415 - see above

        with suppress(ValueError, OSError):  # a lower one is set already, or the system knows none
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
