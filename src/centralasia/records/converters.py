"""Converters: what cattrs has to know of the records and types of this library.

This module imports cattrs, and is itself imported on first use only.
"""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar

from cattrs import BaseConverter, Converter, override
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.numbers.exact import shortened
from centralasia.records.columns import Column, Layout
from centralasia.records.declarations import declaration_of, find_layout
from centralasia.records.kinds import Scalar, find_scalar

__all__ = ["configure", "converter", "read_each"]

T = TypeVar("T")
_Hook = Callable[[Any, Any], Any]


def configure(converter: BaseConverter) -> None:
    """Teach a cattrs converter the records of this library and the types their columns have.

    Args:
        converter: A converter of the caller, such as ``cattrs.preconf.msgpack.make_converter()``.

    Example:
        >>> import cattrs
        >>> from decimal import Decimal
        >>> own = cattrs.Converter()
        >>> configure(own)
        >>> own.unstructure({"price": Decimal("240.50")}, dict[str, Decimal])
        {'price': '240.50'}
    """
    converter.register_unstructure_hook_factory(_is_written_as_text, _make_write_text)
    converter.register_structure_hook_factory(_is_written_as_text, _make_read_text)
    converter.register_unstructure_hook_factory(_has_layout, _make_unstructure)
    converter.register_structure_hook_factory(_has_layout, _make_structure)


@cache
def converter() -> Converter:
    """Give the converter of this library.

    Example:
        >>> from datetime import date
        >>> converter().structure("2024-09-15", date)
        datetime.date(2024, 9, 15)
    """
    made = Converter(detailed_validation=False, forbid_extra_keys=True)
    configure(made)
    return made


def _has_layout(cls: object) -> bool:
    return find_layout(cls) is not None


def _is_written_as_text(annotation: object) -> bool:
    scalar = find_scalar(annotation)
    return scalar is not None and scalar.json_type == "string"


def _make_write_text(annotation: object) -> Callable[[Any], str]:
    scalar: Any = find_scalar(annotation)
    to_text: Callable[[Any], str] = scalar.to_text
    return to_text


def _make_read_text(annotation: object) -> _Hook:
    scalar: Any = find_scalar(annotation)
    return lambda value, _: _read_scalar(value, scalar, scalar.title)


def _make_unstructure(cls: type[Any], converter: BaseConverter) -> Callable[[Any], Any]:
    layout: Any = find_layout(cls)
    if layout.layout is not cls:
        unstructure, pack = converter.get_unstructure_hook(layout.layout), layout.pack
        return lambda value: unstructure(pack(value))
    fields = declaration_of(cls).fields
    hooks: dict[str, Any] = {field.name: override(unstruct_hook=_writer(field, converter)) for field in fields}
    unstructure = make_dict_unstructure_fn(cls, converter, **hooks)
    return unstructure


def _writer(field: Column, converter: BaseConverter) -> Callable[[Any], Any]:
    kind = field.kind
    if isinstance(kind, Layout):
        write = converter.get_unstructure_hook(kind.cls)
    else:
        write = kind.to_text if kind.json_type == "string" else _itself
    if field.many:
        return lambda values: [write(value) for value in values]
    return (lambda value: None if value is None else write(value)) if field.optional else write


def _itself(value: T) -> T:
    return value


def _make_structure(cls: type[Any], converter: BaseConverter) -> _Hook:
    layout: Any = find_layout(cls)
    if layout.layout is not cls:
        structure, unpack = converter.get_structure_hook(layout.layout), layout.unpack
        return lambda value, _: unpack(structure(value, layout.layout))
    fields = declaration_of(cls).fields
    names = [field.name for field in fields]
    hooks: dict[str, Any] = {field.name: override(struct_hook=_reader(field, converter)) for field in fields}
    make = make_dict_structure_fn(
        cls, converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=False, **hooks
    )

    def structure_record(value: object, _: object) -> object:
        if not isinstance(value, dict):
            raise WrongTypeError(cls.__name__, shortened(value), f"an object with the fields {', '.join(names)}")
        try:
            return make(value, cls)
        except ForbiddenExtraKeysError as error:
            unknown = min(map(str, error.extra_fields))
            raise InvalidValueError("field", shortened(unknown), *_one_of(unknown, names)) from None
        except KeyError as error:
            raise InvalidValueError(error.args[0], None, "given: the object has no such field") from None

    return structure_record


def _one_of(unknown: str, names: Sequence[str]) -> tuple[str, str]:
    near = " or ".join(map(repr, get_close_matches(unknown[:64], names, n=2)))
    return f"one of {', '.join(names)}", f"did you mean {near}?" if near else ""


def _reader(field: Column, converter: BaseConverter) -> _Hook:
    kind, name = field.kind, field.name
    if isinstance(kind, Layout):
        structure = converter.get_structure_hook(kind.cls)

        def read(value: object) -> object:
            return structure(value, kind.cls)
    else:

        def read(value: object) -> object:
            return _read_scalar(value, kind, name)

    def read_field(value: object, _: object) -> object:
        if value is None and field.optional:
            return None
        if field.many:
            return read_each(value, name, read)
        return read(value) if isinstance(kind, Scalar) else _inside(name, read, value)

    return read_field


def _read_scalar(value: object, kind: Scalar, name: str) -> object:
    if kind.json_type != "string":
        return value  # the constructor takes nothing but the type itself
    if isinstance(value, str):
        return kind.read(value, name)
    hint = f"write '{value}'" if isinstance(value, int | float) and not isinstance(value, bool) else ""
    raise WrongTypeError(name, shortened(value), "a text", hint)


def read_each(values: object, name: str, read: Callable[[Any], T]) -> tuple[T, ...]:
    """Read each value of a list; an error comes out with the index of the value.

    Raises:
        WrongTypeError: There is no list.

    Example:
        >>> read_each(["1", "2"], "figures", int)
        (1, 2)
    """
    if not isinstance(values, list):
        raise WrongTypeError(name, shortened(values), "a list")
    return tuple([_inside(f"{name}[{index}]", read, value) for index, value in enumerate(values)])


def _inside(place: str, read: Callable[[Any], T], value: object) -> T:
    """Read a value inside another one; an error comes out with the path to it."""
    try:
        return read(value)
    except InvalidValueError as error:
        field = f"{place}.{error.field}"
        raise type(error)(field, error.value, error.expected, error.hint) from error
