"""Money: exact at any size, of one currency, and nothing else."""

import copy
import pickle
import sys
from collections.abc import Callable
from decimal import Context, Decimal, getcontext, localcontext
from fractions import Fraction
from operator import add, eq, ge, gt, le, lt, sub, truediv
from typing import get_args

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import testing
from centralasia.errors import (
    CentralAsiaError,
    CurrencyMismatchError,
    InvalidValueError,
    RoundingNeededError,
    UnknownCodeError,
    WrongTypeError,
)
from centralasia.money import Money
from centralasia.money.allocation import Remainder
from centralasia.money.amounts import make_money
from centralasia.numbers import Rounding, round_fraction
from centralasia.reference import Currency, currency

RULES: tuple[Remainder, ...] = get_args(Remainder)
USD = currency("USD")
KZT = currency("KZT")
XDR = currency("XDR")
BOOLEAN = bool(1)  # an int to the checker, and refused all the same
kzt = testing.money(currencies="KZT")
factors = st.integers(-(10**40), 10**40) | testing.decimals() | st.fractions()


def usd(amount: int | str | Decimal) -> Money:
    return Money.of(amount, "USD")


class Figure(Decimal):
    pass


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        ("1250.50", "USD", "Money.of('1250.50', 'USD')"),
        (5, USD, "Money.of('5', 'USD')"),
        (Decimal("-0.1"), "KZT", "Money.of('-0.1', 'KZT')"),
        ("1e3", "JPY", "Money.of('1E+3', 'JPY')"),
        (Figure("2.5"), "TMM", "Money.of('2.5', 'TMM')"),
        ("1", "sum-coupon", "Money.of('1', 'sum-coupon')"),
    ],
)
def test_ways_in(amount: int | str | Decimal, unit: str | Currency, expected: str) -> None:
    money = Money.of(amount, unit)
    assert repr(money) == expected
    assert eval(expected) == money  # noqa: S307  # a repr can be pasted back


@pytest.mark.parametrize(
    ("amount", "error", "message"),
    [
        (1.5, WrongTypeError, r"amount must be .*, got 1.5 of type float; pass Decimal\('1.5'\) or the text '1.5'"),
        (True, WrongTypeError, "amount must be .*, got True of type bool"),
        (Fraction(1, 2), WrongTypeError, "amount must be "),
        (None, WrongTypeError, "amount must be "),
        ("1.2.3", InvalidValueError, "amount must be .*, got '1.2.3'"),
        ("١٢", InvalidValueError, "amount must be .*, got '١٢'; parse_number reads figures as people write them"),
        ("1 250,50", InvalidValueError, "amount must be "),
        ("NaN", InvalidValueError, "amount must be "),
        ("", InvalidValueError, "amount must be "),
        (Decimal("NaN"), InvalidValueError, "amount must be finite"),
        (Decimal("sNaN"), InvalidValueError, "amount must be finite"),
        (Decimal("-Infinity"), InvalidValueError, "amount must be finite"),
        ("1e999999999", InvalidValueError, "amount must be finite, below 10"),
        pytest.param(10**200_001, InvalidValueError, "amount must be finite, below 10", id="an int of 200,002 digits"),
    ],
)
def test_no_ways_in(amount: str, error: type[CentralAsiaError], message: str) -> None:
    with pytest.raises(error, match=message):
        usd(amount)


@pytest.mark.parametrize(
    ("code", "error", "message"),
    [
        ("USX", UnknownCodeError, "'USX' is not in the table of currencies; did you mean 'USD'"),
        ("usd", UnknownCodeError, "did you mean 'USD'"),
        (None, WrongTypeError, "currency must be a code such as 'KZT', got None"),
    ],
)
def test_no_currencies(code: str, error: type[CentralAsiaError], message: str) -> None:
    with pytest.raises(error, match=message):
        Money.of(1, code)
    with pytest.raises(error, match=message):
        Money.zero(code)


def test_the_initialiser_takes_ready_values() -> None:
    assert Money(Decimal("1.50"), USD) == Money(amount=Decimal("1.5"), currency=USD) == usd("1.50")
    with pytest.raises(
        WrongTypeError, match=r"amount must be a Decimal, got '1.50' of type str; Money.of takes an int"
    ):
        Money("1.50", USD)  # type: ignore[arg-type]  # the checker sees it too
    with pytest.raises(WrongTypeError, match=r"currency must be a Currency, got 'USD' of type str; Money.of takes a"):
        Money(Decimal(1), "USD")  # type: ignore[arg-type]  # the checker sees it too
    with pytest.raises(InvalidValueError, match="amount must be finite"):
        Money(Decimal("Infinity"), USD)


