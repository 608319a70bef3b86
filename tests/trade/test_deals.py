from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.quantities import Quantity
from centralasia.records import evolve, from_json, from_row, to_json, to_row
from centralasia.series import share
from centralasia.testing import trade_deals
from centralasia.trade import DealKind, HSCode, Incoterm, TradeDeal, hs_code, total_of_deals


def a_deal(**changed: object) -> TradeDeal:
    fields: dict[str, object] = {
        "title": "wheat",
        "kind": "contract",
        "seller": "KZ",
        "buyer": "CN",
        "source": "made up",
    }
    return TradeDeal(**(fields | changed))  # type: ignore[arg-type]  # tables of fields, good and bad


def dollars(amount: int) -> Money:
    return Money.of(amount, "USD")


def test_the_facts_of_a_deal_are_kept() -> None:
    deal = a_deal(
        kind="Framework",
        seller_name="a mill",
        commodities=("1001", "1003"),
        value=dollars(5),
        quantity=Quantity.of(3, "kt"),
        signed="2030-01-01",
        delivery="2030-03/2031-02",
        incoterm="fca",
    )
    assert deal.kind is DealKind.FRAMEWORK
    assert not deal.kind.is_firm
    assert deal.incoterm is Incoterm.FCA
    assert str(deal) == "framework wheat: KZ to CN, 5 USD, 3 kt"
    assert str(a_deal()) == "contract wheat: KZ to CN, no amount stated"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"buyer": "KZ"}, "buyer must be one country, and another one than KZ, got 'KZ'"),
        ({"buyer": "W0"}, "buyer must be one country, and another one than KZ, got 'W0'"),
        ({"seller": "W0"}, "buyer must be one country, and another one than W0, got 'CN'"),
        ({"commodities": ("1001", "1001")}, "commodities must be different codes, got ('1001', '1001')"),
        ({"commodities": ("1009",)}, "did you mean '1001'"),
        ({"commodities": "1009"}, "did you mean '1001'"),
        ({"commodities": "1001|1001"}, "commodities must be different codes, got ('1001', '1001')"),
        ({"part_of": "wheat"}, "part_of must be the title of another deal, got 'wheat'"),
        (
            {"signed": "2031-01-01", "delivery": "2030"},
            "delivery must be a span that ends on or after 2031-01-01, when it was signed, got '2030'",
        ),
        ({"delivery": "2030-09/2030-01"}, "delivery must be"),
        ({"value": dollars(-5)}, "value must be zero or more, got '-5 USD'"),
        ({"quantity": Quantity.of(-5, "t")}, "quantity must be zero or more, got '-5 t'"),
        ({"incoterm": "DAT"}, "incoterm must be one of EXW, FCA, CPT, CIP, DAP, DPU, DDP, FAS, FOB, CFR, CIF"),
        ({"kind": "promise"}, "kind must be one of contract, intent, framework"),
    ],
)
def test_a_deal_that_cannot_be_is_refused(changed: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        a_deal(**changed)
    assert message in str(caught.value)


def test_four_terms_of_delivery_are_for_ships_only() -> None:
    assert {each.value for each in Incoterm if each.at_sea_only} == {"FAS", "FOB", "CFR", "CIF"}
    assert len(Incoterm) == 11


def test_the_poultry_is_a_tenth_of_the_farm_deals_and_counts_once() -> None:
    whole = a_deal(title="farm deals", kind="framework", value=dollars(1_000_000_000), source="S-KZ-CN1")
    poultry = a_deal(
        title="poultry", kind="framework", part_of="farm deals", value=dollars(100_000_000), source="S-KZ-CN1"
    )
    total = total_of_deals([poultry, whole])
    assert total.amount == dollars(1_000_000_000)
    assert (total.counted, total.included) == ((whole,), (poultry,))
    assert poultry.value is not None
    assert whole.value is not None
    assert share(poultry.value, whole.value) * 100 == 10


def test_the_farm_deals_are_77_percent_of_the_farm_trade_of_2023() -> None:
    both_ways = MoneyEstimate.of(Estimate.over(1_300_000_000), "USD")  # S-KZ-CN2
    ratio = share(dollars(1_000_000_000), both_ways)
    assert isinstance(ratio, Estimate)
    assert round(ratio.high * 100) == 77
    assert ratio.high_open


@pytest.mark.parametrize(
    ("deals", "amount", "counted", "included", "not_stated"),
    [
        ([], None, "", "", ""),
        ([("a", "", None)], None, "", "", "a"),
        ([("a", "", 5), ("b", "", 7)], 12, "ab", "", ""),
        ([("a", "", 5), ("b", "a", 2)], 5, "a", "b", ""),
        ([("b", "a", 2), ("c", "b", 1), ("a", "", 5)], 5, "a", "bc", ""),
        ([("b", "a", 2), ("c", "a", 1)], 3, "bc", "", ""),
        ([("a", "", None), ("b", "a", 2), ("c", "a", 1)], 3, "bc", "", "a"),
        ([("a", "", 5), ("b", "a", None), ("c", "b", 1)], 5, "a", "c", "b"),
    ],
)
def test_a_part_is_counted_only_where_no_whole_states_the_figure(
    deals: Sequence[tuple[str, str, int | None]], amount: int | None, counted: str, included: str, not_stated: str
) -> None:
    made = [
        a_deal(title=title, part_of=whole, value=None if value is None else dollars(value))
        for title, whole, value in deals
    ]
    total = total_of_deals(made)
    assert total.amount == (None if amount is None else dollars(amount))
    assert "".join(each.title for each in total.counted) == counted
    assert "".join(each.title for each in total.included) == included
    assert "".join(each.title for each in total.not_stated) == not_stated


@pytest.mark.parametrize(
    ("whole", "parts", "is_exceeded"),
    [
        (dollars(10), [dollars(4), dollars(6)], False),
        (dollars(10), [dollars(4), dollars(7)], True),
        (dollars(10), [dollars(4), Money.of(70, "EUR")], False),
        (MoneyEstimate.of(Estimate.over(10), "USD"), [dollars(40)], False),
        (dollars(10), [MoneyEstimate.of(Estimate.over(10), "USD")], False),
        (dollars(10), [MoneyEstimate.of(Estimate.at_least(11), "USD")], True),
        (dollars(10), [], False),
    ],
)
def test_parts_that_come_to_more_than_the_whole_are_pointed_out(
    whole: object, parts: Sequence[object], *, is_exceeded: bool
) -> None:
    frame = a_deal(title="frame", kind="framework", value=whole)
    made = [a_deal(title=str(place), part_of="frame", value=value) for place, value in enumerate(parts)]
    total = total_of_deals([frame, *made])
    assert total.exceeded == ((frame,) if is_exceeded else ())
    assert total.amount == frame.value


def test_parts_by_weight_are_compared_across_units() -> None:
    frame = a_deal(title="frame", quantity=Quantity.of(1, "kt"))
    parts = [
        a_deal(title="a", part_of="frame", quantity=Quantity.of(1001, "t")),
        a_deal(title="b", part_of="frame", quantity=Quantity.of(9, "GWh")),
    ]
    assert total_of_deals([frame, *parts], "quantity").exceeded == (frame,)


def test_only_deals_are_added_up() -> None:
    with pytest.raises(WrongTypeError, match="record must be a TradeDeal, got 5"):
        total_of_deals([5])  # type: ignore[list-item]  # the mistake itself


def test_one_deal_is_not_counted_twice() -> None:
    deal = a_deal(value=dollars(1))
    with pytest.raises(InvalidValueError, match="title must be a title that no other deal has, got 'wheat'"):
        total_of_deals([a_deal(title="barley"), deal, deal])


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1001", ["1001"]), ("10.01|H6:1003", ["1001", "H6:1003"]), ("", []), (hs_code("1001"), ["1001"])],
)
def test_goods_may_be_one_code_or_a_text_of_several(text: HSCode | str, expected: list[str]) -> None:
    assert [str(each) for each in a_deal(commodities=text).commodities] == expected


