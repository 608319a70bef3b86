"""Frames: columns of values as a frame of the caller's dataframe library (extra ``frames``).

Only the caller's choice decides which dataframe library is loaded.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Literal, TypeAlias, get_args

from centralasia.errors import InvalidValueError, MissingExtraError
from centralasia.numbers.exact import shortened

__all__ = ["Backend", "narwhals", "to_frame"]

Backend: TypeAlias = Literal["pandas", "polars", "pyarrow"]
_DTYPES = {bool: "Boolean", int: "Int64", float: "Float64", str: "String", date: "Date"}
_NULLABLE_IN_PANDAS = {bool: "boolean", int: "Int64"}  # its plain types turn None into False, or refuse it
_MOST_BITS = 63
_MOST_DIGITS = 38  # polars silently puts null where a decimal has more


def to_frame(
    columns: Mapping[str, Sequence[Any]], *, backend: Backend = "pyarrow", types: Mapping[str, type] | None = None
) -> Any:  # noqa: ANN401 - the class belongs to the library that the caller names
    """Make a frame of columns of equal length; None is a missing value in each of them.

    Args:
        columns: Header to values: texts, whole numbers, truth values, floats, days or decimals, one type a column.
        backend: "pyarrow", "pandas" or "polars".
        types: The types of columns that may have no value to tell it by.

    Returns:
        A frame of the library named.

    Raises:
        MissingExtraError: The library is not installed.
        InvalidValueError: An unknown backend, columns of different lengths, an integer past 64 bits, or decimals that
            need more than 38 digits.

    Example:
        >>> to_frame({"code": ["KZT", None], "minor_unit": [2, None]}, backend="polars").shape
        (2, 2)
    """
    if backend not in get_args(Backend):
        raise InvalidValueError("backend", backend, f"one of {', '.join(get_args(Backend))}")
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        raise InvalidValueError("columns", lengths, "of equal length")
    if find_spec(backend) is None:
        raise MissingExtraError("frames" if backend == "pyarrow" else "", backend)
    nw, types = narwhals(), types or {}
    series = [_series(nw, name, values, types.get(name), backend) for name, values in columns.items()]
    if not series:
        return nw.from_dict({}, backend=backend).to_native()
    # not from_dict: it gives up the nullable types of pandas
    return nw.concat([one.to_frame() for one in series], how="horizontal").to_native()


def narwhals() -> Any:  # noqa: ANN401 - a module
    """Give the library that knows all frames.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        import narwhals as nw  # noqa: PLC0415 - an extra, for those who ask for a frame
    except ImportError as error:
        raise MissingExtraError("frames", "narwhals") from error
    return nw


def _series(nw: ModuleType, name: str, values: Sequence[Any], kind: type | None, backend: Backend) -> Any:  # noqa: ANN401 - of a library that may not be there
    present = [value for value in values if value is not None]
    kind = kind or _kind(present)
    _check(name, present, kind)
    if kind is str:
        values = [None if value is None else str.__str__(value) for value in values]
    if backend == "pandas" and kind in _NULLABLE_IN_PANDAS and len(present) < len(values):
        objects = nw.new_series(name, values, nw.Object, backend=backend).to_native()
        return nw.from_native(objects.astype(_NULLABLE_IN_PANDAS[kind]), series_only=True)
    dtype = getattr(nw, _DTYPES[kind]) if kind in _DTYPES else None
    return nw.new_series(name, values, dtype, backend=backend)


def _kind(present: Sequence[Any]) -> type | None:
    first = next(iter(present), None)
    if isinstance(first, datetime):
        return None
    return next((kind for kind in (*_DTYPES, Decimal) if isinstance(first, kind)), None)


def _check(name: str, present: Sequence[Any], kind: type | None) -> None:
    if kind in _DTYPES or kind is Decimal:
        for value in present:
            if not isinstance(value, kind):
                raise InvalidValueError(name, shortened(value), f"a column of {kind.__name__} only")
            if isinstance(value, int) and kind is int and value.bit_length() > _MOST_BITS:
                raise InvalidValueError(name, shortened(value), "whole numbers of 64 bits", "give them as texts")
    if kind is Decimal:
        _check_digits(name, present)


def _check_digits(name: str, present: Sequence[Decimal]) -> None:
    whole = max((value.adjusted() + 1 for value in present if value), default=0)
    for value in present:
        if not value.is_finite():
            raise InvalidValueError(name, value, "finite decimals")
    places = max((-int(value.as_tuple().exponent) for value in present), default=0)
    if max(whole, 0) + max(places, 0) > _MOST_DIGITS:
        found, expected = f"{whole} digits and {places} places", f"decimals of {_MOST_DIGITS} digits"
        raise InvalidValueError(name, found, expected, "give them as texts")
