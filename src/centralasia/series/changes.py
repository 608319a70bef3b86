"""How one figure stands to an earlier one: growth, fold, growth a period, and the two bases of a change of a price."""

from fractions import Fraction
from typing import overload

from centralasia.errors import InvalidValueError, PeriodMismatchError, WrongTypeError
from centralasia.money import Amount
from centralasia.numbers import Estimate, shortened
from centralasia.periods import Period, period
from centralasia.series.figures import (
    Figure,
    Known,
    M,
    Number,
    Rate,
    checked,
    checked_rate,
    divided,
    not_negative,
    positive,
    ratio,
    scaled,
)
from centralasia.series.roots import MAX_EXPONENT, raised

__all__ = [
    "after_fold",
    "after_growth",
    "before_fold",
    "before_growth",
    "change_of_price",
    "change_of_value",
    "change_on_other_base",
    "compound_growth",
    "fold",
    "fold_of_growth",
    "growth",
    "growth_of_fold",
    "required_growth",
]

_MONTHS_A_YEAR = 12


@overload
def fold(before: Known, after: Known) -> Fraction: ...
@overload
def fold(before: Figure, after: Figure) -> Fraction | Estimate: ...
def fold(before: Figure, after: Figure) -> Fraction | Estimate:
    """Say how many times the earlier figure the later one is: "5.5-fold".

    "Up 5.5 times" in news from the region is such a ratio, in Russian as in English: +450 %, not +550 %.

    Units:
        A pure number; both figures are of one currency or unit.

    Args:
        before: The earlier figure, greater than zero.
        after: The later figure.

    Returns:
        A fraction where both figures are exact, an estimate otherwise.

    Raises:
        InvalidValueError: The earlier figure is not certainly greater than zero.
        CurrencyMismatchError: Amounts of different currencies.
        WrongTypeError: Floats, texts, or figures of different kinds.

    Example:
        >>> fold(2, 11)
        Fraction(11, 2)
    """
    checked(before, "before")
    checked(after, "after", ("before", before))
    return ratio(after, positive(before, "before"))


@overload
def growth(before: Known, after: Known) -> Fraction: ...
@overload
def growth(before: Figure, after: Figure) -> Fraction | Estimate: ...
def growth(before: Figure, after: Figure) -> Fraction | Estimate:
    """Give the relative change from one figure to a later one.

    Units:
        A pure number: 0.5 is +50 %.

    Args:
        before: The earlier figure, greater than zero.
        after: The later figure.

    Returns:
        A fraction where both figures are exact, an estimate otherwise.

    Raises:
        InvalidValueError: The earlier figure is not certainly greater than zero.
        CurrencyMismatchError: Amounts of different currencies.
        WrongTypeError: Floats, texts, or figures of different kinds.

    Example:
        >>> growth(Estimate.printed("5.3"), Estimate.printed("5.7")).contains(Fraction("0.066"))
        True
    """
    return fold(before, after) - 1


@overload
def growth_of_fold(times: Number) -> Fraction: ...
@overload
def growth_of_fold(times: Rate) -> Fraction | Estimate: ...
def growth_of_fold(times: Rate) -> Fraction | Estimate:
    """Give the relative change that a ratio is: 5.5-fold is +450 %.

    Example:
        >>> growth_of_fold(Fraction("5.5"))
        Fraction(9, 2)
    """
    return checked_rate(times, "times") - 1


@overload
def fold_of_growth(rate: Number) -> Fraction: ...
@overload
def fold_of_growth(rate: Rate) -> Fraction | Estimate: ...
def fold_of_growth(rate: Rate) -> Fraction | Estimate:
    """Give the ratio that a relative change is: +550 % is 6.5-fold.

    Example:
        >>> fold_of_growth(Fraction("5.5"))
        Fraction(13, 2)
    """
    return checked_rate(rate, "rate") + 1


