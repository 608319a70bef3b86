"""Causes: their codes, sets of verdicts, and how quotes are named."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.diagnosis import Cause, Series, Steps, Verdicts, day_number, judge_quotes, steps_of
from centralasia.diagnosis.causes import hypotheses, name, no_steps
from centralasia.reference import currency
from centralasia.testing import CORRUPTIONS


def test_codes_are_those_of_the_corruptions_that_diagnosis_finds() -> None:
    codes = {cause.code for cause in Cause}
    of_rules = {"duplicate-with-other-value", "gap", "no-bulletin", "kinds-mixed", "peg-violated", "withdrawn-code"}
    assert {*CORRUPTIONS} - of_rules - {"too-few-significant-digits"} <= codes


def test_named_causes_are_those_that_say_what_happened_to_the_figure() -> None:
    named = {cause.code for cause in Cause if cause.is_named}
    assert named == {
        "decimal-comma-as-group", "decimal-shifted", "inverted", "nominal-lost", "nominal-twice", "redenominated"
    }  # fmt: skip


def test_verdicts_are_put_in_order() -> None:
    found = Verdicts.of([5, 2], [Cause.SPIKE, Cause.INVERTED], corrected=[1, 2], links=[7, 8])
    assert found.rows.tolist() == [2, 5]
    assert found.causes.tolist() == [Cause.INVERTED, Cause.SPIKE]
    assert (found.corrected.tolist(), found.links.tolist(), found.events.tolist()) == ([2, 1], [8, 7], [-1, -1])


def test_the_best_fit_is_taken_where_it_is_clear() -> None:
    series = Series(days=[0], logs=[3.3], half=[0], starts=[0])
    known = hypotheses(series, np.array([0]), no_steps())
    small = np.array([0.01])
    for level, cause in ((1.0, Cause.DECIMAL_SHIFTED), (-3.3, Cause.INVERTED), (2.0, Cause.OK)):
        found = name(series.logs, np.array([[level, np.nan]]), known, tolerance=np.array([0.05]), noise=small)
        assert found.causes.tolist() == [cause]
        assert bool(np.isnan(found.corrected[0])) == (cause is Cause.OK)


def test_two_ratios_of_one_series_are_two_hypotheses() -> None:
    steps = Steps(
        owners=np.array([0, 0, 1]), days=np.zeros(3, np.int32), logs=np.array([1.0, 2.0, 3.0]), older=np.ones(3, bool)
    )
    series = Series(days=[0, 0], logs=[1, 1], half=[0, 0], starts=[0, 1])
    known = hypotheses(series, np.array([0, 1]), steps)
    ratios = known.steps[:, known.causes == Cause.REDENOMINATED]
    assert np.array_equal(ratios, np.array([[1, 2], [3, np.nan]]), equal_nan=True)


class TestLaws:
    @given(st.lists(st.integers(0, 30), unique=True), st.lists(st.integers(0, 30), unique=True))
    def test_what_is_put_over_others_holds(self, under: list[int], over: list[int]) -> None:
        both = Verdicts.of(under, Cause.SPIKE).under(Verdicts.of(over, Cause.INVERTED))
        assert both.rows.tolist() == sorted({*under, *over})
        assert both.having(Cause.INVERTED).rows.tolist() == sorted(over)
        assert both.having(Cause.SPIKE).rows.tolist() == sorted({*under} - {*over})

    @given(st.sampled_from([-4, -3, -2, -1, 1, 2, 3, 4]), st.floats(0.5, 9), st.floats(-0.02, 0.02))
    def test_a_step_is_undone(self, power: int, level: float, miss: float) -> None:
        log = level + power * float(np.log(10)) + miss
        series = Series(days=[0], logs=[log], half=[0], starts=[0])
        known = hypotheses(series, np.array([0]), no_steps())
        one = np.array([0.03])
        found = name(series.logs, np.array([[level]]), known, tolerance=one, noise=one / 10)
        assert found.corrected[0] == pytest.approx(level, abs=0.04)


def test_of_many_verdicts_the_last_of_a_row_holds() -> None:
    parts = [Verdicts.of([2, 9], Cause.SPIKE), Verdicts.of([], Cause.OK), Verdicts.of([9, 4], [Cause.INVERTED] * 2)]
    joined = Verdicts.joined(parts)
    assert joined.rows.tolist() == [2, 4, 9]
    assert joined.causes.tolist() == [Cause.SPIKE, Cause.INVERTED, Cause.INVERTED]
    assert len(Verdicts.joined([])) == 0


@pytest.mark.parametrize(("day", "first"), [("1998-06-01", "redenominated"), ("2023-06-01", "decimal-comma-as-group")])
def test_old_units_are_likely_near_the_day_of_the_new(day: str, first: str) -> None:
    """1,000 roubles became one in 1998; 6,123 for 6.123 is that, or three decimals that were read as a group."""
    start = day_number(date.fromisoformat(day))
    logs = np.full(30, 1.8)
    logs[10] += np.log(1000)
    decimals = np.where(np.arange(30) == 10, 0, 3)
    series = Series(days=start + np.arange(30), logs=logs, half=[1e-4] * 30, starts=[0], decimals=decimals)
    found = judge_quotes(series, steps=steps_of([(currency("USD"), currency("RUB"))]))
    assert [Cause(cause).code for cause in found.causes] == [first]
    both = {"redenominated", "decimal-comma-as-group"}
    assert both - {first} <= {cause.code for cause in Cause if int(found.also[0]) & cause.bit}
