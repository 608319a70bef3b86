"""The Central Bank of Turkmenistan: one day in XML.

``rate_tmt`` is the rate of the bank: manat for ``multiplier`` units, to four decimals with final zeros dropped. All 48
records of a day in May 2026 bear that out: each is 3.5 by ``rate_usd``, rounded to four decimals, the short ones too.
``rate_usd`` is the price in dollars from which it is made, a quote of the market: units of the currency for a dollar,
and dollars for one unit where the name says so (``/ ABŞ``), as it does for AUD, EUR, GBP and XDR. Its decimals differ
from currency to currency and its final zeros are dropped too, so that its digits are taken as printed.

Days are written ``dd.mm.yyyy`` since 2024 and ``yyyy-mm-dd`` from 2020 to 2023. The recipe of ``checksum`` is not
known, and it is left alone.

Not verified: that the names of 2020 to 2023 tell the direction as those of 2026 do; where they do not, the two prices
of a record disagree, which is a finding. The first file of the archive is of 2020 or 2024, by different accounts.
"""

from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from centralasia.rates import ExchangeRate, RateKind
from centralasia.readers.bulletins import Bulletin
from centralasia.readers.contents import Document
from centralasia.readers.doubts import figure
from centralasia.readers.forms import Reader, filled
from centralasia.reference import currencies
from centralasia.validation import Severity

__all__ = ["READER", "parse"]

_NAME: Final = "cbt"
_DECIMALS: Final = 4
_HALF: Final = Decimal("0.00005")
_ABOVE: Final = frozenset({"date"})
_FIELDS: Final = frozenset({"name", "rate_usd", "multiplier", "rate_tmt", "checksum"})
_DOLLAR: Final = "ABŞ"  # after a slash in a name: the price is one of the unit in dollars
_WIDE: Final = Context(prec=60)  # wider than any figure that is read, with its decimals

_Pair = tuple[int, ExchangeRate, ExchangeRate]
"""A record, with its price in manat and its price in dollars."""


def _is_day(document: Document) -> bool:
    return document.tag == "cbt_currency_rate"


def _day(bulletin: Bulletin) -> None:
    root = bulletin.document.root
    on = bulletin.day_of_document(root.findtext("date"), "date")
    rates, pairs = bulletin.rates, list[_Pair]()
    for row, rate in bulletin.records(root, "rate", _ABOVE):
        found = bulletin.fields(row, rate, _FIELDS)
        code, before = rate.get("code"), len(rates)
        units = found.get("multiplier")
        bulletin.take(row, code, found.get("rate_tmt"), units=units, on=on, decimals=_DECIMALS)
        official = len(rates) > before
        if code is not None and (official or code.strip() in currencies()):
            _take_in_dollars(bulletin, row, code.strip(), found, on=on)
            if official and len(rates) > before + 1:
                pairs.append((row, rates[before], rates[before + 1]))
    _compare(bulletin, pairs)


def _take_in_dollars(bulletin: Bulletin, row: int, code: str, found: dict[str, str], *, on: date) -> None:
    """Take the price in dollars, in the direction that the name tells."""
    if code == "USD":
        return
    name, price = found.get("name"), found.get("rate_usd")
    if name is None or price is None:
        field = "rate_usd" if price is None else "name"
        bulletin.missing(row, field, f"record {row} has no {field!r}, and its price in dollars is not taken")
    elif _DOLLAR in name.partition("/")[2]:
        bulletin.take(row, code, price, units=1, on=on, quote="USD", kind=RateKind.MARKET)
    else:
        bulletin.take(row, "USD", price, units=1, on=on, quote=code, kind=RateKind.MARKET)


def _compare(bulletin: Bulletin, pairs: list[_Pair]) -> None:
    """Compare the prices in manat with those in dollars, by what a dollar costs in the same document."""
    dollar = next((rate for rate in bulletin.rates if rate.base.code == "USD" and rate.kind is RateKind.OFFICIAL), None)
    if dollar is None:
        return
    manat = _WIDE.divide(dollar.value, dollar.nominal)
    for row, official, market in pairs:
        priced = market.base is official.base
        expected = _in_manat(manat, official.nominal, market.value, priced=priced)
        if _is_off(official, expected):
            other = _in_manat(manat, official.nominal, market.value, priced=not priced)
            turned = f"rate_usd is {'units for a dollar' if priced else 'dollars for a unit'}, whatever the name says"
            bulletin.note(
                "cross-disagrees",
                Severity.WARNING,
                f"{official.value:f} for {official.nominal:,} {official.base} is not"
                f" {figure(Fraction(expected), 6)}, as {market.value:f} in rate_usd makes",
                row=row,
                column="rate_tmt",
                value=f"{official.value:f}",
                cause=None if _is_off(official, other) else turned,
                fix="compare it with another source before it is used",
            )


def _in_manat(manat: Decimal, units: int, price: Decimal, *, priced: bool) -> Decimal:
    """Work out manat for the units, by a price of one in dollars, or by how many are paid for a dollar."""
    total = _WIDE.multiply(manat, units)
    return _WIDE.multiply(total, price) if priced else _WIDE.divide(total, price)


def _is_off(official: ExchangeRate, expected: Decimal) -> bool:
    return _WIDE.subtract(official.value, expected).copy_abs() > _HALF


READER: Final = Reader(
    name=_NAME,
    title="Central Bank of Turkmenistan",
    forms=(filled(_NAME, "TMT", "rates of one day, XML", detect=_is_day, fill=_day),),
)
parse = READER.parse
