"""``centralasia rates``: what a bulletin or ticker says, and what there is to know about it."""

import json
from decimal import ROUND_CEILING, ROUND_FLOOR
from typing import Any, Final

import click

from centralasia.cli.bulletins import Bulletin, read_all
from centralasia.cli.output import print_json, print_table, printable, ratio
from centralasia.rates import ExchangeRate
from centralasia.readers.doubts import figure
from centralasia.records import to_dict

__all__ = ["rates"]

_COLUMNS: Final = ("pair", "printed", "per", "change", "on", "kind", "source", "stands for")
_DIGITS: Final = 6  # of the ends of what a figure stands for, rounded outward
_IN_THE_HEADING: Final = frozenset({"document", "publisher", "taken_for", "recognized"})


@click.command
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--publisher", metavar="NAME", help="Whose document it is; found out from its contents if not given.")
@click.option("--on", metavar="DAY", help="The day of the rates, such as 2025-12-09, for a document that states none.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def rates(files: tuple[str, ...], publisher: str | None, *, on: str | None, as_json: bool) -> int:
    """Read bulletins and tickers: rates as printed, what each figure stands for, and all findings.

    The exit code is 1 if a finding is an error.

    Example: centralasia rates page.txt --on 2025-12-09
    """
    bulletins = read_all(files, publisher, on=on)
    if as_json:
        print_json({"documents": [_document(each) for each in bulletins]})
    else:
        for place, each in enumerate(bulletins):
            _print(each, first=place == 0)
    return int(not all(each.report.ok for each in bulletins))


def _document(bulletin: Bulletin) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(bulletin.report.to_json())
    return document | {"rates": [_rate(rate) for rate in bulletin.table]}


def _rate(rate: ExchangeRate) -> dict[str, Any]:
    low, high = rate.limits()
    return to_dict(rate) | {"per_unit": ratio(rate.per_unit), "low": ratio(low), "high": ratio(high)}


def _print(bulletin: Bulletin, *, first: bool) -> None:
    facts = bulletin.report.facts
    if not first:
        click.echo()
    count = len(bulletin.table)
    click.echo(f"{printable(bulletin.path)}: {facts['taken_for']}, {count} {'rate' if count == 1 else 'rates'}")
    told = [f"{name.replace('_', ' ')} {fact}" for name, fact in facts.items() if name not in _IN_THE_HEADING]
    click.echo(", ".join(told))
    click.echo()
    print_table(_COLUMNS, [_row(rate) for rate in bulletin.table])
    if bulletin.report:
        click.echo()
    for problem in bulletin.report:
        click.echo(printable(f"{problem.severity}: {problem}"))


def _row(rate: ExchangeRate) -> tuple[object, ...]:
    low, high = rate.limits()
    unit, per = rate.quote, rate.base
    if high < 1:
        low, high, unit, per = 1 / high, 1 / low, per, unit
    ends = figure(low, _DIGITS, rounding=ROUND_FLOOR), figure(high, _DIGITS, rounding=ROUND_CEILING)
    return (
        f"{rate.base}/{rate.quote}",
        f"{rate.value:f}",
        rate.nominal,
        rate.change,
        rate.on,
        rate.kind,
        rate.source,
        f"{ends[0]} to {ends[1]} {unit} per {per}",
    )
