"""What should be known of a rate that was read without fault before it is used: warnings, not errors."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Final

from centralasia.numbers import significant_digits
from centralasia.rates import ExchangeRate
from centralasia.rates.quotes import places_of
from centralasia.reference import Currency, Peg, pegs
from centralasia.validation import Problem, Severity

__all__ = ["MIN_SIGNIFICANT_DIGITS", "Change", "doubt_about_digits", "doubts_about", "figure", "not_in_use"]

MIN_SIGNIFICANT_DIGITS: Final = 2
"""The fewest significant digits of a rate that is fit for conversion.

Half a unit of the last digit is 0.5 to 5 percent of a figure with two digits, and 5.6 to 50 percent of one with a
single digit, which no longer tells a price from its double.
"""

Change = tuple[Decimal, bool]
"""A change since the quote before, and whether it is in percent of that quote."""


def figure(value: Fraction, digits: int = 5, *, rounding: str = ROUND_HALF_EVEN) -> str:
    """Write a figure for people, to a few significant digits.

    Args:
        value: The figure.
        digits: How many digits.
        rounding: One of the modes of the decimal module.

    Example:
        >>> figure(1 / Fraction("0.000085")), figure(Fraction(7, 2))
        ('11,765', '3.5')
    """
    context = Context(prec=digits, rounding=rounding)
    return f"{context.divide(Decimal(value.numerator), Decimal(value.denominator)):,f}"


def doubts_about(rate: ExchangeRate, on: date, *, row: int, change: Change | None) -> Iterator[Problem]:
    """Look at a rate: its digits, its change beside a peg, and whether its currencies are of its day.

    Args:
        rate: The rate, with the printed decimals of its series.
        on: The day it holds for.
        row: The line it stands on.
        change: The change printed beside it, where there is one that can be read.
    """
    short = doubt_about_digits(rate, row)
    if short is not None:
        yield short
    if change is not None:
        for peg in pegs(on=on):
            if {peg.currency, peg.per} == {rate.base, rate.quote}:
                yield from _change_on_peg(rate, row, peg, change)
    for each in (rate.base, rate.quote):
        if not each.is_valid(on):
            yield not_in_use(each, on, row)


def _warning(code: str, row: int, column: str, **facts: str) -> Problem:
    return Problem(code=code, severity=Severity.WARNING, row=row, column=column, **facts)


def doubt_about_digits(rate: ExchangeRate, row: int) -> Problem | None:
    """Find a rate with too few digits to convert with."""
    if significant_digits(rate.value, _decimals(rate)) >= MIN_SIGNIFICANT_DIGITS:
        return None
    low, high = rate.limits()
    priced, unit = rate.base.code, rate.quote.code
    if high < 1:
        low, high, priced, unit = 1 / high, 1 / low, unit, priced
    return _warning(
        "too-few-significant-digits",
        row,
        "value",
        value=f"{rate.value:f}",
        message=f"one significant digit stands for {figure(low)} to {figure(high)} {unit} per {priced}"
        " and is not fit for conversion",
        cause=f"{_decimals(rate)} decimals are too few for {rate.quote} per {rate.nominal:,} {rate.base}",
        fix=f"take a quote in {rate.base} per {rate.quote}, or one for more {rate.base}",
    )


def _decimals(rate: ExchangeRate) -> int:
    return max(places_of(rate.value), rate.decimals or 0)


def _change_on_peg(rate: ExchangeRate, row: int, peg: Peg, change: Change) -> Iterator[Problem]:
    """Find a change of more than half a unit of the last printed digit, which a fixed price cannot have made."""
    size, in_percent = Fraction(change[0]), change[1]
    value = Fraction(rate.value)
    half, off = (Fraction(1, 2 * 10**places) for places in (_decimals(rate), places_of(change[0])))
    before = _before(value, size, in_percent=in_percent)
    if before is not None and abs(value - before) <= half:
        return
    fixed = f"{peg.currency} is fixed at {peg.value} per {peg.per} since {peg.valid_from}"
    low = _before(value - half, size + off, in_percent=in_percent)
    high = _before(value + half, size - off, in_percent=in_percent)
    if low is not None and high is not None:
        low, high = (low / rate.nominal, high / rate.nominal)
        if rate.base is peg.currency:
            low, high = 1 / high, 1 / low
        fixed += f", and the change puts the quote before at {figure(low)} to {figure(high)}"
    yield _warning(
        "change-on-peg",
        row,
        "change",
        value=rate.change or "",
        message="a change on a pegged pair is an artefact of the feed",
        cause=f"{fixed}: the feed goes back and forth between rounded quotes",
        fix="take no notice of the change",
    )


def _before(value: Fraction, size: Fraction, *, in_percent: bool) -> Fraction | None:
    """Give the quote before a change, or None where there can have been none."""
    if not in_percent:
        return value - size if value > size else None
    factor = 1 + size / 100
    return value / factor if factor > 0 else None


def not_in_use(each: Currency, on: date, row: int) -> Problem:
    """Say that a currency was not in use on a day."""
    if each.valid_from is not None and on < each.valid_from:
        days = f"from {each.valid_from} on"
    else:
        days = f"until {each.valid_until}"
    return _warning(
        "currency-not-valid",
        row,
        "pair",
        value=each.code,
        message=f"{each} was not in use on {on}: it was valid {days}",
        cause="an old code kept for a new money, or a day that is not that of the rates",
    )
