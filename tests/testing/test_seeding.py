from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, UnknownCodeError
from centralasia.rates import ExchangeRate
from centralasia.records import to_row
from centralasia.testing import CORRUPTIONS, ROW_CORRUPTIONS, clean_rates, seeded, seeded_rows
from centralasia.testing.corruptions import series_of

DOLLAR = clean_rates(["USD"], days=250)
BULLETINS = clean_rates(
    ("USD", "KRW", "RUB"),
    publishers=("nbk", "cbt"),
    since="2024-03-01",
    days=40,
    beside=("cash", "crosses", "parallel"),
)
ROWS = [to_row(rate) for rate in BULLETINS[:100]]


@pytest.mark.parametrize(("share", "expected"), [("0.001", 1), ("0.01", 2), ("0.05", 12)])
def test_a_share_is_corrupted(share: str, expected: int) -> None:
    wrong = seeded(DOLLAR, "inverted", share=share)
    assert (len(wrong.rates), len(wrong.rows), wrong.code) == (250, expected, "inverted")


@pytest.mark.parametrize("code", sorted(CORRUPTIONS))
def test_every_corruption_can_be_had_in_bulk(code: str) -> None:
    wrong = seeded(BULLETINS, code, share="0.02", seed=1)
    assert wrong.code == code
    assert 0 < len(wrong.rows) <= 30
    assert wrong.rates != tuple(BULLETINS)


def test_a_run_has_the_length_that_is_asked_for() -> None:
    wrong = seeded(DOLLAR, "stale-run", share="0.1", run=12, seed=3)
    assert len(wrong.rows) == 24
    assert len(seeded(DOLLAR, "stale-run", share="0.001", run=12).rows) == 12
    assert len(seeded(DOLLAR, "look-ahead", share="0.001", run=12).rows) <= 12


def test_where_nothing_can_be_corrupted_nothing_is() -> None:
    assert seeded(DOLLAR, "sides-swapped", share="0.01").rows == ()
    assert seeded([], "inverted", share="0.01").rates == ()
    assert seeded(DOLLAR[:5], "stale-run", share="0.01").rows == ()
    assert seeded(DOLLAR[:5], "look-ahead", share="0.01").rows == ()


def test_fewer_are_corrupted_where_there_is_no_room() -> None:
    assert len(seeded(DOLLAR, "spike", share="1").rows) <= 125


def test_rows_are_corrupted_in_bulk() -> None:
    for code in ROW_CORRUPTIONS:
        wrong = seeded_rows(ROWS, code, share="0.05", seed=2)
        assert wrong.code == code
        assert wrong.places


@pytest.mark.parametrize("seed_of", [seeded, seeded_rows])
def test_what_cannot_be_seeded(seed_of: Any) -> None:
    with pytest.raises(UnknownCodeError, match="'invertd' is not in the table of corruptions"):
        seed_of([], "invertd", share="0.01")
    for share in ("0", "1.5", "-1"):
        with pytest.raises(InvalidValueError, match="share must be more than 0 and at most 1"):
            seed_of([], "inverted" if seed_of is seeded else "future-day", share=share)


def test_a_run_is_a_whole_number() -> None:
    with pytest.raises(InvalidValueError, match="run must be a whole number, 1 or more"):
        seeded([], "inverted", share="0.01", run=0)


class TestLaws:
    @given(st.sampled_from(sorted(CORRUPTIONS)), st.sampled_from(["0.01", "0.05"]), st.integers(0, 9))
    def test_one_seed_gives_one_table(self, code: str, share: str, seed: int) -> None:
        assert seeded(BULLETINS, code, share=share, seed=seed) == seeded(BULLETINS, code, share=share, seed=seed)

    @given(st.sampled_from(["inverted", "spike", "nominal-lost", "wrong-currency"]), st.integers(0, 99))
    def test_faults_keep_off_each_other(self, code: str, seed: int) -> None:
        wrong = seeded(BULLETINS, code, share="0.05", seed=seed)
        for places in series_of(BULLETINS):
            hit = [places.index(row) for row in wrong.rows if row in places]
            assert all(later - earlier > 1 for earlier, later in zip(sorted(hit), sorted(hit)[1:], strict=False))

    @given(st.integers(0, 99))
    def test_rows_that_are_not_named_are_as_they_were(self, seed: int) -> None:
        wrong = seeded(DOLLAR, "decimal-shifted", share="0.05", seed=seed)
        differing = [row for row, (old, new) in enumerate(zip(DOLLAR, wrong.rates, strict=True)) if old != new]
        assert tuple(differing) == wrong.rows
        assert all(isinstance(rate, ExchangeRate) for rate in wrong.rates)
