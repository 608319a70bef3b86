"""Corruptions of single quotes: what goes wrong in the figure, the nominal, the day or the code of one row.

A corruption takes valid rates and gives a strategy for `Corrupted` copies. Where none of the rates can be corrupted
like that in a way that anybody could notice, the strategy is empty, as ``hypothesis.strategies.nothing()`` is.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import groupby
from typing import Final, Literal, final

import centralasia as ca
from centralasia.testing.extra import shown_as_called, st

__all__ = [
    "Corrupted",
    "day_month_swapped",
    "decimal_comma_as_group",
    "inverted",
    "nominal_lost",
    "nominal_twice",
    "price_of",
    "redenominated",
    "series_of",
    "spike",
    "too_few_digits",
    "with_figure",
    "withdrawn_code",
]

_FAR: Final = 2  # times: an inverted quote nearer to parity cannot be told from the quote itself
_DIGITS: Final = 6  # significant digits of a reciprocal
_JUMPS: Final = (Fraction(2), Fraction(3), Fraction(7, 5), Fraction(1, 2), Fraction(1, 3))
_LEAST_JUMP: Final = Fraction(1, 5)
_MONTHS: Final = 12

_Side = Literal["quote", "base"]
_SIDES: Final[tuple[_Side, ...]] = ("quote", "base")
_Change = Callable[["ca.ExchangeRate"], "ca.ExchangeRate | None"]


@final
@dataclass(frozen=True, kw_only=True, slots=True)  # attrs would load whenever Hypothesis starts
class Corrupted:
    """Rates of which some were corrupted.

    Example:
        >>> Corrupted(rates=(), rows=(), code="inverted").code
        'inverted'
    """

    rates: "tuple[ca.ExchangeRate, ...]"
    """All rates, in the order in which they were given."""
    rows: tuple[int, ...]
    """The places in `rates`, from 0, of those that differ from what was given, or were put in."""
    code: str
    """What was done: the name of the corruption."""


@shown_as_called
def inverted(rates: "Iterable[ca.ExchangeRate]", *, rows: int = 1) -> st.SearchStrategy[Corrupted]:
    """Print the price the other way round under the same pair: 0.0022 KZT per USD for 456.

    Prices between a half and two are left alone: beside parity nobody can tell.

    Args:
        rates: The rates.
        rows: The most quotes to corrupt; more than one are consecutive quotes of one series.

    Example:
        >>> from hypothesis import find
        >>> dollar = ca.ExchangeRate(base="USD", quote="KZT", value="400.00", on="2019-03-01")
        >>> find(inverted([dollar]), lambda _: True).rates[0].value
        Decimal('0.00250000')
    """
    return _in_place(rates, "inverted", _inverted, rows)


@shown_as_called
def nominal_lost(rates: "Iterable[ca.ExchangeRate]", *, rows: int = 1) -> st.SearchStrategy[Corrupted]:
    """Take a figure for one unit that is for ten, a hundred or a thousand.

    Args:
        rates: The rates.
        rows: The most quotes to corrupt; more than one are consecutive quotes of one series.

    Example:
        >>> from hypothesis import find
        >>> won = ca.ExchangeRate(base="KRW", quote="KZT", value="30.69", nominal=100, on="2026-04-01")
        >>> print(find(nominal_lost([won]), lambda _: True).rates[0])
        30.69 KZT per 1 KRW (official, 2026-04-01, unstated)
    """
    return _in_place(rates, "nominal_lost", _nominal_lost, rows)


@shown_as_called
def nominal_twice(rates: "Iterable[ca.ExchangeRate]", *, rows: int = 1) -> st.SearchStrategy[Corrupted]:
    """Divide a figure by its nominal and keep the nominal, so that whoever reads it divides again.

    Args:
        rates: The rates.
        rows: The most quotes to corrupt; more than one are consecutive quotes of one series.

    Example:
        >>> from hypothesis import find
        >>> won = ca.ExchangeRate(base="KRW", quote="KZT", value="30.69", nominal=100, on="2026-04-01")
        >>> print(find(nominal_twice([won]), lambda _: True).rates[0])
        0.3069 KZT per 100 KRW (official, 2026-04-01, unstated)
    """
    return _in_place(rates, "nominal_twice", _nominal_twice, rows)


@shown_as_called
def redenominated(rates: "Iterable[ca.ExchangeRate]", *, rows: int = 1) -> st.SearchStrategy[Corrupted]:
    """Print the price of old money under the code of the new, or the reverse: 14,250 TMT per USD for 2.85.

    Args:
        rates: The rates.
        rows: The most quotes to corrupt; more than one are consecutive quotes of one series.

    Example:
        >>> from hypothesis import find
        >>> manat = ca.ExchangeRate(base="USD", quote="TMT", value="2.85", on="2009-03-01")
        >>> print(find(redenominated([manat]), lambda _: True).rates[0])
        14250 TMT per 1 USD (official, 2009-03-01, unstated)
    """
    given = tuple(rates)
    variants = [partial(_redenominated, side=side, newer=newer) for side in _SIDES for newer in (True, False)]
    return st.one_of([_in_place(given, "redenominated", variant, rows) for variant in variants])


@shown_as_called
def decimal_comma_as_group(rates: "Iterable[ca.ExchangeRate]", *, rows: int = 1) -> st.SearchStrategy[Corrupted]:
    """Read a decimal comma as if it parted groups, as readers do that strip commas: 51234 for 512,34.

    Args:
        rates: The rates.
        rows: The most quotes to corrupt; more than one are consecutive quotes of one series.

    Example:
        >>> from hypothesis import find
        >>> dollar = ca.ExchangeRate(base="USD", quote="KZT", value="512.34", on="2025-03-01")
        >>> find(decimal_comma_as_group([dollar]), lambda _: True).rates[0].value
        Decimal('51234')
    """
    return _in_place(rates, "decimal_comma_as_group", _without_comma, rows)


@shown_as_called
def too_few_digits(rates: "Iterable[ca.ExchangeRate]", *, rows: int = 1) -> st.SearchStrategy[Corrupted]:
    """Round a figure below ten to a single significant digit: 0.01 for 0.01144.

    Args:
        rates: The rates.
        rows: The most quotes to corrupt; more than one are consecutive quotes of one series.

    Example:
        >>> from hypothesis import find
        >>> som = ca.ExchangeRate(base="KGS", quote="USD", value="0.01144", on="2025-12-09")
        >>> find(too_few_digits([som]), lambda _: True).rates[0].value
        Decimal('0.01')
    """
    return _in_place(rates, "too_few_digits", _one_digit, rows)


@shown_as_called
def spike(rates: "Iterable[ca.ExchangeRate]") -> st.SearchStrategy[Corrupted]:
    """Let one quote jump, to something from a third to three times its price, and back on the next day.

    Example:
        >>> from hypothesis import find
        >>> dollar = ca.ExchangeRate(base="USD", quote="KZT", value="400.00", on="2019-03-01")
        >>> find(spike([dollar]), lambda _: True).rates[0].value
        Decimal('800.00')
    """
    given = tuple(rates)
    return st.one_of([_in_place(given, "spike", partial(_jumped, factor=factor), 1) for factor in _JUMPS])


@shown_as_called
def day_month_swapped(rates: "Iterable[ca.ExchangeRate]", *, rows: int = 1) -> st.SearchStrategy[Corrupted]:
    """Read the day of a date as its month and the month as its day: 3 April for 4 March.

    Args:
        rates: The rates.
        rows: The most quotes to corrupt; more than one are consecutive quotes of one series.

    Example:
        >>> from hypothesis import find
        >>> dollar = ca.ExchangeRate(base="USD", quote="KZT", value="400.00", on="2019-03-04")
        >>> find(day_month_swapped([dollar]), lambda _: True).rates[0].on
        datetime.date(2019, 4, 3)
    """
    return _in_place(rates, "day_month_swapped", _swapped_day, rows)


@shown_as_called
def withdrawn_code(rates: "Iterable[ca.ExchangeRate]", *, rows: int = 1) -> st.SearchStrategy[Corrupted]:
    """Print new money under the code of the old, when that is no longer in use: TJR for TJS in 2024.

    Args:
        rates: The rates.
        rows: The most quotes to corrupt; more than one are consecutive quotes of one series.

    Example:
        >>> from hypothesis import find
        >>> somoni = ca.ExchangeRate(base="USD", quote="TJS", value="10.93", on="2024-03-01")
        >>> print(find(withdrawn_code([somoni]), lambda _: True).rates[0])
        10.93 TJR per 1 USD (official, 2024-03-01, unstated)
    """
    given = tuple(rates)
    return st.one_of([_in_place(given, "withdrawn_code", partial(_old_code, side=side), rows) for side in _SIDES])


def with_figure(rate: "ca.ExchangeRate", value: Decimal, nominal: int | None = None) -> "ca.ExchangeRate":
    """Give a rate another figure, and nothing that was said of the one before.

    Example:
        >>> dollar = ca.ExchangeRate(base="USD", quote="KZT", value="400", decimals=2, on="2019-03-04")
        >>> with_figure(dollar, Decimal("4.125")).decimals is None
        True
    """
    units = rate.nominal if nominal is None else nominal
    return ca.records.evolve(rate, value=value, nominal=units, decimals=None, margin=None, change=None)


def series_of(rates: "Sequence[ca.ExchangeRate]") -> list[list[int]]:
    """Give the places of the quotes of each series, in the order of their days.

    Example:
        >>> days = ["2019-03-02", "2019-03-04", "2019-03-01"]
        >>> series_of([ca.ExchangeRate(base="USD", quote="KZT", value="400", on=day) for day in days])
        [[2, 0, 1]]
    """
    grouped: dict[object, list[int]] = {}
    for place, rate in enumerate(rates):
        grouped.setdefault(rate.key, []).append(place)
    return [sorted(places, key=lambda place: rates[place].day) for places in grouped.values()]


def _in_place(
    rates: "Iterable[ca.ExchangeRate]", code: str, change: _Change, rows: int
) -> st.SearchStrategy[Corrupted]:
    """Corrupt one quote, or several consecutive ones of a series, of those that can be."""
    if type(rows) is not int or rows < 1:
        raise ca.InvalidValueError("rows", rows, "a whole number, 1 or more")
    given = tuple(rates)
    changed = {place: new for place, rate in enumerate(given) if (new := change(rate)) is not None and new != rate}
    if not changed:
        return st.nothing()
    runs: list[list[int]] = []
    for places in series_of(given):
        for eligible, run in groupby(places, changed.__contains__):
            if eligible:
                found = list(run)
                runs += [found[start : start + rows] for start in range(len(found))]
    runs.sort()

    def corrupted(run: list[int]) -> Corrupted:
        rest = list(given)
        for place in run:
            rest[place] = changed[place]
        return Corrupted(rates=tuple(rest), rows=tuple(sorted(run)), code=code)

    starts = st.sampled_from(runs)
    return starts.flatmap(lambda run: st.integers(1, len(run)).map(lambda length: corrupted(run[:length])))


def price_of(rate: "ca.ExchangeRate") -> Fraction:
    """Give what is printed for one unit, in whatever direction.

    Example:
        >>> price_of(ca.ExchangeRate(base="KRW", quote="KZT", value="30.69", nominal=100, on="2026-04-01"))
        Fraction(3069, 10000)
    """
    return Fraction(rate.value) / rate.nominal


def _inverted(rate: "ca.ExchangeRate") -> "ca.ExchangeRate | None":
    price = price_of(rate)
    if Fraction(1, _FAR) <= price <= _FAR:
        return None
    places = 0
    while 10**places < 10 ** (_DIGITS - 1) * price:
        places += 1
    return with_figure(rate, ca.numbers.round_fraction(1 / price, places, ca.Rounding.HALF_EVEN), 1)


def _nominal_lost(rate: "ca.ExchangeRate") -> "ca.ExchangeRate | None":
    return ca.records.evolve(rate, nominal=1)


def _nominal_twice(rate: "ca.ExchangeRate") -> "ca.ExchangeRate | None":
    value = ca.numbers.exact_decimal(price_of(rate))
    return None if value is None else with_figure(rate, value)


def _redenominated(rate: "ca.ExchangeRate", *, side: _Side, newer: bool) -> "ca.ExchangeRate | None":
    """Scale the price as if one side were counted in the units before, or in those after."""
    money = rate.quote if side == "quote" else rate.base
    new = money if newer else money.successor
    old = money.predecessor if newer else money
    if new is None or old is None or old.successor is not new or new.ratio is None:
        return None
    factor = Fraction(new.ratio) if newer == (side == "quote") else Fraction(1, new.ratio)
    value = ca.numbers.exact_decimal(Fraction(rate.value) * (1 / factor if rate.inverted else factor))
    return None if value is None else with_figure(rate, value)


def _without_comma(rate: "ca.ExchangeRate") -> "ca.ExchangeRate":
    return with_figure(rate, Decimal(f"{rate.value:f}".replace(".", "")))


def _one_digit(rate: "ca.ExchangeRate") -> "ca.ExchangeRate | None":
    places = -rate.value.adjusted()
    if places < 0:
        return None
    value = ca.numbers.round_fraction(Fraction(rate.value), places, ca.Rounding.HALF_EVEN)
    return with_figure(rate, value) if value.adjusted() == -places else None


def _jumped(rate: "ca.ExchangeRate", *, factor: Fraction) -> "ca.ExchangeRate | None":
    """Move a figure, in the digits it is printed with."""
    before = Fraction(rate.value)
    places = max(0, -int(rate.value.as_tuple().exponent))
    value = ca.numbers.round_fraction(before * factor, places, ca.Rounding.HALF_EVEN)
    return with_figure(rate, value) if value > 0 and abs(Fraction(value) - before) >= _LEAST_JUMP * before else None


def _swapped_day(rate: "ca.ExchangeRate") -> "ca.ExchangeRate | None":
    on = rate.on
    if not isinstance(on, date) or on.day > _MONTHS:
        return None
    read = date(on.year, on.day, on.month)
    until = rate.until if rate.until is None or rate.until > read else None
    return ca.records.evolve(rate, on=read, until=until)


def _old_code(rate: "ca.ExchangeRate", *, side: _Side) -> "ca.ExchangeRate | None":
    money, other = (rate.quote, rate.base) if side == "quote" else (rate.base, rate.quote)
    old = money.predecessor
    day = rate.on if isinstance(rate.on, date) else rate.on.start
    if old is None or old.successor is not money or old is other or old.is_valid(day):
        return None
    return ca.records.evolve(rate, **{side: old})
