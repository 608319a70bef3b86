from datetime import UTC, date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction
from typing import Any

import attrs
import pytest

from centralasia.errors import InvalidValueError, RoundingNeededError, UnknownCodeError, WrongTypeError
from centralasia.periods import Period, period
from centralasia.records import column, from_dict, from_row, record, register, to_row
from centralasia.records.kinds import code_list, find_scalar, not_listed


class Basis(StrEnum):
    CIF = "cif"
    FOB = "fob"


class Level(IntEnum):
    LOW = 1


class Loud(str):
    __slots__ = ()


@record
class Everything:
    text: str | None = column(title="text", default=None)
    whole: int | None = column(title="whole", default=None)
    truth: bool | None = column(title="truth", default=None)
    number: Decimal | None = column(title="number", default=None)
    ratio: Fraction | None = column(title="ratio", default=None)
    day: date | None = column(title="day", default=None)
    span: Period | None = column(title="span", default=None)
    on: date | Period | None = column(title="on", default=None)
    basis: Basis | None = column(title="basis", default=None)


READY: list[Any] = [
    ("text", "kk", "kk"),
    ("text", "қазақ", "қазақ"),
    ("text", Loud("kk"), "kk"),
    ("text", Basis.CIF, "cif"),
    ("text", 5, "text must be a text, got 5 of type int"),
    ("text", b"kk", "text must be a text, got b'kk' of type bytes"),
    ("text", "\ud800", r"text must be a text that can be written as UTF-8, got '\ud800'"),
    ("whole", 5, 5),
    ("whole", True, "whole must be a whole number, got True of type bool"),
    ("whole", 5.0, "whole must be a whole number, got 5.0 of type float"),
    ("whole", "5", "whole must be a whole number, got '5' of type str"),
    ("whole", Level.LOW, "whole must be a whole number, got <Level.LOW: 1> of type Level"),
    pytest.param(
        "whole", 10**5000, "whole must be a whole number of at most 3,900 digits, got 'an int of 16610 bits'", id="huge"
    ),
    ("truth", False, False),
    ("truth", 0, "truth must be True or False, got 0 of type int"),
    ("number", "1.50", Decimal("1.50")),
    ("number", 3, Decimal(3)),
    ("ratio", "1/3", Fraction(1, 3)),
    ("ratio", "-0.5", Fraction(-1, 2)),
    ("ratio", Decimal("0.25"), Fraction(1, 4)),
    ("ratio", "1/0", "ratio must be a ratio to a number other than zero, got '1/0'"),
    ("ratio", Fraction(10**5000), "ratio must be a ratio of numbers of at most 3,900 digits"),
    ("day", "2024-09-15", date(2024, 9, 15)),
    ("span", "2024-Q3", period("2024-Q3")),
    ("span", period("2024"), period("2024")),
    ("on", "2024-09-15", date(2024, 9, 15)),
    ("on", date(2024, 9, 15), date(2024, 9, 15)),
    ("on", period("2024-09-15"), date(2024, 9, 15)),
    ("on", period("2024-09"), period("2024-09")),
    ("on", datetime(2024, 9, 15, tzinfo=UTC), "on must be a day, got datetime.datetime(2024, 9, 15, 0, 0"),
    ("basis", "fob", Basis.FOB),
    ("basis", " FOB ", Basis.FOB),
    ("basis", Basis.FOB, Basis.FOB),
    ("basis", "fbo", "basis must be one of cif, fob, got 'fbo'; did you mean 'fob'?"),
    ("basis", 1, "basis must be a Basis, got 1 of type int"),
]


@pytest.mark.parametrize(("name", "given", "expected"), READY)
def test_a_constructor_takes_ready_values_or_says_what_it_wants(name: str, given: object, expected: object) -> None:
    values: dict[str, Any] = {name: given}
    if isinstance(expected, str) and expected.startswith(f"{name} must be"):
        with pytest.raises(InvalidValueError) as caught:
            Everything(**values)
        assert str(caught.value).startswith(expected)
    else:
        found = getattr(Everything(**values), name)
        assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    "value", [1.5, True, float("nan"), Decimal("NaN"), Decimal("Infinity"), "1,5", "", " 1", "1_000", "١٢"]
)
def test_a_number_is_exact_and_finite(value: object) -> None:
    values: dict[str, Any] = {"number": value}
    with pytest.raises(InvalidValueError, match="number must be"):
        Everything(**values)


