import itertools
import sys
from datetime import date, datetime, timedelta
from typing import Any

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, MissingExtraError, UnknownCodeError, WrongTypeError
from centralasia.reference import Certainty, PublicationCalendar, Rhythm, publication_calendar, publication_calendars
from centralasia.reference import calendars as module

KEYS = tuple(publication_calendars())


@pytest.mark.parametrize(
    ("publisher", "day", "expected"),
    [
        # A bulletin a day.
        ("nbk", "2019-03-03", True),  # Sunday
        ("nbk", "2014-12-31", None),  # before what was seen
        ("nbkr", "2026-05-24", True),  # Sunday
        ("nbt", "2025-03-21", True),  # Nowruz
        # Certain days of the week.
        ("nbkr-weekly", "2026-05-23", True),  # Saturday
        ("nbkr-weekly", "2026-05-22", False),
        ("nbkr-weekly", "2025-05-24", None),
        ("cbt", "2025-06-14", True),  # Saturday
        ("cbt", "2025-06-15", False),  # Sunday
        ("cbt", "2025-09-27", None),  # Independence Day, a Saturday
        ("cbt", "2023-06-14", None),  # the archive of these years is told of by one account only
        ("imf", "2025-07-03", True),
        ("imf", "2025-07-04", None),  # Independence Day: does the Fund keep it?
        ("imf", "2025-07-05", False),
        # Working days.
        ("ecb", "2024-03-28", True),
        ("ecb", "2024-03-29", False),  # Good Friday
        ("ecb", "2024-05-09", True),  # Ascension Day, on which T2 works
        ("ecb", "1998-12-31", None),
        ("cba", "2025-01-28", False),  # Army Day
        ("cba", "2021-09-20", False),  # a Monday moved to the Saturday after
        ("cba", "2021-09-25", None),  # that Saturday
        ("cbar", "2024-11-12", False),  # a day off for a conference
        ("cbar", "2024-11-16", None),  # a Saturday worked instead
        ("cbar", "2005-12-30", None),  # before what is known of decrees
        ("cfets", "2024-10-03", False),  # National Day
        ("cfets", "2024-10-12", None),  # a Saturday worked instead
        ("cfets", "2099-05-20", None),  # no decree reaches so far
        ("tcmb", "2024-04-08", True),
        ("tcmb", "2024-04-09", None),  # a holiday from one in the afternoon
        ("tcmb", "2024-04-10", False),  # Eid al-Fitr
        # The days after working days.
        ("cbr", "2025-01-09", False),  # the day before was a holiday
        ("cbr", "2025-01-10", True),
        ("cbr", "2025-01-11", True),  # Saturday
        ("cbr", "2025-01-12", False),
        ("cbr", "2025-01-13", False),  # Monday
        ("cbr", "2026-05-01", None),  # a holiday after a working day
        ("cbr", "2024-11-03", None),  # the Sunday after a worked Saturday
        ("nbg", "2025-06-14", True),  # Saturday
        ("nbg", "2025-06-16", False),  # Monday
        ("nbg", "2025-05-26", False),  # Independence Day, a Monday
        ("nbg", "2025-10-14", None),  # Svetitskhovloba, a Tuesday after a working day
    ],
)
def test_the_days_of_bulletins(publisher: str, day: str, expected: bool | None) -> None:  # noqa: FBT001 - a table
    assert publication_calendar(publisher).publishes_on(day) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2017-12-26", None),
        ("2019-10-08", True),  # read of in the press
        ("2019-10-09", False),
        ("2019-12-31", None),  # a Tuesday off by decree, on which there was one
        ("2020-12-22", True),  # the last weekly one read of
        ("2020-12-29", None),
        ("2021-03-04", None),
        ("2021-03-05", True),
        ("2021-03-08", False),  # Women's Day
        ("2024-12-14", None),  # a Saturday worked by decree
    ],
)
def test_uzbekistan_went_from_tuesdays_to_working_days(day: str, expected: bool | None) -> None:  # noqa: FBT001 - a table
    assert publication_calendar("cbu").publishes_on(day) is expected


