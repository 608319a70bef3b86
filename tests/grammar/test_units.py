import pytest

from centralasia.grammar.numerals import read_number
from centralasia.grammar.tokens import tokenize
from centralasia.grammar.units import Unit, is_money, plays, read_unit
from centralasia.languages import lexicon
from centralasia.text import find_mentions


def _read(lang: str, text: str) -> Unit | None:
    """Read the unit after the first number of a text."""
    tokens = tokenize(text, lexicon(lang))
    for place in range(len(tokens)):
        number = read_number(tokens, place)
        if number is not None:
            return read_unit(tokens, number.last + 1)
    return None


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "5%", ("percent", "%")),
        ("en", "5 percent", ("percent", "%")),
        ("en", "a 15-percent rise", ("percent", "%")),
        ("en", "5 percentage points", ("percent", "pp")),
        ("ru", "5% п.п.", ("percent", "pp")),
        ("en", "25 basis points", ("percent", "bp")),
        ("ru", "5 процентных пунктов", ("percent", "pp")),
        ("kk", "5 пайызға", ("percent", "%")),
        ("ky", "5 пайызга", ("percent", "%")),
        ("uz-Latn", "5 foizga", ("percent", "%")),
        ("uz-Cyrl", "5 фоизга", ("percent", "%")),
        ("tg", "5 фоиз", ("percent", "%")),
        ("tk", "5 göterim", ("percent", "%")),
        ("en", "3-fold", ("multiple", None)),
        ("en", "3 times", ("multiple", None)),
        ("en", "5 times the average", ("multiple", None)),
        ("ru", "в 3 раза", ("multiple", None)),
        ("ru", "более чем в 2,5 раза", ("multiple", None)),
        ("ru", "на 5 раз", ("multiple", None)),
        ("kk", "3 есе", ("multiple", None)),
        ("ky", "3 эсе", ("multiple", None)),
        ("uz-Latn", "3 baravar", ("multiple", None)),
        ("uz-Cyrl", "3 баравар", ("multiple", None)),
        ("tg", "3 баробар", ("multiple", None)),
        ("tk", "3 esse", ("multiple", None)),
        ("en", "5 tenge", ("money", "KZT")),
        ("ru", "5 казахстанских тенге", ("money", "KZT")),
        ("ru", "500 р.", ("money", "RUB")),
        ("en", "40 cents", ("money", "USD")),
        ("kk", "40 тиын", ("money", "KZT")),
        ("en", "5 tonnes", ("quantity", "t")),
        ("en", "5 tonnes a year", ("quantity", "t/y")),
        ("en", "5 tonnes per year", ("quantity", "t/y")),
        ("ru", "5 тонн за год", ("quantity", "t/y")),
        ("en", "5 barrels a day", ("quantity", "bbl/d")),
        ("en", "5 barrels a tonne", ("quantity", "bbl")),
        ("ru", "20 ц/га", ("quantity", "c/ha")),
        ("ru", "20 центнеров с каждого гектара", ("quantity", "c/ha")),
        ("en", "5 centners per one hectare", ("quantity", "c/ha")),
        ("en", "5 Kirghizstan som", ("money", "KGS")),
        ("en", "5 million PRC yuan", ("money", "CNY")),
        ("en", "5 centners per tree", ("quantity", "c")),
        ("en", "5 centners per tonne", ("quantity", "c")),
        ("en", "5 tonnes per", ("quantity", "t")),
        ("en", "5 bcm", ("quantity", "m3")),
        ("uz-Latn", "300 nafar", ("quantity", "person")),
        ("uz-Latn", "300 nafar kishi", ("quantity", "person")),
        ("uz-Latn", "300 nafar oshdi", ("quantity", "person")),
        ("uz-Cyrl", "300 нафарга ўқитувчи", ("quantity", "person")),
        ("tg", "300 нафар табиб шуд", ("quantity", "person")),
        ("uz-Latn", "300 nafar o'qituvchi maktabda ishlaydi", None),
        ("en", "5", None),
        ("en", "5 firms", None),
        ("en", "5-", None),
        ("en", "5-7", None),
        ("en", "5 -", None),
        ("en", "5 Kazakh firms", None),
        ("ru", "500 р", None),
    ],
)
def test_the_unit_after_a_number(lang: str, text: str, expected: tuple[str, str | None] | None) -> None:
    unit = _read(lang, text)
    assert (None if unit is None else (unit.kind, unit.name)) == expected


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "3 times a week"),
        ("en", "3 times a year"),
        ("en", "3 times per month"),
        ("en", "3 times every quarter"),
        ("en", "3 x 4"),
        ("ru", "снизил 3 раза"),
        ("ru", "3 раза"),
    ],
)
def test_how_often_and_products_are_no_multiples(lang: str, text: str) -> None:
    assert _read(lang, text) is None


@pytest.mark.parametrize(("text", "power"), [("5 bcm", 9), ("5 cents", -2), ("5 t", 0)])
def test_a_unit_may_hold_a_power_of_ten(text: str, power: int) -> None:
    unit = _read("en", text)
    assert unit is not None
    assert unit.power == power


def test_outside_the_text_nothing_plays_a_role() -> None:
    tokens = tokenize("tenge", lexicon("en"))
    assert plays(tokens, 0, "currency")
    assert not plays(tokens, 1, "currency")
    assert not plays(tokens, -1, "currency")
    assert not is_money(tokens, 1)


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "60 km/h", "km/h"),
        ("en", "60 km an hour", "km/h"),
        ("en", "20 m3 per second", "m3/s"),
        ("en", "3 kg/m2", "kg/m2"),
        ("en", "12 g/L", "g/L"),
        ("en", "500 t/d", "t/d"),
        ("ru", "15-20 м/с", "m/s"),
        ("ru", "300 м3/с", "m3/s"),
        ("ru", "60 км в час", "km/h"),
        ("kk", "60 км/сағ", "km/h"),
        ("ky", "60 км/саат", "km/h"),
        ("uz-Latn", "60 km/soat", "km/h"),
        ("uz-Cyrl", "60 км/соат", "km/h"),
        ("tg", "60 км/соат", "km/h"),
        ("tk", "60 km/sagat", "km/h"),
        ("ru", "500 тонн в день", "t"),
        ("en", "350 kg per person", "kg"),
        ("en", "5 km/three", "km"),
        ("en", "5 km per", "km"),
    ],
)
def test_speeds_and_flows_keep_what_they_are_per(lang: str, text: str, expected: str) -> None:
    (found,) = [each for each in find_mentions(text, lang) if each.kind == "quantity"]
    assert found.unit == expected
    assert found.quantity is not None


@pytest.mark.parametrize(("lang", "text"), [("en", "5 L/100 km"), ("ru", "5 л/100 км")])
def test_what_is_per_a_hundred_of_something_is_none(lang: str, text: str) -> None:
    assert find_mentions(text, lang) == []
