"""Numerals: a whole column of figures decides how its members are read."""

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import UnknownCodeError
from centralasia.tables import plain_numbers, read_numerals

D = Decimal


@pytest.mark.parametrize(
    ("texts", "values", "decimal"),
    [
        (["501.20", "1.234"], [D("501.20"), D("1.234")], "."),
        (["501,20", "1.234"], [D("501.20"), D(1234)], ","),
        (["501,20", "1,234"], [D("501.20"), D("1.234")], ","),
        (["501.20", "1,234"], [D("501.20"), D(1234)], "."),
        (["1,234,567", "1,234"], [D(1234567), D(1234)], "."),
        (["1.234.567", "1.234"], [D(1234567), D(1234)], ","),
        (["1,234.5", "1.234"], [D("1234.5"), D("1.234")], "."),
        (["1.234,5", "1.234"], [D("1234.5"), D(1234)], ","),
        (["0.123", "1.234"], [D("0.123"), D("1.234")], "."),
        (["1 234", "5"], [D(1234), D(5)], None),
        (["1\u00a0234,5"], [D("1234.5")], ","),
        (["1\u2009234.5"], [D("1234.5")], "."),
        (["1\u202f234"], [D(1234)], None),
        (["1'234.50"], [D("1234.50")], "."),
        (["۱٬۲۳۴٫۵"], [D("1234.5")], None),
        (["(640.25)", "-1,5e3"], [D("-640.25"), D("-1.5E+3")], None),
        (["1.5e3"], [D("1.5E+3")], "."),
        (["12", "-7"], [D(12), D(-7)], None),
        (["", "  ", "5"], [None, None, D(5)], None),
    ],
)
def test_columns(texts: list[str], values: list[Decimal | None], decimal: str | None) -> None:
    found = read_numerals(texts)
    assert found.values == values
    assert found.decimal == decimal
    assert found.ambiguous == found.unreadable == []


def test_what_nothing_decides_is_reported() -> None:
    found = read_numerals(["1.234", "2,345", "12"])
    assert found.values == [None, None, D(12)]
    assert found.ambiguous == [0, 1]


def test_members_that_contradict_decide_nothing() -> None:
    found = read_numerals(["501.20", "501,20", "1.234"])
    assert found.values == [D("501.20"), D("501.20"), None]
    assert (found.decimal, found.ambiguous) == (None, [2])


def test_a_locale_decides_what_the_column_does_not() -> None:
    assert read_numerals(["1.234"], locale="en").values == [D("1.234")]
    assert read_numerals(["1,234"], locale="ru").values == [D("1.234")]
    assert read_numerals(["1.234"], locale="ru").ambiguous == [0]
    assert read_numerals(["1.234", "501,20"], locale="en").values == [D(1234), D("501.20")]


def test_no_figures() -> None:
    found = read_numerals(["n/a", "5", "1.2.3"])
    assert found.unreadable == [0, 2]


def test_groups_are_told() -> None:
    assert read_numerals(["1 234,5", "1.234.567", "12\u00a0345", "1,5"]).groups == {" ": 1, ".": 1, "\u00a0": 1}


def test_an_unknown_locale() -> None:
    with pytest.raises(UnknownCodeError):
        read_numerals([], locale="xx-nowhere")


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("501.20", True),
        ("-501.20", True),
        ("0", True),
        ("007", True),
        ("1234.567", True),
        ("0.123", True),
        ("-0.123", True),
        ("1.2345", True),
        ("1.234", False),
        ("-12.345", False),
        ("123.456", False),
        ("1.2.3", False),
        ("--5", False),
        ("5-", False),
        (".5", False),
        ("5.", False),
        ("1e5", False),
        ("nan", False),
        ("+5", False),
        (" 5", False),
        ("1,5", False),
        ("2024-01-01", False),
        ("-", False),
        ("", False),
        (None, False),
    ],
)
@pytest.mark.parametrize("beside", ["1", "x"])
def test_plain_numbers(text: str | None, beside: str, *, is_plain: bool) -> None:
    for kind in (pa.string(), pa.large_string(), pa.string_view()):
        assert plain_numbers(pa.array([beside, text], kind)).tolist() == [beside == "1", is_plain]


def test_plain_numbers_of_parts_of_columns() -> None:
    array = pa.chunked_array([pa.array(["x", "1.5", "1.234"]).slice(1), pa.array([], pa.string()), ["7"]])
    assert plain_numbers(array).tolist() == [True, False, True]
    assert plain_numbers(pa.chunked_array([], pa.string())).tolist() == []
    assert plain_numbers(pa.array([None, None], pa.string())).tolist() == [False, False]


class TestLaws:
    @given(st.lists(st.text("0123456789.,- '\u00a0e", max_size=8), max_size=5))
    def test_every_text_is_a_figure_or_doubtful_or_none(self, texts: list[str]) -> None:
        found = read_numerals(texts)
        assert len(found.values) == len(texts)
        for place, (text, value) in enumerate(zip(texts, found.values, strict=True)):
            said = (value is not None) + (place in found.ambiguous) + (place in found.unreadable)
            assert said == bool(text.strip())

    @given(st.lists(st.text("0123456789.-", max_size=8), max_size=8))
    def test_what_is_plain_is_read_as_it_stands(self, texts: list[str]) -> None:
        for text, is_plain in zip(texts, plain_numbers(pa.array(texts, pa.string())).tolist(), strict=True):
            if is_plain:
                assert read_numerals([text]).values == [Decimal(text)]

    @given(st.decimals(allow_nan=False, allow_infinity=False, min_value=1, max_value=10**9, places=2))
    def test_a_column_of_two_decimals_reads_in_both_conventions(self, value: Decimal) -> None:
        assert read_numerals([f"{value:,}"]).values == [value]
        assert read_numerals([f"{value:,}".translate(str.maketrans(",.", ".,"))]).values == [value]
