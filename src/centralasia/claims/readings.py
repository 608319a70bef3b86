"""Readings: what is known, expressed as the figure of a claim is, and how far each is about something else."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple, final

import attrs

from centralasia.claims.evidence import Known, Magnitude, expressed, of_subject
from centralasia.claims.figures import WORDS, Telling, percent, relative_distance, said
from centralasia.claims.statements import Claim
from centralasia.money import MoneyEstimate
from centralasia.numbers import DEFAULT_TOLERANCE, Estimate, add, certainly_less, relative_half_width, subtract
from centralasia.periods import Period
from centralasia.quantities import Quantity
from centralasia.rates import RateTable
from centralasia.reference import WORLD
from centralasia.series import fold, share
from centralasia.series.figures import as_estimate, is_positive

__all__ = [
    "Reading",
    "Step",
    "read_amounts",
    "read_changes",
    "read_denominators",
    "read_own_shares",
    "read_shares",
    "read_steps",
    "share_of",
    "window",
    "years_apart",
]

_ENDS_OF_FEBRUARY: Final = {(2, 28), (2, 29)}
_BEYOND: Final = Estimate.between(1, add(Decimal(1), DEFAULT_TOLERANCE))
_SHORT: Final = Estimate.between(subtract(Decimal(1), DEFAULT_TOLERANCE), 1)
_WIDEST: Final = Decimal("0.34")  # how far a range that is one figure reaches to both sides of its middle


@final
@attrs.frozen(kw_only=True)
class Reading:
    """A known figure beside the stated one.

    Attributes:
        figure: The known figure in the unit of the stated one.
        told: Says in words what it is, with as many digits as it is given.
        name: The release or source it rests on.
        known: The figure, or the denominator, that it was made of.
        what: What is of another year, where it is of one.
        years: How many years later it is than what is claimed.
        other_origin: Whether it is of another origin or partner.
        other_measure: Whether it is in another sense.
        is_whole: Whether it is the total of which the claimed figure is a part.
        is_part: Whether it is a part of what is claimed.
        unconverted: The figure in its own currency, where that is not the one of the claim.
    """

    figure: Estimate
    told: Telling
    name: str
    known: Known
    what: str = "it"
    years: int = 0
    other_origin: bool = False
    other_measure: bool = False
    is_whole: bool = False
    is_part: bool = False
    unconverted: Estimate | None = None

    @property
    def differences(self) -> int:
        """In how many ways it is about something else."""
        return bool(self.years) + self.other_origin + self.other_measure

    @property
    def is_bound(self) -> bool:
        """Whether it bounds what is claimed, being its total or a part of it."""
        return not self.years and not self.other_measure and (self.is_whole or self.is_part)

    def fits(self, stated: Estimate) -> bool:
        """Whether the stated figure can come from here.

        A part may be anything up to its whole, and what is "over 2 billion" may be so in any later year, so that a
        figure belongs to another origin or year only if it is that figure.
        """
        if not self.other_origin and not self.years:
            return stated.meets(self.figure)
        near = window(stated)
        return near is not None and near.meets(self.figure)

    def forbids(self, stated: Estimate) -> bool:
        """Whether the stated figure cannot be true beside this one: it is another one, or a part above its whole."""
        if self.is_whole:
            return certainly_less(self.figure, stated)
        if self.is_part:
            return certainly_less(stated, self.figure)
        return not stated.meets(self.figure)

    def distance(self, stated: Estimate) -> Decimal:
        """How far the stated figure is from this one."""
        return relative_distance(stated, self.figure)


def window(stated: Estimate) -> Estimate | None:
    """Give the one figure that was meant, or None where what was said is too wide to be one.

    What is hedged to one side reaches a tenth beyond what was said, as vague words do; and no range is one figure that
    reaches more than a third to both sides of its middle.

    Example:
        >>> print(window(Estimate.over(2)), window(Estimate.between(2, 5)))
        over 2 to 2.2 None
    """
    if stated.low < 0 and stated.high <= 0:
        mirrored = window(-stated)
        return None if mirrored is None else -mirrored
    near: Estimate | None = stated
    if stated.low > 0 and stated.high.is_infinite():
        near = stated & Estimate.exactly(stated.low) * _BEYOND
    elif stated.low.is_infinite() and stated.high.is_finite() and stated.high > 0:
        near = stated & Estimate.exactly(stated.high) * _SHORT
    return near if near is not None and relative_half_width(near) <= _WIDEST else None


def years_apart(one: Period, other: Period) -> int | None:
    """Count the years from one period to the same span of another year, or give None where it is another span.

    Example:
        >>> from centralasia.periods import period
        >>> nine_months = period("2023-01/2023-09")
        >>> years_apart(nine_months, period("2022-01/2022-09")), years_apart(nine_months, period("2022"))
        (-1, None)
    """
    years = other.start.year - one.start.year
    if other.end.year - one.end.year != years:
        return None
    starts, ends = ({(day.month, day.day) for day in days} for days in ((one.start, other.start), (one.end, other.end)))
    return years if len(starts) == 1 and (len(ends) == 1 or ends == _ENDS_OF_FEBRUARY) else None


def share_of(part: Known, whole: Known, rates: RateTable | None) -> Estimate | None:
    """Give the share that one known figure has in another, or None where it is no part of it or cannot be compared."""
    if part == whole or not part.is_share_of(whole) or not is_positive(whole.figure):
        return None
    figure = expressed(part, whole.figure, rates)
    return None if figure is None else as_estimate(share(figure, as_estimate(whole.figure)))


def read_amounts(
    claim: Claim, stated: Magnitude, known: Iterable[Known], *, wholes: Iterable[Known], rates: RateTable | None
) -> Iterator[Reading]:
    """Give the known figures of the subject in the unit of the stated amount or quantity.

    Args:
        claim: The claim.
        stated: The amount or quantity.
        known: What is known.
        wholes: The denominators; of each figure it is told which share it has in the latest of its period.
        rates: The exchange rates.
    """
    latest = {each.period: each for each in sorted(wholes, key=lambda whole: whole.released or date.min)}
    for each in of_subject(claim, known):
        figure = expressed(each, stated, rates)
        if figure is not None:
            whole = latest.get(each.period)
            told = _told_amount(each, _in_unit_of(stated, figure), whole, rates)
            own = as_estimate(each.figure)
            unconverted = None if figure is own else own
            yield from _reading(claim, each, figure, told=told, name=each.name, unconverted=unconverted)


def _told_amount(known: Known, figure: Magnitude, whole: Known | None, rates: RateTable | None) -> Telling:
    def told(digits: int) -> str:
        converted = "" if figure == known.figure else f", which is {said(figure, digits)}"
        fraction = None if whole is None else share_of(known, whole, rates)
        over = "" if whole is None or fraction is None else f", {percent(fraction, digits)} of {whole.told(digits)}"
        return f"{known.told(digits)}{converted}{over}"

    return told


def _in_unit_of(like: Magnitude, figure: Estimate) -> Magnitude:
    return MoneyEstimate(figure, like.currency) if isinstance(like, MoneyEstimate) else Quantity(figure, like.unit)


def read_shares(
    claim: Claim, known: Iterable[Known], wholes: Iterable[Known], rates: RateTable | None
) -> Iterator[Reading]:
    """Give the known figures of the subject as shares of the denominators of their period, of one source if can be."""
    by_period: dict[Period, list[Known]] = {}
    for whole in wholes:
        by_period.setdefault(whole.period, []).append(whole)
    for part in of_subject(claim, known):
        same = by_period.get(part.period, [])
        for whole in [each for each in same if each.name == part.name] or same:
            fraction = share_of(part, whole, rates)
            if fraction is not None:
                name = f"{part.name} over {whole.name}"
                yield from _reading(claim, part, fraction, told=_told_share(part, fraction, whole), name=name)


def _told_share(part: Known, fraction: Estimate, whole: Known) -> Telling:
    return lambda digits: f"{percent(fraction, digits)}, {part.told(digits)} over {whole.told(digits)}"


def read_denominators(
    stated: Magnitude, period: Period | None, wholes: Iterable[Known], rates: RateTable | None
) -> Iterator[Reading]:
    """Give the known denominators in the unit of the stated one."""
    for whole in wholes:
        years = None if period is None else years_apart(period, whole.period)
        figure = expressed(whole, stated, rates)
        if years is not None and figure is not None:
            told = _told_amount(whole, _in_unit_of(stated, figure), None, rates)
            yield Reading(figure=figure, told=told, name=whole.name, known=whole, years=years)


def read_own_shares(own: Known, wholes: Iterable[Known], rates: RateTable | None) -> Iterator[Reading]:
    """Give the stated amount or quantity as shares of each known denominator."""
    for whole in wholes:
        years, fraction = years_apart(own.period, whole.period), share_of(own, whole, rates)
        if years is not None and fraction is not None:
            told = _told_own_share(fraction, whole)
            what = "the denominator"
            yield Reading(figure=fraction, told=told, name=whole.name, known=whole, years=years, what=what)


def _told_own_share(fraction: Estimate, whole: Known) -> Telling:
    return lambda digits: f"{percent(fraction, digits)} of {whole.told(digits)}"


class Step(NamedTuple):
    """A figure and the one a year before it."""

    before: Known
    base: Estimate
    """The figure before, in the unit of the one after."""
    after: Known

    def told(self, digits: int) -> str:
        """Say what they are."""
        return f"from {self.before.told(digits)} to {self.after.told(digits)}"


def read_steps(claim: Claim, own: list[Known], known: Iterable[Known], rates: RateTable | None) -> Iterator[Step]:
    """Give the stated figures, or else the known ones, with those of a year before that they can be compared with."""
    subject = [each for each in of_subject(claim, known) if each.counterpart is claim.counterpart]
    by_year: dict[int, list[Known]] = {}
    for each in subject:
        by_year.setdefault(each.period.start.year, []).append(each)

    def is_base(each: Known, after: Known) -> bool:
        same = not _is_other_measure(claim, each) if own else each.measure == after.measure
        return same and years_apart(after.period, each.period) == -1

    for after in own or subject:
        earlier = by_year.get(after.period.start.year - 1, [])
        of_one_name = [each for each in earlier if each.name == after.name and is_base(each, after)]
        for each in of_one_name or [each for each in earlier if is_base(each, after)]:
            base = expressed(each, after.figure, rates)
            if base is not None and is_positive(base):
                yield Step(each, base, after)


def read_changes(claim: Claim, aspect: str, steps: Iterable[Step], own: list[Known]) -> Iterator[Reading]:
    """Give the growth or the fold from each figure to the next."""
    for step in steps:
        times = as_estimate(fold(step.base, as_estimate(step.after.figure)))
        figure = times - 1 if aspect == "growth" else times
        told = _told_change(aspect, figure, step)
        known, name = (step.before, step.before.name) if own else (step.after, step.after.name)
        if own:
            yield Reading(figure=figure, told=told, name=name, known=known)
        else:
            yield from _reading(claim, known, figure, told=told, name=name)


def _told_change(aspect: str, figure: Estimate, step: Step) -> Telling:
    return lambda digits: f"{WORDS[aspect](figure, digits)} {step.told(digits)}"


def _reading(
    claim: Claim, known: Known, figure: Estimate, *, told: Telling, name: str, unconverted: Estimate | None = None
) -> Iterator[Reading]:
    """Place a known figure beside the claim, if it is of the same span of any year."""
    years = None if claim.period is None else years_apart(claim.period, known.period)
    if years is not None:
        yield Reading(
            figure=figure,
            told=told,
            name=name,
            known=known,
            years=years,
            other_origin=known.counterpart is not claim.counterpart,
            other_measure=_is_other_measure(claim, known),
            is_whole=known.counterpart is WORLD is not claim.counterpart,
            is_part=claim.counterpart is WORLD is not known.counterpart,
            unconverted=unconverted,
        )


def _is_other_measure(claim: Claim, known: Known) -> bool:
    """Where no measure is stated, any may be meant but a net one."""
    return known.measure not in {"", claim.measure.casefold()} if claim.measure else known.measure.startswith("net ")
