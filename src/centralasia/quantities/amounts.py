"""`Quantity`: so much of a unit, exactly or within bounds."""

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, Unpack, final, overload

import attrs

from centralasia.errors import InvalidValueError, RoundingNeededError, WrongTypeError
from centralasia.numbers import (
    Estimate,
    Qualifier,
    Rounding,
    as_decimal,
    as_fraction,
    exact_decimal,
    parse_number,
    round_fraction,
    shortened,
)
from centralasia.quantities.contexts import Context, find_steps, links_of
from centralasia.quantities.conversions import UnitConversion
from centralasia.quantities.figures import (
    Figure,
    Number,
    as_estimate,
    as_number,
    measure,
    quotient,
    rounded_outward,
    times,
    total,
    written,
)
from centralasia.quantities.registries import in_pint, unit_from_pint
from centralasia.quantities.units import Unit
from centralasia.quantities.units import unit as _by_name

if TYPE_CHECKING:
    import pint

__all__ = ["Quantity", "as_quantity", "make_quantity"]

_LARGE: Final = 10_000  # bits
_NO_DECIMAL: Final = "take .exact, which is a fraction, or .estimate, or .round(places) first"


@final
@attrs.frozen(repr=False, eq=False, init=False)
class Quantity:
    """So much of a unit: exact, or an estimate.

    Whatever is calculated of exact figures is exact: a tonne is a number of pounds whose decimals never end, and comes
    back from it as a tonne. Estimates are rounded outward. Contexts are stated, never assumed: what a barrel weighs,
    which crop a bushel is of, at how many degrees gas was measured. Two quantities are equal if they are as much,
    whatever their units: 1 t and 1000 kg. They have an order only where both are exact.

    Units:
        `figure`, `value` and `estimate` are in `unit`. A unit may carry a condition that quantities must share to be
        added up: "bcm@20C" for gas, "t@live" and "t@slaughter" for meat, "t@bunker" and "t@clean" for grain.

    Example:
        >>> grain = Quantity.of("1.4", "млн т")
        >>> grain + Quantity.of(50_000, "t"), grain.to("centner")
        (Quantity.of('1.45', 'Mt'), Quantity.of('14000000', 'centner'))
        >>> print(Quantity.of(1, "Mt").to("million bbl", blend="CPC"))
        7.85 to 7.9 million bbl
        >>> Quantity.of(1, "t").to("bcm@20C")
        Traceback (most recent call last):
        centralasia.errors.InvalidValueError: unit must be one of the same dimension as t, got 'bcm@20C'; ...
    """

    _held: Decimal | Fraction | Estimate  # a decimal as it was given, a fraction of endless decimals, or an estimate
    unit: Unit

    def __init__(self, estimate: Estimate, unit: Unit | str) -> None:
        """Take an estimate and a unit or its name."""
        if not isinstance(estimate, Estimate):
            raise WrongTypeError("estimate", estimate, "an Estimate", "Quantity.of takes a figure too")
        made: Any = self
        made.__attrs_init__(_held_of(estimate), _by_name(unit))

    @classmethod
    def of(cls, value: "int | str | Decimal | Fraction | Estimate", unit: Unit | str) -> "Quantity":
        """Make a quantity of a figure that is exact, or of an estimate.

        Args:
            value: The figure; texts as people write them go to `parse`.
            unit: The unit, or a text that names one.

        Raises:
            WrongTypeError: A float or a bool.
            InvalidValueError: A text that is no plain numeral, NaN or Infinity.
            UnknownCodeError: No such unit; near misses are suggested.

        Example:
            >>> Quantity.of("12", "ц/га").to("t/ha").value
            Decimal('1.2')
        """
        if isinstance(value, Fraction):
            return make_quantity(as_fraction(value, "value"), _by_name(unit))
        return _made(_held_of(value) if isinstance(value, Estimate) else as_decimal(value, "value"), _by_name(unit))

    @classmethod
    def parse(cls, text: str, *, locale: str | None = None) -> "Quantity":
        """Read a figure and a unit; what `str` writes of an exact quantity whose decimals end is read back.

        Args:
            text: Such as ``"1.4 Mt"``.
            locale: What decides the meaning of marks, as in `parse_number`; without it the figure is a plain numeral.

        Raises:
            InvalidValueError: There is no figure or no unit; or the figure is no plain numeral, and there is no locale.
            ParseError: The figure cannot be read in this locale; `AmbiguousNumberError`: it has two readings.
            UnknownCodeError: No such unit.

        Example:
            >>> Quantity.parse("1 234,5 тыс. т", locale="ru")
            Quantity.of('1234.5', 'kt')
        """
        if not isinstance(text, str):
            raise WrongTypeError("text", text, "a figure and a unit, such as '1.4 Mt'")
        plain = text.strip()
        end = plain.find(" ") if locale is None else -1
        if end < 0:
            end = next((place for place, sign in enumerate(plain) if sign.isalpha()), len(plain))
        figure, of = plain[:end].rstrip(), plain[end:]
        if not figure or not of:
            raise InvalidValueError("text", shortened(text), "a figure and a unit, such as '1.4 Mt'")
        if locale is not None:
            return cls.of(parse_number(figure, locale), of)
        try:
            return cls.of(figure, of)
        except InvalidValueError as error:
            way_out = "name the locale it is written in, such as locale='ru'"
            raise InvalidValueError("figure", error.value, error.expected, way_out) from None

    @classmethod
    def from_pint(cls, quantity: "pint.Quantity[Any]") -> "Quantity":
        """Take a quantity of pint, of any registry whose units the library knows by name.

        Raises:
            WrongTypeError: Its magnitude is a float, or anything else that is not exact.
            UnknownCodeError: A unit that is not known.

        Example:
            >>> from centralasia.quantities import registry
            >>> Quantity.from_pint(registry().Quantity(3, "metric_ton / hectare"))
            Quantity.of('3', 't/ha')
        """
        of = unit_from_pint(quantity)
        return cls.of(quantity.magnitude, of)

    def to_pint(self) -> "pint.Quantity[Any]":
        """Give it as a quantity of pint in `registry`, with a fraction as its magnitude.

        Raises:
            InvalidValueError: It is not exact.

        Example:
            >>> Quantity.of(2, "lb").to_pint().to("kilogram").magnitude
            Fraction(45359237, 50000000)
        """
        return in_pint(_exactly(self, "given to pint"), self.unit)

    @property
    def estimate(self) -> Estimate:
        """The figure as an estimate: exact where its decimals end, else the closest ends of 34 digits."""
        held = self._held
        return Estimate.exactly(held) if isinstance(held, Decimal) else as_estimate(held)

    @property
    def figure(self) -> Figure:
        """The figure: a fraction where it is exact, else the estimate."""
        held = self._held
        return Fraction(held) if isinstance(held, Decimal) else held

    @property
    def exact(self) -> Fraction | None:
        """The exact figure, None where it is an estimate."""
        return None if isinstance(self._held, Estimate) else Fraction(self._held)

    @property
    def value(self) -> Decimal:
        """The exact figure as a decimal.

        Raises:
            InvalidValueError: It is an estimate.
            RoundingNeededError: Its decimals never end.
        """
        held = self._held
        if isinstance(held, Decimal):
            return held
        if isinstance(held, Fraction):
            raise RoundingNeededError(held, None, _NO_DECIMAL)
        raise InvalidValueError("quantity", str(self), "exact to have one value", "take .estimate, .low, .high, .best")

    @property
    def low(self) -> Decimal:
        """The least it can be; ``-Infinity`` where nothing is known."""
        return self.estimate.low

    @property
    def high(self) -> Decimal:
        """The most it can be; ``Infinity`` where nothing is known."""
        return self.estimate.high

    @property
    def best(self) -> Decimal | None:
        """The figure itself, where one was given."""
        return self.estimate.best

    def to(self, unit: Unit | str, **stated: "Unpack[Context]") -> "Quantity":
        """Express it in another unit; contexts are stated, each by its name or as a factor of one's own.

        Args:
            unit: The unit.
            stated: See `Context`; what is not needed changes nothing.

        Raises:
            InvalidValueError: Another dimension, and nothing stated leads there; or a context that settles nothing.
            UnknownCodeError: No such unit, or no context of that name.

        Example:
            >>> Quantity.of(1, "Mt").to("million bbl", blend="world").value
            Decimal('7.33')
            >>> Quantity.of(1, "t").to("bbl")
            Traceback (most recent call last):
            centralasia.errors.InvalidValueError: unit must be one of the same dimension as t, got 'bbl'; state ...
        """
        return self.conversion(unit, **stated).quantity

    def conversion(self, unit: Unit | str, **stated: "Unpack[Context]") -> "UnitConversion":
        """Express it in another unit, with the factors used and their sources; see `to`.

        Example:
            >>> print(Quantity.of(1, "Gcal").conversion("GJ"))
            1 Gcal is 4.1868 GJ
              unit Gcal: gigacalorie, international table (Gcal: defined, verified-in-source, source S-UNIT-BP; ...
              unit GJ: gigajoule (GJ: defined, verified-in-source, source PINT)
        """
        other = _by_name(unit)
        factor, steps = find_steps(self.unit, other, links_of(stated))
        quantity = self if other == self.unit else make_quantity(times(self.figure, factor), other)
        return UnitConversion(original=self, quantity=quantity, factor=factor, steps=steps)

    def per(self, other: "Quantity") -> "Quantity":
        """Divide by a quantity of another dimension: a harvest by an area is a yield.

        Raises:
            InvalidValueError: The other is zero, or may be.

        Example:
            >>> Quantity.of("14.1", "Mt").per(Quantity.of(12, "млн га")).to("ц/га").value
            Decimal('11.75')
        """
        divisor = as_quantity(other, "divisor")
        below = Unit([*self.unit.terms, *((atom, -exponent) for atom, exponent in divisor.unit.terms)])
        return make_quantity(quotient(self.figure, divisor.figure), below)

    def round(self, places: int = 0, *, mode: Rounding | str = Rounding.HALF_EVEN) -> "Quantity":
        """Round to a number of decimals; of an estimate the best value, and the ends outward.

        Example:
            >>> Quantity.of(1, "t").to("lb").round(2)
            Quantity.of('2204.62', 'lb')
        """
        figure = self.figure
        if isinstance(figure, Fraction):
            return _made(round_fraction(figure, places, mode), self.unit)
        return Quantity(rounded_outward(figure, places, mode), self.unit)

    def meets(self, other: "Quantity") -> bool:
        """Tell whether both can be true at once.

        Raises:
            InvalidValueError: The other is of another dimension.

        Example:
            >>> Quantity.of(Estimate.between(200, 220), "kg").meets(Quantity.of("0.215", "t"))
            True
        """
        return self.estimate.meets(as_quantity(other, "other").to(self.unit).estimate)

    def __add__(self, other: "Quantity") -> "Quantity":
        if not isinstance(other, Quantity):
            return NotImplemented
        other = other.to(self.unit)
        return make_quantity(total(self.figure, other.figure), self.unit)

    def __radd__(self, other: int) -> "Quantity":
        """Let `sum` begin with its zero; any other number is no quantity."""
        return self if type(other) is int and other == 0 else NotImplemented

    def __sub__(self, other: "Quantity") -> "Quantity":
        return self + -other if isinstance(other, Quantity) else NotImplemented

    def __neg__(self) -> "Quantity":
        return make_quantity(-self.figure, self.unit)

    def __mul__(self, other: "Number | Quantity") -> "Quantity":
        if isinstance(other, Quantity):
            return make_quantity(times(self.figure, other.figure), Unit([*self.unit.terms, *other.unit.terms]))
        figure = as_number(other)
        return NotImplemented if figure is None else make_quantity(times(self.figure, figure), self.unit)

    __rmul__ = __mul__

    @overload
    def __truediv__(self, other: "Quantity") -> Figure: ...
    @overload
    def __truediv__(self, other: Number) -> "Quantity": ...
    def __truediv__(self, other: "Number | Quantity") -> "Figure | Quantity":
        """Divide; by a quantity of the same dimension it gives a plain figure, and `per` divides by all others."""
        if isinstance(other, Quantity):
            if other.unit.dimension != self.unit.dimension:
                expected = f"a quantity of the same dimension as {self.unit}"
                raise InvalidValueError("divisor", str(other), expected, "per() divides quantities of any two")
            return quotient(self.figure, other.to(self.unit).figure)
        figure = as_number(other)
        return NotImplemented if figure is None else make_quantity(quotient(self.figure, figure), self.unit)

    def __eq__(self, other: object) -> bool:
        return self._key == other._key if isinstance(other, Quantity) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[object, ...]:
        """How much it is in base units, exactly."""
        return self.unit.dimension, measure(self.figure, self.unit.factor)

    def __lt__(self, other: "Quantity") -> bool:
        return self._compared(other) < 0 if isinstance(other, Quantity) else NotImplemented

    def __le__(self, other: "Quantity") -> bool:
        return self._compared(other) <= 0 if isinstance(other, Quantity) else NotImplemented

    def __gt__(self, other: "Quantity") -> bool:
        return self._compared(other) > 0 if isinstance(other, Quantity) else NotImplemented

    def __ge__(self, other: "Quantity") -> bool:
        return self._compared(other) >= 0 if isinstance(other, Quantity) else NotImplemented

    def _compared(self, other: "Quantity") -> Fraction:
        return _exactly(self, "compared") - _exactly(other.to(self.unit), "compared")

    def __str__(self) -> str:
        return f"{f'{self.estimate.best}…' if isinstance(self._held, Fraction) else self.estimate} {self.unit}"

    def __repr__(self) -> str:
        held = self._held
        shown = written(held) if isinstance(held, Fraction) else repr(str(held) if isinstance(held, Decimal) else held)
        return f"Quantity.of({shown}, {self.unit.code!r})"


