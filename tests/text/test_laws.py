"""Laws of finding figures that hold for every text: no list of expected answers is needed to check them."""

from decimal import Context, Decimal, Inexact, Rounded, localcontext
from functools import cache
from typing import Any, Final, NamedTuple

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from centralasia.languages import LANGUAGES, lexicon
from centralasia.languages.lexicons import words_of
from centralasia.text import Mention, find_mentions

LONG: Final = 100_000  # characters of a text that nobody wrote
SIGNS: Final = {"$": "USD", "€": "EUR", "₸": "KZT", "₽": "RUB", "£": "GBP"}
CODES: Final = ("KZT", "KGS", "UZS", "TJS", "TMT", "USD", "EUR")
MARKS: Final = [
    *"0123456789.,;:!?()[]$€₸₽%‰°/-–—−+=~≈'’\"«»×½",
    "2023",
    "10",
    "1,5",
    "1.234",
    "2:5",
    "USD",
    "EUR/KZT",
    "\n",
    "\n\n",
]
QUIET: Final = frozenset({"hedge", "currency", "unit", "country", "function", "change", "subject", "and", "to", "gdp"})
LOUD: Final = (
    *(
        "number",
        "hundred",
        "scale",
        "alone",
        "half",
        "article",
        "each",
        "every",
        "many",
        "one_in",
        "ordinal",
        "plus_half",
    ),
    *("ratio", "multiple", "times", "part", "part_noun", "month", "half_year", "quarter", "year"),
)


class Words(NamedTuple):
    """Words of a language to write figures with."""

    scales: dict[str, int]
    currencies: dict[str, str]
    percent: dict[str, str]
    units: dict[str, str]
    hedged: dict[str, str]
    ranged: tuple[str, ...]
    ratios: dict[str, str]
    plain: str


