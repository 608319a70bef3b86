import csv
import json
from contextlib import suppress
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, ReaderError, WrongTypeError
from centralasia.rates import ExchangeRate, RateKind, Side
from centralasia.readers.contents import Document
from centralasia.readers.mapped import READER, Columns, parse, read_table
from centralasia.records import columns_of, evolve, to_dict, to_row
from centralasia.testing import exchange_rates
from centralasia.validation import Report

# Every figure here, and in the fixtures, is made up.
FIXTURES = Path(__file__).parent / "fixtures" / "table"
OWN = [FIXTURES / name for name in ("own.csv", "own.json", "own.jsonl")]
BANK = (FIXTURES / "bank.csv").read_bytes()

FIELDS = tuple(column.name for column in columns_of(ExchangeRate))
NEEDED = "base,quote,value,on"


def read(text: str, columns: Columns | None = None, *, on: date | None = None) -> tuple[list[ExchangeRate], Report]:
    rates, report = read_table(Document(text.encode(), on=on), columns or Columns())
    return list(rates), report


def printed(text: str, columns: Columns | None = None) -> list[str]:
    return [str(rate) for rate in read(text, columns)[0]]


def finding(text: str, columns: Columns | None = None) -> tuple[str, str]:
    """The one finding of a table beside that there is no rate in it, and its message."""
    rates, report = read(text, columns)
    assert not rates
    (found,) = [problem for problem in report if problem.code != "no-rates"]
    return found.code, found.message


def test_our_own_columns_are_known_without_a_declaration() -> None:
    rates, report = parse(OWN[0].read_bytes())
    assert [str(rate) for rate in rates] == [
        "501.20 KZT per 1 USD (official, 2030-02-14, nbk)",
        "30.69 KZT per 100 KRW (official, 2030-02-14, nbk)",
        "12500.00 UZS per 1 USD (average, 2030-02, cbu)",
        "5.0E+2 KZT per 1 USD (parallel, 2030-02-14, a bank)",
        "0.011435 USD per 1 KGS (cash, 2030-02-14, a, bank)",
    ]
    dollar, won, average, street, inverted = rates
    assert (dollar.decimals, dollar.change) == (2, "+0.50")  # learnt a day later than 501.2 and +0.5
    assert won.until == date(2030, 2, 21)
    assert average.margin == Decimal("0.005")
    assert street.half_width() == 5
    assert (inverted.base.code, inverted.inverted, inverted.side) == ("USD", True, Side.ASK)
    assert (report.facts["superseded"], len(report)) == (1, 0)


def test_json_keeps_the_digits_of_its_numbers() -> None:
    rates, report = parse(OWN[1].read_bytes())
    assert [(str(rate.value), rate.nominal, rate.change) for rate in rates] == [
        ("501.20", 1, None),
        ("30.69", 100, None),
    ]
    assert report.facts["form"] == "table in JSON"
    assert [str(rate.value) for rate in parse(OWN[2].read_bytes())[0]] == ["501.20", "12500"]


def test_one_object_over_several_lines_is_a_record() -> None:
    text = json.dumps({"base": "USD", "quote": "KZT", "value": "501.20", "on": "2030-02-14"}, indent=1)
    assert printed(text) == ["501.20 KZT per 1 USD (official, 2030-02-14, unstated)"]


def test_a_table_of_a_bank_is_read_as_declared() -> None:
    for column, side, figures in (
        ("Покупка", "bid", ["499.50", "30.10"]),
        ("Продажа", "ask", ["502.75", "32.00", "553.10"]),
    ):
        columns = Columns(
            base="Валюта",
            on="Дата",
            nominal="Единиц",
            value=column,
            decimal=",",
            constants={"quote": "KZT", "kind": RateKind.CASH, "side": side, "source": "bank X"},
        )
        rates, report = read_table(Document(BANK), columns)
        assert [str(rate.value) for rate in rates] == figures
        assert {(rate.kind, rate.side, rate.source) for rate in rates} == {("cash", side, "bank X")}
        found = {problem.code: problem.row for problem in report}
        assert {code: found[code] for code in ("blank-line", "ragged-line", "unknown-field")} == {
            "blank-line": 4,
            "ragged-line": 5,
            "unknown-field": 1,
        }
        assert report.facts["encoding"] == "windows-1251"


