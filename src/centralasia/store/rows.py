"""Rows of a store: rates taken apart and made again, and moments as numbers."""

import sqlite3
from array import array
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from operator import itemgetter, lt
from typing import Any, Final, TypeAlias, final

import attrs

from centralasia.errors import CentralAsiaError, InvalidValueError, WrongTypeError
from centralasia.periods import Period, as_date
from centralasia.rates import ExchangeRate, RateKind, Side
from centralasia.rates.quotes import OVER_A_PERIOD, SeriesKey, checked_already, series_key
from centralasia.rates.series import PrintedQuotes, Series
from centralasia.reference import currency
from centralasia.store.files import StoreError

__all__ = [
    "EVER",
    "LINES",
    "Figures",
    "Line",
    "as_limit",
    "as_moment",
    "as_text",
    "figures_of",
    "lines",
    "made",
    "newest",
    "now",
    "places_in",
    "places_of",
    "read_line",
    "read_moment",
    "series_of",
    "versions",
    "with_places",
]

Figures: TypeAlias = tuple[int, int, str, int, int | None, int | None, str | None, str | None]
"""Number of the day, count of days, value, nominal, decimals, number of the day of `until`, margin, change."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
_TICKS_A_DAY: Final = timedelta(days=1) // _TICK
_FIRST: Final = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // _TICK
_LAST: Final = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _TICK
EVER: Final = _LAST
"""After everything that was ever learnt."""
_ZONE: Final = "say the time zone, such as 2024-03-01T12:00+05:00"

_VERSIONS: Final = """
    SELECT day, days, value, nominal, decimals, until, margin, change FROM quote
    WHERE series = ? AND day >= ? AND day < ? AND learnt <= ?
    ORDER BY day, days, learnt, addition
