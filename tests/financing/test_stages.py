"""Stages, tranches and top-ups: their order, their days, and what cannot be."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.financing import Position, Stage, StageEvent, TopUp, Tranche
from centralasia.financing.stages import check_history, exceeds, less, total_of
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.periods import period
from centralasia.records import from_json, from_row, to_json, to_row
from centralasia.testing import days, money, periods, stage_histories, top_ups, tranches


def eur(amount: int | str | Estimate) -> Money | MoneyEstimate:
    return MoneyEstimate.of(amount, "EUR") if isinstance(amount, Estimate) else Money.of(amount, "EUR")


def history(*events: tuple[str, str | None]) -> tuple[StageEvent, ...]:
    return tuple(StageEvent(stage=stage, on=on) for stage, on in events)


@pytest.mark.parametrize(
    ("stage", "binding", "last"),
    [
        (Stage.PROPOSED, False, False),
        (Stage.IDENTIFIED, False, False),
        (Stage.APPROVED, False, False),
        (Stage.SIGNED, True, False),
        (Stage.EFFECTIVE, True, False),
        (Stage.DISBURSING, True, False),
        (Stage.COMPLETED, True, True),
        (Stage.CANCELLED, False, True),
    ],
)
def test_what_a_stage_means(stage: Stage, *, binding: bool, last: bool) -> None:
    assert (stage.is_binding, stage.is_last) == (binding, last)


@pytest.mark.parametrize(
    "events",
    [
        [],
        [("signed", None)],
        [("proposed", None), ("cancelled", None)],
        [("approved", "2014-12-10"), ("signed", "2015-03"), ("effective", "2015"), ("completed", "2020-01-01")],
        [("approved", "2015"), ("signed", None), ("effective", "2015-06-01")],
    ],
)
def test_histories_that_can_be(events: list[tuple[str, str | None]]) -> None:
    check_history(history(*events))


@pytest.mark.parametrize(
    ("events", "message"),
    [
        (
            [("signed", None), ("approved", None)],
            "stages must be after signed, each stage once, got 'approved'; stages go proposed → identified → approved",
        ),
        ([("signed", None), ("signed", None)], "stages must be after signed, each stage once, got 'signed'"),
        ([("completed", None), ("cancelled", None)], "stages must be nothing after completed, each stage once"),
        ([("cancelled", None), ("signed", None)], "stages must be nothing after cancelled, each stage once"),
        (
            [("approved", "2015-03-02"), ("signed", "2015-03-01")],
            (
                "the day of signed must be no earlier than the day of approved, 2015-03-02, got '2015-03-01'; "
                "look for swapped days"
            ),
        ),
        ([("approved", "2015-06-01"), ("signed", "2015"), ("effective", "2015-05")], "no earlier than the day of appr"),
        ([("approved", "2015-06-01"), ("signed", None), ("effective", "2015-05")], "no earlier than the day of appr"),
    ],
)
def test_histories_that_cannot_be(events: list[tuple[str, str | None]], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        check_history(history(*events))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": ""}, "number must be given where there is no title, got None"),
        ({"number": 0}, "number must be at least 1, got 0"),
        ({"amount": 20}, "amount must be a Money or a MoneyEstimate, got 20 of type int"),
        ({"amount": eur(-1)}, "amount must be zero or more, got '-1 EUR'; record a correction as a new amount"),
        (
            {"disbursed": Money.of(2, "USD")},
            "disbursed must be an amount in EUR, as the others, got '2 USD'; convert it first, or record an",
        ),
        (
            {"disbursed": eur(21)},
            "disbursed must be at most the 20 EUR committed and not cancelled, got '21 EUR'; a larger commitment is a",
        ),
        ({"disbursed": eur(15), "cancelled": eur(6)}, "disbursed must be at most the 14 EUR committed and not cancel"),
        ({"cancelled": eur(21)}, "cancelled must be at most the 20 EUR committed, got '21 EUR'"),
        ({"disbursed": eur(Estimate.over(20))}, "disbursed must be at most the 20 EUR committed"),
        (
            {"signed_on": "2016-02-01", "available_on": "2016-01"},
            "available_on must be no earlier than signed_on, 2016-02-01, got '2016-01'; look for swapped days",
        ),
        ({"signed_on": "2016-02-01", "disbursed_on": "2015"}, "disbursed_on must be no earlier than signed_on"),
    ],
)
def test_tranches_that_cannot_be(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        Tranche(**{"title": "first", "amount": eur(20), **fields})
    assert message in str(caught.value)


def test_a_tranche_of_which_nothing_is_known_is_no_trouble() -> None:
    assert Tranche(number=1, disbursed=eur(5)).amount is None


def test_an_amount_about_the_limit_is_within_it() -> None:
    assert Tranche(number=1, amount=eur(20), disbursed=eur(Estimate.about(21))).disbursed is not None


def test_a_stage_is_read_in_any_spelling() -> None:
    assert StageEvent(stage="Signed", on="2015-03").on == period("2015-03")
    with pytest.raises(InvalidValueError, match="stage must be one of proposed, identified, approved, signed"):
        StageEvent(stage="planned")


@pytest.mark.parametrize("amount", [5.0, "5 EUR", None])
def test_a_top_up_has_an_amount_of_money(amount: Any) -> None:
    with pytest.raises(WrongTypeError, match="amount must be a Money or a MoneyEstimate"):
        TopUp(stage="proposed", amount=amount)


def test_what_is_not_known_is_said_so() -> None:
    unknown = Position(
        reference="a",
        amount=None,
        with_top_ups=None,
        committed=eur(20),
        disbursed=eur(2),
        cancelled=eur(0),
        undisbursed=None,
    )
    assert unknown.explain() == "a: 20 EUR committed = 2 EUR disbursed + unknown undisbursed + 0 EUR cancelled"


@pytest.mark.parametrize(
    ("amount", "other", "expected"),
    [
        (eur(5), eur(2), "3 EUR"),
        (eur(5), eur(Estimate.between(2, 7)), "0 to 3 EUR"),
        (eur(Estimate.at_least(5)), eur(2), "at least 3 EUR"),
        (eur(1), eur(Estimate.over(2)), "under -1 EUR"),
    ],
)
def test_what_is_left_is_not_less_than_nothing_where_it_need_not_be(amount: Any, other: Any, expected: str) -> None:
    assert str(less(amount, other)) == expected


class TestLaws:
    @given(st.lists(money(currencies="EUR"), min_size=1))
    def test_a_sum_of_money_is_exact_in_any_order(self, amounts: list[Money]) -> None:
        whole = total_of(amounts)
        assert whole == sum(amounts) == total_of(amounts[::-1])

    @given(stage_histories())
    def test_every_generated_history_can_be(self, found: tuple[StageEvent, ...]) -> None:
        check_history(found)

    @given(stage_histories())
    def test_a_history_cannot_be_told_backwards(self, found: tuple[StageEvent, ...]) -> None:
        if len(found) > 1:
            with pytest.raises(InvalidValueError, match="each stage once"):
                check_history(found[::-1])

    @given(days() | periods(), days())
    def test_a_stage_before_its_predecessor_is_refused_however_it_is_dated(self, on: Any, later: date) -> None:
        end = on if isinstance(on, date) else on.end
        events = (StageEvent(stage="approved", on=later), StageEvent(stage="signed", on=on))
        if end < later:
            with pytest.raises(InvalidValueError, match="no earlier than the day of approved"):
                check_history(events)
        else:
            check_history(events)

    @given(tranches())
    def test_a_tranche_is_written_and_read_again(self, tranche: Tranche) -> None:
        assert from_row(Tranche, to_row(tranche)) == tranche
        assert from_json(Tranche, to_json(tranche)) == tranche

    @given(top_ups())
    def test_a_top_up_is_written_and_read_again(self, top_up: TopUp) -> None:
        assert from_row(TopUp, to_row(top_up)) == top_up
        assert from_json(TopUp, to_json(top_up)) == top_up

    @given(tranches(exact=True))
    def test_a_tranche_never_pays_out_more_than_it_has(self, tranche: Tranche) -> None:
        parts = total_of([each for each in (tranche.disbursed, tranche.cancelled) if each is not None])
        if tranche.amount is not None and parts is not None:
            assert not exceeds(parts, tranche.amount)
