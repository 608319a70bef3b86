"""How UN Comtrade states a flow: the way the goods go, what a value includes, and records of its API."""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from centralasia.errors import InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.money import Money
from centralasia.numbers import as_decimal, shortened
from centralasia.periods import Period, period
from centralasia.quantities import Quantity
from centralasia.records.kinds import named
from centralasia.reference import WORLD, Country, Source, country
from centralasia.trade.harmonised import TOTAL, HSCode, hs_code
from centralasia.trade.revisions import Revision, listed_revisions

__all__ = ["COMTRADE", "Flow", "Valuation", "read_comtrade"]

COMTRADE: Final = Source(title="UN Comtrade", publisher="United Nations", link="comtradeapi.un.org")

_FLOWS: Final = {"M": "import", "X": "export", "RM": "re_import", "RX": "re_export"}
_LETTERS: Final = {name: letters for letters, name in _FLOWS.items()}
_MIRRORED: Final = {"import": "export", "export": "import"}
_OWN_NUMBERS: Final = MappingProxyType({"842": "US", "699": "IN", "757": "CH", "251": "FR", "579": "NO"})
"""Reporters that UN Comtrade numbers in its own way, neighbouring territories included (well known, not verified)."""

_WHOLES: Final = (("partner2Code", {"0"}), ("customsCode", {"C00"}), ("motCode", {"0"}), ("mosCode", {"0"}))
_ANY_EDITION: Final = "HS"
_PERIOD: Final = re.compile(r"([0-9]{4})([0-9]{2})?").fullmatch
_CURRENCY: Final = "USD"
_KILOGRAM: Final = "kg"
_UNITS: Final = MappingProxyType({_KILOGRAM: _KILOGRAM, "l": "l", "m³": "m**3", "1000 kWh": "MWh"})
"""Abbreviations of units that are those of quantities too; items, pairs and carats are not among them."""

_EXACTLY: Final = "read the answer with json.loads(text, parse_float=Decimal)"


class Flow(StrEnum):
    """Which way goods go, as the reporting country sees it.

    In UN Comtrade re-exports are part of exports, and re-imports of imports: adding the two counts goods twice.

    Source:
        The flow codes of UN Comtrade, read in its answers; that the parts are included is well known, not verified.

    Example:
        >>> Flow.from_comtrade("RX"), Flow.EXPORT.mirrored
        (<Flow.RE_EXPORT: 're_export'>, <Flow.IMPORT: 'import'>)
    """

    IMPORT = "import"
    EXPORT = "export"
    RE_IMPORT = "re_import"
    RE_EXPORT = "re_export"

    @classmethod
    def from_comtrade(cls, code: str) -> "Flow":
        """Read the letters of UN Comtrade: M, X, RM or RX.

        Raises:
            InvalidValueError: Another code, such as those of customs procedures (DX, FM, MIP, XIP).

        Example:
            >>> Flow.from_comtrade("M")
            <Flow.IMPORT: 'import'>
        """
        found = _FLOWS.get(code) if isinstance(code, str) else None
        if found is None:
            hint = "flows under special customs procedures are parts of these"
            raise InvalidValueError("flowCode", shortened(code), "M, X, RM or RX", hint)
        return cls(found)

    @property
    def is_inward(self) -> bool:
        """Whether the goods enter the country that reports them."""
        return self is Flow.IMPORT or self is Flow.RE_IMPORT

    @property
    def comtrade(self) -> str:
        """The letters by which UN Comtrade knows it."""
        return _LETTERS[self.value]

    @property
    def mirrored(self) -> "Flow":
        """The flow under which the partner reports the same goods.

        Raises:
            InvalidValueError: Goods that come back or go on have no one counterpart.
        """
        if self.value not in _MIRRORED:
            raise InvalidValueError("flow", self.value, "an import or an export", "the others have no one counterpart")
        return Flow(_MIRRORED[self.value])


class Valuation(StrEnum):
    """What a value includes.

    Example:
        >>> Valuation("cif").name
        'CIF'
    """

    CIF = "cif"
    """Cost, insurance and freight up to the border of the importer."""
    FOB = "fob"
    """Free on board: at the border of the exporter."""


def read_comtrade(record: Mapping[str, Any]) -> dict[str, Any]:
    """Read one record of UN Comtrade into the arguments of a `TradeFlow`; see `TradeFlow.from_comtrade`.

    Example:
        >>> read_comtrade({"period": "2023", "reporterCode": 156, "partnerCode": 398, "flowCode": "M",
        ...     "cmdCode": "10", "primaryValue": 1000})["partner"]
        country('KZ')
    """
    if not isinstance(record, Mapping):
        raise WrongTypeError("record", shortened(record), "a mapping such as one item of the answer's data")
    _check_whole(record)
    flow = Flow.from_comtrade(_given(record, "flowCode"))
    commodity, edition = _commodity(record)
    quantity, doubt = _quantity(record)
    return {
        "reporter": _area(record, "reporterCode", "reporterISO"),
        "partner": _area(record, "partnerCode", "partnerISO"),
        "period": _period(record),
        "flow": flow,
        "commodity": commodity,
        "value": _value(record),
        "valuation": _valuation(record, flow),
        "quantity": quantity,
        "note": "; ".join(filter(None, (edition, doubt))),
    }