"""
_HELD: Final = "SELECT max(day) FROM quote WHERE series = ? AND day <= ? AND learnt <= ?"
LINES: Final = "SELECT id, places, base, quote, inverted, kind, side, source FROM series"
_AFTER_THE_LAST_DAY: Final = date.max.toordinal() + 1
_PLACE: Final = itemgetter(0, 1)


@final
@attrs.frozen
class Line:
    """A series of the store: its number, the most decimals that its quotes show, and its key."""

    number: int
    places: int
    key: SeriesKey


def lines(connection: sqlite3.Connection) -> list[Line]:
    """Give every series of a store, in the order of their keys."""
    return sorted(map(read_line, connection.execute(LINES)), key=lambda line: line.key.order)


def read_line(row: Sequence[object]) -> Line:
    """Make a series of its row: number, places, and the identity."""
    number, places, base, quote, inverted, kind, side, source = row
    try:
        wanted = RateKind(str(kind))
        key = series_key(
            currency(str(base)),
            currency(str(quote)),
            bool(inverted),
            wanted,
            Side(str(side)),
            str(source),
            wanted in OVER_A_PERIOD,
        )
    except (ValueError, CentralAsiaError) as error:
        raise StoreError(
            "series", f"the series {row!r} cannot be read: {error}", "look at what check() finds"
        ) from None
    return Line(int(str(number)), int(str(places)), key)


def figures_of(rate: ExchangeRate) -> Figures:
    """Take a rate apart."""
    until, margin = rate.until, rate.margin
    return (
        rate.day,
        rate.on.days if rate.key.over_period else 1,  # type: ignore[union-attr]  # which the key says
        str(rate.value),
        rate.nominal,
        rate.decimals,
        None if until is None else until.toordinal(),
        None if margin is None else str(margin),
        rate.change,
    )


def made(key: SeriesKey, figures: Figures) -> ExchangeRate:
    """Make a rate again of what `figures_of` took it apart into."""
    day, days, value, nominal, decimals, until, margin, change = figures
    try:
        first = date.fromordinal(day)
        return checked_already(
            key,
            Period(first, date.fromordinal(day + days - 1)) if key.over_period else first,
            day,
            value=Decimal(value),
            nominal=nominal,
            decimals=decimals,
            until=None if until is None else date.fromordinal(until),
            margin=None if margin is None else Decimal(margin),
            change=change,
        )
    except (ValueError, TypeError, ArithmeticError) as error:
        reason = f"the quote {figures!r} cannot be read: {error!r}"
        raise StoreError("quote", reason, "look at what check() finds") from None


def newest(rows: list[Figures]) -> list[Figures]:
    """Keep the last of every day or period, of versions in the order of days and of when they were learnt."""
    days = [row[0] for row in rows]
    if all(map(lt, days, days[1:])):
        return rows
    return list({_PLACE(row): row for row in rows}.values())


def versions(
    connection: sqlite3.Connection,
    line: Line,
    *,
    low: int = 1,
    high: int = _AFTER_THE_LAST_DAY,
    as_of: int = EVER,
) -> list[Figures]:
    """Give the newest version of each quote of a series that holds on some day from `low` to before `high`.

    Args:
        connection: The store.
        line: The series.
        low: Number of the first day.
        high: Number of the first day no longer wanted.
        as_of: Only what had been learnt by then.
    """
    if line.key.over_period:
        rows = newest(connection.execute(_VERSIONS, (line.number, 1, high, as_of)).fetchall())
        return rows if low == 1 else [row for row in rows if row[0] + row[1] > low]
    held = None
    if low > 1:  # what was quoted before may still hold, and only the last of it
        (held,) = connection.execute(_HELD, (line.number, low, as_of)).fetchone()
    first = low if held is None else held
    rows = newest(connection.execute(_VERSIONS, (line.number, first, high, as_of)).fetchall())
    if rows and rows[0][0] < low and (rows[0][5] or 0) <= low:
        del rows[0]
    return rows


def series_of(key: SeriesKey, rows: list[Figures]) -> Series:
    """Make a series of rows that are in order, and of which there is one at least."""
    columns: Any = zip(*rows, strict=True)
    days, _, values, nominals, decimals, untils, margins, changes = columns
    numbers = array("i", days)
    if key.over_period or "E" in "".join(values):  # columns are for days, and for figures without an exponent
        return Series(key, [made(key, row) for row in rows], numbers)
    quotes = PrintedQuotes(
        key,
        numbers,
        values=values,
        nominals=_unless_all(1, nominals),
        decimals=_unless_all(None, decimals),
        untils=_unless_all(None, untils),
        margins=_unless_all(None, margins),
        changes=_unless_all(None, changes),
    )
    return Series(key, quotes, numbers)


def _unless_all(usual: object, column: tuple[Any, ...]) -> tuple[Any, ...] | None:
    return None if column.count(usual) == len(column) else column


def with_places(rows: list[Figures], places: int) -> list[Figures]:
    """Fill the decimals of the whole series in, for quotes that say nothing of their own and come without the rest."""
    return [(*row[:4], places, *row[5:]) if row[4] is None and row[6] is None else row for row in rows]


def places_of(rows: Sequence[Figures]) -> int:
    """Give the most decimals that any of the quotes shows or states."""
    shapes = {row[2].partition(".")[2] for row in rows}  # decimals repeat, which makes few texts of many
    stated = max((row[4] or 0 for row in rows), default=0)
    plain = not any("E" in row[2] for row in rows)
    return max(max(map(len, shapes), default=0) if plain else max(places_in(row[2]) for row in rows), stated)


def places_in(text: str) -> int:
    """Count the decimals of a figure as it is written: 12.50 has two, 1E-7 seven, and 5E+2 has -2."""
    figure, _, power = text.partition("E")
    return len(figure.partition(".")[2]) - int(power or 0)


def as_moment(value: datetime | str, field: str) -> int:
    """Read a moment: an aware datetime, or its ISO 8601 text.

    Args:
        value: The moment.
        field: The name of what is being read, for the message.

    Raises:
        InvalidValueError: The text is none, the time zone is left open, or it is not of the years 1 to 9999 in UTC.
        WrongTypeError: Neither a datetime nor a text.

    Example:
        >>> as_moment("1970-01-01T00:00:01Z", "learnt")
        1000000
    """
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise InvalidValueError(field, value, "a moment in ISO 8601", _ZONE) from None
    if not isinstance(value, datetime):
        raise WrongTypeError(field, value, "a moment", "pass an aware datetime or its ISO text")
    if value.utcoffset() is None:
        raise InvalidValueError(field, value.isoformat(), "a moment with its time zone", _ZONE)
    ticks = (value - _EPOCH) // _TICK
    if not _FIRST <= ticks <= _LAST:
        raise InvalidValueError(field, value.isoformat(), "in the years 1 to 9999 of UTC")
    return ticks


def as_limit(value: datetime | date | str, field: str) -> int:
    """Read up to when something is to have been learnt: a moment, or a day, to its end in UTC.

    Example:
        >>> as_limit("1970-01-01", "as_of"), as_limit(date(1970, 1, 1), "as_of")
        (86399999999, 86399999999)
    """
    if isinstance(value, str) and len(value) == len("2024-03-01"):
        value = as_date(value, field)
    if isinstance(value, date) and not isinstance(value, datetime):
        return (value.toordinal() + 1 - _EPOCH.toordinal()) * _TICKS_A_DAY - 1
    return as_moment(value, field)


def read_moment(ticks: int) -> datetime:
    """Give the moment that a store keeps as a number.

    Example:
        >>> read_moment(1_000_000)
        datetime.datetime(1970, 1, 1, 0, 0, 1, tzinfo=datetime.timezone.utc)
    """
    return _EPOCH + ticks * _TICK


def as_text(value: object, field: str) -> str:
    """Read a text that a store can hold.

    Raises:
        InvalidValueError: Half of a surrogate pair stands in it.
        WrongTypeError: No text.
    """
    if not isinstance(value, str):
        raise WrongTypeError(field, value, "a text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise InvalidValueError(field, value, "a text that can be written as UTF-8") from None
    return value


def now() -> int:
    """Look at the clock: the one thing that a store takes from its surroundings, and only where nothing else is said.

    Example:
        >>> now() > as_moment("2024-03-01T00:00Z", "learnt")
        True
    """
    return (datetime.now(UTC) - _EPOCH) // _TICK
