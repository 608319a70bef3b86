from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.rates import ExchangeRate, RateKind, embedded_rates
from centralasia.rates.inversions import InvertedQuotes
from centralasia.readers.comparisons import FAR, NEAR_DAYS, compared
from centralasia.validation import Problem, Severity

DAY = date(2025, 12, 9)


def compare(
    pair: str, value: str, *, on: date = DAY, nominal: int = 1, inverted: InvertedQuotes = "refuse"
) -> Problem | None:
    base, quote = pair.split("/")
    rate = ExchangeRate(base=base, quote=quote, value=value, nominal=nominal, on=on, kind="market")
    return compared(rate, on, 7, inverted=inverted)


@pytest.mark.parametrize(
    ("pair", "value", "on"),
    [
        ("KGS/USD", "87.41", DAY),
        ("USD/KGS", "0.01144", DAY),
        ("KZT/UZS", "0.043", DAY),
        ("KZT/UZS", "0.043", date(2023, 5, 4)),
        ("USD/KZT", "0.00194", date(2036, 1, 1)),
        ("USD/TMT", "0.28571", date(2019, 1, 1)),
    ],
)
def test_an_inverted_quote_is_an_error_at_any_distance(pair: str, value: str, on: date) -> None:
    found = compare(pair, value, on=on)
    assert found is not None
    assert (found.code, found.severity, found.row, found.column, found.value) == (
        "looks-inverted",
        Severity.ERROR,
        7,
        "value",
        value,
    )
    assert found.message.endswith(", and is not taken")
    assert found.fix == "write {1}/{0}".format(*pair.split("/"))


def test_an_inverted_quote_that_is_kept_is_an_error_too() -> None:
    found = compare("KGS/USD", "87.41", inverted="flag")
    assert found is not None
    assert found.severity is Severity.ERROR
    assert found.message == (
        "87.41 USD per KGS looks inverted beside 0.01144 USD per 1 KGS (market, 2025-12-09, ticker-2025-12-09),"
        " and is kept as printed"
    )
    assert found.cause == "KGS and USD are exchanged"


@pytest.mark.parametrize(
    ("pair", "value", "nominal", "times", "cause"),
    [
        ("USD/UZS", "12.010", 1, "one part in 1,040 of 12,500 UZS per USD", "a mark that parts groups read as decimal"),
        ("USD/KZT", "515460", 1, "1,000 times 515.46 KZT per USD", "a decimal mark read as parting groups"),
        ("KZT/USD", "0.194", 1, "100 times 0.00194 USD per KZT", "for 100 KZT"),
        ("KZT/USD", "0.00194", 100, "one part in 100 of 0.00194 USD per KZT", "in 100 USD"),
        ("KZT/USD", "0.06", 1, "30.9 times 0.00194 USD per KZT", ""),
        ("KZT/USD", "0.0388", 1, "20 times 0.00194 USD per KZT", ""),
    ],
)
def test_a_quote_wide_of_the_mark_is_a_warning(pair: str, value: str, nominal: int, times: str, cause: str) -> None:
    found = compare(pair, value, nominal=nominal)
    assert found is not None
    assert (found.code, found.severity, found.row, found.column, found.value) == (
        "far-from-reference",
        Severity.WARNING,
        7,
        "value",
        value,
    )
    assert found.message.startswith(f"it is {times}, by ")
    assert (found.cause or "").startswith(cause) or (found.cause or "").endswith(cause)
    assert (found.cause is None) == (cause == "")


@pytest.mark.parametrize(
    ("pair", "value", "on"),
    [
        ("KZT/USD", "0.0387", DAY),
        ("USD/TMT", "40", date(2021, 4, 1)),
        ("USD/UZS", "12.010", date(2029, 1, 1)),
        ("USD/BND", "1000", DAY),
        ("EUR/GBP", "1.2", DAY),
    ],
)
def test_crises_far_days_and_what_is_not_known_pass(pair: str, value: str, on: date) -> None:
    assert compare(pair, value, on=on) is None


def test_a_rate_that_was_held_is_near_as_long_as_it_was() -> None:
    found = compare("USD/TMM", "1", on=date(2004, 6, 1))
    assert found is not None
    assert compare("USD/TMM", "1", on=date(2008, 6, 1)) is None
    assert (FAR, NEAR_DAYS) == (20, 1098)


def test_the_rates_that_ship_pass() -> None:
    for rate in embedded_rates():
        if rate.kind is RateKind.MARKET:
            assert compared(rate, DAY, 1, inverted="refuse") is None


class TestLaws:
    @given(
        st.sampled_from(["KGS/USD", "USD/KZT", "KZT/UZS", "EUR/TJS", "USD/TMT", "GBP/BND"]),
        st.decimals(min_value="0.00001", max_value=10**9, places=5),
        st.dates(),
    )
    def test_any_quote_is_compared(self, pair: str, value: object, on: date) -> None:
        found = compare(pair, str(value), on=on)
        assert found is None or found.code in {"looks-inverted", "far-from-reference"}
