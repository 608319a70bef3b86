"""Quotes: what each quote of some series was found to be, beside its own neighbours and what is known of the money."""

from typing import Final, NamedTuple, final

import attrs
import numpy as np

from centralasia.diagnosis.breaks import Events, Steps
from centralasia.diagnosis.causes import Cause, Verdicts, hypotheses, name, no_steps
from centralasia.diagnosis.series import (
    TIMES,
    Bools,
    Floats,
    Places,
    Series,
    jumps,
    lately,
    medians,
    neighbours,
    thresholds,
)
from centralasia.diagnosis.stretches import find_stretches

__all__ = ["find_spikes", "judge_quotes"]

_NEAR: Final = 5  # quotes on each side whose median is what one expects
_OVERSHOT: Final = 0.5  # of a shift: how far beyond it a quote may be without being called a spike
_SHORT: Final = 10  # quotes of a series that is too short to have habits
_STRANGE: Final = 0.15  # by how much a quote in such a series has to be off for anything to be said without a name
_NOISE: Final = 2.0  # scales by which two explanations may differ without that telling anything
_SIDE: Final = 5  # quotes on each side of the day of a new unit
_SAME: Final = 0.3  # by how much a step between units may be missed
_OVERSHOOT: Final = float(np.log(1.5))  # how far beyond both sides of a break a rate may go


@final
class Around(NamedTuple):
    """What stands around some quotes.

    Attributes:
        before: The median of up to five quotes before each, NaN where there is none.
        after: The same of those after it.
        rounding: By how much rounding may have moved the quote and its neighbours apart.
    """

    before: Floats
    after: Floats
    rounding: Floats


def around(series: Series, rows: Places) -> Around:
    """Look at what stands around some quotes.

    Example:
        >>> series = Series(days=range(3), logs=[1, 5, 2], half=[0] * 3, starts=[0])
        >>> found = around(series, np.array([1]))
        >>> found.before.tolist(), found.after.tolist()
        ([1.0], [2.0])
    """
    owners = series.owners_of(rows)
    first, end = series.starts[owners], series.ends[owners]
    sides = []
    for before, after in ((_NEAR, 0), (0, _NEAR)):
        near, there = neighbours(rows, first, end, before=before, after=after)
        sides.append(medians(np.where(there, series.logs[near], np.inf), there.sum(axis=1)))
    beside, there = neighbours(rows, first, end, before=1, after=1)
    rounding = series.half[rows] + np.where(there, series.half[beside], 0).max(axis=1)
    return Around(sides[0], sides[1], rounding)


def judge_quotes(series: Series, *, steps: Steps | None = None, events: Events | None = None) -> Verdicts:
    """Find the quotes that are not what their neighbours let one expect, and name what happened to them.

    Single quotes are held against the medians of five quotes before and of five after them: by how much one may be off
    is eight times the usual change of its series, three percent at least, and twice what rounding can do. It is named
    by the step that it took: a nominal, a decade, the ratio of a redenomination, the way to its inverse. What is left
    is cut where it jumps, and the pieces are explained together, by the cheapest path.

    What has no name and comes back is a spike. What stays is a shift of the level; near a break of the regime of one
    of the currencies it is that break, once. What happens on the first or last days cannot be told from either.

    Args:
        series: The series.
        steps: The ratios of older and newer units, from `steps_of`.
        events: The breaks that are known, from `events_of`.

    Returns:
        Verdicts of the quotes that are not as they should be, and of the first of each shift.

    Example:
        >>> logs = [6.10, 6.11, 10.71, 6.10, 6.09]
        >>> series = Series(days=range(5), logs=logs, half=[1e-5] * 5, starts=[0])
        >>> found = judge_quotes(series)
        >>> found.rows.tolist(), [Cause(cause).code for cause in found.causes], found.corrected.round(2).tolist()
        ([2], ['decimal-shifted'], [6.1])
    """
    nothing = Verdicts.of([], Cause.OK)
    if not len(series):
        return nothing
    ratios = no_steps() if steps is None else steps
    older = _in_other_units(series, ratios)
    series = older.put_right(series)
    nominals = _for_other_nominals(series)
    series, older = nominals.put_right(series), older.under(nominals)
    changed = jumps(series)
    if not len(changed):
        return older
    spikes = find_spikes(series, changed, ratios)
    found = spikes.under(find_stretches(series, changed, spikes, ratios))
    return older.under(found if events is None else _explained(series, found, events))


def _for_other_nominals(series: Series) -> Verdicts:
    """Find quotes with another nominal than is usual that only fit with the usual one, however many there are."""
    if series.nominals is None or series.usual_nominals is None or series.nominals.strides == (0,):
        return Verdicts.of([], Cause.OK)
    usual = np.repeat(series.usual_nominals, series.lengths)
    others = series.nominals != usual
    rows = np.flatnonzero(others)
    if not len(rows):
        return Verdicts.of([], Cause.OK)
    places, owners = np.flatnonzero(~others), series.owners_of(rows)
    after = np.searchsorted(places, rows)
    off = np.full((len(rows), 2), np.inf)
    for side, near in enumerate((after - 1, after)):
        beside = places[np.clip(near, 0, len(places) - 1)]
        there = series.owners_of(beside) == owners
        off[there, side] = (series.logs[rows] - series.logs[beside])[there]
    step = series.signs[owners] * np.log(usual[rows] / series.nominals[rows])
    limit = TIMES * series.scales[owners] + 2 * series.half[rows]
    misses, here = np.abs(off - step[:, None]).min(axis=1), np.abs(off).min(axis=1)
    wrong = (misses < np.minimum(limit, np.abs(step) / 2)) & (misses < here)
    causes = np.where(series.nominals[rows] < usual[rows], Cause.NOMINAL_LOST, Cause.NOMINAL_TWICE)
    right = (series.logs[rows] - step)[wrong]
    return Verdicts.of(rows[wrong], causes[wrong], also=Cause.DECIMAL_SHIFTED.bit, corrected=right, expected=right)


