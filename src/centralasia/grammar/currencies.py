"""Names, codes and signs of currencies as words of a text, and the country that decides between shared names."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from centralasia.languages import fold
from centralasia.languages.lexicons import Phrase, Sense
from centralasia.reference import currencies, currency, find_currency
from centralasia.reference.names import CurrencyForms, Use, currency_forms

__all__ = ["is_known_by_name", "money_senses", "named_in", "phrases_of_money"]

_ROLE: Final = "currency"
_CODE: Final = 3  # letters
_NOTHING: Final[Mapping[str, Sense]] = {}
_ANY: Final = "und"
_SHARED: Final = frozenset({"KGS", "RUB", "TMT"})
"""Currencies of the region whose bare name is that of another one too."""


def money_senses(tag: str, written: str) -> Mapping[str, Sense]:
    """Tell which currency one word or sign names in a language: by its code in capitals, its name or its sign.

    Args:
        tag: The language.
        written: The word, as written.

    Returns:
        What it means in the role of a currency; nothing where it names none.

    Example:
        >>> money_senses("en", "RMB")["currency"].value, money_senses("en", "try")
        ('CNY', {})
    """
    codes, forms = _forms(tag)
    return codes.get(written) or forms.get(fold(written), _NOTHING)


def phrases_of_money(tag: str) -> Mapping[str, Sequence[Phrase]]:
    """Give the names of currencies that have several words, by the first of them.

    Args:
        tag: The language.

    Example:
        >>> phrases_of_money("en")["hong"][0].rest
        ('kong', 'dollar')
    """
    return _phrases(tag)


def is_known_by_name(code: str) -> bool:
    """Tell whether a currency has a name in a language of this library; the rest are met by their codes only.

    Args:
        code: The ISO 4217 code.

    Example:
        >>> is_known_by_name("KZT"), is_known_by_name("COP")
        (True, False)
    """
    return code in _with_names()


@cache
def _with_names() -> frozenset[str]:
    return frozenset(code for rows in currency_forms().values() for row in rows for code in row.currencies)


def named_in(name: str, code: str, countries: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Decide which currency a shared name means, by the countries of which the text speaks around it.

    Som is of Kyrgyzstan and, in much English, of Uzbekistan; manat of Turkmenistan and Azerbaijan; rouble of Russia and
    Belarus. Without the home of the usual meaning nearby, another country decides; with both, the usual meaning stands.

    Args:
        name: The name, as written.
        code: What it means where nothing else is said.
        countries: The countries, by alpha-2 codes.

    Returns:
        The currency, and all that it can mean here where there are several.

    Example:
        >>> named_in("manat", "TMT", ["AZ"]), named_in("manat", "TMT", ["AZ", "TM"])
        (('AZN', ()), ('TMT', ('AZN', 'TMT')))
    """
    if code not in _SHARED:
        return code, ()
    meant = {found.code for place in countries if (found := find_currency(name, country=place)) is not None}
    if code[:2] in countries or not meant:
        return code, tuple(sorted(meant | {code})) if meant - {code} else ()
    return (meant.pop(), ()) if len(meant) == 1 else (code, tuple(sorted(meant | {code})))


@cache
def _forms(tag: str) -> tuple[Mapping[str, Mapping[str, Sense]], Mapping[str, Mapping[str, Sense]]]:
    codes = {code: {_ROLE: Sense(_ROLE, code)} for code in currencies() if len(code) == _CODE and code.isupper()}
    single = {form: {_ROLE: Sense(_ROLE, code)} for form, code in _named(tag) if " " not in form}
    return codes, single


@cache
def _phrases(tag: str) -> Mapping[str, Sequence[Phrase]]:
    found: dict[str, list[Phrase]] = {}
    for form, code in _named(tag):
        first, *rest = form.split()
        if rest:
            found.setdefault(first, []).append(Phrase(tuple(rest), Sense(_ROLE, code), ""))
    for phrases in found.values():
        phrases.sort(key=lambda phrase: -len(phrase.rest))
    return found


@cache
def _named(tag: str) -> Sequence[tuple[str, str]]:
    """Give the forms of a language and those of none, each with the currency it means where no country decides."""
    found: dict[str, str] = {}
    for form, rows in currency_forms().items():
        mine = [row for row in rows if row.language in {tag, _ANY} and row.use is Use.FIND]
        if not mine:
            continue
        codes = {code for row in mine for code in row.currencies if not row.country and _is_current(code)}
        meant = next(iter(codes)) if len(codes) == 1 else _meant(form, mine)
        if meant:
            found[fold(form).replace(".", "")] = meant
    return tuple(found.items())


def _is_current(code: str) -> bool:
    return currency(code).valid_until is None


def _meant(form: str, rows: Sequence[CurrencyForms]) -> str | None:
    """Tell what a name means that is shared, or used in some countries only; nothing for a single letter of theirs.

    A letter such as "т" is a tenge on a price tag in Kazakhstan; in a text it is a tonne: "20 млн т".
    """
    if len(form.rstrip(".")) == 1 and all(row.country for row in rows):
        return None
    found = find_currency(form) or find_currency(form, country=rows[0].country or None)
    return None if found is None else found.code
