"""`normalize`: a table in one form, and every change of it in a log."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final

import numpy as np

from centralasia.errors import InvalidValueError
from centralasia.normalization.asked import Asked
from centralasia.normalization.cells import put_codes, put_currencies, trim
from centralasia.normalization.drafts import Draft
from centralasia.normalization.figures import HeaderUnit, put_figures, put_header_units
from centralasia.normalization.fixing import SAME, Duplicates, Fix, drop_duplicates, forgiving, put_suspected
from centralasia.normalization.intake import Table
from centralasia.normalization.logs import Change, Log
from centralasia.normalization.results import Given, given_as
from centralasia.normalization.scaling import put_direction, put_one_nominal, put_restated
from centralasia.numbers import shortened
from centralasia.rates import RateTable
from centralasia.rules.validating import reported
from centralasia.tables import Matched, Source, opened
from centralasia.tables.sources import Progress
from centralasia.validation import Problem, Report, Sample, Severity

__all__ = ["log_of", "normalize"]

_SHOWN: Final = 20
_ROUNDS: Final = 6  # in which changes that lead to others come to rest
_TRIES: Final = 4  # after which nothing that is only suspected is changed


def normalize(  # noqa: PLR0913 - the public call: each keyword is one thing to say about the table
    data: Any,  # noqa: ANN401 - a path, a frame of any library, rows or records
    kind: str,
    *,
    fix: Fix = "sure",
    columns: Mapping[str, str] | None = None,
    constants: Mapping[str, Any] | None = None,
    today: date | str | None = None,
    rates: RateTable | None = None,
    only: Collection[str] | None = None,
    skip: Collection[str] = (),
    direction: str | None = None,
    nominal: int | None = None,
    restate: bool | date | str = False,
    duplicates: Duplicates = "refuse",
    country: str | None = None,
    locale: str | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    most: int = _SHOWN,
    progress: Progress | None = None,
    **more: object,
) -> tuple[Any, Report]:
    """Bring a table to one form, and take every change down.

    Headers become the names of fields; names of currencies and countries their codes; days and periods what ISO 8601
    and SDMX have; figures digits with a point; words of code lists, truth values and units their one form. Columns
    stand in the order of the declaration, columns that are no field behind them as they were, rows as they stood.

    What cannot be read in one way stays as it is, and is a finding. Normalised again, a table stays what it is.

    Args:
        data: A file (CSV, Excel, JSON lines, Parquet, Arrow), a frame of any library that narwhals knows, mappings,
            records, or a table of rates.
        kind: What a row is: rates, remittances, trade, financing and others; see `centralasia.rules.KINDS`.
        fix: "none" changes how things are written only; "sure" leaves out rows that stand there twice, too;
            "suspected" changes, besides, what rules name a cause for: inverted quotes, lost nominals and the like.
        columns: Field to the header of its column, where that cannot be told from the header.
        constants: Field to its value, where it is the same in all rows; it becomes a column.
        today: The day on which the table is looked at; by default the day on the clock.
        rates: Rates that rules compare with.
        only: The codes of the rules to hold, all of the kind by default.
        skip: Codes of rules to leave out.
        direction: For rates: a currency, to have all its prices in it; "base" to have each as it was printed. The
            figure stays the printed one, and `inverted` says that it is to be read the other way round.
        nominal: For rates: 1, to have prices of one unit where they are finite decimals.
        restate: True, to have amounts in the money that replaced theirs; or the day whose money they are to be in.
        duplicates: Which of several rows about the same to keep where they differ: "refuse" keeps all and reports
            them, "first" and "last" keep one.
        country: The country that decides on names of money such as som and manat.
        locale: How figures that are texts are written; found by default.
        delimiter: What parts the cells of a text file; found by default.
        encoding: The encoding of a text file; found by default.
        sheet: The sheet of a workbook; the first by default.
        most: How many findings of a kind are shown; all are counted.
        progress: Is told the name of the table, how much of it is read, and how much there is.
        more: What else rules of the family know.

    Returns:
        The data, of the kind that went in: a frame of pandas, polars or pyarrow as one of its library, mappings as a
        list, records as a tuple, rates as a table of rates; files and all else as a table of Arrow. And the report:
        what was changed, as information, and what is still wrong. `log_of` gives the changes one by one.

    Raises:
        InvalidValueError: There is no such kind or word, or the columns named are not there.
        UnknownCodeError: There is no such rule, currency, country or locale.
        ReaderError: The file is none that can be read.
        WrongTypeError: `data` is no table.

    Example:
        >>> rows = [{"Валюта": "доллар США", "Дата": "01.03.2024", "Курс": "450,12"}]
        >>> found, report = normalize(rows, "rates", columns={"base": "Валюта"}, constants={"quote": "KZT"},
        ...     today="2024-06-01")
        >>> found
        [{'base': 'USD', 'quote': 'KZT', 'value': '450.12', 'on': '2024-03-01'}]
        >>> report.ok, report.facts["changes"]["numeral"]
        (True, 1)
    """
    said: dict[str, Any] = {"fix": fix, "duplicates": duplicates, "country": country, "locale": locale, "most": most}
    said |= {"direction": direction, "nominal": nominal, "restate": restate}
    said |= {"only": only, "skip": skip, "today": today, "rates": rates, "more": more}
    reading = {"delimiter": delimiter, "encoding": encoding, "sheet": sheet, "progress": progress}
    asked = Asked.of(kind, **said)
    return _normalized(Given.of(data), asked, reading=reading, columns=columns, constants=constants or {})


def _normalized(
    given: Given,
    asked: Asked,
    *,
    reading: Mapping[str, Any],
    columns: Mapping[str, str] | None,
    constants: Mapping[str, Any],
) -> tuple[Any, Report]:
    source = opened(given.data, **reading)
    table = Table(source, asked, columns=columns, constants=constants)
    draft, left = _settled(table, asked)
    report = _reported(draft, asked, source, found=table.found, left=left)
    return given_as(given, draft, source, table.headers), report


def log_of(report: Report) -> Log:
    """Give the changes that a report of `normalize` tells of, one by one.

    Args:
        report: The report.

    Raises:
        InvalidValueError: It is none of `normalize`.

    Example:
        >>> _, report = normalize([{"base": "usd", "quote": "KZT", "on": "2024-03-01", "value": "450"}], "rates")
        >>> [change.after for change in log_of(report)]
        ['USD']
    """
    found = report.facts.get("log")
    if not isinstance(found, Log):
        raise InvalidValueError("report", type(report).__name__, "one that normalize gave")
    return found


def _settled(table: Table, asked: Asked) -> tuple[Draft, list[int]]:
    """Change a table until nothing more is to be changed; give it, and the rows whose nominal had to stay.

    What rules suspect is judged by the rows beside it, so that a change may lead to others. Rows that do not come to
    rest, or would be no record any more, are left as they were.

    Args:
        table: The table.
        asked: How it is to be normalised.
    """
    spared: frozenset[int] = frozenset()
    tries = _TRIES if asked.fix == "suspected" and not table.found.missing else 0
    while True:
        draft = table.draft()
        left, unsettled = _changed(draft, asked, spared, table=table, suspects=tries > 0)
        if not unsettled:
            return draft, left
        spared |= unsettled
        tries -= 1


def _changed(
    draft: Draft, asked: Asked, spared: frozenset[int], *, table: Table, suspects: bool
) -> tuple[list[int], set[int]]:
    """Make all changes once and again; give the rows whose nominal stays, and those that do not come to rest."""
    rules = [forgiving(rule, asked.restate) for rule in asked.rules]
    drops = (
        not table.found.missing
        and asked.fix != "none"
        and (asked.duplicates != "refuse" or SAME in {rule.code for rule in rules})
    )
    moved: set[int] = set()
    ever: set[int] = set()
    left: list[int] = []
    for number in range(_ROUNDS):
        before = draft.logbook.total
        left = _written(draft, asked, table.units if number == 0 else ())
        moved = put_suspected(draft, rules, asked.context, spared=spared) if suspects else set()
        ever |= moved
        if drops:
            drop_duplicates(draft, asked.duplicates)
        if draft.logbook.total == before:
            break
    return left, moved | _no_records(draft, ever)


def _written(draft: Draft, asked: Asked, units: Sequence[HeaderUnit]) -> list[int]:
    """Write everything in its one form; give the rows whose nominal has to stay."""
    trim(draft)
    data = draft.data
    put_codes(draft, data)
    put_currencies(draft, data, asked.country)
    put_figures(draft)
    put_header_units(draft, units)
    if asked.restate is not None:
        put_restated(draft, asked.restate)
    if asked.is_turned:
        put_direction(draft, asked.direction)
    return put_one_nominal(draft) if asked.is_one else []


def _no_records(draft: Draft, places: set[int]) -> set[int]:
    """Give the rows that are no records, of those that were changed."""
    if not places:
        return set()
    rows = np.flatnonzero(np.isin(draft.kept, list(places)) & draft.data.sound)
    return {int(draft.kept[row]) for row, _ in draft.data.records_of(rows)[1]}


def _reported(draft: Draft, asked: Asked, source: Source, *, found: Matched, left: Sequence[int]) -> Report:
    """Tell what is still wrong, and what was changed."""
    rules = [forgiving(rule, asked.restate) for rule in asked.rules]
    still = reported(draft.data, rules, asked.context, source=source, matched=found, most=asked.most)
    log = draft.logbook.finished()
    sample = Sample(asked.most)
    for rule, count in log.counts.items():
        problems = [_problem(change) for change in log.first(rule, asked.most)]
        for problem in problems:
            sample.add(problem)
        sample.count(rule, Severity.INFO, number=count - len(problems))
    for row in left:
        sample.add(_of_nominal(draft, row))
    facts = {"fix": asked.fix, "rows_given_back": len(draft), "changes": dict(log.counts), "log": log}
    return still + Report.sampled(sample.problems, sample.more, **facts)


def _problem(change: Change) -> Problem:
    """Tell of a change as a finding."""
    row, column, before, after, rule = change
    if rule == "header":
        message = f"the column {before!r} is called {after}"
    elif rule == "column-type":
        message = f"the column has the type {after}, and had {before}"
    elif column is None:
        message = "the row is left out"
    elif row is None:
        message = f"the column is new, and has {after!r} in all rows"
    else:
        message = "there is nothing in the cell" if after is None else f"is written as {str(shortened(after))!r}"
    shown = None if before is None or column is None else str(shortened(before))
    return Problem(
        code=rule, severity=Severity.INFO, row=row, column=column, value=shown, message=message, cause="changed"
    )


def _of_nominal(draft: Draft, row: int) -> Problem:
    nominal = draft.data.text("nominal", row)
    return Problem(
        code="nominal-kept",
        severity=Severity.WARNING,
        row=draft.data.line(row),
        column="nominal",
        value=nominal,
        message=f"the price of one is no finite decimal: that of {nominal} stays",
        fix="divide in the end, and round once",
    )
