"""Gatherings: the rates of a document that states several publishers, or rates over periods beside those of days.

What is checked of a rate is checked by a bulletin, and a bulletin is of one publisher and of days. Here there is one
for each publisher and length of period, with one report of all.
"""

from datetime import date
from decimal import Decimal
from typing import Final, final

from centralasia.errors import ReaderError
from centralasia.periods import Period
from centralasia.rates import ExchangeRate, RateKind, Side
from centralasia.rates.quotes import checked_already, series_key
from centralasia.readers.bulletins import Bulletin
from centralasia.readers.contents import Document
from centralasia.readers.forms import Readout

__all__ = ["Gathering"]

_MOST_PARTS: Final = 1_000  # a document with more publishers is none
_OTHER_SIDE: Final = {Side.MID: Side.MID, Side.BID: Side.ASK, Side.ASK: Side.BID}


@final
class Gathering:
    """The rates of one document, of any publishers, for days and over periods.

    Example:
        >>> from centralasia.periods import period
        >>> gathering = Gathering(Document(b""))
        >>> gathering.take(1, "USD", "501.20", quote="KZT", on=period("2030-02"), kind=RateKind.AVERAGE, source="bis")
        >>> rates, report = gathering.result("an example")
        >>> [str(rate) for rate in rates], report.facts["first_day"], report.facts["last_day"]
        (['501.20 KZT per 1 USD (average, 2030-02, bis)'], '2030-02-01', '2030-02-28')
    """

    def __init__(self, document: Document) -> None:
        """Begin an empty one.

        Args:
            document: What is being read.
        """
        self.whole = Bulletin(document, "")
        """Where all rates and findings come together."""
        self._parts: dict[tuple[object, ...], Bulletin] = {}

    def take(  # noqa: PLR0913 - what a record may say
        self,
        row: int,
        base: str | None,
        figure: str | None,
        *,
        quote: str,
        on: date | Period,
        source: str,
        units: str | int | None = 1,
        kind: RateKind = RateKind.OFFICIAL,
        side: Side = Side.MID,
        until: date | None = None,
        decimals: int | None = None,
        change: str | None = None,
        group: str = "",
        value: Decimal | None = None,
        margin: Decimal | None = None,
        inverted: bool = False,
    ) -> None:
        """Take a rate, or find out why it is none; see `Bulletin.take`.

        Args:
            row: The record, or the line of a text.
            base: The currency that is priced; None where the field is missing.
            figure: The price as printed; None where the field is missing.
            quote: The currency of the price.
            on: The day or the period for which it holds, as its kind has it.
            source: The publisher.
            units: How many units it is for; None where the field is missing.
            kind: What it is a price of.
            side: Mid, or the side of the market.
            until: The first day on which it no longer holds, of a rate of a day.
            decimals: How many decimals the publisher prints, where it drops final zeros.
            change: The change as printed.
            group: The mark that parts groups of digits.
            value: The exact figure, where a bulletin reads fewer of its digits, or more zeros than it was printed with.
            margin: The most by which the figure can be off, less than the figure itself.
            inverted: The figure was printed the other way round, `base` for `units` of `quote`.
        """
        span = on if isinstance(on, Period) else None
        rates = self.whole.rates
        before = len(rates)
        self._part(row, source, span, inverted=inverted).take(
            row,
            quote if inverted else base,
            figure,
            units=units,
            on=on if not isinstance(on, Period) else on.end,
            quote=base if inverted else quote,
            kind=kind,
            side=_OTHER_SIDE[side] if inverted else side,
            until=until,
            decimals=decimals,
            change=change,
            group=group,
        )
        if len(rates) > before and (span is not None or value is not None or margin is not None or inverted):
            taken = _as_stated(rates[-1], span, value, margin)
            rates.put_last(taken.inverse() if inverted else taken)

    def result(self, form: str, **facts: object) -> Readout:
        """Give the rates, and the report.

        Args:
            form: What the document was taken for.
            facts: More facts for the report.
        """
        whole = self.whole
        whole.duplicates += sum(part.duplicates for part in self._parts.values())
        ends = [on.end if isinstance(on, Period) else on for _, on, *_ in whole.rates.take]  # no rate is made for it
        last: dict[str, object] = {"last_day": max(ends).isoformat()} if ends else {}
        return whole.result(form, **last, **facts)

    def _part(self, row: int, source: str, span: Period | None, *, inverted: bool) -> Bulletin:
        """Give the bulletin of a publisher and of one length of period: two may begin or end with the same day."""
        key = source, span and (span.frequency or span.days), inverted
        part = self._parts.get(key)
        if part is None:
            whole = self.whole
            if len(self._parts) >= _MOST_PARTS:
                reason = f"more than {_MOST_PARTS:,} publishers and lengths of period up to here"
                raise ReaderError(whole.document.name, f"record {row}", reason)
            part = self._parts[key] = Bulletin(whole.document, source, whole=whole)
        return part


def _as_stated(rate: ExchangeRate, span: Period | None, value: Decimal | None, margin: Decimal | None) -> ExchangeRate:
    """Put in what a bulletin does not keep."""
    key = rate.key
    if span is not None:
        key = series_key(key.base, key.quote, False, key.kind, key.side, key.source, True)  # noqa: FBT003 (its fields)
    return checked_already(
        key,
        rate.on if span is None else span,
        rate.day if span is None else span.start.toordinal(),
        value=rate.value if value is None else value,
        nominal=rate.nominal,
        decimals=rate.decimals,
        until=None if span is not None else rate.until,
        margin=margin,
        change=rate.change,
    )
