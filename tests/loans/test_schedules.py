from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.loans.day_counts import BusinessDays, DayCount, step_months, year_fraction
from centralasia.loans.schedules import LoanSchedule, schedule
from centralasia.loans.terms import LoanTerms, Repayment
from centralasia.money import Money
from centralasia.numbers import Rounding


def loan(**changed: Any) -> LoanTerms:
    given_terms: dict[str, Any] = {
        "principal": Money.of("1000.00", "USD"),
        "rate_percent": 6,
        "start": "2024-01-15",
        "years": 2,
        "repayment": "equal principal",
    }
    return LoanTerms(**{name: value for name, value in (given_terms | changed).items() if value is not ...})


def column(plan: LoanSchedule, name: str) -> list[str]:
    return [str(getattr(each, name).amount) for each in plan]


@pytest.mark.parametrize(
    ("changed", "interest", "principal"),
    [
        ({}, "30.00 22.50 15.00 7.50", "250.00 250.00 250.00 250.00"),
        ({"years": "1.5", "repayment": "annuity"}, "30.00 20.29 10.30", "323.53 333.24 343.23"),
        ({"repayment": "bullet"}, "30.00 30.00 30.00 30.00", "0.00 0.00 0.00 1000.00"),
        ({"repayment": "lump sum"}, "120.00", "1000.00"),
        (
            {"repayment": "progressive", "shares": [10, 20, 30, 40]},
            "30.00 27.00 21.00 12.00",
            "100.00 200.00 300.00 400.00",
        ),
        ({"grace_years": "1.5"}, "30.00 30.00 30.00 15.00", "0.00 0.00 500.00 500.00"),
        ({"grace_years": "1.5", "grace_interest": "capitalised"}, "30.00 30.90 31.83 15.91", "0.00 0.00 530.45 530.45"),
        ({"rate_percent": 0, "repayment": "annuity"}, "0.00 0.00 0.00 0.00", "250.00 250.00 250.00 250.00"),
        ({"rate_changes": [("2025-01-15", 12)]}, "30.00 22.50 30.00 15.00", "250.00 250.00 250.00 250.00"),
        (
            {"rate_changes": [("2025-01-15", 12)], "repayment": "annuity"},
            "30.00 22.83 30.89 15.89",
            "239.03 246.20 249.88 264.89",
        ),
        ({"rate_changes": [("2024-04-15", 0), ("2024-05-15", 6)], "years": 1}, "25.05 15.00", "500.00 500.00"),
        ({"frequency": 1, "principal": Money.of(7, "UZS")}, "0.42 0.21", "3.50 3.50"),
        ({"principal": Money.of(1001, "JPY")}, "30 23 15 8", "250 250 250 251"),
        ({"principal": Money.of("10.001", "KWD")}, "0.300 0.225 0.150 0.075", "2.500 2.500 2.500 2.501"),
        ({"principal": Money.of("0.05", "USD"), "years": 4}, "0.00 " * 7 + "0.00", "0.01 " * 5 + "0.00 0.00 0.00"),
        ({"principal": Money.of(1, "XDR"), "places": 5, "years": 1}, "0.03000 0.01500", "0.50000 0.50000"),
        ({"first": "2024-04-15", "years": ..., "last": "2025-04-15"}, "14.92 20.00 10.00", "333.33 333.33 333.34"),
        ({"first": "2024-10-15", "years": ..., "last": "2025-04-15"}, "44.92 15.00", "500.00 500.00"),
        ({"day_count": "act/360", "years": 1}, "30.33 15.33", "500.00 500.00"),
        ({"day_count": "act/365", "years": 1, "repayment": "annuity"}, "29.92 15.34", "492.71 507.29"),
        (
            {
                "principal": Money.of("0.50", "USD"),
                "rate_percent": 1,
                "start": "2025-01-15",
                "frequency": 1,
                "years": 1,
                "day_count": "act/365",
                "repayment": "annuity",
            },
            "0.00",
            "0.50",
        ),
        ({"draws": [("2024-01-15", Money.of(1000, "USD"))], "years": 1}, "30.00 15.00", "500.00 500.00"),
    ],
)
def test_a_schedule_comes_out_as_by_hand(changed: dict[str, Any], interest: str, principal: str) -> None:
    plan = schedule(loan(**changed))
    assert column(plan, "interest") == interest.split()
    assert column(plan, "principal") == principal.split()


