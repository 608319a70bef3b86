import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import Result

from centralasia.rates import ExchangeRate
from centralasia.records import from_dict

Run = Callable[..., Result]

WARNING = (
    "centralasia: page.txt: warning: row 2, value '0.00007': one significant digit stands for 13,333 to 15,385 UZS"
)


def test_the_answer_has_its_legs_and_bounds(run: Run, page: str) -> None:
    result = run("convert", "1000000.00 UZS", "KGS", "--on", "2031-03-16", "--rates", page)
    assert result.stdout == (
        "1,000,000.00 UZS = 6,211.18 KGS on 2031-03-16\n"
        "\n"
        "leg  from  to   rate         per    kind    on          days off  source\n"
        "1    UZS   USD  0.00007 USD  1 UZS  market  2031-03-14  2         ticker\n"
        "2    USD   KGS  0.01127 USD  1 KGS  market  2031-03-14  2         ticker\n"
        "\n"
        "bounds  5,764.96 KGS to 6,657.79 KGS\n"
        "rates   page.txt\n"
        "age     2 days\n"
    )
    assert result.stderr.startswith(WARNING)
    assert result.exit_code == 0


def test_the_rates_that_ship_answer_for_a_year(run: Run) -> None:
    result = run("convert", "1,000,000 KZT", "UZS", "--on", "2023")
    lines = result.stdout.splitlines()
    assert lines[0].startswith("1,000,000 KZT = 25,7")
    assert [line.split()[1:3] for line in lines[3:5]] == [["KZT", "USD"], ["USD", "UZS"]]
    assert lines[6].startswith("bounds  25,7")
    assert (result.stderr, result.exit_code) == ("", 0)


def test_the_answer_is_explained(run: Run) -> None:
    result = run("convert", "1,000,000 KZT", "USD", "--on", "2023", "--explain")
    assert "  1. KZT → USD: 456.165 KZT per 1 USD (average, 2023, WDI-2025-07-01)\n" in result.stdout
    assert "  rounded once, half even, to 2 decimals\n" in result.stdout
    assert "  WDI-2025-07-01: World Development Indicators, World Bank\n" in result.stdout
    assert result.exit_code == 0


def test_a_source_without_a_row_of_its_own_needs_no_words(run: Run, page: str) -> None:
    result = run("convert", "5 USD", "KGS", "--on", "2031-03-14", "--rates", page, "--explain", "--places", "-1")
    assert result.stdout.splitlines()[-1] == "  rounded once, half even, to 0 decimals"


def test_programs_get_exact_figures(run: Run, page: str) -> None:
    result = run("convert", "1000000.00 UZS", "KGS", "--on", "2031-03-16", "--rates", page, "--json")
    document = json.loads(result.stdout)
    legs = document.pop("legs")
    assert document == {
        "amount": {"amount": "1000000.00", "currency": "UZS"},
        "result": {"amount": "6211.18", "currency": "KGS"},
        "exact": "1000000/161",
        "low": {"amount": "5764.96", "currency": "KGS"},
        "high": {"amount": "6657.79", "currency": "KGS"},
        "on": "2031-03-16",
        "age": 2,
        "rates": "page.txt",
    }
    assert [(leg["from"], leg["to"], leg["forward"], leg["age"]) for leg in legs] == [
        ("UZS", "USD", True, 2),
        ("USD", "KGS", False, 2),
    ]
    assert Fraction(legs[0]["factor"]) * Fraction(legs[1]["factor"]) * 1_000_000 == Fraction(document["exact"])
    assert Fraction(legs[0]["low"]) < Fraction(legs[0]["factor"]) < Fraction(legs[0]["high"])
    assert str(from_dict(ExchangeRate, legs[0]["rate"]).value) == "0.00007"


def test_the_same_currency_needs_no_leg(run: Run) -> None:
    result = run("convert", "5 TMT", "TMT", "--on", "2024-03-01")
    assert result.stdout.splitlines()[:3] == ["5 TMT = 5.00 TMT on 2024-03-01", "", "bounds  5.00 TMT to 5.00 TMT"]


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["--policy", "last-known"], "443.66 KGS"),
        (["--policy", "last-known", "--days", "2"], "443.66 KGS"),
        (["--rounding", "up"], "443.66 KGS"),
        (["--rounding", "down", "--places", "1"], "443.6 KGS"),
        (["--kind", "market"], "443.66 KGS"),
    ],
)
def test_the_way_can_be_chosen(run: Run, page: str, arguments: list[str], answer: str) -> None:
    result = run("convert", "5.00 USD", "KGS", "--on", "2031-03-16", "--rates", page, *arguments)
    assert result.stdout.splitlines()[0] == f"5.00 USD = {answer} on 2031-03-16"
    assert result.exit_code == 0


