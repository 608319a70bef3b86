from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.reference import countries, country, currencies, currency, find_country, find_currency
from centralasia.reference.names import LOCALES

REGIONAL = ["KZT", "KGS", "TJS", "TMT", "UZS", "RUB", "USD", "EUR", "CNY", "TRY", "AZN", "AMD", "GEL", "IRR", "MNT"]

FOUND = """
KZT | KZT, kzt, тенге, тг, тг., ₸, теңге, теңгеге, теңгеден, TENGE, tenges, қазақстан теңгесі, teńge, 坚戈
KGS | som, soms, сом, сома, сомов, сомам, сомду, сомго, сомдун, сому, ⃀, кыргызских сомов, somga, соми, somy, KGS, 索姆
TJS | сомони, сомонӣ, сомонии, somoni, смн, somoniy, сомониро, SM
TMT | манат, манатов, маната, manat, manadyň, manadyna, manada, manatga, туркменских манатов, manats
UZS | сум, сумов, сўм, сўмга, сўмлик, so'm, so‘mga, soʻmdan, so’mlik, soʼmni, sum, soum, soums, узбекских сумов
RUB | рубль, рублей, рублям, рублём, рублем, руб., р., ₽, ruble, roubles, ресей рублі, орус рублу, рубли русӣ
USD | $, US$, $US, долл., доллар, долларов США, АҚШ доллары, АКШ доллары, AQSh dollari, доллари ИМА, ABŞ dollary, 美元
EUR | €, евро, еуро, yevro, ýewro, avro, euros, еврога
CNY | юань, юаней, 元, 人民币, yuan, RMB, CN¥, Қытай юані, Xitoy yuani
JPY | ¥, yen, иена, йен
GBP | £, фунтов стерлингов, pounds sterling
CAD | CA$, Canadian dollars
XDR | SDR, СПЗ, special drawing rights
TMM | old manat
SUR | советских рублей
sum-coupon | sum-coupon, сум-купон, soʻm-kupon, сўм-купон
TRY | Türk lirası, турецких лир, ₺, lira
BYN | белорусских рублей
DEM | немецкая марка, German marks
"""


@pytest.mark.parametrize(
    ("code", "text"),
    [(line.split(" | ")[0], text) for line in FOUND.split("\n")[1:-1] for text in line.split(" | ")[1].split(", ")],
)
def test_names_symbols_and_inflected_forms(code: str, text: str) -> None:
    assert find_currency(text) is currency(code)
    assert find_currency(f" {text.upper()}\u00a0") in {currency(code), find_currency(text.upper())}


@pytest.mark.parametrize(
    "text",
    [
        "у.е.",
        "сомнение",
        "сумма",
        "манатный",
        "тенгешка",
        "евровидение",
        "toman",
        "teňňe",
        "rupees",
        "с.",
        "kr",
        "¤",
        "1 000 $",
        "",
        " ",
        "x" * 1_000_000,
    ],
)
def test_what_names_no_currency_or_several_gives_none(text: str) -> None:
    assert find_currency(text) is None


