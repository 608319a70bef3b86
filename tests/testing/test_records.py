from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.claims import Claim
from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.financing import (
    Contribution,
    EligibilityRule,
    FinancingOperation,
    Memorandum,
    StageEvent,
    TopUp,
    Tranche,
)
from centralasia.money import Money
from centralasia.numbers import Estimate
from centralasia.periods import Period
from centralasia.rates import ExchangeRate
from centralasia.records import column, from_json, from_row, record, register, to_json, to_row
from centralasia.reference import Country, Currency
from centralasia.remittances import RemittanceFlow, SendingCost, TransferQuote
from centralasia.testing import money, problems, records, reports
from centralasia.trade import Target, TradeAgreement, TradeDeal, TradeFlow, TradeMeasure
from centralasia.validation import Problem, Report, Severity

OWN = [Claim, Contribution, EligibilityRule, FinancingOperation, Memorandum, RemittanceFlow, StageEvent, Target]
OWN += [TopUp, TradeAgreement, TradeDeal, TradeFlow, TradeMeasure, Tranche, TransferQuote]


class Basis(StrEnum):
    FOB = "FOB"
    CIF = "CIF"


@attrs.frozen
class Route:
    name: str


register(Route, to_text=lambda route: f"via {route.name}", from_text=lambda text: Route(text[4:]))
st.register_type_strategy(Route, st.builds(Route, st.text("abc", min_size=1)))


@record
class Part:
    name: str = column(title="name")
    share: Fraction = column(title="share", minimum=0, maximum=1)


@record
class Shipment:
    heading: str = column(title="heading", pattern=r"\d{4}")
    basis: Basis = column(title="basis")
    unit: str = column(title="unit", codes=["t", "kg"])
    grade: str = column(title="grade", codes=frozenset({"B", "A"}))
    value: Decimal = column(title="value", exclusive_minimum=0, maximum=1000)
    count: int = column(title="count", minimum=1, exclusive_maximum=9)
    signed: date = column(title="day", minimum=date(2020, 1, 1))
    paid: date | None = column(title="day", default=None)
    over: Period = column(title="period")
    on: date | Period = column(title="day or period")
    origin: Country = column(title="origin")
    currency: Currency = column(title="currency")
    weight: Estimate | None = column(title="weight", default=None)
    parts: tuple[Part, ...] = column(title="parts", default=())
    main: Part = column(title="main part")
    marks: tuple[str, ...] = column(title="marks", default=(), separator=";")
    insured: bool = column(title="insured", default=False)
    route: Route = column(title="route")
    note: str = column(title="note", default="")


@record
class Span:
    low: int = column(title="low", minimum=0, maximum=3)
    high: int = column(title="high", minimum=0, maximum=3)

    def __attrs_post_init__(self) -> None:
        if self.low > self.high:
            raise InvalidValueError("high", self.high, f"at least {self.low}")


@pytest.mark.parametrize(
    "condition",
    [
        lambda each: each.basis is Basis.CIF,
        lambda each: each.grade == "B",
        lambda each: each.value == 1000,
        lambda each: each.count == 8,
        lambda each: each.paid is None,
        lambda each: each.paid is not None,
        lambda each: isinstance(each.on, Period),
        lambda each: isinstance(each.on, date),
        lambda each: each.weight is None,
        lambda each: each.weight is not None,
        lambda each: len(each.parts) > 1,
        lambda each: len(each.marks) > 1,
        lambda each: each.note == "",
        lambda each: each.note != "",
        lambda each: each.insured,
        lambda each: each.route.name == "c",
    ],
)
def test_everything_declared_comes(condition: object, reached: Callable[..., object]) -> None:
    reached(records(Shipment), condition)


def test_fields_can_be_given_as_values_or_strategies() -> None:
    @given(records(Shipment, heading="1001", count=st.integers(2, 3)))
    def are_taken(shipment: Shipment) -> None:
        assert shipment.heading == "1001"
        assert shipment.count in {2, 3}

    are_taken()


def test_a_class_with_a_strategy_of_its_own_has_that() -> None:
    @given(records(ExchangeRate))
    def is_valid(rate: ExchangeRate) -> None:
        assert rate.base is not rate.quote

    is_valid()


@pytest.mark.parametrize("cls", OWN)
def test_fields_can_be_given_to_a_class_with_a_strategy_of_its_own(cls: Any) -> None:
    @given(records(cls, note=st.sampled_from(("one", "other"))))
    def is_taken(example: Any) -> None:
        assert type(example) is cls
        assert example.note in {"one", "other"}
        assert from_json(cls, to_json(example)) == example

    is_taken()


def test_fields_that_other_fields_forbid_do_not_come() -> None:
    plain = {"payout": None, "rate": None, "mid_rate": None}

    @given(records(SendingCost, amount=Money.of(5, "KZT"), fee=money(currencies=["KZT", "KGS"], min_value=0), **plain))
    def is_in_one_currency(cost: SendingCost) -> None:
        assert cost.fee.currency is cost.amount.currency

    is_in_one_currency()


def test_a_field_that_is_none() -> None:
    with pytest.raises(InvalidValueError, match="field must be one of low, high, got 'middle'"):
        records(Span, middle=2)


def test_a_class_that_is_no_record() -> None:
    with pytest.raises(WrongTypeError, match="a class declared with @record"):
        records(int)


def test_a_severity_that_is_none() -> None:
    with pytest.raises(InvalidValueError, match="severities must be some of error, warning, info"):
        problems(severities=["fatal"])


@pytest.mark.parametrize("severity", list(Severity))
def test_findings_of_every_severity_come(severity: Severity, reached: Callable[..., object]) -> None:
    reached(problems(), lambda problem: problem.severity is severity)


def test_reports_with_and_without_findings_come(reached: Callable[..., object]) -> None:
    reached(reports(), lambda report: len(report) == 0)
    reached(reports(), lambda report: len(report) == 5 and report.facts)


class TestLaws:
    @given(records(Shipment))
    def test_a_record_is_written_and_read_again(self, shipment: Shipment) -> None:
        assert from_json(Shipment, to_json(shipment)) == shipment
        assert from_row(Shipment, to_row(shipment)) == shipment

    @given(records(Shipment))
    def test_bounds_are_kept(self, shipment: Shipment) -> None:
        assert 0 < shipment.value <= 1000
        assert 1 <= shipment.count < 9
        assert shipment.signed >= date(2020, 1, 1)
        assert all(0 <= part.share <= 1 for part in (shipment.main, *shipment.parts))
        assert not any(";" in mark for mark in shipment.marks)

    @given(records(Span))
    def test_what_a_class_refuses_does_not_come(self, span: Span) -> None:
        assert span.low <= span.high

    @given(problems(codes=["inverted"], severities="warning"))
    def test_a_finding_is_of_the_code_and_severity_asked_for(self, problem: Problem) -> None:
        assert (problem.code, problem.severity) == ("inverted", Severity.WARNING)
        assert from_json(Problem, to_json(problem)) == problem

    @given(reports(max_size=2))
    def test_a_report_is_complete(self, report: Report) -> None:
        assert len(report) <= 2
        assert sum(report.counts.values()) == len(report)
        assert Report.of(report, **dict(report.facts)) == report
