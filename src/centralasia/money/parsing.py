"""Amounts as people write them: digits, a currency before or after, a sign or brackets, a word of scale."""

import re
from collections.abc import Iterator
from decimal import Decimal, DecimalException
from functools import lru_cache
from itertools import chain, product
from typing import Final, NoReturn, final

import attrs

from centralasia.errors import CurrencyMismatchError, InvalidValueError, ParseError, WrongTypeError
from centralasia.money.formatting import MAX_COMPACT_DIGITS, Style, writer
from centralasia.money.lexicons import Lexicon, lexicon, plain
from centralasia.numbers.exact import EXACT
from centralasia.numbers.rounding import UNBOUNDED
from centralasia.reference import Currency
from centralasia.reference import currency as find_currency_by_code

__all__ = ["parse_money"]

_LONGEST_SIDE: Final = 160  # characters beside the digits; the longest name in CLDR has fewer
_SPACES: Final = " \u00a0\u2007\u2009\u202f"
_MARKS: Final = "'.,\u2019\u02bc\u066b\u066c\u060c\u2e41"
# A mark before all digits is theirs after a space, a sign or "$" and its like; after a letter it ends a symbol, "Rs.".
_NUMBER: Final = re.compile(rf"(?:(?<![^{_SPACES}(+\-\u2212$€£¥₸₽₼₾₺])[.,\u066b])?\d+(?:[{_SPACES}{_MARKS}]\d+)*")
_EXPECTED: Final = "a currency code, symbol or name"
_CODE_LENGTH: Final = 3
_ONE: Final = Decimal(1)


@final
@attrs.frozen
class _Sides:
    """What the texts on both sides of the digits say together."""

    negative: bool
    currency: Currency | None
    power: int


def parse_money(
    text: str, locale: str | None = None, *, currency: Currency | None = None, style: Style | None = None
) -> tuple[Decimal, Currency]:
    r"""Read an amount with its currency.

    Args:
        text: The amount.
        locale: The locale, or None for what means one thing everywhere.
        currency: The currency it must be of, if that is known.
        style: The style it must have been printed in, if that is known.

    Raises:
        ParseError: The text is no amount, or not in this style.
        AmbiguousNumberError: The number has two readings.
        UnknownCodeError: No such currency, or no such locale.
        CurrencyMismatchError: The text is of another currency.

    Example:
        >>> parse_money("KZT 1,000,000")
        (Decimal('1000000'), currency('KZT'))
    """
    if not isinstance(text, str):
        raise WrongTypeError("text", text, "a text", "Money.of takes figures")
    words = lexicon(locale)
    number = _NUMBER.search(text)
    if number is None:
        raise ParseError(text, len(text) - len(text.lstrip()), "digits")
    sides = _beside(text, number, locale)
    if sides is None:
        # In some languages the name stands before the digits, and names of old money have years in them.
        *_, last = _NUMBER.finditer(text)
        sides = _beside(text, last, locale)
        if sides is None:
            _refuse(text, number, words)
        number = last
    amount = _amount(text, number, words, sides)
    found = _agreed(text, sides.currency, currency)
    if style is not None:
        _check_style(text, amount, found.code, locale=locale, style=style, power=sides.power)
    return amount, found


def _beside(text: str, number: re.Match[str], locale: str | None) -> _Sides | None:
    before, after = text[: number.start()], text[number.end() :]
    return None if max(len(before), len(after)) > _LONGEST_SIDE else _sides(locale, before, after)


@lru_cache(maxsize=4096)
def _sides(locale: str | None, before: str, after: str) -> _Sides | None:
    words = lexicon(locale)
    for negative, left_text, right_text in _signed(plain(before), plain(after)):
        readings = [
            (left, right)
            for left, right in product(words.meanings(left_text), words.meanings(right_text))
            if not (left.power and right.power)
            and (left.currency is None or right.currency is None or left.currency is right.currency)
        ]
        # A currency named once is likelier than one named twice, or not at all.
        readings.sort(key=lambda reading: sum(each.currency is not None for each in reading) != 1)
        for left, right in readings[:1]:
            return _Sides(negative, left.currency or right.currency, left.power or right.power)
    return None


