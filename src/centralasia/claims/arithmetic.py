"""Stated results against the parts they follow from: shares, growth, ratios and sums."""

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from typing import Final, NamedTuple

import attrs

from centralasia.claims.figures import WORDS, Given, Telling, as_figure, digits_between, percent, said
from centralasia.claims.verdicts import Judgement, Verdict, report_facts
from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.numbers import Estimate, as_decimal
from centralasia.series import change_of_value, fold, growth, share, whole_from_share
from centralasia.series.figures import Figure, as_estimate, checked, is_positive, plus, scaled
from centralasia.validation import Report

__all__ = [
    "base_of",
    "bases_of",
    "check_fold",
    "check_growth",
    "check_share",
    "check_sum",
    "graded",
    "needs",
    "on_base",
]

_MOST_TOLD: Final = 12  # parts of a sum in a message


def check_share(part: Given, whole: Given, *, stated: Estimate | str) -> Report:
    """Check a stated share against its part and its whole.

    Parts are exact as given, unless they are estimates: take figures of the news as `Estimate.printed`. A stated
    result that is a text is a printed one.

    Units:
        `stated` is a fraction: 0.12 for 12 %.

    Args:
        part: The part.
        whole: The whole, in the currency or a unit of the part.
        stated: The share that was stated.

    Returns:
        One finding, and the facts ``verdict``, ``stated`` and ``recomputed``.

    Raises:
        InvalidValueError: The whole is not certainly greater than zero; a text that is no plain numeral.
        WrongTypeError: A float; figures of different kinds.
        CurrencyMismatchError: Amounts of different currencies.

    Example:
        >>> print(check_share("8.75", "11.62", stated="0.753").facts["verdict"])
        consistent
        >>> report = check_share(Estimate.printed("4.95"), Estimate.printed("6.5"), stated="0.77")
        >>> report.facts["verdict"], report.facts["recomputed"]
        ('consistent only at the edge of rounding', '76.15 (75.49 to 76.83) %')
    """
    wanted = _stated(stated)
    one, other = as_figure(part, "part"), as_figure(whole, "whole")
    recomputed = as_estimate(share(one, other))
    judgement = graded(
        wanted,
        recomputed,
        told=lambda digits: f"{said(one, digits)} of {said(other, digits)} is {percent(recomputed, digits)}",
        words=lambda digits: percent(wanted, digits),
        bases=[Base("a fraction stated in percent", recomputed * 100)],
    )
    if judgement.verdict is Verdict.INCONSISTENT:
        judgement = attrs.evolve(judgement, message=judgement.message + needs(one, wanted, other))
    return _report("share", judgement, percent(wanted), percent(recomputed))


def check_growth(before: Given, after: Given, *, stated: Estimate | str) -> Report:
    """Check a stated relative change against the figures before and after.

    A change of a price can be told as the change of what the money is worth: a dollar that rises from 4,210.35 to
    8,100 sum is dearer by 92 %, and the sum is worth 48 % less. Both are right, on different bases; the finding says
    which base it is.

    Units:
        `stated` is a fraction: 0.348 for 34.8 %, negative for a fall.

    Args:
        before: The earlier figure.
        after: The later figure, in the currency or a unit of the earlier.
        stated: The change that was stated.

    Returns:
        One finding, and the facts ``verdict``, ``stated`` and ``recomputed``.

    Raises:
        InvalidValueError: The earlier figure is not certainly greater than zero; a text that is no plain numeral.
        WrongTypeError: A float; figures of different kinds.
        CurrencyMismatchError: Amounts of different currencies.

    Example:
        >>> report = check_growth(Estimate.printed("8.4"), Estimate.printed("11.62"), stated="0.348")
        >>> report.facts["verdict"], report.facts["recomputed"]
        ('inconsistent', '38.33 (37.45 to 39.23) %')
        >>> check_growth("4210.35", "8100", stated="-0.4802").facts["verdict"]
        'consistent on another base'
    """
    one, other = as_figure(before, "before"), as_figure(after, "after")
    return _check_change("growth", one, other, _stated(stated), as_estimate(growth(one, other)))


def check_fold(before: Given, after: Given, *, stated: Estimate | str) -> Report:
    """Check a stated ratio, such as "doubled" or "up 5.5-fold", against the figures before and after.

    Args:
        before: The earlier figure.
        after: The later figure, in the currency or a unit of the earlier.
        stated: The ratio that was stated.

    Returns:
        One finding, and the facts ``verdict``, ``stated`` and ``recomputed``.

    Raises:
        InvalidValueError: The earlier figure is not certainly greater than zero; a text that is no plain numeral.
        WrongTypeError: A float; figures of different kinds.
        CurrencyMismatchError: Amounts of different currencies.

    Example:
        >>> check_fold("5.4", 10, stated=Estimate.nearly(2)).facts["verdict"]
        'consistent'
    """
    one, other = as_figure(before, "before"), as_figure(after, "after")
    return _check_change("fold", one, other, _stated(stated), as_estimate(fold(one, other)))


def _check_change(aspect: str, before: Figure, after: Figure, stated: Estimate, recomputed: Estimate) -> Report:
    words = WORDS[aspect]
    judgement = graded(
        stated,
        recomputed,
        told=lambda digits: f"from {said(before, digits)} to {said(after, digits)} is {words(recomputed, digits)}",
        words=lambda digits: words(stated, digits),
        bases=bases_of(aspect, before, after),
    )
    return _report(aspect, judgement, words(stated), words(recomputed))


