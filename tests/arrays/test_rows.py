"""Rows as places in a calendar."""

from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest

from centralasia import ExchangeRate, LastKnown, RateTable, currency, period
from centralasia.arrays.calendars import Question
from centralasia.arrays.kernels import BLOCK
from centralasia.arrays.rows import Moneys, Times, Work, moneys_of, times_of
from centralasia.errors import WrongTypeError

RATES = RateTable.of([ExchangeRate(base="USD", quote="KZT", value=500, on="2024-03-01", source="nbk")])
QUESTION = Question(rates=RATES, policy=LastKnown(), kind=None)


def chunked(array: pa.Array) -> pa.ChunkedArray:
    return pa.chunked_array([array])


def read_moneys(moneys: Moneys, count: int) -> list[Any]:
    """The currency of each row; "missing" or None where there is none."""
    places = moneys.codes(0, count).tolist()
    return ["missing" if moneys.missing[place] else moneys.known[place] for place in places]


def read_times(times: Times, count: int) -> list[Any]:
    slots = [*times.slots, None]
    columns = [int(column) - times.first for column in times.columns(0, count)]
    missing = [False] * count if times.missing is None else times.missing(0, count).tolist()
    return ["missing" if none else slots[column] for column, none in zip(columns, missing, strict=True)]


KZT = currency("KZT")


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (KZT, [KZT, KZT]),
        (pa.array(["KZT", "kzt", None, " ", "KZT"]), [KZT, None, "missing", "missing", KZT]),
        (pa.nulls(2), ["missing", "missing"]),
        (pa.array([float("nan"), None]), ["missing", "missing"]),  # what a reader of files makes of an empty column
        (pa.array(["KZT", None]).dictionary_encode(), [KZT, "missing"]),
    ],
    ids=str,
)
def test_currencies(column: Any, expected: list[Any]) -> None:
    found = moneys_of(chunked(column) if isinstance(column, pa.Array) else column)
    assert read_moneys(found, len(expected)) == expected


def test_many_texts_that_are_no_currency_have_one_place() -> None:
    texts = [f"text {number}" for number in range(3_000)] + ["KZT", None, "USD"]
    found = moneys_of(chunked(pa.array(texts)))
    assert len(found.known) == 4
    assert read_moneys(found, len(texts)) == [None] * 3_000 + [KZT, "missing", currency("USD")]


def test_other_columns_are_no_currencies() -> None:
    with pytest.raises(WrongTypeError, match="currency must be a column of texts or categories, got 'double'"):
        moneys_of(chunked(pa.array([1.5])))


DAY = date(2024, 3, 1)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (DAY, [DAY, DAY]),
        (period("2024-Q1"), [period("2024-Q1")]),
        (pa.array([DAY, None, date(2024, 3, 9)]), [DAY, "missing", date(2024, 3, 9)]),
        (pa.array([DAY, date(2024, 3, 9)]), [DAY, date(2024, 3, 9)]),
        (pa.array([date.min, None, DAY, date.max]), [date.min, "missing", DAY, date.max]),
        (pa.array([date.min, date.max]), [date.min, date.max]),
        (pa.array([datetime(2024, 3, 1, 23)]), [DAY]),  # noqa: DTZ001 - without a zone
        (pa.array([DAY, DAY]).dictionary_encode(), [DAY, DAY]),
        (pa.array(["2024-03-01", "2024-Q1", "x", "", None]), [DAY, period("2024-Q1"), None, "missing", "missing"]),
        (pa.nulls(2), ["missing", "missing"]),
        (pa.array([None], pa.date32()), ["missing"]),
        (pa.array([float("nan")]), ["missing"]),
        # days that no calendar of Python has
        (pa.array([-(2**31), None, 2**31 - 1], pa.int32()).cast(pa.date32()), [None, "missing", None]),
        (pa.array([0, 2**31 - 1], pa.int32()).cast(pa.date32()), [date(1970, 1, 1), None]),
        (pa.array([-(2**31), -719162], pa.int32()).cast(pa.date32()), [None, date.min]),
    ],
    ids=str,
)
def test_times(column: Any, expected: list[Any]) -> None:
    found = times_of(chunked(column) if isinstance(column, pa.Array) else column, len(expected))
    assert read_times(found, len(expected)) == expected


def test_blocks_in_which_all_days_are_missing() -> None:
    days = pa.array([None] * BLOCK + [DAY], pa.date32())
    found = times_of(chunked(days), BLOCK + 1)
    assert found.slots == [DAY]
    assert read_times(found, BLOCK + 1) == ["missing"] * BLOCK + [DAY]


def test_other_columns_are_no_times() -> None:
    with pytest.raises(WrongTypeError, match="on must be a column of days, or of texts of days and periods, got"):
        times_of(chunked(pa.array([1.5])), 1)


def work_of(sources: Any, targets: Any, times: Any, count: int) -> Work:
    columns = [chunked(each) if isinstance(each, pa.Array) else each for each in (sources, targets, times)]
    return Work(QUESTION, count, moneys_of(columns[0]), moneys_of(columns[1]), times_of(columns[2], count))


def pairs_of(work: Work) -> list[str]:
    """The pair of each row, through the calendar; blank for none."""
    pairs = [*(f"{source}/{target}" for source, target in work.calendar.pairs), ""]
    return [pairs[place] for place in work.rows(0, work.count).tolist()]


@pytest.mark.parametrize(
    ("sources", "targets", "expected"),
    [
        (KZT, currency("USD"), ["KZT/USD", "KZT/USD"]),
        (pa.array(["KZT", "USD"]), currency("USD"), ["KZT/USD", "USD/USD"]),
        (pa.array(["KZT", "x"]), currency("USD"), ["KZT/USD", ""]),
        (pa.array(["x", "KZT"]), currency("USD"), ["", "KZT/USD"]),
        (KZT, pa.array(["USD", "KZT"]), ["KZT/USD", "KZT/KZT"]),
        (pa.array(["KZT", "USD"]), pa.array(["USD", None]), ["KZT/USD", ""]),
        (pa.nulls(2), pa.nulls(2), ["", ""]),
    ],
    ids=str,
)
def test_the_pair_of_each_row(sources: Any, targets: Any, expected: list[str]) -> None:
    assert pairs_of(work_of(sources, targets, DAY, 2)) == expected


def test_of_many_codes_only_pairs_that_come_together_have_a_row() -> None:
    known = ["USD", "KZT", *(f"text {number}" for number in range(800))]
    codes = pa.DictionaryArray.from_arrays(pa.array([0, 1, 5]), pa.array(known))
    days = pa.array([DAY, date(2020, 1, 1), date(2024, 3, 1)])
    work = work_of(codes, codes, days, 3)
    assert [f"{source}/{target}" for source, target in work.calendar.pairs] == ["USD/USD", "KZT/KZT"]
    assert pairs_of(work) == ["USD/USD", "KZT/KZT", ""]


def test_the_cells_that_rows_ask_for() -> None:
    work = work_of(pa.array(["KZT", "USD", None]), currency("USD"), pa.array([DAY, date(2024, 3, 3), DAY]), 3)
    assert work.used().tolist() == [[True, False, False], [False, False, True]]
    low, high = work.limits
    assert low.legs.shape == high.legs.shape == work.calendar.legs.shape
