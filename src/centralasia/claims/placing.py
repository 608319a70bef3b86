"""Placing a figure: whether what is known allows it, and if not, to which other year, origin or measure it belongs."""

from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from centralasia.claims.figures import Telling, digits_between
from centralasia.claims.readings import Reading
from centralasia.claims.slips import slip_of
from centralasia.claims.verdicts import Judgement, Verdict
from centralasia.numbers import Estimate
from centralasia.reference import WORLD

__all__ = ["listed", "place"]

_MOST_TOLD: Final = 6  # readings in one message
_ABOVE: Final = "a part cannot be above its whole"
_BELOW: Final = "a whole cannot be below its part"


def place(stated: Estimate, readings: Sequence[Reading], *, aspect: str, said: Telling, around: int) -> list[Judgement]:
    """Judge a stated figure by what is known of the same thing, or else of another year, origin or measure.

    Args:
        stated: The figure.
        readings: What is known, in its unit.
        aspect: The field it is from.
        said: Says the figure in words.
        around: How many years away to look; another year counts only where something of this one forbids the figure.
    """
    here = [each for each in readings if each.differences == 0]
    bounds = [each for each in readings if each.is_bound]
    fitting = [each for each in here if each.fits(stated)]
    against = [each for each in (*here, *bounds) if each.forbids(stated)]
    others = [each for each in readings if each.differences and (against or not each.years)]
    elsewhere = [] if fitting else _elsewhere(stated, others, around)
    digits = digits_between(stated, [each.figure for each in against])
    found = [_unknown(bounds, digits)]
    if fitting:
        found = [_allowed(fitting, against, digits)]
    elif elsewhere:
        found = [_moved(elsewhere, _nearest(against, stated), digits), *_revised(stated, elsewhere[0], readings)]
    elif against:
        found = [_refused(stated, here, _nearest(against, stated), digits)]
    return [attrs.evolve(each, aspect=aspect, message=f"{said(digits)} {each.message}") for each in found]


def listed(names: Sequence[str]) -> str:
    """Write a list for people.

    Example:
        >>> listed(["2017", "2018", "2020"])
        '2017, 2018 and 2020'
    """
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _unknown(bounds: Sequence[Reading], digits: int) -> Judgement:
    most = f"; it is bounded by {_told(bounds, digits)}" if bounds else ""
    return Judgement(
        verdict=Verdict.UNCHECKED,
        message=f"has nothing of this year, origin and measure to be compared with{most}",
        fix="give what is known of it as flows=",
    )


def _allowed(fitting: Sequence[Reading], against: Sequence[Reading], digits: int) -> Judgement:
    told = f"fits {_told(fitting, digits)}"
    if not against:
        return Judgement(verdict=Verdict.CONSISTENT, message=told)
    told = f"{told}, not {_told(against, digits)}"
    measures = _measures(fitting)
    if measures and not measures & _measures(against):
        return Judgement(
            verdict=Verdict.OTHER_ORIGIN,
            message=told,
            code="claim-other-measure",
            measures=tuple(sorted(measures)),
            cause=f"true as {_plain(sorted(measures))} only",
            fix="state the measure",
        )
    return _by_vintage(told, fitting, against)


def _measures(readings: Iterable[Reading]) -> set[str]:
    return {each.known.measure for each in readings} - {""}


def _plain(codes: Sequence[str]) -> str:
    return listed(codes).replace("_", " ")


def _by_vintage(told: str, fitting: Sequence[Reading], against: Sequence[Reading]) -> Judgement:
    names = tuple(sorted({each.name for each in fitting}))
    revised = _is_later(against, fitting)
    return Judgement(
        verdict=Verdict.VINTAGE,
        message=told,
        code="claim-revised" if revised else "",
        vintages=names,
        cause="the figure was revised later" if revised else "sources or releases differ",
        fix=f"name the release: {listed(names)}",
    )


def _is_later(these: Sequence[Reading], those: Sequence[Reading]) -> bool:
    """Tell whether every one of these came out after all of those, as far as is known."""
    later = [each.known.released for each in these]
    earlier = [each.known.released for each in those]
    return all(one is not None and other is not None and one > other for one in later for other in earlier)