def test_quantities_add_up_across_units() -> None:
    deals = [a_deal(title="a", quantity=Quantity.of(1, "kt")), a_deal(title="b", quantity=Quantity.of(500, "t"))]
    assert total_of_deals(deals, "quantity").amount == Quantity.of(1500, "t")


@pytest.mark.parametrize(
    ("deals", "message"),
    [
        ([{"value": dollars(1)}, {"value": dollars(2)}], "title must be a title that no other deal has, got 'wheat'"),
        ([{"value": dollars(1)}, {"value": dollars(1)}], "title must be a title that no other deal has, got 'wheat'"),
        (
            [{"value": dollars(1), "part_of": "b"}, {"title": "b", "part_of": "wheat", "value": dollars(1)}],
            "part_of must be the title of a deal that is not part of this one",
        ),
    ],
)
def test_deals_that_cannot_be_told_apart_are_refused(deals: Sequence[dict[str, object]], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        total_of_deals(a_deal(**each) for each in deals)
    assert message in str(caught.value)


def test_deals_in_two_currencies_have_no_total() -> None:
    with pytest.raises(CurrencyMismatchError, match="expected USD, got EUR; convert one of them first"):
        total_of_deals([a_deal(value=dollars(1)), a_deal(title="b", value=Money.of(1, "EUR"))])


class TestLaws:
    @given(trade_deals())
    def test_a_deal_comes_back_from_a_row_and_from_json(self, deal: TradeDeal) -> None:
        assert from_row(TradeDeal, to_row(deal)) == deal
        assert from_json(TradeDeal, to_json(deal)) == deal

    @given(st.integers(1, 10**9), st.lists(trade_deals(part_of="frame"), max_size=4, unique_by=lambda deal: deal.title))
    def test_parts_change_nothing_where_the_whole_is_there(self, amount: int, parts: list[TradeDeal]) -> None:
        whole = a_deal(title="frame", value=dollars(amount))
        total = total_of_deals([*parts, whole])
        assert total.amount == dollars(amount)
        assert set(total.included) | set(total.not_stated) == set(parts)

    @given(st.lists(trade_deals(), max_size=5, unique_by=lambda deal: deal.title))
    def test_every_deal_is_counted_included_or_not_stated(self, deals: list[TradeDeal]) -> None:
        same = [evolve(deal, value=None if deal.value is None else dollars(1)) for deal in deals]
        total = total_of_deals(same)
        assert sorted(each.title for each in (*total.counted, *total.included, *total.not_stated)) == sorted(
            each.title for each in deals
        )
