"""The log: what it says, how it is written, and that it makes the output of the input."""

import json
from pathlib import Path

import attrs
import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from centralasia.errors import InvalidValueError
from centralasia.normalization import Change, Log, log_of, normalize, replay
from centralasia.normalization.logs import csv_safe

ROWS = [{"base": "доллар США", "quote": "KZT", "on": "01.03.2024", "value": "450,12", "note": "=1+1"}]


@pytest.fixture(scope="module")
def log() -> Log:
    return log_of(normalize(ROWS, "rates", today="2026-01-01")[1])


class TestALog:
    def test_gives_changes_one_by_one(self, log: Log) -> None:
        assert list(log) == [
            Change(row=1, column="on", before="01.03.2024", after="2024-03-01", rule="day"),
            Change(row=1, column="base", before="доллар США", after="USD", rule="currency-code"),
            Change(row=1, column="value", before="450,12", after="450.12", rule="numeral"),
        ]

    def test_counts_and_says_how_many(self, log: Log) -> None:
        assert (len(log), dict(log.counts)) == (3, {"currency-code": 1, "day": 1, "numeral": 1})
        assert str(log) == "3 changes: 1 currency-code, 1 day, 1 numeral"

    def test_is_equal_to_one_of_the_same_changes(self, log: Log) -> None:
        assert log == log_of(normalize(ROWS, "rates", today="2026-01-01")[1])
        assert log != Log(log.table.slice(1))
        assert log != "a log"
        assert isinstance(hash(log), int)

    def test_is_a_frame(self, log: Log) -> None:
        assert log.to_frame() is log.table
        assert log.to_frame(backend="polars").height == 3
        assert list(log.to_frame(backend="pandas")["row"]) == [1, 1, 1]

    def test_is_written_in_three_forms(self, log: Log, tmp_path: Path) -> None:
        for ending in (".csv", ".jsonl", ".parquet"):
            log.write(tmp_path / f"log{ending}")
        assert (tmp_path / "log.csv").read_text("utf-8").startswith('"row","column","before","after","rule"\n1,"')
        lines = (tmp_path / "log.jsonl").read_text("utf-8").splitlines()
        assert [json.loads(line)["rule"] for line in lines] == [change.rule for change in log]
        assert pq.read_table(tmp_path / "log.parquet").equals(log.table)
        with pytest.raises(InvalidValueError, match=r"ends in \.csv, \.jsonl, \.parquet"):
            log.write(tmp_path / "log.txt")

    def test_has_no_formula_when_it_is_a_csv(self) -> None:
        table = pa.table({"row": [1], "column": ["on"], "before": ["=cmd()"], "after": ["-5"], "rule": ["day"]})
        assert Log(table).to_csv().splitlines()[1].split(",") == ["1", '"on"', '"\'=cmd()"', '"-5"', '"day"']
        assert csv_safe(pa.table({"a": [None, "b"]}))["a"].to_pylist() == [None, "b"]


class TestReplaying:
    def test_makes_the_output_of_the_input(self, log: Log) -> None:
        assert replay(ROWS, log).to_pylist() == [
            {"base": "USD", "quote": "KZT", "on": "2024-03-01", "value": "450.12", "note": "=1+1"}
        ]

    def test_leaves_out_the_rows_that_were_left_out(self) -> None:
        found, report = normalize(ROWS * 2, "rates", today="2026-01-01")
        assert replay(ROWS * 2, log_of(report)).to_pylist() == found

    @pytest.mark.parametrize(
        ("change", "match"),
        [
            (Change(row=None, column="on", before="Tag", after="on", rule="header"), "a header of the table"),
            (Change(row=7, column="on", before=None, after="x", rule="day"), "the number of a row of the table"),
        ],
    )
    def test_refuses_the_log_of_another_table(self, change: Change, match: str) -> None:
        cells = {name: [cell] for name, cell in attrs.asdict(change).items()}
        with pytest.raises(InvalidValueError, match=match):
            replay(ROWS, Log(pa.table(cells)))
