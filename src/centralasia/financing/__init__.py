"""Financing: operations from proposal to repayment, memoranda, eligibility, and portfolios of them."""

from centralasia.financing.breakdowns import By, PortfolioLine, PortfolioTable
from centralasia.financing.lenders import (
    Comparison,
    Criterion,
    Eligibility,
    EligibilityRule,
    EligibilityVerdict,
    Memorandum,
    check_eligibility,
    mobilisation_ratio,
)
from centralasia.financing.operations import FinancingOperation, Instrument, position, stage_of, total, value_of_points
from centralasia.financing.portfolios import ConversionBasis, Measure, Moment, Portfolio
from centralasia.financing.sectors import DACSector, dac_sector, dac_sectors
from centralasia.financing.shares import Contribution, CountryShare, OrganisationRole, SectorShare
from centralasia.financing.stages import Position, Stage, StageEvent, TopUp, Tranche

__all__ = [
    "By",
    "Comparison",
    "Contribution",
    "ConversionBasis",
    "CountryShare",
    "Criterion",
    "DACSector",
    "Eligibility",
    "EligibilityRule",
    "EligibilityVerdict",
    "FinancingOperation",
    "Instrument",
    "Measure",
    "Memorandum",
    "Moment",
    "OrganisationRole",
    "Portfolio",
    "PortfolioLine",
    "PortfolioTable",
    "Position",
    "SectorShare",
    "Stage",
    "StageEvent",
    "TopUp",
    "Tranche",
    "check_eligibility",
    "dac_sector",
    "dac_sectors",
    "mobilisation_ratio",
    "position",
    "stage_of",
    "total",
    "value_of_points",
]
