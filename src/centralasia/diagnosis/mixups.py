"""Mix-ups: quotes that stand under the code of another currency, in each other's place, or on the wrong side."""

from itertools import pairwise
from typing import Final, NamedTuple, final

import numpy as np
from numpy.typing import ArrayLike

from centralasia.diagnosis.causes import Cause, Verdicts
from centralasia.diagnosis.series import TIMES, Bools, Floats, Places, Series, jumps, on_same_days, wide

__all__ = ["find_swapped_columns", "find_swapped_sides", "find_wrong_currencies"]

_LOOKED_AT: Final = 0.5  # of the threshold: a change of two series that is looked at closely
_BOTH: Final = 3.5  # scales by which two series may miss each other's level when they change places
_WEEKEND: Final = 4  # days within which prices move as they do in one
_SAME: Final = 1e-9  # two logarithms of one figure
_AT_ONCE: Final = 16_384  # quotes that are held against all of their bulletins, so that memory is bounded
_TELLING: Final = 0.005  # of a figure: one printed more coarsely equals another by chance
_SPREADS: Final = 4.0  # how many times the usual spread two sides may be apart when they are exchanged
_NARROW: Final = 0.005
_OFF: Final = (
    Cause.NOMINAL_LOST,
    Cause.NOMINAL_TWICE,
    Cause.DECIMAL_COMMA_AS_GROUP,
    Cause.REDENOMINATED,
    Cause.INVERTED,
    Cause.DECIMAL_SHIFTED,
    Cause.SPIKE,
    Cause.DOUBTFUL,
)
"""Causes of quotes that are off what their series lets one expect."""


def find_wrong_currencies(series: Series, found: Verdicts, *, groups: Places) -> Verdicts:
    """Find quotes that are off their own series and equal that of another currency of the same day to the last digit.

    Args:
        series: The series.
        found: What `judge_quotes` found.
        groups: The number of the bulletin column that each series stands in: publisher, quote currency, kind, side.

    Returns:
        Verdicts whose links are the quotes that they equal.

    Example:
        >>> logs = [6.1, 6.1, 1.6151, 6.1, 6.1, 1.61, 1.612, 1.6151, 1.616, 1.61]
        >>> series = Series(days=[0, 1, 2, 3, 4] * 2, logs=logs, half=[1e-4] * 10, starts=[0, 5])
        >>> found = find_wrong_currencies(series, Verdicts.of([2], Cause.SPIKE), groups=np.array([0, 0]))
        >>> found.rows.tolist(), found.links.tolist()
        ([2], [7])
    """
    off = found.having(*_OFF)
    if not len(off):
        return off
    right = series.half < _TELLING
    right[off.rows] = False
    right &= np.repeat(np.isin(groups, groups[series.owners_of(off.rows)]), series.lengths)
    right &= np.isin(series.days, series.days[off.rows], kind="table")
    among = np.flatnonzero(right)
    telling = np.flatnonzero(series.half[off.rows] < _TELLING)
    pairs = [_Pairs(telling[:0], telling[:0])]
    for start in range(0, len(telling), _AT_ONCE):
        part = telling[start : start + _AT_ONCE]
        mine, others = _beside(series, off.rows[part], among, groups=groups)
        same = _same_figure(series, off.rows[part[mine]], others)
        pairs.append(_Pairs(part[mine[same]], others[same]))
    joined = _Pairs(*(np.concatenate(each) for each in zip(*pairs, strict=True)))
    mine, first = np.unique(joined.mine, return_index=True)
    bits = np.left_shift(1, off.causes[mine].astype(np.int32))
    return Verdicts.of(
        off.rows[mine],
        Cause.WRONG_CURRENCY,
        also=off.also[mine] | bits,
        expected=off.expected[mine],
        links=joined.others[first],
    )


