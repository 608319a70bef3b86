"""Mentions: what a figure of a text becomes, by the rules of what counts as what."""

import pickle
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from centralasia.errors import InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate, Qualifier
from centralasia.periods import period
from centralasia.quantities import Quantity, UnitPrice
from centralasia.rates import RateKind
from centralasia.text import Mention, find_mentions


def found(lang: str, text: str) -> list[tuple[Any, ...]]:
    return [
        (
            item["kind"],
            item.get("value") or (item["low"], item["high"]),
            item.get("currency") or item.get("unit"),
            item["qualifier"],
            item["surface"],
        )
        for item in (mention.to_dict() for mention in find_mentions(text, lang))
    ]


def the(lang: str, text: str, **extra: bool) -> Mention:
    (mention,) = find_mentions(text, lang, **extra)
    return mention


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "Loans worth $3.6 bn", [("money", "3600000000", "USD", "exact", "$3.6 bn")]),
        ("en", "it fell by 3% of GDP", [("percent", "3", "%GDP", "exact", "3% of GDP")]),
        ("en", "at 14% a year", [("percent", "14", "%pa", "exact", "14% a year")]),
        ("ru", "убыток (640,5) млн сомов", [("money", "-640500000", "KGS", "exact", "(640,5) млн сомов")]),
        ("ru", "не менее 5 тыс. тонн", [("quantity", "5000", "t", "at_least", "не менее 5 тыс. тонн")]),
        ("ru", "1.234 млн тонн", []),
        ("kk", "14 млрд доллардан асты", [("money", "14000000000", "USD", "over", "14 млрд доллардан асты")]),
        ("ky", "8 сом 40 тыйын", [("money", "8.40", "KGS", "exact", "8 сом 40 тыйын")]),
        ("uz-Latn", "5 trln 120 mlrd so‘m", [("money", "5120000000000", "UZS", "exact", "5 trln 120 mlrd so‘m")]),
        ("uz-Latn", "beshdan bir qismi", [("ratio", "0.2", None, "exact", "beshdan bir qismi")]),
        ("uz-Cyrl", "7 фоиздан 9 фоизгача", [("percent", ("7", "9"), "%", "range", "7 фоиздан 9 фоизгача")]),
        ("tg", "аз 7 то 9 фоиз", [("percent", ("7", "9"), "%", "range", "аз 7 то 9 фоиз")]),
        ("tk", "5,5 esse", [("multiple", "5.5", None, "exact", "5,5 esse")]),
    ],
)
def test_items_are_those_of_the_contract(lang: str, text: str, expected: list[Any]) -> None:
    assert found(lang, text) == expected