EN: Final = Words(
    {"thousand": 3, "million": 6, "mn": 6, "bn": 9, "trillion": 12},
    {"dollars": "USD", "euros": "EUR", "tenge": "KZT", "soums": "UZS", "somoni": "TJS", "manat": "TMT"},
    {"%": "%", " percent": "%", " per cent": "%", " percentage points": "pp", "% of GDP": "%GDP"},
    {"tonnes": "t", "kg": "kg", "barrels": "bbl", "hectares": "ha", "km": "km", "kWh": "kWh"},
    {
        "about {}%": "approx",
        "nearly {}%": "approx",
        "more than {}%": "over",
        "less than {}%": "under",
        "at least {}%": "at_least",
        "not less than {}%": "at_least",
        "no more than {}%": "at_most",
        "{}% or so": "approx",
        "{}% or more": "at_least",
    },
    ("{}-{}", "from {} to {}", "between {} and {}"),
    {"three quarters": "0.75", "two-thirds": "0.6667", "one in ten": "0.1"},
    "The people read the report.",
)
RU: Final = Words(
    {"тысяч": 3, "тыс": 3, "миллионов": 6, "млн": 6, "млрд": 9, "триллионов": 12},
    {"долларов": "USD", "евро": "EUR", "тенге": "KZT", "сумов": "UZS", "сомов": "KGS", "манатов": "TMT"},
    {"%": "%", " процентов": "%", " процентных пункта": "pp", "% ВВП": "%GDP"},
    {"тонн": "t", "кг": "kg", "баррелей": "bbl", "гектаров": "ha", "км": "km", "кВт·ч": "kWh"},
    {
        "около {}%": "approx",
        "почти {}%": "approx",
        "более {}%": "over",
        "свыше {}%": "over",
        "менее {}%": "under",
        "не менее {}%": "at_least",
        "не более {}%": "at_most",
        "{}% и более": "at_least",
    },
    ("{}-{}", "от {} до {}"),
    {"три четверти": "0.75", "пятая часть": "0.2", "каждый третий": "0.3333"},
    "Отчёт читали многие.",
)
KK: Final = Words(
    {"мың": 3, "миллион": 6, "млн": 6, "млрд": 9, "триллион": 12},
    {"теңге": "KZT", "доллар": "USD", "еуро": "EUR", "рубль": "RUB", "сом": "KGS"},
    {"%": "%", " пайыз": "%", " пайыздық тармақ": "pp"},
    {"тонна": "t", "кг": "kg", "баррель": "bbl", "гектар": "ha", "км": "km"},
    {
        "шамамен {} пайыз": "approx",
        "кем дегенде {} пайыз": "at_least",
        "{} пайыздан астам": "over",
        "{} пайыздан кем": "under",
        "{} пайызға дейін": "at_most",
        "{} пайызға жуық": "approx",
    },
    ("{}-{}",),
    {"бестен бір": "0.2", "төрттен үш": "0.75"},
    "Есепті оқыдық.",
)
KY: Final = Words(
    {"миң": 3, "миллион": 6, "млн": 6, "млрд": 9, "триллион": 12},
    {"сом": "KGS", "доллар": "USD", "евро": "EUR", "теңге": "KZT", "рубль": "RUB"},
    {"%": "%", " пайыз": "%", " пайыздык пункт": "pp"},
    {"тонна": "t", "кг": "kg", "баррель": "bbl", "гектар": "ha", "км": "km"},
    {
        "болжол менен {} пайыз": "approx",
        "кеминде {} пайыз": "at_least",
        "{} пайыздан ашык": "over",
        "{} пайыздан кем": "under",
        "{} пайызга чейин": "at_most",
        "{} пайызга жакын": "approx",
    },
    ("{}-{}",),
    {"бештен бир": "0.2", "төрттөн үч": "0.75"},
    "Отчетту окуду.",
)
UZ_LATN: Final = Words(
    {"ming": 3, "million": 6, "mln": 6, "mlrd": 9, "trillion": 12},
    {"so‘m": "UZS", "so'm": "UZS", "dollar": "USD", "yevro": "EUR", "tenge": "KZT", "rubl": "RUB"},
    {"%": "%", " foiz": "%", " foiz punkt": "pp"},
    {"tonna": "t", "kg": "kg", "barrel": "bbl", "gektar": "ha", "km": "km"},
    {
        "taxminan {} foiz": "approx",
        "qariyb {} foiz": "approx",
        "kamida {} foiz": "at_least",
        "{} foizdan ortiq": "over",
        "{} foizdan kam": "under",
        "{} foizgacha": "at_most",
    },
    ("{}-{}",),
    {"beshdan bir": "0.2", "to‘rtdan uch": "0.75"},
    "Hisobot o‘qildi.",
)
UZ_CYRL: Final = Words(
    {"минг": 3, "миллион": 6, "млн": 6, "млрд": 9, "триллион": 12},
    {"сўм": "UZS", "доллар": "USD", "евро": "EUR", "тенге": "KZT", "рубль": "RUB"},
    {"%": "%", " фоиз": "%", " фоиз пункт": "pp"},
    {"тонна": "t", "кг": "kg", "баррель": "bbl", "гектар": "ha", "км": "km"},
    {
        "тахминан {} фоиз": "approx",
        "қарийб {} фоиз": "approx",
        "камида {} фоиз": "at_least",
        "{} фоиздан ортиқ": "over",
        "{} фоиздан кам": "under",
        "{} фоизгача": "at_most",
    },
    ("{}-{}",),
    {"бешдан бир": "0.2", "тўртдан уч": "0.75"},
    "Ҳисобот ўқилди.",
)
TG: Final = Words(
    {"ҳазор": 3, "миллион": 6, "млн": 6, "млрд": 9, "триллион": 12},
    {"сомонӣ": "TJS", "доллар": "USD", "евро": "EUR", "рубл": "RUB"},
    {"%": "%", " фоиз": "%", " дарсад": "%", " банди фоизӣ": "pp"},
    {"тонна": "t", "кг": "kg", "баррел": "bbl", "гектар": "ha", "км": "km"},
    {
        "тақрибан {} фоиз": "approx",
        "қариб {} фоиз": "approx",
        "зиёда аз {} фоиз": "over",
        "беш аз {} фоиз": "over",
        "камтар аз {} фоиз": "under",
        "на кам аз {} фоиз": "at_least",
        "на зиёда аз {} фоиз": "at_most",
    },
    ("{}-{}", "аз {} то {}"),
    {"панҷяк": "0.2", "чоряк": "0.25", "се чоряк": "0.75"},
    "Ҳисобот хонда шуд.",
)
TK: Final = Words(
    {"müň": 3, "million": 6, "mln": 6, "mlrd": 9, "trillion": 12},
    {"manat": "TMT", "dollar": "USD", "ýewro": "EUR", "rubl": "RUB"},
    {"%": "%", " göterim": "%", " göterim punkt": "pp"},
    {"tonna": "t", "kg": "kg", "barrel": "bbl", "gektar": "ha", "km": "km"},
    {
        "takmynan {} göterim": "approx",
        "azyndan {} göterim": "at_least",
        "{} göterimden gowrak": "over",
        "{} göterimden az": "under",
        "{} göterime çenli": "at_most",
        "{} göterime golaý": "approx",
    },
    ("{}-{}",),
    {"bäşden bir": "0.2", "dörtden üç": "0.75"},
    "Hasabat okaldy.",
)
WORDS: Final = {"en": EN, "ru": RU, "kk": KK, "ky": KY, "uz-Latn": UZ_LATN, "uz-Cyrl": UZ_CYRL, "tg": TG, "tk": TK}


class Written(NamedTuple):
    """A figure as it is written, and what it says: kind, value or ends, currency or unit, hedge."""

    lang: str
    text: str
    says: tuple[Any, ...]


