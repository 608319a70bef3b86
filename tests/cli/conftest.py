from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from centralasia.cli.program import program

Run = Callable[..., Result]

# Made up, in the layout of a news page.
PAGE = """\
• KGS/USD = 0.01127 0%
• UZS/USD = 0.00007 0.4%
• KGS/USD = 0.01127 0%
14 March 2031

A headline
"""


@pytest.fixture
def run() -> Run:
    """Runs the program in this process; arguments are texts or paths."""

    def runner(*arguments: str | Path) -> Result:
        return CliRunner().invoke(program, [str(each) for each in arguments], prog_name="centralasia")

    return runner


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A workbook with a table of rates in its second sheet, in the current folder."""
    monkeypatch.chdir(tmp_path)
    openpyxl = pytest.importorskip("openpyxl", reason="writes the workbook")
    workbook = openpyxl.Workbook()
    sheet = workbook.create_sheet("2024")
    sheet.append(["base", "quote", "on", "value"])
    sheet.append(["usd", "KZT", "2024-03-01", "450.12"])
    workbook.save("book.xlsx")
    return "book.xlsx"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A page with a ticker, in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(PAGE, "utf-8")
    return "page.txt"
