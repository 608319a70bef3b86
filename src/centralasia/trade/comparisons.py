"""Two statements about the same goods: what was signed and what was shipped, what one side reports and what the other.

A framework of a thousand million is not a thousand million shipped, and no report is the truth about a flow.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias, final

import attrs

from centralasia.errors import InvalidValueError
from centralasia.money import Amount
from centralasia.numbers import Estimate
from centralasia.periods import Period, period
from centralasia.quantities import Quantity
from centralasia.records.kinds import as_scalar
from centralasia.reference import Country
from centralasia.series import Mirror, mirror
from centralasia.series.figures import Rate, as_estimate, checked_rate, positive
from centralasia.trade.comtrade import Flow, Valuation
from centralasia.trade.deals import DealTotal, TradeDeal, total_within
from centralasia.trade.flows import (
    AmountKind,
    TradeFlow,
    added,
    all_of,
    amount_of,
    check_revisions,
    stated_amount,
    validate_disjoint,
)

__all__ = [
    "CIF_FOB",
    "DealComparison",
    "Fulfilment",
    "Mirrors",
    "TradeMirror",
    "deals_against_flows",
    "mirror_flows",
    "mirrors_of",
]

CIF_FOB: Final = Fraction("1.06")
"""The value of imports with freight and insurance for one of exports without, as the IMF has it since about 2017.

