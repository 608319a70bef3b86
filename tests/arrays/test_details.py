"""What stands beside a converted amount."""

from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from centralasia import ExchangeRate, LastKnown, Money, RateTable, currency
from centralasia.arrays.amounts import amounts_of
from centralasia.arrays.calendars import Question
from centralasia.arrays.conversion import convert_floats
from centralasia.arrays.details import DETAILS, Detail, bounds_of, detail_of
from centralasia.arrays.rows import Work, moneys_of, times_of

DAY = date(2024, 3, 2)
RATES = RateTable.of(
    [
        ExchangeRate(base="USD", quote="KZT", value="450.12", on="2024-03-01", source="nbk"),
        ExchangeRate(base="USD", quote="TJS", value="10.9571", on="2024-03-02", source="nbt"),
    ]
)
SOURCES = ["KZT", "TJS", "USD", "KZT", "TJR", "XAU"]
AMOUNTS = [Decimal("1000.00"), Decimal("-10.00"), Decimal("5.00"), None, Decimal("1000.00"), Decimal("1.00")]


def work_of(target: str = "USD") -> tuple[Work, Any]:
    question = Question(rates=RATES, policy=LastKnown(), kind=None)
    sources = moneys_of(pa.chunked_array([SOURCES]))
    work = Work(question, len(SOURCES), sources, moneys_of(currency(target)), times_of(DAY, len(SOURCES)))
    return work, amounts_of(pa.chunked_array([AMOUNTS]), scale=2, locale=None, nan_is_missing=False)


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("rate", pa.float64(), [100 / 45012, 10_000 / 109571, 1.0, None, 10 / 109571, None]),
        ("rate_on", pa.date32(), [date(2024, 3, 1), date(2024, 3, 2), None, None, date(2024, 3, 2), None]),
        ("age", pa.int32(), [1, 0, 0, None, 0, None]),
        ("legs", pa.int32(), [1, 1, 0, None, 2, None]),
        ("problem", pa.dictionary(pa.int8(), pa.string()), [None, None, None, "missing-amount", None, "no-rate"]),
    ],
)
def test_a_detail_of_each_row(name: Detail, kind: pa.DataType, expected: list[Any]) -> None:
    work, amounts = work_of()
    found = detail_of(name, work, convert_floats(work, amounts))
    found.validate(full=True)
    assert (found.type, found.to_pylist()) == (kind, expected)


def test_all_details_have_a_name() -> None:
    assert set(DETAILS) == {"rate", "rate_on", "age", "legs", "low", "high", "problem"}


@pytest.mark.parametrize("places", [None, -2, 0, 2, 7])
def test_exact_bounds_are_those_of_the_scalar_conversion(places: int | None) -> None:
    work, amounts = work_of("KZT")
    low, high = bounds_of(work, amounts, places=lambda target: target.minor_unit if places is None else places)
    for row, (amount, source) in enumerate(zip(AMOUNTS, SOURCES, strict=True)):
        if amount is None or source == "XAU":
            assert low[row].as_py() is high[row].as_py() is None
        else:
            bounds = RATES.convert(Money(amount, currency(source)), "KZT", on=DAY, places=places).bounds
            assert (low[row].as_py(), high[row].as_py()) == (bounds.low.amount, bounds.high.amount)


def test_float_bounds_enclose_the_exact_ones() -> None:
    work, amounts = work_of()
    low, high = bounds_of(work, amounts, places=None)
    for row, (amount, source) in enumerate(zip(AMOUNTS, SOURCES, strict=True)):
        if amount is None or source == "XAU":
            assert low[row].as_py() is high[row].as_py() is None
        else:
            limits = RATES.convert(Money(amount, currency(source)), "USD", on=DAY).route.limits
            ends = sorted(limit * amount.as_integer_ratio()[0] / amount.as_integer_ratio()[1] for limit in limits)
            assert low[row].as_py() <= ends[0] <= ends[1] <= high[row].as_py()


def test_bounds_of_nothing_are_nothing() -> None:
    question = Question(rates=RATES, policy=LastKnown(), kind=None)
    work = Work(question, 2, moneys_of(currency("KZT")), moneys_of(currency("USD")), times_of(DAY, 2))
    amounts = amounts_of(pa.chunked_array([[0.0, 1e308 * 1.5]]), scale=2, locale=None, nan_is_missing=False)
    low, high = bounds_of(work, amounts, places=None)
    assert (low[0].as_py(), high[0].as_py()) == (0.0, 0.0)
    assert low[1].as_py() < high[1].as_py()
