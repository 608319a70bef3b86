"""Numbers in texts: numerals, scales and words, in eight languages."""

from decimal import Decimal

import pytest

from centralasia.grammar import tokenize
from centralasia.grammar.numerals import Number, is_glued, read_number
from centralasia.languages import lexicon
from centralasia.text import find_mentions


def number(tag: str, text: str, place: int = 0, *, has_currency: bool = False) -> Number | None:
    return read_number(tokenize(text, lexicon(tag)), place, has_currency=has_currency)


def value(tag: str, text: str, place: int = 0) -> Decimal | None:
    found = number(tag, text, place)
    return None if found is None else found.value


class TestDigits:
    @pytest.mark.parametrize(
        ("tag", "text", "expected"),
        [
            ("en", "5", "5"),
            ("en", "3.6 bn", "3.6e9"),
            ("en", "3.6\nbn", "3.6e9"),
            ("en", "7.5K", "7500"),
            ("en", "5-million loan", "5e6"),
            ("en", "5 - million", "5"),
            ("en", "5-", "5"),
            ("en", "2 ½ million", "2.5e6"),
            ("en", "2½ million", "2.5e6"),
            ("en", "5 ⅓ million", "5333300"),
            ("en", "⅓ million", "333300"),
            ("en", "5 thousand million", "5e9"),
            ("en", "5 trillion trillion trillion", "5e24"),
            ("ru", "6,2млн", "6.2e6"),
            ("ru", "1 234 567,89", "1234567.89"),
            ("kk", "12 жарым мың", "12500"),
            ("uz-Latn", "5 mlrd", "5e9"),
            ("uz-Cyrl", "5 млрд", "5e9"),
            ("tg", "5 миллиард", "5e9"),
            ("ky", "5 миллиард", "5e9"),
            ("tk", "5 mln", "5e6"),
        ],
    )
    def test_are_multiplied_by_their_scale(self, tag: str, text: str, expected: str) -> None:
        assert value(tag, text) == pytest.approx(Decimal(expected), rel=Decimal("1e-12"))

    @pytest.mark.parametrize(("tag", "text"), [("ru", "1.234 млн"), ("en", "12,34,567"), ("kk", "1.234")])
    def test_with_two_readings_or_none_give_no_figure(self, tag: str, text: str) -> None:
        found = number(tag, text)
        assert found is not None
        assert (found.value, found.digits) == (None, Decimal(0))
        assert found.last == len(tokenize(text, lexicon(tag))) - 1

    @pytest.mark.parametrize(
        ("text", "has_currency", "expected"),
        [("5 m", False, 5), ("5 m", True, 5_000_000), ("5 m tonnes", False, 5_000_000), ("5 m long", False, 5)],
    )
    def test_m_is_a_million_with_a_currency_or_a_unit_and_else_metres(
        self, text: str, has_currency: object, expected: int
    ) -> None:
        found = number("en", text, has_currency=bool(has_currency))
        assert found is not None
        assert found.value == expected

    def test_a_hedge_may_stand_inside(self) -> None:
        found = number("ru", "10 с лишним млрд")
        assert found is not None
        assert (found.value, found.hedge, found.last) == (Decimal(10**10), "over", 2)

    def test_nothing_is_read_at_other_words(self) -> None:
        assert number("en", "tonnes") is None
        assert number("en", "$ 5") is None


class TestSeveralScales:
    @pytest.mark.parametrize(
        ("tag", "text", "expected"),
        [
            ("en", "5 trn 120 bn tenge", 5_120_000_000_000),
            ("ru", "5 трлн 120 млрд 400 млн", 5_120_400_000_000),
            ("ru", "2 млн 300 тыс. тонн", 2_300_000),
            ("kk", "5 млрд 200 млн теңге", 5_200_000_000),
            ("ky", "18 миң 250 сом", 18_250),
            ("uz-Latn", "18 ming 250 so'm", 18_250),
            ("uz-Cyrl", "2 триллион 300 миллиард сўм", 2_300_000_000_000),
            ("tg", "5 миллиарду 200 миллион сомонӣ", 5_200_000_000),
            ("tk", "18 müň 250 manat", 18_250),
        ],
    )
    def test_are_one_value(self, tag: str, text: str, expected: int) -> None:
        assert value(tag, text) == expected

    @pytest.mark.parametrize(
        ("tag", "text", "expected"),
        [
            ("en", "5 bn 120 bn", 5_000_000_000),
            ("en", "5 bn 6 trn", 5_000_000_000),
            ("en", "5 thousand 2500 tonnes", 5_000),
            ("en", "5 thousand 025 tonnes", 5_000),
            ("en", "5 thousand 250", 5_000),
            ("en", "5 thousand 250 firms", 5_000),
            ("en", "5 thousand 2.5 tonnes", 5_000),
            ("en", "5 thousand firms", 5_000),
            ("ru", "5 тыс. 1.234 тонн", 5_000),
            ("kk", "5 мыңнан 250 теңге", 5_000),
        ],
    )
    def test_go_down_and_end_in_what_is_counted(self, tag: str, text: str, expected: int) -> None:
        assert value(tag, text) == expected

    @pytest.mark.parametrize(
        ("tag", "text", "expected"),
        [
            ("en", "a million and a half dollars", 1_500_000),
            ("kk", "2 миллион жарым тонна", 2_500_000),
            ("ky", "2 миллион жарым тонна", 2_500_000),
            ("uz-Latn", "2 million yarim tonna", 2_500_000),
            ("uz-Cyrl", "2 миллион ярим тонна", 2_500_000),
            ("tk", "2 million ýarym tonna", 2_500_000),
            ("uz-Latn", "2 million yarim", 2_000_000),
            ("uz-Latn", "2 millionga yarim tonna", 2_000_000),
        ],
    )
    def test_a_half_after_a_scale_is_half_of_it(self, tag: str, text: str, expected: int) -> None:
        assert value(tag, text) == expected


