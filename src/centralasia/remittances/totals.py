"""Sums of flows: over origins or destinations, and stated totals held against their parts."""

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple, NoReturn, final

import attrs

from centralasia.errors import CurrencyMismatchError, InvalidValueError, PeriodMismatchError
from centralasia.money import Amount, add_up
from centralasia.numbers import Estimate
from centralasia.periods import Period
from centralasia.records import evolve
from centralasia.reference import WORLD, Currency, Source
from centralasia.remittances.flows import Corridor, RemittanceFlow, Sense, each_flow, sense_of
from centralasia.series.figures import as_estimate, minus, ratio

__all__ = [
    "TotalCheck",
    "TotalVerdict",
    "as_before",
    "check_currency",
    "check_once",
    "check_periods",
    "check_releases",
    "check_sense",
    "check_totals",
    "joined_sources",
    "joined_vintages",
    "refuse_mixed",
    "refuse_other",
    "refuse_twice",
    "sum_over_destinations",
    "sum_over_origins",
    "total_of",
]

_NOTHING = "one flow at least"


def check_sense(flows: Iterable[RemittanceFlow]) -> Sense:
    """Give what all flows share, and refuse to go on where they differ in it.

    Raises:
        InvalidValueError: There are no flows, or they differ in measure, reporter or basis.
        CurrencyMismatchError: They differ in currency.
        WrongTypeError: Something that is no flow.

    Example:
        >>> check_sense([])
        Traceback (most recent call last):
        centralasia.errors.InvalidValueError: flows must be one flow at least, got 0
    """
    first: Sense | None = None
    for flow in each_flow(flows):
        sense = sense_of(flow)
        if first is None:
            first = sense
        elif sense != first:
            refuse_mixed(first, sense)
    if first is None:
        raise InvalidValueError("flows", 0, _NOTHING)
    return first


def refuse_mixed(first: Sense, other: Sense) -> NoReturn:
    """Say in what two flows differ."""
    check_currency(first.currency, other.currency)
    pairs = zip(Sense._fields, first, other, strict=True)
    field, one, another = next(each for each in pairs if each[1] is not each[2])
    raise InvalidValueError(field, str(another), as_before(one), f"choose with {field}=")


