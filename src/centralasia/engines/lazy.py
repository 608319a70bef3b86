"""Lazy frames: converted by their own engine, or batch by batch where that would not be exact."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

import narwhals as nw
import pyarrow as pa

from centralasia.arrays.calendars import Question
from centralasia.arrays.columns import Column
from centralasia.arrays.problems import Counts
from centralasia.engines.batches import BATCH, Batches
from centralasia.engines.eager import Asked
from centralasia.engines.findings import findings_of, tally, with_problem
from centralasia.engines.joins import Beside, converted_by_join, hidden
from centralasia.engines.names import Fold, respelled, small_letters
from centralasia.engines.presence import found_in, present
from centralasia.engines.tables import dense_table
from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.validation import Report

__all__ = ["check_amounts", "convert_lazy"]

_Lazy = nw.LazyFrame[Any]
_AS_TEXT: Final = re.compile(r"\bBIT\b|\bTIME WITH TIME ZONE\b")
"""Types of DuckDB that it turns into others for Arrow, so that they would not come back as they were."""


class _Engine(NamedTuple):
    """What an engine does its own way.

    Attributes:
        joined: Converts by a join with the rates, None where batches are quicker.
        in_batches: Hands its rows to a function in batches, and takes back what it gives; where it does so at once, it
            also tells how many rows have no result.
        fold: Writes two names alike that are one for the engine.
    """

    joined: Callable[[_Lazy, Asked, Question], _Lazy] | None
    in_batches: Callable[[_Lazy, Batches], tuple[Any, Counts | None]]
    fold: Fold = str


def convert_lazy(
    given: _Lazy, asked: Asked, question: Question, *, reports: bool
) -> tuple[Any, Report | Counts | None]:
    """Convert the amounts of a lazy frame.

    Args:
        given: The frame.
        asked: The columns, and what is wanted.
        question: The rates, and how they answer.
        reports: Whether the rows that cannot be converted are to be looked for.

    Returns:
        A frame of the same kind, and a report; without one, the counts where the rows were converted at once.

    Raises:
        InvalidValueError: A column is not there, or two have one name for the engine.
        WrongTypeError: A column, or the frame, is of something else.
    """
    engine = _engine_of(given)
    if engine is None:
        kinds = "a frame of pandas, polars, pyarrow, DuckDB, Ibis, Dask or Spark"
        raise WrongTypeError("frame", given.implementation.value, kinds)
    given, asked = respelled(given, asked, engine.fold)
    found_in(given.collect_schema(), asked)  # refuses what is not there before anything runs
    if not reports:
        made, counts = _converted(given, asked, question, engine)
        return made.to_native(), counts
    wider, wanted = respelled(given, with_problem(asked), engine.fold)
    found = found_in(wider.collect_schema(), wanted)
    made, _ = _converted(wider, wanted, question, engine)
    report = findings_of(tally(made, wanted, found), wanted, found)
    if "problem" not in asked.details:
        problem = f"{asked.name}_problem"
        is_theirs = problem in wider.collect_schema().names()
        made = _converted(given, asked, question, engine)[0] if is_theirs else made.drop(problem)
    return made.to_native(), report


def check_amounts(name: str, kind: Any) -> None:  # noqa: ANN401 - a type of narwhals
    """Check that a column can hold amounts.

    Args:
        name: Its name.
        kind: Its type.

    Raises:
        WrongTypeError: It cannot.
    """
    if not (kind.is_numeric() or isinstance(kind, nw.String | nw.Categorical | nw.Enum | nw.Object | nw.Unknown)):
        raise WrongTypeError("amount", Column(name, str(kind)), "a column of numbers, decimals or texts")


def _converted(given: _Lazy, asked: Asked, question: Question, engine: _Engine) -> tuple[_Lazy, Counts | None]:
    """Join with the rates where floats of numbers are wanted; exact results and texts go in batches."""
    kind = given.collect_schema()[asked.amount]
    check_amounts(asked.amount, kind)
    if asked.exact or not kind.is_numeric() or engine.joined is None:
        native, counts = engine.in_batches(given, Batches(asked, question))
        return nw.from_native(native), counts
    return engine.joined(given, asked, question), None


def _engine_of(given: _Lazy) -> _Engine | None:
    if given.implementation.is_pyspark():  # pragma: no cover - run with the tests of Spark
        from centralasia.engines import spark  # noqa: PLC0415 - for those who have it

        return _Engine(spark.joined, spark.in_batches, spark.fold_of(given))
    return _ENGINES.get(given.implementation)


def _joined(given: _Lazy, asked: Asked, question: Question, *, beside: Beside) -> _Lazy:
    """Join with the rates of what stands in the frame."""
    there = present(given, asked)
    return converted_by_join(given, asked, there, dense_table(asked, question, there), beside)


def _polars_batches(given: _Lazy, batches: Batches) -> tuple[Any, None]:  # a frame of polars
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
    return native.with_columns(converted.alias(made)).with_columns(fields).drop(made), None


def _beside_duckdb(given: _Lazy, rates: pa.Table, keys: Sequence[str]) -> _Lazy:
    right: _Lazy = nw.from_native(_scanned(given.to_native(), rates))
    return given.join(right, on=list(keys), how="left")


def _scanned(relation: Any, table: pa.Table) -> Any:  # noqa: ANN401 - of DuckDB
    """Give a table as a relation of the same connection, which finds it by the name of the variable."""
    _centralasia_table = table
    return relation.query(hidden("frame"), "SELECT * FROM _centralasia_table")


def _duckdb_batches(given: _Lazy, batches: Batches) -> tuple[Any, Counts]:
    """Convert now: a connection that answers one query cannot ask another one meanwhile."""
    relation, column = given.to_native(), given.implementation.to_native_namespace().ColumnExpression
    kinds = dict(zip(relation.columns, map(str, relation.dtypes), strict=True))
    sent = relation.select(
        *(column(name).cast("VARCHAR" if _AS_TEXT.search(kind) else kind).alias(name) for name, kind in kinds.items())
    )
    with pa.RecordBatchReader.from_stream(sent) as reader:
        odd = [field.name for field in reader.schema if _has_union(field.type)]
        if odd:
            raise InvalidValueError("frame", odd, "a frame without columns of unions", "leave them out, or cast them")
        table, counts = batches.table(reader)
    made, back = _scanned(relation, table), {name: kind for name, kind in kinds.items() if name not in batches.names}
    return made.select(
        *(column(name).cast(back[name]).alias(name) if name in back else column(name) for name in made.columns)
    ), counts


def _has_union(kind: pa.DataType) -> bool:
    """Tell whether a type is, or has inside, a union, of which Arrow makes no columns."""
    return pa.types.is_union(kind) or any(_has_union(kind.field(place).type) for place in range(kind.num_fields))


def _beside_ibis(given: _Lazy, rates: pa.Table, keys: Sequence[str]) -> _Lazy:
    right = nw.from_native(given.implementation.to_native_namespace().memtable(rates))
    return given.join(right, on=list(keys), how="left")


def _ibis_batches(given: _Lazy, batches: Batches) -> tuple[Any, Counts]:
    """Convert now, and give what came out as a table in memory, which Ibis takes to any backend."""
    rows = given.to_native().to_pyarrow()
    made, counts = batches.table(pa.RecordBatchReader.from_batches(rows.schema, rows.to_batches(BATCH)))
    return given.implementation.to_native_namespace().memtable(made), counts


_ENGINES: Final = {
    nw.Implementation.POLARS: _Engine(None, _polars_batches),
    nw.Implementation.DUCKDB: _Engine(partial(_joined, beside=_beside_duckdb), _duckdb_batches, small_letters),
    nw.Implementation.IBIS: _Engine(partial(_joined, beside=_beside_ibis), _ibis_batches, small_letters),
}
