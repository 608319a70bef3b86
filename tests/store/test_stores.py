"""Asking a store: it answers as a table of the same quotes does."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, RateNotFoundError, UnknownCodeError, WrongTypeError
from centralasia.money import Money
from centralasia.periods import Period, period
from centralasia.rates import (
    ExactDay,
    ExchangeRate,
    LastKnown,
    NextKnown,
    Policy,
    Published,
    RateKind,
    RateTable,
    Side,
)
from centralasia.records import columns_of
from centralasia.reference import currency
from centralasia.store import Added, Store, lookups
from centralasia.testing import exchange_rates

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
FIRST = date(2024, 3, 1)


def a_rate(pair: str = "USD/KZT", value: object = "450.10", on: str = "2024-03-01", **more: Any) -> ExchangeRate:
    base, quote = pair.split("/")
    return ExchangeRate(base=base, quote=quote, value=value, on=on, **({"source": "made up"} | more))  # type: ignore[arg-type]


def daily(pair: str = "USD/KZT", days: int = 10, **more: Any) -> list[ExchangeRate]:
    return [a_rate(pair, f"{450 + day}.5", (FIRST + timedelta(day)).isoformat(), **more) for day in range(days)]


MIXED = [
    *daily(),
    *daily("EUR/KZT", kind="market", source="exchange"),
    *daily("EUR/KGS", source="other"),
    a_rate("USD/TMT", "3.5", "2015-01-01", until="2026-01-01"),
    a_rate("USD/KZT", "456", "2023", kind="average"),
    a_rate("USD/KZT", "454", "2022", kind="average"),
    a_rate("USD/KZT", "455", "2023-Q1", kind="average"),
]


@contextmanager
def keeping(rates: list[ExchangeRate]) -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as place, Store(Path(place, "rates.db")) as opened:
        opened.add(rates)
        yield opened


def test_a_store_knows_what_it_holds(store: Store) -> None:
    assert (len(store), store.currencies, store.publishers) == (0, (), ())
    store.add(MIXED)
    assert len(store) == 34
    assert [each.code for each in store.currencies] == ["EUR", "KGS", "KZT", "TMT", "USD"]
    assert store.publishers == ("exchange", "made up", "other")
    assert store.span("other") == (FIRST, date(2024, 3, 10))
    assert store.span("made up") == (date(2015, 1, 1), date(2024, 3, 10))
    assert store.span("nobody") is None


def test_averages_reach_to_the_end_of_their_period(store: Store) -> None:
    store.add([a_rate(on="2023", kind="average")])
    assert store.span("made up") == (date(2023, 1, 1), date(2023, 12, 31))


def test_a_table_holds_what_is_asked_for(store: Store) -> None:
    store.add(MIXED)
    whole = RateTable.of(MIXED)
    assert store.table() == whole
    assert store.table("2024-03-03", "2024-03-05") == whole.filter(since="2024-03-03", until="2024-03-05")
    assert store.table(None, None, ["USD", "KZT"]) == whole.filter(currencies=["USD", "KZT"])
    assert store.table(since=date(2024, 3, 3), until=None, currencies=[currency("EUR"), "KZT"]) == whole.filter(
        since=date(2024, 3, 3), currencies=["EUR", "KZT"]
    )
    assert store.table(kind="end of period") == RateTable.of([])
    assert store.table(kind="average") == whole.filter(kind="average")
    assert store.table(publishers="other") == whole.filter(source="other")
    assert len(store.table(publishers=["other", "exchange", "nobody"])) == 20
    assert store.table().name == "the store rates.db"


def test_a_table_keeps_what_still_holds(store: Store) -> None:
    store.add(MIXED)
    assert [str(rate.value) for rate in store.table("2023-06-01", "2024-01-01")] == ["456", "3.5"]
    assert len(store.table("2026-01-01")) == 0
    assert [str(rate.value) for rate in store.table(until="2015-01-02")] == ["3.5"]
    store.add([a_rate("USD/TMT", "3.6", "2020-01-01")])  # a newer quote ends the validity of the older
    assert len(store.table("2021-01-01", "2022-01-01")) == 0
    assert [str(rate.value) for rate in store.table("2020-01-01", "2020-01-02")] == ["3.6"]


def test_a_table_is_as_it_was_published_by_then(store: Store) -> None:
    store.add([a_rate(value="450.10")], learnt=NOON)
    store.add([a_rate(value="450.20"), a_rate(on="2024-03-02")], learnt=NOON + timedelta(days=1))
    for moment, expected in (
        ("2024-03-01T11:59:59.999999+00:00", []),
        ("2024-03-01T17:00:00+05:00", ["450.10"]),
        ("2024-02-29", []),
        ("2024-03-01", ["450.10"]),
        (date(2024, 3, 2), ["450.20", "450.10"]),
        (NOON + timedelta(days=1), ["450.20", "450.10"]),
    ):
        assert [str(rate.value) for rate in store.table(as_of=moment)] == expected


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"since": 5}, WrongTypeError, "since must be a day"),
        ({"until": "soon"}, InvalidValueError, "until must be a day"),
        ({"currencies": ["KZX"]}, UnknownCodeError, "'KZX' is not in the table of currencies"),
        ({"kind": "best"}, InvalidValueError, "kind must be one of official"),
        ({"publishers": [5]}, WrongTypeError, "publishers must be a text"),
        ({"as_of": "2024-03-01T12:00"}, InvalidValueError, "as_of must be a moment with its time zone"),
        ({"as_of": "2024-02-30"}, InvalidValueError, "as_of must be a day of the calendar"),
        ({"as_of": "noon"}, InvalidValueError, "as_of must be a moment in ISO 8601, got 'noon'; say the time zone"),
        ({"as_of": 5}, WrongTypeError, "as_of must be a moment, got .* pass an aware datetime or its ISO text"),
        ({"as_of": "0001-01-01T00:00+05:00"}, InvalidValueError, "as_of must be in the years 1 to 9999 of UTC"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(
    store: Store, arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        store.table(**arguments)


def test_a_look_up_gives_the_quote_that_answers(store: Store) -> None:
    store.add(daily(days=3))
    assert store.lookup("USD", "KZT", on="2024-03-02").value == Decimal("451.5")
    assert store.lookup("USD", "KZT", on=date(2024, 3, 9)).value == Decimal("452.5")
    assert 1 / store.lookup(currency("KZT"), currency("USD"), on="2024-03-02").per_unit == Fraction("451.5")
    assert store.lookup("USD", "KZT", on="2024-02-28", policy=NextKnown(2)).value == Decimal("450.5")
    assert store.lookup("USD", "KZT", on="2024-03-01", policy=ExactDay()).value == Decimal("450.5")
    assert store.lookup("USD", "KZT", on="2024-03-02", kind="official").kind is RateKind.OFFICIAL
    with pytest.raises(
        RateNotFoundError, match=r"no rate for USD/KZT on 2024-03-20 in the store rates.db; .*LastKnown\(d"
    ):
        store.lookup("USD", "KZT", on="2024-03-20")


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"base": "KZX"}, UnknownCodeError, "'KZX' is not in the table"),
        ({"on": 5}, WrongTypeError, "on must be a day"),
        ({"policy": 7}, WrongTypeError, "policy must be a policy such as"),
        ({"kind": "best"}, InvalidValueError, "kind must be one of official"),
        ({"quote": "USD"}, RateNotFoundError, "no rate for USD/USD"),
    ],
)
def test_a_look_up_that_makes_no_sense_is_refused(
    store: Store, arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    question: dict[str, Any] = {"base": "USD", "quote": "KZT", "on": FIRST}
    store.add(daily())
    with pytest.raises(error, match=message):
        store.lookup(**(question | arguments))


def test_figures_with_an_exponent_show_the_decimals_they_show(store: Store) -> None:
    rates = [a_rate(value="1.0E+2"), a_rate(value="1", on="2024-03-02"), a_rate("KZT/USD", "1.5E-7")]
    store.add(rates)
    for pair in ("USD/KZT", "KZT/USD"):
        found = store.lookup(pair[:3], pair[4:], on="2024-03-01")
        assert in_full(found) == in_full(RateTable.of(rates).lookup(pair[:3], pair[4:], on="2024-03-01"))
        assert in_full(found) == in_full(store.table().lookup(pair[:3], pair[4:], on="2024-03-01"))


def test_what_another_connection_adds_is_noticed(store: Store) -> None:
    with Store(store.path) as other:
        store.add([a_rate(value="450", on="2024-03-01", source="b")])
        assert str(store.lookup("USD", "KZT", on="2024-03-01")).startswith("450 KZT per 1 USD")
        other.add([a_rate(value="451.5", on="2024-03-02", source="b")])
        assert store.lookup("USD", "KZT", on="2024-03-01").decimals == 1
        other.add([a_rate(value="449", on="2024-03-01", source="a")])
        assert store.lookup("USD", "KZT", on="2024-03-01").value == 449


def test_a_look_up_beside_one_that_adds_all_the_time_gives_up_the_short_way(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add([a_rate()])
    learn = lookups.Finder._learn

    def outdated(finder: lookups.Finder, *arguments: Any) -> Any:
        state, found = learn(finder, *arguments)
        return (state or 0) - 1, found

    monkeypatch.setattr(lookups.Finder, "_learn", outdated)
    assert store.lookup("USD", "KZT", on="2024-03-01") == a_rate()


def test_a_conversion_takes_the_rates_around_the_day(store: Store) -> None:
    store.add(MIXED)
    table = store.table()
    for on in ("2024-03-05", "2024-03", "2023-06-01", "2023"):
        for kind in (None, "average"):
            mine, theirs = (
                outcome(each.convert, Money.of(100, "USD"), "KZT", on=on, kind=kind) for each in (store, table)
            )
            assert mine == theirs
    assert store.convert(Money.of(1, "KGS"), "KZT", on="2024-03-05").legs[0].source.code == "KGS"
    assert store.convert(Money.of(1, "USD"), "KZT", on="2024-03-05", rounding="up", places=0).money.amount == 455
    done = store.convert(Money.of(1, "USD"), "KZT", on="2024-03-05", policy=Published())
    assert done.money.amount == Decimal("454.50")
    with pytest.raises(
        RateNotFoundError, match=r"quotes of 20 days ago are the latest, pass policy=LastKnown\(days=20\)"
    ):
        store.convert(Money.of(1, "USD"), "KZT", on="2024-03-30")


def test_the_first_and_the_last_day_of_the_calendar_can_be_asked_for(store: Store) -> None:
    store.add([a_rate(on="0001-01-01"), a_rate(on="9999-12-31")])
    for on in ("0001-01-01", "9999-12-31"):
        assert store.lookup("USD", "KZT", on=on).on == date.fromisoformat(on)
        assert store.convert(Money.of(1, "USD"), "KZT", on=on, policy=NextKnown(30)).money.amount == Decimal("450.10")
    assert len(store.table("0001-01-01", "9999-12-31")) == 1


PAIRS = ("USD/KZT", "KZT/USD", "EUR/KZT", "USD/UZS")


@st.composite
def quotes(draw: st.DrawFn) -> ExchangeRate:
    """Quotes of few series and days, so that they meet."""
    pair = draw(st.sampled_from(PAIRS))
    kind = draw(st.sampled_from([*RateKind, *[RateKind.OFFICIAL] * 6, *[RateKind.MARKET] * 2]))
    over = kind in (RateKind.AVERAGE, RateKind.END_OF_PERIOD)
    day = FIRST + timedelta(draw(st.integers(0, 30)))
    on: date | Period = period(draw(st.sampled_from(["2024", "2024-Q1", "2024-03", "2024-W10"]))) if over else day
    value = Decimal(draw(st.integers(1, 99_999))).scaleb(draw(st.integers(-3, 1)))
    lasting = draw(st.sampled_from([None, None, None, 3, 20]))
    return ExchangeRate(
        base=pair[:3],
        quote=pair[4:],
        value=value,
        nominal=draw(st.sampled_from([1, 1, 100])),
        on=on,
        kind=kind,
        side=draw(st.sampled_from([Side.MID, Side.MID, *Side])),
        source=draw(st.sampled_from(["a", "b"])),
        decimals=draw(st.sampled_from([None, None, 4])),
        until=None if over or lasting is None else day + timedelta(lasting),
        margin=draw(st.sampled_from([None, None, None, 0])),
        change=draw(st.sampled_from([None, "+0.1"])),
        inverted=draw(st.sampled_from([False, False, True])),
    )


SETS = st.lists(quotes(), max_size=30, unique_by=lambda rate: (rate.key, rate.on))
DAYS = st.integers(-10, 45).map(lambda days: FIRST + timedelta(days))
POLICIES = st.sampled_from([
    None, None, None, LastKnown(0), LastKnown(30), ExactDay(), NextKnown(5), Published(), LastKnown(7, skew=1)
])  # fmt: skip
ONS = st.one_of(DAYS, DAYS, DAYS, st.sampled_from(["2024", "2024-Q1", "2024-03", "2024-W10"]))
KINDS = st.sampled_from([None, None, *RateKind])


def in_full(rate: ExchangeRate) -> dict[str, Any]:
    """All that a rate says, also what does not make it another one; and figures digit by digit."""
    return {column.name: str(getattr(rate, column.name)) for column in columns_of(ExchangeRate)}


def outcome(question: Any, *arguments: Any, **more: Any) -> Any:
    """What comes back: a result with all it says, or an error with its words."""
    try:
        found = question(*arguments, **more)
    except CentralAsiaError as error:
        return type(error), str(error)
    return in_full(found) if isinstance(found, ExchangeRate) else (found.exact, found.bounds, found.explain())


class TestLaws:
    @given(st.lists(exchange_rates(), max_size=8, unique_by=lambda rate: (rate.key, rate.on)))
    def test_what_goes_in_comes_out(self, rates: list[ExchangeRate]) -> None:
        with keeping(rates) as store:
            assert list(map(in_full, store.table())) == list(map(in_full, RateTable.of(rates)))
            assert store.check().ok

    @given(SETS)
    def test_adding_twice_is_adding_once(self, rates: list[ExchangeRate]) -> None:
        with keeping(rates) as store:
            assert store.add(rates) == Added(known=len(rates))
            assert len(store) == store.check().facts["versions"] == len(rates)

    @given(SETS, SETS)
    def test_a_newer_figure_is_one_more_version(self, older: list[ExchangeRate], newer: list[ExchangeRate]) -> None:
        with keeping(older) as store:
            before = store.table()
            moment = datetime.now(UTC)
            done = store.add(newer)
            assert done.total == len(newer)
            figures = {(rate.key, rate.on): rate for rate in older} | {(rate.key, rate.on): rate for rate in newer}
            assert set(store.table()) == set(figures.values())
            assert store.table(as_of=moment) == before
            assert store.check().facts["versions"] == len(older) + done.total - done.known
            assert store.check().ok

    @given(st.lists(SETS, max_size=4), st.integers(-1, 5))
    def test_as_of_shows_what_had_been_learnt(self, sets: list[list[ExchangeRate]], cut: int) -> None:
        with keeping([]) as store, keeping([]) as earlier:
            for number, rates in enumerate(sets):
                for each in (store, earlier) if number <= cut else (store,):
                    each.add(rates, learnt=NOON + timedelta(hours=number))
            assert store.table(as_of=NOON + timedelta(hours=cut)) == earlier.table()

    @given(
        SETS,
        st.none() | DAYS,
        st.none() | DAYS,
        st.none() | st.sampled_from([("USD", "KZT"), ("KZT", "EUR", "USD")]),
        KINDS,
    )
    def test_a_part_of_a_store_is_that_part_of_its_table(
        self,
        rates: list[ExchangeRate],
        since: date | None,
        until: date | None,
        currencies: tuple[str, ...] | None,
        kind: RateKind | None,
    ) -> None:
        with keeping(rates) as store:
            expected = RateTable.of(rates).filter(since=since, until=until, currencies=currencies, kind=kind)
            assert store.table(since, until, currencies, kind=kind) == expected

    @given(SETS, SETS, st.lists(st.tuples(st.sampled_from([*PAIRS, "EUR/UZS"]), ONS, POLICIES, KINDS), max_size=12))
    def test_a_look_up_is_one_in_the_table_of_the_store(
        self,
        older: list[ExchangeRate],
        newer: list[ExchangeRate],
        questions: list[tuple[str, date | str, Policy | None, RateKind | None]],
    ) -> None:
        with keeping(older) as store:
            for more in ([], newer):
                store.add(more)
                table = store.table()
                for pair, on, policy, kind in questions:
                    mine, theirs = (
                        outcome(each.lookup, pair[:3], pair[4:], on=on, policy=policy, kind=kind)
                        for each in (store, table)
                    )
                    assert mine == theirs

    @given(SETS, st.lists(st.tuples(st.sampled_from([*PAIRS, "EUR/UZS", "KZT/KZT"]), ONS, POLICIES, KINDS), max_size=8))
    def test_a_conversion_is_one_with_the_table_of_the_store(
        self, rates: list[ExchangeRate], questions: list[tuple[str, date | str, Policy | None, RateKind | None]]
    ) -> None:
        with keeping(rates) as store:
            table = store.table()
            for pair, on, policy, kind in questions:
                mine, theirs = (
                    outcome(each.convert, Money.of(100, pair[:3]), pair[4:], on=on, policy=policy, kind=kind)
                    for each in (store, table)
                )
                assert mine == theirs
