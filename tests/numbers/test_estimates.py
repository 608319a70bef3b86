"""Estimates: what each hedge allows, and arithmetic that loses no truth."""

import copy
import pickle
from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import combinations, product
from operator import add, mul, sub, truediv
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, WrongTypeError
from centralasia.numbers import Estimate, Qualifier

INFINITY = Decimal("Infinity")
exactly, about, nearly = Estimate.exactly, Estimate.about, Estimate.nearly
over, at_least, under, at_most, up_to = (
    Estimate.over,
    Estimate.at_least,
    Estimate.under,
    Estimate.at_most,
    Estimate.up_to,
)
between, printed, spanning = Estimate.between, Estimate.printed, Estimate.spanning


def interval(estimate: Estimate) -> str:
    """Write the ends in the notation of mathematics."""
    left, right = "[("[estimate.low_open], "])"[estimate.high_open]
    return f"{left}{estimate.low}, {estimate.high}{right}"


@pytest.mark.parametrize(
    ("estimate", "expected", "best", "qualifier", "text"),
    [
        (exactly("14.50"), "[14.50, 14.50]", "14.50", "exact", "14.50"),
        (about(20), "[18.0, 22.0]", "20", "approx", "about 20 (18.0 to 22.0)"),
        (about("20", within="0.5"), "[19.5, 20.5]", "20", "approx", "about 20 (19.5 to 20.5)"),
        (about(-20, relative="0.05"), "[-21.00, -19.00]", "-20", "approx", "about -20 (-21.00 to -19.00)"),
        (nearly("0.5"), "[0.45, 0.5)", None, "approx", "nearly 0.5 (0.45 to under 0.5)"),
        (nearly(-5, within=1), "(-5, -4]", None, "approx", "nearly -5 (over -5 to -4)"),
        (over("14.5"), "(14.5, Infinity)", None, "over", "over 14.5"),
        (at_least(100), "[100, Infinity)", None, "at_least", "at least 100"),
        (under(3), "(-Infinity, 3)", None, "under", "under 3"),
        (at_most(3), "(-Infinity, 3]", None, "at_most", "at most 3"),
        (up_to(3), "(-Infinity, 3]", None, "at_most", "at most 3"),
        (between(12, 15), "[12, 15]", None, "range", "12 to 15"),
        (between(5, "5.0"), "[5, 5]", "5", "exact", "5"),
        (printed("0.00008"), "[0.000075, 0.000085]", "0.00008", "printed", "0.00008 (0.000075 to 0.000085)"),
        (printed("0.2857", decimals=5), "[0.285695, 0.285705]", "0.2857", "printed", "0.2857 (0.285695 to 0.285705)"),
        (printed(1200, decimals=-2), "[1150, 1250]", "1200", "printed", "1200 (1150 to 1250)"),
        (printed("-0.10"), "[-0.105, -0.095]", "-0.10", "printed", "-0.10 (-0.105 to -0.095)"),
        (printed(12), "[11.5, 12.5]", "12", "printed", "12 (11.5 to 12.5)"),
        (printed("1.2E+3"), "[1.15E+3, 1.25E+3]", "1.2E+3", "printed", "1200 (1150 to 1250)"),
        (between("1e50", "2e50"), "[1E+50, 2E+50]", None, "range", "1E+50 to 2E+50"),
        (between(1, 2) * over(1) & under(9), "(1, 9)", None, "range", "over 1 to under 9"),
        (over(1) - over(1), "(-Infinity, Infinity)", None, "range", "any value"),
        (about(20) * 2, "[36.0, 44.0]", "40", "range", "about 40 (36.0 to 44.0)"),
    ],
)
def test_a_hedge_is_an_interval(estimate: Estimate, expected: str, best: str | None, qualifier: str, text: str) -> None:
    assert interval(estimate) == expected
    assert estimate.best == (None if best is None else Decimal(best))
    assert estimate.qualifier == qualifier
    assert str(estimate) == text


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: exactly("1.2.3"), "value must be an int, a Decimal or a text"),
        (lambda: over("NaN"), "value must be"),
        (lambda: between("12", "x"), "high must be"),
        (lambda: between(15, 12), "interval must be not empty, its low end first"),
        (lambda: about(0), "tolerance must be greater than zero.*around 0 it has to be given"),
        (lambda: about(5, within=0), "tolerance must be greater than zero"),
        (lambda: nearly(5, relative="-0.1"), "tolerance must be greater than zero"),
        (lambda: about(5, within=1, relative="0.1"), "pass either within= or relative="),
        (lambda: about("9.9e99999"), "sum must be finite"),
        (lambda: printed("0.123456", decimals=5), "value must be a figure of 5 decimal places"),
        (lambda: printed(1234, decimals=-2), "value must be a figure of -2 decimal places"),
        (lambda: printed("1.5e-99999", decimals=99_999), "value must be a figure of 99999 decimal places"),
        (lambda: printed(1, decimals=10**30), "value must be a figure of"),
        (lambda: printed("1e-99999"), "difference must be finite"),
        (lambda: spanning(2, 1), "interval must be not empty"),
        (lambda: spanning(1, 1, low_open=True), "interval must be not empty"),
        (lambda: exactly(1) / between(-1, 1), "divisor must be an estimate that does not contain zero, got '-1 to 1'"),
        (lambda: 1 / at_least(0), "divisor must be"),
        (lambda: exactly(1) / 0, "divisor must be"),
        (lambda: exactly(5).contains("x"), "value must be"),
    ],
)
def test_what_is_no_estimate_is_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        make()


