"""Kernels: amounts times factors, gathered block by block, as floats or exactly in whole numbers.

A block of rows fits the cache, so that no array as long as the frame is needed but the result. The exact kernel divides
whole numbers without a type wider than 64 bits: a float quotient is off by so little that the remainder, taken modulo
2^64 in unsigned numbers, is still right, and it corrects the quotient. It holds for results below 2^62 and denominators
up to 2^50; rows outside are named, to be worked out one by one.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias, final

import attrs
import numpy as np
from numpy.typing import NDArray

from centralasia.numbers import Rounding

__all__ = [
    "BLOCK",
    "MOST_DENOMINATOR",
    "Fractions",
    "Indices",
    "Read",
    "ReadWholes",
    "multiply_exactly",
    "multiply_floats",
]

Read: TypeAlias = Callable[[int, int], NDArray[Any]]
"""Gives the numbers of the rows from one to before another, as a view or a block of its own."""

ReadWholes: TypeAlias = Callable[[int, int], tuple[NDArray[np.int64], NDArray[np.bool_] | None]]
"""Gives whole numbers, and which of them stand for none, None for none of them."""

BLOCK: Final = 32_768
MOST_DENOMINATOR: Final = 2**50
_NEAR: Final = 2.0**61  # below it a result is safe although its estimate is a float
_DOUBT: Final = 2.0**-50  # of an estimate: twice what it can be off
_MOST_DOUBT: Final = 1 / 32  # where more rows than one in sixteen would be looked at, all are
_HALF: Final = 0.5
_SIGN: Final = 63  # the place of the sign in 64 bits


@final
@attrs.frozen(eq=False)
class Indices:
    """Where the factor of each row stands in a flattened calendar.

    Attributes:
        rows: Reads the row of the calendar for each row of the frame.
        columns: Reads the column, before `first` is taken from it.
        width: The columns of the calendar.
        first: What the number of the first column is.
    """

    rows: Read
    columns: Read
    width: int
    first: int = 0

    def block(self, start: int, stop: int, out: NDArray[np.intp]) -> NDArray[np.intp]:
        """Give the places of a block of rows.

        Args:
            start: The first row.
            stop: The row after the last.
            out: Where they are put.
        """
        places = out[: stop - start]
        # In 32 bits, which no calendar outgrows: half the time of working in the width of places.
        found = np.multiply(self.rows(start, stop), self.width, casting="unsafe", dtype=np.int32)
        np.add(found, self.columns(start, stop), out=found, casting="unsafe")
        np.subtract(found, self.first, out=places)
        return places


@final
@attrs.frozen(eq=False)
class Fractions:
    """Flattened fractions for the exact kernel.

    Attributes:
        numerators: What amounts are multiplied with.
        denominators: What they are divided by: up to `MOST_DENOMINATOR`, 1 where there is no fraction.
        factors: The fraction as a float, NaN where there is none.
    """

    numerators: NDArray[np.int64]
    denominators: NDArray[np.int64]
    factors: NDArray[np.float64]

    def at(self, places: NDArray[np.intp]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give numerators and denominators.

        Args:
            places: Where they stand.
        """
        return np.take(self.numerators, places, mode="clip"), np.take(self.denominators, places, mode="clip")


def multiply_floats(amounts: Read, factors: NDArray[np.float64], at: Indices, *, out: NDArray[np.float64]) -> list[int]:
    """Multiply amounts with their factors.

    Args:
        amounts: Reads the amounts, as whole numbers or floats.
        factors: The flattened factors, NaN where there is none.
        at: Where the factor of each row stands.
        out: Where the products are put.

    Returns:
        The first rows of the blocks in which some product is no finite number.
    """
    places, gathered, odd = np.empty(BLOCK, np.intp), np.empty(BLOCK), []
    for start, stop in _blocks(len(out)):
        here, found = at.block(start, stop, places), gathered[: stop - start]
        np.take(factors, here, out=found, mode="clip")
        np.multiply(amounts(start, stop), found, out=found)
        if not np.isfinite(found.sum()):  # asked for while they are near the processor
            odd.append(start)
        out[start:stop] = found
    return odd


