"""Conversion of tables in files, which may be larger than memory, batch by batch."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any, Final, TypeAlias, final, get_args
from warnings import warn

import attrs
import numpy as np
import pyarrow as pa

from centralasia.arrays.calendars import Question
from centralasia.arrays.details import Detail
from centralasia.arrays.kept import Kept
from centralasia.arrays.problems import ALL, Cell, Troubles, Way, report_of
from centralasia.arrays.rows import Moneys, Work, moneys_of
from centralasia.engines.eager import Asked, amounts_in, asked_in, converted, naming, roles_of
from centralasia.errors import InvalidValueError, ValidationFailedError, WrongTypeError
from centralasia.frames.drafts import draft_of, written
from centralasia.frames.formats import Batch, Table, Text, opened, parts_of, suffix_of
from centralasia.frames.functions import OnProblem, UnconvertedWarning, asked_of, check_choice, question_of, summary_of
from centralasia.numbers import Rounding, shortened
from centralasia.periods import Period
from centralasia.rates import RateKind, RateTable
from centralasia.rates.policies import Policy
from centralasia.reference import Currency
from centralasia.reference import currency as currency_of
from centralasia.validation import Problem, Report, Sample, Severity

__all__ = ["convert_file"]

_USUAL: Final = 2  # decimals of most floats

Progress: TypeAlias = Callable[[str, int, int], None]


def convert_file(  # noqa: PLR0913 - those of `convert`, and the files
    source: str | PathLike[str],
    target: str | PathLike[str],
    *,
    amount: str,
    currency: str | Currency,
    to: str | Currency,
    on: str | date | Period,
    rates: RateTable | None = None,
    policy: Policy | None = None,
    exact: bool = False,
    kind: RateKind | str | None = None,
    rounding: Rounding | str | None = None,
    places: int | None = None,
    name: str = "converted",
    details: Sequence[Detail] = (),
    on_problem: OnProblem = "null",
    locale: str | None = None,
    delimiter: str = ",",
    encoding: str = "utf-8",
    progress: Progress | None = None,
) -> Report:
    r"""Convert the amounts of a table in a file into a new file, as `convert` does, in memory that does not grow.

    The ends of the names tell the forms: ``.parquet``, ``.arrow``, ``.feather``, ``.ipc`` (Arrow's form for files),
    ``.csv`` and ``.csv.gz``; source and target need not have the same. A folder of such files with the same columns is
    read in the order of their names, into one file, or into a folder of files of the same names. All columns go on as
    they are; those of a CSV are texts, so that no figure is changed by being guessed at, and an empty cell is a missing
    one, with quotes around it or not. Blank lines are no rows, unless there is one column alone.

    The target is written beside its place, and put there at the end: after an error or an interruption, what has been
    there before is still there. A file that was there is replaced; a folder must be new, or empty.

    Args:
        source: The file or folder.
        target: The file or folder to write.
        amount: The column of amounts.
        currency: The column of their currencies, or the currency of all rows.
        to: The column of currencies to convert to, or the one for all rows.
        on: The column of days or periods, or the one of all rows.
        rates: The rates; `embedded_rates()` when not given.
        policy: Which rate answers for a day without one; `LastKnown(days=7)` when not given.
        exact: Whether results are exact decimals, rounded once.
        kind: Only rates of this kind.
        rounding: How exact results are rounded, half even when not given.
        places: The decimals of exact results instead of those of the minor unit.
        name: The name of the new column.
        details: What else is wanted, as of `convert`.
        on_problem: What is to be done about rows that cannot be converted, which are left blank: ``"null"`` warns,
            ``"raise"`` raises once all are counted, and leaves no file; ``"report"`` only tells of them in the report.
        locale: The locale of amounts that are texts, such as ``ru``; digits with a point when not given.
        delimiter: What parts the cells of a CSV, read or written.
        encoding: The encoding of a CSV that is read; what is written is UTF-8.
        progress: Is told a name, how much is done and how much there is, after every batch.

    Returns:
        The first 20 rows of each trouble, numbered from 1 without the header; and in its facts how many rows there
        were in all, how many have not been converted, and how many of each trouble.

    Raises:
        InvalidValueError: No such column, a name that tells no form, a target that cannot be, or another argument.
        WrongTypeError: A path that is none, or a column that holds nothing of the kind.
        ReaderError: The source cannot be read as what its name says, such as a CSV with a row of too few cells, which
            is numbered likewise; or files of a folder have other columns.
        ValidationFailedError: A row cannot be converted, and `on_problem` is "raise"; the error has the report.

    Warns:
        UnconvertedWarning: A row cannot be converted, and `on_problem` is "null".

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     paid, converted = Path(folder) / "paid.csv", Path(folder) / "converted.csv"
        ...     _ = paid.write_text("amount,currency,day\n700.00,TMT,2024-03-01\n")
        ...     report = convert_file(paid, converted, amount="amount", currency="currency", to="USD", on="day",
        ...         exact=True)
        ...     print(report.facts["rows"], "row:", *converted.read_text().split())
        1 row: amount,currency,day,converted 700.00,TMT,2024-03-01,200.00
    """
    check_choice("on_problem", on_problem, get_args(OnProblem))
    asked = asked_of(
        amount=amount,
        currency=currency,
        to=to,
        on=on,
        name=name,
        exact=exact,
        rounding=rounding,
        places=places,
        details=details,
        locale=locale,
    )
    files = _Files(_path(source, "source"), _path(target, "target"), Text(delimiter, encoding), progress)
    report = files.convert(asked, question_of(rates, policy, kind), may_fail=on_problem != "raise")
    if report.problems and on_problem == "null":
        warn(summary_of(report), UnconvertedWarning, stacklevel=2)
    return report


def _path(given: object, field: str) -> Path:
    """Take a path of the file system."""
    try:
        path = Path(given)  # type: ignore[arg-type]  # which is found out here
        path.resolve()  # some texts are none, with a character that no name has
    except (TypeError, ValueError):
        hint = "name the file, which is opened here"
        raise WrongTypeError(field, shortened(given), "the path of a file or folder", hint) from None
    return path


@final
@attrs.frozen
class _Files:
    """From where to where."""

    source: Path
    target: Path
    text: Text
    progress: Progress | None

    def convert(self, asked: Asked, question: Question, *, may_fail: bool) -> Report:
        self._check()
        table = opened(self.source, self.text)
        batches, tally = _Batches.of(table, asked, question), _Tally()
        with draft_of(self.target) as draft:
            if suffix_of(self.target):
                self._write(table, draft, self.target, batches, tally)
            else:
                draft.mkdir()
                for part in parts_of(table):
                    self._write(part, draft / part.path.name, part.path, batches, tally)
            report = tally.report()
            if report.problems and not may_fail:
                raise ValidationFailedError(report)
        return report

    def _write(self, table: Table, path: Path, like: Path, batches: "_Batches", tally: "_Tally") -> None:
        with written(path, batches.schema, like=like, text=self.text) as write:
            for batch in table.batches():
                rows, troubles = batches.convert(batch.rows)
                write(rows)
                tally.add(troubles, batch, batches.cells(batch.rows), batches.asked.way)
                if self.progress is not None:
                    self.progress(self.source.name, batch.done, table.size)

    def _check(self) -> None:
        """Refuse a target that would be written over what is read, or that cannot be written."""
        source, target = self.source.resolve(), self.target.resolve()
        same = target.exists() and source.exists() and source.samefile(target)
        expected = None
        if same or source in target.parents:
            expected = "another place than that which is read"
        elif not target.parent.is_dir():
            expected = "in a folder that there is"
        elif suffix_of(target):
            expected = "a file, and not a folder" if target.is_dir() else None
        elif not source.is_dir():
            expected = "named by its form, as .parquet, .arrow, .feather, .ipc, .csv and .csv.gz tell it"
        elif target.exists() and (not target.is_dir() or any(target.iterdir())):
            expected = "a folder that is new or empty"
        if expected is not None:
            raise InvalidValueError("target", str(self.target), expected)


@final
@attrs.frozen(kw_only=True)
class _Batches:
    """Converts batches of one table, one after the other."""

    asked: Asked
    question: Question
    columns: Mapping[str, Any]
    finest: Currency | None
    schema: pa.Schema
    kept: Kept

    @classmethod
    def of(cls, table: Table, asked: Asked, question: Question) -> "_Batches":
        names = table.schema.names
        columns = roles_of(asked, names)
        made = cls(
            asked=asked,
            question=question,
            columns=columns,
            finest=_finest(table, columns["to"], asked),
            schema=table.schema,
            kept=Kept(),
        )
        schema = table.schema
        for name, array in made._made(schema.empty_table())[1].items():
            field, place = pa.field(name, array.type), schema.get_field_index(name)
            schema = schema.append(field) if place < 0 else schema.set(place, field)
        return attrs.evolve(made, schema=schema)

    def convert(self, rows: pa.RecordBatch) -> tuple[pa.RecordBatch, Troubles]:
        troubles, made = self._made(rows)
        columns = dict(zip(rows.schema.names, rows.columns, strict=True)) | made
        arrays = [columns[name] for name in self.schema.names]
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema), troubles

    def _made(self, rows: pa.RecordBatch | pa.Table) -> tuple[Troubles, dict[str, pa.Array]]:
        def column(name: str) -> pa.ChunkedArray:
            return _chunked(rows.column(name))

        locale = self.asked.locale
        amounts = amounts_in(self.columns, column, scale=_USUAL, locale=locale, nan_is_missing=False)
        sources, targets, times = asked_in(self.columns, column, len(rows))
        targets = _with(targets, self.finest)
        work = Work(self.question, len(rows), sources, targets, times, self.kept.calendar, self.kept.limits)
        done, made = converted(work, amounts, self.asked)
        return done.troubles, made

    def cells(self, rows: pa.RecordBatch) -> dict[str, Cell]:
        """Give what stands in the rows, for findings."""

        def cell(role: str, name: object) -> Cell:
            if not isinstance(name, str):
                return Cell(role, lambda _row: str(name))
            column = rows.column(name)
            return Cell(name, lambda row: column[row].as_py())

        return {role: cell(role, name) for role, name in self.columns.items()}


def _chunked(column: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    return column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])


def _finest(table: Table, target: object, asked: Asked) -> Currency | None:
    """Find a target that has most decimals, since all batches have to have as many; None where it does not matter."""
    if not (asked.exact and isinstance(target, str)):
        return None
    if asked.places is not None:
        return currency_of("USD")  # as good as any
    found: set[Currency] = set()
    for batch in table.batches([target]):
        with naming("to", target):
            found.update(each for each in moneys_of(_chunked(batch.rows.column(0))).known if each is not None)
    return max(found, key=lambda each: (each.minor_unit or 0, each.code), default=None)


def _with(targets: Moneys, finest: Currency | None) -> Moneys:
    """Add a currency that stands in no row."""
    if finest is None:
        return targets
    return attrs.evolve(targets, known=[*targets.known, finest], missing=[*targets.missing, False])


@final
class _Tally:
    """Counts what kept rows from being converted, and remembers the first rows of each trouble."""

    def __init__(self) -> None:
        self._rows = 0
        self._sample = Sample()

    def add(self, troubles: Troubles, batch: Batch, cells: dict[str, Cell], way: Way) -> None:
        self._rows += len(batch.rows)
        full = [place for place, trouble in enumerate(ALL) if not self._sample.room(trouble, Severity.ERROR)]
        news = ~np.isin(troubles.kinds, full)
        found = report_of(Troubles(troubles.rows[news], troubles.kinds[news]), cells, way, rows=len(batch.rows))
        for problem in found:
            self._sample.add(_moved(problem, batch))
        made = Counter([problem.code for problem in found])
        for code, count in troubles.counts.items():
            self._sample.count(code, Severity.ERROR, number=count - made[code])

    def report(self) -> Report:
        unconverted = len(self._sample.problems) + sum(self._sample.more.values())
        return Report.sampled(self._sample.problems, self._sample.more, rows=self._rows, unconverted=unconverted)


def _moved(problem: Problem, batch: Batch) -> Problem:
    """Say in which row of the file a trouble is, and in which file where there are several."""
    message = problem.message if batch.file is None else f"{problem.message}, in {batch.file}"
    return Problem(
        code=problem.code,
        severity=problem.severity,
        row=(problem.row or 0) + batch.first,
        column=problem.column,
        value=problem.value,
        message=message,
        fix=problem.fix,
    )
