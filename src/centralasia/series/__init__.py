"""The arithmetic of figures over periods: growth, shares, annual rates, cumulative sums, comparisons of reports."""

from centralasia.series.aggregation import aggregate, missing_periods, seasonal_ratio, year_on_year
from centralasia.series.changes import (
    after_fold,
    after_growth,
    before_fold,
    before_growth,
    change_of_price,
    change_of_value,
    change_on_other_base,
    compound_growth,
    fold,
    fold_of_growth,
    growth,
    growth_of_fold,
    required_growth,
)
from centralasia.series.cumulation import cumulate, decumulate, looks_cumulative
from centralasia.series.figures import Figure, Measured
from centralasia.series.mirrors import Mirror, mirror
from centralasia.series.observations import Series
from centralasia.series.shares import part_from_share, share, whole_from_share
from centralasia.series.years import Remaining, annualise, part_of_year, remaining, run_rate

__all__ = [
    "Figure",
    "Measured",
    "Mirror",
    "Remaining",
    "Series",
    "after_fold",
    "after_growth",
    "aggregate",
    "annualise",
    "before_fold",
    "before_growth",
    "change_of_price",
    "change_of_value",
    "change_on_other_base",
    "compound_growth",
    "cumulate",
    "decumulate",
    "fold",
    "fold_of_growth",
    "growth",
    "growth_of_fold",
    "looks_cumulative",
    "mirror",
    "missing_periods",
    "part_from_share",
    "part_of_year",
    "remaining",
    "required_growth",
    "run_rate",
    "seasonal_ratio",
    "share",
    "whole_from_share",
    "year_on_year",
]
