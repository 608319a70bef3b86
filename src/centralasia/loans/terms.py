"""What a loan contract says: how much, at what rate, from when until when, and how it is repaid."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import partial
from itertools import islice, pairwise
from typing import Any, Final, TypeAlias, final

import attrs

from centralasia.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from centralasia.loans.day_counts import BusinessDays, DayCount, Timetable, day_count, step_months
from centralasia.money import Money
from centralasia.numbers import Rounding, as_decimal, rounding, shortened
from centralasia.periods import as_date
from centralasia.periods.days import length_of_month, month_index
from centralasia.records.kinds import as_scalar
from centralasia.reference import Currency

__all__ = ["MAX_PAYMENTS", "GraceInterest", "LoanTerms", "Repayment", "as_figure", "in_units", "period_end"]

Figure: TypeAlias = Decimal | int | str

MAX_PAYMENTS: Final = 1_200
"""The most payments of one loan: a century of months."""

_FREQUENCIES: Final = (1, 2, 4, 12)
_LARGEST_FIGURE: Final = 10_000
_MOST_PLACES: Final = 20
_FIGURE: Final = f"from 0 to {_LARGEST_FIGURE:,} with at most {_MOST_PLACES} decimals"
_FINEST, _LARGEST = 40, Decimal(10**30)  # places of an amount, and what it is below
_MONTHS_A_YEAR: Final = 12
_BY_DAY: Final = {"years": "last", "grace_years": "first_repayment"}
_WHOLE: Final = 100  # percent


class Repayment(StrEnum):
    """How the principal comes back.

    Example:
        >>> Repayment("annuity")
        <Repayment.ANNUITY: 'annuity'>
    """

    ANNUITY = "annuity"
    """Equal payments of interest and principal together."""
    EQUAL_PRINCIPAL = "equal_principal"
    """Equal parts of the principal, and interest on what is left."""
    BULLET = "bullet"
    """All of it with the last payment; interest with every payment."""
    LUMP_SUM = "lump_sum"
    """All of it with simple interest in one payment at the end."""
    PROGRESSIVE = "progressive"
    """Parts as `shares` says, in percent."""


class GraceInterest(StrEnum):
    """What becomes of the interest before the first repayment.

    Example:
        >>> GraceInterest("capitalised")
        <GraceInterest.CAPITALISED: 'capitalised'>
    """

    PAID = "paid"
    CAPITALISED = "capitalised"
    """It is added to the principal on every day on which it would be paid."""


def as_figure(value: Figure, field: str) -> Decimal:
    """Read a rate, a share or a number of years: from 0 to 10,000, with at most 20 decimals.

    Raises:
        WrongTypeError: A float, or no figure at all.
        InvalidValueError: Below zero, too large, or too finely stated.

    Example:
        >>> as_figure("2.5", "rate_percent")
        Decimal('2.5')
    """
    figure = as_decimal(value, field)
    if not 0 <= figure <= _LARGEST_FIGURE or -int(figure.as_tuple().exponent) > _MOST_PLACES:
        raise InvalidValueError(field, shortened(str(figure)), _FIGURE)
    return figure


def _money(value: object, field: str) -> Money:
    if not isinstance(value, Money):
        raise WrongTypeError(field, value, "Money", "make it with Money.of(amount, currency)")
    return value


def _unless_none(read: Callable[[Any, str], Any], value: object, field: str) -> Any:  # noqa: ANN401 - as it is read
    return None if value is None else read(value, field)


def _dated(read: Callable[[Any, str], Any], value: Iterable[tuple[date | str, Any]], field: str) -> Any:  # noqa: ANN401 - as it is read
    pairs = _listed(value, field)
    if not all(isinstance(pair, tuple | list) and len(pair) == len(("day", "value")) for pair in pairs):
        raise WrongTypeError(field, value, "made of pairs of a day and its value")
    return tuple((as_date(day, field), read(each, field)) for day, each in pairs)


def _shares(value: Iterable[Figure], field: str) -> tuple[Decimal, ...]:
    return tuple(as_figure(share, field) for share in _listed(value, field))


def _listed(value: Any, field: str) -> list[Any]:  # noqa: ANN401 - whatever came
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise WrongTypeError(field, value, "a list")
    listed = list(islice(value, MAX_PAYMENTS + 1))
    if len(listed) > MAX_PAYMENTS:
        raise InvalidValueError(field, f"more than {MAX_PAYMENTS:,}", f"at most {MAX_PAYMENTS:,} of them")
    return listed


_READERS: Final[dict[str, Callable[[Any, str], Any]]] = {
    "principal": _money,
    "rate_percent": as_figure,
    "rate_changes": partial(_dated, as_figure),
    "start": as_date,
    **dict.fromkeys(("years", "grace_years"), partial(_unless_none, as_figure)),
    **dict.fromkeys(("first", "first_repayment", "last"), partial(_unless_none, as_date)),
    "repayment": partial(as_scalar, Repayment),
    "shares": _shares,
    "grace_interest": partial(as_scalar, GraceInterest),
    "day_count": lambda value, _: day_count(value),
    "draws": partial(_dated, _money),
    "rounding": lambda value, _: rounding(value),
    "end_of_month": partial(as_scalar, bool),
    **dict.fromkeys(("frequency", "business_days", "places"), lambda value, _: value),
}


@final
@attrs.frozen(kw_only=True, init=False)  # written out, since it takes more than it keeps
class LoanTerms:
    """The terms of a loan, from which `schedule` makes its payments.

    Negative rates are refused: what a borrower is paid for borrowing is no interest to be repaid. A loan in several
    tranches with repayments of their own is several loans.

    Units:
        Rates and shares are in percent, rates a year. Terms are in years, from `start`.

    Args:
        principal: What is lent.
        rate_percent: The yearly rate.
        rate_changes: Later rates, each from its day on; an annuity is calculated anew when the next period begins.
        start: The day from which everything is counted: of the first draw, or of commitment.
        years: The time to the last payment; or else `last`.
        grace_years: The time to the first repayment, as the OECD counts it; or else `first_repayment`. Without either,
            repayment begins with the first payment.
        first: The day of the first payment, where the first period is shorter or longer than others.
        first_repayment: The day of the first repayment.
        last: The day of the last payment.
        frequency: Payments a year: 1, 2, 4 or 12.
        repayment: How the principal comes back.
        shares: The parts that are repaid, in percent, one for each repayment, for `Repayment.PROGRESSIVE`.
        grace_interest: Whether interest before the first repayment is paid or added to the principal.
        day_count: How days become years; by default all regular periods are equal.
        business_days: On which days payments are made; by default on those on which they fall.
        end_of_month: Payments fall on last days of months, where the first does.
        draws: When what is paid out; by default all of it on `start`.
        places: The decimals of amounts; by default those of the minor unit.
        rounding: How interest and payments are rounded, each once.

    Raises:
        WrongTypeError: A float, or something else that is no exact figure.
        InvalidValueError: The terms contradict each other, or are out of bounds.

    Example:
        >>> terms = LoanTerms(principal=Money.of(20_000_000, "EUR"), rate_percent="2.5", start="2024-06-15", years=15,
        ...     grace_years="3.5", repayment="equal principal")
        >>> terms.timetable.count, terms.timetable.grace
        (30, 6)
    """

    principal: Money
    rate_percent: Decimal
    rate_changes: tuple[tuple[date, Decimal], ...]
    start: date
    years: Decimal | None
    grace_years: Decimal | None
    first: date | None
    first_repayment: date | None
    last: date | None
    frequency: int
    repayment: Repayment
    shares: tuple[Decimal, ...]
    grace_interest: GraceInterest
    day_count: DayCount
    business_days: BusinessDays | None
    end_of_month: bool
    draws: tuple[tuple[date, Money], ...]
    places: int
    rounding: Rounding
    timetable: Timetable = attrs.field(init=False, repr=False, eq=False)

    def __init__(  # noqa: PLR0913 - one argument a field
        self,
        *,
        principal: Money,
        rate_percent: Figure,
        rate_changes: Iterable[tuple[date | str, Figure]] = (),
        start: date | str,
        years: Figure | None = None,
        grace_years: Figure | None = None,
        first: date | str | None = None,
        first_repayment: date | str | None = None,
        last: date | str | None = None,
        frequency: int = 2,
        repayment: Repayment | str,
        shares: Iterable[Figure] = (),
        grace_interest: GraceInterest | str = GraceInterest.PAID,
        day_count: DayCount | str = DayCount.ACT_ACT_ICMA,
        business_days: BusinessDays | None = None,
        end_of_month: bool = False,
        draws: Iterable[tuple[date | str, Money]] = (),
        places: int | None = None,
        rounding: Rounding | str = Rounding.HALF_EVEN,
    ) -> None:
        """Read every field."""
        taken = locals()  # every argument is a field
        read: dict[str, Any] = {name: _READERS[name](taken[name], name) for name in _FIELDS}
        read["places"] = _places(places, read["principal"].currency)
        self.__attrs_init__(**read)

    def __attrs_post_init__(self) -> None:
        """Check what no single field can, and count the payments."""
        _check(self)
        object.__setattr__(self, "timetable", _timetable(self))
        _check_draws(self)
        _check_order("rate_changes", [day for day, _ in self.rate_changes], self.start)
        _check_shares(self)


_FIELDS: Final = tuple(each.name for each in attrs.fields(LoanTerms) if each.init)


def _places(given: object, currency: Currency) -> int:
    places = currency.minor_unit if given is None else given
    if places is None:
        raise InvalidValueError("principal", currency.code, "of a currency with a minor unit", "say places=")
    if type(places) is not int:
        raise WrongTypeError("places", places, "an int")
    if not 0 <= places <= _FINEST:
        raise InvalidValueError("places", places, f"from 0 to {_FINEST}")
    return places


def _check(terms: LoanTerms) -> None:
    if type(terms.frequency) is not int or terms.frequency not in _FREQUENCIES:
        raise InvalidValueError("frequency", terms.frequency, "1, 2, 4 or 12 payments a year")
    if terms.rounding is Rounding.ZERO_FIVE_UP:
        raise InvalidValueError("rounding", "zero_five_up", "a rounding of what is paid", "half_even is the usual one")
    if (terms.years is None) == (terms.last is None):
        raise InvalidValueError("years", terms.years, "given, or else last, and not both")
    if terms.grace_years is not None and terms.first_repayment is not None:
        raise InvalidValueError("grace_years", terms.grace_years, "left out, where first_repayment is given")
    _check_amount("principal", terms.principal, terms.places)
    if not isinstance(terms.business_days, BusinessDays | None):
        raise WrongTypeError("business_days", terms.business_days, "BusinessDays", "such as BusinessDays('following')")
    moves = terms.business_days is not None and terms.business_days.moves_interest
    if moves and terms.day_count is DayCount.ACT_ACT_ICMA:
        hint = "its periods are equal wherever payments move: name a day count that counts days"
        raise InvalidValueError("day_count", terms.day_count.value, "another where business days move interest", hint)


def _check_amount(field: str, money: Money, places: int) -> None:
    if not 0 < money.amount < _LARGEST:
        raise InvalidValueError(field, shortened(str(money)), "greater than zero and below 10^30")
    if (Fraction(money.amount) * 10**places).denominator != 1:
        hint = "round it first, or say how many decimals payments have with places="
        raise InvalidValueError(field, shortened(str(money)), f"an amount of at most {places} decimals", hint)


def _timetable(terms: LoanTerms) -> Timetable:
    anchor = terms.start if terms.first is None else terms.first
    if terms.first is not None and terms.first <= terms.start:
        raise InvalidValueError("first", str(terms.first), f"after the start, {terms.start}")
    if terms.end_of_month and anchor.day != length_of_month(anchor.year, anchor.month):
        raise InvalidValueError("end_of_month", terms.end_of_month, f"left out, since {anchor} is no end of a month")
    table = Timetable(
        start=terms.start,
        anchor=anchor,
        offset=int(terms.first is None),
        months=_MONTHS_A_YEAR // terms.frequency,
        count=1,
        grace=0,
        end_of_month=terms.end_of_month,
    )
    field = "years" if terms.last is None else "last"
    last = _number(table, terms, field)
    if last >= MAX_PAYMENTS:
        raise InvalidValueError(field, str(getattr(terms, field)), f"of at most {MAX_PAYMENTS:,} payments")
    return attrs.evolve(table, count=last + 1, grace=_grace(table, terms, last))


def _grace(table: Timetable, terms: LoanTerms, last: int) -> int:
    """Give the number, from 0, of the first payment that repays anything."""
    is_at_end = terms.repayment in {Repayment.BULLET, Repayment.LUMP_SUM}
    field = "grace_years" if terms.first_repayment is None else "first_repayment"
    said = getattr(terms, field)
    grace = 0 if said is None else _number(table, terms, field)
    if grace > last:
        raise InvalidValueError(field, str(said), "no longer than the term")
    if is_at_end and grace not in {0, last}:
        raise InvalidValueError(field, str(said), "left out, where all is repaid at the end")
    return last if is_at_end else grace


def _number(table: Timetable, terms: LoanTerms, field: str) -> int:
    """Give the number, from 0, of the payment that is so many years from the start or falls on a day."""
    said = day = getattr(terms, field)
    if field in _BY_DAY:
        months = Fraction(said) * _MONTHS_A_YEAR
        each = table.months if table.is_regular else 1
        if months % each or not months:
            unit = "1 month" if each == 1 else f"{each} months"
            hint = f"other times are said by their day, {_BY_DAY[field]}="
            hint += "; leave it out where repayment begins with the first payment" * (field == "grace_years")
            raise InvalidValueError(field, said, f"a whole number of times {unit}, and not zero", hint)
        if table.is_regular:
            return int(months / each) - 1
        day = step_months(table.start, int(months), end_of_month=table.end_of_month)
    number, rest = divmod(month_index(day) - month_index(table.anchor), table.months)
    number -= table.offset
    if rest or number < 0 or table.end(number) != day:
        hint = f"payments fall on {table.end(max(0, number))} and every {table.months} months before and after"
        hint += "; say first= where the first period is shorter or longer" * table.is_regular
        expected = "a day of payment" if day is said else f"the time to a day of payment, which {day} is not"
        raise InvalidValueError(field, str(said), expected, hint)
    return number


def in_units(money: Money, places: int) -> int:
    """Give an amount as a whole number of its smallest units.

    Example:
        >>> in_units(Money.of("12.5", "USD"), 2)
        1250
    """
    return int(Fraction(money.amount) * 10**places)


def period_end(terms: LoanTerms, number: int) -> date:
    """Give the day up to which the interest of a period is charged, counted from 0.

    Example:
        >>> terms = LoanTerms(principal=Money.of(9, "USD"), rate_percent=6, start="2024-03-15", years=1, frequency=4,
        ...     repayment="bullet", day_count="act/365", business_days=BusinessDays("following", moves_interest=True))
        >>> period_end(terms, 0), period_end(terms, 1)
        (datetime.date(2024, 6, 17), datetime.date(2024, 9, 16))
    """
    end = terms.timetable.end(number)
    business_days = terms.business_days
    return end if business_days is None or not business_days.moves_interest else business_days.adjusted(end)


def _check_draws(terms: LoanTerms) -> None:
    if not terms.draws:
        return
    for _, drawn in terms.draws:
        if drawn.currency is not terms.principal.currency:
            raise CurrencyMismatchError(terms.principal.currency.code, drawn.currency.code, "draws are its parts")
        _check_amount("draws", drawn, terms.places)
    total = sum([drawn for _, drawn in terms.draws], start=Money.zero(terms.principal.currency))
    if total != terms.principal:
        raise InvalidValueError("draws", str(total), f"such that they add up to the principal, {terms.principal}")
    _check_order("draws", [day for day, _ in terms.draws], terms.start)
    grace, last = terms.timetable.grace, terms.draws[-1][0]
    latest = period_end(terms, grace - 1) if grace else terms.start
    if last > latest:
        hint = "make a schedule of each tranche that has repayments of its own"
        raise InvalidValueError("draws", str(last), f"by {latest}, from when on the loan is repaid", hint)


def _check_order(field: str, days: Sequence[date], start: date) -> None:
    if days and days[0] < start:
        raise InvalidValueError(field, str(days[0]), f"on or after the start, {start}")
    for before, after in pairwise(days):
        if after <= before:
            raise InvalidValueError(field, str(after), f"in order, each after the one before, here {before}")


def _check_shares(terms: LoanTerms) -> None:
    if terms.repayment is not Repayment.PROGRESSIVE:
        if terms.shares:
            raise InvalidValueError("shares", len(terms.shares), "left out, where repayment is not progressive")
        return
    repayments = terms.timetable.count - terms.timetable.grace
    if len(terms.shares) != repayments:
        raise InvalidValueError("shares", len(terms.shares), f"as many as there are repayments, {repayments}")
    if sum(map(Fraction, terms.shares)) != _WHOLE:
        found = ", ".join(map(str, terms.shares))[:80]
        raise InvalidValueError("shares", found, "100 percent together")
