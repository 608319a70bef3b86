"""Breakdowns: how amounts are shared out, summed and shown."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.financing import By, FinancingOperation, PortfolioLine, PortfolioTable
from centralasia.financing.breakdowns import agreed, keyed, sum_of
from centralasia.money import Money, MoneyEstimate, as_money_estimate
from centralasia.numbers import Estimate
from centralasia.records import from_json, from_row, to_json, to_row
from centralasia.testing import financing_operations, money, money_estimates


def eur(amount: int | str | Estimate) -> Money | MoneyEstimate:
    return MoneyEstimate.of(amount, "EUR") if isinstance(amount, Estimate) else Money.of(amount, "EUR")


def an_operation(**fields: Any) -> FinancingOperation:
    """Make an operation; made up."""
    usual = {"reference": "demo", "title": "Dairy", "lender": "Demo Bank", "countries": "KG", "instrument": "loan"}
    return FinancingOperation(**{**usual, "source": "made up", **fields})


@pytest.mark.parametrize(
    ("countries", "amount", "expected"),
    [
        ("KG", eur(10), [("KG", "10 EUR")]),
        ({"KG": 60, "TJ": 40}, eur(10), [("KG", "6.00 EUR"), ("TJ", "4.00 EUR")]),
        ({"KG": 60, "TJ": None}, eur(10), [("KG", "6.00 EUR"), ("TJ", "4.00 EUR")]),
        ({"KG": 60, "TJ": None, "UZ": None}, eur(10), [("KG", "6.00 EUR"), (None, "4.00 EUR")]),
        (["KG", "TJ"], eur(10), [(None, "10 EUR")]),
        ({"KG": "33.3", "TJ": "66.7"}, eur("0.01"), [("KG", "0.00 EUR"), ("TJ", "0.01 EUR")]),
        (
            {"KG": 60, "TJ": 40},
            eur(Estimate.at_least(10)),
            [("KG", "at least 6.0 EUR"), ("TJ", "at least 4.0 EUR")],
        ),
    ],
)
def test_countries_get_their_shares(countries: Any, amount: Any, expected: list[tuple[str | None, str]]) -> None:
    found = keyed(an_operation(countries=countries), amount, By.COUNTRY)
    assert [(key, str(part)) for key, part in found] == expected


@pytest.mark.parametrize(
    ("by", "fields", "expected"),
    [
        (By.SECTOR, {"sectors": "21020"}, "21020"),
        (By.SECTOR, {}, None),
        (By.LENDER, {}, "Demo Bank"),
        (By.INSTRUMENT, {}, "loan"),
        (By.STAGE, {"stages": "signed"}, "signed"),
        (By.STAGE, {}, None),
        (By.CURRENCY, {}, "EUR"),
        (By.PROJECT, {"project": "CASA-1000"}, "CASA-1000"),
        (By.PROJECT, {}, None),
    ],
)
def test_an_amount_goes_to_the_line_of_its_operation(by: By, fields: dict[str, Any], expected: str | None) -> None:
    assert list(keyed(an_operation(**fields), eur(10), by)) == [(expected, eur(10))]


@pytest.mark.parametrize(
    ("costs", "expected"),
    [
        ([eur(100)], "100 EUR"),
        ([eur(100), eur(100)], "100 EUR"),
        ([eur(Estimate.over(90)), eur(100)], "100 EUR"),
        ([eur(Estimate.over(90)), eur(Estimate.at_most(120))], "over 90 to 120 EUR"),
        ([eur(100), eur(110)], None),
        ([eur(100), Money.of(100, "USD")], None),
    ],
)
def test_statements_of_one_cost_are_held_against_each_other(costs: list[Any], expected: str | None) -> None:
    found = agreed(costs)
    assert (None if found is None else str(found)) == expected


def test_a_table_explains_itself() -> None:
    lines = (
        PortfolioLine(key="KG", amount=eur(70), operations=("a", "b")),
        PortfolioLine(key="KG", amount=Money.of(5, "USD"), operations=("c",)),
    )
    table = PortfolioTable(title="demo", lines=lines, left_out={"d": "why"}, remarks=("without e",))
    assert table.explain() == "demo: 70 EUR, 5 USD\ncounted: a, b, c\nwithout e\nleft out: d (why)"
    assert len(table) == 2


@pytest.mark.parametrize("backend", ["pyarrow", "polars", "pandas"])
def test_a_table_becomes_a_frame_even_when_it_is_empty(backend: Any) -> None:
    lines = (PortfolioLine(amount=eur(Estimate.at_least(70)), operations=("a", "b")),)
    frame = PortfolioTable(title="demo", lines=lines).to_frame(backend)
    assert frame.shape == (1, 9)
    assert PortfolioTable(title="demo", lines=()).to_frame(backend).shape == (0, 9)


class TestLaws:
    @given(financing_operations(), money(currencies=["EUR", "JPY"]))
    def test_country_parts_add_up_to_the_whole_to_the_minor_unit(
        self, operation: FinancingOperation, amount: Money
    ) -> None:
        for by in (By.COUNTRY, By.SECTOR):
            assert sum_of(part for _, part in keyed(operation, amount, by)) == amount

    @given(financing_operations(), money_estimates(currencies="EUR"))
    def test_parts_of_an_estimate_enclose_the_whole(self, operation: FinancingOperation, amount: MoneyEstimate) -> None:
        whole = as_money_estimate(sum_of(part for _, part in keyed(operation, amount, By.COUNTRY))).estimate
        assert whole.low <= amount.estimate.low
        assert amount.estimate.high <= whole.high

    @given(
        st.none() | st.sampled_from(["KG", "21020"]), money(), st.lists(st.sampled_from(["a", "b-1", "ü"]), min_size=1)
    )
    def test_a_line_is_written_and_read_again(self, key: str | None, amount: Money, operations: list[str]) -> None:
        line = PortfolioLine(key=key, amount=amount, operations=tuple(operations))
        assert from_row(PortfolioLine, to_row(line)) == line
        assert from_json(PortfolioLine, to_json(line)) == line
