"""``centralasia mentions``: the figures of a text, as a table, for programs, or marked in the text itself."""

import csv
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from errno import EISDIR
from itertools import islice
from pathlib import Path
from secrets import token_hex
from typing import Any, Final, NamedTuple, TextIO, TypedDict, Unpack

import attrs
import click

from centralasia.cli.output import print_table, printable, progress_bars
from centralasia.cli.targets import is_same
from centralasia.cli.texts import Source, check_encoding, check_language, opened, pieces_of
from centralasia.errors import MissingExtraError
from centralasia.languages import LANGUAGES
from centralasia.text import KINDS, Mention, Passage, iter_html, iter_passages
from centralasia.text.markup import in_parts, unit_of, value_of

__all__ = ["mentions"]

_KINDS: Final = {kind.replace("_", "-"): kind for kind in KINDS}
_COLUMNS: Final = ("value", "unit", "qualifier", "kind", "where", "text")
_FIELDS: Final = (
    "kind",
    "value",
    "low",
    "high",
    "low_inclusive",
    "high_inclusive",
    "currency",
    "unit",
    "qualifier",
    "surface",
    "start",
    "end",
    "line",
    "column",
    "lang",
)
_ENDS: Final = ("low_inclusive", "high_inclusive")
_WORDS: Final = ("unit", "surface")  # the fields that come from the text, which may be anybody's
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet runs begins so; after an apostrophe it is text
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SHEET: Final = 1_000  # rows of a table: how wide its columns are is known once it has all of its rows
_LONG: Final = 1_048_576  # bytes from which on it is shown how far a text is read


class _Kind(click.Choice[str]):
    """A kind of figure, also as it is written in JSON, date_period, and in the table, date period."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Write it as an option."""
        return super().convert(re.sub("[_ ]", "-", value), param, ctx)


class _Options(TypedDict):
    lang: str | None
    encoding: str | None
    kind: tuple[str, ...]
    no_counts: bool
    as_json: bool
    as_csv: bool
    highlight: bool
    html: str | None


class _Placed(NamedTuple):
    """A mention, and the line and column in which it begins, both counted from 1."""

    mention: Mention
    line: int
    column: int


@click.command
@click.argument("source", metavar="FILE|-")
@click.option(
    "--lang",
    metavar="TAG",
    callback=check_language,
    help=f"{', '.join(LANGUAGES)}; found out sentence by sentence if not given.",
)
@click.option("--encoding", metavar="NAME", callback=check_encoding, help="Such as utf-16; found out if not given.")
@click.option("--kind", multiple=True, type=_Kind([*_KINDS]), help="Only this kind; may be repeated.")
@click.option("--no-counts", is_flag=True, help="Leave out counts of other things, such as 'a thousand trees'.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV for spreadsheets.")
@click.option("--highlight", is_flag=True, help="Print the text with its figures marked.")
@click.option("--html", metavar="FILE", help="Write the text with its figures marked to a page of HTML.")
def mentions(source: str, **options: Unpack[_Options]) -> None:
    """Read the figures of a text: money, rates, percentages, ratios, multiples, quantities, dates and counts.

    FILE is a text of any size; - is standard input.

    Example: centralasia mentions report.txt --kind money --kind percent

    Example: centralasia mentions report.txt --html report.html
    """
    _check(source, options)
    with opened(source) as text, _progress(text, options) as progress:
        pieces = pieces_of(text, options["encoding"], progress)
        found = iter_passages(pieces, options["lang"], counts=not options["no_counts"])
        passages = map(_filter(options["kind"]), found)
        if options["html"] is not None:
            _write_html(options["html"], passages, text.name)
        elif options["highlight"]:
            _print_marked(passages)
        elif options["as_json"]:
            _print_json(_placed(passages))
        elif options["as_csv"]:
            _print_csv(_placed(passages))
        else:
            _print_tables(_placed(passages))


def _check(source: str, options: _Options) -> None:
    """Refuse what cannot be done at once, and a page in the place of the text it is made of."""
    ways = {
        "--json": options["as_json"],
        "--csv": options["as_csv"],
        "--highlight": options["highlight"],
        "--html": options["html"] is not None,
    }
    chosen = [way for way, said in ways.items() if said]
    message = ""
    if len(chosen) > 1:
        message = f"{' and '.join(chosen)} are {len(chosen)} ways to show figures; say one."
    elif options["html"] == "-":
        message = "--html writes to a FILE."
    elif is_same(options["html"], source):
        message = "--html would overwrite the text; name another FILE."
    if message:
        raise click.UsageError(message)


