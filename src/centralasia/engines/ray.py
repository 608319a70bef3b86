"""Ray: each block of a dataset converted by the kernels of frames in memory, none of them moved."""

import pickle
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any, Final

import pyarrow as pa

from centralasia.arrays.calendars import Question
from centralasia.engines.batches import BATCH, Batches
from centralasia.engines.eager import Asked
from centralasia.engines.findings import findings_of, tally, with_problem
from centralasia.engines.lazy import check_amounts
from centralasia.engines.presence import Found, found_in
from centralasia.records.frames import narwhals
from centralasia.validation import Report

__all__ = ["convert_dataset", "converted", "tallied"]

_KEPT: Final = 4  # rates of so many conversions stay in a worker


def convert_dataset(
    given: Any,  # noqa: ANN401 - of Ray
    asked: Asked,
    question: Question,
    *,
    reports: bool,
) -> tuple[Any, Report | None]:
    """Convert the amounts of a dataset of Ray.

    Args:
        given: The dataset.
        asked: The columns, and what is wanted.
        question: The rates, and how they answer.
        reports: Whether the rows that cannot be converted are to be looked for.

    Returns:
        A dataset, and a report where one is wanted.

    Raises:
        InvalidValueError: A column is not there.
        WrongTypeError: A column is of something else.
    """
    found = _checked(given, asked)
    if not reports:
        return _lazily(given, asked, question), None
    wanted = with_problem(asked)
    made = _lazily(given, wanted, question)
    counted = made.map_batches(tallied, batch_format="pyarrow", batch_size=None, fn_kwargs={"asked": wanted})
    report = findings_of(_rows(counted.iter_batches(batch_format="pyarrow")), wanted, found)
    if "problem" in asked.details:
        return made, report
    problem = f"{asked.name}_problem"
    is_theirs = problem in given.schema().names
    return _lazily(given, asked, question) if is_theirs else made.drop_columns([problem]), report


def _rows(batches: Iterable[pa.Table]) -> Iterable[Mapping[str, Any]]:
    return chain.from_iterable(batch.to_pylist() for batch in batches)


def _checked(given: Any, asked: Asked) -> Found:  # noqa: ANN401 - of Ray
    """Look at the columns before anything runs; Ray reads a file for that where it must."""
    known = given.schema()
    columns = {} if known is None else dict(zip(known.names, known.types, strict=True))
    schema = narwhals().from_native(pa.schema(columns).empty_table()).schema
    found = found_in(schema, asked)
    check_amounts(asked.amount, schema[asked.amount])
    return found


def _lazily(given: Any, asked: Asked, question: Question) -> Any:  # noqa: ANN401 - of Ray
    sent = {"sent": pickle.dumps(Batches(asked, question))}
    return given.map_batches(converted, batch_format="pyarrow", batch_size=BATCH, zero_copy_batch=True, fn_kwargs=sent)


def converted(batch: pa.Table, sent: bytes) -> pa.Table:
    """Convert a batch, in a worker.

    Args:
        batch: The batch.
        sent: What converts, as it was sent.
    """
    made: pa.Table = _received(sent)(batch)
    return made


@lru_cache(_KEPT)
def _received(sent: bytes) -> Batches:
    """Read the rates once in each worker, and keep what is worked out from one batch to the next."""
    batches: Batches = pickle.loads(sent)  # noqa: S301 - the driver has sent it
    return batches


def tallied(block: pa.Table, asked: Asked) -> pa.Table:
    """Count the troubles of a block, in a worker.

    Args:
        block: Converted rows.
        asked: The columns, and what is wanted.
    """
    given = narwhals().from_native(block).lazy()
    kinds = pa.schema({"problem": pa.string(), "rows": pa.int64(), "first": pa.string(), "last": pa.string()})
    return pa.Table.from_pylist(tally(given, asked, found_in(given.collect_schema(), asked)), kinds)