def _given(record: Mapping[str, Any], key: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    value = record.get(key)
    if value is None or value == "":
        raise InvalidValueError(key, value, "given in a record of UN Comtrade")
    return value


def _as_code(value: object) -> str:
    """Write a code as text; the API gives some of them as numbers."""
    return str(value) if type(value) is int and 0 <= value < 10**6 else value if isinstance(value, str) else ""


def _check_whole(record: Mapping[str, Any]) -> None:
    """Refuse what would be counted twice beside the whole flow, and what is no trade in goods."""
    if record.get("typeCode", "C") != "C":
        raise InvalidValueError("typeCode", shortened(record["typeCode"]), "C, for goods", "services have no HS code")
    for key, wholes in _WHOLES:
        value = record.get(key)
        if value is not None and _as_code(value) not in wholes:
            only = " or ".join(wholes)
            hint = "ask for the whole: parts beside it would be counted twice"
            raise InvalidValueError(key, shortened(value), f"{only}, for the whole of the flow", hint)


def _area(record: Mapping[str, Any], key: str, iso_key: str) -> Country:
    """Find a country by its number, or else by its letters; the two must not contradict each other."""
    given, iso = _given(record, key), record.get(iso_key)
    code = _as_code(given)
    if not code:
        raise InvalidValueError(key, shortened(given), "the number of a country such as 398, or 0 for all of them")
    code = _OWN_NUMBERS.get(code, code.zfill(3) if code.isascii() and code.isdigit() else code)
    numbered, lettered = WORLD if code == "000" else _country(code), _country(iso)
    found = numbered or lettered
    if found is None or (found is WORLD and numbered is None):
        hint = "areas that are no country, such as 899 (not specified), stand in the total of the world only"
        raise UnknownCodeError(code, "countries", hint=hint)
    if lettered not in {found, None}:
        raise InvalidValueError(iso_key, iso, f"that of {found}, since {key} is {shortened(given)}")
    return found


def _country(code: object) -> Country | None:
    try:
        return country(code) if isinstance(code, str) else None
    except UnknownCodeError:
        return None


def _period(record: Mapping[str, Any]) -> Period:
    given = _given(record, "period")
    parts = _PERIOD(_as_code(given))
    if parts is None:
        raise InvalidValueError("period", shortened(given), "a year such as '2024' or a month such as '202403'")
    year, month = parts.groups()
    return named(period, "a period", f"{year}-{month}" if month else year, "period")


def _commodity(record: Mapping[str, Any]) -> tuple[HSCode, str]:
    """Give the goods, and the edition of the nomenclature in words where its codes are not listed here."""
    code, edition = _given(record, "cmdCode"), record.get("classificationCode")
    if not isinstance(code, str):
        raise WrongTypeError("cmdCode", shortened(code), "a text such as '01'", "as a number it loses a leading zero")
    if edition is None or edition == _ANY_EDITION or code == TOTAL.code:
        return hs_code(code), ""
    if not isinstance(edition, str) or edition not in Revision.__members__:
        expected = "HS or one of its editions, H0 to H6"
        raise InvalidValueError("classificationCode", shortened(edition), expected)
    if Revision(edition) in listed_revisions():
        return hs_code(code, edition), ""
    try:
        return hs_code(code), f"commodity code of {edition}"
    except UnknownCodeError:
        hint = f"the codes of {edition} are not listed here, and no edition that is has this one"
        raise UnknownCodeError(code, "HS codes", hint=hint) from None


def _figure(record: Mapping[str, Any], key: str) -> Decimal | None:
    value = record.get(key)
    if isinstance(value, float):
        raise WrongTypeError(key, value, "an exact figure", _EXACTLY)
    return None if value is None else as_decimal(value, key)


def _value(record: Mapping[str, Any]) -> Money | None:
    figure = _figure(record, "primaryValue")
    return None if figure is None else Money.of(figure, _CURRENCY)


def _valuation(record: Mapping[str, Any], flow: Flow) -> Valuation | None:
    """Say how the value is reckoned: by the rule of UN Comtrade, unless it is that of the other column only."""
    primary = _figure(record, "primaryValue")
    figures = {Valuation.CIF: _figure(record, "cifvalue"), Valuation.FOB: _figure(record, "fobvalue")}
    if primary is None:
        return None
    usual, other = (Valuation.CIF, Valuation.FOB) if flow.is_inward else (Valuation.FOB, Valuation.CIF)
    return other if figures[usual] != primary == figures[other] else usual


def _quantity(record: Mapping[str, Any]) -> tuple[Quantity | None, str]:
    """Give the net weight, or else the quantity in its own unit; and what is to be said of it."""
    weight, figure = _figure(record, "netWgt"), _figure(record, "qty")
    if weight:
        return Quantity.of(weight, _KILOGRAM), _doubt(record, "isNetWgtEstimated", "net weight")
    if not figure:  # none, or the zero that stands for none
        return None, ""
    named = record.get("qtyUnitAbbr")
    unit = _UNITS.get(named) if isinstance(named, str) else None
    if unit is None:
        return None, f"quantity not kept: {shortened(figure)} {shortened(named)}"
    return Quantity.of(figure, unit), _doubt(record, "isQtyEstimated", "quantity")


def _doubt(record: Mapping[str, Any], key: str, title: str) -> str:
    return f"{title} estimated by UN Comtrade" if record.get(key) is True else ""
