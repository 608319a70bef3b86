from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import find, given

from centralasia.errors import InvalidValueError, UnknownCodeError
from centralasia.money import MoneyEstimate
from centralasia.reference import WORLD
from centralasia.testing import hs_codes, targets, trade_agreements, trade_deals, trade_flows, trade_measures
from centralasia.trade import Direction, Flow, HSLevel, Incoterm, MeasureKind, TradeDeal


@pytest.mark.parametrize("level", list(HSLevel))
def test_codes_of_every_level_come(level: HSLevel, reached: Callable[..., object]) -> None:
    reached(hs_codes(), lambda code: code.level is level)


@pytest.mark.parametrize("flow", list(Flow))
def test_every_flow_comes(flow: Flow, reached: Callable[..., object]) -> None:
    reached(trade_flows(), lambda each: each.flow is flow)


@pytest.mark.parametrize(
    "condition",
    [
        lambda flow: flow.partner is WORLD,
        lambda flow: flow.value is None,
        lambda flow: flow.quantity is None,
        lambda flow: isinstance(flow.value, MoneyEstimate),
        lambda flow: flow.is_total,
        lambda flow: flow.commodity.digits == 10,
        lambda flow: flow.valuation is None and flow.value is not None,
        lambda flow: flow.vintage,
    ],
)
def test_every_sort_of_flow_comes(condition: Callable[[Any], object], reached: Callable[..., object]) -> None:
    reached(trade_flows(), condition)


def test_what_is_wanted_of_a_flow_is_kept_to() -> None:
    wanted = trade_flows(reporter="KZ", partner="W0", period="2030", flows=["import"], currency="EUR")
    found = find(wanted, lambda _: True)
    assert (found.reporter.alpha2, found.partner, str(found.period), found.flow) == ("KZ", WORLD, "2030", Flow.IMPORT)
    assert found.value is not None
    assert found.value.currency.code == "EUR"


def test_flows_that_cannot_be_are_refused() -> None:
    with pytest.raises(InvalidValueError, match="partner must be another country than the reporter KZ, got 'KZ'"):
        trade_flows(reporter="KZ", partner="KZ")
    with pytest.raises(InvalidValueError, match="flows must be some of import, export"):
        trade_flows(flows="inward")
    with pytest.raises(UnknownCodeError):
        trade_flows(reporter="XX")


@pytest.mark.parametrize(
    "condition",
    [
        lambda deal: deal.value is None and deal.quantity is None,
        lambda deal: deal.signed is not None and deal.delivery is not None,
        lambda deal: deal.incoterm is Incoterm.FOB,
        lambda deal: len(deal.commodities) > 1,
    ],
)
def test_every_sort_of_deal_comes(condition: Callable[[Any], object], reached: Callable[..., object]) -> None:
    reached(trade_deals(), condition)


@pytest.mark.parametrize("expected", [True, False, None])
def test_agreements_come_in_force_and_not_and_not_known(
    reached: Callable[..., object], *, expected: bool | None
) -> None:
    reached(trade_agreements(), lambda each: each.is_in_force("2010-01-01") is expected)


@pytest.mark.parametrize("kind", list(MeasureKind))
def test_every_kind_of_measure_comes(kind: MeasureKind, reached: Callable[..., object]) -> None:
    reached(trade_measures(), lambda each: each.kind is kind)


@pytest.mark.parametrize(
    "condition",
    [
        lambda measure: measure.is_in_force("2010-01-01"),
        lambda measure: measure.until_revoked,
        lambda measure: measure.quota is not None,
        lambda measure: measure.rate_per_unit is not None,
        lambda measure: measure.direction is Direction.BOTH,
        lambda measure: measure.target is WORLD,
    ],
)
def test_every_sort_of_measure_comes(condition: Callable[[Any], object], reached: Callable[..., object]) -> None:
    reached(trade_measures(), condition)


@pytest.mark.parametrize(
    "condition",
    [
        lambda target: target.goal_value is None,
        lambda target: target.goal_quantity is None,
        lambda target: target.by is None,
        lambda target: target.baseline_value is not None and target.by is not None,
    ],
)
def test_every_sort_of_target_comes(condition: Callable[[Any], object], reached: Callable[..., object]) -> None:
    reached(targets(), condition)


def test_parts_of_a_deal_are_never_parts_of_themselves() -> None:
    @given(trade_deals(part_of="wheat"))
    def it_is_a_part_of_another(deal: TradeDeal) -> None:
        assert deal.title != deal.part_of == "wheat"

    it_is_a_part_of_another()
