import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256
from itertools import permutations
from typing import Any

import pytest

from centralasia.errors import InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.rates import ExchangeRate, RateTable
from centralasia.store import Added, Store, StoreError

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def a_rate(value: object = "450.10", on: str = "2024-03-01", **more: Any) -> ExchangeRate:
    fields = {"base": "USD", "quote": "KZT", "source": "made up"} | more
    return ExchangeRate(value=value, on=on, **fields)  # type: ignore[arg-type]


def values(store: Store) -> list[str]:
    return [str(each.rate.value) for each in store.revisions("USD", "KZT")]


def test_what_comes_in_is_new_once(store: Store) -> None:
    rates = [a_rate(), a_rate(on="2024-03-02"), a_rate(quote="UZS", value=12_500)]
    assert store.add(rates) == Added(new=3)
    assert store.add(rates) == Added(known=3)
    assert store.add(reversed(rates)) == Added(known=3)
    assert store.add(RateTable.of(rates)) == Added(known=3)
    assert store.add([]) == Added()
    assert len(store) == 3
    assert store.check().facts["additions"] == 1


def test_a_gap_is_filled(store: Store) -> None:
    store.add([a_rate(), a_rate(on="2024-03-03")])
    assert store.add([a_rate(on=f"2024-03-0{day}") for day in (1, 2, 3)]) == Added(new=1, known=2)


def test_another_figure_is_one_more_version(store: Store) -> None:
    for value in ("450.10", "450.20", "450.10"):
        done = store.add([a_rate(value)])
    assert done == Added(revised=1)
    assert values(store) == ["450.10", "450.20", "450.10"]
    assert len(store) == 1
    assert store.lookup("USD", "KZT", on="2024-03-01").value == Decimal("450.10")


@pytest.mark.parametrize(
    "other",
    [a_rate(nominal=10), a_rate(until="2024-03-08"), a_rate("4.501E+2", nominal=100)],
)
def test_another_nominal_or_validity_is_another_figure(store: Store, other: ExchangeRate) -> None:
    store.add([a_rate()])
    assert store.add([other]) == Added(revised=1)
    assert store.add([other]) == Added(known=1)


def test_what_is_known_better_is_kept_whichever_came_first(store: Store) -> None:
    plain, better = a_rate("450.1", change="+0.5"), a_rate(decimals=4)
    assert store.add([plain]) == Added(new=1)
    assert store.add([better]) == Added(refined=1)
    assert store.add([plain, better]) == Added(known=1)
    assert store.add([plain]) == Added(known=1)
    (rate,) = store.table()
    assert (str(rate.value), rate.decimals, rate.change) == ("450.10", 4, "+0.5")
    assert values(store) == ["450.1", "450.10"]


def test_an_addition_counts_all_that_came_in() -> None:
    assert Added(new=1, known=2) + Added(known=1, revised=3, refined=1) == Added(new=1, known=3, revised=3, refined=1)
    assert Added(new=1, known=2, revised=3, refined=4).total == 10
    with pytest.raises(TypeError):
        Added() + 1  # type: ignore[operator]


def test_two_figures_for_one_day_are_refused_with_everything_beside_them(store: Store) -> None:
    with pytest.raises(InvalidValueError, match=r"one figure per series and day, got '450.20 KZT.*450.10 stands there"):
        store.add([a_rate(on="2024-03-05"), a_rate(), a_rate("450.20")])
    assert len(store) == 0
    assert store.publishers == ()
    assert store.add([a_rate(), a_rate("450.20")], conflicts="last") == Added(new=1)
    assert values(store) == ["450.20"]


def test_the_same_twice_is_merged(store: Store) -> None:
    assert store.add([a_rate("450.1"), a_rate("450.10"), a_rate("450.1")]) == Added(new=1)
    assert values(store) == ["450.10"]


