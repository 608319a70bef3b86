"""A record: a class that is declared once, and whose constructor checks what the declaration says."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial, reduce
from operator import or_
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, dataclass_transform, final, get_args, get_origin, get_type_hints, overload

import attrs

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.numbers import Estimate, Qualifier, stated
from centralasia.records.columns import METADATA_KEY, Column, Layout, column, make_check
from centralasia.records.kinds import Scalar, find_scalar

__all__ = [
    "Declaration",
    "EstimateColumns",
    "columns_of",
    "declaration_of",
    "evolve",
    "find_layout",
    "parts_of",
    "record",
    "register_composite",
]

T = TypeVar("T")

_BOUNDS = ("minimum", "maximum", "exclusive_minimum", "exclusive_maximum")


@final
@attrs.frozen(kw_only=True)
class Declaration:
    """What is declared of a record class: its fields, and the columns they take.

    Attributes:
        cls: The class.
        key: The columns that identify a record.
        fields: One column per field, in the order of the class.
        columns: The columns of a row, in order: where a field is a record itself, one per part.
        reading: The fields for which the constructor reads the text of a cell itself; of lists, what is no JSON.

    Example:
        >>> @record(key=("code",))
        ... class Unit:
        ...     code: str = column(title="UN/ECE code")
        >>> declaration_of(Unit).key, len(declaration_of(Unit).fields)
        (('code',), 1)
    """

    cls: type[Any]
    key: tuple[str, ...]
    fields: tuple[Column, ...]
    columns: tuple[Column, ...]
    reading: frozenset[str]


_declarations: dict[type[Any], Declaration] = {}
_layouts: dict[Any, Layout] = {}


@overload
def record(cls: type[T], /) -> type[T]: ...


@overload
def record(
    *, key: tuple[str, ...] = (), eq: bool = True, order: bool = False, repr: bool = True
) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(column, attrs.field))
def record(cls: type[T] | None = None, /, *, key: tuple[str, ...] = (), **shown: bool) -> object:
    """Make a class a record: frozen, with slots, made by keywords, and checked by the declaration of its columns.

    Every field is declared with `column`; only fields the class computes itself (``attrs.field(init=False)``) are not.

    Args:
        cls: The class.
        key: The columns that identify a record, for schemas and tables.
        shown: The `eq`, `order` and `repr` of ``attrs.frozen``.

    Raises:
        InvalidValueError: A field without a column, of a type with no text form, or declared inconsistently.

    Example:
        >>> from centralasia.records import column
        >>> @record(key=("code",))
        ... class Unit:
        ...     code: str = column(title="UN/ECE code", pattern="[A-Z0-9]{2,3}")
        ...     factor: int = column(title="kilograms", minimum=1, default=1)
        >>> Unit(code="TNE", factor=1000)
        Unit(code='TNE', factor=1000)
    """
    if cls is None:
        return lambda decorated: _make(decorated, key, shown)
    return _make(cls, key, shown)


def _make(cls: type[T], key: tuple[str, ...], shown: dict[str, bool]) -> type[T]:
    decorate: Callable[[type[T]], type[T]] = partial(
        attrs.frozen, kw_only=True, slots=True, field_transformer=_bind_fields, **shown
    )
    made: Any = decorate(cls)
    given = [field for field in attrs.fields(made) if field.init]
    fields = tuple([field.metadata[METADATA_KEY] for field in given])
    reading = frozenset([field.name for field in given if field.metadata["reading"]])
    _layouts[made] = Layout(cls=made, layout=made, pack=_itself, unpack=_itself)
    columns = tuple([part for field in fields for part in parts_of(field)])
    names = [spec.name for spec in columns]
    for name in names:
        if names.count(name) > 1:
            raise InvalidValueError(f"columns of {made.__name__}", name, "a name that no other column has")
    for name in key:
        if name not in names:
            raise InvalidValueError(f"key of {made.__name__}", name, f"one of {', '.join(names)}")
    _declarations[made] = Declaration(cls=made, key=key, fields=fields, columns=columns, reading=reading)
    made.__init__.__annotations__ = {field.name: field.type for field in given} | {"return": None}
    decorated: type[T] = final(made)
    return decorated


def _itself(value: T) -> T:
    return value


def _bind_fields(cls: type[Any], fields: "list[attrs.Attribute[Any]]") -> "list[attrs.Attribute[Any]]":
    """Bind each column to the name and type of its field, and let the constructor check it."""
    hints = get_type_hints(cls)
    return [_bind_field(cls, field, hints) if field.init else field for field in fields]


def _bind_field(cls: type[Any], field: "attrs.Attribute[Any]", hints: dict[str, Any]) -> "attrs.Attribute[Any]":
    place = f"{cls.__name__}.{field.name}"
    spec = field.metadata.get(METADATA_KEY)
    if spec is None:
        raise InvalidValueError(place, hints.get(field.name), "declared with column(title=...)")
    if field.name.startswith("_") or field.alias not in {None, field.name}:  # older attrs names it later
        raise InvalidValueError(place, field.name, "a name without an underscore in front")
    bound = _bind(spec, place, hints[field.name], field)
    check = make_check(bound)
    before: Any = field.converter
    converter = check if before is None else lambda value: check(before(value))
    if isinstance(bound.kind, Layout):
        reading = before is not None and bound.many
    else:
        reading = before is None and not bound.many and bound.kind.takes_text
    metadata = {**field.metadata, METADATA_KEY: bound, "reading": reading}
    return field.evolve(metadata=metadata, type=hints[field.name], converter=converter)


def _bind(spec: Column, place: str, annotation: object, field: "attrs.Attribute[Any]") -> Column:
    one, optional = _without_none(annotation)
    many = get_origin(one) is tuple
    if many:
        one, *rest = get_args(one)
        if rest != [...] or optional:
            raise InvalidValueError(place, annotation, "a tuple[..., ...] that is empty where there is nothing")
    kind = find_scalar(one) or find_layout(one)
    if kind is None:
        raise InvalidValueError(place, annotation, "of a type with a text form", "register it first")
    if isinstance(kind, Layout):
        _refuse_on_layout(spec, kind, place, annotation, optional=optional)
    bound = attrs.evolve(
        spec,
        name=field.name,
        path=(field.name,),
        kind=kind,
        optional=optional,
        many=many,
        default=field.default,
        blank=kind.cls is str and not many and not optional and field.default == "",
    )
    return _with_bounds(bound, place)


def _without_none(annotation: object) -> tuple[Any, bool]:
    if get_origin(annotation) not in {Union, UnionType}:
        return annotation, False
    rest = [one for one in get_args(annotation) if one is not NoneType]
    return reduce(or_, rest), len(rest) < len(get_args(annotation))


def _refuse_on_layout(spec: Column, kind: Layout, place: str, annotation: object, *, optional: bool) -> None:
    for name in (*_BOUNDS, "pattern", "codes"):
        if getattr(spec, name) is not None:
            raise InvalidValueError(f"{name} of {place}", getattr(spec, name), "declared with the parts of the type")
    if optional and not any(part.required for part in columns_of(kind.layout)):
        raise InvalidValueError(place, annotation, "a record with a part that is never blank, to tell it from None")


def _with_bounds(spec: Column, place: str) -> Column:
    """Read the bounds as values of the type."""
    if not isinstance(spec.kind, Scalar):
        return spec
    ready = spec.kind.ready
    given = {name: getattr(spec, name) for name in _BOUNDS}
    bounds = {name: ready(value, f"{name} of {place}") for name, value in given.items() if value is not None}
    return attrs.evolve(spec, **bounds)


def parts_of(field: Column) -> Iterator[Column]:
    """Give the columns of one field, named as in a row.

    Example:
        >>> from centralasia.records import column
        >>> @record
        ... class Unit:
        ...     code: str = column(title="UN/ECE code")
        >>> [spec.name for spec in parts_of(declaration_of(Unit).fields[0])]
        ['code']
    """
    if field.many or isinstance(field.kind, Scalar):
        yield field
    else:
        for part in columns_of(field.kind.layout):
            yield _as_part(part, field)


def _as_part(part: Column, field: Column) -> Column:
    main = part.main and len(part.path) == 1
    return attrs.evolve(
        part,
        name=field.name if main else f"{field.name}_{part.name}",
        title=field.title if main else f"{field.title}: {part.title}",
        path=(field.name, *part.path),
        optional=part.optional or field.optional or field.default is not attrs.NOTHING,
        aliases=field.aliases if main else (),
        unit=part.unit or (field.unit if main or _is_number(part) else None),
        main=part.main and field.main,
    )


def _is_number(spec: Column) -> bool:
    return isinstance(spec.kind, Scalar) and spec.kind.schema_type in {"integer", "number"}


def register_composite(
    cls: type[Any] | UnionType,
    layout: type[Any],
    *,
    pack: Callable[[Any], Any] | None = None,
    unpack: Callable[[Any], Any] | None = None,
    quick: Callable[[Sequence[Any]], Any] | None = None,
) -> None:
    """Let values of a type that is no record itself stand in several columns, as a record of another class.

    Args:
        cls: The type, or a union of types of which a field may have any; a union wants `pack` and `unpack`.
        layout: The record class with its columns; the one with ``main=True`` takes the name of the field itself.
        pack: Turns a value into a record of `layout`; by default from the attributes of the same names.
        unpack: Turns a record back into a value; by default by calling `cls` with the fields as keywords.
        quick: Reads the cells of the commonest values at once, as `Layout` says.

    Raises:
        InvalidValueError: The type is registered already.

    Example:
        >>> import attrs
        >>> from centralasia.records import column, record, to_row
        >>> @attrs.frozen(kw_only=True)
        ... class Weight:
        ...     amount: int
        ...     unit: str
        >>> @record
        ... class WeightColumns:
        ...     amount: int = column(title="amount", main=True)
        ...     unit: str = column(title="unit")
        >>> register_composite(Weight, WeightColumns)
        >>> @record
        ... class Load:
        ...     weight: Weight = column(title="weight")
        >>> to_row(Load(weight=Weight(amount=3, unit="t")))
        {'weight': '3', 'weight_unit': 't'}
    """
    if cls in _layouts:
        raise InvalidValueError("cls", cls, "a type that is not registered yet")
    names = [field.name for field in declaration_of(layout).fields]

    def pack_by_name(value: object) -> object:
        return layout(**{name: getattr(value, name) for name in names})

    def unpack_by_name(packed: object) -> object:
        made: Any = cls
        return made(**{name: getattr(packed, name) for name in names})

    _layouts[cls] = Layout(
        cls=cls, layout=layout, pack=pack or pack_by_name, unpack=unpack or unpack_by_name, quick=quick
    )


def declaration_of(cls: type[Any]) -> Declaration:
    """Give the declaration of a record class.

    Raises:
        WrongTypeError: The class is no record.

    Example:
        >>> from centralasia.records import column
        >>> @record(key=("code",))
        ... class Unit:
        ...     code: str = column(title="UN/ECE code")
        >>> declaration_of(Unit).key
        ('code',)
    """
    found = _declarations.get(cls) if isinstance(cls, type) else None
    if found is None:
        raise WrongTypeError("cls", cls, "a class declared with @record")
    return found


def find_layout(cls: object) -> Layout | None:
    """Find how a type stands in several columns, or None where it does not."""
    return _layouts.get(cls) if isinstance(cls, type | UnionType) else None


def columns_of(cls: type[Any]) -> tuple[Column, ...]:
    """Give the columns of a record class in the order of a row.

    Raises:
        WrongTypeError: The class is no record.

    Example:
        >>> from centralasia.records import column
        >>> @record
        ... class Unit:
        ...     code: str = column(title="UN/ECE code")
        >>> [(spec.name, spec.title) for spec in columns_of(Unit)]
        [('code', 'UN/ECE code')]
    """
    return declaration_of(cls).columns


def evolve(value: T, /, **changes: object) -> T:
    """Make a copy of a record with some fields changed, checked like any other.

    Raises:
        InvalidValueError: The new value does not fit.

    Example:
        >>> from centralasia.records import column
        >>> @record
        ... class Unit:
        ...     code: str = column(title="UN/ECE code")
        >>> evolve(Unit(code="TNE"), code="KGM")
        Unit(code='KGM')
    """
    copy: Callable[..., T] = attrs.evolve  # every record is a class of attrs
    return copy(value, **changes)


@record
class EstimateColumns:
    """How an `Estimate` stands in columns: the best value under the name of the field, and what is known beside it.

    Example:
        >>> from centralasia.records import record, to_row
        >>> @record
        ... class Share:
        ...     percent: Estimate = column(title="share of GDP", unit="percent")
        >>> to_row(Share(percent=Estimate.at_least(12)))["percent_low"]
        '12'
    """

    best: Decimal | None = column(title="best value, blank where none is known", default=None, main=True)
    low: Decimal | None = column(title="lower end, blank where there is none", default=None)
    high: Decimal | None = column(title="upper end, blank where there is none", default=None)
    low_open: bool = column(title="lower end excluded", default=False)
    high_open: bool = column(title="upper end excluded", default=False)
    qualifier: Qualifier = column(title="hedge it was stated with", default=Qualifier.EXACT)


def _packed(estimate: Estimate) -> EstimateColumns:
    return EstimateColumns(
        best=estimate.best,
        low=estimate.low if estimate.low.is_finite() else None,
        high=estimate.high if estimate.high.is_finite() else None,
        low_open=estimate.low_open,
        high_open=estimate.high_open,
        qualifier=estimate.qualifier,
    )


def _unpacked(columns: EstimateColumns) -> Estimate:
    if columns.best is not None and columns.low is columns.high is None and not (columns.low_open or columns.high_open):
        return stated(columns.best, columns.qualifier)
    return Estimate(
        best=columns.best,
        low=Decimal("-Infinity") if columns.low is None else columns.low,
        high=Decimal("Infinity") if columns.high is None else columns.high,
        low_open=columns.low_open,
        high_open=columns.high_open,
        qualifier=columns.qualifier,
    )


register_composite(Estimate, EstimateColumns, pack=_packed, unpack=_unpacked)
