"""Series as arrays."""

from array import array
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import ExactDay, ExchangeRate, LastKnown, NextKnown, Published, testing
from centralasia.arrays.lines import alike, ends_of, least_ways_of, line_of, most_ways_of, picks_of, ways_of
from centralasia.rates import Leg, Policy
from centralasia.rates.policies import Timeline
from centralasia.rates.quotes import SeriesKey
from centralasia.rates.series import PrintedQuotes, Series

START = date(2024, 3, 1).toordinal()


def rates_of(*values: str, nominal: int = 1, until: date | None = None) -> list[ExchangeRate]:
    return [
        ExchangeRate(
            base="USD",
            quote="KZT",
            value=value,
            nominal=nominal,
            on=date.fromordinal(START + 2 * place),
            until=until if place == 0 else None,
        )
        for place, value in enumerate(values)
    ]


def series_of(rates: list[ExchangeRate]) -> Series:
    return Series.of(rates[0].key, rates)


def printed(key: SeriesKey, values: list[str], nominals: list[int] | None = None) -> Series:
    days = array("i", range(START, START + len(values)))
    return Series(key, PrintedQuotes(key, days, values=values, nominals=nominals), days)


def test_figures_become_whole_numbers_of_one_scale() -> None:
    line = line_of(series_of(rates_of("501.2", "500", "1E+2", nominal=10)))
    assert line is not None
    assert line.figures.tolist() == [5012, 5000, 1000]
    assert line.nominals.tolist() == [100, 100, 100]


@pytest.mark.parametrize(("nominals", "expected"), [(None, [1000, 1000]), ([10, 1], [10_000, 1000])])
def test_columns_of_a_store_are_read_without_making_quotes(nominals: list[int] | None, expected: list[int]) -> None:
    line = line_of(printed(rates_of("1")[0].key, ["0.125", "7"], nominals))
    assert line is not None
    assert line.figures.tolist() == [125, 7000]
    assert line.nominals.tolist() == expected


@pytest.mark.parametrize(
    ("value", "nominal"),
    [
        ("1234567890.123456", 1),
        ("1E-16", 1),
        ("1E+15", 1),
        ("1E+400", 1),
        ("1", 10**15),
        ("0.1", 10**14),
        ("1", 10**40),
    ],
)
def test_too_many_digits_are_left_to_others(value: str, nominal: int) -> None:
    assert line_of(series_of(rates_of(value, nominal=nominal))) is None


@pytest.mark.parametrize("value", ["123456789.123456", "0.99999999999999", "999999999999999", "0.00000000000001"])
def test_fifteen_digits_are_exact(value: str) -> None:
    line = line_of(series_of(rates_of(value)))
    assert line is not None
    assert Decimal(int(line.figures[0])) / Decimal(int(line.nominals[0])) == Decimal(value)


def margins_of(values: list[tuple[str, dict[str, Any]]], *, inverted: bool = False) -> Series:
    return series_of(
        [
            ExchangeRate(
                base="USD", quote="KZT", value=value, on=date.fromordinal(START + place), inverted=inverted, **more
            )
            for place, (value, more) in enumerate(values)
        ]
    )


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize(
    "values",
    [
        [("501.2", {}), ("500", {})],
        [("501.25", {"decimals": 3}), ("500", {}), ("7", {"decimals": 1})],
        [("501.25", {"margin": 0}), ("500", {"margin": Decimal("0.5")}), ("7.1", {})],
        [("5E+2", {}), ("1E+2", {"decimals": 0})],
    ],
    ids=str,
)
def test_the_ends_of_figures_are_those_of_the_quotes(values: list[Any], inverted: bool) -> None:  # noqa: FBT001 - a case
    series = margins_of(values, inverted=inverted)
    legs = [
        Leg(rate=rate, forward=way, decimals=None if rate.decimals is not None else series.decimals)
        for rate in series.rates
        for way in (False, True)
    ]
    for seek, place in ((least_ways_of, 0), (most_ways_of, 1)):
        ways = seek(series)
        assert ways is not None
        found = [
            Fraction(int(ways[way][0][row]), int(ways[way][1][row]))
            for row in range(len(values))
            for way in (False, True)
        ]
        assert found == [leg.limits[place] for leg in legs]
    exact = ways_of(series)
    assert exact is not None
    found = [
        Fraction(int(exact[way][0][row]), int(exact[way][1][row]))
        for row in range(len(values))
        for way in (False, True)
    ]
    assert found == [leg.factor for leg in legs]


@pytest.mark.parametrize(
    "more",
    [{"margin": Decimal("0.01")}, {"margin": Decimal("1E-30")}, {"value": "1E+20"}, {"value": "123456789012345678"}],
    ids=str,
)
def test_ends_that_need_too_many_digits_are_left_to_others(more: dict[str, Any]) -> None:
    value = more.pop("value", "5.2")
    series = margins_of([(value, more)])
    assert (ends_of(series) is None) == (least_ways_of(series) is None) == (most_ways_of(series) is None)
    assert (ways_of(series) is None) == (value != "5.2")
    assert ends_of(series) is None


def test_days_are_numbered_by_what_they_share() -> None:
    one, other, third = alike([np.array([0, 1, 0]), np.array([5, 5, 5])]).tolist()
    assert one == third != other


class OddDays:
    """A policy of somebody's own: the first quote, on odd days."""

    skew = None

    def pick(self, line: Timeline, on: int) -> tuple[int, int] | None:
        return (0, on - line.days[0]) if on % 2 else None


class TestLaws:
    @given(
        st.lists(st.sampled_from((2, 2, 3, 30)), min_size=1, max_size=6),
        st.lists(st.none() | st.integers(1, 5), min_size=6, max_size=6),
        testing.policies()
        | st.sampled_from((LastKnown(days=2), ExactDay(), NextKnown(days=2), Published(), OddDays())),
    )
    def test_all_days_at_once_are_each_by_itself(
        self, gaps: list[int], lasting: list[int | None], policy: Policy
    ) -> None:
        day, rates = START, []
        for gap, lasts in zip(gaps, lasting, strict=False):
            until = None if lasts is None else date.fromordinal(day + lasts)
            rates.append(ExchangeRate(base="USD", quote="KZT", value=500, on=date.fromordinal(day), until=until))
            day += gap
        series, slots = series_of(rates), np.arange(START - 5, day + 40)
        places, ages = picks_of(series, policy=policy, slots=slots)
        found = [(int(place), int(age)) if place >= 0 else None for place, age in zip(places, ages, strict=True)]
        assert found == [policy.pick(series, slot) for slot in slots.tolist()]