def an_estimate(**changes: Any) -> Estimate:
    fields: dict[str, Any] = {"low": Decimal(1), "high": Decimal(2), "qualifier": Qualifier.RANGE}
    return Estimate(**(fields | changes))


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"low": 1}, WrongTypeError, "low must be a Decimal, got 1 of type int"),
        ({"high": 2.5}, WrongTypeError, "high must be a Decimal"),
        ({"best": "1.5"}, WrongTypeError, "best must be a Decimal"),
        ({"low_open": 1}, WrongTypeError, "low_open must be a bool"),
        ({"qualifier": "range"}, WrongTypeError, "qualifier must be a Qualifier"),
        ({"low": Decimal("NaN")}, InvalidValueError, "low must be a figure"),
        ({"low": Decimal(3)}, InvalidValueError, "not empty"),
        ({"low": Decimal(2), "low_open": True}, InvalidValueError, "not empty"),
        ({"low": -INFINITY}, InvalidValueError, "open at an infinite end"),
        ({"high": INFINITY}, InvalidValueError, "open at an infinite end"),
        ({"low": INFINITY, "high": INFINITY, "low_open": True, "high_open": True}, InvalidValueError, "not empty"),
        ({"qualifier": Qualifier.EXACT}, InvalidValueError, "'exact' if and only if both ends are equal"),
        ({"low": Decimal(2)}, InvalidValueError, "'exact' if and only if both ends are equal"),
        ({"low": Decimal(2), "qualifier": Qualifier.EXACT}, InvalidValueError, "best must be a value of the interval"),
        ({"best": Decimal(3)}, InvalidValueError, "best must be a value of the interval 1 to 2"),
        ({"best": Decimal(1), "low_open": True}, InvalidValueError, "best must be a value of the interval"),
        ({"high": INFINITY, "high_open": True, "best": INFINITY}, InvalidValueError, "best must be a value"),
    ],
)
def test_the_initialiser_takes_ready_and_consistent_values(
    changes: dict[str, object], error: type[CentralAsiaError], message: str
) -> None:
    with pytest.raises(error, match=message):
        an_estimate(**changes)


@pytest.mark.parametrize(
    ("estimate", "inside", "outside"),
    [
        (over("14.5"), ["14.500001", 15, Fraction(29001, 2000)], ["14.5", -3]),
        (at_least("14.5"), ["14.5", Decimal("1e400")], ["14.4"]),
        (between(12, 15), [12, 15, Fraction(27, 2)], ["11.9", "15.1", Fraction(35, 3)]),
        (spanning(Fraction(1, 3), Fraction(2, 3), low_open=True), [Fraction(2, 3), "0.5"], [Fraction(1, 4), 1]),
        (exactly("0.25"), [Fraction(1, 4), "0.250"], ["0.2500001", Fraction(1, 3)]),
    ],
)
def test_figures_lie_inside_or_outside(
    estimate: Estimate, inside: list[int | str | Decimal | Fraction], outside: list[int | str | Decimal | Fraction]
) -> None:
    assert all(estimate.contains(figure) for figure in inside)
    assert not any(estimate.contains(figure) for figure in outside)


