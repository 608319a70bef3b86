import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from centralasia import ExchangeRate, RateTable
from centralasia.cli.checking import KINDS
from centralasia.rules import KINDS as KNOWN
from centralasia.store import Store
from centralasia.validation import Report

Run = Callable[..., Result]

ASKED = ("--kind", "rates", "--today", "2026-06-01")
CLEAN = "base,quote,on,value\nUSD,KZT,2024-03-01,450.12\n"
WRONG = CLEAN + "USD,KZT,2024-03-01,451.12\nUSX,KZT,2024-03-02,450.12\nUSD,KZT,2024-03-03,=1+1\n"
# Made up, in the layout that `centralasia rates` reads.
RATES = "base,quote,value,on,source\nUSD,KZT,450.00,2024-03-02,mine\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two tables in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("clean.csv").write_text(CLEAN, "utf-8")
    Path("wrong.csv").write_text(WRONG, "utf-8")
    return tmp_path


def test_kinds_are_those_of_the_library() -> None:
    assert set(KINDS) == {*KNOWN}


def test_the_hook_runs_the_command() -> None:
    hook = (Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text("utf-8")
    assert {"- id: centralasia-validate", "entry: centralasia validate"} <= {line.strip() for line in hook.splitlines()}


@pytest.mark.usefixtures("here")
class TestTheCommand:
    def test_findings_are_told_a_line_each_the_gravest_first(self, run: Run) -> None:
        result = run("validate", "wrong.csv", *ASKED)
        lines = result.stdout.splitlines()
        assert (result.exit_code, result.stderr) == (1, "")
        assert [line.split(": ")[:3] for line in lines[:-1]] == [
            ["wrong.csv:3", "error", "duplicate-with-other-value"],
            ["wrong.csv:4", "error", "unknown-code"],
            ["wrong.csv:5", "error", "unreadable-value"],
            ["wrong.csv:5", "warning", "formula"],
        ]
        assert lines[-1] == "wrong.csv: 3 errors, 1 warning in 4 rows"

    def test_a_clean_table_has_none(self, run: Run) -> None:
        result = run("validate", "clean.csv", *ASKED)
        assert (result.exit_code, result.stdout) == (0, "clean.csv: no problems in 1 row\n")

    def test_many_of_a_kind_are_counted(self, run: Run) -> None:
        Path("many.csv").write_text(CLEAN + "USX,KZT,2024-03-02,450.12\n" * 30, "utf-8")
        lines = run("validate", "many.csv", *ASKED, "--only", "unknown-code").stdout.splitlines()
        assert len(lines) == 7
        assert lines[5:] == ["many.csv: unknown-code: and 25 more", "many.csv: 30 errors in 31 rows"]

    @pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1)])
    def test_what_fails_is_settled_by_an_option(self, run: Run, fail_on: str, code: int) -> None:
        skipped = [part for rule in ("unknown-code", "unreadable-value") for part in ("--skip", rule)]
        result = run(
            *("validate", "wrong.csv", *ASKED, *skipped, "--skip", "duplicate-with-other-value"),
            *("--fail-on", fail_on, "--most", "1"),
        )
        assert result.exit_code == code

    def test_options_are_those_of_the_library(self, run: Run) -> None:
        Path("other.csv").write_bytes("Валюта\tДень\tx\nUSD\t2024-03-01\t1 450,5\n".encode("cp1251"))
        result = run(
            *("validate", "other.csv", *ASKED, "--columns", "base=Валюта", "--columns", "value=x"),
            *("--constant", "quote=KZT", "--delimiter", "tab", "--encoding", "windows-1251", "--locale", "ru"),
            *("--only", "unreadable-value", "--json"),
        )
        document = json.loads(result.stdout)
        assert (document["ok"], document["facts"]["decimal"], document["facts"]["rows"]) == (True, ",", 1)
        assert result.exit_code == 0

    def test_several_files_are_told_one_after_the_other(self, run: Run) -> None:
        result = run("validate", "clean.csv", "wrong.csv", *ASKED, "--json")
        document = json.loads(result.stdout)
        assert (result.exit_code, document["ok"], list(document["files"])) == (1, False, ["clean.csv", "wrong.csv"])
        result = run("validate", "clean.csv", "wrong.csv", *ASKED)
        assert result.stdout.startswith("clean.csv: no problems in 1 row\nwrong.csv:3: error: ")

    def test_a_page_is_written(self, run: Run) -> None:
        assert run("validate", "wrong.csv", *ASKED, "--report", "out.html").exit_code == 1
        page = Path("out.html").read_text("utf-8")
        assert "<title>Findings in wrong.csv</title>" in page
        assert "misspelt code joins with nothing" in page, "why a rule matters"

    def test_sarif_has_a_run_for_each_file(self, run: Run) -> None:
        assert run("validate", "clean.csv", "wrong.csv", *ASKED, "--sarif", "out.sarif").exit_code == 1
        document = json.loads(Path("out.sarif").read_text("utf-8"))
        assert [len(each["results"]) for each in document["runs"]] == [0, 4]

    def test_annotations_are_printed(self, run: Run) -> None:
        result = run("validate", "wrong.csv", *ASKED, "--github", "--only", "unknown-code")
        assert result.stdout.startswith("::error file=wrong.csv,line=4,title=unknown-code::row 4, base 'USX': ")

    def test_rates_to_compare_with_come_from_documents_and_stores(self, run: Run) -> None:
        Path("rates.csv").write_text(RATES, "utf-8")
        assert run("validate", "clean.csv", *ASKED, "--rates", "rates.csv").exit_code == 0
        with Store("rates.db") as store:
            store.add(RateTable.of([ExchangeRate(base="USD", quote="KZT", value="450", on="2024-03-02")]))
        assert run("validate", "clean.csv", *ASKED, "--store", "rates.db").exit_code == 0

    def test_information_is_told_as_such(self, run: Run) -> None:
        Path("more.csv").write_text(CLEAN.replace("\n", ",x\n", 1).replace("12\n", "12,1\n"), "utf-8")
        assert run("validate", "more.csv", *ASKED).stdout.endswith("more.csv: 1 information in 1 row\n")

    def test_a_sheet_is_named(self, run: Run, book: str) -> None:
        result = run("validate", book, *ASKED, "--sheet", "2024")
        assert (result.exit_code, result.stdout.splitlines()[-1]) == (1, "book.xlsx: 1 error in 1 row")
        assert result.stdout.startswith("book.xlsx:2: error: unknown-code: base 'usd': ")
        result = run("validate", book, *ASKED, "--sheet", "2025")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("centralasia: sheet must be one of 'Sheet', '2024', got '2025'")


