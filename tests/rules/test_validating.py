"""One call for a table: what goes in, what is found, what is said of it."""

import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from inspect import signature
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import centralasia as ca
from centralasia.diagnosis import Cause, Verdicts
from centralasia.errors import (
    CentralAsiaError,
    InvalidValueError,
    MissingExtraError,
    ReaderError,
    UnknownCodeError,
    WrongTypeError,
)
from centralasia.reference import calendars
from centralasia.rules.data import _KEYWORDS, _MORE
from centralasia.rules.kinds import kind_named
from centralasia.rules.named import told_of
from centralasia.rules.quotes import quotes_of
from centralasia.rules.validating import gathered
from centralasia.tables import matched, opened

TODAY = "2024-06-01"
ROWS = [
    {"base": "USD", "quote": "KZT", "on": "2024-03-01", "value": "450.12", "source": "a bank"},
    {"base": "USD", "quote": "KZT", "on": "2024-03-04", "value": "451.33", "source": "a bank"},
    {"base": "KZZ", "quote": "KZT", "on": "2024-03-04", "value": "-451.33", "source": "a bank"},
]
FOUND = [(3, "impossible-value"), (3, "unknown-code")]


def found(report: ca.Report) -> list[tuple[int | None, str]]:
    return sorted((problem.row, problem.code) for problem in report)


def validated(data: object, **more: Any) -> ca.Report:
    return ca.validate(data, "rates", today=TODAY, **more)


def as_csv(rows: list[dict[str, str]], mark: str = ",") -> str:
    return "\n".join([mark.join(rows[0]), *(mark.join(row.values()) for row in rows)]) + "\n"


MAKERS: dict[str, Callable[[], Any]] = {
    "mappings": lambda: ROWS,
    "a generator": lambda: iter(ROWS),
    "polars": lambda: pl.DataFrame(ROWS),
    "polars lazily": lambda: pl.LazyFrame(ROWS),
    "polars in categories": lambda: pl.DataFrame(ROWS).with_columns(pl.col("base", "quote").cast(pl.Categorical)),
    "pandas": lambda: pd.DataFrame(ROWS),
    "pyarrow": lambda: pa.Table.from_pylist(ROWS),
    "figures": lambda: pl.DataFrame(ROWS).with_columns(pl.col("value").cast(pl.Float64), pl.col("on").str.to_date()),
    "decimals": lambda: pl.DataFrame(ROWS).with_columns(pl.col("value").cast(pl.Decimal(18, 4))),
}


