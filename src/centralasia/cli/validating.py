"""``centralasia validate``: every row of a table that is wrong, why it probably is, and what to do about it."""

import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, Final, Unpack, final

import attrs
import click

from centralasia.cli.checking import Reading, cannot_run, error_of, reading_of, reading_options, tell, unread
from centralasia.cli.output import complain, print_json, progress_bars
from centralasia.cli.targets import check_places, check_targets
from centralasia.errors import MissingExtraError, ReaderError
from centralasia.validation import Report

__all__ = ["validate"]

_HTML_ROWS: Final = 1_000
_UNREAD: Final = 2


@final
@attrs.frozen
class _Found:
    """What was found in the files that could be read, and why the others, or nothing of some, could not be.

    Attributes:
        reports: The findings, by files.
        errors: What is told of files of which there are no findings, by files.
        is_whole: Whether there is a table in every file.
    """

    reports: dict[str, Report]
    errors: dict[str, str]
    is_whole: bool


class _Options(Reading):
    report: str | None
    sarif: str | None
    github: bool


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="FILE...")
@reading_options
@click.option("--report", metavar="OUT", help="Write the findings to a page of HTML.")
@click.option("--sarif", metavar="OUT", help="Write the findings as SARIF, for code hosts and editors.")
@click.option("--github", is_flag=True, help="Print commands with which a workflow of GitHub annotates lines.")
def validate(sources: tuple[str, ...], **options: Unpack[_Options]) -> int:
    """Find the rows of tables that are wrong, and say why they probably are.

    FILE is CSV, TSV, Excel, JSON lines, Parquet or Arrow, of any size; texts may be packed by gzip. Headers are known
    in the languages of the region.

    The exit code is 0 where there is no finding that weighs as much as --fail-on says, 1 where there is one, and 2
    where a file cannot be read at all; what is found in others is told then, too.

    Example: centralasia validate rates.csv --kind rates --constant quote=KZT --report findings.html
    """
    if options["as_json"] and options["github"]:
        raise click.UsageError("--json and --github exclude each other.")
    if options["report"] and len(sources) > 1:
        raise click.UsageError("--report tells of one FILE; give it alone.")
    with cannot_run("validate"):
        targets = {"--report": options["report"], "--sarif": options["sarif"]}
        check_places(targets)
        check_targets(targets, [*sources, *options["rates"], options["store"]])
        keywords = reading_of(options)
        with progress_bars() as progress:
            found = _found(sources, partial(_validate(), kind=options["kind"], progress=progress, **keywords))
        _write(found, options)
    _tell(found, options, several=len({*sources}) > 1)
    for message in found.errors.values():
        complain(message)
    if not found.is_whole:
        return _UNREAD
    return max(report.exit_code(options["fail_on"]) for report in found.reports.values())


def _validate() -> Any:  # noqa: ANN401 - a function, whose keywords are known to be right by the tests
    try:
        from centralasia.rules import validate  # noqa: PLC0415 - an extra, and slow to load
    except ModuleNotFoundError as error:
        raise MissingExtraError("frames", error.name or "pyarrow") from error
    return validate


def _found(sources: Iterable[str], check: Callable[[str], Report]) -> _Found:
    """Check one file after the other; one that cannot be read is no reason to be silent about the rest."""
    reports: dict[str, Report] = {}
    errors: dict[str, str] = {}
    is_whole = True
    for name in sources:
        try:
            report = check(name)
        except (ReaderError, OSError) as error:
            errors[name] = error_of(error, "validate")
            continue
        missing = unread(report)
        is_whole = is_whole and missing is None
        reports[name] = report if missing is None else missing
    return _Found(reports, errors, is_whole and not errors)


def _tell(found: _Found, options: _Options, *, several: bool) -> None:
    if options["as_json"]:
        _print_json(found, several=several)
        return
    for name, report in found.reports.items():
        if options["github"]:
            click.echo(report.to_github(file=name), nl=False)
        else:
            tell(report, name)


def _write(found: _Found, options: _Options) -> None:
    """Write files, unless findings would be missing in them: for a code host what is missing is mended."""
    if found.errors:
        return
    from centralasia.rules import RULES  # noqa: PLC0415 - as above

    rules = list(RULES[options["kind"]].values())
    if options["report"]:
        ((name, report),) = found.reports.items()
        title = f"Findings in {Path(name).name}"
        _save(options["report"], report.to_html(title=title, rules=rules, most=_HTML_ROWS))
    if options["sarif"]:
        documents = [json.loads(report.to_sarif(file=name, rules=rules)) for name, report in found.reports.items()]
        runs = [run for document in documents for run in document["runs"]]
        _save(options["sarif"], json.dumps({**documents[0], "runs": runs}, ensure_ascii=False, indent=2) + "\n")


def _save(target: str, text: str) -> None:
    """Write a file that is there whole or not at all."""
    from centralasia.frames.drafts import draft_of  # noqa: PLC0415 - as above

    with draft_of(Path(target)) as draft:
        draft.write_text(text, "utf-8")


def _print_json(found: _Found, *, several: bool) -> None:
    documents = {name: json.loads(report.to_json()) for name, report in found.reports.items()}
    if several:
        is_ok = found.is_whole and all(report.ok for report in found.reports.values())
        print_json({"ok": is_ok, "files": documents} | ({"errors": found.errors} if found.errors else {}))
    for document in () if several else documents.values():
        print_json(document)
