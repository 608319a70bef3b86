"""Figures of columns, exact or as floats, and the quotients that results are made of.

Exact figures are whole numbers of a scale: in 64 bits where every step fits them, and else Python's own, which numpy
calculates with in the same expressions. A result is one quotient, rounded once or to the nearest float.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias, final

import attrs
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from centralasia.arrays.amounts import Amounts, amounts_of
from centralasia.arrays.columns import arrow_of
from centralasia.arrays.conversion import as_array
from centralasia.arrays.kernels import Fractions, Indices, multiply_exactly
from centralasia.engines.eager import column_named, naming
from centralasia.numbers import Rounding, exact_decimal, round_fraction

__all__ = [
    "Figures",
    "Numbers",
    "Quotient",
    "decimals_of",
    "figures_of",
    "minus",
    "places_of",
    "plus",
    "quotients",
    "read_column",
    "terms_of",
    "times",
    "together",
]

Numbers: TypeAlias = NDArray[Any]
"""Whole numbers of 64 bits, Python's whole numbers, or floats."""

_DIGITS: Final = 38
_MOST: Final = 18  # decimals: powers of ten that fit 64 bits
_SAFE: Final = 2**62
_WHOLE: Final = 2**53  # below it, floats hold every whole number
_MOST_DENOMINATOR: Final = 2**50
_LOW: Final = 2**64 - 1
_QUIETLY: Final = np.errstate(over="ignore", invalid="ignore")  # results that are no number are told as too large
_USUAL: Final = 2  # decimals of most floats


@final
@attrs.frozen(eq=False, kw_only=True)
class Figures:
    """A column of figures.

    Attributes:
        values: The figures, counted in units of the last decimal; 0 where there is none.
        scale: The decimals.
        missing: The rows without one.
        unreadable: The rows with something that is none.
        locale: The locale that texts were read by.
    """

    values: Numbers
    scale: int
    missing: NDArray[np.bool_]
    unreadable: NDArray[np.bool_]
    locale: str | None = None

    @property
    def is_exact(self) -> bool:
        """Whether these are whole numbers, and not floats."""
        return self.values.dtype.kind != "f"

    def floats(self) -> NDArray[np.float64]:
        """Give the figures as floats, each the nearest one; infinite where a figure is too large for one."""
        if self.values.dtype == object:
            return np.array([_nearest(int(each), 10**self.scale) for each in self.values])
        return np.asarray(self.values / 10.0**self.scale)


def figures_of(array: pa.ChunkedArray, *, exact: bool, locale: str | None, nan_is_missing: bool) -> Figures:
    """Read a column of figures.

    What is exact is read exactly, whatever is wanted. Floats are floats, unless exact results are wanted of them: then
    each stands for a decimal, as for `amounts_of`. A figure has 18 decimals at most.

    Args:
        array: Numbers, decimals or texts.
        exact: Whether floats stand for the decimals they were written as.
        locale: The locale of texts.
        nan_is_missing: Whether a float that is no number is a missing one.

    Raises:
        WrongTypeError: Truth values, days or anything else that is no figure.
    """
    count, are_floats = len(array), pa.types.is_floating(array.type) and not exact
    amounts = amounts_of(array, scale=_USUAL, locale=locale, nan_is_missing=nan_is_missing)
    if not count:
        nothing, empty = np.zeros(0, bool), np.zeros(0, float if are_floats else np.int64)
        return Figures(values=empty, scale=0, missing=nothing, unreadable=nothing)
    missing = np.zeros(count, bool) if amounts.missing is None else amounts.missing.copy()
    if nan_is_missing:
        missing |= np.isnan(amounts.floats(0, count).astype(np.float64, copy=False))
    if are_floats:
        floats = amounts.floats(0, count)
        unreadable = ~np.isfinite(floats) & ~missing
        values, scale = np.where(missing | unreadable, 0.0, floats), 0
    else:
        values, scale, unreadable = _wholes_of(amounts, missing)
    return Figures(values=values, scale=scale, missing=missing, unreadable=unreadable, locale=locale)


