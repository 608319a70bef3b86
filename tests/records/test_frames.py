import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, MissingExtraError, WrongTypeError
from centralasia.numbers import Estimate
from centralasia.periods import Period, period
from centralasia.records import column, record, to_frame
from centralasia.records.frames import Backend
from centralasia.records.intake import records_of

backends = pytest.mark.parametrize("backend", get_args(Backend))


class Flow(StrEnum):
    IMPORT = "import"


COLUMNS: dict[str, list[Any]] = {
    "code": ["KZT", None, "USD"],
    "flow": [Flow.IMPORT, None, None],
    "row": [1, None, 2**60 + 1],
    "sure": [True, None, False],
    "on": [date(2024, 9, 15), None, None],
    "value": [Decimal("1.50"), None, Decimal("1E+3")],
    "share": [0.5, None, 1.5],
}


def cells(frame: Any, name: str) -> list[Any]:
    values = frame[name]
    listed: list[Any] = values.to_pylist() if hasattr(values, "to_pylist") else list(values)
    return [None if value is None or str(value) in {"<NA>", "nan", "NaT"} else value for value in listed]


@backends
def test_values_come_back_from_a_frame(backend: Backend) -> None:
    frame = to_frame(COLUMNS, backend=backend)
    assert type(frame).__module__.split(".")[0] == backend
    for name, values in COLUMNS.items():
        assert cells(frame, name) == values, name
    assert cells(frame, "row")[2] == 2**60 + 1


@backends
def test_columns_without_values_have_the_type_that_is_named(backend: Backend) -> None:
    frame = to_frame({"row": [], "code": []}, backend=backend, types={"row": int, "code": str})
    assert len(frame) == 0
    assert len(to_frame({"row": [None], "code": [None]}, backend=backend, types={"row": int})) == 1
    assert len(to_frame({}, backend=backend)) == 0


@backends
@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([2**63], "x must be whole numbers of 64 bits, got 9223372036854775808; give them as texts"),
        ([1, "2"], "x must be a column of int only, got '2'"),
        (["2", 1], "x must be a column of str only, got 1"),
        ([True, "2"], "x must be a column of bool only, got '2'"),
        (
            [Decimal("1E+30"), Decimal("1E-15")],
            "x must be decimals of 38 digits, got '31 digits and 15 places'; give them as texts",
        ),
        ([Decimal("NaN")], "x must be finite decimals, got Decimal('NaN')"),
    ],
)
def test_what_a_frame_would_change_silently_is_refused(backend: Backend, values: list[Any], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        to_frame({"x": values}, backend=backend)
    assert str(caught.value) == message


def test_other_values_are_left_to_the_library() -> None:
    stamp = datetime(2024, 9, 15, 12)  # noqa: DTZ001 - a frame may hold times without a zone
    assert cells(to_frame({"at": [stamp]}, backend="polars"), "at") == [stamp]


def test_columns_are_of_equal_length() -> None:
    with pytest.raises(InvalidValueError, match="columns must be of equal length"):
        to_frame({"a": [1], "b": []})


def test_an_unknown_library_is_refused() -> None:
    backend: Any = "modin"
    with pytest.raises(InvalidValueError, match="backend must be one of pandas, polars, pyarrow, got 'modin'"):
        to_frame({}, backend=backend)


@pytest.mark.parametrize(("library", "wanted"), [("narwhals", "'centralasia[frames]'"), ("polars", "polars")])
def test_a_library_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, library: str, wanted: str) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=re.escape(f"{library} is not installed; pip install {wanted}")):
        to_frame({"a": [1]}, backend="polars")


@record
class Price:
    good: str = column(title="good")
    value: Decimal = column(title="price", unit="USD/t")
    on: date = column(title="day")
    tonnes: int | None = column(title="lot", default=None)
    sure: bool = column(title="whether it is known for sure", default=True)


NAMES = ("good", "value", "on", "tonnes", "sure")
PRICES = [
    Price(good="wheat", value="240.50", on="2024-03-01", tonnes=100, sure=False),  # type: ignore[arg-type]  # converted
    Price(good="rice", value="1E+3", on="2024-03-02"),  # type: ignore[arg-type]  # converted
]
CELLS: list[dict[str, Any]] = [{name: getattr(price, name) for name in NAMES} for price in PRICES]
TEXTS: list[dict[str, Any]] = [
    {"good": "wheat", "value": "240.50", "on": "2024-03-01", "tonnes": "100", "sure": "false"},
    {"good": "rice", "value": "1E+3", "on": "2024-03-02", "tonnes": None, "sure": "true"},
]


