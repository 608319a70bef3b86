import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - as everybody calls it who uses it

from centralasia import ExactDay, ExchangeRate, LastKnown, Money, NextKnown, Published, RateTable, period
from centralasia.arrays.calendars import Question
from centralasia.engines.batches import BATCH, Batches
from centralasia.engines.eager import Asked
from centralasia.engines.spark import converted
from centralasia.errors import InvalidValueError, RateNotFoundError, ValidationFailedError, WrongTypeError
from centralasia.frames import convert
from centralasia.numbers import Rounding
from centralasia.rates import RateKind
from centralasia.rates.policies import Policy, Timeline
from centralasia.reference import currencies

CODES = ("USD", "KZT", "UZS", "KGS", "TJS", "TMT", "RUB", "CNY", "JPY", "KWD", "BYR", "BYN", "XAF")
DETAILS = ("rate", "rate_on", "age", "legs", "problem")
FIRST, LAST = date(2015, 12, 1), date(2016, 12, 31)  # the Belarusian rouble lost four zeros in between
COLUMNS: dict[str, Any] = {"amount": "amount", "currency": "code", "to": "USD", "on": "day"}


FEW = settings(phases=[Phase.generate])
"""An example takes seconds: a failing one is shown as it is."""


class OneDayOld:
    """A policy of somebody's own."""

    skew = None

    def pick(self, line: Timeline, on: int) -> tuple[int, int] | None:
        return next(((place, 1) for place, day in enumerate(line.days) if day == on - 1), None)


def rates_of(seed: int) -> RateTable:
    random, rates = Random(seed), list[ExchangeRate]()  # noqa: S311 - figures for a test
    for code in CODES[:-1]:
        for number in range((LAST - FIRST).days):
            day = FIRST + timedelta(days=number)
            is_valid = code not in {"BYR", "BYN"} or (code == "BYR") == (day < date(2016, 7, 1))
            if code != "USD" and is_valid and random.random() < 0.6:
                value = f"{random.uniform(0.5, 13_000):.{random.randint(2, 4)}f}"
                rates.append(ExchangeRate(base="USD", quote=code, value=value, on=day, source="made-up"))
    return RateTable.of(rates)


RATES = rates_of(1)


def dirty_frame(seed: int, count: int = 3_000) -> pa.Table:
    """Rows of which some are wrong in each way there is."""
    random = Random(seed)  # noqa: S311 - figures for a test

    def mostly(usual: Callable[[], Any], *odd: Any) -> list[Any]:
        return [usual() if random.random() < 0.9 else random.choice(odd) for _ in range(count)]

    def day() -> date:
        return FIRST - timedelta(days=9) + timedelta(days=random.randrange((LAST - FIRST).days + 30))

    moments = [datetime(2016, 1, 1, tzinfo=UTC) + timedelta(minutes=random.randrange(500_000)) for _ in range(count)]
    far = date(1, 1, 1), date(9999, 12, 31), date(1969, 12, 31)
    codes = ("usd", "KZZ", "", " \u00a0\x1c", "TMM", "XAF", "XTS", "DEM", None)
    return pa.table(
        {
            "row": pa.array(range(count), pa.int64()),
            "amount": pa.array(
                mostly(lambda: round(random.uniform(-1e6, 1e6), 2), None, float("nan"), float("inf"), 1e308, 0.0, 1e-7)
            ),
            "whole": pa.array(mostly(lambda: random.randrange(-(10**6), 10**6), None, 2**62, 0), pa.int64()),
            "decimal": pa.array(
                mostly(lambda: Decimal(random.randrange(-(10**9), 10**9)).scaleb(-4), None, Decimal(10**24)),
                pa.decimal128(38, 4),
            ),
            "text": pa.array(mostly(lambda: f"{random.uniform(0, 1e6):.2f}", None, "1,5", "", "many", " 7 ", "1e3")),
            "code": pa.array(mostly(lambda: random.choice(CODES), *codes)),
            "target": pa.array(mostly(lambda: random.choice(CODES), *codes)),
            "day": pa.array(mostly(day, None, *far)),
            "moment": pa.array(mostly(lambda: random.choice(moments), None), pa.timestamp("us", "Asia/Tashkent")),
            "local": pa.array(mostly(lambda: random.choice(moments).replace(tzinfo=None), None), pa.timestamp("us")),
            "written": pa.array(mostly(lambda: day().isoformat(), None, "2016-Q2", "2016-13-01", "", "soon", "2016")),
        }
    )


def plain(table: pa.Table) -> list[dict[str, Any]]:
    """Rows as Python has them; a NaN equals itself."""
    return [
        {name: "nan" if value != value else value for name, value in row.items()}  # noqa: PLR0124 - of NaN alone
        for row in table.to_pylist()
    ]


