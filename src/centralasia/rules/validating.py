"""`validate`: every rule of a kind held against a table, and what was found as one report."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

import attrs
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from centralasia.errors import UnknownCodeError, WrongTypeError
from centralasia.numbers import shortened
from centralasia.periods import as_date
from centralasia.rates import RateTable
from centralasia.records import columns_of
from centralasia.records.columns import Column
from centralasia.records.declarations import declaration_of
from centralasia.reference import near
from centralasia.rules.catalogue import RULES
from centralasia.rules.cells import days_reader, numerals_reader
from centralasia.rules.columns import Judge, reader_of
from centralasia.rules.data import Context, Data, Lines
from centralasia.rules.figures import Weigher
from centralasia.rules.hits import Hits
from centralasia.rules.kinds import Kind, kind_named
from centralasia.rules.rules import Rule
from centralasia.tables import Matched, Source, matched, opened
from centralasia.tables.sources import Progress
from centralasia.validation import Problem, Report
from centralasia.validation.samples import Sample

__all__ = ["chosen", "found_by", "gathered", "reported", "validate"]

_SHOWN: Final = 20


def validate(  # noqa: PLR0913 - the public call: each keyword is one thing to say about the table
    data: Any,  # noqa: ANN401 - a path, a frame of any library, rows or records
    kind: str,
    *,
    columns: Mapping[str, str] | None = None,
    constants: Mapping[str, Any] | None = None,
    today: date | str | None = None,
    rates: RateTable | None = None,
    only: Collection[str] | None = None,
    skip: Collection[str] = (),
    most: int = _SHOWN,
    delimiter: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    locale: str | None = None,
    progress: Progress | None = None,
    **more: object,
) -> Report:
    """Find every row of a table that is wrong, and say why it probably is.

    Args:
        data: A file (CSV, Excel, JSON lines, Parquet, Arrow), a frame of any library that narwhals knows, mappings, or
            records.
        kind: What a row is: rates, remittances, trade, financing and others; see `KINDS`.
        columns: Field to the header of its column, where that cannot be told from the header.
        constants: Field to its value, where it is the same in all rows and has no column.
        today: The day after which nothing can have happened yet; by default the day on the clock.
        rates: Rates to compare with; those that ship with the package by default.
        only: The codes of the rules to hold, all of the kind by default.
        skip: Codes of rules to leave out; what they would explain, others may then tell in their own way.
        most: How many findings of a rule are shown; all are counted.
        delimiter: What parts the cells of a text file; found by default.
        encoding: The encoding of a text file; found by default.
        sheet: The sheet of a workbook; the first by default.
        locale: How figures that are texts are written; found by default.
        progress: Is told the name of the table, how much of it is read, and how much there is.
        more: What else rules of the family know; the fact `not_used` says what no rule does.

    Returns:
        The findings, each with row, column, value, message, and cause and fix where they are known; as facts what the
        input was taken for.

    Raises:
        InvalidValueError: There is no such kind, the columns named are not there, or a keyword is misspelt.
        UnknownCodeError: There is no such rule.
        ReaderError: The file is none that can be read.
        WrongTypeError: `data` is no table.

    Example:
        >>> rows = [{"base": "USD", "quote": "KZT", "on": "2024-03-01", "value": "450.12"},
        ...         {"base": "USD", "quote": "KZZ", "on": "2024-03-02", "value": "-451"}]
        >>> report = validate(rows, "rates", today="2024-06-01")
        >>> [(found.row, found.code) for found in report]
        [(2, 'unknown-code'), (2, 'impossible-value')]
    """
    of = kind_named(kind)
    rules = chosen(of, only, skip)
    day = _today() if today is None else as_date(today, "today")
    context = Context.of(today=day, rates=rates, more=more)
    source = opened(data, delimiter=delimiter, encoding=encoding, sheet=sheet, progress=progress)
    found = matched(source.headers, of.cls, columns=columns, constants=constants or ())
    table = gathered(source, of, found, constants=constants or {}, locale=locale)
    return reported(table, rules, context, source=source, matched=found, most=most)


def _today() -> date:
    return datetime.now().astimezone().date()


def chosen(kind: Kind, only: Collection[str] | None, skip: Collection[str]) -> list[Rule]:
    """Give the rules that are to be held against tables of a kind.

    Args:
        kind: The kind.
        only: The codes of the rules, None for all.
        skip: Codes of rules to leave out.

    Raises:
        UnknownCodeError: There is no such rule.
        WrongTypeError: These are no codes.
    """
    rules = RULES[kind.name]
    for name, codes in (("only", only), ("skip", skip)):
        if isinstance(codes, str) or not isinstance(codes, Collection | None):
            raise WrongTypeError(name, codes, "a list of codes of rules")
    for code in (*(only or ()), *skip):
        if code not in rules:
            raise UnknownCodeError(code, f"rules for {kind.name}", near(code, rules))
    return [rule for code, rule in rules.items() if (only is None or code in only) and code not in skip]


def gathered(
    source: Source, kind: Kind, found: Matched, *, constants: Mapping[str, Any], locale: str | None = None
) -> Data:
    """Read a table into columns that are judged.

    Args:
        source: The table.
        kind: What its rows are.
        found: Which header is which field.
        constants: What stands in all rows.
        locale: How figures that are texts are written.
    """
    said: dict[str, Any] = {}
    takers = {
        spec.name: (found.fields[spec.name], _taker(kind, spec, found.fields[spec.name], locale, said=said))
        for spec in columns_of(kind.cls)
        if spec.name in found.fields
    }
    lines, count = Lines(), 0
    for part in source.parts():
        for header, taker in takers.values():
            taker.take(part.columns[header])
        if part.lines is not None:
            lines.add(part.lines)
        count += len(part)
    pa.default_memory_pool().release_unused()  # what reading took and nothing holds any more
    columns = {name: taker.finished() for name, (_, taker) in takers.items()}
    return Data(
        kind,
        count=count,
        columns=columns,
        lines=lines if lines.count else None,
        constants=_read(kind, constants),
        said=said,
    )


def _read(kind: Kind, constants: Mapping[str, Any]) -> dict[str, Any]:
    """Read what stands in all rows as a cell would be."""
    readers = {spec.name: reader_of(spec) for spec in columns_of(kind.cls) if spec.name in constants}
    return {name: readers[name](value) for name, value in constants.items()}


def _taker(kind: Kind, spec: Column, header: str, locale: str | None, *, said: dict[str, Any]) -> Judge | Weigher:
    required = spec.required and spec.default is attrs.NOTHING
    if spec.name in kind.figures:
        return Weigher(spec, header, required=required, said=said, numerals=numerals_reader(said, locale=locale))
    convert: Any = (
        attrs.fields_dict(kind.cls)[spec.name].converter if spec.name in declaration_of(kind.cls).reading else None
    )
    return Judge(
        spec, header, required=required, otherwise=days_reader(spec, said), convert=convert if spec.many else None
    )


def reported(
    table: Data, rules: Iterable[Rule], context: Context, *, source: Source, matched: Matched, most: int
) -> Report:
    """Hold rules against a table.

    Args:
        table: The table.
        rules: The rules.
        context: What is known besides.
        source: Where the table comes from.
        matched: Which header is which field.
        most: How many findings of a rule are shown.
    """
    sample = Sample(most)
    for problem in (*source.problems, *matched.problems):
        sample.add(problem)
    shown = Counter(problem.code for problem in source.problems)
    severities = {problem.code: problem.severity for problem in source.problems}
    for code, count in source.counts.items():
        sample.count(code, severities[code], number=count - shown[code])
    for rule, hits in found_by(() if matched.missing else tuple(rules), table, context):
        count = sum(len(each.rows) for each in hits)
        problems = list(islice(_problems(rule, hits, table), sample.room(rule.code, rule.severity)))
        for problem in problems:
            sample.add(problem)
        sample.count(rule.code, rule.severity, number=count - len(problems))
    facts = {"kind": table.kind.name, **source.facts, **table.said, "today": context.today.isoformat()}
    if context.unused:
        facts["not_used"] = ", ".join(context.unused)
    return Report.sampled(sample.problems, sample.more, **facts)


def found_by(rules: Sequence[Rule], table: Data, context: Context) -> Iterator[tuple[Rule, list[Hits]]]:
    """Give what each rule finds, without what another one says better.

    Args:
        rules: The rules.
        table: The table.
        context: What is known besides.
    """
    table.last, context = context.today, attrs.evolve(context, asked={rule.code for rule in rules})
    found = [(rule, list(rule.check(table, context))) for rule in rules]
    told: dict[str, list[NDArray[np.intp]]] = {}
    for rule, hits in found:
        for code in rule.instead_of:
            told.setdefault(code, []).extend(each.rows for each in hits)
    for rule, hits in found:
        rows = np.concatenate(told[rule.code]) if told.get(rule.code) else _NO_ROWS
        yield rule, [each.without(rows) for each in hits] if len(rows) else hits


_NO_ROWS: Final = np.empty(0, np.intp)


def _problems(rule: Rule, hits: Sequence[Hits], table: Data) -> Iterator[Problem]:
    for each in hits:
        for place, row in enumerate(each.rows.tolist()):
            told = each.tell(place)
            column = told.column or each.column
            yield Problem(
                code=rule.code,
                severity=rule.severity,
                row=None if row < 0 else table.line(row),
                column=_header(table, column),
                value=_shown(told.value, table, column, row),
                message=told.message,
                cause=told.cause,
                fix=told.fix,
            )


def _header(table: Data, field: str | None) -> str | None:
    found = table.columns.get(field) if field else None
    return field if found is None else found.header


def _shown(value: str | None, table: Data, field: str | None, row: int) -> str | None:
    if value is None and field is not None and row >= 0:
        value = table.text(field, row)
    return None if value is None else str(shortened(value))
