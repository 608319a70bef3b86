"""The call: its arguments, and how it tells of rows that cannot be converted."""

import warnings
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from centralasia import ExactDay, ExchangeRate, Money, Published, RateTable, embedded_rates
from centralasia.errors import InvalidValueError, UnknownCodeError, ValidationFailedError, WrongTypeError
from centralasia.frames import UnconvertedWarning, convert
from centralasia.validation import Report

DAY = date(2024, 3, 1)
RATES = RateTable.of(
    [
        ExchangeRate(base="USD", quote="KZT", value=500, on=DAY, source="nbk"),
        ExchangeRate(base="USD", quote="KZT", value=450, on=DAY, kind="cash", source="a bank"),
        ExchangeRate(base="USD", quote="KZT", value=600, on=DAY, kind="parallel", source="a page"),
        ExchangeRate(base="USD", quote="KZT", value=480, on="2024-02", kind="average", source="nbk"),
    ]
)
FRAME = pl.DataFrame({"amount": [1000.0, 2000.0], "currency": ["KZT", "USD"], "on": [DAY, DAY]})
DIRTY = pl.DataFrame({"amount": [1000.0, 1.0, None], "currency": ["KZT", "XQX", "USD"], "on": [DAY] * 3})


def converted(frame: Any = FRAME, **more: Any) -> Any:
    usual: dict[str, Any] = {"amount": "amount", "currency": "currency", "to": "USD", "on": "on", "rates": RATES}
    return convert(frame, **usual | more)


def test_what_is_usual() -> None:
    found = converted()
    assert isinstance(found, pl.DataFrame)
    assert found["converted"].to_list() == [2.0, 2000.0]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"on": "2024-03-08"}, 2.0),
        ({"on": DAY, "policy": ExactDay()}, 2.0),
        ({"on": DAY, "kind": "cash"}, 1000 / 450),
        ({"on": DAY, "kind": "parallel"}, 1000 / 600),
        ({"on": "2024-02"}, 1000 / 480),
        ({"on": DAY, "kind": "average"}, None),
        ({"on": "2024-02-29", "kind": "average"}, 1000 / 480),
        ({"on": "2024-03-09"}, None),
        ({"on": "2024-03-02", "policy": ExactDay()}, None),
        ({"on": "2024-03-02", "policy": Published()}, None),
    ],
    ids=str,
)
def test_policies_and_kinds(more: dict[str, Any], expected: float | None) -> None:
    found, _ = converted(on_problem="report", **more)
    assert found["converted"].to_list()[0] == expected


def test_without_rates_those_of_the_package_serve() -> None:
    frame = pl.DataFrame({"amount": [1_000_000], "currency": ["KZT"], "year": ["2023"]})
    found = converted(frame, on="year", rates=None, exact=True)
    done = embedded_rates().convert(Money.of(1_000_000, "KZT"), "USD", on="2023")
    assert found["converted"].to_list() == [done.money.amount]


def test_null_warns_of_the_line_that_called() -> None:
    with pytest.warns(UnconvertedWarning) as caught:
        found = converted(DIRTY)
    assert found["converted"].to_list() == [2.0, None, None]
    (warning,) = caught
    assert str(warning.message) == "2 of 3 rows could not be converted: 1 missing-amount, 1 unknown-currency"
    assert Path(warning.filename) == Path(__file__)


def test_nothing_is_said_where_there_is_nothing_to_say() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        converted()
        converted(on_problem="raise")
        _, report = converted(on_problem="report")
    assert isinstance(report, Report)
    assert report.ok
    assert dict(report.facts) == {"rows": 2, "unconverted": 0}


def test_raise_has_the_report() -> None:
    with pytest.raises(ValidationFailedError, match="2 errors") as caught:
        converted(DIRTY, on_problem="raise")
    assert isinstance(caught.value.report, Report)
    assert caught.value.report.facts["unconverted"] == 2


def test_report_tells_of_rows_and_counts() -> None:
    found, report = converted(DIRTY, on_problem="report")
    assert found["converted"].null_count() == 2
    assert report.counts == {"missing-amount": 1, "unknown-currency": 1}
    assert [str(each) for each in report] == [
        "row 2, currency 'XQX': no currency has this code; fix: did you mean XXX?",
        "row 3, amount: there is no amount",
    ]


def test_a_name_and_details() -> None:
    found = converted(name="usd", details=["rate", "rate", "age"])
    assert found.columns == ["amount", "currency", "on", "usd", "usd_rate", "usd_age"]


def test_texts_with_a_locale() -> None:
    frame = pl.DataFrame({"amount": ["1 000,50", "1.000"], "currency": ["USD"] * 2, "on": [DAY] * 2})
    found, report = converted(frame, locale="ru", exact=True, on_problem="report")
    assert found["converted"].to_list() == [Decimal("1000.50"), None]
    assert report.counts == {"unreadable-amount": 1}
    with pytest.raises(UnknownCodeError):
        converted(frame, locale="xx")


