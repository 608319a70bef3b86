import csv
import io
import json
import sys
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, MissingExtraError, ReaderError
from centralasia.readers import cbu, workbooks
from centralasia.readers.cbu import READER, parse
from centralasia.validation import Severity

FIXTURES = Path(__file__).parent / "fixtures" / "cbu"
TEXTS = sorted(each for each in FIXTURES.iterdir() if each.suffix != ".xls")
USD = {
    "id": 69,
    "Code": "840",
    "Ccy": "USD",
    "CcyNm_RU": "Доллар США",
    "CcyNm_UZ": "AQSH dollari",
    "CcyNm_UZC": "АҚШ доллари",
    "CcyNm_EN": "US Dollar",
    "Nominal": "1",
    "Rate": "12500.00",
    "Diff": "10.5",
    "Date": "14.02.2030",
}
TITLES = ["Дата", "Доллар США (840)", "", "Евро (978)", ""]
HISTORY = [
    "12480.00 UZS per 1 USD (official, 2030-02-11, cbu)",
    "13601.10 UZS per 1 EUR (official, 2030-02-11, cbu)",
    "24.26 UZS per 1 KZT (official, 2030-02-11, cbu)",
    "0.76 UZS per 1 IDR (official, 2030-02-11, cbu)",
    "12489.50 UZS per 1 USD (official, 2030-02-12, cbu)",
    "13641.90 UZS per 1 EUR (official, 2030-02-12, cbu)",
    "24.29 UZS per 1 KZT (official, 2030-02-12, cbu)",
    "7.59 UZS per 10 IDR (official, 2030-02-12, cbu)",
    "12500.00 UZS per 1 USD (official, 2030-02-14, cbu)",
    "13625.40 UZS per 1 EUR (official, 2030-02-14, cbu)",
    "7.60 UZS per 10 IDR (official, 2030-02-14, cbu)",
]


def a_table(*rows: object) -> bytes:
    return json.dumps([USD, *rows]).encode()


def a_row(**fields: object) -> dict[str, object]:
    row = {**USD, "Ccy": "EUR", "Rate": "13625.40", **fields}
    return {field: each for field, each in row.items() if each is not ...}


def as_text(*rows: Sequence[object], mark: str = ";") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=mark).writerows([["Курсы"], *rows])
    return text.getvalue().encode()