@pytest.mark.parametrize(
    ("mode", "charged"),
    [
        ("half even", "0.02 0.04"),
        ("half up", "0.03 0.04"),
        ("half down", "0.02 0.03"),
        ("up", "0.03 0.04"),
        ("ceiling", "0.03 0.04"),
        ("down", "0.02 0.03"),
        ("floor", "0.02 0.03"),
    ],
)
def test_interest_is_rounded_once_by_name(mode: str, charged: str) -> None:
    terms = {"rate_percent": 10, "years": 1, "repayment": "bullet", "rounding": mode}
    found = [column(schedule(loan(principal=Money.of(lent, "USD"), **terms)), "interest")[0] for lent in ("0.5", "0.7")]
    assert found == charged.split()


def test_an_annuity_is_level_again_after_a_rate_that_came_and_went_inside_a_period() -> None:
    plan = schedule(loan(repayment="annuity", rate_changes=[("2024-09-15", 24), ("2024-11-15", 6)]))
    payments = column(plan, "payment")
    assert payments[0] == payments[1]
    assert payments[1] < payments[2]
    assert abs(Decimal(payments[3]) - Decimal(payments[2])) <= Decimal("0.03")


def test_a_change_to_the_same_rate_changes_nothing() -> None:
    terms: dict[str, Any] = {"repayment": "annuity", "day_count": "act/365", "frequency": 12, "years": 5}
    assert column(schedule(loan(**terms, rate_changes=[("2025-03-01", 6)])), "principal") == column(
        schedule(loan(**terms)), "principal"
    )


def test_money_is_made_of_whole_units() -> None:
    half: Any = 0.5
    with pytest.raises(WrongTypeError, match=r"units must be an int, got 0\.5 of type float"):
        schedule(loan()).money(half)


def test_draws_earn_from_their_day_on() -> None:
    draws = [
        ("2024-01-15", Money.of(400, "USD")),
        ("2024-04-15", Money.of(300, "USD")),
        ("2024-07-15", Money.of(200, "USD")),
        ("2024-10-15", Money.of(100, "USD")),
    ]
    plan = schedule(loan(draws=draws, grace_years="1.5", years=2))
    first, second, third, last = plan
    assert column(plan, "drawn") == ["500.00", "100.00", "0.00", "0.00"]
    assert [str(each.opening.amount) for each in plan] == ["400.00", "900.00", "1000.00", "500.00"]
    assert first.interest.amount == Decimal("16.50")  # 400 for half a year, 300 for half of that
    assert second.interest.amount == Decimal("28.50")
    assert (third.payment.amount, last.closing.amount) == (Decimal("530.00"), Decimal(0))
    assert plan.total_principal == Money.of(1000, "USD")


def test_nothing_is_owed_before_the_first_draw() -> None:
    plan = schedule(loan(draws=[("2024-04-15", Money.of(1000, "USD"))], grace_years=1))
    assert plan[0].opening == Money.zero("USD")
    assert plan[0].interest.amount == Decimal("15.00")
    at_once = loan(draws=[("2024-04-15", Money.of(1000, "USD"))], repayment="lump sum", years=1)
    assert (str(schedule(at_once)[0].interest), schedule(at_once)[0].drawn) == ("45.00 USD", at_once.principal)


def test_a_draw_in_a_long_first_period_is_measured_by_its_own_part() -> None:
    terms = loan(
        start="2024-01-01",
        first="2025-01-01",
        years=...,
        last="2025-07-01",
        grace_years="1.5",
        draws=[("2024-03-01", Money.of(1000, "USD"))],
    )
    assert schedule(terms)[0].interest == Money.of(Decimal(60) - round(Decimal(1000 * 3 * 60) / 182 / 100, 2), "USD")


def test_payments_move_to_business_days_and_interest_with_them_where_asked() -> None:
    stays = schedule(
        loan(start="2024-03-15", frequency=4, years=1, day_count="act/365", business_days=BusinessDays("following"))
    )
    moves = schedule(
        loan(
            start="2024-03-15",
            frequency=4,
            years=1,
            day_count="act/365",
            business_days=BusinessDays("following", moves_interest=True),
        )
    )
    due = [date(2024, 6, 17), date(2024, 9, 16), date(2024, 12, 16), date(2025, 3, 17)]
    assert [each.due for each in stays] == [each.due for each in moves] == due
    assert stays[0].end == date(2024, 6, 15)
    assert moves[0].end == moves[1].start == date(2024, 6, 17)
    assert (stays[0].interest.amount, moves[0].interest.amount) == (Decimal("15.12"), Decimal("15.45"))


def test_business_days_that_swallow_a_period_are_refused() -> None:
    days = BusinessDays("following", holidays=lambda day: day.year == 2024, moves_interest=True)
    terms = loan(frequency=12, years=1, day_count="act/365", business_days=days)
    with pytest.raises(InvalidValueError, match="business_days must be such that a period has a day after 2025-01-01"):
        schedule(terms)


