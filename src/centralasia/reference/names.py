"""Names of currencies and countries in the languages of the region, as closed lists of forms.

A form is found whole or not at all: nothing here looks at beginnings, so that a word that merely starts like a currency
is none. The forms are data: a further language is further rows.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from centralasia.errors import UnknownCodeError, WrongTypeError
from centralasia.records import column, record
from centralasia.reference.sources import Certainty, near, table

if TYPE_CHECKING:
    from babel import Locale

__all__ = [
    "LOCALES",
    "CountryForms",
    "CurrencyForms",
    "Use",
    "cldr_country_forms",
    "cldr_currency_forms",
    "country_forms",
    "currency_forms",
    "find_locale",
    "find_territory",
    "fold",
    "fold_country",
    "name_in",
]

LOCALES: Final = ("en", "ru", "kk", "ky", "uz", "uz_Cyrl", "tg", "tk")
"""The locales of CLDR for the eight languages in which names are found."""

# Languages whose speakers mean the money of one country where they name none. Russian and English are of many.
_HOMES: Final = MappingProxyType(
    {"az": "AZ", "hy": "AM", "ka": "GE", "kk": "KZ", "ky": "KG", "mn": "MN"}
    | {"tg": "TJ", "tk": "TM", "tr": "TR", "ur": "PK", "uz": "UZ"}
)
_NO_CURRENCY = "XXX"  # its symbol stands for any currency
_COUNTS = (1, 2, 5, 1.5)  # one of each plural category of the eight languages
_LONGEST = 200  # no name is as long; longer texts are no names, and the time stays bounded
_APOSTROPHES = str.maketrans(dict.fromkeys("\u02bb\u02bc\u2018\u2019\u0060\u00b4\u02b9\u2032", "'"))
_SPACES = re.compile(r"[\s\u200b\u2060\ufeff]+")
# No variants: they would pass unread.
_TAG = re.compile(r"(?P<language>[A-Za-z]{2,3}([-_][A-Za-z]{4})?)([-_](?P<territory>[A-Za-z]{2}|[0-9]{3}))?")


class Use(StrEnum):
    """What a form is good for.

    Example:
        >>> Use("find").value
        'find'
    """

    FIND = "find"
    """It names the currency."""
    SUGGEST = "suggest"
    """It is no name, but whoever wrote it probably meant the currency."""
    PART = "part"
    """It names a part of the currency in that country, whatever it names elsewhere."""


@record(key=("currencies", "language", "country", "use"))
class CurrencyForms:
    """A closed list of forms, in one language, of one currency and of those it replaced under the same name.

    Example:
        >>> row = currency_forms()["сомони"][0]
        >>> row.currencies, row.language
        (('TJS',), 'kk')
    """

    currencies: tuple[str, ...] = column(title="currencies, latest first", unit="ISO 4217")
    language: str = column(title="language", unit="BCP 47; und for symbols")
    country: str = column(title="where the forms mean this, blank for anywhere", unit="ISO 3166-1 alpha-2", default="")
    use: Use = column(title="what the forms are good for")
    forms: tuple[str, ...] = column(title="the forms")
    source: str = column(title="keys of the sources, separated by semicolons")
    certainty: Certainty = column(title="how far the row is certain")
    note: str = column(title="what the columns do not say", default="")


@record(key=("country", "language", "source"))
class CountryForms:
    """A closed list of names of one country in one language, beside those of CLDR.

    Example:
        >>> country_forms()["рф"]
        ('RU',)
    """

    country: str = column(title="country", unit="ISO 3166-1 alpha-2")
    language: str = column(title="language", unit="BCP 47")
    forms: tuple[str, ...] = column(title="the names")
    source: str = column(title="keys of the sources, separated by semicolons")
    certainty: Certainty = column(title="how far the row is certain")


def fold(text: str) -> str:
    """Bring a name to the form in which names are compared, or to the empty text where it cannot be a name.

    Upper and lower case, the spellings of the apostrophe, kinds and numbers of spaces, ё and е are the same.

    Example:
        >>> fold(" SO\u2018M ") == fold("so\u02bbm") == "so'm"
        True
    """
    if len(text) > _LONGEST:
        return ""
    plain = _normal(_normal(text.translate(_APOSTROPHES)).casefold()).replace("ё", "е").translate(_APOSTROPHES)
    return _within_bounds(_SPACES.sub(" ", plain).strip())


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _within_bounds(text: str) -> str:
    return text if len(text) <= _LONGEST else ""  # one letter may stand for many


def fold_country(text: str) -> str:
    """Bring the name of a country to the form in which such names are compared: words without points and accents.

    Example:
        >>> fold_country("Korea, Dem. People\u2019s Rep.") == fold_country("Korea Dem Peoples Rep")
        True
    """
    letters = unicodedata.normalize("NFD", fold(text).replace("-", " ").replace("&", " and "))
    plain = "".join(each for each in letters if each.isalnum() or each.isspace())
    return _within_bounds(_SPACES.sub(" ", plain).strip())


def find_locale(tag: "str | Locale") -> "Locale":
    """Give the Babel locale of a tag such as kk_KZ, kk-KZ or uz-Cyrl.

    A territory for which CLDR has no data of its own, as in ru_UZ, takes those of the language.

    Raises:
        UnknownCodeError: No such locale; near misses are suggested.
        WrongTypeError: The tag is no text.

    Example:
        >>> find_locale("uz-Cyrl").script
        'Cyrl'
    """
    if isinstance(tag, str):
        return _parsed(tag)
    from babel import Locale  # noqa: PLC0415 - babel loads on first use

    if isinstance(tag, Locale):
        return tag
    raise WrongTypeError("locale", tag, "a tag such as 'kk_KZ'")


def find_territory(tag: "str | Locale") -> str | None:
    """Give the territory of which a locale speaks: the one in its tag, else the one to which its language belongs.

    Raises:
        UnknownCodeError: No such locale; near misses are suggested.
        WrongTypeError: The tag is no text.

    Example:
        >>> find_territory("ru_AZ"), find_territory("az"), find_territory("ru")
        ('AZ', 'AZ', None)
    """
    locale, match = find_locale(tag), _TAG.fullmatch(str(tag))
    named = locale.territory or (match and match["territory"])
    return named.upper() if named else _HOMES.get(locale.language)


@lru_cache(maxsize=256)
def _parsed(tag: str) -> "Locale":
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - babel loads on first use
    from babel.languages import get_official_languages  # noqa: PLC0415 - as above

    match = _TAG.fullmatch(tag)
    if match is not None:
        for each in (tag, match["language"]):
            try:
                found = Locale.parse(each.replace("-", "_"))
            except (UnknownLocaleError, ValueError):  # not known, and not well-formed
                continue
            if each == tag or match["territory"].upper() in found.territories:
                return found
    spoken = get_official_languages(tag[:_LONGEST].upper())  # whoever writes kz means kk
    raise UnknownCodeError(tag[:_LONGEST], "locales", spoken or near(tag.replace("-", "_"), LOCALES))


@cache
def currency_forms() -> Mapping[str, tuple[CurrencyForms, ...]]:
    """Give the rows of ``currency_names.csv`` by folded form.

    Example:
        >>> currency_forms()["теңгеге"][0].currencies
        ('KZT',)
    """
    found: dict[str, list[CurrencyForms]] = {}
    for row in table(CurrencyForms, "currency_names"):
        for form in dict.fromkeys(map(fold, row.forms)):
            found.setdefault(form, []).append(row)
    return MappingProxyType({form: tuple(rows) for form, rows in found.items()})


def name_in(code: str, tongue: "Locale") -> str:
    """Name a currency that CLDR does not have, in the language of a locale, else in English, else by its key.

    Example:
        >>> name_in("sum-coupon", find_locale("ru")), name_in("sum-coupon", find_locale("de"))
        ('сум-купон', 'sum-coupon')
    """
    rows = [row for row in table(CurrencyForms, "currency_names") if row.currencies == (code,) and row.use is Use.FIND]
    names = {row.language: row.forms[0] for row in rows if not row.country}
    tags = (f"{tongue.language}-{tongue.script or 'Latn'}", tongue.language, "en")
    return next((names[tag] for tag in tags if tag in names), code)


@cache
def country_forms() -> Mapping[str, tuple[str, ...]]:
    """Give the codes of countries by folded form, from ``country_aliases.csv``.

    Example:
        >>> country_forms()["kyrgyz republic"]
        ('KG',)
    """
    rows = table(CountryForms, "country_aliases")
    return _codes_by_form((fold_country(form), row.country) for row in rows for form in row.forms)


@cache
def cldr_currency_forms() -> Mapping[str, tuple[str, ...]]:
    """Give the codes of currencies by folded name or symbol, as CLDR has them in the eight languages.

    Example:
        >>> cldr_currency_forms()["казахских тенге"]
        ('KZT',)
    """
    from babel.numbers import get_currency_name  # noqa: PLC0415 - babel loads on first use

    pairs: list[tuple[str, str]] = []
    for tongue in map(find_locale, LOCALES):
        pairs += [(str(symbol), str(code)) for code, symbol in tongue.currency_symbols.items() if code != _NO_CURRENCY]
        for code in map(str, tongue.currencies):
            pairs += [(get_currency_name(code, count, tongue), code) for count in (None, *_COUNTS)]
    return _codes_by_form((fold(form), code) for form, code in pairs)


@cache
def cldr_country_forms() -> Mapping[str, tuple[str, ...]]:
    """Give the codes of territories by folded name, as CLDR has them in the eight languages.

    Example:
        >>> cldr_country_forms()["gazagystan"]
        ('KZ',)
    """
    tongues = map(find_locale, LOCALES)
    pairs = [(str(name), str(code)) for tongue in tongues for code, name in tongue.territories.items()]
    return _codes_by_form((fold_country(name), code) for name, code in pairs)


def _codes_by_form(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for form, code in pairs:
        found.setdefault(form, {})[code] = None
    return MappingProxyType({form: tuple(codes) for form, codes in found.items()})
