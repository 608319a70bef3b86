"""Stretches: what is left of a series without its spikes, cut where it jumps, and all pieces explained together.

Each piece is as it should be, or moved by one of the steps that something known makes, or off by what nobody can name.
The cheapest way through the pieces is taken. A way costs: each jump that it leaves unexplained, in scales, up to a
most; each change from one explanation to another; and a little for each quote that is not as it should be, so that of
two levels the one that holds for longer is right. Only what jumps is looked at: a calm series costs nothing.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple, final

import numpy as np

from centralasia.diagnosis.breaks import Steps
from centralasia.diagnosis.causes import PARITY, Cause, Verdicts, hypotheses, name
from centralasia.diagnosis.series import TIMES, Bools, Floats, Places, Series, lately, thresholds

__all__ = ["Pieces", "States", "cheapest", "find_stretches"]

_LEAST_SHIFT: Final = 0.08
_STAYS: Final = 0.5  # of a jump: what has to be left of it on both sides for it to be a shift
_UNSETTLED: Final = Cause.SPIKE.bit | Cause.LEVEL_SHIFT.bit  # what is doubtful is one of the two
_SETTLED: Final = 3  # quotes after a jump that make it more than doubtful
_CERTAIN: Final = float(np.log(3.0))  # a step that large is no move of a market even on the last day
_SIDE: Final = 5  # quotes on each side of a shift whose median tells what stays
_USUAL_GAPS: Final = 4.0  # gaps as usual in the series that a jump may take without more being allowed for

OK: Final = 0
"""The state of a piece that is as it should be."""
FREE: Final = 1
"""The state of a piece that is off, nobody knows why."""

_MOST: Final = 60.0  # for a jump that nothing explains: lawful ones cost no more
_CHANGE: Final = 12.0
_OFF: Final = 40.0  # for a whole series that is moved by something known, so that the smaller part is
_UNKNOWN: Final = 6.0  # for each quote that is off, nobody knows why
_OPEN: Final = 120.0  # for what is off, nobody knows why, and does not come back


@final
class Pieces(NamedTuple):
    """The pieces of a series between its jumps.

    Attributes:
        first: The logarithm of the first quote of each.
        last: That of the last.
        counts: How many quotes each has.
        scales: The usual size of a change about the jump before each.
    """

    first: Floats
    last: Floats
    counts: Places
    scales: Floats


@final
class States(NamedTuple):
    """What a piece may be: its quotes are `sign` times what they should be, plus `step`.

    The first is as it should be, the second is off by what nobody knows.

    Attributes:
        signs: -1 for an inverted price, 1 for all others.
        steps: What is added.
    """

    signs: Floats
    steps: Floats


def cheapest(pieces: Pieces, states: States, able: Bools) -> list[int]:
    """Give the state of each piece on the cheapest way.

    Args:
        pieces: The pieces.
        states: What they may be.
        able: Which piece may be in which state.

    Example:
        >>> step = np.log(100.0)
        >>> pieces = Pieces(*(np.array(each) for each in ([6.1, 6.1 + step, 6.1], [6.1, 6.1 + step, 6.1])),
        ...     np.array([40, 6, 40]), np.full(3, 0.004))
        >>> cheapest(pieces, States(np.ones(3), np.array([0.0, 0.0, step])), np.ones((3, 3), bool))
        [0, 2, 0]
    """
    count, each = len(states.steps), np.arange(len(states.steps))
    off = _costs_of_states(count, int(pieces.counts.sum()))
    change = _changes(count)
    closed = np.where(able, 0.0, np.inf)
    costs = off * pieces.counts[0] + closed[0] + change[OK]
    costs[FREE] += _OPEN
    levels = _undone(pieces.last[0], states)
    named = (each[:, None] > FREE) | (each > FREE)  # a step that does not fit explains nothing
    came: list[np.ndarray[tuple[int, ...], np.dtype[np.intp]]] = []
    for place in range(1, len(pieces.counts)):
        begins = _undone(pieces.first[place], states)
        jumped = np.minimum(np.abs(levels[:, None] - begins[None, :]) / pieces.scales[place], _MOST)
        jumped[named & (jumped > TIMES)] = _MOST
        jumped[:, FREE] = 0.0
        ways = costs[:, None] + jumped + change
        best = ways.argmin(axis=0)
        came.append(best)
        costs = ways[best, each] + off * pieces.counts[place] + closed[place]
        # What is unknown says nothing of the level, which stays what it was before.
        levels = np.where(each == FREE, levels[best], _undone(pieces.last[place], states))
    costs[FREE] += _OPEN
    way = [int(costs.argmin())]
    for best in reversed(came):
        way.append(int(best[way[-1]]))
    return way[::-1]


def _changes(count: int) -> Floats:
    """Give what a change costs: one from a fault to another is two."""
    change = np.full((count, count), 2 * _CHANGE)
    change[OK], change[:, OK] = _CHANGE, _CHANGE
    np.fill_diagonal(change, 0.0)
    return change


def _costs_of_states(count: int, quotes: int) -> Floats:
    costs = np.full(count, _OFF / quotes)
    costs[OK], costs[FREE] = 0.0, _UNKNOWN
    return costs


def _undone(log: float, states: States) -> Floats:
    """Give what a quote should be in each state."""
    return np.asarray((log - states.steps) * states.signs, np.float64)


@final
class _Cuts(NamedTuple):
    """Where series are cut.

    Attributes:
        rows: The first quote of each piece but the first of its series.
        before: The last quote before it that is no spike.
        scales: The usual size of a change about then.
        limits: What a shift exceeds.
    """

    rows: Places
    before: Places
    scales: Floats
    limits: Floats

    def part(self, start: int, stop: int) -> "_Cuts":
        """Give some of them."""
        part = slice(start, stop)
        return _Cuts(self.rows[part], self.before[part], self.scales[part], self.limits[part])


@final
class _Piece(NamedTuple):
    """A piece of a series, with what it was found to be.

    Attributes:
        first: Its first place.
        end: The place after its last.
        state: OK, FREE, or whatever else.
        sign: -1 for an inverted price, 1 for all others.
        step: What is added to what it should be.
        at_end: Whether nothing of the series stands before it, or nothing after it.
    """

    first: int
    end: int
    state: int
    sign: float
    step: float
    at_end: bool


def find_stretches(series: Series, changed: Places, spikes: Verdicts, steps: Steps) -> Verdicts:
    """Explain the jumps that are left when spikes are left out.

    Args:
        series: The series.
        changed: Where there are jumps.
        spikes: What was found about single quotes.
        steps: The ratios of older and newer units.

    Example:
        >>> from centralasia.diagnosis.causes import no_steps
        >>> from centralasia.diagnosis.series import jumps
        >>> logs = [0.0] * 9 + [2.303] * 5 + [0.0] * 9
        >>> series = Series(days=range(23), logs=logs, half=[0] * 23, starts=[0])
        >>> nothing = Verdicts.of([], Cause.OK)
        >>> found = find_stretches(series, jumps(series), nothing, no_steps())
        >>> found.rows.tolist(), Cause(found.causes[0]).code
        ([9, 10, 11, 12, 13], 'decimal-shifted')
    """
    left_out = np.zeros(len(series), bool)
    left_out[spikes.rows] = True
    cuts = _cuts(series, changed, left_out)
    if not len(cuts.rows):
        return Verdicts.of([], Cause.OK)
    pieces: list[_Piece] = []
    shifts: list[_Shift] = []
    owners = series.owners_of(cuts.rows)
    firsts = np.flatnonzero(np.diff(owners, prepend=-1))
    known = hypotheses(series, cuts.rows, steps).steps
    heads = hypotheses(series, series.starts[owners[firsts]], steps).steps
    for place, (start, stop) in enumerate(pairwise([*firsts.tolist(), len(owners)])):
        of_one = cuts.part(start, stop)
        able = np.vstack((heads[place], known[start:stop]))
        found = list(_explained(series, int(owners[start]), of_one, able, left_out))
        pieces += [piece for piece in found if piece.state != OK]
        shifts += _shifted(series, of_one, found)
    moved = _moved(series, pieces, steps, left_out)
    return _settled(series, shifts, moved, left_out).under(moved)


def _cuts(series: Series, changed: Places, left_out: Bools) -> _Cuts:
    """Find the jumps between quotes that are no spikes."""
    after = np.flatnonzero(left_out) + 1
    after = after[after < len(series)]
    rows = np.union1d(changed, after).astype(np.intp)
    rows = rows[~left_out[rows]]
    before = rows - 1
    while (out := left_out[before]).any():  # a spike has something before it, so this never leaves the series
        before[out] -= 1
    same = series.owners_of(np.maximum(before, 0)) == series.owners_of(rows)
    rows, before = rows[same], before[same]
    owners = series.owners_of(rows)
    spans = (series.days[series.ends - 1] - series.days[series.starts]) / np.maximum(series.lengths - 1, 1)
    gaps = (series.days[rows] - series.days[before]) / (_USUAL_GAPS * np.maximum(spans[owners], 1.0))
    longer = np.sqrt(np.maximum(gaps, 1.0))
    sizes = np.abs(series.logs[rows] - series.logs[before])
    rounding = series.half[rows] + series.half[before]
    cut = sizes > thresholds(series, rows, rounding) * longer
    rows, before, longer, rounding = rows[cut], before[cut], longer[cut], rounding[cut]
    scales = np.maximum(series.scales[series.owners_of(rows)], lately(series, rows, left_out))
    limits = np.maximum(np.maximum(TIMES * scales, _LEAST_SHIFT) * longer, 2 * rounding)
    return _Cuts(rows, before, np.maximum(scales * longer, rounding), limits)


def _explained(series: Series, owner: int, cuts: _Cuts, known: Floats, left_out: Bools) -> Iterator[_Piece]:
    """Explain the pieces of one series."""
    start, end = int(series.starts[owner]), int(series.ends[owner])
    firsts, ends = np.append(start, cuts.rows), np.append(cuts.rows, end)
    lasts = np.append(cuts.before, end - 1 - int(left_out[start:end][::-1].argmin()))
    out = np.add.reduceat(left_out[start:end], firsts - start, dtype=np.intp)
    pieces = Pieces(
        series.logs[firsts], series.logs[lasts], ends - firsts - out, np.append(cuts.scales[:1], cuts.scales)
    )
    rounded = known[:, :-1].round(9)
    distinct = np.unique(rounded[~np.isnan(rounded)])
    states = States(np.append([1, 1, -1], np.ones(len(distinct))), np.append([0, 0, 0], distinct))
    able = np.ones((len(firsts), len(states.steps)), bool)
    able[:, 2] = np.abs(series.logs[firsts]) > PARITY
    able[:, 3:] = (rounded[:, :, None] == distinct).any(axis=1)
    for place, state in enumerate(cheapest(pieces, states, able)):
        at_end = place in {0, len(firsts) - 1}
        sign, step = float(states.signs[state]), float(states.steps[state])
        yield _Piece(int(firsts[place]), int(ends[place]), state, sign, step, at_end)


def _rows_of(piece: _Piece, left_out: Bools) -> Places:
    return np.flatnonzero(~left_out[piece.first : piece.end]) + piece.first


def _moved(series: Series, pieces: list[_Piece], steps: Steps, left_out: Bools) -> Verdicts:
    """Name what moved pieces that are not as they should be."""
    rows = [_rows_of(piece, left_out) for piece in pieces]
    places = np.concatenate([np.empty(0, np.intp), *rows])
    counts = np.array([len(each) for each in rows], np.intp)
    logs = series.logs[places]
    sign, step = (np.repeat([getattr(piece, each) for piece in pieces], counts) for each in ("sign", "step"))
    free = np.repeat([piece.state == FREE for piece in pieces], counts).astype(bool)
    right = np.where(free, np.nan, (logs - step) * sign)
    near = 2 * series.scales[series.owners_of(places)] + series.half[places]
    named = name(logs, right[:, None], hypotheses(series, places, steps), tolerance=near, noise=near)
    # On the first or last days a step that is not that large may be the market's; of two halves either may be wrong.
    tails = [piece.at_end and count < _SETTLED for piece, count in zip(pieces, counts.tolist(), strict=True)]
    lengths = np.array([series.lengths[series.owners_of(piece.first)] for piece in pieces], np.intp)
    small = np.repeat(tails, counts).astype(bool) & (np.abs(right - logs) < _CERTAIN)
    unsure = small | np.repeat(2 * counts >= lengths, counts)
    unnamed = free | (named.causes == Cause.OK)
    causes = np.where(unnamed, Cause.SPIKE, np.where(unsure, Cause.DOUBTFUL, named.causes))
    bits = np.where(unsure & ~unnamed, np.left_shift(1, named.causes.astype(np.int32)), 0)
    corrected = np.where(unnamed | unsure, np.nan, named.corrected)
    bits |= np.where(causes == Cause.DOUBTFUL, _UNSETTLED, 0)
    beside = np.repeat([_level_beside(series, piece) for piece in pieces], counts)
    expected = np.where(free, beside, right)
    return Verdicts.of(places, causes, also=named.also | bits, corrected=corrected, expected=expected)


def _level_beside(series: Series, piece: _Piece) -> float:
    """Give the level between the quotes before and after a piece, NaN where there are none."""
    owner = int(series.owners_of(piece.first))
    start, end = int(series.starts[owner]), int(series.ends[owner])
    beside = [each for each in (piece.first - 1, piece.end) if start <= each < end]
    return float(np.mean(series.logs[beside])) if beside else np.nan


_Shift = tuple[int, float]


def _shifted(series: Series, cuts: _Cuts, pieces: list[_Piece]) -> Iterator[_Shift]:
    """Give the first quote after each jump that nothing explains, and the size of the jump."""
    level: float | None = None
    for place, piece in enumerate(pieces):
        if piece.state == FREE:
            continue
        begin = (float(series.logs[piece.first]) - piece.step) * piece.sign
        if level is not None and abs(begin - level) > cuts.limits[place - 1]:
            yield piece.first, begin - level
        last = int(cuts.before[place]) if place < len(cuts.rows) else piece.first
        level = (float(series.logs[last]) - piece.step) * piece.sign


def _settled(series: Series, shifts: list[_Shift], moved: Verdicts, left_out: Bools) -> Verdicts:
    """Tell shifts that stay from those of which that cannot be said yet."""
    out, right = left_out.copy(), series.logs.copy()
    out[moved.rows] = np.isnan(moved.corrected)
    right[moved.rows] = moved.corrected
    found: list[tuple[int, Cause, float]] = []
    for row, size in shifts:
        owner = int(series.owners_of(row))
        start, end = int(series.starts[owner]), int(series.ends[owner])
        before, after = np.flatnonzero(~out[start:row]) + start, np.flatnonzero(~out[row:end]) + row
        earlier = float(np.median(right[before[-_SIDE:]])) if len(before) else np.nan
        later = float(np.median(right[after[:_SIDE]])) if len(after) else np.nan
        if len(after) < _SETTLED:
            found += [(each, Cause.DOUBTFUL, earlier) for each in after.tolist()]
        elif len(before) < _SETTLED:
            found += [(each, Cause.DOUBTFUL, later) for each in before.tolist()]
        elif abs(later - earlier) > _STAYS * abs(size):
            found.append((row, Cause.LEVEL_SHIFT, earlier))
    rows, places = np.unique(np.array([row for row, _, _ in found], np.intp), return_index=True)
    causes = np.array([cause for _, cause, _ in found], np.int8)[places]
    expected = np.array([level for _, _, level in found], np.float64)[places]
    return Verdicts.of(rows, causes, also=np.where(causes == Cause.DOUBTFUL, _UNSETTLED, 0), expected=expected)
