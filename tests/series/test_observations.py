from collections.abc import Callable, Mapping
from contextlib import suppress
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, ParseError, PeriodMismatchError, WrongTypeError
from centralasia.money import Money
from centralasia.numbers import Estimate
from centralasia.periods import Frequency, Period, period
from centralasia.series.observations import in_order, one_frequency, year_with
from centralasia.testing import decimals, periods


def test_periods_are_read_and_put_in_order() -> None:
    series: dict[Period | str, int] = {"9 мес. 2024": 3, period("2024-01"): 1, "Jan–Feb 2024": 2}
    assert [(str(span), figure) for span, figure in in_order(series).items()] == [
        ("2024-01", 1),
        ("2024-01/2024-02", 2),
        ("2024-01/2024-09", 3),
    ]


def of(series: object) -> Callable[[], object]:
    def call() -> object:
        assert isinstance(series, Mapping) or series == [("2024", 1)]
        return in_order(series)  # type: ignore[arg-type]  # what is no series is tested too

    return call


@pytest.mark.parametrize(
    ("series", "error", "message"),
    [
        ({}, InvalidValueError, "series must be a mapping of at least one period to its figure, got {}"),
        (
            [("2024", 1)],
            WrongTypeError,
            "series must be a mapping of periods to figures, got [('2024', 1)] of type list; dict() makes one of pairs",
        ),
        (
            {"2024-01": 1.5},
            WrongTypeError,
            (
                "figure of 2024-01 must be an exact number, an Estimate, money or a quantity, got 1.5 of type float; "
                "pass Decimal('1.5')"
            ),
        ),
        ({"2024-01": Decimal("nan")}, InvalidValueError, "figure of 2024-01 must be finite"),
        (
            {"2024-01": 1, "2024-02": Money.of(1, "USD")},
            WrongTypeError,
            "figure of 2024-02 must be a figure of the kind of figure of 2024-01, which is number",
        ),
        ({"2024-01": 1, "soon": 2}, ParseError, "'soon'"),
        ({2024: 1}, WrongTypeError, "2024 of type int"),
        (
            {"2024-Q1": 1, "2024-01/2024-03": 1},
            PeriodMismatchError,
            "expected one figure a period, got two of 2024-Q1; keep one of them, or add them up",
        ),
    ],
)
def test_what_is_no_series_is_refused(series: object, error: type[CentralAsiaError], message: str) -> None:
    with pytest.raises(error) as caught:
        of(series)()
    assert message in str(caught.value)


def test_a_series_has_one_frequency() -> None:
    assert one_frequency(in_order({"2024-Q1": 1, "2024-Q2": 1})) is Frequency.QUARTERLY
    with pytest.raises(PeriodMismatchError, match="expected a quarterly period, as 2024-Q1 is, got 2024-04/2024-09"):
        one_frequency({period("2024-Q1"): 1, Period(period("2024-Q2").start, period("2024-Q3").end): 1})


@pytest.mark.parametrize(
    ("span", "starts_month", "year"),
    [
        ("2024-03", 1, "2024"),
        ("2024-03", 7, "2023-07/2024-06"),
        ("2024-07", 7, "2024-07/2025-06"),
        ("2024-12-31", 4, "2024-04/2025-03"),
    ],
)
def test_a_period_begins_in_a_fiscal_year(span: str, starts_month: int, year: str) -> None:
    assert year_with(period(span), starts_month) == period(year)


class TestLaws:
    @given(st.dictionaries(periods(), decimals() | st.integers().map(Decimal), min_size=1), st.randoms())
    def test_the_order_of_the_pairs_makes_no_difference(self, series: dict[Period, Decimal], random: Random) -> None:
        pairs = [*series.items()]
        random.shuffle(pairs)
        assert [*in_order(dict(pairs)).items()] == sorted(series.items(), key=lambda pair: pair[0])

    @given(st.dictionaries(st.text() | st.integers() | st.none(), st.floats() | st.text() | st.integers()))
    def test_anything_is_a_series_or_an_error_of_ours(self, series: dict[str, Estimate]) -> None:
        with suppress(CentralAsiaError):
            assert in_order(series)
