from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.rates import ExchangeRate
from centralasia.records import to_row
from centralasia.testing import Corrupted, CorruptedRecords, CorruptedRows, RecordCorruption
from centralasia.testing.faults import Fault, Way, by_code, grouped, in_records, of_cells, rows_of, with_faults

DOLLAR = ExchangeRate(base="USD", quote="KZT", value="450.12", on="2023-03-01")


@pytest.mark.parametrize(
    ("faults", "expected"),
    [
        ([], (("a", "b", "c"), ())),
        ([{1: ("B",)}], (("a", "B", "c"), (1,))),
        ([{0: ("A",)}, {2: ("C",)}], (("A", "b", "C"), (0, 2))),
        ([{0: ("a", "A")}], (("a", "A", "b", "c"), (1,))),
        ([{0: ()}], (("b", "c"), ())),
        ([{0: (), 1: ("b",)}], (("b", "c"), (0,))),
    ],
)
def test_what_stands_where_afterwards(faults: list[Fault[str]], expected: tuple[Sequence[str], Sequence[int]]) -> None:
    assert with_faults("abc", faults) == expected


def test_data_and_places_are_said_alike_of_all() -> None:
    wrong: list[Any] = [
        Corrupted(rates=(DOLLAR,), rows=(0,), code="inverted"),
        CorruptedRecords(records=(DOLLAR,), places=(0,), code="inverted"),
        CorruptedRows(rows=({"base": "USX"},), places=(0,), code="unknown-code"),
    ]
    assert [each.data for each in wrong] == [(DOLLAR,), (DOLLAR,), ({"base": "USX"},)]
    assert {each.places for each in wrong} == {(0,)}


def test_only_what_was_corrupted_is_shown() -> None:
    wrong = CorruptedRecords(records=tuple("abcdef"), places=(1, 2, 3, 5), code="loud")
    assert repr(wrong) == "<loud in 6, 1: 'b', 2: 'c', 3: 'd' and 1 more>"
    rows = CorruptedRows(rows=({"base": "USX"},), places=(0,), code="unknown-code")
    assert repr(rows) == "<unknown-code in 1, 0: {'base': 'USX'}>"


def test_where_there_is_no_choice_nothing_comes() -> None:
    assert in_records((1, 2), Way.of_changes(lambda _: []), "none").is_empty
    assert in_records((), Way.of_changes(lambda _: [1]), "none").is_empty


def test_rows_are_those_of_one_class() -> None:
    assert rows_of([DOLLAR, 1], ExchangeRate) == [to_row(DOLLAR)]


def test_things_are_grouped_in_their_order() -> None:
    assert grouped("abcab", str.upper) == {"A": [0, 3], "B": [1, 4], "C": [2]}


def test_corruptions_are_registered_in_the_order_of_their_codes() -> None:
    loud, blank = [
        RecordCorruption(code=code, title="", way=lambda rows: of_cells(rows, lambda _: [{"base": ""}]), as_rows=list)  # type: ignore[arg-type]
        for code in ("loud", "blank")
    ]
    assert list(by_code(loud, blank)) == ["blank", "loud"]


class TestLaws:
    @given(st.lists(st.integers(), min_size=1), st.data())
    def test_what_is_not_named_stays_as_it_was(self, given_: list[int], data: st.DataObject) -> None:
        way = Way.of_changes(lambda place: [given_[place] + 1, given_[place] + 2])
        wrong = data.draw(in_records(tuple(given_), way, "more"))
        (place,) = wrong.places
        assert wrong.records[:place] == tuple(given_[:place])
        assert wrong.records[place] > given_[place]
        assert wrong.records[place + 1 :] == tuple(given_[place + 1 :])
