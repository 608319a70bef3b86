"""Corruptions that mix quotes of a table up with one another.

Each has a way of its own, a function of the rates that says what can go wrong at each place; it is what
`centralasia.testing.seeded` takes, too. Where a fault is a run of quotes, a way may be asked for runs of one length.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final, TypeAlias

import centralasia as ca
from centralasia.testing.changes import price_of, with_figure
from centralasia.testing.corruptions import series_of
from centralasia.testing.extra import shown_as_called, st
from centralasia.testing.faults import Corrupted, Fault, Way, grouped, strategy_of

__all__ = [
    "Rates",
    "column_of",
    "corrupted_by",
    "doubled_quotes",
    "duplicate_with_other_value",
    "exchanged_columns",
    "exchanged_sides",
    "foreign_quotes",
    "look_ahead",
    "premature_quotes",
    "sides_swapped",
    "stale_quotes",
    "stale_run",
    "swapped_columns",
    "wrong_currency",
]

Rates: TypeAlias = "tuple[ca.ExchangeRate, ...]"
_Fault: TypeAlias = "Fault[ca.ExchangeRate]"

_APART: Final = Fraction(11, 10)  # how many times one figure is another at least, for their exchange to be noticed
_DIGITS: Final = range(1, 10)


@shown_as_called
def wrong_currency(rates: "Iterable[ca.ExchangeRate]") -> st.SearchStrategy[Corrupted]:
    """Put a figure under the code of another currency, of the same publisher and day: that of the som for the dollar.

    Prices within a tenth of each other are left alone.

    Example:
        >>> from hypothesis import find
        >>> rates = [ca.ExchangeRate(base=code, quote="KZT", value=value, on="2024-03-01")
        ...          for code, value in (("USD", "450.12"), ("KGS", "5.03"))]
        >>> find(wrong_currency(rates), lambda _: True).rates[0].value
        Decimal('5.03')
    """
    return corrupted_by(foreign_quotes, rates, "wrong-currency")


@shown_as_called
def swapped_columns(rates: "Iterable[ca.ExchangeRate]") -> st.SearchStrategy[Corrupted]:
    """Exchange the columns of two currencies in a bulletin, on all its days; the nominals in the header stay.

    Columns of which the figures are within a tenth of each other on all days are left alone.

    Example:
        >>> from hypothesis import find
        >>> rates = [ca.ExchangeRate(base=code, quote="KZT", value=value, on="2024-03-01")
        ...          for code, value in (("USD", "450.12"), ("KGS", "5.03"))]
        >>> [str(rate.value) for rate in find(swapped_columns(rates), lambda _: True).rates]
        ['5.03', '450.12']
    """
    return corrupted_by(exchanged_columns, rates, "swapped-columns")


@shown_as_called
def sides_swapped(rates: "Iterable[ca.ExchangeRate]") -> st.SearchStrategy[Corrupted]:
    """Exchange the figures of bid and ask of one day, so that the dealer pays more than he takes.

    Example:
        >>> from hypothesis import find
        >>> rates = [ca.ExchangeRate(base="USD", quote="KZT", value=value, side=side, on="2024-03-01", kind="cash")
        ...          for side, value in (("bid", "448"), ("ask", "452"))]
        >>> [str(rate.value) for rate in find(sides_swapped(rates), lambda _: True).rates]
        ['452', '448']
    """
    return corrupted_by(exchanged_sides, rates, "sides-swapped")


@shown_as_called
def stale_run(rates: "Iterable[ca.ExchangeRate]", *, least: int = 1) -> st.SearchStrategy[Corrupted]:
    """Let a quote stand on through the next days of its series, on one of which at least there was another figure.

    Args:
        rates: The rates.
        least: The fewest quotes that are replaced.

    Raises:
        InvalidValueError: `least` is less than one.

    Example:
        >>> from hypothesis import find
        >>> rates = [ca.ExchangeRate(base="USD", quote="KZT", value=value, on=day)
        ...          for day, value in (("2024-03-01", "450"), ("2024-03-02", "452"), ("2024-03-03", "449"))]
        >>> [str(rate.value) for rate in find(stale_run(rates, least=2), lambda _: True).rates]
        ['450', '450', '450']
    """
    if type(least) is not int or least < 1:
        raise ca.InvalidValueError("least", least, "a whole number, 1 or more")
    given = tuple(rates)
    return strategy_of(given, stale_quotes(given, least=least), _corrupted_as("stale-run"))


@shown_as_called
def look_ahead(rates: "Iterable[ca.ExchangeRate]") -> st.SearchStrategy[Corrupted]:
    """Let each quote of a series, from some day on, have the figure that was published next: known a day too early.

    Example:
        >>> from hypothesis import find
        >>> rates = [ca.ExchangeRate(base="USD", quote="KZT", value=value, on=day)
        ...          for day, value in (("2024-03-01", "450"), ("2024-03-02", "452"), ("2024-03-03", "449"))]
        >>> [str(rate.value) for rate in find(look_ahead(rates), lambda _: True).rates]
        ['452', '449', '449']
    """
    return corrupted_by(premature_quotes, rates, "look-ahead")


@shown_as_called
def duplicate_with_other_value(rates: "Iterable[ca.ExchangeRate]") -> st.SearchStrategy[Corrupted]:
    """Print a quote twice, right after each other, with another last digit: one of the two must be wrong.

    Example:
        >>> from hypothesis import find
        >>> dollar = ca.ExchangeRate(base="USD", quote="KZT", value="400.00", on="2019-03-01")
        >>> [str(rate.value) for rate in find(duplicate_with_other_value([dollar]), lambda _: True).rates]
        ['400.00', '400.01']
    """
    return corrupted_by(doubled_quotes, rates, "duplicate-with-other-value")


def corrupted_by(
    way_of: "Callable[[Rates], Way]", rates: "Iterable[ca.ExchangeRate]", code: str
) -> st.SearchStrategy[Corrupted]:
    """Choose one of the faults that a way makes of rates."""
    given = tuple(rates)
    return strategy_of(given, way_of(given), _corrupted_as(code))


def foreign_quotes(given: Rates) -> Way:
    """Give each quote the figures of the others of its bulletin and day, by their places."""
    beside = {
        place: column for column in grouped(given, lambda rate: (column_of(rate), rate.on)).values() for place in column
    }

    def others(place: int) -> list[int]:
        price = price_of(given[place])
        return [other for other in beside[place] if _are_apart(price, price_of(given[other]))]

    return Way(others, lambda place, other: {place: (_figure_of(given, place, other),)})


def exchanged_columns(given: Rates, run: int | None = None) -> Way:
    """Exchange two columns of a bulletin from a quote on: to their end, where it is the first, or for a run of days."""
    series = series_of(given)
    bulletins = grouped(series, lambda places: column_of(given[places[0]]))
    others = {one: each[each.index(one) + 1 :] for each in bulletins.values() for one in each}
    days = [{given[place].on: place for place in places} for places in series]
    starts = {places[at]: (one, at) for one, places in enumerate(series) for at in range(len(places))}

    def pairs(place: int, other: int) -> list[tuple[int, int]]:
        one, at = starts[place]
        stretch = series[one][at:] if run is None else series[one][at : at + run]
        return [(left, right) for left in stretch if (right := days[other].get(given[left].on)) is not None]

    def choices(place: int) -> list[int]:
        one, at = starts[place]
        if run is None and at:
            return []
        return [other for other in others[one] if any(_differ_much(given, *pair) for pair in pairs(place, other))]

    def fault(place: int, other: int) -> _Fault:
        return {place: things for pair in pairs(place, other) for place, things in _exchanged(given, *pair).items()}

    return Way(choices, fault)


def exchanged_sides(given: Rates) -> Way:
    """Exchange bid and ask of one day."""
    two_sided = [place for place, rate in enumerate(given) if rate.side is not ca.rates.Side.MID]
    groups = grouped(
        two_sided,
        lambda place: (given[place].base, given[place].nominal, column_of(given[place])[:-1], given[place].on),
    )
    partner = {two_sided[first]: two_sided[second] for first, second, *_ in filter(_are_two, groups.values())}

    def choices(place: int) -> list[int]:
        other = partner.get(place)
        return [] if other is None or given[other].value == given[place].value else [other]

    return Way(choices, lambda place, other: _exchanged(given, place, other))


def stale_quotes(given: Rates, run: int | None = None, *, least: int = 1) -> Way:
    """Let a quote stand on: the choices are how many quotes after it are replaced."""
    after = {places[at]: places[at + 1 :] for places in series_of(given) for at in range(len(places))}

    def choices(place: int) -> Sequence[int]:
        most = len(after[place]) if run is None else min(run, len(after[place]))
        other = next((steps for steps in range(1, most + 1) if _differ(given, place, after[place][steps - 1])), None)
        if other is None or (run is not None and most < run):
            return ()
        return range(max(least, other) if run is None else run, most + 1)

    def fault(place: int, length: int) -> _Fault:
        return {each: (_figure_of(given, each, place),) for each in after[place][:length]}

    return Way(choices, fault)


def premature_quotes(given: Rates, run: int | None = None) -> Way:
    """Let quotes have the figure of the next one: from one on to the end, or for a run."""
    after = {places[at]: places[at + 1 :] for places in series_of(given) for at in range(len(places))}

    def choices(place: int) -> Sequence[int]:
        nexts = after[place]
        enough = bool(nexts) if run is None else len(nexts) >= run
        return (0,) if enough and _differ(given, place, nexts[0]) else ()

    def fault(place: int, _: int) -> _Fault:
        steps = pairwise([place, *after[place][:run]])
        return {now: (_figure_of(given, now, later),) for now, later in steps if _differ(given, now, later)}

    return Way(choices, fault)


def doubled_quotes(given: Rates) -> Way:
    """Print a quote once more with another last digit: the choices are by how much it is more."""

    def fault(place: int, units: int) -> _Fault:
        rate = given[place]
        value = ca.numbers.add(rate.value, Decimal((0, (units,), int(rate.value.as_tuple().exponent))))
        return {place: (rate, with_figure(rate, value))}

    return Way(lambda _: _DIGITS, fault)


def column_of(rate: "ca.ExchangeRate") -> tuple[object, ...]:
    """Say which bulletin, and which sort of column in it, a quote stands in.

    Example:
        >>> column_of(ca.ExchangeRate(base="USD", quote="KZT", value=1, on="2019-03-01"))[0]
        currency('KZT')
    """
    return rate.quote, rate.source, rate.kind, rate.inverted, type(rate.on), rate.side


def _corrupted_as(code: str) -> "Callable[[Rates, tuple[int, ...]], Corrupted]":
    return lambda rates, places: Corrupted(rates=rates, rows=places, code=code)


def _are_two(group: Sequence[int]) -> bool:
    return len(group) > 1


def _are_apart(one: Fraction, other: Fraction) -> bool:
    return max(one, other) >= _APART * min(one, other)


def _differ_much(given: Rates, one: int, other: int) -> bool:
    return _are_apart(Fraction(given[one].value), Fraction(given[other].value))


def _differ(given: Rates, one: int, other: int) -> bool:
    return price_of(given[one]) != price_of(given[other])


def _figure_of(given: Rates, place: int, other: int) -> "ca.ExchangeRate":
    """Give the quote at a place the figure of another one."""
    return with_figure(given[place], given[other].value, given[other].nominal)


def _exchanged(given: Rates, one: int, other: int) -> _Fault:
    """Exchange the figures of two quotes, not their nominals."""
    return {one: (with_figure(given[one], given[other].value),), other: (with_figure(given[other], given[one].value),)}