@pytest.mark.parametrize(
    ("left", "right", "common"),
    [
        (under(3), over(3), None),
        (at_most(3), over(3), None),
        (at_most(3), at_least(3), "[3, 3]"),
        (between(1, 2), between(3, 4), None),
        (between(1, 3), over(2), "(2, 3]"),
        (between(1, 3), between(1, 3), "[1, 3]"),
        (under(3), at_most(3), "(-Infinity, 3)"),
        (over(2), at_least(2), "(2, Infinity)"),
    ],
)
def test_estimates_meet_where_both_can_be_true(left: Estimate, right: Estimate, common: str | None) -> None:
    for one, other in ((left, right), (right, left)):
        assert one.meets(other) == (common is not None)
        both = one & other
        assert (None if both is None else interval(both)) == common


@pytest.mark.parametrize(
    ("left", "right", "best"),
    [
        (about(20), between(19, 30), Decimal(20)),
        (between(19, 30), about(20), Decimal(20)),
        (about(20), between(21, 30), None),
        (about(20), about(21), None),
        (about(20), about(20, within=1), Decimal(20)),
        (between(1, 2), over(1), None),
    ],
)
def test_what_both_allow_keeps_a_best_value_that_nothing_contradicts(
    left: Estimate, right: Estimate, best: Decimal | None
) -> None:
    both = left & right
    assert both is not None
    assert both.best == best


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (between(1, 2), between(3, 4), "[1, 4]"),
        (over(3), between(3, 4), "[3, Infinity)"),
        (under(3), at_most(3), "(-Infinity, 3]"),
        (exactly(3), exactly(3), "[3, 3]"),
    ],
)
def test_a_span_holds_both(left: Estimate, right: Estimate, expected: str) -> None:
    assert interval(left | right) == interval(right | left) == expected


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (between(1, 2) + between(10, 20), "[11, 22]"),
        (between(1, 2) + over(10), "(11, Infinity)"),
        (between(1, 2) - 5, "[-4, -3]"),
        (5 - between(1, 2), "[3, 4]"),
        (Decimal("0.5") - over(1), "(-Infinity, -0.5)"),
        (1 - exactly(1), "[0, 0]"),
        (between(-1, 2) * between(-3, 4), "[-6, 8]"),
        (between(1, 2) * over(0), "(0, Infinity)"),
        (at_least(0) * over(1), "[0, Infinity)"),
        (over(0) * over(1), "(0, Infinity)"),
        (over(0) * at_least(0), "[0, Infinity)"),
        (over(1) * 0, "[0, 0]"),
        (over(1) * between(0, 1), "[0, Infinity)"),
        (over(1) * -1, "(-Infinity, -1)"),
        (under(-1) * under(-1), "(1, Infinity)"),
        (over(2) * under(-3), "(-Infinity, -6)"),
        (Fraction(1, 4) * between(1, 2), "[0.25, 0.50]"),
        (between(1, 2) / 4, "[0.25, 0.5]"),
        (1 / between(2, 4), "[0.25, 0.5]"),
        (1 / over(2), "(0, 0.5)"),
        (1 / over(0), "(0, Infinity)"),
        (1 / under(0), "(-Infinity, 0)"),
        (between(0, 5) / spanning(0, 2, low_open=True), "[0, Infinity)"),
        (at_least(1) / at_least(1), "(0, Infinity)"),
        (between(-1, 5) / over(0), "(-Infinity, Infinity)"),
        (between(1, 2) / between(-4, -2), "[-1, -0.25]"),
        (between(1, 2) / spanning(-4, 0, high_open=True), "(-Infinity, -0.25]"),
        (exactly("1e99999") * 100, f"[{'9.' + '9' * 33}E+99999, Infinity)"),
        (exactly("1e-99999") / 3, "[0E-99999, 1E-99999]"),
        (-over(5), "(-Infinity, -5)"),
        (-between(0, 5), "[-5, 0]"),
    ],
)
def test_openness_and_infinity_are_carried_through(result: Estimate, expected: str) -> None:
    assert interval(result) == expected


@pytest.mark.parametrize(
    ("estimate", "qualifier"),
    [
        (-over(5), "under"),
        (-under(5), "over"),
        (-at_least(5), "at_most"),
        (-at_most(5), "at_least"),
        (-about(5), "approx"),
        (-nearly(5), "approx"),
        (-printed("5.0"), "printed"),
        (over(5) * 2, "over"),
        (at_least(5) + 1, "at_least"),
        (under(5) * 2, "under"),
        (at_most(5) / 2, "at_most"),
        (printed("5.0") * 2, "range"),
        (exactly(1) / 3, "range"),
        (exactly(1) / 4, "exact"),
    ],
)
def test_a_result_has_the_hedge_of_its_shape(estimate: Estimate, qualifier: str) -> None:
    assert estimate.qualifier == qualifier


