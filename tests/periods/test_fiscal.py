"""Fiscal years: twelve months that need not begin in January."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, PeriodMismatchError, WrongTypeError
from centralasia.periods import DEFAULT_FISCAL_START, fiscal_year, format_fiscal_year, period


@pytest.mark.parametrize(
    ("year", "month", "sdmx", "written"),
    [
        (2024, 7, "2024-07/2025-06", "2024/25"),
        (2024, 8, "2024-08/2025-07", "2024/25"),
        (2024, 1, "2024", "2024"),
        (1999, 12, "1999-12/2000-11", "1999/00"),
        (1, 4, "0001-04/0002-03", "0001/02"),
    ],
)
def test_a_fiscal_year_has_twelve_months(year: int, month: int, sdmx: str, written: str) -> None:
    fiscal = fiscal_year(year, starts_month=month)
    assert (str(fiscal), fiscal.months, format_fiscal_year(fiscal)) == (sdmx, 12, written)


@pytest.mark.parametrize(
    ("year", "month", "error", "message"),
    [
        (2024, 0, InvalidValueError, "starts_month must be from 1 to 12, got 0"),
        (2024, 13, InvalidValueError, "starts_month must be from 1 to 12, got 13"),
        (2024, True, WrongTypeError, "starts_month must be the number of a month, got True of type bool"),
        (2024, "7", WrongTypeError, "starts_month must be the number of a month, got '7' of type str"),
        ("2024", 7, WrongTypeError, "year must be an integer, got '2024' of type str"),
        (True, 7, WrongTypeError, "year must be an integer, got True of type bool"),
        (0, 7, InvalidValueError, "year must be from 1 to 9999, got 0"),
        (9999, 7, InvalidValueError, "year must be from 1 to 9999, got 10000"),
    ],
)
def test_what_is_no_fiscal_year_is_refused(year: object, month: object, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        fiscal_year(year, starts_month=month)  # type: ignore[arg-type] # what a type checker would stop
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text", ["2024-Q3", "2024-07/2026-06", "2024-07-02/2025-07-01", "2024-07-01/2025-06-29", "2024-W05"]
)
def test_only_twelve_whole_months_are_written_as_a_fiscal_year(text: str) -> None:
    with pytest.raises(PeriodMismatchError, match=f"expected a period of twelve whole months, got {text}"):
        format_fiscal_year(period(text))


def test_a_span_that_would_end_past_the_calendar_is_no_fiscal_year() -> None:
    with pytest.raises(PeriodMismatchError, match="expected a period of twelve whole months, got 9999-S2"):
        format_fiscal_year(period("9999-S2"))


def test_the_default_is_july() -> None:
    assert period("2024/25") == fiscal_year(2024, starts_month=DEFAULT_FISCAL_START) == period("2024-07/2025-06")


class TestLaws:
    @given(st.integers(1, 9998), st.integers(1, 12))
    def test_reading_undoes_writing(self, year: int, month: int) -> None:
        fiscal = fiscal_year(year, starts_month=month)
        assert period(format_fiscal_year(fiscal), fiscal_start=month) == fiscal

    @given(st.integers(1, 9997), st.integers(1, 12))
    def test_the_next_fiscal_year_follows(self, year: int, month: int) -> None:
        assert fiscal_year(year, starts_month=month).next() == fiscal_year(year + 1, starts_month=month)
