"""Checks on exchange rates, which the rules of `rates` name."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from centralasia.diagnosis import Cause, Verdicts
from centralasia.diagnosis.series import off_neighbours
from centralasia.errors import MissingExtraError
from centralasia.numbers import Estimate
from centralasia.periods import Period
from centralasia.rates import RateKind
from centralasia.rates.quotes import OVER_A_PERIOD
from centralasia.readers.comparisons import FAR
from centralasia.readers.lines import level
from centralasia.reference import Currency, Peg, publication_calendars
from centralasia.rules.data import Context, Data
from centralasia.rules.hits import Hits, Told, hits_of
from centralasia.rules.named import told_of
from centralasia.rules.quotes import EPOCH, NO_DAY, Quotes, days_of, has_two, quotes_of
from centralasia.rules.rules import Check
from centralasia.rules.stale import at_pegs
from centralasia.rules.structure import check_keys, refused_hits
from centralasia.rules.verdicts import Judged, judged_of, mixed_kinds_of
from centralasia.validation.gaps import gaps_in, said_of

__all__ = [
    "check_cause",
    "check_digits",
    "check_duplicates",
    "check_gaps",
    "check_judged",
    "check_kinds",
    "check_nominals",
    "check_pegs",
    "check_range",
    "check_records",
    "check_stale",
    "check_withdrawn",
]

_FEWEST_DIGITS: Final = 2
_EARLIEST: Final = NO_DAY + 1
_LATEST: Final = int(np.iinfo(np.int32).max)
_ROUNDED: Final = 1e-9
_BLOCK: Final = 1 << 18


def check_cause(cause: Cause) -> Check:
    """Give the check for what one quote is found to be.

    Args:
        cause: What it is.
    """
    return check_judged(lambda judged: judged.own.having(cause))


def check_judged(choose: Callable[[Judged], Verdicts]) -> Check:
    """Give the check for some of what is said of quotes.

    Args:
        choose: Chooses from all that is said.
    """

    def check(data: Data, context: Context) -> Iterator[Hits]:
        verdicts, quotes = choose(judged_of(data, context)), quotes_of(data)
        if len(verdicts):
            yield Hits(quotes.rows[verdicts.rows], partial(told_of, data, quotes, verdicts), "value")

    return check


def check_duplicates(data: Data, context: Context) -> Iterator[Hits]:
    """Find two rows of one day; not those of which one stands there because day and month were exchanged."""
    for hits in check_keys(data, context, same=False):
        if not context.is_asked(Cause.DAY_MONTH_SWAPPED.code):
            yield hits
            continue
        quotes, moved = quotes_of(data), judged_of(data, context).moved
        days = set(zip(_keys_at(quotes, moved.rows), quotes.series.days[moved.rows].tolist(), strict=True))
        there = np.flatnonzero(np.isin(quotes.rows, hits.rows, kind="table"))  # rows are whole numbers, and near
        places = dict(zip(quotes.rows[there].tolist(), there.tolist(), strict=True))
        kept = [
            number
            for number, row in enumerate(hits.rows.tolist())
            if row not in places
            or (int(quotes.series.owners_of(places[row])), int(quotes.series.days[places[row]])) not in days
        ]
        if kept:
            yield Hits(hits.rows[kept], partial(_tell_kept, hits, kept), hits.column)


def _tell_kept(hits: Hits, kept: list[int], place: int) -> Told:
    return hits.tell(kept[place])


def _keys_at(quotes: Quotes, places: NDArray[np.intp]) -> list[int]:
    owners: list[int] = quotes.series.owners_of(places).tolist()
    return owners


def check_records(data: Data, _: Context) -> Iterator[Hits]:
    """Find rows that are no rate; only those are made that may be none, since a million take seconds."""
    doubtful = np.zeros(data.count, bool)
    on, kind = data.judged("on"), data.judged("kind")
    doubtful |= ~has_two(data)
    if on is not None and any(isinstance(value, Period) for value in on.values):
        doubtful |= on.where(lambda value: isinstance(value, Period))
    if kind is not None:
        doubtful |= kind.where(lambda value: value in OVER_A_PERIOD)
    for field in ("decimals", "until", "margin", "change"):
        column = data.judged(field)
        if column is not None:
            doubtful |= column.where(lambda _: True)
    refused = data.records_of(np.flatnonzero(doubtful & data.sound))[1]
    yield from refused_hits(refused)


def check_withdrawn(data: Data, _: Context) -> Iterator[Hits]:
    """Find currencies that were not in use on the day of their row."""
    days = days_of(data)
    for field in ("base", "quote"):
        column = data.judged(field)
        if column is None:
            continue
        values = column.values
        since = np.array([_EARLIEST if each is None else _number(each.valid_from, _EARLIEST) for each in values])
        until = np.array([_LATEST if each is None else _number(each.valid_until, _LATEST) for each in values])
        found = []
        for start in range(0, data.count, _BLOCK):
            part, codes = days[start : start + _BLOCK], column.codes[start : start + _BLOCK]
            outside = (part < since[codes]) | (part >= until[codes])
            found.append(np.flatnonzero(outside & (part != NO_DAY)) + start)
        rows = np.concatenate([np.empty(0, np.intp), *found])
        if len(rows):
            yield Hits(rows, partial(_tell_withdrawn, data, field, rows), field)


def _number(day: date | None, none: int) -> int:
    return none if day is None else day.toordinal() - EPOCH


def _tell_withdrawn(data: Data, field: str, rows: NDArray[np.intp], place: int) -> Told:
    row = int(rows[place])
    money, on = data.value(field, row), data.value("on", row)
    if money.valid_from is not None and on < money.valid_from:
        used, other = f"from {money.valid_from} on", money.predecessor
    else:
        used, other = f"until {money.valid_until}", money.successor
    fits = other is not None and other.is_valid(on) and _is_near(data, row, field, other)
    return Told(
        f"{money} was not in use on {on}: it was valid {used}",
        "an old code kept for a new money, a new one for the old, or a day that is not that of the rate",
        f"take {other} if the figure is in it" if fits else None,
        change={field: other.code} if fits else None,
    )


def _is_near(data: Data, row: int, field: str, money: Currency) -> bool:
    """Tell whether a figure may be in another money: where it is known what that was worth, it must be near."""
    base, quote = (money if name == field else data.value(name, row) for name in ("base", "quote"))
    value, worth = data.value("value", row), level(base, quote, data.value("on", row).toordinal() >> _LEVELS)
    if value is None or worth is None:
        return True
    price = Fraction(value) / data.value("nominal", row)
    times = (1 / price if data.value("inverted", row) else price) / Fraction(worth)
    return bool(1 < times * FAR < FAR**2)


_LEVELS: Final = 7  # powers of two of days in which a level is known


def check_nominals(data: Data, _: Context) -> Iterator[Hits]:
    """Find prices of so many units as nobody publishes: of 1, 10, 100 and so on they are."""
    column = data.judged("nominal")
    if column is None:
        return
    rows = np.flatnonzero(column.where(lambda nominal: str(nominal).rstrip("0") != "1"))
    if len(rows):
        yield Hits(rows, lambda place: _tell_nominal(data.value("nominal", int(rows[place]))), "nominal")


def _tell_nominal(nominal: int) -> Told:
    return Told(
        f"is the price of {nominal} units, where bulletins have those of 1, 10, 100 and so on",
        "another column, or a slip",
        "look at the nominal of the bulletin",
    )


def check_range(data: Data, _: Context) -> Iterator[Hits]:
    """Find prices of one unit that no pair of currencies has."""
    values, nominals = data.numbers("value"), data.judged("nominal")
    if values is None:
        return
    largest = 1 if nominals is None else max([1, *(each for each in nominals.values if each is not None)])
    largest = min(largest, _MOST_WORTH**2)  # which a float can hold
    with np.errstate(invalid="ignore"):
        doubtful = (values.floats > _MOST_WORTH) | ((values.floats > 0) & (values.floats < largest / _MOST_WORTH))
    rows = [row for row in np.flatnonzero(doubtful).tolist() if not _is_in_range(data, row)]
    if rows:
        yield Hits(np.array(rows, np.intp), lambda _: _OUT_OF_RANGE, "value")


_MOST_WORTH: Final = 10**10
_OUT_OF_RANGE: Final = Told(
    f"one of the two currencies would be worth more than {_MOST_WORTH:,} of the other",
    "a figure of another column, or in another unit",
)


def _is_in_range(data: Data, row: int) -> bool:
    value, nominal = data.value("value", row), data.value("nominal", row)
    return value is None or nominal is None or nominal <= value * _MOST_WORTH <= nominal * _MOST_WORTH**2


def check_digits(data: Data, _: Context) -> Iterator[Hits]:
    """Find figures with one significant digit."""
    values = data.numbers("value")
    if values is None:
        return
    found, whole = [], []
    for start in range(0, data.count, _BLOCK):
        floats, places = values.floats[start : start + _BLOCK], values.places[start : start + _BLOCK]
        with np.errstate(divide="ignore", invalid="ignore"):
            digits = np.floor(np.log10(np.abs(floats))) + 1 + places
            few = (digits < _FEWEST_DIGITS) & (floats > 0)
        found.append(np.flatnonzero(few & (places > 0)) + start)
        whole.append(np.flatnonzero(few & (places == 0)) + start)
    rows: NDArray[np.intp] = np.concatenate(
        [*found, _rounded_away(data, np.concatenate([np.empty(0, np.intp), *whole]))]
    )
    if not values.is_printed:
        rows = _short_in_series(data, rows)
    if len(rows):
        yield Hits(rows, lambda place: _tell_digits(data, int(rows[place])), "value")


def _short_in_series(data: Data, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Give those of some rows that have one digit with the decimals that their series usually has."""
    quotes = quotes_of(data)
    places = np.flatnonzero(np.isin(quotes.rows, rows))
    series, chosen = quotes.series, quotes.rows[places]
    values, usual = data.numbers("value"), series.usual_decimals
    if values is None or usual is None or not len(places):
        return np.empty(0, np.intp)
    digits = np.floor(np.log10(values.floats[chosen])) + 1 + usual[series.owners_of(places)]
    return np.asarray(chosen[digits < _FEWEST_DIGITS], np.intp)