class Stubborn:
    """A policy of somebody's own."""

    skew = None

    def pick(self, line: Any, on: int) -> tuple[int, int]:
        return 0, on - line.days[0]


def test_a_policy_of_somebody_s_own() -> None:
    found = converted(on="1999-01-01", policy=Stubborn(), details=["age"])
    assert found["converted_age"].to_list() == [date(1999, 1, 1).toordinal() - DAY.toordinal(), 0]


@pytest.mark.parametrize(
    ("more", "error", "message"),
    [
        ({"frame": [1, 2]}, WrongTypeError, "frame must be a frame of pandas, polars, pyarrow or another library"),
        ({"frame": FRAME["amount"]}, WrongTypeError, "frame must be a frame of .* got <class 'polars.*Series'>"),
        ({"rates": [1]}, WrongTypeError, "rates must be a RateTable, got .*; make one with RateTable.of"),
        ({"policy": 7}, WrongTypeError, "policy must be a policy such as LastKnown"),
        ({"kind": "black"}, InvalidValueError, "kind must be one of official"),
        ({"rounding": "sideways"}, InvalidValueError, "rounding must be one of"),
        ({"rounding": 5}, WrongTypeError, "rounding must be"),
        ({"rounding": "half_even"}, InvalidValueError, "rounding must be left out, since it goes with exact=True"),
        ({"places": 2}, InvalidValueError, "places must be left out, since it goes with exact=True, got 2; floats are"),
        ({"places": 0, "exact": False}, InvalidValueError, "places must be left out"),
        ({"exact": "no"}, InvalidValueError, "exact must be True or False, got 'no'"),
        ({"exact": 1}, InvalidValueError, "exact must be True or False, got 1"),
        ({"exact": None}, InvalidValueError, "exact must be True or False, got None"),
        ({"name": None}, InvalidValueError, "name must be the name of the new column, a text .*, got None"),
        ({"name": 5}, InvalidValueError, "name must be .*, got 5"),
        ({"name": ""}, InvalidValueError, "name must be .*, got ''"),
        ({"name": " "}, InvalidValueError, "name must be .*, got ' '"),
        ({"details": None}, InvalidValueError, "details must be some of rate, .* got None"),
        ({"places": 39}, InvalidValueError, "places must be a whole number from -18 to 38, got 39"),
        ({"places": True}, InvalidValueError, "places must be a whole number"),
        ({"places": "2"}, InvalidValueError, "places must be a whole number"),
        ({"on_problem": "ignore"}, InvalidValueError, "on_problem must be one of null, raise, report, got 'ignore'"),
        ({"details": ["rates"]}, InvalidValueError, "details must be some of rate, rate_on, age, .*, got 'rates'"),
        ({"details": "rate"}, InvalidValueError, r"details must be several of them, got 'rate'; pass \['rate'\]"),
        ({"details": "rates"}, InvalidValueError, "details must be some of rate, .* got 'rates'"),
        ({"amount": "amuont"}, InvalidValueError, "amount must be one of the columns .* did you mean 'amount'"),
        ({"currency": "usd"}, InvalidValueError, "currency must be the code of a currency, or one of the columns"),
        ({"to": "US"}, InvalidValueError, "to must be the code of a currency, or one of the columns"),
        ({"on": "the day"}, InvalidValueError, "on must be a day, a period, or one of the columns there are"),
        ({"amount": "currency", "locale": "xx"}, UnknownCodeError, "xx"),
        ({"amount": "on"}, WrongTypeError, r"amount must be a column of numbers, decimals .*Column\(name='on'"),
        ({"currency": "amount"}, WrongTypeError, "currency must be a column of texts or categories, .*'amount', t"),
        ({"to": "amount"}, WrongTypeError, "to must be a column of texts or categories, got .*'amount', type='double'"),
        ({"on": "amount"}, WrongTypeError, "on must be a column of days, or of texts of days and periods, .*'double'"),
    ],
    ids=str,
)  # fmt: skip
def test_arguments_that_cannot_be(more: dict[str, Any], error: type[Exception], message: str) -> None:
    frame = more.pop("frame", FRAME)
    with pytest.raises(error, match=message):
        converted(frame, **more)


def test_two_columns_of_one_name() -> None:
    frame = pd.DataFrame([[1.0, "KZT", DAY, 2.0]], columns=["amount", "currency", "on", "amount"])
    with pytest.raises(InvalidValueError, match=r"columns of different names, got \['amount'"):
        converted(frame)


def test_dates_of_every_year() -> None:
    frame = pa.table({"amount": [1.0, 1.0, 1000.0], "currency": ["KZT"] * 3, "on": [date.min, date.max, DAY]})
    found, report = converted(frame, on_problem="report")
    assert found["converted"].to_pylist() == [None, None, 2.0]
    assert report.counts == {"no-rate": 2}
