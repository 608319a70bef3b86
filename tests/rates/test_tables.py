import pickle
import sqlite3
from array import array
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, RateNotFoundError, UnknownCodeError, WrongTypeError
from centralasia.money import Money
from centralasia.rates import (
    ExactDay,
    ExchangeRate,
    InvertedRateWarning,
    LastKnown,
    NextKnown,
    Published,
    RateKind,
    RateTable,
    embedded_rates,
    looks_inverted,
)
from centralasia.rates.series import CheckedQuotes, LaterSeries, PrintedQuotes, Series
from centralasia.records import to_row
from centralasia.reference import currency


def a_rate(pair: str = "USD/KZT", value: object = "501.2", on: str = "2024-03-01", **more: Any) -> ExchangeRate:
    base, quote = pair.split("/")
    return ExchangeRate(base=base, quote=quote, value=value, on=on, **({"source": "made up"} | more))  # type: ignore[arg-type]


def daily(pair: str = "USD/KZT", days: int = 10, **more: Any) -> list[ExchangeRate]:
    first = date(2024, 3, 1)
    return [a_rate(pair, 500 + day, (first + timedelta(day)).isoformat(), **more) for day in range(days)]


def test_a_table_knows_what_it_holds() -> None:
    table = RateTable.of([*daily(), a_rate("EUR/KGS", "95.1", source="other")])
    assert len(table) == 11
    assert [each.code for each in table.currencies] == ["EUR", "KGS", "KZT", "USD"]
    assert table.publishers == ("made up", "other")
    assert repr(table) == "<RateTable: 11 quotes, 4 currencies, 2024-03-01 to 2024-03-10>"
    assert repr(RateTable.of([])) == "<RateTable: 0 quotes, 0 currencies>"
    assert [rate.base.code for rate in table][:2] == ["EUR", "USD"]
    assert a_rate("EUR/KGS", "95.1", source="other") in table
    assert a_rate("EUR/KGS", "95.2", source="other") not in table
    assert a_rate("EUR/KGS", "95.1", source="third") not in table
    assert "EUR/KGS" not in table


def test_the_same_quote_twice_is_one() -> None:
    table = RateTable.of([a_rate(), a_rate(value="501.20"), a_rate()])
    assert len(table) == 1


def test_two_figures_for_one_day_are_refused_or_settled() -> None:
    rates = [a_rate(), a_rate(value="502")]
    with pytest.raises(InvalidValueError, match=r"one figure per series and day.*501.2 stands there too"):
        RateTable.of(rates)
    assert [rate.value for rate in RateTable.of(rates, conflicts="first")] == [Decimal("501.2")]
    assert [rate.value for rate in RateTable.of(rates, conflicts="last")] == [Decimal(502)]
    with pytest.raises(InvalidValueError):
        RateTable.of(rates[:1]) + RateTable.of(rates[1:])


def test_what_is_known_best_is_kept_whichever_came_first() -> None:
    same = [a_rate(), a_rate(value="501.20", change="+0.1"), a_rate(decimals=4), a_rate(margin="0.4", change="+0.10")]
    for order in permutations(same):
        (kept,) = RateTable.of(order)
        assert (kept.decimals, kept.change) == (4, "+0.1")
    ten = a_rate(value="5012.0", nominal=10)
    assert [rate.nominal for rate in RateTable.of([a_rate(), ten])] == [10]
    assert [rate.nominal for rate in RateTable.of([ten, a_rate()])] == [10]


@pytest.mark.parametrize("keyword", ["conflicts", "inverted"])
def test_a_misspelt_choice_is_refused(keyword: str) -> None:
    with pytest.raises(InvalidValueError, match=f"{keyword} must be one of refuse, "):
        RateTable.of([a_rate()], **{keyword: "zzz"})  # type: ignore[arg-type]


def test_only_a_policy_is_a_policy() -> None:
    table = RateTable.of(daily())
    with pytest.raises(WrongTypeError, match="policy must be a policy such as LastKnown"):
        table.lookup("USD", "KZT", on="2024-03-01", policy="exact")  # type: ignore[arg-type]
    with pytest.raises(WrongTypeError, match="policy must be a policy such as LastKnown"):
        table.convert(Money.of(1, "USD"), "KZT", on="2024-03-01", policy=7)  # type: ignore[arg-type]


def test_periods_of_one_start_are_told_apart() -> None:
    rates = [a_rate(on=on, kind="average") for on in ("2023", "2023-01", "2022", "2023-Q1", "2023")]
    table = RateTable.of(rates)
    assert [str(rate.on) for rate in table] == ["2022", "2023-01", "2023-Q1", "2023"]
    assert table.lookup("USD", "KZT", on="2023-Q1").on == rates[3].on


