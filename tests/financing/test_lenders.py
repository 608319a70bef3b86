"""Memoranda, which bind nobody, and rules of eligibility, which intervals meet or not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.financing import (
    EligibilityRule,
    EligibilityVerdict,
    FinancingOperation,
    Memorandum,
    TopUp,
    check_eligibility,
    mobilisation_ratio,
)
from centralasia.money import Money, MoneyEstimate, as_money_estimate
from centralasia.numbers import Estimate
from centralasia.rates import ExchangeRate, RateTable
from centralasia.records import evolve, from_json, from_row, to_json, to_row
from centralasia.testing import eligibility_rules, estimates, financing_operations, memoranda

RATES = RateTable.of([ExchangeRate(base="EUR", quote="USD", value="1.25", on="2024-03-01", margin=0, source="made up")])


def eur(amount: int | str | Estimate) -> Money | MoneyEstimate:
    return MoneyEstimate.of(amount, "EUR") if isinstance(amount, Estimate) else Money.of(amount, "EUR")


def a_memorandum(**fields: Any) -> Memorandum:
    return Memorandum(**{"reference": "m", "title": "Demo", "lender": "Demo Bank", "source": "made up", **fields})


def an_operation(**fields: Any) -> FinancingOperation:
    """Make an operation; made up."""
    usual = {"reference": "demo", "title": "Dairy", "lender": "Demo Bank", "countries": "KG", "instrument": "loan"}
    return FinancingOperation(**{**usual, "source": "made up", **fields})


def a_rule(**fields: Any) -> EligibilityRule:
    usual: dict[str, Any] = {
        "lender": "Demo Bank",
        "criterion": "total_cost",
        "comparison": "above",
        "threshold": eur(25),
        "consequence": "direct",
        "source": "made up",
    }
    return EligibilityRule(**usual | fields)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"mobilised": eur(3)},
            "mobilised_includes_own must be True or False where there is a total that is mobilised, and nothing where",
        ),
        ({"mobilised_includes_own": True}, "mobilised_includes_own must be True or False where there is a total"),
        (
            {"amount": eur(1), "mobilised": Money.of(3, "USD"), "mobilised_includes_own": True},
            "mobilised must be in EUR, as the own amount, got '3 USD'; convert one of them first",
        ),
        (
            {"amount": eur(4), "mobilised": eur(3), "mobilised_includes_own": True},
            "mobilised must be at least the 4 EUR that is in it, got '3 EUR'; or does it not include the own amount?",
        ),
        ({"amount": eur(-1)}, "amount must be zero or more, got '-1 EUR'"),
        ({"part_of": "m"}, "part_of must be the reference of another memorandum, got 'm'"),
        ({"reference": "a|b"}, "reference must be a text that fits"),
        ({"countries": ["KGR"]}, "countries must be the code of a country, such as 'KZ', got 'KGR'"),
    ],
)
def test_memoranda_that_cannot_be(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        a_memorandum(**fields)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("amount", "mobilised", "inside", "expected"),
    [
        ("2", "5", True, ("2.5", "1.5")),
        ("2", "5", False, ("3.5", "2.5")),
        (None, "5", True, (None, None)),
        ("2", None, None, (None, None)),
    ],
)
def test_how_many_times_the_own_amount_is_mobilised(
    amount: str | None, mobilised: str | None, *, inside: bool | None, expected: tuple[str | None, str | None]
) -> None:
    own, total = (None if each is None else eur(each) for each in (amount, mobilised))
    what = a_memorandum(amount=own, mobilised=total, mobilised_includes_own=inside)
    found = [mobilisation_ratio(what, including_own=each) for each in (True, False)]
    assert tuple(None if each is None else str(each) for each in found) == expected


def test_the_memoranda_of_january_2024_expect_twice_their_own_amount() -> None:
    own = eur(Estimate.printed("1.47E+9", decimals=-7))
    found = a_memorandum(amount=own, mobilised=eur(3_000_000_000), mobilised_includes_own=True)
    ratio = mobilisation_ratio(found)
    assert ratio is not None
    assert ratio.contains("2.04")
    assert as_money_estimate(own).meets(eur(Estimate.printed("1.5E+9", decimals=-8)))


def test_an_operation_mobilises_the_cost_of_its_project() -> None:
    dairy = an_operation(
        amount=eur(18), total_cost=eur(50), stages="signed", top_ups=[TopUp(stage="signed", amount=eur(2))]
    )
    assert str(mobilisation_ratio(dairy)) == "2.5"
    assert mobilisation_ratio(an_operation(amount=eur(18))) is None
    assert mobilisation_ratio(an_operation(total_cost=eur(18))) is None


def test_nothing_cannot_be_multiplied() -> None:
    with pytest.raises(InvalidValueError, match="divisor must be"):
        mobilisation_ratio(an_operation(amount=eur(0), total_cost=eur(50)))


@pytest.mark.parametrize(
    ("comparison", "verdicts"),
    [
        ("above", ("not_met", "not_met", "met", "met", "not_known", "not_met")),
        ("at least", ("not_met", "met", "met", "met", "not_known", "not_known")),
        ("below", ("met", "not_met", "not_met", "not_met", "not_known", "not_known")),
        ("at most", ("met", "met", "not_met", "not_met", "not_known", "met")),
    ],
)
def test_a_threshold_is_met_or_not_or_nobody_knows(comparison: str, verdicts: tuple[str, ...]) -> None:
    costs = (
        *(eur(each) for each in (24, 25, 26)),
        *(eur(each) for each in (Estimate.over(25), Estimate.about(25), Estimate.at_most(25))),
    )
    rule = a_rule(comparison=comparison)
    found = [check_eligibility(an_operation(total_cost=cost), [rule])[0].verdict.value for cost in costs]
    assert tuple(found) == verdicts


@pytest.mark.parametrize(
    ("operation", "rule", "on", "expected"),
    [
        ({}, {}, None, (EligibilityVerdict.NOT_KNOWN, "total_cost is not stated")),
        ({"amount": eur(30)}, {"criterion": "amount"}, None, (EligibilityVerdict.MET, "30 EUR")),
        (
            {"total_cost": Money.of(30, "USD")},
            {},
            None,
            (EligibilityVerdict.NOT_KNOWN, "30 USD is in another currency, and no day is named to convert it"),
        ),
        ({"total_cost": Money.of(30, "USD")}, {}, "2024-03-01", (EligibilityVerdict.NOT_MET, "24.0 EUR")),
        (
            {"total_cost": Money.of(30, "USD")},
            {},
            "2020-03-01",
            (EligibilityVerdict.NOT_KNOWN, "no rate for USD/EUR on 2020-03-01"),
        ),
        (
            {"total_cost": eur(30)},
            {"valid_from": "2024-03-02"},
            "2024-03-01",
            (EligibilityVerdict.NOT_IN_FORCE, "asked for 2024-03-01"),
        ),
        (
            {"total_cost": eur(30)},
            {"valid_until": "2024-03-01"},
            "2024-03-01",
            (EligibilityVerdict.NOT_IN_FORCE, "asked for"),
        ),
        ({"total_cost": eur(30)}, {"valid_until": "2024-03-02"}, "2024-03-01", (EligibilityVerdict.MET, "30 EUR")),
        ({"total_cost": eur(30)}, {"valid_from": "2024-03-01"}, "2024-03-01", (EligibilityVerdict.MET, "30 EUR")),
        ({"total_cost": eur(30)}, {"valid_from": "2024-03-02"}, None, (EligibilityVerdict.MET, "30 EUR")),
    ],
)
def test_what_a_rule_says(
    operation: dict[str, Any], rule: dict[str, Any], on: str | None, expected: tuple[EligibilityVerdict, str]
) -> None:
    found = check_eligibility(an_operation(**operation), [a_rule(**rule)], on=on, rates=RATES)[0]
    assert found.verdict is expected[0]
    assert found.why.startswith(expected[1])


def test_a_verdict_is_told_in_a_line() -> None:
    found = check_eligibility(an_operation(total_cost=eur(30)), [a_rule(comparison="at least")])[0]
    assert str(found) == "demo: met, 30 EUR; Demo Bank: direct where total_cost is at least 25 EUR"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"comparison": "more"}, "comparison must be one of above, at_least, below, at_most, got 'more'"),
        ({"criterion": "size"}, "criterion must be one of total_cost, amount, got 'size'"),
        ({"threshold": 25}, "threshold must be a Money or a MoneyEstimate, got 25 of type int"),
        (
            {"valid_from": "2024-03-01", "valid_until": "2024-03-01"},
            "valid_until must be a day after 2024-03-01, got '2024-03-01'",
        ),
    ],
)
def test_rules_that_cannot_be(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        a_rule(**fields)
    assert message in str(caught.value)


def test_a_rule_is_for_operations() -> None:
    with pytest.raises(WrongTypeError, match="operation must be a FinancingOperation"):
        check_eligibility("demo", [a_rule()])  # type: ignore[arg-type]  # what is refused
    for one in (a_rule(), 5):
        with pytest.raises(WrongTypeError, match=r"rules must be several EligibilityRule records.*; put one in a list"):
            check_eligibility(an_operation(), one)  # type: ignore[arg-type]  # what is refused
    with pytest.raises(WrongTypeError, match="rules must be made of EligibilityRule records, got 5 of type int"):
        check_eligibility(an_operation(), [5])  # type: ignore[list-item]  # what is refused
    with pytest.raises(UnknownCodeError):
        a_rule(threshold=Money.of(1, "EUX"))


def test_one_party_and_one_country_need_no_list() -> None:
    one = a_memorandum(parties="Demo Republic", countries="KG")
    assert one == a_memorandum(parties=["Demo Republic"], countries=["KG"])


def test_only_what_has_an_own_amount_mobilises() -> None:
    with pytest.raises(WrongTypeError, match="what must be a Memorandum or a FinancingOperation, got 5 of type int"):
        mobilisation_ratio(5)  # type: ignore[arg-type]  # what is refused


class TestLaws:
    @given(memoranda())
    def test_a_memorandum_is_written_and_read_again(self, memorandum: Memorandum) -> None:
        assert from_row(Memorandum, to_row(memorandum)) == memorandum
        assert from_json(Memorandum, to_json(memorandum)) == memorandum

    @given(eligibility_rules())
    def test_a_rule_is_written_and_read_again(self, rule: EligibilityRule) -> None:
        assert from_row(EligibilityRule, to_row(rule)) == rule
        assert from_json(EligibilityRule, to_json(rule)) == rule

    @given(estimates(min_value=1, max_value=100), estimates(min_value=1, max_value=100), st.integers(0, 150))
    def test_a_verdict_holds_for_every_figure_that_can_be_true(
        self, cost: Estimate, threshold: Estimate, figure: int
    ) -> None:
        if not (cost.contains(figure) and cost.meets(Estimate.at_least(0)) and threshold.meets(Estimate.at_least(0))):
            return
        for comparison in ("above", "at_least", "below", "at_most"):
            rule = a_rule(comparison=comparison, threshold=eur(threshold))
            wide = check_eligibility(an_operation(total_cost=eur(cost)), [rule])[0].verdict
            narrow = check_eligibility(an_operation(total_cost=eur(figure)), [rule])[0].verdict
            assert wide in {EligibilityVerdict.NOT_KNOWN, narrow}

    @given(eligibility_rules(), financing_operations())
    def test_above_and_at_most_are_opposites(self, rule: EligibilityRule, operation: FinancingOperation) -> None:
        opposites = {
            EligibilityVerdict.MET: EligibilityVerdict.NOT_MET,
            EligibilityVerdict.NOT_MET: EligibilityVerdict.MET,
        }
        for one, other in (("above", "at_most"), ("at_least", "below")):
            pair = [evolve(rule, comparison=each) for each in (one, other)]
            first, second = [each.verdict for each in check_eligibility(operation, pair)]
            assert opposites.get(first, first) is second

    @given(memoranda())
    def test_without_the_own_amount_the_ratio_is_one_less(self, memorandum: Memorandum) -> None:
        if memorandum.amount is not None and not as_money_estimate(memorandum.amount).estimate.contains(0):
            both = mobilisation_ratio(memorandum), mobilisation_ratio(memorandum, including_own=False)
            assert (both[0] is None) == (both[1] is None) == (memorandum.mobilised is None)
            if both[0] is not None and both[1] is not None:
                assert (both[1] + 1).meets(both[0])