def test_it_cannot_be_changed() -> None:
    for money in (usd(1), Money(Decimal(1), USD), usd(1) + usd(2)):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            money.amount = Decimal(2)  # type: ignore[misc]  # the checker sees it too
        with pytest.raises(AttributeError):
            money.note = "x"  # type: ignore[attr-defined]  # the checker sees it too
    assert attrs.evolve(usd(1), amount=Decimal(2)) == usd(2)


def test_it_weighs_no_more_than_two_references() -> None:
    for money in (usd(1), Money(Decimal(1), USD)):
        assert type(money) is Money
        assert sys.getsizeof(money) <= 57
        assert vars(Money)["__slots__"] == ("amount", "currency")


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (lambda: usd("0.1") + usd("0.2"), "0.3 USD"),
        (lambda: usd("1.50") - usd("1.5"), "0.00 USD"),
        (lambda: usd("1e30") + usd("1e-30"), "1" + "0" * 30 + "." + "0" * 29 + "1 USD"),
        (lambda: usd("1.10") * 3, "3.30 USD"),
        (lambda: 3 * usd("1.10"), "3.30 USD"),
        (lambda: usd("1.10") * Decimal("1e-20"), "0.0000000000000000000110 USD"),
        (lambda: usd("1.10") * Fraction(1, 4), "0.275 USD"),
        (lambda: Fraction(1, 11) * usd("1.10"), "0.10 USD"),
        (lambda: usd("10.00") / 4, "2.50 USD"),
        (lambda: usd(10) / Decimal("0.3") * 3, None),
        (lambda: usd(1) / Fraction(1, 3), "3 USD"),
        (lambda: -usd("1.50"), "-1.50 USD"),
        (lambda: -usd("0.00"), "0.00 USD"),
        (lambda: usd("0.00") * -1, "0.00 USD"),
        (lambda: usd("0.0") * Decimal("-0.5"), "0.00 USD"),
        (lambda: usd("0.00") * -(10**30), "0.00 USD"),
        (lambda: usd("0.00") / -4, "0.00 USD"),
        (lambda: usd("1.50") * Decimal("-0.0"), "0.000 USD"),
        (lambda: +usd("-1.50"), "-1.50 USD"),
        (lambda: abs(usd("-1.50")), "1.50 USD"),
        (lambda: sum([usd("1.10"), usd("2.20")]), "3.30 USD"),
        (lambda: sum([usd(1), usd(2)], start=Money.zero("USD")), "3 USD"),
        (lambda: Money.zero("UZS"), "0 UZS"),
        (lambda: usd("1E+3"), "1000 USD"),
    ],
)
def test_arithmetic(outcome: Callable[[], Money], expected: str | None) -> None:
    if expected is None:
        with pytest.raises(RoundingNeededError):
            outcome()
    else:
        assert str(outcome()) == expected


def test_money_over_money_is_a_ratio() -> None:
    assert usd(1) / usd(3) == Fraction(1, 3)
    with pytest.raises(InvalidValueError, match="divisor must be other than zero"):
        usd(1) / usd("0.00")


def test_what_does_not_come_out_even_is_not_rounded() -> None:
    expected = r"10/3 does not fit a finite decimal exactly; round once with .divide\(…\), or keep every part with .spl"
    with pytest.raises(RoundingNeededError, match=expected):
        usd(10) / 3
    with pytest.raises(RoundingNeededError):
        usd(10) * Fraction(1, 3)


@pytest.mark.parametrize("operation", [add, sub, lt, le, gt, ge, truediv])
def test_two_currencies_do_not_meet(operation: Callable[[Money, Money], object]) -> None:
    with pytest.raises(CurrencyMismatchError, match="expected USD, got KZT; convert one of them first") as caught:
        operation(usd(1), Money.of(1, "KZT"))
    assert (caught.value.expected, caught.value.actual) == ("USD", "KZT")


