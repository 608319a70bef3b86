"""Frames in memory: their columns, names, order and index."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from centralasia import Currency, ExchangeRate, LastKnown, RateTable, currency, frames, period
from centralasia.arrays.calendars import Question
from centralasia.engines.eager import Asked, column_named, convert_frame, money_named, time_named
from centralasia.errors import InvalidValueError
from centralasia.numbers import Rounding

DAY = date(2024, 3, 1)
RATES = RateTable.of(
    [
        ExchangeRate(base="USD", quote="KZT", value=500, on=DAY, source="nbk"),
        ExchangeRate(base="USD", quote="KZT", value=400, on=date(2024, 3, 4), source="nbk"),
    ]
)
QUESTION = Question(rates=RATES, policy=LastKnown(), kind=None)


def asked(**more: Any) -> Asked:
    usual = {
        "amount": "amount",
        "currency": "currency",
        "to": "USD",
        "on": "on",
        "name": "usd",
        "exact": False,
        "rounding": Rounding.HALF_EVEN,
        "places": None,
        "details": (),
        "locale": None,
    }
    return Asked(**usual | more)  # type: ignore[arg-type]  # each is what its field takes


COLUMNS = {"amount": [1000.0, 2000.0, 5.0], "currency": ["KZT", "KZT", "USD"], "on": [date(2024, 3, 4), DAY, DAY]}
MAKERS: list[Callable[[dict[str, Any]], Any]] = [pd.DataFrame, pl.DataFrame, pa.table]


def done(frame: Any, **more: Any) -> Any:
    found, _ = convert_frame(nw.from_native(frame, eager_only=True), asked(**more), QUESTION)
    return found.to_native()


@pytest.mark.parametrize("maker", MAKERS)
def test_rows_keep_their_order_and_columns_come_behind(maker: Callable[[dict[str, Any]], Any]) -> None:
    found = nw.from_native(done(maker(COLUMNS), details=("age", "problem")), eager_only=True)
    assert type(found.to_native()) is type(maker(COLUMNS))
    assert found.columns == ["amount", "currency", "on", "usd", "usd_age", "usd_problem"]
    assert found["usd"].to_list() == [2.5, 4.0, 5.0]
    assert found["usd_age"].to_list() == [0, 0, 0]


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("exact", [False, True])
def test_the_frame_itself_is_left_alone(maker: Callable[[dict[str, Any]], Any], exact: bool) -> None:  # noqa: FBT001
    frame = maker(COLUMNS)
    done(frame, exact=exact, name="amount")
    assert nw.from_native(frame, eager_only=True)["amount"].to_list() == [1000.0, 2000.0, 5.0]


@pytest.mark.parametrize("maker", MAKERS)
def test_a_column_of_the_name_is_replaced_where_it_stands(maker: Callable[[dict[str, Any]], Any]) -> None:
    found = nw.from_native(done(maker(COLUMNS), name="amount"), eager_only=True)
    assert found.columns == ["amount", "currency", "on"]
    assert found["amount"].to_list() == [2.5, 4.0, 5.0]


@pytest.mark.parametrize(
    "index",
    [
        pd.Index([7, 7, 7]),
        pd.Index(["c", "a", "b"]),
        pd.MultiIndex.from_tuples([(1, "x"), (1, "x"), (0, "y")]),
        pd.to_datetime(["2024-03-01"] * 3),
    ],
    ids=str,
)
def test_pandas_keeps_its_index(index: pd.Index) -> None:
    frame = pd.DataFrame(COLUMNS, index=index)
    found = done(frame, details=("rate_on", "problem"))
    assert found.index.equals(index)
    assert found["usd"].tolist() == [2.5, 4.0, 5.0]


@pytest.mark.parametrize(
    ("exact", "expected"),
    [
        (False, {"usd": "float64"}),
        (True, {"usd": "decimal128(38, 2)[pyarrow]"}),
    ],
)
def test_types_of_pandas(exact: bool, expected: dict[str, str]) -> None:  # noqa: FBT001 - a case
    found = done(pd.DataFrame(COLUMNS), exact=exact, details=("rate", "rate_on", "age", "legs", "problem"))
    kinds = {name: str(kind) for name, kind in found.dtypes.items() if name.startswith("usd")}
    details = {"usd_rate": "float64", "usd_rate_on": "date32[day][pyarrow]", "usd_age": "int32[pyarrow]"}
    assert kinds == expected | details | {"usd_legs": "int32[pyarrow]", "usd_problem": "str"}


def test_types_of_polars() -> None:
    found = done(
        pl.DataFrame(COLUMNS), exact=True, details=("rate", "rate_on", "age", "legs", "low", "high", "problem")
    )
    money = pl.Decimal(38, 2)
    assert list(found.schema.values())[3:] == [
        money,
        pl.Float64,
        pl.Date,
        pl.Int32,
        pl.Int32,
        money,
        money,
        pl.Categorical,
    ]


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("exact", [False, True])
def test_frames_without_rows(maker: Callable[[dict[str, Any]], Any], exact: bool) -> None:  # noqa: FBT001 - a case
    empty: dict[str, Any] = {"amount": [], "currency": [], "on": []}
    found = done(maker(empty), exact=exact, details=("rate", "rate_on", "age", "legs", "low", "high", "problem"))
    assert len(found) == 0
    assert len(nw.from_native(found, eager_only=True).columns) == 11


@pytest.mark.parametrize("maker", MAKERS)
def test_a_column_of_targets(maker: Callable[[dict[str, Any]], Any]) -> None:
    frame = maker(COLUMNS | {"target": ["KZT", "USD", "KZT"]})
    found = nw.from_native(done(frame, to="target"), eager_only=True)
    assert found["usd"].to_list() == [1000.0, 4.0, 2500.0]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"currency": "KZT"}, [2.5, 4.0, 0.01]),
        ({"currency": currency("KZT"), "on": DAY}, [2.0, 4.0, 0.01]),
        ({"on": "2024-03-01"}, [2.0, 4.0, 5.0]),
        ({"to": currency("KZT")}, [1000.0, 2000.0, 2500.0]),
    ],
    ids=str,
)
def test_what_holds_for_all_rows(more: dict[str, Any], expected: list[float]) -> None:
    assert done(pl.DataFrame(COLUMNS), **more)["usd"].to_list() == expected


def test_a_code_is_a_currency_even_where_a_column_is_called_so() -> None:
    frame = pl.DataFrame(COLUMNS | {"USD": ["KZT"] * 3, "KZT": ["USD"] * 3})
    assert done(frame, to="USD", name="x")["x"].to_list() == [2.5, 4.0, 5.0]


def test_a_column_comes_before_a_day_of_its_name() -> None:
    frame = pl.DataFrame(COLUMNS | {"2024": [DAY] * 3})
    assert done(frame, on="2024")["usd"].to_list() == [2.0, 4.0, 5.0]


@pytest.mark.parametrize(
    ("moments", "days"),
    [
        (pl.Series([datetime(2024, 3, 3, 20, tzinfo=UTC)] * 3).dt.convert_time_zone("Asia/Almaty"), 2.5),
        (pl.Series([datetime(2024, 3, 3, 20, tzinfo=UTC)] * 3), 2.0),
        (pl.Series([datetime(2024, 3, 3, 23)] * 3), 2.0),  # noqa: DTZ001 - without a zone
    ],
    ids=str,
)
def test_the_day_of_a_moment_is_that_of_its_own_zone(moments: pl.Series, days: float) -> None:
    frame = pl.DataFrame(COLUMNS).with_columns(on=moments)
    for each in (frame, frame.to_arrow(), frame.to_pandas()):
        assert nw.from_native(done(each), eager_only=True)["usd"].to_list()[0] == days


def test_floats_that_are_no_numbers_are_missing_in_pandas_alone() -> None:
    columns = COLUMNS | {"amount": [float("nan")] * 3}
    for maker, expected in zip(MAKERS, ("missing-amount", "unreadable-amount", "unreadable-amount"), strict=True):
        found = nw.from_native(done(maker(columns), details=("problem",)), eager_only=True)
        assert found["usd_problem"].to_list() == [expected] * 3


@pytest.mark.parametrize(
    ("name", "expected"),
    [("KZT", currency("KZT")), (currency("KZT"), currency("KZT")), ("paid in", "paid in")],
)
def test_names_of_money(name: Any, expected: str | Currency) -> None:
    assert money_named(name, ["paid in", "KZT"], "currency") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("2024-03-01", DAY), (DAY, DAY), ("2024-Q1", period("2024-Q1")), ("day", "day"), ("2024", "2024")],
)
def test_names_of_times(name: Any, expected: Any) -> None:
    assert time_named(name, ["day", "2024"]) == expected


THERE = "one of the columns there are: paid, 5, got"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda there: money_named("kzt", there, "to"),
            f"to must be the code of a currency, or {THERE} 'kzt'; did you",
        ),
        (
            lambda there: money_named("piad", there, "to"),
            f"to must be the code of a currency, or {THERE} 'piad'; did you",
        ),
        (lambda there: money_named(there[1], there, "to"), f"to must be the code of a currency, or {THERE} 5"),
        (
            lambda there: time_named("piad", there),
            f"on must be a day, a period, or {THERE} 'piad'; did you mean 'paid'?",
        ),
        (lambda there: time_named(there[1], there), f"on must be a day, a period, or {THERE} 5"),
        (lambda there: time_named(datetime(2024, 3, 1, tzinfo=UTC), there), f"on must be a day, a period, or {THERE}"),
        (lambda there: column_named(None, there, "amount"), f"amount must be {THERE} None"),
    ],
    ids=range(7),
)
def test_names_that_are_nothing(call: Callable[[list[Any]], Any], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        call(["paid", 5])
    assert str(caught.value).startswith(message)


def test_findings_name_the_columns_of_the_caller() -> None:
    frame = pl.DataFrame(
        {"paid": [1.0, None], "in": ["XQX", "KZT"], "into": ["USD", "USD"], "when": ["2024-03-01", "1900-01-01"]}
    )
    _, report = convert_frame(
        nw.from_native(frame, eager_only=True), asked(amount="paid", currency="in", to="into", on="when"), QUESTION
    )
    assert [(each.row, each.column, each.value, each.code) for each in report] == [
        (1, "in", "XQX", "unknown-currency"),
        (2, "paid", None, "missing-amount"),
    ]
    everything, report = convert_frame(
        nw.from_native(frame, eager_only=True), asked(amount="paid", currency="KZT", on=date(1900, 1, 1)), QUESTION
    )
    assert [(each.row, each.column, each.value) for each in report] == [(1, "on", "1900-01-01"), (2, "paid", None)]
    assert everything["usd"].null_count() == 2


def test_more_than_a_byte_of_codes_and_a_long_frame() -> None:
    count = 40_000
    codes = np.array([*(f"X{number:03}" for number in range(300)), "KZT"])
    places = np.arange(count) % 301
    frame = pl.DataFrame({"amount": np.ones(count), "currency": codes[places], "on": [DAY] * count})
    found = done(frame, details=("problem",))
    assert found["usd"].is_not_null().to_numpy().tolist() == (places == 300).tolist()
    assert (found["usd_problem"] == "unknown-currency").sum() == count - (places == 300).sum()


def test_decimals_stay_decimals() -> None:
    frame = pl.DataFrame({"amount": [Decimal("1000.005")], "currency": ["KZT"], "on": [DAY]})
    assert done(frame, exact=True)["usd"].to_list() == [Decimal("2.00")]
    assert done(frame, exact=True, places=5)["usd"].to_list() == [Decimal("2.00001")]


class Priced(pd.DataFrame):
    """A frame of somebody's own, with a fact of its own."""

    _metadata = ("owner",)
    owner = ""

    @property
    def _constructor(self) -> type["Priced"]:
        return Priced


