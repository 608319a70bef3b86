"""The SDMX forms of time periods."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, ParseError
from centralasia.periods import Period
from centralasia.periods.sdmx import parse_sdmx


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-A1", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-S1", date(2024, 1, 1), date(2024, 6, 30)),
        ("2024-H2", date(2024, 7, 1), date(2024, 12, 31)),
        ("2024-T2", date(2024, 5, 1), date(2024, 8, 31)),
        ("2024-Q3", date(2024, 7, 1), date(2024, 9, 30)),
        ("2024Q3", date(2024, 7, 1), date(2024, 9, 30)),
        ("2024-q3", date(2024, 7, 1), date(2024, 9, 30)),
        ("2024-M03", date(2024, 3, 1), date(2024, 3, 31)),
        ("2024M3", date(2024, 3, 1), date(2024, 3, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-W01", date(2024, 1, 1), date(2024, 1, 7)),
        ("2025-W01", date(2024, 12, 30), date(2025, 1, 5)),
        ("2020-W53", date(2020, 12, 28), date(2021, 1, 3)),
        ("2024-D032", date(2024, 2, 1), date(2024, 2, 1)),
        ("2024-D366", date(2024, 12, 31), date(2024, 12, 31)),
        ("2024-09-15", date(2024, 9, 15), date(2024, 9, 15)),
        ("2024-01/2024-09", date(2024, 1, 1), date(2024, 9, 30)),
        ("2019/2023", date(2019, 1, 1), date(2023, 12, 31)),
        ("2024-Q4/2025-Q1", date(2024, 10, 1), date(2025, 3, 31)),
        ("2024-02-01/2024-02-15", date(2024, 2, 1), date(2024, 2, 15)),
        ("2024-01/2024-03-15", date(2024, 1, 1), date(2024, 3, 15)),
        ("2024-01-01/P9M", date(2024, 1, 1), date(2024, 9, 30)),
        ("2024-01-01T00:00:00/P2M", date(2024, 1, 1), date(2024, 2, 29)),
        ("2024-01-31/P1M", date(2024, 1, 31), date(2024, 2, 28)),
        ("2024-01-15/P1Y1M1W1D", date(2024, 1, 15), date(2025, 2, 22)),
        ("2024-01-01/P1Y", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-01-01/P2W", date(2024, 1, 1), date(2024, 1, 14)),
        ("9999-01-01/P12M", date(9999, 1, 1), date(9999, 12, 31)),
        ("0001-01-01/P1D", date(1, 1, 1), date(1, 1, 1)),
        ("0001", date(1, 1, 1), date(1, 12, 31)),
    ],
)
def test_sdmx_periods_are_read(text: str, start: date, end: date) -> None:
    assert parse_sdmx(text) == Period(start, end)


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024-1", "2024-", "2024-1-01", "2024 ", " 2024", "2024/25", "2024-X1", "2024-W05-1", "2024-09-15T12:00",
     "2024-01-01/P", "2024-01-01/PT5H", "2024-01-01/P1D1M", "2024/2025/2026", "２０２４", "2024-ſ1", "20240101"],
)  # fmt: skip
def test_other_forms_are_left_to_others(text: str) -> None:
    assert parse_sdmx(text) is None


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("0000", 0, "a year from 1 to 9999"),
        ("2024-13", 5, "a month from 1 to 12"),
        ("2024-00", 5, "a month from 1 to 12"),
        ("2023-02-29", 8, "a day from 1 to 28 in 2023-02"),
        ("2024-A2", 6, "a reporting year from 1 to 1"),
        ("2024-S3", 6, "a half from 1 to 2"),
        ("2024-T4", 6, "a trimester from 1 to 3"),
        ("2024-Q0", 6, "a quarter from 1 to 4"),
        ("2024-Q5", 6, "a quarter from 1 to 4"),
        ("2024-M13", 6, "a month from 1 to 12"),
        ("2024-W53", 6, "a week from 1 to 52 in 2024"),
        ("2020-W54", 6, "a week from 1 to 53 in 2020"),
        ("0000-W01", 0, "a year from 1 to 9999"),
        ("0000-Q1", 0, "a year from 1 to 9999"),
        ("9999-W52", 6, "a week that ends by 9999-12-31"),
        ("2023-D366", 6, "a day from 1 to 365 in 2023"),
        ("2024-D000", 6, "a day from 1 to 366 in 2024"),
        ("2024/2023", 5, "a range that does not run backwards"),
        ("2024-09/2024-01", 8, "a range that does not run backwards"),
        ("2024/2024-13", 10, "a month from 1 to 12"),
        ("2024-01/P9M", 0, "a day before the duration, such as 2024-01-01"),
        ("2024-01-01/P0D", 11, "a duration of at least one day"),
        ("2024-01-01/P9999Y", 11, "a duration that ends by 9999-12-31"),
        (f"2024-01-01/P{'9' * 150}D", 11, "a duration that ends by 9999-12-31"),
    ],
)
def test_impossible_numbers_are_refused_where_they_stand(text: str, position: int, expected: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_sdmx(text)
    assert (caught.value.position, caught.value.expected) == (position, expected)


class TestLaws:
    @given(st.from_regex(r"\d{4}(-?[ASHTQMWD]?\d{1,3}(-\d\d)?)?(/(P\d*[YMWD]|\d{4}(-?[A-Z]?\d+)?))?", fullmatch=True))
    def test_any_text_near_the_form_gives_a_period_or_our_error(self, text: str) -> None:
        found = None
        with suppress(CentralAsiaError):
            found = parse_sdmx(text)
        assert found is None or parse_sdmx(str(found)) == found
