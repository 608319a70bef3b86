from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import (
    CentralAsiaError,
    CurrencyMismatchError,
    InvalidValueError,
    PeriodMismatchError,
    WrongTypeError,
)
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate, round_fraction
from centralasia.series import (
    after_fold,
    after_growth,
    before_fold,
    before_growth,
    change_of_price,
    change_of_value,
    change_on_other_base,
    compound_growth,
    fold,
    fold_of_growth,
    growth,
    growth_of_fold,
    required_growth,
)
from centralasia.testing import decimals

PRINTED = Estimate.printed


def in_percent(ratio: Fraction | Estimate, places: int = 2) -> str:
    exact = Fraction(ratio.best or 0) if isinstance(ratio, Estimate) else ratio
    return str(round_fraction(exact * 100, places, "half_up"))


class TestWhatIsStated:
    """Arithmetic of statements about the region, recomputed."""

    def test_grain_that_rose_five_and_a_half_fold_to_a_printed_figure_came_from_this_interval(self) -> None:
        before = before_fold(PRINTED("1.4"), PRINTED("5.5"))
        assert isinstance(before, Estimate)
        assert (f"{before.low:.3f}", f"{before.best:.3f}", f"{before.high:.3f}") == ("0.243", "0.255", "0.266")

    def test_up_five_and_a_half_times_is_a_ratio_and_not_so_many_percent_more(self) -> None:
        assert growth_of_fold(Decimal("5.5")) == Fraction("4.5")
        assert fold_of_growth(Decimal("5.5")) == Fraction("6.5")

    @pytest.mark.parametrize(
        ("before", "after", "percent"),
        [
            ("1.4", Fraction(22, 15), "4.76"),  # grain to China, the rate of nine months on the year before
            ("5.4", 10, "85.19"),
            ("10", 230, "2200.00"),
            ("0.7862", Decimal("1.05"), "33.55"),
            ("0.7844", Decimal("1.05"), "33.86"),
            ("8.4", Decimal("11.62"), "38.33"),  # stated as 34.8
            ("5.3", Decimal("5.7"), "7.55"),
        ],
    )
    def test_growth_is_recomputed(self, before: str, after: Fraction | Decimal, percent: str) -> None:
        assert in_percent(growth(Decimal(before), after)) == percent

    def test_growth_beside_rounded_figures_fits_though_the_point_does_not(self) -> None:
        stated = Fraction("0.066")
        assert growth(Decimal("5.3"), Decimal("5.7")) != stated
        found = growth(PRINTED("5.3"), PRINTED("5.7"))
        assert isinstance(found, Estimate)
        assert found.contains(stated)

    def test_a_base_that_a_growth_needs_is_found(self) -> None:
        assert round_fraction(Fraction(1, 1) * before_growth_of("11.62", "0.348"), 2, "half_up") == Decimal("8.62")

    def test_exports_need_thirteen_percent_a_year_for_five_years(self) -> None:
        yearly = required_growth(Decimal("5.4"), 10, since="2023", until="2028")
        assert in_percent(yearly, 1) == "13.1"
        assert yearly == compound_growth(Decimal("5.4"), 10, periods=5)

    @pytest.mark.parametrize(
        ("before", "after", "price", "value"),
        [
            ("4210.35", "8100", "92.38", "-48.02"),  # UZS, September 2017
            ("188.38", "255.26", "35.50", "-26.20"),  # KZT, August 2015
            ("2.85", "3.50", "22.81", "-18.57"),  # TMT, January 2015
            ("10", "230", "2200.00", "-95.65"),  # TMM
            ("75", "230", "206.67", "-67.39"),
            ("7.88", "8.80", "11.68", "-10.45"),  # TJS, nine months of 2017, stated as 17.7
        ],
    )
    def test_a_devaluation_has_two_percentages_on_two_bases(
        self, before: str, after: str, price: str, value: str
    ) -> None:
        quotes = Decimal(before), Decimal(after)
        assert in_percent(change_of_price(*quotes)) == price
        assert in_percent(change_of_value(*quotes)) == value
        assert change_on_other_base(change_of_price(*quotes)) == change_of_value(*quotes)


