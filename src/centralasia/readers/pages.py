"""Pages that begin with a ticker: where it begins and ends, and which day the page states beside it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple, final

import attrs

from centralasia.errors import InvalidValueError, ParseError
from centralasia.periods import period
from centralasia.readers.documents import one_ending
from centralasia.readers.quotations import looks_like_a_quotation, parted

__all__ = ["Line", "Page", "Printing", "cut", "days_stated", "days_undecided"]

_HEADER: Final = 20  # lines with text that may stand before the ticker
_NEAR: Final = 3  # lines with text before and after it that may state the day; fewer may part two runs of it
_LONGEST_DAY: Final = 60  # characters of a line that states a day and nothing else
_BULLETS: Final = "•·∙●▪◦‣ "
_TIME: Final = re.compile(r"(?:[,\s|]{1,3}|T)[0-2]?\d:[0-5]\d.*$")
_LEAD: Final = re.compile(r"(?:[^\W\d_]+(?: [^\W\d_]+)? ?[:,]|as of|updated|updated on|on|на)\s+", re.IGNORECASE)
_EITHER_WAY: Final = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])/(0?[1-9]|1[0-2])/(\d{4})(?!\d)")
_TEXT: Final = re.compile(r"\S[^\n]*")
_DIGIT: Final = re.compile(r"\d")
_FIGURE: Final = re.compile(r"=|\d[.,]\d")


class Line(NamedTuple):
    """A line with text, blanks around it cut, and its number."""

    row: int
    text: str
    apart: bool
    """Whether a blank line stands before it."""


@final
@attrs.define
class Printing:
    """A line of a ticker, where it stands first, and how many times it is printed."""

    row: int
    text: str
    times: int = 1


@final
@attrs.define
class Page:
    """A page, cut.

    Attributes:
        ticker: The lines of the ticker, garbled ones among them, by their text with single blanks.
        beside: The other lines near it, where the day may stand: after it, between its runs, before it.
        last: The number of the last line of the ticker.
        final: What stands last in the ticker.
        rows: How many lines the page has.
        ends_inside: Whether the page ends in a line of the ticker without an end of its own, as one cut short does.
    """

    ticker: dict[str, Printing] = attrs.field(factory=dict)
    beside: list[Line] = attrs.field(factory=list)
    last: int = 0
    final: Printing | None = None
    rows: int = 0
    ends_inside: bool = False

    def add(self, line: Line) -> None:
        """Take a line as one of the ticker."""
        key = line.text if line.text in self.ticker else " ".join(line.text.split())
        if key in self.ticker:
            self.ticker[key].times += 1
        else:
            self.ticker[key] = Printing(line.row, line.text)
        self.final = self.ticker[key]
        self.last = line.row


def cut(text: str) -> Page | None:
    r"""Cut a page, or give None where it does not begin with a ticker.

    The ticker ends where lines follow that are no quotations. A garbled line inside it, or right before or after,
    belongs to it if it has a bullet and a figure; a caption between two runs of it does not.

    Example:
        >>> page = cut("Rates\n• KGS/USD = 0.01144 0%\n\n09 December 2025\n\nA headline")
        >>> list(page.ticker), [line.text for line in page.beside], page.rows - page.last
        (['• KGS/USD = 0.01144 0%'], ['09 December 2025', 'A headline', 'Rates'], 4)
    """
    text = one_ending(text)
    lines = _lines(text)
    first, header = _beginning(lines)
    if not first:
        return None
    page = Page()
    for line in first:
        page.add(line)
    between, after = _run(lines, page)
    if not any("=" in line for line in page.ticker):
        return None
    page.beside = [*after, *between, *reversed(header[-_NEAR:])]
    ended = text.endswith("\n")
    page.rows = text.count("\n") + (not ended)
    page.ends_inside = not ended and page.last == page.rows
    return page


def _run(lines: Iterator[Line], page: Page) -> tuple[list[Line], list[Line]]:
    """Add the lines of the ticker to a page that has its first; give those that part its runs, and those after it."""
    between: list[Line] = []
    after: list[Line] = []
    for line in lines:
        if line.text in page.ticker or looks_like_a_quotation(line.text, loosely=not after and not line.apart):
            for each in after:
                if _FIGURE.search(each.text) and day_of(each.text) is None:
                    page.add(each)
                elif len(between) < _NEAR:
                    between.append(each)
            after.clear()
            page.add(line)
            continue
        after.append(line)
        if len(after) == _NEAR:
            break
    return between, after


def _lines(text: str) -> Iterator[Line]:
    """Give the lines with text, one at a time, and each quotation of a line with several as a line of its own.

    Blank lines cost next to nothing, however many there are.
    """
    row, end = 1, 0
    for match in _TEXT.finditer(text):
        ends = text.count("\n", end, match.start())
        row, end = row + ends, match.end()
        for place, text_of_one in enumerate(parted(match[0].rstrip())):
            yield Line(row, text_of_one, ends > 1 and place == 0)


def _beginning(lines: Iterator[Line]) -> tuple[list[Line], list[Line]]:
    """Give the first lines of the ticker, and the header before it."""
    header: list[Line] = []
    for line in lines:
        if not looks_like_a_quotation(line.text):
            header.append(line)
            if len(header) > _HEADER:
                break
            continue
        ticker = [line]
        while header and not ticker[0].apart and looks_like_a_quotation(header[-1].text, loosely=True):
            ticker.insert(0, header.pop())
        return ticker, header
    return [], header


def days_stated(page: Page) -> list[tuple[int, date]]:
    r"""Give the days that stand on lines of their own beside the ticker, each with its line, nearest to its end first.

    Example:
        >>> days_stated(cut("• KGS/USD = 0.01144\nTuesday, 9 December 2025, 14:30\nOn 27 November 2024 there was"))
        [(2, datetime.date(2025, 12, 9))]
    """
    found = ((line.row, day_of(line.text)) for line in page.beside)
    return [(row, day) for row, day in found if day is not None]


def days_undecided(page: Page) -> Iterator[tuple[int, str, tuple[str, str]]]:
    r"""Give the days beside the ticker whose day and month may change places: line, text, and both readings.

    Example:
        >>> list(days_undecided(cut("• KGS/USD = 0.01144\n09/12/2025")))
        [(2, '09/12/2025', ('2025-12-09', '2025-09-12'))]
    """
    for line in page.beside:
        match = _EITHER_WAY.search(line.text[:_LONGEST_DAY])
        if match is not None and day_of(line.text) is None:
            one, two, year = (int(part) for part in match.groups())
            yield line.row, match[0], (f"{year:04}-{two:02}-{one:02}", f"{year:04}-{one:02}-{two:02}")


def day_of(line: str) -> date | None:
    """Read a line that states a day and nothing else but a weekday, a place, a label or a time."""
    if len(line) > _LONGEST_DAY or not _DIGIT.search(line):
        return None
    text = _TIME.sub("", line.lstrip(_BULLETS))
    for candidate in (text, _LEAD.sub("", text, count=1)):
        try:
            span = period(candidate)
        except (InvalidValueError, ParseError):
            continue
        if span.days == 1:
            return span.start
    return None
