"""What commands print: tables for people, JSON for programs, and complaints in one line, in the words of options."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR
from fractions import Fraction
from typing import Any, Final

import click

from centralasia.errors import MissingExtraError
from centralasia.rates import ExchangeRate
from centralasia.rates.crosses import READ_A_BULLETIN, TAKE_THE_AVERAGE
from centralasia.readers.documents import RAISE_THE_LIMIT, SAY_WHICH_DAY
from centralasia.readers.doubts import figure
from centralasia.records import to_dict

__all__ = [
    "complain",
    "in_our_words",
    "print_json",
    "print_table",
    "printable",
    "progress_bars",
    "rate_as_json",
    "rate_as_row",
    "ratio",
    "show_plot",
]

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_BETWEEN: Final = "  "
_DIGITS: Final = 6  # of the ends of what a figure stands for, rounded outward
_WORDS: Final[Mapping[str, str]] = {
    TAKE_THE_AVERAGE: "add --kind average to take the average of the period around it",
    READ_A_BULLETIN: "for daily rates name a bulletin with --rates FILE, or a store with --store PATH",
    SAY_WHICH_DAY: "say which with --on DAY",
    RAISE_THE_LIMIT: "the library reads larger ones",
    "or name it with currency=": "such as '5 KZT'",
    "say places=": "say --places N",
}
_OLDER: Final = re.compile(r"pass policy=LastKnown\(days=([0-9]+)\)")
_WORDS_OF: Final[Mapping[str, Mapping[str, str]]] = {"convert": {SAY_WHICH_DAY: "say which with --rates-on DAY"}}


def printable(text: str) -> str:
    """Bring a text from outside onto one line, without characters that control a terminal."""
    return _CONTROL.sub(" ", text).strip()


def complain(message: str, code: int = 0) -> int:
    """Write one line on standard error, and give back the exit code that goes with it."""
    click.echo(f"centralasia: {printable(message)}", err=True)
    return code


def in_our_words(message: str, command: str | None) -> str:
    """Put options in the place of keywords.

    Args:
        message: What an error of the library says.
        command: The command that ran, whose options may have names of their own.

    Example:
        >>> in_our_words("no day is stated; say which with on=", "convert")
        'no day is stated; say which with --rates-on DAY'
    """
    for words, ours in {**_WORDS, **_WORDS_OF.get(command or "", {})}.items():
        message = message.replace(words, ours)
    return _OLDER.sub(r"add --days \1", message)


def ratio(value: Fraction) -> str:
    """Write a fraction exactly."""
    return f"{value.numerator}/{value.denominator}"


def print_json(document: dict[str, Any]) -> None:
    """Print a document for programs."""
    click.echo(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table: drawn by rich on a terminal, in plain columns of fixed form anywhere else.

    Cells that are None are left blank.

    Raises:
        MissingExtraError: Standard output is a terminal, and rich is not installed.
    """
    cells = [["" if cell is None else printable(str(cell)) for cell in row] for row in rows]
    if sys.stdout.isatty():
        try:
            from centralasia.cli.terminal import draw  # noqa: PLC0415 - for people only, and slow to load
        except ModuleNotFoundError as error:
            raise MissingExtraError("cli", "rich") from error
        draw(columns, cells)
        return
    widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    for row in (columns, *cells):
        line = _BETWEEN.join([cell.ljust(width) for cell, width in zip(row, widths, strict=True)])
        click.echo(line.rstrip())


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int], None] | None]:
    """Show how far work has come, for people: one bar for each thing, on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    try:
        from centralasia.cli.terminal import bars  # noqa: PLC0415 - for people only, and slow to load
    except ModuleNotFoundError as error:
        raise MissingExtraError("cli", "rich") from error
    with bars() as told:
        yield told


def show_plot(lines: Mapping[str, Sequence[tuple[date, float]]], title: str) -> None:
    """Draw figures over days in letters.

    Args:
        lines: What to draw, by what it is.
        title: What all of it is.

    Raises:
        MissingExtraError: The extra `plots` is not installed.
    """
    try:
        from numpy import array  # noqa: PLC0415 - an extra, and slow to load
        from uniplot import plot_to_string  # noqa: PLC0415 - as above
    except ModuleNotFoundError as error:
        raise MissingExtraError("plots", error.name or "uniplot") from error
    days = [array([day for day, _ in points], "datetime64[D]") for points in lines.values()]
    figures = [array([figure for _, figure in points]) for points in lines.values()]
    joined = [len(points) > 1 for points in lines.values()]
    click.echo(plot_to_string(xs=days, ys=figures, lines=joined, title=title, legend_labels=[*lines]))


def rate_as_json(rate: ExchangeRate) -> dict[str, Any]:
    """Give a rate for programs: its fields, and what it is and stands for, exactly."""
    low, high = rate.limits()
    return to_dict(rate) | {"per_unit": ratio(rate.per_unit), "low": ratio(low), "high": ratio(high)}


def rate_as_row(rate: ExchangeRate) -> tuple[object, ...]:
    """Give a rate for people: what is printed, for how many units, and what it stands for."""
    low, high = rate.limits()
    unit, per = rate.quote, rate.base
    if high < 1:
        low, high, unit, per = 1 / high, 1 / low, per, unit
    ends = figure(low, _DIGITS, rounding=ROUND_FLOOR), figure(high, _DIGITS, rounding=ROUND_CEILING)
    return (
        f"{rate.value:f}",
        rate.nominal,
        rate.change,
        rate.kind,
        rate.source,
        f"{ends[0]} to {ends[1]} {unit} per {per}",
    )
