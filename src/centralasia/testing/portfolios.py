"""Portfolios of financing operations, and in which currency and at which rates they are looked at."""

from collections.abc import Sequence
from datetime import date

import centralasia as ca
from centralasia.testing.calendar import days, periods
from centralasia.testing.extra import shown_as_called, st
from centralasia.testing.financing import financing_operations, memoranda
from centralasia.testing.rates import policies
from centralasia.testing.reference import chosen, favouring_first, with_minor_unit

__all__ = ["conversion_bases", "portfolios"]


@shown_as_called
def portfolios(*, max_size: int = 4, exact: bool = False) -> "st.SearchStrategy[ca.financing.Portfolio]":
    """Generate portfolios: operations in several currencies, some of them parts of another one, and memoranda.

    Args:
        max_size: The most operations.
        exact: Whether the amounts of the operations are money, and none an estimate.

    Example:
        >>> from hypothesis import given
        >>> @given(portfolios())
        ... def a_table_tells_of_every_operation(portfolio: ca.financing.Portfolio) -> None:
        ...     table = portfolio.table("lender", measure="committed")
        ...     counted = {each for line in table.lines for each in line.operations}
        ...     assert counted | set(table.left_out) == {each.reference for each in portfolio.operations}
        >>> a_table_tells_of_every_operation()
    """
    operations = st.lists(
        financing_operations(exact=exact), max_size=max_size, unique_by=lambda operation: operation.reference
    )
    hopes = st.lists(memoranda(), max_size=2, unique_by=lambda memorandum: memorandum.reference)
    return st.builds(_portfolio, operations, hopes, has_parts=st.booleans())


@shown_as_called
def conversion_bases(*, to: "ca.Currency | str | None" = None) -> "st.SearchStrategy[ca.financing.ConversionBasis]":
    """Generate currencies and moments for tables of portfolios, at the rates that ship with the package.

    Args:
        to: The currency; any with an ISO code and a minor unit when not given.

    Raises:
        UnknownCodeError: No such currency.

    Example:
        >>> from hypothesis import find
        >>> find(conversion_bases(to="USD"), lambda basis: basis.on is not None).at.value
        'report'
    """
    return st.builds(
        _basis,
        favouring_first(chosen(to) or with_minor_unit()),
        st.sampled_from(tuple(ca.financing.Moment)),
        on=days() | periods(),
        policy=st.none() | policies(ca.rates.Policy),
    )


def _portfolio(
    operations: "Sequence[ca.financing.FinancingOperation]",
    hopes: "Sequence[ca.financing.Memorandum]",
    *,
    has_parts: bool,
) -> "ca.financing.Portfolio":
    """Put the operations together, the others perhaps as parts of the first one."""
    whole, parts = operations[:1], operations[1:]
    if has_parts:
        parts = [ca.records.evolve(each, part_of=whole[0].reference) for each in parts]
    return ca.financing.Portfolio.of([*whole, *parts], memoranda=hopes)


def _basis(
    to: "ca.Currency",
    at: "ca.financing.Moment",
    *,
    on: "date | ca.Period",
    policy: "ca.rates.Policy | None",
) -> "ca.financing.ConversionBasis":
    is_report = at is ca.financing.Moment.REPORT
    return ca.financing.ConversionBasis(to=to, at=at, on=on if is_report else None, policy=policy)