def check_sum(parts: Iterable[Given], *, stated: Given) -> Report:
    """Check a stated total against its parts.

    Args:
        parts: The parts, of one currency or unit; at least one.
        stated: The total that was stated; money is exact, a text is a printed figure.

    Returns:
        One finding, and the facts ``verdict``, ``stated`` and ``recomputed``.

    Raises:
        InvalidValueError: No parts; a text that is no plain numeral.
        WrongTypeError: A float; figures of different kinds.
        CurrencyMismatchError: Amounts of different currencies.

    Example:
        >>> check_sum([70, 20, 22], stated="112").facts["verdict"]
        'consistent'
        >>> check_sum([70, 20, 22, 9], stated="112").facts["verdict"]
        'inconsistent'
    """
    if not isinstance(parts, Iterable) or isinstance(parts, str | bytes):
        raise WrongTypeError("parts", parts, "an iterable of figures")
    figures = [as_figure(part, "parts") for part in parts]
    if not figures:
        raise InvalidValueError("parts", [], "not empty")
    wanted: Figure = _stated(stated) if isinstance(stated, str) else as_figure(stated, "stated")
    for each in figures:
        checked(each, "parts", ("the first of parts", figures[0]))
    checked(wanted, "stated", ("the first of parts", figures[0]))
    total = reduce(plus, figures)
    judgement = graded(
        as_estimate(plus(scaled(total, Fraction(0)), wanted)),  # in the unit of the total
        as_estimate(total),
        told=lambda digits: f"{_told_sum(figures, digits)} is {said(total, digits)}",
        words=lambda digits: said(wanted, digits),
    )
    return _report("sum", judgement, said(wanted), said(total))


def _told_sum(parts: list[Figure], digits: int) -> str:
    told = [said(each, digits) for each in parts[:_MOST_TOLD]]
    more = [f"{len(parts) - _MOST_TOLD} more"] if len(parts) > _MOST_TOLD else []
    return " + ".join([*told, *more])


class Base(NamedTuple):
    """Another way in which a result can be meant."""

    name: str
    recomputed: Estimate


def bases_of(aspect: str, before: Figure, after: Figure) -> list[Base]:
    """List how else a change can be meant: a ratio and a growth as the other, of the reciprocal, in percent."""
    ratio = as_estimate(fold(before, after))
    if aspect == "fold":
        return [Base("a growth stated as a ratio", ratio - 1)]
    bases = [Base("a ratio stated as a growth", ratio), Base("a fraction stated in percent", (ratio - 1) * 100)]
    if is_positive(after):
        value = as_estimate(change_of_value(before, after))
        bases = [
            Base("the change of the reciprocal, as when a rate is quoted the other way round", value),
            Base("the change measured on the later figure", -value),
            *bases,
        ]
    return bases


def base_of(stated: Estimate, bases: Iterable[Base]) -> Base | None:
    """Find the way in which a result is meant, where it is true in one."""
    return next((base for base in bases if stated.meets(base.recomputed)), None)


def on_base(base: Base, message: str) -> Judgement:
    """Judge a result that is true on another base."""
    fix = "say what the figure is measured on"
    return Judgement(verdict=Verdict.OTHER_BASE, message=message, cause=base.name, fix=fix)


def needs(part: Figure, share_of_it: Estimate, *wholes: Figure) -> str:
    """Say of which whole, instead of others, a figure would be the stated share; nothing where that may be zero."""
    if not is_positive(share_of_it):
        return ""
    whole = whole_from_share(part, share_of_it)
    digits = digits_between(as_estimate(whole), map(as_estimate, wholes))
    return f"; {percent(share_of_it, digits)} needs {said(whole, digits)}"


def graded(
    stated: Estimate, recomputed: Estimate, *, told: Telling, words: Telling, bases: Iterable[Base] = ()
) -> Judgement:
    """Judge a stated result by the recomputed one.

    Args:
        stated: The stated result.
        recomputed: The recomputed one.
        told: Says the arithmetic in words.
        words: Says the stated result in words.
        bases: How else it can be meant.
    """
    digits = digits_between(stated, [recomputed])
    arithmetic, result = told(digits), words(digits)
    if stated.meets(recomputed):
        if _is_well_inside(stated, recomputed):
            return Judgement(verdict=Verdict.CONSISTENT, message=f"{arithmetic}, as stated: {result}")
        message = f"{arithmetic}; {result} is possible at the edge of rounding only"
        return Judgement(verdict=Verdict.BORDERLINE, message=message, fix="take the recomputed figure")
    base = base_of(stated, bases)
    if base is not None:
        return on_base(base, f"{arithmetic}; {result} is {base.name}")
    return Judgement(verdict=Verdict.INCONSISTENT, message=f"{arithmetic}, not {result}")


def _is_well_inside(one: Estimate, other: Estimate) -> bool:
    """Whether the best value of one lies in the other; where one has none, meeting is all that can be asked."""
    if one.best is None or other.best is None:
        return True
    return one.contains(other.best) or other.contains(one.best)


def _stated(value: Estimate | str) -> Estimate:
    if isinstance(value, Estimate):
        return value
    if not isinstance(value, str):
        raise WrongTypeError("stated", value, "an Estimate, or the text of a printed figure")
    return Estimate.printed(as_decimal(value, "stated"))


def _report(aspect: str, judgement: Judgement, stated: str, recomputed: str) -> Report:
    judgement = attrs.evolve(judgement, aspect=aspect)
    facts = report_facts([judgement])
    return Report.of([judgement.problem(stated)], verdict=facts["verdict"], stated=stated, recomputed=recomputed)
