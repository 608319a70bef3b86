"""Debt service: what all loans together cost in each period, in their currencies and in one, and what a rate moves."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, final

import attrs

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.loans.present_values import as_percent
from centralasia.loans.schedules import LoanSchedule
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Rounding, round_fraction
from centralasia.periods import Frequency, Period, as_date, as_frequency, period_of
from centralasia.rates import Policy, RateTable, convert_estimate
from centralasia.records import to_frame
from centralasia.records.frames import Backend
from centralasia.reference import Currency
from centralasia.reference import currency as _by_code

__all__ = ["DebtCalendar", "DebtService", "Exposure", "ServiceCost", "debt_service", "exposure"]

_NAMES: Final = {
    "year": Frequency.ANNUAL,
    "half_year": Frequency.HALF_YEARLY,
    "quarter": Frequency.QUARTERLY,
    "month": Frequency.MONTHLY,
    "week": Frequency.WEEKLY,
    "day": Frequency.DAILY,
}


@final
@attrs.frozen(kw_only=True)
class DebtService:
    """What is paid in one currency in one period.

    Example:
        >>> from centralasia.periods import period
        >>> DebtService(period=period("2025"), interest=Money.of(3, "USD"), principal=Money.of(10, "USD")).payment
        Money.of('13', 'USD')
    """

    period: Period
    interest: Money
    """Interest paid; what is capitalised comes later, as principal."""
    principal: Money

    @property
    def payment(self) -> Money:
        """Both together."""
        return self.interest + self.principal


@final
@attrs.frozen(kw_only=True)
class ServiceCost:
    """What is paid in one period, in one currency, whatever it is owed in.

    Example:
        >>> from centralasia.periods import period
        >>> paid = MoneyEstimate.of(10, "KGS")
        >>> print(ServiceCost(period=period("2025"), interest=paid, principal=paid).payment)
        20 KGS
    """

    period: Period
    interest: MoneyEstimate
    principal: MoneyEstimate

    @property
    def payment(self) -> MoneyEstimate:
        """Both together."""
        return self.interest + self.principal


def _rows(_: object, __: object, value: object) -> None:
    if not isinstance(value, tuple) or not all(isinstance(row, DebtService) for row in value):
        raise WrongTypeError("rows", value, "a tuple of DebtService", "debt_service(schedules) makes a calendar")


@final
@attrs.frozen(repr=False)
class DebtCalendar:
    """Debt service by period and currency, in this order; only periods in which something is paid.

    Example:
        >>> from centralasia.loans.terms import LoanTerms
        >>> from centralasia.loans.schedules import schedule
        >>> loan = LoanTerms(principal=Money.of(1000, "USD"), rate_percent=6, start="2024-01-15", years=2,
        ...     repayment="equal principal")
        >>> for row in debt_service([schedule(loan)]).rows:
        ...     print(row.period, row.interest, row.principal)
        2024 30.00 USD 250.00 USD
        2025 37.50 USD 500.00 USD
        2026 7.50 USD 250.00 USD
    """

    rows: tuple[DebtService, ...] = attrs.field(validator=_rows)

    @property
    def currencies(self) -> tuple[Currency, ...]:
        """The currencies in which something is owed, in order of codes."""
        return tuple(sorted({row.interest.currency for row in self.rows}, key=lambda each: each.code))

    def of(self, currency: Currency | str) -> "DebtCalendar":
        """Give what is owed in one currency.

        Example:
            >>> DebtCalendar(()).of("USD").rows
            ()
        """
        wanted = _by_code(currency)
        return DebtCalendar(tuple(row for row in self.rows if row.interest.currency is wanted))

    def total(self, currency: Currency | str) -> Money:
        """Give all payments in one currency.

        Example:
            >>> DebtCalendar(()).total("USD")
            Money.of('0', 'USD')
        """
        return sum([row.payment for row in self.of(currency).rows], start=Money.zero(currency))

    def converted(
        self,
        to: Currency | str,
        *,
        on: date | str | Period,
        rates: RateTable | None = None,
        policy: Policy | None = None,
    ) -> tuple[ServiceCost, ...]:
        """Give the cost of each period in one currency, at the rates of one day, since nobody knows later ones.

        Args:
            to: The currency wanted.
            on: The day, or the period for average rates.
            rates: The table to use; `centralasia.embedded_rates` when not given.
            policy: Which quote answers for a day without one.

        Raises:
            RateNotFoundError: No rate answers for a currency.

        Example:
            >>> from centralasia.periods import period
            >>> row = DebtService(period=period("2025"), interest=Money.of(3, "USD"), principal=Money.of(10, "USD"))
            >>> cost = DebtCalendar((row,)).converted("KZT", on="2023")[0].payment
            >>> cost.best.round(), cost.low.round(), cost.high.round()
            (Money.of('5930.14', 'KZT'), Money.of('5930.14', 'KZT'), Money.of('5930.15', 'KZT'))
        """
        target = _by_code(to)
        prices = {
            each: convert_estimate(Money.of(1, each), target, on=on, rates=rates, policy=policy)
            for each in self.currencies
        }
        nothing = MoneyEstimate.of(0, target)
        costs: dict[Period, tuple[MoneyEstimate, MoneyEstimate]] = {}
        for row in self.rows:
            interest, principal = costs.get(row.period, (nothing, nothing))
            price = prices[row.interest.currency]
            costs[row.period] = interest + price * row.interest.amount, principal + price * row.principal.amount
        return tuple(
            ServiceCost(period=period, interest=interest, principal=principal)
            for period, (interest, principal) in costs.items()
        )

    def to_frame(self, backend: Backend = "pyarrow") -> Any:  # noqa: ANN401 - the class belongs to the library named
        """Give the calendar as a frame of the library named, amounts as decimals.

        Raises:
            MissingExtraError: The extra `frames` is not installed.

        Example:
            >>> from centralasia.periods import period
            >>> row = DebtService(period=period("2025"), interest=Money.of(3, "USD"), principal=Money.of(10, "USD"))
            >>> DebtCalendar((row,)).to_frame("polars")["period"].to_list()
            ['2025']
        """
        amounts = {
            name: [getattr(row, name).amount for row in self.rows] for name in ("interest", "principal", "payment")
        }
        periods, codes = [str(row.period) for row in self.rows], [row.interest.currency.code for row in self.rows]
        types = {"period": str, "currency": str} | dict.fromkeys(amounts, Decimal)
        return to_frame({"period": periods, "currency": codes, **amounts}, backend=backend, types=types)

    def __repr__(self) -> str:
        span = f", {self.rows[0].period} to {self.rows[-1].period}" if self.rows else ""
        return f"<DebtCalendar: {len(self.rows)} rows, {len(self.currencies)} currencies{span}>"


def debt_service(
    schedules: Iterable[LoanSchedule],
    *,
    by: Frequency | str = Frequency.ANNUAL,
    since: date | str | None = None,
    until: date | str | None = None,
) -> DebtCalendar:
    """Add up what loans cost in each period, by the days on which payments are due.

    Args:
        schedules: The schedules of the loans.
        by: The length of a period: ``"year"``, ``"half-year"``, ``"quarter"``, ``"month"``, or a frequency of SDMX.
        since: The first day that counts.
        until: The first day that does not count any more.

    Raises:
        WrongTypeError: Something is no schedule.
        InvalidValueError: No such period.

    Example:
        >>> from centralasia.loans.terms import LoanTerms
        >>> from centralasia.loans.schedules import schedule
        >>> loan = LoanTerms(principal=Money.of(1000, "USD"), rate_percent=6, start="2024-01-15", years=2,
        ...     repayment="bullet")
        >>> [str(row.payment) for row in debt_service([schedule(loan)], by="quarter", since="2025-01-01").rows]
        ['30.00 USD', '30.00 USD', '1030.00 USD']
    """
    frequency = _frequency(by)
    first = date.min if since is None else as_date(since, "since")
    last = None if until is None else as_date(until, "until")
    sums: dict[tuple[Period, str], tuple[Money, Money]] = {}
    plans: Any = schedules  # one schedule alone is iterable too
    if isinstance(plans, LoanSchedule) or not isinstance(plans, Iterable):
        raise WrongTypeError("schedules", plans, "a list of LoanSchedule", "put a single one into a list")
    for plan in plans:
        if not isinstance(plan, LoanSchedule):
            raise WrongTypeError("schedules", plan, "made of LoanSchedule", "schedule(terms) makes one")
        nothing = plan.money(0)
        columns = zip(plan.due, plan.columns.payment, plan.columns.principal, strict=True)
        for day, payment, repaid in columns:
            if payment and first <= day and (last is None or day < last):
                key = period_of(day, frequency), nothing.currency.code
                interest, principal = sums.get(key, (nothing, nothing))
                sums[key] = interest + plan.money(payment - repaid), principal + plan.money(repaid)
    ordered = sorted(sums.items(), key=lambda item: item[0])
    return DebtCalendar(
        tuple(
            DebtService(period=period, interest=interest, principal=principal)
            for (period, _), (interest, principal) in ordered
        )
    )


def _frequency(by: Frequency | str) -> Frequency:
    name = by.strip().lower().replace("-", "_").replace(" ", "_") if isinstance(by, str) else ""
    return _NAMES.get(name) or as_frequency(by, "by")


@final
@attrs.frozen(kw_only=True)
class Exposure:
    """What debt service costs in the currency of the debtor, and by how much a move of the rate changes that.

    Example:
        >>> from centralasia.periods import period
        >>> row = DebtService(period=period("2025"), interest=Money.of(3, "USD"), principal=Money.of(10, "USD"))
        >>> print(exposure(DebtCalendar((row,)), "USD", home="TMT", shock_percent=10, on="2024-03-01").explain())
        13 USD at the rates of 2024-03-01 is 45.50 TMT; a USD dearer by 10 % makes it cost 4.55 TMT more
          2025: 45.50 TMT, 4.55 TMT more
    """

    currency: Currency
    shock_percent: Decimal
    """By how much the currency becomes dearer, or cheaper where negative."""
    on: date | str | Period
    total: Money
    """All payments, in the currency."""
    costs: tuple[ServiceCost, ...]
    """The cost of each period in the currency of the debtor, before the move."""

    @property
    def cost(self) -> MoneyEstimate:
        """All costs before the move."""
        first, *others = [row.payment for row in self.costs]
        return sum(others, start=first)

    @property
    def changes(self) -> tuple[MoneyEstimate, ...]:
        """By how much the move changes the cost of each period."""
        return tuple(self._moved(row.payment) for row in self.costs)

    @property
    def change(self) -> MoneyEstimate:
        """By how much the move changes all costs."""
        return self._moved(self.cost)

    def explain(self) -> str:
        """Say in words what the move does."""
        way, more = ("dearer", "more") if self.shock_percent >= 0 else ("cheaper", "less")
        head = (
            f"{self.total:,} at the rates of {self.on} is {_shown(self.cost)}; a {self.currency} {way} by "
            f"{self.shock_percent.copy_abs()} % makes it cost {_shown(self.change)} {more}"
        )
        rows = zip(self.costs, self.changes, strict=True)
        return "\n  ".join([head, *(f"{row.period}: {_shown(row.payment)}, {_shown(by)} {more}" for row, by in rows)])

    def _moved(self, cost: MoneyEstimate) -> MoneyEstimate:
        return cost * (Fraction(self.shock_percent) / 100)


def _shown(cost: MoneyEstimate) -> str:
    """Write a cost, or how much more or less it is, to the minor unit, and its bounds outwards."""
    figures = cost.estimate if cost.estimate.low >= 0 else -cost.estimate
    places = cost.currency.minor_unit or 0
    low, high = (
        Money(round_fraction(Fraction(end), places, mode), cost.currency)
        for end, mode in ((figures.low, Rounding.FLOOR), (figures.high, Rounding.CEILING))
    )
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def exposure(
    calendar: DebtCalendar,
    currency: Currency | str,
    *,
    home: Currency | str,
    shock_percent: Decimal | int | str,
    on: date | str | Period,
    rates: RateTable | None = None,
    policy: Policy | None = None,
) -> Exposure:
    """Find by how much the cost of debt in one currency changes when its rate moves.

    Bounds are those of the rate's printed digits; the move itself is taken as exact, and as lasting from the first
    payment to the last.

    Args:
        calendar: The payments.
        currency: The currency whose rate moves.
        home: The currency of the debtor.
        shock_percent: By how much the currency becomes dearer in the currency of the debtor, above -100.
        on: The day whose rates hold before the move, or a period for its average.
        rates: The table to use; `centralasia.embedded_rates` when not given.
        policy: Which quote answers for a day without one.

    Raises:
        InvalidValueError: Nothing is owed in the currency, it is that of the debtor, or the move is out of bounds.
        RateNotFoundError: No rate answers.

    Example:
        >>> from centralasia.periods import period
        >>> row = DebtService(period=period("2025"), interest=Money.of(3, "USD"), principal=Money.of(10, "USD"))
        >>> exposure(DebtCalendar((row,)), "USD", home="TMT", shock_percent=10, on="2024-03-01").change.best
        Money.of('4.55', 'TMT')
    """
    if not isinstance(calendar, DebtCalendar):
        raise WrongTypeError("calendar", calendar, "a DebtCalendar", "debt_service(schedules) makes one")
    moving, staying = _by_code(currency), _by_code(home)
    shock = as_percent(shock_percent, "shock_percent")
    if moving is staying:
        raise InvalidValueError("currency", moving.code, "another than that of the debtor, which has no rate")
    owed = calendar.of(moving)
    if not owed.rows:
        there = ", ".join(each.code for each in calendar.currencies) or "nothing"
        raise InvalidValueError("currency", moving.code, f"one in which something is owed: {there}")
    return Exposure(
        currency=moving,
        shock_percent=shock,
        on=on,
        total=owed.total(moving),
        costs=owed.converted(staying, on=on, rates=rates, policy=policy),
    )
