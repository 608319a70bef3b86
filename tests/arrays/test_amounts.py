"""Columns of amounts: each as a float, as a whole number of a scale, and exactly."""

from decimal import Decimal
from fractions import Fraction
from math import inf, nan
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.arrays.amounts import Amounts, amounts_of
from centralasia.errors import CentralAsiaError, UnknownCodeError, WrongTypeError
from centralasia.numbers import as_decimal, parse_number

MISSING, UNREADABLE = "missing", "unreadable"


def read(array: pa.Array, *, scale: int = 2, locale: str | None = None, nan_is_missing: bool = False) -> Amounts:
    return amounts_of(pa.chunked_array([array]), scale=scale, locale=locale, nan_is_missing=nan_is_missing)


def exactly(found: Amounts, count: int) -> list[Any]:
    """What each row is for exact work; checks that whole numbers say the same wherever they are said to."""
    wholes, odd = found.wholes(0, count)
    rows: list[Any] = []
    for row in range(count):
        is_missing = found.missing is not None and bool(found.missing[row])
        exact = None if is_missing else found.exactly(row)
        is_unreadable = exact is None or (found.unreadable is not None and bool(found.unreadable[row]))
        rows.append(MISSING if is_missing else UNREADABLE if is_unreadable else exact)
        if odd is None or not odd[row]:
            assert Fraction(int(wholes[row]), 10**found.scale) == exact
    return rows


def loosely(found: Amounts, count: int) -> list[float]:
    """What each row is as a float, read at once and one by one."""
    floats = found.floats(0, count).astype(np.float64).tolist()
    assert str(floats) == str([float(found.floats(row, row + 1)[0]) for row in range(count)])  # NaN is not itself
    return list(floats)


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (pa.array([1, None, -(2**63)]), [1, MISSING, -(2**63)]),
        (pa.array([2**64 - 1, None], pa.uint64()), [2**64 - 1, MISSING]),
        (pa.array([7, None], pa.uint64()), [7, MISSING]),
        (pa.array([-5, 5], pa.int8()), [-5, 5]),
        (
            pa.array([Decimal("1.25"), None, Decimal("-0.01")], pa.decimal128(9, 2)),
            [Fraction("1.25"), MISSING, Fraction("-0.01")],
        ),
        (pa.array([Decimal(10**37), Decimal(-1)], pa.decimal128(38, 0)), [10**37, -1]),
        (pa.array([Decimal("1E+5")], pa.decimal128(5, -3)), [10**5]),
        (pa.array([Decimal("1E-29"), Decimal(7)], pa.decimal128(38, 30)), [Fraction("1E-29"), 7]),
        (pa.array([Decimal("1E60"), Decimal("0.5"), None], pa.decimal256(70, 2)), [10**60, Fraction("0.5"), MISSING]),
        (pa.array([Decimal("0.5"), None], pa.decimal256(70, 2)), [Fraction("0.5"), MISSING]),
        (pa.array([Decimal("0.5"), None], pa.decimal32(7, 2)), [Fraction("0.5"), MISSING]),
        (pa.array([1.5, 1.5, None]).dictionary_encode(), [Fraction("1.5"), Fraction("1.5"), MISSING]),
        (pa.array(["1.5", "x", None, " "]).dictionary_encode(), [Fraction("1.5"), UNREADABLE, MISSING, MISSING]),
        (pa.nulls(2), [MISSING, MISSING]),
        (pa.array([None, None], pa.string()), [MISSING, MISSING]),
        (pa.array([], pa.string()), []),
    ],
    ids=str,
)
def test_amounts_of_each_type(array: pa.Array, expected: list[Any]) -> None:
    found = read(array)
    assert exactly(found, len(array)) == expected
    floats = loosely(found, len(array))
    assert [each for each, wanted in zip(floats, expected, strict=True) if not isinstance(wanted, str)] == [
        float(wanted) for wanted in expected if not isinstance(wanted, str)
    ]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (0.1, "0.1"),
        (100.25, "100.25"),
        (-12345678901.23, "-12345678901.23"),
        (1.005, "1.005"),
        (0.123456789012345, "0.123456789012345"),
        (1e-7, "1E-7"),
        (5e13, "5E+13"),
        (2.0**53 - 1, "9007199254740991"),
        (1234567890123.45, "1234567890123.45"),
        (0.0, "0"),
        (-0.0, "0"),
        (0.1 + 0.2, None),
        (2.0**53, None),
        (123456789012345.67, None),
        (1 / 3, None),
        (nan, None),
        (inf, None),
    ],
)
def test_a_float_stands_for_the_decimal_of_at_most_fifteen_digits(amount: float, expected: str | None) -> None:
    wanted = UNREADABLE if expected is None else Fraction(expected)
    for scale in (0, 2, 3):
        assert exactly(read(pa.array([amount]), scale=scale), 1) == [wanted]
        assert exactly(read(pa.array([amount, 1 / 3]), scale=scale), 2) == [wanted, UNREADABLE]


