from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from centralasia.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from centralasia.loans.day_counts import BusinessDays, DayCount
from centralasia.loans.present_values import as_percent, discount_factor, internal_rate, present_value
from centralasia.loans.schedules import schedule
from centralasia.loans.terms import LoanTerms
from centralasia.money import Money


def usd(amount: int | str | Decimal) -> Money:
    return Money.of(amount, "USD")


def loan(**changed: Any) -> LoanTerms:
    terms: dict[str, Any] = {
        "principal": Money.of(100_000, "USD"),
        "rate_percent": 6,
        "start": "2024-01-15",
        "years": 10,
        "repayment": "annuity",
    }
    return LoanTerms(**(terms | changed))


def worth(amount: Money | None) -> str:
    assert amount is not None
    return str(amount.round(4).amount)


@pytest.mark.parametrize(
    ("rate", "years", "compounded", "expected"),
    [
        (0, Fraction(7, 2), 1, "1.000000000000"),
        (9, 1, 1, "0.917431192661"),
        (9, Fraction(1, 2), 1, "0.957826285221"),
        (9, -1, 1, "1.090000000000"),
        (6, 1, 12, "0.941905339666"),
        ("-50", 2, 1, "4.000000000000"),
        (9, 0, 1, "1.000000000000"),
    ],
)
def test_a_factor_of_discount_is_enclosed(rate: int | str, years: Fraction, compounded: int, expected: str) -> None:
    factor = discount_factor(rate, years, compounded=compounded)
    assert factor.best is not None
    assert round(factor.best, 12) == Decimal(expected)
    assert factor.width <= Decimal("1e-32")


def test_present_values_come_out_as_by_hand() -> None:
    flows = [("2024-01-01", usd(-100)), ("2024-12-31", usd(60)), ("2025-12-31", usd(60))]
    value = present_value(flows, rate_percent=10)
    assert worth(value.best) == "4.1322"
    assert worth(present_value(flows, rate_percent=0).best) == "20.0000"
    assert present_value(flows, rate_percent=0).estimate.qualifier.value == "exact"
    assert worth(present_value([("2024-12-31", usd(60))], rate_percent=10, on="2024-01-01").best) == "54.5455"
    assert worth(present_value(flows, rate_percent=10, day_count="30E/360").best) == "4.1598"  # a day less


def test_a_loan_is_worth_its_principal_at_its_own_rate() -> None:
    plan = schedule(loan(places=20))
    value = present_value(plan, rate_percent=6, compounded=2)
    assert value.best is not None
    assert abs(value.best - loan().principal) < usd("1e-15")


def test_a_loan_is_worth_its_balance_at_its_own_rate_later() -> None:
    plan = schedule(loan(places=20))
    left = present_value(plan, rate_percent=6, compounded=2, on=plan[3].end).best
    assert left is not None
    assert abs(left - plan[3].closing) < usd("1e-15")


def test_days_count_where_they_are_asked_for() -> None:
    plan = schedule(loan(business_days=BusinessDays("following")))
    periods = present_value(plan, rate_percent=5)
    days = present_value(plan, rate_percent=5, day_count="act/365")
    assert not periods.meets(days)  # payments that wait for Monday are worth less
    assert periods == present_value(plan, rate_percent=5, day_count="act/act icma", on="2024-01-15")
    assert worth(periods.best)[:3] == worth(days.best)[:3] == "105"


def test_what_was_due_on_a_day_off_counts_in_full_until_it_is_paid() -> None:
    plan = schedule(loan(business_days=BusinessDays("following")))
    late = next(each for each in plan if each.due > each.end)
    value, later = (present_value(plan, rate_percent=5, on=day).best for day in (late.end, late.due))
    assert value is not None
    assert later is not None
    assert abs(value - later - late.payment) < usd(100)