def test_a_third_lies_between_two_decimals_and_has_a_best_one() -> None:
    third = exactly(1) / 3
    assert third.contains(Fraction(1, 3))
    assert third.width == Decimal("1e-34")
    assert third.best == third.low


def test_a_rounded_best_value_that_falls_on_an_open_end_is_given_up() -> None:
    tight = spanning(Fraction(1), Fraction(2), best=Fraction(10**40 + 1, 10**40), low_open=True)
    assert tight.best is None


@pytest.mark.parametrize("operation", [add, sub, mul, truediv])
@pytest.mark.parametrize("stranger", [1.5, True, "1"])
def test_inexact_operands_are_refused(operation: Callable[[Any, Any], Any], stranger: object) -> None:
    for left, right in ((exactly(1), stranger), (stranger, exactly(1))):
        with pytest.raises(WrongTypeError, match="operand must be an Estimate, an int, a Decimal or a Fraction"):
            operation(left, right)


@pytest.mark.parametrize("operation", [add, sub, mul, truediv])
def test_strangers_have_their_say(operation: Callable[[Any, Any], Any]) -> None:
    for left, right in ((exactly(1), object()), (object(), exactly(1))):
        with pytest.raises(TypeError, match="unsupported operand"):
            operation(left, right)


def test_only_estimates_are_intersected_and_spanned() -> None:
    with pytest.raises(TypeError, match="unsupported operand"):
        exactly(1) & 1  # type: ignore[operator]  # the point of the test
    with pytest.raises(TypeError, match="unsupported operand"):
        exactly(1) | 1  # type: ignore[operator]  # the point of the test
    with pytest.raises(TypeError, match="not supported between"):
        max(exactly(1), exactly(2))  # type: ignore[call-overload]  # the point of the test


def test_estimates_are_values() -> None:
    first, second = printed("0.10"), printed(Decimal("0.10"))
    assert first == second
    assert hash(first) == hash(second)
    assert first != printed("0.1")
    assert {over(1), over("1.0")} == {over(1)}
    for copied in (copy.copy(first), copy.deepcopy(first), pickle.loads(pickle.dumps(first))):
        assert copied == first


def test_nothing_is_taken_from_the_ambient_context() -> None:
    with localcontext() as context:
        context.prec = 2
        assert interval(about("123.456", within="0.001")) == "[123.455, 123.457]"
        assert interval(-between("123.456", "123.457") * 1) == "[-123.457, -123.456]"
        assert interval(exactly("123.456") / under(0)) == "(-Infinity, 0)"


figures = st.decimals(-1000, 1000, places=2)


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    low, high = sorted((draw(figures), draw(figures)))
    kind = draw(st.sampled_from(["exact", "closed", "open", "over", "at_most", "printed", "third"]))
    match kind:
        case "exact":
            return exactly(low)
        case "over":
            return over(low)
        case "at_most":
            return at_most(high)
        case "printed":
            return printed(low)
        case "third":
            return spanning(Fraction(low) / 3, Fraction(high) / 3 + 1, high_open=True)
        case _:
            is_open = kind == "open" and low < high
            return spanning(Fraction(low), Fraction(high), low_open=is_open, high_open=is_open)


@st.composite
def estimates_and_truths(draw: st.DrawFn) -> tuple[Estimate, Fraction]:
    estimate = draw(estimates())
    low = Fraction(estimate.low) if estimate.low.is_finite() else Fraction(-2000)
    high = Fraction(estimate.high) if estimate.high.is_finite() else Fraction(2000)
    share = draw(st.fractions(0, 1, max_denominator=1000) | st.sampled_from([Fraction(0), Fraction(1)]))
    truth = low + share * (high - low)
    assume(estimate.contains(truth))
    return estimate, truth


def small_intervals() -> list[Estimate]:
    """Make all intervals between -2, -1, 0, 1 and 2, whose products and quotients are finite decimals."""
    return [
        spanning(low, high, low_open=low_open, high_open=high_open)
        for low, high in combinations(range(-2, 3), 2)
        for low_open, high_open in product([False, True], repeat=2)
    ]


