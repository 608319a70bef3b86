import json
import pickle
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import centralasia as ca
from centralasia.errors import InvalidValueError, ValidationFailedError, WrongTypeError
from centralasia.records import to_dict
from centralasia.records.frames import Backend
from centralasia.validation import Problem, Report, Severity


def a_problem(**changed: Any) -> Problem:
    given = {"code": "bad-date", "severity": "error", "message": "no day", **changed}
    return Problem(**given)


PEGGED = a_problem(code="pegged", severity="info", message="held at 3.5")
FEW = a_problem(code="few-digits", severity="warning", row=9, column="value", value="0.00008", message="one digit")
REPORT = Report.of(
    [a_problem(row=12), FEW, a_problem(row=7, column="on", value="31.02"), PEGGED],
    publisher="nbk",
    rows=20,
    days=(date(2024, 9, 15), Decimal("1.50")),
)


class TestAReport:
    def test_is_in_the_order_of_rows_what_concerns_the_whole_first(self) -> None:
        assert [problem.row for problem in REPORT] == [None, 7, 9, 12]
        assert len(REPORT) == 4
        assert REPORT.problems[0] is PEGGED

    def test_counts_by_code(self) -> None:
        assert REPORT.counts == {"bad-date": 2, "few-digits": 1, "pegged": 1}
        assert REPORT.of_severity("warning") == (FEW,)

    def test_keeps_facts(self) -> None:
        assert REPORT.facts["publisher"] == "nbk"
        facts: Any = REPORT.facts
        with pytest.raises(TypeError):
            facts["rows"] = 5

    def test_is_ok_without_errors(self) -> None:
        assert not REPORT.ok
        assert Report.of([FEW, PEGGED]).ok
        assert not Report()

    def test_takes_findings_only(self) -> None:
        texts: Any = ["bad"]
        with pytest.raises(WrongTypeError, match="problems must be findings of type Problem, got 'bad'"):
            Report.of(texts)

    def test_pickles_and_can_be_pasted_back(self) -> None:
        assert pickle.loads(pickle.dumps(REPORT)) == REPORT
        names = {"Report": Report, "Problem": Problem, "Severity": Severity, "datetime": __import__("datetime")}
        shown = repr(Report.of([PEGGED], rows=20)).replace("<Severity.INFO: 'info'>", "Severity.INFO")
        assert eval(shown, names) == Report.of([PEGGED], rows=20)  # noqa: S307 - our own repr


class TestAdding:
    def test_puts_findings_and_facts_together(self) -> None:
        both = Report.of([FEW], publisher="nbk", rows=20) + Report.of([PEGGED], publisher="nbk", days=3)
        assert both.problems == (PEGGED, FEW)
        assert both.facts == {"publisher": "nbk", "rows": 20, "days": 3}

    def test_keeps_both_where_facts_differ(self) -> None:
        three = Report.of(rows=20) + Report.of(rows=30) + Report.of(rows=40)
        assert three.facts == {"rows": (20, 30, 40)}

    def test_of_a_stranger_is_refused(self) -> None:
        stranger: Any = [PEGGED]
        with pytest.raises(TypeError, match="unsupported operand"):
            REPORT + stranger


class TestRaiseIfAny:
    @pytest.mark.parametrize(
        ("problems", "at_least", "raises"),
        [
            ([], "info", False),
            ([PEGGED], "warning", False),
            ([PEGGED], Severity.INFO, True),
            ([FEW], "warning", True),
            ([FEW], Severity.ERROR, False),
            ([a_problem()], Severity.ERROR, True),
        ],
    )
    def test_raises_from_a_severity_on(self, problems: list[Problem], at_least: Severity, *, raises: bool) -> None:
        report = Report.of(problems)
        if raises:
            with pytest.raises(ValidationFailedError) as caught:
                report.raise_if_any(at_least)
            assert caught.value.report is report
        else:
            report.raise_if_any(at_least)

    def test_takes_warnings_seriously_by_default(self) -> None:
        Report.of([PEGGED]).raise_if_any()
        with pytest.raises(
            ValidationFailedError, match=r"1 warning\n  few-digits \(warning, 1×\): row 9, value '0.00008'"
        ):
            Report.of([FEW]).raise_if_any()

    def test_knows_three_severities(self) -> None:
        with pytest.raises(InvalidValueError, match="severity must be one of error, warning, info, got 'fatal'"):
            REPORT.raise_if_any("fatal")


