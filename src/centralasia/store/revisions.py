"""Revisions: what a publisher said of one day, one version after the other."""

import sqlite3
from datetime import date, datetime
from typing import Final, final

import attrs

from centralasia.periods import Period
from centralasia.rates import ExchangeRate, RateKind
from centralasia.reference import Currency
from centralasia.store.rows import lines, made, read_moment

__all__ = ["Revision", "revisions"]

_ALL: Final = """
    SELECT day, days, value, nominal, decimals, until, margin, change, quote.learnt, title, sha256
    FROM quote
    JOIN addition ON addition.id = quote.addition
    LEFT JOIN document ON document.id = addition.document
    WHERE series = ? AND day BETWEEN ? AND ?
    ORDER BY day, days, quote.learnt, addition
"""


@final
@attrs.frozen(kw_only=True)
class Revision:
    """One version of one quote.

    Example:
        >>> from datetime import UTC
        >>> rate = ExchangeRate(base="USD", quote="KZT", value="450.10", on="2024-03-01", source="made up")
        >>> print(Revision(rate=rate, learnt=datetime(2024, 2, 29, 10, 30, tzinfo=UTC)))
        2024-02-29 10:30:00+00:00: 450.10 KZT per 1 USD (official, 2024-03-01, made up)
    """

    rate: ExchangeRate
    """The quote as it was printed."""
    learnt: datetime
    """When it was learnt, in UTC."""
    title: str = ""
    """What it was read from, in words."""
    document: str | None = None
    """The SHA-256 of what it was read from, where that was kept."""

    def __str__(self) -> str:
        """Say when what was learnt."""
        return f"{self.learnt}: {self.rate}"


def revisions(
    connection: sqlite3.Connection,
    pair: tuple[Currency, Currency],
    *,
    on: date | Period | None,
    kind: RateKind | None,
    publisher: str | None,
) -> list[Revision]:
    """Give every version of the quotes of a pair, read as the second for the first."""
    found = []
    for line in lines(connection):
        key = line.key
        if {key.base, key.quote} != {*pair} or kind not in (None, key.kind) or publisher not in (None, key.source):
            continue
        days = (1, date.max.toordinal()) if on is None else (_first(on), _first(on))
        for *figures, learnt, title, document in connection.execute(_ALL, (line.number, *days)).fetchall():
            rate = made(key, tuple(figures))
            if on is None or rate.on == on:
                read = rate if key.base is pair[0] else rate.inverse()
                found.append(Revision(rate=read, learnt=read_moment(learnt), title=title, document=document))
    return sorted(found, key=lambda each: (each.rate.day, each.rate.key.order))


def _first(on: date | Period) -> int:
    return (on.start if isinstance(on, Period) else on).toordinal()
