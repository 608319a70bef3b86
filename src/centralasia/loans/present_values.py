"""Present values and internal rates of return: what payments are worth today, and which rate makes them balance.

Roots such as ``(1 + I) ** (1 / 2)`` are irrational, so that results are intervals: sums are kept to 100 digits, and
what their rounding can add up to is added on both sides.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from fractions import Fraction
from itertools import accumulate, islice, pairwise
from typing import Final, TypeAlias, final

import attrs

from centralasia.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from centralasia.loans.day_counts import DayCount, day_count, year_fraction
from centralasia.loans.schedules import LoanSchedule
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate, as_decimal, as_fraction, shortened
from centralasia.periods import as_date
from centralasia.reference import Currency

__all__ = ["Flows", "as_percent", "discount_factor", "internal_rate", "present_value"]

Flows: TypeAlias = LoanSchedule | Iterable[tuple[date | str, Money]]
"""The payments of a loan, or amounts and their days."""

_DIGITS: Final = Context(
    prec=100,
    rounding=ROUND_HALF_EVEN,
    Emin=-(10**9),
    Emax=10**9,
    flags=[],
    traps=[DivisionByZero, InvalidOperation, Overflow],
)
# Logarithms and powers are right to the last of 100 digits; times of 10,000 years and 100,000 terms cost less than 15.
_GUARD: Final = Decimal("1e-80")
_CLOSE: Final = Decimal("1e-33")  # how near the ends of an internal rate come to it, before it is written in percent
_WIDER_BY: Final = Decimal(1_000)
_LARGEST: Final = Decimal(10**30)
_FINEST: Final = 40
_MOST: Final = 100_000  # flows
_STEPS: Final = tuple(map(Decimal, ("0.125", "0.5", "2", "8", "32")))  # logarithms of yearly growth that are tried
_LOWEST: Final = Decimal("-99.99")  # percent: one unit becomes a ten thousandth in a year
_HIGHEST: Final = 1_000_000  # and here ten thousand units
_MOST_PLACES: Final = 20
_MOST_PERIODS: Final = 366
_MOST_YEARS: Final = 10_000
_ONE: Final = Decimal(1)
_ZERO: Final = Decimal(0)
_NOW: Final = Fraction(0)
_HALF: Final = Decimal("0.5")
_HUNDRED: Final = Decimal(100)


def as_percent(value: Decimal | int | str, field: str) -> Decimal:
    """Read a yearly rate of discount in percent: from -99.99 to 1,000,000, with at most 20 decimals.

    Raises:
        WrongTypeError: A float, or no figure at all.
        InvalidValueError: Out of these bounds.

    Example:
        >>> as_percent("9", "discount_percent")
        Decimal('9')
    """
    rate = as_decimal(value, field)
    if not _LOWEST <= rate <= _HIGHEST or -int(rate.as_tuple().exponent) > _MOST_PLACES:
        raise InvalidValueError(field, shortened(str(rate)), "from -99.99 to 1,000,000 with at most 20 decimals")
    return rate


def discount_factor(rate_percent: Decimal | int | str, years: Fraction | int, *, compounded: int = 1) -> Estimate:
    """Give what one unit is worth that is paid in so many years.

    Args:
        rate_percent: The yearly rate.
        years: How long it takes; negative for what one unit has grown to.
        compounded: How often a year interest is added; the rate is the nominal one then.

    Raises:
        InvalidValueError: The rate is out of bounds, or the time is over 10,000 years.

    Example:
        >>> half = discount_factor(9, Fraction(1, 2))
        >>> round(half.best, 12), half.width < Decimal("1e-30")
        (Decimal('0.957826285221'), True)
        >>> discount_factor(25, 1).contains(Fraction(4, 5))
        True
    """
    time = as_fraction(years, "years")
    if abs(time) > _MOST_YEARS:
        raise InvalidValueError("years", shortened(years), f"at most {_MOST_YEARS:,}")
    force = _force(as_percent(rate_percent, "rate_percent"), compounded)
    factor = _power(force, time)
    return _around(factor, factor) if force else Estimate.exactly(1)


def present_value(
    flows: Flows,
    *,
    rate_percent: Decimal | int | str,
    compounded: int = 1,
    on: date | str | None = None,
    day_count: DayCount | str | None = None,
) -> MoneyEstimate:
    """Give what payments are worth on a day, discounted at a yearly rate.

    Args:
        flows: The payments: a schedule, or pairs of a day and an amount, which may be negative.
        rate_percent: The yearly rate of discount.
        compounded: How often a year interest is added; at the frequency of a loan and its own rate its payments are
            worth its principal.
        on: The day; the start of a loan or the first day when not given. Of a schedule, what is due later counts.
        day_count: How years are counted. When not given, by equal periods for a schedule, whatever days its payments
            were moved to, and by actual days over 365 for other flows.

    Raises:
        CurrencyMismatchError: The amounts are of several currencies.
        InvalidValueError: No flows, a flow before `on`, or a rate out of bounds.

    Example:
        >>> bond = [("2025-03-01", Money.of(5, "USD")), ("2026-03-01", Money.of(105, "USD"))]
        >>> value = present_value(bond, rate_percent=5, on="2024-03-01")
        >>> value.best.round(), value.contains(Money.of(100, "USD"))
        (Money.of('100.00', 'USD'), True)
    """
    force = _force(as_percent(rate_percent, "rate_percent"), compounded)
    line = _paid_later(flows, on, day_count) if isinstance(flows, LoanSchedule) else _dated(flows, on, day_count)
    total, size = line.value(force)
    return MoneyEstimate(_around(total, size if force else _ZERO), line.currency)


def internal_rate(flows: Flows, *, compounded: int = 1, day_count: DayCount | str | None = None) -> Estimate:
    """Find the yearly rate, in percent, at which flows balance: the internal rate of return.

    It is the only one where flows change their sign once. Where they change it more often, it is the only one above
    zero, as the rule of Norstrom (1972) makes certain, and rates below zero may balance them too.

    Args:
        flows: A schedule, whose draws and payments balance; or pairs of a day and an amount, what is paid out negative.
        compounded: How often a year interest is added; the rate is the nominal one then.
        day_count: As of `present_value`.

    Raises:
        CurrencyMismatchError: The amounts are of several currencies.
        InvalidValueError: All flows have one sign, so that no rate balances them; they change it so often that
            several rates above zero may; or they come so soon after each other that the rate is beyond all bounds.

    Example:
        >>> rate = internal_rate([("2023-03-01", Money.of(-100, "USD")), ("2024-02-29", Money.of(108, "USD"))])
        >>> rate.contains(8), rate.width < Decimal("1e-27")
        (True, True)
    """
    periods = _periods(compounded)
    line = _balanced(flows, day_count) if isinstance(flows, LoanSchedule) else _dated(flows, None, day_count)
    amounts = [amount for _, amount in line.rows if amount]
    _check_signs(amounts)
    low, high = _root(line, 1 if amounts[0] > 0 else -1)
    ends = [_percent(end, periods) for end in (low, high)]
    middle = (Fraction(ends[0]) + Fraction(ends[1])) / 2 if low > 0 or high < 0 else Fraction(0)
    reach = [_DIGITS.multiply(_GUARD, _DIGITS.add(end.copy_abs(), _HUNDRED)) for end in ends]
    return Estimate.spanning(
        Fraction(ends[0]) - Fraction(reach[0]),
        Fraction(ends[1]) + Fraction(reach[1]),
        best=middle,
    )


@final
@attrs.frozen
class _Line:
    """Flows in order of time, ready to be discounted at any rate: few lengths of time come often."""

    currency: Currency
    gaps: Sequence[Fraction]
    """The different lengths of time between flows, in years."""
    rows: Sequence[tuple[int, Decimal]]
    """The number of the gap before each flow, and the flow."""

    @classmethod
    def of(cls, currency: Currency, flows: Iterable[tuple[Fraction, Decimal]]) -> "_Line":
        at: dict[Fraction, Decimal] = {}
        for years, amount in flows:
            at[years] = _DIGITS.add(at.get(years, _ZERO), amount)
        gaps: dict[Fraction, int] = {}
        rows = []
        for before, years in pairwise([Fraction(0), *sorted(at)]):
            rows.append((gaps.setdefault(years - before, len(gaps)), at[years]))
        return cls(currency, tuple(gaps), rows)

    def value(self, force: Decimal) -> tuple[Decimal, Decimal]:
        """Give the value of all, and that of all taken as positive, which bounds what is rounded."""
        factors = [_power(force, gap) for gap in self.gaps]
        factor, total, size = _ONE, _ZERO, _ZERO
        multiply, add = _DIGITS.multiply, _DIGITS.add
        for gap, amount in self.rows:
            factor = multiply(factor, factors[gap])
            term = multiply(factor, amount)
            total, size = add(total, term), add(size, term.copy_abs())
        return total, size

    def sign(self, force: Decimal) -> int:
        """Give the sign of the value, 0 where rounding may hide it."""
        total, size = self.value(force)
        return 0 if total.copy_abs() <= _DIGITS.multiply(size, _GUARD) else 1 if total > 0 else -1


def _paid_later(plan: LoanSchedule, on: date | str | None, count: DayCount | str | None) -> _Line:
    """Take what is due after a day, with the years from it."""
    start = plan.terms.start if on is None else as_date(on)
    if start < plan.terms.start:
        raise InvalidValueError("on", start.isoformat(), f"on or after the start of the loan, {plan.terms.start}")
    paid = _payments(plan, start, count)
    if on is not None:
        paid = [row for row, day in zip(paid, plan.due, strict=True) if day > start]
    if not paid:
        raise InvalidValueError("on", start.isoformat(), f"before the last payment, on {plan.due[-1]}")
    return _Line.of(plan.terms.principal.currency, paid)


def _balanced(plan: LoanSchedule, count: DayCount | str | None) -> _Line:
    """Take what is drawn as paid out, and what is paid as coming back."""
    terms, start, way = plan.terms, plan.terms.start, _way(count)
    flows = _payments(plan, start, count)
    for day, drawn in terms.draws or ((start, terms.principal),):
        years = year_fraction(start, day, by=way) if way else terms.timetable.years_to(day)
        flows.append((years, drawn.amount.copy_negate()))
    return _Line.of(terms.principal.currency, flows)


def _payments(plan: LoanSchedule, start: date, count: DayCount | str | None) -> list[tuple[Fraction, Decimal]]:
    """Give all payments with the years from a day, which are never negative."""
    way = _way(count)
    if way:
        years = [year_fraction(start, max(start, day), by=way) for day in plan.due]
    else:
        table, each = plan.terms.timetable, Fraction(1, plan.terms.frequency)
        first = (each if table.is_regular else table.share(table.start, table.anchor, 0)) - table.years_to(start)
        years = [max(first + number * each, _NOW) for number in range(table.count)][-len(plan) :]
    return [(time, plan.money(units).amount) for time, units in zip(years, plan.columns.payment, strict=True)]


def _way(count: DayCount | str | None) -> DayCount | None:
    """Read how the years of a loan are counted, None for equal periods."""
    way = DayCount.ACT_ACT_ICMA if count is None else day_count(count)
    return None if way is DayCount.ACT_ACT_ICMA else way


def _dated(flows: Iterable[tuple[date | str, Money]], on: date | str | None, count: DayCount | str | None) -> _Line:
    if not isinstance(flows, Iterable):
        raise WrongTypeError("flows", flows, "a LoanSchedule, or pairs of a day and Money")
    taken = [_flow(each) for each in islice(flows, _MOST + 1)]
    if not 0 < len(taken) <= _MOST:
        raise InvalidValueError("flows", len(taken), f"from 1 to {_MOST:,}")
    currency = taken[0][1].currency
    start = min(day for day, _ in taken) if on is None else as_date(on)
    way = DayCount.ACT_365 if count is None else day_count(count)
    if way is DayCount.ACT_ACT_ICMA:
        raise InvalidValueError("day_count", way.value, "another, since flows of your own have no equal periods")
    rows = []
    for day, money in taken:
        if money.currency is not currency:
            raise CurrencyMismatchError(currency.code, money.currency.code, "convert them first")
        if day < start:
            raise InvalidValueError("flows", day.isoformat(), f"on or after {start}", "leave out what is past")
        rows.append((year_fraction(start, day, by=way), money.amount))
    return _Line.of(currency, rows)


def _flow(pair: object) -> tuple[date, Money]:
    if not (isinstance(pair, tuple | list) and len(pair) == len(("day", "amount")) and isinstance(pair[1], Money)):
        raise WrongTypeError("flows", pair, "made of pairs of a day and Money")
    amount = pair[1].amount
    if amount.copy_abs() >= _LARGEST or int(amount.as_tuple().exponent) < -_FINEST:
        raise InvalidValueError("flows", shortened(str(amount)), f"below 10^30 and of at most {_FINEST} decimals")
    return as_date(pair[0], "flows"), pair[1]


def _periods(compounded: int) -> int:
    if type(compounded) is not int:
        raise WrongTypeError("compounded", compounded, "an int")
    if not 1 <= compounded <= _MOST_PERIODS:
        raise InvalidValueError("compounded", compounded, f"from 1 to {_MOST_PERIODS} times a year")
    return compounded


def _force(rate_percent: Decimal, compounded: int) -> Decimal:
    """Give the logarithm of what one unit grows to in a year."""
    periods = _periods(compounded)
    growth = _DIGITS.add(_ONE, _DIGITS.divide(rate_percent, Decimal(100 * periods)))
    return _DIGITS.multiply(_DIGITS.ln(growth), Decimal(periods))


def _percent(force: Decimal, periods: int) -> Decimal:
    growth = _DIGITS.exp(_DIGITS.divide(force, Decimal(periods)))
    return _DIGITS.multiply(_DIGITS.subtract(growth, _ONE), Decimal(100 * periods))


def _power(force: Decimal, years: Fraction) -> Decimal:
    """Give what one unit is worth that comes so many years later."""
    product = _DIGITS.divide(_DIGITS.multiply(force, Decimal(years.numerator)), Decimal(years.denominator))
    return _DIGITS.exp(product.copy_negate())


def _around(value: Decimal, size: Decimal) -> Estimate:
    middle, reach = Fraction(value), Fraction(_DIGITS.multiply(size, _GUARD))
    return Estimate.spanning(middle - reach, middle + reach, best=middle)


def _check_signs(amounts: Sequence[Decimal]) -> None:
    """Refuse flows that several rates above zero may balance, by the rules of Descartes and of Norstrom (1972)."""
    changes = _changes(amounts)
    if changes == 1:
        return
    hint = "compare present values at rates of your choice" if changes else "what is paid out is negative"
    sums = [total for total in accumulate(amounts, _DIGITS.add) if total]
    if changes == 0 or _changes(sums) != 1 or (sums[-1] > 0) == (amounts[0] > 0):
        expected = "such that one rate balances them: with one change between paying out and receiving"
        raise InvalidValueError("flows", f"{changes} changes of sign", expected, hint)


def _changes(amounts: Sequence[Decimal]) -> int:
    return sum((before > 0) != (after > 0) for before, after in pairwise(amounts))


def _root(line: _Line, first: int) -> tuple[Decimal, Decimal]:
    """Enclose the logarithm of growth at which the value turns from the sign of the last flow to that of the first."""
    low, high = _bracket(line, first)
    below, above = line.value(low)[0], line.value(high)[0]
    stays, turn = 0, 0
    while (width := _DIGITS.subtract(high, low)) > _CLOSE:
        turn += 1
        halves = turn % 3 == 0  # which bounds how long it takes, where the value falls by thousands of powers of ten
        share = _HALF if halves else _DIGITS.divide(below, _DIGITS.subtract(below, above))
        found = _DIGITS.add(low, _DIGITS.multiply(width, share))
        value = line.value(found)[0]
        # The Illinois rule: an end that stays twice counts half, so that both ends come near.
        if (value > 0) == (first > 0):
            high, above, stays = found, value, min(stays, 0) - 1
            below = _DIGITS.multiply(below, _HALF) if stays < -1 else below
        else:
            low, below, stays = found, value, max(stays, 0) + 1
            above = _DIGITS.multiply(above, _HALF) if stays > 1 else above
    return _certified(line, first, (low, high))


def _bracket(line: _Line, first: int) -> tuple[Decimal, Decimal]:
    """Go from no growth to where the sign has changed."""
    end = _ZERO
    direction = -1 if line.sign(end) == first else 1
    for step in _STEPS:
        after = step if direction > 0 else step.copy_negate()
        if line.sign(after) == first * direction:
            return (end, after) if direction > 0 else (after, end)
        end = after
    expected = f"balanced where one unit grows to between e ** -{_STEPS[-1]} and e ** {_STEPS[-1]} in a year"
    hint = "compare present values at rates of your choice"
    raise InvalidValueError("flows", "a rate beyond these bounds", expected, hint)


def _certified(line: _Line, first: int, ends: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    """Step outwards from a root until the signs on both sides are certain."""
    low, high = ends
    reach = _CLOSE
    while line.sign(low) != -first or line.sign(high) != first:
        low, high = _DIGITS.subtract(low, reach), _DIGITS.add(high, reach)
        reach = _DIGITS.multiply(reach, _WIDER_BY)
    return low, high
