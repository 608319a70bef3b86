"""Displaced: quotes that stand on the wrong day: day and month were exchanged, or they came too early."""

from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from centralasia.diagnosis.causes import Cause, Verdicts
from centralasia.diagnosis.series import TIMES, Bools, Floats, Places, Series

__all__ = ["find_look_ahead", "find_swapped_days"]

_WEEK: Final = 7
_MONTHS: Final = 12
_RARE: Final = 0.1  # of what the most usual day of the week has: a quote on a day that rare is out of place
_OPEN: Final = 0.3  # of the same: a day of the week on which a quote is to be expected
_OFF: Final = 3.0  # scales by which a quote is off both of its neighbours
_BETTER: Final = 1 / 3  # of the miss here: how little a quote may miss where it belongs
_HOLE: Final = 1.9  # usual steps from one day to the next that a hole takes at least
_EDGE: Final = 4  # days beyond the first or last quote at which one may still belong
_LONE: Final = 7  # usual steps from one day to the next without a neighbour
_MOVED: Final = 10.0  # what a place in the file weighs: more than any price
_SLIGHTLY: Final = 5  # places by which others may be moved when some stand elsewhere
_FARTHER: Final = 12
_NEARLY: Final = 0.2  # of the way from one figure to the next
_SOME: Final = 3
_TINY: Final = 1e-9


def find_swapped_days(series: Series, positions: Places | None = None) -> Verdicts:
    """Find quotes that are out of place on their day, and fit a hole in their series once day and month are exchanged.

    Out of place is what stands on a day that has another quote, on a day of the week on which the series has none, or
    off both of its neighbours.

    Args:
        series: The series. A day may have several quotes.
        positions: Where each quote stood in its file. In a file in the order of days, a quote that stands among those
            of the other day shows which of two of one day is the wrong one; without it their prices have to tell.

    Returns:
        Verdicts whose links are the days on which the quotes belong, counted from 1970-01-01; `corrected` is NaN, as
        their figures are right.

    Example:
        >>> days, logs = np.arange(19783, 19843), np.linspace(6, 6.5, 60)  # from 1 March 2024 on
        >>> days[33] = 19786  # that of 3 April stands on 4 March
        >>> order = days.argsort(kind="stable")
        >>> series = Series(days=days[order], logs=logs[order], half=[1e-5] * 60, starts=[0])
        >>> found = find_swapped_days(series)
        >>> found.rows.tolist(), found.links.tolist()
        ([4], [19816])
    """
    found = Verdicts.of([], Cause.OK)
    for first, part in series.blocks():
        at = None if positions is None else positions[first : first + len(part)]
        days = _swapped_days(part, at)
        found = found.under(attrs.evolve(days, rows=days.rows + first)) if len(days) else found
    return found


def _swapped_days(series: Series, positions: Places | None) -> Verdicts:
    """Find the quotes of some of the series that stand on the wrong day."""
    moved = np.zeros(len(series), bool) if positions is None else _moved(series, positions)
    rows, there = _exchangeable(series, np.union1d(_out_of_place(series), np.flatnonzero(moved)).astype(np.intp))
    before, after, open_ = _holes(series, rows, there, moved)
    rows, there, before, after = rows[open_], there[open_], before[open_], after[open_]
    if not len(rows):
        return Verdicts.of([], Cause.OK)
    at = np.where(moved[before] & ~moved[after], after, before), np.where(moved[after] & ~moved[before], before, after)
    expected = _between(series, *at)
    miss, misses = np.abs(series.logs[rows] - expected), np.abs(series.logs[rows] - _here(series, rows))
    scales = series.scales[series.owners_of(rows)]
    strange = (_is_double(series) | _is_rare(series) | _is_lone(series))[rows]
    better = (misses > _OFF * scales) & (miss < _BETTER * misses)
    fits = np.where(strange, miss <= np.maximum(misses, _OFF * scales), better)
    belongs = moved[rows] & _stood_there(series, rows, (before, after), moved, positions=positions)
    fits |= belongs & (miss <= np.maximum(misses, TIMES * scales))
    chosen = _one_each(series, rows, there, misses - miss + _MOVED * moved[rows], fits)
    return Verdicts.of(rows[chosen], Cause.DAY_MONTH_SWAPPED, expected=expected[chosen], links=there[chosen])


