"""Findings while they are gathered: what is found again about the same is counted, not repeated."""

from collections.abc import Iterator
from typing import Final, final

import attrs

from centralasia.errors import ReaderError
from centralasia.records import evolve
from centralasia.validation import Problem, Severity

__all__ = ["SHOWN", "Findings"]

SHOWN: Final = 80
"""The most characters of a text from a document in a message."""

_MOST: Final = 10_000  # different findings; a document with more is no bulletin


@final
@attrs.define
class _Finding:
    """A finding, and in how many places more it was met."""

    problem: Problem
    more: int = 0


@final
class Findings:
    """The findings of one document, in the order in which they were met first.

    Example:
        >>> findings = Findings("bytes")
        >>> for row in (1, 2, 3):
        ...     findings.note("no-rate", Severity.INFO, "no rate for EEK", about="EEK", row=row)
        >>> [str(each) for each in findings.told()]
        ['row 1: no rate for EEK, and 2 more like it']
    """

    def __init__(self, name: str) -> None:
        """Begin with none.

        Args:
            name: What the document goes by in messages.
        """
        self._name = name
        self._found: dict[tuple[str, object], _Finding] = {}

    def note(  # noqa: PLR0913 - what a finding is made of
        self,
        code: str,
        severity: Severity,
        message: str,
        *,
        about: object = None,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        cause: str | None = None,
        fix: str | None = None,
    ) -> None:
        """Note a finding; what is found again about the same is only counted.

        Args:
            code: The kind of finding.
            severity: How much it weighs.
            message: What is wrong.
            about: What tells it from others of its kind: a field, a currency; the row when not given.
            row: Where it was met first.
            column: The field.
            value: The text as found.
            cause: What probably led to it.
            fix: What to do about it.
        """
        key = (code, row if about is None else about)
        if key in self._found:
            self._found[key].more += 1
            return
        shown = None if value is None else value[:SHOWN]
        found = Problem(
            code=code, severity=severity, row=row, column=column, value=shown, message=message, cause=cause, fix=fix
        )
        self.add(found, about=key[1])

    def add(self, problem: Problem, *, about: object) -> None:
        """Add a finding, or count it where one of its kind about the same is there.

        Raises:
            ReaderError: There are more than ten thousand.
        """
        key = (problem.code, about)
        if key in self._found:
            self._found[key].more += 1
        elif len(self._found) < _MOST:
            self._found[key] = _Finding(problem)
        else:
            raise ReaderError(self._name, f"record {problem.row}", f"more than {_MOST:,} findings up to here")

    def count(self, about: object) -> None:
        """Count once more everything that was found about something."""
        for key, each in self._found.items():
            if key[1] == about:
                each.more += 1

    def told(self) -> Iterator[Problem]:
        """Give the findings, each with how many more there are like it."""
        for each in self._found.values():
            if each.more:
                more = f", and {each.more:,} more like it"
                yield evolve(each.problem, message=each.problem.message + more)
            else:
                yield each.problem