def test_a_short_first_period_counts_as_its_part() -> None:
    plan = schedule(loan(first="2024-04-15", years=None, last="2034-04-15", places=20))
    value = present_value(plan, rate_percent=6, compounded=2).best
    assert value is not None
    assert abs(value - loan().principal) < usd(25)  # interest of a part is simple, its discount is not


def test_a_lump_sum_comes_once() -> None:
    plan = schedule(loan(repayment="lump sum", rate_percent=0))
    assert worth(present_value(plan, rate_percent=10).best) == worth(usd(100_000) * Decimal("0.385543289429531"))


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ([("2023-03-01", usd(-100)), ("2024-02-29", usd(108))], 8),
        ([("2023-03-01", usd(-100)), ("2024-02-29", usd(100))], 0),
        ([("2023-03-01", usd(-100)), ("2024-02-29", usd(50))], -50),
        ([("2023-03-01", usd(100)), ("2024-02-29", usd(-108))], 8),
        ([("2024-02-29", usd(108)), ("2023-03-01", usd(-110)), ("2023-03-01", usd(10))], 8),
        ([("2023-03-01", usd(-100)), ("2023-09-01", usd(0)), ("2024-02-29", usd(108))], 8),
        ([("2023-03-01", usd(-100)), ("2024-02-29", usd(300)), ("2025-02-28", usd(-50))], None),
    ],
)
def test_an_internal_rate_is_enclosed(flows: list[tuple[str, Money]], expected: int | None) -> None:
    rate = internal_rate(flows)
    assert rate.width < Decimal("1e-27")
    if expected is not None:
        assert rate.contains(expected)
    assert present_value(flows, rate_percent=round_(rate.best)).estimate.meets(_near_nothing())


def round_(best: Decimal | None) -> Decimal:
    assert best is not None
    return round(best, 15)


def _near_nothing() -> Any:
    return discount_factor(0, 1).about(0, within="1e-10")


def test_the_internal_rate_of_a_loan_is_its_rate() -> None:
    plan = schedule(loan(places=30))
    nominal = internal_rate(plan, compounded=2)
    effective = internal_rate(plan)
    by_days = internal_rate(plan, day_count="act/365")
    assert abs(round_(nominal.best) - 6) < Decimal("1e-15")
    assert abs(round_(effective.best) - Decimal("6.09")) < Decimal("1e-15")
    assert round(round_(by_days.best), 2) == Decimal("6.09")


