"""Frames: bulk twins of scalar functions, on the caller's own dataframe library (extra ``frames``)."""

from centralasia.frames.answers import NoResultWarning, RowProblem
from centralasia.frames.corridors import corridor_matrix, mirror, mirror_flows
from centralasia.frames.files import convert_file
from centralasia.frames.functions import UnconvertedWarning, convert
from centralasia.frames.groups import decumulate, growth
from centralasia.frames.namespaces import FrameNamespace, register
from centralasia.frames.twins import restate, shares_of_gdp, to_period_average

__all__ = [
    "FrameNamespace",
    "NoResultWarning",
    "RowProblem",
    "UnconvertedWarning",
    "convert",
    "convert_file",
    "corridor_matrix",
    "decumulate",
    "growth",
    "mirror",
    "mirror_flows",
    "register",
    "restate",
    "shares_of_gdp",
    "to_period_average",
]
