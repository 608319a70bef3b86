"""Stated results against their parts, from what was read of the region."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from centralasia.claims import check_fold, check_growth, check_share, check_sum
from centralasia.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.quantities import Quantity
from centralasia.testing import decimals, estimates

printed = Estimate.printed
CONSISTENT, EDGE, OTHER_BASE, INCONSISTENT = (
    "consistent",
    "consistent only at the edge of rounding",
    "consistent on another base",
    "inconsistent",
)
A_FLOAT: Any = 0.5
RATE_OF_358 = (printed("164.5") * 1000, printed("358"))
RATE_OF_21_7 = printed("10") * 1000 / printed("21.7")


@pytest.mark.parametrize(
    ("part", "whole", "stated", "verdict"),
    [
        pytest.param("8.75", "11.62", "0.753", CONSISTENT, id="Russia in the transfers to Uzbekistan"),
        pytest.param(printed("4.95"), printed("6.5"), "0.77", EDGE, id="76 was to be expected"),
        pytest.param(printed("4.95"), printed("6.5"), "0.76", CONSISTENT, id="as expected"),
        pytest.param("4.95", "6.5", "0.77", INCONSISTENT, id="not if the parts are exact"),
        pytest.param(100, 300, Estimate.about("0.3333"), CONSISTENT, id="a third of the older Global Gateway"),
        pytest.param(100, 400, Estimate.about("0.3333"), INCONSISTENT, id="but not of the newer one"),
        pytest.param(1, Estimate.over("1.3"), "0.77", CONSISTENT, id="farm deals in all farm trade"),
        pytest.param("9", "70", "0.129", CONSISTENT, id="the top-up of CASA-1000"),
        pytest.param(printed("5.4"), 20, "0.27", CONSISTENT, id="farm exports in farm output"),
        pytest.param(printed("1.7"), printed("24.19"), "0.041", INCONSISTENT, id="net transfers to Armenia"),
        pytest.param(printed("2.068"), printed("4.373"), "0.4729", CONSISTENT, id="Russia in those to Georgia"),
        pytest.param(printed("317.3"), printed("535.3"), "0.592", INCONSISTENT, id="cut instead of rounded"),
        pytest.param(*RATE_OF_358, RATE_OF_21_7, CONSISTENT, id="two amounts in tenge and dollars, one rate"),
        pytest.param("8.75", "11.62", "75.3", OTHER_BASE, id="percent for a fraction"),
        pytest.param(Money.of(1, "USD"), Money.of(4, "USD"), "0.25", CONSISTENT, id="money"),
        pytest.param(Quantity.of(500, "kt"), Quantity.of(2, "Mt"), "0.25", CONSISTENT, id="quantities"),
    ],
)
def test_a_share_follows_from_its_parts(part: Any, whole: Any, stated: Any, verdict: str) -> None:
    assert check_share(part, whole, stated=stated).facts["verdict"] == verdict


@pytest.mark.parametrize(
    ("before", "after", "stated", "verdict"),
    [
        pytest.param("4210.35", "8100", "0.9238", CONSISTENT, id="the dollar in sum"),
        pytest.param("4210.35", "8100", "-0.4802", OTHER_BASE, id="the sum in dollars"),
        pytest.param("4210.35", "8100", "0.4802", OTHER_BASE, id="the same on the later figure"),
        pytest.param("188.38", "255.26", "-0.262", OTHER_BASE, id="the tenge"),
        pytest.param("3.50", "2.85", Estimate.about("-0.18"), CONSISTENT, id="the manat, about 18"),
        pytest.param("3.50", "2.85", Estimate.under("-0.18"), CONSISTENT, id="more than 18"),
        pytest.param("3.50", "2.85", "-0.19", CONSISTENT, id="19"),
        pytest.param("10", "230", "-0.9565", OTHER_BASE, id="the old manat"),
        pytest.param("75", "230", "-0.67391", OTHER_BASE, id="the old manat again"),
        pytest.param("0.7862", "1.05", "0.336", CONSISTENT, id="the manat of Azerbaijan"),
        pytest.param("0.7844", "1.05", "0.3386", CONSISTENT, id="the same on another day"),
        pytest.param(printed("8.4"), printed("11.62"), "0.348", INCONSISTENT, id="transfers to Uzbekistan"),
        pytest.param(printed("8.4"), printed("11.62"), "0.383", CONSISTENT, id="as it should be"),
        pytest.param("7.88", "8.80", "-0.177", INCONSISTENT, id="the somoni in nine months of 2017"),
        pytest.param(printed("5.3"), printed("5.7"), "0.066", CONSISTENT, id="transfers to Tajikistan"),
        pytest.param("0.2545", "1.4", "5.5", OTHER_BASE, id="a ratio told as a growth"),
        pytest.param("100", "134.8", "34.8", OTHER_BASE, id="percent for a fraction"),
        pytest.param(1, 0, "-1", CONSISTENT, id="nothing left"),
        pytest.param(1, 0, "-0.5", INCONSISTENT, id="nothing left, and no other base"),
        pytest.param(Money.of(8, "USD"), Money.of(10, "USD"), "0.25", CONSISTENT, id="money"),
    ],
)
def test_a_growth_follows_from_two_figures(before: Any, after: Any, stated: Any, verdict: str) -> None:
    assert check_growth(before, after, stated=stated).facts["verdict"] == verdict


@pytest.mark.parametrize(
    ("before", "after", "stated", "verdict"),
    [
        pytest.param("5.4", 10, Estimate.nearly(2), CONSISTENT, id="farm exports nearly double"),
        pytest.param("3.5", "9.9", "3", CONSISTENT, id="an earlier plan, called tripling"),
        pytest.param("3.5", "9.9", "3.0", INCONSISTENT, id="but no 3.0"),
        pytest.param(printed("1.47"), 3, "2.04", CONSISTENT, id="what memoranda mobilise"),
        pytest.param("1.1", "1.4", "0.27", OTHER_BASE, id="a growth told as a ratio"),
    ],
)
def test_a_fold_follows_from_two_figures(before: Any, after: Any, stated: Any, verdict: str) -> None:
    assert check_fold(before, after, stated=stated).facts["verdict"] == verdict


@pytest.mark.parametrize(
    ("parts", "stated", "verdict"),
    [
        pytest.param([70, 20, 22], "112", CONSISTENT, id="operations of the EIB"),
        pytest.param([70, 20, 22, 9], 112, INCONSISTENT, id="not with the top-up"),
        pytest.param([50, 100, 175, 40], "365", CONSISTENT, id="memoranda of 2025"),
        pytest.param([135, 18, 145], Estimate.about(300), CONSISTENT, id="Global Gateway"),
        pytest.param([printed("460"), printed("188")], "648.1", CONSISTENT, id="farm trade of half a year"),
        pytest.param([printed("0.4"), printed("0.4")], "0.9", CONSISTENT, id="rounding adds up"),
        pytest.param([printed("0.4"), printed("0.4")], printed("1.0"), INCONSISTENT, id="but not as far as that"),
        pytest.param([printed("0.4"), "0.4"], "0.9", EDGE, id="at the edge of rounding"),
        pytest.param([Money.of(70, "EUR"), Money.of(20, "EUR")], Money.of(90, "EUR"), CONSISTENT, id="money"),
        pytest.param([Quantity.of(70, "t"), Quantity.of(1, "kt")], Quantity.of("1.07", "kt"), CONSISTENT, id="units"),
        pytest.param([Fraction(1, 3), Fraction(2, 3)], 1, CONSISTENT, id="fractions"),
    ],
)
def test_a_sum_follows_from_its_parts(parts: Any, stated: Any, verdict: str) -> None:
    assert check_sum(parts, stated=stated).facts["verdict"] == verdict


def test_the_message_has_the_arithmetic_and_what_would_be_needed() -> None:
    (problem,) = check_share(printed("1.7"), printed("24.19"), stated="0.041")
    assert problem.message == (
        "1.7 (1.65 to 1.75) of 24.19 (24.185 to 24.195) is 7.028 (6.819 to 7.236) %, not 4.1 (4.05 to 4.15) %; "
        "4.1 (4.05 to 4.15) % needs 41.46 (39.75 to 43.21)"
    )
    (problem,) = check_share(1, 2, stated=Estimate.at_most("0.1"))
    assert problem.message == "1 of 2 is 50 %, not at most 10 %"
    (problem,) = check_growth("4210.35", "8100", stated="-0.4802")
    assert problem.cause == "the change of the reciprocal, as when a rate is quoted the other way round"
    assert problem.message.startswith("from 4210.35 to 8100 is 92.38 %; -48.02 (-48.025 to -48.015) % is the change of")
    assert problem.value == "-48.02 (-48.025 to -48.015) %"


def test_figures_that_differ_by_little_are_written_in_full() -> None:
    (problem,) = check_share("15.0004", 100, stated=Estimate.exactly("0.15"))
    assert problem.message == "15.0004 of 100 is 15.0004 %, not 15 %; 15 % needs 100.0027"
    parts = [Money.of("70000000.01", "EUR"), Money.of(20_000_000, "EUR")]
    (problem,) = check_sum(parts, stated=Money.of(90_000_000, "EUR"))
    assert problem.message == "70.00000001 mn EUR + 20 mn EUR is 90.00000001 mn EUR, not 90 mn EUR"


def test_a_long_sum_is_told_in_part() -> None:
    (problem,) = check_sum(["0.5"] * 1000, stated="500")
    assert problem.message == f"{'0.5 + ' * 12}988 more is 500, as stated: 500 (499.5 to 500.5)"


@pytest.mark.parametrize(
    ("check", "error", "message"),
    [
        (
            lambda: check_share(1, 0, stated="0.5"),
            InvalidValueError,
            "whole must be certainly greater than zero, got 0",
        ),
        (
            lambda: check_share(A_FLOAT, 1, stated="0.5"),
            WrongTypeError,
            "part must be an exact number.*got 0.5 of type float",
        ),
        (lambda: check_share("half", 1, stated="0.5"), InvalidValueError, "part must be .* got 'half'"),
        (
            lambda: check_share(1, 2, stated=A_FLOAT),
            WrongTypeError,
            "stated must be an Estimate, or the text of a printed",
        ),
        (lambda: check_share(1, 2, stated="1e999999999"), InvalidValueError, "stated must be finite"),
        (lambda: check_growth(0, 1, stated="0.5"), InvalidValueError, "before must be certainly greater than zero"),
        (lambda: check_fold(-1, 1, stated="0.5"), InvalidValueError, "before must be certainly greater than zero"),
        (
            lambda: check_fold(Money.of(1, "USD"), 1, stated="1"),
            WrongTypeError,
            "after must be a figure of the kind of",
        ),
        (
            lambda: check_fold(Money.of(1, "USD"), Money.of(1, "KZT"), stated="1"),
            CurrencyMismatchError,
            "expected KZT, got USD",
        ),
        (lambda: check_sum(A_FLOAT, stated="1"), WrongTypeError, "parts must be an iterable of figures, got 0.5"),
        (lambda: check_sum("112", stated="1"), WrongTypeError, "parts must be an iterable of figures, got '112'"),
        (lambda: check_sum([], stated="1"), InvalidValueError, r"parts must be not empty, got \[\]"),
        (
            lambda: check_sum([1, Money.of(1, "USD")], stated="1"),
            WrongTypeError,
            "parts must be a figure of the kind of",
        ),
        (lambda: check_sum([1], stated=Money.of(1, "USD")), WrongTypeError, "stated must be a figure of the kind of"),
        (lambda: check_sum([1], stated=A_FLOAT), WrongTypeError, r"stated must be .*; pass Decimal\('0.5'\)"),
        (
            lambda: check_sum([Money.of(1, "USD")], stated=Money.of(1, "KZT")),
            CurrencyMismatchError,
            "expected USD, got KZT",
        ),
    ],
)
def test_what_cannot_be_a_figure_is_refused(check: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        check()


positive = decimals(min_value="0.001", max_value=10**12)


class TestLaws:
    @given(positive, positive)
    def test_what_is_recomputed_exactly_is_consistent(self, before: Decimal, after: Decimal) -> None:
        times = Fraction(after) / Fraction(before)
        exact = Estimate.spanning(times, times, best=times)
        assert check_share(after, before, stated=exact).facts["verdict"] == CONSISTENT
        assert check_fold(before, after, stated=exact).facts["verdict"] == CONSISTENT
        assert check_growth(before, after, stated=exact - 1).facts["verdict"] == CONSISTENT
        assert check_sum([before, after], stated=Fraction(before) + Fraction(after)).facts["verdict"] == CONSISTENT

    @given(positive, positive, estimates(), st.integers(0, 10**6))
    def test_widening_never_makes_what_was_consistent_inconsistent(
        self, before: Decimal, after: Decimal, stated: Estimate, reach: int
    ) -> None:
        wider = stated | (stated + Estimate.between(-reach, reach))
        for check in (check_share, check_growth, check_fold):
            if check(before, after, stated=stated).facts["verdict"] in {CONSISTENT, EDGE}:
                assert check(before, after, stated=wider).facts["verdict"] in {CONSISTENT, EDGE}

    @given(st.lists(decimals(), min_size=1, max_size=5), st.permutations(range(5)))
    def test_parts_add_up_in_any_order(self, parts: list[Decimal], order: list[int]) -> None:
        total = sum(map(Fraction, parts))
        shuffled = [parts[place] for place in order if place < len(parts)]
        assert check_sum(shuffled, stated=total).facts["verdict"] == CONSISTENT

    @given(positive, positive, decimals(min_value=-2, max_value=50))
    def test_units_make_no_difference(self, before: Decimal, after: Decimal, stated: Decimal) -> None:
        assume(before != after)
        exact = Estimate.exactly(stated)
        bare = check_growth(before, after, stated=exact).facts["verdict"]
        money = check_growth(Money.of(before, "UZS"), Money.of(after, "UZS"), stated=exact)
        vague = check_growth(MoneyEstimate.of(before, "UZS"), MoneyEstimate.of(after, "UZS"), stated=exact)
        assert bare == money.facts["verdict"]
        assert vague.facts["verdict"] == bare or bare == INCONSISTENT
