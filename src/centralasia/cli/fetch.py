"""``centralasia fetch``: official rates from their publishers, kept in a store."""

import json
from collections.abc import Mapping
from typing import Any, Final, TypedDict, Unpack

import click

from centralasia.cli.output import complain, print_json, print_table, progress_bars
from centralasia.cli.stored import span_of
from centralasia.feeds import ENDPOINTS
from centralasia.feeds import fetch as fetch_rates
from centralasia.feeds.findings import NOT_REACHED
from centralasia.reference.sources import look_up
from centralasia.store import Store
from centralasia.validation import Report

__all__ = ["fetch"]

_COLUMNS: Final = ("publisher", "documents", "new", "revised", "in the store")


class _Options(TypedDict):
    on: str | None
    since: str | None
    until: str | None
    currency: tuple[str, ...]
    store: str
    again: bool
    documents: bool
    ca_certs: str | None
    as_json: bool


@click.command(epilog=f"Publishers: {', '.join(ENDPOINTS)}.")
@click.argument("publishers", nargs=-1, required=True, metavar="PUBLISHER...")
@click.option("--on", metavar="DAY", help="One day, such as 2024-03-01; the latest bulletin if no day is given.")
@click.option("--since", metavar="DAY", help="The first day of a span.")
@click.option("--until", metavar="DAY", help="The first day no longer wanted; today is the last if not given.")
@click.option("--currency", multiple=True, metavar="CODE", help="Only this currency; may be repeated.")
@click.option("--store", default="rates.db", show_default=True, metavar="PATH", help="The store to keep them in.")
@click.option("--again", is_flag=True, help="Ask for days that are answered already, too.")
@click.option("--documents", is_flag=True, help="Keep the documents as well.")
@click.option("--ca-certs", metavar="FILE", help="Certificates to trust, for a proxy of your own.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def fetch(publishers: tuple[str, ...], **options: Unpack[_Options]) -> int:
    """Fetch official rates from their publishers into a store, from which convert and rates work without a network.

    The same command goes on where it was broken off. The exit code is 1 if a finding is an error.

    Example: centralasia fetch nbk nbkr cbu --since 2024-01-01
    """
    path = options["store"]
    for name in publishers:
        look_up(ENDPOINTS, name, title="endpoints", hint=f"there are: {', '.join(ENDPOINTS)}")  # before a file is made
    with Store(path) as store:
        try:
            with progress_bars() as progress:
                _, report = fetch_rates(
                    publishers,
                    on=options["on"],
                    since=options["since"],
                    until=options["until"],
                    currencies=options["currency"] or None,
                    store=store,
                    again=options["again"],
                    keep_documents=options["documents"],
                    ca_certs=options["ca_certs"],
                    progress=progress,
                )
        except KeyboardInterrupt:
            complain(f"interrupted; what came is in {path}, and the same command goes on from there")
            raise
        if options["as_json"]:
            print_json(json.loads(report.to_json()))
            _say_how_to_go_on(report, store, path)
            return int(not report.ok)
        names = dict.fromkeys(publishers)
        print_table(_COLUMNS, [_row(name, report.facts, span_of(store, name)) for name in names])
        for problem in report:
            complain(f"{problem.severity}: {problem}")
        _say_how_to_go_on(report, store, path)
    return int(not report.ok)


def _row(publisher: str, facts: Mapping[str, Any], span: str | None) -> tuple[object, ...]:
    counts = [facts.get(f"{publisher}.{what}", 0) for what in ("documents", "new", "revised")]
    return publisher, *counts, span


def _say_how_to_go_on(report: Report, store: Store, path: str) -> None:
    """Where a publisher could not be reached, say what can be worked with and how to go on."""
    if not any(problem.code in NOT_REACHED for problem in report.of_severity("error")):
        return
    spans = [f"{name} of {span_of(store, name)}" for name in store.publishers]
    there = f"has {', '.join(spans)}: convert and rates work from it with --store {path}" if spans else "is empty"
    complain(f"the store {path} {there}; the same command goes on where this one ended")