def test_the_ways_a_table_remembers_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("centralasia.rates.tables._ROUTES_KEPT", 1)
    table = RateTable.of(daily())
    for day in ("2024-03-01", "2024-03-02", "2024-03-01"):
        assert table.convert(Money.of(1, "USD"), "KZT", on=day).on == date.fromisoformat(day)
        assert len(table._routes) == 1


def test_only_rates_make_a_table() -> None:
    with pytest.raises(WrongTypeError, match="rates must be made of ExchangeRate, got 'USD'"):
        RateTable.of(["USD"])  # type: ignore[arg-type]
    with pytest.raises(WrongTypeError, match="rates must be made of ExchangeRate, got 5"):
        RateTable.of(5)  # type: ignore[arg-type]


def test_tables_add_up() -> None:
    one, other = RateTable.of(daily()), RateTable.of(daily("EUR/KZT"))
    assert len(one + other) == 20
    assert one + other == other + one
    assert one + one == one
    assert one != other
    assert one != "a table"
    with pytest.raises(TypeError):
        one + daily()  # type: ignore[operator]
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


def test_a_series_is_read_in_the_direction_asked() -> None:
    table = RateTable.of([*daily(days=2), a_rate("KZT/USD", "0.002", on="2024-03-05", kind="market")])
    assert [rate.per_unit for rate in table.series("USD", "KZT")] == [500, 501, 500]
    assert [rate.per_unit * 500 for rate in table.series("KZT", "USD", kind="market")] == [1]
    assert table.series("USD", "KZT", kind=RateKind.CASH) == ()
    assert table.series("USD", "UZS") == ()


def test_a_table_is_filtered() -> None:
    table = RateTable.of([*daily(), *daily("EUR/KZT", kind="market"), *daily("EUR/KGS", source="other")])
    assert len(table.filter(currencies=["EUR", "KZT"])) == 10
    assert len(table.filter(kind="official")) == 20
    assert len(table.filter(source="other")) == 10
    assert len(table.filter(since="2024-03-03", until="2024-03-05")) == 6
    assert len(table.filter(since=date(2025, 1, 1))) == 0
    assert table.filter() == table
    with pytest.raises(UnknownCodeError):
        table.filter(currencies=["KZX"])


def test_a_filter_keeps_what_still_holds() -> None:
    table = RateTable.of([
        a_rate("USD/TMT", "3.5", "2015-01-01", until="2026-01-01"),
        a_rate("USD/KZT", "456", "2023", kind="average"),
        a_rate("USD/KZT", "454", "2022", kind="average"),
    ])  # fmt: skip
    assert [str(rate.value) for rate in table.filter(since="2023-06-01")] == ["456", "3.5"]
    assert len(table.filter(since="2026-01-01")) == 0
    assert [str(rate.value) for rate in table.filter(until="2015-01-02")] == ["3.5"]


def test_an_error_of_the_source_of_rates_is_not_hidden() -> None:
    def broken() -> Iterator[ExchangeRate]:
        yield a_rate()
        raise AttributeError("of the source")

    with pytest.raises(AttributeError, match="of the source"):
        RateTable.of(broken())


def test_a_look_up_names_only_what_a_look_up_finds() -> None:
    table = RateTable.of([*daily(days=1), a_rate("USD/UZS", 12000)])
    with pytest.raises(RateNotFoundError) as caught:
        table.lookup("UZS", "KZT", on="2024-03-01")
    assert "LastKnown" not in str(caught.value)
    with pytest.raises(
        RateNotFoundError, match=r"quotes of 20 days ago are the latest, pass policy=LastKnown\(days=20\)"
    ):
        table.lookup("USD", "UZS", on="2024-03-21")


def test_many_spans_are_cut_and_said_to_be() -> None:
    table = RateTable.of([a_rate(on=str(year), kind="average") for year in range(2000, 2020, 2)])
    with pytest.raises(RateNotFoundError, match="of … 2012, 2014, 2016, 2018"):
        table.lookup("USD", "KZT", on="2001")


def test_a_look_up_gives_the_quote_that_answers() -> None:
    table = RateTable.of(daily(days=3))
    assert table.lookup("USD", "KZT", on="2024-03-02").value == 501
    assert table.lookup("USD", "KZT", on="2024-03-09").value == 502
    assert table.lookup("KZT", "USD", on="2024-03-02").per_unit * 501 == 1
    assert table.lookup("USD", "KZT", on="2024-02-28", policy=NextKnown(2)).value == 500
    for policy in (ExactDay(), Published(), LastKnown(1)):
        with pytest.raises(RateNotFoundError, match="USD has official USD/KZT of 2024-03-01 to 2024-03-03"):
            table.lookup("USD", "KZT", on="2024-03-05", policy=policy)


