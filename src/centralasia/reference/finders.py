"""Finding what a text names: a currency or a country, in the languages of the region."""

from collections.abc import Iterable
from datetime import date

from centralasia.errors import WrongTypeError
from centralasia.periods import as_date
from centralasia.reference.countries import Country, countries_by_code
from centralasia.reference.currencies import Currency, currencies, currency, predecessors
from centralasia.reference.names import (
    Use,
    cldr_country_forms,
    cldr_currency_forms,
    country_forms,
    currency_forms,
    fold,
    fold_country,
)
from centralasia.reference.tenders import Placed, money_of

__all__ = ["find_country", "find_currency"]


def find_currency(text: str, *, on: date | str | None = None, country: str | Placed | None = None) -> Currency | None:
    """Find the currency that a text names: a code, a name or one of its forms, a symbol, in eight languages.

    The whole text has to be the name. Where a name belongs to several currencies, the money of `country` is meant when
    one is given, else what the name means everywhere (som is KGS, manat TMT, $ USD, ¥ JPY); of units that replaced one
    another, the one valid on the day, the newest where two circulated, the present one without a day. A code is that
    currency on any day. None too where no rule decides, and for a unit that is no currency, such as у.е., toman, or in
    Turkmenistan tenge, a hundredth of the manat.

    Args:
        text: The name.
        on: The day of which it speaks.
        country: The country of which it speaks, or its alpha-2 code.

    Raises:
        UnknownCodeError: No such country.
        WrongTypeError: No text.

    Source:
        ``currency_names.csv``, then CLDR.

    Example:
        >>> find_currency("теңгеге"), find_currency("рублей", on="1997-05-01"), find_currency("som", country="UZ")
        (currency('KZT'), currency('RUR'), currency('UZS'))
        >>> find_currency("сомнение") is None
        True
    """
    if not isinstance(text, str):
        raise WrongTypeError("text", text, "the name, symbol or code of a currency")
    day = None if on is None else as_date(on)
    here = () if country is None else money_of(country)
    form = fold(text)
    by_code = currencies().get(form) or currencies().get(form.upper())
    if by_code is not None or not form:
        return by_code
    forms, place = currency_forms().get(form, ()), here[0].country if here else None
    if any(row.use is Use.PART and row.country == place for row in forms):
        return None
    rows = [row for row in forms if row.use is Use.FIND]
    anywhere = [code for row in rows if not row.country for code in row.currencies]
    if not rows:
        anywhere = [code for code in cldr_currency_forms().get(form, ()) if code in currencies()]
    local = [code for row in rows if row.country == place for code in row.currencies]
    circulating = {row.currency for row in here if (row.valid_until is None if day is None else row.is_on(day))}
    return (
        _choose([code for code in (*local, *anywhere) if code in circulating], day)
        or _choose(anywhere, day)
        or (_choose(anywhere, None, withdrawn=True) if day is None else None)
    )


def _choose(codes: Iterable[str], day: date | None, *, withdrawn: bool = False) -> Currency | None:
    """Choose the one currency meant, or None."""
    named = [currency(code) for code in dict.fromkeys(codes)]
    if day is not None:
        named = [each for each in named if each.is_valid(day)]
    elif not withdrawn:
        named = [each for each in named if each.valid_until is None]
    replaced = {older for each in named for older in predecessors(each)}
    newest = [each for each in named if each not in replaced]
    return newest[0] if len(newest) == 1 else None


def find_country(text: str) -> Country | None:
    """Find the country that a text names: a code, or a name in the eight languages, short or official.

    The whole text has to be the name. Names of statistical publications such as "Korea, Rep." are known, and common
    abbreviations such as РФ and UAE.

    Returns:
        The country; None where no country, or more than one, has the name.

    Raises:
        WrongTypeError: No text.

    Source:
        ``country_aliases.csv`` and CLDR.

    Example:
        >>> find_country("Кыргызская Республика"), find_country("Turkiye"), find_country("Korea, Rep.")
        (country('KG'), country('TR'), country('KR'))
    """
    if not isinstance(text, str):
        raise WrongTypeError("text", text, "the name or code of a country")
    form = fold_country(text)
    if not form:
        return None
    known = countries_by_code()
    codes = country_forms().get(form) or cldr_country_forms().get(form) or (form.upper(),)
    found = {known[code] for code in codes if code in known}
    return found.pop() if len(found) == 1 else None
