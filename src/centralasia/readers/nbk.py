"""The National Bank of Kazakhstan: one day in XML, RSS of all currencies, and the report over a span in CSV.

Figures are tenge for the units printed, to two decimals at most with final zeros dropped. Each item of the RSS has a
day of its own, and a currency that is no longer quoted stays with its last. There is a figure for every calendar day.

Not verified: that the report in CSV drops final zeros as the other forms do, and that today's RSS has years of four
digits; years of two and of four are read.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from centralasia.errors import ReaderError
from centralasia.readers.bulletins import Bulletin
from centralasia.readers.contents import Document
from centralasia.readers.documents import one_ending
from centralasia.readers.forms import Reader, filled
from centralasia.validation import Severity

__all__ = ["READER", "parse"]

_DECIMALS: Final = 2
_ABOVE: Final = frozenset({"generator", "title", "link", "description", "language", "copyright", "date", "item"})
_FIELDS: Final = frozenset({"fullname", "title", "description", "quant", "index", "change"})
_DATED: Final = _FIELDS | {"pubDate", "link"}
_NAMES: Final = {"currency": "title", "value": "description", "nominal": "quant"}
_HEADER: Final = re.compile(r"""\s*"?Date"?[ \t]*,[^\r\n]*_quant""", re.IGNORECASE)
_CODE: Final = re.compile(r"[A-Z]{3}")
_UNITS: Final = "_quant"
_DAY: Final = "Date"
_AROUND: Final = ' \t"'  # what may stand around a cell
_MOST_COLUMNS: Final = 1_000  # two for every currency there ever was


def _is_day(document: Document) -> bool:
    return document.tag == "rates"


def _day(bulletin: Bulletin) -> None:
    root = bulletin.document.root
    on = bulletin.day_of_document(root.findtext("date"), "date")
    bulletin.take_all(
        (
            (row, get("title"), get("description"), get("quant"), on, None, get("change") or None)
            for row, get in ((row, found.get) for row, found in _items(bulletin, root, _FIELDS))
        ),
        decimals=_DECIMALS,
    )


def _is_feed(document: Document) -> bool:
    return document.tag == "rss" and ("<quant" in document.head or "nationalbank.kz" in document.head)


def _feed(bulletin: Bulletin) -> None:
    channel = bulletin.document.root.find("channel")
    if channel is None:
        raise ReaderError(bulletin.document.name, "rss", "no channel in it")
    for row, found in _items(bulletin, channel, _DATED):
        on = bulletin.day(row, found.get("pubDate"), "pubDate")
        if on is not None:
            bulletin.take(
                row,
                found.get("title"),
                found.get("description"),
                units=found.get("quant"),
                on=on,
                decimals=_DECIMALS,
                change=found.get("change") or None,
            )


def _items(bulletin: Bulletin, parent: Element, known: frozenset[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the fields of each item with its number; note what the layout does not have."""
    for row, element in bulletin.records(parent, "item", _ABOVE):
        yield row, bulletin.fields(row, element, known)


class _Column(NamedTuple):
    """Where a currency stands in the report."""

    code: str
    units: int
    figure: int
    names: dict[str, str]


def _is_report(document: Document) -> bool:
    return _HEADER.match(document.head) is not None


def _report(bulletin: Bulletin) -> None:
    lines = enumerate(one_ending(bulletin.document.decoded.text).split("\n"), 1)
    row, names = next((row, _cells(line)) for row, line in lines if line.strip())
    columns = _columns(bulletin, row, names)
    for row, line in lines:
        if not line or line.isspace():
            continue
        cells = _cells(line)
        if len(cells) != len(names):
            bulletin.note(
                "garbled-line",
                Severity.ERROR,
                f"expected {len(names)} fields, as many as the header has, got {len(cells)}; the line is not taken",
                about="fields",
                row=row,
                value=line,
                cause="a line cut short, or a figure with a comma in it",
            )
            continue
        on = bulletin.day(row, cells[0], _DAY)
        if on is None:
            continue
        for code, units, figure, bulletin.findings.names in columns:
            bulletin.take(row, code, cells[figure], units=cells[units], on=on, decimals=_DECIMALS)


def _cells(line: str) -> list[str]:
    return [cell.strip(_AROUND) for cell in line.split(",", _MOST_COLUMNS)]


def _columns(bulletin: Bulletin, row: int, names: Sequence[str]) -> list[_Column]:
    """Find the two columns of each currency, and note what is none."""
    places = {name: place for place, name in enumerate(names) if name}
    if len(places) != sum(map(bool, names)) or len(names) > _MOST_COLUMNS:
        reason = f"a field named twice, or more than {_MOST_COLUMNS:,} of them"
        raise ReaderError(bulletin.document.name, f"line {row}", reason)
    columns: list[_Column] = []
    for code in dict.fromkeys(name.removesuffix(_UNITS) for name in names[1:] if name):
        units = f"{code}{_UNITS}"
        if code in places and units in places:
            columns.append(_Column(code, places[units], places[code], {"value": code, "nominal": units}))
        elif _CODE.fullmatch(code):
            lost = units if code in places else code
            bulletin.missing(row, lost, f"the header has no {lost!r}, without which {code} cannot be read")
        else:
            bulletin.knows(row, {code: ""}, frozenset())
    return columns


READER: Final = Reader(
    name="nbk",
    title="National Bank of Kazakhstan",
    forms=(
        filled("nbk", "KZT", "rates of one day, XML", detect=_is_day, fill=_day, names=_NAMES),
        filled("nbk", "KZT", "rates of all currencies, RSS", detect=_is_feed, fill=_feed, names=_NAMES),
        filled("nbk", "KZT", "report over a span, CSV", detect=_is_report, fill=_report),
    ),
)
parse = READER.parse
