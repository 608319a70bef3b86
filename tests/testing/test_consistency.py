from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import testing
from centralasia.rates import ExchangeRate, RateTable
from centralasia.reference import publication_calendar
from centralasia.testing import Corrupted, rate_tables


def a_rate(**options: Any) -> ExchangeRate:
    return ExchangeRate(**{"base": "USD", "quote": "KZT", "value": "450.00", "on": "2024-03-01"} | options)


def outcomes(strategy: st.SearchStrategy[Corrupted]) -> list[tuple[list[str], tuple[int, ...]]]:
    """All the values that a corruption can give, and the rows it names, each once."""
    found = set()

    @given(strategy)
    def collect(wrong: Corrupted) -> None:
        found.add((tuple(str(rate.value) for rate in wrong.rates), wrong.rows))

    collect()
    return sorted((list(values), rows) for values, rows in found)


MARCH = ("2024-02-29", "2024-03-01", "2024-03-04", "2024-03-05")


def test_a_bulletin_is_left_out_with_all_its_quotes() -> None:
    rates = [
        a_rate(on=day, value=f"45{at}", source="nbk", base=base)
        for at, day in enumerate(MARCH)
        for base in ("USD", "EUR")
    ]
    values = ["450", "450", "451", "451", "452", "452", "453", "453"]
    assert outcomes(testing.no_bulletin(rates)) == [
        (values[:4] + values[6:], (4, 5)),
        (values[:2] + values[4:], (2, 3)),
    ]


@pytest.mark.parametrize(
    "options",
    [
        {"source": "nobody"},
        {"source": "cbu"},  # Saturday, and Sunday
        {"source": "nbk", "kind": "average"},
    ],
)
def test_no_bulletin_is_missed_that_no_calendar_has(options: dict[str, Any]) -> None:
    days = ("2023-01", "2023-02", "2023-03") if "kind" in options else ("2024-03-01", "2024-03-02", "2024-03-04")
    assert testing.no_bulletin([a_rate(on=day, **options) for day in days]).is_empty


def test_the_first_and_the_last_bulletin_are_not_missed() -> None:
    assert testing.no_bulletin([a_rate(on=day, source="nbk") for day in MARCH[:2]]).is_empty


BOTH = [a_rate(value="400.00"), a_rate(base="KZT", quote="USD", value="0.002500")]


def test_one_of_a_pair_moves_away_from_the_other() -> None:
    assert outcomes(testing.inverse_pair_inconsistent(BOTH)) == [
        (["392.00", "0.002500"], (0,)),
        (["400.00", "0.002450"], (1,)),
        (["400.00", "0.002550"], (1,)),
        (["408.00", "0.002500"], (0,)),
    ]
    assert not testing.inverse_pair_inconsistent([BOTH[0], a_rate(value="0.002500", inverted=True)]).is_empty


@pytest.mark.parametrize(
    "other",
    [
        {"on": "2024-03-02"},
        {"source": "another"},
        {"kind": "market"},
        {"value": "0.0030"},  # agrees neither before nor afterwards
        {"value": "0.0020"},
        {"base": "USD", "quote": "KZT", "value": "400.00", "until": "2024-03-08"},  # the same way round
    ],
)
def test_quotes_that_are_no_pair_are_left_alone(other: dict[str, Any]) -> None:
    assert testing.inverse_pair_inconsistent([BOTH[0], a_rate(**{"base": "KZT", "quote": "USD"} | other)]).is_empty


def test_a_figure_with_few_digits_agrees_with_much() -> None:
    coarse = [a_rate(value="440.00"), a_rate(base="KZT", quote="USD", value="0.002")]
    assert testing.inverse_pair_inconsistent(coarse).is_empty


THREE = [a_rate(value="400.00"), a_rate(base="EUR", value="450.00"), a_rate(base="EUR", quote="USD", value="1.1250")]


def test_one_of_three_moves_away_from_the_others() -> None:
    assert outcomes(testing.triangle_inconsistent(THREE)) == [
        (["392.00", "450.00", "1.1250"], (0,)),
        (["400.00", "441.00", "1.1250"], (1,)),
        (["400.00", "450.00", "1.1025"], (2,)),
        (["400.00", "450.00", "1.1475"], (2,)),
        (["400.00", "459.00", "1.1250"], (1,)),
        (["408.00", "450.00", "1.1250"], (0,)),
    ]
    assert testing.triangle_inconsistent(THREE[:2]).is_empty
    other_way = a_rate(base="KZT", quote="USD", value="0.0025000")
    assert {rows for _, rows in outcomes(testing.triangle_inconsistent([*THREE, other_way]))} == {(1,), (2,)}
    assert testing.triangle_inconsistent([*THREE[:2], a_rate(base="EUR", quote="USD", value="1.30")]).is_empty
    assert testing.triangle_inconsistent([*THREE[:2], a_rate(base="EUR", quote="USD", source="another")]).is_empty


SUM = [a_rate(quote="UZS", value="4210.35"), a_rate(quote="UZS", value="7700", kind="parallel")]


def test_an_official_figure_stands_in_another_series() -> None:
    assert outcomes(testing.kinds_mixed(SUM)) == [(["4210.35", "4210.35"], (1,))]


@pytest.mark.parametrize(
    "other", [{"value": "4300"}, {"on": "2024-03-02"}, {"quote": "KZT"}, {"inverted": True}, {"kind": "official"}]
)
def test_kinds_are_mixed_only_where_it_shows(other: dict[str, Any]) -> None:
    changed = {"quote": "UZS", "value": "7700", "kind": "parallel", "source": "another"} | other
    assert testing.kinds_mixed([SUM[0], a_rate(**changed)]).is_empty


class TestLaws:
    @given(st.data(), rate_tables(currencies=["KZT", "USD", "EUR"], min_size=9, max_size=20))
    def test_what_is_consistent_is_so_no_more(self, data: st.DataObject, table: RateTable) -> None:
        rates = tuple(table)
        for corruption in (testing.inverse_pair_inconsistent, testing.triangle_inconsistent):
            strategy = corruption(rates)
            if not strategy.is_empty:
                wrong = data.draw(strategy)
                (row,) = wrong.rows
                assert not wrong.rates[row].bounds.meets(rates[row].bounds)

    @given(st.data())
    def test_the_calendar_misses_the_bulletin_that_is_gone(self, data: st.DataObject) -> None:
        rates = [a_rate(on=f"2024-03-{day:02}", source="nbk") for day in range(1, 11)]
        wrong = data.draw(testing.no_bulletin(rates))
        have = [str(rate.on) for rate in wrong.rates]
        (gone,) = publication_calendar("nbk").gaps(have, since="2024-03-01", until="2024-03-11")
        assert wrong.rates[wrong.rows[0]].on == gone.replace(day=gone.day + 1)