@pytest.mark.parametrize("maker", MAKERS)
def test_any_table_gives_the_same(maker: str) -> None:
    assert found(validated(MAKERS[maker]())) == FOUND


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_rows_of_files_are_lines(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(as_csv(ROWS, mark), "utf-8")
    assert found(validated(path)) == [(4, "impossible-value"), (4, "unknown-code")]
    assert found(validated(path.read_bytes())) == found(validated(str(path)))


def test_records_and_tables_are_taken() -> None:
    rates = [ca.ExchangeRate(**row) for row in ROWS[:2]]  # type: ignore[arg-type]
    assert validated(rates).ok
    assert validated(ca.RateTable.of(rates)).ok


@pytest.mark.parametrize(
    "values",
    [
        [450.12, "450,12"],
        ["450.12", 450.12],
        [Decimal("450.12"), Decimal("450.1234")],
        [450, 450.12],
        [450.12, float("nan")],
        [None, 450.12],
        [450.12, None, "-450.12"],
        [True, 450.12],
        [date(2024, 3, 1), "450.12"],
    ],
)
def test_parts_of_records_may_have_figures_of_several_types(
    monkeypatch: pytest.MonkeyPatch, values: list[object]
) -> None:
    rows = [
        {"base": "USD", "quote": "KZT", "on": "2024-03-01", "source": f"{place} {row}", "value": value}
        for place, value in enumerate(values)
        for row in range(5)
    ]
    at_once = list(validated(rows))
    monkeypatch.setattr("centralasia.tables.rows._CELLS", 5 * len(rows[0]))
    assert list(validated(iter(rows))) == at_once


def test_a_finding_names_place_value_and_way_out() -> None:
    problem = next(each for each in validated(ROWS) if each.code == "unknown-code")
    assert (problem.row, problem.column, problem.value) == (3, "base", "KZZ")
    assert problem.fix == "did you mean 'KZT' or 'ZRZ'?"


def test_a_column_is_named_as_the_table_has_it() -> None:
    rows = [{"Базовая валюта": "USD", "Валюта котировки": "KZT", "Дата": "2024-03-01", "Курс": "-1"}]
    columns = {"base": "Базовая валюта", "quote": "Валюта котировки"}
    (problem,) = validated(rows, columns=columns)
    assert (problem.column, problem.value) == ("Курс", "-1")


def test_what_all_rows_share_needs_no_column() -> None:
    rows = [{"currency": "USD", "date": "2024-03-01", "rate": "450"}]
    assert validated(rows, columns={"base": "currency"}, constants={"quote": "KZT", "source": "a bank"}).ok
    report = validated(rows, columns={"base": "currency"})
    assert [(each.code, each.column) for each in report if each.code == "missing-column"] == [
        ("missing-column", "quote")
    ]


def test_keywords_that_may_be_meant_are_those_of_both_calls() -> None:
    named = {*signature(ca.validate).parameters, *signature(ca.normalize).parameters} - {"data", "kind", "more"}
    assert {*_KEYWORDS} == named | {*_MORE}


def test_what_no_rule_knows_is_said() -> None:
    report = validated(ROWS, memoranda=(), colour="green")
    assert report.facts["not_used"] == "colour"
    assert "not_used" not in validated(ROWS, memoranda=()).facts


def test_a_constant_that_hides_a_column_is_said() -> None:
    report = validated(ROWS[:2], constants={"quote": "KZT"})
    assert [(each.code, each.column) for each in report] == [("constant-over-column", "quote")]


def test_findings_are_counted_and_some_are_shown() -> None:
    rows = [{**ROWS[0], "value": "-1", "on": str(date.fromordinal(738_000 + n))} for n in range(500)]
    report = validated(rows, most=3)
    assert report.counts["impossible-value"] == 500
    assert len([each for each in report if each.code == "impossible-value"]) == 3


def test_rules_can_be_chosen() -> None:
    assert found(validated(ROWS, only=["unknown-code"])) == [(3, "unknown-code")]
    assert found(validated(ROWS, skip=["unknown-code"])) == [(3, "impossible-value")]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: ca.validate(ROWS, "moon"), InvalidValueError, "kind must be one of rates, remittances"),
        (lambda: ca.validate(ROWS, 5), WrongTypeError, "kind must be a text"),  # type: ignore[arg-type]
        (lambda: validated(ROWS, only=["unknown-kode"]), UnknownCodeError, "did you mean 'unknown-code'"),
        (lambda: validated(ROWS, skip=["no-such"]), UnknownCodeError, "rules for rates"),
        (lambda: validated(ROWS, columns={"rate": "value"}), InvalidValueError, "of the fields"),
        (lambda: validated(ROWS, columns={"value": "price"}), InvalidValueError, "a header of the table"),
        (lambda: validated(ROWS, constants={"nominal": "ten"}), InvalidValueError, "a whole number"),
        (lambda: validated("no such file.csv"), ReaderError, "there is no such file"),
        (lambda: validated(5), WrongTypeError, "data must be"),
        (lambda: validated(pd.Series([1.0])), InvalidValueError, "data must be a frame"),
        (lambda: validated(ROWS, only="inverted"), WrongTypeError, "a list of codes of rules"),
        (lambda: validated(ROWS, skip=5), WrongTypeError, "a list of codes of rules"),
        (lambda: validated(ROWS, columns="x"), WrongTypeError, "columns must be a mapping"),
        (lambda: validated(ROWS, constants=5), WrongTypeError, "constants must be a mapping"),
        (lambda: validated(ROWS, rates="x"), WrongTypeError, "rates must be a RateTable"),
        (lambda: validated(ROWS, tody=TODAY), InvalidValueError, "did you mean today"),
        (lambda: validated(ROWS, memorandum=()), InvalidValueError, "did you mean memoranda"),
        (lambda: validated(ROWS, most=0), InvalidValueError, "at least 1"),
    ],
)
def test_what_cannot_be_done_is_said(call: Callable[[], object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"base,quote,on,value\n",
        b"\x00\xff\xfe" * 50,
        b"PK\x03\x04 no workbook",
        b"{",
        b"[1, 2]",
        [],
        pl.DataFrame(),
    ],
)
def test_tables_with_nothing_in_them_are_findings_or_refused(data: object) -> None:
    try:
        report = validated(data)
    except CentralAsiaError:
        return
    assert report.facts.get("rows", 0) == 0 or not report.ok


