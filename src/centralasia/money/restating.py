"""Redenominations: from one unit of a money to the one that was current on another day."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from centralasia.errors import InvalidValueError
from centralasia.periods import as_date
from centralasia.reference import Currency, currencies
from centralasia.reference import currency as find_currency_by_code
from centralasia.reference.tenders import Placed, money_of

__all__ = ["restated"]


def restated(currency: Currency, on: date | str, *, country: str | Placed | None = None) -> tuple[Fraction, Currency]:
    """Find the unit that was current on a day in the chain of a currency, and what to multiply by.

    A unit is current from the day it was introduced until its successor is, also while both circulate.

    Args:
        currency: The unit to start from.
        on: The day.
        country: The country whose chain to follow.

    Returns:
        The factor from one unit to the other, and the other.

    Raises:
        InvalidValueError: There is none on that day, or several and no country.

    Example:
        >>> from centralasia.reference import currency
        >>> restated(currency("RUB"), "1992-06-01")
        (Fraction(1000, 1), currency('RUR'))
    """
    day = as_date(on, "on")
    start = currency if country is None else _newest_tender(country, day)
    target = _current(start, day)
    for unit, ratio in _line(target):
        if unit is currency:
            return Fraction(1, ratio), target
    for unit, ratio in _line(currency):
        if unit is target:
            return Fraction(ratio), target
    expected = f"a currency in the chain of {target.code}, the money of {country} on {day}"
    raise InvalidValueError("currency", currency.code, expected)


def _newest_tender(country: str | Placed, day: date) -> Currency:
    rows = [row for row in money_of(country) if row.is_on(day)]
    if not rows:
        raise InvalidValueError("on", day.isoformat(), f"a day on which the tables know the money of {country}")
    return find_currency_by_code(rows[-1].currency)


def _current(unit: Currency, day: date) -> Currency:
    """Go back to a unit that existed, or forward to the newest one."""
    if _is_later(unit, day):
        for earlier, _ in _line(unit):
            if not _is_later(earlier, day):
                return earlier
        hint = f"{unit.code} began on {unit.introduced} and has no predecessor in the tables"
        raise InvalidValueError("on", day.isoformat(), "a day on which the money existed", hint)
    following = _following(unit, day)
    while following is not None:
        unit, following = following, _following(following, day)
    return unit


def _is_later(unit: Currency, day: date) -> bool:
    return unit.introduced is not None and unit.introduced > day


def _following(unit: Currency, day: date) -> Currency | None:
    """Give the unit that had taken the place of this one by a day, or None while it had not been replaced."""
    if unit.successor is not None:
        return None if _is_later(unit.successor, day) else unit.successor
    if unit.withdrawn is None or day <= unit.withdrawn:
        return None
    codes = sorted(each.code for each in currencies().values() if each.predecessor is unit)
    hint = f"name the country, for {unit.code} became {', '.join(codes)}" if codes else "no successor is in the tables"
    raise InvalidValueError("on", day.isoformat(), f"{unit.withdrawn}, when {unit.code} was withdrawn, or before", hint)


def _line(unit: Currency) -> Iterator[tuple[Currency, int]]:
    """Give the unit and its predecessors, each with how many of it became one `unit`."""
    ratio = 1
    earlier: Currency | None = unit
    while earlier is not None:
        yield earlier, ratio
        if earlier.predecessor is not None and earlier.ratio is None:
            return
        ratio *= earlier.ratio or 1
        earlier = earlier.predecessor
