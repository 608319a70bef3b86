"""Rows: JSON, sheets, mappings and records as tables."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import centralasia as ca
from centralasia.rates import RateKind
from centralasia.records import column, columns_of, record, to_row
from centralasia.tables import Source, opened
from centralasia.tables.rows import json_items, line_items, of_records, sheet_of
from centralasia.tables.sources import Findings
from centralasia.trade import TradeFlow

D = Decimal


def columns(source: Source) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {name: [] for name in source.headers}
    for part in source.parts():
        for name, values in part.columns.items():
            found[name] += values.to_pylist()
    return found


class TestJson:
    def test_lines(self) -> None:
        source = opened(b'{"a": 1.50, "b": true}\n\n{"a": null, "c": {"d": [1]}}\n')
        assert columns(source) == {"a": ["1.50", None], "b": ["true", None], "c": [None, '{"d": ["1"]}']}
        assert source.facts["form"] == "JSON lines"
        (part,) = source.parts()
        assert part.lines is not None
        assert part.lines.tolist() == [1, 3]

    def test_a_bad_line(self) -> None:
        source = opened(b'{"a": 1}\n{"a": \n{"a": 2}\n[1]\n')
        assert columns(source) == {"a": ["1", "2"]}
        assert [(each.code, each.row) for each in source.problems] == [("unreadable-json", 2), ("not-a-row", 4)]
        assert source.facts["rows_left_out"] == 2

    @pytest.mark.parametrize(
        "text", ['[{"a": 1},\n {"a": 2}]', '{"a": 1,\n "b": "x"}\n{"a": 2}', '[\n{"a": 1}\n,{"a": 2}\n]\n']
    )
    def test_documents(self, text: str) -> None:
        source = opened(text.encode())
        assert columns(source)["a"] == ["1", "2"]
        assert source.facts["form"] == "JSON"

    @pytest.mark.parametrize(
        ("text", "lines"),
        [('[{"a": 1},\n {"a": 2,,},\n {"a": 3}]', [1, 3]), ('[{"a": 1}, {', [1]), ('[{"a": 1},\n{"a":\n', [1])],
    )
    def test_a_bad_object(self, text: str, lines: list[int]) -> None:
        findings = Findings()
        assert [line for line, _ in json_items(text, findings)] == lines
        assert findings.counts == {"unreadable-json": 1}

    def test_nested_too_deep(self) -> None:
        findings = Findings()
        assert list(line_items(['{"a": ' + "[" * 100_000], findings)) == []
        assert findings.examples[0].message == "no JSON: nested too deep; it is left out"

    def test_a_column_that_comes_late(self) -> None:
        source = opened(b'{"a": 1}\n' * 10_000 + b'{"b": 1}\n')
        assert source.headers == ("a",)
        assert len(columns(source)["a"]) == 10_001
        assert [(each.code, each.row) for each in source.problems] == [("late-column", 10_001)]

    def test_an_empty_array(self) -> None:
        source = opened(b"[]")
        assert columns(source) == {}
        assert source.counts == {"empty-table": 1}

    def test_formulas(self) -> None:
        source = opened(b'{"a": "=1+1"}\n')
        columns(source)
        assert source.counts == {"formula": 1}


class TestSheets:
    def test_the_table_within(self) -> None:
        found = sheet_of(
            [
                ["", "Курсы", "", ""],
                [],
                ["", "Дата", "Курс", ""],
                ["", "2024-03-01T00:00:00", 501.5, ""],
                ["", "", "", 2.0],
            ]
        )
        assert (found.line, found.names, found.places) == (3, ("Дата", "Курс", ""), [1, 2, 3])
        assert list(found.cells(Findings())) == [(4, ["2024-03-01", "501.5", None]), (5, [None, None, "2"])]

    def test_blank_rows(self) -> None:
        findings = Findings()
        assert [line for line, _ in sheet_of([["a", "b"], ["", ""], [1, 2]]).cells(findings)] == [3]
        assert findings.counts == {"blank-row": 1}

    def test_a_declared_header(self) -> None:
        assert sheet_of([[1, 2], [3, 4]], 1).names == ("1", "2")
        found = sheet_of([[1, 2], [3, 4]], 0)
        assert (found.line, found.names, len(found.rows)) == (None, ("", ""), 2)
        with pytest.raises(ca.InvalidValueError, match="a row of the sheet, from 1 to 2"):
            sheet_of([[1, 2], [3, 4]], 3)

    def test_without_a_header(self) -> None:
        assert sheet_of([[1.0, 1e300], [3.5, True]]).rows == [["1", "1e+300"], ["3.5", "True"]]


class TestMappings:
    def test_values_keep_their_types(self) -> None:
        source = opened([{"a": D("1.50"), "b": date(2024, 3, 1), "c": 5, "d": None, "e": True}, {"a": D("2.75")}])
        (part,) = source.parts()
        assert [str(values.type) for values in part.columns.values()] == [
            "decimal128(3, 2)",
            "date32[day]",
            "int64",
            "null",
            "bool",
        ]
        assert part.number(1) == 2
        assert (part.number(1), source.facts["rows"]) == (2, 2)

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ([D("1.5"), D("1.25")], ["1.5", "1.25"]),
            ([D("NaN")], ["NaN"]),
            ([1, D("1.5")], ["1", "1.5"]),
            ([1, "x"], ["1", "x"]),
            ([2**70], [str(2**70)]),
            ([1.5, None, float("inf")], [1.5, None, float("inf")]),
            ([True, 1], ["True", "1"]),
            ([date(2024, 3, 1), datetime(2024, 3, 1, 12)], ["2024-03-01", "2024-03-01 12:00:00"]),  # noqa: DTZ001 - a value
            ([np.float64(1.5), np.int64(2)], ["1.5", "2"]),
            ([np.int64(2)], [2]),
            ([pd.NA, pd.NaT, "x"], [None, None, "x"]),
            ([ca.currency("KZT"), RateKind.CASH], ["KZT", "cash"]),
            ([ca.period("2024-Q3")], ["2024-Q3"]),
            (["\ud800"], ["\\ud800"]),
            ([("a",)], ["('a',)"]),
            (["", "x"], ["", "x"]),
        ],
    )
    def test_columns(self, values: list[Any], expected: list[Any]) -> None:
        assert columns(opened([{"a": value} for value in values])) == {"a": expected}

    def test_what_is_no_row(self) -> None:
        source = opened([{"a": 1}, 5, {1: 2, "a": 3}])
        assert source.headers == ("a", "1")
        assert columns(source) == {"a": [1, 3], "1": [None, 2]}
        assert [(each.code, each.row, each.value) for each in source.problems] == [("not-a-row", 2, "5")]

    def test_a_generator_is_read_once(self) -> None:
        source = opened({"a": number} for number in range(3))
        assert columns(source) == {"a": [0, 1, 2]}
        with pytest.raises(ca.InvalidValueError, match="data must be read once only, got 'generator'"):
            columns(source)

    def test_a_list_is_read_again(self) -> None:
        source = opened([{"a": 1}])
        assert columns(source) == columns(source)

    def test_nothing(self) -> None:
        source = opened([])
        assert columns(source) == {}
        assert source.counts == {"empty-table": 1}


@record
class Sack:
    grain: str = column(title="grain")
    marks: tuple[str, ...] = column(title="marks", default=())
    kilograms: int | None = column(title="weight", default=None)


class TestRecords:
    def test_rates(self) -> None:
        rates = [
            ca.ExchangeRate(base="USD", quote="KZT", value="501.20", on="2024-03-01", source="nbk-official"),
            ca.ExchangeRate(base="USD", quote="KZT", value="501.2", on="2024-03-02", source="nbk-official"),
        ]
        for data in (rates, iter(rates), ca.RateTable.of(rates)):
            found = columns(opened(data))
            assert list(found) == [spec.name for spec in columns_of(ca.ExchangeRate)]
            assert found["base"] == ["USD", "USD"]
            assert found["value"] == ["501.20", "501.2"]
            assert found["on"] == [date(2024, 3, 1), date(2024, 3, 2)]

    def test_fields_of_several_columns(self) -> None:
        flow = TradeFlow(
            reporter="KZ",
            partner="UZ",
            period="2024",
            flow="export",
            source="made up",
            value=ca.Money.of("5.50", "USD"),
        )
        cells = of_records(TradeFlow)(flow)
        names = [spec.name for spec in columns_of(TradeFlow)]
        found = dict(zip(names, cells, strict=True))
        assert (found["value"], found["value_currency"], found["quantity_unit"]) == (D("5.50"), "USD", None)
        assert {
            name: "" if cell is None else str(cell) for name, cell in found.items() if not isinstance(cell, bool)
        } == {name: text for name, text in to_row(flow).items() if not isinstance(found[name], bool)}

    def test_lists(self) -> None:
        assert of_records(Sack)(Sack(grain="rye", marks=("a", "b"))) == ["rye", "a|b", None]
        assert of_records(Sack)(Sack(grain="rye")) == ["rye", None, None]

    def test_lists_of_records(self) -> None:
        @record
        class Load:
            sacks: tuple[Sack, ...] = column(title="sacks", default=())

        assert of_records(Load)(Load()) == [None]
        assert of_records(Load)(Load(sacks=(Sack(grain="rye"),))) == [
            '[{"grain": "rye", "marks": [], "kilograms": null}]'
        ]

    def test_records_of_another_class(self) -> None:
        source = opened([Sack(grain="rye"), {"grain": "oats"}])
        assert columns(source)["grain"] == ["rye"]
        assert source.problems[0].message == "no Sack as the first, but of type dict; it is left out"


class TestLaws:
    @given(
        st.lists(
            st.dictionaries(st.sampled_from("abc"), st.none() | st.integers() | st.text() | st.decimals(), min_size=1),
            max_size=5,
        )
    )
    def test_no_row_is_lost(self, rows: list[dict[str, Any]]) -> None:
        source = opened(rows)
        assert sum(map(len, source.parts())) == source.facts["rows"] == len(rows)

    @given(st.lists(st.decimals(allow_nan=False, allow_infinity=False), max_size=5))
    def test_no_digit_is_changed(self, values: list[Decimal]) -> None:
        found: Iterable[Any] = columns(opened([{"a": value} for value in values])).get("a", [])
        assert [str(Decimal(value)) for value in found] == [str(value) for value in values]

    @given(st.text(st.sampled_from('{}[]",:1a \n'), max_size=40))
    def test_any_text_is_read_or_found_wanting(self, text: str) -> None:
        source = opened(('[{"a": 1},' + text).encode())
        for part in source.parts():
            assert all(len(values) == len(part) for values in part.columns.values())


def test_arrays_are_of_arrow() -> None:
    (part,) = opened([{"a": "x"}]).parts()
    assert isinstance(part.columns["a"], pa.ChunkedArray)
