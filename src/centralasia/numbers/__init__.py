"""Numbers: estimates that know how well they are known, numerals as people write them, exactness and rounding."""

from centralasia.numbers.estimates import Estimate
from centralasia.numbers.exact import (
    EXACT,
    MAX_DIGITS,
    add,
    as_decimal,
    as_fraction,
    divide_to_unit,
    exact_decimal,
    multiply,
    shortened,
    significant_digits,
    subtract,
)
from centralasia.numbers.hedges import DEFAULT_TOLERANCE, Qualifier
from centralasia.numbers.intervals import certainly_less, midpoint, relative_half_width, stated
from centralasia.numbers.marks import Marks, marks
from centralasia.numbers.numerals import parse_number, parse_strict
from centralasia.numbers.ratios import Ratio
from centralasia.numbers.rounding import MAX_PLACES, Rounding, round_fraction, round_to_step, rounding

__all__ = [
    "DEFAULT_TOLERANCE",
    "EXACT",
    "MAX_DIGITS",
    "MAX_PLACES",
    "Estimate",
    "Marks",
    "Qualifier",
    "Ratio",
    "Rounding",
    "add",
    "as_decimal",
    "as_fraction",
    "certainly_less",
    "divide_to_unit",
    "exact_decimal",
    "marks",
    "midpoint",
    "multiply",
    "parse_number",
    "parse_strict",
    "relative_half_width",
    "round_fraction",
    "round_to_step",
    "rounding",
    "shortened",
    "significant_digits",
    "stated",
    "subtract",
]
