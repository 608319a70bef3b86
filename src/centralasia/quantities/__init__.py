"""Physical quantities of the region: units as people write them, contexts stated, exact factors with their sources."""

from centralasia.quantities.amounts import Quantity
from centralasia.quantities.columns import QuantityColumns, UnitPriceColumns
from centralasia.quantities.contexts import Step
from centralasia.quantities.conversions import UnitConversion
from centralasia.quantities.prices import UnitPrice, money_per
from centralasia.quantities.registries import registry
from centralasia.quantities.tables import Bridge, Condition, Exactness, bridges, conditions
from centralasia.quantities.units import Unit, find_unit, unit, units

__all__ = [
    "Bridge",
    "Condition",
    "Exactness",
    "Quantity",
    "QuantityColumns",
    "Step",
    "Unit",
    "UnitConversion",
    "UnitPrice",
    "UnitPriceColumns",
    "bridges",
    "conditions",
    "find_unit",
    "money_per",
    "registry",
    "unit",
    "units",
]
