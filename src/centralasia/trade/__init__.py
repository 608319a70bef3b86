"""Trade: agreements, deals, flows, measures and targets as records, and the arithmetic they are compared with."""

from centralasia.trade.agreements import AgreementKind, SharedAgreements, TradeAgreement, shared_agreements
from centralasia.trade.comparisons import (
    CIF_FOB,
    DealComparison,
    Fulfilment,
    Mirrors,
    TradeMirror,
    deals_against_flows,
    mirror_flows,
    mirrors_of,
)
from centralasia.trade.comtrade import Flow, Valuation
from centralasia.trade.deals import DealKind, DealTotal, Incoterm, TradeDeal, total_of_deals
from centralasia.trade.flows import TradeFlow
from centralasia.trade.harmonised import TOTAL, HSCode, HSLevel, hs_code, hs_sections, revisions_of
from centralasia.trade.indices import (
    balassa,
    concentration,
    herfindahl,
    revealed_advantage,
    shares,
    symmetric_advantage,
    trade_balance,
    unit_value,
)
from centralasia.trade.measures import Direction, MeasureKind, MeasuresFound, TradeMeasure, find_measures
from centralasia.trade.revisions import Revision
from centralasia.trade.targets import Target, TargetProgress, flow_before, growth_between, target_progress

__all__ = [
    "CIF_FOB",
    "TOTAL",
    "AgreementKind",
    "DealComparison",
    "DealKind",
    "DealTotal",
    "Direction",
    "Flow",
    "Fulfilment",
    "HSCode",
    "HSLevel",
    "Incoterm",
    "MeasureKind",
    "MeasuresFound",
    "Mirrors",
    "Revision",
    "SharedAgreements",
    "Target",
    "TargetProgress",
    "TradeAgreement",
    "TradeDeal",
    "TradeFlow",
    "TradeMeasure",
    "TradeMirror",
    "Valuation",
    "balassa",
    "concentration",
    "deals_against_flows",
    "find_measures",
    "flow_before",
    "growth_between",
    "herfindahl",
    "hs_code",
    "hs_sections",
    "mirror_flows",
    "mirrors_of",
    "revealed_advantage",
    "revisions_of",
    "shared_agreements",
    "shares",
    "symmetric_advantage",
    "target_progress",
    "total_of_deals",
    "trade_balance",
    "unit_value",
]
