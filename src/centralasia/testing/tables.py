"""Tables of rates that fit together, and pages that begin with a ticker."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import Any, Final, NamedTuple, final

import centralasia as ca
from centralasia.testing.calendar import days, lifetime, runs
from centralasia.testing.extra import shown_as_called, st
from centralasia.testing.figures import money
from centralasia.testing.rates import without_zeros
from centralasia.testing.reference import chosen, of_the_region, tender_on

__all__ = ["Ticker", "anchor", "conversions", "rate_tables", "tickers"]

_PARTNERS: Final = ("USD", "EUR", "RUB", "CNY", "TRY", "GBP", "JPY", "CHF")
_NUMERAIRE: Final = "USD"
_NOMINALS: Final = (1, 10, 100, 1000)
_FIVE_DIGITS: Final = 10_000  # units of the last place that a printed figure has at least
_SPREADS: Final = {"mid": Fraction(0), "bid": Fraction(-1, 250), "ask": Fraction(1, 250)}
_MORE: Final = 4  # lengths of runs to choose from
_CYCLE: Final = 41  # a prime, so that steps of any size visit every level and no price stands still
_LEVELS_TO_A_UNIT: Final = 4_000
_SEVERAL: Final = st.integers(1, 3)
_STRIDES: Final = st.sampled_from((1, 7, 31))
_YEARS: Final = (2000, 2024)  # of the embedded averages
_TICKER_PLACES: Final = 5
_CHANGES: Final = (None, "0%", "-0%", "0.28%", "-1.5%", "+0.4%")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ARTICLES: Final = ((), ("", "A headline that was made up", "", "A paragraph with a figure of 1.5 percent in it."))


@shown_as_called
def rate_tables(
    *,
    currencies: "Iterable[ca.Currency | str] | None" = None,
    min_size: int = 1,
    max_size: int = 20,
    frequency: "ca.periods.Frequency | str" = "D",
    since: date | str | None = None,
    until: date | str | None = None,
    two_sided: bool = False,
) -> "st.SearchStrategy[ca.RateTable]":
    """Generate tables of rates that fit together, whatever way one goes from one currency to another.

    Every currency has a hidden price, the same for all publishers, which moves by up to a hundredth a period around
    the embedded average of its year where there is one, and not at all while it is pegged. One to three publishers
    print it, each against a currency of its own, with its own nominals, decimals and direction, and five digits or
    more. So the bounds of every cross of middle rates contain the hidden price, and no two figures contradict.

    Args:
        currencies: The currencies, at least two; some of the region and its partners when not given.
        min_size: The fewest quotes.
        max_size: The most quotes.
        frequency: Daily for quotes of days, or any other for averages and rates at the end of such periods.
        since: The first day; 1990-01-01 or the first on which the currencies were all in use when not given.
        until: The first day that is too late; 2050-01-01 or the last when not given.
        two_sided: Whether publishers may print bid and ask beside the middle, 0.4 percent to either side of it.

    Raises:
        InvalidValueError: Fewer than two currencies, sizes in the wrong order, or no room between the days.
        UnknownCodeError: No such currency.

    Example:
        >>> from hypothesis import given
        >>> @given(rate_tables(currencies=["KZT", "UZS", "USD"], min_size=6))
        ... def every_pair_is_reached(table: ca.RateTable) -> None:
        ...     assert len(table) >= 6
        >>> every_pair_is_reached()
    """
    pool = chosen(currencies)
    if pool is not None and len(pool) == 1:
        raise ca.InvalidValueError("currencies", pool[0].code, "two currencies or more")
    if not 0 <= min_size <= max_size:
        raise ca.InvalidValueError("max_size", max_size, f"at least the min_size of {min_size}, which is not negative")
    first, last = lifetime(*pool or ())
    first = first if since is None else ca.periods.as_date(since, "since")
    last = last if until is None else ca.periods.as_date(until, "until")
    every = ca.periods.as_frequency(frequency)
    needed = max(1, ceil(min_size / (1 if pool is None else len(pool) - 1)))  # if there is one publisher
    lengths = [runs(every, needed + more, since=first, until=last) for more in range(_MORE)]
    fitting = [each for each in lengths if each is not None]
    if not fitting:
        raise ca.InvalidValueError("until", last, f"late enough for {needed} {every.label} periods since {first}")
    daily = every is ca.periods.Frequency.DAILY
    return _rate_tables(_Wish(pool, (min_size, max_size), st.one_of(fitting), daily=daily, two_sided=two_sided))


@shown_as_called
def conversions() -> "st.SearchStrategy[ca.Conversion]":
    """Generate conversions at tables of rates.

    Example:
        >>> from hypothesis import given
        >>> @given(conversions())
        ... def the_answer_lies_between_its_bounds(done: ca.Conversion) -> None:
        ...     assert done.money in done.bounds
        >>> the_answer_lies_between_its_bounds()
    """
    return _conversions()


@final
@dataclass(frozen=True, kw_only=True, slots=True)  # attrs would load whenever Hypothesis starts
class Ticker:
    """A page that begins with a ticker, and what stands in it.

    Example:
        >>> Ticker(text="• KGS/USD = 0.01144", rates=(), on=date(2025, 12, 9)).on
        datetime.date(2025, 12, 9)
    """

    text: str
    """The page."""
    rates: "tuple[ca.ExchangeRate, ...]"
    """The rates in the order in which they are printed first."""
    on: date
    """The day that the page states."""


@shown_as_called
def tickers() -> st.SearchStrategy[Ticker]:
    """Generate news pages that begin with a ticker, printed once or several times over, in the layout of a real one.

    Example:
        >>> from hypothesis import given
        >>> @given(tickers())
        ... def every_rate_is_read(page: Ticker) -> None:
        ...     table, _ = ca.read_rates(page.text.encode())
        ...     assert table == ca.RateTable.of(page.rates)
        >>> every_rate_is_read()
    """
    return _tickers()


class _Wish(NamedTuple):
    """What a caller wants, read."""

    currencies: "tuple[ca.Currency, ...] | None"
    sizes: tuple[int, int]
    runs: "st.SearchStrategy[tuple[ca.Period, ...]]"
    daily: bool
    two_sided: bool


class _Price(NamedTuple):
    """The hidden price of a currency: units of it for a US dollar, and how it moves from one moment to the next."""

    level: Fraction
    step: int = 0
    phase: int = 0

    def at(self, moment: int) -> Fraction:
        if not self.step:
            return self.level
        place = (self.phase + self.step * moment) % _CYCLE - _CYCLE // 2
        return self.level * (1 + Fraction(place, _LEVELS_TO_A_UNIT))


class _Publisher(NamedTuple):
    """How a publisher prints."""

    source: str
    home: "ca.Currency"
    kind: "ca.rates.RateKind"
    sides: "tuple[ca.rates.Side, ...]"
    places: int
    inverted: bool
    keeps_zeros: bool

    def rate(self, base: "ca.Currency", side: "ca.rates.Side", *, price: Fraction, usual: Fraction) -> dict[str, Any]:
        """Print a price of a currency at home, with a nominal and decimals that depend on its usual price alone."""
        nominal = next((each for each in _NOMINALS if self._shown(usual, each) >= 1), _NOMINALS[-1])
        places = self.places
        while self._shown(usual, nominal) * 10**places < _FIVE_DIGITS:
            places += 1
        shown = self._shown(price * (1 + _SPREADS[side.value]), nominal)
        value = ca.numbers.round_fraction(shown, places, ca.Rounding.HALF_EVEN)
        return {
            "base": base,
            "quote": self.home,
            "value": value if self.keeps_zeros else without_zeros(value),
            "nominal": nominal,
            "kind": self.kind,
            "side": side,
            "source": self.source,
            "decimals": None if self.keeps_zeros else places,
            "inverted": self.inverted,
        }

    def _shown(self, price: Fraction, nominal: int) -> Fraction:
        return nominal / price if self.inverted else nominal * price


@st.composite
def _rate_tables(draw: st.DrawFn, wish: _Wish) -> "ca.RateTable":
    run = draw(wish.runs)
    first, last = run[0].start, run[-1].end
    pool = wish.currencies or draw(_pools(first, last))
    prices = _tied({each: draw(_prices(each, first)) for each in pool})
    publishers = [
        draw(_publishers(pool, number, daily=wish.daily, two_sided=wish.two_sided))
        for number in range(1, draw(_SEVERAL) + 1)
    ]
    cells = [
        (moment, publisher, base, side)
        for moment in range(len(run))
        for publisher in publishers
        for base in pool
        if base is not publisher.home
        for side in publisher.sides
    ]
    least, most = wish.sizes
    size, stride = draw(st.integers(least, min(most, len(cells)))), draw(_STRIDES)
    kept = sorted(range(len(cells)), key=lambda place: place * stride % len(cells))[:size]
    rates = []
    for moment, publisher, base, side in map(cells.__getitem__, sorted(kept)):
        home, priced = prices[publisher.home], prices[base]
        printed = publisher.rate(base, side, price=home.at(moment) / priced.at(moment), usual=home.level / priced.level)
        rates.append(ca.ExchangeRate(on=run[moment].start if wish.daily else run[moment], **printed))
    return ca.RateTable.of(rates)


@st.composite
def _conversions(draw: st.DrawFn) -> "ca.Conversion":
    table = draw(rate_tables())
    rate = draw(st.sampled_from(list(table)))
    amount = draw(money(currencies=rate.base))
    return table.convert(amount, rate.quote, on=rate.on, kind=rate.kind, policy=ca.ExactDay())


@lru_cache(maxsize=256)
def _publishers(
    pool: "tuple[ca.Currency, ...]", number: int, *, daily: bool, two_sided: bool
) -> st.SearchStrategy[_Publisher]:
    kind, side = ca.rates.RateKind, ca.rates.Side
    kinds = [kind.OFFICIAL, kind.MARKET] if daily else [kind.AVERAGE, kind.END_OF_PERIOD]
    sides = [(side.MID,), (side.BID, side.ASK), (side.MID, side.BID, side.ASK)]
    return st.builds(
        _Publisher,
        st.just(f"publisher {number}"),
        home=st.sampled_from(pool),
        kind=st.sampled_from(kinds),
        sides=st.sampled_from(sides if two_sided else sides[:1]),
        places=st.integers(2, 6),
        inverted=st.booleans(),
        keeps_zeros=st.booleans(),
    )


def _pools(first: date, last: date) -> "st.SearchStrategy[tuple[ca.Currency, ...]]":
    """Choose two to five currencies of the region and its partners that were legal tender from first to last.

    Where old money circulated beside the new, only the new is taken.
    """
    known = [*of_the_region(), *map(ca.currency, _PARTNERS)]
    tender = set(tender_on(first)).intersection(tender_on(last))
    return _choices(tuple([each for each in known if each in tender and each.successor not in tender]))


@lru_cache(maxsize=256)
def _choices(pool: "tuple[ca.Currency, ...]") -> "st.SearchStrategy[tuple[ca.Currency, ...]]":
    return st.lists(st.sampled_from(pool), min_size=2, max_size=5, unique=True).map(tuple)


def _prices(currency: "ca.Currency", day: date) -> st.SearchStrategy[_Price]:
    level, fixed = anchor(currency, day)
    return _moving(level) if level is None or not fixed else st.just(_Price(level))


@lru_cache(maxsize=1024)
def _moving(level: Fraction | None) -> st.SearchStrategy[_Price]:
    """Move a price around a level; around one that is made up where none is known."""
    made_up = st.builds(lambda digits, power: digits * Fraction(10) ** power, st.integers(1, 999), st.integers(-2, 2))
    levels = made_up if level is None else st.just(level)
    return st.builds(_Price, levels, st.integers(1, _CYCLE - 1), st.integers(0, _CYCLE - 1))


@lru_cache(maxsize=1024)
def anchor(currency: "ca.Currency", day: date) -> tuple[Fraction | None, bool]:
    """Give the usual price of a US dollar, if the package has one, and whether it is fixed."""
    dollar = ca.currency(_NUMERAIRE)
    if currency is dollar:
        return Fraction(1), True
    for peg in ca.reference.pegs(day):
        if peg.currency is currency and peg.per is dollar:
            return Fraction(peg.value), True
    year = min(max(day.year, _YEARS[0]), _YEARS[1])
    try:
        return ca.embedded_rates().lookup(dollar, currency, on=str(year)).per_unit, False
    except ca.RateNotFoundError:
        return None, False


def _tied(prices: "dict[ca.Currency, _Price]") -> "dict[ca.Currency, _Price]":
    """Let old money be worth what it is worth by law in the new, where both are there."""
    tied = dict(prices)
    for old in sorted(prices, key=lambda each: each.valid_from or date.min, reverse=True):
        new = old.successor
        if new is not None and new in tied and new.ratio is not None:
            tied[old] = tied[new]._replace(level=tied[new].level * new.ratio)
    return tied


@st.composite
def _tickers(draw: st.DrawFn) -> Ticker:
    on = draw(days())
    dollar = ca.currency(_NUMERAIRE)
    bases = [each for each in tender_on(on)[:20] if each is not dollar]
    counts = draw(st.dictionaries(st.sampled_from(bases), st.integers(1, 99_999), min_size=1, max_size=6))
    keeps_zeros = draw(st.booleans())
    values = {base: ca.numbers.EXACT.scaleb(Decimal(count), -_TICKER_PLACES) for base, count in counts.items()}
    shown = values if keeps_zeros else {base: without_zeros(value) for base, value in values.items()}
    decimals = max(-int(value.as_tuple().exponent) for value in shown.values())
    rates = tuple(
        ca.ExchangeRate(
            base=base,
            quote=dollar,
            value=value,
            nominal=draw(st.sampled_from((1, 1, 100, 1000))),
            on=on,
            kind=ca.rates.RateKind.MARKET,
            source="ticker",
            decimals=decimals,
            change=draw(st.sampled_from(_CHANGES)),
        )
        for base, value in shown.items()
    )
    lines = [_line(rate) for rate in rates] * draw(st.integers(1, 8))
    stated = draw(st.sampled_from((f"{on.day:02} {_MONTHS[on.month - 1]} {on.year}", on.isoformat())))
    text = "\n".join([*lines, stated, *draw(st.sampled_from(_ARTICLES))]) + "\n"
    return Ticker(text=text, rates=rates, on=on)


def _line(rate: "ca.ExchangeRate") -> str:
    nominal = "" if rate.nominal == 1 else f"{rate.nominal} "
    change = "" if rate.change is None else f" {rate.change}"
    return f"  • {nominal}{rate.base}/{rate.quote} = {rate.value:f}{change}"
