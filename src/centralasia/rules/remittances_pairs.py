"""Rules that hold flows of one period against each other: origins, the two sides of a corridor, parts and totals."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations
from math import log10
from typing import Any, Final, NamedTuple, TypeAlias, final

import numpy as np

from centralasia.money import Amount, Money
from centralasia.periods import Period
from centralasia.reference import WORLD, Country
from centralasia.remittances import (
    FlowMirror,
    RemittanceFlow,
    TotalCheck,
    mirror_flows,
)
from centralasia.remittances.flows import sense_of
from centralasia.rules.data import Context, Data, Located
from centralasia.rules.found import found_in
from centralasia.rules.hits import Hits, Told
from centralasia.rules.magnitudes import (
    Level,
    Steps,
    digits_of,
    excess_of,
    levels_of,
    magnitude_of,
    said,
    spread_of,
)
from centralasia.rules.remittances_series import Series, name_of, series_of
from centralasia.series.words import briefly

__all__ = ["check_mirror", "check_origin", "check_total", "exchanged_in", "moves_of"]

_FAR: Final = 4.0  # usual distances: no figure of the series is as far
_LEAST_FAR: Final = 0.15  # decimals: 1.4 times
_FIT: Final = 3  # part of the way by which exchanged figures may miss each other's level
_LEAST_FIT: Final = 0.1
_DIGITS: Final = 5  # that two origins do not share by chance
_COMMON: Final = 4  # flows of a period that tell how all of them moved
_FEWEST: Final = 5  # periods that say how two reports differ as a rule
_USUAL_MIRROR: Final = 0.1  # decimals: a quarter more, by which a gap may change
_MOST_SOURCES: Final = 3


@final
class _Placed(NamedTuple):
    """A flow, its magnitude, and where it stands in its series."""

    each: Located
    log: float
    level: Level | None


def _placed(data: Data) -> dict[int, _Placed]:
    found: dict[int, _Placed] = data.once("flows among their neighbours", lambda: _place_all(series_of(data)))
    return found


def _place_all(every: Iterable[Series]) -> dict[int, _Placed]:
    """Give the flows that are more than nothing by row, each with its place in its series."""
    found: dict[int, _Placed] = {}
    for series in every:
        known = [(each, log) for each in series if (log := magnitude_of(each.record.amount)) is not None]
        levels = levels_of([log for _, log in known])
        found |= {each.row: _Placed(each, log, level) for (each, log), level in zip(known, levels, strict=True)}
    return found


def check_origin(data: Data, _: Context) -> Iterator[Hits]:
    """Find amounts that are those of another origin, or of all origins.

    Two origins of a period have exchanged their amounts where each is far from its own neighbours and near those of the
    other; or one has the other's, to five digits.

    Args:
        data: The table.
    """
    pairs = _exchanges(data)
    exchanges = [(one.each.row, _tell_exchange(data, one, other)) for one, other in pairs]
    equals = [hit for group in _groups(data) if len(group) > 1 for hit in _equals(data, group)]
    yield from found_in([*exchanges, *equals], "amount")


def exchanged_in(data: Data) -> set[int]:
    """Give the rows whose amounts have changed places with those of another origin.

    Args:
        data: The table.
    """
    return {one.each.row for one, _ in _exchanges(data)}


def _groups(data: Data) -> list[list[_Placed]]:
    """Give the flows to one country, in one period and sense, by one source."""
    groups: dict[tuple[Any, ...], list[_Placed]] = {}
    for placed in _placed(data).values():
        flow = placed.each.record
        key = flow.destination, flow.period, sense_of(flow), name_of(flow), flow.vintage
        groups.setdefault(key, []).append(placed)
    return list(groups.values())


_Pairs: TypeAlias = list[tuple[_Placed, _Placed]]


def _exchanges(data: Data) -> _Pairs:
    """Give each flow that has the amount of another with that one."""
    found: _Pairs = data.once(
        "exchanged flows", lambda: [pair for group in _groups(data) for pair in _exchanged(group)]
    )
    return found


def _exchanged(group: list[_Placed]) -> Iterator[tuple[_Placed, _Placed]]:
    common = _common([each.level.off for each in group if each.level is not None])
    odd = [each for each in group if each.level is not None and _is_odd(each.level, common)]
    for one, other in combinations(odd, 2):
        if _has_level(one, other, common) and _has_level(other, one, common):
            yield one, other
            yield other, one


def _is_odd(level: Level, common: float) -> bool:
    return abs(level.off - common) > max(_LEAST_FAR, _FAR * level.spread)


def _has_level(one: _Placed, other: _Placed, common: float) -> bool:
    """Tell whether one flow is where the other is as a rule."""
    usual = other.log - _off(other) + common
    return abs(one.log - usual) <= max(_LEAST_FIT, abs(_off(one) - common) / _FIT)


def _off(placed: _Placed) -> float:
    return 0.0 if placed.level is None else placed.level.off


def _tell_exchange(data: Data, one: _Placed, other: _Placed) -> Told:
    flow, partner = one.each.record, other.each.record
    usual = said(one.log - _off(one), flow.amount.currency)
    return Told(
        f"{briefly(flow.amount)} from {flow.origin} is far from {usual} around it, and fits {partner.origin}, of which "
        f"row {data.line(other.each.row)} has {briefly(partner.amount)}",
        f"the amounts of {flow.origin} and {partner.origin} have changed places",
        "exchange the two amounts, or the two origins",
        change={"amount": partner.amount.amount} if isinstance(partner.amount, Money) else None,
    )


def _equals(data: Data, group: list[_Placed]) -> Iterator[tuple[int, Told]]:
    """Find two origins with the same long amount: the one that is farther from its own neighbours has the other's."""
    amounts: dict[Decimal, list[_Placed]] = {}
    for each in group:
        amount = each.each.record.amount
        if isinstance(amount, Money) and digits_of(amount.amount) >= _DIGITS:
            amounts.setdefault(amount.amount, []).append(each)
    for same in amounts.values():
        has_total = any(each.each.record.origin is WORLD for each in same)
        if len(same) < 2 or (has_total and len(group) == len(same) == 2):  # noqa: PLR2004 - a total and its only part
            continue
        right = min(same, key=_doubt)
        for each in same:
            if each is not right:
                yield each.each.row, _tell_equal(data, each.each.record, right.each)


