"""Levels: what whole series are worth beside what is known of their currencies.

A series that is wrong from its first day to its last shows nothing among its own neighbours.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from centralasia.diagnosis.breaks import EPOCH, Steps
from centralasia.diagnosis.causes import Cause, Verdicts, hypotheses, name, no_steps
from centralasia.diagnosis.series import Floats, Places, Series, medians, neighbours
from centralasia.readers.comparisons import FAR
from centralasia.readers.lines import HIGH, level
from centralasia.reference import Currency

__all__ = ["find_swapped_series", "judge_levels", "known_levels"]

_LOOKS: Final = 3  # times in a series at which it is compared: its first, middle and last quotes
_BLOCK: Final = 7  # powers of two of days in which a level is known
_AROUND: Final = 2  # quotes on each side of a look
_NEAR: Final = float(np.log(HIGH))
"""How far from what is known a level may be: what is known may be an annual average."""
_FAR: Final = float(np.log(FAR))
_FIT: Final = 0.4  # by how much a named step may be missed
_NOISE: Final = 0.2


def known_levels(series: Series, pairs: Sequence[tuple[Currency, Currency]]) -> Floats:
    """Give what each series should be worth at its first, middle and last quotes, as far as the package knows.

    Args:
        series: The series.
        pairs: The currencies of each.

    Returns:
        Logarithms, a row for each series; NaN where nothing is known.

    Source:
        The rates and annual averages that ship with the package.

    Example:
        >>> from centralasia.reference import currency
        >>> series = Series(days=[18262], logs=[6.0], half=[1e-4], starts=[0])  # on 1 January 2020
        >>> np.exp(known_levels(series, [(currency("USD"), currency("KZT"))])).round().tolist()
        [[383.0, 383.0, 383.0]]
    """
    days = series.days[_looks(series)].astype(np.int64) + EPOCH
    known = np.full(days.shape, np.nan)
    for owner, (base, quote) in enumerate(pairs):
        for place, day in enumerate(days[owner].tolist()):
            worth = level(base, quote, day >> _BLOCK)
            known[owner, place] = np.nan if worth is None else np.log(worth)
    return known


def judge_levels(series: Series, references: Floats, *, steps: Steps | None = None) -> Verdicts:
    """Find series that are wholly inverted, or off by a nominal, a decade or a ratio, or simply far off.

    What is known may be a year's average, and lawful rates were up to eleven times the official ones: what is less than
    twenty times off and not inverted is called far only.

    Args:
        series: The series.
        references: What they should be worth at their first, middle and last quotes, from `known_levels` or a table.
        steps: The ratios of older and newer units.

    Returns:
        Verdicts of which the rows are the numbers of series; `expected` is the reference, `corrected` what the series
        would be worth without the fault.

    Example:
        >>> series = Series(days=[0, 1], logs=[-6.1, -6.1], half=[0, 0], starts=[0])
        >>> found = judge_levels(series, np.array([[6.0, 6.0, 6.0]]))
        >>> found.rows.tolist(), Cause(found.causes[0]).code
        ([0], 'inverted')
    """
    if not len(series):
        return Verdicts.of([], Cause.OK)
    worth, level_now = _worths(series), _middle(references)
    off = _middle(worth - references)
    owners = np.flatnonzero(np.abs(off) > _NEAR)  # NaN is not
    rows, now = _looks(series)[owners, 1], level_now[owners] + off[owners]
    known = hypotheses(series, rows, no_steps() if steps is None else steps)
    tolerance, noise = np.full(len(owners), _FIT), np.full(len(owners), _NOISE)
    named = name(now, level_now[owners, None], known, tolerance=tolerance, noise=noise)
    far, sure = np.abs(off[owners]) > _FAR, named.causes != Cause.OK
    certain = sure & (far | (named.causes == Cause.INVERTED))
    causes = np.where(certain, named.causes, Cause.FAR_FROM_REFERENCE)
    maybe = np.where(sure & ~certain, np.left_shift(1, named.causes.astype(np.int32)), 0)
    corrected = np.where(certain, named.corrected, np.nan)
    found = Verdicts.of(owners, causes, also=named.also | maybe, corrected=corrected, expected=level_now[owners])
    return found.where(certain | far | sure)


def find_swapped_series(series: Series, references: Floats, *, groups: Places) -> Verdicts:
    """Find series that stand in each other's place throughout.

    Args:
        series: The series.
        references: What they should be worth at their first, middle and last quotes, from `known_levels` or a table.
        groups: The number of the bulletin column that each series stands in: publisher, quote currency, kind, side.

    Returns:
        Verdicts of which rows and links are the numbers of series.

    Example:
        >>> series = Series(days=[0, 1] * 2, logs=[6.1, 6.1, 1.6, 1.6], half=[0] * 4, starts=[0, 2])
        >>> found = find_swapped_series(series, np.array([[1.6] * 3, [6.0] * 3]), groups=np.array([0, 0]))
        >>> found.rows.tolist(), found.links.tolist()
        ([0, 1], [1, 0])
    """
    if not len(series):
        return Verdicts.of([], Cause.OK)
    worth, known = _middle(_worths(series)), _middle(references)
    usual = np.ones(len(worth), np.int64) if series.usual_nominals is None else series.usual_nominals
    nominal = series.signs * np.log(usual.astype(np.float64))
    odd = np.flatnonzero(np.abs(worth - known) > _NEAR)
    found: dict[int, int] = {}
    for place, one in enumerate(odd.tolist()):
        for other in odd[place + 1 :].tolist():
            shifts = (nominal[one] - nominal[other], 0.0)
            fits = [
                abs(worth[one] + shift - known[other]) < _NEAR and abs(worth[other] - shift - known[one]) < _NEAR
                for shift in shifts
            ]
            if groups[one] == groups[other] and any(fits) and one not in found and other not in found:
                found |= {one: other, other: one}
    rows = np.array(list(found), np.intp)
    return Verdicts.of(rows, Cause.SWAPPED_COLUMNS, expected=known[rows], links=list(found.values()))


def _looks(series: Series) -> Places:
    last = series.ends - 1
    return np.column_stack((series.starts, (series.starts + last) // 2, last))


def _worths(series: Series) -> Floats:
    """Give what each series is worth at its looks: the median of some quotes, so that one that is wrong is nothing."""
    looks = _looks(series).ravel()
    owners = np.repeat(np.arange(len(series.starts)), _LOOKS)
    near, there = neighbours(looks, series.starts[owners], series.ends[owners], before=_AROUND, after=_AROUND)
    values = np.column_stack((np.where(there, series.logs[near], np.inf), series.logs[looks]))
    return medians(values, there.sum(axis=1) + 1).reshape(-1, _LOOKS)


def _middle(values: Floats) -> Floats:
    """Give the median of what is known of each row, NaN where nothing is."""
    return medians(np.where(np.isnan(values), np.inf, values), (~np.isnan(values)).sum(axis=1))
