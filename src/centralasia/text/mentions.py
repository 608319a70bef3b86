"""`Mention`: a figure in a text, what it says and where it stands; and finding all of them."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, final

import attrs

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.grammar.currencies import money_senses, named_in
from centralasia.grammar.figures import Figure
from centralasia.grammar.tokens import WORD, Token, tokenize
from centralasia.languages import Lexicon, as_language, lexicon, split_by_language
from centralasia.money import Amount, Money, MoneyEstimate
from centralasia.numbers import Estimate, Qualifier
from centralasia.periods import Period, period
from centralasia.quantities import Quantity, UnitPrice, find_unit
from centralasia.rates import ExchangeRate, RateKind
from centralasia.reference import currencies, currency
from centralasia.text.reading import COUNT, Found, read

__all__ = ["Mention", "find_mentions"]

_QUALIFIERS: Final = {"nearly": Qualifier.APPROX}
_FOLLOWING: Final = re.compile(r"[,;:)/]|(?!\s*\n\s*\n)\s+([^\W\d_])").match
_WORD: Final = re.compile(r"[^\W\d_]+")
_DATE: Final = "date_period"
_AROUND: Final = 40  # tokens in which a country is looked for that decides between shared names
_OWN_UNITS: Final = {"c/ha": "centner/ha", "t/y": "t/year", "c": "centner", "oz": "oz t"}


@final
@attrs.frozen(kw_only=True)
class Mention:
    """A figure that a text mentions.

    Attributes:
        kind: money, rate, percent, ratio, multiple, quantity, date_period, or count where it was asked for.
        value: The figure, its scale multiplied out; None for a range or a date. A ratio without end, such as a third,
            has four digits here; `estimate` keeps it as it is.
        low, high: The ends of a range; both belong to it.
        currency: The ISO 4217 code of an amount of money.
        unit: The unit of anything else: ``%``, ``%GDP``, ``t``, ``KZT per USD``; None where there is none.
        when: The date or period as in SDMX, but ``2024-H1`` for a half-year and ``XXXX`` for a year that is not stated.
            "Mid-2024", "late 2024" and seasons of a year give the year, which is all that is sure.
        surface: What is written, from `start` to `end` of the text.
        start, end: The place.
        language: The language it was read in.
        candidates: The currencies that the name can mean here, where there are several.

    Example:
        >>> (mention,) = find_mentions("Уступка составила более 14,5 млрд долларов.", "ru")
        >>> print(mention.money, mention.surface, sep=" | ")
        over 14500000000 USD | более 14,5 млрд долларов
    """

    kind: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    currency: str | None = None
    unit: str | None = None
    when: str = ""
    surface: str
    start: int
    end: int
    language: str
    candidates: tuple[str, ...] = ()
    _hedge: str = "exact"
    _fraction: Fraction | None = None

    @property
    def qualifier(self) -> Qualifier:
        """What the hedge makes of the figure.

        exact, approx, over, under, at_least, at_most; or range, where two ends are given.
        """
        return _QUALIFIERS.get(self._hedge) or Qualifier(self._hedge)

    @property
    def estimate(self) -> Estimate | None:
        """The figure with its hedge; None for a date."""
        if self.low is not None and self.high is not None:
            return Estimate.between(self.low, self.high)
        if self.value is None:
            return None
        if self._fraction is not None and self._hedge == "exact" and Fraction(self.value) != self._fraction:
            return Estimate.spanning(self._fraction, self._fraction, best=self._fraction)
        return _estimate(self.value, self._hedge)

    @property
    def money(self) -> Amount | None:
        """The amount: Money where it is exact, else an estimate of it; None if it is no amount of money."""
        if self.kind != "money" or self.currency is None:
            return None
        if self.value is not None and self._hedge == "exact":
            return Money.of(self.value, self.currency)
        estimate = self.estimate
        return None if estimate is None else MoneyEstimate.of(estimate, self.currency)

    @property
    def quantity(self) -> Quantity | None:
        """The quantity; None if it is none, or of something that has no unit, such as shares."""
        if self.kind != "quantity" or self.unit is None or self.estimate is None:
            return None
        unit = find_unit(_OWN_UNITS.get(self.unit, self.unit))
        return None if unit is None else Quantity.of(self.estimate, unit)

    @property
    def price(self) -> UnitPrice | None:
        """The price of a unit; None if it is none, or of a currency or a share. An ounce is a troy ounce."""
        if self.kind != "rate" or self.unit is None or self.estimate is None:
            return None
        quote, _, base = self.unit.partition(" per ")
        unit = None if base in currencies() else find_unit(_OWN_UNITS.get(base, base))
        return None if unit is None else UnitPrice.of(MoneyEstimate.of(self.estimate, quote), per=unit)

    @property
    def period(self) -> Period | None:
        """The period; None if it is no date, or its year is not stated."""
        if not self.when or self.when.startswith("X"):
            return None
        return period(self.when.replace("-H", "-S"))

    def exchange_rate(self, *, on: date | str, source: str, kind: RateKind | str = RateKind.MARKET) -> ExchangeRate:
        """Give the rate that it states.

        Args:
            on: The day of the rate, which a figure does not say.
            source: Who states it.
            kind: What kind of rate it is.

        Raises:
            InvalidValueError: This is no rate of two currencies, or a range.
        """
        quote, _, base = (self.unit or "").partition(" per ")
        if self.kind != "rate" or base not in currencies() or self.value is None:
            raise InvalidValueError("mention", self.surface, "one rate of two currencies")
        return ExchangeRate(
            base=currency(base), quote=currency(quote), value=self.value, on=on, source=source, kind=kind
        )

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain values for JSON: figures and dates as text.

        A range has `low`, `high`, `low_inclusive` and `high_inclusive`, everything else `value`: that of a date is what
        `when` says. Money has a `currency`, everything else a `unit`.

        Example:
            >>> find_mentions("12-15% of GDP", "en")[0].to_dict()["low"]
            '12'
        """
        found: dict[str, Any] = {"kind": self.kind}
        if self.low is not None and self.high is not None:
            found |= {"low": f"{self.low:f}", "high": f"{self.high:f}"}
            found |= {"low_inclusive": True, "high_inclusive": True}
        else:
            found["value"] = self.when if self.value is None else f"{self.value:f}"
        if self.kind == "money":
            found["currency"] = self.currency
        else:
            found["unit"] = self.unit
        found |= {"qualifier": str(self.qualifier), "surface": self.surface, "start": self.start, "end": self.end}
        return found


