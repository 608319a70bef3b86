import json
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from click.testing import Result
from pyarrow import parquet as pq

from centralasia.cli.normalise import DUPLICATES, FIXES
from centralasia.normalization.fixing import Duplicates, Fix

Run = Callable[..., Result]

ASKED = ("--kind", "rates", "--today", "2026-06-01", "--columns", "base=Валюта", "--constant", "quote=KZT")
TABLE = "Валюта;Дата;Курс;note\nдоллар США;01.03.2024;450,12;=1+1\nZZZ;02.03.2024;1 450,12;-5\n"


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A table in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text(TABLE, "cp1251")
    return "in.csv"


def test_words_are_those_of_the_library() -> None:
    assert (get_args(Fix), get_args(Duplicates)) == (FIXES, DUPLICATES)


class TestTheCommand:
    def test_a_table_and_its_log_are_written(self, run: Run, table: str) -> None:
        result = run("normalize", table, "out.csv", *ASKED, "--log", "log.csv")
        assert (result.exit_code, result.stderr) == (1, "")
        assert result.stdout.splitlines()[-2:] == [
            "in.csv: 1 error, 1 warning in 2 rows",
            "2 rows written to out.csv; 9 changes",
        ]
        assert Path("out.csv").read_text("utf-8").splitlines() == [
            "base,quote,value,on,note",
            "USD,KZT,450.12,2024-03-01,'=1+1",
            "ZZZ,KZT,1450.12,2024-03-02,-5",
        ]
        assert len(Path("log.csv").read_text("utf-8").splitlines()) == 10

    def test_other_forms_keep_the_text_as_it_is(self, run: Run, table: str) -> None:
        assert run("normalize", table, "out.parquet", *ASKED, "--log", "log.jsonl").exit_code == 1
        assert pq.read_table("out.parquet")["note"].to_pylist() == ["=1+1", "-5"]
        assert json.loads(Path("log.jsonl").read_text("utf-8").splitlines()[0])["rule"] == "header"

    def test_options_are_those_of_the_library(self, run: Run, table: str) -> None:
        Path(table).write_text(
            "base,quote,on,value,nominal\nманат,USD,2008-03-01,14250,1000\nманат,USD,2008-03-01,14251,1000\n", "utf-8"
        )
        result = run(
            *("normalize", table, "out.csv", "--kind", "rates", "--today", "2026-06-01", "--country", "TM"),
            *("--restate", "now", "--nominal", "1", "--direction", "USD", "--duplicates", "last", "--fix", "sure"),
            "--json",
        )
        assert json.loads(result.stdout)["facts"]["changes"] == {
            "currency-code": 2,
            "duplicate-with-other-value": 1,
            "nominal": 6,
            "restated": 6,
        }
        assert Path("out.csv").read_text("utf-8").splitlines()[1] == "TMT,USD,71255.000,1,2008-03-01,2.5"

    def test_one_row_is_one_row(self, run: Run, table: str) -> None:
        Path(table).write_text("base,quote,on,value\nusd,KZT,2024-03-01,450.12\n", "utf-8")
        result = run("normalize", table, "out.csv", "--kind", "rates")
        assert (result.stdout, result.exit_code) == (
            "in.csv: no problems in 1 row\n1 row written to out.csv; 1 change\n",
            0,
        )

    def test_a_sheet_is_named(self, run: Run, book: str) -> None:
        assert run("normalize", book, "out.csv", *ASKED[:4], "--sheet", "2024").exit_code == 0
        assert Path("out.csv").read_text("utf-8") == "base,quote,value,on\nUSD,KZT,450.12,2024-03-01\n"


class TestWhatCannotRun:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("in.csv", "out.txt"), "OUT must be a file whose name ends in .parquet, .arrow"),
            (("in.csv", "out.csv", "--log", "log.txt"), "--log must be a file whose name ends in .csv, .jsonl"),
            (("in.csv", "no/such/out.csv"), "OUT must be in a folder that there is"),
            (("in.csv", "in.csv"), "OUT must be another file than that which is read"),
            (("none.csv", "out.csv"), "none.csv, file: there is no such file"),
            (("binary.csv", "out.csv"), "binary.csv, file: no text, but binary; nothing of it is read"),
            (("binary.csv", "out.csv", "--constant", "quote=KZT"), "binary.csv, file: no text, but binary"),
            (("empty.csv", "out.csv"), "empty.csv, file: there is nothing in it"),
            (("list.json", "out.csv"), "IN must be a table, got 'JSON'; there is no column in it"),
            (("in.csv", "out.csv", "--direction", "ZZZ"), "'ZZZ' is not in the table of currencies"),
        ],
    )
    def test_is_told_in_a_line_and_leaves_nothing(
        self, run: Run, table: str, arguments: tuple[str, ...], said: str
    ) -> None:
        others = {"binary.csv": b"\x00\x01\x02\x00", "empty.csv": b"", "list.json": b"[]"}
        for name, contents in others.items():
            Path(name).write_bytes(contents)
        result = run("normalize", *arguments, *ASKED[: 4 if arguments[0] in others else None])
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(f"centralasia: {said}"), result.stderr
        assert sorted(path.name for path in Path().iterdir()) == sorted([*others, table])