def as_workbook(*rows: Sequence[object]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl", reason="writes the workbooks of these tests")
    workbook = openpyxl.Workbook()
    for row in (["Курсы"], *rows):
        workbook.active.append(list(row))
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


class TestTables:
    def test_a_table_is_read_to_the_digit(self) -> None:
        rates, report = parse((FIXTURES / "table.json").read_bytes())
        assert [f"{each}: {each.change}" for each in rates] == [
            "12500.00 UZS per 1 USD (official, 2030-02-14, cbu): 10.5",
            "13625.40 UZS per 1 EUR (official, 2030-02-14, cbu): -16.5",
            "152.10 UZS per 1 RUB (official, 2030-02-14, cbu): 0.07",
            "81.95 UZS per 1 JPY (official, 2030-02-14, cbu): 0",
            "180.20 UZS per 1 AFN (official, 2030-02-14, cbu): -0.4",
            "7.60 UZS per 10 IDR (official, 2030-02-14, cbu): 0",
            "24.31 UZS per 1 KZT (official, 2030-02-14, cbu): 0.02",
            "142.94 UZS per 1 KGS (official, 2030-02-14, cbu): 0.13",
            "0.14 UZS per 1 LBP (official, 2030-02-14, cbu): 0",
            "1172.15 UZS per 1 TJS (official, 2030-02-14, cbu): -1.2",
            "3571.43 UZS per 1 TMT (official, 2030-02-14, cbu): 3",
            "16840.75 UZS per 1 XDR (official, 2030-02-13, cbu): 21.35",
        ]
        assert (report.problems, report.facts["form"]) == ((), "tables of days, JSON")

    def test_a_table_of_one_currency_is_read(self) -> None:
        (rate,), report = parse((FIXTURES / "one-currency.json").read_bytes())
        assert f"{rate}: {rate.change}" == "12489.50 UZS per 1 USD (official, 2030-02-12, cbu): -3.05"
        assert report.problems == ()

    def test_tables_put_together_are_read_each_row_at_its_day_and_in_its_units(self) -> None:
        rates, report = parse((FIXTURES / "range.json").read_bytes())
        assert [str(each) for each in rates if each.base.code == "IDR"] == [
            "0.76 UZS per 1 IDR (official, 2030-02-11, cbu)",
            "7.59 UZS per 10 IDR (official, 2030-02-12, cbu)",
            "7.60 UZS per 10 IDR (official, 2030-02-14, cbu)",
        ]
        assert (len(rates), report.facts["duplicates"]) == (7, 1)
        assert report.counts == {"no-rate": 1, "unknown-field": 1}

    def test_the_form_in_xml_is_read_to_the_digit(self) -> None:
        rates, report = parse((FIXTURES / "table.xml").read_bytes())
        assert [str(each) for each in rates] == [
            "3550.00 UZS per 1 USD (official, 2017-02-14, cbu)",
            "3780.25 UZS per 1 EUR (official, 2017-02-14, cbu)",
            "31.20 UZS per 1 JPY (official, 2017-02-14, cbu)",
            "11.05 UZS per 1 KZT (official, 2017-02-14, cbu)",
        ]
        assert {each.change for each in rates} == {None}
        assert (report.counts, report.facts["form"]) == ({"no-rate": 1}, "tables of days, XML")

    def test_a_change_in_xml_is_kept(self) -> None:
        entry = "<CcyNtry><Ccy>USD</Ccy><Nominal>1</Nominal><Rate>12500.00</Rate>{}</CcyNtry>"
        data = f"<CBU_Curr>{entry.format('<Diff>-1.5</Diff><Date>14.02.2030</Date>')}</CBU_Curr>"
        (rate,), report = parse(data.encode())
        assert (rate.change, rate.on, report.problems) == ("-1.5", date(2030, 2, 14), ())

    def test_a_day_that_was_not_asked_is_told(self) -> None:
        (rate,), report = parse(a_table(), on=date(2030, 2, 16))
        assert (rate.on, report.counts) == (date(2030, 2, 14), {"other-day": 1})
        assert parse(a_table(), on=date(2030, 2, 14))[1].problems == ()
        _, report = parse((FIXTURES / "table.xml").read_bytes(), on=date(2017, 2, 15))
        assert report.counts == {"no-rate": 1, "other-day": 1}


@pytest.mark.parametrize(
    ("row", "code", "severity"),
    [
        (a_row(Rate="0.00"), "no-rate", Severity.INFO),
        (a_row(Rate=None), "no-rate", Severity.INFO),
        (a_row(Rate=...), "missing-field", Severity.ERROR),
        (a_row(Rate=[12500]), "unreadable-value", Severity.ERROR),
        (a_row(Nominal="10 t."), "unreadable-nominal", Severity.ERROR),
        (a_row(Nominal=...), "missing-field", Severity.ERROR),
        (a_row(Ccy="QQQ"), "unknown-code", Severity.ERROR),
        (a_row(Ccy=...), "missing-field", Severity.ERROR),
        (a_row(Date=...), "missing-field", Severity.ERROR),
        (a_row(Date="31.02.2030"), "unreadable-day", Severity.ERROR),
        (None, "unreadable-record", Severity.ERROR),
    ],
)
def test_a_row_that_cannot_be_taken_is_a_finding(row: object, code: str, severity: Severity) -> None:
    rates, report = parse(a_table(row))
    assert [each.base.code for each in rates] == ["USD"]
    assert [(each.code, each.severity, each.row) for each in report.problems] == [(code, severity, 2)]


def test_fields_that_are_no_texts_are_read_as_printed() -> None:
    (_, rate), report = parse(a_table(a_row(Nominal=1, Rate=13625, Diff=-16)))
    assert f"{rate}: {rate.change}" == "13625 UZS per 1 EUR (official, 2030-02-14, cbu): -16"
    assert report.problems == ()


@pytest.mark.parametrize(
    ("entry", "findings"),
    [
        ("<Ccy>USD</Ccy><Nominal>1</Nominal><Rate>1</Rate>", {"missing-field": 1, "no-rates": 1}),
        ("<Ccy>USD</Ccy><Nominal>1</Nominal><date>14.02.2030</date>", {"missing-field": 1, "no-rates": 1}),
        ("<Flag/><Ccy>USD</Ccy><Nominal>1</Nominal><Rate>12500</Rate><date>14.02.2030</date>", {"unknown-field": 1}),
    ],
)
def test_an_entry_out_of_the_ordinary_is_a_finding(entry: str, findings: dict[str, int]) -> None:
    _, report = parse(f"<CBU_Curr><CcyNtry ID='840'>{entry}</CcyNtry></CBU_Curr>".encode())
    assert report.counts == findings


class TestTheHistory:
    @pytest.mark.parametrize(("name", "encoding"), [("history.csv", "windows-1251"), ("history.tsv", "utf-8")])
    def test_a_text_is_read_to_the_digit(self, name: str, encoding: str) -> None:
        rates, report = parse((FIXTURES / name).read_bytes())
        assert [str(each) for each in rates] == HISTORY
        assert report.counts == {"no-rate": 1}
        assert (report.facts["form"], report.facts["encoding"]) == ("history of many currencies, text", encoding)

    def test_a_workbook_is_read_to_the_shortest_digits_of_its_numbers(self) -> None:
        rates, report = parse((FIXTURES / "history.xls").read_bytes())
        assert [(each.base, each.per_unit, each.nominal, each.on) for each in rates] == [
            (each.base, each.per_unit, each.nominal, each.on)
            for each in parse((FIXTURES / "history.tsv").read_bytes())[0]
        ]
        assert [f"{each.value:f}" for each in rates][:4] == ["12480", "13601.1", "24.26", "0.76"]
        assert report.counts == {"figures-from-cells": 1, "no-rate": 1}
        assert str(report.problems[0]).startswith("11 figures are numbers in their cells")
        assert report.facts["form"] == "history of many currencies, workbook"

    def test_texts_in_cells_keep_their_digits_and_days_may_be_dates(self) -> None:
        data = as_workbook(TITLES, [datetime(2030, 2, 14), 1, "12500.00", 1.0, 13625.4])  # noqa: DTZ001 - cells have none
        rates, report = parse(data)
        assert [str(each) for each in rates] == [HISTORY[8], HISTORY[9].replace(".40", ".4")]
        assert str(report.problems[0]).startswith("1 figures are numbers")

    def test_a_day_that_was_not_asked_is_told(self) -> None:
        data = (FIXTURES / "history.tsv").read_bytes()
        assert parse(data, on=date(2030, 2, 13))[1].counts == {"no-rate": 1, "other-day": 1}
        assert parse(data, on=date(2030, 2, 12))[1].counts == {"no-rate": 1}

    def test_texts_alone_are_no_finding(self) -> None:
        rates, report = parse(as_workbook(TITLES, ["2030-02-14", "1", "12500.00"]))
        assert ([str(each) for each in rates], report.counts) == ([HISTORY[8]], {"no-rate": 1})

    @pytest.mark.parametrize("mark", [";", ",", "\t"])
    def test_titles_may_stand_over_both_columns(self, mark: str) -> None:
        titles = ["Дата", "Доллар США (840)", "Доллар США (840)", "Евро, (978) ", "Евро, (978) "]
        rates, report = parse(as_text(titles, [], ["2030-02-14", 1, "12500.00", 1, "13625.40"], mark=mark))
        assert ([str(each) for each in rates], report.problems) == (HISTORY[8:10], ())

    @pytest.mark.parametrize(
        ("number", "day", "code"),
        [
            ("484", "1995-02-14", "MXN"),
            ("100", "1995-02-14", "BGL"),
            ("642", "2000-02-14", "ROL"),
            ("352", "2000-02-14", "ISK"),
        ],
    )
    def test_a_number_that_two_moneys_share_means_the_one_of_the_day(self, number: str, day: str, code: str) -> None:
        (rate,), _ = parse(as_text(["Дата", f"… ({number})", ""], [day, "1", "3.55"]))
        assert rate.base.code == code

    @pytest.mark.parametrize(
        ("line", "findings"),
        [
            (["2030-02-14", "1", "", "", "12"], {"no-rate": 1, "unreadable-nominal": 1}),
            (["2030-02-14", "1", "12500.00"], {"no-rate": 1}),
            (["2030-02-14"], {"no-rate": 2}),
            (["31.02.2030", "1", "12500.00"], {"unreadable-day": 1}),
            (["2030-02-14", "1", "inf", "1", "nan"], {"unreadable-value": 1, "no-rate": 1}),
            (["14.02.2030", "one", "12500.00", "1", "13625.40"], {"unreadable-nominal": 1}),
        ],
    )
    def test_cells_that_cannot_be_taken_are_findings(self, line: Sequence[str], findings: dict[str, int]) -> None:
        _, report = parse(as_text(TITLES, line))
        assert {code: n for code, n in report.counts.items() if code != "no-rates"} == findings

    def test_a_number_that_is_no_currency_is_a_finding(self) -> None:
        _, report = parse(as_text(["Дата", "Золото (009)", ""], ["2030-02-14", "1", "12500.00"]))
        assert report.counts == {"unknown-code": 1, "no-rates": 1}

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (as_text(["Дата", "Доллар (840)", "Евро (978)"]), "line 2: expected two columns for each currency"),
            (as_text(TITLES, ['"' + "1" * 200_000]), "line 3: no line of cells: field larger than field limit"),
            (b'"a\n;(840);\n"', "document: no line of titles that end in numeric codes"),
        ],
    )
    def test_a_text_that_is_no_history_is_refused(self, data: bytes, message: str) -> None:
        assert READER.detect(data)
        before = csv.field_size_limit(131_072)  # other libraries set it for the whole process
        try:
            with pytest.raises(ReaderError, match=message):
                parse(data)
        finally:
            csv.field_size_limit(before)


