"""`MoneyEstimate`: an amount of one currency that is known within bounds."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, DecimalException, localcontext
from fractions import Fraction
from typing import Any, TypeAlias, final, overload

import attrs

from centralasia.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from centralasia.money.amounts import Money, make_money
from centralasia.numbers import EXACT, Estimate, Qualifier
from centralasia.reference import Currency
from centralasia.reference import currency as _by_code

__all__ = ["Amount", "MoneyEstimate", "add_up", "as_money_estimate"]


@final
@attrs.frozen(repr=False)
class MoneyEstimate:
    """An amount of one currency and how well it is known: "over $14.5 billion", "about 20 billion dollars a year".

    It calculates as `Estimate` does, rounded outward, and only within its currency.

    Units:
        `estimate` is in major units of `currency`.

    Example:
        >>> sent = MoneyEstimate.of(Estimate.over(14_500_000_000), "USD")
        >>> print(sent)
        over 14500000000 USD
        >>> sent.contains(Money.of(14_169_000_000, "USD"))
        False
    """

    estimate: Estimate
    currency: Currency

    def __init__(self, estimate: Estimate, currency: Currency | str) -> None:
        """Take an estimate and a currency or its code."""
        if not isinstance(estimate, Estimate):
            raise WrongTypeError("estimate", estimate, "an Estimate", "MoneyEstimate.of takes a figure too")
        made: Any = self
        made.__attrs_init__(estimate, _by_code(currency))

    @classmethod
    def of(cls, amount: Estimate | int | str | Decimal, currency: Currency | str) -> "MoneyEstimate":
        """Make it of an estimate, or of a figure that is exact.

        Raises:
            WrongTypeError: A float or a bool.
            UnknownCodeError: No such currency; near misses are suggested.

        Example:
            >>> MoneyEstimate.of(Estimate.between(12, 15), "EUR").high
            Money.of('15', 'EUR')
        """
        return cls(amount if isinstance(amount, Estimate) else Estimate.exactly(amount), _by_code(currency))

    @property
    def low(self) -> Money | None:
        """The least it can be; None where nothing is known."""
        return self._money(self.estimate.low)

    @property
    def high(self) -> Money | None:
        """The most it can be; None where nothing is known."""
        return self._money(self.estimate.high)

    @property
    def best(self) -> Money | None:
        """The amount itself, where one was given."""
        return None if self.estimate.best is None else self._money(self.estimate.best)

    @property
    def qualifier(self) -> Qualifier:
        """The hedge it was stated with."""
        return self.estimate.qualifier

    def contains(self, money: Money) -> bool:
        """Whether the truth may be this amount.

        Raises:
            CurrencyMismatchError: It is of another currency.

        Example:
            >>> MoneyEstimate.of(Estimate.at_least(2), "USD").contains(Money.of(2, "USD"))
            True
        """
        return self.estimate.contains(self._estimate_of(money).low)

    def meets(self, other: "Amount") -> bool:
        """Whether both can be true at once.

        Raises:
            CurrencyMismatchError: The other is of another currency.

        Example:
            >>> MoneyEstimate.of(Estimate.under(2), "USD").meets(Money.of(2, "USD"))
            False
        """
        return self.estimate.meets(self._estimate_of(other))

    def __add__(self, other: "Amount") -> "MoneyEstimate":
        if not isinstance(other, Money | MoneyEstimate):
            return NotImplemented
        return MoneyEstimate(self.estimate + self._estimate_of(other), self.currency)

    def __radd__(self, other: "Money | int") -> "MoneyEstimate":
        """Let `sum` begin with its zero; any other number is no money."""
        if type(other) is int and other == 0:
            return self
        return self + other if isinstance(other, Money) else NotImplemented

    def __sub__(self, other: "Amount") -> "MoneyEstimate":
        if not isinstance(other, Money | MoneyEstimate):
            return NotImplemented
        return MoneyEstimate(self.estimate - self._estimate_of(other), self.currency)

    def __rsub__(self, other: Money) -> "MoneyEstimate":
        return as_money_estimate(other) - self if isinstance(other, Money) else NotImplemented

    def __mul__(self, factor: Estimate | Decimal | Fraction | int) -> "MoneyEstimate":
        if not isinstance(factor, Estimate | Decimal | Fraction | int | float | str):
            return NotImplemented
        return MoneyEstimate(self.estimate * factor, self.currency)

    __rmul__ = __mul__

    @overload
    def __truediv__(self, divisor: "Amount") -> Estimate: ...
    @overload
    def __truediv__(self, divisor: Estimate | Decimal | Fraction | int) -> "MoneyEstimate": ...
    def __truediv__(self, divisor: "Amount | Estimate | Decimal | Fraction | int") -> "Estimate | MoneyEstimate":
        if isinstance(divisor, Money | MoneyEstimate):
            return self.estimate / self._estimate_of(divisor)
        return MoneyEstimate(self.estimate / divisor, self.currency)

    def __rtruediv__(self, other: Money) -> Estimate:
        return as_money_estimate(other) / self if isinstance(other, Money) else NotImplemented

    def __neg__(self) -> "MoneyEstimate":
        return MoneyEstimate(-self.estimate, self.currency)

    def __str__(self) -> str:
        return f"{self.estimate} {self.currency.code}"

    def __repr__(self) -> str:
        return f"MoneyEstimate({self.estimate!r}, {self.currency.code!r})"

    def _estimate_of(self, other: "Amount") -> Estimate:
        taken = as_money_estimate(other)
        if taken.currency is not self.currency:
            raise CurrencyMismatchError(self.currency.code, taken.currency.code, "convert one of them first")
        return taken.estimate

    def _money(self, end: Decimal) -> Money | None:
        return make_money(end, self.currency) if end.is_finite() else None


Amount: TypeAlias = Money | MoneyEstimate
"""Money, or an estimate of money."""


def as_money_estimate(amount: Amount) -> MoneyEstimate:
    """Take money as an estimate that is exact; an estimate is given back.

    Raises:
        WrongTypeError: It is neither.

    Example:
        >>> as_money_estimate(Money.of("5.70", "USD")).estimate.qualifier.value
        'exact'
    """
    if isinstance(amount, MoneyEstimate):
        return amount
    if not isinstance(amount, Money):
        raise WrongTypeError("amount", amount, "Money or a MoneyEstimate")
    return MoneyEstimate(Estimate.exactly(amount.amount), amount.currency)


def add_up(amounts: Iterable[Amount]) -> Amount:
    """Add amounts of one currency up, exactly and whatever their order.

    Of money the sum is money. Where one of them is an estimate the sum is one too: the ends are added up exactly, then
    rounded outward to 34 digits once.

    Raises:
        InvalidValueError: There is no amount: of which currency would the sum be?
        CurrencyMismatchError: Amounts of two currencies.
        WrongTypeError: Something that is no amount.

    Example:
        >>> print(add_up([Money.of("0.10", "USD"), MoneyEstimate.of(Estimate.between(2, 3), "USD")]))
        2.1 to 3.1 USD
    """
    parts = list(amounts)
    if not parts:
        raise InvalidValueError("amounts", parts, "one amount at least", "start from Money.zero(currency)")
    for part in parts:
        if not isinstance(part, Money | MoneyEstimate):
            raise WrongTypeError("amount", part, "Money or a MoneyEstimate")
        if part.currency is not parts[0].currency:
            raise CurrencyMismatchError(parts[0].currency.code, part.currency.code, "convert one of them first")
    if len(parts) == 1:
        return parts[0]
    if all(type(part) is Money for part in parts):
        return Money(_exact_sum([part.amount for part in parts if isinstance(part, Money)]), parts[0].currency)
    estimates = [as_money_estimate(part).estimate for part in parts]
    return MoneyEstimate(_sum_of_estimates(estimates), parts[0].currency)


def _exact_sum(figures: Sequence[Decimal]) -> Decimal:
    """Add figures up without rounding."""
    try:
        with localcontext(EXACT):
            return sum(figures, Decimal(0))
    except DecimalException:
        raise InvalidValueError("sum", f"{len(figures)} figures", "below 10^100,000") from None


def _sum_of_estimates(parts: list[Estimate]) -> Estimate:
    low, high = _end([each.low for each in parts]), _end([each.high for each in parts])
    low_open, high_open = any(each.low_open for each in parts), any(each.high_open for each in parts)
    best = [each.best for each in parts if each.best is not None]
    if low is not None and high is not None:
        return Estimate.spanning(
            Fraction(low),
            Fraction(high),
            best=Fraction(_exact_sum(best)) if len(best) == len(parts) else None,
            low_open=low_open,
            high_open=high_open,
        )
    if low is not None:
        return Estimate.over(low) if low_open else Estimate.at_least(low)
    if high is not None:
        return Estimate.under(high) if high_open else Estimate.at_most(high)
    return Estimate.under(0) | Estimate.at_least(0)  # whatever there is


def _end(ends: Sequence[Decimal]) -> Decimal | None:
    """Add ends up; None where one of them is infinite."""
    return _exact_sum(ends) if all(end.is_finite() for end in ends) else None
