"""Flows over time: taken apart by corridor and sense for the arithmetic of `centralasia.series`, and put back."""

from collections.abc import Callable, Iterable
from typing import final

import attrs

from centralasia.errors import InvalidValueError
from centralasia.money import Amount
from centralasia.periods import Frequency, Period
from centralasia.records import evolve
from centralasia.reference import Country, Currency, Source
from centralasia.remittances.flows import Basis, RemittanceFlow, RemittanceMeasure, Reporter, each_flow
from centralasia.remittances.totals import as_before, refuse_twice
from centralasia.series import cumulate, decumulate

__all__ = ["FlowKey", "cumulate_flows", "decumulate_flows", "flow_series", "series_of"]


@final
@attrs.frozen(kw_only=True)
class FlowKey:
    """What the flows of one series share: all but period and amount.

    Example:
        >>> from centralasia.money import Money
        >>> flow = RemittanceFlow(origin="RU", destination="TJ", period="2023", measure="bank_transfers",
        ...     amount=Money.of(5, "USD"), source="made up")
        >>> [key] = flow_series([flow])
        >>> key.measure.value, key.currency
        ('bank_transfers', currency('USD'))
    """

    origin: Country
    destination: Country
    measure: RemittanceMeasure
    reporter: Reporter
    basis: Basis
    currency: Currency
    source: Source
    vintage: str


def _key(flow: RemittanceFlow) -> FlowKey:
    return FlowKey(
        origin=flow.origin,
        destination=flow.destination,
        measure=flow.measure,
        reporter=flow.reporter,
        basis=flow.basis,
        currency=flow.amount.currency,
        source=flow.source,
        vintage=flow.vintage,
    )


def flow_series(flows: Iterable[RemittanceFlow]) -> dict[FlowKey, dict[Period, Amount]]:
    """Sort flows into series: one for each corridor, measure, reporter, basis, currency, source and vintage.

    Each is what the functions of `centralasia.series` take: `year_on_year`, `seasonal_ratio`, `aggregate` and so on.

    Raises:
        InvalidValueError: A series has two flows of one period.

    Example:
        >>> from centralasia.money import Money
        >>> from centralasia.series import year_on_year
        >>> facts = {"origin": "W0", "destination": "UZ", "measure": "money_transfer_systems", "source": "made up"}
        >>> [amounts] = flow_series([
        ...     RemittanceFlow(period="2023-01/2023-09", amount=Money.of(8400, "USD"), **facts),
        ...     RemittanceFlow(period="2024-01/2024-09", amount=Money.of(11620, "USD"), **facts)]).values()
        >>> year_on_year(amounts)
        {period('2024-01/2024-09'): Fraction(23, 60)}
    """
    found: dict[FlowKey, dict[Period, Amount]] = {}
    for flow in each_flow(flows):
        series = found.setdefault(_key(flow), {})
        if flow.period in series:
            refuse_twice(flow.corridor)
        series[flow.period] = flow.amount
    return found


def series_of(flows: Iterable[RemittanceFlow]) -> dict[Period, Amount]:
    """Give the amounts of one series of flows by period.

    Raises:
        InvalidValueError: There are no flows, or they are of several series.

    Example:
        >>> from centralasia.money import Money
        >>> facts = {"origin": "RU", "destination": "TJ", "measure": "bank_transfers", "source": "made up"}
        >>> series_of([RemittanceFlow(period="2023", amount=Money.of(5, "USD"), **facts)])
        {period('2023'): Money.of('5', 'USD')}
    """
    found = flow_series(flows)
    if len(found) == 1:
        return next(iter(found.values()))
    if not found:
        raise InvalidValueError("flows", 0, "one flow at least")
    one, other = list(found)[:2]
    names = [field.name for field in attrs.fields(FlowKey)]
    field = next(name for name in names if getattr(one, name) != getattr(other, name))
    expected, hint = as_before(getattr(one, field)), "flow_series takes several series apart"
    raise InvalidValueError(field, str(getattr(other, field)), expected, hint)


def cumulate_flows(flows: Iterable[RemittanceFlow], *, starts_month: int = 1) -> tuple[RemittanceFlow, ...]:
    """Add single months up from the beginning of each year on: January, January to February, and so on.

    Every series is added up for itself, as `series.cumulate` does it.

    Args:
        flows: The single flows.
        starts_month: The month in which years begin.

    Raises:
        PeriodMismatchError: A gap, or periods of several lengths.
        InvalidValueError: A series has two flows of one period.

    Example:
        >>> from centralasia.money import Money
        >>> facts = {"origin": "RU", "destination": "GE", "measure": "money_transfer_systems", "source": "made up"}
        >>> [str(flow.amount) for flow in cumulate_flows([
        ...     RemittanceFlow(period="2024-01", amount=Money.of("60.3", "USD"), **facts),
        ...     RemittanceFlow(period="2024-02", amount=Money.of("59.5", "USD"), **facts)])]
        ['60.3 USD', '119.8 USD']
    """
    return _each(flows, lambda series: cumulate(series, starts_month=starts_month))


def decumulate_flows(
    flows: Iterable[RemittanceFlow], *, starts_month: int = 1, frequency: Frequency | str | None = None
) -> tuple[RemittanceFlow, ...]:
    """Take cumulative months (January, January to February, …) apart into single ones; undo `cumulate_flows`.

    Every series is taken apart for itself, as `series.decumulate` does it; single flows may be negative where the flows
    are net.

    Args:
        flows: The cumulative flows, each by its whole period, without a gap.
        starts_month: The month in which years begin.
        frequency: That of the single flows; when not given, the shortest step there is in a series.

    Raises:
        PeriodMismatchError: A gap, or a period that does not run from the beginning of a year.
        InvalidValueError: A gross flow that falls; a series with two flows of one period.

    Example:
        >>> from centralasia.money import Money
        >>> facts = {"origin": "RU", "destination": "GE", "measure": "money_transfer_systems", "source": "made up"}
        >>> [(str(flow.period), str(flow.amount)) for flow in decumulate_flows([
        ...     RemittanceFlow(period="2024-01", amount=Money.of("60.3", "USD"), **facts),
        ...     RemittanceFlow(period="2024-01/2024-02", amount=Money.of("119.8", "USD"), **facts)])]
        [('2024-01', '60.3 USD'), ('2024-02', '59.5 USD')]
    """
    parts: dict[bool, list[RemittanceFlow]] = {False: [], True: []}
    for flow in each_flow(flows):
        parts[flow.basis is Basis.NET].append(flow)

    def apart(*, signed: bool) -> Callable[[dict[Period, Amount]], dict[Period, Amount]]:
        return lambda series: decumulate(series, starts_month=starts_month, frequency=frequency, signed=signed)

    return _each(parts[False], apart(signed=False)) + _each(parts[True], apart(signed=True))


def _each(
    flows: Iterable[RemittanceFlow], change: Callable[[dict[Period, Amount]], dict[Period, Amount]]
) -> tuple[RemittanceFlow, ...]:
    """Put what becomes of each series back into flows, with the fields of its first one."""
    given = list(each_flow(flows))
    first: dict[FlowKey, RemittanceFlow] = {}
    for flow in given:
        first.setdefault(_key(flow), flow)
    return tuple(
        [
            evolve(first[key], period=period, amount=amount)
            for key, series in flow_series(given).items()
            for period, amount in change(series).items()
        ]
    )
