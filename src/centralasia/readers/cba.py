"""The Central Bank of Armenia: answers of its SOAP service, for one day and for a span.

Figures are dram for the amount printed. An answer for one day is the bulletin in force; one for a span is a data set
that brings its schema along, and whose rows carry their days. Gold and silver are priced by the gram and left out with
a finding. A fault that the service answers with is an error with its words.

Not verified: the answer to ExchangeRatesByDate, which is taken to be laid out as that to ExchangeRatesLatest is.
"""

import re
from typing import Final

from centralasia.errors import ReaderError
from centralasia.readers.answers import compare_days
from centralasia.readers.bulletins import Bulletin
from centralasia.readers.contents import Document
from centralasia.readers.forms import Reader, filled

__all__ = ["READER", "parse"]

_SPACE: Final = "http://www.cba.am/"
_ISO, _AMOUNT, _RATE, _CHANGE = (f"{{{_SPACE}}}{field}" for field in ("ISO", "Amount", "Rate", "Difference"))
_RECORD: Final = f"{{{_SPACE}}}ExchangeRate"
_DAY_FIELDS: Final = frozenset({_ISO, _AMOUNT, _RATE, _CHANGE})
_SPAN_FIELDS: Final = frozenset({"ISO", "Amount", "Rate", "Diff", "RateDate"})
_NAMES: Final = {"currency": "ISO", "value": "Rate", "nominal": "Amount"}
_SPAN: Final = "DocumentElement"  # what an ADO.NET data set keeps its rows in
_WORDS: Final = frozenset({"faultstring", "Text"})  # of SOAP 1.1 and of SOAP 1.2
_MOST_WORDS: Final = 200  # characters
_FAULT: Final = re.compile(r"<(?:[\w.-]+:)?Fault[\s/>]")


def _is_fault(document: Document) -> bool:
    return document.tag == "Envelope" and _FAULT.search(document.head) is not None


def _fault(bulletin: Bulletin) -> None:
    parts = [each.text or "" for each in bulletin.document.root.iter() if _bare(each.tag) in _WORDS]
    words = " ".join(" ".join(parts).split())
    reason = f"the service answers with a fault: {words[:_MOST_WORDS] or 'it does not say which'}"
    raise ReaderError(bulletin.document.name, "Fault", reason)


def _is_answer(document: Document) -> bool:
    return document.tag == "Envelope" and _SPACE in document.head


def _is_span(document: Document) -> bool:
    return _is_answer(document) and "DateRange" in document.head


def _day(bulletin: Bulletin) -> None:
    root = bulletin.document.root
    rates = root.find(f".//{{{_SPACE}}}Rates")
    if rates is None:
        raise ReaderError(bulletin.document.name, "document", "no rates in it: the answer to another question")
    on = bulletin.day_of_document(root.findtext(f".//{{{_SPACE}}}CurrentDate"), "CurrentDate")
    for row, element in bulletin.records(rates, _RECORD):
        found = bulletin.fields(row, element, _DAY_FIELDS)
        change = found.get(_CHANGE, "").strip() or None
        bulletin.take(row, found.get(_ISO), found.get(_RATE), units=found.get(_AMOUNT), on=on, change=change)


def _span(bulletin: Bulletin) -> None:
    row = 0
    for rows in bulletin.document.root.iter(_SPAN):
        for element in rows:
            row += 1
            found = bulletin.fields(row, element, _SPAN_FIELDS)
            on = bulletin.day(row, found.get("RateDate"), "RateDate")
            if on is not None:
                bulletin.take(
                    row,
                    found.get("ISO"),
                    found.get("Rate"),
                    units=found.get("Amount"),
                    on=on,
                    change=found.get("Diff", "").strip() or None,
                )
    compare_days(bulletin)


def _bare(tag: str) -> str:
    """Give a tag without its namespace."""
    return tag.rpartition("}")[2]


READER: Final = Reader(
    name="cba",
    title="Central Bank of Armenia",
    forms=(
        filled("cba", "AMD", "fault, SOAP", detect=_is_fault, fill=_fault),
        filled("cba", "AMD", "rates of a span, SOAP", detect=_is_span, fill=_span, names=_NAMES),
        filled("cba", "AMD", "rates of one day, SOAP", detect=_is_answer, fill=_day, names=_NAMES),
    ),
)
parse = READER.parse
