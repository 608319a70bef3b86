from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.loans.concessionality import (
    LendingRules,
    discount_rate,
    discount_rates,
    grant_element,
    grant_equivalent,
)
from centralasia.loans.terms import LoanTerms
from centralasia.money import Money
from centralasia.numbers import Estimate
from centralasia.reference import Certainty


def loan(**changed: Any) -> LoanTerms:
    terms: dict[str, Any] = {
        "principal": Money.of(1_000_000_000, "USD"),
        "rate_percent": 2,
        "start": "2024-06-15",
        "years": 20,
        "grace_years": 5,
        "frequency": 2,
        "repayment": "equal principal",
    }
    return LoanTerms(**(terms | changed))


def four(element: Estimate) -> Decimal:
    assert element.best is not None
    return round(element.best, 4)


# Grant elements that were found by discounting period by period, in percent.
VECTORS = [
    (40, "10", 2, "0.75", "9", "77.5464", "78.1677"),
    (20, "5", 2, "2", "7", "39.0747", "39.9116"),
    (10, "2.5", 2, "2.5", "10", "32.3909", "32.9126"),
    (25, "5", 2, "1.25", "5", "37.2480", "38.0277"),
    (40, "10", 2, "0.75", "5", "57.3936", None),
    (30, "10", 1, "1", "7", "61.6579", None),
]


@pytest.mark.parametrize("method", ["formula", "schedule"])
@pytest.mark.parametrize("vector", VECTORS)
def test_grant_elements_come_out_as_published_formulas_say(vector: tuple[Any, ...], method: str) -> None:
    years, grace, frequency, rate, discount, equal, annuity = vector
    terms = {"years": years, "grace_years": grace, "frequency": frequency, "rate_percent": rate}
    assert four(grant_element(loan(**terms), discount_percent=discount, method=method)) == Decimal(equal)
    if annuity is not None:
        level = loan(**terms, repayment="annuity")
        assert four(grant_element(level, discount_percent=discount, method=method)) == Decimal(annuity)


@pytest.mark.parametrize("method", ["formula", "schedule"])
@pytest.mark.parametrize(
    ("years", "rate", "discount", "expected"), [(10, "2.5", 10, "51.8071"), (5, "2", 5, "13.8121")]
)
def test_a_lump_sum_comes_out_as_published_formulas_say(
    method: str, years: int, rate: str, discount: int, expected: str
) -> None:
    terms = loan(years=years, rate_percent=rate, grace_years=None, repayment="lump sum")
    assert four(grant_element(terms, discount_percent=discount, method=method)) == Decimal(expected)


def test_a_loan_without_interest_has_a_formula_too() -> None:
    for repayment in ("annuity", "equal principal", "lump sum"):
        terms = loan(rate_percent=0, repayment=repayment, grace_years=None)
        by_formula = grant_element(terms, discount_percent=5, method="formula")
        assert four(by_formula) == four(grant_element(terms, discount_percent=5))


def test_a_loan_at_the_rate_of_discount_gives_nothing() -> None:
    terms = loan(rate_percent=5, frequency=1)
    assert grant_element(terms, discount_percent=5, method="formula").contains(0)
    assert grant_equivalent(terms, discount_percent=5, method="formula") == Money.zero("USD")


def test_what_is_drawn_later_counts_as_less() -> None:
    half = Money.of(500_000_000, "USD")
    at_once = grant_element(loan(), discount_percent=7)
    in_two = grant_element(loan(draws=[("2024-06-15", half), ("2026-06-15", half)]), discount_percent=7)
    assert four(at_once) == Decimal("39.0747")
    assert four(in_two) < four(at_once)


def test_the_grant_equivalent_is_the_element_of_what_is_lent() -> None:
    assert grant_equivalent(loan(), discount_percent=7, method="formula") == Money.of("390747251.85", "USD")
    assert grant_equivalent(loan(), discount_percent=7, rounding="floor").amount <= Decimal("390747251.85")
    in_yen = loan(principal=Money.of(1_000_000, "JPY"))
    assert grant_equivalent(in_yen, discount_percent=7, rounding="up") == Money.of(390_748, "JPY")


@pytest.mark.parametrize(
    ("system", "group", "on", "expected"),
    [
        ("dac", "ldc", "2018-01-01", ("9", "45")),
        ("dac", "other lic", "2024-06-15", ("9", "45")),
        ("DAC", "LMIC", "2024-06-15", ("7", "15")),
        ("dac", "umic", "2024-06-15", ("6", "10")),
        ("dac", "multilateral_global", "2024-06-15", ("5", "10")),
        ("dac", "multilateral other", "2024-06-15", ("6", "10")),
        ("dac", "umic", "2017-12-31", ("10", "25")),
        ("dac", None, "1975-01-01", ("10", "25")),
        ("imf_world_bank", None, "2024-06-15", ("5", "35")),
        ("imf world bank", "umic", "2024-06-15", ("5", "35")),
    ],
)
def test_rates_of_discount_are_looked_up_by_rules_group_and_day(
    system: str, group: str | None, on: str, expected: tuple[str, str]
) -> None:
    row = discount_rate(system, group=group, on=on)
    assert (str(row.discount_percent), str(row.threshold_percent)) == expected


