from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError
from centralasia.rates import ExchangeRate, RateTable
from centralasia.records import from_row, to_row
from centralasia.testing import ROW_CORRUPTIONS, CorruptedRows, clean_rates, rate_tables

ROW = to_row(ExchangeRate(base="XDR", quote="KZT", value="612.40", nominal=1, on="2024-02-29"))


SINGLE_RATES = {"duplicate-row", "future-day", "mixed-date-forms", "out-of-range", "unusual-nominal"}
"""Corruptions of which each row alone may be a rate."""


def cells(code: str, row: dict[str, str], header: str) -> set[str]:
    """All that a corruption can put under a header, beside what stood there."""
    corruption = ROW_CORRUPTIONS[code]
    way = corruption.way(corruption.taken([row]))
    return {wrong[header] for wrong in way.choices(0)} - {row[header]}


EXAMPLES = [
    ("unknown-code", "base", {"XDX"}),
    ("unknown-code", "quote", {"KZX"}),
    ("impossible-value", "value", {"0", "-612.40"}),
    ("impossible-value", "nominal", {"0", "-1"}),
    ("unusual-nominal", "nominal", {"7", "12", "2024"}),
    ("out-of-range", "value", {"20240301000000000612.40"}),
    ("unreadable-value", "value", {"NaN", "inf", "-inf", "612.40?"}),
    ("missing-value", "value", {""}),
    ("missing-value", "base", {""}),
    ("future-day", "on", {"2124-02-28"}),
    ("unreadable-day", "on", {"2024-13-29", "2024-02-30", "n/a"}),
    ("unit-of-account", "base", {"SDR"}),
    ("unit-of-account", "quote", set()),
]


@pytest.mark.parametrize(("code", "header", "expected"), EXAMPLES)
def test_what_is_put_into_a_cell(code: str, header: str, expected: set[str]) -> None:
    assert cells(code, ROW, header) == expected


def test_points_are_taken_for_money() -> None:
    assert cells("unit-of-account", {**ROW, "base": "USD"}, "base") == {"point", "points"}


@pytest.mark.parametrize("code", sorted(set(ROW_CORRUPTIONS) - {"duplicate-row"}))
def test_what_is_wrong_already_is_left_alone(code: str) -> None:
    blank = dict.fromkeys(ROW, "")
    assert ROW_CORRUPTIONS[code]([]).is_empty
    assert ROW_CORRUPTIONS[code]([blank]).is_empty
    assert ROW_CORRUPTIONS[code]([{**blank, "base": "???", "value": "n/a", "on": "2024"}]).is_empty is (
        code != "missing-value"
    )


def test_other_headers_of_codes_and_figures_are_known() -> None:
    row = {"amount": "5", "amount_currency": "USD", "period": "2023"}
    assert cells("unknown-code", row, "amount_currency") == {"USX"}
    assert cells("impossible-value", row, "amount") == {"0", "-5"}


def test_a_row_stands_twice() -> None:
    @given(ROW_CORRUPTIONS["duplicate-row"]([ROW, {**ROW, "on": "2024-03-01"}]))
    def twice(wrong: Any) -> None:
        assert isinstance(wrong, CorruptedRows)
        (place,) = wrong.places
        assert len(wrong.rows) == 3
        assert wrong.rows[place] == wrong.rows[place - 1]

    twice()


def test_days_stand_in_three_forms() -> None:
    rows = [{**ROW, "on": date(2024, 3, day).isoformat()} for day in (1, 2, 3, 4)] + [{**ROW, "on": ""}]

    @given(ROW_CORRUPTIONS["mixed-date-forms"](rows))
    def three(wrong: Any) -> None:
        assert [row["on"] for row in wrong.rows] == ["2024-03-01", "02.03.2024", "2024/03/03", "2024-03-04", ""]
        assert wrong.places == (1, 2)

    three()
    assert ROW_CORRUPTIONS["mixed-date-forms"](rows[:2]).is_empty


@pytest.mark.parametrize("code", sorted(ROW_CORRUPTIONS))
def test_every_corruption_comes(code: str, reached: Callable[..., object]) -> None:
    rows = [to_row(rate) for rate in clean_rates(["USD"], days=3)]
    reached(ROW_CORRUPTIONS[code](rows), lambda wrong: wrong.code == code and wrong.places)


class TestLaws:
    @given(st.data(), rate_tables(min_size=3), st.sampled_from(sorted(ROW_CORRUPTIONS)))
    def test_a_corrupted_row_is_no_rate_or_is_not_alone(self, data: st.DataObject, table: RateTable, code: str) -> None:
        rows = [to_row(rate) for rate in table]
        strategy: st.SearchStrategy[Any] = ROW_CORRUPTIONS[code](rows)
        wrong = data.draw(strategy)
        if code in SINGLE_RATES:
            return
        for place in wrong.places:
            with pytest.raises(CentralAsiaError):
                from_row(ExchangeRate, wrong.rows[place])
