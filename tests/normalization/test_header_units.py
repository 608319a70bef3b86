"""Units in headers: "Сумма, млн долл." says of a whole column what a word beside a figure says of one."""

from functools import partial
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centralasia.normalization import log_of, normalize, replay

TODAY = "2026-06-01"
remittances = partial(normalize, kind="remittances", today=TODAY)
FLOW = {"origin": "RU", "destination": "KG", "period": "2019", "measure": "inflow", "source": "cbr"}
GOODS = {"reporter": "KZ", "partner": "CN", "period": "2023", "flow": "export", "commodity": "1001", "source": "x"}
RATE = {"base": "USD", "quote": "KZT", "on": "2024-03-01", "kind": "official"}
KEPT = "header-unit-kept"


def of_amount(header: str, *cells: Any, **others: Any) -> list[dict[str, Any]]:
    """Give rows of flows with one column of amounts."""
    return [{**FLOW, "period": str(2019 + number), header: cell, **others} for number, cell in enumerate(cells)]


class TestAHeader:
    @pytest.mark.parametrize(
        ("header", "cell", "after"),
        [
            ("Сумма, млн долл.", "1 941,5", "1941500000"),
            ("Сумма (в млн.долл.США)", "1 941,5", "1941500000"),
            ("amount (thousand USD)", "2400", "2400000"),
            ("amount (USD, mln)", "0.5", "500000"),
            ("Сумма (млн), долл.", "12", "12000000"),
            ("Сумма, долл. США", "12,5", "12.5"),
            ("Сумма, млн долл.", "4.5e2", "450000000"),
            ("Сумма, млн долл.", "1,5 млрд", "1500000000"),
            ("Сумма, млн долл.", "2 тыс. долл.", "2000"),
            ("Сумма, млн долл.", "н/д", "н/д"),
            ("Сумма, млн долл.", "1e999999999999999999", "1e999999999999999999"),
        ],
    )
    def test_is_applied_to_its_figures(self, header: str, cell: str, after: str) -> None:
        for rows in (of_amount(header, cell, amount_currency="USD"), of_amount(header, cell)):
            found, report = remittances(rows)
            assert (found[0]["amount"], found[0]["amount_currency"]) == (after, "USD")
            assert not {"header-with-unit", KEPT} & {*report.counts}
            assert replay(rows, log_of(report)).select(list(found[0])).to_pylist() == found
            assert remittances(found)[0] == found
            assert len(log_of(remittances(found)[1])) == 0

    def test_is_in_the_log(self) -> None:
        _, report = remittances(of_amount("Сумма, млн долл.", "1 941,5"))
        assert [tuple(change) for change in log_of(report)] == [
            (None, "amount", "Сумма, млн долл.", "amount", "header"),
            (None, "amount_currency", None, "USD", "header-unit"),
            (1, "amount", "1 941,5", "1941.5", "numeral"),
            (1, "amount", "1941.5", "1941500000", "header-unit"),
        ]

    def test_fills_in_the_currency_where_there_is_none(self) -> None:
        rows = [*of_amount("Сумма, млн долл.", "1", amount_currency="доллар США"), FLOW]
        rows += [{**FLOW, "Сумма, млн долл.": "3", "amount_currency": " "}]
        found, _ = remittances(rows)
        assert [row.get("amount_currency") for row in found] == ["USD", None, "USD"]

    def test_may_have_a_scale_alone(self) -> None:
        found, _ = remittances(of_amount("Сумма, тыс.", "1,5", amount_currency="EUR"))
        assert (found[0]["amount"], found[0]["amount_currency"]) == ("1500", "EUR")

    def test_is_of_all_types_of_figures(self) -> None:
        for cells, wanted in (([1, 2], [1000, 2000]), ([1.5, None], [1500.0, None])):
            frame = pd.DataFrame(of_amount("amount (тыс.)", *cells, amount_currency="EUR"))
            found, _ = remittances(frame)
            assert [None if pd.isna(each) else each for each in found["amount"]] == wanted

    def test_may_have_a_unit_of_goods(self) -> None:
        for header in ("Количество, тыс.тонн", "quantity (тыс. т)"):
            found, _ = normalize([GOODS | {"value": "1", "value_currency": "USD", header: "2,5"}], "trade", today=TODAY)
            assert (found[0]["quantity"], found[0]["quantity_unit"]) == ("2500", "t")

    def test_of_a_price_is_that_of_its_row(self) -> None:
        for header in ("Курс, тенге", "Курс (USD)"):
            found, report = normalize([RATE | {header: "450,12"}], "rates", today=TODAY)
            assert (found[0]["value"], found[0]["quote"]) == ("450.12", "KZT")
            assert not {"header-with-unit", KEPT} & {*report.counts}

    def test_of_a_constant_currency_agrees(self) -> None:
        found, _ = remittances(of_amount("Сумма, млн долл.", "1"), constants={"amount_currency": "доллар США"})
        assert found[0]["amount"] == "1000000"

    def test_of_no_figures_is_only_said(self) -> None:
        row = {"base": "USD", "quote": "KZT", "Дата (число)": "2024-03-01", "value": "450.12", "nominal (units)": "1"}
        found, report = normalize([row], "rates", today=TODAY)
        assert list(found[0]) == ["base", "quote", "value", "nominal", "on"]
        assert report.counts["header-with-unit"] == 2

    def test_may_say_nothing_or_what_is_known(self) -> None:
        found, report = remittances(of_amount("Сумма ()", "1", amount_currency="USD"))
        assert (found[0]["amount"], report.counts.get(KEPT)) == ("1", None)
        measure = {"kind": "duty", "imposer": "KZ", "direction": "imports", "rate percent (%)": "5", "source": "x"}
        found, _ = normalize([measure], "measures", today=TODAY)
        assert found[0]["rate_percent"] == "5"


