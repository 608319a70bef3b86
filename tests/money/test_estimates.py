"""Amounts that are known within bounds."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import testing
from centralasia.errors import CentralAsiaError, CurrencyMismatchError, InvalidValueError, WrongTypeError
from centralasia.money import Money, MoneyEstimate, add_up, as_money_estimate
from centralasia.numbers import Estimate
from centralasia.records import column, from_json, from_row, record, to_json, to_row

usd = testing.money_estimates(currencies="USD")
exact_usd = testing.money(currencies="USD")


@record
class Deal:
    """A deal."""

    value: Money | MoneyEstimate = column(title="value")
    least: MoneyEstimate | None = column(title="least value", default=None)
    most: Money | MoneyEstimate | None = column(title="greatest value", default=None)


def over(figure: int | str, currency: str = "USD") -> MoneyEstimate:
    return MoneyEstimate.of(Estimate.over(figure), currency)


def test_ends_are_money_where_they_are_known() -> None:
    amount = over("14.5")
    assert (amount.low, amount.high, amount.best) == (Money.of("14.5", "USD"), None, None)
    assert amount.qualifier.value == "over"
    assert MoneyEstimate.of("5.70", "USD").best == Money.of("5.70", "USD")


def test_a_share_of_an_amount_is_an_estimate() -> None:
    share = over("14.5") / MoneyEstimate.of(Estimate.between("90.889", "102.642"), "USD")
    assert share.contains("0.142")
    assert not share.contains("0.14")
    assert (Money.of(1, "USD") / MoneyEstimate.of(4, "USD")).best == Decimal("0.25")


def test_amounts_add_up() -> None:
    total = sum([over(1), MoneyEstimate.of(2, "USD")])
    assert total == over(3)
    assert Money.of(5, "USD") + over(1) == over(6)
    assert over(1) + Money.of(5, "USD") == over(6)
    assert (Money.of(5, "USD") - over(1)).high == Money.of(4, "USD")
    assert over(1) - Money.of(1, "USD") == over(0)
    assert -over(1) == MoneyEstimate.of(Estimate.under(-1), "USD")


def test_amounts_are_scaled() -> None:
    assert over(2) * 3 == 3 * over(2) == over(6)
    assert over(6) / 3 == over(2)
    assert (MoneyEstimate.of(10, "USD") * Estimate.between(1, 2)).high == Money.of(20, "USD")
    assert MoneyEstimate.of(10, "USD") * Fraction(1, 2) == MoneyEstimate.of(Decimal("5.0"), "USD")


def test_it_is_written_for_people_and_for_programs() -> None:
    assert str(over("14.5")) == "over 14.5 USD"
    names = {"MoneyEstimate": MoneyEstimate, "Estimate": Estimate, "Decimal": Decimal}
    names["Qualifier"] = type(over(1).qualifier)
    assert eval(repr(over(1)), names) == over(1)  # noqa: S307 - that is what the repr is for


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        (lambda: over(1) + over(1, "EUR"), CurrencyMismatchError, "expected USD, got EUR; convert one of them first"),
        (lambda: over(1).contains(Money.of(1, "EUR")), CurrencyMismatchError, "expected USD, got EUR"),
        (lambda: over(1).meets(5), WrongTypeError, "amount must be Money or a MoneyEstimate, got 5 of type int"),  # type: ignore[arg-type]  # that is the test
        (lambda: MoneyEstimate(5, "USD"), WrongTypeError, "estimate must be an Estimate"),  # type: ignore[arg-type]  # that is the test
        (lambda: MoneyEstimate.of(1.5, "USD"), WrongTypeError, "value must be"),  # type: ignore[arg-type]  # that is the test
        (lambda: over(1) + 1, TypeError, "unsupported operand"),  # type: ignore[operator]  # that is the test
        (lambda: 1 + over(1), TypeError, "unsupported operand"),
        (lambda: over(1) - 1, TypeError, "unsupported operand"),  # type: ignore[operator]  # that is the test
        (lambda: 1 - over(1), TypeError, "unsupported operand"),  # type: ignore[operator]  # that is the test
        (lambda: over(1) * 1.5, WrongTypeError, "operand must be an Estimate, an int, a Decimal or a Fraction"),  # type: ignore[operator]  # that is the test
        (lambda: over(1) * over(1), TypeError, "unsupported operand"),  # type: ignore[operator]  # that is the test
        (lambda: 1 / over(1), TypeError, "unsupported operand"),  # type: ignore[operator]  # that is the test
    ],
)
def test_what_does_not_go_together_is_told(wrong: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        wrong()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"value_currency": "USD"}, "value must be given: neither an amount nor the ends"),
        ({"value": "1", "value_currency": "USD", "value_low_open": "true"}, "value_qualifier must be given"),
        ({"value_currency": "USD", "value_low": "3"}, "value_qualifier must be given, since there are ends"),
        ({"value_currency": "USD", "value_low": "3", "value_qualifier": "exact"}, "interval must be open"),
        ({"value": "1", "value_currency": "USX"}, "value_currency must be"),
    ],
)
def test_a_damaged_row_is_told(row: dict[str, str], message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        from_row(Deal, row, strict=False)


def test_a_figure_alone_is_no_amount() -> None:
    with pytest.raises(WrongTypeError, match="value must be a Money or a MoneyEstimate, got 5 of type int"):
        Deal(value=5)  # type: ignore[arg-type]  # that is the test


def test_money_is_read_as_an_estimate_where_one_is_wanted() -> None:
    row = {"value": "1", "value_currency": "USD", "least": "2", "least_currency": "EUR"}
    assert from_row(Deal, row, strict=False).least == MoneyEstimate.of(2, "EUR")


def estimated(estimate: Estimate) -> MoneyEstimate:
    return MoneyEstimate(estimate, Money.zero("USD").currency)


class TestAddingUp:
    @pytest.mark.parametrize(
        ("parts", "total"),
        [
            ([Estimate.over(1), Estimate.exactly(2)], Estimate.over(3)),
            ([Estimate.at_least(1), Estimate.at_least(2)], Estimate.at_least(3)),
            ([Estimate.under(1), Estimate.exactly(2)], Estimate.under(3)),
            ([Estimate.at_most(1), Estimate.exactly(2)], Estimate.at_most(3)),
            ([Estimate.between(1, 2), Estimate.between(3, 5)], Estimate.between(4, 7)),
            ([Estimate.exactly(1), Estimate.exactly("0.5")], Estimate.exactly("1.5")),
            ([Estimate.over(1), Estimate.under(1)], Estimate.under(0) | Estimate.at_least(0)),
        ],
    )
    def test_ends_add_up(self, parts: list[Estimate], total: Estimate) -> None:
        assert add_up(map(estimated, parts)) == estimated(total)

    def test_best_values_add_up_where_all_have_one(self) -> None:
        printed = Estimate.printed("5.7")
        assert as_money_estimate(add_up([estimated(printed), Money.of(1, "USD")])).best == Money.of("6.7", "USD")
        assert as_money_estimate(add_up([estimated(printed), estimated(Estimate.between(1, 2))])).best is None

    def test_of_money_the_sum_is_money(self) -> None:
        assert add_up([Money.of("0.10", "USD"), Money.of("0.20", "USD")]) == Money.of("0.30", "USD")

    def test_one_estimate_stays_as_it_was_stated(self) -> None:
        assert add_up([estimated(Estimate.printed("5.7"))]) == estimated(Estimate.printed("5.7"))

    @pytest.mark.parametrize(
        ("amounts", "error", "message"),
        [
            ([], InvalidValueError, "amounts must be one amount at least, got []; start from Money.zero(currency)"),
            ([1], WrongTypeError, "amount must be Money or a MoneyEstimate, got 1 of type int"),
            (
                [Money.of(1, "USD"), Money.of(1, "EUR")],
                CurrencyMismatchError,
                "expected USD, got EUR; convert one of them first",
            ),
            (
                [Money.of("1e99999", "USD")] * 10,
                InvalidValueError,
                "sum must be below 10^100,000, got '10 figures'",
            ),
        ],
    )
    def test_what_does_not_add_up_is_refused(self, amounts: list[Any], error: type[Exception], message: str) -> None:
        with pytest.raises(error) as caught:
            add_up(amounts)
        assert str(caught.value) == message


class TestLaws:
    @given(st.builds(Deal, value=exact_usd | usd, least=st.none() | usd, most=st.none() | exact_usd | usd))
    def test_a_deal_comes_back_from_its_row_and_its_document(self, deal: Deal) -> None:
        assert from_row(Deal, to_row(deal)) == deal
        assert from_json(Deal, to_json(deal)) == deal

    @given(testing.records(Deal))
    def test_a_deal_is_generated_from_its_declaration(self, deal: Deal) -> None:
        assert from_row(Deal, to_row(deal)) == deal

    @given(usd, exact_usd, exact_usd)
    def test_sums_enclose(self, amount: MoneyEstimate, one: Money, other: Money) -> None:
        if amount.contains(one):
            assert (amount + other).contains(one + other)
            assert (other + amount).contains(other + one)
            assert (amount - other).contains(one - other)
            assert (other - amount).contains(other - one)

    @given(exact_usd, exact_usd)
    def test_exact_amounts_calculate_as_money(self, one: Money, other: Money) -> None:
        assert as_money_estimate(one) + other == as_money_estimate(one + other)
        assert as_money_estimate(one).meets(other) is (one == other)

    @given(usd)
    def test_it_is_within_itself(self, amount: MoneyEstimate) -> None:
        assert amount.meets(amount)
        for end in (amount.low, amount.high):
            assert end is None or amount.contains(end) or amount.estimate.low_open or amount.estimate.high_open

    @given(usd, testing.money_estimates(currencies="EUR"))
    def test_currencies_never_mix(self, one: MoneyEstimate, other: MoneyEstimate) -> None:
        with pytest.raises(CentralAsiaError):
            one + other

    @given(
        st.lists(exact_usd | usd, min_size=1, max_size=5).flatmap(
            lambda parts: st.tuples(st.just(parts), st.permutations(parts))
        )
    )
    def test_a_sum_of_many_is_the_same_in_any_order(self, both: tuple[list[Any], list[Any]]) -> None:
        assert add_up(both[0]) == add_up(both[1])


@pytest.mark.parametrize(
    ("hedge", "made"),
    [
        ("exact", Estimate.exactly("5.7")),
        ("approx", Estimate.about("5.7")),
        ("over", Estimate.over("5.7")),
        ("under", Estimate.under("5.7")),
        ("at least", Estimate.at_least("5.7")),
        ("at_most", Estimate.at_most("5.7")),
        ("printed", Estimate.printed("5.7")),
    ],
)
def test_a_figure_with_a_hedge_is_read_as_the_constructor_makes_it(hedge: str, made: Estimate) -> None:
    row = {"value": "5.7", "value_currency": "USD", "value_qualifier": hedge}
    assert from_row(Deal, row).value == MoneyEstimate.of(made, "USD")


def test_a_range_of_one_figure_is_refused() -> None:
    row = {"value": "5.7", "value_currency": "USD", "value_qualifier": "range"}
    with pytest.raises(InvalidValueError, match="value_qualifier must be another one for a single figure, got 'range'"):
        from_row(Deal, row)
