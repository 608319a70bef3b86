"""The words that periods are written with, in the eight languages of the region and its readers.

Source:
    Month names, wide and abbreviated, inside a date and alone, come from the Unicode CLDR through Babel. The tables
    here add what CLDR leaves out: cases, the Tajik izofat, short forms in print, numbers in words, and the words for
    parts of a year. They are plain knowledge of the languages, not checked against a dictionary; `Word.checked` tells
    the two apart.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["APOSTROPHES", "LANGUAGES", "Word", "fold", "lexicon", "phrases"]

LANGUAGES = ("en", "ru", "kk", "ky", "uz_Latn", "uz_Cyrl", "tg", "tk")
"""The locales, by their CLDR names, whose month names are read."""

APOSTROPHES = "'`´‘’ʻʼ"
"""What stands for the mark inside Uzbek letters, as in ``to'rtinchi``; the last two count as letters."""


class Word(NamedTuple):
    """What a word does in a period, as one letter, and the number it stands for.

    Attributes:
        role: The letter.
        value: The number, 0 where there is none.
        checked: Whether the word was read from the Unicode CLDR; the others are known from the language alone.
    """

    role: str
    value: int = 0
    checked: bool = False


# What CLDR lacks of each month: Russian cases, Tajik izofat, Turkmen endings, short forms in print.
_MORE_MONTHS = (
    "январю январе январем январи ýanwary ýanwarda ýanwarynda",
    "февралю феврале февралем феврали фев fewraly fewralda fewralynda",
    "марту марте мартом марти marty martda martynda",
    "апрелю апреле апрелем апрели apreli aprelde aprelinde",
    "маю мае маем майи maýy maýda maýynda",
    "июню июне июнем июни iýuny iýunda iýunynda",
    "июлю июле июлем июли iýuly iýulda iýulynda",
    "августу августе августом августи awgusty awgustda awgustynda",
    "сентябрю сентябре сентябрем сентябри сен sept sentýabry sentýabrda sentýabrynda",
    "октябрю октябре октябрем октябри oktýabry oktýabrda oktýabrynda",
    "ноябрю ноябре ноябрем ноябри ноя noýabry noýabrda noýabrynda",
    "декабрю декабре декабрем декабри dekabry dekabrda dekabrynda",
)

# Roles: M month, q quarter, h half, m "months", k "year", f fiscal year, g marketing year, o ordinal, n number, R Roman
# numeral, s ending of an ordinal, - up to, F from, w nothing. The endings й and м are words as well: see k and m. Words
# of a phrase are joined by underscores.
_WORDS = {
    "q": """
        q quarter quarters qtr quarterly
        кв квартал квартала квартале кварталы кварталов кварталом кварталам кварталах
        тоқсан тоқсаны тоқсанда тоқсанында тоқсанның тоқсанының тоқсандары тқс
        чейрек чейреги чейрегинде чейректе чейректин чейрегинин чей
        chorak choragi choragida chorakda choragining чорак чораги чорагида чоракда чорагининг
        семоҳа семоҳаи семоҳаҳо семоҳаҳои чоряк чоряки çärýek çärýegi çärýeginde çärýekde çärýeginiň
    """,
    "h": """
        h half полугодие полугодия полугодии полугодию полугодием половина половины половине половину
        п/г п.г пг пол полуг полугод
        жартыжылдық жартыжылдығы жартыжылдығында жартыжылдықта жартыжылдығының жарты жартысы жартысында
        жарым жарымы жарымында yarim yarmi yarmida ярим ярми ярмида нимсола нимсолаи нимаи нисфи
        ýarym ýarymy ýarymynda
    """,
    "m": """
        m month months м мес месяц месяца месяце месяцев месяцам месяцы
        ай айы айда айында айдың айының айдын айынын айлары айларында oy oyi oyda oyida oylar oylari oylarida
        ой ойи ойда ойида ойлар ойлари ойларида
        моҳ моҳи моҳҳо моҳҳои aý aýy aýda aýynda aýyň aýynyň aýlar aýlary aýlarynda
    """,
    "k": """
        year years y г гг год года году годом годы годов годах
        ж жж жыл жылы жылғы жылдың жылының жылда жылдағы жылдар жылдары жылдарда жылдардағы
        жылкы жылдын жылынын жылдагы жылдардагы жылдык жылдыгы жылдыгында жылдығы жылдығында жылдық
        yil yili yilda yildagi yilning yillar yillarda yillik yilligi yilligida
        й йил йили йилда йилдаги йилнинг йиллар йилларда йиллик йиллиги йиллигида
        сол соли солҳо солҳои ýyl ýyly ýylyň ýylda ýylky ýyldaky ýyllar ýyllary ýyllarda ýyllyk ýyllygy ýyllygynda
    """,
    "f": "fy fiscal financial финансовый финансового финансовом фг",
    "g": "my marketing crop season маркетинговый маркетингового маркетинговом мг сезон сезона сезоне",
    "s": """
        st nd rd th ый ий ая ое ую ом ем е я го ого его му х ых
        інші ыншы ші шы инчи ынчы унчу үнчү чи чы чу чү inchi nchi инчи нчи ум юм уми юми nji njy
    """,
    "-": "to through thru по",
    "F": "from с со",
    "w": "the of in for during за в во по_итогам по_результатам итоги в_течение дар дар_давоми",
}

