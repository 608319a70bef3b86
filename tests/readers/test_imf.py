from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError
from centralasia.rates import RateKind, Side
from centralasia.readers.imf import READER, parse
from centralasia.reference import currency
from centralasia.validation import Report, Severity

FIXTURES = Path(__file__).parent / "fixtures" / "imf"
TITLE = "Representative Exchange Rates for Selected Currencies for March 2030"
HEAD = "Currency\tMarch 04, 2030\tMarch 05, 2030"


def table(*lines: str, title: str = TITLE, head: str = HEAD, end: str = "\r\n") -> bytes:
    return ("\r\n".join([title, head, *lines]) + end).encode()


def rows(rates: Any) -> list[str]:
    return [f"{rate.value:f} {rate.quote} per {rate.nominal} {rate.base} {rate.on}" for rate in rates]


def codes(report: Report) -> list[str]:
    return sorted(report.counts)


class TestRepresentativeRates:
    def test_both_tables_of_a_month_are_read_to_the_digit(self) -> None:
        rates, report = parse((FIXTURES / "representative.tsv").read_bytes())
        assert [each for each in rows(rates) if "EUR" in each or "KRW" in each] == [
            "1.173300 USD per 1 EUR 2030-03-04",
            "1.151900 USD per 1 EUR 2030-03-15",
            "1412.700000 KRW per 1 USD 2030-03-05",
            "1420.300000 KRW per 1 USD 2030-03-15",
            "1.156700 USD per 1 EUR 2030-03-18",
            "1.158200 USD per 1 EUR 2030-03-19",
            "1418.600000 KRW per 1 USD 2030-03-18",
        ]
        assert len(rates) == 35
        assert {(rate.kind, rate.side, rate.source) for rate in rates} == {(RateKind.OFFICIAL, Side.MID, "imf")}
        assert (report.facts["form"], report.facts["title"]) == ("representative rates of a month, TSV", TITLE)
        assert codes(report) == ["left-out", "no-rate"]

    def test_what_is_marked_is_dollars_per_unit(self) -> None:
        rates, _ = parse((FIXTURES / "representative.tsv").read_bytes())
        assert sorted({rate.base.code for rate in rates} - {"USD"}) == ["BWP", "EUR", "GBP", "NZD"]

    def test_a_mark_is_read_with_or_without_a_space_before_it(self) -> None:
        rates, _ = parse(table("Euro (1)\t1.1733\t1.1741"))
        assert rows(rates) == ["1.1733 USD per 1 EUR 2030-03-04", "1.1741 USD per 1 EUR 2030-03-05"]


class TestAgainstTheSdr:
    def test_sdrs_per_unit_are_told_by_the_title(self) -> None:
        rates, report = parse((FIXTURES / "sdrs-per-unit.tsv").read_bytes())
        assert rows(rates) == [
            "0.1061230000 XDR per 1 CNY 2030-03-04",
            "0.1058810000 XDR per 1 CNY 2030-03-05",
            "0.8545110000 XDR per 1 EUR 2030-03-04",
            "0.0046701100 XDR per 1 JPY 2030-03-04",
            "0.0046402300 XDR per 1 JPY 2030-03-05",
            "0.7304550000 XDR per 1 USD 2030-03-04",
            "0.7301980000 XDR per 1 USD 2030-03-05",
            "0.7311120000 XDR per 1 USD 2030-03-18",
        ]
        assert report.facts["form"] == "rates against the SDR, TSV (layout not verified)"

    def test_units_per_sdr_are_told_by_the_title(self) -> None:
        rates, _ = parse((FIXTURES / "units-per-sdr.tsv").read_bytes())
        assert rows(rates) == [
            "9.423080 CNY per 1 XDR 2030-03-04",
            "9.444610 CNY per 1 XDR 2030-03-05",
            "57501.000000 IRR per 1 XDR 2030-03-04",
            "1.369010 USD per 1 XDR 2030-03-04",
            "1.369490 USD per 1 XDR 2030-03-05",
        ]

    def test_a_title_further_down_turns_the_direction(self) -> None:
        lines = ("Euro\t0.8545\tNA", "", "Currency units per SDR(3)", "", HEAD, "Euro\t1.1702\tNA")
        title = "SDRs per Currency unit and Currency units per SDR (1)\r\nlast five days\r\nSDRs per Currency unit (2)"
        rates, _ = parse(table(*lines, title=title))
        assert rows(rates) == ["0.8545 XDR per 1 EUR 2030-03-04", "1.1702 EUR per 1 XDR 2030-03-04"]


@pytest.mark.parametrize(
    ("line", "count", "found"),
    [
        ("Danish krone\t6.4512\t6.4598", 2, []),
        ("Danish  Krone\t6.4512\t6.4598", 2, []),
        ("Kyrgyz som\t87.4\t87.5", 2, []),
        ("KZT\t497.9\t498.1", 2, []),
        ("Danish krone\t6.4512\t", 1, ["no-rate"]),
        ("Danish krone\t6.4512\tN/A", 1, ["no-rate"]),
        ("Danish krone\t6.4512\t0.000000", 1, ["no-rate"]),
        ("Danish krone\t6.4512\tsix", 1, ["unreadable-value"]),
        ("Danish krone\t6.4512\t6.4598\t", 2, []),
        ("Danish krone\t6.4512\t6.4598\t6.4633", 0, ["misaligned-values", "no-rates"]),
        ("Danish krone\t6.4512", 1, ["missing-field"]),
        ("Danish krone(2)\t6.4512\t6.4598", 0, ["no-rates", "unknown-mark"]),
        ("Utopian crown\t6.4512\t6.4598", 0, ["no-rates", "unknown-code"]),
        (f"A{' ' * 100}B\t6.4512\t6.4598", 0, ["no-rates", "unknown-code"]),
        ("((\t6.4512\t6.4598", 0, ["no-rates", "unknown-code"]),
        ("\t6.4512\t6.4598", 0, ["no-rates", "unknown-code"]),
        ("U.S. dollar\t1.000000\tNA", 0, ["left-out", "no-rates"]),
        ("U.S. dollar\t1.000000\t1.1", 0, ["impossible-value", "left-out", "no-rates"]),
        ("Korean won\t1,435\t1,435,000.5", 2, []),
    ],
)
def test_records_are_read_or_found(line: str, count: int, found: list[str]) -> None:
    rates, report = parse(table(line))
    assert (len(rates), codes(report)) == (count, found)


