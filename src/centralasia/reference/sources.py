"""The tables that ship with the package: looking rows up, where facts come from, and how far each is certain."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from threading import RLock
from types import MappingProxyType
from typing import Any, Final, TypeVar

import attrs

from centralasia.errors import InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.records import column, columns_of, evolve, read_csv, record

__all__ = [
    "DATA",
    "Certainty",
    "Conflict",
    "Fact",
    "Overlay",
    "Source",
    "as_source",
    "look_up",
    "near",
    "overlays",
    "source",
    "sources",
    "table",
]

T = TypeVar("T")

DATA: Final = Path(__file__).parent / "data"
"""The folder of the tables."""

_LONGEST = 64  # longer texts are cut: no code or name is as long, and the time stays bounded
_LIKE_ENOUGH = 0.6  # one wrong letter of three leaves two thirds

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


def near(text: str, choices: Iterable[str], *, limit: int = 3) -> tuple[str, ...]:
    """Suggest the choices nearest to a text, best first.

    Upper and lower case count as the same. Of two choices equally near the earlier comes first.

    Args:
        text: What was given.
        choices: What could have been given.
        limit: The most suggestions to make.

    Returns:
        At most `limit` choices; none when nothing is near.

    Example:
        >>> near("KZR", ["KGS", "KZT", "USD"])
        ('KZT',)
    """
    from difflib import SequenceMatcher  # noqa: PLC0415 - only a miss needs it

    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(text[:_LONGEST].casefold())
    scored = []
    for choice in choices:
        matcher.set_seq1(choice[:_LONGEST].casefold())
        if matcher.real_quick_ratio() >= _LIKE_ENOUGH and matcher.quick_ratio() >= _LIKE_ENOUGH:
            scored.append((matcher.ratio(), choice))
    scored.sort(key=lambda found: -found[0])
    return tuple(choice for ratio, choice in scored[: max(limit, 0)] if ratio >= _LIKE_ENOUGH)


def look_up(rows: Mapping[str, T], code: str, *, title: str, hint: str = "") -> T:
    """Give the row with this code.

    Args:
        rows: The rows by code.
        code: The code.
        title: What the rows are, in the plural.
        hint: What else the error says.

    Raises:
        UnknownCodeError: No such code; near misses are suggested.
        WrongTypeError: The code is no text.

    Example:
        >>> look_up({"CIF": "cost, insurance, freight", "FOB": "free on board"}, "FOB", title="terms")
        'free on board'
        >>> look_up({"CIF": "cost, insurance, freight", "FOB": "free on board"}, "FOC", title="terms")
        Traceback (most recent call last):
        centralasia.errors.UnknownCodeError: 'FOC' is not in the table of terms; did you mean 'FOB'?
    """
    if not isinstance(code, str):
        raise WrongTypeError(title, code, "looked up by a code, which is a text")
    if code in rows:
        return rows[code]
    raise UnknownCodeError(code[:_LONGEST], title, near(code, rows), hint)


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


@record(key=("key",), repr=False)
class Source:
    """A document, data set or page from which facts were taken, and the place in it.

    Raises:
        InvalidValueError: There is nothing to find it by: no key, title, publisher or link.

    Example:
        >>> source("WDI-2025-07-01").publisher
        'World Bank'
        >>> Source(publisher="National Bank", title="Balance of payments 2023", locator="table 4").certainty is None
        True
    """

    key: str = column(title="key by which rows name the source", default="", main=True)
    title: str = column(title="title, blank when unknown", default="")
    publisher: str = column(title="publisher, blank when unknown", default="")
    link: str = column(title="address, or the place inside a site", default="")
    retrieved: date | None = column(title="day on which it was read, blank when unknown", default=None)
    licence: str = column(title="SPDX identifier of its licence, blank when unknown", default="")
    note: str = column(title="version, and what was used of it", default="")
    day: date | None = column(title="day on which it was published, blank when unknown", default=None)
    locator: str = column(title="place in it: page, table, line", default="")
    certainty: Certainty | None = column(title="how far what was taken from it is certain", default=None)

    def __attrs_post_init__(self) -> None:
        """Refuse a source that cannot be found again."""
        if not (self.key or self.title or self.publisher or self.link):
            raise InvalidValueError("source", "", "a source with a key, title, publisher or link")

    def __repr__(self) -> str:
        values = {spec.name: getattr(self, spec.name) for spec in columns_of(Source)}
        given = [f"{name}={value!r}" for name, value in values.items() if value]
        return f"Source({', '.join(given)})"

    def __str__(self) -> str:
        """Name it for people."""
        named = " ".join([part for part in (self.publisher, self.title) if part]) or self.link or self.key
        return f"{named}, {self.locator}" if self.locator else named


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


def as_source(value: Source | str) -> Source:
    """Give the source that a text names: a row of ``sources.csv``, or else one of which only this name is known.

    A source that is given by such a key, with a place or day in it, is filled in from its row.

    Raises:
        WrongTypeError: Neither a source nor a text.
        InvalidValueError: An empty text.

    Example:
        >>> as_source("CLDR").publisher, as_source("ministry of finance")
        ('Unicode Consortium', Source(key='ministry of finance'))
    """
    if isinstance(value, Source):
        return value if value.title or value.publisher or value.link else _filled(value)
    if not isinstance(value, str):
        raise WrongTypeError("source", value, "a Source, or the text that names one")
    return sources().get(value) or Source(key=value)


def _filled(named: Source) -> Source:
    row = sources().get(named.key)
    if row is None:
        return named
    if not (named.locator or named.day or named.certainty or named.note or named.retrieved or named.licence):
        return row  # at once: many records of a table name their source like this
    given = {spec.name: value for spec in columns_of(Source) if (value := getattr(named, spec.name))}
    return evolve(row, **given)


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