@pytest.mark.parametrize(
    ("text", "on", "territory", "code"),
    [
        ("манат", None, None, "TMT"),
        ("манат", "2008-12-31", None, "TMM"),
        ("манат", "2009-06-01", None, "TMT"),
        ("манат", "1993-10-31", None, None),
        ("манат", None, "AZ", "AZN"),
        ("манат", "2005-12-31", "AZ", "AZM"),
        ("манат", "2006-06-01", "AZ", "AZN"),
        ("som", None, "UZ", "UZS"),
        ("сом", None, "UZ", "UZS"),
        ("som", None, "KG", "KGS"),
        ("som", "1994-01-01", "UZ", "sum-coupon"),
        ("som", "1993-06-01", "UZ", "SUR"),
        ("сўм", "1993-06-01", "UZ", "SUR"),
        ("сўм", None, "UZ", "UZS"),
        ("сом", "1992-06-01", "KG", "SUR"),
        ("manat", "1993-01-01", "TM", "SUR"),
        ("manat", "1992-01-01", "AZ", "SUR"),
        ("manat", "2020-01-01", "TM", "TMT"),
        ("сом", "1992-01-01", "KZ", "SUR"),
        ("рублей", None, None, "RUB"),
        ("рублей", "1998-06-01", None, "RUB"),
        ("рублей", "1997-12-31", None, "RUR"),
        ("рублей", "1985-01-01", None, "SUR"),
        ("рублей", "1994-06-01", "TJ", "RUR"),
        ("рублей", "1996-06-01", "TJ", "TJR"),
        ("рублей", None, "TJ", "RUB"),
        ("рублей", "1992-06-01", "KZ", "SUR"),
        ("рублей", None, "BY", "BYN"),
        ("сўм", "1994-01-01", None, "sum-coupon"),
        ("сўм", "1994-07-15", None, "UZS"),
        ("сўм", "1990-01-01", None, None),
        ("lira", "2004-12-31", None, "TRL"),
        ("lira", "2005-06-01", None, "TRY"),
        ("афгани", "2001-01-01", None, "AFA"),
        ("$", None, "CA", "CAD"),
        ("$", None, "KZ", "USD"),
        ("dollars", None, "PA", "USD"),
        ("¥", None, "CN", "CNY"),
        ("tenge", None, "TM", None),
        ("тенге", None, "TM", None),
        ("теңгеге", None, "TM", None),
        ("teňňe", None, "TM", None),
        ("₸", None, "TM", "KZT"),
        ("Kazakhstani tenge", None, "TM", "KZT"),
        ("tenge", None, "UZ", "KZT"),
        ("сум", "1994-03-01", "UZ", "sum-coupon"),
        ("сўм", "1994-03-01", "UZ", "sum-coupon"),
        ("so'm", "1993-11-14", "UZ", "SUR"),
        ("so'm", "1993-11-15", "UZ", "sum-coupon"),
        ("so'm", "1994-07-01", "UZ", "UZS"),
        ("рублей", "1994-03-01", "UZ", "SUR"),
        ("сом", "1993-12-01", "KG", "KGS"),  # while the rouble lived on elsewhere
        ("manat", "1994-03-01", "TM", "TMM"),
        ("კუპონი", "1994-06-01", "GE", "GEK"),
        ("روپیہ", None, "PK", "PKR"),
        ("روپے", None, "IN", "INR"),
        ("روپیہ", None, None, None),
        ("پاکستانی روپیہ", None, None, "PKR"),
        ("₨", None, "PK", "PKR"),
        ("₨", None, None, None),
        ("ман.", None, "AZ", "AZN"),
        ("с.", None, "TJ", "TJS"),
        ("с.", None, "KG", "KGS"),
        ("rupees", None, "PK", "PKR"),
        ("T", None, "KZ", "KZT"),
        ("T", None, None, None),
        ("советских рублей", None, None, "SUR"),
        ("TMT", "1950-01-01", None, "TMT"),
        ("US Dollar", "1700-01-01", None, None),
    ],
)
def test_the_day_and_the_country_decide(text: str, on: str | None, territory: str | None, code: str | None) -> None:
    expected = None if code is None else currency(code)
    assert find_currency(text, on=on, country=territory) is expected
    if territory is not None:
        assert find_currency(text, on=on, country=country(territory)) is expected


def test_what_cannot_be_looked_for_is_refused() -> None:
    with pytest.raises(WrongTypeError, match="text must be the name, symbol or code of a currency, got 5 of type int"):
        find_currency(5)  # type: ignore[arg-type]  # what is refused
    with pytest.raises(InvalidValueError, match="on must be a day"):
        find_currency("сом", on="yesterday")
    with pytest.raises(UnknownCodeError, match="'QQ' is not in the table of territories"):
        find_currency("сом", country="QQ")


