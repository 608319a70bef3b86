"""Rules about the level of remittances: slips of thousands and millions, and local money labelled as another.

A figure is held against its neighbours in the series, by the cheapest way through what each may be: right, so many
decades off, or an amount in local money. That names runs as well as single figures. Where a series says nothing,
because it is too short or wrong throughout, the figure is held against what is published of the receiving country.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from centralasia.periods import Period
from centralasia.reference import Country, Currency, currency
from centralasia.remittances import RemittanceFlow, Reporter
from centralasia.rules.data import Context, Data
from centralasia.rules.found import found_in
from centralasia.rules.hits import Hits, Told
from centralasia.rules.magnitudes import Magnitudes, levels_of, magnitude_of, said, scaled_cells, spread_of
from centralasia.rules.remittances_gdp import LocalRates, own_currency, reporter_of
from centralasia.rules.remittances_pairs import exchanged_in, moves_of
from centralasia.rules.remittances_series import Series, cumulative_years, series_of
from centralasia.rules.remittances_slips import POWERS, Slip, is_published, slip_by_country
from centralasia.series.words import briefly

__all__ = ["check_currency", "check_scale", "slips_in"]

_FEWEST: Final = 4  # figures of a series that say what is usual in it
_QUARTILE: Final = 0.3186  # of the size of a normal deviation
_LEAST: Final = 0.03  # decimals by which neighbours differ anyhow
_MOST: Final = 0.5
_CHANGE: Final = 8.0  # what it costs to go over to another way of being wrong, in usual steps
_OFF: Final = 0.05  # what it costs to be wrong
_SMALL: Final = 1.0  # decimals below which a slip is no larger than what may happen to a flow
_OFF_SMALL: Final = 0.5
_FOREIGN: Final = 2.0  # what it costs, besides, to be in the money of the side that does not report
_CAP: Final = 200.0
_FIT: Final = 0.25  # of the size of a slip: by how much a figure may miss it
_NOISE: Final = 4.0  # usual distances within which figures may miss it anyhow
_LEAST_NOISE: Final = 0.1
_MOST_NOISE: Final = 0.3
_MOST_COMMON: Final = 0.3
_BESIDE: Final = 3  # figures to each side that say where a run should be
_DOLLAR: Final = "USD"  # what flows are reported in, where not in local money
_FIELDS: Final = ("amount", "amount_low", "amount_high")


def check_scale(data: Data, context: Context) -> Iterator[Hits]:
    """Find amounts that are a thousand, a million or a thousand million times what they should be, or as much less.

    Args:
        data: The table.
        context: Has the rates by which slips are told from amounts in other money.
    """
    slips = slips_in(data, context)
    found = [(row, _tell(data, row, slip)) for row, slip in slips.items() if slip.power is not None]
    yield from found_in(found, "amount")


def check_currency(data: Data, context: Context) -> Iterator[Hits]:
    """Find amounts that are in the money of one of the two countries and labelled as of another.

    Args:
        data: The table.
        context: Has the rates.
    """
    slips = slips_in(data, context)
    found = [(row, _tell(data, row, slip)) for row, slip in slips.items() if slip.power is None]
    yield from found_in(found, "amount_currency")


def _tell(data: Data, row: int, slip: Slip) -> Told:
    message = f"{briefly(slip.flow.amount)} {slip.told}"
    cause = " or ".join([slip.cause, *slip.others])
    if slip.power is None:
        change: Mapping[str, object] = {"amount_currency": slip.currency}
        fix = f"label it {slip.currency}, or convert it"
    else:
        change = scaled_cells([(field, data.value(field, row)) for field in _FIELDS], -slip.power)
        fix = f"{'divided' if slip.power > 0 else 'multiplied'} by {10 ** abs(slip.power):,} it fits"
    return Told(message, cause, fix, change=None if slip.others else change)


def slips_in(data: Data, context: Context) -> dict[int, Slip]:
    """Find the amounts that a slip of scale or currency explains, by row.

    Args:
        data: The table.
        context: Has the rates, and the month in which years begin.
    """
    return data.once("slips", lambda: _slips(data, context))


def _slips(data: Data, context: Context) -> dict[int, Slip]:
    rates = LocalRates(context.rates)
    found: dict[int, Slip] = {}
    exchanged, moves = exchanged_in(data), moves_of(data)
    starts_month = context.more.get("starts_month", 1)
    for series in series_of(data):
        sums = {each.row for year in cumulative_years(series, starts_month) for each in year.flows}
        single = [each for each in series if each.row not in sums and each.row not in exchanged]
        published = {each.row for each in single if is_published(each.record)}
        known = {each.row: slip for each in single if (slip := slip_by_country(each.record, rates))}
        around = _by_neighbours(single, rates, moves)
        if len(known) > len(around):  # the series is off in most of its figures, so that it says nothing of the rest
            around = {}
        found |= known | {row: slip for row, slip in around.items() if row not in published}
    return found


_Moves: TypeAlias = Mapping[tuple[Country, Period], float]


@final
class _Options(NamedTuple):
    """What each figure of a series may be.

    Attributes:
        ways: The powers of ten and currencies; the first is no slip at all.
        logs: By how much each of them moves each figure.
        entry: What it costs to go over to believing it.
        wrong: What it costs to go on believing it for one more figure.
    """

    ways: tuple[int | Currency, ...]
    logs: Magnitudes
    entry: Magnitudes
    wrong: Magnitudes


def _by_neighbours(series: Series, rates: LocalRates, moves: _Moves) -> dict[int, Slip]:
    known = [(each, log) for each in series if (log := magnitude_of(each.record.amount)) is not None]
    if len(known) < _FEWEST:
        return {}
    flows, logs = [each for each, _ in known], np.array([log for _, log in known])
    common = np.array([moves.get((each.record.destination, each.record.period), 0.0) for each in flows])
    logs -= np.where(np.abs(common) < _MOST_COMMON, common, 0.0)  # more is no season: all of them may be off
    steps = np.abs(np.diff(logs))
    usual = float(np.clip(np.quantile(steps, 0.25, method="lower") / _QUARTILE, _LEAST, _MOST))
    if steps.max() <= _CHANGE * usual:
        return {}
    options = _options(flows, rates)
    ways = _cheapest(logs[:, None] - options.logs, options.entry, options.wrong, usual=usual)
    return _confirmed(flows, logs, options=options, ways=ways) if ways.any() else {}


def _options(flows: Series, rates: LocalRates) -> _Options:
    first: RemittanceFlow = flows[0].record
    reporter, labelled = reporter_of(first), first.amount.currency
    partner = first.origin if first.reporter is Reporter.RECEIVER else first.destination
    costs: dict[Currency, float] = {}
    locals_ = (own_currency(side, first.period) for side in (reporter, partner))
    for local, cost in zip((*locals_, currency(_DOLLAR)), (_CHANGE, _CHANGE + _FOREIGN, _CHANGE), strict=True):
        if local is not None and local is not labelled:
            costs.setdefault(local, cost)
    sizes_of = {money: [rates.log(labelled, money, each.record.period) for each in flows] for money in costs}
    known = {money: found for money, found in sizes_of.items() if None not in found}
    powers = [np.full(len(flows), float(power)) for power in (0, *POWERS)]
    logs = np.column_stack([*powers, *[np.array(found, np.float64) for found in known.values()]])
    entry = np.array([_CHANGE, *[_CHANGE for _ in POWERS], *[costs[money] for money in known]])
    sizes = np.abs(logs).max(axis=0)
    wrong = np.where(sizes > 0, np.where(sizes < _SMALL, _OFF_SMALL, _OFF), 0.0)
    return _Options((0, *POWERS, *known), logs, entry, wrong)


def _cheapest(corrected: Magnitudes, entry: Magnitudes, wrong: Magnitudes, *, usual: float) -> NDArray[np.intp]:
    """Find the way through what each figure may be that jumps least, goes over least and is wrong least."""
    change = entry * (1 - np.eye(len(entry)))
    change[1:, 1:] += _CHANGE * (1 - np.eye(len(entry) - 1))  # from one slip to another it goes by way of none
    total = wrong + entry - _CHANGE
    back = np.zeros(corrected.shape, np.intp)
    for place in range(1, len(corrected)):
        jumps = np.abs(corrected[place][None, :] - corrected[place - 1][:, None]) / usual
        ways = total[:, None] + np.minimum(jumps, _CAP) + change
        back[place] = ways.argmin(axis=0)
        total = ways.min(axis=0) + wrong
    found = np.zeros(len(corrected), np.intp)
    found[-1] = total.argmin()
    for place in range(len(corrected) - 1, 0, -1):
        found[place - 1] = back[place, found[place]]
    return found


def _confirmed(flows: Series, logs: Magnitudes, *, options: _Options, ways: NDArray[np.intp]) -> dict[int, Slip]:
    """Keep the runs of slips that, undone, are where the figures before and after them are."""
    moved = options.logs[np.arange(len(ways)), ways]
    right = np.flatnonzero(ways == 0)
    levels = [level.off for level in levels_of(logs[right]) if level is not None]
    noise = max(_LEAST_NOISE, _NOISE * spread_of(levels))
    found: dict[int, Slip] = {}
    edges = [0, *(np.flatnonzero(np.diff(ways)) + 1).tolist(), len(ways)]
    for first, until in pairwise(edges):
        beside = [*right[right < first][-_BESIDE:], *right[right >= until][:_BESIDE]]
        if not ways[first] or not beside:
            continue
        run = np.arange(first, until)
        ends = np.unique(np.concatenate([run[:_BESIDE], run[-_BESIDE:]]))
        expected = float(np.median(logs[beside]))
        size = float(np.abs(moved[run]).min())
        reach = max(_LEAST_NOISE, min(noise, _FIT * size))
        if abs(float(np.median((logs - moved)[ends])) - expected) <= max(reach, min(_MOST_NOISE, _FIT * size)):
            for place in run.tolist():
                slip = _slip(
                    flows[place].record, options, place, way=int(ways[place]), off=logs[place] - expected, reach=reach
                )
                found[flows[place].row] = slip
    return found


def _slip(flow: RemittanceFlow, options: _Options, place: int, *, way: int, off: float, reach: float) -> Slip:
    """Say what happened to a figure, and what else would make the same one as well."""
    sizes = options.logs[place].tolist()
    near = [
        other
        for number, (other, size) in enumerate(zip(options.ways, sizes, strict=True))
        if number not in (0, way) and abs(off - size) <= reach
    ]
    log = magnitude_of(flow.amount) or 0.0
    expected = said(log - off, flow.amount.currency)
    told = f"is far from {expected}, which its neighbours in the series let one expect"
    return Slip.of(flow, options.ways[way], told, near)
