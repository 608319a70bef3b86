"""Ray: each block of a dataset converted by the kernels of frames in memory, none of them moved."""

import pickle
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any, Final, Literal

import attrs
import pyarrow as pa

from centralasia.arrays.calendars import Question
from centralasia.engines.batches import BATCH, Batches
from centralasia.engines.eager import Asked
from centralasia.engines.findings import findings_of, tally
from centralasia.engines.lazy import check_amounts
from centralasia.engines.presence import Found, found_in
from centralasia.errors import ValidationFailedError
from centralasia.records.frames import narwhals

__all__ = ["convert_dataset", "converted", "tallied"]

_KEPT: Final = 4  # rates of so many conversions stay in a worker


def convert_dataset(
    given: Any,  # noqa: ANN401 - of Ray
    asked: Asked,
    question: Question,
    on_problem: Literal["null", "raise", "report"],
) -> Any:  # noqa: ANN401 - of Ray
    """Convert the amounts of a dataset of Ray.

    Args:
        given: The dataset.
        asked: The columns, and what is wanted.
        question: The rates, and how they answer.
        on_problem: How the caller wants to hear of rows that cannot be converted.

    Returns:
        A dataset; with "report" a report, too.

    Raises:
        InvalidValueError: A column is not there.
        WrongTypeError: A column is of something else.
        ValidationFailedError: Some rows cannot be converted, and "raise" is asked for.
    """
    found = _checked(given, asked)
    if on_problem == "null":
        return _lazily(given, asked, question)
    wanted = attrs.evolve(asked, details=[*dict.fromkeys([*asked.details, "problem"])])
    made = _lazily(given, wanted, question)
    counted = made.map_batches(tallied, batch_format="pyarrow", batch_size=None, fn_kwargs={"asked": wanted})
    report = findings_of(_rows(counted.iter_batches(batch_format="pyarrow")), wanted, found)
    if on_problem == "raise" and report.problems:
        raise ValidationFailedError(report)
    shown = made if "problem" in asked.details else made.drop_columns([f"{asked.name}_problem"])
    return shown if on_problem == "raise" else (shown, report)


def _rows(batches: Iterable[pa.Table]) -> Iterable[Mapping[str, Any]]:
    return chain.from_iterable(batch.to_pylist() for batch in batches)


def _checked(given: Any, asked: Asked) -> Found:  # noqa: ANN401 - of Ray
    """Look at the columns before anything runs; Ray reads a file for that where it must."""
    known = given.schema()
    columns = {} if known is None else dict(zip(known.names, known.types, strict=True))
    schema = narwhals().from_native(pa.schema(columns).empty_table()).schema
    found = found_in(schema, asked)
    check_amounts(schema[asked.amount])
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
