"""Rules about goods: codes that were not valid, values that do not go with quantities, chapters and their total."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias, final

import numpy as np

from centralasia.money import Amount, Money
from centralasia.quantities import Quantity, Unit
from centralasia.rules.columns import Judged
from centralasia.rules.data import Context, Data, Located
from centralasia.rules.found import found_in
from centralasia.rules.hits import Hits, Told
from centralasia.rules.magnitudes import Steps, excess_of, levels_of, magnitude_of, said, scaled_cells
from centralasia.series.words import briefly
from centralasia.trade import TOTAL, HSCode, Revision, TradeFlow, hs_code, revisions_of

__all__ = ["check_chapters", "check_codes", "check_mass", "check_unit_values"]

_CODED: Final = {"trade": "commodity", "deals": "commodities", "measures": "products"}
_HS_DIGITS: Final = 6
_CHAPTER: Final = 2
_NATIONAL: Final = ("98", "99")
_MOST_DIGITS: Final = 10
_ENOUGH: Final = 20  # subheadings that tell by which revision a country reports
_NEARLY_ALL: Final = 0.95

_FEWEST: Final = 6  # flows of a good that say what it usually costs
_OF_QUARTILES: Final = 1.349  # standard deviations between the quartiles of a normal distribution
_LEAST: Final = 0.05  # decimals by which prices differ anyhow: 12 percent
_FAR: Final = 4.0  # usual distances
_NEAR: Final = 3.0
_POWERS: Final = (3, -3)
_SHOWN: Final = 3


def check_codes(data: Data, _: Context) -> Iterator[Hits]:
    """Find codes of goods that are in no revision, not in the one that is stated, or not in any of that time.

    Args:
        data: The table.
    """
    field = _CODED[data.kind.name]
    column = data.judged(field)
    if column is None:
        return
    rows = column.faulty.tolist()
    refused = [(row, _tell_refused(column, row)) for row in rows]
    yield from found_in([*refused, *_outdated(data.records)], field)


def _tell_refused(column: Judged, row: int) -> Told:
    """Say why a code cannot be read."""
    text, fault = str(column.cell(row)), column.fault(row)
    fix = None if fault is None else fault.fix
    digits = text.rpartition(":")[2].strip().replace(" ", "").replace(".", "")
    if digits.isascii() and digits.isdigit() and _is_code(f"0{digits}"):
        code = hs_code(f"0{digits}")
        told = f"{text} is no code, and {code} is one"
        return Told(told, "chapters 01 to 09 lose their zero where a code is taken for a number", fix)
    known = [each.value for each in revisions_of(digits)] if _is_shaped(digits) else []
    if known:
        told = f"{text} is no code: the digits are in {', '.join(known)}"
        return Told(told, "a code of another revision than is stated", f"state {known[-1]}, or convert the code")
    return Told(f"{text} is no code of any revision that is listed", "a misspelt code", fix)


def _is_shaped(digits: str) -> bool:
    even = digits.isascii() and digits.isdigit() and not len(digits) % 2
    return even and _CHAPTER <= len(digits) <= _MOST_DIGITS


def _is_code(digits: str) -> bool:
    return _is_shaped(digits) and bool(revisions_of(digits))


def _outdated(records: Iterable[Located]) -> Iterator[tuple[int, Told]]:
    """Find codes that came only later, or that are of another revision than all others of a reporter and year."""
    groups: dict[tuple[Any, ...], list[Located]] = {}
    for each in records:
        if isinstance(each.record, TradeFlow) and _is_judged(each.record.commodity):
            flow = each.record
            groups.setdefault((flow.reporter, flow.source.key, flow.vintage, flow.period.end.year), []).append(each)
    for (*_, year), flows in groups.items():
        there = [each for each in revisions_of(TOTAL) if each.year <= year]
        if there:
            yield from _of_other_times(flows, there, year)


def _is_judged(code: HSCode) -> bool:
    return code.digits >= _HS_DIGITS and not code.is_national_use


def _of_other_times(flows: Sequence[Located], there: Sequence[Revision], year: int) -> Iterator[tuple[int, Told]]:
    known = {each.record.commodity: _revisions(each.record.commodity) for each in flows}
    counts = {each: sum(each in revisions for revisions in known.values()) for each in there}
    used = max(reversed(there), key=counts.__getitem__)
    is_told = len(known) >= _ENOUGH and counts[used] >= _NEARLY_ALL * len(known)
    for row, flow in flows:
        revisions = known[flow.commodity]
        listed = ", ".join(each.value for each in revisions)
        if not any(each in there for each in revisions):
            told = (
                f"{flow.commodity} is a code of {listed}, from {revisions[0].year} on, and the period is {flow.period}"
            )
            yield row, Told(told, "a code of a later revision", f"use a code that was there in {year}")
        elif is_told and used not in revisions:
            told = (
                f"{flow.commodity} is in {listed}, and not in {used.value}, as {counts[used]} of {len(known)} codes are"
            )
            yield row, Told(told, "codes of two revisions in one table", f"convert it to {used.value}")


def _revisions(code: HSCode) -> tuple[Revision, ...]:
    return revisions_of(code) if code.revision is None else (code.revision,)


@final
class _Priced(NamedTuple):
    """A flow, and the decimal logarithm of its value for one kilogram, or for another unit."""

    each: Located
    log: float


@final
class _Odd(NamedTuple):
    """A flow whose value does not go with its quantity."""

    each: Located
    off: float
    usual: float
    power: int | None
    others: int
    unit: str


def check_unit_values(data: Data, _: Context) -> Iterator[Hits]:
    """Find values that are too large or too small for their quantities, for no reason that can be named.

    Args:
        data: The table.
    """
    yield from found_in([_tell_odd(odd) for odd in _all_odd(data) if odd.power is None], "value")


def check_mass(data: Data, _: Context) -> Iterator[Hits]:
    """Find quantities, or values, that are a thousand times too large or too small for each other.

    Args:
        data: The table.
    """
    odd = [each for each in _all_odd(data) if each.power is not None]
    levels = _levels(data.records) if odd else {}
    yield from found_in([_tell_slip(data, each, levels) for each in odd], "quantity")


def _all_odd(data: Data) -> list[_Odd]:
    return data.once("odd unit values", lambda: list(_odd(data.records)))


def _odd(records: Iterable[Located]) -> Iterator[_Odd]:
    """Hold unit values of each good against their median, in units of the distance between the quartiles."""
    groups: dict[tuple[Any, ...], list[_Priced]] = {}
    units: dict[Unit, tuple[str, float]] = {}
    for each in records:
        flow = each.record
        value, quantity = magnitude_of_or_none(flow.value), magnitude_of_or_none(flow.quantity)
        if value is None or quantity is None or (not flow.commodity.digits and not flow.product):
            continue
        unit, size = units.get(flow.quantity.unit) or units.setdefault(flow.quantity.unit, _base(flow.quantity.unit))
        key = flow.commodity.code, flow.product.casefold(), flow.value.currency, unit
        groups.setdefault(key, []).append(_Priced(each, value - quantity - size))
    for (*_, unit), priced in groups.items():
        if len(priced) >= _FEWEST:
            yield from _outliers(priced, unit)


def magnitude_of_or_none(figure: Any) -> float | None:  # noqa: ANN401 - money, a quantity, an estimate or nothing
    """Give the magnitude of what may not be stated.

    Args:
        figure: The figure, or None.

    Example:
        >>> magnitude_of_or_none(None) is None
        True
    """
    return None if figure is None else magnitude_of(figure)


def _base(unit: Unit) -> tuple[str, float]:
    """Give the unit that masses are brought to, and how many of it one is, in decimals; others stay as they are."""
    if not unit.converts_to("kg"):
        return str(unit), 0.0
    return "kg", magnitude_of(Quantity.of(1, unit).to("kg")) or 0.0


def _outliers(priced: Sequence[_Priced], unit: str) -> Iterator[_Odd]:
    logs = np.array([each.log for each in priced])
    first, usual, third = np.quantile(logs, (0.25, 0.5, 0.75))
    spread = max(_LEAST, float(third - first) / _OF_QUARTILES)
    for place in np.flatnonzero(np.abs(logs - usual) > _FAR * spread).tolist():
        off = float(logs[place] - usual)
        slips = [power for power in _POWERS if abs(off - power) <= min(_NEAR * spread, abs(off) / 2)]
        yield _Odd(priced[place].each, off, float(usual), slips[0] if slips else None, len(logs), unit)


def _told(odd: _Odd) -> str:
    flow = odd.each.record
    money = f"{flow.value.currency}/{odd.unit}"
    return (
        f"{briefly(flow.value)} for {briefly(flow.quantity)} is {said(odd.usual + odd.off, money)}, and the median of "
        f"{odd.others} flows of {flow.goods} is {said(odd.usual, money)}"
    )


def _tell_odd(odd: _Odd) -> tuple[int, Told]:
    way = "high" if odd.off > 0 else "low"
    cause = (
        f"a price that is {said(abs(odd.off))} times too {way}: another good or quality, or a wrong value or quantity"
    )
    return odd.each.row, Told(_told(odd), cause, "look value and quantity up")


def _levels(records: Iterable[Located]) -> dict[int, tuple[float, float]]:
    """Say of each flow how far its value and its quantity are from those around it in its own series."""
    groups: dict[tuple[Any, ...], list[Located]] = {}
    for each in records:
        flow = each.record
        if magnitude_of_or_none(flow.value) is not None and magnitude_of_or_none(flow.quantity) is not None:
            key = flow.reporter, flow.partner, flow.flow, flow.commodity.code, flow.product.casefold()
            rest = flow.value.currency, flow.quantity.unit, flow.source.key, flow.period.frequency
            groups.setdefault((*key, *rest), []).append(each)
    found: dict[int, tuple[float, float]] = {}
    for flows in groups.values():
        ordered = sorted(flows, key=attrgetter("record.period"))
        sides = [levels_of([magnitude_of(getattr(each.record, name)) or 0.0 for each in ordered]) for name in _SIDES]
        for each, value, quantity in zip(ordered, *sides, strict=True):
            if value is not None and quantity is not None:
                found[each.row] = value.off, quantity.off
    return found


_SIDES: Final = ("value", "quantity")


def _tell_slip(data: Data, odd: _Odd, levels: dict[int, tuple[float, float]]) -> tuple[int, Told]:
    """Say which of the two is off, where the series of each tells; both causes where they do not."""
    row, power = odd.each.row, odd.power or 0
    by = f"{10 ** abs(power):,} times too"
    small, large = ("small", "large") if power > 0 else ("large", "small")
    causes = {
        "quantity": f"the quantity is {by} {small}: kilograms taken for tonnes, or the reverse",
        "value": f"the value is {by} {large}: thousands taken for single units, or the reverse",
    }
    fixes = {
        "quantity": f"the quantity {'times' if power > 0 else 'divided by'} {10 ** abs(power):,} fits",
        "value": f"the value {'divided by' if power > 0 else 'times'} {10 ** abs(power):,} fits",
    }
    value, quantity = levels.get(row, (0.0, 0.0))
    misses = {"quantity": abs(quantity + power) + abs(value), "value": abs(value - power) + abs(quantity)}
    blamed = [name for name, miss in misses.items() if miss < 1]
    if row not in levels or len(blamed) != 1:
        return row, Told(_told(odd), " or ".join(causes.values()), " or ".join(fixes.values()))
    [name] = blamed
    cells = [(field, data.value(field, row)) for field in (name, f"{name}_low", f"{name}_high")]
    change = scaled_cells(cells, power if name == "quantity" else -power)
    return row, Told(_told(odd), causes[name], fixes[name], column=name, change=change)


def check_chapters(data: Data, _: Context) -> Iterator[Hits]:
    """Find goods that are worth less than those they are made up of, by more than rounding makes.

    Args:
        data: The table.
    """
    groups: dict[tuple[Any, ...], dict[str, Located]] = {}
    for each in data.records:
        flow = each.record
        if flow.value is not None and not flow.product:
            key = flow.reporter, flow.partner, flow.flow, flow.period, flow.valuation, flow.value.currency
            rest = flow.source.key, flow.vintage
            groups.setdefault((*key, *rest), {}).setdefault(_digits(flow.commodity), each)
    wholes = [each for group in groups.values() if len(group) > 1 for each in _wholes(group)]
    steps = _steps(wholes)
    found = []
    for whole, parts in wholes:
        flow = whole.record
        excess = excess_of(flow.value, [each.record.value for each in parts], steps[flow.source.key])
        found += [] if excess is None else [(whole.row, _tell_exceeded(flow, [each.record for each in parts], excess))]
    yield from found_in(found, "value")


_Whole: TypeAlias = tuple[Located, list[Located]]


def _steps(wholes: Iterable[_Whole]) -> dict[str, Steps]:
    """Say to which digits each source prints such figures and their parts."""
    figures: dict[str, tuple[list[Decimal], list[Decimal]]] = {}
    for whole, parts in wholes:
        for known, flows in zip(figures.setdefault(whole.record.source.key, ([], [])), ([whole], parts), strict=True):
            known += [each.record.value.amount for each in flows if isinstance(each.record.value, Money)]
    return {name: Steps.of(*both) for name, both in figures.items()}


def _digits(code: HSCode) -> str:
    return code.code if code.digits else ""


def _wholes(group: dict[str, Located]) -> Iterator[_Whole]:
    """Give each code that has others below it, with the nearest level of these."""
    below: dict[str, dict[int, list[Located]]] = {}
    for code, each in group.items():
        for length in range(0, len(code), 2):
            if code[:length] in group:
                below.setdefault(code[:length], {}).setdefault(len(code), []).append(each)
    for code, levels in below.items():
        yield group[code], levels[min(levels)]


def _tell_exceeded(whole: TradeFlow, parts: Sequence[TradeFlow], excess: Amount) -> Told:
    total = "" if whole.value is None else briefly(whole.value)
    codes = ", ".join([each.commodity.code for each in parts[:_SHOWN]] + (["…"] if len(parts) > _SHOWN else []))
    return Told(
        f"the {len(parts)} parts of {whole.goods} ({codes}) are worth {briefly(excess)} more in {whole.period} than "
        f"the whole, {total}",
        "a code that is counted twice, two revisions in one table, or a wrong total",
        "look up what the total counts",
    )
