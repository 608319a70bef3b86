"""Calendars: each cell is what the scalar search finds."""

from datetime import date, timedelta
from fractions import Fraction
from math import inf, isnan
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import (
    Currency,
    ExactDay,
    ExchangeRate,
    LastKnown,
    NextKnown,
    Period,
    RateTable,
    currency,
    period,
    testing,
)
from centralasia.arrays.calendars import NO_DAY, Calendar, Question, compile_calendar, compile_limits
from centralasia.rates import Policy, RateKind
from centralasia.rates.crosses import Request
from centralasia.rates.policies import Timeline
from centralasia.rates.routes import Route

DAY = date(2024, 3, 1)


def table_of(*quotes: tuple[str, str, str, str], **more: Any) -> RateTable:
    return RateTable.of(
        [ExchangeRate(base=base, quote=quote, value=value, on=on, **more) for base, quote, value, on in quotes]
    )


def every_pair(table: RateTable, *others: str) -> list[tuple[Currency, Currency]]:
    moneys = [*table.currencies, *map(currency, others)]
    return [(source, target) for source in moneys for target in moneys]


def route_of(asked: Question, pair: tuple[Currency, Currency], slot: date | Period) -> Route | None:
    return asked.rates.finder.route(Request(*pair, slot, asked.policy, asked.kind))


def check(asked: Question, found: Calendar, cells: Any = None) -> None:
    """Compare all cells, or some, with what the scalar search finds for each."""
    for row, pair in enumerate(found.pairs):
        for column, slot in enumerate(found.slots):
            if cells is None or cells[row, column]:
                check_cell(route_of(asked, pair, slot), found, row, column)


def check_cell(route: Route | None, found: Calendar, row: int, column: int) -> None:
    if route is None:
        assert (found.fraction(row, column), found.legs[row, column], found.days[row, column]) == (None, -1, NO_DAY)
        assert isnan(found.factors[row, column])
    else:
        assert found.fraction(row, column) == route.factor
        assert found.factors[row, column] == as_float(route.factor)
        assert found.ages[row, column] == route.age
        assert found.legs[row, column] == len(route.legs)
        assert found.days[row, column] == (route.oldest or NO_DAY)


def as_float(factor: Fraction) -> float:
    try:
        return float(factor)
    except OverflowError:
        return inf


class Ahead:
    """A policy of somebody's own, that looks ahead with ages below zero."""

    skew = None

    def pick(self, line: Timeline, on: int) -> tuple[int, int] | None:
        return next(((place, on - day) for place, day in enumerate(line.days) if day > on), None)


policies = testing.policies() | st.sampled_from(
    (LastKnown(days=3), LastKnown(days=30, skew=2), NextKnown(days=4), Ahead())
)
kinds = st.none() | st.sampled_from(list(RateKind))


@st.composite
def around_a_changeover(draw: st.DrawFn) -> tuple[RateTable, date]:
    """Quotes of old and new roubles and somoni about the days on which the one became the other."""
    day, old, new = draw(st.sampled_from(((date(2000, 10, 30), "TJR", "TJS"), (date(1998, 1, 1), "RUR", "RUB"))))
    rates = draw(
        st.lists(
            testing.exchange_rates(
                base=draw(st.sampled_from((old, new, "USD"))),
                quote=draw(st.sampled_from(("KZT", "EUR"))),
                on=day + timedelta(draw(st.integers(-5, 5))),
            ),
            max_size=2,
        )
        | st.lists(testing.exchange_rates(base="USD", quote=new, on=day), max_size=1)
        | st.lists(testing.exchange_rates(base="USD", quote=old, on=day), max_size=1)
    )
    more = draw(st.lists(testing.exchange_rates(base=old, quote="USD", on=day - timedelta(1)), max_size=1))
    return RateTable.of([*rates, *more], conflicts="first"), day


@st.composite
def printed_together(draw: st.DrawFn) -> tuple[RateTable, date]:
    table = draw(testing.rate_tables(two_sided=True, min_size=2, max_size=30, frequency=draw(st.sampled_from("DDM"))))
    first = next(iter(table)).on
    return table, first.start if isinstance(first, Period) else first


