"""Days: how a whole column of days is written, so that one that can be read in two ways is read in one."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias, final

import attrs

from centralasia.errors import CentralAsiaError, InvalidValueError
from centralasia.numbers import shortened
from centralasia.periods import Period, day_or_period
from centralasia.readers.figures import read_day
from centralasia.tables.sources import SHOWN
from centralasia.validation import Problem, Severity

__all__ = ["Days", "Order", "read_days"]

Order: TypeAlias = Literal["dmy", "mdy"]
"""What stands first where the year does not: the day or the month."""

_FIGURES: Final = re.compile(r"([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{1,4})")
_JOINED: Final = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])([0-2][0-9]|3[01])")
_MIDNIGHT: Final = re.compile(r"(.{8,10}?)[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:?00)?")
_SERIAL: Final = re.compile(r"[0-9]{1,7}(?:\.0+)?")
_SERIALS_SINCE: Final = date(1899, 12, 30)  # as spreadsheets count from 1 March 1900 on
_SERIALS: Final = (61, 2_958_465)
_YEAR_DIGITS: Final = 4
_DAY_DIGITS: Final = 2
_WRITTEN_OUT: Final = "words or periods"


@final
@attrs.frozen(kw_only=True)
class Days:
    """The days of a column.

    Attributes:
        values: Days and periods, None where there is none, or none that can be read.
        order: What stands first in days such as 03/04/2024, as unambiguous members show; None where none does, or they
            contradict.
        forms: How days are written, such as "Y-m-d" or "d.m.Y", each with how many members are.
        ambiguous: The places of those that have two readings, between which nothing decides.
        unreadable: The places of those that are neither days nor periods.

    Example:
        >>> found = read_days(["03/04/2024", "14/04/2024", "2024-04-15"])
        >>> found.values[0], found.order, dict(found.forms)
        (datetime.date(2024, 4, 3), 'dmy', {'d/m/Y': 2, 'Y-m-d': 1})
        >>> read_days(["03/04/2024"]).ambiguous
        [0]
    """

    values: list[date | Period | None]
    order: Order | None
    forms: Mapping[str, int]
    ambiguous: list[int]
    unreadable: list[int]

    def problems(
        self, distinct: Sequence[str], column: str, *, row_of: Callable[[int], int | None] = lambda _: None
    ) -> list[Problem]:
        """Give what was found as findings; at most twenty days that can be read in two ways are named.

        Args:
            distinct: The texts that were read.
            column: The header of the column.
            row_of: Gives the first row of a text by its place.

        Example:
            >>> [problem.code for problem in read_days(["03/04/2024"]).problems(["03/04/2024"], "on")]
            ['ambiguous-date']
        """
        found = []
        if len(self.forms) > 1:
            forms = ", ".join(f"{form} ({count:,})" for form, count in self.forms.items())
            found.append(
                Problem(
                    code="mixed-date-forms",
                    severity=Severity.WARNING,
                    column=column,
                    message=f"days are written in {len(self.forms)} forms: {forms}",
                    cause="tables of several origins put together",
                    fix="write all days as 2024-03-01",
                )
            )
        return found + [
            Problem(
                code="ambiguous-date",
                severity=Severity.ERROR,
                row=row_of(place),
                column=column,
                value=str(shortened(distinct[place])),
                message="it may be two days, and no other in its column tells which figure is the month",
                fix="say with order= what stands first, 'dmy' or 'mdy', or write 2024-03-01",
            )
            for place in self.ambiguous[:SHOWN]
        ]


def read_days(distinct: Sequence[str], *, order: Order | None = None, serials: bool = False) -> Days:
    """Read the days of a column together.

    Days in figures have the year first or last, and points, slashes or hyphens, or nothing, between: with points the
    day comes before the month; with slashes and hyphens those of a column that can be read in one way decide for the
    others. Years have four digits. Days in words, months, quarters and other periods are read as `period` reads them.

    Args:
        distinct: Texts, each once; blank ones are no day, and nothing is wrong with them.
        order: What stands first, by the caller's word.
        serials: Whether whole numbers are days as spreadsheets count them.

    Raises:
        InvalidValueError: `order` is none of the two.

    Example:
        >>> read_days(["14.02.2030", "20300215", "2030-Q1", "14 февраля 2030", "45000"], serials=True).values[2:]
        [period('2030-Q1'), datetime.date(2030, 2, 14), datetime.date(2023, 3, 15)]
    """
    if order not in (None, "dmy", "mdy"):
        raise InvalidValueError("order", shortened(order), "'dmy' or 'mdy'")
    read = [_read(text, serials=serials) for text in distinct]
    votes = {each.order for each in read if each.order is not None}
    decided: Order | None = order or (next(iter(votes)) if len(votes) == 1 else None)
    values: list[date | Period | None] = []
    forms: Counter[str] = Counter()
    ambiguous, unreadable = list[int](), list[int]()
    for place, each in enumerate(read):
        value = each.value
        if each.either:
            form = f"d{each.mark}m{each.mark}Y" if decided == "dmy" else f"m{each.mark}d{each.mark}Y"
            if decided is None:
                ambiguous.append(place)
            else:
                value = read_day(each.text, decided)
                forms[form] += 1
        elif each.form:
            forms[each.form] += 1
        elif each.text:
            unreadable.append(place)
        values.append(value)
    return Days(values=values, order=decided, forms=forms, ambiguous=ambiguous, unreadable=unreadable)


@final
@attrs.frozen(kw_only=True)
class _Read:
    """A text as it can be read alone.

    Attributes:
        text: The text.
        value: The day or period; None where there is none, or one of two.
        form: How it is written, blank where it cannot be read.
        mark: What stands between its figures.
        order: What stands first, where it tells that.
        either: Whether day and month may change places.
    """

    text: str
    value: date | Period | None = None
    form: str = ""
    mark: str = ""
    order: Order | None = None
    either: bool = False


def _read(written: str, *, serials: bool) -> _Read:
    text = written.strip()
    found = _MIDNIGHT.fullmatch(text)
    if found is not None:
        text = found[1]
    if not text:
        return _Read(text="")
    figures = _FIGURES.fullmatch(text)
    if figures is not None:
        return _of_figures(text, figures)
    if serials and _SERIAL.fullmatch(text):
        return _of_serial(text)
    joined = _JOINED.fullmatch(text)
    if joined is not None:
        value = read_day("-".join(joined.groups()))
        return _Read(text=text, value=value, form="Ymd" if value else "")
    try:
        return _Read(text=text, value=day_or_period(text), form=_WRITTEN_OUT)
    except CentralAsiaError:
        return _Read(text=text)


def _of_serial(text: str) -> _Read:
    number = int(text.partition(".")[0])
    if not _SERIALS[0] <= number <= _SERIALS[1]:
        return _Read(text=text)
    return _Read(text=text, value=_SERIALS_SINCE + timedelta(number), form="serial")


def _of_figures(text: str, figures: re.Match[str]) -> _Read:
    first, mark, _, last = figures.groups()
    if len(first) == _YEAR_DIGITS:
        value = read_day(text) if len(last) <= _DAY_DIGITS else None
        return _Read(text=text, value=value, form=f"Y{mark}m{mark}d" if value else "")
    if len(last) != _YEAR_DIGITS:
        return _Read(text=text)
    day_first, month_first = read_day(text, "dmy"), read_day(text, "mdy")
    if mark == "." or month_first is None or day_first == month_first:
        order: Order | None = "dmy" if mark != "." and month_first is None and day_first else None
        return _Read(text=text, value=day_first, form=f"d{mark}m{mark}Y" if day_first else "", mark=mark, order=order)
    if day_first is None:
        return _Read(text=text, value=month_first, form=f"m{mark}d{mark}Y", mark=mark, order="mdy")
    return _Read(text=text, mark=mark, either=True)
