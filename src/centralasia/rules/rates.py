"""Rules about exchange rates: what a quote's own digits, its neighbours, other quotes and known facts say of it."""

from collections.abc import Callable, Iterator
from datetime import date
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
from centralasia.reference import Peg, publication_calendars
from centralasia.rules.data import Context, Data
from centralasia.rules.hits import Hits, Told, hits_of
from centralasia.rules.named import told_of
from centralasia.rules.quotes import EPOCH, NO_DAY, Quotes, days_of, has_two, quotes_of
from centralasia.rules.rules import Check, Rule
from centralasia.rules.structure import check_keys, refused_hits
from centralasia.rules.verdicts import Judged, at_pegs, judged_of, mixed_kinds_of
from centralasia.validation import Severity
from centralasia.validation.gaps import gaps_in, said_of

__all__ = ["RULES"]

_RATES: Final = ("rates",)
_FEWEST_DIGITS: Final = 2
_EARLIEST: Final = NO_DAY + 1
_LATEST: Final = int(np.iinfo(np.int32).max)
_ROUNDED: Final = 1e-9
_BLOCK: Final = 1 << 18


def _check_cause(cause: Cause) -> Check:
    """Give the check for what one quote is found to be."""
    return partial(_found, lambda judged: judged.own.having(cause))


def _found(choose: Callable[[Judged], Verdicts], data: Data, context: Context) -> Iterator[Hits]:
    verdicts, quotes = choose(judged_of(data, context)), quotes_of(data)
    if len(verdicts):
        yield Hits(quotes.rows[verdicts.rows], partial(told_of, data, quotes, verdicts), "value")


def _check_duplicates(data: Data, context: Context) -> Iterator[Hits]:
    """Find two rows of one day; not those of which one stands there because day and month were exchanged."""
    for hits in check_keys(data, context, same=False):
        quotes, moved = quotes_of(data), judged_of(data, context).own.having(Cause.DAY_MONTH_SWAPPED)
        days = set(zip(_keys_at(quotes, moved.rows), quotes.series.days[moved.rows].tolist(), strict=True))
        places = {int(row): place for place, row in enumerate(quotes.rows)} if days else {}
        kept = [
            number
            for number, row in enumerate(hits.rows.tolist())
            if row not in places
            or (int(quotes.series.owners[places[row]]), int(quotes.series.days[places[row]])) not in days
        ]
        if kept:
            yield Hits(hits.rows[kept], lambda place, hits=hits, kept=kept: hits.tell(kept[place]), hits.column)


def _keys_at(quotes: Quotes, places: NDArray[np.intp]) -> list[int]:
    owners: list[int] = quotes.series.owners[places].tolist()
    return owners


def _check_records(data: Data, _: Context) -> Iterator[Hits]:
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


def _check_withdrawn(data: Data, _: Context) -> Iterator[Hits]:
    """Find currencies that were not in use on the day of their row."""
    days = days_of(data)
    known = np.flatnonzero(days != NO_DAY)
    for field in ("base", "quote"):
        column = data.judged(field)
        if column is None or not len(known):
            continue
        since = column.mapped(lambda money: _number(money.valid_from, _EARLIEST), np.int32, _EARLIEST)
        until = column.mapped(lambda money: _number(money.valid_until, _LATEST), np.int32, _LATEST)
        rows = known[(days[known] < since[known]) | (days[known] >= until[known])]
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
    fits = other is not None and other.is_valid(on)
    return Told(
        f"{money} was not in use on {on}: it was valid {used}",
        "an old code kept for a new money, a new one for the old, or a day that is not that of the rate",
        f"take {other} if the figure is in it" if fits else None,
        change={field: other.code} if fits else None,
    )


def _check_digits(data: Data, _: Context) -> Iterator[Hits]:
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
    rows = np.concatenate([np.empty(0, np.intp), *found, _rounded_away(data, np.concatenate(whole or [np.empty(0)]))])
    if len(rows):
        yield Hits(rows, lambda place: _tell_digits(data, int(rows[place])), "value")


