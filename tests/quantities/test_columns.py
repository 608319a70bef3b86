"""Quantities and unit prices in rows and documents."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import testing
from centralasia.errors import CentralAsiaError, RoundingNeededError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate, Qualifier
from centralasia.quantities import Quantity, QuantityColumns, UnitPrice, UnitPriceColumns, unit, units
from centralasia.records import column, columns_of, from_json, from_row, record, to_json, to_row
from centralasia.reference import currency


@record
class Shipment:
    """A shipment."""

    load: Quantity = column(title="load")
    before: Quantity | None = column(title="the load of the year before", default=None)
    price: UnitPrice | None = column(title="price", default=None)


def test_the_columns_of_a_quantity_carry_the_name_of_the_field() -> None:
    names = [spec.name for spec in columns_of(Shipment)]
    ends = ("_low", "_high", "_low_open", "_high_open", "_qualifier")
    assert names[:7] == ["load", "load_unit", *(f"load{end}" for end in ends)]
    assert names[14:] == ["price", "price_currency", "price_per", *(f"price{end}" for end in ends)]


def test_an_exact_quantity_needs_two_cells() -> None:
    shipment = Shipment(load=Quantity.of("1.40", "млн т"), price=UnitPrice.of(Money.of("235.5", "USD"), per="t"))
    filled = {name: cell for name, cell in to_row(shipment).items() if cell}
    assert filled == {
        "load": "1.40",
        "load_unit": "Mt",
        "price": "235.5",
        "price_currency": "USD",
        "price_per": "t",
    }
    assert from_row(Shipment, filled, strict=False) == shipment


def test_an_estimate_keeps_all_that_is_known() -> None:
    row = to_row(Shipment(load=Quantity.of(Estimate.over(20), "kt")))
    assert (row["load"], row["load_low"], row["load_high"]) == ("", "20", "")
    assert (row["load_low_open"], row["load_qualifier"]) == ("true", "over")


def test_columns_can_be_made_by_hand() -> None:
    assert QuantityColumns(value=Decimal(5), unit=unit("t")).unit == unit("t")
    assert UnitPriceColumns(value=Decimal(5), currency=currency("USD"), per=unit("t")).per == unit("t")


def test_what_never_ends_has_to_be_rounded_before_it_is_written() -> None:
    third = Shipment(load=Quantity.of(Fraction(1, 3), "t"))
    with pytest.raises(RoundingNeededError, match=r"take .round\(places\), or keep the unit it was stated in"):
        to_row(third)
    assert to_row(Shipment(load=third.load.round(3)))["load"] == "0.333"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"load": "5", "load_unit": "mcm"}, "several readings"),
        ({"load": "five", "load_unit": "t"}, "load must be"),
        ({"load": "", "load_unit": "t"}, "neither a figure nor the ends of an estimate"),
        ({"load": "5", "load_unit": "t", "load_low": "4"}, "qualifier must be given, since there are ends"),
        ({"load": "5", "load_unit": "t", "load_high": "4"}, "qualifier must be given, since there are ends"),
        ({"load": "5", "load_unit": "t", "load_low_open": "true"}, "qualifier must be given, since there are ends"),
        ({"load": "5", "load_unit": "t", "load_high_open": "yes"}, "load_high_open must be"),
        ({"load": "5", "load_unit": "t", "load_low": "6", "load_high": "4", "load_qualifier": "range"}, "not empty"),
        ({"load": "5"}, "load_unit"),
    ],
)
def test_a_damaged_row_is_told(row: dict[str, str], message: str) -> None:
    with pytest.raises(CentralAsiaError) as caught:
        from_row(Shipment, row, strict=False)
    assert message in str(caught.value)


codes = st.sampled_from([*sorted(units()), "bcm@20C", "t@live", "centner/ha", "thousand bbl/d"])
quantities = st.builds(Quantity.of, testing.estimates(), codes)
prices = st.one_of(
    st.builds(UnitPrice.of, testing.money(), codes),
    st.builds(UnitPrice.of, st.builds(MoneyEstimate.of, testing.estimates(), st.just("KZT")), codes),
)


class TestLaws:
    @given(quantities, st.none() | quantities, st.none() | prices)
    def test_rows_and_documents_give_all_back(
        self, load: Quantity, before: Quantity | None, price: UnitPrice | None
    ) -> None:
        stated = Shipment(load=load, before=before, price=price)
        for again in (from_row(Shipment, to_row(stated)), from_json(Shipment, to_json(stated))):
            assert again == stated
            assert (again.load.estimate, again.load.unit) == (load.estimate, load.unit)

    @given(quantities)
    def test_a_stated_hedge_survives(self, load: Quantity) -> None:
        again = from_row(Shipment, to_row(Shipment(load=load))).load
        assert again.estimate.qualifier is load.estimate.qualifier
        assert (again.exact is None) is (load.estimate.qualifier is not Qualifier.EXACT)