def _exchangeable(series: Series, rows: Places) -> tuple[Places, NDArray[np.int64]]:
    """Give those of some quotes of which day and month can be exchanged, and the days that these make."""
    dates = series.days[rows].astype("datetime64[D]")
    months, years = dates.astype("datetime64[M]"), dates.astype("datetime64[Y]")
    day, month = (dates - months).astype(int) + 1, (months - years).astype(int) + 1
    may_be = (day <= _MONTHS) & (day != month)
    rows, years, day, month = rows[may_be], years[may_be], day[may_be], month[may_be]
    there = ((years.astype("datetime64[M]") + (day - 1)).astype("datetime64[D]") + (month - 1)).astype(np.int64)
    return rows, there


def _stood_there(
    series: Series, rows: Places, beside: tuple[Places, Places], moved: Bools, *, positions: Places | None
) -> Bools:
    """Tell quotes that stood in their file between those of the days before and after the one on which they belong."""
    if positions is None:
        return np.zeros(len(rows), bool)
    owners, (before, after) = series.owners_of(rows), beside
    first, last = series.starts[owners] == after, series.ends[owners] == before + 1
    low = first | moved[before] | (positions[before] <= positions[rows])
    return np.asarray(low & (last | moved[after] | (positions[rows] <= positions[after])))


def find_look_ahead(series: Series, references: Series, *, matches: Places, least: int = _SOME) -> Verdicts:
    """Find runs of quotes that have the figure which their reference published next: known a day too early.

    Args:
        series: The series.
        references: The series they are held against.
        matches: The number of the reference of each series, -1 for none.
        least: How many quotes in a row have to be early.

    Returns:
        Verdicts of the early quotes, corrected to what was known, whose links are places in `references`.

    Example:
        >>> known = Series(days=range(6), logs=[1, 2, 4, 3, 5, 4], half=[1e-4] * 6, starts=[0])
        >>> early = Series(days=range(5), logs=[1, 4, 3, 5, 4], half=[1e-4] * 5, starts=[0])
        >>> found = find_look_ahead(early, known, matches=np.array([0]))
        >>> found.rows.tolist(), found.corrected.tolist()
        ([1, 2, 3, 4], [2.0, 4.0, 3.0, 5.0])
    """
    rows: list[Places] = []
    links: list[Places] = []
    for owner in np.flatnonzero(matches >= 0).tolist():
        here = np.arange(series.starts[owner], series.ends[owner])
        first, end = int(references.starts[matches[owner]]), int(references.ends[matches[owner]])
        after = first + np.searchsorted(references.days[first:end], series.days[here], side="right")
        inside = (after > first) & (after < end)
        here, after = here[inside], after[inside]
        early, late = _early(series, references, here, after)
        run = _in_runs(early, late, least)
        rows.append(here[run])
        links.append(after[run] - 1)
    places, beside = (np.concatenate([np.empty(0, np.intp), *each]) for each in (rows, links))
    right = references.logs[beside]
    return Verdicts.of(places, Cause.LOOK_AHEAD, corrected=right, expected=right, links=beside)


def _early(series: Series, references: Series, rows: Places, after: Places) -> tuple[Bools, Bools]:
    """Tell quotes that have the figure of the next publication, and those that clearly have not."""
    now, following = references.logs[after - 1], references.logs[after]
    rounding = series.half[rows] + np.maximum(references.half[after - 1], references.half[after]) + _TINY
    way, miss = np.abs(following - now), np.abs(series.logs[rows] - following)
    tells = way > rounding
    early = tells & (miss <= np.maximum(rounding, _NEARLY * way))
    return early, tells & ~early


def _in_runs(early: Bools, late: Bools, least: int) -> Bools:
    """Keep the early ones of which there are so many without one between that is not."""
    runs = np.cumsum(late)
    many = np.bincount(runs, weights=early, minlength=int(runs[-1]) + 1 if len(runs) else 1)
    return np.asarray(early & (many[runs] >= least))


def _out_of_place(series: Series) -> Places:
    """Give the quotes that look as if they stood on the wrong day."""
    changes = series.changes
    least = np.repeat(_OFF * series.scales, series.lengths)
    far = np.abs(changes) > least
    off = np.zeros(len(series), bool)
    off[:-1] = far[:-1] & far[1:] & (changes[:-1] * changes[1:] < 0)
    return np.flatnonzero(off | _is_double(series) | _is_rare(series) | _is_lone(series))


def _is_double(series: Series) -> Bools:
    """Tell quotes of which the day has another."""
    double = np.zeros(len(series), bool)
    same = series.days[1:] == series.days[:-1]
    same[series.starts[1:] - 1] = False
    double[1:] = same
    double[:-1] |= same
    return double


