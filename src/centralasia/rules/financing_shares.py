"""Shares of operations: those that are not the whole, and sectors that there are not, or were not any more."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, DecimalException
from functools import reduce
from typing import Any, Final

import attrs

from centralasia.errors import CentralAsiaError
from centralasia.financing import CountryShare, DACSector, FinancingOperation, SectorShare, dac_sector, dac_sectors
from centralasia.financing.shares import check_shares
from centralasia.financing.stages import first_day
from centralasia.numbers import Estimate, add
from centralasia.reference import near
from centralasia.rules.columns import Judged
from centralasia.rules.data import Context, Data
from centralasia.rules.financing_rows import broken_parts, hits_by_row, hits_in, refusal, stated, told_of, values_in
from centralasia.rules.hits import Hits, Told

__all__ = ["check_sectors", "check_shares_whole"]

_PARTS: Final[Mapping[str, tuple[type[Any], str]]] = {
    "countries": (CountryShare, "country"),
    "sectors": (SectorShare, "sector"),
}
_WHOLE: Final = Decimal(100)
_LISTED: Final = date(2021, 1, 1)
"""The lists are those of 2020: what they call withdrawn without a day was so by its end."""


def check_shares_whole(data: Data, _: Context) -> Iterator[Hits]:
    """Find countries and sectors whose shares are not 100 percent in total.

    Args:
        data: The table.
    """
    for field in _PARTS:
        column = data.judged(field)
        if column is not None:
            yield from hits_in(column, lambda value, text, field=field: _not_whole(field, value, text))  # type: ignore[misc]


def _not_whole(field: str, value: object, text: str) -> Told | None:
    cls, name = _PARTS[field]
    shares = values_in(cls, field, value=value, text=text)
    if not shares:
        return _impossible(broken_parts(value, text))
    error = refusal(lambda: check_shares(field, shares, name=name))
    return None if error is None else _explained(field, shares, told_of(error))


def _explained(field: str, shares: tuple[Any, ...], told: Told) -> Told:
    """Name the cause where the sum tells: fractions, or percents that were rounded."""
    percents = [share.percent for share in shares]
    stated = [percent for percent in percents if percent is not None]
    if not stated or len({getattr(share, _PARTS[field][1]) for share in shares}) < len(shares):
        return told
    total = reduce(add, stated)
    if total == 1 and len(stated) == len(shares):
        better = tuple([attrs.evolve(share, percent=share.percent * 100) for share in shares])
        return told._replace(cause="fractions in place of percents", change={field: better})
    printed: Any = sum((Estimate.printed(percent) for percent in stated), Estimate.exactly(0))
    if len(stated) == len(shares) and printed.contains(_WHOLE):
        last = max(range(len(shares)), key=lambda place: percents[place])
        better = tuple([attrs.evolve(each, percent=None) if n == last else each for n, each in enumerate(shares)])
        cause = f"each share was rounded: {' + '.join(map(str, stated))} is 100 within their last digits"
        return told._replace(cause=cause, change={field: better})
    cause = "a share is missing" if total < _WHOLE else "a share is a slip, or one of two periods is in it"
    return told._replace(cause=cause, fix=told.fix or "look the shares up in the source")


def _impossible(parts: list[Mapping[str, Any]]) -> Told | None:
    """Tell of shares that are no shares one by one: none, less than none, or more than all."""
    percents = [found for part in parts if (found := _percent(part.get("percent"))) is not None]
    wrong = [percent for percent in percents if not 0 < percent <= _WHOLE]
    if not wrong:
        return None
    message = f"a share is {wrong[0]} percent, and the shares are {reduce(add, percents)} percent in total"
    return Told(message, "a slip of a digit or a sign", "look the shares up in the source")


def _percent(said: object) -> Decimal | None:
    try:
        found = Decimal(said) if isinstance(said, str | int) else None
    except DecimalException:
        return None
    return found if found is not None and found.is_finite() else None


def check_sectors(data: Data, _: Context) -> Iterator[Hits]:
    """Find sectors that are none, and those that were withdrawn before the operation began.

    Args:
        data: The table.
    """
    column = data.judged("sectors")
    if column is None:
        return
    yield from hits_in(column, _unknown)
    if _has_withdrawn(column):
        yield from hits_by_row((row, _withdrawn(operation)) for row, operation in stated(data))


def _unknown(value: object, text: str) -> Told | None:
    if value is not None:
        return None
    parts = broken_parts(value, text)
    codes = [part.get("sector") for part in parts] or [part.split()[0] for part in text.split("|") if part.strip()]
    for code in codes:
        if not isinstance(code, str):
            continue
        try:
            dac_sector(code)
        except CentralAsiaError:
            return _near(code)
    return None


def _near(code: str) -> Told:
    whole = code.strip().removesuffix(".0")
    message = f"there is no sector {code[:_SHOWN]!r} among the purposes and categories of the DAC"
    if whole in dac_sectors():
        return Told(message, "a spreadsheet made a number of the code", f"write {whole}")
    found = near(whole, dac_sectors())
    return Told(
        message,
        "a slip of a digit, or a code of another list",
        f"did you mean {' or '.join(found)}?" if found else None,
    )


_SHOWN: Final = 20


def _has_withdrawn(column: Judged) -> bool:
    """Tell whether any sector of a column was withdrawn, so that operations have to be looked at."""
    return any(share.sector.is_withdrawn for value in column.values if value for share in value)


def _withdrawn(operation: FinancingOperation) -> Told | None:
    """Tell of a sector that was withdrawn before an operation had begun.

    A code that came later says nothing: operations are given new codes when lists change.
    """
    days = [first_day(event.on) for event in operation.stages if event.on is not None]
    for share in operation.sectors:
        until = _last(share.sector)
        if until is not None and days and min(days) >= until:
            message = (
                f"sector {share.sector} ({share.sector.name}) was withdrawn by {until}; the operation began {min(days)}"
            )
            return Told(message, "a code from an old list", _instead(share.sector), column="sectors")
    return None


def _last(sector: DACSector) -> date | None:
    return sector.valid_until or (_LISTED if sector.is_withdrawn else None)


def _instead(sector: DACSector) -> str:
    others = [each.code for each in sector.category.children if not each.is_withdrawn and not each.is_category]
    return f"use one of {', '.join(others[:_MOST_NAMED])}" if others else "look for the purpose that took its place"


_MOST_NAMED: Final = 4
