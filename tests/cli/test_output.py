import io
import sys
from fractions import Fraction

import pytest

from centralasia.cli.output import print_table, printable, ratio
from centralasia.errors import MissingExtraError


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_table_is_plain_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("code", "what"), [("KZT", "теңге"), ("a\x1b[1mb", None)])
    assert capsys.readouterr().out == "code    what\nKZT     теңге\na [1mb\n"


def test_a_table_without_rows_has_its_head(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("code", "what"), [])
    assert capsys.readouterr().out == "code  what\n"


def test_a_table_is_drawn_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    print_table(("code", "what"), [("KZT", "[red]tenge[/red]")])
    drawn = terminal.getvalue()
    assert "─" in drawn
    assert "[red]tenge[/red]" in drawn, "cells are no markup"


def test_a_terminal_needs_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.delitem(sys.modules, "centralasia.cli.terminal", raising=False)
    monkeypatch.setitem(sys.modules, "rich.box", None)
    with pytest.raises(MissingExtraError, match="rich is not installed"):
        print_table(("code",), [])


def test_a_text_from_outside_is_one_line() -> None:
    assert printable(" a\nb\r\n\x1b[31mc\u2028d\x00 ") == "a b [31mc d"


def test_a_fraction_is_exact() -> None:
    assert ratio(Fraction(6, 4)) == "3/2"
