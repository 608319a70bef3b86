"""``centralasia rates``: what a bulletin, a ticker or a store says, and what there is to know about it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypedDict, Unpack

import click

from centralasia.cli.bulletins import Bulletin, read_all
from centralasia.cli.output import print_json, print_table, printable, rate_as_json, rate_as_row
from centralasia.cli.stored import Asked, Window, opened, show_stored
from centralasia.cli.targets import is_same
from centralasia.rates import ExchangeRate, RateKind
from centralasia.readers import Columns

__all__ = ["rates"]

_COLUMNS: Final = ("pair", "printed", "per", "change", "on", "kind", "source", "stands for")
_IN_THE_HEADING: Final = frozenset({"document", "publisher", "taken_for", "recognized", "form"})
_OF_FILES: Final = ("on", "column", "constant", "normalize")
_OF_A_STORE: Final = ("since", "until", "kind", "as_of", "plot", "export")


class _Options(TypedDict):
    publisher: str | None
    on: str | None
    column: tuple[str, ...]
    constant: tuple[str, ...]
    normalize: bool
    store: str | None
    since: str | None
    until: str | None
    kind: str | None
    as_of: str | None
    plot: bool
    export: str | None
    as_json: bool


@click.command
@click.argument("sources", nargs=-1, metavar="FILE...|PAIR...")
@click.option("--publisher", metavar="NAME", help="Whose document it is, if told; of a store, whose quotes to show.")
@click.option("--on", metavar="DAY", help="The day of the rates, such as 2025-12-09, for a document that states none.")
@click.option("--column", multiple=True, metavar="FIELD=NAME", help="In a table of your own, what is in which column.")
@click.option("--constant", multiple=True, metavar="FIELD=VALUE", help="In a table of your own, what all rows share.")
@click.option("--normalize", is_flag=True, help="Put quotes in an old money under the new code under the old code.")
@click.option("--store", metavar="PATH", help="Show quotes of this store; without a PAIR, what there is in it.")
@click.option("--since", metavar="DAY", help="The first day, of a store.")
@click.option("--until", metavar="DAY", help="The first day no longer wanted, of a store.")
@click.option("--kind", type=click.Choice([kind.replace("_", "-") for kind in RateKind]), help="One kind, of a store.")
@click.option("--as-of", metavar="MOMENT", help="What the store had learnt by then, such as 2024-03-01T12:00:00Z.")
@click.option("--plot", is_flag=True, help="Draw the quotes of a store (extra plots).")
@click.option("--export", metavar="FILE", help="Write the quotes of a store to a file, .csv or .parquet.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def rates(sources: tuple[str, ...], **options: Unpack[_Options]) -> int:
    """Read bulletins and tickers, or look into a store: rates as printed, what each figure stands for, all findings.

    The exit code is 1 if a finding is an error.

    Example: centralasia rates page.txt --on 2025-12-09

    Example: centralasia rates --store rates.db USD/KZT --since 2024-01-01 --plot
    """
    if options["store"] is not None:
        _refuse(options, _OF_FILES, "goes with a FILE, not with --store")
        _check_asked(options, sources)
        window = Window(
            since=options["since"],
            until=options["until"],
            publishers=options["publisher"],
            kind=options["kind"],
            as_of=options["as_of"],
        )
        asked = Asked(as_json=options["as_json"], plot=options["plot"], export=options["export"])
        with opened(options["store"]) as store:
            show_stored(store, sources, window, asked)
        return 0
    _refuse(options, _OF_A_STORE, "goes with --store")
    if not sources:
        message = "Name a FILE, or a store with --store."
        raise click.UsageError(message)
    bulletins = read_all(
        sources, options["publisher"], on=options["on"], columns=_columns(options), normalize=options["normalize"]
    )
    if options["as_json"]:
        print_json({"documents": [_document(each) for each in bulletins]})
    else:
        for place, each in enumerate(bulletins):
            _print(each, first=place == 0)
    return int(not all(each.report.ok for each in bulletins))


def _refuse(options: Mapping[str, object], names: Iterable[str], why: str) -> None:
    for name in names:
        if options[name]:
            message = f"--{name.replace('_', '-')} {why}."
            raise click.UsageError(message)


def _check_asked(options: _Options, pairs: tuple[str, ...]) -> None:
    """Refuse what cannot be done at once: a store is shown, drawn or written to a file."""
    chosen = [f"--{name}" for name, said in (("export", options["export"]), ("plot", options["plot"])) if said]
    chosen += ["--json"] * options["as_json"]
    message = ""
    if len(chosen) > 1:
        message = f"{' and '.join(chosen)} are two ways to show quotes; say one."
    elif options["plot"] and not pairs:
        message = "--plot draws a PAIR, such as USD/KZT."
    elif options["export"] is not None and len(pairs) > 1:
        message = "--export writes the quotes of one PAIR, or of all."
    elif is_same(options["export"], options["store"]):
        message = "--export would overwrite the store; name another FILE."
    if message:
        raise click.UsageError(message)


def _columns(options: _Options) -> Columns | None:
    named, constants = _assigned("column", options["column"]), _assigned("constant", options["constant"])
    return Columns(**named, constants=constants) if named or constants else None


def _assigned(option: str, texts: Iterable[str]) -> dict[str, Any]:
    """Take what is given as FIELD=VALUE apart."""
    found = dict(text.partition("=")[::2] for text in texts)
    if not all(map(str.isidentifier, found)) or not all(found.values()):
        message = f"--{option} is written FIELD=VALUE, such as value=Rate."
        raise click.UsageError(message)
    return found


def _document(bulletin: Bulletin) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(bulletin.report.to_json())
    return document | {"rates": [rate_as_json(rate) for rate in bulletin.table]}


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
    printed, units, change, *rest = rate_as_row(rate)
    return f"{rate.base}/{rate.quote}", printed, units, change, rate.on, *rest
