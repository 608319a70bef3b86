"""Registration with Hypothesis: which strategy stands for which type of the library.

Hypothesis calls `register` when it starts, through its entry points, and most runs that use Hypothesis never touch a
rate. So nothing of the library is loaded then: a type is registered right after its room is imported by whoever wants
it, and its strategy is looked up when it is first asked for.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Final, final

from hypothesis import strategies as st

__all__ = ["register", "strategy_of"]

_TESTING: Final = "centralasia.testing"
_FROM_DECLARATION: Final = "records"
_BY_CLASS: Final = frozenset({"policies", "results", "shipped", _FROM_DECLARATION})  # take the class that is wanted
_STRATEGIES: Final[dict[str, Mapping[str, str]]] = {
    "centralasia.numbers": {"Estimate": "estimates", "Marks": "marks", "Ratio": "ratios"},
    "centralasia.periods": {"Period": "periods"},
    "centralasia.records": {"EstimateColumns": _FROM_DECLARATION},
    "centralasia.reference": {
        "Conflict": "shipped",
        "Country": "countries",
        "Currency": "currencies",
        "Fact": "shipped",
        "Grouping": "shipped",
        "Indicator": "shipped",
        "Membership": "shipped",
        "Peg": "shipped",
        "PublicationCalendar": "shipped",
        "PublicationRule": "shipped",
        "Regime": "shipped",
        "Source": "shipped",
    },
    "centralasia.money": {
        "Money": "money",
        "MoneyColumns": _FROM_DECLARATION,
        "MoneyEstimate": "money_estimates",
        "MoneyEstimateColumns": _FROM_DECLARATION,
    },
    "centralasia.rates": {
        "Conversion": "conversions",
        "ExactDay": "policies",
        "ExchangeRate": "exchange_rates",
        "LastKnown": "policies",
        "Leg": "legs",
        "MoneyRange": "money_ranges",
        "NextKnown": "policies",
        "Policy": "policies",
        "Published": "policies",
        "RateTable": "rate_tables",
    },
    "centralasia.quantities": {
        "Bridge": "shipped",
        "Condition": "shipped",
        "Quantity": "quantities",
        "QuantityColumns": _FROM_DECLARATION,
        "Step": "results",
        "Unit": "units",
        "UnitConversion": "results",
        "UnitPrice": "unit_prices",
        "UnitPriceColumns": _FROM_DECLARATION,
    },
    "centralasia.series": {"Measured": "quantities", "Mirror": "results", "Remaining": "results"},
    "centralasia.remittances": {
        "CorridorMatrix": "results",
        "CostGoal": "shipped",
        "FlowKey": "results",
        "FlowMirror": "results",
        "FlowMirrors": "results",
        "GdpShare": "results",
        "NetFlows": "results",
        "RemittanceFlow": "remittance_flows",
        "SendingCost": "sending_costs",
        "TotalCheck": "results",
        "TransferQuote": "transfer_quotes",
    },
    "centralasia.trade": {
        "DealComparison": "results",
        "DealTotal": "results",
        "Fulfilment": "results",
        "HSCode": "hs_codes",
        "MeasuresFound": "results",
        "Mirrors": "results",
        "SharedAgreements": "results",
        "Target": "targets",
        "TargetProgress": "results",
        "TradeAgreement": "trade_agreements",
        "TradeDeal": "trade_deals",
        "TradeFlow": "trade_flows",
        "TradeMeasure": "trade_measures",
        "TradeMirror": "results",
    },
    "centralasia.financing": {
        "Contribution": "contributions",
        "ConversionBasis": "conversion_bases",
        "CountryShare": _FROM_DECLARATION,
        "DACSector": "dac_sectors",
        "Eligibility": "results",
        "EligibilityRule": "eligibility_rules",
        "FinancingOperation": "financing_operations",
        "Memorandum": "memoranda",
        "Portfolio": "portfolios",
        "PortfolioLine": _FROM_DECLARATION,
        "PortfolioTable": "results",
        "Position": "results",
        "SectorShare": _FROM_DECLARATION,
        "StageEvent": _FROM_DECLARATION,
        "TopUp": "top_ups",
        "Tranche": "tranches",
    },
    "centralasia.loans": {
        "BusinessDays": "business_days",
        "DebtCalendar": "results",
        "DebtService": "results",
        "DiscountRate": "shipped",
        "Exposure": "results",
        "Instalment": "results",
        "LoanSchedule": "loan_schedules",
        "LoanTerms": "loan_terms",
        "ServiceCost": "results",
    },
    "centralasia.validation": {"Problem": "problems", "Report": "reports", "Sample": "samples"},
    "centralasia.claims": {"Claim": "claims"},
    "centralasia.datasets": {"Candidate": "shipped", "DataSet": "shipped", "Project": "shipped", "Route": "shipped"},
}


def register() -> None:
    """Let ``st.from_type`` know the types of the library.

    Once the package is installed Hypothesis calls this itself. Calling it again changes nothing.

    Example:
        >>> import centralasia as ca
        >>> from hypothesis import find
        >>> register()
        >>> find(st.from_type(ca.Money), lambda amount: amount.currency.code == "UZS")
        Money.of('0', 'UZS')
    """
    if not any(isinstance(finder, _Watch) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Watch())
        for room in _STRATEGIES.keys() & sys.modules.keys():
            _register(sys.modules[room])


def strategy_of(cls: type[Any]) -> st.SearchStrategy[Any] | None:
    """Give the strategy for a type of the library that has one of its own, and not only its declaration.

    Example:
        >>> import centralasia as ca
        >>> strategy_of(ca.Estimate) is None, strategy_of(int) is None
        (False, True)
    """
    room = ".".join(cls.__module__.split(".")[:2])
    name = _STRATEGIES.get(room, {}).get(cls.__name__)
    if name in {None, _FROM_DECLARATION} or getattr(sys.modules[room], cls.__name__) is not cls:
        return None
    return _resolver(name)(cls)


def _resolver(name: str) -> Callable[[type[Any]], st.SearchStrategy[Any]]:
    def strategy(cls: type[Any]) -> st.SearchStrategy[Any]:
        make = getattr(import_module(_TESTING), name)
        found: st.SearchStrategy[Any] = make(cls) if name in _BY_CLASS else make()
        return found

    return strategy


def _register(room: ModuleType) -> None:
    for type_name, strategy_name in _STRATEGIES[room.__name__].items():
        st.register_type_strategy(getattr(room, type_name), _resolver(strategy_name))


@final
class _Watch(MetaPathFinder):
    """Notices when a room is imported, and leaves the finding of it to the finders that were there before."""

    def __init__(self) -> None:
        self._searched: set[str] = set()

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - what finders are given
        target: ModuleType | None = None,  # noqa: ARG002 - the same
    ) -> ModuleSpec | None:
        if fullname not in _STRATEGIES or fullname in self._searched:
            return None
        self._searched.add(fullname)  # the search below comes by here again
        try:
            spec = find_spec(fullname)
        finally:
            self._searched.remove(fullname)
        if spec is not None and spec.loader is not None:
            spec.loader = _Registering(spec, spec.loader)
        return spec


@final
class _Registering(Loader):
    """Loads a room as its own loader does, then registers its types."""

    def __init__(self, spec: ModuleSpec, loader: Loader) -> None:
        self._spec = spec
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._spec.loader = module.__loader__ = self._loader  # the resources of the room are found through it
        self._loader.exec_module(module)
        _register(module)