class TestLaws:
    @given(around_a_changeover() | printed_together(), policies, kinds)
    def test_a_cell_is_what_the_scalar_search_finds(
        self, made: tuple[RateTable, date], policy: Policy, kind: RateKind | None
    ) -> None:
        table, day = made
        asked = Question(rates=table, policy=policy, kind=kind)
        days = [day + timedelta(off) for off in range(-6, 8)]
        pairs = every_pair(table, "TJR")
        check(asked, compile_calendar(asked, pairs, slots=days))
        mixed: list[date | Period] = [days[3], period(f"{day:%Y-%m}"), period(str(day.year))]
        check(asked, compile_calendar(asked, pairs, slots=mixed))

    @given(around_a_changeover() | printed_together(), policies)
    def test_limits_are_those_of_the_route(self, made: tuple[RateTable, date], policy: Policy) -> None:
        table, day = made
        asked = Question(rates=table, policy=policy, kind=None)
        days, pairs = [day, day + timedelta(1)], every_pair(table)
        wanted = np.ones((len(pairs), 2), bool)
        wanted[:1] = False
        found = compile_limits(asked, pairs, slots=days, used=lambda: wanted)
        for row, pair in enumerate(pairs):
            for column, slot in enumerate(days):
                route = route_of(asked, pair, slot)
                limits = (None, None) if route is None else route.limits
                assert not wanted[row, column] or tuple(each.fraction(row, column) for each in found) == limits
                if route is not None and wanted[row, column]:
                    assert [each.factors[row, column] for each in found] == [as_float(each) for each in route.limits]

    @given(printed_together(), st.lists(st.booleans(), min_size=14, max_size=14))
    def test_only_what_is_wanted_need_be_found(self, made: tuple[RateTable, date], flags: list[bool]) -> None:
        table, day = made
        asked = Question(rates=table, policy=LastKnown(days=2, skew=1), kind=None)
        pairs, days = every_pair(table), [day + timedelta(off) for off in range(14)]
        wanted = np.tile(flags, (len(pairs), 1))
        check(asked, compile_calendar(asked, pairs, slots=days, used=lambda: wanted), wanted)


def test_what_does_not_fit_64_bits_is_kept_apart() -> None:
    table = table_of(("USD", "KZT", "1234567890.12345", "2024-03-01"), ("USD", "UZS", "0.0000987654321", "2024-03-01"))
    asked = Question(rates=table, policy=ExactDay(), kind=None)
    found = compile_calendar(asked, every_pair(table), slots=[DAY])
    check(asked, found)
    assert found.wide


@pytest.mark.parametrize("value", ["1E+400", "1E-400", "12345678901234567890.5"])
def test_figures_of_any_size(value: str) -> None:
    table = table_of(("USD", "KZT", value, "2024-03-01"))
    asked = Question(rates=table, policy=ExactDay(), kind=None)
    check(asked, compile_calendar(asked, every_pair(table), slots=[DAY]))
    least, most = compile_limits(asked, every_pair(table), slots=[DAY], used=lambda: np.ones((4, 1), bool))
    route = route_of(asked, (currency("USD"), currency("KZT")), DAY)
    row = every_pair(table).index((currency("USD"), currency("KZT")))
    assert route is not None
    assert (least.fraction(row, 0), most.fraction(row, 0)) == route.limits


def test_factors_beyond_the_whole_numbers_of_floats_are_rounded_once() -> None:
    table = table_of(("USD", "KZT", "123456789.987657", "2024-03-01"))
    table += table_of(("USD", "UZS", "987654321.120001", "2024-03-01"), nominal=1000)
    asked = Question(rates=table, policy=ExactDay(), kind=None)
    found = compile_calendar(asked, every_pair(table), slots=[DAY])
    assert max(found.numerators.max(), found.denominators.max()) > 2**53
    check(asked, found)


@pytest.mark.parametrize("value", ["2.5", "123456789.123456", "12345678901234567890.5"])
@pytest.mark.parametrize("nominal", [1, 10**13])
def test_ways_with_a_choice_at_figures_of_any_size(value: str, nominal: int) -> None:
    """Two publishers, so that the way is searched for, and found once for all days that are alike."""
    rates = [
        ExchangeRate(base=base, quote=quote, value=value, nominal=nominal, on=on, source=source, inverted=inverted)
        for base, quote, source, inverted in (
            ("USD", "KZT", "nbk", False),
            ("KZT", "USD", "nbt", True),
            ("USD", "UZS", "cbu", True),
            ("EUR", "UZS", "cbu", False),
            ("EUR", "KGS", "nbkr", False),
        )
        for on in ("2024-03-01", "2024-03-02", "2024-03-05")
    ]
    table = RateTable.of(rates)
    days = [DAY + timedelta(off) for off in range(-1, 12)]
    for policy in (LastKnown(days=5), LastKnown(days=5, skew=0)):
        asked = Question(rates=table, policy=policy, kind=None)
        pairs = every_pair(table)
        check(asked, compile_calendar(asked, pairs, slots=days))
        every = np.ones((len(pairs), len(days)), bool)
        limits = compile_limits(asked, pairs, slots=days, used=every.copy)
        for row, pair in enumerate(pairs):
            for column, slot in enumerate(days):
                route = route_of(asked, pair, slot)
                expected = (None, None) if route is None else route.limits
                assert tuple(each.fraction(row, column) for each in limits) == expected


def test_nothing_is_asked_of_nothing() -> None:
    table = table_of(("USD", "KZT", "500", "2024-03-01"))
    asked = Question(rates=table, policy=ExactDay(), kind=None)
    assert compile_calendar(asked, [], slots=[]).factors.shape == (1, 1)
    assert compile_calendar(asked, every_pair(table), slots=[]).factors.shape == (5, 1)
    assert compile_calendar(asked, [], slots=[DAY]).factors.shape == (1, 2)


def test_an_empty_table_has_the_same_currency_alone() -> None:
    table = RateTable.of([])
    asked = Question(rates=table, policy=ExactDay(), kind=None)
    pairs = [(currency("USD"), currency("USD")), (currency("USD"), currency("KZT"))]
    check(asked, compile_calendar(asked, pairs, slots=[DAY]))
