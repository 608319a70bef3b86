"""Figures, unit counts and days as bulletins print them."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

__all__ = ["PLAIN", "USUAL_UNITS", "DayOrder", "is_blank", "read_day", "read_figure", "read_units"]

PLAIN: Final = re.compile(r"[0-9]{1,40}(?:[.,]([0-9]{1,40}))?")
"""A figure that may have a decimal mark, and its decimals."""
_SMALL: Final = re.compile(r"[0-9]{1,40}(?:[.,][0-9]{1,40})?[eE][+-]?0?[0-9]{1,2}")
_IN_GROUPS: Final = re.compile(
    r"[0-9]{1,3}(?:(?P<mark>[.,])[0-9]{3})(?:(?P=mark)[0-9]{3}){0,12}(?:(?!(?P=mark))[.,][0-9]{1,40})?"
)
_BLANK: Final = frozenset({"", "n/a", "na", "#n/a", "nan", "null", "none", "..", "..."})
_DASHES: Final = "-\N{EN DASH}\N{EM DASH}"
_SPACES: Final = re.compile(r"\s+")
_UNITS: Final = re.compile(r"[0-9]{1,15}")
_DAY: Final = re.compile(
    r"\s*([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{1,4})(?:[T ][0-9:.]{4,16}(?:Z|[+-][0-9:]{4,6})?)?\s*"
)
_LONG_YEAR: Final = 4
_FIRST_SHORT_YEAR: Final = 90  # two digits from here on are of the last century; no bulletin of the region is older

USUAL_UNITS: Final[Mapping[str | int | None, int]] = {str(10**power): 10**power for power in range(7)}
"""What units mostly are, which is looked up faster than read."""

DayOrder = Literal["dmy", "mdy", "ymd"]
"""How a day is written where its year does not stand first: day first, or month first."""


def is_blank(text: str) -> bool:
    r"""Say whether a text means that there is no rate; zero does too, and is a figure.

    Example:
        >>> is_blank(" N/A\n"), is_blank("0.0000")
        (True, False)
    """
    return text.strip().strip(_DASHES).casefold() in _BLANK


def read_figure(text: str, group: str = "") -> Decimal | None:
    r"""Read a figure with its digits as printed, or give None.

    A single mark is decimal, point or comma, unless it is the one that parts groups in this kind of document. Where
    both stand, the last one is decimal. Blanks of any kind part groups.

    Args:
        text: What is printed.
        group: The mark that parts groups of three digits, where the publisher is known to use one.

    Example:
        >>> read_figure("501,20"), read_figure("12\N{NO-BREAK SPACE}500.00"), read_figure("1,501.25")
        (Decimal('501.20'), Decimal('12500.00'), Decimal('1501.25'))
        >>> read_figure("1,501", group=","), read_figure("5,12345E-05")
        (Decimal('1501'), Decimal('0.0000512345'))
    """
    if PLAIN.fullmatch(text) and not (group and group in text):
        return Decimal(text.replace(",", "."))
    text = _SPACES.sub("", text)
    if _SMALL.fullmatch(text) and not (group and group in text):
        return Decimal(f"{Decimal(text.replace(',', '.')):f}")
    grouped = _IN_GROUPS.fullmatch(text)
    if grouped and (text.count(grouped["mark"]) > 1 or len(set(text) & {".", ","}) > 1 or grouped["mark"] == group):
        return Decimal(text.replace(grouped["mark"], "").replace(",", "."))
    return Decimal(text.replace(",", ".")) if PLAIN.fullmatch(text) and not (group and group in text) else None


def read_units(text: str | int) -> int | None:
    """Read how many units a figure is for, or give None.

    Example:
        >>> read_units("100"), read_units("10 000"), read_units("1 t.u."), read_units(True)
        (100, 10000, None, None)
    """
    if type(text) is int:
        return text
    if not isinstance(text, str):
        return None
    if not _UNITS.fullmatch(text):
        text = _SPACES.sub("", text)
        if not _UNITS.fullmatch(text):
            return None
    return int(text)


@lru_cache(maxsize=4_096)
def read_day(text: str, order: DayOrder = "dmy") -> date | None:
    """Read a day written in figures, with points, slashes or hyphens, or give None.

    A year of four digits tells itself, first or last; one of two digits stands last. A time of day after it is left
    alone: central banks date by their own calendar.

    Args:
        text: What is printed.
        order: What stands first where the year does not.

    Example:
        >>> read_day("14.02.2030"), read_day("2030-02-14T00:00:00+04:00"), read_day("14.02.98"), read_day("31.02.2030")
        (datetime.date(2030, 2, 14), datetime.date(2030, 2, 14), datetime.date(1998, 2, 14), None)
    """
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    first, _, second, last = found.groups()
    if len(first) == _LONG_YEAR:
        year, month, day = first, second, last
    else:
        year, month, day = (last, first, second) if order == "mdy" else (last, second, first)
    if len(year) not in (2, _LONG_YEAR):
        return None
    century = 0 if len(year) == _LONG_YEAR else 1900 if int(year) >= _FIRST_SHORT_YEAR else 2000
    try:
        return date(century + int(year), int(month), int(day))
    except ValueError:
        return None
