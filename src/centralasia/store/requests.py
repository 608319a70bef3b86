"""Requests: what was asked of a publisher and how it ended, so that a fetch goes on where it stopped."""

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import Final, Literal, TypeAlias

from centralasia.store.rows import now

__all__ = ["Outcome", "asked", "remember"]

Outcome: TypeAlias = Literal["read", "no-bulletin", "failed"]
"""How it ended: a bulletin came, the publisher has none for the day, or nothing of use came and it can be repeated."""

_NOTE: Final = "INSERT OR REPLACE INTO asked (publisher, day, outcome, learnt) VALUES (?, ?, ?, ?)"
_ASKED: Final = "SELECT day FROM asked WHERE publisher = ?1 AND (?2 IS NULL OR outcome = ?2)"


def remember(
    connection: sqlite3.Connection, publisher: str, days: Iterable[int], *, outcome: Outcome, learnt: int | None
) -> None:
    """Note the outcome for days by number."""
    moment = now() if learnt is None else learnt
    connection.executemany(_NOTE, ((publisher, day, outcome, moment) for day in days))


def asked(connection: sqlite3.Connection, publisher: str, outcome: Outcome | None) -> frozenset[date]:
    """Give the days for which it ended so."""
    return frozenset(date.fromordinal(day) for (day,) in connection.execute(_ASKED, (publisher, outcome)))