def _is_lone(series: Series) -> Bools:
    """Tell quotes that are far in time from all others of their series."""
    gaps = np.append(0, np.diff(series.days))
    far = gaps > _LONE
    far[series.starts] = True
    lone: Bools = far & np.append(far[1:], True)
    rows = np.flatnonzero(lone)
    steps = _LONE * _steps(series, series.owners_of(rows))
    first, last = series.starts[series.owners_of(rows)] == rows, series.ends[series.owners_of(rows)] == rows + 1
    before, after = gaps[rows] > steps, np.append(gaps[1:], 0)[rows] > steps
    lone[rows] = (first | before) & (last | after) & ~(first & last)
    return lone


def _steps(series: Series, owners: Places) -> Places:
    """Give the usual days from one quote to the next in some series."""
    found = np.ones(len(series.starts), np.intp)
    for owner in np.unique(owners).tolist():
        gaps = np.diff(series.days[series.starts[owner] : series.ends[owner]])
        found[owner] = max(1, int(np.median(gaps))) if len(gaps) else 1
    return found[owners]


def _weekdays(series: Series) -> tuple[Places, Floats]:
    """Give the day of the week of each quote, as a key with its series, and how usual each of them is."""
    keys = series.owners * _WEEK + series.days % _WEEK
    many = np.bincount(keys, minlength=len(series.starts) * _WEEK).reshape(-1, _WEEK)
    return keys, (many / np.maximum(many.max(axis=1, keepdims=True), 1)).ravel()


def _is_rare(series: Series) -> Bools:
    keys, shares = _weekdays(series)
    return np.asarray(shares[keys] < _RARE)


def _holes(series: Series, rows: Places, there: Places, moved: Bools) -> tuple[Places, Places, Bools]:
    """Give the quotes before and after the days on which some others may belong, and whether there is a hole.

    A day that has a quote which stood elsewhere, as the one that is looked at did, is one as well.
    """
    owners = series.owners_of(rows)
    span = int(series.days.max()) - int(series.days.min()) + 1000
    keys = series.owners.astype(np.int64) * span + (series.days - series.days.min())
    after = np.searchsorted(keys, owners * span + (there - series.days.min()))
    first, last = series.starts[owners], series.ends[owners] - 1
    before, later = np.clip(after - 1, first, last), np.clip(after, first, last)
    taken = (series.days[later] == there) & moved[rows] & moved[later]
    later = np.where(taken, np.minimum(later + 1, last), later)
    _, shares = _weekdays(series)
    expected = shares[owners * _WEEK + there % _WEEK] > _OPEN
    steps = _steps(series, owners)
    inside = (series.days[before] < there) & (there < series.days[later])
    hole = inside & (taken | (series.days[later] - series.days[before] >= _HOLE * steps))
    edge = ((there > series.days[last]) & (there <= series.days[last] + _EDGE)) | (
        (there < series.days[first]) & (there >= series.days[first] - _EDGE)
    )
    return before, later, expected & (hole | edge)


def _between(series: Series, before: Places, after: Places) -> Floats:
    return np.asarray((series.logs[before] + series.logs[after]) / 2)


def _here(series: Series, rows: Places) -> Floats:
    """Give the middle of the nearest quotes of other days."""
    owners = series.owners_of(rows)
    first, last = series.starts[owners], series.ends[owners] - 1
    before, after = np.maximum(rows - 1, first), np.minimum(rows + 1, last)
    before = np.where(series.days[before] == series.days[rows], np.maximum(before - 1, first), before)
    after = np.where(series.days[after] == series.days[rows], np.minimum(after + 1, last), after)
    return _between(series, before, after)


def _moved(series: Series, positions: Places) -> Bools:
    """Tell quotes that stood elsewhere in their file than in the order of days, where the others did not."""
    moved = np.zeros(len(series), bool)
    back = np.flatnonzero(positions[1:] < positions[:-1]) + 1
    owners = np.unique(series.owners_of(back[~np.isin(back, series.starts)]))
    for start, end in zip(series.starts[owners].tolist(), series.ends[owners].tolist(), strict=True):
        ranks = np.empty(end - start, np.intp)
        ranks[np.argsort(positions[start:end], kind="stable")] = np.arange(end - start)
        by = np.abs(ranks - np.arange(end - start))
        if np.median(by) <= _SLIGHTLY:
            moved[start:end] = by > _FARTHER
    return moved


def _one_each(series: Series, rows: Places, there: Places, gains: Floats, fits: Bools) -> Places:
    """Keep, of quotes that would all fill one hole, the one that gains the most by it."""
    order = np.flatnonzero(fits)
    order = order[np.argsort(-gains[order], kind="stable")]
    keys = np.column_stack((series.owners_of(rows[order]), there[order]))
    _, first = np.unique(keys, axis=0, return_index=True)
    return np.sort(order[first])
