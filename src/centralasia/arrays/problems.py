"""What keeps rows from being converted, row by row: codes, counts, and findings that name the cell."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final, NamedTuple, final

import attrs
import numpy as np
from numpy.typing import NDArray

from centralasia.arrays.amounts import Amounts
from centralasia.arrays.kernels import BLOCK, Read
from centralasia.arrays.rows import Work
from centralasia.errors import CentralAsiaError, UnknownCodeError
from centralasia.numbers import as_decimal, shortened
from centralasia.periods import Period, day_or_period
from centralasia.reference import currency
from centralasia.validation import Problem, Report, Severity

__all__ = ["Cell", "Counts", "Trouble", "Troubles", "Way", "no_figure", "report_of", "troubles_of", "values_at"]


class Trouble(StrEnum):
    """Why a row has no converted amount.

    Example:
        >>> Trouble("no-rate").name
        'NO_RATE'
    """

    NONE = ""
    MISSING_AMOUNT = "missing-amount"
    UNREADABLE_AMOUNT = "unreadable-amount"
    MISSING_CURRENCY = "missing-currency"
    UNKNOWN_CURRENCY = "unknown-currency"
    MISSING_TARGET = "missing-target"
    UNKNOWN_TARGET = "unknown-target"
    MISSING_DATE = "missing-date"
    UNREADABLE_DATE = "unreadable-date"
    WITHDRAWN_CURRENCY = "withdrawn-currency"
    NO_RATE = "no-rate"
    NO_MINOR_UNIT = "no-minor-unit"
    TOO_LARGE = "too-large"


ALL: Final = tuple(Trouble)
_SHOWN: Final = 20  # rows of each trouble that a report names
_UNKNOWN: Final = (Trouble.UNKNOWN_CURRENCY, Trouble.UNKNOWN_TARGET)
_MISSING: Final = (Trouble.MISSING_AMOUNT, Trouble.MISSING_CURRENCY, Trouble.MISSING_TARGET, Trouble.MISSING_DATE)
_ROLES: Final = {
    **dict.fromkeys((Trouble.MISSING_CURRENCY, Trouble.UNKNOWN_CURRENCY, Trouble.WITHDRAWN_CURRENCY), "currency"),
    **dict.fromkeys((Trouble.MISSING_TARGET, Trouble.UNKNOWN_TARGET, Trouble.NO_MINOR_UNIT), "to"),
    **dict.fromkeys((Trouble.MISSING_DATE, Trouble.UNREADABLE_DATE, Trouble.NO_RATE), "on"),
}
"""Which column is to blame; the amount for the rest."""
_PLACE: Final = {trouble: place for place, trouble in enumerate(ALL)}
_MESSAGES: Final = {
    Trouble.MISSING_AMOUNT: ("there is no amount", None),
    Trouble.MISSING_CURRENCY: ("there is no currency", None),
    Trouble.UNKNOWN_CURRENCY: ("no currency has this code", None),
    Trouble.MISSING_TARGET: ("there is no currency to convert to", None),
    Trouble.UNKNOWN_TARGET: ("no currency to convert to has this code", None),
    Trouble.MISSING_DATE: ("there is no day", None),
    Trouble.UNREADABLE_DATE: ("this is no day or period", "write days as 2024-03-01"),
    Trouble.WITHDRAWN_CURRENCY: ("the currency had been withdrawn, and no rate of it is known", None),
    Trouble.NO_RATE: (
        "no chain of rates leads from {source} to {target} on this day",
        "give rates of this day, or another policy",
    ),
    Trouble.NO_MINOR_UNIT: ("the target has no minor unit to round to", "say how many decimals with places="),
    Trouble.TOO_LARGE: ("the result is too large", None),
}
_OVER_A_PERIOD: Final = (
    "no chain of rates leads from {source} to {target} over this period",
    "give an average of this period, or rates of its days",
)
_TOO_LONG: Final = ("the result has more than 38 digits", "ask for fewer decimals with places=")
_NO_AMOUNT: Final = "this is no amount of money"
_ENDLESS: Final = frozenset({"nan", "inf", "infinity"})


class Cell(NamedTuple):
    """What stands in the rows of a column, or for all rows."""

    column: str
    read: Callable[[int], object]


@final
@attrs.frozen(eq=False)
class Troubles:
    """The rows that have no converted amount.

    Attributes:
        rows: Their places, in order.
        kinds: Why, as places in the list of all troubles.
    """

    rows: NDArray[np.intp]
    kinds: NDArray[np.int8]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are of each trouble."""
        counts = np.bincount(self.kinds, minlength=len(ALL))
        return {str(trouble): int(count) for trouble, count in zip(ALL, counts, strict=True) if count}

    def column(self, count: int) -> NDArray[np.int8]:
        """Give the trouble of every row, 0 for none.

        Args:
            count: How many rows there are.
        """
        found = np.zeros(count, np.int8)
        found[self.rows] = self.kinds
        return found


