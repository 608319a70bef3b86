"""What years, months and numbers make together, once the form of a date or period is known.

A text stands here as a row of letters, one for what each token does in a date:

    Y  a year of four digits         N  a number of one or two digits       V  any other numeral
    D  15.04.2023                    d  15.04                               z  04.2023        x  15.04.23
    M  a month                       m  a word for months                   k  a word for a year
    q  a quarter                     h  a half of a year                    g  a half of anything
    n  a number in words             o  an ordinal in words                 R  a Roman numeral
    s  the ending of an ordinal      S  the ending of a decade              K  a year, or a unit
    -  a dash without spaces         ~  a dash with one                     t  up to
    &  and                           b  between                             F  from, after its noun
    e  of                            A  the                                 a  a

The marks , / : ' stand for themselves, and w is any other token. A reader takes the years, months and numbers of a form
in their order, and makes a value of them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple, final

import attrs

from centralasia.grammar.tokens import ABLATIVE, DATIVE, Token
from centralasia.periods.days import length_of_month

__all__ = [
    "UP_TO",
    "Dated",
    "Form",
    "Read",
    "Row",
    "before_year",
    "counted",
    "counted_quarters",
    "day_of_month",
    "days",
    "listed",
    "months",
    "moving",
    "numeral",
    "parts",
    "shared_forms",
    "whole",
    "years",
]

_MONTHS_A_YEAR: Final = 12
_LEAP: Final = 2000  # stands for a year that is not stated: it may have a 29 February
_QUARTER: Final = 3  # months
_HALF: Final = 6
_PARTS: Final = {"q": (_QUARTER, "Q"), "h": (_HALF, "H")}
_LAST_DAY: Final = 31
_TEN: Final = 10
_CENTURY: Final = 100
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100
_YEAR_DIGITS: Final = 4
_LONGEST: Final = len("15.04.2023")
_FIGURES: Final = {
    "D": re.compile(r"\d{1,2}\.\d{1,2}\.(?:(?:19|20)\d\d|2100)"),
    "d": re.compile(r"[0-3]\d\.[01]\d"),
    "z": re.compile(r"[01]\d\.(?:(?:19|20)\d\d|2100)"),
    "x": re.compile(r"[0-3]?\d\.[01]\d\.\d\d"),
}
UP_TO: Final = "(?:[-~]|t)A?"
_HOURS: Final = 24
_MINUTES: Final = 60
_UP_TO: Final = "to"
_GENITIVE: Final = frozenset({"gen", "posgen"})
_PLURALS: Final = ("жылдар", "йиллар", "yillar", "ýyllar", "солҳо", "годы", "годов", "годам", "годах", "жж", "гг")
_DECADES: Final = frozenset({"е", "х", "ые", "ых"})
_AGES: Final = frozenset({"years", "лет"})
_CLOCK_WORDS: Final = frozenset({"at", "в", "к", "до", "с", "соати", "соат", "soat", "сағат", "саат", "sagat"})
_LATER: Final = frozenset({"last", "final", "remaining", "next", "последние", "последних", "последним", "следующие"})
"""Words that say that months are not counted from January."""


class Dated(NamedTuple):
    """A stretch of a text that says when.

    Attributes:
        first, last: Its first and last tokens.
        value: The date or period; blank if it is none, as a time of day or a number of years.
    """

    first: int
    last: int
    value: str


@final
@attrs.define(slots=True, eq=False)
class Row:
    """A text, letter by letter.

    Attributes:
        tokens: Its tokens.
        letters: What each of them does in a date.
        values: The number that each of them stands for, 0 for none.
    """

    tokens: Sequence[Token]
    letters: str
    values: Sequence[int]

    def places(self, letters: str, match: re.Match[str]) -> list[int]:
        """Give the places of some letters in a form."""
        return [place for place in range(match.start(), match.end()) if self.letters[place] in letters]

    def pick(self, letters: str, match: re.Match[str]) -> list[int]:
        """Give the values of some letters in a form."""
        return [self.values[place] for place in self.places(letters, match)]


_Value = Callable[[Row, re.Match[str]], str | None]
Read = Callable[[Row, re.Match[str]], list[Dated] | None]


class Form(NamedTuple):
    """A pattern over letters, and what is made of it; None where a text only seems to be of this form."""

    pattern: re.Pattern[str]
    read: Read


def numeral(text: str) -> tuple[str, int]:
    """Give the letter and the value of a numeral."""
    if text.isdecimal():
        number = int(text) if len(text) <= _YEAR_DIGITS else 0
        if len(text) == _YEAR_DIGITS and _FIRST_YEAR <= number <= _LAST_YEAR:
            return "Y", number
        return ("N" if len(text) <= len("31") else "V"), number
    if len(text) > _LONGEST:
        return "V", 0
    return next((letter for letter, pattern in _FIGURES.items() if pattern.fullmatch(text)), "V"), 0


# Values ---------------------------------------------------------------------------------------------------------------


def _point(year: int, month: int = 0, day: int = 0) -> str:
    """Write a year, month or day; blank if the calendar has none such. The year 0 is one that is not stated."""
    if month > _MONTHS_A_YEAR or day > (length_of_month(year or _LEAP, month) if month else 0):
        return ""
    text = f"{year:04}" if year else "XXXX"
    return text + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def _span(first: tuple[int, ...], last: tuple[int, ...]) -> str:
    """Write a period from one point to another; blank if it would run backwards."""
    start, end = _point(*first), _point(*last)
    if not start or not end:
        return ""
    over_new_year = not first[0] and first[1] > last[1]  # November to February
    return f"{start}/{end}" if first < last or over_new_year else ""


def _ends(*rows: Sequence[int]) -> str:
    """Write the point, or the span from the first of each row to the last of it."""
    first, last = tuple(row[0] for row in rows), tuple(row[-1] for row in rows)
    return _point(*first) if all(len(row) == 1 for row in rows) else _span(first, last)


def years(row: Row, match: re.Match[str]) -> str:
    """Read a year, or a span of years."""
    found = row.pick("Y", match)
    return "" if len(found) == 1 and _is_no_year(row, match, found[0]) else _ends(found)


def _is_no_year(row: Row, match: re.Match[str], year: int) -> bool:
    """Tell a decade or a number of years from a year: 1990-х, 1990 жылдары, 2000 years."""
    endings = {row.tokens[place].text for place in row.places("s", match)}
    words = [row.tokens[place].text for place in row.places("kK", match)]
    listed = match.start() > 0 and row.letters[match.start() - 1] in ",&"
    if _AGES & set(words):
        return True
    is_decade = bool(endings & _DECADES) or any(word.startswith(_PLURALS) for word in words)
    return is_decade and year % _TEN == 0 and not listed


def months(row: Row, match: re.Match[str]) -> str:
    """Read a month, or a span of months."""
    return _ends(row.pick("Y", match) or [0], row.pick("M", match))


def days(row: Row, match: re.Match[str]) -> str | None:
    """Read a day, or a span of days; "April 45" is a month and a figure."""
    found = row.pick("N", match)
    if 0 in found or (match[0].startswith("M") and max(found) > _LAST_DAY):
        return None
    return _ends(row.pick("Y", match) or [0], row.pick("M", match), found)


def day_of_month(row: Row, match: re.Match[str]) -> str | None:
    """Read a day after its month, which then stands in the genitive: "сәуірдің 15-інде"."""
    (day,) = row.places("N", match)
    owner, number = row.tokens[day - 1], row.tokens[day]
    in_case = {_case(owner)} & _GENITIVE and (number.case or match[0].endswith("s"))
    return days(row, match) if in_case else None


def before_year(row: Row, match: re.Match[str]) -> str | None:
    """Read a month or day before its year: the month then has no ending."""
    month = row.places("M", match)[-1]
    read = days if row.places("N", match) else months
    return None if _case(row.tokens[month]) else read(row, match)


def parts(row: Row, match: re.Match[str]) -> str:
    """Read quarters and halves of a year."""
    kinds = [_PARTS[match[0][place]] for place in range(len(match[0])) if match[0][place] in _PARTS]
    (year,), numbers, (length, letter) = row.pick("Y", match), row.pick("NRo", match), kinds[0]
    if len(set(kinds)) > 1 or not all(1 <= number <= _MONTHS_A_YEAR // length for number in numbers):
        return ""
    if len(numbers) == 1:
        return f"{year}-{letter}{numbers[0]}"
    return _span((year, (numbers[0] - 1) * length + 1), (year, numbers[-1] * length))


def counted(row: Row, match: re.Match[str]) -> str | None:
    """Read the months from January on, counted together."""
    before = row.tokens[match.start() - 1].text if match.start() else ""
    if before in _LATER or row.pick("o", match) not in ([], [1]):
        return None
    (year,), count = row.pick("Y", match), sum(row.pick("Nn", match))
    if not 1 <= count <= _MONTHS_A_YEAR:
        return None
    return _point(year, 1) if count == 1 else _span((year, 1), (year, count))


def counted_quarters(row: Row, match: re.Match[str]) -> str | None:
    """Read "the first three quarters of 2024"."""
    (year,), count = row.pick("Y", match), sum(row.pick("Nn", match))
    is_first = row.pick("o", match) == [1] and 1 <= count * _QUARTER <= _MONTHS_A_YEAR
    return _span((year, 1), (year, count * _QUARTER)) if is_first else None


def _dotted(row: Row, match: re.Match[str]) -> str:
    """Read days in figures, 15.04.2023, and 15 and 15.04 before such a one."""
    ends = [[int(part) for part in row.tokens[place].text.split(".")] for place in row.places("DdN", match)]
    for end in ends:
        end.extend(ends[-1][len(end) :])
    return "" if any(0 in end for end in ends) else _ends(*reversed(list(zip(*ends, strict=True))))


def _iso_days(row: Row, match: re.Match[str]) -> str:
    """Read 2023-04-15, and a span of two such days."""
    numbers = row.pick("N", match)
    return _ends(row.pick("Y", match), numbers[::2], numbers[1::2]) if all(numbers) else ""


def _slashed(row: Row, match: re.Match[str]) -> str:
    """Read day and month in either order, where only one makes a date."""
    (one, two), (year,) = row.pick("N", match), row.pick("Y", match)
    if not (one and two) or (one != two and max(one, two) <= _MONTHS_A_YEAR):
        return ""
    return _point(year, min(one, two), max(one, two))


def _iso_month(row: Row, match: re.Match[str]) -> str | None:
    """Read "2023-04" as a month, "2019-21" as years, and neither where it may be both."""
    (year,), (number,) = row.pick("Y", match), row.pick("N", match)
    if len(row.tokens[row.places("N", match)[0]].text) != len("04"):
        return None
    end = year // _CENTURY * _CENTURY + number
    if row.places("kK", match) or number > _MONTHS_A_YEAR:
        return _span((year,), (end,))
    return _point(year, number) if number and end <= year else ""


def _month_in_figures(row: Row, match: re.Match[str]) -> str | None:
    """Read "04.2023": a zero before it, or a word for a year after it, tells it from a figure."""
    text = row.tokens[match.start()].text
    month, year = map(int, text.split("."))
    if not 1 <= month <= _MONTHS_A_YEAR or not (text.startswith("0") or len(match[0]) > 1):
        return None
    return _point(year, month)


# What is time and no date ---------------------------------------------------------------------------------------------


def _nothing(_row: Row, _match: re.Match[str]) -> str:
    """Take what is time and no date: a number of years, a marketing year."""
    return ""


def _decade(row: Row, match: re.Match[str]) -> str:
    """Read "1990s" as no date, and "2023's" as a year."""
    (year,) = row.pick("Y", match)
    return _point(year) if "'" in match[0] and year % _TEN else ""


def _unless_scaled(row: Row, match: re.Match[str]) -> str | None:
    """Take "second half" for time, but not in "the first half million"."""
    after = match.end()
    return None if after < len(row.tokens) and row.tokens[after].has("scale", "currency") else ""


def _glued_part(row: Row, match: re.Match[str]) -> str | None:
    """Take Q3 and 2H without a year for time."""
    (letter,) = set(match[0]) & _PARTS.keys()
    (number,) = row.pick("N", match)
    is_glued = row.tokens[match.start()].end == row.tokens[match.end() - 1].start
    return "" if is_glued and 1 <= number <= _MONTHS_A_YEAR // _PARTS[letter][0] else None


def _clock(row: Row, match: re.Match[str]) -> str | None:
    """Take 14:30 for a time of day; a ratio such as 1:10 has one digit first, and no word for time before it."""
    hours, minutes, *_ = (row.tokens[place].text for place in row.places("N", match))
    if int(hours) > _HOURS or int(minutes) >= _MINUTES or len(minutes) == 1:
        return None
    before = row.tokens[max(0, match.start() - 4) : match.start()]
    if any(token.has("ratio_word") for token in before):
        return None
    is_time = len(hours) > 1 or len(match[0]) > len("N:N") or (before and before[-1].text in _CLOCK_WORDS)
    return "" if is_time else None


# Readers --------------------------------------------------------------------------------------------------------------


def whole(read: _Value) -> Read:
    """Make one stretch of all that a form covers."""

    def read_whole(row: Row, match: re.Match[str]) -> list[Dated] | None:
        value = read(row, match)
        return None if value is None else [Dated(match.start(), match.end() - 1, value)]

    return read_whole


def moving(read: _Value) -> Read:
    """Read two ends that endings join, in group 1 and after it: "2019-yildan 2023-yilgacha"."""

    def read_moving(row: Row, match: re.Match[str]) -> list[Dated] | None:
        after = row.tokens[match.end()] if match.end() < len(row.tokens) else None
        end = _case(row.tokens[match.end() - 1])
        is_end = end == _UP_TO or (end in DATIVE and after is not None and after.has("to:after_dat"))
        if not is_end or _case(row.tokens[match.end(1) - 1]) not in ABLATIVE:
            return None
        return whole(read)(row, match)

    return read_moving


def _case(token: Token) -> str:
    return token.case or next((sense.case for sense in token.senses.values() if sense.case), "")


def listed(letters: str, *, kind: str) -> Read:
    """Read the members of a list each by itself; what only the first or the last has, holds for all."""

    def read_list(row: Row, match: re.Match[str]) -> list[Dated]:
        marks = row.places(letters, match)
        cuts = [place for place in range(match.start(), marks[-1]) if row.letters[place] in ",&"]
        inner = [cut for cut in cuts if cut + 1 not in cuts]
        starts = [match.start(), *(cut + 1 for cut in inner)]
        stops = [cut - (cut - 1 in cuts) - 1 for cut in inner] + [match.end() - 1]
        values = _members(row, match, kind)
        return [Dated(*each) for each in zip(starts, stops, values, strict=True)]

    return read_list


def _members(row: Row, match: re.Match[str], kind: str) -> Iterable[str]:
    """Write each member of a list of months, days, or parts of a year."""
    (year, *_), named = row.pick("Y", match) or [0], row.pick("M", match)
    if kind == "month":
        return [_point(year, month) for month in named]
    if kind == "day":
        found = row.pick("N", match)
        pairs = zip(named * (len(found) // len(named)), found, strict=True)
        return [_point(year, month, day) if day else "" for month, day in pairs]
    length, letter = next(_PARTS[each] for each in match[0] if each in _PARTS)
    numbers = row.pick("NRo", match)
    return [f"{year}-{letter}{number}" if 1 <= number <= _MONTHS_A_YEAR // length else "" for number in numbers]


def shared_forms() -> Iterator[tuple[str, Read]]:
    """Give the forms that all languages share: those in figures, and those of what is time and no date."""
    yield f"(?:D|d|N){UP_TO}D|D(?:-?[kK](?![Y-]))?", whole(_dotted)
    yield "Y-N-N(?:(?:/|~|t)Y-N-N)?|Y/N/N", whole(_iso_days)
    yield "N/N/Y|N-N-Y", whole(_slashed)
    yield "Y-N(?:-?[kK])?", whole(_iso_month)
    yield "z(?:-?[kK])?", whole(_month_in_figures)
    yield "Y-?[qh]N", whole(parts)
    yield "Y'?S", whole(_decade)
    yield (
        "x|k?Y/[YN](?:-?[kK])?|NS|o?(?:[NV](?:[-~]|t))?(?:[NV]|n{1,4})(?:-?s)?-?(?:k(?!Y)|m)|ga?-?[km]",
        whole(_nothing),
    )
    yield "N:N(?::N)?(?:[-~]N:N(?::N)?)?", whole(_clock)
    yield "(?:o|R|N-?s)-?[qh]|o-?[km](?!Y)", whole(_unless_scaled)
    yield "[qh]N|N[qh]", whole(_glued_part)
