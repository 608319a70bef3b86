"""Diagnosis: what is wrong with quotes, by their neighbours, their crosses and what is known (extra ``frames``)."""

from centralasia.diagnosis.breaks import Events, Steps, day_number, events_of, steps_of
from centralasia.diagnosis.causes import Cause, Verdicts
from centralasia.diagnosis.displaced import find_look_ahead, find_swapped_days
from centralasia.diagnosis.levels import find_swapped_series, judge_levels, known_levels
from centralasia.diagnosis.mixups import find_swapped_columns, find_swapped_sides, find_wrong_currencies
from centralasia.diagnosis.quotes import judge_quotes
from centralasia.diagnosis.series import Series
from centralasia.diagnosis.stale import Runs, find_stale
from centralasia.diagnosis.triangles import Pairs, find_inconsistent_inverses, find_inconsistent_triangles

__all__ = [
    "Cause",
    "Events",
    "Pairs",
    "Runs",
    "Series",
    "Steps",
    "Verdicts",
    "day_number",
    "events_of",
    "find_inconsistent_inverses",
    "find_inconsistent_triangles",
    "find_look_ahead",
    "find_stale",
    "find_swapped_columns",
    "find_swapped_days",
    "find_swapped_series",
    "find_swapped_sides",
    "find_wrong_currencies",
    "judge_levels",
    "judge_quotes",
    "known_levels",
    "steps_of",
]
