import csv
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from io import StringIO
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError
from centralasia.numbers import Estimate
from centralasia.periods import Period, period
from centralasia.records import (
    column,
    columns_of,
    from_dict,
    from_json,
    from_row,
    json_schema,
    read_csv,
    record,
    register,
    register_composite,
    table_schema,
    to_dict,
    to_json,
    to_row,
)


class Flow(StrEnum):
    IMPORT = "import"
    EXPORT = "export"


@attrs.frozen
class Heading:
    digits: str


@attrs.frozen(kw_only=True)
class Weight:
    amount: Decimal
    unit: str


@record
class WeightColumns:
    amount: Decimal = column(title="amount", minimum=0, main=True)
    unit: str = column(title="unit", codes=("kg", "t"))


def read_heading(text: str) -> Heading:
    return Heading(str(from_row(Digits, {"digits": text}).digits))


@record
class Digits:
    digits: str = column(title="heading", pattern="[0-9]{4}")


register(Heading, to_text=lambda heading: heading.digits, from_text=read_heading, pattern="[0-9]{4}")
register_composite(Weight, WeightColumns)


@record
class Deal:
    buyer: str = column(title="buyer")
    weight: Weight | None = column(title="weight", default=None)


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
decimals = st.decimals(allow_nan=False, allow_infinity=False) | st.integers(-99, 99).map(Decimal)
positive = st.decimals("0.0001", 10**9, allow_nan=False)
days = st.dates(date(1991, 1, 1), date(2040, 12, 31))
periods = st.sampled_from(["2024", "2024-S1", "2024-Q3", "2024-09", "2024-W05", "2024-09-15", "2024-01/2024-09"]).map(
    period
)
estimates = st.one_of(
    decimals.map(Estimate.exactly),
    positive.map(Estimate.about),
    positive.map(Estimate.over),
    positive.map(Estimate.at_most),
    decimals.map(Estimate.printed),
)
weights = st.builds(Weight, amount=positive, unit=st.sampled_from(["kg", "t"]))
deals = st.builds(Deal, buyer=texts, weight=st.none() | weights)

Declared = tuple[Any, Callable[[], Any], st.SearchStrategy[Any]]

# One entry per kind of column: the type, the declaration, the values.
KINDS: dict[str, Declared] = {
    "text": (str, lambda: column(title="text"), texts),
    "note": (str, lambda: column(title="note", default=""), st.just("") | texts),
    "code": (str, lambda: column(title="code", pattern="[A-Z]{3}"), st.from_regex("[A-Z]{3}", fullmatch=True)),
    "basis": (str | None, lambda: column(title="basis", codes=("CIF", "FOB")), st.sampled_from([None, "CIF", "FOB"])),
    "flow": (Flow, lambda: column(title="flow"), st.sampled_from(Flow)),
    "count": (int, lambda: column(title="count", minimum=1, exclusive_maximum=100), st.integers(1, 99)),
    "year": (int | None, lambda: column(title="year", default=None), st.none() | st.integers()),
    "sure": (bool, lambda: column(title="sure"), st.booleans()),
    "figure": (Decimal, lambda: column(title="figure"), decimals),
    "price": (Decimal, lambda: column(title="price", exclusive_minimum=0), positive),
    "debt": (Decimal | None, lambda: column(title="debt", minimum=0), st.none() | positive | st.just(Decimal("-0.00"))),
    "share": (Fraction, lambda: column(title="share", minimum=0, maximum=1), st.fractions(0, 1)),
    "day": (date, lambda: column(title="day", minimum="1991-01-01"), days),
    "span": (Period, lambda: column(title="span"), periods),
    "on": (date | Period, lambda: column(title="valid on"), days | periods.filter(lambda span: span.days > 1)),
    "tags": (
        tuple[str, ...],
        lambda: column(title="tags"),
        st.lists(st.from_regex(r"[^|]+", fullmatch=True)).map(tuple),
    ),
    "days": (tuple[date, ...], lambda: column(title="days", separator=" "), st.lists(days).map(tuple)),
    "heading": (Heading, lambda: column(title="heading"), st.from_regex("[0-9]{4}", fullmatch=True).map(Heading)),
    "gdp": (Estimate, lambda: column(title="GDP", unit="mn USD"), estimates),
    "change": (Estimate | None, lambda: column(title="change", default=None), st.none() | estimates),
    "load": (Weight, lambda: column(title="load"), weights),
    "deal": (Deal | None, lambda: column(title="deal", default=None), st.none() | deals),
    "deals": (tuple[Deal, ...], lambda: column(title="deals"), st.lists(deals, max_size=3).map(tuple)),
}


def made(names: list[str]) -> type[Any]:
    """Declare a class with these columns."""
    fields: dict[str, Any] = {name: KINDS[name][1]() for name in names}
    cls = type("Made", (), {"__annotations__": {name: KINDS[name][0] for name in names}, **fields})
    return record(cls)


EVERYTHING = made(list(KINDS))
SIMPLE = made(["text", "note", "code", "basis", "flow", "count", "sure", "heading"])


@st.composite
def records_of_some_class(draw: st.DrawFn) -> Any:
    names = draw(st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=5, unique=True))
    return made(names)(**{name: draw(KINDS[name][2]) for name in names})


