from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

import attrs
import pytest

from centralasia.errors import WrongTypeError
from centralasia.numbers import Estimate
from centralasia.records import column, from_row, json_schema, record, register, table_schema, to_row


def validator(library: str) -> Any:
    return pytest.importorskip(library, reason="the schema is held against a validator of its own")


class Basis(StrEnum):
    CIF = "cif"
    FOB = "fob"


@attrs.frozen
class Colour:
    name: str


register(Colour, to_text=lambda colour: colour.name, from_text=Colour, codes=("red", "blue"))


@record(key=("code", "since"))
class Fact:
    code: str = column(title="code", pattern="[A-Z]{3}|[0-9]{3}", source="ISO 4217")
    since: date = column(title="first day", minimum="1991-01-01")
    count: int = column(title="count", unit="tonnes", minimum=1, default=1)
    price: Decimal = column(title="price", unit="USD/t", exclusive_minimum=0, maximum="99.5")
    share: Fraction = column(title="share", minimum=0, maximum=1)
    basis: Basis | None = column(title="basis", default=None)
    group: str = column(title="group", codes=("a", "b"), default="")
    colour: Colour = column(title="colour", codes=lambda: ["blue", "green"])
    sure: bool = column(title="sure")
    tags: tuple[str, ...] = column(title="tags")
    gdp: Estimate | None = column(title="GDP", unit="mn USD")


@record
class Book:
    facts: tuple[Fact, ...] = column(title="facts")


def test_the_table_schema_of_a_record() -> None:
    schema = table_schema(Fact)
    fields = {field.pop("name"): field for field in schema["fields"]}
    assert schema["$schema"] == "https://datapackage.org/profiles/2.0/tableschema.json"
    assert (schema["primaryKey"], schema["missingValues"]) == (["code", "since"], [""])
    assert fields["code"] == {
        "title": "code",
        "description": "source: ISO 4217",
        "type": "string",
        "constraints": {"required": True, "pattern": "([A-Z]{3}|[0-9]{3})"},
    }
    assert fields["since"]["constraints"] == {"required": True, "minimum": "1991-01-01"}
    assert fields["count"] == {
        "title": "count",
        "description": "unit: tonnes",
        "type": "integer",
        "constraints": {"minimum": 1},
    }
    assert fields["price"]["description"] == "unit: USD/t; at most 99.5; greater than 0"
    assert fields["price"]["constraints"] == {"required": True, "maximum": "99.5", "exclusiveMinimum": "0"}
    assert fields["share"]["type"] == "string"
    assert fields["basis"]["constraints"] == {"enum": ["cif", "fob"]}
    assert fields["group"]["constraints"] == {"enum": ["", "a", "b"]}
    assert fields["colour"]["constraints"] == {"required": True, "enum": ["blue"]}
    assert fields["sure"]["trueValues"] == ["true"]
    assert fields["tags"] == {"title": "tags", "type": "list", "delimiter": "|", "itemType": "string"}
    assert fields["gdp_low"]["description"] == "unit: mn USD"
    assert "constraints" not in fields["gdp_low"]


def test_the_json_schema_of_a_record() -> None:
    schema = json_schema(Fact)
    properties = schema["properties"]
    assert schema["required"] == ["code", "since", "price", "share", "colour", "sure", "tags", "gdp"]
    assert schema["additionalProperties"] is False
    assert properties["code"]["pattern"] == "^([A-Z]{3}|[0-9]{3})$"
    assert properties["since"]["format"] == "date"
    assert properties["count"] == {"title": "count", "description": "unit: tonnes", "type": "integer", "minimum": 1}
    assert properties["basis"]["anyOf"] == [{"type": "string", "enum": ["cif", "fob"]}, {"type": "null"}]
    assert properties["group"]["enum"] == ["", "a", "b"]
    assert properties["colour"]["enum"] == ["blue"]
    assert properties["tags"]["items"] == {
        "type": "string",
        "allOf": [{"pattern": r"[\s\S]"}, {"pattern": r"^(?![\s\S]*\|)"}],
    }
    assert properties["gdp"]["anyOf"][0]["title"] == "EstimateColumns"


def test_the_json_schema_is_one() -> None:
    validator("jsonschema").Draft202012Validator.check_schema(json_schema(Fact))


def test_records_in_one_cell_are_an_array() -> None:
    assert table_schema(Book)["fields"] == [{"name": "facts", "title": "facts", "type": "array"}]
    assert json_schema(Book)["properties"]["facts"]["items"]["title"] == "Fact"


GOOD = {
    "code": "KZT",
    "since": "1993-11-15",
    "count": "1",
    "price": "1.50",
    "share": "1/3",
    "basis": "",
    "group": "",
    "colour": "blue",
    "sure": "true",
    "tags": "a|b",
    **dict.fromkeys(["gdp", "gdp_low", "gdp_high", "gdp_low_open", "gdp_high_open", "gdp_qualifier"], ""),
}


@pytest.mark.parametrize(
    "bad",
    [
        {"code": "kzt"},
        {"code": "KZTX"},
        {"code": ""},
        {"since": "1990-12-31"},
        {"since": "15.11.1993"},
        {"count": "0"},
        {"count": "many"},
        {"price": "0"},
        {"price": "99.6"},
        {"basis": "cfi"},
        {"group": "c"},
        {"colour": "green"},
        {"sure": "yes"},
    ],
    ids=str,
)
def test_the_table_schema_refuses_what_the_row_reader_refuses(bad: dict[str, str]) -> None:
    schema = validator("frictionless").Schema.from_descriptor(table_schema(Fact))
    good_row = to_row(from_row(Fact, GOOD))
    assert not any(schema.read_cells(list(good_row.values()))[1])
    assert any(schema.read_cells(list({**GOOD, **bad}.values()))[1])


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [("1", True), ("0.05", True), ("+.5", True), ("1e-5", True), ("0", False), ("-1", False), ("0.00e5", False)],
)
def test_the_sign_of_a_figure_is_in_the_json_schema(text: str, *, is_valid: bool) -> None:
    price = json_schema(Fact)["properties"]["price"]
    assert validator("jsonschema").Draft202012Validator(price).is_valid(text) is is_valid


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [("0", True), ("1/3", True), ("-0.0", True), ("-0", True), ("-0/5", True), ("-1/3", False), ("-0.1", False)],
)
def test_a_figure_that_is_not_negative_may_have_a_minus_before_zeros(text: str, *, is_valid: bool) -> None:
    share = json_schema(Fact)["properties"]["share"]
    assert validator("jsonschema").Draft202012Validator(share).is_valid(text) is is_valid


def test_of_strangers_there_is_no_schema() -> None:
    for make in (table_schema, json_schema):
        with pytest.raises(WrongTypeError, match="cls must be a class declared with @record"):
            make(int)


def test_a_field_keeps_its_title_where_its_type_has_one() -> None:
    @record
    class Paid:
        sent: Estimate = column(title="amount sent")

    assert json_schema(Paid)["properties"]["sent"]["title"] == "amount sent"
