"""Many rows: what can be read, and a finding for what cannot."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from centralasia.records import column, record, to_row
from centralasia.validation import Severity, read_records


@record
class Price:
    """A price."""

    good: str = column(title="good")
    value: Decimal = column(title="price", unit="USD/t", exclusive_minimum=0)


def test_a_row_that_cannot_be_read_is_a_finding() -> None:
    rows: list[dict[str, Any]] = [
        {"good": "wheat", "value": "240.50"},
        {"good": "", "value": "1"},
        {"good": "flour", "value": 1.5},
        {"good": "rice", "value": 2},
    ]
    records, report = read_records(Price, rows)
    assert [price.good for price in records] == ["wheat", "rice"]
    assert (report.facts["rows"], report.facts["read"], report.ok) == (4, 2, False)
    assert [(each.code, each.severity, each.row, each.column, each.value) for each in report] == [
        ("impossible-record", Severity.ERROR, 2, "good", None),
        ("impossible-record", Severity.ERROR, 3, "value", "1.5"),
    ]
    blank, float_ = report.problems
    assert blank.message == "good must be given: the column is never blank, got ''"
    assert str(blank.fix).startswith("fill it in")
    assert float_.message.startswith("value must be a text, a Decimal or a whole number, got 1.5 of type float")


def test_headers_of_ones_own_are_named_in_findings() -> None:
    _, report = read_records(Price, [{"what": "rye", "price": "-1"}], columns={"good": "what", "value": "price"})
    assert report.problems[0].column == "price"


def test_records_are_given_back() -> None:
    records, report = read_records(Price, [Price(good="rye", value=Decimal(1))])
    assert (len(records), report.ok, report.facts["read"]) == (1, True, 1)


def test_rows_of_other_columns_than_the_first_are_findings() -> None:
    records, report = read_records(
        Price, [{"good": "rye", "value": "1"}, {"good": "oats"}, {"good": "rice", "value": "2"}]
    )
    assert [price.good for price in records] == ["rye", "rice"]
    assert report.problems[0].row == 2


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        ([{"good": "rye"}], InvalidValueError, "value must be given: there is no such column"),
        ([{"good": "rye", "value": "1", "colour": "red"}], InvalidValueError, "column must be one of"),
    ],
)
def test_what_is_wrong_with_all_rows_is_an_error(data: object, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        read_records(Price, data)  # type: ignore[arg-type]  # that is the test


class TestLaws:
    @given(st.lists(st.sampled_from(["1", "0", "x", "", "2.5", "NaN", None])))
    def test_every_row_is_read_or_told(self, values: list[str | None]) -> None:
        records, report = read_records(Price, [{"good": "rye", "value": value} for value in values])
        assert len(records) + len(report) == len(values)
        good = [place for place, value in enumerate(values, 1) if value in {"1", "2.5"}]
        assert sorted({*range(1, len(values) + 1)} - {problem.row for problem in report}) == good
        assert read_records(Price, map(to_row, records))[1].ok


def test_fields_that_do_not_go_together_are_a_finding() -> None:
    @record
    class Odd:
        """A record that refuses itself."""

        good: str = column(title="good")

        def __attrs_post_init__(self) -> None:
            raise CurrencyMismatchError("USD", "EUR")

    _, report = read_records(Odd, [{"good": "rye"}])
    assert report.problems[0].message.startswith("record must be one whose fields go together: expected USD, got EUR")


def test_records_of_another_class_are_refused() -> None:
    with pytest.raises(WrongTypeError, match="data must be rows, or records of type Price"):
        read_records(Price, [5])


def test_no_rows_at_all_are_refused() -> None:
    with pytest.raises(WrongTypeError):
        read_records(Price, 5)  # type: ignore[arg-type]  # that is the test
