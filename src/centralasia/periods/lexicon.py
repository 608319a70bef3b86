"""The words that periods are written with, in the eight languages of the region and its readers.

Source:
    Month names, wide and abbreviated, inside a date and alone, come from the Unicode CLDR through Babel. The tables
    here add what CLDR leaves out: Russian cases, the Tajik izofat, short forms in print, and the words for parts of a
    year. They are plain knowledge of the languages, not checked against a dictionary.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["LANGUAGES", "Word", "fold", "lexicon"]

LANGUAGES = ("en", "ru", "kk", "ky", "uz_Latn", "uz_Cyrl", "tg", "tk")
"""The locales, by their CLDR names, whose month names are read."""


class Word(NamedTuple):
    """What a word does in a period, as one letter, and the number it stands for."""

    role: str
    value: int = 0


# What CLDR lacks of each month: Russian cases, Tajik izofat, short forms in print.
_MORE_MONTHS = (
    "январю январе январем январи",
    "февралю феврале февралем феврали фев",
    "марту марте мартом марти",
    "апрелю апреле апрелем апрели",
    "маю мае маем майи",
    "июню июне июнем июни",
    "июлю июле июлем июли",
    "августу августе августом августи",
    "сентябрю сентябре сентябрем сентябри сен sept",
    "октябрю октябре октябрем октябри",
    "ноябрю ноябре ноябрем ноябри ноя",
    "декабрю декабре декабрем декабри",
)

# Roles: M month, q quarter, h half, m "months", k "year", f fiscal year, g marketing year, o ordinal, n number, R Roman
# numeral, s ending of an ordinal, - up to, F from, w nothing. The endings й and м are words as well: see k and m.
_WORDS = {
    "q": """
        q quarter quarters qtr quarterly
        кв квартал квартала квартале квартале кварталы кварталов
        тоқсан тоқсаны тоқсанда тоқсанында чейрек чейреги чейрегинде
        chorak choragi choragida чорак чораги чорагида семоҳа семоҳаи çärýek çärýegi çärýeginde
    """,
    "h": """
        h half полугодие полугодия полугодии п/г пг
        жартыжылдық жартыжылдығы жартыжылдығында жарты жарым yarim ярим нимсола нимсолаи ýarym
    """,
    "m": """
        m month months м мес месяц месяца месяцев месяцы
        ай айы айда айында айлары айларында oy oyi oyda oyida oylari oylarida ой ойи ойда ойида ойлари ойларида
        моҳ моҳи моҳҳои aý aýy aýda aýynda aýlary aýlarynda
    """,
    "k": """
        year years y г гг год года году годы годов годах
        ж жж жыл жылы жылғы жылдың жылда жылдары жылкы жылдын жылдык жылдыгы жылдығы жылдық
        yil yili yilda yilning yillar yillik yilligi й йил йили йилда йилнинг йиллар йиллик йиллиги
        сол соли солҳои ýyl ýyly ýylyň ýylda ýyllyk
    """,
    "f": "fy fiscal financial финансовый финансового финансовом фг",
    "g": "my marketing crop season маркетинговый маркетингового маркетинговом мг сезон сезона сезоне",
    "s": "st nd rd th ый ий ая ое е я го ого его му ші шы чи чы чу чү ум юм nji njy",
    "-": "to through thru по",
    "F": "from с со",
    "w": "the of in for during за в во",
}

_NUMBERED = {
    "R": ("i і ⅰ", "ii іі ⅱ", "iii ііі ⅲ", "iv іv ⅳ"),
    "o": (
        "first первый первая первое первые первого первом первых",
        "second второй вторая второе второго втором",
        "third третий третья третье третьего третьем",
        "fourth четвертый четвертого четвертом",
    ),
    "n": (
        "one один",
        "two два две",
        "three три трех",
        "four четыре четырех",
        "five пять пяти",
        "six шесть шести",
        "seven семь семи",
        "eight восемь восьми",
        "nine девять девяти",
        "ten десять десяти",
        "eleven одиннадцать одиннадцати",
        "twelve двенадцать двенадцати",
    ),
}

_FOLD = str.maketrans({"ё": "е", "ý": "y"})


def fold(word: str) -> str:
    """Bring spellings of one word together: small letters, no final point, ё as е, Turkmen ý as y."""
    return word.removesuffix(".").lower().translate(_FOLD)


@cache
def lexicon() -> Mapping[str, Word]:
    """Give every known word, folded; Babel's month names are loaded with the first call."""
    words = {fold(word): Word("M", month) for word, month in _months()}
    for role, listed in _WORDS.items():
        words |= {fold(word): Word(role) for word in listed.split()}
    for role, rows in _NUMBERED.items():
        words |= {fold(word): Word(role, number) for number, row in enumerate(rows, 1) for word in row.split()}
    return MappingProxyType(words)


def _months() -> Iterator[tuple[str, int]]:
    from babel.dates import get_month_names  # noqa: PLC0415 - loads on the first period in words, not with the package

    for locale in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for month, name in get_month_names(width, context, locale).items():
                    yield name, month
    for month, row in enumerate(_MORE_MONTHS, 1):
        yield from ((name, month) for name in row.split())