Older practice has 1.10, and landlocked routes cost more; the figure was read in documentation, not measured.
"""

_REPORTS: Final = (Flow.EXPORT, Flow.IMPORT)
_USUAL: Final = {Flow.EXPORT: Valuation.FOB, Flow.IMPORT: Valuation.CIF}
_Pair: TypeAlias = tuple[Country, Country]
_Key: TypeAlias = tuple[Country, Country, Period, str, str]


@final
@attrs.frozen(kw_only=True)
class Fulfilment:
    """Deals of one sort beside the trade that was reported in their goods and span of delivery.

    Attributes:
        signed: What the deals add up to.
        shipped: What the flows add up to; None where there are none, which is not the same as nothing shipped.
        flows: The flows that were added up.

    Example:
        >>> deals_against_flows([], []).contracts.ratio is None
        True
    """

    signed: DealTotal
    shipped: Amount | Quantity | None
    flows: tuple[TradeFlow, ...]

    @property
    def ratio(self) -> Estimate | None:
        """What was shipped for one unit of what was signed; None where either is not known, or nothing may be signed.

        All trade in these goods is in it, under these deals or not: it bounds what the deals can have brought.
        """
        signed: Any = self.signed.amount
        if self.shipped is None or signed is None or as_estimate(signed).contains(0):
            return None
        return as_estimate(self.shipped / signed)


@final
@attrs.frozen(kw_only=True)
class DealComparison:
    """Contracts and plans, each beside what was shipped.

    Attributes:
        contracts: The contracts.
        plans: The intents and frameworks, which bind nobody to ship anything.
        everything: All of them, where a contract that is part of a framework counts once, in the framework.
        left_out: The flows that belong to none of the deals, or do not state the figure.

    Example:
        >>> comparison = deals_against_flows([], [])
        >>> comparison.everything.signed.amount is None, comparison.left_out
        (True, ())
    """

    contracts: Fulfilment
    plans: Fulfilment
    everything: Fulfilment
    left_out: tuple[TradeFlow, ...]


def deals_against_flows(
    deals: Iterable[TradeDeal],
    flows: Iterable[TradeFlow],
    *,
    reported: Flow | str = Flow.EXPORT,
    over: Period | str | None = None,
    measured: AmountKind = "value",
) -> DealComparison:
    """Compare what was signed with what was shipped.

    A flow belongs to a deal that has its two countries, whose goods contain its own, and whose span of delivery
    contains its period. Goods are compared by their codes; where a deal has none by the product in words, without
    regard to case; a deal that names no goods is about all of them.

    Args:
        deals: The deals; parts of a deal that is there are not counted again.
        flows: The flows. Only those that are reported as said are looked at.
        reported: Whose report counts: exports as the sellers' countries report them, or imports as the buyers' do.
        over: The span in which goods count, instead of that of each deal.
        measured: Whether values or quantities are compared.

    Raises:
        InvalidValueError: A deal has no span of delivery and `over` is not given; flows that contain each other; two
            deals of one title; codes of two revisions; re-exports as what is reported.
        CurrencyMismatchError: Values in several currencies; convert them first.

    Example:
        >>> deal = TradeDeal(title="wheat", kind="contract", seller="KZ", buyer="CN", commodities=("1001",),
        ...     quantity=Quantity.of(200, "kt"), delivery="2030", source="made up")
        >>> flow = TradeFlow(reporter="KZ", partner="CN", period="2030", flow="export", commodity="100199",
        ...     quantity=Quantity.of(50, "kt"), source="made up")
        >>> print(deals_against_flows([deal], [flow], measured="quantity").contracts.ratio)
        0.25
    """
    signed, seen = all_of(deals, TradeDeal), all_of(flows, TradeFlow)
    way = _way(reported)
    window = None if over is None else period(over)
    spans: dict[_Pair, list[tuple[TradeDeal, Period]]] = {}
    for deal in signed:
        spans.setdefault((deal.seller, deal.buyer), []).append((deal, _span(deal, window)))
    counted = [each for each in seen if each.flow is way and amount_of(each, measured) is not None]
    matched = [(flow, _deals_of(flow, spans.get((flow.exporter, flow.importer), ()))) for flow in counted]

    def fulfilled(chosen: Sequence[TradeDeal]) -> Fulfilment:
        titles = {each.title for each in chosen}
        own = tuple([flow for flow, found in matched if any(deal.title in titles for deal in found)])
        _check_counted_once(own)
        return Fulfilment(
            signed=total_within(chosen, among=signed, measured=measured),
            shipped=added(amount_of(each, measured) for each in own),
            flows=own,
        )

    kept = {id(flow) for flow, found in matched if found}
    return DealComparison(
        contracts=fulfilled([each for each in signed if each.kind.is_firm]),
        plans=fulfilled([each for each in signed if not each.kind.is_firm]),
        everything=fulfilled(signed),
        left_out=tuple([each for each in seen if id(each) not in kept]),
    )


def _way(reported: Flow | str) -> Flow:
    way = as_scalar(Flow, reported, "reported")
    if way not in _REPORTS:
        raise InvalidValueError("reported", way.value, "an export or an import")
    return way


def _span(deal: TradeDeal, over: Period | None) -> Period:
    span = deal.delivery if over is None else over
    if span is None:
        hint = "give the span with over="
        raise InvalidValueError("delivery", None, f"known for {deal.title!r}", hint)
    return span


def _deals_of(flow: TradeFlow, deals: Iterable[tuple[TradeDeal, Period]]) -> list[TradeDeal]:
    return [deal for deal, span in deals if flow.period in span and _is_about(deal, flow)]


def _is_about(deal: TradeDeal, flow: TradeFlow) -> bool:
    if deal.commodities:
        return any(each.contains(flow.commodity) for each in deal.commodities)
    return not deal.product or deal.product.casefold() == flow.product.casefold()


def _check_counted_once(flows: Iterable[TradeFlow]) -> None:
    """Refuse flows that contain each other; goods that have nothing in common may come by years and by months."""
    given = {each.commodity.code for each in flows}
    groups: dict[str, list[TradeFlow]] = {}
    for each in flows:
        above = [code.code for code in each.commodity.ancestors if code.code in given]
        groups.setdefault(above[-1] if above else each.commodity.code, []).append(each)
    for group in groups.values():
        validate_disjoint(group)


@final
@attrs.frozen(kw_only=True)
class TradeMirror:
    """What the exporter and the importer report of the same goods; both reports are kept as they are.

    Attributes:
        exported: The exporter's report.
        imported: The importer's report.
        comparison: Their figures beside each other, the importer's divided by the factor: gap, ratio, asymmetry.

    Example:
        >>> sold, bought = (TradeFlow(reporter=reporter, partner=partner, period="2030", flow=flow, source="made up",
        ...     quantity=Quantity.of(amount, "Mt")) for reporter, partner, flow, amount in
        ...     (("KZ", "CN", "export", 2), ("CN", "KZ", "import", 3)))
        >>> mirror_flows(sold, bought, measured="quantity").exported is sold
        True
    """

    exported: TradeFlow
    imported: TradeFlow
    comparison: Mirror[Any]


@final
@attrs.frozen(kw_only=True)
class Mirrors:
    """The flows of many countries, each with its mirror.

    Attributes:
        pairs: Those that both sides report.
        alone: Those that only one side reports, or that have no one other side or no such figure.

    Example:
        >>> mirrors_of([]).pairs
        ()
    """

    pairs: tuple[TradeMirror, ...]
    alone: tuple[TradeFlow, ...]


def mirror_flows(
    one: TradeFlow,
    other: TradeFlow,
    *,
    factor: Rate = CIF_FOB,
    measured: AmountKind = "value",
    assume_usual: bool = False,
) -> TradeMirror:
    """Set the exporter's and the importer's report of the same goods beside each other.

    Values are brought to one valuation by `factor`; quantities have none.

    Args:
        one: The report of one side.
        other: That of the other side.
        factor: The value with freight and insurance (CIF) for one without (FOB).
        measured: Whether values or quantities are compared.
        assume_usual: Take imports as CIF and exports as FOB where they do not say.

    Raises:
        InvalidValueError: The two are not an export and the import of the same goods between the same countries in the
            same period; codes of two revisions; a figure or its valuation is not stated; a factor that may be zero.
        WrongTypeError: A factor that is a float.
        CurrencyMismatchError: Values in two currencies; convert one of them first.

    Source:
        The factor: `CIF_FOB`.

    Example:
        >>> from centralasia import Money
        >>> sold = TradeFlow(reporter="KZ", partner="CN", period="2030", flow="export", valuation="fob",
        ...     value=Money.of(900, "USD"), source="made up")
        >>> bought = TradeFlow(reporter="CN", partner="KZ", period="2030", flow="import", valuation="cif",
        ...     value=Money.of(1060, "USD"), source="made up")
        >>> mirror_flows(sold, bought).comparison.gap
        Money.of('100', 'USD')
    """
    all_of((one, other), TradeFlow)
    exported, imported = (one, other) if one.flow is Flow.EXPORT else (other, one)
    if exported.flow is not Flow.EXPORT or imported.flow is not Flow.IMPORT:
        raise InvalidValueError("flow", f"{one.flow}, {other.flow}", "an export and an import")
    keys = [_key(each) for each in (exported, imported)]
    if keys[0] != keys[1]:
        expected = "two reports of the same goods, countries and period"
        raise InvalidValueError("flows", f"{exported}; {imported}", expected)
    check_revisions((exported, imported))
    figures = [stated_amount(each, measured) for each in (exported, imported)]
    times = positive(checked_rate(factor, "factor"), "factor")
    divisor = Fraction(1) if measured == "quantity" else _divisor(exported, imported, times, assume_usual=assume_usual)
    compared: Any = mirror(*figures, factor=divisor)
    return TradeMirror(exported=exported, imported=imported, comparison=compared)


def mirrors_of(
    flows: Iterable[TradeFlow],
    *,
    factor: Rate = CIF_FOB,
    measured: AmountKind = "value",
    assume_usual: bool = False,
) -> Mirrors:
    """Find the two reports of each flow among the flows of many countries, and compare them.

    Args:
        flows: The flows, each once.
        factor: As for `mirror_flows`.
        measured: As for `mirror_flows`.
        assume_usual: As for `mirror_flows`.

    Raises:
        InvalidValueError: A flow is there twice; a valuation is not stated; codes of two revisions.
        CurrencyMismatchError: Two reports in different currencies; convert one of them first.

    Example:
        >>> from centralasia import Money
        >>> sold = TradeFlow(reporter="KZ", partner="CN", period="2030", flow="export", valuation="fob",
        ...     value=Money.of(900, "USD"), source="made up")
        >>> mirrors_of([sold]).alone == (sold,)
        True
    """
    sides: dict[_Key, dict[Flow, TradeFlow]] = {}
    alone = []
    for each in all_of(flows, TradeFlow):
        if each.flow not in _REPORTS or amount_of(each, measured) is None:
            alone.append(each)
        elif sides.setdefault(_key(each), {}).setdefault(each.flow, each) is not each:
            raise InvalidValueError("flow", str(each), "there once", "keep one source and one vintage of it")
    pairs = []
    for found in sides.values():
        if len(found) == len(_REPORTS):
            pairs.append(mirror_flows(*found.values(), factor=factor, measured=measured, assume_usual=assume_usual))
        else:
            alone += found.values()
    return Mirrors(pairs=tuple(pairs), alone=tuple(alone))


def _key(flow: TradeFlow) -> _Key:
    return flow.exporter, flow.importer, flow.period, flow.commodity.code, flow.product.casefold()


def _divisor(
    exported: TradeFlow, imported: TradeFlow, factor: "Fraction | Estimate", *, assume_usual: bool
) -> "Fraction | Estimate":
    """Give what the importer's value is divided by to have the valuation of the exporter's."""
    at_export, at_import = (_valuation(each, assume_usual=assume_usual) for each in (exported, imported))
    if at_export is at_import:
        return Fraction(1)
    return factor if at_import is Valuation.CIF else 1 / factor


def _valuation(flow: TradeFlow, *, assume_usual: bool) -> Valuation:
    if flow.valuation is not None:
        return flow.valuation
    if assume_usual:
        return _USUAL[flow.flow]
    hint = "say it with evolve(flow, valuation='cif'), or assume_usual=True"
    raise InvalidValueError("valuation", None, f"stated, as it is not for the {flow}", hint)
