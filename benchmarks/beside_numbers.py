"""What stands right beside a number that a peer has read: its scale, currency, base and kind of percentage.

Most peers read a number and leave a scale such as "млрд" or a currency such as "so'm" lying next to it. The adapters
pick these up for them, so that the scores tell how numbers are read and not which words a peer was never told.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from benchmarks.scoring import Item

Span = tuple[int, int]

_THOUSAND, _MILLION, _BILLION, _TRILLION = (Decimal(10) ** power for power in (3, 6, 9, 12))
_SCALES = {
    _THOUSAND: r"k\b|thousand|тысяч\w*|тыс\.?|мың|миң|минг|ming|ҳазор|müň",
    _MILLION: r"m\b|mn\b|mln\b\.?|млн\b\.?|million\w*|миллион\w*",
    _BILLION: r"bn\b|bln\b|billion|mlrd\b\.?|млрд\b\.?|milliard\w*|миллиард\w*",
    _TRILLION: r"tn\b|trn\b|trln\b\.?|трлн\b\.?|trillion\w*|триллион\w*",
}
_CURRENCIES = {
    "USD": r"US\$|\$|USD|dollar\w*|доллар\w*(?: США| ИМА)?|долл\.?",
    "EUR": r"€|EUR|euro\w*|евро\w*|еуро\w*|yevro\w*|ýewro\w*",
    "KZT": r"₸|KZT|tenge\w*|те[нң]ге\w*",
    "TJS": r"TJS|somoni\w*|сомон\w*",
    "UZS": r"UZS|so[ʻ‘'’ʼ]m\w*|сўм\w*|сум(?:а|ов|ам|ы)?\b|so?ums?\b",
    "KGS": r"KGS|soms?\b|сом\w*",
    "TMT": r"TMT|manat\w*|манат\w*",
    "RUB": r"₽|RUB|rubl\w*|rou?bles?|рубл\w*|руб\.?",
    "CNY": r"CNY|RMB|yuan\w*|юан\w*",
    "GBP": r"£|GBP",
    "JPY": r"¥|JPY|yen\b",
}
_BASES = {
    "bbl": r"barrel|bbl|баррел\w*",
    "t": r"(?:metric )?ton(?:ne)?\b|t\b|тонн\w*",
    "kg": r"kg\b|kilo(?:gram)?\b|кг\b|килограмм\w*",
    "kWh": r"kWh|kilowatt-hour|кВт[·-]?ч",
    "m3": r"cubic met(?:re|er)|m3|m³|кубометр\w*|куб\. ?м",
    "L": r"lit(?:re|er)|литр\w*",
    "oz": r"(?:troy )?ounce|oz|унци\w*",
    "share": r"share|акци\w*",
} | _CURRENCIES
_PERCENTAGES = {
    "pp": r"(?:percentage )?points?\b|pp\b|п\. ?п\.|процентн\w* пункт\w*",
    "%GDP": r"(?:of )?GDP|ВВП|ЖІӨ\w*|ИДП\w*|YaIM\w*|ЯИМ\w*|ММД|JIÖ\w*|к ВВП",
    "%pa": r"(?:a|per) year|per annum|annually|p\.a\.|годовых|жылдық|жылдык|yillik|йиллик|солона|ýyllyk",
}
_COUNTRY = r"(?:(?:U\.?S\.?|АҚШ|АКШ|AQSh|ABŞ|Russian|российск\w+|рос|Rossiya|Chinese|Qytaý) )?"


def _named(table: dict[Any, str], lead: str) -> re.Pattern[str]:
    names = "|".join(f"(?P<_{at}>{pattern})" for at, pattern in enumerate(table.values()))
    return re.compile(f"{lead}(?:{names})", re.IGNORECASE)


_SCALE = _named(_SCALES, r"[\s-]*")
_CURRENCY = _named(_CURRENCIES, rf"[\s-]*{_COUNTRY}")
_CODE = re.compile(r"(US\$|[$€₸£¥₽]|\b(?:USD|EUR|KZT|KGS|UZS|TJS|TMT|RUB|CNY|RMB|GBP|JPY))\s*[-−]?\s*$")
_BASE = _named(_BASES, r"(?:\s+(?:per|an?|за)\s+|\s*/\s*)(?:1 )?")
_PERCENTAGE = _named(_PERCENTAGES, r"[\s-]*")


class Found(NamedTuple):
    """A name from a table, and where it ends."""

    name: Any
    end: int


def _after(text: str, end: int, *, names: re.Pattern[str], table: dict[Any, str]) -> Found | None:
    match = names.match(text, end)
    if match is None or match.lastgroup is None:
        return None
    return Found(list(table)[int(match.lastgroup[1:])], match.end())


def amount(text: str, span: Span, *, numbers: Mapping[str, Decimal], code: str | None = None) -> Item | None:
    """Make money or a rate of a number; None where no currency is beside it.

    Args:
        text: The whole text.
        span: Where the number begins and ends.
        numbers: What the peer read: `value`, or `low` and `high`.
        code: The currency, where the peer names it itself.
    """
    start, end = span
    scale = _after(text, end, names=_SCALE, table=_SCALES)
    if scale is not None:
        numbers = {field: number * scale.name for field, number in numbers.items()}
        end = scale.end
    before = _CODE.search(text, max(0, start - 6), start)
    after = None if before else _after(text, end, names=_CURRENCY, table=_CURRENCIES)
    if before is not None:
        start, code = before.start(), code or currency_of(before[1])
    elif after is not None:
        code, end = code or after.name, after.end
    if code is None:
        return None
    base = _after(text, end, names=_BASE, table=_BASES)
    if base is not None and base.name != code:
        return item(text, (start, base.end), kind="rate", unit=f"{code} per {base.name}", **numbers)
    return item(text, (start, end), kind="money", currency=code, **numbers)


def before_the_next(text: str) -> str:
    """Leave out a currency at the end of a piece of text: it belongs to the number after it."""
    return _CODE.sub("", text)


def percent(text: str, span: Span, **fields: Any) -> Item:  # noqa: ANN401 (numbers and texts)
    """Make a percentage, of the kind that the words after it say."""
    start, end = span
    kind = _after(text, end, names=_PERCENTAGE, table=_PERCENTAGES)
    unit, end = ("%", end) if kind is None else kind
    return item(text, (start, end), kind="percent", unit=unit, **fields)


def item(text: str, span: Span, **fields: Any) -> Item:  # noqa: ANN401 (numbers and texts)
    """Make an item; one with `low` is a range, and none has a hedge, since no peer reads these."""
    start, end = span
    qualifier = "range" if "low" in fields else "exact"
    return {**fields, "qualifier": qualifier, "surface": text[start:end], "start": start, "end": end}


def currency_of(name: str | None) -> str | None:
    """Give the code of a currency that a peer calls by a symbol, a word or a code."""
    if name is None:
        return None
    found = _after(name, 0, names=_CURRENCY, table=_CURRENCIES)
    return found.name if found else None
