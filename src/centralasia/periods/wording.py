"""Periods as people write them, in words and figures: "Jan–Sep 2024", "9 мес. 2024", "III кв. 2024", "2024/25".

A text becomes a row of tokens, each with one letter for what it does in a period (see `lexicon`; Y is a year of four
digits, N a number of one or two). The row of letters, such as "M-MY", is looked up among the forms below, and each form
says how the years, months and numbers of the text, in their order, make a first and a last day. Nothing is guessed: a
text with two readings, or with a word more than a form has, is refused.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import final
from unicodedata import normalize

import attrs

from centralasia.errors import InvalidValueError, ParseError
from centralasia.periods.days import last_of_month, month_index, nth_day
from centralasia.periods.fiscal import DEFAULT_FISCAL_START, fiscal_year
from centralasia.periods.lexicon import Word, fold, lexicon
from centralasia.periods.periods import Period

__all__ = ["parse_wording"]

_FIGURES, _WORDS, _DASH, _MARK = range(1, 5)
_FURTHER = 2  # words of a phrase after its first
_EXPECTED = "a period such as '2024-09', 'Jan-Sep 2024', 'Q3 2024' or '9 мес. 2024'"
_MONTHS_A_YEAR = 12
_YEAR_DIGITS = 4
_VALUED = "YMNRon"
_PART_MONTHS = {"q": 3, "h": 6}
_PART_NAMES = {3: "quarter", 6: "half"}


def parse_wording(text: str, fiscal_start: int | None = None) -> Period:
    """Read a period written in words and figures, in any language of the lexicon.

    Args:
        text: The text.
        fiscal_start: The month in which a year written over two calendar years begins.

    Returns:
        The period.

    Raises:
        ParseError: The text has no known form, has two readings, or names what the calendar has not.

    Example:
        >>> parse_wording("қаңтар–қыркүйек 2024")
        period('2024-01/2024-09')
    """
    text = normalize("NFC", text)
    reading = _Reading(text, tuple(_tokens(text)), fiscal_start)
    shape = reading.shape
    for form, read in _forms():
        if form.fullmatch(shape):
            return _checked(reading, read)
    hint = "write the year with four digits" if "N" in shape and "Y" not in shape else ""
    raise ParseError(text, 0, _EXPECTED, hint)


@final
@attrs.frozen
class _Token:
    role: str
    value: int
    position: int


@final
@attrs.frozen
class _Reading:
    """A text, its tokens, and the month in which its fiscal year begins."""

    text: str
    tokens: tuple[_Token, ...]
    fiscal_start: int | None

    @property
    def shape(self) -> str:
        """The roles of all tokens."""
        return "".join(token.role for token in self.tokens)

    def values(self, roles: str) -> list[int]:
        """Give the values of the tokens that have one of these roles."""
        return [token.value for token in self.tokens if token.role in roles]

    def refusal(self, value: object, expected: str, hint: str = "") -> ParseError:
        """Make the error that points at the first token of this value."""
        position = next((token.position for token in self.tokens if token.value == value and token.role in _VALUED), 0)
        return ParseError(self.text, position, expected, hint)


def _tokens(text: str) -> Iterator[_Token]:
    """Give the tokens of a text; fillers and commas say nothing between two others and are left out there."""
    waiting: list[_Token] = []
    found = False
    for token in _all_tokens(text):
        if token.role in "w,":
            waiting.append(token)
            continue
        if not found:
            yield from (each for each in waiting if each.role == ",")
        waiting.clear()
        found = True
        yield token
    yield from waiting


def _all_tokens(text: str) -> Iterator[_Token]:
    token, position = _patterns().token, 0
    while position < len(text):
        match = token.match(text, position)
        if match is None:
            raise ParseError(text, position, _EXPECTED)
        end = match.end()
        if match.lastindex == _FIGURES:
            yield _figures(text, match)
        elif match.lastindex == _WORDS:
            word, end = _phrase(text, position, end)
            yield _Token(word.role, word.value, position)
        elif match.lastindex:
            yield _Token("-" if match.lastindex == _DASH else match[0], 0, position)
        position = end


def _phrase(text: str, start: int, end: int) -> tuple[Word, int]:
    """Find the longest phrase that begins at a place, or else the word there, and where it ends."""
    for last in reversed(list(_patterns().word.finditer(text, start, end))):
        found = lexicon().get(fold(text[start : last.end()]))
        if found is not None:
            return found, last.end()
    raise ParseError(text, start, _EXPECTED)


@final
@attrs.frozen
class _Patterns:
    """What a word looks like, and each kind of token: figures, words, a dash, a mark, or spaces between them."""

    word: re.Pattern[str]
    token: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    from centralasia.languages.folding import APOSTROPHES, DASHES  # noqa: PLC0415 - as in the lexicon

    letters = r"[^\W\d_]+"
    word = rf"{letters}(?:[{APOSTROPHES}]{letters})*\.?"
    words = rf"{word}(?:[\s_/]*{word}){{0,{_FURTHER}}}"
    token = rf"([0-9]+)|({words})|([{DASHES}])|([/.,])|[\s_]+"
    return _Patterns(re.compile(word), re.compile(token))


def _figures(text: str, match: re.Match[str]) -> _Token:
    digits = len(match[0])
    if digits == _YEAR_DIGITS:
        return _Token("Y", int(match[0]), match.start())
    if digits < _YEAR_DIGITS - 1:
        return _Token("N", int(match[0]), match.start())
    hint = "write year, month and day with hyphens between" if digits > _YEAR_DIGITS else ""
    raise ParseError(text, match.start(), "a year of four digits, or a number of one or two", hint)


def _checked(reading: _Reading, read: "_Reader") -> Period:
    try:
        first, last = read(reading)
    except InvalidValueError as error:
        raise reading.refusal(error.value, f"a {error.field} {error.expected}") from None
    if last < first:
        raise ParseError(reading.text, 0, "a range that does not run backwards", "write the year of both ends")
    return Period(first, last)


_Reader = Callable[[_Reading], tuple[date, date]]


def _month_span(years: list[int], first: int, last: int) -> tuple[date, date]:
    """Give the first day of a month of the first year, and the last day of a month of the last year."""
    return nth_day(years[0], first, 1), last_of_month(month_index(nth_day(years[-1], last, 1)))


def _years(reading: _Reading) -> tuple[date, date]:
    return _month_span(reading.values("Y"), 1, _MONTHS_A_YEAR)


def _months(reading: _Reading) -> tuple[date, date]:
    months = reading.values("MN")
    return _month_span(reading.values("Y"), months[0], months[-1])


def _dotted_months(reading: _Reading) -> tuple[date, date]:
    """Read months in figures after the year and a point: "2024.1" may be October, its zero lost in a spreadsheet."""
    (year, *_), numbers = reading.values("Y"), [token for token in reading.tokens if token.role == "N"]
    for number in numbers:
        if not reading.text[number.position + 1 : number.position + 2].isdigit():
            hint = f"write '{year:04}-{number.value:02}'"
            hint += f", or '{year:04}-10' if a spreadsheet dropped a zero" if number.value == 1 else ""
            raise ParseError(reading.text, number.position, "a month of two digits", hint)
    return _months(reading)


def _parts(reading: _Reading) -> tuple[date, date]:
    """Read quarters and halves, each end of a range with the length of its own."""
    lengths = [_PART_MONTHS[token.role] for token in reading.tokens if token.role in _PART_MONTHS]
    numbers = reading.values("NRo")
    for number, length in zip(numbers, (lengths[0], lengths[-1]), strict=False):  # of one part, the first length
        if not 1 <= number <= _MONTHS_A_YEAR // length:
            raise InvalidValueError(_PART_NAMES[length], number, f"from 1 to {_MONTHS_A_YEAR // length}")
    return _month_span(reading.values("Y"), (numbers[0] - 1) * lengths[0] + 1, numbers[-1] * lengths[-1])


def _first_months(reading: _Reading) -> tuple[date, date]:
    """Read the months from January on, counted together."""
    if reading.values("o") not in ([], [1]):
        raise ParseError(reading.text, 0, "months counted from January, such as 'first nine months of 2024'")
    return _month_span(reading.values("Y"), 1, reading.values("Nn")[0])


def _fiscal_year(reading: _Reading) -> tuple[date, date]:
    """Read a year written over two calendar years."""
    start = reading.fiscal_start
    year, following = reading.values("YN")
    month_hint = f"write '{year:04}-{following:02}' for a month"
    if following not in {year + 1, (year + 1) % 100}:
        hint = month_hint if 1 <= following <= _MONTHS_A_YEAR else "write two whole years for a longer span"
        raise reading.refusal(following, "the year after the first", hint)
    named = any(role in reading.shape for role in "fg")
    if start is None and not named and 1 <= following <= _MONTHS_A_YEAR:
        hint = f"{month_hint}, or pass fiscal_start= for a fiscal year"
        raise reading.refusal(following, "a fiscal year that cannot be taken for a month", hint)
    if start == 1:
        raise reading.refusal(following, "one calendar year, since fiscal_start is January")
    fiscal = fiscal_year(year, starts_month=start or DEFAULT_FISCAL_START)
    return fiscal.start, fiscal.end


def _named_fiscal_year(reading: _Reading) -> tuple[date, date]:
    """Read a fiscal year of one number: the calendar year, as everywhere in the region."""
    if reading.fiscal_start not in {None, 1}:
        (year,) = reading.values("Y")
        hint = f"write '{year - 1:04}/{year % 100:02}' or '{year:04}/{(year + 1) % 100:02}'"
        raise reading.refusal(year, "a fiscal year that says where it begins", hint)
    return _years(reading)


def _days(reading: _Reading) -> tuple[date, date]:
    return _day_span(reading.values("Y"), reading.values("M"), reading.values("N"))


def _day_month_figures(reading: _Reading) -> tuple[date, date]:
    numbers = reading.values("N")
    return _day_span(reading.values("Y"), numbers[1::2], numbers[::2])


def _month_day_figures(reading: _Reading) -> tuple[date, date]:
    numbers = reading.values("N")
    return _day_span(reading.values("Y"), numbers[::2], numbers[1::2])


def _slashed_figures(reading: _Reading) -> tuple[date, date]:
    """Read day and month in either order, where only one makes a date."""
    (year,), (one, two) = reading.values("Y"), reading.values("N")
    if one != two and max(one, two) <= _MONTHS_A_YEAR:
        hint = f"write '{year:04}-{two:02}-{one:02}' or '{year:04}-{one:02}-{two:02}'"
        raise ParseError(reading.text, 0, "a date whose day and month cannot change places", hint)
    return _month_day_figures(reading) if two > _MONTHS_A_YEAR >= one else _day_month_figures(reading)


def _day_span(years: list[int], months: list[int], days: list[int]) -> tuple[date, date]:
    return nth_day(years[0], months[0], days[0]), nth_day(years[-1], months[-1], days[-1])


@cache
def _forms() -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    """Give every form and its reader; no shape has two of them."""
    year = "(?:k?Y(?:-?s?k|-[km]k)?)"  # "2024 г.", "2024-nji ýyl", "2024-й год", "2024-м году"
    month = "m?Mm?"
    day = "N(?:-?s)?"
    ordinal = "(?:N(?:-?[skm])?|R|o)"  # "3", "3-й", "3-м", "III"
    named = "[qh]-?(?:N(?:-?s)?|R|o)"  # "Q3", "семоҳаи сеюми"
    part = f"(?:{named}|{ordinal}-?[qh](?:-?k)?)"
    sep = "[-/.]?"
    forms = {
        f"{year}|F?{year}-{year}": _years,
        f"{month}{sep}{year}|{year}{sep}{month}|N[./]{year}": _months,
        f"F?{month}-{month}{year}|{year}{month}-{month}": _months,
        rf"F?{month}{year}-{month}{year}|{year}{month}-{year}{month}|F?(?:N\.Y-N\.|N/Y-N/){year}": _months,
        r"Y\.N|F?Y\.N-Y\.N": _dotted_months,
        f"{day}{sep}{month}{sep}{year}|{month}{day}{year}|{year}{day}-?{month}|{year}{month}{day}": _days,
        f"F?{day}-{day}-?{month}{year}|{month}{day}-{day}{year}|{year}{day}-{day}-?{month}": _days,
        f"F?{day}{month}-{day}{month}{year}|{month}{day}-{month}{day}{year}|{year}{day}-?{month}-{day}-?{month}": _days,
        f"F?{day}{month}{year}-{day}{month}{year}|{month}{day}{year}-{month}{day}{year}": _days,
        rf"F?(?:N\.N\.{year}-)?N\.N\.{year}|F?N\.N-N\.N\.{year}": _day_month_figures,
        f"N/N/{year}": _slashed_figures,
        r"Y\.N\.N|Y/N/N": _month_day_figures,
        f"o?[Nn]m{year}|{year}o?[Nn]m": _first_months,
        f"{part}{sep}{year}|{year}{sep}{part}|F?{part}{sep}{year}-{part}{sep}{year}": _parts,
        f"{named}-(?:{named}|N|R|o){year}|{year}{named}-(?:{named}|N|R|o)": _parts,
        f"{ordinal}-{ordinal}-?[qh]{year}|{year}{ordinal}-{ordinal}-?[qh]": _parts,
        "[fg]k?Y/[NY]|Y/[NY][fg]k?|Y/N(?:-?k)?": _fiscal_year,
        f"fk?{year}|{year}fk?": _named_fiscal_year,
    }
    return tuple((re.compile(form), reader) for form, reader in forms.items())
