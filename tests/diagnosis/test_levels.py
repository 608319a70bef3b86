"""Levels: series that are wrong throughout, beside what is known."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centralasia.diagnosis import (
    Cause,
    Series,
    day_number,
    find_swapped_series,
    judge_levels,
    known_levels,
    steps_of,
)
from centralasia.reference import currency


def flat(*levels: float, nominals: Any = None, count: int = 20) -> Series:
    """A series for each level."""
    return Series(
        days=np.tile(np.arange(count) + day_number(date(2020, 1, 1)), len(levels)),
        logs=np.repeat(levels, count),
        half=np.full(count * len(levels), 1e-5),
        starts=np.arange(len(levels)) * count,
        nominals=None if nominals is None else np.repeat(nominals, count),
    )


def known(*levels: float) -> Any:
    return np.repeat(np.array(levels)[:, None], 3, axis=1)


REFERENCE = float(np.log(400))
CASES = [
    ("as known", REFERENCE, None, ()),
    ("what a crisis does", REFERENCE + np.log(1.9), None, ()),
    ("a parallel rate", REFERENCE + np.log(5.5), None, ()),
    ("inverted", -REFERENCE - 0.2, "inverted", ()),
    ("off by a hundred", REFERENCE + np.log(100), "decimal-shifted", ()),
    ("off by ten thousand", REFERENCE - np.log(10_000), "decimal-shifted", ()),
    ("off by ten, which a street may be", REFERENCE + np.log(10), "far-from-reference", ("decimal-shifted",)),
    ("off by thirty", REFERENCE + np.log(30), "far-from-reference", ()),
]


@pytest.mark.parametrize(("level", "code", "also"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_series_beside_what_it_should_be_worth(level: float, code: str | None, also: tuple[str, ...]) -> None:
    found = judge_levels(flat(level), known(REFERENCE))
    assert [Cause(cause).code for cause in found.causes] == ([code] if code else [])
    if code:
        assert {cause.code for cause in Cause if int(found.also[0]) & cause.bit} >= set(also)
        assert bool(np.isnan(found.corrected[0])) == (code == "far-from-reference")
        assert found.expected.tolist() == [REFERENCE]


def test_a_nominal_says_more_than_a_decade() -> None:
    found = judge_levels(flat(REFERENCE - np.log(100), nominals=[100]), known(REFERENCE))
    assert [Cause(cause).code for cause in found.causes] == ["nominal-twice"]


def test_old_money_throughout() -> None:
    pairs = [(currency("USD"), currency("TJS"))]
    series = flat(float(np.log(9_700)))
    found = judge_levels(series, known_levels(series, pairs), steps=steps_of(pairs))
    assert [Cause(cause).code for cause in found.causes] == ["redenominated"]
    assert np.exp(found.corrected[0]) == pytest.approx(9.7)


def test_what_nobody_knows_is_not_judged() -> None:
    series = flat(9.0, 9.0)
    references = known(np.nan, 0.0)
    references[1, :2] = np.nan
    assert judge_levels(series, references).rows.tolist() == [1]
    nobody = known_levels(flat(1.0), [(currency("XAU"), currency("XDR"))])
    assert np.isnan(nobody).all()


def test_a_wrong_quote_at_a_look_does_not_matter() -> None:
    series = flat(REFERENCE)
    logs = series.logs.copy()
    logs[[0, 9, 19]] += np.log(100)
    spoilt = Series(days=series.days, logs=logs, half=series.half, starts=[0])
    assert not len(judge_levels(spoilt, known(REFERENCE)))


def test_a_series_of_one_quote_is_judged_too() -> None:
    assert judge_levels(flat(-REFERENCE, count=1), known(REFERENCE)).causes.tolist() == [Cause.INVERTED]


def test_levels_are_those_of_the_day() -> None:
    pair = (currency("USD"), currency("UZS"))
    days = [day_number(date(year, 6, 1)) for year in (2016, 2019, 2022)]
    series = Series(days=days, logs=[7, 8, 9], half=[0] * 3, starts=[0])
    assert np.exp(known_levels(series, [pair]))[0] == pytest.approx([2_960, 8_500, 11_000], rel=0.1)


def test_columns_exchanged_throughout() -> None:
    one, two, three = REFERENCE, float(np.log(5)), float(np.log(60))
    references, groups = known(one, two, three), np.zeros(3, int)
    found = find_swapped_series(flat(two, one + 0.1, three), references, groups=groups)
    assert (found.rows.tolist(), found.links.tolist()) == ([0, 1], [1, 0])
    assert not len(find_swapped_series(flat(one, two, three), references, groups=groups))
    assert not len(find_swapped_series(flat(two, one, three), references, groups=np.arange(3)))
    assert not len(find_swapped_series(flat(two, three, one), references, groups=groups))  # all three went round


def test_columns_exchanged_under_nominals_that_stayed() -> None:
    won, dollar = float(np.log(0.3)), REFERENCE
    figures = flat(dollar - np.log(100), won + np.log(100), nominals=[100, 1])
    found = find_swapped_series(figures, known(won, dollar), groups=np.zeros(2, int))
    assert found.rows.tolist() == [0, 1]


def test_nothing_is_worth_nothing() -> None:
    empty = Series(days=[], logs=[], half=[], starts=[])
    assert not len(judge_levels(empty, np.empty((0, 3))))
    assert not len(find_swapped_series(empty, np.empty((0, 3)), groups=np.empty(0, int)))


class TestLaws:
    @settings(max_examples=40)
    @given(st.floats(-9, 9), st.floats(-0.6, 0.6))
    def test_what_is_as_known_is_never_found(self, level: float, off: float) -> None:
        assert not len(judge_levels(flat(level + off), known(level)))
