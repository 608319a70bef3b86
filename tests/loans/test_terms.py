import pickle
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from centralasia.loans.day_counts import BusinessDays, DayCount
from centralasia.loans.terms import GraceInterest, LoanTerms, Repayment, as_figure
from centralasia.money import Money
from centralasia.numbers import Rounding


def loan(**changed: Any) -> LoanTerms:
    given_terms: dict[str, Any] = {
        "principal": Money.of(1000, "USD"),
        "rate_percent": 6,
        "start": "2024-01-15",
        "years": 2,
        "repayment": "equal principal",
    }
    return LoanTerms(**{name: value for name, value in (given_terms | changed).items() if value is not ...})


def test_terms_are_read_as_they_are_written() -> None:
    terms = loan(
        rate_percent="2.5",
        rate_changes=[("2025-01-15", "3")],
        repayment="Equal-Principal",
        grace_interest="CAPITALISED",
        day_count="ACT/360",
        rounding="half-up",
        draws=(["2024-01-15", Money.of(1000, "USD")],),
    )
    assert terms.rate_percent == Decimal("2.5")
    assert terms.rate_changes == ((date(2025, 1, 15), Decimal(3)),)
    assert terms.repayment is Repayment.EQUAL_PRINCIPAL
    assert terms.grace_interest is GraceInterest.CAPITALISED
    assert terms.day_count is DayCount.ACT_360
    assert terms.rounding is Rounding.HALF_UP
    assert terms.places == 2
    assert pickle.loads(pickle.dumps(terms)) == terms
    assert hash(terms) == hash(pickle.loads(pickle.dumps(terms)))