def _held_of(estimate: Estimate) -> Decimal | Estimate:
    return estimate.low if estimate.qualifier is Qualifier.EXACT else estimate


def _made(held: Decimal | Fraction | Estimate, unit: Unit) -> Quantity:
    made: Any = Quantity.__new__(Quantity)
    made.__attrs_init__(held, unit)
    return made  # type: ignore[no-any-return]  # it has just become one


def make_quantity(figure: Figure, unit: Unit) -> Quantity:
    """Make a quantity of a figure, keeping a fraction whose decimals never end.

    Raises:
        InvalidValueError: The figure is too large, or too small.

    Example:
        >>> make_quantity(Fraction(1, 3), _by_name("t"))
        Quantity.of(Fraction(1, 3), 't')
    """
    if isinstance(figure, Estimate):
        return Quantity(figure, unit)
    decimal = exact_decimal(figure)
    if decimal is not None:
        return _made(decimal, unit)
    if max(figure.numerator.bit_length(), figure.denominator.bit_length()) > _LARGE:
        as_estimate(as_fraction(figure, "quantity"))  # refuses what no estimate can hold
    return _made(figure, unit)


def as_quantity(value: Quantity, field: str) -> Quantity:
    """Give a quantity back, and refuse what is none."""
    if isinstance(value, Quantity):
        return value
    raise WrongTypeError(field, value, "a Quantity", "such as Quantity.of('1.4', 'Mt')")


def _exactly(quantity: Quantity, done: str) -> Fraction:
    if quantity.exact is not None:
        return quantity.exact
    raise InvalidValueError("quantity", str(quantity), f"exact to be {done}", "take .low, .high or .best, or .meets()")
