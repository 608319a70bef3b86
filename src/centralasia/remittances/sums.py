"""Adding amounts up, exactly and in any order."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, DecimalException, localcontext
from fractions import Fraction

from centralasia.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from centralasia.money import Amount, Money, MoneyEstimate, as_money_estimate
from centralasia.numbers import EXACT, Estimate
from centralasia.reference import Currency

__all__ = ["add_up", "check_currency", "exact_sum"]


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
        check_currency(parts[0].currency, part.currency)
    if len(parts) == 1:
        return parts[0]
    if all(type(part) is Money for part in parts):
        return Money(exact_sum([part.amount for part in parts if isinstance(part, Money)]), parts[0].currency)
    estimates = [as_money_estimate(part).estimate for part in parts]
    return MoneyEstimate(_sum_of_estimates(estimates), parts[0].currency)


def exact_sum(figures: Sequence[Decimal]) -> Decimal:
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
            best=Fraction(exact_sum(best)) if len(best) == len(parts) else None,
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
    return exact_sum(ends) if all(end.is_finite() for end in ends) else None


def check_currency(expected: Currency, actual: Currency) -> None:
    """Refuse an amount of another currency."""
    if expected is not actual:
        raise CurrencyMismatchError(expected.code, actual.code, "convert_flows brings flows to one currency")
