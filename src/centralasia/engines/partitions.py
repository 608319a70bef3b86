"""Dask: each partition converted by the kernels of frames in memory, none of them moved."""

from importlib import import_module
from itertools import chain
from typing import Any

import pyarrow as pa

from centralasia.arrays.calendars import Question
from centralasia.arrays.columns import arrow_of
from centralasia.engines.batches import Batches
from centralasia.engines.eager import Asked
from centralasia.engines.findings import findings_of, tally, with_problem
from centralasia.engines.lazy import check_amounts
from centralasia.engines.presence import found_in
from centralasia.records.frames import narwhals
from centralasia.validation import Report

__all__ = ["convert_partitions"]

_dask: Any = import_module("dask")  # whoever has a frame of it has brought it
_utils: Any = import_module("dask.dataframe.utils")


def convert_partitions(
    frame: Any,  # noqa: ANN401 - of Dask
    asked: Asked,
    question: Question,
    *,
    reports: bool,
) -> tuple[Any, Report | None]:
    """Convert the amounts of a frame of Dask.

    Args:
        frame: The frame.
        asked: The columns, and what is wanted.
        question: The rates, and how they answer.
        reports: Whether the rows that cannot be converted are to be looked for.

    Returns:
        A frame of Dask, and a report where one is wanted.

    Raises:
        InvalidValueError: A column is not there.
        WrongTypeError: A column is of something else.
    """
    if not reports:
        return _converted(frame, asked, question), None
    wanted = with_problem(asked)
    made = _converted(frame, wanted, question)
    report = _report(made, wanted)
    if "problem" in asked.details:
        return made, report
    problem = f"{asked.name}_problem"
    is_theirs = problem in frame.columns
    return _converted(frame, asked, question) if is_theirs else made.drop(columns=problem), report


def _converted(frame: Any, asked: Asked, question: Question) -> Any:  # noqa: ANN401 - of Dask
    """Convert when it is computed; what is asked goes to each worker once, and its calendar stays there."""
    batches, meta = Batches(asked, question), _utils.make_meta(frame)
    schema = narwhals().from_native(meta).schema
    found_in(schema, asked)
    check_amounts(asked.amount, schema[asked.amount])
    return frame.map_partitions(_apply, _dask.delayed(batches), meta=batches(meta), align_dataframes=False)


def _apply(part: Any, batches: Batches) -> Any:  # noqa: ANN401 - of pandas
    return batches(part)


def _report(made: Any, asked: Asked) -> Report:  # noqa: ANN401 - of Dask
    """Count troubles in each partition, and put the counts together."""
    found = found_in(narwhals().from_native(_utils.make_meta(made)).schema, asked)
    tallies = _dask.compute(*(_dask.delayed(_tally)(part, asked) for part in made.to_delayed()))
    return findings_of(chain.from_iterable(tallies), asked, found)


def _tally(part: Any, asked: Asked) -> list[dict[str, Any]]:  # noqa: ANN401 - of pandas
    frame = narwhals().from_native(part)
    found = found_in(frame.schema, asked)
    names = (asked.amount, found.source, found.target, found.time, f"{asked.name}_problem")
    table = pa.table({name: arrow_of(frame[name]) for name in names if isinstance(name, str)})
    given = narwhals().from_native(table).lazy()
    return tally(given, asked, found_in(given.collect_schema(), asked))
