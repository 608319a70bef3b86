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

from centralasia.grammar.tokens import Token
from centralasia.periods.days import length_of_month

__all__ = ["UP_TO", "Dated", "Read", "Row", "numeral", "shared_forms"]

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
    "D": re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d\d)"),
    "d": re.compile(r"(?P<d>[0-3]\d)\.(?P<m>[01]\d)"),
    "z": re.compile(r"(?P<m>[01]\d)\.(?P<y>(?:19|20)\d\d)"),
    "x": re.compile(r"(?P<d>[0-3]?\d)\.(?P<m>[01]\d)\.(?P<y>\d\d)"),
}
UP_TO: Final = "(?:[-~]|t)A?"
_HOURS: Final = 24
_MINUTES: Final = 60
_FROM: Final = frozenset({"abl", "posabl"})
_TO: Final = frozenset({"dat", "posdat"})
_UP_TO: Final = "to"
_GENITIVE: Final = frozenset({"gen", "posgen"})
_PLURALS: Final = ("жылдар", "йиллар", "yillar", "ýyllar", "солҳо", "годы", "годов", "годам", "годах", "жж", "гг")
_DECADES: Final = frozenset({"е", "х", "ые", "ых"})
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
        values: The number that each of them stands for; 20230415 for 15.04.2023.
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


def numeral(text: str) -> tuple[str, int]:
    """Give the letter and the value of a numeral; days in figures are packed, 20230415."""
    if text.isdecimal():
        number = int(text) if len(text) <= _YEAR_DIGITS else 0
        if len(text) == _YEAR_DIGITS and _FIRST_YEAR <= number <= _LAST_YEAR:
            return "Y", number
        return ("N" if len(text) <= len("31") else "V"), number
    if len(text) <= _LONGEST:
        for letter, pattern in _FIGURES.items():
            match = pattern.fullmatch(text)
            if match:
                found = {name: int(digits) for name, digits in match.groupdict().items()}
                return letter, (found.get("y", 0) * _CENTURY + found["m"]) * _CENTURY + found.get("d", 0)
    return "V", 0


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
    years = row.pick("Y", match)
    return "" if len(years) == 1 and _is_no_year(row, match, years[0]) else _ends(years)


def _is_no_year(row: Row, match: re.Match[str], year: int) -> bool:
    """Tell a decade or a number of years from a year: 1990-х, 1990 жылдары, 2000 years."""
    endings = {row.tokens[place].text for place in row.places("s", match)}
    words = [row.tokens[place].text for place in row.places("kK", match)]
    listed = match.start() > 0 and row.letters[match.start() - 1] in ",&"
    if listed or year % _TEN:
        return "years" in words
    return bool(endings & _DECADES) or any(word == "years" or word.startswith(_PLURALS) for word in words)


def months(row: Row, match: re.Match[str]) -> str:
    return _ends(row.pick("Y", match) or [0], row.pick("M", match))


def days(row: Row, match: re.Match[str]) -> str | None:
    days, letters = row.pick("N", match), match[0].lstrip("A")
    if 0 in days or (letters.startswith("M") and max(days) > _LAST_DAY):
        return None
    return _ends(row.pick("Y", match) or [0], row.pick("M", match), days)


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


def _numbers(row: Row, match: re.Match[str]) -> list[int]:
    """Give the numbers of quarters and halves."""
    return row.pick("NRo", match)


