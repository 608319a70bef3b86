"""Breaks: the days on which a series may lawfully jump, and the ratios of money that replaced another."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from math import log
from typing import Final, NamedTuple, final

import attrs
import numpy as np
from numpy.typing import NDArray

from centralasia.diagnosis.series import Floats, Places
from centralasia.periods import Frequency
from centralasia.reference import Currency, Regime, RegimeKind, regimes

__all__ = ["Events", "Steps", "day_number", "events_of", "steps_of"]

EPOCH: Final = date(1970, 1, 1).toordinal()
BEFORE: Final = 4
"""Days before a break on which it may show: markets, and dates that are written down with the act, run ahead."""
AFTER: Final = 14
"""Days after it, for publishers who take a while, and for rates that overshoot and settle."""
RESTLESS: Final = 60
"""Days after a peg or a band was given up: the rouble floated in November 2014 and found its level in December."""
_RESTLESS_KINDS: Final = (RegimeKind.FLOAT, RegimeKind.CRISIS, RegimeKind.CAPITAL_CONTROLS)


@final
@attrs.frozen(kw_only=True, eq=False)
class Events:
    """Breaks in the regimes of the currencies of some series, each with the days on which it may show.

    Attributes:
        owners: The number of the series.
        first: The first day, counted from 1970-01-01.
        last: The last day.
        facts: What is known of each, with its source.

    Example:
        >>> from centralasia.reference import currency
        >>> events = events_of([(currency("USD"), currency("UZS"))])
        >>> [str(fact.period) for fact in events.facts]
        ['1996-12', '2003-10', '2017-09-05', '2023-08-13']
    """

    owners: Places
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    facts: tuple[Regime, ...]


@final
@attrs.frozen(kw_only=True, eq=False)
class Steps:
    """By how much a series is off where its figures are in older, or newer, units of one of its currencies.

    Attributes:
        owners: The number of the series.
        days: The day from which the newer unit is money, counted from 1970-01-01.
        logs: What is added to the logarithm of a price by the other unit.
        older: Whether the other unit is the older one: quotes before the day are then to be expected in it.

    Example:
        >>> from centralasia.reference import currency
        >>> steps = steps_of([(currency("USD"), currency("TJS"))])
        >>> steps.logs.round(3).tolist(), steps.older.tolist()
        ([6.908], [True])
    """

    owners: Places
    days: NDArray[np.int32]
    logs: Floats
    older: NDArray[np.bool_]


class _Span(NamedTuple):
    """A break, and the numbers of the first and last day on which it may show."""

    first: int
    last: int
    fact: Regime


def day_number(day: date) -> int:
    """Count the days from 1970-01-01.

    Example:
        >>> day_number(date(1970, 1, 31))
        30
    """
    return day.toordinal() - EPOCH


def events_of(pairs: Sequence[tuple[Currency, Currency]]) -> Events:
    """Give the breaks of the currencies of each series.

    What is known to a year only is left out, and so is what was only seen in a street or a feed: neither explains a
    jump on a day.

    Args:
        pairs: Base and quote of each series.

    Source:
        `centralasia.reference.regimes`.

    Example:
        >>> from centralasia.reference import currency
        >>> events_of([(currency("USD"), currency("EUR"))]).facts
        ()
    """
    found = [
        (number, span) for number, pair in enumerate(pairs) for money in pair for span in _spans().get(money.code, ())
    ]
    return Events(
        owners=np.array([number for number, _ in found], np.intp),
        first=np.array([span.first for _, span in found], np.int32),
        last=np.array([span.last for _, span in found], np.int32),
        facts=tuple(span.fact for _, span in found),
    )


def steps_of(pairs: Iterable[tuple[Currency, Currency]]) -> Steps:
    """Give the ratios at which the currencies of each series replaced another, or were replaced.

    Args:
        pairs: Base and quote of each series.

    Source:
        `centralasia.reference.currencies`.

    Example:
        >>> from centralasia.reference import currency
        >>> steps = steps_of([(currency("TMM"), currency("KZT"))])
        >>> steps.logs.round(3).tolist(), steps.older.tolist()  # 5,000 old manats are one new
        ([8.517], [False])
    """
    found: list[tuple[int, int, float, bool]] = []
    for number, (base, quote) in enumerate(pairs):
        for money, sign in ((base, -1), (quote, 1)):
            found += [(number, day, sign * size, older) for day, size, older in _ratios(money)]
    return Steps(
        owners=np.array([each[0] for each in found], np.intp),
        days=np.array([each[1] for each in found], np.int32),
        logs=np.array([each[2] for each in found], np.float64),
        older=np.array([each[3] for each in found], np.bool_),
    )


@cache
def _spans() -> dict[str, list[_Span]]:
    spans: dict[str, list[_Span]] = {}
    for fact in regimes():
        if fact.period is None or fact.kind.is_observation or fact.period.frequency is Frequency.ANNUAL:
            continue
        after = RESTLESS if fact.kind in _RESTLESS_KINDS else AFTER
        span = _Span(day_number(fact.period.start) - BEFORE, day_number(fact.period.end) + after, fact)
        spans.setdefault(fact.currency.code, []).append(span)
    return spans


@cache
def _ratios(money: Currency) -> list[tuple[int, float, bool]]:
    """Give the first day of the newer unit, the logarithm of the ratio as a change of its price, and which is meant.

    Only where the two are the units of one money in a row: not of the rouble that several countries had.
    """
    ratios = []
    for other, newer in ((money.predecessor, money), (money.successor, money.successor)):
        if other is None or newer is None or newer.ratio is None or newer.ratio == 1 or newer.introduced is None:
            continue
        older = other is money.predecessor
        if older and other.successor is not money:
            continue
        ratios.append((day_number(newer.introduced), log(newer.ratio) * (1 if older else -1), older))
    return ratios
