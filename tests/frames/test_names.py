from datetime import UTC, datetime
from typing import Any

import pandas as pd
import polars as pl
import pytest

import centralasia as ca

FRAME = pl.DataFrame({"amount": ["1.50"], "money": ["USD"], "day": ["2023"]})
COLUMNS = "one of the columns there are: amount, money, day"
MOMENT = datetime(2024, 3, 1, 12, tzinfo=UTC)
ASKED: dict[str, Any] = {"amount": "amount", "currency": "money", "to": "KZT", "on": "day", "exact": True}


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ({"amount": "amonut"}, f"amount must be {COLUMNS}, got 'amonut'; did you mean 'amount'?"),
        ({"amount": None}, f"amount must be {COLUMNS}, got None"),
        (
            {"currency": "mony"},
            f"currency must be the code of a currency, or {COLUMNS}, got 'mony'; did you mean 'money'?",
        ),
        ({"to": "usd"}, f"to must be the code of a currency, or {COLUMNS}, got 'usd'; did you mean 'USD'?"),
        ({"to": "US"}, f"to must be the code of a currency, or {COLUMNS}, got 'US'"),
        ({"to": None}, f"to must be the code of a currency, or {COLUMNS}, got None"),
        ({"on": "days"}, f"on must be a day, a period, or {COLUMNS}, got 'days'; did you mean 'day'?"),
        ({"on": 2023}, f"on must be a day, a period, or {COLUMNS}, got 2023; write the year as a text, '2023'"),
        (
            {"on": MOMENT},
            f"on must be a day, a period, or {COLUMNS}, got {MOMENT!r}; pass its .date() in the time zone you mean",
        ),
    ],
)
def test_what_is_no_column_and_nothing_else_is_refused(argument: dict[str, object], message: str) -> None:
    with pytest.raises(ca.InvalidValueError) as caught:
        ca.frames.convert(FRAME, **ASKED | argument)
    assert str(caught.value) == message


def test_columns_that_are_not_called_by_texts_are_not_suggested() -> None:
    frame = pd.DataFrame({0: ["1.50"], "money": ["USD"], "day": ["2023"]})
    with pytest.raises(
        ca.InvalidValueError, match=r"there are: 0, money, day, got 'amount'; columns are named by texts"
    ):
        ca.frames.convert(frame, **ASKED)


@pytest.mark.parametrize("argument", [{"amount": 0}, {"currency": 1}, {"to": 1}, {"on": 0}])
def test_columns_that_are_called_by_numbers_have_to_be_renamed(argument: dict[str, Any]) -> None:
    frame = pd.DataFrame({0: ["1.50"], 1: ["USD"], "amount": ["1.50"], "money": ["USD"], "day": ["2023"]})
    with pytest.raises(
        ca.InvalidValueError, match=r"named by texts: rename them, as frame\.rename\(columns=str\) does"
    ):
        ca.frames.convert(frame, **ASKED | argument)
    renamed = {field: str(name) if isinstance(name, int) else name for field, name in argument.items() if field != "on"}
    assert ca.frames.convert(frame.rename(columns=str), **ASKED | renamed)["converted"].notna().all()


def test_nor_are_those_of_twins_read() -> None:
    frame = pd.DataFrame({0: ["5000"], 1: ["TMM"], "on": ["2010-01-01"]})
    asked: dict[str, Any] = {"amount": 0, "currency": 1, "on": "on"}
    for field, name in (("currency", 1), ("amount", 0)):
        with pytest.raises(
            ca.InvalidValueError, match=rf"{field} must be .*got {name}; columns are named by texts: rename"
        ):
            ca.frames.restate(frame, **asked | ({"currency": "TMM"} if field == "amount" else {}))
    with pytest.raises(ca.CentralAsiaError, match="currency must be"):
        ca.frames.restate(frame.rename(columns=str), **asked | {"amount": "0"})
    assert ca.frames.restate(frame.rename(columns=str), amount="0", currency="1", on="on")["restated"].tolist() == [1.0]


def test_of_many_columns_some_are_named() -> None:
    frame = FRAME.with_columns(**{f"column {number} {'x' * 99}": pl.lit(0) for number in range(300)})
    with pytest.raises(ca.InvalidValueError) as caught:
        ca.frames.convert(frame, **ASKED | {"amount": "??"})
    assert "column 16" in str(caught.value)
    assert f"… and {len(frame.columns) - 20} more, got '??'" in str(caught.value)
    assert len(str(caught.value)) < 2_000


@pytest.mark.parametrize("to", ["KZT", ca.currency("KZT")])
def test_a_currency_is_one_even_where_a_column_is_called_so(to: str | ca.Currency) -> None:
    frame = FRAME.with_columns(KZT=pl.lit("UZS"))
    found = ca.frames.convert(frame, **ASKED | {"to": to})
    assert found["converted"].to_list() == ca.frames.convert(FRAME, **ASKED)["converted"].to_list()


def test_a_column_comes_before_a_period_of_its_name() -> None:
    frame = FRAME.with_columns(pl.lit("2023").alias("2022"))
    found = ca.frames.convert(frame, **ASKED | {"on": "2022"})
    assert found["converted"].to_list() == ca.frames.convert(FRAME, **ASKED)["converted"].to_list()
