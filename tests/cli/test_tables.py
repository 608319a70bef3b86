import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from centralasia import ExchangeRate, RateTable
from centralasia.cli import main
from centralasia.store import Store

Run = Callable[..., Result]

TABLE = """\
sum,code,day,note
700.00,TMT,2024-03-01,x
35,TMT,2024-03-02,"a,b"
"""
DIRTY = TABLE + "abc,TMT,2024-03-02,\n5,usd,2024-03-02,\n5,KZT,2024-03-02,\n,TMT,,\n" + "1,USD,never,\n" * 9
ASKED = ("--amount", "sum", "--currency", "code", "--to", "USD", "--on", "day")
# Made up, in the layout that `centralasia rates` reads.
RATES = "base,quote,value,on,source\nUSD,KZT,500.00,2024-03-02,mine\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A table in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text(TABLE, "utf-8")
    Path("dirty.csv").write_text(DIRTY, "utf-8")
    return "in.csv"


class TestTheCommand:
    def test_a_table_is_written_with_a_column_more(self, run: Run, table: str) -> None:
        result = run("convert-table", table, "out.csv", *ASKED, "--exact")
        assert (result.stdout, result.stderr, result.exit_code) == ("2 rows written to out.csv\n", "", 0)
        assert Path("out.csv").read_text("utf-8").splitlines() == [
            "sum,code,day,note,converted",
            "700.00,TMT,2024-03-01,x,200.00",
            '35,TMT,2024-03-02,"a,b",10.00',
        ]

    def test_options_are_those_of_the_library(self, run: Run, table: str) -> None:
        Path(table).write_text("sum;code;to;day\n1 000,55;TMT;USD;2024-03-01\n".replace("sum", "сумма"), "cp1251")
        result = run(
            *("convert-table", table, "out.csv", "--amount", "сумма", "--currency", "code", "--to", "to"),
            *("--on", "2024-03-02", "--exact", "--places", "1", "--rounding", "up", "--name", "usd"),
            *("--details", "rate, age ,problem,", "--locale", "ru", "--delimiter", ";", "--encoding", "cp1251"),
            *("--kind", "official", "--policy", "published"),
        )
        assert (result.stdout, result.exit_code) == ("1 row written to out.csv\n", 0), result.stderr
        assert Path("out.csv").read_text("utf-8").splitlines() == [
            "сумма;code;to;day;usd;usd_rate;usd_age;usd_problem",
            "1 000,55;TMT;USD;2024-03-01;285.9;0.2857142857142857;0;",
        ]

    def test_a_whole_folder_is_one_table(self, run: Run, table: str) -> None:
        Path("parts").mkdir()
        for name in ("a.csv", "b.csv"):
            Path("parts", name).write_text(Path(table).read_text("utf-8"), "utf-8")
        result = run("convert-table", "parts", "out.parquet", *ASKED)
        assert (result.stdout, result.exit_code) == ("4 rows written to out.parquet\n", 0)

    def test_rates_come_from_documents(self, run: Run, table: str) -> None:
        Path("rates.csv").write_text(RATES, "utf-8")
        Path(table).write_text("sum,code,day\n1000,KZT,2024-03-04\n1000,KZT,2024-03-30\n", "utf-8")
        result = run("convert-table", table, "out.csv", *ASKED, "--exact", "--rates", "rates.csv", "--days", "40")
        assert result.exit_code == 0, result.stderr
        assert Path("out.csv").read_text("utf-8").splitlines()[1:] == [
            "1000,KZT,2024-03-04,2.00",
            "1000,KZT,2024-03-30,2.00",
        ]
        assert run("convert-table", table, "out.csv", *ASKED, "--rates", "rates.csv").exit_code == 1

    def test_rates_come_from_a_store(self, run: Run, table: str) -> None:
        with Store("rates.db") as store:
            rate = ExchangeRate(base="USD", quote="KZT", value="500.00", on="2024-03-02", source="nbk-official")
            store.add(RateTable.of([rate]))
        Path(table).write_text("sum,code,day\n1000,KZT,2024-03-04\n", "utf-8")
        assert run("convert-table", table, "out.csv", *ASKED, "--exact", "--store", "rates.db").exit_code == 0
        assert Path("out.csv").read_text("utf-8").endswith(",2.00\n")
        result = run("convert-table", table, "out.csv", *ASKED, "--store", "none.db")
        assert (result.exit_code, result.stderr.startswith("centralasia: none.db: there is no such store")) == (2, True)

    def test_findings_in_a_document_of_rates_are_told(self, run: Run, table: str) -> None:
        Path("rates.csv").write_text(RATES + "USD,KZT,nonsense,2024-03-03,mine\n", "utf-8")
        result = run("convert-table", table, "out.parquet", *ASKED, "--rates", "rates.csv", "--on-problem", "null")
        assert result.exit_code == 1
        assert result.stderr.startswith("centralasia: rates.csv: error: ")


