from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from centralasia.errors import CentralAsiaError
from centralasia.store import Store


def days(*numbers: int) -> Iterable[date]:
    return frozenset(date(2024, 3, number) for number in numbers)


def test_it_is_remembered_how_asking_ended(store: Store) -> None:
    store.remember("nbk", ["2024-03-01", date(2024, 3, 4)], outcome="read")
    store.remember("nbk", days(2, 3), outcome="no-bulletin", learnt="2024-03-05T12:00+05:00")
    store.remember("nbk", days(5), outcome="failed")
    store.remember("cbu", days(6), outcome="read")
    store.remember("cbu", [], outcome="read")
    assert store.asked("nbk") == days(1, 2, 3, 4, 5)
    assert store.asked("nbk", outcome="read") == days(1, 4)
    assert store.asked("nbk", outcome="no-bulletin") == days(2, 3)
    assert store.asked("nobody") == frozenset()


def test_the_last_outcome_counts(store: Store) -> None:
    store.remember("nbk", days(5), outcome="failed")
    store.remember("nbk", days(5), outcome="read")
    assert store.asked("nbk", outcome="failed") == frozenset()
    assert store.asked("nbk", outcome="read") == days(5)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"publisher": 5}, "publisher must be a text"),
        ({"publisher": "\ud800"}, "publisher must be a text that can be written as UTF-8"),
        ({"asked": ["soon"]}, "asked must be a day"),
        ({"outcome": "done"}, "outcome must be one of read, no-bulletin, failed, got 'done'"),
        ({"learnt": "2024-03-01T12:00"}, "learnt must be a moment with its time zone"),
    ],
)
def test_what_makes_no_sense_is_not_remembered(store: Store, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(CentralAsiaError, match=message):
        store.remember(**({"publisher": "nbk", "asked": ["2024-03-01"], "outcome": "read"} | arguments))
    assert store.asked("nbk") == frozenset()


def test_only_an_outcome_can_be_asked_for(store: Store) -> None:
    with pytest.raises(CentralAsiaError, match="outcome must be one of read, no-bulletin, failed, got 'done'"):
        store.asked("nbk", outcome="done")  # type: ignore[arg-type]
