"""Parts and wholes: of a part, its whole and its share, any two give the third."""

from fractions import Fraction
from typing import overload

from centralasia.money import Amount
from centralasia.numbers import Estimate
from centralasia.series.figures import (
    Figure,
    Known,
    M,
    Number,
    Rate,
    checked,
    checked_rate,
    divided,
    positive,
    ratio,
    scaled,
)

__all__ = ["part_from_share", "share", "whole_from_share"]


@overload
def share(part: Known, whole: Known) -> Fraction: ...
@overload
def share(part: Figure, whole: Figure) -> Fraction | Estimate: ...
def share(part: Figure, whole: Figure) -> Fraction | Estimate:
    """Give the share that a part has in a whole.

    It may be over 1: remittances or a debt can exceed the GDP they are compared with. Estimates of the two are taken
    as independent of one another.

    Units:
        A pure number: 0.48 is 48 %.

    Args:
        part: The part.
        whole: The whole, greater than zero.

    Returns:
        A fraction where both figures are exact, an estimate otherwise.

    Raises:
        InvalidValueError: The whole is not certainly greater than zero.
        CurrencyMismatchError: Amounts of different currencies.
        WrongTypeError: Floats, texts, or figures of different kinds.

    Example:
        >>> f"{share(Estimate.printed('4.95'), Estimate.printed('6.5')).best:.1%}"
        '76.2%'
    """
    checked(part, "part")
    checked(whole, "whole", ("part", part))
    return ratio(part, positive(whole, "whole"))


@overload
def part_from_share(whole: Number, share: Number) -> Fraction: ...
@overload
def part_from_share(whole: Number | Estimate, share: Rate) -> Fraction | Estimate: ...
@overload
def part_from_share(whole: Amount, share: Rate) -> Amount: ...
@overload
def part_from_share(whole: M, share: Rate) -> M: ...
def part_from_share(whole: Figure, share: Rate) -> Figure:
    """Give the part that is a share of a whole.

    Example:
        >>> from centralasia.money import Money
        >>> part_from_share(Money.of("16.9", "USD"), Fraction("0.87"))
        Money.of('14.703', 'USD')
    """
    return scaled(checked(whole, "whole"), checked_rate(share, "share"))


@overload
def whole_from_share(part: Number, share: Number) -> Fraction: ...
@overload
def whole_from_share(part: Number | Estimate, share: Rate) -> Fraction | Estimate: ...
@overload
def whole_from_share(part: Amount, share: Rate) -> Amount: ...
@overload
def whole_from_share(part: M, share: Rate) -> M: ...
def whole_from_share(part: Figure, share: Rate) -> Figure:
    """Give the whole of which a part is a share: the GDP that a stated share implies.

    Raises:
        InvalidValueError: The share is not certainly greater than zero.

    Example:
        >>> gdp = whole_from_share(Fraction("14.5"), Estimate.between("0.12", "0.15"))
        >>> f"{gdp.low:.1f} to {gdp.high:.1f}"
        '96.7 to 120.8'
    """
    return divided(checked(part, "part"), positive(checked_rate(share, "share"), "share"))
