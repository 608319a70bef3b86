"""Laws of rules: a clean data set has no finding, and each corruption of it has the one of its name."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import centralasia as ca
from centralasia.records import columns_of, from_row, to_row
from centralasia.testing import CORRUPTIONS, ROW_CORRUPTIONS, clean_rates, exchange_rates, rate_datasets, seeded

TODAY = "2060-01-01"
FEW = settings(max_examples=6)
PERMITTED = {"no-bulletin"}  # holidays of one year may be unknown to the calendar of another library
IN_RUNS = ("look-ahead", "spike", "stale-run", "swapped-columns")
"""Faults that can only be told from what is right inside a series, and by several quotes."""
SURE = [code for code in CORRUPTIONS if code not in {*IN_RUNS, "no-bulletin"}]


HEADERS = (
    "base",
    "quote",
    "on",
    "value",
    "nominal",
    "kind",
    "side",
    "source",
    "decimals",
    "until",
    "margin",
    "inverted",
)
CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(
        ["USD", "KZT", "XDR", "SDR", "2024-03-01", "03/04/2024", "2024-Q1", "450.12", "1,234", "NaN", "true"]
    ),
    st.integers(),
    st.floats(),
    st.decimals(allow_nan=True),
    st.dates(),
    st.booleans(),
)


def codes_of(data: object, kind: str = "rates", **more: Any) -> dict[str, set[int | None]]:
    found: dict[str, set[int | None]] = {}
    for problem in ca.validate(data, kind, today=TODAY, most=10_000, **more):
        found.setdefault(problem.code, set()).add(problem.row)
    return found


class TestLaws:
    @FEW
    @given(rate_datasets())
    def test_law_15_clean_rates_have_no_finding(self, rates: Sequence[ca.ExchangeRate]) -> None:
        assert codes_of(rates).keys() <= PERMITTED

    @pytest.mark.parametrize("code", SURE)
    @FEW
    @given(st.data())
    def test_law_15_corrupted_rates_have_the_finding_of_that_name(self, code: str, data: st.DataObject) -> None:
        clean = data.draw(rate_datasets())
        corruption = CORRUPTIONS[code](clean)
        if corruption.is_empty:
            return
        wrong = data.draw(corruption)
        found = codes_of(wrong.rates)
        assert code in found
        assert found[code] & {place + 1 for place in wrong.rows}

    @pytest.mark.parametrize("code", IN_RUNS)
    @pytest.mark.parametrize("seed", [1, 2])
    def test_law_15_faults_inside_a_series_have_the_finding_of_that_name(self, code: str, seed: int) -> None:
        clean = clean_rates(publishers=("nbk", "cbu"), days=250, seed=seed, beside=("cash",))
        wrong = seeded(clean, code, share="0.01", seed=seed)
        found = codes_of(wrong.rates, rates=ca.RateTable.of(clean) if code == "look-ahead" else None)
        places = {place + 1 for place in wrong.rows}
        assert len(found[code] & places) >= 0.8 * len(places)

    def test_law_15_a_bulletin_that_is_missing_is_named(self) -> None:
        clean = clean_rates(days=40)
        wrong = seeded(clean, "no-bulletin", share="0.05", seed=1)
        assert "no-bulletin" in codes_of(wrong.rates)

    @pytest.mark.parametrize("code", ROW_CORRUPTIONS)
    @FEW
    @given(st.data())
    def test_law_15_corrupted_rows_have_the_finding_of_that_name(self, code: str, data: st.DataObject) -> None:
        rows = [to_row(rate) for rate in data.draw(rate_datasets())[:60]]
        corruption = ROW_CORRUPTIONS[code](rows)
        if corruption.is_empty:
            return
        wrong: Any = data.draw(corruption)
        assert code in codes_of(wrong.rows)

    @given(st.lists(exchange_rates(), min_size=1, max_size=5, unique_by=lambda rate: (rate.key, rate.on)), st.data())
    def test_bulk_equals_scalar_a_row_is_refused_when_its_record_is(
        self, rates: list[ca.ExchangeRate], data: st.DataObject
    ) -> None:
        rows = [to_row(rate) for rate in rates]
        names = [spec.name for spec in columns_of(ca.ExchangeRate)]
        cells = st.sampled_from(["", "0", "-1", "1.5", "USD", "KZT", "average", "2024-03-01", "2024-Q1", "true", "x"])
        for name in data.draw(st.lists(st.sampled_from(names), max_size=2)):
            rows[data.draw(st.integers(0, len(rows) - 1))][name] = data.draw(cells)
        structure = ("missing-value", "unknown-code", "unreadable-value", "unreadable-day", "impossible-value")
        found = codes_of(rows, only=[*structure, "impossible-record"])
        refused = set().union(*found.values()) if found else set()
        assert refused == {number for number, row in enumerate(rows, 1) if _is_refused(row)}

    @given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode), st.sampled_from(sorted(ca.rules.KINDS)))
    def test_law_13_any_bytes_are_looked_at_or_refused_by_an_error_of_ours(self, data: bytes, kind: str) -> None:
        try:
            report = ca.validate(data, kind, today=TODAY)
        except ca.CentralAsiaError:
            return
        assert report.total >= len(report)

    @given(st.lists(st.dictionaries(st.sampled_from(HEADERS), CELLS, min_size=1), min_size=1, max_size=6))
    def test_law_13_any_cells_are_looked_at_or_refused_by_an_error_of_ours(self, rows: list[dict[str, Any]]) -> None:
        try:
            report = ca.validate(rows, "rates", today=TODAY)
        except ca.CentralAsiaError:
            return
        assert report.facts["rows"] + report.facts["rows_left_out"] == len(rows)


def _is_refused(row: dict[str, str]) -> bool:
    try:
        from_row(ca.ExchangeRate, row)
    except ca.CentralAsiaError:
        return True
    return False
