import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from centralasia.cli import main
from centralasia.cli.program import program
from centralasia.text import find_mentions

Run = Callable[..., Result]

TEXT = """\
Exports rose by 5% to more than $3.6 bn.
That is 7-9% of GDP, or
1 USD = 510 KZT at 12
million tonnes.
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A text in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("text.txt").write_text(TEXT, "utf-8")
    return "text.txt"


def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Puts a terminal of many colours in the place of standard output."""
    found = Terminal()
    monkeypatch.setattr(sys, "stdout", found)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "120")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return found


def read(given: str | bytes, *arguments: str) -> Result:
    """Runs the command on standard input."""
    return CliRunner().invoke(program, ["mentions", "-", *arguments], input=given, prog_name="centralasia")


def leave(*arguments: str) -> Any:
    """Runs the program with the streams there are, and gives its exit code."""
    with pytest.raises(SystemExit) as ended:
        main([*arguments])
    return ended.value.code


class TestTables:
    def test_figures_are_shown_with_their_places(self, run: Run, text: str) -> None:
        result = run("mentions", text)
        assert result.stdout.splitlines() == [
            "value          unit         qualifier  kind      where  text",
            "5              %            exact      percent   1:17   5%",
            "3,600,000,000  USD          over       money     1:23   more than $3.6 bn",
            "7 to 9         %GDP         range      percent   2:9    7-9% of GDP",
            "510            KZT per USD  exact      rate      3:1    1 USD = 510 KZT",
            "12,000,000     t            exact      quantity  3:20   12 million tonnes",
        ]
        assert (result.stderr, result.exit_code) == ("", 0)

    def test_a_text_without_figures_has_an_empty_table(self) -> None:
        for nothing in ("", "nothing at all"):
            assert read(nothing).stdout == "value  unit  qualifier  kind  where  text\n"

    def test_long_texts_have_a_table_for_every_thousand_figures(self) -> None:
        first, second, third = read("It rose by 5%.\n\n" * 2_001, "--lang", "en").stdout.split("\n\n")
        assert [len(table.splitlines()) for table in (first, second, third)] == [1_001, 1_001, 2]
        assert third.splitlines()[1].split() == ["5", "%", "exact", "percent", "4001:12", "5%"]

    def test_kinds_can_be_chosen(self, run: Run, text: str) -> None:
        lines = run("mentions", text, "--kind", "rate", "--kind", "money").stdout.splitlines()
        assert [line.split()[1] for line in lines[1:]] == ["USD", "KZT"]
        assert len(run("mentions", text, "--kind", "date-period").stdout.splitlines()) == 1

    def test_counts_are_shown_unless_they_are_not_wanted(self) -> None:
        text = "More than a thousand trees."
        assert read(text, "--lang", "en").stdout.splitlines()[1].split()[:4] == ["1,000", "trees", "over", "count"]
        assert len(read(text, "--lang", "en", "--no-counts").stdout.splitlines()) == 1

    def test_the_language_can_be_named(self) -> None:
        assert "1.25" in read("1,250 (USD) 1,25%", "--lang", "RU").stdout

    def test_an_unknown_language_is_a_wrong_option(self) -> None:
        result = read("5%", "--lang", "de")
        assert "'--lang': 'de' is not in the table of languages; " in result.stderr
        assert result.exit_code == read("5%", "--kind", "foo").exit_code == 2

    @pytest.mark.parametrize("kind", ["date-period", "date_period", "date period"])
    def test_a_kind_is_named_as_in_the_table_or_the_document(self, kind: str) -> None:
        lines = read("It rose by 5% in 2023.", "--lang", "en", "--kind", kind).stdout.splitlines()
        assert [line.split()[0] for line in lines[1:]] == ["2023"]


