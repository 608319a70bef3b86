"""Spark: rates broadcast to every executor, so that no row of the frame moves; exact results from its Arrow batches."""

import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any, Final

import narwhals as nw
import numpy as np
import pyarrow as pa
from pyspark.sql import Column, DataFrame, types
from pyspark.sql import functions as F  # noqa: N812 - as everybody calls it who uses it

from centralasia.arrays.calendars import Question
from centralasia.arrays.columns import EPOCH
from centralasia.arrays.problems import Trouble
from centralasia.engines.batches import BATCH, Batches
from centralasia.engines.eager import Asked
from centralasia.engines.joins import converted_by_join, hidden
from centralasia.engines.names import Fold
from centralasia.engines.presence import CURRENCY, DAY, Present, found_in, present
from centralasia.engines.spans import SHIFT, SPAN, kin_of, spans_of, whole_calendar
from centralasia.engines.tables import dense_table
from centralasia.errors import InvalidValueError
from centralasia.reference import Currency, currencies

__all__ = ["fold_of", "in_batches", "joined"]

_Lazy = nw.LazyFrame[Any]

_BLANK: Final = r"(?U)\A[\s\x1c-\x1f]*\z"
"""What Python takes for white space, as a pattern of Java."""
_CODE: Final = "span_currency"
_KEPT: Final = 4  # rates of so many conversions stay in a worker
_TYPES: Final[Mapping[pa.DataType, types.DataType]] = {
    pa.float64(): types.DoubleType(),
    pa.date32(): types.DateType(),
    pa.int32(): types.IntegerType(),
    pa.string(): types.StringType(),
}


def joined(given: _Lazy, asked: Asked, question: Question) -> _Lazy:
    """Convert the amounts of a frame as floats.

    Where days are converted to one currency, nothing is run: all rates that can answer are broadcast. Otherwise the
    frame is read once for the pairs and the days or texts that it has.

    Args:
        given: The frame.
        asked: The columns, and what is wanted.
        question: The rates, and how they answer.

    Raises:
        InvalidValueError: Names of columns with dots.
    """
    _check_names(given.columns)
    found = found_in(given.collect_schema(), asked)
    calendar = whole_calendar(found, asked, question)
    if calendar is None or not isinstance(found.target, Currency):
        there = present(given, asked)
        return converted_by_join(given, asked, there, dense_table(asked, question, there), _beside)
    none = np.empty(0, np.int64)
    anything = Present(
        found=found, sources=list(currencies()), targets=[], pairs=[], times=[], spans=(none, none, none)
    )
    beside = partial(_beside_spans, question=question, source=found.source, target=found.target)
    return converted_by_join(given, asked, anything, spans_of(calendar, found, asked), beside)


def fold_of(given: _Lazy) -> Fold:
    """Give what writes names alike that are one for the session of a frame.

    Args:
        given: The frame.
    """
    is_exact = given.to_native().sparkSession.conf.get("spark.sql.caseSensitive", "false").lower() == "true"
    return str if is_exact else str.lower


def _check_names(names: Sequence[str]) -> None:
    """Refuse names that Spark takes for paths into a column, unless they are written differently each time."""
    odd = [name for name in names if "." in name or "`" in name]
    if odd:
        expected = "a frame of Spark with names of columns without dots and backticks"
        raise InvalidValueError("frame", odd, expected, "rename them with toDF")


def _beside(given: _Lazy, rates: pa.Table, keys: Sequence[str]) -> _Lazy:
    """Join with a table of which every executor gets a copy, however large Spark takes it to be."""
    right: _Lazy = nw.from_native(F.broadcast(given.to_native().sparkSession.createDataFrame(rates)))
    return given.join(right, on=list(keys), how="left")


