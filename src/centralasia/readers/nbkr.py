"""The National Bank of the Kyrgyz Republic: its daily and its weekly list in XML, and pages of history in HTML.

Figures are som for the units printed, to four decimals, with a decimal comma. The day of a list is the one on which it
comes into force; a weekly list says for how many days it is valid, a daily one does not. A currency may move from one
list to the other, as the yuan did.

A page of history prints the days and figures of one currency, and neither its code nor for how many units they are:
both are to be told to `history`. Not verified: how a page of history begins and ends, that units never changed within
the history of one currency, and the table `CURRENCIES`.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, NoReturn
from xml.etree.ElementTree import Element

from centralasia.errors import InvalidValueError, ReaderError, WrongTypeError
from centralasia.rates.series import CheckedQuotes
from centralasia.readers.bulletins import Bulletin, Record
from centralasia.readers.contents import Document
from centralasia.readers.figures import read_units
from centralasia.readers.findings import SHOWN
from centralasia.readers.forms import Form, Reader, filled
from centralasia.reference import currency as currency_of
from centralasia.validation import Report, Severity

__all__ = ["CURRENCIES", "READER", "history", "parse"]

_SOURCE: Final = "nbkr"
_SOM: Final = "KGS"
_FIELDS: Final = frozenset({"Nominal", "Value"})
_NAMES: Final = {"currency": "ISOCode", "value": "Value", "nominal": "Nominal"}
_WEEKLY_FIELDS: Final = _FIELDS | {"ValidFor"}
_LONGEST: Final = 366  # days of validity; a week is what is seen
_WEEKLY: Final = "Weekly"
_DATED: Final = re.compile(rb"<!--date-->\s*[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}\s*<!--date-->")
_MARK: Final = re.compile(r"<!--(date|value)-->")
_TITLE: Final = re.compile(r"<title[^>]{0,200}>([^<]{1,400})", re.IGNORECASE)
_END: Final = 4_096  # characters among which the end of a page stands
_HISTORY: Final = "history of one currency, HTML"

CURRENCIES: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        "AMD": (38, 10),
        "AZM": (37, 1_000),
        "AZN": (82, 1),
        "BYN": (160, 1),
        "BYR": (39, 100),
        "CNY": (24, 1),
        "EUR": (20, 1),
        "GBP": (17, 1),
        "HUF": (51, 10),
        "IDR": (184, 10),
        "IRR": (104, 10),
        "JPY": (36, 10),
        "KZT": (40, 1),
        "RUB": (44, 1),
        "RUR": (98, 1_000),
        "TJR": (49, 100),
        "TJS": (45, 1),
        "TMT": (108, 1),
        "TRL": (31, 1_000),
        "TRY": (57, 1),
        "USD": (15, 1),
        "UZS": (46, 1),
        "XDR": (30, 1),
    }
)
"""For some currencies: the number by which the site asks for a page of history, and the units of its figures.

Source:
    Public code that reads the site; neither the numbers nor the units were seen on a page of it.

Example:
    >>> CURRENCIES["JPY"]
    (36, 10)
