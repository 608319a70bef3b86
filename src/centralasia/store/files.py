"""The file of a store: its tables, opened or made, lent to one call at a time, its troubles told in our words."""

import os
import sqlite3
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from stat import S_ISDIR
from typing import Final, NoReturn, TypeVar, final

import attrs

from centralasia.errors import CentralAsiaError, InvalidValueError, WrongTypeError
from centralasia.numbers import shortened

__all__ = ["APPLICATION_ID", "STEPS", "StoreError", "StoreFile", "checked_path", "expected", "migrate", "tables"]

A = TypeVar("A")
Q = TypeVar("Q")

APPLICATION_ID: Final = 0x43416661
"""What marks an SQLite file as a store of ours, by the field that SQLite keeps for that."""

STEPS: Final[tuple[tuple[str, ...], ...]] = (
    (
        # A document is kept once, however often it is handed in.
        """CREATE TABLE document (
            id INTEGER PRIMARY KEY,
            sha256 TEXT NOT NULL UNIQUE,
            size INTEGER NOT NULL,
            content BLOB NOT NULL
        )""",
        # What came in at one time: when it was learnt, in microseconds since 1970 UTC, and from what.
        """CREATE TABLE addition (
            id INTEGER PRIMARY KEY,
            learnt INTEGER NOT NULL,
            title TEXT NOT NULL,
            document INTEGER REFERENCES document (id)
        )""",
        # `places` is the most decimals that a quote of today's state shows: a look-up fills them in.
        """CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            base TEXT NOT NULL,
            quote TEXT NOT NULL,
            inverted INTEGER NOT NULL,
            kind TEXT NOT NULL,
            side TEXT NOT NULL,
            source TEXT NOT NULL,
            places INTEGER NOT NULL,
            UNIQUE (base, quote, inverted, kind, side, source)
        )""",
        # One version of one quote. `day` and `until` are proleptic Gregorian ordinals, `days` is how many the quote is
        # for: 1, or the length of its period. What was learnt stands in the key, so that the last of a day is the
        # newest, and no version ever takes the place of another.
        """CREATE TABLE quote (
            series INTEGER NOT NULL REFERENCES series (id),
            day INTEGER NOT NULL,
            days INTEGER NOT NULL,
            learnt INTEGER NOT NULL,
            addition INTEGER NOT NULL REFERENCES addition (id),
            value TEXT NOT NULL,
            nominal INTEGER NOT NULL,
            decimals INTEGER,
            until INTEGER,
            margin TEXT,
            change TEXT,
            PRIMARY KEY (series, day, days, learnt, addition)
        ) WITHOUT ROWID""",
    ),
    (
        # What was asked of a publisher, so that a fetch goes on where it stopped; the latest outcome counts.
        """CREATE TABLE asked (
            publisher TEXT NOT NULL,
            day INTEGER NOT NULL,
            outcome TEXT NOT NULL,
            learnt INTEGER NOT NULL,
            PRIMARY KEY (publisher, day)
        ) WITHOUT ROWID""",
    ),
)
"""Each step makes of a store of the version before it one of the next. A step that was released never changes."""


_VERSION: Final = """
    SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master)
    FROM pragma_application_id, pragma_user_version
"""
_WRITABLE: Final = "keep it in a directory and on a disk that you may write to"
_NO_STORE: Final = "choose another path for the store"
_TROUBLES: Final = {
    "SQLITE_BUSY": ("another process kept it locked for too long", "try again, or open it with a longer wait="),
    "SQLITE_CANTOPEN": ("it cannot be opened", _WRITABLE),
    "SQLITE_READONLY": ("it cannot be written", _WRITABLE),
    "SQLITE_FULL": ("the disk is full", "nothing of this call was written; make room and repeat it"),
    "SQLITE_NOTADB": ("no SQLite database", _NO_STORE),
    "SQLITE_CORRUPT": ("the file is damaged", "look at what check() finds, and go back to a copy"),
}
_LONGEST_WAIT: Final = 24 * 3600  # seconds


@attrs.define
class StoreError(CentralAsiaError, RuntimeError):
    """A store cannot be opened, read or written.

    Example:
        >>> print(StoreError("rates.db", "the disk is full", "make room"))
        rates.db: the disk is full; make room
    """

    path: str
    reason: str
    hint: str = ""

    def __str__(self) -> str:
        """Name the file, say what is wrong with it, and the way out."""
        return f"{self.path}: {self.reason}" + (f"; {self.hint}" if self.hint else "")