class TestWorkbooks:
    def test_the_library_is_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "python_calamine", None)
        with pytest.raises(MissingExtraError, match=r"python_calamine is not installed; .+\[excel\]"):
            parse((FIXTURES / "history.xls").read_bytes())

    @pytest.mark.parametrize(("name", "value"), [("executable", ""), ("frozen", True)])
    def test_an_interpreter_is_needed(self, name: str, value: object, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, name, value, raising=False)
        with pytest.raises(ReaderError, match="no interpreter to start; save it as CSV"):
            parse((FIXTURES / "history.xls").read_bytes())

    def test_a_workbook_that_takes_too_long_is_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbooks, "_SECONDS", 0.001)
        with pytest.raises(ReaderError, match=r"bytes, workbook: not read within 0\.001 seconds"):
            parse((FIXTURES / "history.xls").read_bytes())

    def test_a_cell_that_says_it_is_the_last_there_can_be_does_no_harm(self) -> None:
        data = as_workbook(TITLES, ["2030-02-14", 1, 12500.5])
        far = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(far, "w") as again:
            for each in packed.namelist():
                again.writestr(each, packed.read(each).replace(b'r="C3"', b'r="XFD1048576"'))
        assert READER.detect(far.getvalue())
        with pytest.raises(ReaderError, match="bytes, workbook: damaged, or with more than 4,000,000 cells"):
            parse(far.getvalue())

    def test_a_sheet_that_is_too_large_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbooks, "_MOST_CELLS", 10)
        with pytest.raises(ReaderError, match="more than 10 cells in it"):
            workbooks.cells_of((FIXTURES / "history.xls").read_bytes())

    def test_an_empty_sheet_has_no_history(self) -> None:
        data = as_workbook()
        assert workbooks.cells_of(data) == [["Курсы"]]
        assert not READER.detect(data)

    def test_cells_of_all_kinds_are_texts_or_figures(self) -> None:
        row = [datetime(2030, 2, 14, 9, 30).time(), date(2030, 2, 14), True, 3, 2.5, None, "a"]  # noqa: DTZ001 - as above
        assert workbooks.cells_of(as_workbook(row))[1] == ["09:30:00", "2030-02-14", "True", 3, 2.5, "", "a"]

    def test_the_other_process_writes_rows_and_bounds_its_memory(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        bounds: list[Any] = []
        monkeypatch.setattr("resource.setrlimit", lambda *bound: bounds.append(bound))
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(as_workbook(["a", 2.5]))))
        workbooks.serve("0")
        assert json.loads(capsys.readouterr().out)["rows"] == [["Курсы", ""], ["a", 2.5]]
        assert len(bounds) == 1

    def test_the_other_process_works_where_memory_cannot_be_bound(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(workbooks, "find_spec", lambda _: None)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(as_workbook())))
        workbooks.serve("0")
        assert json.loads(capsys.readouterr().out)["rows"] == [["Курсы"]]

    def test_damaged_ones_are_refused(self) -> None:
        with pytest.raises(ReaderError, match="in no form of Central Bank of Uzbekistan"):
            parse(as_workbook(TITLES)[:-1])
        with pytest.raises(ReaderError, match="bytes, workbook: damaged"):
            parse((FIXTURES / "history.xls").read_bytes()[:2000] + b"(840)")

    def test_files_that_are_packed_and_no_workbook_of_this_bank_are_not_claimed(self) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as packed:
            packed.writestr("eurofxref-hist.csv", "Date,USD\n")
        assert not READER.detect(file.getvalue())
        assert not READER.detect(as_workbook(["a", "b"]))
        assert not READER.detect(b"PK\x03\x04 and no more")
        assert not READER.detect(b"PK\x03\x04" + b"PK\x01\x02" * 1_001)
        assert not READER.detect(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"Ccy": "USD", "Nominal": "1"}', r"document: expected an array of records, got \{…\}"),
        (b'[{"Ccy": "USD", "Nominal": "1"', "line 1, character 31: not JSON"),
        (b'{"message": "Not found"}', "document: an answer without records: Not found"),
        (b"<html>Bitrix</html>", "a page of HTML, and no bulletin"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ReaderError, match=message):
        parse(data)


