"""Law 12: what `frames.convert` says of a row is what `RateTable.convert` says of it, on every library in memory."""

import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import inf, isnan, nan, nextafter
from typing import Any, NamedTuple, TypeAlias, final
from zoneinfo import ZoneInfo

import attrs
import pandas as pd
import polars as pl
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from centralasia import (
    Conversion,
    ExchangeRate,
    LastKnown,
    Money,
    NextKnown,
    Period,
    Published,
    RateTable,
    Report,
    testing,
)
from centralasia.arrays import Trouble
from centralasia.errors import CentralAsiaError
from centralasia.frames import convert
from centralasia.numbers import EXACT, Rounding, as_decimal
from centralasia.periods import day_or_period
from centralasia.rates import Policy, RateKind, Side
from centralasia.rates.crosses import Request
from centralasia.rates.policies import Timeline
from centralasia.reference import currencies

# Old and new money, money without a minor unit, and minor units of every size.
MONEYS = ("USD", "KZT", "UZS", "TJR", "TJS", "TMM", "TMT", "RUR", "RUB", "AZM", "AZN", "XAU", "KWD", "JPY", "CLF")
CHANGEOVERS = (date(1998, 1, 1), date(2000, 10, 30), date(2006, 1, 1), date(2009, 1, 1), date(2024, 2, 28))
DETAILS = ("rate", "rate_on", "age", "legs", "low", "high", "problem")
BACKENDS = ("pandas", "pandas of arrow", "polars", "polars of enums", "pyarrow")
ZONE = "Asia/Tashkent"
EPSILON = Fraction(1, 2**52)  # what a product of floats may be off by, as a part of it
ROWS = 8

Cells: TypeAlias = tuple[pa.Array, list[Any]]
"""A column, and what its cells mean: None where one is missing, BAD where it is nonsense."""

BAD = object()


class Float(NamedTuple):
    """A float cell, and how many digits of a decimal such a float holds."""

    value: float
    digits: int


@final
@attrs.frozen
class Backwards:
    """A policy of somebody's own: the first quote of an even day to come, of an age below zero."""

    skew: int | None = None

    def pick(self, line: Timeline, on: int) -> tuple[int, int] | None:
        return next(((place, on - day) for place, day in enumerate(line.days) if day >= on and day % 2 == 0), None)


