"""Checking claims: each aspect of one against what is known, and many at once."""

from collections.abc import Callable, Iterable
from typing import Any

from centralasia.claims.aspects import Case, judge
from centralasia.claims.evidence import Evidence, by_country, left_out, relevant
from centralasia.claims.statements import Claim
from centralasia.claims.verdicts import report_facts
from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.rates import RateTable
from centralasia.records import evolve
from centralasia.reference import Indicator
from centralasia.validation import Problem, Report

__all__ = ["check_claim", "check_claims"]

_MOST_YEARS = 200


def check_claim(
    claim: Claim,
    *,
    flows: Iterable[Evidence] = (),
    indicators: Iterable[Indicator] | None = None,
    years_around: int = 3,
    rates: RateTable | None = None,
) -> Report:
    """Check the figures of a claim against each other, and against what is known in every vintage.

    Two figures agree where their intervals meet; a figure of an indicator is exact as printed, and no tolerance is
    added to what the claim itself says. Only where it is looked for among other years and origins, or for a slip of
    units, does a figure that is hedged to one side ("over 2 billion") reach no farther than a tenth beyond that.

    Units:
        Amounts in other currencies are converted at the average rate of their period.

    Source:
        GDP and personal remittances of the World Bank, in the vintages that ship; whatever else is given as `flows`.

    Args:
        claim: The claim.
        flows: What else is known: remittance and trade flows, other claims, in any order.
        indicators: The indicators to compare with; those that ship when not given.
        years_around: How many years to both sides to look for the figure.
        rates: The exchange rates; those that ship when not given.

    Returns:
        A finding for each figure of the claim: consistent is information, another vintage, year, origin or measure a
        warning, inconsistent an error, and a warning too that nothing is known to compare it with. Facts: ``verdict``
        on the whole, one on each figure by its field, and where there are any ``vintages``, ``years``, ``origins`` and
        ``measures`` to which the figures belong. What `flows` have of the source of the claim, with the same figure,
        is no evidence for it: it is left out, and findings other than consistent say how many such reports there were.

    Raises:
        WrongTypeError: Something that is no claim, or no record of what is known.
        InvalidValueError: `years_around` is not from 0 to 200.

    Example:
        >>> from centralasia.money import MoneyEstimate
        >>> from centralasia.numbers import Estimate
        >>> report = check_claim(Claim(about="UZ", subject="remittances_received", period="2023",
        ...     amount=MoneyEstimate.of(Estimate.over(14_500_000_000), "USD"), share=Estimate.between("0.12", "0.15"),
        ...     denominator="gdp", source="a news page"))
        >>> report.facts["share"]
        'consistent only with vintage WDI-2026-05'
        >>> report.facts["amount"], report.facts["years"]
        ('belongs to another year', ('2022',))
    """
    return _checker(flows, indicators, years_around, rates)(claim)


def check_claims(
    claims: Iterable[Claim],
    *,
    flows: Iterable[Evidence] = (),
    indicators: Iterable[Indicator] | None = None,
    years_around: int = 3,
    rates: RateTable | None = None,
) -> Report:
    """Check many claims; each finding names the row of its claim, counted from 1.

    Args:
        claims: The claims.
        flows: As of `check_claim`.
        indicators: As of `check_claim`.
        years_around: As of `check_claim`.
        rates: As of `check_claim`.

    Returns:
        All findings, and the facts ``claims``, how many there were, and ``verdicts``, one for each in order.

    Raises:
        WrongTypeError: Something that is no claim, or no record of what is known.
        InvalidValueError: `years_around` is not from 0 to 200.

    Example:
        >>> check_claims([]).facts["claims"]
        0
    """
    check = _checker(flows, indicators, years_around, rates)
    problems: list[Problem] = []
    verdicts: list[str] = []
    for row, claim in enumerate(_listed(claims, "claims"), 1):
        report = check(claim)
        problems += [evolve(problem, row=row) for problem in report]
        verdicts.append(report.facts["verdict"])
    return Report.of(problems, claims=len(verdicts), verdicts=tuple(verdicts))


def _checker(
    flows: Iterable[Evidence], rows: Iterable[Indicator] | None, years_around: int, rates: RateTable | None
) -> Callable[[object], Report]:
    """Take what is known once, for however many claims."""
    given = by_country([*_listed(flows, "flows"), *([] if rows is None else _listed(rows, "indicators"))])
    around = _years(years_around)
    if rates is not None and not isinstance(rates, RateTable):
        raise WrongTypeError("rates", rates, "a RateTable", "make one with RateTable.of(rates)")

    def check(claim: object) -> Report:
        if not isinstance(claim, Claim):
            raise WrongTypeError("claim", claim, "a Claim")
        known = relevant(claim, given, shipped=rows is None, around=around)
        own_source = left_out(claim, given, known)
        case = Case.of(claim, known, own_source=own_source, rates=rates, around=around)
        judgements = judge(case)
        return Report.of([each.problem(case.stated(each.aspect)) for each in judgements], **report_facts(judgements))

    return check


def _listed(given: Iterable[object], field: str) -> tuple[Any, ...]:
    if not isinstance(given, Iterable) or isinstance(given, str | bytes):
        raise WrongTypeError(field, given, "an iterable of records")
    return tuple(given)


def _years(value: int) -> int:
    if type(value) is not int:
        raise WrongTypeError("years_around", value, "a whole number of years")
    if not 0 <= value <= _MOST_YEARS:
        raise InvalidValueError("years_around", value, f"from 0 to {_MOST_YEARS}")
    return value
