"""Operations: what is refused, how they stand, and law 17."""

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, WrongTypeError
from centralasia.financing import (
    Contribution,
    CountryShare,
    FinancingOperation,
    Instrument,
    Stage,
    StageEvent,
    TopUp,
    Tranche,
    position,
    stage_of,
    total,
    value_of_points,
)
from centralasia.money import Money, MoneyEstimate, as_money_estimate
from centralasia.numbers import Estimate
from centralasia.quantities import Quantity, UnitPrice
from centralasia.records import columns_of, from_json, from_row, to_json, to_row
from centralasia.reference import country
from centralasia.testing import financing_operations
from centralasia.validation import read_records


def eur(amount: int | str | Estimate) -> Money | MoneyEstimate:
    return MoneyEstimate.of(amount, "EUR") if isinstance(amount, Estimate) else Money.of(amount, "EUR")


def an_operation(**fields: Any) -> FinancingOperation:
    """Make an operation; made up."""
    usual: dict[str, Any] = {
        "reference": "demo",
        "title": "Water supply",
        "lender": "Demo Bank",
        "countries": "KG",
        "instrument": "loan",
        "source": "made up",
    }
    return FinancingOperation(**usual | fields)


def signed(**fields: Any) -> FinancingOperation:
    return an_operation(**{"stages": "signed", "amount": eur(20), **fields})


def test_a_source_is_found_by_its_key() -> None:
    assert an_operation(source="WDI-2025-07-01").source.publisher == "World Bank"


def test_countries_and_sectors_are_given_as_codes() -> None:
    operation = an_operation(countries={"KG": 60, "TJ": 40}, sectors=["21020"])
    assert [each.country for each in operation.countries] == [country("KG"), country("TJ")]
    assert operation.countries[0] == CountryShare(country="KG", percent=60)
    assert operation.sectors[0].sector.code == "21020"


