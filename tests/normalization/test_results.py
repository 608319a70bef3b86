"""What comes back is of the kind that went in, and untouched cells are as they were."""

import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from centralasia.normalization import log_of, normalize, replay
from centralasia.normalization.intake import _joined
from centralasia.rates import ExchangeRate, RateTable

TODAY = "2026-06-01"
rates = partial(normalize, kind="rates", today=TODAY)
ROWS = [
    {"base": "usd", "quote": "KZT", "on": "2024-03-01", "value": 450.5, "note": "a"},
    {"base": "EUR", "quote": "KZT", "on": "2024-03-02", "value": 500.5, "note": None},
    {"base": "EUR", "quote": "KZT", "on": "2024-03-02", "value": 500.5, "note": None},
]
WANTED = [{**ROWS[0], "base": "USD"}, ROWS[1]]
ORDER = ["base", "quote", "value", "on", "note"]


def a_stream() -> Iterator[dict[str, Any]]:
    yield from ROWS


class TestFrames:
    @pytest.mark.parametrize(
        ("make", "cells"),
        [
            (pl.DataFrame, lambda frame: frame.to_dicts()),
            (lambda rows: pl.DataFrame(rows).lazy(), lambda frame: frame.collect().to_dicts()),
            (pa.Table.from_pylist, lambda frame: frame.to_pylist()),
            (lambda rows: pa.Table.from_pylist(rows).to_batches()[0], lambda frame: frame.to_pylist()),
            (lambda rows: pa.Table.from_pylist(rows).to_reader(), lambda frame: frame.to_pylist()),
        ],
    )
    def test_come_back_as_one_of_their_library(self, make: Callable[[Any], Any], cells: Callable[[Any], Any]) -> None:
        found, report = rates(make(ROWS))
        assert cells(found) == [{name: row[name] for name in ORDER} for row in WANTED]
        assert type(found).__module__.partition(".")[0] == type(make(ROWS)).__module__.partition(".")[0]
        assert report.facts["changes"] == {"currency-code": 1, "duplicate-row": 1}

    def test_of_pandas_keep_their_index_and_their_types(self) -> None:
        frame = pd.DataFrame(ROWS, index=["x", "y", "z"]).astype({"base": "category"})
        frame["small"] = pd.array([1, None, None], "Int8")
        found, _ = rates(frame)
        assert found.index.tolist() == ["x", "y"]
        assert list(found) == [*ORDER, "small"]
        assert found["base"].tolist() == ["USD", "EUR"]
        assert str(found["base"].dtype) == "category"
        assert found["quote"].dtype == frame["quote"].dtype
        assert str(found["small"].dtype) == "Int8"

    def test_of_pandas_with_a_header_twice_come_back_with_names_of_their_own(self) -> None:
        frame = pd.DataFrame([["usd", "KZT", "2024-03-01", 450.5, 1, 2]])
        frame.columns = ["base", "quote", "on", "value", "x", "x"]
        found, _ = rates(frame)
        assert isinstance(found, pd.DataFrame)
        assert found["base"].tolist() == ["USD"]
        assert found.shape == (1, 6)

    def test_new_columns_have_types_that_can_be_blank(self) -> None:
        frame = pd.DataFrame([{**ROWS[0], "nominal": 50}, {**ROWS[1], "nominal": 1}])
        frame["value"] = ["450.5", "500.5"]
        found, _ = rates(frame, nominal=1)
        assert found["margin"].tolist()[0] == "0.001"
        frame = pd.DataFrame([{**ROWS[0], "decimals": 2, "nominal": 100}, {**ROWS[1], "decimals": None, "nominal": 1}])
        frame["decimals"] = frame["decimals"].astype("Int64")
        found, _ = rates(frame, nominal=1)
        assert found["decimals"].tolist() == [4, pd.NA]

    def test_keep_wide_texts_and_categories(self) -> None:
        table = pa.Table.from_pylist(ROWS[:2])
        table = table.set_column(0, "base", table["base"].cast(pa.large_string()))
        table = table.set_column(1, "quote", pa.chunked_array([["тенге", "тенге"]]).dictionary_encode())
        table = table.set_column(2, "on", table["on"].cast(pa.large_string()))
        found, _ = rates(table)
        assert [str(kind) for kind in found.select(["base", "quote", "on"]).schema.types] == [
            "large_string",
            "dictionary<values=string, indices=int32, ordered=0>",
            "large_string",
        ]
        assert found["quote"].to_pylist() == ["KZT", "KZT"]

    def test_days_and_moments_stay_days_and_moments(self) -> None:
        table = pa.Table.from_pylist(ROWS[:1])
        for kind in (pa.date32(), pa.timestamp("us")):
            given = table.set_column(2, "on", table["on"].cast(kind))
            assert rates(given)[0]["on"].type == kind

    @pytest.mark.parametrize(
        "odd",
        [
            pa.array([1], pa.int64()).cast(pa.duration("s")),
            pa.array([1], pa.int32()).cast(pa.time32("s")),
            pa.array([1], pa.int32()).cast(pa.date32()),
            pa.array([1], pa.int64()).cast(pa.timestamp("s")),
            pa.array([True]),
            pa.array([b"\xff"]),
            pa.array([{"a": 1}]),
            pa.array([pa.MonthDayNano([1, 2, 3])]),
        ],
    )
    def test_of_odd_types_have_findings(self, odd: pa.Array) -> None:
        table = pa.Table.from_pylist(ROWS[:1])
        found, report = rates(table.set_column(3, "value", pa.chunked_array([odd])))
        assert not report.ok
        assert found["value"].to_pylist() == odd.to_pylist()

    def test_with_lists_are_read_as_lists(self) -> None:
        table = pa.table({"reference": ["a"], "title": ["b"], "lender": ["c"], "countries": [["Казахстан", "UZ"]]})
        found, _ = normalize(table, "memoranda")
        assert found["countries"].to_pylist() == ["KZ|UZ"]
        given, _ = normalize(table.set_column(3, "countries", [[["KZ", "UZ"]]]), "memoranda")
        assert given["countries"].to_pylist() == [["KZ", "UZ"]]