@overload
def after_fold(before: Number, times: Number) -> Fraction: ...
@overload
def after_fold(before: Number | Estimate, times: Rate) -> Fraction | Estimate: ...
@overload
def after_fold(before: Amount, times: Rate) -> Amount: ...
@overload
def after_fold(before: M, times: Rate) -> M: ...
def after_fold(before: Figure, times: Rate) -> Figure:
    """Give the later figure that an earlier one and a ratio make.

    Example:
        >>> after_fold(2, Fraction("5.5"))
        Fraction(11, 1)
    """
    return scaled(checked(before, "before"), checked_rate(times, "times"))


@overload
def before_fold(after: Number, times: Number) -> Fraction: ...
@overload
def before_fold(after: Number | Estimate, times: Rate) -> Fraction | Estimate: ...
@overload
def before_fold(after: Amount, times: Rate) -> Amount: ...
@overload
def before_fold(after: M, times: Rate) -> M: ...
def before_fold(after: Figure, times: Rate) -> Figure:
    """Give the earlier figure that a later one and a ratio leave.

    Raises:
        InvalidValueError: The ratio is not certainly greater than zero.

    Example:
        >>> grain = before_fold(Estimate.printed("1.4"), Estimate.printed("5.5"))
        >>> f"{grain.low:.3f} to {grain.high:.3f}"
        '0.243 to 0.266'
    """
    return divided(checked(after, "after"), positive(checked_rate(times, "times"), "times"))


@overload
def after_growth(before: Number | Estimate, rate: Rate, *, periods: Number = ...) -> Fraction | Estimate: ...
@overload
def after_growth(before: Amount, rate: Rate, *, periods: Number = ...) -> Amount: ...
@overload
def after_growth(before: M, rate: Rate, *, periods: Number = ...) -> M: ...
def after_growth(before: Figure, rate: Rate, *, periods: Number = 1) -> Figure:
    """Let a figure grow at a rate, compounded over a number of periods.

    Args:
        before: The earlier figure.
        rate: The relative change in each period: 0.05 is +5 %.
        periods: How many, parts of them too.

    Returns:
        The later figure: exact where everything is, and the number of periods a whole one.

    Raises:
        InvalidValueError: Over more than one period, a fall of more than 100 % in each; `periods` is not above zero.

    Example:
        >>> after_growth(100, Fraction("0.1"), periods=2)
        Fraction(121, 1)
    """
    return scaled(checked(before, "before"), _compounded(rate, periods))


@overload
def before_growth(after: Number | Estimate, rate: Rate, *, periods: Number = ...) -> Fraction | Estimate: ...
@overload
def before_growth(after: Amount, rate: Rate, *, periods: Number = ...) -> Amount: ...
@overload
def before_growth(after: M, rate: Rate, *, periods: Number = ...) -> M: ...
def before_growth(after: Figure, rate: Rate, *, periods: Number = 1) -> Figure:
    """Give the figure that has grown to a later one at a rate, compounded over a number of periods.

    Args:
        after: The later figure.
        rate: The relative change in each period: 0.05 is +5 %.
        periods: How many, parts of them too.

    Returns:
        The earlier figure.

    Raises:
        InvalidValueError: A fall of 100 % or more; `periods` is not above zero.

    Example:
        >>> before_growth(121, Fraction("0.1"), periods=2)
        Fraction(100, 1)
    """
    times = positive(_compounded(rate, periods), "rate + 1")
    return divided(checked(after, "after"), times)


def _compounded(rate: Rate, periods: Number) -> Fraction | Estimate:
    count = _count(periods)
    times = fold_of_growth(rate)
    return times if count == 1 else raised(not_negative(times, "rate + 1"), count)


def _count(periods: Number) -> Fraction:
    count = checked_rate(periods, "periods")
    if isinstance(count, Estimate):
        raise WrongTypeError("periods", str(periods), "an exact number of periods")
    if count <= 0 or max(count.numerator, count.denominator) > MAX_EXPONENT:
        expected = f"greater than zero, and a fraction of numbers up to {MAX_EXPONENT:,}"
        raise InvalidValueError("periods", shortened(periods), expected)
    return count


