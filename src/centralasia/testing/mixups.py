"""Corruptions that mix quotes up with one another, and the register of all corruptions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import combinations, pairwise, permutations
from types import MappingProxyType
from typing import Final, Protocol

import centralasia as ca
from centralasia.testing import corruptions
from centralasia.testing.corruptions import Corrupted, price_of, series_of, with_figure
from centralasia.testing.extra import shown_as_called, st

__all__ = [
    "CORRUPTIONS",
    "Corruption",
    "corrupted",
    "duplicate_with_other_value",
    "look_ahead",
    "sides_swapped",
    "stale_run",
    "swapped_columns",
    "wrong_currency",
]

_APART: Final = Fraction(11, 10)  # how many times one figure is another at least, for their exchange to be noticed


class Corruption(Protocol):
    """What corrupts rates.

    Example:
        >>> def harmless(rates: "Iterable[ca.ExchangeRate]") -> st.SearchStrategy[Corrupted]:
        ...     return st.just(Corrupted(rates=tuple(rates), rows=(), code="harmless"))
        >>> corruption: Corruption = harmless
    """

    def __call__(self, rates: "Iterable[ca.ExchangeRate]", /) -> st.SearchStrategy[Corrupted]:
        """Give a strategy for corrupted copies, which is empty where none can be corrupted."""


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
    given = tuple(rates)
    changes = [
        {place: with_figure(given[place], given[other].value, given[other].nominal)}
        for column in _grouped(given, lambda rate: (_column_of(rate), rate.on))
        for place, other in permutations(column, 2)
        if _are_apart(price_of(given[place]), price_of(given[other]))
    ]
    return _any_of(given, "wrong_currency", changes)


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
    given = tuple(rates)
    series = series_of(given)
    changes = []
    for bulletin in _grouped([given[places[0]] for places in series], _column_of):
        for one, other in combinations(bulletin, 2):
            rows = {given[place].on: place for place in series[other]}
            pairs = [(place, rows[given[place].on]) for place in series[one] if given[place].on in rows]
            if any(_are_apart(Fraction(given[left].value), Fraction(given[right].value)) for left, right in pairs):
                changes.append({place: new for pair in pairs for place, new in _exchanged(given, *pair).items()})
    return _any_of(given, "swapped_columns", changes)


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
    given = tuple(rates)
    two_sided = [place for place, rate in enumerate(given) if rate.side is not ca.rates.Side.MID]
    groups = _grouped(
        [given[place] for place in two_sided], lambda rate: (rate.base, rate.nominal, _column_of(rate)[:-1], rate.on)
    )
    changes = [
        _exchanged(given, two_sided[group[0]], two_sided[group[1]])
        for group in groups
        if len(group) > 1 and given[two_sided[group[0]]].value != given[two_sided[group[1]]].value
    ]
    return _any_of(given, "sides_swapped", changes)


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
    stretches = []
    for places in series_of(given):
        for start in range(len(places) - least):
            first, *after = places[start:]
            other = next((steps for steps, each in enumerate(after, 1) if _differ(given, first, each)), None)
            if other is not None:
                lengths = st.integers(max(least, other), len(after))
                stretches.append(lengths.map(partial(_first, places[start:])))
    return st.one_of(stretches).map(partial(_stale, given))


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
    given = tuple(rates)
    changes = []
    for places in series_of(given):
        steps = list(pairwise(places))
        moved = {now: _figure_of(given, now, after) for now, after in steps if _differ(given, now, after)}
        changes += [dict(list(moved.items())[start:]) for start in range(len(moved))]
    return _any_of(given, "look_ahead", changes)


@shown_as_called
def duplicate_with_other_value(rates: "Iterable[ca.ExchangeRate]") -> st.SearchStrategy[Corrupted]:
    """Print a quote twice, right after each other, with another last digit: one of the two must be wrong.

    Example:
        >>> from hypothesis import find
        >>> dollar = ca.ExchangeRate(base="USD", quote="KZT", value="400.00", on="2019-03-01")
        >>> [str(rate.value) for rate in find(duplicate_with_other_value([dollar]), lambda _: True).rates]
        ['400.00', '400.01']
    """
    given = tuple(rates)
    if not given:
        return st.nothing()
    return st.builds(partial(_doubled, given), st.integers(0, len(given) - 1), st.integers(1, 9))


@shown_as_called
def corrupted(
    rates: "Iterable[ca.ExchangeRate]", *, codes: Iterable[str] | None = None
) -> st.SearchStrategy[Corrupted]:
    """Corrupt rates in any way that they can be corrupted.

    Args:
        rates: The rates.
        codes: The names of the corruptions to choose from; all of `CORRUPTIONS` when not given.

    Raises:
        UnknownCodeError: There is no such corruption; near misses are suggested.

    Example:
        >>> from hypothesis import given, strategies as st
        >>> from centralasia.testing import rate_tables
        >>> @given(st.data(), rate_tables())
        ... def the_figures_differ(data: st.DataObject, table: ca.RateTable) -> None:
        ...     wrong = data.draw(corrupted(table))
        ...     assert wrong.code in CORRUPTIONS and wrong.rates != tuple(table)
        >>> the_figures_differ()
    """
    wanted = list(CORRUPTIONS) if codes is None else list(codes)
    for code in wanted:
        if code not in CORRUPTIONS:
            raise ca.UnknownCodeError(code, "corruptions", ca.reference.near(code, CORRUPTIONS))
    given = tuple(rates)
    return st.one_of([CORRUPTIONS[code](given) for code in wanted])


CORRUPTIONS: Final[Mapping[str, Corruption]] = MappingProxyType(
    {
        corruption.__name__: corruption
        for corruption in (
            corruptions.day_month_swapped,
            corruptions.decimal_comma_as_group,
            duplicate_with_other_value,
            corruptions.inverted,
            look_ahead,
            corruptions.nominal_lost,
            corruptions.nominal_twice,
            corruptions.redenominated,
            sides_swapped,
            corruptions.spike,
            stale_run,
            swapped_columns,
            corruptions.too_few_digits,
            corruptions.withdrawn_code,
            wrong_currency,
        )
    }
)
"""All corruptions by name, which is the `code` of what they give."""


def _grouped(rates: "Sequence[ca.ExchangeRate]", key: "Callable[[ca.ExchangeRate], object]") -> list[list[int]]:
    """Give the places of rates that have the same key."""
    groups: dict[object, list[int]] = {}
    for place, rate in enumerate(rates):
        groups.setdefault(key(rate), []).append(place)
    return list(groups.values())


def _column_of(rate: "ca.ExchangeRate") -> tuple[object, ...]:
    """Say which bulletin, and which sort of column in it, a quote stands in."""
    return rate.quote, rate.source, rate.kind, rate.inverted, type(rate.on), rate.side


def _are_apart(one: Fraction, other: Fraction) -> bool:
    return max(one, other) >= _APART * min(one, other)


def _differ(given: "Sequence[ca.ExchangeRate]", one: int, other: int) -> bool:
    return price_of(given[one]) != price_of(given[other])


def _figure_of(given: "Sequence[ca.ExchangeRate]", place: int, other: int) -> "ca.ExchangeRate":
    """Give the quote at a place the figure of another of its series."""
    return with_figure(given[place], given[other].value, given[other].nominal)


def _exchanged(given: "Sequence[ca.ExchangeRate]", one: int, other: int) -> "dict[int, ca.ExchangeRate]":
    """Exchange the figures of two quotes, not their nominals."""
    return {one: with_figure(given[one], given[other].value), other: with_figure(given[other], given[one].value)}


def _any_of(
    given: "tuple[ca.ExchangeRate, ...]", code: str, changes: "Sequence[Mapping[int, ca.ExchangeRate]]"
) -> st.SearchStrategy[Corrupted]:
    if not changes:
        return st.nothing()
    return st.sampled_from(changes).map(partial(_changed, given, code))


def _changed(given: "tuple[ca.ExchangeRate, ...]", code: str, change: "Mapping[int, ca.ExchangeRate]") -> Corrupted:
    rates = tuple([change.get(place, rate) for place, rate in enumerate(given)])
    return Corrupted(rates=rates, rows=tuple(sorted(change)), code=code)


def _first(run: Sequence[int], length: int) -> Sequence[int]:
    return run[: length + 1]


def _stale(given: "tuple[ca.ExchangeRate, ...]", run: Sequence[int]) -> Corrupted:
    return _changed(given, "stale_run", {place: _figure_of(given, place, run[0]) for place in run[1:]})


def _doubled(given: "tuple[ca.ExchangeRate, ...]", place: int, units: int) -> Corrupted:
    rate = given[place]
    value = ca.numbers.add(rate.value, Decimal((0, (units,), int(rate.value.as_tuple().exponent))))
    after = place + 1
    rates = (*given[:after], with_figure(rate, value), *given[after:])
    return Corrupted(rates=rates, rows=(after,), code="duplicate_with_other_value")
