"""A column: the declaration of one field, and the checks that follow from it."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypedDict, Unpack, final, get_args

import attrs

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.numbers.exact import shortened
from centralasia.records.kinds import Codes, Scalar, code_list, named, not_listed

__all__ = ["Column", "Layout", "Options", "column", "make_check", "make_read"]

METADATA_KEY = "column"


@final
@attrs.frozen(kw_only=True)
class Layout:
    """How the values of one type stand in several columns: as a record of a `layout` class.

    Attributes:
        cls: The type, or the union of types; a record class is its own layout.
        layout: The record class whose columns it takes.
        pack: Turns a value into a record of `layout`.
        unpack: Turns such a record into a value.
        quick: Reads the cells of the commonest kind of value at once; gives None for all others, good or bad.

    Example:
        >>> from centralasia.numbers import Estimate
        >>> from centralasia.records.declarations import find_layout
        >>> layout = find_layout(Estimate)
        >>> layout.pack(Estimate.at_least(12)).qualifier.value
        'at_least'
    """

    cls: Any
    layout: type[Any]
    pack: Callable[[Any], Any] = attrs.field(eq=False)
    unpack: Callable[[Any], Any] = attrs.field(eq=False)
    quick: Callable[[Sequence[Any]], Any] | None = attrs.field(eq=False, default=None)


class Options(TypedDict, total=False):
    r"""What `column` takes besides title and default.

    Attributes:
        unit: The unit of the figures, or the standard of the codes.
        codes: The code list: texts, a ``StrEnum``, or a function that gives them when first asked.
        minimum: The least value.
        maximum: The greatest value.
        exclusive_minimum: A bound every value is above.
        exclusive_maximum: A bound every value is below.
        pattern: A regular expression for the whole text; its classes such as ``\d`` are ASCII.
        aliases: Other headers under which the column is found in files.
        separator: What stands between the values of a list in one cell.
        main: In a layout of several columns, the one that takes the name of the field itself.
        source: Where the definition comes from.
        factory: A function that gives the default.
        converter: Applied before the checks.
        validator: An attrs validator, applied after all fields are set.
        eq: Whether the field takes part in comparison.
        hash: Whether it takes part in the hash; as `eq` if not given.
        order: Whether it takes part in ordering; as `eq` if not given.
        repr: Whether it is shown.
    """

    unit: str | None
    codes: Codes | None
    minimum: Any
    maximum: Any
    exclusive_minimum: Any
    exclusive_maximum: Any
    pattern: str | None
    aliases: tuple[str, ...]
    separator: str
    main: bool
    source: str | None
    factory: Callable[[], Any]
    converter: Callable[[Any], Any]
    validator: Callable[[Any, Any, Any], Any]
    eq: bool
    hash: bool
    order: bool
    repr: bool


_ATTRS_OPTIONS = frozenset({"factory", "converter", "validator", "eq", "hash", "order", "repr"})


def _no_kind() -> Scalar:
    return Scalar(cls=None, title="", ready=lambda value, _: value, read=lambda text, _: text)


@final
@attrs.frozen(kw_only=True)
class Column:
    """The declaration of one column, as `columns_of` gives it.

    Attributes:
        name: The header; for parts of a field the name of the field, an underscore and that of the part.
        title: The meaning, in a few words.
        kind: The type: a `Scalar`, or a `Layout` for a list of records in one cell.
        optional: Whether there may be no value, which is a blank cell and None.
        many: Whether a cell holds a list.
        blank: Whether the empty text is a value.
        default: What stands where nothing is given; ``attrs.NOTHING`` where something must be.
        path: The names of the fields that lead to the value.
        unit: The unit of the figures, or the standard of the codes.
        codes: The code list.
        minimum: The least value.
        maximum: The greatest value.
        exclusive_minimum: A bound every value is above.
        exclusive_maximum: A bound every value is below.
        pattern: A regular expression for the whole text.
        aliases: Other headers under which the column is found in files.
        separator: What stands between the values of a list.
        main: Whether the column takes the name of the field it is a part of.
        source: Where the definition comes from.

    Example:
        >>> from centralasia.records import columns_of, record
        >>> @record
        ... class Tariff:
        ...     rate_percent: int = column(title="duty", unit="percent", default=0)
        >>> [(spec.name, spec.unit, spec.default) for spec in columns_of(Tariff)]
        [('rate_percent', 'percent', 0)]
    """

    title: str
    name: str = ""
    kind: Scalar | Layout = attrs.field(factory=_no_kind)
    optional: bool = False
    many: bool = False
    blank: bool = False
    default: Any = attrs.field(factory=lambda: attrs.NOTHING)  # NOTHING as a default means that there is none
    path: tuple[str, ...] = ()
    unit: str | None = None
    codes: Codes | None = None
    minimum: Any = None
    maximum: Any = None
    exclusive_minimum: Any = None
    exclusive_maximum: Any = None
    pattern: str | None = None
    aliases: tuple[str, ...] = ()
    separator: str = "|"
    main: bool = False
    source: str | None = None

    @property
    def required(self) -> bool:
        """Whether every cell must have something in it."""
        return not (self.optional or self.many or self.blank)


def column(  # type checkers and linters see Any: what it gives is assigned to fields of every type
    *, title: str, default: object = attrs.NOTHING, **options: Unpack[Options]
) -> Any:  # noqa: ANN401 - see above
    """Declare a field of a record: what it means and what may stand in it. The type is the annotation.

    The types are text, whole numbers, bool, Decimal, Fraction, date, `Period`, ``date | Period``, any ``StrEnum``, what
    rooms register, other records, ``tuple[..., ...]`` of these, and all of them with ``| None``.

    Args:
        title: The meaning, in a few words.
        default: What stands where nothing is given.
        options: See `Options`.

    Example:
        >>> from centralasia.records import record
        >>> @record
        ... class Tariff:
        ...     code: str = column(title="heading", unit="HS 2022", pattern="[0-9]{4}")
        ...     rate_percent: int = column(title="duty", unit="percent", minimum=0)
        >>> Tariff(code="1001", rate_percent=5)
        Tariff(code='1001', rate_percent=5)
        >>> Tariff(code="wheat", rate_percent=5)
        Traceback (most recent call last):
        centralasia.errors.InvalidValueError: code must be a text that fits [0-9]{4}, got 'wheat'
    """
    given: dict[str, Any] = dict(options)
    for_attrs = {name: given.pop(name) for name in _ATTRS_OPTIONS & given.keys()}
    spec = Column(title=title, **given)
    return attrs.field(default=default, metadata={METADATA_KEY: spec}, **for_attrs)


def make_check(spec: Column) -> Callable[[Any], Any]:
    """Make the function that checks a ready value of a column and gives it back in its type."""
    if spec.many:
        return _check_each(spec, _check_one(spec))
    check = _check_one(spec)
    return _quick(spec, _or_none(check) if spec.optional else check)


def _or_none(check: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else check(value)


def _quick(spec: Column, check: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Let common good values through at once; all others, good or bad, are for `check`."""
    cls = spec.kind.cls
    if spec.codes is not None:
        return check
    if cls is str:
        fits = bool if spec.pattern is None else _fits(spec.pattern)

        def check_text(value: object) -> object:
            if type(value) is str and value and value.isascii() and fits(value):
                return value
            return check(value)

        return check_text
    bounds = (spec.minimum, spec.maximum, spec.exclusive_minimum, spec.exclusive_maximum, spec.pattern)
    if bounds.count(None) == len(bounds) and (cls in _SETTLED or (isinstance(cls, type) and issubclass(cls, StrEnum))):
        return lambda value: value if type(value) is cls else check(value)
    return check