_ESTIMATES: Final[Mapping[str, Callable[[Decimal], Estimate]]] = {
    "exact": Estimate.exactly,
    "over": Estimate.over,
    "under": Estimate.under,
    "at_least": Estimate.at_least,
    "at_most": Estimate.at_most,
}


def _estimate(value: Decimal, hedge: str) -> Estimate:
    if hedge in _ESTIMATES:
        return _ESTIMATES[hedge](value)
    within = None if value else 1  # around nothing, a tenth is nothing
    return Estimate.nearly(value, within=within) if hedge == "nearly" else Estimate.about(value, within=within)


def find_mentions(text: str, lang: str | None = None, *, counts: bool = False) -> list[Mention]:
    """Find the figures that a text mentions.

    Read are amounts of money, exchange rates and prices, percentages, ratios, multiples, quantities, and dates and
    periods, in English, Russian, Kazakh, Kyrgyz, Uzbek (Latin and Cyrillic), Tajik and Turkmen, with their hedges.
    A number that has two readings in its language is left out, not guessed.

    Args:
        text: The text.
        lang: Its language: en, ru, kk, ky, uz-Latn, uz-Cyrl, tg or tk; None to find out, sentence by sentence.
        counts: Whether to give counts of other things as well, "more than a thousand trees", with the kind ``count``
            and the noun as their unit: numbers with a word of scale only.

    Returns:
        The mentions in order, none overlapping.

    Raises:
        UnknownCodeError: No language that is read.
        WrongTypeError: No text.

    Example:
        >>> [mention.unit for mention in find_mentions("Экспорт вырос в 5,5 раза, до 1,4 млн тонн")]
        [None, 't']
    """
    if not isinstance(text, str):
        raise WrongTypeError("text", text, "text")
    if lang is not None:
        return _found_in(text, lexicon(as_language(lang)), 0, counts=counts)
    return [
        mention
        for start, end, tag in split_by_language(text)
        for mention in _found_in(text[start:end], lexicon(_told(text[start:end], tag)), start, counts=counts)
    ]


