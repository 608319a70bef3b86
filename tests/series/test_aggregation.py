from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, CurrencyMismatchError, InvalidValueError, PeriodMismatchError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.periods import Period, period
from centralasia.series import aggregate, missing_periods, seasonal_ratio, year_on_year
from centralasia.testing import decimals

MONTHS = {f"2024-{month:02}": month for month in range(1, 13)}


@pytest.mark.parametrize(
    ("series", "frequency", "expected"),
    [
        (MONTHS, "Q", {"2024-Q1": 6, "2024-Q2": 15, "2024-Q3": 24, "2024-Q4": 33}),
        (MONTHS, "half_yearly", {"2024-S1": 21, "2024-S2": 57}),
        (MONTHS, "A", {"2024": 78}),
        (MONTHS, "M", MONTHS),
        ({"2024-01": 1, "2024-02/2024-03": 2, "2024-Q2": 3, "2024-S2": 4}, "A", {"2024": 10}),
        ({"2024-01-01/2024-01-30": 1, "2024-01-31": 2}, "M", {"2024-01": 3}),
        ({"9999-S1": 1, "9999-S2": 2}, "A", {"9999": 3}),
    ],
)
def test_complete_periods_are_added_up(series: dict[str, int], frequency: str, expected: dict[str, int]) -> None:
    assert aggregate(series, frequency) == {period(span): figure for span, figure in expected.items()}


def test_figures_stay_what_they_are() -> None:
    quarters = ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4")
    assert aggregate(dict.fromkeys(quarters, Decimal("0.10")), "A") == {period("2024"): Decimal("0.40")}
    assert aggregate(dict.fromkeys(quarters, Money.of("0.10", "USD")), "A")[period("2024")] == Money.of("0.40", "USD")
    mixed: dict[str, Decimal | Fraction] = {"2024-S1": Decimal("0.5"), "2024-S2": Fraction(1, 3)}
    assert aggregate(mixed, "A") == {period("2024"): Fraction(5, 6)}
    amounts: dict[str, Money | MoneyEstimate] = {
        "2024-S1": Money.of(1, "USD"),
        "2024-S2": MoneyEstimate.of(Estimate.over(2), "USD"),
    }
    assert str(aggregate(amounts, "A")[period("2024")]) == "over 3 USD"


def test_marketing_years_are_added_up() -> None:
    halves = {"2023-S2": 4, "2024-S1": 5}
    assert aggregate(halves, "A", starts_month=7) == {period("2024-07/2025-06") - 1: 9}


