"""Stale runs: figures that stand still for longer than their series does."""

from typing import Final, final

import attrs
import numpy as np

from centralasia.diagnosis.series import Bools, Places, Series, wide

__all__ = ["Runs", "find_stale"]

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
    series: Series, *, pegged: Bools | None = None, resting: Bools | None = None, least: int | None = None
) -> Runs:
    """Find runs of equal quotes that are too long by the habit of their own series.

    A run is too long when it has more repetitions than `least`, than three times the usual run of its series, and than
    chance would bring about where so many quotes repeat the one before. Days of the week on which a series mostly
    stands still do not count, nor do series that stand still on most of their days.

    Args:
        series: The series.
        pegged: The quotes of days on which a peg was in force: runs of which most are pegged are lawful.
        resting: The quotes of days on which the publisher was at rest, where his calendar is known. Holidays are the
            longest lawful runs; where they are known, much shorter ones tell something.
        least: The most repetitions that are never too many: 10, and 3 with `resting`.

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
    fewest = least if least is not None else 10 if resting is None else 3
    first, last = _runs(series)
    long = last - first > fewest
    if pegged is not None:
        before = np.append(0, np.cumsum(pegged))
        long &= (before[last + 1] - before[first]) * 2 <= last - first + 1
    if not long.any():
        return Runs(first=first[long], last=last[long], counts=first[long], usual=first[long])
    counted = _counted(series, resting, np.unique(series.owners[first[long]]))
    before = np.append(0, np.cumsum(counted))
    repeats = before[last + 1] - before[first + 1]
    suspects = np.flatnonzero(long & (repeats > fewest))
    usual = np.zeros(len(suspects), np.intp)
    for place, run in enumerate(suspects.tolist()):
        usual[place] = _usual(series, first, repeats, counted, run)
    too_long = (usual >= 0) & (repeats[suspects] > np.maximum(fewest, usual))
    found = suspects[too_long]
    return Runs(first=first[found], last=last[found], counts=repeats[found], usual=usual[too_long])


def _runs(series: Series) -> tuple[Places, Places]:
    """Give the first and the last place of each run of equal quotes, single ones too."""
    new = series.changes != 0
    new[series.starts] = True
    first = np.flatnonzero(new)
    return first, np.append(first[1:], len(series))[: len(first)] - 1


def _counted(series: Series, resting: Bools | None, owners: Places) -> Bools:
    """Tell the days that count, in the series that are looked at: those on which the publisher is at work."""
    rows = wide(series.lengths[owners], series.starts[owners])
    keys = series.owners[rows] * _WEEK + series.days[rows] % _WEEK
    size = len(series.starts) * _WEEK
    many = np.bincount(keys, minlength=size)
    still = np.bincount(keys, weights=series.changes[rows] == 0, minlength=size)
    rests = (many >= _SOME) & (still > _RESTS * many)
    counted = np.zeros(len(series), bool)
    counted[rows] = ~rests[keys]
    return counted if resting is None else counted & ~resting


def _usual(series: Series, first: Places, repeats: Places, counted: Bools, run: int) -> int:
    """Give how many repetitions are usual in the series of a run, by its other runs; -1 where all would be."""
    owner = int(series.owners[first[run]])
    start, end = int(series.starts[owner]), int(series.ends[owner])
    begin, stop = np.searchsorted(first, (start, end))
    others = np.delete(repeats[begin:stop], run - begin)
    days = int(np.count_nonzero(counted[start + 1 : end])) - int(repeats[run])
    unchanged = int(others.sum()) / max(days, 1)
    if unchanged > _MOST_UNCHANGED or not len(others):
        return -1
    long = float(np.quantile(others, _USUAL_SHARE))
    by_chance = np.log(_CHANCE / (days + 1)) / np.log(max(unchanged, 1.0 / (days + 2)))
    return int(np.ceil(max(_TIMES * long, by_chance)))
