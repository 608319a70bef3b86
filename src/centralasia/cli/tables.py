"""``centralasia convert-table``: the amounts of a whole table in a file, in another currency, in a new file."""

import json
from typing import Any, Final, Literal, TypedDict, Unpack

import click

from centralasia.cli.bulletins import Bulletin, merged, read_all
from centralasia.cli.checking import cannot_run
from centralasia.cli.convert import KINDS, POLICIES, ROUNDINGS, check_rates, policy_of, warn_of
from centralasia.cli.output import complain, print_json, printable, progress_bars
from centralasia.cli.stored import opened
from centralasia.cli.targets import check_targets
from centralasia.errors import MissingExtraError, ValidationFailedError
from centralasia.rates import RateTable
from centralasia.validation import Report, Sample

__all__ = ["convert_table"]

_SHOWN: Final = 3  # rows of each trouble
_HANDED_ON: Final = (
    "amount",
    "currency",
    "to",
    "on",
    "exact",
    "kind",
    "rounding",
    "places",
    "name",
    "locale",
    "delimiter",
    "encoding",
)
"""The options that are keywords of the library, too."""
_ON_PROBLEM: Final = ("report", "null", "raise")
_WORDS: Final = (("with places=", "with --places"), ("with locale=", "with --locale"))


class _Options(TypedDict):
    amount: str
    currency: str
    to: str
    on: str
    kind: str | None
    rates: tuple[str, ...]
    store: str | None
    rates_on: str | None
    policy: str
    days: int | None
    exact: bool
    rounding: str | None
    places: int | None
    name: str
    details: str
    on_problem: str
    locale: str | None
    delimiter: str
    encoding: str
    as_json: bool


