"""Bulletins: what every reader of official rates does with the fields of a record, in one place.

A reader finds the records of its publisher's layout and hands over their texts. Here they become quotes, checked, or
findings; neither is lost.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final, final

from centralasia.errors import ReaderError
from centralasia.rates import RateKind, Side
from centralasia.rates.quotes import QuoteParts, SeriesKey, checked_already, places_of, series_key, with_decimals
from centralasia.rates.series import CheckedQuotes
from centralasia.readers.codes import Codes
from centralasia.readers.comparisons import compared
from centralasia.readers.contents import Document
from centralasia.readers.documents import SAY_WHICH_DAY, UNREADABLE, one_ending
from centralasia.readers.doubts import doubt_about_digits, not_in_use
from centralasia.readers.figures import USUAL_UNITS, DayOrder, is_blank, read_day, read_figure, read_units
from centralasia.readers.findings import DAMAGED, SHOWN, Findings
from centralasia.readers.lines import HIGH, LOW, Line, in_use, level, older_unit, passage, plain_series
from centralasia.validation import Report, Severity

__all__ = ["Bulletin", "Record"]

_TEN: Final = 10
_LONGEST: Final = 40  # characters of a figure that is read at once


Record = tuple[int, str | None, str | None, str | int | None, date, date | None, str | None]
"""Number, code, figure, units, day, first day no longer valid, and change of a record; None where it has no such."""


@final
class Bulletin:
    """The quotes of one document, and what was found on the way.

    Example:
        >>> bulletin = Bulletin(Document(b""), "nbk", "KZT")
        >>> bulletin.take(1, "USD", "501.20", units="1", on=date(2030, 2, 14))
        >>> bulletin.take(2, "ZZZ", "1", units="1", on=date(2030, 2, 14))
        >>> rates, report = bulletin.result("an example")
        >>> [str(rate) for rate in rates], report.counts
        (['501.20 KZT per 1 USD (official, 2030-02-14, nbk)'], mappingproxy({'unknown-code': 1}))
    """

    def __init__(self, document: Document, source: str, local: str = "", *, whole: "Bulletin | None" = None) -> None:
        """Begin an empty one.

        Args:
            document: What is being read.
            source: The publisher, as rates are to carry it.
            local: The currency in which it prices others.
            whole: Another one, which gets the quotes and the findings of this part of it.
        """
        self.document = document
        self.source = source
        self.local = local
        self.rates: CheckedQuotes = CheckedQuotes() if whole is None else whole.rates
        self.findings: Findings = Findings(document.name) if whole is None else whole.findings
        self.note, self.missing = self.findings.note, self.findings.missing
        self.fields, self.records, self.knows = self.findings.fields, self.findings.records, self.findings.knows
        self.facts: dict[str, object] = {}
        self.restated = False
        """Whether prices of old days stand in the local money of today."""
        self.duplicates = 0
        self._codes = Codes(self.findings, source, local)
        self._taken: dict[tuple[SeriesKey, int], QuoteParts] = {}
        self._is_of_one_day = False
        self._short: list[tuple[int, QuoteParts]] = [] if whole is None else whole._short  # noqa: SLF001 - of its class

    def take(  # noqa: PLR0913 - what a record of a bulletin may say
        self,
        row: int,
        code: str | None,
        figure: str | None,
        *,
        units: str | int | None,
        on: date,
        quote: str | None = None,
        kind: RateKind = RateKind.OFFICIAL,
        side: Side = Side.MID,
        until: date | None = None,
        decimals: int | None = None,
        change: str | None = None,
        group: str = "",
    ) -> None:
        """Take a quote, or find out why it is none.

        Args:
            row: The record, counted from 1, or the line of a text.
            code: The currency that is priced, as printed; None where the field is missing.
            figure: The price as printed; None where the field is missing.
            units: How many units it is for, as printed; None where the field is missing.
            on: The day for which it holds.
            quote: The currency of the price; that of the bulletin when not given.
            kind: What it is a price of.
            side: Mid, or the side of the market.
            until: The first day on which it no longer holds by the publisher's own word.
            decimals: How many decimals the publisher prints, where it drops final zeros.
            change: The change as printed.
            group: The mark that parts groups of digits, where the publisher is known to use one.
        """
        line = plain_series(code, quote or self.local, kind, side, self.source)
        if line is None and code is not None:
            line = self._codes.line(row, code, quote, kind, side)
        value = None if figure is None else read_figure(figure, group)
        nominal = USUAL_UNITS.get(units) or (None if units is None else read_units(units))
        if not line or not value or not nominal:
            self._not_taken(row, line, code, figure=figure, group=group, units=units)
            return
        day = on.toordinal()
        if not line.first <= day < line.end:
            line = self._of_its_time(line, row, on)
        in_use = line.first <= day < line.end
        key, places = line.key, places_of(value)
        stated = decimals if decimals is None or decimals >= places else places
        parts = (key, on, day, value, nominal, stated, until, None, change)
        if (key, day) in self._taken:
            self._again(parts, row)
            return
        known = level(key.base, key.quote, day >> 7) if in_use else None
        if known is None or LOW < float(value) / nominal / known < HIGH or self._is_to_be_kept(parts, row):
            self._taken[key, day] = parts
            self.rates.take.append(parts)
            if value < _TEN and value.adjusted() + (stated or places) < 1:
                self._short.append((row, parts))

    def take_all(
        self,
        records: Iterable[Record],
        *,
        quote: str | None = None,
        kind: RateKind = RateKind.OFFICIAL,
        side: Side = Side.MID,
        decimals: int | None = None,
        turned: bool = False,
    ) -> None:
        """Take the records of a whole bulletin: as `take` of each, in half the time where there is nothing to find.

        Args:
            records: The records. Each is taken before the next is asked for.
            quote: The currency of the prices; that of the bulletin when not given.
            kind: What they are prices of.
            side: Mid, or the side of the market.
            decimals: How many decimals the publisher prints, where it drops final zeros.
            turned: Whether records have the codes of the prices, and `quote` is what is priced.
        """
        taken, keep, source, money = self._taken, self.rates.take.append, self.source, quote or self.local
        before, day = None, 0
        for row, code, figure, units, on, until, change in records:
            if on is not before:
                before, day = on, on.toordinal()
            base, other = (money, code) if turned and code is not None else (code, money)
            known, nominal = passage(base, other, source, day >> 7, kind, side), USUAL_UNITS.get(units)
            text = "" if figure is None else figure.replace(",", ".")
            whole, mark, rest = text.partition(".")
            plain = whole.isdecimal() and (rest.isdecimal() or not mark) and len(text) <= _LONGEST and text.isascii()
            if plain and known is not None and nominal is not None:
                key, first, end, low, high = known
                value, size, places = Decimal(text), float(text), len(rest)
                stated = decimals if decimals is None or decimals >= places else places
                if (
                    first <= day < end
                    and low < size / nominal < high
                    and (size >= _TEN or value.adjusted() + (stated or places) > 0)
                ):
                    parts = (key, on, day, value, nominal, stated, until, None, change)
                    if taken.setdefault((key, day), parts) is parts:
                        keep(parts)
                        continue
            self.take(
                row, base, figure, units=units, on=on, quote=other, kind=kind, side=side, until=until,
                decimals=decimals, change=change,
            )  # fmt: skip

    def day(self, row: int, text: str | None, field: str, order: DayOrder = "dmy") -> date | None:
        """Read the day of a record; None, and a finding, where that cannot be done."""
        if text is None:
            self.missing(row, field)
            return None
        found = read_day(text, order)
        if found is None:
            message = f"expected a day in figures; record {row} is not taken"
            self.note(
                "unreadable-day",
                Severity.ERROR,
                message,
                about=(row, field),
                row=row,
                column=field,
                value=text,
                cause=DAMAGED,
            )
        return found

    def day_of_document(self, text: str | None, place: str, order: DayOrder = "dmy") -> date:
        """Read the day of the whole document; the caller's word stands in where it states none that can be read.

        Raises:
            ReaderError: It states none, and the caller did not say which.
        """
        found = None if text is None else read_day(text, order)
        asked = self.document.on
        self._is_of_one_day = True
        if found is None:
            shown = "no day is stated" if not text or text.isspace() else f"{text[:SHOWN]!r} is no day"
            if asked is None:
                raise ReaderError(self.document.name, place, f"{shown}; {SAY_WHICH_DAY}")
            message = f"{shown} at {place}, and {asked} is taken as the caller says"
            self.note("day-by-caller", Severity.WARNING, message, column="on", value=text)
            return asked
        if asked is not None and asked != found:
            message = f"the document is of {found}, not of {asked} as was asked; its own day is taken"
            self.note("other-day", Severity.WARNING, message, column="on", value=found.isoformat())
        return found

    def result(self, form: str, **facts: object) -> tuple[CheckedQuotes, Report]:
        """Give the quotes, and the report.

        Args:
            form: What the document was taken for.
            facts: More facts for the report.
        """
        self._look_at_the_whole()
        self._doubt_digits()
        if not self.rates:
            self.note("no-rates", Severity.WARNING, "there is no rate in it")
        days = [*self.rates.days()]
        span: dict[str, object] = (
            {"first_day": date.fromordinal(min(days)).isoformat(), "last_day": date.fromordinal(max(days)).isoformat()}
            if days
            else {}
        )
        told = {
            "form": form,
            "encoding": self.document.decoded.encoding,
            "duplicates": self.duplicates,
            **span,
            **self.facts,
            **facts,
        }
        return self.rates, Report.of(self.findings.told(), **told)

    def _look_at_the_whole(self) -> None:
        """Note what is wrong with the document, whatever its records say."""
        document, decoded, asked = self.document, self.document.decoded, self.document.on
        if document.cut is not None:
            message = f"{document.cut}; what stands before is read"
            self.note(
                "cut-short", Severity.ERROR, message, cause="a document cut short, or damaged", fix="get it again"
            )
        if document.is_lines and decoded.text[-1:].isdecimal():
            self.note(
                "unfinished-line",
                Severity.WARNING,
                "the last line has no end: where the document was cut short, its last figure may lack digits",
                fix="look at its end",
            )
        if decoded.unreadable:
            self.note(
                "unreadable-bytes",
                Severity.WARNING,
                f"cannot be read as {decoded.encoding}, here and in {decoded.unreadable - 1:,} more places",
                row=one_ending(decoded.text[: decoded.text.index(UNREADABLE)]).count("\n") + 1,
                value=UNREADABLE,
                cause="a damaged document, or another encoding than it declares",
            )
        if asked is None or self._is_of_one_day or not self.rates:
            return
        if asked.toordinal() not in self.rates.days():
            message = f"no rate in it is of {asked}, as was asked; each is taken for its own day"
            self.note("other-day", Severity.WARNING, message, column="on", value=asked.isoformat())

    def _not_taken(
        self, row: int, line: Line | None, code: str | None, *, figure: str | None, group: str, units: str | int | None
    ) -> None:
        """Say why a record is no quote: a field is missing, cannot be read, or says that there is no rate."""
        if line is None:
            if code is None:
                self.missing(row, "currency")
            return
        pair = f"{line.key.quote} per {line.key.base}"
        value = None if figure is None else read_figure(figure, group)
        named = self.findings.named("value")
        if figure is None:
            self.missing(row, "value")
        elif (value is None and is_blank(figure)) or (value is not None and not value):
            message = f"no rate in {pair}: {figure.strip() or 'an empty field'!r}; the record is not taken"
            self.note("no-rate", Severity.INFO, message, about=line.key, row=row, column=named, value=figure)
            return
        elif value is None:
            bare = figure.strip()
            negative = bare[:1] in ("-", "\N{MINUS SIGN}") and read_figure(bare[1:], group) is not None
            name, cause = ("impossible-value", None) if negative else ("unreadable-value", DAMAGED)
            message, about = f"expected a figure above zero, {pair}; the record is not taken", (row, named)
            self.note(name, Severity.ERROR, message, about=about, row=row, column=named, value=figure, cause=cause)
        if units is None:
            self.missing(row, "nominal")
        elif not read_units(units):
            message = f"expected how many {line.key.base} the figure is for; the record is not taken"
            named = self.findings.named("nominal")
            self.note(
                "unreadable-nominal",
                Severity.ERROR,
                message,
                about=(row, named),
                row=row,
                column=named,
                value=str(units),
                cause=DAMAGED,
            )

    def _of_its_time(self, line: Line, row: int, on: date) -> Line:
        """Find the line of the unit that was money on the day, where the bulletin prints the code of another one."""
        key = line.key
        for each in (key.base, key.quote):
            if each.is_valid(on):
                continue
            older = older_unit(each, on)
            if self.restated and each is key.quote:
                continue
            if older is None:
                self.findings.add(not_in_use(each, on, row), about=each)
                continue
            restated = self.document.normalize
            message = f"{each} was not in use on {on}, when the money was {older}"
            if restated:
                message += f"; taken as a quote in {older}"
                named = (older, key.quote) if each is key.base else (key.base, older)
                key = series_key(*named, False, key.kind, key.side, key.source, False)  # noqa: FBT003 (its fields)
            self.note(
                "old-money",
                Severity.INFO if restated else Severity.WARNING,
                message,
                about=each,
                row=row,
                column="currency",
                value=each.code,
                cause="the code of the new money kept for figures in the old one",
                fix=None if restated else f"normalize=True takes it as {older}",
            )
        return line if key is line.key else in_use(key.base, key.quote, key.kind, key.side, key.source)

    def _again(self, parts: QuoteParts, row: int) -> None:
        """Count a quote that is printed again, or say that it is printed otherwise."""
        rate = checked_already(*parts)
        first = checked_already(*self._taken[rate.key, rate.day])
        if rate.per_unit == first.per_unit:
            self.duplicates += 1
            if rate.until != first.until:
                told = f"{rate.base}/{rate.quote} of {rate.on} held until {first.until} before, and that is kept"
                self.note("conflicting-validity", Severity.WARNING, told, about=row, row=row, value=str(rate.until))
            return
        self.note(
            "conflicting-quotes",
            Severity.ERROR,
            f"{rate.base}/{rate.quote} of {rate.on} is {first.value:f} per {first.nominal} before, and that is kept",
            about=row,
            row=row,
            column="value",
            value=f"{rate.value:f}",
            cause="two records for one currency and day",
        )

    def _is_to_be_kept(self, parts: QuoteParts, row: int) -> bool:
        """Look closely at a rate that is not near to what is known about its time."""
        rate = checked_already(*parts)
        found = compared(rate, date.fromordinal(rate.day), row, inverted=self.document.inverted)
        if found is None:
            return True
        self.findings.add(found, about=rate.key)
        return found.severity is not Severity.ERROR or self.document.inverted == "flag"

    def _doubt_digits(self) -> None:
        """Look at the quotes with few digits, with the decimals that their series shows: final zeros may be dropped."""
        shown = dict.fromkeys([parts[0] for _, parts in self._short], 0)
        if shown:
            for key, _, _, value, _, stated, *_ in self.rates.take:
                if key in shown:
                    shown[key] = max(shown[key], stated or 0, places_of(value))
        for row, parts in self._short:
            found = doubt_about_digits(with_decimals(checked_already(*parts), shown[parts[0]]), row)
            if found is not None:
                self.findings.add(found, about=parts[0])
