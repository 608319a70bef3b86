"""Triangles and inverse pairs: what cannot all be true, and which quote is to blame."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centralasia.diagnosis import Cause, Pairs, Series, find_inconsistent_inverses, find_inconsistent_triangles

DIGITS = 6


def market(
    count: int, days: int, seed: int = 1, *, edges: list[tuple[int, int]] | None = None
) -> tuple[Series, Pairs, Any]:
    """All crosses of some currencies, rounded to significant digits, with nothing else wrong."""
    random = np.random.default_rng(seed)
    worth = random.uniform(-4, 4, count)[:, None] + np.cumsum(random.normal(0, 0.005, (count, days)), axis=1)
    found = list(combinations(range(count), 2)) if edges is None else edges
    prices = np.exp(np.concatenate([worth[base] - worth[quote] for base, quote in found]))
    unit = 10.0 ** (np.floor(np.log10(prices)) - DIGITS + 1)
    values = np.round(prices / unit) * unit
    series = series_of(values, 0.5 * unit, days)
    one, other = (np.array(each) for each in zip(*found, strict=True))
    return series, Pairs(bases=one, quotes=other, groups=np.zeros(len(found), int)), values


def series_of(values: Any, half: Any, days: int) -> Series:
    count = len(values) // days
    return Series(
        days=np.tile(np.arange(days), count),
        logs=np.log(values),
        half=half / values,
        starts=np.arange(count) * days,
    )


def moved(series: Series, rows: Any, by: Any) -> Series:
    logs = series.logs.copy()
    logs[rows] += by
    return Series(days=series.days, logs=logs, half=series.half, starts=series.starts)


def test_what_is_only_rounded_is_consistent() -> None:
    series, pairs, _ = market(8, 200)
    assert not len(find_inconsistent_triangles(series, pairs))


@pytest.mark.parametrize(("wrong", "recall", "precision"), [(1, 0.99, 0.99), (3, 0.98, 0.9)])
def test_the_wrong_quotes_of_a_day_are_blamed(wrong: int, recall: float, precision: float) -> None:
    series, pairs, _ = market(8, 100)
    random = np.random.default_rng(3)
    rows = np.concatenate([random.choice(28, wrong, replace=False) * 100 + day for day in range(0, 100, 2)])
    by = random.choice([-1, 1], len(rows)) * random.uniform(0.005, 2.5, len(rows))
    found = find_inconsistent_triangles(moved(series, rows, by), pairs)
    right = np.isin(found.rows, rows)
    assert right.sum() >= recall * len(rows)
    assert right.mean() >= precision
    assert np.allclose(found.corrected[right], series.logs[found.rows[right]], atol=0.01)
    assert (found.causes == Cause.TRIANGLE_INCONSISTENT).all()


def test_of_a_lone_triangle_the_quote_off_its_neighbours_is_blamed() -> None:
    series, pairs, _ = market(3, 60)
    rows = np.array([10, 60 + 20, 120 + 30])
    assert find_inconsistent_triangles(moved(series, rows, 0.2), pairs).rows.tolist() == rows.tolist()


def test_a_bulletin_in_one_currency_has_no_triangle() -> None:
    series, pairs, _ = market(6, 50, edges=[(0, 5), (1, 5), (2, 5), (3, 5), (4, 5)])
    assert not len(find_inconsistent_triangles(moved(series, [70], 1.0), pairs))


def test_groups_are_held_apart() -> None:
    series, pairs, _ = market(3, 50)
    apart = Pairs(bases=pairs.bases, quotes=pairs.quotes, groups=np.array([0, 0, 1]))
    spoilt = moved(series, [70], 1.0)
    assert len(find_inconsistent_triangles(spoilt, pairs)) == 1
    assert not len(find_inconsistent_triangles(spoilt, apart))


def test_a_longer_way_round_is_held_against_its_end_too() -> None:
    series, pairs, _ = market(5, 60, edges=[(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)])
    assert find_inconsistent_triangles(moved(series, [130], 0.3), pairs).rows.tolist() == [130]


def test_days_on_which_a_leg_is_missing_are_not_judged() -> None:
    series, pairs, _ = market(3, 50)
    keep = np.delete(np.arange(150), [10, 50 + 20])
    starts = np.array([0, 49, 98])
    spoilt = moved(series, [50 + 10, 100 + 30], 0.5)
    fewer = Series(days=spoilt.days[keep], logs=spoilt.logs[keep], half=spoilt.half[keep], starts=starts)
    found = find_inconsistent_triangles(fewer, pairs)
    assert keep[found.rows].tolist() == [130]


def two_ways(days: int, seed: int = 1) -> tuple[Series, Pairs]:
    series, pairs, values = market(2, days, seed)
    inverse = 1 / values
    unit = 10.0 ** (np.floor(np.log10(inverse)) - DIGITS + 1)
    both = np.concatenate((values, np.round(inverse / unit) * unit))
    half = np.concatenate((series.half * values, 0.5 * unit))
    one, other = int(pairs.bases[0]), int(pairs.quotes[0])
    return series_of(both, half, days), Pairs(
        bases=np.array([one, other]), quotes=np.array([other, one]), groups=np.zeros(2, int)
    )


def test_an_inverse_that_is_only_rounded_is_consistent() -> None:
    assert not len(find_inconsistent_inverses(*two_ways(300)))


@pytest.mark.parametrize("row", [7, 60 + 7, 0, 119])
def test_of_two_directions_the_one_off_its_neighbours_is_blamed(row: int) -> None:
    series, pairs = two_ways(60)
    found = find_inconsistent_inverses(moved(series, [row], 0.1), pairs)
    assert found.rows.tolist() == [row]
    assert found.corrected[0] == pytest.approx(series.logs[row], abs=1e-4)
    assert found.links.tolist() == [(row + 60) % 120]


def test_one_of_the_two_is_named_where_neither_stands_out() -> None:
    series, pairs = two_ways(60)
    found = find_inconsistent_inverses(moved(series, np.arange(20, 60), 0.001), pairs)
    assert {*range(22, 58)} <= {row % 60 for row in found.rows.tolist()}
    assert np.isnan(found.corrected).sum() >= 20


def test_both_are_named_where_nothing_tells() -> None:
    series = Series(days=[0, 0], logs=[6.1, -6.2], half=[1e-4] * 2, starts=[0, 1])
    pairs = Pairs(bases=np.array([0, 1]), quotes=np.array([1, 0]), groups=np.array([0, 0]))
    assert find_inconsistent_inverses(series, pairs).rows.tolist() == [0, 1]


@pytest.mark.parametrize(("blamed", "rows"), [([67], [67]), ([7], [7]), ([7, 67], [7, 67]), ([], [7])])
def test_crosses_tell_which_of_the_two_is_wrong(blamed: list[int], rows: list[int]) -> None:
    series, pairs = two_ways(60)
    found = find_inconsistent_inverses(moved(series, [7], 0.1), pairs, blamed=np.array(blamed, np.intp))
    assert found.rows.tolist() == rows
    assert np.isnan(found.corrected).tolist() == [len(rows) == 2] * len(rows)


def test_what_is_known_to_be_wrong_blames_no_other() -> None:
    days, count = np.tile(np.arange(30), 3), 30
    logs = np.repeat([6.1, 6.2, 0.1], count)
    pairs = Pairs(bases=np.array([0, 1, 1]), quotes=np.array([2, 2, 0]), groups=np.array([0, 0, 0]))
    logs[[12, 75]] += 3.0, 0.2

    def found(days: Any, logs: Any, starts: list[int], left_out: list[int]) -> list[int]:
        series = Series(days=days, logs=logs, half=np.full(len(days), 1e-4), starts=starts)
        mask = np.isin(np.arange(len(days)), left_out)
        return [int(row) for row in find_inconsistent_triangles(series, pairs, left_out=mask).rows]

    assert found(days, logs, [0, 30, 60], []) == [12, 75]
    assert found(days, logs, [0, 30, 60], [12]) == [75]
    logs[12] -= 3.0
    twice, wrong = np.insert(days, 12, 12), np.insert(logs, 13, 9.0)  # of that day there are two, the later is wrong
    assert found(twice, wrong, [0, 31, 61], [13]) == [76]


def test_pairs_of_other_groups_are_no_inverse() -> None:
    series, pairs = two_ways(60)
    apart = Pairs(bases=pairs.bases, quotes=pairs.quotes, groups=np.array([0, 1]))
    assert not len(find_inconsistent_inverses(moved(series, [7], 0.1), apart))


class TestLaws:
    @settings(max_examples=15)
    @given(st.integers(2, 6), st.integers(1, 12), st.integers(0, 1_000))
    def test_consistent_crosses_are_never_blamed(self, count: int, days: int, seed: int) -> None:
        series, pairs, _ = market(count, days, seed)
        assert not len(find_inconsistent_triangles(series, pairs))
        assert not len(find_inconsistent_inverses(series, pairs))