def _in_other_units(series: Series, steps: Steps) -> Verdicts:
    """Find what stands in older units before the day of the newer, or in newer ones after it, under one code."""
    found = [Verdicts.of([], Cause.OK)]
    first, last = series.days[series.starts], series.days[series.ends - 1]
    inside = (first[steps.owners] < steps.days) & (steps.days <= last[steps.owners])
    for place in np.flatnonzero(inside).tolist():
        owner, size = int(steps.owners[place]), float(steps.logs[place])
        start, end = int(series.starts[owner]), int(series.ends[owner])
        day = start + int(np.searchsorted(series.days[start:end], steps.days[place]))
        before, after = series.logs[max(start, day - _SIDE) : day], series.logs[day : min(end, day + _SIDE)]
        jump = float(np.median(after) - np.median(before))
        if steps.older[place]:
            jump, rows = -jump, np.arange(start, day)
        else:
            rows = np.arange(day, end)
        if abs(jump - size) < _SAME:
            right = series.logs[rows] - size
            found.append(Verdicts.of(rows, Cause.REDENOMINATED, corrected=right, expected=right))
    return Verdicts.joined(found)


def _explained(series: Series, found: Verdicts, events: Events) -> Verdicts:
    """Put what has no name, and stays, down to the breaks that are known: each of them once in a series."""
    rows = found.rows
    near = _events_near(series, rows, events)
    stays = np.isin(found.causes, (Cause.LEVEL_SHIFT, Cause.DOUBTFUL))
    with np.errstate(invalid="ignore"):
        settles = np.abs(series.logs[rows] - found.expected) < _OVERSHOOT
    lawful = (near >= 0) & (stays | ((found.causes == Cause.SPIKE) & settles))
    _, first = np.unique(near[lawful], return_index=True)
    shown = np.zeros(len(rows), bool)
    shown[np.flatnonzero(lawful)[first]] = True
    causes = np.where(shown, Cause.REGIME_BREAK, found.causes).astype(np.int8)
    explained = attrs.evolve(found, causes=causes, events=np.where(shown, near, -1))
    return explained.where(shown | ~lawful)


def _events_near(series: Series, rows: Places, events: Events) -> Places:
    """Give the event that each row may show, the latest if there are several, or -1."""
    found = np.full(len(rows), -1, np.intp)
    owners, days = series.owners_of(rows), series.days[rows]
    order = np.argsort(events.owners, kind="stable")
    begin = np.searchsorted(events.owners[order], owners)
    many = np.searchsorted(events.owners[order], owners, side="right") - begin
    for rank in range(int(many.max(initial=0))):
        some = np.flatnonzero(many > rank)
        event = order[begin[some] + rank]
        shows = (events.first[event] <= days[some]) & (days[some] <= events.last[event])
        found[some[shows]] = event[shows]
    return found


def find_spikes(series: Series, changed: Places, steps: Steps) -> Verdicts:
    """Find quotes that are far from the median before and the median after them, and name what moved them.

    What has no name is a spike where it comes back, and is off by more than the time was restless.

    Args:
        series: The series.
        changed: Where there are jumps.
        steps: The ratios of older and newer units.

    Example:
        >>> from centralasia.diagnosis.causes import no_steps
        >>> series = Series(days=range(5), logs=[0, 0, 2.303, 0, 0], half=[0] * 5, starts=[0])
        >>> found = find_spikes(series, jumps(series), no_steps())
        >>> found.rows.tolist(), Cause(found.causes[0]).code
        ([2], 'decimal-shifted')
    """
    rows = np.union1d(changed, changed - 1).astype(np.intp)
    seen = around(series, rows)
    off = np.column_stack((series.logs[rows] - seen.before, series.logs[rows] - seen.after))
    nearest = np.abs(off).min(axis=1)  # NaN at the ends of a series
    limits = thresholds(series, rows, seen.rounding)
    far = nearest > limits
    rows, off, nearest, limits = rows[far], off[far], nearest[far], limits[far]
    suspected = np.zeros(len(series), bool)
    suspected[rows] = True
    restless = lately(series, rows, suspected)
    seen = Around(*(each[far] for each in seen))
    levels = np.column_stack((seen.before, seen.after))
    noise = _NOISE * series.scales[series.owners_of(rows)] + seen.rounding
    known = hypotheses(series, rows, steps)
    named = name(series.logs[rows], levels, known, tolerance=limits, noise=noise)
    least = np.fmax(TIMES * restless, np.where(series.lengths[series.owners_of(rows)] < _SHORT, _STRANGE, 0.0))
    spikes = (named.causes == Cause.OK) & _is_spike(off, nearest, least, levels)
    found = Verdicts.of(
        rows,
        np.where(spikes, Cause.SPIKE, named.causes),
        also=named.also,
        corrected=named.corrected,
        expected=levels.mean(axis=1),
    )
    return found.where(found.causes != Cause.OK)


def _is_spike(off: Floats, nearest: Floats, least: Floats, levels: Floats) -> Bools:
    """Tell a quote that comes back from the first of a shift, and from what goes beyond one and settles."""
    shift = np.abs(levels[:, 1] - levels[:, 0])
    back = off[:, 0] * off[:, 1] > 0
    return np.asarray(back & (nearest > np.maximum(least, _OVERSHOT * shift)))