@pytest.mark.parametrize("stranger", [1.5, 1, True, Decimal(1), "1", None, Fraction(1)])
@pytest.mark.parametrize("operation", [add, sub, lt, le, gt, ge])
def test_strangers_are_left_to_python(operation: Callable[[object, object], object], stranger: object) -> None:
    with pytest.raises(TypeError):
        operation(usd(1), stranger)
    with pytest.raises(TypeError):
        operation(stranger, usd(1))


@pytest.mark.parametrize("stranger", ["2", None, usd(2), [1]])
def test_strangers_do_not_multiply(stranger: int) -> None:
    with pytest.raises(TypeError):
        usd(1) * stranger


def test_strangers_do_not_divide() -> None:
    with pytest.raises(TypeError):
        usd(1) / "2"  # type: ignore[operator]  # the checker sees it too
    with pytest.raises(TypeError):
        2 / usd(1)  # type: ignore[operator]  # the checker sees it too


@pytest.mark.parametrize("factor", [1.5, float("nan"), True])
def test_floats_and_truth_values_are_told_the_way_round(factor: int) -> None:
    with pytest.raises(WrongTypeError, match="factor must be an int, a Decimal or a Fraction"):
        usd(1) * factor
    with pytest.raises(WrongTypeError, match="factor must be an int, a Decimal or a Fraction"):
        factor * usd(1)
    with pytest.raises(WrongTypeError, match="divisor must be an int, a Decimal or a Fraction"):
        usd(1) / factor
    with pytest.raises(WrongTypeError, match="divisor must be an int, a Decimal or a Fraction"):
        usd(1).divide(factor)


