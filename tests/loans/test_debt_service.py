from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, RateNotFoundError, UnknownCodeError, WrongTypeError
from centralasia.loans.day_counts import BusinessDays
from centralasia.loans.debt_service import DebtCalendar, debt_service, exposure
from centralasia.loans.schedules import LoanSchedule, schedule
from centralasia.loans.terms import LoanTerms
from centralasia.money import Money
from centralasia.rates import ExchangeRate, RateTable

RATES = RateTable.of(
    [
        ExchangeRate(base="USD", quote="KGS", value="87.4126", on="2024-10-01", source="made up"),
        ExchangeRate(base="EUR", quote="KGS", value="97.32", on="2024-10-01", source="made up"),
    ]
)


def plan(currency: str = "USD", **changed: Any) -> LoanSchedule:
    terms: dict[str, Any] = {
        "principal": Money.of(1000, currency),
        "rate_percent": 6,
        "start": "2024-01-15",
        "years": 2,
        "repayment": "equal principal",
    }
    return schedule(LoanTerms(**(terms | changed)))


def lines(calendar: DebtCalendar) -> list[str]:
    return [f"{row.period}: {row.interest} + {row.principal}" for row in calendar.rows]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["2024: 30.00 USD + 250.00 USD", "2025: 37.50 USD + 500.00 USD", "2026: 7.50 USD + 250.00 USD"]),
        (
            {"by": "half-year", "until": "2025-07-15"},
            ["2024-S2: 30.00 USD + 250.00 USD", "2025-S1: 22.50 USD + 250.00 USD"],
        ),
        ({"by": "Quarter", "since": "2026-01-15"}, ["2026-Q1: 7.50 USD + 250.00 USD"]),
        ({"by": "month", "since": "2026-01-15"}, ["2026-01: 7.50 USD + 250.00 USD"]),
        ({"by": "week", "since": "2026-01-15"}, ["2026-W03: 7.50 USD + 250.00 USD"]),
        ({"by": "day", "since": "2026-01-15"}, ["2026-01-15: 7.50 USD + 250.00 USD"]),
        ({"by": "A", "since": "2026-01-16"}, []),
    ],
)
def test_payments_add_up_by_period(asked: dict[str, Any], expected: list[str]) -> None:
    assert lines(debt_service([plan()], **asked)) == expected


def test_currencies_stay_apart_and_loans_add_up() -> None:
    calendar = debt_service([plan(), plan("EUR", years=1), plan(years=1)])
    assert lines(calendar) == [
        "2024: 30.00 EUR + 500.00 EUR",
        "2024: 60.00 USD + 750.00 USD",
        "2025: 15.00 EUR + 500.00 EUR",
        "2025: 52.50 USD + 1000.00 USD",
        "2026: 7.50 USD + 250.00 USD",
    ]
    assert [each.code for each in calendar.currencies] == ["EUR", "USD"]
    assert calendar.total("USD") == Money.of("2120.00", "USD")
    assert calendar.total("KGS") == Money.zero("KGS")
    assert repr(calendar) == "<DebtCalendar: 5 rows, 2 currencies, 2024 to 2026>"
    assert repr(DebtCalendar(())) == "<DebtCalendar: 0 rows, 0 currencies>"


def test_payments_count_on_the_day_they_are_made() -> None:
    late = plan(start="2024-06-30", years=1, business_days=BusinessDays("following", holidays=lambda day: day.day > 20))
    assert [str(row.period) for row in debt_service([late], by="month").rows] == ["2025-01", "2025-07"]


def test_capitalised_interest_is_paid_as_principal_and_empty_payments_are_none() -> None:
    calendar = debt_service([plan(grace_years="1.5", grace_interest="capitalised")])
    assert lines(calendar) == ["2025: 31.83 USD + 530.45 USD", "2026: 15.91 USD + 530.45 USD"]


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_a_frame_has_a_row_a_period_and_currency(backend: Any) -> None:
    frame = debt_service([plan()]).to_frame(backend)
    assert [str(cell) for cell in frame["period"]] == ["2024", "2025", "2026"]
    assert [Decimal(str(cell)) for cell in frame["payment"]] == [
        Decimal("280.00"),
        Decimal("537.50"),
        Decimal("257.50"),
    ]
    assert len(DebtCalendar(()).to_frame(backend)) == 0


def test_costs_in_one_currency_have_the_bounds_of_the_rates() -> None:
    calendar = debt_service([plan(years=1), plan("EUR", years=1)])
    costs = calendar.converted("KGS", on="2024-10-01", rates=RATES)
    assert [str(cost.period) for cost in costs] == ["2024", "2025"]
    best = costs[0].payment.best
    assert best is not None
    assert best.amount == Decimal(530) * (Decimal("87.4126") + Decimal("97.32"))
    assert costs[0].interest.contains(Money.of(Decimal(30) * (Decimal("87.41255") + Decimal("97.315")), "KGS"))
    assert not costs[0].interest.contains(Money.of(Decimal(30) * (Decimal("87.4125") + Decimal("97.314")), "KGS"))


def test_an_exposure_is_the_cost_of_the_move() -> None:
    calendar = debt_service([plan(years=1), plan("EUR", years=1)])
    found = exposure(calendar, "USD", home="KGS", shock_percent=10, on="2024-10-01", rates=RATES)
    assert found.total == Money.of("1045.00", "USD")
    assert found.cost.best == Money.of(Decimal(1045) * Decimal("87.4126"), "KGS")
    assert found.change.best == Money.of(Decimal("104.5") * Decimal("87.4126"), "KGS")
    assert [each.best for each in found.changes] == [
        Money.of(Decimal(53) * Decimal("87.4126"), "KGS"),
        Money.of(Decimal("51.5") * Decimal("87.4126"), "KGS"),
    ]


