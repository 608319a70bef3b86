"""Reading numerals as people write them: groups, decimal marks, signs and digits of the region; ambiguity is refused.

What has two readings, such as a lone "1,234", is decided by the declared locale or refused, never guessed. Reading
takes time linear in the length of the text.
"""

import re
from decimal import Decimal, DecimalException
from functools import lru_cache

from centralasia.errors import AmbiguousNumberError, ParseError, WrongTypeError
from centralasia.numbers.exact import EXACT, MAX_DIGITS
from centralasia.numbers.marks import Marks, marks

__all__ = ["parse_number", "parse_strict"]

_ARABIC_DECIMAL = "\u066b"
_ARABIC_GROUP = "\u066c"
_MAY_BE_DECIMAL = (".", ",", _ARABIC_DECIMAL)
_GROUP = 3  # digits
_ZEROS = "0\u0660\u06f0\uff10"  # of ASCII, Arabic-Indic, Persian and full-width digits
_DIGITS = [re.compile(f"[{zero}-{chr(ord(zero) + 9)}]") for zero in _ZEROS]
_FRACTIONS = {"½": "5", "¼": "25", "¾": "75", "⅕": "2", "⅖": "4", "⅗": "6", "⅘": "8", "⅒": "1"} | {
    "⅛": "125",
    "⅜": "375",
    "⅝": "625",
    "⅞": "875",
}

# Each kind becomes one character in the place of one, so that places in the plain text are those in the original.
_PLAIN = str.maketrans(
    {chr(ord(zero) + digit): str(digit) for zero in _ZEROS for digit in range(10)}
    | dict.fromkeys("\u00a0\u2007\u2009\u202f", " ")
    | dict.fromkeys("\u2019\u02bc", "'")
    | dict.fromkeys("\u2212\u2013", "-")
)
_MARK = re.compile(f"[ '.,{_ARABIC_DECIMAL}{_ARABIC_GROUP}]")
_NUMERAL = re.compile(
    rf"(?P<before>\(|[+-] ?)?"
    rf"(?P<digits>[0-9 '.,{_ARABIC_DECIMAL}{_ARABIC_GROUP}]*)"
    rf"(?:(?P<fraction>[{''.join(_FRACTIONS)}])|[eE](?P<exponent>[+-]?[0-9]+))?"
    rf"(?P<after>[)-])?"
)


def parse_number(text: str, locale: str) -> Decimal:
    """Read a numeral as written, in the conventions of a locale.

    Spaces (plain, no-break, narrow, thin, figure) and apostrophes part groups of three digits; so do a point or a
    comma where the other one is the decimal mark, or where it occurs several times. A lone mark before exactly three
    digits is read as the locale says and refused where it says nothing: in Russian a comma is decimal and a point is
    ambiguous.

    Read as well: Arabic-Indic, Persian and full-width digits with their marks, one script at a time; a minus before or
    after; accounting brackets; exponents; and single fractions such as ½ that are finite decimals.

    Args:
        text: The numeral alone, without a unit; blanks around it do not matter.
        locale: ``ru``, ``kk_KZ``, ``uz-Cyrl`` and so on; ``und`` where the language is not known.

    Raises:
        AmbiguousNumberError: There are two readings and the locale does not decide.
        ParseError: This is no numeral, or too large; `position` is the first character that does not fit.
        UnknownCodeError: No such locale.
        WrongTypeError: The text or the locale is not text.

    Example:
        >>> parse_number("1 234,5", locale="ru"), parse_number("(640.25)", locale="en")
        (Decimal('1234.5'), Decimal('-640.25'))
        >>> parse_number("۱٬۲۳۴٫۵", locale="fa")
        Decimal('1234.5')
        >>> parse_number("1.234", locale="ru")
        Traceback (most recent call last):
        centralasia.errors.AmbiguousNumberError: expected a mark with one meaning at position 1 of '1.234'; ...
    """
    if not isinstance(text, str):
        raise WrongTypeError("text", text, "text", "figures that are no text are exact already")
    convention = marks(locale)
    plain = text.rstrip() if text.isascii() else text.rstrip().translate(_PLAIN)
    numeral = next(_NUMERAL.finditer(plain, len(text) - len(text.lstrip())))
    _check_frame(text, numeral, len(plain))
    before, digits, fraction, exponent, after = numeral.groups()
    whole, decimals = _split(text, digits, numeral.start("digits"), convention)
    if fraction:
        if decimals is not None:
            raise ParseError(text, numeral.start("fraction"), "digits after the decimal mark")
        decimals = _FRACTIONS[fraction]
    if not (whole or decimals):
        raise ParseError(text, numeral.end("digits"), "a digit")
    sign = "-" if after or before not in {None, "+", "+ "} else ""
    try:
        return EXACT.create_decimal(f"{sign}{whole}.{decimals or ''}E{exponent or 0}")
    except DecimalException:
        expected = f"a figure below 10^{EXACT.Emax + 1} and of at most {MAX_DIGITS:,} digits"
        raise ParseError(text, numeral.start("digits"), expected) from None


