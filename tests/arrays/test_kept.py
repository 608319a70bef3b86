from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import ExchangeRate, LastKnown, RateTable, period
from centralasia.arrays import kept as module
from centralasia.arrays.calendars import Calendar, Question, compile_calendar
from centralasia.arrays.kept import Kept
from centralasia.arrays.rows import Work, moneys_of, times_of
from centralasia.reference import currency

FIRST = date(2020, 1, 1)


def a_table(*, several: bool, digits: int = 4) -> RateTable:
    """Made up: three currencies against the dollar, with holes; or of several publishers, so that ways are searched."""
    rates = []
    for place, code in enumerate(("KZT", "UZS", "KGS")):
        for day in range(0, 500, 1 + place):
            if day % 50 > 20:
                value = f"{100 * (place + 1) + day * 0.37:.{digits}f}"
                rates.append(ExchangeRate(base="USD", quote=code, value=value, on=FIRST + timedelta(day), source="nbk"))
                if several and day % 3 == 0:
                    on = FIRST + timedelta(day + 1)
                    rates.append(ExchangeRate(base="EUR", quote=code, value=value, on=on, source="ecb"))
    return RateTable.of(rates)


SIMPLE, SEVERAL, LONG = a_table(several=False), a_table(several=True), a_table(several=False, digits=20)
USUAL = LastKnown()
QUESTIONS = [
    Question(rates=SIMPLE, policy=USUAL, kind=None),
    Question(rates=SEVERAL, policy=USUAL, kind=None),
    Question(rates=SIMPLE, policy=LastKnown(7, skew=1), kind=None),
    Question(rates=LONG, policy=USUAL, kind=None),
]

Row = tuple[str | None, Any]


def work_of(asked: Question, rows: Sequence[Row], **extra: Any) -> Work:
    codes, days = (pa.chunked_array([pa.array(list(each))]) for each in zip(*rows, strict=True))
    return Work(asked, len(rows), moneys_of(codes), moneys_of(currency("KZT")), times_of(days, len(rows)), **extra)


def cells(calendar: Calendar, used: Any) -> list[tuple[Any, ...]]:
    found = []
    for row, column in np.argwhere(used).tolist():
        factor = calendar.factors[row, column]
        parts = [part[row, column] for part in (calendar.ages, calendar.days, calendar.legs)]
        fraction = calendar.fraction(row, column)
        found.append((row, column, fraction, None if np.isnan(factor) else factor, *map(int, parts)))
    return found


def check(asked: Question, batches: Sequence[Sequence[Row]]) -> None:
    """Kept calendars have what calendars of each batch alone have, wherever a row looks."""
    kept = Kept()
    for rows in batches:
        alone, together = work_of(asked, rows), work_of(asked, rows, compile=kept.calendar, limit=kept.limits)
        used = alone.used()
        assert cells(together.calendar, used) == cells(alone.calendar, used)
        assert together.calendar.pairs == alone.calendar.pairs
        used &= alone.calendar.legs[:-1, :-1] >= 0
        for kept_limit, limit in zip(together.limits, alone.limits, strict=True):
            assert cells(kept_limit, used) == cells(limit, used)
        assert np.isnan(together.calendar.factors[-1]).all()
        assert np.isnan(together.calendar.factors[:, -1]).all()


codes = st.sampled_from(["USD", "KZT", "UZS", "KGS", "XAU", "nonsense", None])
days = st.integers(-30, 550).map(lambda day: FIRST + timedelta(day))
texts = st.one_of(days.map(str), st.sampled_from(["2020-Q3", "2021", "nonsense", None]))
batches_of_days = st.lists(st.lists(st.tuples(codes, st.none() | days), min_size=1, max_size=5), min_size=1, max_size=3)
batches_of_texts = st.lists(st.lists(st.tuples(codes, texts), min_size=1, max_size=5), min_size=1, max_size=3)


class TestLaws:
    @given(st.sampled_from(QUESTIONS), batches_of_days)
    def test_what_is_kept_is_what_would_be_worked_out(self, asked: Question, batches: list[list[Row]]) -> None:
        check(asked, batches)

    @given(st.sampled_from(QUESTIONS), batches_of_texts)
    def test_periods_are_kept_as_well(self, asked: Question, batches: list[list[Row]]) -> None:
        check(asked, batches)


def test_days_far_apart_are_kept_one_by_one() -> None:
    check(QUESTIONS[0], [[("USD", date(1, 1, 1)), ("USD", date(9999, 12, 31))], [("UZS", FIRST + timedelta(30))]])


def test_days_at_the_ends_of_the_calendar_have_nothing_beyond_them() -> None:
    check(QUESTIONS[0], [[("USD", date(9999, 12, 30))], [("USD", date(9999, 12, 31))]])
    check(QUESTIONS[0], [[("USD", date(1, 2, 1))], [("USD", date(1, 1, 2))]])


def test_days_before_those_that_are_kept_are_added() -> None:
    check(QUESTIONS[0], [[("USD", FIRST + timedelta(day))] for day in (500, 300, 30)])


def test_two_spellings_of_nothing_share_their_cells() -> None:
    rows: list[Row] = [("USD", FIRST + timedelta(30)), ("UZS", FIRST + timedelta(31))]
    check(QUESTIONS[3], [rows, rows[::-1], rows])


def test_days_in_their_order_are_worked_out_in_spans_that_double(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def counted(asked: Question, pairs: Any, *, slots: Any, used: Any) -> Calendar:
        calls.append(len(slots))
        return compile_calendar(asked, pairs, slots=slots, used=used)

    monkeypatch.setattr(module, "compile_calendar", counted)
    kept = Kept()
    for day in range(0, 4_000, 40):
        rows: list[Row] = [("UZS", FIRST + timedelta(day)), ("UZS", FIRST + timedelta(day + 39))]
        assert work_of(QUESTIONS[0], rows, compile=kept.calendar).calendar.legs.shape == (2, 41)
    assert calls == [406, 440, 880, 1_760, 3_520]


def test_a_cell_is_searched_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = []

    def counted(asked: Question, pairs: Any, *, slots: Any, used: Any) -> Calendar:
        wanted.append([slots[column] for _, column in np.argwhere(used()).tolist()])
        return compile_calendar(asked, pairs, slots=slots, used=used)

    monkeypatch.setattr(module, "compile_calendar", counted)
    kept = Kept()
    rows: list[Row] = [("UZS", FIRST + timedelta(day)) for day in (25, 30, 45)]
    for batch in (rows, rows[1:], rows[::-1], [*rows, ("UZS", FIRST + timedelta(46))]):
        assert work_of(QUESTIONS[1], batch, compile=kept.calendar).calendar.pairs == (
            (currency("UZS"), currency("KZT")),
        )
    assert wanted == [[FIRST + timedelta(day) for day in days] for days in ((25, 30, 45), (46,))]


def test_periods_beside_days() -> None:
    kept = Kept()
    work = work_of(QUESTIONS[0], [("USD", "2020-02-01"), ("USD", "2020")], compile=kept.calendar)
    assert [*work.times.slots] == [date(2020, 2, 1), period("2020")]
    assert work.calendar.fraction(0, 0) is not None
    assert attrs.evolve(work).calendar.fraction(0, 1) == work.calendar.fraction(0, 1) != Fraction(0)
