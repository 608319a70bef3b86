from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import centralasia as ca
from centralasia.records import columns_of
from centralasia.rules.columns import Judge, Judged, Stack, looked_up
from centralasia.rules.figures import Weigher

SOURCE = next(spec for spec in columns_of(ca.ExchangeRate) if spec.name == "source")
VALUE = next(spec for spec in columns_of(ca.ExchangeRate) if spec.name == "value")
SHORT = st.sampled_from(["a", "bb", "ccc", ""])
LONG = st.sampled_from(["a publisher with a long name", "a publisher with a long name, too"])


def judged(chunks: Sequence[Sequence[str | None]], kind: pa.DataType) -> Judged:
    judge = Judge(SOURCE, "source", required=False)
    for chunk in chunks:
        judge.take(pa.chunked_array([pa.array(chunk, kind)]))
    return judge.finished()


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
@pytest.mark.parametrize("text", ["nbk", "2024-03-01", "a name that is longer than what a view holds"])
def test_a_text_that_stands_for_long_is_looked_at_once(kind: pa.DataType, text: str) -> None:
    cells = [text] * 5000 + ["cbu"] * 3 + [text] * 2000
    found = judged([cells, cells[4999:5004]], kind)
    assert found.cells == [text, "cbu", None]
    assert [found.cell(row) for row in range(len(found.codes))] == cells + cells[4999:5004]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
def test_part_of_an_array_is_read_from_where_it_begins(kind: pa.DataType) -> None:
    array = pa.array(["x", *["nbk"] * 6000, *["cbu"] * 6000], kind).slice(1)
    judge = Judge(SOURCE, "source", required=False)
    judge.take(pa.chunked_array([array]))
    assert judge.finished().cells == ["nbk", "cbu", None]


def test_texts_that_change_all_the_time_are_looked_at_one_by_one() -> None:
    cells = ["nbk", "cbu"] * 4000
    assert [judged([cells], pa.string()).cell(row) for row in (0, 1, 7999)] == ["nbk", "cbu", "cbu"]


@pytest.mark.parametrize("parts", [[], [3], [3, 0, 2], [1, 2, 3, 4], [1, 300, 70_000, 1]])
def test_parts_stand_one_behind_the_other(parts: Sequence[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("centralasia.rules.columns._LARGE", 1024)
    stack, expected = Stack(), np.arange(sum(parts))
    for place, part in enumerate(parts):
        start = sum(parts[:place])
        stack.add(expected[start : start + part].astype(np.int32 if place < 2 else np.int64))
    assert bool(stack) == bool(parts)
    assert stack.whole(np.int64).tolist() == expected.tolist()


@pytest.mark.parametrize(("figure", "places"), [(3.0, 0), (0.5, 1), (450.12, 2), (0.00008, 5), (1 / 3, 8)])
def test_a_float_has_the_decimals_of_its_shortest_numeral(figure: float, places: int) -> None:
    for figures in ([figure], [figure, None, float("nan"), float("inf")]):
        weigher = Weigher(VALUE, "value", required=True, said={}, numerals=list)
        weigher.take(pa.chunked_array([pa.array(figures)]))
        assert weigher.finished().places[0] == places


@pytest.mark.parametrize(("nominals", "is_right"), [({}, True), ({"nominal": "1"}, True), ({"nominal": "100"}, False)])
def test_a_price_is_looked_at_as_that_of_one_unit(nominals: dict[str, str], is_right: bool) -> None:  # noqa: FBT001
    rows = [
        {"base": "USD", "quote": "KZT", "on": f"2024-03-{day:02}", "value": f"450.{day}", **nominals}
        for day in range(1, 21)
    ]
    assert ca.validate(rows, "rates", today="2024-06-01").ok is is_right


class TestLaws:
    @settings(max_examples=30)
    @given(st.lists(st.integers(-5, 5), min_size=1), st.data())
    def test_looking_up_in_blocks_is_looking_up(self, table: list[int], data: st.DataObject) -> None:
        codes = np.array(data.draw(st.lists(st.integers(0, len(table) - 1))), np.uint8)
        codes = np.tile(codes, 10_000)
        assert (looked_up(np.array(table), codes) == np.array(table)[codes]).all()

    @settings(max_examples=30)
    @given(st.lists(st.tuples(SHORT | LONG, st.integers(1, 3000)), max_size=8))
    def test_cells_come_back_however_often_they_follow_themselves(self, runs: list[tuple[str, int]]) -> None:
        cells = [text for text, count in runs for _ in range(count)]
        for kind in (pa.string(), pa.string_view()):
            found = judged([cells], kind)
            assert [found.cell(row) or "" for row in range(len(cells))] == cells