def test_no_amount_is_made_up() -> None:
    plant = an_operation(stages="proposed")
    stands = position(plant)
    assert stage_of(plant) is Stage.PROPOSED
    assert (stands.amount, stands.committed, stands.disbursed, stands.undisbursed) == (None, None, None, None)
    assert stands.cancelled is None
    assert stage_of(an_operation()) is None


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"countries": []}, "countries must be at least one country, got (); list the countries of a region without their"),
    ({"countries": {"KG": 60, "TJ": 50}}, "countries must be 100 percent in total, got '110 percent'"),
    ({"countries": "XX"}, "countries.country must be the code of a country, such as 'KZ', got 'XX'"),
    ({"sectors": {"21020": 60, "14030": 50}}, "sectors must be 100 percent in total, got '110 percent'"),
    ({"sectors": "99999"}, "sectors.sector must be"),
    ({"reference": "a|b"}, "reference must be a text that fits [^|]+, got 'a|b'"),
    ({"instrument": "gift"}, "instrument must be one of loan, grant, equity, guarantee, technical_assistance, in_kind"),
    ({"stages": "planned"}, "stages.stage must be one of proposed, identified"),
    (
        {"stages": [StageEvent(stage="signed"), StageEvent(stage="approved")]},
        "stages must be after signed, each stage once, got 'approved'",
    ),
    ({"part_of": "demo"}, "part_of must be the reference of another operation, got 'demo'"),
    (
        {"contributions": [Contribution(financier=each, percent=60) for each in ("WB", "ADB")]},
        "contributions must be at most 100 percent in total, got '120 percent'",
    ),
    (
        {"disbursed": eur(21)},
        "disbursed must be at most the 20 EUR committed and not cancelled, got '21 EUR'; a larger commitment is a top-",
    ),
    ({"disbursed": eur(21), "stages": ()}, "disbursed must be at most the 20 EUR committed"),
    ({"disbursed": eur(15), "cancelled": eur(6)}, "disbursed must be at most the 14 EUR committed and not cancelled"),
    (
        {"disbursed": eur(21), "stages": "cancelled"},
        "disbursed must be at most the 20 EUR committed and not cancelled, got '21 EUR'",
    ),
    (
        {"tranches": [Tranche(number=1, amount=Money.of(5, "USD"))]},
        "tranches[0].amount must be an amount in EUR, as the others, got '5 USD'; convert it first, or record an opera",
    ),
    (
        {"stages": [StageEvent(stage="signed", amount=Money.of(20, "USD"))]},
        "the amount of signed must be an amount in EUR, as the others, got '20 USD'",
    ),
    ({"top_ups": [TopUp(stage="proposed", amount=Money.of(5, "USD"))]}, "top_ups[0].amount must be an amount in EUR"),
    (
        {"tranches": [Tranche(number=each, amount=eur(11)) for each in (1, 2)]},
        "tranches must be at most 20 EUR in all, got '22 EUR'; a larger commitment is a top-up",
    ),
    (
        {"tranches": [Tranche(number=1, disbursed=eur(3)), Tranche(number=2)], "disbursed": eur(2)},
        "disbursed must be at least the 3 EUR of the tranches, got '2 EUR'",
    ),
    (
        {"stages": [StageEvent(stage="disbursing", amount=eur(5))], "disbursed": eur(4)},
        "disbursed must be at least the 5 EUR of stage disbursing, got '4 EUR'",
    ),
    (
        {"stages": [StageEvent(stage="disbursing", amount=eur(5)), StageEvent(stage="completed", amount=eur(4))]},
        "disbursed must be at least the 5 EUR of stage disbursing, got '4 EUR'",
    ),
    (
        {"stages": [StageEvent(stage="completed", amount=eur(5))], "disbursed": eur(4)},
        "disbursed must be at least the 5 EUR of stage completed, got '4 EUR'",
    ),
    (
        {"tranches": [Tranche(number=1, cancelled=eur(3)), Tranche(number=2, cancelled=eur(2))], "cancelled": eur(4)},
        "cancelled must be at least the 5 EUR of the tranches, got '4 EUR'",
    ),
    (
        {"tranches": [Tranche(number=1, disbursed=eur(21)), Tranche(number=2)]},
        "disbursed must be at most the 20 EUR committed and not cancelled, got '21 EUR'",
    ),
    (
        {"stages": [StageEvent(stage="cancelled", amount=eur(5))], "cancelled": eur(4)},
        "cancelled must be at least the 5 EUR of stage cancelled, got '4 EUR'",
    ),
    (
        {"stages": "approved 2014", "disbursed": eur(2)},
        "disbursed must be zero or left out while the last stage is approved, got '2 EUR'; add the signed stage, or le",
    ),
    (
        {"stages": "proposed", "tranches": [Tranche(number=2), Tranche(number=1, disbursed=eur(2))]},
        "tranches[1].disbursed must be zero or left out while the last stage is proposed, got '2 EUR'; add the signed",
    ),
    (
        {"stages": "identified", "disbursed": eur(Estimate.over(0))},
        "disbursed must be zero or left out while the last stage is identified",
    ),
    (
        {"total_cost": eur(19)},
        "amount must be at most the total_cost of 19 EUR, got '20 EUR'; total_cost is that of the whole project, whoev",
    ),
    (
        {"total_cost": eur(30), "contributions": [Contribution(financier=each, amount=eur(6)) for each in ("a", "b")]},
        "contributions must be at most the total_cost of 30 EUR, amount included, got '32 EUR'; total_cost is that of",
    ),
    (
        {"total_cost": eur(3), "amount": None, "contributions": [Contribution(financier="a", amount=eur(4))]},
        "contributions must be at most the total_cost of 3 EUR, amount included, got '4 EUR'",
    ),
    (
        {"tranches": [Tranche(number=each, title=f"part {each}") for each in (1, 2, 1)]},
        "tranches must be of a number each, got 1; leave out the numbers that are not known, and give titles",
    ),
    (
        {"stages": "approved 2014|signed 2015-03", "top_ups": [TopUp(stage="signed", amount=eur(5), on="2015-02")]},
        "top_ups[0].on must be no earlier than the day of signed, 2015-03, got '2015-02'; look for swapped days",
    ),
    (
        {"stages": "approved", "top_ups": [TopUp(stage="signed", amount=eur(5))]},
        "top_ups[0].stage must be no further than proposed, identified or approved while the operation is approved",
    ),
    (
        {"instrument": "loyalty points"},
        "amount must be left out, since points are no money, got '20 EUR'; give in_kind, and value it by value_of_poi",
    ),
    (
        {"in_kind": Quantity.of(5, "point")},
        "in_kind must be left out of what is a loan, got '5 point'; the instrument may be 'in_kind'",
    ),
]


