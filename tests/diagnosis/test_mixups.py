"""Mix-ups: wrong currencies, columns and sides exchanged."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centralasia.diagnosis import (
    Cause,
    Series,
    Verdicts,
    find_swapped_columns,
    find_swapped_sides,
    find_wrong_currencies,
    judge_quotes,
)

if TYPE_CHECKING:
    from tests.diagnosis.conftest import Places, Table

SIZES = ((30, 200), (250, 100), (2_500, 20))
COLUMNS = 10  # of each bulletin


def groups_of(count: int) -> "Places":
    return np.arange(count) // COLUMNS


def wrong_currencies(table: "Table", share: float, *, nominal: bool) -> tuple["Table", "Places", "Places"]:
    """Put figures, with their nominals or without them, under the code of another currency of the bulletin."""
    random, length = np.random.default_rng(3), table.length
    rows = random.choice(len(table.values), max(3, int(share * len(table.values))), replace=False)
    owners = rows // length
    others = owners // COLUMNS * COLUMNS + (owners % COLUMNS + random.integers(1, COLUMNS, len(rows))) % COLUMNS
    beside = others * length + rows % length
    price = table.values[beside] / (table.nominals[beside] if nominal else table.nominals[rows])
    apart = np.abs(np.log(price / (table.values[rows] / table.nominals[rows]))) > np.log(1.1)
    apart &= (rows % length > 0) & ~np.isin(beside, rows)
    rows, beside = rows[apart], beside[apart]
    nominals = table.nominals[beside] if nominal else None
    return table.put(rows, table.values[beside], table.decimals[beside], nominals), rows, beside


@pytest.mark.parametrize("nominal", [True, False])
@pytest.mark.parametrize("share", [0.001, 0.01, 0.05])
@pytest.mark.parametrize(("length", "count"), SIZES)
def test_the_figure_of_another_currency_is_known_again(
    made_up: Callable[..., "Table"], length: int, count: int, share: float, *, nominal: bool
) -> None:
    table, rows, beside = wrong_currencies(made_up(count, length, 3), share, nominal=nominal)
    series = table.series()
    found = find_wrong_currencies(series, judge_quotes(series), groups=groups_of(count))
    assert np.isin(rows, found.rows).mean() >= 0.97
    assert np.isin(found.rows, rows).all()
    links = dict(zip(rows.tolist(), beside.tolist(), strict=True))
    same = [links[row] == link for row, link in zip(found.rows.tolist(), found.links.tolist(), strict=True)]
    assert np.mean(same) > 0.98


def test_what_is_like_another_only_roughly_or_by_chance_is_not_wrong() -> None:
    logs = [6.1, 6.1, 1.61, 6.1, 6.1, 1.6, 1.6, 1.6101, 1.6, 1.6]
    coarse, fine = np.full(10, 0.02), np.full(10, 1e-4)
    spike, groups = Verdicts.of([2], Cause.SPIKE), np.array([0, 0])
    days = [*range(5)] * 2
    assert not len(find_wrong_currencies(Series(days=days, logs=logs, half=fine, starts=[0, 5]), spike, groups=groups))
    logs[7] = 1.61
    assert not len(
        find_wrong_currencies(Series(days=days, logs=logs, half=coarse, starts=[0, 5]), spike, groups=groups)
    )
    series = Series(days=days, logs=logs, half=fine, starts=[0, 5])
    assert len(find_wrong_currencies(series, spike, groups=groups)) == 1
    assert not len(find_wrong_currencies(series, spike, groups=np.array([0, 1])))
    assert not len(find_wrong_currencies(series, Verdicts.of([2], Cause.LEVEL_SHIFT), groups=groups))
    assert not len(find_wrong_currencies(series, Verdicts.of([2, 7], Cause.SPIKE), groups=groups))


def swapped(table: "Table", one: "Places", other: "Places") -> "Table":
    """Exchange figures; the nominals in the header stay."""
    new = table.copy()
    for column in ("values", "decimals"):
        mine, theirs = getattr(table, column)[one], getattr(table, column)[other]
        getattr(new, column)[one], getattr(new, column)[other] = theirs, mine
    return new


@pytest.mark.parametrize(("length", "count"), SIZES)
def test_columns_exchanged_from_some_day_on(made_up: Callable[..., "Table"], length: int, count: int) -> None:
    table, random = made_up(count, length, 3), np.random.default_rng(8)
    tried = right = 0
    for bulletin in range(count // COLUMNS):
        one, other = bulletin * COLUMNS + random.choice(COLUMNS, 2, replace=False)
        day = int(random.integers(length // 3, length - 4))
        rows, beside = np.arange(one * length + day, (one + 1) * length), None
        beside = rows + (other - one) * length
        if abs(np.log(table.values[rows[0]] / table.values[beside[0]])) < np.log(1.3):
            continue
        series = swapped(table, rows, beside).series()
        found = find_swapped_columns(series, groups=groups_of(count))
        part = range(day, length) if length - day <= day else range(day)
        expected = {owner * length + place for owner in (one, other) for place in part}
        tried, right = tried + 1, right + (set(found.rows.tolist()) == expected)
        if set(found.rows.tolist()) == expected and length - day <= day:
            assert np.allclose(found.corrected, table.series().logs[found.rows])
    assert right >= 0.85 * tried


def test_columns_exchanged_on_single_days(made_up: Callable[..., "Table"]) -> None:
    table, random = made_up(20, 250, 3), np.random.default_rng(8)
    rows = random.choice(np.arange(5, 245), 12, replace=False) + 250 * 2
    beside = rows + 250 * 4
    series = swapped(table, rows, beside).series()
    found = find_swapped_columns(series, groups=groups_of(20))
    assert found.rows.tolist() == sorted([*rows.tolist(), *beside.tolist()])
    assert np.allclose(found.corrected, table.series().logs[found.rows])
    assert not len(find_swapped_columns(series, groups=np.arange(20)))


@pytest.mark.parametrize("runs", [[(100, 115)], [(20, 21), (60, 75), (200, 249)], [(0, 6), (120, 150), (240, 250)]])
def test_columns_exchanged_for_some_days(made_up: Callable[..., "Table"], runs: list[tuple[int, int]]) -> None:
    table = made_up(20, 250, 3)
    rows = np.concatenate([np.arange(*run) for run in runs]) + 250 * 2
    beside = rows + 250 * 2
    series = swapped(table, rows, beside).series()
    found = find_swapped_columns(series, groups=groups_of(20))
    assert found.rows.tolist() == [*rows.tolist(), *beside.tolist()]
    assert np.allclose(found.corrected, table.series().logs[found.rows])


@pytest.mark.parametrize("hidden", [0, 14])
def test_one_end_of_a_run_is_enough(made_up: Callable[..., "Table"], hidden: int) -> None:
    table = made_up(20, 250, 3)
    rows = np.arange(100, 115) + 250 * 2
    wrong = swapped(table, rows, rows + 250 * 2)
    wrong.values[rows[hidden]] *= 1.5  # so that nobody sees both begin, or end, with it
    found = find_swapped_columns(wrong.series(), groups=groups_of(20))
    assert found.rows.tolist() == [*rows.tolist(), *(rows + 250 * 2).tolist()]


def test_a_series_that_jumps_over_another_does_not_change_places(made_up: Callable[..., "Table"]) -> None:
    table = made_up(20, 250, 3)
    rows = np.arange(100, 250) + 250 * 2
    table.values[rows] = table.values[rows + 250 * 2] ** 2 / table.values[rows]
    assert not len(find_swapped_columns(table.series(), groups=groups_of(20)))


@pytest.mark.parametrize("seed", range(5))
def test_series_that_cross_do_not_change_places(made_up: Callable[..., "Table"], seed: int) -> None:
    assert not len(find_swapped_columns(made_up(40, 250, seed).series(), groups=np.zeros(40, np.intp)))


def test_series_that_stand_still_do_not_change_places() -> None:
    series = Series(days=[0, 1] * 2, logs=[6.1, 6.1, 1.6, 1.6], half=[1e-4] * 4, starts=[0, 2])
    assert not len(find_swapped_columns(series, groups=np.array([0, 0])))


def test_prices_exchanged_with_their_nominals() -> None:
    logs = [6.1, 6.1, -1.2, 6.1, 6.1, -1.2, -1.2, 6.1, -1.2, -1.2]
    nominals = [1, 1, 100, 1, 1, 100, 100, 1, 100, 100]
    series = Series(days=[*range(5)] * 2, logs=logs, half=[1e-4] * 10, starts=[0, 5], nominals=nominals)
    found = find_swapped_columns(series, groups=np.array([0, 0]))
    assert (found.rows.tolist(), found.corrected.tolist()) == ([2, 7], [6.1, -1.2])


def test_nothing_found_before_is_nothing_mixed_up(made_up: Callable[..., "Table"]) -> None:
    series = made_up(20, 30, 3).series()
    nothing = Verdicts.of([], Cause.OK)
    assert not len(find_wrong_currencies(series, nothing, groups=groups_of(20)))
    assert not len(find_swapped_columns(series, groups=groups_of(20)))


def two_sides(days: int, seed: int, *, inverted: bool = False) -> Series:
    random = np.random.default_rng(seed)
    middle, half_spread = 6.1 + np.cumsum(random.normal(0, 0.004, days)), random.uniform(0.001, 0.003, days)
    sign = -1 if inverted else 1
    return Series(
        days=np.tile(np.arange(days), 2),
        logs=np.concatenate((middle - sign * half_spread, middle + sign * half_spread)),
        half=np.full(2 * days, 1e-5),
        starts=[0, days],
        inverted=[inverted] * 2,
    )


def exchanged(series: Series, rows: Any) -> Series:
    logs, days = series.logs.copy(), len(series) // 2
    both = np.concatenate((rows, rows + days))
    logs[both] = series.logs[np.concatenate((rows + days, rows))]
    return Series(days=series.days, logs=logs, half=series.half, starts=series.starts, inverted=series.inverted)


@pytest.mark.parametrize("inverted", [False, True])
def test_a_dealer_does_not_pay_more_than_he_takes(*, inverted: bool) -> None:
    series, sides, rows = two_sides(100, 1, inverted=inverted), np.array([[0, 1]]), np.array([5, 40, 99])
    assert not len(find_swapped_sides(series, sides))
    found = find_swapped_sides(exchanged(series, rows), sides)
    assert found.rows.tolist() == [*rows.tolist(), *(rows + 100).tolist()]
    assert np.allclose(found.corrected, series.logs[found.rows])


def test_a_side_that_is_wrong_itself_is_not_exchanged() -> None:
    series = two_sides(100, 1)
    logs = series.logs.copy()
    logs[30] += np.log(10)
    spoilt = Series(days=series.days, logs=logs, half=series.half, starts=series.starts)
    assert not len(find_swapped_sides(spoilt, np.array([[0, 1]])))


def test_sides_without_a_day_in_common_are_not_compared() -> None:
    series = Series(days=[0, 1], logs=[2, 1], half=[0, 0], starts=[0, 1])
    assert not len(find_swapped_sides(series, np.array([[0, 1]])))
    assert not len(find_swapped_sides(series, np.empty((0, 2), int)))


class TestLaws:
    @settings(max_examples=20)
    @given(st.sets(st.integers(0, 59), max_size=12), st.integers(0, 1_000))
    def test_sides_are_put_right(self, days: set[int], seed: int) -> None:
        series, rows = two_sides(60, seed), np.array(sorted(days), int)
        spoilt = exchanged(series, rows)
        found = find_swapped_sides(spoilt, np.array([[0, 1]]))
        logs = spoilt.logs.copy()
        logs[found.rows] = found.corrected
        assert np.array_equal(logs, series.logs)