def test_a_locale_reads_the_amount_and_writes_the_answer(run: Run, page: str) -> None:
    result = run("convert", "1 000,50 USD", "KGS", "--on", "2031-03-14", "--rates", page, "--locale", "ky_KG")
    assert result.stdout.splitlines()[0] == "1\u00a0000,50\u00a0USD = 88\u00a0775,51\u00a0KGS on 2031-03-14"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ["1,000 KZT", "USD", "--on", "2023"],
            "centralasia: expected a mark with one meaning at position 1 of '1,000 KZT'",
        ),
        (["1.2.3 KZT", "USD", "--on", "2023"], "centralasia: expected "),
        (["5 KZT", "USX", "--on", "2023"], "centralasia: 'USX' is not in the table of currencies"),
        (["5 KZT", "USD", "--on", "1700"], "centralasia: no rate for KZT/USD on 1700"),
        (["5 KZT", "USD", "--on", "yesterday"], "centralasia: expected "),
        (
            ["5", "USD", "--on", "2023"],
            "centralasia: expected a currency code, symbol or name at position 1 of '5'; such as '5 KZT'",
        ),
        (["5 KZT", "USD", "--on", "2023", "--days", "-1"], "centralasia: days must be zero or more days, got -1"),
        (["5 KZT", "USD", "--on", "2023", "--locale", "xx"], "centralasia: 'xx' is not in the table of locales"),
        (
            ["5 KZT", "USD", "--on", "2023", "--rates", "no\nwhere"],
            "centralasia: no where, file: no such file",
        ),
        (
            ["5 USD", "KGS", "--on", "2031-03-16", "--rates", "dateless.txt"],
            "centralasia: dateless.txt, line 1: no day is stated beside the ticker; say which with --rates-on DAY",
        ),
        (
            ["5 USD", "KGS", "--on", "2031-03-16", "--rates", "page.txt", "--policy", "exact"],
            "centralasia: no rate for",
        ),
        (["5 USD", "KGS", "--on", "2031-03-16", "--rates", "page.txt", "--policy", "next"], "centralasia: no rate for"),
    ],
)
@pytest.mark.usefixtures("page")
def test_an_error_is_one_line(run: Run, arguments: list[str], line: str) -> None:
    Path("dateless.txt").write_text("KGS/USD = 0.01127\n", "utf-8")
    result = run("convert", *arguments)
    assert (result.stdout, result.exit_code) == ("", 1)
    assert result.stderr.splitlines()[-1].startswith(line)
    assert "Traceback" not in result.stderr


def test_the_way_out_is_named_by_its_options(run: Run) -> None:
    result = run("convert", "5 KZT", "USD", "--on", "2023-03-01")
    assert "; add --kind average to take the average" in result.stderr
    assert result.stderr.endswith("; for daily rates name a bulletin with --rates FILE, or a store with --store PATH\n")
    assert run("convert", "5 KZT", "USD", "--on", "2023-03-01", "--kind", "average").exit_code == 0


def test_the_day_of_a_document_can_be_said(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "dateless.txt"
    path.write_text("KGS/USD = 0.01127\n", "utf-8")
    result = run("convert", "5 USD", "KGS", "--on", "2031-03-16", "--rates", path, "--rates-on", "2031-03-14")
    assert result.stdout.startswith("5 USD = 443.66 KGS on 2031-03-16\n")
    assert "2031-03-14  2         ticker\n" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["-5.00 USD", "KGS", "--on", "2031-03-16"],
        ["--on", "2031-03-16", "-5.00 USD", "KGS"],
        ["--on=2031-03-16", "-5.00 USD", "--places", "2", "KGS"],
        ["--on", "2031-03-16", "--", "-5.00 USD", "KGS"],
        ["\u22125.00 USD", "KGS", "--on", "2031-03-16"],
    ],
)
def test_an_amount_may_be_negative(run: Run, page: str, arguments: list[str]) -> None:
    result = run("convert", "--rates", page, *arguments)
    assert result.stdout.startswith("-5.00 USD = -443.66 KGS on 2031-03-16\n")
    assert result.exit_code == 0


def test_a_negative_amount_leaves_flags_and_values_alone(run: Run, page: str) -> None:
    result = run("convert", "-500 USD", "KGS", "--explain", "--on", "2031-03-14", "--rates", page, "--places", "-1")
    assert result.stdout.startswith("-500 USD = -44,370 KGS on 2031-03-14\n  1. USD")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["-5 KZT", "USD", "--on", "2023", "--polcy", "exact"], "centralasia: No such option '--polcy'"),
        (["-5 KZT", "USD", "-x"], "centralasia: No such option '-x'"),
        (["-5 KZT", "USD", "--on"], "centralasia: Option '--on' requires an argument."),
        (["-5 KZT", "--on", "2023"], "centralasia: Missing argument 'CURRENCY'."),
        (
            ["5 KZT", "USD", "--on", "2023", "--rates-on", "2023-01-01"],
            "centralasia: --rates-on goes with --rates. Try",
        ),
        (["5 KZT", "USD"], "centralasia: Missing option '--on'. Try 'centralasia convert --help'."),
        (["5 KZT"], "centralasia: Missing argument 'CURRENCY'. Try 'centralasia convert --help'."),
        (
            ["5 KZT", "USD", "--on", "2023", "--policy", "exact", "--days", "3"],
            "centralasia: --days goes with --policy last-known or next. Try 'centralasia convert --help'.",
        ),
        (
            ["5 KZT", "USD", "--on", "2023", "--kind", "guess"],
            "centralasia: Invalid value for '--kind': 'guess' is not",
        ),
    ],
)
def test_a_wrong_call_is_told_from_an_error(run: Run, arguments: list[str], line: str) -> None:
    result = run("convert", *arguments)
    assert (result.stdout, result.exit_code) == ("", 2)
    assert result.stderr.startswith(line)
    assert len(result.stderr.splitlines()) == 1


def test_a_page_with_an_error_fails_though_it_answers(run: Run, page: str) -> None:
    with Path(page).open("a", encoding="utf-8") as file:
        file.write("• this is left alone\n")
    Path("garbled.txt").write_text("• KZT/USD = O.1\n• KZT/USD = 0.00201\n14 March 2031\n", "utf-8")
    result = run("convert", "5 KZT", "KGS", "--on", "2031-03-14", "--rates", page, "--rates", "garbled.txt")
    assert result.stdout.startswith("5 KZT = 0.89 KGS on 2031-03-14\n")
    assert "rates   page.txt and garbled.txt\n" in result.stdout
    assert "centralasia: garbled.txt: error: row 1" in result.stderr
    assert result.exit_code == 1