def read_column(frame: Any, name: object, field: str, *, exact: bool, locale: str | None) -> Figures:  # noqa: ANN401 - of narwhals
    """Read a column of figures of a frame.

    Args:
        frame: The frame.
        name: The name of the column.
        field: What it is for, named in errors.
        exact: As for `figures_of`.
        locale: As for `figures_of`.

    Raises:
        InvalidValueError: There is no such column.
        WrongTypeError: Truth values, days or anything else that is no figure.
    """
    column = frame[column_named(name, frame.columns, field)]
    is_nan_missing = column.implementation.is_pandas_like()
    with naming(field, name):
        return figures_of(arrow_of(column), exact=exact, locale=locale, nan_is_missing=is_nan_missing)


def _wholes_of(amounts: Amounts, missing: NDArray[np.bool_]) -> tuple[Numbers, int, NDArray[np.bool_]]:
    """Give figures as whole numbers of a scale, that scale, and which of them are none."""
    values, odd = amounts.wholes(0, len(missing))
    unreadable = np.zeros(len(missing), bool)
    if odd is None:
        return values, amounts.scale, unreadable
    rows = np.flatnonzero(odd & ~missing).tolist()
    exact = {row: figure for row in rows if (figure := amounts.exactly(row)) is not None and places_of(figure) <= _MOST}
    unreadable[[row for row in rows if row not in exact]] = True
    scale = max([amounts.scale, *map(places_of, exact.values())])
    values = times(np.where(odd, 0, values), 10 ** (scale - amounts.scale))
    counts = {row: int(figure * 10**scale) for row, figure in exact.items()}
    values = _holding(values, max(map(abs, counts.values()), default=0))
    for row, count in counts.items():
        values[row] = count
    return values, scale, unreadable


def places_of(figure: Fraction) -> int:
    """Give the decimals that a figure needs, or more than there are where it is no finite decimal.

    Args:
        figure: The figure.
    """
    exact = exact_decimal(figure)
    return _DIGITS if exact is None else max(0, -int(exact.as_tuple().exponent))


def _holding(values: Numbers, most: int) -> Numbers:
    """Give numbers in a type that holds one more."""
    return values.astype(object) if values.dtype == np.int64 and most >= _SAFE else values


def _most(numbers: Numbers | int) -> int:
    """Give the size of the largest number; 0 where no size matters, as of floats and of Python's numbers."""
    if isinstance(numbers, int):
        return abs(numbers)
    if numbers.dtype != np.int64:
        return 0
    return max(int(numbers.max(initial=0)), -int(numbers.min(initial=0)))


@_QUIETLY
def times(one: Numbers, other: Numbers | int) -> Numbers:
    """Multiply, exactly where numbers are whole.

    Args:
        one: Numbers.
        other: As many others, or one for all.
    """
    return np.asarray(_holding(one, max(_most(one), 1) * max(_most(other), 1)) * other)


@_QUIETLY
def plus(one: Numbers, other: Numbers) -> Numbers:
    """Add, exactly where numbers are whole.

    Args:
        one: Numbers.
        other: As many others.
    """
    return np.asarray(_holding(one, _most(one) + _most(other)) + other)


@_QUIETLY
def minus(one: Numbers, other: Numbers) -> Numbers:
    """Subtract, exactly where numbers are whole.

    Args:
        one: Numbers.
        other: As many others.
    """
    return np.asarray(_holding(one, _most(one) + _most(other)) - other)


def together(one: Figures, other: Figures) -> tuple[Numbers, Numbers, int]:
    """Give figures of two columns with the same decimals, and how many these are; floats where either has them.

    Args:
        one: Figures.
        other: Others.
    """
    if one.is_exact and other.is_exact:
        scale = max(one.scale, other.scale)
        first, second = (times(each.values, 10 ** (scale - each.scale)) for each in (one, other))
        return first, second, scale
    return one.floats(), other.floats(), 0


def terms_of(fractions: Sequence[Fraction], codes: NDArray[np.integer[Any]]) -> tuple[Numbers, Numbers]:
    """Give numerators and denominators of each row.

    Args:
        fractions: Fractions.
        codes: The place of each row's fraction among them.
    """
    above, below = [each.numerator for each in fractions], [each.denominator for each in fractions]
    kinds = (np.int64 if max(terms, default=0) < _SAFE else object for terms in (above, below))
    upper, lower = (np.array(terms, kind)[codes] for terms, kind in zip((above, below), kinds, strict=True))
    return upper, lower


