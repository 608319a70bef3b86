"""Money: exact amounts, their rounding, allocation, writing and reading, and estimates of amounts."""

from centralasia.money.amounts import Money
from centralasia.money.columns import MoneyColumns, MoneyEstimateColumns
from centralasia.money.estimates import Amount, MoneyEstimate, add_up, as_money_estimate

__all__ = ["Amount", "Money", "MoneyColumns", "MoneyEstimate", "MoneyEstimateColumns", "add_up", "as_money_estimate"]
