from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from centralasia.errors import CurrencyMismatchError, InvalidValueError, PeriodMismatchError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.quantities import Quantity
from centralasia.records import from_json, from_row, to_json, to_row
from centralasia.testing import targets
from centralasia.trade import Target, TradeFlow, flow_before, growth_between, target_progress


def a_target(**changed: object) -> Target:
    fields: dict[str, object] = {
        "title": "grain to China",
        "subject": "exports of grain from Kazakhstan to China",
        "goal_quantity": Quantity.of(2, "Mt"),
        "source": "S-KZ-CN1",
    }
    return Target(**(fields | changed))  # type: ignore[arg-type]  # tables of fields, good and bad


def grain(amount: str | Estimate, period: str, **changed: object) -> TradeFlow:
    fields: dict[str, object] = {
        "reporter": "KZ",
        "partner": "CN",
        "flow": "export",
        "product": "grain",
        "quantity": Quantity.of(amount, "Mt"),
        "source": "S-KZ-CN1",
    }
    return TradeFlow(period=period, **(fields | changed))  # type: ignore[arg-type]  # tables of fields


def test_grain_of_2022_follows_from_the_fold_and_the_figure_of_2023() -> None:
    earlier = flow_before(grain(Estimate.printed("1.4"), "2023"), Estimate.printed("5.5"))
    assert str(earlier.period) == "2022"
    assert earlier.value is None
    assert earlier.quantity is not None
    interval = earlier.quantity.estimate
    assert (f"{interval.low:.3f}", f"{interval.high:.3f}", f"{interval.best:.3f}") == ("0.243", "0.266", "0.255")
    assert earlier.note == "reckoned from 2023 and a ratio of about 5.5 (5.45 to 5.55)"


def test_a_fold_is_of_the_value_or_of_the_quantity() -> None:
    flow = grain("1.1", "2023", value=Money.of(11, "USD"), valuation="fob")
    with pytest.raises(InvalidValueError, match="measured must be 'value' or 'quantity' for a flow that states both"):
        flow_before(flow, Fraction("5.5"))
    by_value = flow_before(flow, Fraction("5.5"), measured="value")
    assert (by_value.value, by_value.quantity, by_value.valuation) == (Money.of(2, "USD"), None, flow.valuation)
    by_quantity = flow_before(flow, Fraction("5.5"), measured="quantity")
    assert (by_quantity.value, by_quantity.quantity, by_quantity.valuation) == (None, Quantity.of("0.2", "Mt"), None)
    with pytest.raises(InvalidValueError, match="value must be stated, as it is not for the export of grain"):
        flow_before(grain("1.4", "2023"), 2, measured="value")


def test_nine_months_of_2024_make_an_annual_rate_and_leave_nine_tenths_of_a_million_tonnes() -> None:
    progress = target_progress(a_target(), grain("1.1", "2024-01/2024-09"))
    assert isinstance(progress.annual, Quantity)
    assert progress.annual.exact == Fraction(22, 15)
    assert f"{float(progress.annual.exact):.3f}" == "1.467"
    assert f"{float(progress.annual.exact / Fraction('1.4') - 1):.1%}" == "4.8%"
    assert progress.remaining is not None
    assert progress.remaining.needed == Quantity.of("0.9", "Mt")
    assert str(progress.remaining.rest) == "2024-Q4"
    assert progress.remaining.times_so_far is not None
    assert progress.share == Fraction(11, 15)
    assert "the goal has no date" in progress.explain()
    assert "81.8 %" in progress.explain()


def test_farm_exports_need_13_percent_a_year() -> None:
    target = Target(
        title="farm exports",
        subject="exports of farm goods of Kazakhstan",
        baseline_value=Money.of(5_400_000_000, "USD"),
        baseline_period="2023",
        goal_value=Money.of(10_000_000_000, "USD"),
        by="2028",
        source="well-known",
    )
    rate = target.required_growth()
    assert isinstance(rate, Estimate)
    assert rate.best is not None
    assert round(rate.best, 3) == Fraction("0.131")
    fold = target.fold()
    assert isinstance(fold, Fraction)
    assert round(float(fold), 3) == 1.852


