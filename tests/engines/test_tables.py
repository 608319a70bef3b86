"""What stands in a frame, and the table of rates for it."""

from datetime import UTC, date, datetime
from typing import Any

import narwhals as nw
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import ExchangeRate, LastKnown, RateTable
from centralasia.arrays import Trouble
from centralasia.arrays.calendars import Question
from centralasia.engines.eager import Asked
from centralasia.engines.presence import Present, present, present_of
from centralasia.engines.tables import compiled, dense_table
from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.numbers import Rounding
from centralasia.rates.crosses import Request
from centralasia.reference import currency

DAY = date(2024, 3, 1)
RATES = RateTable.of(
    [
        ExchangeRate(base="USD", quote="KZT", value="450.25", on=DAY, source="made up"),
        ExchangeRate(base="USD", quote="KZT", value="451.25", on=date(2024, 3, 4), source="made up"),
        ExchangeRate(base="KZT", quote="UZS", value="27.8", on=DAY, source="made up"),
    ]
)
QUESTION = Question(rates=RATES, policy=LastKnown(days=3), kind=None)


def asked(**more: Any) -> Asked:
    usual: dict[str, Any] = {"amount": "amount", "currency": "money", "to": "USD", "on": "day", "name": "converted"}
    rest: dict[str, Any] = {
        "exact": False,
        "rounding": Rounding.HALF_EVEN,
        "places": None,
        "details": [],
        "locale": None,
    }
    return Asked(**(usual | rest | more))


def found(columns: dict[str, Any], **more: Any) -> tuple[Present, pa.Table]:
    frame = pl.LazyFrame({"amount": [1.0] * max(map(len, columns.values()))} | columns)
    what = asked(**more)
    there = present(nw.from_native(frame), what)
    return there, dense_table(what, QUESTION, there)


def rows(table: pa.Table) -> list[tuple[Any, ...]]:
    return sorted(zip(*(column.to_pylist() for column in table.columns), strict=True), key=str)


def test_each_pair_has_the_days_from_its_first_to_its_last() -> None:
    days = [DAY, date(2024, 3, 3), date(2024, 3, 9), None]
    there, table = found({"money": ["KZT", "KZT", "UZS", "UZS"], "day": days})
    assert sorted(there.pairs) == [("KZT", "USD"), ("UZS", "USD")]
    assert table.column_names == ["currency", "day", "factor", "problem"]
    assert rows(table) == [
        ("KZT", date(2024, 3, 1), 1 / 450.25, None),
        ("KZT", date(2024, 3, 2), 1 / 450.25, None),
        ("KZT", date(2024, 3, 3), 1 / 450.25, None),
        ("UZS", date(2024, 3, 9), None, "no-rate"),
    ]


def test_what_is_unknown_or_missing_is_not_in_the_table_but_is_remembered() -> None:
    there, table = found({"money": ["usd", "", None, "USD"], "day": [DAY] * 4})
    assert sorted(there.sources) == ["", "USD", "usd"]
    assert rows(table) == [("USD", DAY, 1.0, None)]


def test_texts_of_days_and_periods_are_keys_as_they_are_written() -> None:
    texts = ["2024-03-01", "01.03.2024", "2024-03", "tomorrow", " ", None]
    there, table = found({"money": ["KZT"] * 6, "day": texts}, details=["age", "legs", "rate_on"])
    assert [row[:2] for row in rows(table)] == [("KZT", "01.03.2024"), ("KZT", "2024-03"), ("KZT", "2024-03-01")]
    assert table["legs"].to_pylist().count(1) == 2  # a month has an average only if one was published
    assert len(compiled(QUESTION, there).calendar.slots) == 2


def test_categories_are_texts() -> None:
    columns = {"money": pl.Series(["KZT"], dtype=pl.Enum(["USD", "KZT"])), "day": pl.Series(["2024-03-01"])}
    there, table = found(columns | {"day": columns["day"].cast(pl.Categorical)})
    assert rows(table) == [("KZT", "2024-03-01", 1 / 450.25, None)]
    assert there.sources == ["KZT"]


def test_targets_differ() -> None:
    columns = {"money": ["KZT", "USD", "KZT"], "other": ["USD", "KZT", None], "day": [DAY] * 3}
    there, table = found(columns, to="other")
    assert sorted(there.pairs) == [("KZT", "USD"), ("USD", "KZT")]
    assert rows(table) == [("KZT", "USD", DAY, 1 / 450.25, None), ("USD", "KZT", DAY, 450.25, None)]


@pytest.mark.parametrize("on", ["2024-03-01", DAY])
def test_what_all_rows_have_is_no_key(on: Any) -> None:
    there, table = found({"money": ["KZT", None]}, on=on)
    assert rows(table) == [("KZT", 1 / 450.25, None)]
    there, table = found({"day": [DAY]}, currency="KZT")
    assert rows(table) == [(DAY, 1 / 450.25, None)]
    there, table = found({"x": [1, 2]}, currency=currency("KZT"), on=on)
    assert (there.found.keys, rows(table)) == ({}, [(1 / 450.25, None)])


