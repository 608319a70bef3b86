"""Countries, currencies, groupings, regimes and indicators, each fact with its days and its source."""

from centralasia.reference.countries import Country, countries, country
from centralasia.reference.currencies import Currency, currencies, currency
from centralasia.reference.finders import find_country, find_currency
from centralasia.reference.groupings import Grouping, Membership, Status, grouping, groupings
from centralasia.reference.indicators import Indicator, ObservationStatus, indicator, indicators, vintages
from centralasia.reference.names import find_locale
from centralasia.reference.regimes import Peg, Regime, RegimeKind, pegs, regimes
from centralasia.reference.sources import Certainty, Conflict, Fact, Source, source, sources
from centralasia.reference.suggestions import near

__all__ = [
    "Certainty",
    "Conflict",
    "Country",
    "Currency",
    "Fact",
    "Grouping",
    "Indicator",
    "Membership",
    "ObservationStatus",
    "Peg",
    "Regime",
    "RegimeKind",
    "Source",
    "Status",
    "countries",
    "country",
    "currencies",
    "currency",
    "find_country",
    "find_currency",
    "find_locale",
    "grouping",
    "groupings",
    "indicator",
    "indicators",
    "near",
    "pegs",
    "regimes",
    "source",
    "sources",
    "vintages",
]
