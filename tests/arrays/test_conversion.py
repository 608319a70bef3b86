"""Whole columns converted: at every size, in every mode, with the wide path beside the kernel."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from centralasia import Currency, ExchangeRate, LastKnown, Money, RateTable, currency
from centralasia.arrays.amounts import Amounts, amounts_of
from centralasia.arrays.calendars import Question
from centralasia.arrays.conversion import Places, as_array, convert_exactly, convert_floats
from centralasia.arrays.kernels import BLOCK
from centralasia.arrays.rows import Work, moneys_of, times_of
from centralasia.numbers import Rounding

DAY = date(2024, 3, 1)
HALF_EVEN = Rounding.HALF_EVEN
RATES = RateTable.of(
    [
        ExchangeRate(base=base, quote="USD", value=value, nominal=nominal, on=DAY, source="made up")
        for base, value, nominal in (
            ("KZT", "0.00216", 1),
            ("UZS", "8.1", 100_000),
            ("KWD", "3.25", 1),
            ("JPY", "0.0066", 1),
            ("XAU", "2345.678901", 1),
            ("TMT", "0.28571428571429", 1),
            ("KGS", "0.0112359550561", 1000),  # a cross of this one has a denominator beyond 2^50
        )
    ]
)


def minor_unit(target: Currency) -> int | None:
    return target.minor_unit


def decimals_to(places: int) -> Places:
    return lambda _target: places


def asked(amounts: Sequence[Any], sources: str | Sequence[str], targets: str | Sequence[str]) -> tuple[Work, Amounts]:
    def column(codes: str | Sequence[str]) -> Any:
        return currency(codes) if isinstance(codes, str) else pa.chunked_array([list(codes)])

    question = Question(rates=RATES, policy=LastKnown(), kind=None)
    array = pa.chunked_array([pa.array(amounts)])
    work = Work(
        question, len(amounts), moneys_of(column(sources)), moneys_of(column(targets)), times_of(DAY, len(amounts))
    )
    return work, amounts_of(array, scale=2, locale=None, nan_is_missing=False)


def scalar(amount: Any, source: str, target: str, rounding: Rounding, places: int | None = None) -> Decimal:
    done = RATES.convert(Money.of(amount, source), target, on=DAY, rounding=rounding, places=places)
    return done.money.amount


def counts(units: int) -> list[int]:
    """Amounts about a size, of both signs, with digits of every kind."""
    random = Random(units)  # noqa: S311 - nothing depends on it
    return [sign * (units + random.randrange(max(2, units // 7))) for sign in (1, -1) for _ in range(20)]


@pytest.mark.parametrize("rounding", list(Rounding))
@pytest.mark.parametrize("units", [1, 10**4, 2**31, 2**52, 10**16, 2**61, 2**62, 2**63, 10**22, 10**33])
@pytest.mark.parametrize(
    ("source", "target"), [("KZT", "USD"), ("USD", "KZT"), ("UZS", "KGS"), ("KGS", "TMT"), ("KWD", "JPY")]
)
def test_every_size_in_every_mode(rounding: Rounding, units: int, source: str, target: str) -> None:
    amounts = [Decimal(count).scaleb(-2) for count in counts(units)]
    work, column = asked(amounts, source, target)
    done = convert_exactly(work, column, rounding=rounding, places=minor_unit)
    expected = [scalar(amount, source, target, rounding) for amount in amounts]
    most = Decimal(10) ** (38 - (currency(target).minor_unit or 0))
    assert done.values.to_pylist() == [each if abs(each) < most else None for each in expected]
    assert done.troubles.counts in ({}, {"too-large": sum(abs(each) >= most for each in expected)})


@pytest.mark.parametrize("rounding", list(Rounding))
def test_planted_halves(rounding: Rounding) -> None:
    """3.25 USD for a dinar: every second even amount ends on half a cent, and a tie is a tie only for exact figures."""
    amounts = [Decimal(count).scaleb(-3) for count in (*range(-40, 41), 2 * 10**15 + 2, -(2 * 10**15) - 2, 10**18 + 2)]
    work, column = asked(amounts, "KWD", "USD")
    done = convert_exactly(work, column, rounding=rounding, places=minor_unit)
    assert done.values.to_pylist() == [scalar(amount, "KWD", "USD", rounding) for amount in amounts]


@pytest.mark.parametrize("places", [-18, -3, -1, 0, 1, 6, 17, 18, 19, 30, 38])
def test_other_places_than_those_of_the_minor_unit(places: int) -> None:
    amounts = ["0.00", "0.01", "-1234.56", "7", "99999999.99", "0.0000000001"]
    work, column = asked(amounts, "KZT", "XAU")
    done = convert_exactly(work, column, rounding=Rounding.HALF_UP, places=decimals_to(places))
    assert done.values.type == pa.decimal128(38, max(0, places))
    expected = [scalar(amount, "KZT", "XAU", Rounding.HALF_UP, places) for amount in amounts]
    room = Decimal(10) ** (38 - max(0, places))
    assert done.values.to_pylist() == [each if abs(each) < room else None for each in expected]


def test_results_of_several_minor_units_stand_in_one_column() -> None:
    targets = ["USD", "KWD", "JPY", "KZT", "USD", "not", "XAU", "KWD"]
    amounts = [Decimal(each) for each in ("1.005", "1.0005", "-2.5", "10", str(4 * 10**16), "1", "1", str(3 * 10**17))]
    work, column = asked(amounts, "USD", targets)
    done = convert_exactly(work, column, rounding=HALF_EVEN, places=minor_unit)
    assert done.values.type == pa.decimal128(38, 3)
    assert done.values.to_pylist() == [
        None if target in {"not", "XAU"} else scalar(amount, "USD", target, HALF_EVEN)
        for amount, target in zip(amounts, targets, strict=True)
    ]
    assert done.troubles.counts == {"unknown-target": 1, "no-minor-unit": 1}


def test_a_result_that_only_its_scale_makes_too_large_takes_the_wide_path() -> None:
    """In cents below 2^61, in the thousandths of the column beyond 2^63."""
    work, column = asked([2 * 10**16, 1], "USD", ["USD", "KWD"])
    done = convert_exactly(work, column, rounding=HALF_EVEN, places=minor_unit)
    assert done.values.to_pylist()[0] == Decimal(2 * 10**16)


def test_rows_before_after_and_outside_of_blocks() -> None:
    count = 40_000
    amounts = np.arange(count) / 100
    work, column = asked(amounts.tolist(), ["KZT", "nope"] * (count // 2), "USD")
    done = convert_exactly(work, column, rounding=HALF_EVEN, places=minor_unit)
    assert done.troubles.counts == {"unknown-currency": count // 2}
    for row in (0, BLOCK - 2, BLOCK, 39_998):
        assert done.values[row].as_py() == scalar(str(amounts[row]), "KZT", "USD", HALF_EVEN)
        assert done.values[row + 1].as_py() is None


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([1e308, -1e308, float("inf"), float("nan"), 1.0], ["too-large"] * 2 + ["unreadable-amount"] * 2 + [None]),
        ([None, 2.0], ["missing-amount", None]),
        (["x", "", "1"], ["unreadable-amount", "missing-amount", None]),
        ([2**63 - 1, None], [None, "missing-amount"]),
    ],
    ids=str,
)
def test_troubles_of_the_float_path(amounts: list[Any], expected: list[str | None]) -> None:
    work, column = asked(amounts, "XAU", "USD")
    done = convert_floats(work, column)
    kinds = done.troubles.column(len(amounts)).tolist()
    assert [bool(kind) for kind in kinds] == [each is not None for each in expected]
    assert done.troubles.counts == {each: expected.count(each) for each in expected if each is not None}
    assert [each is None for each in done.values.to_pylist()] == [each is not None for each in expected]


def test_floats_are_products_of_the_nearest_floats() -> None:
    work, column = asked([1.1, 1e15, -0.07], "KZT", "USD")
    assert convert_floats(work, column).values.to_pylist() == [each * 0.00216 for each in (1.1, 1e15, -0.07)]


def test_a_factor_that_is_small_enough_makes_any_amount_fit() -> None:
    rates = RateTable.of([ExchangeRate(base="USD", quote="KZT", value="1E-400", on=DAY)])
    work = Work(
        Question(rates=rates, policy=LastKnown(), kind=None),
        1,
        moneys_of(currency("USD")),
        moneys_of(currency("KZT")),
        times_of(DAY, 1),
    )
    column = amounts_of(pa.chunked_array([["5E400"]]), scale=2, locale=None, nan_is_missing=False)
    done = convert_exactly(work, column, rounding=HALF_EVEN, places=minor_unit)
    assert done.values.to_pylist() == [Decimal("5.00")]
    assert convert_floats(work, column).troubles.counts == {"too-large": 1}


def test_arrays_as_they_lie_in_memory() -> None:
    values = np.array([1.5, 2.5, 3.5])
    assert as_array(pa.float64(), values, np.array([1])).to_pylist() == [1.5, None, 3.5]
    found = as_array(pa.float64(), values, np.empty(0, np.intp))
    assert found.to_pylist() == [1.5, 2.5, 3.5]
    assert found.null_count == 0
    found.validate(full=True)


def test_the_wide_path_is_exact_where_floats_are_not() -> None:
    amount = Decimal("123456789012345678901234567890.12")
    work, column = asked([amount], "KZT", "USD")
    done = convert_exactly(work, column, rounding=Rounding.DOWN, places=minor_unit)
    exact = Fraction(amount) * Fraction("0.00216")
    (found,) = done.values.to_pylist()
    assert 0 <= exact - Fraction(found) < Fraction(1, 100)
