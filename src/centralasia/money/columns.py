"""The columns of an amount of money."""

from decimal import Decimal

from centralasia.money.amounts import Money
from centralasia.records import column, record, register_composite
from centralasia.reference import Currency

__all__ = ["MoneyColumns"]


@record
class MoneyColumns:
    """How `Money` stands in columns: the amount under the name of the field, and the code of its currency beside it.

    Units:
        `amount` is in major units of `currency`.

    Example:
        >>> from centralasia.records import to_row
        >>> @record
        ... class Fee:
        ...     fee: Money = column(title="fee")
        >>> to_row(Fee(fee=Money.of("12.50", "KGS")))
        {'fee': '12.50', 'fee_currency': 'KGS'}
    """

    amount: Decimal = column(title="amount", main=True)
    currency: Currency = column(title="currency", unit="ISO 4217")


register_composite(Money, MoneyColumns)
