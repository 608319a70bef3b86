"""Twins of scalar functions over series: growth and de-cumulation of each group of rows."""

from collections.abc import Sequence
from typing import Any, Final, Literal, NamedTuple, TypeAlias, final, get_args

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from centralasia.engines.eager import column_named
from centralasia.engines.figures import Figures, Quotient, minus, read_column
from centralasia.errors import InvalidValueError, PeriodMismatchError
from centralasia.frames.answers import (
    Answer,
    OnProblem,
    ProblemDetail,
    RowProblem,
    Terms,
    told,
)
from centralasia.frames.functions import check_choice, check_flag, in_memory
from centralasia.frames.keys import Codes, Keys, group_of, keys_of, pairs_of, period_reader
from centralasia.numbers import Rounding
from centralasia.periods import Frequency, Period, as_frequency
from centralasia.periods.fiscal import as_month
from centralasia.series.observations import year_with

__all__ = ["Labels", "Over", "decumulate", "growth"]

Over: TypeAlias = Literal["year_ago", "previous"]
Labels: TypeAlias = Literal["whole", "last"]

_FREQUENCIES: Final = tuple(Frequency)


def growth(  # noqa: PLR0913 - those of the scalar functions, and the columns
    frame: Any,  # noqa: ANN401 - of any library
    *,
    value: str,
    period: str,
    by: str | Sequence[str] = (),
    over: Over = "year_ago",
    frequency: Frequency | str | None = None,
    exact: bool = False,
    places: int | None = None,
    rounding: Rounding | str | None = None,
    name: str = "growth",
    details: Sequence[ProblemDetail] = (),
    on_problem: OnProblem = "null",
    locale: str | None = None,
) -> Any:  # noqa: ANN401 - of the same library
    """Give the growth of each figure on an earlier one of its group, as `series.year_on_year` and `series.growth` do.

    The earlier figure is found by its period, wherever its row is; it need not be the row before. A row without one
    has no growth, which is no error: its problem is ``no-base``, an information. One whose earlier figure is there, but
    cannot be read or is there twice, has the error ``bad-base``.

    Units:
        Pure numbers: 0.048 is +4.8 %.

    Args:
        frame: A frame in memory of pandas, polars or pyarrow.
        value: The column of figures.
        period: The column of periods. Whole numbers are years.
        by: The columns that tell series apart: country, partner, currency, unit, source, vintage.
        over: Compare with the same period a year before (``"year_ago"``) or with the one just before
            (``"previous"``).
        frequency: For which period a day stands: ``"M"`` where days stand for their months.
        exact: Give decimals, each rounded once, instead of the floats that are nearest.
        places: The decimals of exact growth, 6 when not given.
        rounding: How it is rounded, half even when not given.
        name: The name of the new column.
        details: ``("problem",)`` for a column with the reason where there is no result.
        on_problem: What to do about rows with errors: leave them ``"null"`` and warn, ``"raise"``, or give frame and
            ``"report"``.
        locale: The locale of figures that are texts.

    Raises:
        InvalidValueError: No such column, a lazy frame, or a keyword out of range.
        ValidationFailedError: A row has an error, with ``on_problem="raise"``.

    Example:
        >>> import polars
        >>> frame = polars.DataFrame({"month": ["2024-01", "2023-01", "2024-02"], "mn_usd": ["5", "4", "7"]})
        >>> growth(frame, value="mn_usd", period="month", exact=True, places=3)["growth"].to_list()
        [Decimal('0.250'), None, None]
    """
    terms = Terms.of(name=name, exact=exact, places=places, rounding=rounding, details=details, on_problem=on_problem)
    check_choice("over", over, get_args(Over))
    given = in_memory(frame)
    figures = read_column(given, value, "value", exact=exact, locale=locale)
    periods = _periods_of(given, period, frequency)
    answer, groups = Answer(given, name, terms, {"amount": value, "period": period}), group_of(given, by)
    _note_series(answer, figures, periods, groups)
    before = _bases(answer.there, periods, groups, over)
    bad = answer.having(RowProblem.UNREADABLE_AMOUNT, RowProblem.PERIOD_TWICE)
    answer.find_bad(RowProblem.BAD_BASE, np.where(before < 0, _bases(bad, periods, groups, over), -1))
    answer.find(RowProblem.NO_BASE, before < 0)
    base = figures.values[before]
    answer.find(RowProblem.BASE_NOT_POSITIVE, np.asarray(base <= 0, bool))
    answer.put("", Quotient(minus(figures.values, base), base), places=terms.places)
    return told(answer.given(), on_problem)


def _periods_of(frame: Any, name: object, frequency: Frequency | str | None) -> Keys[Period]:  # noqa: ANN401 - of narwhals
    read = period_reader(None if frequency is None else as_frequency(frequency))
    return keys_of(frame, column_named(name, frame.columns, "period"), read, field="period")


