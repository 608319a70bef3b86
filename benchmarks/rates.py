"""Tables of rates: loaded, asked, converted with. The figures of the quotes are made up."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from currency_converter import CurrencyConverter

import centralasia as ca
from benchmarks.cases import Case, peak_bytes, seconds, seconds_once

_PAIRS = 125
_LAST = date(2024, 12, 31)
_FIRST = date(2003, 1, 1)
_AMOUNT = Decimal("1250.50")


def cases() -> Iterator[Case]:
    """Compare with CurrencyConverter, and a large table with a small one."""
    yield from _loading()
    yield from _conversion()
    yield _lookup()


def _currencies() -> list[ca.Currency]:
    """Choose currencies that had one money throughout."""
    dollar = ca.currency("USD")
    return [
        each
        for each in ca.reference.currencies().values()
        if each is not dollar and each.withdrawn is None and (each.introduced is None or each.introduced <= _FIRST)
    ][-_PAIRS:]


def quotes(count: int) -> list[ca.ExchangeRate]:
    """Make `count` daily quotes against the US dollar, all series ending on one day."""
    dollar = ca.currency("USD")
    return [
        ca.ExchangeRate(
            base=dollar,
            quote=each,
            value=Decimal(100_000 + 7919 * index % 90_000).scaleb(-3),
            on=_LAST - timedelta(days=index),
            source="made-up",
        )
        for each in _currencies()
        for index in range(count // _PAIRS)
    ]


def _loading() -> Iterator[Case]:
    made = quotes(250_000)
    their_count = sum(1 for days in CurrencyConverter()._rates.values() for rate in days.values() if rate is not None)
    against = f"CurrencyConverter, its {their_count:,} quotes"
    yield Case(
        name="load 250,000 quotes: time",
        against=against,
        ours=seconds(lambda: ca.RateTable.of(made)),
        peer=seconds(CurrencyConverter),
        limit=0.3,
        rounds=11,
    )
    yield Case(
        name="load 250,000 quotes: peak memory",
        against=against,
        ours=peak_bytes(lambda: ca.RateTable.of(made)),
        peer=peak_bytes(CurrencyConverter),
        limit=0.3,
        unit="bytes",
        rounds=3,
    )
    yield Case(
        name="make and check 250,000 quotes and load them: time",
        against=against,
        ours=seconds(lambda: ca.RateTable.of(quotes(250_000))),
        peer=seconds(CurrencyConverter),
        limit=None,
        rounds=5,
    )
    yield Case(
        name="make and check 250,000 quotes and load them: peak memory",
        against=against,
        ours=peak_bytes(lambda: ca.RateTable.of(quotes(250_000))),
        peer=peak_bytes(CurrencyConverter),
        limit=None,
        unit="bytes",
        rounds=3,
    )


def _conversion() -> Iterator[Case]:
    def convert(table: ca.RateTable) -> list[ca.Conversion]:
        return [table.convert(money, "UZS", on=day) for day in days]

    def theirs() -> list[Decimal]:
        return [converter.convert(_AMOUNT, "PLN", "CZK", date=day) for day in days]

    converter = CurrencyConverter(decimal=True)
    published = converter._rates["CZK"]
    days = [day for day in sorted(published, reverse=True) if day <= _LAST and published[day]][:2_000]
    money, made = ca.Money.of(_AMOUNT, "KZT"), quotes(400_000)
    known = ca.RateTable.of(made)
    against = "CurrencyConverter, decimals, the figure alone"
    yield Case(
        name="convert at a date through a cross, with legs, age and bounds at hand",
        against=against,
        ours=seconds(lambda: convert(known), calls=len(days)),
        peer=seconds(theirs, calls=len(days)),
        limit=1.0,
    )
    yield Case(
        name="the same, the first time a day is asked for",
        against=against,
        ours=seconds_once(lambda: _asked(made, money, days[0]), convert, calls=len(days)),
        peer=seconds(theirs, calls=len(days)),
        limit=None,
    )


def _asked(made: list[ca.ExchangeRate], money: ca.Money, day: date) -> ca.RateTable:
    """Make a table that is past its first question, whose preparation is not every question's."""
    table = ca.RateTable.of(made)
    table.convert(money, "UZS", on=day)
    return table


def _lookup() -> Case:
    def ask(table: ca.RateTable) -> Callable[[], object]:
        return lambda: [table.lookup("USD", each, on=day) for each, day in questions]

    questions = [(each, _LAST - timedelta(days=13 * index % 80)) for index, each in enumerate(_currencies() * 4)]
    return Case(
        name="look-up in a table of 1,000,000 quotes",
        against="the same in one of 10,000",
        ours=seconds(ask(ca.RateTable.of(quotes(1_000_000))), calls=len(questions)),
        peer=seconds(ask(ca.RateTable.of(quotes(10_000))), calls=len(questions)),
        limit=1.5,
    )
