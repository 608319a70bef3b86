from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import testing
from centralasia.errors import InvalidValueError, UnknownCodeError
from centralasia.rates import ExchangeRate, RateTable, Side
from centralasia.testing import CORRUPTIONS, corrupted, rate_tables
from centralasia.testing.catalogue import WAYS


def a_rate(**options: Any) -> ExchangeRate:
    return ExchangeRate(**{"base": "USD", "quote": "KZT", "value": "450", "on": "2023-03-01"} | options)


CROSSES = [
    ("USD", "KZT", "400.00"),
    ("KZT", "USD", "0.0025000"),
    ("EUR", "KZT", "450.00"),
    ("EUR", "USD", "1.12500"),
]


def test_each_corruption_has_its_way() -> None:
    assert set(WAYS) == set(CORRUPTIONS)


def test_the_register_has_every_corruption_by_the_code_of_its_finding() -> None:
    assert list(CORRUPTIONS) == sorted(CORRUPTIONS)
    for code, corruption in CORRUPTIONS.items():
        name = code.replace("-", "_")
        assert getattr(testing, name) is corruption
        assert name in testing.__all__


@pytest.mark.parametrize("code", sorted(CORRUPTIONS))
def test_every_corruption_comes(code: str, reached: Callable[..., object]) -> None:
    days = [date(2023, 3, day) for day in (1, 2, 6)]
    rates = [
        *(a_rate(on=day, value=f"45{day.day}.10", source="nbk") for day in days),
        *(a_rate(on=day, value="3.50", quote="TMT", source="nbk") for day in days),
        a_rate(base="KRW", value="3.45", nominal=100, on="2023-03-02", source="nbk"),
        a_rate(value="495", kind="parallel", on="2023-03-01", source="nbk"),
        *(a_rate(value=value, side=side, kind="cash") for side, value in ((Side.BID, "448"), (Side.ASK, "452"))),
        *(a_rate(base=base, quote=quote, value=value, source="crosses") for base, quote, value in CROSSES),
    ]
    reached(corrupted(rates), lambda wrong: wrong.code == code)


def test_a_corruption_that_is_none_has_near_misses() -> None:
    with pytest.raises(UnknownCodeError) as caught:
        corrupted([], codes=["invertd"])
    assert str(caught.value) == "'invertd' is not in the table of corruptions; did you mean 'inverted'?"


class TestLaws:
    @given(st.data(), rate_tables(min_size=6, max_size=30))
    def test_a_corrupted_table_is_another_table_or_none(self, data: st.DataObject, table: RateTable) -> None:
        wrong = data.draw(corrupted(table))
        if len({(rate.key, rate.on) for rate in wrong.rates}) == len(wrong.rates):
            assert RateTable.of(wrong.rates) != table
        else:
            assert wrong.code in {"duplicate-with-other-value", "day-month-swapped"}
            with pytest.raises(InvalidValueError, match="one figure per series and day"):
                RateTable.of(wrong.rates)

    @given(st.data(), rate_tables(min_size=2))
    def test_only_the_corruptions_asked_for_come(self, data: st.DataObject, table: RateTable) -> None:
        wrong = data.draw(corrupted(table, codes=["spike", "duplicate-with-other-value"]))
        assert wrong.code in {"spike", "duplicate-with-other-value"}
        assert all(rate.value > Decimal(0) for rate in wrong.rates)
