from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, CurrencyMismatchError, InvalidValueError, PeriodMismatchError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.periods import Period, fiscal_year, period
from centralasia.series import aggregate, cumulate, decumulate, looks_cumulative
from centralasia.testing import decimals


def test_single_months_and_cumulative_ones_are_two_forms_of_one_series() -> None:
    singles = {"2023-12": 9}
    with pytest.raises(PeriodMismatchError):
        cumulate(singles)
    months = {"2024-01": 5, "2024-02": 7, "2024-03": 0, "2025-01": 6, "2025-02": 1}
    sums = {"2024-01": 5, "2024-01/2024-02": 12, "2024-Q1": 12, "2025-01": 6, "2025-01/2025-02": 7}
    assert cumulate(months) == {period(span): figure for span, figure in sums.items()}
    assert decumulate(sums) == {period(span): figure for span, figure in months.items()}


def test_quarters_and_halves_are_added_up_too() -> None:
    sums = {"2024-Q1": 3, "2024-S1": 8, "2024-01/2024-09": 10, "2024": 14}
    quarters = {"2024-Q1": 3, "2024-Q2": 5, "2024-Q3": 2, "2024-Q4": 4}
    assert decumulate(sums) == {period(span): figure for span, figure in quarters.items()}
    assert cumulate(quarters) == {period(span): figure for span, figure in sums.items()}
    assert cumulate({"2024-S1": 8, "2024-S2": 6}) == {period("2024-S1"): 8, period("2024"): 14}
    assert decumulate({"2023": 1, "2024": 2}) == cumulate({"2023": 1, "2024": 2})


def test_years_may_begin_in_any_month() -> None:
    sums = {"2023-07": 1, "2023-07/2023-08": 3, "2024-07": 4}
    singles = {period("2023-07"): 1, period("2023-08"): 2, period("2024-07"): 4}
    assert decumulate(sums, starts_month=7) == singles
    assert cumulate(singles, starts_month=7) == {period(span): figure for span, figure in sums.items()}


def test_what_is_reported_together_can_be_taken_together() -> None:
    chinese_customs = {"2024-01/2024-02": 5, "2024-01/2024-04": 9}
    with pytest.raises(PeriodMismatchError, match="sums in monthly steps"):
        decumulate(chinese_customs)
    quarters = {"2024-Q1": 5, "2024-S1": 9}
    assert decumulate(quarters, frequency="Q") == {period("2024-Q1"): 5, period("2024-Q2"): 4}


def test_figures_stay_what_they_are() -> None:
    spans = ("2024-01", "2024-01/2024-02")
    numbers: dict[str, Decimal | int] = {spans[0]: Decimal("1.10"), spans[1]: 3}
    assert [*decumulate(numbers).values()] == [Decimal("1.10"), Decimal("1.90")]
    money = decumulate({spans[0]: Money.of("1.10", "USD"), spans[1]: Money.of(3, "USD")})
    assert [*money.values()] == [Money.of("1.10", "USD"), Money.of("1.90", "USD")]
    mixed: dict[str, Money | MoneyEstimate] = {spans[0]: MoneyEstimate.of(1, "USD"), spans[1]: Money.of(3, "USD")}
    assert [*decumulate(mixed).values()] == [MoneyEstimate.of(1, "USD"), MoneyEstimate.of(2, "USD")]
    estimates = decumulate({spans[0]: Estimate.printed(1), spans[1]: Estimate.printed(3)})
    assert [str(each) for each in estimates.values()] == ["1 (0.5 to 1.5)", "about 2 (1.0 to 3.0)"]


