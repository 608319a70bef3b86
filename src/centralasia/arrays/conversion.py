"""Converting whole columns: row by row what `RateTable.convert` gives, ten million rows in a fraction of a second."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias, final

import attrs
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from centralasia.arrays.amounts import Amounts
from centralasia.arrays.calendars import Calendar
from centralasia.arrays.kernels import BLOCK, MOST_DENOMINATOR, Fractions, multiply_exactly, multiply_floats
from centralasia.arrays.problems import Troubles, troubles_of, values_at
from centralasia.arrays.rows import Work
from centralasia.numbers import Rounding, round_fraction
from centralasia.reference import Currency

__all__ = ["Converted", "Places", "as_array", "convert_exactly", "convert_floats"]

Places: TypeAlias = Callable[[Currency], int | None]
"""Gives the decimals of amounts in a currency, None where there are none to round to."""

_DIGITS: Final = 38
_MOST: Final = 10**_DIGITS
_LARGEST: Final = 2**63 - 1
_LOW: Final = 2**64 - 1
_WIDE: Final = 2.0**62


@final
@attrs.frozen(eq=False)
class Converted:
    """Converted amounts.

    Attributes:
        values: An Arrow array: floats, or decimals of 38 digits.
        troubles: The rows that have none.
    """

    values: pa.Array
    troubles: Troubles


@np.errstate(over="ignore", invalid="ignore")
def convert_floats(work: Work, amounts: Amounts, *, calendar: Calendar | None = None) -> Converted:
    """Convert as floats, without rounding to the minor unit.

    An amount that is a float is multiplied with the nearest float to the factor, so that a product is off by less than
    2^-52 of itself, and is the nearest float to the exact product or one beside it. Decimals, texts and whole numbers
    beyond 2^53 become floats first, which adds up to half as much. This holds between 1e-290 and 1e308.

    Args:
        work: The rows and the calendar.
        amounts: The amounts.
        calendar: Other factors than those of the rows.
    """
    out, factors = np.empty(work.count), (calendar or work.calendar).factors
    odd = multiply_floats(amounts.floats, factors.reshape(-1), work.indices, out=out)
    bad = _odd_rows(out, odd, amounts)
    troubles = Troubles(bad, troubles_of(work, amounts, bad, exact=False))
    return Converted(as_array(pa.float64(), out, bad), troubles)


def _odd_rows(out: NDArray[np.float64], odd: Sequence[int], amounts: Amounts) -> NDArray[np.intp]:
    parts = [np.flatnonzero(~np.isfinite(out[start : start + BLOCK])) + start for start in odd]
    found = np.concatenate([np.empty(0, np.intp), *parts])
    for flags in (amounts.missing, amounts.unreadable):
        if flags is not None:
            found = np.union1d(found, np.flatnonzero(flags))
    return found


@np.errstate(over="ignore", invalid="ignore")
def convert_exactly(
    work: Work, amounts: Amounts, *, rounding: Rounding, places: Places, calendar: Calendar | None = None
) -> Converted:
    """Convert exactly: each result is the exact product, rounded once.

    Args:
        work: The rows and the calendar.
        amounts: The amounts.
        rounding: How to round.
        places: Gives the decimals of results in a currency, None where there are none to round to.
        calendar: Other factors than those of the rows.
    """
    decimals = [None if target is None else places(target) for target in work.targets.known]
    terms = _Terms(
        calendar=calendar or work.calendar,
        rounding=rounding,
        decimals=decimals,
        scale=max([0, *(each for each in decimals if each is not None)]),
    )
    halves = np.empty((work.count, 2), np.int64)
    fractions = _fractions(work, terms, amounts.scale)
    left = multiply_exactly(amounts.wholes, fractions, work.indices, rounding=rounding, out=halves)
    rows = np.union1d(left, _align(halves, work, terms)).astype(np.intp)
    bad = rows[~_one_by_one(halves, work, amounts, rows, terms=terms)]
    unrounded = [target is not None and each is None for target, each in zip(work.targets.known, decimals, strict=True)]
    troubles = Troubles(bad, troubles_of(work, amounts, bad, exact=True, unrounded=unrounded))
    return Converted(as_array(pa.decimal128(_DIGITS, terms.scale), halves, bad), troubles)


@final
@attrs.frozen(eq=False, kw_only=True)
class _Terms:
    """How exact results are made.

    Attributes:
        calendar: The factors.
        rounding: How to round.
        decimals: The decimals of each target, None for one without a minor unit.
        scale: The decimals of the column.
    """

    calendar: Calendar
    rounding: Rounding
    decimals: Sequence[int | None]
    scale: int


def _fractions(work: Work, terms: _Terms, scale: int) -> Fractions:
    """Give the fractions that lead from whole amounts of a scale to whole results, reduced; none where none fits."""
    calendar, places = terms.calendar, dict(zip(work.targets.known, terms.decimals, strict=True))
    numerators, denominators = calendar.numerators.copy(), calendar.denominators.copy()
    for row, (_, target) in enumerate(calendar.pairs):
        power = places[target]
        above, below = (0, 0) if power is None else _powers(power - scale)
        if power is None or max(above, below) >= _WIDE:
            denominators[row] = 0
            continue
        n, d = numerators[row], denominators[row]
        more = np.gcd(above, d) if above > 1 else np.ones(1, np.int64)
        less = np.gcd(below, n) if below > 1 else np.ones(1, np.int64)
        more[more == 0] = less[less == 0] = 1
        up, down = above // more, below // less
        fits = ((n // less) * up.astype(np.float64) < _WIDE) & ((d // more) * down.astype(np.float64) < _WIDE)
        numerators[row] = np.where(fits, (n // less) * up, 0)
        denominators[row] = np.where(fits, (d // more) * down, 0)
    denominators[denominators > MOST_DENOMINATOR] = 0
    with np.errstate(invalid="ignore", divide="ignore"):
        factors = np.where(denominators, numerators / denominators, np.nan)
    denominators[denominators == 0] = 1
    return Fractions(numerators.reshape(-1), denominators.reshape(-1), factors.reshape(-1))


def _powers(power: int) -> tuple[int, int]:
    return (10**power, 1) if power >= 0 else (1, 10**-power)


def _align(halves: NDArray[np.int64], work: Work, terms: _Terms) -> NDArray[np.intp]:
    """Bring results of several decimals to one scale; give the rows that grow too large."""
    grown, scale, decimals = [np.empty(0, np.intp)], terms.scale, terms.decimals
    if any(each is not None and each != scale for each in decimals):
        powers = np.array([10 ** (scale - (scale if each is None else each)) for each in decimals], np.int64)
        for start in range(0, len(halves), BLOCK):
            low = halves[start : start + BLOCK, 0]
            factors = powers[work.targets.codes(start, start + len(low))]
            grown.append(np.flatnonzero(np.abs(low) > _LARGEST // factors) + start)
            low *= factors
    return np.concatenate(grown)


def _one_by_one(
    halves: NDArray[np.int64], work: Work, amounts: Amounts, rows: NDArray[np.intp], *, terms: _Terms
) -> NDArray[np.bool_]:
    """Work rows out in whole numbers of any size; tell which of them have a result."""
    done = np.zeros(len(rows), bool)
    hopeful = np.flatnonzero(_may_convert(work, amounts, rows))
    for place in hopeful.tolist():
        row = int(rows[place])
        power = terms.decimals[int(work.targets.codes(row, row + 1)[0])]
        amount = amounts.exactly(row)
        column = int(work.times.columns(row, row + 1)[0]) - work.times.first
        factor = terms.calendar.fraction(int(work.rows(row, row + 1)[0]), column)
        if power is None or amount is None or factor is None:
            continue
        count = int(round_fraction(amount * factor * Fraction(10) ** power, 0, terms.rounding)) * 10 ** (
            terms.scale - power
        )
        if abs(count) < _MOST:
            halves[row] = np.array([count & _LOW, (count >> 64) & _LOW], np.uint64).view(np.int64)
            done[place] = True
    return done


def _may_convert(work: Work, amounts: Amounts, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell which rows have an amount and a rate, so that only these are looked at one by one."""
    columns = np.minimum(values_at(work.times.columns, rows).astype(np.int64) - work.times.first, len(work.times.slots))
    there: NDArray[np.bool_] = work.calendar.legs[values_at(work.rows, rows), columns] >= 0
    there &= ~np.isnan(values_at(amounts.floats, rows).astype(np.float64))
    for flags in (amounts.missing, amounts.unreadable):
        if flags is not None:
            there &= ~flags[rows]
    return there


def as_array(kind: pa.DataType, values: NDArray[Any], bad: NDArray[np.intp]) -> pa.Array:
    """Make an Arrow array of values as they lie in memory.

    Args:
        kind: What Arrow shall take them for.
        values: The values.
        bad: The rows without one, in order.
    """
    validity = None
    if len(bad):
        valid = np.ones(len(values), bool)
        valid[bad] = False
        validity = pa.py_buffer(np.packbits(valid, bitorder="little"))
    return pa.Array.from_buffers(kind, len(values), [validity, pa.py_buffer(values)], len(bad))