@pytest.mark.parametrize("exact", [False, True])
class TestFramesOfPandas:
    def frame(self) -> Priced:
        frame = Priced(COLUMNS)
        frame.attrs["source"] = "a bank"
        frame.owner = "me"
        return frame

    def check(self, found: pd.DataFrame) -> None:
        assert (type(found), found.attrs, getattr(found, "owner", None)) == (Priced, {"source": "a bank"}, "me")

    def test_keep_their_class_and_what_goes_with_them(self, *, exact: bool) -> None:
        frame = self.frame()
        self.check(done(frame, exact=exact, details=("age", "problem")))
        self.check(done(frame, exact=exact, name="amount"))
        assert list(frame) == ["amount", "currency", "on"]
        assert frame["amount"].tolist() == [1000.0, 2000.0, 5.0]

    def test_keep_them_in_twins_too(self, *, exact: bool) -> None:
        frame = self.frame().assign(year="2023")
        self.check(
            frames.to_period_average(frame, amount="amount", currency="KZT", to="USD", period="year", exact=exact)
        )
        self.check(frames.restate(frame, amount="amount", currency="TMM", on="2010-01-01", exact=exact))

    def test_an_index_with_labels_that_come_twice_is_no_trouble(self, *, exact: bool) -> None:
        frame = self.frame().set_index(pd.Index([1, 1, 2]))
        assert [float(each) for each in done(frame, exact=exact)["usd"]] == [2.5, 4.0, 5.0]


def test_a_batch_of_rows_is_a_table() -> None:
    (batch,) = pa.table(COLUMNS).to_batches()
    usual: dict[str, Any] = {"amount": "amount", "currency": "currency", "to": "USD", "on": "on", "rates": RATES}
    found = frames.convert(batch, **usual)
    assert isinstance(found, pa.Table)
    assert found["converted"].to_pylist() == [2.5, 4.0, 5.0]
    assert frames.restate(batch, amount="amount", currency="TMM", on="2010-01-01")["restated"].to_pylist()[0] == 0.2
    with pytest.raises(
        InvalidValueError, match=r"frame must be a frame of pandas, .*, got <class 'pyarrow.lib.*Reader'>"
    ):
        frames.convert(pa.table(COLUMNS).to_reader(), **usual)
    with pytest.raises(InvalidValueError, match=r"columns of different names, got \['amount'\]$"):
        frames.convert(pa.table([[1], [2]], names=["amount", "amount"]), **usual)