def _doubt(placed: _Placed) -> tuple[float, bool, int]:
    """Say how far a flow is to be doubted: by its neighbours, or else the single country before the total."""
    return abs(_off(placed)), placed.each.record.origin is not WORLD, placed.each.row


def _tell_equal(data: Data, flow: RemittanceFlow, other: Located) -> Told:
    whose = "of all origins" if other.record.origin is WORLD else f"from {other.record.origin}"
    return Told(
        f"{briefly(flow.amount)} from {flow.origin} is, to the digit, what row {data.line(other.row)} has {whose}",
        f"the amount {whose} in the place of the one from {flow.origin}",
        f"look up what came from {flow.origin}",
    )


def check_mirror(data: Data, context: Context) -> Iterator[Hits]:
    """Find reports of senders and receivers that differ more than they usually do.

    Five periods and more of a corridor say how much that is; where there are fewer, twice as much.

    Args:
        data: The table.
        context: May have `mirror_times`, how many times the other a report has to be where no history tells.
    """
    widest = log10(float(context.more.get("mirror_times", 2)))
    rows = {id(each.record): each for each in data.records}
    groups: dict[tuple[Any, ...], list[tuple[float, FlowMirror]]] = {}
    for pair in mirror_flows(_comparable(data.records)).pairs:
        logs = magnitude_of(pair.sent.amount), magnitude_of(pair.received.amount)
        if None not in logs:
            gap = logs[1] - logs[0]  # type: ignore[operator]
            key = pair.sent.corridor, pair.sent.measure, pair.sent.basis, name_of(pair.sent), name_of(pair.received)
            groups.setdefault((*key, pair.sent.period.frequency), []).append((gap, pair))
    odd = [hit for group in groups.values() for hit in _apart(group, widest)]
    offs = _offs(data) if odd else {}
    yield from found_in([_tell_mirror(data, rows, offs, *each) for each in odd], "amount")


def _offs(data: Data) -> dict[int, float]:
    """Say how far each flow is from its neighbours, less what all flows to the country are in that period."""
    moves = moves_of(data)
    known = [(row, each.each.record, _off(each)) for row, each in _placed(data).items()]
    return {row: abs(off - moves[flow.destination, flow.period]) for row, flow, off in known}


def moves_of(data: Data) -> dict[tuple[Country, Period], float]:
    """Say how far all flows to a country are from their neighbours in a period, by the season or another reason.

    Units:
        Decimal logarithms.

    Args:
        data: The table.
    """
    found: dict[tuple[Country, Period], float] = data.once("moves of flows", lambda: _moves(data))
    return found


def _moves(data: Data) -> dict[tuple[Country, Period], float]:
    groups: dict[tuple[Country, Period], list[float]] = {}
    for placed in _placed(data).values():
        flow = placed.each.record
        offs = groups.setdefault((flow.destination, flow.period), [])
        offs += [] if placed.level is None else [placed.level.off]
    return {place: _common(offs) for place, offs in groups.items()}


def _common(offs: list[float]) -> float:
    """Give how all flows of a period moved, where there are enough of them to tell."""
    return float(np.median(offs)) if len(offs) >= _COMMON else 0.0