def multiply_exactly(
    amounts: ReadWholes, fractions: Fractions, at: Indices, *, rounding: Rounding, out: NDArray[np.int64]
) -> NDArray[np.intp]:
    """Multiply whole amounts with fractions, and round each product once.

    Args:
        amounts: Reads whole numbers of 64 bits, and tells which of them are none.
        fractions: The flattened fractions.
        at: Where the fraction of each row stands.
        rounding: How to round.
        out: Where the results are put: the lower and the upper 64 bits of each.

    Returns:
        The rows that have no result: without a whole amount or a fraction, or too large.
    """
    left = [np.empty(0, np.intp)]
    space, settle = _Space(), _ROUNDINGS[rounding]
    for start, stop in _blocks(len(out)):
        size = stop - start
        here = at.block(start, stop, space.places)
        whole, outside = amounts(start, stop)
        result = out[start:stop]
        large = _divide(whole, fractions, here, settle, space=space, out=result)
        if outside is not None or large is not None:
            flags = np.zeros(size, bool)
            for each in (outside, large):
                if each is not None:
                    flags |= each
            left.append(np.flatnonzero(flags) + start)
    return np.concatenate(left)


@final
class _Space:
    """Room for the steps of one block, so that none is asked for again."""

    def __init__(self) -> None:
        self.places = np.empty(BLOCK, np.intp)
        self.floats = np.empty(BLOCK), np.empty(BLOCK)
        self.wholes = tuple(np.empty(BLOCK, np.int64) for _ in range(2))


_Settle = Callable[[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], NDArray[Any]]


def _divide(
    a: NDArray[np.int64],
    fractions: Fractions,
    here: NDArray[np.intp],
    settle: _Settle,
    *,
    space: _Space,
    out: NDArray[np.int64],
) -> NDArray[np.bool_] | None:
    """Work out a·n/d, rounded; give the rows that are outside of what can be, None for none.

    A product of floats is off by less than 2^-51 of itself, so that beside a half alone it does not tell to which whole
    number it is nearest. Only there, and for large results and other roundings, is the remainder looked at.
    """
    size, outside = len(a), None
    estimate, nearest = (each[:size] for each in space.floats)
    n, d = (each[:size] for each in space.wholes)
    quotient = out[:, 0]
    np.take(fractions.factors, here, out=nearest, mode="clip")
    estimate[:] = a  # quicker than to let the multiplication turn whole numbers into floats
    np.multiply(estimate, nearest, out=estimate)
    least, most = estimate.min(), estimate.max()
    if not (most < _NEAR and least > -_NEAR):  # NaN is neither
        outside = ~(np.abs(estimate) < _NEAR)
        estimate[outside] = 0
        least, most = estimate.min(), estimate.max()
    np.rint(estimate, out=nearest)
    quotient[:] = nearest
    doubt = max(most, -least) * _DOUBT
    if settle in _NEAREST and doubt < _MOST_DOUBT:
        np.subtract(estimate, nearest, out=estimate)
        np.abs(estimate, out=estimate)
        unsure = np.flatnonzero(estimate >= _HALF - doubt)
        if len(unsure):
            above, below = fractions.at(here[unsure])
            quotient[unsure] = _corrected(a[unsure], above, quotient[unsure], below, settle)
    else:
        np.take(fractions.numerators, here, out=n, mode="clip")
        np.take(fractions.denominators, here, out=d, mode="clip")
        if outside is not None:
            n[outside], d[outside] = 0, 1
        quotient[:] = _corrected(a, n, quotient, d, settle)
    out[:, 1] = quotient >> _SIGN if least < 0 else 0
    return outside


