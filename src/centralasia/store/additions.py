"""Adding quotes and their documents: what is known stays, what is new is written beside it, nothing is overwritten."""

import sqlite3
import zlib
from collections.abc import Iterable
from functools import partial
from hashlib import sha256
from itertools import chain, groupby
from operator import attrgetter
from typing import Any, Final, NamedTuple, final

import attrs

from centralasia.errors import InvalidValueError, UnknownCodeError
from centralasia.rates import ExchangeRate, RateTable
from centralasia.rates.quotes import SeriesKey
from centralasia.rates.series import Conflicts, Series
from centralasia.store.files import StoreError
from centralasia.store.rows import Figures, Line, figures_of, made, now, places_of, versions

__all__ = ["Added", "Batch", "Source", "add", "batches", "document_of", "unpacked"]

_BIGGEST: Final = 2**63 - 1  # of the whole numbers that SQLite has
_SERIES: Final = """
    SELECT id, places FROM series
    WHERE base = ? AND quote = ? AND inverted = ? AND kind = ? AND side = ? AND source = ?
"""
_NEW_SERIES: Final = (
    "INSERT INTO series (base, quote, inverted, kind, side, source, places) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_ANY: Final = "SELECT 1 FROM quote WHERE series = ? AND day BETWEEN ? AND ? LIMIT 1"
_NEWEST: Final = "SELECT max(learnt) FROM quote WHERE series = ? AND day BETWEEN ? AND ?"
_EXISTING: Final = """
    SELECT learnt, day, days, value, nominal, decimals, until, margin, change FROM quote
    WHERE series = ? AND day BETWEEN ? AND ?
    ORDER BY day, days, learnt, addition
"""
_APPEND: Final = """
    INSERT INTO quote (series, learnt, addition, day, days, value, nominal, decimals, until, margin, change) VALUES
"""
_ROW: Final = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_AT_ONCE: Final = 20  # rows a statement: a sixth faster than one by one, and more gain nothing
_KEY: Final = attrgetter("key")


@final
@attrs.frozen(kw_only=True)
class Added:
    """What an addition did with the quotes that were handed in; two of them add up.

    Example:
        >>> done = Added(new=40) + Added(known=38, revised=2)
        >>> done, done.total
        (Added(new=40, known=38, revised=2, refined=0), 80)
    """

    new: int = 0
    """Quotes of a day or period of which the store had none in their series."""
    known: int = 0
    """Quotes that the store had already: nothing was written."""
    revised: int = 0
    """Other figures than the newest known: each became one more version."""
    refined: int = 0
    """Known figures with more decimals, a margin or a change, or learnt earlier than known: each one more version."""

    @property
    def total(self) -> int:
        """How many quotes were handed in, those that say the same counted once."""
        return self.new + self.known + self.revised + self.refined

    def __add__(self, other: "Added") -> "Added":
        """Add up what two additions did."""
        if not isinstance(other, Added):
            return NotImplemented
        return Added(**{name: count + getattr(other, name) for name, count in attrs.asdict(self).items()})


class Source(NamedTuple):
    """Where quotes come from: when it was learnt (None: now), what it is, and the document itself."""

    learnt: int | None
    title: str
    document: bytes | None


@final
@attrs.frozen
class Batch:
    """The quotes of one series, in order and ready to be written."""

    key: SeriesKey
    rows: list[Figures]

    @property
    def span(self) -> tuple[int, int]:
        """The numbers of the first and the last day."""
        return self.rows[0][0], self.rows[-1][0]


def batches(rates: Iterable[ExchangeRate], conflicts: Conflicts) -> list[Batch]:
    """Put quotes in order, merge those that say the same and take them apart.

    Raises:
        InvalidValueError: Two figures for one day, or a nominal that no store can hold.
        WrongTypeError: Something in `rates` is no rate.
    """
    table = RateTable.of(rates, conflicts=conflicts)
    found = [Batch(key, list(map(figures_of, group))) for key, group in groupby(table, _KEY)]
    for batch in found:
        most = max([row[3] for row in batch.rows])
        if most > _BIGGEST:
            raise InvalidValueError("nominal", most, f"at most {_BIGGEST:,} to be kept in a store")
    return found


def add(connection: sqlite3.Connection, found: list[Batch], source: Source) -> Added:
    """Write what is not known yet.

    Args:
        connection: A store that nobody else writes to now.
        found: What comes in.
        source: Where it comes from.
    """
    lines = [_line(connection, batch.key) for batch in found]
    learnt = now() if source.learnt is None else source.learnt
    if source.learnt is None:  # a clock that was put back does not hide what is newest
        for line, batch in zip(lines, found, strict=True):
            (newest,) = connection.execute(_NEWEST, (line.number, *batch.span)).fetchone()
            learnt = max(learnt, newest or learnt)
    document, arrived = None, False
    if source.document is not None:
        document, arrived = _keep(connection, source.document)
    insert = "INSERT INTO addition (learnt, title, document) VALUES (?, ?, ?)"
    number: Any = connection.execute(insert, (learnt, source.title, document)).lastrowid
    done = Added()
    for line, batch in zip(lines, found, strict=True):
        news, counted = _news(connection, line, batch, learnt)
        _append(connection, (line.number, learnt, number), news)
        _note_places(connection, line, news, counted)
        done += counted
    if done.known == done.total and not arrived:
        connection.execute("DELETE FROM addition WHERE id = ?", (number,))
    return done


def _line(connection: sqlite3.Connection, key: SeriesKey) -> Line:
    identity = key.base.code, key.quote.code, key.inverted, key.kind.value, key.side.value, key.source
    found = connection.execute(_SERIES, identity).fetchone()
    if found is not None:
        number, places = found
        return Line(number, places, key)
    made_now: Any = connection.execute(_NEW_SERIES, (*identity, 0)).lastrowid
    return Line(made_now, 0, key)


def _news(connection: sqlite3.Connection, line: Line, batch: Batch, learnt: int) -> tuple[list[Any], Added]:
    """Find what of a batch is to be written."""
    where = line.number, *batch.span
    if connection.execute(_ANY, where).fetchone() is None:
        return batch.rows, Added(new=len(batch.rows))
    before: dict[tuple[int, int], Any] = {}
    later: dict[tuple[int, int], Any] = {}
    for moment, *row in connection.execute(_EXISTING, where):
        place = row[0], row[1]
        if moment <= learnt:
            before[place] = tuple(row)
        else:
            later.setdefault(place, tuple(row))
    judge = partial(_judge, line.key)
    news, counts = [], dict.fromkeys(("new", "known", "revised", "refined"), 0)
    for row in batch.rows:
        place = row[:2]
        old = before.get(place)
        outcome, written = ("known", None) if old == row else judge(row, old, later.get(place))
        counts[outcome] += 1
        if written is not None:
            news.append(written)
    return news, Added(**counts)


def _judge(key: SeriesKey, row: Figures, old: Figures | None, later: Figures | None) -> tuple[str, Figures | None]:
    """Say what a quote is beside its version before, and the first one after, and what is written of it."""
    near = old or later
    if near is None:
        return "new", row
    rate, known = made(key, row), made(key, near)
    if rate != known:
        return "revised", row
    if old is None:
        return "refined", row
    (joined,) = Series.of(key, [known, rate]).rates
    written = figures_of(joined)
    return ("known", None) if written == old else ("refined", written)


def _append(connection: sqlite3.Connection, head: tuple[int, int, int], news: list[Figures]) -> None:
    rows = [head + row for row in news]
    whole = len(rows) - len(rows) % _AT_ONCE
    groups = (list(chain.from_iterable(rows[first : first + _AT_ONCE])) for first in range(0, whole, _AT_ONCE))
    connection.executemany(_APPEND + ", ".join([_ROW] * _AT_ONCE), groups)
    connection.executemany(_APPEND + _ROW, rows[whole:])


def _note_places(connection: sqlite3.Connection, line: Line, news: list[Figures], counted: Added) -> None:
    """Keep the count of decimals that a look-up fills in."""
    places = max(line.places, places_of(news))
    if counted.revised or counted.refined:  # what showed the most may be gone
        places = places_of(versions(connection, line))
    if places != line.places:
        connection.execute("UPDATE series SET places = ? WHERE id = ?", (places, line.number))


def _keep(connection: sqlite3.Connection, content: bytes) -> tuple[int, bool]:
    """Keep a document, once; give its number, and whether it is new."""
    name = sha256(content).hexdigest()
    found = connection.execute("SELECT id FROM document WHERE sha256 = ?", (name,)).fetchone()
    if found is not None:
        return found[0], False
    insert = "INSERT INTO document (sha256, size, content) VALUES (?, ?, ?)"
    number: Any = connection.execute(insert, (name, len(content), zlib.compress(content))).lastrowid
    return number, True


def document_of(connection: sqlite3.Connection, name: str) -> bytes:
    """Give a document as it came in.

    Raises:
        UnknownCodeError: There is none of this name.
        StoreError: What is kept is not what came in.
    """
    found = connection.execute("SELECT size, content FROM document WHERE sha256 = ?", (name,)).fetchone()
    if found is None:
        raise UnknownCodeError(name, "documents of the store", hint="revisions() names the document of every quote")
    content = unpacked(name, *found)
    if content is None:
        raise StoreError(name, "the document is damaged", "fetch it again")
    return content


def unpacked(name: str, size: int, packed: bytes) -> bytes | None:
    """Unpack a document, no further than it can be, or give None where it is not what its name says."""
    try:
        content = zlib.decompressobj().decompress(packed, size + 1)
    except (zlib.error, TypeError, OverflowError):  # of a damaged row, any type can come
        return None
    return content if sha256(content).hexdigest() == name else None
