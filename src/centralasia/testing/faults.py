"""Faults: what comes of a list of things when one of them goes wrong, for Hypothesis to choose from and in bulk."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, Final, Generic, NamedTuple, TypeAlias, TypeVar, final

import centralasia as ca
from centralasia.testing.extra import shown, st

__all__ = [
    "Corrupted",
    "CorruptedRecords",
    "CorruptedRows",
    "Fault",
    "RecordCorruption",
    "Way",
    "by_code",
    "grouped",
    "in_records",
    "in_rows",
    "of_cells",
    "rows_of",
    "strategy_of",
    "with_faults",
]

_SHOWN: Final = 3  # of what was corrupted

T = TypeVar("T")
R = TypeVar("R")

Fault: TypeAlias = Mapping[int, tuple[T, ...]]
"""What stands where a thing stood, by its place: another one, that one and a second after it, or none.

The last of each is where the fault shows, also if it is the thing itself: what comes after one that is gone.
"""


@final
@dataclass(frozen=True, kw_only=True, slots=True, repr=False)  # attrs would load whenever Hypothesis starts
class Corrupted:
    """Rates of which some were corrupted.

    Example:
        >>> Corrupted(rates=(), rows=(), code="inverted").code
        'inverted'
    """

    rates: "tuple[ca.ExchangeRate, ...]"
    """All rates, in the order in which they were given."""
    rows: tuple[int, ...]
    """The places in `rates`, from 0, of those that differ from what was given, or were put in.

    Of a bulletin that is gone, the places of the quotes that come next.
    """
    code: str
    """What was done, by the code of the finding that it has to cause."""

    @property
    def data(self) -> "tuple[ca.ExchangeRate, ...]":
        """What there is to be looked through: the rates."""
        return self.rates

    @property
    def places(self) -> tuple[int, ...]:
        """The places in `data` where it shows: `rows`."""
        return self.rows

    def __repr__(self) -> str:
        return _shown(self.code, self.rates, self.rows)

    def _repr_pretty_(self, printer: Any, _: bool) -> None:  # noqa: ANN401, FBT001 - what Hypothesis calls
        printer.text(repr(self))


@final
@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class CorruptedRecords(Generic[T]):
    """Records of which some were corrupted.

    Example:
        >>> CorruptedRecords(records=(), places=(), code="mirror-gap").code
        'mirror-gap'
    """

    records: tuple[T, ...]
    """All records, in the order in which they were given."""
    places: tuple[int, ...]
    """The places in `records`, from 0, of those that differ from what was given, or were put in."""
    code: str
    """What was done, by the code of the finding that it has to cause."""

    @property
    def data(self) -> tuple[T, ...]:
        """What there is to be looked through: the records."""
        return self.records

    def of(self, cls: type[R]) -> "CorruptedRecords[R]":
        """Give the records of one class alone, with the places among them: a table is of one sort.

        Example:
            >>> mixed = CorruptedRecords(records=("a", 1, 2), places=(2,), code="mirror-gap")
            >>> mixed.of(int).records, mixed.of(int).places
            ((1, 2), (1,))
        """
        kept = [(place, each) for place, each in enumerate(self.records) if isinstance(each, cls)]
        there = tuple([at for at, (place, _) in enumerate(kept) if place in self.places])
        return CorruptedRecords(records=tuple([each for _, each in kept]), places=there, code=self.code)

    def __repr__(self) -> str:
        return _shown(self.code, self.records, self.places)

    def _repr_pretty_(self, printer: Any, _: bool) -> None:  # noqa: ANN401, FBT001 - what Hypothesis calls
        printer.text(repr(self))


@final
@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class CorruptedRows:
    """Rows of texts, as of a file, of which some were corrupted: they cannot be the records they should be.

    Example:
        >>> CorruptedRows(rows=({"base": "USX"},), places=(0,), code="unknown-code").data[0]["base"]
        'USX'
    """

    rows: tuple[dict[str, str], ...]
    """All rows, from header to text, in the order in which they were given."""
    places: tuple[int, ...]
    """The places in `rows`, from 0, of those that differ from what was given, or were put in."""
    code: str
    """What was done, by the code of the finding that it has to cause."""

    @property
    def data(self) -> tuple[dict[str, str], ...]:
        """What there is to be looked through: the rows."""
        return self.rows

    def __repr__(self) -> str:
        return _shown(self.code, self.rows, self.places)

    def _repr_pretty_(self, printer: Any, _: bool) -> None:  # noqa: ANN401, FBT001 - what Hypothesis calls
        printer.text(repr(self))


def _shown(code: str, things: Sequence[object], places: Sequence[int]) -> str:
    """Show what was corrupted only: there are too many others."""
    there = ", ".join([f"{place}: {things[place]!r}" for place in places[:_SHOWN]])
    more = "" if len(places) <= _SHOWN else f" and {len(places) - _SHOWN} more"
    return f"<{code} in {len(things)}, {there}{more}>"


class Way(NamedTuple):
    """A way in which things go wrong: the choices that there are at a place, and the fault that one of them makes.

    Choices are cheap and many; a fault is made of the one that is taken.
    """

    choices: Callable[[int], Sequence[Any]]
    fault: Callable[[int, Any], Fault[Any]]

    @classmethod
    def of_changes(cls, changes: Callable[[int], Sequence[Any]]) -> "Way":
        """Take a way in which a thing alone is changed: the choices are what may stand in its place."""
        return cls(changes, lambda place, new: {place: (new,)})


def with_faults(given: Sequence[T], faults: Iterable[Fault[T]]) -> tuple[tuple[T, ...], tuple[int, ...]]:
    """Put faults into things, no two of them at one place, and say where they show.

    Example:
        >>> with_faults("abcd", [{1: ("B",)}, {2: (), 3: ("d", "e")}])
        (('a', 'B', 'd', 'e'), (1, 3))
    """
    instead = {place: things for fault in faults for place, things in fault.items()}
    found: list[T] = []
    places: list[int] = []
    for place, thing in enumerate(given):
        stands = instead.get(place)
        if stands is None:
            found.append(thing)
        elif stands:
            found += stands
            places.append(len(found) - 1)
    return tuple(found), tuple(places)


def strategy_of(
    given: Sequence[T], way: Way, made: "Callable[[tuple[T, ...], tuple[int, ...]], R]"
) -> st.SearchStrategy[R]:
    """Choose one fault of those that there are; where there is none, the strategy is empty.

    Example:
        >>> from hypothesis import find
        >>> loud = Way.of_changes(lambda place: ["abc"[place].upper()])
        >>> find(strategy_of("abc", loud, lambda things, places: (things, places)), lambda found: found[1] == (1,))
        (('a', 'B', 'c'), (1,))
    """
    open_to = [(place, choices) for place in range(len(given)) if (choices := way.choices(place))]
    if not open_to:
        return st.nothing()

    def faults_at(there: tuple[int, Sequence[Any]]) -> st.SearchStrategy[Fault[T]]:
        return st.sampled_from(there[1]).map(partial(way.fault, there[0]))

    return st.sampled_from(open_to).flatmap(faults_at).map(lambda fault: made(*with_faults(given, [fault])))


def in_records(given: tuple[T, ...], way: Way, code: str) -> "st.SearchStrategy[CorruptedRecords[T]]":
    """Corrupt records, which stay records.

    Example:
        >>> from hypothesis import find
        >>> find(in_records((1, 2), Way.of_changes(lambda place: [9]), "nine"), lambda _: True)
        <nine in 2, 0: 9>
    """
    return strategy_of(given, way, lambda records, places: CorruptedRecords(records=records, places=places, code=code))


def of_cells(rows: Sequence[Mapping[str, str]], cells: Callable[[Mapping[str, str]], Sequence[Any]]) -> Way:
    """Take a way in which rows alone are changed: the choices are the cells that may stand in a row instead.

    Example:
        >>> rows = [{"base": "USD", "quote": "KZT"}]
        >>> of_cells(rows, lambda row: [{"base": row["base"].lower()}]).choices(0)
        [{'base': 'usd', 'quote': 'KZT'}]
    """
    return Way.of_changes(lambda place: [dict(rows[place]) | dict(change) for change in cells(rows[place])])


def in_rows(given: Sequence[Mapping[str, str]], way: Way, code: str) -> st.SearchStrategy[CorruptedRows]:
    """Corrupt rows of texts.

    Example:
        >>> from hypothesis import find
        >>> rows = [{"base": "USD"}]
        >>> find(in_rows(rows, of_cells(rows, lambda row: [{"base": "?"}]), "unknown-code"), lambda _: True).rows
        ({'base': '?'},)
    """
    rows = [dict(row) for row in given]
    return strategy_of(rows, way, lambda found, places: CorruptedRows(rows=found, places=places, code=code))


def grouped(things: Iterable[T], key: Callable[[T], object]) -> dict[Any, list[int]]:
    """Give the places of things that have the same key, by key.

    Example:
        >>> grouped(["a", "bb", "c"], len)
        {1: [0, 2], 2: [1]}
    """
    groups: dict[Any, list[int]] = {}
    for place, thing in enumerate(things):
        groups.setdefault(key(thing), []).append(place)
    return groups


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class RecordCorruption:
    """What corrupts the records of a data set: called with them, it gives a strategy for corrupted copies.

    Example:
        >>> from hypothesis import find
        >>> nine = RecordCorruption(code="nine", title="say nine", way=lambda given: Way.of_changes(lambda place: [9]))
        >>> find(nine([1, 2]), lambda wrong: True).records
        (9, 2)
    """

    code: str
    """The code of the finding that it has to cause."""
    title: str
    """What it does."""
    way: Callable[[tuple[Any, ...]], Way]
    """What can go wrong at each place: of records, or of rows where it gives such."""
    as_rows: Callable[[Iterable[object]], Sequence[Mapping[str, str]]] | None = None
    """What makes rows of texts of the records, where no record can be as it should become."""

    def __call__(
        self, records: Iterable[object], /
    ) -> "st.SearchStrategy[CorruptedRecords[Any]] | st.SearchStrategy[CorruptedRows]":
        """Give a strategy for corrupted copies, which is empty where none can be corrupted."""
        given = self.taken(records)
        way, name = self.way(given), self.code.replace("-", "_")
        if self.as_rows is None:
            return shown(in_records(given, way, self.code), name, (records,), {})
        return shown(in_rows(given, way, self.code), name, (records,), {})

    def taken(self, records: Iterable[object]) -> tuple[Any, ...]:
        """Give what is corrupted: the records, or the rows of those that it is about."""
        return tuple(records if self.as_rows is None else self.as_rows(records))


def rows_of(records: Iterable[object], cls: type) -> list[dict[str, str]]:
    """Write the records of a class as rows of texts, and leave all others out.

    Example:
        >>> rows_of([1], ca.RemittanceFlow)
        []
    """
    return [ca.records.to_row(each) for each in records if isinstance(each, cls)]


def by_code(*corruptions: RecordCorruption) -> Mapping[str, RecordCorruption]:
    """Register corruptions by their codes.

    Example:
        >>> dict(by_code())
        {}
    """
    return MappingProxyType({each.code: each for each in sorted(corruptions, key=lambda each: each.code)})
