from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import centralasia as ca
from centralasia.errors import InvalidValueError
from centralasia.validation import Problem, Report, Sample, Severity
from centralasia.validation.samples import Tally, headline, in_turns, kinds_of, unshown


def a_problem(code: str = "gap", severity: str = "warning", row: int | None = None) -> Problem:
    return Problem(code=code, severity=Severity(severity), row=row, message="no bulletin")


class TestASample:
    def test_keeps_the_first_of_each_kind_and_counts_the_others(self) -> None:
        sample = Sample(2)
        for row in range(1, 6):
            sample.add(a_problem(row=row))
        sample.add(a_problem(severity="error", row=9))
        assert [problem.row for problem in sample.problems] == [1, 2, 9]
        assert sample.more == {("gap", "warning"): 3}

    def test_says_how_many_it_would_still_keep(self) -> None:
        sample = Sample(2)
        sample.add(a_problem())
        assert (sample.room("gap", "warning"), sample.room("gap", Severity.ERROR)) == (1, 2)
        sample.add(a_problem())
        sample.add(a_problem())
        assert sample.room("gap", "warning") == 0

    def test_counts_what_nobody_made(self) -> None:
        sample = Sample()
        sample.add(a_problem())
        sample.count("gap", "warning", number=999)
        sample.count("gap", Severity.WARNING)
        sample.count("never-seen", "error", number=0)
        report = Report.sampled(sample.problems, sample.more)
        assert (report.counts, len(report)) == ({"gap": 1_001}, 1)

    def test_keeps_twenty_if_nothing_else_is_said(self) -> None:
        assert Sample().room("gap", "info") == 20

    @pytest.mark.parametrize("most", [0, -1, True, 1.5, "2", None])
    def test_keeps_at_least_one(self, most: Any) -> None:
        with pytest.raises(InvalidValueError, match="most must be a whole number of at least 1"):
            Sample(most)

    def test_knows_three_severities(self) -> None:
        with pytest.raises(InvalidValueError, match="severity must be one of error, warning, info, got 'fatal'"):
            Sample().room("gap", "fatal")
        with pytest.raises(InvalidValueError, match="severity must be one of"):
            Sample().count("gap", "fatal")


@pytest.mark.parametrize(
    ("tallies", "text"),
    [
        ([Tally("gap", Severity.ERROR, 1, 0)], "1 error"),
        ([Tally("gap", Severity.ERROR, 2, 0), Tally("gap", Severity.INFO, 2, 0)], "2 errors, 2 information"),
        ([Tally("gap", Severity.WARNING, 1_000, 999)], "1,000 warnings, of which 1 is shown"),
        ([Tally("gap", Severity.INFO, 1, 0), Tally("a", Severity.INFO, 9, 8)], "10 information, of which 2 are shown"),
    ],
)
def test_a_headline_says_how_many_and_how_many_are_shown(tallies: list[Tally], text: str) -> None:
    assert headline(tallies) == text


def test_what_is_not_shown_is_a_finding_of_its_severity() -> None:
    one, many = unshown(
        [Tally("a", Severity.INFO, 2, 1), Tally("b", Severity.INFO, 3, 0), Tally("c", Severity.ERROR, 1_001, 1_000)]
    )
    assert (one.code, one.severity, one.message) == ("not-shown", "info", "1 more of a is not shown")
    assert (many.code, many.severity, many.message) == ("not-shown", "error", "1,000 more of c are not shown")


def test_kinds_are_ranked_by_how_grave_and_how_many_they_are() -> None:
    tallies = [
        Tally("a", Severity.INFO, 9, 0),
        Tally("b", Severity.ERROR, 1, 0),
        Tally("c", Severity.ERROR, 5, 5),
        Tally("b", Severity.WARNING, 2, 0),
    ]
    found = kinds_of([a_problem("b", "error"), a_problem("b", "warning", 7), a_problem("b", "warning", 8)], tallies)
    assert [(tally.code, tally.severity, len(problems)) for tally, problems in found] == [
        ("c", "error", 0),
        ("b", "error", 1),
        ("b", "warning", 2),
        ("a", "info", 0),
    ]


found = st.lists(ca.testing.problems(codes=["gap", "jump", "stale"]), max_size=9)


class TestLaws:
    @given(found, st.integers(1, 3))
    def test_nothing_is_lost_between_shown_and_counted(self, problems: list[Problem], most: int) -> None:
        sample = Sample(most)
        for problem in problems:
            sample.add(problem)
        report, whole = Report.sampled(sample.problems, sample.more), Report.of(problems)
        assert (report.counts, report.total, report.ok) == (whole.counts, whole.total, whole.ok)
        assert {*map(repr, report)} <= {*map(repr, whole)}
        assert len(report) <= most * len({(problem.code, problem.severity) for problem in problems})

    @given(found)
    def test_turns_change_the_order_only_and_miss_no_kind(self, problems: list[Problem]) -> None:
        turns = in_turns(problems)
        assert sorted(map(repr, turns)) == sorted(map(repr, problems))
        kinds = {(problem.code, problem.severity) for problem in problems}
        assert {(problem.code, problem.severity) for problem in turns[: len(kinds)]} == kinds