@pytest.mark.parametrize(
    ("since", "until", "printed"),
    [
        ("2017-01-01", "2017-01-13", [10, 11, 12]),
        ("2025-01-01", "2025-01-20", [10, 11, 14, 15, 16, 17, 18]),
        ("2025-03-01", "2025-03-08", [1, 4, 5, 6, 7]),
    ],
)
def test_the_bank_of_russia_has_the_days_that_it_printed(since: str, until: str, printed: list[int]) -> None:
    assert [day.day for day in publication_calendar("cbr").days(since, until)] == printed


def test_a_rule_says_nothing_of_days_outside_its_span() -> None:
    weekly, daily = publication_calendar("cbu").rules
    assert [weekly.expects(day) for day in (date(2020, 12, 22), date(2020, 12, 29), date.min)] == [True, None, None]
    assert daily.expects(date(2021, 3, 4)) is None


def test_a_span_without_days_has_none() -> None:
    ecb = publication_calendar("ecb")
    assert list(ecb.days("2024-05-02", "2024-05-02")) == list(ecb.days("2024-05-03", "2024-05-02")) == []


def test_feasts_that_the_moon_decides_leave_the_days_around_them_open() -> None:
    named = holidays.country_holidays("TM", years=2060, language="en_US").items()
    (fast, sacrifice) = (day for day, name in sorted(named) if "estimated" in name)
    for feast in (fast, sacrifice):
        around = [feast + timedelta(count) for count in range(-3, 4)]
        answers = [publication_calendar("cbt").publishes_on(day) for day in around if day.isoweekday() < 7]
        assert answers == [None] * 6


def test_a_calendar_without_decrees_leaves_the_year_open(monkeypatch: pytest.MonkeyPatch) -> None:
    module._years_with_decrees.cache_clear()
    module._exceptions.cache_clear()
    true_days_off = module._days_off

    def before_anyone_wrote_decrees_down(calendar: str, years: Any, **category: Any) -> Any:
        found = true_days_off(calendar, years, **category)
        found.weekend_workdays.clear()
        return found

    with monkeypatch.context() as patched:
        patched.setattr(module, "_days_off", before_anyone_wrote_decrees_down)
        assert publication_calendar("cfets").publishes_on("2024-10-09") is None
    module._years_with_decrees.cache_clear()
    module._exceptions.cache_clear()
    assert publication_calendar("cfets").publishes_on("2024-10-09") is True


@pytest.mark.parametrize("publisher", KEYS)
def test_what_is_beyond_every_calendar_is_not_known(publisher: str) -> None:
    calendar = publication_calendar(publisher)
    assert calendar.publishes_on(date.min) is None
    needs_days_off = calendar.rules[-1].calendar != ""
    assert (calendar.publishes_on(date.max) is None) is needs_days_off  # a Friday


def test_gaps_are_the_expected_days_without_a_bulletin() -> None:
    ecb = publication_calendar("ecb")
    have: list[date | str] = [date(2024, 5, 4), "2024-04-30", date(2023, 1, 1), "2024-04-30"]
    assert ecb.gaps(have, since="2024-04-29", until="2024-05-06") == (
        date(2024, 4, 29),
        date(2024, 5, 2),
        date(2024, 5, 3),
    )


def test_a_calendar_says_how_far_it_is_certain_and_where_it_is_from() -> None:
    ecb, uzbekistan, fund = map(publication_calendar, ("ecb", "cbu", "imf"))
    assert ecb.certainty is Certainty.VERIFIED
    assert uzbekistan.certainty is Certainty.MIXED
    assert fund.certainty is Certainty.WELL_KNOWN
    assert uzbekistan.source == "S-CBU1; S-CBU2; holidays; S-CBU3; feeds-recorded"
    assert "announced for February 2021; published on every banking day" in uzbekistan.note
    assert uzbekistan.title == "Central Bank of Uzbekistan"
    assert repr(uzbekistan) == "publication_calendar('cbu')"


def test_rules_of_different_certainty_are_certain_in_part() -> None:
    rules = (*publication_calendar("ecb").rules, *publication_calendar("imf").rules)
    both = PublicationCalendar(publisher="ecb", title="of two", rules=rules)
    assert both.certainty is Certainty.MIXED
    assert both == publication_calendar("ecb")
    assert hash(both) == hash(publication_calendar("ecb"))


