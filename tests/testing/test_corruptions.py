from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import testing
from centralasia.errors import InvalidValueError
from centralasia.numbers import significant_digits
from centralasia.periods import period
from centralasia.rates import ExchangeRate, RateTable, looks_inverted
from centralasia.records import from_json, to_json
from centralasia.testing import Corrupted, days, exchange_rates, rate_tables
from centralasia.testing.corruptions import changed_quotes, series_of

Corruption = Callable[[Iterable[ExchangeRate]], st.SearchStrategy[Corrupted]]


def a_rate(**options: Any) -> ExchangeRate:
    return ExchangeRate(**{"base": "USD", "quote": "KZT", "value": "456.5", "on": "2023-03-04"} | options)


EXAMPLES: list[tuple[Corruption, dict[str, Any], dict[str, Any] | None]] = [
    (testing.inverted, {}, {"value": Decimal("0.00219058"), "nominal": 1}),
    (testing.inverted, {"value": "0.25", "nominal": 10}, {"value": Decimal("40.0000"), "nominal": 1}),
    (testing.inverted, {"value": "0.0022", "inverted": True}, {"value": Decimal("454.545"), "inverted": True}),
    (testing.inverted, {"value": "1.99"}, None),
    (testing.inverted, {"value": "0.5"}, None),
    (testing.nominal_lost, {"nominal": 100}, {"nominal": 1, "value": Decimal("456.5")}),
    (testing.nominal_lost, {}, None),
    (testing.nominal_twice, {"nominal": 100}, {"nominal": 100, "value": Decimal("4.565")}),
    (testing.nominal_twice, {"nominal": 100, "margin": "4.5"}, {"value": Decimal("4.565"), "margin": None}),
    (testing.nominal_twice, {"nominal": 7}, None),
    (testing.nominal_twice, {}, None),
    (testing.redenominated, {"quote": "TMT", "value": "3.50"}, {"value": Decimal(17500)}),
    (testing.redenominated, {"quote": "TMT", "value": "0.2857", "inverted": True}, {"value": Decimal("0.00005714")}),
    (testing.redenominated, {"base": "TMT", "value": "130"}, {"value": Decimal("0.026")}),
    (testing.redenominated, {"base": "TMM", "value": "0.026"}, {"value": Decimal(130)}),
    (testing.redenominated, {"quote": "RUR", "value": "5960"}, {"value": Decimal("5.96")}),
    (testing.redenominated, {}, None),  # the Soviet rouble has no one successor
    (testing.decimal_comma_as_group, {}, {"value": Decimal(4565)}),
    (testing.decimal_comma_as_group, {"value": "0.0022"}, {"value": Decimal(22)}),
    (testing.decimal_comma_as_group, {"value": "457"}, None),
    (testing.decimal_shifted, {}, {"value": Decimal("45.65").scaleb(4)}),
    (testing.decimal_shifted, {"value": "456.31"}, {"value": Decimal("4563.1")}),
    (testing.decimal_shifted, {"value": "456.31"}, {"value": Decimal("45.631")}),
    (testing.decimal_shifted, {"value": "456.31", "nominal": 10}, {"value": Decimal(456310)}),
    (testing.decimal_shifted, {"quote": "RUB", "value": "45.65"}, {"value": Decimal("4.565")}),
    (testing.peg_violated, {"quote": "TMT", "value": "3.50"}, {"value": Decimal("3.57")}),
    (testing.peg_violated, {"quote": "USD", "base": "TMT", "value": "0.285714"}, {"value": Decimal("0.291428")}),
    (testing.peg_violated, {"quote": "TMT", "value": "2.85", "on": "2014-03-04"}, {"value": Decimal("3.14")}),
    (testing.peg_violated, {"quote": "TMT", "value": "3.51"}, None),  # not at its peg to begin with
    (testing.peg_violated, {"quote": "TMT", "value": "19", "kind": "parallel"}, None),
    (testing.peg_violated, {"quote": "TMT", "value": "3.50", "on": "2023", "kind": "average"}, None),
    (testing.peg_violated, {"quote": "TMT", "value": "3"}, None),
    (testing.peg_violated, {}, None),
    (testing.too_few_significant_digits, {"value": "0.01144"}, {"value": Decimal("0.01")}),
    (testing.too_few_significant_digits, {"value": "3.51", "decimals": 4}, {"value": Decimal(4), "decimals": None}),
    (testing.too_few_significant_digits, {"value": "0.96"}, None),
    (testing.too_few_significant_digits, {"value": "0.01"}, None),
    (testing.too_few_significant_digits, {}, None),
    (testing.spike, {}, {"value": Decimal("913.0")}),
    (testing.spike, {"value": "1"}, {"value": Decimal(2)}),
    (testing.day_month_swapped, {}, {"on": date(2023, 4, 3)}),
    (testing.day_month_swapped, {"until": "2023-03-08"}, {"on": date(2023, 4, 3), "until": None}),
    (testing.day_month_swapped, {"until": "2023-05-01"}, {"on": date(2023, 4, 3), "until": "2023-05-01"}),
    (testing.day_month_swapped, {"on": "2023-03-13"}, None),
    (testing.day_month_swapped, {"on": "2023-03-03"}, None),
    (testing.day_month_swapped, {"on": "2023-03", "kind": "average"}, None),
    (testing.withdrawn_code, {"quote": "TMT"}, {"quote": "TMM"}),
    (testing.withdrawn_code, {"base": "TJS"}, {"base": "TJR"}),
    (testing.withdrawn_code, {"base": "TJS", "on": "2023", "kind": "average"}, {"base": "TJR"}),
    (testing.withdrawn_code, {"quote": "TMT", "on": "2009-03-01"}, None),  # both circulated
    (testing.withdrawn_code, {"quote": "TMT", "base": "TMM"}, None),
    (testing.withdrawn_code, {}, None),
]


