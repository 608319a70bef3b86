"""The National Bank of Tajikistan: one day in XML, and one currency over a span in XML.

Figures are somoni for the units printed, to four decimals. The bank dates a day ``yyyy-mm-dd``, the ends of a span
``dd/mm/yyyy`` and its records ``dd.mm.yyyy``; the bulletins of 2012 to 2015 have days ``dd/mm/yyyy`` and decimal commas
in Windows-1251. For a day outside of its archive it answers with the table of today, which only the day in the document
tells.

Not verified: how spans before 2001 look, and what the page of help says that is answered where the address lacks
``export=xmlout``; it is recognised as HTML that names the export or the site of the bank.
"""

import re
from datetime import date
from typing import Final
from xml.etree.ElementTree import Element

from centralasia.errors import ReaderError
from centralasia.readers.bulletins import Bulletin, Record
from centralasia.readers.contents import Document
from centralasia.readers.figures import read_day
from centralasia.readers.forms import Form, Reader, Readout, filled

__all__ = ["READER", "parse"]

_BANK: Final = "nbt"
_FIELDS: Final = frozenset({"CharCode", "Nominal", "Name", "Value"})
_NAMES: Final = {"currency": "CharCode", "value": "Value", "nominal": "Nominal"}
_RECORD: Final = re.compile(r"""<Valute\s[^>]{0,200}?\bID\s*=\s*["']\s*[0-9]""")
_SPAN: Final = re.compile(r"""<(?:ValCurs|Record)\s[^>]{0,300}?\bI[Dd]\s*=\s*["']\s*[0-9]""")
_DAY: Final = re.compile(r"""<ValCurs\s[^>]{0,300}?\bDate\s*=\s*["']\s*(?:[0-9]{4}-|[0-9]{1,2}/)""")
_ANY_RECORD: Final = re.compile(r"<(?:Valute|ValType|Record)\b")
_OF_THE_BANK: Final = re.compile(r"export_?xml|\bnbt\.tj\b", re.IGNORECASE)


def _is_day(document: Document) -> bool:
    """See an ID in figures, as those of Russia have none; where there is no record, how the day is written."""
    if document.tag != "ValCurs":
        return False
    head = document.head
    place = head.find("<Valute")
    if place >= 0:
        return _RECORD.match(head, place) is not None
    return _DAY.search(head) is not None and not _ANY_RECORD.search(head)


def _is_span(document: Document) -> bool:
    return document.tag == "ValCurs" and "<Valute" not in document.head and _SPAN.search(document.head) is not None


def _is_page(document: Document) -> bool:
    return document.is_html and _OF_THE_BANK.search(document.head) is not None


def _day(bulletin: Bulletin) -> None:
    root = bulletin.document.root
    on = bulletin.day_of_document(root.get("Date"), "Date")
    bulletin.take_all(_record(bulletin, row, valute, on) for row, valute in bulletin.records(root, "Valute"))


def _span(bulletin: Bulletin) -> None:
    root = bulletin.document.root
    for fact, end in (("asked_since", "DateRange1"), ("asked_through", "DateRange2")):
        day = read_day(root.get(end, ""))
        if day is not None:
            bulletin.facts[fact] = day.isoformat()
    records = bulletin.records(root, "Record")
    dated = ((row, record, bulletin.day(row, record.get("Date"), "Date")) for row, record in records)
    bulletin.take_all(_record(bulletin, row, record, on) for row, record, on in dated if on is not None)
    bulletin.rates.sort()


def _record(bulletin: Bulletin, row: int, element: Element, on: date) -> Record:
    found = bulletin.fields(row, element, _FIELDS)
    return row, found.get("CharCode"), found.get("Value"), found.get("Nominal"), on, None, None


def _refuse(document: Document) -> Readout:
    reason = "a page in HTML, such as the bank answers when the address lacks export=xmlout; ask for the XML"
    raise ReaderError(document.name, "document", reason)


READER: Final = Reader(
    name=_BANK,
    title="National Bank of Tajikistan",
    forms=(
        filled(_BANK, "TJS", "rates of one day, XML", detect=_is_day, fill=_day, names=_NAMES),
        filled(_BANK, "TJS", "rates of one currency over a span, XML", detect=_is_span, fill=_span, names=_NAMES),
        Form(title="page in HTML, which is no bulletin", detect=_is_page, read=_refuse),
    ),
)
parse = READER.parse
