from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import find, given

from centralasia.errors import InvalidValueError, UnknownCodeError
from centralasia.numbers import Qualifier
from centralasia.quantities import Quantity, Unit, UnitPrice, unit
from centralasia.records import column, from_json, from_row, record, to_json, to_row
from centralasia.testing import quantities, unit_prices, units


@record
class Load:
    """A load and what it costs."""

    weight: Quantity = column(title="weight")
    price: UnitPrice = column(title="price")


def test_the_simplest_ones_are_nothing_of_a_tonne() -> None:
    assert repr(find(quantities(), lambda _: True)) == "Quantity.of('0', 't')"
    assert str(find(unit_prices(), lambda _: True)) == "0 KZT/t"


@pytest.mark.parametrize(
    ("strategy", "condition"),
    [
        (units(), lambda each: each.code == "bcm@20C"),
        (units(), lambda each: each.code == "point"),
        (units(), lambda each: len(each.terms) == 2),
        (quantities(), lambda each: each.estimate.qualifier is Qualifier.OVER),
        (quantities(), lambda each: each.exact is not None and each.exact < 0),
        (quantities(), lambda each: each.exact is not None and each.exact.denominator > 1),
        (unit_prices(), lambda each: each.exact is None),
        (unit_prices(), lambda each: each.exact is not None and each.currency.code == "UZS"),
    ],
)
def test_every_sort_comes(strategy: Any, condition: Callable[[Any], object], reached: Callable[..., object]) -> None:
    reached(strategy, condition)


@pytest.mark.parametrize(
    ("make", "wanted", "error", "message"),
    [
        (quantities, {"units": []}, InvalidValueError, "units must be at least one unit"),
        (quantities, {"units": ["t", "tone"]}, UnknownCodeError, "'tone' is not in the table of units"),
        (quantities, {"units": "mcm"}, UnknownCodeError, "'mcm'"),
        (quantities, {"qualifiers": "maybe"}, InvalidValueError, "qualifiers must be some of exact, approx"),
        (quantities, {"min_value": 2, "max_value": 1}, InvalidValueError, "max_value must be reached from 2"),
        (unit_prices, {"per": ()}, InvalidValueError, "units must be at least one unit"),
        (unit_prices, {"currencies": "USX"}, UnknownCodeError, "'USX' is not in the table of currencies"),
        (unit_prices, {"min_value": 2, "max_value": 1}, InvalidValueError, "max_value must be reached from 2"),
    ],
)
def test_what_cannot_be_is_refused(
    make: Callable[..., object], wanted: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        make(**wanted)
    assert message in str(caught.value)


class TestLaws:
    @given(units())
    def test_a_unit_is_read_back(self, each: Unit) -> None:
        assert unit(str(each)) == each

    @given(quantities(units=(unit("t"), "Mt"), qualifiers="exact", min_value=1, max_value=5))
    def test_quantities_are_what_is_asked_for(self, each: Quantity) -> None:
        assert each.unit.code in {"t", "Mt"}
        assert 1 <= each.value <= 5

    @given(unit_prices(per=unit("t"), currencies="KGS", min_value=1, max_value=5))
    def test_prices_are_what_is_asked_for(self, each: UnitPrice) -> None:
        assert (each.per.code, each.currency.code) == ("t", "KGS")
        assert each.exact is None or 1 <= each.exact <= 5

    @given(quantities(), unit_prices())
    def test_rows_and_documents_give_them_back(self, weight: Quantity, price: UnitPrice) -> None:
        load = Load(weight=weight, price=price)
        assert from_row(Load, to_row(load)) == load
        assert from_json(Load, to_json(load)) == load
