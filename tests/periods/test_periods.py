"""Periods: identity, text, membership, movement, pieces."""

import copy
import pickle
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, PeriodMismatchError, WrongTypeError
from centralasia.periods import Frequency, Period, day_or_period, period, period_of

frequencies = st.sampled_from(Frequency)
days = st.dates(max_value=date(9999, 12, 20))  # every week, month and year that such a day lies in ends in the calendar


def a_span(start: date, length: int) -> Period:
    return Period(start, date.fromordinal(min(start.toordinal() + length, date.max.toordinal())))


def a_span_of_months(start: date, length: int) -> Period:
    span = a_span(start, length)
    return Period(period_of(span.start, "M").start, period_of(span.end, "M").end)


lengths = st.integers(0, 4000)
periods = (
    st.builds(period_of, days, frequencies)
    | st.builds(a_span, days, lengths)
    | st.builds(a_span_of_months, days, lengths)
)
steps = st.integers(-2000, 2000)


@pytest.mark.parametrize(
    ("start", "end", "frequency", "text"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), "A", "2024"),
        (date(2024, 7, 1), date(2024, 12, 31), "S", "2024-S2"),
        (date(2024, 7, 1), date(2024, 9, 30), "Q", "2024-Q3"),
        (date(2024, 2, 1), date(2024, 2, 29), "M", "2024-02"),
        (date(2024, 12, 30), date(2025, 1, 5), "W", "2025-W01"),
        (date(2024, 9, 15), date(2024, 9, 15), "D", "2024-09-15"),
        (date(2024, 1, 1), date(2024, 9, 30), None, "2024-01/2024-09"),
        (date(2024, 2, 1), date(2024, 4, 30), None, "2024-02/2024-04"),
        (date(2024, 4, 1), date(2024, 9, 30), None, "2024-04/2024-09"),
        (date(2024, 7, 1), date(2025, 6, 30), None, "2024-07/2025-06"),
        (date(2019, 1, 1), date(2023, 12, 31), None, "2019/2023"),
        (date(2024, 2, 1), date(2024, 2, 28), None, "2024-02-01/2024-02-28"),
        (date(2024, 9, 3), date(2024, 9, 9), None, "2024-09-03/2024-09-09"),
        (date(1, 1, 1), date(1, 12, 31), "A", "0001"),
        (date.min, date.max, None, "0001/9999"),
    ],
)
def test_the_days_make_the_frequency_and_the_text(start: date, end: date, frequency: str | None, text: str) -> None:
    found = Period(start, end)
    assert (found.frequency, str(found), repr(found)) == (frequency, text, f"period('{text}')")
    assert period(text) == found