class TestWords:
    @pytest.mark.parametrize(
        ("tag", "text", "expected"),
        [
            ("en", "half a million", "500000"),
            ("en", "half million", "500000"),
            ("en", "a half million", "500000"),
            ("en", "a million", "1000000"),
            ("en", "a hundred", "100"),
            ("en", "a hundred tonnes", "100"),
            ("en", "a hundred thousand", "100000"),
            ("en", "twenty-five", "25"),
            ("en", "two thousand five hundred", "2500"),
            ("en", "three hundred and forty million", "340000000"),
            ("en", "one and a half billion", "1500000000"),
            ("en", "two thousand million", "2000000000"),
            ("en", "five hundred thousand million", "500000000000"),
            ("en", "two thousand three thousand", "2000"),
            ("en", "two million three thousand", "2003000"),
            ("en", "a hundred and fifty million", "150000000"),
            ("en", "a thousand five hundred", "1500"),
            ("en", "two million and a half", "2500000"),
            ("en", "half-a-million", "500000"),
            ("en", "a half-million", "500000"),
            ("uz-Latn", "ikki million yarim tonna", "2500000"),
            ("en", "two million thousand", "2000000"),
            ("ru", "миллион двести тысяч", "1200000"),
            ("ru", "миллион тысяча", "1001000"),
            ("ru", "тысяча миллионов", "1000000000"),
            ("en", "two three", "2"),
            ("en", "two and", "2"),
            ("en", "two and tonnes", "2"),
            ("en", "ten eleven", "10"),
            ("en", "two hundred hundred", "200"),
            ("ru", "полтора миллиона", "1500000"),
            ("ru", "две тысячи", "2000"),
            ("ru", "тысяча", "1000"),
            ("ru", "сорок пять с половиной миллионов", "45500000"),
            ("ru", "сто двадцать три миллиона четыреста тысяч", "123400000"),
            ("kk", "бір жарым", "1.5"),
            ("kk", "екі жүз мың", "200000"),
            ("ky", "бир жарым миллион", "1500000"),
            ("uz-Latn", "bir yarim", "1.5"),
            ("uz-Latn", "ikki yuz ming", "200000"),
            ("uz-Cyrl", "бир ярим миллион", "1500000"),
            ("uz-Cyrl", "ўн беш", "15"),
            ("tg", "якуним миллион", "1500000"),
            ("tg", "саду бист ҳазор", "120000"),
            ("tk", "bir ýarym million", "1500000"),
            ("tk", "on bäş", "15"),
        ],
    )
    def test_are_read(self, tag: str, text: str, expected: str) -> None:
        found = number(tag, text)
        assert found is not None
        assert found.in_words
        assert found.value == Decimal(expected)

    @pytest.mark.parametrize(
        ("tag", "text"),
        [
            ("en", "half"),
            ("en", "half of it"),
            ("en", "a"),
            ("en", "a half"),
            ("en", "a tonne"),
            ("tk", "altynyň"),
            ("ru", "миллионы"),
        ],
    )
    def test_that_are_no_number_give_none(self, tag: str, text: str) -> None:
        assert number(tag, text) is None

    def test_an_ending_may_close_a_number(self) -> None:
        assert value("kk", "жүзден бес") == 100

    def test_the_longest_number_has_an_end(self) -> None:
        found = number("en", "one hundred " + "hundred and one " * 20)
        assert found is not None
        assert found.last < 24

    @pytest.mark.parametrize(
        ("tag", "text"),
        [
            ("en", "tens of millions of dollars"),
            ("en", "hundreds of thousands of dollars"),
            ("en", "million dollars"),
            ("ru", "десятки миллионов долларов"),
            ("ru", "миллионы тонн"),
            ("kk", "миллиондаған теңге"),
            ("tk", "altynyň bahasy"),
        ],
    )
    def test_scales_without_a_number_are_no_items(self, tag: str, text: str) -> None:
        assert find_mentions(text, tag) == []

    def test_a_scale_after_many_is_no_number(self) -> None:
        assert number("ru", "десятки миллионов") is None
        assert number("tk", "onlarça million", 1) is None


def test_a_token_is_glued_to_the_one_it_touches() -> None:
    tokens = tokenize("6,2млн тонн", lexicon("ru"))
    assert [is_glued(tokens, place) for place in range(4)] == [False, True, False, False]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "5m to 7m tonnes", [(5_000_000, 7_000_000, "t")]),
        ("en", "5m-7m people", [(5_000_000, 7_000_000, "person")]),
        ("en", "between 5m and 7m tonnes", [(5_000_000, 7_000_000, "t")]),
        ("en", "5m, 6m and 7m tonnes", [5_000_000, 6_000_000, 7_000_000]),
        ("en", "5 m to 7 m wide", [(5, 7, "m")]),
        ("en", "5 m (7 m tonnes)", [5, 7_000_000]),
        ("en", "5 m to 7 bn tonnes", [5, 7_000_000_000]),
        ("en", "5m, " * 2000 + "5m", [5] * 2001),
        ("ru", "20 т. тенге", [20_000]),
        ("ru", "20 т зерна", [20]),
        ("ru", "пять т зерна", [5]),
        ("ru", "цена 1 т USD 300", [1, 300]),
    ],
)
def test_letters_are_scales_where_what_is_counted_follows(lang: str, text: str, expected: list[object]) -> None:
    found = find_mentions(text, lang)
    assert [each.value if each.value is not None else (each.low, each.high, each.unit) for each in found] == expected
