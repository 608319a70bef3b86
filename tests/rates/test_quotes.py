import ast
import inspect
import pickle
from copy import copy, deepcopy
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.periods import Period, period
from centralasia.rates import ExchangeRate, RateKind, Side, quotes
from centralasia.rates.quotes import most_places, places_of, rate_kind, with_decimals
from centralasia.records import columns_of, from_row, to_row
from centralasia.reference import currency


def a_rate(**changed: Any) -> ExchangeRate:
    facts: dict[str, Any] = {"base": "USD", "quote": "KZT", "value": "501.2", "on": "2024-03-01", "source": "made up"}
    return ExchangeRate(**(facts | changed))


def test_a_rate_is_kept_as_printed() -> None:
    rate = a_rate(value="30.690", nominal=100, base="KRW")
    assert (rate.value, rate.nominal, str(rate.value)) == (Decimal("30.69"), 100, "30.690")
    assert rate.base is currency("KRW")
    assert rate.quote is currency("KZT")
    assert rate.on == date(2024, 3, 1)
    assert (rate.kind, rate.side, rate.source) == (RateKind.OFFICIAL, Side.MID, "made up")
    assert rate.per_unit == Fraction(3069, 10000)
    assert str(rate) == "30.690 KZT per 100 KRW (official, 2024-03-01, made up)"


