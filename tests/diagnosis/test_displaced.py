"""Displaced quotes: day and month exchanged, and figures that were known too early."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centralasia.diagnosis import Series, day_number, find_look_ahead, find_swapped_days

if TYPE_CHECKING:
    from tests.diagnosis.conftest import Places, Table

SIZES = ((30, 300), (250, 100), (2_500, 20))


def exchanged(number: int) -> int | None:
    """Read the day of a date as its month, and the month as its day."""
    day = date.fromordinal(number + date(1970, 1, 1).toordinal())
    return day_number(day.replace(month=day.day, day=day.month)) if day.day <= 12 and day.day != day.month else None


def displaced(table: "Table", share: float) -> tuple["Table", "Places", "Places"]:
    """Exchange day and month of some rows; give the table in order, where those rows are, and where all stood."""
    random = np.random.default_rng(4)
    eligible = [row for row, day in enumerate(table.days.tolist()) if exchanged(day) is not None]
    rows = random.choice(eligible, max(3, int(share * len(eligible))), replace=False)
    new = table.copy()
    new.days[rows] = [exchanged(day) or day for day in table.days[rows].tolist()]
    order = np.lexsort((new.days, np.arange(len(new.days)) // table.length))
    for column in ("days", "values", "nominals", "decimals"):
        setattr(new, column, getattr(new, column)[order])
    return new, np.flatnonzero(np.isin(order, rows)), order


@pytest.mark.parametrize("share", [0.001, 0.01, 0.05])
@pytest.mark.parametrize(("length", "count"), SIZES)
def test_a_day_read_as_its_month_is_found(
    made_up: Callable[..., "Table"], length: int, count: int, share: float
) -> None:
    table, rows, order = displaced(made_up(count, length, 3), share)
    series = table.series()
    found = find_swapped_days(series, order)
    assert np.isin(rows, found.rows).mean() >= (0.95 if share < 0.05 else 0.85)
    assert np.isin(found.rows, rows).mean() >= 0.98
    assert found.links.tolist() == [exchanged(day) for day in series.days[found.rows].tolist()]
    by_price = find_swapped_days(series)  # which cannot always tell which of two quotes of a day is the wrong one
    assert np.isin(rows, by_price.rows).mean() >= 0.75
    assert len(by_price) <= len(rows)


@pytest.mark.parametrize(("length", "count"), SIZES)
def test_a_clean_series_has_its_days_right(made_up: Callable[..., "Table"], length: int, count: int) -> None:
    assert not len(find_swapped_days(made_up(count, length, 6).series()))


def test_holidays_are_holes_that_nothing_fits_better(made_up: Callable[..., "Table"]) -> None:
    table = made_up(1, 1_000, 7)
    keep = np.random.default_rng(1).random(1_000) > 0.06
    series = table.series()
    fewer = Series(days=series.days[keep], logs=series.logs[keep], half=series.half[keep], starts=[0])
    assert not len(find_swapped_days(fewer))


def test_rows_in_no_order_tell_nothing_by_their_place(made_up: Callable[..., "Table"]) -> None:
    table, _, order = displaced(made_up(20, 250, 3), 0.01)
    series = table.series()
    mixed = np.random.default_rng(1).permutation(len(order))
    assert find_swapped_days(series, mixed).rows.tolist() == find_swapped_days(series).rows.tolist()


def stood(*moves: tuple[str, str], logs: Any = None) -> tuple[Series, Any]:
    """A slow walk from January to June, of which some days were read as others; the rows stand as they did before."""
    days = np.arange(day_number(date(2024, 1, 3)), day_number(date(2024, 6, 28)))
    read = days.copy()
    for day, wrong in moves:
        read[days == day_number(date.fromisoformat(day))] = day_number(date.fromisoformat(wrong))
    order = np.argsort(read, kind="stable")
    walked = np.linspace(6, 6.02, len(days)) if logs is None else logs
    return Series(days=read[order], logs=walked[order], half=[1e-5] * len(days), starts=[0]), order


MOVED = [
    ("in the middle of the days", [("2024-03-04", "2024-04-03")]),
    ("to before the first day", [("2024-02-01", "2024-01-02")]),
    ("each to the other's day", [("2024-03-04", "2024-04-03"), ("2024-04-03", "2024-03-04")]),
    ("to days beside each other", [("2024-03-02", "2024-02-03"), ("2024-02-04", "2024-04-02")]),
    ("some of them", [("2024-05-02", "2024-02-05"), ("2024-06-03", "2024-03-06"), ("2024-04-01", "2024-01-04")]),
]


@pytest.mark.parametrize("moves", [moves for _, moves in MOVED], ids=[name for name, _ in MOVED])
def test_the_place_in_the_file_tells_what_prices_do_not(moves: list[tuple[str, str]]) -> None:
    series, order = stood(*moves)
    found = find_swapped_days(series, order)
    belongs = [day_number(date.fromisoformat(day)) for day, _ in moves]
    assert sorted(found.links.tolist()) == sorted(belongs)
    assert len(found) == len(moves)


def test_parts_are_looked_at_one_by_one(made_up: Callable[..., "Table"], monkeypatch: pytest.MonkeyPatch) -> None:
    table, _, order = displaced(made_up(20, 250, 3), 0.01)
    whole = find_swapped_days(table.series(), order)
    blocks = Series.blocks
    monkeypatch.setattr(Series, "blocks", lambda series: blocks(series, 600))
    parts = find_swapped_days(table.series(), order)
    assert (parts.rows.tolist(), parts.links.tolist()) == (whole.rows.tolist(), whole.links.tolist())


def test_monthly_quotes_have_holes_of_months() -> None:
    days = [day_number(date(year, month, 5)) for year in (2020, 2021, 2022) for month in range(1, 13)]
    days[2] = day_number(date(2020, 5, 3))  # 5 March
    order = np.argsort(days)
    logs = np.linspace(6, 6.3, 36)
    series = Series(days=np.array(days)[order], logs=logs[order], half=[1e-5] * 36, starts=[0])
    assert find_swapped_days(series).rows.tolist() in ([3], [])


def test_no_quote_is_on_no_day() -> None:
    empty = Series(days=[], logs=[], half=[], starts=[])
    assert not len(find_swapped_days(empty))
    assert not len(find_swapped_days(Series(days=[5], logs=[1], half=[0], starts=[0])))


def walk(days: int, seed: int, decimals: int = 2) -> Any:
    random = np.random.default_rng(seed)
    return np.round(450 * np.exp(np.cumsum(random.normal(0, 0.004, days))), decimals)


def quotes(values: Any, days: Any = None, decimals: int = 2) -> Series:
    when = np.arange(len(values)) if days is None else days
    half = 0.5 * 10.0**-decimals / values
    return Series(days=when, logs=np.log(values), half=half, starts=[0] if len(values) else [])


ONE = np.array([0])


@pytest.mark.parametrize("start", [0, 40, 90])
def test_figures_known_too_early_are_found_and_put_right(start: int) -> None:
    values = walk(100, 1)
    early = values.copy()
    early[start:-1] = values[start + 1 :]
    found = find_look_ahead(quotes(early), quotes(values), matches=ONE)
    changed = [row for row in range(start, 99) if abs(values[row] - values[row + 1]) > 0.0101]
    assert found.rows.tolist() == changed
    assert np.array_equal(found.corrected, np.log(values)[found.rows])
    assert found.links.tolist() == changed


def test_what_is_as_it_was_published_is_not_early() -> None:
    values = walk(100, 1)
    assert not len(find_look_ahead(quotes(values), quotes(values), matches=ONE))
    assert not len(find_look_ahead(quotes(values[:-1], np.arange(1, 100)), quotes(values), matches=ONE))  # a day late


def test_a_reference_may_differ_a_little() -> None:
    values = walk(100, 1)
    early = np.append(values[1:], values[-1]) * 1.0001
    assert len(find_look_ahead(quotes(early), quotes(values), matches=ONE)) > 70


def test_one_or_two_in_a_row_are_chance() -> None:
    values = walk(30, 1)
    early = values.copy()
    early[10:12] = values[11:13]
    assert not len(find_look_ahead(quotes(early), quotes(values), matches=ONE))
    assert len(find_look_ahead(quotes(early), quotes(values), matches=ONE, least=2)) == 2


def test_a_series_without_a_reference_is_not_judged() -> None:
    values = walk(30, 1)
    early = np.append(values[1:], values[-1])
    assert not len(find_look_ahead(quotes(early), quotes(values), matches=np.array([-1])))
    assert not len(find_look_ahead(quotes(early, np.arange(30) + 500), quotes(values), matches=ONE))
    assert not len(find_look_ahead(quotes(np.empty(0)), quotes(values), matches=np.empty(0, int)))


class TestLaws:
    @settings(max_examples=30)
    @given(st.integers(0, 1_000), st.integers(0, 27))
    def test_what_was_put_right_is_early_no_more(self, seed: int, start: int) -> None:
        values = walk(30, seed)
        early = values.copy()
        early[start:-1] = values[start + 1 :]
        spoilt = quotes(early)
        found = find_look_ahead(spoilt, quotes(values), matches=ONE)
        logs = spoilt.logs.copy()
        logs[found.rows] = found.corrected
        right = Series(days=spoilt.days, logs=logs, half=spoilt.half, starts=[0])
        assert not len(find_look_ahead(right, quotes(values), matches=ONE))
