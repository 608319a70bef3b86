"""Days: read strictly, made from checked numbers."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, WrongTypeError
from centralasia.periods import as_date
from centralasia.periods.days import (
    day_at,
    first_of_month,
    last_of_month,
    length_of_month,
    month_index,
    nth_day,
    nth_week,
)


class PaperDate(date):
    """A date of another library."""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-09-15", date(2024, 9, 15)),
        ("0001-01-01", date.min),
        ("9999-12-31", date.max),
        ("2024-02-29", date(2024, 2, 29)),
        (date(2024, 9, 15), date(2024, 9, 15)),
        (PaperDate(2024, 9, 15), date(2024, 9, 15)),
    ],
)
def test_a_day_is_a_date_or_its_iso_text(value: date | str, expected: date) -> None:
    assert as_date(value) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("20240915", "on must be a day written YYYY-MM-DD, got '20240915'"),
        ("2024-W01-1", "on must be a day written YYYY-MM-DD, got '2024-W01-1'"),
        ("2024-09", "on must be a day written YYYY-MM-DD, got '2024-09'"),
        (" 2024-09-15", "on must be a day written YYYY-MM-DD, got ' 2024-09-15'"),
        ("15.09.2024", "on must be a day written YYYY-MM-DD, got '15.09.2024'"),
        ("", "on must be a day written YYYY-MM-DD, got ''"),
        ("2023-02-29", "on must be a day of the calendar written YYYY-MM-DD, got '2023-02-29'"),
        ("0000-01-01", "on must be a day of the calendar written YYYY-MM-DD, got '0000-01-01'"),
        ("2024-13-01", "on must be a day of the calendar written YYYY-MM-DD, got '2024-13-01'"),
        ("٢٠٢٤-٠٩-١٥", "on must be a day of the calendar written YYYY-MM-DD, got '٢٠٢٤-٠٩-١٥'"),
        ("+024-09-15", "on must be a day of the calendar written YYYY-MM-DD, got '+024-09-15'"),
        ("2024-0\ud800-15", "on must be a day of the calendar written YYYY-MM-DD, got '2024-0\\ud800-15'"),
        ("2024-09-15" * 50, f"on must be a day written YYYY-MM-DD, got '{'2024-09-15' * 8}'"),
    ],
)
def test_other_texts_are_refused(text: str, message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        as_date(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        (datetime(2024, 9, 15, tzinfo=UTC), "pass its .date() in the time zone you mean"),
        (20240915, "pass a datetime.date or the text 'YYYY-MM-DD'"),
        (None, "pass a datetime.date or the text 'YYYY-MM-DD'"),
    ],
)
def test_other_types_are_refused(value: object, hint: str) -> None:
    with pytest.raises(WrongTypeError) as caught:
        as_date(value, "signed")  # type: ignore[arg-type] # what a type checker would stop
    assert (caught.value.field, caught.value.hint) == ("signed", hint)


@pytest.mark.parametrize(
    ("year", "month", "days"),
    [(2024, 2, 29), (2023, 2, 28), (1900, 2, 28), (2000, 2, 29), (2024, 4, 30), (2024, 12, 31)],
)
def test_months_have_their_lengths(year: int, month: int, days: int) -> None:
    assert length_of_month(year, month) == days


@pytest.mark.parametrize(
    ("year", "month", "day", "message"),
    [
        (0, 1, 1, "year must be from 1 to 9999, got 0"),
        (10_000, 1, 1, "year must be from 1 to 9999, got 10000"),
        (2024, 0, 1, "month must be from 1 to 12, got 0"),
        (2024, 13, 1, "month must be from 1 to 12, got 13"),
        (2023, 2, 29, "day must be from 1 to 28 in 2023-02, got 29"),
        (2023, 2, 0, "day must be from 1 to 28 in 2023-02, got 0"),
    ],
)
def test_a_day_that_is_not_says_what_is(year: int, month: int, day: int, message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        nth_day(year, month, day)
    assert str(caught.value) == message


@pytest.mark.parametrize(("year", "weeks"), [(2020, 53), (2024, 52), (2026, 53), (1, 52), (9999, 52)])
def test_only_long_years_have_a_week_53(year: int, weeks: int) -> None:
    assert nth_week(year, weeks).isocalendar()[:2] == (year, weeks)
    with pytest.raises(InvalidValueError, match=f"week must be from 1 to {weeks} in {year:04}, got {weeks + 1}"):
        nth_week(year, weeks + 1)


@pytest.mark.parametrize("ordinal", [0, -(10**5000), 3_652_060, 10**5000], ids=["0", "huge -", "one more", "huge"])
def test_a_day_past_the_calendar_is_refused_in_a_short_message(ordinal: int) -> None:
    with pytest.raises(InvalidValueError, match="day must be from 1 to 3652059") as caught:
        day_at(ordinal)
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize("index", [11, 120_000, 10**5000], ids=["0", "10000", "huge"])
def test_a_month_past_the_calendar_is_refused_in_a_short_message(index: int) -> None:
    for function in (first_of_month, last_of_month):
        with pytest.raises(InvalidValueError, match="year must be from 1 to 9999") as caught:
            function(index)
        assert len(str(caught.value)) < 120


class TestLaws:
    @given(st.dates())
    def test_reading_undoes_writing(self, day: date) -> None:
        assert as_date(day.isoformat()) == day

    @given(st.dates())
    def test_a_day_lies_between_the_ends_of_its_month(self, day: date) -> None:
        first, last = first_of_month(month_index(day)), last_of_month(month_index(day))
        assert first <= day <= last
        assert (first.month, first.day, last.month) == (day.month, 1, day.month)
        assert last == date.max or day_at(last.toordinal() + 1).day == 1

    @given(st.dates())
    def test_a_day_is_made_of_its_numbers(self, day: date) -> None:
        assert nth_day(day.year, day.month, day.day) == day == day_at(day.toordinal())

    @given(st.text(max_size=12) | st.from_regex(r"\d{4}-\d{2}-\d{2}", fullmatch=True))
    def test_any_text_gives_a_day_or_our_error(self, text: str) -> None:
        with suppress(CentralAsiaError):
            assert as_date(text).isoformat() == text