class TestPrograms:
    def test_one_document_holds_all_that_was_read(self, run: Run, text: str) -> None:
        result = run("mentions", text, "--json")
        found = json.loads(result.stdout)["mentions"]
        places = [(1, 17), (1, 23), (2, 9), (3, 1), (3, 20)]
        assert found == [
            mention.to_dict() | {"line": line, "column": column, "lang": "en"}
            for mention, (line, column) in zip(find_mentions(TEXT), places, strict=True)
        ]
        assert len(result.stdout.splitlines()) == 9, "one line for each"

    def test_a_document_without_figures_is_one_too(self) -> None:
        assert json.loads(read("", "--json").stdout) == {"mentions": []}

    def test_a_document_is_json_in_every_encoding(self, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
        Path(text).write_text("Өсім 5\u00a0млрд теңге", "utf-8")
        for encoding in ("ascii", "cp1251", "utf-8"):
            out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
            monkeypatch.setattr(sys, "stdout", out)
            assert not leave("mentions", text, "--json", "--lang", "kk")
            out.seek(0)
            assert json.load(out)["mentions"][0]["surface"].startswith("5\u00a0млрд")

    def test_a_table_for_spreadsheets_has_a_column_for_each_field(self, run: Run, text: str) -> None:
        rows = [*csv.DictReader(io.StringIO(run("mentions", text, "--csv").stdout))]
        items = json.loads(run("mentions", text, "--json").stdout)["mentions"]
        assert [{name: cell for name, cell in row.items() if cell} for row in rows] == [
            {name: "true" if value is True else str(value) for name, value in item.items()} for item in items
        ]

    def test_a_spreadsheet_gets_no_formulas(self) -> None:
        out = read("It fell by -5%, or +6%.", "--lang", "en", "--csv").stdout
        rows = [*csv.DictReader(io.StringIO(out))]
        assert [row["surface"] for row in rows] == ["'-5%", "'+6%"]
        assert [row["value"] for row in rows] == ["-5", "6"]


class TestMarks:
    def test_figures_are_marked_in_the_text(self, run: Run, text: str) -> None:
        assert run("mentions", text, "--highlight", "--no-counts").stdout == (
            "Exports rose by [[percent: 5%]] to [[money: more than $3.6 bn]].\n"
            "That is [[percent: 7-9% of GDP]], or\n"
            "[[rate: 1 USD = 510 KZT]] at [[quantity: 12\nmillion tonnes]].\n"
        )

    def test_only_what_is_asked_for_is_marked(self, run: Run, text: str) -> None:
        marked = run("mentions", text, "--highlight", "--kind", "rate").stdout
        assert marked == TEXT.replace("1 USD = 510 KZT", "[[rate: 1 USD = 510 KZT]]")

    def test_what_is_printed_ends_with_a_line(self) -> None:
        assert read("by 5%", "--highlight").stdout == "by [[percent: 5%]]\n"
        assert read("", "--highlight").stdout == ""

    def test_a_text_controls_no_terminal(self) -> None:
        assert read("\x1b[31mby\x9b 5%\tor\n", "--highlight").stdout == "\ufffd[31mby\ufffd [[percent: 5%]]\tor\n"

    def test_figures_are_coloured_on_a_terminal(self, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
        Path(text).write_text(f"{TEXT}\x1b]0;[red]{'a long line ' * 30}", "utf-8")
        shown = terminal(monkeypatch)
        assert not leave("mentions", text, "--highlight")
        out = shown.getvalue()
        assert "\x1b[1;4;32mmore than $3.6 bn\x1b[0m" in out
        assert "\x1b]0;" not in out
        assert f"\ufffd]0;[red]{'a long line ' * 30}\n" in out, "text is no markup, and is not wrapped"
        assert out.splitlines()[-1].replace("\x1b[1;4;", "").startswith("32mmoney 1\x1b[0m, ")

    def test_a_terminal_is_told_that_there_are_no_figures(self, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
        Path(text).write_text("nothing\n", "utf-8")
        shown = terminal(monkeypatch)
        assert not leave("mentions", text, "--highlight")
        assert shown.getvalue() == "nothing\n\nno figures\n"

    def test_a_terminal_needs_rich(
        self, text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        terminal(monkeypatch)
        monkeypatch.delitem(sys.modules, "centralasia.cli.terminal", raising=False)
        monkeypatch.setitem(sys.modules, "rich.box", None)
        assert leave("mentions", text, "--highlight") == 1
        assert capsys.readouterr().err == "centralasia: rich is not installed; pip install 'centralasia[cli]'\n"


class TestPages:
    def test_a_page_is_written(self, run: Run, text: str) -> None:
        result = run("mentions", text, "--html", "page.html")
        assert (result.stdout, result.exit_code) == ("5 figures written to page.html\n", 0)
        page = Path("page.html").read_text("utf-8")
        assert "<h1>text.txt</h1>" in page
        assert page.count("<mark") == 5
        assert run("mentions", text, "--html", "page.html", "--kind", "rate").stdout.startswith("1 figure written ")
        assert Path("page.html").read_text("utf-8").count("<mark") == 1

    def test_ends_of_lines_stay_as_they_are(self, text: str) -> None:
        Path(text).write_bytes(b"by 5%\r\nor\n6%")
        assert not leave("mentions", text, "--html", "page.html")
        assert b"</mark>\r\nor\n<mark" in Path("page.html").read_bytes()

    def test_a_page_is_there_as_a_whole_or_not_at_all(self, run: Run, text: str) -> None:
        Path("page.html").write_text("before", "utf-8")
        Path("binary").write_bytes(b"5%" + b"\0" * 70_000)
        assert run("mentions", "binary", "--html", "page.html").exit_code == 1
        assert Path("page.html").read_text("utf-8") == "before"
        assert {path.name for path in Path().iterdir()} == {text, "binary", "page.html"}

    @pytest.mark.parametrize("place", [".", "nowhere/page.html", ""])
    def test_a_place_that_cannot_be_written_is_told(self, run: Run, text: str, place: str) -> None:
        result = run("mentions", text, "--html", place)
        assert result.stderr.startswith(f"centralasia: Could not open file '{place}': ")
        assert (len(result.stderr.splitlines()), result.stdout, result.exit_code) == (1, "", 1)


@pytest.mark.parametrize(
    ("arguments", "line", "code"),
    [
        (["nowhere.txt"], "nowhere.txt, file: no such file or directory", 1),
        (["no\nwhere"], "no where, file: no such file or directory", 1),
        (["text.txt", "--json", "--csv"], "--json and --csv are 2 ways to show figures; say one. Try ", 2),
        (["text.txt", "--csv", "--highlight", "--html", "x"], "--csv and --highlight and --html are 3 ways", 2),
        (["text.txt", "--html", "-"], "--html writes to a FILE. Try ", 2),
        (["text.txt", "--html", "./text.txt"], "--html would overwrite the text; name another FILE. Try ", 2),
        (["text.txt", "--kind", "dates"], "Invalid value for '--kind': 'dates' is not one of 'money', ", 2),
        ([], "Missing argument 'FILE|-'. Try ", 2),
    ],
)
@pytest.mark.usefixtures("text")
def test_wrong_calls_are_told(run: Run, arguments: list[str], line: str, code: int) -> None:
    result = run("mentions", *arguments)
    assert result.stderr.startswith(f"centralasia: {line}")
    assert (len(result.stderr.splitlines()), result.stdout, result.exit_code) == (1, "", code)


class TestProgress:
    @pytest.fixture(autouse=True)
    def long(self, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
        monkeypatch.setattr("centralasia.cli.mentions._LONG", len(Path(text).read_bytes()))

    def test_it_is_shown_apart_from_what_is_printed(self, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
        out, err = io.StringIO(), Terminal()
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        assert not leave("mentions", text, "--json")
        assert len(json.loads(out.getvalue())["mentions"]) == 5
        assert "text.txt" in err.getvalue()
        assert f"{len(TEXT)}/{len(TEXT)}" in err.getvalue()

    def test_it_is_not_shown_between_figures_on_a_terminal(self, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
        out, err = terminal(monkeypatch), Terminal()
        monkeypatch.setattr(sys, "stderr", err)
        assert not leave("mentions", text)
        assert err.getvalue() == ""
        assert "more than $3.6 bn" in out.getvalue()
        assert not leave("mentions", text, "--html", "page.html")
        assert "text.txt" in err.getvalue()

    def test_it_is_not_shown_where_nobody_looks(self, run: Run, text: str) -> None:
        assert run("mentions", text).stderr == ""
