"""Results: what the functions of the library give back for records as the other strategies make them."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeVar, get_args, get_origin

import centralasia as ca
from centralasia.testing.calendar import days
from centralasia.testing.extra import shown_as_called, st
from centralasia.testing.figures import decimals, estimates, money
from centralasia.testing.financing import eligibility_rules, financing_operations
from centralasia.testing.loans import loan_schedules
from centralasia.testing.portfolios import portfolios
from centralasia.testing.reference import countries, shipped
from centralasia.testing.remittances import remittance_flows
from centralasia.testing.trade import targets, trade_agreements, trade_deals, trade_flows, trade_measures

__all__ = ["results"]

T = TypeVar("T")

_YEARS: Final = st.integers(2000, 2030)


@shown_as_called
def results(cls: type[T]) -> st.SearchStrategy[T]:
    """Generate what functions give back: mirrors, totals, comparisons, positions, tables, debt service and so on.

    They are calculated from generated records, so that all figures in one fit together.

    Args:
        cls: The class of the results.

    Raises:
        InvalidValueError: No function gives this class back, or it has a strategy of its own.

    Example:
        >>> from hypothesis import given
        >>> @given(results(ca.financing.Eligibility))
        ... def a_verdict_has_a_reason(found: ca.financing.Eligibility) -> None:
        ...     assert found.why
        >>> a_verdict_has_a_reason()
    """
    origin = get_origin(cls) or cls
    package, room, *_ = f"{origin.__module__}.".split(".")
    make = _MAKERS.get(f"{room}.{origin.__name__}")
    if make is None or package != "centralasia":
        raise ca.InvalidValueError("cls", cls, f"one of {', '.join(_MAKERS)}")
    return make(*get_args(cls)[:1])


def _one_of(values: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a sequence
    return st.sampled_from(tuple(values))


def _a_part(cls_of: Callable[[], Any], parts: Callable[[Any], Any]) -> Callable[[], st.SearchStrategy[Any]]:
    """Make the strategy for what a result is made of; such as have no parts are left out."""
    return lambda: results(cls_of()).filter(parts).flatmap(lambda whole: _one_of(parts(whole)))


def _unit_conversions() -> st.SearchStrategy[Any]:
    pools: dict[object, list[ca.quantities.Unit]] = {}
    for unit in ca.quantities.units().values():
        pools.setdefault(unit.dimension, []).append(unit)
    alike = _one_of(pools.values()).flatmap(lambda pool: st.tuples(*[st.sampled_from(pool)] * 2))
    stated = st.builds(lambda row: (row.one, row.other, {row.kind: row.name}), shipped(ca.quantities.Bridge))
    return st.builds(
        lambda figure, pair: ca.quantities.Quantity(figure, pair[0]).conversion(pair[1], **dict(*pair[2:])),
        estimates(),
        stated | alike,
    )


def _figures(kind: object, *, signed: bool) -> st.SearchStrategy[Any]:
    """Generate two figures of one kind and unit; certainly not negative ones, unless signed ones are wanted."""
    least = None if signed else 0
    hedges = None if signed else ("exact", "over", "at_least", "range")
    stated = estimates(qualifiers=hedges, min_value=least)
    pools: dict[object, st.SearchStrategy[Any]] = {
        Fraction: st.fractions(least),
        Decimal: decimals(min_value=least),
        int: st.integers(least),
        ca.Estimate: stated,
        ca.Money: money(currencies="USD", min_value=least),
        ca.MoneyEstimate: stated.map(lambda figure: ca.MoneyEstimate(figure, ca.currency("USD"))),
        ca.quantities.Quantity: stated.map(lambda figure: ca.quantities.Quantity(figure, "t")),
    }
    wanted = get_args(kind) or (kind,)
    found = [pool for each, pool in pools.items() if each in wanted] or list(pools.values())
    return st.one_of([st.tuples(pool, pool) for pool in found])


def _mirrors(kind: object = None) -> st.SearchStrategy[Any]:
    factors = _one_of((1, Fraction("1.06"), ca.Estimate.between("1.06", "1.10")))
    return st.builds(lambda pair, factor: ca.series.mirror(*pair, factor=factor), _figures(kind, signed=False), factors)


def _remaining(kind: object = None) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda pair, done: ca.series.remaining(*pair, done=done), _figures(kind, signed=True), _beginnings(_YEARS)
    )


def _beginnings(years: st.SearchStrategy[int]) -> "st.SearchStrategy[ca.Period]":
    """Generate the first months of years."""
    return st.builds(lambda year, month: ca.period(f"{year}-01/{year}-{month:02}"), years, st.integers(1, 11))


def _flow_mirrors() -> st.SearchStrategy[Any]:
    side = ca.remittances.Reporter

    def mirrored(sent: "ca.RemittanceFlow") -> st.SearchStrategy[Any]:
        others = remittance_flows(
            origin=sent.origin,
            destination=sent.destination,
            period=sent.period,
            bases=sent.basis,
            exact=True,
            currencies=sent.amount.currency,
        )
        return others.map(
            lambda other: ca.remittances.FlowMirror(
                sent=ca.records.evolve(sent, reporter=side.SENDER),
                received=ca.records.evolve(other, reporter=side.RECEIVER, measure=sent.measure),
            )
        )

    return remittance_flows(bases="gross", exact=True).flatmap(mirrored)


def _net_flows() -> st.SearchStrategy[Any]:
    def netted(flow: "ca.RemittanceFlow") -> "ca.remittances.NetFlows":
        received = ca.records.evolve(flow, reporter="receiver")
        sent = ca.records.evolve(
            flow, origin=flow.destination, destination=flow.origin, reporter="sender", amount=flow.amount * 2
        )
        return ca.remittances.net_flows([received, sent], flow.destination)

    return remittance_flows(bases="gross", exact=True).map(netted)


def _gdp_shares() -> st.SearchStrategy[Any]:
    rows = _one_of(ca.reference.indicators("NY.GDP.MKTP.CD"))
    pairs = rows.flatmap(
        lambda row: st.tuples(
            st.just(row), remittance_flows(destination=row.country, period=row.period, bases="gross", currencies="USD")
        )
    )
    return pairs.flatmap(lambda pair: _one_of(ca.remittances.shares_of_gdp(pair[1], of=pair[0].country)))


def _corridor_matrices() -> st.SearchStrategy[Any]:
    flows = remittance_flows(period="2023", bases="gross", currencies="USD")
    alike = flows.map(lambda flow: ca.records.evolve(flow, measure="bank_transfers", reporter="sender"))
    lists = st.lists(alike, min_size=1, max_size=6, unique_by=lambda flow: flow.corridor)
    return lists.map(ca.remittances.corridor_matrix)


def _total_checks() -> st.SearchStrategy[Any]:
    totals = remittance_flows(origin="W0", bases="gross", currencies="USD")

    def checked(total: "ca.RemittanceFlow") -> st.SearchStrategy[Any]:
        flows = remittance_flows(
            destination=total.destination, period=total.period, bases="gross", currencies="USD"
        ).filter(lambda flow: flow.origin is not ca.reference.WORLD)
        alike = flows.map(
            lambda flow: ca.records.evolve(flow, measure=total.measure, reporter=total.reporter, vintage=total.vintage)
        )
        parts = st.lists(alike, min_size=1, max_size=4, unique_by=lambda flow: flow.origin)
        return parts.map(lambda each: ca.remittances.check_totals([total, *each])[0])

    return totals.flatmap(checked)


def _deal_totals() -> st.SearchStrategy[Any]:
    def added(deals: "list[ca.TradeDeal]", *, has_parts: bool) -> "ca.trade.DealTotal":
        whole, parts = deals[:1], deals[1:]
        if has_parts:
            parts = [ca.records.evolve(each, part_of=whole[0].title) for each in parts]
        return ca.trade.total_of_deals([*whole, *parts], "quantity")

    several = st.lists(trade_deals(), max_size=4, unique_by=lambda deal: deal.title)
    single = st.lists(trade_deals(), max_size=1)  # values can be in several currencies
    return st.builds(added, several, has_parts=st.booleans()) | single.map(ca.trade.total_of_deals)


def _deal_comparisons() -> st.SearchStrategy[Any]:
    def shipped_under(deal: "ca.TradeDeal") -> st.SearchStrategy[Any]:
        flows = trade_flows(reporter=deal.seller, partner=deal.buyer, period="2024", flows="export")
        return st.builds(
            lambda found: ca.trade.deals_against_flows([deal], found, over="2024", measured="quantity"),
            st.lists(flows, max_size=1),
        )

    return trade_deals().flatmap(shipped_under)


def _measures_found() -> st.SearchStrategy[Any]:
    def found(measures: "list[ca.TradeMeasure]", other: "ca.Country", on: Any) -> Any:  # noqa: ANN401 - a day
        first = measures[0]
        partner = other if first.target is ca.reference.WORLD else first.target
        code = first.products[0] if first.products else ca.trade.TOTAL
        return ca.trade.find_measures(measures, code, importer=first.imposer, exporter=partner, on=on)

    return st.builds(found, st.lists(trade_measures(), min_size=1, max_size=3), countries(), days())


def _trade_mirrors() -> st.SearchStrategy[Any]:
    exported = trade_flows(flows="export", currency="USD").filter(lambda flow: flow.partner is not ca.reference.WORLD)
    return st.builds(_mirrored, exported, money(currencies="USD", min_value=0))


def _mirrored(exported: "ca.TradeFlow", bought: "ca.Money") -> "ca.trade.TradeMirror":
    imported = ca.records.evolve(
        exported, reporter=exported.partner, partner=exported.reporter, flow="import", value=bought
    )
    return ca.trade.mirror_flows(exported, imported, assume_usual=True)


def _mirrors_of_flows() -> st.SearchStrategy[Any]:
    both = results(ca.trade.TradeMirror).map(lambda found: [found.exported, found.imported])
    return (st.just([]) | trade_flows(currency="USD").map(lambda flow: [flow]) | both).map(
        lambda flows: ca.trade.mirrors_of(flows, assume_usual=True)
    )


def _shared_agreements() -> st.SearchStrategy[Any]:
    pairs = st.lists(countries(), min_size=2, max_size=2, unique=True)

    def shared(pair: "list[ca.Country]", on: Any, agreements: "list[ca.TradeAgreement]") -> Any:  # noqa: ANN401
        among = [ca.records.evolve(each, parties=pair) for each in agreements]
        return ca.trade.shared_agreements(*pair, on=on, agreements=among)

    return st.builds(shared, pairs, days(), st.lists(trade_agreements(), max_size=3))


def _target_progress() -> st.SearchStrategy[Any]:
    def compared(target: "ca.Target", done: "ca.Period", part: int) -> Any:  # noqa: ANN401 - a result
        return ca.trade.target_progress(target, target.goal() * Fraction(part, 100), done=done)

    return st.builds(compared, targets(), _beginnings(_YEARS), st.integers(0, 150))


def _eligibilities() -> st.SearchStrategy[Any]:
    return st.builds(
        lambda operation, rule, on: ca.financing.check_eligibility(operation, [rule], on=on)[0],
        financing_operations(),
        eligibility_rules(),
        st.none() | days(),
    )


def _positions() -> st.SearchStrategy[Any]:
    return financing_operations().map(ca.financing.position)


def _portfolio_tables() -> st.SearchStrategy[Any]:
    return st.builds(
        lambda portfolio, by, measure: portfolio.table(by, measure=measure),
        portfolios(),
        _one_of(ca.financing.By),
        _one_of(ca.financing.Measure),
    )


def _debt_calendars() -> st.SearchStrategy[Any]:
    return st.builds(
        lambda plans, by: ca.loans.debt_service(plans, by=by),
        st.lists(loan_schedules(), max_size=3),
        _one_of(("year", "half-year", "quarter", "month")),
    )


def _exposures() -> st.SearchStrategy[Any]:
    def moved(plan: "ca.loans.LoanSchedule", shock: Decimal, price: Decimal) -> Any:  # noqa: ANN401 - a result
        rate = ca.ExchangeRate(base="USD", quote="KZT", value=price, on="2024-06-28")
        calendar = ca.loans.debt_service([plan])
        return ca.loans.exposure(
            calendar, "USD", home="KZT", shock_percent=shock, on="2024-06-28", rates=ca.RateTable.of([rate])
        )

    return st.builds(
        moved,
        loan_schedules(currencies="USD"),
        decimals(min_value=-50, max_value=100, places=1),
        decimals(min_value=1, max_value=1000, places=2),
    )


_MAKERS: Final[Mapping[str, Callable[..., st.SearchStrategy[Any]]]] = {
    "financing.Eligibility": _eligibilities,
    "financing.PortfolioTable": _portfolio_tables,
    "financing.Position": _positions,
    "loans.DebtCalendar": _debt_calendars,
    "loans.DebtService": _a_part(lambda: ca.loans.DebtCalendar, lambda calendar: calendar.rows),
    "loans.Exposure": _exposures,
    "loans.Instalment": lambda: loan_schedules().flatmap(_one_of),
    "loans.ServiceCost": _a_part(lambda: ca.loans.Exposure, lambda exposure: exposure.costs),
    "quantities.Step": _a_part(lambda: ca.quantities.UnitConversion, lambda done: done.steps),
    "quantities.UnitConversion": _unit_conversions,
    "remittances.CorridorMatrix": _corridor_matrices,
    "remittances.FlowKey": lambda: remittance_flows().flatmap(lambda flow: _one_of(ca.remittances.flow_series([flow]))),
    "remittances.FlowMirror": _flow_mirrors,
    "remittances.FlowMirrors": lambda: _flow_mirrors().map(
        lambda pair: ca.remittances.mirror_flows([pair.sent, pair.received])
    ),
    "remittances.GdpShare": _gdp_shares,
    "remittances.NetFlows": _net_flows,
    "remittances.TotalCheck": _total_checks,
    "series.Mirror": _mirrors,
    "series.Remaining": _remaining,
    "trade.DealComparison": _deal_comparisons,
    "trade.DealTotal": _deal_totals,
    "trade.Fulfilment": _a_part(
        lambda: ca.trade.DealComparison, lambda found: (found.contracts, found.plans, found.everything)
    ),
    "trade.MeasuresFound": _measures_found,
    "trade.Mirrors": _mirrors_of_flows,
    "trade.SharedAgreements": _shared_agreements,
    "trade.TargetProgress": _target_progress,
    "trade.TradeMirror": _trade_mirrors,
}
