"""Reading of the documents that a command names."""

from collections.abc import Sequence
from pathlib import Path
from typing import final

import attrs

from centralasia.rates import RateTable
from centralasia.readers import Columns, read_rates
from centralasia.validation import Report

__all__ = ["Bulletin", "merged", "read_all"]


@final
@attrs.frozen
class Bulletin:
    """A document, read."""

    path: str
    table: RateTable
    report: Report


def read_all(
    paths: Sequence[str],
    publisher: str | None = None,
    *,
    on: str | None = None,
    columns: Columns | None = None,
    normalize: bool = False,
) -> list[Bulletin]:
    """Read documents in the order in which they are named."""
    return [
        Bulletin(path, *read_rates(Path(path), publisher, on=on, columns=columns, normalize=normalize))
        for path in paths
    ]


def merged(bulletins: Sequence[Bulletin]) -> RateTable:
    """Put the rates of all documents into one table."""
    rates = [rate for bulletin in bulletins for rate in bulletin.table]
    return RateTable.of(rates, name=" and ".join([bulletin.path for bulletin in bulletins]))
