from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import cattrs
import pytest

from centralasia.errors import WrongTypeError
from centralasia.numbers import Estimate
from centralasia.records import column, record
from centralasia.records.converters import configure


@record
class Price:
    value: Decimal = column(title="price")
    on: date = column(title="day")


@attrs.frozen
class OfTheUser:
    prices: list[Price]
    share: Estimate
    total: Decimal


OWN = OfTheUser(
    prices=[Price(value=Decimal("240.50"), on=date(2024, 9, 15))],
    share=Estimate.over(3),
    total=Decimal("1E+2"),
)


@pytest.fixture
def converter() -> cattrs.Converter:
    made = cattrs.Converter()
    configure(made)
    return made


def test_a_converter_of_the_user_learns_our_types(converter: cattrs.Converter) -> None:
    plain: Any = converter.unstructure(OWN)
    assert plain["prices"] == [{"value": "240.50", "on": "2024-09-15"}]
    assert plain["total"] == "1E+2"
    assert converter.structure(plain, OfTheUser) == OWN


def test_it_is_as_strict_as_ours(converter: cattrs.Converter) -> None:
    with pytest.raises(WrongTypeError, match=r"a number must be a text, got 1\.5 of type float; write '1\.5'"):
        converter.structure(1.5, Decimal)