def test_ends_of_months_stay_ends_of_months() -> None:
    ends = schedule(loan(start="2024-02-29", frequency=12, years=1, end_of_month=True))
    days = schedule(loan(start="2024-02-29", frequency=12, years=1))
    assert [each.due.day for each in ends] == [31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28]
    assert [each.due.day for each in days] == [29] * 11 + [28]


def test_interest_above_a_level_payment_is_paid_in_full() -> None:
    plan = schedule(loan(rate_percent=9000, frequency=12, years=3, day_count="act/365", repayment="annuity"))
    assert all(each.principal.amount >= 0 for each in plan)
    assert plan[0].payment == plan[0].interest
    assert plan.total_principal == plan.terms.principal


def test_a_schedule_is_a_sequence() -> None:
    plan = schedule(loan())
    assert len(plan) == len(list(plan)) == 4
    assert plan[-1] == plan[3] == plan[2:][1]
    assert plan[::2] == (plan[0], plan[2])
    assert repr(plan) == "<LoanSchedule: 1,000.00 USD, 4 payments>"
    assert plan == schedule(loan())
    with pytest.raises(IndexError):
        plan[4]


def test_totals_add_up() -> None:
    plan = schedule(loan(grace_years="1.5", grace_interest="capitalised"))
    assert plan.total_interest == Money.of("108.64", "USD")
    assert plan.total_principal == Money.of("1060.90", "USD")
    assert plan.total_payment == Money.of("1108.64", "USD")
    assert plan.explain() == (
        "1,000.00 USD at 6 % a year from 2024-01-15 (act_act_icma), repaid as equal principal\n"
        "  4 payments from 2024-07-15 to 2026-01-15, the first repayment on 2025-07-15\n"
        "  paid 1,108.64 USD: principal 1,060.90 USD, interest 47.74 USD\n"
        "  of the principal, 60.90 USD is interest that was capitalised"
    )


def test_an_explanation_names_every_rate() -> None:
    explained = schedule(loan(rate_changes=[("2025-01-15", "7.5")])).explain()
    assert explained.startswith("1,000.00 USD at 6 % a year, 7.5 % from 2025-01-15 from 2024-01-15")


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_a_frame_has_a_row_a_payment(backend: Any) -> None:
    frame = schedule(loan(years=1)).to_frame(backend)
    names = list(frame.column_names if backend == "pyarrow" else frame.columns)
    assert names == [
        *("number", "due", "start", "end", "opening", "drawn", "interest", "capitalised", "principal", "payment"),
        *("closing", "currency"),
    ]
    assert [Decimal(str(value)) for value in frame["payment"]] == [530, 515]


def test_only_terms_have_a_schedule() -> None:
    nothing: Any = "a loan"
    with pytest.raises(WrongTypeError, match="terms must be LoanTerms, got 'a loan'"):
        schedule(nothing)


def test_a_schedule_past_the_calendar_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="inside the years 1 to 9999"):
        schedule(loan(start="9990-01-15", years=50)).due  # noqa: B018 - days are counted when looked at


def test_the_ambient_decimal_context_has_no_influence() -> None:
    terms = loan(principal=Money.of("123456789.01", "USD"), rate_percent="7.125", day_count="act/360", years=5)
    usual = list(schedule(terms))
    with localcontext() as context:
        context.prec = 2
        assert list(schedule(terms)) == usual


@pytest.mark.parametrize("years", [30, 100])
@pytest.mark.parametrize("count", DayCount)
def test_the_longest_loans_are_quick_and_exact(years: int, count: DayCount) -> None:
    rate = "12.34567890123456789"
    terms = loan(years=years, frequency=12, rate_percent=rate, repayment="annuity", day_count=count)
    assert schedule(terms).total_principal == terms.principal


def test_a_new_rate_every_month_is_still_quick() -> None:
    changes = [(date(2024, 1, 16) + timedelta(30 * number), Decimal(5 + number % 7)) for number in range(400)]
    terms = loan(years=100, frequency=12, rate_changes=changes, repayment="annuity", day_count="act/365")
    assert schedule(terms).total_principal == terms.principal


