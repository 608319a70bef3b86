"""Remittances: flows as records, their sums, matrices, mirrors and shares of GDP, and what sending costs."""

from centralasia.remittances.comparisons import (
    FlowMirror,
    FlowMirrors,
    GdpShare,
    NetFlows,
    convert_flows,
    mirror_flows,
    net_flow,
    net_flows,
    shares_of_gdp,
)
from centralasia.remittances.costs import (
    G20_GOAL,
    SDG_AVERAGE_GOAL,
    SDG_CORRIDOR_GOAL,
    CostGoal,
    SendingCost,
    TransferQuote,
    average_percent,
)
from centralasia.remittances.flows import Basis, Corridor, RemittanceFlow, RemittanceMeasure, Reporter
from centralasia.remittances.matrices import Cell, CorridorMatrix, corridor_matrix
from centralasia.remittances.series import FlowKey, cumulate_flows, decumulate_flows, flow_series, series_of
from centralasia.remittances.totals import (
    TotalCheck,
    TotalVerdict,
    check_totals,
    sum_over_destinations,
    sum_over_origins,
    total_of,
)

__all__ = [
    "G20_GOAL",
    "SDG_AVERAGE_GOAL",
    "SDG_CORRIDOR_GOAL",
    "Basis",
    "Cell",
    "Corridor",
    "CorridorMatrix",
    "CostGoal",
    "FlowKey",
    "FlowMirror",
    "FlowMirrors",
    "GdpShare",
    "NetFlows",
    "RemittanceFlow",
    "RemittanceMeasure",
    "Reporter",
    "SendingCost",
    "TotalCheck",
    "TotalVerdict",
    "TransferQuote",
    "average_percent",
    "check_totals",
    "convert_flows",
    "corridor_matrix",
    "cumulate_flows",
    "decumulate_flows",
    "flow_series",
    "mirror_flows",
    "net_flow",
    "net_flows",
    "series_of",
    "shares_of_gdp",
    "sum_over_destinations",
    "sum_over_origins",
    "total_of",
]