@click.command(name="convert-table")
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option("--amount", required=True, metavar="COLUMN", help="The column of amounts.")
@click.option("--currency", required=True, metavar="COLUMN|CODE", help="The column of their currencies, or the one.")
@click.option("--to", required=True, metavar="CODE|COLUMN", help="The currency to convert to, or a column of them.")
@click.option("--on", required=True, metavar="COLUMN|DAY|PERIOD", help="The column of days or periods, or the one.")
@click.option("--kind", type=click.Choice(KINDS), help="Only rates of this kind; an average may stand for a day.")
@click.option("--rates", multiple=True, metavar="FILE", help="Use the rates of this document; may be repeated.")
@click.option("--store", metavar="PATH", help="Use the rates of this store, which `centralasia fetch` fills.")
@click.option("--rates-on", metavar="DAY", help="The day of the rates in a document that states none.")
@click.option(
    "--policy",
    type=click.Choice(POLICIES),
    default="last-known",
    show_default=True,
    help="Which rate answers for a day without one.",
)
@click.option("--days", type=int, metavar="N", help="The most days a rate may be off; 7 if not given.")
@click.option("--exact", is_flag=True, help="Give exact decimals, rounded once, instead of floats.")
@click.option("--rounding", type=click.Choice(ROUNDINGS), help="How exact results are rounded; half-even if not given.")
@click.option("--places", type=int, metavar="N", help="Decimals of exact results; those of the currency if not given.")
@click.option("--name", default="converted", show_default=True, metavar="COLUMN", help="The new column.")
@click.option(
    "--details",
    default="",
    metavar="LIST",
    help="More columns, parted by commas: rate, rate_on, age, legs, low, high, problem.",
)
@click.option(
    "--on-problem",
    type=click.Choice(_ON_PROBLEM),
    default=_ON_PROBLEM[0],
    show_default=True,
    help="Rows that cannot be converted are left blank; report shows the first, raise leaves no file.",
)
@click.option("--locale", metavar="TAG", help="How amounts that are texts are written, such as ru.")
@click.option("--delimiter", default=",", show_default=True, metavar="SIGN", help="What parts the cells of a CSV.")
@click.option("--encoding", default="utf-8", show_default=True, metavar="NAME", help="The encoding of a CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def convert_table(source: str, target: str, **options: Unpack[_Options]) -> int:
    """Convert the amounts of a table, which may be larger than memory, from the file IN into the new file OUT.

    Forms are told by names: .parquet, .arrow, .feather, .ipc, .csv and .csv.gz; IN may be a folder of such files.
    Without --rates and --store the rates that ship with the package are used: annual averages, and official pegs.

    The exit code is 1 if a row could not be converted, unless --on-problem is null; or if a document given with --rates
    has a finding that is an error. It is 2 if nothing was done, as with a column that there is not. With --json a
    report is printed, whose "ok" says whether all rows were converted, whatever the exit code; if nothing was done
    there is none, and standard error tells why.

    Example: centralasia convert-table in.csv out.parquet --amount sum --currency code --to USD --on day --exact
    """
    check_rates(options["rates"], options["store"], rates_on=options["rates_on"])
    _check_exact(options)
    with cannot_run("convert-table"):
        check_targets({"OUT": target}, [*options["rates"], options["store"]])  # the library looks at IN
        bulletins = read_all(options["rates"], on=options["rates_on"])
        for each in bulletins:
            warn_of(each)
        report = _converted(source, target, options, bulletins)
    raises = options["on_problem"] == "raise"
    if options["as_json"]:
        print_json(json.loads(report.to_json()))
    elif not (raises and report.problems):
        rows = report.facts["rows"]
        click.echo(f"{rows:,} {'row' if rows == 1 else 'rows'} written to {printable(target)}")
    _complain(report, options["on_problem"])
    failed = bool(report.problems) and options["on_problem"] != "null"
    return int(failed or not all(each.report.ok for each in bulletins))


def _check_exact(options: _Options) -> None:
    """Refuse rounding where nothing is rounded."""
    names: tuple[Literal["rounding", "places"], ...] = ("rounding", "places")
    for name in names:
        if options[name] is not None and not options["exact"]:
            message = f"--{name} goes with --exact."
            raise click.UsageError(message)


def _converted(source: str, target: str, options: _Options, bulletins: list[Bulletin]) -> Report:
    policy = policy_of(options["policy"], options["days"])
    try:
        with progress_bars() as progress:
            report: Report = _convert_file()(
                source,
                target,
                **{name: options[name] for name in _HANDED_ON},
                details=[each.strip() for each in options["details"].split(",") if each.strip()],
                on_problem="raise" if options["on_problem"] == "raise" else "report",
                rates=_rates(bulletins, options["store"]),
                policy=policy,
                progress=progress,
            )
    except ValidationFailedError as error:
        report = error.report
    return report


def _convert_file() -> Any:  # noqa: ANN401 - a function, whose keywords are known to be right by the tests
    try:
        from centralasia.frames import convert_file  # noqa: PLC0415 - an extra, and slow to load
    except ModuleNotFoundError as error:
        raise MissingExtraError("frames", error.name or "pyarrow") from error
    return convert_file


def _rates(bulletins: list[Bulletin], store: str | None) -> RateTable | None:
    """Give the rates of documents, or of a store; None for those that ship with the package."""
    if store is None:
        return merged(bulletins) if bulletins else None
    with opened(store) as there:
        return there.table()


def _complain(report: Report, on_problem: str) -> None:
    """Tell what could not be converted: how many rows, and the first of them."""
    if not report.problems:
        return
    from centralasia.frames.functions import summary_of  # noqa: PLC0415 - as above

    complain(summary_of(report) + ("; nothing was written" if on_problem == "raise" else ""))
    if on_problem == "null":
        return
    sample = Sample(_SHOWN)
    for problem in report:
        sample.add(problem)
    for problem in sample.problems:
        told = f"{problem.code}: {problem}"
        for keyword, option in _WORDS:
            told = told.replace(keyword, option)
        complain(told)