def before_growth_of(after: str, rate: str) -> Fraction:
    found = before_growth(Decimal(after), Decimal(rate))
    assert isinstance(found, Fraction)
    return found


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (fold(2, 11), Fraction(11, 2)),
        (fold(3, 0), Fraction(0)),
        (growth(4, -2), Fraction(-3, 2)),
        (growth(Money.of(4, "USD"), Money.of(6, "USD")), Fraction(1, 2)),
        (fold(MoneyEstimate.of(4, "USD"), Money.of(6, "USD")), Estimate.exactly("1.5")),
        (growth(Money.of(4, "USD"), MoneyEstimate.of(6, "USD")), Estimate.exactly("0.5")),
        (growth(4, Estimate.exactly(6)), Estimate.exactly("0.5")),
        (fold(Estimate.exactly(4), Decimal(6)), Estimate.exactly("1.5")),
        (after_fold(4, Decimal("1.5")), Fraction(6)),
        (after_fold(Money.of(4, "USD"), 2), Money.of(8, "USD")),
        (after_fold(Money.of(4, "USD"), Estimate.exactly(2)), MoneyEstimate.of(8, "USD")),
        (after_fold(Estimate.exactly(4), Estimate.exactly(2)), Estimate.exactly(8)),
        (after_fold(PRINTED("1.4"), 1), PRINTED("1.4")),
        (before_fold(Money.of(4, "USD"), Estimate.exactly(2)), MoneyEstimate.of(2, "USD")),
        (before_fold(MoneyEstimate.of(4, "USD"), Fraction(2, 3)), MoneyEstimate.of(6, "USD")),
        (before_fold(4, Estimate.exactly(2)), Estimate.exactly(2)),
        (after_growth(100, Decimal("0.1")), Fraction(110)),
        (after_growth(100, -2), Fraction(-100)),
        (after_growth(100, Decimal("0.1"), periods=3), Fraction("133.1")),
        (after_growth(100, Decimal("0.21"), periods=Fraction(1, 2)), Fraction(110)),
        (after_growth(100, -1, periods=2), Fraction(0)),
        (after_growth(Money.of(100, "USD"), Decimal("0.1"), periods=2), Money.of(121, "USD")),
        (before_growth(121, Decimal("0.1"), periods=2), Fraction(100)),
        (before_growth(MoneyEstimate.of(121, "USD"), Estimate.exactly("0.1")), MoneyEstimate.of(110, "USD")),
        (compound_growth(100, 144, periods=2), Fraction(1, 5)),
        (compound_growth(100, 0, periods=2), Fraction(-1)),
        (compound_growth(100, 110, periods=Decimal("0.5")), Fraction("0.21")),
        (compound_growth(Money.of(100, "USD"), Money.of(800, "USD"), periods=3), Fraction(1)),
        (required_growth(100, 121, since="2023", until="2025"), Fraction("0.1")),
        (required_growth(100, 110, since="2024-Q1", until="2024-Q3"), Fraction("0.21")),
        (required_growth(100, 110, since="2024-01", until="2025-01"), Fraction("0.1")),
        (change_on_other_base(Estimate.exactly(1)), Estimate.exactly("-0.5")),
    ],
)
def test_a_change_is_exact_where_its_figures_are(found: object, expected: object) -> None:
    assert found == expected
    assert type(found) is type(expected)


def test_money_that_no_decimal_can_state_becomes_an_estimate_of_it() -> None:
    third = before_fold(Money.of(1, "USD"), 3)
    assert isinstance(third, MoneyEstimate)
    assert third.estimate.contains(Fraction(1, 3))
    assert third.estimate.width <= Decimal("1e-33")