def test_an_error_of_the_source_of_rates_leaves_nothing(store: Store) -> None:
    def broken() -> Iterator[ExchangeRate]:
        yield a_rate()
        raise ZeroDivisionError("of the source")

    with pytest.raises(ZeroDivisionError):
        store.add(broken())
    assert len(store) == 0


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"rates": ["USD"]}, WrongTypeError, "rates must be made of ExchangeRate"),
        ({"rates": [a_rate(nominal=2**63)]}, InvalidValueError, "nominal must be at most 9,223,372,036,854,775,807"),
        ({"rates": [], "document": "text"}, WrongTypeError, "document must be bytes, got 'str' of type str; pass what"),
        ({"rates": [], "title": b"x"}, WrongTypeError, "title must be a text"),
        ({"rates": [], "title": "\ud800"}, InvalidValueError, "title must be a text that can be written as UTF-8"),
        ({"rates": [], "learnt": "2024-03-01"}, InvalidValueError, "learnt must be a moment with its time zone"),
        ({"rates": [], "conflicts": "both"}, InvalidValueError, "conflicts must be one of refuse, first, last"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    store: Store, arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        store.add(**arguments)
    assert len(store) == 0


def test_the_largest_nominal_is_kept(store: Store) -> None:
    store.add([a_rate(nominal=2**63 - 1)])
    assert next(iter(store.table())).nominal == 2**63 - 1


def test_without_a_moment_the_clock_says_when_it_was_learnt(store: Store) -> None:
    before = datetime.now(UTC)
    store.add([a_rate()])
    (version,) = store.revisions("USD", "KZT")
    assert before <= version.learnt <= datetime.now(UTC)


def test_a_clock_that_was_put_back_hides_nothing(store: Store) -> None:
    ahead = datetime.now(UTC) + timedelta(days=1)
    store.add([a_rate("450.10")], learnt=ahead)
    assert store.add([a_rate("450.20")]) == Added(revised=1)
    assert values(store) == ["450.10", "450.20"]
    assert [each.learnt for each in store.revisions("USD", "KZT")] == [ahead, ahead]
    store.add([a_rate(on="2024-03-02")])
    assert store.revisions("USD", "KZT", on="2024-03-02")[0].learnt < ahead


def test_what_was_learnt_earlier_takes_its_place_before(store: Store) -> None:
    store.add([a_rate("450.20")], learnt=NOON)
    assert store.add([a_rate("450.10")], learnt=NOON - timedelta(hours=1)) == Added(revised=1)
    assert store.add([a_rate("450.10")], learnt=NOON - timedelta(hours=2)) == Added(refined=1)
    assert store.add([a_rate("450.10")], learnt=NOON - timedelta(minutes=1)) == Added(known=1)
    assert values(store) == ["450.10", "450.10", "450.20"]
    assert store.lookup("USD", "KZT", on="2024-03-01").value == Decimal("450.20")


def test_a_moment_of_any_zone_is_one_of_utc(store: Store) -> None:
    store.add([a_rate()], learnt=NOON.astimezone(timezone(timedelta(hours=5))))
    store.add([a_rate(on="2024-03-02")], learnt="2024-03-01T17:00+05:00")
    assert {each.learnt for each in store.revisions("USD", "KZT")} == {NOON}


def test_a_document_is_kept_once(store: Store) -> None:
    page = "<курс>450,10</курс>".encode() * 100
    name = sha256(page).hexdigest()
    store.add([a_rate()], document=page, title="day page")
    store.add([a_rate()], document=page, title="again")
    store.add([a_rate("450.20")], document=page, title="once more")
    store.add([a_rate(on="2024-03-02")])
    assert store.document(name) == page
    assert [(each.document, each.title) for each in store.revisions("USD", "KZT")] == [
        (name, "day page"),
        (name, "once more"),
        (None, ""),
    ]
    assert store.check().facts["documents"] == 1
    with pytest.raises(UnknownCodeError, match="'abc' is not in the table of documents of the store; revisions"):
        store.document("abc")


def test_a_document_may_come_without_rates(store: Store) -> None:
    assert store.add([], document=b"") == Added()
    assert store.document(sha256(b"").hexdigest()) == b""


@pytest.mark.parametrize("content", [b"garbage", "text", 7, b""])
def test_a_damaged_document_is_not_given(store: Store, content: object) -> None:
    store.add([], document=b"page")
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE document SET content = ?", (content,))
    connection.close()
    with pytest.raises(StoreError, match="the document is damaged; fetch it again"):
        store.document(sha256(b"page").hexdigest())
    assert store.check().counts == {"damaged-document": 1}


def test_decimals_are_counted_down_when_a_revision_shows_fewer(store: Store) -> None:
    store.add([a_rate("450.1000"), a_rate("451", on="2024-03-02")])
    assert store.lookup("USD", "KZT", on="2024-03-02").decimals == 4
    store.add([a_rate("450.5")])
    assert store.lookup("USD", "KZT", on="2024-03-02").decimals == 1
    store.add([a_rate("450.12", on="2024-03-03")])
    assert store.lookup("USD", "KZT", on="2024-03-02").decimals == 2
    assert store.check().ok


def test_the_order_of_additions_makes_no_difference_to_what_is_known_best(store: Store) -> None:
    same = [a_rate("450.1"), a_rate(change="+0.1"), a_rate(decimals=4), a_rate(margin="0.4", change="+0.2")]
    for day, order in enumerate(permutations(same), 1):
        on = f"2023-01-{day:02}"
        for rate in order:
            store.add([a_rate(str(rate.value), on, decimals=rate.decimals, margin=rate.margin, change=rate.change)])
    assert {(str(rate.value), rate.decimals, rate.change) for rate in store.table()} == {("450.10", 4, "+0.1")}
