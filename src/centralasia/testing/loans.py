"""Loans: their terms, the days on which payments are made, and their schedules."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final, NamedTuple

import centralasia as ca
from centralasia.testing.calendar import days
from centralasia.testing.extra import shown_as_called, st
from centralasia.testing.figures import decimals
from centralasia.testing.reference import chosen, favouring_first, members

__all__ = ["business_days", "loan_schedules", "loan_terms"]

_CURRENCIES: Final = ("EUR", "USD", "KZT", "KGS", "UZS", "TJS", "TMT", "JPY", "BHD")
_FREQUENCIES: Final = (2, 1, 4, 12)  # payments a year
_MONTHS_A_YEAR: Final = 12
_A_QUARTER: Final = 3  # months: a whole number of them is a finite decimal of a year
_MOST_PAYMENTS: Final = 36
_MOST: Final = 10**14  # minor units
_SINCE: Final = date(1992, 1, 1)
_UNTIL: Final = date(2035, 1, 1)
_HIGHEST: Final = 40  # percent a year
_WHOLE: Final = 100  # percent
_LONGEST_MOVE: Final = 15  # days: further no business day of these calendars is away
_WEEKENDS: Final = ((6, 7), (7,), (5, 6), ())


@shown_as_called
def business_days(*, moves_interest: bool | None = None) -> "st.SearchStrategy[ca.loans.BusinessDays]":
    """Generate calendars of business days: every rule, weekends of the region and others, a few holidays.

    Args:
        moves_interest: Whether interest runs to the day of payment; both when not given.

    Example:
        >>> from hypothesis import find
        >>> find(business_days(), lambda each: each.is_open("2024-03-24")).weekend == {5, 6}
        True
    """
    return st.builds(
        ca.loans.BusinessDays,
        st.sampled_from(tuple(ca.loans.BusinessDayRule)),
        holidays=st.frozensets(days(since=_SINCE), max_size=5),
        weekend=st.sampled_from(_WEEKENDS),
        moves_interest=st.booleans() if moves_interest is None else st.just(moves_interest),
    )


@shown_as_called
def loan_terms(
    *,
    currencies: "Iterable[ca.Currency | str] | ca.Currency | str | None" = None,
    repayments: "Iterable[ca.loans.Repayment | str] | str | None" = None,
) -> "st.SearchStrategy[ca.loans.LoanTerms]":
    """Generate the terms of loans of up to 36 payments: repaid in every way, with grace, draws and changing rates.

    Args:
        currencies: The currency or currencies; several when not given.
        repayments: How the principal comes back; in every way when not given.

    Raises:
        InvalidValueError: There is no currency, or no such repayment.
        UnknownCodeError: No such currency.

    Example:
        >>> from hypothesis import given
        >>> @given(loan_terms(repayments="annuity"))
        ... def all_that_was_lent_comes_back(terms: ca.loans.LoanTerms) -> None:
        ...     plan = ca.loans.schedule(terms)
        ...     assert not plan[-1].closing
        >>> all_that_was_lent_comes_back()
    """
    pool = chosen(currencies) or tuple([ca.currency(code) for code in _CURRENCIES])
    return _terms(favouring_first(pool), st.sampled_from(members(ca.loans.Repayment, repayments, "repayments")))


@shown_as_called
def loan_schedules(
    *, currencies: "Iterable[ca.Currency | str] | ca.Currency | str | None" = None
) -> "st.SearchStrategy[ca.loans.LoanSchedule]":
    """Generate the schedules of such loans.

    Args:
        currencies: The currency or currencies, as for `loan_terms`.

    Raises:
        InvalidValueError: There is no currency.
        UnknownCodeError: No such currency.

    Example:
        >>> from hypothesis import find
        >>> len(find(loan_schedules(currencies="KGS"), lambda plan: plan.total_interest.amount > 0))
        1
    """
    return loan_terms(currencies=currencies).map(ca.loans.schedule)


class _Calendar(NamedTuple):
    """When payments fall: `months` apart, from a day on that is the start itself or the first payment."""

    start: date
    anchor: date
    offset: int
    months: int
    payments: int
    end_of_month: bool

    def end(self, number: int) -> date:
        """Give the day of a payment, counted from 0."""
        steps = (number + self.offset) * self.months
        return ca.loans.day_counts.step_months(self.anchor, steps, end_of_month=self.end_of_month)


@st.composite
def _terms(
    draw: st.DrawFn, currencies: "st.SearchStrategy[ca.Currency]", repayments: "st.SearchStrategy[ca.loans.Repayment]"
) -> "ca.loans.LoanTerms":
    currency, repayment, calendar = draw(currencies), draw(repayments), _calendar(draw)
    unit = currency.minor_unit or 0
    principal = ca.Money(ca.numbers.EXACT.scaleb(Decimal(draw(st.integers(1, _MOST))), -unit), currency)
    is_at_once = repayment in {ca.loans.Repayment.BULLET, ca.loans.Repayment.LUMP_SUM}
    grace = 0 if is_at_once else draw(st.integers(0, calendar.payments - 1))
    drawn_until = calendar.payments - 1 if is_at_once else grace
    counting = draw(st.sampled_from(tuple(ca.loans.DayCount)))
    moves = None if counting is not ca.loans.DayCount.ACT_ACT_ICMA else False
    is_progressive = repayment is ca.loans.Repayment.PROGRESSIVE
    return ca.loans.LoanTerms(
        principal=principal,
        rate_percent=draw(_rates()),
        rate_changes=[(day, draw(_rates())) for day in _days_from(draw, calendar.start, 10_000)],
        start=calendar.start,
        **_spans(draw, calendar, grace),
        frequency=_MONTHS_A_YEAR // calendar.months,
        repayment=repayment,
        shares=_parts(draw, _WHOLE, calendar.payments - grace, least=0) if is_progressive else (),
        grace_interest=draw(st.sampled_from(tuple(ca.loans.GraceInterest))),
        day_count=counting,
        business_days=draw(st.none() | business_days(moves_interest=moves)),
        end_of_month=calendar.end_of_month,
        draws=_draws(draw, calendar, principal, drawn_until),
        places=draw(st.none() | st.integers(unit, unit + 2)),
        rounding=draw(st.sampled_from([each for each in ca.Rounding if each is not ca.Rounding.ZERO_FIVE_UP])),
    )


def _rates() -> st.SearchStrategy[Decimal]:
    return decimals(min_value=0, max_value=_HIGHEST, places=2)


def _calendar(draw: st.DrawFn) -> _Calendar:
    start = draw(days(since=_SINCE, until=_UNTIL))
    later = draw(st.none() | st.integers(_LONGEST_MOVE, 500))
    anchor = start + timedelta(later or 0)
    if draw(st.booleans()):
        anchor = ca.loans.day_counts.step_months(anchor, 0, end_of_month=True)
    ends_month = (anchor + timedelta(1)).day == 1
    return _Calendar(
        start=anchor if later is None else start,
        anchor=anchor,
        offset=int(later is None),
        months=_MONTHS_A_YEAR // draw(st.sampled_from(_FREQUENCIES)),
        payments=draw(st.integers(1, _MOST_PAYMENTS)),
        end_of_month=ends_month and draw(st.booleans()),
    )


def _spans(draw: st.DrawFn, calendar: _Calendar, grace: int) -> dict[str, Any]:
    """Say the term and the grace in years or by days, as contracts do."""
    found: dict[str, Any] = {} if calendar.offset else {"first": calendar.anchor}
    ends = (("years", "last", calendar.payments - 1), ("grace_years", "first_repayment", grace))
    for in_years, by_day, number in ends:
        months = (number + 1) * calendar.months
        if calendar.offset and not months % _A_QUARTER and draw(st.booleans()):
            found[in_years] = ca.numbers.EXACT.scaleb(Decimal(months // _A_QUARTER * 25), -2)
        elif number or by_day == "last":
            found[by_day] = calendar.end(number)
    return found


def _draws(draw: st.DrawFn, calendar: _Calendar, principal: "ca.Money", grace: int) -> "list[tuple[date, ca.Money]]":
    """Pay the principal out in up to two parts before it is repaid, or say nothing."""
    longest = (calendar.end(grace - 1) - calendar.start).days - _LONGEST_MOVE if grace else 0
    found = _days_from(draw, calendar.start, longest) if longest > 0 else []
    unit = principal.currency.minor_unit or 0
    whole = ca.loans.terms.in_units(principal, unit)
    if not found or whole < len(found):
        return []
    parts = [ca.numbers.EXACT.scaleb(part, -unit) for part in _parts(draw, whole, len(found), least=1)]
    return [(day, ca.Money(part, principal.currency)) for day, part in zip(found, parts, strict=True)]


def _days_from(draw: st.DrawFn, start: date, longest: int) -> list[date]:
    """Draw up to two days in order."""
    return [start + timedelta(each) for each in sorted(draw(st.sets(st.integers(0, longest), max_size=2)))]


def _parts(draw: st.DrawFn, whole: int, count: int, *, least: int) -> list[Decimal]:
    """Cut a whole number into parts that add up to it."""
    spare = whole - count * least
    cuts = sorted(draw(st.lists(st.integers(0, spare), min_size=count - 1, max_size=count - 1)))
    return [Decimal(after - before + least) for before, after in pairwise([0, *cuts, spare])]
