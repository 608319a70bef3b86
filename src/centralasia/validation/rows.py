"""Reading many records: every row that can be read, and a finding for every one that cannot."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.numbers import shortened
from centralasia.records.intake import Rows, records_of
from centralasia.validation.problems import Problem, Severity
from centralasia.validation.reports import Report

__all__ = ["read_records"]

T = TypeVar("T")


def read_records(
    cls: type[T],
    data: Iterable[T] | Rows,
    *,
    columns: Mapping[str, str] | None = None,
    constants: Mapping[str, Any] | None = None,
    besides: Collection[str] = (),
) -> tuple[tuple[T, ...], Report]:
    """Read records from wherever rows come from; a row that cannot be one is a finding and nothing else is lost.

    Args:
        cls: The record class.
        data: A frame, a relation or cursor of a database, or an iterable of mappings; or records, which are given back.
        columns: Field to the header of its column, where that is not the name of the field.
        constants: Field to its value, where it is the same in all rows and has no column.
        besides: Columns that may be there and are left alone.

    Returns:
        The records, and a report: facts ``rows`` and ``read``, and for each row left out an error of code
        ``impossible-record`` with row, column, value and way out. Of a row with several faults the first is told.

    Raises:
        InvalidValueError: A column is missing, unknown or there twice: that is not a matter of single rows.
        WrongTypeError: `data` is no rows at all.
        MissingExtraError: A frame, and narwhals is not installed.

    Example:
        >>> from decimal import Decimal
        >>> from centralasia.records import column, record
        >>> @record
        ... class Price:
        ...     good: str = column(title="good")
        ...     value: Decimal = column(title="price", unit="USD/t", exclusive_minimum=0)
        >>> rows = [{"good": "wheat", "value": "240.50"}, {"good": "flour", "value": "-1"}]
        >>> records, report = read_records(Price, rows)
        >>> print(records, report.problems[0], sep="; ")
        (Price(good='wheat', value=Decimal('240.50')),); row 2, value '-1': value must be greater than zero, got \
Decimal('-1')
    """
    problems: list[Problem] = []

    def refused(row: int, error: InvalidValueError) -> None:
        problems.append(_problem(row, error))

    taken = records_of(cls, data, columns=columns, constants=constants, besides=besides, refused=refused)
    found = tuple(taken) if isinstance(taken, Iterable) else (taken,)
    for each in found:
        if not isinstance(each, cls):
            raise WrongTypeError("data", shortened(each), f"rows, or records of type {cls.__name__}")
    return found, Report.of(problems, rows=len(found) + len(problems), read=len(found))


def _problem(row: int, error: InvalidValueError) -> Problem:
    value = None if error.value is None else str(shortened(error.value))
    message = str(type(error)(error.field, error.value, error.expected))
    return Problem(
        code="impossible-record",
        severity=Severity.ERROR,
        row=row,
        column=error.field,
        value=value,
        message=message,
        fix=error.hint,
    )
