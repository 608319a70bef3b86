"""``centralasia validate``: every row of a table that is wrong, why it probably is, and what to do about it."""

import json
from pathlib import Path
from typing import Any, Final, Unpack

import click

from centralasia.cli.checking import Reading, cannot_run, reading_of, reading_options, tell
from centralasia.cli.output import print_json, progress_bars
from centralasia.errors import MissingExtraError
from centralasia.validation import Report

__all__ = ["validate"]

_HTML_ROWS: Final = 1_000


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
    where a file cannot be read at all.

    Example: centralasia validate rates.csv --kind rates --constant quote=KZT --report findings.html
    """
    if options["as_json"] and options["github"]:
        raise click.UsageError("--json and --github exclude each other.")
    if options["report"] and len(sources) > 1:
        raise click.UsageError("--report tells of one FILE; give it alone.")
    with cannot_run("validate"):
        keywords = reading_of(options)
        with progress_bars() as progress:
            check = _validate()
            found: dict[str, Report] = {
                name: check(name, options["kind"], progress=progress, **keywords) for name in sources
            }
        _write(found, options)
    if options["as_json"]:
        _print_json(found)
    elif options["github"]:
        for name, report in found.items():
            click.echo(report.to_github(file=name), nl=False)
    else:
        for name, report in found.items():
            tell(report, name)
    return max(report.exit_code(options["fail_on"]) for report in found.values())


def _validate() -> Any:  # noqa: ANN401 - a function, whose keywords are known to be right by the tests
    try:
        from centralasia.rules import validate  # noqa: PLC0415 - an extra, and slow to load
    except ModuleNotFoundError as error:
        raise MissingExtraError("frames", error.name or "pyarrow") from error
    return validate


def _write(found: dict[str, Report], options: _Options) -> None:
    from centralasia.rules import RULES  # noqa: PLC0415 - as above

    rules = list(RULES[options["kind"]].values())
    if options["report"]:
        ((name, report),) = found.items()
        title = f"Findings in {Path(name).name}"
        _save(options["report"], report.to_html(title=title, rules=rules, most=_HTML_ROWS))
    if options["sarif"]:
        documents = [json.loads(report.to_sarif(file=name, rules=rules)) for name, report in found.items()]
        runs = [run for document in documents for run in document["runs"]]
        _save(options["sarif"], json.dumps({**documents[0], "runs": runs}, ensure_ascii=False, indent=2) + "\n")


def _save(target: str, text: str) -> None:
    """Write a file that is there whole or not at all."""
    from centralasia.frames.drafts import draft_of  # noqa: PLC0415 - as above

    with draft_of(Path(target)) as draft:
        draft.write_text(text, "utf-8")


def _print_json(found: dict[str, Report]) -> None:
    documents = {name: json.loads(report.to_json()) for name, report in found.items()}
    if len(documents) == 1:
        print_json(next(iter(documents.values())))
    else:
        print_json({"ok": all(report.ok for report in found.values()), "files": documents})
