"""The log of a normalisation: every change as a row, in the order in which they were made."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Final, final

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv as pcsv
from pyarrow import parquet as pq

from centralasia.errors import InvalidValueError
from centralasia.frames.drafts import draft_of
from centralasia.records import to_frame
from centralasia.records.frames import Backend

__all__ = ["ENDINGS", "Change", "Log", "Logbook", "csv_safe"]

ENDINGS: Final = (".csv", ".jsonl", ".parquet")
"""How the name of the file of a log may end."""

_SCHEMA: Final = pa.schema(
    [
        ("row", pa.int64()),
        ("column", pa.string()),
        ("before", pa.string()),
        ("after", pa.string()),
        ("rule", pa.string()),
    ]
)
# What a spreadsheet would run, and what looks like it and is a figure.
_FORMULA: Final = r"^[=+\-@\t\r\n＝＋－＠]"
_FIGURE: Final = r"^[+-][0-9]+([.,][0-9]+)?$"


@final
@attrs.frozen(kw_only=True)
class Change:
    """One change; it can be taken apart as a tuple can.

    Attributes:
        row: The number of the row in the input: its line in a text file, else counted from 1; None for all rows.
        column: The column, by the name of its field where it is one; None for a row that was left out.
        before: What stood there, None for nothing; of a row that was left out all of it, as JSON, each cell as a text
            by the name of its column, as it stood when the row went.
        after: What stands there now, None for nothing.
        rule: Why it was changed; see the page of the room.

    Example:
        >>> row, column, before, after, rule = Change(row=7, column="base", before="usd", after="USD",
        ...     rule="currency-code")
        >>> after
        'USD'
    """

    row: int | None
    column: str | None
    before: str | None
    after: str | None
    rule: str

    def __iter__(self) -> Iterator[Any]:
        """Give the attributes in their order."""
        return iter((self.row, self.column, self.before, self.after, self.rule))


@final
class Log:
    """The changes of one normalisation, in the order in which they were made.

    Attributes:
        table: All of them as a table of Arrow, with the columns of `Change`.

    Example:
        >>> from centralasia.normalization import log_of, normalize
        >>> rows = [{"base": "доллар США", "quote": "KZT", "on": "01.03.2024", "value": "450,12"}]
        >>> _, report = normalize(rows, "rates", today="2024-06-01")
        >>> for change in log_of(report):
        ...     print(*change)
        1 on 01.03.2024 2024-03-01 day
        1 base доллар США USD currency-code
        1 value 450,12 450.12 numeral
    """

    def __init__(self, table: pa.Table) -> None:
        """Take the changes."""
        self.table = table

    def __len__(self) -> int:
        """Count the changes."""
        return len(self.table)

    def __iter__(self) -> Iterator[Change]:
        """Give the changes one by one."""
        for batch in self.table.to_batches():
            for cells in zip(*[column.to_pylist() for column in batch.columns], strict=True):
                yield Change(**dict(zip(_SCHEMA.names, cells, strict=True)))

    def __eq__(self, other: object) -> bool:
        """Tell whether the same was changed in the same order."""
        return self.table.equals(other.table) if isinstance(other, Log) else NotImplemented

    __hash__ = object.__hash__

    def __str__(self) -> str:
        """Say for people how much was changed."""
        said = ", ".join([f"{count:,} {rule}" for rule, count in self.counts.items()])
        return f"{len(self):,} {'change' if len(self) == 1 else 'changes'}{': ' if said else ''}{said}"

    __repr__ = __str__

    @property
    def counts(self) -> Mapping[str, int]:
        """How many changes there are by rule."""
        found = pc.value_counts(self.table["rule"]).to_pylist()
        return dict(sorted([(each["values"], each["counts"]) for each in found]))

    def first(self, rule: str, most: int) -> Iterator[Change]:
        """Give the first changes by a rule.

        Args:
            rule: The rule.
            most: How many.
        """
        return iter(Log(self.table.filter(pc.equal(self.table["rule"], rule)).slice(0, most)))

    def to_frame(self, *, backend: Backend = "pyarrow") -> Any:  # noqa: ANN401 - as the library that the caller names
        """Give the changes as a frame.

        Args:
            backend: "pyarrow", "pandas" or "polars".

        Raises:
            MissingExtraError: The library is not installed.
            InvalidValueError: An unknown backend.
        """
        if backend == "pyarrow":
            return self.table
        types = {name: int if name == "row" else str for name in _SCHEMA.names}
        return to_frame(self.table.to_pydict(), backend=backend, types=types)

    def to_json_lines(self) -> str:
        """Write one change a line, each as a JSON object."""
        return "".join([json.dumps(attrs.asdict(change), ensure_ascii=False) + "\n" for change in self])

    def to_csv(self) -> str:
        """Write the changes as CSV, of which no cell is a formula: what looks like one gets a quote in front."""
        sink = pa.BufferOutputStream()
        pcsv.write_csv(csv_safe(self.table), sink, pcsv.WriteOptions(quoting_style="needed"))
        written: str = sink.getvalue().to_pybytes().decode()
        return written

    def write(self, path: str | PathLike[str]) -> None:
        """Write the changes to a file, whose name tells the form; it is there whole or not at all.

        Args:
            path: Where to.

        Raises:
            InvalidValueError: The name tells no form.
        """
        target = Path(path)
        if target.suffix.lower() not in ENDINGS:
            raise InvalidValueError("path", str(path), f"a file whose name ends in {', '.join(ENDINGS)}")
        with draft_of(target) as draft:
            if target.suffix.lower() == ".parquet":
                pq.write_table(self.table, draft)
            else:
                text = self.to_csv() if target.suffix.lower() == ".csv" else self.to_json_lines()
                draft.write_text(text, "utf-8", newline="")


def csv_safe(table: pa.Table) -> pa.Table:
    """Put a quote before every text that a spreadsheet would run as a formula; figures with a sign stay.

    Args:
        table: Any table.

    Example:
        >>> csv_safe(pa.table({"note": ["=1+1", "-5,2", "a"]}))["note"].to_pylist()
        ["'=1+1", '-5,2', 'a']
    """
    columns = [_safe(column) if pa.types.is_string(column.type) else column for column in table.columns]
    return pa.table(columns, names=table.column_names)


def _safe(column: pa.ChunkedArray) -> pa.ChunkedArray:
    leads = pc.match_substring_regex(column, _FORMULA)
    if not pc.any(leads).as_py():
        return column
    runs = pc.and_not(leads, pc.match_substring_regex(column, _FIGURE))
    return pc.if_else(runs, pc.binary_join_element_wise("'", column, ""), column)


@final
class Logbook:
    """Takes changes down, many at a time."""

    def __init__(self) -> None:
        """Begin with none."""
        self._parts: list[pa.Table] = []
        self._pending: list[Change] = []
        self.counts: Counter[str] = Counter()

    def note(self, change: Change) -> None:
        """Take one change down.

        Args:
            change: The change.
        """
        self._pending.append(change)
        self.counts[change.rule] += 1

    def note_rows(
        self, rule: str, column: str, rows: NDArray[np.int64], *, before: Sequence[Any], after: Sequence[Any]
    ) -> None:
        """Take the changes of several cells of a column down.

        Args:
            rule: Why they were made.
            column: The column.
            rows: The numbers of the rows.
            before: What stood there, as texts.
            after: What stands there now, as texts.
        """
        count = len(rows)
        self._close()
        columns = [
            pa.array(rows, pa.int64()),
            pa.repeat(column, count),
            _texts(before),
            _texts(after),
            pa.repeat(rule, count),
        ]
        self._parts.append(pa.table(columns, schema=_SCHEMA))
        self.counts[rule] += count

    @property
    def total(self) -> int:
        """How many changes there are so far."""
        return self.counts.total()

    def _close(self) -> None:
        if self._pending:
            cells = zip(zip(*self._pending, strict=True), _SCHEMA.types, strict=True)
            self._parts.append(pa.table([pa.array(column, kind) for column, kind in cells], schema=_SCHEMA))
            self._pending = []

    def finished(self) -> Log:
        """Give the log."""
        self._close()
        return Log(pa.concat_tables(self._parts) if self._parts else _SCHEMA.empty_table())


def _texts(cells: Sequence[Any]) -> Any:  # noqa: ANN401 - an array of Arrow
    return cells if isinstance(cells, pa.Array | pa.ChunkedArray) else pa.array(cells, pa.string())
