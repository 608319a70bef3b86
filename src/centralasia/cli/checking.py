"""What commands on tables share: how one is read, what rules are held, and how findings and errors are told."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypedDict, TypeVar

import click

from centralasia.cli.bulletins import merged, read_all
from centralasia.cli.output import in_our_words, printable
from centralasia.cli.stored import opened
from centralasia.errors import CentralAsiaError
from centralasia.rates import RateTable
from centralasia.validation import Report, Severity

__all__ = [
    "KINDS",
    "Reading",
    "cannot_run",
    "error_of",
    "in_options",
    "level_of",
    "rates_of",
    "reading_of",
    "reading_options",
    "tell",
    "told",
    "unread",
]

KINDS: Final = (
    "rates",
    "remittances",
    "costs",
    "trade",
    "deals",
    "agreements",
    "measures",
    "targets",
    "financing",
    "memoranda",
)
"""The names of `centralasia.rules.KINDS`, which is slow to load."""

FAIL_ON: Final = ("error", "warning", "info")
_SHOWN: Final = 5  # findings of a kind that are told in lines
_CANNOT_RUN: Final = 2
_UNREAD: Final = ("binary-content", "empty-table")
_OPTION_OF: Final = {"constants": "--constant"}
_PAIR: Final = re.compile(r"\b(columns|constants)=\{'([^']*)': '?([^'}]*)'?\}")
_KEYWORD: Final = re.compile(r"\b(columns|constants|locale|delimiter|encoding|sheet|today|direction|country)=")
_Command = TypeVar("_Command", bound=Callable[..., Any])


class Reading(TypedDict):
    """The options that both commands have."""

    kind: str
    columns: tuple[str, ...]
    constant: tuple[str, ...]
    today: str | None
    rates: tuple[str, ...]
    store: str | None
    only: tuple[str, ...]
    skip: tuple[str, ...]
    most: int
    locale: str | None
    delimiter: str | None
    encoding: str | None
    sheet: str | None
    fail_on: str
    as_json: bool


_OPTIONS: Final = (
    click.option("--kind", type=click.Choice(KINDS), required=True, help="What a row is."),
    click.option("--columns", multiple=True, metavar="FIELD=HEADER", help="What is in which column; may be repeated."),
    click.option("--constant", multiple=True, metavar="FIELD=VALUE", help="What all rows share; may be repeated."),
    click.option("--today", metavar="DAY", help="The day after which nothing can have happened; today if not given."),
    click.option("--rates", multiple=True, metavar="FILE", help="Compare with these rates; may be repeated."),
    click.option("--store", metavar="PATH", help="Compare with the rates of this store."),
    click.option("--only", multiple=True, metavar="CODE", help="Hold only this rule; may be repeated."),
    click.option("--skip", multiple=True, metavar="CODE", help="Leave this rule out; may be repeated."),
    click.option(
        "--most", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="Findings of a kind to show."
    ),
    click.option("--locale", metavar="TAG", help="How figures are written, such as ru; found out if not given."),
    click.option("--delimiter", metavar="SIGN", help="What parts the cells of a text; found out if not given."),
    click.option("--encoding", metavar="NAME", help="The encoding of a text; found out if not given."),
    click.option("--sheet", metavar="NAME", help="The sheet of a workbook; the first if not given."),
    click.option(
        "--fail-on",
        type=click.Choice(FAIL_ON),
        default=FAIL_ON[0],
        show_default=True,
        help="The least finding for which the exit code is 1.",
    ),
    click.option("--json", "as_json", is_flag=True, help="Print JSON for programs."),
)


def reading_options(command: _Command) -> _Command:
    """Give a command the options of `Reading`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def reading_of(given: Reading) -> dict[str, Any]:
    """Give the keywords that the library has for the options.

    Args:
        given: The options.

    Raises:
        BadParameter: A column or a constant is not said as FIELD=NAME.
    """
    return {
        "columns": _pairs(given["columns"], "--columns") or None,
        "constants": _pairs(given["constant"], "--constant") or None,
        "today": given["today"],
        "rates": rates_of(given["rates"], given["store"]),
        "only": given["only"] or None,
        "skip": given["skip"],
        "most": given["most"],
        "locale": given["locale"],
        "delimiter": {"tab": "\t", "\\t": "\t"}.get(given["delimiter"] or "", given["delimiter"]),
        "encoding": given["encoding"],
        "sheet": given["sheet"],
    }


