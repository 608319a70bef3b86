"""The columns of a quantity and of a unit price."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from centralasia.errors import CentralAsiaError, InvalidValueError, RoundingNeededError
from centralasia.money.columns import estimate_of, is_closed
from centralasia.numbers import Estimate, Qualifier
from centralasia.quantities.amounts import Quantity
from centralasia.quantities.figures import Figure
from centralasia.quantities.prices import UnitPrice
from centralasia.quantities.units import Unit
from centralasia.records import column, record, register_composite
from centralasia.records.declarations import find_layout
from centralasia.reference import Currency

__all__ = ["QuantityColumns", "UnitPriceColumns"]


@record
class QuantityColumns:
    """How a `Quantity` stands in columns; of an exact one only the first two have something in them.

    An exact quantity whose decimals never end, such as a tonne in pounds, has to be rounded before it is written.

    Units:
        All figures are in `unit`.

    Example:
        >>> from centralasia.records import to_row
        >>> @record
        ... class Harvest:
        ...     grain: Quantity = column(title="grain")
        >>> row = to_row(Harvest(grain=Quantity.of(Estimate.at_least(20), "Mt")))
        >>> row["grain"], row["grain_unit"], row["grain_low"], row["grain_qualifier"]
        ('', 'Mt', '20', 'at_least')
    """

    value: Decimal | None = column(title="figure, the best value of an estimate", default=None, main=True)
    unit: Unit = column(title="unit")
    low: Decimal | None = column(title="lower end, blank where there is none", default=None)
    high: Decimal | None = column(title="upper end, blank where there is none", default=None)
    low_open: bool | None = column(title="lower end excluded, blank where there is none", default=None)
    high_open: bool | None = column(title="upper end excluded, blank where there is none", default=None)
    qualifier: Qualifier | None = column(title="hedge it was stated with, blank where it is exact", default=None)


@record
class UnitPriceColumns:
    """How a `UnitPrice` stands in columns; of an exact one only the first three have something in them.

    Units:
        All figures are in major units of `currency` for one `per`.

    Example:
        >>> from centralasia.money import Money
        >>> from centralasia.records import to_row
        >>> @record
        ... class Quote:
        ...     price: UnitPrice = column(title="price")
        >>> row = to_row(Quote(price=UnitPrice.of(Money.of("235.50", "USD"), per="t")))
        >>> row["price"], row["price_currency"], row["price_per"]
        ('235.5', 'USD', 't')
    """

    value: Decimal | None = column(title="price, the best value of an estimate", default=None, main=True)
    currency: Currency = column(title="currency", unit="ISO 4217")
    per: Unit = column(title="unit of which one has this price")
    low: Decimal | None = column(title="lower end, blank where there is none", default=None)
    high: Decimal | None = column(title="upper end, blank where there is none", default=None)
    low_open: bool | None = column(title="lower end excluded, blank where there is none", default=None)
    high_open: bool | None = column(title="upper end excluded, blank where there is none", default=None)
    qualifier: Qualifier | None = column(title="hedge it was stated with, blank where it is exact", default=None)


_ESTIMATE: Final[Any] = find_layout(Estimate)
_ENDS: Final = ("low", "high", "low_open", "high_open", "qualifier")


def _cells(estimate: Estimate, figure: Figure) -> dict[str, Any]:
    """Give the columns of a figure; blank ends for one that is exact."""
    if estimate.qualifier is Qualifier.EXACT:
        return {"value": estimate.low}
    if isinstance(figure, Fraction):
        raise RoundingNeededError(figure, None, "take .round(places), or keep the unit it was stated in")
    packed = _ESTIMATE.pack(estimate)
    return {"value": packed.best} | {name: getattr(packed, name) for name in _ENDS}


def _estimate(columns: QuantityColumns | UnitPriceColumns) -> Estimate:
    estimate = estimate_of(columns.value, columns)
    if estimate is not None:
        return estimate
    if columns.value is None:
        raise InvalidValueError("value", "", "given: neither a figure nor the ends of an estimate stand there")
    return Estimate.exactly(columns.value)


def _pack(quantity: Quantity) -> QuantityColumns:
    return QuantityColumns(unit=quantity.unit, **_cells(quantity.estimate, quantity.figure))


def _unpack(columns: QuantityColumns) -> Quantity:
    return Quantity(_estimate(columns), columns.unit)


def _quantity_of(cells: Sequence[Any]) -> Quantity | None:
    """Read the cells of an exact quantity at once: what stands in most rows."""
    value, unit, low, high, low_open, high_open, qualifier = cells
    if type(value) is not str or type(unit) is not str:
        return None
    if qualifier or low or high or not is_closed(low_open, high_open):
        return None
    try:
        return Quantity.of(value, unit)
    except CentralAsiaError:
        return None  # said better where the columns are read one by one


def _pack_price(price: UnitPrice) -> UnitPriceColumns:
    return UnitPriceColumns(currency=price.currency, per=price.per, **_cells(price.estimate, price.figure))


def _unpack_price(columns: UnitPriceColumns) -> UnitPrice:
    return UnitPrice(_estimate(columns), columns.currency, per=columns.per)


register_composite(Quantity, QuantityColumns, pack=_pack, unpack=_unpack, quick=_quantity_of)
register_composite(UnitPrice, UnitPriceColumns, pack=_pack_price, unpack=_unpack_price)
