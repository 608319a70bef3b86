from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.readers.figures import is_blank, read_day, read_figure, read_units


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("501.2", "501.2"),
        ("501,2000", "501.2000"),
        ("3", "3"),
        ("0.0000", "0.0000"),
        (" 12 500,00 ", "12500.00"),
        ("12\N{NO-BREAK SPACE}500\N{NARROW NO-BREAK SPACE}000.5", "12500000.5"),
        ("1,501.25", "1501.25"),
        ("1.501,25", "1501.25"),
        ("1,234,567", "1234567"),
        ("1,234,567.8", "1234567.8"),
        ("5,12345E-05", "0.0000512345"),
        ("1E3", "1000"),
        ("5.1e+2", "510"),
    ],
)
def test_figures_keep_their_digits(text: str, figure: str) -> None:
    found = read_figure(text)
    assert found is not None
    assert str(found) == figure


@pytest.mark.parametrize(
    "text",
    ["", "-5", "+5", ".5", "5.", "1,2,3", "1.2.3", "12,34.5", "five", "0x10", "٥", "1" * 41, "NaN", "1_0", "1e9999"],
)
def test_what_is_no_figure_is_none(text: str) -> None:
    assert read_figure(text) is None


@pytest.mark.parametrize(
    ("text", "figure"), [("1,501", "1501"), ("1,501.5", "1501.5"), ("0.5", "0.5"), ("0,5", None), ("1,50", None)]
)
def test_a_mark_that_parts_groups_is_not_decimal(text: str, figure: str | None) -> None:
    found = read_figure(text, group=",")
    assert (None if found is None else str(found)) == figure


@pytest.mark.parametrize(
    "text", ["", "  \n", "-", "---", "–", "—", "N/A", "na", "#N/A", "NaN", "null", "None", "..", "..."]
)
def test_blanks_are_told(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", "0.00", "x", "--1"])
def test_figures_and_words_are_no_blanks(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        *[("1", 1), ("1000", 1000), (" 10 000 ", 10000), (100, 100), (0, 0), ("0", 0), ("1 t.u.", None), ("", None)],
        *[("1.5", None), ("-1", None), ("1" * 16, None), (True, None), (None, None), ([], None), ("١", None)],
    ],
)
def test_units_are_whole(text: str, units: int | None) -> None:
    assert read_units(text) == units


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14.02.2030", date(2030, 2, 14)),
        (" 1/2/2030 ", date(2030, 2, 1)),
        ("2030-02-14", date(2030, 2, 14)),
        ("2030/2/14", date(2030, 2, 14)),
        ("14.02.30", date(2030, 2, 14)),
        ("05.01.05", date(2005, 1, 5)),
        ("30.12.99", date(1999, 12, 30)),
        ("2030-02-14T00:00:00.000Z", date(2030, 2, 14)),
        ("2030-02-14T23:30:00+04:00", date(2030, 2, 14)),
        ("14.02.2030 15:30", date(2030, 2, 14)),
        ("31.02.2030", None),
        ("14.02-2030", None),
        ("14.02.203", None),
        ("14.02", None),
        ("14 February 2030", None),
        ("0000-01-01", None),
        ("", None),
    ],
)
def test_days_are_read(text: str, day: date | None) -> None:
    assert read_day(text) == day


def test_months_stand_first_where_that_is_said() -> None:
    assert read_day("02/03/2030", "mdy") == date(2030, 2, 3)
    assert read_day("2030-02-03", "mdy") == date(2030, 2, 3)


class TestLaws:
    @given(st.decimals(min_value=0, max_value=10**20, places=4), st.sampled_from([".", ","]))
    def test_what_is_printed_is_read(self, value: Decimal, mark: str) -> None:
        assert read_figure(f"{value:f}".replace(".", mark)) == value

    @given(st.dates(min_value=date(1000, 1, 1)))
    def test_days_are_read_as_written(self, day: date) -> None:
        assert read_day(day.isoformat()) == read_day(f"{day:%d.%m.%Y}") == read_day(f"{day:%m/%d/%Y}", "mdy") == day

    @given(st.text(max_size=60))
    def test_any_text_is_read_or_none(self, text: str) -> None:
        for figure in (read_figure(text), read_figure(text, ",")):
            assert figure is None or (figure.is_finite() and figure >= 0)
        units = read_units(text)
        assert units is None or units >= 0
        read_day(text)
