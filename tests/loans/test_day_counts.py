import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.loans.day_counts import (
    BusinessDayRule,
    BusinessDays,
    DayCount,
    Timetable,
    day_count,
    step_months,
    year_fraction,
)

ISDA = DayCount.ACT_ACT_ISDA


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ACT/360", DayCount.ACT_360),
        ("Actual/365 (Fixed)", DayCount.ACT_365),
        ("act/365f", DayCount.ACT_365),
        ("ACT/ACT", ISDA),
        (" act/act isda ", ISDA),
        ("act-act-icma", DayCount.ACT_ACT_ICMA),
        ("30/360", DayCount.THIRTY_360),
        ("30/360 US", DayCount.THIRTY_360_US),
        ("30U/360", DayCount.THIRTY_360_US),
        ("30E/360", DayCount.THIRTY_E_360),
        (DayCount.ACT_360, DayCount.ACT_360),
    ],
)
def test_a_day_count_is_read_as_contracts_write_it(text: str, expected: DayCount) -> None:
    assert day_count(text) is expected


def test_an_unknown_day_count_is_refused_with_the_list() -> None:
    with pytest.raises(InvalidValueError, match=r"day_count must be one of act_360, act_365, .*, got 'act/252'"):
        day_count("act/252")
    with pytest.raises(WrongTypeError, match="day_count must be a DayCount or its name, got 360 of type int"):
        day_count(360)  # type: ignore[arg-type]


# The examples of ISDA's paper of 1998, "EMU and Market Conventions: Recent Developments".
@pytest.mark.parametrize(
    ("start", "end", "isda", "icma"),
    [
        ("2003-11-01", "2004-05-01", "0.497724380567", Fraction(182, 364)),
        ("1999-07-01", "2000-07-01", "1.001377348600", None),
        ("1999-02-01", "1999-07-01", "0.410958904110", None),
        ("2002-08-15", "2003-07-15", "0.915068493151", None),
        ("2003-07-15", "2004-01-15", "0.504004790778", Fraction(1, 2)),
        ("1999-07-30", "2000-01-30", "0.503892506924", Fraction(1, 2)),
        ("2000-01-30", "2000-06-30", "0.415300546448", None),
    ],
)
def test_the_published_examples_of_isda_come_out(start: str, end: str, isda: str, icma: Fraction | None) -> None:
    assert abs(year_fraction(start, end, by=ISDA) - Fraction(isda)) < Fraction(1, 10**11)
    if icma is not None:
        assert year_fraction(start, end, by="act/act icma", frequency=2) == icma


@pytest.mark.parametrize(
    ("start", "end", "bond", "us", "eurobond", "actual"),
    [
        ("2007-01-15", "2007-01-30", 15, 15, 15, 15),
        ("2007-01-15", "2007-02-15", 30, 30, 30, 31),
        ("2007-01-15", "2007-07-15", 180, 180, 180, 181),
        ("2007-09-30", "2008-03-31", 180, 180, 180, 183),
        ("2007-09-30", "2007-10-31", 30, 30, 30, 31),
        ("2007-09-30", "2008-09-30", 360, 360, 360, 366),
        ("2007-01-15", "2007-01-31", 16, 16, 15, 16),
        ("2007-01-31", "2007-02-28", 28, 28, 28, 28),
        ("2007-02-28", "2007-03-31", 33, 30, 32, 31),
        ("2006-08-31", "2007-02-28", 178, 178, 178, 181),
        ("2007-02-28", "2007-08-31", 183, 180, 182, 184),
        ("2007-02-14", "2007-02-28", 14, 14, 14, 14),
        ("2007-02-26", "2008-02-29", 363, 363, 363, 368),
        ("2008-02-29", "2009-02-28", 359, 360, 359, 365),
        ("2008-02-29", "2008-03-30", 31, 30, 31, 30),
        ("2008-02-29", "2008-03-31", 32, 30, 31, 31),
        ("2007-02-26", "2007-02-26", 0, 0, 0, 0),
    ],
)
def test_months_of_30_days_end_by_their_own_rules(
    start: str, end: str, bond: int, us: int, eurobond: int, actual: int
) -> None:
    assert year_fraction(start, end, by="30/360") == Fraction(bond, 360)
    assert year_fraction(start, end, by="30/360 US") == Fraction(us, 360)
    assert year_fraction(start, end, by="30E/360") == Fraction(eurobond, 360)
    assert year_fraction(start, end, by="ACT/360") == Fraction(actual, 360)
    assert year_fraction(start, end, by="ACT/365") == Fraction(actual, 365)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: year_fraction("2024-02-01", "2024-01-01", by=ISDA), "end must be on or after the start, 2024-02-01"),
        (lambda: year_fraction("2024-02-01", "2024-03-01", by="act/act icma"), "frequency must be the payments a year"),
        (
            lambda: year_fraction("2024-02-01", "2024-03-01", by="act/act icma", frequency=0),
            "the payments a year, got 0",
        ),
        (
            lambda: year_fraction("2024-02-01", "2024-02-01", by="act/act icma", frequency=1),
            "period must be around 2024-02-01 to 2024-02-01, and not empty",
        ),
        (
            lambda: year_fraction(
                "2024-02-01", "2024-03-01", by="act/act icma", frequency=1, period=("2024-02-02", "2025-02-02")
            ),
            "period must be around 2024-02-01 to 2024-03-01",
        ),
        (lambda: BusinessDays("sideways"), "rule must be one of none, following"),
        (lambda: BusinessDays("following", weekend={0}), "weekend must be some weekdays from 1 to 7"),
        (lambda: BusinessDays("following", weekend=range(1, 8)), "and not all of them"),
        (lambda: BusinessDays("following", holidays=lambda _: True).adjusted("2024-03-01"), "within a year"),
        (
            lambda: (
                BusinessDays("following").adjusted("9999-12-31")
                and BusinessDays("following", holidays=lambda _: True).adjusted("9999-12-31")
            ),
            "day must be from 1 to",
        ),
        (lambda: step_months(date(9999, 6, 1), 7), "inside the years 1 to 9999"),
        (lambda: step_months(date(1, 6, 1), -6), "inside the years 1 to 9999"),
        (lambda: step_months(date(2024, 6, 1), 10**12), "inside the years 1 to 9999"),
    ],
)
def test_what_cannot_be_counted_is_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        call()


