import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError
from centralasia.financing import (
    Contribution,
    FinancingOperation,
    Memorandum,
    Portfolio,
    StageEvent,
    TopUp,
    Tranche,
    position,
)
from centralasia.loans import LoanSchedule, LoanTerms, schedule
from centralasia.money import Money, MoneyEstimate, add_up
from centralasia.numbers import Estimate
from centralasia.records import from_row
from centralasia.testing import (
    FINANCING_CORRUPTIONS,
    clean_financing,
    financing_datasets,
    financing_operations,
    loan_schedules,
    memoranda,
)
from centralasia.testing.faults import CorruptedRows
from centralasia.testing.financing_faults import schedule_rows

CLEAN = clean_financing(seed=1)
IN_ROWS = {"stage-order", "date-order", "shares-not-whole", "tranche-currency", "sector-unknown"}
PLAN = schedule(
    LoanTerms(principal=Money.of(1000, "USD"), rate_percent=6, start="2024-01-15", years=1, repayment="equal principal")
)


def an_operation(**options: Any) -> FinancingOperation:
    facts: dict[str, Any] = {
        "reference": "demo",
        "title": "Lines",
        "lender": "Demo Bank",
        "countries": "KG",
        "instrument": "loan",
        "source": "made up",
    }
    return FinancingOperation(**facts | options)


def euros(millions: int) -> Money:
    return Money.of(millions, "EUR")


def choices(code: str, records: Iterable[object]) -> list[list[Any]]:
    """What a corruption may put in each place."""
    corruption = FINANCING_CORRUPTIONS[code]
    given_ = corruption.taken(records)
    way = corruption.way(given_)
    return [list(way.choices(place)) for place in range(len(given_))]


def cells(code: str, header: str, operation: FinancingOperation, field: str) -> list[list[Any]]:
    """One field of the parts in a cell, in each way in which it can be corrupted."""
    (found,) = choices(code, [operation])
    before = choices_of(operation)[header]
    return [[part[field] for part in json.loads(row[header])] for row in found if row[header] != before]


def choices_of(operation: FinancingOperation) -> dict[str, str]:
    row: dict[str, str] = FINANCING_CORRUPTIONS["stage-order"].taken([operation])[0]
    return row


HISTORY = an_operation(stages={"proposed": "2013", "approved": "2014", "signed": "2015-03"})


def test_stages_exchange_their_names_and_their_days() -> None:
    assert cells("stage-order", "stages", HISTORY, "stage") == [
        ["approved", "proposed", "signed"],
        ["proposed", "signed", "approved"],
    ]
    assert cells("date-order", "stages", HISTORY, "on") == [["2014", "2013", "2015-03"], ["2013", "2015-03", "2014"]]
    assert cells("date-order", "stages", an_operation(stages={"approved": "2015", "signed": "2015-03"}), "on") == []
    assert choices("stage-order", [an_operation(stages="signed"), an_operation()]) == [[], []]


def test_days_of_a_tranche_run_backwards() -> None:
    tranche = Tranche(number=1, signed_on="2015-03-01", disbursed_on="2016-01-01")
    (row,) = choices("date-order", [an_operation(tranches=[tranche])])[0]
    (part,) = json.loads(row["tranches"])
    assert (part["signed_on"], part["available_on"], part["disbursed_on"]) == ("2016-01-01", None, "2015-03-01")
    assert choices("date-order", [an_operation(tranches=[Tranche(number=1, signed_on="2015")])]) == [[]]


def test_shares_come_to_more_or_less_than_all() -> None:
    operation = an_operation(countries={"KG": 60, "TJ": 40}, sectors={"21020": 100})
    assert cells("shares-not-whole", "countries", operation, "percent") == [["50", "40"], ["70", "40"]]
    assert cells("shares-not-whole", "sectors", operation, "percent") == [["90"], ["110"]]
    assert choices("shares-not-whole", [an_operation(countries={"KG": 60, "TJ": None})]) == [[]]
    codes = "KZ KG TJ TM UZ RU CN TR IR AF"
    many = dict.fromkeys(codes.split(), 10)
    assert choices("shares-not-whole", [an_operation(countries=many)]) == [[]]


