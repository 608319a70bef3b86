from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import testing
from centralasia.errors import InvalidValueError
from centralasia.rates import ExchangeRate, RateTable
from centralasia.testing import Corrupted, rate_tables
from centralasia.testing.corruptions import series_of


def a_rate(**options: Any) -> ExchangeRate:
    return ExchangeRate(**{"base": "USD", "quote": "KZT", "value": "450", "on": "2023-03-01"} | options)


def values(wrong: Corrupted) -> list[str]:
    return [str(rate.value) for rate in wrong.rates]


def outcomes(strategy: st.SearchStrategy[Corrupted]) -> list[list[str]]:
    """All the values that a corruption can give, each list of them once."""
    found: dict[tuple[str, ...], None] = {}

    @given(strategy)
    def collect(wrong: Corrupted) -> None:
        found[tuple(values(wrong))] = None

    collect()
    return sorted(map(list, found))


BULLETIN = [
    a_rate(),
    a_rate(base="KRW", value="34.5", nominal=100),
    a_rate(base="CHF", value="460"),
]


def test_a_figure_of_another_currency_comes_with_its_nominal() -> None:
    assert outcomes(testing.wrong_currency(BULLETIN)) == [
        ["34.5", "34.5", "460"],
        ["450", "34.5", "34.5"],
        ["450", "450", "460"],
        ["450", "460", "460"],
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"on": "2023-03-02"},
        {"source": "another"},
        {"kind": "cash"},
        {"side": "bid"},
        {"inverted": True},
        {"quote": "KGS"},
    ],
)
def test_figures_are_mixed_up_only_within_one_bulletin(other: dict[str, str]) -> None:
    rates = [a_rate(), a_rate(**{"base": "EUR", "value": "5"} | other)]
    assert testing.wrong_currency(rates).is_empty
    assert testing.swapped_columns(rates).is_empty


def test_columns_are_swapped_on_all_days_and_nominals_stay() -> None:
    rates = [
        a_rate(),
        a_rate(base="KRW", value="34.5", nominal=100),
        a_rate(on="2023-03-02", value="451"),
        a_rate(base="KRW", value="34.6", nominal=100, on="2023-03-02"),
        a_rate(on="2023-03-03", value="452"),
    ]
    assert outcomes(testing.swapped_columns(rates)) == [["34.5", "450", "34.6", "451", "452"]]

    @given(testing.swapped_columns(rates))
    def nominals_stay(wrong: Corrupted) -> None:
        assert [rate.nominal for rate in wrong.rates] == [1, 100, 1, 100, 1]
        assert (wrong.rows, wrong.code) == ((0, 1, 2, 3), "swapped-columns")

    nominals_stay()


def test_columns_with_much_the_same_figures_are_left_alone() -> None:
    assert testing.swapped_columns([a_rate(), a_rate(base="CHF", value="460")]).is_empty


def test_sides_are_swapped_within_one_day() -> None:
    rates = [a_rate(value=value, side=side, on=on) for on, side, value in (
        ("2023-03-01", "bid", "448"),
        ("2023-03-01", "ask", "452"),
        ("2023-03-01", "mid", "450"),
        ("2023-03-02", "bid", "449"),
        ("2023-03-03", "bid", "450"),
        ("2023-03-03", "ask", "450"),
    )]  # fmt: skip
    assert outcomes(testing.sides_swapped(rates)) == [["452", "448", "450", "449", "450", "450"]]


WEEK = [a_rate(on=f"2023-03-{day:02}", value=value) for day, value in ((1, "450"), (2, "450"), (3, "452"), (6, "449"))]


def test_a_run_goes_stale_over_a_figure_that_differed() -> None:
    assert outcomes(testing.stale_run(WEEK)) == [
        ["450", "450", "450", "449"],
        ["450", "450", "450", "450"],
        ["450", "450", "452", "452"],
    ]
    assert outcomes(testing.stale_run(WEEK, least=3)) == [["450", "450", "450", "450"]]
    assert testing.stale_run(WEEK, least=4).is_empty
    assert testing.stale_run(WEEK[:2]).is_empty


@pytest.mark.parametrize("least", [0, True, "2"])
def test_how_long_a_run_is_at_least_is_a_whole_number(least: Any) -> None:
    with pytest.raises(InvalidValueError, match="least must be a whole number, 1 or more"):
        testing.stale_run(WEEK, least=least)


def test_looking_ahead_moves_figures_to_the_quote_before() -> None:
    assert outcomes(testing.look_ahead(WEEK)) == [
        ["450", "450", "449", "449"],
        ["450", "452", "449", "449"],
    ]
    assert testing.look_ahead(WEEK[:2]).is_empty


def test_a_duplicate_stands_right_after_with_another_last_digit() -> None:
    assert outcomes(testing.duplicate_with_other_value([a_rate(value="0.10")])) == [
        ["0.10", f"0.1{digit}"] for digit in range(1, 10)
    ]


def test_a_table_refuses_a_duplicate_with_another_value() -> None:
    @given(testing.duplicate_with_other_value(WEEK))
    def is_refused(wrong: Corrupted) -> None:
        with pytest.raises(InvalidValueError, match="one figure per series and day"):
            RateTable.of(wrong.rates)

    is_refused()


class TestLaws:
    @given(st.data(), rate_tables(currencies=["KZT", "USD"], min_size=12))
    def test_a_stale_run_has_one_price(self, data: st.DataObject, table: RateTable) -> None:
        wrong = data.draw(testing.stale_run(table, least=1))
        (series,) = [places for places in series_of(wrong.rates) if wrong.rows[0] in places]
        first = series[series.index(wrong.rows[0]) - 1]
        assert {wrong.rates[row].per_unit for row in (first, *wrong.rows)} == {wrong.rates[first].per_unit}
