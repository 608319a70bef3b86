"""The calendar of rates in spans of days, for engines that get a copy of it: a row for each currency and 64 days.

A row for each day would take eight times the memory, most of it for the row itself. And a calendar of all rates that
can answer is so small then that a frame need not be read for what stands in it.
"""

from datetime import date
from typing import Any, Final, final

import attrs
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from centralasia.arrays.calendars import NO_DAY, Calendar, Question, compile_calendar
from centralasia.arrays.columns import EPOCH
from centralasia.engines.eager import Asked
from centralasia.engines.presence import CURRENCY, Found, asks_bounds
from centralasia.rates import ExactDay, LastKnown, NextKnown, Published
from centralasia.rates.crosses import family
from centralasia.rates.quotes import OVER_A_PERIOD
from centralasia.reference import Currency

__all__ = ["SHIFT", "SPAN", "Kin", "kin_of", "spans_of", "whole_calendar"]

SHIFT: Final = 6
"""The number of a day, without this many bits, is that of its span."""
SPAN: Final = "span"

_WIDTH: Final = 1 << SHIFT
_MOST_CELLS: Final = 10_000_000
"""Rates of a currency on a day that are taken without looking at what the frame has: 80 MB."""
_POLICIES: Final = (LastKnown, ExactDay, NextKnown, Published)
"""Those of which it is known how far from the day of a quote they go."""


@final
@attrs.frozen
class Kin:
    """A currency that is converted without a quote, whatever the day: the target itself, and other units of its money.

    Attributes:
        money: The currency.
        factor: What its amounts are multiplied with.
        legs: How many rates that takes.
    """

    money: Currency
    factor: float
    legs: int


def whole_calendar(found: Found, asked: Asked, question: Question) -> Calendar | None:
    """Work out all rates that can answer for a day; None where these are too many, or what is asked is not days.

    Bounds are searched for one by one, and so are rates that must be close to each other in time, so that it is better
    to know which of them are wanted.

    Args:
        found: The columns of the frame.
        asked: What is wanted.
        question: The rates, and how they answer.
    """
    target, policy = found.target, question.policy
    is_bounded = isinstance(policy, _POLICIES) and policy.skew is None and question.kind not in OVER_A_PERIOD
    if not (is_bounded and found.has_days and isinstance(target, Currency)) or asks_bounds(asked):
        return None
    quoted = {each for money in question.rates.currencies for each in family(money)} - {*family(target)}
    if isinstance(found.source, Currency):
        quoted &= {found.source}
    first, last = _reach(question)
    if len(quoted) * (last - first + 1) > _MOST_CELLS:
        return None
    pairs = [(source, target) for source in sorted(quoted, key=lambda money: money.code)]
    return compile_calendar(question, pairs, slots=[date.fromordinal(number) for number in range(first, last + 1)])


def _reach(question: Question) -> tuple[int, int]:
    """Give the first and the last day for which a rate can answer; the last before the first where there is none."""
    series = [each for each in question.rates.finder.series.values() if not each.key.over_period]
    if not series:
        return 1, 0
    first, last = min(each.days[0] for each in series), max(max(each.lasts) for each in series)
    before = question.policy.days if isinstance(question.policy, NextKnown) else 0
    after = question.policy.days if isinstance(question.policy, LastKnown) else 0
    return max(1, first - before), min(date.max.toordinal(), last + after)


def kin_of(target: Currency, question: Question) -> list[Kin]:
    """Give the currencies that need no quote.

    Args:
        target: What is converted to.
        question: The rates, and how they answer.
    """
    kin = family(target)
    calendar = compile_calendar(question, [(each, target) for each in kin], slots=[date(2000, 1, 1)])
    return [
        Kin(each, float(factor), int(legs))
        for each, factor, legs in zip(kin, calendar.factors[:-1, 0], calendar.legs[:-1, 0], strict=True)
    ]


def spans_of(calendar: Calendar, found: Found, asked: Asked) -> pa.Table:
    """Lay a calendar of days out in spans, and leave out those without a rate.

    Its columns are `span`; `currency` where that is a column of the frame; and lists of 64 cells each: `factor`, and of
    `rate_on`, `age` and `legs` those that are asked for, null where there is no rate.

    Args:
        calendar: The calendar.
        found: The columns of the frame.
        asked: What is wanted.
    """
    layout = _Layout.of(calendar)
    table: dict[str, pa.Array] = {SPAN: pa.array(layout.spans, pa.int32())}
    if isinstance(found.source, str):
        codes = pa.array([source.code for source, _ in calendar.pairs], pa.string())
        table[CURRENCY] = codes.take(pa.array(layout.rows))
    none = calendar.legs < 0
    table["factor"] = layout.lists(pa.float64(), calendar.factors, none)
    if "rate_on" in asked.details:
        days = calendar.days
        table["rate_on"] = layout.lists(pa.date32(), (days - EPOCH).astype(np.int32), none | (days == NO_DAY))
    for name, cells in (("age", calendar.ages), ("legs", calendar.legs)):
        if name in asked.details:
            table[name] = layout.lists(pa.int32(), cells.astype(np.int32), none)
    return pa.table(table)


@final
@attrs.frozen(eq=False)
class _Layout:
    """Which cells of a calendar go to which row.

    Attributes:
        places: For each row of the table the places of its cells in a flattened calendar.
        rows: The row of the calendar.
        spans: The number of the span.
    """

    places: NDArray[np.intp]
    rows: NDArray[np.intp]
    spans: NDArray[np.intp]

    @classmethod
    def of(cls, calendar: Calendar) -> "_Layout":
        height, width = calendar.legs.shape
        numbers = np.array([slot.toordinal() - EPOCH for slot in calendar.slots if isinstance(slot, date)], np.intp)
        known = np.unique(numbers >> SHIFT)
        columns = np.full((len(known), _WIDTH), width - 1)  # the last has no rates
        columns[np.searchsorted(known, numbers >> SHIFT), numbers % _WIDTH] = np.arange(width - 1)
        places = (np.arange(height - 1)[:, None, None] * width + columns).reshape(-1, _WIDTH)
        kept = np.flatnonzero((calendar.legs.reshape(-1)[places] >= 0).any(axis=1))
        count = max(len(known), 1)
        return cls(places[kept], kept // count, known[kept % count])

    def lists(self, kind: pa.DataType, cells: NDArray[Any], none: NDArray[np.bool_]) -> pa.Array:
        places = self.places.reshape(-1)
        flat = pa.array(cells.reshape(-1)[places], mask=none.reshape(-1)[places]).cast(kind)
        return pa.FixedSizeListArray.from_arrays(flat, _WIDTH).cast(pa.list_(kind))