@pytest.mark.parametrize(
    "data", [b"[]", b"", b"<rates/>", b"Date,USD_quant,USD\n", b"Rates (840)\n", b"a;b;(1)\n", b"Currency\tUSD\tEUR\n"]
)
def test_documents_of_others_are_not_claimed(data: bytes) -> None:
    assert not READER.detect(data)


figures = st.tuples(st.sampled_from([1, 10, 100]), st.integers(1, 10**9), st.integers(1, 4))


@pytest.mark.parametrize(
    ("wrong", "columns"),
    [
        (b'[{"Ccy":"USD","Nominal":"many","Rate":"soon","Date":"14.02.2030"}]', {"Nominal", "Rate"}),
        (b"<CBU_Curr><CcyNtry><Nominal>1</Nominal><date>14.02.2017</date></CcyNtry></CBU_Curr>", {"Ccy"}),
    ],
)
def test_findings_name_the_fields_of_the_document(wrong: bytes, columns: set[str]) -> None:
    found = {each.column for each in parse(wrong)[1].problems if each.severity is Severity.ERROR}
    assert found == columns


class TestLaws:
    @given(st.lists(figures, min_size=1, max_size=4))
    def test_printed_figures_come_back_from_every_form(self, printed: list[tuple[int, int, int]]) -> None:
        codes = {"MNT": "496", "AFN": "971", "GEL": "981", "AMD": "051"}
        quotes = [
            (code, units, f"{value // 10**places}.{value % 10**places:0{places}d}")
            for code, (units, value, places) in zip(codes, printed, strict=False)
        ]
        rows = [a_row(Ccy=code, Nominal=str(units), Rate=figure) for code, units, figure in quotes]
        titles = ["Дата", *(title for code, *_ in quotes for title in (f"… ({codes[code]})", ""))]
        line = ["2030-02-14", *(cell for _, *cells in quotes for cell in cells)]
        for data in (json.dumps(rows).encode(), as_text(titles, line)):
            rates, _ = parse(data)
            assert [(each.base.code, each.nominal, f"{each.value:f}") for each in rates] == quotes

    @given(st.lists(st.lists(st.text(max_size=8), max_size=4), max_size=4))
    def test_any_cells_are_read_or_refused(self, rows: list[list[str]]) -> None:
        with suppress(CentralAsiaError):
            parse(as_text(TITLES, *rows))

    @pytest.mark.parametrize("specimen", TEXTS, ids=lambda each: each.name)
    def test_a_document_cut_anywhere_is_read_as_far_as_it_goes_or_refused(self, specimen: Path) -> None:
        data = specimen.read_bytes()
        for end in range(len(data)):
            with suppress(CentralAsiaError):
                parse(data[:end])


def test_whole_numbers_are_written_without_a_point() -> None:
    assert [cbu._written(cell) for cell in (1.0, 1, 0.1, "1.0", 1e22)] == ["1", "1", "0.1", "1.0", "1" + "0" * 22]
