import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import centralasia as ca
from centralasia.records import to_dict
from centralasia.validation import Problem, Report, Severity


def a_problem(**changed: Any) -> Problem:
    given = {"code": "bad-date", "severity": "error", "message": "no day", **changed}
    return Problem(**given)


PARTLY = Report.sampled([a_problem(row=7, value="31.02")], {"bad-date": 999}, file="rates.csv")
NOTE = "999 more of bad-date are not shown"


def cells_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_document_says_what_it_leaves_out() -> None:
    document = json.loads(PARTLY.to_json())
    assert (document["counts"], document["more"]) == ({"bad-date": 1_000}, {"bad-date": 999})
    assert "more" not in json.loads(Report.of(PARTLY).to_json())
    mixed = Report.sampled([a_problem(), a_problem(severity="info")], {("bad-date", Severity.INFO): 2})
    both = json.loads((mixed + PARTLY).to_json())
    assert both["more"] == {"bad-date": 1_001}


def test_lines_are_findings_and_the_last_say_what_they_leave_out() -> None:
    first, last = map(json.loads, PARTLY.to_json_lines().splitlines())
    assert first == to_dict(PARTLY.problems[0])
    assert (last["code"], last["severity"], last["row"], last["message"]) == ("not-shown", "error", None, NOTE)
    assert Report(()).to_json_lines() == ""
    assert "Күні" in Report.of([a_problem(column="Күні")]).to_json_lines()


def test_a_table_has_a_row_per_finding_and_says_what_it_leaves_out() -> None:
    first, last = cells_of(PARTLY.to_csv())
    assert (first["row"], first["column"], first["value"]) == ("7", "", "31.02")
    assert (last["code"], last["message"]) == ("not-shown", NOTE)
    assert PARTLY.to_frame().to_pylist()[-1]["message"] == NOTE
    assert Report().to_csv() == "code,severity,row,column,value,message,cause,fix\n"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+7 701 000", "'+7 701 000"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-1+1|cmd", "'-1+1|cmd"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),  # as wide as the signs of Chinese
        ("-", "'-"),
        ("-12.50", "-12.50"),
        ("+0,5", "+0,5"),
        ("1=1", "1=1"),
        ("KZT;=1", "KZT;=1"),
    ],
)
def test_no_cell_is_a_formula(value: str, cell: str) -> None:
    report = Report.of([a_problem(column=value, value=value, message=value, cause=value, fix=value)])
    (row,) = cells_of(report.to_csv())
    assert {row[name] for name in ("column", "value", "message", "cause", "fix")} == {cell}


class TestLaws:
    @given(st.lists(ca.testing.problems(), max_size=5))
    def test_lines_and_tables_hold_every_finding(self, problems: list[Problem]) -> None:
        report = Report.of(problems)
        lines = [json.loads(line) for line in report.to_json_lines().split("\n") if line]
        assert lines == [to_dict(problem) for problem in report]
        for row, problem in zip(cells_of(report.to_csv()), report, strict=True):
            assert row["code"] == problem.code
            assert (row["message"] or "").removeprefix("'") == problem.message.removeprefix("'")