CELLS = [
    ("whole", "007", 7),
    ("whole", "-5", -5),
    ("whole", "5.0", "whole must be a whole number in ASCII digits, got '5.0'"),
    ("whole", "٥", "whole must be a whole number in ASCII digits, got '٥'"),
    ("whole", "9" * 5000, f"whole must be a whole number in ASCII digits, got '{'9' * 80}…'"),
    ("truth", "true", True),
    ("truth", "false", False),
    ("truth", "True", "truth must be 'true' or 'false', got 'True'"),
    ("day", "15.09.2024", "day must be a day written YYYY-MM-DD, got '15.09.2024'"),
    ("span", "2024-99", "span must be a month from 1 to 12, got '2024-99'"),
    ("on", "2024-99", "on must be a month from 1 to 12, got '2024-99'"),
    ("basis", "fo b", "basis must be one of cif, fob, got 'fo b'; did you mean 'fob'?"),
]


@pytest.mark.parametrize(("name", "cell", "expected"), CELLS)
def test_a_cell_is_read_or_refused_by_name(name: str, cell: str, expected: object) -> None:
    if isinstance(expected, str):
        with pytest.raises(InvalidValueError) as caught:
            from_row(Everything, {name: cell}, strict=False)
        assert str(caught.value) == expected
    else:
        assert getattr(from_row(Everything, {name: cell}, strict=False), name) == expected


@pytest.mark.parametrize(
    ("figure", "text"),
    [("1.50", "1.50"), ("1E+3", "1E+3"), ("0.00000001", "0.00000001"), ("1e-45", "1E-45"), ("-0.0", "-0.0")],
)
def test_a_figure_is_written_without_an_exponent_where_that_is_short(figure: str, text: str) -> None:
    assert to_row(Everything(number=Decimal(figure)))["number"] == text


@attrs.frozen
class Heading:
    digits: str


def read_heading(text: str) -> Heading:
    """Fail in all the ways a reading can."""
    match text:
        case "unknown":
            raise UnknownCodeError(text, "headings", ("1001", "1002"))
        case "new":
            raise UnknownCodeError(text, "headings")
        case "odd":
            raise RoundingNeededError(text, 4)
        case _:
            return Heading(text)


register(Heading, to_text=lambda heading: heading.digits, from_text=read_heading, title="a heading")


@record
class Goods:
    heading: Heading = column(title="heading")


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("unknown", "heading must be a heading, got 'unknown'; did you mean '1001' or '1002'?"),
        ("new", "heading must be a heading, got 'new'"),
        ("odd", "heading must be a heading, got 'odd'; odd does not fit 4 decimal places exactly"),
    ],
)
def test_an_error_of_a_registered_reading_names_the_column(cell: str, message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        from_row(Goods, {"heading": cell})
    assert str(caught.value) == message
    assert caught.value.__cause__ is not None


def test_a_registered_type_is_taken_ready_only_unless_it_says_how_else() -> None:
    values: dict[str, Any] = {"heading": "1001"}
    assert Goods(heading=Heading("1001")).heading == from_dict(Goods, values).heading
    with pytest.raises(WrongTypeError, match="heading must be a heading, got '1001' of type str"):
        Goods(**values)


def test_a_type_is_registered_once() -> None:
    with pytest.raises(InvalidValueError, match="a type that is not registered yet"):
        register(Heading, to_text=str, from_text=Heading)


def test_a_code_list_is_codes_a_class_a_mapping_or_a_function() -> None:
    for codes in (("cif", "fob"), ["cif", "fob"], {"cif": 1, "fob": 2}, Basis, lambda: ["cif", "fob"]):
        assert list(code_list(codes)) == ["cif", "fob"]


def test_a_long_code_list_is_not_shown_whole() -> None:
    error = not_listed("code", "x" * 500, [str(number) for number in range(300)])
    assert error.expected == "one of the 300 codes of its list"
    assert len(str(error.value)) < 100


def test_a_type_without_a_text_form_is_not_found() -> None:
    assert find_scalar(float) is None
    assert find_scalar(list[int]) is None