def said(mention: Mention) -> tuple[Any, ...]:
    value = mention.value if mention.low is None else (mention.low, mention.high)
    return mention.kind, value, mention.currency or mention.unit, str(mention.qualifier)


def placed(mentions: list[Mention], *, by: int = 0) -> list[tuple[Any, ...]]:
    return [(*said(each), each.when, each.surface, each.start + by, each.end + by) for each in mentions]


def spelled(value: Decimal, lang: str) -> str:
    """Write a number as a language does, thousands by themselves."""
    whole, _, rest = f"{value:,f}".partition(".")
    if lang == "en":
        return f"{whole}.{rest}" if rest else whole
    return whole.replace(",", "\N{NO-BREAK SPACE}") + (f",{rest}" if rest else "")


LANGS: Final = st.sampled_from(LANGUAGES)
NUMBERS: Final = st.builds(
    lambda whole, tenths: Decimal(whole) + Decimal(tenths) / 10, st.integers(1, 899), st.integers(1, 9)
)
LARGE: Final = st.integers(10_000, 9_999_999).map(Decimal)


@st.composite
def money(draw: st.DrawFn) -> Written:
    """Amounts with their currency in words, as a sign or as a code, and with a sign of their own."""
    lang, value = draw(LANGS), draw(NUMBERS)
    scale, power = draw(st.sampled_from(sorted(WORDS[lang].scales.items())))
    number, worth = f"{spelled(value, lang)} {scale}", (value * 10**power).normalize()
    name, code = draw(st.sampled_from(sorted(WORDS[lang].currencies.items())))
    sign, meant = draw(st.sampled_from(sorted(SIGNS.items())))
    plain = draw(st.sampled_from(CODES))
    text, unit, factor = draw(
        st.sampled_from(
            [
                (f"{number} {name}", code, 1),
                (f"{sign}{number}", meant, 1),
                (f"−{sign}{number}", meant, -1),
                (f"{plain} {number}", plain, 1),
                (f"{number} {plain}", plain, 1),
                (f"-{number} {name}", code, -1),
            ]
        )
    )
    return Written(lang, text, ("money", worth * factor, unit, "exact"))


@st.composite
def percentages(draw: st.DrawFn) -> Written:
    """Percentages and points."""
    lang, value = draw(LANGS), draw(NUMBERS)
    word, unit = draw(st.sampled_from(sorted(WORDS[lang].percent.items())))
    return Written(lang, spelled(value, lang) + word, ("percent", value, unit, "exact"))


@st.composite
def quantities(draw: st.DrawFn) -> Written:
    """Numbers with a unit."""
    lang, value = draw(LANGS), draw(NUMBERS | LARGE)
    word, unit = draw(st.sampled_from(sorted(WORDS[lang].units.items())))
    return Written(lang, f"{spelled(value, lang)} {word}", ("quantity", value, unit, "exact"))


@st.composite
def hedged(draw: st.DrawFn) -> Written:
    """Percentages with a hedge on one side."""
    lang, value = draw(LANGS), draw(NUMBERS)
    form, hedge = draw(st.sampled_from(sorted(WORDS[lang].hedged.items())))
    text = form.format(spelled(value, lang))
    return Written(lang, text, ("percent", value, "%", hedge))


@st.composite
def ranges(draw: st.DrawFn) -> Written:
    """Percentages from one end to another."""
    lang, low, high = draw(LANGS), draw(NUMBERS), draw(NUMBERS)
    assume(low < high)
    form = draw(st.sampled_from(WORDS[lang].ranged))
    text = form.format(spelled(low, lang), spelled(high, lang)) + "%"
    return Written(lang, text, ("percent", (low, high), "%", "range"))


@st.composite
def ratios(draw: st.DrawFn) -> Written:
    """Parts of a whole in words."""
    lang = draw(LANGS)
    text, value = draw(st.sampled_from(sorted(WORDS[lang].ratios.items())))
    return Written(lang, text, ("ratio", Decimal(value), None, "exact"))


YEARS: Final = st.builds(lambda lang, year: Written(lang, f"{year}:", ()), LANGS, st.integers(1995, 2030))
FIGURES: Final = money() | percentages() | quantities() | hedged() | ranges() | ratios()


def ask_everything(mention: Mention) -> None:
    """Ask a mention for all that it can become."""
    assert mention.to_dict()["surface"] == mention.surface
    assert mention.estimate is not None or mention.when
    assert (mention.money is not None) is (mention.kind == "money")
    for each in (mention.quantity, mention.price, mention.period, mention.qualifier):
        assert each is None or str(each)


def check_all(text: str, mentions: list[Mention]) -> None:
    """Check what is true of the mentions of any text."""
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert mention.surface == text[mention.start : mention.end]
        end = mention.end
        ask_everything(mention)