def spread(spark: SparkSession, table: pa.Table) -> DataFrame:
    """The same rows in Spark, which takes moments without a zone for those of the session if it is not told."""
    return spark.createDataFrame(table).withColumn("local", F.col("local").cast("timestamp_ntz"))


def both(spark: SparkSession, table: pa.Table, **asked: Any) -> tuple[pa.Table, pa.Table]:
    """The same conversion in Spark and in memory, with their reports compared."""
    there, told = convert(spread(spark, table).repartition(3), on_problem="report", **asked)
    here, expected = convert(table, on_problem="report", **asked)
    assert (told.facts, told.counts) == (expected.facts, expected.counts)
    assert there.columns == here.column_names
    new = ["row", *(name for name in there.columns if name.startswith("converted"))]
    return there.orderBy("row").select(new).toArrow(), here.select(new)


def same(spark: SparkSession, table: pa.Table, **asked: Any) -> pa.Table:
    found, expected = both(spark, table, **asked)
    for one, other in zip(plain(found), plain(expected), strict=True):
        assert one == other
    return found


POLICIES: tuple[Policy, ...] = (
    LastKnown(),
    LastKnown(0),
    LastKnown(days=30),
    LastKnown(days=5, skew=2),
    ExactDay(),
    NextKnown(days=5),
    Published(),
    OneDayOld(),
)


class TestLaws:
    @settings(FEW, max_examples=6)
    @given(
        seed=st.integers(0, 10**6),
        policy=st.sampled_from(POLICIES),
        amount=st.sampled_from(("amount", "whole", "decimal", "text")),
        to=st.sampled_from(("USD", "KZT", "RUB", "KWD", "BYN", "target")),
        on=st.sampled_from(("day", "moment", "local", "written")),
        currency=st.sampled_from(("code", "code", "code", "KZT", "BYR")),
    )
    def test_spark_gives_every_row_what_memory_gives(
        self, spark: SparkSession, seed: int, policy: Policy, amount: str, to: str, on: str, currency: str
    ) -> None:
        asked = {"amount": amount, "currency": currency, "to": to, "on": on, "rates": RATES, "policy": policy}
        same(spark, dirty_frame(seed), details=DETAILS, **asked)

    @settings(FEW, max_examples=4)
    @given(
        seed=st.integers(0, 10**6),
        amount=st.sampled_from(("amount", "whole", "decimal", "text")),
        to=st.sampled_from(("KZT", "KWD", "target")),
        on=st.sampled_from(("day", "moment", "local", "written")),
        rounding=st.sampled_from(list(Rounding)),
    )
    def test_exact_results_are_those_of_memory(
        self, spark: SparkSession, seed: int, amount: str, to: str, on: str, rounding: Rounding
    ) -> None:
        table = dirty_frame(seed)
        asked = {"amount": amount, "currency": "code", "to": to, "on": on, "rates": RATES, "rounding": rounding}
        found, expected = both(spark, table, exact=True, details=(*DETAILS, "low", "high"), **asked)
        for one, other in zip(plain(found), plain(expected), strict=True):
            assert one == other

    def test_both_ways_give_the_scalar_answer(self, spark: SparkSession) -> None:
        table = dirty_frame(7, 1_500)
        asked: dict[str, Any] = COLUMNS | {"amount": "decimal", "to": "KZT", "rates": RATES}
        given_ = spread(spark, table)
        exact = convert(given_, exact=True, name="exact", **asked)
        rows = convert(exact, **asked).toArrow().to_pylist()
        answered = 0
        for row in rows:
            try:
                money = Money.of(row["decimal"], row["code"])
                answer = RATES.convert(money, "KZT", on=row["day"])
            except (RateNotFoundError, ValueError, LookupError, TypeError):
                assert row["exact"] is None
                assert row["converted"] is None
                continue
            answered += 1
            assert row["exact"] == answer.money.amount
            assert row["converted"] == pytest.approx(float(answer.exact), rel=2**-51)
        assert answered > 900

    def test_bounds_hold_those_of_memory(self, spark: SparkSession) -> None:
        found, expected = both(spark, dirty_frame(3), details=["low", "high"], rates=RATES, **COLUMNS)
        for one, other in zip(plain(found), plain(expected), strict=True):
            assert (one["converted_low"] is None) == (other["converted_low"] is None)
            if one["converted_low"] is not None:
                assert one["converted_low"] <= one["converted"] <= one["converted_high"]
                assert one["converted_low"] == pytest.approx(other["converted_low"], rel=1e-14)
                assert one["converted_high"] == pytest.approx(other["converted_high"], rel=1e-14)