def test_an_earlier_plan_was_called_a_tripling() -> None:
    plan = Target(
        title="plan",
        subject="exports of farm goods",
        baseline_value=Money.of("3.5", "USD"),
        goal_value=Money.of("9.9", "USD"),
        source="S-KZ-AG4",
    )
    assert round(float(plan.fold()), 2) == 2.83  # type: ignore[arg-type]  # exact figures give a fraction


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"goal_quantity": None}, "goal_value must be given where there is no goal_quantity, got None"),
        ({"baseline_value": Money.of(1, "USD")}, "goal_value must be given where there is a baseline_value"),
        (
            {"baseline_value": Money.of(1, "USD"), "goal_value": Money.of(1, "EUR")},
            "goal_value must be in USD, as the baseline is, got '1 EUR'; convert one of them first",
        ),
        (
            {"goal_quantity": None, "goal_value": Money.of(1, "USD"), "baseline_quantity": Quantity.of(1, "t")},
            "goal_quantity must be given where there is a baseline_quantity, got None",
        ),
        (
            {"baseline_quantity": Quantity.of(1, "GWh")},
            "goal_quantity must be in a unit of the kind of GWh, as the baseline is, got '2 Mt'",
        ),
        ({"goal_quantity": Quantity.of(-1, "t")}, "goal_quantity must be zero or more, got '-1 t'"),
        ({"baseline_quantity": Quantity.of(-1, "t")}, "baseline_quantity must be zero or more, got '-1 t'"),
        ({"baseline_period": "2023", "by": "2023"}, "by must be after the baseline, 2023, got '2023'"),
        ({"baseline_period": "2023", "by": "2023-12-31"}, "by must be after the baseline, 2023, got '2023-12-31'"),
        ({"by": "soon"}, "by must be"),
    ],
)
def test_a_target_that_cannot_be_is_refused(changed: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        a_target(**changed)
    assert message in str(caught.value)


def test_a_goal_that_is_both_has_both() -> None:
    target = a_target(goal_value=Money.of(5, "USD"), baseline_value=Money.of(2, "USD"))
    assert target.goal() == Money.of(5, "USD")
    assert target.goal("quantity") == Quantity.of(2, "Mt")
    assert target.baseline() == Money.of(2, "USD")


@pytest.mark.parametrize(
    ("target", "call", "message"),
    [
        (a_target(), "baseline", "baseline_quantity must be stated, got None"),
        (a_target(), "fold", "baseline_quantity must be stated, got None"),
        (a_target(), "required_growth", "baseline_period must be given, to reckon the growth a year, got None"),
        (a_target(baseline_period="2023"), "required_growth", "by must be given, to reckon the growth a year"),
    ],
)
def test_a_target_without_a_baseline_or_a_date_says_what_is_missing(target: Target, call: str, message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        getattr(target, call)()
    assert message in str(caught.value)


def test_a_goal_of_another_sort_is_named() -> None:
    with pytest.raises(InvalidValueError, match="goal_value must be stated"):
        a_target().goal("value")
    with pytest.raises(InvalidValueError, match="measured must be 'value' or 'quantity', got 'weight'"):
        a_target().goal("weight")  # type: ignore[arg-type]  # the mistake itself
    with pytest.raises(InvalidValueError, match=r"measured must be 'value' or 'quantity', got \['value'\]"):
        a_target().goal(["value"])  # type: ignore[arg-type]  # the mistake itself


def test_a_ratio_may_be_as_large_as_it_likes() -> None:
    assert flow_before(grain("1", "2023"), 10**5_000).note == "reckoned from 2023 and a ratio of about 1.00000E+5000"


@pytest.mark.parametrize(
    ("baseline", "by", "expected"),
    [("2030", "2032", "1/5"), ("2030", "2032-12-31", "1/5"), ("2030-12", "2032-12-31", "1/5")],
)
def test_a_day_stands_for_the_period_it_ends(baseline: str, by: str, expected: str) -> None:
    target = a_target(
        goal_quantity=Quantity.of(144, "t"), baseline_quantity=Quantity.of(100, "t"), baseline_period=baseline, by=by
    )
    rate = target.required_growth()
    assert rate == Fraction(expected) or (isinstance(rate, Estimate) and rate.contains(Fraction(expected)))


@pytest.mark.parametrize("by", ["2032-06-30", "2032-01-01", "2032-12-30"])
def test_a_day_within_a_year_ends_no_year(by: str) -> None:
    target = a_target(baseline_quantity=Quantity.of(1, "Mt"), baseline_period="2030", by=by)
    with pytest.raises(PeriodMismatchError, match=f"due on the last day of a period .annual., got {by}; say which"):
        target.required_growth()


@pytest.mark.parametrize("by", ["2032", "2032-12-31"])
def test_a_baseline_of_some_months_has_no_growth_a_year(by: str) -> None:
    target = a_target(baseline_quantity=Quantity.of(1, "Mt"), baseline_period="2030-01/2030-09", by=by)
    with pytest.raises(PeriodMismatchError):
        target.required_growth()


@pytest.mark.parametrize(
    ("by", "done", "has_remaining"),
    [
        (None, "2024-01/2024-09", True),
        ("2024", "2024-01/2024-09", True),
        ("2024-12-31", "2024-Q1", True),
        ("2028", "2024-01/2024-09", False),
        (None, "2024", False),
        ("2028", "2024-04/2024-09", False),
        ("2028-06-30", "2024-01/2024-09", False),
        ("2024-07/2025-06", "2024-07/2024-12", True),
        ("2024-07/2025-06", "2024-01/2024-03", False),
        (None, "2023-07/2024-06", False),
    ],
)
def test_what_remains_is_told_for_the_year_of_the_goal(by: str | None, done: str, *, has_remaining: bool) -> None:
    progress = target_progress(a_target(by=by), Quantity.of("1.1", "Mt"), done=done)
    assert (progress.remaining is not None) is has_remaining
    assert ("a pace of" in progress.explain()) is not has_remaining
    assert ("no date" in progress.explain()) is (has_remaining and by is None)


@pytest.mark.parametrize(
    ("by", "done", "message"),
    [
        ("2024-Q4", "2024-01/2024-09", "expected a goal of a year, got 2024-Q4"),
        ("2024/2028", "2024-01/2024-09", "expected a goal of a year, got 2024/2028"),
        ("2024-06-30", "2024-Q1", r"expected a goal due on the last day of a period \(annual\), got 2024-06-30"),
        (None, "2024-Q2", "expected a part of 2024 from its beginning on, got 2024-Q2; where the year of the goal"),
        ("2024", "2024-Q2", "expected a part of 2024 from its beginning on, got 2024-Q2; where the year of the goal"),
        ("2024-12-31", "2024-Q2", "expected a part of 2024 from its beginning on, got 2024-Q2"),
        ("2024-07/2025-06", "2024-10/2024-12", "expected a part of 2024-07/2025-06 from its beginning on"),
    ],
)
def test_a_part_of_one_span_says_nothing_of_the_goal_of_another(by: str | None, done: str, message: str) -> None:
    with pytest.raises(PeriodMismatchError, match=message):
        target_progress(a_target(by=by), Quantity.of("1.1", "Mt"), done=done)


def test_a_pace_is_told_in_few_digits_and_beside_the_goal() -> None:
    flow = grain("1.1", "2024-01/2024-09")
    assert target_progress(a_target(by="2028"), flow).explain() == (
        "grain to China: 1.1 Mt in 2024-01/2024-09, a pace of about 1.46667 Mt a year, "
        "which is 73.3 % of the goal of 2 Mt by 2028"
    )
    none_at_all = a_target(goal_quantity=Quantity.of(0, "Mt"), by="2028")
    assert target_progress(none_at_all, flow).share is None
    assert target_progress(none_at_all, flow).explain().endswith("Mt a year, beside the goal of 0 Mt by 2028")
    dateless = target_progress(a_target(), grain("1", "2024")).explain()
    assert dateless.endswith("which is 50.0 % of the goal of 2 Mt without a date")


def test_progress_in_value_is_told_in_value() -> None:
    target = a_target(goal_quantity=None, goal_value=Money.of(12, "USD"))
    progress = target_progress(target, grain("1", "2030-S1", value=Money.of(3, "USD")))
    assert progress.annual == Money.of(6, "USD")
    assert progress.share == Fraction(1, 2)
    later = target_progress(target, MoneyEstimate.of(Estimate.over(3), "USD"), done="2030-S1")
    assert isinstance(later.share, Estimate)


def test_a_part_of_the_year_may_be_said_beside_the_flow() -> None:
    assert str(target_progress(a_target(), grain("1", "2030-Q1"), done="2030-S1").done) == "2030-S1"


def test_progress_that_cannot_be_told_says_why() -> None:
    with pytest.raises(InvalidValueError, match="done must be the period of the amount, got None; only a flow knows"):
        target_progress(a_target(), Quantity.of(1, "Mt"))
    with pytest.raises(InvalidValueError, match="value must be stated, as it is not for the export of grain"):
        target_progress(a_target(goal_value=Money.of(1, "USD")), grain("1", "2030-Q1"))
    with pytest.raises(InvalidValueError, match="goal_value must be stated"):
        target_progress(a_target(), Money.of(1, "USD"), done="2030-Q1")
    with pytest.raises(CurrencyMismatchError):
        target_progress(a_target(goal_value=Money.of(1, "USD")), Money.of(1, "EUR"), done="2030-Q1")
    with pytest.raises(PeriodMismatchError, match="from its beginning on"):
        target_progress(a_target(), Quantity.of(1, "Mt"), done="2030-Q2")


def test_growth_lies_between_two_flows_of_one_sort() -> None:
    first, second = grain("1.4", "2023"), grain("1.75", "2024")
    rate = growth_between(first, second, measured="quantity")
    assert rate == Fraction(1, 4)
    valued = grain("2", "2024", value=Money.of(1, "USD"), valuation="fob")
    assert growth_between(grain("1", "2023"), valued, measured="quantity") == 1
    spans = grain("1", "2023-01/2023-09"), grain("2", "2024-01/2024-09")
    assert growth_between(*spans, measured="quantity") == 1


def test_values_of_two_valuations_have_no_growth_between_them() -> None:
    first = grain("1", "2023", value=Money.of(1, "USD"), valuation="fob")
    with pytest.raises(InvalidValueError, match="valuation must be that of the earlier flow, fob, got None"):
        growth_between(first, grain("1", "2024", value=Money.of(1, "USD")))


@pytest.mark.parametrize(
    ("later", "message"),
    [
        ({"partner": "UZ"}, "partner must be that of the earlier flow, CN, got 'UZ'"),
        ({"flow": "import"}, "flow must be that of the earlier flow, export, got 'import'"),
        ({"product": "oil"}, "product must be that of the earlier flow, grain, got 'oil'"),
        ({"period": "2024-Q1"}, "period must be as long as 2023, got '2024-Q1'"),
        ({"period": "2024-01/2024-09"}, "period must be as long as 2023, got '2024-01/2024-09'"),
        ({"period": "2022"}, "period must be after 2023, got '2022'"),
        ({"quantity": None, "value": Money.of(1, "USD")}, "quantity must be stated, as it is not for the export"),
    ],
)
def test_flows_of_two_sorts_have_no_growth_between_them(later: dict[str, object], message: str) -> None:
    changed = {"period": "2024"} | later
    second = grain("2", **changed)  # type: ignore[arg-type]  # tables of fields
    with pytest.raises(InvalidValueError) as caught:
        growth_between(grain("1", "2023"), second, measured="quantity")
    assert message in str(caught.value)


class TestLaws:
    @given(targets())
    def test_a_target_comes_back_from_a_row_and_from_json(self, target: Target) -> None:
        assert from_row(Target, to_row(target)) == target
        assert from_json(Target, to_json(target)) == target

    @given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(1, 11))
    def test_what_remains_and_what_there_was_make_the_goal(self, goal: int, so_far: int, months: int) -> None:
        target = a_target(goal_quantity=Quantity.of(goal, "t"))
        progress = target_progress(target, Quantity.of(so_far, "t"), done=f"2030-01/2030-{months:02}")
        assert progress.remaining is not None
        assert progress.remaining.needed + Quantity.of(so_far, "t") == Quantity.of(goal, "t")

    @given(targets())
    def test_a_baseline_times_the_fold_is_the_goal(self, target: Target) -> None:
        assume(target.baseline_value is not None)
        assert target.baseline_value is not None
        fold = target.fold()
        assert isinstance(fold, Fraction)
        assert target.baseline_value * fold == target.goal()

    @given(st.integers(1, 10**6), st.fractions(min_value=Fraction(1, 8), max_value=8, max_denominator=8))
    def test_a_flow_reckoned_back_grows_to_the_flow(self, amount: int, times: Fraction) -> None:
        later = grain("1", "2023", value=Money.of(amount, "USD"))
        rate = growth_between(flow_before(later, times, measured="value"), later)
        expected = times - 1
        assert rate == expected or (isinstance(rate, Estimate) and rate.contains(expected))
