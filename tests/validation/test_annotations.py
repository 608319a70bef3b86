import json
import re
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import centralasia as ca
from centralasia.errors import WrongTypeError
from centralasia.validation import Problem, Report, annotations


class Text(NamedTuple):
    """What a rule knows of a code."""

    code: str
    title: str
    why: str
    source: str = ""


def a_problem(**changed: Any) -> Problem:
    given = {"code": "bad-date", "severity": "error", "message": "no day", **changed}
    return Problem(**given)


GAP = a_problem(code="gap", severity="info", message="no bulletin")
CELL = a_problem(row=7, column="on", value="31.02", cause="typed by hand", fix="write 2024-02-29")
REPORT = Report.sampled([CELL, a_problem(code="gap", severity="warning", message="two in a row"), GAP], {"bad-date": 9})
RULES = [Text("gap", "bulletin missing", "averages are off", "the calendar"), Text("other", "not found here", "")]


def a_run(report: Report, **asked: Any) -> dict[str, Any]:
    log = json.loads(report.to_sarif(**asked))
    assert (log["version"], log["$schema"]) == ("2.1.0", "https://json.schemastore.org/sarif-2.1.0.json")
    (run,) = log["runs"]
    found: dict[str, Any] = run
    return found


LEVELS = {"none", "note", "warning", "error"}


def check_form(run: dict[str, Any]) -> None:
    """Hold a run against what the schema of SARIF 2.1.0 demands of the objects that are used here."""
    assert run.keys() == {"tool", "invocations", "results"}
    driver = run["tool"]["driver"]
    assert driver["name"]
    assert driver.keys() <= {"name", "version", "rules"}
    for rule in driver["rules"]:
        assert rule.keys() <= {"id", "defaultConfiguration", "shortDescription", "fullDescription", "help"}
        assert rule["defaultConfiguration"]["level"] in LEVELS
        assert all(rule[name].keys() == {"text"} for name in rule.keys() - {"id", "defaultConfiguration"})
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len({*ids})
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is True
    for note in invocation["toolExecutionNotifications"]:
        assert note["level"] in LEVELS
        assert note["message"]["text"]
    for result in run["results"]:
        assert result.keys() <= {"ruleId", "ruleIndex", "level", "message", "locations", "properties"}
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in LEVELS
        assert result["message"]["text"]
        for location in result.get("locations", []):
            where = location["physicalLocation"]
            assert re.fullmatch(r"[A-Za-z0-9._~/:%!$&'()*+,;=@-]+", where["artifactLocation"]["uri"])
            assert where.get("region", {"startLine": 1})["startLine"] >= 1


