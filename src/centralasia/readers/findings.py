"""Findings while they are gathered: what is found again about the same is counted, not repeated."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final, final
from xml.etree.ElementTree import Element

import attrs

from centralasia.errors import ReaderError
from centralasia.records import evolve
from centralasia.validation import Problem, Severity

__all__ = ["DAMAGED", "SHOWN", "Findings"]

DAMAGED: Final = "another layout, or a damaged document"
"""What probably led to a text that cannot be read."""

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
        self.names: Mapping[str, str] = {}
        """What the layout calls the fields currency, value and nominal."""
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

    def records(
        self, parent: Element, tag: str, besides: AbstractSet[str] = frozenset()
    ) -> Iterator[tuple[int, Element]]:
        """Go through the records of a document with their numbers; what else stands among them is a finding.

        Args:
            parent: What holds them.
            tag: What they are called.
            besides: What may stand among them.
        """
        row = 0
        for element in parent:
            if element.tag == tag:
                row += 1
                yield row, element
            elif element.tag not in besides:
                shown = _bare(element.tag)
                message = f"{shown!r} among the records is not known, and what it holds is not read"
                self.note(
                    "unknown-field",
                    Severity.WARNING,
                    message,
                    about=element.tag,
                    row=row + 1,
                    column=shown,
                    value=element.text,
                )

    def fields(self, row: int, element: Element, known: frozenset[str]) -> dict[str, str]:
        """Give the texts of the fields of a record by their names; an empty one has an empty text.

        A field that the layout does not have, or that is printed twice, is a finding.

        Args:
            row: The number of the record.
            element: The record.
            known: The fields that the layout has.
        """
        found = {child.tag: child.text or "" for child in element}
        if len(found) != len(element):
            names = [child.tag for child in element]
            for field in {name for name in names if names.count(name) > 1}:
                shown = _bare(field)
                message = f"{shown!r} is printed more than once in record {row}, and the last is taken"
                cause = "records that have run together, or a damaged document"
                self.note(
                    "repeated-field", Severity.WARNING, message, about=(row, field), row=row, column=shown, cause=cause
                )
        if not known.issuperset(found):
            self.knows(row, found, known)
        return found

    def knows(self, row: int, found: Mapping[str, Any], known: AbstractSet[str]) -> None:
        """Note the fields of a record that its layout does not have; they are left alone."""
        for field in found.keys() - known:
            shown = _bare(field)
            self.note(
                "unknown-field",
                Severity.INFO,
                f"the field {shown!r} is not known and left alone",
                about=field,
                row=row,
                column=shown,
                value=str(found[field]),
            )

    def missing(self, row: int, field: str, message: str = "") -> None:
        """Note a field without which a record cannot be read."""
        field = self.named(field)
        told = message or f"record {row} has no {field!r}, and is not taken"
        cause = "a layout that has changed, or a damaged document"
        self.note("missing-field", Severity.ERROR, told, about=(row, field), row=row, column=field, cause=cause)

    def named(self, field: str) -> str:
        """Give what the layout calls the currency, the value or the nominal."""
        return self.names.get(field, field)

    def count(self, code: str, about: object) -> None:
        """Count once more a finding that is there."""
        self._found[code, about].more += 1

    def told(self) -> Iterator[Problem]:
        """Give the findings, each with how many more there are like it."""
        for each in self._found.values():
            if each.more:
                more = f", and {each.more:,} more like it"
                yield evolve(each.problem, message=each.problem.message + more)
            else:
                yield each.problem


def _bare(name: str) -> str:
    """Give the name of a field without its namespace, and no more of it than is shown."""
    return name.rpartition("}")[2][:SHOWN]