def parts(row: Row, match: re.Match[str]) -> str:
    kinds = [_PARTS[match[0][place]] for place in range(len(match[0])) if match[0][place] in _PARTS]
    (year,), numbers, (months, letter) = row.pick("Y", match), _numbers(row, match), kinds[0]
    if len(set(kinds)) > 1 or not all(1 <= number <= _MONTHS_A_YEAR // months for number in numbers):
        return ""
    if len(numbers) == 1:
        return f"{year}-{letter}{numbers[0]}"
    return _span((year, (numbers[0] - 1) * months + 1), (year, numbers[-1] * months))


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


def dotted(row: Row, match: re.Match[str]) -> str:
    """Read days in figures, 15.04.2023, and 15. and 15.04 before such a one."""
    first, last = row.values[match.start()], row.values[match.end() - 1]
    if match[0].startswith("N"):
        first += last // _CENTURY * _CENTURY
    elif match[0].startswith("d"):
        first += last // _CENTURY**2 * _CENTURY**2
    return _packed(last) if first == last else _span_of(first, last)


def _unpacked(day: int) -> tuple[int, int, int]:
    return day // _CENTURY**2, day // _CENTURY % _CENTURY, day % _CENTURY


def _packed(day: int) -> str:
    year, month, date = _unpacked(day)
    return _point(year, month, date) if month and date else ""


def _span_of(first: int, last: int) -> str:
    return _span(_unpacked(first), _unpacked(last)) if _packed(first) and _packed(last) else ""


def iso_days(row: Row, match: re.Match[str]) -> str:
    numbers = row.pick("N", match)
    return _ends(row.pick("Y", match), numbers[::2], numbers[1::2]) if all(numbers) else ""


def slashed(row: Row, match: re.Match[str]) -> str:
    """Read day and month in either order, where only one makes a date."""
    (one, two), (year,) = row.pick("N", match), row.pick("Y", match)
    if not (one and two) or (one != two and max(one, two) <= _MONTHS_A_YEAR):
        return ""
    return _point(year, min(one, two), max(one, two))


def iso_month(row: Row, match: re.Match[str]) -> str | None:
    """Read "2023-04" as a month, "2019-21" as years, and neither where it may be both."""
    (year,), (number,) = row.pick("Y", match), row.pick("N", match)
    if len(row.tokens[row.places("N", match)[0]].text) != len("04"):
        return None
    end = year // _CENTURY * _CENTURY + number
    if row.places("kK", match) or number > _MONTHS_A_YEAR:
        return _span((year,), (end,))
    return _point(year, number) if number and end <= year else ""


def month_in_figures(row: Row, match: re.Match[str]) -> str | None:
    """Read "04.2023": a zero before it, or a word for a year after it, tells it from a figure."""
    place = row.places("z", match)[0]
    year, month, _ = _unpacked(row.values[place])
    if not 1 <= month <= _MONTHS_A_YEAR or not (row.tokens[place].text.startswith("0") or len(match[0]) > 1):
        return None
    return _point(year, month)


# What is time and no date ---------------------------------------------------------------------------------------------


def nothing(_row: Row, _match: re.Match[str]) -> str:
    return ""


def unless_scaled(row: Row, match: re.Match[str]) -> str | None:
    """Take "second half" for time, but not in "the first half million"."""
    after = match.end()
    return None if after < len(row.tokens) and row.tokens[after].has("scale", "currency") else ""


def glued_part(row: Row, match: re.Match[str]) -> str | None:
    """Take Q3 and 2H without a year for time."""
    (letter,) = set(match[0]) & _PARTS.keys()
    (number,) = row.pick("N", match)
    is_glued = row.tokens[match.start()].end == row.tokens[match.end() - 1].start
    return "" if is_glued and 1 <= number <= _MONTHS_A_YEAR // _PARTS[letter][0] else None


def clock(row: Row, match: re.Match[str]) -> str | None:
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
        is_end = end == _UP_TO or (end in _TO and after is not None and after.has("to:after_dat"))
        if not is_end or _case(row.tokens[match.end(1) - 1]) not in _FROM:
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
    (year, *_), months = row.pick("Y", match) or [0], row.pick("M", match)
    if kind == "month":
        return [_point(year, month) for month in months]
    if kind == "day":
        days = row.pick("N", match)
        return [_point(year, month, day) for month, day in zip(months * (len(days) // len(months)), days, strict=True)]
    (months_of_part, letter) = next(_PARTS[each] for each in match[0] if each in _PARTS)
    highest = _MONTHS_A_YEAR // months_of_part
    return [f"{year}-{letter}{number}" if number <= highest else "" for number in _numbers(row, match)]


def shared_forms() -> Iterator[tuple[str, Read]]:
    """Give the forms that all languages share: those in figures, and those of what is time and no date."""
    yield f"(?:D|d|N){UP_TO}D|D", whole(dotted)
    yield "Y-N-N(?:(?:/|~|t)Y-N-N)?|Y/N/N", whole(iso_days)
    yield "N/N/Y|N-N-Y", whole(slashed)
    yield "Y-N(?:-?[kK])?", whole(iso_month)
    yield "z(?:-?[kK])?", whole(month_in_figures)
    yield "Y-?[qh]N", whole(parts)
    yield r"x|k?Y/[YN](?:-?[kK])?|[YN]'?S|o?(?:[NV]|n{1,4})(?:-?s)?-?(?:k(?!Y)|m)|ga?-?[km]", whole(nothing)
    yield "N:N(?::N)?", whole(clock)
    yield "(?:o|R|N-?s)-?[qh]|o-?[km](?!Y)", whole(unless_scaled)
    yield "[qh]N|N[qh]", whole(glued_part)