class TestCells:
    @pytest.mark.parametrize(
        ("cells", "code"),
        [
            ({"value": ""}, "missing-value"),
            ({"base": " "}, "missing-value"),
            ({"value": "NaN"}, "unreadable-value"),
            ({"value": "inf"}, "unreadable-value"),
            ({"value": "abc"}, "unreadable-value"),
            ({"value": "0"}, "impossible-value"),
            ({"value": "0.000"}, "impossible-value"),
            ({"value": "1,234"}, "ambiguous-number"),
            ({"nominal": "0"}, "impossible-value"),
            ({"nominal": "ten"}, "unreadable-value"),
            ({"on": "2024-13-01"}, "unreadable-day"),
            ({"on": "03/04/2024"}, "ambiguous-date"),
            ({"on": "2034-03-01"}, "future-day"),
            ({"base": "usd"}, "unknown-code"),
            ({"base": "SDR"}, "unit-of-account"),
            ({"base": "points"}, "unit-of-account"),
            ({"kind": "offical"}, "unknown-code"),
            ({"base": "KZT"}, "impossible-record"),
            ({"kind": "average"}, "impossible-record"),
            ({"on": "2024-Q1"}, "impossible-record"),
            ({"decimals": "1"}, "impossible-record"),
            ({"base": "AZM"}, "withdrawn-code"),
            ({"on": "1992-03-02"}, "withdrawn-code"),
            ({"value": "5e2"}, None),
            ({"value": "+450.120"}, None),
            ({"value": "450,12"}, None),
            ({"value": "1 450,12"}, None),
            ({"on": "01.03.2024"}, None),
            ({"on": "14/03/2024"}, None),
        ],
        ids=str,
    )
    def test_what_is_said_of_a_cell(self, cells: dict[str, str], code: str | None) -> None:
        report = validated([{"nominal": "1", **ROWS[0], **cells}])
        assert [each.code for each in report if each.code != "far-from-reference"] == ([code] if code else [])

    @pytest.mark.parametrize(("nominal", "code"), [(1.0, None), (Decimal("1.0"), None), (1.5, "unreadable-value")])
    def test_whole_numbers_may_come_as_others(self, nominal: object, code: str | None) -> None:
        report = validated([{**ROWS[0], "nominal": nominal}])
        assert [each.code for each in report] == ([code] if code else [])

    def test_what_is_no_text_where_one_should_be(self) -> None:
        assert [each.code for each in validated([{**ROWS[0], "base": 5}])] == ["unknown-code"]

    def test_a_day_is_no_period(self) -> None:
        row = {"origin": "RU", "destination": "UZ", "period": "2023", "amount": "11400000000", "currency": "USD"}
        (problem,) = ca.validate(
            [{**row, "measure": "personal_transfers", "source_day": "2024-Q1"}], "remittances", today=TODAY
        )
        assert (problem.code, problem.column, problem.value) == ("unreadable-day", "source_day", "2024-Q1")

    @pytest.mark.parametrize(
        ("value", "code"),
        [(float("nan"), "missing-value"), (float("inf"), "unreadable-value"), (-1.5, "impossible-value")],
    )
    def test_figures_that_are_none(self, value: float, code: str) -> None:
        frame = pl.DataFrame([{**ROWS[0], "value": value}])
        assert [each.code for each in validated(frame)] == [code]

    def test_figures_may_be_in_categories(self) -> None:
        frame = pl.DataFrame([{**row, "value": "-1"} for row in ROWS[:2]]).with_columns(
            pl.col("value").cast(pl.Categorical)
        )
        assert [each.value for each in validated(frame)] == ["-1", "-1"]

    def test_a_nominal_beyond_all_floats(self) -> None:
        assert "unusual-nominal" not in validated([{**ROWS[0], "nominal": 10**400}, ROWS[1]]).counts

    def test_a_whole_column_tells_how_a_cell_is_meant(self) -> None:
        values = ["1.234", "1.240,5", "1.238,7"]
        rows = [
            {**ROWS[0], "base": "GBP", "on": f"2024-03-{day:02}", "value": value} for day, value in enumerate(values, 4)
        ]
        report = validated(rows)
        assert report.ok
        assert report.facts["decimal"] == ","

    def test_days_in_several_forms_are_read_and_said(self) -> None:
        days = ["2024-03-04", "05.03.2024", "03/13/2024"]
        report = validated([{**ROWS[0], "on": day} for day in days])
        assert list(report.counts) == ["mixed-date-forms"]