def test_an_exposure_is_explained_in_words() -> None:
    calendar = debt_service([plan(years=1)])
    cheaper = exposure(calendar, "USD", home="TMT", shock_percent="-10", on="2024-03-01")
    assert cheaper.explain() == (
        "1,045.00 USD at the rates of 2024-03-01 is 3,657.50 TMT; a USD cheaper by 10 % makes it cost 365.75 TMT less\n"
        "  2024: 1,855.00 TMT, 185.50 TMT less\n"
        "  2025: 1,802.50 TMT, 180.25 TMT less"
    )
    dearer = exposure(calendar, "USD", home="KGS", shock_percent=10, on="2024-10-01", rates=RATES)
    assert dearer.explain().splitlines()[2] == (
        "  2025: 45,017.46 KGS to 45,017.52 KGS, 4,501.74 KGS to 4,501.76 KGS more"
    )


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: debt_service([plan()], by="fortnight"), InvalidValueError, "by must be one of A S Q M W D"),
        (lambda: debt_service([plan()], since="2024"), InvalidValueError, "since must be a day written YYYY-MM-DD"),
        (
            lambda: exposure(debt_service([plan()]), "USD", home="USD", shock_percent=1, on="2024-10-01"),
            InvalidValueError,
            "currency must be another than that of the debtor, which has no rate, got 'USD'",
        ),
        (
            lambda: exposure(debt_service([plan()]), "EUR", home="KGS", shock_percent=1, on="2024-10-01"),
            InvalidValueError,
            "currency must be one in which something is owed: USD, got 'EUR'",
        ),
        (
            lambda: exposure(DebtCalendar(()), "EUR", home="KGS", shock_percent=1, on="2024-10-01"),
            InvalidValueError,
            "something is owed: nothing",
        ),
        (
            lambda: exposure(debt_service([plan()]), "USD", home="KGS", shock_percent=-100, on="2024-10-01"),
            InvalidValueError,
            "shock_percent must be from -99.99 to 1,000,000",
        ),
        (lambda: debt_service([plan()]).of("USX"), UnknownCodeError, "'USX' is not in the table of currencies"),
        (
            lambda: debt_service([plan()]).converted("KGS", on="2030-10-01", rates=RATES),
            RateNotFoundError,
            "no rate for USD/KGS",
        ),
    ],
)
def test_what_cannot_be_added_up_is_refused(call: Callable[[], object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()


def test_only_schedules_make_a_calendar() -> None:
    nothing: Any = [5]
    with pytest.raises(WrongTypeError, match=r"schedules must be made of LoanSchedule, got 5 .*; schedule\(terms\)"):
        debt_service(nothing)
    with pytest.raises(WrongTypeError, match=r"calendar must be a DebtCalendar, .*debt_service\(schedules\) makes one"):
        exposure(nothing, "USD", home="KGS", shock_percent=1, on="2024-10-01")
    number: Any = 4
    with pytest.raises(WrongTypeError, match="by must be one of"):
        debt_service([], by=number)
    listed: Any = ["year"]
    with pytest.raises(WrongTypeError, match="by must be one of"):
        debt_service([], by=listed)
    alone: Any = plan()
    for wrong in (alone, number):
        with pytest.raises(
            WrongTypeError, match=r"schedules must be a list of LoanSchedule, .*; put a single one into a"
        ):
            debt_service(wrong)
    with pytest.raises(WrongTypeError, match="rows must be a tuple of DebtService"):
        DebtCalendar(nothing)


PLAN = st.builds(
    plan,
    st.sampled_from(["USD", "EUR", "JPY"]),
    rate_percent=st.decimals(0, 20, places=2),
    years=st.integers(1, 12),
    frequency=st.sampled_from([1, 2, 4, 12]),
    start=st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    repayment=st.sampled_from(["annuity", "bullet", "equal principal"]),
)


class TestLaws:
    @given(st.lists(PLAN, max_size=4), st.sampled_from(["year", "half-year", "quarter", "month"]))
    def test_a_calendar_adds_up_to_all_payments(self, plans: list[LoanSchedule], by: str) -> None:
        calendar = debt_service(plans, by=by)
        for currency in ("USD", "EUR", "JPY"):
            paid = [each.total_payment for each in plans if each.terms.principal.currency.code == currency]
            assert calendar.total(currency) == sum(paid, start=Money.zero(currency))
        keys = [(row.period, row.interest.currency.code) for row in calendar.rows]
        assert keys == sorted(set(keys))

    @given(st.lists(PLAN, min_size=1, max_size=4), st.decimals("-99", 200, places=2))
    def test_a_move_changes_the_cost_by_its_share(self, plans: list[LoanSchedule], shock: Decimal) -> None:
        calendar = debt_service(plans).of(plans[0].terms.principal.currency)
        rates = RATES + RateTable.of(
            [ExchangeRate(base="JPY", quote="KGS", value="60.5", nominal=100, on="2024-10-01", source="made up")]
        )
        found = exposure(
            calendar, plans[0].terms.principal.currency, home="KGS", shock_percent=shock, on="2024-10-01", rates=rates
        )
        assert found.change.meets(found.cost * (Fraction(shock) / 100))
        total = sum(found.changes[1:], start=found.changes[0])
        assert total.meets(found.change)