def _rounded_away(data: Data, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Give those of some rows without decimals that are off by it: 5 for 4.73, and not for 5.00 without its zeros."""
    if not len(rows):
        return np.empty(0, np.intp)
    quotes = quotes_of(data)
    places = np.flatnonzero(np.isin(quotes.rows, rows))
    off = np.abs(off_neighbours(quotes.series, places)) > quotes.series.scales[quotes.series.owners[places]]
    return quotes.rows[places[off]].astype(np.intp)


def _tell_digits(data: Data, row: int) -> Told:
    known = Estimate.printed(f"{data.value('value', row):f}")
    return Told(
        f"one significant digit stands for anything from {known.low:f} to {known.high:f}",
        "decimals that are too few for so small a price",
        "take a quote the other way round, or one for more units",
    )


def _check_pegs(data: Data, _: Context) -> Iterator[Hits]:
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


def _check_gaps(data: Data, _: Context) -> Iterator[Hits]:
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
            gaps, _ = gaps_in(set(there), source, first=there[0], end=there[-1])
        except MissingExtraError as error:
            data.said["not_checked"] = f"no-bulletin: {error}"
            return
        found = []
        for gap in gaps:
            after = int(np.searchsorted(days, gap[-1].toordinal() - EPOCH))
            found.append((int(quotes.rows[places[first[after]]]), Told(said_of(source, gap))))
        if found:
            yield hits_of(found, "on")


def _check_kinds(data: Data, _: Context) -> Iterator[Hits]:
    """Find official figures in series of another kind, which is usually elsewhere."""
    rows = mixed_kinds_of(data)
    if len(rows):
        told = Told(
            "is the official figure of the day, from which this series is usually far",
            "a gap in the market's series that was filled with the official rate",
            "leave the row out, or say kind=official",
        )
        yield Hits(rows, lambda _: told, "value")


def _check_stale(data: Data, context: Context) -> Iterator[Hits]:
    """Find quotes that repeat the one before for longer than their series does."""
    quotes, runs, found = quotes_of(data), judged_of(data, context).stale, []
    for first, last, count in zip(runs.first.tolist(), runs.last.tolist(), runs.counts.tolist(), strict=True):
        line = data.line(int(quotes.rows[first]))
        message = f"the figure of row {line} stands for {count} more quotes, where this series moves"
        told = Told(message, "a feed that stopped, or rows filled with the last figure", "load these days again")
        found += [(int(quotes.rows[place]), told) for place in range(first + 1, last + 1)]
    if found:
        yield hits_of(found, "value")


def _of_neighbours(
    cause: Cause,
    title: str,
    why: str,
    *,
    severity: Severity = Severity.ERROR,
    fix: str | None = None,
    choose: Callable[[Judged], Verdicts] | None = None,
) -> Rule:
    return Rule(
        code=cause.code,
        title=title,
        severity=severity,
        kinds=_RATES,
        why=why,
        source="the quotes beside it in its own series, the printed digits, and the changes of money that are known",
        check=_check_cause(cause) if choose is None else partial(_found, choose),
        fix=fix,
    )


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        code="impossible-record",
        title="cells that are right one by one do not go together",
        severity=Severity.ERROR,
        kinds=_RATES,
        why="A currency has no price in itself, and an average holds for no single day.",
        source="the checks of `ExchangeRate`",
        check=_check_records,
    ),
    Rule(
        code="duplicate-with-other-value",
        title="two rows are about the same and say something else",
        severity=Severity.ERROR,
        kinds=_RATES,
        why="One of the two is wrong, and which one is used depends on the order of rows.",
        source="pair, day, kind, side and publisher",
        check=_check_duplicates,
    ),
    Rule(
        code="withdrawn-code",
        title="a currency that was not in use on the day",
        severity=Severity.ERROR,
        kinds=_RATES,
        why="5,000 old manats are one new: under the wrong code a figure is off by the ratio.",
        source="ISO 4217 and the acts by which money was replaced, as the table of currencies has them",
        check=_check_withdrawn,
        fix="with fix='suspected' the code that was valid on the day",
    ),
    Rule(
        code="too-few-significant-digits",
        title="a figure with a single significant digit",
        severity=Severity.WARNING,
        kinds=_RATES,
        why="UZS at five decimals is 0.00008: six percent to either side.",
        source="half a unit of the last printed digit",
        check=_check_digits,
    ),
    _of_neighbours(
        Cause.INVERTED,
        "the price the other way round",
        "Amounts converted with it are off by the square of the price.",
        fix="with fix='suspected' it is marked as printed the other way round",
    ),
    _of_neighbours(
        Cause.NOMINAL_LOST,
        "the price of ten, a hundred or a thousand units as that of one",
        "Banks price won, yen and soum per 10, 100 or 1,000: without the nominal every amount is as many times off.",
        fix="with fix='suspected' the nominal, or the figure for one unit",
    ),
    _of_neighbours(
        Cause.NOMINAL_TWICE,
        "a price that was divided by its nominal twice",
        "A reader divided by the nominal and kept it, and the next one divided again.",
        fix="with fix='suspected' the nominal, or the figure for so many units",
    ),
    _of_neighbours(
        Cause.REDENOMINATED,
        "old money under the code of the new, or the reverse",
        "Money was replaced at a ratio of 5,000, 1,000 or 10,000, and histories keep the figures under one code.",
        fix="with fix='suspected' the figure at the legal ratio",
    ),
    _of_neighbours(
        Cause.DECIMAL_COMMA_AS_GROUP,
        "a decimal comma that was read as if it parted groups",
        "512,34 becomes 51,234: a hundred times more.",
        fix="with fix='suspected' the figure with its decimals",
    ),
    _of_neighbours(
        Cause.DECIMAL_SHIFTED,
        "a figure that is off by a power of ten",
        "A slip of the decimal mark, or a nominal that nobody wrote down.",
        fix="with fix='suspected' the figure at its level",
    ),
    _of_neighbours(
        Cause.WRONG_CURRENCY,
        "the figure of another currency",
        "A row that slipped in a bulletin: the som's price under the code of the dollar.",
        severity=Severity.ERROR,
    ),
    _of_neighbours(
        Cause.SWAPPED_COLUMNS,
        "two currencies in each other's place",
        "Columns were exchanged in a bulletin, on a day or from some day on.",
        fix="with fix='suspected' the figures change places",
    ),
    _of_neighbours(
        Cause.SIDES_SWAPPED,
        "a dealer who pays more than he takes",
        "Bid and ask were exchanged.",
        fix="with fix='suspected' the figures change places",
    ),
    _of_neighbours(
        Cause.DAY_MONTH_SWAPPED,
        "a day whose day and month were exchanged",
        "4 March read as 3 April: the price of one day stands on another.",
        fix="with fix='suspected' the day on which it fits",
    ),
    _of_neighbours(
        Cause.INVERSE_PAIR_INCONSISTENT,
        "a pair and its inverse that cannot both be true",
        "By the printed digits of the two no price satisfies both: one of them is wrong.",
        choose=lambda judged: judged.inverses,
    ),
    _of_neighbours(
        Cause.TRIANGLE_INCONSISTENT,
        "a quote that contradicts the crosses of its day",
        "The same publisher's other quotes of the day leave no room for it, by their printed digits.",
        choose=lambda judged: judged.triangles,
    ),
    _of_neighbours(
        Cause.LOOK_AHEAD,
        "figures that were published after the day they stand on",
        "Whoever uses them in a study knows the future.",
    ),
    _of_neighbours(
        Cause.FAR_FROM_REFERENCE,
        "a series that is far from what its pair was worth",
        "A series that is wrong from its first day to its last looks right to itself.",
        severity=Severity.WARNING,
    ),
    _of_neighbours(
        Cause.SPIKE,
        "a quote that jumps and comes back",
        "It may be the market, and it may be a typing error: nothing names it.",
        severity=Severity.WARNING,
    ),
    _of_neighbours(
        Cause.LEVEL_SHIFT,
        "a level that changes and stays, and no break is known",
        "A devaluation that nobody has told us of looks like a change of the source, or of the unit.",
        severity=Severity.WARNING,
    ),
    _of_neighbours(
        Cause.DOUBTFUL,
        "a jump on the first or the last days of a series",
        "Whether it stays or comes back is to be seen.",
        severity=Severity.WARNING,
    ),
    _of_neighbours(
        Cause.REGIME_BREAK,
        "a jump that is a known break of a regime",
        "It is right: the tenge floated on 20 August 2015, the soum was unified on 5 September 2017.",
        severity=Severity.INFO,
    ),
    Rule(
        code="stale-run",
        title="a figure that stands still where its series moves",
        severity=Severity.WARNING,
        kinds=_RATES,
        why="A feed that stopped looks like a calm market.",
        source="how long the series stands still else; pegs, and days on which the publisher rests, do not count",
        check=_check_stale,
    ),
    Rule(
        code="no-bulletin",
        title="a day of which the publisher has a bulletin and the table has none",
        severity=Severity.INFO,
        kinds=_RATES,
        why="A hole is filled with an older rate, and nobody sees it.",
        source="the publication calendars of the reference tables (extra `calendars`)",
        check=_check_gaps,
    ),
    Rule(
        code="kinds-mixed",
        title="the official figure in a series of another kind",
        severity=Severity.ERROR,
        kinds=_RATES,
        why="Official and market rates were up to eleven times apart: a series of both says nothing.",
        source="the official series of the same pair in the same table",
        check=_check_kinds,
    ),
    Rule(
        code="peg-violated",
        title="an official rate that is not the peg",
        severity=Severity.ERROR,
        kinds=_RATES,
        why="Turkmenistan's official rate has been 3.50 since 2015; what moves is another market.",
        source="the pegs of the reference tables, each with its source",
        check=_check_pegs,
    ),
)