def _note_series(answer: Answer, figures: Figures, periods: Keys[Period], groups: Codes) -> None:
    """Note what cannot be part of a series; two figures of one period, neither can."""
    answer.find_figures(figures)
    periods.note(answer, RowProblem.MISSING_PERIOD, RowProblem.UNREADABLE_PERIOD)
    _note_twice(answer, periods, groups)


def _note_twice(answer: Answer, periods: Keys[Period], groups: Codes) -> None:
    places, pairs = pairs_of(groups, periods.codes, len(periods.values) + 1)
    counts = np.bincount(places[answer.there], minlength=len(pairs))
    answer.find(RowProblem.PERIOD_TWICE, np.asarray(counts > 1)[places])


def _bases(among: NDArray[np.bool_], periods: Keys[Period], groups: Codes, over: Over) -> Codes:
    """Find for each row that of its earlier figure among some, -1 for none."""
    places = {span: place for place, span in enumerate(periods.values)}
    earlier = [places.get(_earlier(span, over), -1) for span in periods.values]  # type: ignore[arg-type]  # None is none
    bases = np.array([*earlier, -1], np.int64)[periods.codes]
    width, there = len(periods.values) + 1, np.flatnonzero(among)
    keys, wanted = groups * width + periods.codes, groups * width + bases
    order = there[np.argsort(keys[there])]
    found = np.searchsorted(keys[order], wanted)
    if not len(order):
        return np.full(len(keys), -1)
    rows = order[np.minimum(found, len(order) - 1)]
    return np.where((bases >= 0) & (keys[rows] == wanted), rows, -1)


def _earlier(span: Period, over: Over) -> Period | None:
    """Give the period to compare with, or None: not every year has a 29 February, not every span a step."""
    try:
        return span.year_ago() if over == "year_ago" else span.previous()
    except (InvalidValueError, PeriodMismatchError):
        return None


def decumulate(  # noqa: PLR0913 - those of the scalar function, and the columns
    frame: Any,  # noqa: ANN401 - of any library
    *,
    value: str,
    period: str,
    by: str | Sequence[str] = (),
    starts_month: int = 1,
    frequency: Frequency | str | None = None,
    labels: Labels = "whole",
    signed: bool = False,
    exact: bool = False,
    name: str = "single",
    details: Sequence[ProblemDetail] = (),
    on_problem: OnProblem = "null",
    locale: str | None = None,
) -> Any:  # noqa: ANN401 - of the same library
    """Take cumulative figures of each group (January, January to February, …) apart, as `series.decumulate` does.

    The column `name` has the single figures, that of `name` and ``_period`` the periods they are of. Where the scalar
    function refuses a series, the rows that are the cause have no result, and the others have theirs: after a gap the
    first sum has none, and where a sum falls neither it nor the next has one.

    Args:
        frame: A frame in memory of pandas, polars or pyarrow.
        value: The column of cumulative figures.
        period: The column of periods.
        by: The columns that tell series apart: country, partner, currency, unit, source, vintage.
        starts_month: The month in which years begin.
        frequency: That of the single figures; the shortest step in each group when not given. Where a cell is a day,
            it stands for its period of this frequency.
        labels: Whether periods are the ``"whole"`` ones of the sums, 2024-01/2024-03, or only the ``"last"`` part, so
            that 2024-03 stands for January to March.
        signed: Whether single figures may be negative, as those of net flows are.
        exact: Give decimals, none of which is rounded, instead of the floats that are nearest.
        name: The name of the new column.
        details: As for `growth`.
        on_problem: As for `growth`.
        locale: The locale of figures that are texts.

    Raises:
        InvalidValueError: No such column, a lazy frame, or a keyword out of range.
        ValidationFailedError: A row has an error, with ``on_problem="raise"``.

    Example:
        >>> import polars
        >>> frame = polars.DataFrame({"span": ["2024-01", "2024-01/2024-02", "2024-Q1"], "sum": [5, 12, 13]})
        >>> decumulate(frame, value="sum", period="span").select("single", "single_period").rows()
        [(5.0, '2024-01'), (7.0, '2024-02'), (1.0, '2024-03')]
    """
    terms = Terms.of(name=name, exact=exact, details=details, on_problem=on_problem)
    check_flag("signed", signed)
    check_choice("labels", labels, get_args(Labels))
    each = None if frequency is None else as_frequency(frequency)
    as_month(starts_month, "starts_month")
    given = in_memory(frame)
    figures = read_column(given, value, "value", exact=exact, locale=locale)
    periods = _sums_of(given, period, each, starts_month=starts_month, labels=labels)
    answer, groups = Answer(given, name, terms, {"amount": value, "period": period}), group_of(given, by)
    _note_series(answer, figures, periods, groups)
    answer.find(RowProblem.NOT_FROM_START, ~periods.where(lambda span: _is_sum(span, starts_month)))
    line = _in_line(answer, periods, groups)
    _note_gaps(answer, line, each)
    _put_singles(answer, figures, line, signed=signed)
    return told(answer.given(), on_problem)


