"""What a store holds: the quotes of pairs, as a table, a file or a drawing, or a summary of all of it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, TypedDict, final

import attrs
import click

from centralasia.cli.output import print_json, print_table, printable, rate_as_json, rate_as_row, show_plot
from centralasia.errors import InvalidValueError, RateNotFoundError
from centralasia.periods import Period
from centralasia.rates import ExchangeRate, RateTable
from centralasia.reference import Currency, currency
from centralasia.store import Store, StoreError

__all__ = ["Asked", "Window", "opened", "show_stored", "span_of"]

_COLUMNS: Final = ("on", "printed", "per", "change", "kind", "source", "stands for")
_SUMMARY: Final = ("publisher", "first day", "last day", "quotes", "currencies")


class Window(TypedDict):
    """Which quotes of a store are wanted."""

    since: str | None
    until: str | None
    publishers: str | None
    kind: str | None
    as_of: str | None


@final
@attrs.frozen(kw_only=True)
class Asked:
    """What is to be done with them."""

    as_json: bool
    plot: bool
    export: str | None


def opened(path: str) -> Store:
    """Open a store that is there already.

    Raises:
        StoreError: There is none.
    """
    if not Path(path).exists():
        raise StoreError(path, "there is no such store", "'centralasia fetch' makes one")
    return Store(path)


def span_of(store: Store, publisher: str) -> str | None:
    """Write from when to when there are quotes of a publisher; None where there are none."""
    span = store.span(publisher)
    return None if span is None else f"{span[0]} to {span[1]}"


def show_stored(store: Store, pairs: Sequence[str], window: Window, asked: Asked) -> None:
    """Show what a store holds of pairs, or of everything.

    Raises:
        InvalidValueError: Something is no pair of codes.
        RateNotFoundError: The store holds no quote of a pair.
    """
    wanted = [_pair(each) for each in pairs]
    currencies = [each for pair in wanted for each in pair] or None
    if asked.export is not None:
        count = store.export(asked.export, **window, currencies=currencies)
        click.echo(f"{count:,} {'quote' if count == 1 else 'quotes'} written to {printable(asked.export)}")
        return
    table = store.table(**window, currencies=currencies)
    found = [(base, quote, _quotes(table, store, base, quote)) for base, quote in wanted]
    if asked.as_json:
        rates = [rate_as_json(rate) for _, _, quotes in found for rate in quotes]
        print_json({"rates": rates} if found else _facts(table))
        return
    if not found:
        print_table(_SUMMARY, [tuple(each.values()) for each in _facts(table)["publishers"]])
    for base, quote, quotes in found:
        click.echo(f"{base}/{quote}, {len(quotes):,} {'quote' if len(quotes) == 1 else 'quotes'}")
        click.echo()
        if asked.plot:
            lines: dict[str, list[tuple[date, float]]] = {}
            for rate in quotes:
                lines.setdefault(f"{rate.source} {rate.kind}", []).append((_day(rate), float(rate.per_unit)))
            show_plot(lines, f"{quote} per {base}")
        else:
            print_table(_COLUMNS, [(rate.on, *rate_as_row(rate)) for rate in quotes])


def _pair(text: str) -> tuple[Currency, Currency]:
    codes = text.split("/")
    if len(codes) != 2 or codes[0] == codes[1]:  # noqa: PLR2004 (a pair is two)
        raise InvalidValueError("pair", text, "two codes, such as USD/KZT")
    return currency(codes[0]), currency(codes[1])


def _quotes(table: RateTable, store: Store, base: Currency, quote: Currency) -> tuple[ExchangeRate, ...]:
    found = table.series(base, quote)
    if not found:
        hint = "a cross is found by 'centralasia convert --store'; without a pair this command tells what there is"
        raise RateNotFoundError(f"{base}/{quote}", "the days asked for", f"the store {store.path.name}", hint)
    return found


def _facts(table: RateTable) -> dict[str, list[dict[str, Any]]]:
    """Sum up a table by publishers."""
    parts = [(source, table.filter(source=source)) for source in table.publishers]
    return {"publishers": [_sum(source, part) for source, part in parts]}


def _sum(source: str, part: RateTable) -> dict[str, Any]:
    days = [_day(rate) for rate in part]
    return {
        "publisher": source,
        "first_day": min(days).isoformat(),
        "last_day": max(days).isoformat(),
        "quotes": len(part),
        "currencies": len(part.currencies),
    }


def _day(rate: ExchangeRate) -> date:
    return rate.on.start if isinstance(rate.on, Period) else rate.on
