"""What a rule finds: rows, counted exactly, and what is to be said of those that are shown."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, final

import attrs
import numpy as np
from numpy.typing import NDArray

__all__ = ["Hits", "Told", "hits_of"]


@final
class Told(NamedTuple):
    """What is said of one row.

    Attributes:
        message: What is wrong.
        cause: What probably led to it.
        fix: What to do about it.
        value: The text as found; that of the cell in the column of the finding when not given.
        column: The field to blame; that of the hits when not given.
        change: What the fields of the row should have instead, where that is known.
    """

    message: str
    cause: str | None = None
    fix: str | None = None
    value: str | None = None
    column: str | None = None
    change: Mapping[str, object] | None = None


@final
@attrs.frozen(eq=False)
class Hits:
    """Rows that a rule found, and how to tell of each.

    A row is told of only when it is shown or changed, so that a million findings cost little more than one.

    Attributes:
        rows: The places of the rows, from 0.
        tell: Tells of one of them, by its place among `rows`.
        column: The field to blame, None for the whole row.

    Example:
        >>> hits = Hits(np.array([3]), lambda _: Told("must be greater than zero"), "value")
        >>> hits.tell(0).message
        'must be greater than zero'
    """

    rows: NDArray[np.intp]
    tell: Callable[[int], Told]
    column: str | None = None

    def without(self, rows: NDArray[np.intp]) -> "Hits":
        """Leave out some rows.

        Args:
            rows: The rows, of which some may be among these.
        """
        kept = np.flatnonzero(~np.isin(self.rows, rows))
        return Hits(self.rows[kept], lambda place: self.tell(int(kept[place])), self.column)


def hits_of(found: Iterable[tuple[int, Told]], column: str | None = None) -> Hits:
    """Take what was found row by row.

    Args:
        found: The place of each row, from 0, and what is said of it.
        column: The field to blame.

    Example:
        >>> hits_of([(7, Told("there twice"))]).rows.tolist()
        [7]
    """
    pairs = list(found)
    return Hits(np.array([row for row, _ in pairs], np.intp), lambda place: pairs[place][1], column)
