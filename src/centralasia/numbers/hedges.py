"""Hedges: the words a figure was stated with, as a closed list, and how far the vague ones reach."""

from decimal import Decimal, DecimalException
from enum import StrEnum

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.numbers.ends import End
from centralasia.numbers.exact import EXACT, as_decimal, multiply
from centralasia.numbers.rounding import MAX_PLACES

__all__ = ["DEFAULT_TOLERANCE", "Qualifier", "negated", "qualifier_of", "reach_of", "reach_of_printed"]

DEFAULT_TOLERANCE = Decimal("0.1")
"""How far, relative to the figure, "about" and "nearly" reach when the writer does not say: a tenth.

A convention of this library, not a finding: wide enough for 0.47 to be "nearly half", narrow enough for 17.6 not to be
"about 20". Whoever knows better says so, with ``within=`` or ``relative=``.
"""


class Qualifier(StrEnum):
    """The hedge a figure was stated with; of a result, the one its shape amounts to.

    Example:
        >>> Qualifier("at_least") is Qualifier.AT_LEAST
        True
    """

    EXACT = "exact"
    APPROX = "approx"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"
    PRINTED = "printed"


_NEGATED = {
    Qualifier.OVER: Qualifier.UNDER,
    Qualifier.UNDER: Qualifier.OVER,
    Qualifier.AT_LEAST: Qualifier.AT_MOST,
    Qualifier.AT_MOST: Qualifier.AT_LEAST,
}


def negated(qualifier: Qualifier) -> Qualifier:
    """Give the hedge of a figure whose sign is changed: over 3 becomes under -3.

    Example:
        >>> negated(Qualifier.AT_LEAST).value
        'at_most'
    """
    return _NEGATED.get(qualifier, qualifier)


def qualifier_of(low: End, high: End) -> Qualifier:
    """Give the hedge that the shape of an interval amounts to.

    Example:
        >>> qualifier_of(End(Decimal(3), is_open=True), End(Decimal("Infinity"), is_open=True)).value
        'over'
    """
    if low.value == high.value:
        return Qualifier.EXACT
    match low.value.is_infinite(), high.value.is_infinite():
        case False, True:
            return Qualifier.OVER if low.is_open else Qualifier.AT_LEAST
        case True, False:
            return Qualifier.UNDER if high.is_open else Qualifier.AT_MOST
        case _:
            return Qualifier.RANGE


def reach_of(value: Decimal, within: int | str | Decimal | None, relative: int | str | Decimal | None) -> Decimal:
    """Read how far an approximate figure reaches, in its own units: `within`, or `relative` times the figure.

    Raises:
        InvalidValueError: Both are given, or the reach is not greater than zero.

    Example:
        >>> reach_of(Decimal(20), None, None), reach_of(Decimal(20), "0.5", None)
        (Decimal('2.0'), Decimal('0.5'))
    """
    if within is not None and relative is not None:
        raise InvalidValueError("within", within, "the only tolerance", "pass either within= or relative=")
    if within is not None:
        reach = as_decimal(within, "within")
    else:
        share = DEFAULT_TOLERANCE if relative is None else as_decimal(relative, "relative")
        reach = multiply(value.copy_abs(), share)
    if reach <= 0:
        raise InvalidValueError("tolerance", reach, "greater than zero", "around 0 it has to be given, as within=")
    return reach


def reach_of_printed(value: Decimal, decimals: int | None) -> Decimal:
    """Give half a unit of the last place of a printed figure, or of its series where that is known.

    Raises:
        InvalidValueError: The figure has digits beyond `decimals`.
        WrongTypeError: `decimals` is no whole number.

    Example:
        >>> reach_of_printed(Decimal("0.00008"), None)
        Decimal('0.000005')
    """
    if decimals is not None and type(decimals) is not int:
        raise WrongTypeError("decimals", decimals, "a whole number of decimal places")
    if decimals is None:
        return Decimal((0, (5,), int(value.as_tuple().exponent) - 1))
    try:
        fits = abs(decimals) <= MAX_PLACES and not EXACT.remainder(value, Decimal((0, (1,), -decimals)))
    except DecimalException:
        fits = False
    if not fits:
        places = (
            f"{decimals} decimal places" if abs(decimals) <= MAX_PLACES else f"at most {MAX_PLACES:,} decimal places"
        )
        raise InvalidValueError("value", value, f"a figure of {places}")
    return Decimal((0, (5,), -decimals - 1))
