"""The Central Bank of Turkmenistan: one day in XML.

``rate_tmt`` is the rate of the bank: manat for ``multiplier`` units, to four decimals with final zeros dropped. All 48
records of a day in May 2026 bear that out: each is 3.5 by ``rate_usd``, rounded to four decimals, the short ones too.
``rate_usd`` is the price in dollars from which it is made, a quote of the market: units of the currency for a dollar,
and dollars for one unit of AUD, EUR, GBP and XDR and of all whose name says so (``/ ABŞ``). One that fits the price in
manat in the other direction alone is left out with a finding; a dollar is what the document says, or else what the peg
of the day does. Its decimals differ from currency to currency and its final zeros are dropped too, so that its digits
are taken as printed.

Days are written ``dd.mm.yyyy`` since 2024 and ``yyyy-mm-dd`` from 2020 to 2023. The recipe of ``checksum`` is not
known, and it is left alone.

Not verified: that the names of 2020 to 2023 tell the direction as those of 2026 do. The first file of the archive is of
2020 or 2024, by different accounts.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final
from xml.etree.ElementTree import Element

from centralasia.rates import RateKind
from centralasia.rates.quotes import QuoteParts
from centralasia.readers.bulletins import Bulletin, Record
from centralasia.readers.contents import Document
from centralasia.readers.doubts import figure
from centralasia.readers.figures import read_figure
from centralasia.readers.forms import Reader, filled
from centralasia.reference import currencies, pegs
from centralasia.validation import Severity

__all__ = ["READER", "parse"]

_NAME: Final = "cbt"
_DECIMALS: Final = 4
_HALF: Final = Decimal("0.00005")
_ABOVE: Final = frozenset({"date"})
_FIELDS: Final = frozenset({"name", "rate_usd", "multiplier", "rate_tmt", "checksum"})
_DOLLAR: Final = "ABŞ"  # after a slash in a name: the price is one of the unit in dollars
_WIDE: Final = Context(prec=60)  # wider than any figure that is read, with its decimals

_USD: Final = "USD"
_TMT: Final = "TMT"
_PRICED: Final = frozenset({"AUD", "EUR", "GBP", "XDR"})  # in dollars, whatever their names say
_NAMES: Final = {"currency": "code", "value": "rate_tmt", "nominal": "multiplier"}
_IN_DOLLARS: Final = {**_NAMES, "value": "rate_usd"}

_Item = tuple[int, str, dict[str, str], QuoteParts | None]
"""Number, code and fields of a record, with its price in manat where that was taken."""


def _is_day(document: Document) -> bool:
    return document.tag == "cbt_currency_rate"


def _day(bulletin: Bulletin) -> None:
    root = bulletin.document.root
    on = bulletin.day_of_document(root.findtext("date"), "date")
    items: list[_Item] = []
    bulletin.take_all(_rows(bulletin, root, on, items), decimals=_DECIMALS)
    dollar = next((each for each in bulletin.rates.take if each[0].base.code == _USD), None)
    manat = _peg(on) if dollar is None else _WIDE.divide(dollar[3], dollar[4])
    bulletin.findings.names = _IN_DOLLARS
    for row, code, found, official in items:
        name, price = found.get("name"), found.get("rate_usd")
        if name is None or price is None:
            field = "rate_usd" if price is None else "name"
            bulletin.missing(row, field, f"record {row} has no {field!r}, and its price in dollars is not taken")
            continue
        priced = code in _PRICED or _DOLLAR in name.partition("/")[2]
        if manat is not None and official is not None:
            fits = _compare(bulletin, row, official, price, manat=manat, priced=priced, exact=dollar is not None)
            if not fits:
                continue
        base, quote = (code, _USD) if priced else (_USD, code)
        bulletin.take(row, base, price, units=1, on=on, quote=quote, kind=RateKind.MARKET)


def _rows(bulletin: Bulletin, root: Element, on: date, items: list[_Item]) -> Iterator[Record]:
    """Give the prices in manat, and put together what tells those in dollars, which are taken after all of them."""
    taken = bulletin.rates.take
    for row, rate in bulletin.records(root, "rate", _ABOVE):
        found = bulletin.fields(row, rate, _FIELDS)
        code, before = rate.get("code"), len(taken)
        yield row, code, found.get("rate_tmt"), found.get("multiplier"), on, None, None
        official = taken[before] if len(taken) > before else None
        bare = "" if code is None else code.strip()
        if bare != _USD and (official is not None or bare in currencies()):
            items.append((row, bare, found, official))


def _peg(on: date) -> Decimal | None:
    """Give the manat that a dollar is fixed at on a day, which stands in where the document has no dollar."""
    fixed = (each.value for each in pegs(on=on) if (each.currency.code, each.per.code) == (_TMT, _USD))
    return next(fixed, None)


def _compare(
    bulletin: Bulletin, row: int, official: QuoteParts, text: str, *, manat: Decimal, priced: bool, exact: bool
) -> bool:
    """Compare the price in manat with that in dollars; say whether the latter may stand in its usual direction.

    That is dollars for a unit where it is priced, and units for a dollar where it is not. What a dollar costs is exact
    where the document says it, so that any difference is worth telling.
    """
    price, value, nominal = read_figure(text), official[3], official[4]
    if not price:
        return True
    expected = _in_manat(manat, nominal, price, priced=priced)
    if not _is_off(value, expected):
        return True
    turned = not _is_off(value, _in_manat(manat, nominal, price, priced=not priced))
    if turned or exact:
        made = f"{figure(Fraction(expected), 6)}, as {price:f} in rate_usd makes"
        direction = "units for a dollar" if priced else "dollars for a unit"
        bulletin.note(
            "cross-disagrees",
            Severity.WARNING,
            f"{value:f} for {nominal:,} {official[0].base} is not {made}"
            f"{'; the price in dollars is not taken' if turned else ''}",
            row=row,
            column="rate_tmt",
            value=f"{value:f}",
            cause=f"rate_usd is {direction} here, which is not its usual direction" if turned else None,
            fix="compare it with another source before it is used",
        )
    return not turned


def _in_manat(manat: Decimal, units: int, price: Decimal, *, priced: bool) -> Decimal:
    """Work out manat for the units, by a price of one in dollars, or by how many are paid for a dollar."""
    total = _WIDE.multiply(manat, units)
    return _WIDE.multiply(total, price) if priced else _WIDE.divide(total, price)


def _is_off(value: Decimal, expected: Decimal) -> bool:
    return _WIDE.subtract(value, expected).copy_abs() > _HALF


READER: Final = Reader(
    name=_NAME,
    title="Central Bank of Turkmenistan",
    forms=(filled(_NAME, _TMT, "rates of one day, XML", detect=_is_day, fill=_day, names=_NAMES),),
)
parse = READER.parse
