from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given

from centralasia.errors import InvalidValueError, UnknownCodeError
from centralasia.loans import (
    BusinessDayRule,
    BusinessDays,
    DayCount,
    GraceInterest,
    LoanSchedule,
    LoanTerms,
    Repayment,
    schedule,
)
from centralasia.testing import business_days, days, loan_schedules, loan_terms


@pytest.mark.parametrize("repayment", list(Repayment))
def test_every_repayment_comes(repayment: Repayment, reached: Callable[..., object]) -> None:
    reached(loan_terms(), lambda terms: terms.repayment is repayment and terms.timetable.count > 2)


@pytest.mark.parametrize("count", list(DayCount))
def test_every_day_count_comes(count: DayCount, reached: Callable[..., object]) -> None:
    reached(loan_terms(), lambda terms: terms.day_count is count)


@pytest.mark.parametrize("frequency", [1, 2, 4, 12])
def test_every_frequency_comes(frequency: int, reached: Callable[..., object]) -> None:
    reached(loan_terms(), lambda terms: terms.frequency == frequency)


@pytest.mark.parametrize(
    "condition",
    [
        lambda terms: terms.years is not None and terms.grace_years is not None,
        lambda terms: terms.last is not None and terms.first_repayment is not None,
        lambda terms: terms.first is not None,
        lambda terms: len(terms.draws) == 2,
        lambda terms: len(terms.rate_changes) == 2,
        lambda terms: terms.end_of_month,
        lambda terms: terms.grace_interest is GraceInterest.CAPITALISED and terms.timetable.grace > 1,
        lambda terms: terms.business_days is not None and terms.business_days.moves_interest,
        lambda terms: terms.principal.currency.code == "JPY",
        lambda terms: terms.places == terms.principal.currency.minor_unit + 2,
        lambda terms: not terms.rate_percent,
    ],
)
def test_terms_of_every_sort_come(condition: Callable[[Any], object], reached: Callable[..., object]) -> None:
    reached(loan_terms(), condition)


@pytest.mark.parametrize("rule", list(BusinessDayRule))
def test_every_rule_of_business_days_comes(rule: BusinessDayRule, reached: Callable[..., object]) -> None:
    reached(business_days(), lambda each: each.rule is rule and each.holidays and each.weekend)


@pytest.mark.parametrize(
    ("wanted", "error", "message"),
    [
        ({"currencies": "USX"}, UnknownCodeError, "'USX' is not in the table of currencies"),
        ({"currencies": []}, InvalidValueError, "currencies must be at least one currency"),
        ({"repayments": "never"}, InvalidValueError, "repayments must be some of annuity, equal_principal"),
    ],
)
def test_what_no_loan_can_be_is_refused(wanted: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        loan_terms(**wanted)
    assert message in str(caught.value)


class TestLaws:
    @given(loan_terms(currencies=["KGS", "USD"], repayments=("annuity", "bullet")))
    def test_terms_are_what_is_asked_for(self, terms: LoanTerms) -> None:
        assert terms.principal.currency.code in {"KGS", "USD"}
        assert terms.repayment in {Repayment.ANNUITY, Repayment.BULLET}
        assert schedule(terms).total_principal >= terms.principal

    @given(loan_schedules(currencies="UZS"))
    def test_what_was_lent_is_repaid(self, plan: LoanSchedule) -> None:
        assert plan.terms.principal.currency.code == "UZS"
        assert not plan[-1].closing

    @given(business_days(moves_interest=False), days(since="2000-01-01", until="2030-01-01"))
    def test_a_business_day_is_near(self, each: BusinessDays, day: date) -> None:
        assert not each.moves_interest
        assert abs(each.adjusted(day) - day) < timedelta(15)
