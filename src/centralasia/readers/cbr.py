"""The Bank of Russia: one day in XML, and one currency over a span in XML.

Figures are roubles for the units printed, to four decimals with a comma, in Windows-1251. The day of a bulletin is the
one from which its rates hold; asked for a day without one, the bank answers with the last one before it, and asked for
none, in the evening, with that of tomorrow. Only days of publication are in a span, where the units may change from one
record to the next, and where the currency is told by an ID of the bank alone.

``VunitRate``, in answers given since the autumn of 2023, is the price of one unit, without final zeros and in
scientific notation where it is tiny. It is compared with the value and its units, and not taken. Prices of metals are
by weight, buying and selling, and are left out.

Not verified: that IDs were never used for another money than that of the list of 2025. A day on which the money of the
list was not in use yet is a finding like any other.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Context, Decimal
from typing import Final, NoReturn
from xml.etree.ElementTree import Element

from centralasia.errors import ReaderError
from centralasia.rates.quotes import places_of
from centralasia.readers.bulletins import Bulletin, Record
from centralasia.readers.contents import Document
from centralasia.readers.doubts import figure
from centralasia.readers.figures import is_blank, read_day, read_figure
from centralasia.readers.findings import SHOWN
from centralasia.readers.forms import Form, Reader, filled
from centralasia.validation import Severity

__all__ = ["READER", "parse"]

_BANK: Final = "cbr"
_FIELDS: Final = frozenset({"NumCode", "CharCode", "Nominal", "Name", "Value", "VunitRate"})
_OF_A_SPAN: Final = frozenset({"Nominal", "Value", "VunitRate"})
_WAY_OUT: Final = "read the bulletins of single days, which print codes"
_NAMES: Final = {"currency": "CharCode", "value": "Value", "nominal": "Nominal"}
_WIDE: Final = Context(prec=60)  # wider than any figure that is read, with its decimals

_RECORD: Final = re.compile(r"""<Valute\s[^>]{0,200}?\bID\s*=\s*["']\s*R[0-9]""")
_SPAN: Final = re.compile(r"""<(?:ValCurs|Record)\s[^>]{0,300}?\bI[Dd]\s*=\s*["']\s*R[0-9]""")
_DAY: Final = re.compile(r"""<ValCurs\s[^>]{0,300}?\bDate\s*=\s*["']\s*[0-9]{1,2}\.""")
_MARKET: Final = re.compile(r"""<ValCurs\s[^>]{0,300}?\bname\s*=\s*["']Foreign Currency Market["']""")
_ANY_RECORD: Final = re.compile(r"<(?:Valute|ValType|Record)\b")
_SENTENCE: Final = re.compile(r"<ValCurs(?:\s(?![^>]{0,300}?\bDate)[^>]{0,300})?>\s*[^<\s]")

_METALS: Final = {"1": "gold", "2": "silver", "3": "platinum", "4": "palladium"}

# Units of money by the IDs of the bank, from public recordings of its list of currencies (2025) and of its bulletins
# (answers for days of 2002, 2025 and 2026). A letter at the end marks the successor of a redenominated money.
_CURRENCIES: Final = {
    "R01010": "AUD",
    "R01015": "ATS",
    "R01020A": "AZN",
    "R01030": "DZD",
    "R01035": "GBP",
    "R01060": "AMD",
    "R01080": "BHD",
    "R01090": "BYR",
    "R01090B": "BYN",
    "R01095": "BEF",
    "R01100": "BGN",
    "R01105": "BOB",
    "R01115": "BRL",
    "R01135": "HUF",
    "R01150": "VND",
    "R01200": "HKD",
    "R01205": "GRD",
    "R01210": "GEL",
    "R01215": "DKK",
    "R01230": "AED",
    "R01235": "USD",
    "R01239": "EUR",
    "R01240": "EGP",
    "R01270": "INR",
    "R01280": "IDR",
    "R01300": "IRR",
    "R01305": "IEP",
    "R01310": "ISK",
    "R01315": "ESP",
    "R01325": "ITL",
    "R01335": "KZT",
    "R01350": "CAD",
    "R01355": "QAR",
    "R01370": "KGS",
    "R01375": "CNY",
    "R01390": "KWD",
    "R01395": "CUP",
    "R01405": "LVL",
    "R01420": "LBP",
    "R01435": "LTL",
    "R01500": "MDL",
    "R01503": "MNT",
    "R01510": "DEM",
    "R01510A": "DEM",
    "R01520": "NGN",
    "R01523": "NLG",
    "R01530": "NZD",
    "R01535": "NOK",
    "R01540": "OMR",
    "R01565": "PLN",
    "R01570": "PTE",
    "R01580": "SAR",
    "R01580C": "SAR",
    "R01585": "ROL",
    "R01585F": "RON",
    "R01589": "XDR",
    "R01625": "SGD",
    "R01665A": "SRD",
    "R01670": "TJS",
    "R01675": "THB",
    "R01685": "BDT",
    "R01700": "TRL",
    "R01700J": "TRY",
    "R01710": "TMM",
    "R01710A": "TMT",
    "R01717": "UZS",
    "R01720": "UAH",
    "R01740": "FIM",
    "R01750": "FRF",
    "R01760": "CZK",
    "R01770": "SEK",
    "R01775": "CHF",
    "R01790": "XEU",
    "R01795": "EEK",
    "R01800": "ETB",
    "R01805F": "RSD",
    "R01810": "ZAR",
    "R01815": "KRW",
    "R01820": "JPY",
    "R02005": "MMK",
}


