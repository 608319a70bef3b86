import runpy
import sys

import pytest
from hypothesis.vendor.pretty import pretty

from centralasia import testing
from centralasia.errors import MissingExtraError
from centralasia.testing import extra
from centralasia.testing.extra import DataSet


def test_without_hypothesis_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(MissingExtraError, match=r"hypothesis is not installed; pip install 'centralasia\[testing\]'"):
        runpy.run_path(extra.__file__)


@pytest.mark.parametrize(
    ("strategy", "shown"),
    [
        (testing.days(), "days()"),
        (testing.numerals("kk"), "numerals('kk')"),
        (testing.money(currencies=("KZT", "UZS"), min_value=0), "money(currencies=('KZT', 'UZS'), min_value=0)"),
        (testing.exchange_rates(base="KZT"), "exchange_rates(base='KZT')"),
        (testing.inverted([]), "nothing()"),
    ],
)
def test_a_strategy_shows_as_the_call_that_made_it(strategy: object, shown: str) -> None:
    assert repr(strategy) == shown


def test_what_it_shows_stays_short_whatever_it_was_given() -> None:
    assert len(repr(testing.money(currencies=["KZT", "UZS", "USD", "EUR"] * 100))) < 100


def test_a_data_set_shows_as_its_call_wherever_it_is_shown() -> None:
    numbers = DataSet.of(range(1000), "range(1000)")
    assert repr(numbers) == pretty(numbers) == "range(1000)"
    assert numbers == tuple(range(1000))
