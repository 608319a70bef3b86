"""``centralasia show``: what is known of a currency, a country or a grouping, with source and certainty."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Final

import click

from centralasia.cli.output import print_json, print_table
from centralasia.errors import UnknownCodeError
from centralasia.numbers import shortened
from centralasia.periods import as_date
from centralasia.records import to_dict
from centralasia.reference import (
    Country,
    Currency,
    Fact,
    Grouping,
    Membership,
    Regime,
    country,
    currency,
    find_country,
    find_currency,
    grouping,
    pegs,
    regimes,
)

__all__ = ["show"]

_Thing = Currency | Country | Grouping
_Table = tuple[Sequence[str], Sequence[Sequence[object]]]

LOOKUPS: Final[tuple[Callable[[str], _Thing], ...]] = (currency, country, grouping)
_FACTS: Final = (
    "numeric",
    "minor_unit",
    "cash_increment",
    "introduced",
    "withdrawn",
    "iso_withdrawn",
    "exchangeable_until",
    "predecessor",
    "ratio",
    "successor",
)
_SPAN: Final = ("since", "until", "source", "certainty")


@click.command
@click.argument("text", metavar="WHAT")
@click.option("--on", metavar="DAY", help="Only what holds on a day, such as 2009-01-01; everything if not given.")
@click.option("--locale", default="en", show_default=True, metavar="TAG", help="The language of names, such as kk_KZ.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def show(text: str, *, on: str | None, locale: str, as_json: bool) -> None:
    """Show what is known of WHAT: a currency, a country or a grouping, by its code or, for the first two, a name.

    A code that stands for several things shows all of them.

    Example: centralasia show KZT --on 2009-02-04
    """
    day = None if on is None else as_date(on)
    found = _named(text, day)
    if as_json:
        print_json({"found": [_document(each, day, locale) for each in found]})
        return
    for place, each in enumerate(found):
        if place:
            click.echo()
        click.echo(f"{each}  {_name(each, locale)}")
        for columns, rows in _tables(each, day):
            click.echo()
            print_table(columns, rows)


def _named(text: str, day: date | None) -> list[_Thing]:
    """Find everything that a text is the code of, or else what it names."""
    found: list[_Thing] = []
    likely: list[str] = []
    for look_up in LOOKUPS:
        try:
            found.append(look_up(text))
        except UnknownCodeError as error:
            likely += error.near[:1]
    if not found:
        found = [each for each in (find_currency(text, on=day), find_country(text)) if each is not None]
    if not found:
        raise UnknownCodeError(str(shortened(text)), "currencies, countries and groupings", tuple(likely))
    return found


def _name(each: _Thing, locale: str) -> str:
    return each.name if isinstance(each, Grouping) else each.name(locale)


def _tables(each: _Thing, day: date | None) -> Iterator[_Table]:
    """Give the tables about a thing."""
    match each:
        case Currency():
            return _about_currency(each, day)
        case Country():
            return _about_country(each, day)
        case _:
            return _about_grouping(each, day)


def _about_currency(each: Currency, day: date | None) -> Iterator[_Table]:
    facts = [each.facts(field) for field in _FACTS]
    yield (
        ("fact", "value", "source", "certainty"),
        [row for fact in facts if fact.value is not None for row in _rows_of(fact)],
    )
    if day is not None:
        yield (
            ("on", "valid", "legal tender"),
            [(day, _yes(each.is_valid(day)), _yes(each.is_tender(day)))],
        )
    held = [peg for peg in pegs(on=day) if peg.currency is each]
    if held:
        yield (
            ("official rate held", *_SPAN),
            [
                (f"{peg.value:f} per {peg.per}", peg.valid_from, peg.valid_until, peg.source, peg.certainty)
                for peg in held
            ],
        )
    breaks = regimes(each, on=day)
    if breaks:
        yield _without_blanks(
            ("break", "when", "before", "after", "parallel", "source", "certainty", "note"),
            [
                (row.kind, row.period, row.before, row.after, _parallel(row), row.source, row.certainty, row.note)
                for row in breaks
            ],
        )


def _about_country(each: Country, day: date | None) -> Iterator[_Table]:
    money = ", ".join(map(str, each.currencies(day)))
    yield ("alpha-2", "alpha-3", "numeric", "money"), [(each.alpha2, each.alpha3, each.numeric, money)]
    rows = each.memberships(day)
    if rows:
        yield _without_blanks(
            ("grouping", "status", *_SPAN, "note"), [(row.grouping, row.status, *_span(row), row.note) for row in rows]
        )


def _about_grouping(each: Grouping, day: date | None) -> Iterator[_Table]:
    yield ("other codes", "source", "certainty"), [(", ".join(each.aliases), each.source, each.certainty)]
    rows = each.memberships(day)
    yield _without_blanks(
        ("country", "status", *_SPAN, "note"), [(row.country, row.status, *_span(row), row.note) for row in rows]
    )


def _rows_of(fact: Fact) -> Iterator[tuple[object, ...]]:
    """Give a fact, and below it what other sources say instead."""
    yield fact.field.replace("_", " "), fact.value, fact.source, fact.certainty
    for other in fact.conflicts:
        yield "", f"({other.value})", other.source, other.note


def _parallel(row: Regime) -> str:
    return f"{row.parallel} ({row.parallel_note})" if row.parallel_note else row.parallel


def _without_blanks(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> _Table:
    """Leave out the columns about what is parallel and what is to be noted where no row has any."""
    kept = [
        place
        for place, column in enumerate(columns)
        if column not in {"parallel", "note"} or any(row[place] for row in rows)
    ]
    return [columns[place] for place in kept], [[row[place] for place in kept] for row in rows]


def _span(row: Membership) -> tuple[object, ...]:
    return row.since, row.valid_until, row.source, row.certainty


def _yes(answer: bool) -> str:  # noqa: FBT001 - the truth value is what is written
    return "yes" if answer else "no"


def _document(each: _Thing, day: date | None, locale: str) -> dict[str, Any]:
    """Give everything about a thing for programs."""
    known: dict[str, Any] = {"kind": type(each).__name__.lower(), "code": str(each), "name": _name(each, locale)}
    match each:
        case Currency():
            known["facts"] = {field: _fact(each.facts(field)) for field in _FACTS}
            known["pegs"] = [to_dict(peg) for peg in pegs(on=day) if peg.currency is each]
            known["regimes"] = [to_dict(row) for row in regimes(each, on=day)]
            if day is not None:
                known |= {"valid": each.is_valid(day), "tender": each.is_tender(day)}
        case Country():
            known |= {"alpha3": each.alpha3, "numeric": each.numeric}
            known["currencies"] = [money.code for money in each.currencies(day)]
            known["memberships"] = [to_dict(row) for row in each.memberships(day)]
        case _:
            known |= to_dict(each)
            known["memberships"] = [to_dict(row) for row in each.memberships(day)]
    return known


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "value": fact.value if isinstance(fact.value, int | None) else str(fact.value),
        "source": fact.source,
        "certainty": fact.certainty,
        "note": fact.note,
        "conflicts": [{"value": each.value, "source": each.source, "note": each.note} for each in fact.conflicts],
    }