def _is_day(document: Document) -> bool:
    """See an ID of the bank, which tells it from others with this root; without records, its name and point dates."""
    if document.tag != "ValCurs":
        return False
    head = document.head
    if _RECORD.search(head):
        return True
    return bool(_DAY.search(head) and _MARKET.search(head)) and not _ANY_RECORD.search(head)


def _is_span(document: Document) -> bool:
    return document.tag == "ValCurs" and _SPAN.search(document.head) is not None


def _is_sentence(document: Document) -> bool:
    return document.tag == "ValCurs" and _SENTENCE.search(document.head) is not None


def _is_metals(document: Document) -> bool:
    return document.tag == "Metall"


def _is_list(document: Document) -> bool:
    return document.tag == "Valuta"


def _day(bulletin: Bulletin) -> None:
    root = bulletin.document.root
    on = bulletin.day_of_document(root.get("Date"), "Date")
    bulletin.take_all(_rows(bulletin, root, on))


def _rows(bulletin: Bulletin, root: Element, on: date) -> Iterator[Record]:
    taken = bulletin.rates.take
    for row, valute in bulletin.records(root, "Valute"):
        found = bulletin.fields(row, valute, _FIELDS)
        before = len(taken)
        yield row, found.get("CharCode"), found.get("Value"), found.get("Nominal"), on, None, None
        _compare(bulletin, row, before, found.get("VunitRate"))


def _span(bulletin: Bulletin) -> None:
    root = bulletin.document.root
    for fact, end in (("asked_since", "DateRange1"), ("asked_through", "DateRange2")):
        asked = read_day(root.get(end, ""))
        if asked is not None:
            bulletin.facts[fact] = asked.isoformat()
    whole = root.get("ID", "")
    for row, record in bulletin.records(root, "Record"):
        found = bulletin.fields(row, record, _OF_A_SPAN)
        code = _code_of(record.get("Id", whole).strip(), row, bulletin.document)
        on = bulletin.day(row, record.get("Date"), "Date")
        if on is not None:
            before = len(bulletin.rates)
            bulletin.take(row, code, found.get("Value"), units=found.get("Nominal"), on=on)
            _compare(bulletin, row, before, found.get("VunitRate"))
    bulletin.rates.sort()


def _code_of(known_as: str, row: int, document: Document) -> str:
    try:
        return _CURRENCIES[known_as]
    except KeyError:
        reason = f"the ID {known_as[:SHOWN]!r} is none that is known, and it alone tells the currency; {_WAY_OUT}"
        raise ReaderError(document.name, f"record {row}", reason) from None


def _compare(bulletin: Bulletin, row: int, before: int, unit: str | None) -> None:
    """Compare the printed price of one unit, where there is one, with the rate that was taken, if it was."""
    taken = bulletin.rates.take  # the rate itself is not made for this
    if unit is None or len(taken) == before:
        return
    value, nominal = taken[before][3:5]
    price = read_figure(unit)
    if price is None and is_blank(unit):
        return
    if price is None or _is_off(value, nominal, price):
        rate = bulletin.rates[before]
        bulletin.note(
            "unit-rate-disagrees",
            Severity.WARNING,
            f"{rate.value:f} for {rate.nominal:,} {rate.base} makes {figure(rate.per_unit, 8)} for one",
            row=row,
            column="VunitRate",
            value=unit,
            cause="a slip in the value, in its units or in the price of one",
            fix="compare it with another source before it is used",
        )


def _is_off(value: Decimal, nominal: int, price: Decimal) -> bool:
    """Say whether a price of one unit would be printed otherwise."""
    if _WIDE.multiply(price, nominal) == value:
        return False
    off = _WIDE.subtract(_WIDE.divide(value, nominal), price).copy_abs()
    return off > Decimal((0, (5,), -places_of(price) - 1))


def _metals(bulletin: Bulletin) -> None:
    for row, record in enumerate(bulletin.document.root.iterfind("Record"), 1):
        code = record.get("Code", "").strip()
        message = f"{_METALS.get(code, 'what is priced here')} is a metal, priced by weight, and is left out"
        bulletin.note("metal", Severity.INFO, message, about=code, row=row, column="Code", value=code)


def _refuse_sentence(document: Document) -> NoReturn:
    sentence = " ".join((document.root.text or "").split())
    raise ReaderError(document.name, "document", f"no bulletin; the bank answers {sentence[:SHOWN]!r}")


def _refuse_list(document: Document) -> NoReturn:
    raise ReaderError(document.name, "document", "a list of currencies, and no bulletin: there are no rates in it")


READER: Final = Reader(
    name=_BANK,
    title="Bank of Russia",
    forms=(
        filled(_BANK, "RUB", "rates of one day, XML", detect=_is_day, fill=_day, names=_NAMES),
        filled(_BANK, "RUB", "rates of one currency over a span, XML", detect=_is_span, fill=_span, names=_NAMES),
        filled(_BANK, "RUB", "prices of metals, XML", detect=_is_metals, fill=_metals),
        Form(title="list of currencies, which is no bulletin", detect=_is_list, read=_refuse_list),
        Form(title="sentence in place of a bulletin", detect=_is_sentence, read=_refuse_sentence),
    ),
)
parse = READER.parse
