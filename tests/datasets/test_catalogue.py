import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import datasets as room
from centralasia.datasets import DataSet, dataset, datasets
from centralasia.datasets.tables import DATA
from centralasia.errors import UnknownCodeError, WrongTypeError
from centralasia.records import columns_of, from_json, from_row, to_json, to_row
from centralasia.reference import Certainty, sources
from centralasia.validation import read_records

FACTS = Path(__file__).parent / "facts.txt"
every = pytest.mark.parametrize("each", datasets().values(), ids=datasets())


def told(record: Any) -> str:
    """Write a fact on one line: its cells that are not blank, without what the table of sources adds."""
    added = {"source_title", "source_publisher", "source_link", "source_retrieved", "source_licence", "source_note"}
    row = {name: cell for name, cell in to_row(record).items() if cell and name not in added}
    return " | ".join(f"{name}={cell}" for name, cell in row.items())


def test_every_file_is_a_data_set_and_every_data_set_has_its_function() -> None:
    assert {path.stem for path in DATA.iterdir()} == set(datasets())
    assert {path.suffix for path in DATA.iterdir()} == {".csv"}
    assert list(datasets()) == sorted(datasets())
    for name, each in datasets().items():
        assert each.name == name
        assert each.records() is getattr(room, name)()


def test_the_facts_are_those_of_the_snapshot() -> None:
    lines = [f"{name} | {told(record)}" for name, each in datasets().items() for record in each.records()]
    assert "\n".join(lines) + "\n" == FACTS.read_text("utf-8")


@every
def test_a_data_set_is_small_text_of_records_of_its_class(each: DataSet) -> None:
    content = (DATA / f"{each.name}.csv").read_bytes()
    assert content.decode().endswith("\n")
    assert len(content) < 100_000
    assert each.records()
    assert each.title
    assert {type(record) for record in each.records()} == {each.cls}


@every
def test_every_fact_has_a_source_that_is_known_and_a_certainty(each: DataSet) -> None:
    for record in each.records():
        known = sources()[record.source.key]
        assert isinstance(record.source.certainty, Certainty)
        assert (record.source.title, record.source.link) == (known.title, known.link)
        assert record.source.day is None or isinstance(record.source.day, date)


@every
def test_every_key_of_a_source_that_a_row_names_is_in_the_table_of_sources(each: DataSet) -> None:
    cells = " ".join(cell for row in each.rows() for cell in row.values())
    assert set(re.findall(r"\bS-[A-Z][A-Z0-9-]*", cells)) <= set(sources())


@every
def test_what_is_not_verified_says_why(each: DataSet) -> None:
    for record in each.records():
        assert record.source.certainty is Certainty.VERIFIED or record.note


@every
def test_rows_json_and_csv_give_the_records_back(each: DataSet) -> None:
    for record, row in zip(each.records(), each.rows(), strict=True):
        assert from_row(each.cls, row) == record
        assert from_json(each.cls, to_json(record)) == record
    header = each.to_csv().partition("\n")[0].split(",")
    assert header == [column.name for column in columns_of(each.cls)]
    found, report = read_records(each.cls, list(each.rows()))
    assert (found, report.ok) == (each.records(), True)


@every
@pytest.mark.parametrize("backend", ["pyarrow", "polars", "pandas"])
def test_a_frame_has_a_row_a_fact(each: DataSet, backend: Any) -> None:
    frame = each.to_frame(backend)
    assert frame.shape == (len(each.records()), len(columns_of(each.cls)))


def test_a_data_set_that_is_not_there_is_refused_with_near_misses() -> None:
    with pytest.raises(UnknownCodeError, match="'grain_flow' is not in the table of data sets; did you mean 'grain_f"):
        dataset("grain_flow")
    with pytest.raises(WrongTypeError, match="data sets must be looked up by a code, which is a text, got 3"):
        dataset(3)  # type: ignore[arg-type]  # what untyped callers may give


class TestLaws:
    @given(st.text())
    def test_a_name_is_found_or_refused(self, name: str) -> None:
        if name in datasets():
            assert dataset(name) is datasets()[name]
        else:
            with pytest.raises(UnknownCodeError):
                dataset(name)

    @given(st.sampled_from([record for each in datasets().values() for record in each.records()]))
    def test_a_fact_written_as_a_row_is_read_back(self, record: Any) -> None:
        assert from_row(type(record), to_row(record)) == record
