import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from click.testing import Result

from centralasia.rates import ExchangeRate
from centralasia.readers import READERS
from centralasia.records import from_dict

Run = Callable[..., Result]


def test_a_page_is_shown_with_what_its_figures_stand_for(run: Run, page: str) -> None:
    result = run("rates", page)
    *lines, finding = result.stdout.splitlines()
    assert lines == [
        "page.txt: ticker of a news page, 2 rates",
        "encoding utf-8, day 2031-03-14, day stated line 4, lines read 3, duplicates 1, lines left alone 3",
        "",
        "pair     printed  per  change  on          kind    source  stands for",
        "KGS/USD  0.01127  1    0%      2031-03-14  market  ticker  88.6917 to 88.7706 KGS per USD",
        "UZS/USD  0.00007  1    0.4%    2031-03-14  market  ticker  13,333.3 to 15,384.7 UZS per USD",
        "",
    ]
    assert finding.startswith("warning: row 2, value '0.00007': one significant digit stands for 13,333 to 15,385 UZS")
    assert (result.stderr, result.exit_code) == ("", 0)


def test_a_price_above_one_is_shown_as_it_is(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "price.txt"
    path.write_text("USD/KZT = 501.20\n", "utf-8")
    result = run("rates", path, "--on", "2031-03-14", "--publisher", "ticker")
    assert "501.195 to 501.205 KZT per USD" in result.stdout
    assert result.stdout.endswith("USD\n")


def test_programs_get_every_digit(run: Run, page: str) -> None:
    (document,) = json.loads(run("rates", page, "--json").stdout)["documents"]
    assert document["ok"] is True
    assert document["facts"]["duplicates"] == 1
    assert [found["code"] for found in document["problems"]] == ["too-few-significant-digits"]
    som = document["rates"][0]
    assert (som["value"], som["change"], som["on"], som["decimals"]) == ("0.01127", "0%", "2031-03-14", 5)
    assert Fraction(som.pop("low")) < Fraction(som.pop("per_unit")) < Fraction(som.pop("high"))
    assert str(from_dict(ExchangeRate, som).value) == "0.01127"


def test_an_error_in_a_page_is_the_exit_code(run: Run, page: str) -> None:
    Path("garbled.txt").write_text("• KZT/USD = O.1\n• KZT/USD = 0.00201\n14 March 2031\n", "utf-8")
    result = run("rates", page, "garbled.txt")
    assert "\n\ngarbled.txt: ticker of a news page, 1 rate\n" in result.stdout
    assert "\nerror: row 1, value 'O.1': expected " in result.stdout
    assert result.exit_code == 1
    assert run("rates", "garbled.txt", "--json").exit_code == 1


def test_an_error_is_one_line(run: Run, page: str) -> None:
    Path("dateless.txt").write_text("KGS/USD = 0.01127\n", "utf-8")
    for arguments, line in (
        (["nowhere.txt"], "centralasia: nowhere.txt, file: no such file\n"),
        (["no\nwhere"], "centralasia: no where, file: no such file\n"),
        (["."], "centralasia: ., file: a directory, not a file\n"),
        (
            ["dateless.txt"],
            "centralasia: dateless.txt, line 1: no day is stated beside the ticker; say which with --on DAY\n",
        ),
        (
            [page, "--publisher", "tickers"],
            "centralasia: 'tickers' is not in the table of publishers; did you mean 'ticker'?; there are: "
            + ", ".join(each.name for each in READERS)
            + "\n",
        ),
    ):
        result = run("rates", *arguments)
        assert (result.stdout, result.stderr, result.exit_code) == ("", line, 1)