def test_precision_belongs_to_the_series() -> None:
    table = RateTable.of([a_rate(), a_rate(value="501.25", on="2024-03-02")])
    found = table.lookup("USD", "KZT", on="2024-03-01")
    assert found.decimals == 2
    assert found == a_rate()
    assert RateTable.of([a_rate(decimals=4)]).lookup("USD", "KZT", on="2024-03-01").decimals == 4
    assert RateTable.of([a_rate(margin=0)]).lookup("USD", "KZT", on="2024-03-01").decimals is None
    assert [rate.decimals for rate in table.series("KZT", "USD")] == [2, None]
    first, _ = table.series("KZT", "USD")
    assert first.limits() == table.lookup("KZT", "USD", on="2024-03-01").limits()


def test_a_look_up_says_what_there_is() -> None:
    table = RateTable.of([
        *daily(days=1),
        *(a_rate("USD/UZS", 12000 + n, source=f"s{n}") for n in range(6)),
        a_rate("USD/KGS", "89.1", on="2023", kind="average"),
        a_rate("USD/TMT", "19.5", kind="parallel"),
    ])  # fmt: skip
    with pytest.raises(RateNotFoundError, match="there is no rate of EUR at all") as caught:
        table.lookup("EUR", "KZT", on="2024-03-01")
    assert (caught.value.pair, caught.value.on) == ("EUR/KZT", date(2024, 3, 1))
    with pytest.raises(RateNotFoundError, match="and 2 more series"):
        table.lookup("UZS", "KZT", on="2024-03-01")
    with pytest.raises(RateNotFoundError, match="pass kind='average' to take the average of the period around it"):
        table.convert(Money.of(1, "USD"), "KGS", on="2023-05-01")
    with pytest.raises(RateNotFoundError, match="parallel USD/TMT of 2024-03-01"):
        table.convert(Money.of(1, "USD"), "TMT", on="2024-03-01")
    assert table.convert(Money.of(1, "USD"), "TMT", on="2024-03-01", kind="parallel").money.amount == Decimal("19.5")


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["official", "market", "cash"], "official"),
        (["market", "cash"], "market"),
        (["cash", "parallel"], "cash"),
    ],
)
def test_official_comes_before_market_before_cash(kinds: list[str], expected: str) -> None:
    table = RateTable.of([a_rate(kind=kind) for kind in kinds])
    assert table.lookup("USD", "KZT", on="2024-03-01").kind == expected
    assert table.lookup("USD", "KZT", on="2024-03-01", kind=kinds[-1]).kind == kinds[-1]


def test_quotes_that_look_inverted_are_refused_or_flagged() -> None:
    reference = RateTable.of([a_rate(value="450", on="2023", kind="average")])
    wrong = a_rate(value="0.002")
    with pytest.raises(InvalidValueError, match="it looks inverted beside 450 KZT per 1 USD"):
        RateTable.of([wrong], reference=reference)
    with pytest.warns(InvertedRateWarning, match="looks inverted beside"):
        assert len(RateTable.of([wrong], reference=reference, inverted="flag")) == 1
    assert len(RateTable.of([*daily(), a_rate("EUR/KZT", "550")], reference=reference)) == 11
    assert not looks_inverted(a_rate("EUR/USD", "0.93"), a_rate("EUR/USD", "1.07"))
    assert looks_inverted(wrong, reference.series("USD", "KZT")[0])


def test_a_reference_may_know_a_pair_by_a_cross() -> None:
    wrong = a_rate("EUR/KZT", "0.002", on="2024-12-09")
    with pytest.raises(InvalidValueError, match=r"looks inverted beside .* USD per 1 EUR .* and .* KZT per 1 USD"):
        RateTable.of([wrong], reference=embedded_rates())
    assert len(RateTable.of([a_rate("KRW/KZT", "0.002")], reference=embedded_rates())) == 1


def test_a_frame_has_the_quotes_as_text() -> None:
    frame = RateTable.of(daily(days=2)).to_frame()
    assert frame.column("value").to_pylist() == ["500", "501"]
    assert frame.column("on").to_pylist() == ["2024-03-01", "2024-03-02"]