def compound_growth(before: Figure, after: Figure, *, periods: Number) -> Fraction | Estimate:
    """Give the rate that, compounded over a number of periods, leads from one figure to another.

    Units:
        A pure number a period: 0.05 is +5 % in each.

    Args:
        before: The earlier figure, greater than zero.
        after: The later figure, zero or more.
        periods: How many periods lie between the two, parts of them too.

    Returns:
        A fraction where the root is one, and otherwise an estimate that encloses it to 34 digits.

    Raises:
        InvalidValueError: A figure or `periods` is out of range.
        CurrencyMismatchError: Amounts of different currencies.

    Example:
        >>> f"{compound_growth(Fraction('5.4'), 10, periods=5).best:.1%}"
        '13.1%'
        >>> compound_growth(100, 144, periods=2)
        Fraction(1, 5)
    """
    count = _count(periods)
    times = fold(before, not_negative(checked(after, "after"), "after"))
    return raised(times, 1 / count) - 1


def required_growth(baseline: Figure, goal: Figure, *, since: Period | str, until: Period | str) -> Fraction | Estimate:
    """Give the growth a year that leads from a baseline to a goal.

    Units:
        A pure number a year: 0.05 is +5 % a year.

    Args:
        baseline: The figure to start from, greater than zero.
        goal: The figure to reach.
        since: The period of the baseline.
        until: The period of the goal, as long as that of the baseline.

    Returns:
        The rate, as `compound_growth` gives it.

    Raises:
        PeriodMismatchError: The periods are of different lengths, no years, halves, quarters or months, or in the
            wrong order.

    Example:
        >>> f"{required_growth(Fraction('5.4'), 10, since='2023', until='2028').best:.1%}"
        '13.1%'
    """
    first, last = period(since), period(until)
    each = 0 if first.frequency is None else first.frequency.months_each
    if not each:
        raise PeriodMismatchError("a year, a half, a quarter or a month as since", str(first))
    steps = last - first
    if steps <= 0:
        raise PeriodMismatchError(f"a period after {first}", str(last), "the goal lies after the baseline")
    return compound_growth(baseline, goal, periods=Fraction(steps * each, _MONTHS_A_YEAR))


@overload
def change_of_price(before: Known, after: Known) -> Fraction: ...
@overload
def change_of_price(before: Figure, after: Figure) -> Fraction | Estimate: ...
def change_of_price(before: Figure, after: Figure) -> Fraction | Estimate:
    """Give the relative change of what a foreign currency costs, from two quotes in national currency.

    This is how much dearer the dollar has become, which a headline may call the fall of the national currency. That
    fall is `change_of_value`. Both are right, on different bases.

    Units:
        The quotes are national currency for one (or the same number of) foreign units; the change is a pure number.

    Example:
        >>> from centralasia.numbers import round_fraction
        >>> round_fraction(change_of_price(Fraction("4210.35"), 8100), 4, "half_up")
        Decimal('0.9238')
    """
    return growth(before, positive(checked(after, "after"), "after"))


@overload
def change_of_value(before: Known, after: Known) -> Fraction: ...
@overload
def change_of_value(before: Figure, after: Figure) -> Fraction | Estimate: ...
def change_of_value(before: Figure, after: Figure) -> Fraction | Estimate:
    """Give the relative change of what the national currency is worth, from two quotes of a foreign one.

    Units:
        The quotes are national currency for one (or the same number of) foreign units; the change is a pure number.

    Example:
        >>> from centralasia.numbers import round_fraction
        >>> round_fraction(change_of_value(Fraction("4210.35"), 8100), 4, "half_up")
        Decimal('-0.4802')
    """
    checked(before, "before")
    checked(after, "after", ("before", before))
    return ratio(positive(before, "before"), positive(after, "after")) - 1


@overload
def change_on_other_base(change: Number) -> Fraction: ...
@overload
def change_on_other_base(change: Rate) -> Fraction | Estimate: ...
def change_on_other_base(change: Rate) -> Fraction | Estimate:
    """Turn the change of a currency's price into that of the other currency's value, and back.

    Raises:
        InvalidValueError: A fall of 100 % or more.

    Example:
        >>> change_on_other_base(1), change_on_other_base(Fraction(-1, 2))
        (Fraction(-1, 2), Fraction(1, 1))
    """
    return 1 / positive(fold_of_growth(change), "change + 1") - 1