def _rounded_away(data: Data, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Give those of some rows without decimals that are off by it: 5 for 4.73, and not for 5.00 without its zeros."""
    if not len(rows):
        return np.empty(0, np.intp)
    quotes = quotes_of(data)
    places = np.flatnonzero(np.isin(quotes.rows, rows))
    off = np.abs(off_neighbours(quotes.series, places)) > quotes.series.scales[quotes.series.owners_of(places)]
    return quotes.rows[places[off]].astype(np.intp)


def _tell_digits(data: Data, row: int) -> Told:
    known = Estimate.printed(f"{data.value('value', row):f}")
    return Told(
        f"one significant digit stands for anything from {known.low:f} to {known.high:f}",
        "decimals that are too few for so small a price",
        "take a quote the other way round, or one for more units",
    )


def check_pegs(data: Data, _: Context) -> Iterator[Hits]:
    """Find official quotes of a pegged pair that are not at the peg."""
    quotes = quotes_of(data)
    for peg, number, places in at_pegs(quotes):
        key = quotes.keys[number]
        if key.kind is not RateKind.OFFICIAL:
            continue
        level = float(np.log(float(peg.value))) * (1 if key.quote is peg.currency else -1)
        off = np.abs(quotes.series.logs[places] - level) > quotes.series.half[places] + _ROUNDED
        if off.any():
            yield Hits(quotes.rows[places[off]], partial(_tell_peg, peg), "value")


def _tell_peg(peg: Peg, _: int) -> Told:
    end = "" if peg.valid_until is None else f" until {peg.valid_until}"
    return Told(
        f"is not the official rate, which was held at {peg.value} {peg.currency} per {peg.per}"
        f" from {peg.valid_from}{end} ({peg.source})",
        "a market rate under the name of the official one, or a slip",
        "say kind=market or parallel if it is one",
    )


def check_gaps(data: Data, _: Context) -> Iterator[Hits]:
    """Find days of which a publisher has a bulletin and the table has none."""
    quotes = quotes_of(data)
    series, calendars = quotes.series, publication_calendars()
    for source in sorted({key.source for key in quotes.keys} & calendars.keys()):
        places = np.concatenate(
            [np.arange(series.starts[n], series.ends[n]) for n, key in enumerate(quotes.keys) if key.source == source]
        )
        days, first = np.unique(series.days[places], return_index=True)
        there = [date.fromordinal(int(day) + EPOCH) for day in days]
        try:
            gaps = gaps_in(set(there), source, first=there[0], end=there[-1])[0]
        except MissingExtraError as error:
            data.said["not_checked"] = f"no-bulletin: {error}"
            return
        found = []
        for gap in gaps:
            after = int(np.searchsorted(days, gap[-1].toordinal() - EPOCH))
            found.append((int(quotes.rows[places[first[after]]]), Told(said_of(source, gap))))
        if found:
            yield hits_of(found, "on")


def check_kinds(data: Data, _: Context) -> Iterator[Hits]:
    """Find official figures in series of another kind, which is usually elsewhere."""
    rows = mixed_kinds_of(data)
    if len(rows):
        told = Told(
            "is the official figure of the day, from which this series is usually far",
            "a gap in the market's series that was filled with the official rate",
            "leave the row out, or say kind=official",
        )
        yield Hits(rows, lambda _: told, "value")


def check_stale(data: Data, context: Context) -> Iterator[Hits]:
    """Find quotes that repeat the one before for longer than their series does."""
    quotes, runs, found = quotes_of(data), judged_of(data, context).stale, []
    _note_calendars(data, quotes)
    for first, last, count in zip(runs.first.tolist(), runs.last.tolist(), runs.counts.tolist(), strict=True):
        line = data.line(int(quotes.rows[first]))
        message = f"the figure of row {line} stands for {count} more quotes, where this series moves"
        told = Told(message, "a feed that stopped, or rows filled with the last figure", "load these days again")
        found += [(int(quotes.rows[place]), told) for place in range(first + 1, last + 1)]
    if found:
        yield hits_of(found, "value")


def _note_calendars(data: Data, quotes: Quotes) -> None:
    """Say that days on which publishers rest are not known, where a calendar lacks its library."""
    calendars = publication_calendars()
    for number, key in enumerate(quotes.keys):
        if key.source in calendars:
            day = int(quotes.series.days[quotes.series.starts[number]])
            try:
                calendars[key.source].publishes_on(date.fromordinal(day + EPOCH))
            except MissingExtraError as error:
                data.said["not_checked"] = f"stale-run by the days of bulletins: {error}"
                return