def test_a_table_is_made_of_rows_of_any_kind() -> None:
    table = RateTable.of(
        [
            *daily(days=2),
            a_rate(on="2024-03", kind="average"),
            a_rate("KRW/KZT", "3.06", until="2024-03-05", nominal=10),
        ]
    )
    for frame in (table.to_frame(), table.to_frame("pandas"), table.to_frame("polars")):
        again = RateTable.of(frame)
        assert again == table
        assert [to_row(rate) for rate in again] == [to_row(rate) for rate in table]
    assert RateTable.of([to_row(rate) for rate in table]) == RateTable.of(table) == table
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE quotes (code, rate, day)")
    connection.execute("INSERT INTO quotes VALUES ('USD', '501.20', '2024-03-01 00:00:00')")
    named = RateTable.of(
        connection.execute("SELECT * FROM quotes"),
        columns={"base": "code", "value": "rate", "on": "day"},
        constants={"quote": "KZT", "source": "made up"},
    )
    assert list(named) == [a_rate(value="501.20")]
    assert list(RateTable.of([to_row(a_rate()) | {"learnt": "2024-03-01T10:30:00+00:00"}])) == [a_rate()]


def test_rows_that_are_not_exact_make_no_table() -> None:
    row = {"base": "USD", "quote": "KZT", "value": 501.2, "on": "2024-03-01"}
    with pytest.raises(
        WrongTypeError, match=r"value in row 1 must be a text, .*got 501.2 of type float; cast the column"
    ):
        RateTable.of([row])
    with pytest.raises(InvalidValueError) as caught:
        RateTable.of([row | {"value": "37.59", "nominal": None}])
    assert str(caught.value) == (
        "nominal in row 1 must be given: the column is never blank, got None; fill it in, or leave the column out and"
        " pass its value in all rows, such as constants={'nominal': 1}"
    )
    with pytest.raises(InvalidValueError, match=r"such as constants=\{'kind': 'official'\}"):
        RateTable.of([row | {"value": "37.59", "kind": None}])
    with pytest.raises(InvalidValueError, match=r"nominl.*did you mean 'nominal'"):
        RateTable.of([row | {"nominl": 100}])


RATES = st.lists(
    st.builds(
        a_rate,
        st.sampled_from(["USD/KZT", "EUR/KZT", "USD/UZS", "UZS/KZT"]),
        st.integers(1, 999),
        st.dates(date(2024, 1, 1), date(2024, 2, 1)).map(date.isoformat),
        kind=st.sampled_from(["official", "market"]),
        source=st.sampled_from(["a", "b"]),
    ),
    unique_by=lambda rate: (rate.key, rate.on),
    max_size=30,
)


class TestLaws:
    @given(RATES, st.randoms(use_true_random=False))
    def test_the_order_of_what_goes_in_makes_no_difference(self, rates: list[ExchangeRate], random: Any) -> None:
        shuffled = list(rates)
        random.shuffle(shuffled)
        assert list(RateTable.of(shuffled)) == list(RateTable.of(rates))

    @given(RATES)
    def test_what_goes_in_comes_out(self, rates: list[ExchangeRate]) -> None:
        table = RateTable.of(rates)
        assert len(table) == len(rates)
        assert all(rate in table for rate in rates)
        assert set(table) == set(rates)
        assert pickle.loads(pickle.dumps(table)) == table

    @given(RATES, st.integers(0, 30))
    def test_parts_of_a_table_add_up_to_it(self, rates: list[ExchangeRate], cut: int) -> None:
        assert RateTable.of(rates[:cut]) + RateTable.of(rates[cut:]) == RateTable.of(rates)


def test_currencies_are_the_one_object_per_code() -> None:
    assert currency("USD") in RateTable.of(daily()).currencies


def test_a_newer_quote_ends_the_validity_of_the_older() -> None:
    older = a_rate(value=500, on="2024-01-01", until="2024-02-01")
    for newer in (a_rate(value=600, on="2024-01-15", until="2024-02-01"), a_rate(value=600, on="2024-01-15")):
        table = RateTable.of([older, newer])
        dollar = Money.of(1, "USD")
        assert table.convert(dollar, "KZT", on="2024-01-14", policy=ExactDay()).exact == 500
        assert table.convert(dollar, "KZT", on="2024-01-15", policy=ExactDay()).exact == 600
        done = table.convert(dollar, "KZT", on="2024-01", policy=LastKnown(31))
        assert done.exact == Fraction(14 * 500 + 17 * 600, 31)
    with pytest.raises(RateNotFoundError, match="of 2024-01-01 to 2024-01-15"):
        table.convert(dollar, "KZT", on="2024-01-20", policy=ExactDay())


