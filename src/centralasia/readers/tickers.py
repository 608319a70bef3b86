"""Tickers of news pages: a run of ``• KGS/USD = 0.01144 0%`` at the top, often printed several times over.

After the run, or in a short header before it, the page states its day. Everything else on the page is left alone.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final, final

import attrs

from centralasia.errors import AmbiguousNumberError, InvalidValueError, ParseError, ReaderError, UnknownCodeError
from centralasia.rates import ExchangeRate, RateKind
from centralasia.rates.inversions import InvertedQuotes
from centralasia.rates.quotes import places_of
from centralasia.readers.comparisons import compared
from centralasia.readers.contents import Document
from centralasia.readers.documents import SAY_WHICH_DAY, UNREADABLE, Text, decode, one_ending
from centralasia.readers.doubts import doubts_about
from centralasia.readers.findings import SHOWN
from centralasia.readers.forms import Form, Reader, Readout
from centralasia.readers.pages import Page, Printing, cut, days_stated, days_undecided
from centralasia.readers.quotations import Quotation, change_of, figures_of, locale_of, read_quotation
from centralasia.reference import Currency
from centralasia.validation import Problem, Report, Severity

__all__ = ["READER", "detect", "parse"]

_NAME: Final = "ticker"

_HEAD: Final = 65_536  # bytes that are looked at to recognise a page; its ticker is at the top
_MOST_FAULTS: Final = 1_000  # a page with more different lines that cannot be read, or disagree, is no ticker

_Pair = tuple[Currency, Currency]


@final
@attrs.define
class _Column:
    """The quotations of a page, one for each pair, and what is wrong with the others."""

    locale: str
    kept: dict[_Pair, tuple[Printing, Quotation]] = attrs.field(factory=dict)
    problems: list[Problem] = attrs.field(factory=list)
    duplicates: int = 0

    def take(self, printing: Printing) -> None:
        """Read a line, as often as it is printed, and keep it if it is the first of its pair."""
        try:
            read = read_quotation(printing.text, self.locale)
        except (ParseError, UnknownCodeError, InvalidValueError) as error:
            self.problems.append(_broken(printing, error))
            return
        if not all(each.code in printing.text for each in (read.base, read.quote)):
            self.problems.append(_in_small_letters(printing, read))
        printed, first = self.kept.setdefault((read.base, read.quote), (printing, read))
        if first is read:
            self.duplicates += printing.times - 1
        elif _per_unit(first) != _per_unit(read):
            self.problems.append(_disagreeing(printing, read, printed.row, first))
        else:
            self.duplicates += printing.times
            if first.change != read.change:
                self.problems.append(_changing(printing, read, printed.row, first))

    def decimals(self, quote: Currency) -> int:
        """Give the printed decimals of a column, the most it shows: final zeros may have been dropped."""
        return max(places_of(read.value) for _, read in self.kept.values() if read.quote is quote)


def detect(data: bytes) -> bool:
    r"""Say whether a document is a page with a ticker at its top.

    Example:
        >>> detect("Rates\n• KGS/USD = 0.01144 0%".encode()), detect(b"a news page")
        (True, False)
    """
    try:
        decoded = decode(data[:_HEAD])
    except ReaderError:
        return False
    return cut(decoded.text) is not None


def parse(
    data: bytes, *, on: date | None = None, inverted: InvertedQuotes = "flag", name: str = "bytes"
) -> tuple[list[ExchangeRate], Report]:
    r"""Read the ticker of a page.

    Units:
        Values are units of the quote currency per nominal units of the base, as printed. `decimals` of a rate are the
        most that the column of its quote currency shows, since tickers drop trailing zeros.

    Args:
        data: The page.
        on: The day of the rates, where the page states none.
        inverted: What to do with a quote that looks inverted beside the rates that ship with the package: "refuse"
            leaves it out, "flag" keeps it. It is a finding either way.
        name: What the page goes by in messages.

    Returns:
        The rates, one per pair, and the report. Lines that cannot be read, and figures that disagree, are errors in
        it; what makes a rate unfit for use is a warning.

    Raises:
        ReaderError: There is no ticker, too much of it is broken, or the page states no day and `on` is not given.

    Example:
        >>> rates, report = parse("• KGS/USD = 0.01131 0%\n• KGS/USD = 0.01131 0%\n9 May 2031".encode())  # made up
        >>> [rate.change for rate in rates], report.facts["duplicates"]
        (['0%'], 1)
    """
    decoded = decode(data, name)
    page = cut(decoded.text)
    if page is None:
        raise ReaderError(name, "document", "no ticker at the top, such as '• KGS/USD = 0.01144 0%'")
    column = _column(page, name)
    problems = [*_unreadable(decoded), *column.problems]
    stated = days_stated(page)
    day = stated[0][1] if stated else on
    rates: list[ExchangeRate] = []
    if day is not None:
        problems += _other_days(stated, day, on)
        problems += _compared(column, day, inverted)
        problems += _short_figures(column, page)
        for printing, read in column.kept.values():
            rates.append(_rate(read, day, column))
            change = None if read.change is None else change_of(read.change, column.locale)
            problems += doubts_about(rates[-1], day, row=printing.row, change=change)
    elif column.kept:
        raise ReaderError(name, *_without_a_day(page))
    facts = {
        "form": "ticker of a news page",
        "encoding": decoded.encoding,
        "day": None if day is None else day.isoformat(),
        "day_stated": f"line {stated[0][0]}" if stated else "by the caller",
        "lines_read": sum(printing.times for printing in page.ticker.values()),
        "duplicates": column.duplicates,
        "lines_left_alone": page.rows - page.last,
    }
    return rates, Report.of(problems, **facts)


def _column(page: Page, name: str) -> _Column:
    """Read the lines of the ticker."""
    column = _Column(locale_of([figure for text in page.ticker for figure in figures_of(text)]))
    for printing in page.ticker.values():
        column.take(printing)
        if len(column.problems) > _MOST_FAULTS:
            reason = f"more than {_MOST_FAULTS:,} different lines of the ticker cannot be read or disagree"
            raise ReaderError(name, f"line {printing.row}", reason)
    return column


def _short_figures(column: _Column, page: Page) -> Iterator[Problem]:
    """Look at figures with fewer decimals than their column: zeros were dropped, or the page is cut short.

    A figure that is cut through is taken away, since nobody knows how it went on.
    """
    for pair, (printing, read) in list(column.kept.items()):
        shown, decimals = places_of(read.value), column.decimals(read.quote)
        if shown == decimals:
            continue
        cut = page.ends_inside and printing is page.final and printing.times == 1 and read.change is None
        if cut:
            del column.kept[pair]
        yield Problem(
            code="cut-short" if cut else "fewer-decimals",
            severity=Severity.ERROR if cut else Severity.INFO,
            row=printing.row,
            column="value",
            value=f"{read.value:f}",
            message=f"the column has {decimals} decimals and this figure {shown}"
            + ("; it is the last of the page and not taken" if cut else "; it is taken as ending in zeros"),
            cause="the page is cut short" if cut else "",
        )


def _rate(read: Quotation, on: date, column: _Column) -> ExchangeRate:
    return ExchangeRate(
        base=read.base,
        quote=read.quote,
        value=read.value,
        nominal=read.nominal,
        on=on,
        kind=RateKind.MARKET,
        source=_NAME,
        decimals=column.decimals(read.quote),
        change=read.change,
    )


def _compared(column: _Column, day: date, inverted: InvertedQuotes) -> Iterator[Problem]:
    """Compare each quote with what is known, and take away what looks inverted where that is to be refused."""
    for pair, (printing, read) in list(column.kept.items()):
        found = compared(_rate(read, day, column), day, printing.row, inverted=inverted)
        if found is not None:
            yield found
            if found.severity is Severity.ERROR and inverted == "refuse":
                del column.kept[pair]


def _without_a_day(page: Page) -> tuple[str, str]:
    """Give the place and the reason why the day of a page is not known."""
    for row, text, readings in days_undecided(page):
        return f"line {row}", f"the day {text!r} is {' or '.join(readings)}; {SAY_WHICH_DAY}"
    return f"line {page.last}", f"no day is stated beside the ticker; {SAY_WHICH_DAY}"


def _per_unit(read: Quotation) -> Fraction:
    return Fraction(read.value) / read.nominal


def _times(printing: Printing) -> str:
    return f", {printing.times:,} times" if printing.times > 1 else ""


def _broken(printing: Printing, error: ParseError | UnknownCodeError | InvalidValueError) -> Problem:
    """Say what is wrong with a line that cannot be read."""
    text, cause, fix = printing.text, "", ""
    match error:
        case ParseError():
            code = "ambiguous-number" if isinstance(error, AmbiguousNumberError) else "garbled-line"
            column = "value" if 0 <= text.find("=") < error.position else "pair"
            value = _word_at(text, error.position)
            message = f"expected {error.expected} at character {error.position + 1}"
            cause = error.hint
        case UnknownCodeError():
            code, column, value = "unknown-code", "pair", error.code
            message = f"{error.code!r} is no code of a currency"
            fix = f"did you mean {' or '.join(error.near)}?" if error.near else ""
        case _:
            code, column, value = "impossible-value", error.field, str(error.value)
            message = f"expected a {error.field} that is {error.expected}"
    return Problem(
        code=code,
        severity=Severity.ERROR,
        row=printing.row,
        column=column,
        value=value,
        message=f"{message} in {text[:SHOWN]!r}{_times(printing)}",
        cause=cause,
        fix=fix,
    )


def _word_at(text: str, position: int) -> str:
    """Give the word that a character stands in."""
    before, after = text[:position].split(" "), text[position:].split(" ")
    return (before[-1] + after[0])[:SHOWN]


def _in_small_letters(printing: Printing, read: Quotation) -> Problem:
    return Problem(
        code="lower-case-code",
        severity=Severity.INFO,
        row=printing.row,
        column="pair",
        value=printing.text[:SHOWN],
        message=f"a code in small letters is taken for {read.base}/{read.quote}{_times(printing)}",
        fix=f"write {read.base}/{read.quote}",
    )


def _disagreeing(printing: Printing, read: Quotation, row: int, first: Quotation) -> Problem:
    return Problem(
        code="conflicting-quotes",
        severity=Severity.ERROR,
        row=printing.row,
        column="value",
        value=f"{read.value:f}",
        message=f"{read.base}/{read.quote} is {first.value:f} on line {row}, and that is kept{_times(printing)}",
        cause="runs of the ticker printed at different moments, or a misprint",
    )


def _changing(printing: Printing, read: Quotation, row: int, first: Quotation) -> Problem:
    return Problem(
        code="conflicting-changes",
        severity=Severity.WARNING,
        row=printing.row,
        column="change",
        value=read.change,
        message=f"the change of {read.base}/{read.quote} is {first.change} on line {row}, and that is kept"
        f"{_times(printing)}",
    )


def _other_days(stated: list[tuple[int, date]], taken: date, asked: date | None) -> Iterator[Problem]:
    """Compare the day taken with others the page states, and with the day that was asked for."""
    for row, day in stated:
        if day != taken:
            yield Problem(
                code="conflicting-days",
                severity=Severity.WARNING,
                row=row,
                column="on",
                value=day.isoformat(),
                message=f"the page states {taken} on line {stated[0][0]}, and that is taken",
            )
    if stated and asked is not None and asked != taken:
        yield Problem(
            code="other-day",
            severity=Severity.WARNING,
            row=stated[0][0],
            column="on",
            value=taken.isoformat(),
            message=f"the page is of {taken}, not of {asked} as was asked; its own day is taken",
        )


def _unreadable(decoded: Text) -> Iterator[Problem]:
    if decoded.unreadable:
        yield Problem(
            code="unreadable-bytes",
            severity=Severity.WARNING,
            row=one_ending(decoded.text[: decoded.text.index(UNREADABLE)]).count("\n") + 1,
            value=UNREADABLE,
            message=f"cannot be read as {decoded.encoding}, here and in {decoded.unreadable - 1:,} more places",
            cause="a damaged or truncated document",
        )


def _read(document: Document) -> Readout:
    return parse(document.data, on=document.on, inverted=document.inverted, name=document.name)


READER: Final = Reader(
    name=_NAME,
    title="tickers of news pages",
    forms=(Form(title="ticker of a news page", detect=lambda document: detect(document.data), read=_read),),
)
