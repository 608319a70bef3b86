"""The store: dated quotes of any number of publishers in one file, with what was learnt when."""

import os
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Self, final, get_args

from centralasia.errors import InvalidValueError, RateNotFoundError, WrongTypeError
from centralasia.money import Money
from centralasia.numbers import Rounding
from centralasia.periods import Period, as_date, day_or_period
from centralasia.rates import Conversion, ExactDay, ExchangeRate, LastKnown, Policy, RateKind, RateTable
from centralasia.rates.quotes import OVER_A_PERIOD, rate_kind
from centralasia.rates.series import Conflicts
from centralasia.reference import Currency, currency
from centralasia.store import additions, checks, exports, requests
from centralasia.store.additions import Added, Source, batches
from centralasia.store.files import StoreFile
from centralasia.store.lookups import IN_ORDER, Finder, pair_table
from centralasia.store.requests import Outcome
from centralasia.store.revisions import Revision, revisions
from centralasia.store.rows import as_moment, as_text
from centralasia.store.selections import Selection, around
from centralasia.validation import Report

__all__ = ["Store"]

_COUNT: Final = "SELECT count(*) FROM (SELECT 1 FROM quote GROUP BY series, day, days)"
_SPAN: Final = "SELECT min(day), max(day + days - 1) FROM quote JOIN series ON series.id = series WHERE source = ?"
_LATEST: Final = LastKnown()
_NO_AGE: Final = LastKnown(days=0)


