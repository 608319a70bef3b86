"""One line of a ticker: ``• 100 KZT/USD = 0.194 -0.28%``, read strictly or refused with the place."""

import re
from decimal import Decimal
from typing import Final, final

import attrs

from centralasia.errors import InvalidValueError, ParseError, UnknownCodeError
from centralasia.numbers import parse_number
from centralasia.reference import Currency, currency

__all__ = ["Quotation", "change_of", "figures_of", "locale_of", "looks_like_a_quotation", "parted", "read_quotation"]

_LONGEST: Final = 200  # characters of a line; the longest that makes sense has sixty
_LONGEST_LOOSE: Final = 60  # characters of a line that is known by its bullet alone: longer ones are prose
_BULLET: Final = r"[•·∙*●▪◦‣–—-]"
_PAIR: Final = re.compile(
    rf"(?P<bullet>{_BULLET}\s*)?(?:(?P<nominal>[0-9]{{1,9}})\s+)?"
    r"(?P<base>[^\W\d_]{2,8})\s*/\s*(?P<quote>[^\W\d_]{2,8})(?!\w)"
)
_LOOSE: Final = re.compile(rf"{_BULLET}.*(?:[=/]|\d[.,]\d)")
_PRICED: Final = re.compile(r"[^\W\d_]{2,8}\s*/\s*[^\W\d_]{2,8}\s*=")
_NEXT: Final = rf"(?:[0-9]{{1,9}}\s+)?{_PRICED.pattern}"
# What parts quotations on one line: a bar, a semicolon, a bullet; before the next pair also a comma, a dash, or the
# blank after a percent sign, as before a day at the end of the line. Any other blank parts nothing: a figure before a
# pair may be its nominal.
_PARTING: Final = re.compile(
    rf"[|;]|(?=[•·∙●▪◦‣])|,\s+(?={_NEXT})|(?<=\s)(?=[*–—-]\s+{_NEXT})|(?<=[%٪％)])\s+(?={_NEXT})"
    r"|(?<=[%٪％)])\s+(?=[^=%|;•]{0,40}\b(?:19|20)\d\d\b[^=%|;•]{0,20}$)"
)
_EQUALS: Final = re.compile(r"\s*=\s*")
_FIGURE: Final = re.compile(r"\d[\d.,]*")
_EXPONENT: Final = re.compile(r"[eE]")
_LETTERS: Final = 3  # of a code

# Without a percent sign only what has a sign or an arrow is a change: "0.00 194" is a figure torn apart. Blanks inside
# are single, so that reading stays linear.
_ARROW: Final = "[▲△▴▼▽▾↑↓⬆⬇]"
_SIGN: Final = "[+\u2212\u2013-]"
_PERCENT: Final = "[%٪％]"
_NUMBER: Final = r"\d[\d.,]*"
_CHANGE: Final = re.compile(
    rf"(?<=\s)(?P<change>\(?{_ARROW}?\s?{_SIGN}?\s?{_NUMBER}\s?{_PERCENT}\s?{_ARROW}?\)?"
    rf"|\(?(?:{_ARROW}\s?{_SIGN}?|{_SIGN})\s?{_NUMBER}\)?"
    rf"|{_ARROW}|[\u2013\u2014-])$"
)
_DOWNWARDS: Final = re.compile("[\u2212\u2013▼▽▾↓⬇-]")
_UNDECIDED: Final = "und"
_WITHOUT_PRICE: Final = frozenset({"XTS", "XXX"})  # ISO 4217's codes for tests and for "no currency"


@final
@attrs.frozen
class Quotation:
    """What a line says.

    Units:
        `value` is the amount of `quote` for `nominal` units of `base`; `change` is as printed.
    """

    base: Currency
    quote: Currency
    nominal: int
    value: Decimal
    change: str | None


def looks_like_a_quotation(line: str, *, loosely: bool = False) -> bool:
    """Say whether a line, blanks around it cut, is one of a ticker, be it garbled.

    Args:
        line: The line.
        loosely: Take a bullet and a figure for enough, as right after a line of the ticker.
    """
    pair = _PAIR.match(line)
    if pair is not None:
        codes = pair["base"] + pair["quote"]
        written_as_codes = codes.isupper() and (pair["bullet"] is not None or len(codes) == 2 * _LETTERS)
        return written_as_codes or "=" in line[:_LONGEST_LOOSE]
    return loosely and len(line) <= _LONGEST_LOOSE and _LOOSE.match(line) is not None


