import inspect
import subprocess
import sys
import warnings
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import polars as pl
import pytest

import centralasia as ca
from centralasia.frames import FrameNamespace, UnconvertedWarning, register

CLASSES: tuple[type, ...] = (pd.DataFrame, pl.DataFrame, pl.LazyFrame)
COLUMNS = {
    "amount": [Decimal("4500.60"), Decimal("1.00")],
    "money": ["KZT", "KZT"],
    "day": ["2024-03-01", "2024-03-02"],
}
RATES = ca.RateTable.of(
    [ca.ExchangeRate(base="USD", quote="KZT", value="450.06", on=date(2024, 3, 1), source="made up")]
)
ASKED: dict[str, Any] = {"amount": "amount", "currency": "money", "to": "USD", "on": "day", "rates": RATES}


@pytest.fixture(autouse=True)
def plain() -> Iterator[None]:
    """Frames without the attribute, before and after."""
    _detach()
    yield
    _detach()


def _detach() -> None:
    for each in CLASSES:
        if "centralasia" in vars(each):
            delattr(each, "centralasia")
            each._accessors.discard("centralasia")  # type: ignore[attr-defined]


def run(program: str) -> list[str]:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.splitlines()


def test_a_frame_of_pandas_converts_itself() -> None:
    assert register("pandas") == ("pandas",)
    frame: Any = pd.DataFrame(COLUMNS, index=[7, 3])
    found = frame.centralasia.convert(**ASKED, exact=True)
    assert found["converted"].tolist() == [Decimal("10.00"), Decimal("0.00")]
    assert found.index.tolist() == [7, 3]


def test_a_frame_of_polars_converts_itself() -> None:
    assert register("polars") == ("polars",)
    found = pl.DataFrame(COLUMNS).centralasia.convert(**ASKED, exact=True)  # type: ignore[attr-defined]
    assert found["converted"].to_list() == [Decimal("10.00"), Decimal("0.00")]


def test_frames_of_polars_that_are_lazy_have_it_too() -> None:
    register("polars")
    frame = pl.LazyFrame(COLUMNS)
    namespace = frame.centralasia  # type: ignore[attr-defined]
    assert isinstance(namespace, FrameNamespace)
    assert namespace.frame is frame


def test_without_a_name_it_is_for_what_is_loaded() -> None:
    assert register() == ("pandas", "polars")
    assert all(each.centralasia is FrameNamespace for each in CLASSES)  # type: ignore[attr-defined]


def test_a_second_time_changes_nothing_and_warns_of_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert register() == register() == register("polars", "pandas")[::-1]


def test_what_another_program_has_put_there_is_not_taken_away_in_silence() -> None:
    pd.api.extensions.register_dataframe_accessor("centralasia")(list)
    with pytest.warns(UserWarning, match="overriding a preexisting attribute"):
        register("pandas")


def test_nothing_is_attached_before_it_is_asked_for() -> None:
    assert not any(hasattr(each, "centralasia") for each in CLASSES)


def test_no_library_is_loaded_that_nobody_named() -> None:
    assert run(
        "import sys, centralasia as ca\n"
        "def loaded(): print(*({'pandas', 'polars'} & sys.modules.keys()))\n"
        "ca.frames.FrameNamespace; loaded()\n"
        "try: ca.frames.register()\n"
        "except ca.InvalidValueError as error: print(error)\n"
        "loaded(); ca.frames.register('polars'); loaded()\n"
        "print(*ca.frames.register()); loaded()\n"
    ) == [
        "",
        (
            "libraries must be pandas or polars, or left out where one of them is imported, got (); "
            'import it first, or name it: register("pandas")'
        ),
        "",
        "polars",
        "polars",
        "polars",
    ]


def test_without_a_name_and_a_library_there_is_nothing_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for library in ("pandas", "polars"):
        monkeypatch.delitem(sys.modules, library)
    with pytest.raises(ca.InvalidValueError, match="import it first, or name it"):
        register()


def test_other_libraries_are_refused_before_anything_is_attached() -> None:
    with pytest.raises(ca.InvalidValueError) as caught:
        register("pandas", "pyarrow")  # type: ignore[arg-type]
    assert str(caught.value) == (
        "libraries must be pandas or polars, got 'pyarrow'; hand other frames to the functions of centralasia.frames"
    )
    assert not hasattr(pd.DataFrame, "centralasia")


def test_a_library_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ca.MissingExtraError, match="polars is not installed; pip install polars"):
        register("polars")


def test_a_warning_points_at_the_line_that_converts() -> None:
    register("polars")
    frame: Any = pl.DataFrame({**COLUMNS, "money": ["KZT", "XQX"]})
    with pytest.warns(UnconvertedWarning) as caught:
        frame.centralasia.convert(**ASKED)
    assert [each.filename for each in caught] == [__file__]


def test_a_frame_that_is_changed_is_the_one_that_is_converted() -> None:
    register("pandas")
    frame: Any = pd.DataFrame(COLUMNS)
    before = frame.centralasia.convert(**ASKED, exact=True)
    frame["amount"] = [Decimal("450.06"), Decimal("450.06")]
    after = frame.centralasia.convert(**ASKED, exact=True)
    assert before["converted"].tolist() == [Decimal("10.00"), Decimal("0.00")]
    assert after["converted"].tolist() == [Decimal("1.00"), Decimal("1.00")]


FUNCTIONS = {
    name: each
    for name in ca.frames.__all__
    if inspect.isfunction(each := getattr(ca.frames, name))
    and next(iter(inspect.signature(each).parameters)) == "frame"
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_of_a_frame_is_a_method_with_its_signature_and_documentation(name: str) -> None:
    function, frame = FUNCTIONS[name], object()
    method = getattr(FrameNamespace(frame), name)
    assert getattr(FrameNamespace, name) is function
    assert (method.__func__, method.__self__) == (function, frame)
    _, *others = inspect.signature(function).parameters.values()
    assert [*inspect.signature(method).parameters.values()] == others
    assert inspect.getdoc(method) == inspect.getdoc(function)
