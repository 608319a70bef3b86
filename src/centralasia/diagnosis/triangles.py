"""Triangles: quotes of one day that contradict each other, and which of them is to blame.

Whatever is printed is known to half a unit of its last digit. Where the prices along a way from one currency to another
and back do not meet within those bounds, one of them is wrong, and no threshold has to be guessed.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple, final

import attrs
import numpy as np

from centralasia.diagnosis.causes import Cause, Verdicts
from centralasia.diagnosis.series import Bools, Floats, Places, Series, off_neighbours, on_same_days, wide

__all__ = ["Pairs", "find_inconsistent_inverses", "find_inconsistent_triangles"]

_ROUNDS: Final = 8  # of weighing again: enough for the least absolute sum to settle
_TINY: Final = 1e-9  # errors of logarithms
_CLEAR: Final = 3.0  # how many times further than the other a quote has to be from its neighbours to be to blame


@final
@attrs.frozen(kw_only=True, eq=False)
class Pairs:
    """What the series are prices of.

    Attributes:
        bases: The number of the base of each series.
        quotes: The number of its quote currency.
        groups: The number of what it was printed in: quotes are only held against each other within one.

    Example:
        >>> pairs = Pairs(bases=np.array([0, 1]), quotes=np.array([1, 0]), groups=np.array([0, 0]))
        >>> list(inverses(pairs))
        [(0, 1)]
    """

    bases: Places
    quotes: Places
    groups: Places


@final
class _Net(NamedTuple):
    """The series of a group that has more of them than are needed to get from each currency to each other.

    Attributes:
        owners: The series.
        bases: The node of the base of each.
        quotes: The node of its quote currency.
        tree: For each node but the first, in an order in which the nodes before are known: the place of a series that
            leads to it, and the node.
    """

    owners: Places
    bases: Places
    quotes: Places
    tree: list[tuple[int, int]]


@final
class _Day(NamedTuple):
    """Prices of a net by series and day, NaN where there is none."""

    logs: Floats
    half: Floats
    rows: Places


def inverses(pairs: Pairs) -> Iterator[tuple[int, int]]:
    """Give the series that are each other's inverse.

    Example:
        >>> list(inverses(Pairs(bases=np.array([0, 0]), quotes=np.array([1, 2]), groups=np.array([0, 0]))))
        []
    """
    known: dict[tuple[int, int, int], int] = {}
    keys = zip(pairs.groups.tolist(), pairs.bases.tolist(), pairs.quotes.tolist(), strict=True)
    for owner, (group, base, quote) in enumerate(keys):
        if (other := known.get((group, quote, base))) is not None:
            yield other, owner
        known.setdefault((group, base, quote), owner)


def find_inconsistent_inverses(series: Series, pairs: Pairs, *, blamed: Places | None = None) -> Verdicts:
    """Find quotes of a pair and of its inverse that cannot both be true.

    To blame is the one that the crosses of its day speak against, else the one that is further from its own neighbours;
    its price is only put right where that is clear. Both are to blame where there is nothing to tell by.

    Args:
        series: The series.
        pairs: What they are prices of.
        blamed: The places of the quotes that contradict the crosses of their day, in order.

    Example:
        >>> series = Series(days=[0, 1, 2] * 2, logs=[6.1, 6.1, 6.1, -6.1, -6.3, -6.1], half=[1e-4] * 6, starts=[0, 3])
        >>> pairs = Pairs(bases=np.array([0, 1]), quotes=np.array([1, 0]), groups=np.array([0, 0]))
        >>> found = find_inconsistent_inverses(series, pairs)
        >>> found.rows.tolist(), found.corrected.tolist()
        ([4], [-6.1])
    """
    found = [Verdicts.of([], Cause.OK)]
    for one, other in inverses(pairs):
        here, there = on_same_days(series, one, other)
        apart = np.abs(series.logs[here] + series.logs[there]) > series.half[here] + series.half[there] + _TINY
        if not apart.any():
            continue
        here, there = here[apart], there[apart]
        off = [np.abs(off_neighbours(series, rows)) for rows in (here, there)]
        crossed = [np.isin(rows, [] if blamed is None else blamed) for rows in (here, there)]
        off = [np.where(each, np.inf, by) for each, by in zip(crossed, off, strict=True)]
        for rows, beside, mine, theirs in ((here, there, *off), (there, here, *off[::-1])):
            clear = mine > np.where(np.isinf(theirs), np.inf, _CLEAR * theirs)
            verdicts = Verdicts.of(
                rows,
                Cause.INVERSE_PAIR_INCONSISTENT,
                corrected=np.where(clear, -series.logs[beside], np.nan),
                expected=-series.logs[beside],
                links=beside,
            )
            found.append(verdicts.where(mine >= theirs))
    return Verdicts.joined(found)


def find_inconsistent_triangles(series: Series, pairs: Pairs, *, left_out: Bools | None = None) -> Verdicts:
    """Find quotes that contradict the crosses of the others of their day and group.

    Which one is to blame is found by the least sum of absolute residuals, each weighed by how near its quote is to its
    own neighbours. A bulletin that has all prices in one currency has no triangles, and costs nothing.

    Args:
        series: The series.
        pairs: What they are prices of.
        left_out: Quotes that are known to be wrong, and speak neither for nor against others.

    Example:
        >>> logs = [6.1, 6.1, 6.1, 6.2, 6.2, 6.2, 0.1, 0.3, 0.1]  # USD/KZT, EUR/KZT, EUR/USD
        >>> series = Series(days=[0, 1, 2] * 3, logs=logs, half=[1e-4] * 9, starts=[0, 3, 6])
        >>> pairs = Pairs(bases=np.array([0, 1, 1]), quotes=np.array([2, 2, 0]), groups=np.array([0, 0, 0]))
        >>> found = find_inconsistent_triangles(series, pairs)
        >>> found.rows.tolist(), found.corrected.round(4).tolist()
        ([7], [0.1])
    """
    found = [Verdicts.of([], Cause.OK)]
    for group in np.unique(pairs.groups).tolist():
        owners = np.flatnonzero(pairs.groups == group)
        net = _net(owners, pairs.bases[owners], pairs.quotes[owners])
        ends = np.sort((net.bases, net.quotes), axis=0)
        if len(net.tree) < np.unique(ends, axis=1).shape[1]:  # a pair and its inverse alone are no triangle
            found.append(_contradictions(series, net, left_out))
    return Verdicts.joined(found)


def _net(owners: Places, bases: Places, quotes: Places) -> _Net:
    """Number the currencies of a group, and find a way to each of them, from the one with the most prices first."""
    names, ends = np.unique(np.concatenate((bases, quotes)), return_inverse=True)
    nodes = ends[: len(owners)], ends[len(owners) :]
    beside: list[list[tuple[int, int]]] = [[] for _ in names]
    for edge, (base, quote) in enumerate(zip(*(each.tolist() for each in nodes), strict=True)):
        beside[base].append((edge, quote))
        beside[quote].append((edge, base))
    tree, seen = [], [False] * len(names)
    for start in np.argsort([-len(each) for each in beside], kind="stable").tolist():
        queue = [] if seen[start] else [start]
        seen[start] = True
        for node in queue:
            for edge, other in beside[node]:
                if not seen[other]:
                    seen[other] = True
                    tree.append((edge, other))
                    queue.append(other)
    return _Net(owners, nodes[0], nodes[1], tree)


def _contradictions(series: Series, net: _Net, left_out: Bools | None) -> Verdicts:
    """Compare each price with the way through the tree, and weigh those of the days on which one does not fit."""
    table = _table(series, net, left_out)
    nodes = int(max(net.bases.max(), net.quotes.max())) + 1
    worth, bounds = np.zeros((nodes, table.logs.shape[1])), np.zeros((nodes, table.logs.shape[1]))
    for edge, node in net.tree:
        is_base = int(net.bases[edge]) == node
        other = int((net.quotes if is_base else net.bases)[edge])
        worth[node] = worth[other] + (table.logs[edge] if is_base else -table.logs[edge])
        bounds[node] = bounds[other] + table.half[edge]
    residuals = table.logs - (worth[net.bases] - worth[net.quotes])
    apart = np.abs(residuals) > table.half + bounds[net.bases] + bounds[net.quotes] + _TINY  # NaN is not
    days = np.flatnonzero(apart.any(axis=0))
    if not len(days):
        return Verdicts.of([], Cause.OK)
    known = _Day(table.logs[:, days], table.half[:, days], table.rows[:, days])
    if left_out is not None:
        known.logs[left_out[known.rows]] = np.nan
    return _blamed(series, net, known, nodes)


def _table(series: Series, net: _Net, left_out: Bools | None) -> _Day:
    """Put the prices of a net into a table of series and days; of two of one day one that is not left out."""
    rows = wide(series.lengths[net.owners], series.starts[net.owners])
    edges = np.repeat(np.arange(len(net.owners)), series.lengths[net.owners])
    if left_out is not None and left_out[rows].any():
        order = np.argsort(~left_out[rows], kind="stable")
        rows, edges = rows[order], edges[order]
    days, places = np.unique(series.days[rows], return_inverse=True)
    shape = len(net.owners), len(days)
    logs, half, at = np.full(shape, np.nan), np.zeros(shape), np.full(shape, -1, np.intp)
    logs[edges, places], half[edges, places], at[edges, places] = series.logs[rows], series.half[rows], rows
    return _Day(logs, half, at)


def _blamed(series: Series, net: _Net, table: _Day, nodes: int) -> Verdicts:
    """Find the quotes to blame, day by day, by the least sum of absolute residuals."""
    there = ~np.isnan(table.logs)
    logs = np.where(there, table.logs, 0.0)
    scales = series.scales[series.owners_of(table.rows)]
    off = np.abs(off_neighbours(series, table.rows.ravel())).reshape(table.rows.shape) / scales
    trust = np.where(there, 1.0 / (1.0 + off), 0.0)
    signs = np.zeros((len(net.owners), nodes))
    np.add.at(signs, (np.arange(len(net.owners)), net.bases), 1.0)
    np.add.at(signs, (np.arange(len(net.owners)), net.quotes), -1.0)
    floor = np.where(there, table.half, 1.0) + _TINY
    residuals = floor
    for _ in range(_ROUNDS):
        weights = (trust / np.maximum(np.abs(residuals), floor)).T
        normal = (signs.T * weights[:, None, :]) @ signs
        normal += np.eye(nodes) * (1e-9 * np.abs(normal).max(axis=(1, 2), keepdims=True) + 1e-12)
        right = (weights * logs.T) @ signs
        worth = np.linalg.solve(normal, right[:, :, None])[:, :, 0]
        residuals = logs - signs @ worth.T
    others = np.where(there, table.half, 0.0).max(axis=0)
    wrong: Bools = there & (np.abs(residuals) > table.half + 2 * others + _TINY)
    fair = (logs - residuals)[wrong]
    return Verdicts.of(table.rows[wrong], Cause.TRIANGLE_INCONSISTENT, corrected=fair, expected=fair)
