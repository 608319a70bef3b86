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
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A page with a ticker, in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(PAGE, "utf-8")
    return "page.txt"