class TestPlans:
    """What `explain` says: rows of the frame stay where they are."""

    def plan(self, frame: DataFrame, capsys: pytest.CaptureFixture[str]) -> str:
        capsys.readouterr()
        frame.explain()
        return capsys.readouterr().out

    def test_nothing_is_shuffled_at_160_currencies_and_30_years(
        self, spark: SparkSession, capsys: pytest.CaptureFixture[str]
    ) -> None:
        codes = [code for code, money in currencies().items() if money.withdrawn is None and code != "USD"][:160]
        weeks = [date(1995, 1, 2) + timedelta(weeks=week) for week in range(1565)]
        rates = RateTable.of(
            ExchangeRate(base="USD", quote=code, value=f"{place + 1}.5", on=day, source="made-up")
            for place, code in enumerate(codes)
            for day in weeks
        )
        paid = spark.range(200_000).select(
            (F.col("id") / 100).alias("amount"),
            F.element_at(F.array(*map(F.lit, codes)), (F.col("id") % 160 + 1).cast("int")).alias("code"),
            F.date_add(F.lit(date(1995, 1, 2)), (F.col("id") % 10_000).cast("int")).alias("day"),
        )
        made = convert(paid, rates=rates, **COLUMNS)
        plan = self.plan(made, capsys)
        assert plan.count("BroadcastHashJoin") == 1
        assert "BuildRight" in plan
        assert "SortMergeJoin" not in plan
        assert "Exchange hashpartitioning" not in plan
        assert made.filter("converted is null").count() == 0

    @pytest.mark.parametrize("asked", [{"to": "target"}, {"on": "written"}, {"details": ["low"]}])
    def test_what_is_looked_up_first_is_broadcast_too(
        self, spark: SparkSession, capsys: pytest.CaptureFixture[str], asked: dict[str, Any]
    ) -> None:
        made = convert(spark.createDataFrame(dirty_frame(2, 100)), **(COLUMNS | {"rates": RATES} | asked))
        plan = self.plan(made, capsys)
        assert "BroadcastHashJoin" in plan
        assert "SortMergeJoin" not in plan
        assert "Exchange hashpartitioning" not in plan

    def test_days_are_converted_without_running_anything(self, spark: SparkSession) -> None:
        tracker = spark.sparkContext.statusTracker()
        spark.sparkContext.setJobGroup("lazily", "nothing")
        paid = spark.createDataFrame(dirty_frame(2, 100))
        convert(paid, rates=RATES, **COLUMNS)
        convert(paid, rates=RATES, exact=True, **COLUMNS)
        assert list(tracker.getJobIdsForGroup("lazily")) == []