def _fits(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern, re.ASCII).fullmatch


def make_read(spec: Column) -> Callable[[str], Any]:
    """Make the function that reads the text of a cell, which is not blank."""
    kind = spec.kind
    if isinstance(kind, Layout):
        return _read_documents(spec)
    read, name, tests = kind.read, spec.name, tuple(_tests(spec, kind))
    if spec.many:
        check, separator = make_check(spec), spec.separator
        return lambda text: check([read(part, name) for part in text.split(separator)])
    return _check_with(read, name, tests)


def _read_documents(spec: Column) -> Callable[[str], Any]:
    def read(text: str) -> object:
        from centralasia.records.documents import from_json  # noqa: PLC0415 - stands on this module

        return from_json(spec.kind.cls, text, many=True)

    return lambda text: named(read, "a JSON array", text, spec.name)


_SETTLED = frozenset({bool, date})  # the types of which every value will do
_Test = tuple[Callable[[Any], bool], str]


def _check_one(spec: Column) -> Callable[[Any], Any]:
    kind, name = spec.kind, spec.name
    if isinstance(kind, Layout):
        return _check_instance(kind.cls, name)
    return _check_with(kind.ready, name, tuple(_tests(spec, kind)))


def _check_with(take: Callable[[Any, str], Any], name: str, tests: tuple[_Test, ...]) -> Callable[[Any], Any]:
    if not tests:
        return lambda value: take(value, name)

    def check(value: object) -> object:
        taken = take(value, name)
        for fails, expected in tests:
            if fails(taken):
                raise InvalidValueError(name, shortened(taken), expected)
        return taken

    return check


