"""Drafts: values put into columns of any type, and taken down as texts."""

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from centralasia import country
from centralasia.financing import Memorandum
from centralasia.normalization.drafts import Draft, as_texts, figure_text, text_of
from centralasia.records import columns_of
from centralasia.rules.kinds import KINDS


def a_draft(**columns: Any) -> Draft:
    arrays = {name: pa.chunked_array([pa.array(cells)]) for name, cells in columns.items()}
    return Draft(KINDS["rates"], arrays, {}, lines=np.arange(1, 3), locale=None)


class TestPutting:
    @pytest.mark.parametrize(
        ("cells", "value", "after", "kind"),
        [
            (["1", "2"], Decimal("1.50"), ["1.50", "2"], pa.string()),
            ([1, 2], Decimal(3), [3, 2], pa.int64()),
            ([1, 2], Decimal("1.5"), [1.5, 2.0], pa.float64()),
            ([1.0, 2.0], Decimal("1.5"), [1.5, 2.0], pa.float64()),
            ([Decimal("1.0"), None], Decimal("1.55"), [Decimal("1.55"), None], pa.decimal128(38, 2)),
            ([1, 2], "many", ["many", "2"], pa.string()),
            ([Decimal("1.0"), None], "many", ["many", None], pa.string()),
            ([1, 2], None, [None, 2], pa.int64()),
        ],
    )
    def test_keeps_the_type_where_that_says_the_same(
        self, cells: list[Any], value: object, after: list[Any], kind: pa.DataType
    ) -> None:
        draft = a_draft(value=cells)
        draft.put("value", np.array([0]), [value], "test")
        assert draft.columns["value"].to_pylist() == after
        assert draft.columns["value"].type == kind
        written = text_of(draft.specs["value"], value)
        change = list(draft.logbook.finished())[-1]
        assert (change.row, change.after) == (1, "1.5" if kind == pa.float64() else written)

    def test_puts_days_among_days(self) -> None:
        draft = a_draft(until=[date(2024, 3, 1), None])
        draft.put("until", np.array([0]), [date(2024, 4, 1)], "test")
        assert draft.columns["until"].to_pylist() == [date(2024, 4, 1), None]

    def test_takes_nothing_down_where_nothing_changes(self) -> None:
        draft = a_draft(value=["1", None], nominal=[None, None])
        draft.put("value", np.array([0, 1]), ["1", None], "test")
        draft.put("nominal", np.array([0, 1]), [None, None], "test")
        draft.put("value", np.array([], np.intp), [], "test")
        assert draft.logbook.total == 0

    def test_takes_down_only_what_changes(self) -> None:
        draft = a_draft(value=["1", "2"])
        draft.put("value", np.array([0, 1]), ["1", "3"], "test")
        assert [change.row for change in draft.logbook.finished()] == [2]

    @pytest.mark.parametrize(
        ("field", "value", "kind", "other"),
        [
            ("inverted", True, pa.bool_(), False),
            ("decimals", 4, pa.int64(), None),
            ("margin", Decimal("0.5"), pa.float64(), None),
            ("change", "up", pa.string(), None),
        ],
    )
    def test_makes_columns_of_a_fitting_type(self, field: str, value: object, kind: pa.DataType, other: object) -> None:
        draft = a_draft(value=[1.5, 2.5])
        draft.put(field, np.array([0]), [value], "test")
        assert draft.columns[field].type == kind
        assert draft.columns[field].to_pylist() == [value, other]

    def test_is_a_text_among_texts(self) -> None:
        draft = a_draft(value=["1.5", "2.5"])
        draft.put("inverted", np.array([0]), [True], "test")
        draft.put("decimals", np.array([0]), [4], "test")
        assert draft.columns["inverted"].to_pylist() == ["true", "false"]
        assert draft.columns["decimals"].to_pylist() == ["4", None]


class TestTexts:
    def test_of_values_are_those_of_rows(self) -> None:
        countries = next(spec for spec in columns_of(Memorandum) if spec.name == "countries")
        assert text_of(countries, (country("KZ"), country("UZ"))) == "KZ|UZ"
        assert text_of(countries, 1.5) == "1.5"

    def test_of_figures_have_no_exponent_unless_it_is_long(self) -> None:
        assert figure_text(Decimal("1E+3")) == "1000"
        assert figure_text(Decimal("1E+99")) == "1E+99"

    @pytest.mark.parametrize(
        ("array", "texts"),
        [
            (pa.array(["a", None]), ["a", None]),
            (pa.array([True]), ["true"]),
            (pa.array([b"a"]), ["b'a'"]),
            (pa.array([["a", "b"], None]), ["a|b", None]),
            (pa.nulls(1), [None]),
            (pa.array([Decimal("1.50")]), ["1.50"]),
            (pa.array(["a"]).dictionary_encode(), ["a"]),
        ],
    )
    def test_of_columns(self, array: pa.Array, texts: list[str | None]) -> None:
        assert as_texts(pa.chunked_array([array])) == texts