@pytest.mark.parametrize(("fields", "message"), REFUSED)
def test_operations_that_cannot_be(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        signed(**fields)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "fields",
    [
        {"stages": (), "disbursed": eur(2)},
        {"stages": (), "tranches": [Tranche(number=1, disbursed=eur(2))]},
        {"stages": "approved", "disbursed": eur(0)},
        {"stages": "approved", "disbursed": eur(Estimate.at_most(2))},
        {"stages": "cancelled", "disbursed": eur(2)},
        {"total_cost": eur(20)},
        {"total_cost": eur(Estimate.about(19, within=1))},
        {"total_cost": Money.of(1, "USD"), "contributions": [Contribution(financier="a", amount=eur(6))]},
        {"total_cost": eur(21), "contributions": [Contribution(financier="a", amount=Money.of(6, "USD"))]},
        {"total_cost": eur(21), "contributions": [Contribution(financier="a", percent=50)]},
        {"total_cost": eur(20), "top_ups": [TopUp(stage="signed", amount=eur(5))]},
        {"tranches": [Tranche(title="same"), Tranche(title="same")]},
        {"stages": "signed 2015-03", "top_ups": [TopUp(stage="signed", amount=eur(5), on="2015")]},
        {"stages": "signed 2015-03", "top_ups": [TopUp(stage="proposed", amount=eur(5), on="2014")]},
        {"stages": "signed|completed 2020", "top_ups": [TopUp(stage="signed", amount=eur(5), on="2014")]},
        {"stages": (), "top_ups": [TopUp(stage="signed", amount=eur(5), on="2014")]},
    ],
)
def test_what_could_be_is_not_refused(fields: dict[str, Any]) -> None:
    assert signed(**fields).reference == "demo"


@pytest.mark.parametrize(
    ("field", "known"),
    [("tranches", {}), ("top_ups", {"stage": "proposed"}), ("contributions", {})],
)
def test_lists_of_parts_show_the_shape_they_have_in_a_cell(field: str, known: dict[str, Any]) -> None:
    row = to_row(signed())
    for text in ("1 20 EUR", "20", '{"number": 1}'):
        with pytest.raises(
            WrongTypeError, match=f"{field} must be [A-Za-z]+ records, in a cell a JSON array"
        ) as caught:
            signed(**{field: text})
        with pytest.raises(WrongTypeError) as in_row:
            from_row(FinancingOperation, {**row, field: text})
        messages = [str(caught.value), str(in_row.value)]
        assert messages[0] == messages[1]
        example = messages[0].split("such as ")[1].split(", got ")[0]
        (part,) = getattr(from_row(FinancingOperation, {**row, field: example}), field)
        assert str(part.amount) == "20 EUR"
        assert not known or part.stage is Stage.PROPOSED


@pytest.mark.parametrize("ask", [position, total, stage_of])
def test_only_operations_are_asked_how_they_stand(ask: Any) -> None:
    with pytest.raises(WrongTypeError, match="operation must be a FinancingOperation, got 5 of type int; for several"):
        ask(5)
    with pytest.raises(WrongTypeError, match="operation must be a FinancingOperation"):
        value_of_points(5, UnitPrice.of(Money.of(1, "UZS"), per="point"))  # type: ignore[arg-type]  # what is refused


def test_numbers_are_no_money() -> None:
    with pytest.raises(WrongTypeError, match="amount must be a Money or a MoneyEstimate"):
        signed(amount=20.5)
    with pytest.raises(WrongTypeError, match="countries must be a code, several codes, or CountryShare records"):
        signed(countries=398)


def test_what_was_only_proposed_may_be_in_another_currency() -> None:
    events = [StageEvent(stage="approved", amount=Money.of(22, "USD")), StageEvent(stage="signed", amount=eur(20))]
    assert position(an_operation(stages=events)).committed == eur(20)