_NUMBERED = {
    "R": ("i і ⅰ", "ii іі ⅱ", "iii ііі ⅲ", "iv іv ⅳ"),
    "o": (
        """
        first первый первая первое первую первой первые первого первому первом первых
        бірінші алғашқы биринчи алгачкы birinchi dastlabki дастлабки якум якуми аввал аввали birinji ilkinji
        """,
        """
        second второй вторая второе вторую второго второму втором
        екінші экинчи ikkinchi иккинчи дуюм дуюми дуввум дуввуми ikinji
        """,
        """
        third третий третья третье третью третьей третьего третьему третьем
        үшінші үчүнчү uchinchi учинчи сеюм сеюми üçünji
        """,
        """
        fourth четвертый четвертая четвертое четвертую четвертой четвертого четвертому четвертом
        төртінші төртүнчү to'rtinchi тўртинчи чорум чоруми чаҳорум чаҳоруми dördünji
        """,
    ),
    "n": (
        "one один бір бир bir як",
        "two два две двух екі эки ikki икки ду iki",
        "three три трех үш үч uch уч се üç",
        "four четыре четырех төрт to'rt тўрт чор чаҳор dört",
        "five пять пяти бес беш besh панҷ bäş",
        "six шесть шести алты olti олти шаш alty",
        "seven семь семи жеті жети yetti етти ҳафт ýedi",
        "eight восемь восьми сегіз сегиз sakkiz саккиз ҳашт sekiz",
        "nine девять девяти тоғыз тогуз to'qqiz тўққиз нӯҳ нуҳ dokuz",
        "ten десять десяти он o'n ўн даҳ on",
        "eleven одиннадцать одиннадцати он_бір он_бир o'n_bir ўн_бир ёздаҳ on_bir",
        "twelve двенадцать двенадцати он_екі он_эки o'n_ikki ўн_икки дувоздаҳ on_iki",
    ),
}

_FOLD = str.maketrans({"ё": "е", "ý": "y", "_": " ", **dict.fromkeys(APOSTROPHES, "'")})


def fold(word: str) -> str:
    """Bring spellings of one word together: small letters, no final point, ё as е, Turkmen ý as y, one apostrophe.

    The words of a phrase are joined by underscores.
    """
    return "_".join(word.removesuffix(".").lower().translate(_FOLD).split())


def phrases() -> tuple[str, ...]:
    """Give the entries that are more than letters, longest first: phrases of two words, and short forms with marks."""
    listed = [*_WORDS.values(), *(row for rows in _NUMBERED.values() for row in rows)]
    found = [word for row in listed for word in row.split() if not word.replace("'", "").isalpha()]
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def lexicon() -> Mapping[str, Word]:
    """Give every known word, folded; Babel's month names are loaded with the first call."""
    words = {fold(name): Word("M", month) for month, row in enumerate(_MORE_MONTHS, 1) for name in row.split()}
    for role, listed in _WORDS.items():
        words |= {fold(word): Word(role) for word in listed.split()}
    for role, rows in _NUMBERED.items():
        words |= {fold(word): Word(role, number) for number, row in enumerate(rows, 1) for word in row.split()}
    words |= {fold(name): Word("M", month, checked=True) for name, month in _months()}
    return MappingProxyType(words)


def _months() -> Iterator[tuple[str, int]]:
    from babel.dates import get_month_names  # noqa: PLC0415 - loads on the first period in words, not with the package

    for locale in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for month, name in get_month_names(width, context, locale).items():
                    yield name, month
