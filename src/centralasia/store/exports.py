"""Exports: quotes as a CSV or Parquet file, written beside its place and put there when it is whole."""

import csv
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from itertools import islice
from pathlib import Path
from secrets import token_hex
from typing import Any, Final, TypeAlias

from centralasia.errors import InvalidValueError, MissingExtraError
from centralasia.numbers import shortened
from centralasia.rates import ExchangeRate
from centralasia.records import columns_of, to_row
from centralasia.store.files import StoreError, checked_path

__all__ = ["export"]

Learnt: TypeAlias = tuple[ExchangeRate, datetime]

_LEARNT: Final = "learnt"
_GROUP: Final = 65_536  # quotes written at a time


def export(path: "str | os.PathLike[str]", quotes: Iterator[Learnt]) -> int:
    """Write quotes to a file whose name says the form.

    Args:
        path: A name that ends in .csv or .parquet. What stands there is replaced.
        quotes: The quotes, each with when it was learnt.

    Returns:
        How many there are.

    Raises:
        InvalidValueError: The name ends otherwise.
        MissingExtraError: Parquet without the extra `frames`.
        StoreError: The file cannot be written.
    """
    target = checked_path(path)
    write = _WRITERS.get(target.suffix.lower())
    if write is None:
        raise InvalidValueError("path", shortened(str(target)), "a name that ends in " + " or ".join(_WRITERS))
    try:
        with _beside(target) as draft:
            return write(draft, quotes)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StoreError(str(target), f"the export cannot be written: {reason}", "choose another place") from None


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a file to write that takes the place of the target once all went well."""
    draft = target.with_name(f".{target.name[:100]}-{token_hex(8)}.part")
    try:
        yield draft
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _write_csv(path: Path, quotes: Iterator[Learnt]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow([*(column.name for column in columns_of(ExchangeRate)), _LEARNT])
        for count, (rate, learnt) in enumerate(quotes, 1):  # noqa: B007 - the last is how many there were
            rows.writerow([*to_row(rate).values(), learnt.isoformat()])
    return count


def _write_parquet(path: Path, quotes: Iterator[Learnt]) -> int:
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise MissingExtraError("frames", "pyarrow") from error
    schema = _schema(arrow)
    count = 0
    with parquet.ParquetWriter(path, schema) as writer:
        while group := list(islice(quotes, _GROUP)):
            count += len(group)
            cells = {name: [get(*each) for each in group] for name, get in _CELLS.items()}
            writer.write_table(arrow.Table.from_pydict(cells, schema=schema))
    return count


def _schema(arrow: Any) -> Any:  # noqa: ANN401 - of a library that may not be there
    """Say what the columns are: figures are texts, so that none is changed."""
    others = {
        "nominal": arrow.int64(),
        "decimals": arrow.int32(),
        "until": arrow.date32(),
        "inverted": arrow.bool_(),
        _LEARNT: arrow.timestamp("us", tz="UTC"),
    }
    return arrow.schema([(name, others.get(name, arrow.string())) for name in _CELLS])


def _text(name: str) -> Callable[[ExchangeRate, datetime], str | None]:
    def get(rate: ExchangeRate, _: datetime) -> str | None:
        value = getattr(rate, name)
        return None if value is None else str(value)

    return get


def _itself(name: str) -> Callable[[ExchangeRate, datetime], Any]:
    return lambda rate, _: getattr(rate, name)


_AS_THEY_ARE: Final = frozenset({"nominal", "decimals", "until", "inverted"})
_CELLS: Final[Mapping[str, Callable[[ExchangeRate, datetime], Any]]] = {
    **{
        column.name: _itself(column.name) if column.name in _AS_THEY_ARE else _text(column.name)
        for column in columns_of(ExchangeRate)
    },
    _LEARNT: lambda _, learnt: learnt,
}
_WRITERS: Final[Mapping[str, Callable[[Path, Iterator[Learnt]], int]]] = {
    ".csv": _write_csv,
    ".parquet": _write_parquet,
}