def _sums_of(
    frame: Any,  # noqa: ANN401 - of narwhals
    name: object,
    frequency: Frequency | None,
    *,
    starts_month: int,
    labels: Labels,
) -> Keys[Period]:
    """Read the periods of sums, by whatever part of them they are called."""
    plain = period_reader(frequency)

    def whole(cell: Any) -> Period:  # noqa: ANN401 - whatever stands in a cell
        last = plain(cell)
        year = year_with(last, starts_month)
        return Period(year.start, last.end) if last in year else last

    column = column_named(name, frame.columns, "period")
    return keys_of(frame, column, plain if labels == "whole" else whole, field="period")


def _is_sum(span: Period, starts_month: int) -> bool:
    """Tell whether a period is a part of a year from its beginning on."""
    year = year_with(span, starts_month)
    return span.start == year.start and span.end <= year.end


@final
class _Line(NamedTuple):
    """Rows in the order of groups and periods.

    Attributes:
        rows: Their places in the frame.
        groups: Their groups.
        has_last: Which of them follow a sum of the same beginning.
        codes: The place of the step of each row.
        steps: What the sums of some rows have more than those before them.
    """

    rows: Codes
    groups: Codes
    has_last: NDArray[np.bool_]
    codes: Codes
    steps: Sequence[Period]


def _in_line(answer: Answer, periods: Keys[Period], groups: Codes) -> _Line:
    """Put the rows without a problem in order, and find what each sum adds to the one before."""
    spans = periods.values
    ranks = np.empty(len(spans) + 1, np.int64)
    ranks[[*sorted(range(len(spans)), key=spans.__getitem__), len(spans)]] = np.arange(len(ranks))
    starts = np.array([*(span.start.toordinal() for span in spans), 0])
    there = np.flatnonzero(answer.there)
    rows = there[np.lexsort((ranks[periods.codes[there]], groups[there]))]
    group, place = groups[rows], periods.codes[rows]
    has_last = _follows(group) & _follows(starts[place])
    last = np.where(has_last, np.roll(place, 1), len(spans))
    codes, pairs = pairs_of(last, place, len(spans) + 1)
    steps = [
        spans[one] if before == len(spans) else Period(spans[before].until, spans[one].end) for before, one in pairs
    ]
    return _Line(rows, group, has_last, codes, steps)


def _follows(values: Codes) -> NDArray[np.bool_]:
    """Tell which values are the same as the one before."""
    found = np.zeros(len(values), bool)
    found[1:] = values[1:] == values[:-1]
    return found


def _note_gaps(answer: Answer, line: _Line, wanted: Frequency | None) -> None:
    """Note the sums that add more than one single figure, or less."""
    kinds = [-1 if step.frequency is None else _FREQUENCIES.index(step.frequency) for step in line.steps]
    found = np.array(kinds, np.int64)[line.codes]
    expected = _shortest(line, found) if wanted is None else np.full(len(found), _FREQUENCIES.index(wanted))
    is_of_months = np.array([*(each.months_each > 0 for each in _FREQUENCIES), False])
    gaps = np.zeros(len(answer.there), bool)
    gaps[line.rows] = (found != expected) | ~is_of_months[expected]
    answer.find(RowProblem.GAP, gaps)


def _shortest(line: _Line, kinds: Codes) -> Codes:
    """Give for each row the frequency of the shortest step in its group, the first of equally short ones."""
    days = np.array([step.days for step in line.steps], np.int64)[line.codes]
    firsts = np.flatnonzero(~_follows(line.groups))
    if not len(firsts):
        return kinds
    counts = np.diff([*firsts, len(days)])
    shortest = np.flatnonzero(days == np.repeat(np.minimum.reduceat(days, firsts), counts))
    _, chosen = np.unique(line.groups[shortest], return_index=True)
    return np.repeat(kinds[shortest[chosen]], counts)


def _put_singles(answer: Answer, figures: Figures, line: _Line, *, signed: bool) -> None:
    """Subtract from each sum the one before."""
    sums = figures.values[line.rows]
    found = minus(sums, np.where(line.has_last, np.roll(sums, 1), 0).astype(sums.dtype))
    single = np.zeros(len(answer.there), found.dtype)
    single[line.rows] = found
    if not signed:
        is_negative = np.asarray(found < 0, bool)
        falls, below = np.zeros((2, len(single)), bool)
        falls[line.rows] = line.has_last & (is_negative | np.roll(is_negative, 1))
        below[line.rows] = is_negative
        answer.find(RowProblem.FALLS, falls)
        answer.find(RowProblem.NEGATIVE_AMOUNT, below)
    codes = np.zeros(len(single), np.int64)
    codes[line.rows] = line.codes
    answer.put("", Quotient(single, 10**figures.scale), places=figures.scale)
    answer.put_picks("period", codes, pa.array(list(map(str, line.steps)), pa.string()))
