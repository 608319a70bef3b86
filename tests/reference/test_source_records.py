"""Sources in records: given by key or by description."""

from datetime import date

import pytest
from hypothesis import given

from centralasia import testing
from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.records import column, from_json, from_row, record, to_json, to_row
from centralasia.reference import Certainty, Source, as_source, source, sources


@record
class Figure:
    """A figure with its source."""

    value: int = column(title="value")
    source: Source = column(title="source", converter=as_source)


def test_a_text_names_a_row_of_the_table_or_stands_for_itself() -> None:
    assert as_source("CLDR") is source("CLDR")
    assert as_source("ministry of finance") == Source(key="ministry of finance")
    assert as_source(source("CLDR")) is source("CLDR")


def test_a_source_given_by_its_key_is_filled_in() -> None:
    assert as_source(Source(key="CLDR")) is source("CLDR")
    placed = as_source(Source(key="CLDR", locator="page 3"))
    assert (placed.publisher, placed.locator) == ("Unicode Consortium", "page 3")
    assert as_source(Source(key="nbt", locator="page 3")).publisher == ""
    assert as_source(Source(title="Report")) == Source(title="Report")


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        ("", InvalidValueError, "source must be a source with a key, title, publisher or link, got ''"),
        (5, WrongTypeError, "source must be a Source, or the text that names one, got 5 of type int"),
    ],
)
def test_what_names_no_source_is_refused(value: object, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        as_source(value)  # type: ignore[arg-type]  # that is the test
    assert str(caught.value) == message


def test_a_source_needs_something_to_find_it_by() -> None:
    with pytest.raises(InvalidValueError, match="with a key, title, publisher or link"):
        Source(locator="page 3")


@pytest.mark.parametrize(
    ("given_source", "text"),
    [
        (Source(publisher="EIB", title="Annual report", locator="p. 4"), "EIB Annual report, p. 4"),
        (Source(link="eib.org"), "eib.org"),
        (Source(key="nbt"), "nbt"),
    ],
)
def test_a_source_is_named_for_people(given_source: Source, text: str) -> None:
    assert str(given_source) == text


def test_the_repr_shows_what_is_given_and_can_be_pasted_back() -> None:
    made = Source(title="Report", day=date(2024, 1, 31), certainty=Certainty.VERIFIED)
    names = {"Source": Source, "datetime": __import__("datetime")}
    text = repr(made).replace("<Certainty.VERIFIED: 'verified-in-source'>", "'verified-in-source'")
    assert text == "Source(title='Report', day=datetime.date(2024, 1, 31), certainty='verified-in-source')"
    assert eval(text, names) == made  # noqa: S307 - that is what the repr is for


def test_the_key_stands_under_the_name_of_the_field() -> None:
    row = to_row(Figure(value=1, source="CLDR"))  # type: ignore[arg-type]  # the converter takes a text
    assert (row["source"], row["source_publisher"]) == ("CLDR", "Unicode Consortium")
    assert from_row(Figure, {"value": "1", "source": "nbt"}).source == Source(key="nbt")


def test_a_blank_source_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="source must be"):
        from_row(Figure, {"value": "1", "source": ""})


def test_every_shipped_source_has_a_key() -> None:
    assert all(sources())


class TestLaws:
    @given(testing.records(Source))
    def test_a_source_comes_back_from_rows_and_documents(self, drawn: Source) -> None:
        figure = Figure(value=1, source=drawn)
        assert from_row(Figure, to_row(figure)) == figure
        assert from_json(Figure, to_json(figure)) == figure
