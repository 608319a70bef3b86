"""Data sets that ship: sourced facts of the region in the records of this library, small enough to read in full."""

from centralasia.datasets.catalogue import DataSet, dataset, datasets
from centralasia.datasets.farming import (
    farm_deals,
    farm_statements,
    farm_targets,
    farm_trade_flows,
    grain_flows,
    trade_measures,
)
from centralasia.datasets.lending import (
    eib_eligibility_rules,
    eib_memoranda,
    eib_operations,
    eib_statements,
    global_gateway_claims,
    payme_points,
)
from centralasia.datasets.projects import Candidate, Project, projects
from centralasia.datasets.remittances import remittance_flows, remittance_reports, remittance_statements
from centralasia.datasets.routes import Route, RouteKind, RouteStage, oil_routes, power_lines

__all__ = [
    "Candidate",
    "DataSet",
    "Project",
    "Route",
    "RouteKind",
    "RouteStage",
    "dataset",
    "datasets",
    "eib_eligibility_rules",
    "eib_memoranda",
    "eib_operations",
    "eib_statements",
    "farm_deals",
    "farm_statements",
    "farm_targets",
    "farm_trade_flows",
    "global_gateway_claims",
    "grain_flows",
    "oil_routes",
    "payme_points",
    "power_lines",
    "projects",
    "remittance_flows",
    "remittance_reports",
    "remittance_statements",
    "trade_measures",
]
