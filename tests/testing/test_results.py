from collections.abc import Callable
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import centralasia as ca
from centralasia.errors import InvalidValueError
from centralasia.loans import DebtCalendar, DebtService, Exposure, Instalment, ServiceCost
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.quantities import Quantity, Step, UnitConversion
from centralasia.remittances import CorridorMatrix, FlowMirror, GdpShare, TotalCheck, TotalVerdict
from centralasia.series import Mirror, Remaining
from centralasia.testing import register, results
from centralasia.testing.results import _MAKERS as MAKERS
from centralasia.trade import (
    DealComparison,
    DealTotal,
    Fulfilment,
    MeasuresFound,
    Mirrors,
    SharedAgreements,
    TargetProgress,
)

UNKNOWN = {(TotalCheck, "covered"), (Fulfilment, "ratio")}  # have no answer where the whole can be nothing
CLASSES = [getattr(getattr(ca, room), name) for room, _, name in (each.partition(".") for each in MAKERS)]


@pytest.mark.parametrize("cls", CLASSES)
def test_everything_that_a_result_says_can_be_asked(cls: type) -> None:
    asked = [name for name, each in vars(cls).items() if isinstance(each, property) and (cls, name) not in UNKNOWN]

    @given(results(cls))
    def answers(result: Any) -> None:
        assert type(result) is cls
        assert result == result  # noqa: PLR0124 - it has an equality that holds
        assert repr(result)
        assert str(result)
        for name in asked:
            getattr(result, name)
        if hasattr(result, "explain"):
            assert result.explain()

    answers()


@pytest.mark.parametrize(
    ("cls", "condition"),
    [
        (UnitConversion, lambda done: not done.steps),
        (UnitConversion, lambda done: isinstance(done.factor, Estimate)),
        (UnitConversion, lambda done: done.factor == 1000),
        (Step, lambda step: step.kind == "crop"),
        (Mirror, lambda each: each.meets and each.factor != 1),
        (Mirror, lambda each: not each.meets and isinstance(each.sender_report, Quantity)),
        (Remaining, lambda each: each.is_reached),
        (Remaining, lambda each: not each.is_reached and isinstance(each.goal, MoneyEstimate)),
        (FlowMirror, lambda each: not each.mirror.meets),
        (GdpShare, lambda each: isinstance(each.share, Fraction) and each.share > 0),
        (CorridorMatrix, lambda each: len(each) > 2 and not each.stated),
        (CorridorMatrix, lambda each: each.stated),
        (TotalCheck, lambda each: each.verdict is TotalVerdict.SHORT),
        (TotalCheck, lambda each: each.verdict is TotalVerdict.EXCEEDED and len(each.parts) > 1),
        (DealTotal, lambda each: each.included and each.counted),
        (DealTotal, lambda each: each.not_stated),
        (DealTotal, lambda each: isinstance(each.amount, Money)),
        (DealComparison, lambda each: each.contracts.ratio is not None),
        (DealComparison, lambda each: each.left_out),
        (Fulfilment, lambda each: each.shipped is not None),
        (MeasuresFound, lambda each: each.in_force),
        (MeasuresFound, lambda each: each.not_known),
        (Mirrors, lambda each: each.pairs),
        (Mirrors, lambda each: each.alone),
        (SharedAgreements, lambda each: each.agreements and each.groupings),
        (SharedAgreements, lambda each: each.not_known),
        (TargetProgress, lambda each: each.remaining is None),
        (TargetProgress, lambda each: each.remaining is not None and not each.remaining.is_reached),
        (DebtCalendar, lambda each: not each.rows),
        (DebtCalendar, lambda each: len(each.currencies) > 1),
        (DebtService, lambda each: not each.principal),
        (Exposure, lambda each: each.shock_percent < 0),
        (Instalment, lambda each: each.capitalised and each.number > 1),
        (ServiceCost, lambda each: each.interest.high and each.interest.high.amount > 0),
    ],
)
def test_results_of_every_sort_come(cls: type, condition: Callable[[Any], object], reached: Any) -> None:
    reached(results(cls), condition)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(Money, Money), (Fraction | Estimate, (Fraction, Estimate)), (Quantity, Quantity)],
)
@pytest.mark.parametrize(("cls", "field"), [(Mirror, "sender_report"), (Remaining, "goal")])
def test_figures_are_of_the_kind_that_the_type_names(cls: Any, field: str, kind: Any, expected: Any) -> None:
    register()

    @given(st.from_type(cls[kind]))
    def are_of_the_kind(result: object) -> None:
        assert isinstance(getattr(result, field), expected)

    are_of_the_kind()


@pytest.mark.parametrize("cls", [int, ca.TradeFlow, type("Mirror", (), {"__module__": "somewhere.series"})])
def test_what_no_function_gives_back_is_refused(cls: type) -> None:
    with pytest.raises(InvalidValueError, match=r"cls must be one of financing\.Eligibility, financing\.Portfolio"):
        results(cls)


def test_every_maker_is_of_a_class_of_values() -> None:
    assert list(MAKERS) == sorted(MAKERS)
    assert all(attrs.has(cls) for cls in CLASSES)
