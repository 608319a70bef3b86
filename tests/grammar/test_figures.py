from decimal import Decimal

import pytest

from centralasia.grammar.figures import Figure, read_figure
from centralasia.grammar.tokens import NUMBER, tokenize
from centralasia.languages import lexicon
from centralasia.text import find_mentions


def _read(lang: str, text: str) -> Figure | None:
    """Read the figure of the first numeral of a text."""
    tokens = tokenize(text, lexicon(lang))
    place = next(place for place, token in enumerate(tokens) if token.kind == NUMBER)
    return read_figure(tokens, place, -1)


def _found(lang: str, text: str) -> list[tuple[str, Decimal | None, str]]:
    return [(mention.kind, mention.value, mention.surface) for mention in find_mentions(text, lang)]


@pytest.mark.parametrize(
    ("lang", "text", "value", "surface"),
    [
        ("en", "It lost -$5 million.", "-5000000", "-$5 million"),
        ("en", "It lost $-5 then.", "-5", "$-5"),
        ("en", "It lost −€3 then.", "-3", "−€3"),
        ("en", "Growth was –5% then.", "-5", "–5%"),
        ("en", "Growth was minus 5% then.", "-5", "minus 5%"),
        ("ru", "Рост составил минус 5%.", "-5", "минус 5%"),
        ("kk", "Өсім минус 5% болды.", "-5", "минус 5%"),
        ("ky", "Өсүш минус 5% болду.", "-5", "минус 5%"),
        ("uz-Latn", "O'sish minus 5% bo'ldi.", "-5", "minus 5%"),
        ("uz-Cyrl", "Ўсиш минус 5% бўлди.", "-5", "минус 5%"),
        ("tg", "Афзоиш минус 5% буд.", "-5", "минус 5%"),
        ("tk", "Ösüş minus 5% boldy.", "-5", "minus 5%"),
        ("en", "Prices moved (-5%) again.", "-5", "-5%"),
        ("ru", "Индекс вырос: +6,4% за день.", "6.4", "+6,4%"),
        ("ru", "Рост — 5%.", "5", "5%"),
        ("ru", "Инфляция - 5%.", "5", "5%"),
        ("en", "Inflation fell by 3%.", "3", "3%"),
    ],
)
def test_only_a_written_sign_makes_a_value_negative(lang: str, text: str, value: str, surface: str) -> None:
    assert [found[1:] for found in _found(lang, text)] == [(Decimal(value), surface)]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "a result of $(640.25) then", [("money", "-640.25", "$(640.25)")]),
        ("en", "a result of $(640.25) million then", [("money", "-640250000.00", "$(640.25) million")]),
        ("ru", "результат (640,5) млн сомов", [("money", "-640500000.0", "(640,5) млн сомов")]),
        ("ru", "результат (640,5) сомов", [("money", "-640.5", "(640,5) сомов")]),
        ("kk", "нәтиже (640,5) млн теңге", [("money", "-640500000.0", "(640,5) млн теңге")]),
    ],
)
def test_parentheses_round_the_number_of_an_amount_make_it_negative(
    lang: str, text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert _found(lang, text) == [(kind, Decimal(value), surface) for kind, value, surface in expected]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("ru", "вклады выросли (6,4%) за год", [("percent", "6.4", "6,4%")]),
        ("en", "a loan ($950) was repaid", [("money", "950", "$950")]),
        ("en", "a loan (950 dollars) was repaid", [("money", "950", "950 dollars")]),
        ("en", "the list (5) tonnes", []),
        ("en", "the list (5)", []),
        ("en", "in US$ (5 tonnes)", [("quantity", "5", "5 tonnes")]),
    ],
)
def test_other_parentheses_do_not(lang: str, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _found(lang, text) == [(kind, Decimal(value), surface) for kind, value, surface in expected]


@pytest.mark.parametrize(
    ("lang", "text", "value", "unit"),
    [
        ("en", "5 dollars and 20 cents", "5.20", "USD"),
        ("en", "5 euros 20 cents", "5.20", "EUR"),
        ("en", "5 soms 40 tiyin", "5.40", "KGS"),
        ("ru", "8 сомов 40 тыйынов", "8.40", "KGS"),
        ("ru", "8 руб. 5 коп.", "8.05", "RUB"),
        ("kk", "8 теңге 40 тиын", "8.40", "KZT"),
        ("ky", "8 сом 40 тыйын", "8.40", "KGS"),
        ("uz-Latn", "8 so'm 40 tiyin", "8.40", "UZS"),
        ("uz-Cyrl", "8 сўм 40 тийин", "8.40", "UZS"),
        ("tg", "8 сомонию 40 дирам", "8.40", "TJS"),
        ("tk", "8 manat 40 teňňe", "8.40", "TMT"),
    ],
)
def test_minor_units_join(lang: str, text: str, value: str, unit: str) -> None:
    figure = _read(lang, text)
    assert figure is not None
    assert (str(figure.value), figure.unit, figure.is_single) == (value, unit, False)


@pytest.mark.parametrize(
    "text",
    ["5 dollars", "5 dollars and", "5 dollars 20 tenge", "5 dollars 20", "5 dollars 200 cents", "5 tenge 20 cents"],
)
def test_what_is_no_minor_unit_of_it_stays_apart(text: str) -> None:
    figure = _read("en", text)
    assert figure is not None
    assert (figure.value, figure.last) == (Decimal(5), 1)


@pytest.mark.parametrize(
    ("lang", "text", "value", "unit"),
    [
        ("en", "40 cents", "0.40", "USD"),
        ("en", "5 bcm", "5E+9", "m3"),
        ("en", "KZT3bn", "3E+9", "KZT"),
        ("en", "$7.5K", "7.5E+3", "USD"),
        ("ru", "6,2млн тонн", "6.2E+6", "t"),
        ("ru", "5 трлн 120 млрд тенге", "5.12E+12", "KZT"),
        ("uz-Latn", "18 ming 250 so'm", "18250", "UZS"),
    ],
)
def test_scales_and_units_are_multiplied_out(lang: str, text: str, value: str, unit: str) -> None:
    figure = _read(lang, text)
    assert figure is not None
    assert (figure.value, figure.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("lang", "text", "hedge"),
    [
        ("kk", "500 мыңнан астам теңге", "over"),
        ("kk", "500 мыңға жуық теңге", "nearly"),
        ("uz-Latn", "500 mingdan ortiq so'm", "over"),
        ("uz-Cyrl", "500 мингдан ортиқ сўм", "over"),
        ("tk", "500 müňden gowrak manat", "over"),
    ],
)
def test_a_hedge_may_stand_between_a_number_and_its_unit(lang: str, text: str, hedge: str) -> None:
    figure = _read(lang, text)
    assert figure is not None
    assert (figure.kind, figure.value, figure.hedge) == ("money", Decimal(500000), hedge)


@pytest.mark.parametrize(("text", "kind"), [("500 мыңнан астам адам", "quantity"), ("500 мыңнан астам ұсыныс", "")])
def test_a_hedge_without_a_unit_behind_it_is_left(text: str, kind: str) -> None:
    figure = _read("kk", text)
    assert figure is not None
    assert figure.kind == kind


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "the G7 nations"),
        ("en", "after COVID-19 came"),
        ("en", "a 5G network"),
        ("en", "a 15-year bond"),
        ("en", "Article 5 says"),
        ("en", "row #5 says"),
        ("en", "No 15 says"),
        ("en", "file_5 is"),
        ("ru", "статья 5 закона"),
        ("ru", "решение № 15"),
        ("ru", "15-летний заем"),
        ("ru", "самолет Ту-154"),
        ("kk", "№ 5 бап"),
        ("ky", "№ 5 берене"),
        ("uz-Latn", "№ 5 qaror"),
        ("uz-Cyrl", "№ 5 қарор"),
        ("tg", "моддаи 5"),
        ("tk", "№ 5 karar"),
        ("en", "1,234.5.6 tonnes"),
    ],
)
def test_a_number_of_a_name_or_a_reference_is_no_figure(lang: str, text: str) -> None:
    assert _read(lang, text) is None
    assert find_mentions(text, lang) == []


