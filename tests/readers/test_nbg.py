import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, ReaderError
from centralasia.readers.nbg import READER, parse
from centralasia.validation import Severity

FIXTURES = Path(__file__).parent / "fixtures" / "nbg"
SPECIMENS = sorted(FIXTURES.iterdir())
DAY = "2030-02-14T00:00:00.000Z"
USD: dict[str, Any] = {
    "code": "USD",
    "quantity": 1,
    "rateFormated": "2.7024",
    "diffFormated": "0.0018",
    "rate": 2.7024,
    "name": "US Dollar",
    "diff": -0.0018,
    "date": "2030-02-13T17:01:05.000Z",
    "validFromDate": DAY,
}


def tables(*rows: object, day: str | None = DAY) -> bytes:
    table = {"date": day, "currencies": rows}
    return json.dumps([{field: each for field, each in table.items() if each is not None}]).encode()


def a_row(**fields: object) -> dict[str, object]:
    return {field: each for field, each in {**USD, **fields}.items() if each is not ...}


def test_a_table_is_read_to_the_digit() -> None:
    rates, report = parse((FIXTURES / "table.json").read_bytes())
    assert [f"{each}: {each.change}" for each in rates] == [
        "6.9770 GEL per 1000 AMD (official, 2030-02-14, nbg): 0.0041",
        "1.5892 GEL per 1 AZN (official, 2030-02-14, nbg): -0.001",
        "3.8115 GEL per 10 CNY (official, 2030-02-14, nbg): 0.0102",
        "2.9348 GEL per 1 EUR (official, 2030-02-14, nbg): 0.0075",
        "0.6395 GEL per 10000 IRR (official, 2030-02-14, nbg): 0",
        "1.7710 GEL per 100 JPY (official, 2030-02-14, nbg): -0.0062",
        "3.0895 GEL per 100 KGS (official, 2030-02-14, nbg): 0.0004",
        "0.5512 GEL per 100 KZT (official, 2030-02-14, nbg): -0.0009",
        "3.3010 GEL per 100 RUB (official, 2030-02-14, nbg): 0.012",
        "2.5340 GEL per 10 TJS (official, 2030-02-14, nbg): -0.0012",
        "7.7320 GEL per 10 TMT (official, 2030-02-14, nbg): -0.0051",
        "0.0662 GEL per 1 TRY (official, 2030-02-14, nbg): -0.0001",
        "2.7024 GEL per 1 USD (official, 2030-02-14, nbg): -0.0018",
        "0.2168 GEL per 1000 UZS (official, 2030-02-14, nbg): 0.0003",
    ]
    assert (report.problems, report.facts["form"]) == ((), "tables of days, JSON")


def test_a_table_of_2020_whose_rows_are_dated_by_validity_is_read() -> None:
    rates, report = parse((FIXTURES / "table-2020.json").read_bytes())
    assert [str(each) for each in rates] == [
        "0.7425 GEL per 100 KZT (official, 2020-07-15, nbg)",
        "3.0715 GEL per 1 USD (official, 2020-07-15, nbg)",
    ]
    assert report.problems == ()


def test_tables_of_several_days_are_read_each_row_at_its_own_day() -> None:
    rates, report = parse((FIXTURES / "tables.json").read_bytes())
    assert [(str(each), each.decimals) for each in rates] == [
        ("2.7024 GEL per 1 USD (official, 2030-02-14, nbg)", None),
        ("0.2168 GEL per 1000 UZS (official, 2030-02-14, nbg)", None),
        ("2.7010 GEL per 1 USD (official, 2030-02-15, nbg)", None),
        ("0.217 GEL per 1000 UZS (official, 2030-02-15, nbg)", 4),
        ("0.5513 GEL per 100 KZT (official, 2030-02-13, nbg)", None),
    ]
    (finding,) = report.problems
    assert (finding.code, finding.severity, finding.row) == ("other-day-in-row", Severity.WARNING, 5)
    assert "holds from 2030-02-13, its table from 2030-02-15" in finding.message


@pytest.mark.parametrize(
    ("row", "code", "severity"),
    [
        (a_row(rateFormated="0.0000"), "no-rate", Severity.INFO),
        (a_row(rateFormated=None, rate=None), "no-rate", Severity.INFO),
        (a_row(rateFormated=..., rate=...), "missing-field", Severity.ERROR),
        (a_row(rateFormated=[1]), "unreadable-value", Severity.ERROR),
        (a_row(quantity=...), "missing-field", Severity.ERROR),
        (a_row(quantity=1.5), "unreadable-nominal", Severity.ERROR),
        (a_row(quantity=10**400), "unreadable-nominal", Severity.ERROR),
        (a_row(quantity=True), "unreadable-nominal", Severity.ERROR),
        (a_row(quantity={}), "unreadable-nominal", Severity.ERROR),
        (a_row(code=...), "missing-field", Severity.ERROR),
        (a_row(code=None), "unknown-code", Severity.ERROR),
        ("USD", "unreadable-record", Severity.ERROR),
        ([[]], "unreadable-record", Severity.ERROR),
    ],
)
def test_a_row_that_cannot_be_taken_is_a_finding(row: object, code: str, severity: Severity) -> None:
    good = a_row(code="EUR", rateFormated="2.9348")
    rates, report = parse(tables(good, row))
    found = {each.code: each.severity for each in report.problems}
    assert ([each.base.code for each in rates], found[code]) == (["EUR"], severity)


