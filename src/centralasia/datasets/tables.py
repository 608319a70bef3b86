"""The tables of facts: reading a CSV of records strictly, with the sources they name filled in."""

from pathlib import Path
from typing import Any, Final, TypeVar

from centralasia.errors import ReferenceDataError
from centralasia.records import read_csv
from centralasia.reference import sources

__all__ = ["DATA", "read"]

T = TypeVar("T")

DATA: Final = Path(__file__).parent / "data"
"""The folder of the tables."""


def read(cls: type[T], name: str) -> tuple[T, ...]:
    """Read one table of facts, each as a record.

    A row names its source by a key of ``sources.csv``, and says itself where in it the fact stands and how far that is
    certain; a day in the row is that of a later statement in the same source.

    Args:
        cls: The record class of the rows.
        name: The name of the file, without its ending.

    Raises:
        ReferenceDataError: The table is damaged, or a row names no source that is known, or no certainty; the line is
            named.

    Example:
        >>> from centralasia.financing import Memorandum
        >>> read(Memorandum, "eib_memoranda")[0].source.publisher
        'Trend News Agency'
    """
    path = DATA / f"{name}.csv"
    rows: tuple[Any, ...] = read_csv(cls, path.read_bytes(), table=path.name, span=None)
    for line, row in enumerate(rows, 2):
        if row.source.key not in sources():
            raise ReferenceDataError(path.name, line, f"expected a source of sources.csv, got {row.source.key!r}")
        if row.source.certainty is None:
            raise ReferenceDataError(
                path.name, line, "source_certainty is blank: every fact says how far it is certain"
            )
    return rows
