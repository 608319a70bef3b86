"""Frames joined with the table of rates inside their own engine: equal keys, the table small, nothing sorted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import narwhals as nw
import pyarrow as pa

from centralasia.arrays.problems import Trouble
from centralasia.engines.eager import Asked
from centralasia.engines.presence import CURRENCY, DAY, TARGET, Present
from centralasia.reference import currencies

__all__ = ["Beside", "converted_by_join", "hidden"]

Beside: TypeAlias = Callable[["nw.LazyFrame[Any]", pa.Table, Sequence[str]], "nw.LazyFrame[Any]"]
"""Joins a frame with a table by some columns, so that all rows of the frame stay."""

_HIDDEN: Final = "_centralasia_"
_TYPES: Final[Mapping[str, Any]] = {
    "factor": nw.Float64,
    "problem": nw.String,
    "rate_on": nw.Date,
    "age": nw.Int32,
    "legs": nw.Int32,
    "low": nw.Float64,
    "high": nw.Float64,
}


def hidden(name: str) -> str:
    """Give the name of a column that is there only while the work is done.

    Args:
        name: What it holds.
    """
    return _HIDDEN + name


def converted_by_join(
    given: "nw.LazyFrame[Any]", asked: Asked, there: Present, table: pa.Table, beside: Beside
) -> "nw.LazyFrame[Any]":
    """Convert the amounts of a frame as floats, in its engine.

    Args:
        given: The frame.
        asked: The columns, and what is wanted.
        there: What is present in it.
        table: The rates, as `dense_table` gives them.
        beside: How the engine joins.
    """
    names = given.collect_schema().names()
    table = table.rename_columns([hidden(name) for name in table.column_names])
    keys = {hidden(key): expression for key, expression in there.found.keys.items()}
    joined = beside(given.with_columns(**keys), table, list(keys)) if keys else given.with_columns(**_literals(table))
    amount, value = nw.col(asked.amount).cast(nw.Float64), nw.col(hidden("value"))
    product = amount * nw.col(hidden("factor"))
    valued = joined.with_columns(nw.when(product.is_finite()).then(product).alias(hidden("value")))
    made = {asked.name: value}
    for name in asked.details:
        found = _problem(amount, there) if name == "problem" else _detail(name, amount)
        made[f"{asked.name}_{name}"] = nw.when(value.is_null() if name == "problem" else ~value.is_null()).then(found)
    return valued.with_columns(**made).select(*names, *(name for name in made if name not in names))


def _literals(table: pa.Table) -> dict[str, nw.Expr]:
    """Give the one row of a table that all rows of the frame share."""
    (row,) = table.to_pylist()
    return {name: nw.lit(row[name]).cast(_TYPES[name.removeprefix(_HIDDEN)]) for name in table.column_names}


def _detail(name: str, amount: nw.Expr) -> nw.Expr:
    """Give what stands beside a converted amount."""
    if name not in {"low", "high"}:
        return nw.col(hidden("factor" if name == "rate" else name))
    low, high = amount * nw.col(hidden("low")), amount * nw.col(hidden("high"))
    return nw.min_horizontal(low, high) if name == "low" else nw.max_horizontal(low, high)


def _problem(amount: nw.Expr, there: Present) -> nw.Expr:
    """Say why a row has no result: the first reason that holds."""
    of_table, factor = nw.col(hidden("problem")), nw.col(hidden("factor"))
    reasons = [
        (amount.is_null(), nw.lit(str(Trouble.MISSING_AMOUNT))),
        (~amount.is_finite(), nw.lit(str(Trouble.UNREADABLE_AMOUNT))),
        *_of_moneys(there, CURRENCY, Trouble.MISSING_CURRENCY, Trouble.UNKNOWN_CURRENCY),
        *_of_moneys(there, TARGET, Trouble.MISSING_TARGET, Trouble.UNKNOWN_TARGET),
        *_of_days(there),
        (~of_table.is_null(), of_table),
        (factor.is_null(), nw.lit(str(Trouble.UNREADABLE_DATE))),
    ]
    found: nw.Expr = nw.lit(str(Trouble.TOO_LARGE))
    for holds, reason in reversed(reasons):
        found = nw.when(holds).then(reason).otherwise(found)
    return found


def _of_moneys(there: Present, key: str, missing: Trouble, unknown: Trouble) -> Iterator[tuple[nw.Expr, nw.Expr]]:
    """Give what can be wrong with a column of currencies."""
    if key in there.found.keys:
        texts, column = there.sources if key == CURRENCY else there.targets, nw.col(hidden(key))
        yield column.is_null() | _is_one_of(column, _blank(texts)), nw.lit(str(missing))
        yield ~_is_one_of(column, [text for text in texts if text in currencies()]), nw.lit(str(unknown))


def _of_days(there: Present) -> Iterator[tuple[nw.Expr, nw.Expr]]:
    """Give what can be missing of a column of days."""
    if DAY in there.found.keys:
        column, texts = nw.col(hidden(DAY)), [time for time in there.times if isinstance(time, str)]
        yield column.is_null() | _is_one_of(column, _blank(texts)), nw.lit(str(Trouble.MISSING_DATE))


def _blank(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if not text.strip()]


def _is_one_of(column: nw.Expr, texts: list[str]) -> nw.Expr:
    return column.is_in(texts) if texts else nw.lit(value=False)