class TestColumns:
    def test_new_columns_come_last_and_replace_their_namesakes(self, spark: SparkSession) -> None:
        frame = spark.createDataFrame(dirty_frame(2, 10)).withColumn("converted", F.lit("old"))
        for exact in (False, True):
            made = convert(frame, rates=RATES, exact=exact, details=["age"], **COLUMNS)
            assert made.columns == [*frame.columns, "converted_age"]
            assert made.schema["converted"].dataType.simpleString() == ("decimal(38,2)" if exact else "double")
            assert made.toArrow().num_rows == 10

    @pytest.mark.parametrize("exact", [False, True])
    def test_names_that_differ_by_case_alone_are_one(self, spark: SparkSession, exact: bool) -> None:  # noqa: FBT001
        asked: dict[str, Any] = {"amount": "a", "currency": "c", "to": "USD", "on": "2016-03-01", "rates": RATES}
        frame = spark.createDataFrame([(1.5, "USD", 42.0, "mine")], ["a", "c", "Converted", "Сумма"])
        for name, names in (
            ("converted", ["a", "c", "converted", "Сумма"]),
            ("A", ["A", "c", "Converted", "Сумма"]),
            ("сумма", ["a", "c", "Converted", "сумма"]),
        ):
            made, report = convert(frame, exact=exact, name=name, on_problem="report", **asked)
            assert (made.columns, report.ok) == (names, True)
            (row,) = made.toArrow().to_pylist()
            assert float(row[name]) == 1.5
        twins = frame.withColumnRenamed("Converted", "A")
        with pytest.raises(InvalidValueError, match=r"columns of different names, got \['a', 'A'\]"):
            convert(twins, exact=exact, **asked)

    def test_and_two_where_the_session_says_so(self, spark: SparkSession) -> None:
        spark.conf.set("spark.sql.caseSensitive", "true")
        try:
            frame = spark.createDataFrame([(1.5, "USD", 42.0)], ["a", "c", "Converted"])
            made = convert(frame, amount="a", currency="c", to="USD", on="2016-03-01", rates=RATES)
            assert made.toArrow().to_pylist() == [{"a": 1.5, "c": "USD", "Converted": 42.0, "converted": 1.5}]
        finally:
            spark.conf.unset("spark.sql.caseSensitive")

    def test_constants_stand_for_all_rows(self, spark: SparkSession) -> None:
        table = dirty_frame(5, 200)
        for on in (date(2016, 3, 1), "2016-03-01", period("2016-Q1")):
            same(spark, table, amount="amount", currency="KZT", to="USD", on=on, rates=RATES, details=DETAILS)
        same(spark, table, amount="amount", currency="KZT", to="USD", on="day", rates=RATES, details=DETAILS)
        same(spark, table, amount="amount", currency="USD", to="USD", on="day", rates=RATES, details=DETAILS)

    def test_averages_and_other_kinds(self, spark: SparkSession) -> None:
        average = ExchangeRate(
            base="USD", quote="KZT", value="342.16", on="2016", kind=RateKind.AVERAGE, source="made-up"
        )
        for rates, kind in ((RateTable.of([average]), None), (RateTable.of([average]), "average"), (RATES, "cash")):
            same(spark, dirty_frame(5, 300), rates=rates, kind=kind, details=DETAILS, **COLUMNS)

    def test_a_frame_without_rows_and_one_without_partitions(self, spark: SparkSession) -> None:
        empty = dirty_frame(5, 5).slice(0, 0)
        for exact in (False, True):
            for asked in (COLUMNS, COLUMNS | {"to": "target"}, COLUMNS | {"on": "written"}):
                assert same(spark, empty, rates=RATES, exact=exact, details=DETAILS, **asked).num_rows == 0

    def test_a_column_of_nothing(self, spark: SparkSession) -> None:
        frame = spark.createDataFrame(dirty_frame(5, 5)).withColumn("code", F.lit(None).cast("string"))
        made, report = convert(frame, rates=RATES, on_problem="report", **COLUMNS)
        assert made.filter("converted is not null").count() == 0
        assert set(report.counts) <= {"missing-currency", "missing-amount", "unreadable-amount"}

    @pytest.mark.parametrize(("column", "kind"), [("amount", "boolean"), ("currency", "int"), ("on", "int")])
    def test_columns_of_other_things_are_refused(self, spark: SparkSession, column: str, kind: str) -> None:
        frame = spark.createDataFrame(dirty_frame(5, 5)).withColumn("odd", F.lit(1).cast(kind))
        with pytest.raises(WrongTypeError, match=f"^{column} must be a column of"):
            convert(frame, rates=RATES, **(COLUMNS | {column: "odd"}))

    def test_columns_that_are_not_there_are_refused(self, spark: SparkSession) -> None:
        frame = spark.createDataFrame(dirty_frame(5, 5))
        with pytest.raises(InvalidValueError, match="one of the columns there are"):
            convert(frame, rates=RATES, **(COLUMNS | {"amount": "sum"}))

    @pytest.mark.parametrize("exact", [False, True])
    def test_names_that_spark_takes_for_paths_are_refused(self, spark: SparkSession, exact: bool) -> None:  # noqa: FBT001
        frame = spark.createDataFrame(dirty_frame(5, 5)).withColumn("a.b", F.lit(1))
        with pytest.raises(InvalidValueError, match=r"without dots and backticks.*; rename them with toDF"):
            convert(frame, rates=RATES, exact=exact, **COLUMNS)

    def test_raise_tells_of_all_rows(self, spark: SparkSession) -> None:
        frame = spark.createDataFrame(dirty_frame(5, 500))
        with pytest.raises(ValidationFailedError) as caught:
            convert(frame, rates=RATES, on_problem="raise", **COLUMNS)
        assert "unknown-currency" in {problem.code for problem in caught.value.report.problems}
        fine = frame.filter("amount < 1 and code = 'USD' and day is not null")
        assert convert(fine, rates=RATES, on_problem="raise", **COLUMNS).columns[-1] == "converted"


class TestWorkers:
    """What runs in the Python processes of Spark, run here."""

    def test_small_batches_are_put_together(self) -> None:
        table = dirty_frame(1, 1_000).combine_chunks()
        asked = Asked(
            amount="amount",
            currency="code",
            to="KZT",
            on="day",
            name="converted",
            exact=True,
            rounding=Rounding.HALF_EVEN,
            places=None,
            details=(),
            locale=None,
        )
        sent = pickle.dumps(Batches(asked, Question(rates=RATES, policy=LastKnown(), kind=None)))
        parts = table.to_batches() * (BATCH // 1_000 + 2)
        assert list(converted(iter(()), sent)) == []
        made = list(converted(iter(parts), sent))
        assert sum(each.num_rows for each in made) == 1_000 * len(parts)
        assert max(each.num_rows for each in made) == 1_000
        expected, _ = convert(table, rates=RATES, exact=True, on_problem="report", **(COLUMNS | {"to": "KZT"}))
        assert plain(pa.Table.from_batches(made[:1])) == plain(expected)
