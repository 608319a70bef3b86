"""What can be calculated with: numbers, estimates, money and quantities, and the few operations all of them share.

Python's own operators would give floats (``int / int``), obey the ambient context (``Decimal``) or refuse what is no
finite decimal (``Money / int``). Here an exact figure stays exact: a quotient of numbers is a `Fraction`, and money
that no finite decimal can state is a `MoneyEstimate`, which encloses it to 34 digits.
"""

import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Protocol, TypeAlias, TypeVar, cast, runtime_checkable

from centralasia.errors import InvalidValueError, RoundingNeededError, WrongTypeError
from centralasia.money import Amount, Money, as_money_estimate
from centralasia.numbers import Estimate, add, as_fraction, subtract

__all__ = [
    "F",
    "Figure",
    "Known",
    "M",
    "Measured",
    "Number",
    "Rate",
    "as_estimate",
    "checked",
    "checked_rate",
    "divided",
    "is_positive",
    "kind_of",
    "minus",
    "not_negative",
    "plus",
    "positive",
    "proportion",
    "ratio",
    "scaled",
]


@runtime_checkable
class Measured(Protocol):
    """A figure with a unit, such as a quantity: it adds, subtracts and divides like with like, and scales by numbers.

    Example:
        >>> isinstance(Estimate.exactly(1), Measured)
        False
    """

    @property
    def estimate(self) -> Estimate:
        """How much, in its unit."""

    @property
    def unit(self) -> object:
        """The unit."""


Number: TypeAlias = int | Decimal | Fraction
"""An exact number. Never a float, whose digits are not the ones that were written."""

Rate: TypeAlias = int | Decimal | Fraction | Estimate
"""A pure number, exact or not: a ratio, a share (0.48 is 48 %), a change (0.5 is +50 %)."""

Known: TypeAlias = int | Decimal | Fraction | Money
"""A figure that is exact."""

Figure: TypeAlias = int | Decimal | Fraction | Estimate | Amount | Measured
"""Whatever a series can be made of."""

F = TypeVar("F", bound=Figure)
M = TypeVar("M", bound=Measured)

_EXPECTED = "an exact number, an Estimate, money or a quantity"


def kind_of(figure: Figure, field: str) -> str:
    """Name the kind of a figure, and refuse what is none.

    Args:
        figure: The figure.
        field: What it stands for, named in errors.

    Raises:
        WrongTypeError: A float, a truth value, a text or something else that is no figure.
        InvalidValueError: A decimal that is not finite, or is too large.

    Example:
        >>> kind_of(Decimal("1.4"), "exports"), kind_of(Money.of(1, "USD"), "exports")
        ('number', 'money')
    """
    if isinstance(figure, Estimate):
        return "number"
    if isinstance(figure, int | Decimal | Fraction) and not isinstance(figure, bool):
        as_fraction(figure, field)
        return "number"
    if isinstance(figure, Amount):
        return "money"
    if isinstance(figure, Measured):
        return "quantity"
    raise WrongTypeError(field, figure, _EXPECTED, _way_out(figure))


def _way_out(figure: object) -> str:
    match figure:
        case bool():
            return "a truth value is no figure"
        case float() if isfinite(figure):
            return f"pass Decimal('{figure}')"
        case str():
            return "wrap the text in Decimal, or in Estimate.printed"
        case _:
            return ""


def checked(figure: F, field: str, like: "tuple[str, Figure] | None" = None) -> F:
    """Give a figure back if it is one, and of the same kind as another that goes by a name.

    Raises:
        WrongTypeError: It is no figure, or one of another kind.

    Example:
        >>> checked(2, "after", ("before", 1))
        2
    """
    kind = kind_of(figure, field)
    if like is not None:
        name, other = like
        wanted = kind_of(other, name)
        if kind != wanted:
            raise WrongTypeError(field, figure, f"a figure of the kind of {name}, which is {wanted}")
    return figure


def checked_rate(rate: Rate, field: str) -> Fraction | Estimate:
    """Take a pure number, as a fraction where it is exact.

    Raises:
        WrongTypeError: Money, a quantity, or no figure at all.

    Example:
        >>> checked_rate(Decimal("0.048"), "share")
        Fraction(6, 125)
    """
    if kind_of(rate, field) != "number":
        raise WrongTypeError(field, rate, "a pure number, such as Decimal('0.05') for 5 %")
    return rate if isinstance(rate, Estimate) else Fraction(rate)


def as_estimate(figure: Figure) -> Estimate:
    """Give the interval of a figure, in its own currency or unit.

    Example:
        >>> as_estimate(Money.of("1.50", "USD")).low
        Decimal('1.50')
    """
    if isinstance(figure, Estimate):
        return figure
    if isinstance(figure, Fraction):
        return Estimate.spanning(figure, figure, best=figure)
    if isinstance(figure, int | Decimal):
        return Estimate.exactly(figure)
    return Estimate.exactly(figure.amount) if isinstance(figure, Money) else figure.estimate


def is_positive(figure: Figure) -> bool:
    """Tell whether a figure is certainly greater than zero.

    Example:
        >>> is_positive(Estimate.over(0)), is_positive(Estimate.about(0, within=1))
        (True, False)
    """
    interval = as_estimate(figure)
    return interval.low > 0 or (not interval.low and interval.low_open)


def positive(figure: F, field: str) -> F:
    """Give a figure back if it is certainly greater than zero.

    Raises:
        InvalidValueError: It is, or may be, zero or negative.

    Example:
        >>> print(positive(Estimate.over(0), "before"))
        over 0
    """
    if is_positive(figure):
        return figure
    hint = "if it is known to be, say so: estimate & Estimate.over(0)" if as_estimate(figure).high > 0 else ""
    raise InvalidValueError(field, _shown(figure), "certainly greater than zero", hint)