def parted(line: str) -> list[str]:
    """Give the quotations of a line that holds several, each with its bullet; any other line as it is.

    Example:
        >>> parted("• KGS/USD = 0.01144 0% • KZT/USD = 0.00194 -0% | 9 May 2031")
        ['• KGS/USD = 0.01144 0%', '• KZT/USD = 0.00194 -0%', '9 May 2031']
        >>> parted("9 May 2031 | 14:30")
        ['9 May 2031 | 14:30']
    """
    pairs = _PRICED.finditer(line)
    if next(pairs, None) is None or next(pairs, None) is None:
        return [line]
    return [text for part in _PARTING.split(line) if (text := part.strip())]


def figures_of(line: str) -> list[str]:
    """Give the figures of a line, as they stand."""
    return [figure.rstrip(".,") for figure in _FIGURE.findall(line[:_LONGEST])]


def locale_of(figures: list[str]) -> str:
    """Tell how a column of figures is to be read, by those that have one reading only.

    Args:
        figures: The figures.

    Returns:
        A locale with a decimal point or with a decimal comma; the undetermined one where neither is seen, or both.

    Example:
        >>> locale_of(["0.01144", "515.464"]), locale_of(["515,464"]), locale_of(["0,28", "515,464"])
        ('en', 'und', 'ru')
    """
    marks = set()
    for figure in figures:
        mark = max(".,", key=figure.rfind)
        if figure.count(mark) != 1:
            continue
        try:
            parse_number(figure, _UNDECIDED)
        except ParseError:
            continue
        marks.add(mark)
    return {".": "en", ",": "ru"}[marks.pop()] if len(marks) == 1 else _UNDECIDED


def read_quotation(line: str, locale: str) -> Quotation:
    """Read a line whose outer blanks are cut.

    Args:
        line: The line.
        locale: How its figures are written.

    Raises:
        ParseError: The line is garbled; `position` is the first character that does not fit.
        UnknownCodeError: There is no such currency, in large letters or small; near misses are suggested.
        InvalidValueError: A figure or a nominal that is not greater than zero, or twice the same currency.

    Example:
        >>> read_quotation("• 100 KZT/USD = 0.194 -0.28%", "en")
        Quotation(base=currency('KZT'), quote=currency('USD'), nominal=100, value=Decimal('0.194'), change='-0.28%')
        >>> read_quotation("• KGS/USD = 0.0l131 0%", "en")
        Traceback (most recent call last):
            ...
        centralasia.errors.ParseError: expected the end of the numeral at position 15 of '• KGS/USD = 0.0l131 0%'
    """
    if len(line) > _LONGEST:
        raise ParseError(line[: _LONGEST + 1], _LONGEST, f"a line of at most {_LONGEST} characters")
    pair = _PAIR.match(line)
    if pair is None:
        raise ParseError(line, 0, "a pair of currencies, such as KZT/USD,")
    base, quote, nominal = _priced(pair["base"]), _priced(pair["quote"]), int(pair["nominal"] or 1)
    if nominal == 0:
        raise InvalidValueError("nominal", pair["nominal"], "at least 1")
    if base is quote:
        raise InvalidValueError("quote", quote.code, "another currency than the base")
    equals = _EQUALS.match(line, pair.end())
    if equals is None:
        raise ParseError(line, pair.end(), "'=' after the pair")
    change = _CHANGE.search(line, equals.end() + 1)  # what stands first is the figure, be it negative
    value = _value(line, equals.end(), len(line) if change is None else change.start(), locale)
    return Quotation(base, quote, nominal, value, None if change is None else change["change"])


def _priced(printed: str) -> Currency:
    code = printed.upper() if printed.isascii() else printed
    if code in _WITHOUT_PRICE:
        raise UnknownCodeError(code, "currencies that have a price")
    return currency(code)


def _value(line: str, start: int, end: int, locale: str) -> Decimal:
    text = line[start:end].rstrip()
    exponent = _EXPONENT.search(text)
    if exponent is not None:
        raise ParseError(line, start + exponent.start(), "a figure without an exponent")
    try:
        value = parse_number(text, locale)
    except ParseError as error:
        raise type(error)(line, start + error.position, error.expected, error.hint) from None
    if value <= 0:
        raise InvalidValueError("value", text, "greater than zero")
    return value


def change_of(change: str, locale: str) -> tuple[Decimal, bool] | None:
    """Read a change as printed.

    Args:
        change: What the column shows.
        locale: How its figures are written.

    Returns:
        The change with its sign, and whether it is in percent; None where there is no figure that can be read.

    Units:
        Percent of the quote before, or units of the quote.

    Example:
        >>> change_of("▼ 0.28%", "en"), change_of("+0,5", "ru"), change_of("▲", "en")
        ((Decimal('-0.28'), True), (Decimal('0.5'), False), None)
    """
    number = re.search(_NUMBER, change)
    if number is None:
        return None
    try:
        size = parse_number(number[0], locale)
    except ParseError:
        return None
    downwards = _DOWNWARDS.search(change) is not None
    return size.copy_negate() if downwards else size, re.search(_PERCENT, change) is not None
