"""``centralasia normalize``: a table in one form in a new file, and every change of it in a log."""

import json
from pathlib import Path
from typing import Any, Final, Unpack

import click

from centralasia.cli.checking import Reading, cannot_run, reading_of, reading_options, tell, unread
from centralasia.cli.output import print_json, printable, progress_bars
from centralasia.cli.targets import check_places, check_targets
from centralasia.errors import InvalidValueError, MissingExtraError, ReaderError
from centralasia.validation import Report

__all__ = ["normalize"]

FIXES: Final = ("none", "sure", "suspected")
DUPLICATES: Final = ("refuse", "first", "last")
_HANDED_ON: Final = ("fix", "direction", "nominal", "duplicates", "country")


class _Options(Reading):
    log: str | None
    fix: str
    direction: str | None
    nominal: int | None
    restate: str | None
    duplicates: str
    country: str | None


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@reading_options
@click.option("--log", metavar="FILE", help="Write every change to a file, .csv, .jsonl or .parquet.")
@click.option(
    "--fix",
    type=click.Choice(FIXES),
    default="sure",
    show_default=True,
    help="Write in one form only; leave out rows that are there twice; or change what is probably wrong, too.",
)
@click.option("--direction", metavar="CODE|base", help="Have all prices of rates in this currency, or as printed.")
@click.option("--nominal", type=click.IntRange(1, 1), metavar="1", help="Have prices of rates for one unit.")
@click.option("--restate", metavar="DAY", help="Have amounts in the money of this day; 'now' for that of today.")
@click.option(
    "--duplicates",
    type=click.Choice(DUPLICATES),
    default="refuse",
    show_default=True,
    help="Which of several rows about the same to keep where they differ.",
)
@click.option("--country", metavar="CODE", help="The country that decides on names of money such as som.")
def normalize(source: str, target: str, **options: Unpack[_Options]) -> int:
    """Bring a table to one form, from the file IN into the new file OUT, and take every change down.

    Headers become the names of fields, names of money and countries their codes, days ISO 8601, figures digits with a
    point. What can be meant in two ways stays as it is, and is a finding. In a CSV an apostrophe stands before a text
    that a spreadsheet would run as a formula.

    The exit code is 0 where no finding is left that weighs as much as --fail-on says, 1 where there is one, and 2 where
    a file cannot be read or written.

    Example: centralasia normalize in.csv out.csv --kind rates --constant quote=KZT --log changes.csv
    """
    with cannot_run("normalize"):
        _check(source, target, options)
        keywords = reading_of(options) | {name: options.get(name) for name in _HANDED_ON}
        keywords["restate"] = {None: False, "now": True}.get(options["restate"], options["restate"])
        with progress_bars() as progress:
            table, report = _normalize()(source, options["kind"], progress=progress, **keywords)
        missing = unread(report)
        if missing is not None:
            raise ReaderError(source, "file", missing.problems[-1].message)
        changes = _write(table, target, report, options["log"])
    code: int = report.exit_code(options["fail_on"])
    if options["as_json"]:
        print_json(json.loads(report.to_json()))
    else:
        tell(report.where(at_least="warning"), source)
        rows = len(table)
        click.echo(
            f"{rows:,} {'row' if rows == 1 else 'rows'} written to {printable(target)}; "
            f"{changes:,} {'change' if changes == 1 else 'changes'}"
        )
    return code


def _normalize() -> Any:  # noqa: ANN401 - a function, whose keywords are known to be right by the tests
    try:
        from centralasia.normalization import normalize  # noqa: PLC0415 - an extra, and slow to load
    except ModuleNotFoundError as error:
        raise MissingExtraError("frames", error.name or "pyarrow") from error
    return normalize


def _check(source: str, target: str, options: _Options) -> None:
    """Refuse what could not be written in the end, before anything is read."""
    _normalize()
    from centralasia.frames.formats import ENDINGS, suffix_of  # noqa: PLC0415 - as above
    from centralasia.normalization.logs import ENDINGS as ENDINGS_OF_LOGS  # noqa: PLC0415 - as above

    log = options["log"]
    if not suffix_of(Path(target)):
        raise InvalidValueError("OUT", target, f"a file whose name ends in {ENDINGS}")
    if log is not None and Path(log).suffix.lower() not in ENDINGS_OF_LOGS:
        raise InvalidValueError("--log", log, f"a file whose name ends in {', '.join(ENDINGS_OF_LOGS)}")
    targets = {"OUT": target, "--log": log}
    check_places(targets)
    check_targets(targets, [source, *options["rates"], options["store"]])


def _write(table: Any, target: str, report: Report, log: str | None) -> int:  # noqa: ANN401 - of Arrow
    """Write the table and its log; give how many changes there are."""
    from centralasia.frames.drafts import draft_of, written  # noqa: PLC0415 - as above
    from centralasia.frames.formats import Text, suffix_of  # noqa: PLC0415 - as above
    from centralasia.normalization import log_of  # noqa: PLC0415 - as above
    from centralasia.normalization.logs import csv_safe  # noqa: PLC0415 - as above

    if not table.column_names:
        raise InvalidValueError("IN", str(report.facts.get("form")), "a table", "there is no column in it")
    path = Path(target)
    if suffix_of(path).startswith(".csv"):
        table = csv_safe(table)
    with draft_of(path) as draft, written(draft, table.schema, like=path, text=Text()) as write:
        for batch in table.to_batches():
            write(batch)
    changes = log_of(report)
    if log is not None:
        changes.write(log)
    return len(changes)
