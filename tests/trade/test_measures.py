from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from centralasia.errors import CentralAsiaError, InvalidValueError, UnknownCodeError
from centralasia.money import Money
from centralasia.quantities import Quantity, UnitPrice
from centralasia.records import from_json, from_row, to_json, to_row
from centralasia.reference import WORLD, country
from centralasia.testing import days, trade_measures
from centralasia.trade import Direction, HSCode, MeasureKind, TradeMeasure, find_measures, hs_code


def a_measure(**changed: object) -> TradeMeasure:
    fields: dict[str, object] = {"kind": "ban", "imposer": "KZ", "direction": "imports", "source": "made up"}
    return TradeMeasure(**(fields | changed))  # type: ignore[arg-type]  # tables of fields, good and bad


def test_the_facts_of_a_measure_are_kept() -> None:
    quota = a_measure(
        kind="tariff quota",
        target="RU",
        direction="Both",
        products=("1001", "10.03"),
        rate_percent="12.5",
        rate_per_unit=UnitPrice.of(Money.of("0.1", "EUR"), per="kg"),
        quota=Quantity.of(300, "kt"),
        valid_from="2030-01-01",
        valid_until=date(2030, 7, 1),
    )
    assert quota.kind is MeasureKind.TARIFF_QUOTA
    assert quota.direction is Direction.BOTH
    assert [str(each) for each in quota.products] == ["1001", "1003"]
    assert quota.rate_percent == Decimal("12.5")
    assert quota.target is country("RU")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0702", ["0702"]), ("1001|10.03", ["1001", "1003"]), ("", []), (hs_code("1001"), ["1001"])],
)
def test_products_may_be_one_code_or_a_text_of_several(text: HSCode | str, expected: list[str]) -> None:
    assert [str(each) for each in a_measure(products=text).products] == expected


def test_a_measure_without_a_target_is_against_all() -> None:
    assert a_measure().target is WORLD
    assert a_measure(target=None).target is WORLD
    assert to_row(a_measure())["target"] == "W0"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"imposer": "W0"}, "imposer must be one country, and another one than the target, got 'W0'"),
        ({"target": "KZ"}, "imposer must be one country, and another one than the target, got 'KZ'"),
        ({"products": ("1001", "1001")}, "products must be different codes, got ('1001', '1001'); name each once"),
        ({"products": ("1009",)}, "did you mean '1001'"),
        ({"rate_percent": 5}, "rate_percent must be left out for a ban, got '5'"),
        (
            {"rate_per_unit": UnitPrice.of(Money.of("0.1", "EUR"), per="kg")},
            "rate_per_unit must be left out for a ban, got '0.1 EUR/kg'",
        ),
        ({"rate_percent": -1, "kind": "duty"}, "rate_percent must be at least zero"),
        ({"rate_percent": 0.5, "kind": "duty"}, "rate_percent must be an int, a Decimal or a text"),
        ({"quota": Quantity.of(1, "t")}, "quota must be left out for a ban, got '1 t'"),
        ({"kind": "quota", "quota": Quantity.of(-1, "t")}, "quota must be zero or more, got '-1 t'"),
        (
            {"kind": "duty", "rate_per_unit": UnitPrice.of(Money.of(-1, "EUR"), per="t")},
            "rate_per_unit must be zero or more, got '-1 EUR/t'",
        ),
        ({"valid_from": "2030-02-01", "valid_until": "2030-02-01"}, "valid_until must be after 2030-02-01, the first"),
        ({"valid_until": "2030-02-01", "until_revoked": True}, "valid_until must be left out for a measure until"),
        ({"kind": "embargo"}, "kind must be one of ban, quota, tariff_quota, duty, licensing, sanction"),
        ({"direction": "inward"}, "direction must be one of imports, exports, both"),
    ],
)
def test_a_measure_that_cannot_be_is_refused(changed: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        a_measure(**changed)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "until_revoked", "on", "expected"),
    [
        (None, None, False, "2030-01-01", None),
        (None, None, True, "2030-01-01", None),
        ("2030-01-01", None, False, "2029-12-31", False),
        ("2030-01-01", None, False, "2030-01-01", None),
        ("2030-01-01", None, True, "2030-01-01", True),
        ("2030-01-01", "2030-07-01", False, "2030-06-30", True),
        ("2030-01-01", "2030-07-01", False, "2030-07-01", False),
        (None, "2030-07-01", False, "2030-06-30", None),
        (None, "2030-07-01", False, "2030-07-01", False),
    ],
)
def test_what_is_not_known_of_days_stays_unknown(
    valid_from: str | None, valid_until: str | None, *, until_revoked: bool, on: str, expected: bool | None
) -> None:
    measure = a_measure(valid_from=valid_from, valid_until=valid_until, until_revoked=until_revoked)
    assert measure.is_in_force(on) is expected


