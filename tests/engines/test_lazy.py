"""Frames of engines: what comes out is what frames in memory give, and is worked out by the engine when it is asked."""

import gc
import math
import pickle
import sys
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import dask.dataframe as dd
import duckdb
import ibis
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centralasia import ExchangeRate, RateTable
from centralasia.arrays.calendars import Question
from centralasia.arrays.details import Detail
from centralasia.engines.batches import Batches
from centralasia.engines.eager import Asked
from centralasia.errors import InvalidValueError, ValidationFailedError, WrongTypeError
from centralasia.frames import UnconvertedWarning, convert
from centralasia.numbers import Rounding
from centralasia.rates import ExactDay

DAY = date(2024, 3, 1)
RATES = RateTable.of(
    [
        ExchangeRate(base="USD", quote="KZT", value="450.25", on=DAY, source="made up"),
        ExchangeRate(base="KZT", quote="UZS", value="27.8", on=DAY, source="made up"),
        ExchangeRate(base="USD", quote="JPY", value="150.12", on=DAY, source="made up"),
    ]
)
DETAILS: list[Detail] = ["rate", "rate_on", "age", "legs", "low", "high", "problem"]
COLUMNS: dict[str, Any] = {
    "row": list(range(9)),
    "amount": [1.5, None, 100.25, 7.0, 7.0, 8.0, 9.0, 1.7e308, math.inf],
    "money": ["KZT", "KZT", "UZS", "usd", None, "KZT", "TJR", "USD", "USD"],
    "to": ["USD", "USD", "KZT", "USD", "USD", "", "USD", "UZS", "USD"],
    "day": [DAY, DAY, DAY, DAY, DAY, None, DAY, DAY, DAY],
    "text": ["2024-03-01", "x", "01.03.2024", "", None, "x", " ", "2024-03-02", "2024"],
}
TABLE = pa.table(COLUMNS)
ASKED: dict[str, Any] = {"amount": "amount", "currency": "money", "to": "USD", "on": "day", "rates": RATES}

ENGINES = ("polars", "polars of enums", "duckdb", "ibis", "dask", "dask of arrow")


def laws() -> Any:
    """The frames that those in memory are tested with, which stand in the file of their tests."""
    spec = spec_from_file_location("frames_of_laws", Path(__file__).parents[1] / "frames" / "test_laws.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    module.__dict__["BACKENDS"] = ("pyarrow",)
    return module


LAWS = laws()


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("SET timezone = 'Asia/Tashkent'")
        yield connection


@pytest.fixture(scope="module")
def lazy(connection: duckdb.DuckDBPyConnection) -> Callable[[pa.Table, str], Any]:
    def made(table: pa.Table, engine: str) -> Any:
        if engine == "duckdb":
            connection.register("given", table)
            return connection.table("given")
        if engine == "ibis":
            return ibis.memtable(table)
        frame = in_memory(table, engine)
        return frame.lazy() if engine.startswith("polars") else dd.from_pandas(frame, npartitions=3)

    return made


def in_memory(table: pa.Table, engine: str) -> Any:
    """Give the rows of a frame of an engine as a frame in memory of its kind."""
    if engine.startswith("polars"):
        return LAWS.frame_of(table, engine)
    if engine in {"duckdb", "ibis"}:
        return table
    for place, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):  # pandas has each category once, and Dask takes some of Arrow for others
            texts = table[field.name].cast(pa.string())
            plain = engine == "dask of arrow"
            table = table.set_column(place, field.name, texts if plain else texts.combine_chunks().dictionary_encode())
    return LAWS.frame_of(table, engine.replace("dask", "pandas")).reset_index(drop=True)


def read(frame: Any) -> list[dict[str, Any]]:
    """Run a frame, and give its rows in order."""
    if isinstance(frame, dd.DataFrame):
        frame = frame.compute(scheduler="synchronous")
    if isinstance(frame, pd.DataFrame):
        table = pa.table({name: pa.array(frame[name], from_pandas=True) for name in frame.columns})
    else:
        table = nw.from_native(frame).lazy().collect("pyarrow").to_native()
    found: list[dict[str, Any]] = sorted(table.to_pylist(), key=lambda row: row["row"])
    return found


