"""The words a figure is hedged with, and how far they reach."""

from decimal import Decimal

import pytest

from centralasia.numbers import DEFAULT_TOLERANCE, Qualifier
from centralasia.numbers.ends import INFINITY, End
from centralasia.numbers.hedges import negated, qualifier_of, reach_of


def test_the_words_are_those_of_the_text_contract_and_printed() -> None:
    assert [word.value for word in Qualifier] == [
        "exact",
        "approx",
        "over",
        "under",
        "at_least",
        "at_most",
        "range",
        "printed",
    ]


def test_about_reaches_a_tenth_by_convention() -> None:
    assert Decimal("0.1") == DEFAULT_TOLERANCE
    assert reach_of(Decimal(-20), None, None) == 2


@pytest.mark.parametrize("word", Qualifier)
def test_negating_twice_is_not_negating(word: Qualifier) -> None:
    assert negated(negated(word)) is word


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (End(Decimal(1)), End(Decimal(1)), "exact"),
        (End(Decimal(1)), End(Decimal(2)), "range"),
        (End(Decimal(1)), End(INFINITY, is_open=True), "at_least"),
        (End(Decimal(1), is_open=True), End(INFINITY, is_open=True), "over"),
        (End(-INFINITY, is_open=True), End(Decimal(1)), "at_most"),
        (End(-INFINITY, is_open=True), End(Decimal(1), is_open=True), "under"),
        (End(-INFINITY, is_open=True), End(INFINITY, is_open=True), "range"),
    ],
)
def test_a_shape_amounts_to_a_hedge(low: End, high: End, word: str) -> None:
    assert qualifier_of(low, high) == word