def _signed(before: str, after: str) -> Iterator[tuple[bool, str, str]]:
    """Take the sign away: none, a pair of brackets, or one plus or minus at an end of either side."""
    yield False, before, after
    for opened in _without(before, "("):
        for closed in _without(after, ")"):
            yield True, opened, closed
    for sign in "-+":
        for rest in _without(before, sign):
            yield sign == "-", rest, after
    for rest in _without(after, "-"):
        yield True, before, rest


def _without(text: str, sign: str) -> Iterator[str]:
    if text.startswith(sign):
        yield text[1:].lstrip()
    if text.endswith(sign):
        yield text[:-1].rstrip()


def _amount(text: str, number: re.Match[str], words: Lexicon, sides: _Sides) -> Decimal:
    try:
        amount = words.numeral(number[0])
    except ParseError as error:  # which knows the numeral alone
        raise type(error)(text, number.start() + error.position, error.expected, error.hint) from None
    if sides.power:
        amount = _scaled(text, amount, sides.power)
    return amount.copy_negate() if sides.negative and amount else amount


def _scaled(text: str, amount: Decimal, power: int) -> Decimal:
    """Move the point, leaving no exponent where digits say the same."""
    try:
        amount = EXACT.scaleb(amount, power)
        return amount if int(amount.as_tuple().exponent) <= 0 else EXACT.quantize(amount, _ONE)
    except DecimalException:
        raise ParseError(text, 0, f"an amount below 10^{EXACT.Emax + 1}") from None


def _agreed(text: str, found: Currency | None, wanted: Currency | None) -> Currency:
    agreed = found or wanted
    if agreed is None:
        raise ParseError(text, len(text), _EXPECTED, "or name it with currency=")
    if wanted is not None and agreed is not wanted:
        raise CurrencyMismatchError(wanted.code, agreed.code)
    return agreed


def _check_style(text: str, amount: Decimal, code: str, *, locale: str | None, style: Style, power: int) -> None:
    if locale is None:
        raise InvalidValueError("locale", locale, "given where a style is")
    shown = min(_decimals(amount.scaleb(-power, UNBOUNDED)), MAX_COMPACT_DIGITS) if style == "compact" else 1
    write = writer(locale, code, style=style, digits=shown)
    printed = write(amount)
    # Some 120 tries: not of a megabyte of digits, which the compact style has to divide.
    alike = _rounding_to(amount, power - shown) if style == "compact" and len(text) <= _LONGEST_SIDE else ()
    if text != printed and all(text != write(each) for each in chain(_with_zeros(amount), alike)):
        shorter = min(len(text), len(printed))
        place = next((place for place in range(shorter) if text[place] != printed[place]), shorter)
        raise ParseError(text, place, f"{printed!r}, as printed in the style {style!r}")


def _decimals(amount: Decimal) -> int:
    return max(0, -int(amount.normalize(UNBOUNDED).as_tuple().exponent))


def _with_zeros(amount: Decimal) -> Iterator[Decimal]:
    """Give an amount with all zeros at its end that rules of plurals tell apart: 1 dollar, but 1.00 dollars."""
    places = _decimals(amount)
    for zeros in range(4):
        yield amount.quantize(_ONE.scaleb(-places - zeros, UNBOUNDED), context=UNBOUNDED)


def _rounding_to(amount: Decimal, unit: int) -> Iterator[Decimal]:
    """Give what may have been rounded to a multiple of 10^`unit`, by its last digits, which decide on the plural."""
    for digits in (1, 2):
        for count in range(-(10**digits) // 2, 10**digits // 2 + 1):
            yield EXACT.add(amount, Decimal(count).scaleb(unit - digits, UNBOUNDED))


def _refuse(text: str, number: re.Match[str], words: Lexicon) -> NoReturn:
    """Say which side cannot be read, and from where."""
    for side, offset in ((text[: number.start()], 0), (text[number.end() :], number.end())):
        word = plain(side[: _LONGEST_SIDE + 1]).strip("+-() ")
        if len(side) <= _LONGEST_SIDE and words.meanings(word):
            continue
        if len(word) == _CODE_LENGTH and word.isascii() and word.isupper():
            find_currency_by_code(word)  # raises, and knows the near misses
        raise ParseError(text, offset + len(side) - len(side.lstrip()), _EXPECTED)
    raise ParseError(text, number.end(), "one sign, one currency and one word of scale at most")