def test_the_text_shows_the_first_finding_of_each_code() -> None:
    assert str(REPORT).splitlines() == [
        "2 errors, 1 warning, 1 information",
        "  bad-date (error, 2×): row 7, on '31.02': no day",
        "  few-digits (warning, 1×): row 9, value '0.00008': one digit",
        "  pegged (info, 1×): held at 3.5",
    ]
    assert str(Report()) == "no problems"


def test_json_is_one_document() -> None:
    document = json.loads(REPORT.to_json(indent=1))
    assert json.loads(Report.of(troubles={"no-rate": 3}).to_json())["facts"]["troubles"] == {"no-rate": 3}
    assert document["ok"] is False
    assert document["counts"] == dict(REPORT.counts)
    assert document["facts"] == {"publisher": "nbk", "rows": 20, "days": ["2024-09-15", "1.50"]}
    assert document["problems"] == [to_dict(problem) for problem in REPORT]


@pytest.mark.parametrize("backend", get_args(Backend))
def test_a_frame_has_a_row_per_finding(backend: Backend) -> None:
    frame = REPORT.to_frame(backend=backend)
    rows = frame["row"].to_pylist() if backend == "pyarrow" else frame["row"].to_list()
    assert [None if str(row) == "<NA>" else row for row in rows] == [None, 7, 9, 12]
    assert len(Report().to_frame(backend=backend)) == 0


MANY = Report.sampled(
    [*REPORT, a_problem(code="few-digits", severity="warning", row=11, column="value", message="one digit")],
    {"bad-date": 998, "few-digits": 3},
    rows=20,
)


class TestASample:
    def test_counts_what_it_does_not_show(self) -> None:
        assert MANY.counts == {"bad-date": 1_000, "few-digits": 5, "pegged": 1}
        assert (MANY.total, len(MANY), len(MANY.problems), len(list(MANY))) == (1_006, 5, 5, 5)
        assert (REPORT.total, len(REPORT)) == (4, 4)

    def test_is_judged_by_what_it_shows(self) -> None:
        assert (MANY.ok, MANY.exit_code(), len(MANY.of_severity("error"))) == (False, 1, 2)
        with pytest.raises(
            ValidationFailedError, match=r"1,000 errors, 5 warnings, 1 information, of which 5 are shown"
        ):
            MANY.raise_if_any()

    def test_adds_up(self) -> None:
        warned = Report.sampled([a_problem(severity="warning")], {"bad-date": 4})
        both = MANY + warned + MANY
        assert both.counts == {"bad-date": 2_005, "few-digits": 10, "pegged": 2}
        assert str(both).startswith("2,000 errors, 15 warnings, 2 information, of which 11 are shown")
        assert both.where(severity="warning").counts == {"bad-date": 5, "few-digits": 10}

    def test_without_more_is_a_report_like_any_other(self) -> None:
        assert Report.sampled(REPORT, {"bad-date": 0, "never-seen": 0}, **REPORT.facts) == REPORT
        assert Report.of(MANY, rows=20) != MANY

    def test_can_be_pasted_back(self) -> None:
        names = {"Report": Report, "Problem": Problem}
        both = Report.sampled([PEGGED, a_problem()], {"pegged": 3}, rows=20)
        shown = repr(both).replace("<Severity.INFO: 'info'>", "'info'").replace("<Severity.ERROR: 'error'>", "'error'")
        assert eval(shown, names) == both  # noqa: S307 - our own repr
        assert pickle.loads(pickle.dumps(both)) == both

    @pytest.mark.parametrize(
        ("more", "error", "message"),
        [
            ({"bad-date": -1}, InvalidValueError, "more must be at least 0 for each code, got -1"),
            ({"bad-date": True}, WrongTypeError, "more must be a whole number for each code, got True"),
            ({"bad-date": 1.5}, WrongTypeError, "more must be a whole number for each code, got 1.5"),
            ({"gap": 1}, InvalidValueError, "more must be a kind of finding of which at least one is shown, got 'gap'"),
            (
                {("pegged", "error"): 1},
                InvalidValueError,
                "more must be a kind of finding of which at least one is shown",
            ),
            (
                {"mixed": 1},
                InvalidValueError,
                r"have one severity, got 'mixed'; say of which severity, as in \{\('mixed'",
            ),
            ({("mixed", "fatal"): 1}, InvalidValueError, "severity must be one of"),
        ],
    )
    def test_is_of_findings_that_are_there(self, more: Any, error: type[Exception], message: str) -> None:
        mixed = [a_problem(code="mixed"), a_problem(code="mixed", severity="info")]
        with pytest.raises(error, match=message):
            Report.sampled([*REPORT, *mixed], more)

    def test_takes_findings_only(self) -> None:
        texts: Any = ["bad"]
        with pytest.raises(WrongTypeError, match="problems must be findings of type Problem, got 'bad'"):
            Report.sampled(texts, {})


