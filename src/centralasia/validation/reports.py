"""All findings of one run, with what the reader took its input for."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, final

import attrs

from centralasia.errors import InvalidValueError, ValidationFailedError, WrongTypeError
from centralasia.records import columns_of, to_dict, to_frame
from centralasia.records.frames import Backend
from centralasia.validation.pages import page
from centralasia.validation.problems import Problem, Severity

__all__ = ["Report"]


@final
@attrs.frozen(repr=False)
class Report:
    """The findings of one run in the order of their rows, and the facts that go with them.

    A report is true in a condition when it has findings, as any collection is. Two reports add up: their findings
    together, and their facts, where both state one differently as a tuple.

    Attributes:
        problems: The findings; first those about the whole, then by row.

    Example:
        >>> report = Report.of([Problem(code="bad-date", severity=Severity.ERROR, row=7, message="no day")], rows=12)
        >>> report.ok, report.counts, report.facts["rows"]
        (False, mappingproxy({'bad-date': 1}), 12)
    """

    problems: tuple[Problem, ...] = ()
    _facts: tuple[tuple[str, Any], ...] = ()

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
        found = list(problems)
        for problem in found:
            if not isinstance(problem, Problem):
                raise WrongTypeError("problems", problem, "findings of type Problem")
        return cls(tuple(sorted(found, key=_place)), tuple(facts.items()))

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the input was taken for and what was counted."""
        return MappingProxyType(dict(self._facts))

    @property
    def counts(self) -> Mapping[str, int]:
        """How many findings there are of each code, in the order of codes."""
        return MappingProxyType(dict(sorted(Counter([problem.code for problem in self.problems]).items())))

    @property
    def ok(self) -> bool:
        """Whether there is no error; warnings and information may stand."""
        return not self.of_severity(Severity.ERROR)

    def of_severity(self, severity: Severity | str) -> tuple[Problem, ...]:
        """Give the findings of one severity.

        Raises:
            InvalidValueError: There is no such severity.

        Example:
            >>> Report.of().of_severity("warning")
            ()
        """
        wanted = severity_of(severity)
        return tuple([problem for problem in self.problems if problem.severity is wanted])

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
        least = severity_of(at_least)
        if any(problem.severity.is_at_least(least) for problem in self.problems):
            raise ValidationFailedError(self)

    def to_json(self, *, indent: int | None = None) -> str:
        """Write the report as one JSON document: ok, counts, facts, problems.

        Example:
            >>> Report.of(rows=3).to_json()
            '{"ok": true, "counts": {}, "facts": {"rows": 3}, "problems": []}'
        """
        document = {
            "ok": self.ok,
            "counts": dict(self.counts),
            "facts": {name: _plain(fact) for name, fact in self.facts.items()},
            "problems": [to_dict(problem) for problem in self.problems],
        }
        return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=indent)

    def to_frame(self, *, backend: Backend = "pyarrow") -> Any:  # noqa: ANN401 - as the library that the caller names
        """Give the findings as a frame, one a row, with the columns of `Problem`.

        Args:
            backend: "pyarrow", "pandas" or "polars".

        Raises:
            MissingExtraError: The library is not installed.
            InvalidValueError: An unknown backend.

        Example:
            >>> Report.of().to_frame(backend="polars").columns
            ['code', 'severity', 'row', 'column', 'value', 'message', 'cause', 'fix']
        """
        names = [column.name for column in columns_of(Problem)]
        cells = {name: [getattr(problem, name) for problem in self.problems] for name in names}
        return to_frame(cells, backend=backend, types={name: int if name == "row" else str for name in names})

    def to_html(self, *, most: int = 1_000) -> str:
        """Write the report as a page for people that needs nothing else: no script, no picture, no network.

        Args:
            most: The most findings to list; how many are left out is said.

        Example:
            >>> Report.of(rows=3).to_html().startswith("<!DOCTYPE html>")
            True
        """
        return page(self.problems, self.counts, {name: _plain(fact) for name, fact in self.facts.items()}, most)

    def __len__(self) -> int:
        return len(self.problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def __add__(self, other: "Report") -> "Report":
        if not isinstance(other, Report):
            return NotImplemented
        return Report.of([*self.problems, *other.problems], **_merged(self.facts, other.facts))

    def __str__(self) -> str:
        """Summarise the report for people: how many findings there are, and the first of each code."""
        if not self.problems:
            return "no problems"
        severities = Counter([problem.severity for problem in self.problems])
        parts = ", ".join([_counted(severities[severity], severity) for severity in Severity if severities[severity]])
        first = {problem.code: problem for problem in reversed(self.problems)}
        lines = [f"  {code} ({first[code].severity}, {count}×): {first[code]}" for code, count in self.counts.items()]
        return "\n".join([parts, *lines])

    def __repr__(self) -> str:
        facts = "".join([f", {name}={fact!r}" for name, fact in self._facts])
        return f"Report.of({list(self.problems)!r}{facts})"


def severity_of(value: Severity | str) -> Severity:
    """Read a severity by its name.

    Raises:
        InvalidValueError: There is none of this name.

    Example:
        >>> severity_of("error")
        <Severity.ERROR: 'error'>
    """
    try:
        return Severity(value)
    except ValueError:
        raise InvalidValueError("severity", value, f"one of {', '.join(Severity)}") from None


def _place(problem: Problem) -> int:
    return problem.row or 0


def _counted(count: int, severity: Severity) -> str:
    noun = "information" if severity is Severity.INFO else severity.value
    return f"{count} {noun}" if count == 1 or severity is Severity.INFO else f"{count} {noun}s"


def _plain(fact: object) -> object:
    """Write a fact in JSON: whole numbers, truth values, None, lists and mappings as they are, all else as a text."""
    if isinstance(fact, Mapping):
        return {str(name): _plain(one) for name, one in fact.items()}
    if isinstance(fact, tuple | list):
        return [_plain(one) for one in fact]
    return fact if fact is None or type(fact) in {bool, int, str} else str(fact)


def _merged(left: Mapping[str, Any], right: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(left)
    for name, fact in right.items():
        if name not in merged:
            merged[name] = fact
        elif merged[name] != fact:
            merged[name] = (*_several(merged[name]), *_several(fact))
    return merged


def _several(fact: object) -> tuple[Any, ...]:
    return fact if isinstance(fact, tuple) else (fact,)
