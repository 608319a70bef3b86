from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from centralasia.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from centralasia.money import Money
from centralasia.records import from_json, from_row, to_json, to_row
from centralasia.remittances import (
    G20_GOAL,
    SDG_AVERAGE_GOAL,
    SDG_CORRIDOR_GOAL,
    CostGoal,
    SendingCost,
    TransferQuote,
    average_percent,
)
from centralasia.testing import decimals, sending_costs, transfer_quotes

FIGURES = ("amount", "fee")


def a_cost(**changes: Any) -> SendingCost:
    given = {"amount": 200, "fee": 2} | changes
    figures = {name: Money.of(value, "USD") for name, value in given.items() if type(value) is int and name in FIGURES}
    return SendingCost(**given | figures)


def exchanged(rate: str | None, mid_rate: str | None = "90", fee: int | str = 2) -> SendingCost:
    return a_cost(fee=fee, payout="KGS", rate=rate, mid_rate=mid_rate)


@pytest.mark.parametrize(
    ("cost", "fee", "margin", "total"),
    [
        (a_cost(), 1, 0, 1),
        (a_cost(payout="USD"), 1, 0, 1),
        (exchanged("88.2"), 1, 2, 3),
        (exchanged("91.8"), 1, -2, -1),  # some pay more than the middle rate
        (exchanged("60", fee=0), 0, Fraction(100, 3), Fraction(100, 3)),
        (exchanged(None), 1, None, None),
        (exchanged("88.2", None), 1, None, None),
    ],
)
def test_a_cost_is_fee_and_margin(cost: SendingCost, fee: Any, margin: Any, total: Any) -> None:
    assert (cost.fee_percent, cost.margin_percent, cost.total_percent) == (fee, margin, total)


@pytest.mark.parametrize(
    ("cost", "received"),
    [
        (a_cost(), Money.of(200, "USD")),
        (exchanged("88.25"), Money.of("17650.00", "KGS")),
        (exchanged(None), None),
    ],
)
def test_what_is_received(cost: SendingCost, received: Money | None) -> None:
    assert cost.received == received


@pytest.mark.parametrize(
    ("cost", "is_known"),
    [(a_cost(), True), (exchanged("88.2"), True), (exchanged(None), False), (exchanged("1", None), False)],
)
def test_bounds_are_known_where_the_total_is(cost: SendingCost, is_known: bool) -> None:  # noqa: FBT001 - a case
    assert (cost.total_bounds is not None) is is_known


@pytest.mark.parametrize(
    ("total", "goals"),
    [
        ("2.99", (True, True, True)),
        ("3", (False, True, True)),
        ("5", (False, True, True)),
        ("5.01", (False, False, False)),
    ],
)
def test_goals_are_met_or_not(total: str, goals: tuple[bool, ...]) -> None:
    assert tuple(goal.is_met_by(Decimal(total)) for goal in (SDG_AVERAGE_GOAL, SDG_CORRIDOR_GOAL, G20_GOAL)) == goals


@pytest.mark.parametrize(
    ("cost", "goal", "is_met"),
    [(a_cost(), SDG_AVERAGE_GOAL, True), (a_cost(fee=6), SDG_AVERAGE_GOAL, False), (exchanged(None), G20_GOAL, None)],
)
def test_a_cost_meets_a_goal_or_it_is_not_known(cost: SendingCost, goal: CostGoal, is_met: bool | None) -> None:  # noqa: FBT001 - a case
    assert cost.meets(goal) is is_met


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"amount": Money.zero("USD")}, InvalidValueError, "amount must be greater than zero, got '0 USD'"),
        ({"amount": 200.0}, WrongTypeError, "amount must be a Money, got 200.0 of type float"),
        ({"fee": Money.of(-1, "USD")}, InvalidValueError, "fee must be not negative, got '-1 USD'; a better rate is"),
        ({"fee": Money.of(1, "EUR")}, CurrencyMismatchError, "expected USD, got EUR; state the fee in the currency"),
        ({"rate": "90"}, InvalidValueError, "rate must be left out where nothing is exchanged, got Decimal('90')"),
        ({"mid_rate": 1, "payout": "USD"}, InvalidValueError, "mid_rate must be left out where nothing is exchanged"),
        ({"payout": "KGS", "rate": 0}, InvalidValueError, "rate must be greater than zero"),
        ({"payout": "KGS", "rate": 88.2}, WrongTypeError, "rate must be"),
        ({"payout": "KGX"}, InvalidValueError, "payout must be"),
    ],
)
def test_a_bad_cost_is_refused(changes: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        a_cost(**changes)
    assert message in str(caught.value)


def test_a_float_meets_no_goal() -> None:
    total: Any = 2.5
    with pytest.raises(WrongTypeError, match="total_percent must be"):
        G20_GOAL.is_met_by(total)


FACTS: dict[str, Any] = {
    "service": "made up",
    "origin": "RU",
    "destination": "KG",
    "on": "2024-Q3",
    "source": "made up",
}


def test_a_quote_is_for_two_amounts() -> None:
    quote = TransferQuote(**FACTS, at_200=a_cost(amount=200), at_500=a_cost(amount=500))
    assert quote.at_200 is not None
    assert quote.at_500 is not None
    assert [cost.total_percent for cost in (quote.at_200, quote.at_500)] == [1, Fraction(2, 5)]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"at_200": None}, "at_200 must be given, or at_500, got None"),
        ({"origin": "KG"}, "destination must be another country than the origin KG, got 'KG'"),
        ({"origin": "W0"}, "origin must be a single country, got 'W0'"),
        ({"destination": "W0"}, "destination must be a single country, got 'W0'"),
        ({"on": "soon"}, "on must be"),
    ],
)
def test_a_bad_quote_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        TransferQuote(**FACTS | {"at_200": a_cost()} | changes)
    assert message in str(caught.value)


