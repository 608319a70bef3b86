"""Clean data sets of rates: long daily tables in the manner of central banks, with crises as they happened."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial
from itertools import combinations
from random import Random
from types import MappingProxyType
from typing import Final, NamedTuple

import centralasia as ca
from centralasia.testing.extra import DataSet, shown_as_called, st
from centralasia.testing.tables import anchor

__all__ = ["clean_rates", "rate_datasets"]

_BANKS: Final[Mapping[str, tuple[str, int]]] = MappingProxyType(
    {  # where a bank is at home, and how many decimals it prints here
        "cba": ("AMD", 2),
        "cbar": ("AZN", 4),
        "cbr": ("RUB", 4),
        "cbt": ("TMT", 4),
        "cbu": ("UZS", 2),
        "nbg": ("GEL", 4),
        "nbk": ("KZT", 2),
        "nbkr": ("KGS", 4),
        "nbt": ("TJS", 4),
    }
)
_USUAL: Final = ("USD", "EUR", "RUB", "CNY", "JPY", "TRY")
_BESIDE: Final = ("cash", "crosses", "parallel")
_NOMINALS: Final = (1, 10, 100, 1000)
_DOLLAR: Final = "USD"
_YEAR: Final = 365
_YEARS: Final = 4  # that an average may be old
_ONE: Final = 10**12  # prices are whole numbers of such parts: floats differ by machine
_PPM: Final = 10**6
_STEPS: Final = (1_300, 4_300)  # parts per million of which four uniform steps make a day of 0.3 to 1 percent
_QUIET: Final = {6, 0}  # Sunday and Monday, of which a bank that prints every day repeats what it set for Saturday
_WORKDAYS: Final = range(1, 6)
_FEWEST: Final = 300  # units of its last decimal that a printed figure usually has
_SIDES: Final[Mapping[str, Mapping[str, int]]] = MappingProxyType(
    {"cash": {"bid": 995, "ask": 1005}, "parallel": {"mid": 1300}}  # permille of the official price
)
_DIGITS: Final = 6  # of a cross
_SEEDS: Final = st.integers(0, 2**16)


@shown_as_called
def rate_datasets() -> "st.SearchStrategy[tuple[ca.ExchangeRate, ...]]":
    """Generate clean data sets of rates, as `clean_rates` makes them: 40 days of two banks, and all beside.

    Example:
        >>> from hypothesis import given
        >>> @given(rate_datasets())
        ... def they_make_a_table(rates: tuple[ca.ExchangeRate, ...]) -> None:
        ...     assert len(ca.RateTable.of(rates)) == len(rates)
        >>> they_make_a_table()
    """
    made = partial(
        clean_rates, ("USD", "KRW", "RUB"), publishers=("nbk", "cbt"), since="2024-03-01", days=40, beside=_BESIDE
    )
    return st.builds(made, seed=_SEEDS)


def clean_rates(
    currencies: "Iterable[ca.Currency | str]" = _USUAL,
    *,
    publishers: Iterable[str] = ("nbk",),
    since: date | str = "2023-01-03",
    days: int = 250,
    seed: int = 0,
    crises: bool = False,
    beside: Iterable[str] = (),
) -> "tuple[ca.ExchangeRate, ...]":
    """Make the daily bulletins of banks, in which nothing is wrong: the same ones for the same seed.

    Prices begin at the average of the year that ships, where there is one, and change by 0.3 to 1 percent a day, the
    same for all publishers; what is pegged stands still. A bulletin comes on the days of its publisher's calendar, and
    from Monday to Friday where that does not tell; figures stand still on Sunday and Monday.

    Units:
        As a bank prints: units of its own currency for 1, 10, 100 or 1,000 of another one, with its decimals.

    Source:
        Calendars, pegs and the crises are facts of `centralasia.reference`, averages those of `embedded_rates`; the
        figures of the days are made up.

    Args:
        currencies: The currencies that are priced; a bank leaves its own out.
        publishers: Keys of central banks, of Central Asia, the Caucasus and Russia.
        since: The first day.
        days: How many days of the calendar it goes on for, weekends included.
        seed: What the figures depend on.
        crises: Whether prices jump as the official rates did, by as much and on the days known of
            `centralasia.reference.regimes`.
        beside: What there is beside the banks: "cash" dollars that are bought and sold half a percent below and above
            the official rate; "crosses" of a market in six digits, those of the dollar both ways; "parallel" dollars
            that cost 30 percent more than the official ones.

    Raises:
        UnknownCodeError: No such currency, publisher, or thing to be had beside.
        InvalidValueError: No day at all.
        MissingExtraError: Days off matter to a calendar and the package holidays is not installed.

    Example:
        >>> rates = clean_rates(["USD", "JPY"], days=3)
        >>> [(rate.base.code, rate.nominal, str(rate.on)) for rate in rates[:2]]
        [('USD', 1, '2023-01-03'), ('JPY', 1, '2023-01-03')]
        >>> shock = clean_rates(["USD"], since="2015-08-19", days=2, crises=True)
        >>> round(float(shock[1].value / shock[0].value), 1)
        1.4
    """
    if type(days) is not int or days < 1:
        raise ca.InvalidValueError("days", days, "a whole number, 1 or more")
    first = ca.periods.as_date(since, "since")
    pool = tuple([ca.currency(each) for each in currencies])
    banks = [_bank(each) for each in publishers]
    wanted = [_known(each, dict.fromkeys(_BESIDE), "things beside banks") for each in beside]
    money = dict.fromkeys([ca.currency(_DOLLAR), *[bank.home for bank in banks], *pool])
    walk = _Walk(money, first, Random(seed), crises=crises)  # noqa: S311 - figures, no secrets
    rates: list[ca.ExchangeRate] = []
    for count in range(days):
        day = first + timedelta(days=count)
        prices = walk.at(day)
        for bank in banks:
            rates += bank.bulletin(day, prices, pool, usual=walk.usual)
            rates += bank.dollars(day, prices, wanted)
        if "crosses" in wanted and day.isoweekday() in _WORKDAYS:
            rates += _crosses(day, prices)
    named = ", ".join([f"{[each.code for each in pool]}", f"publishers={[each.source for each in banks]}"])
    options = f"since={first.isoformat()!r}, days={days}, seed={seed}, crises={crises}, beside={wanted}"
    return DataSet.of(rates, f"clean_rates({named}, {options})")


class _Walk:
    """The prices of a dollar in currencies, day by day."""

    def __init__(self, money: "Iterable[ca.Currency]", first: date, random: Random, *, crises: bool) -> None:
        self._random = random
        self._crises = crises
        self._steps = {each: random.randint(*_STEPS) for each in money}
        self.usual = {each: _level(each, first, random) for each in money}
        self._prices = dict(self.usual)

    def at(self, day: date) -> "Mapping[ca.Currency, int]":
        """Move on to a day and give its prices; they stand still on the days on which no market is open before."""
        for money, step in self._steps.items():
            held = _peg_of(money, day)
            moved = 0 if day.weekday() in _QUIET else sum(self._random.randint(-step, step) for _ in range(4))
            self._prices[money] = self._prices[money] * (_PPM + moved) // _PPM if held is None else held
            if self._crises and held is None:
                for before, after in _jumps(money).get(day, ()):
                    self._prices[money] = self._prices[money] * after // before
        return self._prices


class _Bank(NamedTuple):
    """How a central bank prints."""

    source: str
    home: "ca.Currency"
    places: int

    def bulletin(
        self,
        day: date,
        prices: "Mapping[ca.Currency, int]",
        pool: "Sequence[ca.Currency]",
        *,
        usual: "Mapping[ca.Currency, int]",
    ) -> "Iterator[ca.ExchangeRate]":
        """Print the bulletin of a day, with nominals that depend on usual prices alone; none where none is due."""
        due = ca.reference.publication_calendar(self.source).publishes_on(day)
        if not (day.isoweekday() in _WORKDAYS if due is None else due):
            return
        for base in pool:
            if base is not self.home:
                nominal = next((each for each in _NOMINALS if self._is_fine(each * usual[self.home], usual[base])), 1)
                yield ca.ExchangeRate(
                    base=base,
                    quote=self.home,
                    value=_printed(nominal * prices[self.home], prices[base], self.places),
                    nominal=nominal,
                    on=day,
                    source=self.source,
                )

    def dollars(
        self, day: date, prices: "Mapping[ca.Currency, int]", wanted: Iterable[str]
    ) -> "Iterator[ca.ExchangeRate]":
        """Print what a dollar costs beside the official rate."""
        dollar = ca.currency(_DOLLAR)
        for kind in wanted:
            for side, permille in _SIDES.get(kind, {}).items():
                yield ca.ExchangeRate(
                    base=dollar,
                    quote=self.home,
                    value=_printed(prices[self.home] * permille, prices[dollar] * 1000, self.places),
                    on=day,
                    kind=kind,
                    side=side,
                    source="bazaar" if kind == "parallel" else "offices",
                )

    def _is_fine(self, one: int, other: int) -> bool:
        """Tell whether a price has units before the point, and enough of the last decimal."""
        return one >= other and one * 10**self.places >= other * _FEWEST


def _bank(source: str) -> _Bank:
    home, places = _BANKS[_known(source, _BANKS, "banks to make bulletins of")]
    return _Bank(source, ca.currency(home), places)


def _known(name: str, names: Mapping[str, object], table: str) -> str:
    if name not in names:
        raise ca.UnknownCodeError(name, table, ca.reference.near(name, names))
    return name


def _printed(one: int, other: int, places: int) -> Decimal:
    """Divide, and round to decimals; the least figure is one of the last decimal."""
    figure = max(1, (2 * one * 10**places + other) // (2 * other))
    return ca.numbers.EXACT.scaleb(Decimal(figure), -places)


def _crosses(day: date, prices: "Mapping[ca.Currency, int]") -> "Iterator[ca.ExchangeRate]":
    """Print all pairs, those with the dollar both ways; it comes first."""
    pairs = list(combinations(prices, 2))
    for base, quote in [*pairs, *[(quote, base) for base, quote in pairs if base.code == _DOLLAR]]:
        one, other = prices[quote], prices[base]
        places = 0
        while one * 10**places < 10 ** (_DIGITS - 1) * other:
            places += 1
        value = _printed(one, other, places)
        yield ca.ExchangeRate(base=base, quote=quote, value=value, on=day, kind="market", source="market")


def _level(money: "ca.Currency", day: date, random: Random) -> int:
    """Give the price of a dollar to begin with; one that is made up where none is known."""
    held = _peg_of(money, day)
    if held is not None:
        return held
    known = (anchor(money, day - timedelta(days=years * _YEAR))[0] for years in range(_YEARS))
    level = next((each for each in known if each is not None), None)
    return random.randint(1, 999) * _ONE if level is None else int(level * _ONE)


@cache
def _peg_of(money: "ca.Currency", day: date) -> int | None:
    """Give the price of a dollar where it is held by a peg, or is the dollar's own."""
    if money.code == _DOLLAR:
        return _ONE
    found = [peg for peg in ca.reference.pegs(day) if peg.currency is money and peg.per.code == _DOLLAR]
    return int(found[0].value * _ONE) if found else None


@cache
def _jumps(money: "ca.Currency") -> Mapping[date, tuple[tuple[int, int], ...]]:
    """Give the official prices of a dollar before and after each break of which the day and both are known."""
    daily = ca.periods.Frequency.DAILY
    found: dict[date, tuple[tuple[int, int], ...]] = {}
    for row in ca.reference.regimes(money):
        before, after = row.official_before, row.official_after
        is_break = not row.kind.is_observation and row.kind is not ca.reference.RegimeKind.REDENOMINATION
        if is_break and before and after and row.period is not None and row.period.frequency is daily:
            day = row.period.start
            found[day] = (*found.get(day, ()), (int(before * _ONE), int(after * _ONE)))
    return MappingProxyType(found)
