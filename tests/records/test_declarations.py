import copy
import pickle
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Optional

import attrs
import pytest

from centralasia.errors import CentralAsiaError, InvalidValueError, WrongTypeError
from centralasia.records import (
    EstimateColumns,
    column,
    columns_of,
    declaration_of,
    evolve,
    from_row,
    record,
    register_composite,
    to_row,
)
from centralasia.records.declarations import find_layout, parts_of


@record(key=("code",), order=True)
class Unit:
    code: str = column(title="code")
    factor: int = column(title="factor", default=1, minimum=1)
    computed: int = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "computed", self.factor * 2)


@attrs.frozen(kw_only=True)
class Price:
    amount: Decimal
    unit: Unit


@record
class PriceColumns:
    amount: Decimal = column(title="amount", main=True)
    unit: Unit = column(title="unit")


register_composite(Price, PriceColumns)


@record(key=("on", "price"))
class Deal:
    on: date = column(title="day")
    price: Price = column(title="price", unit="USD", aliases=("цена",))
    fee: Price | None = column(title="fee", default=None)


class TestARecord:
    def test_is_frozen_keyword_only_and_has_slots(self) -> None:
        unit = Unit(code="t")
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            unit.code = "kg"  # type: ignore[misc]  # that is what is tested
        with pytest.raises(TypeError, match="positional"):
            Unit("t")  # type: ignore[call-arg]  # that is what is tested
        assert not hasattr(unit, "__dict__")

    def test_compares_prints_and_keeps_what_it_computes(self) -> None:
        assert Unit(code="kg") < Unit(code="t")
        assert repr(Unit(code="t", factor=2)) == "Unit(code='t', factor=2)"
        assert Unit(code="t", factor=2).computed == 4

    def test_pickles_and_copies(self) -> None:
        unit = Unit(code="t", factor=2)
        assert pickle.loads(pickle.dumps(unit)) == copy.deepcopy(unit) == unit

    def test_is_changed_by_making_another_one(self) -> None:
        assert evolve(Unit(code="t"), factor=3) == Unit(code="t", factor=3)
        with pytest.raises(InvalidValueError, match="factor must be at least 1"):
            evolve(Unit(code="t"), factor=0)

    def test_tells_programs_the_declared_types(self) -> None:
        assert Unit.__init__.__annotations__ == {"code": str, "factor": int, "return": None}
        assert declaration_of(Unit).key == ("code",)

    def test_may_be_declared_with_the_older_spelling_of_none(self) -> None:
        @record
        class Old:
            code: Optional[str] = column(title="code", default=None)  # noqa: UP045 - that is what is tested

        assert columns_of(Old)[0].optional


class TestTheColumns:
    def test_of_parts_are_named_by_field_and_part(self) -> None:
        assert [spec.name for spec in columns_of(Deal)] == [
            "on",
            "price",
            "price_unit_code",
            "price_unit_factor",
            "fee",
            "fee_unit_code",
            "fee_unit_factor",
        ]
        assert columns_of(Deal)[2].path == ("price", "unit", "code")

    def test_of_parts_have_a_title_of_their_own_and_the_unit_of_the_field(self) -> None:
        amount, code = columns_of(Deal)[1:3]
        assert (amount.title, amount.unit, amount.aliases) == ("price", "USD", ("цена",))
        assert (code.title, code.unit, code.aliases) == ("price: unit: code", None, ())

    def test_of_a_field_that_may_be_missing_may_be_blank(self) -> None:
        assert [spec.name for spec in columns_of(Deal) if spec.required] == [
            "on",
            "price",
            "price_unit_code",
            "price_unit_factor",
        ]

    def test_of_one_field_are_its_parts(self) -> None:
        on, price, _ = declaration_of(Deal).fields
        assert [spec.name for spec in parts_of(on)] == ["on"]
        assert len(list(parts_of(price))) == 3

    def test_come_back_as_one_value(self) -> None:
        price = Price(amount=Decimal("2.50"), unit=Unit(code="t", factor=1000))
        deal = Deal(on=date(2024, 9, 15), price=price)
        assert from_row(Deal, to_row(deal)) == deal

    @pytest.mark.parametrize("stranger", [int, Price, 5, [Unit]])
    def test_of_strangers_there_are_none(self, stranger: Any) -> None:
        with pytest.raises(WrongTypeError, match="cls must be a class declared with @record"):
            columns_of(stranger)
        assert find_layout([stranger]) is None


def declare(annotation: object, field: object, **others: Any) -> Callable[[], object]:
    def declared() -> object:
        annotations = {"thing": annotation} | dict.fromkeys(others, str)
        return record(type("Odd", (), {"__annotations__": annotations, "thing": field, **others}))

    return declared


@record
class Blanks:
    note: str | None = column(title="note", default=None)


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        (declare(int, 5), "Odd.thing must be declared with column(title=...), got <class 'int'>"),
        (declare(int, attrs.field()), "Odd.thing must be declared with column(title=...)"),
        (declare(float, column(title="x")), "Odd.thing must be of a type with a text form, got <class 'float'>; reg"),
        (declare(tuple[int, int], column(title="x")), "Odd.thing must be a tuple[..., ...] that is empty where there"),
        (declare(tuple[int, ...] | None, column(title="x")), "Odd.thing must be a tuple[..., ...] that is empty where"),
        (declare(Unit, column(title="x", minimum=1)), "minimum of Odd.thing must be declared with the parts of the ty"),
        (declare(Unit, column(title="x", codes=("a",))), "codes of Odd.thing must be declared with the parts of the t"),
        (declare(Blanks | None, column(title="x")), "Odd.thing must be a record with a part that is never blank, to t"),
        (declare(int, column(title="x", maximum="many")), "maximum of Odd.thing must be a whole number, got 'many' of"),
        (
            declare(Unit, column(title="x"), thing_code=column(title="y")),
            "columns of Odd must be a name that no other column has, got 'thing_code'",
        ),
    ],
)
def test_a_declaration_that_does_not_hold_together_is_refused(declared: Callable[[], object], message: str) -> None:
    with pytest.raises(CentralAsiaError) as caught:
        declared()
    assert str(caught.value).startswith(message)


def test_a_private_field_is_no_column() -> None:
    with pytest.raises(InvalidValueError, match="a name without an underscore in front"):

        @record
        class Hidden:
            _code: str = column(title="code")


def test_a_key_is_made_of_columns() -> None:
    with pytest.raises(InvalidValueError, match="key of Keyed must be one of code, got 'kode'"):

        @record(key=("kode",))
        class Keyed:
            code: str = column(title="code")


def test_a_composite_is_registered_once() -> None:
    with pytest.raises(InvalidValueError, match="a type that is not registered yet"):
        register_composite(Price, PriceColumns)


def test_an_estimate_has_its_columns() -> None:
    assert declaration_of(EstimateColumns).fields[0].main
