"""Countries, currencies, groupings, regimes, indicators and calendars, each fact with its days and its source."""

from centralasia.reference.calendars import (
    PublicationCalendar,
    PublicationRule,
    Rhythm,
    publication_calendar,
    publication_calendars,
)
from centralasia.reference.countries import WORLD, Country, countries, country
from centralasia.reference.currencies import Currency, currencies, currency
from centralasia.reference.finders import find_country, find_currency
from centralasia.reference.groupings import Grouping, Membership, Status, grouping, groupings
from centralasia.reference.indicators import Indicator, ObservationStatus, indicator, indicators, vintages
from centralasia.reference.names import find_locale
from centralasia.reference.regimes import Peg, Regime, RegimeKind, pegs, regimes
from centralasia.reference.sources import Certainty, Conflict, Fact, Source, as_source, near, source, sources

__all__ = [
    "WORLD",
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
    "PublicationCalendar",
    "PublicationRule",
    "Regime",
    "RegimeKind",
    "Rhythm",
    "Source",
    "Status",
    "as_source",
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
    "publication_calendar",
    "publication_calendars",
    "regimes",
    "source",
    "sources",
    "vintages",
]
