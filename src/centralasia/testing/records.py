"""Records of any class, from its declaration alone, and findings about them."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, Final, TypeVar, get_args

import centralasia as ca
from centralasia.testing.calendar import days, periods
from centralasia.testing.extra import shown_as_called, st
from centralasia.testing.figures import decimals
from centralasia.testing.reference import members
from centralasia.testing.registration import strategy_of

__all__ = ["problems", "records", "reports"]

T = TypeVar("T")

_MOST_ITEMS: Final = 4  # of a list in one cell
_CODES: Final = ("too-few-significant-digits", "inverted", "nominal-lost", "garbled-line")
_FACTS: Final = ("publisher", "rows", "duplicates", "encoding")


@shown_as_called
def records(cls: type[T], /, **fields: object) -> st.SearchStrategy[T]:
    """Generate records of a class that is declared with ``@record``: every column within what its declaration says.

    Types, bounds, patterns and code lists are kept to. What a class checks beyond its columns is not in the
    declaration: values it refuses are dropped, and where most would be, the fields concerned want strategies.

    Args:
        cls: The record class.
        fields: Strategies or values for single fields.

    Raises:
        InvalidValueError: There is no such field.
        WrongTypeError: The class is no record.

    Example:
        >>> from hypothesis import find
        >>> @ca.records.record
        ... class Tariff:
        ...     heading: str = ca.records.column(title="heading", pattern="[0-9]{4}")
        ...     percent: int = ca.records.column(title="duty", minimum=0, maximum=100)
        >>> find(records(Tariff, heading="1001"), lambda tariff: tariff.percent > 20)
        Tariff(heading='1001', percent=21)
    """
    declared = {field.name: field for field in ca.records.declaration_of(cls).fields}
    for name in fields:
        if name not in declared:
            raise ca.InvalidValueError("field", name, f"one of {', '.join(declared)}")
    own = None if fields else strategy_of(cls)
    if own is not None:
        return own
    drawn = {name: _given(fields[name]) if name in fields else _values(field) for name, field in declared.items()}
    built: st.SearchStrategy[Any] = st.fixed_dictionaries(drawn).map(partial(_built, cls))
    return built.filter(lambda record: record is not None)


@shown_as_called
def problems(
    *, codes: Iterable[str] | None = None, severities: "Iterable[ca.validation.Severity | str] | str | None" = None
) -> "st.SearchStrategy[ca.Problem]":
    """Generate findings.

    Args:
        codes: Their codes; any well-formed ones when not given.
        severities: The severity or severities; all when not given.

    Raises:
        InvalidValueError: No such severity.

    Example:
        >>> from hypothesis import given
        >>> @given(problems(codes=["inverted"], severities="error"))
        ... def it_is_written_and_read(problem: ca.Problem) -> None:
        ...     assert ca.records.from_json(ca.Problem, ca.records.to_json(problem)) == problem
        >>> it_is_written_and_read()
    """
    weights = st.sampled_from(members(ca.validation.Severity, severities, "severities"))
    kinds = st.sampled_from(_CODES if codes is None else tuple(codes))
    return records(ca.Problem, code=kinds, severity=weights)


@shown_as_called
def reports(*, max_size: int = 5) -> "st.SearchStrategy[ca.Report]":
    """Generate reports, with and without findings.

    Args:
        max_size: The most findings.

    Example:
        >>> from hypothesis import given
        >>> @given(reports())
        ... def every_finding_is_counted(report: ca.Report) -> None:
        ...     assert sum(report.counts.values()) == len(report)
        >>> every_finding_is_counted()
    """
    fact = st.integers(0, 10**6) | st.text() | st.lists(st.text(), max_size=3).map(tuple)
    facts = st.dictionaries(st.sampled_from(_FACTS), fact)
    return st.builds(_report, st.lists(problems(), max_size=max_size), facts)


def _report(findings: "list[ca.Problem]", facts: Mapping[str, object]) -> "ca.Report":
    return ca.Report.of(findings, **facts)


def _given(value: object) -> st.SearchStrategy[Any]:
    return value if isinstance(value, st.SearchStrategy) else st.just(value)


def _built(cls: type[T], values: Mapping[str, Any]) -> T | None:
    """Make the record, unless the class refuses how the values go together."""
    try:
        return cls(**values)
    except ca.InvalidValueError:
        return None


def _values(field: "ca.records.Column") -> st.SearchStrategy[Any]:
    """Generate what may stand in a field."""
    values = _single_values(field)
    if field.many:
        values = st.lists(values, max_size=_MOST_ITEMS).map(tuple)
    if field.blank:
        values = st.just("") | values
    return st.none() | values if field.optional else values


def _single_values(field: "ca.records.Column") -> st.SearchStrategy[Any]:
    kind = field.kind
    if isinstance(kind, ca.records.Layout):
        own = [strategy_of(each) for each in get_args(kind.cls) or (kind.cls,)]
        return st.one_of([records(kind.layout).map(kind.unpack) if one is None else one for one in own])
    values = _scalars(field, kind)
    if field.exclusive_minimum is not None or field.exclusive_maximum is not None:
        values = values.filter(lambda value: value not in {field.exclusive_minimum, field.exclusive_maximum})
    if field.many and kind.schema_type == "string":
        values = values.filter(lambda value: field.separator not in kind.to_text(value))
    return values


def _scalars(field: "ca.records.Column", kind: "ca.records.Scalar") -> st.SearchStrategy[Any]:
    """Generate values of a scalar type: from its list of codes, by its pattern, by its own strategy, or by its type."""
    own = strategy_of(kind.cls) if isinstance(kind.cls, type) else None
    codes = field.codes or (None if own is not None else kind.codes)
    if codes is not None:
        listed = ca.records.kinds.code_list(codes)
        ordered = sorted(listed) if isinstance(codes, set | frozenset) else list(listed)
        return st.sampled_from(ordered).map(lambda code: kind.read(code, field.name))
    if field.pattern is not None:
        texts = st.from_regex(re.compile(field.pattern, re.ASCII), fullmatch=True).filter(bool)
        return texts.map(lambda text: kind.read(text, field.name))
    return _by_type(field, kind) if own is None else own


def _by_type(field: "ca.records.Column", kind: "ca.records.Scalar") -> st.SearchStrategy[Any]:
    """Generate values of a type that has bounds at most; a bound that is excluded itself still comes."""
    least = field.exclusive_minimum if field.minimum is None else field.minimum
    most = field.exclusive_maximum if field.maximum is None else field.maximum
    makers: dict[object, Callable[[], st.SearchStrategy[Any]]] = {
        str: lambda: st.text(min_size=1),
        int: lambda: st.integers(least, most),
        Decimal: lambda: decimals(min_value=least, max_value=most),
        Fraction: lambda: st.fractions(least, most),
        date: lambda: st.dates(least or date.min, most or date.max) if least or most else days(),
        date | ca.Period: lambda: days() | periods(),
    }
    make = makers.get(kind.cls)
    return st.from_type(kind.cls) if make is None else make()
