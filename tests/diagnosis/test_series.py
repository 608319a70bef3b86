"""Series: arrays that belong together, scales, medians and neighbours."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import InvalidValueError
from centralasia.diagnosis import Series
from centralasia.diagnosis.series import (
    FLOOR,
    jumps,
    lately,
    medians,
    off_neighbours,
    on_same_days,
    scales,
    thresholds,
    usual,
    wide,
)


def arrays(**changes: Any) -> dict[str, Any]:
    return {"days": [0, 1, 0], "logs": [1, 1, 2], "half": [0, 0, 0], "starts": [0, 2]} | changes


WRONG = [
    ({"logs": [1, 1]}, "logs must be as long as the days, 3"),
    ({"half": [1]}, "half must be"),
    ({"nominals": [1]}, "nominals must be"),
    ({"decimals": [1, 2]}, "decimals must be"),
    ({"inverted": [True]}, "inverted must be as long as the starts, 2"),
    ({"logs": [1, np.nan, 2]}, "logs must be finite"),
    ({"half": [1, np.inf, 2]}, "logs must be finite"),
    ({"starts": []}, "starts must be the places of first quotes"),
    ({"starts": [1, 2]}, "starts must be the places of first quotes"),
    ({"starts": [0, 0]}, "starts must be in order"),
    ({"starts": [0, 3]}, "starts must be in order"),
    ({"days": [1, 0, 0]}, "days must be in order within a series"),
]


@pytest.mark.parametrize(("changes", "message"), WRONG)
def test_arrays_that_do_not_belong_together_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        Series(**arrays(**changes))


def test_a_series_knows_where_its_quotes_are() -> None:
    series = Series(**arrays(nominals=[1, 100, 10], decimals=[2, 2, 4], inverted=[True, False]))
    assert len(series) == 3
    assert series.ends.tolist() == [2, 3]
    assert series.lengths.tolist() == [2, 1]
    assert series.owners.tolist() == [0, 0, 1]
    assert series.changes.tolist() == [0, 0, 0]
    assert series.signs.tolist() == [-1, 1]
    assert Series(**arrays()).signs.tolist() == [1, 1]
    assert series.usual_nominals is not None
    assert series.usual_decimals is not None
    assert series.usual_nominals.tolist() == [100, 10]
    assert series.usual_decimals.tolist() == [2, 4]
    assert Series(**arrays()).usual_nominals is None
    assert Series(**arrays()).usual_decimals is None


def test_nothing_is_a_series_too() -> None:
    empty = Series(days=[], logs=[], half=[], starts=[])
    assert (len(empty), empty.lengths.tolist(), empty.scales.tolist()) == (0, [], [])


def test_a_scale_is_that_of_the_usual_change() -> None:
    random = np.random.default_rng(1)
    logs = np.cumsum(random.normal(0, 0.02, 5000))
    logs[::97] += 3
    series = Series(days=[*range(4000), *range(1000)], logs=logs, half=np.zeros(5000), starts=[0, 4000])
    assert scales(series) == pytest.approx([0.02, 0.02], rel=0.2)
    assert scales(Series(days=range(5), logs=[1] * 5, half=[0] * 5, starts=[0])).tolist() == [FLOOR]


def test_a_wrong_quote_in_a_short_series_does_not_hide_itself() -> None:
    series = Series(days=range(4), logs=[1, 1.004, 5, 1.01], half=[0] * 4, starts=[0])
    assert scales(series)[0] == pytest.approx(1.4826 * 0.004)


def test_a_restless_time_is_known_by_its_more_restless_side() -> None:
    logs = [0.0] * 12 + [0.05, 0.03, 0.06, 0.02, 0.07]
    series = Series(days=range(17), logs=logs, half=[0] * 17, starts=[0])
    assert lately(series, np.array([12]), np.zeros(17, bool))[0] == pytest.approx(1.4826 * 0.04)
    assert lately(series, np.array([3]), np.zeros(17, bool))[0] == pytest.approx(0)
    wild = Series(days=range(17), logs=np.tile([0.0, 3.0], 9)[:17], half=[0] * 17, starts=[0])
    assert lately(wild, np.array([8]), np.zeros(17, bool)).tolist() == [0.1]


def test_rounding_allows_for_more() -> None:
    series = Series(days=[0], logs=[0], half=[0], starts=[0])
    assert thresholds(series, np.array([0, 0]), np.array([0.0, 0.1])).tolist() == pytest.approx([0.03, 0.2])


def test_the_usual_value_is_the_most_frequent_and_the_largest_of_those() -> None:
    assert usual(np.array([2, 2, 4, 4, 1, 3, 3, 3]), np.array([0, 5])).tolist() == [4, 3]


def test_days_that_only_one_has_are_left_out() -> None:
    series = Series(days=[0, 2, 9, 1, 2, 3], logs=[0] * 6, half=[0] * 6, starts=[0, 3])
    assert [places.tolist() for places in on_same_days(series, 0, 1)] == [[1], [4]]


def test_a_lone_quote_is_off_nothing() -> None:
    series = Series(days=[0], logs=[7], half=[0], starts=[0])
    assert off_neighbours(series, np.array([0])).tolist() == [0]


class TestLaws:
    @given(st.lists(st.lists(st.floats(-1e6, 1e6), max_size=6), min_size=1, max_size=8))
    def test_medians_are_those_of_numpy(self, rows: list[list[float]]) -> None:
        counts = np.array([len(row) for row in rows])
        padded = np.array([row + [np.inf] * (6 - len(row)) for row in rows])
        for row, found in zip(rows, medians(padded, counts).tolist(), strict=True):
            assert found == pytest.approx(np.median(row), abs=1e-6) if row else np.isnan(found)

    @given(st.lists(st.integers(0, 5), max_size=8), st.integers(0, 10))
    def test_all_places_of_some_series_are_given_one_after_another(self, lengths: list[int], first: int) -> None:
        starts = [first + 7 * number for number in range(len(lengths))]
        expected = [start + step for start, length in zip(starts, lengths, strict=True) for step in range(length)]
        assert wide(np.array(lengths, int), np.array(starts, int)).tolist() == expected


def test_medians_of_nothing_are_none() -> None:
    assert np.isnan(medians(np.empty((2, 0)), np.array([0, 0]))).all()


def test_blocks_are_whole_series_and_all_of_them() -> None:
    lengths = np.array([3, 1, 4, 1, 5])
    starts = np.append(0, np.cumsum(lengths)[:-1])
    days = np.concatenate([np.arange(length) for length in lengths])
    series = Series(
        days=days,
        logs=np.arange(14.0),
        half=np.zeros(14),
        starts=starts,
        decimals=[2] * 14,
        inverted=[False, True] * 2 + [False],
    )
    for most in (1, 3, 6, 13, 14):
        parts = list(series.blocks(most))
        assert np.concatenate([part.logs for _, part in parts]).tolist() == series.logs.tolist()
        assert [first for first, _ in parts] == [int(part.logs[0]) for first, part in parts]
        assert np.concatenate([part.lengths for _, part in parts]).tolist() == lengths.tolist()
        assert np.concatenate([part.signs for _, part in parts]).tolist() == series.signs.tolist()
        assert all(part.nominals is None and part.decimals is not None for _, part in parts)
    assert list(Series(days=[], logs=[], half=[], starts=[]).blocks()) == []


def test_owners_of_some_are_those_of_all() -> None:
    series = Series(days=[0, 1, 0, 0, 1], logs=[0] * 5, half=[0] * 5, starts=[0, 2, 3])
    assert series.owners_of(np.arange(5)).tolist() == series.owners.tolist() == [0, 0, 1, 2, 2]


def test_a_jump_is_none_between_series() -> None:
    series = Series(days=[0, 1, 0, 1], logs=[0, 0, 5, 8], half=[0] * 4, starts=[0, 2])
    assert jumps(series).tolist() == [3]