class TestRowsTogether:
    def test_keys_that_are_too_many_for_one_number(self, monkeypatch: pytest.MonkeyPatch) -> None:
        rows = [*ROWS, {**ROWS[0], "value": "450.120"}, {**ROWS[1], "value": "45133"}, {**ROWS[1], "source": "another"}]
        at_once = list(validated(rows))
        monkeypatch.setattr("centralasia.rules.structure._MOST", 2)
        monkeypatch.setattr("centralasia.rules.quotes._MOST", 2)
        assert list(validated(rows)) == at_once

    def test_a_row_that_is_there_twice(self) -> None:
        report = validated([ROWS[0], ROWS[1], {**ROWS[0], "value": "450.120"}])
        assert [(each.row, each.code) for each in report] == [(3, "duplicate-row")]
        assert "row 1" in report.problems[0].message

    def test_two_rows_that_contradict(self) -> None:
        report = validated([ROWS[0], ROWS[1], {**ROWS[0], "value": "450.13"}])
        (problem,) = report
        assert (problem.row, problem.code, problem.value) == (3, "duplicate-with-other-value", "450.13")
        assert "'450.12'" in problem.message

    @pytest.mark.parametrize(("value", "code"), [("", "missing-value"), ("about 5", "unreadable-value")])
    def test_what_cannot_be_read_is_no_other_value(self, value: str, code: str) -> None:
        assert found(validated([{**ROWS[0], "value": value}, ROWS[0]])) == [(1, code)]
        assert found(validated([ROWS[0], {**ROWS[0], "value": value}])) == [(2, code)]

    def test_rows_that_share_an_unknown_code_share_a_key(self) -> None:
        report = validated([{**ROWS[0], "base": "XQQ"}, {**ROWS[0], "base": "XQQ"}])
        assert report.counts["duplicate-row"] == 1

    def test_the_same_day_written_in_two_ways_is_one(self) -> None:
        report = validated([ROWS[0], {**ROWS[0], "on": "01.03.2024"}])
        assert "duplicate-row" in report.counts

    def test_the_day_and_the_figure_may_be_shared_by_all_rows(self) -> None:
        rows = [{"base": "USD", "quote": "KZT"}, {"base": "USD", "quote": "KZT"}, {"base": "KZT", "quote": "KZT"}]
        report = validated(rows, constants={"on": "2024-03-01", "value": "450.12", "source": "a bank"})
        assert [(each.row, each.code) for each in report] == [(2, "duplicate-row"), (3, "impossible-record")]


def test_a_figure_is_shown_as_it_stood() -> None:
    report = validated([{**ROWS[0], "value": "-0.50"}, {**ROWS[1], "value": Decimal("-7.00")}])
    assert [each.value for each in report] == ["-0.50", "-7.00"]