def find_swapped_columns(series: Series, *, groups: Places) -> Verdicts:
    """Find quotes of two currencies that stand in each other's place: on a day, for some days, or from some day on.

    Where two series go on where the other one was, both on one day, they change places. Which of the two is above the
    other then changes as well; the order that holds for fewer of their days is taken to be the wrong one.

    Args:
        series: The series.
        groups: The number of the bulletin column that each series stands in: publisher, quote currency, kind, side.

    Returns:
        Verdicts whose links are the quotes that they were exchanged with.

    Example:
        >>> logs = [6.1, 6.1, 1.6, 6.1, 6.1, 1.6, 1.6, 6.1, 1.6, 1.6]
        >>> series = Series(days=[0, 1, 2, 3, 4] * 2, logs=logs, half=[1e-4] * 10, starts=[0, 5])
        >>> found = find_swapped_columns(series, groups=np.array([0, 0]))
        >>> found.rows.tolist(), found.corrected.tolist()
        ([2, 7], [6.1, 1.6])
    """
    jumped = jumps(series, _LOOKED_AT)
    if not len(jumped):
        return Verdicts.of([], Cause.OK)
    mine, others = _beside(series, jumped, jumped, groups=groups)
    first = jumped[mine] < others
    rows, beside = jumped[mine[first]], others[first]
    moves = [_Moves.of([], [], [])]
    for keeps in (True, False):
        crossed = _change_places(series, rows, beside, keeps=keeps)
        owners = np.column_stack((series.owners_of(rows[crossed]), series.owners_of(beside[crossed])))
        pairs, which = np.unique(owners, axis=0, return_inverse=True)
        for number, (one, other) in enumerate(pairs.tolist()):
            changes = rows[crossed[which.reshape(-1) == number]]
            here, there = _exchanged(series, one, other, changes=changes, keeps=keeps)
            moves += [_moves(series, here, there, keeps=keeps), _moves(series, there, here, keeps=keeps)]
    joined = _Moves(*(np.concatenate(each) for each in zip(*moves, strict=True)))
    places, first_of = np.unique(joined.rows, return_index=True)
    right = joined.right[first_of]
    return Verdicts.of(places, Cause.SWAPPED_COLUMNS, corrected=right, expected=right, links=joined.links[first_of])


def find_swapped_sides(series: Series, sides: Places) -> Verdicts:
    """Find quotes of days on which a dealer would pay more than he takes.

    Args:
        series: The series.
        sides: The number of the series of bids, and of that of asks, a row for each two that belong together.

    Returns:
        Verdicts of both quotes, whose links are each other.

    Example:
        >>> logs = [6.10, 6.12, 6.10, 6.11, 6.11, 6.11]
        >>> series = Series(days=[0, 1, 2] * 2, logs=logs, half=[1e-4] * 6, starts=[0, 3])
        >>> found = find_swapped_sides(series, np.array([[0, 1]]))
        >>> found.rows.tolist(), found.corrected.tolist()
        ([1, 4], [6.11, 6.12])
    """
    rows: list[Places] = []
    beside: list[Places] = []
    for bids, asks in sides.tolist():
        bid, ask = on_same_days(series, bids, asks)
        spreads = series.signs[bids] * (series.logs[ask] - series.logs[bid])
        usual = float(np.median(np.abs(spreads))) if len(spreads) else 0.0
        wrong = (spreads < -_SAME) & (spreads >= -max(_SPREADS * usual, _NARROW))
        rows += [bid[wrong], ask[wrong]]
        beside += [ask[wrong], bid[wrong]]
    places, links = (np.concatenate([np.empty(0, np.intp), *each]) for each in (rows, beside))
    right = series.logs[links]
    return Verdicts.of(places, Cause.SIDES_SWAPPED, corrected=right, expected=right, links=links)


@final
class _Pairs(NamedTuple):
    """Places among some rows, and places of quotes beside them."""

    mine: Places
    others: Places


def _beside(series: Series, rows: Places, among: Places, *, groups: Places) -> _Pairs:
    """Give the quotes of other series of the group and day of each of some, of those that are asked for."""
    first, span = int(series.days.min()), int(series.days.max()) - int(series.days.min()) + 1

    def keys(places: Places) -> Places:
        return np.asarray(groups[series.owners_of(places)] * span + (series.days[places] - first), np.intp)

    among = among[np.isin(series.days[among], series.days[rows])]
    known = keys(among)
    order = np.argsort(known, kind="stable")
    known, wanted = known[order], keys(rows)
    begin = np.searchsorted(known, wanted)
    many = np.searchsorted(known, wanted, side="right") - begin
    others, mine = among[order[wide(many, begin)]], np.repeat(np.arange(len(rows)), many)
    apart = series.owners_of(others) != series.owners_of(rows[mine])
    return _Pairs(mine[apart], others[apart])


