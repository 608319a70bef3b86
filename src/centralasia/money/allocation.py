"""Sharing out a whole number of increments so that nothing is lost and nobody is short by a whole one."""

from collections.abc import Iterable, Sequence
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from fractions import Fraction
from itertools import islice
from math import lcm
from typing import Final, Literal, get_args

from centralasia.errors import InvalidValueError, RoundingNeededError, WrongTypeError
from centralasia.numbers.exact import EXACT, as_fraction, shortened

__all__ = ["MAX_PARTS", "MAX_PLACES", "Ratio", "Remainder", "as_weights", "share_out", "shares"]

# Moving the point is exact at any size; only the exponent has to fit.
_SHIFT: Final = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])

Ratio = int | str | Decimal | Fraction

Remainder = Literal["largest", "first", "last", "spread"]
"""Who gets the increments left over when every part has its whole ones."""

MAX_PARTS: Final = 1_000_000
"""The most parts one amount is divided into."""

MAX_PLACES: Final = 1_000
"""The most decimals of an increment that can be asked for, on either side of the point."""


def share_out(units: int, weights: Sequence[int], *, remainder: Remainder) -> list[int]:
    """Divide `units` in proportion to `weights`, in whole units.

    The parts add up to `units`; each differs from its fair share by less than one unit; a weight of zero gets
    nothing; the parts of a negative number are the mirror image of those of the positive one. Units left over go only
    to parts whose fair share is not whole: to those with the largest fractions (``"largest"``, the earlier first among
    equals), to the earliest (``"first"``), to the latest (``"last"``), or evenly along the line (``"spread"``).

    Args:
        units: What is divided.
        weights: One weight per part, none negative, at least one positive.
        remainder: The rule.

    Raises:
        InvalidValueError: No such rule.

    Example:
        >>> share_out(5, [1, 1, 1], remainder="last"), share_out(5, [1, 1, 1], remainder="spread")
        ([1, 2, 2], [2, 1, 2])
    """
    if remainder not in get_args(Remainder):
        raise InvalidValueError("remainder", remainder, "one of " + ", ".join(get_args(Remainder)))
    total = sum(weights)
    whole = abs(units)
    parts = _spread(whole, weights, total) if remainder == "spread" else _topped(whole, weights, total, remainder)
    return [-part for part in parts] if units < 0 else parts


def _spread(units: int, weights: Sequence[int], total: int) -> list[int]:
    """Cut the running total at the nearest whole unit, as a line is drawn in pixels."""
    parts, reached, weight_so_far = [], 0, 0
    for weight in weights:
        weight_so_far += weight
        next_cut = (2 * units * weight_so_far + total) // (2 * total)
        parts.append(next_cut - reached)
        reached = next_cut
    return parts


def _topped(units: int, weights: Sequence[int], total: int, remainder: Remainder) -> list[int]:
    """Give everyone the whole units of the fair share, then one more to some."""
    parts, fractions = [], []
    for weight in weights:
        part, fraction = divmod(units * weight, total)
        parts.append(part)
        fractions.append(fraction)
    entitled = [place for place, fraction in enumerate(fractions) if fraction]
    if remainder == "largest":
        entitled.sort(key=fractions.__getitem__, reverse=True)  # stable: the earlier first among equals
    elif remainder == "last":
        entitled.reverse()
    for place in entitled[: units - sum(parts)]:
        parts[place] += 1
    return parts


def as_weights(ratios: Iterable[Ratio]) -> list[int]:
    """Bring ratios to whole numbers in the same proportion.

    Raises:
        WrongTypeError: No sequence of ratios; a text is one ratio at most.
        InvalidValueError: A negative ratio, no ratio above zero, or more than a million of them.

    Example:
        >>> as_weights([1, "0.5", Fraction(1, 3)])
        [6, 3, 2]
    """
    if isinstance(ratios, str | bytes) or not isinstance(ratios, Iterable):
        raise WrongTypeError("ratios", ratios, "a sequence of numbers, such as [1, 2]")
    given = list(islice(ratios, MAX_PARTS + 1))
    if len(given) > MAX_PARTS:
        raise InvalidValueError("ratios", f"more than {MAX_PARTS:,}", f"{MAX_PARTS:,} ratios at most")
    fractions = [as_fraction(ratio, "ratio") for ratio in given]
    for ratio, fraction in zip(given, fractions, strict=True):
        if fraction < 0:
            raise InvalidValueError("ratio", shortened(ratio), "zero or more")
    if not any(fractions):
        raise InvalidValueError("ratios", [str(fraction) for fraction in fractions[:10]], "not all zero")
    common = lcm(*(fraction.denominator for fraction in fractions))
    return [fraction.numerator * (common // fraction.denominator) for fraction in fractions]


def shares(
    amount: Decimal, weights: Sequence[int], *, remainder: Remainder, places: int | None, minor_unit: int | None
) -> list[Decimal]:
    """Share an amount out in increments: by default minor units or units of its last decimal, whichever are finer.

    Raises:
        InvalidValueError: No such rule, or `places` is beyond ±1,000.
        RoundingNeededError: The amount is no whole number of increments.

    Example:
        >>> shares(Decimal("0.125"), [1, 1], remainder="first", places=None, minor_unit=2)
        [Decimal('0.063'), Decimal('0.062')]
    """
    if places is not None and not -MAX_PLACES <= places <= MAX_PLACES:
        raise InvalidValueError("places", shortened(places), f"between -{MAX_PLACES:,} and {MAX_PLACES:,}")
    own = -int(amount.normalize(EXACT).as_tuple().exponent)
    if places is None:
        places = max(own, minor_unit or 0, 0)
    elif amount and own > places:
        raise RoundingNeededError(amount, places, "round it first, or leave places out")
    increments = int(amount.scaleb(places, context=_SHIFT))
    parts = share_out(increments, weights, remainder=remainder)
    if places < 0:  # tens and hundreds are written with their zeros
        return [Decimal(part * 10**-places) for part in parts]
    return [Decimal(part).scaleb(-places, context=_SHIFT) for part in parts]