def _pairs(said: Sequence[str], option: str) -> dict[str, str]:
    found = {}
    for each in said:
        field, sign, value = each.partition("=")
        if not sign or not field:
            raise click.BadParameter(f"{each!r} is not said as FIELD=…", param_hint=option)
        found[field.strip()] = value
    return found


def rates_of(files: Sequence[str], store: str | None) -> RateTable | None:
    """Give the rates to compare with; None for those that ship with the package.

    Args:
        files: Documents.
        store: The path of a store.

    Raises:
        UsageError: Both are given.
    """
    if files and store is not None:
        raise click.UsageError("--rates and --store exclude each other.")
    if store is not None:
        with opened(store) as there:
            return there.table()
    return merged(read_all(files)) if files else None


class _CannotRunError(click.ClickException):
    exit_code = _CANNOT_RUN


@contextmanager
def cannot_run(command: str) -> Iterator[None]:
    """Tell errors in one line and leave with 2, since 1 says that there are findings, or rows without a result.

    Args:
        command: The name of the command.
    """
    try:
        yield
    except (CentralAsiaError, OSError) as error:
        raise _CannotRunError(error_of(error, command)) from error


def error_of(error: Exception, command: str) -> str:
    """Tell an error in the words of options.

    Args:
        error: What the library raised.
        command: The name of the command.
    """
    return in_our_words(in_options(str(error)), command)


def in_options(message: str) -> str:
    """Put options in the place of keywords.

    Args:
        message: What the library says.

    Example:
        >>> in_options("say with columns= which it is, or pass constants={'quote': 'KZT'}")
        'say with --columns which it is, or pass --constant quote=KZT'
    """
    message = _PAIR.sub(lambda found: f"{_option(found[1])} {found[2]}={found[3]}", message)
    return _KEYWORD.sub(lambda found: _option(found[1]), message)


def _option(keyword: str) -> str:
    return _OPTION_OF.get(keyword, f"--{keyword}")


def told(report: Report, name: str) -> Iterator[str]:
    """Tell of findings as compilers do, a line each: the file, the row, how grave it is, its code and what it is.

    Args:
        report: The findings.
        name: The file.
    """
    for code, part in report.by("code").items():
        shown = part.problems[:_SHOWN]
        for problem in shown:
            row = "" if problem.row is None else f":{problem.row}"
            what = in_options(str(problem)).removeprefix(f"row {problem.row}").removeprefix(": ").removeprefix(", ")
            yield f"{name}{row}: {problem.severity}: {code}: {what}"
        if part.total > len(shown):
            yield f"{name}: {code}: and {part.total - len(shown):,} more"


def unread(report: Report) -> Report | None:
    """Give the findings that say why nothing of a file was read; None where there is a table in it, if without rows.

    Args:
        report: The findings.

    Example:
        >>> unread(Report.of()) is None
        True
    """
    if not report.where(code="empty-table", severity=Severity.ERROR):
        return None
    return report.where(code=_UNREAD)


def level_of(report: Report) -> str:
    """Say how many findings there are of each severity.

    Args:
        report: The findings.

    Example:
        >>> level_of(Report.of())
        'no problems'
    """
    counts = {severity: report.where(severity=severity).total for severity in Severity}
    said = [f"{count:,} {_noun(severity, count)}" for severity, count in counts.items() if count]
    return ", ".join(said) or "no problems"


def _noun(severity: Severity, count: int) -> str:
    return "information" if severity is Severity.INFO else f"{severity.value}{'' if count == 1 else 's'}"


def tell(report: Report, name: str) -> None:
    """Print findings for people: those that weigh first.

    Args:
        report: The findings.
        name: The file.
    """
    for severity in Severity:
        for line in told(report.where(severity=severity), name):
            click.echo(printable(line))
    rows = report.facts.get("rows")
    of = "" if not isinstance(rows, int) else f" in {rows:,} {'row' if rows == 1 else 'rows'}"
    click.echo(f"{printable(name)}: {level_of(report)}{of}")
