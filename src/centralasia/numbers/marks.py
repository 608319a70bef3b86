"""Which mark parts decimals and which parts groups, by locale.

Only what decides between two readings stands here: the marks "." and ",". Spaces and apostrophes part groups, and the
Arabic marks mean one thing each, wherever they occur.

Source:
    CLDR (symbols of Latin digits) for every row; ``und`` has no marks by definition. A test compares the rows with the
    CLDR data that Babel ships, so a change there is noticed and not silently followed.
"""

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import final

import attrs

from centralasia.errors import UnknownCodeError, WrongTypeError
from centralasia.numbers.exact import shortened

__all__ = ["Marks", "marks"]


@final
@attrs.frozen
class Marks:
    """The marks of a locale; `group` is empty where groups are parted by spaces or apostrophes.

    Attributes:
        decimal: What parts decimals.
        group: What parts groups.
        lakh: Whether groups may be those of South Asia, of two digits before the last three.

    Example:
        >>> marks("en-IN")
        Marks(decimal='.', group=',', lakh=True)
    """

    decimal: str
    group: str
    lakh: bool = attrs.field(default=False, kw_only=True)


_LONGEST = 30  # characters; near misses of a megabyte are not looked for
_EITHER = (".", ",")
# Language, script, territory, variant.
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|[0-9]{3}))?(?:[-_][A-Za-z0-9]{5,8})?")
_SPOKEN_IN = {"kg": "ky", "kz": "kk", "tj": "tg", "tm": "tk"}  # the domain of a country, taken for a language
_TAGS = {
    Marks(".", ","): "en fa mn ur zh az-Arab az-Cyrl kk-Arab",
    Marks(",", "."): "az de ps tr fr-LU uz-Arab en-AT en-BE en-DE en-DK en-ES en-ID en-IT en-NL en-PL en-RO en-SI",
    Marks(",", ""): "fr hy ka kk ky ru tg tk uz en-CZ en-FI en-FR en-HU en-NO en-PT en-SE en-SK en-ZA",
    Marks(".", ""): "de-CH de-LI en-CH",
    Marks(".", ",", lakh=True): "en-IN",
    Marks("", ""): "und",
}
_BY_TAG = {tag: convention for convention, tags in _TAGS.items() for tag in tags.split()}


def marks(locale: str) -> Marks:
    """Look up the marks of a locale; a territory without a row of its own has those of its language.

    Languages without a row are looked up in CLDR through Babel, which is loaded then.

    Args:
        locale: A tag such as ``kk``, ``kk-KZ``, ``kk_KZ`` or ``uz_Cyrl_UZ``; ``und`` for an unknown language.

    Raises:
        UnknownCodeError: No such locale; near misses are suggested.
        WrongTypeError: The locale is not text.

    Example:
        >>> marks("uz_Cyrl_UZ")
        Marks(decimal=',', group='', lakh=False)
    """
    if not isinstance(locale, str):
        raise WrongTypeError("locale", locale, "a text such as 'kk' or 'kk_KZ'")
    return _marks(locale)


@lru_cache(maxsize=256)
def _marks(locale: str) -> Marks:
    tag = _TAG.fullmatch(locale)
    if tag is not None:
        language, script, land = (part or "" for part in tag.groups())
        language = language.lower()
        for key in (f"{language}-{land.upper()}", f"{language}-{script.title()}", language):
            if key in _BY_TAG:
                return _BY_TAG[key]
        found = _marks_of_cldr(language)
        if found is not None:
            return found
    wanted = locale[:_LONGEST].replace("_", "-").lower()
    near = [_SPOKEN_IN[wanted]] if wanted in _SPOKEN_IN else get_close_matches(wanted, _BY_TAG, cutoff=0.5)
    raise UnknownCodeError(str(shortened(locale)), "locales", tuple(near), "'und' stands for an unknown language")


def _marks_of_cldr(language: str) -> Marks | None:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  # loads on first use, and here seldom

    try:
        symbols = Locale(language).number_symbols["latn"]
    except (UnknownLocaleError, KeyError):
        return None
    group, decimal = (symbols.get(kind, "") for kind in ("group", "decimal"))
    return Marks(decimal if decimal in _EITHER else "", group if group in _EITHER else "")
