from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.quantities import Quantity
from centralasia.trade import (
    TradeDeal,
    TradeFlow,
    balassa,
    concentration,
    herfindahl,
    revealed_advantage,
    shares,
    symmetric_advantage,
    trade_balance,
    unit_value,
)


def a_flow(amount: int = 1, **changed: object) -> TradeFlow:
    fields: dict[str, object] = {
        "reporter": "KZ",
        "partner": "CN",
        "period": "2030",
        "flow": "export",
        "value": Money.of(amount, "USD"),
        "source": "made up",
    }
    return TradeFlow(**(fields | changed))  # type: ignore[arg-type]  # tables of fields


def weighed(amount: int, unit: str, **changed: Any) -> TradeFlow:
    return a_flow(value=None, quantity=Quantity.of(amount, unit), **changed)


def test_the_two_ways_of_farm_trade_in_the_first_half_of_2024_make_its_total() -> None:
    half: dict[str, Any] = {"period": "2024-S1", "product": "farm goods", "source": "S-KZ-CN2"}
    parts = [
        a_flow(value=MoneyEstimate.of(Estimate.printed("460") * 10**6, "USD"), **half),
        a_flow(value=MoneyEstimate.of(Estimate.printed("188") * 10**6, "USD"), flow="import", **half),
    ]
    stated = MoneyEstimate.of(Estimate.printed("648.1") * 10**6, "USD")
    total = sum(each.value for each in parts if each.value is not None)
    assert isinstance(total, MoneyEstimate)
    assert total.meets(stated)
    assert total.best == Money.of(648_000_000, "USD")


def test_a_unit_value_is_value_by_quantity() -> None:
    flow = a_flow(250_000, quantity=Quantity.of(1, "kt"))
    assert str(unit_value(flow)) == "250 USD/t"
    oil = a_flow(586_400, quantity=Quantity.of(1, "kt"), commodity="2709")
    assert str(unit_value(oil, "bbl", blend="world")) == "80 USD/bbl"
    deal = TradeDeal(
        title="wheat",
        kind="contract",
        seller="KZ",
        buyer="CN",
        value=Money.of(250_000, "USD"),
        quantity=Quantity.of(1, "kt"),
        source="made up",
    )
    assert unit_value(deal, "kg") == unit_value(flow, "kg")


@pytest.mark.parametrize(
    ("flow", "message"),
    [
        (a_flow(), "quantity must be stated, to give a value per unit, got None"),
        (weighed(1, "t"), "value must be stated, to give a value per unit, got None"),
        (a_flow(quantity=Quantity.of(0, "t")), "zero"),
        (a_flow(quantity=Quantity.of(1, "bbl")), "state blend="),
    ],
)
def test_a_unit_value_needs_both_figures(flow: TradeFlow, message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        unit_value(flow)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("flows", "by", "expected"),
    [
        ([a_flow(3), a_flow(1, partner="UZ")], "partner", {"CN": "3/4", "UZ": "1/4"}),
        ([a_flow(3, commodity="10"), a_flow(1, commodity="27")], "commodity", {"10": "3/4", "27": "1/4"}),
        ([a_flow(3, product="grain"), a_flow(1, product="oil")], "goods", {"grain": "3/4", "oil": "1/4"}),
        ([a_flow(3, product="grain"), a_flow(1, product="oil")], "commodity", {"TOTAL": "1"}),
        (
            [a_flow(2, period="2030-01"), a_flow(1, partner="UZ", period="2030-01"), a_flow(1, period="2030-02")],
            "partner",
            {"CN": "3/4", "UZ": "1/4"},
        ),
    ],
)
def test_shares_are_exact(flows: Sequence[TradeFlow], by: str, expected: dict[str, str]) -> None:
    found = shares(flows, by=by)  # type: ignore[arg-type]  # a text of the table
    assert found == {key: Fraction(value) for key, value in expected.items()}


def test_shares_go_by_quantity_too_across_units() -> None:
    flows = [weighed(3, "kt"), weighed(1000, "t", partner="UZ")]
    assert shares(flows, measured="quantity") == {"CN": Fraction(3, 4), "UZ": Fraction(1, 4)}
    exact = a_flow(value=MoneyEstimate.of(1, "USD"))
    assert shares([exact, a_flow(3, partner="UZ")]) == {"CN": Fraction(1, 4), "UZ": Fraction(3, 4)}