def _elsewhere(stated: Estimate, readings: Sequence[Reading], around: int) -> list[Reading]:
    """Find what is about something else and fits: all that differ as the nearest does, the nearest first."""
    fitting = [each for each in readings if abs(each.years) <= around and each.fits(stated)]
    fitting.sort(key=lambda each: (each.differences, each.distance(stated), abs(each.years), each.known.order))
    return [each for each in fitting if _sorts(each) == _sorts(fitting[0])]


def _sorts(reading: Reading) -> tuple[bool, bool, bool]:
    return bool(reading.years), reading.other_origin, reading.other_measure


def _moved(found: Sequence[Reading], against: Sequence[Reading], digits: int) -> Judgement:
    first = found[0]
    years = tuple(sorted({str(each.known.period) for each in found if each.years}))
    origins = tuple(sorted({each.known.counterpart.alpha2 for each in found if each.other_origin}))
    measures = tuple(sorted({each.known.measure for each in found if each.other_measure}))
    of_all = ["all countries" if code == WORLD.alpha2 else code for code in origins]
    causes = [
        *([f"{first.what} is that of {listed(years)}"] if years else []),
        *([f"it is of {listed(of_all)}"] if origins else []),
        *([f"it is of {_plain(measures)}"] if measures else []),
    ]
    return Judgement(
        verdict=Verdict.OTHER_YEAR if years else Verdict.OTHER_ORIGIN,
        message=f"fits {_told(found, digits)}" + (f", not {_told(against, digits)}" if against else ""),
        code="claim-other-measure" if measures and not origins and not years else "",
        years=years,
        origins=origins,
        measures=measures,
        cause="; ".join(causes),
        fix="name the year, origin and measure that the figure is of",
    )


def _revised(stated: Estimate, found: Reading, readings: Sequence[Reading]) -> list[Judgement]:
    """Tell where the figure found was itself revised later."""
    same = [each for each in readings if _same_thing(each, found)]
    later = [each for each in same if not each.fits(stated) and _is_later([each], [found])]
    if not later:
        return []
    digits = digits_between(stated, [each.figure for each in later])
    return [_by_vintage(f"fits {_told([found], digits)}, and later {_told(later, digits)}", [found], later)]


def _same_thing(one: Reading, other: Reading) -> bool:
    mine, its = one.known, other.known
    return (mine.period, mine.counterpart, mine.measure) == (its.period, its.counterpart, its.measure)


def _refused(stated: Estimate, here: Sequence[Reading], against: Sequence[Reading], digits: int) -> Judgement:
    wholes, parts = ([each for each in against if getattr(each, name)] for name in ("is_whole", "is_part"))
    same = [each for each in against if not each.is_bound]
    ways = (("is not", same), ("is above", wholes), ("is below", parts))
    told = " and ".join(f"{way} {_told(found, digits)}" for way, found in ways if found)
    slip = slip_of(stated, here)
    if slip is not None:
        cause, fix = slip.cause, f"{slip.fix} {slip.reading.told(digits)}"
        return Judgement(verdict=Verdict.INCONSISTENT, message=told, code="claim-unit-slip", cause=cause, fix=fix)
    measures = sorted(_measures(against))
    senses = [f"false as {_plain(measures)}"] if measures else []
    cause = "; ".join([*([_ABOVE] if wholes else []), *([_BELOW] if parts else []), *senses])
    fix = "if it rests on another release or measure, give that as flows="
    return Judgement(verdict=Verdict.INCONSISTENT, message=told, cause=cause or None, fix=fix)


def _told(readings: Sequence[Reading], digits: int) -> str:
    """Name readings, the first of them only where there are many."""
    told = list(dict.fromkeys([each.told(digits) for each in readings]))
    more = [f"{len(told) - _MOST_TOLD} more"] if len(told) > _MOST_TOLD else []
    return listed([*told[:_MOST_TOLD], *more])


def _nearest(readings: Sequence[Reading], stated: Estimate) -> list[Reading]:
    return sorted(readings, key=lambda each: (each.distance(stated), each.known.order))
