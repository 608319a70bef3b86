"""One series of quotes: what one publisher prints for one pair, kind and side, in order of days."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import islice, starmap
from math import lcm
from operator import attrgetter, gt, itemgetter, lt
from typing import Literal, final, overload

from centralasia.errors import InvalidValueError
from centralasia.numbers import exact_decimal
from centralasia.periods import Period
from centralasia.rates.policies import Policy
from centralasia.rates.quotes import (
    ExchangeRate,
    QuoteParts,
    RateKind,
    SeriesKey,
    checked_already,
    most_places,
    parts_of,
    with_decimals,
)
from centralasia.records import evolve

__all__ = ["CheckedQuotes", "Conflicts", "LaterSeries", "PrintedQuotes", "Series", "average_over"]

Conflicts = Literal["refuse", "first", "last"]
"""What to do when one series has two different figures for one day."""

_DAY = attrgetter("day")
_UNTIL = attrgetter("until")
_VALUE = attrgetter("value")


def _span(rate: ExchangeRate) -> tuple[int, int]:
    return rate.day, rate.on.days if isinstance(rate.on, Period) else 1


@final
class PrintedQuotes(Sequence[ExchangeRate]):
    """Daily quotes of one key, kept as columns of what was printed and made into rates when they are asked for.

    A quote takes the few bytes of its columns, and nothing is spent on those that nobody looks at. What stands in the
    columns was checked by whoever made them.
    """

    __slots__ = ("_changes", "_days", "_decimals", "_key", "_margins", "_untils", "nominals", "values")

    def __init__(  # noqa: PLR0913 - one argument a column
        self,
        key: SeriesKey,
        days: "array[int]",
        *,
        values: Sequence[str],
        nominals: Sequence[int] | None = None,
        decimals: Sequence[int | None] | None = None,
        untils: Sequence[int | None] | None = None,
        margins: Sequence[str | None] | None = None,
        changes: Sequence[str | None] | None = None,
    ) -> None:
        """Take the columns, all of one length; one that is left out has a 1 or nothing in every place.

        Args:
            key: What the quotes share.
            days: The day numbers, in rising order.
            values: The figures as printed, with a decimal point.
            nominals: Units.
            decimals: Printed decimals of the series.
            untils: Numbers of the first days no longer valid.
            margins: How much the figures can be off.
            changes: Changes as printed.
        """
        self._key, self._days, self.values = key, days, values
        self.nominals, self._decimals, self._untils = nominals, decimals, untils
        self._margins, self._changes = margins, changes

    def __len__(self) -> int:
        """Count the quotes."""
        return len(self._days)

    @property
    def states_validity(self) -> bool:
        """Whether any quote says itself until when it holds."""
        return self._untils is not None and any(self._untils)

    @property
    def decimals(self) -> int:
        """The most decimals that any quote shows or states."""
        shown = max(len(figure.partition(".")[2]) for figure in self.values)
        return shown if self._decimals is None else max(shown, *(stated or 0 for stated in self._decimals))

    @overload
    def __getitem__(self, place: int) -> ExchangeRate: ...
    @overload
    def __getitem__(self, place: slice) -> list[ExchangeRate]: ...
    def __getitem__(self, place: int | slice) -> ExchangeRate | list[ExchangeRate]:
        """Make the quote at a place, or those of a slice."""
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self._days)))]
        try:
            return self._made(place)
        except (ValueError, ArithmeticError):
            about = f"quote {place + 1} of {self._key.base}/{self._key.quote} of {self._key.source}"
            hint = "what it was kept in is damaged"
            raise InvalidValueError("rates", about, "quotes as they were checked when they were kept", hint) from None

    def _made(self, place: int) -> ExchangeRate:
        day = self._days[place]
        until = None if self._untils is None else self._untils[place]
        margin = None if self._margins is None else self._margins[place]
        return checked_already(
            self._key,
            date.fromordinal(day),
            day,
            Decimal(self.values[place]),
            nominal=1 if self.nominals is None else self.nominals[place],
            decimals=None if self._decimals is None else self._decimals[place],
            until=None if until is None else date.fromordinal(until),
            margin=None if margin is None else Decimal(margin),
            change=None if self._changes is None else self._changes[place],
        )


@final
class CheckedQuotes(Sequence[ExchangeRate]):
    """Quotes in the order in which they were read, kept as the checked parts of each, and made when somebody looks.

    There is one at most of a series and day, so that a table can be made of them without looking at any.

    Example:
        >>> from centralasia.rates.quotes import ExchangeRate
        >>> quotes = CheckedQuotes()
        >>> quotes.append(ExchangeRate(base="USD", quote="KZT", value="501.20", on="2030-02-14"))
        >>> len(quotes), str(quotes[0])
        (1, '501.20 KZT per 1 USD (official, 2030-02-14, unstated)')
    """

    __slots__ = ("_made", "take")
    __hash__ = None  # type: ignore[assignment]  # equal by contents

    def __init__(self) -> None:
        """Begin with none."""
        self._made: list[ExchangeRate] = []
        self.take: list[QuoteParts] = []
        """Takes the arguments of `checked_already`, as a list does."""

    def append(self, rate: ExchangeRate) -> None:
        """Take a rate that is made already."""
        self.take.append(parts_of(rate))

    def put_last(self, rate: ExchangeRate) -> None:
        """Put a rate in the place of the last one."""
        self.take[-1] = parts_of(rate)
        self._made = []

    def sort(self) -> None:
        """Bring the quotes in order of days."""
        self.take.sort(key=itemgetter(2))
        self._made = []

    def frozen(self) -> tuple[QuoteParts, ...]:
        """Give the parts as they are now."""
        return tuple(self.take)

    def days(self) -> Iterable[int]:
        """Give the numbers of the days of the quotes."""
        return map(itemgetter(2), self.take)

    def __len__(self) -> int:
        """Count the quotes."""
        return len(self.take)

    @overload
    def __getitem__(self, place: int) -> ExchangeRate: ...
    @overload
    def __getitem__(self, place: slice) -> list[ExchangeRate]: ...
    def __getitem__(self, place: int | slice) -> ExchangeRate | list[ExchangeRate]:
        """Make the quote at a place, or those of a slice."""
        if isinstance(place, slice):
            return [checked_already(*each) for each in self.take[place]]
        return checked_already(*self.take[place])

    def __iter__(self) -> Iterator[ExchangeRate]:
        """Go through the quotes."""
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        """Equal sequences hold equal quotes in equal order."""
        if not isinstance(other, Sequence):
            return NotImplemented
        return self._all() == [*other]

    def __repr__(self) -> str:
        """Show the quotes as a list does."""
        return repr(self._all())

    def _all(self) -> list[ExchangeRate]:
        made = self._made
        if len(made) != len(self.take):
            self._made = made = [*starmap(checked_already, self.take)]  # whole or not at all, whoever else looks
        return made


@final
class LaterSeries(Mapping[SeriesKey, "Series"]):
    """Series of quotes, which are made and put in order on the first question."""

    __slots__ = ("_found", "_parts")

    def __init__(self, parts: "tuple[QuoteParts, ...]") -> None:
        """Take the parts of quotes, one at most of a series and day."""
        self._parts = parts
        self._found: Mapping[SeriesKey, Series] | None = None

    def _all(self) -> "Mapping[SeriesKey, Series]":
        if self._found is None:
            groups: dict[SeriesKey, list[ExchangeRate]] = {}
            for each in self._parts:
                groups.setdefault(each[0], []).append(checked_already(*each))
            keys = sorted(groups, key=lambda key: key.order)
            self._found = {key: Series.of(key, groups[key]) for key in keys}
        return self._found

    def __getitem__(self, key: SeriesKey) -> "Series":
        return self._all()[key]

    def __iter__(self) -> Iterator[SeriesKey]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


@final
class Series:
    """Quotes of one key in rising order, found by day in logarithmic time.

    `rates` may be any sequence, so that a store can build its quotes only when they are asked for.
    """

    __slots__ = ("__weakref__", "_decimals", "_lasts", "_spans", "days", "key", "rates")

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
        if len(rates) == 1:
            return cls(key, rates, array("i", (rates[0].day,)))
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

    def states_until(self, place: int) -> bool:
        """Say whether a quote says itself until when it holds."""
        return self.rates[place].until is not None

    @property
    def lasts(self) -> "array[int]":
        """The last day on which each quote is valid by its publisher's own word; its own day when nothing is said.

        A newer quote of the series ends the validity of the older one.
        """
        if self._lasts is None:
            self._lasts = self._found_lasts()  # assigned once, and whole: other threads may be looking
        return self._lasts

    def _found_lasts(self) -> "array[int]":
        columns = self.rates if isinstance(self.rates, PrintedQuotes) else None
        if not (any(map(_UNTIL, self.rates)) if columns is None else columns.states_validity):
            return self.days
        stated = (rate.until.toordinal() - 1 if rate.until else rate.day for rate in self.rates)
        ends = (day - 1 for day in (*islice(self.days, 1, None), date.max.toordinal() + 1))
        return array("i", map(min, stated, ends))

    @property
    def decimals(self) -> int:
        """Printed decimals of the series: the most that any of its quotes shows, since bulletins drop final zeros."""
        if self._decimals is None:
            if isinstance(self.rates, PrintedQuotes):
                self._decimals = self.rates.decimals
            else:
                self._decimals = max(most_places(map(_VALUE, self.rates)), *{rate.decimals or 0 for rate in self.rates})
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
