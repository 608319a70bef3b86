"""Currencies as words of texts."""

from decimal import Decimal

import pytest

from centralasia.grammar.currencies import money_senses, named_in, phrases_of_money
from centralasia.languages import LANGUAGES
from centralasia.text import find_mentions


def named(tag: str, written: str) -> str | None:
    sense = money_senses(tag, written).get("currency")
    return None if sense is None else sense.value


class TestNames:
    @pytest.mark.parametrize("tag", LANGUAGES)
    @pytest.mark.parametrize(
        ("written", "code"),
        [("$", "USD"), ("¥", "JPY"), ("€", "EUR"), ("₸", "KZT"), ("₽", "RUB"), ("KZT", "KZT"), ("kzt", None)],
    )
    def test_signs_and_codes_in_capitals_mean_the_same_everywhere(
        self, tag: str, written: str, code: str | None
    ) -> None:
        assert named(tag, written) == code

    @pytest.mark.parametrize(
        ("tag", "written", "code"),
        [
            ("en", "Dollars", "USD"),
            ("en", "RMB", "CNY"),
            ("en", "yuan", "CNY"),
            ("en", "manat", "TMT"),
            ("en", "som", "KGS"),
            ("en", "soum", "UZS"),
            ("en", "sum", "UZS"),
            ("en", "ruble", "RUB"),
            ("ru", "сумов", "UZS"),
            ("ru", "рублей", "RUB"),
            ("uz-Latn", "so‘m", "UZS"),
            ("uz-Cyrl", "сўм", "UZS"),
            ("tk", "manat", "TMT"),
            ("ru", "сомнение", None),
        ],
    )
    def test_plain_names_mean_what_the_contract_says(self, tag: str, written: str, code: str | None) -> None:
        assert named(tag, written) == code

    @pytest.mark.parametrize("written", ["т", "с", "m", "t"])
    def test_letters_of_one_country_are_units_and_words(self, written: str) -> None:
        assert named("ru", written) is None

    def test_thousands_of_t_are_tonnes(self) -> None:
        (mention,) = find_mentions("Собрано 20 тыс. т зерна", "ru")
        assert (mention.kind, mention.value, mention.unit) == ("quantity", Decimal(20_000), "t")

    @pytest.mark.parametrize(
        ("tag", "first", "rest", "code"),
        [
            ("en", "hong", ("kong", "dollars"), "HKD"),
            ("ru", "российских", ("рублей",), "RUB"),
            ("tk", "türkmen", ("manady",), "TMT"),
        ],
    )
    def test_of_several_words_stand_under_the_first(
        self, tag: str, first: str, rest: tuple[str, ...], code: str
    ) -> None:
        phrases = phrases_of_money(tag)[first]
        assert next(each.sense.value for each in phrases if each.rest == rest) == code
        assert [len(each.rest) for each in phrases] == sorted((len(each.rest) for each in phrases), reverse=True)


class TestSharedNames:
    @pytest.mark.parametrize(
        ("name", "code", "countries", "expected"),
        [
            ("dollar", "USD", ["CA"], ("USD", ())),
            ("manat", "TMT", [], ("TMT", ())),
            ("manat", "TMT", ["TM"], ("TMT", ())),
            ("manat", "TMT", ["AZ"], ("AZN", ())),
            ("manat", "TMT", ["AZ", "TM"], ("TMT", ("AZN", "TMT"))),
            ("manat", "TMT", ["FR"], ("TMT", ())),
            ("ruble", "RUB", ["BY"], ("BYN", ())),
            ("ruble", "RUB", ["BY", "RU"], ("RUB", ("BYN", "RUB"))),
            ("ruble", "RUB", ["BY", "TJ"], ("RUB", ("BYN", "RUB"))),
        ],
    )
    def test_the_countries_around_decide(
        self, name: str, code: str, countries: list[str], expected: tuple[str, tuple[str, ...]]
    ) -> None:
        assert named_in(name, code, countries) == expected

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("Belarus lent 5 million roubles", "BYN"),
            ("Russia lent 5 million roubles", "RUB"),
            ("The price is 5 million roubles", "RUB"),
            ("Azerbaijan gave 3 million manat", "AZN"),
        ],
    )
    def test_in_sentences(self, text: str, code: str) -> None:
        assert [mention.currency for mention in find_mentions(text, "en")] == [code]