@pytest.mark.parametrize(
    ("changed", "error", "words"),
    [
        ({"value": "0"}, InvalidValueError, "value must be greater than zero, got Decimal"),
        ({"value": "-1"}, InvalidValueError, "greater than zero"),
        ({"value": "NaN"}, InvalidValueError, "value must be"),
        ({"value": "1.2.3"}, InvalidValueError, "value must be"),
        ({"value": 501.2}, WrongTypeError, r"pass Decimal\('501.2'\)"),
        ({"nominal": 0}, InvalidValueError, "nominal must be at least 1, got 0"),
        ({"nominal": True}, WrongTypeError, "nominal must be"),
        ({"nominal": 1.0}, WrongTypeError, "nominal must be"),
        ({"quote": "USD"}, InvalidValueError, "quote must be another currency than the base USD"),
        ({"base": "USX"}, UnknownCodeError, "USX"),
        ({"on": "2024"}, InvalidValueError, "on must be a day, got '2024'; a rate of kind official"),
        ({"kind": "average"}, InvalidValueError, "on must be a period"),
        ({"kind": "guess"}, InvalidValueError, "kind must be one of official, market"),
        ({"side": "left"}, InvalidValueError, "side must be one of mid, bid, ask"),
        ({"decimals": 0}, InvalidValueError, "decimals must be at least the 1 of 501.2"),
        ({"decimals": -1}, InvalidValueError, "decimals must be at least zero"),
        ({"decimals": 10**7}, InvalidValueError, "decimals must be at most 1000"),
        ({"margin": "501.2"}, InvalidValueError, "margin must be less than the value"),
        ({"margin": "-1"}, InvalidValueError, "margin must be"),
        ({"until": "2024-03-01"}, InvalidValueError, "until must be a day after 2024-03-01"),
        ({"until": "2025-01-01", "kind": "average", "on": "2024"}, InvalidValueError, "until must be"),
        ({"on": datetime(2024, 3, 1)}, WrongTypeError, "on must be"),  # noqa: DTZ001 - any datetime is refused
        ({"on": "2024-02-30"}, InvalidValueError, "2024-02-30"),
        ({"on": 20240301}, WrongTypeError, "on must be"),
        ({"source": ""}, InvalidValueError, "source must be"),
    ],
)
def test_what_cannot_be_a_rate_is_refused(changed: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        a_rate(**changed)


@pytest.mark.parametrize("name", ["end of period", "END-OF-PERIOD", "end_of_period", RateKind.END_OF_PERIOD])
def test_kinds_are_read_as_people_write_them(name: str) -> None:
    assert rate_kind(name) is RateKind.END_OF_PERIOD


def test_a_day_period_is_its_day() -> None:
    assert a_rate(on=period("2024-03-01")).on == date(2024, 3, 1)
    assert isinstance(a_rate(kind="average", on="2024").on, Period)


@pytest.mark.parametrize(
    ("facts", "low", "high"),
    [
        ({"value": "0.00008"}, Fraction(75, 1_000_000), Fraction(85, 1_000_000)),
        ({"value": "501.2"}, Fraction("501.15"), Fraction("501.25")),
        ({"value": "501.2", "decimals": 2}, Fraction("501.195"), Fraction("501.205")),
        ({"value": "30.69", "nominal": 100}, Fraction("0.30685"), Fraction("0.30695")),
        ({"value": "3.5", "margin": 0}, Fraction("3.5"), Fraction("3.5")),
        ({"value": "3.5", "margin": "0.2"}, Fraction("3.3"), Fraction("3.7")),
        ({"value": "5E+2"}, Fraction(450), Fraction(550)),
        ({"value": "5E+2", "decimals": 0}, Fraction("499.5"), Fraction("500.5")),
    ],
)
def test_bounds_are_what_would_have_been_printed_like_this(
    facts: dict[str, Any], low: Fraction, high: Fraction
) -> None:
    bounds = a_rate(**facts).bounds
    assert Fraction(bounds.low) == low
    assert Fraction(bounds.high) == high
    assert bounds.contains(a_rate(**facts).per_unit)


def test_the_sum_at_five_decimals_is_a_wide_range() -> None:
    ticker = a_rate(base="UZS", quote="USD", value="0.00008", kind="market")
    per_dollar = ticker.inverse().bounds
    assert (round(per_dollar.low), round(per_dollar.high)) == (11765, 13333)


def test_an_inverse_keeps_the_printed_figure_and_turns_the_sides() -> None:
    rate = a_rate(side="bid", nominal=10)
    inverse = rate.inverse()
    assert (inverse.value, inverse.nominal, inverse.inverted, inverse.side) == (rate.value, 10, True, Side.ASK)
    assert (inverse.base, inverse.quote) == (rate.quote, rate.base)
    assert inverse.per_unit == 1 / rate.per_unit
    assert inverse.inverse() == rate
    assert str(inverse) == "501.2 KZT per 10 USD (official, 2024-03-01, made up)"


def test_equality_is_about_what_was_printed() -> None:
    assert a_rate() == a_rate(decimals=2, change="+0.1") == a_rate(value="501.20")
    assert hash(a_rate()) == hash(a_rate(decimals=4))
    assert a_rate() != a_rate(nominal=10)
    assert a_rate() != a_rate(source="else")


def test_a_rate_cannot_be_changed() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        a_rate().value = Decimal(1)  # type: ignore[misc]


@pytest.mark.parametrize(("value", "places"), [("1", 0), ("1.50", 2), ("1E+3", -3), ("1E-3", 3)])
def test_places_are_those_that_were_written(value: str, places: int) -> None:
    assert places_of(Decimal(value)) == places


VALUES = st.decimals("0.0001", "100000", places=4)
NOMINALS = st.sampled_from([1, 10, 100, 1000])


class TestLaws:
    @given(VALUES, NOMINALS)
    def test_the_printed_figure_comes_back(self, value: Decimal, nominal: int) -> None:
        assert a_rate(value=value, nominal=nominal).per_unit * nominal == value

    @given(VALUES, NOMINALS)
    def test_a_rate_times_its_inverse_is_one(self, value: Decimal, nominal: int) -> None:
        rate = a_rate(value=value, nominal=nominal)
        assert rate.per_unit * rate.inverse().per_unit == 1

    @given(
        st.fractions(Fraction(1, 10), 100_000, max_denominator=10**9),
        st.integers(1, 6),
        NOMINALS,
        st.sampled_from(["ROUND_HALF_EVEN", "ROUND_HALF_UP", "ROUND_HALF_DOWN"]),
    )
    def test_every_price_that_is_printed_like_this_is_inside(
        self, truth: Fraction, places: int, nominal: int, mode: str
    ) -> None:
        printed = Decimal(truth.numerator * nominal) / Decimal(truth.denominator)
        rate = a_rate(value=printed.quantize(Decimal((0, (1,), -places)), mode), nominal=nominal, decimals=places)
        slack = Fraction(1, 10**15)  # the ambient division above is itself rounded
        low, high = rate.limits()
        assert low - slack <= truth <= high + slack
        assert rate.bounds.low <= low
        assert high <= rate.bounds.high
        inverse = rate.inverse().limits()
        assert inverse[0] - slack <= 1 / truth <= inverse[1] + slack

    @given(VALUES, NOMINALS, st.sampled_from(["official", "market", "cash"]), st.sampled_from(["mid", "bid", "ask"]))
    def test_rows_and_pickles_come_back(self, value: Decimal, nominal: int, kind: str, side: str) -> None:
        rate = a_rate(value=value, nominal=nominal, kind=kind, side=side, change="-0%", until="2024-03-08")
        assert from_row(ExchangeRate, to_row(rate)) == rate
        again = pickle.loads(pickle.dumps(rate))
        assert again == rate == copy(rate) == deepcopy(rate)
        assert again.key is rate.key


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ("501.2 500 7.125", 3),
        ("500 7", 0),
        ("5E+2 7.5", 1),
        ("5E+2 5E+3", -2),
        ("1E-7 0.5", 7),
        ("0.10", 2),
        ("500", 0),
    ],
)
def test_the_most_places_of_several_figures(figures: str, expected: int) -> None:
    values = [Decimal(each) for each in figures.split()]
    assert most_places(values) == most_places(iter(values)) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "expected"), [("501.2", 4, 4), ("501.2", 1, None), ("501.2", None, None), ("5E+2", 0, 0)]
)
def test_decimals_of_the_series_are_filled_in(value: str, decimals: int | None, expected: int | None) -> None:
    assert with_decimals(a_rate(value=value), decimals).decimals == expected


def test_what_checkers_are_told_is_what_the_constructor_takes() -> None:
    tree = ast.parse(inspect.getsource(quotes))
    told = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "__init__")
    taken = {each.name: each for each in columns_of(ExchangeRate)}
    assert [argument.arg for argument in told.args.kwonlyargs] == list(taken)
    for argument, default in zip(told.args.kwonlyargs, told.args.kw_defaults, strict=True):
        assert (default is None) == (taken[argument.arg].default is attrs.NOTHING)
        if default is not None:
            assert eval(ast.unparse(default), vars(quotes)) == taken[argument.arg].default  # noqa: S307 - our own source