@pytest.mark.parametrize(
    ("lang", "text", "kind"),
    [
        ("en", "5-7 tonnes", ""),
        ("en", "5-seven tonnes", ""),
        ("en", "5/6 tonnes", ""),
        ("en", "USD-5 million", "money"),
        ("en", "article 5 million dollars", "money"),
        ("ru", "5, 6 тонн", ""),
    ],
)
def test_a_dash_or_a_comma_alone_makes_no_name(lang: str, text: str, kind: str) -> None:
    figure = _read(lang, text)
    assert figure is not None
    assert figure.kind == kind


@pytest.mark.parametrize(
    ("lang", "text", "unit"),
    [("en", "USD 5", "USD"), ("en", "$5", "USD"), ("ru", "₸5", "KZT"), ("en", "tenge 5", None), ("en", "Usd 5", None)],
)
def test_signs_and_codes_may_stand_before_the_number_but_no_names(lang: str, text: str, unit: str | None) -> None:
    figure = _read(lang, text)
    assert figure is not None
    assert (figure.unit, figure.left) == (unit, unit is not None)


@pytest.mark.parametrize(("text", "surface"), [("mixed 1:5 tonnes", "5 tonnes"), ("then /5 tonnes", "5 tonnes")])
def test_other_marks_before_a_number_make_no_name(text: str, surface: str) -> None:
    assert [found[2] for found in _found("en", text)] == [surface]


