"""`UnitPrice`: so much money for one unit, and what a price and a quantity make of each other."""

from fractions import Fraction
from typing import Any, Unpack, final, overload

import attrs

from centralasia.errors import WrongTypeError
from centralasia.money import Amount, Money, MoneyEstimate
from centralasia.money.amounts import make_money
from centralasia.numbers import Estimate, Qualifier, Rounding, as_fraction, round_fraction
from centralasia.quantities.amounts import Quantity, as_quantity
from centralasia.quantities.contexts import Context
from centralasia.quantities.figures import (
    Figure,
    Number,
    as_estimate,
    as_figure,
    as_number,
    measure,
    quotient,
    rounded_outward,
    times,
    written,
)
from centralasia.quantities.units import Unit, unit
from centralasia.reference import Currency
from centralasia.reference import currency as _by_code

__all__ = ["UnitPrice", "money_per"]


@final
@attrs.frozen(repr=False, eq=False, init=False)
class UnitPrice:
    """So much money of one currency for one unit: USD/t, KZT/kWh, USD/thousand m3@20C.

    Exact as long as everything is exact: a price per pound made of one per tonne buys the same tonne for the same
    money. Two prices are equal if they are as much money for as much.

    Units:
        `figure` is in major units of `currency` for one `per`.

    Example:
        >>> wheat = UnitPrice.of(Money.of("235.50", "USD"), per="t")
        >>> wheat * Quantity.of("1.4", "Mt"), wheat.to("bu", crop="wheat").round(2)
        (Money.of('329700000', 'USD'), UnitPrice.of(Money.of('6.41', 'USD'), per='bu'))
    """

    figure: Figure
    """The price: a fraction where it is exact, else an estimate."""
    currency: Currency
    per: Unit

    def __init__(self, figure: Figure, currency: Currency | str, *, per: Unit | str) -> None:
        """Take a ready figure; money goes through `of`."""
        if not isinstance(figure, Fraction | Estimate):
            raise WrongTypeError("figure", figure, "a Fraction or an Estimate", "UnitPrice.of takes money")
        taken = as_figure(figure) if isinstance(figure, Estimate) else as_fraction(figure, "figure")
        made: Any = self
        made.__attrs_init__(taken, _by_code(currency), unit(per))

    @classmethod
    def of(cls, amount: Amount, per: Unit | str) -> "UnitPrice":
        """Make a price of the money that one unit costs.

        Raises:
            WrongTypeError: The amount is neither money nor an estimate of money.
            UnknownCodeError: No such unit.

        Example:
            >>> print(UnitPrice.of(MoneyEstimate.of(Estimate.between(300, 320), "USD"), per="тыс. м³@20C"))
            300 to 320 USD/thousand m3@20C
        """
        if isinstance(amount, Money):
            return cls(Fraction(amount.amount), amount.currency, per=per)
        if isinstance(amount, MoneyEstimate):
            return cls(amount.estimate, amount.currency, per=per)
        raise WrongTypeError("amount", amount, "Money or a MoneyEstimate", "such as Money.of(5, 'USD')")

    @property
    def estimate(self) -> Estimate:
        """The price as an estimate."""
        return as_estimate(self.figure)

    @property
    def exact(self) -> Fraction | None:
        """The exact price, None where it is an estimate."""
        return self.figure if isinstance(self.figure, Fraction) else None

    @property
    def amount(self) -> Amount:
        """The money for one unit; an estimate too where the decimals of an exact price never end."""
        return _amount(self.figure, self.currency)

    def to(self, per: Unit | str, **stated: "Unpack[Context]") -> "UnitPrice":
        """Express it per another unit; contexts are stated as in `Quantity.to`.

        Raises:
            InvalidValueError: Another dimension, and nothing stated leads there.
            UnknownCodeError: No such unit, or no context of that name.

        Example:
            >>> UnitPrice.of(Money.of(80, "USD"), per="bbl").to("t", blend="world")
            UnitPrice.of(Money.of('586.4', 'USD'), per='t')
        """
        one = Quantity.of(1, per)
        factor = one.conversion(self.per, **stated).factor
        return UnitPrice(times(self.figure, factor), self.currency, per=one.unit)

    def round(self, places: int | None = None, *, mode: Rounding | str = Rounding.HALF_EVEN) -> "UnitPrice":
        """Round to a number of decimals, by default those of the minor unit; ends of an estimate outward.

        Example:
            >>> UnitPrice.of(Money.of(100, "USD"), per="t").to("lb").round(4)
            UnitPrice.of(Money.of('0.0454', 'USD'), per='lb')
        """
        digits = (self.currency.minor_unit or 0) if places is None else places
        figure = self.figure
        if isinstance(figure, Fraction):
            return UnitPrice(Fraction(round_fraction(figure, digits, mode)), self.currency, per=self.per)
        return UnitPrice(rounded_outward(figure, digits, mode), self.currency, per=self.per)

    @overload
    def __mul__(self, other: Quantity) -> Amount: ...
    @overload
    def __mul__(self, other: Number) -> "UnitPrice": ...
    def __mul__(self, other: Quantity | Number) -> "Amount | UnitPrice":
        """Multiply: by a quantity of the same dimension it is the money that it costs."""
        if isinstance(other, Quantity):
            return _amount(times(self.figure, other.to(self.per).figure), self.currency)
        figure = as_number(other)
        return NotImplemented if figure is None else UnitPrice(times(self.figure, figure), self.currency, per=self.per)

    __rmul__ = __mul__

    def __eq__(self, other: object) -> bool:
        return self._key == other._key if isinstance(other, UnitPrice) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[object, ...]:
        """How much it is for one of the base units."""
        return self.currency.code, measure(self.figure, 1 / self.per.factor), self.per.dimension

    def __str__(self) -> str:
        amount = self.amount
        if isinstance(amount, MoneyEstimate) and isinstance(self.figure, Fraction):
            return f"{amount.estimate.best}… {self.currency}/{self.per}"
        return f"{amount}/{self.per}"

    def __repr__(self) -> str:
        amount = self.amount
        if isinstance(amount, MoneyEstimate) and isinstance(self.figure, Fraction):
            return f"UnitPrice({written(self.figure)}, {self.currency.code!r}, per={self.per.code!r})"
        return f"UnitPrice.of({amount!r}, per={self.per.code!r})"


def _amount(figure: Figure, of: Currency) -> Amount:
    """Give a figure as money where its decimals end, else as an estimate of it."""
    estimate = as_estimate(figure)
    if estimate.qualifier is Qualifier.EXACT:
        return make_money(estimate.low, of)
    return MoneyEstimate(estimate, of)


def money_per(
    amount: Amount, quantity: Quantity, *, unit: Unit | str | None = None, **stated: "Unpack[Context]"
) -> UnitPrice:
    """Divide money by a quantity: the unit value, by default per one of the quantity's own unit.

    Args:
        amount: The money.
        quantity: What it was paid for.
        unit: The unit of which one has the price.
        stated: The contexts that lead to `unit`, as in `Quantity.to`.

    Raises:
        InvalidValueError: The quantity is zero, or may be; or `unit` is of another dimension.
        WrongTypeError: The amount is no money, or the quantity none.

    Example:
        >>> print(money_per(Money.of(353_250_000, "USD"), Quantity.of("1.5", "Mt"), unit="t"))
        235.5 USD/t
    """
    divisor = as_quantity(quantity, "quantity")
    per = divisor if unit is None else divisor.to(unit, **stated)
    price = UnitPrice.of(amount, per.unit)
    return UnitPrice(quotient(price.figure, per.figure), price.currency, per=per.unit)