@pytest.mark.usefixtures("here")
class TestWhatIsNotRead:
    """The exit code is 2, and what is found elsewhere is told."""

    @pytest.mark.parametrize(
        ("contents", "lines"),
        [
            (b"", ["x.csv: error: empty-table: there is nothing in it", "x.csv: 1 error in 0 rows"]),
            (
                b"\x00\x01\x02\x00",
                [
                    "x.csv: error: empty-table: there is no table in it",
                    "x.csv:1: error: binary-content: no text, but binary; nothing of it is read",
                    "x.csv: 2 errors in 0 rows",
                ],
            ),
        ],
    )
    def test_is_a_file_without_a_table(self, run: Run, contents: bytes, lines: list[str]) -> None:
        Path("x.csv").write_bytes(contents)
        result = run("validate", "x.csv", *ASKED, "--constant", "quote=KZT", "--report", "out.html")
        assert (result.exit_code, result.stdout.splitlines(), result.stderr) == (2, lines, "")
        assert "empty-table" in Path("out.html").read_text("utf-8")

    def test_is_no_table_without_rows(self, run: Run) -> None:
        Path("x.csv").write_text(CLEAN.splitlines()[0], "utf-8")
        result = run("validate", "x.csv", *ASKED)
        assert (result.exit_code, result.stdout) == (
            0,
            "x.csv: warning: empty-table: there is no row in it\nx.csv: 1 warning in 0 rows\n",
        )

    def test_is_no_reason_to_be_silent_about_others(self, run: Run) -> None:
        result = run("validate", "none.csv", "clean.csv", "nope.csv", *ASKED, "--sarif", "out.sarif")
        assert (result.exit_code, result.stdout) == (2, "clean.csv: no problems in 1 row\n")
        assert result.stderr.splitlines() == [
            "centralasia: none.csv, file: there is no such file",
            "centralasia: nope.csv, file: there is no such file",
        ]
        assert not Path("out.sarif").exists(), "what is not in it would be taken for mended"

    def test_is_told_to_programs(self, run: Run) -> None:
        Path("x.csv").write_bytes(b"")
        result = run("validate", "clean.csv", "none.csv", *ASKED, "--json")
        document = json.loads(result.stdout)
        assert (result.exit_code, document["ok"], list(document["files"])) == (2, False, ["clean.csv"])
        assert document["errors"] == {"none.csv": "none.csv, file: there is no such file"}
        result = run("validate", "clean.csv", "x.csv", *ASKED, "--json")
        document = json.loads(result.stdout)
        assert (result.exit_code, document["ok"], "errors" in document) == (2, False, False)
        assert document["files"]["x.csv"]["counts"] == {"empty-table": 1}
        result = run("validate", "none.csv", *ASKED, "--json")
        assert (result.exit_code, result.stdout) == (2, "")

    def test_is_told_in_one_line(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object, **__: object) -> Report:
            raise OSError(5, "Input/output error")

        monkeypatch.setattr("centralasia.rules.validate", fail)
        result = run("validate", "clean.csv", *ASKED)
        assert (result.exit_code, result.stderr) == (2, "centralasia: [Errno 5] Input/output error\n")


