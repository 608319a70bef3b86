from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from centralasia.errors import CurrencyMismatchError, InvalidValueError, PeriodMismatchError, WrongTypeError
from centralasia.money import Amount, Money, MoneyEstimate, add_up, as_money_estimate
from centralasia.numbers import Estimate
from centralasia.records import evolve
from centralasia.reference import WORLD, Source, country
from centralasia.remittances import (
    RemittanceFlow,
    TotalVerdict,
    check_totals,
    sum_over_destinations,
    sum_over_origins,
    total_of,
)
from centralasia.testing import money, money_estimates, remittance_flows

FACTS: dict[str, Any] = {
    "destination": "GE",
    "period": "2022",
    "measure": "money_transfer_systems",
    "source": "made up",
}


def a_flow(origin: str, amount: int | Amount, **changes: Any) -> RemittanceFlow:
    money = Money.of(amount, "USD") if isinstance(amount, int) else amount
    return RemittanceFlow(**FACTS | {"origin": origin, "amount": money} | changes)


def estimated(estimate: Estimate) -> MoneyEstimate:
    return MoneyEstimate.of(estimate, "USD")


class TestTotals:
    def test_flows_of_several_months_add_up(self) -> None:
        months = [a_flow("RU", 2, period="2022-01"), a_flow("RU", 3, period="2022-02")]
        assert total_of(months) == Money.of(5, "USD")

    @pytest.mark.parametrize(
        ("flows", "error", "message"),
        [
            ([], InvalidValueError, "flows must be one flow at least, got 0"),
            (["RU"], WrongTypeError, "flow must be a RemittanceFlow, got 'RU' of type str; validation.read_records"),
            (
                [a_flow("RU", 1), a_flow("IT", Money.of(1, "EUR"))],
                CurrencyMismatchError,
                "expected USD, got EUR; convert_flows brings flows to one currency",
            ),
            (
                [a_flow("RU", 1), a_flow("IT", 1, measure="bank_transfers")],
                InvalidValueError,
                "measure must be money_transfer_systems, as of the flows before, got 'bank_transfers'; choose with",
            ),
            (
                [a_flow("RU", 1), a_flow("IT", 1, reporter="sender")],
                InvalidValueError,
                "reporter must be receiver, as of the flows before, got 'sender'",
            ),
            (
                [a_flow("RU", 1), a_flow("IT", 1, basis="net")],
                InvalidValueError,
                "basis must be gross, as of the flows before, got 'net'",
            ),
            (
                [a_flow("RU", 1), a_flow("RU", 1, source="other")],
                InvalidValueError,
                "flows must be a corridor that comes once in a period, got 'RU-GE'; choose one source and vintage",
            ),
            (
                [a_flow("RU", 1), a_flow("IT", 1, period="2022-01")],
                PeriodMismatchError,
                "expected periods that do not overlap, got 2022-01 and 2022",
            ),
            (
                [a_flow("RU", 1), a_flow("W0", 1)],
                InvalidValueError,
                "flows must be all between single countries, or all totals, got 'W0'; see check_totals",
            ),
        ],
    )
    def test_what_must_not_be_added_up_is_refused(self, flows: list[Any], error: type[Exception], message: str) -> None:
        with pytest.raises(error) as caught:
            total_of(flows)
        assert message in str(caught.value)


class TestSums:
    def test_origins_are_added_up_by_all_else(self) -> None:
        flows = [
            a_flow("RU", 1),
            a_flow("IT", 2),
            a_flow("RU", 4, destination="AM", vintage="2023-01"),
            a_flow("RU", 8, period="2023"),
        ]
        found = sum_over_origins(flows)
        assert [(each.destination.alpha2, str(each.period), each.amount) for each in found] == [
            ("GE", "2022", Money.of(3, "USD")),
            ("AM", "2022", Money.of(4, "USD")),
            ("GE", "2023", Money.of(8, "USD")),
        ]
        assert {each.origin for each in found} == {WORLD}
        assert found[0].note == "sum of 2 origins"

    def test_destinations_are_added_up(self) -> None:
        [found] = sum_over_destinations([a_flow("RU", 1), a_flow("RU", 2, destination="AM")])
        assert (found.origin, found.destination, found.amount) == (country("RU"), WORLD, Money.of(3, "USD"))

    def test_the_sources_of_all_parts_are_named(self) -> None:
        [found] = sum_over_origins([a_flow("RU", 1), a_flow("IT", 2, source=Source(title="A table"))])
        assert found.source.key == "made up; A table"

    @pytest.mark.parametrize(
        ("flows", "error", "message"),
        [
            (["RU"], WrongTypeError, "flow must be a RemittanceFlow"),
            (
                [a_flow("W0", 1)],
                InvalidValueError,
                "origin must be a single country, got 'W0'; leave totals out, or see check_totals",
            ),
            (
                [a_flow("IT", 1), a_flow("RU", 1), a_flow("RU", 1, source="other")],
                InvalidValueError,
                "flows must be a corridor that comes once in a period, got 'RU-GE'",
            ),
        ],
    )
    def test_what_is_no_part_is_refused(self, flows: list[Any], error: type[Exception], message: str) -> None:
        with pytest.raises(error) as caught:
            sum_over_origins(flows)
        assert message in str(caught.value)


