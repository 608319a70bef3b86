import logging
import pickle
from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
import ray
import ray.data

from centralasia import ExchangeRate, LastKnown, RateTable
from centralasia.arrays.calendars import Question
from centralasia.engines.batches import Batches
from centralasia.engines.eager import Asked
from centralasia.engines.ray import converted, tallied
from centralasia.errors import InvalidValueError, ValidationFailedError, WrongTypeError
from centralasia.frames import convert
from centralasia.numbers import Rounding

RATES = RateTable.of(
    ExchangeRate(base="USD", quote=code, value=value, on=day, source="made-up")
    for code, value in (("KZT", "501.2"), ("UZS", "12500"), ("KWD", "0.31"))
    for day in ("2024-03-01", "2024-03-04")
)
COLUMNS: dict[str, Any] = {"amount": "amount", "currency": "code", "to": "USD", "on": "day", "rates": RATES}
TABLE = pa.table(
    {
        "row": range(400),
        "amount": [1250.5, None, float("nan"), 90_000.0] * 100,
        "code": ["KZT", "UZS", "USD", "usd", None] * 80,
        "day": [date(2024, 3, 1), date(2024, 3, 3), date(2019, 1, 1), None] * 100,
    }
)


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield
    ray.shutdown()


def rows_of(dataset: Any) -> list[dict[str, Any]]:
    return sorted(dataset.take_all(), key=lambda row: row["row"])


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("to", ["UZS", "code"])
def test_every_row_is_what_memory_gives(exact: bool, to: str) -> None:  # noqa: FBT001 - a case
    given = ray.data.from_arrow(TABLE).repartition(3)
    asked = COLUMNS | {"to": to, "exact": exact, "details": ("rate", "rate_on", "age", "legs", "problem")}
    found, told = convert(given, on_problem="report", **asked)
    expected, report = convert(TABLE, on_problem="report", **asked)
    assert (told.facts, told.counts) == (report.facts, report.counts)
    new = [name for name in expected.column_names if name.startswith("converted")]
    for one, other in zip(rows_of(found), expected.to_pylist(), strict=True):
        assert {name: one[name] for name in new} == {name: other[name] for name in new}


def test_raise_tells_of_all_rows() -> None:
    with pytest.raises(ValidationFailedError) as caught:
        convert(ray.data.from_arrow(TABLE), on_problem="raise", **COLUMNS)
    assert "unknown-currency" in {problem.code for problem in caught.value.report.problems}
    fine = ray.data.from_arrow(TABLE.slice(0, 1))
    assert convert(fine, on_problem="raise", **COLUMNS).columns() == [*TABLE.column_names, "converted"]


def test_columns_are_looked_at_before_anything_runs() -> None:
    given = ray.data.from_arrow(TABLE)
    with pytest.raises(InvalidValueError, match="one of the columns there are: row, amount, code, day"):
        convert(given, **COLUMNS | {"amount": "sum"})
    with pytest.raises(WrongTypeError, match="currency must be a column of texts"):
        convert(given, **COLUMNS | {"currency": "row"})
    with pytest.raises(WrongTypeError, match="amount must be a column of numbers"):
        convert(given, **COLUMNS | {"amount": "day"})


def test_workers_convert_and_count() -> None:
    asked = Asked(
        amount="amount",
        currency="code",
        to="USD",
        on="day",
        name="converted",
        exact=False,
        rounding=Rounding.HALF_EVEN,
        places=None,
        details=("problem",),
        locale=None,
    )
    sent = pickle.dumps(Batches(asked, Question(rates=RATES, policy=LastKnown(), kind=None)))
    made = converted(TABLE, sent)
    counts = {row["problem"]: row["rows"] for row in tallied(made, asked).to_pylist()}
    assert sum(counts.values()) == 400
    assert counts["missing-amount"] == 100