def _check_frame(text: str, numeral: re.Match[str], end: int) -> None:
    """Refuse what is not covered by the shape of a numeral, two signs, and half a pair of brackets."""
    before, after = numeral["before"], numeral["after"]
    if not (numeral["digits"] or numeral["fraction"]):
        raise ParseError(text, numeral.start("digits"), "a digit")
    if numeral.end() != end:
        raise ParseError(text, numeral.end(), "the end of the numeral")
    if before == "(" and not after:
        raise ParseError(text, end, "a closing bracket")
    if after and (before, after) not in {("(", ")"), (None, "-")}:
        raise ParseError(text, numeral.start("after"), "one sign, or one pair of brackets")
    if not text.isascii():
        firsts = sorted(first.start() for digits in _DIGITS if (first := digits.search(text)))
        if len(firsts) > 1:
            raise ParseError(text, firsts[1], "digits of one script")


def _split(text: str, digits: str, offset: int, convention: Marks) -> tuple[str, str | None]:
    """Part digits with marks into those before the decimal mark, ungrouped, and those after it, if there is one."""
    kinds = list(dict.fromkeys(_MARK.findall(digits)))
    if not kinds:
        return digits, None
    place = _decimal_place(text, digits, offset, kinds, convention)
    whole, decimals = (digits, None) if place is None else (digits[:place], digits[place + 1 :])
    if kinds[0] in whole:
        groups = whole.split(kinds[0])
        if not (convention.lakh and kinds[0] == "," and _are_lakh(groups)):
            _check_groups(text, groups, offset)
        whole = "".join(groups)
    if place is not None and (stray := _MARK.search(digits, place + 1)):
        raise ParseError(text, offset + stray.start(), "a digit")
    return whole, decimals


def _decimal_place(text: str, digits: str, offset: int, kinds: list[str], convention: Marks) -> int | None:
    """Find the decimal mark: of two kinds the second, of one kind what the rules and the locale make of it."""
    mark = kinds[0]
    if len(kinds) > 1:
        place = digits.index(kinds[1])
        if mark == _ARABIC_DECIMAL or kinds[1] not in _MAY_BE_DECIMAL:
            raise ParseError(text, offset + place, "groups parted by one mark, then a decimal mark")
        return place
    place = digits.index(mark)
    if mark == _ARABIC_DECIMAL:
        return place
    if mark not in _MAY_BE_DECIMAL or digits.count(mark) > 1:
        return None
    has_two_readings = len(digits) - place - 1 == _GROUP and 1 <= place <= _GROUP and digits[0] != "0"
    if not has_two_readings or mark == convention.decimal:
        return place
    if mark == convention.group:
        return None
    readings = (
        f"it is {digits.replace(mark, '')} if the mark parts groups, {digits.replace(mark, '.')} if it is decimal"
    )
    raise AmbiguousNumberError(text, offset + place, "a mark with one meaning", readings)


def _are_lakh(groups: list[str]) -> bool:
    """Tell whether groups are those of South Asia: two digits each, three in the last."""
    first, *middle, last = map(len, groups)
    return first in (1, 2) and set(middle) <= {2} and last == _GROUP


def _check_groups(text: str, groups: list[str], offset: int) -> None:
    """Refuse groups other than of three digits, after a first of one to three."""
    for index, group in enumerate(groups):
        size = len(group)
        if size != _GROUP and (index or not 1 <= size <= _GROUP):
            raise ParseError(text, offset + (min(size, _GROUP) if index else size), "groups of three digits")
        offset += size + 1


def parse_strict(text: str, *, decimal: str, group: str, sizes: tuple[int, int] = (3, 3)) -> Decimal:
    """Read an unsigned numeral in exactly one convention: the inverse of writing it, and nothing else.

    Args:
        text: ASCII digits with these marks; groups are all there or all left out.
        decimal: The decimal mark.
        group: What parts groups.
        sizes: The digits of the last group and of those before it, as in a CLDR pattern: (3, 2) for lakh.

    Raises:
        ParseError: The text is written otherwise, or too large.

    Example:
        >>> parse_strict("1\u00a0234,50", decimal=",", group="\u00a0")
        Decimal('1234.50')
    """
    if _strict(decimal, group, *sizes).fullmatch(text) is None:
        raise ParseError(text, 0, f"digits with {decimal!r} before decimals and {group!r} between groups")
    try:
        return EXACT.create_decimal(text.replace(group, "").replace(decimal, "."))
    except DecimalException:
        raise ParseError(text, 0, f"a figure of at most {MAX_DIGITS:,} digits") from None


@lru_cache(maxsize=256)
def _strict(decimal: str, group: str, last: int, others: int) -> re.Pattern[str]:
    decimal, group = re.escape(decimal), re.escape(group)
    grouped = rf"[0-9]{{1,{others}}}(?:{group}[0-9]{{{others}}})*{group}[0-9]{{{last}}}"
    return re.compile(rf"(?:{grouped}|[0-9]+)(?:{decimal}[0-9]+)?")
