"""Columns of few different values, each read once: periods, days, countries, currencies, and groups of rows."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Generic, TypeVar, final

import attrs
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from centralasia.arrays.columns import EPOCH, Column, arrow_of, days_of, plain_of
from centralasia.engines.eager import column_named
from centralasia.errors import CentralAsiaError, WrongTypeError
from centralasia.frames.answers import Answer, RowProblem
from centralasia.periods import Frequency, Period, as_date, period, period_of

__all__ = [
    "Codes",
    "Keys",
    "distinct",
    "group_of",
    "joined",
    "keys_of",
    "pairs_of",
    "period_reader",
    "picked",
    "read_day",
    "texts_of",
]

Codes = NDArray[np.int64]
T = TypeVar("T")


@final
@attrs.frozen(eq=False)
class Keys(Generic[T]):
    """What stands in the cells of a column.

    Attributes:
        codes: The place of each row's value among the values, one past the last where there is none.
        values: The different values.
        missing: The rows with nothing in the cell.
    """

    codes: Codes
    values: Sequence[T]
    missing: NDArray[np.bool_]

    @property
    def there(self) -> NDArray[np.bool_]:
        """The rows with a value."""
        return np.asarray(self.codes < len(self.values))

    def where(self, holds: Callable[[T], bool]) -> NDArray[np.bool_]:
        """Give the rows whose value is there, and of which something holds.

        Args:
            holds: Tells it of a value.
        """
        return picked([*map(holds, self.values), False], self.codes)

    def note(self, answer: Answer, missing: RowProblem, other: RowProblem, *, column: str = "") -> None:
        """Note rows without a value.

        Args:
            answer: The answer in the making.
            missing: The problem of an empty cell.
            other: The problem of a cell that cannot be read.
            column: The column, where it is not the usual one.
        """
        answer.find(missing, self.missing, column=column)
        answer.find(other, ~self.there, column=column)


def picked(flags: Sequence[bool], codes: Codes) -> NDArray[np.bool_]:
    """Give the flag of each row.

    Args:
        flags: Flags.
        codes: The place of each row's flag among them.
    """
    return np.asarray(np.array(flags, bool)[codes])


def texts_of(texts: Sequence[str | None], codes: Codes) -> pa.DictionaryArray:
    """Give the text of each row.

    Args:
        texts: Texts, and None for none.
        codes: The place of each row's text among them.
    """
    return pa.array(texts, pa.string()).dictionary_encode().take(pa.array(codes))


def keys_of(
    frame: Any,  # noqa: ANN401 - of narwhals
    name: object,
    read: Callable[[Any], T],
    *,
    field: str,
) -> Keys[T]:
    """Read a column, each different cell once; what is no column stands for all rows.

    Args:
        frame: The frame.
        name: The name of the column, or a value.
        read: Makes a value of what stands in a cell.
        field: What the column is for, named in errors.

    Raises:
        WrongTypeError: Cells of a kind that cannot be told apart.
        CentralAsiaError: The value for all rows is none.
    """
    count = len(frame)
    if not isinstance(name, str) or name not in frame.columns:
        return Keys(np.zeros(count, np.int64), [_of_all(name, read, frame, field)], np.zeros(count, bool))
    codes, cells = distinct(frame[name], field)
    places: dict[T, int] = {}
    found = [_or_none(read, cell) for cell in cells]
    for value in found:
        if value is not None:
            places.setdefault(value, len(places))
    table = np.array([len(places) if value is None else places[value] for value in found], np.int64)
    blank = np.array([cell is None for cell in cells], bool)
    return Keys(table[codes], list(places), blank[codes])


def _of_all(name: object, read: Callable[[Any], T], frame: Any, field: str) -> T:  # noqa: ANN401 - of narwhals
    """Read what stands for all rows."""
    try:
        return read(name)
    except CentralAsiaError:
        if not isinstance(name, str) and not all(isinstance(each, str) for each in frame.columns):  # as in pandas
            column_named(name, frame.columns, field, "what all rows have, or ")
        raise


def _or_none(read: Callable[[Any], T], cell: object) -> T | None:
    if cell is None:
        return None
    try:
        return read(cell)
    except CentralAsiaError:
        return None


def distinct(column: Any, field: str) -> tuple[Codes, list[Any]]:  # noqa: ANN401 - of narwhals
    """Give for each row of a column the place of its cell among the different cells, the last of which is None.

    Args:
        column: A series of narwhals.
        field: What the column is for, named in errors.

    Raises:
        WrongTypeError: Cells of a kind that cannot be told apart.
    """
    try:
        array = plain_of(arrow_of(column))
        days = days_of(array)
        if days is not None:
            return _distinct_days(days.numbers(0, len(array)), days.missing) if len(array) else _NOTHING
        codes, cells = _encoded(array)
    except pa.ArrowException as error:
        raise WrongTypeError(
            field, Column(column.name, str(column.dtype)), "a column of one type", str(error)
        ) from None
    is_nan_missing = column.implementation.is_pandas_like() and pa.types.is_floating(array.type)
    return codes, [None if is_nan_missing and cell != cell else cell for cell in cells]  # noqa: PLR0124 - NaN is not


_NOTHING: tuple[Codes, list[Any]] = np.zeros(0, np.int64), [None]


def _distinct_days(numbers: NDArray[np.int32], missing: NDArray[np.bool_] | None) -> tuple[Codes, list[Any]]:
    codes, found = _encoded(pa.chunked_array([pa.array(numbers, mask=missing)]))
    return codes, [None if number is None else _day(number + EPOCH) for number in found]


def _day(number: int) -> date | str:
    """Give a day by its number; the calendar has none for some."""
    return date.fromordinal(number) if 1 <= number <= date.max.toordinal() else f"day {number}"


def _encoded(array: pa.ChunkedArray) -> tuple[Codes, list[Any]]:
    if str(array.type) == "string_view":  # of which Arrow makes no dictionary
        array = array.cast(pa.large_string())
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    array = array.unify_dictionaries()
    if not array.num_chunks:
        return _NOTHING
    values = array.chunk(0).dictionary.to_pylist()
    parts = [chunk.indices.cast(pa.int64()).fill_null(len(values)).to_numpy() for chunk in array.chunks]
    return np.concatenate(parts), [*values, None]


def group_of(frame: Any, by: str | Sequence[str]) -> Codes:  # noqa: ANN401 - of narwhals
    """Number the groups of rows that have the same cells in some columns; what is missing is a value, too.

    Args:
        frame: The frame.
        by: The columns, any number of them.

    Raises:
        WrongTypeError: Cells of a kind that cannot be told apart.
    """
    wanted = [by] if isinstance(by, str) or not isinstance(by, Sequence) else by
    names = [column_named(name, frame.columns, "by") for name in wanted]
    return joined(np.zeros(len(frame), np.int64), *(distinct(frame[name], "by")[0] for name in names))


def joined(first: Codes, *others: Codes) -> Codes:
    """Number the combinations of codes.

    Args:
        first: Codes.
        others: More codes of the same rows.
    """
    for codes in others:
        first, _ = pairs_of(first, codes, int(codes.max(initial=0)) + 1)
    return first


def pairs_of(one: Codes, other: Codes, size: int) -> tuple[Codes, list[tuple[int, int]]]:
    """Number the pairs of codes that come.

    Args:
        one: Codes.
        other: Codes of the same rows.
        size: More than the largest of the others.

    Returns:
        The number of the pair of each row, and the pairs.
    """
    if not len(one):
        return _NOTHING[0], []
    codes, found = _encoded(pa.chunked_array([pa.array(one * size + other)]))
    return codes, [divmod(each, size) for each in found[:-1]]


def period_reader(frequency: Frequency | None) -> Callable[[Any], Period]:
    """Give what reads a cell as a period: texts as `period` does, whole numbers as years, days as one of a frequency.

    A float that is a whole number is a year, too: pandas makes floats of whole numbers where one is missing.

    Args:
        frequency: That of the period for which a day stands, in which it lies; None where a day is a period.
    """

    def read(cell: Any) -> Period:  # noqa: ANN401 - whatever stands in a cell
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        is_year = isinstance(cell, int) and not isinstance(cell, bool)
        found = period(f"{cell:04}" if is_year else cell)
        return found if frequency is None or found.start < found.end else period_of(found.start, frequency)

    return read


def read_day(cell: Any) -> date:  # noqa: ANN401 - whatever stands in a cell
    """Read a cell as a day."""
    return as_date(cell, "on")
