"""Flows beside other figures: their opposites, what the other side reports, and the GDP of each vintage."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, final

import attrs

from centralasia.errors import CurrencyMismatchError, InvalidValueError, PeriodMismatchError
from centralasia.money import Amount, Money
from centralasia.numbers import Estimate
from centralasia.periods import Frequency
from centralasia.rates import Policy, RateKind, RateTable, convert_estimate
from centralasia.records import evolve
from centralasia.reference import WORLD, Country, Currency, Indicator, country, currency, vintages
from centralasia.remittances.flows import Basis, RemittanceFlow, Reporter, check_flow, each_flow
from centralasia.remittances.sums import check_currency
from centralasia.remittances.totals import joined_sources, joined_vintages
from centralasia.series import Mirror, mirror, share
from centralasia.series.figures import minus

__all__ = ["FlowMirror", "GdpShare", "convert_flows", "mirror_flows", "net_flow", "net_flows", "shares_of_gdp"]

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
    wanted stays as it is.

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
        2192.19 USD - converted from KZT
    """
    wanted, found = currency(to), []
    for flow in each_flow(flows):
        was = flow.amount.currency
        if was is not wanted:
            amount = convert_estimate(flow.amount, wanted, on=flow.period, rates=rates, policy=policy, kind=kind)
            note = "; ".join([part for part in (flow.note, f"converted from {was}") if part])
            flow = evolve(flow, amount=amount, note=note)  # noqa: PLW2901 - the same flow in another currency
        found.append(flow)
    return tuple(found)


def net_flow(inflow: RemittanceFlow, outflow: RemittanceFlow) -> RemittanceFlow:
    """Take the opposite flow off.

    Corridor and reporter are those of the inflow. That the same side reports both is for the caller to see to: the
    receiver of the one is the sender of the other.

    Args:
        inflow: What comes in, gross.
        outflow: What goes back in the same period, gross, of the same measure and in the same currency.

    Raises:
        InvalidValueError: The two are no opposites, of two measures, or one is net already.
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
    return evolve(
        inflow,
        amount=minus(inflow.amount, outflow.amount),
        basis=Basis.NET,
        source=joined_sources(both),
        vintage=joined_vintages(both),
    )


def net_flows(flows: Iterable[RemittanceFlow], of: Country | str) -> tuple[RemittanceFlow, ...]:
    """Give what a country receives net of what it sends, by partner and period, as it reports both.

    Inflows are those it reports as receiver, outflows those it reports as sender, of the same measure and currency. A
    flow whose opposite is not there is left out: that nothing is known does not mean that nothing was sent.

    Args:
        flows: The flows; of others than this country, too.
        of: The country.

    Raises:
        UnknownCodeError: No such country.
        InvalidValueError: An outflow comes twice in a period.

    Example:
        >>> facts = {"period": "2023", "measure": "bank_transfers", "source": "made up"}
        >>> flows = [RemittanceFlow(origin="RU", destination="AM", amount=Money.of(9, "USD"), **facts),
        ...     RemittanceFlow(origin="US", destination="AM", amount=Money.of(4, "USD"), **facts),
        ...     RemittanceFlow(origin="AM", destination="RU", amount=Money.of(2, "USD"), **facts, reporter="sender")]
        >>> [(str(net.corridor), str(net.amount)) for net in net_flows(flows, "AM")]
        [('RU-AM', '7 USD')]
    """
    whose = country(of)
    outflows: dict[tuple[Any, ...], RemittanceFlow] = {}
    inflows: list[tuple[tuple[Any, ...], RemittanceFlow]] = []
    for flow in each_flow(flows):
        if flow.basis is Basis.NET:
            continue
        rest = flow.period, flow.measure, flow.amount.currency
        if flow.destination is whose and flow.reporter is Reporter.RECEIVER:
            inflows.append(((flow.origin, *rest), flow))
        elif flow.origin is whose and flow.reporter is Reporter.SENDER:
            place = (flow.destination, *rest)
            if place in outflows:
                expected = f"an outflow that comes once in {flow.period}"
                raise InvalidValueError("flows", str(flow.corridor), expected, "choose one source and vintage")
            outflows[place] = flow
    return tuple([net_flow(flow, outflows[place]) for place, flow in inflows if place in outflows])


@final
@attrs.frozen(kw_only=True)
class FlowMirror:
    """One flow as both sides report it.

    Example:
        >>> from centralasia.money import MoneyEstimate
        >>> facts = {"origin": "RU", "destination": "UZ", "period": "2022", "measure": "money_transfer_systems"}
        >>> [pair] = mirror_flows([
        ...     RemittanceFlow(amount=Money.of(12, "USD"), reporter="sender", source="made up", **facts),
        ...     RemittanceFlow(amount=MoneyEstimate.of(Estimate.over("14.5"), "USD"), source="made up too", **facts)])
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


def mirror_flows(flows: Iterable[RemittanceFlow]) -> tuple[FlowMirror, ...]:
    """Set what senders report beside what receivers report of the same corridor, period, measure and basis.

    Where a side has several reports, of several sources or vintages, each is set beside each of the other side. What
    only one side reports is left out.

    Raises:
        CurrencyMismatchError: Two reports of one flow are in two currencies.

    Example:
        >>> facts = {"origin": "RU", "destination": "KG", "period": "2022", "measure": "money_transfer_systems"}
        >>> [pair] = mirror_flows(
        ...     RemittanceFlow(amount=Money.of(amount, "USD"), reporter=reporter, source="made up", **facts)
        ...     for reporter, amount in (("sender", 2500), ("receiver", 2600)))
        >>> pair.mirror.gap, pair.mirror.ratio
        (Money.of('100', 'USD'), Fraction(26, 25))
    """
    sides: dict[Reporter, dict[Any, list[RemittanceFlow]]] = {each: {} for each in Reporter}
    for flow in each_flow(flows):
        sides[flow.reporter].setdefault((flow.corridor, flow.period, flow.measure, flow.basis), []).append(flow)
    pairs = [
        FlowMirror(sent=one, received=other)
        for place, sent in sides[Reporter.SENDER].items()
        for one in sent
        for other in sides[Reporter.RECEIVER].get(place, ())
    ]
    for pair in pairs:
        check_currency(pair.sent.amount.currency, pair.received.amount.currency)
    return tuple(pairs)


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