def _progress(text: Source, options: _Options) -> AbstractContextManager[Callable[[str, int, int], None] | None]:
    """Show how far a long text is read, but not between figures that are printed on the same terminal."""
    if text.size < _LONG or (sys.stdout.isatty() and options["html"] is None):
        return nullcontext()
    return progress_bars()


def _filter(options: Iterable[str]) -> Callable[[Passage], Passage]:
    wanted = {_KINDS[option] for option in options} or {*KINDS}
    return lambda each: attrs.evolve(each, mentions=tuple([found for found in each.mentions if found.kind in wanted]))


def _placed(passages: Iterable[Passage]) -> Iterator[_Placed]:
    line = column = 1
    for passage in passages:
        for part, mention in in_parts(passage):
            if mention is not None:
                yield _Placed(mention, line, column)
            line += part.count("\n")
            column = len(part) - part.rindex("\n") if "\n" in part else column + len(part)


def _print_tables(found: Iterator[_Placed]) -> None:
    rows = map(_row, found)
    print_table(_COLUMNS, [*islice(rows, _SHEET)])
    while sheet := [*islice(rows, _SHEET)]:
        click.echo()
        print_table(_COLUMNS, sheet)


def _row(placed: _Placed) -> tuple[object, ...]:
    mention = placed.mention
    where = f"{placed.line}:{placed.column}"
    kind = mention.kind.replace("_", " ")
    return value_of(mention), unit_of(mention), mention.qualifier, kind, where, mention.surface


def _item(placed: _Placed) -> dict[str, Any]:
    place = {"line": placed.line, "column": placed.column, "lang": placed.mention.language}
    return placed.mention.to_dict() | place


def _print_json(found: Iterator[_Placed]) -> None:
    """Print one document, with a line for each mention as soon as it is read."""
    is_unicode = (sys.stdout.encoding or "").lower().startswith("utf")  # else every character it may lack is escaped
    between = "\n"
    click.echo('{\n  "mentions": [', nl=False)
    for placed in found:
        click.echo(f"{between}    {json.dumps(_item(placed), ensure_ascii=not is_unicode)}", nl=False)
        between = ",\n"
    click.echo("\n  ]\n}")


def _print_csv(found: Iterator[_Placed]) -> None:
    rows = csv.DictWriter(sys.stdout, _FIELDS, lineterminator="\n")
    rows.writeheader()
    for placed in found:
        item = _item(placed)
        changed = {field: f"'{item[field]}" for field in _WORDS if str(item.get(field)).startswith(_FORMULA)}
        changed |= {field: "true" for field in _ENDS if field in item}  # as in JSON
        rows.writerow(item | changed)


def _print_marked(passages: Iterable[Passage]) -> None:
    """Print the text, its figures in colour on a terminal, and between brackets with their kind anywhere else."""
    parts = ((part, found) for passage in passages for part, found in in_parts(passage))
    shown = ((_CONTROL.sub("\N{REPLACEMENT CHARACTER}", part), found and found.kind) for part, found in parts)
    if sys.stdout.isatty():
        try:
            from centralasia.cli.terminal import draw_parts  # noqa: PLC0415 - for people only, and slow to load
        except ModuleNotFoundError as error:
            raise MissingExtraError("cli", "rich") from error
        draw_parts(shown)
        return
    end = "\n"
    for part, kind in shown:
        click.echo(part if kind is None else f"[[{kind}: {part}]]", nl=False)
        end = part[-1:] or end
    if end != "\n":
        click.echo()


def _write_html(path: str, passages: Iterable[Passage], title: str) -> None:
    count = 0

    def counted() -> Iterator[Passage]:
        nonlocal count
        for passage in passages:
            count += len(passage.mentions)
            yield passage

    with _draft(path) as file:
        file.writelines(iter_html(counted(), title=printable(title)))
    click.echo(f"{count:,} {'figure' if count == 1 else 'figures'} written to {printable(path)}")


@contextmanager
def _draft(path: str) -> Iterator[TextIO]:
    """Give a file to write that takes its place once all went well."""
    target = Path(path)
    try:
        if target.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        draft = target.with_name(f".{target.name[:100]}-{token_hex(8)}.part")
        file = draft.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise click.FileError(path, (error.strerror or "cannot be written").lower()) from None
    try:
        with file:
            yield file
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
