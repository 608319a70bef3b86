"""Corruptions of trade: what goes wrong in the flows, deals and targets of a data set."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias

import centralasia as ca
from centralasia.testing.faults import Fault, RecordCorruption, Way, by_code, grouped, of_cells, rows_of
from centralasia.testing.scaling import are_near, scaled, shifted

__all__ = ["TRADE_CORRUPTIONS"]

_Records: TypeAlias = "tuple[Any, ...]"

_TOTAL: Final = "TOTAL"
_NO_CHAPTER: Final = "77"  # kept for the future
_CHAPTER: Final = 2
_DIGITS: Final = 6
_OUTLYING: Final = (Fraction(4), Fraction(1, 4))
_KILO: Final = {Fraction(1000): 3, Fraction(1, 1000): -3}  # with the places by which the decimal mark is shifted
_OFF_MIRROR: Final = (Fraction(9, 5), Fraction(5, 9))
_AT_A_HUB: Final = (Fraction(1, 3), Fraction(1, 5))  # goods in transit are not counted as imports
_LESS: Final = (Fraction(17, 20), Fraction(3, 4))  # of what chapters add up to
_FEWEST: Final = 6  # flows of a good that say what it usually costs
_AMOUNTS: Final = ("goal_value", "goal_quantity", "baseline_value", "baseline_quantity")


def _hs_not_valid(rows: Sequence[Mapping[str, str]]) -> Way:
    """Print a code that its revision does not have, that no revision has, or that has lost its first zero."""

    def cells(row: Mapping[str, str]) -> list[dict[str, str]]:
        head, colon, code = row["commodity"].rpartition(":")
        if code == _TOTAL:
            return []
        wrong = [f"{head}{colon}{_NO_CHAPTER}{code[_CHAPTER:]}"]
        if code.startswith("0"):
            wrong.append(f"{head}{colon}{code[1:]}")
        if len(code) >= _DIGITS:
            wrong += [f"{each}:{code}" for each in _others(code)]
        return [{"commodity": each} for each in wrong]

    return of_cells(rows, cells)


def _others(code: str) -> Iterator[str]:
    """Give the revisions that do not have a code, of those that are listed."""
    known = ca.trade.revisions_of(code)
    return (each.value for each in ca.trade.revisions_of(_TOTAL) if each not in known)


def _unit_value_outlier(given: _Records) -> Way:
    """Move a value, and not the quantity, by a factor that no unit explains."""
    usual, mirrored = _usual(given), _mirrored(given)

    def changes(place: int) -> list[Any]:
        if place not in usual or place in mirrored:
            return []
        return [_evolved(given[place], value=factor) for factor in _OUTLYING]

    return Way.of_changes(changes)


def _mass_unit_slip(given: _Records) -> Way:
    """Print kilograms as tonnes, or tonnes as kilograms."""
    usual = _usual(given)

    def changes(place: int) -> list[Any]:
        return [_evolved(given[place], quantity=factor) for factor in _KILO] if place in usual else []

    return Way.of_changes(changes)


def _mirror_gap(given: _Records) -> Way:
    """Move what an importer reports, value and quantity, away from what the exporter does."""
    return _away(given, _OFF_MIRROR, at_a_hub=False)


def _re_export_asymmetry(given: _Records) -> Way:
    """Let a country that sends goods on report a part of what the exporter does."""
    return _away(given, _AT_A_HUB, at_a_hub=True)


def _away(given: _Records, factors: Sequence[Fraction], *, at_a_hub: bool) -> Way:
    mirrored = _mirrored(given)
    re_export = ca.trade.Flow.RE_EXPORT
    sent_on = {(flow.reporter, flow.commodity.code) for _, flow in _flows(given) if flow.flow is re_export}

    def changes(place: int) -> list[Any]:
        flow = given[place]
        if place not in mirrored or flow.flow is not ca.trade.Flow.IMPORT:
            return []
        is_sent_on = (flow.reporter, flow.commodity.code) in sent_on
        return [_evolved(flow, value=each, quantity=each) for each in factors] if is_sent_on is at_a_hub else []

    return Way.of_changes(changes)


def _partner_is_reporter(rows: Sequence[Mapping[str, str]]) -> Way:
    """Let a country trade with itself."""
    return of_cells(rows, lambda row: [{"partner": row["reporter"]}])


def _chapters_exceed_total(given: _Records) -> Way:
    """Let all goods together be worth less than their chapters."""
    chapters: dict[Any, Fraction] = {}
    for _, flow in _flows(given):
        if flow.commodity.digits == _CHAPTER and isinstance(flow.value, ca.Money):
            key = _trade_of(flow)
            chapters[key] = chapters.get(key, Fraction(0)) + Fraction(flow.value.amount)

    def changes(place: int) -> list[Any]:
        flow = given[place]
        if not isinstance(flow, ca.TradeFlow) or not flow.is_total or not isinstance(flow.value, ca.Money):
            return []
        known = chapters.get(_trade_of(flow), Fraction(0))
        whole = Fraction(flow.value.amount)
        return [_evolved(flow, value=known * less / whole) for less in _LESS] if 0 < known <= whole else []

    return Way.of_changes(changes)


def _target_arithmetic(given: _Records) -> Way:
    """Take thousands, millions and billions for one another in a goal or in the baseline that it is counted from."""

    def changes(place: int) -> list[Any]:
        target = given[place]
        if not isinstance(target, ca.trade.Target):
            return []
        stated = [name for name in _AMOUNTS if _is_known(getattr(target, name))]
        pairs = [name for name in stated if _other_of(name) in stated]
        return [_evolved(target, **{name: factor}) for name in pairs for factor in _KILO]

    return Way.of_changes(changes)


def _other_of(name: str) -> str:
    """Give the amount of the same sort that a target has besides: its goal, or its baseline."""
    sort, _, measured = name.partition("_")
    return f"{'baseline' if sort == 'goal' else 'goal'}_{measured}"


def _deal_as_flow(given: _Records) -> Way:
    """Count what was signed as what was shipped: a flow with the figures of a deal stands right after it."""
    known = {_goods_of(flow) for _, flow in _flows(given)}

    def as_flow(deal: "ca.TradeDeal") -> "ca.TradeFlow | None":
        span = deal.delivery or (None if deal.signed is None else ca.period(str(deal.signed.year)))
        if span is None or (deal.value is None and deal.quantity is None):
            return None
        return ca.TradeFlow(
            reporter=deal.seller,
            partner=deal.buyer,
            period=span,
            flow="export",
            commodity=deal.commodities[0] if deal.commodities else _TOTAL,
            product="" if deal.commodities else deal.product,
            value=deal.value,
            quantity=deal.quantity,
            source=deal.source,
        )

    def choices(place: int) -> list[Any]:
        deal = given[place]
        flow = as_flow(deal) if isinstance(deal, ca.TradeDeal) else None
        return [] if flow is None or _goods_of(flow) in known else [flow]

    def fault(place: int, flow: Any) -> Fault[Any]:  # noqa: ANN401 - a flow
        return {place: (given[place], flow)}

    return Way(choices, fault)


TRADE_CORRUPTIONS: Final[Mapping[str, RecordCorruption]] = by_code(
    RecordCorruption(
        code="hs-not-valid",
        title="a code that no revision has, or not the one stated, or without its first zero, in rows of texts",
        way=_hs_not_valid,
        as_rows=lambda records: rows_of(records, ca.TradeFlow),
    ),
    RecordCorruption(
        code="unit-value-outlier",
        title="a value four times too large or too small for its quantity",
        way=_unit_value_outlier,
    ),
    RecordCorruption(code="mass-unit-slip", title="kilograms printed as tonnes, or the reverse", way=_mass_unit_slip),
    RecordCorruption(code="mirror-gap", title="an importer's report far from that of the exporter", way=_mirror_gap),
    RecordCorruption(
        code="re-export-asymmetry",
        title="a country that sends goods on reports a part of what the exporter does",
        way=_re_export_asymmetry,
    ),
    RecordCorruption(
        code="partner-is-reporter",
        title="a country that trades with itself, in rows of texts",
        way=_partner_is_reporter,
        as_rows=lambda records: rows_of(records, ca.TradeFlow),
    ),
    RecordCorruption(
        code="chapters-exceed-total", title="all goods worth less than their chapters", way=_chapters_exceed_total
    ),
    RecordCorruption(
        code="target-arithmetic",
        title="a goal or a baseline a thousand times too large or too small",
        way=_target_arithmetic,
    ),
    RecordCorruption(
        code="deal-as-flow", title="a flow with the figures of a deal, put in after it", way=_deal_as_flow
    ),
)
"""All corruptions of trade by the code of the finding that they have to cause."""


def _flows(given: _Records) -> "Iterator[tuple[int, ca.TradeFlow]]":
    return ((place, each) for place, each in enumerate(given) if isinstance(each, ca.TradeFlow))


def _is_known(amount: object) -> bool:
    """Whether an amount is exact, and more than nothing."""
    if isinstance(amount, ca.Money):
        return amount.amount > 0
    if not isinstance(amount, ca.quantities.Quantity):
        return False
    try:
        return amount.value > 0
    except (ca.InvalidValueError, ca.RoundingNeededError):  # an estimate
        return False


def _evolved(record: Any, **factors: Fraction) -> Any:  # noqa: ANN401 - a flow or a target
    """Give a record with amounts so many times as large; such as are not stated stay out."""
    changed: dict[str, object] = {}
    for name, factor in factors.items():
        amount = getattr(record, name)
        if isinstance(amount, ca.Money):
            power = _KILO.get(factor)
            changed[name] = scaled(amount, factor) if power is None else shifted(amount, power)
        elif _is_known(amount):
            changed[name] = ca.quantities.Quantity.of(_rounded(Fraction(amount.value) * factor), amount.unit)
    return ca.records.evolve(record, **changed)


def _rounded(figure: Fraction) -> str:
    """Write a figure with three decimals at most."""
    value = ca.numbers.round_fraction(figure, 3, ca.Rounding.HALF_EVEN)
    return f"{value:f}".rstrip("0").rstrip(".")


def _usual(given: _Records) -> set[int]:
    """Give the places of the flows of goods whose price is known from several."""
    priced = [place for place, flow in _flows(given) if _is_known(flow.value) and _is_known(flow.quantity)]
    goods = grouped(priced, lambda place: (given[place].commodity, given[place].product, given[place].value.currency))
    return {priced[each] for places in goods.values() if len(places) >= _FEWEST for each in places}


def _mirrored(given: _Records) -> set[int]:
    """Give the places of exports and imports of which both sides report about the same value."""
    sides = ca.trade.Flow.EXPORT, ca.trade.Flow.IMPORT
    known = [(place, flow) for place, flow in _flows(given) if flow.flow in sides and _is_known(flow.value)]
    pairs = grouped(known, lambda each: _shipment_of(each[1]))
    found: set[int] = set()
    for places in pairs.values():
        both = [known[each] for each in places]
        values = [Fraction(flow.value.amount) for _, flow in both if isinstance(flow.value, ca.Money)]
        if len(both) == len(sides) and both[0][1].flow is not both[1][1].flow and are_near(values[0], values[1:]):
            found |= {place for place, _ in both}
    return found


def _trade_of(flow: "ca.TradeFlow") -> tuple[object, ...]:
    """Say whose trade it is, and when, whatever the goods."""
    currency = None if flow.value is None else flow.value.currency
    return flow.reporter, flow.partner, flow.flow, flow.period, currency, flow.source, flow.vintage


def _goods_of(flow: "ca.TradeFlow") -> tuple[object, ...]:
    return flow.reporter, flow.partner, flow.flow, flow.period, flow.commodity.code, flow.product.casefold()


def _shipment_of(flow: "ca.TradeFlow") -> tuple[object, ...]:
    """Say which goods went where, and when, whoever reports them."""
    currency = None if flow.value is None else flow.value.currency
    goods = flow.commodity.code, flow.product.casefold()
    return flow.exporter, flow.importer, flow.period, currency, *goods
