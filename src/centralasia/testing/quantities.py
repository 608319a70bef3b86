"""Quantities and prices per unit, in the units of the region's grain, cotton, oil, gas and power first."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Final

import centralasia as ca
from centralasia.testing.extra import shown_as_called, st
from centralasia.testing.figures import estimates, money, money_estimates
from centralasia.testing.reference import favouring_first

__all__ = ["quantities", "unit_prices", "units"]

_USUAL: Final = ("t", "Mt", "kg", "centner", "bbl", "bcm@20C", "TWh", "lb U3O8", "bale", "ha")
_MADE_UP: Final = ("kt", "centner/ha", "thousand bbl/d", "thousand m3", "t@live", "kWh/person")  # of several parts


@shown_as_called
def units() -> "st.SearchStrategy[ca.quantities.Unit]":
    """Generate units: all that the table has, and some that are made of others or carry a condition.

    Example:
        >>> from hypothesis import find
        >>> find(units(), lambda each: each.converts_to("t/ha"))
        unit('centner/ha')
    """
    return favouring_first(_units())


@shown_as_called
def quantities(
    *,
    units: "Iterable[ca.quantities.Unit | str] | ca.quantities.Unit | str | None" = None,
    qualifiers: "Iterable[ca.numbers.Qualifier | str] | str | None" = None,
    min_value: int | str | Decimal | None = None,
    max_value: int | str | Decimal | None = None,
) -> "st.SearchStrategy[ca.quantities.Quantity]":
    """Generate quantities, exact ones and estimates, all with figures that can be written in a row.

    Args:
        units: The unit or units; any when not given.
        qualifiers: The hedges wanted, ``"exact"`` for quantities that have one value; all when not given.
        min_value: The least figure that is stated; an interval around it may reach lower.
        max_value: The greatest figure that is stated.

    Raises:
        InvalidValueError: There is no unit, no such hedge, or no figure lies between the two.
        UnknownCodeError: No such unit.

    Example:
        >>> from hypothesis import find
        >>> find(quantities(units=["t", "Mt"], qualifiers="exact"), lambda each: each.unit.code == "Mt")
        Quantity.of('0', 'Mt')
    """
    stated = estimates(qualifiers=qualifiers, min_value=min_value, max_value=max_value)
    return st.builds(ca.quantities.Quantity, stated, _chosen(units))


@shown_as_called
def unit_prices(
    *,
    per: "Iterable[ca.quantities.Unit | str] | ca.quantities.Unit | str | None" = None,
    currencies: "Iterable[ca.Currency | str] | ca.Currency | str | None" = None,
    min_value: int | str | Decimal | None = None,
    max_value: int | str | Decimal | None = None,
) -> "st.SearchStrategy[ca.quantities.UnitPrice]":
    """Generate prices for one unit, exact ones and estimates.

    Args:
        per: The unit or units of which one has the price; any when not given.
        currencies: The currency or currencies, as for `money`.
        min_value: The least price that is stated; an interval around it may reach lower.
        max_value: The greatest price that is stated.

    Raises:
        InvalidValueError: There is no unit or no currency, or no price lies between the two.
        UnknownCodeError: No such unit or currency.

    Example:
        >>> from hypothesis import find
        >>> print(find(unit_prices(per="t", currencies="USD", min_value=200), lambda price: price.exact is not None))
        200 USD/t
    """
    exact = money(currencies=currencies, min_value=min_value, max_value=max_value)
    hedged = money_estimates(currencies=currencies, min_value=min_value, max_value=max_value)
    return st.builds(ca.quantities.UnitPrice.of, exact | hedged, _chosen(per))


@cache
def _units() -> "tuple[ca.quantities.Unit, ...]":
    """List the units, those that are usual in the region first."""
    codes = dict.fromkeys((*_USUAL, *_MADE_UP, *ca.quantities.units()))
    return tuple([ca.quantities.unit(code) for code in codes])


def _chosen(
    units: "Iterable[ca.quantities.Unit | str] | ca.quantities.Unit | str | None",
) -> "st.SearchStrategy[ca.quantities.Unit]":
    if units is None:
        return favouring_first(_units())
    several = [units] if isinstance(units, str | ca.quantities.Unit) else units
    found = tuple(dict.fromkeys(ca.quantities.unit(each) for each in several))
    if not found:
        raise ca.InvalidValueError("units", found, "at least one unit")
    return favouring_first(found)
