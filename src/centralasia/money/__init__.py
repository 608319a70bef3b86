"""Money: exact amounts, their rounding, allocation, writing and reading."""

from centralasia.money.amounts import Money
from centralasia.money.columns import MoneyColumns

__all__ = ["Money", "MoneyColumns"]
