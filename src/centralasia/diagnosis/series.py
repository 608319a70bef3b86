"""Series: quotes as flat arrays, one series after another, and what is usual in each."""

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, TypeAlias, final

import attrs
import numpy as np
from numpy.typing import ArrayLike, NDArray

from centralasia.errors import InvalidValueError

__all__ = [
    "FLOOR",
    "TIMES",
    "Bools",
    "Floats",
    "Places",
    "Series",
    "jumps",
    "lately",
    "medians",
    "neighbours",
    "off_neighbours",
    "on_same_days",
    "scales",
    "thresholds",
    "usual",
    "wide",
]

Floats: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.intp]
Bools: TypeAlias = NDArray[np.bool_]

FLOOR: Final = 0.03 / 8
"""The least scale of a series, in logarithms: eight of them are three percent, and nothing below is called a fault."""
TIMES: Final = 8.0
"""Scales that a quote may be off."""
_BLOCK: Final = 1 << 17  # quotes that are looked at at once
_PART: Final = 1 << 20  # quotes of series that are looked at together
_OF_QUOTES: Final = ("days", "logs", "half", "nominals", "decimals")
_FAR: Final = 10  # quotes on each side whose changes tell how restless the time is
_MOST_RESTLESS: Final = 0.1  # no time was more so; what looks like it is full of faults
_FAULT: Final = 2  # changes that one wrong quote makes: in a short series they are half of all
_SAMPLED: Final = 255  # changes that the scale of a series is taken from
_NORMAL: Final = 1.4826  # median of absolute changes to standard deviation


def _floats(given: ArrayLike) -> Floats:
    return np.ascontiguousarray(given, np.float64)


def _days(given: ArrayLike) -> NDArray[np.int32]:
    return np.ascontiguousarray(given, np.int32)


def _places(given: ArrayLike) -> Places:
    return np.ascontiguousarray(given, np.intp)


def _wholes(given: ArrayLike | None) -> NDArray[np.int64] | None:
    return None if given is None else np.asarray(given, np.int64)


def _small(given: ArrayLike | None) -> NDArray[np.int16] | None:
    return None if given is None else np.asarray(given, np.int16)


def _flags(given: ArrayLike | None) -> Bools | None:
    return None if given is None else np.asarray(given, np.bool_)