@pytest.mark.parametrize("period", [5, "", ("2024-01-01",), ("2024-01-01", "2024-07-01", "2025-01-01")])
def test_a_period_is_a_pair_of_days(period: Any) -> None:
    with pytest.raises(WrongTypeError, match="period must be a pair of days"):
        year_fraction("2024-02-01", "2024-03-01", by="act/act icma", frequency=2, period=period)


def test_what_follows_the_name_of_a_day_count_is_not_overlooked() -> None:
    with pytest.raises(InvalidValueError, match="day_count must be one of act_360"):
        day_count("act/360" + " " * 40 + "in leap years")


def test_days_off_are_a_set_or_a_function() -> None:
    wrong: Any = 5
    with pytest.raises(WrongTypeError, match="holidays must be a set of days, or a function of a day"):
        BusinessDays("following", holidays=wrong)
    text: Any = "2024-03-21"
    with pytest.raises(InvalidValueError, match="holidays must be a day written YYYY-MM-DD, got '2'"):
        BusinessDays("following", holidays=text)
    with pytest.raises(WrongTypeError, match="holidays must be a day"):
        BusinessDays("following", holidays={datetime(2024, 3, 21)})  # noqa: DTZ001 - a day that is none
    no_set: Any = 5
    with pytest.raises(WrongTypeError, match="moves_interest must be True or False, got 5"):
        BusinessDays("following", moves_interest=no_set)
    with pytest.raises(WrongTypeError, match="weekend must be a set of weekdays from 1 to 7"):
        BusinessDays("following", weekend=no_set)
    mixed: Any = {1, "sat"}
    with pytest.raises(WrongTypeError, match="weekend must be a set of weekdays from 1 to 7"):
        BusinessDays("following", weekend=mixed)
    nested: Any = [[6], [7]]
    with pytest.raises(WrongTypeError, match="weekend must be a set of weekdays from 1 to 7"):
        BusinessDays("following", weekend=nested)
    spring = BusinessDays("following", holidays=lambda day: day.month == 3 and day.day in {21, 22})
    assert spring.adjusted("2024-03-21") == date(2024, 3, 25)


@pytest.mark.parametrize(
    ("rule", "day", "expected"),
    [
        ("none", "2024-03-31", date(2024, 3, 31)),
        ("following", "2024-03-31", date(2024, 4, 1)),
        ("following", "2024-03-28", date(2024, 3, 28)),
        ("modified following", "2024-03-31", date(2024, 3, 29)),
        ("modified following", "2024-03-30", date(2024, 3, 29)),
        ("modified following", "2024-06-15", date(2024, 6, 17)),
        ("preceding", "2024-06-15", date(2024, 6, 14)),
        (BusinessDayRule.PRECEDING, "2024-06-14", date(2024, 6, 14)),
    ],
)
def test_a_payment_on_a_day_off_is_moved_by_its_rule(rule: str, day: str, expected: date) -> None:
    assert BusinessDays(rule).adjusted(day) == expected


