"""A figure ends with its sentence and its row: nothing of the next one is its unit, scale, base, currency or price."""

import pytest

import centralasia as ca
from centralasia.grammar import tokenize
from centralasia.grammar.words import meaning_of, meaning_of_mark
from centralasia.languages import lexicon


def _read(lang: str, text: str) -> list[str]:
    found = [each for each in ca.text.find_mentions(text, lang) if each.kind != "date_period"]
    return [f"{each.value:f} {each.currency or each.unit}" for each in found if each.value is not None]


@pytest.mark.parametrize("gap", [" ", "\n", "  \r\n"])
@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Inflation was 8.6%.{}GDP grew by 4%."),
        ("ru", "Инфляция составила 8,6%.{}ВВП вырос на 4%."),
        ("kk", "Инфляция 8,6%.{}ЖІӨ 4%-ға өсті."),
        ("ky", "Инфляция 8,6%.{}ИДП 4%га өстү."),
        ("uz-Latn", "Inflyatsiya 8,6%.{}YaIM 4%ga oʻsdi."),
        ("uz-Cyrl", "Инфляция 8,6%.{}ЯИМ 4%га ўсди."),
        ("tg", "Таваррум 8,6%.{}ММД 4% афзуд."),
        ("tk", "Inflýasiýa 8,6%.{}JIÖ 4% ösdi."),
    ],
)
def test_a_stop_ends_a_figure(lang: str, text: str, gap: str) -> None:
    assert _read(lang, text.format(gap)) == ["8.6 %", "4 %"]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "Prices rose 5%. A year later they fell.", ["5 %"]),
        ("en", "It cost $5. A barrel is more.", ["5 USD"]),
        ("en", "They sold 5 tonnes. Per year it is more.", ["5 t"]),
        ("en", "Attendance was 5,000. Euro notes were new.", []),
        ("en", "Fees were 5,000. 300 tonnes were sold.", ["300 t"]),
        ("ru", "Участвовало 500. Доллар вырос.", []),
        ("ru", "Всего 15 тысяч. Тонна зерна упала.", []),
        ("ru", "Всего 15 тыс. Тонна зерна упала.", []),
        ("ru", "Заплатили 5 сом. Тонна зерна упала.", ["5 KGS"]),
        ("ru", "Всего 15 тысяч. 20 тонн продали.", ["20 t"]),
    ],
)
def test_what_begins_the_next_sentence_is_no_part_of_it(lang: str, text: str, expected: list[str]) -> None:
    assert _read(lang, text) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("ru", "5 млн. долл. США", ["5000000 USD"]),
        ("ru", "5 млрд. USD", ["5000000000 USD"]),
        ("ru", "5 млрд. Казахстанских тенге", ["5000000000 KZT"]),
        ("ru", "5 млн. тонн", ["5000000 t"]),
        ("uz-Latn", "5 mlrd. AQSh dollari", ["5000000000 USD"]),
        ("en", "in Table No. 15 and 5 km. The end", ["5 km"]),
    ],
)
def test_the_point_of_an_abbreviation_ends_nothing(lang: str, text: str, expected: list[str]) -> None:
    assert _read(lang, text) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("ru", "Инфляция 8,6 %\nВВП 4,8 %", ["8.6 %", "4.8 %"]),
        ("en", "Budget deficit 2.7%\nGDP, bn tenge 135", ["2.7 %"]),
        ("ru", "Доллар США 87,4500\nЕвро 95,1200\nРоссийский рубль 1,0234\nКазахстанский тенге 0,1780", []),
        ("en", "Steel 5\nUSD 300", ["300 USD"]),
        ("en", "Steel 5\nTonnes of coal 7", []),
    ],
)
def test_the_next_row_of_a_table_is_no_part_of_it(lang: str, text: str, expected: list[str]) -> None:
    assert _read(lang, text) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("ru", "всего 5,7 млрд\nдолларов", ["5700000000 USD"]),
        ("ru", "всего 3 300\nмлн тенге", ["3300000000 KZT"]),
        ("ru", "всего 5,7 млрд\nUSD", ["5700000000 USD"]),
        ("kk", "барлығы 5,7 млрд\nАҚШ доллары", ["5700000000 USD"]),
        ("ru", "дефицит республиканского бюджета составил около 2,7%\nВВП по итогам года", ["2.7 %GDP"]),
    ],
)
def test_a_line_break_inside_an_amount_is_a_space(lang: str, text: str, expected: list[str]) -> None:
    assert _read(lang, text) == expected


@pytest.mark.parametrize("text", ["on 15\nApril 2024", "on Sept. 15, 2024"])
def test_dates_go_on_over_lines_and_points(text: str) -> None:
    (found,) = ca.text.find_mentions(text, "en")
    assert found.when in {"2024-04-15", "2024-09-15"}


def test_the_stop_belongs_to_the_sentence_that_it_ends() -> None:
    tokens = tokenize("up 5%. Then 6.", lexicon("en"))
    assert [(token.text, token.sentence) for token in tokens[2:5]] == [("%", 0), (".", 0), ("then", 1)]
    assert tokens[-1].text == "6"


@pytest.mark.parametrize(
    "text",
    [
        "See https://example.com/news/5-mln-tenge.html. It rained.",
        "See www.example.kz/5-usd for more.",
        "See example.com/100-USD for more.",
    ],
)
def test_no_figure_stands_in_an_address(text: str) -> None:
    assert ca.text.find_mentions(text, "en") == []


def test_a_stroke_makes_no_address() -> None:
    assert _read("en", "5 USD/bbl and/or 5 t/ha at a.b/c") == ["5 USD per bbl", "5 t/ha"]


def test_words_and_marks_mean_what_they_mean_wherever_they_stand() -> None:
    assert meaning_of(lexicon("kk"), "теңгеден").case == "abl"
    assert meaning_of_mark("en", "€").senses["currency"].value == "EUR"