@final
@attrs.frozen(kw_only=True, eq=False, slots=False)
class Series:
    """Quotes of several series, one series after another, each in the order of its days.

    Units:
        `logs` are natural logarithms of what one unit of the base costs in the quote currency. `half` is in the same
        unit: by how much a value may have been rounded at most. Days are counted from 1970-01-01, as Arrow does.

    Raises:
        InvalidValueError: Arrays are not of the same length, not in order, or not finite.

    Example:
        >>> series = Series(days=[0, 1, 0], logs=[6.1, 6.1, 0.2], half=[1e-5, 1e-5, 1e-4], starts=[0, 2])
        >>> series.lengths.tolist(), series.owners.tolist()
        ([2, 1], [0, 0, 1])
    """

    days: NDArray[np.int32] = attrs.field(converter=_days)
    logs: Floats = attrs.field(converter=_floats)
    half: Floats = attrs.field(converter=_floats)
    starts: Places = attrs.field(converter=_places)
    """The place of the first quote of each series."""
    nominals: NDArray[np.int64] | None = attrs.field(default=None, converter=_wholes)
    """The units of the base that each value was printed for; None where that is not known."""
    decimals: NDArray[np.int16] | None = attrs.field(default=None, converter=_small)
    """The decimals that each value was printed with; None where that is not known."""

    inverted: Bools | None = attrs.field(default=None, converter=_flags)
    """Of each series, whether its values are printed the other way round, for units of the quote currency."""

    def __attrs_post_init__(self) -> None:
        """Refuse arrays that do not belong together."""
        count = len(self.days)
        for name in ("logs", "half", "nominals", "decimals"):
            given = getattr(self, name)
            if given is not None and len(given) != count:
                raise InvalidValueError(name, len(given), f"as long as the days, {count}")
        if self.inverted is not None and len(self.inverted) != len(self.starts):
            raise InvalidValueError("inverted", len(self.inverted), f"as long as the starts, {len(self.starts)}")
        if not np.isfinite(self.logs).all() or not np.isfinite(self.half).all():
            raise InvalidValueError("logs", "NaN or infinity", "finite", "leave out what is no positive number")
        starts = self.starts
        if (count > 0) != (len(starts) > 0) or (count and starts[0] != 0):
            raise InvalidValueError("starts", starts.tolist()[:3], "the places of first quotes, from 0 on")
        if (np.diff(starts) <= 0).any() or (count and starts[-1] >= count):
            raise InvalidValueError("starts", "…", "in order, each the place of a quote")
        back = np.diff(self.days) < 0
        back[starts[1:] - 1] = False
        if back.any():
            raise InvalidValueError("days", int(self.days[int(back.argmax()) + 1]), "in order within a series")

    def __len__(self) -> int:
        return len(self.days)

    @cached_property
    def ends(self) -> Places:
        """The place after the last quote of each series."""
        return np.append(self.starts[1:], len(self)).astype(np.intp)

    @cached_property
    def lengths(self) -> Places:
        """How many quotes each series has."""
        return np.asarray(self.ends - self.starts, np.intp)

    @cached_property
    def owners(self) -> NDArray[np.int32]:
        """The number of the series that each quote stands in."""
        return np.repeat(np.arange(len(self.starts), dtype=np.int32), self.lengths)

    def owners_of(self, places: ArrayLike) -> NDArray[np.intp]:
        """Give the numbers of the series that some quotes stand in: for a few of many, without `owners`.

        Args:
            places: The places of the quotes.
        """
        return np.asarray(np.searchsorted(self.starts, places, side="right") - 1, np.intp)

    def blocks(self, most: int = _PART) -> Iterator[tuple[int, "Series"]]:
        """Give the series in parts, each with the place of its first quote: what is made of a part is soon forgotten.

        Args:
            most: About how many quotes a part has.
        """
        if len(self) <= most:
            yield from [(0, self)] if len(self) else []
            return
        firsts = np.unique(np.searchsorted(self.starts, np.arange(0, len(self), most), side="right") - 1)
        for first, stop in pairwise([*firsts.tolist(), len(self.starts)]):
            start, end = int(self.starts[first]), int(self.ends[stop - 1])
            quotes = {name: getattr(self, name) for name in _OF_QUOTES}
            parts: dict[str, Any] = {name: None if each is None else each[start:end] for name, each in quotes.items()}
            inverted = None if self.inverted is None else self.inverted[first:stop]
            yield start, Series(starts=self.starts[first:stop] - start, inverted=inverted, **parts)

    @cached_property
    def signs(self) -> Floats:
        """1 for each series, and -1 for those of which a higher value is a lower price."""
        return np.ones(len(self.starts)) if self.inverted is None else np.where(self.inverted, -1.0, 1.0)

    @cached_property
    def changes(self) -> Floats:
        """How each quote differs from the one before it in its series, 0 for the first."""
        changes = np.zeros(len(self))
        np.subtract(self.logs[1:], self.logs[:-1], out=changes[1:])
        changes[self.starts] = 0.0
        return changes

    @cached_property
    def scales(self) -> Floats:
        """The usual size of a change in each series, as a standard deviation, `FLOOR` at least."""
        return scales(self)

    @cached_property
    def usual_nominals(self) -> NDArray[np.int64] | None:
        """The nominal that most quotes of each series have."""
        return None if self.nominals is None else usual(self.nominals, self.starts)

    @cached_property
    def usual_decimals(self) -> NDArray[np.int64] | None:
        """The decimals that most quotes of each series have."""
        return None if self.decimals is None else usual(self.decimals, self.starts)