def test_draws_count_from_their_days_in_an_internal_rate() -> None:
    draws = [("2024-01-15", usd(60_000)), ("2024-07-15", usd(40_000))]
    plan = schedule(loan(draws=draws, grace_years="1.5", places=30))
    assert abs(round_(internal_rate(plan, compounded=2).best) - 6) < Decimal("1e-15")
    assert round(round_(internal_rate(plan, compounded=2, day_count="act/365").best), 1) == 6


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: as_percent(-100, "rate_percent"),
            "rate_percent must be from -99.99 to 1,000,000 with at most 20 decimals",
        ),
        (lambda: as_percent(1_000_001, "rate_percent"), "from -99.99 to 1,000,000"),
        (lambda: as_percent("1e-21", "rate_percent"), "20 decimals"),
        (lambda: discount_factor(5, 10_001), "years must be at most 10,000, got 10001"),
        (lambda: discount_factor(5, 1, compounded=0), "compounded must be from 1 to 366 times a year, got 0"),
        (lambda: present_value([], rate_percent=5), "flows must be from 1 to 100,000, got 0"),
        (
            lambda: present_value([("2024-01-01", usd(1))], rate_percent=5, day_count="act/act icma"),
            "day_count must be another, since flows of your own have no equal periods, got 'act_act_icma'",
        ),
        (
            lambda: present_value([("2024-01-01", usd(1))], rate_percent=5, on="2024-01-02"),
            "flows must be on or after 2024-01-02, got '2024-01-01'; leave out what is past",
        ),
        (
            lambda: present_value([("2024-01-01", usd("1e30"))], rate_percent=5),
            r"flows must be below 10\^30 and of at most 40 decimals",
        ),
        (lambda: present_value([("2024-01-01", usd("1e-41"))], rate_percent=5), "at most 40 decimals"),
        (lambda: present_value([("1 May", usd(1))], rate_percent=5), "flows must be a day written YYYY-MM-DD"),
        (
            lambda: present_value(schedule(loan()), rate_percent=5, on="2024-01-14"),
            "on must be on or after the start of the loan, 2024-01-15",
        ),
        (
            lambda: present_value(schedule(loan()), rate_percent=5, on="2034-01-15"),
            "on must be before the last payment, on 2034-01-15",
        ),
        (
            lambda: internal_rate([("2024-01-01", usd(1)), ("2025-01-01", usd(1))]),
            "one change between paying out and receiving, got '0 changes of sign'; what is paid out is negative",
        ),
        (
            lambda: internal_rate([("2024-01-01", usd(-1)), ("2024-01-01", usd(1))]),
            "got '0 changes of sign'",
        ),
        (
            lambda: internal_rate([("2023-01-01", usd(-100)), ("2024-01-01", usd(230)), ("2024-12-31", usd(-132))]),
            "got '2 changes of sign'; compare present values at rates of your choice",
        ),
        (
            lambda: internal_rate(
                [("2023-01-01", usd(-100)), ("2024-01-01", usd(80)), ("2024-12-31", usd(10)), ("2025-12-31", usd(-1))]
            ),
            "got '2 changes of sign'",
        ),
        (
            lambda: internal_rate([("2023-01-01", usd(-100)), ("2023-01-02", usd(200))]),
            r"flows must be balanced where one unit grows to between e \*\* -32 and e \*\* 32 in a year",
        ),
    ],
)
def test_what_has_no_value_or_no_single_rate_is_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        call()


@pytest.mark.parametrize(
    ("flows", "message"),
    [
        (5, "flows must be a LoanSchedule, or pairs of a day and Money, got 5 of type int"),
        (["2024-01-01"], "flows must be made of pairs of a day and Money, got '2024-01-01'"),
        ([("2024-01-01", 5)], "flows must be made of pairs of a day and Money"),
    ],
)
def test_flows_are_days_and_money(flows: Any, message: str) -> None:
    with pytest.raises(WrongTypeError, match=message):
        present_value(flows, rate_percent=5)


def test_the_steepest_flows_are_still_quick() -> None:
    flows = [("1900-01-01", usd("-1e-20")), ("1900-04-01", usd("1e-20")), ("2100-01-01", usd("1e25"))]
    assert internal_rate(flows).width < Decimal("1e-20")


def test_floats_are_no_rates_and_several_currencies_no_sum() -> None:
    half: Any = 0.5
    with pytest.raises(WrongTypeError, match=r"rate_percent must be an int, .*pass Decimal\('0.5'\)"):
        present_value([("2024-01-01", usd(1))], rate_percent=half)
    with pytest.raises(WrongTypeError, match="years must be"):
        discount_factor(5, half)
    with pytest.raises(WrongTypeError, match="compounded must be an int"):
        discount_factor(5, 1, compounded=half)
    with pytest.raises(CurrencyMismatchError, match="expected USD, got EUR; convert them first"):
        present_value([("2024-01-01", usd(1)), ("2024-01-01", Money.of(1, "EUR"))], rate_percent=5)


def test_the_ambient_decimal_context_has_no_influence() -> None:
    flows = [("2023-03-01", usd(-100)), ("2024-02-29", usd(50)), ("2026-02-28", usd(77))]
    usual = present_value(flows, rate_percent="7.25"), internal_rate(flows)
    with localcontext() as context:
        context.prec = 2
        assert (present_value(flows, rate_percent="7.25"), internal_rate(flows)) == usual


