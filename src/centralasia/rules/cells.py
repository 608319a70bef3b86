"""Cells that are not written as the declaration has them: days and figures, read by what the whole column tells."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from centralasia.errors import CentralAsiaError
from centralasia.records.columns import Column, make_check
from centralasia.rules.columns import Fault, ReadAll, fault_of, is_day
from centralasia.tables import read_days, read_numerals

__all__ = ["days_reader", "numerals_reader"]

_LOCALE: Final = "name the locale of the figures with locale="
_ISO: Final = "write days as 2024-03-04"


def numerals_reader(said: dict[str, Any], *, locale: str | None) -> ReadAll:
    """Give what reads the figures of a column that are not written as Python has them.

    Args:
        said: Takes how the figures are written.
        locale: The locale of the figures, where it is known.
    """
    return partial(_read_numerals, said, locale)


def _read_numerals(said: dict[str, Any], locale: str | None, texts: Sequence[str]) -> list[Any]:
    found = read_numerals(texts, locale=locale)
    if found.decimal is not None:
        said["decimal"] = found.decimal
    if found.groups:
        said["groups"] = tuple(found.groups)
    read: list[Any] = [*found.values]
    for place in found.ambiguous:
        read[place] = Fault(
            "ambiguous-number", "the mark may part decimals or groups, and no other figure tells", _LOCALE
        )
    for place in found.unreadable:
        read[place] = Fault("unreadable-value", "must be a figure")
    return read


def days_reader(spec: Column, said: dict[str, Any]) -> ReadAll | None:
    """Give what reads the days of a column that are not written as ISO 8601 has them; None for other columns.

    Args:
        spec: The declaration.
        said: Takes how the days are written.
    """
    return partial(_read_days, spec, said) if is_day(spec) else None


def _read_days(spec: Column, said: dict[str, Any], texts: Sequence[str]) -> list[Any]:
    found, check = read_days(texts), make_check(spec)
    if found.order is not None:
        said["date_order"] = found.order
    read: list[Any] = []
    ambiguous = set(found.ambiguous)
    for place, value in enumerate(found.values):
        if place in ambiguous:
            read.append(Fault("ambiguous-date", "day and month may change places, and no other day tells", _ISO))
        elif value is None:
            read.append(Fault("unreadable-day", "must be a day or a period", _ISO))
        else:
            read.append(_checked(check, value, spec))
    return read


def _checked(check: Callable[[Any], Any], value: object, spec: Column) -> Any:  # noqa: ANN401 - as the field has it
    try:
        return check(value)
    except CentralAsiaError as error:
        return fault_of(error, spec)
