"""Stale runs: found by the habit of their series, never where standing still is lawful."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centralasia.diagnosis import Series, find_stale

if TYPE_CHECKING:
    from tests.diagnosis.conftest import Table


def series_of(logs: Any, days: Any = None) -> Series:
    given = np.asarray(logs, float)
    when = np.arange(len(given)) if days is None else days
    return Series(days=when, logs=given, half=np.full(len(given), 1e-5), starts=[0] if len(given) else [])


def moving(count: int) -> list[float]:
    changes = np.tile([0.01, -0.004, 0.007, -0.012, 0.003], count // 5 + 1)[:count]
    return [float(log) for log in np.cumsum(changes)]


def with_run(count: int, start: int, length: int) -> list[float]:
    """A series that moves every day, but for so many days on which it repeats one before."""
    logs = moving(count)
    logs[start + 1 : start + 1 + length] = [logs[start]] * length
    return logs


@pytest.mark.parametrize(
    ("length", "known_calendar", "found"), [(10, False, False), (11, False, True), (3, True, False), (6, True, True)]
)
@pytest.mark.parametrize("count", [30, 250, 2_500])
def test_how_long_a_run_has_to_be(count: int, length: int, *, known_calendar: bool, found: bool) -> None:
    series = series_of(with_run(count, 7, length))
    runs = find_stale(series, resting=np.zeros(count, bool) if known_calendar else None)
    assert runs.counts.tolist() == ([length] if found else [])
    assert runs.rows.tolist() == (list(range(8, 8 + length)) if found else [])


def test_a_run_at_the_end_counts() -> None:
    assert find_stale(series_of([*moving(50), *[5.0] * 12])).last.tolist() == [61]


def test_a_peg_is_lawful() -> None:
    series = series_of(with_run(200, 50, 60))
    pegged = np.zeros(200, bool)
    pegged[50:111] = True
    assert len(find_stale(series).first) == 1
    assert not len(find_stale(series, pegged=pegged).first)
    assert len(find_stale(series, pegged=np.zeros(200, bool)).first) == 1


def test_a_series_that_hardly_ever_moves_has_no_run_that_is_too_long() -> None:
    assert not len(find_stale(series_of(np.repeat(moving(10), 30))).first)
    assert not len(find_stale(series_of([6.1] * 40)).first)


def test_a_series_that_moves_once_a_week_may_stand_for_two() -> None:
    weekly = np.repeat(moving(60), 5).tolist()
    assert not len(find_stale(series_of(weekly)).first)


def test_days_of_rest_do_not_count() -> None:
    logs = np.repeat(moving(400), [1, 1, 1, 1, 3] * 80)  # weekends repeat the Friday
    logs[280:290] = logs[280]  # seven working days, and a weekend
    series = series_of(logs)
    assert not len(find_stale(series).first)
    assert len(find_stale(series, least=6).first) == 1
    assert find_stale(series, least=6).counts[0] < 10


def test_holidays_do_not_count_where_they_are_known() -> None:
    resting = np.zeros(250, bool)
    resting[31:38] = True
    logs = with_run(250, 30, 8)
    assert len(find_stale(series_of(logs), resting=np.zeros(250, bool)).first) == 1
    assert not len(find_stale(series_of(logs), resting=resting).first)


@pytest.mark.parametrize(("at_work", "found"), [(0, 0), (5, 0), (6, 1), (8, 1)])
def test_a_shorter_run_is_too_long_where_the_publisher_was_at_work(at_work: int, found: int) -> None:
    working = np.zeros(250, bool)
    working[31 : 31 + at_work] = True
    assert len(find_stale(series_of(with_run(250, 30, 8)), working=working).first) == found


def test_no_quote_is_in_no_run() -> None:
    runs = find_stale(series_of([]))
    assert (runs.first.tolist(), runs.rows.tolist()) == ([], [])


def test_clean_series_are_not_stale(made_up: Callable[..., "Table"]) -> None:
    series = made_up(40, 1_000, 5).series()
    assert not len(find_stale(series).first)
    assert len(find_stale(series, resting=np.zeros(len(series), bool)).rows) <= 0.001 * len(series)


class TestLaws:
    @settings(max_examples=40)
    @given(st.lists(st.integers(0, 3), max_size=80), st.integers(1, 3), st.integers(1, 6))
    def test_every_quote_of_a_run_equals_its_first(self, logs: list[int], count: int, least: int) -> None:
        starts = list(range(0, len(logs), max(1, len(logs) // count)))
        days = np.arange(len(logs))
        series = Series(days=days, logs=logs, half=np.zeros(len(logs)), starts=starts)
        runs = find_stale(series, least=least)
        for first, last, many in zip(runs.first.tolist(), runs.last.tolist(), runs.counts.tolist(), strict=True):
            assert set(logs[first : last + 1]) == {logs[first]}
            assert series.owners[first] == series.owners[last]
            assert least < many <= last - first