def test_the_dollar_in_itself_is_left_out_and_told_once() -> None:
    rates, report = parse(table("Danish krone\t6.4512\t6.4598", "U.S. dollar\t1.000000\t1.000000"))
    assert rows(rates) == ["6.4512 DKK per 1 USD 2030-03-04", "6.4598 DKK per 1 USD 2030-03-05"]
    (found,) = report.problems
    assert (found.code, found.severity, found.row, found.column) == ("left-out", Severity.INFO, 4, "Currency")
    assert (found.value, found.message) == ("U.S. dollar", "'U.S. dollar' is the dollar in itself; it is left out")


def test_thousands_are_parted_by_commas() -> None:
    rates, _ = parse(table("Korean won\t1,435\t1,412.700000"))
    assert [rate.value for rate in rates] == [Decimal(1435), Decimal("1412.700000")]


@pytest.mark.parametrize("day", ["Febtober 04, 2030", "February 30, 2030", "2030-03-04", "March 04, 203"])
def test_figures_under_a_day_that_cannot_be_read_are_not_taken(day: str) -> None:
    rates, report = parse(table("Danish krone\t6.4512\t6.4598", head=f"Currency\t{day}\tMarch 05, 2030"))
    assert rows(rates) == ["6.4598 DKK per 1 USD 2030-03-05"]
    assert codes(report) == ["unreadable-day"]


def test_a_record_under_no_line_of_days_is_a_finding() -> None:
    rates, report = parse(table("Danish krone\t6.4512", head="Notes:"))
    assert not rates
    assert codes(report) == ["missing-field", "no-rates"]


@pytest.mark.parametrize(
    ("line", "count"), [("Danish krone\t6.4512\t6.45", 3), ("Danish krone\t6.45", 2), ("Danish kro", 2)]
)
def test_a_figure_at_which_the_document_breaks_off_is_not_taken(line: str, count: int) -> None:
    rates, report = parse(table("Euro(1)\t1.1733\t1.1741", line, end=""))
    assert len(rates) == count
    assert "cut-short" in codes(report)


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (table(), True),
        (b"\xef\xbb\xbf" + table(), True),
        (table().decode().encode("utf-16"), True),
        (b"\r\n sdrs per currency unit for March 2030", True),
        (b"Currency units per SDR for March 2030", True),
        (b"Currency\tMarch 04, 2030", False),
        (b"<html>Representative Exchange Rates</html>", False),
        (b"", False),
    ],
)
def test_its_documents_are_recognised(data: bytes, *, is_one: bool) -> None:
    assert READER.detect(data) is is_one


class TestLaws:
    @given(
        days=st.lists(st.dates(date(1999, 1, 1), date(2099, 12, 31)), min_size=1, max_size=12, unique=True),
        figure=st.decimals(Decimal("0.000001"), 9_999_999, places=6),
        marked=st.booleans(),
    )
    def test_a_table_comes_back_figure_by_figure(self, days: list[date], figure: Decimal, *, marked: bool) -> None:
        head = "\t".join(["Currency", *(f"{day:%B %d, %Y}" for day in days)])
        name = "Swiss franc(1)" if marked else "Swiss franc"
        rates, _ = parse(table("\t".join([name, *[f"{figure:,f}"] * len(days)]), head=head))
        pair = ("CHF", "USD") if marked else ("USD", "CHF")
        assert [(rate.on, f"{rate.value:f}") for rate in rates] == [(day, f"{figure:f}") for day in days]
        assert {(rate.base.code, rate.quote.code) for rate in rates} == {pair}

    @pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.iterdir()))
    def test_a_document_cut_anywhere_gives_no_other_figure(self, name: str) -> None:
        data = (FIXTURES / name).read_bytes()
        whole = {(rate.key, rate.day): rate for rate in parse(data)[0]}
        for end in range(len(data)):
            try:
                rates, _ = parse(data[:end])
            except CentralAsiaError:
                continue
            for rate in rates:
                assert rate == whole[rate.key, rate.day]

    @given(st.text())
    def test_any_text_under_a_line_of_days_is_read_or_refused(self, text: str) -> None:
        try:
            rates, _ = parse(table(text))
        except CentralAsiaError:
            return
        assert all(rate.value > 0 for rate in rates)

    @pytest.mark.parametrize("code", ["CNY", "KZT", "USD", "EUR"])
    def test_a_code_in_place_of_a_name_is_that_currency(self, code: str) -> None:
        rates, _ = parse(table(f"{code}\t5.5\t5.6", title="SDRs per Currency unit for March 2030"))
        assert {rate.base for rate in rates} == {currency(code)}
