"""SDMX-CSV 1.0 and 2.x of exchange rates: those of the Bank for International Settlements, and EXR of any agency.

The dataflow ``WS_XRU`` of the BIS has units of the local money for one US dollar. It is compiled by the BIS and no rate
of any central bank, so that its daily figures are of kind market. In EXR, the flow of the European Central Bank
and a pattern for others, a value is units of ``CURRENCY`` for one ``CURRENCY_DENOM``; its daily spot, reference and
official rates are official rates of the day. In both, figures of weeks, months, quarters, halves and years are averages
or of the end of the period, as they say. ``UNIT_MULT`` is a power of ten of the value and multiplies it exactly;
``DECIMALS`` says how many decimals a series has before that, since final zeros are dropped.

Series that are no price of one money in another are left out with a finding: growth rates, effective rates, forwards,
central rates. So are quotes in euro for single members of the euro area, which the BIS is thought to have converted
from their old money, and the dollar in itself.

Not verified: what marks of ``OBS_STATUS`` beside A mean, that ``KEY`` stands in files of the ECB only, that the
number ``4F0`` in ``SOURCE_AGENCY`` is the ECB, and what the BIS does with members of the euro area.

Source:
    SDMX-CSV field guides 1.0, 2.0 and 2.1; the dataflows as their publishers serve them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from centralasia.errors import ParseError, ReaderError
from centralasia.numbers import EXACT
from centralasia.periods import Period
from centralasia.periods.sdmx import parse_sdmx
from centralasia.rates import RateKind
from centralasia.readers.contents import Document
from centralasia.readers.delimited import Delimited, header_of, read_delimited
from centralasia.readers.figures import is_blank, read_figure
from centralasia.readers.forms import Form, Reader, Readout
from centralasia.readers.gatherings import Gathering
from centralasia.validation import Severity

__all__ = ["BIS", "READER", "parse", "parse_bis"]

_ID: Final = re.compile(r"([A-Za-z][A-Za-z0-9_@$-]*)(?:\[[^\]]?\])?\s*(:.*)?", re.DOTALL)
_AGENCY: Final = re.compile(r"\s*([A-Za-z][A-Za-z0-9_.-]*):")
_POWER: Final = re.compile(r"[+-]?[0-9]{1,2}")
_DECIMALS: Final = re.compile(r"[0-9]{1,2}")
_MIDNIGHT: Final = "T00:00:00"

_SERIES: Final = frozenset({"FREQ", "CURRENCY", "TIME_PERIOD", "OBS_VALUE"})
_OF_BIS: Final = _SERIES | {"REF_AREA", "COLLECTION"}
_OF_EXR: Final = _SERIES | {"CURRENCY_DENOM", "EXR_TYPE", "EXR_SUFFIX"}
_MARKS: Final = frozenset(
    {"STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "SERIES_KEY", "OBS_KEY", "DATAFLOW", "KEY"}
)
_ATTRIBUTES: Final = frozenset(
    {
        "AVAILABILITY", "BREAKS", "COLLECTION", "COMPILATION", "COMPILING_ORG", "COVERAGE", "DECIMALS",
        "DISS_ORG", "DOM_SER_IDS", "NAT_TITLE", "OBS_COM", "OBS_CONF", "OBS_PRE_BREAK", "OBS_STATUS", "PUBL_ECB",
        "PUBL_MU", "PUBL_PUBLIC", "SOURCE_AGENCY", "SOURCE_PUB", "TIME_FORMAT", "TITLE", "TITLE_COMPL", "UNIT",
        "UNIT_INDEX_BASE", "UNIT_MULT",
    }
)  # fmt: skip
_KNOWN: Final = _MARKS | _ATTRIBUTES | _OF_BIS | _OF_EXR
_LABELLED: Final = _KNOWN - {"TIME_PERIOD", "OBS_VALUE", "STRUCTURE_ID", "DATAFLOW", "KEY", "SERIES_KEY", "OBS_KEY"}

_NAMES: Final = {"currency": "CURRENCY", "value": "OBS_VALUE"}
_PRICES: Final = {
    "SP00": RateKind.OFFICIAL,
    "OF00": RateKind.OFFICIAL,
    "RR00": RateKind.OFFICIAL,
    "IR00": RateKind.MARKET,
}
_OVER: Final = {"A": RateKind.AVERAGE, "E": RateKind.END_OF_PERIOD}
_ALIKE: Final = {"B": "D", "H": "S"}
_STATUSES: Final = {"P": "provisional", "E": "an estimate", "F": "a forecast", "B": "a break in the series"}
_ECB: Final = "ecb"
_BY_NUMBER: Final = {"4F0": _ECB}
_DOLLAR, _EURO, _EURO_AREA = "USD", "EUR", "XM"
_DELETION: Final = "D"

_Fields = Mapping[str, str]
_Kinds = tuple[RateKind, RateKind]
_Take = Callable[[Gathering, int, _Fields], None]


def _ids(names: Iterable[str]) -> Iterator[str]:
    """Give the identifiers in a header: without names after a colon, and without what tells lists."""
    for name in names:
        found = _ID.fullmatch(name)
        yield found[1] if found else name


def _is_bis(document: Document) -> bool:
    ids = set(_ids(header_of(document)))
    return ids >= _OF_BIS - {"FREQ"} and "CURRENCY_DENOM" not in ids


def _is_exr(document: Document) -> bool:
    return {"CURRENCY", "CURRENCY_DENOM", "TIME_PERIOD", "OBS_VALUE"} <= set(_ids(header_of(document)))


def _form(title: str, needed: frozenset[str], *, detect: Callable[[Document], bool], take: _Take) -> Form:
    """Make a form of a function that takes one observation."""

    def read(document: Document) -> Readout:
        gathering = Gathering(document)
        gathering.whole.findings.names = _NAMES
        table = read_delimited(gathering.whole)
        for row, fields in _observations(gathering, table, needed):
            take(gathering, row, fields)
        version = "2.x" if "STRUCTURE" in set(_ids(table.names)) else "1.0"
        return gathering.result(title, delimiter=table.delimiter, sdmx_csv=version)

    return Form(title=title, detect=detect, read=read)


def _observations(gathering: Gathering, table: Delimited, needed: frozenset[str]) -> Iterator[tuple[int, _Fields]]:
    """Give the fields of each line by their identifiers, codes without their names."""
    document = gathering.whole.document
    ids = list(_ids(table.names))
    missing = sorted(needed - set(ids))
    if missing:
        raise ReaderError(document.name, f"line {table.row}", f"no column {' and no column '.join(missing)}")
    gathering.whole.knows(table.row, dict.fromkeys(_strangers(table.names, ids), ""), frozenset())
    places = {name: place for place, name in enumerate(ids) if name in _KNOWN}
    labelled = [name for name in places if name in _LABELLED] if any(":" in name for name in table.names) else []
    for row, cells in table.lines:
        fields = {name: cells[place] for name, place in places.items()}
        for name in labelled:
            fields[name] = fields[name].partition(":")[0].strip()
        if fields.get("ACTION", "").strip()[:1].upper() == _DELETION:
            _leave_out(gathering, row, "ACTION", fields["ACTION"], "a record to be deleted, which has no rate")
        else:
            yield row, fields


def _strangers(names: Iterable[str], ids: Iterable[str]) -> Iterator[str]:
    """Give the columns that are not known, but for the name that may follow each code, in words."""
    after_code = False
    for name, identifier in zip(names, ids, strict=True):
        known = identifier in _KNOWN
        if name and not known and not (after_code and name != name.upper()):
            yield name
        after_code = known


def _take_bis(gathering: Gathering, row: int, fields: _Fields) -> None:
    money, area = fields["CURRENCY"].strip(), fields["REF_AREA"].strip()
    if money == _DOLLAR:
        _leave_out(gathering, row, "CURRENCY", money, "the dollar in itself")
    elif money == _EURO and area != _EURO_AREA:
        _leave_out(gathering, row, "REF_AREA", area, "a member of the euro area; ask for the euro of XM")
    else:
        kinds = _kinds(gathering, row, fields, "COLLECTION", RateKind.MARKET)
        if kinds is not None:
            _take(gathering, row, fields, _Price(_DOLLAR, money, kinds, _agency(gathering, row, fields, "bis")))


def _take_exr(gathering: Gathering, row: int, fields: _Fields) -> None:
    sort = fields["EXR_TYPE"].strip()
    if sort not in _PRICES:
        _leave_out(gathering, row, "EXR_TYPE", sort, "no price of one money in another for now")
        return
    kinds = _kinds(gathering, row, fields, "EXR_SUFFIX", _PRICES[sort])
    if kinds is not None:
        base, money = fields["CURRENCY_DENOM"], fields["CURRENCY"].strip()
        _take(gathering, row, fields, _Price(base, money, kinds, _agency(gathering, row, fields, "")))


def _kinds(gathering: Gathering, row: int, fields: _Fields, field: str, of_a_day: RateKind) -> _Kinds | None:
    """Give what a value is a price of where it is of a day, and where it is of a period; None where it is no level."""
    found = _OVER.get(fields[field].strip())
    if found is None:
        reason = "no level: neither A, an average, nor E, of the end"
        _leave_out(gathering, row, field, fields[field].strip(), reason)
        return None
    return of_a_day, found


class _Price(NamedTuple):
    """What a value is units of, for one unit of what, of which kinds, and by whom."""

    base: str
    money: str
    kinds: _Kinds
    source: str


def _take(gathering: Gathering, row: int, fields: _Fields, price: _Price) -> None:
    """Take the value of an observation."""
    on, figure = _time(gathering, row, fields), fields["OBS_VALUE"]
    power = fields.get("UNIT_MULT", "").strip() or "0"
    if on is None:
        return
    if not _POWER.fullmatch(power):
        message = "expected a power of ten; the record is not taken"
        _note_row(gathering, "unreadable-multiplier", message, (row, "UNIT_MULT", power))
        return
    if is_blank(figure):
        message = f"no rate for {price.money[:40]}: {figure.strip() or 'nothing'} is printed; the record is not taken"
        _note_about(gathering, "no-rate", message, (row, "CURRENCY", price.money))
        return
    figure, value = _multiplied(figure, int(power))
    stated = fields.get("DECIMALS", "").strip()
    decimals = int(stated) - int(power) if _DECIMALS.fullmatch(stated) else -1
    gathering.take(
        row,
        price.base,
        figure,
        quote=price.money,
        on=on,
        source=price.source,
        kind=price.kinds[isinstance(on, Period)],
        decimals=None if decimals < 0 else decimals,
        value=value if decimals < 0 else None,
    )
    status = fields.get("OBS_STATUS", "").strip()
    if status in _STATUSES:
        message = f"marked {status}, {_STATUSES[status]}, and taken as printed"
        _note_about(gathering, "observation-status", message, (row, "OBS_STATUS", status))


def _multiplied(figure: str, power: int) -> tuple[str, Decimal | None]:
    """Multiply a figure by a power of ten; where that takes its last digit above the point, the exact value says so."""
    value = read_figure(figure) if power else None
    if not value:
        return figure, None
    exact = EXACT.scaleb(value, power)
    return str(exact), exact if int(exact.as_tuple().exponent) > 0 else None


def _time(gathering: Gathering, row: int, fields: _Fields) -> date | Period | None:
    """Read the day or period, which has to be of the frequency stated."""
    text, frequency = fields["TIME_PERIOD"].strip(), fields["FREQ"].strip()
    found = _parsed(text)
    length = _ALIKE.get(frequency, frequency)
    if length == ("D" if isinstance(found, date) else found and found.frequency):
        return found
    message = f"expected a time period of frequency {frequency[:8]!r}; the record is not taken"
    cause = "a slip in FREQ or TIME_PERIOD, or a damaged document"
    _note_row(gathering, "unreadable-day", message, (row, "TIME_PERIOD", text), cause)
    return None


@lru_cache(maxsize=4_096)
def _parsed(text: str) -> date | Period | None:
    try:
        found = parse_sdmx(text.removesuffix(_MIDNIGHT))
    except ParseError:
        return None
    return found.start if found is not None and found.days == 1 else found


def _agency(gathering: Gathering, row: int, fields: _Fields, default: str) -> str:
    """Give the publisher: the agency of the dataflow, in small letters."""
    found = _AGENCY.match(fields.get("STRUCTURE_ID") or fields.get("DATAFLOW") or "")
    if found is not None:
        agency = found[1].lower()
        return _ECB if agency.startswith(f"{_ECB}.") else agency
    if default:
        return default
    if fields.get("KEY", "").startswith("EXR."):
        return _ECB
    by_number = _BY_NUMBER.get(fields.get("SOURCE_AGENCY", "").strip())
    if by_number is None:
        message = "no agency is stated, and the publisher of the rates is given as 'sdmx'"
        _note_about(gathering, "no-publisher", message, (row, "DATAFLOW", ""))
    return by_number or "sdmx"


def _leave_out(gathering: Gathering, row: int, field: str, value: str, reason: str) -> None:
    """Leave a record out that is none of a rate."""
    _note_about(gathering, "left-out", f"{field} {value[:40]!r} is {reason}; it is left out", (row, field, value))


def _note_about(gathering: Gathering, code: str, message: str, place: tuple[int, str, str]) -> None:
    row, field, value = place
    gathering.whole.note(code, Severity.INFO, message, about=(field, value), row=row, column=field, value=value or None)


def _note_row(
    gathering: Gathering, code: str, message: str, place: tuple[int, str, str], cause: str | None = None
) -> None:
    row, field, value = place
    about = (row, field)
    gathering.whole.note(code, Severity.ERROR, message, about=about, row=row, column=field, value=value, cause=cause)


BIS: Final = Reader(
    name="bis",
    title="Bank for International Settlements",
    forms=(_form("US dollar rates WS_XRU, SDMX-CSV", _OF_BIS, detect=_is_bis, take=_take_bis),),
)
READER: Final = Reader(
    name="sdmx",
    title="exchange rates EXR of any agency",
    forms=(_form("exchange rates EXR, SDMX-CSV", _OF_EXR, detect=_is_exr, take=_take_exr),),
)
parse_bis = BIS.parse
parse = READER.parse