@pytest.mark.parametrize(
    ("text", "number", "found"),
    [
        ("2.8000", 2.9, 1),
        ("2.8000", "2.9", 1),
        ("2.8000", 2.8, 0),
        ("2.8000", 2.80004, 0),
        ("2.8000", 2.80006, 1),
        ("3.0000", 3, 0),
        ("2,8000", 2.8, 0),
        ("2.8000", None, 0),
        ("2.8000", ..., 0),
        ("2.8000", "much", 0),
    ],
)
def test_a_number_that_the_text_beside_it_does_not_round_is_told(text: str, number: object, found: int) -> None:
    rates, report = parse(tables(a_row(rateFormated=text, rate=number)))
    assert [str(each.value) for each in rates] == [text.replace(",", ".")]
    assert report.counts == ({"conflicting-figures": 1} if found else {})
    for each in report.problems:
        assert (each.severity, each.row, each.column, each.value) == (Severity.WARNING, 1, "rate", str(number))
        assert each.message == f"2.8000 as a text and {number} as a number, which are not the same; the text is taken"


def test_a_number_beside_a_text_that_cannot_be_read_is_let_be() -> None:
    assert parse(tables(a_row(rateFormated="soon")))[1].counts == {"unreadable-value": 1, "no-rates": 1}


def test_fields_are_named_as_in_the_document() -> None:
    _, report = parse(tables(a_row(quantity=...), a_row(code="EUR", rateFormated="soon")))
    assert [(each.row, each.column) for each in report.problems if each.row] == [(1, "quantity"), (2, "rateFormated")]


@pytest.mark.parametrize(
    ("day", "own", "taken", "findings"),
    [
        (DAY, ..., date(2030, 2, 14), {}),
        (DAY, None, date(2030, 2, 14), {}),
        (DAY, "2030-02-14", date(2030, 2, 14), {}),
        (DAY, "soon", date(2030, 2, 14), {}),
        (DAY, "2030-02-15T00:00:00.000Z", date(2030, 2, 15), {"other-day-in-row": 1}),
        (None, "2030-02-15T00:00:00.000Z", date(2030, 2, 15), {}),
        ("soon", "2030-02-15T00:00:00.000Z", date(2030, 2, 15), {}),
        (None, ..., None, {"missing-field": 1, "no-rates": 1}),
        ("soon", "later", None, {"unreadable-day": 1, "no-rates": 1}),
    ],
)
def test_the_day_is_that_of_the_row_before_that_of_the_table(
    day: str | None, own: object, taken: date | None, findings: dict[str, int]
) -> None:
    rates, report = parse(tables(a_row(validFromDate=own), day=day))
    assert [each.on for each in rates] == ([] if taken is None else [taken])
    assert report.counts == findings


def test_unknown_fields_are_told_and_left_alone() -> None:
    deep: list[object] = []
    for _ in range(100):
        deep = [deep]
    data = json.loads(tables(a_row(symbol="$", tree=deep)))
    data[0]["bank"] = {"name": "NBG"}
    rates, report = parse(json.dumps(data).encode())
    assert (len(rates), report.counts) == (1, {"unknown-field": 3})
    assert {each.value for each in report.problems} == {"$", "[…]", "{…}"}


def test_a_change_that_is_null_is_none() -> None:
    rates, report = parse(tables(a_row(diff=None), a_row(code="EUR", rateFormated="2.9348", rate=2.9348, diff=-1)))
    assert ([each.change for each in rates], report.problems) == ([None, "-1"], ())


def test_a_day_that_was_not_asked_is_told() -> None:
    _, report = parse(tables(USD), on=date(2030, 2, 16))
    assert report.counts == {"other-day": 1}
    assert parse(tables(USD), on=date(2030, 2, 14))[1].problems == ()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"currencies": [], "quantity": 1}', r"document: expected an array of records, got \{…\}"),
        (b'[{"currencies": "none", "quantity": 1}]', "currencies: expected an array of records, got none"),
        (b'[{"currencies": [{"quantity": 1}', "not JSON"),
        (b"[1]", "document: an answer without records: it does not say why"),
        (b'{"status": 503, "error": "Service\\nUnavailable", "path": null}', "records: 503, Service Unavailable"),
        (b"<html>Bad gateway</html>", "a page of HTML, and no bulletin"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ReaderError, match=message):
        parse(data)


def test_an_empty_answer_is_no_bulletin_where_the_publisher_is_named() -> None:
    rates, report = parse(b" []\n")
    assert (rates, report.counts) == ([], {"no-bulletin": 1, "no-rates": 1})
    assert report.facts["form"] == "no table, JSON"


@pytest.mark.parametrize("data", [b"[]", b"[{}]", b'{"currencies": 3}', b"", b'"currencies" "quantity"'])
def test_documents_of_others_are_not_claimed(data: bytes) -> None:
    assert not READER.detect(data)


class TestLaws:
    @given(st.sampled_from([1, 10, 100, 1000]), st.integers(1, 10**9), st.integers(-(10**4), 10**4))
    def test_printed_figures_come_back(self, quantity: int, value: int, change: int) -> None:
        figure = f"{value // 10**4}.{value % 10**4:04d}"
        row = a_row(code="MNT", quantity=quantity, rateFormated=figure, diff=change)
        (rate,), _ = parse(tables(row))
        assert (f"{rate.value:f}", rate.nominal, rate.change) == (figure, quantity, str(change))

    @pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda each: each.name)
    def test_tables_cut_anywhere_are_read_or_refused(self, specimen: Path) -> None:
        data = specimen.read_bytes()
        for end in range(len(data)):
            with suppress(CentralAsiaError):
                parse(data[:end])