class TestAPart:
    @pytest.mark.parametrize(
        ("asked", "rows"),
        [
            ({}, [None, 7, 9, 12]),
            ({"code": "bad-date"}, [7, 12]),
            ({"code": ["bad-date", "pegged"]}, [None, 7, 12]),
            ({"code": "no-such-code"}, []),
            ({"severity": "warning"}, [9]),
            ({"severity": Severity.ERROR}, [7, 12]),
            ({"at_least": "warning"}, [7, 9, 12]),
            ({"at_least": "info"}, [None, 7, 9, 12]),
            ({"severity": "info", "at_least": "warning"}, []),
            ({"column": "on"}, [7]),
            ({"column": {"on", "value"}}, [7, 9]),
            ({"column": ()}, []),
            ({"row": 9}, [9]),
            ({"row": range(8, 20)}, [9, 12]),
            ({"row": range(8, 20), "severity": "error"}, [12]),
        ],
    )
    def test_has_what_fits_all_that_is_said(self, asked: dict[str, Any], rows: list[int | None]) -> None:
        part = REPORT.where(**asked)
        assert [problem.row for problem in part] == rows
        assert (part.facts, part.total) == (REPORT.facts, len(rows))

    def test_counts_exactly_by_code_and_severity(self) -> None:
        assert MANY.where(code="bad-date").counts == {"bad-date": 1_000}
        assert MANY.where(at_least="warning").total == 1_005
        assert MANY.where(severity="info").total == 1

    def test_says_what_could_not_be_searched(self) -> None:
        part = MANY.where(column="value")
        assert (part.counts, part.facts["not_searched"]) == ({"few-digits": 2}, {"bad-date": 998, "few-digits": 3})
        assert MANY.where(row=9, severity="warning").facts["not_searched"] == {"few-digits": 3}
        assert "not_searched" not in MANY.where(row=9, code="pegged").facts

    def test_of_an_unknown_severity_is_refused(self) -> None:
        with pytest.raises(InvalidValueError, match="severity must be one of"):
            REPORT.where(severity="fatal")
        with pytest.raises(InvalidValueError, match="severity must be one of"):
            REPORT.where(at_least="fatal")

    def test_knows_its_rows(self) -> None:
        assert REPORT.rows == (7, 9, 12)
        assert (REPORT + REPORT).rows == (7, 9, 12)
        assert Report().rows == ()


class TestGroups:
    def test_are_made_by_cause_the_most_frequent_first(self) -> None:
        swapped, comma = (a_problem(cause=cause) for cause in ("sides swapped", "comma read as group"))
        report = Report.of([swapped, comma, comma, PEGGED], rows=9)
        groups = report.by()
        assert {cause: part.total for cause, part in groups.items()} == {
            "comma read as group": 2,
            "sides swapped": 1,
            None: 1,
        }
        assert next(iter(groups)) == "comma read as group"
        assert all(part.facts == report.facts for part in groups.values())

    def test_are_made_by_code_and_severity_with_exact_counts(self) -> None:
        assert {code: part.total for code, part in MANY.by("code").items()} == MANY.counts
        assert [part.total for part in MANY.by("severity").values()] == [1_000, 5, 1]

    def test_say_what_could_not_be_searched(self) -> None:
        groups = MANY.by("column")
        assert {column: part.total for column, part in groups.items()} == {None: 2, "value": 2, "on": 1}
        assert all(part.facts["not_searched"] == {"bad-date": 998, "few-digits": 3} for part in groups.values())

    def test_are_made_by_nothing_else(self) -> None:
        aspect: Any = "row"
        with pytest.raises(InvalidValueError, match="aspect must be one of cause, code, column, severity, got 'row'"):
            REPORT.by(aspect)


