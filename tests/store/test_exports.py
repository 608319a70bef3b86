import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from centralasia.errors import InvalidValueError, MissingExtraError, WrongTypeError
from centralasia.rates import ExchangeRate, RateTable
from centralasia.readers import read_rates
from centralasia.records import columns_of, from_row
from centralasia.store import Store, StoreError, exports

pq: Any = import_module("pyarrow.parquet")
NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
RATES = [
    ExchangeRate(base="KRW", quote="KZT", value="30.690", nominal=100, on="2024-03-01", source="made up", decimals=4),
    ExchangeRate(base="USD", quote="KZT", value="456.31", on="2023-Q1", kind="average", source="made up"),
    ExchangeRate(
        base="USD",
        quote="TMT",
        value="3.5",
        on="2015-01-01",
        until="2026-01-01",
        source='a "bank", of two\nlines',
        margin="0",
        change="=1+1",
        inverted=True,
    ),
]


@pytest.fixture
def full(store: Store) -> Store:
    store.add(
        [ExchangeRate(base="KRW", quote="KZT", value=30, nominal=100, on="2024-03-01", source="made up")],
        learnt="2024-02-01T00:00Z",
    )
    store.add(RATES, learnt=NOON)
    return store


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_csv_file_is_read_back(full: Store, tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    assert full.export(path) == 3
    rows = rows_of(path)
    assert list(rows[0]) == [*(column.name for column in columns_of(ExchangeRate)), "learnt"]
    assert {row.pop("learnt") for row in rows} == {NOON.isoformat()}
    back = [from_row(ExchangeRate, row) for row in rows]
    assert back == RATES
    assert [(str(rate.value), rate.decimals, rate.margin, rate.change) for rate in back] == [
        (str(rate.value), rate.decimals, rate.margin, rate.change) for rate in RATES
    ]
    assert b"\r" not in path.read_bytes()


def test_a_parquet_file_has_texts_for_figures_and_days_for_days(
    full: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "_GROUP", 2)
    path = tmp_path / "rates.PARQUET"
    assert full.export(str(path)) == 3
    frame = pq.read_table(path)
    assert pq.ParquetFile(path).num_row_groups == 2
    assert {name: str(frame.schema.field(name).type) for name in frame.column_names} == {
        **dict.fromkeys(["base", "quote", "value", "kind", "side", "source", "margin", "change", "on"], "string"),
        "until": "date32[day]",
        "nominal": "int64",
        "decimals": "int32",
        "inverted": "bool",
        "learnt": "timestamp[us, tz=UTC]",
    }
    korean, average, turkmen = frame.to_pylist()
    assert (korean["value"], korean["nominal"], korean["on"]) == ("30.690", 100, "2024-03-01")
    assert (average["on"], average["learnt"]) == ("2023-Q1", NOON)
    assert (turkmen["until"], turkmen["margin"], turkmen["change"]) == (date(2026, 1, 1), "0", "=1+1")


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_an_export_comes_back_as_it_was(full: Store, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"rates.{suffix}"
    full.export(path)
    back = read_rates(path)[0] if suffix == "csv" else RateTable.of(pq.read_table(path))
    assert back == full.table()
    assert [(rate.change, rate.margin, rate.decimals) for rate in back] == [
        (rate.change, rate.margin, rate.decimals) for rate in full.table()
    ]


def test_a_part_is_exported(full: Store, tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    assert full.export(path, since="2024-01-01", until="2024-03-01") == 1
    assert full.export(path, currencies=["KRW", "KZT"], as_of="2024-02-02T00:00Z") == 1
    assert [(row["value"], row["learnt"]) for row in rows_of(path)] == [("30", "2024-02-01T00:00:00+00:00")]
    assert full.export(path, kind="average") == 1
    assert full.export(path, publishers="made up", kind="official") == 1
    assert full.export(path, since="2030-01-01") == 0
    assert rows_of(path) == []


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_an_export_that_fails_leaves_nothing(
    full: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    path = tmp_path / f"rates.{suffix}"
    full.export(path)
    before = path.read_bytes()

    def broken(*_: object) -> Iterator[Any]:
        yield RATES[0], NOON
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("centralasia.store.selections.Selection.learnt", broken)
    with pytest.raises(StoreError, match="the export cannot be written: no space left on device; choose another place"):
        full.export(path)
    assert path.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir() if "part" in each.name) == []


@pytest.mark.parametrize(
    ("path", "error", "message"),
    [
        ("rates.xlsx", InvalidValueError, "path must be a name that ends in .csv or .parquet, got '.*rates.xlsx'"),
        ("rates", InvalidValueError, "path must be a name that ends in"),
        ("", StoreError, "a directory, not a file"),
        (5, WrongTypeError, "path must be a path"),
    ],
)
def test_a_name_says_the_form(store: Store, path: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        store.export(path)


def test_parquet_needs_an_extra(full: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(exports, "import_module", missing)
    with pytest.raises(MissingExtraError, match=r"pyarrow is not installed; pip install 'centralasia\[frames\]'"):
        full.export(tmp_path / "rates.parquet")
    assert not list(tmp_path.glob("*parquet*"))