def troubles_of(
    work: Work, amounts: Amounts, rows: NDArray[np.intp], *, exact: bool, unrounded: Sequence[bool] = ()
) -> NDArray[np.int8]:
    """Tell why rows have no result: the first reason that holds.

    Args:
        work: What was asked.
        amounts: The amounts.
        rows: The rows, in order.
        exact: Whether exact results were wanted.
        unrounded: Which targets have no decimals to round to; none when not given.
    """
    found = np.full(len(rows), _PLACE[Trouble.TOO_LARGE], np.int8)
    sources, targets, places, columns = (
        values_at(read, rows) for read in (work.sources.codes, work.targets.codes, work.rows, work.times.columns)
    )
    slots = len(work.times.slots)
    columns = np.minimum(columns.astype(np.int64) - work.times.first, slots)
    is_there = work.calendar.legs[places, columns] >= 0
    for trouble, holds in (
        (Trouble.NO_MINOR_UNIT, _of(targets, unrounded or [False] * len(work.targets.known))),
        (Trouble.NO_RATE, ~is_there),
        (Trouble.WITHDRAWN_CURRENCY, ~is_there & _is_withdrawn(work, sources, columns)),
        (Trouble.UNREADABLE_DATE, columns == slots),
        (Trouble.MISSING_DATE, _is_undated(work, rows)),
        (Trouble.UNKNOWN_TARGET, _of(targets, [each is None for each in work.targets.known])),
        (Trouble.MISSING_TARGET, _of(targets, work.targets.missing)),
        (Trouble.UNKNOWN_CURRENCY, _of(sources, [each is None for each in work.sources.known])),
        (Trouble.MISSING_CURRENCY, _of(sources, work.sources.missing)),
        (Trouble.UNREADABLE_AMOUNT, _is_no_amount(amounts, rows, exact=exact)),
        (Trouble.MISSING_AMOUNT, _is_blank(amounts, rows)),
    ):
        found[holds] = _PLACE[trouble]
    return found


def values_at(read: Read, rows: NDArray[np.intp]) -> NDArray[Any]:
    """Read what stands in some rows, block by block.

    Args:
        read: Reads a column.
        rows: The rows, in order.
    """
    parts = [np.empty(0, np.int64)]
    edges = np.searchsorted(rows, np.arange(0, rows[-1] + BLOCK + 1, BLOCK)) if len(rows) else np.zeros(1, int)
    for block, (low, high) in enumerate(pairwise(edges.tolist())):
        if low < high:
            inside, start = rows[low:high], block * BLOCK
            parts.append(read(start, int(inside[-1]) + 1)[inside - start])
    return np.concatenate(parts[1:] or parts)


