from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, CurrencyMismatchError, InvalidValueError, WrongTypeError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.series import part_from_share, share, whole_from_share
from centralasia.testing import decimals

PRINTED = Estimate.printed


class TestWhatIsStated:
    """Arithmetic of statements about the region, recomputed."""

    @pytest.mark.parametrize(
        ("part", "whole", "percent"),
        [
            ("5.7", "12.061", "47.3"),  # Tajikistan 2023, by the GDP of October 2024
            ("5.7", "12.244", "46.6"),
            ("14.5", "102.642", "14.1"),
            ("14.5", "90.889", "16.0"),
            ("8.75", "11.62", "75.3"),
            ("9", "70", "12.9"),
            ("100", "300", "33.3"),
            ("1.7", "24.19", "7.0"),  # stated as 4.1
            ("0.9", "1.1", "81.8"),
            ("5.4", "20", "27.0"),
        ],
    )
    def test_a_share_is_recomputed(self, part: str, whole: str, percent: str) -> None:
        found = share(Estimate.exactly(part), Decimal(whole))
        assert isinstance(found, Estimate)
        assert f"{found.best:.1%}" == f"{percent}%"

    def test_a_share_of_printed_figures_is_a_range(self) -> None:
        found = share(PRINTED("4.95"), PRINTED("6.5"))
        assert isinstance(found, Estimate)
        assert (f"{found.low:.1%}", f"{found.high:.1%}") == ("75.5%", "76.8%")
        assert not found.contains("0.77")

    def test_a_stated_share_implies_a_whole(self) -> None:
        gdp = whole_from_share(Decimal("14.5"), Estimate.between("0.12", "0.15"))
        assert isinstance(gdp, Estimate)
        assert (f"{gdp.low:.1f}", f"{gdp.high:.1f}") == ("96.7", "120.8")
        assert (gdp.contains("102.642"), gdp.contains("90.889")) == (True, False)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (share(1, 3), Fraction(1, 3)),
        (share(5, 4), Fraction(5, 4)),
        (share(Money.of(1, "USD"), Money.of(4, "USD")), Fraction(1, 4)),
        (share(MoneyEstimate.of(1, "USD"), Money.of(4, "USD")), Estimate.exactly("0.25")),
        (part_from_share(4, Decimal("0.25")), Fraction(1)),
        (part_from_share(Money.of(4, "USD"), Decimal("0.25")), Money.of(1, "USD")),
        (part_from_share(Money.of(4, "USD"), Estimate.exactly("0.25")), MoneyEstimate.of(1, "USD")),
        (whole_from_share(Money.of(1, "USD"), Decimal("0.25")), Money.of(4, "USD")),
        (whole_from_share(Estimate.exactly(1), Decimal("0.25")), Estimate.exactly(4)),
    ],
)
def test_a_share_is_exact_where_its_figures_are(found: object, expected: object) -> None:
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: share(1, 0), InvalidValueError, "whole must be certainly greater than zero, got 0"),
        (lambda: share(part=1, whole=True), WrongTypeError, "got True of type bool; a truth value is no figure"),
        (
            lambda: share(1, Money.of(1, "USD")),
            WrongTypeError,
            "whole must be a figure of the kind of part, which is number, got Money.of('1', 'USD') of type Money",
        ),
        (lambda: share(Money.of(1, "USD"), Money.of(1, "EUR")), CurrencyMismatchError, "expected USD, got EUR"),
        (lambda: whole_from_share(1, 0), InvalidValueError, "share must be certainly greater than zero"),
        (
            lambda: part_from_share(1, 0.5),  # type: ignore[call-overload]  # floats are what is tested
            WrongTypeError,
            "share must be an exact number, an Estimate, money or a quantity, got 0.5 of type float",
        ),
        (
            lambda: share(float("nan"), 1),  # type: ignore[call-overload]  # floats are what is tested
            WrongTypeError,
            "part must be an exact number, an Estimate, money or a quantity, got nan of type float",
        ),
        (
            lambda: part_from_share(None, 1),  # type: ignore[call-overload]  # what is no figure is tested
            WrongTypeError,
            "whole must be an exact number, an Estimate, money or a quantity, got None of type NoneType",
        ),
    ],
)
def test_what_has_no_share_is_refused(call: Callable[[], object], error: type[CentralAsiaError], message: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)


POSITIVE = decimals(min_value="0.01", max_value=10**12)


class TestLaws:
    @given(POSITIVE, POSITIVE)
    def test_any_two_of_part_whole_and_share_give_the_third(self, part: Decimal, whole: Decimal) -> None:
        found = share(part, whole)
        assert part_from_share(whole, found) == part
        assert whole_from_share(part, found) == whole

    @given(POSITIVE, POSITIVE)
    def test_of_money_they_give_it_exactly_or_enclose_it(self, part: Decimal, whole: Decimal) -> None:
        money, all_of_it = Money.of(part, "KZT"), Money.of(whole, "KZT")
        found = share(money, all_of_it)
        assert part_from_share(all_of_it, found) == money
        assert whole_from_share(money, found) == all_of_it

    @given(POSITIVE, POSITIVE, st.integers(0, 8))
    def test_the_truth_is_inside_whatever_the_truths_are(self, part: Decimal, whole: Decimal, eighths: int) -> None:
        inner = Fraction(part) * (96 + eighths) / 100
        about = Estimate.about(part)
        for function in (share, part_from_share, whole_from_share):
            found = function(about, whole)
            assert isinstance(found, Estimate)
            assert found.contains(function(inner, whole))