def test_a_calendar_of_holidays_counts_its_years_when_asked() -> None:
    days = BusinessDays("following", holidays=country_holidays("KZ"))
    assert days.adjusted("2024-03-21") == date(2024, 3, 26)
    assert hash(BusinessDays("following", holidays=[date(2024, 3, 21)])) == hash(BusinessDays("following"))


def test_a_weekend_may_be_friday_and_saturday() -> None:
    days = BusinessDays("following", weekend={5, 6})
    assert days.adjusted("2024-06-14") == date(2024, 6, 16)


@pytest.mark.parametrize(
    ("start", "months", "end_of_month", "expected"),
    [
        (date(2024, 1, 31), 1, False, date(2024, 2, 29)),
        (date(2024, 1, 31), 2, False, date(2024, 3, 31)),
        (date(2024, 2, 29), 12, False, date(2025, 2, 28)),
        (date(2024, 2, 29), 1, True, date(2024, 3, 31)),
        (date(2024, 3, 15), -3, False, date(2023, 12, 15)),
    ],
)
def test_months_are_stepped_to_the_same_day_or_the_last(
    start: date,
    months: int,
    end_of_month: bool,  # noqa: FBT001 - a column of the table
    expected: date,
) -> None:
    assert step_months(start, months, end_of_month=end_of_month) == expected


def test_a_long_first_period_is_measured_by_whole_periods_before_it() -> None:
    table = Timetable(start=date(2024, 1, 1), anchor=date(2024, 10, 1), offset=0, months=6, count=3, grace=0)
    assert not table.is_regular
    assert table.years_to(date(2024, 10, 1)) == Fraction(1, 2) + Fraction(91, 183) / 2
    assert table.years_to(date(2025, 4, 1)) == 1 + Fraction(91, 183) / 2
    assert table.years_to(date(2024, 10, 2)) == Fraction(1, 2) + Fraction(91, 183) / 2 + Fraction(1, 182 * 2)
    assert table.years_to(date(2024, 1, 1)) == 0
    assert table.share(date(2024, 1, 1), date(2024, 3, 1), 0) == Fraction(60, 183 * 2)


def test_counting_days_does_not_load_dateutil() -> None:
    program = (
        "import sys; from centralasia.loans.day_counts import year_fraction;"
        "year_fraction('2024-01-01', '2025-01-01', by='act/act'); print('dateutil' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, encoding="utf-8")
    assert done.stdout.strip() == "False"


DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
ADDITIVE = st.sampled_from([DayCount.ACT_360, DayCount.ACT_365, ISDA])


class TestLaws:
    @given(st.lists(DAYS, min_size=3, max_size=3).map(sorted), ADDITIVE)
    def test_actual_days_add_up_along_the_calendar(self, days: list[date], count: DayCount) -> None:
        first, second, third = days
        parts = year_fraction(first, second, by=count) + year_fraction(second, third, by=count)
        assert parts == year_fraction(first, third, by=count)

    @given(st.lists(DAYS, min_size=2, max_size=2).map(sorted), st.sampled_from(DayCount))
    def test_no_count_is_far_from_the_calendar(self, days: list[date], count: DayCount) -> None:
        start, end = days
        if count is not DayCount.ACT_ACT_ICMA:
            years = (end - start).days / 365.25
            assert abs(float(year_fraction(start, end, by=count)) - years) <= 0.02 * years + 0.02

    @given(DAYS, st.sampled_from(BusinessDayRule), st.frozensets(DAYS, max_size=20))
    def test_a_payment_is_made_on_a_business_day_and_moved_once(
        self, day: date, rule: BusinessDayRule, holidays: frozenset[date]
    ) -> None:
        days = BusinessDays(rule, holidays=holidays)
        paid = days.adjusted(day)
        assert days.adjusted(paid) == paid
        if rule is not BusinessDayRule.NONE:
            assert days.is_open(paid)
        if rule is BusinessDayRule.MODIFIED_FOLLOWING and any(
            days.is_open(day.replace(day=number)) for number in range(1, 28)
        ):
            assert paid.month == day.month

    @given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.sampled_from([1, 3, 6, 12]), st.integers(0, 40))
    def test_equal_periods_are_equal_whatever_their_days(self, start: date, months: int, number: int) -> None:
        table = Timetable(start=start, anchor=start, offset=1, months=months, count=41, grace=0)
        assert table.years_to(table.end(number)) == Fraction((number + 1) * months, 12)