def scales(series: Series) -> Floats:
    """Give the usual size of a change in each series: by the median, which faults do not move.

    Of a long series some hundred changes are looked at, which is enough for a threshold.

    Example:
        >>> series = Series(days=range(5), logs=[0, 0.01, 0, 9, 9.01], half=[0] * 5, starts=[0])
        >>> scales(series).round(4).tolist()
        [0.0148]
    """
    found = np.full(len(series.starts), FLOOR)
    counts = np.minimum(series.lengths - 1, _SAMPLED)
    for width in (2**power for power in range(1, 9)):  # series of about the same length make one matrix
        rows = np.flatnonzero((counts >= width // 2) & (counts < width) & (counts > 0))
        if not len(rows):
            continue
        steps, many = np.arange(width), counts[rows, None]
        within = steps < many
        places = series.starts[rows, None] + 1 + np.where(within, steps * (series.lengths[rows, None] - 1) // many, 0)
        sizes = np.where(within, np.abs(series.logs[places] - series.logs[places - 1]), np.inf)
        found[rows] = np.fmax(FLOOR, _NORMAL * medians(sizes, np.maximum(counts[rows] - _FAULT, 0)))
    return found


def jumps(series: Series, share: float = 0.75) -> Places:
    """Give the quotes that differ so much from the one before that they, or those beside them, are looked at closely.

    Args:
        series: The series.
        share: How much of `TIMES` scales they differ by.

    Example:
        >>> jumps(Series(days=range(4), logs=[0, 0.01, 2.3, 0.01], half=[0] * 4, starts=[0])).tolist()
        [2, 3]
    """
    least = share * TIMES * series.scales
    lowest, found = least.min(initial=np.inf), [np.empty(0, np.intp)]
    for start in range(1, len(series), _BLOCK):
        changes = (
            series.logs[start : start + _BLOCK] - series.logs[start - 1 : start - 1 + _BLOCK][: len(series) - start]
        )
        np.abs(changes, out=changes)
        found.append(np.flatnonzero(changes > lowest) + start)
    rows = np.concatenate(found)
    owners = series.owners_of(rows)
    far = np.abs(series.logs[rows] - series.logs[rows - 1]) > least[owners]
    return np.asarray(rows[far & (rows != series.starts[owners])], np.intp)


def lately(series: Series, rows: Places, left_out: Bools) -> Floats:
    """Give the usual size of a change about some quotes, on the more restless side of each.

    Args:
        series: The series.
        rows: The places of the quotes.
        left_out: Quotes that are probably wrong: changes to them and from them tell nothing.

    Example:
        >>> series = Series(days=range(4), logs=[0, 5, 5.1, 5.3], half=[0] * 4, starts=[0])
        >>> lately(series, np.array([1]), np.zeros(4, bool)).round(3).tolist()
        [0.1]
    """
    owners = series.owners_of(rows)
    first, end = series.starts[owners], series.ends[owners]
    found = np.zeros(len(rows))
    for before, after in ((_FAR, 0), (0, _FAR + 1)):  # a change stands with the later of its two quotes
        near, there = neighbours(rows, first + 1, np.maximum(end, first + 2), before=before, after=after)
        near = np.minimum(near, len(series) - 1)
        there &= (near != rows[:, None] + 1) & ~left_out[near] & ~left_out[near - 1]
        sizes = np.where(there, np.abs(series.logs[near] - series.logs[near - 1]), np.inf)
        found = np.fmax(found, _NORMAL * medians(sizes, there.sum(axis=1)))
    return np.minimum(found, _MOST_RESTLESS)


def thresholds(series: Series, rows: Places, rounding: Floats) -> Floats:
    """Say how far some quotes may be off: eight scales, three percent, and twice what rounding may do.

    Example:
        >>> series = Series(days=range(3), logs=[1, 1, 1], half=[0] * 3, starts=[0])
        >>> thresholds(series, np.array([1]), np.array([0.2])).tolist()
        [0.4]
    """
    return np.maximum(TIMES * series.scales[series.owners_of(rows)], 2 * rounding)


def medians(values: Floats, counts: Places) -> Floats:
    """Give the median of the first members of each row in size; the rest of a row is infinite. NaN for none.

    Example:
        >>> medians(np.array([[3.0, 1.0, np.inf], [np.inf, np.inf, np.inf]]), np.array([2, 0])).tolist()
        [2.0, nan]
    """
    if not values.size:
        return np.full(len(values), np.nan)
    ordered, rows, some = np.sort(values, axis=1), np.arange(len(values)), counts > 0
    low = np.where(some, ordered[rows, np.maximum(counts - 1, 0) // 2], np.nan)
    high = np.where(some, ordered[rows, np.minimum(counts // 2, values.shape[1] - 1)], np.nan)
    return np.asarray(low + (high - low) / 2, np.float64)


def neighbours(places: Places, first: Places, end: Places, *, before: int, after: int) -> tuple[Places, Bools]:
    """Give the places around some within their series, and which of them there are.

    Args:
        places: The places.
        first: The first place of the series of each.
        end: The place after the last.
        before: How many places before each.
        after: How many places after each.

    Example:
        >>> near, there = neighbours(np.array([1]), np.array([0]), np.array([3]), before=2, after=1)
        >>> near.tolist(), there.tolist()
        ([[0, 0, 2]], [[False, True, True]])
    """
    steps = np.concatenate((np.arange(-before, 0), np.arange(1, after + 1)))
    near = places[:, None] + steps
    there = (near >= first[:, None]) & (near < end[:, None])
    return np.clip(near, first[:, None], end[:, None] - 1), there


def wide(lengths: Places, starts: Places) -> Places:
    """Give all places of some series, one after another.

    Example:
        >>> wide(np.array([2, 1]), np.array([0, 7])).tolist()
        [0, 1, 7]
    """
    offsets = np.cumsum(lengths) - lengths
    return np.asarray(np.arange(int(lengths.sum())) + np.repeat(starts - offsets, lengths), np.intp)


def on_same_days(series: Series, one: int, other: int) -> tuple[Places, Places]:
    """Give the places of the quotes that two series have of the same days.

    Example:
        >>> series = Series(days=[0, 1, 3, 1, 2, 3], logs=[0] * 6, half=[0] * 6, starts=[0, 3])
        >>> [places.tolist() for places in on_same_days(series, 0, 1)]
        [[1, 2], [3, 5]]
    """
    starts, ends = series.starts, series.ends
    mine = series.days[starts[one] : ends[one]]
    theirs = series.days[starts[other] : ends[other]]
    places = np.minimum(np.searchsorted(theirs, mine), len(theirs) - 1)
    same = np.flatnonzero(theirs[places] == mine)
    return starts[one] + same, starts[other] + places[same]


def off_neighbours(series: Series, rows: Places) -> Floats:
    """Say by how much some quotes differ from the middle of the quotes right before and after them, 0 for lone ones.

    Example:
        >>> series = Series(days=range(3), logs=[1, 5, 2], half=[0] * 3, starts=[0])
        >>> off_neighbours(series, np.array([0, 1])).tolist()
        [-4.0, 3.5]
    """
    owners = series.owners_of(rows)
    beside, there = neighbours(rows, series.starts[owners], series.ends[owners], before=1, after=1)
    many = there.sum(axis=1)
    middle = np.where(there, series.logs[beside], 0).sum(axis=1) / np.maximum(many, 1)
    return np.where(many > 0, series.logs[rows] - middle, 0.0)


def usual(values: NDArray[np.int64] | NDArray[np.int16], starts: Places) -> NDArray[np.int64]:
    """Give the most frequent value of each series, and of those as frequent the largest.

    Example:
        >>> usual(np.array([1, 100, 100, 2]), np.array([0, 3])).tolist()
        [100, 2]
    """
    low, high = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    found = high.astype(np.int64)
    ends = np.append(starts[1:], len(values))
    for number in np.flatnonzero(low != high).tolist():
        members, counts = np.unique(values[starts[number] : ends[number]], return_counts=True)
        found[number] = members[len(counts) - 1 - int(counts[::-1].argmax())]
    return found