@final
@attrs.frozen(eq=False)
class Quotient:
    """Results of rows, before anything is rounded.

    Attributes:
        above: What is divided.
        below: What it is divided by, greater than zero where there is a result.
    """

    above: Numbers
    below: Numbers | int


def quotients(found: Quotient, there: NDArray[np.bool_]) -> tuple[pa.Array, NDArray[np.bool_]]:
    """Give results as floats: of exact figures each is the float that is nearest to the exact result.

    Args:
        found: The results.
        there: The rows that have one.

    Returns:
        The column, and the rows whose results are too large.
    """
    above, below = found.above, _column(found.below, found.above)
    with np.errstate(all="ignore"):
        if "O" in (above.dtype.kind, below.dtype.kind):
            out, wide = np.zeros(len(above)), there
        else:
            out = np.divide(above, below, where=there, out=np.zeros(len(above)))
            wide = there & (_is_wide(above) | _is_wide(below))
    for row in np.flatnonzero(wide).tolist():
        out[row] = _nearest(int(above[row]), int(below[row]))
    too_large = there & ~np.isfinite(out)
    return as_array(pa.float64(), out, np.flatnonzero(~there | too_large)), too_large


def _column(numbers: Numbers | int, like: Numbers) -> Numbers:
    if isinstance(numbers, int):
        kind = object if numbers >= _SAFE else like.dtype
        return np.full(len(like), numbers, kind)
    return numbers


def _is_wide(numbers: Numbers) -> NDArray[np.bool_]:
    if numbers.dtype.kind == "f":
        return np.zeros(len(numbers), bool)
    return np.asarray((numbers >= _WHOLE) | (numbers <= -_WHOLE))


def _nearest(above: int, below: int) -> float:
    try:
        return above / below
    except OverflowError:
        return np.inf


def decimals_of(
    found: Quotient, there: NDArray[np.bool_], *, places: int, rounding: Rounding
) -> tuple[pa.Array, NDArray[np.bool_]]:
    """Give results as decimals, each rounded once.

    Args:
        found: The results, of whole numbers.
        there: The rows that have one.
        places: The decimals.
        rounding: How to round.

    Returns:
        The column, and the rows whose results have more than 38 digits.
    """
    above, below = found.above, _column(found.below, found.above)
    halves, too_large = np.zeros((len(above), 2), np.int64), np.zeros(len(above), bool)
    left = np.flatnonzero(there)
    if above.dtype == below.dtype == np.int64 and places <= _MOST:
        undone = _divided(above, np.where(there, below, 1), places, rounding=rounding, out=halves)
        left = undone[there[undone]]
    for row in left.tolist():
        count = _rounded(Fraction(int(above[row]), int(below[row])), places, rounding)
        if abs(count) < 10**_DIGITS:
            halves[row] = np.array([count & _LOW, (count >> 64) & _LOW], np.uint64).view(np.int64)
        else:
            too_large[row] = True
    return as_array(pa.decimal128(_DIGITS, places), halves, np.flatnonzero(~there | too_large)), too_large


def _rounded(value: Fraction, places: int, rounding: Rounding) -> int:
    return int(round_fraction(value * 10**places, 0, rounding))


def _divided(
    above: NDArray[np.int64], below: NDArray[np.int64], places: int, *, rounding: Rounding, out: NDArray[np.int64]
) -> NDArray[np.intp]:
    """Divide in 64 bits, and give the rows where that does not do."""
    power = np.full(len(below), 10**places, np.int64)
    common = np.gcd(power, below)
    upper, lower = power // common, below // common
    factors = upper / lower
    factors[lower > _MOST_DENOMINATOR] = np.nan
    lower[lower > _MOST_DENOMINATOR] = 1
    fractions = Fractions(upper, lower, factors)
    at = Indices(np.arange, lambda start, stop: np.zeros(stop - start, np.int64), 1)
    return multiply_exactly(lambda start, stop: (above[start:stop], None), fractions, at, rounding=rounding, out=out)
