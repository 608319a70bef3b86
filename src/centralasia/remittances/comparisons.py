"""Flows beside other figures: their opposites, what the other side reports, and the GDP of each vintage."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, final

import attrs

from centralasia.errors import CurrencyMismatchError, InvalidValueError, PeriodMismatchError
from centralasia.money import Amount, Money
from centralasia.numbers import Estimate
from centralasia.periods import Frequency
from centralasia.rates import Policy, RateKind, RateTable, convert, convert_estimate
from centralasia.rates.routes import Leg
from centralasia.records import evolve
from centralasia.reference import WORLD, Country, Currency, Indicator, country, currency, vintages
from centralasia.remittances.flows import Basis, RemittanceFlow, Reporter, check_flow, each_flow
from centralasia.remittances.totals import check_currency, joined_sources, joined_vintages
from centralasia.series import Mirror, mirror, share
from centralasia.series.figures import minus

__all__ = [
    "FlowMirror",
    "FlowMirrors",
    "GdpShare",
    "NetFlows",
    "convert_flows",
    "mirror_flows",
    "net_flow",
    "net_flows",
    "shares_of_gdp",
]

_GDP = "NY.GDP.MKTP.CD"
_DOLLAR = "USD"


def convert_flows(
    flows: Iterable[RemittanceFlow],
    to: Currency | str,
    *,
    rates: RateTable | None = None,
    policy: Policy | None = None,
    kind: RateKind | str | None = None,
) -> tuple[RemittanceFlow, ...]:
    """Convert flows at the average rates of their periods.

    An amount in another currency becomes a `MoneyEstimate`: it encloses what the printed digits of the rates leave
    open, and what was open before. Nothing is rounded but the ends, outward, to 34 digits. A flow in the currency
    wanted stays as it is. The note says what was converted, and the kind and sources of the rates.

    Args:
        flows: The flows.
        to: The currency wanted.
        rates: The table to use; `rates.embedded_rates()`, with official averages of years, when not given.
        policy: Which quote answers where there is no average, as in `rates.convert_estimate`.
        kind: Only rates of this kind, such as "average".

    Raises:
        RateNotFoundError: There is no rate for a period; the message says what there is.
        UnknownCodeError: No such currency.

    Example:
        >>> [flow] = convert_flows([RemittanceFlow(origin="RU", destination="KZ", period="2023", source="made up",
        ...     measure="money_transfer_systems", amount=Money.of(1_000_000, "KZT"))], "USD")
        >>> print(flow.amount.best.round(), "-", flow.note)
        2192.19 USD - converted from KZT at average rates (WDI-2025-07-01)
    """
    wanted, found = currency(to), []
    for flow in each_flow(flows):
        was, on = flow.amount.currency, flow.period
        if was is not wanted:
            amount = convert_estimate(flow.amount, wanted, on=on, rates=rates, policy=policy, kind=kind)
            one = convert(Money.of(1, was), wanted, on=on, rates=rates, policy=policy, kind=kind, places=0)
            kinds, sources = (dict.fromkeys(each) for each in zip(*map(_origin_of, one.route.legs), strict=True))
            told = f"converted from {was} at {' and '.join(kinds)} rates ({', '.join(sources)})"
            flow = evolve(flow, amount=amount, note=_joined(flow.note, told))  # noqa: PLW2901 - the same flow
        found.append(flow)
    return tuple(found)


def _origin_of(leg: Leg) -> tuple[str, str]:
    return leg.rate.kind.value, leg.rate.source


def _joined(*notes: str) -> str:
    return "; ".join([each for each in notes if each])


def net_flow(inflow: RemittanceFlow, outflow: RemittanceFlow, *, two_reporters: bool = False) -> RemittanceFlow:
    """Take the opposite flow off.

    Corridor and reporter are those of the inflow. One country reports both: the receiver of the one is the sender of
    the other.

    Args:
        inflow: What comes in, gross.
        outflow: What goes back in the same period, gross, of the same measure and in the same currency.
        two_reporters: Whether two countries may report them, as where one of them publishes its receipts only. The
            note then says who reports what; two statistics rarely count alike.

    Raises:
        InvalidValueError: The two are no opposites, of two measures or reporting countries, or one is net already.
        PeriodMismatchError: They are of two periods.
        CurrencyMismatchError: They are in two currencies.

    Example:
        >>> facts = {"period": "2023", "measure": "bank_transfers", "source": "made up"}
        >>> net = net_flow(
        ...     RemittanceFlow(origin="W0", destination="AM", amount=Money.of(5695, "USD"), **facts),
        ...     RemittanceFlow(origin="AM", destination="W0", amount=Money.of(3995, "USD"), **facts, reporter="sender"))
        >>> net.amount, net.basis.value
        (Money.of('1700', 'USD'), 'net')
    """
    check_flow(inflow)
    check_flow(outflow)
    if outflow.corridor != inflow.corridor[::-1]:
        back = f"{inflow.destination}-{inflow.origin}"
        raise InvalidValueError("outflow", str(outflow.corridor), f"the way back of {inflow.corridor}, {back}")
    if outflow.period != inflow.period:
        raise PeriodMismatchError(f"the period of the inflow, {inflow.period}", str(outflow.period))
    if outflow.measure is not inflow.measure:
        raise InvalidValueError("measure", outflow.measure.value, f"that of the inflow, {inflow.measure}")
    for flow in (inflow, outflow):
        if flow.basis is not Basis.GROSS:
            raise InvalidValueError("basis", flow.basis.value, "gross", "the opposite flow is taken off already")
    check_currency(inflow.amount.currency, outflow.amount.currency)
    both = inflow, outflow
    who, other = map(_country_of, both)
    if who is not other and not two_reporters:
        role = Reporter.SENDER if who is outflow.origin else Reporter.RECEIVER
        expected = f"{who}, which reports the inflow, as {role} of the outflow"
        hint = "two_reporters=True mixes the statistics of both countries"
        raise InvalidValueError("reporter", f"{other}, as {outflow.reporter}", expected, hint)
    mixed = "" if who is other else f"inflow as {who} reports it, outflow as {other} does"
    return evolve(
        inflow,
        amount=minus(inflow.amount, outflow.amount),
        basis=Basis.NET,
        source=joined_sources(both),
        vintage=joined_vintages(both),
        note=_joined(inflow.note, mixed),
    )


@final
@attrs.frozen(kw_only=True)
class NetFlows:
    """What a country receives net of what it sends, and what could not be netted.

    Attributes:
        flows: The net flows.
        alone: Flows from or to the country that are in none of them: without an opposite, net as they are, or as the
            partner reports them.

    Example:
        >>> net_flows([], "AM").alone
        ()
    """

    flows: tuple[RemittanceFlow, ...]
    alone: tuple[RemittanceFlow, ...]


def net_flows(flows: Iterable[RemittanceFlow], of: Country | str) -> NetFlows:
    """Give what a country receives net of what it sends, by partner and period, as it reports both.

    Inflows are those it reports as receiver, outflows those it reports as sender, of the same measure and currency. A
    flow whose opposite is not there has no net flow and stands in `alone`: that nothing is known does not mean that
    nothing was sent.

    Args:
        flows: The flows; those between other countries are passed over.
        of: The country.

    Raises:
        UnknownCodeError: No such country.
        InvalidValueError: An inflow or an outflow comes twice in a period.

    Example:
        >>> facts = {"period": "2023", "measure": "bank_transfers", "source": "made up"}
        >>> flows = [RemittanceFlow(origin="RU", destination="AM", amount=Money.of(9, "USD"), **facts),
        ...     RemittanceFlow(origin="US", destination="AM", amount=Money.of(4, "USD"), **facts),
        ...     RemittanceFlow(origin="AM", destination="RU", amount=Money.of(2, "USD"), **facts, reporter="sender")]
        >>> found = net_flows(flows, "AM")
        >>> [(str(net.corridor), str(net.amount)) for net in found.flows], [str(each.corridor) for each in found.alone]
        ([('RU-AM', '7 USD')], ['US-AM'])
    """
    whose = country(of)
    ways: dict[Reporter, dict[Any, RemittanceFlow]] = {each: {} for each in Reporter}
    own = [flow for flow in each_flow(flows) if whose in flow.corridor]
    for flow in own:
        if flow.basis is Basis.GROSS and _country_of(flow) is whose:
            partner, way = (flow.origin, "an inflow") if flow.destination is whose else (flow.destination, "an outflow")
            place = partner, flow.period, flow.measure, flow.amount.currency
            if ways[flow.reporter].setdefault(place, flow) is not flow:
                expected = f"{way} that comes once in {flow.period}"
                raise InvalidValueError("flows", str(flow.corridor), expected, "choose one source and vintage")
    inflows, outflows = ways[Reporter.RECEIVER], ways[Reporter.SENDER]
    pairs = [(inflow, outflows[place]) for place, inflow in inflows.items() if place in outflows]
    return NetFlows(flows=tuple([net_flow(*pair) for pair in pairs]), alone=_rest(own, pairs))


def _rest(flows: Iterable[RemittanceFlow], pairs: Iterable[tuple[RemittanceFlow, ...]]) -> tuple[RemittanceFlow, ...]:
    paired = {id(each) for pair in pairs for each in pair}
    return tuple([each for each in flows if id(each) not in paired])


@final
@attrs.frozen(kw_only=True)
class FlowMirror:
    """One flow as both sides report it.

    Example:
        >>> from centralasia.money import MoneyEstimate
        >>> facts = {"origin": "RU", "destination": "UZ", "period": "2022", "measure": "money_transfer_systems"}
        >>> [pair] = mirror_flows([
        ...     RemittanceFlow(amount=Money.of(12, "USD"), reporter="sender", source="made up", **facts),
        ...     RemittanceFlow(amount=MoneyEstimate.of(Estimate.over("14.5"), "USD"), source="made up too", **facts),
        ... ]).pairs
        >>> pair.mirror.meets
        False
        >>> print(pair.mirror.gap)
        over 2.5 USD
    """

    sent: RemittanceFlow
    """What the sender reports."""
    received: RemittanceFlow
    """What the receiver reports."""

    @property
    def mirror(self) -> Mirror[Amount]:
        """The two amounts beside each other: gap, ratio, asymmetry, and whether both can be true.

        Raises:
            InvalidValueError: A report may be negative.
        """
        return mirror(self.sent.amount, self.received.amount)


@final
@attrs.frozen(kw_only=True)
class FlowMirrors:
    """Flows that both sides report, and what only one does.

    Attributes:
        pairs: Each report of the sender beside each of the receiver.
        alone: Reports that the other side has none of.

    Example:
        >>> mirror_flows([]).pairs
        ()
    """

    pairs: tuple[FlowMirror, ...]
    alone: tuple[RemittanceFlow, ...]


def mirror_flows(flows: Iterable[RemittanceFlow]) -> FlowMirrors:
    """Set what senders report beside what receivers report of the same corridor, period, measure and basis.

    Where a side has several reports, of several sources or vintages, each is set beside each of the other side; one
    that is there twice counts once. What only one side reports is in `alone`.

    Raises:
        CurrencyMismatchError: Two reports of one flow are in two currencies.
        InvalidValueError: One source states two amounts of one flow in one vintage.

    Example:
        >>> facts = {"origin": "RU", "destination": "KG", "period": "2022", "measure": "money_transfer_systems"}
        >>> [pair] = mirror_flows(
        ...     RemittanceFlow(amount=Money.of(amount, "USD"), reporter=reporter, source="made up", **facts)
        ...     for reporter, amount in (("sender", 2500), ("receiver", 2600))).pairs
        >>> pair.mirror.gap, pair.mirror.ratio
        (Money.of('100', 'USD'), Fraction(26, 25))
    """
    reports: dict[Any, RemittanceFlow] = {}
    sides: dict[Reporter, dict[Any, list[RemittanceFlow]]] = {each: {} for each in Reporter}
    for flow in each_flow(flows):
        place = flow.corridor, flow.period, flow.measure, flow.basis
        known = reports.setdefault((place, flow.reporter, flow.vintage, flow.source), flow)
        if known is flow:
            sides[flow.reporter].setdefault(place, []).append(flow)
        elif known.amount != flow.amount:
            expected = "of one amount by one source and vintage"
            raise InvalidValueError("flows", str(flow), expected, "keep the one that stands")
    pairs = [
        (one, other)
        for place, sent in sides[Reporter.SENDER].items()
        for one in sent
        for other in sides[Reporter.RECEIVER].get(place, ())
    ]
    for one, other in pairs:
        check_currency(one.amount.currency, other.amount.currency)
    mirrors = tuple([FlowMirror(sent=one, received=other) for one, other in pairs])
    return FlowMirrors(pairs=mirrors, alone=_rest(reports.values(), pairs))


@final
@attrs.frozen(kw_only=True)
class GdpShare:
    """A flow as a share of GDP, by one vintage of the latter.

    Units:
        `share` is a pure number: 0.48 is 48 %.

    Example:
        >>> flow = RemittanceFlow(origin="W0", destination="TJ", period="2023", measure="personal_remittances",
        ...     amount=Money.of("5.7e9", "USD"), source="made up")
        >>> shares_of_gdp(flow)[0].vintage
        'WDI-2026-05'
    """

    flow: RemittanceFlow
    gdp: Indicator
    share: Fraction | Estimate

    @property
    def vintage(self) -> str:
        """The vintage of the GDP; that of the flow is its own."""
        return self.gdp.vintage

    @property
    def percent(self) -> Fraction | Estimate:
        """The share in percent."""
        return self.share * 100


def shares_of_gdp(flow: RemittanceFlow, *, of: Country | str | None = None) -> tuple[GdpShare, ...]:
    """Give a flow as a share of GDP, once for each vintage of the GDP, latest first.

    The vintages of one year differ by a tenth and more, and a share that was right once need not be right now.

    Source:
        The World Bank's NY.GDP.MKTP.CD, GDP in current US dollars, by the vintages that ship with the package, taken
        as printed; `gdp` has the row with its source and certainty.

    Args:
        flow: The flow, of one calendar year and in US dollars.
        of: Whose GDP; when not given, that of the side that reports the flow.

    Raises:
        PeriodMismatchError: The flow is not of one calendar year.
        CurrencyMismatchError: It is not in US dollars.
        InvalidValueError: The GDP wanted is that of the world.
        UnknownCodeError: No GDP of this country and year is known.

    Example:
        >>> from centralasia.money import MoneyEstimate
        >>> flow = RemittanceFlow(origin="RU", destination="UZ", period="2023", measure="money_transfer_systems",
        ...     amount=MoneyEstimate.of(Estimate.over("14.5e9"), "USD"), source="a news page")
        >>> for each in shares_of_gdp(flow):
        ...     print(each.vintage, f"over {each.percent.low:.1f} %")
        WDI-2026-05 over 14.1 %
        WDI-2024-10-24 over 16.0 %
    """
    check_flow(flow)
    whose = _country_of(flow) if of is None else country(of)
    if whose is WORLD:
        raise InvalidValueError("of", "W0", "a country", "say whose GDP with of=")
    if flow.period.frequency is not Frequency.ANNUAL:
        hint = "add the parts up, or annualise the amount and say so"
        raise PeriodMismatchError("a calendar year", str(flow.period), hint)
    if flow.amount.currency.code != _DOLLAR:
        hint = "convert_flows brings flows to one currency"
        raise CurrencyMismatchError(_DOLLAR, flow.amount.currency.code, hint)
    rows = vintages(_GDP, whose, flow.period)
    return tuple(
        [GdpShare(flow=flow, gdp=row, share=share(flow.amount, Money(row.value, flow.amount.currency))) for row in rows]
    )


def _country_of(flow: RemittanceFlow) -> Country:
    return flow.origin if flow.reporter is Reporter.SENDER else flow.destination
