"""How soft a loan is: its grant element, by the closed formulas and by discounting, and the rates that are laid down.

The grant element is what of a loan is given: its face value less the present value of what is paid back, in percent
of the face value.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, Final

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.loans.day_counts import DayCount
from centralasia.loans.present_values import as_percent, discount_factor, present_value
from centralasia.loans.schedules import schedule
from centralasia.loans.terms import GraceInterest, LoanTerms, Repayment
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate, Rounding, round_fraction
from centralasia.periods import as_date
from centralasia.records import column, read_csv, record
from centralasia.records.kinds import as_scalar
from centralasia.reference import Certainty

__all__ = [
    "DiscountRate",
    "GrantMethod",
    "IncomeGroup",
    "LendingRules",
    "discount_rate",
    "discount_rates",
    "grant_element",
    "grant_equivalent",
]

_PERCENT: Final = 100


class GrantMethod(StrEnum):
    """How a grant element is found.

    Example:
        >>> GrantMethod("formula")
        <GrantMethod.FORMULA: 'formula'>
    """

    SCHEDULE = "schedule"
    """By discounting every payment, as it will be made."""
    FORMULA = "formula"
    """By the closed formula of the OECD, from the terms alone and without rounding."""


class LendingRules(StrEnum):
    """Whose rules lay down a rate of discount.

    Example:
        >>> LendingRules("imf_world_bank")
        <LendingRules.IMF_WORLD_BANK: 'imf_world_bank'>
    """

    DAC = "dac"
    """The Development Assistance Committee of the OECD: what counts as official development assistance."""
    IMF_WORLD_BANK = "imf_world_bank"
    """The debt limits of the International Monetary Fund and the World Bank."""


class IncomeGroup(StrEnum):
    """The group a borrower is in, which changes from year to year and is for the caller to know.

    Example:
        >>> IncomeGroup("lmic")
        <IncomeGroup.LMIC: 'lmic'>
    """

    LDC = "ldc"
    """Least developed countries."""
    OTHER_LIC = "other_lic"
    """Other countries of low income."""
    LMIC = "lmic"
    """Countries of lower middle income."""
    UMIC = "umic"
    """Countries of upper middle income."""
    MULTILATERAL_GLOBAL = "multilateral_global"
    MULTILATERAL_OTHER = "multilateral_other"


@record(key=("system", "group", "valid_from"))
class DiscountRate:
    """The rate at which grant elements are found under some rules, and the grant element a loan must have.

    Units:
        Percent; of the rate, a year.

    Source:
        See the row. None of them was read in a stored source: they are widely published and not verified.

    Example:
        >>> row = discount_rate("dac", group="lmic", on="2024-06-15")
        >>> row.discount_percent, row.threshold_percent, row.certainty.value
        (Decimal('7'), Decimal('15'), 'well-known')
    """

    system: LendingRules = column(title="whose rules")
    group: IncomeGroup | None = column(title="group of the borrower, blank for all", default=None)
    valid_from: date | None = column(title="first day, blank where not known", default=None)
    valid_until: date | None = column(title="first day no longer", default=None)
    discount_percent: Decimal = column(title="yearly rate of discount", unit="percent", minimum=0)
    threshold_percent: Decimal = column(title="least grant element", unit="percent", minimum=0)
    source: str = column(title="key of the source")
    certainty: Certainty = column(title="how far the row is certain")
    note: str = column(title="what the columns do not say", default="")

    def is_valid(self, on: date | str) -> bool:
        """Whether the row holds on a day.

        Example:
            >>> discount_rate("dac", group="lmic", on="2024-06-15").is_valid("2017-12-31")
            False
        """
        day = as_date(on)
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day < self.valid_until
        )

    def is_met(self, element: Estimate) -> bool | None:
        """Whether a grant element reaches the threshold, None where the estimate leaves that open.

        Example:
            >>> limits = discount_rate("imf_world_bank", on="2024-06-15")
            >>> limits.is_met(Estimate.exactly(36)), limits.is_met(Estimate.about(35))
            (True, None)
        """
        if not isinstance(element, Estimate):
            raise WrongTypeError("element", element, "an Estimate", "grant_element gives one")
        if element.low >= self.threshold_percent:
            return True
        return None if element.contains(self.threshold_percent) else False


@cache
def discount_rates() -> tuple[DiscountRate, ...]:
    """Give all rates of discount that are laid down, by rules, group and first day.

    Example:
        >>> {str(row.discount_percent) for row in discount_rates() if row.system is LendingRules.IMF_WORLD_BANK}
        {'5'}
    """
    name = "concessionality.csv"
    text = files("centralasia.loans").joinpath("data", name).read_text(encoding="utf-8")
    return read_csv(DiscountRate, text, table=name)


def discount_rate(
    system: LendingRules | str, *, group: IncomeGroup | str | None = None, on: date | str
) -> DiscountRate:
    """Look up the rate of discount that some rules lay down for a group of borrowers on a day.

    Args:
        system: Whose rules.
        group: The group of the borrower, where rates differ by it.
        on: The day; for the DAC that of the flow, since its present rates are for what flows from 2018 on.

    Raises:
        InvalidValueError: No such rules or group, or the group was not given and matters.

    Example:
        >>> discount_rate("dac", group="ldc", on="2017-12-31").discount_percent
        Decimal('10')
        >>> discount_rate("dac", on="2018-01-01")
        Traceback (most recent call last):
        centralasia.errors.InvalidValueError: group must be one of ldc, ..., since rates of dac differ by it, got None
    """
    rules = as_scalar(LendingRules, system, "system")
    wanted = None if group is None else as_scalar(IncomeGroup, group, "group")
    for row in discount_rates():
        if row.system is rules and row.group in {None, wanted} and row.is_valid(on):
            return row
    raise InvalidValueError("group", group, f"one of {', '.join(IncomeGroup)}, since rates of {rules} differ by it")


def grant_element(
    terms: LoanTerms, *, discount_percent: Decimal | int | str, method: GrantMethod | str = GrantMethod.SCHEDULE
) -> Estimate:
    """Find the grant element of a loan.

    Args:
        terms: The loan.
        discount_percent: The yearly rate of discount, above zero; see `discount_rate`.
        method: By the schedule, to the minor unit; or by the closed formula, which knows equal principal, annuity and
            lump sum, at one rate, drawn at once, with interest paid in grace and equal periods.

    Units:
        Percent of the face value.

    Source:
        The definitions of the OECD for its creditor reporting system; the closed formulas were derived anew and agree
        with discounting period by period.

    Raises:
        InvalidValueError: A rate out of bounds, or terms that the formula does not cover.

    Example:
        >>> credit = LoanTerms(principal=Money.of(10_000_000, "USD"), rate_percent="0.75", start="2024-06-15", years=40,
        ...     grace_years=10, repayment="equal principal")
        >>> round(grant_element(credit, discount_percent=9, method="formula").best, 4)
        Decimal('77.5464')
    """
    if not isinstance(terms, LoanTerms):
        raise WrongTypeError("terms", terms, "LoanTerms")
    discount = as_percent(discount_percent, "discount_percent")
    if discount <= 0:
        raise InvalidValueError("discount_percent", discount, "above zero")
    if as_scalar(GrantMethod, method, "method") is GrantMethod.FORMULA:
        _check_formula(terms)
        return (1 - _FORMULAS[terms.repayment](terms, discount)) * _PERCENT
    return (1 - present_value(schedule(terms), rate_percent=discount) / _lent(terms, discount)) * _PERCENT


def grant_equivalent(
    terms: LoanTerms,
    *,
    discount_percent: Decimal | int | str,
    method: GrantMethod | str = GrantMethod.SCHEDULE,
    rounding: Rounding | str = Rounding.HALF_EVEN,
) -> Money:
    """Find the amount that is given with a loan: its grant element times what is lent, rounded once.

    Args:
        terms: The loan.
        discount_percent: The yearly rate of discount.
        method: As of `grant_element`.
        rounding: How to round to the smallest amount of the loan.

    Raises:
        InvalidValueError: As `grant_element` does.

    Example:
        >>> credit = LoanTerms(principal=Money.of(10_000_000, "USD"), rate_percent="0.75", start="2024-06-15", years=40,
        ...     grace_years=10, repayment="equal principal")
        >>> grant_equivalent(credit, discount_percent=9)
        Money.of('7754642.03', 'USD')
    """
    element = grant_element(terms, discount_percent=discount_percent, method=method)
    best: Any = element.best
    given = Fraction(best) * Fraction(terms.principal.amount) / _PERCENT
    return Money(round_fraction(given, terms.places, rounding), terms.principal.currency)


def _lent(terms: LoanTerms, discount: Decimal) -> MoneyEstimate:
    lent = MoneyEstimate.of(0, terms.principal.currency)
    for day, drawn in terms.draws or ((terms.start, terms.principal),):
        factor = discount_factor(discount, terms.timetable.years_to(day))
        lent += MoneyEstimate.of(drawn.amount, drawn.currency) * factor
    return lent


def _check_formula(terms: LoanTerms) -> None:
    is_plain = terms.timetable.is_regular and terms.day_count is DayCount.ACT_ACT_ICMA
    at_once = not terms.draws or [day for day, _ in terms.draws] == [terms.start]
    pays = terms.grace_interest is GraceInterest.PAID or not terms.timetable.grace
    if terms.repayment not in _FORMULAS or terms.rate_changes or not (is_plain and at_once and pays):
        expected = "one rate, one draw, equal periods, interest paid in grace, and repayment as " + ", ".join(_FORMULAS)
        raise InvalidValueError("terms", str(terms.repayment), expected, "method='schedule' takes any loan")


def _equal_principal(terms: LoanTerms, discount: Decimal) -> Estimate:
    """Give the present value of what is paid for one unit lent, by the formula."""
    rate, growth, repayments = _parts(terms, discount)
    grace, last = _waits(terms, discount)
    return 1 - (1 - rate / growth) * (1 - (grace - last) / (growth * repayments))


def _annuity(terms: LoanTerms, discount: Decimal) -> Estimate:
    rate, growth, repayments = _parts(terms, discount)
    grace, last = _waits(terms, discount)
    level = rate / (1 - (1 + rate) ** -repayments) if rate else Fraction(1, repayments)
    return rate / growth * (1 - grace) + level * (grace - last) / growth


def _lump_sum(terms: LoanTerms, discount: Decimal) -> Estimate:
    years = Fraction(terms.timetable.count, terms.frequency)
    interest = Fraction(terms.rate_percent) / _PERCENT * years
    return discount_factor(discount, years) * (1 + interest)


_FORMULAS: Final = {
    Repayment.EQUAL_PRINCIPAL: _equal_principal,
    Repayment.ANNUITY: _annuity,
    Repayment.LUMP_SUM: _lump_sum,
}


def _parts(terms: LoanTerms, discount: Decimal) -> tuple[Fraction, Estimate, int]:
    """Give the rate of a period, the rate of discount of a period, and how many repayments there are."""
    rate = Fraction(terms.rate_percent) / _PERCENT / terms.frequency
    growth = discount_factor(discount, -Fraction(1, terms.frequency)) - 1
    return rate, growth, terms.timetable.count - terms.timetable.grace


def _waits(terms: LoanTerms, discount: Decimal) -> tuple[Estimate, Estimate]:
    """Give what one unit is worth that is paid one period before the first repayment, and with the last."""
    grace, count = terms.timetable.grace, terms.timetable.count
    each = Fraction(1, terms.frequency)
    return discount_factor(discount, grace * each), discount_factor(discount, count * each)
