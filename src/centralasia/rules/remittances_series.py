"""Rules about flows over time: sums read as months, a measure that changes, a sign that is wrong."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias, final

import numpy as np

from centralasia.money import Amount, Money
from centralasia.periods import Period
from centralasia.remittances import Basis, RemittanceFlow, RemittanceMeasure, Reporter
from centralasia.rules.columns import Judged
from centralasia.rules.data import Context, Data, Located
from centralasia.rules.found import found_in
from centralasia.rules.hits import Hits, Told
from centralasia.rules.magnitudes import magnitude_of
from centralasia.series import looks_cumulative
from centralasia.series.figures import as_estimate, minus
from centralasia.series.observations import year_with
from centralasia.series.words import briefly

__all__ = [
    "Series",
    "check_cumulative",
    "check_measure",
    "check_sign",
    "cumulative_years",
    "name_of",
    "series_in",
    "series_of",
]

Series: TypeAlias = list[Located]
"""Flows of one corridor in one sense, by one source, of periods of one length, in the order of periods."""

_FEWEST: Final = 6  # months that rise throughout: fewer do so by chance
_FEWEST_IN_ALL: Final = 8  # figures of several years, where each of them is short
_MONTHS_A_YEAR: Final = 12
_DAYS_A_MONTH: Final = 30.4375


def name_of(flow: RemittanceFlow) -> object:
    """Give what flows of one source share, whatever day and page of it they are from.

    Args:
        flow: The flow.

    Example:
        >>> from centralasia.money import Money
        >>> name_of(RemittanceFlow(origin="RU", destination="TJ", period="2023", measure="bank_transfers",
        ...     amount=Money.of(5, "USD"), source="nbt"))
        'nbt'
    """
    return flow.source.key or flow.source


def _sense(flow: RemittanceFlow) -> tuple[Any, ...]:
    return (flow.measure, *_sense_but_measure(flow))


def _sense_but_measure(flow: RemittanceFlow) -> tuple[Any, ...]:
    said = flow.origin, flow.destination, flow.reporter, flow.basis, flow.amount.currency, name_of(flow)
    return (*said, _length(flow.period))


def _length(period: Period) -> object:
    """Give the frequency of a period, or about how many months it has: years to date are no series with months."""
    return period.frequency or round(period.days / _DAYS_A_MONTH)


def series_of(data: Data) -> list[Series]:
    """Sort the flows of a table into series, once for all rules.

    Args:
        data: The table.
    """
    return data.once("series of flows", lambda: series_in(data.records))


def series_in(records: Iterable[Located]) -> list[Series]:
    """Sort flows into series.

    A source that revises has a series for each vintage, where two of them speak of one period; otherwise the vintage
    is only the release in which a month came out.

    Args:
        records: The flows.

    Example:
        >>> series_in([])
        []
    """
    groups: dict[tuple[Any, ...], Series] = {}
    for each in records:
        groups.setdefault(_sense(each.record), []).append(each)
    found: list[Series] = []
    for group in groups.values():
        ordered = sorted(group, key=_period)
        if all(one.record.period != other.record.period for one, other in pairwise(ordered)):
            found.append(ordered)
            continue
        vintages: dict[str, Series] = {}
        for each in ordered:
            vintages.setdefault(each.record.vintage, []).append(each)
        found += vintages.values()
    return found


_period: Final = attrgetter("record.period")


@final
class CumulativeYear(NamedTuple):
    """The flows of a year that look like sums since its beginning."""

    year: Period
    flows: Series


def cumulative_years(series: Series, starts_month: int = 1) -> list[CumulativeYear]:
    """Give the years of a series that look cumulative.

    Months are judged year by year, from six on; quarters only where every year looks so and there are two at least.

    Args:
        series: The flows.
        starts_month: The month in which years begin.

    Example:
        >>> cumulative_years([])
        []
    """
    frequency = series[0].record.period.frequency if series else None
    if frequency is None or not 0 < frequency.months_each < _MONTHS_A_YEAR:
        return []
    years: dict[Period, Series] = {}
    for each in series:
        years.setdefault(year_with(each.record.period, starts_month), []).append(each)
    found = [CumulativeYear(year, flows) for year, flows in years.items() if _looks_so(flows, starts_month)]
    if len(found) > 1 and len(found) == len(years) and _figures_in(found) >= _FEWEST_IN_ALL:
        return found
    return [each for each in found if len(each.flows) >= _FEWEST]


def _figures_in(years: Iterable[CumulativeYear]) -> int:
    return sum(len(each.flows) for each in years)


def _looks_so(flows: Series, starts_month: int) -> bool:
    """Ask the arithmetic of series, unless figures fall: then they are no sums, which is seen at once."""
    logs = [magnitude_of(each.record.amount) for each in flows]
    if any(log is None or (last is not None and log < last) for last, log in pairwise([None, *logs])):
        return False
    amounts = {each.record.period: each.record.amount for each in flows}
    return len(amounts) == len(flows) and looks_cumulative(amounts, starts_month=starts_month)


def check_cumulative(data: Data, context: Context) -> Iterator[Hits]:
    """Find years in which the figures of months or quarters look like sums since the beginning.

    Args:
        data: The table.
        context: May have `starts_month`, the month in which years begin.
    """
    starts_month = context.more.get("starts_month", 1)
    found = []
    for series in series_of(data):
        for year, flows in cumulative_years(series, starts_month):
            found += [(each.row, _tell_sum(each.record, flows, year)) for each in flows[1:]]
    yield from found_in(found, "period")


def _tell_sum(flow: RemittanceFlow, flows: Series, year: Period) -> Told:
    first, last = flows[0].record, flows[-1].record
    span = Period(year.start, flow.period.end)
    rise = f"from {briefly(first.amount)} in {first.period} to {briefly(last.amount)} in {last.period}"
    return Told(
        f"the figures of {year} never fall, {rise}, as sums since its beginning do",
        "cumulative figures that are labelled as of single periods",
        f"make the period {span}, or take the sums apart with remittances.decumulate_flows",
        change={"period": span},
    )


def check_measure(data: Data, _: Context) -> Iterator[Hits]:
    """Find where a series goes on with another measure.

    Args:
        data: The table.
    """
    groups: dict[tuple[Any, ...], Series] = {}
    for each in data.records:
        groups.setdefault((*_sense_but_measure(each.record), each.record.vintage), []).append(each)
    found = [
        hit for group in groups.values() if len({each.record.measure for each in group}) > 1 for hit in _changes(group)
    ]
    yield from found_in(found, "measure")


def _changes(group: Series) -> Iterator[tuple[int, Told]]:
    """Compare the measures of each period with those of the period before."""
    periods: dict[Period, dict[RemittanceMeasure, Located]] = {}
    for each in sorted(group, key=_period):
        periods.setdefault(each.record.period, {}).setdefault(each.record.measure, each)
    seen: set[RemittanceMeasure] = set()
    for before, after in pairwise(periods.values()):
        seen.update(before)
        gone = [flow for measure, flow in before.items() if measure not in after]
        new = [flow for measure, flow in after.items() if measure not in seen]
        if gone and new:
            for each in new:
                yield each.row, _tell_measure(gone[0].record, each.record)


def _tell_measure(before: RemittanceFlow, after: RemittanceFlow) -> Told:
    old, new = (measure.replace("_", " ") for measure in (before.measure, after.measure))
    return Told(
        f"the series has {new} from {after.period} on ({briefly(after.amount)}), and {old} until {before.period} "
        f"({briefly(before.amount)})",
        "two series joined to one, or a measure that was labelled wrongly",
        "compare only figures of one measure",
    )


def check_sign(data: Data, _: Context) -> Iterator[Hits]:
    """Find gross flows below zero, and net flows with the sign of the opposite.

    Args:
        data: The table.
    """
    amounts = data.numbers("amount")
    if amounts is not None:
        with np.errstate(invalid="ignore"):
            below = np.flatnonzero((amounts.floats < 0) & _gross(data))
        yield from found_in(((row, _tell_negative(data, row)) for row in below.tolist()), "amount")
    yield from found_in(_reversed(data.records), "amount")


def _gross(data: Data) -> Any:  # noqa: ANN401 - a mask, or one value for all rows
    column = data.columns.get("basis")
    if isinstance(column, Judged):
        return ~column.where(lambda basis: basis is Basis.NET)
    return data.value("basis", 0) is not Basis.NET


def _tell_negative(data: Data, row: int) -> Told:
    value = data.value("amount", row)
    return Told(
        f"a gross flow is {value}, and no flow is less than nothing",
        "a debit that is printed with a minus, or a net flow labelled gross",
        "take the minus off; of a net flow say basis=net",
        change={"amount": -value},
    )


def _reversed(records: Sequence[Located]) -> list[tuple[int, Told]]:
    """Hold net flows against inflow and outflow, where the table has all three."""
    nets = [each for each in records if each.record.basis is Basis.NET]
    if not nets:
        return []
    gross: dict[tuple[Any, ...], Amount] = {}
    for each in records:
        if each.record.basis is Basis.GROSS:
            gross.setdefault(_place(each.record, each.record.corridor, each.record.reporter), each.record.amount)
    found = []
    for row, flow in nets:
        inflow = gross.get(_place(flow, flow.corridor, Reporter.RECEIVER))
        outflow = gross.get(_place(flow, flow.corridor[::-1], Reporter.SENDER))
        if inflow is not None and outflow is not None and _is_reversed(flow.amount, minus(inflow, outflow)):
            found.append((row, _tell_reversed(flow, inflow, outflow)))
    return found


def _place(flow: RemittanceFlow, corridor: tuple[object, ...], reporter: Reporter) -> tuple[Any, ...]:
    return (*corridor, reporter, flow.period, flow.measure, flow.amount.currency)


def _is_reversed(net: Amount, difference: Amount) -> bool:
    stated, reckoned = as_estimate(net), as_estimate(difference)
    return not stated.meets(reckoned) and (-stated).meets(reckoned)


def _tell_reversed(flow: RemittanceFlow, inflow: Amount, outflow: Amount) -> Told:
    change = {"amount": -flow.amount.amount} if isinstance(flow.amount, Money) else None
    return Told(
        f"inflow {briefly(inflow)} less outflow {briefly(outflow)} is {briefly(minus(inflow, outflow))}, "
        f"and the net flow is {briefly(flow.amount)}",
        "outflow less inflow",
        "turn the sign round",
        change=change,
    )
