import csv
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from centralasia.rates import ExchangeRate
from centralasia.store import Store

Run = Callable[..., Result]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store in the current folder, with made-up rates of two publishers and a revision."""
    monkeypatch.chdir(tmp_path)
    with Store("rates.db") as kept:
        kept.add(
            [
                ExchangeRate(base="USD", quote="KZT", value=f"45{day}.10", on=date(2024, 3, day), source="nbk")
                for day in range(1, 6)
            ],
            learnt="2024-03-06T12:00:00Z",
        )
        kept.add(
            [
                ExchangeRate(base="USD", quote="KZT", value="455.30", on="2024-03-05", source="nbk"),
                ExchangeRate(base="USD", quote="UZS", value="12500.00", on="2024-03-05", source="cbu"),
                ExchangeRate(base="USD", quote="UZS", value="12000", on="2023", kind="average", source="cbu"),
            ],
            learnt="2024-03-07T12:00:00Z",
        )
    return "rates.db"


class TestRates:
    def test_without_a_pair_there_is_a_summary(self, run: Run, store: str) -> None:
        result = run("rates", "--store", store)
        assert result.stdout.splitlines() == [
            "publisher  first day   last day    quotes  currencies",
            "cbu        2023-01-01  2024-03-05  2       2",
            "nbk        2024-03-01  2024-03-05  5       2",
        ]
        assert json.loads(run("rates", "--store", store, "--json").stdout)["publishers"][1]["quotes"] == 5

    def test_the_quotes_of_a_pair_are_shown(self, run: Run, store: str) -> None:
        result = run("rates", "--store", store, "USD/KZT", "--since", "2024-03-04")
        assert result.stdout.splitlines() == [
            "USD/KZT, 2 quotes",
            "",
            "on          printed  per  change  kind      source  stands for",
            "2024-03-04  454.10   1            official  nbk     454.095 to 454.105 KZT per USD",
            "2024-03-05  455.30   1            official  nbk     455.295 to 455.305 KZT per USD",
        ]
        assert run("rates", "--store", store, "USD/KZT", "--until", "2024-03-02").stdout.startswith(
            "USD/KZT, 1 quote\n"
        )

    def test_what_was_known_before_is_shown(self, run: Run, store: str) -> None:
        asked = ("rates", "--store", store, "USD/KZT", "--since", "2024-03-05", "--json")
        assert json.loads(run(*asked).stdout)["rates"][0]["value"] == "455.30"
        assert json.loads(run(*asked, "--as-of", "2024-03-06T18:00:00Z").stdout)["rates"][0]["value"] == "455.10"

    def test_publishers_are_told_apart(self, run: Run, store: str) -> None:
        assert run("rates", "--store", store, "--publisher", "cbu").stdout.splitlines()[1:] == [
            "cbu        2023-01-01  2024-03-05  2       2"
        ]

    def test_kinds_are_told_apart(self, run: Run, store: str) -> None:
        assert "2023" in run("rates", "--store", store, "UZS/USD", "--kind", "average").stdout

    def test_a_pair_can_be_drawn(self, run: Run, store: str) -> None:
        drawing = run("rates", "--store", store, "USD/KZT", "--plot").stdout
        assert "KZT per USD" in drawing
        assert "455" in drawing
        assert "nbk official" in drawing
        assert run("rates", "--store", store, "USD/UZS", "--plot", "--kind", "official").exit_code == 0

    def test_without_the_extra_a_drawing_is_refused(
        self, run: Run, store: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "uniplot", None)
        result = run("rates", "--store", store, "USD/KZT", "--plot")
        assert "pip install 'centralasia[plots]'" in result.stderr
        assert result.exit_code == 1

    def test_quotes_are_exported(self, run: Run, store: str) -> None:
        result = run("rates", "--store", store, "USD/KZT", "--since", "2024-03-05", "--export", "out.csv")
        assert result.stdout == "1 quote written to out.csv\n"
        with Path("out.csv").open(encoding="utf-8", newline="") as file:
            (row,) = csv.DictReader(file)
        assert (row["base"], row["quote"], row["value"], row["on"]) == ("USD", "KZT", "455.30", "2024-03-05")
        assert run("rates", "out.csv").stdout.startswith("out.csv: ")

    @pytest.mark.parametrize(
        ("arguments", "line", "code"),
        [
            (["--store", "none.db"], "none.db: there is no such store; 'centralasia fetch' makes one", 1),
            (["--store", "rates.db", "USDKZT"], "pair must be two codes, such as USD/KZT, got 'USDKZT'", 1),
            (["--store", "rates.db", "USD/KZR"], "'KZR' is not in the table of currencies; did you mean 'KZT'", 1),
            (["--store", "rates.db", "KZT/UZS"], "no rate for KZT/UZS on the days asked for in the store rates.db", 1),
            (["--store", "rates.db", "--on", "2024-03-01"], "--on goes with a FILE, not with --store.", 2),
            (["--since", "2024-01-01", "page.txt"], "--since goes with --store.", 2),
            (["--store", "rates.db", "--plot"], "--plot draws a PAIR, such as USD/KZT.", 2),
            (["--store", "rates.db", "USD/KZT", "--plot", "--json"], "--plot and --json are two ways to show quo", 2),
            (["--store", "rates.db", "USD/KZT", "USD/UZS", "--export", "x.csv"], "--export writes the quotes of on", 2),
            ([], "Name a FILE, or a store with --store.", 2),
        ],
    )
    @pytest.mark.usefixtures("store")
    def test_wrong_calls_are_told(self, run: Run, arguments: list[str], line: str, code: int) -> None:
        result = run("rates", *arguments)
        assert result.stderr.startswith(f"centralasia: {line}")
        assert (result.stdout, result.exit_code) == ("", code)


class TestConvert:
    def test_amounts_are_converted_from_a_store(self, run: Run, store: str) -> None:
        result = run("convert", "1000000 KZT", "UZS", "--on", "2024-03-06", "--store", store)
        assert result.stdout.startswith("1,000,000 KZT = 27,454,425.65 UZS on 2024-03-06\n")
        assert "rates   the store rates.db" in result.stdout

    def test_two_places_are_one_too_many(self, run: Run, store: str) -> None:
        result = run("convert", "1 KZT", "UZS", "--on", "2024-03-06", "--store", store, "--rates", "page.txt")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "--rates and --store are two places to take rates from; name one." in result.stderr


class TestATableOfYourOwn:
    def test_its_columns_are_named(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "bank.csv"
        path.write_text("Дата;Валюта;Курс\n14.02.2030;USD;501,20\n", "utf-8")
        options = [f"--column={each}" for each in ("on=Дата", "base=Валюта", "value=Курс")]
        result = run("rates", path, *options, "--constant", "quote=KZT", "--constant", "source=my bank")
        assert "USD/KZT  501.20" in result.stdout
        assert "my bank" in result.stdout

    @pytest.mark.parametrize("option", ["value", "=Rate", "value="])
    def test_an_option_that_names_nothing_is_refused(self, run: Run, option: str) -> None:
        result = run("rates", "page.txt", "--column", option)
        assert result.stderr.startswith("centralasia: --column is written FIELD=VALUE, such as value=Rate.")
        assert result.exit_code == 2