def test_no_rate_of_discount_is_called_verified() -> None:
    assert {row.certainty for row in discount_rates()} == {Certainty.WELL_KNOWN}
    assert {row.system for row in discount_rates()} == set(LendingRules)
    assert all("not verified" in row.note for row in discount_rates())


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        (Estimate.exactly(15), True),
        (Estimate.exactly("14.9"), False),
        (Estimate.over(15), True),
        (Estimate.under(15), False),
        (Estimate.between(14, 16), None),
    ],
)
def test_a_threshold_is_met_missed_or_open(element: Estimate, expected: bool | None) -> None:  # noqa: FBT001 - a column
    assert discount_rate("dac", group="lmic", on="2024-06-15").is_met(element) is expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: grant_element(loan(), discount_percent=0), r"discount_percent must be above zero, got Decimal\('0'\)"),
        (lambda: grant_element(loan(), discount_percent=-101), "discount_percent must be from -99.99 to 1,000,000"),
        (lambda: grant_element(loan(), discount_percent=5, method="guess"), "method must be one of schedule, formula"),
        (
            lambda: grant_element(loan(repayment="bullet", grace_years=None), discount_percent=5, method="formula"),
            "terms must be one rate, one draw, .*, got 'bullet'; method='schedule' takes any loan",
        ),
        (
            lambda: grant_element(loan(grace_interest="capitalised"), discount_percent=5, method="formula"),
            "interest paid in grace",
        ),
        (lambda: grant_element(loan(day_count="act/360"), discount_percent=5, method="formula"), "equal periods"),
        (
            lambda: grant_element(loan(rate_changes=[("2030-01-01", 1)]), discount_percent=5, method="formula"),
            "one rate",
        ),
        (
            lambda: grant_element(
                loan(draws=[("2025-06-15", Money.of(1_000_000_000, "USD"))]), discount_percent=5, method="formula"
            ),
            "one draw",
        ),
        (lambda: discount_rate("world", on="2024-06-15"), "system must be one of dac, imf_world_bank, got 'world'"),
        (lambda: discount_rate("dac", group="rich", on="2024-06-15"), "group must be one of ldc, other_lic"),
    ],
)
def test_what_no_grant_element_is_of_is_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        call()


def test_a_group_that_matters_must_be_given() -> None:
    with pytest.raises(
        InvalidValueError, match=r"group must be one of ldc, .*, since rates of dac differ by it, got None"
    ):
        discount_rate("dac", on="2024-06-15")


def test_only_an_estimate_reaches_a_threshold() -> None:
    figure: Any = 36
    with pytest.raises(
        WrongTypeError, match="element must be an Estimate, got 36 of type int; grant_element gives one"
    ):
        discount_rate("imf_world_bank", on="2024-06-15").is_met(figure)


def test_only_terms_have_a_grant_element() -> None:
    nothing: Any = "a loan"
    with pytest.raises(WrongTypeError, match="terms must be LoanTerms"):
        grant_element(nothing, discount_percent=5)


RATES = st.decimals(0, 12, places=3)
DISCOUNTS = st.decimals("0.1", 15, places=2)


@st.composite
def soft_loans(draw: st.DrawFn, /, **fixed: Any) -> LoanTerms:
    frequency = draw(st.sampled_from([1, 2, 4, 12]))
    years = draw(st.integers(1, 40))
    grace = draw(st.integers(1, years))
    repayment = draw(st.sampled_from(["equal principal", "annuity", "lump sum"]))
    terms: dict[str, Any] = {
        "rate_percent": draw(RATES),
        "years": years,
        "grace_years": None if repayment == "lump sum" else grace,
        "frequency": frequency,
        "repayment": repayment,
    }
    return loan(**(terms | fixed))


class TestLaws:
    @given(soft_loans(places=40), DISCOUNTS)
    def test_the_formula_is_what_discounting_the_schedule_gives(self, terms: LoanTerms, discount: Decimal) -> None:
        by_formula = grant_element(terms, discount_percent=discount, method="formula")
        by_schedule = grant_element(terms, discount_percent=discount)
        off = Estimate.about(0, within="1e-24")  # what 40 places round, and 34 digits enclose
        assert by_formula.meets(by_schedule + off)

    @given(soft_loans(), DISCOUNTS)
    def test_rounding_to_cents_changes_an_element_little(self, terms: LoanTerms, discount: Decimal) -> None:
        by_formula = grant_element(terms, discount_percent=discount, method="formula")
        by_schedule = grant_element(terms, discount_percent=discount)
        payments = terms.timetable.count
        reach = Decimal(payments * payments) * 100 / terms.principal.amount / 100
        assert by_formula.meets(by_schedule + Estimate.about(0, within=reach))

    @given(soft_loans(), DISCOUNTS, DISCOUNTS)
    def test_an_element_grows_with_the_rate_of_discount(self, terms: LoanTerms, one: Decimal, other: Decimal) -> None:
        assume(one != other)
        lower, higher = (grant_element(terms, discount_percent=rate, method="formula") for rate in sorted([one, other]))
        assert lower.low < higher.high

    @given(soft_loans(), DISCOUNTS)
    def test_no_loan_gives_more_than_all_of_it(self, terms: LoanTerms, discount: Decimal) -> None:
        assert grant_element(terms, discount_percent=discount, method="formula").low < 100
