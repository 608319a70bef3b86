"""Periods of time and their frequencies: read as SDMX and as people write them, compared, moved, split."""

from centralasia.periods.days import as_date
from centralasia.periods.fiscal import DEFAULT_FISCAL_START, fiscal_year, format_fiscal_year
from centralasia.periods.frequencies import Frequency, as_frequency
from centralasia.periods.parsing import day_or_period, period
from centralasia.periods.periods import Period, period_of

__all__ = [
    "DEFAULT_FISCAL_START",
    "Frequency",
    "Period",
    "as_date",
    "as_frequency",
    "day_or_period",
    "fiscal_year",
    "format_fiscal_year",
    "period",
    "period_of",
]
