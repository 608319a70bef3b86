"""One series of quotes: what one publisher prints for one pair, kind and side, in order of days."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import islice
from math import lcm
from operator import attrgetter, gt, lt
from typing import Literal, final

from centralasia.errors import InvalidValueError
from centralasia.numbers import exact_decimal
from centralasia.periods import Period
from centralasia.rates.policies import Policy
from centralasia.rates.quotes import ExchangeRate, RateKind, SeriesKey, places_of
from centralasia.records import evolve

__all__ = ["Conflicts", "Series", "average_over", "with_decimals"]

Conflicts = Literal["refuse", "first", "last"]
"""What to do when one series has two different figures for one day."""

_DAY = attrgetter("day")
_UNTIL = attrgetter("until")


def _span(rate: ExchangeRate) -> tuple[int, int]:
    return rate.day, rate.on.days if isinstance(rate.on, Period) else 1


@final
class Series:
    """Quotes of one key in rising order, found by day in logarithmic time.

    `rates` may be any sequence, so that a store can build its quotes only when they are asked for.
    """

    __slots__ = ("_decimals", "_lasts", "_spans", "days", "key", "rates")

    def __init__(self, key: SeriesKey, rates: Sequence[ExchangeRate], days: "array[int]") -> None:
        """Take quotes that are in order already; `of` puts them in order."""
        self.key = key
        self.rates = rates
        self.days = days
        self._lasts: array[int] | None = None
        self._decimals: int | None = None
        self._spans: dict[Period, int] | None = None

    @classmethod
    def of(cls, key: SeriesKey, rates: list[ExchangeRate], conflicts: Conflicts = "refuse") -> "Series":
        """Take over a list of quotes: order it and merge those that say the same.

        Raises:
            InvalidValueError: two figures for one day, and `conflicts` is "refuse".
        """
        days = list(map(_DAY, rates))
        if not all(map(lt, days, islice(days, 1, None))):
            if all(map(gt, days, islice(days, 1, None))):  # newest first, as many feeds have it
                rates.reverse()
                days.reverse()
            else:
                rates.sort(key=_span if key.over_period else _DAY)
                rates = _merged(rates, conflicts)
                days = list(map(_DAY, rates))
        return cls(key, rates, array("i", days))

    @property
    def lasts(self) -> "array[int]":
        """The last day on which each quote is valid by its publisher's own word; its own day when nothing is said.

        A newer quote of the series ends the validity of the older one.
        """
        if self._lasts is None:
            self._lasts = self.days
            if any(map(_UNTIL, self.rates)):
                stated = (rate.until.toordinal() - 1 if rate.until else rate.day for rate in self.rates)
                ends = (day - 1 for day in (*islice(self.days, 1, None), date.max.toordinal() + 1))
                self._lasts = array("i", map(min, stated, ends))
        return self._lasts

    @property
    def decimals(self) -> int:
        """Printed decimals of the series: the most that any of its quotes shows, since bulletins drop final zeros."""
        if self._decimals is None:
            self._decimals = max(max(places_of(rate.value), rate.decimals or 0) for rate in self.rates)
        return self._decimals

    def with_decimals(self, rate: ExchangeRate) -> ExchangeRate:
        """Give a quote of the series with the decimals that the series shows."""
        stated = rate.decimals is not None or rate.margin is not None
        return rate if stated else with_decimals(rate, self.decimals)

    def of_day(self, day: int) -> Sequence[ExchangeRate]:
        """Give the quotes of one day number: one, none, or those of several periods that start on it."""
        return self.rates[bisect_left(self.days, day) : bisect_right(self.days, day)]

    def within(self, low: int, high: int) -> list[ExchangeRate]:
        """Give the quotes that hold on some day from `low` to before `high`, by number."""
        ends = (rate.on.end.toordinal() if isinstance(rate.on, Period) else 0 for rate in self.rates)
        held = zip(self.rates, map(max, self.lasts, ends), strict=True)
        return [rate for rate, last in held if rate.day < high and low <= last]

    def over(self, span: Period) -> ExchangeRate | None:
        """Give the rate printed for exactly this period."""
        if self._spans is None:
            self._spans = {rate.on: place for place, rate in enumerate(self.rates) if isinstance(rate.on, Period)}
        place = self._spans.get(span)
        return None if place is None else self.rates[place]


def _merged(rates: Iterable[ExchangeRate], conflicts: Conflicts) -> list[ExchangeRate]:
    kept: list[ExchangeRate] = []
    for rate in rates:
        if not kept or kept[-1].on != rate.on:
            kept.append(rate)
        elif _says_the_same(kept[-1], rate):
            kept[-1] = _joined(kept[-1], rate)
        elif conflicts == "refuse":
            hint = f"{kept[-1].value} stands there too; say conflicts='first' or 'last'"
            raise InvalidValueError("rates", f"{rate}", "one figure per series and day", hint)
        elif conflicts == "last":
            kept[-1] = rate
    return kept


def _says_the_same(one: ExchangeRate, other: ExchangeRate) -> bool:
    return one.per_unit == other.per_unit and one.until == other.until


def _joined(one: ExchangeRate, other: ExchangeRate) -> ExchangeRate:
    """Keep what is known best of two quotes that say the same, whichever came first."""
    best, _ = sorted((one, other), key=_width)
    changes = [rate.change for rate in (one, other) if rate.change is not None]
    change = min(changes, default=None)
    return best if best.change == change else evolve(best, change=change)


def _width(rate: ExchangeRate) -> tuple[Fraction, int, str]:
    low, high = rate.limits()
    return high - low, rate.nominal, str(rate.value)


def with_decimals(rate: ExchangeRate, decimals: int | None) -> ExchangeRate:
    """Fill printed decimals in that the figure itself does not show."""
    if decimals is None or decimals <= max(places_of(rate.value), -1):
        return rate
    return evolve(rate, decimals=decimals)


def average_over(series: Series, span: Period, policy: Policy) -> ExchangeRate | None:
    """Average a series over a period, or give None where some day of it has no answer under the policy.

    The mean is of the figures as printed, so that the direction of the series decides which mean it is. It is exact:
    the sum of the figures for as many times the nominal.

    Args:
        series: Daily quotes.
        span: The period.
        policy: Which quote answers for a day without one.
    """
    counts: dict[int, int] = {}
    for day in range(span.start.toordinal(), span.end.toordinal() + 1):
        found = policy.pick(series, day)
        if found is None:
            return None
        counts[found[0]] = counts.get(found[0], 0) + 1
    quotes = [(series.rates[place], count) for place, count in counts.items()]
    first = quotes[0][0]
    nominal = lcm(*(rate.nominal for rate, _ in quotes))
    total = sum(Fraction(rate.value) * count * (nominal // rate.nominal) for rate, count in quotes)
    doubt = sum(rate.half_width(series.decimals) * count * (nominal // rate.nominal) for rate, count in quotes)
    value, margin = exact_decimal(Fraction(total)), exact_decimal(Fraction(doubt))
    return evolve(
        first,
        value=value,
        margin=margin,
        nominal=nominal * span.days,
        on=span,
        kind=RateKind.AVERAGE,
        until=None,
        decimals=None,
        change=None,
    )
