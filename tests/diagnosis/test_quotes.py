"""Quotes judged: every single fault and what it is called, clean series and real crises, ends, runs and odd input."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centralasia.diagnosis import Cause, Series, Verdicts, day_number, events_of, judge_quotes, steps_of
from centralasia.reference import Currency, currency

if TYPE_CHECKING:
    from tests.diagnosis.conftest import Places, Table

Spoil = Callable[["Table", "Places", np.random.Generator], "Table"]
SIZES = ((30, 300), (250, 100), (2_500, 20))  # days and series


def codes(found: Verdicts) -> dict[int, str]:
    return {row: Cause(cause).code for row, cause in zip(found.rows.tolist(), found.causes.tolist(), strict=True)}


def one_series(logs: Any, first: date = date(2012, 1, 2), **more: Any) -> Series:
    given = np.asarray(logs, float)
    days = np.arange(len(given)) + day_number(first)
    return Series(days=days, logs=given, half=np.full(len(given), 1e-5), starts=[0] if len(given) else [], **more)


def inverted(table: "Table", rows: "Places", _random: np.random.Generator) -> "Table":
    price = table.values[rows] / table.nominals[rows]
    decimals = np.maximum(0, np.ceil(5 + np.log10(price))).astype(int)
    scale = 10.0**decimals
    return table.put(rows, np.round(scale / price) / scale, decimals, 1)


def nominal_lost(table: "Table", rows: "Places", _random: np.random.Generator) -> "Table":
    return table.put(rows, table.values[rows], table.decimals[rows], 1)


def nominal_twice(table: "Table", rows: "Places", _random: np.random.Generator) -> "Table":
    nominals = table.nominals[rows]
    more = np.round(np.log10(nominals)).astype(int)
    return table.put(rows, table.values[rows] / nominals, table.decimals[rows] + more)


def decimal_comma_as_group(table: "Table", rows: "Places", _random: np.random.Generator) -> "Table":
    return table.put(rows, np.round(table.values[rows] * 10.0 ** table.decimals[rows]), 0)


def decimal_shifted(table: "Table", rows: "Places", random: np.random.Generator) -> "Table":
    """Move the mark by as many places as neither the nominal nor a lost comma would."""
    powers = random.choice([-4, -3, -2, -1, 1, 2, 3, 4], len(rows))
    taken = (np.abs(powers) == np.round(np.log10(table.nominals[rows]))) | (powers >= table.decimals[rows])
    powers = np.where(taken, -5 + np.round(np.log10(table.nominals[rows])).astype(int) % 2, powers)
    powers = np.maximum(powers, -4)
    decimals = np.maximum(table.decimals[rows] - powers, 0)
    return table.put(rows, table.values[rows] * 10.0**powers, decimals)


def spike(table: "Table", rows: "Places", random: np.random.Generator) -> "Table":
    unit = 10.0 ** -table.decimals[rows]
    moved = table.values[rows] * random.choice([2, 3, 1.4, 0.5, 1 / 3], len(rows))
    return table.put(rows, np.maximum(np.round(moved / unit), 1) * unit, table.decimals[rows])


def may_be_inverted(table: "Table") -> Any:
    price = table.values / table.nominals
    return (price < 0.5) | (price > 2)


FAULTS: dict[str, tuple[Spoil, Callable[["Table"], Any]]] = {
    "inverted": (inverted, may_be_inverted),
    "nominal-lost": (nominal_lost, lambda table: table.nominals > 1),
    "nominal-twice": (nominal_twice, lambda table: table.nominals > 1),
    "decimal-comma-as-group": (decimal_comma_as_group, lambda table: table.decimals > 0),
    "decimal-shifted": (decimal_shifted, lambda table: table.decimals > 0),
    "spike": (spike, lambda table: table.decimals >= 0),
}


def spoilt(table: "Table", code: str, share: float) -> tuple["Table", "Places"]:
    random = np.random.default_rng(5)
    spoil, may_be = FAULTS[code]
    eligible = np.flatnonzero(may_be(table))
    rows = np.sort(random.choice(eligible, max(3, int(share * len(eligible))), replace=False))
    return spoil(table, rows, random), rows


@pytest.mark.parametrize(("length", "count"), SIZES)
@pytest.mark.parametrize("share", [0.001, 0.01, 0.05])
@pytest.mark.parametrize("code", FAULTS)
def test_single_faults_are_found_and_called_by_their_name(
    made_up: Callable[..., "Table"], code: str, share: float, length: int, count: int
) -> None:
    clean = made_up(count, length, 3)
    table, rows = spoilt(clean, code, share)
    found, before = codes(judge_quotes(table.series())), codes(judge_quotes(clean.series()))
    within = rows[(rows % length > 0) & (rows % length < length - 1)]  # a jump on the last day may be a shift
    right = sum(found.get(row) == code for row in within.tolist())
    assert right >= (0.95 if share < 0.05 or length > 30 else 0.9) * len(within)
    others = found.keys() - before.keys() - set(rows.tolist())
    assert len(others) <= max(2, 0.0015 * len(table.values))


@pytest.mark.parametrize(("length", "count"), SIZES)
@pytest.mark.parametrize("seed", [11, 12])
def test_clean_series_raise_no_alarm(made_up: Callable[..., "Table"], length: int, count: int, seed: int) -> None:
    series = made_up(count, length, seed).series()
    found = judge_quotes(series)
    assert not len(found.having(*(cause for cause in Cause if cause.is_named)))
    assert len(found) <= max(1, 0.001 * len(series))


# Figures and days from `regimes`, where it has them; those of December 2014 are of the size it was, and made up.
CRISES: dict[str, tuple[str, float, list[tuple[str, float]], float]] = {
    "KZT August 2015": (
        "KZT", 0.0005, [("2015-08-19", 188.38), ("2015-08-20", 255.26), ("2015-08-21", 252.47), ("2015-08-24", 218.61)],
        0.008,
    ),
    "KZT August 2015, calm after": (
        "KZT", 0.0005, [("2015-08-19", 188.38), ("2015-08-20", 255.26), ("2015-08-21", 252.47), ("2015-08-24", 218.61)],
        0.0003,
    ),
    "KZT August 2015, weekend and all": (
        "KZT", 0.0005, [
            ("2015-08-19", 188.38), ("2015-08-20", 255.26), ("2015-08-21", 252.47), ("2015-08-22", 240.6495),
            ("2015-08-23", 229.3826), ("2015-08-24", 218.61),
        ],
        0.002,
    ),
    "KZT February 2014": ("KZT", 0.0005, [("2014-02-10", 155.5), ("2014-02-12", 184.5)], 0.001),
    "UZS September 2017": ("UZS", 0.0005, [("2017-09-04", 4210.35), ("2017-09-05", 8100.0)], 0.001),
    "AZN February 2015": ("AZN", 0.0001, [("2015-02-20", 0.7862), ("2015-02-23", 1.05)], 0.0001),
    "AZN December 2015": ("AZN", 0.0001, [("2015-12-18", 1.0499), ("2015-12-21", 1.55)], 0.004),
    "TMT January 2015": ("TMT", 0.0, [("2014-12-31", 2.85), ("2015-01-01", 3.5)], 0.0),
    "RUB December 2014": (
        "RUB", 0.01, [
            ("2014-12-11", 54.3), ("2014-12-12", 54.8), ("2014-12-15", 56.9), ("2014-12-16", 58.4),
            ("2014-12-17", 61.1), ("2014-12-18", 67.8), ("2014-12-19", 59.6), ("2014-12-22", 56.5),
        ],
        0.02,
    ),
    "RUB March 2022": (
        "RUB", 0.006, [
            ("2022-02-25", 83.86), ("2022-02-28", 105.01), ("2022-03-01", 93.6), ("2022-03-02", 91.8),
            ("2022-03-03", 103.2), ("2022-03-04", 111.8), ("2022-03-07", 142.67), ("2022-03-09", 116.1),
        ],
        0.02,
    ),
}  # fmt: skip


def crisis(name: str, seed: int) -> tuple[Series, list[tuple[Currency, Currency]]]:
    code, calm, points, restless = CRISES[name]
    random = np.random.default_rng(seed)
    known = [day_number(date.fromisoformat(day)) for day, _ in points]
    before = np.arange(known[0] - 400, known[0])
    after = np.arange(known[-1] + 1, known[-1] + 400)
    before, after = (days[(days + 3) % 7 < 5] for days in (before, after))
    start = np.log(points[0][1]) + np.cumsum(random.normal(0, calm, len(before)))[::-1]
    end = np.log(points[-1][1]) + np.cumsum(random.normal(0, restless, len(after)))
    values = np.round(np.exp(np.concatenate((start, np.log([value for _, value in points]), end))), 4)
    series = Series(
        days=np.concatenate((before, known, after)),
        logs=np.log(values),
        half=0.00005 / values,
        starts=[0],
        nominals=np.ones(len(values)),
        decimals=np.full(len(values), 4),
    )
    return series, [(currency("USD"), currency(code))]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", CRISES)
def test_a_real_crisis_is_one_regime_break_and_nothing_else(name: str, seed: int) -> None:
    series, pairs = crisis(name, seed)
    events = events_of(pairs)
    found = judge_quotes(series, steps=steps_of(pairs), events=events)
    assert set(codes(found).values()) <= {"regime-break"}
    assert len(found) <= 1
    for event in found.events.tolist():
        assert events.facts[event].currency is pairs[0][1]
    if not name.startswith("RUB"):  # which were restless before and after, so that no day stands out for certain
        assert len(found) == 1


def test_a_break_to_beyond_parity_inverts_nothing() -> None:
    random = np.random.default_rng(1)
    days = np.arange(400) + day_number(date(2022, 2, 28)) - 200
    logs = np.log(np.where(np.arange(400) < 200, 1.104, 0.8816)) + np.cumsum(random.normal(0, 0.004, 400))
    series = Series(days=days, logs=logs, half=[0.00005] * 400, starts=[0])
    found = judge_quotes(series, events=events_of([(currency("RUB"), currency("KGS"))]))
    assert codes(found) == {200: "regime-break"}


def test_what_is_off_for_no_known_reason_is_held_against_what_is_beside_it() -> None:
    logs = [*flat(20), *(6.1 + each for each in (0.3, 0.38, 0.31)), *flat(20)]
    found = judge_quotes(one_series(logs))
    assert set(codes(found).values()) == {"spike"}
    assert np.abs(found.expected - 6.1).max() < 0.01


def test_a_break_nobody_knows_of_is_a_level_shift() -> None:
    series, _ = crisis("KZT February 2014", 1)
    assert list(codes(judge_quotes(series)).values()) == ["level-shift"]


def test_a_slip_within_a_crisis_is_still_named() -> None:
    series, pairs = crisis("UZS September 2017", 1)
    logs = series.logs.copy()
    place = int(np.searchsorted(series.days, day_number(date(2017, 9, 12))))
    logs[place] += np.log(100)
    spoilt_series = Series(days=series.days, logs=logs, half=series.half, starts=[0])
    found = codes(judge_quotes(spoilt_series, events=events_of(pairs)))
    assert sorted(found.values()) == ["decimal-shifted", "regime-break"]
    assert found[place] == "decimal-shifted"


def flat(count: int, level: float = 6.1) -> list[float]:
    return [level + 0.001 * ((place * 7) % 5) for place in range(count)]


ENDS = [
    ("the last, by a decade", [*flat(20), 6.1 + np.log(10)], {20: "decimal-shifted"}),
    ("the first, by a decade", [6.1 + np.log(100), *flat(20)], {0: "decimal-shifted"}),
    ("the last, by half", [*flat(20), 6.1 + np.log(1.5)], {20: "doubtful"}),
    ("the first, by half", [6.1 - np.log(1.5), *flat(20)], {0: "doubtful"}),
    ("the last two", [*flat(20), *flat(2, 6.5)], {20: "doubtful", 21: "doubtful"}),
    ("the last three stay", [*flat(20), *flat(3, 6.5)], {20: "level-shift"}),
    ("the last, to an inverse beside parity", [*flat(20, 0.5), -0.5], {20: "doubtful"}),
    ("the last, to an inverse", [*flat(20, 0.75), -0.75], {20: "inverted"}),
    ("two quotes", [6.1, 6.1 + np.log(10)], {1: "doubtful"}),
    ("three quotes", [6.1, 6.1 + np.log(10), 6.11], {1: "decimal-shifted"}),
    ("three quotes, unnamed", [6.1, 6.6, 6.11], {1: "spike"}),
    ("a few restless quotes", [6.1, 6.14, 6.08, 6.13], {}),
    ("one quote", [6.1], {}),
    ("no quote", [], {}),
]


@pytest.mark.parametrize(("logs", "expected"), [case[1:] for case in ENDS], ids=[case[0] for case in ENDS])
def test_ends_and_short_series(logs: list[float], expected: dict[int, str]) -> None:
    assert codes(judge_quotes(one_series(logs))) == expected


def test_what_is_doubtful_says_what_it_may_be() -> None:
    found = judge_quotes(one_series([*flat(20), 6.6]))
    assert found.also.tolist() == [Cause.SPIKE.bit | Cause.LEVEL_SHIFT.bit]


@pytest.mark.parametrize("length", [2, 3, 4, 10, 60])
@pytest.mark.parametrize("start", [0, 40, 300])
@pytest.mark.parametrize(
    ("code", "moved"),
    [
        ("inverted", lambda logs: -logs),
        ("decimal-shifted", lambda logs: logs + np.log(1000)),
        ("decimal-shifted", lambda logs: logs - np.log(10)),
    ],
)
def test_runs_of_one_fault_are_found_to_their_last_quote(length: int, start: int, code: str, moved: Any) -> None:
    random = np.random.default_rng(2)
    clean = 6 + np.cumsum(random.normal(0, 0.004, 400))
    logs = clean.copy()
    logs[start : start + length] = moved(clean[start : start + length])
    found = judge_quotes(one_series(logs))
    assert codes(found) == dict.fromkeys(range(start, start + length), code)
    assert np.allclose(found.corrected, clean[start : start + length])


def test_a_run_nobody_can_name_is_a_run_of_spikes() -> None:
    logs = np.array(flat(100))
    logs[50:56] += 0.7
    assert codes(judge_quotes(one_series(logs))) == dict.fromkeys(range(50, 56), "spike")


def test_a_run_among_spikes_is_found() -> None:
    logs = np.array(flat(100))
    logs[40:50] += np.log(10)
    logs[[30, 45, 55]] += 0.5, 0.7, 0.5
    found = codes(judge_quotes(one_series(logs)))
    assert found == dict.fromkeys((30, 45, 55), "spike") | dict.fromkeys({*range(40, 50)} - {45}, "decimal-shifted")


def test_a_hole_in_time_allows_for_more() -> None:
    random = np.random.default_rng(4)
    logs = 6 + np.cumsum(random.normal(0, 0.01, 200))
    logs[100:] += 0.12
    days = np.arange(200) + 700 * (np.arange(200) >= 100)
    half = np.full(200, 1e-5)
    assert codes(judge_quotes(Series(days=np.arange(200), logs=logs, half=half, starts=[0]))) == {100: "level-shift"}
    assert codes(judge_quotes(Series(days=days, logs=logs, half=half, starts=[0]))) == {}


def test_coarse_figures_may_move_by_what_they_are_rounded_by() -> None:
    values = np.array([0.02, 0.02, 0.03, 0.02, 0.02, 0.02, 0.01, 0.02] * 5)
    series = Series(days=np.arange(40), logs=np.log(values), half=0.005 / values, starts=[0])
    assert not len(judge_quotes(series))


WON = {"nominals": [100] * 30, "decimals": [2] * 30}


def won(**changes: int) -> dict[str, Any]:
    """The nominals and decimals of thirty quotes of the won, of which the tenth has others."""
    return {name: [*usual[:10], changes.get(name, usual[0]), *usual[11:]] for name, usual in WON.items()}


BY_EVIDENCE = [
    ("nominal gone, figure as ever", np.log(100), won(nominals=1), "nominal-lost", "decimal-shifted"),
    ("no decimals in print", np.log(100), won(decimals=0), "decimal-comma-as-group", "nominal-lost"),
    ("nominal and decimals in print", np.log(100), won(), "nominal-lost", "decimal-shifted"),
    ("divided, nominal kept", -np.log(100), won(decimals=4), "nominal-twice", "decimal-shifted"),
    ("nominal too high", -np.log(10), won(nominals=1000), "nominal-twice", "decimal-shifted"),
    ("by another decade", np.log(1000), won(), "decimal-shifted", None),
]


@pytest.mark.parametrize(("step", "printed", "code", "other"), [each[1:] for each in BY_EVIDENCE])
def test_the_printed_figure_decides_between_causes(
    step: float, printed: dict[str, Any], code: str, other: str | None
) -> None:
    logs = np.array(flat(30, -1.2))
    logs[10] += step
    found = judge_quotes(one_series(logs, **printed))
    assert codes(found) == {10: code}
    also = {cause.code for cause in Cause if int(found.also[0]) & cause.bit}
    assert other is None or other in also
    assert found.corrected[0] == pytest.approx(logs[10] - step)


@pytest.mark.parametrize(("here", "usual", "code"), [(1, 100, "nominal-lost"), (100, 10, "nominal-twice")])
@pytest.mark.parametrize("share", [0.03, 0.2, 0.45])
def test_quotes_with_another_nominal_are_named_however_many_there_are(
    here: int, usual: int, code: str, share: float
) -> None:
    random = np.random.default_rng(3)
    clean = -1.2 + np.cumsum(random.normal(0, 0.004, 200))
    rows = np.flatnonzero(random.random(200) < share)
    nominals, logs = np.full(200, usual), clean.copy()
    nominals[rows], logs[rows] = here, clean[rows] + np.log(usual / here)
    found = judge_quotes(one_series(logs, nominals=nominals))
    assert codes(found) == dict.fromkeys(rows.tolist(), code)
    assert np.allclose(found.corrected, clean[rows])


def test_another_nominal_with_its_figure_is_right() -> None:
    nominals = np.where(np.arange(200) % 3 == 1, 10, 100)
    assert not len(judge_quotes(one_series(flat(200, -1.2), nominals=nominals)))


def test_a_group_read_as_a_decimal_comma() -> None:
    logs = np.array(flat(30, np.log(12_345)))
    logs[10] -= np.log(1000)
    decimals = [0] * 10 + [3] + [0] * 19
    assert codes(judge_quotes(one_series(logs, decimals=decimals))) == {10: "decimal-comma-as-group"}


def test_prices_printed_the_other_way_round_lose_their_nominal_downwards() -> None:
    logs = np.array(flat(30, 1.2))
    logs[10] -= np.log(100)
    found = judge_quotes(one_series(logs, inverted=[True], **won(nominals=1)))
    assert codes(found) == {10: "nominal-lost"}


class TestUnits:
    SOMONI = ((currency("USD"), currency("TJS")),)

    def test_one_quote_in_old_money(self) -> None:
        logs = np.array(flat(40, np.log(10.9)))
        logs[20] += np.log(1000)
        found = judge_quotes(one_series(logs), steps=steps_of(self.SOMONI))
        assert codes(found) == {20: "redenominated"}
        assert found.also[0] & Cause.DECIMAL_SHIFTED.bit

    def test_one_quote_in_the_other_direction_is_no_redenomination(self) -> None:
        logs = np.array(flat(40, np.log(10.9)))
        logs[20] -= np.log(1000)
        assert codes(judge_quotes(one_series(logs), steps=steps_of(self.SOMONI))) == {20: "decimal-shifted"}

    @pytest.mark.parametrize(
        ("code", "before", "after", "wrong"),
        [("TMT", 14_250.0, 2.85, "before"), ("TMM", 14_250.0, 2.85, "after"), ("TMT", 2.85, 2.85, "none")],
    )
    def test_a_series_over_the_day_of_a_redenomination(
        self, code: str, before: float, after: float, wrong: str
    ) -> None:
        pairs = [(currency("USD"), currency(code))]
        logs = np.log([before] * 60 + [after] * 40)
        series = one_series(logs, date(2008, 11, 2))
        found = judge_quotes(series, steps=steps_of(pairs), events=events_of(pairs))
        rows = {"before": range(60), "after": range(60, 100), "none": range(0)}[wrong]
        assert {row for row, cause in codes(found).items() if cause == "redenominated"} == set(rows)
        right = np.log(2.85 if wrong == "before" else 14_250)
        assert np.allclose(found.having(Cause.REDENOMINATED).corrected, right, atol=0.01)

    def test_other_faults_are_found_beside_it(self) -> None:
        pairs = [(currency("USD"), currency("TMT"))]
        logs = np.log([14_250.0] * 60 + [2.85] * 40)
        logs[[20, 80]] += np.log(10)
        found = codes(judge_quotes(one_series(logs, date(2008, 11, 2)), steps=steps_of(pairs)))
        assert (found[20], found[80], found[21]) == ("decimal-shifted", "decimal-shifted", "redenominated")


def test_each_series_is_judged_by_itself() -> None:
    one, two = flat(20), flat(20, -3.0)
    days = [*range(20)] * 2
    series = Series(days=days, logs=[*one, *two], half=[1e-5] * 40, starts=[0, 20])
    assert not len(judge_quotes(series))


class TestLaws:
    @settings(max_examples=40)
    @given(
        st.lists(st.floats(-20, 20), max_size=60),
        st.lists(st.integers(0, 3), min_size=60, max_size=60),
        st.integers(1, 4),
    )
    def test_whatever_the_quotes_are_each_is_judged_once(self, logs: list[float], gaps: list[int], count: int) -> None:
        days = np.cumsum(gaps[: len(logs)])
        starts = list(range(0, len(logs), max(1, len(logs) // count)))
        back = np.zeros(len(logs), int)
        for start in starts:
            back[start:] = days[start]
        series = Series(days=days - back, logs=logs, half=np.full(len(logs), 1e-6), starts=starts)
        found = judge_quotes(series)
        assert (np.diff(found.rows) > 0).all()
        named = np.isin(found.causes, [cause for cause in Cause if cause.is_named])
        assert (np.isnan(found.corrected) == ~named).all()

    @settings(max_examples=30)
    @given(st.integers(0, 10_000), st.floats(-8, 8))
    def test_the_level_of_a_series_tells_nothing_but_of_inversion(self, seed: int, shift: float) -> None:
        random = np.random.default_rng(seed)
        logs = 3 + np.cumsum(random.normal(0, 0.005, 60))
        logs[random.integers(1, 59, 3)] += np.log(10)
        one, two = (codes(judge_quotes(one_series(each))) for each in (logs, logs + shift))
        rest = {row for row in one.keys() | two.keys() if "inverted" not in {one.get(row), two.get(row)}}
        assert {row: one.get(row) for row in rest} == {row: two.get(row) for row in rest}

    @settings(max_examples=30)
    @given(st.integers(0, 10_000))
    def test_what_was_corrected_is_clean(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        logs = 6 + np.cumsum(random.normal(0, 0.004, 120))
        rows = random.choice(np.arange(2, 118), 4, replace=False)
        logs[rows] += random.choice([-2, -1, 1, 2], 4) * np.log(10)
        found = judge_quotes(one_series(logs))
        logs[found.rows] = found.corrected
        assert not Counter(codes(judge_quotes(one_series(logs))).values())
