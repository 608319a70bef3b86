import io
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import centralasia as ca
from centralasia.validation import Problem, Report


def a_problem(**changed: Any) -> Problem:
    given = {"code": "bad-date", "severity": "error", "message": "no day", **changed}
    return Problem(**given)


def drawn(report: Report) -> str:
    console = Console(file=io.StringIO(), width=100, force_terminal=False, legacy_windows=False)
    console.print(report)
    written: Any = console.file
    return str(written.getvalue())


def test_findings_are_drawn_by_kind_the_gravest_first() -> None:
    gap = a_problem(code="gap", severity="info", message="no bulletin")
    lines = drawn(Report.of([gap, a_problem(row=7, column="on", value="31.02", fix="write 2024-02-29")])).splitlines()
    assert lines[0] == "1 error, 1 information"
    titles = [line.strip() for line in lines if "×" in line]
    assert titles == ["error bad-date, 1×", "info gap, 1×"]
    header, row = (line.split() for line in lines if "row" in line.split() or "31.02" in line)
    assert header == ["row", "column", "value", "message", "fix"]  # nothing is known of a cause
    assert row == ["7", "on", "31.02", "no", "day", "write", "2024-02-29"]


def test_five_of_a_kind_are_drawn_and_the_others_counted() -> None:
    report = Report.sampled([a_problem(row=row) for row in range(1, 9)], {"bad-date": 1_000})
    assert drawn(report).startswith("1,008 errors, of which 8 are shown")
    assert "… and 1,003 more" in drawn(report)
    assert "more" not in drawn(Report.of([a_problem(row=row) for row in range(1, 6)]))


def test_nothing_is_said_of_nothing() -> None:
    assert drawn(Report(())) == "no problems\n"


def test_texts_are_neither_markup_nor_commands_to_the_terminal() -> None:
    text = drawn(Report.of([a_problem(value="[red]x[/red]\x1b[2J\u202e", message="[bold]no[/bold]\x07")]))
    assert "[red]x[/red]\\x1b[2J\\u202e" in text
    assert "[bold]no[/bold]\\x07" in text


class TestLaws:
    @given(st.lists(ca.testing.problems(), max_size=4))
    def test_whatever_was_found_can_be_drawn(self, found: list[Problem]) -> None:
        text = drawn(Report.of(found))
        assert all(sign.isprintable() or sign == "\n" for sign in text)