ISO = "base,quote,value,on\nUSD,KZT,501.20,{}\n"
BIG = 'base,quote,value,on\nUSD,UZS,"{}",2030-02-14\n'
NOWHERE = {"quote": "KZT", "on": date(2030, 2, 14), "nominal": 10, "inverted": False}


@pytest.mark.parametrize(
    ("text", "declared", "rate"),
    [
        ("base|quote|value|on\nUSD|KZT|501.20|2030-02-14\n", {}, "501.20 KZT per 1 USD (official, 2030-02-14"),
        ("base\tquote\tvalue\ton\nUSD\tKZT\t501,20\t14.02.2030", {}, "501.20 KZT per 1 USD (official, 2030-02-14"),
        (
            '"base","quote","value","on"\r\n"USD","KZT","1,501.20","14/02/2030"',
            {},
            "1501.20 KZT per 1 USD (official, 20",
        ),
        (
            "\ufeff\n\nbase;quote;value;on\nUSD;KZT;501,20;02/14/2030\n",
            {},
            "501.20 KZT per 1 USD (official, 2030-02-14",
        ),
        (ISO.format("03/04/2030"), {"day_order": "mdy"}, "501.20 KZT per 1 USD (official, 2030-03-04"),
        (ISO.format("03/04/2030"), {"day_order": "dmy"}, "501.20 KZT per 1 USD (official, 2030-04-03"),
        (ISO.format("2030-02-14 00:00:00"), {}, "501.20 KZT per 1 USD (official, 2030-02-14"),
        (ISO.format("2030-02-14,,"), {}, "501.20 KZT per 1 USD (official, 2030-02-14"),
        (BIG.format("12,500"), {"decimal": "."}, "12500 UZS per 1 USD (official, 2030-02-14"),
        (BIG.format("12.500,00"), {"decimal": ","}, "12500.00 UZS per 1 USD (official, 2030-02-14"),
        (BIG.format("1,25e4"), {}, "12500 UZS per 1 USD (official, 2030-02-14"),
        (
            "base;value;on\nUSD;501,20;Feb 2030",
            {"constants": {"quote": "KZT", "kind": "average"}},
            "501.20 KZT per 1 USD (av",
        ),
        ("base,value\nUSD,501.20\n", {"constants": NOWHERE}, "501.20 KZT per 10 USD (official, 2030-02-14"),
        (
            "a;b,c,d;e,f,g,h\nUSD;501,20;",
            {"base": "a", "value": "b,c,d", "delimiter": ";", "constants": NOWHERE},
            "501.20 KZT",
        ),
    ],
)
def test_tables_come_in_many_forms(text: str, declared: dict[str, Any], rate: str) -> None:
    (found,) = printed(text, Columns(**declared))
    assert found.startswith(rate)


def test_the_caller_may_say_the_day() -> None:
    rates, _ = read("base,quote,value\nUSD,KZT,501.20\n", on=date(2030, 2, 14))
    assert [rate.on for rate in rates] == [date(2030, 2, 14)]
    rates, _ = read(f"{NEEDED}\nUSD,KZT,501.20,2030-02-15\n", on=date(2030, 2, 14))
    assert [rate.on for rate in rates] == [date(2030, 2, 15)]