def _beside_spans(
    given: _Lazy, rates: pa.Table, keys: Sequence[str], *, question: Question, source: str | Currency, target: Currency
) -> _Lazy:
    """Join with spans of days, and take from them what is of the day of each row."""
    frame: DataFrame = given.to_native()
    lists = [name for name in rates.column_names if name not in {hidden(CURRENCY), hidden(SPAN)}]
    right = frame.sparkSession.createDataFrame(rates).withColumnRenamed(hidden(CURRENCY), hidden(_CODE))
    day = F.unix_date(F.col(hidden(DAY)))
    code = F.col(hidden(CURRENCY)) if isinstance(source, str) else F.lit(source.code)
    same = F.shiftright(day, SHIFT) == F.col(hidden(SPAN))
    if hidden(CURRENCY) in keys:
        same &= code == F.col(hidden(_CODE))
    beside = frame.join(F.broadcast(right), same, "left")
    cells = {name: F.get(F.col(name), day.bitwiseAND((1 << SHIFT) - 1)) for name in lists}
    is_day = day.between(1 - EPOCH, date.max.toordinal() - EPOCH)
    for kin in kin_of(target, question):
        is_kin = is_day & (code == kin.money.code)
        for name, value in (("factor", kin.factor), ("age", 0), ("legs", kin.legs)):
            if hidden(name) in cells:
                cells[hidden(name)] = F.coalesce(cells[hidden(name)], F.when(is_kin, F.lit(value)))
    is_there = cells[hidden("factor")].isNotNull()
    cells[hidden("problem")] = F.when(~is_there & is_day, _no_rate(code, day))
    if hidden(CURRENCY) in keys:  # blank texts are missing ones; few rows are looked at for that
        cells[hidden(CURRENCY)] = F.when(is_there | ~code.rlike(_BLANK), code)
    made: _Lazy = nw.from_native(beside.withColumns(cells))
    return made


def _no_rate(code: Column, day: Column) -> Column:
    """Say why there is no rate: the currency is no more, or nothing else is known."""
    ends = [
        F.lit(each)
        for money in currencies().values()
        if money.withdrawn is not None
        for each in (money.code, money.withdrawn.toordinal() - EPOCH)
    ]
    is_late = day > F.try_element_at(F.create_map(*ends), code)
    return F.when(is_late, str(Trouble.WITHDRAWN_CURRENCY)).otherwise(str(Trouble.NO_RATE))


def in_batches(given: _Lazy, batches: Batches) -> tuple[DataFrame, None]:
    """Convert the amounts of a frame in its Python workers, with the kernels of frames in memory.

    Args:
        given: The frame.
        batches: What converts.

    Raises:
        InvalidValueError: Names of columns with dots.
    """
    _check_names(given.columns)
    frame: DataFrame = given.to_native()
    empty = batches(pa.table({name: pa.array([], pa.string()) for name in frame.columns}))
    made = {name: types.StructField(name, _type(empty.schema.field(name).type)) for name in batches.names}
    fields = [made.pop(field.name, field) for field in frame.schema.fields]
    schema = types.StructType([*fields, *made.values()])
    return frame.mapInArrow(partial(converted, sent=pickle.dumps(batches)), schema), None


def _type(kind: pa.DataType) -> types.DataType:
    if pa.types.is_decimal(kind):
        return types.DecimalType(kind.precision, kind.scale)
    return _TYPES[kind]


def converted(parts: Iterable[pa.RecordBatch], sent: bytes) -> Iterator[pa.RecordBatch]:
    """Convert the batches of a partition.

    Args:
        parts: The batches, which are small.
        sent: What converts, as it was sent.
    """
    batches = _received(sent)
    for table in _together(parts):
        yield from batches(table).to_batches()


@lru_cache(_KEPT)
def _received(sent: bytes) -> Batches:
    """Read the rates once in each worker, and keep what is worked out from one task to the next."""
    batches: Batches = pickle.loads(sent)  # noqa: S301 - the driver has sent it
    return batches


def _together(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Put small batches together: each costs something by itself."""
    waiting: list[pa.RecordBatch] = []
    count = 0
    for part in parts:
        waiting.append(part)
        count += part.num_rows
        if count >= BATCH:
            yield pa.Table.from_batches(waiting)
            waiting, count = [], 0
    if waiting:
        yield pa.Table.from_batches(waiting)
