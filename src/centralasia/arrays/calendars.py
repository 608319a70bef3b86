"""Calendars: the factor of each pair of currencies on each day, worked out once for any number of rows.

A policy is asked once for a pair and day, not once for a row. Where the way from one currency to another is the same
on all days, as in a table of one publisher, whole columns of days are worked out at once; else the scalar search of the
table is asked day by day. Either way a cell is what `RateTable.convert` would multiply with, as one fraction.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache, partial
from itertools import chain, pairwise
from typing import Any, Final, NamedTuple, TypeAlias, final

import attrs
import numpy as np
from numpy.typing import NDArray

from centralasia.arrays.kernels import MOST_DENOMINATOR
from centralasia.arrays.lines import Integers, Way, Ways, alike, least_ways_of, most_ways_of, picks_of, ways_of
from centralasia.periods import Period
from centralasia.rates import RateKind, RateTable
from centralasia.rates.crosses import Request, attempts, family, is_current
from centralasia.rates.policies import Policy
from centralasia.rates.quotes import OVER_A_PERIOD
from centralasia.rates.routes import LEGAL_RATIO, Leg, Route
from centralasia.rates.series import Series
from centralasia.reference import Currency

__all__ = ["NO_DAY", "Calendar", "Pair", "Question", "Slot", "Used", "compile_calendar", "compile_limits"]

Pair: TypeAlias = tuple[Currency, Currency]
Slot: TypeAlias = date | Period
Used: TypeAlias = Callable[[], NDArray[np.bool_]]
"""Gives the cells that are wanted, by pair and slot."""

Places: TypeAlias = NDArray[np.intp]

NO_DAY: Final = 0
"""The day of a factor that no rate of a day has made."""
_NEVER: Final = 2**62  # days: the age of an answer that there is not
_NO_AGE: Final = np.iinfo(np.int32).min
_KEPT: Final = 8  # series whose figures and answers are remembered: those of the currency in the middle come back
_EVER: Final = date.max.toordinal() + 1  # the day of a legal ratio, which is later than all
_WHOLE: Final = 2**53  # below it, floats hold every whole number
_WIDE: Final = 2.0**62  # below it, a product of floats says that its whole number fits 64 bits


@final
@attrs.frozen(kw_only=True)
class Question:
    """What is asked of a table for every pair and day."""

    rates: RateTable
    policy: Policy
    kind: RateKind | None


@final
@attrs.frozen(eq=False, kw_only=True)
class Calendar:
    """Factors by pair and slot; the last row and the last column stand for what is not known, and hold none.

    Attributes:
        pairs: Source and target of each row.
        slots: The days or periods of the columns.
        numerators: What amounts are multiplied with, 0 where there is no rate.
        denominators: What they are divided by, 0 where there is no rate or the fraction is in `wide`.
        wide: Fractions that do not fit 64 bits, by row and column.
        factors: The fraction as the nearest float, NaN where there is no rate.
        ages: Days between the slot and the least fresh rate.
        days: The day number of the least fresh rate, `NO_DAY` where there is none.
        legs: How many rates were used, -1 where there is no way.

    Example:
        >>> from centralasia import ExactDay, currency, embedded_rates, period
        >>> question = Question(rates=embedded_rates(), policy=ExactDay(), kind=None)
        >>> year = period("2023")
        >>> found = compile_calendar(question, [(currency("USD"), currency("KZT"))], slots=[year])
        >>> found.fraction(0, 0) == embedded_rates().lookup("USD", "KZT", on=year).per_unit
        True
    """

    pairs: tuple[Pair, ...]
    slots: Sequence[Slot]
    numerators: Integers
    denominators: Integers
    wide: dict[tuple[int, int], Fraction] = attrs.field(factory=dict)
    factors: NDArray[np.float64]
    ages: NDArray[np.int32]
    days: NDArray[np.int32]
    legs: NDArray[np.int8]

    def fraction(self, row: int, column: int) -> Fraction | None:
        """Give the factor of a cell exactly, None where there is none."""
        found = self.wide.get((row, column))
        if found is not None or not self.denominators[row, column]:
            return found
        return Fraction(int(self.numerators[row, column]), int(self.denominators[row, column]))

    def put(self, row: int, column: int, *, factor: Fraction) -> None:
        """Set the factor of a cell.

        Args:
            row: The row of the pair.
            column: The column of the slot.
            factor: What amounts are multiplied with.
        """
        if max(factor.numerator, factor.denominator) < _WIDE:
            self.numerators[row, column], self.denominators[row, column] = factor.numerator, factor.denominator
        else:
            self.wide[row, column] = factor


_Quoted: TypeAlias = tuple[Series, bool, Any]
"""A series, whether it leads forward, and its `Ways`, or None where the figures need too many digits."""


@final
class _Sought(NamedTuple):
    """What is sought of each series, and of a route where it is searched for."""

    ways: Callable[[Series], Ways | None]
    of: Callable[[Route], Fraction]


_FACTOR: Final = _Sought(ways_of, lambda route: route.factor)
_LEAST: Final = _Sought(least_ways_of, lambda route: route.limits[0])
_MOST: Final = _Sought(most_ways_of, lambda route: route.limits[1])


class _Step(NamedTuple):
    """What a pair of currencies says on each day: a fraction, its age, `_NEVER` for none, and the day of the quote."""

    above: Integers
    below: Integers
    ages: Integers
    days: Integers


def compile_calendar(
    asked: Question, pairs: Sequence[Pair], *, slots: Sequence[Slot], used: Used | None = None
) -> Calendar:
    """Work out the factors of pairs of currencies.

    Args:
        asked: The rates, and how they answer.
        pairs: The pairs.
        slots: Days and periods.
        used: Gives the cells that are wanted, by pair and slot, where the others need not be searched for.

    Example:
        >>> from datetime import date
        >>> from centralasia import ExactDay, ExchangeRate, currency
        >>> rates = RateTable.of([ExchangeRate(base="USD", quote="KZT", value=500, on="2024-03-01", source="nbk")])
        >>> question = Question(rates=rates, policy=ExactDay(), kind=None)
        >>> pairs, days = [(currency("KZT"), currency("USD"))], [date(2024, 3, 1), date(2024, 3, 2)]
        >>> found = compile_calendar(question, pairs, slots=days)
        >>> found.factors[0].tolist(), found.legs[0].tolist()  # the last column stands for what is not known
        ([0.002, nan, nan], [1, -1, -1])
    """
    return _made(asked, pairs, slots, used, _FACTOR)


def _made(
    asked: Question, pairs: Sequence[Pair], slots: Sequence[Slot], used: Used | None, sought: _Sought
) -> Calendar:
    made = _blank(pairs, slots)
    maker = _Maker(asked, made, used, sought)
    for row in range(len(pairs)):
        maker.fill(row)
    _divide(made)
    return made


def _blank(pairs: Sequence[Pair], slots: Sequence[Slot]) -> Calendar:
    """Make a calendar without a rate."""
    shape = len(pairs) + 1, len(slots) + 1
    return Calendar(
        pairs=tuple(pairs),
        slots=slots,
        numerators=np.zeros(shape, np.int64),
        denominators=np.zeros(shape, np.int64),
        factors=np.full(shape, np.nan),
        ages=np.zeros(shape, np.int32),
        days=np.full(shape, NO_DAY, np.int32),
        legs=np.full(shape, -1, np.int8),
    )


def compile_limits(
    asked: Question, pairs: Sequence[Pair], *, slots: Sequence[Slot], used: Used
) -> tuple[Calendar, Calendar]:
    """Work out the least and the most that each factor can be by the printed digits of its rates.

    Args:
        asked: The rates, and how they answer.
        pairs: The pairs.
        slots: Days and periods.
        used: Gives the cells that are wanted, where the others need not be searched for.
    """
    wanted = lru_cache(1)(used)
    return _made(asked, pairs, slots, wanted, _LEAST), _made(asked, pairs, slots, wanted, _MOST)


@final
class _Maker:
    """Fills a calendar, and remembers what serves several pairs: the figures and answers of each series."""

    def __init__(self, asked: Question, made: Calendar, used: Used | None, sought: _Sought) -> None:
        self._asked, self._made, self._used = asked, made, used
        self._days = _day_numbers(made.slots)
        self._ways, self._of = lru_cache(_KEPT)(sought.ways), sought.of
        slots = np.empty(0, np.int64) if self._days is None else self._days
        self._pick = lru_cache(_KEPT)(partial(picks_of, policy=asked.policy, slots=slots))
        self._current: dict[Currency, NDArray[np.bool_]] = {}

    def fill(self, row: int) -> None:
        """Work out one pair."""
        source, target = self._made.pairs[row]
        if source is target:
            self._made.numerators[row, :-1] = self._made.denominators[row, :-1] = 1
            self._made.legs[row, :-1] = 0
        elif not self._in_columns(row):
            for columns in self._runs(row):
                self._search(row, columns)

    def _in_columns(self, row: int) -> bool:
        """Work out all days of a pair at once, if the way is the same on all of them."""
        (source, target), asked, days = self._made.pairs[row], self._asked, self._days
        if days is None or asked.policy.skew is not None or asked.kind in OVER_A_PERIOD:
            return False
        way = asked.rates.finder.only_way(source, target)
        if way is None:
            return False
        hops = [self._quoted(one, other) for one, other in pairwise(way)]
        if any(ways is None for _, _, ways in chain.from_iterable(hops)):
            return False
        is_there = np.all([self._is_current(each, days) for each in way[1:-1]], axis=0)
        for kinds in attempts(asked.kind):
            choices = [[each for each in hop if each[0].key.kind in kinds] for hop in hops]
            if all(choices):
                steps = [self._step(choice, days) for choice in choices]
                free = (
                    is_there & (self._made.legs[row, :-1] < 0) & np.all([step.ages < _NEVER for step in steps], axis=0)
                )
                columns = np.flatnonzero(free)
                self._take(row, [_Step(*(each[columns] for each in step)) for step in steps], columns)
        return True

    def _quoted(self, one: Currency, other: Currency) -> list[_Quoted]:
        """Give the daily series of two currencies, best first."""
        found = self._asked.rates.finder.by_source(one, other)
        return [(series, forward, self._ways(series)) for series, forward in found if not series.key.over_period]

    def _is_current(self, money: Currency, days: Integers) -> NDArray[np.bool_]:
        """Tell on which days a currency was the current unit: that changes only when a unit of its money came in."""
        if money not in self._current:
            came = {each.introduced.toordinal() for each in family(money) if each.introduced is not None}
            starts = [int(days[0]), *sorted(day for day in came if day > days[0])] if len(days) else []
            flags = np.zeros(len(days), bool)
            for start in starts:
                flags[days >= start] = is_current(money, date.fromordinal(start))
            self._current[money] = flags
        return self._current[money]

    def _step(self, choice: Sequence[_Quoted], days: Integers) -> _Step:
        """Give the freshest quote of each day, the first of equally fresh ones."""
        if len(choice) == 1:
            ((series, forward, ways),) = choice
            places, ages = self._pick(series)
            return _said(series, ways[forward], places, np.where(places < 0, _NEVER, ages))
        count = len(days)
        best = _Step(
            np.ones(count, np.int64), np.ones(count, np.int64), np.full(count, _NEVER), np.zeros(count, np.int64)
        )
        for series, forward, ways in choice:
            places, ages = self._pick(series)
            fresher = (places >= 0) & (ages < best.ages)
            chosen = places[fresher]
            above, below = ways[forward]
            best.above[fresher], best.below[fresher] = above[chosen], below[chosen]
            best.ages[fresher] = ages[fresher]
            best.days[fresher] = np.array(series.days, np.int64)[chosen]
        return best

    def _take(self, row: int, steps: Sequence[_Step], columns: Places) -> None:
        """Put the fractions of all steps together."""
        made, width = self._made, len(columns)
        above, below = np.ones(width, np.int64), np.ones(width, np.int64)
        fits = np.ones(width, bool)
        for step in steps:
            fits &= (above * step.above.astype(np.float64) < _WIDE) & (below * step.below.astype(np.float64) < _WIDE)
            above, below = above * step.above, below * step.below
        above, below, here = above[fits], below[fits], columns[fits]
        large = np.flatnonzero(
            (above > MOST_DENOMINATOR) | (below > MOST_DENOMINATOR)
        )  # small ones are as good as they are
        common = np.gcd(above[large], below[large])
        above[large] //= common
        below[large] //= common
        made.numerators[row, here], made.denominators[row, here] = above, below
        made.ages[row, columns] = np.max([step.ages for step in steps], axis=0)
        days = np.min([step.days for step in steps], axis=0)
        made.days[row, columns] = np.where(days == _EVER, NO_DAY, days)
        made.legs[row, columns] = len(steps)
        for each in columns[~fits].reshape(-1, 1):
            self._search(row, each)

    def _runs(self, row: int) -> Iterator[Places]:
        """Give the slots that are wanted of a pair, those together between which the way cannot change.

        It depends on nothing but how fresh each series is, and which units of money are current.
        """
        wanted = np.arange(len(self._made.slots)) if self._used is None else np.flatnonzero(self._wanted[row])
        if self._days is None or self._asked.policy.skew is not None or self._asked.kind in OVER_A_PERIOD:
            yield from wanted.reshape(-1, 1)
            return
        patterns = self._patterns[wanted]
        order = np.argsort(patterns, kind="stable")
        yield from np.split(wanted[order], np.flatnonzero(np.diff(patterns[order])) + 1)

    @cached_property
    def _wanted(self) -> NDArray[np.bool_]:
        return np.empty(0, bool) if self._used is None else self._used()

    @cached_property
    def _patterns(self) -> Integers:
        """A number for each day, the same for days on which every series is equally fresh."""
        days, rates = np.empty(0, np.int64) if self._days is None else self._days, self._asked.rates
        picks = [self._pick(each) for each in rates.finder.series.values() if not each.key.over_period]
        ages = [np.where(pick.places < 0, _NO_AGE, pick.ages) for pick in picks]
        current = [self._is_current(money, days).astype(np.int64) for money in rates.currencies]
        return alike([np.zeros_like(days), *ages, *current])

    def _search(self, row: int, columns: Places) -> None:
        """Ask the table for the way of the first of some cells, which is that of all of them."""
        route = self._route(row, int(columns[0])) if len(columns) else None
        if route is None:
            return
        steps = [self._along(leg, columns) for leg in route.legs] if len(columns) > 1 else []
        known = [step for step in steps if step is not None]
        if known and len(known) == len(steps):
            self._take(row, known, columns)
            return
        self._put(row, int(columns[0]), route)
        for each in columns[1:].reshape(-1, 1):
            self._search(row, each)

    def _along(self, leg: Leg, columns: Places) -> _Step | None:
        """Give what the series of a leg says on some days."""
        width = len(columns)
        if leg.rate.source == LEGAL_RATIO:
            ratio = leg.factor
            above, below = np.full(width, ratio.numerator), np.full(width, ratio.denominator)
            return _Step(above, below, np.zeros(width, int), np.full(width, _EVER))
        series = self._asked.rates.finder.series[leg.rate.key]
        ways, picks = self._ways(series), self._pick(series)
        if ways is None:
            return None
        return _said(series, ways[leg.forward], picks.places[columns], picks.ages[columns])

    def _route(self, row: int, column: int) -> Route | None:
        source, target = self._made.pairs[row]
        request = Request(source, target, self._made.slots[column], self._asked.policy, self._asked.kind)
        return self._asked.rates.finder.route(request)

    def _put(self, row: int, column: int, route: Route) -> None:
        """Put what one route says into a cell."""
        self._made.put(row, column, factor=self._of(route))
        self._made.ages[row, column], self._made.legs[row, column] = route.age, len(route.legs)
        self._made.days[row, column] = route.oldest or NO_DAY


def _said(series: Series, way: Way, places: Places, ages: Integers) -> _Step:
    return _Step(way[0][places], way[1][places], ages, np.array(series.days, np.int64)[places])


def _day_numbers(slots: Sequence[Slot]) -> Integers | None:
    """Give the numbers of days, None where there are periods among them."""
    numbers = [slot.toordinal() for slot in slots if isinstance(slot, date)]
    return np.array(numbers, np.int64) if len(numbers) == len(slots) else None


def _divide(made: Calendar) -> None:
    """Work out the factors as floats, each rounded once."""
    above, below = made.numerators, made.denominators
    with np.errstate(invalid="ignore"):
        np.divide(above, below, out=made.factors)
    for row, column in np.argwhere((above >= _WHOLE) | (below >= _WHOLE)).tolist():
        made.factors[row, column] = int(above[row, column]) / int(below[row, column])
    for place, fraction in made.wide.items():
        made.factors[place] = _nearest(fraction)


def _nearest(factor: Fraction) -> float:
    try:
        return float(factor)
    except OverflowError:
        return np.inf
