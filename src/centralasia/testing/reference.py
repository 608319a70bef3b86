"""Codes and rows that ship: those of the region first, since Hypothesis shrinks towards what comes first."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, Final, TypeVar

import centralasia as ca
from centralasia.testing.extra import shown_as_called, st

__all__ = [
    "chosen",
    "countries",
    "currencies",
    "dac_sectors",
    "favouring_first",
    "locales",
    "members",
    "of_the_region",
    "shipped",
    "tender_on",
    "with_minor_unit",
]

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_FIRST: Final = 10
_COUNTRIES: Final = ("KZ", "KG", "TJ", "TM", "UZ")
_MONEY: Final = ("KZT", "KGS", "TJS", "TMT", "UZS")
_PARTNERS: Final = ("USD", "EUR", "RUB", "CNY", "TRY")
_FACTS: Final = ("numeric", "minor_unit", "introduced", "withdrawn", "predecessor", "ratio", "successor")
_SECTORS: Final = ("21020", "14030", "23210", "24010", "31120", "24050", "140", "230")
_LOCALES: Final = (
    *("en", "ru", "kk", "ky", "uz", "uz_Cyrl", "tg", "tk"),
    *("ru_KZ", "kk_KZ", "ru_KG", "ky_KG", "uz_UZ", "uz_Cyrl_UZ", "tg_TJ", "tk_TM"),
)


@shown_as_called
def currencies(
    *, active_on: date | str | None = None, iso_only: bool = True, region: bool = False
) -> "st.SearchStrategy[ca.Currency]":
    """Generate currencies, of today and withdrawn.

    Args:
        active_on: Only those that were legal tender somewhere on this day.
        iso_only: Leave out the money that ISO 4217 never gave a code, the Uzbek sum-coupon.
        region: Only the money of Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan and Uzbekistan, back to the Soviet
            rouble.

    Raises:
        InvalidValueError: No currency is all of that.

    Example:
        >>> from hypothesis import find
        >>> find(currencies(region=True), lambda each: each.successor is not None)
        currency('TJR')
        >>> find(currencies(active_on="2005-06-01"), lambda each: each.code.startswith("TM"))
        currency('TMM')
    """
    on = None if active_on is None else ca.periods.as_date(active_on, "active_on")
    pool = of_the_region() if region else _in_order()
    if on is not None:
        tender = tender_on(on, iso_only=False)
        pool = tuple([each for each in pool if each in tender])
    if iso_only:
        pool = tuple([each for each in pool if each.is_iso])
    if not pool:
        raise ca.InvalidValueError("active_on", on, "a day on which such a currency was legal tender")
    return favouring_first(pool)


@shown_as_called
def countries() -> "st.SearchStrategy[ca.Country]":
    """Generate countries.

    Example:
        >>> from hypothesis import find
        >>> find(countries(), lambda each: each.alpha2.startswith("T")).alpha3
        'TJK'
    """
    known = ca.reference.countries()
    return favouring_first(tuple([known[code] for code in dict.fromkeys((*_COUNTRIES, *known))]))


@shown_as_called
def locales() -> st.SearchStrategy[str]:
    """Generate the locales in which people of the region write: eight languages, with territories and without.

    Example:
        >>> from hypothesis import find
        >>> find(locales(), lambda each: each.endswith("_KG"))
        'ru_KG'
    """
    return st.sampled_from(_LOCALES)


@shown_as_called
def dac_sectors(*, active_on: date | str | None = None) -> "st.SearchStrategy[ca.financing.DACSector]":
    """Generate sectors by the codes of the OECD: purposes and categories, in use and withdrawn.

    Args:
        active_on: Only those that are known to have been in use on this day.

    Example:
        >>> from hypothesis import find
        >>> find(dac_sectors(), lambda each: each.is_category).name
        'Water supply and sanitation'
    """
    on = None if active_on is None else ca.periods.as_date(active_on, "active_on")
    known = ca.financing.dac_sectors()
    pool = tuple([known[code] for code in dict.fromkeys((*_SECTORS, *known))])
    return favouring_first(pool if on is None else tuple([each for each in pool if each.is_active(on)]))


@shown_as_called
def shipped(cls: type[T]) -> st.SearchStrategy[T]:
    """Generate the rows of a class that the package ships: pegs, indicators, sources, conditions of gas and so on.

    Args:
        cls: The class of the rows.

    Raises:
        InvalidValueError: The package ships no rows of this class.

    Example:
        >>> from hypothesis import find
        >>> find(shipped(ca.reference.Membership), lambda each: each.grouping.code == "EAEU").country.alpha2
        'AM'
    """
    rows = tuple(_SHIPPED.get(cls.__name__, tuple)())
    if not rows or type(rows[0]) is not cls:
        raise ca.InvalidValueError("cls", cls, f"one of {', '.join(_SHIPPED)}")
    return favouring_first(rows)


@cache
def _facts() -> "tuple[ca.reference.Fact, ...]":
    """List what is known of the money of the region, field by field."""
    return tuple([each.facts(field) for each in of_the_region() for field in _FACTS])


def _data_sets() -> "Iterable[ca.datasets.DataSet]":
    return ca.datasets.datasets().values()


_SHIPPED: Final[Mapping[str, Callable[[], Iterable[Any]]]] = {
    "Bridge": lambda: ca.quantities.bridges().values(),
    "Candidate": lambda: [each for project in ca.datasets.projects() for each in project.candidates],
    "Condition": lambda: ca.quantities.conditions().values(),
    "Conflict": lambda: dict.fromkeys(each for fact in _facts() for each in fact.conflicts),
    "CostGoal": lambda: (ca.remittances.SDG_AVERAGE_GOAL, ca.remittances.SDG_CORRIDOR_GOAL, ca.remittances.G20_GOAL),
    "DataSet": _data_sets,
    "DiscountRate": lambda: [*ca.loans.discount_rates()],
    "Fact": _facts,
    "Grouping": lambda: ca.reference.groupings().values(),
    "Indicator": lambda: [*ca.reference.indicators()],
    "Membership": lambda: [row for each in ca.reference.groupings().values() for row in each.memberships()],
    "Peg": lambda: [*ca.reference.pegs()],
    "Project": lambda: [*ca.datasets.projects()],
    "PublicationCalendar": lambda: ca.reference.publication_calendars().values(),
    "PublicationRule": lambda: [rule for each in ca.reference.publication_calendars().values() for rule in each.rules],
    "Regime": lambda: [*ca.reference.regimes()],
    "Route": lambda: [*ca.datasets.oil_routes(), *ca.datasets.power_lines()],
    "Source": lambda: ca.reference.sources().values(),
}


@lru_cache(maxsize=1024)
def tender_on(day: date, *, iso_only: bool = True) -> "tuple[ca.Currency, ...]":
    """List the currencies that were legal tender somewhere on a day, those of the region first.

    Example:
        >>> [each.code for each in tender_on(date(2009, 6, 1)) if each.code.startswith("TM")]
        ['TMT', 'TMM']
    """
    return tuple([each for each in _in_order() if each.is_tender(day) and (each.is_iso or not iso_only)])


def chosen(
    currencies: "Iterable[ca.Currency | str] | ca.Currency | str | None",
) -> "tuple[ca.Currency, ...] | None":
    """Read which currencies a caller wants: one, several, or None for any.

    Raises:
        UnknownCodeError: No such currency.
        InvalidValueError: None at all.

    Example:
        >>> chosen(["KZT", "USD", "KZT"])
        (currency('KZT'), currency('USD'))
    """
    if currencies is None:
        return None
    several = [currencies] if isinstance(currencies, str | ca.Currency) else currencies
    found = tuple(dict.fromkeys(ca.currency(each) for each in several))
    if not found:
        raise ca.InvalidValueError("currencies", found, "at least one currency")
    return found


def members(enum: type[E], values: Iterable[E | str] | str | None, field: str) -> tuple[E, ...]:
    """Read which members of a code list a caller wants: one, several, or None for all.

    Raises:
        InvalidValueError: There is no such member, or none at all is wanted.

    Example:
        >>> members(ca.rates.Side, ["ask", "bid"], "sides")
        (<Side.ASK: 'ask'>, <Side.BID: 'bid'>)
    """
    if values is None:
        return tuple(enum)
    wanted = [values] if isinstance(values, str) else list(values)
    if not wanted or not set(enum).issuperset(wanted):
        raise ca.InvalidValueError(field, wanted, "some of " + ", ".join(enum))
    return tuple(dict.fromkeys(enum(each) for each in wanted))


@lru_cache(maxsize=1024)
def favouring_first(pool: tuple[T, ...]) -> st.SearchStrategy[T]:
    """Generate members of a pool, half of the time one of its first ten.

    Example:
        >>> from hypothesis import find
        >>> find(favouring_first(tuple(range(100))), lambda each: each > 20)
        21
    """
    return st.sampled_from(pool[:_FIRST]) | st.sampled_from(pool)


@cache
def with_minor_unit() -> "tuple[ca.Currency, ...]":
    """List the currencies that have an ISO code and a minor unit, so not gold, nor the code for tests.

    Example:
        >>> ca.currency("XAU") in with_minor_unit()
        False
    """
    return tuple([each for each in _in_order() if each.is_iso and each.minor_unit is not None])


@cache
def _in_order() -> "tuple[ca.Currency, ...]":
    """List all currencies: of the region, of its great partners, of the region before, of today, withdrawn."""
    known = ca.reference.currencies()
    before = [each.code for each in of_the_region()]
    living = [code for code, each in known.items() if each.withdrawn is None and each.iso_withdrawn is None]
    return tuple([known[code] for code in dict.fromkeys((*_MONEY, *_PARTNERS, *before, *living, *known))])


@cache
def of_the_region() -> "tuple[ca.Currency, ...]":
    """List the money of the five countries, newest first.

    Example:
        >>> [each.code for each in of_the_region()][5:]
        ['SUR', 'TJR', 'TMM', 'sum-coupon', 'RUR']
    """
    generation = [ca.currency(code) for code in _MONEY]
    found: dict[ca.Currency, None] = {}
    while generation:
        found |= dict.fromkeys(generation)
        generation = [each.predecessor for each in generation if each.predecessor is not None]
    return tuple(found)
