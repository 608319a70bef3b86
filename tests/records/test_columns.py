from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import attrs
import pytest

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.records import column, columns_of, from_row, record


class Flow(StrEnum):
    IMPORT = "import"
    EXPORT = "export"


asked: list[str] = []


def codes_when_asked() -> list[str]:
    asked.append("codes")
    return ["1001", "1002"]


@record
class Declared:
    code: str = column(title="code", pattern=r"[A-Z]{3}|\d{3}", default="KZT")
    note: str = column(title="note", default="", pattern="[a-z]+")
    basis: str | None = column(title="basis", codes=("CIF", "FOB"), default=None)
    heading: str = column(title="heading", codes=codes_when_asked, default="1001")
    count: int = column(title="count", minimum=1, maximum=9, default=1)
    rate: Decimal = column(title="rate", exclusive_minimum=0, exclusive_maximum="100.5", default="1")
    day: date = column(title="day", minimum="1991-01-01", default="2024-01-01")
    flow: Flow = column(title="flow", codes=("import",), default="import")
    tags: tuple[str, ...] = column(title="tags", default=(), pattern="[a-z ]+")
    flags: tuple[bool, ...] = column(title="flags", default=())
    years: tuple[int, ...] = column(title="years", default=(), minimum=1991, separator=" ")


CASES: list[tuple[str, object, object]] = [
    ("code", "USD", "USD"),
    ("code", "398", "398"),
    ("code", "KZTX", r"code must be a text that fits [A-Z]{3}|\d{3}, got 'KZTX'"),
    ("code", "KZT\n", r"code must be a text that fits [A-Z]{3}|\d{3}, got 'KZT\n'"),
    ("code", "٣٩٨", r"code must be a text that fits [A-Z]{3}|\d{3}, got '٣٩٨'"),
    ("code", "", "code must be a text that is not empty (code), got ''"),
    ("code", None, "code must be a text, got None of type NoneType"),
    ("note", "", ""),
    ("note", "abc", "abc"),
    ("note", "Abc", "note must be a text that fits [a-z]+, got 'Abc'"),
    ("basis", None, None),
    ("basis", "CIF", "CIF"),
    ("basis", "", "basis must be a text that is not empty (basis), got ''"),
    ("basis", "CFI", "basis must be one of CIF, FOB, got 'CFI'; did you mean 'CIF'?"),
    ("heading", "1002", "1002"),
    ("heading", "2002", "heading must be one of 1001, 1002, got '2002'; did you mean '1002'?"),
    ("count", 9, 9),
    ("count", 0, "count must be at least 1, got 0"),
    ("count", 10, "count must be at most 9, got 10"),
    ("rate", "100.4", Decimal("100.4")),
    ("rate", 0, "rate must be greater than zero, got Decimal('0')"),
    ("rate", "100.5", "rate must be less than 100.5, got Decimal('100.5')"),
    ("rate", 0.5, "rate must be an int"),
    ("day", "1990-12-31", "day must be at least 1991-01-01, got datetime.date(1990, 12, 31)"),
    ("flow", Flow.EXPORT, "flow must be one of import, got 'export'"),
    ("tags", ["a", "b c"], ("a", "b c")),
    ("tags", "a", "tags must be a tuple, got 'a' of type str"),
    ("tags", ("a|b",), "tags must be a text without '|', which separates the list, got 'a|b'"),
    ("tags", ("",), "tags must be a text that is not empty (tags), got ''"),
    ("flags", [True, False], (True, False)),
    ("flags", (1,), "flags must be True or False, got 1 of type int"),
    ("years", (1990,), "years must be at least 1991, got 1990"),
]


@pytest.mark.parametrize(("name", "given", "expected"), CASES)
def test_a_constructor_checks_what_is_declared(name: str, given: object, expected: object) -> None:
    values: dict[str, Any] = {name: given}
    if isinstance(expected, str) and expected.startswith(f"{name} must be"):
        with pytest.raises(InvalidValueError) as caught:
            Declared(**values)
        assert str(caught.value).startswith(expected)
    else:
        assert getattr(Declared(**values), name) == expected


def test_a_code_list_is_asked_for_once_and_late() -> None:
    @record
    class Late:
        heading: str = column(title="heading", codes=codes_when_asked)

    asked.clear()
    assert [Late(heading=code).heading for code in ("1001", "1002")] == ["1001", "1002"]
    assert asked == ["codes"]


def test_a_list_in_a_cell_has_its_separator() -> None:
    read = from_row(Declared, {"tags": "a|b c", "years": "1991 2024"}, strict=False)
    assert (read.tags, read.years) == (("a", "b c"), (1991, 2024))
    with pytest.raises(InvalidValueError, match="years must be a whole number in ASCII digits, got ''"):
        from_row(Declared, {"years": "1991  2024"}, strict=False)


def test_a_converter_comes_before_the_checks_and_a_validator_after_them() -> None:
    seen: list[object] = []

    def check_last(_: object, attribute: "attrs.Attribute[int]", value: object) -> None:
        seen.append((attribute.name, value))

    @record
    class Made:
        count: int = column(title="count", minimum=1, converter=len, validator=check_last)

    values: dict[str, Any] = {"count": "abc"}
    assert Made(**values).count == 3
    assert seen == [("count", 3)]
    values = {"count": ""}
    with pytest.raises(InvalidValueError, match="count must be at least 1, got 0"):
        Made(**values)


def test_the_options_of_attrs_are_passed_on() -> None:
    @record
    class Fact:
        key: str = column(title="key")
        note: str = column(title="note", eq=False, repr=False, factory=lambda: "made")

    assert Fact(key="a", note="x") == Fact(key="a")
    assert repr(Fact(key="a")).endswith("Fact(key='a')")
    assert Fact(key="a").note == "made"


def test_a_column_says_whether_every_cell_has_something_in_it() -> None:
    required = {spec.name for spec in columns_of(Declared) if spec.required}
    assert required == {"code", "heading", "count", "rate", "day", "flow"}


def test_a_stranger_is_no_part() -> None:
    @record
    class Inner:
        code: str = column(title="code")

    @record
    class Outer:
        inner: Inner = column(title="inner")

    values: dict[str, Any] = {"inner": "KZT"}
    with pytest.raises(WrongTypeError, match="inner must be a Inner, got 'KZT' of type str"):
        Outer(**values)