@pytest.mark.parametrize(
    ("start", "end", "error", "message"),
    [
        (date(2024, 2, 1), date(2024, 1, 1), InvalidValueError, "end must be on or after the start, 2024-02-01"),
        (
            "2024-01-01",
            date(2024, 1, 1),
            WrongTypeError,
            "start must be a date, got '2024-01-01' of type str; period()",
        ),
        (date(2024, 1, 1), 2024, WrongTypeError, "end must be a date, got 2024 of type int"),
        (date(2024, 1, 1), datetime(2024, 1, 1, tzinfo=UTC), WrongTypeError, "end must be a day, got datetime"),
    ],
)
def test_bounds_are_dates_in_order(start: object, end: object, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        Period(start, end)  # type: ignore[arg-type] # what a type checker would stop
    assert str(caught.value).startswith(message)


def test_a_period_is_a_value() -> None:
    quarter = period("2024-Q3")
    assert quarter == period("2024-07/2024-09") != period("2024-Q2")
    assert len({quarter, Period(date(2024, 7, 1), date(2024, 9, 30)), period("2024-Q2")}) == 2
    assert copy.deepcopy(quarter) == pickle.loads(pickle.dumps(quarter)) == quarter
    assert quarter != object()
    with pytest.raises(AttributeError):
        quarter.start = date(2024, 1, 1)  # type: ignore[misc] # what a type checker would stop


def test_order_is_by_start_then_length() -> None:
    texts = ["2023", "2024-01-01", "2024-W01", "2024-01", "2024-Q1", "2024", "2024-02"]
    assert [str(each) for each in sorted(map(period, reversed(texts)))] == texts


@pytest.mark.parametrize(
    ("text", "days", "months"),
    [("2024", 366, 12), ("2024-Q1", 91, 3), ("2024-01/2024-09", 274, 9), ("2019/2023", 1826, 60), ("2023-02", 28, 1)],
)
def test_days_and_months_are_counted(text: str, days: int, months: int) -> None:
    assert (period(text).days, period(text).months) == (days, months)


@pytest.mark.parametrize("text", ["2024-W05", "2024-09-15", "2024-02-01/2024-02-15", "2024-02-01/2024-02-28"])
def test_only_whole_months_are_counted(text: str) -> None:
    with pytest.raises(PeriodMismatchError, match=f"expected a period of whole calendar months, got {text}"):
        _ = period(text).months


def test_until_is_the_day_after() -> None:
    assert period("2024-02").until == date(2024, 3, 1)
    with pytest.raises(InvalidValueError, match="day must be from 1 to 3652059"):
        _ = period("9999").until


@pytest.mark.parametrize(
    ("outer", "inner", "inside", "touching"),
    [
        ("2024", "2024-Q3", True, True),
        ("2024-Q3", "2024", False, True),
        ("2024-Q3", "2024-Q3", True, True),
        ("2024-Q3", "2024-09/2024-10", False, True),
        ("2024-Q3", "2024-Q4", False, False),
        ("2024-01", "2024-W01", True, True),
        ("2024-12", "2025-W01", False, True),
    ],
)
def test_periods_contain_and_overlap(outer: str, inner: str, inside: bool, touching: bool) -> None:  # noqa: FBT001 - a table
    assert (period(inner) in period(outer)) is period(outer).contains(period(inner)) is inside
    assert period(outer).overlaps(period(inner)) is period(inner).overlaps(period(outer)) is touching


@pytest.mark.parametrize(
    ("day", "inside"), [("2024-06-30", False), ("2024-07-01", True), ("2024-09-30", True), ("2024-10-01", False)]
)
def test_both_ends_are_inside(day: str, inside: bool) -> None:  # noqa: FBT001 - a table
    assert (date.fromisoformat(day) in period("2024-Q3")) is inside


@pytest.mark.parametrize("value", ["2024-08", datetime(2024, 8, 1, tzinfo=UTC), 2024, None])
def test_only_days_and_periods_can_be_inside(value: object) -> None:
    with pytest.raises(WrongTypeError, match=r"^day must be a da"):
        period("2024").contains(value)  # type: ignore[arg-type] # what a type checker would stop


@pytest.mark.parametrize(
    ("text", "frequency", "first", "last", "count"),
    [
        ("2024", "Q", "2024-Q1", "2024-Q4", 4),
        ("2024", "monthly", "2024-01", "2024-12", 12),
        ("2024", "D", "2024-01-01", "2024-12-31", 366),
        ("2024-07/2025-06", "S", "2024-S2", "2025-S1", 2),
        ("2024-01/2024-09", "Q", "2024-Q1", "2024-Q3", 3),
        ("2019/2023", "A", "2019", "2023", 5),
        ("2024-W01/2024-W05", "W", "2024-W01", "2024-W05", 5),
        ("2024-09-15", "D", "2024-09-15", "2024-09-15", 1),
        ("9999", "M", "9999-01", "9999-12", 12),
    ],
)
def test_pieces_run_from_first_to_last(text: str, frequency: str, first: str, last: str, count: int) -> None:
    pieces = list(period(text).split(frequency))
    assert (str(pieces[0]), str(pieces[-1]), len(pieces)) == (first, last, count)


@pytest.mark.parametrize(
    ("text", "frequency", "label"),
    [("2024-Q3", "A", "annual"), ("2024-02/2024-04", "Q", "quarterly"), ("2024-01/2024-04", "Q", "quarterly"),
     ("2024", "W", "weekly"), ("2024-09-15", "M", "monthly"), ("2024-W01", "M", "monthly")],
)  # fmt: skip
def test_pieces_must_fill_the_period(text: str, frequency: str, label: str) -> None:
    with pytest.raises(PeriodMismatchError) as caught:
        period(text).split(frequency)
    assert str(caught.value) == f"expected a period that {label} periods fill exactly, got {text}"


def test_pieces_are_made_one_at_a_time() -> None:
    everything = Period(date.min, date.max).split("D")
    assert isinstance(everything, Iterator)
    assert [str(day) for day in islice(everything, 2)] == ["0001-01-01", "0001-01-02"]


@pytest.mark.parametrize(
    ("text", "first", "count"),
    [("2024", "2024-01", 12), ("2024-02", "2024-02", 1), ("2024-01/2024-09", "2024-01", 9),
     ("2024-W05", "2024-01-29", 7), ("2024-09-15", "2024-09-15", 1), ("2024-02-01/2024-02-15", "2024-02-01", 15)],
)  # fmt: skip
def test_iteration_goes_by_months_or_days(text: str, first: str, count: int) -> None:
    members = list(period(text))
    assert (str(members[0]), len(members)) == (first, count)


@pytest.mark.parametrize(
    ("text", "frequency", "enclosing"),
    [("2024-08", "Q", "2024-Q3"), ("2024-08", "S", "2024-S2"), ("2024-08", "A", "2024"),
     ("2024-09-15", "W", "2024-W37"), ("2024-Q3", "Q", "2024-Q3"), ("2024-08-01/2024-08-15", "M", "2024-08"),
     ("2024-W05", "A", "2024")],
)  # fmt: skip
def test_the_enclosing_period_is_found(text: str, frequency: str, enclosing: str) -> None:
    assert period(text).to(frequency) == period(enclosing)


@pytest.mark.parametrize(("text", "frequency", "label"), [("2024", "Q", "quarterly"), ("2025-W01", "M", "monthly")])
def test_a_period_in_two_has_no_enclosing_one(text: str, frequency: str, label: str) -> None:
    with pytest.raises(PeriodMismatchError) as caught:
        period(text).to(frequency)
    assert str(caught.value) == f"expected a period inside one {label} period, got {text}; split it instead"


@pytest.mark.parametrize(
    ("day", "frequency", "expected"),
    [("2024-09-15", "A", "2024"), ("2024-09-15", "S", "2024-S2"), ("2024-09-15", "Q", "2024-Q3"),
     ("2024-09-15", "M", "2024-09"), ("2024-12-30", "W", "2025-W01"),
     (date(2024, 9, 15), Frequency.DAILY, "2024-09-15"), ("0001-01-01", "W", "0001-W01"), ("9999-12-31", "A", "9999")],
)  # fmt: skip
def test_a_day_lies_in_one_period_of_each_frequency(day: str | date, frequency: str, expected: str) -> None:
    assert period_of(day, frequency) == period(expected)


def test_a_week_that_the_calendar_cuts_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="day must be from 1 to 3652059"):
        period_of(date.max, "W")


