"""The calendar of rates as a table, cut to what stands in a frame: for engines, which join it."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final, final

import attrs
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from centralasia.arrays.calendars import NO_DAY, Calendar, Question, compile_calendar
from centralasia.arrays.columns import EPOCH
from centralasia.arrays.problems import Trouble
from centralasia.engines.eager import Asked
from centralasia.engines.presence import CURRENCY, DAY, TARGET, Integers, Present, asks_bounds, present
from centralasia.errors import CentralAsiaError
from centralasia.periods import Period, day_or_period
from centralasia.rates.crosses import Request
from centralasia.reference import currency

__all__ = ["Compiled", "compiled", "dense_table", "present"]

_STEPS: Final = 4  # floats outward, for the rounding of the amount, of the factor and of their product


@final
@attrs.frozen(eq=False, kw_only=True)
class Compiled:
    """The calendar of what is present.

    Attributes:
        calendar: The factors.
        rows: The row of the calendar for each pair that is present, the last one where a currency is not known.
        columns: Its column for each time that is present, the last one where a text is neither day nor period.
    """

    calendar: Calendar
    rows: Integers
    columns: Integers


def compiled(question: Question, there: Present) -> Compiled:
    """Work out the factors of what is present, each pair and day once however it is written.

    Args:
        question: The rates, and how they answer.
        there: What is present.
    """
    moneys = [tuple(_read(code, currency) for code in pair) for pair in there.pairs]
    times = [_read(time, day_or_period) for time in there.times]
    pairs = list(dict.fromkeys(pair for pair in moneys if None not in pair))
    slots = list(dict.fromkeys(time for time in times if time is not None))
    row, column = ({each: place for place, each in enumerate(known)} for known in (pairs, slots))
    rows = np.array([row.get(pair, len(pairs)) for pair in moneys], np.int64)
    columns = np.array([column.get(time, len(slots)) for time in times], np.int64)

    def used() -> NDArray[np.bool_]:
        flags = np.zeros((len(pairs) + 1, len(slots) + 1), bool)
        places, moments = there.cells()
        flags[rows[places], columns[moments]] = True
        return flags[:-1, :-1]

    return Compiled(calendar=compile_calendar(question, pairs, slots=slots, used=used), rows=rows, columns=columns)


def _read(value: Any, reader: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - a currency, a day or a period
    try:
        return reader(value)
    except CentralAsiaError:
        return None


def dense_table(asked: Asked, question: Question, there: Present) -> pa.Table:
    """Make the table that a frame is joined with: a row for each pair and day or text that is present and known.

    Its columns are those of `currency`, `target` and `day` that differ between the rows of the frame, as they stand in
    its cells; `factor`, null where there is no rate; `problem`, why not; and of `rate_on`, `age`, `legs`, `low` and
    `high` (which are factors, too) those that are asked for.

    Args:
        asked: What is wanted.
        question: The rates, and how they answer.
        there: What is present.
    """
    made, (places, moments) = compiled(question, there), there.cells()
    calendar = made.calendar
    is_known = (made.rows[places] < len(calendar.pairs)) & (made.columns[moments] < len(calendar.slots))
    places, moments = places[is_known], moments[is_known]
    cells = made.rows[places], made.columns[moments]
    is_there = calendar.legs[cells] >= 0
    table = _keys(there, places, moments)
    table["factor"] = pa.array(calendar.factors[cells], mask=~is_there)
    table["problem"] = _problems(calendar, cells, is_there)
    if "rate_on" in asked.details:
        days = calendar.days[cells]
        table["rate_on"] = pa.array((days - EPOCH).astype(np.int32), pa.int32(), mask=days == NO_DAY).cast(pa.date32())
    for name, values in (("age", calendar.ages), ("legs", calendar.legs)):
        if name in asked.details:
            table[name] = pa.array(values[cells].astype(np.int32), mask=~is_there)
    if asks_bounds(asked):
        table["low"], table["high"] = _limits(question, calendar, cells, is_there)
    return pa.table(table)


def _keys(there: Present, places: Integers, moments: Integers) -> dict[str, pa.Array]:
    """Give the columns by which the table is joined."""
    table = dict[str, pa.Array]()
    for side, key in enumerate((CURRENCY, TARGET)):
        if key in there.found.keys:
            table[key] = pa.array([pair[side] for pair in there.pairs], pa.string()).take(pa.array(places))
    if DAY in there.found.keys:
        kind = pa.date32() if there.found.has_days else pa.string()
        table[DAY] = pa.array(there.times, kind).take(pa.array(moments))
    return table


def _problems(calendar: Calendar, cells: tuple[Integers, Integers], is_there: NDArray[np.bool_]) -> pa.Array:
    """Say why there is no rate."""
    ends = [source.valid_until for source, _ in calendar.pairs]
    until = np.array([date.max.toordinal() + 1 if end is None else end.toordinal() for end in ends], np.int64)
    days = [slot.end if isinstance(slot, Period) else slot for slot in calendar.slots]
    is_late = np.array([day.toordinal() for day in days], np.int64)[cells[1]] >= until[cells[0]]
    kinds = pa.array([str(Trouble.NO_RATE), str(Trouble.WITHDRAWN_CURRENCY)])
    return kinds.take(pa.array(is_late.astype(np.int8), mask=is_there))


def _limits(
    question: Question, calendar: Calendar, cells: tuple[Integers, Integers], is_there: NDArray[np.bool_]
) -> tuple[pa.Array, pa.Array]:
    """Give the least and the most of each factor by the printed digits of its rates, rounded outward."""
    low, high = np.full(len(is_there), np.nan), np.full(len(is_there), np.nan)
    known = dict[tuple[int, int], tuple[float, float]]()
    for place in np.flatnonzero(is_there).tolist():
        cell = int(cells[0][place]), int(cells[1][place])
        if cell not in known:
            (source, target), slot = calendar.pairs[cell[0]], calendar.slots[cell[1]]
            route = question.rates.finder.route(Request(source, target, slot, question.policy, question.kind))
            least, most = (np.nan, np.nan) if route is None else route.limits
            known[cell] = float(least), float(most)
        low[place], high[place] = known[cell]
    for _ in range(_STEPS):
        low, high = np.nextafter(low, -np.inf), np.nextafter(high, np.inf)
    return pa.array(low, mask=~is_there), pa.array(high, mask=~is_there)