def _comparable(records: Iterable[Located]) -> Iterator[RemittanceFlow]:
    """Leave out what `mirror_flows` refuses, amounts in another currency, and all but the last vintage of a source.

    Of each side no more than three sources are looked at, since each is set beside each.
    """
    currencies: dict[tuple[Any, ...], object] = {}
    reports: dict[tuple[Any, ...], dict[object, RemittanceFlow]] = {}
    for _, flow in records:
        place = flow.corridor, flow.period, flow.measure, flow.basis
        if currencies.setdefault(place, flow.amount.currency) is flow.amount.currency:
            by_source = reports.setdefault((*place, flow.reporter), {})
            known = by_source.get(name_of(flow))
            if len(by_source) < _MOST_SOURCES if known is None else flow.vintage > known.vintage:
                by_source[name_of(flow)] = flow
    for by_source in reports.values():
        yield from by_source.values()


def _apart(group: list[tuple[float, FlowMirror]], widest: float) -> Iterator[tuple[FlowMirror, str]]:
    """Give the pairs that cannot both be true and are farther apart than usual."""
    gaps = np.array([gap for gap, _ in group])
    if len(group) < _FEWEST:
        for gap, pair in group:
            if abs(gap) > widest and not pair.mirror.meets:
                yield pair, f"one is {_times(gap)} times the other"
        return
    usual = float(np.median(gaps))
    far = max(_USUAL_MIRROR, _FAR * spread_of(gaps - usual))
    if abs(usual) > widest:
        yield group[0][1], f"one is {_times(usual)} times the other, as a rule"
    for gap, pair in group:
        if abs(gap - usual) > far and not pair.mirror.meets:
            yield pair, f"one is {_times(gap)} times the other, and {_times(usual)} times as a rule"


def _times(log: float) -> str:
    return said(abs(log))


def _tell_mirror(
    data: Data, rows: dict[int, Located], offs: dict[int, float], pair: FlowMirror, told: str
) -> tuple[int, Told]:
    """Blame the report that is farther from its own neighbours, or else that of the sender."""
    both = [rows[id(each)] for each in (pair.sent, pair.received)]
    sent, received = (offs.get(each.row, 0.0) for each in both)
    blamed, other = both if sent >= received else both[::-1]
    flow = pair.sent
    message = (
        f"{flow.origin} reports {briefly(flow.amount)} sent to {flow.destination} in {flow.period}, and "
        f"{flow.destination} {briefly(pair.received.amount)} received (row {data.line(other.row)}): {told}"
    )
    cause = "an error in one of the reports, or one that counts another channel, country or day"
    return blamed.row, Told(message, cause, "ask both sources what they count")


def check_total(data: Data, _: Context) -> Iterator[Hits]:
    """Find totals that are less than the parts of them that are known, by more than rounding makes.

    Args:
        data: The table.
    """
    totals = [each for each in data.records if WORLD in each.record.corridor]
    groups: dict[tuple[Any, ...], list[RemittanceFlow]] = {}
    for each in data.records if totals else ():
        flow = each.record
        if WORLD not in flow.corridor:
            rest = flow.period, sense_of(flow)
            groups.setdefault((flow.origin, WORLD, *rest), []).append(flow)
            groups.setdefault((WORLD, flow.destination, *rest), []).append(flow)
    steps = _steps(data.records if totals else ())
    found = []
    for each in totals:
        total = each.record
        parts = _parts(total, groups.get((*total.corridor, total.period, sense_of(total)), []))
        excess = excess_of(total.amount, [part.amount for part in parts], steps[name_of(total)]) if parts else None
        if excess is not None:
            found.append((each.row, _tell_total(TotalCheck(stated=total, parts=tuple(parts)), excess)))
    yield from found_in(found, "amount")


def _steps(records: Iterable[Located]) -> dict[object, Steps]:
    """Say to which digits each source prints totals and their parts."""
    figures: dict[object, tuple[list[Decimal], list[Decimal]]] = {}
    for _, flow in records:
        totals, parts = figures.setdefault(name_of(flow), ([], []))
        if isinstance(flow.amount, Money):
            (totals if WORLD in flow.corridor else parts).append(flow.amount.amount)
    return {name: Steps.of(*both) for name, both in figures.items()}


def _parts(total: RemittanceFlow, flows: list[RemittanceFlow]) -> list[RemittanceFlow]:
    """Choose the parts of a total: of its source and vintage where there are any, and each corridor once."""
    for is_same in (lambda flow: name_of(flow) == name_of(total), lambda flow: flow.vintage == total.vintage):
        flows = [flow for flow in flows if is_same(flow)] or flows
    return list({flow.corridor: flow for flow in reversed(flows)}.values())


def _tell_total(check: TotalCheck, excess: Amount) -> Told:
    flow = check.stated
    side = "origins" if flow.origin is WORLD else "destinations"
    largest = max(check.parts, key=_size)
    return Told(
        f"{len(check.parts)} {side} add up to {briefly(check.sum)} in {flow.period}, {briefly(excess)} more than the "
        f"total of {briefly(flow.amount)}; the largest is {largest.corridor} with {briefly(largest.amount)}",
        "a part that is counted twice or in another sense, or a wrong total",
        "look up what the total counts",
    )


def _size(flow: RemittanceFlow) -> float:
    log = magnitude_of(flow.amount)
    return float("-inf") if log is None else log
