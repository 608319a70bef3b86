"""The quotes of a table of rates in the order of their series, and what their neighbours say of them."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Final, NamedTuple, final

import attrs
import numpy as np
from numpy.typing import NDArray

from centralasia.diagnosis import Events, Series, events_of
from centralasia.rates import RateKind, Side
from centralasia.reference import Currency
from centralasia.rules.columns import looked_up
from centralasia.rules.data import Data
from centralasia.rules.structure import keys_of

__all__ = ["EPOCH", "NO_DAY", "Key", "Quotes", "days_of", "factor_of", "has_two", "quotes_of", "ratios_of"]

_KEY: Final = ("base", "quote", "kind", "side", "source", "inverted")
EPOCH: Final = date(1970, 1, 1).toordinal()
NO_DAY: Final = np.iinfo(np.int32).min


@final
class Key(NamedTuple):
    """What the quotes of a series share."""

    base: Currency
    quote: Currency
    kind: RateKind
    side: Side
    source: str
    inverted: bool


@final
@attrs.frozen(eq=False, slots=False)
class Quotes:
    """Daily quotes that can be read, series by series and day by day.

    Attributes:
        rows: The row of each quote in the table.
        series: The quotes as flat arrays.
        keys: What the quotes of each series share.
        events: The known breaks of their currencies.
    """

    rows: NDArray[np.intp]
    series: Series
    keys: Sequence[Key]
    events: Events

    def key(self, place: int) -> Key:
        """Give the key of the series that a quote stands in."""
        return self.keys[int(self.series.owners_of(place))]

    @cached_property
    def publishers(self) -> NDArray[np.intp]:
        """The number of the publisher of each series."""
        known: dict[str, int] = {}
        return np.array([known.setdefault(key.source, len(known)) for key in self.keys], np.intp)


def quotes_of(data: Data) -> Quotes:
    """Put the quotes of a table in order; once for all rules.

    Args:
        data: A table of rates.
    """
    return data.once("quotes", lambda: _quotes(data))


def days_of(data: Data) -> NDArray[np.int32]:
    """Give the day of each row, counted from 1970; `NO_DAY` for a period, or where there is none.

    Args:
        data: A table with a column `on`.
    """
    column = data.judged("on")
    if column is None:
        only = data.value("on", 0) if data.count else None
        return np.full(data.count, _number(only), np.int32)
    return column.mapped(_number, np.int32, NO_DAY)


def _number(on: object) -> int:
    return on.toordinal() - EPOCH if isinstance(on, date) else NO_DAY


def _quotes(data: Data) -> Quotes:
    days, values = days_of(data), data.numbers("value")
    floats = np.full(data.count, np.nan) if values is None else values.floats
    usable = data.sound & (days != NO_DAY) & has_two(data)
    with np.errstate(invalid="ignore"):
        usable &= (floats > 0) & (floats < np.inf)
    usable &= days <= data.last.toordinal() - EPOCH  # what has not come says nothing of what has
    rows = None if usable.all() else np.flatnonzero(usable).astype(_place_type(data.count))
    keys = keys_of(data, _KEY)
    keys = np.zeros(data.count, np.int64) if keys is None else keys
    if rows is not None:
        keys, days = keys[rows], days[rows]
    order, starts = _ordered(keys, days)
    days = days[order]
    del keys
    if rows is not None:
        order = np.asarray(rows[order])
    made = [_key(data, int(row)) for row in order[starts]]
    series = _series(data, order, starts, floats=floats, days=days, keys=made)
    return Quotes(order, series, made, events_of([(key.base, key.quote) for key in made]))


def _ordered(keys: NDArray[np.int64], days: NDArray[np.int32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give the order by series, day and row, and where each series starts; `keys` is overwritten.

    One sort of whole numbers that have all three in them, which is the fastest there is.
    """
    count = len(keys)
    if not count:
        return np.empty(0, np.intp), np.empty(0, np.intp)
    first = int(days.min())
    width = int(days.max()) - first + 1
    if int(keys.max()) + 1 >= _MOST // (width * count):
        order = np.lexsort((days, keys))
        changes = np.flatnonzero(np.diff(keys[order]))
        return order, np.concatenate(([0], changes + 1))
    for start in range(0, count, _BLOCK):  # in blocks, so that nothing as long as the table is made on the way
        block = keys[start : start + _BLOCK]
        block *= width
        block += days[start : start + _BLOCK]
        block -= first
        block *= count
        block += np.arange(start, start + len(block))
    keys.sort()
    order, starts = np.empty(count, _place_type(count)), [np.zeros(1, np.intp)]
    before = int(keys[0]) // (width * count)
    for start in range(0, count, _BLOCK):
        block = keys[start : start + _BLOCK]
        order[start : start + len(block)] = block % count
        owners = np.concatenate(([before], block // (width * count)))
        starts.append(np.flatnonzero(np.diff(owners)) + start)
        before = int(owners[-1])
    return order, np.concatenate(starts)


_BLOCK: Final = 1 << 18
_MOST: Final = 2**62  # whole numbers of 64 bits hold it twice


def _place_type(count: int) -> type[np.int32] | type[np.intp]:
    """Give the numbers for places of so many rows, which are half as large where they can be."""
    return np.int32 if count < 2**31 else np.intp


def has_two(data: Data) -> NDArray[np.bool_]:
    """Tell which rows have two currencies.

    Args:
        data: A table of rates.
    """
    base, quote = data.judged("base"), data.judged("quote")
    if base is None or quote is None:
        only = data.value("quote" if quote is None else "base", 0) if data.count else None
        column = base if base is not None else quote
        return np.ones(data.count, bool) if column is None else column.where(lambda money: money is not only)
    numbers = {money: number for number, money in enumerate(dict.fromkeys((*base.values, *quote.values)))}
    one, other = (each.mapped(numbers.__getitem__, np.int16, -1) for each in (base, quote))
    different: NDArray[np.bool_] = one != other
    return different


def _key(data: Data, row: int) -> Key:
    base, quote, kind, side, source, inverted = (data.value(field, row) for field in _KEY)
    return Key(base, quote, RateKind(kind), Side(side), str(source), bool(inverted))


def _series(
    data: Data,
    order: NDArray[np.intp],
    starts: NDArray[np.intp],
    *,
    floats: NDArray[np.float64],
    days: NDArray[np.int32],
    keys: Sequence[Key],
) -> Series:
    nominals, values = _nominals(data, order), data.numbers("value")
    places = np.zeros(len(order), np.int8) if values is None else values.places[order]
    logs = floats[order]
    half = looked_up(_HALVES, places)
    half /= logs
    np.log(logs, out=logs)
    _divide(logs, data, order)
    inverted = np.array([key.inverted for key in keys], bool)
    if inverted.any():
        lengths = np.diff(np.append(starts, len(order)))
        logs *= np.repeat(np.where(inverted, -1.0, 1.0), lengths)
    return Series(days=days, logs=logs, half=half, starts=starts, nominals=nominals, decimals=places, inverted=inverted)


def _divide(logs: NDArray[np.float64], data: Data, order: NDArray[np.intp]) -> None:
    """Make prices of one unit of those of so many, in place."""
    column = data.judged("nominal")
    if column is None:
        logs -= np.log(_units(data.value("nominal", 0))) if len(order) else 0.0
        return
    known = np.log([1 if value is None else _units(value) for value in column.values])
    for start in range(0, len(logs), _BLOCK):
        logs[start : start + _BLOCK] -= known[column.codes[order[start : start + _BLOCK]]]


def _units(nominal: int) -> int:
    return min(nominal, _MOST_UNITS)


_MOST_UNITS: Final = 10**15  # more of them are a finding, and no number of 64 bits may be
_HALVES: Final = 0.5 * 10.0 ** -np.minimum(np.arange(128), 63)
"""Half a unit of the last decimal, by how many there are."""


def _nominals(data: Data, order: NDArray[np.intp]) -> NDArray[np.int64]:
    """Give the nominal of each quote; where all are alike, one number that looks like many."""
    column = data.judged("nominal")
    if column is None:
        only = _units(data.value("nominal", 0)) if data.count else 1
    elif len({value for value in column.values if value is not None}) == 1:
        only = _units(next(value for value in column.values if value is not None))
    else:
        return np.asarray(column.mapped(_units, np.int64, 1, rows=order), np.int64)
    return np.broadcast_to(np.int64(only), len(order))


_MOST_DECADES: Final = 8


def factor_of(log: float, ratios: Sequence[int]) -> Fraction | None:
    """Give the exact factor that a cause stands for, None where it is no power of ten and no ratio.

    Args:
        log: The logarithm of about what the price has to be multiplied with.
        ratios: The ratios at which units replaced others.

    Example:
        >>> factor_of(-4.6, []), factor_of(8.52, [5000])
        (Fraction(1, 100), Fraction(5000, 1))
    """
    known = [Fraction(10) ** power for power in range(-_MOST_DECADES, _MOST_DECADES + 1)]
    known += [each for ratio in ratios for each in (Fraction(ratio), Fraction(1, ratio))]
    best = min(known, key=lambda each: abs(float(np.log(float(each))) - log))
    return best if abs(float(np.log(float(best))) - log) < _NEAR else None


_NEAR: Final = 0.3


def ratios_of(key: Key) -> list[int]:
    """Give the ratios at which the currencies of a series replaced others, or were replaced.

    Args:
        key: What the quotes share.
    """
    found = [each.ratio for money in (key.base, key.quote) for each in (money, money.successor) if each is not None]
    return [int(ratio) for ratio in found if ratio]
