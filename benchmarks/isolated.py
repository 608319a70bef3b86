"""Isolated numbers beside peers: read right, refused, or silently read wrong."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from babel.numbers import NumberFormatError, parse_decimal

from benchmarks.scoring import REFUSALS, judge, judge_all
from centralasia.errors import AmbiguousNumberError, ParseError
from centralasia.numbers import parse_number

Reading = Decimal | str | None

NUMBERS = Path(__file__).with_name("gold") / "numbers.jsonl"


def numbers() -> list[tuple[str, str, Decimal | str]]:
    """Read the strings marked by hand: each with its locale and the number, "ambiguous" or "invalid"."""
    records = [json.loads(line) for line in NUMBERS.read_text("utf-8").split("\n") if line]
    return [(each["string"], each["locale"], _expected(each["value"])) for each in records]


def table() -> Iterator[str]:
    """Lay out how each reader does, as a Markdown table."""
    asked = numbers()
    yield "| reader | numbers | right | refused | silent faults |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for name, read in readers().items():
        verdicts = judge_all(read, asked)
        yield f"| {name} | {len(asked)} | {verdicts['right']} | {verdicts['refused']} | {verdicts['silent fault']} |"


def misses() -> Iterator[str]:
    """Say which numbers this library does not read right."""
    for text, locale, expected in numbers():
        answer = _ours(text, locale)
        verdict = judge(answer, expected)
        if verdict != "right":
            yield f"{text!r} in {locale}: {expected}, not {answer} ({verdict})"


def readers() -> dict[str, Callable[[str, str], Reading]]:
    """Give the readers that are installed, ours first."""
    known: dict[str, tuple[str, Callable[[str, str], Reading]]] = {
        "centralasia": ("centralasia", _ours),
        "Babel, strictly": ("babel", _babel),
        "price-parser": ("price_parser", _price_parser),
        "recognizers-text-suite": ("recognizers_number", _recognizers),
        "quantulum3": ("quantulum3", _quantulum3),
    }
    return {name: read for name, (module, read) in known.items() if find_spec(module)}


def _expected(value: str) -> Decimal | str:
    return value if value in REFUSALS else Decimal(value)


def _ours(text: str, locale: str) -> Reading:
    try:
        return parse_number(text, locale)
    except AmbiguousNumberError:
        return "ambiguous"
    except ParseError:
        return "invalid"


def _babel(text: str, locale: str) -> Reading:
    known = {"und": "root", "uz-Latn": "uz_Latn", "uz-Cyrl": "uz_Cyrl"}.get(locale, locale.replace("-", "_"))
    try:
        return parse_decimal(text, known, strict=True)
    except (NumberFormatError, InvalidOperation):
        return None


def _price_parser(text: str, locale: str) -> Reading:  # noqa: ARG001 (its hint of a decimal mark makes it worse)
    amount: Decimal | None = import_module("price_parser").Price.fromstring(text).amount
    return amount


def _recognizers(text: str, locale: str) -> Reading:
    # Of the conventions it knows, the Spanish ones serve it best where a comma is decimal.
    culture = "en-us" if locale in {"en", "en-IN", "und"} else "es-es"
    found = import_module("recognizers_number").recognize_number(text, culture)
    whole = [each for each in found if each.start == 0 and each.end == len(text) - 1]
    return Decimal(str(whole[0].resolution["value"]).replace(",", ".")) if whole else None


def _quantulum3(text: str, locale: str) -> Reading:  # noqa: ARG001 (it is asked in English, its one language)
    found = import_module("quantulum3.parser").parse(text, lang="en_US")
    whole = [each for each in found if each.span == (0, len(text)) and not each.uncertainty]
    return Decimal(f"{whole[0].value:.12g}") if whole else None