def mostly(usual: st.SearchStrategy[Any], odd: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Generate what is usual, and what is odd once in sixteen times: a row with two troubles shows only one."""
    return st.integers(0, 15).flatmap(lambda number: odd if number == 11 else usual)


POLICIES: st.SearchStrategy[Policy] = st.one_of(
    st.sampled_from((LastKnown(days=30), LastKnown(days=30, skew=9), NextKnown(days=30), Published(), Backwards())),
    testing.policies(),
)
KINDS = mostly(st.none(), st.sampled_from(list(RateKind)))


def rates_around(day: date, moneys_: tuple[str, ...]) -> st.SearchStrategy[ExchangeRate]:
    """Quotes of any kind about a day, which need not agree with each other."""
    return st.builds(
        _rate,
        st.lists(st.sampled_from(moneys_), min_size=2, max_size=2, unique=True),
        mostly(st.sampled_from(("0.00213", "501.2", "12500")), st.sampled_from(("1E+2", "1234567.89123456", "1E-20"))),
        on=st.integers(-12, 12).map(lambda off: day + timedelta(off)),
        kind=st.sampled_from((*[RateKind.OFFICIAL] * 4, *RateKind)),
        lasting=st.none() | st.integers(1, 9),
        nominal=mostly(st.sampled_from((1, 10, 100, 1000)), st.sampled_from((10**17, 10**30))),
        side=st.sampled_from((Side.MID, *Side)),
        source=st.sampled_from(("nbk", "cbu", "nbt")),
        decimals=st.none() | st.just(20),
        margin=st.none() | st.sampled_from((Decimal(0), Decimal("1E-25"))),
        inverted=st.booleans(),
    )


def _rate(pair: list[str], value: str, *, on: date, kind: RateKind, lasting: int | None, **more: Any) -> ExchangeRate:
    over = kind in {RateKind.AVERAGE, RateKind.END_OF_PERIOD}
    until = None if over or lasting is None else on + timedelta(lasting)
    on_ = day_or_period(f"{on:%Y-%m}") if over else on
    return ExchangeRate(base=pair[0], quote=pair[1], value=value, on=on_, kind=kind, until=until, **more)


@st.composite
def tables(draw: st.DrawFn) -> tuple[RateTable, date]:
    """A table of rates, and a day about which it has some."""
    if draw(st.booleans()):
        day, moneys_ = draw(st.sampled_from(CHANGEOVERS)), tuple(draw(st.permutations(MONEYS))[:4])
        rates = draw(st.lists(rates_around(day, moneys_), min_size=draw(st.sampled_from((12, 0))), max_size=25))
        return RateTable.of(rates, conflicts="last"), day
    table = draw(testing.rate_tables(two_sided=True, min_size=9, max_size=40, frequency=draw(st.sampled_from("DDDM"))))
    first = next(iter(table)).on
    return table, first.start if isinstance(first, Period) else first


# What a column is made of: Arrow arrays of every type, which the frames of the other libraries are made from.


def many(values: st.SearchStrategy[Any], count: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(values, min_size=count, max_size=count)


def integers(kind: pa.DataType, count: int) -> st.SearchStrategy[Cells]:
    bits = kind.bit_width - (0 if "uint" in str(kind) else 1)
    low = 0 if "uint" in str(kind) else -(2**bits)
    values = mostly(st.integers(0, 99) | st.integers(low, 2**bits - 1), st.none())
    return many(values, count).map(lambda found: (pa.array(found, kind), found))


def decimals(kind: pa.DataType, count: int) -> st.SearchStrategy[Cells]:
    most = 10**kind.precision - 1
    units = mostly(st.integers(-9_999, 9_999) | st.integers(-most, most), st.none())
    values = units.map(lambda each: None if each is None else EXACT.scaleb(Decimal(each), -kind.scale))
    return many(values, count).map(lambda found: (pa.array(found, kind), found))


def floats(kind: pa.DataType, count: int) -> st.SearchStrategy[Cells]:
    digits = {16: 3, 32: 6, 64: 15}[kind.bit_width]
    money = st.integers(-(10**7), 10**7).map(lambda each: each / 100)
    odd = st.sampled_from((nan, inf, -inf, 0.1 + 0.2, 1e15, 2.0**53, 1e-300, 1.7e308, 12345678901234.5))
    finite = st.floats(width=kind.bit_width, allow_nan=False, allow_infinity=False, allow_subnormal=False)

    def cells(found: list[Any]) -> Cells:
        array = pa.array([None if each is None else kind.to_pandas_dtype()(each) for each in found], kind)
        return array, [None if each is None else Float(each, digits) for each in array.to_pylist()]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return many(mostly(money | finite, st.none() | odd), count).map(quiet(cells))


def quiet(function: Callable[..., Any]) -> Callable[..., Any]:
    """Numpy warns where a number is too large for a float of 32 bits."""

    def called(*given_: Any) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return function(*given_)

    return called


def texts(kind: pa.DataType, values: st.SearchStrategy[Any], meaning: Callable[[str], Any], count: int) -> Any:
    """Columns of texts, or of categories of which some do not occur."""

    def cells(found: list[str | None]) -> Cells:
        meant = [None if each is None or not each.strip() else meaning(each) for each in found]
        if not pa.types.is_dictionary(kind):
            return pa.array(found, kind), meant
        known = list(dict.fromkeys(["CHF", "not there", *(each for each in found if each is not None)]))
        places = [None if each is None else known.index(each) for each in found]
        return pa.DictionaryArray.from_arrays(
            pa.array(places, kind.index_type), pa.array(known, kind.value_type)
        ), meant

    return many(mostly(values, st.none()), count).map(cells)


def figure(text: str) -> Any:
    try:
        return as_decimal(text.strip(), "amount")
    except CentralAsiaError:
        return BAD


def code(text: str) -> Any:
    return currencies().get(text, BAD)


def time(text: str) -> Any:
    try:
        return day_or_period(text)
    except CentralAsiaError:
        return BAD


TEXTS = (pa.string(), pa.large_string(), pa.dictionary(pa.int8(), pa.string()))
INTEGERS = (pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64())
DECIMALS = ((9, 2), (38, 2), (20, 0), (38, 24), (38, 38))
WRITTEN = st.sampled_from(("", " ", "x", "1,5", "1 234.5", " 7.5 ", "1e3", "nan", "inf", "-0", "1E400", "9" * 45))
COUNTS = st.integers(-(10**4), 10**4) | st.sampled_from((2**53, -(2**53) - 1, 2**62, -(2**63), 10**30, 5 * 10**20))
FIGURES = st.builds(lambda count, places: f"{EXACT.scaleb(Decimal(count), -places):f}", COUNTS, st.integers(0, 25))
CODES = st.sampled_from((*MONEYS, *MONEYS, "usd", " USD", "XQX", "", "доллар", "U", "USDD"))


@cache
def amounts(count: int) -> st.SearchStrategy[Cells]:
    return mostly(_amounts(count), st.just((pa.nulls(count), [None] * count)))


def _amounts(count: int) -> st.SearchStrategy[Cells]:
    return st.one_of(
        st.sampled_from(INTEGERS).flatmap(lambda kind: integers(kind, count)),
        st.sampled_from(DECIMALS).flatmap(lambda kind: decimals(pa.decimal128(*kind), count)),
        st.sampled_from((pa.float64(), pa.float64(), pa.float32())).flatmap(lambda kind: floats(kind, count)),
        st.sampled_from(TEXTS).flatmap(lambda kind: texts(kind, mostly(FIGURES, WRITTEN), figure, count)),
    )


def moneys(quoted: tuple[str, ...], count: int) -> st.SearchStrategy[Any]:
    """Columns of currencies, or one for all rows."""
    known = mostly(st.sampled_from(quoted or MONEYS), st.sampled_from(MONEYS))
    usual = st.one_of(
        known,
        st.sampled_from(TEXTS).flatmap(lambda kind: texts(kind, known, code, count)),
        st.sampled_from(TEXTS).flatmap(lambda kind: texts(kind, mostly(known, CODES), code, count)),
    )
    return mostly(usual, st.just((pa.nulls(count), [None] * count)))


def times(day: date, count: int) -> st.SearchStrategy[Any]:
    """Columns of days, moments or texts about a day, or one for all rows."""
    near = st.integers(-15, 15).map(lambda off: day + timedelta(off))
    plain = near.map(str) | near.map(lambda each: f"{each:%Y-%m}") | st.just(str(day.year))
    written = mostly(plain, st.sampled_from(("", "x", f"{day:%d.%m.%Y}")))
    moments = st.builds(
        lambda each, hour: datetime(each.year, each.month, each.day, hour, 30, tzinfo=UTC), near, st.integers(0, 23)
    )

    def stamped(found: list[Any]) -> Cells:
        local = [None if each is None else each.astimezone(ZoneInfo(ZONE)).date() for each in found]
        return pa.array(found, pa.timestamp("us", ZONE)), local

    def unstamped(unit: str) -> Callable[[list[Any]], Cells]:
        kind = pa.timestamp(unit)
        return lambda found: (
            pa.array([None if each is None else each.replace(tzinfo=None) for each in found], kind),
            [None if each is None else each.date() for each in found],
        )

    days, stamps = mostly(near, st.none()), mostly(moments, st.none())
    far = mostly(near, st.sampled_from((None, date.min, date.max, date(1582, 10, 15))))
    usual = st.one_of(
        near,
        plain,
        many(days, count).map(lambda found: (pa.array(found, pa.date32()), found)),
        many(far, count).map(lambda found: (pa.array(found, pa.date32()), found)),
        many(days, count).map(lambda found: (pa.array(found, pa.date64()), found)),
        many(stamps, count).map(stamped),
        st.sampled_from(("s", "ms", "us", "ns")).flatmap(lambda unit: many(stamps, count).map(unstamped(unit))),
        st.sampled_from(TEXTS).flatmap(lambda kind: texts(kind, written, time, count)),
    )
    return mostly(usual, st.just((pa.nulls(count), [None] * count)))


@final
@attrs.frozen(kw_only=True)
class Case:
    """A frame, what its cells mean, and how it is to be converted."""

    frame: Any
    backend: str
    amount: list[Any]
    currency: list[Any]
    to: list[Any]
    on: list[Any]
    asked: dict[str, Any]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    table, day = draw(tables())
    count = ROWS - draw(st.integers(0, ROWS))
    quoted = tuple(each.code for each in table.currencies)
    columns, meant, names = {}, {}, {}
    for name, cells in (
        ("amount", draw(amounts(count))),
        ("currency", draw(moneys(quoted, count))),
        ("to", draw(moneys(quoted[::-1], count))),
        ("on", draw(times(day, count))),
    ):
        if isinstance(cells, tuple):
            columns[name], meant[name], names[name] = draw(chunked(cells[0])), cells[1], name
        else:
            constant = time(cells) if name == "on" and isinstance(cells, str) else cells
            meant[name], names[name] = [code(cells) if name != "on" else constant] * count, cells
    backend = draw(st.sampled_from(BACKENDS))
    asked = {**names, "rates": table, "policy": draw(POLICIES), "kind": draw(KINDS), "details": DETAILS}
    return Case(frame=frame_of(pa.table(columns), backend), backend=backend, asked=asked, **meant)


@st.composite
def chunked(draw: st.DrawFn, array: pa.Array) -> pa.ChunkedArray:
    """Cut a column into two chunks, of which one may be empty, that begin in the middle of their buffers."""
    place = draw(st.integers(0, len(array)))
    twice = pa.concat_arrays([array, array])
    return pa.chunked_array([twice.slice(len(array), place), array.slice(place)], array.type)


NULLABLE = {
    pa.int8(): pd.Int8Dtype(),
    pa.int16(): pd.Int16Dtype(),
    pa.int32(): pd.Int32Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.uint8(): pd.UInt8Dtype(),
    pa.uint16(): pd.UInt16Dtype(),
    pa.uint32(): pd.UInt32Dtype(),
    pa.uint64(): pd.UInt64Dtype(),
}


def frame_of(table: pa.Table, backend: str) -> Any:
    if backend == "pandas":
        return table.to_pandas(types_mapper=NULLABLE.get).set_index(pd.Index([7] * len(table)))
    if backend == "pandas of arrow":
        return table.to_pandas(types_mapper=pd.ArrowDtype)
    if backend == "pyarrow":
        return table
    frame = pl.DataFrame(pl.from_arrow(table))
    if backend == "polars":
        return frame
    categories = [name for name, kind in frame.schema.items() if kind == pl.Categorical]
    return frame.with_columns([_enum(frame[name]) for name in categories])


def _enum(column: pl.Series) -> pl.Series:
    return column.cast(pl.Enum(column.drop_nulls().unique().cast(pl.String)))


def rows_of(frame: Any, case: Case) -> list[dict[str, Any]]:
    """Read the new columns of a frame as values of Python; None for null, and for NaN where pandas means that."""
    if isinstance(frame, pd.DataFrame):
        names = [name for name in frame.columns if name.startswith("converted")]
        cells = {name: [None if pd.isna(each) else each for each in frame[name]] for name in names}
        assert frame.index.equals(case.frame.index)
        return [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]
    found: list[dict[str, Any]] = frame.to_dicts() if isinstance(frame, pl.DataFrame) else frame.to_pylist()
    return found


def trouble_of(case: Case, row: int, amount: Any) -> Trouble | None:
    """Say what stands in the way of converting a row, but for the size of its result."""
    source, target, on = case.currency[row], case.to[row], case.on[row]
    table, policy, kind = (case.asked[name] for name in ("rates", "policy", "kind"))
    for cell, missing, bad in (
        (amount, Trouble.MISSING_AMOUNT, Trouble.UNREADABLE_AMOUNT),
        (source, Trouble.MISSING_CURRENCY, Trouble.UNKNOWN_CURRENCY),
        (target, Trouble.MISSING_TARGET, Trouble.UNKNOWN_TARGET),
        (on, Trouble.MISSING_DATE, Trouble.UNREADABLE_DATE),
    ):
        if cell is None or cell is BAD:
            return missing if cell is None else bad
    if table.finder.route(Request(source, target, on, policy, kind)) is None:
        end = source.valid_until
        last = on.end if isinstance(on, Period) else on
        return Trouble.WITHDRAWN_CURRENCY if end is not None and end <= last else Trouble.NO_RATE
    return None


def scalar(case: Case, row: int, amount: Decimal, rounding: Rounding, places: int | None) -> Conversion:
    asked = {name: case.asked[name] for name in ("policy", "kind")}
    money = Money(amount, case.currency[row])
    done: Conversion = case.asked["rates"].convert(
        money, case.to[row], on=case.on[row], rounding=rounding, places=places, **asked
    )
    return done


def check_details(found: dict[str, Any], done: Conversion) -> None:
    assert found["converted_rate"] == float(done.route.factor)
    assert found["converted_age"] == done.age
    assert found["converted_legs"] == len(done.legs)
    days = [
        leg.rate.on for leg in done.legs if leg.rate.source != "legal ratio" and not isinstance(leg.rate.on, Period)
    ]
    assert found["converted_rate_on"] == min(days, default=None)
    assert found["converted_problem"] is None


def check_unconverted(found: dict[str, Any], trouble: Trouble) -> None:
    blank = {"converted": None, **{f"converted_{name}": None for name in DETAILS}, "converted_problem": str(trouble)}
    assert {name: found[name] for name in blank} == blank


def check_report(report: Report, troubles: list[Trouble]) -> None:
    counts = {str(trouble): troubles.count(trouble) for trouble in Trouble if trouble in troubles}
    assert report.counts == counts
    assert report.facts["unconverted"] == len(troubles)


class TestLaws:
    @given(cases())
    def test_a_float_is_as_near_to_the_exact_product_as_it_says(self, case: Case) -> None:
        frame, report = convert(case.frame, **case.asked, on_problem="report")
        troubles = []
        for row, found in enumerate(rows_of(frame, case)):
            amount, steps = loosely(case.amount[row], case.backend)
            trouble = trouble_of(case, row, amount)
            done = None if trouble is not None else scalar(case, row, Decimal(0), Rounding.HALF_EVEN, 0)
            if done is not None and is_too_large(amount * done.route.factor, amount, done):
                trouble = Trouble.TOO_LARGE
            if trouble is not None:
                check_unconverted(found, trouble)
                troubles.append(trouble)
            elif done is not None:
                check_details(found, done)
                check_float(found["converted"], amount * done.route.factor, steps)
                ends = sorted(amount * limit for limit in done.route.limits)
                check_ends(found, ends)
        check_report(report, troubles)

    @given(cases(), st.sampled_from(Rounding), st.none() | st.integers(-4, 12))
    def test_an_exact_result_is_the_scalar_one(self, case: Case, rounding: Rounding, places: int | None) -> None:
        more: dict[str, Any] = {"exact": True, "rounding": rounding, "places": places, "on_problem": "report"}
        frame, report = convert(case.frame, **case.asked, **more)
        troubles, scale = [], scale_of(frame)
        for row, found in enumerate(rows_of(frame, case)):
            amount = exactly(case.amount[row], case.backend)
            trouble = trouble_of(case, row, amount)
            if trouble is None and places is None and case.to[row].minor_unit is None:
                trouble = Trouble.NO_MINOR_UNIT
            done = None if trouble is not None else scalar(case, row, amount, rounding, places)
            if done is not None and abs(Fraction(done.money.amount)) * 10**scale >= 10**38:
                trouble = Trouble.TOO_LARGE
            if trouble is not None:
                check_unconverted(found, trouble)
                troubles.append(trouble)
            elif done is not None:
                check_details(found, done)
                assert found["converted"] == done.money.amount
                if max(map(abs, (done.bounds.low.amount, done.bounds.high.amount))) < 10**20:
                    assert (found["converted_low"], found["converted_high"]) == (
                        done.bounds.low.amount,
                        done.bounds.high.amount,
                    )
        check_report(report, troubles)


def loosely(amount: Any, backend: str) -> tuple[Any, int]:
    """Give what the float way takes an amount for, and how many times its way to a product is rounded."""
    if isinstance(amount, Float):
        if isnan(amount.value) and backend.startswith("pandas"):
            return None, 2
        return (Fraction(amount.value), 2) if abs(amount.value) < inf else (BAD, 2)
    if isinstance(amount, Decimal | int):
        return Fraction(amount), 2 if isinstance(amount, int) and abs(amount) <= 2**53 else 3
    return amount, 2


def exactly(amount: Any, backend: str) -> Any:
    """Give the decimal that an amount stands for."""
    if not isinstance(amount, Float):
        return Decimal(amount) if isinstance(amount, int) else amount
    value, digits = amount
    if isnan(value) and backend.startswith("pandas"):
        return None
    if not abs(value) < inf:
        return BAD
    if value.is_integer() and abs(value) < {6: 2**24, 15: 2**53}[digits]:
        return Decimal(value)
    for places in range(1, digits + 1):  # the shortest decimal that leads to the float
        written = Decimal(f"{value:.{places - 1}e}")
        if single(written, digits) == value:
            return written
    return BAD


def single(written: Decimal, digits: int) -> float:
    """Give the nearest float of so many digits."""
    if digits == 15:
        return float(written)
    (found,) = pa.array([float(written)], pa.float64()).cast(pa.float32(), safe=False).to_pylist()
    return float(found)


def is_too_large(product: Fraction, amount: Fraction, done: Conversion) -> bool:
    most = Fraction(1.7976931348623157e308)
    return max(abs(product), abs(amount), done.route.factor) > most


def check_float(found: float, product: Fraction, steps: int) -> None:
    """At most half an epsilon is lost each time; so the result is a float or two off at most."""
    if product == 0 or abs(product) < Fraction(1, 10**290):
        assert abs(found) < 1e-289
        return
    assert abs(Fraction(found) - product) < steps * abs(product) * EPSILON / 2
    nearest, near = float(product), {float(product)}
    for way in (inf, -inf):
        step = nearest
        for _ in range(steps - 1):
            step = nextafter(step, way)
            near.add(step)
    assert found in near


def check_ends(found: dict[str, Any], ends: list[Fraction]) -> None:
    low, high = found["converted_low"], found["converted_high"]
    if max(map(abs, ends)) > Fraction(10) ** 300 or min(map(abs, ends)) < Fraction(1, 10**280):
        return
    assert low <= found["converted"] <= high
    assert Fraction(low) <= ends[0]
    assert ends[1] <= Fraction(high)
    assert abs(Fraction(low) - ends[0]) < 8 * EPSILON * abs(ends[0])
    assert abs(Fraction(high) - ends[1]) < 8 * EPSILON * abs(ends[1])


def scale_of(frame: Any) -> int:
    """The decimals of the column of results."""
    if isinstance(frame, pd.DataFrame):
        frame = pa.Table.from_pandas(frame[["converted"]], preserve_index=False)
    kind: Any = frame.schema["converted"] if isinstance(frame, pl.DataFrame) else frame.schema.field("converted").type
    return int(kind.scale)
