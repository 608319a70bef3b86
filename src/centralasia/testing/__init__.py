"""Hypothesis strategies for users of the library, and for its own tests.

Every strategy makes valid values, simple ones first; the corruptions then break rates in ways that have names. Once the
package is installed, ``st.from_type`` knows the types of the library too. Nothing here looks at today's date.

All rooms are used through the root, which resolves names on first use: Hypothesis loads this package whenever it
starts, and that must not load the classes and tables that a test may never ask for.
"""

from centralasia.testing.calendar import days, periods
from centralasia.testing.corruptions import (
    Corrupted,
    day_month_swapped,
    decimal_comma_as_group,
    inverted,
    nominal_lost,
    nominal_twice,
    redenominated,
    spike,
    too_few_digits,
    withdrawn_code,
)
from centralasia.testing.figures import (
    amounts,
    decimals,
    estimates,
    marks,
    money,
    money_estimates,
    money_ranges,
    numerals,
    ratios,
)
from centralasia.testing.mixups import (
    CORRUPTIONS,
    Corruption,
    corrupted,
    duplicate_with_other_value,
    look_ahead,
    sides_swapped,
    stale_run,
    swapped_columns,
    wrong_currency,
)
from centralasia.testing.rates import exchange_rates, legs, policies, printed_rates
from centralasia.testing.records import problems, records, reports
from centralasia.testing.reference import countries, currencies, locales, shipped
from centralasia.testing.registration import register
from centralasia.testing.tables import Ticker, conversions, rate_tables, tickers

__all__ = [
    "CORRUPTIONS",
    "Corrupted",
    "Corruption",
    "Ticker",
    "amounts",
    "conversions",
    "corrupted",
    "countries",
    "currencies",
    "day_month_swapped",
    "days",
    "decimal_comma_as_group",
    "decimals",
    "duplicate_with_other_value",
    "estimates",
    "exchange_rates",
    "inverted",
    "legs",
    "locales",
    "look_ahead",
    "marks",
    "money",
    "money_estimates",
    "money_ranges",
    "nominal_lost",
    "nominal_twice",
    "numerals",
    "periods",
    "policies",
    "printed_rates",
    "problems",
    "rate_tables",
    "ratios",
    "records",
    "redenominated",
    "register",
    "reports",
    "shipped",
    "sides_swapped",
    "spike",
    "stale_run",
    "swapped_columns",
    "tickers",
    "too_few_digits",
    "withdrawn_code",
    "wrong_currency",
]