def _check_instance(cls: type[Any], name: str) -> Callable[[Any], Any]:
    classes = get_args(cls) or (cls,)

    def check(value: object) -> object:
        if isinstance(value, classes):
            return value
        raise WrongTypeError(name, value, " or ".join([f"a {each.__name__}" for each in classes]))

    return check


def _check_each(spec: Column, check: Callable[[Any], Any]) -> Callable[[Any], Any]:
    name = spec.name

    def check_each(value: object) -> tuple[Any, ...]:
        if not isinstance(value, tuple | list):
            raise WrongTypeError(name, value, "a tuple")
        return tuple([check(one) for one in value])

    return check_each


def _said(bound: object) -> str:
    return "zero" if bound == 0 else str(bound)


def _tests(spec: Column, kind: Scalar) -> Iterator[_Test]:
    """List what a value in its type still has to pass, each with what is expected."""
    least, most, above, below = spec.minimum, spec.maximum, spec.exclusive_minimum, spec.exclusive_maximum
    if least is not None:
        yield lambda value: bool(value < least), f"at least {_said(least)}"
    if most is not None:
        yield lambda value: bool(value > most), f"at most {_said(most)}"
    if above is not None:
        yield lambda value: bool(value <= above), f"greater than {_said(above)}"
    if below is not None:
        yield lambda value: bool(value >= below), f"less than {_said(below)}"
    yield from _text_tests(spec, kind)


def _text_tests(spec: Column, kind: Scalar) -> Iterator[_Test]:
    to_text = kind.to_text
    if kind.cls is str and not spec.blank:
        yield lambda value: not value, f"a text that is not empty ({spec.title})"
    if spec.many and kind.schema_type == "string":
        separator = spec.separator
        yield lambda value: separator in to_text(value), f"a text without {separator!r}, which separates the list"
    if spec.pattern is not None:
        fits = _fits(spec.pattern)
        yield lambda value: not (value == "" or fits(to_text(value))), f"a text that fits {spec.pattern}"
    if spec.codes is not None:
        yield _code_test(spec, to_text)


def _code_test(spec: Column, to_text: Callable[[Any], str]) -> _Test:
    found: list[Any] = []  # the code list, once it was asked for

    def fails(value: object) -> bool:
        if not found and spec.codes is not None:
            found.append(code_list(spec.codes))
        text = to_text(value)
        if text in found[0] or text == "":
            return False
        raise not_listed(spec.name, text, found[0])

    return fails, "in the code list"