@pytest.mark.parametrize(
    ("kind", "amounts", "expected"),
    [
        (pa.float32(), [0.1, 1234.56, 2.0**24 - 1, 2.0**24, 1 / 3], ["0.1", "1234.56", str(2**24 - 1), None, None]),
        (pa.float16(), [0.1, 1.5, 2047, 2048], ["0.1", "1.5", "2047", None]),
    ],
    ids=str,
)
def test_narrow_floats_stand_for_fewer_digits(
    kind: pa.DataType, amounts: list[float], expected: list[str | None]
) -> None:
    array = pa.array(np.array(amounts, kind.to_pandas_dtype()))
    wanted = [UNREADABLE if each is None else Fraction(each) for each in expected]
    assert exactly(read(array), len(amounts)) == wanted
    assert loosely(read(array), len(amounts)) == array.cast(pa.float64()).to_pylist()


@pytest.mark.parametrize(("amounts", "scale"), [([1.25, 2.5], 2), ([1.2345], 4), ([1.23456], 6), ([1.2345678], 2)])
def test_the_scale_of_floats_is_that_of_the_first_rows(amounts: list[float], scale: int) -> None:
    assert read(pa.array(amounts)).scale == scale


def test_floats_without_one_are_missing() -> None:
    found = read(pa.array([1.5, None]), nan_is_missing=True)
    assert found.nan_is_missing
    assert exactly(found, 2) == [Fraction("1.5"), MISSING]


TEXTS = [
    "1.5",
    "-1.5",
    "+2",
    " 3 ",
    "1e3",
    "1,5",
    "1 234.5",
    "x",
    "",
    None,
    "1_000",
    "٣",
    "1.",
    ".5",
    "-0",
    "0" * 50 + "1",
]
LARGE = ["9" * 45, "1E400", "-1E-400", "1." + "1" * 40]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()], ids=str)
@pytest.mark.parametrize(
    "texts", [TEXTS, ["1.5"] * 40 + TEXTS, ["7"] * 40 + LARGE, LARGE, ["x"], ["1.5", "x"]], ids=len
)
@pytest.mark.parametrize("locale", [None, "ru", "en", "fa", "und"])
def test_texts_are_read_as_one_by_one(kind: pa.DataType, texts: list[str | None], locale: str | None) -> None:
    array = pa.array(texts).cast(kind)
    assert exactly(read(array, locale=locale), len(texts)) == [one(text, locale) for text in texts]


def one(text: str | None, locale: str | None) -> Any:
    if text is None or not text.strip():
        return MISSING
    try:
        return Fraction(as_decimal(text.strip(), "amount") if locale is None else parse_number(text, locale))
    except CentralAsiaError:
        return UNREADABLE


def test_a_figure_too_large_for_a_float_is_one_all_the_same() -> None:
    found = read(pa.array(["1E400", "-1E400", "1"]))
    assert loosely(found, 3) == [inf, -inf, 1.0]


def test_chunks_without_a_buffer_are_empty() -> None:
    kind = pa.decimal128(9, 2)
    chunks = [pa.Array.from_buffers(kind, 0, [None, None]), pa.array([Decimal("1.25")], kind)]
    found = amounts_of(pa.chunked_array(chunks), scale=2, locale=None, nan_is_missing=False)
    assert exactly(found, 1) == [Fraction("1.25")]


def test_a_locale_must_be_there() -> None:
    with pytest.raises(UnknownCodeError, match="locale"):
        read(pa.array(["1", "x"]), locale="xx")


@pytest.mark.parametrize(
    "array",
    [
        pa.array([True]),
        pa.array([[1]]),
        pa.array([{"x": 1}]),
        pa.array([b"1"]),
        pa.array([1], pa.date32()),
        pa.array([True]).dictionary_encode(),
    ],
    ids=str,
)
def test_what_is_no_amount(array: pa.Array) -> None:
    with pytest.raises(WrongTypeError, match="amount must be a column of numbers, decimals or texts, got"):
        read(array)


class TestLaws:
    @given(st.lists(st.integers(-(10**37), 10**37) | st.none() | st.integers(-99, 99), min_size=1, max_size=9))
    def test_decimals_become_their_nearest_floats(self, counts: list[int | None]) -> None:
        array = pa.array([None if each is None else Decimal(each).scaleb(-2) for each in counts], pa.decimal128(38, 2))
        floats = loosely(read(array), len(counts))
        assert [each for each, count in zip(floats, counts, strict=True) if count is not None] == [
            count / 100 for count in counts if count is not None
        ]

    @given(
        st.lists(
            st.none() | st.sampled_from(TEXTS + LARGE) | st.decimals(allow_nan=False, allow_infinity=False).map(str),
            min_size=1,
            max_size=12,
        ),
        st.sampled_from((None, "ru", "en", "kk")),
    )
    def test_texts_mean_the_same_wherever_they_stand(self, texts: list[str | None], locale: str | None) -> None:
        for column in (texts, texts + ["1"] * 20):
            expected = [one(text, locale) for text in column]
            assert exactly(read(pa.array(column), locale=locale), len(column)) == expected
