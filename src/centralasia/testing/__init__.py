"""Hypothesis strategies for users of the library, and for its own tests.

Every strategy makes valid values, simple ones first; the corruptions then break data sets in ways that have names.
Once the package is installed, ``st.from_type`` knows the types of the library too. Nothing here looks at today's date.

All rooms are used through the root, which resolves names on first use: Hypothesis loads this package whenever it
starts, and that must not load the classes and tables that a test may never ask for.
"""

from centralasia.testing.calendar import days, periods
from centralasia.testing.catalogue import CORRUPTIONS, Corruption, corrupted
from centralasia.testing.claims import claims
from centralasia.testing.consistency import inverse_pair_inconsistent, kinds_mixed, no_bulletin, triangle_inconsistent
from centralasia.testing.corruptions import (
    day_month_swapped,
    decimal_comma_as_group,
    decimal_shifted,
    inverted,
    nominal_lost,
    nominal_twice,
    peg_violated,
    redenominated,
    spike,
    too_few_significant_digits,
    withdrawn_code,
)
from centralasia.testing.faults import Corrupted, CorruptedRecords, CorruptedRows, RecordCorruption
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
from centralasia.testing.financing_data import clean_financing, financing_datasets
from centralasia.testing.financing_faults import FINANCING_CORRUPTIONS
from centralasia.testing.loans import business_days, loan_schedules, loan_terms
from centralasia.testing.mixups import (
    duplicate_with_other_value,
    look_ahead,
    sides_swapped,
    stale_run,
    swapped_columns,
    wrong_currency,
)
from centralasia.testing.portfolios import conversion_bases, portfolios
from centralasia.testing.quantities import quantities, unit_prices, units
from centralasia.testing.rate_data import clean_rates, rate_datasets
from centralasia.testing.rates import exchange_rates, legs, policies, printed_rates
from centralasia.testing.records import problems, records, reports, samples
from centralasia.testing.reference import countries, currencies, dac_sectors, locales, shipped
from centralasia.testing.registration import register
from centralasia.testing.remittance_data import clean_remittances, remittance_datasets
from centralasia.testing.remittance_faults import REMITTANCE_CORRUPTIONS
from centralasia.testing.remittances import remittance_flows, sending_costs, transfer_quotes
from centralasia.testing.results import results
from centralasia.testing.rows import ROW_CORRUPTIONS
from centralasia.testing.seeding import seeded, seeded_rows
from centralasia.testing.tables import Ticker, conversions, rate_tables, tickers
from centralasia.testing.trade import hs_codes, targets, trade_agreements, trade_deals, trade_flows, trade_measures
from centralasia.testing.trade_data import clean_trade, trade_datasets
from centralasia.testing.trade_faults import TRADE_CORRUPTIONS

__all__ = [
    "CORRUPTIONS",
    "FINANCING_CORRUPTIONS",
    "REMITTANCE_CORRUPTIONS",
    "ROW_CORRUPTIONS",
    "TRADE_CORRUPTIONS",
    "Corrupted",
    "CorruptedRecords",
    "CorruptedRows",
    "Corruption",
    "RecordCorruption",
    "Ticker",
    "amounts",
    "business_days",
    "claims",
    "clean_financing",
    "clean_rates",
    "clean_remittances",
    "clean_trade",
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
    "decimal_shifted",
    "decimals",
    "duplicate_with_other_value",
    "eligibility_rules",
    "estimates",
    "exchange_rates",
    "financing_datasets",
    "financing_operations",
    "hs_codes",
    "inverse_pair_inconsistent",
    "inverted",
    "kinds_mixed",
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
    "no_bulletin",
    "nominal_lost",
    "nominal_twice",
    "numerals",
    "peg_violated",
    "periods",
    "policies",
    "portfolios",
    "printed_rates",
    "problems",
    "quantities",
    "rate_datasets",
    "rate_tables",
    "ratios",
    "records",
    "redenominated",
    "register",
    "remittance_datasets",
    "remittance_flows",
    "reports",
    "results",
    "samples",
    "seeded",
    "seeded_rows",
    "sending_costs",
    "shipped",
    "sides_swapped",
    "spike",
    "stage_histories",
    "stale_run",
    "swapped_columns",
    "targets",
    "tickers",
    "too_few_significant_digits",
    "top_ups",
    "trade_agreements",
    "trade_datasets",
    "trade_deals",
    "trade_flows",
    "trade_measures",
    "tranches",
    "transfer_quotes",
    "triangle_inconsistent",
    "unit_prices",
    "units",
    "withdrawn_code",
    "wrong_currency",
]
