"""The table that rules look at: its columns, each distinct value of them judged once."""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar, final

import attrs
import numpy as np
from numpy.typing import NDArray

from centralasia.errors import CentralAsiaError, InvalidValueError, WrongTypeError
from centralasia.rates import RateTable
from centralasia.records import columns_of
from centralasia.records.rows import make_from_cells
from centralasia.rules.columns import Judged
from centralasia.rules.figures import Numbers
from centralasia.rules.kinds import Kind

__all__ = ["Context", "Data", "Lines", "Located", "Refused", "field_of"]

T = TypeVar("T")
Refused: TypeAlias = tuple[int, CentralAsiaError]
"""A row that is no record, and why."""


@final
@attrs.frozen(kw_only=True)
class Context:
    """What is known besides the table.

    Attributes:
        today: The day on which the table is looked at.
        rates: Rates to compare with; those that ship with the package when None.
        more: Whatever else was given, by name; each family says what it knows.
        asked: The codes of the rules that are held against the table; None for all.
    """

    today: date
    rates: RateTable | None = None
    more: Mapping[str, Any] = attrs.field(factory=dict)
    asked: Collection[str] | None = None

    @classmethod
    def of(cls, *, today: date, rates: object, more: Mapping[str, Any]) -> "Context":
        """Check what the caller says besides the table.

        Args:
            today: The day on which the table is looked at.
            rates: Rates to compare with, or None.
            more: Keywords that some kinds know.

        Raises:
            InvalidValueError: A keyword that is nearly one that there is.
            WrongTypeError: `rates` is no table of rates.
        """
        if rates is not None and not isinstance(rates, RateTable):
            raise WrongTypeError("rates", rates, "a RateTable")
        for name in more:
            near = () if name in _MORE else get_close_matches(name, _KEYWORDS, n=2, cutoff=_NEAR)
            if near:
                raise InvalidValueError("keyword", name, "one that there is", f"did you mean {' or '.join(near)}?")
        return cls(today=today, rates=rates, more=more)

    @property
    def unused(self) -> tuple[str, ...]:
        """What was given and no rule knows."""
        return tuple(name for name in self.more if name not in _MORE)

    def is_asked(self, code: str) -> bool:
        """Tell whether a rule is held against the table."""
        return self.asked is None or code in self.asked


_MORE: Final = (
    *("cif_fob", "deals", "memoranda", "mirror_times", "operations", "schedules", "starts_month", "tolerance"),
)
"""Keywords that rules know; the modules of their families say what they are."""
_KEYWORDS: Final = (
    *("columns", "constants", "today", "rates", "only", "skip", "most", "delimiter", "encoding", "sheet", "locale"),
    *("progress", "fix", "direction", "nominal", "restate", "duplicates", "country"),
    *_MORE,
)
_NEAR: Final = 0.75


@final
class Located(NamedTuple):
    """A record, and the place of its row."""

    row: int
    record: Any


@final
class Lines:
    """The lines of a file on which rows start: where they follow each other, only the first is kept."""

    def __init__(self) -> None:
        """Begin with none."""
        self._firsts: list[int] = []
        self._parts: list[NDArray[np.int64]] = []
        self.count = 0

    def add(self, lines: NDArray[np.int64]) -> None:
        """Take the lines of the next rows."""
        if len(lines):
            follow = int(lines[-1]) - int(lines[0]) == len(lines) - 1
            self._firsts.append(self.count)
            self._parts.append(lines[:1].copy() if follow else lines)
            self.count += len(lines)

    def at(self, row: int) -> int:
        """Give the line of a row."""
        place = bisect_right(self._firsts, row) - 1
        part, within = self._parts[place], row - self._firsts[place]
        return int(part[within]) if len(part) > 1 else int(part[0]) + within