@pytest.mark.parametrize(("corruption", "options", "expected"), EXAMPLES)
def test_what_a_corruption_does(
    corruption: Corruption, options: dict[str, Any], expected: dict[str, Any] | None
) -> None:
    strategy = corruption([a_rate(**options)])
    assert strategy.is_empty == (expected is None)
    if expected is None:
        return
    found: list[Corrupted] = []

    @given(strategy)
    def collect(wrong: Corrupted) -> None:
        found.append(wrong)

    collect()
    wanted = a_rate(**options | expected)
    assert wanted in [wrong.rates[0] for wrong in found]
    for wrong in found:
        assert (wrong.rows, wrong.code) == ((0,), getattr(corruption, "__name__", "").replace("_", "-"))
        assert wrong.rates != (a_rate(**options),)


def test_of_nothing_nothing_can_be_corrupted() -> None:
    for corruption in testing.CORRUPTIONS.values():
        assert corruption([]).is_empty


@pytest.mark.parametrize("rows", [0, -1, True, 1.5])
def test_how_many_rows_is_a_whole_number(rows: Any) -> None:
    with pytest.raises(InvalidValueError, match="rows must be a whole number, 1 or more"):
        testing.inverted([a_rate()], rows=rows)


WEEK = [a_rate(on=f"2023-03-{day:02}", value=f"45{day}.5") for day in (1, 2, 3, 6, 7)]


def test_several_rows_are_consecutive_quotes_of_one_series(reached: Callable[..., object]) -> None:
    others = [a_rate(on=rate.on, base="EUR", value=rate.value) for rate in WEEK]
    mixed = [rate for pair in zip(WEEK[::-1], others, strict=True) for rate in pair]

    @given(testing.inverted(mixed, rows=3))
    def are_in_a_row(wrong: Corrupted) -> None:
        assert 1 <= len(wrong.rows) <= 3
        (series,) = [places for places in series_of(mixed) if wrong.rows[0] in places]
        places = sorted(series.index(row) for row in wrong.rows)
        assert places == list(range(places[0], places[0] + len(places)))

    are_in_a_row()
    reached(testing.inverted(mixed, rows=3), lambda wrong: len(wrong.rows) == 3)


def test_a_run_stops_where_a_quote_cannot_be_corrupted() -> None:
    rates = [a_rate(on=f"2023-03-{day:02}", nominal=nominal) for day, nominal in ((1, 10), (2, 1), (3, 10))]

    @given(testing.nominal_lost(rates, rows=3))
    def stops(wrong: Corrupted) -> None:
        assert wrong.rows in {(0,), (2,)}

    stops()


def test_averages_can_be_corrupted_too(reached: Callable[..., object]) -> None:
    rates = [a_rate(on=period("2023"), kind="average")]
    reached(testing.inverted(rates), lambda wrong: wrong.rates[0].on == period("2023"))