class TestStatedTotals:
    """The transfers to Georgia in 2022 and Armenia in 2023, as news had them."""

    def test_parts_may_fall_short(self) -> None:
        [check] = check_totals([a_flow("W0", 4373), a_flow("RU", 2068), a_flow("RU", 9, destination="AM")])
        assert (check.verdict, check.sum, check.gap) == (
            TotalVerdict.SHORT,
            Money.of(2068, "USD"),
            Money.of(2305, "USD"),
        )
        assert check.covered == Fraction(2068, 4373)

    def test_parts_may_exceed_the_total(self) -> None:
        [check] = check_totals([a_flow("W0", 10), a_flow("RU", 8), a_flow("IT", 3)])
        assert (check.verdict, check.gap) == (TotalVerdict.EXCEEDED, Money.of(-1, "USD"))

    def test_a_rounded_total_can_be_met(self) -> None:
        total = estimated(Estimate.printed("5.7"))
        parts = [("RU", "4.7"), ("US", "0.663"), ("DE", "0.141"), ("FR", "0.103"), ("AE", "0.076")]
        flows = [a_flow(code, Money.of(amount, "USD")) for code, amount in parts]
        [check] = check_totals([a_flow("W0", total), *flows])
        assert check.verdict is TotalVerdict.MET
        assert len(check.parts) == 5
        assert isinstance(check.covered, Estimate)

    def test_totals_to_the_world_are_checked_too(self) -> None:
        flows = [a_flow("RU", 5, destination="W0"), a_flow("RU", 2), a_flow("RU", 3, destination="AM")]
        assert [check.verdict for check in check_totals(flows)] == [TotalVerdict.MET]

    def test_parts_are_of_the_vintage_of_the_total_where_there_are_any(self) -> None:
        old, new = a_flow("RU", 2, vintage="2023"), a_flow("RU", 3, vintage="2024")
        total = a_flow("W0", 3, vintage="2024")
        assert [check.verdict for check in check_totals([old, new, total])] == [TotalVerdict.MET]
        assert [check.verdict for check in check_totals([old, total])] == [TotalVerdict.SHORT]

    def test_a_total_without_parts_is_left_out(self) -> None:
        others = [a_flow("RU", 1, period="2021"), a_flow("RU", 1, reporter="sender"), a_flow("RU", Money.of(1, "EUR"))]
        assert check_totals([a_flow("W0", 1), *others]) == ()

    @pytest.mark.parametrize(
        ("flows", "error", "message"),
        [
            ([1], WrongTypeError, "flow must be a RemittanceFlow, got 1 of type int"),
            (
                [a_flow("W0", 3), a_flow("RU", 1), a_flow("RU", 1, source="other")],
                InvalidValueError,
                "flows must be a corridor that comes once in a period, got 'RU-GE'",
            ),
        ],
    )
    def test_parts_that_cannot_be_added_up_are_refused(
        self, flows: list[Any], error: type[Exception], message: str
    ) -> None:
        with pytest.raises(error) as caught:
            check_totals(flows)
        assert message in str(caught.value)


amounts = money(currencies="USD") | money_estimates(currencies="USD")


class TestLaws:
    @given(
        st.lists(amounts, min_size=1, max_size=6).flatmap(lambda each: st.tuples(st.just(each), st.permutations(each)))
    )
    def test_a_sum_is_the_same_in_any_order(self, both: tuple[list[Amount], list[Amount]]) -> None:
        assert add_up(both[0]) == add_up(both[1])

    @given(st.lists(amounts, min_size=1, max_size=5))
    def test_a_sum_meets_what_is_added_one_by_one(self, parts: list[Amount]) -> None:
        one_by_one: Any = sum(parts)
        assert as_money_estimate(one_by_one).meets(add_up(parts))

    @given(st.lists(money(currencies="USD"), min_size=1))
    def test_a_sum_of_money_is_exact(self, parts: list[Money]) -> None:
        total = add_up(parts)
        assert isinstance(total, Money)
        assert Fraction(total.amount) == sum(Fraction(part.amount) for part in parts)

    @given(st.lists(remittance_flows(period="2023", currencies="USD", bases="gross"), max_size=8))
    def test_the_parts_meet_the_total_that_they_were_added_up_to(self, flows: list[RemittanceFlow]) -> None:
        parts = {each.corridor: each for each in flows if WORLD not in each.corridor}
        same = [evolve(each, measure="bank_transfers", reporter="sender", vintage="") for each in parts.values()]
        assume(same)
        totals = sum_over_origins(same)
        checks = check_totals([*same, *totals])
        assert [check.stated for check in checks] == list(totals)
        assert {check.verdict for check in checks} == {TotalVerdict.MET}
        assert (
            add_up(each.amount for each in totals)
            == total_of(same)
            == add_up(each.amount for each in sum_over_destinations(same))
        )
