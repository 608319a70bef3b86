"""Many findings in bounded memory: some of each kind are shown, all are counted."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias, final

import attrs

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.validation.problems import Problem, Severity, severity_of

__all__ = [
    "More",
    "Sample",
    "Tally",
    "Unshown",
    "counts_of",
    "headline",
    "how_many",
    "in_turns",
    "kinds_of",
    "more_by_code",
    "more_of",
    "tallies_of",
    "unshown",
]

More: TypeAlias = Mapping[str, int] | Mapping[tuple[str, Severity], int]
"""How many findings there are beyond those shown, by code; or by code and severity, where a code has several."""

Unshown: TypeAlias = tuple[tuple[str, Severity, int], ...]
"""The same, complete and in order."""

_USUAL: Final = 20


@final
@attrs.frozen
class Tally:
    """How often a finding came with a severity, and how many of them are not shown."""

    code: str
    severity: Severity
    count: int
    more: int


@final
class Sample:
    """Findings as they come, one by one or counted: the first of each code are kept, the others only counted.

    Example:
        >>> from centralasia.validation import Report
        >>> sample = Sample(2)
        >>> for row in range(1, 1001):
        ...     sample.add(Problem(code="no-rate", severity=Severity.ERROR, row=row, message="no rate"))
        >>> report = Report.sampled(sample.problems, sample.more, rows=1000)
        >>> len(report), report.total
        (2, 1000)
    """

    def __init__(self, most: int = _USUAL) -> None:
        """Begin with none.

        Args:
            most: How many of each code and severity to keep.

        Raises:
            InvalidValueError: None is to be kept.
        """
        if isinstance(most, bool) or not isinstance(most, int) or most < 1:
            raise InvalidValueError("most", most, "a whole number of at least 1")
        self._most = most
        self._problems: list[Problem] = []
        self._shown: Counter[tuple[str, Severity]] = Counter()
        self._more: Counter[tuple[str, Severity]] = Counter()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The findings that are kept, as they came."""
        return tuple(self._problems)

    @property
    def more(self) -> Mapping[tuple[str, Severity], int]:
        """How many came beyond them, by code and severity."""
        return dict(self._more)

    def room(self, code: str, severity: Severity | str) -> int:
        """Tell how many more findings of a kind would be kept, for those who make only these.

        Args:
            code: Of the finding.
            severity: Of the finding.

        Example:
            >>> Sample(20).room("no-rate", "error")
            20
        """
        return self._most - self._shown[code, severity_of(severity)]

    def add(self, problem: Problem) -> None:
        """Take a finding.

        Args:
            problem: The finding.

        Example:
            >>> sample = Sample()
            >>> sample.add(Problem(code="no-rate", severity=Severity.ERROR, message="no rate"))
            >>> len(sample.problems)
            1
        """
        kind = problem.code, problem.severity
        if self._shown[kind] < self._most:
            self._shown[kind] += 1
            self._problems.append(problem)
        else:
            self._more[kind] += 1

    def count(self, code: str, severity: Severity | str, *, number: int = 1) -> None:
        """Count findings that nobody made.

        Args:
            code: Of the findings.
            severity: Of the findings.
            number: How many they are.

        Example:
            >>> sample = Sample()
            >>> sample.count("no-rate", "error", number=999)
            >>> sample.more
            {('no-rate', <Severity.ERROR: 'error'>): 999}
        """
        self._more[code, severity_of(severity)] += number


def more_of(problems: Iterable[Problem], more: More) -> Unshown:
    """Complete how many findings there are beyond those shown by their severities.

    Args:
        problems: Those shown.
        more: How many there are beyond, by code, or by code and severity.

    Raises:
        WrongTypeError: A number is no whole number.
        InvalidValueError: A number is negative, nothing of a code is shown, or its severity is not clear.

    Example:
        >>> more_of([Problem(code="gap", severity=Severity.INFO, message="a gap")], {"gap": 3})
        (('gap', <Severity.INFO: 'info'>, 3),)
    """
    severities: dict[str, set[Severity]] = {}
    for problem in problems:
        severities.setdefault(problem.code, set()).add(problem.severity)
    found: Counter[tuple[str, Severity]] = Counter()
    for key, count in more.items():
        if isinstance(count, bool) or not isinstance(count, int):
            raise WrongTypeError("more", count, "a whole number for each code")
        if count < 0:
            raise InvalidValueError("more", count, "at least 0 for each code")
        if count:
            found[_kind(key, severities)] += count
    return tuple([(code, severity, count) for (code, severity), count in sorted(found.items(), key=_in_order)])


def _kind(key: str | tuple[str, Severity], severities: Mapping[str, set[Severity]]) -> tuple[str, Severity]:
    """Find the severity of a code, at least one finding of which is shown."""
    code, given = (key, None) if isinstance(key, str) else key
    there = severities.get(code, set())
    wanted = there if given is None else there & {severity_of(given)}
    if not wanted:
        raise InvalidValueError("more", key, "a kind of finding of which at least one is shown")
    if len(wanted) > 1:
        hint = f"say of which severity, as in {{({code!r}, 'error'): 5}}"
        raise InvalidValueError("more", key, "a code whose findings have one severity", hint)
    return code, next(iter(wanted))


