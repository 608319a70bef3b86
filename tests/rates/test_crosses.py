"""Which chain of quotes is taken."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, RateNotFoundError
from centralasia.money import Money
from centralasia.periods import day_or_period
from centralasia.rates import Conversion, ExchangeRate, LastKnown, NextKnown, RateKind, RateTable
from centralasia.rates.crosses import Request, attempts, family, is_current
from centralasia.reference import currency

DAY = date(2024, 3, 8)
ONE = Money.of(1, "KZT")


def quote(pair: str, value: object = 2, age: int = 0, **more: Any) -> ExchangeRate:
    base, other = pair.split("/")
    facts: dict[str, Any] = {"on": DAY - timedelta(age), "source": "made up"} | more
    return ExchangeRate(base=base, quote=other, value=value, **facts)  # type: ignore[arg-type]


def way(done: Conversion) -> str:
    return " ".join([done.original.currency.code, *(leg.target.code for leg in done.legs)])


@pytest.mark.parametrize(
    ("quotes", "expected"),
    [
        ([quote("KZT/UZS", age=2), quote("KZT/USD"), quote("USD/UZS")], "KZT USD UZS"),
        ([quote("KZT/UZS", age=2), quote("KZT/USD", age=2), quote("USD/UZS")], "KZT UZS"),
        ([quote("KZT/UZS", age=1), quote("KZT/USD", age=2), quote("USD/UZS")], "KZT UZS"),
        ([quote("KZT/USD"), quote("USD/UZS"), quote("KZT/EUR"), quote("EUR/UZS")], "KZT EUR UZS"),
        ([quote("USD/KZT"), quote("UZS/USD"), quote("KZT/RUB"), quote("EUR/RUB"), quote("EUR/UZS")], "KZT USD UZS"),
        ([quote("KZT/USD", age=1), quote("USD/UZS"), quote("KZT/RUB"), quote("EUR/RUB"), quote("EUR/UZS")],
         "KZT RUB EUR UZS"),
        ([quote("KZT/USD"), quote("USD/UZS", kind="market")], "KZT USD UZS"),
    ],
)  # fmt: skip
def test_freshest_worst_leg_then_fewest_legs_then_names(quotes: list[ExchangeRate], expected: str) -> None:
    for order in permutations(quotes):
        assert way(RateTable.of(order).convert(ONE, "UZS", on=DAY)) == expected


def test_the_source_with_the_first_name_answers_among_equals() -> None:
    table = RateTable.of([quote("KZT/UZS", 3, source="b"), quote("KZT/UZS", 2, source="a")])
    assert table.convert(ONE, "UZS", on=DAY).legs[0].rate.source == "a"


def test_legs_can_be_held_together_in_time() -> None:
    table = RateTable.of([quote("KZT/USD", age=5), quote("USD/UZS"), quote("KZT/EUR", age=6), quote("EUR/UZS", age=6)])
    assert way(table.convert(ONE, "UZS", on=DAY)) == "KZT USD UZS"
    assert way(table.convert(ONE, "UZS", on=DAY, policy=LastKnown(skew=2))) == "KZT EUR UZS"
    with pytest.raises(RateNotFoundError, match="there are quotes, more than 2 days apart"):
        table.convert(ONE, "UZS", on=DAY, policy=LastKnown(5, skew=2))
    with pytest.raises(InvalidValueError, match="skew must be zero or more days, got -1"):
        LastKnown(skew=-1)


def test_an_older_quote_of_another_publisher_keeps_a_chain_together() -> None:
    table = RateTable.of([
        quote("USD/KZT", 500, source="a"),
        quote("USD/KZT", 510, age=4, source="b"),
        quote("USD/UZS", 12000, age=4, source="c"),
    ])  # fmt: skip
    done = table.convert(ONE, "UZS", on=DAY, policy=LastKnown(7, skew=0))
    assert [leg.rate.source for leg in done.legs] == ["b", "c"]
    assert [leg.rate.source for leg in table.convert(ONE, "UZS", on=DAY).legs] == ["a", "c"]


def test_what_is_in_force_has_no_skew() -> None:
    peg = ExchangeRate(base="USD", quote="TMT", value="3.5", on="2015-01-01", until=date.max, margin=0)
    done = RateTable.of([peg, quote("USD/KZT", 500, age=4)]).convert(ONE, "TMT", on=DAY, policy=LastKnown(skew=0))
    assert (way(done), done.age) == ("KZT USD TMT", 4)


def test_the_dealer_gives_the_bid_and_takes_the_ask() -> None:
    table = RateTable.of([quote("USD/KZT", 500, side="bid"), quote("USD/KZT", 510, side="ask")])
    assert table.convert(Money.of(100, "USD"), "KZT", on=DAY).exact == 50_000
    assert table.convert(Money.of(51_000, "KZT"), "USD", on=DAY).exact == 100


def test_a_side_that_nobody_offers_is_not_taken() -> None:
    table = RateTable.of([quote("USD/KZT", 500, side="bid")])
    with pytest.raises(RateNotFoundError):
        table.convert(Money.of(100, "KZT"), "USD", on=DAY)


def test_looking_ahead_is_only_for_who_asks() -> None:
    table = RateTable.of([quote("KZT/UZS", age=-2)])
    with pytest.raises(RateNotFoundError):
        table.convert(ONE, "UZS", on=DAY)
    assert table.convert(ONE, "UZS", on=DAY, policy=NextKnown(2)).age == 2


def manats() -> list[ExchangeRate]:
    return [
        ExchangeRate(base="USD", quote="TMM", value=14200, on="2008-12-31", source="old"),
        ExchangeRate(base="USD", quote="TMT", value="2.85", on="2009-01-01", source="new"),
        ExchangeRate(base="KZT", quote="TMM", value=118, on="2009-01-01", source="old"),
        ExchangeRate(base="EUR", quote="TMT", value="3.9", on="2009-01-01", source="new"),
    ]


def test_old_money_becomes_new_at_the_legal_ratio_alone() -> None:
    for quotes in (manats(), manats()[:2], []):
        table = RateTable.of(quotes)
        done = table.convert(Money.of(5000, "TMM"), "TMT", on="2009-01-01")
        assert done.exact == 1
        assert done.money == Money.of(1, "TMT")
        assert done.legs[0].rate.source == "legal ratio"
        assert done.bounds.low == done.bounds.high
        assert table.convert(Money.of(1, "TMT"), "TMM", on="2009-01-01").exact == 5000


def test_a_quote_of_old_money_never_meets_one_of_new() -> None:
    table = RateTable.of(manats()[2:])
    with pytest.raises(RateNotFoundError):
        table.convert(ONE, "EUR", on="2009-01-01")


def test_an_old_amount_is_restated_and_then_converted() -> None:
    table = RateTable.of(manats())
    done = table.convert(Money.of(5000, "TMM"), "USD", on="2009-01-02", policy=LastKnown(1))
    assert way(done) == "TMM TMT USD"
    assert done.exact == Fraction(100, 285)
    back = table.convert(Money.of(1, "USD"), "TMM", on="2009-01-02", policy=LastKnown(1))
    assert way(back) == "USD TMT TMM"
    assert back.exact == Fraction("2.85") * 5000


def test_only_the_current_unit_stands_in_the_middle() -> None:
    old = [
        ExchangeRate(base="KZT", quote="TMM", value=118, on="2008-06-01"),
        ExchangeRate(base="USD", quote="TMM", value=14200, on="2008-06-01"),
    ]
    assert way(RateTable.of(old).convert(ONE, "USD", on="2008-06-01")) == "KZT TMM USD"
    with pytest.raises(RateNotFoundError):
        RateTable.of(old).convert(ONE, "USD", on="2010-06-01", policy=LastKnown(2000))


def test_the_rouble_of_the_union_ties_no_currencies() -> None:
    table = RateTable.of(manats())
    with pytest.raises(RateNotFoundError):
        table.convert(Money.of(500, "SUR"), "KZT", on="1994-01-01")


NAMES = ["EUR", "KGS", "KZT", "RUB", "TJS", "USD", "UZS"]


@st.composite
def graphs(draw: st.DrawFn) -> list[ExchangeRate]:
    pairs = draw(st.lists(st.sampled_from(list(permutations(NAMES, 2))), unique=True, max_size=10))
    return [
        quote("/".join(pair), draw(st.integers(1, 9)), draw(st.integers(0, 3)), source=draw(st.sampled_from("ab")))
        for pair in pairs
    ]


def all_ways(rates: list[ExchangeRate], here: str, target: str, seen: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """Every simple path: the age of its worst leg, its length, its names."""
    if here == target:
        yield 0, 0, ()
        return
    for rate in rates:
        ends = {rate.base.code, rate.quote.code}
        if here in ends and (there := (ends - {here}).pop()) not in seen:
            age = (DAY - rate.on).days  # type: ignore[operator]  # these are all of days
            for worst, legs, names in all_ways(rates, there, target, (*seen, there)):
                yield max(age, worst), legs + 1, (there, *names)


class TestLaws:
    @given(graphs(), st.randoms(use_true_random=False))
    def test_the_path_is_the_best_of_all_and_the_same_in_any_order(
        self, rates: list[ExchangeRate], random: Any
    ) -> None:
        best = min(all_ways(rates, "KZT", "UZS", ("KZT",)), default=None)
        shuffled = list(rates)
        random.shuffle(shuffled)
        for order in (rates, shuffled):
            try:
                done = RateTable.of(order).convert(ONE, "UZS", on=DAY)
            except RateNotFoundError:
                assert best is None
            else:
                assert best is not None
                assert (done.age, len(done.legs)) == best[:2]
                assert tuple(leg.target.code for leg in done.legs) == best[2]

    @given(graphs(), st.integers(0, 3))
    def test_age_and_skew_keep_their_limits(self, rates: list[ExchangeRate], most: int) -> None:
        for skew in (0, 1, None):
            try:
                done = RateTable.of(rates).convert(ONE, "UZS", on=DAY, policy=LastKnown(most, skew=skew))
            except RateNotFoundError:
                continue
            assert all(leg.rate.on <= DAY for leg in done.legs)  # type: ignore[operator]  # these are all of days
            ages = [leg.age for leg in done.legs]
            assert max(ages) == done.age <= most
            assert skew is None or max(ages) - min(ages) <= skew

    @given(
        st.sets(st.sampled_from(["TMM", "TMT", "KZT", "RUR", "RUB", "AZM", "AZN"]), min_size=2),
        st.sampled_from(["2009-06-01", "1998-06-01", "2006-06-01"]),
    )
    def test_the_only_way_is_what_a_search_would_find(self, codes: set[str], on: str) -> None:
        rates = [ExchangeRate(base="USD", quote=code, value=index + 2, on=on) for index, code in enumerate(codes)]
        table = RateTable.of(rates)
        for one, other in permutations(codes, 2):
            done = table.convert(Money.of(1, one), other, on=on)
            table.finder._ways[currency(one), currency(other)] = None  # search, although there is only one way
            table._routes.clear()
            assert table.convert(Money.of(1, one), other, on=on).legs == done.legs

    @given(
        st.sampled_from(["TJS", "TJR", "RUB", "TMT", "USD"]),
        st.sets(st.sampled_from(["KZT", "UZS", "TJS", "TJR", "RUR", "TMM"]), min_size=2),
        st.sampled_from(["2000-10-29", "2000-10-30", "1997-12-31", "1998-01-01", "2009-01-01"]),
    )
    def test_what_is_quoted_in_money_with_a_successor_is_found_as_by_a_search(
        self, home: str, codes: set[str], on: str
    ) -> None:
        rates = [
            ExchangeRate(base=code, quote=home, value=place + 2, on=on) for place, code in enumerate(codes - {home})
        ]
        table = RateTable.of(rates)
        for one, other in permutations({*codes, home}, 2):
            request = Request(currency(one), currency(other), date.fromisoformat(on), LastKnown(), None)
            found = table.finder.route(request)
            table.finder._ways[currency(one), currency(other)] = None  # search, although there is only one way
            assert table.finder.route(request) == found


@pytest.mark.parametrize(
    ("quotes", "ends", "expected"),
    [
        ("KZT/USD UZS/USD", "KZT UZS", "KZT USD UZS"),
        ("KZT/USD UZS/USD", "KZT USD", "KZT USD"),
        ("KZT/USD UZS/USD KZT/UZS", "KZT UZS", None),  # one of two
        ("KZT/USD UZS/EUR", "KZT UZS", None),  # none
        ("KZT/TJS UZS/TJS", "KZT UZS", "KZT TJS UZS"),  # on days on which this is current
        ("TJS/USD KZT/USD", "TJR TJS", None),  # the legal ratio
        ("TJS/USD TJR/USD KZT/USD", "TJS KZT", None),  # by either unit of one money
        ("TJS/USD KZT/USD", "TJS KZT", "TJS USD KZT"),
        ("", "KZT USD", None),
    ],
)
def test_the_only_way_there_can_be(quotes: str, ends: str, expected: str | None) -> None:
    finder = RateTable.of([quote(pair) for pair in quotes.split()]).finder
    source, target = map(currency, ends.split())
    found = finder.only_way(source, target)
    assert (None if found is None else " ".join(each.code for each in found)) == expected
    assert finder.only_way(source, target) is found  # which is remembered


def test_series_come_best_first() -> None:
    rates = [
        quote("KZT/USD", source="b"),
        quote("KZT/USD", source="a", kind="market"),
        quote("USD/KZT", source="a"),
        quote("KZT/USD", source="a", side="bid", kind="cash"),
        quote("KZT/USD", source="a", side="ask", kind="cash"),
    ]
    finder = RateTable.of(rates).finder
    found = finder.by_source(currency("KZT"), currency("USD"))
    assert [(series.key.kind, series.key.source, series.key.side, forward) for series, forward in found] == [
        ("official", "a", "mid", False),
        ("official", "b", "mid", True),
        ("market", "a", "mid", True),
        ("cash", "a", "bid", True),
    ]
    assert finder.by_source(currency("KZT"), currency("UZS")) == []
    assert {series.key for series, _ in found} < set(finder.series)


@pytest.mark.parametrize(
    ("code", "on", "expected"),
    [
        ("USD", "1700-01-01", True),  # no other unit of it is known
        ("TJR", "2000-10-29", True),
        ("TJR", "2000-10-30", False),
        ("TJS", "2000-10-29", False),
        ("TJS", "2000-10-30", True),
        ("TJS", "2000-10", True),  # the end of a period decides
        ("TJR", "1990-01-01", False),  # before it was introduced
    ],
)
def test_the_unit_that_is_current(code: str, on: str, expected: bool) -> None:  # noqa: FBT001 - a case
    assert is_current(currency(code), day_or_period(on)) is expected


def test_units_of_one_money_oldest_first() -> None:
    assert (
        [each.code for each in family(currency("TJR"))]
        == [each.code for each in family(currency("TJS"))]
        == ["TJR", "TJS"]
    )
    assert family(currency("USD")) == (currency("USD"),)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (None, ["official", "market", "official market", "cash"]),
        (RateKind.PARALLEL, ["parallel"]),
    ],
)
def test_kinds_in_order_of_preference(kind: RateKind | None, expected: list[str]) -> None:
    assert [" ".join(kinds) for kinds in attempts(kind)] == expected


def test_the_oldest_day_of_a_route() -> None:
    table = RateTable.of(
        [quote("USD/KZT", age=3), quote("USD/TJS", age=1), quote("EUR/KZT", on="2024-02", kind="average")]
    )
    assert table.convert(ONE, "TJR", on=DAY).route.oldest == (DAY - timedelta(3)).toordinal()
    assert table.convert(ONE, "KZT", on=DAY).route.oldest is None
    assert table.convert(Money.of(1, "TJS"), "TJR", on=DAY).route.oldest is None  # the legal ratio is of no day
    assert table.convert(ONE, "EUR", on="2024-02").route.oldest is None


def test_names_are_real() -> None:
    assert all(currency(name) for name in NAMES)