def sqlite(row_factory: Any = None) -> sqlite3.Cursor:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE prices (good, value, 'on', tonnes, sure)")
    connection.executemany("INSERT INTO prices VALUES (:good, :value, :on, :tonnes, :sure)", TEXTS)
    connection.row_factory = row_factory
    return connection.execute("SELECT * FROM prices")


def sqlite_rows(query: str) -> sqlite3.Cursor:
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    return connection.execute(query)


def as_dictionary(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip([each[0] for each in cursor.description], row, strict=True))


def in_pyarrow() -> Any:
    return to_frame({name: [row[name] for row in TEXTS] for name in NAMES})


def duck() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.register("prices", in_pyarrow())
    return connection


QUERY = 'SELECT good, value, "on"::date AS "on", tonnes::int AS tonnes, sure::boolean AS sure FROM prices'
SOURCES: dict[str, Callable[[], Any]] = {
    "dictionaries": lambda: CELLS,
    "texts": lambda: TEXTS,
    "a generator": lambda: (row for row in TEXTS),
    "pandas": lambda: pd.DataFrame(CELLS, dtype=object),
    "pandas of texts": lambda: pd.DataFrame(TEXTS),
    "pandas of nullable types": lambda: pd.DataFrame(CELLS).astype({"tonnes": "Int64", "on": "datetime64[ns]"}),
    "polars": lambda: pl.DataFrame(TEXTS),
    "a lazy frame": lambda: pl.LazyFrame(TEXTS).with_columns(pl.col("on").str.to_date()),
    "pyarrow": in_pyarrow,
    "a stream of pyarrow": lambda: in_pyarrow().to_reader(),
    "narwhals": lambda: nw.from_native(pl.DataFrame(TEXTS)),
    "a relation of duckdb": lambda: duck().sql(QUERY),
    "a cursor of duckdb": lambda: duck().execute(QUERY),
    "a cursor of sqlite3": sqlite,
    "rows of sqlite3": lambda: sqlite(sqlite3.Row).fetchall(),
    "a cursor of rows": lambda: sqlite(sqlite3.Row),
    "a cursor of dictionaries": lambda: sqlite(as_dictionary),
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_records_come_from_wherever_rows_do(source: Callable[[], Any]) -> None:
    found = list(records_of(Price, source()))
    assert found == PRICES
    assert [str(price.value) for price in found] == ["240.50", "1E+3"]


def test_what_is_made_of_records_is_given_back() -> None:
    assert list(records_of(Price, PRICES)) == PRICES
    assert list(records_of(Price, iter(PRICES))) == PRICES
    assert list(records_of(Price, [])) == []
    nothing: Any = 3
    assert records_of(Price, nothing) is nothing
    with pytest.raises(WrongTypeError, match="data must be rows, since it is said what their columns are"):
        records_of(Price, PRICES, columns={"good": "what"})


def test_columns_can_be_named_and_fields_be_constant() -> None:
    rows = [{"what": "wheat", "price": "240.50", "note": "made up"}]
    found = records_of(
        Price, rows, columns={"good": "what", "value": "price"}, constants={"on": "2024-03-01"}, besides={"note"}
    )
    assert list(found) == [Price(good="wheat", value="240.50", on="2024-03-01")]  # type: ignore[arg-type]  # converted


def one(**cells: Any) -> dict[str, Any]:
    return {"good": "wheat", "value": "240.50", "on": "2024-03-01"} | cells


class Grain(StrEnum):
    WHEAT = "wheat"


@pytest.mark.parametrize(
    ("field", "cell", "expected"),
    [
        ("on", datetime(2024, 3, 1), date(2024, 3, 1)),  # noqa: DTZ001 - a frame may hold times without a zone
        ("on", datetime(2024, 3, 1, tzinfo=UTC), date(2024, 3, 1)),
        ("on", pd.Timestamp("2024-03-01"), date(2024, 3, 1)),
        ("on", np.datetime64("2024-03-01"), date(2024, 3, 1)),
        ("on", "2024-03-01 00:00:00", date(2024, 3, 1)),
        ("on", "2024-03-01T00:00:00.000+05:00", date(2024, 3, 1)),
        ("value", 240, Decimal(240)),
        ("value", np.int64(240), Decimal(240)),
        ("tonnes", Decimal("1E+2"), 100),
        ("tonnes", np.int32(100), 100),
        ("tonnes", float("nan"), None),
        ("tonnes", np.float64("nan"), None),
        ("tonnes", pd.NA, None),
        ("tonnes", pd.NaT, None),
        ("tonnes", "", None),
        ("sure", 0, False),
        ("sure", np.bool_(1), True),
        ("good", np.str_("wheat"), "wheat"),
        ("good", Grain.WHEAT, "wheat"),
    ],
)
def test_cells_of_other_libraries_are_taken_for_what_they_are(field: str, cell: object, expected: object) -> None:
    (found,) = records_of(Price, [one(**{field: cell})])
    assert getattr(found, field) == expected
    assert type(getattr(found, field)) is type(expected)


@pytest.mark.parametrize(
    ("field", "cell", "message"),
    [
        (
            "value",
            240.5,
            "value in row 2 must be a text, a Decimal or a whole number, got 240.5 of type float; cast the c",
        ),
        (
            "tonnes",
            np.float64(100),
            "tonnes in row 2 must be a text, a Decimal or a whole number, got 100.0 of type float",
        ),
        (
            "value",
            np.float32(240.5),
            "value in row 2 must be a text, a Decimal or a whole number, got 240.5 of type flo",
        ),
        ("value", float("nan"), "value in row 2 must be given: the column is never blank"),
        ("value", True, "value in row 2 must be an int, a Decimal or a text"),
        (
            "value",
            "1 240",
            "value in row 2 must be an int, a Decimal or a text of ASCII digits with a point, got '1 240'",
        ),
        ("on", datetime(2024, 3, 1, 9, tzinfo=UTC), "on in row 2 must be a day, without a time of day, got datetime"),
        ("on", "2024-03-01 09:00:00", "on in row 2 must be a day written YYYY-MM-DD, got '2024-03-01 09:00:00'"),
        ("tonnes", Decimal("0.5"), "tonnes in row 2 must be a whole number, got Decimal("),
        ("sure", 2, "sure in row 2 must be True or False, got 2"),
        ("good", 3, "good in row 2 must be a text, got 3 of type int"),
        ("good", [], "good in row 2 must be a text, got [] of type list"),
    ],
)
def test_what_would_not_be_exact_is_refused_with_its_row(field: str, cell: object, message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        list(records_of(Price, [one(**{field: TEXTS[0][field]}), one(**{field: cell})]))
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("cell", [None, "", float("nan"), pd.NA, pd.NaT, np.float64("nan"), np.str_("")])
def test_a_null_is_for_fields_that_take_none(cell: object) -> None:
    (found,) = records_of(Price, [one(tonnes=cell)])
    assert found.tonnes is None
    with pytest.raises(InvalidValueError) as caught:
        list(records_of(Price, [one(sure=True), one(sure=cell)]))
    shown = "''" if isinstance(cell, str) else "None"
    assert str(caught.value) == (
        f"sure in row 2 must be given: the column is never blank, got {shown}; fill it in, or leave the column out and"
        " pass its value in all rows, such as constants={'sure': True}"
    )
    with pytest.raises(
        InvalidValueError, match=r"on in row 1 must be given: .*; fill it in, or leave the column out and"
    ) as caught:
        list(records_of(Price, [one(on=cell)]))
    assert str(caught.value).endswith("pass its value in all rows with constants=")


@pytest.mark.parametrize(
    "frame",
    [
        lambda: pd.DataFrame([one(sure=True), one(sure=None)]),
        lambda: pl.DataFrame([one(sure=True), one(sure=None)]),
        lambda: duck().sql("SELECT good, value, \"on\"::date AS 'on', NULL::boolean AS sure FROM prices"),
    ],
    ids=["pandas", "polars", "duckdb"],
)
def test_a_null_in_a_frame_takes_no_default(frame: Callable[[], Any]) -> None:
    with pytest.raises(InvalidValueError, match=r"sure in row [12] must be given: the column is never blank, got None"):
        list(records_of(Price, frame()))


def test_lists_and_parts_of_what_may_be_missing_take_nulls() -> None:
    @record
    class Survey:
        share: Estimate | None = column(title="share", default=None)
        places: tuple[str, ...] = column(title="where", default=("Osh",))

    row = dict.fromkeys(["share", "share_low", "share_high", "share_low_open", "share_high_open", "share_qualifier"])
    (found,) = records_of(Survey, [row | {"places": None}])
    assert (found.share, found.places) == (None, ())


def test_a_column_of_floats_in_a_frame_is_refused() -> None:
    for frame in (pd.DataFrame([one(value=240.5)]), pl.DataFrame([one(value=240.5)])):
        with pytest.raises(
            WrongTypeError, match=r"value in row 1 must be a text, .* read it with dtype=str; a float has"
        ):
            list(records_of(Price, frame))


def test_an_error_names_the_column_of_the_caller() -> None:
    with pytest.raises(InvalidValueError, match="price in row 1 must be an int"):
        list(records_of(Price, [{"good": "wheat", "price": "x", "on": "2024-03-01"}], columns={"value": "price"}))


@pytest.mark.parametrize(
    ("rows", "said", "message"),
    [
        (
            [{"good": "wheat", "value": "1"}],
            {},
            "on must be given: there is no such column, got None; there are: good, v",
        ),
        (
            [one(tonnez="1")],
            {},
            "column must be one of good, value, on, tonnes, sure, got 'tonnez'; did you mean 'tonnes'? otherwise",
        ),
        (
            [one(qqq="1")],
            {},
            "column must be one of good, value, on, tonnes, sure, got 'qqq'; leave it out of the query, or",
        ),
        (
            [one()],
            {"columns": {"goods": "good"}},
            "columns must be of the fields good, value, on, tonnes, sure, got 'goods'; d",
        ),
        (
            [one()],
            {"columns": {"tonnes": "lot"}},
            "columns must be one of the columns there are: good, value, on, got 'lot'",
        ),
        (
            [one()],
            {"constants": {"day": 1}},
            "constants must be of the fields good, value, on, tonnes, sure, got 'day'",
        ),
        (
            [one()],
            {"constants": {"on": "2024-03-01"}},
            "constants must be without on, which is the column 'on', got 'on'",
        ),
        (
            [one(), {"good": "wheat"}],
            {},
            "columns in row 2 must be those of row 1: good, value, on, got {'good': 'wheat'}",
        ),
        ([one(), one(tonnes=1)], {}, "columns in row 2 must be those of row 1: good, value, on, got"),
        ([one(), 3], {}, "columns in row 2 must be those of row 1: good, value, on, got 3"),
    ],
)
def test_columns_that_do_not_fit_are_refused(rows: Any, said: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        list(records_of(Price, rows, **said))
    assert str(caught.value).startswith(message)


def test_a_cursor_without_a_query_is_refused() -> None:
    with pytest.raises(
        InvalidValueError, match="data must be a cursor with the result of a query, got 'Cursor'; execute"
    ):
        records_of(Price, sqlite3.connect(":memory:").cursor())


@pytest.mark.parametrize(
    "rows",
    [
        lambda query: sqlite3.connect(":memory:").execute(query),
        lambda query: duckdb.connect().execute(query),
        lambda query: sqlite_rows(query).fetchall(),
    ],
    ids=["sqlite3", "duckdb", "rows of sqlite3"],
)
def test_two_columns_of_one_name_are_refused(rows: Callable[[str], Any]) -> None:
    query = "SELECT 'wheat' AS good, '1' AS value, '2' AS value, '2024-03-01' AS \"on\""
    with pytest.raises(InvalidValueError) as caught:
        records_of(Price, rows(query))
    assert str(caught.value) == (
        "column must be the only one of its name, got 'value'; say in the query which it is, or give one another name"
    )


def test_a_frame_that_its_library_cannot_read_is_refused() -> None:
    twice = pd.DataFrame([["a", "b"]], columns=["good", "good"])
    with pytest.raises(InvalidValueError, match="data must be a frame that can be read, got 'DataFrame'"):
        records_of(Price, twice)


def test_what_only_looks_like_a_frame_is_gone_through() -> None:
    class Shelf:
        columns = 3

        def __iter__(self) -> Iterator[Price]:
            return iter(PRICES)

    assert list(records_of(Price, Shelf())) == PRICES


def test_a_library_that_a_frame_needs_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    relation = duck().sql(QUERY)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"pyarrow.* is not installed; pip install 'centralasia\[frames\]'"):
        records_of(Price, relation)


def test_a_period_may_stand_in_a_column_of_days() -> None:
    @record
    class Flow:
        on: date | Period = column(title="day or period")

    rows: list[dict[str, Any]] = [{"on": "2024-Q3"}, {"on": period("2024-09")}, {"on": date(2024, 3, 1)}]
    assert [str(flow.on) for flow in records_of(Flow, rows)] == ["2024-Q3", "2024-09", "2024-03-01"]


class TestLaws:
    @given(
        st.lists(
            st.builds(
                Price,
                good=st.sampled_from(["wheat", "rice"]),
                value=st.decimals("0.01", "9999", places=2),
                on=st.dates(date(1993, 1, 1)),
                tonnes=st.none() | st.integers(0, 10**6),
                sure=st.booleans(),
            ),
            min_size=1,
        ),
        st.sampled_from(["mappings", *get_args(Backend)]),
    )
    def test_what_goes_into_a_frame_comes_back(self, prices: list[Price], backend: Any) -> None:
        cells = {name: [getattr(price, name) for price in prices] for name in NAMES}
        if backend == "mappings":
            rows: Any = [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]
        else:
            rows = to_frame(cells, backend=backend, types={"tonnes": int})
        assert list(records_of(Price, rows)) == prices
