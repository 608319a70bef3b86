from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, CurrencyMismatchError, InvalidValueError, PeriodMismatchError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate, round_fraction
from centralasia.periods import Period, period
from centralasia.series import annualise, growth, part_of_year, remaining, run_rate
from centralasia.testing import decimals, periods

NINE_MONTHS = "2024-01/2024-09"


class TestWhatIsStated:
    """Grain from Kazakhstan to China: 1.4 Mt in 2023, 1.1 Mt in nine months of 2024, 2 Mt to come."""

    def test_nine_months_are_an_annual_rate_of_nearly_a_million_and_a_half(self) -> None:
        rate = annualise(Decimal("1.1"), NINE_MONTHS)
        assert str(round_fraction(rate, 3, "half_up")) == "1.467"
        assert str(round_fraction(growth(Decimal("1.4"), rate) * 100, 1, "half_up")) == "4.8"

    def test_the_goal_needs_four_fifths_of_nine_months_in_one_quarter(self) -> None:
        grain = remaining(2, Decimal("1.1"), done=NINE_MONTHS)
        assert grain.needed == Decimal("0.9")
        assert grain.rest == period("2024-Q4")
        assert grain.needed_per("Q") == Fraction("0.9")
        assert grain.times_so_far == Fraction(9, 11)
        assert grain.times_pace == Fraction(27, 11)
        assert grain.explain() == (
            "2 by the end of 2024: 1.1 in 2024-01/2024-09 leaves 0.9 for 2024-Q4, which is 0.3 a month\n"
            "  that is 81.8 % of the figure so far, and 245.5 % of its monthly pace"
        )


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (annualise(3, "2024-Q1"), Fraction(12)),
        (annualise(3, "2024-01/2025-12"), Fraction(3, 2)),
        (annualise(Estimate.printed("1.1"), "2024"), Estimate.printed("1.1")),
        (annualise(Money.of(3, "USD"), "2024-Q1"), Money.of(12, "USD")),
        (annualise(MoneyEstimate.of(3, "USD"), "2024-Q1"), MoneyEstimate.of(12, "USD")),
        (annualise(274, NINE_MONTHS, by="days"), Fraction(366)),
        (annualise(1, "2023-01-01", by="days"), Fraction(365)),
        (annualise(7, "2024-W01", by="days"), Fraction(366)),
        (annualise(7, "2025-W01", by="days"), Fraction(365)),  # begins on 2024-12-30; December 2024 to November 2025
        (annualise(366, "2023-07/2024-06", by="days"), Fraction(366)),
        (part_of_year(12, "2024-Q1"), Fraction(3)),
        (part_of_year(Money.of(366, "USD"), "2024-02-29", by="days"), Money.of(1, "USD")),
        (part_of_year(Estimate.exactly(12), "2024-01"), Estimate.exactly(1)),
        (run_rate(9, NINE_MONTHS, per="M"), Fraction(1)),
        (run_rate(9, NINE_MONTHS, per="annual"), Fraction(12)),
        (run_rate(274, NINE_MONTHS, per="D"), Fraction(1)),
        (run_rate(274, NINE_MONTHS, per="W"), Fraction(7)),
        (run_rate(14, "2024-W01", per="D"), Fraction(2)),
        (run_rate(Money.of(9, "USD"), NINE_MONTHS, per="Q"), Money.of(3, "USD")),
    ],
)
def test_a_flow_has_a_rate(found: object, expected: object) -> None:
    assert found == expected
    assert type(found) is type(expected)


def test_money_that_no_decimal_can_state_becomes_an_estimate_of_it() -> None:
    rate = annualise(Money.of("1.1", "USD"), NINE_MONTHS)
    assert isinstance(rate, MoneyEstimate)
    assert rate.estimate.contains(Fraction(22, 15))
    assert str(rate.estimate.best) == "1.466666666666666666666666666666667"


@pytest.mark.parametrize(
    ("goal", "so_far", "words"),
    [
        (2, 2, "2 by the end of 2024: 2 in 2024-01/2024-09 has reached it"),
        (2, Estimate.over(2), "2 by the end of 2024: over 2 in 2024-01/2024-09 has reached it"),
        (
            Money.of(2, "USD"),
            Money.of(0, "USD"),
            (
                "2 USD by the end of 2024: 0 USD in 2024-01/2024-09 leaves 2 USD for 2024-Q4, "
                "which is about 0.666667 USD a month"
            ),
        ),
        (
            Estimate.printed("2.0"),
            Estimate.printed("1.1"),
            (
                "about 2.0 (1.95 to 2.05) by the end of 2024: about 1.1 (1.05 to 1.15) in 2024-01/2024-09 leaves "
                "about 0.9 (0.80 to 1.00) for 2024-Q4, which is about 0.3 (0.266666 to 0.333334) a month\n"
                "  that is 69.5 to 95.3 % of the figure so far, and 208.6 to 285.8 % of its monthly pace"
            ),
        ),
    ],
)
def test_what_remains_is_explained(goal: Estimate, so_far: Estimate, words: str) -> None:
    assert remaining(goal, so_far, done=NINE_MONTHS).explain() == words


