"""Exchange rates as publishers print them, prices and what they are printed as, and as-of policies."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, NamedTuple

import centralasia as ca
from centralasia.testing.calendar import days, lifetime, whole
from centralasia.testing.extra import shown_as_called, st
from centralasia.testing.reference import favouring_first, members, tender_on

__all__ = ["exchange_rates", "is_over_a_period", "legs", "policies", "printed_rates", "without_zeros"]

_SOURCES: Final = ("unstated", "nbk", "nbkr", "nbt", "cbt", "cbu", "a news page")
_STEPS: Final = 1000  # to either side of a printed figure


def _figure(count: int, places: int, more: int | None) -> tuple[Decimal, int | None]:
    """Write a figure, and say how many decimals its series has: where it says so, final zeros are dropped."""
    figure = ca.numbers.EXACT.scaleb(Decimal(count), -places)
    return (figure, None) if more is None else (without_zeros(figure), places + more)


_FIGURES: Final = st.builds(_figure, st.integers(1, 10**7), st.integers(0, 6), st.none() | st.integers(0, 2))
_NOMINALS: Final = st.sampled_from((1, 10, 100, 1000))
_LASTING: Final = st.none() | st.integers(1, 400)
_SURE: Final = st.sampled_from((None, None, Decimal(0), Decimal("0.1")))  # how far off, as a part of the figure
_CHANGES: Final = st.sampled_from((None, "0%", "-0%", "0.28%", "+1.5%", "-0.07"))
_AGES: Final = st.integers(0, 400)  # days
_FLAGS: Final = st.booleans()


@shown_as_called
def exchange_rates(
    *,
    base: "ca.Currency | str | None" = None,
    quote: "ca.Currency | str | None" = None,
    on: "date | str | ca.Period | None" = None,
    kinds: "Iterable[ca.rates.RateKind | str] | str | None" = None,
    sides: "Iterable[ca.rates.Side | str] | str | None" = None,
    source: str | None = None,
) -> "st.SearchStrategy[ca.ExchangeRate]":
    """Generate exchange rates, each as some publisher could have printed it.

    Daily kinds come for days, averages and rates at the end of a period for periods; nominals are 1, 10, 100 and 1000;
    figures have up to 6 decimals, and some lost their final zeros; some were printed the other way round, some say
    until when they hold, or how far they can be off. Figures are of any size: for prices that fit together there is
    `rate_tables`.

    Args:
        base: The currency that is priced; any when not given.
        quote: The currency of the price; any when not given.
        on: The day or period; any on which the currencies were in use when not given.
        kinds: The kind or kinds of rate; all that fit `on` when not given.
        sides: The side or sides of the market; all when not given.
        source: The publisher; several when not given.

    Raises:
        InvalidValueError: No rate can be all of that, such as an average for a day.
        UnknownCodeError: No such currency.

    Example:
        >>> from hypothesis import find
        >>> print(find(exchange_rates(base="KRW", quote="KZT", kinds="official"), lambda rate: rate.nominal == 100))
        1 KZT per 100 KRW (official, 2000-01-01, unstated)
    """
    priced, price = (None if code is None else ca.currency(code) for code in (base, quote))
    if priced is not None and priced is price:
        raise ca.InvalidValueError("quote", price.code, f"another currency than the base {priced.code}")
    wanted = members(ca.rates.RateKind, kinds, "kinds")
    if on is None:
        times = _any_time(wanted, [each for each in (priced, price) if each is not None])
    else:
        times = _that_time(wanted, on)
    sided = st.sampled_from(members(ca.rates.Side, sides, "sides"))
    sources = st.sampled_from(_SOURCES) if source is None else st.just(source)
    return _exchange_rates(_Wish(priced, price, times, sided, sources))


@shown_as_called
def printed_rates(
    rates: "st.SearchStrategy[ca.ExchangeRate] | None" = None,
) -> "st.SearchStrategy[tuple[Fraction, ca.ExchangeRate]]":
    """Generate prices, each with a rate that is printed for it: the price, rounded to the digits of the rate.

    Args:
        rates: The rates to find prices for; any `exchange_rates` when not given.

    Returns:
        Pairs of the price of one unit of the base, exactly, and the rate.

    Example:
        >>> from hypothesis import given
        >>> @given(printed_rates())
        ... def bounds_contain_what_was_printed(pair: tuple[Fraction, ca.ExchangeRate]) -> None:
        ...     price, rate = pair
        ...     assert rate.bounds.contains(price)
        >>> bounds_contain_what_was_printed()
    """
    shifts = st.integers(-_STEPS, _STEPS).map(lambda steps: Fraction(steps, _STEPS))
    return st.builds(_price_and_rate, exchange_rates() if rates is None else rates, shifts)


@shown_as_called
def legs(rates: "st.SearchStrategy[ca.ExchangeRate] | None" = None) -> "st.SearchStrategy[ca.rates.Leg]":
    """Generate rates in use: in either direction, on the day asked or some days off.

    Args:
        rates: The rates; any `exchange_rates` when not given.

    Example:
        >>> from hypothesis import find
        >>> leg = find(legs(exchange_rates(base="USD", quote="KZT")), lambda each: not each.forward and each.age > 2)
        >>> leg.source, leg.target, leg.age
        (currency('KZT'), currency('USD'), 3)
    """
    return st.builds(
        _leg,
        exchange_rates() if rates is None else rates,
        forward=_FLAGS,
        age=_AGES,
        more=st.none() | st.integers(0, 2),
    )


@shown_as_called
def policies(*classes: type) -> "st.SearchStrategy[ca.rates.Policy]":
    """Generate as-of policies.

    Args:
        classes: The classes wanted; all when none is given. Only `NextKnown` looks ahead.

    Raises:
        InvalidValueError: A class is no policy.

    Example:
        >>> from hypothesis import find
        >>> find(policies(ca.ExactDay, ca.NextKnown), lambda policy: policy.skew is not None)
        NextKnown(days=0, skew=0)
    """
    age, skew = _AGES, st.none() | st.integers(0, 30)
    makers: dict[type, st.SearchStrategy[Any]] = {
        ca.ExactDay: st.just(ca.ExactDay()),
        ca.Published: st.builds(ca.Published, skew=skew),
        ca.LastKnown: st.builds(ca.LastKnown, age, skew=skew),
        ca.NextKnown: st.builds(ca.NextKnown, age, skew=skew),
    }
    wanted = [] if ca.rates.Policy in classes else classes
    for each in wanted:
        if each not in makers:
            raise ca.InvalidValueError("classes", each, "some of " + ", ".join(known.__name__ for known in makers))
    return st.one_of([makers[each] for each in wanted or makers])


def is_over_a_period(kind: "ca.rates.RateKind") -> bool:
    """Say whether rates of a kind are for periods, not for days.

    Example:
        >>> is_over_a_period(ca.rates.RateKind.CASH)
        False
    """
    return kind in {ca.rates.RateKind.AVERAGE, ca.rates.RateKind.END_OF_PERIOD}


def without_zeros(figure: Decimal) -> Decimal:
    """Drop the final zeros of decimals, as bulletins do.

    Example:
        >>> without_zeros(Decimal("12010.50")), without_zeros(Decimal("120.00"))
        (Decimal('12010.5'), Decimal('120'))
    """
    text = f"{figure:f}"
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text else figure


class _Wish(NamedTuple):
    """What a caller wants, read."""

    base: "ca.Currency | None"
    quote: "ca.Currency | None"
    times: "st.SearchStrategy[tuple[ca.rates.RateKind, date | ca.Period]]"
    sides: "st.SearchStrategy[ca.rates.Side]"
    sources: st.SearchStrategy[str]


def _that_time(
    kinds: "tuple[ca.rates.RateKind, ...]", on: "date | str | ca.Period"
) -> "st.SearchStrategy[tuple[ca.rates.RateKind, date | ca.Period]]":
    """Pair a day or a period with the kinds of rate that there are for it."""
    span = ca.period(on)
    time: date | ca.Period = span.start if span.days == 1 else span
    usable = [kind for kind in kinds if is_over_a_period(kind) == (span.days > 1)]
    if not usable:
        sort = "a period" if span.days == 1 else "a day"
        raise ca.InvalidValueError("on", str(time), sort, f"{' and '.join(kinds)} rates are for {sort}")
    return st.tuples(st.sampled_from(usable), st.just(time))


def _any_time(
    kinds: "tuple[ca.rates.RateKind, ...]", named: "list[ca.Currency]"
) -> "st.SearchStrategy[tuple[ca.rates.RateKind, date | ca.Period]]":
    """Pair each kind of rate with the days or the periods on which the currencies named were in use."""
    since, until = lifetime(*named)
    spans = [whole(ca.periods.Frequency(code), since, until) for code in "MQA"]
    over: list[st.SearchStrategy[Any]] = [each for each in spans if each is not None]
    usable = [kind for kind in kinds if over or not is_over_a_period(kind)]
    by_kind = [
        st.tuples(st.just(kind), st.one_of(over) if is_over_a_period(kind) else days(since=since, until=until))
        for kind in usable
    ]
    return st.one_of(by_kind)


@st.composite
def _exchange_rates(draw: st.DrawFn, wish: _Wish) -> "ca.ExchangeRate":
    kind, on = draw(wish.times)
    base, quote = draw(_pairs(wish, on if isinstance(on, date) else on.start))
    (value, decimals), sure = draw(_FIGURES), draw(_SURE)
    return ca.ExchangeRate(
        base=base,
        quote=quote,
        value=value,
        nominal=draw(_NOMINALS),
        on=on,
        kind=kind,
        side=draw(wish.sides),
        source=draw(wish.sources),
        decimals=decimals,
        until=_until(on, draw(_LASTING)),
        margin=None if sure is None else ca.numbers.multiply(value, sure),
        change=draw(_CHANGES),
        inverted=draw(_FLAGS),
    )


def _pairs(wish: _Wish, day: date) -> "st.SearchStrategy[tuple[ca.Currency, ca.Currency]]":
    """Generate pairs of two currencies that were legal tender on the day, those of the region and partners first."""
    first, second = wish.base, wish.quote
    if first is not None and second is not None:
        return st.just((first, second))
    pool = tender_on(day)
    if first is not None:
        return favouring_first(_without(pool, first)).map(lambda quote: (first, quote))
    bases = favouring_first(pool) if second is None else favouring_first(_without(pool, second))
    if second is not None:
        return bases.map(lambda base: (base, second))
    return bases.flatmap(lambda base: favouring_first(_without(pool, base)).map(lambda quote: (base, quote)))


@lru_cache(maxsize=1024)
def _without(pool: "tuple[ca.Currency, ...]", known: "ca.Currency") -> "tuple[ca.Currency, ...]":
    return tuple([each for each in pool if each is not known])


def _until(on: "date | ca.Period", lasting: int | None) -> date | None:
    """Say until when a daily rate holds, if it is to say so and the calendar has room."""
    if not isinstance(on, date) or lasting is None or lasting > (date.max - on).days:
        return None
    return on + timedelta(days=lasting)


def _leg(rate: "ca.ExchangeRate", *, forward: bool, age: int, more: int | None) -> "ca.rates.Leg":
    """Put a rate to use; where it does not say how many decimals its series has, they may be known otherwise."""
    printed = max(0, -int(rate.value.as_tuple().exponent))
    decimals = None if more is None or rate.decimals is not None else printed + more
    return ca.rates.Leg(rate=rate, forward=forward, age=age, decimals=decimals)


def _price_and_rate(rate: "ca.ExchangeRate", shift: Fraction) -> "tuple[Fraction, ca.ExchangeRate]":
    """Move from the middle of what a rate can have been printed for towards either end."""
    low, high = rate.limits()
    end = high if shift > 0 else low
    return rate.per_unit + abs(shift) * (end - rate.per_unit), rate
