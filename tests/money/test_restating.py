"""Redenominations, forwards and back."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import testing
from centralasia.errors import CentralAsiaError, InvalidValueError, UnknownCodeError
from centralasia.money import Money
from centralasia.money.restating import restated
from centralasia.reference import Currency, currency

HOMES = [
    *(("TMM", "TM"), ("TMT", "TM"), ("TJR", "TJ"), ("TJS", "TJ"), ("RUR", "RU"), ("RUB", "RU"), ("AZM", "AZ")),
    *(("AZN", "AZ"), ("TRL", "TR"), ("TRY", "TR"), ("UZS", "UZ"), ("GEK", "GE"), ("GEL", "GE"), ("KZT", "KZ")),
]


@pytest.mark.parametrize(
    ("amount", "code", "on", "country", "expected"),
    [
        (5000, "TMM", "2010-01-01", None, "1 TMT"),
        (5000, "TMM", "2009-01-01", None, "1 TMT"),  # both circulated; the newer is the unit
        (5000, "TMM", "2008-12-31", None, "5000 TMM"),
        (1, "TMT", "2005-01-01", None, "5000 TMM"),
        (1, "TMT", "1993-01-01", None, "2500000 SUR"),
        (1000, "TJR", "2000-10-30", None, "1 TJS"),
        (1, "TJS", "1999-01-01", None, "1000 TJR"),
        (1000, "RUR", "2024-01-01", None, "1 RUB"),
        (1000, "RUR", "2024-01-01", "TJ", "0.01 TJS"),
        (100, "SUR", "1995-05-10", "TJ", "1 TJR"),
        (1_000_000, "SUR", "2024-01-01", "KZ", "2000 KZT"),
        (1_000_000, "SUR", "2024-01-01", "UZ", "1000 UZS"),
        (1_000_000, "SUR", "2024-01-01", "RU", "1000 RUB"),
        (1, "KZT", "1990-01-01", "KZ", "500 SUR"),
        (1_000_000, "SUR", "1993-11-20", "UZ", "1000000 sum-coupon"),
        (1_000_000, "SUR", "1993-11-20", None, "1000000 SUR"),  # still tender in some republic
        (25, "AZM", "2024-01-01", None, "0.005 AZN"),
        ("7.50", "KZT", "2024-01-01", None, "7.50 KZT"),
        (5, "XDR", "1901-01-01", None, "5 XDR"),  # no first day is known
        (5, "PKR", "1940-01-01", None, "5 INR"),
        (5, "INR", "2024-01-01", None, "5 INR"),  # has a descendant and lives on
    ],
)
def test_an_amount_in_the_unit_of_a_day(
    amount: int | str, code: str, on: str, country: str | None, expected: str
) -> None:
    assert str(Money.of(amount, code).restate(on, country=country)) == expected
    assert str(Money.of(amount, code).restate(date.fromisoformat(on), country=country)) == expected


@pytest.mark.parametrize(
    ("code", "on", "country", "message"),
    [
        ("SUR", "2024-01-01", None, "name the country, for SUR became AMD, AZM, GEK, KGS, KZT, RUR, TMM, sum-coupon"),
        (
            "DEM",
            "2024-01-01",
            None,
            "when DEM was withdrawn, or before, got '2024-01-01'; no successor is in the",
        ),
        ("XCG", "1990-01-01", None, "XCG began on 2025-03-31 and has no predecessor in the tables"),
        ("KZT", "2024-01-01", "KG", "currency must be a currency in the chain of KGS, the money of KG on 2024-01-01"),
        ("KZT", "1700-01-01", "KZ", "on must be a day on which the tables know the money of KZ"),
    ],
)
def test_where_the_tables_know_no_way(code: str, on: str, country: str | None, message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        Money.of(1, code).restate(on, country=country)


def test_a_day_and_a_country_are_read_strictly() -> None:
    with pytest.raises(InvalidValueError, match="on must be a day written YYYY-MM-DD"):
        Money.of(1, "KZT").restate("01.02.2024")
    with pytest.raises(UnknownCodeError):
        Money.of(1, "KZT").restate("2024-01-01", country="Kazakhstan")


def test_a_chain_without_a_ratio_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Currency, "ratio", None)
    with pytest.raises(InvalidValueError, match="currency must be a currency in the chain of TMT"):
        restated(currency("TMM"), "2024-01-01")


class TestLaws:
    @given(
        st.sampled_from(HOMES),
        st.integers(-(10**12), 10**12),
        st.dates(date(1961, 1, 1), date(2030, 1, 1)),
    )
    def test_there_and_back_is_the_same_money(self, home: tuple[str, str], amount: int, on: date) -> None:
        code, country = home
        old = Money.of(amount, code)
        assert old.currency.introduced is not None
        new = old.restate(on, country=country)
        assert new.restate(on, country=country) == new
        assert new.restate(old.currency.introduced, country=country) == old

    @given(testing.currencies(), st.dates(date(1900, 1, 1), date(2030, 1, 1)))
    def test_every_currency_has_an_answer_or_one_of_our_errors(self, unit: Currency, on: date) -> None:
        try:
            factor, found = restated(unit, on)
        except CentralAsiaError:
            return
        assert factor > 0
        assert found.introduced is None or found.introduced <= on
        assert (found is unit) == (factor == Fraction(1) and found.code == unit.code)