def test_a_goal_is_reached_only_where_that_is_certain() -> None:
    assert remaining(2, 3, done=NINE_MONTHS).is_reached
    assert remaining(2, 3, done=NINE_MONTHS).needed == -1
    assert not remaining(2, Estimate.about(2), done=NINE_MONTHS).is_reached
    assert remaining(2, 0, done=NINE_MONTHS).times_so_far is None
    assert remaining(2, 0, done=NINE_MONTHS).times_pace is None


def test_years_may_begin_in_any_month() -> None:
    wheat = remaining(9, 4, done="2023-07/2024-04", starts_month=7)
    assert (wheat.rest, wheat.needed) == (period("2024-05/2024-06"), 5)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: annualise(1, "2024-W01"),
            PeriodMismatchError,
            "expected a period of whole calendar months, got 2024-W01; count by='days'",
        ),
        (
            lambda: annualise(1, "2024-01/2025-12", by="days"),
            PeriodMismatchError,
            "expected a period of at most a year, got 2024/2025; count by='months'",
        ),
        (
            lambda: part_of_year(1, "2024", by="weeks"),  # type: ignore[call-overload]  # what is tested
            InvalidValueError,
            "by must be 'months' or 'days', got 'weeks'",
        ),
        (
            lambda: run_rate(1, "2024-W01", per="M"),
            PeriodMismatchError,
            "expected a period of whole calendar months, got 2024-W01; ask for per='D'",
        ),
        (lambda: run_rate(1, "2024", per="fortnight"), InvalidValueError, "per must be one of A S Q M W D"),
        (
            lambda: remaining(2, 1, done="2024-02/2024-09"),
            PeriodMismatchError,
            (
                "expected a part of 2024 from its beginning on, got 2024-02/2024-09; "
                "the year begins on 2024-01-01; say starts_month= if it does not"
            ),
        ),
        (lambda: remaining(2, 1, done="2024"), PeriodMismatchError, "expected a part of 2024 from its beginning on"),
        (
            lambda: remaining(2, 1, done="2024-01-01/2024-01-15"),
            PeriodMismatchError,
            "expected a period of whole calendar months, got 2024-01-01/2024-01-15; whole months are compared",
        ),
        (lambda: remaining(2, 1, done="2024-01", starts_month=13), InvalidValueError, "starts_month must be from 1"),
        (
            lambda: remaining(Money.of(2, "USD"), Money.of(1, "EUR"), done=NINE_MONTHS),
            CurrencyMismatchError,
            "expected USD, got EUR",
        ),
    ],
)
def test_what_has_no_rate_is_refused(call: Callable[[], object], error: type[CentralAsiaError], message: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)


FIGURES = decimals(min_value=-(10**12), max_value=10**12)
MONTHS = st.builds(
    lambda first, length: Period(first.start, (first + length).end), periods(frequency="M"), st.integers(0, 40)
)
SHORT = st.builds(
    lambda first, length: Period(first.start, (first + length).end), periods(frequency="D"), st.integers(0, 360)
)


class TestLaws:
    @given(FIGURES, MONTHS)
    def test_an_annual_rate_by_months_is_undone(self, figure: Decimal, span: Period) -> None:
        assert part_of_year(annualise(figure, span), span) == figure
        assert annualise(part_of_year(figure, span), span) == figure
        assert run_rate(figure, span, per="A") == annualise(figure, span)

    @given(FIGURES, SHORT)
    def test_an_annual_rate_by_days_is_undone(self, figure: Decimal, span: Period) -> None:
        assert part_of_year(annualise(figure, span, by="days"), span, by="days") == figure

    @given(FIGURES, MONTHS)
    def test_the_rate_of_money_is_that_of_its_amount(self, figure: Decimal, span: Period) -> None:
        rate = annualise(Money.of(figure, "KZT"), span)
        exact = annualise(figure, span)
        if isinstance(rate, Money):
            assert rate.amount == exact
        else:
            assert rate.estimate.contains(exact)

    @given(FIGURES, MONTHS, st.integers(0, 8))
    def test_the_truth_is_inside(self, figure: Decimal, span: Period, eighths: int) -> None:
        about, inner = Estimate.about(figure, within=4), Fraction(figure) - 4 + eighths
        for function in (annualise, part_of_year):
            found = function(about, span)
            assert isinstance(found, Estimate)
            assert found.contains(function(inner, span))

    @given(FIGURES, FIGURES, st.integers(1, 11))
    def test_what_is_needed_reaches_the_goal(self, goal: Decimal, so_far: Decimal, months: int) -> None:
        done = Period(period("2024-01").start, (period("2024-01") + months - 1).end)
        found = remaining(goal, so_far, done=done)
        assert found.needed == Fraction(goal) - Fraction(so_far)
        assert found.done.months + found.rest.months == 12
        assert part_of_year(run_rate(goal, "2024", per="A"), "2024") == goal