class TestWhatCouldNotBeConverted:
    def test_is_counted_and_the_first_rows_are_shown(self, run: Run, table: str) -> None:
        result = run("convert-table", "dirty.csv", "out.parquet", *ASKED)
        lines = result.stderr.splitlines()
        assert (result.stdout, result.exit_code) == ("15 rows written to out.parquet\n", 1)
        assert lines[0] == (
            "centralasia: 13 of 15 rows could not be converted: 1 missing-amount, 1 unreadable-amount, "
            "1 unknown-currency, 9 unreadable-date, 1 no-rate"
        )
        assert lines[1].startswith("centralasia: unreadable-amount: row 3, sum 'abc': this is no amount of money")
        assert lines[2].startswith("centralasia: unknown-currency: row 4, code 'usd': ")
        assert [line.partition(": row ")[2].partition(",")[0] for line in lines[1:]] == [
            "3",
            "4",
            "5",
            "6",
            "7",
            "8",
            "9",
        ]
        assert table

    def test_may_be_left_blank(self, run: Run, table: str) -> None:
        result = run("convert-table", "dirty.csv", "out.csv", *ASKED, "--on-problem", "null")
        assert (result.stdout, result.exit_code) == ("15 rows written to out.csv\n", 0)
        assert [line.partition(":")[0] for line in result.stderr.splitlines()] == ["centralasia"]
        assert table

    def test_may_be_an_error(self, run: Run, table: str) -> None:
        result = run("convert-table", "dirty.csv", "out.csv", *ASKED, "--on-problem", "raise")
        assert (result.stdout, result.exit_code) == ("", 1)
        assert result.stderr.splitlines()[0].endswith(" 1 no-rate; nothing was written")
        assert sorted(map(str, Path().iterdir())) == ["dirty.csv", table]

    def test_is_told_to_programs(self, run: Run, table: str) -> None:
        result = run("convert-table", "dirty.csv", "out.csv", *ASKED, "--json")
        document = json.loads(result.stdout)
        assert document["facts"]["rows"] == 15
        assert document["counts"]["unreadable-date"] == 9
        assert len(document["problems"]) == 13
        assert result.exit_code == 1
        assert json.loads(run("convert-table", table, "out.csv", *ASKED, "--json").stdout)["ok"]


class TestBadCalls:
    @pytest.mark.parametrize(
        ("arguments", "line", "code"),
        [
            (["in.csv", "out.csv", *ASKED[:-2]], "Missing option '--on'. Try 'centralasia convert-table --help'.", 2),
            (["in.csv", *ASKED], "Missing argument 'OUT'.", 2),
            (["in.csv", "out.csv", *ASKED, "--rates-on", "2024-03-01"], "--rates-on goes with --rates.", 2),
            (["in.csv", "out.csv", *ASKED, "--rates", "a", "--store", "b"], "--rates and --store are two places", 2),
            (["in.csv", "out.csv", *ASKED, "--policy", "exact", "--days", "3"], "--days goes with --policy", 2),
            (["in.csv", "out.csv", *ASKED, "--on-problem", "ignore"], "Invalid value for '--on-problem'", 2),
            (["none.csv", "out.csv", *ASKED], "none.csv, file: there is none", 2),
            (["in.csv", "in.csv", *ASKED], "target must be another place than that which is read, got 'in.csv'", 2),
            (["in.csv", "out.xlsx", *ASKED], "target must be named by its form, as .parquet", 2),
            (["in.csv", "out.csv", *ASKED, "--details", "raet"], "details must be some of rate, rate_on, age, ", 2),
            (
                ["in.csv", "out.csv", *ASKED[2:], "--amount", "summ"],
                "amount must be one of the columns there are: sum",
                2,
            ),
            (["in.csv", "out.csv", *ASKED, "--name", ""], "name must be the name of the new column", 2),
            (["in.csv", "out.csv", *ASKED, "--rates", "none.csv"], "none.csv", 2),
            (["in.csv", "out.csv", *ASKED, "--places", "2"], "--places goes with --exact. Try ", 2),
            (["in.csv", "out.csv", *ASKED, "--rounding", "up"], "--rounding goes with --exact. Try ", 2),
            (["in.csv", "nowhere/out.csv", *ASKED, "--json"], "target must be in a folder that there is", 2),
            (["in.csv", "out.csv", *ASKED, "--locale", "xx"], "'xx' is not in the table of locales", 2),
        ],
    )
    def test_are_one_line(self, run: Run, table: str, arguments: list[str], line: str, code: int) -> None:
        result = run("convert-table", *arguments)
        assert (result.stdout, result.exit_code) == ("", code)
        assert result.stderr.startswith(f"centralasia: {line}")
        assert len(result.stderr.splitlines()) == 1
        assert table

    def test_an_extra_that_is_missing_is_named(self, run: Run, table: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "centralasia.frames", None)
        result = run("convert-table", table, "out.csv", *ASKED)
        assert (result.stdout, result.exit_code) == ("", 2)
        assert "pip install 'centralasia[frames]'" in result.stderr


def test_a_bar_shows_how_far_it_is_on_a_terminal(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with pytest.raises(SystemExit) as ended:
        main(["convert-table", table, "out.csv", *ASKED])
    assert not ended.value.code
    assert "in.csv" in terminal.getvalue()
    size = Path(table).stat().st_size
    assert f"{size}/{size}" in terminal.getvalue()