def test_a_tranche_is_in_another_currency() -> None:
    operation = an_operation(amount=euros(20), tranches=[Tranche(number=1, amount=euros(20)), Tranche(number=2)])
    (found,) = choices("tranche-currency", [operation])
    amounts = [json.loads(row["tranches"])[0]["amount"]["currency"] for row in found]
    assert amounts == ["USD", "KZT"]
    assert choices("tranche-currency", [an_operation(tranches=[Tranche(number=1, amount=euros(20))])]) == [[]]


def test_a_sector_is_none() -> None:
    found = cells("sector-unknown", "sectors", an_operation(sectors="21020"), "sector")
    assert found == [["12020"], ["20120"], ["21200"], ["21002"], ["99999"], ["00000"]]


def test_another_amount_is_signed() -> None:
    stages = {"signed": "2015"}
    made = an_operation(amount=euros(20), stages=[StageEvent(stage="signed", amount=euros(20))])
    assert [str(position(each).committed) for each in choices("stage-amounts", [made])[0]] == ["200 EUR", "30 EUR"]
    vague = MoneyEstimate.of(Estimate.about(20), "EUR")
    others = [an_operation(amount=euros(20), stages=stages), an_operation(stages=stages), an_operation(amount=vague)]
    assert choices("stage-amounts", others) == [[], [], []]


def test_an_addition_is_counted_twice() -> None:
    top_up = TopUp(stage="signed", amount=euros(9))
    operation = an_operation(amount=euros(70), stages="signed", top_ups=[top_up])
    (found,) = choices("top-up-twice", [operation])
    assert [(str(each.amount), len(each.top_ups)) for each in found] == [("79 EUR", 1), ("70 EUR", 2)]
    full = an_operation(amount=euros(70), stages="signed", top_ups=[top_up], total_cost=euros(75))
    assert [len(each.top_ups) for each in choices("top-up-twice", [full])[0]] == [2]
    hoped = an_operation(amount=euros(70), top_ups=[TopUp(stage="proposed", amount=euros(9))])
    assert choices("top-up-twice", [hoped, an_operation(top_ups=[top_up])]) == [[], []]


def test_one_lender_gives_all_that_a_project_costs() -> None:
    facts: dict[str, Any] = {"project": "Lines", "total_cost": euros(100)}
    one = an_operation(amount=euros(70), **facts, contributions=[Contribution(financier="Other", amount=euros(20))])
    other = an_operation(reference="other", lender="Other", amount=euros(20), **facts)
    found = choices("co-financing-twice", [one, other])
    assert [[str(each.amount) for each in place] for place in found] == [["100 EUR"], ["100 EUR"]]
    assert choices("co-financing-twice", [one]) == [[]]
    for cost in (None, Money.of(100, "USD"), euros(20)):
        changed = an_operation(reference="other", amount=euros(20), project="Lines", total_cost=cost)
        assert choices("co-financing-twice", [one, changed])[1] == []


def test_a_memorandum_is_counted_as_a_commitment() -> None:
    facts: dict[str, Any] = {"title": "Hopes", "lender": "Demo Bank", "source": "made up"}
    hopes = Memorandum(reference="mou", countries=["KZ"], amount=euros(5), signed="2024-05", **facts)
    ((operation,),) = choices("memorandum-as-commitment", [hopes])
    assert str(position(operation).committed) == "5 EUR"
    vague = [Memorandum(reference="mou", **facts), Memorandum(reference="mou", amount=euros(5), **facts)]
    assert choices("memorandum-as-commitment", vague) == [[], []]
    assert choices("memorandum-as-commitment", [hopes, an_operation(reference="mou")]) == [[], []]


def test_a_loan_is_not_repaid() -> None:
    first, last = choices("schedule-not-repaying", PLAN)
    assert [(row["principal"], row["payment"]) for row in first] == [("250.00", "280.00")]
    assert [row and row["payment"] for row in last] == ["265.00", None]
    strategy: Any = FINANCING_CORRUPTIONS["schedule-not-repaying"](PLAN)
    lengths = set()

    @given(strategy)
    def some_is_left(wrong: CorruptedRows) -> None:
        lengths.add(len(wrong.rows))
        assert sum(float(row["principal"]) for row in wrong.rows) < 1000
        assert wrong.places in {(0,), (1,)}

    some_is_left()
    assert lengths == {1, 2}
    assert schedule_rows([an_operation()]) == []