AMOUNTS = st.integers(1, 10**9).map(lambda units: usd(Decimal(units).scaleb(-2)))
DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))
PERCENT = st.decimals("-50", 200, places=3)


class TestLaws:
    @given(st.lists(st.tuples(DAYS, AMOUNTS), min_size=1, max_size=12), PERCENT, PERCENT)
    def test_what_is_received_is_worth_less_at_a_higher_rate(
        self, flows: list[tuple[date, Money]], one: Decimal, other: Decimal
    ) -> None:
        assume(one != other)
        dear, cheap = (present_value(flows, rate_percent=rate) for rate in sorted([one, other]))
        if len({day for day, _ in flows}) > 1:
            assert dear.estimate.low > cheap.estimate.high
        else:
            assert dear.meets(cheap)

    @given(st.integers(1, 60), PERCENT)
    def test_whole_years_enclose_the_exact_fraction(self, years: int, rate: Decimal) -> None:
        exact = 1 / (1 + Fraction(rate) / 100) ** years
        assert discount_factor(rate, years).contains(exact)

    @given(st.integers(1, 12), st.fractions(0, 30, max_denominator=12), PERCENT)
    def test_factors_multiply_along_time(self, parts: int, years: Fraction, rate: Decimal) -> None:
        whole = discount_factor(rate, years * parts)
        part = discount_factor(rate, years)
        assert whole.meets(list(accumulate([part] * parts, lambda left, right: left * right))[-1])

    @given(
        st.decimals(0, 40, places=2),
        st.sampled_from([1, 2, 4, 12]),
        st.integers(1, 30),
        st.sampled_from(["annuity", "equal principal", "bullet"]),
        st.sampled_from([("USD", 2), ("JPY", 0), ("KWD", 3)]),
    )
    def test_a_loan_at_its_own_rate_is_worth_its_principal_but_for_rounding(
        self, rate: Decimal, frequency: int, years: int, repayment: str, currency: tuple[str, int]
    ) -> None:
        code, places = currency
        principal = Money.of(1_000_000, code)
        plan = schedule(
            LoanTerms(
                principal=principal,
                rate_percent=rate,
                start="2024-01-31",
                years=years,
                frequency=frequency,
                repayment=repayment,
            )
        )
        value = present_value(plan, rate_percent=rate, compounded=frequency)
        reach = Decimal(len(plan)).scaleb(-places)  # each interest is off by half a unit at most, and discounted
        assert value.estimate.low - reach <= principal.amount <= value.estimate.high + reach
        found = internal_rate(plan, compounded=frequency)
        off = present_value(plan, rate_percent=round(found.best or Decimal(0), 18), compounded=frequency)
        assert off.estimate.low - Decimal("1e-6") <= principal.amount <= off.estimate.high + Decimal("1e-6")

    @given(AMOUNTS, AMOUNTS, DAYS, st.integers(30, 9_000))
    def test_an_internal_rate_balances_its_flows(self, lent: Money, back: Money, day: date, later: int) -> None:
        flows = [(day, -lent), (day + timedelta(later), back)]
        try:
            rate = internal_rate(flows)
        except InvalidValueError:
            return
        growth = discount_factor(0, 1) * (1 + Decimal(rate.best or 0) / 100)
        assert growth.low > 0
        exact = Fraction(back.amount) / Fraction(lent.amount)
        low, high = (Fraction(end) / 100 + 1 for end in (rate.low, rate.high))
        assert float(low) ** (later / 365) <= float(exact) * (1 + 1e-9)
        assert float(high) ** (later / 365) >= float(exact) * (1 - 1e-9)

    @given(st.sampled_from([count for count in DayCount if count is not DayCount.ACT_ACT_ICMA]))
    def test_every_day_count_gives_about_the_same_value(self, count: DayCount) -> None:
        value = present_value(schedule(loan()), rate_percent=5, day_count=count).best
        assert value is not None
        assert abs(value - usd(105_000)) < usd(1_000)