def test_what_is_incomplete_is_refused_or_left_out_and_can_be_listed() -> None:
    series = {"2024-01": 5, "2024-02": 7, "2024-03": 1, "2024-04": 8, "2024-09": 2}
    missing = {
        period("2024-Q2"): (period("2024-05/2024-06"),),
        period("2024-Q3"): (period("2024-07/2024-08"),),
    }
    assert missing_periods(series, "Q") == missing
    assert aggregate(series, "Q", incomplete="omit") == {period("2024-Q1"): 13}
    with pytest.raises(PeriodMismatchError) as caught:
        aggregate(series, "Q")
    assert str(caught.value) == (
        "expected figures for all of 2024-Q2, got none for 2024-05/2024-06; "
        "pass incomplete='omit' to leave such periods out; missing_periods lists them"
    )
    odd = {f"2024-{month:02}": 1 for month in (2, 4, 6, 8)}
    with pytest.raises(PeriodMismatchError, match="got none for 2024-01, 2024-03, 2024-05 and 2 more;"):
        aggregate(odd, "A")


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: aggregate({"2024-Q1": 1, "2024-02": 1}, "A"),
            PeriodMismatchError,
            (
                "expected periods that do not overlap, got 2024-Q1 and 2024-02; "
                "keep one of them; cumulative figures go through decumulate first"
            ),
        ),
        (
            lambda: aggregate({"2024-01/2024-02": 1, "2024-01": 1}, "A"),
            PeriodMismatchError,
            "got 2024-01 and 2024-01/2024-02",
        ),
        (
            lambda: aggregate({"2024-W05": 1}, "M"),
            PeriodMismatchError,
            "expected a period inside one monthly period, got 2024-W05",
        ),
        (
            lambda: aggregate({"2024-W01": 1, "2025-W01": 1}, "A"),
            PeriodMismatchError,
            "expected a period inside one year, such as 2024, got 2025-W01",
        ),
        (
            lambda: aggregate(MONTHS, "Q", starts_month=7),
            InvalidValueError,
            "starts_month must be left out where quarterly sums are asked for, got 7",
        ),
        (
            lambda: aggregate(MONTHS, "A", incomplete="fill"),  # type: ignore[arg-type]  # what is tested
            InvalidValueError,
            "incomplete must be 'refuse' or 'omit', got 'fill'",
        ),
        (
            lambda: aggregate(MONTHS, "A", incomplete=[]),  # type: ignore[arg-type]  # what is tested
            InvalidValueError,
            "incomplete must be 'refuse' or 'omit', got []",
        ),
        (lambda: aggregate(MONTHS, "X"), InvalidValueError, "frequency must be one of A S Q M W D"),
        (lambda: missing_periods({}, "A"), InvalidValueError, "series must be a mapping of at least one period"),
        (
            lambda: year_on_year({"2023-01": 1, "2024-02": 1}),
            PeriodMismatchError,
            (
                "expected a period and the same period a year before, got 2023-01, 2024-02; "
                "only the same months, weeks or days of two years can be compared"
            ),
        ),
        (
            lambda: year_on_year({"2023-01": 0, "2024-01": 1}),
            InvalidValueError,
            "figure of 2023-01 must be certainly greater than zero, got 0",
        ),
        (
            lambda: year_on_year({"2023-01": Money.of(1, "USD"), "2024-01": Money.of(1, "EUR")}),
            CurrencyMismatchError,
            "expected USD, got EUR",
        ),
        (
            lambda: seasonal_ratio({"2024": 1}),
            PeriodMismatchError,
            "expected months, quarters or halves, got 2024; a year has no seasons in it",
        ),
        (lambda: seasonal_ratio({"2024-Q1": 1}), PeriodMismatchError, "expected figures for all of 2024"),
        (
            lambda: seasonal_ratio({"2024-S1": 1, "2024-S2": -1}),
            InvalidValueError,
            "figure of 2024-S2 must be certainly not negative, got -1",
        ),
        (
            lambda: seasonal_ratio({"2024-S1": 0, "2024-S2": 0}),
            InvalidValueError,
            "sum of 2024 must be certainly greater than zero, got '0'",
        ),
    ],
)
def test_what_cannot_be_compared_or_added_up_is_refused(
    call: Callable[[], object], error: type[CentralAsiaError], message: str
) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)


class TestYearOnYear:
    def test_periods_are_compared_with_the_same_of_a_year_before(self) -> None:
        series = {"2022-01": 2, "2023-01": 4, "2023-02": 9, "2024-01": 5, "2024-03": 9}
        assert year_on_year(series) == {period("2023-01"): 1, period("2024-01"): Fraction(1, 4)}

    def test_cumulative_periods_and_weeks_are_compared_too(self) -> None:
        nine_months = {"2023-01/2023-09": Decimal("8.4"), "2024-01/2024-09": Decimal("11.62")}
        assert year_on_year(nine_months) == {period("2024-01/2024-09"): Fraction("11.62") / Fraction("8.4") - 1}
        weeks = {"2020-W53": 1, "2021-W01": 2, "2020-W01": 1}
        assert year_on_year(weeks) == {period("2021-W01"): 1}

    def test_estimates_are_compared_as_intervals(self) -> None:
        totals = {"2022": Estimate.printed("5.3"), "2023": Estimate.printed("5.7")}
        found = year_on_year(totals)[period("2023")]
        assert isinstance(found, Estimate)
        assert found.contains(Fraction("0.066"))


