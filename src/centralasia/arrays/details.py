"""What can be told beside a converted amount: rate, day, age, legs, bounds, and why there is none."""

from typing import Any, Final, Literal, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from centralasia.arrays.amounts import Amounts
from centralasia.arrays.calendars import NO_DAY
from centralasia.arrays.columns import EPOCH
from centralasia.arrays.conversion import Converted, Places, as_array, convert_exactly, convert_floats
from centralasia.arrays.kernels import BLOCK
from centralasia.arrays.problems import ALL
from centralasia.arrays.rows import Work
from centralasia.numbers import Rounding
from centralasia.reference import Currency

__all__ = ["DETAILS", "Detail", "bounds_of", "detail_of"]

Detail: TypeAlias = Literal["rate", "rate_on", "age", "legs", "low", "high", "problem"]
_ROUNDED: Final = 2.0**-50  # more than the amount, the factor and their product lose on the way to floats
DETAILS: Final[tuple[Detail, ...]] = ("rate", "rate_on", "age", "legs", "low", "high", "problem")


def detail_of(name: Detail, work: Work, done: Converted) -> pa.Array:
    """Give one column beside the converted amounts.

    Args:
        name: Which one; the bounds come from `bounds_of`.
        work: What was asked.
        done: The result.
    """
    calendar, bad = work.calendar, done.troubles.rows
    if name == "problem":
        kinds = done.troubles.column(work.count)
        missing = np.flatnonzero(kinds == 0)
        indices = as_array(pa.int8(), kinds, missing)
        return pa.DictionaryArray.from_arrays(indices, pa.array(list(map(str, ALL)), pa.string()))
    if name == "rate":
        return as_array(pa.float64(), _gathered(calendar.factors, work), bad)
    if name == "rate_on":
        days = _gathered(calendar.days, work)
        none = np.union1d(bad, np.flatnonzero(days == NO_DAY))
        days -= EPOCH
        return as_array(pa.date32(), days, none)
    column = calendar.ages if name == "age" else calendar.legs.astype(np.int32)
    return as_array(pa.int32(), _gathered(column, work), bad)


def _gathered(cells: NDArray[Any], work: Work) -> NDArray[Any]:
    """Give the cell of each row."""
    flat, out, places = cells.reshape(-1), np.empty(work.count, cells.dtype), np.empty(BLOCK, np.intp)
    for start in range(0, work.count, BLOCK):
        stop = min(start + BLOCK, work.count)
        np.take(flat, work.indices.block(start, stop, places), out=out[start:stop], mode="clip")
    return out


@np.errstate(over="ignore", invalid="ignore")
def bounds_of(work: Work, amounts: Amounts, *, places: Places | None) -> tuple[pa.Array, pa.Array]:
    """Give the least and the most that each amount can be by the printed digits of the rates, rounded outward.

    Args:
        work: What was asked.
        amounts: The amounts.
        places: Gives the decimals of exact results; None where floats were wanted.
    """
    limits = work.limits
    if places is not None:
        floors, ceilings = (
            [
                convert_exactly(work, amounts, rounding=mode, places=_finer(places), calendar=each).values
                for each in limits
            ]
            for mode in (Rounding.FLOOR, Rounding.CEILING)
        )
        return pc.min_element_wise(*floors, skip_nulls=False), pc.max_element_wise(*ceilings, skip_nulls=False)
    ends = [convert_floats(work, amounts, calendar=each).values.to_numpy(zero_copy_only=False) for each in limits]
    low, high = np.fmin(*ends), np.fmax(*ends)
    bad = np.flatnonzero(~(np.isfinite(low) & np.isfinite(high)))
    low -= np.abs(low) * _ROUNDED
    high += np.abs(high) * _ROUNDED
    return as_array(pa.float64(), low, bad), as_array(pa.float64(), high, bad)


def _finer(places: Places) -> Places:
    """Give bounds the decimals of the minor unit even where the amount itself is rounded to fewer."""

    def found(target: Currency) -> int | None:
        wanted = places(target)
        return None if wanted is None else max(wanted, target.minor_unit or 0)

    return found