def noticed(code: str, wrong: Any) -> bool:
    record = wrong.records[wrong.places[0]]
    stands: Any = position(record)
    assert wrong.of(type(record)).records[wrong.of(type(record)).places[0]] is record
    if code == "stage-amounts":
        return bool(stands.committed > stands.amount)
    if code == "top-up-twice":
        twice = len(record.top_ups) == 2 and record.top_ups[0] == record.top_ups[1]
        return twice or bool(stands.amount - record.top_ups[0].amount == stands.committed)
    if code == "co-financing-twice":
        together: Any = add_up(project_of(wrong, record))
        return bool(together > record.total_cost)
    return any(isinstance(each, Memorandum) and each.amount == record.amount for each in wrong.records)


def project_of(wrong: Any, record: FinancingOperation) -> list[Any]:
    operations = [each for each in wrong.records if isinstance(each, FinancingOperation)]
    return [each.amount for each in operations if each.project == record.project]


class TestLaws:
    @pytest.mark.parametrize("code", sorted(set(FINANCING_CORRUPTIONS) - IN_ROWS - {"schedule-not-repaying"}))
    def test_a_corruption_of_a_clean_set_can_be_noticed(self, code: str) -> None:
        strategy: Any = FINANCING_CORRUPTIONS[code](CLEAN)

        @given(strategy)
        @settings(max_examples=15)
        def is_noticed(wrong: Any) -> None:
            assert wrong.code == code
            assert noticed(code, wrong)

        is_noticed()

    @pytest.mark.parametrize("code", sorted(IN_ROWS))
    def test_a_corrupted_row_is_no_operation(self, code: str) -> None:
        strategy: Any = FINANCING_CORRUPTIONS[code](CLEAN)

        @given(strategy)
        @settings(max_examples=15)
        def is_refused(wrong: CorruptedRows) -> None:
            for place, row in enumerate(wrong.rows):
                if place in wrong.places:
                    with pytest.raises(CentralAsiaError):
                        from_row(FinancingOperation, row)
                else:
                    from_row(FinancingOperation, row)

        is_refused()

    @given(financing_datasets())
    @settings(max_examples=15)
    def test_a_clean_set_has_nothing_to_be_noticed(self, records: tuple[Any, ...]) -> None:
        operations: list[Any] = [each for each in records if isinstance(each, FinancingOperation)]
        Portfolio.of(operations, memoranda=[each for each in records if isinstance(each, Memorandum)])
        for each in operations:
            own = [other.amount for other in operations if other.project == each.project]
            together: Any = add_up(own)
            assert together <= each.total_cost
        assert eval(repr(records), {"clean_financing": clean_financing}) == records  # noqa: S307 - our own text

    @given(financing_datasets())
    @settings(max_examples=5)
    def test_every_corruption_can_happen_to_a_data_set(self, records: tuple[Any, ...]) -> None:
        without = {code for code, corruption in FINANCING_CORRUPTIONS.items() if corruption(records).is_empty}
        assert without == {"schedule-not-repaying"}

    @given(loan_schedules(), st.data())
    @settings(max_examples=20)
    def test_any_loan_can_stay_unpaid(self, plan: LoanSchedule, data: st.DataObject) -> None:
        strategy: Any = FINANCING_CORRUPTIONS["schedule-not-repaying"](plan)
        if not strategy.is_empty:
            wrong = data.draw(strategy)
            assert list(wrong.rows) != schedule_rows(plan)

    @given(
        st.lists(st.one_of(financing_operations(), memoranda()), max_size=4),
        st.sampled_from(sorted(FINANCING_CORRUPTIONS)),
        st.data(),
    )
    def test_records_of_any_sort_are_corrupted_or_nothing_comes(
        self, records: list[Any], code: str, data: st.DataObject
    ) -> None:
        strategy: Any = FINANCING_CORRUPTIONS[code](records)
        if not strategy.is_empty:
            wrong = data.draw(strategy)
            assert wrong.code == code
            assert wrong.places
