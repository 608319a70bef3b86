"""The best path through legs: freshest worst leg, then fewest legs, then first by name."""

from collections import deque
from collections.abc import Callable, Iterable

from centralasia.rates.routes import Leg
from centralasia.reference import Currency

__all__ = ["best_path"]


def best_path(
    source: Currency, target: Currency, around: Callable[[Currency], Iterable[Leg]], max_skew: int | None
) -> list[Leg] | None:
    """Find the best path, or None.

    Ages are tried from the freshest up: the first at which the ends are joined is the age of the worst leg of the best
    path. With a limit on skew, only legs of ages within that limit of the worst may take part.

    Args:
        source: Where it starts.
        target: Where it ends.
        around: The legs that lead away from a currency.
        max_skew: The most days that may lie between the ages of two legs of the path.
    """
    legs = _reachable(source, target, around)
    for worst in sorted({leg.age for each in legs.values() for leg in each}):
        least = 0 if max_skew is None else worst - max_skew
        usable = {
            here: [leg for leg in each if leg.age <= worst and (least <= leg.age or _in_force(leg))]
            for here, each in legs.items()
        }
        path = _shortest(source, target, usable)
        if path is not None:
            return path
    return None


def _in_force(leg: Leg) -> bool:
    """Say whether the leg holds on the day by its publisher's own word, whenever it was printed."""
    return leg.age == 0 and leg.rate.until is not None


def _reachable(
    source: Currency, target: Currency, around: Callable[[Currency], Iterable[Leg]]
) -> dict[Currency, list[Leg]]:
    """Collect the legs of everything that can be reached; each currency is asked once."""
    legs: dict[Currency, list[Leg]] = {}
    waiting = [source]
    while waiting:
        here = waiting.pop()
        if here in legs or here is target:
            continue
        legs[here] = sorted(around(here), key=lambda leg: leg.target.code)
        waiting.extend(leg.target for leg in legs[here])
    return legs


def _shortest(source: Currency, target: Currency, legs: dict[Currency, list[Leg]]) -> list[Leg] | None:
    """Go breadth first, each currency's legs in order of names: the first path to arrive is the one wanted.

    Among paths of one length, breadth first with ordered neighbours arrives first along the path whose names come
    first, compared from the start.
    """
    came: dict[Currency, Leg] = {}
    waiting = deque([source])
    while waiting:
        here = waiting.popleft()
        for leg in legs.get(here, ()):
            there = leg.target
            if there is source or there in came:
                continue
            came[there] = leg
            if there is target:
                return _back(source, target, came)
            waiting.append(there)
    return None


def _back(source: Currency, target: Currency, came: dict[Currency, Leg]) -> list[Leg]:
    path: list[Leg] = []
    here = target
    while here is not source:
        path.append(came[here])
        here = came[here].source
    return path[::-1]
