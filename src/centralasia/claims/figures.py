"""Figures in claims: how they are given, how far two are apart, and how messages write them."""

from collections.abc import Callable, Iterable, Mapping
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from typing import Final, TypeAlias

from centralasia.money import Amount
from centralasia.numbers import Estimate, Qualifier, as_decimal, midpoint
from centralasia.numbers.ends import End, common, describe, is_empty, shown
from centralasia.series.figures import Figure, as_estimate, checked
from centralasia.series.words import centre

__all__ = ["DIGITS", "WORDS", "Given", "Telling", "as_figure", "digits_between", "percent", "relative_distance", "said"]

Given: TypeAlias = Figure | str
"""What callers give as a figure: a number, its text, an estimate, money or a quantity."""

Telling: TypeAlias = Callable[[int], str]
"""Says something in words, with as many digits as it is given."""

DIGITS: Final = 4
"""The significant digits that messages keep of long figures, where more make no difference."""

_IN_FULL: Final = 7  # digits of figures that are not rounded
_MORE: Final = (DIGITS, 7, 12)
_MOST: Final = 34
_SCALES: Final = ((12, "trn"), (9, "bn"), (6, "mn"))


def as_figure(value: Given, field: str) -> Figure:
    """Take a figure with its unit; bare numbers and texts are exact.

    Raises:
        WrongTypeError: A float or anything else that is no figure.
        InvalidValueError: A text that is no plain numeral.

    Example:
        >>> as_figure("8.75", "part")
        Decimal('8.75')
    """
    return as_decimal(value, field) if isinstance(value, str) else checked(value, field)


def relative_distance(one: Estimate, other: Estimate) -> Decimal:
    """Tell roughly how far two estimates are apart, relative to the larger of them; 0 is the same, 1 or more is far."""
    left, right = _point(one), _point(other)
    largest = max(left.copy_abs(), right.copy_abs())
    if not largest or largest.is_infinite():
        return Decimal(int(left != right))
    rough = _context(9, ROUND_HALF_EVEN)
    return rough.divide(rough.subtract(left, right).copy_abs(), largest)


def _point(estimate: Estimate) -> Decimal:
    """Give the one value that stands for an estimate: the best, or the middle, or the end that is known."""
    if estimate.best is not None:
        return estimate.best
    middle = midpoint(estimate)
    if middle is not None:
        return middle
    return estimate.low if estimate.low.is_finite() else estimate.high


def digits_between(one: Estimate, others: Iterable[Estimate]) -> int:
    """Count the digits with which a figure is still told from those that it does not meet.

    Example:
        >>> digits_between(Estimate.exactly(15), [Estimate.exactly("15.0000004")])
        12
    """
    apart = [other for other in others if not one.meets(other)]
    for digits in _MORE:
        rounded = _ends(one, 0, digits)
        if all(is_empty(*common(rounded, _ends(other, 0, digits))) for other in apart):
            return digits
    return _MOST


def said(figure: Figure, digits: int = DIGITS) -> str:
    """Write a figure for people, in few digits; ends of intervals are rounded outward.

    Example:
        >>> from centralasia.money import MoneyEstimate
        >>> said(MoneyEstimate.of(Estimate.printed("5.7") * 10**9, "USD"))
        '5.7 (5.65 to 5.75) bn USD'
    """
    interval = as_estimate(figure)
    if isinstance(figure, Amount):
        size = max([end.adjusted() for end in (interval.low, interval.high) if end.is_finite() and end], default=0)
        scale, word = next((each for each in _SCALES if size >= each[0]), (0, ""))
        return " ".join([_words(interval, scale, digits), *([word] if word else []), figure.currency.code])
    unit = getattr(figure, "unit", None)
    return _words(interval, 0, digits) + ("" if unit is None else f" {unit}")


def percent(fraction: Estimate, digits: int = DIGITS) -> str:
    """Write a fraction in percent, as `said` writes figures.

    Example:
        >>> percent(Estimate.between("0.12", "0.15"))
        '12 to 15 %'
    """
    return f"{_words(fraction, -2, digits)} %"


def _times(ratio: Estimate, digits: int = DIGITS) -> str:
    return f"{_words(ratio, 0, digits)}-fold"


WORDS: Final[Mapping[str, Callable[..., str]]] = {"share": percent, "growth": percent, "fold": _times}
"""How the figures that have no unit are written."""


def _words(interval: Estimate, scale: int, digits: int) -> str:
    """Write an interval in units of a power of ten."""
    exact = centre(interval)
    if exact is not None:
        return _number(exact, scale, digits)
    low, high = _ends(interval, scale, digits)
    span, is_vague = describe(low, high), interval.qualifier is Qualifier.APPROX
    if interval.best is not None:
        return f"{'about ' * is_vague}{_number(interval.best, scale, digits)} ({span})"
    return f"nearly {shown((low if low.is_open else high).value)} ({span})" if is_vague else span


def _number(value: Decimal, scale: int, digits: int) -> str:
    return shown(_rounded(value, scale, digits, ROUND_HALF_EVEN))


def _ends(interval: Estimate, scale: int, digits: int) -> tuple[End, End]:
    """Round both ends outward."""
    low = _rounded(interval.low, scale, digits, ROUND_FLOOR)
    high = _rounded(interval.high, scale, digits, ROUND_CEILING)
    return End(low, interval.low_open), End(high, interval.high_open)


def _rounded(value: Decimal, scale: int, digits: int, mode: str) -> Decimal:
    """Round what has more digits than are written in full."""
    in_full = _context(_IN_FULL, mode)
    context = in_full if in_full.plus(value) == value else _context(digits, mode)
    return context.normalize(context.scaleb(value, -scale))


@cache
def _context(digits: int, mode: str) -> Context:
    return Context(prec=digits, rounding=mode, Emin=MIN_EMIN, Emax=MAX_EMAX, flags=[], traps=[])