@attrs.define(eq=True)
class Latest:
    """A policy of somebody's own, which cannot be hashed."""

    skew: int | None = None

    def pick(self, line: Any, on: int) -> tuple[int, int] | None:
        return LastKnown(1000).pick(line, on)


def test_a_policy_of_ones_own_serves() -> None:
    table = RateTable.of(daily())
    for _ in range(2):
        assert table.convert(Money.of(1, "USD"), "KZT", on="2025-03-01", policy=Latest()).exact == 509
    assert not table._routes


class TestWhatIsMadeLater:
    def quotes(self) -> CheckedQuotes:
        quotes = CheckedQuotes()
        for day, figure in (("2024-03-02", "451.20"), ("2024-03-01", "450.10")):
            quotes.append(ExchangeRate(base="USD", quote="KZT", value=figure, on=day, source="nbk", change="+1"))
        return quotes

    def test_quotes_are_those_that_were_taken(self) -> None:
        quotes = self.quotes()
        assert [str(rate.value) for rate in quotes] == ["451.20", "450.10"]
        assert quotes == [*quotes] == quotes[:]
        assert quotes != 3
        assert (len(quotes), quotes[1].change, [*quotes.days()]) == (2, "+1", [738947, 738946])
        assert repr(quotes) == repr([*quotes])
        quotes.sort()
        assert [rate.day for rate in quotes] == [738946, 738947]
        quotes.put_last(quotes[0].inverse())
        assert quotes[1].inverted
        assert [rate.inverted for rate in quotes] == [False, True]

    def test_a_table_of_them_is_made_on_the_first_question(self) -> None:
        quotes = self.quotes()
        table = RateTable.of(quotes, name="later")
        assert isinstance(table._series, LaterSeries)
        assert table._series._found is None
        assert len(table) == 2
        assert table == RateTable.of([*quotes])
        assert str(table.lookup("USD", "KZT", on="2024-03-01").value) == "450.10"
        assert len(table._series) == 1
        assert RateTable.of(table) == table
        quotes.append(quotes[0].inverse())
        assert len(table) == 2
        with pytest.raises(InvalidValueError, match="conflicts must be one of"):
            RateTable.of(quotes, conflicts="nonsense")  # type: ignore[arg-type]  # which is the point
        assert pickle.loads(pickle.dumps(table)) == table

    def test_columns_make_the_same_quotes(self) -> None:
        rates = [
            ExchangeRate(base="USD", quote="KZT", value="450.1", nominal=10, on="2024-03-01", decimals=2, margin="0.1"),
            ExchangeRate(base="USD", quote="KZT", value="451", on="2024-03-02", until="2024-03-05", change="0.9"),
        ]
        columns = PrintedQuotes(
            rates[0].key,
            array("i", [rate.day for rate in rates]),
            values=["450.1", "451"],
            nominals=[10, 1],
            decimals=[2, None],
            untils=[None, date(2024, 3, 5).toordinal()],
            margins=["0.1", None],
            changes=[None, "0.9"],
        )
        assert [*columns] == columns[:] == rates
        assert [(rate.decimals, rate.margin, rate.change) for rate in columns] == [
            (rate.decimals, rate.margin, rate.change) for rate in rates
        ]
        assert (columns.decimals, columns.states_validity) == (2, True)
        series = Series(rates[0].key, columns, array("i", [rate.day for rate in rates]))
        assert ([*series.lasts], series.decimals) == ([738946, 738949], 2)

    def test_damage_is_told_in_our_words(self) -> None:
        key = self.quotes()[0].key
        columns = PrintedQuotes(key, array("i", [738946]), values=["45x.10"])
        with pytest.raises(InvalidValueError, match=r"quote 1 of USD/KZT of nbk.*what it was kept in is damaged"):
            columns[0]


def test_a_validity_of_one_day_ends_with_it() -> None:
    quotes = [
        ExchangeRate(base="USD", quote="KZT", value="450", on="2024-03-01", until="2024-03-02", source="nbk"),
        ExchangeRate(base="USD", quote="KZT", value="451", on="2024-03-05", source="nbk"),
    ]
    table = RateTable.of(quotes)
    assert table.lookup("USD", "KZT", on="2024-03-01", policy=Published()).value == 450
    with pytest.raises(RateNotFoundError):
        table.lookup("USD", "KZT", on="2024-03-03", policy=Published())


def test_one_currency_is_asked_for_by_itself() -> None:
    quotes = [ExchangeRate(base="USD", quote="KZT", value="450", on="2024-03-01", source="nbk")]
    assert len(RateTable.of(quotes).filter(currencies="USD")) == 0
    assert len(RateTable.of(quotes).filter(currencies=["USD", "KZT"])) == 1
