"""Strategies for financing: what they reach, and that everything they make can be."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from centralasia.errors import InvalidValueError, UnknownCodeError
from centralasia.financing import (
    Contribution,
    FinancingOperation,
    Instrument,
    Memorandum,
    Stage,
    TopUp,
    Tranche,
    position,
)
from centralasia.money import Money, MoneyEstimate
from centralasia.testing import (
    contributions,
    eligibility_rules,
    financing_operations,
    memoranda,
    stage_histories,
    top_ups,
    tranches,
)


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_comes(stage: Stage, reached: Callable[..., object]) -> None:
    reached(stage_histories(), lambda each: each and each[-1].stage is stage)


@pytest.mark.parametrize("instrument", list(Instrument))
def test_every_instrument_comes(instrument: Instrument, reached: Callable[..., object]) -> None:
    reached(financing_operations(), lambda each: each.instrument is instrument)


@pytest.mark.parametrize(
    "condition",
    [
        lambda each: position(each).undisbursed,
        lambda each: position(each).undisbursed is None,
        lambda each: isinstance(each.amount, MoneyEstimate),
        lambda each: isinstance(each.amount, Money),
        lambda each: each.amount and each.amount.currency.code == "JPY",
        lambda each: len(each.tranches) > 1 and each.top_ups and each.contributions,
        lambda each: len(each.countries) > 1 and all(share.percent for share in each.countries),
        lambda each: len(each.countries) > 1 and not each.countries[-1].percent and each.countries[0].percent,
        lambda each: len(each.sectors) > 1,
        lambda each: each.in_kind is not None,
        lambda each: each.total_cost is not None and each.project,
        lambda each: each.source.publisher,
    ],
)
def test_operations_of_every_sort_come(condition: Callable[[Any], object], reached: Callable[..., object]) -> None:
    reached(financing_operations(), condition)


@pytest.mark.parametrize(
    ("strategy", "condition"),
    [
        (stage_histories(), lambda each: len(each) > 2 and each[0].on),
        (stage_histories(), lambda each: not each),
        (tranches(), lambda each: each.disbursed and each.cancelled and each.amount and each.disbursed_on),
        (top_ups(), lambda each: each.stage is Stage.CANCELLED),
        (contributions(), lambda each: each.amount and each.percent),
        (memoranda(), lambda each: each.mobilised_includes_own is False and each.amount),
        (eligibility_rules(), lambda each: each.valid_from and each.valid_until),
    ],
)
def test_parts_of_every_sort_come(strategy: Any, condition: Callable[[Any], object], reached: Any) -> None:
    reached(strategy, condition)


def test_a_currency_that_is_none() -> None:
    with pytest.raises(UnknownCodeError, match="'EUX'"):
        tranches(currencies="EUX")
    with pytest.raises(InvalidValueError):
        financing_operations(currencies=[])


class TestLaws:
    @given(financing_operations(currencies="EUR", exact=True))
    def test_exact_amounts_are_money_of_the_currency_asked_for(self, operation: FinancingOperation) -> None:
        stands = position(operation)
        for amount in (stands.committed, stands.disbursed, stands.cancelled, stands.undisbursed):
            assert amount is None or (isinstance(amount, Money) and amount.currency.code == "EUR")

    @given(tranches(currencies=["KGS", "JPY"]), top_ups(currencies="KGS", exact=True))
    def test_parts_are_of_the_currencies_asked_for(self, tranche: Tranche, top_up: TopUp) -> None:
        assert tranche.amount is None or tranche.amount.currency.code in {"KGS", "JPY"}
        assert isinstance(top_up.amount, Money)

    @given(contributions(), memoranda())
    def test_contributions_and_memoranda_say_something(self, contribution: Contribution, found: Memorandum) -> None:
        assert contribution.amount is not None or contribution.percent is not None
        assert (found.mobilised is None) == (found.mobilised_includes_own is None)
