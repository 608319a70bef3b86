from typing import Any

import pytest

from centralasia.errors import InvalidValueError
from centralasia.records import from_json, from_row, to_json, to_row
from centralasia.validation import Problem, Severity


def a_problem(**changed: Any) -> Problem:
    given = {"code": "bad-date", "severity": "error", "message": "no day of the calendar", **changed}
    return Problem(**given)


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({}, "no day of the calendar"),
        ({"row": 7}, "row 7: no day of the calendar"),
        ({"column": "on"}, "on: no day of the calendar"),
        ({"value": "31.02"}, "'31.02': no day of the calendar"),
        ({"row": 7, "column": "on", "value": "31.02"}, "row 7, on '31.02': no day of the calendar"),
        ({"cause": "day and month swapped"}, "no day of the calendar; cause: day and month swapped"),
        ({"row": 7, "fix": "write 2024-02-29"}, "row 7: no day of the calendar; fix: write 2024-02-29"),
        ({"value": "x" * 500}, f"'{'x' * 80}…': no day of the calendar"),
    ],
)
def test_a_finding_is_one_line_for_people(changed: dict[str, Any], text: str) -> None:
    assert str(a_problem(**changed)) == text


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"code": "Bad date"}, "code must be a text that fits"),
        ({"severity": "fatal"}, "severity must be one of error, warning, info, got 'fatal'"),
        ({"row": 0}, "row must be at least 1, got 0"),
        ({"row": True}, "row must be a whole number, got True of type bool"),
        ({"value": 5}, "value must be a text, got 5 of type int"),
        ({"message": ""}, "message must be a text that is not empty"),
    ],
)
def test_a_finding_says_what_it_must(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        a_problem(**changed)
    assert str(caught.value).startswith(message)


def test_what_is_blank_is_none() -> None:
    problem = a_problem(column="", value="", cause="", fix="")
    assert (problem.column, problem.value, problem.cause, problem.fix) == (None, None, None, None)


def test_a_finding_about_broken_text_is_not_broken_itself() -> None:
    problem = a_problem(value="caf\udce9", message="not UTF-8: \udce9")
    assert (problem.value, problem.message) == ("caf\\udce9", "not UTF-8: \\udce9")


def test_a_finding_is_a_record() -> None:
    problem = a_problem(row=7, column="on", value="31.02")
    assert from_row(Problem, to_row(problem)) == from_json(Problem, to_json(problem)) == problem


def test_severities_are_ordered() -> None:
    assert [one.is_at_least(Severity.WARNING) for one in Severity] == [True, True, False]