class TestSeasonalRatio:
    def test_the_average_period_of_a_year_has_the_ratio_one(self) -> None:
        quarters = {"2024-Q1": 3, "2024-Q2": 5, "2024-Q3": 8, "2024-Q4": 0}
        assert [*seasonal_ratio(quarters).values()] == [Fraction(3, 4), Fraction(5, 4), 2, 0]

    def test_incomplete_years_can_be_left_out(self) -> None:
        halves = {"2023-S2": 9, "2024-S1": 1, "2024-S2": 3}
        assert seasonal_ratio(halves, incomplete="omit") == {
            period("2024-S1"): Fraction(1, 2),
            period("2024-S2"): Fraction(3, 2),
        }

    def test_years_may_begin_in_any_month(self) -> None:
        assert [*seasonal_ratio({"2023-S2": 1, "2024-S1": 3}, starts_month=7).values()] == [
            Fraction(1, 2),
            Fraction(3, 2),
        ]

    def test_a_ratio_of_estimates_knows_that_the_sum_contains_the_part(self) -> None:
        halves = {"2024-S1": Estimate.between(0, 2), "2024-S2": Estimate.exactly(2)}
        first, second = seasonal_ratio(halves).values()
        assert isinstance(first, Estimate)
        assert isinstance(second, Estimate)
        assert (str(first), str(second)) == ("0 to 1.0", "1.0 to 2")


FIGURES = decimals(min_value=-(10**9), max_value=10**9)
FLOWS = decimals(min_value="0.01", max_value=10**9)
YEARS = st.integers(1995, 2030)


def months_of(figures: list[Decimal], year: int) -> dict[Period, Decimal]:
    return dict(zip(period(str(year)), figures, strict=False))


class TestLaws:
    @given(st.lists(FIGURES, min_size=12, max_size=12), YEARS)
    def test_years_are_sums_of_quarters_and_quarters_of_months(self, figures: list[Decimal], year: int) -> None:
        months = months_of(figures, year)
        quarters = aggregate(months, "Q")
        assert quarters == {
            span: sum((months[month] for month in span), Decimal(0)) for span in period(str(year)).split("Q")
        }
        assert aggregate(quarters, "A") == aggregate(months, "A") == aggregate(aggregate(months, "S"), "A")

    @given(st.sets(st.integers(0, 35), min_size=1))
    def test_what_is_there_and_what_is_missing_fill_the_longer_periods(self, places: set[int]) -> None:
        months = {period("2023-01") + place: 1 for place in places}
        missing = missing_periods(months, "Q")
        complete = aggregate(months, "Q", incomplete="omit")
        assert complete.keys().isdisjoint(missing)
        for quarter, gaps in missing.items():
            there = [month for month in quarter if month in months]
            absent = [month for gap in gaps for month in gap]
            assert sorted(there + absent) == [*quarter]
        assert complete.keys() | missing.keys() == {month.to("Q") for month in months}

    @given(st.lists(FLOWS, min_size=12, max_size=12), YEARS)
    def test_seasonal_ratios_add_up_to_the_number_of_periods(self, figures: list[Decimal], year: int) -> None:
        months = months_of(figures, year)
        ratios = seasonal_ratio(months)
        assert sum(ratios.values()) == 12
        average = Fraction(sum(figures, Decimal(0))) / 12
        assert all(ratios[span] == Fraction(months[span]) / average for span in months)

    @given(st.lists(FLOWS, min_size=4, max_size=4), st.integers(0, 8))
    def test_the_truth_is_inside(self, figures: list[Decimal], eighths: int) -> None:
        spans = [*period("2024").split("Q")]
        truths = {span: Fraction(figure) * (36 + eighths) / 40 for span, figure in zip(spans, figures, strict=True)}
        abouts = {span: Estimate.about(figure) for span, figure in zip(spans, figures, strict=True)}
        exact, ratios = seasonal_ratio(truths), seasonal_ratio(abouts)
        for span in spans:
            ratio, truth = ratios[span], exact[span]
            assert isinstance(ratio, Estimate)
            assert isinstance(truth, Fraction)
            assert ratio.contains(truth)
        assert aggregate(abouts, "A")[period("2024")].contains(aggregate(truths, "A")[period("2024")])
