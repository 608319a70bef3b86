import io
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from typing import NoReturn

import pytest
from click.testing import Result

from centralasia.cli import main
from centralasia.cli.program import installed_version, program

Run = Callable[..., Result]


def test_without_a_command_there_is_help(run: Run) -> None:
    result = run()
    assert result.exit_code == 0
    assert {"convert", "rates", "show"} <= set(result.stdout.split())


def test_every_command_has_help_with_an_example(run: Run) -> None:
    for name in program.commands:
        result = run(name, "--help")
        assert result.exit_code == 0
        assert f"Example: centralasia {name} " in result.stdout


def test_the_version_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("--version").stdout.startswith("centralasia ")

    def missing(_: str) -> str:
        raise PackageNotFoundError

    monkeypatch.setattr("centralasia.cli.program.version", missing)
    assert installed_version() == "(not installed)"


def test_a_wrong_call_is_one_line(run: Run) -> None:
    for argument, line in (
        ("converse", "centralasia: No such command 'converse'."),
        ("--bogus", "centralasia: No such option '--bogus'"),
    ):
        result = run(argument)
        assert (result.stdout, result.exit_code) == ("", 2)
        assert result.stderr.startswith(line)
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("error", "line", "code"),
    [
        (KeyboardInterrupt(), "\n", 130),
        (OSError(28, "No space left on device"), "centralasia: [Errno 28] No space left on device\n", 1),
        (BrokenPipeError(32, "Broken pipe"), "", 1),
    ],
)
def test_what_stops_a_command_is_told_without_a_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, line: str, code: int
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("centralasia.cli.show.currency", stop)
    monkeypatch.setattr("centralasia.cli.show.LOOKUPS", (stop,))
    result = run("show", "KZT")
    assert (result.stdout, result.stderr, result.exit_code) == ("", line, code)


class TestTheWayIn:
    def test_it_leaves_with_the_exit_code(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as caught:
            main(["show", "nothing at all"])
        assert caught.value.code == 1
        assert capsys.readouterr().err.startswith("centralasia: 'nothing at all' is not in the table")

    def test_it_writes_where_nothing_can_be_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        out = io.StringIO()
        monkeypatch.setattr(sys, "stdout", out)
        with pytest.raises(SystemExit):
            main(["--version"])
        assert out.getvalue().startswith("centralasia ")

    @pytest.mark.parametrize("library", ["click", "rich"])
    def test_a_missing_library_is_told_in_one_line(
        self, library: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        class Program:
            @property
            def program(self) -> NoReturn:
                raise ModuleNotFoundError(name=library)

        monkeypatch.setitem(sys.modules, "centralasia.cli.program", Program())
        with pytest.raises(SystemExit) as caught:
            main([])
        assert caught.value.code == 1
        assert capsys.readouterr().err == (f"centralasia: {library} is not installed; pip install 'centralasia[cli]'\n")

    def test_a_fault_of_our_own_is_not_taken_for_a_missing_library(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "centralasia.cli.program", None)
        with pytest.raises(ModuleNotFoundError, match=r"centralasia\.cli\.program"):
            main([])


class TestAProcess:
    def _run(self, *arguments: str, code: str = "") -> "subprocess.CompletedProcess[str]":
        start = ["-c", code] if code else ["-m", "centralasia", *arguments]
        environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
        return subprocess.run(
            [sys.executable, *start], check=False, capture_output=True, encoding="cp1252", env=environment
        )

    def test_the_first_command_of_the_readme(self) -> None:
        done = self._run("convert", "1,000,000 KZT", "UZS", "--on", "2023", "--explain")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("1,000,000 KZT = 25,7")
        assert "1. KZT \\u2192 USD" in done.stdout, "what a terminal cannot write is escaped"

    def test_an_error(self) -> None:
        done = self._run("convert", "5 KZT", "USX", "--on", "2023")
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("centralasia: 'USX' is not in the table of currencies")

    def test_without_the_extra(self) -> None:
        code = "import sys; sys.modules['click'] = None; from centralasia.cli import main; main([])"
        done = self._run(code=code)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == "centralasia: click is not installed; pip install 'centralasia[cli]'\n"

    def test_a_reader_who_stops_reading(self) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "centralasia", "show", "EAEU", "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait() == 1
