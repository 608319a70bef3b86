"""Cells: the fields of a rate as the cells of one line of somebody's table."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from decimal import Context, Decimal
from functools import lru_cache
from typing import Any, Final, Literal, TypeAlias

import attrs

from centralasia.errors import CentralAsiaError, InvalidValueError
from centralasia.numbers import as_decimal
from centralasia.periods import Period, day_or_period
from centralasia.rates import RateKind, Side
from centralasia.rates.quotes import OVER_A_PERIOD, rate_kind
from centralasia.readers.figures import read_day, read_figure, read_units

__all__ = ["CellError", "DecimalMark", "Order", "stated_in"]

Order: TypeAlias = Literal["dmy", "mdy"]
"""Which figure of a day stands first where the year does not."""
DecimalMark: TypeAlias = Literal[".", ","]
"""What stands before the decimals."""

_GROUPS: Final[Mapping[str | None, str]] = {".": ",", ",": ".", None: ""}
_UNDECIDED: Final = re.compile(r"\s*[1-9][0-9]{0,2},[0-9]{3}\s*")
_LONGEST: Final = 40  # digits before and after the point that a bulletin reads
_ROUGHLY: Final = Context(prec=28)
_MOST_DECIMALS: Final = 1_000
_TRUTHS: Final = {"": False, "false": False, "0": False, "true": True, "1": True}
_UNSTATED: Final = "unstated"


@attrs.define
class CellError(Exception):
    """A cell is not what its column holds.

    Attributes:
        field: The field.
        expected: What should be there.
        code: The kind of finding it is.
        fix: What to do about it.
    """

    field: str
    expected: str
    code: str = "unreadable-cell"
    fix: str = ""


def stated_in(cells: Mapping[str, str | None], order: Order | None, decimal: DecimalMark | None) -> dict[str, Any]:
    """Read what `Gathering.take` takes beside the currency that is priced.

    Args:
        cells: The texts by field; None where a record has no such cell, and blank for the
            default; a blank nominal is refused, since units are never assumed.
        order: Which figure of a day stands first; what can be read both ways is refused when not given.
        decimal: The decimal mark; what can be read both ways is refused when not given.

    Raises:
        CellError: One of them cannot be read.

    Example:
        >>> cells = {"quote": "KZT", "value": "501,20", "on": "14.02.2030", "kind": "cash"}
        >>> stated = stated_in(cells, None, None)
        >>> stated["figure"], stated["on"], stated["kind"]
        ('501,20', datetime.date(2030, 2, 14), <RateKind.CASH: 'cash'>)
    """
    given = {field: cell for field, cell in cells.items() if cell}
    group = _GROUPS[decimal]
    on = _on(given["on"], order, "on")
    kind = _kind(given.get("kind", RateKind.OFFICIAL))
    if (kind in OVER_A_PERIOD) is not isinstance(on, Period):
        raise CellError("on", f"a {'period' if kind in OVER_A_PERIOD else 'day'}, for a rate of kind {kind}")
    figure, value = _figure(cells.get("value"), decimal, group)
    return {
        "quote": given["quote"],
        "figure": figure,
        "value": value,
        "group": group,
        "on": on,
        "kind": kind,
        "units": cells.get("nominal", 1),
        "side": _side(given.get("side", Side.MID)),
        "source": given.get("source", _UNSTATED),
        "decimals": _decimals(given.get("decimals")),
        "until": _until(given.get("until"), order, on),
        "margin": _margin(given.get("margin"), value or read_figure(figure or "", group), decimal),
        "change": given.get("change"),
        "inverted": _inverted(given.get("inverted", "")),
    }


@lru_cache(maxsize=4_096)
def _on(text: str, order: Order | None, field: str) -> date | Period:
    """Read a day or a period; a day that is another one with day and month exchanged is refused."""
    found = read_day(text, order or "dmy")
    if order is None and "." not in text:
        other = read_day(text, "mdy")
        if found is not None and other is not None and found != other:
            expected = f"a day that can be read in one way only, and not as {found} and as {other}"
            raise CellError(field, expected, "ambiguous-day", "say which figure stands first with day_order=")
        found = found or other
    if found is not None:
        return found
    try:
        return day_or_period(text)
    except CentralAsiaError:
        raise CellError(field, "a day or a period", "unreadable-day") from None


def _until(text: str | None, order: Order | None, on: date | Period) -> date | None:
    if text is None:
        return None
    found = _on(text, order, "until")
    if isinstance(found, Period) or isinstance(on, Period) or found <= on:
        raise CellError("until", f"a day after {on}, for a rate of a day")
    return found


@lru_cache(maxsize=64)
def _kind(text: str) -> RateKind:
    try:
        return rate_kind(text)
    except InvalidValueError as error:
        raise CellError("kind", error.expected) from None


@lru_cache(maxsize=64)
def _side(text: str) -> Side:
    try:
        return Side(text.strip().lower())
    except ValueError:
        raise CellError("side", f"one of {', '.join(Side)}") from None


def _figure(text: str | None, decimal: DecimalMark | None, group: str) -> tuple[str | None, Decimal | None]:
    """Give a figure as a bulletin reads it, and exactly where that is not the same."""
    if text is None:
        return None, None
    _check_decided("value", text, decimal)
    if len(text) <= _LONGEST and not {"e", "E"} & set(text):
        return text, None
    exact = _exact(text, group)
    return (text, None) if exact is None or exact <= 0 else (str(_ROUGHLY.create_decimal(exact)), exact)


def _check_decided(field: str, text: str, decimal: DecimalMark | None) -> None:
    if decimal is None and _UNDECIDED.fullmatch(text):
        expected = f"a figure that can be read in one way only, and not {text.strip()!r}"
        raise CellError(field, expected, "ambiguous-number", "say which mark is decimal with decimal=")


def _exact(text: str, group: str) -> Decimal | None:
    """Read a figure of any length, and one with an exponent as it was written."""
    if not (group and group in text):
        with suppress(InvalidValueError):
            return as_decimal(text.strip(), "value")
    return read_figure(text, group)


def _decimals(text: str | None) -> int | None:
    found = None if text is None else read_units(text)
    if text is not None and (found is None or found > _MOST_DECIMALS):
        raise CellError("decimals", f"a whole number from 0 to {_MOST_DECIMALS:,}")
    return found


def _margin(text: str | None, value: Decimal | None, decimal: DecimalMark | None) -> Decimal | None:
    if text is None:
        return None
    _check_decided("margin", text, decimal)
    group = _GROUPS[decimal]
    found = _exact(text, group)
    if found is None or found < 0 or (value is not None and found >= value > 0):
        raise CellError("margin", "a figure from 0 to below the value")
    return found


def _inverted(text: str) -> bool:
    found = _TRUTHS.get(text.strip().lower())
    if found is None:
        raise CellError("inverted", "true or false")
    return found
