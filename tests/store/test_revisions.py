from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from centralasia.errors import InvalidValueError, UnknownCodeError
from centralasia.rates import ExchangeRate
from centralasia.store import Revision, Store

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def a_rate(value: str = "450.10", on: str = "2024-03-01", **more: Any) -> ExchangeRate:
    return ExchangeRate(base="USD", quote="KZT", value=value, on=on, **({"source": "made up"} | more))


def test_versions_come_by_day_and_by_when_they_were_learnt(store: Store) -> None:
    store.add([a_rate(on="2024-03-02"), a_rate()], learnt=NOON, title="first")
    store.add([a_rate("450.20")], learnt=NOON + timedelta(hours=1), title="second")
    found = store.revisions("USD", "KZT")
    assert [(str(each.rate.on), str(each.rate.value), each.title) for each in found] == [
        ("2024-03-01", "450.10", "first"),
        ("2024-03-01", "450.20", "second"),
        ("2024-03-02", "450.10", "first"),
    ]
    assert found[1] == Revision(rate=a_rate("450.20"), learnt=NOON + timedelta(hours=1), title="second")
    assert str(found[1]) == "2024-03-01 13:00:00+00:00: 450.20 KZT per 1 USD (official, 2024-03-01, made up)"


def test_versions_are_read_in_the_direction_asked(store: Store) -> None:
    store.add([a_rate()])
    (version,) = store.revisions("KZT", "USD")
    assert version.rate == a_rate().inverse()
    assert store.revisions("USD", "UZS") == ()


def test_versions_are_chosen_by_day_kind_and_publisher(store: Store) -> None:
    store.add([
        a_rate(),
        a_rate(on="2024-03-02"),
        a_rate(kind="market"),
        a_rate(source="other"),
        a_rate(on="2024-03", kind="average"),
        a_rate(on="2024", kind="average"),
    ])  # fmt: skip
    assert len(store.revisions("USD", "KZT")) == 6
    assert len(store.revisions("USD", "KZT", on=date(2024, 3, 1))) == 3
    assert len(store.revisions("USD", "KZT", on="2024-03-01", kind="market")) == 1
    assert len(store.revisions("USD", "KZT", publisher="other")) == 1
    assert [str(each.rate.on) for each in store.revisions("USD", "KZT", on="2024")] == ["2024"]
    assert [str(each.rate.on) for each in store.revisions("USD", "KZT", kind="average")] == ["2024", "2024-03"]
    with pytest.raises(InvalidValueError, match="kind must be one of"):
        store.revisions("USD", "KZT", kind="best")
    with pytest.raises(UnknownCodeError):
        store.revisions("USD", "KZX")
