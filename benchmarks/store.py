"""The local store: quotes added, looked up and loaded, beside SQLite without anything around it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from currency_converter import CurrencyConverter

import centralasia as ca
from benchmarks.cases import Case, Sample, seconds, seconds_once
from benchmarks.rates import quotes
from centralasia.store import Store

_COUNT = 250_000
_A_SECOND = 200_000  # quotes that the store is to take
_LAST = date(2024, 12, 31)
_COLUMNS = "series, day, days, learnt, addition, value, nominal, decimals, until, margin, change"


def cases() -> Iterator[Case]:
    """Compare with the bare statements that do the same to the same table."""
    with TemporaryDirectory() as place:
        new = (Path(place, f"{number}.db") for number in count())
        made, full = quotes(_COUNT), next(new)
        with Store(full) as store:
            store.add(made)
            yield from _adding(made, full, new)
            yield from _looking_up(store)
            yield Case(
                name="load a table of 250,000 quotes from the store",
                against="CurrencyConverter, its load",
                ours=seconds(store.table),
                peer=seconds(CurrencyConverter),
                limit=None,
                rounds=11,
            )


def _adding(made: list[ca.ExchangeRate], full: Path, new: Iterator[Path]) -> Iterator[Case]:
    with _database(full) as connection:
        rows = connection.execute(f"SELECT {_COLUMNS} FROM quote").fetchall()  # noqa: S608 - of the names above
    ours = _into_an_empty_store(new, lambda path: Store(path).add(made))
    yield Case(
        name="add 250,000 quotes to an empty store",
        against="executemany of the same rows into the same table",
        ours=ours,
        peer=_into_an_empty_store(new, lambda path: _executemany(path, rows)),
        limit=2.0,
        rounds=7,
    )
    yield Case(
        name="add 250,000 quotes to an empty store",
        against=f"{_A_SECOND:,} a second",
        ours=ours,
        peer=lambda: _COUNT / _A_SECOND,
        limit=1.0,
        rounds=7,
    )


def _into_an_empty_store(new: Iterator[Path], work: Callable[[Path], object]) -> Sample:
    def prepare() -> Path:
        path = next(new)
        Store(path).close()
        return path

    return seconds_once(prepare, work)


def _executemany(path: Path, rows: list[tuple[object, ...]]) -> None:
    with _database(path) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO quote ({_COLUMNS}) VALUES ({marks})", rows)  # noqa: S608 - of the names above
        connection.execute("COMMIT")


def _looking_up(store: Store) -> Iterator[Case]:
    def ours() -> list[ca.ExchangeRate]:
        return [store.lookup("USD", code, on=day) for code, day in questions]

    def bare(columns: str) -> Callable[[], list[object]]:
        statement = f"SELECT {columns} FROM quote WHERE series = ? AND day <= ? ORDER BY day DESC LIMIT 1"  # noqa: S608 - of names here
        return lambda: [connection.execute(statement, each).fetchone() for each in numbers]

    codes = [each.code for each in store.currencies if each.code != "USD"]
    days = [_LAST - timedelta(days=13 * index % 80) for index in range(4 * len(codes))]
    questions = list(zip(codes * 4, days, strict=True))
    with _database(store.path) as connection:
        series = dict(connection.execute("SELECT quote, id FROM series").fetchall())
        numbers = [(series[code], day.toordinal()) for code, day in questions]
        for columns, said, limit in (
            ("day, value, nominal, decimals, until, margin, change", "all that was printed", 3.0),
            ("value", "the figure alone", None),
        ):
            yield Case(
                name="look one quote up in a store of 250,000",
                against=f"a bare indexed SELECT of {said}",
                ours=seconds(ours, calls=len(questions)),
                peer=seconds(bare(columns), calls=len(questions)),
                limit=limit,
            )


@contextmanager
def _database(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file with nothing but sqlite3, and close it."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()
