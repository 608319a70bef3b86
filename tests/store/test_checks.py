"""Looking a store through: each kind of damage is found, and named by its code."""

import sqlite3
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from centralasia.rates import ExchangeRate
from centralasia.store import Store, StoreError

RATES = [
    ExchangeRate(base="USD", quote="KZT", value=f"450.{day}", on=f"2024-03-{day}", source="made up")
    for day in range(10, 30)
] + [ExchangeRate(base="EUR", quote="KZT", value=500, on="2024", kind="average", source="made up")]


def damage(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA writable_schema = ON")
    for each in statements:
        connection.execute(each)
    connection.close()


def test_a_sound_store_has_nothing_to_find(store: Store) -> None:
    store.add(RATES, document=b"page")
    report = store.check()
    assert report.ok
    assert not report.problems
    assert dict(report.facts) == {"versions": 21, "series": 2, "additions": 1, "documents": 1}


@pytest.mark.parametrize(
    ("statement", "code", "message"),
    [
        ("UPDATE quote SET value = 'many' WHERE day = 738955", "unreadable-quote", "a quote of series"),
        ("UPDATE quote SET value = '-1' WHERE day = 738955", "unreadable-quote", "value must be"),
        ("UPDATE quote SET value = x'00' WHERE day = 738955", "unreadable-quote", "a quote of series"),
        ("UPDATE quote SET nominal = 'x' WHERE day = 738955", "unreadable-quote", "nominal must be"),
        ("UPDATE quote SET until = 99999999 WHERE day = 738955", "unreadable-quote", "a quote of series"),
        ("UPDATE quote SET day = 0 WHERE day = 738955", "unreadable-quote", "a quote of series"),
        ("UPDATE series SET base = 'QQQ' WHERE base = 'USD'", "unreadable-quote", "'QQQ' is not in the table"),
        ("UPDATE series SET kind = 'best' WHERE base = 'USD'", "unreadable-quote", "the series"),
        ("UPDATE series SET places = 7 WHERE base = 'USD'", "damaged-store", "is noted to show 7 decimals and shows 2"),
        ("DELETE FROM addition", "damaged-store", "a row of quote points to a row of addition that is not there"),
        ("DROP TABLE asked", "damaged-store", "the table asked is missing"),
        ("ALTER TABLE asked ADD COLUMN more", "damaged-store", "the table asked is another one"),
        ("UPDATE document SET sha256 = 'abc'", "damaged-document", "the document is not what its SHA-256 says"),
        ("DROP TABLE document", "damaged-store", "no such table"),
    ],
)
def test_damage_is_found(store: Store, statement: str, code: str, message: str) -> None:
    store.add(RATES, document=b"page")
    damage(store.path, statement)
    report = store.check()
    assert not report.ok
    assert code in report.counts
    assert any(message in problem.message for problem in report.problems if problem.code == code)


def test_an_index_that_does_not_fit_its_table_is_found(tmp_path: Path) -> None:
    path = tmp_path / "rates.db"
    with Store(path) as store:
        store.add(RATES, document=b"page")
    name = sha256(b"page").hexdigest().encode()
    content = path.read_bytes()
    assert content.count(name) == 2
    path.write_bytes(content.replace(name, name[::-1], 1))
    with Store(path) as store:
        problems = {problem.code: problem for problem in store.check().problems}
    assert "index" in problems["damaged-store"].message
    assert problems["damaged-store"].fix == "go back to a copy of the file, or fetch into a new store"


def test_pages_that_are_not_what_they_were_are_found(tmp_path: Path) -> None:
    path = tmp_path / "rates.db"
    with Store(path) as store:
        first = date(1991, 1, 1)
        store.add([
            ExchangeRate(base="USD", quote="KZT", value=day + 1, on=first + timedelta(day), source="made up")
            for day in range(3000)
        ])  # fmt: skip
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\x07" * 4096
    path.write_bytes(content)
    with Store(path) as store:
        report = store.check()
        assert not report.ok
        assert "damaged-store" in report.counts
        with pytest.raises(StoreError, match="the file is damaged; look at what check"):
            store.table()


def test_a_damaged_quote_is_told_when_it_is_asked_for(store: Store) -> None:
    store.add(RATES)
    damage(store.path, "UPDATE quote SET value = 'many'")
    with pytest.raises(StoreError, match=r"the quote .*'many'.* cannot be read: .*; look at what check\(\) finds"):
        store.lookup("USD", "KZT", on="2024-03-15")
    damage(store.path, "UPDATE series SET side = 'left'")
    with pytest.raises(StoreError, match=r"the series .* cannot be read"):
        store.table()