class TestFixes:
    @pytest.mark.parametrize(
        ("rows", "fixes"),
        [
            ([("TMT", "2007-03-04", "2.85")], {("withdrawn-code", None)}),
            ([("TMT", "2007-03-04", "5200")], {("withdrawn-code", "take TMM if the figure is in it")}),
            ([("TMM", "2024-03-04", "17500")], {("withdrawn-code", None)}),
            (
                [("TMM", "2024-03-04", "3.5")],
                {("withdrawn-code", "take TMT if the figure is in it"), ("decimal-shifted", None)},
            ),
            ([("AZM", "2024-03-04", "1.7")], {("withdrawn-code", "take AZN if the figure is in it")}),
            (
                [("TMT", "2007-03-04", "2.85"), ("TMT", "2024-03-05", "17500")],
                {("withdrawn-code", None), ("decimal-shifted", None)},
            ),
        ],
    )
    def test_a_fix_leads_to_what_was_usual(self, rows: list[tuple[str, str, str]], fixes: set[Any]) -> None:
        given = [{**ROWS[0], "quote": quote, "on": on, "value": value} for quote, on, value in rows]
        only = ["withdrawn-code", "decimal-shifted"]
        assert {(each.code, each.fix) for each in validated(given, only=only)} == fixes

    def test_a_price_printed_the_other_way_round_is_near_too(self) -> None:
        row = {**ROWS[0], "quote": "TMT", "on": "2007-03-04", "value": "0.00019231", "inverted": "true"}
        (problem,) = validated([row], only=["withdrawn-code"])
        assert problem.fix == "take TMM if the figure is in it"

    @pytest.mark.parametrize(("since", "fixes"), [(9, 6), (5, 0)])
    def test_columns_that_may_have_been_exchanged_before_are_left_alone(self, since: int, fixes: int) -> None:
        dollars = [450.12, 451.33, 450.87, 451.20, 450.44, 449.95, 450.61, 451.38, 452.02, 451.57, 450.93, 451.12]
        rows = []
        for day, dollar in enumerate(dollars):
            pair = (dollar, dollar * 1.084) if day < since else (dollar * 1.084, dollar)
            rows += [
                {**ROWS[0], "base": base, "on": f"2024-03-{day + 4:02}", "value": f"{value:.2f}"}
                for base, value in zip(("USD", "EUR"), pair, strict=True)
            ]
        found_ = [each for each in validated(rows) if each.code == "swapped-columns"]
        assert len(found_) == 2 * min(since, len(dollars) - since)
        assert sum(each.fix is not None for each in found_) == fixes

    def test_who_says_what_was_usual_is_said(self) -> None:
        (problem,) = validated([{**ROWS[0], "value": "0.002222"}])
        assert problem.message.startswith(
            "by the rates that ship, or those to compare with, the pair was worth about 4"
        )

    def test_a_figure_that_is_not_known_says_nothing_against_a_code(self) -> None:
        (problem, _) = validated([{**ROWS[0], "quote": "TMT", "on": "2007-03-04", "value": ""}])
        assert problem.code == "missing-value"


