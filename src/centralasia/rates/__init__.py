"""Exchange rates as published, tables of them, crosses, and dated conversion that says which rates it used."""

from centralasia.rates.conversions import Conversion, MoneyRange
from centralasia.rates.embedded import convert, convert_estimate, embedded_rates
from centralasia.rates.inversions import InvertedRateWarning, looks_inverted
from centralasia.rates.policies import ExactDay, LastKnown, NextKnown, Policy, Published
from centralasia.rates.quotes import ExchangeRate, RateKind, Side
from centralasia.rates.routes import Leg
from centralasia.rates.tables import RateTable

__all__ = [
    "Conversion",
    "ExactDay",
    "ExchangeRate",
    "InvertedRateWarning",
    "LastKnown",
    "Leg",
    "MoneyRange",
    "NextKnown",
    "Policy",
    "Published",
    "RateKind",
    "RateTable",
    "Side",
    "convert",
    "convert_estimate",
    "embedded_rates",
    "looks_inverted",
]
