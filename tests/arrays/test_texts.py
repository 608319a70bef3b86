"""Amounts that are texts: plain digits are read all at once, and are what the numerals are one by one."""

from collections.abc import Sequence
from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.arrays.amounts import Amounts, amounts_of
from centralasia.errors import CentralAsiaError, UnknownCodeError
from centralasia.numbers import as_decimal, parse_number

LOCALES = (None, "ru", "kk_KZ", "uz", "en", "de", "de_CH", "en_IN", "fa", "und")
KINDS = (pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string()))


def read(texts: Sequence[str | None], locale: str | None, kind: pa.DataType = KINDS[0]) -> Amounts:
    half = len(texts) // 2
    parts = [pa.array(list(each), pa.string()).cast(kind) for each in (texts[:half], texts[half:])]
    return amounts_of(pa.chunked_array(parts), scale=2, locale=locale, nan_is_missing=False)


def meaning(text: str | None, locale: str | None) -> Fraction | str | None:
    """What a text is, read alone."""
    if text is None or not text.strip():
        return None
    try:
        return Fraction(as_decimal(text.strip(), "amount") if locale is None else parse_number(text, locale))
    except CentralAsiaError:
        return "unreadable"


def found(amounts: Amounts, row: int) -> Fraction | str | None:
    if amounts.missing is not None and amounts.missing[row]:
        return None
    if amounts.unreadable is not None and amounts.unreadable[row]:
        return "unreadable"
    return amounts.exactly(row)


def check(texts: Sequence[str | None], locale: str | None, kind: pa.DataType = KINDS[0]) -> None:
    amounts = read(texts, locale, kind)
    meanings = [meaning(text, locale) for text in texts]
    assert [found(amounts, row) for row in range(len(texts))] == meanings
    wholes, odd = amounts.wholes(0, len(texts))
    for row, value in enumerate(meanings):
        if isinstance(value, Fraction):
            assert amounts.floats(row, row + 1)[0] == float(value)
            assert (odd is not None and odd[row]) or Fraction(int(wholes[row]), 10**amounts.scale) == value
        else:
            assert odd is not None
            assert odd[row]


digits = st.text("0123456789", min_size=1, max_size=16)
signs = st.sampled_from(["", "", "-", "+", " "])
groups = st.sampled_from([" ", "\u00a0", "\u202f", ",", ".", "'"])
numerals = st.one_of(
    st.tuples(signs, digits, st.sampled_from([".", ","]), st.text("0123456789", max_size=8)).map("".join),
    st.builds(lambda sign, group, parts: sign + group.join(parts), signs, groups, st.lists(digits, max_size=5)),
    digits,
)
texts = st.one_of(numerals, numerals, numerals, st.sampled_from([None, "", "  ", "abc", "1e3", "٣", "½", "9" * 50]))


class TestLaws:
    @given(st.lists(texts, max_size=8), st.sampled_from(LOCALES), st.sampled_from(KINDS))
    def test_a_text_is_the_same_amount_beside_any_others(
        self, mixed: list[str | None], locale: str | None, kind: pa.DataType
    ) -> None:
        check(mixed, locale, kind)
        check([*mixed, *["7"] * 9], locale, kind)


@pytest.mark.parametrize("locale", LOCALES)
def test_plain_digits_are_amounts_in_every_locale(locale: str | None) -> None:
    check(["12", "-0", "007", "123456789012345", "0"], locale)


def test_marks_and_groups_are_those_of_the_locale() -> None:
    grouped = ["1 234,5", "-12\u00a0345,678901", "1\u202f234\u00a0567", "1,234", "5,"]
    check(grouped * 3, "ru")
    assert read(grouped[:3], "ru").scale == 6
    check(["1,234", "1.234", "1,234.5", "0.25"] * 3, "en")


def test_decimals_are_as_many_as_there_are() -> None:
    assert [read(each, None).scale for each in (["1", "2"], ["1.5", "2.25"], ["1.123456", "1"])] == [0, 2, 6]


def test_blocks_of_rows_have_their_own_odd_ones() -> None:
    amounts = read(["1.5", "2.5", "1e3", "3.5", "4.5", "nonsense", "5.5"], None)
    assert amounts.floats(1, 5).tolist() == [2.5, 1000.0, 3.5, 4.5]
    assert amounts.floats(3, 5).tolist() == [3.5, 4.5]


def test_a_locale_that_is_none_is_told() -> None:
    with pytest.raises(UnknownCodeError, match="'xx' is not in the table of locales"):
        read(["1"], "xx")
