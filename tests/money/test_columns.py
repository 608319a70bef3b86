"""Money in rows and documents."""

from decimal import Decimal

import pytest
from hypothesis import given

from centralasia import testing
from centralasia.errors import CentralAsiaError
from centralasia.money import Money, MoneyColumns
from centralasia.records import column, columns_of, from_json, from_row, record, to_json, to_row


@record
class Fee:
    """A fee."""

    fee: Money = column(title="fee")
    reserve: Money | None = column(title="reserve", default=None)


def test_an_amount_and_its_currency_stand_side_by_side() -> None:
    assert [spec.name for spec in columns_of(Fee)] == ["fee", "fee_currency", "reserve", "reserve_currency"]
    assert to_row(Fee(fee=Money.of("12.50", "KGS"))) == {
        "fee": "12.50",
        "fee_currency": "KGS",
        "reserve": "",
        "reserve_currency": "",
    }


def test_columns_can_be_made_by_hand() -> None:
    made = MoneyColumns(amount=Decimal(5), currency=Money.zero("UZS").currency)
    assert (made.amount, made.currency.code) == (Decimal(5), "UZS")


@pytest.mark.parametrize(
    "row", [{"fee": "x", "fee_currency": "KGS"}, {"fee": "1", "fee_currency": "KGX"}, {"fee": "1"}, {"fee": "NaN"}]
)
def test_a_damaged_row_is_told(row: dict[str, str]) -> None:
    with pytest.raises(CentralAsiaError):
        from_row(Fee, row)


class TestLaws:
    @given(testing.money(), testing.money())
    def test_rows_and_documents_give_the_money_back(self, fee: Money, reserve: Money) -> None:
        stated = Fee(fee=fee, reserve=reserve)
        assert from_row(Fee, to_row(stated)) == stated
        assert from_json(Fee, to_json(stated)) == stated