@pytest.mark.parametrize(
    ("changed", "count", "grace"),
    [
        ({}, 4, 0),
        ({"frequency": 12}, 24, 0),
        ({"years": "2.5"}, 5, 0),
        ({"grace_years": "0.5"}, 4, 0),
        ({"grace_years": 2}, 4, 3),
        ({"years": ..., "last": "2026-01-15"}, 4, 0),
        ({"first_repayment": "2025-01-15"}, 4, 1),
        ({"repayment": "bullet"}, 4, 3),
        ({"repayment": "bullet", "grace_years": 2}, 4, 3),
        ({"repayment": "lump sum"}, 4, 3),
        ({"first": "2024-03-15", "years": ..., "last": "2025-09-15"}, 4, 0),
        ({"first": "2024-07-15"}, 4, 0),
        ({"first": "2024-07-15", "grace_years": 1}, 4, 1),
        ({"start": "2024-01-31", "frequency": 12, "years": 1}, 12, 0),
        ({"start": "2024-01-31", "frequency": 12, "years": ..., "last": "2025-02-28"}, 13, 0),
        ({"years": 100, "frequency": 12}, 1200, 0),
    ],
)
def test_payments_are_counted(changed: dict[str, Any], count: int, grace: int) -> None:
    table = loan(**changed).timetable
    assert (table.count, table.grace) == (count, grace)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"rate_percent": -1}, "rate_percent must be from 0 to 10,000 with at most 20 decimals, got '-1'"),
        ({"rate_percent": 10_001}, "rate_percent must be from 0 to 10,000"),
        ({"rate_percent": "1e-21"}, "at most 20 decimals, got '1E-21'"),
        ({"rate_percent": "a lot"}, "rate_percent must be an int, a Decimal or a text"),
        ({"principal": Money.of(0, "USD")}, r"principal must be greater than zero and below 10\^30, got '0 USD'"),
        ({"principal": Money.of(-5, "USD")}, "principal must be greater than zero"),
        ({"principal": Money.of(10**30, "USD")}, r"below 10\^30"),
        (
            {"principal": Money.of("0.005", "USD")},
            "principal must be an amount of at most 2 decimals, got '0.005 USD'; round it first, or say how many",
        ),
        (
            {"principal": Money.of(1, "XDR")},
            "principal must be of a currency with a minor unit, got 'XDR'; say",
        ),
        ({"places": -1}, "places must be from 0 to 40, got -1"),
        ({"places": 41}, "places must be from 0 to 40"),
        ({"frequency": 3}, "frequency must be 1, 2, 4 or 12 payments a year, got 3"),
        ({"frequency": True}, "frequency must be 1, 2, 4 or 12"),
        ({"frequency": [2]}, "frequency must be 1, 2, 4 or 12"),
        ({"rounding": "05up"}, "rounding must be a rounding of what is paid, got 'zero_five_up'; half_even"),
        ({"years": ...}, "years must be given, or else last, and not both"),
        ({"last": "2026-01-15"}, "years must be given, or else last, and not both"),
        ({"years": 0}, r"years must be a whole number of times 6 months, and not zero, got Decimal\('0'\)"),
        ({"years": "1.3"}, "years must be a whole number of times 6 months"),
        ({"years": 101, "frequency": 12}, "years must be of at most 1,200 payments, got '101'"),
        ({"years": 10_000, "frequency": 12}, "at most 1,200 payments"),
        ({"grace_years": 0}, "not zero, got .*; leave it out where repayment begins with the first payment"),
        ({"grace_years": 1, "first_repayment": "2025-01-15"}, "grace_years must be left out, where first_repayment"),
        ({"grace_years": "2.5"}, "grace_years must be no longer than the term, got '2.5'"),
        ({"first_repayment": "2026-07-15"}, "first_repayment must be no longer than the term, got '2026-07-15'"),
        (
            {"first_repayment": "2025-01-16"},
            "first_repayment must be a day of payment, got '2025-01-16'; payments",
        ),
        ({"first_repayment": "2023-01-15"}, "first_repayment must be a day of payment, got '2023-01-15'"),
        ({"repayment": "bullet", "grace_years": 1}, "grace_years must be left out, where all is repaid at the end"),
        (
            {"years": ..., "last": "2026-02-15"},
            "payments fall on 2026-01-15 and every 6 months before and after; say first= where the first",
        ),
        ({"years": ..., "last": "2023-01-15"}, "last must be a day of payment, got '2023-01-15'"),
        ({"first": "2024-03-15", "years": ..., "last": "2024-01-15"}, "last must be a day of payment"),
        (
            {"first": "2024-03-15"},
            "years must be the time to a day of payment, which 2026-01-15 is not, got '2'; payments fall on 2025-09-15",
        ),
        (
            {"first": "2024-03-15", "years": "1.01"},
            "years must be a whole number of times 1 month, and not zero, .*; other times are said by",
        ),
        ({"first": "2024-01-15"}, "first must be after the start, 2024-01-15, got '2024-01-15'"),
        ({"end_of_month": True}, "end_of_month must be left out, since 2024-01-15 is no end of a month"),
        ({"repayment": "at will"}, "repayment must be one of annuity, equal_principal, bullet, lump_sum, progressive"),
        ({"grace_interest": "forgotten"}, "grace_interest must be one of paid, capitalised"),
        ({"day_count": "act/252"}, "day_count must be one of"),
        ({"start": "15.01.2024"}, "start must be a day written YYYY-MM-DD"),
        ({"shares": [100]}, "shares must be left out, where repayment is not progressive, got 1"),
        ({"repayment": "progressive"}, "shares must be as many as there are repayments, 4, got 0"),
        (
            {"repayment": "progressive", "shares": [25, 25, 25, 24]},
            "shares must be 100 percent together, got '25, 25",
        ),
        ({"repayment": "progressive", "shares": [50, 50, 50, -50]}, "shares must be from 0 to 10,000"),
        (
            {"draws": [("2024-01-15", Money.of(999, "USD"))]},
            "draws must be such that they add up to the principal",
        ),
        ({"draws": [("2024-01-14", Money.of(1000, "USD"))]}, "draws must be on or after the start, 2024-01-15"),
        (
            {"draws": [("2024-01-16", Money.of(1000, "USD"))]},
            "draws must be by 2024-01-15, .*; make a schedule",
        ),
        (
            {"draws": [("2024-03-15", Money.of(500, "USD")), ("2024-02-15", Money.of(500, "USD"))], "grace_years": 2},
            "draws must be in order, each after the one before, here 2024-03-15, got '2024-02-15'",
        ),
        ({"draws": [("2024-01-15", Money.of(0, "USD"))]}, "draws must be greater than zero"),
        ({"draws": [("2024-01-15", Money.of(1, "USD"))] * 1201}, "draws must be at most 1,200 of them"),
        ({"rate_changes": [("2023-01-15", 5)]}, "rate_changes must be on or after the start"),
        ({"rate_changes": [("2024-01-15", -5)]}, "rate_changes must be from 0 to 10,000"),
        (
            {"business_days": BusinessDays("following", moves_interest=True)},
            "day_count must be another where business days move interest, got 'act_act_icma'; its periods are equal",
        ),
    ],
)
def test_terms_that_cannot_be_are_refused(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        loan(**changed)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"rate_percent": 2.5}, r"rate_percent must be an int, .*pass Decimal\('2.5'\) or the text '2.5'"),
        ({"years": 2.0}, r"years must be an int, .*, got 2.0 of type float"),
        (
            {"principal": 1000},
            r"principal must be Money, got 1000 of type int; make it with Money.of",
        ),
        ({"places": "2"}, "places must be an int"),
        ({"places": True}, "places must be an int"),
        ({"end_of_month": "no"}, "end_of_month must be True or False"),
        ({"rate_changes": "2025"}, "rate_changes must be a list"),
        ({"rate_changes": 5}, "rate_changes must be a list"),
        ({"rate_changes": ["2025-01-15"]}, "rate_changes must be made of pairs of a day and its value"),
        ({"draws": [("2024-01-15", 1000)]}, "draws must be Money"),
        ({"shares": 100}, "shares must be a list"),
        ({"shares": [50.0, 50]}, "shares must be an int"),
        ({"business_days": "following"}, r"business_days must be BusinessDays, .*such as BusinessDays\('following'\)"),
        ({"start": 20240115}, "start must be a day"),
        ({"repayment": 1}, "repayment must be a Repayment"),
    ],
)
def test_what_is_no_exact_figure_or_of_another_kind_is_refused(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(WrongTypeError, match=message):
        loan(**changed)


def test_draws_are_of_the_currency_of_the_loan() -> None:
    with pytest.raises(CurrencyMismatchError, match="expected USD, got EUR; draws are its parts"):
        loan(draws=[("2024-01-15", Money.of(1000, "EUR"))])


class TestLaws:
    @given(st.text(max_size=12) | st.decimals(allow_nan=True) | st.integers() | st.floats())
    def test_whatever_a_figure_is_given_as_is_read_or_refused(self, value: Any) -> None:
        try:
            figure = as_figure(value, "rate_percent")
        except InvalidValueError:
            return
        assert 0 <= figure <= 10_000

    @given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.sampled_from([1, 2, 4, 12]), st.integers(1, 60))
    def test_a_term_in_years_is_the_term_to_its_last_day(self, start: date, frequency: int, count: int) -> None:
        last = loan(start=start, frequency=frequency, years=count).timetable.end(count * frequency - 1)
        by_day = loan(start=start, frequency=frequency, years=..., last=last)
        assert by_day.timetable.count == count * frequency