FROM_ZERO = "if it is known to be, say so: estimate & Estimate.over(0)"


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: growth(0, 5), InvalidValueError, "before must be certainly greater than zero, got 0"),
        (
            lambda: growth(Money.of(-2, "USD"), Money.of(5, "USD")),
            InvalidValueError,
            "before must be certainly greater than zero, got Money.of('-2', 'USD')",
        ),
        (
            lambda: growth(Estimate.under(3), 5),
            InvalidValueError,
            f"before must be certainly greater than zero, got 'under 3'; {FROM_ZERO}",
        ),
        (
            lambda: growth(Money.of(1, "USD"), Money.of(1, "EUR")),
            CurrencyMismatchError,
            "expected EUR, got USD; convert one of them first",
        ),
        (
            lambda: fold(MoneyEstimate.of(1, "USD"), Money.of(1, "EUR")),
            CurrencyMismatchError,
            "expected EUR, got USD; convert one of them first",
        ),
        (
            lambda: growth(Money.of(1, "USD"), 5),
            WrongTypeError,
            "after must be a figure of the kind of before, which is money, got 5 of type int",
        ),
        (
            lambda: growth(1.5, 2),  # type: ignore[call-overload]  # floats are what is tested
            WrongTypeError,
            (
                "before must be an exact number, an Estimate, money or a quantity, got 1.5 of type float; "
                "pass Decimal('1.5')"
            ),
        ),
        (
            lambda: after_fold("2", 3),  # type: ignore[call-overload]  # texts are what is tested
            WrongTypeError,
            (
                "before must be an exact number, an Estimate, money or a quantity, got '2' of type str; "
                "wrap the text in Decimal, or in Estimate.printed"
            ),
        ),
        (
            lambda: after_growth(2, Money.of(1, "USD")),  # type: ignore[call-overload]  # money is what is tested
            WrongTypeError,
            "rate must be a pure number, such as Decimal('0.05') for 5 %, got Money.of('1', 'USD') of type Money",
        ),
        (lambda: growth(Decimal("nan"), 1), InvalidValueError, "before must be finite"),
        (lambda: before_fold(2, 0), InvalidValueError, "times must be certainly greater than zero"),
        (lambda: before_growth(2, -1), InvalidValueError, "rate + 1 must be certainly greater than zero"),
        (lambda: after_growth(2, -2, periods=2), InvalidValueError, "rate + 1 must be certainly not negative"),
        (
            lambda: after_growth(2, Estimate.about(-1), periods=2),
            InvalidValueError,
            "got 'about 0 (-0.1 to 0.1)'; if it is known to be, say so: estimate & Estimate.at_least(0)",
        ),
        (lambda: compound_growth(2, -2, periods=2), InvalidValueError, "after must be certainly not negative, got -2"),
        (lambda: change_of_price(2, 0), InvalidValueError, "after must be certainly greater than zero, got 0"),
        (lambda: change_of_value(2, 0), InvalidValueError, "after must be certainly greater than zero, got 0"),
        (lambda: change_on_other_base(-1), InvalidValueError, "change + 1 must be certainly greater than zero"),
        (
            lambda: compound_growth(1, 2, periods=0),
            InvalidValueError,
            "periods must be greater than zero, and a fraction of numbers up to 1,200, got 0",
        ),
        (lambda: compound_growth(1, 2, periods=1201), InvalidValueError, "numbers up to 1,200, got 1201"),
        (lambda: compound_growth(1, 2, periods=Fraction(1, 1201)), InvalidValueError, "numbers up to 1,200"),
        (
            lambda: compound_growth(1, 2, periods=Estimate.about(5)),  # type: ignore[arg-type]  # what is tested
            WrongTypeError,
            "periods must be an exact number of periods, got 'about 5 (4.5 to 5.5)'",
        ),
        (
            lambda: after_growth(1, 10**5000, periods=1000),
            InvalidValueError,
            (
                "base must be a figure whose power has fewer digits, got 'an int of 16610 bits'; "
                "round it outward first, with Estimate.spanning(base, base)"
            ),
        ),
        (
            lambda: required_growth(1, 2, since="2024-01/2024-09", until="2025"),
            PeriodMismatchError,
            "expected a year, a half, a quarter or a month as since, got 2024-01/2024-09",
        ),
        (
            lambda: required_growth(1, 2, since="2024-W01", until="2025-W01"),
            PeriodMismatchError,
            "expected a year, a half, a quarter or a month as since, got 2024-W01",
        ),
        (
            lambda: required_growth(1, 2, since="2028", until="2023"),
            PeriodMismatchError,
            "expected a period after 2028, got 2023; the goal lies after the baseline",
        ),
        (
            lambda: required_growth(1, 2, since="2024", until="2025-01"),
            PeriodMismatchError,
            "only periods of one frequency are a number of steps apart",
        ),
    ],
)
def test_what_has_no_growth_is_refused(call: Callable[[], object], error: type[CentralAsiaError], message: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)


POSITIVE = decimals(min_value="0.01", max_value=10**12)
RATES = decimals(min_value="-0.99", max_value=50)
COUNTS = st.integers(1, 40)
ANY_COUNTS = st.builds(Fraction, COUNTS, st.integers(1, 12))


