"""Documents: records as JSON, and as the plain dictionaries of any other format."""

import json
from collections import Counter
from collections.abc import Iterable
from types import ModuleType
from typing import Any, Literal, NoReturn, TypeVar, overload

from centralasia.errors import ParseError, WrongTypeError
from centralasia.records.declarations import declaration_of, find_layout

__all__ = ["from_dict", "from_json", "to_dict", "to_json"]

_SHOWN = 80  # characters of a key that an error shows
_MOST_DIGITS = 3_900  # Python refuses to read integers of more than 4,300
T = TypeVar("T")


def to_dict(record: object) -> dict[str, Any]:
    """Write a record as a dictionary of texts, whole numbers, truth values, None, lists and dictionaries.

    Numbers that are no whole numbers, and days, are texts: a JSON number would not keep their digits.

    Raises:
        WrongTypeError: The value is no record.

    Example:
        >>> from decimal import Decimal
        >>> from centralasia.records import column, record
        >>> @record
        ... class Price:
        ...     value: Decimal = column(title="price", unit="USD/t")
        >>> to_dict(Price(value="240.50"))
        {'value': '240.50'}
    """
    _refuse_stranger(type(record))
    written: dict[str, Any] = _converters().converter().unstructure(record)
    return written


def from_dict(cls: type[T], data: object) -> T:
    """Read a record from what `to_dict` gives.

    Raises:
        InvalidValueError: A field is missing, unknown or cannot be read; the path to it is named.
        WrongTypeError: A value of another type than `to_dict` writes.

    Example:
        >>> from decimal import Decimal
        >>> from centralasia.records import column, record
        >>> @record
        ... class Price:
        ...     value: Decimal = column(title="price", unit="USD/t")
        >>> from_dict(Price, {"value": 240.5})
        Traceback (most recent call last):
        centralasia.errors.WrongTypeError: value must be a text, got 240.5 of type float; write '240.5'
    """
    _refuse_stranger(cls)
    read: T = _converters().converter().structure(data, cls)
    return read


def to_json(value: object, *, indent: int | None = None) -> str:
    """Write a record as a JSON object, or several as an array of objects.

    Args:
        value: A record, or an iterable of records.
        indent: Spaces per level; all in one line when not given.

    Raises:
        WrongTypeError: What is to be written is no record.

    Example:
        >>> from centralasia.records import column, record
        >>> @record
        ... class Unit:
        ...     code: str = column(title="UN/ECE code")
        >>> to_json([Unit(code="TNE"), Unit(code="KGM")])
        '[{"code": "TNE"}, {"code": "KGM"}]'
    """
    if find_layout(type(value)) is None and isinstance(value, Iterable):
        plain: Any = [to_dict(one) for one in value]
    else:
        plain = to_dict(value)
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=indent)


@overload
def from_json(cls: type[T], text: str | bytes, *, many: Literal[False] = ...) -> T: ...


@overload
def from_json(cls: type[T], text: str | bytes, *, many: Literal[True]) -> tuple[T, ...]: ...


def from_json(cls: type[T], text: str | bytes, *, many: bool = False) -> T | tuple[T, ...]:
    """Read a record from a JSON object, or several from an array, exactly as `to_json` writes them.

    Args:
        cls: The record class.
        text: The JSON text; bytes are UTF-8.
        many: Whether an array is read.

    Raises:
        ParseError: No JSON, an object with the same key twice, NaN or Infinity, or JSON nested too deeply.
        InvalidValueError: A field is missing, unknown or cannot be read.
        WrongTypeError: A value of another type than `to_json` writes.

    Example:
        >>> from centralasia.records import column, record
        >>> @record
        ... class Unit:
        ...     code: str = column(title="UN/ECE code")
        >>> from_json(Unit, '{"code": "TNE"}')
        Unit(code='TNE')
    """
    data = _load(text)
    if not many:
        return from_dict(cls, data)
    read: tuple[T, ...] = _converters().read_each(data, cls.__name__, lambda one: from_dict(cls, one))
    return read


def _converters() -> ModuleType:
    from centralasia.records import converters  # noqa: PLC0415 - brings cattrs, which is not light

    return converters


def _refuse_stranger(cls: type[Any]) -> None:
    if find_layout(cls) is None:
        declaration_of(cls)


def _load(text: str | bytes) -> object:
    """Load JSON strictly; whatever is wrong comes out as a ParseError, in time and memory about linear."""
    document = _decoded(text) if isinstance(text, bytes) else text
    if not isinstance(document, str):
        raise WrongTypeError("text", document, "a text or bytes")

    def fail(what: str, expected: str) -> NoReturn:
        raise ParseError(document, max(0, document.find(what)), expected)

    def whole(digits: str) -> int:
        return int(digits) if len(digits) <= _MOST_DIGITS else fail(digits, f"at most {_MOST_DIGITS} digits")

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            counts = Counter([key for key, _ in pairs])
            key = max(counts, key=counts.__getitem__)
            fail(f'"{key}"', f"the key {key[:_SHOWN]!r} once only")
        return found

    try:
        return json.loads(
            document,
            parse_int=whole,
            parse_constant=lambda name: fail(name, "no NaN and no Infinity"),
            object_pairs_hook=unique,
        )
    except json.JSONDecodeError as error:
        raise ParseError(document, error.pos, f"JSON ({error.msg})") from None
    except RecursionError:
        raise ParseError(document, 0, "JSON that is nested less deeply") from None


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        raise ParseError(f"{before}\N{REPLACEMENT CHARACTER}", len(before), "UTF-8") from None