def telling_members(estimate: Estimate) -> list[Fraction]:
    """List members of an interval that are enough to reach an end of a product: its ends, zero and one between."""
    low, high = Fraction(estimate.low), Fraction(estimate.high)
    return [member for member in (low, high, Fraction(0), (low + high) / 2) if estimate.contains(member)]


class TestLaws:
    @given(estimates_and_truths(), estimates_and_truths(), st.sampled_from([add, sub, mul, truediv]))
    def test_the_truth_is_never_outside_the_result(
        self,
        left: tuple[Estimate, Fraction],
        right: tuple[Estimate, Fraction],
        operation: Callable[[Any, Any], Any],
    ) -> None:
        assume(operation is not truediv or not right[0].contains(0))
        assert operation(left[0], right[0]).contains(operation(left[1], right[1]))

    @given(estimates_and_truths(), st.fractions(-50, 50), st.sampled_from([add, sub, mul, truediv]))
    def test_scalars_are_exact_estimates_on_either_side(
        self, left: tuple[Estimate, Fraction], scalar: Fraction, operation: Callable[[Any, Any], Any]
    ) -> None:
        estimate, truth = left
        if scalar or operation is not truediv:
            assert operation(estimate, scalar).contains(operation(truth, scalar))
        if not (operation is truediv and estimate.contains(0)):
            assert operation(scalar, estimate).contains(operation(scalar, truth))

    @given(estimates_and_truths())
    def test_negation_mirrors(self, pair: tuple[Estimate, Fraction]) -> None:
        estimate, truth = pair
        assert (-estimate).contains(-truth)
        assert 0 - -estimate == 0 + estimate

    @given(estimates(), estimates(), st.sampled_from([add, mul]))
    def test_sums_and_products_do_not_depend_on_order(
        self, left: Estimate, right: Estimate, operation: Callable[[Any, Any], Any]
    ) -> None:
        assert operation(left, right) == operation(right, left)

    @pytest.mark.parametrize("operation", [mul, truediv])
    def test_an_end_of_a_result_is_closed_if_and_only_if_it_is_reached(
        self, operation: Callable[[Any, Any], Any]
    ) -> None:
        for left, right in product(small_intervals(), repeat=2):
            if operation is truediv and right.contains(0):
                continue
            result = operation(left, right)
            reached = {operation(x, y) for x in telling_members(left) for y in telling_members(right)}
            for end in (result.low, result.high):
                assert end.is_infinite() or result.contains(end) == (Fraction(end) in reached)

    @given(estimates(), estimates(), st.fractions(-2000, 2000))
    def test_a_figure_lies_in_both_if_and_only_if_it_lies_in_what_both_allow(
        self, left: Estimate, right: Estimate, figure: Fraction
    ) -> None:
        both = left & right
        inside = left.contains(figure) and right.contains(figure)
        assert inside == (both is not None and both.contains(figure))
        assert not inside or left.meets(right)
        assert not (left.contains(figure) or right.contains(figure)) or (left | right).contains(figure)

    @given(
        st.decimals(-1000, 1000, places=7),
        st.integers(0, 6),
        st.sampled_from(["ROUND_HALF_EVEN", "ROUND_HALF_UP", "ROUND_HALF_DOWN"]),
    )
    def test_whatever_was_rounded_to_the_printed_figure_lies_inside(
        self, truth: Decimal, places: int, mode: str
    ) -> None:
        figure = truth.quantize(Decimal((0, (1,), -places)), mode)
        assert printed(str(figure)).contains(truth)
        assert printed(figure.normalize(), decimals=places).contains(truth)

    @given(estimates())
    def test_the_representation_pastes_back(self, estimate: Estimate) -> None:
        names = {"Estimate": Estimate, "Decimal": Decimal, "Qualifier": Qualifier}
        assert eval(repr(estimate), names) == estimate  # noqa: S307  # our own text

    @given(estimates())
    def test_the_width_is_never_understated(self, estimate: Estimate) -> None:
        if estimate.width.is_finite():
            assert Fraction(estimate.width) >= Fraction(estimate.high) - Fraction(estimate.low)


@pytest.mark.parametrize(
    ("decimals", "error"),
    [pytest.param(10**4400, InvalidValueError, id="huge"), (1.5, WrongTypeError), (True, WrongTypeError)],
)
def test_decimals_of_a_printed_figure_are_a_whole_number(decimals: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="decimal places"):
        Estimate.printed("1", decimals)