def between(low: Decimal, high: Decimal, *, eighths: int) -> tuple[Estimate, Fraction]:
    """Make an interval and a value inside it."""
    least, most = sorted(map(Fraction, (low, high)))
    return Estimate.spanning(least, most), least + (most - least) * eighths / 8


INSIDE = st.builds(between, POSITIVE, POSITIVE, eighths=st.integers(0, 8))
RATES_INSIDE = st.builds(between, RATES, RATES, eighths=st.integers(0, 8))


def encloses(estimate: object, exact: object) -> bool:
    assert isinstance(estimate, Estimate)
    if isinstance(exact, Estimate):  # a root, which is known to 34 digits only
        return estimate.meets(exact)
    assert isinstance(exact, Fraction)
    return estimate.contains(exact)


class TestLaws:
    @given(POSITIVE, POSITIVE)
    def test_growth_and_fold_are_undone(self, before: Decimal, after: Decimal) -> None:
        rate, times = growth(before, after), fold(before, after)
        for found in (after_growth(before, rate), after_fold(before, times)):
            assert found == after
        for found in (before_growth(after, rate), before_fold(after, times)):
            assert found == before
        assert (growth_of_fold(times), fold_of_growth(rate)) == (rate, times)

    @given(POSITIVE, RATES)
    def test_growth_comes_back_from_the_figures_it_makes(self, before: Decimal, rate: Decimal) -> None:
        after = after_growth(before, rate)
        assert isinstance(after, Fraction)
        assert growth(before, after) == rate

    @given(POSITIVE, RATES, COUNTS)
    def test_growth_compounds(self, before: Decimal, rate: Decimal, periods: int) -> None:
        step_by_step = Fraction(before)
        for _ in range(periods):
            step_by_step *= 1 + Fraction(rate)
        assert after_growth(before, rate, periods=periods) == step_by_step
        assert before_growth(step_by_step, rate, periods=periods) == before

    @given(POSITIVE, RATES.filter(lambda rate: rate > -1), COUNTS)
    def test_compound_growth_undoes_compounding_exactly(self, before: Decimal, rate: Decimal, periods: int) -> None:
        after = after_growth(before, rate, periods=periods)
        assert compound_growth(before, after, periods=periods) == rate

    @given(POSITIVE, POSITIVE, ANY_COUNTS)
    def test_compounding_compound_growth_encloses_the_figure(
        self, before: Decimal, after: Decimal, periods: Fraction
    ) -> None:
        rate = compound_growth(before, after, periods=periods)
        again = after_growth(before, rate, periods=periods)
        assert again == after if isinstance(again, Fraction) else again.contains(after)

    @given(POSITIVE, POSITIVE)
    def test_a_currency_gains_what_the_other_loses(self, before: Decimal, after: Decimal) -> None:
        price, value = change_of_price(before, after), change_of_value(before, after)
        assert (1 + price) * (1 + value) == 1
        assert (change_on_other_base(price), change_on_other_base(value)) == (value, price)

    @pytest.mark.parametrize(
        "function",
        [fold, growth, before_fold, after_fold, change_of_price, change_of_value],
        ids=lambda function: function.__name__,
    )
    @given(one=INSIDE, other=INSIDE)
    def test_the_truth_is_inside_whatever_the_truths_are(
        self,
        function: Callable[[object, object], object],
        one: tuple[Estimate, Fraction],
        other: tuple[Estimate, Fraction],
    ) -> None:
        exact = function(one[1], other[1])
        assert encloses(function(one[0], other[0]), exact)
        assert encloses(function(one[0], other[1]), exact)
        assert encloses(function(one[1], other[0]), exact)

    @given(INSIDE, RATES_INSIDE, ANY_COUNTS)
    def test_the_truth_is_inside_of_what_is_compounded(
        self, figure: tuple[Estimate, Fraction], rate: tuple[Estimate, Fraction], periods: Fraction
    ) -> None:
        for function in (after_growth, before_growth):
            found = function(figure[0], rate[0], periods=periods)
            assert encloses(found, function(figure[1], rate[1], periods=periods))

    @given(INSIDE, INSIDE, ANY_COUNTS)
    def test_the_truth_is_inside_of_compound_growth(
        self, before: tuple[Estimate, Fraction], after: tuple[Estimate, Fraction], periods: Fraction
    ) -> None:
        found = compound_growth(before[0], after[0], periods=periods)
        exact = compound_growth(before[1], after[1], periods=periods)
        assert found == exact if isinstance(found, Fraction) else encloses(found, exact)
