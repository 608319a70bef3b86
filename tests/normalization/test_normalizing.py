"""`normalize`: what it changes, what it leaves alone, what it gives back and what it says."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

import attrs
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.normalization import Log, log_of, normalize, replay
from centralasia.normalization.asked import Asked
from centralasia.normalization.intake import Table
from centralasia.normalization.normalizing import _settled
from centralasia.rates import ExchangeRate, RateTable
from centralasia.records import to_row
from centralasia.rules import KINDS, Rule, validate
from centralasia.rules.data import Context, Data
from centralasia.rules.hits import Hits, Told
from centralasia.tables import opened
from centralasia.testing import CORRUPTIONS, clean_financing, clean_rates, rate_datasets, seeded
from centralasia.validation import Report, Severity

TODAY = "2026-06-01"
rates = partial(normalize, kind="rates", today=TODAY)
USUAL = {"base": "USD", "quote": "KZT", "on": "2024-03-01", "value": "450.12"}


def changes(report: Report) -> list[tuple[Any, ...]]:
    return [tuple(change) for change in log_of(report)]


def a_row(**cells: Any) -> dict[str, Any]:
    return {**USUAL, **cells}


class TestARow:
    """One row as a mapping of texts."""

    @pytest.mark.parametrize(
        ("cells", "field", "after", "rule"),
        [
            ({"base": "usd"}, "base", "USD", "currency-code"),
            ({"base": "доллар США"}, "base", "USD", "currency-code"),
            ({"base": "SDR"}, "base", "XDR", "currency-code"),
            ({"base": "сўм"}, "base", "UZS", "currency-code"),
            ({"base": "рублей"}, "base", "RUB", "currency-code"),
            ({"value": "450,12"}, "value", "450.12", "numeral"),
            ({"value": "1 450,12"}, "value", "1450.12", "numeral"),
            ({"value": "1,4 млн"}, "value", "1400000", "scale-word"),
            ({"value": "450,5 тенге"}, "value", "450.5", "scale-word"),
            ({"nominal": "1 000"}, "nominal", "1000", "numeral"),
            ({"nominal": "100.0"}, "nominal", "100", "numeral"),
            ({"on": "01.03.2024"}, "on", "2024-03-01", "day"),
            ({"on": "1 марта 2024"}, "on", "2024-03-01", "day"),
            ({"on": "2024 Q3", "kind": "average"}, "on", "2024-Q3", "day"),
            ({"on": 2024, "kind": "average"}, "on", "2024", "column-type"),
            ({"kind": "End of period", "on": "2024"}, "kind", "end_of_period", "code-list"),
            ({"inverted": "Нет"}, "inverted", "false", "truth-value"),
            ({"inverted": "1"}, "inverted", "true", "truth-value"),
            ({"source": " nbk\u00a0"}, "source", "nbk", "blanks"),
            ({"source": "  "}, "source", None, "blanks"),
        ],
    )
    def test_is_written_in_one_form(self, cells: dict[str, Any], field: str, after: str | None, rule: str) -> None:
        found, report = rates([a_row(**cells)])
        assert found[0][field] == after
        assert {name: cell for name, cell in found[0].items() if name != field} == {
            name: cell for name, cell in a_row(**cells).items() if name != field
        }
        assert report.facts["changes"] == {rule: 1}
        said = [(problem.code, problem.severity.value) for problem in report if problem.cause == "changed"]
        assert said == [(rule, "info")]

    @pytest.mark.parametrize(
        "cells",
        [
            {},
            {"base": "сом"},
            {"base": "манат"},
            {"base": "ZZZ"},
            {"base": 5},
            {"value": "1,234"},
            {"value": "1.234"},
            {"value": "450,5 евро"},
            {"value": "n/a"},
            {"value": "+450.5"},
            {"value": "4.5e2"},
            {"value": 450.5},
            {"value": Decimal("450.10")},
            {"nominal": "1.5"},
            {"nominal": "ten"},
            {"on": "03/04/2024"},
            {"on": ""},
            {"inverted": "maybe"},
            {"other": " as it was "},
            {"source": None},
        ],
    )
    def test_is_left_as_it_is_where_nothing_else_is_sure(self, cells: dict[str, Any]) -> None:
        found, report = rates([a_row(**cells)])
        assert found == [a_row(**cells)]
        assert len(log_of(report)) == 0

    def test_figures_of_a_column_tell_how_the_others_are_meant(self) -> None:
        found, _ = rates([a_row(value="1.234"), a_row(value="450,5", on="2024-03-02")])
        assert [row["value"] for row in found] == ["1234", "450.5"]

    def test_a_figure_that_can_be_read_stays_beside_one_that_cannot(self) -> None:
        found, _ = rates([a_row(value="+450.5"), a_row(value="450,5", on="2024-03-02")])
        assert [row["value"] for row in found] == ["+450.5", "450.5"]

    def test_a_locale_decides_what_the_column_does_not(self) -> None:
        found, _ = rates([a_row(value="1.234")], locale="de")
        assert found[0]["value"] == "1234"
        found, _ = rates([a_row(value="1,234 млн")], locale="ru")
        assert found[0]["value"] == "1234000"

    def test_a_country_decides_on_names_of_money(self) -> None:
        found, _ = rates([a_row(base="сом")], country="UZ")
        assert found[0]["base"] == "UZS"

    def test_the_day_decides_on_money_that_was_replaced(self) -> None:
        rows = [a_row(base="манат", on=on, kind=kind) for on, kind in (("2005-01-01", ""), ("2010", "average"))]
        found, _ = rates(rows, country="TM")
        assert [row["base"] for row in found] == ["TMM", "TMT"]
        found, report = rates([a_row(base="манат", on="2008-12/2009-02", kind="average")], country="TM")
        assert found[0]["base"] == "манат"
        assert report.counts["unknown-code"] == 1

    def test_a_figure_with_a_currency_is_that_of_its_row(self) -> None:
        rows = [a_row(value="450,5 KZT"), a_row(value="450,5 KZT", quote="UZS", on="2024-03-02")]
        found, _ = rates(rows)
        assert [row["value"] for row in found] == ["450.5", "450,5 KZT"]
        found, _ = rates([{name: cell for name, cell in a_row(value="450,5 KZT").items() if name != "quote"}])
        assert found[0]["value"] == "450,5 KZT"


class TestOtherKinds:
    def test_countries_lists_and_units(self) -> None:
        row = {
            "title": "Grain",
            "kind": "Contract",
            "seller": "Казахстан",
            "buyer": "uz",
            "quantity": "1,4 млн",
            "quantity_unit": "тонн",
            "commodities": "1001",
        }
        found, report = normalize([row], "deals", today=TODAY)
        wanted = {"seller": "KZ", "buyer": "UZ", "quantity": "1400000", "quantity_unit": "t", "kind": "contract"}
        assert {name: found[0][name] for name in wanted} == wanted
        assert report.facts["changes"]["unit"] == 1

    def test_lists_of_countries_in_one_cell(self) -> None:
        row = {"reference": "a", "title": "b", "lender": "c", "countries": "Казахстан; Uzbekistan"}
        found, _ = normalize([row, {**row, "reference": "d", "countries": "KZ, Nowhere"}], "memoranda")
        assert [row["countries"] for row in found] == ["KZ|UZ", "KZ, Nowhere"]

    def test_periods_of_a_year_that_are_numbers(self) -> None:
        frame = pd.DataFrame({"origin": ["Russia"], "destination": ["TJ"], "period": [2023.0], "amount": [5.5]})
        frame["amount_currency"], frame["measure"] = "USD", "inflow"
        found, _ = normalize(frame, "remittances")
        assert found["period"].tolist() == ["2023"]
        assert found["origin"].tolist() == ["RU"]


class TestColumns:
    def test_headers_become_fields_in_their_order_and_others_stay_behind(self) -> None:
        found, report = rates(
            [{"note": "x", "Курс": "450.12", "Дата": "2024-03-01", "Валюта": "USD"}],
            columns={"base": "Валюта"},
            constants={"quote": "тенге", "nominal": 1},
        )
        assert list(found[0]) == ["base", "quote", "value", "nominal", "on", "note"]
        assert [*found[0].values()] == ["USD", "KZT", "450.12", "1", "2024-03-01", "x"]
        assert changes(report)[:5] == [
            (None, "base", "Валюта", "base", "header"),
            (None, "value", "Курс", "value", "header"),
            (None, "on", "Дата", "on", "header"),
            (None, "quote", None, "KZT", "constant"),
            (None, "nominal", None, "1", "constant"),
        ]

    def test_a_column_that_is_no_field_never_takes_the_name_of_one(self) -> None:
        rows = [a_row(**{"Валюта": "EUR", "base (2)": "x"})]
        found, report = rates(rows, columns={"base": "Валюта"})
        assert list(found[0]) == ["base", "quote", "value", "on", "base (3)", "base (2)"]
        assert (found[0]["base"], found[0]["base (3)"]) == ("EUR", "USD")
        assert replay(rows, log_of(report)).to_pylist()[0] == found[0]

    def test_headers_may_change_places(self) -> None:
        rows = [a_row(base="KZT", quote="USD")]
        found, report = rates(rows, columns={"base": "quote", "quote": "base"})
        assert (found[0]["base"], found[0]["quote"]) == ("USD", "KZT")
        assert replay(rows, log_of(report)).select(found[0]).to_pylist() == found

    def test_what_is_missing_is_said_and_what_is_there_is_written(self) -> None:
        found, report = rates([{"base": "usd", "value": "450,12"}] * 2)
        assert found == [{"base": "USD", "value": "450.12"}] * 2
        assert [problem.code for problem in report.of_severity("error")] == ["missing-column"] * 2

    def test_a_constant_has_to_be_one(self) -> None:
        with pytest.raises(InvalidValueError, match="quote must be the code of a currency"):
            rates([{"base": "USD"}], constants={"quote": "сом"})


class TestDuplicates:
    ROWS = (a_row(), a_row(value="450.1200", note="b"), a_row(value="450,12"), a_row(value="451", note="b"), a_row())

    def test_rows_that_are_the_same_go_and_are_counted(self) -> None:
        found, report = rates([a_row(), a_row(on="2024-03-02"), a_row(value="450,12")])
        assert [row["on"] for row in found] == ["2024-03-01", "2024-03-02"]
        row, column, before, after, rule = changes(report)[-1]
        assert (row, column, after, rule) == (3, None, None, "duplicate-row")
        assert json.loads(before) == {**USUAL, "value": "450.12"}
        assert (report.facts["rows"], report.facts["rows_given_back"]) == (3, 2)
        assert report.ok

    def test_the_log_has_what_a_row_said_that_went(self) -> None:
        rows = [a_row(base="usd", x=1), a_row(value="451", x=2.5, note=None), a_row(value="452", x="é")]
        found, report = rates(rows, duplicates="first")
        gone = {change.row: json.loads(str(change.before)) for change in log_of(report) if change.column is None}
        assert gone == {2: a_row(value="451", x="2.5"), 3: a_row(value="452", x="é")}
        assert "é" in str(log_of(report).to_csv())
        assert [_text(row) for row in replay(rows, log_of(report)).to_pylist()] == [_text(row) for row in found]
        assert [each.value for each in report if each.message == "the row is left out"] == [None, None]

    def test_none_goes_where_nothing_is_fixed_or_the_rule_is_left_out(self) -> None:
        for found, report in (rates([a_row()] * 2, fix="none"), rates([a_row()] * 2, skip=["duplicate-row"])):
            assert len(found) == 2
            assert len(log_of(report)) == 0

    def test_none_goes_that_says_more(self) -> None:
        found, report = rates([a_row(other="x"), a_row(other="y")])
        assert len(found) == 2
        assert report.counts["duplicate-row"] == 1

    def test_none_goes_of_which_a_cell_cannot_be_read(self) -> None:
        found, _ = rates([a_row(on="")] * 2)
        assert len(found) == 2

    @pytest.mark.parametrize(
        ("keep", "values"),
        [("refuse", ["450.12", "450.1200", "451"]), ("first", ["450.12"]), ("last", ["450.12"])],
    )
    def test_rows_that_differ_are_settled_by_the_caller(self, keep: Any, values: list[str]) -> None:
        found, report = rates(self.ROWS, duplicates=keep)
        assert [row["value"] for row in found] == values
        assert sum(report.facts["changes"].get(f"duplicate-{end}", 0) for end in ("row", "with-other-value")) == (
            5 - len(values)
        )


class TestWhatIsSuspected:
    CLEAN = clean_rates(("USD", "KRW"), days=60)

    @pytest.mark.parametrize("code", ["inverted", "nominal-lost", "nominal-twice", "decimal-shifted"])
    def test_is_changed_only_when_asked_for(self, code: str) -> None:
        wrong = seeded(self.CLEAN, code, share="0.02", seed=5)
        for fix in ("none", "sure"):
            found, report = rates(wrong.rates, fix=fix)
            assert found == wrong.rates
            assert report.counts[code] == len(wrong.rows)
            assert len(log_of(report)) == 0
        found, report = rates(wrong.rates, fix="suspected")
        assert report.facts["changes"] == {code: len(wrong.rows)}
        assert report.ok
        if code != "inverted":  # which is printed as it was, and marked
            assert [rate.per_unit for rate in found] == [rate.per_unit for rate in self.CLEAN]

    def test_rows_that_would_be_no_record_are_left_alone(self) -> None:
        rows = [to_row(rate) | {"decimals": "2"} for rate in clean_rates(("USD",), days=60)]
        rows[20]["value"] = rows[20]["value"].replace(".", "")
        wrong = [{**row, "decimals": "0"} if number == 20 else row for number, row in enumerate(rows)]
        found, report = rates(wrong, fix="suspected")
        assert found == wrong
        assert not report.ok

    def test_amounts_of_money_and_lists_are_put_into_their_columns(self) -> None:
        operation: Any = next(each for each in clean_financing() if getattr(each, "top_ups", ()))
        topped = operation.top_ups[0].amount
        amount = str(operation.amount.amount + topped.amount)
        wrong = {name: cell for name, cell in (to_row(operation) | {"amount": amount}).items() if cell}
        found, report = normalize([wrong], "financing", today=TODAY, fix="suspected")
        assert [change.rule for change in log_of(report)] == ["top-up-twice"]
        assert found[0]["amount"] == str(operation.amount.amount)
        ordered = next(each for each in clean_financing() if len(getattr(each, "stages", ())) > 1)
        stages = to_row(ordered)["stages"]
        wrong = to_row(ordered) | {"stages": json.dumps([*reversed(json.loads(stages))])}
        found, report = normalize([wrong], "financing", today=TODAY, fix="suspected")
        assert [(change.rule, change.column) for change in log_of(report)] == [("stage-order", "stages")]
        assert json.loads(found[0]["stages"]) == json.loads(stages)

    def test_what_does_not_come_to_rest_stays(self) -> None:
        def turn(data: Data, _: Context) -> list[Hits]:
            is_turned = bool(data.value("inverted", 0))
            return [Hits(np.array([0]), lambda _: Told("is turned", change={"inverted": not is_turned, "none": 1}))]

        rule = Rule(code="turned", title="", severity=Severity.ERROR, kinds=("rates",), why="", source="", check=turn)
        asked = Asked.of(
            "rates",
            fix="suspected",
            duplicates="refuse",
            direction=None,
            nominal=None,
            restate=False,
            only=None,
            skip=(),
            today=TODAY,
            rates=None,
            more={},
            country=None,
            locale=None,
            most=5,
        )
        source = opened([a_row()])
        table = Table(source, asked, columns=None, constants={})
        draft, _ = _settled(table, attrs.evolve(asked, rules=(rule,)))
        assert draft.logbook.total == 0


class TestTheReport:
    def test_counts_all_and_shows_some(self) -> None:
        _, report = rates([a_row(value="450,12", on=f"2024-03-{day:02}") for day in range(1, 31)], most=2)
        assert report.counts["numeral"] == 30
        assert len(report.where(code="numeral").problems) == 2
        assert len(log_of(report)) == 30

    def test_says_of_each_change_what_it_was(self) -> None:
        _, report = rates([{"Курс": " ", "base": "usd"}], constants={"quote": "KZT", "on": "2024-03-01"})
        said = [problem.message for problem in report if problem.cause == "changed"]
        assert said == [
            "the column is new, and has 'KZT' in all rows",
            "the column is new, and has '2024-03-01' in all rows",
            "the column 'Курс' is called value",
            "there is nothing in the cell",
            "is written as 'USD'",
        ]

    def test_tells_of_rows_left_out_and_types_changed(self) -> None:
        row = a_row(kind="average", on=2024)
        _, report = rates([row, row])
        messages = [problem.message for problem in report if problem.cause == "changed"]
        assert messages == ["the column has the type string, and had int64", "the row is left out"]

    def test_can_be_written(self) -> None:
        _, report = rates([a_row(value="450,12")])
        assert '"log": "1 change: 1 numeral"' in report.to_json()

    def test_has_a_log_that_others_have_not(self) -> None:
        with pytest.raises(InvalidValueError, match="one that normalize gave"):
            log_of(Report.of())


class TestWhatCannotBe:
    @pytest.mark.parametrize(
        ("asked", "error", "match"),
        [
            ({"fix": "all"}, InvalidValueError, "fix must be one of 'none', 'sure', 'suspected'"),
            ({"duplicates": "any"}, InvalidValueError, "duplicates must be one of"),
            ({"nominal": 100}, InvalidValueError, "nominal must be 1"),
            ({"nominal": True}, InvalidValueError, "nominal must be 1"),
            ({"direction": "ZZZ"}, UnknownCodeError, "ZZZ"),
            ({"kind": "trade", "direction": "KZT"}, InvalidValueError, "rates have one, trade have not"),
            ({"kind": "prices"}, InvalidValueError, "kind must be"),
            ({"country": "ZZ"}, UnknownCodeError, "ZZ"),
            ({"locale": "zz_ZZ"}, UnknownCodeError, "zz_ZZ"),
            ({"only": ["no-rule"]}, UnknownCodeError, "no-rule"),
            ({"restate": "never"}, CentralAsiaError, "restate"),
            ({"constants": {"no_field": 1}}, InvalidValueError, "no_field"),
            ({"data": 5}, WrongTypeError, "data"),
            ({"data": {"base": ["USD"]}}, WrongTypeError, "data"),
        ],
    )
    def test_is_refused(self, asked: dict[str, Any], error: type[CentralAsiaError], match: str) -> None:
        with pytest.raises(error, match=match):
            normalize(**{"data": [a_row()], "kind": "rates", "today": TODAY, **asked})


_TEXTS: dict[str, list[str | None]] = {
    "base": ["USD", "usd", " EUR", "доллар США", "сом", "SDR", "", None, "рубль"],
    "quote": ["KZT", "тенге", "UZS", "KZT "],
    "value": ["450.12", "450,12", "1 450,12", "1.234", "1,234", "1,4 млн", "-5", "n/a", "", None, "450 KZT"],
    "on": ["2024-03-01", "01.03.2024", "3/4/2024", "31/12/2024", "2024-Q3", "2 марта 2024", "", "never"],
    "nominal": ["1", "100", "1 000", "100.0", "x", None, "1000"],
    "kind": ["official", "Official", "END OF PERIOD", None],
    "inverted": ["true", "no", None, "false"],
    "source": ["nbk", " nbk ", None],
    "other": ["a", " a ", None],
}
rows_of_texts = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in _TEXTS.items()}), max_size=8
)
ways = st.fixed_dictionaries(
    {},
    optional={
        "fix": st.sampled_from(["none", "sure", "suspected"]),
        "direction": st.sampled_from(["KZT", "base", "USD"]),
        "nominal": st.just(1),
        "restate": st.sampled_from([True, "2009-06-01"]),
        "duplicates": st.sampled_from(["refuse", "first", "last"]),
    },
)
FORMS = frozenset({"unknown-code", "unreadable-value", "unreadable-day", "ambiguous-date", "ambiguous-number"})


def fixed(report: Report) -> set[tuple[int, str]]:
    """Give the rows, and the codes of rules, of what the report says was put right."""
    return {(change.row, change.rule) for change in log_of(report) if change.row is not None}


class TestLaws:
    @settings(max_examples=15)
    @given(rows_of_texts, ways)
    def test_normalised_twice_is_normalised_once(self, rows: list[dict[str, Any]], way: dict[str, Any]) -> None:
        once, _ = rates(rows, **way)
        twice, report = rates(once, **way)
        assert twice == once
        assert len(log_of(report)) == 0

    @settings(max_examples=15)
    @given(rows_of_texts, ways)
    def test_the_log_makes_the_output_of_the_input(self, rows: list[dict[str, Any]], way: dict[str, Any]) -> None:
        found, report = rates(rows, **way)
        log = log_of(report)
        assert _filled(replay(rows, log).to_pylist()) == _filled(found)
        assert all(change.before != change.after or change.column is None for change in log)
        assert len(found) == len(rows) - sum(change.row is not None and change.column is None for change in log)

    @settings(max_examples=12)
    @given(rows_of_texts, ways)
    def test_what_was_put_right_is_no_problem_any_more(self, rows: list[dict[str, Any]], way: dict[str, Any]) -> None:
        found, report = rates(rows, **{**way, "fix": "none"})
        left = validate(found, "rates", today=TODAY, most=1000)
        cells = {(change.row, change.column) for change in log_of(report)}
        assert not [each for each in left if each.code in FORMS and (each.row, each.column) in cells]

    @settings(max_examples=6)
    @given(st.data())
    def test_no_named_fault_is_left_that_was_put_right(self, data: st.DataObject) -> None:
        clean = data.draw(rate_datasets())
        code = data.draw(st.sampled_from(sorted(CORRUPTIONS)))
        wrong = seeded(clean, code, share="0.01", seed=data.draw(st.integers(0, 9)))
        found, report = rates(wrong.rates, fix="suspected")
        again, second = rates(found, fix="suspected")
        assert again == found
        assert len(log_of(second)) == 0
        if len(found) == len(wrong.rates):
            left = validate(found, "rates", today=TODAY, most=1000)
            assert not fixed(report) & {(each.row, each.code) for each in left}

    @settings(max_examples=4)
    @given(rate_datasets(), st.sampled_from([{"direction": "KZT"}, {"direction": "base"}, {"nominal": 1}]))
    def test_prices_stay_what_they_were(self, clean: Sequence[ExchangeRate], way: Mapping[str, Any]) -> None:
        found, _ = rates(clean, **way)
        for before, after in zip(clean, found, strict=True):
            same = after if after.base is before.base else after.inverse()
            assert (same.per_unit, same.bounds, same.side) == (before.per_unit, before.bounds, before.side)
        if "nominal" in way:
            assert {rate.nominal for rate in found} == {1}

    @settings(max_examples=40)
    @given(st.binary(max_size=200), st.sampled_from(sorted(KINDS)))
    def test_any_bytes_are_a_table_or_an_error_of_ours(self, data: bytes, kind: str) -> None:
        try:
            _, report = normalize(data, kind, today=TODAY, fix="suspected")
        except CentralAsiaError:
            return
        assert isinstance(log_of(report), Log)

    @settings(max_examples=40)
    @given(
        st.lists(
            st.dictionaries(
                st.sampled_from([*USUAL, "nominal", "decimals", "x"]),
                st.none()
                | st.booleans()
                | st.integers()
                | st.floats()
                | st.text(max_size=5)
                | st.decimals()
                | st.dates()
                | st.datetimes()
                | st.timedeltas()
                | st.times()
                | st.binary(max_size=3)
                | st.lists(st.integers(), max_size=2),
            ),
            max_size=4,
        ),
        ways,
    )
    def test_any_cells_are_a_table_or_an_error_of_ours(self, rows: list[dict[str, Any]], way: dict[str, Any]) -> None:
        try:
            _, report = rates(rows, **way)
        except CentralAsiaError:
            return
        assert isinstance(log_of(report), Log)


def _text(row: dict[str, Any]) -> dict[str, str]:
    return {name: str(cell) for name, cell in row.items() if cell is not None}


def _filled(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give rows as texts, without the cells in which nothing stands."""
    return [{name: cell for name, cell in row.items() if cell is not None} for row in rows]


def test_a_table_of_rates_comes_back_as_one() -> None:
    table = RateTable.of(clean_rates(("USD",), days=5))
    found, report = rates(table)
    assert isinstance(found, RateTable)
    assert found == table
    assert len(log_of(report)) == 0