@pytest.mark.parametrize(
    ("flows", "options", "message"),
    [
        ([], {}, "flows must be one flow at least, got ()"),
        ([a_flow(), a_flow(reporter="KG")], {}, "reporter must be one for all flows, got ('KG', 'KZ')"),
        ([a_flow(), a_flow(flow="import")], {}, "flow must be one for all flows, got ('export', 'import')"),
        ([a_flow(), a_flow(partner="W0")], {}, "partner must be left out beside single countries"),
        ([a_flow(0)], {}, "parts must be more than zero together"),
        ([weighed(1, "t")], {}, "value must be stated, as it is not for the export of all goods"),
        (
            [a_flow(value=MoneyEstimate.of(Estimate.about(5), "USD"))],
            {},
            "value must be exact, got 'about 5 (4.5 to 5.5) USD'; make flows of the best values",
        ),
        (
            [a_flow(value=None, quantity=Quantity(Estimate.over(5), "t"))],
            {"measured": "quantity"},
            "quantity must be exact, got 'over 5 t'",
        ),
        (
            [a_flow(partner="W0")],
            {},
            "partner must be told apart in every flow, got 'W0'; a total is no share",
        ),
        ([a_flow()], {"by": "goods"}, "goods must be told apart in every flow, got 'all goods'; a total is no share"),
        ([a_flow()], {"by": "colour"}, "by must be one of partner, commodity, goods, got 'colour'"),
        ([a_flow()], {"by": ["partner"]}, "by must be one of partner, commodity, goods, got ['partner']"),
    ],
)
def test_shares_that_cannot_be_given_say_why(flows: Sequence[TradeFlow], options: dict[str, str], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        shares(flows, **options)  # type: ignore[arg-type]  # options good and bad
    assert message in str(caught.value)


def test_values_in_two_currencies_have_no_shares() -> None:
    with pytest.raises(CurrencyMismatchError, match="convert one of them first"):
        shares([a_flow(), a_flow(partner="UZ", value=Money.of(1, "EUR"))])


@pytest.mark.parametrize(
    ("parts", "index", "normalised"),
    [
        ([5], "1", None),
        ([1, 1], "1/2", "0"),
        ([1, 0], "1", "1"),
        ([50, 30, 20], "19/50", "7/100"),
        ([1, 1, 1, 1], "1/4", "0"),
    ],
)
def test_concentration_is_the_sum_of_squared_shares(parts: Sequence[int], index: str, normalised: str | None) -> None:
    assert herfindahl(parts) == Fraction(index)
    if normalised is not None:
        assert herfindahl(parts, normalised=True) == Fraction(normalised)
    flows = [a_flow(part, partner=partner) for part, partner in zip(parts, ("CN", "UZ", "KG", "RU"), strict=False)]
    assert concentration(flows) == Fraction(index)


@pytest.mark.parametrize(
    ("parts", "normalised", "message"),
    [
        ([], False, "parts must be one at least, got ()"),
        ([0, 0], False, "parts must be more than zero together"),
        ([2, -1], False, "part must be zero or more"),
        ([2], True, "parts must be two at least, to be normalised, got 1"),
    ],
)
def test_a_concentration_that_cannot_be_given_says_why(parts: Sequence[int], *, normalised: bool, message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        herfindahl(parts, normalised=normalised)
    assert message in str(caught.value)


def test_floats_have_no_exact_concentration() -> None:
    with pytest.raises(WrongTypeError):
        herfindahl([0.5, 0.5])  # type: ignore[list-item]  # the mistake itself


@pytest.mark.parametrize(
    ("own", "own_total", "world", "world_total", "expected"),
    [(2, 10, 50, 1000, "4"), (0, 10, 50, 1000, "0"), (5, 5, 5, 5, "1"), (1, 20, 50, 1000, "1")],
)
def test_the_index_of_balassa_compares_two_shares(
    own: int, own_total: int, world: int, world_total: int, expected: str
) -> None:
    advantage = balassa(own, own_total, world=world, world_total=world_total)
    assert advantage == Fraction(expected)
    assert -1 <= symmetric_advantage(advantage) < 1


def test_estimates_give_an_estimate_of_the_index() -> None:
    advantage = balassa(
        MoneyEstimate.of(Estimate.between(1, 2), "USD"),
        Money.of(10, "USD"),
        world=Money.of(50, "USD"),
        world_total=Money.of(1000, "USD"),
    )
    assert isinstance(advantage, Estimate)
    assert advantage == Estimate.between(2, 4)
    on_scale = symmetric_advantage(advantage)
    assert on_scale.contains(Fraction(1, 3))
    assert on_scale.contains(Fraction(3, 5))


@pytest.mark.parametrize(
    ("own", "own_total", "world", "world_total", "message"),
    [
        (11, 10, 50, 1000, "own must be from zero to 10, of which it is a part, got '11'"),
        (-1, 10, 50, 1000, "own must be from zero to 10, of which it is a part, got '-1'"),
        (9, 10, 5, 1000, "own must be from zero to 5, of which it is a part, got '9'"),
        (1, 10, 5, 7, "own_total must be from zero to 7, of which it is a part, got '10'"),
        (1, 10, 5, 4, "world must be from zero to 4, of which it is a part, got '5'"),
        (0, 0, 5, 10, "whole must be certainly greater than zero"),
        (0, 5, 0, 10, "whole must be certainly greater than zero"),
    ],
)
def test_a_part_is_no_greater_than_its_whole(
    own: int, own_total: int, world: int, world_total: int, message: str
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        balassa(own, own_total, world=world, world_total=world_total)
    assert message in str(caught.value)


def test_an_index_of_balassa_is_not_negative() -> None:
    with pytest.raises(InvalidValueError, match="advantage must be zero or more, got '-1'"):
        symmetric_advantage(Fraction(-1))


@pytest.mark.parametrize(("advantage", "expected"), [(4, "3/5"), (Decimal("0.25"), "-3/5"), (0, "-1"), (1, "0")])
def test_the_symmetric_index_is_exact_whatever_exact_number_it_is_made_of(
    advantage: int | Decimal, expected: str
) -> None:
    found = symmetric_advantage(advantage)
    assert (type(found), found) == (Fraction, Fraction(expected))


@pytest.mark.parametrize("advantage", [4.0, "4", True, None, Money.of(4, "USD")])
def test_what_is_no_exact_number_is_no_advantage(advantage: Any) -> None:
    with pytest.raises(WrongTypeError, match="advantage must be"):
        symmetric_advantage(advantage)


def the_world() -> list[TradeFlow]:
    table = (("KZ", "1001", 1), ("KZ", "1003", 1), ("KZ", "27", 2), ("CN", "1001", 2), ("CN", "85", 10))
    return [a_flow(amount, reporter=reporter, partner="W0", commodity=code) for reporter, code, amount in table]


def test_advantage_is_found_in_the_exports_of_many_countries() -> None:
    flows = [*the_world(), a_flow(99, flow="import")]
    assert revealed_advantage(flows, of="KZ", commodity="10") == Fraction(2, 1)
    assert revealed_advantage(flows, of="KZ", commodity="1001") == Fraction(4, 3)
    assert revealed_advantage(flows, of="KZ", commodity="85") == 0
    assert revealed_advantage([weighed(1, "t", commodity="10")], of="KZ", commodity="10", measured="quantity") == 1


@pytest.mark.parametrize(
    ("flows", "of", "commodity", "message"),
    [
        ([], "KZ", "10", "flows must be one export at least, got ()"),
        (the_world(), "UZ", "10", "whole must be certainly greater than zero"),
        (the_world(), "KZ", "02", "whole must be certainly greater than zero"),
        (the_world(), "KZ", "270900", "commodity must be as fine as 270900, got 'HS 27'; flows of 270900 itself"),
        ([a_flow(product="grain")], "KZ", "10", "commodity must be as fine as 10, got 'grain'"),
        (
            [a_flow(commodity="10"), a_flow(commodity="10", reporter="KG", period="2031")],
            "KZ",
            "10",
            "period must be the same for all countries",
        ),
        (
            [a_flow(commodity="10"), a_flow(commodity="10", reporter="KG", partner="W0")],
            "KZ",
            "10",
            "partner must be that of all countries, or of none, got 'W0'; a total on one side and a part of it",
        ),
    ],
)
def test_an_advantage_that_cannot_be_found_says_why(
    flows: Sequence[TradeFlow], of: str, commodity: str, message: str
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        revealed_advantage(flows, of=of, commodity=commodity)
    assert message in str(caught.value)


def test_what_is_made_of_flows_wants_one_at_least() -> None:
    with pytest.raises(InvalidValueError, match=r"flows must be one flow at least, got \(\)"):
        concentration([])
    for flows in ([], [a_flow(flow="import")]):
        with pytest.raises(InvalidValueError, match=r"flows must be one export at least, got \(\)"):
            revealed_advantage(flows, of="KZ", commodity="10")


def test_the_balance_is_exports_less_imports() -> None:
    flows = [a_flow(5), a_flow(2, partner="UZ"), a_flow(9, flow="import")]
    assert trade_balance(flows) == Money.of(-2, "USD")
    hedged = trade_balance([a_flow(value=MoneyEstimate.of(Estimate.over(5), "USD")), a_flow(2, flow="import")])
    assert str(hedged) == "over 3 USD"


@pytest.mark.parametrize(
    ("flows", "message"),
    [
        ([], "flows must be one flow at least, got ()"),
        ([a_flow()], "period must be the same for exports and imports, got (('2030',), ()); where there was no trade"),
        ([a_flow(), a_flow(flow="import", period="2031")], "period must be the same for exports and imports"),
        ([a_flow(), a_flow(flow="import"), a_flow(flow="re_export")], "flow must be an export or an import, got 're_"),
        ([a_flow(), weighed(1, "t", flow="import")], "value must be stated, as it is not for the import of all goods"),
        (
            [a_flow(partner="W0"), a_flow(flow="import")],
            "partner must be a total for both exports and imports, or for neither, got ('W0', 'CN'); a total on one",
        ),
        (
            [a_flow(), a_flow(flow="import", product="grain")],
            "commodity must be a total for both exports and imports, or for neither, got ('all goods', 'grain')",
        ),
        ([a_flow(), a_flow(reporter="KG", flow="import")], "reporter must be one for all flows"),
    ],
)
def test_a_balance_that_cannot_be_drawn_says_why(flows: Sequence[TradeFlow], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        trade_balance(flows)
    assert message in str(caught.value)


PARTS = st.lists(st.fractions(0, 10**6), min_size=1, max_size=8).filter(any)


class TestLaws:
    @given(PARTS)
    def test_concentration_lies_between_one_nth_and_one(self, parts: list[Fraction]) -> None:
        assert Fraction(1, len(parts)) <= herfindahl(parts) <= 1
        if len(parts) > 1:
            assert 0 <= herfindahl(parts, normalised=True) <= 1

    @given(PARTS, st.fractions(min_value=Fraction(1, 100), max_value=100), st.randoms())
    def test_concentration_depends_on_neither_order_nor_scale(
        self, parts: list[Fraction], scale: Fraction, random: Random
    ) -> None:
        other = [part * scale for part in parts]
        random.shuffle(other)
        assert herfindahl(other) == herfindahl(parts)

    @given(st.lists(st.integers(0, 10**9), min_size=1, max_size=4).filter(any))
    def test_shares_add_up_to_one(self, amounts: list[int]) -> None:
        partners = ("CN", "UZ", "KG", "RU")
        flows = [a_flow(amount, partner=partner) for amount, partner in zip(amounts, partners, strict=False)]
        assert sum(shares(flows).values()) == 1

    @given(st.integers(1, 10**9), st.integers(0, 10**9))
    def test_in_a_world_of_one_country_nobody_has_an_advantage(self, grain: int, oil: int) -> None:
        flows = [a_flow(grain, commodity="10"), a_flow(oil, commodity="27")]
        assert revealed_advantage(flows, of="KZ", commodity="10") == 1
        assert symmetric_advantage(revealed_advantage(flows, of="KZ", commodity="10")) == 0

    @given(st.fractions(min_value=Fraction(1, 10**6), max_value=10**6))
    def test_the_symmetric_index_changes_its_sign_with_the_reciprocal(self, advantage: Fraction) -> None:
        assert symmetric_advantage(1 / advantage) == -symmetric_advantage(advantage)