@pytest.mark.parametrize(
    ("text", "alpha2"),
    [
        ("KZ", "KZ"),
        ("kaz", "KZ"),
        ("398", "KZ"),
        ("Кыргызская Республика", "KG"),
        ("Kyrgyz Republic", "KG"),
        ("Киргизия", "KG"),
        ("Кыргыз Республикасы", "KG"),
        ("Turkiye", "TR"),
        ("Türkiye", "TR"),
        ("turkey", "TR"),
        ("РФ", "RU"),
        ("Russian Federation", "RU"),
        ("Российская Федерация", "RU"),
        ("UAE", "AE"),
        ("ОАЭ", "AE"),
        ("США", "US"),
        ("Соединённые Штаты", "US"),
        ("Соединенные Штаты", "US"),
        ("АҚШ", "US"),
        ("Korea, Rep.", "KR"),
        ("Korea, Dem. People's Rep.", "KP"),
        ("Korea, Dem. People\u2019s Rep.", "KP"),
        ("Congo, Dem. Rep.", "CD"),
        ("Congo, Rep.", "CG"),
        ("Hong Kong SAR, China", "HK"),
        ("Macao SAR, China", "MO"),
        ("Iran, Islamic Rep.", "IR"),
        ("Iran, Islamic Republic of", "IR"),
        ("Egypt, Arab Rep.", "EG"),
        ("Venezuela, RB", "VE"),
        ("Yemen, Rep.", "YE"),
        ("Gambia, The", "GM"),
        ("West Bank and Gaza", "PS"),
        ("Cote d'Ivoire", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("O‘zbekiston", "UZ"),
        ("Oʻzbekiston Respublikasi", "UZ"),
        ("Ўзбекистон", "UZ"),
        ("Ҷумҳурии Тоҷикистон", "TJ"),
        ("Türkmenistan", "TM"),
        ("Қазақстан Республикасы", "KZ"),
        ("European Union", "EU"),
        ("ЕС", "EU"),
        ("Kosovo", "XK"),
        ("China, People's Republic of", "CN"),
        ("КНР", "CN"),
        ("U.S.A.", "US"),
        ("TÜRKİYE", "TR"),
        ("Virgin Islands, U.S.", "VI"),
        ("Guinea-Bissau", "GW"),
        ("Trinidad & Tobago", "TT"),
    ],
)
def test_names_of_countries(text: str, alpha2: str) -> None:
    assert find_country(text) is country(alpha2)


@pytest.mark.parametrize("text", ["", "...", "Korea", "Atlantis", "Kazakhs", "СССР", "World", "Africa", "x" * 100_000])
def test_what_names_no_country_gives_none(text: str) -> None:
    assert find_country(text) is None


def test_a_country_is_looked_for_by_text_only() -> None:
    with pytest.raises(WrongTypeError, match="text must be the name or code of a country, got None"):
        find_country(None)  # type: ignore[arg-type]  # what is refused


class TestLaws:
    @pytest.mark.parametrize("code", REGIONAL)
    @pytest.mark.parametrize("locale", LOCALES)
    def test_a_currency_is_found_by_its_name_in_every_language(self, code: str, locale: str) -> None:
        assert find_currency(currency(code).name(locale)) is currency(code)
        assert find_currency(currency(code).name(locale).upper()) is currency(code)

    @pytest.mark.parametrize("locale", LOCALES)
    def test_a_country_is_found_by_its_name_in_every_language(self, locale: str) -> None:
        for each in countries().values():
            assert find_country(each.name(locale)) is each

    @pytest.mark.parametrize(
        ("alpha2", "names"),
        [
            ("UZ", ("сум", "so'm", "сўм", "som")),
            ("KG", ("сом", "сомду")),
            ("TM", ("manat", "манат")),
            ("AZ", ("manat",)),
        ],
    )
    @given(on=st.dates(date(1990, 1, 1), date(2026, 1, 1)))
    def test_the_name_of_the_money_of_a_country_means_its_money_of_the_day(
        self, alpha2: str, names: tuple[str, ...], on: date
    ) -> None:
        assert {find_currency(name, on=on, country=alpha2) for name in names} == {country(alpha2).currency(on)}

    def test_a_currency_is_found_by_its_code(self) -> None:
        for code, each in currencies().items():
            assert find_currency(code) is find_currency(code.lower()) is each

    @given(st.text(), st.dates() | st.none(), st.sampled_from(["KZ", "UZ", "AZ", "TJ"]) | st.none())
    def test_garbage_finds_nothing_or_a_currency(self, text: str, on: date | None, territory: str | None) -> None:
        found = find_currency(text, on=on, country=territory)
        assert found is None or found is currency(found.code)

    @given(st.one_of(st.text(), st.integers(), st.none(), st.binary()))
    def test_garbage_raises_only_our_errors(self, text: object) -> None:
        for find in (find_currency, find_country):
            try:
                find(text)  # type: ignore[arg-type]  # garbage
            except CentralAsiaError:
                assert not isinstance(text, str)

    @given(
        st.sampled_from(["сом", "сум", "манат", "теңге", "рубль", "som", "manat"]), st.text("абвгшщmnopq", min_size=4)
    )
    def test_a_longer_word_is_no_currency(self, word: str, tail: str) -> None:
        assert find_currency(word + tail) is None
