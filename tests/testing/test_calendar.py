from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError
from centralasia.periods import Frequency, Period
from centralasia.reference import currency
from centralasia.testing import days, periods
from centralasia.testing.calendar import lifetime, runs, whole


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        (None, None, date(1990, 1, 1), date(2049, 12, 31)),
        ("2024-01-01", "2024-01-02", date(2024, 1, 1), date(2024, 1, 1)),
        (date(2024, 1, 1), None, date(2024, 1, 1), date(2049, 12, 31)),
        (None, "2024-01-01", date(1990, 1, 1), date(2023, 12, 31)),
        (None, "1985-01-01", date(1, 1, 1), date(1984, 12, 31)),
        ("2060-01-01", None, date(2060, 1, 1), date(9999, 12, 30)),
    ],
)
def test_days_lie_between_the_two_given(
    since: date | str | None, until: date | str | None, first: date, last: date
) -> None:
    @given(days(since=since, until=until))
    def lie_between(day: date) -> None:
        assert first <= day <= last

    lie_between()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"since": "2024-01-02", "until": "2024-01-02"}, "until must be a day after 2024-01-02"),
        ({"since": "2024-13-01"}, "since must be a day of the calendar"),
        ({"until": "soon"}, "until must be a day written YYYY-MM-DD"),
    ],
)
def test_days_that_cannot_be(options: dict[str, str], message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        days(**options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"frequency": "A", "since": "2024-02-01", "until": "2025-12-31"}, "late enough for a whole annual period"),
        ({"frequency": "W", "since": "9999-12-29", "until": "9999-12-31"}, "late enough for a whole weekly period"),
        ({"frequency": "Y"}, "frequency must be one of A S Q M W D"),
        ({"since": "2024-02-01", "until": "2024-01-01"}, "until must be a day after 2024-02-01"),
    ],
)
def test_periods_that_cannot_be(options: dict[str, str], message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        periods(**options)


@pytest.mark.parametrize("frequency", list(Frequency))
def test_every_frequency_comes(frequency: Frequency, reached: Callable[..., object]) -> None:
    reached(periods(), lambda span: span.frequency is frequency)


def test_spans_of_months_and_of_days_come(reached: Callable[..., object]) -> None:
    reached(periods(), lambda span: span.frequency is None and span.start.day == 1 and "-01/" in str(span))
    reached(periods(), lambda span: span.frequency is None and span.start.day > 1)


def test_in_a_few_days_there_are_only_days_and_their_spans(reached: Callable[..., object]) -> None:
    reached(periods(since="2024-01-02", until="2024-01-04"), lambda span: span.days == 2)


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ((), (date(1990, 1, 1), date(2050, 1, 1))),
        (("TMM",), (date(1993, 11, 1), date(2010, 1, 1))),
        (("TMM", "TMT"), (date(2009, 1, 1), date(2010, 1, 1))),
        (("ALK",), (date(1946, 11, 1), date(1965, 8, 17))),
    ],
)
def test_a_lifetime_is_when_all_were_in_use(codes: tuple[str, ...], expected: tuple[date, date]) -> None:
    assert lifetime(*map(currency, codes)) == expected


def test_currencies_that_never_met_have_no_lifetime() -> None:
    with pytest.raises(InvalidValueError, match="currencies that were in use on one day, got 'ALK, EUR'"):
        lifetime(currency("ALK"), currency("EUR"))


@pytest.mark.parametrize(("length", "fits"), [(12, True), (13, False)])
def test_a_run_fits_or_there_is_none(length: int, fits: bool) -> None:  # noqa: FBT001 - a column of the table above
    run = runs(Frequency.MONTHLY, length, since=date(2024, 1, 1), until=date(2025, 1, 1))
    assert (run is not None) is fits


def test_where_no_period_fits_there_is_no_run() -> None:
    assert runs(Frequency.ANNUAL, 1, since=date(2024, 2, 1), until=date(2024, 12, 1)) is None


class TestLaws:
    @given(st.data(), st.sampled_from([None, *Frequency]))
    def test_every_day_of_a_period_lies_in_the_window(self, data: st.DataObject, frequency: Frequency | None) -> None:
        since, until = sorted([data.draw(days(until="2015-01-01")), data.draw(days(since="2017-01-02"))])
        span = data.draw(periods(frequency=frequency, since=since, until=until))
        assert since <= span.start
        assert span.until <= until
        assert frequency is None or span.frequency is frequency

    @given(st.data(), st.sampled_from(list(Frequency)), st.integers(1, 9))
    def test_a_run_has_equal_gaps_and_stays_in_its_window(
        self, data: st.DataObject, frequency: Frequency, length: int
    ) -> None:
        since, until = date(1995, 5, 5), date(2031, 1, 1)
        strategy = runs(frequency, length, since=since, until=until)
        assert strategy is not None
        run: tuple[Period, ...] = data.draw(strategy)
        assert len(run) == length
        assert len({later - earlier for earlier, later in pairwise(run)}) <= 1
        assert since <= run[0].start
        assert run[-1].until <= until

    @given(st.data(), days(), days())
    def test_a_whole_period_lies_between_or_there_is_none(self, data: st.DataObject, one: date, other: date) -> None:
        since, until = min(one, other), max(one, other)
        strategy = whole(Frequency.QUARTERLY, since, until) if since < until else None
        if strategy is None:
            assert (until - since).days < 184
        else:
            span = data.draw(strategy)
            assert since <= span.start
            assert span.until <= until