@final
class StoreFile:
    """One SQLite file, and connections to it that nobody uses just now.

    A connection serves one call at a time, whatever thread it comes from, and none is carried into another process.
    """

    __slots__ = ("__weakref__", "_closed", "_idle", "_process", "_wait", "path")

    def __init__(self, path: "str | os.PathLike[str]", wait: int) -> None:
        """Open the file, or make it.

        Args:
            path: Where it is.
            wait: Seconds to wait for another process that writes.
        """
        if isinstance(wait, bool) or not isinstance(wait, int):
            raise WrongTypeError("wait", wait, "a whole number of seconds")
        if not 0 <= wait <= _LONGEST_WAIT:
            raise InvalidValueError("wait", wait, f"from 0 to {_LONGEST_WAIT:,} seconds")
        self.path = checked_path(path)
        self._wait = wait
        self._idle: list[sqlite3.Connection] = []
        self._process = os.getpid()
        self._closed = False
        weakref.finalize(self, _close, self._idle, self._process)
        with self.lent() as connection:
            self._prepare(connection)

    def _prepare(self, connection: sqlite3.Connection) -> None:
        version = _version_of(connection)
        if version is not None and version < len(STEPS):
            # Readers never wait for a writer then. The file remembers it; where its file system cannot do it, the
            # store works as safely with the journal that is the default.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            version = _version_of(connection)  # another process may have been here first
            if version is not None and version < len(STEPS):
                migrate(connection, version)
                version = len(STEPS)
            connection.execute("COMMIT")
        if version is None:
            raise StoreError(str(self.path), "an SQLite database of something else, no store of rates", _NO_STORE)
        if version > len(STEPS):
            reason = f"made by a newer release: its form is {version}, the newest known here is {len(STEPS)}"
            raise StoreError(str(self.path), reason, "upgrade centralasia")

    def take(self) -> sqlite3.Connection:
        """Give a connection that nobody uses; hand it back with `give`."""
        if self._process != os.getpid():  # SQLite forbids to use, or even close, what was opened before a fork
            _LEFT_BEHIND.append(self._idle)
            self._idle, self._process = [], os.getpid()
        if self._closed:
            raise StoreError(str(self.path), "the store is closed", "open it again with Store(path)")
        try:
            return self._idle.pop()
        except IndexError:
            return self._connected()

    def give(self, connection: sqlite3.Connection) -> None:
        """Take a connection back."""
        if self._closed:
            connection.close()
        else:
            self._idle.append(connection)

    def _connected(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self.path, timeout=self._wait, isolation_level=None, check_same_thread=False)
            # With FULL every commit is on the disk before it is reported: it outlives the process, and a power cut.
            connection.execute("PRAGMA synchronous = FULL")
        except sqlite3.Error as error:
            raise self.trouble(error) from error
        return connection

    def _give_up(self, connection: sqlite3.Connection, error: BaseException) -> NoReturn:
        connection.close()  # which undoes what was begun
        if isinstance(error, sqlite3.Error):
            raise self.trouble(error) from error
        raise error

    @contextmanager
    def lent(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection, and tell what goes wrong in our words; what was begun and not committed is undone."""
        connection = self.take()
        try:
            yield connection
        except BaseException as error:  # noqa: BLE001 - it is raised again
            self._give_up(connection, error)
        self.give(connection)

    def ask(self, question: Callable[[sqlite3.Connection, Q], A], about: Q) -> A:
        """Lend a connection to one function, as `lent` does and at half the cost."""
        connection = self.take()
        try:
            answer = question(connection, about)
        except BaseException as error:  # noqa: BLE001 - it is raised again
            self._give_up(connection, error)
        self.give(connection)
        return answer

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that sees one state of the store throughout."""
        with self.lent() as connection:
            connection.execute("BEGIN")
            yield connection
            connection.execute("ROLLBACK")  # nothing was written; a damaged file refuses to commit even that

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that nobody else writes beside: all that is done with it is kept at the end, or nothing."""
        with self.lent() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    def trouble(self, error: sqlite3.Error) -> StoreError:
        """Say what SQLite says in our words."""
        name = getattr(error, "sqlite_errorname", "")
        for start, (reason, hint) in _TROUBLES.items():
            if name.startswith(start):
                return StoreError(str(self.path), reason, hint)
        return StoreError(str(self.path), str(error))

    def close(self) -> None:
        """Close every connection that is idle now, and the others when they come back."""
        self._closed = True
        _close(self._idle, self._process)


_LEFT_BEHIND: list[list[sqlite3.Connection]] = []


def _close(connections: list[sqlite3.Connection], process: int) -> None:
    while connections and process == os.getpid():
        connections.pop().close()


def checked_path(path: "str | os.PathLike[str]") -> Path:
    """Read the path of a file that is there or can be made.

    Raises:
        StoreError: A directory, a file in none, or a name that no file can have.
        WrongTypeError: No path.
    """
    if not isinstance(path, str | os.PathLike) or not isinstance(os.fspath(path), str):
        raise WrongTypeError("path", path, "a path as text or PathLike")
    shown = str(shortened(os.fspath(path))).encode(errors="backslashreplace").decode()
    found = Path(path).absolute()
    try:
        is_directory = S_ISDIR(found.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        is_directory = False
    except (OSError, ValueError) as error:  # ValueError: a null character, or one that the file system cannot write
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise StoreError(shown, reason.lower(), _NO_STORE) from None
    if is_directory or not os.fspath(path):
        raise StoreError(shown or "''", "a directory, not a file", "name a file in it, such as rates.db")
    if not found.parent.is_dir():
        raise StoreError(shown, f"there is no directory {found.parent}", "make it first")
    return found


def _version_of(connection: sqlite3.Connection) -> int | None:
    """Give how many steps a file has taken: 0 where it is empty, None where it is somebody else's."""
    # One statement, and so one state of the file: another process may be making the store.
    mark, version, count = connection.execute(_VERSION).fetchone()
    if mark == APPLICATION_ID:
        return int(version)
    return None if mark or version or count else 0


def tables(connection: sqlite3.Connection) -> dict[str, str]:
    """Give what stands in a file: name to the statement that made it."""
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return dict(found.fetchall())


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Take the steps that a file has not taken; the caller has begun the transaction in which they all are."""
    for statements in STEPS[version:]:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(STEPS)}")


@cache
def expected() -> dict[str, str]:
    """Give what stands in a store that has taken every step."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(connection, 0)
        return tables(connection)
    finally:
        connection.close()