def test_an_unknown_publisher_gets_its_near_misses() -> None:
    with pytest.raises(UnknownCodeError, match="'cfet' is not in the table of publication calendars") as caught:
        publication_calendar("cfet")
    assert caught.value.near == ("cfets",)
    with pytest.raises(WrongTypeError, match="publication calendars must be looked up by a code"):
        publication_calendar(None)  # type: ignore[arg-type]  # what is refused


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ("2024-5-1", InvalidValueError, "until must be a day written YYYY-MM-DD"),
        (datetime(2024, 5, 1), WrongTypeError, "until must be a day"),  # noqa: DTZ001 - refused for having a time at all
        (20240501, WrongTypeError, "until must be a day"),
    ],
)
def test_what_is_no_day_is_refused_at_once(wrong: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        publication_calendar("nbk").days("2024-01-01", wrong)


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    module._exceptions.cache_clear()
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(MissingExtraError) as caught:
        publication_calendar("ecb").publishes_on("2024-05-02")
    assert str(caught.value) == "holidays is not installed; pip install 'centralasia[calendars]'"
    assert publication_calendar("nbk").publishes_on("2024-05-02") is True  # no day off matters


@pytest.mark.parametrize("publisher", KEYS)
def test_a_rule_has_what_its_rhythm_needs(publisher: str) -> None:
    calendar = publication_calendar(publisher)
    assert len({rule.title for rule in calendar.rules}) == 1
    for rule in calendar.rules:
        assert bool(rule.weekdays) is (rule.rhythm is Rhythm.DAYS_OF_WEEK)
        assert set(rule.weekdays) <= set(range(1, 8))
        assert rule.calendar or (rule.rhythm is Rhythm.DAYS_OF_WEEK and not rule.moved and not rule.half_days)
    for earlier, later in itertools.pairwise(calendar.rules):
        assert earlier.valid_until is not None
        assert earlier.valid_until <= later.valid_from


publishers = st.sampled_from(KEYS)
days = st.dates(date(1993, 1, 1), date(2035, 12, 31))
lengths = st.integers(0, 400).map(timedelta)


class TestLaws:
    @given(publishers, days, lengths)
    def test_the_days_are_those_of_which_a_bulletin_is_expected(
        self, publisher: str, since: date, length: timedelta
    ) -> None:
        calendar = publication_calendar(publisher)
        span = [since + timedelta(count) for count in range(length.days)]
        assert list(calendar.days(since, since + length)) == [day for day in span if calendar.publishes_on(day) is True]

    @given(publishers, days, lengths)
    def test_nobody_who_has_every_expected_day_has_a_gap(self, publisher: str, since: date, length: timedelta) -> None:
        calendar, until = publication_calendar(publisher), since + length
        assert calendar.gaps(calendar.days(since, until), since=since, until=until) == ()

    @given(publishers, st.lists(days), days, lengths)
    def test_gaps_are_expected_days_of_the_span_and_not_at_hand(
        self, publisher: str, have: list[date], since: date, length: timedelta
    ) -> None:
        calendar, until = publication_calendar(publisher), since + length
        found = calendar.gaps(have, since=since, until=until)
        assert all(since <= day < until and calendar.publishes_on(day) for day in found)
        assert not set(found) & set(have)
        assert sorted({*found, *(day for day in have if day in set(calendar.days(since, until)))}) == list(
            calendar.days(since, until)
        )

    @given(st.sampled_from(["cbr", "nbg"]), days)
    def test_rates_set_for_the_day_after_are_dated_tuesday_to_saturday(self, publisher: str, day: date) -> None:
        assert 2 <= day.isoweekday() <= 6 or not publication_calendar(publisher).publishes_on(day)

    @given(publishers, st.one_of(st.text(), st.integers(), st.none(), st.binary(), st.datetimes()))
    def test_garbage_raises_only_our_errors(self, publisher: str, garbage: Any) -> None:
        with pytest.raises(CentralAsiaError):
            publication_calendar(publisher).publishes_on(garbage)
