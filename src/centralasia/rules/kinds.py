"""Kinds of data: which record a row is, and which columns say what it is about."""

from typing import Any, Final, final

import attrs

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.financing import FinancingOperation, Memorandum
from centralasia.rates import ExchangeRate
from centralasia.records import columns_of
from centralasia.records.declarations import declaration_of
from centralasia.remittances import RemittanceFlow, TransferQuote
from centralasia.trade import Target, TradeAgreement, TradeDeal, TradeFlow, TradeMeasure

__all__ = ["KINDS", "Kind", "kind_named"]


@final
@attrs.frozen(kw_only=True)
class Kind:
    """A kind of data.

    Attributes:
        name: What it is called.
        cls: The record class of a row.
        figures: The columns that are read as figures of which most are distinct.
        key: The columns that tell one row from another.
        values: The columns in which two rows with the same key differ if one of them is wrong.

    Example:
        >>> KINDS["rates"].key
        ('base', 'quote', 'on', 'kind', 'side', 'source', 'inverted')
    """

    name: str
    cls: type[Any]
    figures: tuple[str, ...]
    key: tuple[str, ...]
    values: tuple[str, ...]


def _kind(name: str, cls: type[Any], *figures: str, key: tuple[str, ...] = (), values: tuple[str, ...] = ()) -> Kind:
    there = {spec.name for spec in columns_of(cls)}
    ends = [f"{figure}{end}" for figure in figures for end in ("", "_low", "_high") if f"{figure}{end}" in there]
    moneys = [f"{figure}_currency" for figure in figures if f"{figure}_currency" in there]
    return Kind(
        name=name,
        cls=cls,
        figures=tuple(ends),
        key=key or declaration_of(cls).key,
        values=values or (*ends, *moneys),
    )


_QUOTED: Final = ("base", "quote", "on", "kind", "side", "source", "inverted")

KINDS: Final = {
    kind.name: kind
    for kind in (
        _kind("rates", ExchangeRate, "value", key=_QUOTED, values=("value", "nominal")),
        _kind("remittances", RemittanceFlow, "amount"),
        _kind("costs", TransferQuote),
        _kind("trade", TradeFlow, "value", "quantity"),
        _kind("deals", TradeDeal, "value", "quantity"),
        _kind("agreements", TradeAgreement),
        _kind("measures", TradeMeasure),
        _kind("targets", Target),
        _kind("financing", FinancingOperation, "amount", "disbursed"),
        _kind("memoranda", Memorandum, "amount"),
    )
}
"""All kinds by name."""


def kind_named(name: object) -> Kind:
    """Give a kind by its name.

    Args:
        name: The name.

    Raises:
        InvalidValueError: There is none of this name.
        WrongTypeError: It is no text.

    Example:
        >>> kind_named("trade").cls.__name__
        'TradeFlow'
    """
    if not isinstance(name, str):
        raise WrongTypeError("kind", name, "a text")
    found = KINDS.get(name.strip().lower())
    if found is None:
        raise InvalidValueError("kind", name, f"one of {', '.join(KINDS)}")
    return found
