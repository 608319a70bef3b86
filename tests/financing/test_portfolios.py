"""Portfolios: what is counted, once, and what is left out and why."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.financing import (
    By,
    ConversionBasis,
    FinancingOperation,
    Measure,
    Memorandum,
    Portfolio,
    StageEvent,
    TopUp,
    Tranche,
    position,
)
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.rates import ExactDay, ExchangeRate, RateTable
from centralasia.testing import financing_operations, memoranda

MILLION = 1_000_000
PRICES = {"2024-01-15": "1.25", "2024-02-15": "1.5", "2024-03-15": "2"}  # made up
RATES = RateTable.of(
    [
        ExchangeRate(base="EUR", quote="USD", value=price, on=on, margin=0, source="made up")
        for on, price in PRICES.items()
    ]
)


def eur(amount: int | str) -> Money:
    return Money.of(amount, "EUR")


def an_operation(reference: str = "demo", **fields: Any) -> FinancingOperation:
    """Make an operation; made up."""
    usual = {"reference": reference, "title": "Demo", "lender": "Demo Bank", "countries": "KG", "instrument": "loan"}
    return FinancingOperation(**{**usual, "source": "made up", **fields})


def signed(reference: str, on: str | None = None, **fields: Any) -> FinancingOperation:
    return an_operation(reference, stages=[StageEvent(stage="signed", on=on)], **fields)


def basis(at: str, on: str | None = None, to: str = "USD") -> ConversionBasis:
    return ConversionBasis(to=to, at=at, on=on, rates=RATES, policy=ExactDay())


def eib_in_kyrgyzstan() -> list[FinancingOperation]:
    """Give the operations of the EIB in Kyrgyzstan until 2023, as its pages and the Cabinet state them."""
    bank: dict[str, Any] = {"lender": "EIB", "source": "EIB"}
    return [
        signed(
            "eib-casa-1000",
            "2015",
            amount=eur(70 * MILLION),
            disbursed=eur(70 * MILLION),
            project="CASA-1000",
            top_ups=[TopUp(stage="proposed", amount=eur(9 * MILLION))],
            **bank,
        ),
        signed("eib-water", "2016", amount=eur(20 * MILLION), disbursed=eur(2 * MILLION), **bank),
        signed("eib-agri", amount=eur(22 * MILLION), disbursed=eur(0), **bank),
    ]


class TestTheBankInKyrgyzstan:
    PORTFOLIO = Portfolio.of(
        eib_in_kyrgyzstan(),
        memoranda=[Memorandum(reference="mou-kg", title="January 2024", lender="EIB", amount=eur(150), source="EIB")],
    )

    @pytest.mark.parametrize(
        ("measure", "millions"),
        [
            ("amount", 112),
            ("with top-ups", 121),
            ("committed", 112),
            ("disbursed", 72),
            ("undisbursed", 40),
            ("cancelled", 0),
        ],
    )
    def test_the_sums_are_those_stated(self, measure: str, millions: int) -> None:
        assert self.PORTFOLIO.table(measure=measure).totals == {"EUR": eur(millions * MILLION)}

    def test_the_sum_says_that_the_top_up_is_not_in_it(self) -> None:
        assert self.PORTFOLIO.table("country").explain() == (
            "amount by country: 112000000 EUR\n"
            "counted: eib-agri, eib-casa-1000, eib-water\n"
            "stages: 3 signed\n"
            "amounts as agreed, with top-ups that are signed\n"
            "without 9000000 EUR that would top eib-casa-1000 up and is not signed\n"
            "without 1 memorandum, which binds nobody"
        )

    def test_two_operations_made_ninety_in_2017(self) -> None:
        assert Portfolio.of(eib_in_kyrgyzstan()[:2]).table().totals == {"EUR": eur(90 * MILLION)}

    def test_a_memorandum_is_expected_and_not_committed(self) -> None:
        assert self.PORTFOLIO.expectations().totals == {"EUR": eur(150)}


def test_a_currency_stays_by_itself() -> None:
    two = [an_operation("a", amount=eur(5)), an_operation("b", amount=Money.of(6, "USD")), an_operation("c")]
    table = Portfolio.of(two).table("lender")
    assert [(line.key, str(line.amount)) for line in table.lines] == [("Demo Bank", "5 EUR"), ("Demo Bank", "6 USD")]
    assert table.left_out == {"c": "amount is not known"}


def test_an_empty_portfolio_is_nothing() -> None:
    assert Portfolio.of([]).table().explain() == (
        "amount by currency: nothing\nstages: none\namounts as agreed, with top-ups that are signed"
    )


def test_what_is_not_stated_comes_last() -> None:
    several = [an_operation("a", amount=eur(5)), an_operation("b", amount=eur(6), sectors="21020")]
    assert [line.key for line in Portfolio.of(several).table("sector").lines] == ["21020", None]


def test_a_part_is_not_counted_beside_the_whole() -> None:
    whole = an_operation("whole", amount=eur(10))
    parts = [an_operation(name, amount=eur(4), part_of="whole") for name in ("p", "q")]
    small = an_operation("small", amount=eur(1), part_of="p")
    table = Portfolio.of([*parts, whole, small]).table()
    assert table.totals == {"EUR": eur(10)}
    assert table.left_out == {
        "p": "a part of whole, which is counted",
        "q": "a part of whole, which is counted",
        "small": "a part of p, which is counted",
    }


def test_parts_are_counted_where_the_whole_is_not_known() -> None:
    whole = an_operation("whole")
    parts = [an_operation(name, amount=eur(4), part_of="whole") for name in ("p", "q")]
    small = an_operation("small", amount=eur(1), part_of="empty")
    table = Portfolio.of([*parts, whole, small, an_operation("empty", part_of="q")]).table()
    assert table.totals == {"EUR": eur(8)}
    assert table.left_out == {
        "empty": "a part of q, which is counted",
        "small": "a part of q, which is counted",
        "whole": "amount is not known",
    }


def test_parts_are_counted_where_the_whole_cannot_be_converted() -> None:
    whole = signed("whole", "2020-01-15", amount=eur(10))
    parts = [signed(name, "2024-01-15", amount=eur(4), part_of="whole") for name in ("p", "q")]
    table = Portfolio.of([*parts, whole]).table("lender", basis=basis("signing"))
    assert [(line.operations, str(line.amount)) for line in table.lines] == [(("p", "q"), "10 USD")]
    assert list(table.left_out) == ["whole"]


def test_a_part_costs_nothing_beside_its_whole() -> None:
    whole = an_operation("whole", total_cost=eur(10))
    parts = [an_operation(name, total_cost=eur(cost), part_of="whole") for name, cost in (("p", 10), ("q", 4))]
    table = Portfolio.of([whole, *parts]).costs()
    assert table.totals == {"EUR": eur(10)}
    assert table.left_out == dict.fromkeys(("p", "q"), "a part of whole, which is counted")
    assert Portfolio.of([an_operation("whole"), *parts]).costs().totals == {"EUR": eur(14)}


def test_a_memorandum_is_not_expected_beside_the_one_it_is_a_part_of() -> None:
    four, one = [
        Memorandum(
            reference=name, title="Demo", lender="Demo Bank", amount=eur(amount), part_of=whole, source="made up"
        )
        for name, amount, whole in (("four", 1470, ""), ("one", 150, "four"))
    ]
    table = Portfolio.of([], memoranda=[one, four]).expectations()
    assert (table.totals, table.left_out) == ({"EUR": eur(1470)}, {"one": "a part of four, which is counted"})
    assert Portfolio.of([], memoranda=[one]).expectations().totals == {"EUR": eur(150)}


def test_a_remark_is_of_what_is_counted() -> None:
    asked = [TopUp(stage="proposed", amount=eur(9))]
    operations = [
        an_operation("whole", amount=eur(10)),
        an_operation("p", amount=eur(4), top_ups=asked, part_of="whole"),
    ]
    assert "would top" not in Portfolio.of(operations).table().explain()


def test_a_part_of_something_elsewhere_is_counted() -> None:
    assert Portfolio.of([an_operation("p", amount=eur(4), part_of="elsewhere")]).table().totals == {"EUR": eur(4)}


def test_a_project_costs_what_it_costs_however_many_finance_it() -> None:
    costs: list[tuple[str, str, Any]] = [
        ("a", "lines", MoneyEstimate.of(Estimate.over(100), "USD")),
        ("b", "lines", Money.of(117, "USD")),
        ("c", "", Money.of(5, "USD")),
        ("d", "road", Money.of(5, "USD")),
        ("e", "road", Money.of(6, "USD")),
    ]
    operations = [an_operation(name, project=project, total_cost=cost) for name, project, cost in costs]
    table = Portfolio.of([*operations, an_operation("f")]).costs()
    assert [(line.key, str(line.amount), line.operations) for line in table.lines] == [
        ("c", "5 USD", ("c",)),
        ("lines", "117 USD", ("a", "b")),
    ]
    assert table.left_out == {
        "f": "total_cost is not known",
        "d": "costs of road differ: 5 USD here",
        "e": "costs of road differ: 6 USD here",
    }


def test_a_memorandum_without_an_amount_is_left_out() -> None:
    empty = Memorandum(reference="m", title="Demo", lender="Demo Bank", source="made up")
    assert Portfolio.of([], memoranda=[empty]).expectations().left_out == {"m": "amount is not known"}


LOAN: dict[str, Any] = {
    "amount": eur(10),
    "tranches": [
        Tranche(number=1, disbursed=eur(4), disbursed_on="2024-02-15"),
        Tranche(number=2, disbursed=eur(2), disbursed_on="2024-03-15"),
    ],
    "top_ups": [TopUp(stage="signed", amount=eur(3), on="2024-03-15"), TopUp(stage="cancelled", amount=eur(1))],
}


@pytest.mark.parametrize(
    ("measure", "at", "on", "expected"),
    [
        ("amount", "signing", None, "18.5"),  # 10 at 1.25 and 3 at 2
        ("committed", "signing", None, "18.5"),
        ("with_top_ups", "signing", None, "18.5"),
        ("disbursed", "signing", None, "7.5"),
        ("undisbursed", "signing", None, "8.75"),
        ("disbursed", "disbursement", None, "10"),  # 4 at 1.5 and 2 at 2
        ("amount", "report", "2024-02-15", "19.5"),
        ("disbursed", "report", "2024-03-15", "12"),
        ("cancelled", "report", "2024-03-15", "0"),
    ],
)
def test_amounts_are_converted_at_the_day_that_is_meant(measure: str, at: str, on: str | None, expected: str) -> None:
    table = Portfolio.of([signed("a", "2024-01-15", **LOAN)]).table("lender", measure=measure, basis=basis(at, on))
    assert table.title == f"{measure} by lender, in USD at {at}"
    assert table.left_out == {}
    best = table.totals["USD"]
    assert (best.best if isinstance(best, MoneyEstimate) else best) == Money.of(expected, "USD")


@pytest.mark.parametrize(
    ("operation", "measure", "at", "reason"),
    [
        (signed("a", amount=eur(10)), "amount", "signing", "the day of signing of 10 EUR is not known"),
        (an_operation("a", amount=eur(10)), "amount", "signing", "the day of signing of 10 EUR is not known"),
        (
            signed("a", "2024-01-15", amount=eur(10), top_ups=[TopUp(stage="proposed", amount=eur(9))]),
            "with top ups",
            "signing",
            "the day of signing of 9 EUR is not known",
        ),
        (
            signed("a", amount=eur(10), disbursed=eur(4)),
            "disbursed",
            "disbursement",
            "the day of disbursement of 4 EUR",
        ),
        (
            signed("a", amount=eur(10), tranches=[Tranche(number=1, disbursed=eur(4))]),
            "disbursed",
            "disbursement",
            "the day of disbursement of 4 EUR is not known",
        ),
        (
            signed("a", amount=eur(10), disbursed=eur(5), tranches=LOAN["tranches"][:1]),
            "disbursed",
            "disbursement",
            "the day of disbursement of 5 EUR is not known",
        ),
        (signed("a", "2020-01-15", amount=eur(10)), "amount", "signing", "no rate for EUR/USD on 2020-01-15"),
    ],
)
def test_what_cannot_be_converted_is_listed(operation: FinancingOperation, measure: str, at: str, reason: str) -> None:
    table = Portfolio.of([operation]).table(measure=measure, basis=basis(at))
    assert table.lines == ()
    assert table.left_out["a"].startswith(reason)


def test_nothing_needs_no_day() -> None:
    table = Portfolio.of([signed("a", amount=eur(10), disbursed=eur(0))]).table(
        measure="disbursed", basis=basis("disbursement")
    )
    assert table.totals == {"USD": Money.zero("USD")}


def test_what_is_in_the_currency_already_stays_exact() -> None:
    table = Portfolio.of([signed("a", amount=eur(10))]).table(basis=basis("signing", to="EUR"))
    assert table.totals == {"EUR": eur(10)}


def test_an_amount_of_the_signature_alone_is_converted() -> None:
    events = [StageEvent(stage="signed", on="2024-01-15", amount=eur(10))]
    table = Portfolio.of([an_operation("a", stages=events)]).table(measure="committed", basis=basis("signing"))
    assert str(table.totals["USD"]) == "12.50 USD"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"at": "report"}, "on must be the day of the report, got None"),
        ({"at": "signing", "on": "2024-01-15"}, "on must be left out at the day of each signing, got '2024-01-15'"),
        ({"at": "noon"}, "at must be one of signing, disbursement, report, got 'noon'"),
    ],
)
def test_a_basis_has_a_day_exactly_where_it_needs_one(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        ConversionBasis(to="USD", **fields)
    assert str(caught.value) == message


def test_a_basis_is_of_a_currency() -> None:
    with pytest.raises(UnknownCodeError, match="'USX'"):
        ConversionBasis(to="USX", at="signing")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": "colour"}, "by must be one of country, sector, lender, instrument, stage, currency, project"),
        ({"measure": "size"}, "measure must be one of amount, with_top_ups, committed"),
        (
            {"measure": "committed", "basis": basis("disbursement")},
            "at must be signing or report: only what was disbursed has a day of disbursement, for committed",
        ),
    ],
)
def test_tables_that_cannot_be(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        Portfolio.of([]).table(**options)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("operations", "message"),
    [
        ([an_operation("a"), an_operation("a")], "reference must be once in a portfolio, got 'a'; merge what is one"),
        (
            [an_operation("a", part_of="b"), an_operation("b", part_of="c"), an_operation("c", part_of="b")],
            "part_of must be no part of itself, over others neither, got 'b'",
        ),
    ],
)
def test_portfolios_that_cannot_be(operations: list[FinancingOperation], message: str) -> None:
    for make in (Portfolio.of, Portfolio):
        with pytest.raises(InvalidValueError) as caught:
            make(operations)
        assert str(caught.value) == message


def test_a_currency_is_no_basis() -> None:
    with pytest.raises(WrongTypeError, match="basis must be a ConversionBasis, got 'USD' of type str; such as"):
        Portfolio.of([]).table(basis="USD")  # type: ignore[arg-type]  # what is refused


def test_a_portfolio_is_of_operations() -> None:
    with pytest.raises(WrongTypeError, match="portfolio must be made of FinancingOperation records, got 'a'"):
        Portfolio.of(["a"])  # type: ignore[list-item]  # what is refused
    with pytest.raises(WrongTypeError, match="portfolio must be made of Memorandum records, got 'a'"):
        Portfolio.of([], memoranda=["a"])  # type: ignore[list-item]  # what is refused


def test_one_operation_is_no_portfolio_until_it_stands_in_a_list() -> None:
    for one in (an_operation(), 5, "a"):
        with pytest.raises(
            WrongTypeError, match=r"portfolio must be several FinancingOperation records.*; put one in a"
        ):
            Portfolio.of(one)  # type: ignore[arg-type]  # what is refused
    with pytest.raises(WrongTypeError, match="portfolio must be several Memorandum records"):
        Portfolio.of([], memoranda=5)  # type: ignore[arg-type]  # what is refused


portfolios = st.lists(
    financing_operations(currencies=["EUR", "USD"]), max_size=4, unique_by=lambda each: each.reference
)


class TestLaws:
    @given(portfolios, st.data())
    def test_no_sum_depends_on_the_order(self, operations: list[FinancingOperation], data: st.DataObject) -> None:
        other = data.draw(st.permutations(operations))
        for by in By:
            assert Portfolio.of(operations).table(by) == Portfolio.of(other).table(by)

    @given(portfolios, st.sampled_from(Measure))
    def test_every_operation_is_counted_or_left_out_with_a_reason(
        self, operations: list[FinancingOperation], measure: Measure
    ) -> None:
        table = Portfolio.of(operations).table("country", measure=measure)
        counted = {reference for line in table.lines for reference in line.operations}
        assert counted | set(table.left_out) == {each.reference for each in operations}
        assert counted.isdisjoint(table.left_out)
        assert all(table.left_out.values())

    @given(st.lists(financing_operations(exact=True), max_size=4, unique_by=lambda each: each.reference))
    def test_every_breakdown_comes_to_the_same_totals(self, operations: list[FinancingOperation]) -> None:
        portfolio = Portfolio.of(operations)
        totals = dict(portfolio.table().totals)
        assert all(dict(portfolio.table(by).totals) == totals for by in By)

    @given(
        st.lists(financing_operations(exact=True, currencies="EUR"), max_size=4, unique_by=lambda each: each.reference)
    )
    def test_sums_obey_the_law_of_their_parts(self, operations: list[FinancingOperation]) -> None:
        known = [each for each in operations if position(each).undisbursed is not None]
        portfolio = Portfolio.of(known)
        sums = [
            portfolio.table(measure=each).totals.get("EUR", Money.zero("EUR"))
            for each in ("committed", "disbursed", "undisbursed", "cancelled")
        ]
        assert sums[0] == sums[1] + sums[2] + sums[3]

    @given(portfolios, st.lists(memoranda(), max_size=3, unique_by=lambda each: each.reference))
    def test_memoranda_change_no_sum(self, operations: list[FinancingOperation], hopes: list[Memorandum]) -> None:
        with_hopes = Portfolio.of(operations, memoranda=hopes)
        assert with_hopes.table("stage").lines == Portfolio.of(operations).table("stage").lines
