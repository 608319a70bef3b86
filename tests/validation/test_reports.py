import json
import pickle
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


class Tags(HTMLParser):
    """What a browser would see: elements, those still open, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert all(name in {"lang", "charset", "class"} for name, _ in attrs)
        self.seen.append(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def seen_in(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    tags.close()
    assert tags.open == []
    return tags


class TestThePage:
    def test_shows_facts_counts_and_findings(self) -> None:
        page = seen_in(REPORT.to_html())
        text = " ".join(page.text)
        assert page.seen.count("table") == 3
        for shown in ("2 error", "nbk", "2024-09-15, 1.50", "few-digits", "0.00008", "held at 3.5"):
            assert shown in text

    def test_says_when_there_is_nothing(self) -> None:
        page = seen_in(Report().to_html())
        assert "No findings" in page.text
        assert "table" not in page.seen

    def test_says_how_many_findings_it_leaves_out(self) -> None:
        many = Report.of([a_problem(row=row) for row in range(1, 1_501)])
        page = many.to_html()
        assert "500 more are not listed." in page
        assert page.count("<tr>") == 1 + 1 + 1 + 1_000
        assert "more are not listed" not in REPORT.to_html()
        assert "4 more are not listed." in REPORT.to_html(most=0)

    def test_escapes_every_text(self) -> None:
        nasty = "<script>alert('x')</script>&\""
        report = Report.of(
            [a_problem(column=nasty, value=nasty, message=nasty, cause=nasty, fix=nasty)], **{nasty: nasty}
        )
        page = report.to_html()
        assert "<script>" not in page
        assert seen_in(page).text.count(nasty) == 7


texts = st.text(min_size=1, max_size=20)
problems = st.builds(
    Problem,
    code=st.sampled_from(["bad-date", "few_digits", "gap"]),
    severity=st.sampled_from(Severity),
    row=st.none() | st.integers(1, 10**6),
    column=st.none() | texts,
    value=st.none() | texts,
    message=texts,
    cause=st.none() | texts,
    fix=st.none() | texts,
)


class TestLaws:
    @given(st.lists(problems))
    def test_no_finding_is_lost_or_made_up(self, found: list[Problem]) -> None:
        report = Report.of(found)
        assert sorted(map(repr, report)) == sorted(map(repr, found))
        assert sum(report.counts.values()) == len(report) == len(found)
        assert report.ok is all(problem.severity is not Severity.ERROR for problem in found)

    @given(st.lists(problems), st.lists(problems), st.lists(problems))
    def test_adding_reports_is_reporting_together(
        self, first: list[Problem], second: list[Problem], third: list[Problem]
    ) -> None:
        together = Report.of(first) + Report.of(second) + Report.of(third)
        assert together == Report.of(first) + (Report.of(second) + Report.of(third))
        assert together == Report.of([*first, *second, *third])

    @given(st.lists(problems, max_size=5), st.dictionaries(texts.filter(lambda name: name != "cls"), texts))
    def test_every_form_can_be_written(self, found: list[Problem], facts: dict[str, str]) -> None:
        report = Report.of(found, **facts)
        assert len(json.loads(report.to_json())["problems"]) == len(found)
        assert report.to_frame().num_rows == len(found)
        seen_in(report.to_html())
        assert len(str(report).splitlines()) >= 1
