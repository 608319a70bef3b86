"""Frames of ten million rows: conversion beside a bare multiplication, as-of joins, and decimals of other engines.

Twelve currencies over ten years, one target. What is compared with a multiplication of two numpy
arrays of the same length is the whole call, from the caller's frame to the caller's frame.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from currency_converter import CurrencyConverter
from numpy.typing import NDArray

import centralasia as ca
from benchmarks.cases import Case, Sample, seconds
from centralasia.arrays.calendars import Question, compile_calendar
from centralasia.arrays.kernels import Fractions, Indices, multiply_exactly, multiply_floats

_ROWS = 10_000_000
_CODES = ("USD", "EUR", "KZT", "KGS", "TJS", "TMT", "UZS", "RUB", "CNY", "TRY", "GBP", "JPY")
_FIRST, _LAST = date(2015, 1, 1), date(2024, 12, 31)
_DAYS = (_LAST - _FIRST).days + 1
_SPARE = 20 * 2**20  # bytes beside inputs and output
_CALLED: Any = {"amount": "amount", "currency": "currency", "to": "USD", "on": "day"}
_LOOPED = 10_000  # rows of a loop, whose time is scaled up


def cases() -> Iterator[Case]:
    """Compare whole calls."""
    yield from _kernel()
    yield from _whole_frames()
    yield from _as_of_joins()
    yield from _exactly()
    yield _compiled()
    yield from _memory()


def quotes(codes: tuple[str, ...], years: int, base: str = "EUR") -> ca.RateTable:
    """Make up a table of one publisher with a quote on every working day."""
    chance, last = np.random.default_rng(1), _LAST
    rates = []
    for code in codes:
        value = float(chance.uniform(0.5, 500))
        places = 4 if value < 100 else 2  # noqa: PLR2004 - as banks print them
        day = date(last.year - years + 1, 1, 1)
        while day <= last:
            if day.weekday() < 5:  # noqa: PLR2004 - Saturday
                value *= float(np.exp(chance.normal(0, 0.004)))
                figure = f"{value:.{places}f}"
                rates.append(ca.ExchangeRate(base=base, quote=code, value=figure, on=day, source="made up"))
            day += timedelta(1)
    return ca.RateTable.of(rates)


@cache
def table() -> ca.RateTable:
    """Give the rates of all cases."""
    return quotes(tuple(code for code in _CODES if code != "EUR"), years=10)


@cache
def columns() -> Mapping[str, NDArray[Any]]:
    """Make up the rows: the place of each currency, the day, the amount in cents."""
    chance = np.random.default_rng(2)
    first = (_FIRST - date(1970, 1, 1)).days
    return {
        "code": chance.integers(0, len(_CODES), _ROWS).astype(np.uint8),
        "day": chance.integers(first + 7, first + _DAYS, _ROWS).astype(np.int32),
        "cents": chance.integers(1, 10**8, _ROWS),
    }


@cache
def frame(kind: str, *, coded: bool, decimals: bool = False, times: int = 1) -> Any:  # noqa: ANN401 - of three libraries
    """Give the rows as a frame.

    Args:
        kind: polars, pyarrow or pandas.
        coded: Whether currencies are categories, rather than texts.
        decimals: Whether amounts are decimals, rather than floats.
        times: What the amounts are multiplied with.
    """
    made = columns()
    cents = made["cents"] * times
    amounts = pl.Series(cents).cast(pl.Decimal(38, 2)) / 100 if decimals else pl.Series(cents / 100)
    codes = pl.Series(np.array(_CODES)[made["code"]]).cast(pl.Enum(_CODES) if coded else pl.String)
    found = pl.DataFrame({"amount": amounts, "currency": codes, "day": pl.Series(made["day"]).cast(pl.Date)})
    if kind == "polars":
        return found
    arrow = found.to_arrow()
    if not coded:
        arrow = arrow.set_column(1, "currency", arrow["currency"].cast(pa.string()))
    if kind == "pyarrow":
        return arrow
    day = pd.Series(made["day"].astype("datetime64[D]").astype("datetime64[s]"))
    texts = (
        pd.Categorical(np.array(_CODES)[made["code"]], categories=list(_CODES))
        if coded
        else pd.Series(found["currency"].to_list(), dtype="str")
    )
    return pd.DataFrame({"amount": cents / 100, "currency": texts, "day": day})


@cache
def multiplied() -> Sample:
    """Multiply two arrays into a third, which is the measure of all."""
    chance = np.random.default_rng(3)
    one, other, out = chance.random(_ROWS), chance.random(_ROWS), np.empty(_ROWS)
    return seconds(lambda: np.multiply(one, other, out=out))


def _case(name: str, ours: Callable[[], object], limit: float | None, rounds: int = 9) -> Case:
    return Case(name=name, against="numpy multiply", ours=seconds(ours), peer=multiplied(), limit=limit, rounds=rounds)


def _kernel() -> Iterator[Case]:
    pairs = [(ca.currency(code), ca.currency("USD")) for code in _CODES]
    slots = [_FIRST + timedelta(day) for day in range(_DAYS)]
    calendar = compile_calendar(Question(rates=table(), policy=ca.LastKnown(), kind=None), pairs, slots=slots)
    made = columns()
    codes, days, amounts = made["code"], made["day"], made["cents"] / 100
    first = int((_FIRST - date(1970, 1, 1)).days)
    at = Indices(lambda low, high: codes[low:high], lambda low, high: days[low:high], len(slots) + 1, first)
    factors, out = calendar.factors.reshape(-1), np.empty(_ROWS)
    read = lambda low, high: amounts[low:high]  # noqa: E731 - as the others are
    yield _case("gather and multiply, from codes", lambda: multiply_floats(read, factors, at, out=out), 4)


def _whole_frames() -> Iterator[Case]:
    limits = {"polars": (5, 9), "pyarrow": (7, 9), "pandas": (14, 14)}
    for (kind, pair), coded in product(limits.items(), (True, False)):
        given = frame(kind, coded=coded)
        text = "categories" if coded else "texts"
        yield _case(f"{kind} frame with {text}", partial(_convert, given), pair[not coded])


def _convert(given: Any, **more: Any) -> object:  # noqa: ANN401 - of any library
    return ca.frames.convert(given, rates=table(), **_CALLED, **more)


def _as_of_joins() -> Iterator[Case]:
    rates = pl.DataFrame(
        [
            (code, rate.on, float(1 / rate.per_unit))
            for code in _CODES
            if code != "EUR"
            for rate in table().series("EUR", code)
        ],
        schema={"currency": pl.String, "day": pl.Date, "rate": pl.Float64},
        orient="row",
    ).sort("day")
    coded_rates = rates.with_columns(pl.col("currency").cast(pl.Enum(_CODES)))
    texts, coded = frame("polars", coded=False), frame("polars", coded=True)
    texts_sorted, coded_sorted = texts.sort("day"), coded.sort("day")
    for name, ours, peer, limit in (
        ("unsorted texts", texts, partial(_join_sorting, texts, rates), 1 / 10),
        ("sorted texts", texts_sorted, partial(_join, texts_sorted, rates), 1 / 1.5),
        ("sorted categories", coded_sorted, partial(_join, coded_sorted, coded_rates), 1 / 2.5),
    ):
        yield _beside(f"{name}, polars", ours, "join_asof of polars", seconds(peer), limit)
    for coded_too, name in ((False, "texts, pyarrow"), (True, "categories, pyarrow")):
        given, known = frame("pyarrow", coded=coded_too), rates.to_arrow()
        yield _beside(name, given, "ASOF JOIN of DuckDB", seconds(partial(_duckdb, given, known)), 1 / 25)
    yield _beside("texts, polars", texts, "a loop of CurrencyConverter, scaled up", _looped(), 1 / 100)


def _beside(name: str, given: object, against: str, peer: Sample, limit: float) -> Case:
    return Case(name=name, against=against, ours=seconds(partial(_convert, given)), peer=peer, limit=limit, rounds=5)


def _join(given: pl.DataFrame, rates: pl.DataFrame) -> pl.Series:
    joined = given.join_asof(rates, on="day", by="currency", tolerance=timedelta(7), check_sortedness=False)
    return joined["amount"] * joined["rate"]


def _join_sorting(given: pl.DataFrame, rates: pl.DataFrame) -> pl.Series:
    ordered = given.with_row_index().sort("day")
    joined = ordered.join_asof(rates, on="day", by="currency", tolerance=timedelta(7), check_sortedness=False)
    return joined.sort("index").select(pl.col("amount") * pl.col("rate")).to_series()


def _duckdb(given: pa.Table, rates: pa.Table) -> pa.Table:  # noqa: ARG001 - read by name
    question = "SELECT amount * rate FROM given ASOF LEFT JOIN rates USING (currency, day)"
    joined: Any = duckdb.sql(question)
    found: pa.Table = joined.to_arrow_table()
    return found


def _looped() -> Sample:
    converter = CurrencyConverter(fallback_on_missing_rate=True)
    codes = ("USD", "GBP", "JPY", "CHF")
    day = [date(2010, 1, 4) + timedelta(place % 3000) for place in range(_LOOPED)]
    sample = seconds(lambda: [converter.convert(100, codes[n % 4], "EUR", on) for n, on in enumerate(day)])
    return lambda: sample() * _ROWS / _LOOPED


def _exactly() -> Iterator[Case]:
    for name, times in (("up to a million", 1), ("up to 10^12", 10**6)):
        given = frame("polars", coded=True, decimals=True, times=times)
        yield _case(f"exact, amounts {name}", partial(_convert, given, exact=True), 16)
    yield _exact_kernel()
    given = frame("polars", coded=True, decimals=True)
    rates = _dense()
    exact = seconds(partial(_convert, given, exact=True))
    for against, peer, limit in (
        ("join and Decimal of polars", partial(_polars_decimals, given, rates), 1 / 3.5),
        ("take and decimal128 of pyarrow", partial(_arrow_decimals, given.to_arrow(), rates), None),
    ):
        yield Case(
            name="exact, amounts up to a million",
            against=against,
            ours=exact,
            peer=seconds(peer),
            limit=limit,
            rounds=5,
        )


@cache
def _dense() -> pl.DataFrame:
    """Make up a rate of six decimals for every currency and day, in this order."""
    days = pl.DataFrame({"day": [_FIRST + timedelta(day) for day in range(_DAYS)]})
    codes = pl.DataFrame({"currency": pl.Series(_CODES).cast(pl.Enum(_CODES))})
    rate = pl.Series("rate", [Decimal(n % 900_000 + 1) / 10_000 for n in range(_DAYS * len(_CODES))])
    return codes.join(days, how="cross").with_columns(rate.cast(pl.Decimal(38, 6)))


def _polars_decimals(given: pl.DataFrame, rates: pl.DataFrame) -> pl.Series:
    """Multiply and round; both at six decimals first, or the product is silently cut."""
    joined = given.join(rates, on=["currency", "day"], how="left", maintain_order="left")
    return (joined["amount"].cast(pl.Decimal(38, 6)) * joined["rate"]).round(2)


def _exact_kernel() -> Case:
    """Compare what is done for each row alone: the rates of both lie beside the amounts already."""
    made, given = columns(), frame("polars", coded=True, decimals=True).to_arrow()
    amounts, rates = given["amount"].cast(pa.decimal128(15, 2)), _taken(given, _dense())
    above = rates.cast(pa.float64()).to_numpy() * 10**4
    cents, above = made["cents"], np.rint(above).astype(np.int64)
    fractions = Fractions(above, np.full(_ROWS, 10**4), above / 10**4)
    first, own = np.zeros(_ROWS, np.uint8), np.arange(_ROWS, dtype=np.int32)
    at = Indices(lambda low, high: first[low:high], lambda low, high: own[low:high], _ROWS)
    out = np.empty((_ROWS, 2), np.int64)
    read = lambda low, high: (cents[low:high], None)  # noqa: E731 - as the others are
    return Case(
        name="exact kernel, rates at hand",
        against="multiply and round of pyarrow, rates at hand",
        ours=seconds(lambda: multiply_exactly(read, fractions, at, rounding=ca.Rounding.HALF_EVEN, out=out)),
        peer=seconds(lambda: _rounded(amounts, rates)),
        limit=1 / 6,
        rounds=5,
    )


def _arrow_decimals(given: pa.Table, rates: pl.DataFrame) -> pa.Array:
    return _rounded(given["amount"].cast(pa.decimal128(15, 2)), _taken(given, rates))


def _taken(given: pa.Table, rates: pl.DataFrame) -> pa.Array:
    first = (_FIRST - date(1970, 1, 1)).days
    codes = given["currency"].combine_chunks().indices.cast(pa.int32())
    days = pc.subtract(given["day"].cast(pa.int32()), first)
    return rates["rate"].to_arrow().cast(pa.decimal128(18, 6)).take(pc.add(pc.multiply(codes, _DAYS), days))


def _rounded(amounts: pa.Array, rates: pa.Array) -> pa.Array:
    return pc.round(pc.multiply(amounts, rates), 2, round_mode="half_to_even")


def _compiled() -> Case:
    rates = quotes(_MANY, years=30)
    pairs = [(ca.currency(code), ca.currency("USD")) for code in _MANY]
    slots = [date(1995, 1, 1) + timedelta(day) for day in range((_LAST - date(1995, 1, 1)).days + 1)]
    asked = Question(rates=rates, policy=ca.LastKnown(), kind=None)
    return Case(
        name="compile 30 years of 40 currencies",
        against="0.2 s",
        ours=seconds(lambda: compile_calendar(asked, pairs, slots=slots)),
        peer=lambda: 0.2,
        limit=1,
        rounds=9,
    )


_MANY = (
    *("USD", "JPY", "CZK", "DKK", "GBP", "HUF", "PLN", "RON", "SEK", "CHF", "ISK", "NOK", "TRY", "AUD", "BRL", "CAD"),
    *("CNY", "HKD", "IDR", "ILS", "INR", "KRW", "MXN", "MYR", "NZD", "PHP", "SGD", "THB", "ZAR", "UAH"),
    *("KZT", "KGS", "TJS", "UZS", "TMT", "RUB", "AZN", "GEL", "AMD", "BYN"),
)


def _memory() -> Iterator[Case]:
    """Measure the most memory above the inputs in a process of its own."""
    for kind, coded, allowed in (
        ("polars", True, 8 * _ROWS + _SPARE),
        ("polars", False, 8 * _ROWS + _SPARE),
        ("pyarrow", False, 8 * _ROWS + _SPARE),
        ("pandas", False, 20 * _ROWS),
    ):
        yield Case(
            name=f"peak above the inputs, {kind} frame with {'categories' if coded else 'texts'}",
            against="2.5 times the output" if kind == "pandas" else "the output and 20 MiB",
            ours=partial(_grown, kind, coded),
            peer=partial(float, allowed),
            limit=1,
            unit="bytes",
            rounds=3,
        )


def _grown(kind: str, coded: bool) -> float:  # noqa: FBT001 - as it goes into the program
    program = f"from benchmarks.frames import grow; print(grow({kind!r}, {coded!r}))"
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, cwd=Path(__file__).parents[1]
    )
    return float(done.stdout)


def grow(kind: str, coded: bool) -> int:  # noqa: FBT001 - as above
    """Give how far a conversion lifts the memory of this process at most, in bytes; on Linux."""
    given = frame(kind, coded=coded)
    columns.cache_clear()
    _convert(given.slice(0, 1000) if kind == "pyarrow" else given.head(1000))
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # from here on the peak is counted anew
    before = _status("VmRSS")
    result = _convert(given)
    peak = _status("VmHWM")
    del result
    return peak - before


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))
