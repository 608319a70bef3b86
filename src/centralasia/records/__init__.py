"""Declaration of domain classes: one attrs class whose fields carry their columns, and all that follows from it.

From one declaration come the checking constructor, rows, JSON, Frictionless Table Schema and JSON Schema.
"""

from centralasia.records.columns import Column, Layout, column
from centralasia.records.declarations import (
    Declaration,
    EstimateColumns,
    columns_of,
    declaration_of,
    evolve,
    record,
    register_composite,
)
from centralasia.records.documents import from_dict, from_json, to_dict, to_json
from centralasia.records.frames import to_frame
from centralasia.records.kinds import Scalar, register
from centralasia.records.rows import from_row, to_row
from centralasia.records.schemas import json_schema, table_schema
from centralasia.records.tables import read_csv

__all__ = [
    "Column",
    "Declaration",
    "EstimateColumns",
    "Layout",
    "Scalar",
    "column",
    "columns_of",
    "declaration_of",
    "evolve",
    "from_dict",
    "from_json",
    "from_row",
    "json_schema",
    "read_csv",
    "record",
    "register",
    "register_composite",
    "table_schema",
    "to_dict",
    "to_frame",
    "to_json",
    "to_row",
]