@pytest.mark.parametrize(
    ("report", "codes"),
    [(REPORT, (1, 1, 1)), (Report.of([FEW]), (0, 1, 1)), (Report.of([PEGGED]), (0, 0, 1)), (Report(), (0, 0, 0))],
)
def test_a_program_ends_by_what_was_found(report: Report, codes: tuple[int, int, int]) -> None:
    assert (report.exit_code(), report.exit_code("warning"), report.exit_code(fail_on=Severity.INFO)) == codes


problems = ca.testing.problems(codes=["bad-date", "few_digits", "gap"])
lists = st.lists(problems.filter(lambda problem: (problem.row or 0) < 2**63), max_size=5)  # as columns of numbers hold


@st.composite
def samples(draw: st.DrawFn) -> Report:
    """Generate reports that may not show all of their findings."""
    shown = draw(lists)
    kinds = sorted({(problem.code, problem.severity) for problem in shown})
    return Report.sampled(shown, {kind: draw(st.integers(0, 10**6)) for kind in kinds})


class TestLaws:
    @given(lists)
    def test_no_finding_is_lost_or_made_up(self, found: list[Problem]) -> None:
        report = Report.of(found)
        assert sorted(map(repr, report)) == sorted(map(repr, found))
        assert sum(report.counts.values()) == len(report) == report.total == len(found)
        assert report.ok is all(problem.severity is not Severity.ERROR for problem in found)

    @given(lists, lists, lists)
    def test_adding_reports_is_reporting_together(
        self, first: list[Problem], second: list[Problem], third: list[Problem]
    ) -> None:
        together = Report.of(first) + Report.of(second) + Report.of(third)
        assert together == Report.of(first) + (Report.of(second) + Report.of(third))
        assert together == Report.of([*first, *second, *third])

    @given(samples(), samples(), samples())
    def test_adding_samples_adds_their_counts(self, first: Report, second: Report, third: Report) -> None:
        together = first + second + third
        assert together == first + (second + third)
        assert together.counts == dict(
            sorted(sum([Counter(each.counts) for each in (first, second, third)], Counter()).items())
        )
        assert together.total == first.total + second.total + third.total

    @given(samples(), st.sampled_from(Severity))
    def test_parts_make_the_whole(self, report: Report, severity: Severity) -> None:
        groups = [*report.by("code").values()], [*report.by("severity").values()]
        for parts in groups:
            whole = sum(parts, Report())
            assert (whole.counts, sorted(map(repr, whole))) == (report.counts, sorted(map(repr, report)))
        assert report.where(at_least=severity).exit_code("info") == report.exit_code(severity)
        assert sum(part.total for part in report.by("cause").values()) == len(report)

    @given(samples())
    def test_a_sample_knows_of_all_what_its_findings_would_say(self, report: Report) -> None:
        shown = Report.of(report)
        assert (report.ok, report.exit_code("warning"), report.rows) == (
            shown.ok,
            shown.exit_code("warning"),
            shown.rows,
        )
        assert [*report.counts] == [*shown.counts]

    @given(samples(), st.dictionaries(st.text(min_size=1, max_size=9).filter(lambda name: name != "cls"), st.text()))
    def test_every_form_can_be_written_and_says_how_much_it_leaves_out(
        self, report: Report, facts: dict[str, str]
    ) -> None:
        report = report + Report.of(**facts)
        left = {problem.severity for problem in report if report.total > len(report)}
        document = json.loads(report.to_json())
        assert (len(document["problems"]), document["counts"]) == (len(report), report.counts)
        assert sum(document.get("more", {}).values()) == report.total - len(report)
        notes = report.to_frame().num_rows - len(report)
        assert (notes > 0) == (report.total > len(report))
        assert len(report.to_json_lines().splitlines()) >= len(report) + notes
        assert ("of which" in str(report).partition("\n")[0]) == bool(left and notes)
