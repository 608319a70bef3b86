"""Peers that read figures from text, each behind an adapter that gives items as this library does.

The adapters are kind: what a peer reads but we do not count (bare numbers, durations, weekdays, relative words) is
dropped and not held against it, and a scale, currency or base beside its number is picked up for it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, final

import attrs

from benchmarks.beside_numbers import amount, before_the_next, currency_of, item, percent
from benchmarks.scoring import Item

Finder = Callable[[str, str], Sequence[Item]]

_CYRILLIC = ("ru", "kk", "ky", "uz-Cyrl", "tg")
_ALL = ("en", "uz-Latn", "tk", *_CYRILLIC)
_NUMBER = re.compile(r"(?:(?<![\w.,])|(?<=\b[A-Z]{3}))\d(?:[\d.,'’]|[ \u00a0\u2009\u202f](?=\d{3}(?!\d)))*(?<![.,])")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@final
@attrs.frozen(kw_only=True)
class Peer:
    """A library beside ours: the module it is imported as, the languages it is asked in, and its adapter.

    `part` is how many characters it is timed on; those that take their time get fewer.
    """

    name: str
    module: str
    find: Finder
    langs: tuple[str, ...] = _ALL
    part: int = 20_000

    @property
    def is_installed(self) -> bool:
        """Whether it can be asked at all."""
        return find_spec(self.module) is not None


def price_parser(text: str, lang: str) -> list[Item]:  # noqa: ARG001 (it knows no languages)
    """Give price-parser, which reads one price, each number with what surrounds it up to the next."""
    price = import_module("price_parser").Price
    numbers = list(_NUMBER.finditer(text))
    found = []
    for at, number in enumerate(numbers):
        first = max(number.start() - 8, numbers[at - 1].end() if at else 0)
        last = min(number.end() + 24, numbers[at + 1].start() if at + 1 < len(numbers) else len(text))
        read = price.fromstring(before_the_next(text[first:last]))
        if read.amount is not None:
            code = currency_of(read.currency)
            bare = amount(text, number.span(), numbers={"value": read.amount})
            found.append(bare or amount(text, number.span(), numbers={"value": read.amount}, code=code))
    return [each for each in found if each is not None]


_QUANTULUM: dict[str, tuple[str, str | None]] = {
    "basis point": ("percent", "bp"),
    "count": ("multiple", None),
    "tonne": ("quantity", "t"),
    "kilogram": ("quantity", "kg"),
    "kilowatt hour": ("quantity", "kWh"),
    "kilowatt-hour": ("quantity", "kWh"),
    "megawatt": ("quantity", "MW"),
    "kilovolt": ("quantity", "kV"),
    "cubic metre": ("quantity", "m3"),
    "square metre": ("quantity", "m2"),
    "metre": ("quantity", "m"),
    "kilometre": ("quantity", "km"),
    "hectare": ("quantity", "ha"),
    "litre": ("quantity", "L"),
    "barrel": ("quantity", "bbl"),
    "barrel per day": ("quantity", "bbl/d"),
    "tonne per year": ("quantity", "t/y"),
}


def quantulum3(text: str, lang: str) -> list[Item]:  # noqa: ARG001 (it is asked in English, its one language)
    """Ask quantulum3; a value with an uncertainty is a range."""
    found = (_from_quantity(text, each) for each in import_module("quantulum3.parser").parse(text, lang="en_US"))
    return [each for each in found if each is not None]


def _from_quantity(text: str, each: Any) -> Item | None:  # noqa: ANN401 (a peer's own)
    span = each.span
    unit = each.unit.name
    numbers = {"value": _decimal(each.value)}
    if each.uncertainty:
        numbers = {"low": _decimal(each.value - each.uncertainty), "high": _decimal(each.value + each.uncertainty)}
    if unit == "percentage":
        return percent(text, span, **numbers)
    if unit in _QUANTULUM:
        kind, name = _QUANTULUM[unit]
        return item(text, span, kind=kind, unit=name, **numbers)
    if each.unit.currency_code is not None:
        return item(text, span, kind="money", currency=each.unit.currency_code, **numbers)
    if each.unit.entity.name == "dimensionless":
        return amount(text, span, numbers=numbers)
    # Its units are taken apart into too many ("bn" is a bit newton) or joined ("dollar per barrel"): the number stands.
    number = _NUMBER.search(text, *span)
    return number and amount(text, number.span(), numbers=numbers)


_RECOGNIZED = {
    "Ton": "t",
    "Metric ton": "t",
    "Kilogram": "kg",
    "Kilometer": "km",
    "Meter": "m",
    "Cubic meter": "m3",
    "Square meter": "m2",
    "Square hectometer": "ha",
    "Hectare": "ha",
    "Liter": "L",
    "Barrel": "bbl",
    "Volume unit": "bbl",
    "Kilowatt-hour": "kWh",
    "Megawatt": "MW",
    "Kilovolt": "kV",
}
_PART = re.compile(r"(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)s?$", re.IGNORECASE)


def recognizers(text: str, lang: str) -> list[Item]:  # noqa: ARG001 (of ours it has English alone)
    """Ask Recognizers-Text for dates, then money, percentages, units and numbers that stand outside the former."""
    units, numbers = import_module("recognizers_number_with_unit"), import_module("recognizers_number")
    asked = (
        (import_module("recognizers_date_time").recognize_datetime, _from_datetime),
        (units.recognize_currency, _from_currency),
        (numbers.recognize_percentage, _from_percentage),
        (units.recognize_dimension, _from_dimension),
        (numbers.recognize_number, _from_number),
    )
    found: list[Item] = []
    for recognize, adapt in asked:
        for each in recognize(text, "en-us"):
            made = adapt(text, each) if each.resolution else None
            if made and all(made["end"] <= other["start"] or other["end"] <= made["start"] for other in found):
                found.append(made)
    return found


def _from_currency(text: str, each: Any) -> Item | None:  # noqa: ANN401 (a peer's own)
    value = each.resolution["value"]
    if value is None:
        return None
    code = each.resolution.get("isoCurrency") or currency_of(each.resolution["unit"])
    surface = text[each.start : each.end + 1]
    number = _NUMBER.search(surface)
    # Its symbol before the number is found again from the number; a word after it is part of what it read.
    start = each.start + number.start() if number and not surface[0].isdigit() else each.start
    return amount(text, (start, each.end + 1), numbers={"value": Decimal(value)}, code=code)


def _from_percentage(text: str, each: Any) -> Item:  # noqa: ANN401 (a peer's own)
    return percent(text, (each.start, each.end + 1), value=Decimal(each.resolution["value"].rstrip("%")))


def _from_dimension(text: str, each: Any) -> Item | None:  # noqa: ANN401 (a peer's own)
    value, unit = each.resolution["value"], _RECOGNIZED.get(each.resolution["unit"])
    if value is None or unit is None:
        return None
    return item(text, (each.start, each.end + 1), kind="quantity", unit=unit, value=Decimal(value))


def _from_number(text: str, each: Any) -> Item | None:  # noqa: ANN401 (a peer's own)
    span, value = (each.start, each.end + 1), Decimal(each.resolution["value"])
    if _PART.search(each.text):
        return item(text, span, kind="ratio", unit=None, value=value)
    return amount(text, span, numbers={"value": value})


def _from_datetime(text: str, each: Any) -> Item | None:  # noqa: ANN401 (a peer's own)
    surface = text[each.start : each.end + 1]
    period = _period_of(each.resolution["values"][0].get("timex", ""), surface)
    is_relative = not re.search(r"\d", surface) and not period.startswith("XXXX")
    if not period or is_relative or re.fullmatch(r"\d+[.,]\d+", surface):
        return None
    return item(text, (each.start, each.end + 1), kind="date_period", unit=None, value=period)


def _period_of(timex: str, surface: str) -> str:
    """Write a period of TIMEX as ours; what is no calendar period gives an empty text."""
    if re.fullmatch(r"(?:\d{4}|XXXX)(?:-\d\d){1,2}|\d{4}", timex):
        return timex
    match = re.fullmatch(r"\(((?:\d{4}|XXXX)-(\d\d)-\d\d),((?:\d{4}|XXXX)-\d\d-\d\d),P\d+([DMY])\)", timex)
    if match is None:
        return ""
    first, month, last, measure = match.groups()
    if re.search(r"quarter|\bQ", surface, re.IGNORECASE):
        return f"{first[:4]}-Q{(int(month) + 2) // 3}"
    if re.search(r"half|\bH", surface, re.IGNORECASE):
        return f"{first[:4]}-H{1 if month == '01' else 2}"
    length = {"D": 10, "M": 7, "Y": 4}[measure]
    return f"{first[:length]}/{last[:length]}"


@cache
def _natasha() -> tuple[Any, Any]:
    natasha = import_module("natasha")
    morphology = natasha.MorphVocab()
    return natasha.MoneyExtractor(morphology), natasha.DatesExtractor(morphology)


def natasha(text: str, lang: str) -> list[Item]:  # noqa: ARG001 (it reads Russian)
    """Ask natasha for money, which is roubles, dollars and euros, and for dates."""
    money, dates = _natasha()
    found: list[Item | None] = []
    for each in money(text):
        value, code = _decimal(each.fact.amount), each.fact.currency
        found.append(amount(text, (each.start, each.stop), numbers={"value": value}, code=code))
    for each in dates(text):
        year, month, day = (getattr(each.fact, part) for part in ("year", "month", "day"))
        parts = (f"{year:04}" if year else "XXXX", month and f"{month:02}", day and f"{day:02}")
        period = "-".join(part for part in parts if part)
        found.append(item(text, (each.start, each.stop), kind="date_period", value=period, unit=None))
    return [each for each in found if each is not None]


# The two languages it does not know are asked for in those whose months and marks are nearest.
_DATEPARSER = {"uz-Latn": ["uz", "uz-Latn"], "uz-Cyrl": ["uz-Cyrl"], "tg": ["ru"], "tk": ["tr"]}
_MONTHS = [date(2000, month, 1).strftime("%B").lower() for month in range(1, 13)]
_ABSOLUTE = {"PARSERS": ["absolute-time"]}


def dateparser(text: str, lang: str) -> list[Item]:
    """Ask dateparser to search for dates; those with neither a month's name, a year nor two marks are dropped."""
    langs = _DATEPARSER.get(lang, [lang])
    found = import_module("dateparser.search").search_dates(text, languages=langs, settings=_ABSOLUTE)
    return list(_from_dates(text, found or (), langs))