STANDS: list[tuple[dict[str, Any], tuple[str | None, ...]]] = [
    ({}, ("20 EUR", None, "0 EUR", None)),
    ({"stages": "approved"}, (None, None, "0 EUR", None)),
    ({"stages": "cancelled"}, (None, None, None, None)),
    ({"disbursed": eur(2)}, ("20 EUR", "2 EUR", "0 EUR", "18 EUR")),
    ({"disbursed": eur(0), "cancelled": eur(5)}, ("20 EUR", "0 EUR", "5 EUR", "15 EUR")),
    (
        {"stages": [StageEvent(stage="signed", amount=eur(19))], "disbursed": eur(2)},
        ("19 EUR", "2 EUR", "0 EUR", "17 EUR"),
    ),
    (
        {"stages": [StageEvent(stage="effective", amount=eur(18)), StageEvent(stage="completed", amount=eur(17))]},
        ("18 EUR", "17 EUR", "0 EUR", "1 EUR"),
    ),
    ({"stages": [StageEvent(stage="disbursing", amount=eur(4))]}, ("20 EUR", "4 EUR", "0 EUR", "16 EUR")),
    (
        {"stages": [StageEvent(stage="signed"), StageEvent(stage="cancelled")], "disbursed": eur(4)},
        ("20 EUR", "4 EUR", "16 EUR", "0 EUR"),
    ),
    (
        {"stages": [StageEvent(stage="signed"), StageEvent(stage="cancelled", amount=eur(3))], "disbursed": eur(4)},
        ("20 EUR", "4 EUR", "3 EUR", "13 EUR"),
    ),
    (
        {"stages": [StageEvent(stage="signed"), StageEvent(stage="cancelled")]},
        ("20 EUR", None, None, None),
    ),
    (
        {"tranches": [Tranche(number=1, disbursed=eur(3), cancelled=eur(1)), Tranche(number=2, disbursed=eur(4))]},
        ("20 EUR", "7 EUR", "1 EUR", "12 EUR"),
    ),
    ({"tranches": [Tranche(number=1, disbursed=eur(3)), Tranche(number=2)]}, ("20 EUR", None, "0 EUR", None)),
    (
        {"amount": eur(Estimate.about(20, within=2)), "disbursed": eur(19)},
        ("about 20 (18 to 22) EUR", "19 EUR", "0 EUR", "about 1 (0 to 3) EUR"),
    ),
    ({"top_ups": [TopUp(stage="signed", amount=eur(5))], "disbursed": eur(21)}, ("25 EUR", "21 EUR", "0 EUR", "4 EUR")),
]


@pytest.mark.parametrize(("fields", "expected"), STANDS)
def test_how_operations_stand(fields: dict[str, Any], expected: tuple[str | None, ...]) -> None:
    stands = position(signed(**fields))
    found = (stands.committed, stands.disbursed, stands.cancelled, stands.undisbursed)
    assert tuple([None if each is None else str(each) for each in found]) == expected


@pytest.mark.parametrize(
    ("stage", "without", "with_top_ups"),
    [("proposed", 70, 79), ("approved", 70, 79), ("signed", 79, 79), ("completed", 79, 79), ("cancelled", 70, 70)],
)
def test_a_top_up_counts_once_it_is_signed(stage: str, without: int, with_top_ups: int) -> None:
    lines = signed(amount=eur(70), top_ups=[TopUp(stage=stage, amount=eur(9))])
    assert total(lines) == position(lines).committed == eur(without)
    assert total(lines, with_top_ups=True) == eur(with_top_ups)


def test_a_top_up_of_an_unknown_amount_leaves_it_unknown() -> None:
    assert total(signed(amount=None, top_ups=[TopUp(stage="signed", amount=eur(9))])) is None


@pytest.mark.parametrize("instrument", ["in_kind", "loyalty points", "technical assistance"])
def test_what_is_given_may_be_no_money(instrument: str) -> None:
    trees = an_operation(instrument=instrument, in_kind=Quantity.of(1_000_000_000, "point"))
    assert total(trees) is None
    assert value_of_points(trees, UnitPrice.of(Money.of("0.5", "UZS"), per="point")) == Money.of(500_000_000, "UZS")


def test_there_is_nothing_to_be_valued_in_a_loan() -> None:
    with pytest.raises(InvalidValueError, match="in_kind must be a quantity to be valued, got None; the"):
        value_of_points(signed(), UnitPrice.of(Money.of(1, "UZS"), per="point"))


def test_points_are_not_valued_by_the_tonne() -> None:
    points = an_operation(instrument="loyalty points", in_kind=Quantity.of(5, "point"))
    with pytest.raises(WrongTypeError, match="unit_price must be a UnitPrice, got Money"):
        value_of_points(points, Money.of(1, "UZS"))  # type: ignore[arg-type]  # what is refused
    with pytest.raises(InvalidValueError, match="point"):
        value_of_points(points, UnitPrice.of(Money.of(1, "UZS"), per="t"))