@final
class Data:
    """A table of one kind.

    Attributes:
        kind: What its rows are.
        last: The last day that rows can be of.
        said: How figures and days are written in it, as far as that had to be found.
        count: How many rows it has.
        columns: Its columns by field; a field without a column is not there.
    """

    def __init__(
        self,
        kind: Kind,
        *,
        count: int,
        columns: Mapping[str, Judged | Numbers],
        lines: "Lines | None" = None,
        constants: Mapping[str, Any] | None = None,
        said: dict[str, Any] | None = None,
    ) -> None:
        """Take the columns as they were judged."""
        self.kind, self.count, self.columns, self.said = kind, count, columns, {} if said is None else said
        self._lines, self._constants = lines, constants or {}
        self._kept: dict[str, Any] = {}
        self.last = date.max

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Give what several rules look at, worked out when the first of them asks.

        Args:
            name: What it is called.
            make: Works it out.
        """
        if name not in self._kept:
            self._kept[name] = make()
        found: T = self._kept[name]
        return found

    def line(self, row: int) -> int:
        """Give the number under which people know a row: its line in the file, or its place in the table from 1."""
        return row + 1 if self._lines is None else self._lines.at(row)

    def judged(self, field: str) -> Judged | None:
        """Give a column of few distinct values, None where there is none."""
        found = self.columns.get(field)
        return found if isinstance(found, Judged) else None

    def numbers(self, field: str) -> Numbers | None:
        """Give a column of figures, None where there is none."""
        found = self.columns.get(field)
        return found if isinstance(found, Numbers) else None

    def value(self, field: str, row: int) -> Any:  # noqa: ANN401 - as the field has it
        """Give what stands in a cell, read; what stands in all rows, or the default, where there is no column."""
        found = self.columns.get(field)
        if found is None:
            return self._constants.get(field, self._defaults.get(field))
        value = found.value(row)
        return self._defaults.get(field) if value is None else value

    def text(self, field: str, row: int) -> str | None:
        """Give a cell as it was found, None for a blank one."""
        found = self.columns.get(field)
        cell = None if found is None else found.cell(row)
        return None if cell is None else str(cell)

    @cached_property
    def _defaults(self) -> dict[str, Any]:
        return {spec.name: spec.default for spec in columns_of(self.kind.cls) if spec.default is not attrs.NOTHING}

    @cached_property
    def sound(self) -> NDArray[np.bool_]:
        """The rows of which every cell can be read."""
        found = np.ones(self.count, bool)
        for column in self.columns.values():
            found[column.faulty] = False
        return found

    @cached_property
    def _made(self) -> "tuple[list[Located], list[Refused]]":
        """Make the records of the rows that are sound, and say which of them cannot be one."""
        return self.records_of(np.flatnonzero(self.sound))

    def records_of(self, rows: NDArray[np.intp]) -> "tuple[list[Located], list[Refused]]":
        """Make the records of some rows, and say which of them cannot be one.

        Args:
            rows: Rows of which every cell can be read.
        """
        read = make_from_cells(self.kind.cls)
        cells = [self._reader(spec.name) for spec in columns_of(self.kind.cls)]
        made, refused = [], []
        for row in rows.tolist():
            try:
                made.append(Located(row, read([cell(row) for cell in cells])))
            except CentralAsiaError as error:
                refused.append((row, error))
        return made, refused

    def _reader(self, name: str) -> Callable[[int], Any]:
        column = self.columns.get(name)
        if column is not None:
            return column.value
        constant = self._constants.get(name)
        return lambda _: constant

    @property
    def records(self) -> list[Located]:
        """The rows that are records, in order."""
        return self._made[0]

    @property
    def refused(self) -> "list[Refused]":
        """The rows of which every cell can be read and that still are no records, and why."""
        return self._made[1]


def field_of(error: CentralAsiaError) -> str | None:
    """Tell which field an error blames.

    Args:
        error: The error.
    """
    return re.split(r"[.\[]", error.field)[0] if isinstance(error, InvalidValueError) else None