@final
class Store:
    """Exchange rates kept in one file, as they were printed, with what was learnt when.

    The file is an SQLite database. Nothing in it is overwritten: another figure for the same day is one more version,
    and `as_of` shows what was known at any time. An addition is kept whole or not at all, whatever happens to the
    process; once `add` has returned, it is on the disk. Any number of threads and processes may read and add at once.

    A store can be used in a ``with`` statement, which closes it; it opens the file, or makes it.

    Args:
        path: Where the file is. Two more lie beside it, with the endings ``-wal`` and ``-shm``, while it is in use.
        wait: Seconds to wait while another process adds.

    Raises:
        StoreError: The file is something else, made by a newer release, or cannot be opened.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> place = tempfile.TemporaryDirectory()
        >>> with Store(Path(place.name, "rates.db")) as store:
        ...     store.add([ExchangeRate(base="USD", quote="KZT", value="450.10", on="2024-03-01", source="made up")])
        ...     print(store.lookup("USD", "KZT", on="2024-03-02"))
        Added(new=1, known=0, revised=0, refined=0)
        450.10 KZT per 1 USD (official, 2024-03-01, made up)
        >>> place.cleanup()
    """

    __slots__ = ("_file", "_finder", "_wait")

    def __init__(self, path: "str | os.PathLike[str]", *, wait: int = 60) -> None:
        """Open the file, or make it."""
        self._file = StoreFile(path, wait)
        self._finder = Finder()
        self._wait = wait

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._file.path

    @property
    def _name(self) -> str:
        return f"the store {self.path.name}"

    def close(self) -> None:
        """Close the file. It can be closed twice; any other call after that is refused."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process as the path."""
        return _opened, (self.path, self._wait)

    def __repr__(self) -> str:
        return f"Store({str(self.path)!r})"

    def add(
        self,
        rates: Iterable[ExchangeRate],
        *,
        learnt: datetime | str | None = None,
        document: bytes | None = None,
        title: str = "",
        conflicts: Conflicts = "refuse",
    ) -> Added:
        """Keep quotes, all of them or, where anything goes wrong, none.

        A quote that is known adds nothing. Another figure than the newest known of its series and day is one more
        version. The same figure with more decimals, a margin or a change that was not known is one more version too,
        with the best of what is known of it, as `RateTable.of` merges them.

        Args:
            rates: The quotes: a table, a list, anything that gives them.
            learnt: When they were learnt, with its time zone; by the clock when not given, which is the only thing
                that a store takes from its surroundings. A clock that was put back counts as standing still.
            document: What they were read from, kept once by its SHA-256.
            title: What they were read from, in words.
            conflicts: What to do when `rates` has two different figures for one day of one series.

        Raises:
            InvalidValueError: Two figures for one day, or a moment without its time zone.
            WrongTypeError: Something in `rates` is no rate, or `document` is no bytes.
            StoreError: It cannot be written, and nothing was.
        """
        if document is not None and not isinstance(document, bytes):
            raise WrongTypeError("document", type(document).__name__, "bytes", "pass what was read before decoding")
        moment = None if learnt is None else as_moment(learnt, "learnt")
        source = Source(moment, as_text(title, "title"), document)
        found = batches(rates, conflicts)  # before anybody has to wait
        with self._file.writing() as connection:
            return additions.add(connection, found, source)

    def table(
        self,
        since: date | str | None = None,
        until: date | str | None = None,
        currencies: Iterable[Currency | str] | str | None = None,
        *,
        publishers: Iterable[str] | str | None = None,
        kind: RateKind | str | None = None,
        as_of: datetime | date | str | None = None,
    ) -> RateTable:
        """Give quotes as a table, the newest version of each.

        Args:
            since: The first day, included; a quote that was made before and still held on it is there too.
            until: The first day no longer wanted.
            currencies: Both currencies of a quote must be among these.
            publishers: Only these, or this one.
            kind: One kind of rate.
            as_of: As it was published by then: only what had been learnt at that moment, with its time zone, or by the
                end of that day in UTC.
        """
        wanted = Selection.of(
            since=since, until=until, currencies=currencies, publishers=publishers, kind=kind, as_of=as_of
        )
        with self._file.reading() as connection:
            return wanted.table(connection, self._name)

    def lookup(
        self,
        base: Currency | str,
        quote: Currency | str,
        *,
        on: date | str | Period,
        policy: Policy | None = None,
        kind: RateKind | str | None = None,
    ) -> ExchangeRate:
        """Give the quote of this very pair that answers for a day or period: as `RateTable.lookup` of the whole table.

        A quote of some day under `LastKnown` or `ExactDay` takes a single step into the index; anything else reads
        what there is of the pair.

        Args:
            base: The currency that is priced.
            quote: The currency in which it is priced.
            on: The day or period.
            policy: Which quote answers for a day without one; `LastKnown(days=7)` when not given.
            kind: Only this kind; official before market before cash when not given.

        Raises:
            RateNotFoundError: Nothing answers; the message says what there is.
        """
        pair = currency(base), currency(quote)
        day = day_or_period(on)
        plain = _LATEST if policy is None else _NO_AGE if isinstance(policy, ExactDay) else policy
        kinds = IN_ORDER if kind is None else (rate_kind(kind),)
        if isinstance(plain, LastKnown) and not isinstance(day, Period) and OVER_A_PERIOD.isdisjoint(kinds):
            found = self._file.ask(self._finder.find, (pair, day.toordinal(), plain.days, kinds))
            if found is not None:
                return found
        with self._file.reading() as connection:
            table = pair_table(connection, pair, self._name)
        return table.lookup(*pair, on=day, policy=policy, kind=kind)

    def convert(
        self,
        money: Money,
        to: Currency | str,
        *,
        on: date | str | Period,
        policy: Policy | None = None,
        kind: RateKind | str | None = None,
        rounding: Rounding | str | None = Rounding.HALF_EVEN,
        places: int | None = None,
    ) -> Conversion:
        """Convert one amount, as `RateTable.convert` of the whole table; for many make a `table` and keep it.

        Args:
            money: The amount.
            to: The currency wanted.
            on: The day, or the period for a flow over it.
            policy: Which quote answers for a day without one; `LastKnown(days=7)` when not given.
            kind: Only rates of this kind.
            rounding: How to round to the minor unit; None for an exact result or `RoundingNeededError`.
            places: Decimal places instead of those of the minor unit.

        Raises:
            RateNotFoundError: No chain of quotes answers; the message says what there is.
            RoundingNeededError: `rounding` is None and the result has no finite decimal form.
        """
        day = day_or_period(on)
        near = around(day, policy, None if kind is None else rate_kind(kind))
        if near is not None:
            with self._file.reading() as connection:
                table = near.table(connection, self._name, whole=False)
            try:
                return table.convert(money, to, on=day, policy=policy, kind=kind, rounding=rounding, places=places)
            except RateNotFoundError:
                pass  # the whole table says what there is
        return self.table().convert(money, to, on=day, policy=policy, kind=kind, rounding=rounding, places=places)

    def revisions(
        self,
        base: Currency | str,
        quote: Currency | str,
        *,
        on: date | str | Period | None = None,
        kind: RateKind | str | None = None,
        publisher: str | None = None,
    ) -> tuple[Revision, ...]:
        """Give every version of the quotes of a pair, read as `quote` per `base`, by day and by when it was learnt.

        Args:
            base: The currency that is priced.
            quote: The currency in which it is priced.
            on: One day or period.
            kind: One kind of rate.
            publisher: One publisher.
        """
        pair = currency(base), currency(quote)
        day = None if on is None else day_or_period(on)
        wanted = None if kind is None else rate_kind(kind)
        with self._file.reading() as connection:
            return tuple(revisions(connection, pair, on=day, kind=wanted, publisher=publisher))

    def document(self, sha256: str) -> bytes:
        """Give a document that was added, by its SHA-256 in hexadecimal, as a `Revision` names it.

        Raises:
            UnknownCodeError: The store has none of this name.
            StoreError: It is damaged.
        """
        with self._file.lent() as connection:
            return additions.document_of(connection, as_text(sha256, "sha256"))

    @property
    def currencies(self) -> tuple[Currency, ...]:
        """Every currency that is quoted, in order of codes."""
        with self._file.lent() as connection:
            codes = connection.execute("SELECT base FROM series UNION SELECT quote FROM series ORDER BY 1").fetchall()
        return tuple(currency(code) for (code,) in codes)

    @property
    def publishers(self) -> tuple[str, ...]:
        """Every source, in order of names."""
        with self._file.lent() as connection:
            return tuple(sorted(name for (name,) in connection.execute("SELECT DISTINCT source FROM series")))

    def span(self, publisher: str) -> tuple[date, date] | None:
        """Give the first and the last day of which a publisher's quotes are in the store, or None."""
        with self._file.lent() as connection:
            first, last = connection.execute(_SPAN, (as_text(publisher, "publisher"),)).fetchone()
        return None if first is None else (date.fromordinal(first), date.fromordinal(last))

    def __len__(self) -> int:
        """Count the quotes, one for each day or period of a series however many versions there are."""
        with self._file.lent() as connection:
            (count,) = connection.execute(_COUNT).fetchone()
        return int(count)

    def __bool__(self) -> bool:
        """Be true: a store without quotes is a store."""
        return True

    def remember(
        self, publisher: str, asked: Iterable[date | str], *, outcome: Outcome, learnt: datetime | str | None = None
    ) -> None:
        """Note how it ended to ask a publisher for some days; of one day the last note counts.

        Args:
            publisher: Who was asked.
            asked: The days that were asked for.
            outcome: "read" where a bulletin came, "no-bulletin" where there is none for the day, "failed" where
                nothing of use came.
            learnt: When; by the clock when not given.
        """
        _check_outcome(outcome)
        name = as_text(publisher, "publisher")
        days = [as_date(each, "asked").toordinal() for each in asked]
        moment = None if learnt is None else as_moment(learnt, "learnt")
        with self._file.writing() as connection:
            requests.remember(connection, name, days, outcome=outcome, learnt=moment)

    def asked(self, publisher: str, *, outcome: Outcome | None = None) -> frozenset[date]:
        """Give the days for which a publisher was asked.

        Args:
            publisher: Who was asked.
            outcome: Only those for which it ended so.
        """
        if outcome is not None:
            _check_outcome(outcome)
        with self._file.lent() as connection:
            return requests.asked(connection, as_text(publisher, "publisher"), outcome)

    def check(self) -> Report:
        """Look the store through: the file, its tables, every version of every quote, every document.

        What is found are `damaged-store`, `unreadable-quote` and `damaged-document`.
        """
        with self._file.reading() as connection:
            return checks.check(connection)

    def export(
        self,
        path: "str | os.PathLike[str]",
        *,
        since: date | str | None = None,
        until: date | str | None = None,
        currencies: Iterable[Currency | str] | str | None = None,
        publishers: Iterable[str] | str | None = None,
        kind: RateKind | str | None = None,
        as_of: datetime | date | str | None = None,
    ) -> int:
        """Write quotes to a CSV or Parquet file, which is there whole or not at all.

        A row has the columns of an `ExchangeRate` and `learnt`, when its version was. Figures are texts, so that none
        is changed, and so is `on`, which is a day or a period. `read_rates` reads the CSV back, and `RateTable.of` a
        frame of the Parquet.

        Args:
            path: A name that ends in .csv or .parquet. What stands there is replaced.
            since: As of `table`, and so the others.
            until: The first day no longer wanted.
            currencies: Both currencies of a quote must be among these.
            publishers: Only these, or this one.
            kind: One kind of rate.
            as_of: As it was published by then.

        Returns:
            How many quotes were written.

        Raises:
            MissingExtraError: Parquet without the extra `frames`.
            StoreError: The file cannot be written.
        """
        wanted = Selection.of(
            since=since, until=until, currencies=currencies, publishers=publishers, kind=kind, as_of=as_of
        )
        with self._file.reading() as connection:
            return exports.export(path, wanted.learnt(connection))


def _opened(path: Path, wait: int) -> Store:
    return Store(path, wait=wait)


def _check_outcome(outcome: str) -> None:
    if outcome not in get_args(Outcome):
        raise InvalidValueError("outcome", outcome, "one of " + ", ".join(get_args(Outcome)))