@pytest.mark.parametrize(
    ("text", "steps", "expected"),
    [("2024", -4, "2020"), ("2024-S2", 1, "2025-S1"), ("2024-Q3", 2, "2025-Q1"), ("2024-01", -1, "2023-12"),
     ("2024-W01", -1, "2023-W52"), ("2024-02-28", 2, "2024-03-01"), ("2024-01/2024-09", 1, "2024-10/2025-06"),
     ("2019/2023", -1, "2014/2018"), ("2024-Q3", 0, "2024-Q3")],
)  # fmt: skip
def test_a_period_moves_by_its_own_length(text: str, steps: int, expected: str) -> None:
    start = period(text)
    assert start.shift(steps) == start + steps == start - (-steps) == period(expected)


def test_neighbours() -> None:
    assert (period("2024-01").previous(), period("2024-12").next()) == (period("2023-12"), period("2025-01"))


@pytest.mark.parametrize(
    ("text", "steps", "error", "message"),
    [
        ("2024", 7976, InvalidValueError, "year must be from 1 to 9999, got 10000"),
        ("2024-01", -(10**9), InvalidValueError, "year must be from 1 to 9999, got -83331310"),
        ("2024-09-15", 10**9, InvalidValueError, "day must be from 1 to 3652059, counted from 0001-01-01"),
        ("2024", 10**5000, InvalidValueError, "year must be from 1 to 9999, got 'an integer of "),
        ("2024", True, WrongTypeError, "steps must be an integer, got True of type bool"),
        ("2024", 1.0, WrongTypeError, "steps must be an integer, got 1.0 of type float"),
        (
            "2024-02-01/2024-02-15",
            1,
            PeriodMismatchError,
            "expected a day, a week or whole months to step by, got 2024",
        ),
    ],
    ids=["year", "months", "days", "huge", "bool", "float", "span"],
)
def test_what_cannot_move_says_so(text: str, steps: object, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        period(text).shift(steps)  # type: ignore[arg-type] # what a type checker would stop
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2024", "2023"), ("2024-Q3", "2023-Q3"), ("2024-02", "2023-02"), ("2024-01/2024-09", "2023-01/2023-09"),
     ("2024-W05", "2023-W05"), ("2020-W53", None), ("2021-W01", "2020-W01"), ("0002-W01", "0001-W01"),
     ("2024-09-15", "2023-09-15"), ("2024-02-28/2024-03-01", "2023-02-28/2023-03-01"), ("2024-02-29", None),
     ("0001", None), ("0001-09-15", None), ("0001-W05", None)],
)  # fmt: skip
def test_a_year_ago_has_the_same_name(text: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(InvalidValueError, match=r"^(year|week|day) must be from 1 to "):
            period(text).year_ago()
    else:
        assert period(text).year_ago() == period(expected)


@pytest.mark.parametrize(
    ("later", "earlier", "steps"),
    [("2024-Q3", "2023-Q3", 4), ("2020", "2024", -4), ("2024-03", "2023-12", 3), ("2024-W01", "2020-W53", 157),
     ("2024-03-01", "2024-02-28", 2), ("2024-S1", "2023-S2", 1)],
)  # fmt: skip
def test_a_difference_counts_steps(later: str, earlier: str, steps: int) -> None:
    assert period(later) - period(earlier) == steps


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        (
            "2024",
            "2024-Q1",
            "expected 2024-Q1 (quarterly), got 2024 (annual); only periods of one frequency are a number of",
        ),
        (
            "2024-01/2024-09",
            "2023-01/2023-09",
            "expected 2023-01/2023-09 (no frequency), got 2024-01/2024-09 (no frequenc",
        ),
    ],
)
def test_a_difference_needs_one_frequency(one: str, other: str, message: str) -> None:
    with pytest.raises(PeriodMismatchError) as caught:
        _ = period(one) - period(other)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("stranger", ["1", 1.0, None, True])
