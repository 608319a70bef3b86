"""Money: exact amounts, their rounding, allocation, writing and reading, and estimates of amounts."""

from centralasia.money.amounts import Money
from centralasia.money.columns import MoneyColumns, MoneyEstimateColumns
from centralasia.money.estimates import MoneyEstimate, as_money_estimate

__all__ = ["Money", "MoneyColumns", "MoneyEstimate", "MoneyEstimateColumns", "as_money_estimate"]
