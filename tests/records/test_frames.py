import sys
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args

import pytest

from centralasia.errors import InvalidValueError, MissingExtraError
from centralasia.records import to_frame
from centralasia.records.frames import Backend

backends = pytest.mark.parametrize("backend", get_args(Backend))


class Flow(StrEnum):
    IMPORT = "import"


COLUMNS: dict[str, list[Any]] = {
    "code": ["KZT", None, "USD"],
    "flow": [Flow.IMPORT, None, None],
    "row": [1, None, 2**60 + 1],
    "sure": [True, None, False],
    "on": [date(2024, 9, 15), None, None],
    "value": [Decimal("1.50"), None, Decimal("1E+3")],
    "share": [0.5, None, 1.5],
}


def cells(frame: Any, name: str) -> list[Any]:
    values = frame[name]
    listed: list[Any] = values.to_pylist() if hasattr(values, "to_pylist") else list(values)
    return [None if value is None or str(value) in {"<NA>", "nan", "NaT"} else value for value in listed]


@backends
def test_values_come_back_from_a_frame(backend: Backend) -> None:
    frame = to_frame(COLUMNS, backend=backend)
    assert type(frame).__module__.split(".")[0] == backend
    for name, values in COLUMNS.items():
        assert cells(frame, name) == values, name
    assert cells(frame, "row")[2] == 2**60 + 1


@backends
def test_columns_without_values_have_the_type_that_is_named(backend: Backend) -> None:
    frame = to_frame({"row": [], "code": []}, backend=backend, types={"row": int, "code": str})
    assert len(frame) == 0
    assert len(to_frame({"row": [None], "code": [None]}, backend=backend, types={"row": int})) == 1
    assert len(to_frame({}, backend=backend)) == 0


@backends
@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([2**63], "x must be whole numbers of 64 bits, got 9223372036854775808; give them as texts"),
        ([1, "2"], "x must be a column of int only, got '2'"),
        (["2", 1], "x must be a column of str only, got 1"),
        ([True, "2"], "x must be a column of bool only, got '2'"),
        (
            [Decimal("1E+30"), Decimal("1E-15")],
            "x must be decimals of 38 digits, got '31 digits and 15 places'; give them as texts",
        ),
        ([Decimal("NaN")], "x must be finite decimals, got Decimal('NaN')"),
    ],
)
def test_what_a_frame_would_change_silently_is_refused(backend: Backend, values: list[Any], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        to_frame({"x": values}, backend=backend)
    assert str(caught.value) == message


def test_other_values_are_left_to_the_library() -> None:
    stamp = datetime(2024, 9, 15, 12)  # noqa: DTZ001 - a frame may hold times without a zone
    assert cells(to_frame({"at": [stamp]}, backend="polars"), "at") == [stamp]


def test_columns_are_of_equal_length() -> None:
    with pytest.raises(InvalidValueError, match="columns must be of equal length"):
        to_frame({"a": [1], "b": []})


def test_an_unknown_library_is_refused() -> None:
    backend: Any = "modin"
    with pytest.raises(InvalidValueError, match="backend must be one of pandas, polars, pyarrow, got 'modin'"):
        to_frame({}, backend=backend)


@pytest.mark.parametrize("library", ["narwhals", "polars"])
def test_a_library_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=f"{library} is not installed; pip install 'centralasia\\[frames\\]'"):
        to_frame({"a": [1]}, backend="polars")