RATES = st.decimals(0, 40, places=3)
CURRENCIES = st.sampled_from([("USD", 2), ("KZT", 2), ("UZS", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("IQD", 3)])
HALF_MODES = st.sampled_from([mode for mode in Rounding if mode is not Rounding.ZERO_FIVE_UP])


@st.composite
def loans(draw: st.DrawFn, /, **fixed: Any) -> LoanTerms:
    code, places = draw(CURRENCIES)
    frequency = draw(st.sampled_from([1, 2, 4, 12]))
    count = draw(st.integers(1, 40))
    grace = draw(st.integers(1, count))
    repayment = draw(st.sampled_from(Repayment))
    start = draw(st.dates(date(1995, 1, 1), date(2040, 1, 1)))
    terms: dict[str, Any] = {
        "principal": Money(Decimal(draw(st.integers(1, 10**12))).scaleb(-places), _currency(code)),
        "rate_percent": draw(RATES),
        "start": start,
        "frequency": frequency,
        "repayment": repayment,
        "day_count": draw(st.sampled_from(DayCount)),
        "rounding": draw(HALF_MODES),
        "grace_interest": draw(st.sampled_from(["paid", "capitalised"])),
    }
    return _finished(draw, terms | fixed, count=count, grace=grace)


def _currency(code: str) -> Any:
    return Money.zero(code).currency


def _finished(draw: st.DrawFn, terms: dict[str, Any], *, count: int, grace: int) -> LoanTerms:
    months = 12 // terms["frequency"]
    start = terms["start"]
    ends = [step_months(start, months * number) for number in range(1, count + 1)]
    terms["last"] = ends[-1]
    if terms["repayment"] in {Repayment.BULLET, Repayment.LUMP_SUM}:
        grace = count
    elif terms["repayment"] is Repayment.PROGRESSIVE:
        cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=count - grace, max_size=count - grace)))
        terms["shares"] = [after - before for before, after in pairwise([0, *cuts, 100])]
    terms["first_repayment"] = ends[grace - 1]
    if grace > 1 and draw(st.booleans()):
        days = (ends[grace - 2] - start).days
        offsets = sorted(draw(st.sets(st.integers(0, days), min_size=1, max_size=4)))
        parts = terms["principal"].split(len(offsets))
        if all(parts):
            terms["draws"] = [(start + timedelta(day), part) for day, part in zip(offsets, parts, strict=True)]
    if draw(st.booleans()):
        days = sorted(draw(st.sets(st.integers(0, (ends[-1] - start).days), max_size=3)))
        terms["rate_changes"] = [(start + timedelta(day), draw(RATES)) for day in days]
    return LoanTerms(**terms)


class TestLaws:
    @given(loans())
    def test_exactly_the_principal_is_repaid(self, terms: LoanTerms) -> None:
        plan = schedule(terms)
        capitalised = plan.money(sum(plan.columns.capitalised))
        assert plan.total_principal - capitalised == terms.principal
        assert plan.total_payment == terms.principal + plan.total_interest
        assert plan[-1].closing == Money.zero(terms.principal.currency)

    @given(loans())
    def test_balances_chain_and_are_never_negative(self, terms: LoanTerms) -> None:
        rows = list(schedule(terms))
        for row in rows:
            assert row.closing == row.opening + row.drawn + row.capitalised - row.principal
            assert row.payment == row.interest - row.capitalised + row.principal
            assert min(row.opening, row.drawn, row.interest, row.capitalised, row.principal, row.closing).amount >= 0
        for before, after in pairwise(rows):
            assert before.closing == after.opening
            assert before.end == after.start

    @given(loans(repayment=Repayment.ANNUITY, day_count=DayCount.ACT_ACT_ICMA))
    def test_an_annuity_is_constant_but_for_the_last_payment(self, terms: LoanTerms) -> None:
        columns = schedule(terms).columns
        if not terms.rate_changes:
            payments = columns.payment[terms.timetable.grace :]
            level, rate = payments[0], Fraction(terms.rate_percent) / 100 / terms.frequency
            while_owed = [paid for paid, left in zip(payments, columns.balance[-len(payments) :], strict=True) if left]
            assert set(while_owed) <= {level}
            # Each payment and each interest is off by less than one unit, which itself grows to the end.
            assert payments[-1] - level <= 2 * len(payments) * (1 + rate) ** len(payments)

    @given(loans(rounding=Rounding.HALF_EVEN))
    def test_interest_is_the_exact_one_rounded_once(self, terms: LoanTerms) -> None:
        if terms.rate_changes or terms.draws or terms.day_count is DayCount.ACT_ACT_ICMA:
            return
        for row in schedule(terms):
            years = year_fraction(row.start, row.end, by=terms.day_count)
            exact = Fraction(row.opening.amount) * Fraction(terms.rate_percent) / 100 * years
            assert abs(exact - Fraction(row.interest.amount)) <= Fraction(1, 2 * 10**terms.places)

    @given(loans(day_count=DayCount.ACT_365), st.integers(0, 30))
    def test_days_of_payment_do_not_change_what_is_owed_unless_interest_moves(self, terms: LoanTerms, off: int) -> None:
        days = BusinessDays("modified following", holidays=lambda day: day.day == off)
        moved = schedule(attrs.evolve(terms, business_days=days))
        assert moved.columns == schedule(terms).columns
        assert all(days.is_open(day) for day in moved.due)
