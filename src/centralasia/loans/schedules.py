"""Loan schedules: what is paid when, exactly, to the minor unit."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, final, overload

import attrs

from centralasia.errors import WrongTypeError
from centralasia.loans.amortisation import Columns, amortised, period_bounds
from centralasia.loans.terms import LoanTerms
from centralasia.money import Money
from centralasia.money.amounts import make_money
from centralasia.numbers import EXACT
from centralasia.records import to_frame
from centralasia.records.frames import Backend

__all__ = ["Instalment", "LoanSchedule", "schedule"]


@final
@attrs.frozen(kw_only=True)
class Instalment:
    """One payment of a loan and the period that it ends.

    ``closing`` is ``opening + drawn + capitalised - principal``, and ``payment`` is
    ``interest - capitalised + principal``.

    Example:
        >>> terms = LoanTerms(principal=Money.of(1000, "USD"), rate_percent=6, start="2024-01-15", years=1,
        ...     repayment="equal principal")
        >>> first = schedule(terms)[0]
        >>> str(first.due), str(first.interest), str(first.payment), str(first.closing)
        ('2024-07-15', '30.00 USD', '530.00 USD', '500.00 USD')
    """

    number: int
    """The number of the payment, from 1."""
    due: date
    """The day on which it is paid."""
    start: date
    """The first day for which interest is charged."""
    end: date
    """The day up to which it is charged."""
    opening: Money
    """What is owed when the period begins."""
    drawn: Money
    """What is paid out after the first day, up to the last."""
    interest: Money
    capitalised: Money
    """The part of the interest that is not paid but owed from now on."""
    principal: Money
    payment: Money
    closing: Money


@final
@attrs.frozen(repr=False)
class LoanSchedule:
    """All payments of a loan: a sequence of `Instalment`, each made when it is looked at.

    Example:
        >>> terms = LoanTerms(principal=Money.of(1_000_000, "KGS"), rate_percent=12, start="2024-01-31", years=2,
        ...     frequency=12, repayment="annuity")
        >>> plan = schedule(terms)
        >>> len(plan), str(plan[0].payment), str(plan[-1].payment)
        (24, '47073.47 KGS', '47073.50 KGS')
        >>> plan.total_principal == terms.principal
        True
    """

    terms: LoanTerms
    columns: Columns = attrs.field(eq=False)
    """The amounts as whole numbers; `money` makes money of them."""

    def __len__(self) -> int:
        return len(self.columns.interest)

    def __iter__(self) -> Iterator[Instalment]:
        return map(self._instalment, range(len(self)))

    @overload
    def __getitem__(self, place: int) -> Instalment: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Instalment, ...]: ...
    def __getitem__(self, place: int | slice) -> Instalment | tuple[Instalment, ...]:
        places = range(len(self))[place]
        return self._instalment(places) if isinstance(places, int) else tuple(map(self._instalment, places))

    @property
    def total_interest(self) -> Money:
        """All interest, paid or capitalised."""
        return self.money(sum(self.columns.interest))

    @property
    def total_principal(self) -> Money:
        """All principal repaid: what was drawn, and interest that was capitalised."""
        return self.money(sum(self.columns.principal))

    @property
    def total_payment(self) -> Money:
        """All that is paid."""
        return self.money(sum(self.columns.payment))

    @cached_property
    def bounds(self) -> tuple[date, ...]:
        """The days between which interest is charged: the start, and the end of each period."""
        return period_bounds(self.terms)

    @cached_property
    def due(self) -> tuple[date, ...]:
        """The days of payment."""
        business_days = self.terms.business_days
        ends = self.bounds[1:]
        return ends if business_days is None else tuple(map(business_days.adjusted, ends))

    def money(self, units: int) -> Money:
        """Give so many of the smallest amounts as money.

        Example:
            >>> terms = LoanTerms(principal=Money.of(5, "UZS"), rate_percent=1, start="2024-01-15", years=1,
            ...     repayment="bullet")
            >>> schedule(terms).money(150)
            Money.of('1.50', 'UZS')
        """
        if type(units) is not int:
            raise WrongTypeError("units", units, "an int")
        return make_money(Decimal(units).scaleb(-self.terms.places, EXACT), self.terms.principal.currency)

    def to_frame(self, backend: Backend = "pyarrow") -> Any:  # noqa: ANN401 - the class belongs to the library named
        """Give the schedule as a frame of the library named, one row a payment, amounts as decimals.

        Raises:
            MissingExtraError: The extra `frames` is not installed.

        Example:
            >>> terms = LoanTerms(principal=Money.of(1000, "USD"), rate_percent=6, start="2024-01-15", years=1,
            ...     repayment="bullet")
            >>> schedule(terms).to_frame("polars")["payment"].to_list()
            [Decimal('30.00'), Decimal('1030.00')]
        """
        rows = [attrs.asdict(row, recurse=False) for row in self]
        columns: dict[str, list[Any]] = {name: [row[name] for row in rows] for name in attrs.fields_dict(Instalment)}
        amounts = {name: [each.amount for each in columns[name]] for name in columns if name in _AMOUNTS}
        currency = [self.terms.principal.currency.code] * len(self)
        return to_frame(columns | amounts | {"currency": currency}, backend=backend)

    def explain(self) -> str:
        """Say in words what is lent, how it comes back and what it costs.

        Example:
            >>> terms = LoanTerms(principal=Money.of(1000, "USD"), rate_percent=6, start="2024-01-15", years=1,
            ...     repayment="bullet")
            >>> print(schedule(terms).explain())
            1,000 USD at 6 % a year from 2024-01-15 (act_act_icma), repaid as bullet
              2 payments from 2024-07-15 to 2025-01-15, the first repayment on 2025-01-15
              paid 1,060.00 USD: principal 1,000.00 USD, interest 60.00 USD
        """
        terms, first = self.terms, next(place for place, units in enumerate(self.columns.principal) if units)
        rates = ", ".join(
            [f"{terms.rate_percent} % a year", *(f"{rate} % from {day}" for day, rate in terms.rate_changes)]
        )
        added = sum(self.columns.capitalised)
        how = f"({terms.day_count}), repaid as {terms.repayment.replace('_', ' ')}"
        paid = f"principal {self.total_principal:,}, interest {self.money(sum(self.columns.interest) - added):,}"
        lines = [
            f"{terms.principal:,} at {rates} from {terms.start} {how}",
            f"{len(self)} payments from {self.due[0]} to {self.due[-1]}, the first repayment on {self.due[first]}",
            f"paid {self.total_payment:,}: {paid}",
        ]
        if added:
            lines.append(f"of the principal, {self.money(added):,} is interest that was capitalised")
        return "\n  ".join(lines)

    def __repr__(self) -> str:
        return f"<LoanSchedule: {self.terms.principal:,}, {len(self)} payments>"

    def _instalment(self, place: int) -> Instalment:
        columns = self.columns
        interest, capitalised = columns.interest[place], columns.capitalised[place]
        principal = columns.principal[place]
        return Instalment(
            number=place + 1,
            due=self.due[place],
            start=self.bounds[place],
            end=self.bounds[place + 1],
            opening=self.money(columns.balance[place]),
            drawn=self.money(columns.drawn[place + 1]),
            interest=self.money(interest),
            capitalised=self.money(capitalised),
            principal=self.money(principal),
            payment=self.money(interest - capitalised + principal),
            closing=self.money(columns.balance[place + 1]),
        )


_AMOUNTS: Final = frozenset(each.name for each in attrs.fields(Instalment) if each.type is Money)


def schedule(terms: LoanTerms) -> LoanSchedule:
    """Make the schedule of a loan.

    An annuity is constant but for the last payment, which differs by what rounding left over; where interest alone is
    more, as high rates make it in long months, interest is what is paid.

    Raises:
        WrongTypeError: These are no terms.
        InvalidValueError: The days lead out of the years 1 to 9999, or business days leave a period without a day.

    Example:
        >>> terms = LoanTerms(principal=Money.of(300, "USD"), rate_percent=12, start="2024-01-15", years=1,
        ...     frequency=4, repayment="equal principal", grace_years="0.5", grace_interest="capitalised")
        >>> [str(each.principal.amount) for each in schedule(terms)]
        ['0.00', '103.00', '103.00', '103.00']
    """
    if not isinstance(terms, LoanTerms):
        raise WrongTypeError("terms", terms, "LoanTerms")
    return LoanSchedule(terms, amortised(terms))
