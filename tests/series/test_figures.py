from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.periods import period
from centralasia.quantities import Quantity
from centralasia.series import (
    Measured,
    after_growth,
    aggregate,
    annualise,
    before_fold,
    compound_growth,
    cumulate,
    decumulate,
    growth,
    looks_cumulative,
    mirror,
    part_of_year,
    remaining,
    share,
    year_on_year,
)
from centralasia.series.figures import Figure, Rate, minus, plus, scaled
from centralasia.testing import decimals


@final
@attrs.frozen
class Tonnes:
    """A figure with a unit that no other room knows of."""

    estimate: Estimate
    unit: str = "t"

    @classmethod
    def of(cls, figure: int | str) -> "Tonnes":
        return cls(Estimate.exactly(figure))

    def __add__(self, other: "Tonnes") -> "Tonnes":
        return Tonnes(self.estimate + other.estimate)

    def __sub__(self, other: "Tonnes") -> "Tonnes":
        return Tonnes(self.estimate - other.estimate)

    def __mul__(self, factor: Rate) -> "Tonnes":
        return Tonnes(self.estimate * factor)

    def __truediv__(self, divisor: "Tonnes | Rate") -> Any:
        if isinstance(divisor, Tonnes):
            return self.estimate / divisor.estimate
        return Tonnes(self.estimate / divisor)


class TestFiguresWithAUnit:
    """Whatever has an estimate, a unit and the four operations can be calculated with."""

    def test_they_are_known_by_what_they_can(self) -> None:
        assert isinstance(Tonnes.of(1), Measured)
        assert not isinstance(MoneyEstimate.of(1, "USD"), Measured)

    def test_they_grow_and_have_shares(self) -> None:
        assert growth(Tonnes.of(2), Tonnes.of(3)) == Estimate.exactly("0.5")
        assert share(Tonnes.of(1), Tonnes.of(4)) == Estimate.exactly("0.25")
        assert compound_growth(Tonnes.of(100), Tonnes.of(121), periods=2) == Estimate.exactly("0.1")
        assert after_growth(Tonnes.of(2), Fraction(1, 2)) == Tonnes.of(3)
        before = before_fold(Tonnes(Estimate.printed("1.4")), Estimate.printed("5.5"))
        assert (f"{before.estimate.low:.3f}", f"{before.estimate.high:.3f}") == ("0.243", "0.266")

    def test_they_are_annualised_and_added_up(self) -> None:
        assert annualise(Tonnes.of(3), "2024-Q1") == Tonnes.of(12)
        months = {"2024-01": Tonnes.of(3), "2024-02": Tonnes.of(4), "2024-03": Tonnes.of(5)}
        assert decumulate(cumulate(months)) == {period(span): figure for span, figure in months.items()}
        assert aggregate(months, "Q") == {period("2024-Q1"): Tonnes.of(12)}
        assert year_on_year({"2023": Tonnes.of(2), "2024": Tonnes.of(3)}) == {period("2024"): Estimate.exactly("0.5")}

    def test_they_are_explained_with_their_unit(self) -> None:
        assert "leaves 2 t for 2024-S2" in remaining(Tonnes.of(5), Tonnes.of(3), done="2024-S1").explain()
        assert mirror(Tonnes.of(5), Tonnes.of(6)).explain().startswith("the sender reports 5 t, the receiver 6 t\n")

    def test_their_numbers_are_compared_only_in_one_unit(self) -> None:
        months = {f"2024-0{month}": Tonnes.of(5 * month) for month in (1, 2, 3, 4)}
        assert looks_cumulative(months)
        with pytest.raises(InvalidValueError) as caught:
            looks_cumulative(months | {"2024-04": Tonnes(Estimate.exactly(20), "kt")})
        assert str(caught.value) == "series must be in one unit, t, got 'kt'; convert its quantities first"

    def test_quantities_are_such_figures_and_stay_exact(self) -> None:
        grain, more = Quantity.of("1.4", "Mt"), Quantity.of(1500, "kt")
        assert growth(grain, more) == Fraction(1, 14)
        assert part_of_year(annualise(grain, "2024-01/2024-07"), "2024-01/2024-07") == grain
        assert aggregate({"2024-S1": grain, "2024-S2": more}, "A") == {period("2024"): Quantity.of("2.9", "Mt")}

    def test_they_do_not_mix_with_numbers(self) -> None:
        with pytest.raises(WrongTypeError, match="after must be a figure of the kind of before, which is quantity"):
            growth(Tonnes.of(1), 2)


@pytest.mark.parametrize(
    ("one", "other", "total", "difference"),
    [
        (1, 2, 3, -1),
        (1, Decimal("0.50"), Decimal("1.50"), Decimal("0.50")),
        (Decimal("0.50"), 1, Decimal("1.50"), Decimal("-0.50")),
        (Decimal("0.50"), Decimal("0.5"), Decimal("1.00"), Decimal("0.00")),
        (Fraction(1, 3), Decimal("0.5"), Fraction(5, 6), Fraction(-1, 6)),
        (Decimal("0.5"), Fraction(1, 3), Fraction(5, 6), Fraction(1, 6)),
        (1, Fraction(1, 3), Fraction(4, 3), Fraction(2, 3)),
        (1, Estimate.exactly(2), Estimate.exactly(3), Estimate.exactly(-1)),
        (Decimal(1), Estimate.exactly(2), Estimate.exactly(3), Estimate.exactly(-1)),
        (Estimate.exactly(2), Fraction(1, 2), Estimate.exactly("2.5"), Estimate.exactly("1.5")),
        (Fraction(1, 2), Estimate.exactly(2), Estimate.exactly("2.5"), Estimate.exactly("-1.5")),
        (Money.of(1, "USD"), Money.of("2.50", "USD"), Money.of("3.50", "USD"), Money.of("-1.50", "USD")),
        (Money.of(1, "USD"), MoneyEstimate.of(2, "USD"), MoneyEstimate.of(3, "USD"), MoneyEstimate.of(-1, "USD")),
        (Decimal("1e40"), 1, Decimal(10**40 + 1), Decimal(10**40 - 1)),
    ],
)
def test_figures_of_any_two_types_of_one_kind_add_up(
    one: Figure, other: Figure, total: Figure, difference: Figure
) -> None:
    for found, expected in ((plus(one, other), total), (minus(one, other), difference)):
        assert str(found) == str(expected)
        assert type(found) is type(expected)


@pytest.mark.parametrize(
    "call",
    [
        lambda: growth(Decimal("Infinity"), 1),
        lambda: growth(1, Decimal("sNaN")),
        lambda: share(10**300_000, 1),
        lambda: annualise(Decimal("1e999999"), "2024-Q1"),
    ],
)
def test_what_is_beyond_exact_arithmetic_is_refused(call: Callable[[], object]) -> None:
    with pytest.raises(InvalidValueError, match="must be finite, below"):
        call()


class TestLaws:
    @given(decimals(min_value=-(10**9), max_value=10**9), st.fractions(-100, 100, max_denominator=1000))
    def test_money_scales_exactly_or_within_34_digits(self, amount: Decimal, factor: Fraction) -> None:
        found = scaled(Money.of(amount, "USD"), factor)
        exact = Fraction(amount) * factor
        if isinstance(found, Money):
            assert Fraction(found.amount) == exact
        else:
            assert isinstance(found, MoneyEstimate)
            assert found.estimate.contains(exact)
            assert found.estimate.width <= abs(found.estimate.high).scaleb(-32)
