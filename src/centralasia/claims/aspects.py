"""The aspects of a claim: its share, its amount, its growth and its size, each judged by itself."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final, final

import attrs

from centralasia.claims.arithmetic import base_of, bases_of, graded, needs, on_base
from centralasia.claims.evidence import Known, Magnitude, denominators, expressed, of_subject, own_of, stated_figures
from centralasia.claims.figures import DIGITS, WORDS, Telling, percent, said
from centralasia.claims.placing import listed, place
from centralasia.claims.readings import (
    Step,
    read_amounts,
    read_changes,
    read_denominators,
    read_own_shares,
    read_shares,
    read_steps,
    share_of,
    years_apart,
)
from centralasia.claims.slips import POWERS
from centralasia.claims.statements import Claim, Denominator, Subject
from centralasia.claims.verdicts import Judgement, Verdict
from centralasia.money import MoneyEstimate, as_money_estimate
from centralasia.numbers import Estimate, certainly_less
from centralasia.rates import RateTable
from centralasia.series import before_fold, before_growth, part_from_share, share
from centralasia.series.figures import as_estimate, is_positive

__all__ = ["Case", "judge"]

_AT_CONSTANT_PRICES: Final = frozenset({Subject.GDP, Subject.OUTPUT})
"""What grows at constant prices, where nothing else is said."""


@final
@attrs.frozen(kw_only=True)
class Case:
    """A claim and all that it is judged by.

    Attributes:
        claim: The claim.
        own: Its amount and quantity, as if they were known.
        known: What is known of its country and subjects.
        wholes: What is known of what it states a share of.
        own_source: What is left out: the same figures, of the source of the claim.
        rates: The exchange rates.
        around: How many years to both sides to look.
    """

    claim: Claim
    own: list[Known]
    known: tuple[Known, ...]
    wholes: list[Known]
    own_source: list[Known]
    rates: RateTable | None
    around: int

    @classmethod
    def of(
        cls,
        claim: Claim,
        known: tuple[Known, ...],
        *,
        own_source: list[Known],
        rates: RateTable | None,
        around: int,
    ) -> "Case":
        """Take what is known apart."""
        own, wholes = own_of(claim), denominators(claim, known)
        return cls(claim=claim, own=own, known=known, wholes=wholes, own_source=own_source, rates=rates, around=around)

    def stated(self, aspect: str) -> str:
        """Give what the claim says of an aspect, in words."""
        return WORDS.get(aspect, said)(getattr(self.claim, aspect))

    def without_rate(self, figure: Magnitude, candidates: Iterable[Known]) -> str:
        """Name what is known of the period in a currency from which no rate leads to that of a figure."""
        period = self.claim.period
        money = [
            each
            for each in candidates
            if isinstance(figure, MoneyEstimate) and isinstance(each.figure, MoneyEstimate)
            if period is not None and years_apart(period, each.period) == 0
        ]
        told = [each.told() for each in money if expressed(each, figure, self.rates) is None]
        return f"; no rate of the period is known for {listed(told)}" if told else ""


def judge(case: Case) -> list[Judgement]:
    """Judge every aspect of which the claim says something."""
    found = [*_share(case), *_denominator(case), *_amounts(case), *_changes(case)]
    too_large = _size(case)
    if too_large:
        found = [each for each in found if each.verdict is not Verdict.UNCHECKED or each.aspect != "amount"]
    if case.claim.period is None:
        unknown = Verdict.UNCHECKED
        found = [attrs.evolve(each, fix="state the period") if each.verdict is unknown else each for each in found]
    return [_with_left_out(case, each) for each in [*found, *too_large]]


def _with_left_out(case: Case, judgement: Judgement) -> Judgement:
    """Say how many reports could have changed a judgement, were they not of the source of the claim."""
    if judgement.verdict is Verdict.CONSISTENT:
        return judgement
    if judgement.aspect in {"amount", "quantity"}:
        figures = [figure for aspect, figure in stated_figures(case.claim) if aspect == judgement.aspect]
        count = sum(each.figure in figures for each in of_subject(case.claim, case.own_source))
    elif judgement.aspect in {"share", "denominator_amount"}:
        count = len(denominators(case.claim, case.own_source))
    else:  # a change rests on a figure of the year before, which the claim does not state
        return judgement
    if not count:
        return judgement
    some, are, have = ("1 report", "it is", "has") if count == 1 else (f"{count} reports", "they are", "have")
    why = f"{are} of the same source as the claim and {have} the same figure"
    return attrs.evolve(judgement, message=f"{judgement.message}; {some} left out: {why}")


def _share(case: Case) -> Iterator[Judgement]:
    claim = case.claim
    stated = claim.share
    if stated is None:
        return
    if claim.amount is not None and claim.denominator_amount is not None:
        yield _of_stated(case, stated, as_money_estimate(claim.amount), as_money_estimate(claim.denominator_amount))
        if not case.wholes:
            return
    whole = "GDP" if claim.denominator is Denominator.GDP else f"{claim.denominator}".replace("_", " ")
    words = partial(_told_share, stated, whole)
    found = [judgement for own in case.own for judgement in _own_share(case, stated, own, words)]
    if found:
        yield from found
        return
    readings = list(read_shares(claim, case.known, case.wholes, case.rates))
    missing = "".join([case.without_rate(own.figure, case.wholes) for own in case.own])
    found = place(stated, readings, aspect="share", said=words, around=case.around)
    yield from _explained(found, _needed_part(case, stated), missing)


def _told_share(stated: Estimate, whole: str, digits: int) -> str:
    return f"{percent(stated, digits)} of {whole}"


def _own_share(case: Case, stated: Estimate, own: Known, words: Telling) -> list[Judgement]:
    """Judge a share by the amount or the quantity that is stated with it; not at all where there is no whole for it."""
    readings = list(read_own_shares(own, case.wholes, case.rates))
    if not readings:
        return []

    def told(digits: int) -> str:
        return f"{said(own.figure, digits)} as {words(digits)}"

    found = place(stated, readings, aspect="share", said=told, around=case.around)
    return _explained(found, needs(own.figure, stated, *[each.figure for each in case.wholes]))


def _of_stated(case: Case, stated: Estimate, part: MoneyEstimate, whole: MoneyEstimate) -> Judgement:
    """Judge a share by the amount and the denominator that are stated with it."""
    own = [expressed(each, whole, case.rates) for each in case.own if each.figure == part]
    figure = part.estimate if part.currency is whole.currency else next(iter(own), None)
    if figure is None:
        message = f"{said(part)} and {said(whole)} cannot be compared: no rate is known for the period"
        return Judgement(aspect="share", verdict=Verdict.UNCHECKED, message=message, fix="give rates=")
    recomputed = as_estimate(share(figure, whole.estimate))
    judgement = graded(
        stated,
        recomputed,
        told=lambda digits: f"{said(part, digits)} of {said(whole, digits)} is {percent(recomputed, digits)}",
        words=lambda digits: percent(stated, digits),
    )
    return attrs.evolve(judgement, aspect="share")


def _needed_part(case: Case, stated: Estimate) -> str:
    """Say how much the stated share would be of what was published last."""
    wholes = [each for each in case.wholes if each.period == case.claim.period and is_positive(each.figure)]
    if not wholes or case.claim.denominator is Denominator.TOTAL_INFLOW:  # of which there is one for each measure
        return ""
    latest = max(wholes, key=lambda whole: (whole.released or date.min, whole.order))
    return f"; {percent(stated)} of {latest.told()} is {said(part_from_share(latest.figure, stated))}"


def _explained(found: list[Judgement], needed: str, missing: str = "") -> list[Judgement]:
    """Add to what is doubted what it would need, and what could not be compared with it."""
    first, *more = found
    if first.verdict is Verdict.CONSISTENT:
        return found
    if first.verdict is Verdict.UNCHECKED and missing:
        first = attrs.evolve(first, message=first.message + missing, fix="give rates=")
    return [attrs.evolve(first, message=first.message + needed), *more]


def _denominator(case: Case) -> list[Judgement]:
    """Judge a stated denominator by what is known of it."""
    claim = case.claim
    if claim.denominator_amount is None:
        return []
    stated = as_money_estimate(claim.denominator_amount)
    readings = list(read_denominators(stated, claim.period, case.wholes, case.rates))
    aspect = "denominator_amount"
    found = place(stated.estimate, readings, aspect=aspect, said=partial(said, stated), around=case.around)
    return _explained(found, "", case.without_rate(stated, case.wholes))


def _amounts(case: Case) -> Iterator[Judgement]:
    claim = case.claim
    same = [each for each in of_subject(claim, case.known) if each.counterpart is claim.counterpart]
    for aspect, figure in stated_figures(claim):
        readings = list(read_amounts(claim, figure, case.known, wholes=case.wholes, rates=case.rates))
        found = place(figure.estimate, readings, aspect=aspect, said=partial(said, figure), around=case.around)
        yield from _explained(found, "", case.without_rate(figure, same))


def _changes(case: Case) -> Iterator[Judgement]:
    for aspect in ("growth", "fold"):
        stated = getattr(case.claim, aspect)
        if stated is not None:
            yield from _change(case, aspect, stated)


def _change(case: Case, aspect: str, stated: Estimate) -> list[Judgement]:
    steps = list(read_steps(case.claim, case.own, case.known, case.rates))
    readings = list(read_changes(case.claim, aspect, steps, case.own))
    words = partial(WORDS[aspect], stated)
    found = place(stated, readings, aspect=aspect, said=words, around=case.around)
    needed = _needed_base(case, aspect, stated)
    first = found[0]
    if first.verdict is Verdict.UNCHECKED:
        told = f"{words()} has nothing a year earlier to be compared with"
        fix = "give what is known of the year before as flows="
        return _explained([attrs.evolve(first, message=told, fix=fix)], needed)
    if first.verdict is Verdict.INCONSISTENT:
        here = [step for step in steps if step.after.period == case.claim.period]
        found = [_on_other_base(aspect, stated, here) or first]
    if aspect == "growth" and case.claim.subject in _AT_CONSTANT_PRICES:
        found = [_at_current_prices(each) for each in found]
    return _explained(found, needed)


def _on_other_base(aspect: str, stated: Estimate, steps: Iterable[Step]) -> Judgement | None:
    for step in steps:
        base = base_of(stated, bases_of(aspect, step.base, as_estimate(step.after.figure)))
        if base is not None:
            found = on_base(base, f"{WORDS[aspect](stated)} is {base.name}, {step.told(DIGITS)}")
            return attrs.evolve(found, aspect=aspect)
    return None


def _at_current_prices(judgement: Judgement) -> Judgement:
    """Leave open what does not fit: growth is stated at constant prices, as a rule, and the known figures are not."""
    if judgement.verdict in {Verdict.CONSISTENT, Verdict.VINTAGE}:
        return judgement
    return Judgement(
        aspect=judgement.aspect,
        verdict=Verdict.UNCHECKED,
        message=f"{judgement.message}; that is at current prices, and nothing is known of growth at constant prices",
        fix="compare it with growth at constant prices",
    )


def _needed_base(case: Case, aspect: str, stated: Estimate) -> str:
    """Say what a stated change needs a year earlier."""
    if not is_positive(stated + 1 if aspect == "growth" else stated):
        return ""
    undone = before_growth if aspect == "growth" else before_fold
    needed = [said(undone(figure, stated)) for _, figure in stated_figures(case.claim)]
    return f"; it needs {listed(needed)} then" if needed else ""


def _size(case: Case) -> list[Judgement]:
    """Judge an amount by the whole economy: a part of it cannot be larger."""
    claim = case.claim
    most = 1 if claim.item else claim.subject.most_of_gdp
    gdps = [each for each in case.known if each.subject is Subject.GDP]
    found = []
    for own in case.own if claim.subject is not Subject.GDP else ():
        sizes = [(share_of(own, gdp, case.rates), gdp) for gdp in gdps if own.period in gdp.period]
        known = [(times, gdp) for times, gdp in sizes if times is not None]
        if known and all(certainly_less(Estimate.exactly(most), times) for times, _ in known):
            found.append(_exceeding(own, *known[-1], most))
    return found


def _exceeding(own: Known, times: Estimate, gdp: Known, most: int) -> Judgement:
    powers = [power for power in POWERS if not certainly_less(Estimate.exactly(most), _reduced(times, power))]
    told = [f"divided by {10**power:,} it is {percent(_reduced(times, power))} of GDP" for power in powers[:1]]
    return Judgement(
        aspect="amount",
        verdict=Verdict.INCONSISTENT,
        code="claim-exceeds-gdp",
        message=f"{said(own.figure)} is {said(times)} times the GDP, {gdp.told()}",
        cause="thousand, million and billion mistaken for one another" if told else None,
        fix=told[0] if told else None,
    )


def _reduced(times: Estimate, power: int) -> Estimate:
    return times * Decimal((0, (1,), -power))