@pytest.mark.parametrize(
    ("cells", "code", "message"),
    [
        (
            {"on": "03/04/2030"},
            "ambiguous-day",
            "expected a day that can be read in one way only, and not as 2030-04-03 and",
        ),
        ({"on": "soon"}, "unreadable-day", "expected a day or a period; record 2 is not taken"),
        ({"on": " "}, "missing-field", "record 2 has no 'on', and is not taken"),
        ({"base": ""}, "missing-field", "record 2 has no 'base', and is not taken"),
        (
            {"value": '"12,500"'},
            "ambiguous-number",
            "expected a figure that can be read in one way only, and not '12,500'",
        ),
        ({"value": ""}, "no-rate", "no rate in KZT per USD"),
        ({"value": "1e-2000"}, "unreadable-value", "expected a figure above zero"),
        ({"value": "1e"}, "unreadable-value", "expected a figure above zero"),
        (
            {"kind": "fixed"},
            "unreadable-cell",
            "expected one of official, market, cash, parallel, average, end_of_period; r",
        ),
        (
            {"kind": "average"},
            "unreadable-cell",
            "expected a period, for a rate of kind average; record 2 is not taken",
        ),
        ({"on": "2030-02"}, "unreadable-cell", "expected a day, for a rate of kind official; record 2 is not taken"),
        ({"side": "buy"}, "unreadable-cell", "expected one of mid, bid, ask; record 2 is not taken"),
        ({"nominal": ""}, "unreadable-nominal", "expected how many USD the figure is for"),
        ({"decimals": "two"}, "unreadable-cell", "expected a whole number from 0 to 1,000; record 2 is not taken"),
        ({"decimals": "1001"}, "unreadable-cell", "expected a whole number from 0 to 1,000; record 2 is not taken"),
        (
            {"until": "2030-02-14"},
            "unreadable-cell",
            "expected a day after 2030-02-14, for a rate of a day; record 2 is n",
        ),
        (
            {"until": "2030-03"},
            "unreadable-cell",
            "expected a day after 2030-02-14, for a rate of a day; record 2 is not",
        ),
        ({"margin": "501.20"}, "unreadable-cell", "expected a figure from 0 to below the value; record 2 is not taken"),
        ({"margin": "-1"}, "unreadable-cell", "expected a figure from 0 to below the value; record 2 is not taken"),
        ({"margin": "little"}, "unreadable-cell", "expected a figure from 0 to below the value; record 2 is not taken"),
        ({"inverted": "perhaps"}, "unreadable-cell", "expected true or false; record 2 is not taken"),
        ({"base": "ZZZ"}, "unknown-code", "'ZZZ' is no code of a currency, and its quotes are not taken"),
        ({"base": "KZT"}, "impossible-value", "KZT is priced in itself"),
        ({"value": '"501".20'}, "garbled-line", "cannot be told into cells: ',' expected after '\"'; it is not taken"),
        (
            {"source": "x" * 140_000},
            "garbled-line",
            "cannot be told into cells: ",
        ),
        ({"source": '"x'}, "cut-short", "the quotes that open on line 2 are never closed; what stands before is read"),
    ],
)
def test_what_cannot_be_read_is_a_finding(cells: dict[str, str], code: str, message: str) -> None:
    row = {"base": "USD", "quote": "KZT", "value": "501.20", "on": "2030-02-14"} | cells
    found = finding(f"{','.join(row)}\n{','.join(row.values())}\n")
    assert found[0] == code
    assert found[1].startswith(message)


def test_a_limit_of_the_csv_module_that_was_moved_changes_nothing() -> None:
    before = csv.field_size_limit(1_000_000)
    try:
        _, report = read(f"{NEEDED}\nUSD,KZT,501.20,{'x' * 140_000}\n")
    finally:
        csv.field_size_limit(before)
    assert [(problem.code, problem.row) for problem in report if problem.row] == [("garbled-line", 2)]


def test_lines_after_one_that_is_garbled_are_read() -> None:
    rates, report = read(f'{NEEDED}\nUSD,KZT,"501".20,2030-02-14\nEUR,KZT,553.10,2030-02-14\n')
    assert [rate.base.code for rate in rates] == ["EUR"]
    assert [(problem.code, problem.row) for problem in report] == [("garbled-line", 2)]


def test_a_cell_over_several_lines_counts_as_lines_of_the_file() -> None:
    _, report = read(f'{NEEDED},source\nUSD,KZT,501.20,2030-02-14,"a\nb"\nUSD,KZT\n  \n,,,,\n')
    assert [(problem.code, problem.row) for problem in report] == [("ragged-line", 4), ("blank-line", 5)]


RECORD = '{"base": "USD", "quote": "KZT", "value": 501.20, "on": "2030-02-14"'


def test_records_of_json_that_are_none_are_findings() -> None:
    others = f'3, {{"base": "USD"}}, {RECORD}, "decimals": []}}, {RECORD}, "inverted": true, "side": 5}}'
    rates, report = read(f'[{RECORD}, "decimals": 2}}, {others}]')
    assert [str(rate.value) for rate in rates] == ["501.20"]
    assert [(problem.code, problem.row, problem.column) for problem in report] == [
        ("garbled-line", 2, None),
        ("missing-field", 3, "quote"),
        ("missing-field", 3, "on"),
        ("unreadable-cell", 4, "decimals"),
        ("unreadable-cell", 5, "side"),
    ]
    rates, report = read(f'[{RECORD}, "nominal": 10}}, {{"base": "EUR", "quote": "KZT", "on": "2030-02-14"}}]')
    assert [rate.nominal for rate in rates] == [10]
    assert [(problem.row, problem.column) for problem in report] == [(2, "value"), (2, "nominal")]
    rates, report = read(f'[{RECORD}, "nominal": 10}}, {RECORD}}}]')
    assert [(problem.row, problem.column) for problem in report] == [(2, "nominal")]