def _in_order(item: tuple[tuple[str, Severity], int]) -> tuple[str, int]:
    (code, severity), _ = item
    return code, list(Severity).index(severity)


def tallies_of(problems: Iterable[Problem], more: Unshown) -> tuple[Tally, ...]:
    """Count findings by code and severity, in the order of codes.

    Args:
        problems: Those shown.
        more: How many there are beyond.

    Example:
        >>> tallies_of([Problem(code="gap", severity=Severity.INFO, message="a gap")], (("gap", Severity.INFO, 3),))
        (Tally(code='gap', severity=<Severity.INFO: 'info'>, count=4, more=3),)
    """
    beyond = {(code, severity): count for code, severity, count in more}
    counts = Counter([(problem.code, problem.severity) for problem in problems])
    counts.update(beyond)
    return tuple([Tally(*kind, count, beyond.get(kind, 0)) for kind, count in sorted(counts.items(), key=_in_order)])


def counts_of(tallies: Iterable[Tally]) -> dict[str, int]:
    """Count findings by code.

    Args:
        tallies: How often which finding came.

    Example:
        >>> counts_of([Tally("no-rate", Severity.ERROR, 1_000, 980)])
        {'no-rate': 1000}
    """
    counts: Counter[str] = Counter()
    for each in tallies:
        counts[each.code] += each.count
    return dict(counts)


def more_by_code(tallies: Iterable[Tally]) -> dict[str, int]:
    """Count by code what is not shown.

    Args:
        tallies: How often which finding came.

    Example:
        >>> more_by_code([Tally("no-rate", Severity.ERROR, 1_000, 980)])
        {'no-rate': 980}
    """
    more: Counter[str] = Counter()
    for each in tallies:
        if each.more:
            more[each.code] += each.more
    return dict(more)


def unshown(tallies: Iterable[Tally]) -> list[Problem]:
    """Say in findings what is not shown, for forms that have room for nothing else.

    Args:
        tallies: How often which finding came.

    Example:
        >>> [str(each) for each in unshown([Tally("no-rate", Severity.ERROR, 1_000, 980)])]
        ['980 more of no-rate are not shown']
    """
    return [
        Problem(
            code="not-shown",
            severity=each.severity,
            message=f"{each.more:,} more of {each.code} {'is' if each.more == 1 else 'are'} not shown",
        )
        for each in tallies
        if each.more
    ]


def in_turns(problems: Iterable[Problem]) -> Sequence[Problem]:
    """Put first the first finding of each kind, then the second of each, and so on: where one stops, none is missed.

    Args:
        problems: The findings in their order.

    Example:
        >>> gap, jump = (Problem(code=code, severity=Severity.INFO, message=code) for code in ("gap", "jump"))
        >>> [each.code for each in in_turns([gap, gap, gap, jump])]
        ['gap', 'jump', 'gap', 'gap']
    """
    seen: Counter[tuple[str, Severity]] = Counter()
    turns: list[tuple[int, Problem]] = []
    for problem in problems:
        kind = problem.code, problem.severity
        turns.append((seen[kind], problem))
        seen[kind] += 1
    return [problem for _, problem in sorted(turns, key=lambda turn: turn[0])]


def how_many(tallies: Iterable[Tally]) -> Mapping[Severity, int]:
    """Count findings by severity, the gravest first; 0 where there is none.

    Example:
        >>> how_many([Tally("no-rate", Severity.ERROR, 1_000, 980)])[Severity.ERROR]
        1000
    """
    counts = dict.fromkeys(Severity, 0)
    for each in tallies:
        counts[each.severity] += each.count
    return counts


def headline(tallies: Iterable[Tally]) -> str:
    """Say how many findings there are of each severity, and how many of them are shown if not all are.

    Args:
        tallies: How often which finding came.

    Example:
        >>> headline([Tally("no-rate", Severity.ERROR, 1_000, 980)])
        '1,000 errors, of which 20 are shown'
    """
    tallies = list(tallies)
    said = ", ".join([_counted(count, severity) for severity, count in how_many(tallies).items() if count])
    more = sum([each.more for each in tallies])
    shown = sum([each.count for each in tallies]) - more
    return f"{said}, of which {shown:,} {'is' if shown == 1 else 'are'} shown" if more else said


def _counted(count: int, severity: Severity) -> str:
    noun = "information" if severity is Severity.INFO else severity.value
    return f"{count:,} {noun}" if count == 1 or severity is Severity.INFO else f"{count:,} {noun}s"


def kinds_of(problems: Iterable[Problem], tallies: Iterable[Tally]) -> list[tuple[Tally, list[Problem]]]:
    """Give the findings of each kind, the gravest kinds first, then those that came most often.

    Args:
        problems: Those shown.
        tallies: How often which finding came.

    Example:
        >>> [(tally, found)] = kinds_of([], [Tally("no-rate", Severity.ERROR, 1_000, 1_000)])
        >>> found
        []
    """
    found: dict[tuple[str, Severity], list[Problem]] = {}
    for problem in problems:
        found.setdefault((problem.code, problem.severity), []).append(problem)
    order = list(Severity)
    ranked = sorted(tallies, key=lambda each: (order.index(each.severity), -each.count))
    return [(each, found.get((each.code, each.severity), [])) for each in ranked]