def shifts_of(**options: Any) -> set[int]:
    """By how many places the decimal mark of a rate may be shifted."""
    rate = a_rate(**options)
    wrong = changed_quotes([rate], "decimal-shifted").choices(0)
    return {each.value.adjusted() - rate.value.adjusted() for each in wrong}


@pytest.mark.parametrize(
    ("options", "left_out"),
    [
        ({"value": "457"}, set()),
        ({"value": "456.5"}, {1}),
        ({"value": "456.5", "decimals": 4}, {4}),
        ({"value": "456.31", "nominal": 1000}, {2, 3}),
        ({"value": "45.65", "quote": "RUB"}, {2, 3}),  # a thousand old roubles to one
        ({"value": "45.65", "base": "RUR"}, {2, 3}),
    ],
)
def test_shifts_that_something_else_explains_are_left_out(options: dict[str, Any], left_out: set[int]) -> None:
    assert {abs(shift) for shift in range(-4, 5) if shift not in shifts_of(**options)} == {0, *left_out}


class TestLaws:
    @given(st.data(), st.sampled_from(sorted(testing.CORRUPTIONS)), st.lists(exchange_rates(), min_size=1, max_size=5))
    def test_rates_of_any_sort_are_corrupted_or_nothing_comes(
        self, data: st.DataObject, code: str, rates: list[ExchangeRate]
    ) -> None:
        strategy = testing.CORRUPTIONS[code](rates)
        if strategy.is_empty:
            return
        wrong = data.draw(strategy)
        assert wrong.code == code
        assert wrong.rates != tuple(rates)
        for row in wrong.rows:
            assert from_json(ExchangeRate, to_json(wrong.rates[row])) == wrong.rates[row]

    @given(st.data(), rate_tables(two_sided=True, min_size=4))
    def test_only_the_rows_named_differ(self, data: st.DataObject, table: RateTable) -> None:
        rates = tuple(table)
        wrong = data.draw(testing.corrupted(rates))
        if wrong.code == "duplicate-with-other-value":
            (row,) = wrong.rows
            assert wrong.rates[:row] + wrong.rates[row + 1 :] == rates
        else:
            assert len(wrong.rates) == len(rates)
            differing = {row for row, (old, new) in enumerate(zip(rates, wrong.rates, strict=True)) if old != new}
            assert differing <= set(wrong.rows)
            assert differing

    @given(st.data(), exchange_rates(kinds=["official", "market"]))
    def test_an_inverted_rate_looks_inverted_beside_the_true_one(self, data: st.DataObject, rate: ExchangeRate) -> None:
        strategy = testing.inverted([rate])
        if not strategy.is_empty:
            assert looks_inverted(data.draw(strategy).rates[0], rate)

    @given(st.data(), exchange_rates())
    def test_a_lost_and_a_doubled_nominal_are_off_by_the_nominal(self, data: st.DataObject, rate: ExchangeRate) -> None:
        for corruption in (testing.nominal_lost, testing.nominal_twice):
            strategy = corruption([rate])
            assert strategy.is_empty == (rate.nominal == 1)
            if rate.nominal > 1:
                off = data.draw(strategy).rates[0].per_unit / rate.per_unit
                assert off in {Fraction(rate.nominal), Fraction(1, rate.nominal)}

    @given(st.data(), days(since="2009-01-01", until="2009-12-31"), st.sampled_from(["TMT", "TMM"]))
    def test_a_redenominated_rate_is_off_by_the_legal_ratio(self, data: st.DataObject, day: date, code: str) -> None:
        rate = data.draw(exchange_rates(base=code, quote="USD", on=day))
        off = data.draw(testing.redenominated([rate])).rates[0].per_unit / rate.per_unit
        assert off in {Fraction(5000), Fraction(1, 5000)}

    @given(st.data(), exchange_rates())
    def test_too_few_significant_digits_are_one(self, data: st.DataObject, rate: ExchangeRate) -> None:
        strategy = testing.too_few_significant_digits([rate])
        if not strategy.is_empty:
            assert significant_digits(data.draw(strategy).rates[0].value) == 1

    @given(st.data(), exchange_rates())
    def test_any_price_can_jump_by_a_fifth_or_more(self, data: st.DataObject, rate: ExchangeRate) -> None:
        wrong = data.draw(testing.spike([rate])).rates[0]
        assert abs(wrong.value - rate.value) >= rate.value * Decimal("0.2")