@pytest.mark.parametrize("factor", [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity")])
def test_what_is_no_number_does_not_multiply(factor: Decimal) -> None:
    with pytest.raises(InvalidValueError, match="factor must be finite"):
        usd(1) * factor
    with pytest.raises(InvalidValueError, match="divisor must be finite"):
        usd(1) / factor


@pytest.mark.parametrize(
    "operation",
    [
        lambda money: money * money.amount,
        lambda money: money + money,
        lambda money: money - usd("1.25e-99999"),
        lambda money: money * 10,
        lambda money: money * Fraction(10),
        lambda money: money / Fraction(1, 10),
        lambda money: money.round(-99_999, mode="up"),
        lambda money: money.divide(Decimal("0.1")),
    ],
)
def test_what_would_be_too_large_is_refused(operation: Callable[[Money], Money]) -> None:
    assert operation(usd(25)) != usd(25)
    with pytest.raises(InvalidValueError, match="below 10"):
        operation(usd("9.9e99999"))


def test_a_sum_begins_with_zero_only() -> None:
    assert usd(1).__radd__(0) == usd(1)
    assert usd(1).__radd__(not BOOLEAN) is NotImplemented
    with pytest.raises(TypeError):
        sum([usd(1)], start=1)


@pytest.mark.parametrize(("amount", "expected"), [("0.00", False), ("-0", False), ("0.01", True), (-1, True)])
def test_truth(amount: int | str, expected: bool) -> None:  # noqa: FBT001  # a column of the table
    assert bool(usd(amount)) is expected


def test_equality_is_by_value_and_currency() -> None:
    assert usd("1.50") == usd("1.5")
    assert hash(usd("1.50")) == hash(usd("1.5"))
    assert {usd("1.50"), usd("1.5"), Money.of("1.5", "KZT")} == {usd("1.5"), Money.of("1.50", "KZT")}
    for stranger in (Decimal("1.5"), 1.5, "1.5 USD", Money.of("1.5", "KZT"), None):
        assert not eq(usd("1.5"), stranger)
    assert usd("-0") == usd(0)
    assert hash(usd("-0")) == hash(usd(0))


@pytest.mark.parametrize(
    "money",
    [usd("-0.00"), usd(Decimal("-0.00")), Money(Decimal("-0.00"), USD), attrs.evolve(usd(1), amount=Decimal("-0.00"))],
)
def test_zero_has_no_sign(money: Money) -> None:
    assert repr(money) == "Money.of('0.00', 'USD')"
    assert money.format("en") == "$0.00"
    assert Money.parse(money.format("en"), "en", style="symbol") == money


@pytest.mark.parametrize(
    ("money", "expected"),
    [
        (Money.of(1250, "KZT").round(-2), "1200"),
        (Money.of("1251", "KZT").round(-2), "1300"),
        (Money.of("-4", "KZT").round(-1), "0"),
        (Money.of("1E+5", "KZT").round(-2), "100000"),
        (Money.of(100_000, "KZT").divide(3, places=-3), "33000"),
        (Money.of(300, "KZT").split(1, places=-2)[0], "300"),
    ],
)
def test_tens_and_hundreds_are_written_with_their_zeros(money: Money, expected: str) -> None:
    assert repr(money) == f"Money.of('{expected}', 'KZT')"


def test_order() -> None:
    assert usd("1.49") < usd("1.5") <= usd("1.50") < usd(2) > usd("1.5") >= usd("1.50")
    assert max(usd(1), usd(3), usd(2)) == usd(3)
    assert sorted([usd(2), usd("-1e30"), usd(0)]) == [usd("-1e30"), usd(0), usd(2)]


@pytest.mark.parametrize(
    ("money", "places", "mode", "expected"),
    [
        (usd("1.235"), None, Rounding.HALF_EVEN, "1.24 USD"),
        (usd("1.225"), None, "half-even", "1.22 USD"),
        (usd("1.225"), None, "half_up", "1.23 USD"),
        (usd("-1.225"), None, "ROUND_HALF_DOWN", "-1.22 USD"),
        (usd("-1.221"), None, Rounding.CEILING, "-1.22 USD"),
        (usd("-1.221"), None, Rounding.FLOOR, "-1.23 USD"),
        (usd("-1.221"), None, Rounding.UP, "-1.23 USD"),
        (usd("-1.229"), None, Rounding.DOWN, "-1.22 USD"),
        (usd("1.201"), None, Rounding.ZERO_FIVE_UP, "1.21 USD"),
        (usd("1"), None, "up", "1.00 USD"),
        (usd("1"), 4, "up", "1.0000 USD"),
        (usd("1250"), -2, "half_even", "1200 USD"),
        (Money.of("1.5", "JPY"), None, "half_even", "2 JPY"),
        (Money.of("1.5", "TMM"), None, "half_even", "1.50 TMM"),  # ISO has two decimals, CLDR shows none
        (Money.of("1.55", XDR), 1, "half_even", "1.6 XDR"),
    ],
)
def test_rounding(money: Money, places: int | None, mode: Rounding | str, expected: str) -> None:
    assert str(money.round(places, mode=mode)) == expected


@pytest.mark.parametrize(
    ("amount", "code", "mode", "expected"),
    [
        ("1232.49", "KZT", "half_even", "1230 KZT"),
        ("1232.50", "KZT", "half_even", "1230 KZT"),  # half of an increment, to the even one
        ("1232.50", "KZT", "half_up", "1235 KZT"),
        ("-1232.50", "KZT", "ceiling", "-1230 KZT"),
        ("12.37", "TJS", "half_even", "12.35 TJS"),
        ("1025", "UZS", "half_even", "1000 UZS"),
        ("1.006", "USD", "up", "1.01 USD"),
    ],
)
def test_rounding_to_cash(amount: str, code: str, mode: str, expected: str) -> None:
    assert str(Money.of(amount, code).round(cash=True, mode=mode)) == expected


@pytest.mark.parametrize(
    ("attempt", "error", "message"),
    [
        (
            lambda: Money.of(1, XDR).round(),
            InvalidValueError,
            "a currency with a minor unit in ISO 4217, got 'XDR'",
        ),
        (lambda: Money.of(1, XDR).round(cash=True), InvalidValueError, "whose smallest cash amount is in the tables"),
        (lambda: usd(1).round(2, cash=True), InvalidValueError, "places must be left out when rounding to cash, got 2"),
        (lambda: usd(1).round(mode="nearest"), InvalidValueError, "rounding must be one of "),
        (lambda: usd(1).round(10**6), InvalidValueError, "places must be "),
        (lambda: usd(1).round(2.0), WrongTypeError, "places must be an int, got 2.0"),  # type: ignore[arg-type]
        (lambda: usd(1).divide(0), InvalidValueError, "divisor must be other than zero, got 0"),
        (lambda: Money.of(1, XDR).divide(3), InvalidValueError, "a currency with a minor unit"),
        (lambda: usd(1).split(0), InvalidValueError, "parts must be from 1 to 1,000,000, got 0"),
        (lambda: usd(1).split(10**6 + 1), InvalidValueError, "parts must be from 1 to 1,000,000, got 1000001"),
        (lambda: usd(1).split(BOOLEAN), WrongTypeError, "parts must be an int, got True"),
        (lambda: usd(1).split(2, places="2"), WrongTypeError, "places must be an int"),  # type: ignore[arg-type]
        (lambda: usd("0.005").split(2, places=2), RoundingNeededError, "0.005 does not fit 2 decimal places exactly"),
        (lambda: usd(1).allocate([0, 0]), InvalidValueError, "ratios must be not all zero"),
        (lambda: usd(1).allocate("123"), WrongTypeError, "ratios must be a sequence of numbers"),
        (lambda: usd(1).allocate([1, 1], places=10**9), InvalidValueError, "places must be between -1,000 and 1,000"),
        (lambda: usd(1).split(3, places=200_000), InvalidValueError, "places must be between -1,000 and 1,000"),
    ],
)
def test_what_cannot_be_done(attempt: Callable[[], object], error: type[CentralAsiaError], message: str) -> None:
    with pytest.raises(error, match=message):
        attempt()


@pytest.mark.parametrize(
    ("divisor", "places", "mode", "expected"),
    [
        (3, None, "half_even", "33.33 USD"),
        (3, 0, "up", "34 USD"),
        (Decimal("0.7"), None, "half_even", "142.86 USD"),
        (Fraction(7, 2), 4, "down", "28.5714 USD"),
    ],
)
def test_division_rounded_once(divisor: int | Decimal | Fraction, places: int | None, mode: str, expected: str) -> None:
    assert str(usd(100).divide(divisor, places=places, mode=mode)) == expected


def test_allocation() -> None:
    assert [str(part) for part in usd("10.00").split(3)] == ["3.34 USD", "3.33 USD", "3.33 USD"]
    assert [str(part) for part in usd("0.05").allocate([3, 7])] == ["0.02 USD", "0.03 USD"]
    assert [str(part) for part in usd(100).allocate(["0.5", Decimal("0.25"), Fraction(1, 4)], remainder="last")] == [
        "50.00 USD",
        "25.00 USD",
        "25.00 USD",
    ]
    assert [str(part) for part in Money.of(100, XDR).split(3)] == ["34 XDR", "33 XDR", "33 XDR"]
    assert [str(part) for part in usd(1).split(3, places=0, remainder="spread")] == ["0 USD", "1 USD", "0 USD"]
    assert [str(part) for part in usd("1.005").split(2)] == ["0.503 USD", "0.502 USD"]


def test_texts() -> None:
    money = usd("1250.50")
    assert str(money) == f"{money}" == "1250.50 USD"
    assert f"{money:,.3f}" == "1,250.500 USD"
    assert f"{money:kk_KZ:name}" == "1\u00a0250,50 АҚШ доллары"
    assert money.format("en_US", style="accounting") == "$1,250.50"


def test_built_money_is_money() -> None:
    built = make_money(Decimal(1), USD)
    assert type(built) is Money
    assert built == usd(1)


def test_the_ambient_context_is_neither_read_nor_changed() -> None:
    before = getcontext().copy()
    a, b = usd("123456789.123456789"), usd("0.000000001")
    with localcontext(Context(prec=3, Emax=5, Emin=-5)) as strange:
        outcomes = [a + b, a - b, a * 7, a * Decimal("1.1"), a / 8, -a, abs(-a), a.round(), a.split(7), a / b]
        outcomes += [a < b, sum([a, b]), a.restate("2024-01-01"), f"{a:,.12f}", str(a), a.round(cash=True), a.divide(7)]
        outcomes += [usd("123456789.123456789"), Money.of(123456789, "KZT"), hash(a), pickle.loads(pickle.dumps(a))]
        assert not any(strange.flags.values())
    assert (getcontext().prec, getcontext().flags) == (before.prec, before.flags)
    assert outcomes == [
        *(a + b, a - b, a * 7, a * Decimal("1.1"), a / 8, -a, abs(-a), a.round(), a.split(7), a / b),
        *(a < b, sum([a, b]), a.restate("2024-01-01"), f"{a:,.12f}", str(a), a.round(cash=True), a.divide(7)),
        *(usd("123456789.123456789"), Money.of(123456789, "KZT"), hash(a), pickle.loads(pickle.dumps(a))),
    ]


class TestLaws:
    @given(kzt, kzt, kzt)
    def test_sums_do_not_depend_on_the_order(self, a: Money, b: Money, c: Money) -> None:
        assert (a + b) + c == a + (b + c)
        assert a + b == b + a
        assert a + Money.zero("KZT") == a
        assert a - b == a + -b
        assert a - a == Money.zero("KZT")
        assert sum([a, b, c]) == a + b + c

    @given(kzt, kzt, factors.filter(lambda n: not isinstance(n, Fraction)))
    def test_products_distribute_over_sums(self, a: Money, b: Money, n: int | Decimal) -> None:
        assert (a + b) * n == a * n + b * n
        assert n * a == a * n

    @given(kzt, factors)
    def test_products_are_those_of_fractions(self, money: Money, factor: int | Decimal | Fraction) -> None:
        product = Fraction(money.amount) * Fraction(factor)
        try:
            assert Fraction((money * factor).amount) == product
        except RoundingNeededError:
            assert isinstance(factor, Fraction)

    @given(kzt, factors.filter(bool))
    def test_division_undoes_multiplication(self, money: Money, factor: int | Decimal | Fraction) -> None:
        try:
            assert money * factor / factor == money
        except RoundingNeededError:
            assert isinstance(factor, Fraction)

    @given(kzt, kzt.filter(bool))
    def test_a_ratio_times_its_base_is_the_money(self, a: Money, b: Money) -> None:
        assert b * (a / b) == a

    @given(kzt, kzt)
    def test_order_and_equality_agree_with_the_difference(self, a: Money, b: Money) -> None:
        difference = (a - b).amount
        assert (a < b, a == b, a > b) == (difference < 0, difference == 0, difference > 0)
        assert (a <= b, a >= b) == (not a > b, not a < b)
        if a == b:
            assert hash(a) == hash(b)

    @given(testing.money(), st.integers(0, 30))
    def test_zeros_at_the_end_do_not_matter(self, money: Money, zeros: int) -> None:
        longer = Money.of(f"{money.amount:f}{'' if '.' in str(money.amount) else '.'}{'0' * zeros}", money.currency)
        assert longer == money
        assert hash(longer) == hash(money)
        assert longer.split(3) == money.split(3)

    @given(testing.money())
    def test_copies_and_pickles_are_the_same_money(self, money: Money) -> None:
        for twin in (copy.copy(money), copy.deepcopy(money), *(pickle.loads(pickle.dumps(money, n)) for n in (2, 5))):
            assert twin == money
            assert twin.currency is money.currency
            assert repr(twin) == repr(money)

    @given(testing.money(), st.lists(st.integers(0, 100), min_size=1, max_size=8).filter(any), st.sampled_from(RULES))
    def test_parts_add_up_to_the_whole(self, money: Money, ratios: list[int], rule: Remainder) -> None:
        parts = money.allocate(ratios, remainder=rule)
        assert sum(parts, start=Money.zero(money.currency)) == money
        assert [-part for part in parts] == list((-money).allocate(ratios, remainder=rule))

    @given(testing.money(), st.sampled_from(Rounding), st.integers(-3, 6))
    def test_rounding_twice_is_rounding_once(self, money: Money, mode: Rounding, places: int) -> None:
        rounded = money.round(places, mode=mode)
        assert rounded.round(places, mode=mode) == rounded
        assert abs(rounded - money).amount < Decimal(10).scaleb(-places - 1)
        assert rounded.amount.as_tuple().exponent == -max(places, 0)
        assert rounded.amount == round_fraction(Fraction(money.amount), places, mode)

    @given(kzt, st.sampled_from(Rounding))
    def test_cash_is_a_multiple_of_the_increment(self, money: Money, mode: Rounding) -> None:
        assert KZT.cash_increment is not None
        paid = money.round(cash=True, mode=mode)
        assert (paid / Money(KZT.cash_increment, KZT)).denominator == 1

    @given(st.text() | st.integers() | st.floats() | st.decimals() | st.booleans() | st.none() | st.binary())
    def test_anything_is_an_amount_or_one_of_our_errors(self, value: str) -> None:
        try:
            money = usd(value)
        except CentralAsiaError:
            return
        assert money.amount.is_finite()
