"""What commands print: tables for people, JSON for programs, complaints in one line."""

import json
import re
import sys
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Final

import click

from centralasia.errors import MissingExtraError

__all__ = ["complain", "print_json", "print_table", "printable", "ratio"]

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_BETWEEN: Final = "  "


def printable(text: str) -> str:
    """Bring a text from outside onto one line, without characters that control a terminal."""
    return _CONTROL.sub(" ", text).strip()


def complain(message: str, code: int = 0) -> int:
    """Write one line on standard error, and give back the exit code that goes with it."""
    click.echo(f"centralasia: {printable(message)}", err=True)
    return code


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