def test_a_sum_that_falls_is_refused_unless_figures_have_a_sign() -> None:
    sums = {"2024-01": 5, "2024-01/2024-02": 3}
    with pytest.raises(InvalidValueError) as caught:
        decumulate(sums)
    assert str(caught.value) == (
        "figure of 2024-01/2024-02 must be no less than the figure of 2024-01, 5, got 3; "
        "compare revisions of one day only, or pass signed=True for net flows"
    )
    assert decumulate(sums, signed=True) == {period("2024-01"): 5, period("2024-02"): -2}
    with pytest.raises(InvalidValueError, match="figure of 2024-01 must be zero or more, got -5"):
        decumulate({"2024-01": -5})
    with pytest.raises(InvalidValueError, match=r"about 1.00000E\+5000, got a int of more"):
        decumulate({"2024-01": 10**5000, "2024-01/2024-02": 10**4999})
    with pytest.raises(InvalidValueError, match=r"no less than the figure of 2024-01, over 5, got .*; compare"):
        decumulate({"2024-01": Estimate.over(5), "2024-01/2024-02": Estimate.under(5)})


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: cumulate({"2024-01": 1, "2024-03": 1}),
            PeriodMismatchError,
            (
                "expected the monthly period that begins on 2024-02-01, got 2024-03; "
                "a sum needs every monthly figure since 2024-01-01"
            ),
        ),
        (
            lambda: cumulate({"2024-Q2": 1}),
            PeriodMismatchError,
            "expected the quarterly period that begins on 2024-01-01, got 2024-Q2",
        ),
        (
            lambda: cumulate({"2024-Q2": 1}, starts_month=5),
            PeriodMismatchError,
            "expected the quarterly period that begins on 2023-05-01, got 2024-Q2",
        ),
        (
            lambda: cumulate({"2024-01": 1, "2024-Q1": 1}),
            PeriodMismatchError,
            "expected a monthly period, as 2024-01 is, got 2024-Q1; keep the series apart",
        ),
        (
            lambda: cumulate({"2024-01/2024-02": 1}),
            PeriodMismatchError,
            (
                "expected a month, a quarter, a half or a year, got 2024-01/2024-02; "
                "cumulative figures go through decumulate first"
            ),
        ),
        (lambda: cumulate({"2024-W01": 1}), PeriodMismatchError, "expected a month, a quarter, a half or a year"),
        (
            lambda: cumulate({"2024-01": 1, "Jan 2024": 2}),
            PeriodMismatchError,
            "expected one figure a period, got two of 2024-01; keep one of them, or add them up",
        ),
        (
            lambda: decumulate({"2024-01": 1, "2024-02": 1}),
            PeriodMismatchError,
            (
                "expected a part of 2024 from its beginning on, got 2024-02; "
                "single figures are no sums; say starts_month= if years do not begin in January"
            ),
        ),
        (
            lambda: decumulate({"2024-01": 1, "2024-01/2025-02": 2}),
            PeriodMismatchError,
            "expected a part of 2024 from its beginning on, got 2024-01/2025-02",
        ),
        (
            lambda: decumulate({"2024-01": 1, "2024-Q1": 2}),
            PeriodMismatchError,
            (
                "expected sums in monthly steps, got 2024-Q1, which adds 2024-02/2024-03; "
                "give every sum since 2024-02-01, or say the frequency of those there are"
            ),
        ),
        (
            lambda: decumulate({"2024-Q1": 1, "2024-01/2024-09": 2}),
            PeriodMismatchError,
            "expected sums in quarterly steps, got 2024-01/2024-09, which adds 2024-04/2024-09",
        ),
        (
            lambda: decumulate({"2023": 1, "2024-01": 2}),
            PeriodMismatchError,
            "expected sums in monthly steps, got 2023; give every sum since 2023-01-01",
        ),
        (
            lambda: decumulate({"2024-01": 1}, frequency="Q"),
            PeriodMismatchError,
            "expected sums in quarterly steps, got 2024-01",
        ),
        (lambda: decumulate({"2024-01-01": 1}), PeriodMismatchError, "expected sums in daily steps, got 2024-01-01"),
        (
            lambda: decumulate({"2024-01-01/2024-01-20": 1}),
            PeriodMismatchError,
            "expected sums in monthly steps, got 2024-01-01/2024-01-20",
        ),
        (
            lambda: cumulate({"2024-01": Money.of(1, "USD"), "2024-02": Money.of(1, "EUR")}),
            CurrencyMismatchError,
            "expected USD, got EUR; convert the figures to one currency first",
        ),
    ],
)
def test_what_is_no_run_of_periods_is_refused(
    call: Callable[[], object], error: type[CentralAsiaError], message: str
) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)


def months(*figures: int | str, since: str = "2024-01") -> dict[Period, Decimal]:
    return {period(since) + place: Decimal(figure) for place, figure in enumerate(figures)}