def not_negative(figure: F, field: str) -> F:
    """Give a figure back if it is certainly zero or more.

    Raises:
        InvalidValueError: It is, or may be, negative.

    Example:
        >>> not_negative(0, "report")
        0
    """
    interval = as_estimate(figure)
    if interval.low >= 0:
        return figure
    hint = "if it is known to be, say so: estimate & Estimate.at_least(0)" if interval.high >= 0 else ""
    raise InvalidValueError(field, _shown(figure), "certainly not negative", hint)


def _shown(figure: Figure) -> object:
    """Show an interval in words: its constructor would fill a line."""
    return figure if isinstance(figure, int | Decimal | Fraction | Money) else str(figure)


def ratio(one: Figure, other: Figure) -> Fraction | Estimate:
    """Divide figures of one kind, the second of which is not zero; exact ones give a fraction.

    Raises:
        CurrencyMismatchError: Amounts of different currencies.

    Example:
        >>> ratio(Decimal("1.1"), Decimal("1.4")), ratio(Money.of(1, "USD"), Money.of(3, "USD"))
        (Fraction(11, 14), Fraction(1, 3))
    """
    if isinstance(one, Money) and isinstance(other, Money):
        return one / other
    if isinstance(one, Amount) and isinstance(other, Amount):
        return as_money_estimate(one) / as_money_estimate(other)
    found = operator.truediv(*(Fraction(each) if isinstance(each, int | Decimal) else each for each in (one, other)))
    return checked_rate(found, "ratio")


def scaled(figure: Figure, factor: Fraction | Estimate) -> Figure:
    """Multiply by a pure number.

    Numbers give fractions; money stays `Money` where the product is a finite decimal and becomes a `MoneyEstimate`
    where it is not.

    Example:
        >>> print(scaled(Money.of(3, "USD"), Fraction(1, 2)), scaled(Money.of(1, "USD"), Estimate.between(1, 2)))
        1.5 USD 1 to 2 USD
    """
    if isinstance(figure, int | Decimal):
        figure = Fraction(figure)
    if isinstance(figure, Money):
        try:
            return _times(figure, factor)
        except RoundingNeededError:
            figure = as_money_estimate(figure)
    if isinstance(figure, Fraction) or isinstance(factor, Estimate):
        return _times(figure, factor)
    # One directed rounding instead of two, and none where the factor is 1: a printed figure stays one.
    upper, lower = factor.numerator, factor.denominator
    product = figure if upper == 1 else _times(figure, upper)
    return product if lower == 1 else _over(product, lower)


def divided(figure: Figure, divisor: Fraction | Estimate) -> Figure:
    """Divide by a pure number that is not zero; the results are those of `scaled`.

    Example:
        >>> divided(Decimal("5.5"), Fraction(2))
        Fraction(11, 4)
    """
    if isinstance(divisor, Fraction):
        return scaled(figure, 1 / divisor)
    return _over(Fraction(figure) if isinstance(figure, int | Decimal) else figure, divisor)


def _times(figure: Figure, factor: Rate) -> Figure:
    if isinstance(figure, Money) and isinstance(factor, Estimate):
        figure = as_money_estimate(figure)
    product: Figure = operator.mul(figure, factor)
    return product


def _over(figure: Figure, divisor: Rate) -> Figure:
    quotient: Figure = operator.truediv(as_money_estimate(figure) if isinstance(figure, Money) else figure, divisor)
    return quotient


def plus(one: F, other: F) -> F:
    """Add figures of one kind, exactly where they are exact.

    Raises:
        CurrencyMismatchError: Amounts of different currencies.

    Example:
        >>> plus(Decimal("0.10"), 2)
        Decimal('2.10')
    """
    return _combined(operator.add, add, (one, other))


def minus(one: F, other: F) -> F:
    """Subtract figures of one kind, exactly where they are exact.

    Raises:
        CurrencyMismatchError: Amounts of different currencies.

    Example:
        >>> minus(Decimal("2.10"), 2)
        Decimal('0.10')
    """
    return _combined(operator.sub, subtract, (one, other))


def _combined(
    operation: Callable[[object, object], F], of_decimals: Callable[[Decimal, Decimal], Decimal], pair: tuple[F, F]
) -> F:
    """Make exact numbers of two types one, since Python knows no sum of a fraction and a decimal; then combine."""
    if all(isinstance(each, int | Decimal) for each in pair) and not all(isinstance(each, int) for each in pair):
        return cast(F, of_decimals(*(Decimal(cast(Decimal, each)) for each in pair)))
    if any(isinstance(each, Fraction) for each in pair):
        return operation(*(Fraction(each) if isinstance(each, Decimal) else each for each in pair))
    return operation(*pair)


def proportion(one: Figure, other: Figure) -> Fraction | Estimate | None:
    """Give the part that one figure has in the sum of both, or None where both may be zero.

    Each figure is used once, so that intervals come out as narrow as they can be. Neither may be negative.

    Example:
        >>> proportion(1, 3), proportion(0, 0)
        (Fraction(1, 4), None)
        >>> print(proportion(Estimate.between(1, 4), 1))
        0.5 to 0.8
    """
    if is_positive(one):
        return 1 / (1 + ratio(other, one))
    if is_positive(other):
        return 1 - 1 / (1 + ratio(one, other))
    return None
