"""Hypothesis strategies for users of the library, and for its own tests.

Every strategy makes valid values, simple ones first; the corruptions then break rates in ways that have names. Once the
package is installed, ``st.from_type`` knows the types of the library too. Nothing here looks at today's date.

All rooms are used through the root, which resolves names on first use: Hypothesis loads this package whenever it
starts, and that must not load the classes and tables that a test may never ask for.
"""

from centralasia.testing.calendar import days, periods
from centralasia.testing.claims import claims
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
from centralasia.testing.financing import (
    contributions,
    eligibility_rules,
    financing_operations,
    memoranda,
    stage_histories,
    top_ups,
    tranches,
)
from centralasia.testing.loans import business_days, loan_schedules, loan_terms
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
from centralasia.testing.portfolios import conversion_bases, portfolios
from centralasia.testing.quantities import quantities, unit_prices, units
from centralasia.testing.rates import exchange_rates, legs, policies, printed_rates
from centralasia.testing.records import problems, records, reports
from centralasia.testing.reference import countries, currencies, dac_sectors, locales, shipped
from centralasia.testing.registration import register
from centralasia.testing.remittances import remittance_flows, sending_costs, transfer_quotes
from centralasia.testing.results import results
from centralasia.testing.tables import Ticker, conversions, rate_tables, tickers
from centralasia.testing.trade import hs_codes, targets, trade_agreements, trade_deals, trade_flows, trade_measures

__all__ = [
    "CORRUPTIONS",
    "Corrupted",
    "Corruption",
    "Ticker",
    "amounts",
    "business_days",
    "claims",
    "contributions",
    "conversion_bases",
    "conversions",
    "corrupted",
    "countries",
    "currencies",
    "dac_sectors",
    "day_month_swapped",
    "days",
    "decimal_comma_as_group",
    "decimals",
    "duplicate_with_other_value",
    "eligibility_rules",
    "estimates",
    "exchange_rates",
    "financing_operations",
    "hs_codes",
    "inverted",
    "legs",
    "loan_schedules",
    "loan_terms",
    "locales",
    "look_ahead",
    "marks",
    "memoranda",
    "money",
    "money_estimates",
    "money_ranges",
    "nominal_lost",
    "nominal_twice",
    "numerals",
    "periods",
    "policies",
    "portfolios",
    "printed_rates",
    "problems",
    "quantities",
    "rate_tables",
    "ratios",
    "records",
    "redenominated",
    "register",
    "remittance_flows",
    "reports",
    "results",
    "sending_costs",
    "shipped",
    "sides_swapped",
    "spike",
    "stage_histories",
    "stale_run",
    "swapped_columns",
    "targets",
    "tickers",
    "too_few_digits",
    "top_ups",
    "trade_agreements",
    "trade_deals",
    "trade_flows",
    "trade_measures",
    "tranches",
    "transfer_quotes",
    "unit_prices",
    "units",
    "withdrawn_code",
    "wrong_currency",
]
