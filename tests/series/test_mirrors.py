from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, CurrencyMismatchError, InvalidValueError, WrongTypeError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.series import mirror
from centralasia.series.figures import Figure
from centralasia.testing import decimals


def test_an_import_is_compared_without_its_freight() -> None:
    grain = mirror(Money.of(100, "USD"), Money.of("116.6", "USD"), factor=Decimal("1.06"))
    assert (grain.adjusted, grain.gap) == (Money.of(110, "USD"), Money.of(10, "USD"))
    assert (grain.ratio, grain.asymmetry) == (Fraction(11, 10), Fraction(2, 21))
    assert not grain.meets


def test_both_reports_are_kept_as_they_were() -> None:
    bank = mirror(Decimal("8.9"), Estimate.about(9))
    assert (bank.sender_report, bank.receiver_report, bank.adjusted) == (
        Decimal("8.9"),
        Estimate.about(9),
        Estimate.about(9),
    )
    assert bank.meets


@pytest.mark.parametrize(
    ("sender", "receiver", "factor", "words"),
    [
        (
            Money.of(100, "USD"),
            Money.of(100, "USD"),
            1,
            (
                "the sender reports 100 USD, the receiver 100 USD\n"
                "  gap 0 USD, asymmetry 0.0 % of the mean, ratio 100.0 %\n  the reports can both be true"
            ),
        ),
        (
            Money.of(100, "USD"),
            Money.of(100, "USD"),
            Fraction("1.06"),
            (
                "the sender reports 100 USD, the receiver 100 USD, which is about 94.3396 USD when divided by 1.06\n"
                "  gap about -5.66038 USD, asymmetry -5.8 % of the mean, ratio 94.3 %\n"
                "  the reports contradict each other"
            ),
        ),
        (
            Estimate.printed("2.6"),
            Estimate.about(3, within="0.4"),
            Estimate.between("1.06", "1.10"),
            (
                "the sender reports about 2.6 (2.55 to 2.65), the receiver about 3 (2.6 to 3.4), "
                "which is 2.36363 to 3.20755 when divided by 1.06 to 1.10\n"
                "  gap -0.286364 to 0.657548, asymmetry -11.5 to 22.9 % of the mean, ratio 89.1 to 125.8 %\n"
                "  the reports can both be true"
            ),
        ),
        (
            0,
            5,
            1,
            (
                "the sender reports 0, the receiver 5\n  gap 5, asymmetry 200.0 % of the mean\n"
                "  the reports contradict each other"
            ),
        ),
        (0, 0, 1, "the sender reports 0, the receiver 0\n  gap 0\n  the reports can both be true"),
    ],
)
def test_a_comparison_is_explained(sender: Estimate, receiver: Estimate, factor: Fraction, words: str) -> None:
    assert mirror(sender, receiver, factor=factor).explain() == words


def test_what_has_no_ratio_or_asymmetry_has_none() -> None:
    found = [(each.ratio, each.asymmetry) for each in (mirror(0, 5), mirror(5, 0), mirror(0, 0))]
    assert found == [(None, 2), (0, -2), (None, None)]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: mirror(-1, 1), InvalidValueError, "sender_report must be certainly not negative, got -1"),
        (
            lambda: mirror(1, Estimate.under(3)),
            InvalidValueError,
            (
                "receiver_report must be certainly not negative, got 'under 3'; "
                "if it is known to be, say so: estimate & Estimate.at_least(0)"
            ),
        ),
        (lambda: mirror(1, 1, factor=0), InvalidValueError, "factor must be certainly greater than zero, got Fraction"),
        (
            lambda: mirror(1, 1, factor=1.06),  # type: ignore[call-overload]  # floats are what is tested
            WrongTypeError,
            "got 1.06 of type float; pass Decimal('1.06')",
        ),
        (
            lambda: mirror(Money.of(1, "USD"), 1),  # type: ignore[call-overload]  # what is tested
            WrongTypeError,
            "receiver_report must be a figure of the kind of sender_report, which is money",
        ),
        (
            lambda: mirror(Money.of(1, "USD"), MoneyEstimate.of(1, "EUR")),
            CurrencyMismatchError,
            "expected EUR, got USD; convert one of them first",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused(
    call: Callable[[], object], error: type[CentralAsiaError], message: str
) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)


REPORTS = decimals(min_value=0, max_value=10**12)
FACTORS = decimals(min_value="0.5", max_value=3)


def difference(one: Figure, other: Figure) -> Fraction | Estimate | None:
    assert isinstance(one, Decimal)
    assert isinstance(other, Decimal)
    return mirror(one, other).asymmetry


class TestLaws:
    @given(REPORTS, REPORTS)
    def test_asymmetry_changes_its_sign_and_not_its_size_with_the_sides(self, one: Decimal, other: Decimal) -> None:
        assume(one or other)
        asymmetry = difference(one, other)
        assert isinstance(asymmetry, Fraction)
        assert difference(other, one) == -asymmetry
        assert -2 <= asymmetry <= 2
        mean = (Fraction(one) + Fraction(other)) / 2
        assert asymmetry == (Fraction(other) - Fraction(one)) / mean

    @given(REPORTS.filter(bool), REPORTS.filter(bool))
    def test_the_ratio_turns_over_with_the_sides(self, one: Decimal, other: Decimal) -> None:
        ratio, reverse = mirror(one, other).ratio, mirror(other, one).ratio
        assert isinstance(ratio, Fraction)
        assert isinstance(reverse, Fraction)
        assert ratio * reverse == 1

    @given(REPORTS, FACTORS)
    def test_an_import_that_is_an_export_times_the_factor_mirrors_it(self, report: Decimal, factor: Decimal) -> None:
        found = mirror(report, Fraction(report) * Fraction(factor), factor=factor)
        assert (found.gap, found.meets) == (0, True)

    @given(REPORTS.filter(bool), REPORTS.filter(bool), st.integers(0, 8))
    def test_the_truth_is_inside(self, one: Decimal, other: Decimal, eighths: int) -> None:
        exact = mirror(Fraction(one) * (36 + eighths) / 40, Fraction(other) * (44 - eighths) / 40)
        found = mirror(Estimate.about(one), Estimate.about(other))
        for name in ("gap", "ratio", "asymmetry"):
            estimate, truth = getattr(found, name), getattr(exact, name)
            assert estimate.contains(truth)

    @given(REPORTS, REPORTS, REPORTS, REPORTS)
    def test_reports_meet_where_their_intervals_do(self, a: Decimal, b: Decimal, c: Decimal, d: Decimal) -> None:
        one, other = (Estimate.between(min(pair), max(pair)) for pair in ((a, b), (c, d)))
        assert mirror(one, other).meets == one.meets(other)
