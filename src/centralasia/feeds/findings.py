"""Findings of a run, which may be of thousands of documents: the first of each kind are kept, and all are counted."""

from collections import Counter
from collections.abc import Iterable
from typing import Final, final

from centralasia.records import evolve
from centralasia.validation import Problem, Report

__all__ = ["NOT_REACHED", "RunFindings"]

NOT_REACHED: Final = frozenset({"gave-up", "outage", "redirected", "refused", "untrusted"})
"""The codes of findings that say, where they are errors, that a publisher could not be reached.

Example:
    >>> sorted(NOT_REACHED)
    ['gave-up', 'outage', 'redirected', 'refused', 'untrusted']
"""

_KEPT: Final = 5  # of one code and publisher


@final
class RunFindings:
    """Collects findings and counts, by publisher.

    Example:
        >>> from centralasia.validation import Severity
        >>> findings = RunFindings()
        >>> for day in range(1, 31):
        ...     message = f"nothing on day {day}"
        ...     findings.note("cbt", Problem(code="no-bulletin", severity=Severity.INFO, message=message))
        >>> report = findings.report(documents=30)
        >>> report.counts["no-bulletin"], report.facts["cbt.no-bulletin"], str(report.problems[-1])
        (5, 30, 'cbt: nothing on day 5; 25 more of this kind not listed')
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._problems: dict[tuple[str, str], list[Problem]] = {}
        self._counts: Counter[tuple[str, str]] = Counter()

    def note(self, publisher: str, problem: Problem) -> None:
        """Note a finding about a publisher."""
        self._take(publisher, problem, f"{publisher}: {problem.message}")

    def of_document(self, publisher: str, place: str, problems: Iterable[Problem]) -> None:
        """Take over what a reader found in a document."""
        for each in problems:
            self._take(publisher, each, f"{each.message}, in {place}")

    def count(self, publisher: str, what: str, number: int = 1) -> None:
        """Count something about a publisher."""
        self._counts[publisher, what] += number

    def report(self, **facts: object) -> Report:
        """Give what was found, with all counts among the facts."""
        problems: list[Problem] = []
        for key, kept in self._problems.items():
            *first, last = kept
            more = self._counts[key] - len(kept)
            if more:
                last = evolve(last, message=f"{last.message}; {more:,} more of this kind not listed")
            problems += [*first, last]
        counts = {f"{publisher}.{what}": number for (publisher, what), number in sorted(self._counts.items())}
        return Report.of(problems, **facts, **counts)

    def _take(self, publisher: str, problem: Problem, message: str) -> None:
        key = publisher, problem.code
        self._counts[key] += 1
        kept = self._problems.setdefault(key, [])
        if len(kept) < _KEPT:
            kept.append(evolve(problem, message=message))