def test_in_bulk_what_cannot_be_is_a_finding() -> None:
    good = to_row(signed(disbursed=eur(2), tranches=[Tranche(number=1, amount=eur(5))]))
    bad: list[dict[str, str]] = [
        {"disbursed": "21"},
        {"countries": '[{"country": "KG", "percent": "60"}, {"country": "TJ", "percent": "50"}]'},
        {"countries": "KGR"},
        {"sectors": '[{"sector": "99999"}]'},
        {"stages": '[{"stage": "signed"}, {"stage": "approved"}]'},
        {"tranches": good["tranches"].replace("EUR", "USD")},
        {"amount_currency": "EUX"},
    ]
    found, report = read_records(FinancingOperation, [good, *({**good, **each} for each in bad)])
    assert len(found) == 1
    assert [problem.row for problem in report.problems] == [2, 3, 4, 5, 6, 7, 8]
    assert {problem.code for problem in report.problems} == {"impossible-record"}


def test_codes_stand_in_cells_as_they_are() -> None:
    row = {**to_row(signed()), "countries": "KG 60|TJ 40", "sectors": "21020", "stages": "approved|signed 2015-03"}
    read = from_row(FinancingOperation, row)
    assert {each.country.alpha2: each.percent for each in read.countries} == {"KG": Decimal(60), "TJ": Decimal(40)}
    assert [str(each.sector) for each in read.sectors] == ["21020"]
    assert [each.stage.value for each in read.stages] == ["approved", "signed"]


def test_only_goods_and_points_are_no_money() -> None:
    assert [each.value for each in Instrument if not each.is_money] == ["in_kind", "loyalty_points"]


class TestLaws:
    @given(financing_operations(exact=True))
    def test_commitments_are_what_is_disbursed_undisbursed_and_cancelled(self, operation: FinancingOperation) -> None:
        stands = position(operation)
        if stands.undisbursed is not None:
            parts: Any = [stands.disbursed, stands.undisbursed, stands.cancelled]
            assert sum(parts) == stands.committed

    @given(financing_operations())
    def test_with_estimates_the_parts_enclose_the_whole(self, operation: FinancingOperation) -> None:
        stands = position(operation)
        if stands.committed is None or stands.disbursed is None or stands.cancelled is None:
            assert stands.undisbursed is None
        else:
            parts: Any = [stands.disbursed, stands.undisbursed, stands.cancelled]
            assert as_money_estimate(sum(parts)).meets(stands.committed)

    @given(financing_operations())
    def test_an_operation_is_written_and_read_again(self, operation: FinancingOperation) -> None:
        assert from_row(FinancingOperation, to_row(operation)) == operation
        assert from_json(FinancingOperation, to_json(operation)) == operation

    @given(
        financing_operations(),
        st.sampled_from([spec.name for spec in columns_of(FinancingOperation)]),
        st.text() | st.sampled_from(['[{"stage": []}]', "[[[[", '[{"percent": "1e999999999"}]', "1e999999999", "NaN"]),
    )
    def test_any_text_in_a_cell_gives_an_operation_or_one_of_our_errors(
        self, operation: FinancingOperation, column: str, text: str
    ) -> None:
        with suppress(CentralAsiaError):
            assert from_row(FinancingOperation, {**to_row(operation), column: text}).reference

    @given(financing_operations())
    def test_nothing_is_committed_before_the_signature(self, operation: FinancingOperation) -> None:
        if not any(event.stage.is_binding for event in operation.stages):
            assert position(operation).committed is None

    @given(financing_operations(exact=True))
    def test_top_ups_never_make_less_of_it(self, operation: FinancingOperation) -> None:
        without, with_top_ups = total(operation), total(operation, with_top_ups=True)
        assert (without is None) == (with_top_ups is None)
        if isinstance(without, Money) and isinstance(with_top_ups, Money):
            assert with_top_ups >= without

    @given(financing_operations())
    def test_nothing_is_certainly_paid_out_before_the_signature(self, operation: FinancingOperation) -> None:
        last, paid = stage_of(operation), position(operation).disbursed
        if paid is not None and last is not None and last.rank < Stage.SIGNED.rank:
            assert as_money_estimate(paid).estimate.low <= 0

    @given(financing_operations())
    def test_a_project_may_cost_as_much_as_is_brought_in(self, operation: FinancingOperation) -> None:
        cost = operation.total_cost
        for each in (operation.amount, *[each.amount for each in operation.contributions]):
            if cost is not None and each is not None and each.currency is cost.currency:
                assert as_money_estimate(each).estimate.low <= as_money_estimate(cost).estimate.high
