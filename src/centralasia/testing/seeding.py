"""Faults in bulk: a share of a long table corrupted at once, as separate single faults."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any, Final

import centralasia as ca
from centralasia.testing.catalogue import WAYS
from centralasia.testing.corruptions import series_of
from centralasia.testing.faults import Corrupted, CorruptedRows, Fault, Way, with_faults
from centralasia.testing.rows import ROW_CORRUPTIONS

__all__ = ["seeded", "seeded_rows"]

_RUN: Final = 15  # quotes that go stale and the like: longer than rates of a market stand still by themselves


def seeded(
    rates: "Iterable[ca.ExchangeRate]", code: str, *, share: Decimal | str, seed: int = 0, run: int = _RUN
) -> Corrupted:
    """Corrupt a share of a table at once, as separate single faults: the same ones for the same seed.

    Between two faults of a series one quote at least is left as it was. One fault at least is put in where one can be,
    and fewer than wanted where there is no room; a fault that takes several quotes counts as all of them.

    Args:
        rates: The rates.
        code: The code of a corruption of `CORRUPTIONS`.
        share: How many of all rates are to be corrupted, such as "0.01" for a hundredth.
        seed: What the places depend on.
        run: How many quotes a fault takes that is a run of them.

    Returns:
        The rates, with the places of those that are corrupted.

    Raises:
        UnknownCodeError: There is no such corruption; near misses are suggested.
        InvalidValueError: A share that is not between nothing and all, or a run of no quotes.

    Example:
        >>> dollar = [ca.ExchangeRate(base="USD", quote="KZT", value=f"45{day % 7}.31", on=f"2023-05-{day:02}")
        ...     for day in range(1, 31)]
        >>> wrong = seeded(dollar, "inverted", share="0.05", seed=7)
        >>> len(wrong.rows), all(wrong.rates[row].value < 1 for row in wrong.rows)
        (2, True)
    """
    if code not in WAYS:
        raise ca.UnknownCodeError(code, "corruptions", ca.reference.near(code, WAYS))
    if type(run) is not int or run < 1:
        raise ca.InvalidValueError("run", run, "a whole number, 1 or more")
    given = tuple(rates)
    beside = _neighbours(series_of(given))
    faults = _faults(WAYS[code](given, run), wanted=_wanted(share, len(given)), beside=beside, seed=seed)
    found, places = with_faults(given, faults)
    return Corrupted(rates=found, rows=places, code=code)


def seeded_rows(rows: Iterable[Mapping[str, str]], code: str, *, share: Decimal | str, seed: int = 0) -> CorruptedRows:
    """Corrupt a share of rows of texts at once, as `seeded` does rates.

    Args:
        rows: The rows, with the headers of exchange rates.
        code: The code of a corruption of `ROW_CORRUPTIONS`.
        share: How many of all rows are to be corrupted.
        seed: What the places depend on.

    Raises:
        UnknownCodeError: There is no such corruption; near misses are suggested.
        InvalidValueError: A share that is not between nothing and all.

    Example:
        >>> rows = [{"base": "USD", "value": "456.31", "on": f"2023-05-{day:02}"} for day in range(1, 31)]
        >>> wrong = seeded_rows(rows, "unreadable-day", share="0.1")
        >>> len(wrong.places)
        3
    """
    if code not in ROW_CORRUPTIONS:
        raise ca.UnknownCodeError(code, "corruptions of rows", ca.reference.near(code, ROW_CORRUPTIONS))
    corruption = ROW_CORRUPTIONS[code]
    given = corruption.taken(rows)
    beside = _neighbours([range(len(given))])
    faults = _faults(corruption.way(given), wanted=_wanted(share, len(given)), beside=beside, seed=seed)
    found, places = with_faults(given, faults)
    return CorruptedRows(rows=found, places=places, code=code)


def _wanted(share: Decimal | str, count: int) -> int:
    part = Fraction(ca.numbers.as_decimal(share, "share"))
    if not 0 < part <= 1:
        raise ca.InvalidValueError("share", str(share), "more than 0 and at most 1")
    return max(1, round(part * count))


def _neighbours(series: Iterable[Sequence[int]]) -> dict[int, Sequence[int]]:
    """Give each place with those right before and after it in its series."""
    return {place: places[max(0, at - 1) : at + 2] for places in series for at, place in enumerate(places)}


def _faults(way: Way, *, wanted: int, beside: Mapping[int, Sequence[int]], seed: int) -> list[Fault[Any]]:
    """Choose faults that keep off each other until so many things are wrong."""
    random = Random(seed)  # noqa: S311 - places, no secrets
    taken: set[int] = set()
    found: list[Fault[Any]] = []
    count = 0
    for place in random.sample(range(len(beside)), len(beside)):
        choices = () if place in taken else way.choices(place)
        fault = way.fault(place, random.choice(choices)) if choices else {}
        if not fault or not taken.isdisjoint(fault):
            continue
        if found and count + len(fault) > wanted:
            break
        found.append(fault)
        count += len(fault)
        taken.update(*[beside[each] for each in fault])
    return found
