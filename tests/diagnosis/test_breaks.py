"""Breaks: the events and ratios that are known of the currencies of a series."""

from datetime import date

import pytest

from centralasia.diagnosis import day_number, events_of, steps_of
from centralasia.reference import currencies, currency, regimes


def pair(base: str, quote: str) -> tuple:  # type: ignore[type-arg]
    return currency(base), currency(quote)


def test_days_are_counted_as_arrow_does() -> None:
    assert (day_number(date(1970, 1, 1)), day_number(date(1969, 12, 31))) == (0, -1)


def test_events_are_those_of_both_currencies() -> None:
    events = events_of([pair("USD", "EUR"), pair("KZT", "UZS")])
    assert set(events.owners.tolist()) == {1}
    assert {fact.currency.code for fact in events.facts} == {"KZT", "UZS"}
    assert (events.first < events.last).all()


@pytest.mark.parametrize(
    ("code", "day", "within"),
    [
        ("KZT", date(2015, 8, 20), True),
        ("KZT", date(2015, 8, 17), True),
        ("KZT", date(2015, 10, 10), True),  # a float is restless for two months
        ("KZT", date(2015, 11, 10), False),
        ("KZT", date(2014, 2, 20), True),
        ("KZT", date(2014, 3, 10), False),  # a devaluation from one peg to another is not
        ("RUB", date(2014, 12, 18), True),
        ("TJS", date(2017, 6, 1), False),  # known to the year only
        ("TMT", date(2018, 5, 29), False),  # seen in the street
    ],
)
def test_an_event_may_show_for_some_days(code: str, day: date, *, within: bool) -> None:
    events = events_of([pair("USD", code)])
    number = day_number(day)
    assert any(first <= number <= last for first, last in zip(events.first, events.last, strict=True)) == within


def test_no_observation_explains_a_jump() -> None:
    every = events_of([pair("USD", fact.currency.code) for fact in regimes()])
    assert not any(fact.kind.is_observation for fact in every.facts)


STEPS = [
    ("USD", "TJS", [(date(2000, 10, 30), 1_000, True)]),
    ("USD", "TJR", [(date(2000, 10, 30), 1 / 1_000, False)]),
    ("TMT", "USD", [(date(2009, 1, 1), 1 / 5_000, True)]),
    ("TMM", "AZN", [(date(2009, 1, 1), 5_000, False), (date(2006, 1, 1), 5_000, True)]),
    ("USD", "KZT", []),  # from the rouble, which several countries had
    ("USD", "EUR", []),  # at one for one
    ("GBP", "JPY", []),
]


@pytest.mark.parametrize(("base", "quote", "expected"), STEPS)
def test_ratios_move_a_price_by_their_side(base: str, quote: str, expected: list[tuple[date, float, bool]]) -> None:
    steps = steps_of([pair("GBP", "JPY"), pair(base, quote)])
    assert set(steps.owners.tolist()) <= {1}
    assert steps.days.tolist() == [day_number(day) for day, _, _ in expected]
    assert [float(2.718281828459045**log) for log in steps.logs] == pytest.approx([ratio for _, ratio, _ in expected])
    assert steps.older.tolist() == [older for _, _, older in expected]


def test_every_currency_has_ratios_or_none() -> None:
    known = currencies()
    steps = steps_of([(known["USD"], money) for money in known.values()])
    assert (steps.logs != 0).all()
