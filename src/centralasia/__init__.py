"""Exact, dated and sourced economic data of Central Asia.

The public nouns stand in this package and are resolved on first use: ``import centralasia`` reads no table and loads no
library before a name asks for one.

Example:
    >>> import centralasia as ca
    >>> ca.currency("KZT").minor_unit
    2
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from centralasia import arrays as arrays
    from centralasia import claims as claims
    from centralasia import datasets as datasets
    from centralasia import diagnosis as diagnosis
    from centralasia import engines as engines
    from centralasia import errors as errors
    from centralasia import feeds as feeds
    from centralasia import financing as financing
    from centralasia import frames as frames
    from centralasia import grammar as grammar
    from centralasia import languages as languages
    from centralasia import loans as loans
    from centralasia import money as money
    from centralasia import normalization as normalization
    from centralasia import numbers as numbers
    from centralasia import periods as periods
    from centralasia import quantities as quantities
    from centralasia import rates as rates
    from centralasia import readers as readers
    from centralasia import records as records
    from centralasia import reference as reference
    from centralasia import remittances as remittances
    from centralasia import rules as rules
    from centralasia import series as series
    from centralasia import store as store
    from centralasia import tables as tables
    from centralasia import testing as testing
    from centralasia import text as text
    from centralasia import trade as trade
    from centralasia import validation as validation
    from centralasia.claims import Claim as Claim
    from centralasia.claims import check_claim as check_claim
    from centralasia.errors import AmbiguousNumberError as AmbiguousNumberError
    from centralasia.errors import CentralAsiaError as CentralAsiaError
    from centralasia.errors import CentralAsiaWarning as CentralAsiaWarning
    from centralasia.errors import CurrencyMismatchError as CurrencyMismatchError
    from centralasia.errors import InvalidValueError as InvalidValueError
    from centralasia.errors import MissingExtraError as MissingExtraError
    from centralasia.errors import ParseError as ParseError
    from centralasia.errors import PeriodMismatchError as PeriodMismatchError
    from centralasia.errors import RateNotFoundError as RateNotFoundError
    from centralasia.errors import ReaderError as ReaderError
    from centralasia.errors import ReferenceDataError as ReferenceDataError
    from centralasia.errors import RoundingNeededError as RoundingNeededError
    from centralasia.errors import UnknownCodeError as UnknownCodeError
    from centralasia.errors import ValidationFailedError as ValidationFailedError
    from centralasia.errors import WrongTypeError as WrongTypeError
    from centralasia.feeds import fetch as fetch
    from centralasia.financing import Contribution as Contribution
    from centralasia.financing import FinancingOperation as FinancingOperation
    from centralasia.financing import Memorandum as Memorandum
    from centralasia.financing import TopUp as TopUp
    from centralasia.financing import Tranche as Tranche
    from centralasia.money import Money as Money
    from centralasia.money import MoneyEstimate as MoneyEstimate
    from centralasia.normalization import normalize as normalize
    from centralasia.numbers import Estimate as Estimate
    from centralasia.numbers import Rounding as Rounding
    from centralasia.periods import Period as Period
    from centralasia.periods import period as period
    from centralasia.quantities import Quantity as Quantity
    from centralasia.quantities import UnitPrice as UnitPrice
    from centralasia.rates import Conversion as Conversion
    from centralasia.rates import ExactDay as ExactDay
    from centralasia.rates import ExchangeRate as ExchangeRate
    from centralasia.rates import LastKnown as LastKnown
    from centralasia.rates import NextKnown as NextKnown
    from centralasia.rates import Published as Published
    from centralasia.rates import RateTable as RateTable
    from centralasia.rates import convert as convert
    from centralasia.rates import embedded_rates as embedded_rates
    from centralasia.readers import read_rates as read_rates
    from centralasia.reference import Country as Country
    from centralasia.reference import Currency as Currency
    from centralasia.reference import Source as Source
    from centralasia.reference import country as country
    from centralasia.reference import currency as currency
    from centralasia.reference import find_country as find_country
    from centralasia.reference import find_currency as find_currency
    from centralasia.reference import grouping as grouping
    from centralasia.reference import indicator as indicator
    from centralasia.remittances import RemittanceFlow as RemittanceFlow
    from centralasia.rules import validate as validate
    from centralasia.store import Store as Store
    from centralasia.store import StoreError as StoreError
    from centralasia.trade import Target as Target
    from centralasia.trade import TradeAgreement as TradeAgreement
    from centralasia.trade import TradeDeal as TradeDeal
    from centralasia.trade import TradeFlow as TradeFlow
    from centralasia.trade import TradeMeasure as TradeMeasure
    from centralasia.validation import Problem as Problem
    from centralasia.validation import Report as Report

_ROOMS = (
    "arrays",
    "claims",
    "datasets",
    "diagnosis",
    "engines",
    "errors",
    "feeds",
    "financing",
    "frames",
    "grammar",
    "languages",
    "loans",
    "money",
    "normalization",
    "numbers",
    "periods",
    "quantities",
    "rates",
    "readers",
    "records",
    "reference",
    "remittances",
    "rules",
    "series",
    "store",
    "tables",
    "testing",
    "text",
    "trade",
    "validation",
)
_ROOM_OF = {
    "AmbiguousNumberError": "errors",
    "CentralAsiaError": "errors",
    "CentralAsiaWarning": "errors",
    "Claim": "claims",
    "Contribution": "financing",
    "Conversion": "rates",
    "Country": "reference",
    "Currency": "reference",
    "CurrencyMismatchError": "errors",
    "Estimate": "numbers",
    "ExactDay": "rates",
    "ExchangeRate": "rates",
    "FinancingOperation": "financing",
    "InvalidValueError": "errors",
    "LastKnown": "rates",
    "Memorandum": "financing",
    "MissingExtraError": "errors",
    "Money": "money",
    "MoneyEstimate": "money",
    "NextKnown": "rates",
    "ParseError": "errors",
    "Period": "periods",
    "PeriodMismatchError": "errors",
    "Problem": "validation",
    "Published": "rates",
    "Quantity": "quantities",
    "RateNotFoundError": "errors",
    "RateTable": "rates",
    "ReaderError": "errors",
    "ReferenceDataError": "errors",
    "RemittanceFlow": "remittances",
    "Report": "validation",
    "Rounding": "numbers",
    "RoundingNeededError": "errors",
    "Source": "reference",
    "Store": "store",
    "StoreError": "store",
    "Target": "trade",
    "TopUp": "financing",
    "TradeAgreement": "trade",
    "TradeDeal": "trade",
    "TradeFlow": "trade",
    "TradeMeasure": "trade",
    "Tranche": "financing",
    "UnitPrice": "quantities",
    "UnknownCodeError": "errors",
    "ValidationFailedError": "errors",
    "WrongTypeError": "errors",
    "check_claim": "claims",
    "convert": "rates",
    "country": "reference",
    "currency": "reference",
    "embedded_rates": "rates",
    "fetch": "feeds",
    "find_country": "reference",
    "find_currency": "reference",
    "grouping": "reference",
    "indicator": "reference",
    "normalize": "normalization",
    "period": "periods",
    "read_rates": "readers",
    "validate": "rules",
}

_OF_FRAMES = frozenset({"narwhals", "numpy", "pyarrow"})
"""Libraries that come with the extra of frames."""

__all__ = sorted(_ROOM_OF)  # noqa: PLE0605 - made from the one table; type checkers read the imports above


if not TYPE_CHECKING:  # with a resolver in sight, a type checker would let every misspelt name pass

    def __getattr__(name: str) -> object:
        """Load what `name` stands for, and keep it, so that the next use is an ordinary look-up."""
        if name in _ROOM_OF:
            found = getattr(_room(_ROOM_OF[name]), name)
        elif name in _ROOMS:
            found = _room(name)
        else:
            raise AttributeError(_unknown(name), name=name)
        globals()[name] = found
        return found

    def __dir__() -> list[str]:
        """List what is not resolved yet as well."""
        return sorted({*globals(), *_ROOMS, *_ROOM_OF})


def _room(name: str) -> object:
    """Load a room; say which extra it needs where a library is missing."""
    try:
        return import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        if library not in _OF_FRAMES:
            raise
        from centralasia.errors import MissingExtraError  # noqa: PLC0415 - seldom needed

        raise MissingExtraError("frames", library) from error


def _unknown(name: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - a misspelling is no reason to slow down every import

    near = " or ".join(map(repr, get_close_matches(name, [*_ROOMS, *_ROOM_OF])))
    return f"module {__name__!r} has no attribute {name!r}" + (f"; did you mean {near}?" if near else "")
