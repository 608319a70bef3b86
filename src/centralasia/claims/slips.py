"""Slips of units: thousand, million and billion mistaken for one another, and one currency for another."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from centralasia.claims.readings import Reading, window
from centralasia.numbers import Estimate

__all__ = ["POWERS", "Slip", "slip_of"]

POWERS: Final = (3, 6, 9)
"""The powers of ten that lie between thousand, million, billion and trillion."""


class Slip(NamedTuple):
    """What probably went wrong, and what would be right."""

    cause: str
    fix: str
    reading: Reading


def slip_of(stated: Estimate, readings: Sequence[Reading]) -> Slip | None:
    """Find the slip of units that makes a figure out of what is known.

    Args:
        stated: The figure.
        readings: What is known of the same thing.

    Returns:
        The first slip in the order of likelihood: a currency for another one, then the smaller factors.
    """
    near = window(stated)
    if near is None:
        return None
    for each in readings:
        if each.unconverted is not None and near.meets(each.unconverted):
            return Slip("one currency stands for another", "in its own currency it fits", each)
    for power in POWERS:
        for each in readings:
            for done, undone, sign in (("large", "divided", -power), ("small", "multiplied", power)):
                if (near * Decimal((0, (1,), sign))).meets(each.figure):
                    cause = f"{10**power:,} times too {done}, as when thousand, million and billion are mistaken"
                    return Slip(cause, f"{undone} by {10**power:,} it fits", each)
    return None
