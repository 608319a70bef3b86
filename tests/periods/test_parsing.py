"""The one way to a period."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, ParseError, WrongTypeError
from centralasia.periods import Period, period


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-Q3", Period(date(2024, 7, 1), date(2024, 9, 30))),
        (" 2024-Q3\n", Period(date(2024, 7, 1), date(2024, 9, 30))),
        ("III кв. 2024", Period(date(2024, 7, 1), date(2024, 9, 30))),
        (date(2024, 9, 15), Period(date(2024, 9, 15), date(2024, 9, 15))),
        (Period(date(2024, 9, 3), date(2024, 9, 15)), Period(date(2024, 9, 3), date(2024, 9, 15))),
    ],
)
def test_a_text_a_day_or_a_period_is_a_period(value: Period | date | str, expected: Period) -> None:
    assert period(value) == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (datetime(2024, 9, 15, tzinfo=UTC), "period must be a day, got datetime.datetime(2024, 9, 15, 0, 0, tzinfo"),
        (2024, "period must be a period, a date or a text, got 2024 of type int"),
        (None, "period must be a period, a date or a text, got None of type NoneType"),
        (b"2024", "period must be a period, a date or a text, got b'2024' of type bytes"),
    ],
)
def test_nothing_else_is(value: object, message: str) -> None:
    with pytest.raises(WrongTypeError) as caught:
        period(value)  # type: ignore[arg-type] # what a type checker would stop
    assert str(caught.value).startswith(message)


def test_a_long_text_is_refused_unread() -> None:
    assert period("2024".center(200)) == period("2024")
    with pytest.raises(ParseError, match="expected a period in at most 200 characters at position 200") as caught:
        period("2024" * 1_000_000)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("text", "month", "expected"),
    [
        ("2024/25", None, "2024-07/2025-06"),
        ("2024/25", 7, "2024-07/2025-06"),
        ("2024/25", 8, "2024-08/2025-07"),
        ("2024/2025", None, "2024-01/2025-12"),
        ("2024/2025", 8, "2024-08/2025-07"),
        ("2024/2025", 1, "2024-01/2025-12"),
        ("2019/2023", 8, "2019-01/2023-12"),
        ("2024", 8, "2024"),
        ("2024-Q3", 8, "2024-Q3"),
    ],
)
def test_a_fiscal_start_moves_years_over_two_calendar_years_only(text: str, month: int | None, expected: str) -> None:
    assert period(text, fiscal_start=month) == period(expected)


@pytest.mark.parametrize(
    ("month", "error", "message"),
    [
        (0, InvalidValueError, "fiscal_start must be from 1 to 12, got 0"),
        (13, InvalidValueError, "fiscal_start must be from 1 to 12, got 13"),
        (True, WrongTypeError, "fiscal_start must be the number of a month, got True of type bool"),
        ("July", WrongTypeError, "fiscal_start must be the number of a month, got 'July' of type str"),
    ],
)
def test_a_fiscal_start_is_a_month(month: object, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        period("2024/25", fiscal_start=month)  # type: ignore[arg-type] # what a type checker would stop
    assert str(caught.value) == message


def test_an_impossible_fiscal_year_is_refused() -> None:
    with pytest.raises(ParseError, match="expected a year from 1 to 9999 at position 0 of '0000/0001'"):
        period("0000/0001", fiscal_start=8)


class TestLaws:
    @given(st.text(max_size=210), st.none() | st.integers(1, 12))
    def test_any_text_gives_a_period_or_our_error(self, text: str, month: int | None) -> None:
        found = None
        with suppress(CentralAsiaError):
            found = period(text, fiscal_start=month)
        assert found is None or period(str(found)) == found
