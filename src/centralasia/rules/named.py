"""What is told of quotes that their neighbours speak against: what was to be expected, why, and the way out."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import exp, isnan, log
from typing import Any, Final

import numpy as np

from centralasia.diagnosis.causes import Cause, Verdicts
from centralasia.numbers import exact_decimal
from centralasia.readers.doubts import figure
from centralasia.reference import Regime
from centralasia.rules.data import Data
from centralasia.rules.hits import Told
from centralasia.rules.quotes import EPOCH, Key, Quotes, factor_of, ratios_of

__all__ = ["told_of"]

_CAUSES: Final = {
    Cause.INVERTED: "the price was printed the other way round",
    Cause.NOMINAL_LOST: "a price of ten, a hundred or a thousand units stands as that of fewer",
    Cause.NOMINAL_TWICE: "a price was divided by its nominal, and the nominal kept",
    Cause.REDENOMINATED: "a figure in old money under the code of the new, or the reverse",
    Cause.DECIMAL_COMMA_AS_GROUP: "a decimal comma was read as if it parted groups",
    Cause.DECIMAL_SHIFTED: "the decimal mark has moved, or a nominal was not written down",
    Cause.WRONG_CURRENCY: "the figure of another currency of the same bulletin stands here",
    Cause.SWAPPED_COLUMNS: "the columns of two currencies were exchanged",
    Cause.SIDES_SWAPPED: "bid and ask were exchanged",
    Cause.DAY_MONTH_SWAPPED: "the day was read as the month, and the month as the day",
    Cause.INVERSE_PAIR_INCONSISTENT: "one of the two was mistyped, or is of another day",
    Cause.TRIANGLE_INCONSISTENT: "a mistyped figure, or one of another day",
    Cause.LOOK_AHEAD: "figures were filed under the day before that of their publication",
    Cause.FAR_FROM_REFERENCE: "another unit, another currency, or a market that is known to nobody here",
    Cause.SPIKE: "a typing error, or the figure of another day or currency; it may also have been so",
    Cause.LEVEL_SHIFT: "a devaluation that is not known here, another source, or another unit from here on",
    Cause.DOUBTFUL: "it is too near to the end of the series to tell a slip from a change that stays",
}


def told_of(data: Data, quotes: Quotes, verdicts: Verdicts, number: int) -> Told:
    """Tell of one quote.

    Args:
        data: The table.
        quotes: Its quotes.
        verdicts: What was found of some.
        number: Which of those.
    """
    place, cause = int(verdicts.rows[number]), Cause(int(verdicts.causes[number]))
    row, key = int(quotes.rows[place]), quotes.key(place)
    nominal = int(data.value("nominal", row))
    expected = _expected(float(verdicts.expected[number]), key, nominal)
    if cause is Cause.REGIME_BREAK:
        return _told_of_break(quotes.events.facts[int(verdicts.events[number])], expected)
    change = _change(data, quotes, verdicts, number)
    link = int(verdicts.links[number])
    is_whole = bool(expected) and _share_of_series(quotes, verdicts, place) == 1  # then no quote beside it tells
    beside = _BESIDE.get(cause, _WORTH if is_whole else "the quotes beside it let one expect")
    if link >= 0 and cause in _LINKED:
        beside = f"{beside} row {data.line(int(quotes.rows[link]))}:"
    about = f"{beside} about {expected} {_unit(key, nominal)}" if expected else f"{beside} another figure"
    if cause is Cause.DAY_MONTH_SWAPPED:
        about = f"it fits {date.fromordinal(link + EPOCH)}, and does not fit this day"
    also = [_CAUSES[each] for each in _CAUSES if int(verdicts.also[number]) & each.bit]
    return Told(about, "; or: ".join([_CAUSES[cause], *also]), _fix(change), change=change)


_WORTH: Final = "by the rates that ship, or those to compare with, the pair was worth"
_BESIDE: Final = {
    Cause.INVERSE_PAIR_INCONSISTENT: "it cannot be true together with the inverse in",
    Cause.TRIANGLE_INCONSISTENT: "the other quotes of its day let one expect",
    Cause.FAR_FROM_REFERENCE: _WORTH,
    Cause.SWAPPED_COLUMNS: "it changed places with",
    Cause.SIDES_SWAPPED: "it changed places with",
    Cause.WRONG_CURRENCY: "it has the figure of",
}
_LINKED: Final = (Cause.INVERSE_PAIR_INCONSISTENT, Cause.SWAPPED_COLUMNS, Cause.SIDES_SWAPPED, Cause.WRONG_CURRENCY)


def _unit(key: Key, nominal: int) -> str:
    priced, unit = (key.quote, key.base) if key.inverted else (key.base, key.quote)
    return f"{unit} per {nominal:,} {priced}"


def _expected(worth: float, key: Key, nominal: int) -> str:
    if isnan(worth):
        return ""
    return figure(Fraction(exp(-worth if key.inverted else worth)) * nominal)


def _told_of_break(fact: Regime, expected: str) -> Told:
    what = f"{fact.currency} {fact.kind.value.replace('_', ' ')} of {fact.period}"
    known = "; ".join(part for part in (fact.note, f"source: {fact.source}") if part)
    return Told(f"the level changes from about {expected}: {what}, which is known and no error", known)


def _share_of_series(quotes: Quotes, verdicts: Verdicts, place: int) -> float:
    """Give the part of the series of a quote of which the same was found."""
    owner = int(quotes.series.owners_of(place))
    first, end = int(quotes.series.starts[owner]), int(quotes.series.ends[owner])
    before, through = np.searchsorted(verdicts.rows, (first, end)).tolist()  # joined verdicts are in order
    return float(through - before) / (end - first)


_MOST_SWAPPED: Final = 1 / 3
_FAR: Final = log(10.0)  # prices have come that far from what they once were


def _change(data: Data, quotes: Quotes, verdicts: Verdicts, number: int) -> dict[str, Any] | None:
    """Say what the fields of a row should have, where the cause tells it to the digit."""
    place, cause, link = int(verdicts.rows[number]), Cause(int(verdicts.causes[number])), int(verdicts.links[number])
    key, corrected = quotes.key(place), float(verdicts.corrected[number])
    if cause is Cause.INVERTED:
        return {"inverted": not key.inverted}
    if cause is Cause.DAY_MONTH_SWAPPED:
        return {"on": date.fromordinal(link + EPOCH)}
    if cause in {Cause.SWAPPED_COLUMNS, Cause.SIDES_SWAPPED} and link >= 0:
        # Where that holds for much of a series, the others may as well be those that changed places.
        is_sure = _share_of_series(quotes, verdicts, place) <= _MOST_SWAPPED
        return {"value": data.value("value", int(quotes.rows[link]))} if is_sure else None
    # What is found of a whole series need not fit every quote of it.
    if not cause.is_named or isnan(corrected) or abs(corrected - float(verdicts.expected[number])) > _FAR:
        return None
    factor = factor_of(corrected - float(quotes.series.logs[place]), ratios_of(key))
    return None if factor is None else _scaled(data, quotes, place, 1 / factor if key.inverted else factor)


def _scaled(data: Data, quotes: Quotes, place: int, factor: Fraction) -> dict[str, Any] | None:
    """Put a figure right that is off by a factor: by its nominal where that is what differs from the other rows."""
    row, usual = int(quotes.rows[place]), quotes.series.usual_nominals
    nominal = int(data.value("nominal", row))
    meant = nominal if usual is None else int(usual[quotes.series.owners[place]])
    if "nominal" in data.columns and meant != nominal and Fraction(nominal, meant) == factor:
        return {"nominal": meant}
    value = exact_decimal(Fraction(data.value("value", row)) * factor)
    return None if value is None else {"value": value}


def _fix(change: dict[str, Any] | None) -> str | None:
    if change is None:
        return None
    ((field, value),) = change.items()
    return f"{field} = {value:f}" if isinstance(value, Decimal) else f"{field} = {str(value).lower()}"