@cache
def forms_of(lang: str) -> tuple[str, ...]:
    """Give what the table of a language holds, words and phrases."""
    return tuple(form.removeprefix("=") for _, _, forms in words_of(lang) for form in forms)


@cache
def quiet_forms_of(lang: str) -> tuple[str, ...]:
    """Give the words and phrases of a language that state no number and no time by themselves."""
    senses = lexicon(lang).senses
    return tuple(
        form
        for sense, _, forms in words_of(lang)
        if sense.role in QUIET
        for form in forms
        if not form.startswith("=") and form.replace(" ", "").isalpha()
        if not any(role.partition(":")[0] in LOUD for word in form.split() for role in senses(word))
    )


@st.composite
def jumbles(draw: st.DrawFn) -> tuple[str, str]:
    """Words of the table of a language, digits and signs in any order."""
    lang = draw(LANGS)
    parts = st.sampled_from(forms_of(lang)) | st.sampled_from(MARKS)
    glued = st.tuples(parts, st.sampled_from([" ", " ", ""])).map("".join)
    return lang, "".join(draw(st.lists(glued, max_size=16)))


@st.composite
def silences(draw: st.DrawFn) -> tuple[str, str]:
    """Words of a language without a number among them."""
    lang = draw(LANGS)
    return lang, " ".join(draw(st.lists(st.sampled_from(quiet_forms_of(lang)), max_size=12)))


class TestLaws:
    """What holds for every text, whatever it says."""

    @given(FIGURES)
    def test_law_1_what_is_written_is_read_back(self, figure: Written) -> None:
        (mention,) = find_mentions(figure.text, figure.lang)
        assert said(mention) == figure.says
        assert mention.surface == figure.text

    @given(FIGURES | YEARS)
    def test_text_around_a_figure_moves_its_place_only(self, figure: Written) -> None:
        plain = WORDS[figure.lang].plain
        around = f"{plain}\n\n{figure.text}\n\n{plain}"
        found, alone = find_mentions(around, figure.lang), find_mentions(figure.text, figure.lang)
        assert placed(found) == placed(alone, by=len(plain) + 2)

    @given(FIGURES | YEARS)
    def test_a_text_twice_has_everything_twice(self, figure: Written) -> None:
        once = find_mentions(figure.text, figure.lang)
        twice = find_mentions(f"{figure.text}\n\n{figure.text}", figure.lang)
        assert placed(twice) == placed(once) + placed(once, by=len(figure.text) + 2)

    @given(silences())
    def test_a_text_without_numbers_has_no_figures(self, text: tuple[str, str]) -> None:
        lang, words = text
        assert find_mentions(words, lang) == []

    @given(FIGURES | YEARS)
    def test_nothing_is_taken_from_the_ambient_context(self, figure: Written) -> None:
        found = find_mentions(figure.text, figure.lang)
        with localcontext(Context(prec=1, traps=[Inexact, Rounded])):
            again = find_mentions(figure.text, figure.lang)
        assert placed(again) == placed(found)

    @given(text=st.text(), lang=st.none() | LANGS, counts=st.booleans())
    def test_law_13_any_text_is_read_without_a_failure(self, *, text: str, lang: str | None, counts: bool) -> None:
        check_all(text, find_mentions(text, lang, counts=counts))

    @given(jumble=jumbles(), counts=st.booleans())
    @example(jumble=("en", "5 shares and 5 oz"), counts=False)
    @example(jumble=("tg", "5₸-иен 1"), counts=False)
    @example(jumble=("ru", "тысяча EURUSD 1"), counts=True)
    def test_law_13_any_words_in_any_order_are_read_without_a_failure(
        self, *, jumble: tuple[str, str], counts: bool
    ) -> None:
        lang, text = jumble
        check_all(text, find_mentions(text, lang, counts=counts))

    @given(jumbles())
    def test_law_13_text_of_an_unknown_language_is_read_without_a_failure(self, jumble: tuple[str, str]) -> None:
        check_all(jumble[1], find_mentions(jumble[1]))

    @pytest.mark.parametrize(
        ("lang", "piece"),
        [
            ("en", "1"),
            ("kk", "1 "),
            ("ru", " "),
            ("en", "("),
            ("ky", "(1)"),
            ("en", "about "),
            ("ru", "не "),
            ("uz-Latn", "a-"),
            ("ru", "от 5 до "),
            ("tk", "$"),
            ("tg", "1-"),
            ("uz-Cyrl", "5 %"),
        ],
    )
    def test_law_13_a_long_text_of_one_piece_comes_to_an_end(self, lang: str, piece: str) -> None:
        text = (piece * (LONG // len(piece) + 1))[:LONG]
        check_all(text, find_mentions(text, lang))