class TestWhatAMentionBecomes:
    def test_exact_money_is_money(self) -> None:
        assert the("en", "€9 million").money == Money.of(9_000_000, "EUR")

    def test_hedged_money_is_an_estimate(self) -> None:
        mention = the("en", "over €25 million")
        assert mention.money == MoneyEstimate.of(Estimate.over(25_000_000), "EUR")
        assert (mention.quantity, mention.price, mention.period) == (None, None, None)

    def test_a_range_of_money(self) -> None:
        assert the("en", "$5-7 billion").money == MoneyEstimate.of(Estimate.between(5 * 10**9, 7 * 10**9), "USD")

    @pytest.mark.parametrize(
        ("text", "estimate"),
        [
            ("5%", Estimate.exactly(5)),
            ("about 5%", Estimate.about(5)),
            ("nearly 5%", Estimate.nearly(5)),
            ("more than 5%", Estimate.over(5)),
            ("less than 5%", Estimate.under(5)),
            ("at least 5%", Estimate.at_least(5)),
            ("up to 5%", Estimate.at_most(5)),
            ("5-7%", Estimate.between(5, 7)),
            ("about 0%", Estimate.about(0, within=1)),
            ("nearly 0%", Estimate.nearly(0, within=1)),
        ],
    )
    def test_the_estimate_has_the_hedge(self, text: str, estimate: Estimate) -> None:
        assert the("en", text).estimate == estimate

    def test_nearly_and_about_are_told_apart_though_both_are_approximate(self) -> None:
        nearly, about = the("en", "nearly 5%"), the("en", "about 5%")
        assert nearly.qualifier is about.qualifier is Qualifier.APPROX
        assert (nearly._hedge, about._hedge) == ("nearly", "approx")

    @pytest.mark.parametrize(
        ("lang", "text", "price"),
        [
            ("en", "gold at 2,650 dollars per ounce", UnitPrice.of(Money.of(2650, "USD"), per="oz t")),
            ("ru", "2 650 долларов за унцию", UnitPrice.of(Money.of(2650, "USD"), per="oz t")),
            ("en", "$5 per share", None),
            ("en", "610 tenge per euro", None),
        ],
    )
    def test_an_ounce_is_a_troy_ounce_and_a_share_has_no_unit(
        self, lang: str, text: str, price: UnitPrice | None
    ) -> None:
        assert the(lang, text).price == price

    def test_a_third_is_not_0_3333(self) -> None:
        mention = the("en", "one-third of it")
        assert mention.value == Decimal("0.3333")
        assert mention.estimate is not None
        assert mention.estimate.low < Fraction(1, 3) < mention.estimate.high

    @pytest.mark.parametrize(
        ("lang", "text", "quantity"),
        [
            ("ru", "1,4 млн тонн", Quantity.of(1_400_000, "t")),
            ("ru", "34 ц/га", Quantity.of(34, "centner/ha")),
            ("en", "45 thousand barrels a day", Quantity.of(45_000, "bbl/d")),
            ("en", "2 bcm", Quantity.of(2 * 10**9, "m3")),
        ],
    )
    def test_a_quantity(self, lang: str, text: str, quantity: Quantity) -> None:
        assert the(lang, text).quantity == quantity

    def test_a_price_of_a_unit(self) -> None:
        mention = the("en", "$81 a barrel")
        assert mention.price == UnitPrice.of(Money.of(81, "USD"), per="bbl")
        with pytest.raises(InvalidValueError, match="one rate of two currencies"):
            mention.exchange_rate(on=date(2024, 1, 1), source="a page")

    def test_an_exchange_rate(self) -> None:
        mention = the("ru", "1 EUR = 610,35 KZT")
        rate = mention.exchange_rate(on="2025-03-04", source="a page", kind=RateKind.CASH)
        assert (rate.base.code, rate.quote.code, rate.value, rate.kind) == (
            "EUR",
            "KZT",
            Decimal("610.35"),
            RateKind.CASH,
        )
        assert mention.price is None

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("in 2023", "2023"),
            ("in April 2023", "2023-04"),
            ("on 15 April 2023", "2023-04-15"),
            ("the first half of 2023", "2023-S1"),
            ("January–September 2024", "2024-01/2024-09"),
        ],
    )
    def test_a_period(self, text: str, expected: str) -> None:
        mention = the("en", text)
        assert mention.period == period(expected)
        assert (mention.estimate, mention.money) == (None, None)

    def test_a_day_without_a_year_is_no_period(self) -> None:
        mention = the("en", "on November 30")
        assert (mention.when, mention.period) == ("XXXX-11-30", None)
        assert mention.to_dict()["value"] == "XXXX-11-30"

    def test_it_pickles(self) -> None:
        mention = the("en", "over €25 million")
        assert pickle.loads(pickle.dumps(mention)) == mention


class TestSharedNames:
    @pytest.mark.parametrize(
        ("text", "currency", "candidates"),
        [
            ("exports of 5 million som", "KGS", ()),
            ("Uzbekistan collected 5 trillion som", "UZS", ()),
            ("Uzbekistan collected much. Taxes brought 5 trillion som", "UZS", ()),
            ("Kyrgyzstan paid Uzbekistan 5 million som", "KGS", ("KGS", "UZS")),
            ("Azerbaijan spent 3 million manats", "AZN", ()),
            ("he spent 3 million manats", "TMT", ()),
            ("Canada invests 5 million dollars", "USD", ()),
        ],
    )
    def test_the_country_decides(self, text: str, currency: str, candidates: tuple[str, ...]) -> None:
        (mention,) = [each for each in find_mentions(text, "en") if each.kind == "money"]
        assert (mention.currency, mention.candidates) == (currency, candidates)


class TestCounts:
    def test_counts_are_given_on_request_only(self) -> None:
        text = "Users collected a billion points, and more than a thousand trees were planted."
        assert find_mentions(text, "en") == []
        first, second = find_mentions(text, "en", counts=True)
        assert (first.kind, first.value, first.unit) == ("count", Decimal(10**9), "points")
        assert (second.unit, second.qualifier) == ("trees", Qualifier.OVER)

    @pytest.mark.parametrize("text", ["thirty villages", "a thousand.", "3 million", "a million and"])
    def test_no_count_without_a_scale_and_a_noun(self, text: str) -> None:
        assert find_mentions(text, "en", counts=True) == []


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("5 тыс. сомов.", "5 тыс. сомов"),
        ("выделено 5 млн руб. на школы", "5 млн руб."),
        ("выделено 5 млн руб. Рост продолжится", "5 млн руб"),
        ("рост на 2,5 п.п., до 7%", "2,5 п.п."),
    ],
)
def test_the_point_of_an_abbreviation_belongs_to_it(text: str, surface: str) -> None:
    assert find_mentions(text, "ru")[0].surface == surface


