"""The Central Bank of Azerbaijan: the bulletin of one day in XML, compact as it was, or full of blank lines as it is.

Figures are manat for the units printed, to four decimals at most with final zeros dropped. Bank metals stand in a block
of their own, for a troy ounce, and are left out with a finding. The special drawing right was printed as SDR. On a day
without a bulletin the publisher answers with the one before, under its own day.

Not verified: the layout of bulletins before 2020.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final
from xml.etree.ElementTree import Element

from centralasia.readers.bulletins import Bulletin, Record
from centralasia.readers.contents import Document
from centralasia.readers.forms import Reader, filled

__all__ = ["READER", "parse"]

_DECIMALS: Final = 4
_FIELDS: Final = frozenset({"Nominal", "Name", "Value"})
_NAMES: Final = {"currency": "Code", "value": "Value", "nominal": "Nominal"}
_BLOCK: Final = "<ValType"  # the bulletins of Russia and Tajikistan have the same root, and no blocks


def _is_day(document: Document) -> bool:
    return document.tag == "ValCurs" and _BLOCK in document.head


def _day(bulletin: Bulletin) -> None:
    root = bulletin.document.root
    on = bulletin.day_of_document(root.get("Date"), "ValCurs Date")
    bulletin.take_all(_rows(bulletin, root, on), decimals=_DECIMALS)


def _rows(bulletin: Bulletin, root: Element, on: date) -> Iterator[Record]:
    blocks = [block for _, block in bulletin.records(root, "ValType")]
    records = [valute for block in blocks for _, valute in bulletin.records(block, "Valute")]
    for row, valute in enumerate(records, 1):
        found = bulletin.fields(row, valute, _FIELDS)
        yield row, valute.get("Code"), found.get("Value"), found.get("Nominal"), on, None, None


READER: Final = Reader(
    name="cbar",
    title="Central Bank of Azerbaijan",
    forms=(filled("cbar", "AZN", "rates of one day, XML", detect=_is_day, fill=_day, names=_NAMES),),
)
parse = READER.parse