class TestSeries:
    DAYS = tuple(f"2024-03-{day:02}" for day in (4, 5, 6, 7, 8, 11, 12, 13))

    def rows(self, values: list[Any]) -> list[dict[str, Any]]:
        return [
            {**ROWS[0], "base": "CNY", "on": day, "value": value} for day, value in zip(self.DAYS, values, strict=True)
        ]

    def test_a_float_has_the_decimals_of_its_series(self) -> None:
        values = [0.4987, 0.4991, 0.5, 0.5012, 0.5008, 0.5003, 0.4998, 0.4995]
        frame = pl.DataFrame(self.rows(values))
        assert "too-few-significant-digits" not in validated(frame).counts
        assert "too-few-significant-digits" in validated(self.rows([*map(str, values)])).counts
        assert "too-few-significant-digits" in validated(pl.DataFrame(self.rows([0.5] * 8))).counts

    def test_a_float_of_a_row_that_is_in_no_series(self) -> None:
        frame = pl.DataFrame([{**ROWS[0], "base": "KZT", "value": 0.5}])
        assert "too-few-significant-digits" not in validated(frame).counts

    def test_days_that_have_not_come_say_nothing_of_others(self) -> None:
        rows = self.rows(["62.45", "62.51", "62.48", "62.60", "62.55", "62.58", "62.61", "62.59"])
        rows[3]["on"] = "2124-03-07"
        assert list(validated(rows).counts) == ["future-day"]

    def test_beside_parity_nobody_can_tell_a_price_from_its_inverse(self) -> None:
        values = ["0.8930", "0.8921", "0.8915", "0.8927", "1.1200", "1.1212", "1.1195", "1.1209"]
        rows = [{**row, "quote": "KGS", "base": "RUB"} for row in self.rows(values)]
        assert "inverted" not in validated(rows).counts

    def test_what_nobody_asks_for_explains_nothing(self) -> None:
        values = ["62.45", "62.51", "62.48", "62.60", "62.55", "62.58", "62.61", "62.59"]
        other = [f"{1 / float(value):.6f}" for value in values]
        other[4] = f"{10 / float(values[4]):.5f}"
        rows = [*self.rows(values), *({**row, "base": "KZT", "quote": "CNY"} for row in self.rows(other))]
        assert found(validated(rows)) == [(13, "decimal-shifted")]
        only = ["inverse-pair-inconsistent", "duplicate-with-other-value"]
        assert found(validated(rows, only=only)) == [(13, "inverse-pair-inconsistent")]
        assert found(validated([*rows, {**rows[0], "value": "62.46"}], only=only)) == [
            (13, "inverse-pair-inconsistent"),
            (17, "duplicate-with-other-value"),
        ]

    def test_rates_to_compare_with_may_lack_a_pair(self) -> None:
        rates = ca.RateTable.of([ca.ExchangeRate(**ROWS[0])])  # type: ignore[arg-type]
        rows = [*ROWS[:2], {**ROWS[0], "quote": "UZS", "value": "12500"}]
        assert validated(rows, rates=rates).ok

    def test_the_crosses_of_its_day_tell_a_slip_at_the_end(self) -> None:
        dollars = [450.12, 450.31, 449.87, 450.55, 450.21, 450.48, 450.02, 450.66]
        euros = [1.0841, 1.0852, 1.0836, 1.0829, 1.0847, 1.0855, 1.0838, 1.0844]
        crosses = [round(each * other, 2) for each, other in zip(dollars, euros, strict=True)]
        crosses[-1] = round(crosses[-1] * 1.2, 2)
        rows = [
            {"base": base, "quote": quote, "on": day, "value": str(value), "source": "a bank"}
            for base, quote, values in (("USD", "KZT", dollars), ("EUR", "USD", euros), ("EUR", "KZT", crosses))
            for day, value in zip(self.DAYS, values, strict=True)
        ]
        assert found(validated(rows)) == [(24, "spike"), (24, "triangle-inconsistent")]

    def test_what_calendars_tell_is_left_out_without_their_library(self, monkeypatch: pytest.MonkeyPatch) -> None:
        days = [date.fromordinal(date(2024, 1, 2).toordinal() + n).isoformat() for n in range(40)]
        rows = [
            {"base": "EUR", "quote": "USD", "source": "ecb", "on": day, "value": f"1.080{min(n, 6)}"}
            for n, day in enumerate(days)
        ]
        calendars._exceptions.cache_clear()
        monkeypatch.setitem(sys.modules, "holidays", None)
        report = validated(rows)
        assert report.facts["not_checked"] == "no-bulletin: " + str(MissingExtraError("calendars", "holidays"))
        assert list(report.counts) == ["stale-run"]
        alone = validated(rows, only=["stale-run"])
        assert alone.facts["not_checked"].startswith("stale-run by the days of bulletins: holidays is not installed")


def test_a_verdict_that_expects_nothing_is_told_without_a_figure() -> None:
    row = {"base": "USD", "quote": "KZT", "on": "2024-03-01", "value": "450.12"}
    source, kind = opened([row]), kind_named("rates")
    data = gathered(source, kind, matched(source.headers, kind.cls), constants={})
    told = told_of(data, quotes_of(data), Verdicts.of([0], Cause.SPIKE), 0)
    assert told.message == "the quotes beside it let one expect another figure"