def test_lines_that_are_no_json_are_findings() -> None:
    rates, report = read(f'{RECORD}}}\n3\n{RECORD}, "x": NaN}}\nnonsense\n' + "[" * 100_000 + "\n")
    assert len(rates) == 1
    assert [(problem.code, problem.row) for problem in report] == [
        ("unknown-field", 1),
        ("garbled-line", 2),
        ("garbled-line", 4),
        ("garbled-line", 5),
    ]


@pytest.mark.parametrize(("value", "code"), [("null", "no-rate"), ("NaN", "no-rate"), ("Infinity", "unreadable-value")])
def test_values_of_json_that_are_no_figures_are_findings(value: str, code: str) -> None:
    assert finding(f'{RECORD}, "value": {value}}}\n')[0] == code


@pytest.mark.parametrize(
    ("text", "columns", "message"),
    [
        ("", {}, "bytes, document: no line in it"),
        ("\n\n", {}, "bytes, document: no line in it"),
        ('"base', {}, "bytes, document: the quotes that open on line 1 are never closed"),
        (
            "base,quote,on\n",
            {},
            "bytes, line 1: no column 'value', and none is declared to hold it; pass columns=Columns(val",
        ),
        (
            "base,quote,value\n",
            {},
            "bytes, line 1: no column 'on', and none is declared to hold it; pass columns=Columns(on",
        ),
        ("base,base,value\n", {}, "bytes, line 1: the column 'base' stands there twice"),
        (
            f"\n{NEEDED}\n",
            {"kind": "sort"},
            "bytes, line 2: no column 'sort'; there are: 'base', 'quote', 'value', 'on'",
        ),
        ("[1]", {}, "bytes, line 1: no column 'base'"),
        ("{nonsense", {}, "bytes, line 1, character 2: not JSON"),
    ],
)
def test_a_table_without_its_columns_is_refused(text: str, columns: dict[str, Any], message: str) -> None:
    with pytest.raises(ReaderError) as caught:
        read(text, Columns(**columns))
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("declared", "error", "message"),
    [
        ({"base": 3}, WrongTypeError, "base must be the name of a column, as its header has it, got 3 of type int"),
        ({"base": " "}, WrongTypeError, "base must be the name of a column, as its header has it, got ' '"),
        (
            {"constants": {"quot": "KZT"}},
            InvalidValueError,
            "constants must be one of base, quote, value, nominal, on, kind",
        ),
        (
            {"constants": {3: "KZT"}},
            InvalidValueError,
            "constants must be one of base, quote, value, nominal, on, kind",
        ),
        (
            {"constants": "KZT"},
            WrongTypeError,
            "constants must be a mapping of fields to values, got 'KZT' of type str",
        ),
        (
            {"constants": {"value": 501.2}},
            WrongTypeError,
            "value must be a text, a day, a Decimal or a whole number, got 501.2",
        ),
        (
            {"quote": "q", "constants": {"quote": "KZT"}},
            InvalidValueError,
            "constants must be without quote, which is the co",
        ),
        ({"day_order": "ymd"}, InvalidValueError, "day_order must be 'dmy' or 'mdy', got 'ymd'"),
        ({"decimal": ";"}, InvalidValueError, "decimal must be '.' or ',', got ';'"),
        ({"delimiter": "::"}, InvalidValueError, "delimiter must be a comma, a semicolon, a tab or '|', got '::'"),
    ],
)
def test_a_declaration_that_cannot_be_is_refused(
    declared: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        Columns(**declared)
    assert str(caught.value).startswith(message)


def test_there_is_a_column_for_every_field_of_a_rate() -> None:
    assert tuple(field.name for field in attrs.fields(Columns))[: len(FIELDS)] == FIELDS
    assert hash(Columns(constants={"quote": "KZT"})) == hash(Columns())


def test_only_tables_in_our_columns_are_recognised() -> None:
    for path in OWN:
        assert READER.detect(path.read_bytes())
    for other in (BANK, b"", b"base,quote,value", b'{"base": 1}', b"<base quote='' value='' on=''/>", b"[]"):
        assert not READER.detect(other)


@pytest.mark.parametrize("path", [*OWN, FIXTURES / "bank.csv"], ids=lambda path: path.name)
def test_every_beginning_of_a_table_is_read_or_refused(path: Path) -> None:
    data = path.read_bytes()
    for end in range(len(data)):
        with suppress(CentralAsiaError):
            read_table(Document(data[:end], on=date(2030, 2, 14)), Columns(quote="Валюта"))
        with suppress(CentralAsiaError):
            parse(data[:end])


def in_csv(rates: list[ExchangeRate], delimiter: str) -> str:
    file = StringIO(newline="")
    lines = csv.DictWriter(file, FIELDS, delimiter=delimiter)
    lines.writeheader()
    lines.writerows(map(to_row, rates))
    return file.getvalue()


RATES = st.lists(exchange_rates(), max_size=5, unique_by=lambda rate: (rate.key, rate.on))


class TestLaws:
    @given(RATES, st.sampled_from([",", ";", "\t", "|", "json", "lines"]))
    def test_what_this_library_writes_comes_back_in_all_fields(self, rates: list[ExchangeRate], form: str) -> None:
        if form == "json":
            text = json.dumps([to_dict(rate) for rate in rates])
        elif form == "lines":
            text = "".join(json.dumps(to_dict(rate)) + "\n" for rate in rates)
        else:
            text = in_csv(rates, form)
        with suppress(ReaderError):  # JSON of no rate has no column
            found, _ = read(text)
            assert [to_row(rate) for rate in found] == [to_row(rate) for rate in rates]
            assert bool(rates) is (bool(rates) and READER.detect(text.encode()))

    @given(st.decimals("1E-30", "1E+60", allow_nan=False), st.sampled_from(["value", "margin"]))
    def test_figures_of_any_length_come_back_to_the_digit(self, figure: Decimal, field: str) -> None:
        rate = ExchangeRate(base="USD", quote="KZT", value="1E+61", on="2030-02-14")
        row = to_row(rate) | {field: to_row(evolve(rate, value=figure))["value"]}
        found, _ = read(f"{','.join(row)}\n{','.join(row.values())}\n")
        assert [to_row(each)[field] for each in found] == [row[field]]

    @given(st.text() | st.from_regex(r"(base|quote|value|on|[,;\n\"{}:\[\]0-9])*", fullmatch=True))
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        for head in ("", NEEDED + "\n", '{"base":'):
            with suppress(CentralAsiaError):
                parse((head + text).encode(errors="replace"))
            with suppress(CentralAsiaError):
                read_table(Document((head + text).encode(errors="replace")), Columns())


class TestMarksThatAreDeclared:
    def table(self, margin: str, value: str = "500,20") -> bytes:
        return f"base;quote;value;on;margin\nUSD;KZT;{value};2030-02-14;{margin}\n".encode()

    def test_they_hold_for_margins_and_exponents_too(self) -> None:
        rates, _ = read_table(Document(self.table("1.000", "5.000,20")), Columns(decimal=","))
        assert [(rate.value, rate.margin) for rate in rates] == [(Decimal("5000.20"), Decimal(1000))]
        rates, report = read_table(Document(self.table("", "1.250E4")), Columns(decimal=","))
        assert (len(rates), report.counts["unreadable-value"]) == (0, 1)

    def test_a_margin_with_two_readings_is_refused(self) -> None:
        _, report = read_table(Document(self.table("1,000")), Columns())
        (found,) = [each for each in report if each.code == "ambiguous-number"]
        assert found.column == "margin"


def test_a_column_without_a_name_is_told_where_it_holds_anything() -> None:
    text = "base,quote,value,on,\nUSD,KZT,501.20,2030-02-14,\nUSD,KZT,502.20,2030-02-15,x\n"
    rates, report = read_table(Document(text.encode()), Columns())
    assert len(rates) == 2
    (found,) = report
    assert (found.code, found.row, found.value) == ("unknown-field", 3, "x")
    assert found.message == "column 5 has no name, and what it holds is not read"
