"""The Central Bank of the Republic of Türkiye: the bulletin of a day in XML, and series of EVDS in JSON.

Units:
    Lira for the units printed. EVDS prints none: a quote is taken for one unit, for JPY and IRR for 100 as in the
    bulletins, and a finding says so. Crosses with the dollar, printed beside the bank's own rates, are market rates for
    one unit. Prices in lira have four or five decimals with final zeros dropped; crosses, and prices before 2005, are
    taken with the digits they have.

Source:
    Layouts seen in recorded answers: bulletins of 2013 to 2026, series of 2026. Not verified: for which business day a
    bulletin is, since its day is taken as stated; that bulletins before 2005 are in TRL, a code that stands in none;
    that series of EVDS, in new lira by their names, restate those years; how many decimals crosses have; the keys of
    banknotes in EVDS.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from centralasia.errors import ReaderError
from centralasia.rates import RateKind, Side
from centralasia.readers.bulletins import Bulletin, Record
from centralasia.readers.contents import Document
from centralasia.readers.figures import read_day
from centralasia.readers.findings import SHOWN
from centralasia.readers.forms import Reader, filled
from centralasia.validation import Severity

__all__ = ["READER", "parse"]

_Quoted = tuple[str, RateKind, Side]
_Item = tuple[int, str, dict[str, str]]
"""Number, code and fields of a record."""

_DOLLAR: Final = "USD"
_PRICES: Final[tuple[_Quoted, ...]] = (
    ("ForexBuying", RateKind.OFFICIAL, Side.BID),
    ("ForexSelling", RateKind.OFFICIAL, Side.ASK),
    ("BanknoteBuying", RateKind.CASH, Side.BID),
    ("BanknoteSelling", RateKind.CASH, Side.ASK),
)
_DECIMALS: Final = 4
_NAMES: Final = {"currency": "CurrencyCode", "nominal": "Unit"}
_REQUIRED: Final = frozenset({"ForexBuying", "ForexSelling"})
_FIELDS: Final = frozenset(
    {"Unit", "Isim", "CurrencyName", "CrossRateUSD", "CrossRateOther", "CrossRateEuro", "Parite"}
    | {field for field, _, _ in _PRICES}
)

_SERIES: Final = re.compile(r"TP_DK_([A-Z]{3})_([AS])(_EF)?_YTL")
_BESIDE: Final = frozenset({"Tarih", "UNIXTIME"})
_UNITS: Final = {"JPY": 100, "IRR": 100}
_NEW_LIRA: Final = date(2005, 1, 1)


def _is_bulletin(document: Document) -> bool:
    return document.tag == "Tarih_Date"


def _bulletin(bulletin: Bulletin) -> None:
    root = bulletin.document.root
    on = _day(bulletin, root.get("Tarih"), root.get("Date"))
    if root.get("Bulten_No"):
        bulletin.facts["bulletin"] = root.get("Bulten_No")
    items: list[_Item] = []
    for row, element in bulletin.records(root, "Currency"):
        found = bulletin.fields(row, element, _FIELDS)
        code = element.get("CurrencyCode") or element.get("Kod")
        if code:
            items.append((row, code, found))
        else:
            bulletin.missing(row, "currency")
    decimals = _DECIMALS if on >= _NEW_LIRA else None
    for field, kind, side in _PRICES:
        bulletin.findings.names = {**_NAMES, "value": field}
        bulletin.take_all(_column(bulletin, items, field, on), kind=kind, side=side, decimals=decimals)
    _crosses(bulletin, [item for item in items if item[1] != _DOLLAR], on)


def _column(bulletin: Bulletin, items: Iterable[_Item], field: str, on: date) -> Iterator[Record]:
    """Give the prices of a column."""
    for row, code, found in items:
        figure = found.get(field)
        if figure and not figure.isspace():
            yield row, code, figure, found.get("Unit"), on, None, None
        elif figure is not None:
            _blank(bulletin, row, code, field)
        elif field in _REQUIRED:
            bulletin.missing(row, field)


def _day(bulletin: Bulletin, turkish: str | None, english: str | None) -> date:
    """Read the day, which is written twice; the Turkish way counts, with the day before the month."""
    month_first = None if english is None else read_day(english, "mdy")
    if month_first is not None and (turkish is None or read_day(turkish) is None):
        return bulletin.day_of_document(english, "Date", "mdy")
    on = bulletin.day_of_document(turkish, "Tarih")
    if month_first is not None and month_first != on:
        message = f"the document states {on} and {month_first}; the first, its Tarih, is taken"
        bulletin.note("conflicting-days", Severity.WARNING, message, column="Date", value=english)
    return on


def _crosses(bulletin: Bulletin, items: Iterable[_Item], on: date) -> None:
    """Take the crosses with the dollar: of it in a currency, or of the currency in it; one of the two is blank."""
    per_dollars, in_dollars = list[Record](), list[Record]()
    for row, code, found in items:
        per_dollar, priced = found.get("CrossRateUSD", "").strip(), found.get("CrossRateOther", "").strip()
        if per_dollar:
            per_dollars.append((row, code, per_dollar, "1", on, None, None))
        elif not priced:
            _blank(bulletin, row, code, "CrossRateUSD")
        if priced:
            in_dollars.append((row, code, priced, "1", on, None, None))
    bulletin.findings.names = {**_NAMES, "value": "CrossRateUSD"}
    bulletin.take_all(per_dollars, quote=_DOLLAR, kind=RateKind.MARKET, turned=True)
    bulletin.findings.names = {**_NAMES, "value": "CrossRateOther"}
    bulletin.take_all(in_dollars, quote=_DOLLAR, kind=RateKind.MARKET)


def _blank(bulletin: Bulletin, row: int, code: str, field: str) -> None:
    message = f"no {field} for {code}"
    bulletin.note("no-rate", Severity.INFO, message, about=field, row=row, column=field, value="")


def _is_series(document: Document) -> bool:
    head = document.head
    return document.is_json and '"items"' in head and ('"TP_DK_' in head or '"totalCount"' in head)


def _series(bulletin: Bulletin) -> None:
    bulletin.restated = True
    answer = bulletin.document.json
    items = answer.get("items") if isinstance(answer, dict) else None
    if not isinstance(items, list):
        raise ReaderError(bulletin.document.name, "items", "expected a list of days with their rates")
    for row, item in enumerate(items, 1):
        if isinstance(item, dict):
            _item(bulletin, row, item)
        else:
            bulletin.missing(row, "Tarih")
    _tell_of_units(bulletin)
    old = [rate.on for rate in bulletin.rates if rate.day < _NEW_LIRA.toordinal()]
    if old:
        message = f"{len(old):,} quotes are of days before {_NEW_LIRA}, in new lira by the name of their series"
        cause = "EVDS restates the years of the old lira; they are kept as printed, and normalize does not touch them"
        bulletin.note("restated-by-publisher", Severity.INFO, message, cause=cause)


def _item(bulletin: Bulletin, row: int, item: dict[str, object]) -> None:
    """Take the quotes of one day of EVDS."""
    stated = item.get("Tarih")
    on = bulletin.day(row, None if stated is None else str(stated), "Tarih")
    if on is None:
        return
    if all(value is None for field, value in item.items() if field not in _BESIDE):
        first = next((f"{field[:SHOWN]} or " for field in item if field not in _BESIDE), "")
        message = f"no rate on {on} in {first}any other series, as on days without a bulletin"
        bulletin.note("no-rate", Severity.INFO, message, about="Tarih", row=row, column="Tarih", value=on.isoformat())
        return
    for field, value in item.items():
        if field in _BESIDE:
            continue
        quoted = _quoted(field)
        if quoted is None:
            bulletin.knows(row, {field: value}, _BESIDE)
            continue
        (code, kind, side), bulletin.findings.names = quoted
        figure = "" if value is None else str(value)
        bulletin.take(row, code, figure, units=_UNITS.get(code, 1), on=on, kind=kind, side=side)


@lru_cache(maxsize=1_024)
def _quoted(field: str) -> tuple[_Quoted, Mapping[str, str]] | None:
    """Read the key of a series: a currency, buying (alış) or selling (satış), banknotes (efektif) or not."""
    found = _SERIES.fullmatch(field)
    if found is None:
        return None
    code, way, banknotes = found.groups()
    kind, side = RateKind.CASH if banknotes else RateKind.OFFICIAL, Side.BID if way == "A" else Side.ASK
    return (code, kind, side), {"currency": field, "value": field}


def _tell_of_units(bulletin: Bulletin) -> None:
    by_units: dict[int, list[str]] = {}
    for code in dict.fromkeys(rate.base.code for rate in bulletin.rates):
        by_units.setdefault(_UNITS.get(code, 1), []).append(code)
    for units, codes in by_units.items():
        message = f"EVDS prints no units; quotes in {', '.join(codes)} are taken for {units}"
        bulletin.note("units-assumed", Severity.INFO, message, about=units, column="nominal", value=str(units))


READER: Final = Reader(
    name="tcmb",
    title="Central Bank of the Republic of Türkiye",
    forms=(
        filled("tcmb", "TRY", "bulletin of one day, XML", detect=_is_bulletin, fill=_bulletin, names=_NAMES),
        filled("tcmb", "TRY", "series of EVDS, JSON", detect=_is_series, fill=_series),
    ),
)
parse = READER.parse