class TestRowsAndRecords:
    @pytest.mark.parametrize("rows", [ROWS, tuple(ROWS), a_stream()])
    def test_mappings_come_back_as_a_list(self, rows: Any) -> None:
        assert rates(rows)[0] == WANTED

    def test_values_keep_their_types(self) -> None:
        row = {"base": "USD", "quote": "KZT", "on": "2024-03-01", "nominal": 100}
        rows = [{**row, "value": Decimal("450.1")}, {**row, "value": Decimal("450.12"), "on": "2024-03-02"}]
        found, _ = rates(rows, nominal=1)
        assert [each["value"] for each in found] == [Decimal("4.501"), Decimal("4.5012")]

    def test_what_is_no_row_is_counted_and_left_out(self) -> None:
        found, report = rates([ROWS[0], "no row", ROWS[1]])
        assert found == WANTED
        assert (report.counts["not-a-row"], report.facts["rows_left_out"]) == (1, 1)

    def test_columns_of_several_types_are_texts(self) -> None:
        rows = [{**ROWS[1], "on": f"2024-03-{day:02}"} for day in range(1, 29)]
        found, _ = rates([*rows, {**ROWS[1], "value": "1 450,5"}])
        assert found[-1]["value"] == "1450.5"
        assert found[0]["value"] == 500.5

    def test_records_come_back_as_they_were_but_for_what_changed(self) -> None:
        given = [ExchangeRate(base="USD", quote="KZT", value="450.10", on="2024-03-01", nominal=100)]
        given.append(ExchangeRate(base="EUR", quote="KZT", value="500.10", on="2024-03-01"))
        found, _ = rates(iter(given), nominal=1)
        assert isinstance(found, tuple)
        assert found[1] is given[1]
        assert (found[0].value, found[0].nominal) == (Decimal("4.5010"), 1)
        table, _ = rates(RateTable.of(given), nominal=1)
        assert table == RateTable.of(found)

    def test_nothing_comes_back_as_nothing(self) -> None:
        found, report = rates([])
        assert found == []
        assert not report.ok

    def test_parts_of_several_types_are_put_together_as_texts(self) -> None:
        chunks = [pa.chunked_array([[1, 2]]), pa.chunked_array([[1.5, None]]), pa.chunked_array([pa.nulls(1)])]
        assert _joined(chunks).to_pylist() == ["1", "2", "1.5", None, None]
        assert _joined(chunks[1:]).to_pylist() == [1.5, None, None]


class TestFiles:
    CSV = "Валюта;Дата;Курс;x\nдоллар США;01.03.2024;450,12;=1\nевро;02.03.2024;1 450,12;2\n"

    def test_come_back_as_a_table_with_lines_in_the_log(self, tmp_path: Path) -> None:
        path = tmp_path / "in.csv"
        path.write_text(self.CSV, "cp1251")
        keywords: dict[str, Any] = {"columns": {"base": "Валюта"}, "constants": {"quote": "KZT"}}
        found, report = rates(path, **keywords)
        assert found.to_pylist()[1] == {"base": "EUR", "quote": "KZT", "value": "1450.12", "on": "2024-03-02", "x": "2"}
        assert [change.row for change in log_of(report) if change.column == "value"] == [None, 2, 3]
        assert replay(path, log_of(report)).select(found.column_names).equals(found)
        assert rates(self.CSV.encode(), **keywords)[0].equals(found)

    def test_of_parquet_keep_their_types(self) -> None:
        file = io.BytesIO()
        pq.write_table(pa.Table.from_pylist(ROWS), file)
        found, _ = rates(file.getvalue())
        assert found.schema.field("value").type == pa.float64()
        assert found.to_pylist() == [{name: row[name] for name in ORDER} for row in WANTED]

    def test_that_are_empty_come_back_empty(self) -> None:
        found, report = rates(b"base,quote,on,value\n")
        assert (found.num_rows, found.column_names) == (0, ["base", "quote", "value", "on"])
        assert report.counts["empty-table"] == 1
        assert rates(b"\x00\x01\x02")[0].num_rows == 0
