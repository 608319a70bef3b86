"""Bulletins that should be at hand and are not, by the calendar of their publisher."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.periods import as_date
from centralasia.rates import ExchangeRate
from centralasia.reference import publication_calendar
from centralasia.validation.problems import Problem, Severity
from centralasia.validation.reports import Report

__all__ = ["missing_bulletins"]

_A_DAY = timedelta(1)


class _Store(Protocol):
    """What a `Store` gives for this."""

    def table(self, since: date | str | None, until: date | str | None, *, publishers: str) -> Iterable[ExchangeRate]:
        """Give the rates of a publisher."""


def missing_bulletins(
    have: "Iterable[ExchangeRate | date | str] | _Store",
    publisher: str,
    *,
    since: date | str | None = None,
    until: date | str | None = None,
) -> Report:
    """Find the days of which a publisher has a bulletin and you have none.

    A gap is an information, never an error: a publisher may skip a day for reasons that no calendar has. Days of which
    it is not known whether there is a bulletin are never gaps; how many there are is a fact of the report.

    Args:
        have: What is at hand: a store, a table or other rates, of which those of this publisher count, or days. A rate
            that says until when it holds, such as one of a weekly list, counts for all of its days.
        publisher: Whose bulletins, such as ``"nbk"``.
        since: The first day to look at; the first at hand when not given.
        until: The first day not to look at; the day after the last at hand when not given.

    Returns:
        A finding `no-bulletin` for each gap, however many expected days in a row it has.

    Raises:
        UnknownCodeError: No calendar is known for the publisher.
        InvalidValueError: Nothing is at hand, and the days are not said either.
        MissingExtraError: Days off matter, and the extra `calendars` is not installed.

    Example:
        >>> days = ["2024-04-25", "2024-04-26", "2024-05-06"]
        >>> report = missing_bulletins(days, "ecb")
        >>> [str(found) for found in report]
        ['no bulletin of ecb from 2024-04-29 to 2024-05-03, where 4 are expected']
    """
    rates = have if isinstance(have, Iterable) else have.table(since, until, publishers=publisher)
    there = {day for each in rates for day in _days(each, publisher)}
    if not there and (since is None or until is None):
        hint = f"say since= and until=, or pass rates of {publisher}"
        raise InvalidValueError("have", f"nothing of {publisher}", "something at hand", hint)
    first = min(there) if since is None else as_date(since, "since")
    end = max(there) + _A_DAY if until is None else as_date(until, "until")
    gaps, unknown = gaps_in(there, publisher, first=first, end=end)
    facts = {"publisher": publisher, "since": first.isoformat(), "until": end.isoformat()}
    problems = [Problem(code="no-bulletin", severity=Severity.INFO, message=said_of(publisher, days)) for days in gaps]
    return Report.of(problems, **facts, days_missing=sum(map(len, gaps)), days_not_known=unknown)


def gaps_in(there: Collection[date], publisher: str, *, first: date, end: date) -> tuple[list[list[date]], int]:
    """Give the expected days of each gap, and of how many days it is not known whether there is a bulletin.

    Args:
        there: The days of which there is one.
        publisher: Whose bulletins.
        first: The first day to look at.
        end: The first day not to look at.

    Raises:
        UnknownCodeError: No calendar is known for the publisher.
        MissingExtraError: Days off matter, and the extra `calendars` is not installed.
    """
    calendar = publication_calendar(publisher)
    gaps: list[list[date]] = []
    before_is_gap, unknown = False, 0
    for number in range(first.toordinal(), end.toordinal()):
        day = date.fromordinal(number)
        expected = calendar.publishes_on(day)
        unknown += expected is None
        if expected and day not in there:
            if not before_is_gap:
                gaps.append([])
            gaps[-1].append(day)
            before_is_gap = True
        elif day in there:
            before_is_gap = False
    return gaps, unknown


def _days(item: object, publisher: str) -> Iterable[date]:
    """Give the days for which something at hand stands."""
    if isinstance(item, ExchangeRate):
        if item.source != publisher or not isinstance(item.on, date):
            return ()
        end = item.day + 1 if item.until is None else item.until.toordinal()
        return map(date.fromordinal, range(item.day, end))
    if isinstance(item, date | str):
        return (as_date(item, "have"),)
    raise WrongTypeError("have", item, "made of rates or days")


def said_of(publisher: str, days: Sequence[date]) -> str:
    """Say what a gap is.

    Args:
        publisher: Whose bulletins.
        days: The expected days in it.
    """
    if len(days) == 1:
        return f"no bulletin of {publisher} of {days[0]}, where one is expected"
    return f"no bulletin of {publisher} from {days[0]} to {days[-1]}, where {len(days)} are expected"