@pytest.mark.parametrize(
    ("products", "product", "commodity", "expected"),
    [
        ((), "", "1001", True),
        ((), "farm goods", "1001", None),
        (("10",), "", "100119", True),
        (("1001",), "wheat", "1003", False),
        (("1001",), "", "10", None),
        (("1001",), "", "TOTAL", None),
        (("TOTAL",), "", "8703", True),
        (("H5:1001",), "", "H6:1001", None),
        (("H5:1001",), "", "H6:8703", None),
        (("H5:1001", "1003"), "", "H6:1003", True),
        (("H6:1001",), "", "H6:8703", False),
    ],
)
def test_goods_are_covered_by_their_codes(
    products: tuple[str, ...], product: str, commodity: str, *, expected: bool | None
) -> None:
    assert a_measure(products=products, product=product).covers(commodity) is expected


@pytest.mark.parametrize(
    ("direction", "target", "importer", "exporter", "expected"),
    [
        ("imports", "W0", "KZ", "KG", True),
        ("imports", "W0", "KG", "KZ", False),
        ("exports", "W0", "KG", "KZ", True),
        ("exports", "W0", "KZ", "KG", False),
        ("both", "KG", "KZ", "KG", True),
        ("both", "KG", "KG", "KZ", True),
        ("both", "KG", "KZ", "UZ", False),
        ("both", "W0", "UZ", "KG", False),
    ],
)
def test_a_measure_concerns_the_trade_of_its_imposer_with_its_target(
    direction: str, target: str, importer: str, exporter: str, *, expected: bool
) -> None:
    measure = a_measure(direction=direction, target=target)
    assert measure.concerns(importer=importer, exporter=exporter) is expected


def test_measures_in_force_are_parted_from_those_not_known() -> None:
    in_force = a_measure(products=("1001",), valid_from="2030-01-01", valid_until="2031-01-01")
    dateless = a_measure(products=("1001",))
    in_words = a_measure(product="grain", valid_from="2030-01-01", valid_until="2031-01-01")
    ended = a_measure(products=("1001",), valid_from="2029-01-01", valid_until="2030-01-01")
    others = a_measure(products=("8703",), valid_from="2030-01-01", valid_until="2031-01-01")
    exports = a_measure(direction="exports", valid_from="2030-01-01", valid_until="2031-01-01")
    measures = [in_force, dateless, in_words, ended, others, exports]
    found = find_measures(measures, "100119", importer="KZ", exporter="RU", on="2030-06-01")
    assert found.in_force == (in_force,)
    assert found.not_known == (dateless, in_words)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"commodity": "1009"}, "'1009' is not in the table of HS codes"),
        ({"importer": "XX"}, "'XX' is not in the table of countries"),
        ({"on": "tomorrow"}, "on must be a day written YYYY-MM-DD"),
        ({"measures": [1]}, "record must be a TradeMeasure, got 1 of type int"),
    ],
)
def test_a_question_that_makes_no_sense_is_not_answered_with_nothing(changed: dict[str, Any], message: str) -> None:
    asked: dict[str, Any] = {
        "measures": [],
        "commodity": "1001",
        "importer": "KZ",
        "exporter": "RU",
        "on": "2030-01-01",
    }
    assert find_measures(**asked).in_force == ()
    with pytest.raises(CentralAsiaError) as caught:
        find_measures(**(asked | changed))
    assert message in str(caught.value)


def test_a_code_that_does_not_exist_is_unknown() -> None:
    with pytest.raises(UnknownCodeError):
        a_measure().covers("1009")


class TestLaws:
    @given(trade_measures())
    def test_a_measure_comes_back_from_a_row_and_from_json(self, measure: TradeMeasure) -> None:
        assert from_row(TradeMeasure, to_row(measure)) == measure
        assert from_json(TradeMeasure, to_json(measure)) == measure

    @given(trade_measures(), days())
    def test_a_measure_is_in_force_in_one_span_at_most(self, measure: TradeMeasure, on: date) -> None:
        if measure.is_in_force(on):
            assert measure.valid_from is not None
            assert measure.valid_from <= on
            assert measure.is_in_force(measure.valid_from)
            assert measure.is_in_force(measure.valid_from - timedelta(days=1)) is False