def test_zeros_of_a_scale_are_not_decimals_but_printed_ones_are() -> None:
    assert [str(each.value) for each in find_mentions("1.4 million t; 5.50%", "en")] == ["1400000", "5.50"]


def test_a_language_is_found_sentence_by_sentence() -> None:
    text = "Экспорт вырос на 5% за год.\n\nExports rose by 7% over the year.\n\nЭкспорт көлемі 9 пайызға өсті."
    assert [(each.value, each.language) for each in find_mentions(text)] == [
        (Decimal(5), "ru"),
        (Decimal(7), "en"),
        (Decimal(9), "kk"),
    ]
    assert [text[each.start : each.end] for each in find_mentions(text)] == ["5%", "7%", "9 пайызға"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,250 tenge", "1250"),
        ("1,250 somoni", "1250"),
        ("1,250 manat", "1250"),
        ("12,5 somoni", "12.5"),
        ("1,250 so‘m", "1.250"),
        ("Narxi 1,250 dollarga tushdi", "1.250"),
    ],
)
def test_the_name_of_money_alone_tells_no_language(text: str, value: str) -> None:
    (mention,) = find_mentions(text)
    assert str(mention.value) == value


@pytest.mark.parametrize(
    ("lang", "text", "surface"),
    [
        ("en", "in mid-2024", "2024"),
        ("en", "early 2024", "2024"),
        ("ru", "осенью 2024 года", "2024 года"),
        ("tg", "дар миёнаи соли 2024", "соли 2024"),
    ],
)
def test_of_a_part_of_a_year_without_a_form_the_year_is_read(lang: str, text: str, surface: str) -> None:
    mention = the(lang, text)
    assert (mention.when, mention.surface) == ("2024", surface)


def test_refusals() -> None:
    with pytest.raises(WrongTypeError, match="text must be text"):
        find_mentions(5)  # type: ignore[arg-type]
    with pytest.raises(UnknownCodeError, match="languages"):
        find_mentions("5%", "de")


def test_a_figure_of_many_digits_is_read_to_the_last() -> None:
    (mention,) = find_mentions(f"{'9' * 24}.5 billion dollars; ", "en")
    assert mention.value == Decimal("9" * 24 + "500000000")


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Nobody at 24.kg, the agency, replied."),
        ("ru", "гол забил нападающий под 10-м номером"),
        ("tk", "“Arkadag” topary duşuşygy 3:1 hasabynda utdy"),
        ("tk", "Ýygnaga 6 baş inžener gatnaşdy."),
        ("tg", "Ҷаласа соати 10 сар мешавад."),
    ],
)
def test_look_alikes_are_no_figures(lang: str, text: str) -> None:
    assert find_mentions(text, lang) == []


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "Loans are overdue, and three quarters of borrowers owe more.", [("0.75", "exact")]),
        ("ky", "экономика 8 пайыздан 9 пайызга чейин өсөт деп болжолдоодо", [("8..9", "range")]),
        ("ky", "экономика 9 пайыздан 8 пайызга чейин төмөндөйт деп болжолдоодо", [("9", "exact"), ("8", "exact")]),
        ("uz-Latn", "iqtisodiyot 5,5 foizdan 6 foizgacha o‘sishini prognoz qilmoqda", [("5.5..6", "range")]),
        ("uz-Latn", "inflyatsiya 9 foizdan 7 foizga tushdi", [("9", "exact"), ("7", "exact")]),
        ("tg", "иқтисодиёт аз 7 то 8 фоиз рушд мекунад, пешгӯӣ мекунад бонк", [("7..8", "range")]),
    ],
)
def test_what_is_foreseen_is_a_range_and_what_has_changed_two_points(
    lang: str, text: str, expected: list[tuple[str, str]]
) -> None:
    found = find_mentions(text, lang)
    assert [
        (str(each.value) if each.low is None else f"{each.low}..{each.high}", str(each.qualifier)) for each in found
    ] == expected
