"""What can be said about estimates as intervals: which is lower, where the middle is, and how wide they are."""

from decimal import Decimal

from centralasia.errors import InvalidValueError
from centralasia.numbers.ends import CEILING, INFINITY, NEAREST
from centralasia.numbers.estimates import Estimate
from centralasia.numbers.hedges import Qualifier

__all__ = ["certainly_less", "midpoint", "relative_half_width", "stated"]


def certainly_less(left: Estimate, right: Estimate) -> bool:
    """Tell whether one estimate is below another wherever in them the truths lie.

    Example:
        >>> certainly_less(Estimate.under(3), Estimate.at_least(3))
        True
        >>> certainly_less(Estimate.at_most(3), Estimate.over(2))
        False
    """
    return left.high < right.low or (left.high == right.low and (left.high_open or right.low_open))


def midpoint(estimate: Estimate) -> Decimal | None:
    """Find the middle of an interval to 34 digits, or None where it is unbounded.

    Example:
        >>> midpoint(Estimate.between(12, 15))
        Decimal('13.5')
    """
    if estimate.width.is_infinite():
        return None
    two = Decimal(2)
    return NEAREST.add(NEAREST.divide(estimate.low, two), NEAREST.divide(estimate.high, two))


def relative_half_width(estimate: Estimate) -> Decimal:
    """State how well a figure is known: half the width over the best value, or else over the middle, rounded up.

    Infinity where the interval is unbounded or centred on zero.

    Example:
        >>> relative_half_width(Estimate.printed("0.00008"))
        Decimal('0.0625')
    """
    centre = midpoint(estimate) if estimate.best is None else estimate.best
    if not estimate.width:
        return Decimal(0)
    if not centre:
        return INFINITY
    return CEILING.divide(CEILING.divide(estimate.width, Decimal(2)), centre.copy_abs())


_STATED = {
    Qualifier.EXACT: Estimate.exactly,
    Qualifier.APPROX: Estimate.about,
    Qualifier.OVER: Estimate.over,
    Qualifier.UNDER: Estimate.under,
    Qualifier.AT_LEAST: Estimate.at_least,
    Qualifier.AT_MOST: Estimate.at_most,
    Qualifier.PRINTED: Estimate.printed,
}


def stated(figure: Decimal, qualifier: Qualifier) -> Estimate:
    """Make an estimate of one figure and the hedge before it, as the constructor of that name does.

    Raises:
        InvalidValueError: A range, which has two figures.

    Example:
        >>> print(stated(Decimal("14.5"), Qualifier.OVER))
        over 14.5
    """
    if qualifier is Qualifier.RANGE:
        raise InvalidValueError("qualifier", qualifier.value, "another one for a single figure", "a range has two ends")
    return _STATED[qualifier](figure)