class TestSarif:
    def test_has_a_result_per_finding_at_its_line(self) -> None:
        run = a_run(REPORT, file="in/rates.csv")
        check_form(run)
        warned, gap, cell = run["results"]
        assert cell == {
            "ruleId": "bad-date",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": str(CELL)},
            "properties": {
                "row": 7,
                "column": "on",
                "value": "31.02",
                "cause": "typed by hand",
                "fix": "write 2024-02-29",
            },
            "locations": [
                {"physicalLocation": {"artifactLocation": {"uri": "in/rates.csv"}, "region": {"startLine": 7}}}
            ],
        }
        assert (warned["level"], gap["level"]) == ("warning", "note")
        assert gap["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "in/rates.csv"}}}]

    def test_knows_each_code_by_its_rule(self) -> None:
        bad, gap = a_run(REPORT, rules=RULES)["tool"]["driver"]["rules"]
        assert bad == {"id": "bad-date", "defaultConfiguration": {"level": "error"}}
        assert gap == {
            "id": "gap",
            "defaultConfiguration": {"level": "warning"},  # the graver of two
            "shortDescription": {"text": "bulletin missing"},
            "fullDescription": {"text": "averages are off"},
            "help": {"text": "Source: the calendar"},
        }
        (other,) = a_run(Report.of([a_problem(code="other")]), rules=RULES)["tool"]["driver"]["rules"]
        assert "help" not in other

    def test_says_what_it_leaves_out(self) -> None:
        (invocation,) = a_run(REPORT)["invocations"]
        assert invocation["toolExecutionNotifications"] == [
            {"level": "error", "message": {"text": "9 more of bad-date are not shown"}}
        ]
        assert a_run(Report())["invocations"][0]["toolExecutionNotifications"] == []

    @pytest.mark.parametrize(
        ("file", "uri"),
        [
            ("rates.csv", "rates.csv"),
            (Path("in") / "курсы 2024.csv", "in/%D0%BA%D1%83%D1%80%D1%81%D1%8B%202024.csv"),
            ("a#b?c%.csv", "a%23b%3Fc%25.csv"),
            (Path("/data/rates.csv").absolute(), Path("/data/rates.csv").absolute().as_uri()),
        ],
    )
    def test_names_the_file_as_an_address(self, file: str | Path, uri: str) -> None:
        (result,) = a_run(Report.of([CELL]), file=file)["results"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri

    def test_takes_the_file_from_the_facts_of_the_report(self) -> None:
        (result,) = a_run(Report.of([CELL], file="rates.csv"))["results"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "rates.csv"
        (result,) = a_run(Report.of([CELL]))["results"]
        assert "locations" not in result

    def test_takes_paths_only(self) -> None:
        with pytest.raises(WrongTypeError, match="file must be a path, or None"):
            REPORT.to_sarif(file=5)  # type: ignore[arg-type]  # that is the test

    def test_braces_stand_for_nothing_but_themselves(self) -> None:
        (result,) = a_run(Report.of([a_problem(message="not {0}")]))["results"]
        assert result["message"]["text"] == "not {{0}}"

    def test_says_which_version_wrote_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def of_that(_name: str) -> str:
            return "1.2.3"

        def of_none(name: str) -> str:
            raise PackageNotFoundError(name)

        monkeypatch.setattr(annotations, "version", of_that)
        assert a_run(REPORT)["tool"]["driver"]["version"] == "1.2.3"
        monkeypatch.setattr(annotations, "version", of_none)
        assert "version" not in a_run(REPORT)["tool"]["driver"]


class TestCommandsOfGitHub:
    def test_annotate_lines_and_say_what_they_leave_out(self) -> None:
        assert REPORT.to_github(file=Path("in") / "rates.csv").splitlines() == [
            "::warning file=in/rates.csv,title=gap::two in a row",
            "::notice file=in/rates.csv,title=gap::no bulletin",
            f"::error file=in/rates.csv,line=7,title=bad-date::{CELL}",
            "::error file=in/rates.csv,title=not-shown::9 more of bad-date are not shown",
        ]

    def test_need_no_file(self) -> None:
        assert Report.of([CELL]).to_github() == f"::error title=bad-date::{CELL}\n"
        assert Report().to_github(file="rates.csv") == ""

    def test_begin_with_the_first_of_each_code(self) -> None:
        report = Report.of([*(a_problem(row=row) for row in range(1, 30)), a_problem(code="gap", row=40)])
        lines = report.to_github(file="a.csv").splitlines()
        assert [line.split(",")[1] for line in lines[:3]] == ["line=1", "line=40", "line=2"]

    def test_cannot_be_broken_out_of(self) -> None:
        broken = a_problem(row=1, message="50% lost\r\n::set-env name=PATH::x")
        (line,) = Report.of([broken]).to_github(file="a,b:c%.csv").split("\n")[:-1]
        assert line == (
            "::error file=a%2Cb%3Ac%25.csv,line=1,title=bad-date::row 1: 50%25 lost%0D%0A::set-env name=PATH::x"
        )


class TestLaws:
    @given(st.lists(ca.testing.problems(), max_size=4), st.none() | st.text(min_size=1, max_size=9))
    def test_whatever_was_found_has_the_form_that_is_asked_for(self, found: list[Problem], file: str | None) -> None:
        report = Report.of(found)
        name = None if file is None else file.encode(errors="replace").decode().replace("\0", "0")
        run = a_run(report, file=name)
        check_form(run)
        assert len(run["results"]) == len(found)
        lines = report.to_github(file=name).split("\n")[:-1]
        assert len(lines) == len(found)
        assert all(re.match(r"::(error|warning|notice) [^:]*::", line) and "\r" not in line for line in lines)