def test_a_number_that_touches_the_one_before_is_part_of_it() -> None:
    assert read_figure(tokenize("½,5 tonnes", lexicon("en")), 2, -1) is None


def test_what_belongs_to_another_figure_is_not_taken_again() -> None:
    tokens = tokenize("5 USD 7", lexicon("en"))
    figure = read_figure(tokens, 2, 1)
    assert figure is not None
    assert (figure.first, figure.kind) == (2, "")


def test_what_is_ambiguous_gives_no_figure() -> None:
    assert _read("ru", "12.500 тонн") is None


def test_words_that_are_no_number_give_no_figure() -> None:
    assert read_figure(tokenize("many tonnes", lexicon("en")), 0, -1) is None


def test_a_ratio_in_words_is_a_figure_without_a_unit() -> None:
    figure = read_figure(tokenize("три четверти", lexicon("ru")), 0, -1)
    assert figure is not None
    assert (figure.kind, figure.value, figure.in_words) == ("ratio", Decimal("0.75"), True)


@pytest.mark.parametrize(
    "text",
    [
        "KZ86125KZT5004100100",
        "COP29",
        "COP 29",
        "World CUP 2024",
        "ALL 5",
        "(constant 2015 US$)",
        "in 2015 US dollars",
        "in 2023 USD",
    ],
)
def test_numbers_of_names_and_base_years_are_no_money(text: str) -> None:
    assert not [found for found in find_mentions(text, "en") if found.kind == "money"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("COP 29 million", "29000000"),
        ("COP 2,900", "2900"),
        ("SEK 500", "500"),
        ("KZT 29", "29"),
        ("KZT3bn", "3000000000"),
        ("(KZT 29)", "29"),
        ("in 2,015 dollars", "2015"),
        ("It cost 2015 dollars", "2015"),
        ("2015 dollars", "2015"),
        ("in 200 dollars", "200"),
        ("in 20 bn dollars", "20000000000"),
    ],
)
def test_other_codes_and_numbers_are(text: str, value: str) -> None:
    (found,) = [found for found in find_mentions(text, "en") if found.kind == "money"]
    assert found.value == Decimal(value)


def test_a_name_of_a_currency_before_a_number_is_not_its_currency() -> None:
    assert _found("ru", "Доллар США 87,4500") == []


@pytest.mark.parametrize(
    ("text", "surface"),
    [("$5bn-plus was lost", "$5bn-plus"), ("5,000-plus tonnes", "5,000-plus tonnes"), ("5%-plus", "5%-plus")],
)
def test_plus_behind_a_hyphen_is_a_hedge(text: str, surface: str) -> None:
    (found,) = find_mentions(text, "en")
    assert (found.qualifier, found.surface) == ("at_least", surface)
