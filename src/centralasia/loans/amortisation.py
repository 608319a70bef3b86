"""The arithmetic of a loan: interest, repayments and what is left, in whole minor units.

Interest and level payments are exact fractions, each rounded once; the last payment closes the balance. What is drawn,
or changes its rate, inside a period counts from its day on.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise
from operator import mul
from typing import Final, final

import attrs

from centralasia.errors import InvalidValueError
from centralasia.loans.day_counts import DayCount, year_fraction
from centralasia.loans.terms import GraceInterest, LoanTerms, Repayment, in_units, period_end
from centralasia.numbers import Rounding

__all__ = ["Columns", "amortised", "period_bounds"]

_NOTHING: Final = Fraction(0)
_SPARE_BITS: Final = 128

# What makes a floor of `(2 * numerator + bias) / (2 * denominator)` the rounding of a quotient that is not negative.
_BIAS: Final[dict[Rounding, Callable[[int], int]]] = {
    Rounding.FLOOR: lambda _: 0,
    Rounding.DOWN: lambda _: 0,
    Rounding.CEILING: lambda denominator: 2 * denominator - 1,
    Rounding.UP: lambda denominator: 2 * denominator - 1,
    Rounding.HALF_UP: lambda denominator: denominator,
    Rounding.HALF_EVEN: lambda denominator: denominator,  # and one less where that leaves a tie at an odd number
    Rounding.HALF_DOWN: lambda denominator: denominator - 1,
}


@final
@attrs.frozen(kw_only=True)
class Columns:
    """The columns of a schedule, one place a payment.

    Units:
        Whole numbers of the smallest amount paid, ``10 ** -terms.places`` of the currency.

    Example:
        >>> from centralasia.money import Money
        >>> terms = LoanTerms(principal=Money.of(9, "USD"), rate_percent=6, start="2024-01-15", years=1,
        ...     repayment="bullet")
        >>> amortised(terms).interest
        (27, 27)
    """

    drawn: tuple[int, ...]
    """What is drawn: on the first day of the loan, then by the end of each period."""
    interest: tuple[int, ...]
    capitalised: tuple[int, ...]
    """The part of the interest that is not paid but owed from now on."""
    principal: tuple[int, ...]
    balance: tuple[int, ...]
    """What is owed: on the first day of the loan, then after each payment."""

    @property
    def payment(self) -> tuple[int, ...]:
        """What is paid, interest and principal together."""
        parts = zip(self.interest, self.capitalised, self.principal, strict=True)
        return tuple([interest - capitalised + principal for interest, capitalised, principal in parts])


@attrs.frozen(kw_only=True)
class _Accrual:
    """How interest accrues, period by period."""

    years: Sequence[Fraction]
    """How long the periods are."""
    rates: Sequence[Fraction]
    """The rates when they begin."""
    factors: Sequence[Fraction]
    """What one unit earns that is owed when they begin."""
    extra: Sequence[Fraction]
    """What the draws inside them earn."""
    drawn: Sequence[int]
    """What is drawn on the first day, then by the end of each period."""
    anew: frozenset[int] = frozenset()
    """The periods before which the rate has changed since the one before began."""
    is_even: bool
    """Whether all factors are the same."""


def amortised(terms: LoanTerms) -> Columns:
    """Calculate the columns of a schedule.

    Raises:
        InvalidValueError: The days lead out of the years 1 to 9999, or business days leave a period without a day.

    Example:
        >>> from centralasia.money import Money
        >>> terms = LoanTerms(principal=Money.of(1, "USD"), rate_percent=6, start="2024-01-15", years="1.5",
        ...     repayment="equal principal")
        >>> amortised(terms).principal, amortised(terms).balance
        ((33, 33, 34), (100, 67, 34, 0))
    """
    accrual = _accrual(terms)
    interest: list[int] = []
    principal: list[int] = []
    balances = [accrual.drawn[0]]
    count = len(accrual.factors)
    grace = min(terms.timetable.grace, count - 1)
    is_level, adds_up = terms.repayment is Repayment.ANNUITY, terms.grace_interest is GraceInterest.CAPITALISED
    balance, parts = balances[0], [0] * count
    begins = {grace, *accrual.anew} if is_level else {grace}
    charge = _interest(accrual, terms.rounding)
    for number in range(count):
        if number in begins and number >= grace:
            parts = _parts(terms, accrual, balance, number)
        charged = charge(balance, number)
        if number == count - 1:
            paid = balance + accrual.drawn[count]
            balance = 0
        elif number < grace:
            paid = 0
            balance += accrual.drawn[number + 1] + charged * adds_up
        else:
            paid = parts[number - grace] - charged * is_level
            if paid > balance or paid < 0:
                paid = balance if paid > 0 else 0
            balance -= paid
        interest.append(charged)
        principal.append(paid)
        balances.append(balance)
    return Columns(
        drawn=tuple(accrual.drawn),
        interest=tuple(interest),
        capitalised=tuple(interest[:grace] if adds_up else [0] * grace) + (0,) * (count - grace),
        principal=tuple(principal),
        balance=tuple(balances),
    )


def _interest(accrual: _Accrual, mode: Rounding) -> Callable[[int, int], int]:
    """Prepare the interest of a period on what is owed when it begins, as one division."""
    even = int(mode is Rounding.HALF_EVEN)
    count = 1 if accrual.is_even else len(accrual.factors)
    scaled = []
    for factor, extra in zip(accrual.factors[:count], accrual.extra[:count], strict=True):
        divisor = factor.denominator * extra.denominator
        bias = 2 * extra.numerator * factor.denominator + _BIAS[mode](divisor)
        scaled.append((2 * factor.numerator * extra.denominator, bias, 2 * divisor))
    scaled *= len(accrual.factors) // count

    def charge(balance: int, number: int) -> int:
        twice, bias, divisor = scaled[number]
        whole, rest = divmod(balance * twice + bias, divisor)
        return whole if rest or not whole & even else whole - 1

    return charge


def _quotient(numerator: int, denominator: int, mode: Rounding) -> int:
    """Divide what is not negative and round once."""
    whole, rest = divmod(2 * numerator + _BIAS[mode](denominator), 2 * denominator)
    return whole - 1 if not rest and whole & 1 and mode is Rounding.HALF_EVEN else whole


def _parts(terms: LoanTerms, accrual: _Accrual, owed: int, number: int) -> list[int]:
    """Give what is repaid with each payment but the last; of an annuity, the payments."""
    left = len(accrual.factors) - number
    match terms.repayment:
        case Repayment.ANNUITY:
            return [_level(accrual, owed, number, terms.rounding)] * len(accrual.factors)
        case Repayment.PROGRESSIVE:
            shares = [owed * Fraction(share) / 100 for share in terms.shares]
            return [_quotient(share.numerator, share.denominator, terms.rounding) for share in shares]
        case _:
            return [_quotient(owed, left, terms.rounding)] * left


def _level(accrual: _Accrual, owed: int, since: int, mode: Rounding) -> int:
    """Find the payment that, made at every period's end, repays what is owed at the rate in force."""
    rate, left = accrual.rates[since], len(accrual.factors) - since
    if not rate:
        return _quotient(owed, left, mode)
    if accrual.is_even:
        factor = accrual.factors[0]
        lent, grown = factor.denominator**left, (factor.denominator + factor.numerator) ** left
        return _quotient(owed * factor.numerator * grown, factor.denominator * (grown - lent), mode)
    factors = [
        (years.denominator * rate.denominator + years.numerator * rate.numerator, years.denominator * rate.denominator)
        for years in accrual.years[since:]
    ]
    # What payments of 1 are worth, between two bounds so near that both mostly give the same payment.
    shift = owed.bit_length() + _SPARE_BITS
    low = high = 0
    least = most = 1 << shift
    for grown, lent in factors:
        least = least * lent // grown
        most = -(-most * lent // grown)
        low, high = low + least, high + most
    payment = _quotient(owed << shift, high, mode)
    return payment if payment == _quotient(owed << shift, low, mode) else _exact_level(owed, factors, mode)


def _exact_level(owed: int, factors: Sequence[tuple[int, int]], mode: Rounding) -> int:
    """Decide a payment that is on the very edge of two roundings."""
    all_grown, paid, scale = 1, 0, 1  # what 1 grows to, and what payments of 1 do, both times `scale`
    for grown, lent in factors:
        scale *= lent
        all_grown *= grown
        paid = paid * grown + scale
    return _quotient(owed * all_grown, paid, mode)


def _accrual(terms: LoanTerms) -> _Accrual:
    draws = {day: in_units(drawn, terms.places) for day, drawn in terms.draws or ((terms.start, terms.principal),)}
    is_regular = terms.timetable.is_regular and terms.day_count is DayCount.ACT_ACT_ICMA
    if not is_regular or terms.rate_changes or draws.keys() != {terms.start} or _is_at_once(terms):
        return _uneven(terms, draws)
    each, rate, count = Fraction(1, terms.frequency), Fraction(terms.rate_percent) / 100, terms.timetable.count
    return _Accrual(
        years=[each] * count,
        rates=[rate] * count,
        factors=[rate * each] * count,
        extra=[_NOTHING] * count,
        drawn=[*draws.values(), *[0] * count],
        is_even=True,
    )


def _uneven(terms: LoanTerms, draws: dict[date, int]) -> _Accrual:
    """Count the days of every period, cut where something is drawn or another rate begins."""
    bounds, changes = period_bounds(terms), [day for day, _ in terms.rate_changes]
    rates = [Fraction(rate) / 100 for rate in (terms.rate_percent, *(rate for _, rate in terms.rate_changes))]
    events = sorted({*changes, *draws})
    years: list[Fraction] = []
    factors: list[Fraction] = []
    extra: list[Fraction] = []
    for place, (since, until) in enumerate(pairwise(bounds), terms.timetable.count - len(bounds) + 1):
        inside = events[bisect_right(events, since) : bisect_left(events, until)]
        spans = [_years(terms, begin, end, place) for begin, end in pairwise([since, *inside, until])]
        earned = [rates[bisect_right(changes, day)] * span for day, span in zip([since, *inside], spans, strict=True)]
        owed = accumulate(draws.get(day, 0) for day in inside)
        years.append(sum(spans[1:], spans[0]))
        factors.append(sum(earned[1:], earned[0]))
        extra.append(sum(map(mul, owed, earned[1:]), _NOTHING))
    drawn = [sum(units for day, units in draws.items() if day <= until) for until in bounds]
    return _Accrual(
        years=years,
        rates=[rates[bisect_right(changes, since)] for since in bounds[:-1]],
        factors=factors,
        extra=extra,
        drawn=[drawn[0], *(after - before for before, after in pairwise(drawn))],
        anew=frozenset(
            bisect_left(bounds, day) for day, (old, new) in zip(changes, pairwise(rates), strict=True) if old != new
        ),
        is_even=False,
    )


def _years(terms: LoanTerms, since: date, until: date, place: int) -> Fraction:
    if terms.day_count is DayCount.ACT_ACT_ICMA:
        return terms.timetable.share(since, until, place)
    return year_fraction(since, until, by=terms.day_count)


def period_bounds(terms: LoanTerms) -> tuple[date, ...]:
    """Give the days between which interest is charged: the start, and the end of each period.

    Raises:
        InvalidValueError: Business days leave a period without a day.

    Example:
        >>> from centralasia.money import Money
        >>> terms = LoanTerms(principal=Money.of(9, "USD"), rate_percent=6, start="2024-01-15", years=1,
        ...     repayment="bullet")
        >>> [str(day) for day in period_bounds(terms)]
        ['2024-01-15', '2024-07-15', '2025-01-15']
    """
    count = terms.timetable.count
    ends = [period_end(terms, number) for number in (range(count - 1, count) if _is_at_once(terms) else range(count))]
    bounds = (terms.start, *ends)
    for before, after in pairwise(bounds):
        if after <= before:
            raise InvalidValueError("business_days", str(after), f"such that a period has a day after {before}")
    return bounds


def _is_at_once(terms: LoanTerms) -> bool:
    return terms.repayment is Repayment.LUMP_SUM