"""


def _is_weekly(document: Document) -> bool:
    return document.tag == "CurrencyRates" and _WEEKLY in document.head


def _is_daily(document: Document) -> bool:
    return document.tag == "CurrencyRates"


def _list(bulletin: Bulletin) -> None:
    root = bulletin.document.root
    on = bulletin.day_of_document(root.get("Date"), "Date of CurrencyRates")
    known = _WEEKLY_FIELDS if _is_weekly(bulletin.document) else _FIELDS
    bulletin.take_all(_records(bulletin, root, on, known))


def _records(bulletin: Bulletin, root: Element, on: date, known: frozenset[str]) -> Iterator[Record]:
    untils: dict[str | None, date | None] = {}  # by what is printed, which is nearly always the same
    for row, element in bulletin.records(root, "Currency"):
        found = bulletin.fields(row, element, known)
        until = None
        if known is _WEEKLY_FIELDS:
            days = found.get("ValidFor")
            if days not in untils:
                untils[days] = _until(bulletin, row, days, on)
            until = untils[days]
        yield row, element.get("ISOCode"), found.get("Value"), found.get("Nominal"), on, until, None


def _until(bulletin: Bulletin, row: int, text: str | None, on: date) -> date | None:
    """Find the day on which a record is not valid any more; one whose validity cannot be read is taken without."""
    days = None if text is None else read_units(text)
    if days and days <= _LONGEST and on.toordinal() + days <= date.max.toordinal():
        return on + timedelta(days)
    bulletin.note(
        "unknown-validity",
        Severity.WARNING,
        f"expected for how many days it is valid, 1 to {_LONGEST}; it is taken as a quote without an end",
        about=text,
        row=row,
        column="ValidFor",
        value=text,
    )
    return None


def _is_history(document: Document) -> bool:
    return document.is_html and _DATED.search(document.data) is not None


def _without_currency(document: Document) -> NoReturn:
    reason = (
        "a page of history of the National Bank of the Kyrgyz Republic, which names neither its currency nor its units;"
        " read it with centralasia.readers.nbkr.history(data, 'USD', units=1), or whatever was asked for"
    )
    raise ReaderError(document.name, "document", reason)


def history(data: bytes, currency: str, *, units: int, name: str = "bytes") -> tuple[CheckedQuotes, Report]:
    """Read a page of history, which has the days and figures of one currency, newest first.

    Units:
        Som for `units` of the currency.

    Args:
        data: The page.
        currency: The code of the currency that was asked for, as the page does not say it.
        units: For how many units its figures are, as the page does not say that either; see `CURRENCIES`.
        name: What it goes by in messages.

    Raises:
        ReaderError: It has no row of such a page, or is binary.
        UnknownCodeError: There is no such currency.
        InvalidValueError: `units` is below 1, or the currency is the som itself.

    Example:
        >>> page = b"<html><td><!--date-->14.02.2030<!--date--></td><td><!--value-->87,4512<!--value--></td></html>"
        >>> rates, report = history(page, "USD", units=1)
        >>> [str(rate) for rate in rates], list(report.counts)
        (['87.4512 KGS per 1 USD (official, 2030-02-14, nbkr)'], ['units-assumed'])
    """
    code = _told(data, currency, units)
    bulletin = Bulletin(Document(data, name), _SOURCE, _SOM)
    text = bulletin.document.decoded.text
    row = 0
    for row, found in enumerate(_rows(text), 1):
        on = bulletin.day(row, found.get("date"), "date")
        if on is not None:
            bulletin.take(row, code, found.get("value"), units=units, on=on)
    if not row:
        title = _TITLE.search(text)
        words = "" if title is None else f"; it is titled {' '.join(title[1].split())[:SHOWN]!r}"
        raise ReaderError(name, "document", f"no page of history: nothing is marked with <!--date--> in it{words}")
    if "</html" not in text[-_END:].lower():
        message = "the page does not end as one of HTML does; what stands before is read"
        bulletin.note("cut-short", Severity.WARNING, message, cause="a page cut short", fix="get it again")
    _note_what_was_told(bulletin, code, units)
    return bulletin.result(_HISTORY, currency=code, units=units)


def _told(data: object, currency: str, units: object) -> str:
    """Check what the caller says of a page, and give the code of its currency."""
    if not isinstance(data, bytes):
        raise WrongTypeError("data", data, "the page as bytes")
    if isinstance(units, bool) or not isinstance(units, int):
        raise WrongTypeError("units", units, "a whole number of units")
    if units < 1:
        raise InvalidValueError("units", units, "at least 1")
    code = currency_of(currency).code
    if code == _SOM:
        raise InvalidValueError("currency", code, f"another one than {_SOM}, in which the bank prices others")
    return code


def _note_what_was_told(bulletin: Bulletin, code: str, units: int) -> None:
    known = CURRENCIES.get(code, (0, units))[1]
    beside = "" if known == units else f", while {known} are known for it"
    bulletin.note(
        "units-assumed",
        Severity.WARNING,
        f"the page prints neither its currency nor its units; {units} {code} are taken as told{beside}",
        column="nominal",
        value=str(units),
        fix="compare one figure with a list that prints its units",
    )


def _rows(text: str) -> Iterator[dict[str, str]]:
    """Give the cells of each row by the names of their marks; a row begins with its day."""
    row: dict[str, str] = {}
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text):
        if opened is None or opened[1] != mark[1]:
            opened = mark  # and where it is another one, the mark that should have closed it is lost, and its cell
            continue
        if row and (mark[1] == "date" or mark[1] in row):
            yield row
            row = {}
        row[mark[1]] = text[opened.end() : mark.start()]
        opened = None
    if row:
        yield row


READER: Final = Reader(
    name=_SOURCE,
    title="National Bank of the Kyrgyz Republic",
    forms=(
        filled(_SOURCE, _SOM, "weekly list, XML", detect=_is_weekly, fill=_list, names=_NAMES),
        filled(_SOURCE, _SOM, "daily list, XML", detect=_is_daily, fill=_list, names=_NAMES),
        Form(title=_HISTORY, detect=_is_history, read=_without_currency),
    ),
)
parse = READER.parse
