"""Which flows are wanted: the keywords by which matrices choose."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final, TypedDict, final

import attrs

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.periods import Period, period
from centralasia.records.kinds import as_scalar
from centralasia.reference import Currency, currency
from centralasia.remittances.flows import Basis, RemittanceFlow, RemittanceMeasure, Reporter

__all__ = ["DEFAULTS", "HEADERS", "READ", "Choice", "Only"]


class Only(TypedDict, total=False):
    """Which flows are wanted; where a frame has no such column, what all of its rows are.

    Attributes:
        period: Those whose period lies in this one.
        measure: Those of this measure.
        reporter: Those by this reporter.
        basis: Gross or net ones.
        currency: Those in this currency.
        vintage: Those of this vintage.

    Example:
        >>> Only(measure="bank_transfers", period="2023")
        {'measure': 'bank_transfers', 'period': '2023'}
    """

    period: Period | str
    measure: RemittanceMeasure | str
    reporter: Reporter | str
    basis: Basis | str
    currency: Currency | str
    vintage: str


@final
@attrs.frozen(kw_only=True)
class Choice:
    """The flows that are wanted, read; None is any."""

    period: Period | None = None
    measure: RemittanceMeasure | None = None
    reporter: Reporter | None = None
    basis: Basis | None = None
    currency: Currency | None = None
    vintage: str | None = None

    @classmethod
    def of(cls, only: Only) -> "Choice":
        """Read what a caller wants.

        Raises:
            InvalidValueError: There is no such field, measure, reporter or basis.
        """
        read = {name: READ[name](value) for name, value in only.items() if _known(name)}
        return cls(**read)

    def takes(self, flow: RemittanceFlow) -> bool:
        """Tell whether a flow is wanted."""
        return (
            (self.period is None or flow.period in self.period)
            and (self.measure is None or flow.measure is self.measure)
            and (self.reporter is None or flow.reporter is self.reporter)
            and (self.basis is None or flow.basis is self.basis)
            and (self.currency is None or flow.amount.currency is self.currency)
            and (self.vintage is None or flow.vintage == self.vintage)
        )

    def stated(self) -> dict[str, Any]:
        """Give what is wanted by the headers of its columns."""
        found = {HEADERS.get(name, name): getattr(self, name) for name in READ}
        return {name: value for name, value in found.items() if value is not None}


def _known(name: str) -> bool:
    if name in READ:
        return True
    raise InvalidValueError("keyword", name, f"one of {', '.join(READ)}")


def _member(enum: type[StrEnum], field: str) -> Callable[[object], Any]:
    """Read a code as the column of the record does."""
    return lambda value: as_scalar(enum, value, field)


def _vintage(value: object) -> str:
    if isinstance(value, str):
        return value
    raise WrongTypeError("vintage", value, "a text")


READ: Final[Mapping[str, Any]] = {
    "period": period,
    "measure": _member(RemittanceMeasure, "measure"),
    "reporter": _member(Reporter, "reporter"),
    "basis": _member(Basis, "basis"),
    "currency": currency,
    "vintage": _vintage,
}
HEADERS: Final = {"currency": "amount_currency"}  # where the column of a field is called otherwise
DEFAULTS: Final[Mapping[str, Any]] = {"reporter": Reporter.RECEIVER, "basis": Basis.GROSS, "vintage": ""}
