"""Verdicts: what can be said of a claim, in a closed list, and how each becomes a finding."""

from collections.abc import Iterable
from enum import StrEnum
from typing import final

import attrs

from centralasia.validation import Problem, Severity

__all__ = ["Judgement", "Verdict", "report_facts"]


class Verdict(StrEnum):
    """What a check of a claim comes to, from the best to the worst; the last is no verdict.

    Example:
        >>> Verdict("belongs to another year").name
        'OTHER_YEAR'
    """

    CONSISTENT = "consistent"
    """What is claimed and what is known can both be true."""
    BORDERLINE = "consistent only at the edge of rounding"
    """The intervals meet, but neither figure lies in the interval of the other."""
    OTHER_BASE = "consistent on another base"
    """True of the reciprocal, on the later figure, as a ratio instead of a growth, or in percent."""
    VINTAGE = "consistent only with vintage"
    """Some releases or sources of the same figure allow it, others do not."""
    OTHER_ORIGIN = "belongs to another origin or measure"
    """What is known of another origin, partner or measure fits, that of the one named does not."""
    OTHER_YEAR = "belongs to another year"
    """What is known of another year fits, that of the year named does not."""
    INCONSISTENT = "inconsistent"
    """Nothing known allows it."""
    UNCHECKED = "cannot be checked"
    """Nothing is known that it could be compared with."""


_SEVERITIES = {Verdict.CONSISTENT: Severity.INFO, Verdict.INCONSISTENT: Severity.ERROR}
_CODES = {
    Verdict.CONSISTENT: "claim-consistent",
    Verdict.BORDERLINE: "claim-borderline",
    Verdict.OTHER_BASE: "claim-other-base",
    Verdict.VINTAGE: "claim-vintage",
    Verdict.OTHER_ORIGIN: "claim-other-origin",
    Verdict.OTHER_YEAR: "claim-other-year",
    Verdict.INCONSISTENT: "claim-inconsistent",
    Verdict.UNCHECKED: "claim-unchecked",
}


@final
@attrs.frozen(kw_only=True)
class Judgement:
    """The verdict on one aspect of a claim, with the arithmetic in words.

    Attributes:
        verdict: The verdict.
        message: The arithmetic.
        aspect: The field that was checked.
        cause: What probably led to it.
        fix: The way out.
        code: The code of the finding, where it is not that of the verdict.
        vintages: The releases with which alone it is consistent.
        years: The other years to which it may belong.
        origins: The other origins or partners to which it may belong.
        measures: The measures as which it holds.
    """

    verdict: Verdict
    message: str
    aspect: str = ""
    cause: str | None = None
    fix: str | None = None
    code: str = ""
    vintages: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()

    def problem(self, value: str | None) -> Problem:
        """Give the finding."""
        return Problem(
            code=self.code or _CODES[self.verdict],
            severity=_SEVERITIES.get(self.verdict, Severity.WARNING),
            column=self.aspect,
            value=value,
            message=self.message,
            cause=self.cause,
            fix=self.fix,
        )


def report_facts(judgements: Iterable[Judgement]) -> dict[str, object]:
    """Give the facts of a report: the verdict on the whole, that on each aspect, and to what else the claim belongs."""
    told = list(judgements)
    facts: dict[str, object] = {"verdict": _text(told)}
    for aspect in dict.fromkeys([each.aspect for each in told]):
        facts[aspect] = _text([each for each in told if each.aspect == aspect])
    for name in ("vintages", "years", "origins", "measures"):
        found = sorted({one for each in told for one in getattr(each, name)})
        if found:
            facts[name] = tuple(found)
    return facts


def _text(judgements: list[Judgement]) -> str:
    verdicts = {each.verdict for each in judgements}
    known = [each for each in Verdict if each in verdicts and each is not Verdict.UNCHECKED]
    worst = known[-1] if known else Verdict.UNCHECKED
    vintages = sorted({one for each in judgements if each.verdict is worst for one in each.vintages})
    return f"{worst} {', '.join(vintages)}" if worst is Verdict.VINTAGE and vintages else worst.value
