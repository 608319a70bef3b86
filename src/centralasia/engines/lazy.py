"""Lazy frames: converted by their own engine, or batch by batch where that would not be exact."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, Literal, NamedTuple

import attrs
import narwhals as nw
import pyarrow as pa

from centralasia.arrays.calendars import Question
from centralasia.engines.batches import BATCH, Batches
from centralasia.engines.eager import Asked
from centralasia.engines.findings import findings_of, tally
from centralasia.engines.joins import Beside, converted_by_join, hidden
from centralasia.engines.presence import found_in, present
from centralasia.engines.tables import dense_table
from centralasia.errors import ValidationFailedError, WrongTypeError

__all__ = ["check_amounts", "convert_lazy"]

_Lazy = nw.LazyFrame[Any]
_AS_TEXT: Final = re.compile(r"\bBIT\b|\bTIME WITH TIME ZONE\b")
"""Types of DuckDB that it turns into others for Arrow, so that they would not come back as they were."""


class _Engine(NamedTuple):
    """What an engine does its own way.

    Attributes:
        joined: Converts by a join with the rates, None where batches are quicker.
        in_batches: Hands its rows to a function in batches, and takes back what it gives.
    """

    joined: Callable[[_Lazy, Asked, Question], _Lazy] | None
    in_batches: Callable[[_Lazy, Batches], Any]


def convert_lazy(given: _Lazy, asked: Asked, question: Question, on_problem: Literal["null", "raise", "report"]) -> Any:  # noqa: ANN401 - of the caller's library
    """Convert the amounts of a lazy frame.

    Args:
        given: The frame.
        asked: The columns, and what is wanted.
        question: The rates, and how they answer.
        on_problem: How the caller wants to hear of rows that cannot be converted.

    Returns:
        A frame of the same kind; with "report" a report, too.

    Raises:
        InvalidValueError: A column is not there.
        WrongTypeError: A column, or the frame, is of something else.
        ValidationFailedError: Some rows cannot be converted, and "raise" is asked for.
    """
    engine = _engine_of(given)
    if engine is None:
        kinds = "a frame of pandas, polars, pyarrow, DuckDB, Ibis, Dask or Spark"
        raise WrongTypeError("frame", given.implementation.value, kinds)
    found = found_in(given.collect_schema(), asked)
    if on_problem == "null":
        return _converted(given, asked, question, engine).to_native()
    wanted = attrs.evolve(asked, details=[*dict.fromkeys([*asked.details, "problem"])])
    made = _converted(given, wanted, question, engine)
    report = findings_of(tally(made, asked, found), asked, found)
    if on_problem == "raise" and report.problems:
        raise ValidationFailedError(report)
    native = (made if "problem" in asked.details else made.drop(f"{asked.name}_problem")).to_native()
    return native if on_problem == "raise" else (native, report)


def check_amounts(kind: Any) -> None:  # noqa: ANN401 - a type of narwhals
    """Check that a column can hold amounts.

    Args:
        kind: Its type.

    Raises:
        WrongTypeError: It cannot.
    """
    if not (kind.is_numeric() or isinstance(kind, nw.String | nw.Categorical | nw.Enum | nw.Object | nw.Unknown)):
        raise WrongTypeError("amount", str(kind), "a column of numbers, decimals or texts")


def _converted(given: _Lazy, asked: Asked, question: Question, engine: _Engine) -> _Lazy:
    """Join with the rates where floats of numbers are wanted; exact results and texts go in batches."""
    kind = given.collect_schema()[asked.amount]
    check_amounts(kind)
    if asked.exact or not kind.is_numeric() or engine.joined is None:
        made: _Lazy = nw.from_native(engine.in_batches(given, Batches(asked, question)))
        return made
    return engine.joined(given, asked, question)


def _engine_of(given: _Lazy) -> _Engine | None:
    if given.implementation.is_pyspark():  # pragma: no cover - run with the tests of Spark
        from centralasia.engines import spark  # noqa: PLC0415 - for those who have it

        return _Engine(spark.joined, spark.in_batches)
    return _ENGINES.get(given.implementation)


def _joined(given: _Lazy, asked: Asked, question: Question, *, beside: Beside) -> _Lazy:
    """Join with the rates of what stands in the frame."""
    there = present(given, asked)
    return converted_by_join(given, asked, there, dense_table(asked, question, there), beside)


def _polars_batches(given: _Lazy, batches: Batches) -> Any:  # noqa: ANN401 - of polars
    """Convert when it is collected, as an expression: polars moves filters before it and reads no column in vain."""
    polars, native = given.implementation.to_native_namespace(), given.to_native()
    schema, made = native.collect_schema(), hidden("converted")
    columns = batches.reads(schema.names())
    kinds = batches(polars.DataFrame(schema={name: schema[name] for name in columns})).schema

    def run(rows: Any) -> Any:  # noqa: ANN401 - of polars
        return batches(rows.struct.unnest()).select(batches.names).to_struct(made)

    kind = polars.Struct({name: kinds[name] for name in batches.names})
    converted = polars.struct(columns).map_batches(run, return_dtype=kind, is_elementwise=True)
    fields = [polars.col(made).struct.field(name) for name in batches.names]
    return native.with_columns(converted.alias(made)).with_columns(fields).drop(made)


def _beside_duckdb(given: _Lazy, rates: pa.Table, keys: Sequence[str]) -> _Lazy:
    right: _Lazy = nw.from_native(_scanned(given.to_native(), rates))
    return given.join(right, on=list(keys), how="left")


def _scanned(relation: Any, table: pa.Table) -> Any:  # noqa: ANN401 - of DuckDB
    """Give a table as a relation of the same connection, which finds it by the name of the variable."""
    _centralasia_table = table
    return relation.query(hidden("frame"), "SELECT * FROM _centralasia_table")


def _duckdb_batches(given: _Lazy, batches: Batches) -> Any:  # noqa: ANN401 - of DuckDB
    """Convert now: a connection that answers one query cannot ask another one meanwhile."""
    relation, column = given.to_native(), given.implementation.to_native_namespace().ColumnExpression
    kinds = dict(zip(relation.columns, map(str, relation.dtypes), strict=True))
    sent = relation.select(
        *(column(name).cast("VARCHAR" if _AS_TEXT.search(kind) else kind).alias(name) for name, kind in kinds.items())
    )
    made = _scanned(relation, batches.table(pa.RecordBatchReader.from_stream(sent)))
    back = {name: kind for name, kind in kinds.items() if name not in batches.names}
    return made.select(
        *(column(name).cast(back[name]).alias(name) if name in back else column(name) for name in made.columns)
    )


def _beside_ibis(given: _Lazy, rates: pa.Table, keys: Sequence[str]) -> _Lazy:
    right = nw.from_native(given.implementation.to_native_namespace().memtable(rates))
    return given.join(right, on=list(keys), how="left")


def _ibis_batches(given: _Lazy, batches: Batches) -> Any:  # noqa: ANN401 - of Ibis
    """Convert now, and give what came out as a table in memory, which Ibis takes to any backend."""
    rows = given.to_native().to_pyarrow()
    made = batches.table(pa.RecordBatchReader.from_batches(rows.schema, rows.to_batches(BATCH)))
    return given.implementation.to_native_namespace().memtable(made)


_ENGINES: Final = {
    nw.Implementation.POLARS: _Engine(None, _polars_batches),
    nw.Implementation.DUCKDB: _Engine(partial(_joined, beside=_beside_duckdb), _duckdb_batches),
    nw.Implementation.IBIS: _Engine(partial(_joined, beside=_beside_ibis), _ibis_batches),
}
