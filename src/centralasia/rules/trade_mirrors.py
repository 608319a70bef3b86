"""Rules about the two sides of trade: reports that differ, goods that are sent on, trade of a country with itself."""

from collections.abc import Iterable, Iterator, Sequence
from math import log10
from typing import Any, Final, NamedTuple, final

import numpy as np

from centralasia.reference import Country
from centralasia.rules.data import Context, Data, Located
from centralasia.rules.found import found_in
from centralasia.rules.hits import Hits, Told
from centralasia.rules.magnitudes import magnitude_of, said, spread_of
from centralasia.series.words import briefly
from centralasia.trade import CIF_FOB, Flow, TradeFlow, TradeMirror, mirrors_of

__all__ = ["check_mirror", "check_partner", "check_re_export"]

_FAR: Final = 4.0  # usual distances
_FEWEST: Final = 5  # periods that say how two reports differ as a rule
_USUAL: Final = 0.1  # decimals: a quarter more, by which a gap may change
_SENT_ON: Final = frozenset({Flow.RE_EXPORT, Flow.RE_IMPORT})
_PAIRS: Final = {
    "trade": (("reporter", "partner"),),
    "deals": (("seller", "buyer"), ("seller_name", "buyer_name")),
    "measures": (("imposer", "target"),),
}


@final
class _Apart(NamedTuple):
    """Two reports that differ by more than they usually do."""

    pair: TradeMirror
    gap: float
    usual: float | None
    hub: Country | None


def check_mirror(data: Data, context: Context) -> Iterator[Hits]:
    """Find reports of exporters and importers that differ more than they usually do, freight taken off.

    Five periods and more of a good between two countries say how much that is; where there are fewer, twice as much.
    Goods that one of the two sends on are left to another rule.

    Args:
        data: The table.
        context: May have `cif_fob`, the value with freight for one without, and `mirror_times`, how many times the
            other a report has to be where no history tells.
    """
    yield from _told(data, [each for each in _apart(data, context) if each.hub is None])


def check_re_export(data: Data, context: Context) -> Iterator[Hits]:
    """Find reports that differ and are of goods that one of the two countries, as it says, sends on.

    Args:
        data: The table.
        context: As of `check_mirror`.
    """
    yield from _told(data, [each for each in _apart(data, context) if each.hub is not None])


def _told(data: Data, found: Sequence[_Apart]) -> Iterator[Hits]:
    rows = {id(each.record): each.row for each in data.records} if found else {}
    told = [(rows[id(each.pair.imported)], _tell(each, data.line(rows[id(each.pair.exported)]))) for each in found]
    yield from found_in(told, "value")


def _apart(data: Data, context: Context) -> list[_Apart]:
    found: list[_Apart] = data.once("mirrors apart", lambda: _all_apart(data.records, context))
    return found


def _all_apart(records: Sequence[Located], context: Context) -> list[_Apart]:
    factor = context.more.get("cif_fob", CIF_FOB)
    widest = log10(float(context.more.get("mirror_times", 2)))
    sent_on = {(flow.reporter, flow.commodity.code) for _, flow in records if flow.flow in _SENT_ON}
    groups: dict[tuple[Any, ...], list[tuple[float, TradeMirror]]] = {}
    for flows, measured in _comparable(records):
        for pair in mirrors_of(flows, factor=factor, measured=measured, assume_usual=True).pairs:
            logs = magnitude_of(pair.comparison.sender_report), magnitude_of(pair.comparison.adjusted)
            if None not in logs:
                flow = pair.exported
                key = flow.exporter, flow.importer, flow.commodity.code, flow.product.casefold()
                rest = measured, flow.period.frequency
                groups.setdefault((*key, *rest), []).append((logs[1] - logs[0], pair))  # type: ignore[operator]
    return [each for pairs in groups.values() for each in _odd(pairs, widest, sent_on)]


def _comparable(records: Sequence[Located]) -> Iterator[tuple[list[TradeFlow], Any]]:
    """Leave out what `mirrors_of` refuses: a flow that is there twice, other currencies or units, two revisions."""
    for measured in ("value", "quantity"):
        known: dict[tuple[Any, ...], dict[Flow, TradeFlow]] = {}
        for _, flow in records:
            figure = flow.value if measured == "value" else flow.quantity
            if figure is None or flow.flow not in {Flow.EXPORT, Flow.IMPORT} or (measured == "quantity" and flow.value):
                continue
            key = flow.exporter, flow.importer, flow.period, flow.commodity.code, flow.product.casefold()
            sides = known.setdefault(key, {})
            sides.setdefault(flow.flow, flow)
        pairs = [tuple(sides.values()) for sides in known.values() if len(sides) > 1]
        yield [flow for one, other in pairs if _go_together(one, other, measured) for flow in (one, other)], measured


