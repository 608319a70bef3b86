"""The International Monetary Fund: representative rates, and rates against the SDR, of a month in TSV.

Units:
    Units of the currency for one US dollar, or US dollars for one unit of those marked with (1). Against the SDR the
    title says which: SDRs per currency unit, or currency units per SDR.

Source:
    The layout of representative rates was seen in a recorded answer of 2026, that against the SDR in code that reads
    it. Not verified: that layout, and what marks other than (1) mean, so that records with one are not taken. The names
    of currencies are well known, and not from a list of the Fund.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from centralasia.readers.bulletins import Bulletin
from centralasia.readers.contents import Document
from centralasia.readers.documents import one_ending
from centralasia.readers.figures import is_blank, read_figure
from centralasia.readers.findings import DAMAGED, SHOWN
from centralasia.readers.forms import Reader, filled
from centralasia.reference import find_currency
from centralasia.validation import Severity

__all__ = ["READER", "parse"]

_DOLLAR: Final = "USD"
_SDR: Final = "XDR"
_REPRESENTATIVE: Final = "representative exchange rates"
_SDRS: Final = "sdrs per currency unit"
_UNITS: Final = "currency units per sdr"
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAY: Final = re.compile(r"\s*([A-Za-z]{3,9}) ([0-9]{1,2}), ([0-9]{4})\s*")
_NAME: Final = re.compile(r"([^()]{1,60}?)\s*(?:\(([0-9])\))?")
_CODES: Final = {
    "algerian dinar": "DZD",
    "australian dollar": "AUD",
    "bahrain dinar": "BHD",
    "bolivar fuerte": "VEF",
    "botswana pula": "BWP",
    "brazilian real": "BRL",
    "brunei dollar": "BND",
    "canadian dollar": "CAD",
    "chilean peso": "CLP",
    "chinese yuan": "CNY",
    "colombian peso": "COP",
    "czech koruna": "CZK",
    "danish krone": "DKK",
    "euro": "EUR",
    "hungarian forint": "HUF",
    "icelandic krona": "ISK",
    "indian rupee": "INR",
    "indonesian rupiah": "IDR",
    "iranian rial": "IRR",
    "israeli new shekel": "ILS",
    "japanese yen": "JPY",
    "kazakhstani tenge": "KZT",
    "korean won": "KRW",
    "kuwaiti dinar": "KWD",
    "libyan dinar": "LYD",
    "malaysian ringgit": "MYR",
    "mauritian rupee": "MUR",
    "mexican peso": "MXN",
    "nepalese rupee": "NPR",
    "new zealand dollar": "NZD",
    "norwegian krone": "NOK",
    "nuevo sol": "PEN",
    "omani rial": "OMR",
    "pakistani rupee": "PKR",
    "peruvian sol": "PEN",
    "peso uruguayo": "UYU",
    "philippine peso": "PHP",
    "polish zloty": "PLN",
    "qatar riyal": "QAR",
    "qatari riyal": "QAR",
    "rial omani": "OMR",
    "russian ruble": "RUB",
    "saudi arabian riyal": "SAR",
    "singapore dollar": "SGD",
    "south african rand": "ZAR",
    "sri lanka rupee": "LKR",
    "sri lankan rupee": "LKR",
    "swedish krona": "SEK",
    "swiss franc": "CHF",
    "thai baht": "THB",
    "trinidad and tobago dollar": "TTD",
    "trinidadian dollar": "TTD",
    "tunisian dinar": "TND",
    "u.a.e. dirham": "AED",
    "u.k. pound": "GBP",
    "u.k. pound sterling": "GBP",
    "u.s. dollar": _DOLLAR,
    "uruguayan peso": "UYU",
}


def _title(line: str) -> str | None:
    """Say which table a line is the title of; None where it is no title."""
    found = line.lstrip("\ufeff \t\r\n").casefold()
    return next((each for each in (_REPRESENTATIVE, _SDRS, _UNITS) if found.startswith(each)), None)


def _is_representative(document: Document) -> bool:
    return _title(document.head) == _REPRESENTATIVE


def _is_against_sdr(document: Document) -> bool:
    return _title(document.head) in (_SDRS, _UNITS)


def _tables(bulletin: Bulletin) -> None:
    """Take the records of all tables: a title says of what one is, and a line of days begins it."""
    text = one_ending(bulletin.document.decoded.text)
    lines = text.split("\n")
    title: str | None = None
    days: list[date | None] = []
    for row, line in enumerate(lines, 1):
        name, *cells = line.split("\t")
        if not cells:
            if line.strip():
                if days and row == len(lines):
                    _breaks_off(bulletin, row, line)
                title, days = _title(line) or title, []
                bulletin.facts.setdefault("title", line.strip()[:SHOWN])
        elif name.strip().casefold() == "currency":
            days = _days(bulletin, row, cells)
        elif days and title is not None:
            if row == len(lines):
                _breaks_off(bulletin, row, cells.pop())
            _record(bulletin, row, name.strip(), cells, days=days, title=title)
        else:
            bulletin.missing(row, "Currency", f"line {row} stands under no line of days, and is not taken")


def _days(bulletin: Bulletin, row: int, cells: Sequence[str]) -> list[date | None]:
    """Read a line of days; None for one that cannot be read, whose figures are not taken."""
    days = []
    for cell in cells:
        on = _read_day(cell)
        if on is None and cell.strip():
            message = "expected a day as in March 02, 2030; the figures under it are not taken"
            about = (row, cell)
            bulletin.note(
                "unreadable-day",
                Severity.ERROR,
                message,
                about=about,
                row=row,
                column="Currency",
                value=cell,
                cause=DAMAGED,
            )
        days.append(on)
    return days


def _read_day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    if found is None or found[1].casefold() not in _MONTHS:
        return None
    try:
        return date(int(found[3]), _MONTHS.index(found[1].casefold()) + 1, int(found[2]))
    except ValueError:
        return None


def _breaks_off(bulletin: Bulletin, row: int, rest: str) -> None:
    """Note that a document breaks off inside a table, so that digits may be missing at its end."""
    message = "the document breaks off inside a table, and what stands at its end is not taken"
    bulletin.note("cut-short", Severity.ERROR, message, row=row, column="value", value=rest, fix="get it again")


def _record(
    bulletin: Bulletin, row: int, name: str, cells: Sequence[str], *, days: Sequence[date | None], title: str
) -> None:
    code, mark = _currency(name) if len(name) <= SHOWN else (None, None)
    if code is None:
        message = f"{name[:SHOWN]!r} is the name of no currency that is known, and its quotes are not taken"
        bulletin.note("unknown-code", Severity.ERROR, message, about=name, row=row, column="currency", value=name)
        return
    pair = _pair(title, code, mark)
    if pair is None:
        message = f"what ({mark}) after {code} means is not known, and its quotes are not taken"
        bulletin.note("unknown-mark", Severity.ERROR, message, about=name, row=row, column="currency", value=name)
        return
    if any(cell.strip() for cell in cells[len(days) :]):
        message = f"{len(cells)} figures under {len(days)} days; the record is not taken"
        bulletin.note("misaligned-values", Severity.ERROR, message, row=row, column="value")
        return
    if len(cells) < len(days):
        bulletin.missing(row, "value", f"{len(cells)} figures under {len(days)} days; the last days have none")
    base, quote = pair
    quotes = [(cell, on) for cell, on in zip(cells, days, strict=False) if on is not None]
    others = [each for each in quotes if not _is_itself(pair, each[0])]
    if len(others) < len(quotes):
        message = f"{name!r} is the dollar in itself; it is left out"
        bulletin.note("left-out", Severity.INFO, message, about=name, row=row, column="Currency", value=name)
    for cell, on in others:
        bulletin.take(row, base, cell, units=1, on=on, quote=quote, group=",")


@lru_cache(maxsize=1_024)
def _currency(name: str) -> tuple[str | None, str | None]:
    """Find the code of a currency by its English name, and the mark of a note after it."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None, None
    known = _CODES.get(" ".join(found[1].casefold().split()))
    if known is None:
        currency = find_currency(found[1])
        known = None if currency is None else currency.code
    return known, found[2]


def _pair(title: str, code: str, mark: str | None) -> tuple[str, str] | None:
    """Say which currency is priced in which; None where nobody knows."""
    if title == _SDRS:
        return code, _SDR
    if title == _UNITS:
        return _SDR, code
    return {None: (_DOLLAR, code), "1": (code, _DOLLAR)}.get(mark)


def _is_itself(pair: tuple[str, str], cell: str) -> bool:
    """Say whether it is the dollar at 1, as it stands among the others."""
    return pair == (_DOLLAR, _DOLLAR) and (is_blank(cell) or read_figure(cell) == 1)


READER: Final = Reader(
    name="imf",
    title="International Monetary Fund",
    forms=(
        filled("imf", _DOLLAR, "representative rates of a month, TSV", detect=_is_representative, fill=_tables),
        filled("imf", _SDR, "rates against the SDR, TSV (layout not verified)", detect=_is_against_sdr, fill=_tables),
    ),
)
parse = READER.parse
