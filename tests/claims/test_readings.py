"""Years apart, windows, and slips of units."""

import pytest
from hypothesis import given

from centralasia.claims.placing import listed
from centralasia.claims.readings import window, years_apart
from centralasia.claims.slips import slip_of
from centralasia.numbers import Estimate
from centralasia.periods import Period, period
from centralasia.testing import estimates, periods


@pytest.mark.parametrize(
    ("one", "other", "years"),
    [
        ("2023", "2023", 0),
        ("2023", "2020", -3),
        ("2023-Q1", "2024-Q1", 1),
        ("2023-Q1", "2024-Q2", None),
        ("2023", "2022-H1", None),
        ("2023", "2022/2024", None),
        ("2023-02", "2024-02", 1),
        ("2023-12/2024-02", "2022-12/2023-02", -1),
        ("2023-12/2024-03", "2022-12/2024-03", None),
    ],
)
def test_only_the_same_span_is_years_apart(one: str, other: str, years: int | None) -> None:
    assert years_apart(period(one), period(other)) == years


@pytest.mark.parametrize(
    ("stated", "reaches"),
    [
        (Estimate.over(2), "over 2 to 2.2"),
        (Estimate.at_least(100), "100 to 110.0"),
        (Estimate.under(2), "1.8 to under 2"),
        (Estimate.at_most(2), "1.8 to 2"),
        (Estimate.exactly(2), "2"),
        (Estimate.exactly(0), "0"),
        (Estimate.between(2, 4), "2 to 4"),
        (Estimate.between(-4, -2), "-4 to -2"),
        (Estimate.under(-2), "-2.2 to under -2"),
    ],
)
def test_a_figure_hedged_to_one_side_reaches_a_tenth_farther(stated: Estimate, reaches: str) -> None:
    assert str(window(stated)) == reaches


@pytest.mark.parametrize(
    "stated",
    [
        Estimate.between(2, 5),
        Estimate.between(-1, 1),
        Estimate.between(0, 1),
        Estimate.over(0),
        Estimate.over(-2),
        Estimate.between(-5, -2),
        Estimate.between(-5, 0),
        Estimate.over("9.5e99999"),
        Estimate.over(0) | Estimate.under(0),
    ],
)
def test_what_is_wide_is_no_one_figure(stated: Estimate) -> None:
    assert window(stated) is None
    assert slip_of(stated, []) is None


def test_lists_are_written_for_people() -> None:
    assert listed(["one"]) == "one"
    assert listed(["one", "two"]) == "one and two"


def test_nothing_known_is_no_slip() -> None:
    assert slip_of(Estimate.exactly(1), []) is None


class TestLaws:
    @given(periods(), periods())
    def test_years_apart_there_and_back(self, one: Period, other: Period) -> None:
        there, back = years_apart(one, other), years_apart(other, one)
        assert there is back is None or (there is not None and back == -there)

    @given(periods())
    def test_a_period_is_no_years_from_itself(self, one: Period) -> None:
        assert years_apart(one, one) == 0

    @given(estimates())
    def test_a_window_lies_inside_what_was_said(self, stated: Estimate) -> None:
        inside = window(stated)
        both = stated if inside is None else inside & stated
        assert both is not None
        assert inside is None or (both.low, both.high) == (inside.low, inside.high)
