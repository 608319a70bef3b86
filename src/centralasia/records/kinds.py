"""What may stand in a column: scalar types, each with its one form as text.

A type has one text form, used by rows, JSON and schemas alike, and one way to check a ready value, used by
constructors. Rooms above register their own types with `register`.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import partial
from typing import Any, NoReturn, TypeAlias, TypedDict, TypeVar, Unpack, final

import attrs

from centralasia.errors import CentralAsiaError, InvalidValueError, ParseError, UnknownCodeError, WrongTypeError
from centralasia.numbers.exact import as_decimal, as_fraction, shortened
from centralasia.periods import Period, as_date, day_or_period, period

__all__ = ["Codes", "Scalar", "as_scalar", "code_list", "find_scalar", "named", "not_listed", "register"]

T = TypeVar("T")
Codes: TypeAlias = Collection[str] | type[StrEnum] | Callable[[], Collection[str]]
"""A code list: the codes themselves, a ``StrEnum`` class, or a function that gives them when first asked."""

_MAX_BITS = 13_000  # about 3,900 digits: Python refuses to print integers of more than 4,300
_INTEGER = r"[+-]?[0-9]{1,3900}"
_DECIMAL = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_is_integer = re.compile(_INTEGER).fullmatch
_is_ratio = re.compile(rf"{_INTEGER}/[0-9]{{1,3900}}").fullmatch
_MOST_PLACES = 40  # a decimal with more is written with an exponent
_LONGEST_CODE = 64
_SHOWN_CODES = 12  # an error shows a code list up to this length


@final
@attrs.frozen(kw_only=True)
class Scalar:
    """How the values of one type are checked, written and read.

    Attributes:
        cls: The type, or the union of types.
        title: What a value is called in errors, such as "a whole number".
        ready: Checks a value for the field named; gives it back, or its exact equal in the type.
        read: Reads the text form, for the column named.
        to_text: Writes the text form.
        schema_type: The type in Frictionless Table Schema.
        json_type: The type in JSON: "string", "integer" or "boolean".
        json_format: The format in JSON Schema, where there is one.
        pattern: A regular expression for the whole text form, where one is known.
        codes: All the values as texts, where they can be listed.
        takes_text: Whether `ready` takes the text form too, and for the same value.

    Example:
        >>> truth = find_scalar(bool)
        >>> truth.to_text(True), truth.read("false", "sure"), truth.json_type
        ('true', False, 'boolean')
    """

    cls: Any
    title: str
    ready: Callable[[Any, str], Any] = attrs.field(eq=False)
    read: Callable[[str, str], Any] = attrs.field(eq=False)
    to_text: Callable[[Any], str] = attrs.field(eq=False, default=str)
    schema_type: str = "string"
    json_type: str = "string"
    json_format: str | None = None
    pattern: str | None = None
    codes: Codes | None = attrs.field(eq=False, default=None)
    takes_text: bool = False


class Described(TypedDict, total=False):
    """What `register` takes besides: the attributes of `Scalar` of the same names."""

    title: str
    schema_type: str
    json_format: str | None
    pattern: str | None
    codes: Codes | None


_scalars: dict[Any, Scalar] = {}


def find_scalar(annotation: object) -> Scalar | None:
    """Find how a type stands in a cell, or None where it does not; code lists (``StrEnum``) need no registration.

    Example:
        >>> find_scalar(int).title
        'a whole number'
        >>> find_scalar(float) is None
        True
    """
    found = _scalars.get(annotation)
    if found is None and isinstance(annotation, type) and issubclass(annotation, StrEnum):
        found = _scalars[annotation] = _code_scalar(annotation)
    return found


def register(
    cls: type[T],
    *,
    to_text: Callable[[T], str],
    from_text: Callable[[str], T],
    ready: Callable[[Any], T] | None = None,
    **described: Unpack[Described],
) -> None:
    """Let values of a type of a room above stand in one cell.

    Args:
        cls: The type.
        to_text: Writes a value; must give back a text that is not empty.
        from_text: Reads it; raises one of our errors on any other text.
        ready: What constructors do with a value that is not a `cls` already; by default they refuse it. Where it is
            `from_text` itself, texts are read once only.
        described: More of what `Scalar` says.

    Raises:
        InvalidValueError: The type is registered already.

    Example:
        >>> from centralasia.records import column, record
        >>> import attrs
        >>> @attrs.frozen
        ... class Pood:
        ...     weight: int
        >>> register(Pood, to_text=lambda pood: f"{pood.weight} p", from_text=lambda text: Pood(int(text[:-2])))
        >>> @record
        ... class Sack:
        ...     load: Pood = column(title="load")
        >>> Sack(load=Pood(3)).load
        Pood(weight=3)
    """
    if cls in _scalars:
        raise InvalidValueError("cls", cls, "a type that is not registered yet")
    title = described.setdefault("title", f"a {cls.__name__}")
    _scalars[cls] = Scalar(
        cls=cls,
        ready=partial(_ready, cls, title, ready),
        read=partial(named, from_text, title),
        to_text=to_text,
        takes_text=ready is from_text,
        **described,
    )


def _ready(cls: type[Any], title: str, otherwise: Callable[[Any], Any] | None, value: object, field: str) -> object:
    if isinstance(value, cls):
        return value
    if otherwise is None:
        raise WrongTypeError(field, value, title)
    return named(otherwise, title, value, field)


def named(read: Callable[[Any], T], title: str, value: object, field: str) -> T:
    """Read a value; an error of the reading comes out with the field named.

    Args:
        read: The reading, which raises our errors only.
        title: What the value should be, for errors that do not say.
        value: The value.
        field: The name of the field or column.

    Raises:
        WrongTypeError: As raised by the reading.
        InvalidValueError: For all other errors.

    Example:
        >>> named(period, "a period", "2024-99", "on")
        Traceback (most recent call last):
        centralasia.errors.InvalidValueError: on must be a month from 1 to 12, got '2024-99'
    """
    try:
        return read(value)
    except CentralAsiaError as error:
        _rename(error, title, value, field)


def _rename(error: CentralAsiaError, title: str, value: object, field: str) -> NoReturn:
    shown = shortened(value)
    match error:
        case WrongTypeError():
            raise WrongTypeError(field, shown, error.expected, error.hint) from error
        case InvalidValueError() | ParseError():
            raise InvalidValueError(field, shown, error.expected, error.hint) from error
        case UnknownCodeError():
            near = " or ".join(map(repr, error.near))
            raise InvalidValueError(field, shown, title, f"did you mean {near}?" if near else "") from error
        case _:
            raise InvalidValueError(field, shown, title, str(error)) from error


def as_scalar(cls: type[T], value: object, field: str) -> T:
    """Take a value as a field of its type does: of a code list by its name, as people write it.

    Raises:
        WrongTypeError: It is nothing of the kind.
        InvalidValueError: There is no such code, or the text cannot be read.

    Example:
        >>> as_scalar(date, "2024-09-15", "on")
        datetime.date(2024, 9, 15)
    """
    scalar: Any = find_scalar(cls)
    ready: T = scalar.ready(value, field)
    return ready


def code_list(codes: Codes) -> Collection[str]:
    """Give the codes of a code list, as a set or a mapping that is quick to ask.

    Example:
        >>> sorted(code_list(("FOB", "CIF")))
        ['CIF', 'FOB']
    """
    if isinstance(codes, type) and issubclass(codes, StrEnum):
        return {member.value: member for member in codes}
    found: Any = codes() if callable(codes) else codes
    return found if isinstance(found, Mapping) else dict.fromkeys(found)


def not_listed(field: str, value: object, codes: Collection[str]) -> InvalidValueError:
    """Make the error for a value that is not in a code list; near misses are suggested.

    Example:
        >>> print(not_listed("basis", "FBO", ["CIF", "FOB"]))
        basis must be one of CIF, FOB, got 'FBO'; did you mean 'FOB'?
    """
    from difflib import get_close_matches  # noqa: PLC0415 - needed for errors only, and not light

    text = str(value)[:64]  # no code is as long, and the time of the search stays bounded
    near = " or ".join(map(repr, get_close_matches(text, codes, n=2)))
    few = len(codes) <= _SHOWN_CODES
    expected = f"one of {', '.join(codes)}" if few else f"one of the {len(codes)} codes of its list"
    return InvalidValueError(field, shortened(value), expected, f"did you mean {near}?" if near else "")


def _code_scalar(enum: type[StrEnum]) -> Scalar:
    members = {member.value: member for member in enum}
    folded = {_folded(value): member for value, member in members.items()}

    def read(text: str, field: str) -> StrEnum:
        found = members.get(text) or folded.get(_folded(text))
        if found is None:
            raise not_listed(field, text, members)
        return found

    def ready(value: object, field: str) -> StrEnum:
        if type(value) is enum:
            return value
        if not isinstance(value, str):
            raise WrongTypeError(field, value, f"a {enum.__name__}")
        return read(value, field)

    return Scalar(
        cls=enum, title=f"a {enum.__name__}", ready=ready, read=read, to_text=_enum_text, codes=enum, takes_text=True
    )


def _folded(code: str) -> str:
    """Take a code as people write it: in any case, its words apart or joined by hyphens or underscores."""
    return code.strip().casefold().replace(" ", "_").replace("-", "_") if len(code) <= _LONGEST_CODE else code


def _enum_text(member: StrEnum) -> str:
    return member.value


def _text(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise WrongTypeError(field, value, "a text")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise InvalidValueError(field, shortened(value), "a text that can be written as UTF-8") from None
    return value if type(value) is str else str.__str__(value)


def _whole(value: object, field: str) -> int:
    if type(value) is not int:
        raise WrongTypeError(field, value, "a whole number")
    if value.bit_length() > _MAX_BITS:
        raise InvalidValueError(field, shortened(value), "a whole number of at most 3,900 digits")
    return value


def _read_whole(text: str, field: str) -> int:
    if not _is_integer(text):
        raise InvalidValueError(field, shortened(text), "a whole number in ASCII digits")
    return _whole(int(text), field)


def _truth(value: object, field: str) -> bool:
    if type(value) is not bool:
        raise WrongTypeError(field, value, "True or False")
    return value


def _read_truth(text: str, field: str) -> bool:
    if text not in {"true", "false"}:
        raise InvalidValueError(field, shortened(text), "'true' or 'false'")
    return text == "true"


def _write_truth(value: object) -> str:
    return "true" if value else "false"


def _write_decimal(value: Decimal) -> str:
    """Write without an exponent where that keeps every digit and adds few."""
    exponent = value.as_tuple().exponent
    return format(value, "f") if isinstance(exponent, int) and -_MOST_PLACES <= exponent <= 0 else str(value)


def _ratio(value: Fraction | Decimal | int | str, field: str) -> Fraction:
    found = _read_ratio(value, field) if isinstance(value, str) else as_fraction(value, field)
    if max(found.numerator.bit_length(), found.denominator.bit_length()) > _MAX_BITS:
        raise InvalidValueError(field, shortened(value), "a ratio of numbers of at most 3,900 digits")
    return found


def _read_ratio(text: str, field: str) -> Fraction:
    if not _is_ratio(text):
        return as_fraction(text, field)
    upper, _, lower = text.partition("/")
    if not int(lower):
        raise InvalidValueError(field, shortened(text), "a ratio to a number other than zero")
    return Fraction(int(upper), int(lower))


_PERIOD = "a period such as '2024', '2024-Q3', '2024-09' or '2024-01/2024-09'"
_ON = "a day or a period such as '2024-09-15', '2024-Q3' or '2024'"
_scalars |= {
    kind.cls: kind
    for kind in (
        Scalar(cls=str, title="a text", ready=_text, read=_text, takes_text=True),
        Scalar(
            cls=int,
            title="a whole number",
            ready=_whole,
            read=_read_whole,
            schema_type="integer",
            json_type="integer",
            pattern=_INTEGER,
        ),
        Scalar(
            cls=bool,
            title="true or false",
            ready=_truth,
            read=_read_truth,
            to_text=_write_truth,
            schema_type="boolean",
            json_type="boolean",
        ),
        Scalar(
            cls=Decimal,
            title="a number",
            ready=as_decimal,
            read=as_decimal,
            to_text=_write_decimal,
            schema_type="number",
            pattern=_DECIMAL,
            takes_text=True,
        ),
        Scalar(
            cls=Fraction,
            title="a ratio",
            ready=_ratio,
            read=_ratio,
            pattern=rf"{_INTEGER}(/[0-9]+)?|{_DECIMAL}",
            takes_text=True,
        ),
        Scalar(
            cls=date,
            title="a day",
            ready=as_date,
            read=as_date,
            to_text=date.isoformat,
            schema_type="date",
            json_format="date",
            pattern=_DAY,
            takes_text=True,
        ),
        Scalar(
            cls=date | Period,
            title=_ON,
            ready=partial(named, day_or_period, _ON),
            read=partial(named, day_or_period, _ON),
            takes_text=True,
        ),
    )
}
register(Period, to_text=str, from_text=period, ready=period, title=_PERIOD)