def _of(codes: NDArray[Any], flags: Sequence[bool]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = np.array(flags, bool)[codes]
    return found


def _flags(flags: NDArray[np.bool_] | None, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    return np.zeros(len(rows), bool) if flags is None else flags[rows]


def _is_no_amount(amounts: Amounts, rows: NDArray[np.intp], *, exact: bool) -> NDArray[np.bool_]:
    floats = values_at(amounts.floats, rows).astype(np.float64)
    unreadable = _flags(amounts.unreadable, rows) | np.isnan(floats)
    doubtful = np.isinf(floats)  # or a figure that is too large for a float
    if exact:
        doubtful |= _is_no_whole(amounts, rows)
    doubtful &= ~(unreadable | _flags(amounts.missing, rows))
    for place in np.flatnonzero(doubtful).tolist():
        unreadable[place] = amounts.exactly(int(rows[place])) is None
    return unreadable


def _is_no_whole(amounts: Amounts, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    def read(start: int, stop: int) -> NDArray[np.bool_]:
        _, odd = amounts.wholes(start, stop)
        return np.zeros(stop - start, bool) if odd is None else odd

    return values_at(read, rows).astype(bool)


def _is_blank(amounts: Amounts, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    blank = _flags(amounts.missing, rows)
    return blank | np.isnan(values_at(amounts.floats, rows).astype(np.float64)) if amounts.nan_is_missing else blank


def _is_withdrawn(work: Work, sources: NDArray[Any], columns: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which rows have a currency that had been withdrawn by their day."""
    ends = [None if each is None else each.valid_until for each in work.sources.known]
    until = np.array([date.max.toordinal() + 1 if end is None else end.toordinal() for end in ends])
    days = [slot.end if isinstance(slot, Period) else slot for slot in work.times.slots]
    numbers = np.array([*(day.toordinal() for day in days), 0])
    found: NDArray[np.bool_] = numbers[columns] >= until[sources]
    return found


def _is_undated(work: Work, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    return np.zeros(len(rows), bool) if work.times.missing is None else values_at(work.times.missing, rows).astype(bool)


@final
class Counts(NamedTuple):
    """How many rows there are, and how many of them have no result, by the trouble."""

    rows: int
    counts: Mapping[str, int]


@final
class Way(NamedTuple):
    """How amounts were read and results made, as far as it tells what to do about a row without one."""

    exact: bool
    locale: str | None


def report_of(troubles: Troubles, cells: Mapping[str, Cell], way: Way, *, rows: int) -> Report:
    """Count the rows of each trouble, and show the first of them.

    Args:
        troubles: The rows without a result.
        cells: What stands in the rows, by what it is for: amount, currency, to and on.
        way: How they were converted.
        rows: How many rows there are.
    """
    problems = [
        _problem(ALL[place], row, cells, way)
        for place in np.unique(troubles.kinds).tolist()
        for row in troubles.rows[troubles.kinds == place][:_SHOWN].tolist()
    ]
    more = {code: count - _SHOWN for code, count in troubles.counts.items() if count > _SHOWN}
    return Report.sampled(problems, more, rows=rows, unconverted=len(troubles.rows))


def _problem(trouble: Trouble, row: int, cells: Mapping[str, Cell], way: Way) -> Problem:
    """Make the finding about a row, which is counted from 1."""
    blamed = cells[_ROLES.get(trouble, "amount")]
    value = None if trouble in _MISSING else blamed.read(row)
    message, fix = _words(trouble, value, way)
    return Problem(
        code=str(trouble),
        severity=Severity.ERROR,
        row=row + 1,
        column=blamed.column,
        value=None if value is None else str(shortened(value)),
        message=message.format(source=cells["currency"].read(row), target=cells["to"].read(row)),
        fix=_near(value) if trouble in _UNKNOWN else fix,
    )


def _words(trouble: Trouble, value: object, way: Way) -> tuple[str, str | None]:
    """Say what is wrong and what can be done about it."""
    if trouble is Trouble.UNREADABLE_AMOUNT:
        return no_figure(value, way.locale, _NO_AMOUNT)
    if trouble is Trouble.NO_RATE and _is_period(value):
        return _OVER_A_PERIOD
    return _TOO_LONG if trouble is Trouble.TOO_LARGE and way.exact else _MESSAGES[trouble]


def no_figure(value: object, locale: str | None, message: str) -> tuple[str, str | None]:
    """Say why a cell is no figure, and what can be done about it.

    Args:
        value: What stands in the cell.
        locale: The locale of texts.
        message: What is said of a text.
    """
    text = str(value).strip()
    if text.lstrip("+-").lower() in _ENDLESS:
        return "this is no finite number", None
    if not isinstance(value, str) or (locale is None and _is_plain(text)):  # engines give all cells as texts
        return "this has more digits than can be relied on", "give decimals, or round to the digits that are meant"
    if locale is None:
        return message, "write digits with a point and nothing else, or name the locale of the numerals with locale="
    return message, f"write digits as the locale {locale} has them and nothing else, or name another locale"


def _is_plain(text: str) -> bool:
    try:
        as_decimal(text, "amount")
    except CentralAsiaError:
        return False
    return True


def _is_period(value: object) -> bool:
    try:
        return isinstance(day_or_period(str(value)), Period)
    except CentralAsiaError:
        return False


def _near(value: object) -> str | None:
    try:
        currency(str(value))
    except UnknownCodeError as error:
        return f"did you mean {error.near[0]}?" if error.near else None
    return None
