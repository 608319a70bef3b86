from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, PeriodMismatchError, WrongTypeError
from centralasia.money import Money, MoneyEstimate, as_money_estimate
from centralasia.numbers import Estimate
from centralasia.periods import period
from centralasia.records import evolve
from centralasia.remittances import RemittanceFlow, cumulate_flows, decumulate_flows, flow_series, series_of
from centralasia.series import annualise, year_on_year
from centralasia.testing import remittance_flows

FACTS: dict[str, Any] = {"origin": "RU", "destination": "GE", "measure": "money_transfer_systems", "source": "made up"}


def a_flow(when: str, amount: int | Money | MoneyEstimate, **changes: Any) -> RemittanceFlow:
    money = Money.of(amount, "USD") if isinstance(amount, int) else amount
    return RemittanceFlow(**FACTS | {"period": when, "amount": money} | changes)


MONTHS = [a_flow("2024-01", 5), a_flow("2024-02", 7), a_flow("2024-03", 1)]
CUMULATIVE = [a_flow("2024-01", 5), a_flow("2024-01/2024-02", 12), a_flow("2024-Q1", 13)]


def test_months_are_added_up_from_the_beginning_of_the_year() -> None:
    assert list(cumulate_flows(MONTHS)) == CUMULATIVE


def test_cumulative_months_are_taken_apart() -> None:
    assert list(decumulate_flows(CUMULATIVE)) == MONTHS


def test_every_series_is_taken_for_itself() -> None:
    others = [evolve(flow, origin="IT", amount=flow.amount * 2) for flow in CUMULATIVE]
    mixed = [flow for pair in zip(CUMULATIVE, others, strict=True) for flow in pair]
    assert decumulate_flows(mixed) == (*decumulate_flows(CUMULATIVE), *decumulate_flows(others))


def test_years_may_begin_in_another_month() -> None:
    flows = [a_flow("2023-07", 5), a_flow("2023-07/2023-08", 12)]
    singles = decumulate_flows(flows, starts_month=7)
    assert [str(flow.period) for flow in singles] == ["2023-07", "2023-08"]
    assert list(cumulate_flows(singles, starts_month=7)) == flows


def test_net_flows_may_fall() -> None:
    flows = [a_flow("2024-01", 5, basis="net"), a_flow("2024-01/2024-02", 3, basis="net")]
    assert [flow.amount for flow in decumulate_flows(flows)] == [Money.of(5, "USD"), Money.of(-2, "USD")]


def test_a_gross_flow_must_not_fall() -> None:
    with pytest.raises(InvalidValueError, match="no less than the figure of 2024-01, 5 USD"):
        decumulate_flows([a_flow("2024-01", 5), a_flow("2024-01/2024-02", 3)])


def test_the_frequency_can_be_said() -> None:
    flows = [a_flow("2024-Q1", 5), a_flow("2024-01/2024-06", 9)]
    assert [str(each.period) for each in decumulate_flows(flows, frequency="Q")] == ["2024-Q1", "2024-Q2"]


def test_of_half_months_and_gaps_nothing_is_made() -> None:
    with pytest.raises(PeriodMismatchError):
        cumulate_flows([MONTHS[0], MONTHS[2]])


class TestSeries:
    """Transfers to Uzbekistan in nine months, as the text on them has it: +34.8 % needs 8.62."""

    NINE = (a_flow("2023-01/2023-09", 8400), a_flow("2024-01/2024-09", 11620))

    def test_what_series_calculates_is_said_of_flows(self) -> None:
        assert year_on_year(series_of(self.NINE)) == {period("2024-01/2024-09"): Fraction(23, 60)}
        flow = self.NINE[1]
        assert annualise(flow.amount, flow.period) == MoneyEstimate.of(
            Estimate.spanning(Fraction(46480, 3), Fraction(46480, 3), best=Fraction(46480, 3)), "USD"
        )

    def test_series_are_kept_apart_by_all_but_period(self) -> None:
        others = [
            a_flow("2024-01", 1, origin="IT"),
            a_flow("2024-01", 1, destination="AM"),
            a_flow("2024-01", 1, measure="bank_transfers"),
            a_flow("2024-01", 1, reporter="sender"),
            a_flow("2024-01", 1, basis="net"),
            a_flow("2024-01", Money.of(1, "EUR")),
            a_flow("2024-01", 1, source="another"),
            a_flow("2024-01", 1, vintage="2024-05"),
        ]
        found = flow_series([*MONTHS, *others])
        assert [len(series) for series in found.values()] == [3] + [1] * 8

    @pytest.mark.parametrize(
        ("flows", "error", "message"),
        [
            ([], InvalidValueError, "flows must be one flow at least, got 0"),
            ([1], WrongTypeError, "flow must be a RemittanceFlow, got 1 of type int"),
            (
                [MONTHS[0], a_flow("2024-01", 1, origin="IT")],
                InvalidValueError,
                "origin must be RU, as of the flows before, got 'IT'; flow_series takes several series apart",
            ),
            (
                [MONTHS[0], MONTHS[0]],
                InvalidValueError,
                "flows must be a corridor that comes once in a period, got 'RU-GE'",
            ),
        ],
    )
    def test_what_is_no_series_is_refused(self, flows: list[Any], error: type[Exception], message: str) -> None:
        with pytest.raises(error) as caught:
            series_of(flows)
        assert message in str(caught.value)

    def test_only_flows_are_taken_apart(self) -> None:
        flows: Any = ["2024-01"]
        with pytest.raises(WrongTypeError, match="flow must be a RemittanceFlow"):
            decumulate_flows(flows)


def months_of(flows: list[RemittanceFlow]) -> list[RemittanceFlow]:
    start = period("2024-01")
    return [evolve(flows[0], period=start + place, amount=flow.amount) for place, flow in enumerate(flows)]


years = st.lists(remittance_flows(currencies="USD"), min_size=1, max_size=12)


class TestLaws:
    @given(years.map(lambda flows: [evolve(flow, basis="net") for flow in flows]).map(months_of))
    def test_taking_apart_what_was_added_up_encloses_every_month(self, flows: list[RemittanceFlow]) -> None:
        again = decumulate_flows(cumulate_flows(flows))
        assert [flow.period for flow in again] == [flow.period for flow in flows]
        for flow, back in zip(flows, again, strict=True):
            one, other = as_money_estimate(flow.amount).estimate, as_money_estimate(back.amount).estimate
            assert one & other is not None
            assert (one | other).low == other.low
            assert (one | other).high == other.high

    @given(
        st.lists(remittance_flows(currencies="USD", exact=True, bases="gross"), min_size=1, max_size=12).map(months_of)
    )
    def test_of_money_it_is_the_identity(self, flows: list[RemittanceFlow]) -> None:
        assert list(decumulate_flows(cumulate_flows(flows))) == flows
