"""Loan schedules beside numpy-financial, which gives the same columns as floats."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np
import numpy_financial as npf

import centralasia as ca
from benchmarks.cases import Case, seconds
from centralasia.loans import LoanTerms, debt_service, grant_element, internal_rate, schedule

_YEARS = 30
_MONTHS = 12
_PERIODS = np.arange(1, _YEARS * _MONTHS + 1)
_AGAINST = "numpy-financial, pmt, ipmt and ppmt as floats"
_MOST_SECONDS = 0.005
_ROUNDED = 5  # dollars by which 360 payments rounded to cents may change the interest


def cases() -> Iterator[Case]:
    """Compare schedules of 30 years by month, and what is made of them."""
    months, days = _terms("act/act icma"), _terms("act/365")
    _check(months)
    yield Case(
        name="a schedule of 360 months, exact",
        against=_AGAINST,
        ours=seconds(lambda: schedule(months)),
        peer=seconds(_floats),
        limit=3.0,
    )
    yield Case(
        name="the same, its terms read and checked",
        against=_AGAINST,
        ours=seconds(lambda: schedule(_terms("act/act icma"))),
        peer=seconds(_floats),
        limit=3.0,
    )
    for name, work, limit in (
        ("exact", partial(schedule, months), 1.0),
        ("exact, by actual days over 365", partial(schedule, days), None),
        ("exact, with days of payment, every instalment looked at", lambda: list(schedule(months)), None),
    ):
        yield Case(
            name=f"a schedule of 360 months, {name}",
            against="5 ms",
            ours=seconds(work),
            peer=lambda: _MOST_SECONDS,
            limit=limit,
        )
    plan, rate = schedule(months), 0.075 / _MONTHS
    flows = np.concatenate(([-250_000.0], np.full(_YEARS * _MONTHS, -npf.pmt(rate, _YEARS * _MONTHS, 250_000))))
    yield Case(
        name="the internal rate of 360 months, enclosed to 30 digits",
        against="numpy-financial, irr as a float",
        ours=seconds(lambda: internal_rate(plan, compounded=_MONTHS)),
        peer=seconds(lambda: npf.irr(flows)),
        limit=None,
        rounds=5,
    )
    yield Case(
        name="the grant element of 360 months by its schedule, enclosed",
        against="numpy-financial, npv of the floats",
        ours=seconds(lambda: grant_element(months, discount_percent=5)),
        peer=seconds(lambda: npf.npv(0.05 / _MONTHS, flows)),
        limit=None,
    )
    yield Case(
        name="a calendar of debt service by year, 100 loans of 360 months",
        against="100 times the payments of numpy-financial",
        ours=seconds(lambda: debt_service([plan] * 100)),
        peer=seconds(lambda: [_floats() for _ in range(100)]),
        limit=None,
        rounds=3,
    )


def _terms(count: str) -> LoanTerms:
    return LoanTerms(
        principal=ca.Money.of("250000.00", "USD"),
        rate_percent="7.5",
        start="2024-01-15",
        years=_YEARS,
        frequency=_MONTHS,
        repayment="annuity",
        day_count=count,
    )


def _floats() -> tuple[Any, ...]:
    rate, count = 0.075 / _MONTHS, _YEARS * _MONTHS
    payment = npf.pmt(rate, count, -250_000)
    interest, principal = npf.ipmt(rate, _PERIODS, count, -250_000), npf.ppmt(rate, _PERIODS, count, -250_000)
    return payment, interest, principal


def _check(terms: LoanTerms) -> None:
    """Make sure that both sides do the same, and that ours repays the principal."""
    plan = schedule(terms)
    interest = _floats()[1]
    theirs, ours = Decimal(str(interest.sum())), plan.total_interest.amount
    if plan.total_principal != terms.principal or abs(ours - theirs) > _ROUNDED:
        message = f"the two sides do not do the same: {ours} and {theirs} of interest"
        raise ValueError(message)
