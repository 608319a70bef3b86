from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from centralasia.errors import WrongTypeError
from centralasia.validation.facts import file_of, merged, plain


@pytest.mark.parametrize(
    ("left", "right", "both"),
    [
        ({}, {}, {}),
        ({"rows": 2}, {"rows": 2}, {"rows": 2}),
        ({"rows": 2}, {"rows": 3}, {"rows": (2, 3)}),
        ({"rows": (2, 3)}, {"rows": 4, "form": "csv"}, {"rows": (2, 3, 4), "form": "csv"}),
        ({"rows": 2}, {"rows": (3, 4)}, {"rows": (2, 3, 4)}),
    ],
)
def test_facts_are_put_together(left: dict[str, Any], right: dict[str, Any], both: dict[str, Any]) -> None:
    assert merged(left, right) == both


@pytest.mark.parametrize(
    ("fact", "written"),
    [
        (None, None),
        (True, True),
        (3, 3),
        ("x", "x"),
        (1.5, "1.5"),
        (Decimal("1.50"), "1.50"),
        ((1, Path("a")), [1, "a"]),
        ({"on": {1: None}}, {"on": {"1": None}}),
    ],
)
def test_facts_are_written_plainly(fact: object, written: object) -> None:
    assert plain(fact) == written
    assert type(plain(fact)) is type(written)


@pytest.mark.parametrize(
    ("file", "facts", "found"),
    [
        (None, {}, None),
        (None, {"file": "a.csv"}, "a.csv"),
        (None, {"file": Path("in") / "a.csv"}, str(Path("in") / "a.csv")),
        (None, {"file": ("a.csv", "b.csv")}, None),
        ("b.csv", {"file": "a.csv"}, "b.csv"),
        (Path("b.csv"), {}, "b.csv"),
    ],
)
def test_the_file_is_the_callers_or_a_fact(file: Any, facts: dict[str, object], found: str | None) -> None:
    assert file_of(file, facts) == found


def test_a_file_is_a_path() -> None:
    file: Any = 5
    with pytest.raises(WrongTypeError, match="file must be a path, or None, got 5"):
        file_of(file, {})
