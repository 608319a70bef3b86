"""Corruptions of rows of texts, as files have them: cells that no record can hold, and keys and forms of a table."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

import centralasia as ca
from centralasia.testing.faults import Fault, RecordCorruption, Way, by_code, of_cells

__all__ = ["ROW_CORRUPTIONS"]

_Row: TypeAlias = Mapping[str, str]
_Rows: TypeAlias = Sequence[_Row]

# Headers as records have them.
_CODES: Final = ("base", "quote", "currency", "amount_currency", "value_currency")
_FIGURES: Final = ("value", "amount")
_DAYS: Final = ("on",)
_NEEDED: Final = (*_CODES[:2], *_FIGURES, *_DAYS)
_NOMINAL: Final = "nominal"

_LETTERS: Final = "XQWJ"
_SDR: Final = "XDR"
_ACCOUNTS: Final = ("point", "points")  # loyalty points, which are no money
_CENTURY: Final = 100
_FILLING: Final = "20240301000000000"  # beyond any price, whatever its nominal
_FEWEST: Final = 3  # rows, for as many forms of a day


def _unknown_code(rows: _Rows) -> Way:
    """Print a code of currency that is none."""

    def wrong(code: str) -> list[str]:
        return [each for letter in _LETTERS if not _is_code(each := code[:2] + letter)][:1] if _is_code(code) else []

    return _cells(rows, _CODES, wrong)


def _impossible_value(rows: _Rows) -> Way:
    """Print a zero, a minus before a figure, or a price of no units."""

    def cells(row: _Row) -> list[dict[str, str]]:
        figures = [(name, row[name]) for name in _FIGURES if _is_figure(row.get(name, ""))]
        found = [{name: wrong} for name, figure in figures for wrong in ("0", f"-{figure}")]
        return found + ([{_NOMINAL: wrong} for wrong in ("0", "-1")] if row.get(_NOMINAL) else [])

    return of_cells(rows, cells)


def _unusual_nominal(rows: _Rows) -> Way:
    """Print the price of so many units as nobody publishes."""
    return _cells(rows, (_NOMINAL,), lambda cell: ["7", "12", "2024"] if cell else [])


def _out_of_range(rows: _Rows) -> Way:
    """Print a figure behind which another one stands, as where two columns were joined."""
    return _cells(rows, _FIGURES[:1], lambda figure: [f"{_FILLING}{figure}"] if _is_figure(figure) else [])


def _unreadable_value(rows: _Rows) -> Way:
    """Print what programs write for want of a figure, or letters in it."""
    return _cells(rows, _FIGURES, lambda figure: ["NaN", "inf", "-inf", f"{figure}?"] if _is_figure(figure) else [])


def _missing_value(rows: _Rows) -> Way:
    """Leave out what every row needs."""
    return _cells(rows, _NEEDED, lambda cell: [""] if cell else [])


def _future_day(rows: _Rows) -> Way:
    """Print a day of the next century."""

    def wrong(cell: str) -> list[str]:
        day = _day(cell)
        return [] if day is None else [day.replace(year=day.year + _CENTURY, day=min(day.day, 28)).isoformat()]

    return _cells(rows, _DAYS, wrong)


def _unreadable_day(rows: _Rows) -> Way:
    """Print a day that no calendar has, or no day at all."""

    def wrong(cell: str) -> list[str]:
        day = _day(cell)
        return [] if day is None else [f"{day.year:04}-13-{day.day:02}", f"{day.year:04}-02-30", "n/a"]

    return _cells(rows, _DAYS, wrong)


def _duplicate_row(rows: _Rows) -> Way:
    """Print a row twice."""
    return Way(lambda _: (0,), lambda place, _: {place: (dict(rows[place]), dict(rows[place]))})


def _mixed_date_forms(rows: _Rows) -> Way:
    """Print the days of a column in three forms, one after another."""
    header = next((each for each in _DAYS if rows and each in rows[0]), "")
    days = [_day(row.get(header, "")) for row in rows]
    written: tuple[Callable[[date], str], ...] = (
        date.isoformat,
        lambda day: f"{day.day:02}.{day.month:02}.{day.year:04}",
        lambda day: f"{day.year:04}/{day.month:02}/{day.day:02}",
    )

    def fault(_: int, __: int) -> Fault[dict[str, str]]:
        known = [(place, day) for place, day in enumerate(days) if day is not None]
        changed = {place: written[at % len(written)](day) for at, (place, day) in enumerate(known)}
        return {
            place: ({**rows[place], header: cell},) for place, cell in changed.items() if cell != rows[place][header]
        }

    known = sum(day is not None for day in days)
    return Way(lambda place: (0,) if place == 0 and known >= _FEWEST else (), fault)


def _unit_of_account(rows: _Rows) -> Way:
    """Print special drawing rights under a code of their own, or points as if they were money."""

    def wrong(code: str) -> list[str]:
        if code == _SDR:
            return ["SDR"]
        return [*_ACCOUNTS] if _is_code(code) else []

    return _cells(rows, _CODES[:1], wrong)


def _as_given(rows: Iterable[object]) -> list[dict[str, str]]:
    given: Iterable[Any] = rows
    return [dict(row) for row in given]


ROW_CORRUPTIONS: Final[Mapping[str, RecordCorruption]] = by_code(
    *[
        RecordCorruption(code=code, title=title, way=way, as_rows=_as_given)
        for code, title, way in (
            ("unknown-code", "a code of currency that is none", _unknown_code),
            ("impossible-value", "a figure of zero or less, or a price of no units", _impossible_value),
            ("unusual-nominal", "the price of so many units as nobody publishes", _unusual_nominal),
            ("out-of-range", "a price that no pair of currencies has", _out_of_range),
            ("unreadable-value", "NaN or infinity for a figure, or what is none", _unreadable_value),
            ("missing-value", "a blank cell where every row needs one", _missing_value),
            ("future-day", "a day a hundred years later", _future_day),
            ("unreadable-day", "a day that no calendar has, or none", _unreadable_day),
            ("duplicate-row", "a row twice", _duplicate_row),
            ("mixed-date-forms", "days of a column in three forms", _mixed_date_forms),
            ("unit-of-account", "SDR for XDR, or points for a currency", _unit_of_account),
        )
    ]
)
"""All corruptions of rows of texts by the code of the finding that they have to cause.

They take rows from header to text, with the headers that `centralasia.records.to_row` gives exchange rates.
"""


def _cells(rows: _Rows, headers: Iterable[str], wrong: Callable[[str], Iterable[str]]) -> Way:
    """Replace the cells under headers, where a row has them."""
    names = tuple(headers)
    return of_cells(rows, lambda row: [{name: cell} for name in names if name in row for cell in wrong(row[name])])


def _is_code(text: str) -> bool:
    try:
        return ca.currency(text).code == text
    except (ca.UnknownCodeError, ca.InvalidValueError):
        return False


def _is_figure(text: str) -> bool:
    return text[:1].isdigit()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:  # a period, or no day to begin with
        return None