def _log_nominals(series: Series, rows: Places) -> Floats:
    """Give what has to be added to the logarithm of a price to compare figures as they are printed."""
    if series.nominals is None:
        return np.zeros(len(rows))
    return np.asarray(series.signs[series.owners_of(rows)] * np.log(series.nominals[rows].astype(np.float64)))


def _same_figure(series: Series, rows: Places, others: Places) -> Bools:
    """Tell what is the same in price, or in print for another nominal."""
    apart = series.logs[rows] - series.logs[others]
    nominal = _log_nominals(series, rows) - _log_nominals(series, others)
    return np.asarray((np.abs(apart) < _SAME) | (np.abs(apart + nominal) < _SAME))


def _shift(series: Series, rows: Places, beside: Places, *, keeps: bool) -> Floats:
    """Give by how much prices change whose figures go to another nominal; nothing where it is the prices that go."""
    if not keeps:
        return np.zeros(len(rows))
    return np.asarray(_log_nominals(series, beside) - _log_nominals(series, rows), np.float64)


def _change_places(series: Series, rows: Places, beside: Places, *, keeps: bool) -> Places:
    """Tell quotes that both go on where the other series was: their figures, nominals being kept, or their prices."""
    shift = _shift(series, rows, beside, keeps=keeps)
    gap = np.sqrt(np.maximum(series.days[rows] - series.days[rows - 1], _WEEKEND) / _WEEKEND)
    limit = _BOTH * np.maximum(series.scales[series.owners_of(rows)], series.scales[series.owners_of(beside)]) * gap
    limit += series.half[rows] + series.half[beside]
    apart = series.logs[rows - 1] - series.logs[beside - 1] - shift
    fits = np.abs(series.logs[rows] - series.logs[beside - 1] - shift) < limit
    fits &= np.abs(series.logs[beside] - series.logs[rows - 1] + shift) < limit
    return np.flatnonzero(fits & (np.abs(apart) > 2 * limit))


def _exchanged(series: Series, one: int, other: int, *, changes: Places, keeps: bool) -> tuple[Places, Places]:
    """Give the quotes of two series that stand in each other's place, by the quotes with which they change places."""
    here, there = on_same_days(series, one, other)
    apart = series.logs[here] - series.logs[there] - _shift(series, here, there, keeps=keeps)
    jumped = (apart[1:] * apart[:-1] < 0) & (np.abs(np.diff(apart)) > TIMES * series.scales[[one, other]].max())
    bounds = [0, *(np.flatnonzero(jumped) + 1).tolist(), len(here)]
    places = np.isin(here, changes)
    spans = [(start, end) for start, end in pairwise(bounds) if start < end]
    later = 1 if 2 * sum(end - start for start, end in spans[1::2]) <= len(here) else 0
    swapped = np.zeros(len(here), bool)
    for start, end in spans[later::2]:
        swapped[start:end] = places[start] or (end < len(here) and places[end])
    return here[swapped], there[swapped]


@final
class _Moves(NamedTuple):
    """Quotes, those whose figures are theirs, and what they are with them."""

    rows: Places
    links: Places
    right: Floats

    @classmethod
    def of(cls, rows: ArrayLike, links: ArrayLike, right: ArrayLike) -> "_Moves":
        return cls(np.asarray(rows, np.intp), np.asarray(links, np.intp), np.asarray(right, np.float64))


def _moves(series: Series, rows: ArrayLike, links: ArrayLike, *, keeps: bool) -> _Moves:
    """Give quotes the prices of others, or their figures for the nominals that they keep."""
    places, others = np.asarray(rows, np.intp), np.asarray(links, np.intp)
    nominal = _log_nominals(series, others) - _log_nominals(series, places)
    return _Moves.of(places, others, series.logs[others] + (nominal if keeps else 0.0))