class TestWhatCannotBeApplied:
    @pytest.mark.parametrize(
        ("header", "cell", "others", "match"),
        [
            ("Сумма, прочее", "1", {"amount_currency": "USD"}, "'прочее' is no unit that can be applied"),
            ("Сумма (в)", "1", {"amount_currency": "USD"}, "'в' is no unit"),
            ("Сумма, млн сом", "1", {"amount_currency": "KGS"}, "'млн сом' is no unit"),
            ("Сумма, млн долл.", "1", {"amount_currency": "EUR"}, "says USD, and amount_currency has EUR"),
            ("Сумма, млн долл.", "1", {"Валюта": "USD", "currency": "EUR"}, "several columns may say so"),
            ("Сумма, млн долл.", "1,234", {}, "'1,234' may be in млн долл. or not"),
            ("Сумма, млн долл.", "$5", {}, r"'\$5' may be in"),
            ("Сумма, млн долл.", "12*", {}, r"'12\*' may be in"),
        ],
    )
    def test_is_left_alone_with_its_header(self, header: str, cell: str, others: dict[str, str], match: str) -> None:
        rows = of_amount(header, cell, **others)
        found, report = remittances(rows)
        assert (found[0][header], "amount" in found[0]) == (cell, False)
        assert [problem.severity.value for problem in report.where(code=KEPT).problems] == ["error"]
        with pytest.raises(AssertionError, match=match):
            assert report.where(code=KEPT).problems[0].message == ""
        again, second = remittances(found)
        assert (again, len(log_of(second)), second.counts[KEPT]) == (found, 0, 1)

    def test_is_taken_as_it_is_by_the_word_of_the_caller(self) -> None:
        rows = of_amount("Сумма, прочее", "1,5", amount_currency="USD")
        found, report = remittances(rows, columns={"amount": "Сумма, прочее"})
        assert (found[0]["amount"], report.counts.get(KEPT)) == ("1.5", None)
        rows = of_amount("Сумма, млн долл.", "1,5", amount_currency="EUR")
        found, report = remittances(rows, columns={"amount": "Сумма, млн долл."})
        assert (found[0]["Сумма, млн долл."], report.counts[KEPT]) == ("1,5", 1)

    def test_of_two_headers_the_second_has_to_agree(self) -> None:
        row = {**FLOW, "amount_low (млн долл.)": "1", "amount_high (млн евро)": "2"}
        found, report = remittances([row])
        assert (found[0]["amount_low"], found[0]["amount_currency"]) == ("1000000", "USD")
        assert report.where(code=KEPT).problems[0].column == "amount_high (млн евро)"

    def test_of_a_price_in_neither_money(self) -> None:
        _, report = normalize([RATE | {"Курс, евро": "450,12"}], "rates", today=TODAY)
        assert "not in that money, or of it" in report.where(code=KEPT).problems[0].message

    def test_of_whole_numbers(self) -> None:
        _, report = normalize([RATE | {"value": "450.12", "nominal (тыс.)": "1"}], "rates", today=TODAY)
        assert "whole numbers have no scale" in report.where(code=KEPT).problems[0].message


HEADERS = ["Сумма", "Сумма, млн долл.", "amount (тыс. тенге)", "Сумма, прочее", "amount_low (млн)", "Сумма, долл."]
CELLS = [None, "", "1", "1 941,5", "1.234", "0,5", "2,5 млн", "$5", "3 млн долл.", "н/д", "12*", 5, 2.5]
tables = st.tuples(st.sampled_from(HEADERS), st.sampled_from([None, "amount_currency", "Валюта"])).flatmap(
    lambda names: st.lists(
        st.fixed_dictionaries(
            {names[0]: st.sampled_from(CELLS)}
            | ({names[1]: st.sampled_from(["USD", "доллар США", "KZT", "сом", "", None])} if names[1] else {})
        ).map(lambda cells: FLOW | cells),
        min_size=1,
        max_size=5,
    )
)


class TestLaws:
    @settings(max_examples=60)
    @given(tables)
    def test_normalised_twice_is_normalised_once(self, rows: list[dict[str, Any]]) -> None:
        once, _ = remittances(rows)
        twice, report = remittances(once)
        assert twice == once
        assert len(log_of(report)) == 0

    @settings(max_examples=40)
    @given(tables)
    def test_the_log_makes_the_output_of_the_input(self, rows: list[dict[str, Any]]) -> None:
        found, report = remittances(rows)
        replayed = replay(rows, log_of(report)).to_pylist()
        assert [_filled(row) for row in replayed] == [_filled(row) for row in found]

    @settings(max_examples=40)
    @given(st.decimals(-(10**6), 10**6, places=3), st.sampled_from(["тыс.", "млн", "mlrd"]))
    def test_a_scale_is_the_same_over_a_column_and_beside_its_figures(self, figure: Any, scale: str) -> None:
        text = f"{figure}1"  # four decimals have one reading
        over, _ = remittances(of_amount(f"amount ({scale})", text, amount_currency="USD"))
        beside, _ = remittances(of_amount("amount", f"{text} {scale}", amount_currency="USD"))
        assert over == beside


def _filled(row: dict[str, Any]) -> dict[str, str]:
    return {name: str(cell) for name, cell in row.items() if cell is not None}
