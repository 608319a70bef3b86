"""Frames of Spark beside a join by hand: ``python -m benchmarks spark``, since it needs Java and takes minutes.

The figures of the quotes are made up. Both sides read the same Parquet files and throw their result away, so that what
is between counts. By hand means: a table with a row for each currency and day, made beforehand, broadcast and joined.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - as everybody calls it who uses it

import centralasia as ca
from benchmarks.cases import Case, Sample, seconds
from centralasia.arrays.calendars import Question, compile_calendar
from centralasia.frames import convert

_ROWS: Final = 8_000_000
_LAST: Final = date(2024, 12, 31)
_COLUMNS: Final[dict[str, Any]] = {"amount": "amount", "currency": "currency", "to": "USD", "on": "day"}
_SIZES: Final = ((12, 10), (40, 30), (160, 30))
_ROUNDS: Final = 5


def cases() -> Iterator[Case]:
    """Compare with the same join by hand, and exact results with floats."""
    with _spark(2) as session, TemporaryDirectory() as place:
        for count, years in _SIZES:
            rates, paid = _rates(count, years), _paid(session, Path(place, f"{count}-{years}"), count, years)
            by_hand = partial(_by_hand, session, paid, _a_row_a_day(rates))
            plain = partial(convert, paid, rates=rates, **_COLUMNS)
            name = f"{_ROWS:,} rows in Spark, {count} currencies and {years} years"
            yield _case(name, plain, "a join by hand", by_hand, limit=1.3)
            if (count, years) == _SIZES[0]:
                rich = partial(plain, details=["rate", "rate_on", "age", "legs", "problem"])
                yield _case(f"{name}, with details", rich, "a join by hand, without", by_hand)
                yield _case(f"{name}, exact decimals", partial(plain, exact=True), "a join by hand, of floats", by_hand)


def tables() -> Iterator[str]:
    """Tell what a row costs as cores, partitions and rows grow, and what is broadcast."""
    yield "| cores | partitions | rows | reading them | with floats | a row | with exact decimals | a row |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for cores in (1, 2):
        with _spark(cores) as session, TemporaryDirectory() as place:
            rates, paid = _rates(*_SIZES[0]), _paid(session, Path(place, "paid"), *_SIZES[0])
            for partitions, part in ((8, 8), (8, 2), (8, 1), (2, 1), (64, 1)):
                rows = _ROWS // part
                given = _cut(session, paid, Path(place, f"{partitions}-{part}"), rows, partitions)
                yield _costs(given, rates, f"| {cores} | {partitions} | {rows:,}", rows)
    yield ""
    yield "| currencies | years | broadcast | for a currency and year | by hand, a row a day | likewise |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: |"
    with _spark(2) as session:
        for count, years in _SIZES:
            rates = _rates(count, years)
            days = (date(_LAST.year - years + 1, 1, 1), _LAST)
            each = [(1.0, code, day) for code in sorted(map(str, rates.currencies)) for day in days]
            paid = session.createDataFrame(each, "amount double, currency string, day date")
            ours = _broadcast(convert(paid, rates=rates, **_COLUMNS))
            theirs = _broadcast(_by_hand(session, paid, _a_row_a_day(rates)))
            yield f"| {count} | {years} | {_bytes(ours, count * years)} | {_bytes(theirs, count * years)} |"


def _case(
    name: str,
    ours: Callable[[], DataFrame],
    against: str,
    theirs: Callable[[], DataFrame],
    *,
    limit: float | None = None,
) -> Case:
    samples = [_seconds(make) for make in (ours, theirs)]
    for sample in samples:
        sample()  # what Java compiles while it runs is compiled
    return Case(name=name, against=against, ours=samples[0], peer=samples[1], limit=limit, rounds=_ROUNDS)


def _seconds(make: Callable[[], DataFrame]) -> Sample:
    """Time making a frame, working every row of it out, and throwing it away."""
    return seconds(lambda: make().write.format("noop").mode("overwrite").save())


@contextmanager
def _spark(cores: int) -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master(f"local[{cores}]")
        .config("spark.driver.memory", "6g")  # by hand, 160 currencies do not fit the usual one
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


def _codes(count: int) -> list[str]:
    known = [code for code, money in ca.reference.currencies().items() if money.withdrawn is None and len(code) == 3]  # noqa: PLR2004 - of ISO
    first = ["USD", "KZT", "UZS", "KGS", "TJS", "TMT", "RUB", "CNY", "EUR", "TRY", "GBP", "JPY"]
    return [*first, *(code for code in known if code not in first)][:count]


def _rates(count: int, years: int) -> ca.RateTable:
    """Make weekly quotes, which answer for every day."""
    start = _LAST - timedelta(weeks=52 * years + years)
    return ca.RateTable.of(
        ca.ExchangeRate(
            base="USD",
            quote=code,
            value=f"{7 + place + week % 97 / 100:.2f}",
            on=start + timedelta(weeks=week),
            source="made-up",
        )
        for place, code in enumerate(_codes(count)[1:])
        for week in range(53 * years + 1)
    )


def _paid(session: SparkSession, place: Path, count: int, years: int) -> DataFrame:
    """Write payments in random order to eight files."""
    codes = F.array(*map(F.lit, _codes(count)))
    session.range(0, _ROWS, numPartitions=8).select(
        F.col("id"),
        F.round(F.rand(1) * 1e6, 2).alias("amount"),
        F.element_at(codes, (F.rand(2) * count).cast("int") + 1).alias("currency"),
        F.date_sub(F.lit(_LAST), (F.rand(3) * 365 * years).cast("int")).alias("day"),
    ).write.parquet(str(place))
    return session.read.parquet(str(place))


def _cut(session: SparkSession, paid: DataFrame, place: Path, rows: int, partitions: int) -> DataFrame:
    """Write some of the payments to so many files, each read by a task of its own."""
    paid.filter(F.col("id") < rows).repartition(partitions).write.parquet(str(place))
    files = sorted(map(str, place.glob("*.parquet")))
    return session.read.option("maxPartitionBytes", 1 << 40).parquet(*files).coalesce(partitions)


def _a_row_a_day(rates: ca.RateTable) -> pa.Table:
    target = ca.currency("USD")
    days = [_LAST - timedelta(day) for day in range((_LAST - next(iter(rates)).on).days, -1, -1)]  # type: ignore[operator]
    question = Question(rates=rates, policy=ca.LastKnown(), kind=None)
    calendar = compile_calendar(question, [(source, target) for source in rates.currencies], slots=days)
    return pa.table(
        {
            "code": pa.array([source.code for source, _ in calendar.pairs for _ in days]),
            "date": pa.array(days * len(calendar.pairs)),
            "factor": pa.array(calendar.factors[:-1, :-1].reshape(-1)),
        }
    )


def _by_hand(session: SparkSession, paid: DataFrame, table: pa.Table) -> DataFrame:
    right = session.createDataFrame(table)
    same = (paid["currency"] == right["code"]) & (paid["day"] == right["date"])
    made = paid.join(F.broadcast(right), same, "left").withColumn("converted", F.col("amount") * F.col("factor"))
    return made.drop("code", "date", "factor")


def _costs(paid: DataFrame, rates: ca.RateTable, head: str, rows: int) -> str:
    """Measure in turns what reading costs, and what is added to it."""
    ways: tuple[Callable[[], DataFrame], ...] = (
        lambda: paid,
        partial(convert, paid, rates=rates, **_COLUMNS),
        partial(convert, paid, rates=rates, exact=True, **_COLUMNS),
    )
    samples = [_seconds(make) for make in ways]
    taken = [[sample() for sample in samples] for _ in range(4)][1:]
    read, floats, exact = (median(each) for each in zip(*taken, strict=True))
    cells = (
        f"{floats:.2f} s | {(floats - read) / rows * 1e9:.0f} ns",
        f"{exact:.2f} s | {(exact - read) / rows * 1e9:.0f} ns",
    )
    return f"{head} | {read:.2f} s | {' | '.join(cells)} |"


def _broadcast(frame: DataFrame) -> int:
    """Give the bytes of the rows that Spark broadcasts, as it holds them itself.

    What it says it holds of them is rounded up to a page of its memory, which is 64 MiB.
    """
    probe = frame.agg(F.sum("converted"))
    probe.collect()
    scans = [each for each in _nodes(probe._jdf.queryExecution().executedPlan()) if each.nodeName() == "LocalTableScan"]
    return sum(_size(each.executeCollect()) for each in scans)


def _size(rows: Any) -> int:  # noqa: ANN401 - of Java
    """Give the bytes of rows, of which a thousand are looked at."""
    step = max(1, len(rows) // 1000)
    looked_at: list[int] = [rows[place].getSizeInBytes() for place in range(0, len(rows), step)]
    return len(rows) * sum(looked_at) // max(1, len(looked_at))


def _nodes(plan: Any) -> Iterator[Any]:  # noqa: ANN401 - of Java
    yield plan
    inside = [plan.executedPlan()] if plan.nodeName() == "AdaptiveSparkPlan" else []
    inside += [plan.plan()] if "QueryStage" in plan.nodeName() else []
    children = plan.children().iterator()
    while children.hasNext():
        inside.append(children.next())
    for each in inside:
        yield from _nodes(each)


def _bytes(count: int, years: int) -> str:
    return f"{count / 1e6:,.1f} MB | {count / years / 1e3:,.1f} kB"
