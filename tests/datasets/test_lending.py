import pytest

from centralasia.claims import Claim, check_share, check_sum
from centralasia.datasets import (
    eib_eligibility_rules,
    eib_memoranda,
    eib_operations,
    eib_statements,
    global_gateway_claims,
    payme_points,
)
from centralasia.errors import InvalidValueError
from centralasia.financing import (
    EligibilityVerdict,
    FinancingOperation,
    Memorandum,
    Portfolio,
    Stage,
    check_eligibility,
    mobilisation_ratio,
    position,
    stage_of,
    total,
    value_of_points,
)
from centralasia.money import Money, MoneyEstimate, add_up, as_money_estimate
from centralasia.numbers import Estimate
from centralasia.quantities import Quantity, UnitPrice
from centralasia.records import evolve


def operation(reference: str) -> FinancingOperation:
    return next(each for each in eib_operations() if each.reference == f"eib-kg-{reference}")


def memorandum(reference: str) -> Memorandum:
    return next(each for each in eib_memoranda() if each.reference == f"eib-mou-{reference}")


def stated(key: str, share: bool = False) -> Claim:  # noqa: FBT001, FBT002 - which of two
    return next(
        each for each in global_gateway_claims() if each.source.key == key and (each.share is not None) is share
    )


def sum_of(amounts: list[Money | MoneyEstimate | None]) -> Money | MoneyEstimate:
    return add_up(each for each in amounts if each is not None)


def test_the_bank_has_112_million_as_70_and_20_and_22_without_the_top_up() -> None:
    amounts = [total(operation(each)) for each in ("casa-1000", "water", "agri")]
    assert [str(each) for each in amounts] == ["70000000 EUR", "20000000 EUR", "22000000 EUR"]
    assert sum_of(amounts) == Money.of(112_000_000, "EUR")
    said = {str(each.amount) for each in eib_statements() if each.item.startswith("signed") and each.source.day is None}
    assert said == {"112000000 EUR"}


def test_with_the_top_up_it_would_be_121_million() -> None:
    assert sum_of([total(each, with_top_ups=True) for each in eib_operations()]) == Money.of(121_000_000, "EUR")
    top_up = operation("casa-1000").top_ups[0]
    assert top_up.stage is Stage.PROPOSED
    assert check_share(9, 70, stated="0.129").ok


def test_72_million_are_disbursed() -> None:
    stands = [position(each) for each in eib_operations()]
    assert sum_of([each.disbursed for each in stands]) == Money.of(72_000_000, "EUR")
    assert sum_of([each.undisbursed for each in stands]) == Money.of(40_000_000, "EUR")
    assert {stage_of(each) for each in eib_operations()} == {Stage.SIGNED}


def test_a_portfolio_counts_operations_and_keeps_memoranda_apart() -> None:
    portfolio = Portfolio.of(eib_operations(), memoranda=eib_memoranda())
    assert [each.amount for each in portfolio.table("country").lines] == [Money.of(112_000_000, "EUR")]
    hoped = portfolio.table("country", measure="with top ups")
    assert [each.amount for each in hoped.lines] == [Money.of(121_000_000, "EUR")]
    assert len(portfolio.expectations().lines) > 0


def test_two_operations_were_90_million() -> None:
    assert sum_of([total(operation(each)) for each in ("casa-1000", "water")]) == Money.of(90_000_000, "EUR")


def test_the_memoranda_of_2024_mobilise_twice_their_own_amount_which_is_in_it() -> None:
    whole = memorandum("2024-01")
    ratio = mobilisation_ratio(whole)
    assert ratio is not None
    assert whole.mobilised_includes_own is True
    assert ratio.best is not None
    assert f"{ratio.best:.2f}" == "2.04"
    others = mobilisation_ratio(whole, including_own=False)
    assert others is not None
    assert others.contains("1.04")
    interview = next(each for each in eib_statements() if each.item.startswith("memoranda"))
    assert interview.amount is not None
    assert whole.amount is not None
    assert as_money_estimate(interview.amount).meets(as_money_estimate(whole.amount))


def test_the_memoranda_of_2025_are_another_four() -> None:
    parts = [each.amount for each in eib_statements() if each.item.startswith("memorandum of April 2025")]
    assert len(parts) == 4
    assert sum_of(parts) == memorandum("2025-04").amount == Money.of(365_000_000, "EUR")
    ratio = mobilisation_ratio(memorandum("2025-04"))
    assert ratio is not None
    assert f"{ratio.high:.2f}" == "2.74"


def test_the_known_parts_of_the_memoranda_of_2024_are_less_than_their_sum() -> None:
    parts = [each.amount for each in eib_statements() if each.item.startswith("memorandum of January 2024")]
    assert sum_of(parts) == Money.of(470_000_000, "EUR")
    whole = memorandum("2024-01").amount
    assert whole is not None
    assert as_money_estimate(sum_of(parts)).estimate.high < as_money_estimate(whole).estimate.low


@pytest.mark.parametrize(
    ("cost", "direct"), [(26_000_000, EligibilityVerdict.MET), (25_000_000, EligibilityVerdict.NOT_MET)]
)
def test_what_costs_more_than_25_million_is_financed_directly(cost: int, direct: EligibilityVerdict) -> None:
    dairy = FinancingOperation(
        reference="demo",
        title="Dairy",
        lender="European Investment Bank",
        countries="KG",
        instrument="loan",
        total_cost=Money.of(cost, "EUR"),
        source="made up",
    )
    first, second = check_eligibility(dairy, eib_eligibility_rules())
    assert (first.rule.consequence, first.verdict) == ("direct loan", direct)
    assert second.verdict is not direct


def test_a_hundred_is_a_third_of_the_goal_of_the_time_and_a_quarter_of_the_later_one() -> None:
    page = stated("S-EIB2", share=True)
    assert page.share is not None
    assert page.denominator_amount is None
    assert check_share(100, 300, stated=page.share).facts["verdict"] == "consistent"
    assert check_share(100, 400, stated=page.share).facts["verdict"] == "inconsistent"
    assert check_share(100, 400, stated="0.25").ok
    assert stated("S-GG2").amount == MoneyEstimate.of(Estimate.over(400_000_000_000), "EUR")


def test_the_parts_of_the_goal_make_298() -> None:
    assert check_sum([135, 18, 145], stated="298").ok
    amount = stated("S-GG1").amount
    assert amount is not None
    assert as_money_estimate(amount).contains(Money.of(298_000_000_000, "EUR"))


def test_points_refuse_to_become_money_without_a_price() -> None:
    points, trees = payme_points()
    assert points.in_kind == Quantity.of(1_000_000_000, "point")
    assert total(points) is None
    assert position(points).committed is None
    with pytest.raises(InvalidValueError, match="left out, since points are no money"):
        evolve(points, amount=Money.of(1, "UZS"))
    with pytest.raises(InvalidValueError, match="one of the same dimension as point"):
        points.in_kind.to("tree")
    with pytest.raises(InvalidValueError):
        value_of_points(points, UnitPrice.of(Money.of(1, "UZS"), per="tree"))
    assert trees.in_kind == Quantity(Estimate.over(1000), "tree")
    assert trees.part_of == points.reference


def test_points_have_the_value_of_a_price_that_is_stated() -> None:
    points = payme_points()[0]
    assert value_of_points(points, UnitPrice.of(Money.of("0.5", "UZS"), per="point")) == Money.of(500_000_000, "UZS")
