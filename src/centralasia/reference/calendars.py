"""Which days a publisher publishes a bulletin on, as far as that is known.

The rhythm of each publisher is a row of ``calendars.csv``; days off and working days moved by decree come from the
package `holidays`, which is an extra. Where a rule is not verified, or that package knows no decrees of a year, the
answer is that it is not known: nothing here is guessed.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import Enum, StrEnum, auto
from functools import cache, lru_cache
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Final, final

import attrs

from centralasia.errors import MissingExtraError
from centralasia.periods import as_date
from centralasia.records import column, record
from centralasia.reference.sources import Certainty, look_up, table

if TYPE_CHECKING:
    from holidays import HolidayBase

__all__ = ["PublicationCalendar", "PublicationRule", "Rhythm", "publication_calendar", "publication_calendars"]

_MARKETS: Final = frozenset({"ECB"})  # the others are countries
_ENGLISH: Final = "en_US"  # the language in which estimates are told from confirmed days
_ESTIMATED: Final = "estimated"
# The moon may move a feast by a day, which may put it on a weekend and its day off on the Monday: three days on.
_DOUBT_AROUND: Final = tuple(map(timedelta, range(-3, 4)))
_A_DAY: Final = timedelta(days=1)


class Rhythm(StrEnum):
    """Which days the bulletins of a publisher bear.

    Example:
        >>> publication_calendar("cbr").rules[0].rhythm.value
        'days-after'
    """

    DAYS_OF_WEEK = "days-of-week"
    """Certain days of the week, days off or not."""
    WORKING_DAYS = "working-days"
    """The working days of a country or a market."""
    DAYS_AFTER = "days-after"
    """The days after working days, since what is set on one day holds from the next."""


class _Kind(Enum):
    WORKING = auto()
    WEEKEND = auto()
    HOLIDAY = auto()
    DOUBTFUL = auto()


_ON_WORKING_DAYS: Final = MappingProxyType(
    {_Kind.WORKING: True, _Kind.WEEKEND: False, _Kind.HOLIDAY: False, _Kind.DOUBTFUL: None}
)
_ON_WEEKDAYS: Final = MappingProxyType(
    {_Kind.WORKING: True, _Kind.WEEKEND: True, _Kind.HOLIDAY: None, _Kind.DOUBTFUL: None}
)


@record(key=("publisher", "valid_from"))
class PublicationRule:
    """How a publisher dates its bulletins, for one span of days.

    The first day is included and `valid_until` is not.

    Source:
        See the row; `certainty` and `note` say what of it is not verified.

    Example:
        >>> weekly, daily = publication_calendar("cbu").rules
        >>> weekly.weekdays, weekly.valid_until, daily.rhythm.value
        ((2,), datetime.date(2020, 12, 23), 'working-days')
    """

    publisher: str = column(title="key of the publisher, and of the list where it has several")
    valid_from: date = column(title="first day for which the rule is known")
    valid_until: date | None = column(title="first day for which it is known no more", default=None)
    title: str = column(title="name of the publisher")
    rhythm: Rhythm = column(title="which days its bulletins bear")
    weekdays: tuple[int, ...] = column(title="days of the week", unit="1 for Monday to 7 for Sunday", default=())
    calendar: str = column(title="calendar of the package holidays; blank where days off do not matter", default="")
    moved: bool = column(title="whether working days are moved by decrees, year by year")
    half_days: bool = column(title="whether there are half days, on which nothing is known")
    source: str = column(title="keys of the sources, separated by semicolons")
    certainty: Certainty = column(title="how far the row is certain")
    note: str = column(title="what the columns do not say", default="")

    def is_on(self, on: date) -> bool:
        """Whether a day lies in the span.

        Example:
            >>> publication_calendar("cbu").rules[0].is_on(date(2020, 12, 23))
            False
        """
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)

    def expects(self, on: date) -> bool | None:
        """Whether the rule expects a bulletin of a day, None where that is not known.

        Raises:
            MissingExtraError: Days off matter and the package holidays is not installed.

        Example:
            >>> publication_calendar("ecb").rules[0].expects(date(2024, 5, 1))
            False
        """
        if not self.is_on(on):
            return None
        if self.rhythm is Rhythm.DAYS_OF_WEEK:
            if on.isoweekday() not in self.weekdays:
                return False
            return _ON_WEEKDAYS[self._kind(on)] if self.calendar else True
        if self.rhythm is Rhythm.WORKING_DAYS:
            return _ON_WORKING_DAYS[self._kind(on)]
        expected = _ON_WORKING_DAYS[self._kind(on - _A_DAY)]
        # Publishers differ on holidays that follow a working day, and by the year.
        return _ON_WEEKDAYS[self._kind(on)] if expected else expected

    def _kind(self, on: date) -> _Kind:
        year = _exceptions(self.calendar, on.year, moved=self.moved, half_days=self.half_days)
        return _Kind.DOUBTFUL if year is None else year.get(on, _Kind.WORKING)


@final
@attrs.frozen(kw_only=True, repr=False)
class PublicationCalendar:
    """The days that the bulletins of one publisher bear, as its documents print them and readers file them.

    Source:
        See `rules`: how a publisher dates its bulletins has changed, and each span has its own source.

    Example:
        >>> calendar = publication_calendar("ecb")
        >>> [calendar.publishes_on(day) for day in ("2024-05-01", "2024-05-02", "1998-12-31")]
        [False, True, None]
    """

    publisher: str
    title: str = attrs.field(eq=False)
    rules: tuple[PublicationRule, ...] = attrs.field(eq=False)

    def __repr__(self) -> str:
        return f"publication_calendar({self.publisher!r})"

    @property
    def certainty(self) -> Certainty:
        """How far the rules are certain; that of each rule stands with it.

        Example:
            >>> publication_calendar("imf").certainty.value
            'well-known'
        """
        found = {rule.certainty for rule in self.rules}
        return found.pop() if len(found) == 1 else Certainty.MIXED

    @property
    def source(self) -> str:
        """The keys of the sources of all rules, separated by semicolons.

        Example:
            >>> publication_calendar("ecb").source
            'ecb-eurofxref-hist; holidays'
        """
        return "; ".join(dict.fromkeys(key for rule in self.rules for key in rule.source.split("; ")))

    @property
    def note(self) -> str:
        """What of the rules is not verified, oldest first.

        Example:
            >>> publication_calendar("nbg").note.partition(", ")[2]
            'Tuesday to Saturday; a holiday after a working day is not verified'
        """
        return "; ".join(dict.fromkeys(rule.note for rule in self.rules if rule.note))

    def publishes_on(self, on: date | str) -> bool | None:
        """Whether a bulletin bears this day.

        Args:
            on: The day that a bulletin would bear, which is not always the day on which it came out.

        Returns:
            Whether there should be one; None where that is not known.

        Raises:
            MissingExtraError: Days off matter and the package holidays is not installed.

        Example:
            >>> russia = publication_calendar("cbr")
            >>> [russia.publishes_on(day) for day in ("2025-01-10", "2025-01-11", "2025-01-12", "2031-01-10")]
            [True, True, False, None]
        """
        day = as_date(on)
        return next((rule.expects(day) for rule in self.rules if rule.is_on(day)), None)

    def days(self, since: date | str, until: date | str) -> Iterator[date]:
        """Give the days in a span of which a bulletin is expected, in order.

        Args:
            since: The first day of the span.
            until: The first day after it.

        Raises:
            MissingExtraError: Days off matter and the package holidays is not installed.

        Example:
            >>> [day.day for day in publication_calendar("ecb").days("2024-04-27", "2024-05-06")]
            [29, 30, 2, 3]
        """
        span = range(as_date(since, "since").toordinal(), as_date(until, "until").toordinal())
        return (day for day in map(date.fromordinal, span) if self.publishes_on(day))

    def gaps(self, have: Iterable[date | str], *, since: date | str, until: date | str) -> tuple[date, ...]:
        """Give the days in a span of which a bulletin is expected and not at hand.

        A gap is no error: a publisher may skip a day for reasons that no calendar has.

        Args:
            have: The days of the bulletins at hand, in any order.
            since: The first day of the span.
            until: The first day after it.

        Raises:
            MissingExtraError: Days off matter and the package holidays is not installed.

        Example:
            >>> publication_calendar("ecb").gaps(["2024-04-29", "2024-05-02"], since="2024-04-29", until="2024-05-04")
            (datetime.date(2024, 4, 30), datetime.date(2024, 5, 3))
        """
        there = {as_date(each, "have") for each in have}
        return tuple(day for day in self.days(since, until) if day not in there)


@cache
def publication_calendars() -> Mapping[str, PublicationCalendar]:
    """Give all calendars by the key of their publisher.

    Example:
        >>> [key for key in publication_calendars() if key.startswith("nbk")]
        ['nbk', 'nbkr', 'nbkr-weekly']
    """
    found: dict[str, list[PublicationRule]] = {}
    for rule in table(PublicationRule, "calendars"):
        found.setdefault(rule.publisher, []).append(rule)
    return MappingProxyType(
        {
            key: PublicationCalendar(publisher=key, title=rules[-1].title, rules=tuple(rules))
            for key, rules in found.items()
        }
    )


def publication_calendar(publisher: str) -> PublicationCalendar:
    """Look a calendar up by the key of its publisher.

    Raises:
        UnknownCodeError: No such calendar; near misses are suggested.
        WrongTypeError: The key is no text.

    Example:
        >>> publication_calendar("nbkr-weekly").title
        'National Bank of the Kyrgyz Republic, weekly list'
        >>> publication_calendar("cfet")
        Traceback (most recent call last):
        centralasia.errors.UnknownCodeError: 'cfet' is not in the table of publication calendars; did you mean 'cfets'?
    """
    return look_up(publication_calendars(), publisher, title="publication calendars")


@lru_cache(maxsize=1024)
def _exceptions(calendar: str, year: int, *, moved: bool, half_days: bool) -> Mapping[date, _Kind] | None:
    """Give the days of one year that are no ordinary working days, or None when the year is not known."""
    if moved and year not in _years_with_decrees(calendar):
        return None
    # A decree for one year moves days of its neighbours too, and days off next to New Year bear on both years.
    known = _days_off(calendar, range(year - 1, year + 2))
    if not known.start_year <= year <= known.end_year:
        return None
    first = date(year, 1, 1)
    days = [first + timedelta(days=count) for count in range((date(year, 12, 31) - first).days + 1)]
    kinds = {day: _Kind.WEEKEND for day in days if known.is_weekend(day)}
    kinds |= dict.fromkeys(known, _Kind.HOLIDAY)
    kinds |= dict.fromkeys(known.weekend_workdays, _Kind.DOUBTFUL)
    if half_days:
        kinds |= dict.fromkeys(_days_off(calendar, (year,), category="half_day"), _Kind.DOUBTFUL)
    estimates = [day for day, name in known.items() if _ESTIMATED in name]
    kinds |= {day + shift: _Kind.DOUBTFUL for day in estimates for shift in _DOUBT_AROUND}
    return MappingProxyType(kinds)


@cache
def _years_with_decrees(calendar: str) -> range:
    """Give the years from the first to the last of which any moved working day is known."""
    known = _days_off(calendar, ())
    years = {day.year for day in _days_off(calendar, range(known.start_year, known.end_year)).weekend_workdays}
    return range(min(years), max(years) + 1) if years else range(0)


def _days_off(calendar: str, years: Iterable[int], *, category: str = "public") -> "HolidayBase":
    library = _library()
    if calendar in _MARKETS:
        found: HolidayBase = library.financial_holidays(calendar, years=years, expand=False)
    else:
        found = library.country_holidays(calendar, years=years, categories=(category,), language=_ENGLISH, expand=False)
    return found


def _library() -> ModuleType:
    try:
        import holidays  # noqa: PLC0415 - an extra: most users need no calendar
    except ImportError as error:
        raise MissingExtraError("calendars", "holidays") from error
    return holidays
