"""Stale runs: figures that stand still for longer than their series does."""

from typing import Final, NamedTuple, final

import attrs
import numpy as np

from centralasia.diagnosis.series import FLOOR, Bools, Places, Series, wide

__all__ = ["Runs", "find_stale"]

_LEAST: Final = 10
_AT_WORK: Final = 5  # repetitions on days on which the publisher was surely at work
_COARSEST: Final = 100.0  # steps of the price that a unit of the last digit may be
_MOST_UNCHANGED: Final = 0.6  # a series that stands still on more days than that is managed, or pegged
_USUAL_SHARE: Final = 0.98
_TIMES: Final = 3.0  # how many times the usual run one has to be
_RESTS: Final = 0.6  # of its days of the week: a publisher who repeats himself on more of them rests then
_SOME: Final = 8  # days of a week before that can be said
_WEEK: Final = 7
_CHANCE: Final = 0.001  # runs of that length that one would expect in the whole series


@final
@attrs.frozen(kw_only=True, eq=False)
class Runs:
    """Runs of quotes that stand still.

    Attributes:
        first: The place of the first quote of each: the one that was repeated.
        last: The place of the last.
        counts: How many quotes repeat the first, not counting days on which the publisher rests.
        usual: How many may repeat another in a run of the series before that is unusual.

    Example:
        >>> one = {"first": [2], "last": [4], "counts": [2], "usual": [1]}
        >>> Runs(**{name: np.array(each) for name, each in one.items()}).rows.tolist()
        [3, 4]
    """

    first: Places
    last: Places
    counts: Places
    usual: Places

    @property
    def rows(self) -> Places:
        """The places of all quotes that repeat one before, in order."""
        return wide(self.last - self.first, self.first + 1)


def find_stale(
    series: Series,
    *,
    pegged: Bools | None = None,
    resting: Bools | None = None,
    working: Bools | None = None,
    least: int = _LEAST,
) -> Runs:
    """Find runs of equal quotes that are too long by the habit of their own series.

    A run is too long when it has more repetitions than `least`, than three times the usual run of its series, than
    rounding explains, and than chance would bring about where so many quotes repeat the one before. Days of the week
    on which a series mostly stands still do not count, nor do series that stand still on most of their days. Holidays
    are the longest lawful runs: five repetitions on days on which the publisher was surely at work are enough.

    Args:
        series: The series.
        pegged: The quotes of days on which a peg was in force: runs of which most are pegged are lawful.
        resting: The quotes of days on which the publisher was at rest, where his calendar is known.
        working: The quotes of days on which the publisher was surely at work, by his calendar or his other quotes;
            where only `resting` is given, all others.
        least: The most repetitions that are never too many.

    Returns:
        The runs, in order.

    Example:
        >>> moving, still = [6.1, 6.2, 6.15, 6.3] * 6, [6.1] * 12
        >>> logs = moving + still + moving
        >>> series = Series(days=range(len(logs)), logs=logs, half=[1e-4] * len(logs), starts=[0])
        >>> runs = find_stale(series)
        >>> runs.first.tolist(), runs.last.tolist(), runs.counts.tolist()
        ([24], [36], [12])
    """
    if working is None and resting is not None:
        working = ~resting
    fewest = min(least, _AT_WORK) if working is not None else least
    found: list[tuple[int, int, int, int]] = []
    for owner in np.unique(series.owners_of(_stands_still(series, fewest))).tolist():
        start, end = int(series.starts[owner]), int(series.ends[owner])
        habit = _habit(series, start, end, resting)
        for run in np.flatnonzero(habit.repeats > fewest).tolist():
            first, last = int(habit.first[run]), int(habit.last[run])
            if pegged is not None and np.count_nonzero(pegged[first : last + 1]) * 2 > last - first + 1:
                continue
            at_work = habit.counted[first + 1 - start : last + 1 - start]
            sure = 0 if working is None else int(np.count_nonzero(at_work & working[first + 1 : last + 1]))
            many, usual = int(habit.repeats[run]), habit.usual_beside(run)
            usual = max(usual, _coarse(float(series.half[first]))) if usual >= 0 else usual
            if usual >= 0 and (many > max(least, usual) or sure > max(fewest, usual)):
                found.append((first, last, many, usual))
    first_of, last_of, counts, usuals = np.array(found, np.intp).reshape(-1, 4).T
    return Runs(first=first_of, last=last_of, counts=counts, usual=usuals)


def _coarse(half: float) -> int:
    """Say for how long a price may stand still by its rounding alone, as it walks no farther than that."""
    return int(_TIMES * min(2 * half / FLOOR, _COARSEST) ** 2)


@final
class _Habit(NamedTuple):
    """How long a series stands still by itself.

    Attributes:
        counted: Which of its quotes count.
        first: The first place of each of its runs, single quotes too.
        last: The last place of each.
        repeats: How many quotes that count repeat the first of each.
    """

    counted: Bools
    first: Places
    last: Places
    repeats: Places

    def usual_beside(self, run: int) -> int:
        """Give how many repetitions are usual, by the other runs of the series; -1 where all would be."""
        mine = int(self.repeats[run])
        others = np.delete(self.repeats, run)
        days = int(np.count_nonzero(self.counted[1:])) - mine
        unchanged = int(others.sum()) / max(days, 1)
        if unchanged > _MOST_UNCHANGED or not len(others):
            return -1
        long = float(np.quantile(others, _USUAL_SHARE))
        by_chance = np.log(_CHANCE / (days + 1)) / np.log(max(unchanged, 1.0 / (days + 2)))
        return int(np.ceil(max(_TIMES * long, by_chance)))


def _stands_still(series: Series, many: int) -> Places:
    """Give the quotes that have the figure of the one so many places before, and so have all between."""
    still = np.zeros(len(series), bool)
    np.equal(series.logs[1:], series.logs[:-1], out=still[1:])
    still[series.starts] = False
    known, found = 1, still
    while known <= many:  # of what is known to hold for some in a row, two beside each other make more
        step = min(known, many + 1 - known)
        longer = found.copy()
        longer[step:] &= found[: len(found) - step]
        longer[:step] = False
        known, found = known + step, longer
    return np.flatnonzero(found)


def _habit(series: Series, start: int, end: int, resting: Bools | None) -> _Habit:
    """Look at a series: on which days of the week it is at work, and how long its runs are on those."""
    weekdays = series.days[start:end] % _WEEK
    still = np.append(False, np.diff(series.logs[start:end]) == 0)  # of the first quote
    many = np.bincount(weekdays, minlength=_WEEK)
    unchanged = np.bincount(weekdays, weights=still, minlength=_WEEK)
    counted = ~((many >= _SOME) & (unchanged > _RESTS * many))[weekdays]
    if resting is not None:
        counted &= ~resting[start:end]
    first = np.flatnonzero(~still)
    last = np.append(first[1:], end - start) - 1
    before = np.append(0, np.cumsum(counted))
    return _Habit(counted, first + start, last + start, before[last + 1] - before[first + 1])