@pytest.mark.parametrize("day", [[], [None], [None, None]])
def test_a_frame_without_days_has_an_empty_table(day: list[Any]) -> None:
    columns = {"money": pl.Series(["KZT"] * len(day), dtype=pl.String), "day": pl.Series(day, dtype=pl.Date)}
    _, table = found({"amount": [1.0] * len(day), **columns})
    assert (table.num_rows, table.schema.field("day").type) == (0, pa.date32())


def test_days_far_apart_are_taken_one_by_one() -> None:
    there, table = found({"money": ["KZT", "KZT", "USD"], "day": [DAY, date(24, 3, 1), date(9999, 12, 31)]})
    assert there.times == [date(24, 3, 1), DAY, date(9999, 12, 31)]
    assert rows(table) == [
        ("KZT", DAY, 1 / 450.25, None),
        ("KZT", date(24, 3, 1), None, "no-rate"),
        ("USD", date(9999, 12, 31), 1.0, None),
    ]


def test_days_past_the_calendar_are_left_out() -> None:
    days = pl.Series([19783, 4_000_000, -5_000_000], dtype=pl.Int32).cast(pl.Date)
    there, table = found({"money": ["KZT"] * 3, "day": days})
    assert there.times == [date(2024, 3, 1)]
    assert table.num_rows == 1


def test_moments_at_midnight_are_covered_whatever_their_zone() -> None:
    moments = pl.Series([datetime(2024, 2, 29, 23, tzinfo=UTC), datetime(2024, 3, 1, 22, tzinfo=UTC)])
    there, _ = found({"money": ["KZT", "KZT"], "day": moments.dt.convert_time_zone("Asia/Almaty")})
    assert (there.times[0], there.times[-1]) == (date(2024, 2, 29), date(2024, 3, 3))


def test_answers_of_several_parts_are_put_together() -> None:
    frame = nw.from_native(pl.LazyFrame({"amount": [1.0], "money": ["KZT"], "day": [DAY]}))
    there = present(frame, asked()).found
    parts = pa.table(
        {
            "currency": ["KZT", "UZS", "KZT"],
            "first": [date(2024, 3, 3), DAY, DAY],
            "last": [date(2024, 3, 4), DAY, date(2024, 3, 2)],
        }
    )
    whole = present_of(there, lambda _by_day: parts, by_day=False)
    assert {whole.pairs[pair]: (first, last) for pair, first, last in zip(*map(list, whole.spans), strict=True)} == {
        ("KZT", "USD"): (0, 3),
        ("UZS", "USD"): (0, 0),
    }


def test_a_currency_that_was_withdrawn_says_so() -> None:
    _, table = found({"money": ["TJR", "TJS"], "day": [DAY, DAY]})
    assert rows(table) == [("TJR", DAY, None, Trouble.WITHDRAWN_CURRENCY), ("TJS", DAY, None, Trouble.NO_RATE)]


def test_bounds_hold_those_of_the_route() -> None:
    texts = ["2024-03-01", "01.03.2024", "2024-03-08"]
    _, table = found({"money": ["UZS"] * 3, "day": texts}, details=["low", "high"])
    route = RATES.finder.route(Request(currency("UZS"), currency("USD"), DAY, QUESTION.policy, None))
    assert route is not None
    for row in table.to_pylist():
        if row["factor"] is None:
            assert (row["low"], row["high"], row["day"]) == (None, None, "2024-03-08")
        else:
            least, most = route.limits
            assert float(least) * (1 - 1e-14) < row["low"] < least < row["factor"] < most < row["high"]
            assert row["high"] < float(most) * (1 + 1e-14)


@pytest.mark.parametrize(
    ("columns", "more", "error", "message"),
    [
        ({"money": ["KZT"], "day": [DAY]}, {"amount": "paid"}, InvalidValueError, "amount must be one of the columns"),
        ({"day": [DAY]}, {}, InvalidValueError, "currency must be"),
        ({"money": ["KZT"]}, {}, InvalidValueError, "on must be"),
        ({"money": [398], "day": [DAY]}, {}, WrongTypeError, "currency must be a column of texts or categories"),
        ({"money": ["KZT"], "day": [2024]}, {}, WrongTypeError, "on must be a column of days"),
    ],
)
def test_columns_that_are_not_there_or_of_something_else(
    columns: dict[str, Any], more: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        found(columns, **more)


class TestLaws:
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(("KZT", "UZS", "usd", "USD", None)),
                st.sampled_from(("USD", "KZT", "x", None)),
                st.none() | st.dates(date(2024, 2, 20), date(2024, 3, 20)) | st.sampled_from((date.min, date.max)),
            )
        ),
        st.booleans(),
    )
    def test_every_row_finds_one_row_of_the_table_and_no_other(self, cells: list[tuple[Any, ...]], far: bool) -> None:  # noqa: FBT001 - drawn
        kept = [cell for cell in cells if far or cell[2] not in {date.min, date.max}]
        frame = pl.LazyFrame(kept, {"money": pl.String, "other": pl.String, "day": pl.Date}, orient="row").with_columns(
            amount=1.0
        )
        what = asked(to="other")
        table = dense_table(what, QUESTION, present(nw.from_native(frame), what))
        keys = list(zip(*(table[name].to_pylist() for name in ("currency", "target", "day")), strict=True))
        assert len(set(keys)) == len(keys)
        known = {cell for cell in kept if None not in cell and cell[0] != "usd" and cell[1] != "x"}
        assert known <= set(keys)
