"""Checking a store through: the file, its tables, every version of every quote, every document."""

import sqlite3
from collections.abc import Iterator
from typing import Final

from centralasia.errors import CentralAsiaError
from centralasia.records import evolve
from centralasia.store.additions import unpacked
from centralasia.store.files import StoreError, expected, tables
from centralasia.store.rows import LINES, Line, made, places_of, read_line, versions
from centralasia.validation import Problem, Report, Severity

__all__ = ["check"]

_ALL: Final = """
    SELECT day, days, value, nominal, decimals, until, margin, change FROM quote
    WHERE series = ? ORDER BY day, days, learnt, addition
"""
_COUNTS: Final = {
    "versions": "SELECT count(*) FROM quote",
    "series": "SELECT count(*) FROM series",
    "additions": "SELECT count(*) FROM addition",
    "documents": "SELECT count(*) FROM document",
}
_GO_BACK: Final = "go back to a copy of the file, or fetch into a new store"


def check(connection: sqlite3.Connection) -> Report:
    """Look at everything that a store has.

    Args:
        connection: A store, of which one state is seen throughout.
    """
    problems: list[Problem] = []
    counts: dict[str, int] = {}
    for part in (_pages, _tables, _references, _quotes, _documents):
        try:
            problems.extend(part(connection))
        except sqlite3.DatabaseError as error:
            problems.append(_damaged(str(error)))
    for name, count in _COUNTS.items():
        try:
            (counts[name],) = connection.execute(count).fetchone()
        except sqlite3.DatabaseError:
            counts[name] = 0
    return Report.of(problems, **counts)


def _damaged(message: str, column: str | None = None, value: str | None = None) -> Problem:
    return Problem(
        code="damaged-store",
        severity=Severity.ERROR,
        column=column,
        value=value,
        message=message,
        cause="the disk, a copy made while it was written to, or another program",
        fix=_GO_BACK,
    )


def _pages(connection: sqlite3.Connection) -> Iterator[Problem]:
    for (found,) in connection.execute("PRAGMA integrity_check"):
        if found != "ok":
            yield _damaged(str(found))


def _tables(connection: sqlite3.Connection) -> Iterator[Problem]:
    found = tables(connection)
    for name, statement in expected().items():
        if found.get(name) != statement:
            yield _damaged(f"the table {name} is {'another one' if name in found else 'missing'}")


def _references(connection: sqlite3.Connection) -> Iterator[Problem]:
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield _damaged(f"a row of {table} points to a row of {parent} that is not there")


def _quotes(connection: sqlite3.Connection) -> Iterator[Problem]:
    for row in connection.execute(LINES).fetchall():
        try:
            line = read_line(row)
        except StoreError as error:
            yield _unreadable(error.reason, f"{row}")
        else:
            yield from _line(connection, line)


def _line(connection: sqlite3.Connection, line: Line) -> Iterator[Problem]:
    sound = True
    for figures in connection.execute(_ALL, (line.number,)).fetchall():
        try:
            evolve(made(line.key, figures))  # by all the rules that a quote goes by
        except CentralAsiaError as error:
            sound = False
            yield _unreadable(f"a quote of series {line.number} cannot be read: {error}", f"{figures}")
    if sound and line.places != (places := places_of(versions(connection, line))):
        message = f"series {line.number} is noted to show {line.places} decimals and shows {places}"
        yield _damaged(message, "places", f"{line.places}")


def _unreadable(message: str, value: str) -> Problem:
    return Problem(code="unreadable-quote", severity=Severity.ERROR, value=value, message=message, fix=_GO_BACK)


def _documents(connection: sqlite3.Connection) -> Iterator[Problem]:
    for name, size, content in connection.execute("SELECT sha256, size, content FROM document"):
        if unpacked(name, size, content) is None:
            yield Problem(
                code="damaged-document",
                severity=Severity.ERROR,
                column="document",
                value=f"{name}",
                message="the document is not what its SHA-256 says",
                fix="fetch it again, and add it to a new store",
            )