def _go_together(one: TradeFlow, other: TradeFlow, measured: str) -> bool:
    revisions = {each.commodity.revision for each in (one, other)} - {None}
    if len(revisions) > 1:
        return False
    if measured == "value":
        return one.value is not None and other.value is not None and one.value.currency is other.value.currency
    return (
        one.quantity is not None and other.quantity is not None and one.quantity.unit.converts_to(other.quantity.unit)
    )


def _odd(pairs: Sequence[tuple[float, TradeMirror]], widest: float, sent_on: set[Any]) -> Iterator[_Apart]:
    gaps = np.array([gap for gap, _ in pairs])
    usual = float(np.median(gaps)) if len(pairs) >= _FEWEST else None
    far = widest if usual is None else max(_USUAL, _FAR * spread_of(gaps - usual))
    for gap, pair in pairs:
        if abs(gap - (usual or 0.0)) > far and not pair.comparison.meets:
            yield _Apart(pair, gap, usual, _hub(pair, sent_on))
    if usual is not None and abs(usual) > widest:
        yield _Apart(pairs[0][1], gaps[0], usual, _hub(pairs[0][1], sent_on))


def _hub(pair: TradeMirror, sent_on: set[Any]) -> Country | None:
    """Give the country that says it sends such goods on: the importer before the exporter."""
    flow = pair.exported
    codes = [flow.commodity.code, *[each.code for each in flow.commodity.ancestors]]
    sides = (flow.importer, flow.exporter)
    return next((side for side in sides if any((side, code) in sent_on for code in codes)), None)


def _tell(each: _Apart, line: int) -> Told:
    sold, bought = each.pair.exported, each.pair.imported
    usual = "" if each.usual is None else f", and {said(abs(each.usual))} times as a rule"
    figures = each.pair.comparison.sender_report, each.pair.comparison.receiver_report
    message = (
        f"{sold.exporter} reports {briefly(figures[0])} of {sold.goods} sold to {sold.importer} in {sold.period} "
        f"(row {line}), and {bought.reporter} {briefly(figures[1])} bought: freight aside, one is "
        f"{said(abs(each.gap))} times the other{usual}"
    )
    if each.hub is not None:
        cause = f"goods that {each.hub} sends on: some are counted in transit, and some at no border"
        return Told(message, cause, "compare with the trade of the countries behind, and add nothing up")
    cause = "an error in one of the reports, or goods booked under another country, code, period or valuation"
    return Told(message, cause, "ask both sources what they count")


def check_partner(data: Data, _: Context) -> Iterator[Hits]:
    """Find countries that trade with themselves, and companies that sell to themselves.

    Args:
        data: The table.
    """
    for one, other in _PAIRS[data.kind.name]:
        rows = _same(data, one, other)
        yield from found_in([(row, _tell_same(data, row, one, other)) for row in rows], other)


def _same(data: Data, one: str, other: str) -> Iterable[int]:
    first, second = data.judged(one), data.judged(other)
    if first is None or second is None:
        return [row for row in range(data.count) if _value(data, one, row) == _value(data, other, row) is not None]
    numbers: dict[object, int] = {}

    def number(value: object) -> int:
        return numbers.setdefault(value, len(numbers)) if value else -1

    left, right = first.mapped(number, np.int64, -1), second.mapped(number, np.int64, -2)
    return [int(row) for row in np.flatnonzero((left == right) & (left >= 0))]


def _value(data: Data, field: str, row: int) -> object:
    return data.value(field, row) or None


def _tell_same(data: Data, row: int, one: str, other: str) -> Told:
    there = data.text(one, row) or data.value(one, row)
    cause = f"the {other.replace('_', ' ')} was filled in with the {one.replace('_', ' ')}"
    if data.kind.name == "trade":
        cause = f"{cause}, or goods that came back, of which some sources print the country itself as the partner"
    return Told(f"{one} and {other} are both {there}", cause, "look up who is on the other side")