def _corrected(
    a: NDArray[np.int64], n: NDArray[np.int64], quotient: NDArray[np.int64], d: NDArray[np.int64], settle: _Settle
) -> NDArray[np.int64]:
    """Correct quotients that are off by little, and round them."""
    # The remainder is small, so that its lowest 64 bits are all of it. Unsigned: a signed overflow is undefined in C.
    products, taken = a.view(np.uint64) * n.view(np.uint64), quotient.view(np.uint64) * d.view(np.uint64)
    rest = (products - taken).view(np.int64)
    if settle not in _NEAREST:
        return _settled(quotient, rest, d, settle)
    unsure = 2 * np.abs(rest) >= d
    if unsure.any():
        quotient[unsure] = _settled(quotient[unsure], rest[unsure], d[unsure], settle)
    return quotient


def _settled(
    quotient: NDArray[np.int64], rest: NDArray[np.int64], d: NDArray[np.int64], settle: _Settle
) -> NDArray[np.int64]:
    """Bring quotients down to the floor, and from there to where the rounding has them."""
    step = rest // d
    floor = quotient + step
    settled: NDArray[np.int64] = floor + settle(floor, rest - step * d, d)
    return settled


def _half_even(q: NDArray[np.int64], r: NDArray[np.int64], d: NDArray[np.int64]) -> NDArray[Any]:
    twice = r + r
    return np.asarray(np.logical_or(twice > d, (twice == d) & ((q & 1) == 1)))


def _half_up(q: NDArray[np.int64], r: NDArray[np.int64], d: NDArray[np.int64]) -> NDArray[Any]:
    twice = r + r
    return np.asarray(np.logical_or(twice > d, (twice == d) & (q >= 0)))


def _half_down(q: NDArray[np.int64], r: NDArray[np.int64], d: NDArray[np.int64]) -> NDArray[Any]:
    twice = r + r
    return np.asarray(np.logical_or(twice > d, (twice == d) & (q < 0)))


def _floor(q: NDArray[np.int64], _r: NDArray[np.int64], _d: NDArray[np.int64]) -> NDArray[Any]:
    return np.zeros(len(q), bool)


def _ceiling(_q: NDArray[np.int64], r: NDArray[np.int64], _d: NDArray[np.int64]) -> NDArray[Any]:
    return np.asarray(r > 0)


def _down(q: NDArray[np.int64], r: NDArray[np.int64], _d: NDArray[np.int64]) -> NDArray[Any]:
    return np.asarray(np.logical_and(r > 0, q < 0))


def _up(q: NDArray[np.int64], r: NDArray[np.int64], _d: NDArray[np.int64]) -> NDArray[Any]:
    return np.asarray(np.logical_and(r > 0, q >= 0))


def _zero_five_up(q: NDArray[np.int64], r: NDArray[np.int64], d: NDArray[np.int64]) -> NDArray[Any]:
    """Go away from zero where what is cut off towards zero would end in 0 or 5."""
    towards_zero = q + _down(q, r, d)
    away = (r > 0) & (towards_zero % 5 == 0)
    return np.asarray(np.where(q < 0, (r > 0) & ~away, away))


_ROUNDINGS: Final[dict[Rounding, _Settle]] = {
    Rounding.HALF_EVEN: _half_even,
    Rounding.HALF_UP: _half_up,
    Rounding.HALF_DOWN: _half_down,
    Rounding.FLOOR: _floor,
    Rounding.CEILING: _ceiling,
    Rounding.DOWN: _down,
    Rounding.UP: _up,
    Rounding.ZERO_FIVE_UP: _zero_five_up,
}
"""Whether one has to be added to a quotient rounded down, given the quotient, the remainder and the divisor."""
_NEAREST: Final = (_half_even, _half_up, _half_down)


def _blocks(count: int) -> Iterator[tuple[int, int]]:
    for start in range(0, count, BLOCK):
        yield start, min(start + BLOCK, count)
