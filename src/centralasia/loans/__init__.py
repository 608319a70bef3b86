"""Loans: their terms, exact schedules, present values, concessionality and debt service."""

from centralasia.loans.concessionality import (
    DiscountRate,
    GrantMethod,
    IncomeGroup,
    LendingRules,
    discount_rate,
    discount_rates,
    grant_element,
    grant_equivalent,
)
from centralasia.loans.day_counts import BusinessDayRule, BusinessDays, DayCount, day_count, year_fraction
from centralasia.loans.debt_service import DebtCalendar, DebtService, Exposure, ServiceCost, debt_service, exposure
from centralasia.loans.present_values import discount_factor, internal_rate, present_value
from centralasia.loans.schedules import Instalment, LoanSchedule, schedule
from centralasia.loans.terms import GraceInterest, LoanTerms, Repayment

__all__ = [
    "BusinessDayRule",
    "BusinessDays",
    "DayCount",
    "DebtCalendar",
    "DebtService",
    "DiscountRate",
    "Exposure",
    "GraceInterest",
    "GrantMethod",
    "IncomeGroup",
    "Instalment",
    "LendingRules",
    "LoanSchedule",
    "LoanTerms",
    "Repayment",
    "ServiceCost",
    "day_count",
    "debt_service",
    "discount_factor",
    "discount_rate",
    "discount_rates",
    "exposure",
    "grant_element",
    "grant_equivalent",
    "internal_rate",
    "present_value",
    "schedule",
    "year_fraction",
]
