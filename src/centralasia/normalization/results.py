"""What comes back: data of the kind that went in, with every untouched cell as it was."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from os import PathLike
from typing import Any, final

import attrs
import numpy as np
import pyarrow as pa

from centralasia.arrays.columns import is_text
from centralasia.normalization.drafts import Draft
from centralasia.rates import RateTable
from centralasia.records.frames import narwhals
from centralasia.tables import Source

__all__ = ["Given", "given_as", "table_of"]


@final
@attrs.frozen(eq=False)
class Given:
    """What the caller handed over.

    Attributes:
        data: What a table is made of: one that can be gone through more than once.
        kind: "rates", "rows", "frame" or "table".
    """

    data: Any
    kind: str

    @classmethod
    def of(cls, data: Any) -> "Given":  # noqa: ANN401 - whatever holds rows
        """Tell what it is, and take hold of rows that go by once.

        Args:
            data: As the caller has it.
        """
        if isinstance(data, RateTable):
            return cls(tuple(data), "rates")
        if isinstance(data, str | bytes | bytearray | memoryview | PathLike | Mapping):
            return cls(data, "table")
        if hasattr(type(data), "__arrow_c_stream__") or hasattr(type(data), "columns"):
            return cls(data, "frame")
        if isinstance(data, Iterable):
            return cls(list(data), "rows")
        return cls(data, "table")


def given_as(given: Given, draft: Draft, source: Source, headers: Mapping[str, str]) -> Any:  # noqa: ANN401 - as the caller has it
    """Give a table back in the kind in which it came.

    Args:
        given: What the caller handed over.
        draft: What became of it.
        source: The table as it was opened.
        headers: What the columns were called, by what they are called now.
    """
    form = source.facts.get("form")
    if form in {"records", "mappings"}:
        if form == "mappings":
            return _mappings(given.data, draft, headers)
        records = _records(given.data, draft)
        return RateTable.of(records) if given.kind == "rates" else records
    if given.kind == "frame":
        found = _frame(given.data, draft, source, headers)
        if found is not None:
            return found
    return table_of(draft)


def table_of(draft: Draft) -> pa.Table:
    """Give the columns as a table of Arrow: fields in the order of their declaration, then the others.

    Args:
        draft: The table.
    """
    names = [*draft.names, *draft.others]
    return pa.table([draft.column(name) for name in names], names=names)


def _records(items: Iterable[Any], draft: Draft) -> tuple[Any, ...]:
    """Give records; those of which nothing was changed are the ones that came."""
    cls = draft.kind.cls
    found = [item for item in items if isinstance(item, cls)]
    places = {int(place): row for row, place in enumerate(draft.kept.tolist())}
    touched = sorted({int(place) for parts in draft.touched.values() for part in parts for place in part} & {*places})
    located, _ = draft.data.records_of(np.array([places[place] for place in touched], np.intp))
    changed = dict(located)
    return tuple([changed.get(row, found[place]) for row, place in enumerate(draft.kept.tolist())])


def _mappings(items: Iterable[Any], draft: Draft, headers: Mapping[str, str]) -> list[dict[str, Any]]:
    rows = [{str(name): cell for name, cell in item.items()} for item in items if isinstance(item, Mapping)]
    kept = draft.kept.tolist()
    found: list[dict[str, Any]] = [{} for _ in kept]
    for name in (*draft.names, *draft.others):
        header = headers.get(name)
        touched = _touched(draft, name)
        cells = draft.columns[name].to_pylist() if touched else []
        for row, place in enumerate(kept):
            if place in touched:
                found[row][name] = _like(cells[row], rows[place].get(header) if header else None)
            elif header in rows[place]:
                found[row][name] = rows[place][header]
    return found


def _touched(draft: Draft, name: str) -> frozenset[int]:
    return frozenset([int(place) for part in draft.touched.get(name, ()) for place in part])


def _like(cell: Any, before: Any) -> Any:  # noqa: ANN401 - whatever stands in a cell
    """Give a cell in the type that the one before it had, where it has the same sort of value."""
    return Decimal(cell) if isinstance(before, Decimal) and isinstance(cell, str) else cell


def _frame(data: Any, draft: Draft, source: Source, headers: Mapping[str, str]) -> Any:  # noqa: ANN401 - of a library that may not be there
    """Give a frame of pandas, polars or pyarrow in its library; None for others."""
    nw = narwhals()
    try:
        frame = nw.from_native(data, pass_through=True)
    except nw.exceptions.NarwhalsError:
        frame = None
    if isinstance(frame, nw.LazyFrame) and frame.implementation.is_polars():
        return frame.implementation.to_native_namespace().from_arrow(table_of(draft)).lazy()
    if not isinstance(frame, nw.DataFrame):
        return table_of(draft).to_pandas() if hasattr(data, "set_axis") else None
    return _eager(frame, draft, dict(zip(source.headers, frame.columns, strict=True)), headers)


def _eager(frame: Any, draft: Draft, natives: Mapping[str, Any], headers: Mapping[str, str]) -> Any:  # noqa: ANN401 - of narwhals
    """Take untouched columns from the frame itself, and put the others beside them."""
    if len(draft) < len(frame):
        frame = frame[draft.kept.tolist()]
    columns = []
    for name in (*draft.names, *draft.others):
        header = headers.get(name)
        if header is None or name in draft.touched:
            columns.append(_series(frame, name, draft.column(name)))
        else:
            native = natives[header]
            columns.append(_named(frame.get_column(native), name, native))
    return frame.select(*columns).to_native()


def _named(column: Any, name: str, native: Any) -> Any:  # noqa: ANN401 - a series of narwhals
    """Give a column its name, where it is not its own already, be that a number."""
    return column if str(native) == name else column.alias(name)


def _series(frame: Any, name: str, column: pa.ChunkedArray) -> Any:  # noqa: ANN401 - of narwhals
    from narwhals import from_native  # noqa: PLC0415 - an extra

    space = frame.implementation.to_native_namespace()
    if frame.implementation.is_polars():
        native = space.Series(name, column)
    elif frame.implementation.is_pyarrow():
        native = column
    elif column.null_count and not is_text(column.type) and not pa.types.is_floating(column.type):
        native = space.Series(space.arrays.ArrowExtensionArray(column), index=frame.to_native().index)
    else:
        native = column.to_pandas()
        native.index = frame.to_native().index
    return from_native(native, series_only=True).alias(name)
