"""The columns of an amount of money."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from centralasia.errors import CentralAsiaError, InvalidValueError
from centralasia.money.amounts import Money
from centralasia.money.estimates import Amount, MoneyEstimate
from centralasia.numbers import Estimate, Qualifier
from centralasia.records import EstimateColumns, column, record, register_composite
from centralasia.records.declarations import find_layout
from centralasia.reference import Currency

__all__ = ["MoneyColumns", "MoneyEstimateColumns", "estimate_of", "is_closed"]


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


@record
class MoneyEstimateColumns:
    """How `Money` or a `MoneyEstimate` stands in columns; of money only the first two have something in them.

    An amount with a hedge and no ends, such as 14.5 and "over", is read as the constructor of that name makes it.

    Units:
        All figures are in major units of `currency`.

    Example:
        >>> from centralasia.records import to_row
        >>> @record
        ... class Deal:
        ...     value: Money | MoneyEstimate = column(title="value")
        >>> row = to_row(Deal(value=MoneyEstimate.of(Estimate.at_least(100), "EUR")))
        >>> row["value"], row["value_currency"], row["value_low"], row["value_qualifier"]
        ('', 'EUR', '100', 'at_least')
    """

    amount: Decimal | None = column(title="amount, the best value of an estimate", default=None, main=True)
    currency: Currency = column(title="currency", unit="ISO 4217")
    low: Decimal | None = column(title="lower end, blank where there is none", default=None)
    high: Decimal | None = column(title="upper end, blank where there is none", default=None)
    low_open: bool | None = column(title="lower end excluded, blank where there is none", default=None)
    high_open: bool | None = column(title="upper end excluded, blank where there is none", default=None)
    qualifier: Qualifier | None = column(title="hedge it was stated with, blank where it is exact money", default=None)


_ESTIMATE: Any = find_layout(Estimate)
_CLOSED = frozenset({"", "false"})
_ENDS = ("low", "high", "low_open", "high_open", "qualifier")


def _pack(amount: Amount) -> MoneyEstimateColumns:
    if isinstance(amount, Money):
        return MoneyEstimateColumns(amount=amount.amount, currency=amount.currency)
    packed = _ESTIMATE.pack(amount.estimate)
    ends = {name: getattr(packed, name) for name in _ENDS}
    return MoneyEstimateColumns(amount=packed.best, currency=amount.currency, **ends)


def estimate_of(best: Decimal | None, columns: Any) -> Estimate | None:  # noqa: ANN401 - whatever has these columns
    """Read an estimate of its best value and of the columns of its ends and hedge; None where the figure is exact.

    Raises:
        InvalidValueError: There are ends and no hedge, or they do not go together.

    Example:
        >>> from centralasia.reference import currency
        >>> usd = currency("USD")
        >>> columns = MoneyEstimateColumns(currency=usd, low=Decimal(2), high_open=True, qualifier="at_least")
        >>> print(estimate_of(None, columns))
        at least 2
    """
    if columns.qualifier is not None:
        estimate = EstimateColumns(
            best=best,
            low=columns.low,
            high=columns.high,
            low_open=columns.low_open or False,
            high_open=columns.high_open or False,
            qualifier=columns.qualifier,
        )
        found: Estimate = _ESTIMATE.unpack(estimate)
        return found
    if columns.low is not None or columns.high is not None or columns.low_open or columns.high_open:
        raise InvalidValueError("qualifier", "", "given, since there are ends", f"one of {', '.join(Qualifier)}")
    return None


def _unpack(columns: MoneyEstimateColumns) -> Amount:
    estimate = estimate_of(columns.amount, columns)
    if estimate is not None:
        return MoneyEstimate(estimate, columns.currency)
    if columns.amount is None:
        raise InvalidValueError("amount", "", "given: neither an amount nor the ends of an estimate stand there")
    return Money(columns.amount, columns.currency)


def _unpack_estimate(columns: MoneyEstimateColumns) -> MoneyEstimate:
    amount = _unpack(columns)
    return amount if isinstance(amount, MoneyEstimate) else MoneyEstimate.of(amount.amount, amount.currency)


register_composite(Money, MoneyColumns)
register_composite(MoneyEstimate, MoneyEstimateColumns, pack=_pack, unpack=_unpack_estimate)


def is_closed(*cells: object) -> bool:
    """Tell whether cells say that no end is excluded.

    Example:
        >>> is_closed("", "false", None), is_closed("true")
        (True, False)
    """
    return all(cell is None or cell is False or (type(cell) is str and cell in _CLOSED) for cell in cells)


def _money_of(cells: Sequence[Any]) -> Money | None:
    amount, currency, low, high, low_open, high_open, qualifier = cells
    if type(amount) is not str or type(currency) is not str:
        return None
    if qualifier or low or high or not is_closed(low_open, high_open):
        return None
    try:
        return Money.of(amount, currency)
    except CentralAsiaError:
        return None  # said better where the columns are read one by one


register_composite(Money | MoneyEstimate, MoneyEstimateColumns, pack=_pack, unpack=_unpack, quick=_money_of)