class TestWhatLooksCumulative:
    @pytest.mark.parametrize(
        ("series", "expected"),
        [
            (months(5, 11, 17, 25, 33, 40), True),
            (months(5, 5, 11, 17), True),  # a month without a figure of its own
            (months(0, 0, 3, 9), True),
            (months(9, 12, 14, 20), True),  # a strong January
            (months(5, 7, 6, 9), False),
            (months(5, 6, 7, 8), False),  # rises, but not as sums do
            (months(5, 5, 5, 5), False),
            (months(0, 0, 0, 0), False),
            (months(5, 11, 17), False),  # too few to tell
            (months(11, 17, 25, 33, 40, since="2024-02"), False),  # the beginning is missing
            (months(*range(5, 65, 5)) | months(6, 13, 20, 28, since="2025-01"), True),
            (months(*range(5, 65, 5)) | months(6, since="2025-01"), True),
            (months(*range(5, 65, 5)) | months(65, 130, 195, 260, since="2025-01"), False),  # no fall in January
            (months(*range(5, 65, 5)) | months(6, 5, 7, 6, since="2025-01"), False),
        ],
    )
    def test_the_shape_of_its_years_decides(self, series: dict[Period, Decimal], *, expected: bool) -> None:
        assert looks_cumulative(series) is expected

    def test_quarters_and_fiscal_years_are_judged_too(self) -> None:
        assert looks_cumulative({"2024-Q1": 3, "2024-Q2": 6, "2024-Q3": 10, "2024-Q4": 13})
        crop = months(3, 6, 10, 13, since="2024-07")
        assert looks_cumulative(crop, starts_month=7)
        assert not looks_cumulative(crop)

    def test_estimates_count_by_their_best_value_or_middle(self) -> None:
        printed = {span: Estimate.printed(figure) for span, figure in months(5, 11, 17, 25).items()}
        assert looks_cumulative(printed)
        ranges = {span: Estimate.between(figure - 1, figure + 1) for span, figure in months(5, 11, 17, 25).items()}
        assert looks_cumulative(ranges)
        assert not looks_cumulative(ranges | {period("2024-04"): Estimate.over(20)})

    def test_the_labels_must_be_of_one_length(self) -> None:
        with pytest.raises(PeriodMismatchError, match="expected a monthly period, as 2024-01 is, got 2024-Q1"):
            looks_cumulative({"2024-01": 1, "2024-Q1": 2})
        with pytest.raises(InvalidValueError, match="series must be a mapping of at least one period to its figure"):
            looks_cumulative({})


FIGURES = decimals(min_value=-(10**9), max_value=10**9)
FLOWS = decimals(min_value=0, max_value=10**9)
STARTS = st.integers(1, 12)


def run_of(figures: list[Decimal], *, starts_month: int, year: int) -> dict[Period, Decimal]:
    first = next(iter(fiscal_year(year, starts_month=starts_month)))
    return {first + place: figure for place, figure in enumerate(figures)}


RUNS = st.lists(FIGURES, min_size=1, max_size=30)
FLOW_RUNS = st.lists(FLOWS, min_size=1, max_size=30)
YEARS = st.integers(1995, 2030)


class TestLaws:
    @given(RUNS, STARTS, YEARS)
    def test_taking_apart_undoes_adding_up(self, figures: list[Decimal], starts_month: int, year: int) -> None:
        singles = run_of(figures, starts_month=starts_month, year=year)
        sums = cumulate(singles, starts_month=starts_month)
        assert decumulate(sums, starts_month=starts_month, signed=True) == singles

    @given(FLOW_RUNS, STARTS, YEARS)
    def test_sums_of_flows_never_fall_and_restart_each_year(
        self, figures: list[Decimal], starts_month: int, year: int
    ) -> None:
        singles = run_of(figures, starts_month=starts_month, year=year)
        sums = cumulate(singles, starts_month=starts_month)
        assert decumulate(sums, starts_month=starts_month) == singles
        expected = [each for at in range(0, len(figures), 12) for each in accumulate(figures[at : at + 12])]
        assert [*sums.values()] == expected
        assert all(span.start.month == starts_month for span in sums)

    @given(RUNS, YEARS)
    def test_adding_up_undoes_taking_apart(self, figures: list[Decimal], year: int) -> None:
        singles = run_of(figures, starts_month=1, year=year)
        sums = {
            Period(span.to("A").start, span.end): figure for span, figure in singles.items()
        }  # any figures at all, read as sums
        assert cumulate(decumulate(sums, signed=True)) == sums

    @given(st.lists(FIGURES, min_size=24, max_size=24), YEARS)
    def test_the_sum_at_the_end_of_a_year_is_the_year(self, figures: list[Decimal], year: int) -> None:
        singles = run_of(figures, starts_month=1, year=year)
        sums = cumulate(singles)
        assert {span: figure for span, figure in sums.items() if span.months == 12} == aggregate(singles, "A")

    @given(FLOW_RUNS, st.integers(0, 8))
    def test_the_truth_is_inside_both_ways(self, figures: list[Decimal], eighths: int) -> None:
        singles = run_of(figures, starts_month=1, year=2024)
        truths = {span: Fraction(figure) - 4 + eighths for span, figure in singles.items()}
        abouts = {span: Estimate.about(figure, within=4) for span, figure in singles.items()}
        exact, sums = cumulate(truths), cumulate(abouts)
        assert all(sums[span].contains(exact[span]) for span in exact)
        again = decumulate(sums, signed=True)
        assert all(again[span].contains(truths[span]) for span in truths)

    @given(st.lists(decimals(min_value="1.5", max_value="2.9"), min_size=4, max_size=40))
    def test_sums_of_steady_flows_look_cumulative_and_the_flows_do_not(self, figures: list[Decimal]) -> None:
        singles = run_of(figures, starts_month=1, year=2024)
        mislabelled = dict(zip(singles, cumulate(singles).values(), strict=True))
        assert looks_cumulative(mislabelled)
        assert not looks_cumulative(singles)
