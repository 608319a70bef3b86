"""Schemas: the declaration of a record for other programs, as Frictionless Table Schema and as JSON Schema."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import NOTHING

from centralasia.records.columns import Column, Layout
from centralasia.records.declarations import columns_of, declaration_of
from centralasia.records.kinds import Scalar, code_list

__all__ = ["json_schema", "table_schema"]

_TABLE_SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
_JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_BOUNDS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusive_minimum": "exclusiveMinimum",
    "exclusive_maximum": "exclusiveMaximum",
}
_BOUNDED = frozenset({"integer", "number", "date"})  # the types whose bounds Table Schema knows
_NOT_NEGATIVE = "^([^-]|-[0.]+([eE/]|$))"  # a minus stands before zeros only
_POSITIVE = "^[+0.]*[1-9]"


def table_schema(cls: type[Any]) -> dict[str, Any]:
    """Describe the rows of a record class in Frictionless Table Schema, version 2.

    The schema lets through whatever `from_row` reads. It is wider where the standard has no words: bounds of ratios and
    periods, the form of numbers, the patterns of lists, and whatever a class checks across fields.

    Raises:
        WrongTypeError: The class is no record.

    Example:
        >>> from centralasia.records import column, record
        >>> @record(key=("code",))
        ... class Unit:
        ...     code: str = column(title="UN/ECE code", pattern="[A-Z]{3}")
        >>> table_schema(Unit)["fields"][0]["constraints"]
        {'required': True, 'pattern': '[A-Z]{3}'}
    """
    schema: dict[str, Any] = {
        "$schema": _TABLE_SCHEMA,
        "fields": [_table_field(spec) for spec in columns_of(cls)],
        "missingValues": [""],
    }
    key = declaration_of(cls).key
    return schema | {"primaryKey": list(key)} if key else schema


def _table_field(spec: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": spec.name, "title": spec.title}
    if description := _description(spec):
        field["description"] = description
    if isinstance(spec.kind, Layout):
        field["type"] = "array"
        return field
    field |= _table_type(spec, spec.kind)
    if constraints := _table_constraints(spec, spec.kind):
        field["constraints"] = constraints
    return field


def _table_type(spec: Column, kind: Scalar) -> dict[str, Any]:
    if spec.many:
        return {"type": "list", "delimiter": spec.separator, "itemType": kind.schema_type}
    if kind.schema_type == "boolean":
        return {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]}
    return {"type": kind.schema_type}


def _table_constraints(spec: Column, kind: Scalar) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if spec.required and spec.default is NOTHING:
        constraints["required"] = True
    if spec.many:
        return constraints
    if kind.schema_type in _BOUNDED:
        write: Callable[[Any], Any] = _itself if kind.schema_type == "integer" else kind.to_text
        bounds = {word: getattr(spec, name) for name, word in _BOUNDS.items()}
        constraints |= {word: write(bound) for word, bound in bounds.items() if bound is not None}
    if kind.schema_type == "string" and (pattern := spec.pattern or kind.pattern):
        constraints["pattern"] = f"({pattern})" if "|" in pattern else pattern
    if (codes := _codes(spec, kind)) is not None:
        constraints["enum"] = codes
    return constraints


def json_schema(cls: type[Any]) -> dict[str, Any]:
    """Describe the documents of a record class in JSON Schema, draft 2020-12.

    The schema lets through whatever `from_dict` reads. It is wider where the standard has no words: bounds of numbers
    written as texts other than zero, the calendar, and whatever a class checks across fields.

    Raises:
        WrongTypeError: The class is no record.

    Example:
        >>> from centralasia.records import column, record
        >>> @record
        ... class Unit:
        ...     factor: int = column(title="kilograms", minimum=1)
        >>> json_schema(Unit)["properties"]
        {'factor': {'title': 'kilograms', 'type': 'integer', 'minimum': 1}}
    """
    return {"$schema": _JSON_SCHEMA, **_json_object(cls)}


def _json_object(cls: type[Any]) -> dict[str, Any]:
    fields = declaration_of(cls).fields
    return {
        "title": cls.__name__,
        "type": "object",
        "properties": {field.name: _json_property(field) for field in fields},
        "required": [field.name for field in fields if field.default is NOTHING],
        "additionalProperties": False,
    }


def _json_property(field: Column) -> dict[str, Any]:
    shown = {"title": field.title}
    if description := _description(field):
        shown["description"] = description
    one = _json_object(field.kind.layout) if isinstance(field.kind, Layout) else _json_value(field, field.kind)
    if field.many:
        return {**shown, "type": "array", "items": one}
    if field.optional:
        return {**shown, "anyOf": [one, {"type": "null"}]}
    return {**shown, **one, "title": field.title}


def _json_value(field: Column, kind: Scalar) -> dict[str, Any]:
    value: dict[str, Any] = {"type": kind.json_type}
    if kind.json_format is not None:
        value["format"] = kind.json_format
    if kind.json_type == "integer":
        bounds = {word: getattr(field, name) for name, word in _BOUNDS.items()}
        return value | {word: bound for word, bound in bounds.items() if bound is not None}
    if kind.json_type == "string":
        patterns = _patterns(field, kind)
        value |= {"pattern": patterns[0]} if len(patterns) == 1 else {}
        value |= {"allOf": [{"pattern": pattern} for pattern in patterns]} if len(patterns) > 1 else {}
        if (codes := _codes(field, kind)) is not None:
            value["enum"] = codes
    return value


def _patterns(field: Column, kind: Scalar) -> list[str]:
    """List what the text of a value has to match, in the terms that Python and ECMAScript share."""
    whole = [pattern for pattern in (kind.pattern, field.pattern) if pattern is not None]
    patterns = [f"^({pattern})?$" if field.blank else f"^({pattern})$" for pattern in whole]
    if kind.cls is str and not field.blank and not whole:
        patterns.append(r"[\s\S]")  # at least one character, a line break too
    if field.many and kind.schema_type == "string":
        patterns.append(f"^(?![\\s\\S]*{_escaped(field.separator)})")
    if kind.cls in {Decimal, Fraction}:
        above, least = field.exclusive_minimum, field.minimum
        if above is not None and above >= 0:
            patterns.append(_POSITIVE)
        elif least is not None and least >= 0:
            patterns.append(_NOT_NEGATIVE)
    return patterns


def _escaped(text: str) -> str:
    return "".join([character if character.isalnum() else f"\\{character}" for character in text])


def _codes(spec: Column, kind: Scalar) -> list[str] | None:
    """Give the texts allowed: those of the column and of its type; a blank is one where it is a value."""
    lists = [codes for codes in (spec.codes, kind.codes) if codes is not None]
    if not lists:
        return None
    first, *rest = [code_list(codes) for codes in lists]
    found = [code for code in first if all(code in other for other in rest)]
    return ["", *found] if spec.blank else found


def _description(spec: Column) -> str:
    """Say in words what a schema may have no field for."""
    bounds = {
        "at least": spec.minimum,
        "at most": spec.maximum,
        "greater than": spec.exclusive_minimum,
        "less than": spec.exclusive_maximum,
    }
    parts = [f"unit: {spec.unit}"] if spec.unit else []
    parts += [f"{words} {bound}" for words, bound in bounds.items() if bound is not None and not _is_int(spec)]
    parts += [f"source: {spec.source}"] if spec.source else []
    return "; ".join(parts)


def _is_int(spec: Column) -> bool:
    return isinstance(spec.kind, Scalar) and spec.kind.cls is int


def _itself(value: object) -> object:
    return value
