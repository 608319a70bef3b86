"""The columns of an estimate."""

from decimal import Decimal

from centralasia.numbers import Estimate, Qualifier
from centralasia.records.columns import column
from centralasia.records.declarations import record, register_composite

__all__ = ["EstimateColumns"]

_INFINITY = Decimal("Infinity")


@record
class EstimateColumns:
    """How an `Estimate` stands in columns: the best value under the name of the field, and what is known beside it.

    Units:
        Those of the column.

    Example:
        >>> from centralasia.records import record, to_row
        >>> @record
        ... class Share:
        ...     percent: Estimate = column(title="share of GDP", unit="percent")
        >>> row = to_row(Share(percent=Estimate.at_least(12)))
        >>> row["percent"], row["percent_low"], row["percent_high"], row["percent_qualifier"]
        ('', '12', '', 'at_least')
    """

    best: Decimal | None = column(title="best value, blank where none is known", default=None, main=True)
    low: Decimal | None = column(title="lower end, blank where there is none", default=None)
    high: Decimal | None = column(title="upper end, blank where there is none", default=None)
    low_open: bool = column(title="lower end excluded", default=False)
    high_open: bool = column(title="upper end excluded", default=False)
    qualifier: Qualifier = column(title="hedge it was stated with")


def _pack(estimate: Estimate) -> EstimateColumns:
    return EstimateColumns(
        best=estimate.best,
        low=estimate.low if estimate.low.is_finite() else None,
        high=estimate.high if estimate.high.is_finite() else None,
        low_open=estimate.low_open,
        high_open=estimate.high_open,
        qualifier=estimate.qualifier,
    )


def _unpack(columns: EstimateColumns) -> Estimate:
    return Estimate(
        best=columns.best,
        low=-_INFINITY if columns.low is None else columns.low,
        high=_INFINITY if columns.high is None else columns.high,
        low_open=columns.low_open,
        high_open=columns.high_open,
        qualifier=columns.qualifier,
    )


register_composite(Estimate, EstimateColumns, pack=_pack, unpack=_unpack)
