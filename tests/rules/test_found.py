"""What was found, in the order of rows."""

from hypothesis import given
from hypothesis import strategies as st

from centralasia.rules.found import found_in
from centralasia.rules.hits import Told

pairs = st.lists(st.tuples(st.integers(0, 9), st.sampled_from("ab").map(Told)))


class TestLaws:
    @given(pairs)
    def test_each_row_is_there_once_and_in_order(self, told: list[tuple[int, Told]]) -> None:
        rows = [row for hits in found_in(told, "amount") for row in hits.rows.tolist()]
        assert rows == sorted({row for row, _ in told})

    @given(pairs)
    def test_what_was_said_first_holds(self, told: list[tuple[int, Told]]) -> None:
        for hits in found_in(told):
            said = {row: hits.tell(place) for place, row in enumerate(hits.rows.tolist())}
            assert said == dict(reversed(told))