def _told(text: str, tag: str) -> str:
    """Give the language of a text: English where only money is named, for "1,250 tenge" tells no more than "1,250"."""
    return "en" if all(money_senses("en", word[0]) for word in _WORD.finditer(text)) else tag


def _found_in(text: str, words: Lexicon, offset: int, *, counts: bool) -> list[Mention]:
    tokens, found = read(tokenize(text, words), words.tag, counts=counts)
    return [_mention(text, tokens, each, offset=offset, tag=words.tag) for each in found]


def _mention(text: str, tokens: list[Token], found: Found, *, offset: int, tag: str) -> Mention:
    start, end = tokens[found.first].start, _end(text, tokens[found.last])
    place: dict[str, Any] = {
        "surface": text[start:end],
        "start": start + offset,
        "end": end + offset,
        "language": tag,
    }
    figure = found.figure
    if figure is None:
        return Mention(kind=_DATE, when=found.date, **place)
    facts: dict[str, Any] = {}
    if figure.high is not None:
        facts |= {
            "low": _plain(figure.value, figure.power),
            "high": _plain(figure.high, figure.power),
            "hedge": "range",
        }
    else:
        facts |= {
            "value": _plain(figure.value, figure.power),
            "hedge": figure.hedge or "exact",
            "fraction": figure.exact,
        }
    if figure.kind == "money":
        code, facts["candidates"] = _currency(text, tokens, figure)
        facts["currency"] = code
    elif figure.kind == COUNT:
        facts["unit"] = text[tokens[found.last].start : tokens[found.last].end]
    else:
        facts["unit"] = figure.unit
    return Mention(kind=figure.kind, **facts, **place)


def _currency(text: str, tokens: list[Token], figure: Figure) -> tuple[str | None, tuple[str, ...]]:
    if figure.money < 0 or figure.unit is None:
        return figure.unit, ()
    token = tokens[figure.money]
    return named_in(text[token.start : token.end], figure.unit, _countries(tokens, figure))


def _countries(tokens: list[Token], figure: Figure) -> list[str]:
    """Name the countries in the sentence of a figure, else those in the words before it."""
    around = tokens[max(0, figure.first - _AROUND) : figure.last + _AROUND]
    named = [(token, code) for token in around if (code := token.value_of("country"))]
    sentence = tokens[figure.first].sentence
    own = [code for token, code in named if token.sentence == sentence]
    return own or [code for token, code in named if token.sentence < sentence]


def _end(text: str, token: Token) -> int:
    """Give the end of a figure: the point of an abbreviation belongs to it where it does not end the sentence."""
    if token.dot and token.kind == WORD and token.senses:
        following = _FOLLOWING(text, token.end + 1)
        if following and not (following[1] or "").isupper():
            return token.end + 1
    return token.end


def _plain(value: Decimal, power: int) -> Decimal:
    """Give a figure without an exponent, without a sign of zero, and without zeros that only its scale has made."""
    if power and value == value.to_integral_value():
        value = Decimal(int(value))
    return Decimal(f"{value:f}") if value else Decimal(0)
