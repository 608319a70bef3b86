from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.records import column, from_row, record, to_row
from centralasia.records.rows import make_from_cells


@record
class Amount:
    amount: Decimal = column(title="amount", main=True)
    currency: str = column(title="currency", pattern="[A-Z]{3}")

    def __attrs_post_init__(self) -> None:
        if self.currency == "XXX":
            raise InvalidValueError("money", self.currency, "of a currency")


@record
class Flow:
    origin: str = column(title="origin")
    day: date | None = column(title="day")
    nominal: int = column(title="nominal", default=1)
    note: str = column(title="note", default="")
    tags: tuple[str, ...] = column(title="tags", default=())
    paid: Amount = column(title="paid")
    fee: Amount | None = column(title="fee", default=None)
    fixed: Amount = column(title="fixed", factory=lambda: Amount(amount=Decimal(5), currency="USD"))
    parts: tuple[Amount, ...] = column(title="parts", default=())


ROW = {
    "origin": "RU",
    "day": "",
    "nominal": "",
    "note": "",
    "tags": "",
    "paid": "12.50",
    "paid_currency": "KZT",
    "fee": "",
    "fee_currency": "",
    "fixed": "",
    "fixed_currency": "",
    "parts": "",
}
FLOW = Flow(origin="RU", day=None, paid=Amount(amount=Decimal("12.50"), currency="KZT"))


def test_blank_cells_are_no_value_or_the_default() -> None:
    assert from_row(Flow, ROW) == FLOW
    assert from_row(Flow, {name: cell or None for name, cell in ROW.items()}) == FLOW
    assert from_row(Flow, to_row(FLOW)) == FLOW


def test_cells_may_be_ready_values_as_a_frame_gives_them() -> None:
    ready = {**ROW, "day": date(2024, 9, 15), "nominal": 10, "paid": Decimal("12.50"), "tags": ["a", "b"]}
    flow = from_row(Flow, ready)
    assert (flow.day, flow.nominal, flow.tags, flow.paid) == (date(2024, 9, 15), 10, ("a", "b"), FLOW.paid)


