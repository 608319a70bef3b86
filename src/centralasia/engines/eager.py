"""Frames in memory: columns read, converted, and results put beside them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import MAXYEAR, MINYEAR, date, datetime
from difflib import get_close_matches
from functools import partial
from typing import Any, Final, TypeAlias, final

import attrs
import pyarrow as pa

from centralasia.arrays.amounts import Amounts, amounts_of
from centralasia.arrays.calendars import Question
from centralasia.arrays.columns import Column, arrow_of
from centralasia.arrays.conversion import Converted, convert_exactly, convert_floats
from centralasia.arrays.details import Detail, bounds_of, detail_of
from centralasia.arrays.problems import Cell, Way, report_of
from centralasia.arrays.rows import Moneys, Times, Work, moneys_of, times_of
from centralasia.errors import CentralAsiaError, InvalidValueError, WrongTypeError
from centralasia.numbers import Rounding, shortened
from centralasia.periods import Period, day_or_period
from centralasia.reference import Currency, currency
from centralasia.validation import Report

__all__ = ["Asked", "convert_frame"]

_MOST_MINOR: Final = 4  # decimals of the smallest minor units there are
_SHOWN: Final = 20  # names of columns in an error


@final
@attrs.frozen(kw_only=True)
class Asked:
    """What is asked of a frame; every name is that of a column, or stands for all rows.

    Attributes:
        amount: The column of amounts.
        currency: The column of currencies, or a code.
        to: The column of currencies to convert to, or a code.
        on: The column of days or periods, or one of them.
        name: The name of the new column, with which those of the details begin.
        exact: Whether results are decimals, rounded once.
        rounding: How exact results are rounded.
        places: Their decimals, None for those of the minor unit.
        details: What else is wanted.
        locale: The locale of amounts that are texts.

    Example:
        >>> euro = currency("EUR")
        >>> asked = Asked(amount="paid", currency="money", to=euro, on="2024-03-01", name="in_euro", exact=True,
        ...     rounding=Rounding.HALF_EVEN, places=None, details=(), locale=None)
        >>> asked.places_of(euro), asked.places_of(currency("JPY"))
        (2, 0)
    """

    amount: str
    currency: str | Currency
    to: str | Currency
    on: str | date | Period
    name: str
    exact: bool
    rounding: Rounding
    places: int | None
    details: Sequence[Detail]
    locale: str | None

    def places_of(self, target: Currency) -> int | None:
        """Give the decimals of exact results in a currency, None where there are none to round to.

        Args:
            target: The currency.
        """
        return target.minor_unit if self.places is None else self.places

    @property
    def names(self) -> list[str]:
        """The names of the new columns."""
        return [self.name, *(f"{self.name}_{detail}" for detail in dict.fromkeys(self.details))]

    @property
    def way(self) -> Way:
        """How amounts are read and results made, for findings."""
        return Way(exact=self.exact, locale=self.locale)


def money_named(name: str | Currency, columns: Sequence[str], field: str) -> str | Currency:
    """Tell whether a name is a currency or a column: a code is a currency, even where a column is called so.

    Args:
        name: A code, a currency or the name of a column.
        columns: The columns there are.
        field: What it is for, named in errors.

    Raises:
        InvalidValueError: Neither.
    """
    if isinstance(name, Currency):
        return name
    try:
        return currency(name)
    except CentralAsiaError as error:
        near = [code for code in getattr(error, "near", ()) if code == str(name).strip().upper()]
        hint = f"did you mean {near[0]!r}?" if near else ""
        return column_named(name, columns, field, "the code of a currency, or ", hint=hint)


def time_named(name: str | date | Period, columns: Sequence[str]) -> str | date | Period:
    """Tell whether a name is a column, a day or a period.

    Args:
        name: Any of them, days and periods as such or as texts.
        columns: The columns there are.

    Raises:
        InvalidValueError: None of them.
    """
    if isinstance(name, str) and name in columns:
        return name
    try:
        return day_or_period(name)
    except CentralAsiaError as error:
        hint = getattr(error, "hint", "") if isinstance(name, datetime) else ""
        year: Any = name
        if isinstance(year, int) and MINYEAR <= year <= MAXYEAR:
            hint = f"write the year as a text, '{year:04}'"
        return column_named(name, columns, "on", "a day, a period, or ", hint=hint)


def column_named(name: object, columns: Sequence[str], field: str, other: str = "", *, hint: str = "") -> str:
    """Check that there is a column of a name.

    Args:
        name: The name.
        columns: The columns there are.
        field: What it is for, named in errors.
        other: What else would do.
        hint: What to say where no column has a name like it.

    Raises:
        InvalidValueError: There is none.
    """
    if isinstance(name, str) and name in columns:
        return name
    texts = [each for each in columns if isinstance(each, str)]  # pandas has others
    near = get_close_matches(name, texts, 1) if isinstance(name, str) else []
    if near:
        hint = f"did you mean {near[0]!r}?"
    elif not hint and len(texts) < len(columns):
        hint = "columns are named by texts: rename them, as frame.rename(columns=str) does"
    more = f" and {len(columns) - _SHOWN:,} more" if len(columns) > _SHOWN else ""
    there = ", ".join(str(shortened(str(each))) for each in columns[:_SHOWN]) + more
    raise InvalidValueError(field, name, f"{other}one of the columns there are: {there}", hint)


@contextmanager
def naming(field: str, name: object) -> Iterator[None]:
    """Say in an error about the type of a column which one it is.

    Args:
        field: What it is for.
        name: Its name.

    Raises:
        WrongTypeError: It is of a type that cannot be.
    """
    try:
        yield
    except WrongTypeError as error:
        raise WrongTypeError(field, Column(name, error.value), error.expected, error.hint) from None


def roles_of(asked: Asked, columns: Sequence[str]) -> dict[str, Any]:
    """Find the columns that are asked for, and what stands for all rows.

    Args:
        asked: The columns, and what is wanted.
        columns: The columns there are.

    Returns:
        A name or a value for each of amount, currency, to and on.

    Raises:
        InvalidValueError: One is not there.
    """
    return {
        "amount": column_named(asked.amount, columns, "amount"),
        "currency": money_named(asked.currency, columns, "currency"),
        "to": money_named(asked.to, columns, "to"),
        "on": time_named(asked.on, columns),
    }


Reader: TypeAlias = Callable[[str], pa.ChunkedArray]
"""Gives the column of a name."""


def amounts_in(
    roles: Mapping[str, Any], column: Reader, *, scale: int, locale: str | None, nan_is_missing: bool
) -> Amounts:
    """Read the column of amounts.

    Args:
        roles: The columns.
        column: Gives one of them.
        scale: As for `amounts_of`.
        locale: As for `amounts_of`.
        nan_is_missing: As for `amounts_of`.

    Raises:
        WrongTypeError: It holds no amounts.
    """
    with naming("amount", roles["amount"]):
        return amounts_of(column(roles["amount"]), scale=scale, locale=locale, nan_is_missing=nan_is_missing)


def asked_in(roles: Mapping[str, Any], column: Reader, count: int) -> tuple[Moneys, Moneys, Times]:
    """Read the currencies, those to convert to, and the days or periods.

    Args:
        roles: The columns, and what stands for all rows.
        column: Gives one of them.
        count: How many rows there are.

    Raises:
        WrongTypeError: A column holds nothing of the kind.
    """

    def given(role: str) -> Any:  # noqa: ANN401 - a column, or what stands for all rows
        return column(roles[role]) if isinstance(roles[role], str) else roles[role]

    with naming("currency", roles["currency"]):
        sources = moneys_of(given("currency"))
    with naming("to", roles["to"]):
        targets = moneys_of(given("to"))
    with naming("on", roles["on"]):
        return sources, targets, times_of(given("on"), count)


def convert_frame(frame: Any, asked: Asked, question: Question) -> tuple[Any, Report]:  # noqa: ANN401 - of narwhals
    """Convert the amounts of a frame in memory.

    Args:
        frame: A frame of narwhals.
        asked: The columns, and what is wanted.
        question: The rates, and how they answer.

    Returns:
        The frame with the new columns, and what kept rows from being converted.
    """
    roles, count = roles_of(asked, list(frame.columns)), len(frame)

    def column(name: str) -> pa.ChunkedArray:
        return arrow_of(frame[name])

    sources, targets, times = asked_in(roles, column, count)
    amounts = amounts_in(
        roles,
        column,
        scale=_scale_of(sources),
        locale=asked.locale,
        nan_is_missing=frame.implementation.is_pandas_like(),
    )
    work = Work(question, count, sources, targets, times)
    done, made = converted(work, amounts, asked)
    cells = {role: Cell(name if isinstance(name, str) else role, _reads(frame, name)) for role, name in roles.items()}
    return attach(frame, made), report_of(done.troubles, cells, asked.way, rows=count)


def _scale_of(sources: Moneys) -> int:
    """Give the decimals that a float can stand for: those of the smallest minor unit among the currencies."""
    found = [each.minor_unit for each in sources.known if each is not None and each.minor_unit is not None]
    return min(max(found, default=2), _MOST_MINOR)


def converted(work: Work, amounts: Amounts, asked: Asked) -> tuple[Converted, dict[str, pa.Array]]:
    """Work out the new columns.

    Args:
        work: The rows and the calendar.
        amounts: The amounts.
        asked: What is wanted.
    """
    places = asked.places_of if asked.exact else None
    if places is None:
        done = convert_floats(work, amounts)
    else:
        done = convert_exactly(work, amounts, rounding=asked.rounding, places=places)
    made = {asked.name: done.values}
    bounds: dict[str, pa.Array] = {}
    if not {"low", "high"}.isdisjoint(asked.details):
        low, high = bounds_of(work, amounts, places=places)
        bounds = {"low": low, "high": high}
    for name in asked.details:
        made[f"{asked.name}_{name}"] = bounds[name] if name in bounds else detail_of(name, work, done)
    return done, made


def _reads(frame: Any, name: object) -> Callable[[int], object]:  # noqa: ANN401 - of narwhals
    return partial(cell_of, frame, name) if isinstance(name, str) else lambda _row: str(name)


def cell_of(frame: Any, name: str, row: int) -> object:  # noqa: ANN401 - of narwhals
    """Give what stands in a cell, None where nothing does.

    Args:
        frame: A frame of narwhals.
        name: The name of the column.
        row: The place of the row.
    """
    cell = frame[name][row : row + 1]
    try:
        return None if cell.is_null()[0] else cell[0]
    except OverflowError:  # Python has no day so far away
        return "a day that no calendar has"


def attach(frame: Any, made: Mapping[str, pa.Array]) -> Any:  # noqa: ANN401 - of narwhals
    """Put new columns behind those of a frame, or in the place of those with their names.

    Args:
        frame: A frame of narwhals.
        made: The columns.
    """
    space = frame.implementation.to_native_namespace()
    columns: dict[str, Any] = {}
    for name, array in made.items():
        if frame.implementation.is_polars():
            columns[name] = space.Series(name, array)
        elif frame.implementation.is_pyarrow():
            columns[name] = pa.chunked_array([array])
        else:
            columns[name] = _of_pandas(space, array, frame.to_native().index)
    return beside(frame, columns)


def beside(frame: Any, columns: Mapping[str, Any]) -> Any:  # noqa: ANN401 - of narwhals
    """Put columns of the library of a frame behind its own, or in the place of those with their names.

    A frame of pandas keeps its class and its `attrs`, as when a column is assigned to it.

    Args:
        frame: A frame of narwhals.
        columns: The columns.
    """
    from narwhals import from_native  # noqa: PLC0415 - an extra

    made = frame.with_columns(*(from_native(each, series_only=True).alias(name) for name, each in columns.items()))
    if frame.implementation.is_pandas():
        native = frame.to_native()
        return from_native(native._constructor(made.to_native()).__finalize__(native))  # noqa: SLF001 - meant for this
    return made


def _of_pandas(pandas: Any, array: pa.Array, index: Any) -> Any:  # noqa: ANN401 - of a library that may not be there
    """Make a series: floats as pandas has them, with NaN for what is missing; all else in Arrow's own types."""
    if pa.types.is_floating(array.type):
        return pandas.Series(array.to_numpy(zero_copy_only=False), index=index)
    if pa.types.is_dictionary(array.type):
        return pandas.Series(array.to_pandas().to_numpy(), index=index, dtype="str")
    return pandas.Series(pandas.arrays.ArrowExtensionArray(pa.chunked_array([array])), index=index)