def _from_dates(text: str, found: Sequence[Any], langs: list[str]) -> Iterator[Item]:
    again = _date_parser(tuple(langs))
    end = 0
    for surface, moment in found:
        start = text.find(surface, end)
        if start < 0:
            continue
        end = start + len(surface)
        read = again.get_date_data(surface)
        length = {"year": 4, "month": 7}.get(read.period, 10)
        year = _YEAR.search(surface)
        if year or re.search(r"\d+\.\d+\.\d+", surface) or _months(tuple(langs)).search(surface):
            day = (read.date_obj or moment).date().isoformat()[:length]
            value = day if year or length < 5 else f"XXXX{day[4:]}"  # noqa: PLR2004 (a year is four digits)
            yield item(text, (start, end), kind="date_period", value=value, unit=None)


@cache
def _months(langs: tuple[str, ...]) -> re.Pattern[str]:
    known = [
        import_module(f"dateparser.data.date_translation_data.{lang.removesuffix('-Latn')}").info for lang in langs
    ]
    names = {name for info in known for month in _MONTHS for name in info.get(month, ()) if len(name) > 2}  # noqa: PLR2004
    return re.compile("|".join(rf"\b{re.escape(name)}" for name in names), re.IGNORECASE)


@cache
def _date_parser(langs: tuple[str, ...]) -> Any:  # noqa: ANN401 (a peer's own)
    return import_module("dateparser.date").DateDataParser(languages=list(langs), settings=_ABSOLUTE)


def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.12g}")


PEERS = (
    Peer(name="price-parser", module="price_parser", find=price_parser),
    Peer(name="quantulum3", module="quantulum3", find=quantulum3),
    Peer(name="recognizers-text-suite", module="recognizers_suite", find=recognizers, part=4_000),
    Peer(name="natasha", module="natasha", find=natasha, langs=_CYRILLIC),
    Peer(name="dateparser", module="dateparser", find=dateparser),
)