def check_periods(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Give periods in order, each once, and refuse those that overlap: a sum would count their days twice.

    Raises:
        PeriodMismatchError: Two of them have days in common.

    Example:
        >>> from centralasia.periods import period
        >>> check_periods([period("2024-01/2024-02"), period("2024-01")])
        Traceback (most recent call last):
        centralasia.errors.PeriodMismatchError: expected periods that do not overlap, got 2024-01 and 2024-01/2024-02; \
choose with period=, or take cumulative months apart with decumulate_flows
    """
    ordered = sorted(set(periods))
    for one, other in pairwise(ordered):
        if one.overlaps(other):
            hint = "choose with period=, or take cumulative months apart with decumulate_flows"
            raise PeriodMismatchError("periods that do not overlap", f"{one} and {other}", hint)
    return tuple(ordered)


def total_of(flows: Iterable[RemittanceFlow]) -> Amount:
    """Add the amounts of flows up.

    They have to be of one currency, measure, reporter and basis, their periods may not overlap, no corridor may come
    twice in one of them, and totals of all countries are not mixed with single ones.

    Raises:
        InvalidValueError: No flows, flows that differ in sense, totals beside single countries, a corridor twice.
        CurrencyMismatchError: Several currencies.
        PeriodMismatchError: Periods that overlap.

    Example:
        >>> from centralasia.money import Money
        >>> facts = {"destination": "GE", "period": "2022", "measure": "money_transfer_systems", "source": "made up"}
        >>> parts = [RemittanceFlow(origin=code, amount=Money.of(amount, "USD"), **facts)
        ...     for code, amount in (("RU", 2068), ("IT", 430))]
        >>> total_of(parts)
        Money.of('2498', 'USD')
    """
    parts = list(flows)
    check_sense(parts)
    if len({(flow.origin is WORLD, flow.destination is WORLD) for flow in parts}) > 1:
        raise InvalidValueError("flows", "W0", "all between single countries, or all totals", "see check_totals")
    check_periods(flow.period for flow in parts)
    check_once((flow.corridor, flow.period) for flow in parts)
    return add_up(flow.amount for flow in parts)


def check_once(places: Iterable[tuple[Corridor, Period]]) -> None:
    """Refuse a corridor that comes twice in a period."""
    seen: set[tuple[Corridor, Period]] = set()
    for place in places:
        if place in seen:
            refuse_twice(place[0])
        seen.add(place)


def check_releases(releases: list[tuple[str, Source]]) -> None:
    """Refuse parts of two flows: of two releases the sum would count the same money twice."""
    for field, values in zip(("vintage", "source"), zip(*releases, strict=True), strict=True):
        other = next((value for value in values if value != values[0]), None)
        if other is not None:
            refuse_other(field, values[0], other)


def refuse_twice(corridor: object) -> NoReturn:
    """Say that a corridor would be counted twice."""
    expected = "a corridor that comes once in a period"
    hint = "choose one source and vintage, and drop duplicates; corridor_matrix takes parts of flows with repeated=True"
    raise InvalidValueError("flows", str(corridor), expected, hint)


def refuse_other(field: str, first: object, other: object) -> NoReturn:
    """Say in what parts of one flow differ."""
    hint = "what is added up within a period is of one source and vintage"
    raise InvalidValueError(field, str(other), as_before(first), hint)


def as_before(value: object) -> str:
    """Say what is expected of a flow that must be like those before it.

    Example:
        >>> as_before("2024-05"), as_before("")
        ('2024-05, as of the flows before', 'blank, as of the flows before')
    """
    return f"{str(value) or 'blank'}, as of the flows before"


def sum_over_origins(flows: Iterable[RemittanceFlow]) -> tuple[RemittanceFlow, ...]:
    """Add up what comes to each destination, from all origins there are, as flows from `reference.WORLD`.

    Flows are grouped by all else: destination, period, currency, measure, reporter, basis and vintage. The sum is of
    the origins that are given, which need not be all there are; its note counts them.

    Raises:
        InvalidValueError: A flow from the world is among them, or an origin comes twice in a group.

    Example:
        >>> from centralasia.money import Money
        >>> facts = {"destination": "GE", "period": "2022", "measure": "money_transfer_systems", "source": "made up"}
        >>> [total] = sum_over_origins(RemittanceFlow(origin=code, amount=Money.of(amount, "USD"), **facts)
        ...     for code, amount in (("RU", 2068), ("IT", 430)))
        >>> total.origin, total.amount, total.note
        (country('W0'), Money.of('2498', 'USD'), 'sum of 2 origins')
    """
    return _summed(flows, "origin")


def sum_over_destinations(flows: Iterable[RemittanceFlow]) -> tuple[RemittanceFlow, ...]:
    """Add up what each origin sends, to all destinations there are, as flows to `reference.WORLD`.

    Raises:
        InvalidValueError: A flow to the world is among them, or a destination comes twice in a group.

    Example:
        >>> from centralasia.money import Money
        >>> facts = {"origin": "RU", "period": "2022", "measure": "money_transfer_systems", "source": "made up"}
        >>> [total] = sum_over_destinations(RemittanceFlow(destination=code, amount=Money.of(amount, "USD"), **facts)
        ...     for code, amount in (("GE", 2068), ("AM", 3600)))
        >>> total.destination, total.amount
        (country('W0'), Money.of('5668', 'USD'))
    """
    return _summed(flows, "destination")


def _summed(flows: Iterable[RemittanceFlow], side: str) -> tuple[RemittanceFlow, ...]:
    other = "destination" if side == "origin" else "origin"
    groups: dict[Any, list[RemittanceFlow]] = {}
    for flow in each_flow(flows):
        if getattr(flow, side) is WORLD:
            raise InvalidValueError(side, "W0", "a single country", "leave totals out, or see check_totals")
        groups.setdefault((getattr(flow, other), flow.period, sense_of(flow), flow.vintage), []).append(flow)
    return tuple([_sum_of(parts, side) for parts in groups.values()])


def _sum_of(parts: list[RemittanceFlow], side: str) -> RemittanceFlow:
    check_once((flow.corridor, flow.period) for flow in parts)
    changes = {
        side: WORLD,
        "amount": add_up(flow.amount for flow in parts),
        "source": joined_sources(parts),
        "note": f"sum of {len(parts)} {side}s",
    }
    return evolve(parts[0], **changes)


def joined_sources(flows: Iterable[RemittanceFlow]) -> Source:
    """Give the source of what was calculated from flows: theirs, or one that names them all.

    Example:
        >>> from centralasia.money import Money
        >>> facts = {"origin": "RU", "period": "2022", "measure": "bank_transfers", "amount": Money.of(1, "USD")}
        >>> joined_sources([RemittanceFlow(destination="GE", source="NBG", **facts),
        ...     RemittanceFlow(destination="AM", source="CBA", **facts)]).key
        'NBG; CBA'
    """
    found = list(dict.fromkeys(flow.source for flow in flows))
    return found[0] if len(found) == 1 else Source(key="; ".join([each.key or str(each) for each in found]))


def joined_vintages(flows: Iterable[RemittanceFlow]) -> str:
    """Give the vintage of what was calculated from flows: theirs, or all of them.

    Example:
        >>> from centralasia.money import Money
        >>> facts = {"origin": "RU", "period": "2022", "measure": "bank_transfers", "amount": Money.of(1, "USD")}
        >>> joined_vintages([RemittanceFlow(destination="GE", source="NBG", vintage="2024-05", **facts)])
        '2024-05'
    """
    return "; ".join(dict.fromkeys(flow.vintage for flow in flows if flow.vintage))


class TotalVerdict(StrEnum):
    """How the parts of a total compare with it.

    Example:
        >>> TotalVerdict("exceeded").name
        'EXCEEDED'
    """

    MET = "met"
    """Their sum can be the total."""
    SHORT = "short"
    """Their sum is certainly less: parts are missing, or the total counts more."""
    EXCEEDED = "exceeded"
    """Their sum is certainly more: something is counted twice, or the total counts less."""


@final
@attrs.frozen(kw_only=True)
class TotalCheck:
    """A stated total beside the parts of it that are known.

    Example:
        >>> from centralasia.money import Money
        >>> from centralasia.remittances import check_totals
        >>> facts = {"destination": "GE", "period": "2022", "measure": "money_transfer_systems", "source": "made up"}
        >>> [check] = check_totals(RemittanceFlow(origin=code, amount=Money.of(amount, "USD"), **facts)
        ...     for code, amount in (("W0", "4373"), ("RU", "2068")))
        >>> check.verdict.value, check.gap, float(round(check.covered * 100, 2))
        ('short', Money.of('2305', 'USD'), 47.29)
    """

    stated: RemittanceFlow
    """The total: from or to the world."""
    parts: tuple[RemittanceFlow, ...]
    """Flows between single countries."""

    @property
    def sum(self) -> Amount:
        """What the parts add up to."""
        return add_up(flow.amount for flow in self.parts)

    @property
    def gap(self) -> Amount:
        """The total less the sum of the parts."""
        return minus(self.stated.amount, self.sum)

    @property
    def covered(self) -> Fraction | Estimate:
        """The share of the total that the parts are.

        Raises:
            InvalidValueError: The total is, or can be, zero.
        """
        return ratio(self.sum, self.stated.amount)

    @property
    def verdict(self) -> TotalVerdict:
        """Whether sum and total can be the same."""
        gap = as_estimate(self.gap)
        if gap.contains(0):
            return TotalVerdict.MET
        return TotalVerdict.SHORT if gap.low >= 0 else TotalVerdict.EXCEEDED


class _Group(NamedTuple):
    origin: object
    destination: object
    period: Period
    sense: Sense


def check_totals(flows: Iterable[RemittanceFlow]) -> tuple[TotalCheck, ...]:
    """Hold every total, from or to the world, against the flows of single countries that are parts of it.

    Parts are of the same period, currency, measure, reporter and basis as the total, and of its vintage where it has
    some there; a total without any is left out.

    Raises:
        WrongTypeError: Something that is no flow.
        InvalidValueError: A corridor comes twice among the parts.

    Example:
        >>> from centralasia.money import Money
        >>> facts = {"destination": "AM", "period": "2023", "measure": "bank_transfers", "source": "made up"}
        >>> [check] = check_totals(RemittanceFlow(origin=code, amount=Money.of(amount, "USD"), **facts)
        ...     for code, amount in (("W0", 5695), ("RU", 4700), ("US", 663), ("DE", 400)))
        >>> check.verdict.value, check.gap
        ('exceeded', Money.of('-68', 'USD'))
    """
    groups: dict[_Group, list[RemittanceFlow]] = {}
    totals: list[RemittanceFlow] = []
    for flow in each_flow(flows):
        if WORLD in flow.corridor:
            totals.append(flow)
        else:
            rest = flow.period, sense_of(flow)
            groups.setdefault(_Group(flow.origin, WORLD, *rest), []).append(flow)
            groups.setdefault(_Group(WORLD, flow.destination, *rest), []).append(flow)
    found = []
    for total in totals:
        parts = groups.get(_Group(*total.corridor, total.period, sense_of(total)), ())
        same = [flow for flow in parts if flow.vintage == total.vintage] or list(parts)
        if same:
            total_of(same)
            found.append(TotalCheck(stated=total, parts=tuple(same)))
    return tuple(found)


def check_currency(expected: Currency, actual: Currency) -> None:
    """Refuse an amount of another currency."""
    if expected is not actual:
        raise CurrencyMismatchError(expected.code, actual.code, "convert_flows brings flows to one currency")