def check_same(found: Any, expected: Any) -> None:
    """Hold new columns against those of a frame in memory: floats may be off by a step where they are decimals."""
    rows, wanted = read(found), read(expected)
    assert [list(row) for row in rows] == [list(row) for row in wanted]
    for row, other in zip(rows, wanted, strict=True):
        for name in (name for name in row if name.startswith("converted")):
            cell = row[name]
            if isinstance(cell, float) and isinstance(other[name], float):
                assert cell == pytest.approx(other[name], rel=2**-50, abs=1e-320), (name, row, other)
            else:
                assert cell == other[name], (name, row, other)


def quietly(frame: Any, **asked: Any) -> Any:
    """Convert, and do not hear of rows that have no result."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnconvertedWarning)
        return convert(frame, **asked)


def facts(report: Any) -> dict[str, Any]:
    return dict(report.facts)


@pytest.mark.parametrize("engine", ENGINES)
class TestLaws:
    @settings(max_examples=settings().max_examples // 3)
    @given(case=LAWS.cases(), exact=st.booleans(), places=st.none() | st.integers(-2, 5))
    def test_lazy_frames_give_what_frames_in_memory_give(
        self,
        lazy: Callable[[pa.Table, str], Any],
        engine: str,
        case: Any,
        exact: bool,  # noqa: FBT001 - drawn
        places: int | None,
    ) -> None:
        table = case.frame.append_column("row", pa.array(range(len(case.frame)), pa.int64()))
        asked = case.asked | {"exact": exact, "details": DETAILS, "on_problem": "report"}
        asked["places"] = places if exact else None
        expected, report = convert(in_memory(table, engine), **asked)
        found, other = convert(lazy(table, engine), **asked)
        check_same(found, expected)
        assert facts(other) == facts(report)
        assert set(other.counts) == set(report.counts)


@pytest.mark.parametrize("engine", ENGINES)
class TestEngines:
    def test_the_kind_of_frame_and_its_columns_stay(self, lazy: Any, engine: str) -> None:
        frame = lazy(TABLE, engine)
        for exact in (False, True):
            found = quietly(frame, **ASKED, exact=exact, details=["age"])
            assert type(found) is type(frame)
            assert list(read(found)[0]) == [*COLUMNS, "converted", "converted_age"]

    def test_a_column_of_the_name_is_replaced(self, lazy: Any, engine: str) -> None:
        for exact in (False, True):
            found = read(quietly(lazy(TABLE, engine), **ASKED, exact=exact, name="amount", details=["legs"]))
            assert list(found[0]) == [*COLUMNS, "amount_legs"]
            assert [row["amount"] is None for row in found] == [False, True, False, *[True] * 4, exact, True]

    def test_exact_results_have_the_same_decimals_in_every_batch(self, lazy: Any, engine: str) -> None:
        table = pa.table({"row": [0, 1, 2], "amount": [1, 1, 1], "money": ["USD"] * 3, "to": ["JPY", "KZT", "?"]})
        found = quietly(lazy(table, engine), **ASKED | {"to": "to", "on": DAY}, exact=True)
        assert [row["converted"] for row in read(found)] == [Decimal(150), Decimal("450.25"), None]

    def test_texts_of_amounts_are_read_as_in_memory(self, lazy: Any, engine: str) -> None:
        table = pa.table({"row": [0, 1, 2], "amount": ["1 000,50", "x", None], "money": ["USD"] * 3})
        asked = ASKED | {"on": DAY, "to": "KZT", "locale": "ru", "details": ["problem"], "on_problem": "report"}
        found, report = convert(lazy(table, engine), **asked)
        assert [row["converted"] for row in read(found)] == [450475.125, None, None]
        assert report.counts == {"missing-amount": 1, "unreadable-amount": 1}

    def test_rows_without_a_result_are_told_of_where_they_are_converted_at_once(self, lazy: Any, engine: str) -> None:
        texts = pa.table({"row": [0, 1], "amount": ["x", "1"], "money": ["USD"] * 2})
        for table, more in ((TABLE, {"exact": True}), (texts, {"on": DAY})):
            with warnings.catch_warnings(record=True, action="always") as caught:
                read(convert(lazy(table, engine), **ASKED | more))
            told = [str(each.message).partition(":")[0] for each in caught if each.category is UnconvertedWarning]
            _, report = convert(lazy(table, engine), **ASKED | more, on_problem="report")
            counted = f"{report.total} of {len(table)} rows could not be converted"
            assert told == ([counted] if engine in {"duckdb", "ibis"} else [])
            assert {Path(each.filename).name for each in caught if each.category is UnconvertedWarning} <= {
                "test_lazy.py"
            }

    def test_constants_need_no_column(self, lazy: Any, engine: str) -> None:
        table = pa.table({"row": [0, 1], "amount": [450.25, None]})
        found = convert(lazy(table, engine), **ASKED | {"currency": "KZT", "on": "2024-03-02"}, details=DETAILS[:4])
        first, second = read(found)
        assert (first["converted"], first["converted_age"], first["converted_rate_on"]) == (1.0, 1, DAY)
        assert set(list(second.values())[1:]) == {None}

    def test_a_report_counts_exactly_and_shows_rows_that_are_there(self, lazy: Any, engine: str) -> None:
        found, report = convert(lazy(TABLE, engine), **ASKED, on_problem="report")
        assert list(read(found)[0]) == [*COLUMNS, "converted"]
        troubles = ["missing-amount", "unreadable-amount", "missing-currency", "unknown-currency", "missing-date"]
        counts = dict.fromkeys([*troubles, "withdrawn-currency"], 1)
        assert (facts(report), report.counts) == ({"rows": 9, "unconverted": 6}, counts)
        assert {problem.row for problem in report.problems} == {None}
        (unknown,) = [problem for problem in report.problems if problem.code == "unknown-currency"]
        assert (unknown.column, unknown.value, unknown.fix) == ("money", "usd", "did you mean USD?")

    def test_of_each_trouble_two_rows_are_shown(self, lazy: Any, engine: str) -> None:
        table = pa.table({"row": [0, 1, 2, 3], "amount": [1.0] * 4, "money": ["b", "a", "c", "b"]})
        _, report = convert(lazy(table, engine), **ASKED | {"on": DAY}, on_problem="report")
        assert [problem.value for problem in report.problems] == ["a", "c"]
        assert report.counts == {"unknown-currency": 4}

    def test_rows_that_cannot_be_converted_raise_if_asked(self, lazy: Any, engine: str) -> None:
        with pytest.raises(ValidationFailedError, match="did you mean USD") as caught:
            convert(lazy(TABLE, engine), **ASKED, on_problem="raise")
        assert facts(caught.value.report)["rows"] == 9
        clean = convert(lazy(TABLE.slice(0, 1), engine), **ASKED, on_problem="raise", details=["problem"])
        assert read(clean)[0]["converted_problem"] is None
        assert list(read(convert(lazy(TABLE.slice(0, 1), engine), **ASKED, on_problem="raise"))[0])[-1] == "converted"

    @pytest.mark.parametrize(
        ("more", "error", "message"),
        [
            ({"amount": "paid"}, InvalidValueError, "amount must be one of the columns"),
            ({"currency": "monie"}, InvalidValueError, "did you mean 'money'"),
            ({"on": "days"}, InvalidValueError, "on must be a day"),
            ({"currency": "row"}, WrongTypeError, "currency must be a column of texts"),
            ({"on": "row"}, WrongTypeError, "on must be a column of days"),
            ({"amount": "flag"}, WrongTypeError, "amount must be a column of numbers"),
        ],
    )
    def test_what_cannot_be_is_said_before_anything_runs(
        self, lazy: Any, engine: str, more: dict[str, Any], error: type[Exception], message: str
    ) -> None:
        table = TABLE.append_column("flag", pa.array([True] * len(TABLE)))
        with pytest.raises(error, match=message):
            convert(lazy(table, engine), **ASKED | more)


class TestDuckDB:
    @pytest.mark.parametrize("union", ["union_value(n := 5)", "{'a': [union_value(n := 5)]}"])
    def test_columns_that_arrow_does_not_have_are_refused_and_the_connection_is_free(self, union: str) -> None:
        with duckdb.connect() as connection:
            given = connection.sql(f"SELECT 1.0::DOUBLE AS amount, {union} AS odd")
            asked = ASKED | {"currency": "USD", "on": DAY}
            with pytest.raises(InvalidValueError, match=r"a frame without columns of unions, got \['odd'\]; leave"):
                convert(given, **asked, exact=True)
            assert connection.sql("SELECT 1").fetchall() == [(1,)]
            assert convert(given, **asked).fetchall()[0][2] == 1.0

    def test_what_cannot_be_read_is_said_of_the_cell(self) -> None:
        with duckdb.connect() as connection:
            given = connection.sql("SELECT unnest([0.1 + 0.2::DOUBLE, 'inf'::DOUBLE]) AS amount")
            asked = ASKED | {"currency": "USD", "on": DAY, "exact": True, "on_problem": "report"}
            _, report = convert(given, **asked)
        assert {(each.value, each.message) for each in report} == {
            ("0.30000000000000004", "this has more digits than can be relied on"),
            ("inf", "this is no finite number"),
        }


class TestPolars:
    def test_nothing_runs_before_it_is_collected(self) -> None:
        runs = []

        def counted(frame: pl.DataFrame) -> pl.DataFrame:
            runs.append(len(frame))
            return frame

        frame = pl.LazyFrame(COLUMNS, strict=False)
        schema = frame.collect_schema()
        found = convert(frame.map_batches(counted, schema=schema), **ASKED)
        assert not runs
        found.collect()
        assert len(runs) == 1

    def test_rows_keep_their_order_in_any_engine(self) -> None:
        frame = pl.LazyFrame({"amount": range(1, 300_001), "money": "USD", "day": DAY})
        found = convert(frame, **ASKED)
        for engine in ("in-memory", "streaming"):
            assert found.select(pl.col("converted").is_sorted()).collect(engine=engine).item()

    def test_filters_move_before_it_and_no_column_is_read_in_vain(self) -> None:
        frame = pl.LazyFrame(COLUMNS, strict=False)
        found = convert(frame, **ASKED, details=["age"]).filter(pl.col("money") == "KZT").select("converted")
        plan = found.explain()
        assert plan.index("python_udf") < plan.index("FILTER")
        assert "PROJECT */6 COLUMNS" not in plan
        assert not any(word in plan for word in ("JOIN", "SORT"))
        assert found.collect()["converted"].to_list() == [pytest.approx(1.5 / 450.25), None, None]

    def test_what_comes_after_sees_the_new_columns(self) -> None:
        frame = pl.LazyFrame({"amount": [1000, 2000, 3000], "money": "KZT", "day": DAY})
        found = convert(frame, **ASKED, exact=True).filter(pl.col("converted") > 3).select("converted").head(1)
        assert found.collect().rows() == [(Decimal("4.44"),)]


class TestDuckdb:
    def test_the_join_is_by_hash_and_sorts_nothing(self, lazy: Any) -> None:
        plan = convert(lazy(TABLE, "duckdb"), **ASKED).explain().lower().replace("_", " ")
        assert "hash join" in plan
        assert "order by" not in plan
        assert "window" not in plan

    def test_it_stays_on_its_own_connection(self) -> None:
        with duckdb.connect() as own:
            own.execute(
                "CREATE TABLE paid AS SELECT 450.25::DOUBLE AS amount, 'KZT' AS money, DATE '2024-03-01' AS day"
            )
            found = convert(own.table("paid"), **ASKED)
            exact = convert(own.table("paid"), **ASKED, exact=True)
            gc.collect()
            assert found.query("found", "SELECT converted FROM found JOIN paid USING (money)").fetchall() == [(1.0,)]
            assert exact.query("found", "SELECT sum(converted) FROM found").fetchall() == [(Decimal("1.00"),)]
            assert own.execute("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchall() == [(0,)]

    def test_a_table_of_the_user_is_not_mistaken_for_the_rates(self) -> None:
        with duckdb.connect() as own:
            own.execute("CREATE TABLE rates AS SELECT 1 AS x; CREATE TABLE found AS SELECT 1 AS x")
            own.execute(
                "CREATE TABLE paid AS SELECT 450.25::DOUBLE AS amount, 'KZT' AS money, DATE '2024-03-01' AS day"
            )
            assert convert(own.table("paid"), **ASKED).fetchall()[0][-1] == 1.0

    def test_columns_of_all_types_come_back_from_batches_as_they_were(self) -> None:
        values = (
            "'a'::ENUM('a', 'b')", "uuid()", "5::HUGEINT", "BITSTRING '101'", "TIMETZ '10:00:00+03'", "INTERVAL 3 DAYS",
            "'{}'::JSON", "[BITSTRING '1']", "{'a': 1}", "1.5::DECIMAL(9, 2)", "TIMESTAMP_S '2024-01-01 10:00:00'",
        )  # fmt: skip
        with duckdb.connect() as own:
            columns = ", ".join(f'{value} AS "a ""{place}"' for place, value in enumerate(values))
            own.execute(f"CREATE TABLE paid AS SELECT 1 AS amount, {columns}")
            given_ = own.table("paid")
            found = convert(given_, **ASKED | {"currency": "USD", "on": DAY}, exact=True)
            assert list(map(str, found.dtypes[:-1])) == list(map(str, given_.dtypes))
            assert found.fetchall()[0][:-1] == given_.fetchall()[0]

    def test_moments_have_the_day_of_the_time_zone_of_the_session(self, lazy: Any) -> None:
        moments = pa.array(
            [datetime(2024, 2, 29, 20, tzinfo=UTC)], pa.timestamp("us", "UTC")
        )  # the next day in Tashkent
        table = pa.table({"row": [0], "amount": [450.25], "money": ["KZT"], "day": moments})
        for exact in (False, True):
            found = convert(lazy(table, "duckdb"), **ASKED, policy=ExactDay(), exact=exact)
            assert [row["converted"] for row in read(found)] == [1]


class TestIbis:
    def test_the_join_is_by_equal_keys_and_sorts_nothing(self) -> None:
        sql = str(ibis.to_sql(convert(ibis.memtable(TABLE), **ASKED), dialect="duckdb")).upper()
        assert sql.count("LEFT OUTER JOIN") + sql.count("LEFT JOIN") == 1
        assert "ORDER BY" not in sql
        assert "OVER (" not in sql


class TestDask:
    def test_partitions_stay_where_they_are(self, lazy: Any) -> None:
        frame = lazy(TABLE, "dask")
        found = convert(frame, **ASKED, details=DETAILS)
        assert found.npartitions == frame.npartitions
        assert found.divisions == frame.divisions
        plan = str(found.optimize().expr.tree_repr())
        assert plan.count("MapPartitions") == 1
        assert not any(word in plan for word in ("Shuffle", "Merge", "Sort"))

    def test_the_index_and_the_types_are_those_that_were_said(self) -> None:
        pandas = TABLE.to_pandas().set_index("row")
        found = convert(dd.from_pandas(pandas, npartitions=2), **ASKED | {"on": "text"}, details=DETAILS, exact=True)
        computed = found.compute(scheduler="synchronous")
        assert (computed.dtypes == found.dtypes).all()
        assert computed.index.tolist() == pandas.index.tolist()

    def test_what_converts_is_sent_without_what_it_found(self) -> None:
        question = Question(rates=RATES, policy=ExactDay(), kind=None)
        names = {name: ASKED[name] for name in ("amount", "currency", "to", "on")}
        usual: dict[str, Any] = {"name": "converted", "exact": False, "details": [], "places": None, "locale": None}
        batches = Batches(Asked(**names, **usual, rounding=Rounding.HALF_EVEN), question)
        frame = pd.DataFrame({"amount": [450.25], "money": ["KZT"], "day": [pd.Timestamp(DAY)]})
        size = len(pickle.dumps(batches))
        assert batches(frame)["converted"].tolist() == [1.0]
        assert len(pickle.dumps(batches)) == size
        assert pickle.loads(pickle.dumps(batches))(frame)["converted"].tolist() == [1.0]


def test_engines_that_are_not_known_say_which_are() -> None:
    with pytest.raises(WrongTypeError, match="DuckDB, Ibis, Dask or Spark"):
        convert(nw.from_native(TABLE).lazy(), **ASKED)
