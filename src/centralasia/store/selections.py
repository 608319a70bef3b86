"""What is wanted of a store: which series, which days, and as of when; and the table of it."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final, final

import attrs

from centralasia.periods import Period, as_date
from centralasia.rates import ExactDay, ExchangeRate, LastKnown, NextKnown, Policy, RateKind, RateTable
from centralasia.rates.quotes import OVER_A_PERIOD, rate_kind
from centralasia.reference import Currency
from centralasia.reference.currencies import currencies_of
from centralasia.store.rows import (
    EVER,
    Figures,
    Line,
    as_limit,
    as_text,
    lines,
    made,
    read_moment,
    series_of,
    versions,
    with_places,
)

__all__ = ["Selection", "around"]

_AFTER_THE_LAST_DAY: Final = date.max.toordinal() + 1
_LEARNT: Final = "SELECT day, days, max(learnt) FROM quote WHERE series = ? AND learnt <= ? GROUP BY day, days"
_USUAL: Final = LastKnown()


@final
@attrs.frozen(kw_only=True)
class Selection:
    """Which quotes are wanted, by numbers of days, codes and names; what is left out is not limited."""

    low: int = 1
    high: int = _AFTER_THE_LAST_DAY
    currencies: frozenset[Currency] | None = None
    publishers: frozenset[str] | None = None
    kind: RateKind | None = None
    as_of: int = EVER

    @classmethod
    def of(
        cls,
        *,
        since: date | str | None = None,
        until: date | str | None = None,
        currencies: Iterable[Currency | str] | str | None = None,
        publishers: Iterable[str] | str | None = None,
        kind: RateKind | str | None = None,
        as_of: datetime | date | str | None = None,
    ) -> "Selection":
        """Read what a caller wants."""
        return cls(
            low=1 if since is None else as_date(since, "since").toordinal(),
            high=_AFTER_THE_LAST_DAY if until is None else as_date(until, "until").toordinal(),
            currencies=None if currencies is None else currencies_of(currencies),
            publishers=_texts(publishers, "publishers"),
            kind=None if kind is None else rate_kind(kind),
            as_of=EVER if as_of is None else as_limit(as_of, "as_of"),
        )

    def __contains__(self, line: Line) -> bool:
        """Say whether a series is wanted."""
        key = line.key
        return (
            (self.currencies is None or {key.base, key.quote} <= self.currencies)
            and (self.publishers is None or key.source in self.publishers)
            and (self.kind is None or key.kind is self.kind)
        )

    def rows(self, connection: sqlite3.Connection) -> Iterator[tuple[Line, list[Figures]]]:
        """Give each series of which something is wanted, with its rows."""
        for line in lines(connection):
            if line in self:
                found = versions(connection, line, low=self.low, high=self.high, as_of=self.as_of)
                if found:
                    yield line, found

    def learnt(self, connection: sqlite3.Connection) -> Iterator[tuple[ExchangeRate, datetime]]:
        """Give each quote with when it was learnt, series by series."""
        for line, rows in self.rows(connection):
            moments = {
                (day, days): moment for day, days, moment in connection.execute(_LEARNT, (line.number, self.as_of))
            }
            for row in rows:
                yield made(line.key, row), read_moment(moments[row[:2]])

    def table(self, connection: sqlite3.Connection, name: str, *, whole: bool = True) -> RateTable:
        """Give the quotes as a table.

        Args:
            connection: A store, of which one state is seen throughout.
            name: What messages call the table.
            whole: Whether printed decimals are those of the quotes in the table, or of all in the store.
        """
        found = (
            series_of(line.key, rows if whole else with_places(rows, line.places))
            for line, rows in self.rows(connection)
        )
        return RateTable.of_series(found, name)


def around(on: date | Period, policy: Policy | None, kind: RateKind | None) -> Selection | None:
    """Give what a conversion can need for a day or period, or None where a policy of somebody's own may need all."""
    policy = _USUAL if policy is None else policy
    if not isinstance(policy, LastKnown | NextKnown | ExactDay):
        return None
    first, last = (on.start, on.end) if isinstance(on, Period) else (on, on)
    if isinstance(on, Period) or kind in OVER_A_PERIOD:  # the year around it may have an average
        first, last = first.replace(month=1, day=1), last.replace(month=12, day=31)
    days = 0 if isinstance(policy, ExactDay) else policy.days
    return Selection(low=max(1, first.toordinal() - days), high=min(_AFTER_THE_LAST_DAY, last.toordinal() + days + 1))


def _texts(values: Iterable[str] | str | None, field: str) -> frozenset[str] | None:
    """Read one name or several."""
    if values is None:
        return None
    return frozenset(as_text(each, field) for each in ([values] if isinstance(values, str) else values))
