"""The tables that ship with the package, where their facts come from, and how far each is certain."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from threading import RLock
from types import MappingProxyType
from typing import Any, Final, TypeVar

import attrs

from centralasia.records import column, read_csv, record
from centralasia.reference.suggestions import look_up

__all__ = ["DATA", "Certainty", "Conflict", "Fact", "Overlay", "Source", "overlays", "source", "sources", "table"]

T = TypeVar("T")

DATA: Final = Path(__file__).parent / "data"
"""The folder of the tables."""

_tables: dict[str, tuple[Any, ...]] = {}
_reading = RLock()  # two threads must not make two sets of objects of which there is to be one


def table(cls: type[T], name: str) -> tuple[T, ...]:
    """Give the rows of one table, each as a record; the table is read on first use, strictly and once.

    Args:
        cls: The record class of the rows.
        name: The name of the file, without its ending.

    Returns:
        The rows in the order of the file; the same objects every time.

    Raises:
        ReferenceDataError: The table is damaged; the line is named.

    Example:
        >>> table(Source, "sources")[0].key
        'CLDR'
    """
    with _reading:
        if name not in _tables:
            path = DATA / f"{name}.csv"
            _tables[name] = read_csv(cls, path.read_bytes(), table=path.name)
        return _tables[name]


class Certainty(StrEnum):
    """How far a fact is certain.

    Example:
        >>> Certainty("well-known").is_verified
        False
    """

    VERIFIED = "verified-in-source"
    """Read in the source named."""
    DERIVED = "derived"
    """Computed or concluded from sources named."""
    CLDR = "CLDR"
    """As the Unicode locale data have it; not compared with a national source."""
    MIXED = "mixed"
    """Verified in part; the note of the row says which part is not."""
    WELL_KNOWN = "well-known"
    """General knowledge, found in no stored source: not verified."""

    @property
    def is_verified(self) -> bool:
        """Whether the whole fact was read in the source named."""
        return self is Certainty.VERIFIED


@record(key=("key",))
class Source:
    """A document, data set or page from which facts were taken.

    Example:
        >>> source("WDI-2025-07-01").publisher
        'World Bank'
    """

    key: str = column(title="key by which rows name the source")
    title: str = column(title="title, blank when unknown", default="")
    publisher: str = column(title="publisher, blank when unknown", default="")
    link: str = column(title="address, or the place inside a site", default="")
    retrieved: date | None = column(title="day on which it was read, blank when unknown", default=None)
    licence: str = column(title="SPDX identifier of its licence, blank when unknown", default="")
    note: str = column(title="version, and what was used of it", default="")


@cache
def sources() -> Mapping[str, Source]:
    """Give all sources by key.

    Example:
        >>> sources()["CLDR"].publisher
        'Unicode Consortium'
    """
    return MappingProxyType({each.key: each for each in table(Source, "sources")})


def source(key: str) -> Source:
    """Look a source up by its key; a row that names several separates them with a semicolon and a space.

    Raises:
        UnknownCodeError: No such key; near misses are suggested.

    Example:
        >>> source("CLDR").title
        'Unicode Common Locale Data Repository'
    """
    return look_up(sources(), key, title="sources")


@attrs.frozen(kw_only=True)
class Conflict:
    """What another source says of a fact.

    Example:
        >>> from centralasia.reference import currency
        >>> currency("KZT").facts("introduced").conflicts[0].source
        'CLDR'
    """

    value: str
    source: str
    note: str


@attrs.frozen(kw_only=True)
class Fact:
    """One field of a row with its own source and certainty, and what other sources say instead.

    Example:
        >>> from centralasia.reference import currency
        >>> currency("KZT").facts("introduced").conflicts[0].value
        '1993-11-05'
    """

    field: str
    value: object
    source: str
    certainty: Certainty
    note: str
    conflicts: tuple[Conflict, ...]


@record(key=("code", "field", "other_source"))
class Overlay:
    """The provenance of one field of one currency, where it is not that of its row, or where sources disagree.

    Example:
        >>> row = overlays()["KZT", "introduced"][0]
        >>> row.other_source, row.other
        ('CLDR', '1993-11-05')
    """

    code: str = column(title="currency", unit="ISO 4217, or the key of a currency without a code")
    field: str = column(title="column of currencies.csv")
    other_source: str = column(title="who says otherwise, blank when nobody does", default="")
    other: str = column(title="what it says", default="")
    source: str = column(title="keys of the sources of the value used")
    certainty: Certainty = column(title="how far the value used is certain")
    note: str = column(title="what the columns do not say", default="")


@cache
def overlays() -> Mapping[tuple[str, str], tuple[Overlay, ...]]:
    """Give the rows of ``overlay.csv`` by currency and field.

    Example:
        >>> ("KZT", "introduced") in overlays()
        True
    """
    found: dict[tuple[str, str], list[Overlay]] = {}
    for row in table(Overlay, "overlay"):
        found.setdefault((row.code, row.field), []).append(row)
    return MappingProxyType({place: tuple(rows) for place, rows in found.items()})