full_records = st.builds(EVERYTHING, **{name: values for name, (_, _, values) in KINDS.items()})
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
near_values = json_values | st.sampled_from(
    ["KZT", "kzt", "0", "-0.0", "-1", "1e5", "", "2024-13-01", "1/2", "CIF", "1|2"]
)


def json_validator(cls: type[Any]) -> Any:
    found = pytest.importorskip("jsonschema", reason="the schema is held against a validator of its own")
    return found.Draft202012Validator(json_schema(cls))


def table_validator(cls: type[Any]) -> Any:
    found = pytest.importorskip("frictionless", reason="the schema is held against a validator of its own")
    return found.Schema.from_descriptor(table_schema(cls))


class TestLaws:
    @given(records_of_some_class())
    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    def test_whatever_is_declared_comes_back_from_its_row_and_its_document(self, made_up: Any) -> None:
        cls = type(made_up)
        assert from_row(cls, to_row(made_up)) == made_up
        assert from_json(cls, to_json(made_up)) == made_up

    @given(full_records)
    def test_a_row_comes_back(self, full: Any) -> None:
        row = to_row(full)
        assert list(row) == [spec.name for spec in columns_of(EVERYTHING)]
        assert from_row(EVERYTHING, row) == full
        assert to_row(from_row(EVERYTHING, row)) == row

    @given(st.lists(full_records, max_size=3))
    def test_documents_come_back_one_by_one_and_together(self, records: list[Any]) -> None:
        for full in records:
            assert from_dict(EVERYTHING, to_dict(full)) == full
            assert from_json(EVERYTHING, to_json(full, indent=2)) == full
        assert from_json(EVERYTHING, to_json(records).encode(), many=True) == tuple(records)

    @given(st.lists(full_records, max_size=3))
    def test_a_table_comes_back(self, records: list[Any]) -> None:
        text = StringIO()
        writer = csv.DictWriter(text, [spec.name for spec in columns_of(EVERYTHING)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(map(to_row, records))
        assume("\r" not in text.getvalue() and "\ufeff" not in text.getvalue())
        assert read_csv(EVERYTHING, text.getvalue(), table="made") == tuple(records)

    @given(full_records)
    def test_the_digits_of_a_figure_come_back(self, full: Any) -> None:
        for back in (from_row(EVERYTHING, to_row(full)), from_json(EVERYTHING, to_json(full))):
            assert back.figure.as_tuple() == full.figure.as_tuple()

    @given(full_records)
    def test_the_json_schema_accepts_every_document_we_write(self, full: Any) -> None:
        json_validator(EVERYTHING).validate(json.loads(to_json(full)))

    @given(full_records, st.sampled_from(sorted(KINDS)), near_values)
    def test_the_json_schema_accepts_whatever_we_read(self, full: Any, name: str, value: object) -> None:
        document = {**to_dict(full), name: value}
        try:
            from_dict(EVERYTHING, document)
        except CentralAsiaError:
            return
        assert json_validator(EVERYTHING).is_valid(document)

    @given(st.data(), near_values)
    def test_where_the_standard_has_words_the_schema_accepts_what_we_read_and_nothing_else(
        self, data: st.DataObject, value: object
    ) -> None:
        assume(not isinstance(value, float))  # 1.0 is a whole number to JSON Schema
        assume(not (isinstance(value, str) and value.endswith("\n")))  # and Python's $ matches before a last line feed
        names = [spec.name for spec in columns_of(SIMPLE)]
        document = {name: data.draw(KINDS[name][2], label=name) for name in names}
        document = {
            **to_dict(SIMPLE(**document)),
            data.draw(st.sampled_from([*names, "other"]), label="changed"): value,
        }
        try:
            from_dict(SIMPLE, document)
            is_read = True
        except CentralAsiaError:
            is_read = False
        assert json_validator(SIMPLE).is_valid(document) is is_read

    @given(full_records)
    @settings(deadline=None)
    def test_the_table_schema_accepts_every_row_we_write(self, full: Any) -> None:
        schema = table_validator(EVERYTHING)
        row = to_row(full)
        _, notes = schema.read_cells(list(row.values()))
        assert not any(notes), dict(zip(row, notes, strict=True))

    @given(st.dictionaries(st.sampled_from([spec.name for spec in columns_of(EVERYTHING)]), near_values), full_records)
    def test_garbage_in_a_row_raises_only_our_errors(self, garbage: dict[str, Any], full: Any) -> None:
        with suppress(CentralAsiaError):
            from_row(EVERYTHING, {**to_row(full), **garbage})

    @given(json_values | st.dictionaries(st.sampled_from(sorted(KINDS)), near_values))
    def test_garbage_in_a_document_raises_only_our_errors(self, garbage: object) -> None:
        with pytest.raises(CentralAsiaError):
            from_dict(EVERYTHING, garbage)

    @given(st.text() | st.binary() | json_values.map(json.dumps))
    def test_garbage_as_json_raises_only_our_errors(self, garbage: str | bytes) -> None:
        with pytest.raises(CentralAsiaError):
            from_json(EVERYTHING, garbage)

    @given(st.text() | st.binary())
    def test_garbage_as_a_table_raises_only_our_errors(self, garbage: str | bytes) -> None:
        with pytest.raises(CentralAsiaError):
            read_csv(EVERYTHING, garbage, table="made")
