"""Series of quotes as arrays: what each quote says, and which of them answers for each day of a calendar."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias, final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from centralasia.rates import ExactDay, ExchangeRate, LastKnown, NextKnown, Published
from centralasia.rates.policies import Policy
from centralasia.rates.series import PrintedQuotes, Series

__all__ = [
    "Integers",
    "Line",
    "Picks",
    "Way",
    "Ways",
    "alike",
    "ends_of",
    "least_ways_of",
    "line_of",
    "most_ways_of",
    "picks_of",
    "ways_of",
]

Integers: TypeAlias = NDArray[np.int64]

_VALUE: Final = attrgetter("value")
_NOMINAL: Final = attrgetter("nominal")
_MOST_DIGITS: Final = 15  # of a figure that survives the way through a float
_WHOLE: Final = 10**_MOST_DIGITS


@final
class Line(NamedTuple):
    """The quotes of a series: units of the quote currency, and how many of the base they are for, as whole numbers."""

    figures: Integers
    nominals: Integers


Way: TypeAlias = tuple[Integers, Integers]
"""What amounts are multiplied with and divided by at each quote of a series."""

Ways: TypeAlias = tuple[Way, Way]
"""The way from the quote currency to the base, and the way forward."""


@final
class Picks(NamedTuple):
    """For each day of a calendar the place of the quote that answers, -1 for none, and its age in days."""

    places: Integers
    ages: Integers


_lines: WeakKeyDictionary[Series, Line | None] = WeakKeyDictionary()


def line_of(series: Series) -> Line | None:
    """Take the figures of a series out of its quotes; None where they need more than fifteen digits.

    They are remembered as long as the series is: tables are asked again and again, and reading decimals is what takes
    longest.

    Args:
        series: Quotes of any kind.
    """
    if series not in _lines:
        _lines[series] = _read_line(series)
    return _lines[series]


def _read_line(series: Series) -> Line | None:
    rates = series.rates
    if isinstance(rates, PrintedQuotes):  # columns: no quote has to be made
        printed: Iterable[Any] = rates.values
        nominals = [1] if rates.nominals is None else rates.nominals
    else:
        printed = map(_VALUE, rates)
        nominals = list(map(_NOMINAL, rates))
    scale = 10**series.decimals
    if max(nominals) * scale >= _WHOLE:
        return None
    floats = np.fromiter(map(float, printed), np.float64, len(rates))
    if not np.all(np.abs(floats) * scale < _WHOLE):
        return None
    # Exact: a figure of at most fifteen digits is the only one of so many that is nearest to its float.
    figures = np.rint(floats * scale).astype(np.int64)
    if len(set(nominals)) == 1:
        return Line(figures, np.broadcast_to(np.int64(scale * nominals[0]), len(rates)))
    return Line(figures, scale * np.array(nominals, np.int64))


def ends_of(series: Series) -> tuple[Line, Line] | None:
    """Take the least and the most that each figure can be by its printed digits; None where these need too many digits.

    Args:
        series: Quotes of any kind.
    """
    line, unit = line_of(series), Fraction(1, 2 * 10**series.decimals)
    if line is None:
        return None
    halves = [1 if _is_usual(rate) else rate.half_width(series.decimals) / unit for rate in series.rates]
    if any(half.denominator != 1 or half >= _WHOLE for half in halves):
        return None
    doubled, width = 2 * line.figures, np.array([int(half) for half in halves], np.int64)
    return Line(doubled - width, 2 * line.nominals), Line(doubled + width, 2 * line.nominals)


def ways_of(series: Series) -> Ways | None:
    """Give the factors of a series as printed, None where they need too many digits.

    Args:
        series: Quotes of any kind.
    """
    line = line_of(series)
    return None if line is None else _turned(series, (line[::-1], line))


def least_ways_of(series: Series) -> Ways | None:
    """Give the least that each factor can be by the printed digits.

    Args:
        series: Quotes of any kind.
    """
    ends = ends_of(series)
    return None if ends is None else _turned(series, (ends[1][::-1], ends[0]))


def most_ways_of(series: Series) -> Ways | None:
    """Give the most that each factor can be by the printed digits.

    Args:
        series: Quotes of any kind.
    """
    ends = ends_of(series)
    return None if ends is None else _turned(series, (ends[0][::-1], ends[1]))


def _turned(series: Series, ways: Ways) -> Ways:
    return ways[::-1] if series.key.inverted else ways


def _is_usual(rate: ExchangeRate) -> bool:
    """Say whether a rate states nothing of its own about its last digit, so that half a unit of it is in doubt."""
    return rate.margin is None and rate.decimals is None


def picks_of(series: Series, *, policy: Policy, slots: Integers) -> Picks:
    """Tell which quote of a series answers for each day.

    Args:
        series: Daily quotes.
        policy: Which of them answers for a day without one.
        slots: Day numbers, in rising order.
    """
    pick = _PICKS.get(type(policy))
    if pick is not None:
        days, lasts = np.array(series.days, np.int64), np.array(series.lasts, np.int64)
        return pick(series, policy, slots, days, lasts)
    found = [policy.pick(series, day) or (-1, 0) for day in slots.tolist()]
    places, ages = np.array(found, np.int64).reshape(-1, 2).T
    return Picks(places, ages)


def alike(rows: Sequence[Integers]) -> Integers:
    """Number days so that those on which all rows have the same value have the same number.

    Args:
        rows: A value for each day, in each row.
    """
    _, numbers = np.unique(np.array(rows, np.int32), axis=1, return_inverse=True)
    return numbers.reshape(-1)


def _latest(slots: Integers, days: Integers, lasts: Integers) -> tuple[Integers, Integers]:
    """Give the place of the latest quote of each day, -1 for none, and the days since it was last valid."""
    places = np.searchsorted(days, slots, side="right") - 1
    return places, np.maximum(0, slots - lasts[places])


def _last_known(_series: Series, policy: LastKnown, slots: Integers, days: Integers, lasts: Integers) -> Picks:
    places, ages = _latest(slots, days, lasts)
    return Picks(np.where(ages <= policy.days, places, -1), ages)


def _exact_day(_series: Series, _policy: ExactDay, slots: Integers, days: Integers, lasts: Integers) -> Picks:
    places, ages = _latest(slots, days, lasts)
    return Picks(np.where(ages == 0, places, -1), ages)


def _next_known(_series: Series, policy: NextKnown, slots: Integers, days: Integers, lasts: Integers) -> Picks:
    now, ages = _latest(slots, days, lasts)
    in_force = (now >= 0) & (ages == 0)
    following = np.searchsorted(days, slots, side="left")
    ahead = days[np.minimum(following, len(days) - 1)] - slots
    found = (following < len(days)) & (ahead <= policy.days)
    return Picks(np.where(in_force, now, np.where(found, following, -1)), np.where(in_force, 0, ahead))


def _published(series: Series, _policy: Published, slots: Integers, days: Integers, lasts: Integers) -> Picks:
    places, ages = _latest(slots, days, lasts)
    stated = np.zeros(len(days), bool)
    if (lasts is not days and not np.array_equal(lasts, days)) or any(map(series.states_until, range(len(days)))):
        stated = np.fromiter(map(series.states_until, range(len(days))), bool, len(days))
    ended = stated[places] | (places + 1 == len(days))
    return Picks(np.where((ages > 0) & ended, -1, places), ages)


_Pick = Callable[[Series, Any, Integers, Integers, Integers], Picks]
_PICKS: Final[dict[type[Any], _Pick]] = {
    LastKnown: _last_known,
    ExactDay: _exact_day,
    NextKnown: _next_known,
    Published: _published,
}