def test_averages_are_simple_or_weighted() -> None:
    costs = [a_cost(fee=2), a_cost(fee=8)]
    assert average_percent(costs) == Fraction(5, 2)
    assert average_percent(costs, weights=[3, Decimal(1)]) == Fraction(7, 4)
    assert average_percent([*costs, exchanged(None)], weights=[1, 1, 5], known_only=True) == Fraction(5, 2)


@pytest.mark.parametrize(
    ("costs", "options", "error", "message"),
    [
        ([], {}, InvalidValueError, "costs must be one at least that is known and has a weight, got 0"),
        ([exchanged(None)], {"known_only": True}, InvalidValueError, "costs must be one at least that is known"),
        ([exchanged(None)], {}, InvalidValueError, "total_percent must be known, got None; known_only=True leaves"),
        ([a_cost()], {"weights": [0]}, InvalidValueError, "costs must be one at least that is known and has a weight"),
        ([a_cost()], {"weights": [1, 2]}, InvalidValueError, "weights must be as many as there are costs, 1, got 2"),
        ([a_cost()], {"weights": [-1]}, InvalidValueError, "weights must be not negative, got"),
        ([a_cost()], {"weights": [0.5]}, WrongTypeError, "weight must be"),
        ([3], {}, WrongTypeError, "cost must be a SendingCost, got 3 of type int; a TransferQuote has two"),
    ],
)
def test_what_has_no_average_is_refused(
    costs: list[Any], options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        average_percent(costs, **options)
    assert message in str(caught.value)


rates = decimals(min_value="0.0001", max_value=100_000)


class TestLaws:
    @given(sending_costs())
    def test_bounds_contain_the_total(self, cost: SendingCost) -> None:
        assume(cost.total_percent is not None)
        assert cost.total_bounds is not None
        assert cost.total_percent is not None
        assert cost.total_bounds.contains(cost.total_percent)

    @given(rates, rates)
    def test_what_is_received_at_the_middle_rate_is_worth_the_rest(self, rate: Decimal, mid_rate: Decimal) -> None:
        cost = a_cost(payout="KGS", rate=rate, mid_rate=mid_rate)
        assert cost.received is not None
        assert cost.margin_percent is not None
        worth = Fraction(cost.received.amount) / Fraction(mid_rate)
        assert worth == 200 * (1 - cost.margin_percent / 100)

    @given(st.lists(sending_costs(), min_size=1))
    def test_an_average_lies_between_the_least_and_the_most(self, costs: list[SendingCost]) -> None:
        totals = [cost.total_percent for cost in costs if cost.total_percent is not None]
        assume(totals)
        assert min(totals) <= average_percent(costs, known_only=True) <= max(totals)

    @given(transfer_quotes())
    def test_rows_and_json_give_quotes_back(self, quote: TransferQuote) -> None:
        assert from_row(TransferQuote, to_row(quote)) == quote
        assert from_json(TransferQuote, to_json(quote)) == quote

    @given(sending_costs())
    def test_rows_and_json_give_costs_back(self, cost: SendingCost) -> None:
        assert from_row(SendingCost, to_row(cost)) == cost
        assert from_json(SendingCost, to_json(cost)) == cost