@pytest.mark.usefixtures("here")
class TestWhatCannotRun:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("none.csv", *ASKED), "centralasia: none.csv, file: there is no such file"),
            (
                ("clean.csv", *ASKED, "--only", "nothing"),
                "centralasia: 'nothing' is not in the table of rules for rates",
            ),
            (("clean.csv", *ASKED, "--columns", "bases=x"), "centralasia: columns must be of the fields base, quote"),
            (
                ("clean.csv", *ASKED, "--columns", "base"),
                "centralasia: Invalid value for --columns: 'base' is not said",
            ),
            (("clean.csv", *ASKED, "--constant", "=x"), "centralasia: Invalid value for --constant: '=x' is not said"),
            (("clean.csv",), "centralasia: Missing option '--kind'"),
            (("clean.csv", *ASKED, "--json", "--github"), "centralasia: --json and --github exclude each other."),
            (("clean.csv", *ASKED, "--store", "x", "--rates", "y"), "centralasia: --rates and --store exclude"),
            (("clean.csv", "wrong.csv", *ASKED, "--report", "x"), "centralasia: --report tells of one FILE"),
        ],
    )
    def test_is_told_in_a_line_with_another_code(self, run: Run, arguments: tuple[str, ...], said: str) -> None:
        result = run("validate", *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(said)
        assert len(result.stderr.splitlines()) == 1

    @pytest.mark.parametrize("command", ["validate", "normalize"])
    def test_is_the_command_without_its_extra(self, run: Run, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("centralasia.rules", "centralasia.normalization"):
            monkeypatch.setitem(sys.modules, name, None)
        result = run(command, "clean.csv", *(["out.csv"] if command == "normalize" else []), *ASKED)
        assert result.exit_code == 2
        assert "pip install 'centralasia[frames]'" in result.stderr

    def test_words_of_the_library_are_those_of_options(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        Path("half.csv").write_text("base,on,value\nUSD,2024-03-01,450.12\n", "utf-8")
        result = run("validate", "half.csv", *ASKED)
        assert "say with --columns which it is, or its value in all rows with --constant quote=…" in result.stdout
        monkeypatch.setattr("centralasia.rules.validate", lambda *_, **__: Report.of())
        assert run("validate", "clean.csv", *ASKED).stdout == "clean.csv: no problems\n"
