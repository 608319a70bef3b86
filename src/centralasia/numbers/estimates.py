"""Figures that know how well they are known: intervals, the hedge they were stated with, and their arithmetic."""

from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction
from itertools import product as pairs
from typing import Any, final

import attrs

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.numbers import ends
from centralasia.numbers.ends import CEILING, FLOOR, INFINITY, NEAREST, End, describe, shown
from centralasia.numbers.exact import add, as_decimal, as_fraction, multiply, subtract
from centralasia.numbers.hedges import Qualifier, negated, qualifier_of, reach_of, reach_of_printed

__all__ = ["Estimate"]


def _is(kind: type) -> Callable[[object, "attrs.Attribute[Any]", object], None]:
    """Validate the type of a ready value, None apart."""

    def check(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if not isinstance(value, kind):
            raise WrongTypeError(attribute.name, value, f"a {kind.__name__}", "the named constructors read text")
        if isinstance(value, Decimal) and value.is_nan():
            raise InvalidValueError(attribute.name, value, "a figure")

    return check


@final
@attrs.frozen(kw_only=True, order=False)  # said aloud, since mypy takes `<` for granted otherwise
class Estimate:
    """A figure and how well it is known: an interval with open or closed ends, perhaps a best value, and a hedge.

    Made by the named constructors. Arithmetic is interval arithmetic, rounded outward to 34 digits: the truth is never
    outside the result. Operands are taken as independent, so ``x - x`` is zero only where `x` is exact. Scalars may be
    int, Decimal or Fraction. ``a & b`` is what both allow, or None; ``a | b`` spans both. Estimates have no order, as
    intervals have none; see `certainly_less`.

    Attributes:
        low: The lower end, ``Decimal("-Infinity")`` where nothing is known.
        high: The upper end, ``Decimal("Infinity")`` where nothing is known.
        best: The figure itself, where one was given and lies inside.
        low_open, high_open: Whether the end itself is excluded.
        qualifier: The hedge; "exact" if and only if both ends are one value.

    Units:
        Those of the figure; an estimate carries none.

    Example:
        >>> share = Estimate.over("14.5") / Estimate.between("90.889", "102.642")
        >>> share.contains("0.142"), share.contains("0.14")
        (True, False)
        >>> print(Estimate.between(12, 15) * 2)
        24 to 30
    """

    low: Decimal = attrs.field(validator=_is(Decimal))
    high: Decimal = attrs.field(validator=_is(Decimal))
    best: Decimal | None = attrs.field(default=None, validator=attrs.validators.optional(_is(Decimal)))
    low_open: bool = attrs.field(default=False, validator=_is(bool))
    high_open: bool = attrs.field(default=False, validator=_is(bool))
    qualifier: Qualifier = attrs.field(validator=_is(Qualifier), repr=lambda value: f"Qualifier.{value.name}")

    def __attrs_post_init__(self) -> None:
        """Refuse an empty interval, a closed infinite end, a wrong claim to exactness and a best value outside."""
        if ends.is_empty(*self._ends):
            raise InvalidValueError("interval", (self.low, self.high), "not empty, its low end first")
        if not all(end.is_open or end.value.is_finite() for end in self._ends):
            raise InvalidValueError("interval", (self.low, self.high), "open at an infinite end")
        is_point = self.low == self.high
        if is_point != (self.qualifier is Qualifier.EXACT):
            raise InvalidValueError("qualifier", self.qualifier.value, "'exact' if and only if both ends are equal")
        if is_point if self.best is None else not ends.is_inside(self.best, *self._ends):
            raise InvalidValueError("best", self.best, f"a value of the interval {self.low} to {self.high}")

    @classmethod
    def exactly(cls, value: int | str | Decimal) -> "Estimate":
        """Take a figure as exact.

        Example:
            >>> print(Estimate.exactly("0.1") + Estimate.exactly("0.2"))
            0.3
        """
        best = as_decimal(value, "value")
        return cls(low=best, high=best, best=best, qualifier=Qualifier.EXACT)

    @classmethod
    def about(
        cls,
        value: int | str | Decimal,
        *,
        within: int | str | Decimal | None = None,
        relative: int | str | Decimal | None = None,
    ) -> "Estimate":
        """Reach to both sides of a figure: by `within`, by `relative` times the figure, or else by a tenth of it.

        Raises:
            InvalidValueError: The tolerance is not greater than zero, as it is for a figure of 0 without `within`.

        Example:
            >>> print(Estimate.about(20), Estimate.about(20, within="0.5"), sep=", ")
            about 20 (18.0 to 22.0), about 20 (19.5 to 20.5)
        """
        best = as_decimal(value, "value")
        reach = reach_of(best, within, relative)
        return cls(low=subtract(best, reach), high=add(best, reach), best=best, qualifier=Qualifier.APPROX)

    @classmethod
    def nearly(
        cls,
        value: int | str | Decimal,
        *,
        within: int | str | Decimal | None = None,
        relative: int | str | Decimal | None = None,
    ) -> "Estimate":
        """Fall short of a figure, never reaching it, by at most a tolerance read as in `about`.

        A negative figure is approached from zero's side too: nearly -5 is above -5.

        Example:
            >>> half = Estimate.nearly("0.5")
            >>> half.contains("0.473"), half.contains("0.5"), half.contains("0.44")
            (True, False, False)
        """
        bound = as_decimal(value, "value")
        reach = reach_of(bound, within, relative)
        if bound > 0:
            return cls(low=subtract(bound, reach), high=bound, high_open=True, qualifier=Qualifier.APPROX)
        return cls(low=bound, high=add(bound, reach), low_open=True, qualifier=Qualifier.APPROX)

    @classmethod
    def over(cls, value: int | str | Decimal) -> "Estimate":
        """Know that the truth is greater than a figure ("more than", "above", "exceeds").

        Example:
            >>> Estimate.over("14.5").contains("14.5")
            False
        """
        low = as_decimal(value, "value")
        return cls(low=low, high=INFINITY, low_open=True, high_open=True, qualifier=Qualifier.OVER)

    @classmethod
    def at_least(cls, value: int | str | Decimal) -> "Estimate":
        """Know that the truth is a figure or greater ("no less than").

        Example:
            >>> print(Estimate.at_least(100))
            at least 100
        """
        low = as_decimal(value, "value")
        return cls(low=low, high=INFINITY, high_open=True, qualifier=Qualifier.AT_LEAST)

    @classmethod
    def under(cls, value: int | str | Decimal) -> "Estimate":
        """Know that the truth is less than a figure; it may be negative, unless ``& Estimate.at_least(0)`` says not.

        Example:
            >>> print(Estimate.under(3), Estimate.under(3) & Estimate.at_least(0), sep=", ")
            under 3, 0 to under 3
        """
        high = as_decimal(value, "value")
        return cls(low=INFINITY.copy_negate(), high=high, low_open=True, high_open=True, qualifier=Qualifier.UNDER)

    @classmethod
    def at_most(cls, value: int | str | Decimal) -> "Estimate":
        """Know that the truth is a figure or less; it may be negative, as with `under`.

        Example:
            >>> Estimate.at_most(3).contains(3)
            True
        """
        high = as_decimal(value, "value")
        return cls(low=INFINITY.copy_negate(), high=high, low_open=True, qualifier=Qualifier.AT_MOST)

    @classmethod
    def up_to(cls, value: int | str | Decimal) -> "Estimate":
        """Read "up to" as a ceiling, which is `at_most`; "rose up to" a point is that point, and exact.

        Example:
            >>> Estimate.up_to(25) == Estimate.at_most(25)
            True
        """
        return cls.at_most(value)

    @classmethod
    def between(cls, low: int | str | Decimal, high: int | str | Decimal) -> "Estimate":
        """Know two ends, both included; two equal ends are an exact figure.

        Example:
            >>> Estimate.between(12, 15).meets(Estimate.over("14.5"))
            True
        """
        return _estimate(End(as_decimal(low, "low")), End(as_decimal(high, "high")))

    @classmethod
    def printed(cls, value: int | str | Decimal, decimals: int | None = None) -> "Estimate":
        """Take a figure as printed after rounding: half a unit of its last place to both sides.

        Both ends are included: one of the rounding modes in use prints each of them so. A figure printed by cutting
        digits off would need another interval.

        Args:
            value: The figure as printed, trailing zeros included.
            decimals: The places of the series, where the figure itself dropped trailing zeros; negative places stand
                for tens, hundreds and so on.

        Raises:
            InvalidValueError: The figure has digits beyond `decimals`.

        Example:
            >>> print(Estimate.printed("0.00008"))
            0.00008 (0.000075 to 0.000085)
            >>> print(Estimate.printed("0.2857", decimals=5))
            0.2857 (0.285695 to 0.285705)
        """
        best = as_decimal(value, "value")
        reach = reach_of_printed(best, decimals)
        return cls(low=subtract(best, reach), high=add(best, reach), best=best, qualifier=Qualifier.PRINTED)

    @classmethod
    def spanning(
        cls,
        low: int | Fraction,
        high: int | Fraction,
        *,
        best: int | Fraction | None = None,
        low_open: bool = False,
        high_open: bool = False,
    ) -> "Estimate":
        """Enclose two exact ends, rounded outward to 34 digits where they have more.

        Example:
            >>> third = Estimate.spanning(Fraction(1, 3), Fraction(1, 3))
            >>> third.contains(Fraction(1, 3)), third.width
            (True, Decimal('1E-34'))
        """
        return _estimate(
            End(ends.rounded(as_fraction(low, "low"), FLOOR), low_open),
            End(ends.rounded(as_fraction(high, "high"), CEILING), high_open),
            None if best is None else ends.rounded(as_fraction(best, "best"), NEAREST),
        )

    def contains(self, value: int | str | Decimal | Fraction) -> bool:
        """Tell whether an exact figure can be the truth.

        Example:
            >>> Estimate.between(0, 1).contains(Fraction(1, 3))
            True
        """
        if isinstance(value, Fraction):
            value = as_fraction(value, "value")
            number, unit = Decimal(value.numerator), Decimal(value.denominator)
        else:
            number, unit = as_decimal(value, "value"), Decimal(1)
        low, high = (End(multiply(end.value, unit), end.is_open) for end in self._ends)
        return ends.is_inside(number, low, high)

    def meets(self, other: "Estimate") -> bool:
        """Tell whether both can be true at once; ends that touch meet only if both are included.

        Example:
            >>> Estimate.under(3).meets(Estimate.over(3)), Estimate.at_most(3).meets(Estimate.at_least(3))
            (False, True)
        """
        return self & other is not None

    @property
    def width(self) -> Decimal:
        """The distance between the ends, rounded up to 34 digits; Infinity where one is unbounded.

        Example:
            >>> Estimate.between("87.3744", "87.4508").width
            Decimal('0.0764')
        """
        return CEILING.subtract(self.high, self.low)

    @property
    def _ends(self) -> tuple[End, End]:
        return End(self.low, self.low_open), End(self.high, self.high_open)

    def __str__(self) -> str:
        """Write the estimate for people: the figure as stated where there is one, and the interval."""
        span = describe(*self._ends)
        if self.best is not None and self.qualifier is not Qualifier.EXACT:
            return f"{'' if self.qualifier is Qualifier.PRINTED else 'about '}{shown(self.best)} ({span})"
        if self.qualifier is Qualifier.APPROX and self.low_open != self.high_open:
            return f"nearly {shown(self.low if self.low_open else self.high)} ({span})"
        return span

    def __and__(self, other: "Estimate") -> "Estimate | None":
        """Keep what both allow, or None where they contradict; a best value stays if the two do not differ in it."""
        if not isinstance(other, Estimate):
            return NotImplemented
        low, high = ends.common(self._ends, other._ends)
        return None if ends.is_empty(low, high) else _estimate(low, high, ends.agreed(self.best, other.best))

    def __or__(self, other: "Estimate") -> "Estimate":
        """Span both and whatever lies between; a best value stays if the two do not differ in it."""
        if not isinstance(other, Estimate):
            return NotImplemented
        both = self._ends + other._ends
        return _estimate(ends.lowest(both), ends.highest(both), ends.agreed(self.best, other.best))

    def __neg__(self) -> "Estimate":
        """Mirror at zero; over becomes under."""
        high, low = map(ends.negated, self._ends)
        return Estimate(
            low=low.value,
            high=high.value,
            best=None if self.best is None else ends.negated(End(self.best)).value,
            low_open=low.is_open,
            high_open=high.is_open,
            qualifier=negated(self.qualifier),
        )

    def __add__(self, other: "Estimate | Decimal | Fraction | int") -> "Estimate":
        """Add, outward rounded."""
        right = _operand(other)
        if right is None:
            return NotImplemented
        return _combined(ends.total, self, right, list(zip(self._ends, right._ends, strict=True)))

    __radd__ = __add__

    def __sub__(self, other: "Estimate | Decimal | Fraction | int") -> "Estimate":
        """Subtract, outward rounded."""
        right = _operand(other)
        return NotImplemented if right is None else self + -right

    def __rsub__(self, other: "Decimal | Fraction | int") -> "Estimate":
        """Subtract from a scalar."""
        left = _operand(other)
        return NotImplemented if left is None else left - self

    def __mul__(self, other: "Estimate | Decimal | Fraction | int") -> "Estimate":
        """Multiply, outward rounded."""
        right = _operand(other)
        if right is None:
            return NotImplemented
        return _combined(ends.product, self, right, list(pairs(self._ends, right._ends)))

    __rmul__ = __mul__

    def __truediv__(self, other: "Estimate | Decimal | Fraction | int") -> "Estimate":
        """Divide, outward rounded; the divisor may approach zero but not contain it."""
        right = _operand(other)
        if right is None:
            return NotImplemented
        if ends.is_inside(Decimal(0), *right._ends):
            raise InvalidValueError("divisor", str(right), "an estimate that does not contain zero")
        if right.high <= 0:
            return -self / -right
        return _combined(ends.quotient, self, right, list(pairs(self._ends, right._ends)))

    def __rtruediv__(self, other: "Decimal | Fraction | int") -> "Estimate":
        """Divide a scalar."""
        left = _operand(other)
        return NotImplemented if left is None else left / self


def _operand(value: object) -> Estimate | None:
    """Take a scalar as exact; give None for strangers, whose own operators may know better."""
    if isinstance(value, Estimate):
        return value
    if isinstance(value, bool | float | str):
        raise WrongTypeError("operand", value, "an Estimate, an int, a Decimal or a Fraction", "wrap text in Decimal")
    if isinstance(value, int | Decimal):
        return Estimate.exactly(value)
    return Estimate.spanning(value, value, best=value) if isinstance(value, Fraction) else None


def _estimate(low: End, high: End, best: Decimal | None = None) -> Estimate:
    """Make an estimate of two ends with the hedge its shape amounts to, and the best value if it lies inside."""
    if low == high == End(low.value):
        return Estimate.exactly(low.value)
    return Estimate(
        low=low.value,
        high=high.value,
        best=best if best is not None and ends.is_inside(best, low, high) else None,
        low_open=low.is_open,
        high_open=high.is_open,
        qualifier=qualifier_of(low, high),
    )


def _combined(
    operation: Callable[[End, End, Context], End], left: Estimate, right: Estimate, corners: list[tuple[End, End]]
) -> Estimate:
    """Take the extremes over the corners, which is where sums, products and quotients have them."""
    best = None
    if left.best is not None and right.best is not None:
        best = operation(End(left.best), End(right.best), NEAREST).value
    return _estimate(
        ends.lowest(operation(*corner, FLOOR) for corner in corners),
        ends.highest(operation(*corner, CEILING) for corner in corners),
        best,
    )
