"""Days and periods, never taken from today's date."""

from datetime import date, timedelta
from typing import Final, NamedTuple

import centralasia as ca
from centralasia.testing.extra import shown_as_called, st

__all__ = ["days", "lifetime", "periods", "runs", "whole"]

_SINCE: Final = date(1990, 1, 1)
_UNTIL: Final = date(2050, 1, 1)
_WIDEST: Final = 7  # periods between two of a run
_SIMPLEST: Final = date(2000, 1, 1)  # where Hypothesis' own dates shrink to


@shown_as_called
def days(*, since: date | str | None = None, until: date | str | None = None) -> st.SearchStrategy[date]:
    """Generate days.

    Args:
        since: The first day; 1990-01-01 when not given, or the first of the calendar if `until` is before that.
        until: The first day that is too late; 2050-01-01 when not given, or the end of the calendar if `since` is
            after that.

    Raises:
        InvalidValueError: There is no day between the two.

    Example:
        >>> from hypothesis import find
        >>> find(days(since="2009-01-01"), lambda day: day.weekday() == 6)
        datetime.date(2009, 1, 4)
    """
    first, limit = _window(since, until)
    return st.dates(first, limit - timedelta(days=1))


@shown_as_called
def periods(
    *,
    frequency: "ca.periods.Frequency | str | None" = None,
    since: date | str | None = None,
    until: date | str | None = None,
) -> "st.SearchStrategy[ca.Period]":
    """Generate periods that lie between two days with all of their own days.

    Args:
        frequency: The one frequency wanted; when not given, all of them come, and spans of months and of days too.
        since: The first day that may be in a period, as for `days`.
        until: The first day that may not, as for `days`.

    Raises:
        InvalidValueError: No period fits between the two.

    Example:
        >>> from hypothesis import find
        >>> find(periods(frequency="Q", since="2015-02-01"), lambda _: True)
        period('2015-Q2')
        >>> find(periods(), lambda span: span.frequency is None and span.days > 400)
        period('2000-01/2001-02')
    """
    first, limit = _window(since, until)
    if frequency is not None:
        wanted = ca.periods.as_frequency(frequency)
        found = whole(wanted, first, limit)
        if found is None:
            raise ca.InvalidValueError("until", limit, f"late enough for a whole {wanted.label} period since {first}")
        return found
    all_whole = [each for each in (whole(each, first, limit) for each in ca.periods.Frequency) if each is not None]
    ends = [whole(ca.periods.Frequency(code), first, limit) for code in "MD"]
    return st.one_of(all_whole + [st.tuples(each, each).map(_spanning) for each in ends if each is not None])


def lifetime(*currencies: "ca.Currency") -> tuple[date, date]:
    """Give the first day on which all the currencies were in use, and the first on which they no longer all were.

    What lies outside the usual days of `days` is left out, unless there is nothing else.

    Raises:
        InvalidValueError: They were never in use on one day.

    Example:
        >>> lifetime(ca.currency("TMM"), ca.currency("USD"))
        (datetime.date(1993, 11, 1), datetime.date(2010, 1, 1))
    """
    since = max([each.valid_from for each in currencies if each.valid_from is not None], default=None)
    until = min([each.valid_until for each in currencies if each.valid_until is not None], default=None)
    if since is not None and until is not None and until <= since:
        codes = ", ".join(each.code for each in currencies)
        raise ca.InvalidValueError("currencies", codes, "currencies that were in use on one day")
    usual_since, usual_until = max(_SINCE, since or _SINCE), min(_UNTIL, until or _UNTIL)
    if usual_since < usual_until:
        return usual_since, usual_until
    return since or date.min, until or date.max


def runs(
    frequency: "ca.periods.Frequency", length: int, *, since: date, until: date
) -> "st.SearchStrategy[tuple[ca.Period, ...]] | None":
    """Generate runs of periods, one after another or with equal gaps between; None where not so many fit.

    Example:
        >>> from hypothesis import find
        >>> weekly = runs(ca.periods.Frequency("W"), 3, since=date(2024, 1, 1), until=date(2025, 1, 1))
        >>> find(weekly, lambda run: run[1] - run[0] == 2)
        (period('2024-W01'), period('2024-W03'), period('2024-W05'))
    """
    bounds = _bounds(frequency, since, until - timedelta(days=1))
    if bounds is None or bounds.steps < length - 1:
        return None
    widest = min(_WIDEST, bounds.steps // max(1, length - 1))

    def with_gaps(step: int) -> "st.SearchStrategy[tuple[ca.Period, ...]]":
        starts = st.integers(bounds.first, bounds.last - step * (length - 1))
        return starts.map(lambda start: tuple([bounds.origin.shift(start + step * each) for each in range(length)]))

    return st.integers(1, widest).flatmap(with_gaps)


def whole(frequency: "ca.periods.Frequency", since: date, until: date) -> "st.SearchStrategy[ca.Period] | None":
    """Generate the whole periods of a frequency between two days, simplest first; None where none fits.

    Example:
        >>> whole(ca.periods.Frequency("A"), date(2024, 2, 1), date(2025, 12, 31)) is None
        True
    """
    bounds = _bounds(frequency, since, until - timedelta(days=1))
    return None if bounds is None else st.integers(bounds.first, bounds.last).map(bounds.origin.shift)


class _Bounds(NamedTuple):
    """The periods of one frequency between two days, counted from the simplest, that of the year 2000."""

    origin: "ca.Period"
    first: int
    last: int

    @property
    def steps(self) -> int:
        return self.last - self.first


def _bounds(frequency: "ca.periods.Frequency", first: date, last: date) -> _Bounds | None:
    try:
        lowest, highest = ca.periods.period_of(first, frequency), ca.periods.period_of(last, frequency)
        if lowest.start < first:
            lowest = lowest.next()
        if highest.end > last:
            highest = highest.previous()
    except ca.InvalidValueError:  # the calendar ends in the middle of a period
        return None
    origin = ca.periods.period_of(_SIMPLEST, frequency)
    return _Bounds(origin, lowest - origin, highest - origin) if lowest <= highest else None


def _window(since: date | str | None, until: date | str | None) -> tuple[date, date]:
    """Give the first day and the first that is too late."""
    first = None if since is None else ca.periods.as_date(since, "since")
    limit = None if until is None else ca.periods.as_date(until, "until")
    if first is None:
        first = _SINCE if limit is None or limit > _SINCE else date.min
    if limit is None:
        limit = _UNTIL if first < _UNTIL else date.max
    if limit <= first:
        raise ca.InvalidValueError("until", limit, f"a day after {first}")
    return first, limit


def _spanning(ends: "tuple[ca.Period, ca.Period]") -> "ca.Period":
    one, other = sorted(ends)
    return ca.Period(one.start, other.end)