def test_records_may_stand_in_one_cell_as_json() -> None:
    cell = '[{"amount": "1", "currency": "USD"}, {"amount": "2", "currency": "EUR"}]'
    flow = from_row(Flow, {**ROW, "parts": cell})
    assert [part.currency for part in flow.parts] == ["USD", "EUR"]
    assert to_row(flow)["parts"] == cell


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"origin": ""}, "origin must be given: the column is never blank, got ''"),
        ({"origin": None}, "origin must be given: the column is never blank, got ''"),
        ({"origin": 5}, "origin must be a text, got 5 of type int"),
        ({"nominal": "ten"}, "nominal must be a whole number in ASCII digits, got 'ten'"),
        ({"nominal": 1.0}, "nominal must be a whole number, got 1.0 of type float"),
        ({"day": "2024"}, "day must be a day written YYYY-MM-DD, got '2024'"),
        ({"paid": "", "paid_currency": ""}, "paid must be given: the column is never blank, got ''"),
        ({"paid_currency": ""}, "paid_currency must be given: the column is never blank, got ''"),
        ({"fee": "1"}, "fee_currency must be given: the column is never blank, got ''"),
        ({"fee": "1", "fee_currency": "usd"}, "fee_currency must be a text that fits [A-Z]{3}, got 'usd'"),
        ({"fixed": "1"}, "fixed_currency must be given: the column is never blank, got ''"),
        ({"paid_currency": "XXX"}, "money must be of a currency, got 'XXX'"),
        ({"parts": "[{]"}, "parts must be JSON (Expecting property name enclosed in double quotes), got '[{]'"),
        ({"parts": '[{"amount": "1", "currency": 5}]'}, "parts must be a text, got"),
        ({"orgin": "RU"}, "column must be one of origin, day, nominal, note, tags, paid, paid_currency, fee, fee_curr"),
        ({5: ""}, "column must be one of origin"),
    ],
)
def test_an_error_names_the_column(changed: dict[Any, Any], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        from_row(Flow, {**ROW, **changed})
    assert str(caught.value).startswith(message)


class TestAShortRow:
    def test_leaves_out_what_has_a_default(self) -> None:
        row = {name: cell for name, cell in ROW.items() if name not in {"nominal", "note", "tags", "parts"}}
        assert from_row(Flow, row) == FLOW

    def test_leaves_out_the_parts_of_what_may_be_missing(self) -> None:
        row = {name: cell for name, cell in ROW.items() if not name.startswith("fee")}
        assert from_row(Flow, row, strict=False) == FLOW

    @pytest.mark.parametrize("name", ["origin", "day", "paid"])
    def test_has_every_other_column(self, name: str) -> None:
        row = {header: cell for header, cell in ROW.items() if header != name}
        with pytest.raises(InvalidValueError, match=f"{name} must be given: the row has no such column, got None"):
            from_row(Flow, row)

    def test_says_first_what_was_misspelt(self) -> None:
        with pytest.raises(InvalidValueError, match="got 'orgin'; did you mean 'origin'"):
            from_row(Flow, {"orgin": "RU"})

    def test_may_be_read_loosely(self) -> None:
        loose = {"origin": "RU", "paid": "12.50", "paid_currency": "KZT", "unknown": "x"}
        assert from_row(Flow, loose, strict=False) == FLOW
        with pytest.raises(InvalidValueError, match="origin must be given"):
            from_row(Flow, {"unknown": "x"}, strict=False)


def test_what_is_no_row_is_refused() -> None:
    row: Any = ["RU"]
    with pytest.raises(WrongTypeError, match="row must be a mapping of headers to cells"):
        from_row(Flow, row)


def test_what_is_no_record_is_refused() -> None:
    with pytest.raises(WrongTypeError, match="cls must be a class declared with @record"):
        to_row("RU")
    with pytest.raises(WrongTypeError, match="cls must be a class declared with @record"):
        from_row(str, {})


def test_cells_can_be_read_in_the_order_of_the_columns() -> None:
    assert make_from_cells(Flow)(list(ROW.values())) == FLOW


def test_a_field_with_a_default_may_be_left_out_with_all_its_columns() -> None:
    row = to_row(Flow(origin="RU", paid=Amount(amount=Decimal(5), currency="USD"), day=None))
    short = {name: cell for name, cell in row.items() if not name.startswith("fee")}
    assert from_row(Flow, short) == from_row(Flow, row)
    with pytest.raises(InvalidValueError, match="fee_currency"):
        from_row(Flow, short | {"fee": "5"})


class TestPartsThatStandInManyRows:
    """Cells that were read before are not read again."""

    @record
    class Sack:
        """A sack, and the amount on its label."""

        weight: Amount = column(title="weight")

    def test_the_same_cells_give_the_same_part(self) -> None:
        one, other = (from_row(self.Sack, {"weight": "5", "weight_currency": "KZT"}) for _ in range(2))
        assert one.weight is other.weight

    def test_ready_values_are_read_each_for_itself(self) -> None:
        from_row(self.Sack, {"weight": 1, "weight_currency": "KZT"})
        with pytest.raises(WrongTypeError, match="weight must be"):
            from_row(self.Sack, {"weight": True, "weight_currency": "KZT"})

    def test_no_more_is_kept_than_a_table_needs(self) -> None:
        for value in range(1_001):
            from_row(self.Sack, {"weight": str(value), "weight_currency": "KZT"})
        assert from_row(self.Sack, {"weight": "0", "weight_currency": "KZT"}).weight.amount == 0

    def test_what_was_refused_once_is_refused_again(self) -> None:
        for _ in range(2):
            with pytest.raises(InvalidValueError, match="weight must be an int, a Decimal or a text"):
                from_row(self.Sack, {"weight": "x", "weight_currency": "KZT"})