def test_operators_leave_strangers_to_python(stranger: object) -> None:
    for operation in ("__add__", "__sub__", "__lt__"):
        assert getattr(period("2024"), operation)(stranger) is NotImplemented


class TestLaws:
    @given(periods)
    def test_reading_undoes_writing(self, span: Period) -> None:
        assert period(str(span)) == span

    @given(periods)
    def test_the_repr_gives_the_period_back(self, span: Period) -> None:
        assert eval(repr(span), {"period": period}) == span  # noqa: S307 - the repr is ours, and pasting it is the promise

    @given(periods)
    def test_pickling_keeps_everything(self, span: Period) -> None:
        back = pickle.loads(pickle.dumps(span))
        assert (back, hash(back), back.frequency) == (span, hash(span), span.frequency)

    @given(periods, steps)
    def test_a_move_and_its_reverse_cancel(self, span: Period, steps: int) -> None:
        try:
            moved = span.shift(steps)
        except (InvalidValueError, PeriodMismatchError):
            return  # it cannot move, and it says so
        assert moved.shift(-steps) == span
        assert moved.frequency == span.frequency

    @given(days, days, frequencies)
    def test_a_difference_undoes_a_move(self, one: date, other: date, frequency: Frequency) -> None:
        first, second = period_of(one, frequency), period_of(other, frequency)
        assert first + (second - first) == second

    @given(periods, frequencies)
    def test_pieces_tile_the_whole(self, span: Period, frequency: Frequency) -> None:
        try:
            pieces = list(span.split(frequency))
        except PeriodMismatchError:
            return  # nothing fills it, and it says so
        assert (pieces[0].start, pieces[-1].end) == (span.start, span.end)
        assert all(one.until == other.start for one, other in pairwise(pieces))
        assert {piece.frequency for piece in pieces} == {frequency}

    @given(periods)
    def test_members_tile_the_whole(self, span: Period) -> None:
        members = list(span)
        assert sum(member.days for member in members) == span.days
        assert all(member in span for member in members)

    @given(periods, st.data())
    def test_exactly_the_days_of_a_period_are_in_it(self, span: Period, data: st.DataObject) -> None:
        assert data.draw(st.dates(span.start, span.end)) in span
        other = data.draw(st.dates())
        assert (other in span) is (span.start <= other <= span.end)

    @given(periods, periods, periods)
    def test_containment_is_transitive_and_overlap_follows(self, one: Period, two: Period, three: Period) -> None:
        if one in two and two in three:
            assert one in three
        if one in two:
            assert one.overlaps(two)
        assert one in one  # noqa: PLR0124 - the law

    @given(days, frequencies)
    def test_the_period_of_a_day_encloses_it(self, day: date, frequency: Frequency) -> None:
        span = period_of(day, frequency)
        assert day in span
        assert span.frequency is frequency
        assert Period(day, day).to(frequency) == span

    @given(periods, periods)
    def test_order_and_equality_agree(self, one: Period, other: Period) -> None:
        assert (one < other) + (one == other) + (one > other) == 1


def test_what_holds_on_a_day_has_one_form() -> None:
    assert day_or_period("2024-03-01") == day_or_period(period("2024-03-01")) == date(2024, 3, 1)
    assert day_or_period(date(2024, 3, 1)) == date(2024, 3, 1)
    assert day_or_period("2024-03") == period("2024-03")
    with pytest.raises(WrongTypeError, match="since must be"):
        day_or_period(20240301, "since")  # type: ignore[arg-type]
