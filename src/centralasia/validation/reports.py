"""All findings of one run, with what the reader took its input for."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from operator import attrgetter
from os import PathLike
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, final, get_args

import attrs

from centralasia.errors import InvalidValueError, ValidationFailedError
from centralasia.records import to_frame
from centralasia.records.frames import Backend
from centralasia.validation.annotations import annotations, sarif
from centralasia.validation.facts import file_of, merged, plain
from centralasia.validation.pages import page
from centralasia.validation.problems import Problem, RuleText, Severity, in_order, severity_of
from centralasia.validation.samples import (
    More,
    Tally,
    Unshown,
    counts_of,
    more_by_code,
    more_of,
    tallies_of,
)
from centralasia.validation.texts import cells_of, csv_text, json_lines, json_text, summary

__all__ = ["Report"]

Aspect: TypeAlias = Literal["cause", "code", "column", "severity"]


@final
@attrs.frozen(repr=False)
class Report:
    """The findings of one run in the order of their rows, and the facts that go with them.

    A report may show only a sample of its findings, so that it stays small whatever the data; it counts all of them
    nevertheless, shows at least one of each kind, and says everywhere how many more there are. Its length and what it
    gives one by one are the findings shown; `total` and `counts` are exact.

    A report is true in a condition when it has findings, as any collection is. Two reports add up: their findings
    together, and their facts, where both state one differently as a tuple.

    Attributes:
        problems: The findings shown; first those about the whole, then by row.

    Example:
        >>> report = Report.of([Problem(code="bad-date", severity=Severity.ERROR, row=7, message="no day")], rows=12)
        >>> report.ok, report.counts, report.facts["rows"]
        (False, mappingproxy({'bad-date': 1}), 12)
    """

    problems: tuple[Problem, ...] = ()
    _facts: tuple[tuple[str, Any], ...] = ()
    _more: Unshown = attrs.field(default=(), kw_only=True)

    @classmethod
    def of(cls, problems: Iterable[Problem] = (), /, **facts: object) -> "Report":
        """Make a report of findings in any order.

        Args:
            problems: The findings.
            facts: What the input was taken for and what was counted: publisher, form, rows, duplicates merged.

        Raises:
            WrongTypeError: What is given as a finding is none.

        Example:
            >>> Report.of(rows=3).ok
            True
        """
        return cls(in_order(problems), tuple(facts.items()))

    @classmethod
    def sampled(cls, problems: Iterable[Problem], more: More, /, **facts: object) -> "Report":
        """Make a report that shows some findings and counts all; `Sample` collects both.

        Args:
            problems: The findings to show, in any order; at least one of each kind there is.
            more: How many there are beyond these, by code; where a code has several severities, by both of them.
            facts: What the input was taken for and what was counted.

        Raises:
            WrongTypeError: What is given as a finding is none, or what is given as a number.
            InvalidValueError: A number is negative, nothing of its code is shown, or its severity is not clear.

        Example:
            >>> shown = [Problem(code="no-rate", severity=Severity.ERROR, row=7, message="no rate")]
            >>> report = Report.sampled(shown, {"no-rate": 999}, rows=2_000)
            >>> report.counts["no-rate"], report.total, len(report)
            (1000, 1000, 1)
            >>> print(report)
            1,000 errors, of which 1 is shown
              no-rate (error, 1,000×): row 7: no rate
        """
        found = in_order(problems)
        return cls(found, tuple(facts.items()), more=more_of(found, more))

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the input was taken for and what was counted."""
        return MappingProxyType(dict(self._facts))

    @property
    def counts(self) -> Mapping[str, int]:
        """How many findings there are of each code, shown or not, in the order of codes."""
        return MappingProxyType(counts_of(self._tallies()))

    @property
    def total(self) -> int:
        """How many findings there are, shown or not."""
        return len(self.problems) + sum(count for _, _, count in self._more)

    @property
    def rows(self) -> tuple[int, ...]:
        """The numbers of the rows that the findings shown are about, in order."""
        return tuple(sorted({problem.row for problem in self.problems if problem.row is not None}))

    @property
    def ok(self) -> bool:
        """Whether there is no error; warnings and information may stand."""
        return not self.of_severity(Severity.ERROR)

    def of_severity(self, severity: Severity | str) -> tuple[Problem, ...]:
        """Give the findings of one severity, of those shown.

        Raises:
            InvalidValueError: There is no such severity.

        Example:
            >>> Report.of().of_severity("warning")
            ()
        """
        wanted = severity_of(severity)
        return tuple([problem for problem in self.problems if problem.severity is wanted])

    def where(
        self,
        *,
        code: str | Collection[str] | None = None,
        severity: Severity | str | None = None,
        at_least: Severity | str | None = None,
        column: str | Collection[str] | None = None,
        row: int | Collection[int] | None = None,
    ) -> "Report":
        """Give the part of the report that fits all that is said, with the same facts.

        Counts stay exact by code and severity. Columns and rows are known of the findings shown only; where others
        could fit, too, the fact `not_searched` says how many of each code these are.

        Args:
            code: Of these codes.
            severity: Of this severity.
            at_least: Of this severity or a graver one.
            column: About these columns.
            row: About these rows; a range will do.

        Raises:
            InvalidValueError: There is no such severity.

        Example:
            >>> gap = Problem(code="gap", severity=Severity.INFO, row=3, message="no bulletin")
            >>> jump = Problem(code="jump", severity=Severity.WARNING, row=5, message="12 % in a day")
            >>> report = Report.of([gap, jump])
            >>> report.where(at_least="warning").rows, report.where(row=range(1, 5)).counts
            ((5,), mappingproxy({'gap': 1}))
        """
        codes, columns, rows = _several_of(code), _several_of(column), _several_of(row)
        one, least = severity and severity_of(severity), severity_of(at_least or Severity.INFO)

        def is_of_kind(code: str, severity: Severity) -> bool:
            return (codes is None or code in codes) and one in {None, severity} and severity.is_at_least(least)

        def is_of_place(problem: Problem) -> bool:
            return (columns is None or problem.column in columns) and (rows is None or problem.row in rows)

        return self._part(is_of_kind, None if columns is None and rows is None else is_of_place)

    def by(self, aspect: Aspect = "cause", /) -> Mapping[str | None, "Report"]:
        """Give a report for each cause, or for each code, column or severity; that of most findings first.

        As with `where`, what is not shown is counted by code and severity only.

        Args:
            aspect: "cause", "code", "column" or "severity"; None stands for findings that name none.

        Raises:
            InvalidValueError: Findings have no such aspect to go by.

        Example:
            >>> looks = "the quote is written the other way round"
            >>> found = [Problem(code="inverted", severity=Severity.ERROR, message="is 1/x", cause=looks)] * 3
            >>> [(cause, report.total) for cause, report in Report.of(found).by("cause").items()]
            [('the quote is written the other way round', 3)]
        """
        if aspect not in get_args(Aspect):
            raise InvalidValueError("aspect", aspect, f"one of {', '.join(get_args(Aspect))}")
        named = attrgetter(aspect)
        parts: dict[str | None, Report] = {}
        for key in dict.fromkeys(map(named, self.problems)):
            if aspect == "code":
                parts[key] = self.where(code=key)
            elif aspect == "severity":
                parts[key] = self.where(severity=key)
            else:
                parts[key] = self._part(lambda _code, _severity: True, partial(_has, named, key))
        return dict(sorted(parts.items(), key=lambda part: -part[1].total))

    def exit_code(self, fail_on: Severity | str = Severity.ERROR) -> int:
        """Give 1 if there is a finding that weighs enough, and 0 if not, as programs end.

        Args:
            fail_on: The least severity that counts.

        Raises:
            InvalidValueError: There is no such severity.

        Example:
            >>> Report.of([Problem(code="gap", severity=Severity.WARNING, message="no bulletin")]).exit_code()
            0
        """
        least = severity_of(fail_on)
        return int(any(problem.severity.is_at_least(least) for problem in self.problems))

    def raise_if_any(self, at_least: Severity | str = Severity.WARNING) -> None:
        """Raise if there is a finding that weighs enough; information alone does not, unless asked for.

        Args:
            at_least: The least severity that counts.

        Raises:
            ValidationFailedError: There is one; the error has this report.
            InvalidValueError: There is no such severity.

        Example:
            >>> Report.of([Problem(code="pegged", severity=Severity.INFO, message="held at 3.5")]).raise_if_any()
        """
        if self.exit_code(at_least):
            raise ValidationFailedError(self)

    def to_json(self, *, indent: int | None = None) -> str:
        """Write the report as one JSON document: ok, counts, facts, problems; and `more`, where some are not shown.

        Example:
            >>> Report.of(rows=3).to_json()
            '{"ok": true, "counts": {}, "facts": {"rows": 3}, "problems": []}'
        """
        return json_text(self.problems, self._tallies(), facts=self.facts, indent=indent)

    def to_json_lines(self) -> str:
        """Write one finding a line, each as a JSON object with the fields of `Problem`.

        Where some are not shown, a last line of code `not-shown` says so for each kind.

        Example:
            >>> Report.of([Problem(code="pegged", severity=Severity.INFO, message="held")]).to_json_lines()[:18]
            '{"code": "pegged",'
        """
        return json_lines(self.problems, self._tallies())

    def to_csv(self) -> str:
        """Write the findings as CSV with the columns of `Problem`, of which no cell is a formula for a spreadsheet.

        What looks like one gets a quote in front. Where some are not shown, a row of code `not-shown` says so.

        Example:
            >>> found = [Problem(code="formula", severity=Severity.INFO, value="=1+1", message="a formula")]
            >>> print(Report.of(found).to_csv(), end="")
            code,severity,row,column,value,message,cause,fix
            formula,info,,,'=1+1,a formula,,
        """
        return csv_text(self.problems, self._tallies())

    def to_frame(self, *, backend: Backend = "pyarrow") -> Any:  # noqa: ANN401 - as the library that the caller names
        """Give the findings as a frame, one a row, with the columns of `Problem`.

        Where some are not shown, a last row of code `not-shown` says so for each kind.

        Args:
            backend: "pyarrow", "pandas" or "polars".

        Raises:
            MissingExtraError: The library is not installed.
            InvalidValueError: An unknown backend.

        Example:
            >>> Report.of().to_frame(backend="polars").columns
            ['code', 'severity', 'row', 'column', 'value', 'message', 'cause', 'fix']
        """
        cells = cells_of(self.problems, self._tallies())
        return to_frame(cells, backend=backend, types={name: int if name == "row" else str for name in cells})

    def to_html(self, *, title: str = "Findings", rules: Iterable[RuleText] = (), most: int = 1_000) -> str:
        """Write the report as a page for people that needs nothing else: no script, no picture, no network.

        Args:
            title: What the page is called.
            rules: What is known of the codes; see `RuleText`.
            most: The most findings to list; how many are left out is said.

        Example:
            >>> Report.of(rows=3).to_html().startswith("<!DOCTYPE html>")
            True
        """
        facts = {name: plain(fact) for name, fact in self.facts.items()}
        return page(self.problems, self._tallies(), title=title, facts=facts, rules=rules, most=most)

    def to_sarif(self, *, file: str | PathLike[str] | None = None, rules: Iterable[RuleText] = ()) -> str:
        """Write the report as SARIF 2.1.0, which code hosts and editors show beside the lines of a file.

        Args:
            file: What the findings are about; the fact `file` when not given. Relative paths are those of a repository.
            rules: What is known of the codes; see `RuleText`.

        Raises:
            WrongTypeError: `file` is no path.

        Example:
            >>> '"startLine"' in Report.of([], file="rates.csv").to_sarif()
            False
        """
        return sarif(self.problems, self._tallies(), file=file_of(file, self.facts), rules=rules)

    def to_github(self, *, file: str | PathLike[str] | None = None) -> str:
        """Write the commands with which a workflow of GitHub annotates lines; print them in a step.

        Args:
            file: What the findings are about, as a path in the repository; the fact `file` when not given.

        Raises:
            WrongTypeError: `file` is no path.

        Example:
            >>> bad = Problem(code="bad-date", severity=Severity.ERROR, row=7, message="no day")
            >>> print(Report.of([bad], file="rates.csv").to_github(), end="")
            ::error file=rates.csv,line=7,title=bad-date::row 7: no day
        """
        return annotations(self.problems, self._tallies(), file=file_of(file, self.facts))

    def _tallies(self) -> tuple[Tally, ...]:
        return tallies_of(self.problems, self._more)

    def _part(
        self, is_of_kind: Callable[[str, Severity], bool], is_of_place: Callable[[Problem], bool] | None
    ) -> "Report":
        """Give the findings of some kinds, and of these the ones of a place, which is known of those shown only."""
        of_kind = [problem for problem in self.problems if is_of_kind(problem.code, problem.severity)]
        more = tuple([each for each in self._more if is_of_kind(each[0], each[1])])
        if is_of_place is None:
            return Report(tuple(of_kind), self._facts, more=more)
        facts = dict(self._facts)
        if more:
            facts["not_searched"] = more_by_code(tallies_of((), more))
        return Report(tuple(filter(is_of_place, of_kind)), tuple(facts.items()))

    def __len__(self) -> int:
        return len(self.problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def __add__(self, other: "Report") -> "Report":
        if not isinstance(other, Report):
            return NotImplemented
        facts = merged(self.facts, other.facts)
        more = Counter[tuple[str, Severity]]()
        for code, severity, count in (*self._more, *other._more):
            more[code, severity] += count
        return Report.sampled([*self.problems, *other.problems], more, **facts)

    def __str__(self) -> str:
        """Summarise the report for people: how many findings there are, and the first of each code."""
        return summary(self.problems, self._tallies())

    def __repr__(self) -> str:
        facts = "".join([f", {name}={fact!r}" for name, fact in self._facts])
        if not self._more:
            return f"Report.of({list(self.problems)!r}{facts})"
        more = {(code, severity.value): count for code, severity, count in self._more}
        return f"Report.sampled({list(self.problems)!r}, {more!r}{facts})"

    def __rich__(self) -> object:
        """Draw the report on a terminal, as rich asks for it."""
        from centralasia.validation.terminals import drawn  # noqa: PLC0415 - rich is there when it asks

        return drawn(self.problems, self._tallies())


def _has(named: Callable[[Problem], object], key: object, problem: Problem) -> bool:
    return named(problem) == key


def _several_of(wanted: Any) -> Collection[Any] | None:  # noqa: ANN401 - a text, a number, or several
    """Take one thing for a collection of it; None stays."""
    return (wanted,) if isinstance(wanted, str | int) else wanted
