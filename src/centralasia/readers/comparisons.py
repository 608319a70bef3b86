"""What a figure looks like beside the rates that ship with the package: inverted, or wide of the mark."""

from datetime import date
from fractions import Fraction
from functools import cache
from math import log10, prod
from typing import Final

from centralasia.periods import Period
from centralasia.rates import ExchangeRate, embedded_rates, looks_inverted
from centralasia.rates.inversions import InvertedQuotes, Levels
from centralasia.readers.doubts import figure
from centralasia.reference import Currency
from centralasia.validation import Problem, Severity

__all__ = ["FAR", "NEAR_DAYS", "compared", "level_about"]

FAR: Final = 20
"""How many times more or less than the nearest rate known a quote must be to be called wide of the mark.

Crises pass: the widest gap of the region in `regimes`, 40 manat for a dollar in the street in 2021 beside a peg of
3.50, is one of 11 times. A mark that is misread, or units that are lost, make 100 or 1,000.
"""
NEAR_DAYS: Final = 3 * 366
"""How many days away a rate known may be for the size of a quote to be compared with it. Its direction always is."""

_POWER: Final = 0.2  # how far from a power of ten the logarithm of what is off may be to be put down to one


def compared(rate: ExchangeRate, on: date, row: int, *, inverted: InvertedQuotes) -> Problem | None:
    """Compare a quote with the nearest rates known; a pair that is known neither directly nor by one cross passes.

    A quote that lies much closer to the inverse of what is known looks inverted, which is an error. One that is `FAR`
    times more or less is a warning, if what is known is at most `NEAR_DAYS` away.

    Args:
        rate: The rate.
        on: The day it holds for.
        row: The line it stands on.
        inverted: What is done with a quote that looks inverted.
    """
    known = level_about(rate.base, rate.quote, on.toordinal())
    if not known:
        return None
    level = prod((each.per_unit for each in known), start=Fraction(1))
    beside = " and ".join(map(str, known))
    if looks_inverted(rate, level):
        return _looks_inverted(rate, row, beside, kept=inverted == "flag")
    ratio = rate.per_unit / level
    if Fraction(1, FAR) < ratio < FAR or max(_days_off(each, on) for each in known) > NEAR_DAYS:
        return None
    times = f"{figure(ratio, 3)} times" if ratio > 1 else f"one part in {figure(1 / ratio, 3)} of"
    return Problem(
        code="far-from-reference",
        severity=Severity.WARNING,
        row=row,
        column="value",
        value=f"{rate.value:f}",
        message=f"it is {times} {figure(level)} {rate.quote} per {rate.base}, by {beside}",
        cause=_slip(rate, ratio),
        fix="compare it with another source before it is used",
    )


def level_about(base: Currency, quote: Currency, day: int) -> tuple[ExchangeRate, ...]:
    """Give the one or two rates that ship with the package and tell best what a pair was worth about a day."""
    return _levels().near(base, quote, day)


@cache
def _levels() -> Levels:
    return Levels(embedded_rates())


def _looks_inverted(rate: ExchangeRate, row: int, beside: str, *, kept: bool) -> Problem:
    base, quote = rate.base, rate.quote
    end = "and is kept as printed" if kept else "and is not taken"
    return Problem(
        code="looks-inverted",
        severity=Severity.ERROR,
        row=row,
        column="value",
        value=f"{rate.value:f}",
        message=f"{figure(rate.per_unit)} {quote} per {base} looks inverted beside {beside}, {end}",
        cause=f"{base} and {quote} are exchanged",
        fix=f"write {quote}/{base}",
    )


def _days_off(known: ExchangeRate, on: date) -> int:
    """Count the days from those that a rate holds for."""
    first = known.on.start if isinstance(known.on, Period) else known.on
    last = known.on.end if isinstance(known.on, Period) else known.until or known.on
    return max((first - on).days, (on - last).days, 0)


def _slip(rate: ExchangeRate, ratio: Fraction) -> str:
    """Name the slip that makes a power of ten."""
    size = log10(ratio.numerator) - log10(ratio.denominator)
    power = round(size)
    if abs(size - power) > _POWER:
        return ""
    units = f"{10 ** abs(power):,}"
    if power > 0:
        return f"a decimal mark read as parting groups, or a quote for {units} {rate.base}"
    return f"a mark that parts groups read as decimal, or a quote in {units} {rate.quote}"
